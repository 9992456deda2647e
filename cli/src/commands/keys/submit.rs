//! `tanpu accounts claim`, `open-own` and `replace`: statements with both signatures, sent in batches.

use super::{known, read, write_csv, Known, Row};
use crate::{
	call::Call,
	cli::Global,
	commands::clock,
	connection::Chain,
	each::send_each,
	failure::{Done, Failure, Result},
	output::{fields, grouped},
	rejected,
	report::users::{self, Person},
	time::format_time,
	types::accounts::PALLET,
};
use serde_json::json;
use sp_core::H256;
use std::{
	collections::BTreeMap,
	path::{Path, PathBuf},
	time::Duration,
};
use tanpu_primitives::{attestation::Purpose, CitizenId, UnixSeconds};

/// Statements in one transaction: each costs the chain two signature checks.
const CHUNK: usize = 100;

/// Times that a transaction is sent again that entered no block.
const ATTEMPTS: u32 = 3;

pub const CLAIM_HELP: &str = "\
Examples:
  tanpu --key-file payer.key accounts claim statements.csv
  tanpu --key-file payer.key accounts claim statements.csv --users users.csv --json

The statements are from `tanpu identity attest-key`, signed by the people's keys with `tanpu accounts \
sign-statement`. Who sends them pays the fee and gains nothing: each gives its account to the key \
that it names. The chain is asked first, so that a second run goes on where the first one stopped.";

pub const OPEN_HELP: &str = "\
Examples:
  tanpu --key-file payer.key accounts open-own statements.csv --users users.csv

For people who have no account: those for whom an operator opened one claim it. See `tanpu accounts \
claim`; the same file can hold both, and each command takes what is its own.";

pub const REPLACE_HELP: &str = "\
Example:
  tanpu --key-file payer.key accounts replace statements.csv

The statements are from `tanpu identity attest-key --replace`, signed by the new keys with `tanpu \
accounts sign-statement`. Each announces the new key: the old one acts on for three days and can veto \
(`tanpu accounts veto`), then anybody carries it out (`tanpu accounts complete CITIZEN`). Grams, points \
and enrolments stay under the citizen's number; TANP on the old key's account stays with that key.";

#[derive(clap::Args, Debug)]
pub struct Arguments {
	/// The statements.
	file: PathBuf,
	/// A CSV to write or complete: user,citizen.
	#[arg(long)]
	users: Option<PathBuf>,
}

/// How a statement stands on the chain.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Standing {
	Done,
	Due,
	Refused(String),
}

pub async fn run(global: &Global, purpose: Purpose, arguments: Arguments) -> Result<Done> {
	let output = global.output();
	let file = &arguments.file;
	let (all, mut rejected) = read(file)?;
	let rows = all.len() + rejected.len();
	let (list, others): (Vec<Row>, Vec<Row>) =
		all.into_iter().partition(|row| row.purpose == purpose);
	let chain = global.connect().await?;
	let key = global.signer()?;
	let genesis = chain.genesis();

	let mut already = 0usize;
	let mut due: Vec<&Row> = Vec::new();
	for (row, standing) in
		list.iter().zip(standings(&chain, &list.iter().collect::<Vec<_>>()).await?)
	{
		match standing {
			Standing::Done => already += 1,
			Standing::Due => due.push(row),
			Standing::Refused(reason) => rejected.push(row.rejected(reason)),
		}
	}
	let bar = output.bar(due.len(), "accounts");
	let (mut done, mut attempt) = (0usize, 0u32);
	let mut failed: Vec<(&Row, String)> = Vec::new();
	while !due.is_empty() {
		let rest = due.split_off(due.len().min(CHUNK));
		let calls: Vec<Call> = due.iter().map(|row| call(row, genesis)).collect::<Result<_>>()?;
		match send_each(&chain, &key, &calls).await {
			Ok(reasons) => {
				attempt = 0;
				bar.inc(due.len() as u64);
				for (row, reason) in due.drain(..).zip(reasons) {
					match reason {
						None => done += 1,
						Some(reason) => failed.push((row, reason)),
					}
				}
				due = rest;
			},
			Err(Failure::Dropped { .. }) if attempt < ATTEMPTS => {
				attempt += 1;
				tokio::time::sleep(Duration::from_secs(4)).await;
				due.extend(rest);
				let standings = standings(&chain, &due).await?;
				let mut left = Vec::new();
				for (row, standing) in due.into_iter().zip(standings) {
					match standing {
						Standing::Done => done += 1,
						Standing::Due => left.push(row),
						Standing::Refused(reason) => rejected.push(row.rejected(reason)),
					}
				}
				due = left;
			},
			Err(other) => return Err(other),
		}
	}
	bar.finish_and_clear();
	// One that entered a block after it was given up was done by the other.
	let again: Vec<&Row> = failed.iter().map(|(row, _)| *row).collect();
	for ((row, reason), standing) in failed.into_iter().zip(standings(&chain, &again).await?) {
		match standing {
			Standing::Done => done += 1,
			_ => rejected.push(row.rejected(reason)),
		}
	}
	if let Some(path) = &arguments.users {
		complete_users(&chain, path, &list).await?;
	}
	rejected.sort_by_key(|row| row.line);

	let word = match purpose {
		Purpose::Open => "opened",
		Purpose::Claim => "claimed",
		Purpose::Replace => "announced",
	};
	let mut text = fields([
		("statements in the file", grouped(rows as u64)),
		("have their key already", grouped(already as u64)),
		(word, grouped(done as u64)),
		("rejected", grouped(rejected.len() as u64)),
	]);
	if !others.is_empty() {
		text.push_str(&format!(
			"\n{} statements are for another purpose: tanpu accounts {} {}",
			others.len(),
			command(others.first().map_or(Purpose::Open, |row| row.purpose)),
			file.display()
		));
	}
	let json = json!({
		"statements": rows,
		"already": already,
		"done": done,
		"other_purpose": others.len(),
		"rejected": rejected::json("user", &rejected),
	});
	output.result(json, format!("{text}{}", rejected::text(file, "user", &rejected)));
	Ok(rejected::done(&rejected))
}

