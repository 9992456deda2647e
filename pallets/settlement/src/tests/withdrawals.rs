use super::*;
use frame_support::traits::fungible::InspectHold;

fn held(who: AccountId) -> u64 {
	Balances::balance_on_hold(&HoldReason::Withdrawal.into(), &who)
}

fn report(id: WithdrawalId, number: u64) -> DispatchResult {
	Settlement::report_payment(signed(PROPOSER), id, record(number))
}

fn confirm_payment(id: WithdrawalId, amount: u64, number: u64) -> DispatchResult {
	Settlement::confirm_payment(signed(CONFIRMER), id, amount, record(number))
}

fn take_back(id: WithdrawalId) -> DispatchResult {
	Settlement::take_back(signed(OWNER), id)
}

#[test]
fn held_paid_burned() {
	build_and_execute(|| {
		let id = request(OWNER, 400);
		let deadline = START + 7 * DAY;
		assert!(happened(Event::WithdrawalRequested {
			id,
			owner: OWNER,
			amount: 400,
			destination: record(99),
			deadline
		}));
		assert_eq!(held(OWNER), 400);
		assert_eq!(Settlement::withdrawal(id).unwrap().1, deadline);
		assert_ok!(report(id, 5));
		assert!(happened(Event::PaymentReported { id, record: record(5), proposer: PROPOSER }));
		assert_ok!(confirm_payment(id, 400, 5));
		assert!(happened(Event::Burned {
			id,
			owner: OWNER,
			amount: 400,
			record: record(5),
			proposer: PROPOSER,
			confirmer: CONFIRMER
		}));
		assert_eq!((held(OWNER), Balances::free_balance(OWNER)), (0, 600));
		assert_eq!(Balances::total_issuance(), 1_600);
		assert_eq!(Settlement::record(record(5)), Some(Use::Withdrawal));
		// Neither as a payment nor as a deposit again.
		let other = request(OWNER, 100);
		assert_noop!(report(other, 5), Error::<Test>::RecordUsed);
		assert_noop!(propose(20, 100, 5), Error::<Test>::RecordUsed);
	});
}

#[test]
fn one_payment_ends_one_withdrawal() {
	build_and_execute(|| {
		let (one, two) = (request(OWNER, 100), request(OWNER, 100));
		assert_ok!(report(one, 5));
		assert_ok!(report(two, 5));
		assert_ok!(confirm_payment(one, 100, 5));
		assert_noop!(confirm_payment(two, 100, 5), Error::<Test>::RecordUsed);
		assert_ok!(report(two, 6));
		assert_ok!(confirm_payment(two, 100, 6));
	});
}

#[test]
fn a_record_does_not_count_both_ways() {
	build_and_execute(|| {
		let id = request(OWNER, 100);
		assert_ok!(propose(20, 100, 5));
		assert_ok!(report(id, 5));
		assert_ok!(confirm_payment(id, 100, 5));
		assert_noop!(confirm(20, 100, 5), Error::<Test>::RecordUsed);
		assert_ok!(Settlement::drop_mint(signed(CONFIRMER), record(5), reason()));
	});
}

#[test]
fn all_of_it() {
	build_and_execute(|| {
		// What an account must keep to exist stays.
		assert_noop!(
			Settlement::request_withdrawal(signed(OWNER), 1_000, record(99)),
			sp_runtime::TokenError::FundsUnavailable
		);
		let id = request(OWNER, 995);
		assert_ok!(report(id, 5));
		assert_ok!(confirm_payment(id, 995, 5));
		assert_eq!(Balances::free_balance(OWNER), 5);
	});
}

