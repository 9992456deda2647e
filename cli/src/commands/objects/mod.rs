//! `tanpu objects`, and what an identity provider attests of them: meters, roofs and forests with
//! their holders.

pub mod attest;
mod register;

use crate::{
	cli::Global,
	commands::{clock, hex},
	connection::At,
	decimal::format_scaled,
	failure::{Done, Failure, Result},
	key,
	output::{fields, table},
	report::{table::object_id, users::hex32},
	time::{format_day, format_time},
	types::objects::{Registration, PALLET},
};
use serde_json::{json, Value};
use std::path::PathBuf;
use tanpu_primitives::{CitizenId, Day, GroupId, ObjectId, OperatorId, MAX_GROUPS};

#[derive(clap::Subcommand, Debug)]
pub enum Command {
	/// Register meters, roofs or forests with those who hold them. Asks the chain first, so that a
	/// second run goes on where the first one stopped.
	#[command(after_help = "Example:\n  \
		tanpu --key-file reporter.key objects register object-attestations.csv --operator 0\n\n\
		The file is what the identity provider made with `tanpu identity attest-objects`.\nWhat the \
		chain has already with the same content is left as it is.")]
	Register {
		/// The attestations.
		file: PathBuf,
		/// The operator's number.
		#[arg(long)]
		operator: OperatorId,
	},
	/// An object's registration: holders and shares, members, crediting period.
	#[command(
		after_help = "Examples:\n  tanpu objects show 5 meter-0017\n  tanpu objects show 5 0x..."
	)]
	Show {
		/// The exclusion group.
		#[arg(value_parser = parse_group)]
		group: GroupId,
		/// The operator's identifier, or 0x and the 64 hex digits that the chain knows.
		object: String,
	},
}

/// A group's number.
pub fn parse_group(text: &str) -> Result<GroupId, String> {
	match text.parse() {
		Ok(group) if group < MAX_GROUPS => Ok(group),
		_ => Err(format!("expected a group from 0 to {}", MAX_GROUPS - 1)),
	}
}

pub async fn run(global: &Global, command: Command) -> Result<Done> {
	match command {
		Command::Register { file, operator } => register::run(global, &file, operator).await,
		Command::Show { group, object } => show(global, group, &object).await,
	}
}

async fn show(global: &Global, group: GroupId, object: &str) -> Result<Done> {
	let id = object.strip_prefix("0x").and_then(hex32).unwrap_or_else(|| object_id(object));
	let chain = global.connect().await?;
	let at = chain.head().await?;
	let found = registrations(&at, &[(group, id)]).await?.pop().flatten();
	let Registration { operator, registered, provider, since } = found.ok_or_else(|| {
		Failure::Plain(format!("group {group} has no registered object {object} ({})", hex(id)))
	})?;
	let clock = clock(&at).await?;
	let head = fields([
		("group", group.to_string()),
		("object", hex(id)),
		("operator", operator.to_string()),
		("attested by", format!("provider {provider}")),
		("registered", format_time(since, clock.day_offset)),
		("epoch", registered.epoch.to_string()),
		("members", registered.members.to_string()),
		("crediting from", day_text(registered.crediting_from)),
	]);
	let rows = registered
		.holders
		.iter()
		.map(|(citizen, share)| vec![citizen.to_string(), percent(*share)]);
	let text = format!("{head}\n{}", table(&["citizen", "percent"], rows));
	let json = json!({
		"group": group,
		"object": hex(id),
		"operator": operator,
		"provider": provider,
		"since": since,
		"epoch": registered.epoch,
		"members": registered.members,
		"crediting_from": registered.crediting_from.map(format_day),
		"holders": holders_json(&registered.holders),
	});
	global.output().result(json, text);
	Ok(Done::All)
}

/// What the chain has of objects, in their order.
async fn registrations(
	at: &At<'_>,
	objects: &[(GroupId, ObjectId)],
) -> Result<Vec<Option<Registration>>> {
	let keys = objects.iter().map(|object| key![object]).collect();
	at.get_many(PALLET, "Registrations", keys).await
}

/// Ten thousandths as a percentage: `33.33`.
fn percent(share: u16) -> String {
	format_scaled(share.into(), 2)
}

/// A day as files have it: nothing where there is none.
fn day_cell(day: Option<Day>) -> String {
	day.map(format_day).unwrap_or_default()
}

