//! Operators' bonds, and the fund that buys replacements for what was recalled.
//!
//! A bond is held on the holder's account; the ledger says how much of that is whose, as one holder
//! can have several operators.

use crate::{
	Bond, BondView, Bonds, Config, Error, Event, HoldReason, Pallet, Participant, Participants,
	ReleaseNotice, ReplacementPrice, Role, Standing,
};
use frame_support::{
	defensive, ensure,
	traits::{
		fungible::{hold::Mutate as _, Inspect as _, Mutate as _},
		tokens::{Fortitude, Precision, Preservation, Restriction},
		Get,
	},
	weights::Weight,
};
use sp_core::H256;
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult};
use tanpu_primitives::{
	traits::LicenceRefusal, verification, Balance, ClassId, Clock, Grams, OperatorId, UnixSeconds,
};

/// What taking from a bond computes and moves, in picoseconds.
const REPLACING: u64 = 60_000_000;

impl<T: Config> Pallet<T> {
	/// The operator, for a call that its holder signed.
	pub(crate) fn operator_of_holder(
		who: &T::AccountId,
		operator: OperatorId,
	) -> Result<Participant<T::AccountId>, DispatchError> {
		let found = Participants::<T>::get(operator).ok_or(Error::<T>::NotFound)?;
		ensure!(found.holder == *who, Error::<T>::NotHolder);
		ensure!(found.terms.role() == Role::Operator, Error::<T>::NotAnOperator);
		Ok(found)
	}

	pub(crate) fn do_post_bond(
		who: T::AccountId,
		operator: OperatorId,
		amount: Balance,
	) -> DispatchResult {
		let found = Self::operator_of_holder(&who, operator)?;
		// It would be stuck for a year, and nothing asks for it.
		Self::ensure_not_revoked(&found)?;
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		T::Currency::hold(&HoldReason::Bond.into(), &who, amount)?;
		let bonded = Bonds::<T>::try_mutate(operator, |bond| {
			bond.bonded = bond.bonded.checked_add(amount).ok_or(ArithmeticError::Overflow)?;
			Ok::<_, DispatchError>(bond.bonded)
		})?;
		Self::deposit_event(Event::BondPosted { operator, amount, bonded });
		Ok(())
	}

	pub(crate) fn do_request_bond_release(
		who: T::AccountId,
		operator: OperatorId,
		amount: Balance,
	) -> DispatchResult {
		let found = Self::operator_of_holder(&who, operator)?;
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		let requested = T::Clock::now();
		let notice = ReleaseNotice { amount, requested };
		Bonds::<T>::try_mutate(operator, |bond| {
			ensure!(bond.notice.is_none(), Error::<T>::ReleasePending);
			let bonded = bond.bonded.checked_sub(amount).ok_or(Error::<T>::BondTooSmall)?;
			Self::ensure_demand_met(&found, bonded, requested)?;
			*bond = Bond { bonded, notice: Some(notice) };
			Ok::<_, DispatchError>(())
		})?;
		let from = Self::release_from(&found, &notice, requested);
		Self::deposit_event(Event::BondReleaseRequested { operator, amount, from });
		Ok(())
	}

	pub(crate) fn do_cancel_bond_release(
		who: T::AccountId,
		operator: OperatorId,
	) -> DispatchResult {
		Self::operator_of_holder(&who, operator)?;
		let amount = Bonds::<T>::try_mutate(operator, |bond| {
			let notice = bond.notice.take().ok_or(Error::<T>::NoRelease)?;
			bond.bonded =
				bond.bonded.checked_add(notice.amount).ok_or(ArithmeticError::Overflow)?;
			Ok::<_, DispatchError>(notice.amount)
		})?;
		Self::deposit_event(Event::BondReleaseCancelled { operator, amount });
		Ok(())
	}

	pub(crate) fn do_release_bond(who: T::AccountId, operator: OperatorId) -> DispatchResult {
		let found = Self::operator_of_holder(&who, operator)?;
		let now = T::Clock::now();
		let mut bond = Bonds::<T>::get(operator);
		let notice = bond.notice.take().ok_or(Error::<T>::NoRelease)?;
		// Whoever suspended it wants to look first.
		let suspended = matches!(found.standing(now), Standing::Suspended { .. });
		ensure!(!suspended, Error::<T>::OperatorSuspended);
		ensure!(now >= Self::release_from(&found, &notice, now), Error::<T>::NoticeRuns);
		Self::ensure_demand_met(&found, bond.bonded, now)?;
		T::Currency::release(
			&HoldReason::Bond.into(),
			&found.holder,
			notice.amount,
			Precision::Exact,
		)?;
		Self::store_bond(operator, bond);
		Self::deposit_event(Event::BondReleased { operator, amount: notice.amount });
		Ok(())
	}

	pub(crate) fn do_set_replacement_price(price: Balance) -> DispatchResult {
		ensure!(price > 0, Error::<T>::ZeroAmount);
		let now = T::Clock::now();
		let from = ReplacementPrice::<T>::mutate(|cost| {
			// The first one changes no price that anybody counted on.
			let notice = if cost.at(now) == 0 { 0 } else { T::PriceNotice::get() };
			let from = now.saturating_add(notice);
			*cost = cost.then(price, from, now);
			from
		});
		Self::deposit_event(Event::ReplacementPriceSet { price, from });
		Ok(())
	}

