//! One act, one claim: what an act takes, so that nothing is credited twice.

use crate::{
	batch::{GroupBook, Processor},
	ledger::Person,
	pallet::{Config, Counters, OnceClaims, OnceSweep},
	row::Span,
	types::{Counter, ExclusionGroup, LogClaim, LogEntry, OnceClaim},
};
use alloc::vec::Vec;
use frame_support::ensure;
use tanpu_primitives::{
	report::{ClaimData, Reason, RecordRef, Row},
	Be16, CitizenId, ClaimSpec, Day, GroupId, Minute, ObjectId,
};

/// Claims that were all found free, not yet taken.
#[derive(Default)]
pub(crate) struct Staged {
	/// Entries of the person's day logs.
	pub log: Vec<(Day, LogClaim)>,
	pub counters: Vec<((GroupId, ObjectId), Counter)>,
	pub references: Vec<((GroupId, ObjectId), OnceClaim)>,
	/// The row's inputs with each daily total replaced by what the day was credited for; none
	/// where the day was credited for nothing.
	pub credited_inputs: Option<Vec<u64>>,
}

/// Checks all claims of a row. Nothing is taken.
pub(crate) fn check<T: Config>(
	batch: &mut Processor<T>,
	record: RecordRef,
	row: &Row,
	span: &Span,
	person: &mut Person<T>,
) -> Result<Staged, Reason> {
	ensure!(data_matches(&batch.rules.claims, row), Reason::ClaimDataMismatch);
	let Processor { rules, claims, groups, inputs, usage, today, .. } = batch;
	let mut staged = Staged::default();
	let mut credited_before = false;
	let mut data = row.claims.iter();
	for (spec, own) in rules.claims.iter().zip(claims.iter()) {
		match *spec {
			ClaimSpec::Interval { group } => {
				ensure!(row.duration > 0, Reason::ZeroLength);
				for day in [Some(span.first_day), Some(span.day).filter(|d| *d != span.first_day)]
					.into_iter()
					.flatten()
				{
					free_time(&own.group, groups, span, &person.log(day).entries)?;
					staged.log.push((
						day,
						LogClaim::Interval { group, start: span.start, length: row.duration },
					));
				}
			},
			ClaimSpec::DailyHighWater { group, input } => {
				let at = usize::from(input);
				let value = *inputs.get(at).ok_or(Reason::ClaimDataMismatch)?;
				let credited = high_water(&person.log(span.day).entries, group);
				ensure!(value > credited.unwrap_or(0), Reason::NoExcess);
				credited_before |= credited.is_some();
				let lowered = staged.credited_inputs.get_or_insert_with(|| inputs.clone());
				*lowered.get_mut(at).ok_or(Reason::ClaimDataMismatch)? = credited.unwrap_or(0);
				staged.log.push((span.day, LogClaim::HighWater { group, value }));
			},
			ClaimSpec::Counter { group, input } => {
				let Some(ClaimData::Counter { object, from, to, gap }) = data.next().copied()
				else {
					return Err(Reason::ClaimDataMismatch);
				};
				let value = *inputs.get(usize::from(input)).ok_or(Reason::ClaimDataMismatch)?;
				ensure!(to > from, Reason::EmptyRange);
				ensure!(to.checked_sub(from) == Some(value), Reason::ReadingMismatch);
				let key = (group, object);
				usage.objects = usage.objects.saturating_add(1);
				let last = staged
					.counters
					.iter()
					.rev()
					.find_map(|(of, counter)| (*of == key).then_some(*counter))
					.or_else(|| Counters::<T>::get(key));
				if let Some(last) = last {
					follows(last, person.citizen, from, gap)?;
				}
				staged.counters.push((key, Counter { holder: person.citizen, last: to, record }));
			},
			ClaimSpec::Once { group, lasting } => {
				let Some(ClaimData::Once { reference }) = data.next().copied() else {
					return Err(Reason::ClaimDataMismatch);
				};
				let key = (group, reference);
				usage.objects = usage.objects.saturating_add(1);
				let taken = staged.references.iter().any(|(of, _)| *of == key)
					|| OnceClaims::<T>::get(key).is_some_and(|claim| {
						// A day that is closed has freed its references, swept or not.
						claim.until.is_none_or(|until| Some(until) > own.closed_through)
					});
				ensure!(!taken, Reason::AlreadyClaimed);
				// Not the act's own day, which the operator chooses: it may close tonight, and the
				// reference would count again on the next open day.
				let until = (!lasting).then_some(*today);
				staged.references.push((key, OnceClaim { until, record }));
			},
		}
	}
	staged.credited_inputs = staged.credited_inputs.filter(|_| credited_before);
	Ok(staged)
}

