//! Taking a record back before its class is sealed.
//!
//! Of a batch the chain keeps no row, only the Merkle root over each row with its outcome. Whoever
//! acts on one record shows it with a proof of ten hashes at most: cheap enough for a citizen, and it
//! costs a batch nothing but the hashing.

use crate::{
	pallet::{
		Batches, ClassIds, Classes, Config, Counters, DayLogs, Error, Event, Histories, Objections,
		OnceClaims, OnceSweep, Pallet, Sites, Withdrawn,
	},
	types::{Batch, Class, HistorySubject, LogClaim},
};
use alloc::vec::Vec;
use frame_support::ensure;
use sp_core::H256;
use sp_runtime::{DispatchError, DispatchResult};
use tanpu_primitives::{
	evidence::RecordProof,
	report::{ClaimData, RecordRef, Row},
	time::month_of,
	traits::{Issuing, Methodologies, Operators, Positions},
	verification::Classes as _,
	Be16, Be32, ClaimSpec, ClassId, Clock, CreditingRules, Day, Grams, MethodologyId, OperatorId,
};

/// A credited record that stands, with what it belongs to.
pub(crate) struct Found {
	pub record: RecordRef,
	pub batch: Batch,
	pub class_id: ClassId,
	pub class: Class,
	pub row: Row,
	pub grams: Grams,
}

impl<T: Config> Pallet<T> {
	/// The record that a proof shows.
	pub(crate) fn proven(record: RecordRef, proof: RecordProof) -> Result<Found, DispatchError> {
		let batch = Batches::<T>::get(record.batch).ok_or(Error::<T>::BatchNotFound)?;
		let shown = proof.verify(&batch.outcomes_root.0, batch.rows, record.row);
		ensure!(shown, Error::<T>::ProofMismatch);
		let grams = proof.outcome.grams();
		ensure!(grams > 0, Error::<T>::NothingCredited);
		Self::found(record, batch, proof.row, grams)
	}

	/// A record that is known to have been credited so many grams.
	pub(crate) fn found(
		record: RecordRef,
		batch: Batch,
		row: Row,
		grams: Grams,
	) -> Result<Found, DispatchError> {
		ensure!(!Self::is_withdrawn(record), Error::<T>::AlreadyWithdrawn);
		let (class_id, class) = Self::class_of(&batch, &row).ok_or(Error::<T>::ClassNotFound)?;
		Ok(Found { record, batch, class_id, class, row, grams })
	}

	/// Whether a record was withdrawn.
	pub(crate) fn is_withdrawn(record: RecordRef) -> bool {
		Withdrawn::<T>::get(record.batch).binary_search(&record.row).is_ok()
	}

	fn class_of(batch: &Batch, row: &Row) -> Option<(ClassId, Class)> {
		let day = T::Clock::day_of_minute(row.last_minute()?)?;
		let id = ClassIds::<T>::get((batch.operator, batch.methodology, month_of(day)))?;
		Some((id, Classes::<T>::get(id)?))
	}

	/// Whether `who` acts for the operator: a reporting key or the treasury.
	pub(crate) fn ensure_operator(who: &T::AccountId, operator: OperatorId) -> DispatchResult {
		let acts = T::Operators::by_reporter(who) == Some(operator)
			|| T::Operators::treasury(operator).as_ref() == Some(who);
		ensure!(acts, Error::<T>::NotTheOperator);
		Ok(())
	}

	pub(crate) fn do_withdraw(
		who: &T::AccountId,
		record: RecordRef,
		proof: RecordProof,
		reason: H256,
	) -> DispatchResult {
		let found = Self::proven(record, proof)?;
		let operator = found.batch.operator;
		Self::ensure_operator(who, operator)?;
		let now = T::Clock::now();
		let kept = Objections::<T>::get(record.batch, record.row);
		let open = kept.as_ref().is_some_and(|objection| now < objection.lapses);
		if !open {
			// Points go back to its fund: one that is stopped must not empty its citizens' accounts.
			T::Operators::ensure_licensed(operator, now).map_err(Error::<T>::from_licence)?;
		}
		let citizen = found.row.citizen;
		Self::strike(found, reason)?;
		if let Some(objection) = kept {
			Self::settle(record, citizen, objection.class);
			if open {
				Self::count_accepted(operator, record);
			} else {
				Self::count_lapsed(operator, record);
			}
		}
		Ok(())
	}

