//! Migrations of this version, and one to rehearse with.
//!
//! The feature `upgrade-test` makes a runtime of a later version with [`rehearsal::WalkCitizens`];
//! `upgrade-test-failing` one between the two, whose walk fails half way. Neither is in a released
//! runtime; `tests/faults/next-runtime.sh` builds them.

/// What runs after an upgrade to this version, block by block.
#[cfg(not(any(test, feature = "upgrade-test")))]
pub type Stepped = ();
#[cfg(any(test, feature = "upgrade-test"))]
pub type Stepped = (rehearsal::WalkCitizens,);

/// A migration that touches every citizen and keeps account of it.
#[cfg(any(test, feature = "upgrade-test"))]
pub mod rehearsal {
	use crate::{BlockNumber, Runtime, System};
	use codec::{Decode, Encode, MaxEncodedLen};
	use frame_support::{
		migrations::{SteppedMigration, SteppedMigrationError},
		weights::{Weight, WeightMeter},
	};
	use pallet_carbon_accounts::{Citizens, NextCitizenId};
	use scale_info::TypeInfo;
	use sp_core::H256;
	use tanpu_primitives::CitizenId;

	/// What the walk saw.
	#[derive(
		Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, PartialEq, Eq, Debug, Default,
	)]
	pub struct Record {
		/// Citizens that were read and written.
		pub citizens: u32,
		/// Blake2-256 over (the digest so far, number, record), citizen by citizen from zero.
		pub digest: H256,
		pub first_block: BlockNumber,
		pub last_block: BlockNumber,
	}

	/// The account of the walk, to be compared from outside.
	#[frame_support::storage_alias(verbatim)]
	pub type Walked = StorageValue<UpgradeRehearsal, Record>;

	#[cfg(test)]
	frame_support::parameter_types! {
		/// Whether the walk fails half way.
		pub static Fails: bool = false;
	}

	#[cfg(test)]
	fn fails() -> bool {
		Fails::get()
	}

	#[cfg(not(test))]
	fn fails() -> bool {
		cfg!(feature = "upgrade-test-failing")
	}

	type Db = <Runtime as frame_system::Config>::DbWeight;

	/// What one citizen costs.
	pub fn each() -> Weight {
		Weight::from_parts(5_000_000, 0).saturating_add(Db::get().reads_writes(1, 1))
	}

	/// Reads every citizen's record and writes it again.
	pub struct WalkCitizens;

	impl SteppedMigration for WalkCitizens {
		type Cursor = CitizenId;
		type Identifier = [u8; 16];

		fn id() -> Self::Identifier {
			*b"tanpu:walk:00001"
		}

		fn max_steps() -> Option<u32> {
			Some(10_000)
		}

		fn step(
			cursor: Option<CitizenId>,
			meter: &mut WeightMeter,
		) -> Result<Option<CitizenId>, SteppedMigrationError> {
			let base =
				Weight::from_parts(20_000_000, 0).saturating_add(Db::get().reads_writes(2, 1));
			if meter.try_consume(base).is_err() {
				return Err(SteppedMigrationError::InsufficientWeight { required: base });
			}
			let end = NextCitizenId::<Runtime>::get();
			let now = System::block_number();
			// From the first citizen also where an earlier version's walk failed half way.
			let mut record = match cursor {
				Some(_) => Walked::get().unwrap_or_default(),
				None => Record { first_block: now, ..Default::default() },
			};
			let mut next = cursor.unwrap_or(0);
			while next < end && meter.try_consume(each()).is_ok() {
				Citizens::<Runtime>::mutate_extant(next, |citizen| {
					record.citizens = record.citizens.saturating_add(1);
					let seen = (record.digest, next, citizen).encode();
					record.digest = sp_io::hashing::blake2_256(&seen).into();
				});
				next = next.saturating_add(1);
			}
			record.last_block = now;
			Walked::put(record);
			if fails() && next >= end.saturating_div(2) {
				return Err(SteppedMigrationError::Failed);
			}
			Ok((next < end).then_some(next))
		}
	}
}
