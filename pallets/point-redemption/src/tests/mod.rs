mod cancel;
mod close;
mod dispute;
mod fulfil;
mod idle;
mod offer;
mod random;
mod redeem;
mod release;
mod remove;
mod resolve;
mod restock;
mod standing;
mod take_back;
mod views;

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use sp_core::H256;
use sp_runtime::{traits::BadOrigin, DispatchError, Permill, TokenError};
use tanpu_primitives::{traits::Spending, Balance};

const REASON: H256 = H256::repeat_byte(0xee);
