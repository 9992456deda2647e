//! `tanpu merchant statement`: what a merchant took and was paid, and whether the events say so too.

use crate::{
	cli::Global,
	commands::{
		clock,
		merchant::{book, totals_json, Refunded, Settled},
	},
	connection::{At, Chain},
	escape::escape_bytes,
	failure::{chain_of, Done, Failure, Result},
	money::money,
	output::{fields, table, Output},
	shop::{
		read::{self, POINTS},
		text::{payment_name, plancks},
	},
	time::{format_day, format_time, parse_date},
	transaction::Event,
	types::api::ClockReading,
};
use futures::{stream, StreamExt, TryStreamExt};
use pallet_points::{MerchantTotals, PaymentRef, Statement};
use serde_json::{json, Value};
use sp_core::H256;
use std::path::{Path, PathBuf};
use tanpu_primitives::{time::civil, Balance, CitizenId, Day, ParticipantId, UnixSeconds};

/// Blocks read at once.
const PARALLEL_BLOCKS: usize = 8;

#[derive(clap::Args, Debug)]
pub struct Arguments {
	/// The merchant's number.
	merchant: ParticipantId,
	/// The first day, YYYY-MM-DD; the first of the last day's month unless said.
	#[arg(long, value_name = "DATE", value_parser = day)]
	from: Option<Day>,
	/// The last day; today unless said.
	#[arg(long, value_name = "DATE", value_parser = day)]
	to: Option<Day>,
	/// Read each entry back from its block, and compare the sums. Blocks in which the merchant's book
	/// is as before are left out.
	#[arg(long)]
	events: bool,
	/// With --events: read every block of the period, also where the book is as before.
	#[arg(long, requires = "events")]
	every_block: bool,
	/// Where to write the statement as CSV, with --events a line for each entry.
	#[arg(long, value_name = "FILE")]
	csv: Option<PathBuf>,
}

fn day(text: &str) -> Result<Day, String> {
	parse_date(text).map_err(|e| e.to_string())
}

/// What happened.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Kind {
	Paid { payment: PaymentRef, citizen: CitizenId, amount: Balance, receipt: H256 },
	Released,
	Refunded { payment: PaymentRef, citizen: CitizenId, topped_up: Balance },
	Settled { to: String },
}

impl Kind {
	fn word(&self) -> &'static str {
		match self {
			Self::Paid { .. } => "paid",
			Self::Released => "released",
			Self::Refunded { .. } => "refunded",
			Self::Settled { .. } => "settled",
		}
	}
}

/// An entry of a merchant's book, as its event tells it.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Entry {
	block: u64,
	time: UnixSeconds,
	value: Balance,
	kind: Kind,
}

impl Entry {
	/// Adds the entry to sums.
	fn add_to(&self, totals: &mut MerchantTotals) {
		let sum = match &self.kind {
			Kind::Paid { .. } => &mut totals.paid,
			Kind::Released => &mut totals.released,
			Kind::Refunded { topped_up, .. } => {
				totals.topped_up = totals.topped_up.saturating_add(*topped_up);
				&mut totals.refunded
			},
			Kind::Settled { .. } => &mut totals.settled,
		};
		*sum = sum.saturating_add(self.value);
	}

	fn citizen(&self) -> Option<CitizenId> {
		match &self.kind {
			Kind::Paid { citizen, .. } | Kind::Refunded { citizen, .. } => Some(*citizen),
			Kind::Released | Kind::Settled { .. } => None,
		}
	}

	fn payment(&self) -> Option<String> {
		match &self.kind {
			Kind::Paid { payment, .. } | Kind::Refunded { payment, .. } => {
				Some(payment_name(payment))
			},
			Kind::Released | Kind::Settled { .. } => None,
		}
	}
}

/// The fields of `Paid`.
type Paid = (PaymentRef, ParticipantId, CitizenId, Balance, Balance, H256);
/// The fields of `Released`.
type Released = (ParticipantId, Balance);

