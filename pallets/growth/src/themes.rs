//! Themes, badges and equivalents.

use crate::{
	is_shown, AllThemes, BadgesOf, Config, Earned, Equivalent, Equivalents, Error, Event, Pallet,
	Standing, Themes, MAX_EQUIVALENTS,
};
use alloc::vec::Vec;
use frame_support::{ensure, traits::ConstU32, BoundedVec};
use sp_runtime::DispatchResult;
use tanpu_primitives::{
	growth::{self, GrowthTotals},
	CitizenId, Clock, Day, GrowthMillis,
};

/// Whether thresholds rise strictly from above zero.
pub(crate) fn rise(themes: &AllThemes) -> bool {
	let mut last = 0;
	themes.iter().all(|theme| {
		let above = theme.threshold > last;
		last = theme.threshold;
		above
	})
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_themes(themes: AllThemes) -> DispatchResult {
		ensure!(themes.iter().all(|theme| is_shown(&theme.name)), Error::<T>::TextUnsound);
		ensure!(rise(&themes), Error::<T>::ThresholdsUnsorted);
		let thresholds: Vec<_> = themes.iter().map(|theme| theme.threshold).collect();
		Themes::<T>::put(themes);
		Self::deposit_event(Event::ThemesSet { thresholds });
		Ok(())
	}

	/// A citizen's growth, of acts and answers together.
	fn growth_of(citizen: CitizenId) -> Option<GrowthMillis> {
		T::Totals::growth(citizen).checked_add(Earned::<T>::get(citizen))
	}

	pub(crate) fn do_unlock(citizen: CitizenId) -> DispatchResult {
		let themes = Themes::<T>::get().ok_or(Error::<T>::ThemesNotSet)?;
		let growth = Self::growth_of(citizen).ok_or(Error::<T>::Overflow)?;
		let day = T::Clock::today();
		let mut badges = BadgesOf::<T>::get(citizen);
		let before = badges.len();
		// Thresholds rise: what is reached is the first themes, whatever they were when earlier ones
		// were unlocked.
		for theme in themes.iter().skip(before) {
			if growth < theme.threshold || badges.try_push(day).is_err() {
				break;
			}
		}
		ensure!(badges.len() > before, Error::<T>::NothingToUnlock);
		for theme in before..badges.len() {
			// At most nine.
			let theme = u8::try_from(theme).unwrap_or(u8::MAX);
			Self::deposit_event(Event::ThemeUnlocked { citizen, theme, growth, day });
		}
		BadgesOf::<T>::insert(citizen, badges);
		Ok(())
	}

	pub(crate) fn do_set_equivalents(
		equivalents: BoundedVec<Equivalent, ConstU32<MAX_EQUIVALENTS>>,
	) -> DispatchResult {
		for equivalent in &equivalents {
			ensure!(
				is_shown(&equivalent.name) && is_shown(&equivalent.source),
				Error::<T>::TextUnsound
			);
			ensure!(equivalent.grams > 0, Error::<T>::FactorZero);
		}
		let count = u32::try_from(equivalents.len()).unwrap_or(MAX_EQUIVALENTS);
		Equivalents::<T>::put(equivalents);
		Self::deposit_event(Event::EquivalentsSet { count });
		Ok(())
	}

	pub(crate) fn standing_of(citizen: CitizenId) -> Standing {
		let badges = BadgesOf::<T>::get(citizen);
		let next = Themes::<T>::get()
			.and_then(|themes| themes.get(badges.len()).map(|theme| theme.threshold));
		Standing {
			citizen,
			growth: Self::growth_of(citizen).unwrap_or(GrowthMillis::MAX),
			from_answers: Earned::<T>::get(citizen),
			badges,
			next,
		}
	}
}

impl<T: Config> growth::Themes for Pallet<T> {
	fn unlocked_on(citizen: CitizenId, theme: u8) -> Option<Day> {
		BadgesOf::<T>::get(citizen).get(usize::from(theme)).copied()
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_unlock(citizen: CitizenId, day: Day) {
		BadgesOf::<T>::insert(citizen, BoundedVec::truncate_from(alloc::vec![day; growth::THEMES]));
	}
}
