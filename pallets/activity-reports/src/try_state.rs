//! What is always true.

use crate::{
	claims::{shared_minutes, tolerated},
	pallet::{
		BatchIds, Batches, ClassBatches, ClassIds, Classes, ClassesWaiting, ClosedThrough, Config,
		Counters, DayLogs, ExclusionGroups, GroupScales, Histories, NextBatchIndex, NextClassId,
		Objections, ObjectionsOf, OnceClaims, OnceSweep, Pallet, Sites, Sweep, Withdrawn,
	},
	types::{
		bit, Class, ExclusionGroup, HistorySubject, LogClaim, LogEntry, Progress,
		MAX_DEADLINE_DAYS, MAX_INTERVAL_MINUTES,
	},
};
use alloc::collections::BTreeMap;
use frame_support::ensure;
use sp_runtime::TryRuntimeError;
use tanpu_primitives::{
	report::RecordRef, ClassId, Clock, Day, GroupId, MethodologyRef, OperatorId, MAX_GROUPS,
};

type Check = Result<(), TryRuntimeError>;

impl<T: Config> Pallet<T> {
	/// Checks every invariant of this pallet.
	pub fn do_try_state() -> Check {
		Self::check_groups()?;
		Self::check_scales()?;
		Self::check_marks()?;
		Self::check_batches()?;
		Self::check_classes()?;
		Self::check_day_logs()?;
		Self::check_objects()?;
		Self::check_histories()?;
		Self::check_objections()
	}

	/// Groups are numbered below 64, their rules are in bounds, and the conflict matrix is
	/// symmetric, with every group in conflict with itself and only with groups that exist.
	fn check_groups() -> Check {
		for (id, rules) in ExclusionGroups::<T>::iter() {
			ensure!(id < MAX_GROUPS, "a group's number is above 63");
			ensure!(rules.conflicts_with(id), "a group does not conflict with itself");
			ensure!(
				(1..=MAX_INTERVAL_MINUTES).contains(&rules.longest_minutes),
				"a group's longest interval is out of bounds"
			);
			ensure!(
				rules.deadline_days <= MAX_DEADLINE_DAYS,
				"a group's deadline is out of bounds"
			);
			ensure!(
				rules.since <= NextBatchIndex::<T>::get(),
				"a group counts from a batch to come"
			);
			for other in (0..MAX_GROUPS).filter(|other| rules.conflicts & bit(*other) != 0) {
				ensure!(
					ExclusionGroups::<T>::get(other).is_some_and(|rules| rules.conflicts_with(id)),
					"the conflict matrix is not symmetric"
				);
			}
		}
		Ok(())
	}

	/// Scales belong to groups. What is compared in a scale is checked with the logs and registers.
	fn check_scales() -> Check {
		for (group, _) in GroupScales::<T>::iter_keys() {
			ensure!(ExclusionGroups::<T>::contains_key(group), "a scale of no group");
		}
		Ok(())
	}

	/// Marks belong to groups, and are behind today; nothing is left of swept days.
	fn check_marks() -> Check {
		let today = T::Clock::today();
		for (group, day) in ClosedThrough::<T>::iter() {
			ensure!(ExclusionGroups::<T>::contains_key(group), "a mark of no group");
			ensure!(day < today, "a day is closed before it is over");
		}
		let state = Sweep::<T>::get();
		ensure!(state.swept_through <= state.closed_through, "swept beyond what is closed");
		ensure!(
			state.closed_through.is_none_or(|day| day < today),
			"a day is swept before it is over"
		);
		ensure!(
			Self::oldest_kept_day().is_none_or(|day| Some(day) > state.swept_through),
			"something is left of a swept day"
		);
		Ok(())
	}

