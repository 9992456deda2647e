//! The same rows by the chain's own runtime: native against wasm.

use super::compute::{Evaluated, Verdict};
use crate::{
	connection::At,
	failure::{Failure, Result},
	types::api::EvaluationFailure,
};
use futures::{stream, StreamExt, TryStreamExt};
use tanpu_formula::EvalError;
use tanpu_primitives::MethodologyRef;

/// Questions under way at once.
const IN_FLIGHT: usize = 64;

/// Differences that are kept to be shown.
const SHOWN: usize = 20;

/// Where the two disagree.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difference {
	pub line: u64,
	pub raw: Vec<u64>,
	pub native: Result<u64, EvalError>,
	pub chain: Result<u64, EvalError>,
}

/// What was compared so far.
#[derive(Default)]
pub struct Comparison {
	pub compared: u64,
	pub differences: u64,
	/// The first ones.
	pub shown: Vec<Difference>,
}

impl Comparison {
	/// Has the runtime compute every row that was computed here, at one block.
	pub async fn add(
		&mut self,
		at: &At<'_>,
		reference: MethodologyRef,
		rows: &[Evaluated],
	) -> Result<()> {
		let ran = rows.iter().filter_map(|row| match &row.verdict {
			Verdict::Ran(raw, native) => Some((row.line, raw, native.map(|outcome| outcome.grams))),
			Verdict::Refused(_) => None,
		});
		let mut answers = stream::iter(ran)
			.map(|(line, raw, native)| async move {
				let answer: Result<u64, EvaluationFailure> =
					at.call("CarbonApi", "evaluate", (reference, raw.clone())).await?;
				match answer {
					Ok(grams) => Ok((line, raw, native, Ok(grams))),
					Err(EvaluationFailure::Formula(error)) => Ok((line, raw, native, Err(error))),
					Err(EvaluationFailure::Methodology(refusal)) => Err(Failure::Plain(format!(
						"the chain does not compute with methodology {} version {}: {refusal:?}",
						reference.methodology, reference.version
					))),
				}
			})
			.buffered(IN_FLIGHT);
		while let Some((line, raw, native, chain)) = answers.try_next().await? {
			self.note(line, raw, native, chain);
		}
		Ok(())
	}

	fn note(
		&mut self,
		line: u64,
		raw: &[u64],
		native: Result<u64, EvalError>,
		chain: Result<u64, EvalError>,
	) {
		self.compared += 1;
		if native != chain {
			self.differences += 1;
			if self.shown.len() < SHOWN {
				self.shown.push(Difference { line, raw: raw.to_vec(), native, chain });
			}
		}
	}
}

/// One side of a difference.
pub fn shown(side: &Result<u64, EvalError>) -> String {
	match side {
		Ok(grams) => format!("{grams} g"),
		Err(error) => error.to_string(),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn differences_are_counted_and_the_first_ones_kept() {
		let mut comparison = Comparison::default();
		comparison.note(2, &[1], Ok(1), Ok(1));
		comparison.note(3, &[1], Err(EvalError::Overflow), Err(EvalError::Overflow));
		for line in 4..40 {
			comparison.note(line, &[line], Ok(1), Err(EvalError::DivisionByZero));
		}
		assert_eq!((comparison.compared, comparison.differences), (38, 36));
		assert_eq!(comparison.shown.len(), SHOWN);
		assert_eq!(
			(comparison.shown[0].line, shown(&comparison.shown[0].native)),
			(4, "1 g".into())
		);
	}
}
