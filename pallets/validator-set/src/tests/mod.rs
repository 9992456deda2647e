mod admit;
mod apply;
mod chill;
mod equivocation;
mod leave;
mod offline;
mod proofs;
mod purge_keys;
mod random;
mod rejoin;
mod remove;
mod sessions;
mod withdraw;

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok, traits::fungible::InspectHold};
use sp_runtime::traits::BadOrigin;

fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

fn held(who: AccountId) -> u64 {
	Balances::balance_on_hold(&HoldReason::Validator.into(), &who)
}

fn candidate(who: AccountId) {
	set_keys_of(who, 0);
	assert_ok!(ValidatorSet::apply(signed(who)));
}

fn admitted(who: AccountId) {
	candidate(who);
	assert_ok!(ValidatorSet::admit(RuntimeOrigin::root(), who));
}

fn standing(who: AccountId) -> Option<Standing> {
	Members::<Test>::get().iter().find(|member| member.account == who).map(|member| member.standing)
}

fn validators() -> Vec<AccountId> {
	State::get().validators
}

fn happened(event: Event<Test>) -> bool {
	let event: RuntimeEvent = event.into();
	System::events().iter().any(|record| record.event == event)
}
