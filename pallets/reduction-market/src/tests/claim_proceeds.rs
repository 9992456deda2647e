use super::*;

fn claim(citizen: u32) -> sp_runtime::DispatchResult {
	Market::claim_proceeds(signed(key(citizen)), RIDES, citizen)
}

fn buy(grams: Grams) {
	assert_ok!(Market::buy_from_pool(signed(CAT), RIDES, grams, 7, None));
}

fn paid(citizen: u32) -> Balance {
	money(key(citizen)) - ED
}

#[test]
fn each_has_their_part_rounded_down() {
	build_and_execute(|| {
		open_pool();
		// 6,993 plancks: 5,595 for the citizens.
		buy(999);
		assert_ok!(claim(0));
		event(Event::ProceedsClaimed { class: RIDES, citizen: 0, to: key(0), paid: 2_797 });
		System::assert_has_event(RuntimeEvent::Market(Event::Settled {
			class: RIDES,
			citizen: 0,
			contributed: 30_000,
		}));
		assert_ok!(claim(1));
		assert_eq!((paid(0), paid(1)), (2_797, 1_865));
		// The position lost the contribution, and the books know.
		assert!(!World::get().classes[&RIDES].positions.contains_key(&0));
		let sales = Market::sales(RIDES);
		assert_eq!((sales.settled, sales.claimed, sales.unclaimed()), (50_001, 4_662, 933));
		assert_eq!(held(HoldReason::Proceeds, POT), 933);
	});
}

#[test]
fn nothing_the_second_time_until_more_comes() {
	build_and_execute(|| {
		open_pool();
		buy(999);
		assert_ok!(claim(0));
		assert_noop!(claim(0), Error::<Test>::NothingToClaim);
		buy(10);
		// 5,595 + 56 = 5,651, of which half is 2,825: what rounding left before is carried.
		assert_eq!(Market::due(RIDES, 0), Some(28));
		assert_ok!(claim(0));
		assert_eq!(paid(0), 2_825);
		assert_noop!(claim(0), Error::<Test>::NothingToClaim);
	});
}

#[test]
fn settled_before_anything_was_sold() {
	build_and_execute(|| {
		assert_ok!(claim(0));
		event(Event::Settled { class: RIDES, citizen: 0, contributed: 30_000 });
		assert_eq!(paid(0), 0);
		assert_noop!(claim(0), Error::<Test>::NothingToClaim);
		open_pool();
		buy(100);
		assert_ok!(claim(0));
		assert_eq!(paid(0), 280);
	});
}

#[test]
fn without_a_key_it_waits() {
	build_and_execute(|| {
		open_pool();
		buy(6_000);
		// 33,600 for the citizens; the position makes room all the same.
		assert_ok!(claim(KEYLESS));
		event(Event::Settled { class: RIDES, citizen: KEYLESS, contributed: 9_999 });
		assert_eq!(Market::due(RIDES, KEYLESS), Some(5_599));
		assert_noop!(claim(KEYLESS), Error::<Test>::NoKey);
		World::change(|world| world.keys.insert(KEYLESS, key(KEYLESS)));
		assert_ok!(claim(KEYLESS));
		assert_eq!(money(key(KEYLESS)), 5_599);
	});
}

#[test]
fn too_little_to_begin_an_account_waits_for_more() {
	build_and_execute(|| {
		World::change(|world| world.keys.insert(KEYLESS, key(KEYLESS)));
		open_pool();
		buy(10);
		// A sixth of 56: less than the existential deposit.
		assert_ok!(claim(KEYLESS));
		assert_eq!(Market::due(RIDES, KEYLESS), Some(9));
		assert_noop!(claim(KEYLESS), Error::<Test>::BelowMinimum);
		buy(10);
		assert_ok!(claim(KEYLESS));
		assert_eq!(money(key(KEYLESS)), 18);
	});
}

