//! `tanpu identity attest-key`: an identity provider states whose key it is.

use super::{account, known, parse_signature, write, write_csv, DevKeys, Known, Row, NO_SIGNATURE};
use crate::{
	cli::{parse_account, Global},
	commands::{clock, objects::read_columns},
	connection::At,
	failure::{Done, Failure, Result},
	hashing::{nullifier, SecretKey},
	key,
	output::{fields, grouped, note},
	rejected::{self, Rejected},
	time::{format_time, parse_time},
	types::participants::{LicenceTerms, Participant, PALLET},
};
use serde_json::json;
use sp_core::{crypto::AccountId32, sr25519, H256};
use sp_runtime::MultiSignature;
use std::{
	collections::HashSet,
	io::Read,
	path::{Path, PathBuf},
};
use subxt_signer::sr25519::Keypair;
use tanpu_primitives::{attestation::Purpose, Nullifier, ParticipantId, UnixSeconds};

const HELP: &str = "\
Examples:
  tanpu --key-file provider.key identity attest-key --people keys.csv --provider 1 \
--prf-key-file authority-prf.key --out statements.csv
  tanpu --key-file provider.key identity attest-key --user anna --identity-file - --key 5F... \
--provider 1 --prf-key-file authority-prf.key --out statement.csv
  tanpu --suri //Ferdie identity attest-key --people people.csv --dev-keys //Citizen --provider 1 \
--prf-key-file prf.key --out statements.csv --addresses addresses.csv

keys.csv has the columns user, identity and key (the address that the person says is theirs), and \
optionally key_signature. Whether the account is to be opened or claimed, and which statement of the \
account it is, says the chain; people who have this key there are left out. Who closed their account \
opens it again. With --replace the key takes the place of another, which has three days for a veto.
The statements go to the person, whose key signs the same text (`tanpu accounts sign-statement`), \
then to the chain (`tanpu accounts open-own`, `claim` or `replace`). They never hold the identity number.
Without a node: --genesis 0x... --expires TIME --purpose open|claim|replace --epoch N.";

/// What the statement is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
enum For {
	/// A person without an account opens one.
	Open,
	/// A person takes over the account that an operator opened for them.
	Claim,
	/// A person has another key, because the old one is lost or known to others.
	Replace,
}

impl From<For> for Purpose {
	fn from(purpose: For) -> Self {
		match purpose {
			For::Open => Self::Open,
			For::Claim => Self::Claim,
			For::Replace => Self::Replace,
		}
	}
}

#[derive(clap::Args, Debug)]
#[command(after_help = HELP)]
pub struct Arguments {
	/// CSV with the columns user, identity and key, and optionally key_signature.
	#[arg(long, required_unless_present = "user", conflicts_with = "user")]
	people: Option<PathBuf>,
	/// One person instead of a file: the provider's own name for them.
	#[arg(long, requires = "identity_file")]
	user: Option<String>,
	/// That person's identity number: a file that holds it, or - for the standard input. Not an
	/// option of its own, because others can read those in the process list.
	#[arg(long, requires = "user")]
	identity_file: Option<PathBuf>,
	/// The address of that person's key.
	#[arg(long, requires = "user", value_parser = parse_account)]
	key: Option<AccountId32>,
	/// What that key signed already; empty where it signs later.
	#[arg(long, requires = "key", value_name = "HEX")]
	key_signature: Option<String>,
	/// The provider's number.
	#[arg(long)]
	provider: ParticipantId,
	/// The authority's PRF key, the same at every provider.
	#[arg(long)]
	prf_key_file: PathBuf,
	/// The CSV to write.
	#[arg(long)]
	out: PathBuf,
	/// When the statements run out: RFC 3339, or a number of days from now.
	#[arg(long, default_value = "30")]
	expires: String,
	/// The keys take the place of others, which are lost or known to others.
	#[arg(long, conflicts_with = "purpose")]
	replace: bool,
	/// Without a node: what the statements are for.
	#[arg(long, value_enum, requires = "epoch")]
	purpose: Option<For>,
	/// Without a node: how many keys the accounts have had.
	#[arg(long, requires = "purpose")]
	epoch: Option<u32>,
	#[command(flatten)]
	dev: DevKeys,
	/// With --dev-keys: a CSV user,address to write.
	#[arg(long, requires = "dev_keys")]
	addresses: Option<PathBuf>,
}

