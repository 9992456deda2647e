//! `tanpu reversals`.

use crate::{
	call::Call,
	cli::{parse_hash, Approval, Global},
	commands::{
		clock,
		fund::{fund_of, operators, PALLET},
	},
	connection::{At, Chain},
	council::decide,
	failure::{Done, Failure, Result},
	key,
	money::parse_points,
	output::{points, table},
	time::format_time,
	transaction::send,
	types::{accounts::PALLET as ACCOUNTS, api::ClockReading},
};
use codec::Compact;
use pallet_points::{Reversal, ReversalState};
use serde_json::{json, Value};
use sp_core::{crypto::AccountId32, H256};
use sp_crypto_hashing::blake2_256;
use std::path::{Path, PathBuf};
use tanpu_primitives::{
	Be16, Be32, CitizenId, OperatorId, PointCents, Position, SeriesId, UnixSeconds,
};

#[derive(clap::Subcommand, Debug)]
pub enum Command {
	/// Announce that points will be taken back. Nothing happens until the notice has run; until then
	/// the citizen can spend them and appeal. Signed by the treasury.
	#[command(after_help = "Examples:\n  \
		tanpu --key-file treasury.key reversals propose 12.50 --operator 0 --citizen 17 --series 0 \
		--reason \"card 17 was lent\"\n  \
		tanpu --key-file treasury.key reversals propose 12.50 --operator 0 --citizen 17 --series 0 \
		--reason-file case-17.pdf")]
	Propose {
		/// How many points; of these only what is unspent when the notice has run.
		#[arg(value_parser = parse_points)]
		points: PointCents,
		#[command(flatten)]
		case: Case,
		/// Of which series.
		#[arg(long)]
		series: SeriesId,
		/// The reasons, which you tell the citizen: a text, whose BLAKE2b-256 goes on chain, or 0x
		/// and the hash of a document.
		#[arg(long, required_unless_present = "reason_file")]
		reason: Option<String>,
		/// A file with the reasons: the BLAKE2b-256 of its bytes goes on chain.
		#[arg(long, value_name = "FILE", conflicts_with = "reason")]
		reason_file: Option<PathBuf>,
	},
	/// Appeal against a reversal, while the notice runs: the council decides. Signed by the citizen's
	/// key; for a citizen without one the council itself appeals.
	#[command(after_help = "Examples:\n  \
		tanpu --key-file my.key reversals appeal --operator 0 --statement \"it was me\"\n  \
		tanpu --key-file member.key reversals appeal --operator 0 --for-citizen 17 --statement-file \
		letter.pdf")]
	Appeal {
		/// Who announced it.
		#[arg(long)]
		operator: OperatorId,
		/// What the citizen has to say: a text, whose BLAKE2b-256 goes on chain, or 0x and a hash.
		#[arg(long, required_unless_present = "statement_file")]
		statement: Option<String>,
		/// A file with it: the BLAKE2b-256 of its bytes goes on chain.
		#[arg(long, value_name = "FILE", conflicts_with = "statement")]
		statement_file: Option<PathBuf>,
		/// For this citizen, who has no key (council).
		#[arg(long, value_name = "CITIZEN")]
		for_citizen: Option<CitizenId>,
		#[command(flatten)]
		approval: Approval,
	},
	/// Decide an appeal (council).
	#[command(after_help = "Examples:\n  \
		tanpu --key-file member.key reversals decide --operator 0 --citizen 17 --uphold\n  \
		tanpu --key-file member.key reversals decide --operator 0 --citizen 17 --reject")]
	Decide {
		#[command(flatten)]
		case: Case,
		/// The citizen is right: nothing is taken.
		#[arg(long, required_unless_present = "reject", conflicts_with = "reject")]
		uphold: bool,
		/// The operator is right: the points can be taken once the notice has run.
		#[arg(long)]
		reject: bool,
		#[command(flatten)]
		approval: Approval,
	},
	/// Carry a reversal out once its notice has run, or clear one that lapsed. Anybody can.
	#[command(after_help = "Example:\n  \
		tanpu --key-file any.key reversals execute --operator 0 --citizen 17")]
	Execute {
		#[command(flatten)]
		case: Case,
	},
	/// Reversals that are pending: what, why, how they stand, and the dates.
	#[command(after_help = "Examples:\n  tanpu reversals show\n  \
		tanpu reversals show --operator 0 --citizen 17")]
	Show {
		/// Of this operator only.
		#[arg(long)]
		operator: Option<OperatorId>,
		/// Against this citizen only.
		#[arg(long)]
		citizen: Option<CitizenId>,
	},
}

