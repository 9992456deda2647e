//! `tanpu accounts`.

use crate::{
	call::Call,
	cli::{parse_account, Global},
	commands::{clock, fund::plancks, keys, records},
	connection::{At, Chain},
	failure::{Done, Failure, Result},
	key,
	money::money,
	output::{fields, grouped, growth, points, table},
	report::users::hex32,
	time::format_time,
	transaction::{account_of, next_nonce, send, send_encoded},
	types::accounts::{AccountStatus, AccountsOpened, Citizen, Opening, OpeningOutcome, PALLET},
};
use serde_json::json;
use sp_core::{crypto::AccountId32, sr25519};
use std::{
	collections::{BTreeMap, HashMap},
	path::{Path, PathBuf},
	time::Duration,
};
use tanpu_primitives::{
	attestation::{disposition_word, Purpose},
	Balance, Be16, Be32, CitizenId, Disposition, Nullifier, OperatorId, ParticipantId, PointCents,
	Position, SeriesId, UnixSeconds,
};
use tanpu_runtime_api::Spendable;

/// Openings in one transaction, where the chain allows as many: each costs it a signature check.
const CHUNK: u32 = 100;

/// Nullifiers asked for at once, the runtime API's limit.
const PAGE: usize = 1_000;

#[derive(clap::Subcommand, Debug)]
pub enum Command {
	/// Open accounts for users who hold no key, and enrol them with the operator. Asks the chain
	/// first, so that a second run goes on where the first one stopped.
	#[command(after_help = "Example:\n  \
		tanpu --key-file reporter.key accounts open attestations.csv --operator 0 --provider 1 \
		--users users.csv\n\n\
		attestations.csv is what the identity provider made with `tanpu identity attest`: \
		user,nullifier,disposition,expires,signature.\nWhat becomes of the users' grams is what they \
		told the provider: it is part of what was signed.\nusers.csv is written: user,citizen.")]
	Open {
		/// The attestations.
		file: PathBuf,
		/// The operator's number.
		#[arg(long)]
		operator: OperatorId,
		/// The identity provider's number.
		#[arg(long)]
		provider: ParticipantId,
		/// The CSV to write or complete: user,citizen.
		#[arg(long)]
		users: Option<PathBuf>,
	},
	/// Sign, with your own key, what the identity provider states about it.
	SignStatement(keys::sign::Arguments),
	/// Give people the accounts that operators opened for them: many statements in few transactions.
	#[command(after_help = keys::submit::CLAIM_HELP)]
	Claim(keys::submit::Arguments),
	/// Open the accounts of people who hold a key and have none yet.
	#[command(after_help = keys::submit::OPEN_HELP)]
	OpenOwn(keys::submit::Arguments),
	/// Announce other keys for people whose key is lost or known to others.
	#[command(after_help = keys::submit::REPLACE_HELP)]
	Replace(keys::submit::Arguments),
	#[command(flatten)]
	Replacement(keys::replacement::Command),
	/// Enrol with an operator: signed by the citizen's own key.
	#[command(after_help = "Example:\n  \
		tanpu --key-file my.key accounts enrol --operator 0 --disposition self-held")]
	Enrol {
		/// The operator's number.
		#[arg(long)]
		operator: OperatorId,
		/// What becomes of the grams.
		#[arg(long, value_enum, default_value = "entrusted")]
		disposition: Choice,
	},
	/// Leave an operator: what was earned stays. Signed by the citizen's own key.
	#[command(after_help = "Example:\n  tanpu --key-file my.key accounts leave --operator 0")]
	Leave {
		/// The operator's number.
		#[arg(long)]
		operator: OperatorId,
	},
	#[command(flatten)]
	Records(records::Citizen),
	/// A citizen's account: grams and growth with each operator; points by series, what they are worth
	/// and when they expire.
	#[command(after_help = "Examples:\n  tanpu accounts show 17\n  tanpu accounts show 5F...")]
	Show {
		/// The citizen's number, the key's address, or 0x and the nullifier.
		who: String,
	},
}

/// What becomes of verified grams.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub enum Choice {
	/// The operator sells them and the citizen shares the proceeds.
	Entrusted,
	/// They go to the citizen's own account.
	SelfHeld,
	/// They are cancelled for the common good; the citizen keeps the points.
	RewardOnly,
}

