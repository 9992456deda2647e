mod check_in;
mod publish_answer;
mod random;
mod reveal;
mod set_equivalents;
mod set_question;
mod set_themes;
mod sweep;
mod unlock;

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use sp_core::H256;
use sp_runtime::traits::BadOrigin;
use tanpu_primitives::{growth::Themes as _, Day};

/// Everything but the authority is refused.
fn only_the_authority(call: impl Fn(RuntimeOrigin) -> sp_runtime::DispatchResult) {
	for origin in [signed(ANN), signed(STRANGER), RuntimeOrigin::none(), RuntimeOrigin::root()] {
		assert_noop!(call(origin), BadOrigin);
	}
}
