//! Keys of operators' devices.

use crate::{
	Config, Device, DeviceCount, DeviceCounts, DeviceKey, DeviceKeys, DeviceOwner, Error, Event,
	OperatorDevices, Pallet, Participant, Participants, Reporters, Role,
};
use alloc::vec::Vec;
use codec::{Encode, MaxEncodedLen};
use frame_support::{
	ensure,
	traits::{Consideration, Footprint, Get},
};
use frame_system::pallet_prelude::BlockNumberFor;
use sp_core::H256;
use sp_runtime::{traits::Zero, DispatchError, DispatchResult, MultiSignature, MultiSigner};
use tanpu_primitives::{
	device::{is_weak, verify, DeviceConsent},
	traits::Devices,
	Clock, OperatorId, UnixSeconds,
};

/// Most devices that a view returns at once.
pub const MAX_DEVICES_PAGE: u32 = 1_000;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_register_device(
		who: T::AccountId,
		operator: OperatorId,
		key: MultiSigner,
		proof: MultiSignature,
	) -> DispatchResult {
		// Not a reporting key: a stolen one would spend the treasury's money and the operator's keys,
		// and vouch for itself with devices of its own.
		let found = Self::operator_of_holder(&who, operator)?;
		Self::ensure_not_revoked(&found)?;
		ensure!(!is_weak(&key), Error::<T>::WeakDeviceKey);
		let id = DeviceKey::from(key.clone());
		let before = DeviceKeys::<T>::get(&id);
		if let Some(owner) = before {
			ensure!(owner.operator == operator, Error::<T>::DeviceTaken);
			ensure!(!owner.registered, Error::<T>::DeviceRegisteredAlready);
		}
		let mut count = DeviceCounts::<T>::get(operator);
		ensure!(count.registered < T::MaxDevices::get(), Error::<T>::TooManyDevices);
		count.registered = count.registered.saturating_add(1);
		if before.is_none() {
			ensure!(count.ever < T::MaxDeviceKeys::get(), Error::<T>::TooManyDeviceKeys);
			count.ever = count.ever.saturating_add(1);
		}
		let consent = DeviceConsent { genesis: Self::genesis_hash(), operator };
		ensure!(verify(&key, &proof, &consent.message()), Error::<T>::BadDeviceProof);
		let ticket = T::DeviceConsideration::new(&found.holder, Self::device_footprint(&id))?;

		Self::put_device(operator, id, count, ticket);
		Self::deposit_event(Event::DeviceRegistered { operator, key });
		Ok(())
	}

	pub(crate) fn do_remove_device(
		who: T::AccountId,
		operator: OperatorId,
		key: MultiSigner,
	) -> DispatchResult {
		let found = Self::operator_of_key(&who, operator)?;
		let id = DeviceKey::from(key.clone());
		let device = OperatorDevices::<T>::take(operator, &id).ok_or(Error::<T>::DeviceNotFound)?;
		device.ticket.drop(&found.holder)?;
		DeviceKeys::<T>::insert(&id, DeviceOwner { operator, registered: false });
		DeviceCounts::<T>::mutate(operator, |count| {
			count.registered = count.registered.saturating_sub(1);
		});
		Self::deposit_event(Event::DeviceRemoved { operator, key });
		Ok(())
	}

	fn put_device(
		operator: OperatorId,
		id: DeviceKey,
		count: DeviceCount,
		ticket: T::DeviceConsideration,
	) {
		let since = T::Clock::now();
		DeviceKeys::<T>::insert(&id, DeviceOwner { operator, registered: true });
		OperatorDevices::<T>::insert(operator, id, Device { since, ticket });
		DeviceCounts::<T>::insert(operator, count);
	}

	/// The operator, for a call that its holder or one of its reporting keys signed.
	fn operator_of_key(
		who: &T::AccountId,
		operator: OperatorId,
	) -> Result<Participant<T::AccountId>, DispatchError> {
		let found = Participants::<T>::get(operator).ok_or(Error::<T>::NotFound)?;
		ensure!(found.terms.role() == Role::Operator, Error::<T>::NotAnOperator);
		let entitled = found.holder == *who || Reporters::<T>::get(who) == Some(operator);
		ensure!(entitled, Error::<T>::NotOperatorKey);
		Ok(found)
	}

	/// The hash that ties what devices sign to this chain.
	pub(crate) fn genesis_hash() -> H256 {
		frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero())
	}

	/// What a device occupies in state, for the deposit: the bytes of two entries, whose the key is
	/// and that it is registered.
	pub(crate) fn device_footprint(id: &DeviceKey) -> Footprint {
		let key = id.encoded_size();
		let values = DeviceOwner::max_encoded_len()
			.saturating_add(UnixSeconds::max_encoded_len())
			.saturating_add(T::DeviceConsideration::max_encoded_len());
		Footprint::from_parts(1, key.saturating_mul(2).saturating_add(values))
	}

	pub(crate) fn view_devices(
		operator: OperatorId,
		after: Option<MultiSigner>,
		limit: u32,
	) -> Vec<(MultiSigner, UnixSeconds)> {
		let limit = usize::try_from(limit.min(MAX_DEVICES_PAGE)).unwrap_or_default();
		let all = match after {
			None => OperatorDevices::<T>::iter_prefix(operator),
			Some(key) => {
				let key = OperatorDevices::<T>::hashed_key_for(operator, DeviceKey::from(key));
				OperatorDevices::<T>::iter_prefix_from(operator, key)
			},
		};
		all.take(limit).map(|(id, device)| (id.into(), device.since)).collect()
	}
}

impl<T: Config> Devices for Pallet<T> {
	/// Also of a suspended, expired or revoked operator: who reports is asked elsewhere.
	fn operator_of(device: &MultiSigner) -> Option<OperatorId> {
		DeviceKeys::<T>::get(DeviceKey::from(device.clone()))
			.filter(|owner| owner.registered)
			.map(|owner| owner.operator)
	}

	/// Without its consent. Panics where the deposit can't be paid: benchmarks are to stop then.
	#[cfg(feature = "runtime-benchmarks")]
	#[allow(clippy::expect_used)]
	fn benchmark_device(operator: OperatorId, device: MultiSigner) {
		let id = DeviceKey::from(device);
		let holder = Participants::<T>::get(operator).expect("there is such an operator").holder;
		let footprint = Self::device_footprint(&id);
		T::DeviceConsideration::ensure_successful(&holder, footprint);
		let ticket = T::DeviceConsideration::new(&holder, footprint).expect("the deposit is there");
		let DeviceCount { registered, ever } = DeviceCounts::<T>::get(operator);
		let count =
			DeviceCount { registered: registered.saturating_add(1), ever: ever.saturating_add(1) };
		Self::put_device(operator, id, count, ticket);
	}
}