impl From<Choice> for Disposition {
	fn from(choice: Choice) -> Self {
		match choice {
			Choice::Entrusted => Self::Entrusted,
			Choice::SelfHeld => Self::SelfHeld,
			Choice::RewardOnly => Self::RewardOnly,
		}
	}
}

/// A disposition from a file, written as it is signed; none where it is no such word.
pub fn parse_disposition(word: &str) -> Option<Disposition> {
	[Disposition::Entrusted, Disposition::SelfHeld, Disposition::RewardOnly]
		.into_iter()
		.find(|disposition| disposition_word(*disposition) == word)
}

/// What a file must hold where [`parse_disposition`] found nothing.
pub const NO_DISPOSITION: &str = "disposition is not entrusted, self-held or reward-only";

pub async fn run(global: &Global, command: Command) -> Result<Done> {
	let output = global.output();
	match command {
		Command::Open { file, operator, provider, users } => {
			open(global, &file, operator, provider, users.as_deref()).await
		},
		Command::SignStatement(arguments) => keys::sign::run(global, arguments).await,
		Command::Claim(arguments) => keys::submit::run(global, Purpose::Claim, arguments).await,
		Command::OpenOwn(arguments) => keys::submit::run(global, Purpose::Open, arguments).await,
		Command::Replace(arguments) => keys::submit::run(global, Purpose::Replace, arguments).await,
		Command::Replacement(command) => keys::replacement::run(global, command).await,
		Command::Enrol { operator, disposition } => {
			let chain = global.connect().await?;
			let call = Call::new(PALLET, "enrol")
				.arg("operator", &operator)
				.arg("disposition", &Disposition::from(disposition));
			let included = send(&chain, &global.signer()?, &call).await?;
			output.result(
				json!({ "operator": operator, "enrolled": true, "block": included.number }),
				format!("enrolled with operator {operator} (block {})", included.number),
			);
			Ok(Done::All)
		},
		Command::Leave { operator } => {
			let chain = global.connect().await?;
			let call = Call::new(PALLET, "leave").arg("operator", &operator);
			let included = send(&chain, &global.signer()?, &call).await?;
			output.result(
				json!({ "operator": operator, "enrolled": false, "block": included.number }),
				format!("left operator {operator} (block {})", included.number),
			);
			Ok(Done::All)
		},
		Command::Records(command) => records::citizen(global, command).await,
		Command::Show { who } => show(global, &who).await,
	}
}

