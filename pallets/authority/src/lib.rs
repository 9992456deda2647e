//! What the council may do, with which majority, and the only door to Root.
//!
//! No origin of the runtime maps to Root. A council motion dispatches with the council's own
//! origin, so whatever asks for Root stays out of reach, except through [`Call::queue_root`]: the
//! call must be on the runtime's list ([`Config::RootCalls`]), three quarters of the council must
//! want it, and everybody then has [`Config::Delay`] seconds to see it coming before anyone can
//! have it enacted.
//!
//! # Which majority does what
//!
//! The runtime ties these together in its configuration; this is the one place that lists them.
//!
//! | act | by | how |
//! |---|---|---|
//! | queue a listed Root call (`authorize_upgrade`, `note_stalled`, ...) | at least 3/4 | `authority.queue_root` |
//! | cancel a queued Root call | at least 1/2 | `authority.cancel` |
//! | have a queued Root call enacted once its delay is over | anybody | `authority.enact` |
//! | change the council's members or its prime | at least 3/4 | `council_membership.*` |
//! | say which department a member stands for | at least 3/4 | `authority.set_department` |
//! | publish, suspend, resume or retire a methodology; exclusion groups | at least 2/3 | methodology registry, activity reports |
//! | license, amend, confirm or lift a suspension, revoke | at least 2/3 | `participants.*` |
//! | admit and remove validators | at least 2/3 | `validator_set.admit`, `validator_set.remove` |
//! | appoint the settlement office, set its daily limit | at least 2/3 | `settlement.*` |
//! | enter SafeMode, leave it, pause a call and take that back | at least 1/2 | `safe_mode.*`, `tx_pause.*` |
//! | extend SafeMode | at least 2/3 | `safe_mode.force_extend` |
//! | suspend a participant for 72 hours, at most once in 30 days each | any one member | `participants.suspend` |
//!
//! Shares are of all seats, never of the votes that were cast. This holds only where the runtime
//! counts a seat's silence as a no: with the collective's `PrimeDefaultVote` a prime who votes yes
//! alone and lets the motion lapse would be given every silent seat, and with them any majority.
//!
//! # Why no call can hide behind another
//!
//! The list is asked about the call itself, in the clear: a batch, a proxy, a `dispatch_as`, a
//! scheduled call or a further `queue_root` is a call of its own and isn't listed, whatever it
//! carries. The list is asked when the call is queued and again when it is enacted, so that a
//! runtime upgrade in between which shortens the list also closes the queue to it. And the bytes
//! are enacted only by a runtime with the same `transaction_version` as the one that queued them:
//! under another version they could mean something that nobody voted for.
//!
//! # What doesn't depend on hooks
//!
//! A queued call that nobody enacts lapses by time alone. It is cleared by [`Call::clear_lapsed`],
//! or by the next [`Call::queue_root`].

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
pub use types::{CallIndex, CallState, DepartmentName, QueuedCall, MAX_CALL_DEPTH};
pub use weights::WeightInfo;

