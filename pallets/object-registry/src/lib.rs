//! Meters, roofs and forests: who holds which share of them, how many live behind them, and when
//! their crediting period began.
//!
//! An operator registers an object of its own with [`Pallet::register`], on the attestation of a
//! licensed identity provider of another owner: the operator can't invent holders, shares, members
//! of a household or the age of a roof. Reports ask through [`tanpu_primitives::traits::Objects`].
//!
//! **Who may register an object again.** The operator that did, or any other licensed one: a meter
//! may change its power company. Either brings a fresh attestation that names it, and the object's
//! next epoch, so no statement counts twice and none that was made for one operator can be used by
//! another. The provider on which a registration rests attests the next one too, as long as it can
//! act and is of another owner than the operator that registers: no one provider can give away
//! what others attested.
//!
//! **What never changes.** A crediting period keeps its first day through every registration. It
//! can be stated later where the first registration stated none, as nothing is credited by site
//! period without one.
//!
//! **Bounds.** Each registration counts as one record of the operator's daily quota and pays the
//! fee of its call, so what a day can add to state is bounded by the licences in force. An object is
//! never removed: its epoch keeps old statements void, its first day keeps a period from beginning
//! anew.

#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(
	test,
	allow(
		clippy::arithmetic_side_effects,
		clippy::cast_possible_truncation,
		clippy::cast_possible_wrap,
		clippy::cast_precision_loss,
		clippy::cast_sign_loss,
		clippy::expect_used,
		clippy::indexing_slicing,
		clippy::panic,
		clippy::unreachable,
		clippy::unwrap_used
	)
)]

extern crate alloc;

pub use pallet::*;
pub use types::{Holders, Registration, MAX_BACKDATING, MAX_MEMBERS};
pub use weights::WeightInfo;

mod attestation;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod mock;
mod register;
#[cfg(test)]
mod tests;
mod try_state;
mod types;
pub mod weights;