pub async fn run(global: &Global, arguments: Arguments) -> Result<Done> {
	let chain = global.connect().await?;
	let at = chain.head().await?;
	let clock = clock(&at).await?;
	let merchant = arguments.merchant;
	let found = read::merchant(&at, merchant).await?;
	let last = arguments.to.unwrap_or(clock.today);
	let first = arguments.from.unwrap_or_else(|| month_start(last));
	if first > last {
		return Err(Failure::Usage(format!(
			"the period from {} to {} ends before it begins",
			format_day(first),
			format_day(last)
		)));
	}
	let statement: Option<Statement> =
		at.call("PointsApi", "statement", (merchant, first, last)).await?;
	let Some(statement) = statement else {
		let book = book(&at, merchant).await?;
		let kept = book.forgotten.map(|day| format_day(day.saturating_add(1))).unwrap_or_default();
		return Err(Failure::Plain(format!(
			"the chain no longer keeps merchant {merchant}'s sums of {}: ask from {kept} on, or an \
			 archive node of that time",
			format_day(first),
		)));
	};
	let entries = if arguments.events {
		let output = global.output();
		Some(entries(&chain, &at, merchant, (first, last), arguments.every_block, output).await?)
	} else {
		None
	};
	if let Some(path) = &arguments.csv {
		write_csv(path, (first, last), &statement, entries.as_deref(), &clock)?;
	}

	let movements = &statement.movements;
	let mut text = fields([
		("merchant", format!("{merchant} {}", escape_bytes(&found.name))),
		("period", format!("{} to {}", format_day(first), format_day(last))),
		("at block", at.number().to_string()),
		("opening TANP", money(statement.opening)),
		("+ paid at the till", money(movements.paid)),
		("+ released from orders", money(movements.released)),
		("+ topped up", money(movements.topped_up)),
		("- refunded", money(movements.refunded)),
		("- settled", money(movements.settled)),
		("closing", money(statement.closing)),
	]);
	let mut json = json!({
		"merchant": merchant,
		"from": format_day(first),
		"to": format_day(last),
		"block": at.number(),
		"opening_plancks": plancks(statement.opening),
		"movements": totals_json(movements),
		"closing_plancks": plancks(statement.closing),
	});
	let mut done = Done::All;
	if let Some(entries) = &entries {
		let mut sums = MerchantTotals::default();
		entries.iter().for_each(|entry| entry.add_to(&mut sums));
		let differences = differences(&statement, &sums);
		text = format!("{}\n{text}", shown(entries, &clock));
		if differences.is_empty() {
			text.push_str(&format!(
				"\nthe {} events of the period add up to the statement",
				entries.len()
			));
		} else {
			text.push_str("\nTHE EVENTS SAY OTHERWISE:");
			for (what, of_statement, of_events) in &differences {
				text.push_str(&format!(
					"\n  {what}: {} in the statement, {} in the events",
					money(*of_statement),
					money(*of_events)
				));
			}
			done = Done::Different;
		}
		json["events"] = entries.iter().map(|entry| entry_json(entry, &clock)).collect();
		json["events_agree"] = json!(differences.is_empty());
		json["events_sums"] = totals_json(&sums);
	}
	global.output().result(json, text);
	Ok(done)
}

/// The first day of a day's month.
fn month_start(day: Day) -> Day {
	let (_, _, date) = civil(day);
	let before = Day::try_from(date).unwrap_or(1).saturating_sub(1);
	day.saturating_sub(before)
}

/// What differs between a statement and the sums of its events, and the books' own arithmetic.
fn differences(
	statement: &Statement,
	sums: &MerchantTotals,
) -> Vec<(&'static str, Balance, Balance)> {
	let own = &statement.movements;
	let owed = statement
		.opening
		.saturating_add(sums.paid)
		.saturating_add(sums.released)
		.saturating_add(sums.topped_up)
		.saturating_sub(sums.refunded)
		.saturating_sub(sums.settled);
	[
		("paid", own.paid, sums.paid),
		("released", own.released, sums.released),
		("topped up", own.topped_up, sums.topped_up),
		("refunded", own.refunded, sums.refunded),
		("settled", own.settled, sums.settled),
		("closing", statement.closing, owed),
	]
	.into_iter()
	.filter(|(_, statement, events)| statement != events)
	.collect()
}

