//! Records to grams: parsing and computing on all cores, days in the order of the file.

use super::{
	baseline::Histories,
	rows::{Columns, Refusal, Values},
	source::Record,
};
use crate::report::outcome;
use rayon::prelude::*;
use tanpu_formula::{CheckError, Definition, EvalError, Outcome, Prepared};
use tanpu_primitives::Reason;

/// What became of a record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Evaluated {
	pub line: u64,
	pub verdict: Verdict,
}

/// Whether the formula was run, and what it gave.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Verdict {
	/// On these raw values.
	Ran(Vec<u64>, Result<Outcome, EvalError>),
	/// Not run.
	Refused(Refusal),
}

impl Verdict {
	/// Why it gives no grams.
	pub fn refusal(&self, definition: &Definition) -> Option<Refusal> {
		match self {
			Self::Refused(refusal) => Some(refusal.clone()),
			Self::Ran(_, Ok(_)) => None,
			Self::Ran(_, Err(error)) => Some(of_reason(&Reason::Formula(*error), definition)),
		}
	}
}

fn of_reason(reason: &Reason, definition: &Definition) -> Refusal {
	let field = match reason {
		Reason::Formula(
			EvalError::InputOutOfRange { input } | EvalError::UnknownCategory { input },
		) => definition.inputs.get(usize::from(*input)).map(|input| input.name.to_string()),
		Reason::BaselineTooShort | Reason::LateDay | Reason::AlreadyRecorded => {
			Some("day".to_owned())
		},
		_ => None,
	};
	Refusal {
		field: field.unwrap_or_else(|| "(row)".into()),
		cause: outcome::cause(reason),
		reason: outcome::detail(reason, Some(definition)),
	}
}

/// A methodology and a file, brought together.
pub struct Evaluation<'a> {
	definition: &'a Definition,
	prepared: Prepared,
	columns: Columns,
	headers: Vec<String>,
	histories: Histories,
}

impl<'a> Evaluation<'a> {
	/// # Errors
	///
	/// A column is missing, or the definition was never checked.
	pub fn new(definition: &'a Definition, headers: &[String]) -> Result<Self, String> {
		let columns = Columns::of(headers, definition)?;
		let prepared = Prepared::new(definition).map_err(|e: CheckError| e.to_string())?;
		let headers = headers.to_vec();
		Ok(Self { definition, prepared, columns, headers, histories: Histories::default() })
	}

	pub fn columns(&self) -> &Columns {
		&self.columns
	}

	/// Computes records that follow those of the calls before, in order.
	pub fn run(&mut self, records: &[Record]) -> Vec<Evaluated> {
		let mut rows: Vec<Result<Values, Refusal>> = records
			.par_iter()
			.map(|record| self.columns.values(record, &self.headers, self.definition))
			.collect();
		if self.columns.mean.is_some() {
			for row in &mut rows {
				self.provide(row);
			}
		}
		rows.into_par_iter()
			.zip(records)
			.map(|(row, record)| {
				let verdict = match row {
					Ok(values) => {
						let outcome = self.prepared.evaluate(&values.raw);
						Verdict::Ran(values.raw, outcome)
					},
					Err(refusal) => Verdict::Refused(refusal),
				};
				Evaluated { line: record.line, verdict }
			})
			.collect()
	}

