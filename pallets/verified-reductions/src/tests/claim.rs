use super::*;

fn key(citizen: u32) -> AccountId {
	KEYS + u128::from(citizen)
}

/// Of 190,007 g to claim, contributed by 200,008.
const HELD: u128 = 190_007;
const ALL: u128 = 200_008;

#[test]
fn self_held_grams_go_to_the_citizen_s_key() {
	build_and_execute(|| {
		let class = issued(metro_class());
		let buffer = totals(class).buffer;
		let of = |contributed: u128| (HELD * contributed / ALL) as u64;
		assert_ok!(claim(class, 2));
		assert_eq!(balance(class, key(2)), of(150_000));
		System::assert_last_event(
			Event::Claimed { class, citizen: 2, contributed: 150_000, grams: of(150_000) }.into(),
		);
		assert!(World::get().positions[&(METRO, 2)].contributions.is_empty());
		// Nothing the second time.
		assert_noop!(claim(class, 2), E::NothingToClaim);
		// Nobody claims for another: the key may be lost, and about to be replaced.
		assert_noop!(Reductions::claim(signed(STRANGER), class, 3), E::NotTheCitizen);
		assert_ok!(claim(class, 3));
		// Who has no key keeps it.
		assert_noop!(claim(class, 500), E::NoKey);
		check();
		World::change(|world| world.keys.insert(500, key(500)));
		assert_ok!(claim(class, 500));
		assert_eq!(balance(class, key(500)), of(7));
		// The last one's remainder is buffered.
		let left = HELD as u64 - of(150_000) - of(50_001) - of(7);
		assert_eq!((totals(class).claimable, totals(class).buffer), (0, buffer + left));
		assert_eq!(totals(class).held, of(150_000) + of(50_001) + of(7));
	});
}

#[test]
fn reward_only_grams_are_settled_without_any() {
	build_and_execute(|| {
		let class = issued(metro_class());
		let before = totals(class);
		assert_ok!(Reductions::claim(signed(STRANGER), class, 4));
		System::assert_last_event(
			Event::Claimed { class, citizen: 4, contributed: 100_000, grams: 0 }.into(),
		);
		assert_eq!(totals(class), before);
		assert_noop!(claim(class, 4), E::NothingToClaim);
	});
}

#[test]
fn while_frozen_nothing_is_given() {
	build_and_execute(|| {
		let class = issued(metro_class());
		assert_ok!(Reductions::freeze(signed(MEMBER), class, REASON));
		assert_noop!(claim(class, 2), E::ClassFrozen);
		// Takes nothing from anybody.
		assert_ok!(claim(class, 4));
		advance(3 * DAY);
		assert_ok!(claim(class, 2));
	});
}

#[test]
fn refusals() {
	build_and_execute(|| {
		let class = metro_class();
		assert_noop!(claim(class, 2), E::NotSealed);
		noticed(class);
		assert_noop!(claim(class, 2), E::NotIssued);
		advance(7 * DAY);
		assert_ok!(Reductions::issue(signed(STRANGER), class));
		assert_noop!(claim(class, 0), E::Entrusted);
		assert_noop!(claim(class, 77), E::NothingToClaim);
		assert_noop!(Reductions::claim(RuntimeOrigin::none(), class, 2), BadOrigin);
		// A position with another class only.
		class_of(METRO, RIDES, &[(8, Disposition::SelfHeld, 10)]);
		assert_noop!(claim(class, 8), E::NothingToClaim);
	});
}
