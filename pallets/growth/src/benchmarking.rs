//! Benchmarks of the growth pallet's calls.

#![allow(
	clippy::arithmetic_side_effects,
	clippy::cast_possible_truncation,
	clippy::expect_used,
	clippy::indexing_slicing,
	clippy::unwrap_used
)]

use crate::*;
use alloc::{boxed::Box, vec};
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{EnsureOrigin, Get},
	BoundedVec,
};
use frame_system::RawOrigin;
use sp_core::H256;
use tanpu_primitives::{
	growth::{answer_message, check_in_message, AnswerSalt, CheckInSalt, GrowthTotals},
	traits::Citizens,
	CitizenId, Clock, Day, UnixSeconds, SECONDS_PER_DAY,
};

const NOW: UnixSeconds = 1_700_000_000;
const SALT: CheckInSalt = [7; 16];
const ANSWER_SALT: AnswerSalt = [8; 32];

fn text<const N: u32>() -> Text<N> {
	BoundedVec::truncate_from(vec![b'n'; N as usize])
}

fn all_themes() -> AllThemes {
	core::array::from_fn(|at| Theme { name: text(), threshold: 1 + at as u64 })
}

fn genesis<T: Config>() -> H256 {
	frame_system::Pallet::<T>::block_hash(
		<frame_system::pallet_prelude::BlockNumberFor<T> as sp_runtime::traits::Zero>::zero(),
	)
}

fn question<T: Config>(day: Day) -> Question {
	Question {
		hash: H256::zero(),
		uri: text(),
		options: 4,
		answer_hash: H256(sp_io::hashing::blake2_256(&answer_message(
			genesis::<T>(),
			day,
			2,
			&ANSWER_SALT,
		))),
		reward: T::MaxReward::get(),
		places: T::MaxPlaces::get(),
	}
}

/// Today, with a question.
fn asked<T: Config>() -> Day {
	T::BenchmarkHelper::set_time(NOW);
	let day = T::Clock::today();
	Pallet::<T>::do_set_question(day, question::<T>(day)).expect("the question is sound");
	day
}

/// A citizen's key, and a right answer that it committed to, as it will be revealed.
fn checked_in<T: Config>() -> (T::AccountId, CitizenId, Day) {
	let day = asked::<T>();
	let key: T::AccountId = account("citizen", 0, 0);
	let citizen = T::Citizens::benchmark_citizen(&key);
	let message = check_in_message(genesis::<T>(), citizen, day, 2, &SALT);
	let commitment = H256(sp_io::hashing::blake2_256(&message));
	Pallet::<T>::do_check_in(key.clone(), day, commitment).expect("it is the day");
	(key, citizen, day)
}

fn tomorrow<T: Config>() {
	T::BenchmarkHelper::set_time(NOW + SECONDS_PER_DAY);
}

fn authority<T: Config>() -> Result<T::RuntimeOrigin, BenchmarkError> {
	T::AuthorityOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn set_themes() -> Result<(), BenchmarkError> {
		let origin = authority::<T>()?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, Box::new(all_themes()));

		assert!(Themes::<T>::get().is_some());
		Ok(())
	}

	#[benchmark]
	fn unlock() {
		Themes::<T>::put(all_themes());
		let citizen = T::Totals::benchmark_growth(1_000_000);
		let who: T::AccountId = account("anybody", 0, 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(who), citizen);

		assert_eq!(BadgesOf::<T>::get(citizen).len(), 9);
	}

	#[benchmark]
	fn set_question() -> Result<(), BenchmarkError> {
		let origin = authority::<T>()?;
		T::BenchmarkHelper::set_time(NOW);
		let day = T::Clock::today();
		let question = question::<T>(day);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, day, question);

		assert!(Quizzes::<T>::contains_key(day));
		Ok(())
	}

	#[benchmark]
	fn check_in() {
		let day = asked::<T>();
		let key: T::AccountId = account("citizen", 0, 0);
		let citizen = T::Citizens::benchmark_citizen(&key);

		#[extrinsic_call]
		_(RawOrigin::Signed(key), day, H256::zero());

		assert!(CheckIns::<T>::contains_key(day, citizen));
	}

	#[benchmark]
	fn publish_answer() {
		let (key, _, day) = checked_in::<T>();
		tomorrow::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(key), day, 2, ANSWER_SALT);

		assert!(Quizzes::<T>::get(day).unwrap().answer.is_some());
	}

	#[benchmark]
	fn reveal() {
		let (key, citizen, day) = checked_in::<T>();
		tomorrow::<T>();
		Pallet::<T>::do_publish_answer(day, 2, ANSWER_SALT).unwrap();

		#[extrinsic_call]
		_(RawOrigin::Signed(key), citizen, day, 2, SALT);

		assert_eq!(Earned::<T>::get(citizen), T::MaxReward::get());
	}

	#[benchmark]
	fn sweep(n: Linear<0, 1_000>) {
		let day = asked::<T>();
		for citizen in 0..n {
			CheckIns::<T>::insert(day, citizen, H256::zero());
		}
		Quizzes::<T>::mutate(day, |quiz| quiz.as_mut().unwrap().taken = n);
		T::BenchmarkHelper::set_time(NOW + 100 * SECONDS_PER_DAY);
		let who: T::AccountId = account("anybody", 0, 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(who), day, n);

		assert!(!Quizzes::<T>::contains_key(day));
	}

	#[benchmark]
	fn set_equivalents() -> Result<(), BenchmarkError> {
		let origin = authority::<T>()?;
		let most = MAX_EQUIVALENTS as usize;
		let list =
			BoundedVec::truncate_from(vec![
				Equivalent { name: text(), grams: 1, source: text() };
				most
			]);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, list);

		assert_eq!(Equivalents::<T>::get().len(), most);
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
