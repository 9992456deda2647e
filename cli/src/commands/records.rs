//! Taking records back and objecting to them: `tanpu report withdraw`, `tanpu accounts object`,
//! `tanpu council decide-objection` and what belongs to them.
//!
//! The chain keeps no row, only a Merkle root over each row of a batch with its outcome. The proof of
//! one is made here, from the transaction and the event in the batch's block.

use crate::{
	call::Call,
	cli::{Approval, Global},
	commands::{
		batches::{batch, rows_of},
		clock,
		explain::record,
		reversals::document,
	},
	connection::{At, Chain},
	council::decide,
	failure::{Done, Failure, Result},
	key,
	output::{grouped, points, table},
	report::send::processed_of,
	time::format_time,
	transaction::{send, Included},
	types::reports::{
		Batch, Objected, Objection, ObjectionDecided, ObjectionState, ObjectionTally, Withdrawn,
		PALLET,
	},
};
use serde_json::{json, Value};
use sp_core::{bounded::BoundedVec, H256};
use std::path::PathBuf;
use tanpu_primitives::{
	evidence::{self, RecordProof},
	BatchIndex, CitizenId, OperatorId, Outcome, RecordRef, Row, UnixSeconds,
};

/// Why: what the other side is told.
#[derive(clap::Args, Debug)]
pub struct Why {
	/// The reasons, which you tell the other side: a text, whose BLAKE2b-256 goes on chain, or 0x and
	/// the hash of a document.
	#[arg(long, required_unless_present = "reason_file")]
	reason: Option<String>,
	/// A file with the reasons: the BLAKE2b-256 of its bytes goes on chain.
	#[arg(long, value_name = "FILE", conflicts_with = "reason")]
	reason_file: Option<PathBuf>,
}

impl Why {
	fn hash(&self) -> Result<H256> {
		document(self.reason.as_deref(), self.reason_file.as_deref())
	}
}

/// What an operator does with its records.
#[derive(clap::Subcommand, Debug)]
pub enum Operator {
	/// Take back a record before its class is sealed. Grams go, points as far as they are unspent; what
	/// was spent is the operator's loss. Signed by a reporting key or the treasury. Where the citizen
	/// objects to the record, this agrees.
	#[command(after_help = "Examples:\n  \
		tanpu --key-file reporter.key report withdraw 12:345 --reason \"gate 7 was stuck\"\n  \
		tanpu --key-file reporter.key report withdraw 12:345 --reason-file case-17.pdf\n\n\
		Where it says that the claims are free, the act can be reported again, rightly.")]
	Withdraw {
		/// The record: batch and row, as 12:345.
		#[arg(value_parser = record)]
		record: RecordRef,
		#[command(flatten)]
		why: Why,
	},
	/// Say that a record is right to which the citizen objects: then the council decides. Signed by a
	/// reporting key or the treasury.
	#[command(after_help = "Example:\n  \
		tanpu --key-file reporter.key report reject-objection 12:345 --reason-file gate-log.pdf\n\n\
		To agree, withdraw the record: tanpu report withdraw 12:345")]
	RejectObjection {
		/// The record: batch and row, as 12:345.
		#[arg(value_parser = record)]
		record: RecordRef,
		#[command(flatten)]
		why: Why,
	},
}

/// What a citizen objects to, and whoever wants to see it.
#[derive(clap::Subcommand, Debug)]
pub enum Citizen {
	/// Object to a record in your own name: signed by the citizen's own key, free of fees. The operator
	/// answers, or else the council decides.
	#[command(after_help = "Example:\n  \
		tanpu --key-file my.key accounts object 12:345 --reason \"I was not in the city\"\n\n\
		`tanpu explain --citizen 17` lists your records of the days that are still kept.")]
	Object {
		/// The record: batch and row, as 12:345.
		#[arg(value_parser = record)]
		record: RecordRef,
		#[command(flatten)]
		why: Why,
	},
	/// Objections that are open: which records, why, until when; and how an operator's others ended.
	#[command(after_help = "Examples:\n  tanpu accounts objections\n  \
		tanpu accounts objections --operator 0\n  tanpu accounts objections --citizen 17")]
	Objections {
		/// Against records of this operator only; says besides what became of all of them.
		#[arg(long)]
		operator: Option<OperatorId>,
		/// Of this citizen only.
		#[arg(long)]
		citizen: Option<CitizenId>,
	},
	/// Remove an objection that nobody decided in time, to make room for another. Anybody can.
	#[command(after_help = "Example:\n  \
		tanpu --key-file my.key accounts clear-objection 12:345")]
	ClearObjection {
		/// The record: batch and row, as 12:345.
		#[arg(value_parser = record)]
		record: RecordRef,
	},
}

