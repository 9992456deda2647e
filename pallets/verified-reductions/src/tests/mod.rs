mod claim;
mod conclude;
mod decide;
mod draw;
mod freeze;
mod give_opinion;
mod halt;
mod issue;
mod market;
mod object;
mod random;
mod recall;
mod replace;
mod retire;
mod seal;
mod settings;
mod sweep;
mod views;

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use sp_core::H256;
use sp_runtime::{traits::BadOrigin, Permill};
use tanpu_primitives::{
	traits::LicenceRefusal,
	verification::{Opinion, RiskKind},
	ClassId, Disposition, Grams,
};

type E = Error<Test>;
