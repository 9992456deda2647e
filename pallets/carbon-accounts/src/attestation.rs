//! Checking what identity providers state.

use crate::{
	pallet::{Config, Error, Pallet},
	types::{KeyAttestation, Opening, OpeningReason},
};
use frame_support::{ensure, traits::Get};
use sp_core::{sr25519, H256};
use sp_runtime::traits::{Verify, Zero};
use tanpu_primitives::{
	attestation::{Purpose, Statement},
	traits::{IdentityProviders, LicenceRefusal},
	Clock, OperatorId, ParticipantId, UnixSeconds,
};

/// Why an expiry is not acceptable now.
enum ExpiryRefusal {
	Past,
	TooFar,
}

impl<T: Config> Pallet<T> {
	/// The hash of block 0, which `frame_system` keeps when it prunes the others.
	pub(crate) fn genesis_hash() -> H256 {
		frame_system::Pallet::<T>::block_hash(
			frame_system::pallet_prelude::BlockNumberFor::<T>::zero(),
		)
	}

	/// The key with which a provider signs, or why it can't now.
	pub(crate) fn provider_key(provider: ParticipantId) -> Result<sr25519::Public, Error<T>> {
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

	/// Whether `provider` may attest about an account that rests on `trusted`: only that one may, as
	/// long as it can act. Otherwise any provider could take any account that has no key yet.
	pub(crate) fn ensure_successor(
		provider: ParticipantId,
		trusted: ParticipantId,
	) -> Result<(), Error<T>> {
		ensure!(
			provider == trusted || T::Providers::attestation_key(trusted, T::Clock::now()).is_err(),
			Error::<T>::OtherProvider
		);
		Ok(())
	}

	/// Good through its last second, and for no longer than the chain allows: a short life keeps a
	/// lost or stolen statement from mattering.
	fn check_expiry(expires: UnixSeconds) -> Result<(), ExpiryRefusal> {
		let left = expires.checked_sub(T::Clock::now()).ok_or(ExpiryRefusal::Past)?;
		ensure!(left <= T::MaxAttestationLife::get(), ExpiryRefusal::TooFar);
		Ok(())
	}

	/// Whether a statement that gives a person a key is timely. Cheap, so asked before anything is
	/// verified.
	pub(crate) fn ensure_timely(attestation: &KeyAttestation) -> Result<(), Error<T>> {
		Self::check_expiry(attestation.expires).map_err(|refusal| match refusal {
			ExpiryRefusal::Past => Error::<T>::AttestationExpired,
			ExpiryRefusal::TooFar => Error::<T>::ExpiryTooFar,
		})
	}

	/// Whether the provider, licensed now, and the key both signed for this purpose on this chain.
	pub(crate) fn ensure_signed_by_both(
		purpose: Purpose,
		attestation: &KeyAttestation,
	) -> Result<(), Error<T>> {
		let provider_key = Self::provider_key(attestation.provider)?;
		let message = Statement {
			purpose,
			genesis: Self::genesis_hash(),
			provider: attestation.provider,
			nullifier: attestation.nullifier,
			key: Some(attestation.key.clone()),
			operator: None,
			disposition: None,
			epoch: attestation.epoch,
			expires: attestation.expires,
		}
		.message();
		ensure!(
			attestation.provider_signature.verify(&message[..], &provider_key),
			Error::<T>::BadProviderSignature
		);
		ensure!(
			attestation.key_signature.verify(&message[..], &attestation.key),
			Error::<T>::BadKeySignature
		);
		Ok(())
	}

	/// Whether the provider signed that this operator may open an account for the person, who
	/// chose this disposition.
	pub(crate) fn check_opening(
		opening: &Opening,
		operator: OperatorId,
		provider: ParticipantId,
		provider_key: &sr25519::Public,
		genesis: H256,
	) -> Result<(), OpeningReason> {
		Self::check_expiry(opening.expires).map_err(|refusal| match refusal {
			ExpiryRefusal::Past => OpeningReason::Expired,
			ExpiryRefusal::TooFar => OpeningReason::ExpiryTooFar,
		})?;
		let message = Statement {
			purpose: Purpose::Open,
			genesis,
			provider,
			nullifier: opening.nullifier,
			key: None,
			operator: Some(operator),
			disposition: Some(opening.disposition),
			epoch: 0,
			expires: opening.expires,
		}
		.message();
		ensure!(opening.signature.verify(&message[..], provider_key), OpeningReason::BadSignature);
		Ok(())
	}
}
