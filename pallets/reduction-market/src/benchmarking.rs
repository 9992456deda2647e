//! Benchmarks of the market's calls.

#![allow(
	clippy::arithmetic_side_effects,
	clippy::expect_used,
	clippy::indexing_slicing,
	clippy::unwrap_used
)]

use crate::{orders::Terms, *};
use alloc::vec;
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{fungible::Inspect, Consideration, EnsureOrigin, Get},
	BoundedVec,
};
use frame_system::RawOrigin;
use sp_core::H256;
use tanpu_primitives::{
	traits::Citizens, verification::Reductions, Balance, Be32, CitizenId, ClassId, Grams,
	OperatorId, UnixSeconds,
};

/// Later than whatever issuing took.
const NOW: UnixSeconds = 4_000_000_000;
const GRAMS: Grams = 100_000;
const PRICE: Balance = 1_000_000;

/// The longest texts.
fn retirement() -> Option<Retirement> {
	let beneficiary = vec![b'a'; 128];
	let purpose = vec![b'b'; 256];
	Some(Retirement {
		beneficiary: BoundedVec::truncate_from(beneficiary),
		purpose: BoundedVec::truncate_from(purpose),
	})
}

/// Somebody with money for everything.
fn rich<T: Config>(name: &'static str) -> T::AccountId {
	let who: T::AccountId = account(name, 0, 0);
	T::BenchmarkHelper::endow(&who);
	// Several times, so that a larger deposit can be paid, too.
	for _ in 0..3 {
		T::Consideration::ensure_successful(&who, footprint(&Side::Bid { retire: retirement() }));
	}
	who
}

struct Scene<T: Config> {
	treasury: T::AccountId,
	pool: Grams,
	class: ClassId,
	citizen: CitizenId,
}

impl<T: Config> Scene<T> {
	fn operator(&self) -> OperatorId {
		T::Reductions::pool(self.class).expect("it is issued").operator
	}
}

/// An issued class with an open offer of all of its pool.
fn scene<T: Config>() -> Scene<T> {
	let (class, citizen, treasury) = T::BenchmarkHelper::issued_class();
	let pool = T::Reductions::pool(class).expect("it is issued").unsold;
	T::BenchmarkHelper::set_time(NOW);
	Pallet::<T>::do_offer_pool(treasury.clone(), class, terms::<T>(pool))
		.expect("the offer is sound");
	T::BenchmarkHelper::set_time(NOW + T::OfferNotice::get());
	Scene { treasury, pool, class, citizen }
}

fn terms<T: Config>(grams: Grams) -> Terms {
	Terms { grams, price: PRICE, least_lot: 1, expires: NOW + T::MaxLife::get() }
}

/// A holder of grams of the scene's class.
fn holder<T: Config>(scene: &Scene<T>) -> T::AccountId {
	let who = rich::<T>("holder");
	Pallet::<T>::do_buy_from_pool(who.clone(), scene.class, GRAMS, PRICE, None)
		.expect("the pool is open");
	who
}

