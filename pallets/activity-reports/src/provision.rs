//! What the chain itself puts into a row's computation: the mean of the days before, the members of a
//! household, and the month.

use crate::{
	history::MeanRule,
	pallet::{Config, Error},
};
use alloc::vec::Vec;
use codec::Compact;
use frame_support::ensure;
use tanpu_formula::{Definition, EvalError, InputKind, Origin};
use tanpu_primitives::{time::month_of_year, ClaimSpec, Day, Reason};

/// A methodology's inputs by who says them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Provision {
	/// Of each input.
	pub origins: Vec<Origin>,
	/// Smallest raw value of each input: it stands for a mean and for members until they are known.
	least: Vec<u64>,
	/// The mean, where one is taken: then a history is kept.
	pub mean: Option<MeanRule>,
	/// Index of the input that takes the members of a household.
	pub members: Option<usize>,
}

impl Provision {
	/// Of a checked definition.
	pub fn new<T: Config>(definition: &Definition, claims: &[ClaimSpec]) -> Result<Self, Error<T>> {
		let mean = MeanRule::of(definition, claims);
		ensure!(mean.is_some() == definition.mean().is_some(), Error::FormulaNotChecked);
		let total = claims.iter().any(|claim| matches!(claim, ClaimSpec::DailyHighWater { .. }));
		ensure!(mean.is_none() || !total, Error::MeanOfDailyTotal);
		let members = definition.members().map(|(at, _)| at);
		let object = claims
			.iter()
			.any(|claim| matches!(claim, ClaimSpec::Counter { .. } | ClaimSpec::SitePeriod { .. }));
		ensure!(members.is_none() || object, Error::MembersWithoutObject);
		let least = |kind: &InputKind| match kind {
			InputKind::Number { min, .. } => *min,
			InputKind::Category { .. } => 0,
		};
		Ok(Self {
			origins: definition.inputs.iter().map(|input| input.origin).collect(),
			least: definition.inputs.iter().map(|input| least(&input.kind)).collect(),
			mean,
			members,
		})
	}

	/// Whether all inputs are known before any object and history is: a month needs neither.
	pub fn is_immediate(&self) -> bool {
		self.mean.is_none() && self.members.is_none()
	}

	/// All inputs in their order: the reported ones and the month of the act's day in their places.
	pub fn lay_out(
		&self,
		reported: &[Compact<u64>],
		day: Day,
		inputs: &mut Vec<u64>,
	) -> Result<(), Reason> {
		let due = self.origins.iter().filter(|origin| **origin == Origin::Reported).count();
		let expected = u8::try_from(due).unwrap_or(u8::MAX);
		let wrong = Reason::Formula(EvalError::WrongInputCount { expected });
		ensure!(reported.len() == due, wrong);
		let mut reported = reported.iter();
		inputs.clear();
		for (origin, least) in self.origins.iter().zip(&self.least) {
			inputs.push(match origin {
				Origin::Reported => reported.next().ok_or(wrong)?.0,
				Origin::Mean { .. } | Origin::Members => *least,
				Origin::Month => u64::from(month_of_year(day)),
			});
		}
		Ok(())
	}
}
