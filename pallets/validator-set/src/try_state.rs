use crate::{
	BalanceOf, Candidates, Config, HoldReason, Members, Minimum, Offenders, Pallet, SessionKeys,
	Sessions, Standing,
};
use frame_support::{
	ensure,
	traits::{fungible::InspectHold, Get},
};
use sp_runtime::{traits::Saturating, TryRuntimeError};

impl<T: Config> Pallet<T> {
	/// * Members are in order of account, each once, and no candidate is one.
	/// * Deposits of members and candidates are held, to the planck.
	/// * Who stands as having equivocated is on record for it.
	/// * No more candidates than fit; the minimum can be reached at all.
	/// * Whoever validates or is planned to has kept keys.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let members = Members::<T>::get();
		let held = |who: &T::AccountId, deposit: BalanceOf<T>| {
			T::Currency::balance_on_hold(&HoldReason::Validator.into(), who) == deposit
		};
		let mut before = None;
		for member in members.iter() {
			ensure!(before < Some(&member.account), "validator-set: members out of order");
			before = Some(&member.account);
			ensure!(
				!Candidates::<T>::contains_key(&member.account),
				"validator-set: a member is a candidate"
			);
			ensure!(
				held(&member.account, member.deposit),
				"validator-set: a member's deposit isn't held"
			);
			ensure!(
				member.standing != Standing::Equivocated
					|| Offenders::<T>::contains_key(&member.account),
				"validator-set: an offender without a record"
			);
			ensure!(
				T::Sessions::keys(&member.account).is_some(),
				"validator-set: a member without keys"
			);
		}
		let mut candidates = 0u32;
		for (who, deposit) in Candidates::<T>::iter() {
			candidates.saturating_inc();
			ensure!(held(&who, deposit), "validator-set: a candidate's deposit isn't held");
		}
		ensure!(candidates == Candidates::<T>::count(), "validator-set: the counter is wrong");
		ensure!(candidates <= T::MaxCandidates::get(), "validator-set: too many candidates");
		let minimum = Minimum::<T>::get();
		ensure!(
			(1..=T::MaxMembers::get()).contains(&minimum),
			"validator-set: a minimum that can't be"
		);
		let kept = SessionKeys::<T>::get();
		for who in T::Sessions::validators() {
			ensure!(
				kept.iter().any(|(account, _)| *account == who),
				"validator-set: a validator whose keys weren't kept"
			);
		}
		Ok(())
	}
}
