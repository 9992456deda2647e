mod claim;
mod close;
mod create;
mod credited;
mod fund;
mod progress;
mod random;

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::{traits::BadOrigin, DispatchError};
use tanpu_primitives::{campaigns::CampaignHook, Balance, Day};