/// The entries of a period, in the order of the chain.
async fn entries(
	chain: &Chain,
	head: &At<'_>,
	merchant: ParticipantId,
	(first, last): (Day, Day),
	every_block: bool,
	output: Output,
) -> Result<Vec<Entry>> {
	let number = |number: u64| {
		u32::try_from(number).map_err(|_| Failure::plain("a block's number exceeds 32 bits"))
	};
	let end = number(head.number())?;
	let from = first_of_day(chain, first, end).await?;
	let to = match last.checked_add(1) {
		Some(next) => first_of_day(chain, next, end).await?,
		None => end.saturating_add(1),
	};
	// Blocks from..to.
	let blocks: Vec<u32> =
		if every_block { (from..to).collect() } else { changed(chain, merchant, from, to).await? };
	let bar = output.bar(blocks.len(), "blocks");
	let found: Vec<Vec<Entry>> = stream::iter(blocks)
		.map(|block| {
			let bar = bar.clone();
			async move {
				let entries = entries_of(&at(chain, block).await?, merchant).await;
				bar.inc(1);
				entries
			}
		})
		.buffered(PARALLEL_BLOCKS)
		.try_collect()
		.await?;
	bar.finish_and_clear();
	Ok(found.into_iter().flatten().collect())
}

async fn at(chain: &Chain, block: u32) -> Result<At<'_>> {
	let hash = chain
		.hash_of(block)
		.await?
		.ok_or_else(|| Failure::Plain(format!("the node has no block {block}")))?;
	chain.at(hash).await
}

/// The first block, from 1 on, of this day or a later one; the one after `end` where there is none.
async fn first_of_day(chain: &Chain, day: Day, end: u32) -> Result<u32> {
	let (mut low, mut high) = (1, end.saturating_add(1));
	while low < high {
		let middle = low + (high - low) / 2;
		if clock(&at(chain, middle).await?).await?.today >= day {
			high = middle;
		} else {
			low = middle + 1;
		}
	}
	Ok(low)
}

/// The blocks from `from` on and before `to` that changed a merchant's sums. These only rise: where
/// they are the same at both ends of a stretch, nothing happened in it.
async fn changed(chain: &Chain, merchant: ParticipantId, from: u32, to: u32) -> Result<Vec<u32>> {
	let mut found = Vec::new();
	if from >= to {
		return Ok(found);
	}
	let totals = |block: u32| async move {
		Ok::<_, Failure>(book(&at(chain, block).await?, merchant).await?.totals)
	};
	let (low, high) = (from - 1, to - 1);
	// Stretches after `low` up to `high`, the latest first.
	let mut todo = vec![(low, totals(low).await?, high, totals(high).await?)];
	while let Some((low, before, high, after)) = todo.pop() {
		if before == after {
			continue;
		}
		if high - low == 1 {
			found.push(high);
			continue;
		}
		let middle = low + (high - low) / 2;
		let between = totals(middle).await?;
		todo.push((middle, between, high, after));
		todo.push((low, before, middle, between));
	}
	Ok(found)
}

/// The entries that a block made in a merchant's book.
async fn entries_of(at: &At<'_>, merchant: ParticipantId) -> Result<Vec<Entry>> {
	at.check_event::<Paid>(POINTS, "Paid")?;
	at.check_event::<Released>(POINTS, "Released")?;
	at.check_event::<Refunded>(POINTS, "Refunded")?;
	at.check_event::<Settled>(POINTS, "Settled")?;
	let events = at.client.events().fetch().await.map_err(|e| at.lost(e))?;
	let mut entries = Vec::new();
	let mut time = None;
	for event in events.iter() {
		let event = event.map_err(|e| {
			Failure::Plain(format!(
				"can't decode the events of block {}: {}",
				at.number(),
				chain_of(&e)
			))
		})?;
		let event = Event {
			pallet: event.pallet_name().to_owned(),
			name: event.event_name().to_owned(),
			fields: event.field_bytes().to_vec(),
		};
		let Some((value, kind)) = entry_of(&event, merchant)? else { continue };
		let time = match time {
			Some(time) => time,
			None => *time.insert(clock(at).await?.now),
		};
		entries.push(Entry { block: at.number(), time, value, kind });
	}
	Ok(entries)
}

fn entry_of(event: &Event, merchant: ParticipantId) -> Result<Option<(Balance, Kind)>> {
	if event.pallet != POINTS {
		return Ok(None);
	}
	Ok(match event.name.as_str() {
		"Paid" => {
			let (payment, of, citizen, value, amount, receipt): Paid = event.decode()?;
			(of == merchant).then_some((value, Kind::Paid { payment, citizen, amount, receipt }))
		},
		"Released" => {
			let (of, value): Released = event.decode()?;
			(of == merchant).then_some((value, Kind::Released))
		},
		"Refunded" => {
			let (payment, of, citizen, value, topped_up): Refunded = event.decode()?;
			(of == merchant).then_some((value, Kind::Refunded { payment, citizen, topped_up }))
		},
		"Settled" => {
			let (of, to, value): Settled = event.decode()?;
			(of == merchant).then_some((value, Kind::Settled { to: to.to_string() }))
		},
		_ => None,
	})
}

