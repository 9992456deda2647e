use super::*;

#[test]
fn the_council_appoints_dismisses_and_limits() {
	build_and_execute(|| {
		assert!(happened(Event::Appointed { who: PROPOSER, duty: Duty::Propose }));
		assert!(happened(Event::DailyLimitSet { limit: LIMIT }));
		let mut officers = Settlement::officers();
		officers.sort_by_key(|(who, _)| *who);
		assert_eq!(officers, vec![(PROPOSER, Duty::Propose), (CONFIRMER, Duty::Confirm)]);
		assert_ok!(Settlement::dismiss(RuntimeOrigin::root(), PROPOSER));
		assert!(happened(Event::Dismissed { who: PROPOSER }));
		assert_noop!(propose(OWNER, 10, 1), Error::<Test>::NotProposer);
	});
}

#[test]
fn what_is_refused() {
	build_and_execute(|| {
		assert_noop!(Settlement::appoint(signed(1), 3, Duty::Confirm), BadOrigin);
		assert_noop!(Settlement::dismiss(signed(1), 2), BadOrigin);
		assert_noop!(Settlement::set_daily_limit(signed(1), 5), BadOrigin);
		assert_noop!(Settlement::dismiss(RuntimeOrigin::root(), 9), Error::<Test>::NotOfficer);
		for who in [3, 4] {
			assert_ok!(Settlement::appoint(RuntimeOrigin::root(), who, Duty::Confirm));
		}
		assert_noop!(
			Settlement::appoint(RuntimeOrigin::root(), 5, Duty::Confirm),
			Error::<Test>::TooManyOfficers
		);
		// Another duty takes no other place.
		assert_ok!(Settlement::appoint(RuntimeOrigin::root(), 4, Duty::Propose));
	});
}

#[test]
fn genesis_is_noted() {
	new_test_ext().execute_with(|| {
		let (sums, limit, today) = Settlement::totals();
		assert_eq!(sums, Totals { genesis: 2_000, minted: 0, burned: 0 });
		assert_eq!((limit, today), (0, 0));
		Settlement::do_try_state().unwrap();
	});
}

#[test]
fn money_out_of_nowhere_is_found() {
	new_test_ext().execute_with(|| {
		use frame_support::traits::fungible::Mutate;
		assert_ok!(<Balances as Mutate<_>>::mint_into(&OWNER, 1));
		assert!(Settlement::do_try_state().is_err());
	});
}
