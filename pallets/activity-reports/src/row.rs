//! One row: grams, or the reason why not. A rejected row leaves nothing behind.

use crate::{
	batch::Processor,
	claims::{self, Staged},
	ledger::Person,
	pallet::Config,
	types::{LogClaim, LogEntry},
};
use alloc::vec::Vec;
use frame_support::{ensure, traits::Get};
use tanpu_primitives::{
	ledger::CreditError,
	report::{Outcome, Reason, RecordRef, Row},
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

		self.inputs.clear();
		self.inputs.extend(row.inputs.iter().map(|input| input.0));
		let mut computed = self.evaluate(None)?;
		ensure!(computed > 0, Reason::NoReduction);

		let staged = claims::check(self, record, row, &span, person)?;
		if let Some(credited) = &staged.credited_inputs {
			// f(new) - f(credited), both floored: the day's records add up to f(last).
			computed = computed.saturating_sub(self.evaluate(Some(credited))?);
			ensure!(computed > 0, Reason::NoReduction);
		}

		let grams = self.cap(computed, &span, person)?;
		self.credit(record, grams, &span, person, staged)?;
		Ok(if grams == computed {
			Outcome::Credited { grams }
		} else {
			Outcome::Capped { grams, computed }
		})
	}

	/// Grams by the formula, of the row's inputs or of those given.
	fn evaluate(&mut self, inputs: Option<&[u64]>) -> Result<Grams, Reason> {
		self.usage.evaluations = self.usage.evaluations.saturating_add(1);
		self.prepared
			.evaluate(inputs.unwrap_or(&self.inputs))
			.map(|outcome| outcome.grams)
			.map_err(Reason::Formula)
	}

	/// When the act was: in the past, in open days, no longer than its groups allow.
	fn span(&self, row: &Row) -> Result<Span, Reason> {
		let start = row.start;
		let end = start.checked_add(u32::from(row.duration)).ok_or(Reason::TimeOutOfRange)?;
		ensure!(seconds(end)? <= self.now, Reason::InTheFuture);
		let last_minute = if row.duration == 0 { end } else { end.saturating_sub(1) };
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

	/// What the methodology's caps leave of the computed grams: never none.
	fn cap(&self, computed: Grams, span: &Span, person: &mut Person<T>) -> Result<Grams, Reason> {
		let credited = person
			.log(span.day)
			.entries
			.iter()
			.filter(|entry| entry.methodology == self.methodology.methodology)
			.try_fold(0u64, |sum, entry| sum.checked_add(entry.grams))
			.ok_or(Reason::Overflow)?;
		let remaining = self.rules.max_grams_per_day.saturating_sub(credited);
		ensure!(remaining > 0, Reason::DailyCapReached);
		let grams = computed.min(self.rules.max_grams_per_record).min(remaining);
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
		staged: Staged,
	) -> Result<(), Reason> {
		let methodology = self.methodology.methodology;
		// A record's grams stand in one entry of its day, so that the day's cap sees them.
		let mut entries: Vec<(Day, LogEntry)> = Vec::with_capacity(staged.log.len().max(1));
		let mut rest = grams;
		for (day, claim) in staged.log {
			let grams = if day == span.day { core::mem::take(&mut rest) } else { 0 };
			entries.push((day, LogEntry { record, methodology, grams, claim }));
		}
		if rest > 0 {
			let claim = LogClaim::Tally;
			entries.push((span.day, LogEntry { record, methodology, grams: rest, claim }));
		}
		let room = usize::try_from(T::MaxDayLog::get()).unwrap_or(usize::MAX);
		for (day, _) in &entries {
			let log = person.log(*day);
			let new = entries
				.iter()
				.filter(|(of, entry)| of == day && shared_with(&log.entries, entry).is_none())
				.count();
			let length = log.entries.len().saturating_add(new);
			ensure!(length <= room, Reason::LogFull);
		}

		let (class, kept) =
			self.classes.with_record(month_of(span.day), grams).ok_or(Reason::Overflow)?;
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
		person.credited = true;
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
		claims::keep::<T>(staged.counters, staged.references);
		Ok(())
	}
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