	/// Batches are numbered without gaps, their ids are theirs alone, no more rows are credited than
	/// there were, and no more withdrawn than credited.
	fn check_batches() -> Check {
		let mut count = 0u64;
		for (index, batch) in Batches::<T>::iter() {
			count = count.saturating_add(1);
			ensure!(index < NextBatchIndex::<T>::get(), "a batch beyond the next number");
			ensure!(
				BatchIds::<T>::get(batch.operator, batch.id) == Some(index),
				"a batch's id leads elsewhere"
			);
			ensure!(batch.rows > 0, "a batch without rows");
			ensure!(batch.credited <= batch.rows, "more rows credited than reported");
			ensure!(batch.grams >= u64::from(batch.credited), "a credited row without a gram");
			ensure!(!batch.outcomes_root.is_zero(), "a batch without a root of its outcomes");
			let withdrawn = Withdrawn::<T>::get(index);
			ensure!(
				withdrawn.len() <= usize::from(batch.credited),
				"more rows withdrawn than credited"
			);
			ensure!(
				withdrawn.last().is_none_or(|last| *last < batch.rows)
					&& withdrawn.iter().zip(withdrawn.iter().skip(1)).all(|(a, b)| a < b),
				"withdrawn rows are out of order"
			);
		}
		for (index, rows) in Withdrawn::<T>::iter() {
			ensure!(Batches::<T>::contains_key(index) && !rows.is_empty(), "withdrawn of no batch");
		}
		ensure!(count == u64::from(NextBatchIndex::<T>::get()), "a batch is missing");
		let ids = u64::try_from(BatchIds::<T>::iter().count()).unwrap_or(u64::MAX);
		ensure!(ids == count, "as many batch ids as batches");
		Ok(())
	}

	/// Classes are numbered without gaps and found by what they are of; what the batches of an
	/// operator and methodology version credited is what was ever credited to their classes, and the
	/// records that are withdrawn are theirs.
	fn check_classes() -> Check {
		let mut sums: BTreeMap<(OperatorId, MethodologyRef), (u128, u64, u64)> = BTreeMap::new();
		for (index, batch) in Batches::<T>::iter() {
			let sum = sums.entry((batch.operator, batch.methodology)).or_default();
			let (grams, records, withdrawn) = sum;
			*grams = grams.saturating_add(u128::from(batch.grams));
			*records = records.saturating_add(u64::from(batch.credited));
			let rows = u64::try_from(Withdrawn::<T>::get(index).len()).unwrap_or(u64::MAX);
			*withdrawn = withdrawn.saturating_add(rows);
		}
		let mut count = 0u64;
		for (id, class) in Classes::<T>::iter() {
			count = count.saturating_add(1);
			ensure!(id < NextClassId::<T>::get(), "a class beyond the next number");
			ensure!(
				ClassIds::<T>::get((class.operator, class.methodology, class.month)) == Some(id),
				"a class is not found by what it is of"
			);
			ensure!(class.records > 0, "a class without a record");
			let (grams, records, withdrawn) =
				sums.get_mut(&(class.operator, class.methodology)).ok_or("a class of no batch")?;
			*grams = grams
				.checked_sub(u128::from(class.credited))
				.ok_or("classes hold more grams than batches credited")?;
			*withdrawn = withdrawn
				.checked_sub(u64::from(class.withdrawn))
				.ok_or("classes miss more records than were withdrawn")?;
			ensure!(class.grams <= class.credited, "a class has more than it was credited");
			ensure!(
				(class.grams == class.credited) == (class.withdrawn == 0)
					&& (class.grams == 0) == (class.withdrawn == class.records)
					&& class.withdrawn <= class.records,
				"a class's withdrawn records and grams don't agree"
			);
			*records = records
				.checked_sub(u64::from(class.records))
				.ok_or("classes hold more records than batches credited")?;
			ensure!(
				class.by_disposition.total() == Some(class.grams),
				"a class's grams aren't those of its dispositions"
			);
			Self::check_class_batches(id, &class)?;
		}
		ensure!(
			ClassBatches::<T>::iter_keys().all(|(id, _)| id < NextClassId::<T>::get()),
			"a batch's part of no class"
		);
		ensure!(sums.values().all(|sum| *sum == (0, 0, 0)), "classes hold less than was credited");
		ensure!(count == u64::from(NextClassId::<T>::get()), "a class is missing");
		let ids = u64::try_from(ClassIds::<T>::iter().count()).unwrap_or(u64::MAX);
		ensure!(ids == count, "as many class ids as classes");
		Ok(())
	}

