//! Which keys report for which operator.

use crate::{
	Config, Error, Event, Holders, OperatorReporters, Pallet, Participants, Reporters, Role,
};
use frame_support::ensure;
use sp_runtime::DispatchError;
use tanpu_primitives::OperatorId;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_reporter(
		who: T::AccountId,
		operator: OperatorId,
		key: T::AccountId,
		enabled: bool,
	) -> Result<(), DispatchError> {
		let found = Participants::<T>::get(operator).ok_or(Error::<T>::NotFound)?;
		// Nobody asked the key when it was enabled, so the key can leave by itself.
		ensure!(found.holder == who || (!enabled && key == who), Error::<T>::NotHolder);
		ensure!(found.terms.role() == Role::Operator, Error::<T>::NotAnOperator);
		if enabled {
			Self::ensure_not_revoked(&found)?;
			Self::enable(operator, &key)?;
		} else {
			Self::disable(operator, &key)?;
		}
		Self::deposit_event(Event::ReporterSet { operator, key, enabled });
		Ok(())
	}

	fn enable(operator: OperatorId, key: &T::AccountId) -> Result<(), DispatchError> {
		match Reporters::<T>::get(key) {
			Some(taken) if taken == operator => return Err(Error::<T>::AlreadyReporter.into()),
			Some(_) => return Err(Error::<T>::ReporterTaken.into()),
			None => {},
		}
		ensure!(!Holders::<T>::contains_key(key), Error::<T>::ReporterIsHolder);
		OperatorReporters::<T>::try_mutate(operator, |keys| keys.try_push(key.clone()))
			.map_err(|_| Error::<T>::TooManyReporters)?;
		Reporters::<T>::insert(key, operator);
		Ok(())
	}

	fn disable(operator: OperatorId, key: &T::AccountId) -> Result<(), DispatchError> {
		ensure!(Reporters::<T>::get(key) == Some(operator), Error::<T>::NotReporter);
		Reporters::<T>::remove(key);
		OperatorReporters::<T>::mutate_exists(operator, |slot| {
			if let Some(keys) = slot {
				keys.retain(|other| other != key);
				if keys.is_empty() {
					*slot = None;
				}
			}
		});
		Ok(())
	}
}
