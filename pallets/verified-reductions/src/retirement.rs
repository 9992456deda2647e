//! Retiring and cancelling: grams that leave for good, and their serial numbers.

use crate::{
	issuance::calendar,
	pallet::{
		Cases, Certificates, ClassCertificates, Config, Error, Event, Issuances, NextCertificateId,
		Pallet,
	},
	types::{Cancellation, Certificate, CertificateView, Issuance, SamplePoint},
};
use alloc::{format, vec::Vec};
use frame_support::{
	ensure,
	traits::{
		fungibles::{Inspect, Mutate},
		tokens::{Fortitude, Precision, Preservation},
		Get,
	},
};
use sp_runtime::{DispatchError, DispatchResult};
use tanpu_primitives::{
	text::{check_text, TextFault},
	verification::{Beneficiary, CertificateId, Classes, Purpose},
	ClassId, Clock, Grams,
};

impl<T: Config> Pallet<T> {
	/// Retires grams of `holder`, or of the operator's pool where there is none, for `by`.
	pub(crate) fn do_retire(
		class: ClassId,
		grams: Grams,
		holder: Option<&T::AccountId>,
		by: &T::AccountId,
		beneficiary: Beneficiary,
		purpose: Purpose,
	) -> Result<CertificateId, DispatchError> {
		ensure!(grams > 0, Error::<T>::ZeroGrams);
		Self::ensure_text(&beneficiary)?;
		Self::ensure_text(&purpose)?;
		let mut issuance = Self::found_issuance(class)?;
		ensure!(!Self::is_frozen(class), Error::<T>::ClassFrozen);
		match holder {
			Some(holder) => Self::burn_held(class, holder, grams)?,
			None => Self::burn_pool(class, &mut issuance, grams)?,
		}

		let certificate = NextCertificateId::<T>::get();
		let next = certificate.checked_add(1).ok_or(Error::<T>::CertificatesExhausted)?;
		// The lowest serial numbers that are left.
		let from = issuance.retired.checked_add(1).ok_or(Error::<T>::Overflow)?;
		let to = issuance.retired.checked_add(grams).ok_or(Error::<T>::Overflow)?;
		issuance.retired = to;
		ClassCertificates::<T>::insert(class, issuance.certificates, certificate);
		// At most as many as there are certificates.
		issuance.certificates = issuance.certificates.saturating_add(1);
		Issuances::<T>::insert(class, issuance);
		NextCertificateId::<T>::put(next);
		Certificates::<T>::insert(
			certificate,
			Certificate {
				class,
				from,
				grams,
				by: by.clone(),
				beneficiary: beneficiary.clone(),
				purpose: purpose.clone(),
				block: Self::block(),
				at: T::Clock::now(),
			},
		);
		Self::deposit_event(Event::Retired {
			certificate,
			class,
			by: by.clone(),
			from,
			to,
			beneficiary,
			purpose,
		});
		Ok(certificate)
	}

	/// Counts grams as cancelled, which the caller has burned: the highest serial numbers left.
	pub(crate) fn count_cancelled(
		class: ClassId,
		issuance: &mut Issuance,
		grams: Grams,
		cause: Cancellation,
	) -> DispatchResult {
		if grams == 0 {
			return Ok(());
		}
		let to = issuance.issued.checked_sub(issuance.cancelled).ok_or(Error::<T>::Overflow)?;
		let from = to
			.checked_sub(grams)
			.filter(|below| *below >= issuance.retired)
			.and_then(|below| below.checked_add(1))
			.ok_or(Error::<T>::Overflow)?;
		issuance.cancelled = issuance.cancelled.checked_add(grams).ok_or(Error::<T>::Overflow)?;
		Self::deposit_event(Event::Cancelled { class, from, to, cause });
		Ok(())
	}

