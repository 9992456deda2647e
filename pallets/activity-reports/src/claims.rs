//! One act, one claim: what an act takes, so that nothing is credited twice.

use crate::{
	batch::{GroupBook, Processor},
	history::Reading,
	ledger::Person,
	objects::{Key, ObjectBook, Standing},
	pallet::{Config, OnceClaims},
	row::Span,
	types::{Counter, ExclusionGroup, LogClaim, LogEntry, OnceClaim, Progress, Site},
};
use alloc::vec::Vec;
use frame_support::ensure;
use tanpu_formula::Origin;
use tanpu_primitives::{
	report::{ClaimData, Reason, RecordRef, Row, WHOLE},
	CitizenId, ClaimSpec, Day, GroupId, Minute,
};

/// Claims that were all found free, not yet taken.
pub(crate) struct Staged {
	/// Entries of the person's day logs.
	pub log: Vec<(Day, LogClaim)>,
	pub counters: Vec<(Key, Counter)>,
	pub sites: Vec<(Key, Site)>,
	pub references: Vec<(Key, OnceClaim)>,
	/// Inputs that are daily totals, with what the day was credited for.
	pub totals: Vec<(usize, u64)>,
	/// Whether it was credited for anything.
	pub credited_before: bool,
	/// The register that the history is of, where it is one's.
	pub reading: Option<Reading>,
	/// What the citizen has of the first object: all where there is none.
	pub standing: Option<Standing>,
	/// The least share that the citizen has of any object of the act, in ten thousandths.
	pub share: u16,
}

impl Default for Staged {
	fn default() -> Self {
		Self {
			log: Vec::new(),
			counters: Vec::new(),
			sites: Vec::new(),
			references: Vec::new(),
			totals: Vec::new(),
			credited_before: false,
			reading: None,
			standing: None,
			share: WHOLE,
		}
	}
}

impl Staged {
	/// Members of the household, as registered with the first object.
	pub fn members(&self) -> u8 {
		self.standing.map_or(0, |standing| standing.members)
	}

	/// What the citizen has of an object of the act. The first one gives the members; the share is
	/// the least of all, so that no object is ever credited beyond the whole.
	fn object<T: Config>(
		&mut self,
		objects: &mut ObjectBook<T>,
		key: Key,
		citizen: CitizenId,
		members_needed: bool,
	) -> Result<Standing, Reason> {
		let registered = objects.standing(key, citizen)?;
		let first = self.standing.is_none();
		ensure!(registered.is_some() || !first || !members_needed, Reason::NotRegistered);
		let standing = registered.unwrap_or(Standing::UNREGISTERED);
		self.standing.get_or_insert(standing);
		self.share = self.share.min(standing.share);
		Ok(standing)
	}
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
	let Processor { rules, claims, groups, inputs, usage, today, objects, provision, .. } = batch;
	let citizen = person.citizen;
	let members_needed = provision.members.is_some();
	let reported = |input: u8| {
		let at = usize::from(input);
		let origin = provision.origins.get(at);
		ensure!(origin == Some(&Origin::Reported), Reason::ClaimDataMismatch);
		inputs.get(at).copied().ok_or(Reason::ClaimDataMismatch)
	};
	let mut staged = Staged::default();
	let mut data = row.claims.iter();
	for (at, (spec, own)) in rules.claims.iter().zip(claims.iter()).enumerate() {
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
				let value = reported(input)?;
				let credited = high_water(&person.log(span.day).entries, group);
				ensure!(value > credited.unwrap_or(0), Reason::NoExcess);
				staged.credited_before |= credited.is_some();
				staged.totals.push((usize::from(input), credited.unwrap_or(0)));
				staged.log.push((span.day, LogClaim::HighWater { group, value }));
			},
			ClaimSpec::Counter { group, input } => {
				let Some(ClaimData::Counter { object, from, to, gap }) = data.next().copied()
				else {
					return Err(Reason::ClaimDataMismatch);
				};
				let value = reported(input)?;
				ensure!(to > from, Reason::EmptyRange);
				ensure!(to.checked_sub(from) == Some(value), Reason::ReadingMismatch);
				let key = (group, object);
				usage.objects = usage.objects.saturating_add(1);
				let standing = staged.object(objects, key, citizen, members_needed)?;
				let known = match latest(&staged.counters, key) {
					Some(moved) => Some(moved),
					None => objects.counter(key),
				};
				let holder = Holder { citizen, epoch: standing.epoch, record };
				let counter = move_register(known, holder, from, to, gap)?;
				staged.counters.push((key, counter));
				if provision.mean.is_some_and(|mean| mean.register == Some(at)) {
					staged.reading = Some(Reading { group, object, from, to });
				}
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
			ClaimSpec::SitePeriod { group, max_days } => {
				let Some(ClaimData::Site { object, from, to }) = data.next().copied() else {
					return Err(Reason::ClaimDataMismatch);
				};
				let ended = from < to && to.checked_sub(1) == Some(span.day);
				ensure!(ended, Reason::PeriodMismatch);
				let key = (group, object);
				usage.objects = usage.objects.saturating_add(1);
				let standing = staged.object(objects, key, citizen, members_needed)?;
				ensure!(standing.epoch > 0, Reason::NotRegistered);
				let begins = standing.crediting_from.ok_or(Reason::OutsideCreditingPeriod)?;
				let ends = u32::from(begins).saturating_add(u32::from(max_days));
				let within = from >= begins && u32::from(to) <= ends;
				ensure!(within, Reason::OutsideCreditingPeriod);
				let known = match latest(&staged.sites, key) {
					Some(moved) => Some(moved),
					None => objects.site(key),
				};
				let holder = Holder { citizen, epoch: standing.epoch, record };
				let site = extend_site(known, holder, from, to)?;
				staged.sites.push((key, site));
			},
		}
	}
	Ok(staged)
}