/// `tanpu council decide-objection`.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:\n  \
	tanpu --key-file member.key council decide-objection 12:345 --uphold\n  \
	tanpu --key-file member.key council decide-objection 12:345 --reject")]
pub struct Decision {
	/// The record: batch and row, as 12:345.
	#[arg(value_parser = record)]
	record: RecordRef,
	/// The citizen is right: the record is withdrawn, and the operator pays a fine.
	#[arg(long, required_unless_present = "reject", conflicts_with = "reject")]
	uphold: bool,
	/// The operator is right: the record stands.
	#[arg(long)]
	reject: bool,
	#[command(flatten)]
	approval: Approval,
}

fn name(record: RecordRef) -> String {
	format!("{}:{}", record.batch, record.row)
}

/// A batch's row with its outcome, and the proof that the chain takes.
async fn proof_of(chain: &Chain, at: &At<'_>, record: RecordRef) -> Result<(Batch, RecordProof)> {
	let found = batch(at, record.batch).await?;
	let rows = rows_of(chain, &found).await?;
	let processed = processed_of(chain, record.batch, &found).await?.ok_or_else(|| {
		Failure::Plain(format!(
			"the node no longer keeps the outcomes of batch {}: ask one that keeps all states \
			 (--url)",
			record.batch
		))
	})?;
	let proof = prove(&rows, &processed.outcomes, record.row).ok_or_else(|| {
		Failure::Plain(format!(
			"batch {} has the rows 0 to {}",
			record.batch,
			rows.len().saturating_sub(1)
		))
	})?;
	if proof.outcome.grams() == 0 {
		return Err(Failure::Plain(format!(
			"record {} was not credited: there is nothing to take back",
			name(record)
		)));
	}
	Ok((found, proof))
}

fn prove(rows: &[Row], outcomes: &[Outcome], at: u16) -> Option<RecordProof> {
	let leaves: Vec<_> =
		rows.iter().zip(outcomes).map(|(row, of)| evidence::outcome_leaf(row, of)).collect();
	let place = usize::from(at);
	let siblings = BoundedVec::truncate_from(evidence::prove(&leaves, place)?);
	Some(RecordProof { row: rows.get(place)?.clone(), outcome: *outcomes.get(place)?, siblings })
}

pub async fn operator(global: &Global, command: Operator) -> Result<Done> {
	match command {
		Operator::Withdraw { record, why } => withdraw(global, record, why.hash()?).await?,
		Operator::RejectObjection { record, why } => {
			let reason = why.hash()?;
			let chain = global.connect().await?;
			let call =
				Call::new(PALLET, "reject_objection").arg("record", &record).arg("reason", &reason);
			let included = send(&chain, &global.signer()?, &call).await?;
			let at = chain.at(included.block).await?;
			let objection = objection(&at, record).await?;
			let lapses = format_time(objection.lapses, clock(&at).await?.day_offset);
			global.output().result(
				json!({
					"record": name(record),
					"reason": format!("{reason:?}"),
					"lapses": objection.lapses,
					"block": included.number,
				}),
				format!(
					"the objection to record {} is rejected (block {}), reason {reason:?}\n\
					 the council can decide until {lapses}",
					name(record),
					included.number
				),
			);
		},
	}
	Ok(Done::All)
}

async fn withdraw(global: &Global, record: RecordRef, reason: H256) -> Result<()> {
	let chain = global.connect().await?;
	let at = chain.head().await?;
	let (_, proof) = proof_of(&chain, &at, record).await?;
	let call = Call::new(PALLET, "withdraw")
		.arg("record", &record)
		.arg("proof", &proof)
		.arg("reason", &reason);
	at.check_event::<Withdrawn>(PALLET, "Withdrawn")?;
	let included = send(&chain, &global.signer()?, &call).await?;
	let (json, text) = told(&included, record)?;
	global.output().result(json, text);
	Ok(())
}

/// What a block's event says of a record that was withdrawn.
fn told(included: &Included, record: RecordRef) -> Result<(Value, String)> {
	let event = included.find(PALLET, "Withdrawn").ok_or_else(|| {
		Failure::Plain(format!("block {} tells nothing of the withdrawal", included.number))
	})?;
	let found: Withdrawn = event.decode()?;
	let accepted = included.find(PALLET, "ObjectionAccepted").is_some();
	let mut text = format!(
		"record {} of citizen {} is withdrawn (block {}): {} g, {} points taken back",
		name(record),
		found.citizen,
		included.number,
		grouped(found.grams),
		points(found.points_reversed),
	);
	if found.points_borne > 0 {
		text.push_str(&format!(
			"\n{} points were spent: the operator has paid for them",
			points(found.points_borne)
		));
	}
	text.push_str(if found.claims_freed {
		"\nwhat it claimed is free: the act can be reported again"
	} else {
		"\nwhat it claimed stays taken: other records went on from it, or a history was fed"
	});
	let json = json!({
		"record": name(record),
		"operator": found.operator,
		"citizen": found.citizen,
		"class": found.class,
		"grams": found.grams,
		"points_reversed_cents": found.points_reversed,
		"points_borne_cents": found.points_borne,
		"claims_freed": found.claims_freed,
		"objection_accepted": accepted,
		"reason": format!("{:?}", found.reason),
		"block": included.number,
	});
	Ok((json, text))
}

