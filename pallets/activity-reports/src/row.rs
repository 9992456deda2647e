//! One row: grams, or the reason why not. A rejected row leaves nothing behind; a recorded one earns
//! nothing, but what it read counts and what it claims is taken.
//!
//! What is checked, in this order: enrolment; time; inputs; the formula, where it needs nothing but
//! the report and its month; claim data; claims; the history. Then, where a history is kept with
//! [`Outcome::Recorded`], else with [`Outcome::Rejected`]: whether the day comes too late and the
//! baseline is long enough, the formula, caps, room.

use crate::{
	batch::Processor,
	claims::{self, Staged},
	history::{feed, Fed, MeanRule, Reading},
	ledger::Person,
	pallet::Config,
	types::{HistorySubject, LogClaim, LogEntry},
};
use alloc::vec::Vec;
use frame_support::{ensure, traits::Get};
use tanpu_primitives::{
	ledger::CreditError,
	report::{Outcome, Provided, Reason, RecordRef, Row, WHOLE},
	time::{day_of, month_of, SECONDS_PER_MINUTE},
	ClaimSpec, Day, Grams, Minute,
};

/// When an act was.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Span {
	pub start: Minute,
	/// Half-open: the first minute that is not the act's.
	pub end: Minute,
	pub first_day: Day,
	/// The day of the last minute that the act touches: the day that it is credited for.
	pub day: Day,
}

impl<T: Config> Processor<T> {
	/// Credits one row, or says why not.
	pub(crate) fn row(
		&mut self,
		record: RecordRef,
		row: &Row,
		person: &mut Person<T>,
	) -> Result<Outcome, Reason> {
		ensure!(person.position.is_some(), Reason::NotEnrolled);
		let span = self.span(row)?;
		self.in_force(&span)?;
		let mean = self.provision.mean;
		ensure!(mean.is_none() || span.first_day == span.day, Reason::NotOneDay);

		self.provision.lay_out(&row.inputs, span.day, &mut self.inputs)?;
		let computed = if self.provision.is_immediate() {
			Some(self.compute()?)
		} else {
			self.prepared.validate(&self.inputs).map_err(Reason::Formula)?;
			None
		};

		let staged = claims::check(self, record, row, &span, person)?;
		let outcome = match mean {
			None => self.earn(record, &span, person, &staged, computed, None)?,
			Some(rule) => self.keep_day(record, row, &span, person, &staged, &rule)?,
		};
		self.objects.take(staged.counters, staged.sites, staged.references);
		Ok(outcome)
	}

	/// Feeds the history with a day, and credits it with the mean of the days before. From here on
	/// what earns nothing is recorded: the reading counts, and what the act claims is taken.
	fn keep_day(
		&mut self,
		record: RecordRef,
		row: &Row,
		span: &Span,
		person: &mut Person<T>,
		staged: &Staged,
		rule: &MeanRule,
	) -> Result<Outcome, Reason> {
		let (subject, range) = match staged.reading {
			Some(Reading { group, object, from, to }) => {
				(HistorySubject::Register(group, object), Some((from, to)))
			},
			None => (HistorySubject::Citizen(person.citizen), None),
		};
		self.usage.history(row);
		let value = self.inputs.get(usize::from(rule.of)).copied();
		let value = value.ok_or(Reason::ClaimDataMismatch)?;
		let known = self.objects.history(subject);
		let (mean, fed) = match feed(known, span.day, value, range, rule.days)? {
			Fed::New(history) => (history.mean(span.day, rule), Some(history)),
			Fed::Same => {
				let history = known.ok_or(Reason::BaselineTooShort);
				(history.and_then(|history| history.mean(span.day, rule)), None)
			},
			Fed::Late(filled) => (Err(Reason::LateDay), filled),
		};
		if let Some(history) = fed {
			self.objects.keep_history(subject, history);
		}
		let earned =
			mean.and_then(|mean| self.earn(record, span, person, staged, None, Some(mean)));
		Ok(earned.unwrap_or_else(|reason| {
			self.note(record, person, &staged.log);
			Outcome::Recorded(reason)
		}))
	}

