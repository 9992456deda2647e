//! Licences: who may operate, verify, sell for points and attest identities, since when, for what,
//! until when.
//!
//! One map numbers all participants, whatever their role. The council licenses them, amends their
//! terms and revokes them for good. A revoked participant stays readable for ever: what it owes is
//! still owed.
//!
//! # Suspension
//!
//! Any one council member can suspend a participant at once: fraud doesn't wait for a motion. So
//! that this is a brake and not a weapon, the suspension lapses after [`Config::SuspensionPeriod`]
//! (72 hours) unless the council confirms it, and from its end on nobody can suspend the same
//! participant for [`Config::CoolDown`] (30 days). Where the council has to stop a participant
//! within these 30 days it has the votes to let the licence run out ([`Call::amend`]) or to revoke
//! it.
//!
//! # Time instead of hooks
//!
//! Nothing happens when a suspension lapses or a licence runs out. How a participant stands is
//! computed from the clock whenever somebody asks: [`Participant::standing`]. All moments are half
//! open: at the second `expires` the licence has expired, at the second `until` the suspension is
//! over.
//!
//! # Keys
//!
//! The *holder* is the treasury: it funds, is paid, and says which *reporters* may report for an
//! operator. A key reports for one operator only. No reporter is the holder of any licence: a key
//! that sits on a back-end server must never be able to move the money of anybody.
//!
//! An identity provider's attestation key is set by the council alone, with the licence or an
//! amendment. It decides who is a person on this chain: a stolen holder key that could replace it
//! would open accounts at will. Who loses it asks the council, or a member to suspend.

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
pub use types::*;
pub use weights::WeightInfo;

