//! The hot ledger as other pallets use it.

use crate::pallet::{Config, Error, OperatorTotals, Pallet, Positions};
use sp_runtime::DispatchError;
use tanpu_primitives::{traits, Be16, Be32, CitizenId, Grams, OperatorId, PointCents, Position};

impl<T: Config> traits::Positions for Pallet<T> {
	fn get(operator: OperatorId, citizen: CitizenId) -> Option<Position> {
		Positions::<T>::get(Be16::from(operator), Be32::from(citizen))
	}

	fn put(operator: OperatorId, citizen: CitizenId, position: Position) {
		Positions::<T>::insert(Be16::from(operator), Be32::from(citizen), position);
	}

	fn add_totals(
		operator: OperatorId,
		grams: Grams,
		points_due: PointCents,
	) -> Result<(), DispatchError> {
		OperatorTotals::<T>::try_mutate(operator, |totals| {
			totals.grams = totals.grams.checked_add(grams).ok_or(Error::<T>::TotalsOverflow)?;
			totals.points_due =
				totals.points_due.checked_add(points_due).ok_or(Error::<T>::TotalsOverflow)?;
			Ok(())
		})
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_citizens(operator: OperatorId, count: u32) {
		crate::benchmarking::make_citizens::<T>(operator, count);
	}
}