	pub(crate) fn do_spend_replacement_fund(
		beneficiary: T::AccountId,
		amount: Balance,
		reason: H256,
	) -> DispatchResult {
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		let fund = T::ReplacementFund::get();
		// Out of one pocket into the same would be a payment that never was.
		ensure!(beneficiary != fund, Error::<T>::BeneficiaryIsFund);
		ensure!(amount <= Self::replacement_money(), Error::<T>::ReplacementFundShort);
		T::Currency::transfer(&fund, &beneficiary, amount, Preservation::Preserve)?;
		Self::deposit_event(Event::ReplacementFundSpent { beneficiary, amount, reason });
		Ok(())
	}

	/// Plancks of the replacement fund that can be spent: all but what keeps the account.
	pub(crate) fn replacement_money() -> Balance {
		let fund = T::ReplacementFund::get();
		T::Currency::reducible_balance(&fund, Preservation::Preserve, Fortitude::Polite)
	}

	/// Whether so much bond is enough. Once the licence is over only the notice protects.
	fn ensure_demand_met(
		found: &Participant<T::AccountId>,
		bonded: Balance,
		now: UnixSeconds,
	) -> DispatchResult {
		let enough = found.ended(now).is_some() || bonded >= found.terms.bond();
		ensure!(enough, Error::<T>::BondDemanded);
		Ok(())
	}

	/// From when what is on notice can be taken, as the licence stands at `now`.
	fn release_from(
		found: &Participant<T::AccountId>,
		notice: &ReleaseNotice,
		now: UnixSeconds,
	) -> UnixSeconds {
		notice.release_from(found.ended(now), T::BondNotice::get(), T::LiabilityPeriod::get())
	}

	/// Whether an operator has the bond that its licence demands.
	pub(crate) fn ensure_bonded(
		operator: OperatorId,
		demanded: Balance,
	) -> Result<(), LicenceRefusal> {
		// Nothing is read where nothing is demanded.
		if demanded == 0 || Bonds::<T>::get(operator).bonded >= demanded {
			Ok(())
		} else {
			Err(LicenceRefusal::BondShort)
		}
	}

	/// Keeps no entry for nothing.
	fn store_bond(operator: OperatorId, bond: Bond) {
		if bond == Bond::default() {
			Bonds::<T>::remove(operator);
		} else {
			Bonds::<T>::insert(operator, bond);
		}
	}

	pub(crate) fn view_bond(operator: OperatorId) -> Option<BondView> {
		let found = Participants::<T>::get(operator)
			.filter(|found| found.terms.role() == Role::Operator)?;
		let Bond { bonded, notice } = Bonds::<T>::get(operator);
		let now = T::Clock::now();
		let release_from = notice.map(|notice| Self::release_from(&found, &notice, now));
		Some(BondView { bonded, demanded: found.terms.bond(), notice, release_from })
	}

	/// As [`verification::Bonds::replace`]; none where it can't be done.
	fn try_replace(operator: OperatorId, class: ClassId, grams: Grams) -> Option<Grams> {
		let price = ReplacementPrice::<T>::get().at(T::Clock::now());
		let mut bond = Bonds::<T>::get(operator);
		// Whole grams that the money pays for: what is left below the price of one stays bonded, so
		// nobody is charged for nothing, and no gram is paid for by less than its price.
		let payable = bond.held()?.checked_div(price)?;
		let paid = grams.min(Grams::try_from(payable).unwrap_or(Grams::MAX));
		if paid == 0 {
			return None;
		}
		let amount = price.checked_mul(paid.into())?;
		let holder = Participants::<T>::get(operator)?.holder;
		bond.take(amount)?;
		let moved = T::Currency::transfer_on_hold(
			&HoldReason::Bond.into(),
			&holder,
			&T::ReplacementFund::get(),
			amount,
			Precision::Exact,
			Restriction::Free,
			Fortitude::Force,
		);
		if moved != Ok(amount) {
			// The money is held and the fund's account exists.
			defensive!("participants: a bond that can't be taken");
			return None;
		}
		Self::store_bond(operator, bond);
		Self::deposit_event(Event::BondTaken { operator, class, grams: paid, amount });
		Some(paid)
	}
}

impl<T: Config> verification::Bonds for Pallet<T> {
	fn bonded(operator: OperatorId) -> Balance {
		Bonds::<T>::get(operator).bonded
	}

	/// Also of a suspended, expired or revoked operator. Nothing while the council has set no
	/// price.
	fn replace(operator: OperatorId, class: ClassId, grams: Grams) -> Grams {
		Self::try_replace(operator, class, grams).unwrap_or(0)
	}

	/// The clock, the price, the bond, the participant, the holder's account and holds, the fund's
	/// account.
	fn weight() -> Weight {
		T::DbWeight::get().reads_writes(7, 4).saturating_add(Weight::from_parts(REPLACING, 0))
	}
}

/// Bonds money that is made for it. Panics where that fails: benchmarks are to stop then.
#[cfg(feature = "runtime-benchmarks")]
#[allow(clippy::expect_used)]
pub(crate) fn benchmark_bond<T: Config>(
	holder: T::AccountId,
	operator: OperatorId,
	amount: Balance,
) {
	let wealth = T::Currency::minimum_balance().saturating_add(amount);
	T::Currency::mint_into(&holder, wealth).expect("money is free here");
	Pallet::<T>::do_post_bond(holder, operator, amount).expect("the holder has the money");
}
