mod amend;
mod bond;
mod bond_random;
mod confirm_suspension;
mod devices;
mod license;
mod lift_suspension;
mod names;
mod pauses;
mod provide;
mod random;
mod replace;
mod revoke;
mod set_reporter;
mod suspend;
mod verifiers;
mod views;

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use sp_core::{sr25519, H256};
use sp_runtime::traits::BadOrigin;
use tanpu_primitives::{
	traits::{IdentityProviders, LicenceRefusal, Operators},
	ParticipantId, UnixSeconds,
};

const REASON: H256 = H256::repeat_byte(0xee);
const SUSPENSION: u64 = 72 * HOUR;
const COOL_DOWN: u64 = 30 * DAY;

fn suspend(participant: ParticipantId) -> sp_runtime::DispatchResult {
	Licences::suspend(signed(MEMBERS[0]), participant, REASON)
}

fn standing(participant: ParticipantId) -> Standing {
	Licences::status_of(participant).unwrap()
}

/// Everything but the council's majority is refused.
fn only_the_council(call: impl Fn(RuntimeOrigin) -> sp_runtime::DispatchResult) {
	for origin in [
		signed(MEMBERS[0]),
		signed(METRO),
		signed(999),
		RuntimeOrigin::none(),
		RuntimeOrigin::root(),
	] {
		assert_noop!(call(origin), BadOrigin);
	}
}
