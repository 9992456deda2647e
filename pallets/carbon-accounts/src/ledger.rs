//! The hot ledger as other pallets use it.

use crate::pallet::{
	CitizenByKey, Citizens, Config, Error, OperatorTotals, Pallet, Positions, Replacements,
};
use sp_core::crypto::AccountId32;
use sp_runtime::DispatchError;
use tanpu_primitives::{
	points::Outstanding, traits, Be16, Be32, CitizenId, Grams, OperatorId, Position,
};

impl<T: Config> traits::Positions for Pallet<T> {
	fn get(operator: OperatorId, citizen: CitizenId) -> Option<Position> {
		Positions::<T>::get(Be16::from(operator), Be32::from(citizen))
	}

	fn put(operator: OperatorId, citizen: CitizenId, position: Position) {
		Positions::<T>::insert(Be16::from(operator), Be32::from(citizen), position);
	}

	fn add_totals(operator: OperatorId, grams: Grams) -> Result<(), DispatchError> {
		OperatorTotals::<T>::try_mutate(operator, |totals| {
			totals.grams = totals.grams.checked_add(grams).ok_or(Error::<T>::TotalsOverflow)?;
			Ok(())
		})
	}

	fn take_totals(operator: OperatorId, grams: Grams) -> Result<(), DispatchError> {
		OperatorTotals::<T>::try_mutate(operator, |totals| {
			totals.grams = totals.grams.checked_sub(grams).ok_or(Error::<T>::TotalsOverflow)?;
			Ok(())
		})
	}

	fn outstanding(operator: OperatorId) -> Outstanding {
		let mut sums = Outstanding::new();
		for (_, position) in Positions::<T>::iter_prefix(Be16::from(operator)) {
			for (series, points) in position.points {
				// 2^32 citizens of at most 2^64 each.
				let sum = sums.entry(series).or_default();
				*sum = sum.saturating_add(u128::from(points));
			}
		}
		sums
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_citizens(operator: OperatorId, count: u32) {
		crate::benchmarking::make_citizens::<T>(operator, count);
	}
}

impl<T: Config> traits::Citizens<AccountId32> for Pallet<T> {
	fn citizen_of(who: &AccountId32) -> Option<CitizenId> {
		CitizenByKey::<T>::get(who)
	}

	fn key_of(citizen: CitizenId) -> Option<AccountId32> {
		Citizens::<T>::get(citizen)?.key
	}

	fn under_replacement(citizen: CitizenId) -> bool {
		Replacements::<T>::contains_key(citizen)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_citizen(key: &AccountId32) -> CitizenId {
		crate::benchmarking::make_keyed_citizen::<T>(key)
	}
}
