//! What the columns of a file are, and the raw values of a row.

use super::{baseline::Mean, source::Record};
use crate::{report::value, time::parse_date};
use tanpu_formula::{Definition, Input, InputKind, Origin};
use tanpu_primitives::{time::month_of_year, Day};

/// Why a row was not computed, or gave no grams.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refusal {
	/// The column.
	pub field: String,
	/// Equal for equal causes.
	pub cause: &'static str,
	pub reason: String,
}

/// The columns of a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Columns {
	width: usize,
	/// Of each input; none for a mean or month that is made of the days.
	inputs: Vec<Option<usize>>,
	/// The mean that is made of the days, with the columns of day and subject.
	pub mean: Option<(Mean, usize, Option<usize>)>,
	/// The input that takes the month of the day, with the column of day.
	month: Option<(usize, usize)>,
	/// Columns that nothing asks for.
	pub ignored: Vec<String>,
}

/// A row that was understood.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Values {
	/// In the order of the definition; 0 where a mean is to come.
	pub raw: Vec<u64>,
	/// The day and whose it is, where a mean is made of days.
	pub day: Option<(Day, String)>,
}

impl Columns {
	/// Finds the columns. An error names what is missing.
	pub fn of(headers: &[String], definition: &Definition) -> Result<Self, String> {
		let mut used = vec![false; headers.len()];
		let mut find = |name: &str| {
			let at = headers.iter().position(|header| header == name)?;
			used[at] = true;
			Some(at)
		};
		let mut missing = Vec::new();
		let (mut mean, mut month) = (None, None);
		let mut inputs = Vec::with_capacity(definition.inputs.len());
		for (at, input) in definition.inputs.iter().enumerate() {
			let name = input.name.as_str();
			let takes_month = input.origin == Origin::Month;
			let day = if takes_month { find("day") } else { None };
			if let Some(day) = day {
				month = Some((at, day));
				inputs.push(None);
				continue;
			}
			let column = find(name);
			inputs.push(column);
			if column.is_some() {
				continue;
			}
			match (rule(definition, at, input), find("day")) {
				(Some(rule), Some(day)) => mean = Some((rule, day, find("subject"))),
				(Some(_), None) => missing.push(format!("'{name}' (or 'day')")),
				(None, _) if takes_month => missing.push(format!("'{name}' (or 'day')")),
				(None, _) => missing.push(format!("'{name}'")),
			}
		}
		if !missing.is_empty() {
			return Err(format!(
				"the column{} {} {} missing; the file has: {}",
				if missing.len() == 1 { "" } else { "s" },
				missing.join(", "),
				if missing.len() == 1 { "is" } else { "are" },
				headers.join(", "),
			));
		}
		let ignored = headers
			.iter()
			.zip(used)
			.filter(|(header, used)| !used && !header.is_empty())
			.map(|(header, _)| header.clone())
			.collect();
		Ok(Self { width: headers.len(), inputs, mean, month, ignored })
	}

	/// The raw values of a record.
	pub fn values(
		&self,
		record: &Record,
		headers: &[String],
		definition: &Definition,
	) -> Result<Values, Refusal> {
		let fields = &record.fields;
		if fields.len() != self.width {
			return Err(Refusal {
				field: "(row)".into(),
				cause: "wrong number of fields",
				reason: format!("has {} fields, the header has {}", fields.len(), self.width),
			});
		}
		let cell = |column: usize| fields.get(column).map_or("", String::as_str);
		let wrong = |column: usize, (cause, reason): value::Wrong| Refusal {
			field: headers.get(column).cloned().unwrap_or_default(),
			cause,
			reason,
		};
		let mut raw = Vec::with_capacity(self.inputs.len());
		for (input, column) in definition.inputs.iter().zip(&self.inputs) {
			raw.push(match column {
				Some(column) => value::raw(input, cell(*column)).map_err(|e| wrong(*column, e))?,
				None => 0,
			});
		}
		let date = |column: usize| {
			let text = cell(column);
			if text.is_empty() {
				return Err(wrong(column, value::empty()));
			}
			parse_date(text).map_err(|_| {
				wrong(column, ("bad date", format!("'{text}' is no date: YYYY-MM-DD")))
			})
		};
		if let Some((at, column)) = self.month {
			let month = month_of_year(date(column)?);
			if let Some(place) = raw.get_mut(at) {
				*place = month.into();
			}
		}
		let day = match &self.mean {
			None => None,
			Some((_, column, subject)) => {
				let subject = subject.map_or(String::new(), |subject| cell(subject).to_owned());
				Some((date(*column)?, subject))
			},
		};
		Ok(Values { raw, day })
	}
}

/// The mean that an input takes.
fn rule(definition: &Definition, at: usize, input: &Input) -> Option<Mean> {
	let Origin::Mean { of, days, least } = input.origin else { return None };
	let of = usize::from(of);
	match (&definition.inputs.get(of)?.kind, &input.kind) {
		(InputKind::Number { decimals: from, .. }, InputKind::Number { decimals: to, .. }) => {
			Some(Mean { input: at, of, days, least, decimals: (*from, *to) })
		},
		_ => None,
	}
}
