//! Removing what nothing needs any more, and what blocks with time left do.

use crate::{
	pallet::{Config, Error, Event, Exchanged, Pallet, Payments},
	weights::WeightInfo,
};
use frame_support::{
	ensure,
	storage::with_storage_layer,
	traits::Get,
	weights::{Weight, WeightMeter},
};
use sp_runtime::DispatchError;

use tanpu_primitives::{Clock, Day, SECONDS_PER_DAY};

impl<T: Config> Pallet<T> {
	/// Whole days that a payment is kept after the day on which its request expired.
	///
	/// It was paid before that day's end, so by then no refund is possible; and its request expired
	/// long before, so that it can't be paid again.
	fn days_kept() -> Day {
		let days = T::RefundWindow::get().div_ceil(SECONDS_PER_DAY);
		Day::try_from(days).unwrap_or(Day::MAX)
	}

	/// Removes one entry, the oldest of those that are old enough. False where there is none.
	fn sweep_one(today: Day) -> bool {
		// Days are big-endian and unhashed: the first key of each map is of the oldest.
		if let Some((day, key)) = Exchanged::<T>::iter_keys().next() {
			if Day::from(day) < today {
				Exchanged::<T>::remove(day, key);
				return true;
			}
		}
		if let Some((day, id)) = Payments::<T>::iter_keys().next() {
			if Day::from(day).saturating_add(Self::days_kept()) < today {
				Payments::<T>::remove(day, id);
				return true;
			}
		}
		false
	}

	fn sweep_some(limit: u32) -> u32 {
		let today = T::Clock::today();
		let mut removed = 0u32;
		while removed < limit && Self::sweep_one(today) {
			removed = removed.saturating_add(1);
		}
		if removed > 0 {
			Self::deposit_event(Event::Swept { removed });
		}
		removed
	}

	pub(crate) fn do_sweep(limit: u32) -> Result<u32, DispatchError> {
		let removed = Self::sweep_some(limit);
		ensure!(removed > 0, Error::<T>::NothingToSweep);
		Ok(removed)
	}

	/// Whether there is anything to sweep.
	fn anything_old() -> bool {
		let today = T::Clock::today();
		let exchanged =
			Exchanged::<T>::iter_keys().next().is_some_and(|(day, _)| Day::from(day) < today);
		exchanged
			|| Payments::<T>::iter_keys()
				.next()
				.is_some_and(|(day, _)| Day::from(day).saturating_add(Self::days_kept()) < today)
	}

	/// What a block has left goes to merchants first.
	pub(crate) fn idle(remaining: Weight) -> Weight {
		let mut meter = WeightMeter::with_limit(remaining);
		if meter.try_consume(T::WeightInfo::idle_check()).is_err() {
			return meter.consumed();
		}
		let steps = T::MaxIdleSteps::get();
		let mut done = 0u32;
		while done < steps && meter.can_consume(T::WeightInfo::run_schedule()) {
			let Some(merchant) = Self::first_due() else { break };
			meter.consume(T::WeightInfo::run_schedule());
			done = done.saturating_add(1);
			// Due means scheduled and come (try_state); if it weren't so, waiting would not help.
			if with_storage_layer(|| Self::do_run_schedule(merchant)).is_err() {
				break;
			}
		}
		if Self::anything_old() {
			let mut room = steps;
			while room > 0 && !meter.can_consume(T::WeightInfo::sweep(room)) {
				room = room.checked_div(2).unwrap_or(0);
			}
			if room > 0 {
				let removed = Self::sweep_some(room);
				meter.consume(T::WeightInfo::sweep(removed));
			}
		}
		meter.consumed()
	}
}
