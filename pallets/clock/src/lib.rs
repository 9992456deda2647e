//! The chain's clock.
//!
//! In production it is the block's timestamp in whole seconds. A development chain may, from
//! genesis and for ever, begin at another moment and run faster (a day in a minute), so that
//! notice periods, reporting deadlines and months can be played without waiting for them. Nothing
//! on chain can set the clock afterwards: there is no call.
//!
//! Only a migration stops it: while one shuts everybody out the clock stands still (`pause`).
//!
//! The city's midnight is an offset from UTC, fixed at genesis too: a day that has been closed must
//! not move.

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

pub use pallet::*;
pub use pause::{Pause, Running, CATCH_UP};

mod pause;
mod try_state;

#[cfg(test)]
mod tests;

use codec::{Decode, Encode, MaxEncodedLen};
use frame_support::traits::Time;
use scale_info::TypeInfo;
use tanpu_primitives::UnixSeconds;

/// How chain time follows block time, fixed at genesis.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
pub struct Settings {
	/// Chain seconds per second of block time; 1 in production.
	pub scale: u32,
	/// Chain time of the first block, where it is not the block's own time; none in production.
	pub start: Option<UnixSeconds>,
	/// Seconds that the city's clock is ahead of UTC.
	pub day_offset: i32,
}

impl Settings {
	/// Whether chain time is simply block time.
	pub fn is_plain(&self) -> bool {
		self.scale == 1 && self.start.is_none()
	}
}

// What frame's macros expand to does these; what is written here by hand is declarations only.
#[allow(
	clippy::cast_possible_truncation,
	clippy::expect_used,
	clippy::unreachable,
	clippy::unwrap_used
)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use frame_support::pallet_prelude::*;
	use frame_system::pallet_prelude::*;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// No clock is ahead or behind by more than this: 14 hours in seconds.
	pub const MAX_DAY_OFFSET: i32 = 50_400;

	/// A day in a second is the fastest that makes sense with blocks of seconds.
	pub const MAX_SCALE: u32 = 86_400;

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Block time in milliseconds since 1970, as the timestamp pallet has it.
		type BlockTime: Time<Moment = u64>;
	}

	/// How chain time follows block time. Written at genesis only.
	#[pallet::storage]
	pub type ClockSettings<T> = StorageValue<_, Settings>;

	/// Block time of the first block in milliseconds: where a faster clock starts from.
	#[pallet::storage]
	pub type Anchor<T> = StorageValue<_, u64>;

	/// How the clock differs from one that never stopped, since a migration stopped it.
	#[pallet::storage]
	pub type Pauses<T> = StorageValue<_, Pause>;

	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Chain seconds per second of block time, 1 to 86,400; 0 is read as 1.
		pub scale: u32,
		/// Unix seconds at which the chain's clock begins; none: at block time.
		pub start: Option<UnixSeconds>,
		/// Seconds that the city's clock is ahead of UTC, at most 14 hours either way.
		pub day_offset: i32,
		#[serde(skip)]
		pub _config: core::marker::PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		/// A genesis that names an impossible clock is not built at all.
		fn build(&self) {
			assert!(self.scale <= MAX_SCALE, "clock: scale is above a day in a second");
			assert!(
				self.day_offset.unsigned_abs() <= MAX_DAY_OFFSET.unsigned_abs(),
				"clock: the day's offset is above 14 hours"
			);
			assert!(
				self.day_offset.checked_rem(60) == Some(0),
				"clock: the day's offset is not in whole minutes"
			);
			ClockSettings::<T>::put(Settings {
				scale: self.scale.max(1),
				start: self.start,
				day_offset: self.day_offset,
			});
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// Chain time now in Unix seconds, and how it follows block time.
		pub fn reading() -> (UnixSeconds, Settings) {
			(<Self as tanpu_primitives::Clock>::now(), Self::settings())
		}
	}
}

impl<T: Config> Pallet<T> {
	/// The settings; plain UTC where genesis said nothing.
	pub fn settings() -> Settings {
		ClockSettings::<T>::get().unwrap_or(Settings { scale: 1, start: None, day_offset: 0 })
	}
}

impl<T: Config> Pallet<T> {
	/// What the clock would say had it never stopped.
	pub fn running() -> UnixSeconds {
		let block_time = T::BlockTime::now();
		let settings = Self::settings();
		let seconds = |millis: u64| millis.checked_div(1_000).unwrap_or(0);
		if settings.is_plain() {
			return seconds(block_time);
		}
		// Until the first block's time is set the clock stands at its start.
		let anchor = Anchor::<T>::get().unwrap_or(block_time);
		let start = settings.start.unwrap_or(seconds(anchor));
		let elapsed = block_time.saturating_sub(anchor).saturating_mul(u64::from(settings.scale));
		start.saturating_add(seconds(elapsed))
	}
}

impl<T: Config> tanpu_primitives::Clock for Pallet<T> {
	fn now() -> UnixSeconds {
		let running = Self::running();
		Pauses::<T>::get().map_or(running, |pause| pause.reading(running))
	}

	fn day_offset() -> i32 {
		Self::settings().day_offset
	}
}

/// Takes the first block's time as the anchor of a clock that is not plain.
impl<T: Config> frame_support::traits::OnTimestampSet<u64> for Pallet<T> {
	fn on_timestamp_set(moment: u64) {
		if !Self::settings().is_plain() && Anchor::<T>::get().is_none() {
			Anchor::<T>::put(moment);
		}
	}
}
