//! Benchmarks of the redemption pallet's calls.

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
	traits::{Consideration, EnsureOrigin, Get},
	BoundedVec,
};
use frame_system::RawOrigin;
use sp_core::H256;
use sp_runtime::Permill;
use tanpu_primitives::{
	traits::{Citizens, Merchants, Spending},
	voucher::VoucherSecret,
	Balance, CitizenId, OperatorId, ParticipantId, UnixSeconds, MAX_PARTS,
};

const NOW: UnixSeconds = 1_700_000_000;
const LATER: UnixSeconds = NOW + 20 * 86_400;
const SECRET: VoucherSecret = [7; 16];
const STOCK: u32 = 1_000;

fn link() -> Link {
	let longest = usize::try_from(MAX_URI_LEN).unwrap();
	Link { hash: H256::repeat_byte(1), uri: BoundedVec::truncate_from(vec![b'a'; longest]) }
}

/// The largest terms.
fn terms<T: Config>(price: Balance, issuers: Issuers) -> Terms {
	Terms {
		title: link(),
		picture: Some(link()),
		price,
		issuers,
		stock: STOCK,
		per_citizen: STOCK,
		from: NOW,
		until: UnixSeconds::MAX,
		fulfil_within: T::MinFulfilment::get(),
	}
}

fn sixteen() -> Issuers {
	let list: Vec<OperatorId> = (0..u16::try_from(MAX_ISSUERS).unwrap()).collect();
	Issuers::Only(BoundedVec::truncate_from(list))
}

fn merchant<T: Config>() -> (T::AccountId, ParticipantId) {
	T::BenchmarkHelper::set_time(NOW);
	let holder: T::AccountId = account("merchant", 0, 0);
	// Several times, so that a larger deposit can be paid too.
	for _ in 0..3 {
		T::Consideration::ensure_successful(
			&holder,
			footprint(&terms::<T>(1, sixteen()), 2 * STOCK),
		);
	}
	(holder.clone(), T::Merchants::benchmark_merchant(holder))
}

fn offered<T: Config>(price: Balance, issuers: Issuers) -> (T::AccountId, OfferId) {
	let (holder, merchant) = merchant::<T>();
	let offer = NextOfferId::<T>::get();
	let terms = terms::<T>(price, issuers);
	Pallet::<T>::do_offer(holder.clone(), merchant, terms).expect("the offer is sound");
	(holder, offer)
}

/// A citizen with points of as many series as one order can have, an offer that takes all of them,
/// and its merchant.
fn order_to_be<T: Config>(
) -> (T::AccountId, CitizenId, tanpu_primitives::PointParts, T::AccountId, OfferId) {
	// First: the series that pay are to be good at this time.
	T::BenchmarkHelper::set_time(NOW);
	let key: T::AccountId = account("citizen", 0, 0);
	let citizen = T::Citizens::benchmark_citizen(&key);
	let parts = T::Spending::benchmark_points(citizen, MAX_PARTS);
	let price = T::Spending::value(&parts).expect("the series exist");
	let (holder, offer) = offered::<T>(price, Issuers::All);
	(key, citizen, parts, holder, offer)
}

/// An order as large as it can be; its citizen's key and its merchant.
fn ordered<T: Config>() -> (T::AccountId, OrderId, T::AccountId) {
	let (key, citizen, parts, holder, offer) = order_to_be::<T>();
	let voucher = Pallet::<T>::commitment(citizen, 0, &SECRET);
	Pallet::<T>::do_redeem(key.clone(), offer, 0, 1, parts, voucher, Balance::MAX)
		.expect("the order is sound");
	(key, OrderId { citizen, number: 0 }, holder)
}

fn disputed<T: Config>() -> OrderId {
	let (key, id, holder) = ordered::<T>();
	Pallet::<T>::do_fulfil(holder, id, SECRET).expect("in time");
	Pallet::<T>::do_dispute(key, id.number, H256::zero()).expect("in time");
	id
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn offer() {
		let (holder, merchant) = merchant::<T>();
		let terms = terms::<T>(1, sixteen());
		let next = NextOfferId::<T>::get();

		#[extrinsic_call]
		_(RawOrigin::Signed(holder), merchant, terms);

		assert!(Offers::<T>::contains_key(next));
	}

	#[benchmark]
	fn restock() {
		let (holder, number) = offered::<T>(1, sixteen());

		#[extrinsic_call]
		_(RawOrigin::Signed(holder), number, 1);

		assert_eq!(Offers::<T>::get(number).unwrap().left, STOCK + 1);
	}

	#[benchmark]
	fn close() {
		let (holder, number) = offered::<T>(1, sixteen());

		#[extrinsic_call]
		_(RawOrigin::Signed(holder), number);

		assert!(Offers::<T>::get(number).unwrap().closed);
	}

	#[benchmark]
	fn remove(n: Linear<0, 1_000>) {
		let (holder, number) = offered::<T>(1, sixteen());
		Pallet::<T>::do_close(holder.clone(), number).unwrap();
		for citizen in 0..n {
			Purchases::<T>::insert(number, citizen, 1);
		}

		#[extrinsic_call]
		_(RawOrigin::Signed(holder), number, n);

		assert!(!Offers::<T>::contains_key(number));
	}

	#[benchmark]
	fn redeem() {
		let (key, citizen, parts, _, listed) = order_to_be::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(key), listed, 0, 1, parts, H256::zero(), Balance::MAX);

		assert!(Orders::<T>::contains_key(citizen, 0));
	}

	#[benchmark]
	fn fulfil() {
		let (_, id, holder) = ordered::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(holder), id, SECRET);

		assert_eq!(Pallet::<T>::order(id).unwrap().stage, Stage::Fulfilled { at: NOW });
	}

	#[benchmark]
	fn cancel() {
		let (_, id, holder) = ordered::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(holder), id);

		assert!(Pallet::<T>::order(id).is_none());
	}

	#[benchmark]
	fn take_back() {
		let (key, id, _) = ordered::<T>();
		T::BenchmarkHelper::set_time(LATER);

		#[extrinsic_call]
		_(RawOrigin::Signed(key), id);

		assert!(Pallet::<T>::order(id).is_none());
	}

	#[benchmark]
	fn dispute() {
		let (key, id, holder) = ordered::<T>();
		Pallet::<T>::do_fulfil(holder, id, SECRET).unwrap();

		#[extrinsic_call]
		_(RawOrigin::Signed(key), id.number, H256::zero());

		let stage = Pallet::<T>::order(id).unwrap().stage;
		assert!(matches!(stage, Stage::Disputed { .. }));
	}

	#[benchmark]
	fn resolve() -> Result<(), BenchmarkError> {
		let origin =
			T::OmbudsmanOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let id = disputed::<T>();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, id, Permill::from_percent(50));

		assert!(Pallet::<T>::order(id).is_none());
		Ok(())
	}

	#[benchmark]
	fn release() {
		let id = disputed::<T>();
		T::BenchmarkHelper::set_time(LATER);
		let who: T::AccountId = account("anybody", 0, 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(who), id);

		assert!(Pallet::<T>::order(id).is_none());
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
