use crate::{
	check_name, licences::is_weak, Config, Holders, LicenceTerms, LicensedVerifiers,
	NextParticipantId, OperatorReporters, Pallet, Participant, Participants, PausedBefore,
	QuotaUsed, Reporters, Role, Status,
};
use frame_support::{ensure, traits::Get};
use sp_runtime::TryRuntimeError;
use tanpu_primitives::{OperatorId, ParticipantId};

impl<T: Config> Pallet<T> {
	/// All invariants of the pallet, storage item by storage item.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::try_state_participants()?;
		Self::try_state_holders()?;
		Self::try_state_reporters()?;
		Self::try_state_quota()?;
		Self::try_state_verifiers()
	}

	/// * The list of verifiers rises strictly and holds each that isn't revoked, and no other.
	fn try_state_verifiers() -> Result<(), TryRuntimeError> {
		let listed = LicensedVerifiers::<T>::get();
		ensure!(
			listed.iter().zip(listed.iter().skip(1)).all(|(a, b)| a < b),
			"participants: the verifiers' list out of order"
		);
		for (number, found) in Participants::<T>::iter() {
			let verifies = found.terms.role() == Role::Verifier
				&& !matches!(found.status, Status::Revoked { .. });
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
	/// * Nobody who doesn't exist was ever suspended.
	fn try_state_participants() -> Result<(), TryRuntimeError> {
		let next = NextParticipantId::<T>::get();
		let mut count: u32 = 0;
		for (number, participant) in Participants::<T>::iter() {
			count = count.saturating_add(1);
			ensure!(number < next, "participants: a number that was never given");
			Self::try_state_participant(number, &participant)?;
		}
		ensure!(count == u32::from(next), "participants: a participant was removed");
		ensure!(
			PausedBefore::<T>::iter_keys().all(|number| number < next),
			"participants: a suspension of nobody"
		);
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
		if let Status::Suspended(suspension) = &participant.status {
			ensure!(suspension.since <= suspension.until, "participants: a suspension backwards");
			ensure!(
				suspension.until <= participant.suspendable_from,
				"participants: suspensions could follow each other"
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