/// A person of the provider's, with the key that they say is theirs.
struct Person {
	line: u64,
	user: String,
	nullifier: Nullifier,
	key: AccountId32,
	signature: Option<MultiSignature>,
	/// The key itself, of a made-up person.
	secret: Option<Keypair>,
}

impl Person {
	fn rejected(&self, reason: impl Into<String>) -> Rejected {
		Rejected::new(self.line, &self.user, reason)
	}
}

/// What the chain says, or whoever runs the command without one.
struct Ground {
	genesis: H256,
	expires: UnixSeconds,
	purpose: Option<(Purpose, u32)>,
	/// Whether the keys take the place of others.
	replace: bool,
	/// Of each person; empty without a node.
	known: Vec<Known>,
}

pub async fn run(global: &Global, arguments: Arguments) -> Result<Done> {
	let key = global.signer()?;
	let (people, mut rejected) = people(&arguments)?;
	let rows = people.len() + rejected.len();
	let ground = ground(global, &arguments, &key, &people).await?;
	let (statements, already) = attest(&people, arguments.provider, &key, &ground, &mut rejected);
	let one = arguments.user.is_some();
	if let Some(row) = rejected.first().filter(|_| one) {
		return Err(Failure::Plain(format!("{}: {}", row.subject, row.reason)));
	}
	write(&arguments.out, &statements)?;
	if let Some(path) = &arguments.addresses {
		let cells = people.iter().map(|person| vec![person.user.clone(), person.key.to_string()]);
		write_csv(path, &["user", "address"], cells)?;
	}
	if people.iter().any(|person| person.secret.is_some()) {
		note("DEVELOPMENT ONLY: every key was derived from --dev-keys, and has signed");
	}
	rejected.sort_by_key(|row| row.line);
	let count = |purpose| statements.iter().filter(|row| row.purpose == purpose).count();
	let unsigned = statements.iter().filter(|row| row.key_signature.is_none()).count();
	let out = arguments.out.display().to_string();
	let text = fields([
		("people", grouped(rows as u64)),
		("have this key already", grouped(already as u64)),
		("attested, to open", grouped(count(Purpose::Open) as u64)),
		("attested, to claim", grouped(count(Purpose::Claim) as u64)),
		("attested, to replace a key", grouped(count(Purpose::Replace) as u64)),
		("of them their key has to sign", grouped(unsigned as u64)),
		("rejected", grouped(rejected.len() as u64)),
		("good until", format_time(ground.expires, 0)),
		("written to", out.clone()),
	]);
	let json = json!({
		"people": rows,
		"already": already,
		"open": count(Purpose::Open),
		"claim": count(Purpose::Claim),
		"replace": count(Purpose::Replace),
		"unsigned": unsigned,
		"file": out,
		"expires": ground.expires,
		"genesis": format!("{:?}", ground.genesis),
		"rejected": rejected::json("user", &rejected),
	});
	let place = arguments.people.as_deref().unwrap_or(Path::new("--user"));
	global.output().result(json, format!("{text}{}", rejected::text(place, "user", &rejected)));
	Ok(rejected::done(&rejected))
}

/// The statements, and how many have the key already.
fn attest(
	people: &[Person],
	provider: ParticipantId,
	key: &Keypair,
	ground: &Ground,
	rejected: &mut Vec<Rejected>,
) -> (Vec<Row>, usize) {
	let (mut statements, mut already) = (Vec::new(), 0);
	let (mut persons, mut keys) = (HashSet::new(), HashSet::new());
	for (at, person) in people.iter().enumerate() {
		if !persons.insert(person.nullifier) {
			rejected.push(person.rejected("the person stands in the file twice"));
			continue;
		}
		if !keys.insert(person.key.clone()) {
			rejected.push(person.rejected("the key stands in the file twice"));
			continue;
		}
		let due = match (ground.purpose, ground.known.get(at)) {
			(Some(fixed), _) => Ok(Some(fixed)),
			(None, Some(known)) => known.due(provider, &person.key, ground.replace),
			(None, None) => Err("the chain did not answer".to_owned()),
		};
		let (purpose, epoch) = match due {
			Ok(Some(due)) => due,
			Ok(None) => {
				already += 1;
				continue;
			},
			Err(reason) => {
				rejected.push(person.rejected(reason));
				continue;
			},
		};
		let mut row = Row {
			line: person.line,
			user: person.user.clone(),
			purpose,
			provider,
			nullifier: person.nullifier,
			epoch,
			expires: ground.expires,
			key: person.key.clone(),
			provider_signature: [0; 64],
			key_signature: person.signature.clone(),
		};
		let message = row.message(ground.genesis);
		if let Some(secret) = &person.secret {
			let signature = sr25519::Signature::from_raw(secret.sign(&message).0);
			row.key_signature = Some(MultiSignature::Sr25519(signature));
		} else if row.key_signature.is_some() {
			if let Err(reason) = row.check_key(ground.genesis) {
				rejected.push(person.rejected(reason));
				continue;
			}
		}
		row.provider_signature = key.sign(&message).0;
		statements.push(row);
	}
	(statements, already)
}