	/// Batches and grams of a class's entries rise, without a gap, up to what it holds; each batch
	/// is of the class's operator and methodology version and credited at least as much.
	fn check_class_batches(id: ClassId, class: &Class) -> Check {
		let entries = u32::try_from(ClassBatches::<T>::iter_prefix(id).count());
		ensure!(entries == Ok(class.batches), "as many entries as batches of a class");
		let (mut last, mut through) = (None, 0);
		for at in 0..class.batches {
			let entry = ClassBatches::<T>::get(id, at).ok_or("a batch's part is missing")?;
			ensure!(last < Some(entry.batch), "batches of a class are out of order");
			ensure!(entry.through > through, "a batch that credited its class nothing");
			let batch = Batches::<T>::get(entry.batch).ok_or("a class of no batch")?;
			ensure!(
				(batch.operator, batch.methodology) == (class.operator, class.methodology),
				"a class of another's batch"
			);
			ensure!(
				entry.through.saturating_sub(through) <= batch.grams,
				"a batch's part is more than the batch"
			);
			(last, through) = (Some(entry.batch), entry.through);
		}
		ensure!(through == class.credited, "a class's batches don't add up");
		Ok(())
	}

	/// Logs are not empty and of records that exist; intervals stand in days that they touch; no
	/// person's time is credited twice, and each daily total stands once per methodology.
	fn check_day_logs() -> Check {
		let groups: BTreeMap<GroupId, ExclusionGroup> = ExclusionGroups::<T>::iter().collect();
		for (day, _, entries) in DayLogs::<T>::iter() {
			let day = Day::from(day);
			ensure!(!entries.is_empty(), "an empty day log");
			for (at, entry) in entries.iter().enumerate() {
				Self::check_record(entry.record)?;
				if let LogClaim::Interval { start, length, .. } = entry.claim {
					let last = start.saturating_add(u32::from(length)).saturating_sub(1);
					ensure!(length > 0, "an interval without length");
					ensure!(
						[start, last]
							.iter()
							.any(|minute| T::Clock::day_of_minute(*minute) == Some(day)),
						"an interval in a day that it does not touch"
					);
				}
				if let LogClaim::HighWater { group, .. } = entry.claim {
					ensure!(
						GroupScales::<T>::contains_key((group, false)),
						"a daily total without a scale"
					);
				}
				for other in entries.iter().take(at) {
					check_pair(&groups, other, entry)?;
				}
			}
		}
		Ok(())
	}

	/// Marks are above where their registration began, of as many holders as it has, in order: at most
	/// one where there is none; none where all was withdrawn. References that a day frees are found by that day,
	/// and while it is open no others; all are of records that exist.
	fn check_objects() -> Check {
		for ((group, _), counter) in Counters::<T>::iter() {
			ensure!(GroupScales::<T>::contains_key((group, true)), "a register without a scale");
			Self::check_record(counter.record)?;
			check_progress(&counter)?;
			// None where all of it was withdrawn.
			ensure!(
				counter.epoch > 0 || counter.marks.len() <= 1,
				"an unregistered meter with several holders"
			);
		}
		for ((group, _), site) in Sites::<T>::iter() {
			ensure!(ExclusionGroups::<T>::contains_key(group), "a site of no group");
			Self::check_record(site.record)?;
			check_progress(&site)?;
			ensure!(site.epoch > 0, "a site that isn't registered");
			// Its last period ended with a day that is over, or goes on.
			let last = site.highest().saturating_sub(1);
			ensure!(last <= T::Clock::today(), "a site is credited for days to come");
		}
		for (key, claim) in OnceClaims::<T>::iter() {
			Self::check_record(claim.record)?;
			if let Some(day) = claim.until {
				ensure!(
					OnceSweep::<T>::contains_key(tanpu_primitives::Be16::from(day), key),
					"a reference that no sweep will free"
				);
			}
		}
		for (day, key, ()) in OnceSweep::<T>::iter() {
			let day = Day::from(day);
			// Once its day was closed the reference was free: a later record may have taken it, and may have
			// been withdrawn since. What is left of the first goes with its day.
			ensure!(
				OnceClaims::<T>::get(key).is_some_and(|claim| claim.until == Some(day))
					|| Some(day) <= Self::closed_through(key.0),
				"a reference to sweep on an open day that isn't claimed until then"
			);
		}
		Ok(())
	}

	/// Histories are such as feeding makes, and end no later than today; a register's has not read
	/// beyond what its register is credited to.
	fn check_histories() -> Check {
		for ((_, subject), history) in Histories::<T>::iter() {
			ensure!(history.is_sound(subject.is_register()), "a history that no days make");
			ensure!(history.last_day <= T::Clock::today(), "a history of days to come");
			if let HistorySubject::Register(group, object) = subject {
				let counter =
					Counters::<T>::get((group, object)).ok_or("a history of no register")?;
				ensure!(
					history.reading.is_some_and(|reading| reading <= counter.highest()),
					"a history beyond its register"
				);
			}
		}
		Ok(())
	}

