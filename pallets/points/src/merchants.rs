//! Merchants' books: what they are owed, settlement, statements.

use crate::{
	fund::Pot,
	pallet::{Books, Config, DayTotals, Due, Error, Event, Pallet},
	types::{MerchantTotals, Schedule, Statement, MAX_PERIOD},
};
use alloc::vec::Vec;
use frame_support::{ensure, storage::with_storage_layer, traits::Get};
use sp_runtime::{DispatchError, DispatchResult};
use tanpu_primitives::{traits::Merchants, Balance, Be16, Clock, Day, ParticipantId};

impl<T: Config> Pallet<T> {
	/// Makes an entry in a merchant's book. The first of a day keeps what the sums were at the end
	/// of the last day with entries.
	pub(crate) fn book(
		merchant: ParticipantId,
		entry: impl FnOnce(&mut MerchantTotals) -> Option<()>,
	) -> Result<(), DispatchError> {
		let today = T::Clock::today();
		Books::<T>::try_mutate(merchant, |book| {
			if book.day < today && book.totals != MerchantTotals::default() {
				if book.kept >= T::MaxStatementDays::get() {
					Self::forget_oldest(merchant, &mut book.forgotten);
				} else {
					book.kept = book.kept.saturating_add(1);
				}
				DayTotals::<T>::insert(Be16::from(merchant), Be16::from(book.day), book.totals);
			}
			// The clock never goes back.
			book.day = today;
			entry(&mut book.totals).ok_or(Error::<T>::Overflow)?;
			Ok(())
		})
	}

	/// Days are big-endian and unhashed: the first one is the oldest.
	fn forget_oldest(merchant: ParticipantId, forgotten: &mut Option<Day>) {
		let merchant = Be16::from(merchant);
		if let Some(day) = DayTotals::<T>::iter_key_prefix(merchant).next() {
			DayTotals::<T>::remove(merchant, day);
			*forgotten = Some(Day::from(day));
		}
	}

	pub(crate) fn do_settle(merchant: ParticipantId, amount: Balance) -> DispatchResult {
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		let holder = T::Merchants::holder(merchant).ok_or(Error::<T>::NotAMerchant)?;
		let receivable = Books::<T>::get(merchant).totals.receivable();
		ensure!(amount <= receivable, Error::<T>::ReceivableShort);
		Self::book(merchant, |totals| {
			totals.settled = totals.settled.checked_add(amount)?;
			Some(())
		})?;
		Self::pay_out(Pot::Settlement, &holder, amount)?;
		Self::deposit_event(Event::Settled { merchant, to: holder, amount });
		Ok(())
	}

	pub(crate) fn do_set_schedule(
		who: T::AccountId,
		merchant: ParticipantId,
		schedule: Option<(u16, Balance)>,
	) -> DispatchResult {
		Self::ensure_holder(&who, merchant)?;
		let schedule = match schedule {
			None => None,
			Some((period, least)) => {
				ensure!((1..=MAX_PERIOD).contains(&period), Error::<T>::BadPeriod);
				ensure!(least > 0, Error::<T>::ZeroAmount);
				let next = T::Clock::today().checked_add(period).ok_or(Error::<T>::Overflow)?;
				Some(Schedule { period, least, next })
			},
		};
		Books::<T>::mutate(merchant, |book| {
			if let Some(old) = book.schedule {
				Due::<T>::remove(Be16::from(old.next), Be16::from(merchant));
			}
			if let Some(new) = schedule {
				Due::<T>::insert(Be16::from(new.next), Be16::from(merchant), ());
			}
			book.schedule = schedule;
		});
		Self::deposit_event(Event::ScheduleSet { merchant, schedule });
		Ok(())
	}

	pub(crate) fn do_run_schedule(merchant: ParticipantId) -> DispatchResult {
		let today = T::Clock::today();
		let schedule = Books::<T>::get(merchant).schedule.ok_or(Error::<T>::NotScheduled)?;
		ensure!(today >= schedule.next, Error::<T>::NotDue);
		// At the calendar's end (2149) there is no next date.
		let next = today.checked_add(schedule.period).unwrap_or(Day::MAX);
		Books::<T>::mutate(merchant, |book| book.schedule = Some(Schedule { next, ..schedule }));
		Due::<T>::remove(Be16::from(schedule.next), Be16::from(merchant));
		Due::<T>::insert(Be16::from(next), Be16::from(merchant), ());

		let amount = Books::<T>::get(merchant).totals.receivable();
		let settled = amount >= schedule.least
			&& with_storage_layer(|| Self::do_settle(merchant, amount)).is_ok();
		if !settled {
			Self::deposit_event(Event::SettlementSkipped { merchant, next });
		}
		Ok(())
	}

	/// At most so many merchants whose scheduled date has come, the earliest first.
	pub(crate) fn due(most: u32) -> Vec<ParticipantId> {
		let today = T::Clock::today();
		Due::<T>::iter_keys()
			.take_while(|(day, _)| Day::from(*day) <= today)
			.take(usize::try_from(most).unwrap_or(usize::MAX))
			.map(|(_, merchant)| ParticipantId::from(merchant))
			.collect()
	}

	/// The sums at the end of a day; none where they are no longer kept.
	fn totals_at(merchant: ParticipantId, day: Day) -> Option<MerchantTotals> {
		let book = Books::<T>::get(merchant);
		if day >= book.day {
			return Some(book.totals);
		}
		let kept = DayTotals::<T>::iter_prefix(Be16::from(merchant))
			.map(|(kept, totals)| (Day::from(kept), totals))
			.take_while(|(kept, _)| *kept <= day)
			.last();
		match (kept, book.forgotten) {
			(Some((_, totals)), _) => Some(totals),
			(None, None) => Some(MerchantTotals::default()),
			(None, Some(_)) => None,
		}
	}

	pub(crate) fn statement_of(
		merchant: ParticipantId,
		first: Day,
		last: Day,
	) -> Option<Statement> {
		if first > last {
			return None;
		}
		let before = match first.checked_sub(1) {
			Some(day) => Self::totals_at(merchant, day)?,
			None => MerchantTotals::default(),
		};
		let end = Self::totals_at(merchant, last)?;
		Some(Statement {
			opening: before.receivable(),
			movements: end.since(&before),
			closing: end.receivable(),
		})
	}
}
