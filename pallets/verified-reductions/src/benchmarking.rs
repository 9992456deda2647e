//! Benchmarks of the verified reductions pallet's calls.

#![allow(
	clippy::arithmetic_side_effects,
	clippy::expect_used,
	clippy::indexing_slicing,
	clippy::unwrap_used
)]

use crate::*;
use alloc::{vec, vec::Vec};
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{
		fungibles::{Create, Mutate},
		Consideration, EnsureOrigin, Footprint, Get,
	},
	BoundedVec,
};
use frame_system::RawOrigin;
use sp_core::H256;
use sp_runtime::Permill;
use tanpu_primitives::{
	traits::Citizens,
	verification::{
		Beneficiary, Classes, ExchangeFields, Opinion, Purpose, Reductions as _, RiskKind,
		Verifiers, MAX_BENEFICIARY, MAX_EXCHANGE_TEXT, MAX_PURPOSE, MAX_VERIFIERS,
	},
	ClassId, Disposition, Grams, ParticipantId, UnixSeconds,
};

const NOW: UnixSeconds = 1_800_000_000;
const REASON: H256 = H256::repeat_byte(1);

fn anyone<T: Config>() -> T::AccountId {
	account("anyone", 0, 0)
}

fn holder<T: Config>() -> T::AccountId {
	account("verifiers", 0, 0)
}

/// A class of many batches, all of citizen 0, that could be sealed long ago.
fn class<T: Config>(disposition: Disposition) -> ClassId {
	let class = T::Classes::benchmark_class(1_000, disposition);
	T::BenchmarkHelper::set_time(NOW);
	class
}

fn sealed<T: Config>(disposition: Disposition) -> ClassId {
	let class = class::<T>(disposition);
	Pallet::<T>::do_seal(class).expect("it is closed");
	class
}

/// Randomness that is fresh for whatever was sealed up to now, and as many verifiers as are
/// considered.
fn ready_to_draw<T: Config>() {
	let block = Pallet::<T>::block() + T::RandomnessDelay::get() + 1;
	T::BenchmarkHelper::randomness_known_since(block);
	T::Verifiers::benchmark_verifiers(holder::<T>(), MAX_VERIFIERS);
}

fn drawn<T: Config>(disposition: Disposition) -> (ClassId, Vec<ParticipantId>) {
	let class = sealed::<T>(disposition);
	// As many as a methodology can need.
	Cases::<T>::mutate(class, |case| case.as_mut().unwrap().needed = 8);
	ready_to_draw::<T>();
	Pallet::<T>::do_draw(class).expect("all is ready");
	(class, Samples::<T>::get(class).unwrap().verifiers.to_vec())
}

fn opine<T: Config>(class: ClassId, verifiers: &[ParticipantId], opinion: Opinion) {
	for verifier in verifiers {
		Pallet::<T>::do_give_opinion(holder::<T>(), class, *verifier, opinion, 0, 0, REASON)
			.expect("it is assigned");
	}
}

fn noticed<T: Config>(disposition: Disposition) -> ClassId {
	let (class, verifiers) = drawn::<T>(disposition);
	opine::<T>(class, &verifiers, Opinion::Unmodified);
	Pallet::<T>::do_conclude(class).expect("all are in");
	class
}

fn issued<T: Config>(disposition: Disposition) -> ClassId {
	let class = noticed::<T>(disposition);
	T::BenchmarkHelper::set_time(NOW + T::NoticePeriod::get());
	Pallet::<T>::do_issue(class).expect("the notice is over");
	class
}

/// An issued class of which somebody holds grams.
fn held<T: Config>() -> (ClassId, T::AccountId) {
	let (class, who) = (issued::<T>(Disposition::Entrusted), anyone::<T>());
	Pallet::<T>::deliver(class, &who, 1_000).expect("so many are unsold");
	(class, who)
}

fn objector<T: Config>() -> T::AccountId {
	let who: T::AccountId = account("objector", 0, 0);
	// Twice, so that a larger deposit can be paid too.
	for _ in 0..2 {
		T::Consideration::ensure_successful(&who, Footprint::from_parts(1, 160));
	}
	who
}

fn council<T: Config>() -> Result<T::RuntimeOrigin, BenchmarkError> {
	T::CouncilOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)
}