async fn ground(
	global: &Global,
	arguments: &Arguments,
	key: &Keypair,
	people: &[Person],
) -> Result<Ground> {
	let fixed = parse_time(&arguments.expires, None).ok();
	let purpose = arguments.purpose.map(Purpose::from).zip(arguments.epoch);
	// With all of them no node is needed.
	if let (Some(genesis), Some(expires), Some(_)) = (global.genesis, fixed, purpose) {
		return Ok(Ground { genesis, expires, purpose, replace: false, known: Vec::new() });
	}
	let chain = global.connect().await?;
	let at = chain.head().await?;
	let clock = clock(&at).await?;
	let expires = match (fixed, arguments.expires.parse::<u32>()) {
		(Some(expires), _) => expires,
		(None, Ok(days)) => clock.now + u64::from(days) * 86_400,
		(None, Err(_)) => {
			return Err(Failure::Usage(format!(
				"--expires {}: expected RFC 3339 or a number of days",
				arguments.expires
			)))
		},
	};
	ensure_provider(&at, arguments.provider, key).await?;
	let list: Vec<_> = people.iter().map(|person| (person.nullifier, person.key.clone())).collect();
	let known = match purpose {
		Some(_) => Vec::new(),
		None => known(&at, clock.now, &list).await?,
	};
	let replace = arguments.replace;
	Ok(Ground { genesis: chain.genesis(), expires, purpose, replace, known })
}

/// Whether the chain takes this key's word for the provider's.
async fn ensure_provider(at: &At<'_>, provider: ParticipantId, key: &Keypair) -> Result<()> {
	let found: Option<Participant> = at.get(PALLET, "Participants", key![provider]).await?;
	match found.map(|found| found.terms) {
		Some(LicenceTerms::IdentityProvider { attestation_key }) => {
			let theirs = AccountId32::new(attestation_key.0);
			if theirs == account(key) {
				return Ok(());
			}
			Err(Failure::Plain(format!(
				"provider {provider} attests with the key {theirs}, and this is {}",
				account(key)
			)))
		},
		Some(other) => Err(Failure::Plain(format!(
			"participant {provider} is no identity provider but a {}",
			other.role()
		))),
		None => Err(Failure::Plain(format!("there is no participant {provider}"))),
	}
}

fn people(arguments: &Arguments) -> Result<(Vec<Person>, Vec<Rejected>)> {
	let prf = SecretKey::from_file(&arguments.prf_key_file)?;
	let deriver = arguments.dev.deriver()?;
	let given = |user: &str, key: &str, signature: &str| match &deriver {
		Some(deriver) => {
			let secret = deriver.key(user)?;
			Ok((account(&secret), None, Some(secret)))
		},
		None => {
			let key = parse_account(key).map_err(|expected| format!("key: {expected}"))?;
			let signature = match signature {
				"" => None,
				text => Some(parse_signature(text).ok_or(NO_SIGNATURE)?),
			};
			Ok::<_, String>((key, signature, None))
		},
	};
	let mut lines: Vec<(u64, [String; 4])> = Vec::new();
	match (&arguments.people, &arguments.user, &arguments.identity_file) {
		(Some(path), _, _) => {
			let bytes = std::fs::read(path).map_err(|e| Failure::file("read", path, e))?;
			let bad = |message| Failure::Plain(format!("{}: {message}", path.display()));
			if deriver.is_some() {
				for (line, [user, identity], []) in
					read_columns(&bytes, ["user", "identity"], []).map_err(bad)?
				{
					lines.push((line, [user, identity, String::new(), String::new()]));
				}
			} else {
				for (line, [user, identity, key], [signature]) in
					read_columns(&bytes, ["user", "identity", "key"], ["key_signature"])
						.map_err(bad)?
				{
					lines.push((line, [user, identity, key, signature]));
				}
			}
		},
		(None, Some(user), Some(file)) => {
			let key = arguments.key.as_ref().map(ToString::to_string).unwrap_or_default();
			if key.is_empty() && deriver.is_none() {
				return Err(Failure::usage("--user needs --key: the address of the person's key"));
			}
			let signature = arguments.key_signature.clone().unwrap_or_default();
			lines.push((1, [user.clone(), identity_number(file)?, key, signature]));
		},
		_ => return Err(Failure::usage("give --people, or --user and --identity-file")),
	}
	let (mut people, mut rejected) = (Vec::new(), Vec::new());
	for (line, [user, identity, key, signature]) in lines {
		let person = if user.is_empty() {
			Err("user is empty".to_owned())
		} else if identity.is_empty() {
			Err("identity is empty".to_owned())
		} else {
			given(&user, &key, &signature)
		};
		match person {
			Ok((key, signature, secret)) => {
				let nullifier = nullifier(&prf, &identity);
				people.push(Person { line, user, nullifier, key, signature, secret });
			},
			// What is in the row is not repeated: out of place it may be an identity number.
			Err(reason) => rejected.push(Rejected::new(line, &user, reason)),
		}
	}
	Ok((people, rejected))
}

