//! Payments at the till, and their refunds.

use crate::{
	fund::Pot,
	pallet::{Books, Config, Error, Event, Pallet, Payments},
	spending::Origin,
	types::{Payment, PaymentRef, PaymentRequest},
};
use frame_support::{ensure, traits::Get};
use frame_system::pallet_prelude::BlockNumberFor;
use sp_core::H256;
use sp_runtime::{traits::Zero, DispatchError, DispatchResult};
use tanpu_primitives::{
	traits::{Citizens, LicenceRefusal, Merchants},
	Be16, Clock, ParticipantId, PointParts,
};

impl<T: Config> Pallet<T> {
	/// What this chain's requests name.
	fn genesis_hash() -> H256 {
		frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero())
	}

	pub(crate) fn payment_ref_of(request: &PaymentRequest) -> Option<PaymentRef> {
		let day = T::Clock::day_of(request.expires)?;
		Some(PaymentRef { day, id: request.id() })
	}

	fn ensure_merchant_active(merchant: ParticipantId) -> Result<(), Error<T>> {
		T::Merchants::ensure_active(merchant, T::Clock::now()).map_err(|refusal| match refusal {
			LicenceRefusal::Suspended => Error::MerchantSuspended,
			LicenceRefusal::Revoked => Error::MerchantRevoked,
			LicenceRefusal::Expired => Error::MerchantExpired,
			LicenceRefusal::NotLicensed
			| LicenceRefusal::OutOfScope
			| LicenceRefusal::QuotaExceeded
			| LicenceRefusal::BondShort => Error::NotAMerchant,
		})
	}

	/// Whether `who` is the account to which the merchant is paid.
	pub(crate) fn ensure_holder(
		who: &T::AccountId,
		merchant: ParticipantId,
	) -> Result<(), Error<T>> {
		let holder = T::Merchants::holder(merchant).ok_or(Error::NotAMerchant)?;
		ensure!(*who == holder, Error::NotHolder);
		Ok(())
	}

	pub(crate) fn do_pay(
		who: T::AccountId,
		request: PaymentRequest,
		parts: PointParts,
	) -> DispatchResult {
		let citizen = T::Citizens::citizen_of(&who).ok_or(Error::<T>::NotACitizen)?;
		let now = T::Clock::now();
		ensure!(request.genesis == Self::genesis_hash(), Error::<T>::ForeignRequest);
		ensure!(now < request.expires, Error::<T>::RequestExpired);
		ensure!(
			request.expires.saturating_sub(now) <= T::MaxRequestLife::get(),
			Error::<T>::RequestTooFar
		);
		ensure!(request.amount > 0, Error::<T>::ZeroAmount);
		let merchant = request.merchant;
		Self::ensure_merchant_active(merchant)?;
		let payment = Self::payment_ref_of(&request).ok_or(Error::<T>::RequestTooFar)?;
		let key = Be16::from(payment.day);
		ensure!(!Payments::<T>::contains_key(key, payment.id), Error::<T>::AlreadyPaid);

		let value = Self::burn(citizen, &parts, false)?;
		let more = value.checked_sub(request.amount).ok_or(Error::<T>::Underpaid)?;
		ensure!(more < Self::dearest(&parts)?, Error::<T>::Overpaid);
		Self::book(merchant, |totals| {
			totals.paid = totals.paid.checked_add(value)?;
			Some(())
		})?;
		Payments::<T>::insert(
			key,
			payment.id,
			Payment { merchant, citizen, paid_at: now, value, refunded: 0, parts },
		);
		Self::deposit_event(Event::Paid {
			payment,
			merchant,
			citizen,
			value,
			amount: request.amount,
			receipt: request.receipt,
		});
		Ok(())
	}

	/// Returns how many parts were refunded.
	pub(crate) fn do_refund(
		who: T::AccountId,
		payment: PaymentRef,
		parts: Option<PointParts>,
	) -> Result<u32, DispatchError> {
		let key = Be16::from(payment.day);
		let mut found = Payments::<T>::get(key, payment.id).ok_or(Error::<T>::PaymentNotFound)?;
		let (merchant, citizen) = (found.merchant, found.citizen);
		Self::ensure_holder(&who, merchant)?;
		let until = found.paid_at.saturating_add(T::RefundWindow::get());
		ensure!(T::Clock::now() < until, Error::<T>::RefundWindowOver);
		ensure!(!found.parts.is_empty(), Error::<T>::NothingToRefund);
		let parts = parts.unwrap_or_else(|| found.parts.clone());
		Self::take_off(&mut found.parts, &parts)?;

		let value = Self::refundable(&parts)?;
		let receivable = Books::<T>::get(merchant).totals.receivable();
		let topped_up = value.saturating_sub(receivable);
		if topped_up > 0 {
			Self::pay_in(&who, Pot::Settlement, topped_up)?;
		}
		Self::book(merchant, |totals| {
			totals.topped_up = totals.topped_up.checked_add(topped_up)?;
			totals.refunded = totals.refunded.checked_add(value)?;
			Some(())
		})?;
		Self::put_back(citizen, &parts, Origin::Payment)?;
		found.refunded = found.refunded.checked_add(value).ok_or(Error::<T>::Overflow)?;
		Payments::<T>::insert(key, payment.id, found);
		Self::deposit_event(Event::Refunded { payment, merchant, citizen, value, topped_up });
		// At most MAX_PARTS.
		Ok(u32::try_from(parts.len()).unwrap_or(u32::MAX))
	}

	/// Takes parts off those that are left of a payment.
	fn take_off(left: &mut PointParts, parts: &PointParts) -> Result<(), DispatchError> {
		Self::ensure_sound(parts)?;
		for part in parts {
			let at = left
				.binary_search_by_key(&(part.operator, part.series), |own| {
					(own.operator, own.series)
				})
				.map_err(|_| Error::<T>::MoreThanPaid)?;
			let own = left.get_mut(at).ok_or(Error::<T>::MoreThanPaid)?;
			own.points = own.points.checked_sub(part.points).ok_or(Error::<T>::MoreThanPaid)?;
		}
		left.retain(|own| own.points > 0);
		Ok(())
	}

	fn refundable(parts: &PointParts) -> Result<tanpu_primitives::Balance, DispatchError> {
		<Self as tanpu_primitives::traits::Spending>::value(parts)
	}
}