	/// Credits a row whose claims are free with what it has computed to, or computes to with what
	/// the chain provides. Only what a citizen has of the ledger is written, and on error nothing.
	fn earn(
		&mut self,
		record: RecordRef,
		span: &Span,
		person: &mut Person<T>,
		staged: &Staged,
		computed: Option<Grams>,
		mean: Option<u64>,
	) -> Result<Outcome, Reason> {
		let members = self.provision.members.map(|at| (at, staged.members()));
		let places = [
			self.provision.mean.map(|rule| usize::from(rule.input)).zip(mean),
			members.map(|(at, members)| (at, u64::from(members))),
		];
		for (at, value) in places.into_iter().flatten() {
			*self.inputs.get_mut(at).ok_or(Reason::ClaimDataMismatch)? = value;
		}
		let share = staged.share;
		if mean.is_some() || members.is_some() || share != WHOLE {
			let members = members.map(|(_, members)| members);
			self.provided.push(Provided { row: record.row, mean, members, share });
		}

		let mut computed = match computed {
			Some(computed) => computed,
			None => self.compute()?,
		};
		if staged.credited_before {
			let mut credited = self.inputs.clone();
			for (at, total) in &staged.totals {
				*credited.get_mut(*at).ok_or(Reason::ClaimDataMismatch)? = *total;
			}
			// f(new) - f(credited), both floored: the day's records add up to f(last).
			computed = computed.saturating_sub(self.evaluate(&credited)?);
			ensure!(computed > 0, Reason::NoReduction);
		}

		let grams = self.cap(computed, share, span, person)?;
		self.credit(record, grams, span, person, &staged.log)?;
		let computed = part_of(computed, share);
		Ok(if grams == computed {
			Outcome::Credited { grams }
		} else {
			Outcome::Capped { grams, computed }
		})
	}

	/// Grams by the formula, of the row's inputs: never none.
	fn compute(&mut self) -> Result<Grams, Reason> {
		let inputs = core::mem::take(&mut self.inputs);
		let computed = self.evaluate(&inputs);
		self.inputs = inputs;
		let computed = computed?;
		ensure!(computed > 0, Reason::NoReduction);
		Ok(computed)
	}

	fn evaluate(&mut self, inputs: &[u64]) -> Result<Grams, Reason> {
		self.usage.evaluations = self.usage.evaluations.saturating_add(1);
		self.prepared.evaluate(inputs).map(|outcome| outcome.grams).map_err(Reason::Formula)
	}

	/// When the act was: in the past, in open days, no longer than its groups allow.
	fn span(&self, row: &Row) -> Result<Span, Reason> {
		let start = row.start;
		let end = start.checked_add(u32::from(row.duration)).ok_or(Reason::TimeOutOfRange)?;
		ensure!(seconds(end)? <= self.now, Reason::InTheFuture);
		let last_minute = row.last_minute().ok_or(Reason::TimeOutOfRange)?;
		let day_of =
			|minute| day_of(seconds(minute)?, self.day_offset).ok_or(Reason::TimeOutOfRange);
		let (first_day, day) = (day_of(start)?, day_of(last_minute)?);
		for (spec, rules) in self.rules.claims.iter().zip(&self.claims) {
			// An interval is written into every day that it touches, all else into the last.
			let earliest = if matches!(spec, ClaimSpec::Interval { .. }) { first_day } else { day };
			ensure!(Some(earliest) > rules.closed_through, Reason::DayClosed);
		}
		for (spec, rules) in self.rules.claims.iter().zip(&self.claims) {
			// Only a person's time is bounded: a meter may be read once a month.
			let persons =
				matches!(spec, ClaimSpec::Interval { .. } | ClaimSpec::DailyHighWater { .. });
			ensure!(!persons || row.duration <= rules.group.longest_minutes, Reason::TooLong);
		}
		Ok(Span { start, end, first_day, day })
	}

	/// Whether this version was in force when the act ended.
	fn in_force(&self, span: &Span) -> Result<(), Reason> {
		let ended = seconds(span.end)?;
		let in_force =
			ended >= self.effective_from && self.effective_until.is_none_or(|until| ended < until);
		ensure!(in_force, Reason::VersionNotInForce);
		Ok(())
	}

	/// What the methodology's caps leave of the citizen's share of the computed grams: never none.
	/// A record's cap is the object's, before it is shared; a day's cap is the citizen's, after it.
	fn cap(
		&self,
		computed: Grams,
		share: u16,
		span: &Span,
		person: &mut Person<T>,
	) -> Result<Grams, Reason> {
		let credited = person
			.log(span.day)
			.entries
			.iter()
			.filter(|entry| entry.methodology == self.methodology.methodology)
			.try_fold(0u64, |sum, entry| sum.checked_add(entry.grams))
			.ok_or(Reason::Overflow)?;
		let remaining = self.rules.max_grams_per_day.saturating_sub(credited);
		ensure!(remaining > 0, Reason::DailyCapReached);
		let grams = part_of(computed.min(self.rules.max_grams_per_record), share).min(remaining);
		ensure!(grams > 0, Reason::NoReduction);
		Ok(grams)
	}