#[derive(clap::Args, Clone, Copy, Debug)]
pub struct Case {
	/// Whose points.
	#[arg(long)]
	operator: OperatorId,
	/// Who has them.
	#[arg(long)]
	citizen: CitizenId,
}

/// The hash that goes on chain: as given, of a text, or of a file.
pub fn document(text: Option<&str>, file: Option<&Path>) -> Result<H256> {
	match (text, file) {
		(_, Some(path)) => {
			let bytes = std::fs::read(path).map_err(|e| Failure::file("read", path, e))?;
			Ok(H256(blake2_256(&bytes)))
		},
		(Some(text), None) => {
			// A hash with a digit missing is not meant as a text.
			if text.starts_with("0x") {
				return parse_hash(text).map_err(Failure::Usage);
			}
			if text.trim().is_empty() {
				return Err(Failure::usage("an empty text says nothing"));
			}
			Ok(H256(blake2_256(text.as_bytes())))
		},
		(None, None) => Err(Failure::usage("give a text or a file")),
	}
}

pub async fn run(global: &Global, command: Command) -> Result<Done> {
	match command {
		Command::Propose { points, case, series, reason, reason_file } => {
			let reason = document(reason.as_deref(), reason_file.as_deref())?;
			propose(global, case, series, points, reason).await?;
		},
		Command::Appeal { operator, statement, statement_file, for_citizen, approval } => {
			let statement = document(statement.as_deref(), statement_file.as_deref())?;
			appeal(global, operator, statement, for_citizen, &approval).await?;
		},
		Command::Decide { case, uphold, reject: _, approval } => {
			let chain = global.connect().await?;
			let call = Call::new(PALLET, "decide_appeal")
				.arg("operator", &case.operator)
				.arg("citizen", &case.citizen)
				.arg("upheld", &uphold);
			let motion = decide(&chain, &global.signer()?, &call, &approval.keys()?).await?;
			let word = if uphold { "upheld" } else { "rejected" };
			let what = format!(
				"the appeal of citizen {} against operator {}: {word}",
				case.citizen, case.operator
			);
			let mut json = motion.json();
			json["upheld"] = json!(uphold);
			global.output().result(json, motion.text(&what));
		},
		Command::Execute { case } => execute(global, case).await?,
		Command::Show { operator, citizen } => show(global, operator, citizen).await?,
	}
	Ok(Done::All)
}

async fn propose(
	global: &Global,
	case: Case,
	series: SeriesId,
	given: PointCents,
	reason: H256,
) -> Result<()> {
	let chain = global.connect().await?;
	let at = chain.head().await?;
	let has = points_of(&at, case, series).await?;
	if has < given {
		global.output().note(format!(
			"citizen {} has {} points in series {series} now: no more can be taken",
			case.citizen,
			points(has)
		));
	}
	let call = Call::new(PALLET, "propose_reversal")
		.arg("operator", &case.operator)
		.arg("citizen", &case.citizen)
		.arg("series", &series)
		.arg("points", &Compact(given))
		.arg("reason", &reason);
	let included = send(&chain, &global.signer()?, &call).await?;
	let at = chain.at(included.block).await?;
	let clock = clock(&at).await?;
	let found = reversal(&at, case).await?;
	let mut json = reversal_json(case, &found, clock.now);
	json["block"] = json!(included.number);
	global.output().result(
		json,
		format!(
			"{} points of citizen {} will be taken back (block {}); reason {reason:?}\n\
			 the citizen can appeal, and spend them, until {}\n\
			 carry it out with `tanpu reversals execute --operator {} --citizen {}` from then and before {}",
			points(given),
			case.citizen,
			included.number,
			format_time(found.from, clock.day_offset),
			case.operator,
			case.citizen,
			format_time(found.until, clock.day_offset)
		),
	);
	Ok(())
}