mod licences;
mod pauses;
mod provide;
mod reporters;
mod try_state;
mod types;
mod verifiers;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

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
	use alloc::vec::Vec;
	use frame_support::{pallet_prelude::*, traits::EnsureOrigin};
	use frame_system::pallet_prelude::*;
	use sp_core::H256;
	use tanpu_primitives::{
		verification::MAX_VERIFIERS, Clock, OperatorId, ParticipantId, UnixSeconds, SECONDS_PER_DAY,
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Who licenses, amends, confirms, lifts and revokes: a majority of the council.
		type LicenceOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Who suspends: any one member of the council.
		type MemberOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Self::AccountId>;

		/// The chain's clock.
		type Clock: Clock;

		/// Seconds that a suspension lasts unless the council confirms it: 72 hours.
		#[pallet::constant]
		type SuspensionPeriod: Get<u64>;

		/// Seconds from the end of a suspension in which nobody can suspend again: 30 days.
		#[pallet::constant]
		type CoolDown: Get<u64>;

		/// Most reporting keys of one operator.
		#[pallet::constant]
		type MaxReporters: Get<u32>;

		/// Most licences of one holder, over all roles, revoked ones included.
		#[pallet::constant]
		type MaxLicences: Get<u32>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	/// Every participant ever licensed.
	#[pallet::storage]
	pub type Participants<T: Config> =
		StorageMap<_, Twox64Concat, ParticipantId, Participant<T::AccountId>>;

	/// The number of the next participant. Numbers are never used again.
	#[pallet::storage]
	pub type NextParticipantId<T> = StorageValue<_, ParticipantId, ValueQuery>;

	/// The licences of a holder, in rising order.
	#[pallet::storage]
	pub type Holders<T: Config> = StorageMap<
		_,
		Blake2_128Concat,
		T::AccountId,
		BoundedVec<ParticipantId, T::MaxLicences>,
		ValueQuery,
	>;

	/// The operator that a key reports for.
	#[pallet::storage]
	pub type Reporters<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, OperatorId>;

	/// The verifiers that aren't revoked, whatever else their standing, in rising order.
	#[pallet::storage]
	pub type LicensedVerifiers<T> =
		StorageValue<_, BoundedVec<ParticipantId, ConstU32<MAX_VERIFIERS>>, ValueQuery>;

	/// The reporting keys of an operator, in the order in which they were enabled.
	#[pallet::storage]
	pub type OperatorReporters<T: Config> = StorageMap<
		_,
		Twox64Concat,
		OperatorId,
		BoundedVec<T::AccountId, T::MaxReporters>,
		ValueQuery,
	>;

	/// Seconds that a participant's suspensions before the present one lasted, together.
	#[pallet::storage]
	pub type PausedBefore<T> = StorageMap<_, Twox64Concat, ParticipantId, u64, ValueQuery>;

	/// What each operator has used of its daily quota.
	#[pallet::storage]
	pub type QuotaUsed<T> = StorageMap<_, Twox64Concat, OperatorId, Usage>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// The council licensed a participant.
		Licensed {
			participant: ParticipantId,
			role: Role,
			holder: T::AccountId,
			owner: H256,
			expires: UnixSeconds,
		},
		/// The council changed a licence's terms or expiry.
		Amended { participant: ParticipantId, terms: LicenceTerms, expires: UnixSeconds },
		/// A council member suspended a participant, until then or until the council decides.
		Suspended { participant: ParticipantId, by: T::AccountId, reason: H256, until: UnixSeconds },
		/// The council confirmed a suspension: it no longer lapses.
		SuspensionConfirmed { participant: ParticipantId },
		/// The council lifted a suspension.
		SuspensionLifted { participant: ParticipantId },
		/// The council revoked a licence for good.
		Revoked { participant: ParticipantId },
		/// A key can report for the operator from now on, or no longer.
		ReporterSet { operator: OperatorId, key: T::AccountId, enabled: bool },
	}

	#[pallet::error]
	pub enum Error<T> {
		/// There is no such participant.
		NotFound,
		/// The name shows nothing.
		NameEmpty,
		/// The name isn't UTF-8.
		NameNotUtf8,
		/// The name has a control, text-direction or invisible character.
		NameDeceptive,
		/// The methodologies of the scope don't rise strictly.
		ScopeUnsorted,
		/// The attestation key is one under which anybody can sign.
		WeakAttestationKey,
		/// The licence would have run out already.
		ExpiryInPast,
		/// Every participant number was given.
		NumbersExhausted,
		/// The holder has `MaxLicences` licences already.
		TooManyLicences,
		/// The account reports for an operator, so that it can't be a treasury.
		HolderIsReporter,
		/// The terms are for another role than the licence.
		RoleMismatch,
		/// The licence was revoked for good.
		AlreadyRevoked,
		/// The participant is suspended already.
		AlreadySuspended,
		/// A suspension of the participant ended too recently.
		CoolingDown,
		/// The participant isn't suspended, or no longer.
		NotSuspended,
		/// The suspension is confirmed already.
		AlreadyConfirmed,
		/// The caller isn't the holder of this licence, nor a key that gives itself up.
		NotHolder,
		/// The participant isn't licensed as an operator.
		NotAnOperator,
		/// The key reports for this operator already.
		AlreadyReporter,
		/// The key reports for another operator.
		ReporterTaken,
		/// The key is the treasury of a participant.
		ReporterIsHolder,
		/// The operator has `MaxReporters` reporting keys already.
		TooManyReporters,
		/// The key doesn't report for this operator.
		NotReporter,
		/// [`MAX_VERIFIERS`] verifiers are licensed already, without the revoked ones.
		TooManyVerifiers,
	}

	#[pallet::call(weight = <T as Config>::WeightInfo)]
	impl<T: Config> Pallet<T> {
		/// Licenses a participant.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::LicenceOrigin`]: a majority of the council.
		///
		/// ## Parameters
		///
		/// - `holder`: the account that funds and is paid. It can hold several licences.
		/// - `name`: public name, 1 to 64 bytes of UTF-8 without control, text-direction or
		///   invisible characters.
		/// - `owner`: hash of the legal entity, equal for related parties.
		/// - `terms`: the role and what it allows. Methodologies of a scope rise strictly.
		/// - `expires`: Unix seconds from which the licence can't be used.
		///
		/// ## Details
		///
		/// The participant gets the next number, which is never used again.
		///
		/// ## Errors
		///
		/// - [`Error::NameEmpty`], [`Error::NameNotUtf8`], [`Error::NameDeceptive`]: the name can't
		///   be shown.
		/// - [`Error::ScopeUnsorted`]: methodologies out of order or repeated.
		/// - [`Error::WeakAttestationKey`]: the zero key.
		/// - [`Error::ExpiryInPast`]: `expires` isn't after now.
		/// - [`Error::HolderIsReporter`]: the holder is somebody's reporting key.
		/// - [`Error::TooManyLicences`]: the holder has as many as it can.
		/// - [`Error::NumbersExhausted`]: 65,535 participants exist.
		/// - [`Error::TooManyVerifiers`]: 64 verifiers are licensed; revoking one frees a place.
		///
		/// ## Events
		///
		/// - [`Event::Licensed`].
		#[pallet::call_index(0)]
		pub fn license(
			origin: OriginFor<T>,
			holder: T::AccountId,
			name: Name,
			owner: H256,
			terms: LicenceTerms,
			expires: UnixSeconds,
		) -> DispatchResult {
			T::LicenceOrigin::ensure_origin(origin)?;
			Self::do_license(holder, name, owner, terms, expires)?;
			Ok(())
		}

		/// Replaces a licence's terms and expiry.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::LicenceOrigin`]: a majority of the council.
		///
		/// ## Parameters
		///
		/// - `participant`: whose.
		/// - `terms`: the whole new terms, for the same role.
		/// - `expires`: Unix seconds from which the licence can't be used. A moment that has passed
		///   stops the participant until the next amendment.
		///
		/// ## Details
		///
		/// Takes effect at once. What was reported today still counts against a new quota. Neither
		/// holder nor owner can change: another holder is another licence.
		///
		/// ## Errors
		///
		/// - [`Error::NotFound`]: no such participant.
		/// - [`Error::AlreadyRevoked`]: revoked for good.
		/// - [`Error::RoleMismatch`]: the terms are for another role.
		/// - [`Error::ScopeUnsorted`], [`Error::WeakAttestationKey`]: as for [`Call::license`].
		///
		/// ## Events
		///
		/// - [`Event::Amended`].
		#[pallet::call_index(1)]
		pub fn amend(
			origin: OriginFor<T>,
			participant: ParticipantId,
			terms: LicenceTerms,
			expires: UnixSeconds,
		) -> DispatchResult {
			T::LicenceOrigin::ensure_origin(origin)?;
			Self::do_amend(participant, terms, expires)
		}

		/// Suspends a participant at once.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::MemberOrigin`]: any one member of the council.
		///
		/// ## Parameters
		///
		/// - `participant`: whom.
		/// - `reason`: hash of the reasons, to be published off chain.
		///
		/// ## Details
		///
		/// Lapses after [`Config::SuspensionPeriod`] unless confirmed before. However it ends,
		/// nobody can suspend the same participant for [`Config::CoolDown`] from then on.
		///
		/// ## Errors
		///
		/// - [`Error::NotFound`]: no such participant.
		/// - [`Error::AlreadyRevoked`]: revoked for good.
		/// - [`Error::AlreadySuspended`]: by whomever.
		/// - [`Error::CoolingDown`]: a suspension ended too recently.
		///
		/// ## Events
		///
		/// - [`Event::Suspended`].
		#[pallet::call_index(2)]
		pub fn suspend(
			origin: OriginFor<T>,
			participant: ParticipantId,
			reason: H256,
		) -> DispatchResult {
			let by = T::MemberOrigin::ensure_origin(origin)?;
			Self::do_suspend(participant, by, reason)
		}

		/// Makes a suspension last until it is lifted.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::LicenceOrigin`]: a majority of the council.
		///
		/// ## Parameters
		///
		/// - `participant`: whose suspension.
		///
		/// ## Details
		///
		/// Only before it lapses. The council votes on facts: one that has lapsed isn't revived.
		///
		/// ## Errors
		///
		/// - [`Error::NotFound`]: no such participant.
		/// - [`Error::NotSuspended`]: not suspended, or the suspension has lapsed.
		/// - [`Error::AlreadyConfirmed`]: confirmed before.
		///
		/// ## Events
		///
		/// - [`Event::SuspensionConfirmed`].
		#[pallet::call_index(3)]
		pub fn confirm_suspension(
			origin: OriginFor<T>,
			participant: ParticipantId,
		) -> DispatchResult {
			T::LicenceOrigin::ensure_origin(origin)?;
			Self::do_confirm(participant)
		}

		/// Ends a suspension, confirmed or not.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::LicenceOrigin`]: a majority of the council.
		///
		/// ## Parameters
		///
		/// - `participant`: whose suspension.
		///
		/// ## Details
		///
		/// The cool-down begins now.
		///
		/// ## Errors
		///
		/// - [`Error::NotFound`]: no such participant.
		/// - [`Error::NotSuspended`]: not suspended, or the suspension has lapsed.
		///
		/// ## Events
		///
		/// - [`Event::SuspensionLifted`].
		#[pallet::call_index(4)]
		pub fn lift_suspension(origin: OriginFor<T>, participant: ParticipantId) -> DispatchResult {
			T::LicenceOrigin::ensure_origin(origin)?;
			Self::do_lift(participant)
		}

		/// Revokes a licence for good.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::LicenceOrigin`]: a majority of the council.
		///
		/// ## Parameters
		///
		/// - `participant`: whose.
		///
		/// ## Details
		///
		/// The participant can do nothing new; what it owes stays owed and its record readable. Its
		/// reporting keys stay bound to it, so that none of them turns up at another operator
		/// unless the holder gives it up.
		///
		/// ## Errors
		///
		/// - [`Error::NotFound`]: no such participant.
		/// - [`Error::AlreadyRevoked`]: revoked before.
		///
		/// ## Events
		///
		/// - [`Event::Revoked`].
		#[pallet::call_index(5)]
		pub fn revoke(origin: OriginFor<T>, participant: ParticipantId) -> DispatchResult {
			T::LicenceOrigin::ensure_origin(origin)?;
			Self::do_revoke(participant)
		}

		/// Lets a key report for an operator, or no longer.
		///
		/// ## Dispatch Origin
		///
		/// Signed by the operator's holder; to disable a key, also by that key itself.
		///
		/// ## Parameters
		///
		/// - `participant`: the operator.
		/// - `key`: the account that signs reports.
		/// - `enabled`: whether it can.
		///
		/// ## Details
		///
		/// Takes effect at once. It works while the operator is suspended or expired too: a stolen
		/// key must be removable then above all. A revoked operator can only give keys up.
		///
		/// A key reports for one operator, and the holder enables it without asking it. So that
		/// nobody's key can be kept from them, the key can always leave, whatever the operator's
		/// standing. That the key accepts before it is enabled is yet to come: until then a key can
		/// be enabled again after it left.
		///
		/// ## Errors
		///
		/// - [`Error::NotFound`]: no such participant.
		/// - [`Error::NotHolder`]: the caller is neither its holder nor the key to be disabled.
		/// - [`Error::NotAnOperator`]: it has another role.
		/// - [`Error::AlreadyRevoked`]: a revoked operator enables a key.
		/// - [`Error::AlreadyReporter`]: the key reports for it already.
		/// - [`Error::ReporterTaken`]: the key reports for another operator.
		/// - [`Error::ReporterIsHolder`]: the key is some participant's holder.
		/// - [`Error::TooManyReporters`]: the operator has as many keys as it can.
		/// - [`Error::NotReporter`]: the key to be disabled doesn't report for it.
		///
		/// ## Events
		///
		/// - [`Event::ReporterSet`].
		#[pallet::call_index(6)]
		pub fn set_reporter(
			origin: OriginFor<T>,
			participant: ParticipantId,
			key: T::AccountId,
			enabled: bool,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_set_reporter(who, participant, key, enabled)
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			// Both protect somebody, so both are a day or more.
			assert!(T::SuspensionPeriod::get() >= SECONDS_PER_DAY, "nobody could confirm in time");
			assert!(T::CoolDown::get() >= SECONDS_PER_DAY, "suspensions could follow each other");
			assert!(T::MaxReporters::get() > 0 && T::MaxLicences::get() > 0, "nobody could act");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// A participant, as it was last decided about. How it stands now: `status_of`.
		pub fn participant(participant: ParticipantId) -> Option<Participant<T::AccountId>> {
			Participants::<T>::get(participant)
		}

		/// How a participant stands now, by the chain's clock.
		pub fn status_of(participant: ParticipantId) -> Option<Standing> {
			Participants::<T>::get(participant).map(|found| found.standing(T::Clock::now()))
		}

		/// The licences of a holder, rising.
		pub fn licences_of(holder: T::AccountId) -> Vec<ParticipantId> {
			Holders::<T>::get(holder).into_inner()
		}

		/// The keys that report for an operator.
		pub fn reporters_of(operator: OperatorId) -> Vec<T::AccountId> {
			OperatorReporters::<T>::get(operator).into_inner()
		}

		/// The operator that a key reports for.
		pub fn operator_of(reporter: T::AccountId) -> Option<OperatorId> {
			Reporters::<T>::get(reporter)
		}

		/// Records that the operator can still report today, whether or not it is active; none
		/// where it isn't an operator.
		pub fn quota_left(operator: OperatorId) -> Option<u32> {
			Self::left_of_quota(operator, T::Clock::today())
		}
	}
}
