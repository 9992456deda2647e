//! What the market needs of verified reductions.

use crate::{
	pallet::{Cases, Config, Error, Event, Issuances, Pallet},
	types::Stage,
	weights::WeightInfo,
};
use frame_support::{ensure, weights::Weight};
use sp_runtime::{DispatchError, DispatchResult};
use tanpu_primitives::{
	traits::Methodologies,
	verification::{Beneficiary, CertificateId, Pool, Purpose, Reductions},
	CitizenId, ClassId, Disposition, Grams,
};

impl<T: Config> Reductions<T::AccountId> for Pallet<T> {
	fn ensure_tradable(class: ClassId) -> DispatchResult {
		ensure!(Issuances::<T>::contains_key(class), Error::<T>::NotIssued);
		ensure!(!Self::is_frozen(class), Error::<T>::ClassFrozen);
		Ok(())
	}

	fn pool(class: ClassId) -> Option<Pool> {
		let info = Cases::<T>::get(class)?.info;
		let issuance = Issuances::<T>::get(class)?;
		let operator_share = T::Methodologies::rules(info.methodology)?.operator_share;
		Some(Pool {
			operator: info.operator,
			unsold: issuance.pool,
			issued: issuance.parts.entrusted,
			contributed: info.by_disposition.entrusted,
			operator_share,
		})
	}

	fn deliver(class: ClassId, to: &T::AccountId, grams: Grams) -> DispatchResult {
		ensure!(grams > 0, Error::<T>::ZeroGrams);
		Self::ensure_tradable(class)?;
		let mut issuance = Self::found_issuance(class)?;
		issuance.pool = issuance.pool.checked_sub(grams).ok_or(Error::<T>::InsufficientGrams)?;
		Issuances::<T>::insert(class, issuance);
		Self::transfer_from_pools(class, to, grams)?;
		Self::deposit_event(Event::Delivered { class, to: to.clone(), grams });
		Ok(())
	}

	fn retire_from_pool(
		class: ClassId,
		grams: Grams,
		buyer: &T::AccountId,
		beneficiary: Beneficiary,
		purpose: Purpose,
	) -> Result<CertificateId, DispatchError> {
		Self::do_retire(class, grams, None, buyer, beneficiary, purpose)
	}

	fn retire_from(
		class: ClassId,
		grams: Grams,
		holder: &T::AccountId,
		buyer: &T::AccountId,
		beneficiary: Beneficiary,
		purpose: Purpose,
	) -> Result<CertificateId, DispatchError> {
		Self::do_retire(class, grams, Some(holder), buyer, beneficiary, purpose)
	}

	fn settle_entrusted(class: ClassId, citizen: CitizenId) -> Result<Grams, DispatchError> {
		let case = Self::found_case(class)?;
		ensure!(case.stage == Stage::Issued, Error::<T>::NotIssued);
		let meant = Some(Disposition::Entrusted);
		let contributed = Self::take_contribution(class, case.info.operator, citizen, meant)?;
		Self::deposit_event(Event::Claimed { class, citizen, contributed, grams: 0 });
		Ok(contributed)
	}

	fn weight() -> Weight {
		T::WeightInfo::retire()
	}
}