async fn show(global: &Global, who: &str) -> Result<Done> {
	let chain = global.connect().await?;
	let at = chain.head().await?;
	let id = citizen_of(&at, who).await?;
	let citizen: Citizen = at
		.get(PALLET, "Citizens", key![id])
		.await?
		.ok_or_else(|| Failure::Plain(format!("there is no citizen {id}")))?;
	let clock = clock(&at).await?;
	let replacement = keys::replacement::under_way(&at, id).await?;
	let keys = citizen.operators.iter().map(|o| key![Be16::from(*o), Be32::from(id)]).collect();
	let found: Vec<Option<Position>> = at.get_many(PALLET, "Positions", keys).await?;
	let positions: Vec<(OperatorId, Position)> =
		citizen.operators.iter().copied().zip(found).filter_map(|(o, p)| Some((o, p?))).collect();
	let spendable: Vec<Spendable> = at.call("PointsApi", "spendable", (id,)).await?;
	let own: u64 = spendable.iter().map(|part| part.points).sum();
	let value: Balance = spendable.iter().map(|part| part.value).sum();
	let sum = |of: fn(&Position) -> u64| positions.iter().map(|(_, p)| of(p)).sum::<u64>();
	let status = match citizen.status {
		AccountStatus::Open => "open",
		AccountStatus::Closed => "closed",
	};
	let key_text = citizen.key.as_ref().map_or("none".to_owned(), ToString::to_string);
	let mut head = fields([
		("citizen", id.to_string()),
		("status", status.to_owned()),
		("key", key_text),
		("opened", format_time(citizen.opened, clock.day_offset)),
		("attested by", format!("provider {}", citizen.provider)),
		("grams CO2e", grouped(sum(|p| p.grams))),
		("growth", growth(sum(|p| p.growth))),
		("points to spend", format!("{}, worth {} TANP", points(own), money(value))),
	]);
	if let Some(replacement) = &replacement {
		head.push_str(&format!(
			"\nANOTHER KEY IS ANNOUNCED: {}\n",
			keys::replacement::text(replacement, clock.day_offset)
		));
	}
	let rows = positions.iter().map(|(operator, position)| {
		vec![
			operator.to_string(),
			if position.enrolled { "enrolled" } else { "left" }.to_owned(),
			disposition_word(position.disposition).to_owned(),
			grouped(position.grams),
			growth(position.growth),
			points(points_of(position)),
		]
	});
	let headers = ["operator", "state", "grams are", "grams CO2e", "growth", "points"];
	let mut text = format!("{head}\n{}", table(&headers, rows));
	let held = by_series(&positions, &spendable);
	if !held.is_empty() {
		let rows = held.iter().map(|(operator, series, held, found)| {
			vec![
				format!("{operator}/{series}"),
				points(*held),
				found.map_or_else(|| "0.00".into(), |found| money(found.value)),
				found.map_or_else(
					|| "expired".into(),
					|found| format_time(found.expires, clock.day_offset),
				),
			]
		});
		text.push('\n');
		text.push_str(&table(&["series", "points", "worth (TANP)", "can be spent until"], rows));
	}
	let series: Vec<_> = held
		.iter()
		.map(|(operator, series, held, found)| {
			json!({
				"operator": operator,
				"series": series,
				"points_cents": held,
				"value_plancks": plancks(found.map_or(0, |found| found.value)),
				"expires": found.map(|found| found.expires),
				"expired": found.is_none(),
			})
		})
		.collect();
	let list: Vec<_> = positions
		.iter()
		.map(|(operator, position)| {
			json!({
				"operator": operator,
				"enrolled": position.enrolled,
				"disposition": disposition_word(position.disposition),
				"grams": position.grams,
				"growth_millis": position.growth,
				"points_cents": points_of(position),
				"carry": position.carry,
			})
		})
		.collect();
	let json = json!({
		"citizen": id,
		"status": status,
		"key": citizen.key.map(|key| key.to_string()),
		"replacement": replacement.as_ref().map(keys::replacement::json),
		"provider": citizen.provider,
		"opened": citizen.opened,
		"grams": sum_of(&positions, |p| p.grams),
		"growth_millis": sum_of(&positions, |p| p.growth),
		"points_cents": sum_of(&positions, points_of),
		"spendable_cents": own,
		"spendable_plancks": plancks(value),
		"series": series,
		"positions": list,
	});
	global.output().result(json, text);
	Ok(Done::All)
}

/// Points by operator and series; with what the chain says of them where they can still be spent.
fn by_series<'s>(
	positions: &[(OperatorId, Position)],
	spendable: &'s [Spendable],
) -> Vec<(OperatorId, SeriesId, PointCents, Option<&'s Spendable>)> {
	let parts = positions.iter().flat_map(|(operator, position)| {
		position.points.iter().map(move |(series, points)| (*operator, *series, *points))
	});
	parts
		.map(|(operator, series, points)| {
			let found =
				spendable.iter().find(|found| (found.operator, found.series) == (operator, series));
			(operator, series, points, found)
		})
		.collect()
}

/// Points of all series, those of closed ones that are still written among them.
fn points_of(position: &Position) -> u64 {
	position.points.iter().map(|(_, points)| points).sum()
}

fn sum_of(positions: &[(OperatorId, Position)], of: fn(&Position) -> u64) -> u64 {
	positions.iter().map(|(_, position)| of(position)).sum()
}

/// A citizen by number, key or nullifier.
pub async fn citizen_of(at: &At<'_>, who: &str) -> Result<CitizenId> {
	if let Ok(id) = who.parse() {
		return Ok(id);
	}
	// 32 bytes in hex can be a key or a nullifier.
	if let Some(bytes) = who.strip_prefix("0x").and_then(hex32) {
		let found: Option<CitizenId> = at.get(PALLET, "CitizenByNullifier", key![bytes]).await?;
		if let Some(id) = found {
			return Ok(id);
		}
	}
	let account: AccountId32 = parse_account(who)
		.map_err(|_| Failure::usage("expected a citizen's number, an address or a nullifier"))?;
	let found: Option<CitizenId> = at.get(PALLET, "CitizenByKey", key![account]).await?;
	found.ok_or_else(|| Failure::Plain(format!("no citizen has the key {account}")))
}

