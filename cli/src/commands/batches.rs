//! `tanpu batches`, and reading a batch's rows back from its block.

use crate::{
	cli::Global,
	commands::{
		clock,
		fund::{plancks, series_of},
		hex, version_of,
	},
	connection::{At, Chain},
	failure::{Done, Failure, Result},
	key,
	money::money,
	output::{fields, grouped, points, table},
	report::{outcome, send::issued_of, users::hex32},
	time::format_time,
	types::reports::{Batch, PALLET},
};
use codec::{Decode, Encode};
use serde_json::{json, Value};
use sp_core::{bounded::BoundedVec, H256};
use sp_crypto_hashing::blake2_256;
use tanpu_primitives::{report::MAX_ROWS, BatchId, BatchIndex, MethodologyRef, OperatorId, Row};

#[derive(clap::Subcommand, Debug)]
pub enum Command {
	/// The last batches.
	#[command(
		after_help = "Examples:\n  tanpu batches list\n  tanpu batches list --operator 0 --last 50"
	)]
	List {
		/// Of this operator only.
		#[arg(long)]
		operator: Option<OperatorId>,
		/// How many.
		#[arg(long, default_value_t = 20)]
		last: u32,
	},
	/// A batch: totals, rows and outcomes.
	#[command(
		after_help = "Examples:\n  tanpu batches show 12\n  tanpu --json batches show 12\n  \
		tanpu batches show 0x... --operator 0"
	)]
	Show {
		/// The batch's number, or its id (0x and 64 hex digits) with --operator.
		batch: String,
		/// The operator of the id.
		#[arg(long)]
		operator: Option<OperatorId>,
	},
}

pub async fn run(global: &Global, command: Command) -> Result<Done> {
	let chain = global.connect().await?;
	let at = chain.head().await?;
	let clock = clock(&at).await?;
	match command {
		Command::List { operator, last } => {
			let next: BatchIndex =
				at.get(PALLET, "NextBatchIndex", key![]).await?.unwrap_or_default();
			let mut rows = Vec::new();
			let mut list = Vec::new();
			for index in (0..next).rev() {
				if rows.len() >= usize::try_from(last).unwrap_or(usize::MAX) {
					break;
				}
				let Some(batch): Option<Batch> = at.get(PALLET, "Batches", key![index]).await?
				else {
					continue;
				};
				if operator.is_some_and(|operator| operator != batch.operator) {
					continue;
				}
				rows.push(vec![
					index.to_string(),
					batch.operator.to_string(),
					format!("{} v{}", batch.methodology.methodology, batch.methodology.version),
					batch.rows.to_string(),
					batch.credited.to_string(),
					grouped(batch.grams),
					points(batch.points_due),
					batch.block.to_string(),
				]);
				list.push(batch_json(index, &batch));
			}
			let headers = [
				"batch",
				"operator",
				"methodology",
				"rows",
				"credited",
				"grams CO2e",
				"points issued",
				"block",
			];
			global.output().result(json!(list), table(&headers, rows));
		},
		Command::Show { batch, operator } => {
			let (index, found) = find(&at, &batch, operator).await?;
			let processed = issued_of(&chain, index, &found).await?;
			let series = processed.as_ref().and_then(|(_, series)| *series);
			let outcomes = processed.map(|(processed, _)| processed.outcomes);
			let value = match series {
				Some(id) => {
					let series = series_of(&at, found.operator, id).await?;
					series.value(found.points_due).map(|value| (id, value))
				},
				None => None,
			};
			let worth = value.map_or_else(String::new, |(id, value)| {
				format!(" of series {}/{id}, worth {} TANP", found.operator, money(value))
			});
			let rows = rows_of(&chain, &found).await?;
			let (_, version) =
				version_of(&at, found.methodology.methodology, Some(found.methodology.version))
					.await?;
			let head = fields([
				("batch", index.to_string()),
				("id", hex(found.id)),
				("operator", found.operator.to_string()),
				(
					"methodology",
					format!(
						"{} version {}",
						found.methodology.methodology, found.methodology.version
					),
				),
				("evidence root", found.evidence_root.map_or("none".into(), |r| format!("{r:?}"))),
				("rows", found.rows.to_string()),
				("credited", found.credited.to_string()),
				("grams CO2e", grouped(found.grams)),
				("points issued", format!("{}{worth}", points(found.points_due))),
				("block", format!("{}, extrinsic {}", found.block, found.extrinsic)),
				("processed", format_time(found.processed_at, clock.day_offset)),
			]);
			let text = |at: usize| match outcomes.as_ref().and_then(|list| list.get(at)) {
				Some(found) => outcome::text(found, Some(&version.definition)),
				None => "not kept by this node".into(),
			};
			let lines = rows.iter().enumerate().map(|(at, row)| {
				let inputs: Vec<String> = row.inputs.iter().map(|i| i.0.to_string()).collect();
				vec![
					format!("{index}:{at}"),
					row.citizen.to_string(),
					format_time(u64::from(row.start) * 60, clock.day_offset),
					format!("{} min", row.duration),
					inputs.join(", "),
					text(at),
				]
			});
			let headers = ["record", "citizen", "start", "duration", "raw inputs", "outcome"];
			let body = table(&headers, lines);
			let mut json = batch_json(index, &found);
			json["series"] = json!(value.map(|(id, _)| id));
			json["value_plancks"] = json!(value.map(|(_, value)| plancks(value)));
			json["records"] = rows
				.iter()
				.enumerate()
				.map(|(at, row)| {
					let found = outcomes.as_ref().and_then(|list| list.get(at));
					json!({
						"record": format!("{index}:{at}"),
						"citizen": row.citizen,
						"start_minute": row.start,
						"minutes": row.duration,
						"inputs": row.inputs.iter().map(|input| input.0).collect::<Vec<_>>(),
						"state": found.map(outcome::state),
						"grams": found.map(|found| found.grams()),
						"outcome": text(at),
					})
				})
				.collect::<Vec<Value>>()
				.into();
			global.output().result(json, format!("{head}\n{body}"));
		},
	}
	Ok(Done::All)
}

