//! The CSV of acts: every row becomes a row for the chain, or a rejection that says why.

use super::value;
use crate::time::{parse_date, parse_time};
use codec::Compact;
use sp_core::bounded::BoundedVec;
use sp_crypto_hashing::blake2_256;
use std::{collections::HashMap, ops::Range};
use tanpu_formula::{Definition, InputKind};
use tanpu_primitives::{CitizenId, ClaimData, ClaimSpec, CreditingRules, ObjectId, Row};

/// A row that was understood.
#[derive(Clone, Debug)]
pub struct Good {
	/// Its place among the rows of the file, from 0, bad ones counted.
	pub place: u64,
	/// Its line in the file, from 1.
	pub line: u64,
	/// Its bytes in the file, without the line end.
	pub raw: Range<usize>,
	pub user: String,
	pub row: Row,
}

/// A row that was not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bad {
	pub place: u64,
	pub line: u64,
	pub user: String,
	/// The column.
	pub field: String,
	/// A word for counting, equal for equal causes.
	pub kind: &'static str,
	/// What is wrong.
	pub reason: String,
}

/// A file, read.
#[derive(Debug, Default)]
pub struct Table {
	pub good: Vec<Good>,
	pub bad: Vec<Bad>,
	/// Columns that nothing asks for.
	pub ignored: Vec<String>,
}

impl Table {
	/// Rows in the file.
	pub fn rows(&self) -> usize {
		self.good.len() + self.bad.len()
	}
}

/// What reading needs to know.
pub struct Schema<'a> {
	pub definition: &'a Definition,
	pub rules: &'a CreditingRules,
	/// Seconds ahead of UTC, for times without an offset.
	pub utc_offset: Option<i32>,
}

/// Where a claim's data stand.
enum ClaimColumns {
	None,
	Counter { object: usize, from: usize, to: usize, gap: Option<usize>, decimals: u8 },
	Once { reference: usize },
	Site { object: usize, from: usize, to: usize },
}

struct Columns {
	user: usize,
	start: usize,
	end: usize,
	/// Of the inputs that are reported, in order.
	inputs: Vec<usize>,
	claims: Vec<ClaimColumns>,
}

/// The object or reference of an identifier: its hash, so that nothing but the hash is told, and
/// two operators that report one thing name it alike.
pub fn object_id(identifier: &str) -> ObjectId {
	let mut bytes = b"tanpu object v1\0".to_vec();
	bytes.extend(identifier.trim().as_bytes());
	blake2_256(&bytes)
}

/// Reads the file. An error refuses it whole: a column is missing, or it is no CSV.
pub fn read(
	bytes: &[u8],
	schema: &Schema<'_>,
	citizens: &HashMap<String, Option<CitizenId>>,
) -> Result<Table, String> {
	let skipped = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
	let text = &bytes[skipped..];
	let mut reader =
		csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text);
	let headers = reader.headers().map_err(|e| format!("no CSV header: {e}"))?.clone();
	let (columns, ignored) = columns(&headers, schema)?;
	let mut table = Table { ignored, ..Default::default() };
	let mut record = csv::ByteRecord::new();
	let mut place = 0u64;
	let (mut line, mut counted) = (1u64, 0usize);
	loop {
		match reader.read_byte_record(&mut record) {
			Ok(false) => break,
			Ok(true) => {},
			// Only reading can fail, and the whole file is in memory.
			Err(e) => return Err(format!("not a CSV file: {e}")),
		}
		let byte = |position: u64| usize::try_from(position).unwrap_or(text.len()).min(text.len());
		let from = record.position().map_or(counted, |position| byte(position.byte()));
		let mut raw = from..byte(reader.position().byte()).max(from);
		let is_end = |at: usize| matches!(text[at], b'\n' | b'\r');
		// The reader begins a record right after the \r of the one before, and skips blank lines.
		while raw.start < raw.end && is_end(raw.start) {
			raw.start += 1;
		}
		while raw.end > raw.start && is_end(raw.end - 1) {
			raw.end -= 1;
		}
		line += newlines(&text[counted.min(raw.start)..raw.start]);
		counted = raw.start;
		let raw = raw.start + skipped..raw.end + skipped;
		let fields: Vec<String> =
			record.iter().map(|field| String::from_utf8_lossy(field).into_owned()).collect();
		let user = fields.get(columns.user).cloned().unwrap_or_default();
		match row(&fields, &headers, &columns, schema, citizens) {
			Ok(row) => table.good.push(Good { place, line, raw, user, row }),
			Err((column, kind, reason)) => {
				let field =
					column.and_then(|column| headers.get(column)).unwrap_or("(row)").to_owned();
				table.bad.push(Bad { place, line, user, field, kind, reason });
			},
		}
		place += 1;
	}
	Ok(table)
}