/// The citizens of nullifiers, in their order.
pub async fn citizens_of(at: &At<'_>, nullifiers: &[Nullifier]) -> Result<Vec<Option<CitizenId>>> {
	let mut citizens = Vec::with_capacity(nullifiers.len());
	for page in nullifiers.chunks(PAGE) {
		let found: Vec<Option<CitizenId>> =
			at.call("CarbonApi", "citizens_of_nullifiers", (page.to_vec(),)).await?;
		if found.len() != page.len() {
			return Err(Failure::plain("the chain answered for fewer nullifiers than were asked"));
		}
		citizens.extend(found);
	}
	Ok(citizens)
}

#[derive(Clone, Debug)]
struct Attestation {
	line: u64,
	user: String,
	nullifier: Nullifier,
	disposition: Disposition,
	expires: UnixSeconds,
	signature: [u8; 64],
}

fn read_attestations(bytes: &[u8]) -> Result<Vec<Attestation>, String> {
	let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
	let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(bytes);
	let headers = reader.headers().map_err(|e| e.to_string())?.clone();
	let column = |name: &str| {
		headers.iter().position(|header| header == name).ok_or(format!(
			"the column '{name}' is missing (expected user,nullifier,disposition,expires,signature)"
		))
	};
	let columns = [
		column("user")?,
		column("nullifier")?,
		column("expires")?,
		column("signature")?,
		column("disposition")?,
	];
	let mut list = Vec::new();
	for record in reader.records() {
		let record = record.map_err(|e| e.to_string())?;
		let line = record.position().map_or(0, csv::Position::line);
		let field = |at: usize| record.get(columns[at]).unwrap_or_default();
		let bad = |what: &str| format!("line {line}: {what}");
		let mut signature = [0u8; 64];
		let digits = field(3);
		hex::decode_to_slice(digits.strip_prefix("0x").unwrap_or(digits), &mut signature)
			.map_err(|_| bad("signature is not 128 hex digits"))?;
		if field(0).is_empty() {
			return Err(bad("user is empty"));
		}
		list.push(Attestation {
			line,
			user: field(0).to_owned(),
			nullifier: hex32(field(1)).ok_or_else(|| bad("nullifier is not 64 hex digits"))?,
			disposition: parse_disposition(field(4)).ok_or_else(|| bad(NO_DISPOSITION))?,
			expires: field(2).parse().map_err(|_| bad("expires is not a Unix second"))?,
			signature,
		});
	}
	Ok(list)
}

