//! Citizens, their keys, their consent to operators, and the hot ledger of positions.
//!
//! A citizen is a permanent number, with or without a key. An account is opened on the attestation
//! of a licensed identity provider that it belongs to one real person, whose nullifier is then
//! taken for ever: one person, one account. Whoever holds a key opens with [`Pallet::open`];
//! operators open for users who hold none with [`Pallet::open_for_users`], and the person takes
//! the account over later with [`Pallet::claim`]. Nobody ever holds a key for somebody else.
//!
//! A key is replaced in three days' time ([`Pallet::replace_key`]): the old one can veto, then the
//! council decides. A closed account keeps its number, its nullifier and what it earned, and the
//! person can open it again ([`Pallet::close`], [`Pallet::open`]). Citizens pay no fees for so many
//! calls a day: see [`FeeAllowance`].
//!
//! A position is what a citizen has with one operator; that it exists and is enrolled is the
//! citizen's consent. Reports read and write it through [`tanpu_primitives::traits::Positions`]:
//! one key per citizen and batch, big-endian and Identity-hashed so that neighbours share trie
//! nodes. Both halves of the key are assigned by the chain.
//!
//! A citizen's disposition with an operator is chosen when enrolling. It can be chosen anew by
//! leaving and enrolling again once nothing credited under the old one is unsettled, so nobody
//! moves grams from one disposition to another after seeing a price.

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

pub use allowance::FeeAllowance;
pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

