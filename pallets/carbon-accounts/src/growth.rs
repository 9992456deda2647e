//! What a citizen's acts add up to, over all operators.

use crate::{
	pallet::{Citizens, Config, Pallet, Positions},
	types::MAX_ENROLMENTS,
};
use frame_support::{traits::Get, weights::Weight};
use tanpu_primitives::{
	growth::GrowthTotals, Be16, Be32, CitizenId, Grams, GrowthMillis, Position,
};

impl<T: Config> Pallet<T> {
	/// A sum over a citizen's positions, those with operators that they left included.
	fn sum(citizen: CitizenId, of: impl Fn(&Position) -> u64) -> u64 {
		Citizens::<T>::get(citizen).map_or(0, |record| {
			record
				.operators
				.iter()
				.filter_map(|operator| {
					Positions::<T>::get(Be16::from(*operator), Be32::from(citizen))
				})
				.fold(0, |sum, position| sum.saturating_add(of(&position)))
		})
	}
}

impl<T: Config> GrowthTotals for Pallet<T> {
	fn growth(citizen: CitizenId) -> GrowthMillis {
		Self::sum(citizen, |position| position.growth)
	}

	fn grams(citizen: CitizenId) -> Grams {
		Self::sum(citizen, |position| position.grams)
	}

	fn weight() -> Weight {
		// The citizen's record and each position: about 300 bytes of proof, and 2 us to decode.
		let keys = u64::from(MAX_ENROLMENTS).saturating_add(1);
		Weight::from_parts(2_000_000, 2_800)
			.saturating_mul(keys)
			.saturating_add(T::DbWeight::get().reads(keys))
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_growth(growth: GrowthMillis) -> CitizenId {
		crate::benchmarking::make_citizen_with_growth::<T>(growth)
	}
}
