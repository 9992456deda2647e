//! What the two officers do: deposits in, payments out.

use crate::{
	BalanceOf, Config, DailyLimit, Duty, Error, Event, HoldReason, Mint, MintedToday, Mints,
	NextWithdrawalId, Officers, Pallet, Payment, Reason, RecordRef, Records, Sums, Use, Withdrawal,
	WithdrawalId, WithdrawalOf, Withdrawals,
};
use frame_support::{
	ensure,
	pallet_prelude::{DispatchError, DispatchResult},
	traits::{
		fungible::{Mutate, MutateHold},
		tokens::{Fortitude, Precision},
		Get,
	},
};
use sp_core::H256;
use sp_runtime::traits::{CheckedAdd, Zero};
use tanpu_primitives::{text::check_text, Clock, UnixSeconds};

impl<T: Config> Pallet<T> {
	fn ensure_duty(who: &T::AccountId, duty: Duty) -> DispatchResult {
		let error = match duty {
			Duty::Propose => Error::<T>::NotProposer,
			Duty::Confirm => Error::<T>::NotConfirmer,
		};
		ensure!(Officers::<T>::get(who) == Some(duty), error);
		Ok(())
	}

	fn ensure_reason(reason: &Reason) -> DispatchResult {
		check_text(reason).map_err(|_| Error::<T>::BadReason)?;
		Ok(())
	}

	pub(crate) fn do_propose_mint(
		proposer: T::AccountId,
		to: T::AccountId,
		amount: BalanceOf<T>,
		record: RecordRef,
	) -> DispatchResult {
		Self::ensure_duty(&proposer, Duty::Propose)?;
		ensure!(!amount.is_zero(), Error::<T>::NoAmount);
		ensure!(!Records::<T>::contains_key(record), Error::<T>::RecordUsed);
		ensure!(!Mints::<T>::contains_key(record), Error::<T>::AlreadyProposed);
		ensure!(Mints::<T>::count() < T::MaxProposals::get(), Error::<T>::TooManyProposals);
		let mint = Mint { to: to.clone(), amount, proposer: proposer.clone() };
		Mints::<T>::insert(record, mint);
		Self::deposit_event(Event::MintProposed { record, to, amount, proposer });
		Ok(())
	}

	pub(crate) fn do_confirm_mint(
		confirmer: T::AccountId,
		to: T::AccountId,
		amount: BalanceOf<T>,
		record: RecordRef,
	) -> DispatchResult {
		Self::ensure_duty(&confirmer, Duty::Confirm)?;
		let mint = Mints::<T>::get(record).ok_or(Error::<T>::NotProposed)?;
		// Since it was entered it may have counted for a payment out.
		ensure!(!Records::<T>::contains_key(record), Error::<T>::RecordUsed);
		// Duties can change hands; a person can't have had both.
		ensure!(mint.proposer != confirmer, Error::<T>::SamePerson);
		ensure!(mint.to == to && mint.amount == amount, Error::<T>::DoesNotMatch);
		let today = T::Clock::today();
		let (day, sum) = MintedToday::<T>::get();
		let before = if day == today { sum } else { Zero::zero() };
		let after = before.checked_add(&amount).ok_or(Error::<T>::AboveDailyLimit)?;
		ensure!(after <= DailyLimit::<T>::get(), Error::<T>::AboveDailyLimit);
		let minted =
			Sums::<T>::get().minted.checked_add(&amount).ok_or(Error::<T>::AboveDailyLimit)?;
		T::Currency::mint_into(&to, amount)?;
		MintedToday::<T>::put((today, after));
		Sums::<T>::mutate(|sums| sums.minted = minted);
		Mints::<T>::remove(record);
		Records::<T>::insert(record, Use::Deposit);
		Self::deposit_event(Event::Minted {
			record,
			to,
			amount,
			proposer: mint.proposer,
			confirmer,
		});
		Ok(())
	}

	pub(crate) fn do_drop_mint(
		who: T::AccountId,
		record: RecordRef,
		reason: Reason,
	) -> DispatchResult {
		ensure!(Officers::<T>::contains_key(&who), Error::<T>::NotOfficer);
		Self::ensure_reason(&reason)?;
		ensure!(Mints::<T>::take(record).is_some(), Error::<T>::NotProposed);
		Self::deposit_event(Event::MintDropped { record, by: who, reason });
		Ok(())
	}

