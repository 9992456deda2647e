//! `tanpu identity`: what an identity provider runs, away from any node.

use crate::{
	cli::Global,
	commands::{
		accounts::{parse_disposition, Choice, NO_DISPOSITION},
		clock, hex, keys, objects,
	},
	failure::{Done, Failure, Result},
	hashing::{nullifier, SecretKey},
	secret,
	time::{format_time, parse_time},
};
use serde_json::json;
use sp_core::H256;
use std::{
	collections::HashMap,
	path::{Path, PathBuf},
};
use tanpu_primitives::{
	attestation::{disposition_word, Purpose, Statement},
	Disposition, Nullifier, ParticipantId,
};

#[derive(clap::Subcommand, Debug)]
pub enum Command {
	/// Make a PRF or evidence key: 32 random bytes in a new file that only its owner can read.
	#[command(after_help = "Example:\n  tanpu identity new-prf-key authority-prf.key")]
	NewPrfKey {
		/// The file to create; an existing one is not overwritten.
		file: PathBuf,
	},
	/// Attest people to one operator, which can then open accounts for them. Reads user and identity
	/// number, writes user, nullifier, disposition, expiry and signature: never the identity number.
	#[command(after_help = "Examples:\n  \
		tanpu --key-file provider.key identity attest --people people.csv --provider 1 --operator 0 \
		--prf-key-file authority-prf.key --out attestations.csv\n\n\
		people.csv has the columns user,identity and optionally disposition: entrusted, self-held or \
		reward-only, as the person chose; where it is empty, --disposition counts.\nWhat is signed can't \
		be changed by the operator. Without a node: --genesis 0x... --expires TIME.")]
	Attest {
		/// CSV with the columns user and identity, and optionally disposition.
		#[arg(long)]
		people: PathBuf,
		/// The provider's number.
		#[arg(long)]
		provider: ParticipantId,
		/// The operator that may open the accounts and enrol the people.
		#[arg(long)]
		operator: ParticipantId,
		/// What becomes of the grams of people for whom the file doesn't say it.
		#[arg(long, value_enum, default_value = "entrusted")]
		disposition: Choice,
		/// The authority's PRF key, the same at every provider.
		#[arg(long)]
		prf_key_file: PathBuf,
		/// The CSV to write.
		#[arg(long)]
		out: PathBuf,
		/// When the attestations run out: RFC 3339, or a number of days from now.
		#[arg(long, default_value = "30")]
		expires: String,
	},
	/// Attest who holds which share of meters, roofs or forests, how many live there, and when the
	/// crediting period began. One operator can then register them.
	#[command(after_help = objects::attest::HELP)]
	AttestObjects(objects::attest::Arguments),
	/// Attest whose key it is, so that people open their own account or take over the one that an
	/// operator opened for them.
	AttestKey(keys::attest::Arguments),
}

pub async fn run(global: &Global, command: Command) -> Result<Done> {
	let output = global.output();
	match command {
		Command::NewPrfKey { file } => {
			secret::write_new(&file, &format!("{}\n", SecretKey::generate().to_hex()))?;
			output.result(
				json!({ "file": file.display().to_string() }),
				format!("a new key is in {}; whoever has it can recognise people", file.display()),
			);
		},
		Command::Attest { people, provider, operator, disposition, prf_key_file, out, expires } => {
			let key = global.signer()?;
			let prf = SecretKey::from_file(&prf_key_file)?;
			let fixed = parse_time(&expires, None).ok();
			// With the genesis hash and an absolute expiry no node is needed.
			let (genesis, expires) = match (global.genesis, fixed) {
				(Some(genesis), Some(expires)) => (genesis, expires),
				_ => {
					let chain = global.connect().await?;
					let clock = clock(&chain.head().await?).await?;
					let expires = match (fixed, expires.parse::<u64>()) {
						(Some(expires), _) => expires,
						(None, Ok(days)) => clock.now + days * 86_400,
						(None, Err(_)) => {
							return Err(Failure::Usage(format!(
								"--expires {expires}: expected RFC 3339 or a number of days"
							)))
						},
					};
					(chain.genesis(), expires)
				},
			};
			let people = read_people(&people, disposition.into())?;
			let rows = attest(&people, &prf, |nullifier, disposition| {
				let statement = Statement {
					purpose: Purpose::Open,
					genesis,
					provider,
					nullifier,
					key: None,
					operator: Some(operator),
					disposition: Some(disposition),
					epoch: 0,
					expires,
				};
				key.sign(&statement.message()).0
			})?;
			write_attestations(&out, &rows, expires)?;
			output.result(
				json!({
					"attested": rows.len(),
					"file": out.display().to_string(),
					"expires": expires,
					"genesis": format!("{:?}", H256(genesis.0)),
				}),
				format!(
					"{} people attested by provider {provider} to operator {operator} until {}, in {}",
					rows.len(),
					format_time(expires, 0),
					out.display()
				),
			);
		},
		Command::AttestKey(arguments) => return keys::attest::run(global, arguments).await,
		Command::AttestObjects(arguments) => return objects::attest::run(global, arguments).await,
	}
	Ok(Done::All)
}

