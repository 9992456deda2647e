//! What stages, opinions and causes are called, on the screen and in JSON.

use crate::output::grouped;
use pallet_verified_reductions::{Cancellation, Referral, Stage};
use sp_runtime::Permill;
use tanpu_primitives::{
	verification::{AdjustmentDeclaration, AdjustmentStatus, Opinion, RiskKind, UnitType},
	Month,
};

/// `2026-01`.
pub fn month(month: Month) -> String {
	format!("{}-{:02}", u32::from(month) / 12 + 1_970, month % 12 + 1)
}

/// A word for a stage.
pub fn stage(stage: &Stage) -> &'static str {
	match stage {
		Stage::Sealed => "sealed",
		Stage::Sampled => "sampled",
		Stage::Referred { .. } => "referred",
		Stage::Noticed { .. } => "noticed",
		Stage::Issued => "issued",
		Stage::Rejected => "rejected",
	}
}

/// Why the council decides.
pub fn referral(cause: Referral) -> &'static str {
	match cause {
		Referral::Adverse => "an opinion is adverse",
		Referral::Quorum => "fewer opinions than needed",
		Referral::Failures => "more of the sample failed than can be extrapolated",
		Referral::NothingLeft => "the deductions leave nothing",
		Referral::Halted => "halted during the public notice",
	}
}

pub fn opinion(opinion: &Opinion) -> &'static str {
	match opinion {
		Opinion::Unmodified => "unmodified",
		Opinion::Modified { .. } => "modified",
		Opinion::Adverse => "adverse",
		Opinion::Disclaimed => "disclaimed",
	}
}

/// An opinion with its deduction.
pub fn opinion_text(given: &Opinion) -> String {
	match given {
		Opinion::Modified { deduction } => {
			format!("modified, less {} g", grouped(*deduction))
		},
		other => opinion(other).to_owned(),
	}
}

pub fn risk(kind: RiskKind) -> &'static str {
	match kind {
		RiskKind::Activity => "activity",
		RiskKind::Technology => "technology",
		RiskKind::Nature => "nature",
	}
}

pub fn parse_risk(text: &str) -> Result<RiskKind, String> {
	RiskKind::ALL
		.into_iter()
		.find(|kind| risk(*kind) == text)
		.ok_or_else(|| "expected activity, technology or nature".into())
}

#[allow(dead_code)]
pub fn cancellation(cause: &Cancellation) -> String {
	match cause {
		Cancellation::CommonGood => "given to the common good".into(),
		Cancellation::Unclaimed => "not claimed in time".into(),
		Cancellation::Recalled => "recalled".into(),
		Cancellation::TopUp { class } => format!("made good what was recalled of class {class}"),
		Cancellation::Replacement { class } => {
			format!("given for what was recalled of class {class}")
		},
	}
}

/// A share: `5 %`.
pub fn percent(share: Permill) -> String {
	let parts = share.deconstruct();
	let text = format!("{}.{:04}", parts / 10_000, parts % 10_000);
	format!("{} %", text.trim_end_matches('0').trim_end_matches('.'))
}

/// As the Climate Action Data Trust's pick list has it.
pub fn declaration(found: AdjustmentDeclaration) -> &'static str {
	match found {
		AdjustmentDeclaration::Unknown => "Unknown",
		AdjustmentDeclaration::NotRequired => "Not Required",
		AdjustmentDeclaration::Committed => "Committed",
	}
}

/// As the Climate Action Data Trust's pick list has it; `Unknown` is in later lists only.
pub fn adjustment(found: AdjustmentStatus) -> &'static str {
	match found {
		AdjustmentStatus::NotStarted => "Not Started",
		AdjustmentStatus::Unknown => "Unknown",
		AdjustmentStatus::Pending => "Pending",
		AdjustmentStatus::Completed => "Completed",
	}
}

/// As the Climate Action Data Trust's pick list has it.
pub fn unit_type(found: UnitType) -> &'static str {
	match found {
		UnitType::ReductionTechnical => "Reduction - technical",
		UnitType::ReductionNature => "Reduction - nature",
		UnitType::RemovalTechnical => "Removal - technical",
		UnitType::RemovalNature => "Removal - nature",
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn months_and_shares() {
		assert_eq!(month(0), "1970-01");
		assert_eq!(month(672), "2026-01");
		assert_eq!(month(671), "2025-12");
		assert_eq!(percent(Permill::from_percent(5)), "5 %");
		assert_eq!(percent(Permill::from_parts(12_345)), "1.2345 %");
		assert_eq!(parse_risk("nature"), Ok(RiskKind::Nature));
		assert!(parse_risk("Nature!").is_err());
	}
}
