use crate::{Anchor, Config, Pallet, Pause, Pauses};
use frame_support::ensure;
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// * The settings are within the bounds that genesis checks.
	/// * Where a migration stopped it, it is never ahead of one that didn't stop.
	/// * A plain clock has no anchor: it is the block's time and nothing else.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let settings = Self::settings();
		ensure!((1..=crate::MAX_SCALE).contains(&settings.scale), "clock: scale out of bounds");
		ensure!(
			settings.day_offset.unsigned_abs() <= crate::MAX_DAY_OFFSET.unsigned_abs(),
			"clock: day offset out of bounds"
		);
		ensure!(
			!settings.is_plain() || Anchor::<T>::get().is_none(),
			"clock: a plain clock has an anchor"
		);
		let running = Self::running();
		ensure!(
			match Pauses::<T>::get() {
				Some(Pause::Standing { at }) => at <= running,
				Some(Pause::Behind { seconds, since }) => since <= running && seconds <= since,
				None => true,
			},
			"clock: ahead of itself"
		);
		Ok(())
	}
}
