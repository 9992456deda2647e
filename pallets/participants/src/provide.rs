//! What other pallets ask about participants.

use crate::{Config, LicenceTerms, Pallet, Participant, Participants, QuotaUsed, Reporters, Role};
#[cfg(feature = "runtime-benchmarks")]
use frame_support::traits::fungible::Inspect as _;
use tanpu_primitives::{
	traits::{IdentityProviders, LicenceRefusal, Merchants, Operators},
	Day, MethodologyId, OperatorId, ParticipantId, UnixSeconds,
};

impl<T: Config> Pallet<T> {
	/// The participant, where its licence for `role` can be used at `now`.
	pub fn ensure_role(
		participant: ParticipantId,
		role: Role,
		now: UnixSeconds,
	) -> Result<Participant<T::AccountId>, LicenceRefusal> {
		let found = Participants::<T>::get(participant)
			.filter(|found| found.terms.role() == role)
			.ok_or(LicenceRefusal::NotLicensed)?;
		found.ensure_active(now)?;
		Ok(found)
	}

	fn daily_quota(operator: OperatorId) -> Option<u32> {
		match Participants::<T>::get(operator)?.terms {
			LicenceTerms::Operator { daily_quota, .. } => Some(daily_quota),
			_ => None,
		}
	}

	pub(crate) fn left_of_quota(operator: OperatorId, today: Day) -> Option<u32> {
		let quota = Self::daily_quota(operator)?;
		let used = QuotaUsed::<T>::get(operator)
			.filter(|usage| usage.day >= today)
			.map_or(0, |usage| usage.records);
		// An amendment can lower the quota below what was used.
		Some(quota.saturating_sub(used))
	}
}

impl<T: Config> Operators<T::AccountId> for Pallet<T> {
	fn by_reporter(who: &T::AccountId) -> Option<OperatorId> {
		Reporters::<T>::get(who)
	}

	/// Also of a suspended or revoked operator: its points stay spendable and its merchants paid.
	fn treasury(operator: OperatorId) -> Option<T::AccountId> {
		Participants::<T>::get(operator)
			.filter(|found| found.terms.role() == Role::Operator)
			.map(|found| found.holder)
	}

	fn ensure_active(
		operator: OperatorId,
		methodology: MethodologyId,
		now: UnixSeconds,
	) -> Result<(), LicenceRefusal> {
		let found = Self::ensure_role(operator, Role::Operator, now)?;
		let covered = found.terms.scope().is_some_and(|scope| scope.covers(methodology));
		if !covered {
			return Err(LicenceRefusal::OutOfScope);
		}
		Self::ensure_bonded(operator, found.terms.bond())
	}

	fn ensure_licensed(operator: OperatorId, now: UnixSeconds) -> Result<(), LicenceRefusal> {
		Self::ensure_role(operator, Role::Operator, now).map(|_| ())
	}

	fn take_quota(operator: OperatorId, today: Day, records: u32) -> Result<(), LicenceRefusal> {
		let quota = Self::daily_quota(operator).ok_or(LicenceRefusal::NotLicensed)?;
		if records == 0 {
			return Ok(());
		}
		let usage = QuotaUsed::<T>::get(operator)
			.unwrap_or_default()
			.plus(today, records, quota)
			.ok_or(LicenceRefusal::QuotaExceeded)?;
		QuotaUsed::<T>::insert(operator, usage);
		Ok(())
	}

	/// With a demand that is met, so that the bond is read.
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_operator(treasury: T::AccountId, reporter: T::AccountId) -> OperatorId {
		let bond = T::Currency::minimum_balance();
		let operator = benchmark_participant::<T>(
			treasury.clone(),
			LicenceTerms::Operator { scope: crate::Scope::All, daily_quota: u32::MAX, bond },
		);
		crate::bonds::benchmark_bond::<T>(treasury, operator, bond);
		// Not through the call: a benchmark may have one account play both parts.
		Reporters::<T>::insert(reporter, operator);
		operator
	}
}

impl<T: Config> IdentityProviders for Pallet<T> {
	fn attestation_key(
		provider: ParticipantId,
		now: UnixSeconds,
	) -> Result<sp_core::sr25519::Public, LicenceRefusal> {
		match Self::ensure_role(provider, Role::IdentityProvider, now)?.terms {
			LicenceTerms::IdentityProvider { attestation_key } => Ok(attestation_key),
			_ => Err(LicenceRefusal::NotLicensed),
		}
	}

	fn related(a: ParticipantId, b: ParticipantId) -> bool {
		let owner = |participant| Participants::<T>::get(participant).map(|found| found.owner);
		owner(a).is_some_and(|first| owner(b) == Some(first))
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_provider(attestation_key: sp_core::sr25519::Public) -> ParticipantId {
		let number = crate::NextParticipantId::<T>::get();
		let holder = frame_benchmarking::account("provider", number.into(), 0);
		benchmark_participant::<T>(holder, LicenceTerms::IdentityProvider { attestation_key })
	}
}

impl<T: Config> Merchants<T::AccountId> for Pallet<T> {
	/// Also of a suspended or revoked merchant: what it is owed stays owed.
	fn holder(merchant: ParticipantId) -> Option<T::AccountId> {
		Participants::<T>::get(merchant)
			.filter(|found| found.terms.role() == Role::Merchant)
			.map(|found| found.holder)
	}

	fn ensure_active(merchant: ParticipantId, now: UnixSeconds) -> Result<(), LicenceRefusal> {
		Self::ensure_role(merchant, Role::Merchant, now).map(|_| ())
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_merchant(holder: T::AccountId) -> ParticipantId {
		benchmark_participant::<T>(holder, LicenceTerms::Merchant)
	}
}

/// A participant with the longest name and an owner of its own, for ever. Panics where there is no
/// room for it: benchmarks are to stop then, not to measure something else.
#[cfg(feature = "runtime-benchmarks")]
#[allow(clippy::expect_used)]
pub(crate) fn benchmark_participant<T: Config>(
	holder: T::AccountId,
	terms: LicenceTerms,
) -> ParticipantId {
	let number = crate::NextParticipantId::<T>::get();
	let longest = usize::try_from(crate::MAX_NAME_LEN).unwrap_or_default();
	Pallet::<T>::do_license(
		holder,
		crate::Name::truncate_from(alloc::vec![b'n'; longest]),
		owner_of(number),
		terms,
		UnixSeconds::MAX,
	)
	.expect("there is room for one more licence")
}

/// An owner of its own for each benchmark's participant.
#[cfg(feature = "runtime-benchmarks")]
fn owner_of(number: ParticipantId) -> sp_core::H256 {
	let mut hash = [0xffu8; 32];
	hash.iter_mut().zip(number.to_be_bytes()).for_each(|(to, from)| *to = from);
	sp_core::H256(hash)
}