fn member<T: Config>() -> Result<T::RuntimeOrigin, BenchmarkError> {
	T::MemberOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn seal() {
		let number = class::<T>(Disposition::Entrusted);

		#[extrinsic_call]
		_(RawOrigin::Signed(anyone::<T>()), number);

		assert!(Cases::<T>::contains_key(number));
	}

	#[benchmark]
	fn draw() {
		let number = sealed::<T>(Disposition::Entrusted);
		Cases::<T>::mutate(number, |case| case.as_mut().unwrap().needed = 8);
		ready_to_draw::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(anyone::<T>()), number);

		assert!(Samples::<T>::contains_key(number));
	}

	/// The largest sample with the most failures that are extrapolated.
	#[benchmark]
	fn give_opinion() {
		let (number, verifiers) = drawn::<T>(Disposition::Entrusted);
		let points = T::MaxSample::get();
		Samples::<T>::mutate(number, |sample| sample.as_mut().unwrap().points = points);
		let failed = T::MaxFailures::get().mul_floor(points);

		#[extrinsic_call]
		_(
			RawOrigin::Signed(holder::<T>()),
			number,
			verifiers[0],
			Opinion::Modified { deduction: 1 },
			failed,
			0,
			REASON,
		);

		assert!(Opinions::<T>::contains_key(number, verifiers[0]));
	}

	/// All verifiers are of different opinions.
	#[benchmark]
	fn conclude() {
		let (number, verifiers) = drawn::<T>(Disposition::Entrusted);
		let (first, others) = verifiers.split_at(1);
		opine::<T>(number, first, Opinion::Modified { deduction: 1 });
		opine::<T>(number, others, Opinion::Unmodified);

		#[extrinsic_call]
		_(RawOrigin::Signed(anyone::<T>()), number);

		assert!(matches!(Cases::<T>::get(number).unwrap().stage, Stage::Noticed { .. }));
	}

	/// Assigning anew removes all opinions.
	#[benchmark]
	fn decide() -> Result<(), BenchmarkError> {
		let origin = council::<T>()?;
		let number = noticed::<T>(Disposition::Entrusted);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, number, Verdict::Reassign);

		assert_eq!(Cases::<T>::get(number).unwrap().stage, Stage::Sealed);
		Ok(())
	}

	#[benchmark]
	fn object() {
		let number = noticed::<T>(Disposition::Entrusted);
		let who = objector::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(who), number, REASON);

		assert!(Objections::<T>::contains_key(number, 0));
	}

	#[benchmark]
	fn close_objection() {
		let number = noticed::<T>(Disposition::Entrusted);
		let who = objector::<T>();
		Pallet::<T>::do_object(who.clone(), number, REASON).unwrap();
		T::BenchmarkHelper::set_time(NOW + T::NoticePeriod::get());
		Pallet::<T>::do_issue(number).unwrap();

		#[extrinsic_call]
		_(RawOrigin::Signed(who), number, 0);

		assert!(!Objections::<T>::contains_key(number, 0));
	}

	#[benchmark]
	fn halt() -> Result<(), BenchmarkError> {
		let origin = member::<T>()?;
		let number = noticed::<T>(Disposition::Entrusted);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, number, REASON);

		assert!(matches!(Cases::<T>::get(number).unwrap().stage, Stage::Referred { .. }));
		Ok(())
	}

	#[benchmark]
	fn issue() {
		let number = noticed::<T>(Disposition::SelfHeld);
		T::BenchmarkHelper::set_time(NOW + T::NoticePeriod::get());

		#[extrinsic_call]
		_(RawOrigin::Signed(anyone::<T>()), number);

		assert!(Issuances::<T>::contains_key(number));
	}

	/// The last one, whose remainder is buffered.
	#[benchmark]
	fn claim() {
		let number = issued::<T>(Disposition::SelfHeld);
		let key: T::AccountId = account("citizen", 0, 0);
		let keyed = T::Citizens::benchmark_citizen(&key);
		// The contribution is citizen 0's; the key may have become another's.
		let operator = Cases::<T>::get(number).unwrap().info.operator;
		let from = <T::Positions as tanpu_primitives::traits::Positions>::get(operator, 0).unwrap();
		<T::Positions as tanpu_primitives::traits::Positions>::put(operator, keyed, from);

		#[extrinsic_call]
		_(RawOrigin::Signed(key), number, keyed);

		assert_eq!(Issuances::<T>::get(number).unwrap().claimable, 0);
	}

	#[benchmark]
	fn sweep() {
		let number = issued::<T>(Disposition::SelfHeld);
		T::BenchmarkHelper::set_time(NOW + T::NoticePeriod::get() + T::ClaimWindow::get());

		#[extrinsic_call]
		_(RawOrigin::Signed(anyone::<T>()), number);

		assert!(Issuances::<T>::get(number).unwrap().swept);
	}

	#[benchmark]
	fn retire() {
		let (number, who) = held::<T>();
		let text = |length: u32| vec![b'x'; usize::try_from(length).unwrap()];
		let beneficiary: Beneficiary = BoundedVec::truncate_from(text(MAX_BENEFICIARY));
		let purpose: Purpose = BoundedVec::truncate_from(text(MAX_PURPOSE));

		#[extrinsic_call]
		_(RawOrigin::Signed(who), number, 1_000, beneficiary, purpose);

		assert_eq!(Issuances::<T>::get(number).unwrap().retired, 1_000);
	}

	#[benchmark]
	fn freeze() -> Result<(), BenchmarkError> {
		let origin = member::<T>()?;
		let number = issued::<T>(Disposition::Entrusted);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, number, REASON);

		assert!(Pallet::<T>::is_frozen(number));
		Ok(())
	}

	#[benchmark]
	fn confirm_freeze() -> Result<(), BenchmarkError> {
		let origin = council::<T>()?;
		let number = issued::<T>(Disposition::Entrusted);
		Pallet::<T>::do_freeze(anyone::<T>(), number, REASON).unwrap();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, number);

		assert!(Freezes::<T>::get(number).last.unwrap().confirmed);
		Ok(())
	}

	#[benchmark]
	fn unfreeze() -> Result<(), BenchmarkError> {
		let origin = council::<T>()?;
		let number = issued::<T>(Disposition::Entrusted);
		Pallet::<T>::do_freeze(anyone::<T>(), number, REASON).unwrap();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, number);

		assert!(!Pallet::<T>::is_frozen(number));
		Ok(())
	}

	/// All of a class is recalled: buffer, pool, `n` other classes, the bond.
	#[benchmark]
	fn recall(n: Linear<0, MAX_TOP_UPS>) -> Result<(), BenchmarkError> {
		let origin = council::<T>()?;
		let (number, _) = held::<T>();
		let kind = Issuances::<T>::get(number).unwrap().kind;
		let issuance = Issuances::<T>::get(number).unwrap();
		for at in 1..=n {
			// A gram of its buffer each, so that all are needed.
			let (other, pools) = (number + at, Pallet::<T>::pool_account());
			T::Assets::create(other, pools, true, 1).unwrap();
			T::Assets::mint_into(other, &Pallet::<T>::buffer_account(kind), 1).unwrap();
			Issuances::<T>::insert(other, issuance.clone());
			Pallet::<T>::add_buffer(kind, other, 1).unwrap();
		}
		let grams: Grams = Issuances::<T>::get(number).unwrap().issued;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, number, grams, REASON);

		let made_good = Issuances::<T>::get(number).unwrap().recall;
		assert_eq!((made_good.recalled, made_good.topped_up), (grams, u64::from(n)));
		Ok(())
	}

	#[benchmark]
	fn replace() {
		let (number, who) = held::<T>();
		let all = Issuances::<T>::get(number).unwrap().issued;
		Pallet::<T>::do_recall(number, all, REASON).unwrap();

		#[extrinsic_call]
		_(RawOrigin::Signed(who), number, number, 1);

		assert_eq!(Issuances::<T>::get(number).unwrap().recall.replaced, 1);
	}

	#[benchmark]
	fn set_exchange_fields() -> Result<(), BenchmarkError> {
		let origin = council::<T>()?;
		let number = sealed::<T>(Disposition::Entrusted);
		let text = vec![b'x'; usize::try_from(MAX_EXCHANGE_TEXT).unwrap()];
		let fields = ExchangeFields {
			registry_link: BoundedVec::truncate_from(text.clone()),
			authorisation: Some(REASON),
			tags: BoundedVec::truncate_from(text),
			..Default::default()
		};

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, number, fields.clone());

		assert_eq!(Exchange::<T>::get(number), fields);
		Ok(())
	}

	#[benchmark]
	fn set_buffer_share() -> Result<(), BenchmarkError> {
		let origin = council::<T>()?;
		let share = Permill::from_percent(7);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, RiskKind::Nature, share);

		assert_eq!(BufferShares::<T>::get(RiskKind::Nature), Some(share));
		Ok(())
	}

	#[benchmark]
	fn set_risk_kind() -> Result<(), BenchmarkError> {
		let origin = council::<T>()?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, 7, RiskKind::Nature);

		assert_eq!(RiskKinds::<T>::get(7), Some(RiskKind::Nature));
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