mod queue;
mod try_state;
mod types;
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
	use alloc::{boxed::Box, vec::Vec};
	use frame_support::{
		dispatch::{DispatchResult, GetDispatchInfo, PostDispatchInfo},
		pallet_prelude::*,
		traits::{Contains, SortedMembers},
	};
	use frame_system::pallet_prelude::*;
	use sp_runtime::traits::Dispatchable;
	use tanpu_primitives::{text::check_text, Clock, UnixSeconds, SECONDS_PER_DAY};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The runtime's call.
		type RuntimeCall: Parameter
			+ Dispatchable<RuntimeOrigin = Self::RuntimeOrigin, PostInfo = PostDispatchInfo>
			+ GetDispatchInfo
			+ From<frame_system::Call<Self>>
			+ IsType<<Self as frame_system::Config>::RuntimeCall>;

		/// The calls that may be dispatched as Root. Match exact calls; never one that carries
		/// another call, and never one that writes arbitrary storage or code.
		type RootCalls: Contains<<Self as Config>::RuntimeCall>;

		/// Who may queue a listed call: three quarters of the council.
		type QueueOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Who may cancel a queued call: half of the council. It takes fewer to stop than to begin.
		type CancelOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// The council's members.
		type Members: SortedMembers<Self::AccountId>;

		/// The chain's clock.
		type Clock: Clock;

		/// Seconds between queueing and the first moment of enactment; a day or more.
		#[pallet::constant]
		type Delay: Get<u64>;

		/// Seconds, from the end of the delay, in which the call can be enacted; then it lapses.
		#[pallet::constant]
		type EnactPeriod: Get<u64>;

		/// Most calls in the queue at once.
		#[pallet::constant]
		type MaxQueued: Get<u32>;

		/// Longest encoding of a queued call, bytes.
		#[pallet::constant]
		type MaxCallSize: Get<u32>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	/// Calls that wait to be enacted, by the index that they got when queued.
	#[pallet::storage]
	pub type QueuedCalls<T: Config> =
		CountedStorageMap<_, Twox64Concat, CallIndex, QueuedCall<T::MaxCallSize>>;

	/// The index of the next call to be queued. Indices are never used again.
	#[pallet::storage]
	pub type NextCallIndex<T> = StorageValue<_, CallIndex, ValueQuery>;

	/// Which department a member of the council stands for. An entry outlives the seat until it is
	/// cleared; views show members only.
	#[pallet::storage]
	pub type Departments<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, DepartmentName>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// The council queued a Root call.
		Queued {
			index: CallIndex,
			/// Hash of the encoded call.
			call_hash: T::Hash,
			/// Unix seconds from which it can be enacted.
			ready: UnixSeconds,
			/// Unix seconds from which it no longer can.
			lapses: UnixSeconds,
		},
		/// A queued call was dispatched as Root, with this result, and left the queue.
		Enacted { index: CallIndex, result: DispatchResult },
		/// The council cancelled a queued call.
		Cancelled { index: CallIndex },
		/// A call that nobody enacted in time was cleared from the queue.
		Lapsed { index: CallIndex },
		/// The council said which department an account stands for; none: no longer any.
		DepartmentSet { who: T::AccountId, name: Option<DepartmentName> },
	}

	#[pallet::error]
	pub enum Error<T> {
		/// The call isn't on the list of calls that may be dispatched as Root.
		NotListed,
		/// The encoded call is longer than `MaxCallSize`.
		CallTooLarge,
		/// The bytes aren't a call of this runtime, or nest deeper than `MAX_CALL_DEPTH`.
		NotDecodable,
		/// `MaxQueued` calls wait already.
		QueueFull,
		/// There are no more indices.
		IndicesExhausted,
		/// No queued call has this index.
		NotFound,
		/// The delay isn't over.
		NotReady,
		/// The time in which it could be enacted is over.
		AlreadyLapsed,
		/// The time in which it can be enacted isn't over.
		NotLapsed,
		/// The runtime's encoding of calls has changed since the call was queued.
		EncodingChanged,
		/// The call's weight is above the `max_weight` that was paid for.
		MaxWeightTooLow,
		/// The account has no seat in the council.
		NotMember,
		/// The name is empty or can't be shown.
		BadName,
	}

	#[pallet::call(weight = <T as Config>::WeightInfo)]
	impl<T: Config> Pallet<T> {
		/// Queues a call to be dispatched as Root after the delay.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::QueueOrigin`]: three quarters of the council.
		///
		/// ## Parameters
		///
		/// - `call`: a call on the list, at most [`Config::MaxCallSize`] bytes encoded.
		///
		/// ## Details
		///
		/// The call is stored encoded. It can be enacted once [`Config::Delay`] seconds have
		/// passed, for [`Config::EnactPeriod`] seconds. Queued calls that have lapsed are cleared.
		///
		/// ## Errors
		///
		/// - [`Error::NotListed`]: the call isn't on the list. A call that carries another never is.
		/// - [`Error::CallTooLarge`]: it is too long.
		/// - [`Error::NotDecodable`]: it nests deeper than [`MAX_CALL_DEPTH`].
		/// - [`Error::QueueFull`]: too many calls wait.
		/// - [`Error::IndicesExhausted`]: every index was given.
		///
		/// ## Events
		///
		/// - [`Event::Lapsed`] for each lapsed call that was cleared.
		/// - [`Event::Queued`].
		#[pallet::call_index(0)]
		#[pallet::weight(<T as Config>::WeightInfo::queue_root(T::MaxQueued::get()))]
		pub fn queue_root(
			origin: OriginFor<T>,
			call: Box<<T as Config>::RuntimeCall>,
		) -> DispatchResultWithPostInfo {
			T::QueueOrigin::ensure_origin(origin)?;
			let looked_at = Self::do_queue(&call)?;
			Ok(Some(<T as Config>::WeightInfo::queue_root(looked_at)).into())
		}

		/// Dispatches a queued call as Root.
		///
		/// ## Dispatch Origin
		///
		/// Any signed account: the council has decided, and nobody can hold its decision up.
		///
		/// ## Parameters
		///
		/// - `index`: the queued call.
		/// - `max_weight`: an upper bound of its weight, which is charged in advance. What the call
		///   doesn't use is given back.
		///
		/// ## Details
		///
		/// The call leaves the queue whatever its own outcome, which the event carries. A call that
		/// fails has no effect.
		///
		/// ## Errors
		///
		/// The call stays queued when one of these is given:
		///
		/// - [`Error::NotFound`]: there is no such call.
		/// - [`Error::NotReady`]: too early.
		/// - [`Error::AlreadyLapsed`]: too late.
		/// - [`Error::EncodingChanged`]: the runtime was upgraded since and encodes calls otherwise.
		/// - [`Error::NotDecodable`]: the bytes aren't a call of this runtime.
		/// - [`Error::NotListed`]: the call isn't on the list any more.
		/// - [`Error::MaxWeightTooLow`]: `max_weight` is below the call's weight.
		///
		/// ## Events
		///
		/// - [`Event::Enacted`], with the result.
		#[pallet::call_index(1)]
		#[pallet::weight(<T as Config>::WeightInfo::enact().saturating_add(*max_weight))]
		pub fn enact(
			origin: OriginFor<T>,
			index: CallIndex,
			max_weight: Weight,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let used = Self::do_enact(index, max_weight)?;
			Ok(Some(<T as Config>::WeightInfo::enact().saturating_add(used)).into())
		}

		/// Takes a call out of the queue.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::CancelOrigin`]: half of the council.
		///
		/// ## Parameters
		///
		/// - `index`: the queued call, whether it waits, can be enacted or has lapsed.
		///
		/// ## Details
		///
		/// The index isn't used again; the same call can be queued anew and waits anew.
		///
		/// ## Errors
		///
		/// - [`Error::NotFound`]: there is no such call.
		///
		/// ## Events
		///
		/// - [`Event::Cancelled`].
		#[pallet::call_index(2)]
		pub fn cancel(origin: OriginFor<T>, index: CallIndex) -> DispatchResult {
			T::CancelOrigin::ensure_origin(origin)?;
			ensure!(QueuedCalls::<T>::take(index).is_some(), Error::<T>::NotFound);
			Self::deposit_event(Event::Cancelled { index });
			Ok(())
		}

		/// Clears a call that nobody enacted in time.
		///
		/// ## Dispatch Origin
		///
		/// Any signed account.
		///
		/// ## Parameters
		///
		/// - `index`: the lapsed call.
		///
		/// ## Details
		///
		/// Only tidies up: a lapsed call has no effect whether it is cleared or not.
		///
		/// ## Errors
		///
		/// - [`Error::NotFound`]: there is no such call.
		/// - [`Error::NotLapsed`]: it can still be enacted.
		///
		/// ## Events
		///
		/// - [`Event::Lapsed`].
		#[pallet::call_index(3)]
		pub fn clear_lapsed(origin: OriginFor<T>, index: CallIndex) -> DispatchResult {
			ensure_signed(origin)?;
			let queued = QueuedCalls::<T>::get(index).ok_or(Error::<T>::NotFound)?;
			ensure!(queued.state(T::Clock::now()) == CallState::Lapsed, Error::<T>::NotLapsed);
			Self::clear(index);
			Ok(())
		}

		/// Says which department a member of the council stands for.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::QueueOrigin`]: three quarters of the council, as for a change of its members.
		///
		/// ## Parameters
		///
		/// - `who`: a member; to clear an entry, anybody.
		/// - `name`: of the department; none clears the entry.
		///
		/// ## Details
		///
		/// For people to read. It gives no power.
		///
		/// ## Errors
		///
		/// - [`Error::NotMember`]: `who` has no seat.
		/// - [`Error::BadName`]: the name is empty or can't be shown.
		///
		/// ## Events
		///
		/// - [`Event::DepartmentSet`].
		#[pallet::call_index(4)]
		pub fn set_department(
			origin: OriginFor<T>,
			who: T::AccountId,
			name: Option<DepartmentName>,
		) -> DispatchResult {
			T::QueueOrigin::ensure_origin(origin)?;
			match &name {
				Some(name) => {
					ensure!(T::Members::contains(&who), Error::<T>::NotMember);
					check_text(name).map_err(|_| Error::<T>::BadName)?;
					Departments::<T>::insert(&who, name);
				},
				None => Departments::<T>::remove(&who),
			}
			Self::deposit_event(Event::DepartmentSet { who, name });
			Ok(())
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::Delay::get() >= SECONDS_PER_DAY, "a window that protects is a day or more");
			assert!(T::EnactPeriod::get() >= SECONDS_PER_DAY, "the window must be usable");
			assert!(
				T::MaxQueued::get() > 0 && T::MaxCallSize::get() > 0,
				"nothing could be queued"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// A queued call, and whether it waits, can be enacted or has lapsed.
		pub fn queued(index: CallIndex) -> Option<(QueuedCall<T::MaxCallSize>, CallState)> {
			let now = T::Clock::now();
			QueuedCalls::<T>::get(index).map(|queued| {
				let state = queued.state(now);
				(queued, state)
			})
		}

		/// The indices of all queued calls, rising, each with its state.
		pub fn queue() -> Vec<(CallIndex, CallState)> {
			let now = T::Clock::now();
			let mut queue: Vec<_> = QueuedCalls::<T>::iter()
				.map(|(index, queued)| (index, queued.state(now)))
				.collect();
			queue.sort_unstable_by_key(|(index, _)| *index);
			queue
		}

		/// The council's members, each with its department.
		pub fn council() -> Vec<(T::AccountId, Option<DepartmentName>)> {
			T::Members::sorted_members()
				.into_iter()
				.map(|who| {
					let name = Departments::<T>::get(&who);
					(who, name)
				})
				.collect()
		}
	}
}
