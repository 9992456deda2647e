use crate::{Config, NextCallIndex, Pallet, QueuedCalls};
use frame_support::{ensure, traits::Get};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// * The counter equals the number of queued calls, and is at most `MaxQueued`.
	/// * Every index was given.
	/// * Every call has a time in which it can be enacted, after it was queued.
	///
	/// Whether a call still decodes and is listed isn't an invariant: an upgrade may change both,
	/// and `enact` asks again.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let next = NextCallIndex::<T>::get();
		let mut count = 0u32;
		for (index, queued) in QueuedCalls::<T>::iter() {
			count = count.saturating_add(1);
			ensure!(index < next, "authority: an index that was never given");
			ensure!(queued.ready < queued.lapses, "authority: a call that can never be enacted");
			ensure!(!queued.call.is_empty(), "authority: an empty call");
		}
		ensure!(count == QueuedCalls::<T>::count(), "authority: the counter is wrong");
		ensure!(count <= T::MaxQueued::get(), "authority: more calls than fit");
		Ok(())
	}
}