	/// Undoes a record: grams, points as far as they are there, claims as far as nobody went on from
	/// them. What is spent stays spent, out of the operator's fund; growth and campaigns' bonuses stay.
	pub(crate) fn strike(found: Found, reason: H256) -> DispatchResult {
		let Found { record, batch, class_id, mut class, row, grams } = found;
		let (operator, citizen) = (batch.operator, row.citizen);
		let rules =
			T::Methodologies::rules(batch.methodology).ok_or(Error::<T>::MethodologyNotFound)?;
		let sealed = class.sealed
			|| Self::seals_at(class_id).is_none_or(|seals_at| T::Clock::now() >= seals_at);
		ensure!(!sealed, Error::<T>::ClassSealed);

		// Before the sealing nothing of a class can have been claimed: all of it is where it was put.
		let gone = || Error::<T>::ContributionGone;
		let mut position = T::Positions::get(operator, citizen).ok_or_else(gone)?;
		position.withdraw_grams(class_id, grams).ok_or_else(gone)?;
		class.by_disposition.take(position.disposition, grams).ok_or_else(gone)?;
		class.grams = class.grams.checked_sub(grams).ok_or_else(gone)?;
		class.withdrawn = class.withdrawn.saturating_add(1);
		let due = position.withdraw_carry(grams, rules.points_per_kg).ok_or_else(gone)?;
		let reversed = match batch.series {
			Some(series) => T::Issuing::reverse(operator, &mut position, series, due)?,
			None => 0,
		};
		T::Positions::put(operator, citizen, position);
		T::Positions::take_totals(operator, grams)?;
		Classes::<T>::insert(class_id, class);
		Withdrawn::<T>::try_mutate(record.batch, |rows| match rows.binary_search(&record.row) {
			Ok(_) => Err(Error::<T>::AlreadyWithdrawn),
			// There is room for every row.
			Err(at) => rows.try_insert(at, record.row).map_err(|_| Error::<T>::AlreadyWithdrawn),
		})?;
		let claims_freed =
			Self::free_claims(record, batch.methodology.methodology, &rules, &row, grams);
		Self::deposit_event(Event::Withdrawn {
			record,
			operator,
			citizen,
			class: class_id,
			grams,
			points_reversed: reversed,
			points_borne: due.saturating_sub(reversed),
			claims_freed,
			reason,
		});
		Ok(())
	}

	/// Gives back what a record claimed, where that is safe; says whether nothing of it is taken any
	/// more.
	///
	/// A register's, a site's or a day's mark goes back only from where this record put it. A reference
	/// goes only if it is this record's. Where a history was fed everything stays taken: the days that
	/// baselines are made of can't be chosen afterwards.
	fn free_claims(
		record: RecordRef,
		methodology: MethodologyId,
		rules: &CreditingRules,
		row: &Row,
		grams: Grams,
	) -> bool {
		let claims: Vec<(ClaimSpec, ClaimData)> = rules
			.claims
			.iter()
			.filter(|spec| spec.needs_data())
			.copied()
			.zip(row.claims.iter().copied())
			.collect();
		let citizen = row.citizen;
		let history = core::iter::once(HistorySubject::Citizen(citizen))
			.chain(claims.iter().filter_map(|(spec, data)| match data {
				ClaimData::Counter { object, .. } => {
					Some(HistorySubject::Register(spec.group(), *object))
				},
				ClaimData::Once { .. } | ClaimData::Site { .. } => None,
			}))
			.any(|subject| Histories::<T>::contains_key((methodology, subject)));

		let mut freed = Self::free_time_and_totals(record, methodology, rules, row, grams, history);
		// Backwards: an act may take two stretches of one register.
		for (spec, data) in claims.into_iter().rev() {
			let group = spec.group();
			freed &= !history
				&& match data {
					ClaimData::Counter { object, from, to, .. } => {
						Counters::<T>::mutate((group, object), |slot| {
							slot.as_mut().is_some_and(|mark| mark.take_back(citizen, from, to))
						})
					},
					ClaimData::Site { object, from, to } => {
						Sites::<T>::mutate((group, object), |slot| {
							slot.as_mut().is_some_and(|mark| mark.take_back(citizen, from, to))
						})
					},
					ClaimData::Once { reference } => {
						let key = (group, reference);
						let claim = OnceClaims::<T>::get(key);
						// Once its day was closed the reference was free; a later record may have it.
						if let Some(claim) = claim.filter(|claim| claim.record == record) {
							OnceClaims::<T>::remove(key);
							if let Some(day) = claim.until {
								OnceSweep::<T>::remove(Be16::from(day), key);
							}
						}
						true
					},
				};
		}
		freed
	}