async fn objection(at: &At<'_>, record: RecordRef) -> Result<Objection> {
	at.get(PALLET, "Objections", key![record.batch, record.row]).await?.ok_or_else(|| {
		Failure::Plain(format!("there is no open objection to record {}", name(record)))
	})
}

pub async fn citizen(global: &Global, command: Citizen) -> Result<Done> {
	match command {
		Citizen::Object { record, why } => object(global, record, why.hash()?).await?,
		Citizen::Objections { operator, citizen } => list(global, operator, citizen).await?,
		Citizen::ClearObjection { record } => {
			let chain = global.connect().await?;
			let call = Call::new(PALLET, "clear_objection").arg("record", &record);
			let included = send(&chain, &global.signer()?, &call).await?;
			global.output().result(
				json!({ "record": name(record), "block": included.number }),
				format!(
					"the objection to record {} had lapsed and is gone (block {})",
					name(record),
					included.number
				),
			);
		},
	}
	Ok(Done::All)
}

async fn object(global: &Global, record: RecordRef, reason: H256) -> Result<()> {
	let chain = global.connect().await?;
	let at = chain.head().await?;
	let (_, proof) = proof_of(&chain, &at, record).await?;
	let call = Call::new(PALLET, "object")
		.arg("record", &record)
		.arg("proof", &proof)
		.arg("reason", &reason);
	at.check_event::<Objected>(PALLET, "Objected")?;
	let included = send(&chain, &global.signer()?, &call).await?;
	let event = included.find(PALLET, "Objected").ok_or_else(|| {
		Failure::Plain(format!("block {} tells nothing of the objection", included.number))
	})?;
	let made: Objected = event.decode()?;
	let clock = clock(&chain.at(included.block).await?).await?;
	let time = |seconds| format_time(seconds, clock.day_offset);
	global.output().result(
		json!({
			"record": name(record),
			"operator": made.operator,
			"citizen": made.citizen,
			"class": made.class,
			"grams": proof.outcome.grams(),
			"reason": format!("{reason:?}"),
			"answer_before": made.answer_before,
			"lapses": made.lapses,
			"block": included.number,
		}),
		format!(
			"citizen {} objects to record {} of operator {} (block {}), reason {reason:?}\n\
			 the operator can answer until {}, then the council can decide until {}",
			made.citizen,
			name(record),
			made.operator,
			included.number,
			time(made.answer_before),
			time(made.lapses),
		),
	);
	Ok(())
}

fn state(objection: &Objection, now: UnixSeconds) -> &'static str {
	match objection.state {
		_ if now >= objection.lapses => "lapsed",
		ObjectionState::Rejected { .. } => "rejected: the council decides",
		ObjectionState::Open if now >= objection.answer_before => "unanswered: the council decides",
		ObjectionState::Open => "the operator can answer",
	}
}

