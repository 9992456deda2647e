//! Checking what identity providers state about objects.

use crate::{
	pallet::{Config, Error, Pallet},
	types::Attestation,
};
use frame_support::{ensure, traits::Get};
use frame_system::pallet_prelude::BlockNumberFor;
use sp_core::{sr25519, H256};
use sp_runtime::traits::{Verify, Zero};
use tanpu_primitives::{
	attestation::ObjectStatement,
	traits::{IdentityProviders, LicenceRefusal},
	Clock, OperatorId, ParticipantId, UnixSeconds,
};

impl<T: Config> Pallet<T> {
	/// The hash of block 0, which `frame_system` keeps when it prunes the others.
	pub(crate) fn genesis_hash() -> H256 {
		frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero())
	}

	/// Good through its last second, and for no longer than the chain allows: a short life keeps a
	/// lost or stolen statement from mattering.
	pub(crate) fn ensure_timely(expires: UnixSeconds) -> Result<(), Error<T>> {
		let left = expires.checked_sub(T::Clock::now()).ok_or(Error::<T>::AttestationExpired)?;
		ensure!(left <= T::MaxAttestationLife::get(), Error::<T>::ExpiryTooFar);
		Ok(())
	}

	/// The key with which a provider signs, or why it can't now.
	fn provider_key(provider: ParticipantId) -> Result<sr25519::Public, Error<T>> {
		T::Providers::attestation_key(provider, T::Clock::now()).map_err(|refusal| match refusal {
			LicenceRefusal::Suspended => Error::<T>::ProviderSuspended,
			LicenceRefusal::Revoked => Error::<T>::ProviderRevoked,
			LicenceRefusal::Expired => Error::<T>::ProviderExpired,
			// Scope and quota are not a provider's.
			LicenceRefusal::NotLicensed
			| LicenceRefusal::OutOfScope
			| LicenceRefusal::QuotaExceeded
			| LicenceRefusal::BondShort => Error::<T>::ProviderNotLicensed,
		})
	}

	/// Whether `provider` may attest, for `operator`, an object whose registration rests on
	/// `trusted`: only that one may. Otherwise any one provider could give away whatever others
	/// attested. Another may where `trusted` can't act, or can't vouch for this operator as they
	/// belong to one owner: a meter isn't bound to them for ever.
	pub(crate) fn ensure_successor(
		operator: OperatorId,
		provider: ParticipantId,
		trusted: ParticipantId,
	) -> Result<(), Error<T>> {
		ensure!(
			provider == trusted
				|| T::Providers::attestation_key(trusted, T::Clock::now()).is_err()
				|| T::Providers::related(operator, trusted),
			Error::<T>::OtherProvider
		);
		Ok(())
	}

	/// Whether a provider that is licensed now, and independent of the operator, signed just this.
	pub(crate) fn ensure_attested(
		operator: OperatorId,
		attestation: &Attestation,
	) -> Result<(), Error<T>> {
		let key = Self::provider_key(attestation.provider)?;
		ensure!(
			!T::Providers::related(operator, attestation.provider),
			Error::<T>::ProviderRelated
		);
		let message = ObjectStatement {
			genesis: Self::genesis_hash(),
			provider: attestation.provider,
			operator,
			group: attestation.group,
			object: attestation.object,
			holders: &attestation.holders,
			members: attestation.members,
			crediting_from: attestation.crediting_from,
			epoch: attestation.epoch,
			expires: attestation.expires,
		}
		.message();
		ensure!(attestation.signature.verify(&message[..], &key), Error::<T>::BadProviderSignature);
		Ok(())
	}
}