fn identity_number(file: &Path) -> Result<String> {
	let mut text = String::new();
	if file == Path::new("-") {
		std::io::stdin()
			.read_to_string(&mut text)
			.map_err(|_| Failure::plain("can't read the identity number from the input"))?;
	} else {
		text = std::fs::read_to_string(file).map_err(|e| Failure::file("read", file, e))?;
	}
	Ok(text.trim().to_owned())
}

#[cfg(test)]
mod tests {
	use super::{
		super::tests::{keypair, signed},
		*,
	};
	use subxt_signer::sr25519::{dev, verify, Signature};

	fn person(line: u64, user: &str, byte: u8) -> Person {
		let secret = keypair(user);
		Person {
			line,
			user: user.into(),
			nullifier: [byte; 32],
			key: account(&secret),
			signature: None,
			secret: Some(secret),
		}
	}

	fn fixed() -> Ground {
		Ground {
			genesis: H256::zero(),
			expires: 99,
			purpose: Some((Purpose::Claim, 0)),
			replace: false,
			known: vec![],
		}
	}

	#[test]
	fn both_halves_sign_the_same_text() {
		let provider = dev::ferdie();
		let mut rejected = Vec::new();
		let people = [person(2, "anna", 1)];
		let (rows, _) = attest(&people, 1, &provider, &fixed(), &mut rejected);
		assert!(rejected.is_empty() && rows.len() == 1);
		assert!(rows[0].check_key(H256::zero()).is_ok());
		let message = rows[0].message(H256::zero());
		let signature = Signature(rows[0].provider_signature);
		assert!(verify(&signature, message, &provider.public_key()));
	}

	#[test]
	fn a_person_or_key_stands_once_and_a_wrong_signature_is_refused() {
		let mut rejected = Vec::new();
		let wrong = Person {
			signature: signed("anna", 9).key_signature,
			secret: None,
			..person(5, "carl", 5)
		};
		let people = [
			person(2, "anna", 1),
			person(3, "bert", 1),
			Person { key: person(0, "anna", 1).key, ..person(4, "dora", 4) },
			wrong,
		];
		let (rows, already) = attest(&people, 1, &dev::ferdie(), &fixed(), &mut rejected);
		assert_eq!((rows.len(), already), (1, 0));
		let reasons: Vec<_> = rejected.iter().map(|row| row.reason.as_str()).collect();
		assert!(reasons[0].contains("person stands"), "{reasons:?}");
		assert!(reasons[1].contains("key stands"), "{reasons:?}");
		assert!(reasons[2].contains("key_signature"), "{reasons:?}");
	}

	#[test]
	fn the_chain_chooses_the_purpose() {
		let ground = Ground {
			purpose: None,
			known: vec![Known::default(), Known { holder: Some(3), ..Known::default() }],
			..fixed()
		};
		let mut rejected = Vec::new();
		let people = [person(2, "anna", 1), person(3, "bert", 2)];
		let (rows, _) = attest(&people, 1, &dev::ferdie(), &ground, &mut rejected);
		assert_eq!((rows[0].purpose, rows[0].epoch), (Purpose::Open, 0));
		assert!(rejected[0].reason.contains("citizen 3"), "{rejected:?}");
	}
}
