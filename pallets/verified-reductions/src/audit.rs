//! From the sealing of a class to the conclusion of its audit.

use crate::{
	pallet::{
		Cases, Config, Error, Event, LastAssigned, Opinions, Pallet, Samples, VerifierRecords,
	},
	statistics,
	types::{Case, Given, Referral, Sample, SamplePoint, Stage, VerifierRecord, MAX_ASSIGNED},
};
use alloc::vec::Vec;
use codec::Encode;
use frame_support::{
	ensure,
	traits::{Get, Randomness},
	weights::Weight,
	BoundedVec,
};
use frame_system::pallet_prelude::BlockNumberFor;
use sp_core::H256;
use sp_runtime::{DispatchResult, Permill, SaturatedConversion};
use tanpu_primitives::{
	traits::{LicenceRefusal, Methodologies},
	verification::{Classes, Opinion, Verifiers},
	ClassId, Clock, ParticipantId,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_seal(class: ClassId) -> DispatchResult {
		let info = T::Classes::get(class).ok_or(Error::<T>::ClassNotFound)?;
		ensure!(!Cases::<T>::contains_key(class), Error::<T>::AlreadySealed);
		let now = T::Clock::now();
		let closed = T::Classes::seals_at(class).ok_or(Error::<T>::ClassNotFound)?;
		ensure!(now >= closed, Error::<T>::NotClosed);
		let rules =
			T::Methodologies::rules(info.methodology).ok_or(Error::<T>::MethodologyNotFound)?;
		T::Classes::seal(class);
		Cases::<T>::insert(
			class,
			Case {
				info,
				needed: rules.verifiers_needed,
				sealed_at: now,
				since: Self::block(),
				rounds: 0,
				objections: 0,
				stage: Stage::Sealed,
			},
		);
		Self::deposit_event(Event::Sealed {
			class,
			operator: info.operator,
			grams: info.grams,
			records: info.records,
		});
		Ok(())
	}

	pub(crate) fn do_draw(class: ClassId) -> DispatchResult {
		let mut case = Self::found_case(class)?;
		ensure!(case.stage == Stage::Sealed, Error::<T>::AlreadyDrawn);
		let lot = |what: &[u8]| T::Randomness::random(&(what, class, case.rounds).encode());
		let (seed, known_since) = lot(b"tanpu sample");
		let earliest = case.since.saturating_add(T::RandomnessDelay::get());
		ensure!(known_since > BlockNumberFor::<T>::from(earliest), Error::<T>::RandomnessNotReady);
		let (lots, _) = lot(b"tanpu verifiers");

		let (info, now) = (case.info, T::Clock::now());
		let eligible = T::Verifiers::eligible(info.operator, info.methodology.methodology, now);
		let needed = usize::from(case.needed);
		ensure!(eligible.len() >= needed, Error::<T>::NotEnoughVerifiers);
		let reserve = usize::try_from(T::Reserve::get()).unwrap_or(0);
		let last = LastAssigned::<T>::get(info.operator);
		// As many as there is room for: a methodology needs at most half of it.
		let verifiers: BoundedVec<_, _> = BoundedVec::truncate_from(statistics::assign(
			&eligible,
			&last,
			needed.saturating_add(reserve),
			&lots,
		));

		let (seed, points) = match Samples::<T>::get(class) {
			Some(drawn) => (drawn.seed, drawn.points),
			None => {
				let (least, most) = (T::MinSample::get(), T::MaxSample::get());
				(seed, statistics::points(info.records, info.credited, least, most))
			},
		};
		let until = now.saturating_add(T::OpinionWindow::get());
		for verifier in &verifiers {
			VerifierRecords::<T>::mutate(verifier, |record| {
				record.assigned = record.assigned.saturating_add(1);
			});
		}
		LastAssigned::<T>::insert(info.operator, &verifiers);
		Samples::<T>::insert(
			class,
			Sample { seed, points, drawn_at: now, until, verifiers: verifiers.clone() },
		);
		case.rounds = case.rounds.saturating_add(1);
		case.stage = Stage::Sampled;
		Cases::<T>::insert(class, case);
		Self::deposit_event(Event::Drawn { class, seed, points, verifiers, until });
		Ok(())
	}

	pub(crate) fn do_give_opinion(
		who: T::AccountId,
		class: ClassId,
		verifier: ParticipantId,
		opinion: Opinion,
		failed: u32,
		void: u32,
		report: H256,
	) -> DispatchResult {
		let (case, sample) = Self::found_sample(class)?;
		ensure!(sample.verifiers.contains(&verifier), Error::<T>::NotAssigned);
		ensure!(T::Verifiers::holder(verifier) == Some(who), Error::<T>::NotVerifier);
		let (info, now) = (case.info, T::Clock::now());
		T::Verifiers::ensure_eligible(verifier, info.operator, info.methodology.methodology, now)
			.map_err(Error::<T>::from_licence)?;
		ensure!(now < sample.until, Error::<T>::WindowOver);
		ensure!(!Opinions::<T>::contains_key(class, verifier), Error::<T>::OpinionGivenAlready);
		let valid = sample.points.checked_sub(void).filter(|valid| *valid > 0);
		let valid = valid.filter(|valid| failed <= *valid).ok_or(Error::<T>::PointsExceeded)?;
		ensure!(void == 0 || info.credited > info.grams, Error::<T>::NothingWithdrawn);
		if let Opinion::Modified { deduction } = opinion {
			ensure!((1..=info.grams).contains(&deduction), Error::<T>::DeductionOutOfRange);
		}

		// More can't be extrapolated: the council will decide, and computing it would cost more.
		let extrapolated = if Self::is_material(failed, valid) {
			info.grams
		} else {
			statistics::extrapolate(info.grams, failed, valid)
		};
		let given = Given { opinion, failed, void, extrapolated, report, at: now };
		Opinions::<T>::insert(class, verifier, given);
		VerifierRecords::<T>::mutate(verifier, |record| {
			record.given = record.given.saturating_add(1);
			if opinion == Opinion::Disclaimed {
				record.disclaimed = record.disclaimed.saturating_add(1);
			}
		});
		Self::deposit_event(Event::OpinionGiven {
			class,
			verifier,
			opinion,
			failed,
			extrapolated,
			report,
		});
		Ok(())
	}

	pub(crate) fn do_conclude(class: ClassId) -> DispatchResult {
		let (case, sample) = Self::found_sample(class)?;
		let (info, now) = (case.info, T::Clock::now());
		let all: Vec<_> = sample
			.verifiers
			.iter()
			.map(|verifier| (*verifier, Opinions::<T>::get(class, verifier)))
			.collect();
		let all_in = all.iter().all(|(_, given)| given.is_some());
		ensure!(all_in || now >= sample.until, Error::<T>::WindowOpen);

		// An opinion counts unless its verifier turned out to be unfit for any.
		let counted: Vec<(ParticipantId, Given)> = all
			.iter()
			.filter_map(|(verifier, given)| Some((*verifier, (*given)?)))
			.filter(|(verifier, _)| {
				let methodology = info.methodology.methodology;
				let stands =
					T::Verifiers::ensure_eligible(*verifier, info.operator, methodology, now);
				!matches!(stands, Err(LicenceRefusal::Revoked | LicenceRefusal::NotLicensed))
			})
			.collect();
		let disagreement = Self::note_conduct(&all, &counted);
		let affirmed = counted.iter().filter(|(_, given)| is_affirmative(&given.opinion)).count();
		let silent = all.iter().filter(|(_, given)| given.is_none()).count();
		Self::deposit_event(Event::Concluded {
			class,
			counted: u32::try_from(affirmed).unwrap_or(u32::MAX),
			silent: u32::try_from(silent).unwrap_or(u32::MAX),
			disagreement,
		});

		let material = |given: &Given| {
			Self::is_material(given.failed, sample.points.saturating_sub(given.void))
		};
		let lowest = counted
			.iter()
			.filter_map(|(_, given)| match given.opinion {
				Opinion::Unmodified => Some((given.extrapolated, 0)),
				Opinion::Modified { deduction } => Some((given.extrapolated, deduction)),
				Opinion::Adverse | Opinion::Disclaimed => None,
			})
			.map(|(extrapolated, deduction)| {
				info.grams.saturating_sub(extrapolated).saturating_sub(deduction)
			})
			.min()
			.unwrap_or(0);
		let cause = if counted.iter().any(|(_, given)| given.opinion == Opinion::Adverse) {
			Some(Referral::Adverse)
		} else if affirmed < usize::from(case.needed) {
			Some(Referral::Quorum)
		} else if counted.iter().any(|(_, given)| material(given)) {
			Some(Referral::Failures)
		} else if lowest == 0 {
			Some(Referral::NothingLeft)
		} else {
			None
		};
		match cause {
			Some(cause) => Self::refer(class, case, cause),
			None => Self::notice(class, case, lowest, false),
		}
		Ok(())
	}

	/// Counts who was silent, and who was of another opinion than others. Returns whether anybody
	/// was.
	fn note_conduct(
		all: &[(ParticipantId, Option<Given>)],
		counted: &[(ParticipantId, Given)],
	) -> bool {
		let kind = |given: &Given| core::mem::discriminant(&given.opinion);
		let differ = |a: &Given, b: &Given| kind(a) != kind(b);
		let disagreement =
			counted.iter().zip(counted.iter().skip(1)).any(|((_, a), (_, b))| differ(a, b));
		let note = |verifier: &ParticipantId, change: fn(&mut VerifierRecord)| {
			VerifierRecords::<T>::mutate(verifier, change);
		};
		for (verifier, given) in all {
			if given.is_none() {
				note(verifier, |record| record.silent = record.silent.saturating_add(1));
			}
		}
		if disagreement {
			for (verifier, _) in counted {
				note(verifier, |record| record.disagreed = record.disagreed.saturating_add(1));
			}
		}
		disagreement
	}

	/// Whether more of a sample's points failed than can be extrapolated.
	pub(crate) fn is_material(failed: u32, points: u32) -> bool {
		failed > 0 && Permill::from_rational(failed, points) > T::MaxFailures::get()
	}

	/// Points of a class's sample, at most so many.
	pub(crate) fn points_of(class: ClassId, from: u32, most: u32) -> Vec<SamplePoint> {
		let (Some(case), Some(sample)) = (Cases::<T>::get(class), Samples::<T>::get(class)) else {
			return Vec::new();
		};
		(from..from.saturating_add(most))
			.map_while(|number| {
				let credited = case.info.credited;
				let gram = statistics::point(&sample.seed, number, sample.points, credited)?;
				Some(SamplePoint { gram, located: T::Classes::locate(class, gram)? })
			})
			.collect()
	}

	pub(crate) fn found_case(class: ClassId) -> Result<Case, Error<T>> {
		Cases::<T>::get(class).ok_or(Error::<T>::NotSealed)
	}

	fn found_sample(class: ClassId) -> Result<(Case, Sample), Error<T>> {
		let case = Self::found_case(class)?;
		ensure!(case.stage == Stage::Sampled, Error::<T>::NotSampled);
		let sample = Samples::<T>::get(class).ok_or(Error::<T>::NotSampled)?;
		Ok((case, sample))
	}

	/// The block's number; blocks of 3 seconds fill a `u32` in four centuries.
	pub(crate) fn block() -> u32 {
		let number: BlockNumberFor<T> = frame_system::Pallet::<T>::block_number();
		number.saturated_into()
	}

	/// What finding verifiers weighs.
	pub fn verifiers_weight() -> Weight {
		T::Verifiers::weight()
	}
}

/// Whether an opinion counts towards the number that is needed.
fn is_affirmative(opinion: &Opinion) -> bool {
	matches!(opinion, Opinion::Unmodified | Opinion::Modified { .. })
}

impl<T: Config> Error<T> {
	fn from_licence(refusal: LicenceRefusal) -> Self {
		match refusal {
			LicenceRefusal::NotLicensed => Self::VerifierNotLicensed,
			LicenceRefusal::Suspended => Self::VerifierSuspended,
			LicenceRefusal::Revoked => Self::VerifierRevoked,
			LicenceRefusal::Expired => Self::VerifierExpired,
			// Quotas are operators'.
			LicenceRefusal::OutOfScope
			| LicenceRefusal::QuotaExceeded
			| LicenceRefusal::BondShort => Self::VerifierNotEligible,
		}
	}
}

const _: () = assert!(MAX_ASSIGNED >= 2 * 8);