/// What this act itself made of an object before.
fn latest<V>(staged: &[(Key, V)], key: Key) -> Option<&V> {
	staged.iter().rev().find(|(of, _)| *of == key).map(|(_, moved)| moved)
}

/// Who moves an object's mark.
#[derive(Clone, Copy)]
struct Holder {
	citizen: CitizenId,
	/// The registration by which they hold it; 0 where there is none.
	epoch: u32,
	record: RecordRef,
}

/// The register with a range credited to a holder, if it continues what they were credited for.
fn move_register(
	known: Option<&Counter>,
	holder: Holder,
	from: u64,
	to: u64,
	gap: bool,
) -> Result<Counter, Reason> {
	let Holder { citizen, epoch, record } = holder;
	let mut counter = match known {
		Some(counter) if counter.epoch == epoch => counter.clone(),
		// Registered anew, or no longer: what nobody claimed until then is nobody's.
		Some(before) => Progress::new(epoch, before.highest(), record),
		None => Progress::new(epoch, from, record),
	};
	// Where it isn't registered it is the first one's.
	let theirs = epoch > 0 || counter.marks.first().is_none_or(|(first, _)| *first == citizen);
	ensure!(theirs, Reason::HeldByAnother);
	let mark = counter.mark(citizen);
	ensure!(from >= mark, Reason::CounterOverlap);
	ensure!(from == mark || gap, Reason::CounterGap);
	// A registration has no more holders than there is room for.
	ensure!(counter.set(citizen, to, record), Reason::HeldByAnother);
	Ok(counter)
}

/// The site with a period credited to a holder, if it continues what they were credited for.
fn extend_site(known: Option<&Site>, holder: Holder, from: Day, to: Day) -> Result<Site, Reason> {
	let Holder { citizen, epoch, record } = holder;
	let mut site = match known {
		Some(site) if site.epoch == epoch => site.clone(),
		// The first period of a registration begins anywhere after what was credited before it.
		before => {
			let free = before.is_none_or(|before| from >= before.highest());
			ensure!(free, Reason::SiteOverlap);
			Progress::new(epoch, from, record)
		},
	};
	let mark = site.mark(citizen);
	ensure!(from >= mark, Reason::SiteOverlap);
	ensure!(from == mark, Reason::SiteGap);
	ensure!(site.set(citizen, to, record), Reason::HeldByAnother);
	Ok(site)
}

/// Whether the row carries exactly the data that the claims need, in their order.
fn data_matches(specs: &[ClaimSpec], row: &Row) -> bool {
	let mut needed = specs.iter().filter(|spec| spec.needs_data());
	row.claims.iter().all(|data| {
		matches!(
			(needed.next(), data),
			(Some(ClaimSpec::Counter { .. }), ClaimData::Counter { .. })
				| (Some(ClaimSpec::Once { .. }), ClaimData::Once { .. })
				| (Some(ClaimSpec::SitePeriod { .. }), ClaimData::Site { .. })
		)
	}) && needed.next().is_none()
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
