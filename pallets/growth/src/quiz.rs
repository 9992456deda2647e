//! The question of the day.

use crate::{
	weights::WeightInfo, CheckIns, Config, Earned, Error, Event, Pallet, Question, Quiz, Quizzes,
	Sweeping,
};
use frame_support::{
	dispatch::{DispatchErrorWithPostInfo, DispatchResultWithPostInfo},
	ensure,
	traits::Get,
};
use frame_system::pallet_prelude::BlockNumberFor;
use sp_core::H256;
use sp_runtime::{traits::Zero, DispatchResult};
use tanpu_primitives::{
	growth::{answer_message, check_in_message, AnswerSalt, CheckInSalt},
	traits::Citizens,
	CitizenId, Clock, Day, UnixSeconds, SECONDS_PER_DAY,
};

impl<T: Config> Pallet<T> {
	fn genesis() -> H256 {
		frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero())
	}

	/// The first second after a day.
	pub(crate) fn end_of(day: Day) -> UnixSeconds {
		// The city's offset is below a day, so only the first and last days of all could saturate.
		let local = u64::from(day).saturating_add(1).saturating_mul(SECONDS_PER_DAY);
		local.saturating_add_signed(i64::from(T::Clock::day_offset()).saturating_neg())
	}

	/// From when on nothing more can become of a question.
	pub(crate) fn over_from(day: Day, quiz: &Quiz) -> UnixSeconds {
		match quiz.answer {
			Some((_, published)) => published.saturating_add(T::RevealPeriod::get()),
			None => Self::end_of(day).saturating_add(T::PublishPeriod::get()),
		}
	}

	pub(crate) fn do_set_question(day: Day, question: Question) -> DispatchResult {
		let today = T::Clock::today();
		ensure!(
			day >= today && day.saturating_sub(today) < T::MaxAhead::get(),
			Error::<T>::DayOutOfRange
		);
		ensure!(
			!question.uri.is_empty() && question.uri.iter().all(u8::is_ascii_graphic),
			Error::<T>::AddressUnsound
		);
		ensure!(question.options >= 2, Error::<T>::TooFewOptions);
		ensure!((1..=T::MaxReward::get()).contains(&question.reward), Error::<T>::RewardOutOfRange);
		ensure!((1..=T::MaxPlaces::get()).contains(&question.places), Error::<T>::PlacesOutOfRange);
		ensure!(!Quizzes::<T>::contains_key(day), Error::<T>::QuestionExists);
		ensure!(Quizzes::<T>::count() < T::MaxQuizzes::get(), Error::<T>::TooManyQuizzes);
		let Question { hash, reward, places, .. } = question;
		Quizzes::<T>::insert(day, Quiz { question, taken: 0, revealed: 0, answer: None });
		Self::deposit_event(Event::QuestionSet { day, hash, reward, places });
		Ok(())
	}

	pub(crate) fn do_check_in(who: T::AccountId, day: Day, commitment: H256) -> DispatchResult {
		let citizen = T::Citizens::citizen_of(&who).ok_or(Error::<T>::NotACitizen)?;
		ensure!(day == T::Clock::today(), Error::<T>::NotToday);
		let mut quiz = Quizzes::<T>::get(day).ok_or(Error::<T>::NoQuestion)?;
		ensure!(!CheckIns::<T>::contains_key(day, citizen), Error::<T>::AlreadyCheckedIn);
		ensure!(quiz.taken < quiz.question.places, Error::<T>::NoPlaceLeft);
		quiz.taken = quiz.taken.saturating_add(1);
		Quizzes::<T>::insert(day, quiz);
		CheckIns::<T>::insert(day, citizen, commitment);
		Self::deposit_event(Event::CheckedIn { citizen, day });
		Ok(())
	}

	pub(crate) fn do_publish_answer(day: Day, answer: u8, salt: AnswerSalt) -> DispatchResult {
		let mut quiz = Quizzes::<T>::get(day).ok_or(Error::<T>::NoQuestion)?;
		let (now, end) = (T::Clock::now(), Self::end_of(day));
		ensure!(now >= end, Error::<T>::DayNotOver);
		ensure!(quiz.answer.is_none(), Error::<T>::AlreadyPublished);
		ensure!(now < end.saturating_add(T::PublishPeriod::get()), Error::<T>::PublishedTooLate);
		let message = answer_message(Self::genesis(), day, answer, &salt);
		ensure!(
			sp_io::hashing::blake2_256(&message) == quiz.question.answer_hash.0
				&& answer < quiz.question.options,
			Error::<T>::WrongAnswerHash
		);
		quiz.answer = Some((answer, now));
		Quizzes::<T>::insert(day, quiz);
		Self::deposit_event(Event::AnswerPublished { day, answer });
		Ok(())
	}

	pub(crate) fn do_reveal(
		citizen: CitizenId,
		day: Day,
		answer: u8,
		salt: CheckInSalt,
	) -> DispatchResult {
		let mut quiz = Quizzes::<T>::get(day).ok_or(Error::<T>::NoQuestion)?;
		let (right, _) = quiz.answer.ok_or(Error::<T>::NotPublished)?;
		ensure!(T::Clock::now() < Self::over_from(day, &quiz), Error::<T>::RevealedTooLate);
		let commitment = CheckIns::<T>::get(day, citizen).ok_or(Error::<T>::NotCheckedIn)?;
		let message = check_in_message(Self::genesis(), citizen, day, answer, &salt);
		ensure!(sp_io::hashing::blake2_256(&message) == commitment.0, Error::<T>::WrongCommitment);
		let growth = if answer == right { quiz.question.reward } else { 0 };
		if growth > 0 {
			Earned::<T>::try_mutate(citizen, |earned| {
				*earned = earned.checked_add(growth).ok_or(Error::<T>::Overflow)?;
				Ok::<_, Error<T>>(())
			})?;
		}
		CheckIns::<T>::remove(day, citizen);
		quiz.revealed = quiz.revealed.saturating_add(1);
		Quizzes::<T>::insert(day, quiz);
		Self::deposit_event(Event::Answered { citizen, day, answer, growth });
		Ok(())
	}

	pub(crate) fn do_sweep(day: Day, limit: u32) -> DispatchResultWithPostInfo {
		let nothing = |error: Error<T>| DispatchErrorWithPostInfo {
			post_info: Some(T::WeightInfo::sweep(0)).into(),
			error: error.into(),
		};
		let mut quiz = Quizzes::<T>::get(day).ok_or_else(|| nothing(Error::<T>::NoQuestion))?;
		ensure!(T::Clock::now() >= Self::over_from(day, &quiz), nothing(Error::<T>::QuizNotOver));
		// As many commitments as are left, and from where it stopped: one look further, or from the
		// beginning, would walk over all that this block removed before.
		let left = quiz.taken.saturating_sub(quiz.revealed);
		let most = usize::try_from(limit.min(left)).unwrap_or(usize::MAX);
		let citizens = match Sweeping::<T>::get(day) {
			Some(last) => {
				CheckIns::<T>::iter_key_prefix_from(day, CheckIns::<T>::hashed_key_for(day, last))
			},
			None => CheckIns::<T>::iter_key_prefix(day),
		};
		let (mut removed, mut last) = (0u32, None);
		for citizen in citizens.take(most) {
			CheckIns::<T>::remove(day, citizen);
			removed = removed.saturating_add(1);
			last = Some(citizen);
		}
		quiz.taken = quiz.taken.saturating_sub(removed);
		if quiz.taken == quiz.revealed {
			Quizzes::<T>::remove(day);
			Sweeping::<T>::remove(day);
			Self::deposit_event(Event::QuizSwept { day });
		} else {
			Quizzes::<T>::insert(day, quiz);
			if let Some(last) = last {
				Sweeping::<T>::insert(day, last);
			}
		}
		Ok(Some(T::WeightInfo::sweep(removed)).into())
	}
}