/// The command that takes statements of this purpose.
fn command(purpose: Purpose) -> &'static str {
	match purpose {
		Purpose::Open => "open-own",
		Purpose::Claim => "claim",
		Purpose::Replace => "replace",
	}
}

fn call(row: &Row, genesis: H256) -> Result<Call> {
	let signature = row.check_key(genesis).map_err(Failure::Plain)?;
	let name = match row.purpose {
		Purpose::Open => "open",
		Purpose::Claim => "claim",
		Purpose::Replace => "replace_key",
	};
	Ok(Call::new(PALLET, name).arg("attestation", &row.attestation(signature)))
}

async fn standings(chain: &Chain, rows: &[&Row]) -> Result<Vec<Standing>> {
	if rows.is_empty() {
		return Ok(Vec::new());
	}
	let at = chain.head().await?;
	let clock = clock(&at).await?;
	let people: Vec<_> = rows.iter().map(|row| (row.nullifier, row.key.clone())).collect();
	let known = known(&at, clock.now, &people).await?;
	Ok(rows
		.iter()
		.zip(known)
		.map(|(row, known)| standing(row, &known, chain.genesis(), clock.now, clock.day_offset))
		.collect())
}

fn standing(row: &Row, known: &Known, genesis: H256, now: UnixSeconds, offset: i32) -> Standing {
	let (purpose, epoch) = match known.due(row.provider, &row.key, row.purpose == Purpose::Replace)
	{
		Ok(None) => return Standing::Done,
		Ok(Some(due)) => due,
		Err(reason) => return Standing::Refused(reason),
	};
	if (purpose, epoch) != (row.purpose, row.epoch) {
		let there = match (purpose, &known.person) {
			(Purpose::Open, None) => "the person has no account".to_owned(),
			(_, Some((citizen, _))) => {
				format!("the person is citizen {citizen}, whose account is at epoch {epoch}")
			},
			(_, None) => format!("the account is at epoch {epoch}"),
		};
		return Standing::Refused(format!(
			"{there}, and this is a statement to {} at epoch {}: it must be attested anew",
			row.purpose.word(),
			row.epoch
		));
	}
	if row.expires < now {
		return Standing::Refused(format!("it expired at {}", format_time(row.expires, offset)));
	}
	match row.check_key(genesis) {
		Ok(_) => Standing::Due,
		Err(reason) => Standing::Refused(reason),
	}
}

/// Writes user,citizen: those that the file holds already, and those of the list who have their key.
async fn complete_users(chain: &Chain, path: &Path, list: &[Row]) -> Result<()> {
	let mut found: BTreeMap<String, CitizenId> = BTreeMap::new();
	if path.exists() {
		for (user, person) in users::read(path)? {
			if let Person::Citizen(citizen) = person {
				found.insert(user, citizen);
			}
		}
	}
	let people: Vec<_> = list.iter().map(|row| (row.nullifier, row.key.clone())).collect();
	for (row, known) in list.iter().zip(known(&chain.head().await?, 0, &people).await?) {
		if let Some((citizen, _)) = known.person.as_ref().filter(|_| known.done(&row.key)) {
			found.insert(row.user.clone(), *citizen);
		}
	}
	let cells = found.into_iter().map(|(user, citizen)| vec![user, citizen.to_string()]);
	write_csv(path, &["user", "citizen"], cells)
}

#[cfg(test)]
mod tests {
	use super::{super::tests::signed, *};
	use crate::types::accounts::{AccountStatus, Citizen};

	#[test]
	fn the_chain_is_asked_what_is_to_be_done() {
		let row = signed("anna", 1);
		let record = |key| Citizen {
			key,
			epoch: 0,
			provider: 1,
			opened: 0,
			status: AccountStatus::Open,
			operators: vec![],
		};
		let known =
			|record| Known { person: Some((7, record)), rests_on_active: true, ..Known::default() };
		let ask = |row: &Row, known: &Known, now| standing(row, known, H256::zero(), now, 0);
		let refused = |standing| match standing {
			Standing::Refused(reason) => reason,
			other => panic!("{other:?}"),
		};
		assert_eq!(ask(&row, &known(record(None)), 99), Standing::Due);
		let theirs = known(record(Some(row.key.clone())));
		assert_eq!(ask(&row, &theirs, 99), Standing::Done);
		// However old.
		assert_eq!(ask(&row, &theirs, 1_000), Standing::Done);
		assert!(refused(ask(&row, &known(record(None)), 100)).contains("expired"));
		let later = Citizen { epoch: 2, ..record(None) };
		assert!(refused(ask(&row, &known(later), 9)).contains("citizen 7, whose account is at"));
		assert!(refused(ask(&row, &Known::default(), 9)).contains("has no account"));
		let unsigned = Row { key_signature: None, ..row };
		assert!(refused(ask(&unsigned, &known(record(None)), 9)).contains("not signed"));
	}
}
