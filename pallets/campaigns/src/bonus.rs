//! Acts that count, and the bonuses that they earn.

use crate::{
	weights::WeightInfo, CampaignId, CampaignOf, Campaigns, Config, Error, Event, Pallet, Progress,
	ProgressOf, Trigger,
};
use alloc::vec::Vec;
use frame_support::{ensure, storage::with_storage_layer, traits::Get, weights::Weight};
use sp_runtime::{DispatchError, DispatchResult};
use tanpu_primitives::{
	campaigns::{CampaignHook, MAX_BATCH_BONUSES},
	growth::Themes,
	traits::{Budgets, Positions},
	Balance, CitizenId, Day, MethodologyId, OperatorId, Position,
};

impl<T: Config> Pallet<T> {
	/// Pays one bonus into the position. Nothing changes on error.
	fn pay(
		operator: OperatorId,
		campaign: &mut CampaignOf<T>,
		citizen: CitizenId,
		position: &mut Position,
	) -> DispatchResult {
		let points = campaign.terms.bonus;
		let price = T::Budgets::price(operator).ok_or(Error::<T>::NoOpenSeries)?;
		let cost = price.checked_mul(Balance::from(points)).ok_or(Error::<T>::Overflow)?;
		ensure!(cost <= campaign.budget, Error::<T>::BudgetExhausted);
		let mut changed = position.clone();
		let value = with_storage_layer(|| {
			let value = T::Budgets::grant(operator, &mut changed, points)?;
			// The newest series is the same, so this is `cost`.
			ensure!(value <= campaign.budget, Error::<T>::BudgetExhausted);
			Ok::<_, DispatchError>(value)
		})?;
		*position = changed;
		campaign.budget = campaign.budget.saturating_sub(value);
		campaign.paid = campaign.paid.saturating_add(value);
		Self::deposit_event(Event::BonusPaid {
			operator,
			campaign: campaign.id,
			citizen,
			points,
			value,
		});
		Ok(())
	}

	/// Pays what progress has earned, at most `most` bonuses. Returns the progress, how many were
	/// paid, and what stopped it.
	fn settle(
		operator: OperatorId,
		campaign: &mut CampaignOf<T>,
		citizen: CitizenId,
		position: &mut Position,
		mut progress: Progress,
		most: u32,
	) -> (Progress, u32, DispatchResult) {
		let mut paid = 0u32;
		while paid < most {
			let Some(settled) = progress.settled() else { break };
			if let Err(error) = Self::pay(operator, campaign, citizen, position) {
				return (progress, paid, Err(error));
			}
			progress = settled;
			paid = paid.saturating_add(1);
		}
		(progress, paid, Ok(()))
	}

	pub(crate) fn do_claim(
		operator: OperatorId,
		campaign: CampaignId,
		citizen: CitizenId,
	) -> DispatchResult {
		Self::try_change(operator, campaign, |found| {
			ensure!(!found.closed, Error::<T>::Ended);
			let mut position = T::Positions::get(operator, citizen)
				.filter(|position| position.enrolled)
				.ok_or(Error::<T>::NotEnrolled)?;
			let progress = match ProgressOf::<T>::get(campaign, citizen) {
				Some(progress) => progress,
				None => match found.terms.trigger {
					Trigger::Theme { theme }
						if T::Themes::unlocked_on(citizen, theme)
							.is_some_and(|day| found.lasts_on(day)) =>
					{
						Progress::new(&found.terms.trigger)
					},
					_ => return Err(Error::<T>::NothingDue.into()),
				},
			};
			let most = T::MaxPerCall::get();
			let (progress, paid, stopped) =
				Self::settle(operator, found, citizen, &mut position, progress, most);
			if paid == 0 {
				stopped?;
				return Err(Error::<T>::NothingDue.into());
			}
			ProgressOf::<T>::insert(campaign, citizen, progress);
			T::Positions::put(operator, citizen, position);
			Ok(())
		})
	}
}

impl<T: Config> CampaignHook for Pallet<T> {
	fn credited(
		operator: OperatorId,
		citizen: CitizenId,
		methodology: MethodologyId,
		days: &[Day],
		position: &mut Position,
		bonuses: &mut u32,
	) -> Weight {
		let mut list = Campaigns::<T>::get(operator);
		let (mut looked, mut paid_in_all, mut changed) = (0u32, 0u32, false);
		for campaign in list.iter_mut() {
			if !campaign.terms.trigger.counts(methodology) {
				continue;
			}
			let mut days: Vec<_> =
				days.iter().copied().filter(|day| campaign.lasts_on(*day)).collect();
			if days.is_empty() {
				continue;
			}
			// In whichever order the rows are: no week is passed before its acts are counted, and no
			// row of days uses up another.
			days.sort_unstable();
			looked = looked.saturating_add(1);
			let before = ProgressOf::<T>::get(campaign.id, citizen);
			let trigger = &campaign.terms.trigger;
			let progress = days
				.into_iter()
				.fold(before.unwrap_or_else(|| Progress::new(trigger)), |progress, day| {
					progress.with_act(trigger, day)
				});
			let most = T::MaxPerCall::get().saturating_sub(paid_in_all).min(*bonuses);
			// What stops it is no concern of the batch: it stays due.
			let (progress, paid, _) =
				Self::settle(operator, campaign, citizen, position, progress, most);
			paid_in_all = paid_in_all.saturating_add(paid);
			*bonuses = bonuses.saturating_sub(paid);
			changed |= paid > 0;
			if before != Some(progress) {
				ProgressOf::<T>::insert(campaign.id, citizen, progress);
			}
		}
		if changed {
			Campaigns::<T>::insert(operator, list);
		}
		T::WeightInfo::credited(looked)
			.saturating_add(T::Budgets::weight().saturating_mul(u64::from(paid_in_all)))
	}

	fn weight(citizens: u32) -> Weight {
		let bonuses = T::MaxPerCall::get().saturating_mul(citizens).min(MAX_BATCH_BONUSES);
		T::WeightInfo::credited(T::MaxLive::get())
			.saturating_mul(u64::from(citizens))
			.saturating_add(T::Budgets::weight().saturating_mul(u64::from(bonuses)))
	}
}