	/// Objections are to records that stand, each found by its citizen, no more of each than can be; a
	/// class waits for as many as there are, and as long as each, and isn't sealed before they lapsed.
	fn check_objections() -> Check {
		let now = T::Clock::now();
		let mut waiting: BTreeMap<ClassId, u32> = BTreeMap::new();
		let mut count = 0usize;
		for (batch, row, objection) in Objections::<T>::iter() {
			let record = RecordRef { batch, row };
			count = count.saturating_add(1);
			Self::check_record(record)?;
			ensure!(!Self::is_withdrawn(record), "an objection to a record that is withdrawn");
			ensure!(
				ObjectionsOf::<T>::get(objection.row.citizen).contains(&record),
				"an objection that its citizen doesn't have"
			);
			ensure!(objection.answer_before < objection.lapses, "no time to decide");
			let class = Classes::<T>::get(objection.class).ok_or("an objection of no class")?;
			ensure!(!class.sealed || now >= objection.lapses, "sealed with an open objection");
			let waits = ClassesWaiting::<T>::get(objection.class).ok_or("a class doesn't wait")?;
			ensure!(waits.until >= objection.lapses, "a class waits too short");
			let of = waiting.entry(objection.class).or_default();
			*of = of.saturating_add(1);
		}
		for (class, waits) in ClassesWaiting::<T>::iter() {
			let of = waiting.get(&class).copied();
			ensure!(of == Some(waits.objections), "a class waits for another number of objections");
		}
		let mut found = 0usize;
		for (_, records) in ObjectionsOf::<T>::iter() {
			ensure!(!records.is_empty(), "a citizen without objections");
			found = found.saturating_add(records.len());
		}
		ensure!(found == count, "a citizen has an objection that isn't there");
		Ok(())
	}

	fn check_record(record: RecordRef) -> Check {
		let batch = Batches::<T>::get(record.batch).ok_or("a record of no batch")?;
		ensure!(record.row < batch.rows, "a record beyond its batch");
		Ok(())
	}
}

fn check_progress<M: Copy + Ord>(progress: &Progress<M>) -> Check {
	let marks = &progress.marks;
	ensure!(marks.iter().all(|(_, mark)| *mark > progress.base), "a mark below its base");
	ensure!(
		marks.iter().zip(marks.iter().skip(1)).all(|(a, b)| a.0 < b.0),
		"marks are not in order of citizens"
	);
	Ok(())
}

/// Two entries of one day. Intervals that were judged by rules that have changed since are left
/// alone.
fn check_pair(
	groups: &BTreeMap<GroupId, ExclusionGroup>,
	earlier: &LogEntry,
	later: &LogEntry,
) -> Check {
	let same_methodology = earlier.methodology == later.methodology;
	match (earlier.claim, later.claim) {
		(LogClaim::Tally, LogClaim::Tally) => {
			ensure!(!same_methodology, "two tallies of one methodology in a day");
		},
		(LogClaim::HighWater { group: a, .. }, LogClaim::HighWater { group: b, .. }) => {
			ensure!(a != b || !same_methodology, "two totals of one methodology in a day");
		},
		(
			LogClaim::Interval { group: a, start: start_a, length: length_a },
			LogClaim::Interval { group: b, start: start_b, length: length_b },
		) => {
			let rules_a = groups.get(&a).ok_or("an interval of no group")?;
			let rules_b = groups.get(&b).ok_or("an interval of no group")?;
			let record = earlier.record.max(later.record);
			let judged = record.batch >= rules_a.since.max(rules_b.since);
			if earlier.record == later.record || !judged || !rules_a.conflicts_with(b) {
				return Ok(());
			}
			let shared = shared_minutes(
				(start_a, start_a.saturating_add(u32::from(length_a))),
				(start_b, start_b.saturating_add(u32::from(length_b))),
			);
			let tolerance = rules_a.tolerance_minutes.min(rules_b.tolerance_minutes);
			let shorter = u32::from(length_a.min(length_b));
			ensure!(tolerated(shared, shorter, tolerance), "a person's time is credited twice");
		},
		_ => {},
	}
	Ok(())
}
