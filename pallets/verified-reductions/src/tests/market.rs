//! What the market meets.

use super::*;
use tanpu_primitives::verification::{Pool, Reductions as Market};

type Pallet = Reductions;

fn pool(class: ClassId) -> Pool {
	<Pallet as Market<AccountId>>::pool(class).unwrap()
}

fn settle(class: ClassId, citizen: u32) -> Result<Grams, sp_runtime::DispatchError> {
	<Pallet as Market<AccountId>>::settle_entrusted(class, citizen)
}

fn tradable(class: ClassId) -> sp_runtime::DispatchResult {
	<Pallet as Market<AccountId>>::ensure_tradable(class)
}

fn retire_pool(class: ClassId, grams: Grams) -> Result<u32, sp_runtime::DispatchError> {
	Pallet::retire_from_pool(class, grams, &ANN, Default::default(), Default::default())
}

#[test]
fn the_pool_is_delivered_and_retired_from() {
	build_and_execute(|| {
		let class = issued(metro_class());
		let issued = issuance(class).parts.entrusted;
		assert_eq!(
			pool(class),
			Pool {
				operator: METRO,
				unsold: issued,
				issued,
				contributed: 700_001,
				operator_share: Permill::from_percent(20),
			}
		);
		assert_ok!(Pallet::deliver(class, &ANN, 1_000));
		System::assert_last_event(Event::Delivered { class, to: ANN, grams: 1_000 }.into());
		assert_eq!((balance(class, ANN), totals(class).held), (1_000, 1_000));
		assert_eq!(retire_pool(class, 500), Ok(0));
		let certificate = Pallet::certificate(0).unwrap().certificate;
		assert_eq!((certificate.by, certificate.from, certificate.grams), (ANN, 1, 500));
		assert_eq!(pool(class).unsold, issued - 1_500);
		// Out of the market's own account, for a buyer.
		assert_eq!(
			Pallet::retire_from(class, 7, &ANN, &BEN, Default::default(), Default::default()),
			Ok(1)
		);
		assert_eq!(Pallet::certificate(1).unwrap().certificate.by, BEN);
		World::change(|world| world.listed.insert(class, 100));
		assert_eq!((totals(class).listed, totals(class).held), (100, 893));
		let left = issued - 1_500;
		assert_noop!(Pallet::deliver(class, &ANN, left + 1), E::InsufficientGrams);
		assert_noop!(retire_pool(class, left + 1), E::InsufficientGrams);
		assert_ok!(Pallet::deliver(class, &ANN, left));
		assert_eq!(pool(class).unsold, 0);
	});
}

#[test]
fn not_of_what_isn_t_issued_or_is_frozen() {
	build_and_execute(|| {
		let class = noticed(metro_class());
		assert_eq!(<Pallet as Market<AccountId>>::pool(class), None);
		assert_noop!(tradable(class), E::NotIssued);
		assert_noop!(Pallet::deliver(class, &ANN, 1), E::NotIssued);
		assert_noop!(retire_pool(class, 1), E::NotIssued);
		assert_noop!(settle(class, 0), E::NotIssued);
		assert_noop!(settle(9, 0), E::NotSealed);
		advance(7 * DAY);
		assert_ok!(Pallet::issue(signed(STRANGER), class));
		assert_ok!(tradable(class));
		assert_noop!(Pallet::deliver(class, &ANN, 0), E::ZeroGrams);
		assert_ok!(Pallet::freeze(signed(MEMBER), class, REASON));
		assert_noop!(tradable(class), E::ClassFrozen);
		assert_noop!(Pallet::deliver(class, &ANN, 1), E::ClassFrozen);
		assert_noop!(retire_pool(class, 1), E::ClassFrozen);
	});
}

#[test]
fn entrusted_contributions_are_settled_once() {
	build_and_execute(|| {
		let class = issued(metro_class());
		assert_eq!(settle(class, 0), Ok(600_001));
		assert_noop!(settle(class, 0), E::NothingToClaim);
		assert_noop!(settle(class, 2), E::NotEntrusted);
		assert_noop!(settle(class, 77), E::NothingToClaim);
		assert_eq!(settle(class, 1), Ok(100_000));
		assert!(World::get().positions[&(METRO, 1)].contributions.is_empty());
	});
}