/// The pseudonyms of users, from a file with their identity numbers.
pub fn nullifiers_of(
	path: &Path,
	prf: &SecretKey,
) -> Result<HashMap<String, crate::report::users::Person>> {
	// What they chose doesn't matter here.
	let people = read_people(path, Disposition::Entrusted)?;
	one_person_each(
		people
			.iter()
			.map(|person| (person.line, person.user.as_str(), nullifier(prf, &person.identity))),
	)
}

fn one_person_each<'a>(
	people: impl Iterator<Item = (u64, &'a str, Nullifier)>,
) -> Result<HashMap<String, crate::report::users::Person>> {
	use crate::report::users::Person::Nullifier;
	let mut users = HashMap::new();
	for (line, user, nullifier) in people {
		let person = Nullifier(nullifier);
		if users.insert(user.to_owned(), person).is_some_and(|before| before != person) {
			return Err(Failure::Plain(format!(
				"line {line}: user '{user}' stands in the file twice, for two persons"
			)));
		}
	}
	Ok(users)
}

struct Person {
	line: u64,
	user: String,
	identity: String,
	disposition: Disposition,
}

struct Attested {
	user: String,
	nullifier: Nullifier,
	disposition: Disposition,
	signature: [u8; 64],
}

/// People with what they chose, or `disposition` where the file doesn't say it.
fn read_people(path: &Path, disposition: Disposition) -> Result<Vec<Person>> {
	let bytes = std::fs::read(path).map_err(|e| Failure::file("read", path, e))?;
	parse_people(&bytes, disposition)
		.map_err(|message| Failure::Plain(format!("{}: {message}", path.display())))
}

fn parse_people(bytes: &[u8], otherwise: Disposition) -> Result<Vec<Person>, String> {
	let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
	let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(bytes);
	let headers = reader.headers().map_err(|e| e.to_string())?.clone();
	let column = |name: &str| {
		headers
			.iter()
			.position(|header| header == name)
			.ok_or(format!("the column '{name}' is missing (expected user,identity)"))
	};
	let (user, identity) = (column("user")?, column("identity")?);
	let disposition = column("disposition").ok();
	let mut people = Vec::new();
	for record in reader.records() {
		// The parser's errors may quote a line, which holds an identity number.
		let record = record.map_err(|e| match e.position() {
			Some(position) => format!("line {}: not like the header", position.line()),
			None => "not a CSV file".to_owned(),
		})?;
		let line = record.position().map_or(0, csv::Position::line);
		let field = |at: usize, name: &str| match record.get(at) {
			None | Some("") => Err(format!("line {line}: {name} is empty")),
			Some(value) => Ok(value.to_owned()),
		};
		let chosen = match disposition.and_then(|at| record.get(at)) {
			None | Some("") => otherwise,
			// Not quoted: in a line that is out of place it could be an identity number.
			Some(word) => {
				parse_disposition(word).ok_or_else(|| format!("line {line}: {NO_DISPOSITION}"))?
			},
		};
		people.push(Person {
			line,
			user: field(user, "user")?,
			identity: field(identity, "identity")?,
			disposition: chosen,
		});
	}
	Ok(people)
}

/// One attestation for each user, in the order of the users' names. Two users of one operator can be
/// one person, with one disposition, but one user can't be two persons.
fn attest(
	people: &[Person],
	prf: &SecretKey,
	sign: impl Fn(Nullifier, Disposition) -> [u8; 64],
) -> Result<Vec<Attested>> {
	let mut seen: HashMap<&str, Nullifier> = HashMap::new();
	let mut chosen: HashMap<Nullifier, Disposition> = HashMap::new();
	let mut rows = Vec::new();
	for Person { line, user, identity, disposition } in people {
		let nullifier = nullifier(prf, identity);
		let disposition = *disposition;
		if chosen.insert(nullifier, disposition).is_some_and(|before| before != disposition) {
			return Err(Failure::Plain(format!(
				"line {line}: the person of user '{user}' stands in the file twice, with two dispositions"
			)));
		}
		match seen.insert(user, nullifier) {
			Some(before) if before != nullifier => {
				return Err(Failure::Plain(format!(
					"line {line}: user '{user}' stands in the file twice, for two persons"
				)))
			},
			Some(_) => continue,
			None => {},
		}
		let signature = sign(nullifier, disposition);
		rows.push(Attested { user: user.clone(), nullifier, disposition, signature });
	}
	rows.sort_by(|left, right| left.user.cmp(&right.user));
	Ok(rows)
}

