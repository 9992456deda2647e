mod cancel;
mod clear_lapsed;
mod enact;
mod queue_root;
mod random;
mod set_department;
mod views;

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok, weights::Weight};
use sp_runtime::{traits::BadOrigin, DispatchError};

/// Queues a listed call by three of four seats.
fn queue(call: Box<RuntimeCall>) -> CallIndex {
	let index = NextCallIndex::<Test>::get();
	assert_ok!(Authority::queue_root(council(3), call));
	index
}

fn enact(index: CallIndex) -> frame_support::dispatch::DispatchResultWithPostInfo {
	Authority::enact(RuntimeOrigin::signed(99), index, Weight::MAX)
}
