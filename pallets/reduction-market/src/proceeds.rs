//! What pools earn for those who entrusted grams to them, and paying it out.
//!
//! See the pallet's header for why no planck is lost or paid twice.

use crate::{
	pallet::{Config, Error, Event, HoldReason, Pallet, SalesOf, Shares},
	types::{part_of, Share},
	weights::WeightInfo,
};
use frame_support::{
	ensure,
	storage::with_storage_layer,
	traits::{
		fungible::{Inspect, MutateHold},
		tokens::{Fortitude, Precision, Preservation, Provenance, Restriction},
		Get,
	},
	weights::Weight,
};
use sp_runtime::{DispatchError, DispatchResult};
use tanpu_primitives::{
	traits::Citizens,
	verification::{Proceeds, Reductions},
	Balance, CitizenId, ClassId, Clock, Grams, MAX_CONTRIBUTIONS,
};

impl<T: Config> Pallet<T> {
	/// Books a sale out of a pool, and takes the citizens' part of the money from the buyer.
	pub(crate) fn accrue(
		buyer: &T::AccountId,
		class: ClassId,
		grams: Grams,
		paid: Balance,
		to_operator: Balance,
	) -> DispatchResult {
		let rest = paid.checked_sub(to_operator).ok_or(Error::<T>::Overflow)?;
		SalesOf::<T>::try_mutate(class, |sales| {
			sales.grams = sales.grams.checked_add(grams).ok_or(Error::<T>::Overflow)?;
			sales.gross = sales.gross.checked_add(paid).ok_or(Error::<T>::Overflow)?;
			sales.to_operator =
				sales.to_operator.checked_add(to_operator).ok_or(Error::<T>::Overflow)?;
			sales.accrued = sales.accrued.checked_add(rest).ok_or(Error::<T>::Overflow)?;
			sales.last_sale = T::Clock::now();
			Ok::<(), Error<T>>(())
		})?;
		if rest > 0 {
			T::Currency::transfer_and_hold(
				&HoldReason::Proceeds.into(),
				buyer,
				&T::ProceedsAccount::get(),
				rest,
				Precision::Exact,
				Preservation::Preserve,
				Fortitude::Polite,
			)?;
		}
		Ok(())
	}

	/// Pays out of what is held for citizens.
	fn pay_out(to: &T::AccountId, amount: Balance) -> DispatchResult {
		T::Currency::transfer_on_hold(
			&HoldReason::Proceeds.into(),
			&T::ProceedsAccount::get(),
			to,
			amount,
			Precision::Exact,
			Restriction::Free,
			// Whatever else anybody brought about on that account: the money is owed.
			Fortitude::Force,
		)
		.map(|_| ())
	}

	/// To whom money that is due can be paid now, where `by` asks for it; none: the citizen's key
	/// signed.
	fn payee(
		citizen: CitizenId,
		due: Balance,
		by: Option<&T::AccountId>,
	) -> Result<T::AccountId, Error<T>> {
		ensure!(due > 0, Error::<T>::NothingToClaim);
		let key = T::Citizens::key_of(citizen).ok_or(Error::<T>::NoKey)?;
		// Nobody else chooses the moment: the key may be lost, and about to be replaced.
		ensure!(by.is_none_or(|by| *by == key), Error::<T>::NotTheCitizen);
		// Nor does a thief who hurries before the new key comes.
		ensure!(!T::Citizens::under_replacement(citizen), Error::<T>::KeyUnderReplacement);
		T::Currency::can_deposit(&key, due, Provenance::Extant)
			.into_result()
			.map_err(|_| Error::<T>::BelowMinimum)?;
		Ok(key)
	}