	/// Puts the mean of the days before into a row. What was not understood feeds nothing.
	fn provide(&mut self, row: &mut Result<Values, Refusal>) {
		let Some((rule, ..)) = self.columns.mean else { return };
		let Ok(values) = row else { return };
		let Some((day, subject)) = &values.day else { return };
		let Some(value) = values.raw.get(rule.of).copied() else { return };
		let out_of_range =
			|| EvalError::InputOutOfRange { input: u8::try_from(rule.input).unwrap_or(u8::MAX) };
		let mean = self
			.histories
			.feed(&rule, subject, *day, value)
			.and_then(|mean| mean.ok_or_else(|| Reason::Formula(out_of_range())));
		match (mean, values.raw.get_mut(rule.input)) {
			(Ok(mean), Some(place)) => *place = mean,
			(Ok(_), None) => {},
			(Err(reason), _) => *row = Err(of_reason(&reason, self.definition)),
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const HOUSEHOLD: &str = r#"
jurisdiction = "CN-SZ"
scenario = "household-electricity"
formula = "max(0 kWh, usual - used) * grid * (members / 1 person)"
title.en = "Household electricity"
document = { uri = "x", hash = "0000000000000000000000000000000000000000000000000000000000000000" }
input = [
	{ name = "used", unit = "kWh", decimals = 1, min = 0, max = 100 },
	{ name = "usual", unit = "kWh", decimals = 2, min = 0, max = 50, mean = { of = "used", days = 2, least = 2 } },
	{ name = "members", unit = "person", decimals = 0, min = 1, max = 20, members = true },
	{ name = "region", values = ["south", "north"] },
]
table = [
	{ name = "grid", keys = ["region"], unit = "kgCO2e/kWh", values = [0.4419, 1], kind = "reference", source = "x" },
]
[rules]
points_per_kg = 1
growth_per_kg = 1
max_grams_per_record = 1000
max_grams_per_day = 1000
evidence_required = false
operator_share_percent = 0
verifiers_needed = 1
claim = [{ kind = "counter", group = 1, input = "used" }]
"#;

	fn definition() -> Definition {
		let source = HOUSEHOLD.replace("* grid *", "* lookup(grid) *");
		crate::methodology_file::parse(&source).unwrap().definition
	}

	fn run(text: &str) -> Result<Vec<Evaluated>, String> {
		let definition = definition();
		let mut lines = text.lines().zip(1u64..);
		let split = |line: &str| line.split(',').map(|field| field.trim().to_owned()).collect();
		let headers: Vec<String> = split(lines.next().unwrap().0);
		let records: Vec<Record> =
			lines.map(|(text, line)| Record { line, fields: split(text) }).collect();
		let mut evaluation = Evaluation::new(&definition, &headers)?;
		// In chunks, as a file comes.
		Ok(records.chunks(2).flat_map(|chunk| evaluation.run(chunk)).collect())
	}

	fn grams(rows: &[Evaluated]) -> Vec<Result<u64, (String, &'static str)>> {
		let definition = definition();
		rows.iter()
			.map(|row| match &row.verdict {
				Verdict::Ran(_, Ok(outcome)) => Ok(outcome.grams),
				other => {
					let refusal = other.refusal(&definition).unwrap();
					Err((refusal.field, refusal.cause))
				},
			})
			.collect()
	}

	#[test]
	fn means_are_made_of_days_by_subject() {
		let rows = run("subject,day,used,members,region\n\
			a,2024-01-01,10,2,south\n\
			a,2024-01-02,12.5,2,south\n\
			b,2024-01-03,1,2,south\n\
			a,2024-01-03,10,2,south\n\
			a,2024-01-02,10,2,south\n\
			a,2024-01-04,100.1,2,south\n\
			a,2024-01-04,11.3,2,north\n\
			a,2024-01-04x,1,2,north\n\
			a,2024-01-06,1,2,north\n\
			a,2024-01-05,9,2,north\n\
			a,2024-01-07,1,2,north\n")
		.unwrap();
		let short = "too few of the days before are known for a baseline";
		let day = || "day".to_owned();
		assert_eq!(
			grams(&rows),
			[
				Err((day(), short)),
				Err((day(), short)),
				Err((day(), short)),
				// (11.25 - 10) kWh x 0.4419 x 2 persons.
				Ok(1_104),
				Err((day(), "the day is recorded already")),
				// Out of range: it feeds nothing, so the day can come again.
				Err(("used".to_owned(), "out of range")),
				// (11.25 - 11.3) is below nought.
				Ok(0),
				Err((day(), "bad date")),
				Err((day(), short)),
				Err((day(), "a later day was recorded before")),
				// 2024-01-05 counts though it earned nothing: (5 - 1) x 1 x 2.
				Ok(8_000),
			]
		);
		let Verdict::Ran(raw, _) = &rows[3].verdict else { panic!() };
		assert_eq!(raw, &[100, 1_125, 2, 0]);
	}

	#[test]
	fn a_column_of_the_mean_s_own_name_is_taken_as_it_is() {
		let rows = run("used,usual,members,region,day\n\
			10,11.25,2,south,2024-01-03\n\
			10,50.01,2,south,\n\
			10,11,2,west,2024-01-03\n")
		.unwrap();
		let found = grams(&rows);
		assert_eq!(found[0], Ok(1_104));
		assert_eq!(found[1], Err(("usual".to_owned(), "out of range")));
		assert_eq!(found[2], Err(("region".to_owned(), "unknown category")));
	}

	const SEASONAL: &str = r#"
	{ name = "used", unit = "kWh", decimals = 0, min = 0, max = 100 },
	{ name = "month", values = ["m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "m9", "m10", "m11", "m12"], month = true },
]
table = [
	{ name = "each", keys = ["month"], unit = "gCO2e/kWh", values = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], kind = "platform", source = "x" },
]
[rules]"#;

	/// Whatever the lines are, as grams and refusals; or why the header is refused.
	fn by_month(text: &str) -> Result<Vec<String>, String> {
		let inputs = HOUSEHOLD.find("input = [").unwrap() + "input = [".len();
		let rules = HOUSEHOLD.find("[rules]").unwrap() + "[rules]".len();
		let source = format!("{}{SEASONAL}{}", &HOUSEHOLD[..inputs], &HOUSEHOLD[rules..]);
		let begin = source.find("formula").unwrap();
		let end = begin + source[begin..].find('\n').unwrap();
		let source =
			format!("{}formula = \"used * each[month]\"{}", &source[..begin], &source[end..]);
		let definition = crate::methodology_file::parse(&source).unwrap().definition;
		let split = |line: &str| line.split(',').map(str::to_owned).collect::<Vec<_>>();
		let mut lines = text.lines();
		let headers = split(lines.next().unwrap());
		let records: Vec<_> = lines.map(|line| Record { line: 2, fields: split(line) }).collect();
		let mut evaluation = Evaluation::new(&definition, &headers)?;
		let ignored = evaluation.columns().ignored.clone();
		let found = evaluation.run(&records).into_iter().map(|row| match row.verdict {
			Verdict::Ran(_, Ok(outcome)) => outcome.grams.to_string(),
			other => {
				let refusal = other.refusal(&definition).unwrap();
				format!("{}: {}", refusal.field, refusal.cause)
			},
		});
		Ok(found.chain(ignored).collect())
	}

	#[test]
	fn the_month_is_that_of_the_day_or_a_column() {
		// Whatever the file calls the month, where it has days.
		let rows = "used,month,day\n10,m7,2024-12-31\n10,m7,2024-07-01\n10,m7,\n10,m7,July\n";
		let expected = ["120", "70", "day: empty value", "day: bad date", "month"];
		assert_eq!(by_month(rows).unwrap(), expected);
		let expected = ["10", "month: unknown category"];
		assert_eq!(by_month("used,month\n10,m1\n10,july\n").unwrap(), expected);
		let error = by_month("used\n10\n").unwrap_err();
		assert!(error.contains("'month' (or 'day') is missing"), "{error}");
	}

	#[test]
	fn a_mean_out_of_its_range_is_named() {
		let rows = run("day,used,members,region\n\
			2024-01-01,90,2,south\n2024-01-02,90,2,south\n2024-01-03,1,2,south\n")
		.unwrap();
		assert_eq!(grams(&rows)[2], Err(("usual".to_owned(), "input out of range")));
	}

	#[test]
	fn missing_columns_are_named() {
		let error = run("used,region\n").unwrap_err();
		assert!(error.contains("'usual' (or 'day'), 'members' are missing"), "{error}");
		let error = run("day,used,members\n").unwrap_err();
		assert!(error.contains("'region' is missing; the file has: day, used, members"), "{error}");
	}

	#[test]
	fn rows_of_another_width_are_named() {
		let rows = run("day,used,members,region\n2024-01-01,1,2\n").unwrap();
		assert_eq!(grams(&rows)[0], Err(("(row)".to_owned(), "wrong number of fields")));
	}
}