	/// The same in the citizen's day logs, as far as they are kept, where the grams go in any case: the
	/// day's cap has room for them again.
	fn free_time_and_totals(
		record: RecordRef,
		methodology: MethodologyId,
		rules: &CreditingRules,
		row: &Row,
		grams: Grams,
		history: bool,
	) -> bool {
		// As when it was credited: the first claim of the person's that stands in the last day has the
		// grams, or else the entry that all records of the methodology share.
		let carrier = rules.claims.iter().copied().find(|spec| {
			matches!(spec, ClaimSpec::Interval { .. } | ClaimSpec::DailyHighWater { .. })
		});
		let last = row.last_minute().and_then(T::Clock::day_of_minute);
		let first = T::Clock::day_of_minute(row.start).filter(|first| Some(*first) != last);
		let mut freed = true;
		let mut change = |day: Day, carries: bool| {
			let (by_day, by_citizen) = (Be16::from(day), Be32::from(row.citizen));
			DayLogs::<T>::mutate_exists(by_day, by_citizen, |slot| {
				let Some(entries) = slot.as_mut() else { return };
				for entry in entries.iter_mut().filter(|_| carries) {
					let has = match (carrier, entry.claim) {
						(
							Some(ClaimSpec::Interval { group }),
							LogClaim::Interval { group: of, .. },
						) => entry.record == record && of == group,
						(
							Some(ClaimSpec::DailyHighWater { group, .. }),
							LogClaim::HighWater { group: of, .. },
						) => entry.methodology == methodology && of == group,
						(None, LogClaim::Tally) => entry.methodology == methodology,
						_ => false,
					};
					if has {
						entry.grams = entry.grams.saturating_sub(grams);
					}
				}
				let shares = |group| {
					rules.claims.iter().any(
						|spec| matches!(spec, ClaimSpec::DailyHighWater { group: of, .. } if *of == group),
					)
				};
				let first_total = |group| matches!(carrier, Some(ClaimSpec::DailyHighWater { group: of, .. }) if of == group);
				entries.retain(|entry| match entry.claim {
					LogClaim::Tally => entry.grams > 0,
					// Totals stand in the last day only.
					LogClaim::HighWater { .. } if !carries => true,
					LogClaim::Interval { .. } => {
						let taken = entry.record == record;
						freed &= !(taken && history);
						history || !taken
					},
					// No record that counts is left in it, so the mark is nobody's. Another that stands
					// went on from this one's, or this one from its: which, isn't kept.
					LogClaim::HighWater { group, .. } => {
						let ours = entry.methodology == methodology && shares(group);
						let empty = ours && first_total(group) && entry.grams == 0;
						freed &= !ours || empty;
						!empty
					},
				});
				if entries.is_empty() {
					*slot = None;
				}
			});
		};
		if let Some(first) = first {
			change(first, false);
		}
		if let Some(last) = last {
			change(last, true);
		}
		freed
	}
}