// What frame's macros expand to does these; what is written here by hand is declarations only.
#[allow(
	clippy::cast_possible_truncation,
	clippy::expect_used,
	clippy::unreachable,
	clippy::unwrap_used
)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use crate::types::Attestation;
	use frame_support::pallet_prelude::*;
	use frame_system::pallet_prelude::*;
	use sp_core::{crypto::AccountId32, sr25519, H256};
	use tanpu_primitives::{
		traits::{IdentityProviders, Operators, Positions, RegisteredObject},
		Clock, Day, GroupId, ObjectId, OperatorId, ParticipantId, UnixSeconds,
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// Hashes are 32 bytes: the genesis hash stands in the text that providers sign.
	#[pallet::config]
	pub trait Config: frame_system::Config<AccountId = AccountId32, Hash = H256> {
		/// The chain's time, against which attestations expire.
		type Clock: Clock;

		/// Licensed scene operators and their reporting keys.
		type Operators: Operators<AccountId32>;

		/// Licensed identity providers.
		type Providers: IdentityProviders;

		/// Whether a holder is enrolled with the operator.
		type Positions: Positions;

		/// Seconds that an attestation can be good for, counted from when it is presented.
		#[pallet::constant]
		type MaxAttestationLife: Get<UnixSeconds>;

		type WeightInfo: WeightInfo;
	}

	/// Every registered object, by exclusion group and id. Never removed; each registration counts
	/// against its operator's daily quota.
	#[pallet::storage]
	pub type Registrations<T> =
		StorageMap<_, Blake2_128Concat, (GroupId, ObjectId), Registration, OptionQuery>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// An operator registered an object, for the first time where the epoch is 1.
		Registered {
			operator: OperatorId,
			provider: ParticipantId,
			group: GroupId,
			object: ObjectId,
			registered: RegisteredObject,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// The account is no operator's reporting key.
		NotAReporter,
		/// No such operator.
		OperatorNotLicensed,
		/// The operator is suspended.
		OperatorSuspended,
		/// The operator's licence was revoked.
		OperatorRevoked,
		/// The operator's licence has run out.
		OperatorExpired,
		/// The operator's quota of records for the day is used up.
		QuotaExceeded,
		/// Exclusion groups are numbered below `MAX_GROUPS`.
		GroupOutOfRange,
		/// More members than [`MAX_MEMBERS`].
		TooManyMembers,
		/// Somebody must hold the object.
		NoHolders,
		/// Holders are not in rising order of citizen.
		HoldersUnsorted,
		/// A citizen stands among the holders twice.
		HolderTwice,
		/// A holder with no share holds nothing.
		ZeroShare,
		/// Shares together exceed the whole.
		SharesExceedWhole,
		/// A holder is not enrolled with the operator.
		HolderNotEnrolled,
		/// The attestation is past its expiry.
		AttestationExpired,
		/// The attestation would be good for longer than `MaxAttestationLife`.
		ExpiryTooFar,
		/// The statement's epoch is not the object's next one: it was used already, or another
		/// registration came first.
		EpochMismatch,
		/// The object was registered as often as can be counted.
		EpochsExhausted,
		/// The crediting period would begin after today.
		CreditingInFuture,
		/// The crediting period would have begun more than [`MAX_BACKDATING`] days ago.
		CreditingTooOld,
		/// The crediting period began on another day: it never begins anew.
		CreditingPeriodChanged,
		/// The registration rests on another identity provider, which can attest.
		OtherProvider,
		/// No such identity provider.
		ProviderNotLicensed,
		/// The identity provider is suspended.
		ProviderSuspended,
		/// The identity provider's licence was revoked.
		ProviderRevoked,
		/// The identity provider's licence has run out.
		ProviderExpired,
		/// The identity provider and the operator belong to one owner: it can't vouch for what the
		/// operator presents.
		ProviderRelated,
		/// The provider's signature does not fit: forged, another provider's, for another chain,
		/// operator or object, or over other content.
		BadProviderSignature,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Registers a meter, roof or forest with those who hold it, or registers it anew.
		///
		/// ## Dispatch Origin
		///
		/// Signed by an operator's reporting key.
		///
		/// ## Parameters
		///
		/// - `group`: the exclusion group in which it is claimed, below `MAX_GROUPS`.
		/// - `object`: the object's id there, a hash.
		/// - `holders`: 1 to `MAX_HOLDERS` citizens and their shares in ten thousandths, above zero
		///   and together at most 10,000, in strictly rising order of citizen, each enrolled with
		///   the operator. What is missing to the whole is nobody's.
		/// - `members`: members of the household, at most [`MAX_MEMBERS`]; 0 where there is none.
		/// - `crediting_from`: the first day of its crediting period, where it has one: today or at
		///   most [`MAX_BACKDATING`] days before when it is first stated, the same ever after.
		/// - `provider`: the identity provider that attests, of another owner than the operator's.
		/// - `epoch`: which registration of the object this is, from 1.
		/// - `expires`: Unix seconds after which the attestation is void.
		/// - `signature`: the provider's, over
		///   [`tanpu_primitives::attestation::ObjectStatement::message`].
		///
		/// ## Details
		///
		/// The whole registration is replaced, the crediting period excepted. With a new epoch the
		/// object's registers start afresh at the highest credited reading. Whoever may register an
		/// object again is told in the crate's documentation.
		///
		/// ## Errors
		///
		/// - [`Error::NotAReporter`]: the origin is no operator's reporting key.
		/// - [`Error::OperatorNotLicensed`], [`Error::OperatorSuspended`],
		///   [`Error::OperatorRevoked`], [`Error::OperatorExpired`]: the operator can't act.
		/// - [`Error::GroupOutOfRange`], [`Error::TooManyMembers`]: out of bounds.
		/// - [`Error::NoHolders`], [`Error::HoldersUnsorted`], [`Error::HolderTwice`],
		///   [`Error::ZeroShare`], [`Error::SharesExceedWhole`]: the shares are not sound.
		/// - [`Error::AttestationExpired`], [`Error::ExpiryTooFar`]: the statement's expiry.
		/// - [`Error::EpochMismatch`], [`Error::EpochsExhausted`]: not the object's next epoch, or
		///   there is none.
		/// - [`Error::CreditingInFuture`], [`Error::CreditingTooOld`]: a first day that can't be.
		/// - [`Error::CreditingPeriodChanged`]: not the first day that was stated before.
		/// - [`Error::OtherProvider`]: the registration rests on another provider, which can attest.
		/// - [`Error::HolderNotEnrolled`]: a holder is not enrolled with the operator.
		/// - [`Error::ProviderNotLicensed`], [`Error::ProviderSuspended`],
		///   [`Error::ProviderRevoked`], [`Error::ProviderExpired`]: the provider can't attest.
		/// - [`Error::ProviderRelated`]: the provider belongs to the operator's owner.
		/// - [`Error::BadProviderSignature`]: the provider signed something else, or nothing.
		/// - [`Error::QuotaExceeded`]: the operator's quota for the day is used up.
		///
		/// ## Events
		///
		/// - [`Event::Registered`]
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::register(count(holders)))]
		pub fn register(
			origin: OriginFor<T>,
			group: GroupId,
			object: ObjectId,
			holders: Holders,
			members: u8,
			crediting_from: Option<Day>,
			provider: ParticipantId,
			epoch: u32,
			expires: UnixSeconds,
			signature: sr25519::Signature,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let operator = T::Operators::by_reporter(&who).ok_or(Error::<T>::NotAReporter)?;
			let attestation = Attestation {
				group,
				object,
				holders,
				members,
				crediting_from,
				provider,
				epoch,
				expires,
				signature,
			};
			Self::do_register(operator, attestation)?;
			Ok(())
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// An object's registration.
		pub fn registration(group: GroupId, object: ObjectId) -> Option<Registration> {
			Registrations::<T>::get((group, object))
		}
	}

	/// How many there are; a bounded vector's length always fits.
	fn count<Entry>(entries: &[Entry]) -> u32 {
		u32::try_from(entries.len()).unwrap_or(u32::MAX)
	}
}