fn newlines(bytes: &[u8]) -> u64 {
	u64::try_from(bytes.iter().filter(|byte| **byte == b'\n').count()).unwrap_or(u64::MAX)
}

fn columns(
	headers: &csv::StringRecord,
	schema: &Schema<'_>,
) -> Result<(Columns, Vec<String>), String> {
	let mut used = vec![false; headers.len()];
	let mut missing = Vec::new();
	let mut find = |name: &str, required: bool| -> Option<usize> {
		let found = headers.iter().position(|header| header == name);
		match found {
			Some(at) => used[at] = true,
			None if required => missing.push(name.to_owned()),
			None => {},
		}
		found
	};
	for (at, header) in headers.iter().enumerate() {
		if headers.iter().take(at).any(|before| before == header) && !header.is_empty() {
			return Err(format!("the column '{header}' is there twice"));
		}
	}
	let user = find("user", true);
	let start = find("start", true);
	let end = find("end", true);
	let inputs: Vec<Option<usize>> =
		schema.definition.reported().map(|(_, input)| find(input.name.as_str(), true)).collect();
	let mut claims = Vec::new();
	let (mut objects, mut counters, mut references, mut sites) = (0, 0, 0, 0);
	for claim in &schema.rules.claims {
		let numbered = |name: &str, count: usize| match count {
			1 => name.to_owned(),
			count => format!("{name}_{count}"),
		};
		claims.push(match claim {
			ClaimSpec::Counter { input, .. } => {
				objects += 1;
				counters += 1;
				let object = find(&numbered("object", objects), true);
				let from = find(&numbered("from", counters), true);
				let to = find(&numbered("to", counters), true);
				let gap = find(&numbered("gap", counters), false);
				let decimals = match schema
					.definition
					.inputs
					.get(usize::from(*input))
					.map(|input| &input.kind)
				{
					Some(InputKind::Number { decimals, .. }) => *decimals,
					_ => 0,
				};
				match (object, from, to) {
					(Some(object), Some(from), Some(to)) => {
						ClaimColumns::Counter { object, from, to, gap, decimals }
					},
					_ => ClaimColumns::None,
				}
			},
			ClaimSpec::Once { .. } => {
				references += 1;
				match find(&numbered("reference", references), true) {
					Some(reference) => ClaimColumns::Once { reference },
					None => ClaimColumns::None,
				}
			},
			ClaimSpec::SitePeriod { .. } => {
				objects += 1;
				sites += 1;
				let object = find(&numbered("object", objects), true);
				let from = find(&numbered("from_day", sites), true);
				let to = find(&numbered("to_day", sites), true);
				match (object, from, to) {
					(Some(object), Some(from), Some(to)) => ClaimColumns::Site { object, from, to },
					_ => ClaimColumns::None,
				}
			},
			ClaimSpec::Interval { .. } | ClaimSpec::DailyHighWater { .. } => ClaimColumns::None,
		});
	}
	let all: Option<Vec<usize>> = inputs.into_iter().collect();
	match (user, start, end, all) {
		(Some(user), Some(start), Some(end), Some(inputs)) if missing.is_empty() => {
			let ignored = headers
				.iter()
				.zip(used)
				.filter(|(_, used)| !used)
				.map(|(header, _)| header.to_owned())
				.collect();
			Ok((Columns { user, start, end, inputs, claims }, ignored))
		},
		_ => Err(format!(
			"the column{} '{}' {} missing; the file has: {}",
			if missing.len() == 1 { "" } else { "s" },
			missing.join("', '"),
			if missing.len() == 1 { "is" } else { "are" },
			headers.iter().collect::<Vec<_>>().join(", "),
		)),
	}
}

