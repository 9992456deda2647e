//! Weights of the calls.
//!
//! Estimated by hand from the storage accesses of each call, worst case; `scripts/benchmark.sh`
//! replaces this file by one that is generated from `benchmarking.rs`. What verifiers' licences and
//! operators' bonds cost is not in them: the calls add it.
//!
//! A class is read in 1, the moment of its closing in 8 (the class, the methodology version, at most
//! four groups), one of a sample's points in 33.

#![allow(clippy::arithmetic_side_effects)]

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{constants::RocksDbWeight, RuntimeDbWeight, Weight},
};

/// Weights of the calls.
pub trait WeightInfo {
	fn seal() -> Weight;
	fn draw() -> Weight;
	fn give_opinion() -> Weight;
	fn conclude() -> Weight;
	fn decide() -> Weight;
	fn object() -> Weight;
	fn close_objection() -> Weight;
	fn halt() -> Weight;
	fn issue() -> Weight;
	fn claim() -> Weight;
	fn sweep() -> Weight;
	fn retire() -> Weight;
	fn freeze() -> Weight;
	fn confirm_freeze() -> Weight;
	fn unfreeze() -> Weight;
	fn recall(classes: u32) -> Weight;
	fn replace() -> Weight;
	fn set_exchange_fields() -> Weight;
	fn set_buffer_share() -> Weight;
	fn set_risk_kind() -> Weight;
}

/// Weights with the runtime's own database weights.
pub struct SubstrateWeight<T>(PhantomData<T>);

fn estimate(db: RuntimeDbWeight, micros: u64, reads: u64, writes: u64) -> Weight {
	Weight::from_parts(micros.saturating_mul(1_000_000), 0)
		.saturating_add(db.reads_writes(reads, writes))
}

/// Reads: the class, the case, the clock, the closing, the rules, open objections. Writes: the case,
/// the class.
fn seal(db: RuntimeDbWeight) -> Weight {
	estimate(db, 150, 15, 2)
}

/// Reads: the case, the randomness, the clock, the last verifiers, the sample, 16 verifiers' records.
/// Writes: case, sample, last verifiers, records. 64 lots are drawn.
fn draw(db: RuntimeDbWeight) -> Weight {
	estimate(db, 250, 24, 19)
}

/// Reads: case, sample, the verifier and the operator, the clock, the opinion, the record. Writes:
/// the last two. Extrapolating the most failures of the largest sample takes some milliseconds.
fn give_opinion(db: RuntimeDbWeight) -> Weight {
	estimate(db, 10_000, 9, 2)
}

/// Reads: case, sample, the clock; of each of 16 verifiers the opinion, the licence, the operator's
/// and the record. Writes: the case, the records.
fn conclude(db: RuntimeDbWeight) -> Weight {
	estimate(db, 300, 67, 17)
}

/// Reads: the case, the clock. Writes: the case, or 16 opinions with it.
fn decide(db: RuntimeDbWeight) -> Weight {
	estimate(db, 60, 18, 17)
}

/// Reads: the case, the clock, balance and holds. Writes: case, objection, balance and holds.
fn object(db: RuntimeDbWeight) -> Weight {
	estimate(db, 70, 4, 4)
}

/// Reads: the objection, the case, balance and holds. Writes: all but the case.
fn close_objection(db: RuntimeDbWeight) -> Weight {
	estimate(db, 60, 4, 3)
}

/// Reads: the council, the case. Writes: the case.
fn halt(db: RuntimeDbWeight) -> Weight {
	estimate(db, 30, 2, 1)
}

/// Reads: the case, the clock, the rules, the risk, its share, the buffer and its sum, the asset, its
/// metadata, two accounts of it. Writes: case, issuance, buffer and sum, asset, metadata, accounts
/// with their references.
fn issue(db: RuntimeDbWeight) -> Weight {
	estimate(db, 250, 15, 11)
}

/// Reads: case, issuance, position, freeze, the clock, the citizen's key, the asset, two accounts,
/// the buffer and its sum. Writes: issuance, position, asset, three accounts with a reference,
/// buffer and sum.
fn claim(db: RuntimeDbWeight) -> Weight {
	estimate(db, 150, 14, 9)
}

/// Reads: case, issuance, freeze, the clock, the asset, two accounts, the buffer and its sum. Writes:
/// issuance, asset, accounts, buffer and sum.
fn sweep(db: RuntimeDbWeight) -> Weight {
	estimate(db, 150, 10, 6)
}

/// Reads: issuance, freeze, the clock, the asset, the account, the certificate's number. Writes:
/// issuance, asset, the account with its reference, certificate, its number, its place.
fn retire(db: RuntimeDbWeight) -> Weight {
	estimate(db, 120, 8, 7)
}

/// Reads: the council, the issuance, the freeze, the clock. Writes: the freeze.
fn freeze(db: RuntimeDbWeight) -> Weight {
	estimate(db, 40, 4, 1)
}

/// Reads: the freeze, the clock. Writes: the freeze.
fn confirm_freeze(db: RuntimeDbWeight) -> Weight {
	estimate(db, 30, 2, 1)
}

/// As for a class that is recalled, its buffer and pool among it; and of each class that tops it up
/// the buffer, the issuance, the asset, the account, the freeze.
fn recall(db: RuntimeDbWeight, classes: u32) -> Weight {
	estimate(db, 200, 11, 8)
		.saturating_add(estimate(db, 100, 6, 5).saturating_mul(u64::from(classes)))
}

/// Reads: two issuances, the freeze, the clock, the asset, the account. Writes: issuances, asset,
/// account.
fn replace(db: RuntimeDbWeight) -> Weight {
	estimate(db, 120, 7, 5)
}

/// Reads: the case. Writes: the fields.
fn set_exchange_fields(db: RuntimeDbWeight) -> Weight {
	estimate(db, 30, 1, 1)
}

/// Writes one value.
fn set_one(db: RuntimeDbWeight) -> Weight {
	estimate(db, 20, 0, 1)
}

macro_rules! weights {
	($db:expr) => {
		fn seal() -> Weight {
			seal($db)
		}
		fn draw() -> Weight {
			draw($db)
		}
		fn give_opinion() -> Weight {
			give_opinion($db)
		}
		fn conclude() -> Weight {
			conclude($db)
		}
		fn decide() -> Weight {
			decide($db)
		}
		fn object() -> Weight {
			object($db)
		}
		fn close_objection() -> Weight {
			close_objection($db)
		}
		fn halt() -> Weight {
			halt($db)
		}
		fn issue() -> Weight {
			issue($db)
		}
		fn claim() -> Weight {
			claim($db)
		}
		fn sweep() -> Weight {
			sweep($db)
		}
		fn retire() -> Weight {
			retire($db)
		}
		fn freeze() -> Weight {
			freeze($db)
		}
		fn confirm_freeze() -> Weight {
			confirm_freeze($db)
		}
		fn unfreeze() -> Weight {
			confirm_freeze($db)
		}
		fn recall(classes: u32) -> Weight {
			recall($db, classes)
		}
		fn replace() -> Weight {
			replace($db)
		}
		fn set_exchange_fields() -> Weight {
			set_exchange_fields($db)
		}
		fn set_buffer_share() -> Weight {
			set_one($db)
		}
		fn set_risk_kind() -> Weight {
			set_one($db)
		}
	};
}

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	weights!(T::DbWeight::get());
}

/// For tests.
impl WeightInfo for () {
	weights!(RocksDbWeight::get());
}