/// A day as people read it.
fn day_text(day: Option<Day>) -> String {
	day.map_or("none".to_owned(), format_day)
}

fn holders_json(holders: &[(CitizenId, u16)]) -> Value {
	holders.iter().map(|(citizen, share)| json!({ "citizen": citizen, "share": share })).collect()
}

/// A row that was not done, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Rejected {
	line: u64,
	object: String,
	reason: String,
}

/// The first rows that were not done, for people.
fn rejected_text(file: &std::path::Path, rejected: &[Rejected]) -> String {
	const SHOWN: usize = 20;
	if rejected.is_empty() {
		return String::new();
	}
	let rows = rejected.iter().take(SHOWN).map(|row| {
		vec![format!("{}:{}", file.display(), row.line), row.object.clone(), row.reason.clone()]
	});
	let mut text = format!("\n{}", table(&["place", "object", "reason"], rows));
	if rejected.len() > SHOWN {
		text.push_str(&format!("\nand {} more", rejected.len() - SHOWN));
	}
	text
}

/// All of them, for programs.
fn rejected_json(rejected: &[Rejected]) -> Value {
	rejected
		.iter()
		.map(|row| json!({ "line": row.line, "object": row.object, "reason": row.reason }))
		.collect()
}

fn done(rejected: &[Rejected]) -> Done {
	if rejected.is_empty() {
		Done::All
	} else {
		Done::SomeRejected
	}
}

/// A row of a CSV: its line, the values that are due and those that may be empty.
pub type Line<const N: usize, const M: usize> = (u64, [String; N], [String; M]);

/// The rows of a CSV with their lines, as the values of `columns`; those of `optional` are empty
/// where the file lacks them.
pub fn read_columns<const N: usize, const M: usize>(
	bytes: &[u8],
	columns: [&str; N],
	optional: [&str; M],
) -> Result<Vec<Line<N, M>>, String> {
	let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
	// The parser counts a line behind after "\r\n", which it takes for two ends.
	let mut lines = bytes.to_vec();
	lines.retain(|byte| *byte != b'\r');
	let mut reader =
		csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(lines.as_slice());
	let headers = reader.headers().map_err(|e| format!("no CSV header: {e}"))?.clone();
	let find = |name: &str| headers.iter().position(|header| header == name);
	let missing: Vec<&str> = columns.iter().copied().filter(|name| find(name).is_none()).collect();
	if !missing.is_empty() {
		return Err(format!(
			"columns are missing: {} (expected {})",
			missing.join(", "),
			columns.join(",")
		));
	}
	let mut rows = Vec::new();
	for record in reader.records() {
		let record = record.map_err(|e| e.to_string())?;
		let line = record.position().map_or(0, csv::Position::line);
		let value =
			|name: &str| find(name).and_then(|at| record.get(at)).unwrap_or_default().to_owned();
		rows.push((line, columns.map(value), optional.map(value)));
	}
	Ok(rows)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn columns_are_found_in_any_order() {
		let rows =
			read_columns(b"\xef\xbb\xbfb,x,a\n1,2, 3 \n4\n", ["a", "b"], ["c", "x"]).unwrap();
		assert_eq!(rows[0], (2, ["3".into(), "1".into()], [String::new(), "2".into()]));
		assert_eq!(rows[1], (3, [String::new(), "4".into()], Default::default()));
		let rows = read_columns(b"a,b\r\n1,2\r\n3,4\r\n", ["a", "b"], []).unwrap();
		assert_eq!((rows[0].0, rows[1].0), (2, 3));
		let error = read_columns(b"a,x\n", ["a", "b", "c"], []).unwrap_err();
		assert!(error.contains("missing: b, c (expected a,b,c)"), "{error}");
	}

	#[test]
	fn shares_and_days_are_shown() {
		assert_eq!(
			(percent(10_000), percent(3_333), percent(5)),
			("100.00".into(), "33.33".into(), "0.05".into())
		);
		assert_eq!((day_cell(Some(17_775)), day_cell(None)), ("2018-09-01".into(), String::new()));
		assert_eq!(day_text(None), "none");
		assert!(
			parse_group("63").is_ok() && parse_group("64").is_err() && parse_group("-1").is_err()
		);
	}
}
