use super::*;

#[test]
fn two_persons_mint_for_a_record() {
	build_and_execute(|| {
		assert_ok!(propose(20, 500, 1));
		assert!(happened(Event::MintProposed {
			record: record(1),
			to: 20,
			amount: 500,
			proposer: PROPOSER
		}));
		assert_eq!(Balances::free_balance(20), 0);
		assert_eq!(Settlement::mints().len(), 1);
		assert_ok!(confirm(20, 500, 1));
		assert_eq!(Balances::free_balance(20), 500);
		assert!(happened(Event::Minted {
			record: record(1),
			to: 20,
			amount: 500,
			proposer: PROPOSER,
			confirmer: CONFIRMER
		}));
		assert_eq!(Settlement::record(record(1)), Some(Use::Deposit));
		assert_eq!(Settlement::totals().0.minted, 500);
	});
}

#[test]
fn a_record_counts_once_for_ever() {
	build_and_execute(|| {
		mint(20, 500, 1);
		Now::set(START + 3_650 * DAY);
		assert_noop!(propose(20, 500, 1), Error::<Test>::RecordUsed);
		assert_noop!(confirm(20, 500, 1), Error::<Test>::NotProposed);
	});
}

#[test]
fn nobody_confirms_what_it_entered() {
	build_and_execute(|| {
		assert_noop!(
			Settlement::propose_mint(signed(CONFIRMER), 20, 500, record(1)),
			Error::<Test>::NotProposer
		);
		assert_ok!(propose(20, 500, 1));
		assert_noop!(
			Settlement::confirm_mint(signed(PROPOSER), 20, 500, record(1)),
			Error::<Test>::NotConfirmer
		);
		// Not with another duty either.
		assert_ok!(Settlement::appoint(RuntimeOrigin::root(), PROPOSER, Duty::Confirm));
		assert_noop!(
			Settlement::confirm_mint(signed(PROPOSER), 20, 500, record(1)),
			Error::<Test>::SamePerson
		);
	});
}

#[test]
fn the_confirmer_restates_what_the_bank_says() {
	build_and_execute(|| {
		assert_ok!(propose(20, 500, 1));
		assert_noop!(confirm(20, 501, 1), Error::<Test>::DoesNotMatch);
		assert_noop!(confirm(21, 500, 1), Error::<Test>::DoesNotMatch);
		assert_noop!(confirm(20, 500, 2), Error::<Test>::NotProposed);
	});
}

#[test]
fn a_day_has_a_limit() {
	build_and_execute(|| {
		mint(20, LIMIT - 100, 1);
		assert_ok!(propose(20, 101, 2));
		assert_noop!(confirm(20, 101, 2), Error::<Test>::AboveDailyLimit);
		mint(20, 100, 3);
		assert_eq!(Settlement::totals().2, LIMIT);
		// The city's midnight.
		Now::set(START + 12 * 3_600 - 1);
		assert_noop!(confirm(20, 101, 2), Error::<Test>::AboveDailyLimit);
		Now::set(START + 12 * 3_600);
		assert_ok!(confirm(20, 101, 2));
		assert_eq!(Settlement::totals().2, 101);
		assert_ok!(Settlement::set_daily_limit(RuntimeOrigin::root(), 0));
		assert_ok!(propose(20, 10, 4));
		assert_noop!(confirm(20, 10, 4), Error::<Test>::AboveDailyLimit);
	});
}

#[test]
fn what_else_is_refused() {
	build_and_execute(|| {
		assert_noop!(Settlement::propose_mint(RuntimeOrigin::root(), 20, 5, record(1)), BadOrigin);
		assert_noop!(Settlement::confirm_mint(RuntimeOrigin::root(), 20, 5, record(1)), BadOrigin);
		assert_noop!(propose(20, 0, 1), Error::<Test>::NoAmount);
		assert_ok!(propose(20, 10, 1));
		assert_noop!(propose(21, 10, 1), Error::<Test>::AlreadyProposed);
		assert_ok!(propose(20, 10, 2));
		assert_ok!(propose(20, 4, 3));
		assert_noop!(propose(20, 10, 4), Error::<Test>::TooManyProposals);
		// Nobody exists with four.
		assert_noop!(confirm(20, 4, 3), sp_runtime::TokenError::BelowMinimum);
	});
}

#[test]
fn dropped_and_entered_again() {
	build_and_execute(|| {
		assert_ok!(propose(20, 50, 1));
		let drop = |who, reason| Settlement::drop_mint(signed(who), record(1), reason);
		assert_noop!(Settlement::drop_mint(RuntimeOrigin::root(), record(1), reason()), BadOrigin);
		assert_noop!(drop(OWNER, reason()), Error::<Test>::NotOfficer);
		let hidden: Reason = "\u{202e}kcab".as_bytes().to_vec().try_into().unwrap();
		assert_noop!(drop(CONFIRMER, hidden), Error::<Test>::BadReason);
		assert_ok!(drop(CONFIRMER, reason()));
		assert!(happened(Event::MintDropped {
			record: record(1),
			by: CONFIRMER,
			reason: reason()
		}));
		assert_noop!(drop(PROPOSER, reason()), Error::<Test>::NotProposed);
		mint(21, 50, 1);
	});
}
