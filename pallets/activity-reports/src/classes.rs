//! Classes of pending reductions, as those who verify them need them.

use crate::{
	pallet::{ClassBatches, Classes, ClassesWaiting, Config, ExclusionGroups, Pallet},
	types::Class,
};
use tanpu_primitives::{
	time::month_of,
	traits::Methodologies,
	verification::{self, ClassInfo, Located},
	ClassId, Clock, Day, Grams, Month, UnixSeconds,
};

/// Days of the longest month.
const LONGEST: Day = 31;

/// The last day of a month; none where it is beyond the range of [`Day`].
pub(crate) fn last_day_of(month: Month) -> Option<Day> {
	// Months are at least 28 days long and 30.44 on average: the day is no earlier than this, and
	// at most some days later. 30.4 = 152 / 5.
	let near = u32::from(month).checked_mul(152)?.checked_div(5)?;
	let mut day = Day::try_from(near).ok()?;
	while month_of(day) < month {
		day = day.checked_add(LONGEST)?;
	}
	while month_of(day) > month {
		day = day.checked_sub(1)?;
	}
	while month_of(day.checked_add(1)?) == month {
		day = day.checked_add(1)?;
	}
	(month_of(day) == month).then_some(day)
}

impl<T: Config> Pallet<T> {
	/// The moment from which nothing can be credited to a class, nor an objection made.
	///
	/// A row needs every group that it claims in to be open, so the class is closed by the shortest
	/// deadline already; the longest leaves nobody's deadline unfinished. Raising a deadline later
	/// doesn't open days that were closed (`advance_mark`).
	pub(crate) fn closes_at(class: &Class) -> Option<UnixSeconds> {
		let Class { methodology, month, .. } = *class;
		let rules = T::Methodologies::rules(methodology)?;
		let deadline = rules
			.claims
			.iter()
			.filter_map(|claim| ExclusionGroups::<T>::get(claim.group()))
			.map(|group| group.deadline_days)
			.max()
			.unwrap_or(0);
		// Day `d` is open until the end of day `d + deadline`.
		let closed = last_day_of(month)?.checked_add(deadline)?.checked_add(1)?;
		let minute = T::Clock::first_minute_of(closed)?;
		u64::from(minute).checked_mul(tanpu_primitives::time::SECONDS_PER_MINUTE)
	}
}

impl<T: Config> verification::Classes for Pallet<T> {
	fn get(class: ClassId) -> Option<ClassInfo> {
		let Class {
			operator,
			methodology,
			month,
			grams,
			by_disposition,
			credited,
			records,
			batches,
			..
		} = Classes::<T>::get(class)?;
		Some(ClassInfo {
			operator,
			methodology,
			month,
			grams,
			by_disposition,
			credited,
			records,
			batches,
		})
	}

	/// An objection can be made until nothing more can be credited, and then the class waits for it: by
	/// the time of an answer and a decision at most, since none can be made while it waits.
	fn seals_at(class: ClassId) -> Option<UnixSeconds> {
		let closes = Self::closes_at(&Classes::<T>::get(class)?)?;
		Some(ClassesWaiting::<T>::get(class).map_or(closes, |waiting| closes.max(waiting.until)))
	}

	fn seal(class: ClassId) {
		Classes::<T>::mutate_extant(class, |class| class.sealed = true);
	}

	/// At most 33 reads: batches are numbered in 32 bits.
	fn locate(class: ClassId, gram: Grams) -> Option<Located> {
		let count = Classes::<T>::get(class)?.batches;
		// The first entry that goes beyond the gram.
		let (mut low, mut high) = (0u32, count);
		while low < high {
			let middle = low.saturating_add(high.saturating_sub(low) >> 1);
			if ClassBatches::<T>::get(class, middle)?.through > gram {
				high = middle;
			} else {
				low = middle.checked_add(1)?;
			}
		}
		let entry = ClassBatches::<T>::get(class, low)?;
		let before = match low.checked_sub(1) {
			Some(before) => ClassBatches::<T>::get(class, before)?.through,
			None => 0,
		};
		Some(Located { batch: entry.batch, offset: gram.checked_sub(before)? })
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_class(batches: u32, disposition: tanpu_primitives::Disposition) -> ClassId {
		crate::benchmarking::make_class::<T>(batches, disposition)
	}
}

#[cfg(test)]
mod tests {
	use super::last_day_of;
	use tanpu_primitives::time::month_of;

	#[test]
	fn every_month_has_its_last_day() {
		let mut last = month_of(0);
		for day in 1..=u16::MAX {
			let month = month_of(day);
			if month != last {
				assert_eq!(last_day_of(last), Some(day - 1));
			}
			last = month;
		}
		// The last month that a day can be of isn't whole.
		assert_eq!(last_day_of(last), None);
		assert_eq!(last_day_of(u16::MAX), None);
	}
}