pub async fn find(
	at: &At<'_>,
	which: &str,
	operator: Option<OperatorId>,
) -> Result<(BatchIndex, Batch)> {
	let index = match which.parse() {
		Ok(index) => index,
		Err(_) => {
			let id: BatchId = hex32(which)
				.ok_or_else(|| Failure::usage("expected a batch's number, or its id as 0x..."))?;
			let operator = operator
				.ok_or_else(|| Failure::usage("an id is an operator's own: give --operator"))?;
			let found: Option<BatchIndex> = at.get(PALLET, "BatchIds", key![operator, id]).await?;
			found.ok_or_else(|| {
				Failure::Plain(format!("operator {operator} has reported no batch {which}"))
			})?
		},
	};
	Ok((index, batch(at, index).await?))
}

/// A batch by its number.
pub async fn batch(at: &At<'_>, index: BatchIndex) -> Result<Batch> {
	at.get(PALLET, "Batches", key![index])
		.await?
		.ok_or_else(|| Failure::Plain(format!("there is no batch {index}")))
}

/// The fields of the call that reported a batch.
type Submitted =
	(BatchId, MethodologyRef, Option<H256>, BoundedVec<Row, sp_core::ConstU32<MAX_ROWS>>);

/// Those of a batch that a device signed, as far as the rows.
type Signed = (BatchId, MethodologyRef, H256, BoundedVec<Row, sp_core::ConstU32<MAX_ROWS>>);