async fn appeal(
	global: &Global,
	operator: OperatorId,
	statement: H256,
	for_citizen: Option<CitizenId>,
	approval: &Approval,
) -> Result<()> {
	let chain = global.connect().await?;
	let key = global.signer()?;
	let call = |citizen: CitizenId| {
		Call::new(PALLET, "appeal_reversal")
			.arg("operator", &operator)
			.arg("citizen", &citizen)
			.arg("statement", &statement)
	};
	if let Some(citizen) = for_citizen {
		let motion = decide(&chain, &key, &call(citizen), &approval.keys()?).await?;
		let what = format!("appeal of citizen {citizen} against operator {operator}");
		let mut json = motion.json();
		json["statement"] = json!(format!("{statement:?}"));
		global.output().result(json, motion.text(&what));
		return Ok(());
	}
	let account = AccountId32::new(key.public_key().0);
	let found: Option<CitizenId> =
		chain.head().await?.get(ACCOUNTS, "CitizenByKey", key![account]).await?;
	let citizen =
		found.ok_or_else(|| Failure::Plain(format!("no citizen has the key {account}")))?;
	let included = send(&chain, &key, &call(citizen)).await?;
	global.output().result(
		json!({
			"operator": operator,
			"citizen": citizen,
			"statement": format!("{statement:?}"),
			"block": included.number,
		}),
		format!(
			"citizen {citizen} appeals (block {}), statement {statement:?}: nothing is taken until the \
			 council has decided",
			included.number
		),
	);
	Ok(())
}

async fn execute(global: &Global, case: Case) -> Result<()> {
	let chain = global.connect().await?;
	let call = Call::new(PALLET, "execute_reversal")
		.arg("operator", &case.operator)
		.arg("citizen", &case.citizen);
	let included = send(&chain, &global.signer()?, &call).await?;
	let taken = match included.find(PALLET, "Reversed") {
		Some(event) => {
			let (_, _, _, points, _) =
				event.decode::<(OperatorId, CitizenId, SeriesId, PointCents, H256)>()?;
			Some(points)
		},
		None => None,
	};
	let text = match taken {
		Some(taken) => format!(
			"{} points of citizen {} were taken back (block {}); their money is free in the fund of \
			 operator {}",
			points(taken),
			case.citizen,
			included.number,
			case.operator
		),
		None => format!(
			"the reversal had lapsed and is gone (block {}); nothing was taken",
			included.number
		),
	};
	global.output().result(
		json!({
			"operator": case.operator,
			"citizen": case.citizen,
			"lapsed": taken.is_none(),
			"taken_cents": taken.unwrap_or(0),
			"block": included.number,
		}),
		text,
	);
	Ok(())
}

async fn show(
	global: &Global,
	operator: Option<OperatorId>,
	citizen: Option<CitizenId>,
) -> Result<()> {
	let chain: Chain = global.connect().await?;
	let at = chain.head().await?;
	let clock = clock(&at).await?;
	let asked = match operator {
		Some(operator) => vec![operator],
		None => operators(&at).await?,
	};
	let mut rows = Vec::new();
	let mut list = Vec::new();
	for operator in asked {
		if fund_of(&at, operator).await?.reversals == 0 {
			continue;
		}
		let found: Vec<(CitizenId, Reversal)> =
			at.entries(PALLET, "Reversals", key![operator]).await?;
		for (id, found) in found {
			if citizen.is_some_and(|citizen| citizen != id) {
				continue;
			}
			let case = Case { operator, citizen: id };
			rows.push(row(case, &found, &clock));
			list.push(reversal_json(case, &found, clock.now));
		}
	}
	let headers =
		["operator", "citizen", "series", "points", "state", "from", "before", "reason, statement"];
	let text = if rows.is_empty() { "no reversals".into() } else { table(&headers, rows) };
	global.output().result(json!(list), text);
	Ok(())
}

