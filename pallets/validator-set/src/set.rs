//! Who is in the set, and who comes next.

use crate::{
	Candidates, ChillReason, Config, Error, Event, HoldReason, Idle, Member, MemberOf, Members,
	Minimum, Offenders, Pallet, Sessions, Standing, Summary,
};
use alloc::vec::Vec;
use frame_support::{
	ensure,
	pallet_prelude::{DispatchError, DispatchResult},
	traits::{fungible::MutateHold, tokens::Precision, Get},
};
use sp_runtime::traits::Zero;

impl<T: Config> Pallet<T> {
	pub(crate) fn has_keys(who: &T::AccountId) -> bool {
		T::Sessions::keys(who).is_some()
	}

	/// Members with registered keys: how many are active, and how many there are.
	fn keyed(members: &[MemberOf<T>]) -> (u32, u32) {
		members.iter().filter(|member| Self::has_keys(&member.account)).fold(
			(0u32, 0u32),
			|(active, all), member| {
				let one = u32::from(member.standing == Standing::Active);
				(active.saturating_add(one), all.saturating_add(1))
			},
		)
	}

	/// Whether the set stays large enough without this member. The active ones must be enough
	/// without a member that is active; one that isn't may be needed to fill the set up.
	pub(crate) fn ensure_dispensable(
		members: &[MemberOf<T>],
		member: &MemberOf<T>,
	) -> DispatchResult {
		if !Self::has_keys(&member.account) {
			return Ok(());
		}
		let (active, all) = Self::keyed(members);
		let left = if member.standing == Standing::Active { active } else { all }.saturating_sub(1);
		ensure!(left >= Minimum::<T>::get(), Error::<T>::BelowMinimum);
		Ok(())
	}

	pub(crate) fn position(members: &[MemberOf<T>], who: &T::AccountId) -> Option<usize> {
		members.iter().position(|member| member.account == *who)
	}

	pub(crate) fn release(who: &T::AccountId, amount: crate::BalanceOf<T>) {
		if !amount.is_zero() {
			// As much as is still there: whatever else became of the account, it may leave.
			let reason = HoldReason::Validator.into();
			let _ = T::Currency::release(&reason, who, amount, Precision::BestEffort);
		}
	}

	pub(crate) fn do_apply(who: T::AccountId) -> DispatchResult {
		ensure!(!Candidates::<T>::contains_key(&who), Error::<T>::AlreadyCandidate);
		ensure!(Self::position(&Members::<T>::get(), &who).is_none(), Error::<T>::AlreadyMember);
		ensure!(Self::has_keys(&who), Error::<T>::NoKeys);
		ensure!(Candidates::<T>::count() < T::MaxCandidates::get(), Error::<T>::TooManyCandidates);
		let deposit = T::Deposit::get();
		T::Currency::hold(&HoldReason::Validator.into(), &who, deposit)?;
		Candidates::<T>::insert(&who, deposit);
		Self::deposit_event(Event::Applied { who, deposit });
		Ok(())
	}

	pub(crate) fn do_withdraw(who: T::AccountId) -> DispatchResult {
		let deposit = Candidates::<T>::take(&who).ok_or(Error::<T>::NotCandidate)?;
		Self::release(&who, deposit);
		Self::deposit_event(Event::Withdrawn { who });
		Ok(())
	}

	pub(crate) fn do_admit(who: T::AccountId) -> DispatchResult {
		let deposit = Candidates::<T>::get(&who).ok_or(Error::<T>::NotCandidate)?;
		ensure!(Self::has_keys(&who), Error::<T>::NoKeys);
		Members::<T>::try_mutate(|members| -> DispatchResult {
			// Sorted by account, so that the same set is always in the same order.
			let at = match members.binary_search_by(|member| member.account.cmp(&who)) {
				Ok(_) => return Err(Error::<T>::AlreadyMember.into()),
				Err(at) => at,
			};
			let member = Member {
				account: who.clone(),
				since: T::Sessions::index(),
				standing: Standing::Active,
				idle: Idle::default(),
				deposit,
			};
			members.try_insert(at, member).map_err(|_| Error::<T>::SetFull)?;
			Ok(())
		})?;
		Candidates::<T>::remove(&who);
		// The council has judged what it did before.
		Offenders::<T>::remove(&who);
		Self::deposit_event(Event::Admitted { who });
		Ok(())
	}

	/// Takes a member out of the list and gives its deposit back.
	pub(crate) fn do_remove_member(who: &T::AccountId) -> DispatchResult {
		let deposit = Members::<T>::try_mutate(|members| {
			let at = Self::position(members, who).ok_or(Error::<T>::NotMember)?;
			let member = members.get(at).ok_or(Error::<T>::NotMember)?;
			Self::ensure_dispensable(members, member)?;
			Ok::<_, DispatchError>(members.remove(at).deposit)
		})?;
		Self::release(who, deposit);
		Ok(())
	}