async fn open(
	global: &Global,
	file: &Path,
	operator: OperatorId,
	provider: ParticipantId,
	users: Option<&Path>,
) -> Result<Done> {
	let output = global.output();
	let bytes = std::fs::read(file).map_err(|e| Failure::file("read", file, e))?;
	let list = read_attestations(&bytes)
		.map_err(|message| Failure::Plain(format!("{}: {message}", file.display())))?;
	let chain = global.connect().await?;
	let key = global.signer()?;
	let mut known = known_citizens(&chain, &list, operator).await?;
	let before = known.len();
	// Two users of the operator can be one person: opened once.
	let mut todo: Vec<&Attestation> = Vec::new();
	let mut taken = std::collections::HashSet::new();
	for attestation in &list {
		let new = !known.contains_key(&attestation.nullifier);
		if new && taken.insert(attestation.nullifier) {
			todo.push(attestation);
		}
	}
	let (mut opened, mut enrolled) = (0usize, 0usize);
	let mut rejected: Vec<(&Attestation, String)> = Vec::new();
	let bar = output.bar(todo.len(), "accounts");
	let most: u32 = chain.head().await?.constant(PALLET, "MaxOpenings")?;
	let size = usize::try_from(most.clamp(1, CHUNK)).unwrap_or(1);
	for chunk in todo.chunks(size) {
		let entries: Vec<Opening> = chunk
			.iter()
			.map(|attestation| Opening {
				nullifier: attestation.nullifier,
				expires: attestation.expires,
				signature: sr25519::Signature::from_raw(attestation.signature),
				disposition: attestation.disposition,
			})
			.collect();
		let call =
			Call::new(PALLET, "open_for_users").arg("provider", &provider).arg("entries", &entries);
		let outcomes = open_chunk(&chain, &key, &call).await?;
		for (attestation, outcome) in chunk.iter().zip(outcomes) {
			match outcome {
				OpeningOutcome::Opened(citizen) => {
					opened += 1;
					known.insert(attestation.nullifier, citizen);
				},
				OpeningOutcome::Enrolled(citizen) => {
					enrolled += 1;
					known.insert(attestation.nullifier, citizen);
				},
				OpeningOutcome::Unchanged(citizen) => {
					known.insert(attestation.nullifier, citizen);
				},
				OpeningOutcome::Rejected(reason) => {
					rejected.push((attestation, reason.text().to_owned()));
				},
			}
		}
		bar.inc(u64::try_from(chunk.len()).unwrap_or(0));
		// After every chunk, so that an interruption leaves a file that is true.
		if let Some(users) = users {
			write_users(users, &list, &known)?;
		}
	}
	bar.finish_and_clear();
	if let Some(users) = users {
		write_users(users, &list, &known)?;
	}
	let summary = fields([
		("users in the file", grouped(list.len() as u64)),
		("enrolled before", grouped(before as u64)),
		("accounts opened", grouped(opened as u64)),
		("enrolled", grouped(enrolled as u64)),
		("rejected", grouped(rejected.len() as u64)),
	]);
	let rows = rejected.iter().take(20).map(|(attestation, reason)| {
		vec![
			format!("{}:{}", file.display(), attestation.line),
			attestation.user.clone(),
			reason.clone(),
		]
	});
	let mut text = summary;
	if !rejected.is_empty() {
		text.push('\n');
		text.push_str(&table(&["place", "user", "reason"], rows));
		if rejected.len() > 20 {
			text.push_str(&format!("\nand {} more", rejected.len() - 20));
		}
	}
	let json = json!({
		"users": list.len(),
		"already_enrolled": before,
		"opened": opened,
		"enrolled": enrolled,
		"rejected": rejected
			.iter()
			.map(|(attestation, reason)| {
				json!({ "line": attestation.line, "user": attestation.user, "reason": reason })
			})
			.collect::<Vec<_>>(),
	});
	output.result(json, text);
	Ok(if rejected.is_empty() { Done::All } else { Done::SomeRejected })
}

/// Sends one chunk; one that was dropped on the way is sent again. Doing it twice is harmless: the
/// chain answers `Unchanged` for those who are enrolled.
async fn open_chunk(
	chain: &Chain,
	key: &subxt_signer::sr25519::Keypair,
	call: &Call,
) -> Result<Vec<OpeningOutcome>> {
	let mut attempt = 0;
	loop {
		let at = chain.finalised().await?;
		let encoded = call.encode(at.metadata())?;
		let nonce = next_nonce(chain, &account_of(key)).await?;
		match send_encoded(chain, &at, key, &encoded, nonce).await {
			Ok(included) => {
				let event = included
					.find(PALLET, "AccountsOpened")
					.ok_or_else(|| Failure::plain("the chain left no AccountsOpened event"))?;
				chain
					.at(included.block)
					.await?
					.check_event::<AccountsOpened>(PALLET, "AccountsOpened")?;
				return Ok(event.decode::<AccountsOpened>()?.outcomes);
			},
			Err(Failure::Dropped { .. }) if attempt < 3 => {
				attempt += 1;
				tokio::time::sleep(Duration::from_secs(4)).await;
			},
			Err(other) => return Err(other),
		}
	}
}

/// Those of the list who are enrolled with the operator.
async fn known_citizens(
	chain: &Chain,
	list: &[Attestation],
	operator: OperatorId,
) -> Result<HashMap<Nullifier, CitizenId>> {
	let at = chain.head().await?;
	let nullifiers: Vec<Nullifier> = list.iter().map(|a| a.nullifier).collect();
	let citizens = citizens_of(&at, &nullifiers).await?;
	let there: Vec<(Nullifier, CitizenId)> =
		nullifiers.into_iter().zip(citizens).filter_map(|(n, c)| Some((n, c?))).collect();
	let keys = there.iter().map(|(_, c)| key![Be16::from(operator), Be32::from(*c)]).collect();
	let positions: Vec<Option<Position>> = at.get_many(PALLET, "Positions", keys).await?;
	Ok(there
		.into_iter()
		.zip(positions)
		.filter(|(_, position)| position.as_ref().is_some_and(|position| position.enrolled))
		.map(|(known, _)| known)
		.collect())
}

