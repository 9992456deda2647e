//! Registering objects, and what others ask about them.

use crate::{
	pallet::{Config, Error, Event, Pallet, Registrations},
	types::{Attestation, Registration, MAX_BACKDATING, MAX_MEMBERS},
};
use frame_support::ensure;
use tanpu_primitives::{
	traits::{LicenceRefusal, Objects, Operators, Positions, RegisteredObject},
	CitizenId, Clock, Day, GroupId, ObjectId, OperatorId, MAX_GROUPS, WHOLE,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_register(
		operator: OperatorId,
		attestation: Attestation,
	) -> Result<(), Error<T>> {
		let now = T::Clock::now();
		let today = T::Clock::today();
		T::Operators::ensure_licensed(operator, now).map_err(operator_refusal::<T>)?;
		// What costs least is asked first; the signature, which costs most, last.
		ensure!(attestation.group < MAX_GROUPS, Error::<T>::GroupOutOfRange);
		ensure!(attestation.members <= MAX_MEMBERS, Error::<T>::TooManyMembers);
		Self::ensure_shares(&attestation.holders)?;
		Self::ensure_timely(attestation.expires)?;

		let key = (attestation.group, attestation.object);
		let before = Registrations::<T>::get(key);
		let last = before.as_ref().map_or(0, |before| before.registered.epoch);
		let epoch = last.checked_add(1).ok_or(Error::<T>::EpochsExhausted)?;
		ensure!(attestation.epoch == epoch, Error::<T>::EpochMismatch);
		let first = before.as_ref().and_then(|before| before.registered.crediting_from);
		Self::ensure_crediting_period(first, attestation.crediting_from, today)?;
		if let Some(before) = &before {
			Self::ensure_successor(operator, attestation.provider, before.provider)?;
		}
		for (citizen, _) in &attestation.holders {
			let position = T::Positions::get(operator, *citizen);
			ensure!(
				position.is_some_and(|position| position.enrolled),
				Error::<T>::HolderNotEnrolled
			);
		}
		Self::ensure_attested(operator, &attestation)?;
		T::Operators::take_quota(operator, today, 1).map_err(operator_refusal::<T>)?;

		let Attestation { group, object, holders, members, crediting_from, provider, .. } =
			attestation;
		let registered = RegisteredObject { holders, members, crediting_from, epoch };
		let registration =
			Registration { operator, registered: registered.clone(), provider, since: now };
		Registrations::<T>::insert(key, registration);
		Self::deposit_event(Event::Registered { operator, provider, group, object, registered });
		Ok(())
	}

	/// At least one holder, in strictly rising order, each with something, together at most the
	/// whole.
	pub(crate) fn ensure_shares(holders: &[(CitizenId, u16)]) -> Result<(), Error<T>> {
		ensure!(!holders.is_empty(), Error::<T>::NoHolders);
		let pairs = || holders.iter().zip(holders.iter().skip(1));
		ensure!(pairs().all(|(left, right)| left.0 <= right.0), Error::<T>::HoldersUnsorted);
		ensure!(pairs().all(|(left, right)| left.0 != right.0), Error::<T>::HolderTwice);
		ensure!(holders.iter().all(|(_, share)| *share > 0), Error::<T>::ZeroShare);
		let sum = holders.iter().try_fold(0u16, |sum, (_, share)| sum.checked_add(*share));
		ensure!(sum.is_some_and(|sum| sum <= WHOLE), Error::<T>::SharesExceedWhole);
		Ok(())
	}

	/// A crediting period begins in the past, but not long ago, when it is first stated. From then
	/// on it is what it was: an object that is registered again goes on in its period.
	fn ensure_crediting_period(
		first: Option<Day>,
		stated: Option<Day>,
		today: Day,
	) -> Result<(), Error<T>> {
		if first.is_some() {
			ensure!(stated == first, Error::<T>::CreditingPeriodChanged);
		} else if let Some(from) = stated {
			let age = today.checked_sub(from).ok_or(Error::<T>::CreditingInFuture)?;
			ensure!(age <= MAX_BACKDATING, Error::<T>::CreditingTooOld);
		}
		Ok(())
	}
}

fn operator_refusal<T: Config>(refusal: LicenceRefusal) -> Error<T> {
	match refusal {
		LicenceRefusal::Suspended => Error::<T>::OperatorSuspended,
		LicenceRefusal::Revoked => Error::<T>::OperatorRevoked,
		LicenceRefusal::Expired => Error::<T>::OperatorExpired,
		LicenceRefusal::QuotaExceeded => Error::<T>::QuotaExceeded,
		// Scope and bond are a matter of a report.
		LicenceRefusal::NotLicensed | LicenceRefusal::OutOfScope | LicenceRefusal::BondShort => {
			Error::<T>::OperatorNotLicensed
		},
	}
}

impl<T: Config> Objects for Pallet<T> {
	fn get(group: GroupId, object: &ObjectId) -> Option<RegisteredObject> {
		Registrations::<T>::get((group, *object)).map(|registration| registration.registered)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_object(group: GroupId, object: ObjectId) {
		crate::benchmarking::make_object::<T>(group, object);
	}
}