	/// Settles a citizen's contribution, and pays where the citizen asks for it; `by` as in
	/// [`Self::payee`].
	pub(crate) fn do_claim(
		class: ClassId,
		citizen: CitizenId,
		by: Option<&T::AccountId>,
	) -> DispatchResult {
		let pool = T::Reductions::pool(class).ok_or(Error::<T>::NotIssued)?;
		let mut sales = SalesOf::<T>::get(class);
		let known = Shares::<T>::get(class, citizen);
		let fresh = known.is_none();
		let mut share = match known {
			Some(share) => share,
			None => {
				let contributed = T::Reductions::settle_entrusted(class, citizen)?;
				sales.settled =
					sales.settled.checked_add(contributed).ok_or(Error::<T>::Overflow)?;
				Self::deposit_event(Event::Settled { class, citizen, contributed });
				Share { contributed, paid: 0, round: sales.round }
			},
		};
		if share.round != sales.round {
			share = Share { paid: 0, round: sales.round, ..share };
		}
		let entitled = part_of(sales.accrued, share.contributed, pool.contributed)
			.ok_or(Error::<T>::Overflow)?;
		let due = entitled.checked_sub(share.paid).ok_or(Error::<T>::Overflow)?;
		match Self::payee(citizen, due, by) {
			Ok(key) => {
				Self::pay_out(&key, due)?;
				share.paid = entitled;
				sales.claimed = sales.claimed.checked_add(due).ok_or(Error::<T>::Overflow)?;
				Self::deposit_event(Event::ProceedsClaimed { class, citizen, to: key, paid: due });
			},
			// That the contribution left the position is something; the money waits.
			Err(_) if fresh => {},
			Err(error) => return Err(error.into()),
		}
		SalesOf::<T>::insert(class, sales);
		if pool.unsold == 0 && share.paid == entitled {
			// Nothing will come any more.
			Shares::<T>::remove(class, citizen);
		} else {
			Shares::<T>::insert(class, citizen, share);
		}
		Ok(())
	}

	/// Sweeps what was left unclaimed, and removes shares that nothing will come to. Returns how
	/// many.
	pub(crate) fn do_sweep(class: ClassId, limit: u32) -> Result<u32, DispatchError> {
		let pool = T::Reductions::pool(class).ok_or(Error::<T>::NotIssued)?;
		let mut sales = SalesOf::<T>::get(class);
		let left = sales.unclaimed();
		let over = pool.unsold == 0;
		ensure!(
			left > 0 || over && Shares::<T>::iter_key_prefix(class).next().is_some(),
			Error::<T>::NothingToSweep
		);
		let until = sales.last_sale.saturating_add(T::ClaimWindow::get());
		ensure!(T::Clock::now() >= until, Error::<T>::ClaimsOpen);
		if left > 0 {
			Self::pay_out(&T::CommonGoodAccount::get(), left)?;
			sales.swept = sales.swept.checked_add(left).ok_or(Error::<T>::Overflow)?;
			sales.accrued = 0;
			sales.round = sales.round.checked_add(1).ok_or(Error::<T>::Overflow)?;
			SalesOf::<T>::insert(class, sales);
			Self::deposit_event(Event::ProceedsSwept { class, swept: left });
		}
		if !over {
			return Ok(0);
		}
		let most = usize::try_from(limit).unwrap_or(usize::MAX);
		let removed = Shares::<T>::drain_prefix(class).take(most).count();
		Ok(u32::try_from(removed).unwrap_or(limit))
	}

	/// What a settled citizen could claim of a class now; none where nothing was settled.
	pub(crate) fn due_to(class: ClassId, citizen: CitizenId) -> Option<Balance> {
		let share = Shares::<T>::get(class, citizen)?;
		let sales = SalesOf::<T>::get(class);
		let paid = if share.round == sales.round { share.paid } else { 0 };
		let all = T::Reductions::pool(class)?.contributed;
		part_of(sales.accrued, share.contributed, all)?.checked_sub(paid)
	}
}

impl<T: Config> Proceeds for Pallet<T> {
	fn touch(citizen: CitizenId, classes: &[ClassId]) {
		let issued = |class: &&ClassId| T::Reductions::pool(**class).is_some();
		let Some(class) = classes.iter().find(issued) else { return };
		// What it can't pay now, the citizen claims another time.
		let _ = with_storage_layer(|| Self::do_claim(*class, citizen, None));
	}

	fn weight() -> Weight {
		// Each class may be looked at: two entries and the methodology's rules.
		let looked = u64::from(MAX_CONTRIBUTIONS).saturating_mul(3);
		T::WeightInfo::claim_proceeds()
			.saturating_add(T::Reductions::weight())
			.saturating_add(T::DbWeight::get().reads(looked))
	}
}