/// A sell order of all of a holder's grams.
fn sold<T: Config>(scene: &Scene<T>) -> (T::AccountId, OrderId) {
	let who = holder::<T>(scene);
	let order = NextOrderId::<T>::get();
	Pallet::<T>::do_sell(who.clone(), scene.class, terms::<T>(GRAMS)).expect("the order is sound");
	(who, order)
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn sell() {
		let scene = scene::<T>();
		let who = holder::<T>(&scene);
		let until = NOW + T::MaxLife::get();
		let order = NextOrderId::<T>::get();

		#[extrinsic_call]
		_(RawOrigin::Signed(who), scene.class, GRAMS, PRICE, 1, until);

		assert!(Orders::<T>::contains_key(Be32::from(order)));
	}

	#[benchmark]
	fn bid() {
		let scene = scene::<T>();
		let who = rich::<T>("bidder");
		let until = NOW + T::MaxLife::get();
		let order = NextOrderId::<T>::get();

		#[extrinsic_call]
		_(RawOrigin::Signed(who), scene.class, GRAMS, PRICE, 1, until, retirement());

		assert!(Orders::<T>::contains_key(Be32::from(order)));
	}

	#[benchmark]
	fn cancel() {
		let scene = scene::<T>();
		let (who, order) = sold::<T>(&scene);

		#[extrinsic_call]
		_(RawOrigin::Signed(who), order);

		assert!(!Orders::<T>::contains_key(Be32::from(order)));
	}

	/// All of it, so that the order goes. Retiring is not in it: the call adds it.
	#[benchmark]
	fn buy() {
		let scene = scene::<T>();
		let (_, order) = sold::<T>(&scene);
		let buyer = rich::<T>("buyer");

		#[extrinsic_call]
		_(RawOrigin::Signed(buyer), order, GRAMS, PRICE, None);

		assert!(!Orders::<T>::contains_key(Be32::from(order)));
	}

	#[benchmark]
	fn fill() {
		let scene = scene::<T>();
		let who = holder::<T>(&scene);
		let order = NextOrderId::<T>::get();
		Pallet::<T>::do_bid(rich::<T>("bidder"), scene.class, terms::<T>(GRAMS), None).unwrap();

		#[extrinsic_call]
		_(RawOrigin::Signed(who), order, GRAMS, PRICE);

		assert!(!Orders::<T>::contains_key(Be32::from(order)));
	}

	#[benchmark]
	fn offer_pool() {
		let scene = scene::<T>();
		let until = NOW + T::MaxLife::get();

		#[extrinsic_call]
		_(RawOrigin::Signed(scene.treasury), scene.class, GRAMS, PRICE, 1, until);

		assert_eq!(PoolOffers::<T>::get(Be32::from(scene.class)).unwrap().grams, GRAMS);
	}

	#[benchmark]
	fn withdraw_pool_offer() {
		let scene = scene::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(scene.treasury), scene.class);

		assert!(!PoolOffers::<T>::contains_key(Be32::from(scene.class)));
	}

	#[benchmark]
	fn buy_from_pool() {
		let scene = scene::<T>();
		let buyer = rich::<T>("buyer");

		#[extrinsic_call]
		_(RawOrigin::Signed(buyer), scene.class, GRAMS, PRICE, None);

		assert_eq!(SalesOf::<T>::get(scene.class).grams, GRAMS);
	}

	#[benchmark]
	fn claim_proceeds() {
		let scene = scene::<T>();
		holder::<T>(&scene);
		let key = T::Citizens::key_of(scene.citizen).expect("the citizen has one");

		#[extrinsic_call]
		_(RawOrigin::Signed(key), scene.class, scene.citizen);

		assert!(SalesOf::<T>::get(scene.class).claimed > 0);
	}

	#[benchmark]
	fn sweep_proceeds(n: Linear<0, 1_000>) {
		let scene = scene::<T>();
		let buyer = rich::<T>("buyer");
		Pallet::<T>::do_buy_from_pool(buyer.clone(), scene.class, scene.pool, PRICE, None).unwrap();
		for citizen in 0..n {
			let share = Share { contributed: 0, paid: 0, round: 0 };
			Shares::<T>::insert(scene.class, 1_000_000 + citizen, share);
		}
		T::BenchmarkHelper::set_time(NOW + T::OfferNotice::get() + T::ClaimWindow::get());

		#[extrinsic_call]
		_(RawOrigin::Signed(buyer), scene.class, n);

		assert_eq!(SalesOf::<T>::get(scene.class).unclaimed(), 0);
	}

	#[benchmark]
	fn set_floor() -> Result<(), BenchmarkError> {
		let origin =
			T::CouncilOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, PRICE);

		assert_eq!(FloorPrice::<T>::get(), PRICE);
		Ok(())
	}

	#[benchmark]
	fn offer_revoked_pool() -> Result<(), BenchmarkError> {
		let scene = scene::<T>();
		T::BenchmarkHelper::revoke(scene.operator());
		let origin =
			T::CouncilOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let until = NOW + T::MaxLife::get();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, scene.class, GRAMS, PRICE, 1, until);

		assert!(PoolOffers::<T>::get(Be32::from(scene.class)).unwrap().by_council);
		Ok(())
	}

	#[benchmark]
	fn withdraw_revoked_pool() -> Result<(), BenchmarkError> {
		let scene = scene::<T>();
		T::BenchmarkHelper::revoke(scene.operator());
		let origin =
			T::CouncilOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, scene.class);

		assert!(!PoolOffers::<T>::contains_key(Be32::from(scene.class)));
		Ok(())
	}

	/// To an account that begins with it.
	#[benchmark]
	fn spend_common_good() -> Result<(), BenchmarkError> {
		let origin =
			T::CouncilOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		T::BenchmarkHelper::endow(&T::CommonGoodAccount::get());
		let recipient: T::AccountId = account("recipient", 0, 0);
		let amount = T::Currency::minimum_balance();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, recipient.clone(), amount, H256::repeat_byte(1));

		assert_eq!(T::Currency::balance(&recipient), amount);
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
