//! A campaign's beginning, its budget and its end.

use crate::{
	weights::WeightInfo, Campaign, CampaignId, CampaignOf, Campaigns, Config, Error, Event,
	NextCampaignId, Pallet, ProgressOf, Removing, TermsOf,
};
use frame_support::{
	dispatch::{DispatchErrorWithPostInfo, DispatchResultWithPostInfo},
	ensure,
	storage::with_storage_layer,
	traits::Get,
};
use sp_runtime::{DispatchError, DispatchResult};
use tanpu_primitives::{
	traits::{Budgets, LicenceRefusal, Operators},
	Balance, Clock, Day, OperatorId,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_create(
		who: T::AccountId,
		operator: OperatorId,
		terms: TermsOf<T>,
	) -> DispatchResult {
		ensure!(T::Operators::treasury(operator) == Some(who), Error::<T>::NotTreasury);
		T::Operators::ensure_licensed(operator, T::Clock::now()).map_err(
			|refusal| match refusal {
				LicenceRefusal::Suspended => Error::<T>::OperatorSuspended,
				LicenceRefusal::Revoked => Error::<T>::OperatorRevoked,
				LicenceRefusal::Expired => Error::<T>::OperatorExpired,
				LicenceRefusal::NotLicensed
				| LicenceRefusal::OutOfScope
				| LicenceRefusal::QuotaExceeded
				| LicenceRefusal::BondShort => Error::<T>::OperatorNotLicensed,
			},
		)?;
		ensure!(terms.trigger.is_sound(), Error::<T>::TriggerUnsound);
		ensure!(terms.bonus > 0, Error::<T>::BonusZero);
		ensure!(
			terms.from <= terms.until
				&& terms.until >= T::Clock::today()
				&& terms.until.saturating_sub(terms.from) < T::MaxDays::get(),
			Error::<T>::PeriodUnsound
		);

		let campaign = NextCampaignId::<T>::get();
		let next = campaign.checked_add(1).ok_or(Error::<T>::CampaignsExhausted)?;
		// Numbers rise, so the list stays sorted.
		Campaigns::<T>::try_mutate(operator, |list| {
			list.try_push(Campaign {
				id: campaign,
				terms: terms.clone(),
				budget: 0,
				paid: 0,
				closed: false,
			})
		})
		.map_err(|_| Error::<T>::TooManyCampaigns)?;
		NextCampaignId::<T>::put(next);
		Self::deposit_event(Event::Created { operator, campaign, terms });
		Ok(())
	}

	pub(crate) fn do_fund(
		who: T::AccountId,
		operator: OperatorId,
		campaign: CampaignId,
		amount: Balance,
	) -> DispatchResult {
		let budget = Self::try_change(operator, campaign, |found| {
			let payer = found.terms.sponsor.as_ref();
			ensure!(
				payer == Some(&who)
					|| (payer.is_none() && T::Operators::treasury(operator) == Some(who)),
				Error::<T>::NotPayer
			);
			ensure!(amount > 0, Error::<T>::AmountZero);
			ensure!(!found.closed && T::Clock::today() <= found.terms.until, Error::<T>::Ended);
			T::Budgets::set_aside(operator, payer, amount)?;
			found.budget = found.budget.checked_add(amount).ok_or(Error::<T>::Overflow)?;
			Ok(found.budget)
		})?;
		Self::deposit_event(Event::Funded { operator, campaign, amount, budget });
		Ok(())
	}

	pub(crate) fn closing_day(campaign: &CampaignOf<T>) -> Day {
		campaign.terms.until.saturating_add(1).saturating_add(T::Lag::get())
	}

	pub(crate) fn do_close(
		operator: OperatorId,
		campaign: CampaignId,
		limit: u32,
	) -> DispatchResultWithPostInfo {
		let nothing = |error: DispatchError| DispatchErrorWithPostInfo {
			post_info: Some(
				T::WeightInfo::close(0).saturating_add(T::Budgets::weight().saturating_mul(2)),
			)
			.into(),
			error,
		};
		let returned = Self::try_change(operator, campaign, |found| {
			ensure!(T::Clock::today() >= Self::closing_day(found), Error::<T>::NotEnded);
			if found.closed {
				return Ok(None);
			}
			let left = core::mem::take(&mut found.budget);
			let to = Self::give_back(operator, found.terms.sponsor.as_ref(), left)?;
			found.closed = true;
			Ok(Some((left, to)))
		})
		.map_err(nothing)?;
		if let Some((returned, to)) = returned {
			Self::deposit_event(Event::Closed { operator, campaign, returned, to });
		}

		let (removed, all) = Self::remove_progress(campaign, limit);
		if all {
			Campaigns::<T>::mutate_exists(operator, |slot| {
				if let Some(list) = slot {
					list.retain(|found| found.id != campaign);
					if list.is_empty() {
						*slot = None;
					}
				}
			});
			Self::deposit_event(Event::Removed { operator, campaign });
		}
		let used =
			T::WeightInfo::close(removed).saturating_add(T::Budgets::weight().saturating_mul(2));
		Ok(Some(used).into())
	}

	/// Removes up to `limit` citizens' progress; returns how many, and whether that was all.
	///
	/// Goes on where it stopped: from the beginning, each call would walk over what this block removed
	/// before.
	fn remove_progress(campaign: CampaignId, limit: u32) -> (u32, bool) {
		let last = Removing::<T>::get(campaign);
		let mut citizens = match last {
			Some(last) => {
				let from = ProgressOf::<T>::hashed_key_for(campaign, last);
				ProgressOf::<T>::iter_key_prefix_from(campaign, from)
			},
			None => ProgressOf::<T>::iter_key_prefix(campaign),
		};
		let mut removed = 0u32;
		loop {
			let Some(citizen) = citizens.next() else {
				Removing::<T>::remove(campaign);
				return (removed, true);
			};
			if removed >= limit {
				return (removed, false);
			}
			ProgressOf::<T>::remove(campaign, citizen);
			Removing::<T>::insert(campaign, citizen);
			removed = removed.saturating_add(1);
		}
	}

	/// Gives back what is left; returns to whom, none where it is free in the fund.
	///
	/// A sponsor's account that has gone since can't take less than the existential deposit. The
	/// operator's fund then gets that little, so that nobody's rest keeps a campaign from ending.
	fn give_back(
		operator: OperatorId,
		sponsor: Option<&T::AccountId>,
		left: Balance,
	) -> Result<Option<T::AccountId>, DispatchError> {
		if left == 0 {
			return Ok(None);
		}
		if let Some(sponsor) = sponsor {
			let paid = with_storage_layer(|| T::Budgets::give_back(operator, Some(sponsor), left));
			if paid.is_ok() {
				return Ok(Some(sponsor.clone()));
			}
		}
		T::Budgets::give_back(operator, None, left)?;
		Ok(None)
	}

	/// Changes a campaign; nothing is written on error.
	pub(crate) fn try_change<R>(
		operator: OperatorId,
		campaign: CampaignId,
		change: impl FnOnce(&mut CampaignOf<T>) -> Result<R, DispatchError>,
	) -> Result<R, DispatchError> {
		Campaigns::<T>::try_mutate(operator, |list| {
			let found =
				list.iter_mut().find(|found| found.id == campaign).ok_or(Error::<T>::NotFound)?;
			change(found)
		})
	}
}