	/// Burns grams of a holder, who may be frozen or have less.
	pub(crate) fn burn_held(class: ClassId, holder: &T::AccountId, grams: Grams) -> DispatchResult {
		let (keep, force) = (Preservation::Expendable, Fortitude::Polite);
		ensure!(
			T::Assets::reducible_balance(class, holder, keep, force) >= grams,
			Error::<T>::InsufficientGrams
		);
		Self::burn(class, holder, grams)
	}

	/// Takes grams out of the operator's pool and burns them.
	pub(crate) fn burn_pool(
		class: ClassId,
		issuance: &mut Issuance,
		grams: Grams,
	) -> DispatchResult {
		issuance.pool = issuance.pool.checked_sub(grams).ok_or(Error::<T>::InsufficientGrams)?;
		Self::burn(class, &Self::pool_account(), grams)
	}

	/// Burns grams of an account; nothing where there are none.
	pub(crate) fn burn(class: ClassId, account: &T::AccountId, grams: Grams) -> DispatchResult {
		if grams > 0 {
			T::Assets::burn_from(
				class,
				account,
				grams,
				Preservation::Expendable,
				Precision::Exact,
				Fortitude::Polite,
			)?;
		}
		Ok(())
	}

	/// A text that may be empty, and can otherwise be shown as it is.
	pub(crate) fn ensure_text(text: &[u8]) -> DispatchResult {
		match check_text(text) {
			Ok(()) => Ok(()),
			Err(TextFault::Empty) if text.is_empty() => Ok(()),
			Err(_) => Err(Error::<T>::TextDeceptive.into()),
		}
	}

	/// Serial numbers as text:
	/// `{prefix}-{methodology}-{version}-{yyyymm}-{operator}-{class}-{from}-{to}`. None where the
	/// class isn't sealed.
	pub(crate) fn serial_text(class: ClassId, from: Grams, to: Grams) -> Option<Vec<u8>> {
		let info = Cases::<T>::get(class)?.info;
		let prefix = T::SerialPrefix::get();
		let (year, month) = calendar(info.month);
		let (methodology, version) = (info.methodology.methodology, info.methodology.version);
		let operator = info.operator;
		let text = format!(
			"{prefix}-{methodology}-{version}-{year}{month:02}-{operator}-{class}-{from}-{to}"
		);
		Some(text.into_bytes())
	}

	pub(crate) fn view_of(number: CertificateId) -> Option<CertificateView<T::AccountId>> {
		let certificate = Certificates::<T>::get(number)?;
		let Certificate { class, from, grams, .. } = certificate;
		let to = from.checked_add(grams)?.checked_sub(1)?;
		let serials = Self::serial_text(class, from, to)?;
		let recall = Issuances::<T>::get(class)?.recall;
		Some(CertificateView { certificate, serials, recall })
	}

	/// The certificate that has a serial number of a class: certificates follow each other.
	pub(crate) fn find_certificate(class: ClassId, serial: Grams) -> Option<CertificateId> {
		let (mut low, mut high) = (0u32, Issuances::<T>::get(class)?.certificates);
		while low < high {
			let middle = low.saturating_add(high.saturating_sub(low) >> 1);
			let number = ClassCertificates::<T>::get(class, middle)?;
			let found = Certificates::<T>::get(number)?;
			if serial < found.from {
				high = middle;
			} else if serial.checked_sub(found.from)? < found.grams {
				return Some(number);
			} else {
				low = middle.checked_add(1)?;
			}
		}
		None
	}

	/// Where a gram with a serial number was credited: the serial numbers are laid over the credited
	/// grams in order, so that those that weren't issued fall out evenly.
	pub(crate) fn trace_serial(class: ClassId, serial: Grams) -> Option<SamplePoint> {
		let issued = Issuances::<T>::get(class)?.issued;
		if !(1..=issued).contains(&serial) {
			return None;
		}
		let credited = Cases::<T>::get(class)?.info.credited;
		let fine = u128::from(serial.checked_sub(1)?).checked_mul(u128::from(credited))?;
		let gram = Grams::try_from(fine.checked_div(u128::from(issued))?).ok()?;
		Some(SamplePoint { gram, located: T::Classes::locate(class, gram)? })
	}
}
