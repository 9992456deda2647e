mod mints;
mod office;
mod random;
mod withdrawals;

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok, dispatch::DispatchResult};
use sp_core::H256;
use sp_runtime::traits::BadOrigin;

fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

fn record(number: u64) -> RecordRef {
	H256::from_low_u64_be(number)
}

fn reason() -> Reason {
	b"another account".to_vec().try_into().unwrap()
}

fn happened(event: Event<Test>) -> bool {
	let event: RuntimeEvent = event.into();
	System::events().iter().any(|record| record.event == event)
}

fn propose(to: AccountId, amount: u64, number: u64) -> DispatchResult {
	Settlement::propose_mint(signed(PROPOSER), to, amount, record(number))
}

fn confirm(to: AccountId, amount: u64, number: u64) -> DispatchResult {
	Settlement::confirm_mint(signed(CONFIRMER), to, amount, record(number))
}

fn mint(to: AccountId, amount: u64, number: u64) {
	assert_ok!(propose(to, amount, number));
	assert_ok!(confirm(to, amount, number));
}

fn request(owner: AccountId, amount: u64) -> WithdrawalId {
	let id = NextWithdrawalId::<Test>::get();
	assert_ok!(Settlement::request_withdrawal(signed(owner), amount, record(99)));
	id
}