type Refusal = (Option<usize>, &'static str, String);

fn row(
	fields: &[String],
	headers: &csv::StringRecord,
	columns: &Columns,
	schema: &Schema<'_>,
	citizens: &HashMap<String, Option<CitizenId>>,
) -> Result<Row, Refusal> {
	if fields.len() != headers.len() {
		return Err((
			None,
			"wrong number of fields",
			format!("has {} fields, the header has {}", fields.len(), headers.len()),
		));
	}
	let value = |column: usize| -> Result<&str, Refusal> {
		match fields.get(column).map(String::as_str) {
			None | Some("") => {
				let (kind, reason) = value::empty();
				Err((Some(column), kind, reason))
			},
			Some(value) => Ok(value),
		}
	};
	let user = value(columns.user)?;
	let citizen = match citizens.get(user) {
		Some(Some(citizen)) => *citizen,
		Some(None) => {
			return Err((
				Some(columns.user),
				"unknown user",
				format!("user '{user}' has no carbon account on this chain yet"),
			))
		},
		None => {
			return Err((
				Some(columns.user),
				"unknown user",
				format!("user '{user}' is not in the users file"),
			))
		},
	};
	let moment = |column: usize| -> Result<u64, Refusal> {
		parse_time(value(column)?, schema.utc_offset)
			.map_err(|e| (Some(column), "bad time", e.to_string()))
	};
	let (start, end) = (moment(columns.start)?, moment(columns.end)?);
	if end < start {
		let reason = format!("'{}' is before its start", value(columns.end)?);
		return Err((Some(columns.end), "end before start", reason));
	}
	let minute = |column: usize, seconds: u64| {
		u32::try_from(seconds / 60)
			.map_err(|_| (Some(column), "bad time", "is beyond what the chain can count".into()))
	};
	let first = minute(columns.start, start)?;
	let last = minute(columns.end, end)?;
	let duration = u16::try_from(last - first)
		.map_err(|_| (Some(columns.end), "too long", format!("lasts {} minutes", last - first)))?;
	let mut inputs = Vec::with_capacity(columns.inputs.len());
	for ((_, input), column) in schema.definition.reported().zip(&columns.inputs) {
		let raw = value::raw(input, value(*column)?);
		inputs.push(Compact(raw.map_err(|(kind, reason)| (Some(*column), kind, reason))?));
	}
	let mut claims = Vec::new();
	for claim in &columns.claims {
		match claim {
			ClaimColumns::None => {},
			ClaimColumns::Counter { object, from, to, gap, decimals } => {
				let gap = match gap.and_then(|gap| fields.get(gap)).map(String::as_str) {
					None | Some("" | "0" | "no" | "false") => false,
					Some("1" | "yes" | "true") => true,
					Some(other) => {
						let reason = format!("'{other}' is neither yes nor no");
						return Err((*gap, "bad value", reason));
					},
				};
				claims.push(ClaimData::Counter {
					object: object_id(value(*object)?),
					from: number(value(*from)?, *from, *decimals, 0, u64::MAX)?,
					to: number(value(*to)?, *to, *decimals, 0, u64::MAX)?,
					gap,
				});
			},
			ClaimColumns::Once { reference } => {
				claims.push(ClaimData::Once { reference: object_id(value(*reference)?) });
			},
			ClaimColumns::Site { object, from, to } => {
				let day = |column: usize| {
					parse_date(value(column)?)
						.map_err(|e| (Some(column), "bad date", e.to_string()))
				};
				let (first, end) = (day(*from)?, day(*to)?);
				if end <= first {
					let reason = format!("'{}' is not after the first day", value(*to)?);
					return Err((Some(*to), "empty period", reason));
				}
				let object = object_id(value(*object)?);
				claims.push(ClaimData::Site { object, from: first, to: end });
			},
		}
	}
	let too_many = |what| (None, "too many values", format!("has too many {what}"));
	Ok(Row {
		citizen,
		start: first,
		duration,
		inputs: BoundedVec::try_from(inputs).map_err(|_| too_many("inputs"))?,
		claims: BoundedVec::try_from(claims).map_err(|_| too_many("claims"))?,
	})
}

fn number(text: &str, column: usize, decimals: u8, min: u64, max: u64) -> Result<u64, Refusal> {
	value::number(text, decimals, min, max).map_err(|(kind, reason)| (Some(column), kind, reason))
}

#[cfg(test)]
pub mod tests {
	use super::*;

	pub fn metro() -> crate::types::registry::Content {
		crate::methodology_file::parse(include_str!("../../../methodologies/shenzhen-metro.toml"))
			.unwrap()
	}

	pub fn people() -> HashMap<String, Option<CitizenId>> {
		[("anna", Some(3)), ("bert", Some(1)), ("new", None)]
			.map(|(user, citizen)| (user.to_owned(), citizen))
			.into()
	}

	pub fn read_metro(text: &str) -> Result<Table, String> {
		let content = metro();
		let schema = Schema {
			definition: &content.definition,
			rules: &content.rules,
			utc_offset: Some(28_800),
		};
		read(text.as_bytes(), &schema, &people())
	}

	#[test]
	fn rows_are_read() {
		let text = "\u{feff}user,start,end,distance,line\r\n\
			anna,2018-09-01 08:00:59,2018-09-01 08:30:01,2.52,\"1, north\"\r\n\
			bert,2018-09-01T00:00:00Z,2018-09-01T00:00:30Z,0,2\r\n";
		let table = read_metro(text).unwrap();
		assert!(table.bad.is_empty(), "{:?}", table.bad);
		assert_eq!(table.ignored, ["line"]);
		let [anna, bert] = table.good.as_slice() else { panic!() };
		let minute = 1_535_760_000 / 60; // 2018-09-01T08:00+08:00
		assert_eq!((anna.line, anna.place, anna.row.citizen), (2, 0, 3));
		assert_eq!((anna.row.start, anna.row.duration), (minute, 30));
		assert_eq!(anna.row.inputs.to_vec(), [Compact(252)]);
		assert_eq!(
			&text[anna.raw.clone()],
			"anna,2018-09-01 08:00:59,2018-09-01 08:30:01,2.52,\"1, north\""
		);
		assert_eq!((bert.line, bert.row.start, bert.row.duration), (3, minute, 0));
		assert_eq!(&text[bert.raw.clone()], "bert,2018-09-01T00:00:00Z,2018-09-01T00:00:30Z,0,2");
	}

	#[test]
	fn lines_are_counted_over_blank_ones_and_quoted_ones() {
		let t = "2018-09-01 08:00:00,2018-09-01 08:10:00";
		for end in ["\n", "\r\n"] {
			let text = [
				"user,start,end,distance,note".to_owned(),
				format!("anna,{t},1,\"two{end}lines\""),
				String::new(),
				format!("bert,{t},1,x"),
			]
			.join(end);
			let table = read_metro(&text).unwrap();
			let lines: Vec<u64> = table.good.iter().map(|row| row.line).collect();
			assert_eq!(lines, [2, 5], "{end:?}");
			assert!(text[table.good[0].raw.clone()].ends_with("lines\""));
			assert_eq!(&text[table.good[1].raw.clone()], format!("bert,{t},1,x"));
		}
	}

	#[test]
	fn a_missing_column_refuses_the_file() {
		let error = read_metro("user,start,end\n").unwrap_err();
		assert!(error.contains("'distance' is missing") && error.contains("user, start, end"));
		let error = read_metro("who,when\n").unwrap_err();
		assert!(error.contains("'user', 'start', 'end', 'distance' are missing"), "{error}");
		assert!(read_metro("user,user,start,end,distance\n").unwrap_err().contains("twice"));
		assert!(read_metro("").is_err());
	}

	#[test]
	fn every_bad_row_is_named_and_good_ones_go_on() {
		let t = "2018-09-01 08:00:00,2018-09-01 08:10:00";
		let text = format!(
			"user,start,end,distance\n\
			anna,{t},1.0\n\
			,{t},1.0\n\
			anna,{t},\n\
			anna,{t},x\n\
			anna,{t},1.234\n\
			anna,{t},100.01\n\
			anna,{t},-1\n\
			zoe,{t},1\n\
			new,{t},1\n\
			anna,2018-09-01 08:10:00,2018-09-01 08:00:00,1\n\
			anna,yesterday,2018-09-01 08:00:00,1\n\
			anna,{t}\n\
			anna,{t},1,more\n\
			anna,2018-01-01 08:00:00,2018-09-01 08:00:00,1\n\
			bert,{t},100\n"
		);
		let table = read_metro(&text).unwrap();
		assert_eq!(table.good.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 16]);
		assert_eq!(table.rows(), 15);
		let found: Vec<_> =
			table.bad.iter().map(|bad| (bad.line, bad.field.as_str(), bad.kind)).collect();
		let expected = [
			(3, "user", "empty value"),
			(4, "distance", "empty value"),
			(5, "distance", "bad number"),
			(6, "distance", "too many decimals"),
			(7, "distance", "out of range"),
			(8, "distance", "out of range"),
			(9, "user", "unknown user"),
			(10, "user", "unknown user"),
			(11, "end", "end before start"),
			(12, "start", "bad time"),
			(13, "(row)", "wrong number of fields"),
			(14, "(row)", "wrong number of fields"),
			(15, "end", "too long"),
		];
		assert_eq!(found, expected);
		assert!(table.bad[3].reason.contains("3 decimals"), "{:?}", table.bad[3]);
		assert!(table.bad[4].reason.contains("0.00 to 100.00"), "{:?}", table.bad[4]);
		assert!(table.bad[7].reason.contains("no carbon account"), "{:?}", table.bad[7]);
	}

	#[test]
	fn claims_that_need_data_have_columns() {
		let mut content = metro();
		content.rules.claims = BoundedVec::truncate_from(vec![
			ClaimSpec::Counter { group: 1, input: 0 },
			ClaimSpec::Once { group: 2, lasting: true },
		]);
		let schema =
			Schema { definition: &content.definition, rules: &content.rules, utc_offset: Some(0) };
		let text = "user,start,end,distance,object,from,to,gap,reference\n\
			anna,2018-09-01 08:00:00,2018-09-01 08:00:00,1.5,meter-1,10,11.5,yes,ticket\n";
		let table = read(text.as_bytes(), &schema, &people()).unwrap();
		let expected = [
			ClaimData::Counter { object: object_id("meter-1"), from: 1_000, to: 1_150, gap: true },
			ClaimData::Once { reference: object_id("ticket") },
		];
		assert_eq!(table.good[0].row.claims.to_vec(), expected);
		let error = read(b"user,start,end,distance\n", &schema, &people()).unwrap_err();
		assert!(error.contains("'object', 'from', 'to', 'reference' are missing"), "{error}");
	}

	#[test]
	fn sites_have_an_object_and_two_days() {
		let mut content = metro();
		content.rules.claims =
			BoundedVec::truncate_from(vec![ClaimSpec::SitePeriod { group: 1, max_days: 9_125 }]);
		let schema =
			Schema { definition: &content.definition, rules: &content.rules, utc_offset: Some(0) };
		let t = "2018-09-30 23:00:00,2018-09-30 23:00:00,1.5";
		let text = format!(
			"user,start,end,distance,object,from_day,to_day\n\
			anna,{t},roof-1,2018-09-01,2018-10-01\n\
			anna,{t},roof-1,2018-09-01,2018-09-01\n\
			anna,{t},roof-1,2018-9-1,2018-10-01\n\
			anna,{t},,2018-09-01,2018-10-01\n"
		);
		let table = read(text.as_bytes(), &schema, &people()).unwrap();
		let object = object_id("roof-1");
		let expected = [ClaimData::Site { object, from: 17_775, to: 17_805 }];
		assert_eq!(table.good[0].row.claims.to_vec(), expected);
		let found: Vec<_> =
			table.bad.iter().map(|bad| (bad.line, bad.field.as_str(), bad.kind)).collect();
		let wrong = [
			(3, "to_day", "empty period"),
			(4, "from_day", "bad date"),
			(5, "object", "empty value"),
		];
		assert_eq!(found, wrong);
		let error = read(b"user,start,end,distance\n", &schema, &people()).unwrap_err();
		assert!(error.contains("'object', 'from_day', 'to_day' are missing"), "{error}");
	}

	#[test]
	fn rows_carry_only_what_is_reported() {
		let mut content = metro();
		let distance = content.definition.inputs[0].clone();
		let name = tanpu_formula::Name::new("usual").unwrap();
		let origin = tanpu_formula::Origin::Mean { of: 1, days: 7, least: 5 };
		let usual = tanpu_formula::Input { name, origin, ..distance.clone() };
		content.definition.inputs = BoundedVec::truncate_from(vec![usual, distance]);
		let schema =
			Schema { definition: &content.definition, rules: &content.rules, utc_offset: Some(0) };
		let text = "user,start,end,distance,usual\n\
			anna,2018-09-01 08:00:00,2018-09-01 08:00:00,1.5,9\n";
		let table = read(text.as_bytes(), &schema, &people()).unwrap();
		assert_eq!(table.good[0].row.inputs.to_vec(), [Compact(150)]);
		assert_eq!(table.ignored, ["usual"]);
	}
}