async fn list(
	global: &Global,
	operator: Option<OperatorId>,
	citizen: Option<CitizenId>,
) -> Result<()> {
	let chain = global.connect().await?;
	let at = chain.head().await?;
	let clock = clock(&at).await?;
	let found: Vec<((BatchIndex, u16), Objection)> = at.all_entries(PALLET, "Objections").await?;
	let mut rows = Vec::new();
	let mut list = Vec::new();
	for ((index, row), objection) in found {
		if citizen.is_some_and(|citizen| citizen != objection.row.citizen) {
			continue;
		}
		let of = batch(&at, index).await?.operator;
		if operator.is_some_and(|operator| operator != of) {
			continue;
		}
		let record = RecordRef { batch: index, row };
		let mut reasons = format!("{:?}", objection.reason);
		let answer = match objection.state {
			ObjectionState::Rejected { reason } => Some(format!("{reason:?}")),
			ObjectionState::Open => None,
		};
		if let Some(answer) = &answer {
			reasons.push_str(&format!(", {answer}"));
		}
		rows.push(vec![
			name(record),
			of.to_string(),
			objection.row.citizen.to_string(),
			grouped(objection.grams),
			state(&objection, clock.now).to_owned(),
			format_time(objection.answer_before, clock.day_offset),
			format_time(objection.lapses, clock.day_offset),
			reasons,
		]);
		list.push(json!({
			"record": name(record),
			"operator": of,
			"citizen": objection.row.citizen,
			"class": objection.class,
			"grams": objection.grams,
			"state": state(&objection, clock.now),
			"reason": format!("{:?}", objection.reason),
			"answer": answer,
			"answer_before": objection.answer_before,
			"lapses": objection.lapses,
		}));
	}
	let headers = [
		"record",
		"operator",
		"citizen",
		"grams CO2e",
		"state",
		"answer before",
		"lapses",
		"reason, answer",
	];
	let mut text = if rows.is_empty() { "no objections".into() } else { table(&headers, rows) };
	let json = match operator {
		Some(operator) => {
			let tally: ObjectionTally =
				at.get(PALLET, "ObjectionTallies", key![operator]).await?.unwrap_or_default();
			text.push_str(&format!(
				"\nto records of operator {operator}: {} made, {} accepted, {} upheld by the council, \
				 {} not upheld, {} lapsed; {} TANP of fines",
				tally.made,
				tally.accepted,
				tally.upheld,
				tally.dismissed,
				tally.lapsed,
				crate::money::money(tally.fined),
			));
			json!({
				"open": list,
				"made": tally.made,
				"accepted": tally.accepted,
				"upheld": tally.upheld,
				"dismissed": tally.dismissed,
				"lapsed": tally.lapsed,
				"fined_plancks": crate::commands::fund::plancks(tally.fined),
			})
		},
		None => json!(list),
	};
	global.output().result(json, text);
	Ok(())
}

pub async fn council(global: &Global, decision: Decision) -> Result<Done> {
	let Decision { record, uphold, reject: _, approval } = decision;
	let chain = global.connect().await?;
	let at = chain.head().await?;
	// What would fail when it is carried had better fail before anybody votes.
	objection(&at, record).await?;
	let call = Call::new(PALLET, "decide_objection").arg("record", &record).arg("upheld", &uphold);
	let motion = decide(&chain, &global.signer()?, &call, &approval.keys()?).await?;
	let word = if uphold { "upheld" } else { "not upheld" };
	let mut text = motion.text(&format!("the objection to record {}: {word}", name(record)));
	let mut json = motion.json();
	json["record"] = json!(name(record));
	json["upheld"] = json!(uphold);
	if let crate::council::Motion::Executed { included, .. } = &motion {
		let decided = included.find(PALLET, "ObjectionDecided");
		if let Some(event) = decided.filter(|_| uphold) {
			let decided: ObjectionDecided = event.decode()?;
			let fine = crate::money::money(decided.fine);
			let (withdrawal, told) = told(included, record)?;
			text.push_str(&format!("\n{told}\nthe operator paid a fine of {fine} TANP"));
			json["withdrawal"] = withdrawal;
			json["fine_plancks"] = json!(crate::commands::fund::plancks(decided.fine));
		}
	}
	global.output().result(json, text);
	Ok(Done::All)
}

#[cfg(test)]
mod tests {
	use super::*;
	use codec::Compact;

	#[test]
	fn a_record_is_proved_as_the_chain_checks_it() {
		let row = |citizen| Row {
			citizen,
			start: 5,
			duration: 6,
			inputs: BoundedVec::truncate_from(vec![Compact(252)]),
			claims: Default::default(),
		};
		let rows: Vec<Row> = (0..5).map(row).collect();
		let outcomes: Vec<Outcome> = (1..6).map(|grams| Outcome::Credited { grams }).collect();
		let leaves: Vec<_> =
			rows.iter().zip(&outcomes).map(|(row, of)| evidence::outcome_leaf(row, of)).collect();
		let root = evidence::root(&leaves).unwrap();
		for at in 0..5 {
			let proof = prove(&rows, &outcomes, at).unwrap();
			assert!(proof.verify(&root, 5, at));
			assert!(!proof.verify(&root, 5, (at + 1) % 5));
		}
		assert!(prove(&rows, &outcomes, 5).is_none());
	}

	#[test]
	fn an_objection_says_whose_turn_it_is() {
		let mut objection = Objection {
			class: 0,
			row: Row {
				citizen: 1,
				start: 0,
				duration: 0,
				inputs: Default::default(),
				claims: Default::default(),
			},
			grams: 5,
			reason: H256::zero(),
			answer_before: 10,
			lapses: 20,
			state: ObjectionState::Open,
		};
		assert_eq!(state(&objection, 9), "the operator can answer");
		assert_eq!(state(&objection, 10), "unanswered: the council decides");
		assert_eq!(state(&objection, 20), "lapsed");
		objection.state = ObjectionState::Rejected { reason: H256::zero() };
		assert_eq!(state(&objection, 9), "rejected: the council decides");
	}
}