	/// Checks that there is room for everything, then writes everything.
	fn credit(
		&mut self,
		record: RecordRef,
		grams: Grams,
		span: &Span,
		person: &mut Person<T>,
		claims: &[(Day, LogClaim)],
	) -> Result<(), Reason> {
		let methodology = self.methodology.methodology;
		// A record's grams stand in one entry of its day, so that the day's cap sees them.
		let mut entries: Vec<(Day, LogEntry)> = Vec::with_capacity(claims.len().max(1));
		let mut rest = grams;
		for (day, claim) in claims.iter().copied() {
			let grams = if day == span.day { core::mem::take(&mut rest) } else { 0 };
			entries.push((day, LogEntry { record, methodology, grams, claim }));
		}
		if rest > 0 {
			let claim = LogClaim::Tally;
			entries.push((span.day, LogEntry { record, methodology, grams: rest, claim }));
		}
		ensure!(room_for(&entries, person), Reason::LogFull);

		let disposition = person.position.as_ref().ok_or(Reason::NotEnrolled)?.disposition;
		let (class, kept) = self
			.classes
			.with_record(month_of(span.day), disposition, grams)
			.ok_or(Reason::Overflow)?;
		let total = self.grams.checked_add(grams).ok_or(Reason::Overflow)?;
		// With the carry a record makes at most a hundredth more due than it earns itself.
		grams
			.checked_mul(u64::from(self.rules.points_per_kg))
			.and_then(|fine| fine.checked_div(1_000))
			.and_then(|due| due.checked_add(1))
			.and_then(|due| self.points_due.checked_add(due))
			.ok_or(Reason::Overflow)?;
		let position = person.position.as_mut().ok_or(Reason::NotEnrolled)?;
		let due = position
			.credit(
				class,
				grams,
				self.rules.points_per_kg,
				self.rules.growth_per_kg,
				self.issue.as_ref(),
			)
			.map_err(|error| match error {
				// A batch that gives points is admitted with a live series only.
				CreditError::Overflow | CreditError::SeriesNotLive => Reason::Overflow,
				CreditError::ContributionsFull => Reason::ContributionsFull,
			})?;

		// Nothing below can fail.
		person.acts.push(span.day);
		self.classes.keep(class, kept);
		self.grams = total;
		self.points_due = self.points_due.saturating_add(due);
		self.credited = self.credited.saturating_add(1);
		for (day, entry) in entries {
			let log = person.log(day);
			log.changed = true;
			match shared_with(&log.entries, &entry).and_then(|at| log.entries.get_mut(at)) {
				Some(shared) => {
					shared.record = entry.record;
					shared.claim = higher(shared.claim, entry.claim);
					// Sums of grams were checked against the day's cap.
					shared.grams = shared.grams.saturating_add(entry.grams);
				},
				// Room was checked above.
				None => {
					let _ = log.entries.try_push(entry);
				},
			}
		}
		Ok(())
	}

	/// Takes a person's time for a record that earns nothing, where their log has room: a full one
	/// has no more claims, and what the record read counts all the same.
	fn note(&self, record: RecordRef, person: &mut Person<T>, claims: &[(Day, LogClaim)]) {
		let methodology = self.methodology.methodology;
		let entry = |claim| LogEntry { record, methodology, grams: 0, claim };
		let entries: Vec<_> = claims.iter().map(|(day, claim)| (*day, entry(*claim))).collect();
		if !room_for(&entries, person) {
			return;
		}
		for (day, entry) in entries {
			let log = person.log(day);
			log.changed |= log.entries.try_push(entry).is_ok();
		}
	}
}

/// Whether a person's logs have room for all of them.
fn room_for<T: Config>(entries: &[(Day, LogEntry)], person: &mut Person<T>) -> bool {
	let room = usize::try_from(T::MaxDayLog::get()).unwrap_or(usize::MAX);
	entries.iter().all(|(day, _)| {
		let log = person.log(*day);
		let new = entries
			.iter()
			.filter(|(of, entry)| of == day && shared_with(&log.entries, entry).is_none())
			.count();
		log.entries.len().saturating_add(new) <= room
	})
}

/// A share of grams in ten thousandths, rounded down.
fn part_of(grams: Grams, share: u16) -> Grams {
	let part = u128::from(grams).saturating_mul(u128::from(share));
	// At most the grams themselves: no share is more than the whole.
	part.checked_div(u128::from(WHOLE)).and_then(|part| Grams::try_from(part).ok()).unwrap_or(0)
}

/// The entry that a new one is added to, where records share one.
fn shared_with(entries: &[LogEntry], new: &LogEntry) -> Option<usize> {
	entries.iter().position(|entry| {
		entry.methodology == new.methodology
			&& match (entry.claim, new.claim) {
				(LogClaim::Tally, LogClaim::Tally) => true,
				(LogClaim::HighWater { group: a, .. }, LogClaim::HighWater { group: b, .. }) => {
					a == b
				},
				_ => false,
			}
	})
}

/// The claim of a shared entry: a daily total never falls.
fn higher(old: LogClaim, new: LogClaim) -> LogClaim {
	match (old, new) {
		(LogClaim::HighWater { value: old, .. }, LogClaim::HighWater { group, value }) => {
			LogClaim::HighWater { group, value: value.max(old) }
		},
		_ => new,
	}
}

fn seconds(minute: Minute) -> Result<u64, Reason> {
	u64::from(minute).checked_mul(SECONDS_PER_MINUTE).ok_or(Reason::TimeOutOfRange)
}