/// Writes user,citizen: those that the file holds already, and those of the list that are known.
fn write_users(
	path: &Path,
	list: &[Attestation],
	known: &HashMap<Nullifier, CitizenId>,
) -> Result<()> {
	let mut users: BTreeMap<String, CitizenId> = BTreeMap::new();
	if path.exists() {
		for (user, person) in crate::report::users::read(path)? {
			if let crate::report::users::Person::Citizen(citizen) = person {
				users.insert(user, citizen);
			}
		}
	}
	for attestation in list {
		if let Some(citizen) = known.get(&attestation.nullifier) {
			users.insert(attestation.user.clone(), *citizen);
		}
	}
	// Into a new file first: an interruption leaves the old one or the new one, never half.
	let mut unfinished = path.as_os_str().to_owned();
	unfinished.push(".new");
	let unfinished = PathBuf::from(unfinished);
	let fail = |e: csv::Error| Failure::file("write", path, e);
	let mut writer = csv::Writer::from_path(&unfinished).map_err(fail)?;
	writer.write_record(["user", "citizen"]).map_err(fail)?;
	for (user, citizen) in users {
		writer.write_record([user, citizen.to_string()]).map_err(fail)?;
	}
	writer.flush().map_err(|e| Failure::file("write", path, e))?;
	drop(writer);
	std::fs::rename(&unfinished, path).map_err(|e| Failure::file("write", path, e))
}

#[cfg(test)]
mod tests {
	use super::*;
	use codec::Encode;

	const HEADER: &str = "user,nullifier,disposition,expires,signature\n";

	fn attestation(user: &str, byte: u8) -> String {
		let (nullifier, signature) = (hex::encode([byte; 32]), hex::encode([byte; 64]));
		format!("{user},0x{nullifier},self-held,99,0x{signature}\n")
	}

	#[test]
	fn options_and_files_say_the_same_words() {
		use clap::ValueEnum;
		for choice in Choice::value_variants() {
			let word = choice.to_possible_value().unwrap().get_name().to_owned();
			assert_eq!(parse_disposition(&word), Some((*choice).into()));
		}
	}

	#[test]
	fn attestations_are_read() {
		let text = format!("{HEADER}{}", attestation("anna", 7));
		let list = read_attestations(text.as_bytes()).unwrap();
		assert_eq!((list[0].line, list[0].user.as_str(), list[0].expires), (2, "anna", 99));
		assert_eq!((list[0].nullifier, list[0].signature), ([7; 32], [7; 64]));
		assert_eq!(list[0].disposition, Disposition::SelfHeld);
		assert!(read_attestations(b"user,expires\n").unwrap_err().contains("'nullifier'"));
		let bad = text.replace(",99,", ",soon,");
		assert!(read_attestations(bad.as_bytes()).unwrap_err().contains("line 2: expires"));
		// Nobody chooses for a person who is not said to have chosen.
		let old = text.replace("disposition,", "").replace("self-held,", "");
		assert!(read_attestations(old.as_bytes())
			.unwrap_err()
			.contains("'disposition' is missing"));
		for word in ["", "none", "SelfHeld", "Self-held"] {
			let bad = text.replace("self-held", word);
			let error = read_attestations(bad.as_bytes()).unwrap_err();
			assert!(error.contains("line 2: disposition"), "{error}");
		}
		let bad = text.replace("0x07", "0x");
		assert!(read_attestations(bad.as_bytes()).unwrap_err().contains("line 2"));
	}

	#[test]
	fn the_users_file_is_completed() {
		let path = std::env::temp_dir().join(format!("tanpu-users-{}.csv", std::process::id()));
		let text = format!("{HEADER}{}{}", attestation("anna", 7), attestation("bert", 8));
		let list = read_attestations(text.as_bytes()).unwrap();
		write_users(&path, &list[1..], &[([8; 32], 5)].into()).unwrap();
		write_users(&path, &list, &[([7; 32], 4)].into()).unwrap();
		let written = std::fs::read_to_string(&path).unwrap();
		std::fs::remove_file(&path).unwrap();
		assert_eq!(written, "user,citizen\nanna,4\nbert,5\n");
	}

	#[test]
	fn an_opening_is_encoded_as_the_chain_has_it() {
		let opening = Opening {
			nullifier: [1; 32],
			expires: 2,
			signature: sr25519::Signature::from_raw([3; 64]),
			disposition: Disposition::SelfHeld,
		};
		assert_eq!(opening.encode().len(), 32 + 8 + 64 + 1);
	}
}
