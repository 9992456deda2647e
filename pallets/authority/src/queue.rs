//! What happens to a call in the queue.

use crate::{
	CallIndex, CallState, Config, Error, Event, NextCallIndex, Pallet, QueuedCall, QueuedCalls,
	MAX_CALL_DEPTH,
};
use alloc::vec::Vec;
use codec::{DecodeLimit, Encode};
use frame_support::{
	dispatch::{extract_actual_weight, GetDispatchInfo, RawOrigin},
	ensure,
	traits::{Contains, Get},
	weights::Weight,
	BoundedVec,
};
use sp_runtime::{
	traits::{Dispatchable, Hash},
	DispatchError,
};
use tanpu_primitives::{Clock, UnixSeconds};

impl<T: Config> Pallet<T> {
	/// Queues a call. Returns how many queued calls it looked at.
	pub(crate) fn do_queue(call: &<T as Config>::RuntimeCall) -> Result<u32, DispatchError> {
		ensure!(T::RootCalls::contains(call), Error::<T>::NotListed);
		// Measured before it is encoded, so that nothing large is copied.
		let fits =
			u32::try_from(call.encoded_size()).is_ok_and(|size| size <= T::MaxCallSize::get());
		ensure!(fits, Error::<T>::CallTooLarge);
		let call = BoundedVec::try_from(call.encode()).map_err(|_| Error::<T>::CallTooLarge)?;
		// What couldn't be enacted isn't queued either.
		Self::decode(&call)?;

		let index = NextCallIndex::<T>::get();
		let next = index.checked_add(1).ok_or(Error::<T>::IndicesExhausted)?;
		let now = T::Clock::now();
		let looked_at = Self::make_room(now)?;

		let ready = now.saturating_add(T::Delay::get());
		let lapses = ready.saturating_add(T::EnactPeriod::get());
		let call_hash = T::Hashing::hash(&call);
		let transaction_version = Self::transaction_version();
		QueuedCalls::<T>::insert(index, QueuedCall { call, ready, lapses, transaction_version });
		NextCallIndex::<T>::put(next);
		Self::deposit_event(Event::Queued { index, call_hash, ready, lapses });
		Ok(looked_at)
	}

	/// Clears what has lapsed and makes sure that one more fits. Returns how many entries were read:
	/// at most `MaxQueued`, since this guards every insertion.
	fn make_room(now: UnixSeconds) -> Result<u32, DispatchError> {
		let waiting = QueuedCalls::<T>::count();
		let lapsed: Vec<CallIndex> = QueuedCalls::<T>::iter()
			.filter(|(_, queued)| queued.state(now) == CallState::Lapsed)
			.map(|(index, _)| index)
			.collect();
		for index in lapsed {
			Self::clear(index);
		}
		ensure!(QueuedCalls::<T>::count() < T::MaxQueued::get(), Error::<T>::QueueFull);
		Ok(waiting)
	}

	/// Removes a lapsed call.
	pub(crate) fn clear(index: CallIndex) {
		QueuedCalls::<T>::remove(index);
		Self::deposit_event(Event::Lapsed { index });
	}

	/// Dispatches a queued call. Returns the weight that the call itself used.
	pub(crate) fn do_enact(index: CallIndex, max_weight: Weight) -> Result<Weight, DispatchError> {
		let queued = QueuedCalls::<T>::get(index).ok_or(Error::<T>::NotFound)?;
		match queued.state(T::Clock::now()) {
			CallState::Waiting => return Err(Error::<T>::NotReady.into()),
			CallState::Lapsed => return Err(Error::<T>::AlreadyLapsed.into()),
			CallState::Ready => {},
		}
		ensure!(
			queued.transaction_version == Self::transaction_version(),
			Error::<T>::EncodingChanged
		);
		let call = Self::decode(&queued.call)?;
		ensure!(T::RootCalls::contains(&call), Error::<T>::NotListed);
		let info = call.get_dispatch_info();
		ensure!(info.call_weight.all_lte(max_weight), Error::<T>::MaxWeightTooLow);

		// Removed before it is dispatched: nothing that the call does can enact it again.
		QueuedCalls::<T>::remove(index);
		let outcome = call.dispatch(RawOrigin::Root.into());
		// Without the weight of transaction extensions: none of them runs here.
		let used = extract_actual_weight(&outcome, &info).min(info.call_weight);
		let result = outcome.map(|_| ()).map_err(|failed| failed.error);
		Self::deposit_event(Event::Enacted { index, result });
		Ok(used)
	}

	/// The call that the bytes mean in this runtime.
	fn decode(bytes: &[u8]) -> Result<<T as Config>::RuntimeCall, DispatchError> {
		let mut input = bytes;
		<T as Config>::RuntimeCall::decode_all_with_depth_limit(MAX_CALL_DEPTH, &mut input)
			.map_err(|_| Error::<T>::NotDecodable.into())
	}

	fn transaction_version() -> u32 {
		<T as frame_system::Config>::Version::get().transaction_version
	}
}
