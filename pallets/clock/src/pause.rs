//! The clock stands still while a migration shuts everybody out.
//!
//! A migration over many blocks lets no transaction in. Whoever had until then to veto, dispute or
//! take back something could not; so that time doesn't count. Afterwards the clock is behind by as
//! long, and catches up by a hundredth of what passes: a minute in 100 minutes. So a deadline that a
//! migration crosses ends later, no deadline ends during one, and no moment is jumped over. Windows
//! that open while the clock catches up are shorter by a hundredth at most.
//!
//! A migration that fails leaves the clock standing until somebody puts the chain right.

use crate::{Config, Pallet, Pauses};
use codec::{Decode, Encode, MaxEncodedLen};
use core::marker::PhantomData;
use frame_support::migrations::MigrationStatusHandler;
use scale_info::TypeInfo;
use tanpu_primitives::{Clock, UnixSeconds};

/// The clock catches up a second in so many.
pub const CATCH_UP: u64 = 100;

/// How the clock differs from one that never stopped.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
#[allow(clippy::cast_possible_truncation)]
pub enum Pause {
	/// It stands at this moment.
	Standing { at: UnixSeconds },
	/// It was so many seconds behind at a moment of the clock that never stopped.
	Behind { seconds: u64, since: UnixSeconds },
}

impl Pause {
	/// What the clock says where one that never stopped says `running`.
	pub(crate) fn reading(&self, running: UnixSeconds) -> UnixSeconds {
		match self {
			Self::Standing { at } => *at,
			Self::Behind { seconds, since } => {
				let passed = running.saturating_sub(*since);
				let left = seconds.saturating_sub(passed.checked_div(CATCH_UP).unwrap_or(0));
				running.saturating_sub(left)
			},
		}
	}
}

impl<T: Config> Pallet<T> {
	/// Whether the clock stands.
	pub fn is_standing() -> bool {
		matches!(Pauses::<T>::get(), Some(Pause::Standing { .. }))
	}

	/// Stops the clock, if it isn't stopped.
	pub fn stop() {
		if !Self::is_standing() {
			Pauses::<T>::put(Pause::Standing { at: Self::now() });
		}
	}

	/// Lets the clock run again, if it was stopped.
	pub fn resume() {
		if let Some(Pause::Standing { at }) = Pauses::<T>::get() {
			let since = Self::running();
			match since.saturating_sub(at) {
				0 => Pauses::<T>::kill(),
				seconds => Pauses::<T>::put(Pause::Behind { seconds, since }),
			}
		}
	}
}

impl<T: Config> MigrationStatusHandler for Pallet<T> {
	fn started() {
		Self::stop();
	}

	fn completed() {
		Self::resume();
	}
}

/// The same clock, had it never stopped: for the council's own delays, which must end even while a
/// failed migration has stopped everybody else's.
pub struct Running<T>(PhantomData<T>);

impl<T: Config> Clock for Running<T> {
	fn now() -> UnixSeconds {
		Pallet::<T>::running()
	}

	fn day_offset() -> i32 {
		<Pallet<T> as Clock>::day_offset()
	}
}
