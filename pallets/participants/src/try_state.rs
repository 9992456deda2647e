use crate::{
	check_name, licences::is_weak, Bond, Bonds, Config, DeviceCount, DeviceCounts, DeviceKeys,
	DeviceOwner, HoldReason, Holders, LicenceTerms, LicensedVerifiers, NextParticipantId,
	OperatorDevices, OperatorReporters, Pallet, Participant, Participants, QuotaUsed, Related,
	ReplacementPrice, Reporters, Role,
};
use alloc::collections::BTreeMap;
use frame_support::{
	ensure,
	traits::{fungible::hold::Inspect as _, Get},
};
use sp_runtime::TryRuntimeError;
use tanpu_primitives::{Balance, OperatorId, ParticipantId};

impl<T: Config> Pallet<T> {
	/// All invariants of the pallet, storage item by storage item.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::try_state_participants()?;
		Self::try_state_holders()?;
		Self::try_state_reporters()?;
		Self::try_state_quota()?;
		Self::try_state_verifiers()?;
		Self::try_state_related()?;
		Self::try_state_bonds()?;
		Self::try_state_devices()
	}

	/// * An owner's list isn't empty, rises strictly, and each participant on it is the owner's.
	/// * Every participant is on one.
	fn try_state_related() -> Result<(), TryRuntimeError> {
		let mut listed: usize = 0;
		for (owner, related) in Related::<T>::iter() {
			ensure!(!related.is_empty(), "participants: an owner of nothing");
			ensure!(
				related.iter().zip(related.iter().skip(1)).all(|(a, b)| a < b),
				"participants: an owner's list out of order"
			);
			for number in &related {
				ensure!(
					Participants::<T>::get(number).is_some_and(|found| found.owner == owner),
					"participants: an owner of somebody else's participant"
				);
			}
			listed = listed.saturating_add(related.len());
		}
		ensure!(
			Participants::<T>::iter_keys().count() == listed,
			"participants: a participant that its owner doesn't list"
		);
		Ok(())
	}

	/// * A replacement price that is to come is one, and follows another.
	/// * Only operators have bonds, and no entry is of nothing.
	/// * No notice is of nothing.
	/// * What is held on each holder's account as bond is what its operators' bonds say.
	fn try_state_bonds() -> Result<(), TryRuntimeError> {
		let cost = ReplacementPrice::<T>::get();
		ensure!(
			cost.next.is_none_or(|(next, _)| next > 0 && cost.price > 0),
			"participants: a price to come that is nothing, or that follows none"
		);
		let mut due = BTreeMap::<T::AccountId, Balance>::new();
		for (operator, bond) in Bonds::<T>::iter() {
			let holder = Participants::<T>::get(operator)
				.filter(|found| found.terms.role() == Role::Operator)
				.ok_or("participants: a bond of what is no operator")?
				.holder;
			ensure!(bond != Bond::default(), "participants: a bond of nothing");
			ensure!(
				bond.notice.is_none_or(|notice| notice.amount > 0),
				"participants: a notice of nothing"
			);
			let held = bond.held().ok_or("participants: a bond beyond all money")?;
			let sum = due.entry(holder).or_default();
			*sum = sum.checked_add(held).ok_or("participants: bonds beyond all money")?;
		}
		for holder in Holders::<T>::iter_keys() {
			let held = T::Currency::balance_on_hold(&HoldReason::Bond.into(), &holder);
			ensure!(
				held == due.get(&holder).copied().unwrap_or_default(),
				"participants: bonds that aren't what is held"
			);
		}
		Ok(())
	}

	/// * Keys are operators' keys; each registered one is among its operator's devices, and no
	///   other is.
	/// * The counts are those of the maps, and within their bounds.
	fn try_state_devices() -> Result<(), TryRuntimeError> {
		let mut counts = BTreeMap::<OperatorId, DeviceCount>::new();
		for (key, DeviceOwner { operator, registered }) in DeviceKeys::<T>::iter() {
			ensure!(Self::is_operator(operator), "participants: a device of what is no operator");
			ensure!(
				OperatorDevices::<T>::contains_key(operator, &key) == registered,
				"participants: a device that one map doesn't know"
			);
			let count = counts.entry(operator).or_default();
			count.ever = count.ever.saturating_add(1);
			count.registered = count.registered.saturating_add(registered.into());
		}
		let registered: u64 = counts.values().map(|count| u64::from(count.registered)).sum();
		let known = OperatorDevices::<T>::iter_keys().count();
		ensure!(
			usize::try_from(registered) == Ok(known),
			"participants: a device under a key that was never registered"
		);
		ensure!(
			DeviceCounts::<T>::iter().collect::<BTreeMap<_, _>>() == counts,
			"participants: devices counted wrong"
		);
		ensure!(
			counts.values().all(|count| {
				count.registered <= T::MaxDevices::get() && count.ever <= T::MaxDeviceKeys::get()
			}),
			"participants: more devices than allowed"
		);
		Ok(())
	}

	/// * The list of verifiers rises strictly and holds each that isn't revoked, and no other.
	fn try_state_verifiers() -> Result<(), TryRuntimeError> {
		let listed = LicensedVerifiers::<T>::get();
		ensure!(
			listed.iter().zip(listed.iter().skip(1)).all(|(a, b)| a < b),
			"participants: the verifiers' list out of order"
		);
		for (number, found) in Participants::<T>::iter() {
			let verifies = found.terms.role() == Role::Verifier && found.revoked.is_none();
			ensure!(
				listed.binary_search(&number).is_ok() == verifies,
				"participants: a verifier that isn't listed, or something else that is"
			);
		}
		Ok(())
	}

	/// * Every number below the next one is a participant, and no other is.
	/// * Names can be shown, scopes rise strictly, attestation keys aren't weak.
	/// * A suspension has a beginning before its end, and nobody can suspend again before its end.
	/// * The holder's list has the participant.
	/// * No suspension holds of what is revoked.
	fn try_state_participants() -> Result<(), TryRuntimeError> {
		let next = NextParticipantId::<T>::get();
		let mut count: u32 = 0;
		for (number, participant) in Participants::<T>::iter() {
			count = count.saturating_add(1);
			ensure!(number < next, "participants: a number that was never given");
			Self::try_state_participant(number, &participant)?;
		}
		ensure!(count == u32::from(next), "participants: a participant was removed");
		Ok(())
	}

	fn try_state_participant(
		number: ParticipantId,
		participant: &Participant<T::AccountId>,
	) -> Result<(), TryRuntimeError> {
		ensure!(check_name(&participant.name).is_ok(), "participants: a name that can't be shown");
		ensure!(
			participant.terms.scope().is_none_or(|scope| scope.is_sorted()),
			"participants: a scope out of order"
		);
		if let LicenceTerms::IdentityProvider { attestation_key } = &participant.terms {
			ensure!(!is_weak(attestation_key), "participants: a weak attestation key");
		}
		if let Some(last) = &participant.suspensions.last {
			ensure!(last.since <= last.until, "participants: a suspension backwards");
			ensure!(
				last.until <= participant.suspensions.from,
				"participants: suspensions could follow each other"
			);
			ensure!(
				participant.revoked.is_none() || !last.confirmed,
				"participants: a suspension of what is revoked"
			);
		}
		ensure!(
			Holders::<T>::get(&participant.holder).contains(&number),
			"participants: a licence that its holder doesn't list"
		);
		Ok(())
	}

	/// * A holder's list isn't empty, rises strictly, is bounded, and each licence names the holder.
	/// * No holder is a reporting key.
	fn try_state_holders() -> Result<(), TryRuntimeError> {
		for (holder, licences) in Holders::<T>::iter() {
			ensure!(!licences.is_empty(), "participants: a holder of nothing");
			ensure!(
				licences.iter().zip(licences.iter().skip(1)).all(|(a, b)| a < b),
				"participants: a holder's list out of order"
			);
			for number in &licences {
				ensure!(
					Participants::<T>::get(number).is_some_and(|found| found.holder == holder),
					"participants: a holder of somebody else's licence"
				);
			}
			ensure!(
				!Reporters::<T>::contains_key(&holder),
				"participants: a treasury that is a reporting key"
			);
		}
		Ok(())
	}

	/// * The two maps of reporting keys say the same.
	/// * Reporting keys are operators' keys, no more of them than `MaxReporters` each.
	fn try_state_reporters() -> Result<(), TryRuntimeError> {
		let mut listed: usize = 0;
		for (operator, keys) in OperatorReporters::<T>::iter() {
			ensure!(Self::is_operator(operator), "participants: keys of what is no operator");
			ensure!(!keys.is_empty(), "participants: an empty list of keys");
			let most = usize::try_from(T::MaxReporters::get()).unwrap_or(usize::MAX);
			ensure!(keys.len() <= most, "participants: more keys than allowed");
			for key in &keys {
				ensure!(
					Reporters::<T>::get(key) == Some(operator),
					"participants: a listed key that reports for another"
				);
			}
			listed = listed.saturating_add(keys.len());
		}
		// Every listed key has its entry above; equal counts leave no entry unlisted and none
		// listed twice.
		ensure!(
			Reporters::<T>::iter_keys().count() == listed,
			"participants: a key that isn't listed, or listed twice"
		);
		Ok(())
	}

	/// * Only operators use a quota.
	///
	/// That the usage is within the quota isn't an invariant: an amendment may lower the quota.
	fn try_state_quota() -> Result<(), TryRuntimeError> {
		for operator in QuotaUsed::<T>::iter_keys() {
			ensure!(Self::is_operator(operator), "participants: a quota of what is no operator");
		}
		Ok(())
	}

	fn is_operator(number: OperatorId) -> bool {
		Participants::<T>::get(number).is_some_and(|found| found.terms.role() == Role::Operator)
	}
}