#[test]
fn others_settle_and_pay_nobody() {
	build_and_execute(|| {
		open_pool();
		buy(1_000);
		assert_ok!(Market::claim_proceeds(signed(STRANGER), RIDES, 0));
		event(Event::Settled { class: RIDES, citizen: 0, contributed: 30_000 });
		assert_eq!((paid(0), Market::due(RIDES, 0)), (0, Some(2_800)));
		for who in [STRANGER, key(1), METRO_TREASURY, COUNCIL] {
			assert_noop!(
				Market::claim_proceeds(signed(who), RIDES, 0),
				Error::<Test>::NotTheCitizen
			);
		}
		// Nothing was lost meanwhile.
		assert_ok!(claim(0));
		assert_eq!(paid(0), 2_800);
		// Where nothing is due, nobody is told who asked.
		assert_noop!(
			Market::claim_proceeds(signed(STRANGER), RIDES, 0),
			Error::<Test>::NothingToClaim
		);
	});
}

#[test]
fn it_waits_while_the_key_is_being_replaced() {
	build_and_execute(|| {
		open_pool();
		buy(1_000);
		World::change(|world| world.replaced.insert(0));
		// Settled, and that is all: for the key, too, as a thief may have it.
		assert_ok!(claim(0));
		event(Event::Settled { class: RIDES, citizen: 0, contributed: 30_000 });
		assert_noop!(claim(0), Error::<Test>::KeyUnderReplacement);
		assert_noop!(
			Market::claim_proceeds(signed(STRANGER), RIDES, 0),
			Error::<Test>::NotTheCitizen
		);
		buy(1_000);
		// The new key came, and has all of it.
		World::change(|world| {
			world.replaced.remove(&0);
			world.keys.insert(0, key(30));
		});
		assert_noop!(claim(0), Error::<Test>::NotTheCitizen);
		assert_ok!(Market::claim_proceeds(signed(key(30)), RIDES, 0));
		assert_eq!((money(key(30)), paid(0)), (5_600, 0));
	});
}

#[test]
fn the_last_claim_leaves_nothing_behind() {
	build_and_execute(|| {
		assert_ok!(claim(0));
		open_pool();
		buy(POOL);
		assert_ok!(claim(0));
		assert_eq!(Market::share(RIDES, 0), None);
		assert_noop!(claim(0), NOTHING_ENTRUSTED);
		assert_ok!(claim(1));
		World::change(|world| world.keys.insert(KEYLESS, key(KEYLESS)));
		assert_ok!(claim(KEYLESS));
		assert_eq!(Shares::<Test>::iter().count(), 0);
		// 224,000 plancks, of which rounding left one or two.
		let left = Market::sales(RIDES).unclaimed();
		assert!(left < 3, "{left}");
		assert_eq!(Market::sales(RIDES).settled, CONTRIBUTED);
	});
}

#[test]
fn frozen_classes_pay_what_was_earned() {
	build_and_execute(|| {
		open_pool();
		buy(100);
		freeze(RIDES);
		assert_ok!(claim(0));
		assert_eq!(paid(0), 280);
	});
}

#[test]
fn refusals() {
	build_and_execute(|| {
		assert_noop!(Market::claim_proceeds(RuntimeOrigin::none(), RIDES, 0), BadOrigin);
		assert_noop!(Market::claim_proceeds(signed(ANN), UNISSUED, 0), Error::<Test>::NotIssued);
		assert_noop!(claim(77), NOTHING_ENTRUSTED);
	});
}

#[test]
fn classes_don_t_mix() {
	build_and_execute(|| {
		open_pool();
		buy(100);
		let claim = Market::claim_proceeds(signed(key(0)), MORE_RIDES, 0);
		assert_ok!(claim);
		assert_eq!((paid(0), Market::due(MORE_RIDES, 0)), (0, Some(0)));
		assert_eq!(Market::due(RIDES, 0), None);
		assert_eq!(Market::worth(RIDES, 30_000), Some(280));
		assert_eq!(Market::worth(UNISSUED, 30_000), None);
	});
}
