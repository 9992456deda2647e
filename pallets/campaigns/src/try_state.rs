use crate::{Campaigns, Config, NextCampaignId, Pallet, Progress, ProgressOf, Removing, Trigger};
use alloc::collections::BTreeMap;
use frame_support::ensure;
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// All invariants of the pallet, storage item by storage item.
	///
	/// That what is set aside in an operator's fund is [`Pallet::budgeted`] is checked where both
	/// are known.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let mut triggers = BTreeMap::new();
		Self::try_state_campaigns(&mut triggers)?;
		Self::try_state_progress(&triggers)?;
		Self::try_state_removing()
	}

	/// * Only closed campaigns are removed, and nothing is left before what went last.
	fn try_state_removing() -> Result<(), TryRuntimeError> {
		for (campaign, last) in Removing::<T>::iter() {
			let closed = Campaigns::<T>::iter_values()
				.any(|list| list.iter().any(|found| found.id == campaign && found.closed));
			ensure!(closed, "campaigns: one that isn't over is removed");
			let last = ProgressOf::<T>::hashed_key_for(campaign, last);
			ensure!(
				ProgressOf::<T>::iter_key_prefix(campaign)
					.all(|citizen| { ProgressOf::<T>::hashed_key_for(campaign, citizen) > last }),
				"campaigns: progress that isn't found when it is removed"
			);
		}
		Ok(())
	}

	/// * No empty lists; numbers rise, below the next one, and no campaign is two operators'.
	/// * Triggers can be met, bonuses are above zero, periods don't end before they begin.
	/// * A closed campaign has no budget.
	fn try_state_campaigns(triggers: &mut BTreeMap<u32, Trigger>) -> Result<(), TryRuntimeError> {
		let next = NextCampaignId::<T>::get();
		for (_, list) in Campaigns::<T>::iter() {
			ensure!(!list.is_empty(), "campaigns: a list of none");
			ensure!(
				list.iter().zip(list.iter().skip(1)).all(|(a, b)| a.id < b.id),
				"campaigns: out of order"
			);
			for campaign in list {
				ensure!(campaign.id < next, "campaigns: a number that was never given");
				ensure!(
					campaign.terms.trigger.is_sound()
						&& campaign.terms.bonus > 0
						&& campaign.terms.from <= campaign.terms.until,
					"campaigns: a promise of nothing"
				);
				ensure!(
					!campaign.closed || campaign.budget == 0,
					"campaigns: money left in a closed one"
				);
				ensure!(
					triggers.insert(campaign.id, campaign.terms.trigger).is_none(),
					"campaigns: one of two operators"
				);
			}
		}
		Ok(())
	}

	/// * Of campaigns that exist, and of their trigger's kind.
	fn try_state_progress(triggers: &BTreeMap<u32, Trigger>) -> Result<(), TryRuntimeError> {
		for (campaign, _, progress) in ProgressOf::<T>::iter() {
			let trigger =
				triggers.get(&campaign).ok_or("campaigns: progress in one that is gone")?;
			let fits = matches!(
				(progress, trigger),
				(Progress::Once { .. }, Trigger::FirstAct { .. } | Trigger::Theme { .. })
					| (Progress::Weeks { .. }, Trigger::WeeklyActs { .. })
					| (Progress::Days { .. }, Trigger::Streak { .. })
			);
			ensure!(fits, "campaigns: progress of another kind");
		}
		Ok(())
	}
}
