use super::*;

fn sweep(class: ClassId) -> sp_runtime::DispatchResult {
	Reductions::sweep(signed(STRANGER), class)
}

#[test]
fn what_is_left_is_cancelled_for_the_common_good() {
	build_and_execute(|| {
		let class = issued(metro_class());
		assert_ok!(claim(class, 2));
		let before = totals(class);
		assert_noop!(sweep(class), E::ClaimsOpen);
		advance(365 * DAY);
		// As long as nobody sweeps it isn't too late.
		assert_ok!(claim(class, 3));
		let claimed = balance(class, KEYS + 3);
		System::reset_events();
		assert_ok!(sweep(class));
		// 190,007 g for 200,008, of which 7 are left.
		let cancelled = 190_007 * 7 / 200_008;
		let buffered = before.claimable - claimed - cancelled;
		System::assert_last_event(Event::Swept { class, cancelled, buffered }.into());
		let after = totals(class);
		assert_eq!(after.claimable, 0);
		assert_eq!(after.cancelled, before.cancelled + cancelled);
		assert_eq!(after.buffer, before.buffer + buffered);
		assert_noop!(sweep(class), E::NothingToSweep);
		// The contribution still goes, and gives nothing; not even a key is needed.
		assert_ok!(Reductions::claim(signed(STRANGER), class, 500));
		System::assert_last_event(
			Event::Claimed { class, citizen: 500, contributed: 7, grams: 0 }.into(),
		);
	});
}

#[test]
fn the_window_stands_still_while_frozen() {
	build_and_execute(|| {
		let class = issued(metro_class());
		let until = issuance(class).claims_until;
		Now::set(until - DAY);
		assert_ok!(Reductions::freeze(signed(MEMBER), class, REASON));
		assert_ok!(Reductions::confirm_freeze(signed(COUNCIL), class));
		Now::set(until + 100 * DAY);
		assert_noop!(sweep(class), E::ClassFrozen);
		assert_ok!(Reductions::unfreeze(signed(COUNCIL), class));
		// A day is left, as when it was frozen.
		assert_noop!(sweep(class), E::ClaimsOpen);
		advance(DAY - 1);
		assert_noop!(sweep(class), E::ClaimsOpen);
		advance(1);
		assert_ok!(sweep(class));
	});
}

#[test]
fn refusals() {
	build_and_execute(|| {
		let class = metro_class();
		assert_noop!(sweep(class), E::NotIssued);
		noticed(class);
		assert_noop!(sweep(class), E::NotIssued);
		assert_noop!(Reductions::sweep(RuntimeOrigin::none(), class), BadOrigin);
		let class = issued(class_of(BUS, RIDES, &[(0, Disposition::Entrusted, 1_000)]));
		advance(400 * DAY);
		assert_noop!(sweep(class), E::NothingToSweep);
	});
}
