//! What became of a row, in words.

use tanpu_formula::{Definition, EvalError};
use tanpu_primitives::{Outcome, Reason};

/// A short text, equal for equal causes: for counting.
pub fn cause(reason: &Reason) -> &'static str {
	match reason {
		Reason::NotEnrolled => "not enrolled with this operator",
		Reason::InTheFuture => "ends in the future",
		Reason::DayClosed => "too late: the day is closed",
		Reason::TimeOutOfRange => "time out of range",
		Reason::TooLong => "longer than the exclusion group allows",
		Reason::ZeroLength => "zero length: begins and ends in one minute",
		Reason::VersionNotInForce => "another version was in force",
		Reason::Formula(EvalError::InputOutOfRange { .. }) => "input out of range",
		Reason::Formula(EvalError::DivisionByZero) => "division by zero",
		Reason::Formula(EvalError::Overflow) => "number too large",
		Reason::Formula(EvalError::WrongInputCount { .. }) => "wrong number of inputs",
		Reason::Formula(EvalError::UnknownCategory { .. }) => "unknown category",
		Reason::Formula(EvalError::Unchecked) => "formula not checked",
		Reason::NoReduction => "no reduction: less than a gram",
		Reason::ClaimDataMismatch => "claim data do not fit the methodology",
		Reason::Overlap { .. } => "overlaps a credited record",
		Reason::NoExcess => "not above what was credited for the day",
		Reason::AlreadyClaimed => "reference credited before",
		Reason::CounterOverlap => "register range credited before",
		Reason::CounterGap => "register gap not declared",
		Reason::EmptyRange => "register range is empty",
		Reason::ReadingMismatch => "input is not the difference of the readings",
		Reason::HeldByAnother => "object registered to another citizen",
		Reason::DailyCapReached => "daily cap reached",
		Reason::LogFull => "the citizen's log of the day is full",
		Reason::ContributionsFull => "too many unsettled classes",
		Reason::Overflow => "a total is too large",
		Reason::NotOneDay => "not within one day of the city",
		Reason::BaselineTooShort => "too few of the days before are known for a baseline",
		Reason::LateDay => "a later day was recorded before",
		Reason::AlreadyRecorded => "the day is recorded already",
		Reason::NotRegistered => "object not registered",
		Reason::SiteOverlap => "begins before the end of a credited period of the site",
		Reason::SiteGap => "begins after the end of the site's last credited period",
		Reason::OutsideCreditingPeriod => "not within the site's crediting period",
		Reason::PeriodMismatch => "the period is empty or does not end on the day of the act",
	}
}

/// The cause with what is particular to this row.
pub fn detail(reason: &Reason, definition: Option<&Definition>) -> String {
	let base = cause(reason);
	let input = |index: u8| {
		definition
			.and_then(|definition| definition.inputs.get(usize::from(index)))
			.map_or(format!("{index}"), |input| format!("'{}'", input.name))
	};
	match reason {
		Reason::Overlap { with } => format!("{base} ({}:{})", with.batch, with.row),
		Reason::Formula(
			EvalError::InputOutOfRange { input: index }
			| EvalError::UnknownCategory { input: index },
		) => format!("{base}: {}", input(*index)),
		_ => base.to_owned(),
	}
}

/// One word for programs.
pub fn state(outcome: &Outcome) -> &'static str {
	match outcome {
		Outcome::Credited { .. } => "credited",
		Outcome::Capped { .. } => "capped",
		Outcome::Recorded(_) => "recorded",
		Outcome::Rejected(_) => "rejected",
	}
}

/// A sentence.
pub fn text(outcome: &Outcome, definition: Option<&Definition>) -> String {
	match outcome {
		Outcome::Credited { grams } => format!("credited {grams} g"),
		Outcome::Capped { grams, computed } => {
			format!("credited {grams} g of {computed} g: a cap of the methodology applied")
		},
		Outcome::Recorded(reason) => {
			format!("recorded, not credited: {}", detail(reason, definition))
		},
		Outcome::Rejected(reason) => format!("rejected: {}", detail(reason, definition)),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use tanpu_primitives::RecordRef;

	#[test]
	fn texts() {
		let with = RecordRef { batch: 4, row: 17 };
		assert_eq!(
			text(&Outcome::Rejected(Reason::Overlap { with }), None),
			"rejected: overlaps a credited record (4:17)"
		);
		let range = Reason::Formula(EvalError::InputOutOfRange { input: 0 });
		let content = super::super::table::tests::metro();
		assert_eq!(detail(&range, Some(&content.definition)), "input out of range: 'distance'");
		assert_eq!(detail(&range, None), "input out of range: 0");
		assert!(text(&Outcome::Capped { grams: 1, computed: 2 }, None).contains("1 g of 2 g"));
		let recorded = Outcome::Recorded(Reason::BaselineTooShort);
		assert_eq!(
			text(&recorded, None),
			"recorded, not credited: too few of the days before are known for a baseline"
		);
		assert_eq!(state(&recorded), "recorded");
	}
}