fn shown(entries: &[Entry], clock: &ClockReading) -> String {
	let rows = entries.iter().map(|entry| {
		let sign = match entry.kind {
			Kind::Paid { .. } | Kind::Released => "",
			Kind::Refunded { .. } | Kind::Settled { .. } => "-",
		};
		vec![
			format_time(entry.time, clock.day_offset),
			entry.block.to_string(),
			entry.kind.word().to_owned(),
			format!("{sign}{}", money(entry.value)),
			entry.citizen().map(|citizen| citizen.to_string()).unwrap_or_default(),
			entry.payment().unwrap_or_default(),
		]
	});
	table(&["time", "block", "entry", "TANP", "citizen", "payment"], rows)
}

fn entry_json(entry: &Entry, clock: &ClockReading) -> Value {
	let mut json = json!({
		"block": entry.block,
		"time": entry.time,
		"local": format_time(entry.time, clock.day_offset),
		"entry": entry.kind.word(),
		"value_plancks": plancks(entry.value),
		"citizen": entry.citizen(),
		"payment": entry.payment(),
	});
	match &entry.kind {
		Kind::Paid { amount, receipt, .. } => {
			json["amount_plancks"] = plancks(*amount);
			json["receipt"] = json!(format!("{receipt:?}"));
		},
		Kind::Refunded { topped_up, .. } => json["topped_up_plancks"] = plancks(*topped_up),
		Kind::Settled { to } => json["to"] = json!(to),
		Kind::Released => {},
	}
	json
}

/// Plancks without commas, for programs.
fn exact(amount: Balance) -> String {
	money(amount).replace(',', "")
}

/// The lines of a statement: date, time, block, entry, TANP (what lowers the balance is negative),
/// balance, citizen, payment, receipt.
fn csv_rows(
	(first, last): (Day, Day),
	statement: &Statement,
	entries: Option<&[Entry]>,
	offset: i32,
) -> Vec<[String; 9]> {
	let line = |date: String, entry: &str, amount: String, balance: String| {
		let mut row: [String; 9] = Default::default();
		[row[0], row[3], row[4], row[5]] = [date, entry.to_owned(), amount, balance];
		row
	};
	let mut rows =
		vec![line(format_day(first), "opening", String::new(), exact(statement.opening))];
	let mut balance = statement.opening;
	let mut booked = |amount: Balance, adds: bool| {
		balance =
			if adds { balance.saturating_add(amount) } else { balance.saturating_sub(amount) };
		let sign = if adds { "" } else { "-" };
		(format!("{sign}{}", exact(amount)), exact(balance))
	};
	match entries {
		None => {
			let own = &statement.movements;
			for (word, amount, adds) in [
				("paid", own.paid, true),
				("released", own.released, true),
				("topped up", own.topped_up, true),
				("refunded", own.refunded, false),
				("settled", own.settled, false),
			] {
				let (amount, balance) = booked(amount, adds);
				rows.push(line(format_day(last), word, amount, balance));
			}
		},
		Some(entries) => {
			for entry in entries {
				let local = format_time(entry.time, offset);
				let (date, time) = local.split_once(' ').unwrap_or((local.as_str(), ""));
				let mut push = |word: &str, amount: Balance, adds: bool| {
					let (amount, balance) = booked(amount, adds);
					let mut row = line(date.to_owned(), word, amount, balance);
					row[1] = time.to_owned();
					row[2] = entry.block.to_string();
					row[6] = entry.citizen().map(|citizen| citizen.to_string()).unwrap_or_default();
					row[7] = entry.payment().unwrap_or_default();
					if let Kind::Paid { receipt, .. } = &entry.kind {
						row[8] = format!("{receipt:?}");
					}
					rows.push(row);
				};
				match &entry.kind {
					Kind::Paid { .. } | Kind::Released => {
						push(entry.kind.word(), entry.value, true)
					},
					Kind::Refunded { topped_up, .. } => {
						if *topped_up > 0 {
							push("topped up", *topped_up, true);
						}
						push("refunded", entry.value, false);
					},
					Kind::Settled { .. } => push("settled", entry.value, false),
				}
			}
		},
	}
	rows.push(line(format_day(last), "closing", String::new(), exact(statement.closing)));
	rows
}