	pub(crate) fn do_remove(who: T::AccountId) -> DispatchResult {
		if let Some(deposit) = Candidates::<T>::take(&who) {
			Self::release(&who, deposit);
			Self::deposit_event(Event::Refused { who });
			return Ok(());
		}
		Self::do_remove_member(&who)?;
		Self::deposit_event(Event::Removed { who });
		Ok(())
	}

	pub(crate) fn do_chill(who: T::AccountId) -> DispatchResult {
		Members::<T>::try_mutate(|members| -> DispatchResult {
			let at = Self::position(members, &who).ok_or(Error::<T>::NotMember)?;
			let member = members.get(at).ok_or(Error::<T>::NotMember)?;
			ensure!(member.standing == Standing::Active, Error::<T>::NotActive);
			Self::ensure_dispensable(members, member)?;
			if let Some(member) = members.get_mut(at) {
				member.standing = Standing::Chilled;
				member.idle = Idle::default();
			}
			Ok(())
		})?;
		Self::deposit_event(Event::Chilled { who, reason: ChillReason::Asked });
		Ok(())
	}

	pub(crate) fn do_rejoin(who: T::AccountId) -> DispatchResult {
		ensure!(Self::has_keys(&who), Error::<T>::NoKeys);
		Members::<T>::try_mutate(|members| -> DispatchResult {
			let member = members
				.iter_mut()
				.find(|member| member.account == who)
				.ok_or(Error::<T>::NotMember)?;
			ensure!(member.standing == Standing::Chilled, Error::<T>::NotChilled);
			member.standing = Standing::Active;
			member.idle = Idle::default();
			Ok(())
		})?;
		Self::deposit_event(Event::Rejoined { who });
		Ok(())
	}

	pub(crate) fn do_purge_keys(who: T::AccountId) -> DispatchResult {
		let in_use = Candidates::<T>::contains_key(&who)
			|| Self::position(&Members::<T>::get(), &who).is_some()
			|| T::Sessions::validators().contains(&who)
			|| T::Sessions::queued().iter().any(|(validator, _)| *validator == who);
		ensure!(!in_use, Error::<T>::KeysInUse);
		T::Sessions::purge(&who)?;
		Self::deposit_event(Event::KeysPurged { who });
		Ok(())
	}

	/// Whom the next session to be planned is made of, in order of account: the active members with
	/// registered keys. Where these are fewer than the minimum, chilled members fill up, and where
	/// there are none left those that equivocated, who stay disabled.
	pub(crate) fn select(members: &[MemberOf<T>]) -> Vec<T::AccountId> {
		let minimum = usize::try_from(Minimum::<T>::get()).unwrap_or(usize::MAX);
		let of = |standing| {
			members
				.iter()
				.filter(move |member| member.standing == standing)
				.map(|member| member.account.clone())
				.filter(Self::has_keys)
		};
		let mut chosen: Vec<_> = of(Standing::Active).collect();
		for standing in [Standing::Chilled, Standing::Equivocated] {
			let missing = minimum.saturating_sub(chosen.len());
			chosen.extend(of(standing).take(missing));
		}
		chosen.sort();
		chosen
	}

	/// Lets go of members that equivocated, as soon as the active ones are enough without them.
	pub(crate) fn drop_equivocators() {
		let mut members = Members::<T>::get();
		let guilty = |member: &MemberOf<T>| member.standing == Standing::Equivocated;
		if !members.iter().any(guilty) || Self::keyed(&members).0 < Minimum::<T>::get() {
			return;
		}
		for member in members.iter().filter(|member| guilty(member)) {
			Self::release(&member.account, member.deposit);
			Self::deposit_event(Event::Removed { who: member.account.clone() });
		}
		members.retain(|member| !guilty(member));
		Members::<T>::put(members);
	}

	pub(crate) fn summarise() -> Summary {
		let members = Members::<T>::get();
		let count = |standing| {
			let found = members.iter().filter(|member| member.standing == standing).count();
			u32::try_from(found).unwrap_or(u32::MAX)
		};
		Summary {
			minimum: Minimum::<T>::get(),
			members: u32::try_from(members.len()).unwrap_or(u32::MAX),
			active: Self::keyed(&members).0,
			chilled: count(Standing::Chilled),
			equivocated: count(Standing::Equivocated),
			candidates: Candidates::<T>::count(),
			validating: u32::try_from(T::Sessions::validators().len()).unwrap_or(u32::MAX),
		}
	}
}
