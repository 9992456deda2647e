//! Who validates: candidates, admission by the council, and what becomes of validators that are
//! offline or equivocate.
//!
//! # The way into the set
//!
//! 1. `session.set_keys` registers session keys. It takes a proof of possession: a signature by each
//!    of the keys over the account.
//! 2. [`Call::apply`] makes the account a candidate and holds the deposit.
//! 3. [`Call::admit`], by two thirds of the council, makes it a member. It validates from the
//!    session after the next: keys of a session are fixed one session ahead.
//!
//! # The ways out
//!
//! | way | by | back |
//! |---|---|---|
//! | [`Call::leave`], [`Call::remove`] | itself, the council | applies anew |
//! | [`Call::chill`] | itself, for maintenance | [`Call::rejoin`] |
//! | offline | by rule, as its session ends | [`Call::rejoin`] |
//! | equivocation | by rule, on proof | applies anew, the council judges |
//!
//! Nobody is taken out when fewer than the minimum would stay, counted by registered keys: four, or
//! what genesis said (development: one). The minimum can't change afterwards.
//!
//! # Offline
//!
//! A member that made no block in [`Config::IdleSessions`] sessions in a row, while
//! [`Config::IdleBlocks`] blocks of those that were made would have been its share, is chilled. An
//! honest validator with bad luck misses `n` of its blocks in a row with probability e^-n.
//!
//! # Equivocation
//!
//! Proven by anybody through BABE or GRANDPA: the offender is disabled at once and left out from the
//! session after the next. Disabling is limited to (n - 1) / 3 of the validators, so to nobody in a
//! set below four. In the smallest set it stays, disabled, until another is admitted. The deposit
//! isn't taken: most equivocations are one machine started twice.
//!
//! # What doesn't depend on hooks
//!
//! The only hook accounts for the weight of counting authors. All else happens as sessions change.

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

pub use offences::{FirstReport, Identification};
pub use pallet::*;
pub use types::{ChillReason, Idle, Member, Sessions, Standing, Summary};
pub use weights::WeightInfo;

mod offences;
mod proofs;
mod sessions;
mod set;
mod try_state;
mod types;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

use frame_support::traits::fungible;

/// The balance of [`Config::Currency`].
pub type BalanceOf<T> =
	<<T as Config>::Currency as fungible::Inspect<<T as frame_system::Config>::AccountId>>::Balance;