mod accounts;
pub mod allowance;
mod attestation;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod closing;
mod enrolment;
mod growth;
mod ledger;
#[cfg(test)]
mod mock;
mod replacement;
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
	use crate::accounts::OpeningContext;
	use alloc::vec::Vec;
	use frame_support::{dispatch::DispatchErrorWithPostInfo, pallet_prelude::*, traits::Contains};
	use frame_system::pallet_prelude::*;
	use sp_core::{crypto::AccountId32, H256};
	use tanpu_primitives::{
		traits::{IdentityProviders, Operators, Unfinished},
		verification::Proceeds,
		Be16, Be32, CitizenId, Clock, Disposition, Nullifier, OperatorId, ParticipantId, Position,
		UnixSeconds,
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// Accounts and hashes are 32 bytes: both stand in the text that providers sign.
	#[pallet::config]
	pub trait Config: frame_system::Config<AccountId = AccountId32, Hash = H256> {
		/// The chain's time, against which attestations expire.
		type Clock: Clock;

		/// Licensed scene operators.
		type Operators: Operators<AccountId32>;

		/// Licensed identity providers.
		type Providers: IdentityProviders;

		/// Users for whom one call can open accounts. Each costs a signature check and up to three
		/// new keys, so it bounds the call's weight.
		#[pallet::constant]
		type MaxOpenings: Get<u32>;

		/// Seconds that an attestation can be good for, counted from when it is presented.
		#[pallet::constant]
		type MaxAttestationLife: Get<UnixSeconds>;

		/// Seconds between the announcement of another key and its taking the old one's place: for
		/// the holder of the old key to notice, and to veto.
		#[pallet::constant]
		type ReplacementDelay: Get<UnixSeconds>;

		/// Who decides after a veto: the council.
		type CouncilOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// What has to be seen through before an account closes.
		type Unfinished: Unfinished;

		/// Pays what entrusted grams earned to who leaves an operator or closes the account.
		type Proceeds: Proceeds;

		/// Calls that a citizen can send without a fee: what citizens do for themselves. Never one
		/// that carries another call.
		type FreeCall: Contains<<Self as frame_system::Config>::RuntimeCall>;

		/// Calls that a citizen can send a day without a fee.
		#[pallet::constant]
		type FreeCallsPerDay: Get<u32>;

		type WeightInfo: WeightInfo;
	}

	/// The number that the next new citizen gets; also how many there are.
	#[pallet::storage]
	pub type NextCitizenId<T> = StorageValue<_, CitizenId, ValueQuery>;

	/// Every citizen, by number. Never removed.
	#[pallet::storage]
	pub type Citizens<T> = StorageMap<_, Twox64Concat, CitizenId, Citizen>;

	/// The citizen for whom a key acts.
	#[pallet::storage]
	pub type CitizenByKey<T> = StorageMap<_, Blake2_128Concat, AccountId32, CitizenId>;

	/// The citizen of a nullifier. Never removed: one person, one account, ever.
	#[pallet::storage]
	pub type CitizenByNullifier<T> = StorageMap<_, Blake2_128Concat, Nullifier, CitizenId>;

	/// The key that is to take the place of a citizen's own; at most one for each.
	#[pallet::storage]
	pub type Replacements<T> = StorageMap<_, Twox64Concat, CitizenId, Replacement>;

	/// Calls that citizens sent without a fee on the latest day on which they did. Never removed:
	/// six bytes for each person who ever did.
	#[pallet::storage]
	pub type FreeCallsUsed<T> = StorageMap<_, Twox64Concat, CitizenId, FreeCalls, ValueQuery>;

	/// The hot ledger: what a citizen has with an operator. Never removed.
	#[pallet::storage]
	pub type Positions<T> = StorageDoubleMap<_, Identity, Be16, Identity, Be32, Position>;

	/// Sums over an operator's positions, kept with every change of one.
	#[pallet::storage]
	pub type OperatorTotals<T> = StorageMap<_, Twox64Concat, OperatorId, Totals, ValueQuery>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A person opened their account with a key.
		AccountOpened { citizen: CitizenId, key: AccountId32, provider: ParticipantId },
		/// An operator presented users without a key; one outcome per entry, in their order.
		AccountsOpened {
			operator: OperatorId,
			provider: ParticipantId,
			outcomes: BoundedVec<OpeningOutcome, T::MaxOpenings>,
		},
		/// A person took over the account that an operator had opened for them.
		KeyClaimed { citizen: CitizenId, key: AccountId32, provider: ParticipantId },
		/// Another key is to take the place of a citizen's own, from `due` (Unix seconds) on.
		ReplacementAnnounced {
			citizen: CitizenId,
			key: AccountId32,
			provider: ParticipantId,
			due: UnixSeconds,
		},
		/// The old key vetoed the replacement: the council decides.
		ReplacementVetoed { citizen: CitizenId },
		/// The council decided about a veto. Not upheld, the replacement goes on.
		VetoDecided { citizen: CitizenId, upheld: bool },
		/// The key will not take the old one's place.
		ReplacementDropped { citizen: CitizenId, key: AccountId32 },
		/// Another key took the place of a citizen's own.
		KeyReplaced { citizen: CitizenId, key: AccountId32, provider: ParticipantId },
		/// A citizen closed the account and left every operator; what was earned stays.
		AccountClosed { citizen: CitizenId },
		/// A closed account was opened again, under its old number.
		AccountReopened { citizen: CitizenId, key: AccountId32, provider: ParticipantId },
		/// A citizen consented to an operator.
		Enrolled { citizen: CitizenId, operator: OperatorId, disposition: Disposition },
		/// A citizen withdrew the consent; what was earned stays.
		Left { citizen: CitizenId, operator: OperatorId },
	}

	#[pallet::error]
	pub enum Error<T> {
		/// The attestation is past its expiry.
		AttestationExpired,
		/// The attestation would be good for longer than `MaxAttestationLife`.
		ExpiryTooFar,
		/// The provider's signature does not fit: forged, another provider's, for another chain,
		/// purpose, person or key.
		BadProviderSignature,
		/// The new key did not sign the same text.
		BadKeySignature,
		/// The account rests on another identity provider, which can act: only that one attests.
		OtherProvider,
		/// The identity provider and the operator belong to one owner: it can't vouch for users
		/// whom the operator presents.
		ProviderRelated,
		/// No such identity provider.
		ProviderNotLicensed,
		/// The identity provider is suspended.
		ProviderSuspended,
		/// The identity provider's licence was revoked.
		ProviderRevoked,
		/// The identity provider's licence has run out.
		ProviderExpired,
		/// The key acts for a citizen already.
		KeyInUse,
		/// The person has an account. One that an operator opened is claimed, not opened again.
		AlreadyOpen,
		/// The statement's epoch is not the account's: an older statement, or one for another
		/// occasion.
		EpochMismatch,
		/// Every citizen number is taken.
		CitizensExhausted,
		/// No account was opened for the person: there is nothing to claim.
		UnknownNullifier,
		/// The account is closed.
		AccountClosed,
		/// The account has a key: it is replaced, not claimed.
		HasKey,
		/// The account has no key: it is claimed, there is nothing to replace.
		NoKey,
		/// A replacement of the key is under way.
		ReplacementPending,
		/// No replacement of the key is under way.
		NoReplacement,
		/// The old key vetoed: the council decides first.
		UnderVeto,
		/// The council rejected the veto. There is no second one.
		VetoRejected,
		/// Nobody vetoed the replacement: there is nothing to decide.
		NotUnderVeto,
		/// The delay of the replacement still runs.
		DelayRuns,
		/// Orders are unfinished, which only the citizen's key could dispute. Each ends by itself.
		OrdersUnfinished,
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
		/// The signing account is no citizen's key.
		NotACitizen,
		/// The citizen is enrolled with the operator.
		AlreadyEnrolled,
		/// The citizen is not enrolled with the operator.
		NotEnrolled,
		/// Grams credited under the earlier disposition are unsettled: it can't change yet.
		DispositionLocked,
		/// The citizen holds positions with `MAX_ENROLMENTS` operators.
		TooManyEnrolments,
		/// An operator's sum would exceed its type.
		TotalsOverflow,
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
		/// Opens the one account of a person who holds a key, or opens it again.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by anyone: the person or whoever pays the fee for them. What counts is what the
		/// provider and the key signed.
		///
		/// ## Parameters
		///
		/// - `attestation`: an identity provider's statement with purpose `open` and epoch 0, or that
		///   of the closed account; signed by the provider and by the key.
		///
		/// ## Details
		///
		/// The citizen gets the next number and the nullifier is taken for ever. The key's account
		/// gets a provider reference: it can sign without a balance.
		///
		/// Who closed the account gets it back under its number, with all that it earned and
		/// enrolled with nobody. The provider that it rests on attests, or any other where that one
		/// can't act.
		///
		/// ## Errors
		///
		/// - [`Error::AttestationExpired`], [`Error::ExpiryTooFar`]: the statement's expiry.
		/// - [`Error::AlreadyOpen`]: the person has an account that is open.
		/// - [`Error::EpochMismatch`]: the epoch is not 0, or not the closed account's.
		/// - [`Error::KeyInUse`]: the key acts for a citizen already.
		/// - [`Error::OtherProvider`]: the closed account rests on another provider, which can act.
		/// - [`Error::ProviderNotLicensed`], [`Error::ProviderSuspended`],
		///   [`Error::ProviderRevoked`], [`Error::ProviderExpired`]: the provider can't attest.
		/// - [`Error::BadProviderSignature`], [`Error::BadKeySignature`]: a signature doesn't fit.
		/// - [`Error::CitizensExhausted`]: every number is taken.
		///
		/// ## Events
		///
		/// - [`Event::AccountOpened`] or [`Event::AccountReopened`]
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::open().max(T::WeightInfo::reopen()))]
		pub fn open(origin: OriginFor<T>, attestation: KeyAttestation) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_open(attestation)?;
			Ok(())
		}

		/// Opens accounts for an operator's users who hold no key, and enrols them.
		///
		/// ## Dispatch Origin
		///
		/// Signed by an operator's reporting key.
		///
		/// ## Parameters
		///
		/// - `provider`: the identity provider that signed every entry; of another owner than the
		///   operator's.
		/// - `entries`: per user a statement with purpose `open`, no key, this operator, what the
		///   user chose for their grams, and epoch 0.
		///
		/// ## Details
		///
		/// Each entry stands for itself: good ones go in, the others name their reason. What becomes
		/// of the grams is part of the signed text: the operator can't choose it. A person
		/// who has an account without a key is enrolled with this operator too; one who is enrolled
		/// already is left unchanged, whatever the entry, so sending a batch again is harmless. A
		/// citizen with a key enrols by themself. Entries that change nothing cost less.
		///
		/// ## Errors
		///
		/// - [`Error::NotAReporter`]: the origin is no operator's reporting key.
		/// - [`Error::OperatorNotLicensed`], [`Error::OperatorSuspended`],
		///   [`Error::OperatorRevoked`], [`Error::OperatorExpired`]: the operator can't act.
		/// - [`Error::ProviderNotLicensed`], [`Error::ProviderSuspended`],
		///   [`Error::ProviderRevoked`], [`Error::ProviderExpired`]: the provider can't attest.
		/// - [`Error::ProviderRelated`]: the provider belongs to the operator's owner.
		///
		/// ## Events
		///
		/// - [`Event::AccountsOpened`], with an outcome per entry.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::open_for_users(count(entries)))]
		pub fn open_for_users(
			origin: OriginFor<T>,
			provider: ParticipantId,
			entries: BoundedVec<Opening, T::MaxOpenings>,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let operator = T::Operators::by_reporter(&who).ok_or(Error::<T>::NotAReporter)?;
			Self::ensure_operator(operator)?;
			let provider_key = Self::provider_key(provider)?;
			ensure!(!T::Providers::related(operator, provider), Error::<T>::ProviderRelated);
			let genesis = Self::genesis_hash();
			let context = OpeningContext { operator, provider, provider_key, genesis };

			let entered = count(&entries);
			let (outcomes, unchanged) = Self::do_open_for_users(&context, entries);
			Self::deposit_event(Event::AccountsOpened { operator, provider, outcomes });
			// The base is paid once.
			let again = T::WeightInfo::open_for_users_again(unchanged)
				.saturating_sub(T::WeightInfo::open_for_users_again(0));
			let weight = T::WeightInfo::open_for_users(entered.saturating_sub(unchanged))
				.saturating_add(again);
			Ok(Some(weight).into())
		}

		/// Gives an account that an operator opened to its owner's key.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by anyone: the person or whoever pays the fee for them.
		///
		/// ## Parameters
		///
		/// - `attestation`: a statement with purpose `claim` and the account's epoch, signed by the
		///   identity provider that the account rests on and by the key.
		///
		/// ## Details
		///
		/// Everything earned stays where it is, under the citizen's number. The key's account gets
		/// a provider reference: it can sign without a balance.
		///
		/// Where the provider that the account rests on can't act (suspended, revoked, expired), any
		/// other may attest instead, and the account rests on that one from then on.
		///
		/// ## Errors
		///
		/// - [`Error::AttestationExpired`], [`Error::ExpiryTooFar`]: the statement's expiry.
		/// - [`Error::UnknownNullifier`]: the person has no account.
		/// - [`Error::AccountClosed`]: the account is closed.
		/// - [`Error::HasKey`]: the account has a key.
		/// - [`Error::EpochMismatch`]: the epoch is not the account's.
		/// - [`Error::KeyInUse`]: the key acts for a citizen already.
		/// - [`Error::OtherProvider`]: the account rests on another provider, which can act.
		/// - [`Error::ProviderNotLicensed`], [`Error::ProviderSuspended`],
		///   [`Error::ProviderRevoked`], [`Error::ProviderExpired`]: the provider can't attest.
		/// - [`Error::BadProviderSignature`], [`Error::BadKeySignature`]: a signature doesn't fit.
		///
		/// ## Events
		///
		/// - [`Event::KeyClaimed`]
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::claim())]
		pub fn claim(origin: OriginFor<T>, attestation: KeyAttestation) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_claim(attestation)?;
			Ok(())
		}

		/// Consents to an operator: from here on it can report the citizen's acts.
		///
		/// ## Dispatch Origin
		///
		/// Signed by a citizen's key.
		///
		/// ## Parameters
		///
		/// - `operator`: the operator to enrol with.
		/// - `disposition`: what becomes of the verified grams.
		///
		/// ## Details
		///
		/// Who left an operator and enrols again keeps what was earned. The disposition can be
		/// another one then, once nothing credited under the earlier one is unsettled.
		///
		/// ## Errors
		///
		/// - [`Error::NotACitizen`]: the origin is no citizen's key.
		/// - [`Error::OperatorNotLicensed`], [`Error::OperatorSuspended`],
		///   [`Error::OperatorRevoked`], [`Error::OperatorExpired`]: the operator can't act.
		/// - [`Error::AlreadyEnrolled`]: there is nothing to do.
		/// - [`Error::DispositionLocked`]: another disposition than that of unsettled grams.
		/// - [`Error::TooManyEnrolments`]: positions with [`MAX_ENROLMENTS`] operators.
		///
		/// ## Events
		///
		/// - [`Event::Enrolled`]
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::enrol())]
		pub fn enrol(
			origin: OriginFor<T>,
			operator: OperatorId,
			disposition: Disposition,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_enrol(&who, operator, disposition)?;
			Ok(())
		}

		/// Withdraws the consent to an operator: nothing more is credited there.
		///
		/// ## Dispatch Origin
		///
		/// Signed by a citizen's key.
		///
		/// ## Parameters
		///
		/// - `operator`: the operator to leave, whatever the state of its licence.
		///
		/// ## Details
		///
		/// What was earned stays, and so does the position. What entrusted grams of one class have
		/// brought is paid to the key, where there is any.
		///
		/// ## Errors
		///
		/// - [`Error::NotACitizen`]: the origin is no citizen's key.
		/// - [`Error::NotEnrolled`]: the citizen is not enrolled with the operator.
		///
		/// ## Events
		///
		/// - [`Event::Left`]
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::leave().saturating_add(T::Proceeds::weight()))]
		pub fn leave(origin: OriginFor<T>, operator: OperatorId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_leave(&who, operator)?;
			Ok(())
		}

		/// Announces that another key takes the place of a citizen's own.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by anyone: the person or whoever pays the fee for them. What counts is what the
		/// provider and the new key signed.
		///
		/// ## Parameters
		///
		/// - `attestation`: a statement with purpose `replace` and the account's epoch, signed by the
		///   identity provider that the account rests on and by the new key.
		///
		/// ## Details
		///
		/// It is carried out by [`Pallet::complete_replacement`] once [`Config::ReplacementDelay`]
		/// has passed. Until then the old key acts as before and can veto. Each citizen has at most
		/// one replacement under way; only one that can't be carried out any more (its key has become
		/// a citizen's, its provider was stopped) gives way to another.
		///
		/// Where the provider that the account rests on can't act (suspended, revoked, expired), any
		/// other may attest instead, and the account rests on that one once it is carried out.
		///
		/// ## Errors
		///
		/// - [`Error::AttestationExpired`], [`Error::ExpiryTooFar`]: the statement's expiry.
		/// - [`Error::UnknownNullifier`]: the person has no account.
		/// - [`Error::AccountClosed`]: the account is closed.
		/// - [`Error::NoKey`]: the account has no key.
		/// - [`Error::ReplacementPending`]: a replacement is under way.
		/// - [`Error::EpochMismatch`]: the epoch is not the account's.
		/// - [`Error::KeyInUse`]: the key acts for a citizen already.
		/// - [`Error::OtherProvider`]: the account rests on another provider, which can act.
		/// - [`Error::ProviderNotLicensed`], [`Error::ProviderSuspended`],
		///   [`Error::ProviderRevoked`], [`Error::ProviderExpired`]: the provider can't attest.
		/// - [`Error::BadProviderSignature`], [`Error::BadKeySignature`]: a signature doesn't fit.
		///
		/// ## Events
		///
		/// - [`Event::ReplacementAnnounced`], after [`Event::ReplacementDropped`] where one gave way.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::replace_key())]
		pub fn replace_key(origin: OriginFor<T>, attestation: KeyAttestation) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_replace_key(attestation)?;
			Ok(())
		}

		/// Objects to the replacement of one's key.
		///
		/// ## Dispatch Origin
		///
		/// Signed by the key that would be replaced.
		///
		/// ## Details
		///
		/// As long as it isn't carried out, after the delay as well. The council decides then.
		///
		/// ## Errors
		///
		/// - [`Error::NotACitizen`]: the origin is no citizen's key.
		/// - [`Error::NoReplacement`]: no replacement is under way.
		/// - [`Error::UnderVeto`]: there is a veto.
		/// - [`Error::VetoRejected`]: the council has decided already.
		///
		/// ## Events
		///
		/// - [`Event::ReplacementVetoed`]
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::veto_replacement())]
		pub fn veto_replacement(origin: OriginFor<T>) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_veto_replacement(&who)?;
			Ok(())
		}

		/// Decides whether a veto holds.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::CouncilOrigin`].
		///
		/// ## Parameters
		///
		/// - `citizen`: whose key it is about.
		/// - `upheld`: whether the replacement is dropped. Otherwise it goes on: it is carried out
		///   once its delay is over, and nobody can veto it again.
		///
		/// ## Errors
		///
		/// - [`Error::NoReplacement`]: no replacement is under way.
		/// - [`Error::NotUnderVeto`]: nobody vetoed it.
		///
		/// ## Events
		///
		/// - [`Event::VetoDecided`], and [`Event::ReplacementDropped`] where it is upheld.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::decide_veto())]
		pub fn decide_veto(
			origin: OriginFor<T>,
			citizen: CitizenId,
			upheld: bool,
		) -> DispatchResult {
			T::CouncilOrigin::ensure_origin(origin)?;
			Self::do_decide_veto(citizen, upheld)?;
			Ok(())
		}

		/// Carries out the replacement of a citizen's key.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by anyone.
		///
		/// ## Parameters
		///
		/// - `citizen`: whose key it is about.
		///
		/// ## Details
		///
		/// Everything earned stays where it is, under the citizen's number, and so do enrolments and
		/// orders. What the old key's account holds in TANP stays with that key. The new key's
		/// account gets a provider reference: it can sign without a balance; the old one keeps its
		/// own, so that its nonce is never forgotten.
		///
		/// ## Errors
		///
		/// - [`Error::NoReplacement`]: no replacement is under way.
		/// - [`Error::UnderVeto`]: the council has yet to decide.
		/// - [`Error::ProviderNotLicensed`], [`Error::ProviderSuspended`],
		///   [`Error::ProviderRevoked`], [`Error::ProviderExpired`]: the provider that attested the
		///   new key was stopped meanwhile, and the council has not confirmed it.
		/// - [`Error::DelayRuns`]: it is too early.
		/// - [`Error::KeyInUse`]: the new key has become a citizen's meanwhile.
		///
		/// ## Events
		///
		/// - [`Event::KeyReplaced`]
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::complete_replacement())]
		pub fn complete_replacement(origin: OriginFor<T>, citizen: CitizenId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_complete_replacement(citizen)?;
			Ok(())
		}

		/// Closes one's account.
		///
		/// ## Dispatch Origin
		///
		/// Signed by a citizen's key.
		///
		/// ## Details
		///
		/// The citizen leaves every operator and the key acts for nobody. The number and the
		/// nullifier stay taken for ever: the same person opens this account again, with
		/// [`Pallet::open`], or none. What was earned stays under the number: points can be spent
		/// after reopening, as long as their series lasts; a reversal of points takes its course. A
		/// replacement that is under way is dropped. What entrusted grams of the oldest issued class
		/// have brought is paid to the key; what others bring waits for another key.
		///
		/// ## Errors
		///
		/// - [`Error::NotACitizen`]: the origin is no citizen's key.
		/// - [`Error::OrdersUnfinished`]: an order could no longer be disputed.
		///
		/// ## Events
		///
		/// - [`Event::AccountClosed`], after [`Event::ReplacementDropped`] where one was under way.
		#[pallet::call_index(9)]
		#[pallet::weight(
			T::WeightInfo::close(MAX_ENROLMENTS)
				.saturating_add(T::Unfinished::weight())
				.saturating_add(T::Proceeds::weight())
		)]
		pub fn close(origin: OriginFor<T>) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let weight =
				|positions| T::WeightInfo::close(positions).saturating_add(T::Unfinished::weight());
			// A refusal comes before any position is touched, and is not to weigh as if all were.
			let positions = Self::do_close(&who).map_err(|error| DispatchErrorWithPostInfo {
				post_info: Some(weight(0)).into(),
				error: error.into(),
			})?;
			Ok(Some(weight(positions).saturating_add(T::Proceeds::weight())).into())
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// A citizen's record.
		pub fn citizen(citizen: CitizenId) -> Option<Citizen> {
			Citizens::<T>::get(citizen)
		}

		/// The citizen for whom a key acts.
		pub fn citizen_of_key(key: AccountId32) -> Option<CitizenId> {
			CitizenByKey::<T>::get(key)
		}

		/// The citizen of a nullifier.
		pub fn citizen_of_nullifier(nullifier: Nullifier) -> Option<CitizenId> {
			CitizenByNullifier::<T>::get(nullifier)
		}

		/// What a citizen has with an operator.
		pub fn position(operator: OperatorId, citizen: CitizenId) -> Option<Position> {
			Positions::<T>::get(Be16::from(operator), Be32::from(citizen))
		}

		/// What a citizen has with every operator, in rising order of operator; at most
		/// [`MAX_ENROLMENTS`].
		pub fn positions(citizen: CitizenId) -> Vec<(OperatorId, Position)> {
			let operators = Citizens::<T>::get(citizen).map(|record| record.operators);
			operators
				.into_iter()
				.flatten()
				.filter_map(|operator| Some((operator, Self::position(operator, citizen)?)))
				.collect()
		}

		/// The key that is to take the place of a citizen's own, if one is.
		pub fn replacement(citizen: CitizenId) -> Option<Replacement> {
			Replacements::<T>::get(citizen)
		}

		/// Calls that a key can still send today without a fee; none where it acts for no citizen.
		pub fn free_calls_left(key: AccountId32) -> Option<u32> {
			let (_, used) = Self::free_calls_of(&key)?;
			Some(T::FreeCallsPerDay::get().saturating_sub(used))
		}

		/// Sums over an operator's positions.
		pub fn operator_totals(operator: OperatorId) -> Totals {
			OperatorTotals::<T>::get(operator)
		}
	}

	/// How many there are; a bounded vector's length always fits.
	fn count<Entry>(entries: &[Entry]) -> u32 {
		u32::try_from(entries.len()).unwrap_or(u32::MAX)
	}
}