/// Takes the claims on objects.
pub(crate) fn keep<T: Config>(
	counters: Vec<((GroupId, ObjectId), Counter)>,
	references: Vec<((GroupId, ObjectId), OnceClaim)>,
) {
	for (key, counter) in counters {
		Counters::<T>::insert(key, counter);
	}
	for (key, claim) in references {
		if let Some(day) = claim.until {
			OnceSweep::<T>::insert(Be16::from(day), key, ());
		}
		OnceClaims::<T>::insert(key, claim);
	}
}

/// Whether the row carries exactly the data that the claims need, in their order.
fn data_matches(specs: &[ClaimSpec], row: &Row) -> bool {
	let mut needed = specs.iter().filter(|spec| spec.needs_data());
	row.claims.iter().all(|data| {
		matches!(
			(needed.next(), data),
			(Some(ClaimSpec::Counter { .. }), ClaimData::Counter { .. })
				| (Some(ClaimSpec::Once { .. }), ClaimData::Once { .. })
		)
	}) && needed.next().is_none()
}

/// Whether a register's range continues what was credited.
fn follows(last: Counter, citizen: CitizenId, from: u64, gap: bool) -> Result<(), Reason> {
	ensure!(last.holder == citizen, Reason::HeldByAnother);
	ensure!(from >= last.last, Reason::CounterOverlap);
	ensure!(from == last.last || gap, Reason::CounterGap);
	Ok(())
}

/// The total of a day that was credited, by whatever methodology or operator.
fn high_water(entries: &[LogEntry], of: GroupId) -> Option<u64> {
	entries
		.iter()
		.filter_map(|entry| match entry.claim {
			LogClaim::HighWater { group, value } if group == of => Some(value),
			_ => None,
		})
		.max()
}

/// Whether the person's time is free of conflicting intervals.
fn free_time<T: Config>(
	own: &ExclusionGroup,
	groups: &mut GroupBook<T>,
	span: &Span,
	entries: &[LogEntry],
) -> Result<(), Reason> {
	for entry in entries {
		let LogClaim::Interval { group, start, length } = entry.claim else { continue };
		if !own.conflicts_with(group) {
			continue;
		}
		let end = start.saturating_add(u32::from(length));
		let shared = shared_minutes((span.start, span.end), (start, end));
		if shared == 0 {
			continue;
		}
		let tolerance = if own.tolerance_minutes == 0 {
			0
		} else {
			let other = groups.get(group).map_or(0, |rules| rules.tolerance_minutes);
			own.tolerance_minutes.min(other)
		};
		let shorter = span.end.saturating_sub(span.start).min(u32::from(length));
		ensure!(tolerated(shared, shorter, tolerance), Reason::Overlap { with: entry.record });
	}
	Ok(())
}

/// Minutes that two half-open intervals share.
pub(crate) fn shared_minutes(a: (Minute, Minute), b: (Minute, Minute)) -> u32 {
	a.1.min(b.1).saturating_sub(a.0.max(b.0))
}

/// Whether clocks that differ explain the minutes that two intervals share. Less than half of the
/// shorter one: so no minute ever belongs to three intervals, and one trip isn't two.
pub(crate) fn tolerated(shared: u32, shorter: u32, tolerance: u16) -> bool {
	shared == 0 || (shared <= u32::from(tolerance) && shared.saturating_mul(2) < shorter)
}