/// A member of the set.
pub type MemberOf<T> = Member<<T as frame_system::Config>::AccountId, BalanceOf<T>>;

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
	use frame_support::pallet_prelude::*;
	use frame_system::pallet_prelude::*;
	use sp_runtime::traits::OpaqueKeys;
	use sp_staking::SessionIndex;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The runtime's reasons for holds.
		type RuntimeHoldReason: From<HoldReason>;

		/// What deposits are paid in.
		type Currency: fungible::MutateHold<Self::AccountId, Reason = Self::RuntimeHoldReason>;

		/// A validator's keys, all kinds together.
		type Keys: OpaqueKeys + Parameter + sp_runtime::traits::Member + MaxEncodedLen;

		/// Sessions: who validates now and next, and with which keys.
		type Sessions: Sessions<Self::AccountId, Keys = Self::Keys, Root = Self::Hash>;

		/// Who admits and removes: two thirds of the council.
		type CouncilOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// What a candidate deposits until it leaves.
		#[pallet::constant]
		type Deposit: Get<BalanceOf<Self>>;

		/// Most members of the set. At most what BABE and GRANDPA can hold.
		#[pallet::constant]
		type MaxMembers: Get<u32>;

		/// Most candidates at once.
		#[pallet::constant]
		type MaxCandidates: Get<u32>;

		/// Sessions without a block after which a member counts as offline, if its share in them was
		/// [`Config::IdleBlocks`].
		#[pallet::constant]
		type IdleSessions: Get<u32>;

		/// Blocks that a member's share must come to before making none counts as being offline.
		#[pallet::constant]
		type IdleBlocks: Get<u32>;

		/// How many sessions back an equivocation can be proven.
		#[pallet::constant]
		type EvidenceSessions: Get<SessionIndex>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	/// Why money is held.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The deposit of a candidate or member.
		Validator,
	}

	#[pallet::type_value]
	pub fn ProductionMinimum() -> u32 {
		4
	}

	/// Fewest validators with registered keys. Written at genesis only.
	#[pallet::storage]
	pub type Minimum<T> = StorageValue<_, u32, ValueQuery, ProductionMinimum>;

	/// The set, in order of account.
	#[pallet::storage]
	pub type Members<T: Config> =
		StorageValue<_, BoundedVec<MemberOf<T>, T::MaxMembers>, ValueQuery>;

	/// Who wants to be in the set, and what is held of theirs.
	#[pallet::storage]
	pub type Candidates<T: Config> =
		CountedStorageMap<_, Blake2_128Concat, T::AccountId, BalanceOf<T>>;

	/// Validators that equivocated, with the session of the first offence that was proven. At most
	/// as many as the council ever admitted; admitting one again clears its record.
	#[pallet::storage]
	pub type Offenders<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, SessionIndex>;

	/// Blocks of the running session by author. Cleared as the session ends.
	#[pallet::storage]
	pub type Authored<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, u32, ValueQuery>;

	/// The running session's validators with the keys that they use in it.
	#[pallet::storage]
	pub type SessionKeys<T: Config> =
		StorageValue<_, BoundedVec<(T::AccountId, T::Keys), T::MaxMembers>, ValueQuery>;

	#[pallet::genesis_config]
	pub struct GenesisConfig<T: Config> {
		/// Fewest validators with registered keys, at least 1.
		pub minimum: u32,
		#[serde(skip)]
		pub _config: core::marker::PhantomData<T>,
	}

	impl<T: Config> Default for GenesisConfig<T> {
		fn default() -> Self {
			Self { minimum: ProductionMinimum::get(), _config: core::marker::PhantomData }
		}
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		/// The validators of genesis are members. They may be fewer than the minimum, in a template
		/// none: the node refuses to start a live chain from such a genesis.
		fn build(&self) {
			let mut validators = T::Sessions::validators();
			validators.sort();
			assert!(
				(1..=T::MaxMembers::get()).contains(&self.minimum),
				"validatorSet.minimum must be 1 to {}",
				T::MaxMembers::get(),
			);
			Minimum::<T>::put(self.minimum);
			let members: Vec<_> = validators
				.into_iter()
				.map(|account| super::Member {
					account,
					since: 0,
					standing: Standing::Active,
					idle: Idle::default(),
					deposit: BalanceOf::<T>::default(),
				})
				.collect();
			Members::<T>::put(
				BoundedVec::<_, T::MaxMembers>::try_from(members)
					.map_err(|_| ())
					.expect("session.keys names more validators than fit"),
			);
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// An account with session keys became a candidate.
		Applied { who: T::AccountId, deposit: BalanceOf<T> },
		/// A candidate withdrew and got its deposit back.
		Withdrawn { who: T::AccountId },
		/// The council refused a candidate, who got its deposit back.
		Refused { who: T::AccountId },
		/// The council admitted a candidate. It validates from the session after the next.
		Admitted { who: T::AccountId },
		/// A member was removed, by the council or for equivocation, and got its deposit back.
		Removed { who: T::AccountId },
		/// A member left and got its deposit back.
		Left { who: T::AccountId },
		/// A member was set aside until it rejoins.
		Chilled { who: T::AccountId, reason: ChillReason },
		/// A chilled member is active again. It validates from the session after the next.
		Rejoined { who: T::AccountId },
		/// A validator was proven to have signed two things where it may sign one, in this session.
		Equivocated { who: T::AccountId, session: SessionIndex },
		/// The set of this session differs from the one before, in who or in keys.
		Planned { session: SessionIndex, validators: u32 },
		/// Even with everybody there are fewer validators with keys than the minimum.
		FewerThanMinimum { session: SessionIndex, keyed: u32 },
		/// Session keys that aren't in use were removed, and their deposit given back.
		KeysPurged { who: T::AccountId },
	}

	#[pallet::error]
	pub enum Error<T> {
		/// The account is a candidate already.
		AlreadyCandidate,
		/// The account is a member already.
		AlreadyMember,
		/// No session keys are registered for the account.
		NoKeys,
		/// `MaxCandidates` wait already.
		TooManyCandidates,
		/// The account is no candidate.
		NotCandidate,
		/// The account is no member.
		NotMember,
		/// The set has `MaxMembers`.
		SetFull,
		/// Fewer than the minimum would be left.
		BelowMinimum,
		/// The member isn't active.
		NotActive,
		/// The member isn't chilled.
		NotChilled,
		/// The keys are a candidate's, a member's, or validate in this or the next session.
		KeysInUse,
	}

	#[pallet::call(weight = <T as Config>::WeightInfo)]
	impl<T: Config> Pallet<T> {
		/// Becomes a candidate.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by an account with registered session keys (`session.set_keys`, which takes a
		/// proof of possession).
		///
		/// ## Details
		///
		/// Holds [`Config::Deposit`] until the candidate withdraws, is refused, or leaves the set.
		///
		/// ## Errors
		///
		/// - [`Error::AlreadyCandidate`], [`Error::AlreadyMember`].
		/// - [`Error::NoKeys`]: no session keys are registered.
		/// - [`Error::TooManyCandidates`]: the list is full until the council decides.
		/// - The currency's own, where the deposit can't be held.
		///
		/// ## Events
		///
		/// - [`Event::Applied`].
		#[pallet::call_index(0)]
		pub fn apply(origin: OriginFor<T>) -> DispatchResult {
			Self::do_apply(ensure_signed(origin)?)
		}

		/// Withdraws a candidacy.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by the candidate.
		///
		/// ## Details
		///
		/// Gives the deposit back. Session keys stay registered until [`Call::purge_keys`].
		///
		/// ## Errors
		///
		/// - [`Error::NotCandidate`].
		///
		/// ## Events
		///
		/// - [`Event::Withdrawn`].
		#[pallet::call_index(1)]
		pub fn withdraw(origin: OriginFor<T>) -> DispatchResult {
			Self::do_withdraw(ensure_signed(origin)?)
		}

		/// Admits a candidate to the set.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::CouncilOrigin`]: two thirds of the council.
		///
		/// ## Parameters
		///
		/// - `who`: the candidate.
		///
		/// ## Details
		///
		/// It validates from the session after the next. A record of equivocation is cleared: the
		/// council has judged it.
		///
		/// ## Errors
		///
		/// - [`Error::NotCandidate`].
		/// - [`Error::NoKeys`]: it has no session keys any more.
		/// - [`Error::SetFull`]: the set has [`Config::MaxMembers`].
		///
		/// ## Events
		///
		/// - [`Event::Admitted`].
		#[pallet::call_index(2)]
		#[pallet::weight(<T as Config>::WeightInfo::admit(T::MaxMembers::get()))]
		pub fn admit(origin: OriginFor<T>, who: T::AccountId) -> DispatchResult {
			T::CouncilOrigin::ensure_origin(origin)?;
			Self::do_admit(who)
		}

		/// Removes a member from the set, or refuses a candidate.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::CouncilOrigin`]: two thirds of the council.
		///
		/// ## Parameters
		///
		/// - `who`: the member or candidate.
		///
		/// ## Details
		///
		/// Gives the deposit back. A member validates until the end of the next session.
		///
		/// ## Errors
		///
		/// - [`Error::NotMember`]: neither member nor candidate.
		/// - [`Error::BelowMinimum`]: fewer validators with keys than the minimum would be left.
		///
		/// ## Events
		///
		/// - [`Event::Removed`] or [`Event::Refused`].
		#[pallet::call_index(3)]
		#[pallet::weight(<T as Config>::WeightInfo::remove(T::MaxMembers::get()))]
		pub fn remove(origin: OriginFor<T>, who: T::AccountId) -> DispatchResult {
			T::CouncilOrigin::ensure_origin(origin)?;
			Self::do_remove(who)
		}

		/// Leaves the set.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by the member.
		///
		/// ## Details
		///
		/// Gives the deposit back. The member validates until the end of the next session and must
		/// keep running until then; its keys can be purged after that.
		///
		/// ## Errors
		///
		/// - [`Error::NotMember`].
		/// - [`Error::BelowMinimum`]: fewer validators with keys than the minimum would be left.
		///
		/// ## Events
		///
		/// - [`Event::Left`].
		#[pallet::call_index(4)]
		#[pallet::weight(<T as Config>::WeightInfo::leave(T::MaxMembers::get()))]
		pub fn leave(origin: OriginFor<T>) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_remove_member(&who)?;
			Self::deposit_event(Event::Left { who });
			Ok(())
		}

		/// Sets itself aside, for maintenance.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by an active member.
		///
		/// ## Details
		///
		/// It validates until the end of the next session, stays a member, and comes back with
		/// [`Call::rejoin`].
		///
		/// ## Errors
		///
		/// - [`Error::NotMember`], [`Error::NotActive`].
		/// - [`Error::BelowMinimum`]: too few active validators with keys would be left.
		///
		/// ## Events
		///
		/// - [`Event::Chilled`].
		#[pallet::call_index(5)]
		#[pallet::weight(<T as Config>::WeightInfo::chill(T::MaxMembers::get()))]
		pub fn chill(origin: OriginFor<T>) -> DispatchResult {
			Self::do_chill(ensure_signed(origin)?)
		}

		/// Comes back after having been chilled.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by a chilled member.
		///
		/// ## Details
		///
		/// It validates from the session after the next. First see to it that the node is in sync
		/// and holds the registered keys: whoever stays offline is chilled again.
		///
		/// ## Errors
		///
		/// - [`Error::NoKeys`]: no session keys are registered.
		/// - [`Error::NotMember`].
		/// - [`Error::NotChilled`]: it is active, or has equivocated.
		///
		/// ## Events
		///
		/// - [`Event::Rejoined`].
		#[pallet::call_index(6)]
		#[pallet::weight(<T as Config>::WeightInfo::rejoin(T::MaxMembers::get()))]
		pub fn rejoin(origin: OriginFor<T>) -> DispatchResult {
			Self::do_rejoin(ensure_signed(origin)?)
		}

		/// Removes session keys that aren't in use and gives their deposit back.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by the account that registered them.
		///
		/// ## Details
		///
		/// Instead of `session.purge_keys`, which is closed: with it a member could drop out of the
		/// set without anybody's consent, and the set below the minimum.
		///
		/// ## Errors
		///
		/// - [`Error::KeysInUse`]: the account is a candidate or member, or validates in this
		///   session or the next.
		/// - pallet-session's `NoKeys`.
		///
		/// ## Events
		///
		/// - [`Event::KeysPurged`].
		#[pallet::call_index(7)]
		pub fn purge_keys(origin: OriginFor<T>) -> DispatchResult {
			Self::do_purge_keys(ensure_signed(origin)?)
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		/// Authorship counts a block's author and says that this weighs nothing.
		fn on_initialize(_: BlockNumberFor<T>) -> Weight {
			<T as Config>::WeightInfo::note_author()
		}

		fn integrity_test() {
			assert!(T::MaxMembers::get() > 0, "nobody could validate");
			assert!(
				T::IdleSessions::get() > 0 && T::IdleBlocks::get() > 0,
				"everybody would be offline"
			);
			assert!(T::EvidenceSessions::get() > 1, "no equivocation could be proven");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// The members of the set.
		pub fn members() -> Vec<MemberOf<T>> {
			Members::<T>::get().into_inner()
		}

		/// The candidates, in order.
		pub fn candidates() -> Vec<T::AccountId> {
			let mut found: Vec<_> = Candidates::<T>::iter_keys().collect();
			found.sort();
			found
		}

		/// The set in numbers.
		pub fn summary() -> Summary {
			Self::summarise()
		}
	}
}