/// The rows of a batch, from the transaction in its block.
///
/// The place of the call in the transaction is found by the batch's id, and proven by the hash of the
/// content that the chain keeps. So neither the state nor the metadata of that block is needed, which
/// most nodes drop after a while, and a call inside a batch call or a proxy is found as well.
pub async fn rows_of(chain: &Chain, batch: &Batch) -> Result<Vec<Row>> {
	let lost = |detail: &str| {
		Failure::Plain(format!("can't read the rows back from block {}: {detail}", batch.block))
	};
	let hash = chain
		.hash_of(batch.block)
		.await?
		.ok_or_else(|| lost("the node does not have the block"))?;
	let block = chain
		.rpc()
		.chain_get_block(Some(hash))
		.await
		.map_err(|e| chain.lost(e))?
		.ok_or_else(|| lost("the node dropped the block (ask one that keeps all blocks)"))?;
	let extrinsic = usize::try_from(batch.extrinsic)
		.ok()
		.and_then(|at| block.block.extrinsics.get(at))
		.ok_or_else(|| lost("the transaction is not in the block"))?;
	find_rows(&extrinsic.0, batch)
		.ok_or_else(|| lost("the transaction does not hold what the chain keeps the hash of"))
}

fn find_rows(transaction: &[u8], batch: &Batch) -> Option<Vec<Row>> {
	let last = transaction.len().checked_sub(batch.id.len())?;
	(0..=last).filter(|at| transaction[*at..].starts_with(&batch.id)).find_map(|at| {
		let plain = Submitted::decode(&mut &transaction[at..]).ok();
		// A batch that a device signed: its root is no option.
		let signed = || {
			let (id, methodology, root, rows) = Signed::decode(&mut &transaction[at..]).ok()?;
			Some((id, methodology, Some(root), rows))
		};
		let is_it = |(_, methodology, root, rows): &Submitted| {
			H256(blake2_256(&(methodology, root, rows).encode())) == batch.content
		};
		let found = plain.filter(is_it).or_else(|| signed().filter(is_it));
		found.map(|(_, _, _, rows)| rows.into_inner())
	})
}

fn batch_json(index: BatchIndex, batch: &Batch) -> Value {
	json!({
		"batch": index,
		"id": hex(batch.id),
		"operator": batch.operator,
		"methodology": batch.methodology.methodology,
		"version": batch.methodology.version,
		"evidence_root": batch.evidence_root.map(|root| format!("{root:?}")),
		"outcomes_root": format!("{:?}", batch.outcomes_root),
		"rows": batch.rows,
		"credited": batch.credited,
		"grams": batch.grams,
		"points_due_cents": batch.points_due,
		"block": batch.block,
		"extrinsic": batch.extrinsic,
		"processed_at": batch.processed_at,
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use codec::Compact;

	#[test]
	fn rows_are_found_in_a_transaction_and_proven_by_their_hash() {
		let row = |citizen| Row {
			citizen,
			start: 5,
			duration: 6,
			inputs: BoundedVec::truncate_from(vec![Compact(252)]),
			claims: Default::default(),
		};
		let rows: BoundedVec<Row, sp_core::ConstU32<MAX_ROWS>> =
			BoundedVec::truncate_from(vec![row(1), row(2)]);
		let methodology = MethodologyRef { methodology: 0, version: 1 };
		let root = Some(H256::repeat_byte(9));
		let id = [7; 32];
		let mut batch = Batch {
			operator: 0,
			id,
			content: H256(blake2_256(&(methodology, root, &rows).encode())),
			methodology,
			evidence_root: root,
			outcomes_root: H256::zero(),
			rows: 2,
			credited: 0,
			grams: 0,
			points_due: 0,
			series: None,
			block: 1,
			extrinsic: 0,
			processed_at: 0,
		};
		// The id stands in the signature as well, by chance.
		let call = (id, methodology, root, &rows).encode();
		let transaction = [&[0x84, 0x00][..], &id, &[1, 2, 3], &call, &[0xff; 4]].concat();
		assert_eq!(find_rows(&transaction, &batch), Some(rows.to_vec()));
		let call = (id, methodology, H256::repeat_byte(9), &rows).encode();
		let transaction = [&[0x84, 0x00][..], &call, &[0xff; 99]].concat();
		assert_eq!(find_rows(&transaction, &batch), Some(rows.to_vec()));
		batch.content = H256::zero();
		assert_eq!(find_rows(&transaction, &batch), None);
		assert_eq!(find_rows(&[1, 2], &batch), None);
	}
}
