//! Removing what belongs to closed days.
//!
//! Nothing depends on its having run: closed days refuse by date, and references whose day is
//! closed count as free.

use crate::{
	pallet::{Config, DayLogs, Error, Event, OnceClaims, OnceSweep, Pallet, Sweep},
	types::{SweepState, SWEEP_STEP},
	weights::WeightInfo,
};
use alloc::vec::Vec;
use frame_support::{
	dispatch::DispatchResultWithPostInfo,
	ensure,
	weights::{Weight, WeightMeter},
};
use frame_system::pallet_prelude::BlockNumberFor;
use sp_runtime::SaturatedConversion;
use tanpu_primitives::{Be16, Clock, Day};

impl<T: Config> Pallet<T> {
	/// The oldest day of which something is left. Days are big-endian and unhashed, so the first
	/// key of each map has it.
	pub(crate) fn oldest_kept_day() -> Option<Day> {
		let log = DayLogs::<T>::iter_keys().next().map(|(day, _)| Day::from(day));
		let once = OnceSweep::<T>::iter_keys().next().map(|(day, _)| Day::from(day));
		match (log, once) {
			(Some(log), Some(once)) => Some(log.min(once)),
			(log, once) => log.or(once),
		}
	}

	/// One step towards sweeping `day` and all before it.
	pub(crate) fn do_sweep(day: Day) -> DispatchResultWithPostInfo {
		let mut state = Sweep::<T>::get();
		ensure!(state.last_block != Some(Self::block()), Error::<T>::SweptThisBlock);
		ensure!(Some(day) <= Self::closed_for_all(), Error::<T>::DayOpen);
		let oldest = Self::oldest_kept_day()
			.filter(|oldest| *oldest <= day)
			.ok_or(Error::<T>::NothingToSweep)?;
		let removed = Self::sweep_step(&mut state, oldest);
		Sweep::<T>::put(state);
		Ok(Some(T::WeightInfo::sweep(removed.min(SWEEP_STEP))).into())
	}

	/// Takes one step on `day`, which must be closed for every group and the oldest kept one.
	/// Returns how many entries are gone.
	pub(crate) fn sweep_step(state: &mut SweepState, day: Day) -> u32 {
		// Before anything goes: no group can have the day again.
		state.closed_through = state.closed_through.max(Some(day));
		state.last_block = Some(Self::block());

		let key = Be16::from(day);
		let logs = DayLogs::<T>::clear_prefix(key, SWEEP_STEP, None);
		let claims: Vec<_> = OnceSweep::<T>::iter_key_prefix(key)
			.take(usize::try_from(SWEEP_STEP).unwrap_or(0))
			.collect();
		for claim in &claims {
			OnceSweep::<T>::remove(key, claim);
			// Once its day was closed the reference was free; a later record may have it.
			if OnceClaims::<T>::get(claim).is_some_and(|kept| kept.until == Some(day)) {
				OnceClaims::<T>::remove(claim);
			}
		}
		let finished =
			logs.maybe_cursor.is_none() && OnceSweep::<T>::iter_key_prefix(key).next().is_none();
		if finished {
			state.swept_through = state.swept_through.max(Some(day));
		}
		let removed = logs.unique.saturating_add(u32::try_from(claims.len()).unwrap_or(u32::MAX));
		Self::deposit_event(Event::DaySwept { day, removed, finished });
		removed
	}

	/// Sweeps in what a block has left: one step, where a day is due.
	pub(crate) fn sweep_idle(remaining: Weight) -> Weight {
		let mut meter = WeightMeter::with_limit(remaining);
		if meter.try_consume(T::WeightInfo::sweep_check()).is_err() {
			return meter.consumed();
		}
		let today = T::Clock::today();
		let mut state = Sweep::<T>::get();
		if state.planned_on == Some(today) && state.target.is_none() {
			return meter.consumed();
		}
		let step = T::WeightInfo::sweep(SWEEP_STEP);
		if state.last_block == Some(Self::block()) || meter.try_consume(step).is_err() {
			return meter.consumed();
		}
		if state.planned_on != Some(today) {
			state.planned_on = Some(today);
			state.target = Self::closed_for_all();
		}
		match Self::oldest_kept_day() {
			Some(day) if Some(day) <= state.target => {
				Self::sweep_step(&mut state, day);
			},
			_ => state.target = None,
		}
		Sweep::<T>::put(state);
		meter.consumed()
	}

	/// The block's number; blocks of 3 seconds fill a `u32` in four centuries.
	pub(crate) fn block() -> u32 {
		let number: BlockNumberFor<T> = frame_system::Pallet::<T>::block_number();
		number.saturated_into()
	}
}
