mod bid;
mod buy;
mod buy_from_pool;
mod cancel;
mod claim_proceeds;
mod common_good;
mod fill;
mod million;
mod offer_pool;
mod random;
mod revoked_pool;
mod sell;
mod set_floor;
mod sweep_proceeds;
mod touch;
mod views;
mod withdraw_pool_offer;

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::{traits::BadOrigin, TokenError};
use tanpu_primitives::{verification::Listings, Balance, Grams};

fn event(event: Event<Test>) {
	System::assert_last_event(RuntimeEvent::Market(event));
}
