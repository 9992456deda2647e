//! Identifiers, units, time and the traits through which the Tanpu pallets meet.
//!
//! No storage lives here and no pallet names another's `Config`: each states what it needs as one
//! of the traits in [`traits`], and the runtime ties them together. Dependencies point one way:
//! pallets -> primitives -> formula.

#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(
	test,
	allow(
		clippy::arithmetic_side_effects,
		clippy::cast_possible_truncation,
		clippy::cast_possible_wrap,
		clippy::cast_precision_loss,
		clippy::cast_sign_loss,
		clippy::expect_used,
		clippy::indexing_slicing,
		clippy::panic,
		clippy::unreachable,
		clippy::unwrap_used
	)
)]

extern crate alloc;

pub mod attestation;
pub mod campaigns;
pub mod device;
pub mod evidence;
pub mod growth;
pub mod ids;
pub mod keys;
pub mod ledger;
pub mod methodology;
pub mod pauses;
pub mod points;
pub mod report;
pub mod suspension;
pub mod text;
pub mod time;
pub mod traits;
pub mod verification;
pub mod voucher;

pub use ids::*;
pub use keys::{Be16, Be32};
pub use ledger::{Disposition, Position, MAX_CONTRIBUTIONS};
pub use methodology::{ActiveMethodology, ClaimSpec, CreditingRules, MethodologyRef, MAX_CLAIMS};
pub use points::{
	Balance, Issue, LiveSeries, PointPart, PointParts, SeriesId, MAX_LIVE_SERIES, MAX_PARTS,
};
pub use report::{
	ClaimData, Outcome, Provided, Reason, RecordRef, Row, MAX_INPUTS, MAX_ROWS, WHOLE,
};
pub use time::{Clock, Day, Minute, Month, UnixSeconds, SECONDS_PER_DAY};
