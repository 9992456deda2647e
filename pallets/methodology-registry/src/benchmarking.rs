//! Benchmarks of the calls.
#![allow(
	clippy::arithmetic_side_effects,
	clippy::expect_used,
	clippy::indexing_slicing,
	clippy::panic,
	clippy::unwrap_used
)]

use super::*;
use crate::worst::{sized, LEAST, MOST};
use alloc::boxed::Box;
use frame_benchmarking::v2::*;
use frame_support::traits::{Consideration, EnsureOrigin, Get};
use frame_system::RawOrigin;
use tanpu_formula::MAX_OPS;
use tanpu_primitives::{Clock, MethodologyId};

fn author<T: Config>() -> T::AccountId {
	let who: T::AccountId = whitelisted_caller();
	// Twice, so that a larger content can be paid too.
	T::Consideration::ensure_successful(&who, sized(MOST, MAX_OPS).footprint());
	T::Consideration::ensure_successful(&who, sized(MOST, MAX_OPS).footprint());
	who
}

fn drafted<T: Config>(methodology: Option<MethodologyId>, content: Content) -> DraftId {
	let draft = NextDraftId::<T>::get();
	Pallet::<T>::draft(RawOrigin::Signed(author::<T>()).into(), methodology, Box::new(content))
		.expect("the content is sound");
	draft
}

/// Puts the draft before the public, long enough ago.
fn consulted<T: Config>(draft: DraftId) {
	Drafts::<T>::mutate(draft, |entry| {
		entry.as_mut().expect("it was drafted").stage = Stage::Consultation { since: 0, ends: 0 };
	});
}

fn published<T: Config>() -> MethodologyId {
	worst::publish_worst::<T>(alloc::vec![tanpu_primitives::ClaimSpec::Interval { group: 0 }])
		.0
		.methodology
}

fn suspended<T: Config>() -> MethodologyId {
	let id = published::<T>();
	Methodologies::<T>::mutate(id, |entry| {
		let entry = entry.as_mut().expect("it was published");
		let since = T::Clock::now();
		let lapses = since.saturating_add(T::SuspensionPeriod::get());
		entry.suspendable_from = lapses;
		entry.status = Status::Suspended(Suspension {
			by: Some(whitelisted_caller()),
			reason: reason(),
			since,
			lapses: Some(lapses),
		});
	});
	id
}

fn uri() -> TextOf<MAX_URI_LEN> {
	alloc::vec![b'x'; MAX_URI_LEN as usize].try_into().expect("within bounds")
}

/// A draft before the public, and somebody who can pay for a comment on it.
fn commentable<T: Config>() -> (DraftId, T::AccountId) {
	let number = drafted::<T>(None, sized(MOST, MAX_OPS));
	Drafts::<T>::mutate(number, |entry| {
		entry.as_mut().expect("it was drafted").stage =
			Stage::Consultation { since: 0, ends: u64::MAX };
	});
	let who: T::AccountId = account("commenter", 0, 0);
	let footprint = Pallet::<T>::comment_footprint(&Default::default(), &uri());
	T::CommentConsideration::ensure_successful(&who, footprint);
	(number, who)
}

fn reason() -> ReasonText {
	alloc::vec![b'x'; MAX_REASON_LEN as usize].try_into().expect("within bounds")
}

#[benchmarks]
mod benchmarks {
	use super::*;

	// Each benchmark becomes a unit struct of its name, which a `let` can't shadow: hence `number`
	// for a draft's.

	#[benchmark]
	fn draft(l: Linear<LEAST, MOST>, o: Linear<2, MAX_OPS>) {
		let methodology = published::<T>();
		let who = author::<T>();
		let content = Box::new(sized(l, o));
		#[extrinsic_call]
		_(RawOrigin::Signed(who), Some(methodology), content);
		assert!(Drafts::<T>::contains_key(0));
	}

	#[benchmark]
	fn amend_draft(l: Linear<LEAST, MOST>, o: Linear<2, MAX_OPS>) {
		let number = drafted::<T>(None, sized(LEAST, 2));
		let content = Box::new(sized(l, o));
		let hash = content.hash();
		#[extrinsic_call]
		_(RawOrigin::Signed(whitelisted_caller()), number, content);
		assert_eq!(Drafts::<T>::get(number).map(|entry| entry.content_hash), Some(hash));
	}

	#[benchmark]
	fn withdraw_draft() {
		let number = drafted::<T>(None, sized(MOST, MAX_OPS));
		#[extrinsic_call]
		_(RawOrigin::Signed(whitelisted_caller()), number);
		assert!(!Drafts::<T>::contains_key(number));
	}

	#[benchmark]
	fn open_consultation() {
		let number = drafted::<T>(None, sized(MOST, MAX_OPS));
		#[extrinsic_call]
		_(RawOrigin::Signed(whitelisted_caller()), number);
		assert!(matches!(
			Drafts::<T>::get(number).map(|entry| entry.stage),
			Some(Stage::Consultation { .. })
		));
	}

	#[benchmark]
	fn publish(l: Linear<LEAST, MOST>, o: Linear<2, MAX_OPS>) -> Result<(), BenchmarkError> {
		let methodology = published::<T>();
		let content = sized(l, o);
		let hash = content.hash();
		let number = drafted::<T>(Some(methodology), content);
		consulted::<T>(number);
		let effective = T::Clock::now().saturating_add(T::NoticePeriod::get()).max(1);
		let origin =
			T::PublishOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, number, hash, effective);
		assert!(Versions::<T>::contains_key(methodology, 2));
		Ok(())
	}

	#[benchmark]
	fn suspend() -> Result<(), BenchmarkError> {
		let id = published::<T>();
		let origin =
			T::MemberOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, id, reason());
		assert!(matches!(
			Methodologies::<T>::get(id).map(|entry| entry.status),
			Some(Status::Suspended(_))
		));
		Ok(())
	}

	#[benchmark]
	fn confirm_suspension() -> Result<(), BenchmarkError> {
		let id = suspended::<T>();
		let origin =
			T::CouncilOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, id);
		assert!(matches!(
			Methodologies::<T>::get(id).map(|entry| entry.status),
			Some(Status::Suspended(Suspension { lapses: None, .. }))
		));
		Ok(())
	}

	#[benchmark]
	fn resume() -> Result<(), BenchmarkError> {
		let id = suspended::<T>();
		let origin =
			T::CouncilOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, id);
		assert_eq!(Methodologies::<T>::get(id).map(|entry| entry.status), Some(Status::Active));
		Ok(())
	}

	#[benchmark]
	fn retire() -> Result<(), BenchmarkError> {
		let id = suspended::<T>();
		let origin =
			T::CouncilOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, id);
		assert!(matches!(
			Methodologies::<T>::get(id).map(|entry| entry.status),
			Some(Status::Retired { .. })
		));
		Ok(())
	}

	#[benchmark]
	fn comment() {
		let (number, who) = commentable::<T>();
		#[extrinsic_call]
		_(RawOrigin::Signed(who), number, Default::default(), uri());
		assert!(Comments::<T>::contains_key(number, 0));
	}

	#[benchmark]
	fn withdraw_comment() {
		let (number, who) = commentable::<T>();
		let origin = RawOrigin::Signed(who);
		Pallet::<T>::comment(origin.clone().into(), number, Default::default(), uri())
			.expect("it is in consultation");
		#[extrinsic_call]
		_(origin, number, 0);
		assert!(!Comments::<T>::contains_key(number, 0));
	}

	impl_benchmark_test_suite! {
		Pallet,
		crate::mock::new_test_ext(),
		crate::mock::Test,
	}
}