fn write_csv(
	path: &Path,
	period: (Day, Day),
	statement: &Statement,
	entries: Option<&[Entry]>,
	clock: &ClockReading,
) -> Result<()> {
	let fail = |e: csv::Error| Failure::file("write", path, e);
	let mut writer = csv::Writer::from_writer(Vec::new());
	writer
		.write_record([
			"date", "time", "block", "entry", "tanp", "balance", "citizen", "payment", "receipt",
		])
		.map_err(fail)?;
	for row in csv_rows(period, statement, entries, clock.day_offset) {
		writer.write_record(row).map_err(fail)?;
	}
	let bytes = writer.into_inner().map_err(|e| Failure::file("write", path, e))?;
	crate::shop::text::write_whole(path, &String::from_utf8_lossy(&bytes))
}

#[cfg(test)]
mod tests {
	use super::*;
	use codec::Encode;
	use sp_core::crypto::AccountId32;

	fn payment() -> PaymentRef {
		PaymentRef { day: 17_775, id: H256::repeat_byte(7) }
	}

	fn event(name: &str, fields: Vec<u8>) -> Event {
		Event { pallet: POINTS.into(), name: name.into(), fields }
	}

	fn sample() -> Vec<Entry> {
		let receipt = H256::repeat_byte(9);
		let events = [
			event("Paid", (payment(), 3u16, 5u32, 100u128, 99u128, receipt).encode()),
			event("Paid", (payment(), 4u16, 5u32, 1_000u128, 999u128, receipt).encode()),
			event("Released", (3u16, 40u128).encode()),
			event("Settled", (3u16, AccountId32::new([1; 32]), 140u128).encode()),
			event("Refunded", (payment(), 3u16, 5u32, 60u128, 60u128).encode()),
			event("Deposited", vec![1]),
		];
		events
			.iter()
			.filter_map(|event| entry_of(event, 3).unwrap())
			.map(|(value, kind)| Entry { block: 8, time: 1_535_731_200, value, kind })
			.collect()
	}

	fn statement() -> Statement {
		let movements =
			MerchantTotals { paid: 100, released: 40, topped_up: 60, refunded: 60, settled: 140 };
		Statement { opening: 7, movements, closing: 7 }
	}

	#[test]
	fn events_add_up() {
		let mut sums = MerchantTotals::default();
		sample().iter().for_each(|entry| entry.add_to(&mut sums));
		assert_eq!(sums, statement().movements);
		assert!(differences(&statement(), &sums).is_empty());
		sums.paid += 1;
		let found = differences(&statement(), &sums);
		assert_eq!(found, [("paid", 100, 101), ("closing", 7, 8)]);
		let wrong = Statement { closing: 8, ..statement() };
		sums.paid -= 1;
		assert_eq!(differences(&wrong, &sums), [("closing", 8, 7)]);
	}

	#[test]
	fn a_foreign_event_is_not_read() {
		let mut foreign = event("Paid", vec![1, 2]);
		foreign.pallet = "Other".into();
		assert_eq!(entry_of(&foreign, 3).unwrap(), None);
		assert!(entry_of(&event("Paid", vec![1, 2]), 3).is_err());
	}

	#[test]
	fn the_csv_ends_at_the_closing_balance() {
		let period = (17_775, 17_776);
		for entries in [Some(sample()), None] {
			let rows = csv_rows(period, &statement(), entries.as_deref(), 28_800);
			let [opening, .., before, closing] = rows.as_slice() else { panic!("too short") };
			assert_eq!((opening[3].as_str(), closing[3].as_str()), ("opening", "closing"));
			assert_eq!(before[5], closing[5]);
		}
		let rows = csv_rows(period, &statement(), Some(&sample()), 28_800);
		let words: Vec<&str> = rows.iter().map(|row| row[3].as_str()).collect();
		let expected =
			["opening", "paid", "released", "settled", "topped up", "refunded", "closing"];
		assert_eq!(words, expected);
		assert_eq!(rows[1][..3], ["2018-09-01", "00:00:00 +08:00", "8"]);
		assert_eq!((rows[1][4].as_str(), rows[3][4].as_str()), ("0.0000000001", "-0.00000000014"));
	}

	#[test]
	fn months_begin_with_their_first() {
		assert_eq!(format_day(month_start(17_775)), "2018-09-01");
		assert_eq!(format_day(month_start(17_800)), "2018-09-01");
		assert_eq!(month_start(0), 0);
	}
}
