//! Exclusion groups, the scales that they count in, and the closing of days.

use crate::{
	pallet::{
		ClosedThrough, Config, Error, Event, ExclusionGroups, GroupScales, NextBatchIndex, Pallet,
		Sweep,
	},
	types::{
		bit, last_closed, ExclusionGroup, GroupScale, MAX_DEADLINE_DAYS, MAX_INTERVAL_MINUTES,
	},
};
use frame_support::{ensure, pallet_prelude::DispatchResult};
use tanpu_formula::{Definition, InputKind, Text};
use tanpu_primitives::{ClaimSpec, Clock, Day, GroupId, MAX_GROUPS};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_group(group: GroupId, mut rules: ExclusionGroup) -> DispatchResult {
		ensure!(group < MAX_GROUPS, Error::<T>::GroupOutOfRange);
		let printable = core::str::from_utf8(&rules.name)
			.is_ok_and(|name| !name.trim().is_empty() && Text::new(name).is_ok());
		ensure!(printable, Error::<T>::NameNotText);
		ensure!(rules.deadline_days <= MAX_DEADLINE_DAYS, Error::<T>::DeadlineTooLong);
		ensure!(
			(1..=MAX_INTERVAL_MINUTES).contains(&rules.longest_minutes),
			Error::<T>::LengthOutOfRange
		);

		rules.conflicts |= bit(group);
		rules.since = NextBatchIndex::<T>::get();
		for other in (0..MAX_GROUPS).filter(|other| *other != group) {
			let conflicts = rules.conflicts_with(other);
			let Some(mut mirrored) = ExclusionGroups::<T>::get(other) else {
				ensure!(!conflicts, Error::<T>::ConflictNotDefined);
				continue;
			};
			if mirrored.conflicts_with(group) != conflicts {
				mirrored.conflicts ^= bit(group);
				ExclusionGroups::<T>::insert(other, mirrored);
			}
		}

		// What the old deadline closed stays closed.
		if let Some(before) = ExclusionGroups::<T>::get(group) {
			Self::advance_mark(group, before.deadline_days, T::Clock::today());
		}
		// Days in the plan may be open for the group as it is from now on.
		Sweep::<T>::mutate(|state| {
			state.planned_on = None;
			state.target = None;
		});
		Self::deposit_event(Event::GroupSet {
			group,
			conflicts: rules.conflicts,
			deadline_days: rules.deadline_days,
			longest_minutes: rules.longest_minutes,
			tolerance_minutes: rules.tolerance_minutes,
		});
		ExclusionGroups::<T>::insert(group, rules);
		Ok(())
	}

	/// Checks that a claim counts in its group's scale. The first batch of a group and kind of
	/// claim fixes it: registers and totals are compared raw, whatever methodology or version they
	/// come from. The group must exist.
	pub(crate) fn keep_scale(claim: &ClaimSpec, definition: &Definition) -> DispatchResult {
		let (group, input, is_counter) = match *claim {
			ClaimSpec::DailyHighWater { group, input } => (group, input, false),
			ClaimSpec::Counter { group, input } => (group, input, true),
			ClaimSpec::Interval { .. } | ClaimSpec::Once { .. } | ClaimSpec::SitePeriod { .. } => {
				return Ok(())
			},
		};
		let scale = match definition.inputs.get(usize::from(input)).map(|input| &input.kind) {
			Some(InputKind::Number { unit, decimals, .. }) => {
				GroupScale { unit: unit.clone(), decimals: *decimals }
			},
			Some(InputKind::Category { .. }) => return Err(Error::<T>::ScaleMismatch.into()),
			// Each row is rejected by name; nothing is ever compared.
			None => return Ok(()),
		};
		let key = (group, is_counter);
		if let Some(fixed) = GroupScales::<T>::get(key) {
			ensure!(fixed == scale, Error::<T>::ScaleMismatch);
		} else {
			GroupScales::<T>::insert(key, scale);
		}
		Ok(())
	}

	/// The last day that the group has closed, and keeps it: days never open again, even if the
	/// deadline is raised later or the clock stands still.
	pub(crate) fn advance_mark(group: GroupId, deadline_days: u16, today: Day) -> Option<Day> {
		let kept = ClosedThrough::<T>::get(group);
		let closed = kept.max(last_closed(today, deadline_days));
		if let (true, Some(day)) = (closed > kept, closed) {
			ClosedThrough::<T>::insert(group, day);
		}
		closed
	}

	/// The last day that is closed for a group, sweeping included; none where no day is, or for a
	/// group that was never set.
	pub fn closed_through(group: GroupId) -> Option<Day> {
		let rules = ExclusionGroups::<T>::get(group)?;
		ClosedThrough::<T>::get(group)
			.max(last_closed(T::Clock::today(), rules.deadline_days))
			.max(Sweep::<T>::get().closed_through)
	}

	/// The last day that is closed for every group; none where a group has no closed day yet, or
	/// where there is no group.
	pub(crate) fn closed_for_all() -> Option<Day> {
		let today = T::Clock::today();
		let mut all: Option<Option<Day>> = None;
		for (group, rules) in ExclusionGroups::<T>::iter() {
			let closed =
				ClosedThrough::<T>::get(group).max(last_closed(today, rules.deadline_days));
			all = Some(all.map_or(closed, |sofar| sofar.min(closed)));
		}
		all.flatten().max(Sweep::<T>::get().closed_through)
	}
}
