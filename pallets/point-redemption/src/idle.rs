//! What the hook does with room that is left in a block.

use crate::{weights::WeightInfo, Config, Cursor, Order, OrderId, Orders, Pallet, Stage};
use frame_support::{storage::with_storage_layer, weights::WeightMeter};
use tanpu_primitives::{traits::Spending, MAX_PARTS};

/// Most orders that the hook looks at in a block.
pub(crate) const MAX_TURNS: u32 = 8;

impl<T: Config> Pallet<T> {
	/// Goes round the orders, from where it stopped, and finishes those that are due. It only does
	/// what anybody could; what fails stays for whoever tries again.
	pub(crate) fn turn(meter: &mut WeightMeter) {
		let step = T::WeightInfo::take_back()
			.max(T::WeightInfo::release())
			.saturating_add(T::Spending::weight(MAX_PARTS));
		for _ in 0..MAX_TURNS {
			if meter.try_consume(step).is_err() {
				return;
			}
			let cursor = Cursor::<T>::get();
			let next = match cursor {
				Some(last) => {
					Orders::<T>::iter_from(Orders::<T>::hashed_key_for(last.citizen, last.number))
						.next()
				},
				None => Orders::<T>::iter().next(),
			};
			let Some((citizen, number, order)) = next else {
				// The round is over; the next block begins another.
				if cursor.is_some() {
					Cursor::<T>::kill();
				}
				return;
			};
			let id = OrderId { citizen, number };
			Cursor::<T>::put(id);
			let _ = with_storage_layer(|| Self::finish_due(id, &order));
		}
	}

	fn finish_due(id: OrderId, order: &Order) -> sp_runtime::DispatchResult {
		match order.stage {
			Stage::Open => Self::take_back_as(id, order, false),
			Stage::Fulfilled { .. } | Stage::Disputed { .. } => Self::release_due(id, order),
		}
	}
}