#[test]
fn refused_with_a_reason() {
	build_and_execute(|| {
		let id = request(OWNER, 400);
		let refuse = |who, reason| Settlement::refuse_withdrawal(signed(who), id, reason);
		assert_noop!(Settlement::refuse_withdrawal(RuntimeOrigin::root(), id, reason()), BadOrigin);
		assert_noop!(refuse(PROPOSER, reason()), Error::<Test>::NotConfirmer);
		assert_noop!(refuse(CONFIRMER, Reason::default()), Error::<Test>::BadReason);
		assert_ok!(refuse(CONFIRMER, reason()));
		assert!(happened(Event::WithdrawalRefused {
			id,
			owner: OWNER,
			by: CONFIRMER,
			reason: reason()
		}));
		assert_eq!((held(OWNER), Balances::free_balance(OWNER)), (0, 1_000));
		assert_noop!(refuse(CONFIRMER, reason()), Error::<Test>::NotFound);
	});
}

#[test]
fn taken_back_after_the_deadline() {
	build_and_execute(|| {
		let id = request(OWNER, 400);
		Now::set(START + 7 * DAY - 1);
		assert_noop!(take_back(id), Error::<Test>::TooEarly);
		Now::set(START + 7 * DAY);
		assert_noop!(report(id, 5), Error::<Test>::TooLate);
		assert_noop!(Settlement::take_back(signed(11), id), Error::<Test>::NotOwner);
		assert_noop!(Settlement::take_back(RuntimeOrigin::root(), id), BadOrigin);
		assert_ok!(take_back(id));
		assert!(happened(Event::TakenBack { id, owner: OWNER }));
		assert_eq!(held(OWNER), 0);
		assert_noop!(take_back(id), Error::<Test>::NotFound);
	});
}

#[test]
fn a_payment_entered_in_time_has_time_to_be_confirmed_once() {
	build_and_execute(|| {
		let id = request(OWNER, 400);
		Now::set(START + 6 * DAY);
		assert_ok!(report(id, 5));
		// The right record, a little later, prolongs nothing.
		Now::set(START + 7 * DAY - 1);
		assert_ok!(report(id, 6));
		assert_eq!(Settlement::withdrawal(id).unwrap().1, START + 9 * DAY);
		Now::set(START + 9 * DAY - 1);
		assert_noop!(take_back(id), Error::<Test>::TooEarly);
		Now::set(START + 9 * DAY);
		// Whoever comes first.
		assert_ok!(take_back(id));
		assert_noop!(confirm_payment(id, 400, 6), Error::<Test>::NotFound);
	});
}

#[test]
fn what_is_refused() {
	build_and_execute(|| {
		assert_noop!(
			Settlement::request_withdrawal(signed(OWNER), 9, record(99)),
			Error::<Test>::AmountTooLow
		);
		assert_noop!(
			Settlement::request_withdrawal(RuntimeOrigin::root(), 10, record(99)),
			BadOrigin
		);
		NextWithdrawalId::<Test>::put(u32::MAX);
		assert_noop!(
			Settlement::request_withdrawal(signed(OWNER), 10, record(99)),
			Error::<Test>::IdsExhausted
		);
		NextWithdrawalId::<Test>::put(0);
		let id = request(OWNER, 400);
		let by = |who| Settlement::report_payment(signed(who), id, record(5));
		assert_noop!(by(CONFIRMER), Error::<Test>::NotProposer);
		assert_noop!(Settlement::report_payment(RuntimeOrigin::root(), id, record(5)), BadOrigin);
		assert_noop!(report(9, 5), Error::<Test>::NotFound);
		assert_noop!(confirm_payment(id, 400, 5), Error::<Test>::NotProposed);
		assert_ok!(report(id, 5));
		assert_noop!(
			Settlement::confirm_payment(signed(PROPOSER), id, 400, record(5)),
			Error::<Test>::NotConfirmer
		);
		assert_noop!(
			Settlement::confirm_payment(RuntimeOrigin::root(), id, 400, record(5)),
			BadOrigin
		);
		assert_noop!(confirm_payment(id, 399, 5), Error::<Test>::DoesNotMatch);
		assert_noop!(confirm_payment(id, 400, 6), Error::<Test>::DoesNotMatch);
		assert_ok!(Settlement::appoint(RuntimeOrigin::root(), PROPOSER, Duty::Confirm));
		assert_noop!(
			Settlement::confirm_payment(signed(PROPOSER), id, 400, record(5)),
			Error::<Test>::SamePerson
		);
	});
}