	pub(crate) fn do_request_withdrawal(
		owner: T::AccountId,
		amount: BalanceOf<T>,
		destination: H256,
	) -> DispatchResult {
		ensure!(amount >= T::MinWithdrawal::get(), Error::<T>::AmountTooLow);
		let id = NextWithdrawalId::<T>::get();
		let next = id.checked_add(1).ok_or(Error::<T>::IdsExhausted)?;
		T::Currency::hold(&HoldReason::Withdrawal.into(), &owner, amount)?;
		NextWithdrawalId::<T>::put(next);
		let deadline = T::Clock::now().saturating_add(T::PaymentPeriod::get());
		let withdrawal =
			Withdrawal { owner: owner.clone(), amount, destination, deadline, payment: None };
		Withdrawals::<T>::insert(id, withdrawal);
		Self::deposit_event(Event::WithdrawalRequested {
			id,
			owner,
			amount,
			destination,
			deadline,
		});
		Ok(())
	}

	fn open(id: WithdrawalId) -> Result<WithdrawalOf<T>, DispatchError> {
		Withdrawals::<T>::get(id).ok_or_else(|| Error::<T>::NotFound.into())
	}

	pub(crate) fn do_report_payment(
		proposer: T::AccountId,
		id: WithdrawalId,
		record: RecordRef,
	) -> DispatchResult {
		Self::ensure_duty(&proposer, Duty::Propose)?;
		let mut withdrawal = Self::open(id)?;
		let now = T::Clock::now();
		ensure!(now < withdrawal.deadline, Error::<T>::TooLate);
		ensure!(!Records::<T>::contains_key(record), Error::<T>::RecordUsed);
		let first = withdrawal.payment.map_or(now, |payment| payment.first);
		withdrawal.payment = Some(Payment { record, proposer: proposer.clone(), first });
		Withdrawals::<T>::insert(id, withdrawal);
		Self::deposit_event(Event::PaymentReported { id, record, proposer });
		Ok(())
	}

	pub(crate) fn do_confirm_payment(
		confirmer: T::AccountId,
		id: WithdrawalId,
		amount: BalanceOf<T>,
		record: RecordRef,
	) -> DispatchResult {
		Self::ensure_duty(&confirmer, Duty::Confirm)?;
		let withdrawal = Self::open(id)?;
		let payment = withdrawal.payment.ok_or(Error::<T>::NotProposed)?;
		ensure!(payment.proposer != confirmer, Error::<T>::SamePerson);
		ensure!(payment.record == record && withdrawal.amount == amount, Error::<T>::DoesNotMatch);
		ensure!(!Records::<T>::contains_key(record), Error::<T>::RecordUsed);
		// Exactly, or not at all: what is on hold is the owner's own and nobody else can have it.
		T::Currency::burn_held(
			&HoldReason::Withdrawal.into(),
			&withdrawal.owner,
			amount,
			Precision::Exact,
			Fortitude::Force,
		)?;
		let burned = Sums::<T>::get().burned.checked_add(&amount).ok_or(Error::<T>::NoAmount)?;
		Sums::<T>::mutate(|sums| sums.burned = burned);
		Withdrawals::<T>::remove(id);
		Records::<T>::insert(record, Use::Withdrawal);
		Self::deposit_event(Event::Burned {
			id,
			owner: withdrawal.owner,
			amount,
			record,
			proposer: payment.proposer,
			confirmer,
		});
		Ok(())
	}

	/// Ends a withdrawal without payment.
	fn give_back(id: WithdrawalId, withdrawal: &WithdrawalOf<T>) -> DispatchResult {
		T::Currency::release(
			&HoldReason::Withdrawal.into(),
			&withdrawal.owner,
			withdrawal.amount,
			Precision::Exact,
		)?;
		Withdrawals::<T>::remove(id);
		Ok(())
	}

	pub(crate) fn do_refuse_withdrawal(
		who: T::AccountId,
		id: WithdrawalId,
		reason: Reason,
	) -> DispatchResult {
		Self::ensure_duty(&who, Duty::Confirm)?;
		Self::ensure_reason(&reason)?;
		let withdrawal = Self::open(id)?;
		Self::give_back(id, &withdrawal)?;
		Self::deposit_event(Event::WithdrawalRefused {
			id,
			owner: withdrawal.owner,
			by: who,
			reason,
		});
		Ok(())
	}

	/// When the owner may take its money back: after the deadline, or, where a payment was entered
	/// before it, when that has had time to be confirmed.
	pub(crate) fn returns(withdrawal: &WithdrawalOf<T>) -> UnixSeconds {
		let confirmed_by = withdrawal
			.payment
			.as_ref()
			.map_or(0, |payment| payment.first.saturating_add(T::ConfirmPeriod::get()));
		withdrawal.deadline.max(confirmed_by)
	}

	pub(crate) fn do_take_back(who: T::AccountId, id: WithdrawalId) -> DispatchResult {
		let withdrawal = Self::open(id)?;
		ensure!(withdrawal.owner == who, Error::<T>::NotOwner);
		ensure!(T::Clock::now() >= Self::returns(&withdrawal), Error::<T>::TooEarly);
		Self::give_back(id, &withdrawal)?;
		Self::deposit_event(Event::TakenBack { id, owner: who });
		Ok(())
	}
}
