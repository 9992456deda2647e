//! What happens as sessions end and begin: the next set is chosen, who was idle is chilled, keys of
//! the session are kept for proofs.

use crate::{
	Authored, ChillReason, Config, Event, Idle, Members, Minimum, Offenders, Pallet, SessionKeys,
	Sessions, Standing,
};
use alloc::vec::Vec;
use frame_support::traits::Get;
use frame_system::pallet_prelude::BlockNumberFor;
use sp_staking::SessionIndex;

impl<T: Config> pallet_authorship::EventHandler<T::AccountId, BlockNumberFor<T>> for Pallet<T> {
	fn note_author(author: T::AccountId) {
		Authored::<T>::mutate(author, |blocks| *blocks = blocks.saturating_add(1));
	}
}

impl<T: Config> Pallet<T> {
	/// Counts the ending session's blocks and chills active members that have made none for long
	/// enough: at most a third of the set at once, and never below the minimum.
	///
	/// A share is counted from blocks that were made, not from slots: while the whole network
	/// stands still nobody is idle.
	fn count_blocks() {
		let validators = T::Sessions::validators();
		let counts: Vec<_> = validators
			.into_iter()
			.map(|who| {
				let blocks = Authored::<T>::take(&who);
				(who, blocks)
			})
			.collect();
		let total = counts.iter().fold(0u32, |sum, (_, blocks)| sum.saturating_add(*blocks));
		let number = u32::try_from(counts.len()).unwrap_or(u32::MAX);
		let share = total.checked_div(number).unwrap_or(0);
		let mut may_chill = number.saturating_sub(1).checked_div(3).unwrap_or(0);

		let mut members = Members::<T>::get();
		let mut chilled = Vec::new();
		for (who, blocks) in counts {
			let Some(at) = Self::position(&members, &who) else { continue };
			let Some(member) = members.get(at).cloned() else { continue };
			if member.standing != Standing::Active {
				continue;
			}
			let idle = if blocks > 0 {
				Idle::default()
			} else {
				Idle {
					sessions: member.idle.sessions.saturating_add(1),
					expected: member.idle.expected.saturating_add(share),
				}
			};
			let offline =
				idle.sessions >= T::IdleSessions::get() && idle.expected >= T::IdleBlocks::get();
			let chill =
				offline && may_chill > 0 && Self::ensure_dispensable(&members, &member).is_ok();
			if let Some(member) = members.get_mut(at) {
				member.idle = idle;
				if chill {
					member.standing = Standing::Chilled;
					member.idle = Idle::default();
					may_chill = may_chill.saturating_sub(1);
					chilled.push((who, idle));
				}
			}
		}
		Members::<T>::put(members);
		for (who, Idle { sessions, expected }) in chilled {
			let reason = ChillReason::Offline { sessions, expected };
			Self::deposit_event(Event::Chilled { who, reason });
		}
	}

	/// The set of the session to be planned; none where it and its keys stay as they are.
	fn plan(session: SessionIndex) -> Option<Vec<T::AccountId>> {
		Self::drop_equivocators();
		let chosen = Self::select(&Members::<T>::get());
		if chosen.is_empty() {
			log::error!(target: "runtime::validator-set", "nobody to validate session {session}");
			return None;
		}
		let keyed = u32::try_from(chosen.len()).unwrap_or(u32::MAX);
		if keyed < Minimum::<T>::get() {
			Self::deposit_event(Event::FewerThanMinimum { session, keyed });
		}
		let keys: Vec<_> = chosen
			.iter()
			.filter_map(|who| T::Sessions::keys(who).map(|keys| (who.clone(), keys)))
			.collect();
		if keys == T::Sessions::queued() {
			return None;
		}
		Self::deposit_event(Event::Planned { session, validators: keyed });
		Some(chosen)
	}

	/// Keeps the keys of the session that begins, forgets roots beyond the window, and disables
	/// again who equivocated: pallet-session forgets that whenever the set changes.
	fn begin(session: SessionIndex) {
		SessionKeys::<T>::put(frame_support::BoundedVec::truncate_from(T::Sessions::queued()));
		T::Sessions::prune_before(session.saturating_sub(T::EvidenceSessions::get()));
		for who in T::Sessions::validators() {
			if Offenders::<T>::contains_key(&who) {
				T::Sessions::disable(&who);
			}
		}
	}
}

impl<T: Config> pallet_session::SessionManager<T::AccountId> for Pallet<T> {
	fn new_session(session: SessionIndex) -> Option<Vec<T::AccountId>> {
		Self::plan(session)
	}

	/// Genesis names its validators once, by their keys. All of them validate.
	fn new_session_genesis(_: SessionIndex) -> Option<Vec<T::AccountId>> {
		Some(T::Sessions::registered()).filter(|found| !found.is_empty())
	}

	fn start_session(session: SessionIndex) {
		Self::begin(session);
	}

	fn end_session(_: SessionIndex) {
		Self::count_blocks();
	}
}

impl<T: Config> pallet_session::historical::SessionManager<T::AccountId, ()> for Pallet<T> {
	fn new_session(session: SessionIndex) -> Option<Vec<(T::AccountId, ())>> {
		let found = <Self as pallet_session::SessionManager<_>>::new_session(session)?;
		Some(found.into_iter().map(|who| (who, ())).collect())
	}

	fn new_session_genesis(session: SessionIndex) -> Option<Vec<(T::AccountId, ())>> {
		let found = <Self as pallet_session::SessionManager<_>>::new_session_genesis(session)?;
		Some(found.into_iter().map(|who| (who, ())).collect())
	}

	fn start_session(session: SessionIndex) {
		<Self as pallet_session::SessionManager<_>>::start_session(session);
	}

	fn end_session(session: SessionIndex) {
		<Self as pallet_session::SessionManager<_>>::end_session(session);
	}
}
