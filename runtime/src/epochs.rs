//! The length of an epoch, fixed in genesis.
//!
//! BABE needs it in two places that must agree for ever: in the runtime, to end an epoch, and in
//! the configuration that every node reads from genesis, to verify slots. It can never change on
//! a running chain. Yet development wants epochs of minutes and production of an hour, out of the
//! same wasm: a second binary for tests would mean that what was tested is not what runs.
//!
//! So genesis writes the length once, this pallet has no call and no hook that could write it
//! again, and both places read it through the same [`Get`]: `pallet_babe::Config::EpochDuration`
//! and `BabeApi::configuration` (which the node asks at genesis).

pub use pallet::*;

// What frame's macros expand to does these.
#[allow(
	clippy::cast_possible_truncation,
	clippy::expect_used,
	clippy::unreachable,
	clippy::unwrap_used
)]
#[frame_support::pallet]
pub mod pallet {
	use crate::constants::time::PRODUCTION_EPOCH_LENGTH;
	use core::marker::PhantomData;
	use frame_support::pallet_prelude::*;
	use frame_system::pallet_prelude::*;

	/// Shortest epoch, slots: below it a session could end before its keys are everywhere.
	pub const MIN_LENGTH: u64 = 10;
	/// Longest epoch, slots: a day.
	pub const MAX_LENGTH: u64 = 28_800;

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {}

	#[pallet::type_value]
	pub fn ProductionLength() -> u64 {
		PRODUCTION_EPOCH_LENGTH
	}

	/// Slots in an epoch.
	#[pallet::storage]
	pub type Length<T> = StorageValue<_, u64, ValueQuery, ProductionLength>;

	#[pallet::genesis_config]
	pub struct GenesisConfig<T: Config> {
		/// Slots in an epoch, from [`MIN_LENGTH`] to [`MAX_LENGTH`].
		pub length: u64,
		#[serde(skip)]
		pub _config: PhantomData<T>,
	}

	impl<T: Config> Default for GenesisConfig<T> {
		fn default() -> Self {
			Self { length: PRODUCTION_EPOCH_LENGTH, _config: PhantomData }
		}
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			// Only here, before there is a chain, is a panic the way to refuse.
			assert!(
				(MIN_LENGTH..=MAX_LENGTH).contains(&self.length),
				"epochs.length must be {MIN_LENGTH} to {MAX_LENGTH} slots, not {}",
				self.length,
			);
			Length::<T>::put(self.length);
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			ensure!(
				(MIN_LENGTH..=MAX_LENGTH).contains(&Length::<T>::get()),
				"epoch length out of bounds"
			);
			Ok(())
		}
	}

	impl<T: Config> Get<u64> for Pallet<T> {
		fn get() -> u64 {
			Length::<T>::get()
		}
	}
}
