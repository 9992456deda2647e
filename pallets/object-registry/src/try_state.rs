//! What is always true of registered objects.

use crate::{
	pallet::{Config, Pallet, Registrations},
	types::MAX_MEMBERS,
};
use frame_support::ensure;
use sp_runtime::TryRuntimeError;
use tanpu_primitives::{Clock, MAX_GROUPS};

impl<T: Config> Pallet<T> {
	/// Checks every invariant of the pallet. Reads all of its state: for tests and try-runtime.
	///
	/// Of each registration: the group exists in principle; holders rise strictly, each has a
	/// share, and together they have at most the whole; members are within bounds; it was
	/// registered at least once, and not in the future; its crediting period had begun by then.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let now = T::Clock::now();
		for ((group, _), registration) in Registrations::<T>::iter() {
			let registered = registration.registered;
			ensure!(group < MAX_GROUPS, "objects: a group that can't be");
			ensure!(
				Self::ensure_shares(&registered.holders).is_ok(),
				"objects: shares that are not sound"
			);
			ensure!(registered.members <= MAX_MEMBERS, "objects: more members than a household");
			ensure!(registered.epoch > 0, "objects: an object that was never registered");
			ensure!(registration.since <= now, "objects: registered in the future");
			let day = T::Clock::day_of(registration.since);
			ensure!(
				registered.crediting_from.is_none_or(|from| day.is_none_or(|day| from <= day)),
				"objects: a crediting period that had not begun"
			);
		}
		Ok(())
	}
}
