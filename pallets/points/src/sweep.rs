//! Removing what nothing needs any more, and what blocks with time left do.

use crate::{
	pallet::{Config, Error, Event, Exchanged, Pallet, Payments, SweptExchanged, SweptPayments},
	types::SweepMark,
	weights::WeightInfo,
};
use frame_support::{
	ensure,
	storage::with_storage_layer,
	traits::Get,
	weights::{Weight, WeightMeter},
};
use sp_runtime::DispatchError;
use tanpu_primitives::{Be16, Clock, Day, SECONDS_PER_DAY};

impl<T: Config> Pallet<T> {
	/// Whole days that a payment is kept after the day on which its request expired.
	///
	/// It was paid before that day's end, so by then no refund is possible; and its request expired
	/// long before, so that it can't be paid again.
	fn days_kept() -> Day {
		let days = T::RefundWindow::get().div_ceil(SECONDS_PER_DAY);
		Day::try_from(days).unwrap_or(Day::MAX)
	}

	/// Removes up to `limit` counters of days that are over, the oldest first.
	fn sweep_exchanged(today: Day, limit: u32) -> u32 {
		let mark = SweptExchanged::<T>::get();
		if limit == 0 || mark.clean == Some(today) {
			return 0;
		}
		let keys = match mark.last {
			Some((day, key)) => {
				Exchanged::<T>::iter_keys_from(Exchanged::<T>::hashed_key_for(day, key))
			},
			None => Exchanged::<T>::iter_keys(),
		};
		let is_old = |day: Day| day < today;
		let (mark, removed) = mark.advance(keys, limit, today, is_old, Exchanged::<T>::remove);
		SweptExchanged::<T>::put(mark);
		removed
	}

	/// Removes up to `limit` payments that nothing can come of, the oldest first.
	fn sweep_payments(today: Day, limit: u32) -> u32 {
		let mark = SweptPayments::<T>::get();
		if limit == 0 || mark.clean == Some(today) {
			return 0;
		}
		let keys = match mark.last {
			Some((day, id)) => {
				Payments::<T>::iter_keys_from(Payments::<T>::hashed_key_for(day, id))
			},
			None => Payments::<T>::iter_keys(),
		};
		let is_old = |day: Day| day.saturating_add(Self::days_kept()) < today;
		let (mark, removed) = mark.advance(keys, limit, today, is_old, Payments::<T>::remove);
		SweptPayments::<T>::put(mark);
		removed
	}

	fn sweep_some(limit: u32) -> u32 {
		let today = T::Clock::today();
		let counters = Self::sweep_exchanged(today, limit);
		let payments = Self::sweep_payments(today, limit.saturating_sub(counters));
		let removed = counters.saturating_add(payments);
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

	/// Whether there may be anything to sweep.
	fn anything_old() -> bool {
		let today = Some(T::Clock::today());
		SweptExchanged::<T>::get().clean != today || SweptPayments::<T>::get().clean != today
	}

	/// What a block has left goes to merchants first.
	pub(crate) fn idle(remaining: Weight) -> Weight {
		let mut meter = WeightMeter::with_limit(remaining);
		if meter.try_consume(T::WeightInfo::idle_check()).is_err() {
			return meter.consumed();
		}
		let steps = T::MaxIdleSteps::get();
		// Listed at once: each look from the beginning walks over what this block removed.
		for merchant in Self::due(steps) {
			if meter.try_consume(T::WeightInfo::run_schedule()).is_err() {
				break;
			}
			// Due means scheduled and come (try_state); if it weren't so, waiting would not help, and
			// the others don't wait for it.
			let _ = with_storage_layer(|| Self::do_run_schedule(merchant));
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

impl<Key> SweepMark<Key> {
	/// Removes the first keys that are old, at most `limit`. Days are big-endian and unhashed, so the
	/// first keys are of the oldest. Returns where it stopped, and how many it removed.
	fn advance(
		self,
		mut keys: impl Iterator<Item = (Be16, Key)>,
		limit: u32,
		today: Day,
		is_old: impl Fn(Day) -> bool,
		remove: impl Fn(Be16, Key),
	) -> (Self, u32)
	where
		Key: Copy,
	{
		let mut last = self.last;
		let mut removed = 0u32;
		loop {
			// One more is looked at than is removed: whether anything is left is then known.
			let Some((day, key)) = keys.next().filter(|(day, _)| is_old(Day::from(*day))) else {
				return (Self { last, clean: Some(today) }, removed);
			};
			if removed >= limit {
				return (Self { last, clean: self.clean }, removed);
			}
			remove(day, key);
			last = Some((day, key));
			removed = removed.saturating_add(1);
		}
	}
}
