//! `try_state` finds what it says it finds.

use crate::{mock::*, *};
use frame_support::assert_ok;
use tanpu_primitives::attestation::ObjectStatement;

fn broken_by(damage: impl FnOnce(&mut Registration), found: &'static str) {
	build_and_execute(|| {
		assert_ok!(register(&ObjectStatement { crediting_from: Some(TODAY), ..statement() }));
		assert_ok!(ObjectRegistry::do_try_state());
		Registrations::<Test>::mutate((METERS, METER), |slot| damage(slot.as_mut().unwrap()));
		assert_eq!(ObjectRegistry::do_try_state(), Err(found.into()));
		Registrations::<Test>::remove((METERS, METER));
	});
}

#[test]
fn registrations() {
	let shares = "objects: shares that are not sound";
	let holders = |holders: Vec<(u32, u16)>| Holders::try_from(holders).unwrap();
	broken_by(|broken| broken.registered.holders = holders(vec![]), shares);
	broken_by(|broken| broken.registered.holders = holders(vec![(2, 1), (1, 1)]), shares);
	broken_by(|broken| broken.registered.holders = holders(vec![(1, 10_001)]), shares);
	broken_by(|broken| broken.registered.holders = holders(vec![(1, 0)]), shares);
	broken_by(
		|broken| broken.registered.members = MAX_MEMBERS + 1,
		"objects: more members than a household",
	);
	broken_by(|broken| broken.registered.epoch = 0, "objects: an object that was never registered");
	broken_by(|broken| broken.since = START + 1, "objects: registered in the future");
	broken_by(
		|broken| broken.registered.crediting_from = Some(TODAY + 1),
		"objects: a crediting period that had not begun",
	);
}

#[test]
fn groups() {
	build_and_execute(|| {
		assert_ok!(register(&statement()));
		let registration = ObjectRegistry::registration(METERS, METER).unwrap();
		Registrations::<Test>::insert((64, METER), registration);
		assert_eq!(ObjectRegistry::do_try_state(), Err("objects: a group that can't be".into()));
		Registrations::<Test>::remove((64, METER));
	});
}