async fn reversal(at: &At<'_>, case: Case) -> Result<Reversal> {
	at.get(PALLET, "Reversals", key![case.operator, case.citizen]).await?.ok_or_else(|| {
		Failure::Plain(format!(
			"no reversal by operator {} is pending against citizen {}",
			case.operator, case.citizen
		))
	})
}

/// What a citizen has of a series.
async fn points_of(at: &At<'_>, case: Case, series: SeriesId) -> Result<PointCents> {
	let key = key![Be16::from(case.operator), Be32::from(case.citizen)];
	let found: Option<Position> = at.get(ACCOUNTS, "Positions", key).await?;
	Ok(found.map_or(0, |position| position.points_of(series)))
}

fn state(reversal: &Reversal, now: UnixSeconds) -> &'static str {
	match reversal.state {
		ReversalState::Appealed { .. } => "appealed: the council decides",
		_ if now >= reversal.until => "lapsed",
		_ if now >= reversal.from => "can be carried out",
		ReversalState::Noticed => "noticed: can be appealed",
		ReversalState::Rejected => "appeal rejected: the notice runs",
	}
}

fn row(case: Case, reversal: &Reversal, clock: &ClockReading) -> Vec<String> {
	let mut hashes = format!("{:?}", reversal.reason);
	if let ReversalState::Appealed { statement } = reversal.state {
		hashes.push_str(&format!(", {statement:?}"));
	}
	vec![
		case.operator.to_string(),
		case.citizen.to_string(),
		reversal.series.to_string(),
		points(reversal.points),
		state(reversal, clock.now).to_owned(),
		format_time(reversal.from, clock.day_offset),
		format_time(reversal.until, clock.day_offset),
		hashes,
	]
}

fn reversal_json(case: Case, reversal: &Reversal, now: UnixSeconds) -> Value {
	let statement = match reversal.state {
		ReversalState::Appealed { statement } => Some(format!("{statement:?}")),
		_ => None,
	};
	json!({
		"operator": case.operator,
		"citizen": case.citizen,
		"series": reversal.series,
		"points_cents": reversal.points,
		"reason": format!("{:?}", reversal.reason),
		"state": state(reversal, now),
		"statement": statement,
		"from": reversal.from,
		"until": reversal.until,
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_document_is_a_text_a_hash_or_a_file() {
		let hash = H256::repeat_byte(7);
		assert_eq!(document(Some(&format!("{hash:?}")), None).unwrap(), hash);
		assert_eq!(document(Some("lent"), None).unwrap(), H256(blake2_256(b"lent")));
		// A mistyped hash is not a text.
		assert!(document(Some("0x1234"), None).is_err());
		assert!(document(Some(" "), None).is_err());
		assert!(document(None, None).is_err());
		let path = std::env::temp_dir().join(format!("tanpu-reason-{}", std::process::id()));
		std::fs::write(&path, b"lent").unwrap();
		assert_eq!(document(None, Some(&path)).unwrap(), H256(blake2_256(b"lent")));
		std::fs::remove_file(&path).unwrap();
		assert!(document(None, Some(&path)).is_err());
	}

	#[test]
	fn a_reversal_says_what_can_be_done_with_it() {
		let mut found = Reversal {
			series: 0,
			points: 5,
			reason: H256::zero(),
			from: 10,
			until: 20,
			state: ReversalState::Noticed,
		};
		assert_eq!(state(&found, 9), "noticed: can be appealed");
		assert_eq!(state(&found, 10), "can be carried out");
		assert_eq!(state(&found, 20), "lapsed");
		found.state = ReversalState::Appealed { statement: H256::zero() };
		assert_eq!(state(&found, 30), "appealed: the council decides");
		found.state = ReversalState::Rejected;
		assert_eq!(state(&found, 9), "appeal rejected: the notice runs");
		assert_eq!(state(&found, 10), "can be carried out");
	}
}
