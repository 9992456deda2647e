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
//! # Bonds
//!
//! A licence can demand a bond of an operator: money held on its treasury, which pays for
//! replacements when reductions that it reported are recalled. While less than that stands good it
//! can't report. The holder takes money back after [`Config::BondNotice`] (30 days), never below
//! the demand while the licence lives, and not while the operator is suspended. When the licence is
//! over, what was issued under it can still be recalled: then it is [`Config::LiabilityPeriod`] (365
//! days) after the end and after the request. Money on notice no longer stands good, but a recall
//! takes it too, and first.
//!
//! What is taken goes to the replacement fund at a price per gram that the council sets; the council
//! spends the fund. Both are public, step by step, in events.
//!
//! # Devices
//!
//! Gates, meters and recycling machines have keys of their own, which sign what they saw. The
//! device's own key consents to its operator. A key is of one operator for ever, also after it was
//! removed: what it signed can't become somebody else's. A deposit pays for each that is registered.
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

pub use devices::MAX_DEVICES_PAGE;
pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

mod bonds;
mod devices;
mod licences;
mod pauses;
mod provide;
mod related;
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

/// What benchmarks need of the runtime.
#[cfg(feature = "runtime-benchmarks")]
pub trait BenchmarkHelper {
	/// Sets the chain's clock to so many Unix seconds.
	fn set_time(now: tanpu_primitives::UnixSeconds);
}

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
	use frame_support::{
		pallet_prelude::*,
		traits::{fungible, Consideration, EnsureOrigin, Footprint},
	};
	use frame_system::pallet_prelude::*;
	use sp_core::H256;
	use sp_runtime::{MultiSignature, MultiSigner};
	use tanpu_primitives::{
		verification::MAX_VERIFIERS, Balance, ClassId, Clock, Grams, OperatorId, ParticipantId,
		UnixSeconds, SECONDS_PER_DAY,
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// Hashes are 32 bytes: what a device signs names the genesis hash.
	#[pallet::config]
	pub trait Config: frame_system::Config<Hash = H256> {
		/// Money: what operators bond.
		type Currency: fungible::hold::Mutate<
				Self::AccountId,
				Reason = Self::RuntimeHoldReason,
				Balance = Balance,
			> + fungible::Mutate<Self::AccountId>;

		type RuntimeHoldReason: From<HoldReason>;

		/// The deposit for a registered device.
		type DeviceConsideration: Consideration<Self::AccountId, Footprint>;

		/// The account of the replacement fund. Nobody's; it must exist.
		#[pallet::constant]
		type ReplacementFund: Get<Self::AccountId>;

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

		/// Most participants of one owner, over all roles, revoked ones included.
		#[pallet::constant]
		type MaxRelated: Get<u32>;

		/// Seconds from the announcement to the release of bond money, while the licence lives: 30
		/// days.
		#[pallet::constant]
		type BondNotice: Get<u64>;

		/// Seconds from the announcement, and from the end of the licence, to the release of bond
		/// money once the licence is over: 365 days.
		#[pallet::constant]
		type LiabilityPeriod: Get<u64>;

		/// Seconds from the decision about another replacement price until it counts: a day or more.
		#[pallet::constant]
		type PriceNotice: Get<u64>;

		/// Most devices of one operator.
		#[pallet::constant]
		type MaxDevices: Get<u32>;

		/// Most device keys that one operator ever registers: they stay its own.
		#[pallet::constant]
		type MaxDeviceKeys: Get<u32>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;

		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper;
	}

	/// Why money is held.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// An operator's bond.
		Bond,
		/// The deposit for a device.
		Device,
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

	/// The participants of an owner, in rising order.
	#[pallet::storage]
	pub type Related<T: Config> =
		StorageMap<_, Blake2_128Concat, H256, BoundedVec<ParticipantId, T::MaxRelated>, ValueQuery>;

	/// What each operator has used of its daily quota.
	#[pallet::storage]
	pub type QuotaUsed<T> = StorageMap<_, Twox64Concat, OperatorId, Usage>;

	/// Each operator's bond. All of it is held on the holder's account.
	#[pallet::storage]
	pub type Bonds<T> = StorageMap<_, Twox64Concat, OperatorId, Bond, ValueQuery>;

	/// What replacing a recalled gram costs.
	#[pallet::storage]
	pub type ReplacementPrice<T> = StorageValue<_, ReplacementCost, ValueQuery>;

	/// Whose a device's key is. Never removed; at most `MaxDeviceKeys` of an operator.
	#[pallet::storage]
	pub type DeviceKeys<T> = StorageMap<_, Blake2_128Concat, DeviceKey, DeviceOwner>;

	/// The devices that are registered; at most `MaxDevices` of an operator.
	#[pallet::storage]
	pub type OperatorDevices<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		OperatorId,
		Blake2_128Concat,
		DeviceKey,
		Device<T::DeviceConsideration>,
	>;

	/// How many devices an operator has and had.
	#[pallet::storage]
	pub type DeviceCounts<T> = StorageMap<_, Twox64Concat, OperatorId, DeviceCount, ValueQuery>;

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
		/// Money was bonded; so much stands good now.
		BondPosted { operator: OperatorId, amount: Balance, bonded: Balance },
		/// An operator announced that it takes bond money back, and no longer counts it as bonded.
		BondReleaseRequested { operator: OperatorId, amount: Balance, from: UnixSeconds },
		/// What was on notice stands good again.
		BondReleaseCancelled { operator: OperatorId, amount: Balance },
		/// What was on notice is the operator's again.
		BondReleased { operator: OperatorId, amount: Balance },
		/// Bond money went into the replacement fund, for recalled grams of a class.
		BondTaken { operator: OperatorId, class: ClassId, grams: Grams, amount: Balance },
		/// The council set what replacing a gram costs from then on, in plancks.
		ReplacementPriceSet { price: Balance, from: UnixSeconds },
		/// The council spent money of the replacement fund.
		ReplacementFundSpent { beneficiary: T::AccountId, amount: Balance, reason: H256 },
		/// A device is an operator's.
		DeviceRegistered { operator: OperatorId, key: MultiSigner },
		/// A device's key no longer counts. It stays the operator's.
		DeviceRemoved { operator: OperatorId, key: MultiSigner },
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
		/// The owner has `MaxRelated` participants already, with the revoked ones.
		TooManyRelated,
		/// The amount or price is zero.
		ZeroAmount,
		/// Money of the bond is on notice already: release or cancel that first.
		ReleasePending,
		/// Less than that stands good.
		BondTooSmall,
		/// The licence demands more than would stand good.
		BondDemanded,
		/// No money of the bond is on notice.
		NoRelease,
		/// The operator is suspended: its bond stays for now.
		OperatorSuspended,
		/// The notice isn't over.
		NoticeRuns,
		/// There is less in the replacement fund.
		ReplacementFundShort,
		/// The money would stay in the replacement fund.
		BeneficiaryIsFund,
		/// The caller is neither the operator's holder nor one of its reporting keys.
		NotOperatorKey,
		/// The device's key is one under which anybody can sign.
		WeakDeviceKey,
		/// The device's key is another operator's, for ever.
		DeviceTaken,
		/// The device is registered already.
		DeviceRegisteredAlready,
		/// The operator has `MaxDevices` devices already.
		TooManyDevices,
		/// The operator registered `MaxDeviceKeys` keys already, with those that it removed.
		TooManyDeviceKeys,
		/// The device's key didn't sign the consent to this operator.
		BadDeviceProof,
		/// The operator has no such device.
		DeviceNotFound,
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
		/// - [`Error::TooManyRelated`]: the owner has as many participants as it can.
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

		/// Adds to an operator's bond.
		///
		/// ## Dispatch Origin
		///
		/// Signed by the operator's holder.
		///
		/// ## Parameters
		///
		/// - `operator`: whose bond.
		/// - `amount`: plancks, held on the holder's account.
		///
		/// ## Details
		///
		/// Also while suspended or expired. More than the licence demands can be bonded: it lets the
		/// operator list more for sale.
		///
		/// ## Errors
		///
		/// - [`Error::NotFound`]: no such participant.
		/// - [`Error::NotHolder`]: the caller isn't its holder.
		/// - [`Error::NotAnOperator`]: it has another role.
		/// - [`Error::AlreadyRevoked`]: nothing is demanded of a revoked operator.
		/// - [`Error::ZeroAmount`]: nothing is to be bonded.
		/// - Those of the currency: the holder hasn't that much free.
		///
		/// ## Events
		///
		/// - [`Event::BondPosted`].
		#[pallet::call_index(7)]
		pub fn post_bond(
			origin: OriginFor<T>,
			operator: OperatorId,
			#[pallet::compact] amount: Balance,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_post_bond(who, operator, amount)
		}

		/// Announces that bond money will be taken back.
		///
		/// ## Dispatch Origin
		///
		/// Signed by the operator's holder.
		///
		/// ## Parameters
		///
		/// - `operator`: whose bond.
		/// - `amount`: plancks of what stands good.
		///
		/// ## Details
		///
		/// From now on the money doesn't count as bonded, but a recall takes it like the rest, and
		/// first. It can be released [`Config::BondNotice`] later; if the licence is over by then,
		/// [`Config::LiabilityPeriod`] after the later of this request and the licence's end.
		///
		/// ## Errors
		///
		/// - [`Error::NotFound`], [`Error::NotHolder`], [`Error::NotAnOperator`]: as for
		///   [`Call::post_bond`].
		/// - [`Error::ZeroAmount`]: nothing is to be released.
		/// - [`Error::ReleasePending`]: an earlier notice is neither released nor cancelled.
		/// - [`Error::BondTooSmall`]: less than that stands good.
		/// - [`Error::BondDemanded`]: the licence lives and demands more than would be left.
		///
		/// ## Events
		///
		/// - [`Event::BondReleaseRequested`].
		#[pallet::call_index(8)]
		pub fn request_bond_release(
			origin: OriginFor<T>,
			operator: OperatorId,
			#[pallet::compact] amount: Balance,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_request_bond_release(who, operator, amount)
		}

		/// Bonds again what is on notice.
		///
		/// ## Dispatch Origin
		///
		/// Signed by the operator's holder.
		///
		/// ## Parameters
		///
		/// - `operator`: whose bond.
		///
		/// ## Details
		///
		/// Takes effect at once. A later request begins a notice of its own.
		///
		/// ## Errors
		///
		/// - [`Error::NotFound`], [`Error::NotHolder`], [`Error::NotAnOperator`]: as for
		///   [`Call::post_bond`].
		/// - [`Error::NoRelease`]: nothing is on notice.
		///
		/// ## Events
		///
		/// - [`Event::BondReleaseCancelled`].
		#[pallet::call_index(9)]
		pub fn cancel_bond_release(origin: OriginFor<T>, operator: OperatorId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_cancel_bond_release(who, operator)
		}

		/// Gives back what is on notice, once the notice is over.
		///
		/// ## Dispatch Origin
		///
		/// Signed by the operator's holder, whose money is free again.
		///
		/// ## Parameters
		///
		/// - `operator`: whose bond.
		///
		/// ## Details
		///
		/// The whole amount of the notice, less what recalls took of it. The demand of the licence
		/// and whether it lives are looked at anew: recalls and the council may have come between.
		///
		/// ## Errors
		///
		/// - [`Error::NotFound`], [`Error::NotHolder`], [`Error::NotAnOperator`]: as for
		///   [`Call::post_bond`].
		/// - [`Error::NoRelease`]: nothing is on notice.
		/// - [`Error::OperatorSuspended`]: until the suspension is over.
		/// - [`Error::NoticeRuns`]: too early.
		/// - [`Error::BondDemanded`]: the licence lives and demands more than is left. Cancelling
		///   bonds the money again.
		///
		/// ## Events
		///
		/// - [`Event::BondReleased`].
		#[pallet::call_index(10)]
		pub fn release_bond(origin: OriginFor<T>, operator: OperatorId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_release_bond(who, operator)
		}

		/// Sets what replacing a recalled gram costs.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::LicenceOrigin`]: a majority of the council.
		///
		/// ## Parameters
		///
		/// - `price`: plancks for one gram.
		///
		/// ## Details
		///
		/// The first one counts at once: until then nothing is taken from bonds. Another counts
		/// [`Config::PriceNotice`] later, for what is recalled from then on, and takes the place of any
		/// that doesn't count yet: operators and holders see what a recall will take before it does.
		///
		/// ## Errors
		///
		/// - [`Error::ZeroAmount`]: grams would be replaced for nothing.
		///
		/// ## Events
		///
		/// - [`Event::ReplacementPriceSet`].
		#[pallet::call_index(11)]
		pub fn set_replacement_price(
			origin: OriginFor<T>,
			#[pallet::compact] price: Balance,
		) -> DispatchResult {
			T::LicenceOrigin::ensure_origin(origin)?;
			Self::do_set_replacement_price(price)
		}

		/// Pays out of the replacement fund.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::LicenceOrigin`]: a majority of the council.
		///
		/// ## Parameters
		///
		/// - `beneficiary`: who is paid: who sells the replacements, or whoever buys them for all.
		/// - `amount`: plancks.
		/// - `reason`: hash of the reasons, to be published off chain.
		///
		/// ## Details
		///
		/// The existential deposit stays on the fund's account.
		///
		/// ## Errors
		///
		/// - [`Error::ZeroAmount`]: nothing is to be paid.
		/// - [`Error::BeneficiaryIsFund`]: the money would stay where it is.
		/// - [`Error::ReplacementFundShort`]: there is less in the fund.
		/// - Those of the currency: the beneficiary's account doesn't exist, and the amount is too
		///   small for it to.
		///
		/// ## Events
		///
		/// - [`Event::ReplacementFundSpent`].
		#[pallet::call_index(12)]
		pub fn spend_replacement_fund(
			origin: OriginFor<T>,
			beneficiary: T::AccountId,
			#[pallet::compact] amount: Balance,
			reason: H256,
		) -> DispatchResult {
			T::LicenceOrigin::ensure_origin(origin)?;
			Self::do_spend_replacement_fund(beneficiary, amount, reason)
		}

		/// Registers a device of an operator.
		///
		/// ## Dispatch Origin
		///
		/// Signed by the operator's holder, who pays for it. A stolen reporting key registers nothing.
		///
		/// ## Parameters
		///
		/// - `operator`: whose device.
		/// - `key`: the key that the device signs with.
		/// - `proof`: the key's signature of [`tanpu_primitives::device::DeviceConsent`]: so nobody
		///   registers a key that they don't hold.
		///
		/// ## Details
		///
		/// A deposit is held on the holder's account. The key is the operator's for
		/// ever; one that was removed can be registered again by it alone. Also while suspended or
		/// expired.
		///
		/// ## Errors
		///
		/// - [`Error::NotFound`]: no such participant.
		/// - [`Error::NotAnOperator`]: it has another role.
		/// - [`Error::NotHolder`]: the caller isn't its holder.
		/// - [`Error::AlreadyRevoked`]: the operator was revoked.
		/// - [`Error::WeakDeviceKey`]: signatures under the key need no secret.
		/// - [`Error::DeviceTaken`]: the key is another operator's.
		/// - [`Error::DeviceRegisteredAlready`]: by this operator.
		/// - [`Error::TooManyDevices`]: the operator has as many as it can.
		/// - [`Error::TooManyDeviceKeys`]: it had as many keys as it can.
		/// - [`Error::BadDeviceProof`]: the key signed something else, or not at all.
		/// - Those of the currency: the holder can't pay the deposit.
		///
		/// ## Events
		///
		/// - [`Event::DeviceRegistered`].
		#[pallet::call_index(13)]
		pub fn register_device(
			origin: OriginFor<T>,
			operator: OperatorId,
			key: MultiSigner,
			proof: MultiSignature,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_register_device(who, operator, key, proof)
		}

		/// Takes a device away.
		///
		/// ## Dispatch Origin
		///
		/// Signed by the operator's holder or one of its reporting keys: whoever is awake when a
		/// device is stolen.
		///
		/// ## Parameters
		///
		/// - `operator`: whose device.
		/// - `key`: the device's key.
		///
		/// ## Details
		///
		/// What the key signs counts no longer. The deposit goes back; the key stays the operator's.
		/// Also of a revoked operator.
		///
		/// ## Errors
		///
		/// - [`Error::NotFound`], [`Error::NotAnOperator`]: as for [`Call::register_device`].
		/// - [`Error::NotOperatorKey`]: the caller is neither its holder nor its reporting key.
		/// - [`Error::DeviceNotFound`]: the key isn't registered as this operator's.
		///
		/// ## Events
		///
		/// - [`Event::DeviceRemoved`].
		#[pallet::call_index(14)]
		pub fn remove_device(
			origin: OriginFor<T>,
			operator: OperatorId,
			key: MultiSigner,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_remove_device(who, operator, key)
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			// Both protect somebody, so both are a day or more.
			assert!(T::SuspensionPeriod::get() >= SECONDS_PER_DAY, "nobody could confirm in time");
			assert!(T::CoolDown::get() >= SECONDS_PER_DAY, "suspensions could follow each other");
			assert!(T::BondNotice::get() >= SECONDS_PER_DAY, "nobody could recall in time");
			assert!(T::PriceNotice::get() >= SECONDS_PER_DAY, "nobody could see the price coming");
			assert!(
				T::LiabilityPeriod::get() >= T::BondNotice::get(),
				"losing the licence would free the bond sooner"
			);
			assert!(T::MaxDeviceKeys::get() >= T::MaxDevices::get(), "devices without keys");
			assert!(T::MaxRelated::get() > 0, "nobody could be licensed");
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

		/// The other participants of the same owner, of whichever role and standing, rising.
		pub fn related_parties(participant: ParticipantId) -> Vec<ParticipantId> {
			Self::related_to(participant)
		}

		/// An operator's bond; none where it isn't an operator.
		pub fn bond_of(operator: OperatorId) -> Option<BondView> {
			Self::view_bond(operator)
		}

		/// Plancks of the replacement fund that the council can spend.
		pub fn replacement_fund() -> Balance {
			Self::replacement_money()
		}

		/// Plancks that replacing a recalled gram costs now; none until the council sets it.
		pub fn replacement_price() -> Option<Balance> {
			Some(ReplacementPrice::<T>::get().at(T::Clock::now())).filter(|price| *price > 0)
		}

		/// The replacement price that is to come, if one is, and the Unix seconds from which it
		/// counts.
		pub fn next_replacement_price() -> Option<(Balance, UnixSeconds)> {
			let now = T::Clock::now();
			ReplacementPrice::<T>::get().next.filter(|(_, from)| now < *from)
		}

		/// Devices of an operator with the seconds when they were registered, in the order of the
		/// state, after a key; at most [`MAX_DEVICES_PAGE`] at once.
		pub fn devices_of(
			operator: OperatorId,
			after: Option<MultiSigner>,
			limit: u32,
		) -> Vec<(MultiSigner, UnixSeconds)> {
			Self::view_devices(operator, after, limit)
		}

		/// Whose a device's key is, for ever, and whether it is registered.
		pub fn device_owner(key: MultiSigner) -> Option<DeviceOwner> {
			DeviceKeys::<T>::get(DeviceKey::from(key))
		}

		/// How many devices an operator has and had.
		pub fn device_count(operator: OperatorId) -> DeviceCount {
			DeviceCounts::<T>::get(operator)
		}
	}
}