fn write_attestations(path: &Path, rows: &[Attested], expires: u64) -> Result<()> {
	let fail = |e: csv::Error| Failure::file("write", path, e);
	let mut writer = csv::Writer::from_path(path).map_err(fail)?;
	writer
		.write_record(["user", "nullifier", "disposition", "expires", "signature"])
		.map_err(fail)?;
	for row in rows {
		writer
			.write_record([
				row.user.clone(),
				hex(row.nullifier),
				disposition_word(row.disposition).to_owned(),
				expires.to_string(),
				hex(row.signature),
			])
			.map_err(fail)?;
	}
	writer.flush().map_err(|e| Failure::file("write", path, e))
}

#[cfg(test)]
mod tests {
	use super::*;
	use subxt_signer::sr25519::{dev, verify, Signature};

	#[test]
	fn attestations_are_sorted_and_hold_no_identity() {
		let people = parse_people(
			b"user,identity\nzoe,4403 11\nanna,440322x\nzoe,4403-11\n",
			Disposition::RewardOnly,
		)
		.unwrap();
		let prf = SecretKey::test(3);
		let key = dev::bob();
		let statement = |nullifier, disposition| Statement {
			purpose: Purpose::Open,
			genesis: H256::repeat_byte(1),
			provider: 1,
			nullifier,
			key: None,
			operator: Some(0),
			disposition: Some(disposition),
			epoch: 0,
			expires: 9,
		};
		let rows = attest(&people, &prf, |n, d| key.sign(&statement(n, d).message()).0).unwrap();
		assert_eq!(rows.iter().map(|row| row.user.as_str()).collect::<Vec<_>>(), ["anna", "zoe"]);
		assert_eq!(rows[0].nullifier, nullifier(&prf, "440322X"));
		for row in &rows {
			let message = statement(row.nullifier, Disposition::RewardOnly).message();
			assert!(verify(&Signature(row.signature), message, &key.public_key()));
		}
		let path = std::env::temp_dir().join(format!("tanpu-att-{}.csv", std::process::id()));
		write_attestations(&path, &rows, 9).unwrap();
		let text = std::fs::read_to_string(&path).unwrap();
		std::fs::remove_file(&path).unwrap();
		assert!(text.starts_with("user,nullifier,disposition,expires,signature\nanna,0x"));
		assert!(text.contains(",reward-only,9,0x"));
		assert!(!text.contains("4403"));
	}

	#[test]
	fn people_choose_one_by_one() {
		let parse = |text: &str| parse_people(text.as_bytes(), Disposition::Entrusted);
		let people =
			parse("user,disposition,identity\na,self-held,1\nb,,2\nc,reward-only,3\n").unwrap();
		let rows = attest(&people, &SecretKey::test(1), |_, _| [0; 64]).unwrap();
		assert_eq!(
			rows.iter().map(|row| row.disposition).collect::<Vec<_>>(),
			[Disposition::SelfHeld, Disposition::Entrusted, Disposition::RewardOnly]
		);
		// A line that is out of place may hold an identity number there.
		let error = parse("user,identity,disposition\na,x,440301\n").err().unwrap();
		assert!(error.contains("line 2: disposition") && !error.contains("440301"), "{error}");
		// Also as two users of the operator.
		for second in ["a", "b"] {
			let people =
				parse(&format!("user,identity,disposition\na,1,self-held\n{second},1,entrusted\n"))
					.unwrap();
			let error = attest(&people, &SecretKey::test(1), |_, _| [0; 64]).err().unwrap();
			let error = error.to_string();
			assert!(error.contains("line 3") && error.contains("two dispositions"), "{error}");
		}
	}

	#[test]
	fn users_are_one_person_each() {
		use crate::report::users::Person;
		let (a, b) = ([1; 32], [2; 32]);
		let users = one_person_each([(2, "x", a), (3, "y", b), (4, "x", a)].into_iter()).unwrap();
		assert_eq!((users["x"], users["y"]), (Person::Nullifier(a), Person::Nullifier(b)));
		let error = one_person_each([(2, "x", a), (3, "x", b)].into_iter()).err().unwrap();
		assert!(error.to_string().contains("line 3"), "{error}");
	}

	#[test]
	fn bad_people_files_say_where_without_the_identity() {
		let parse = |bytes: &[u8]| parse_people(bytes, Disposition::Entrusted);
		assert!(parse(b"user,id\n").err().unwrap().contains("'identity' is missing"));
		let error = parse(b"user,identity\na,440301,x\n").err().unwrap();
		assert!(error.contains("line 2") && !error.contains("440301"), "{error}");
		let people = parse(b"user,identity\na,1\na,2\n").unwrap();
		let error = attest(&people, &SecretKey::test(1), |_, _| [0; 64]).err().unwrap().to_string();
		assert!(error.contains("line 3") && error.contains("two persons"), "{error}");
	}
}
