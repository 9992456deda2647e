//! Growth: what citizens unlock by what they do, and by what they know.
//!
//! Growth is neither points nor grams: it never falls and can't be sold. Most of it stands in the
//! positions, credited with every act by the methodology's own rule; this pallet adds what right
//! answers earn, and keeps what the sum unlocked.
//!
//! # Themes
//!
//! Nine themes have thresholds that the authority sets. Anybody can have a citizen's growth
//! counted; what it reaches is unlocked with the day as a badge, for ever: neither a new threshold
//! nor a withdrawn record takes it back.
//!
//! # The question of the day
//!
//! The authority publishes a question with the hash of its answer, a small reward and a number of
//! places. During that day a citizen commits to an answer: a hash that names chain, citizen and day
//! and hides the answer behind a salt. After midnight nobody can commit; the answer is published,
//! by whoever knows what opens the hash; citizens then open their commitments. **Copying gains
//! nothing**: a commitment opens for its own citizen only, and once an answer is visible there is
//! nothing left to commit to. What people tell each other in private no chain can prevent; the
//! reward is small.
//!
//! # Equivalents
//!
//! What grams are in trees and in mu of forest, with the factor and where it is from.

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

mod quiz;
mod themes;
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
	use frame_support::{pallet_prelude::*, traits::EnsureOrigin};
	use frame_system::pallet_prelude::*;
	use sp_core::H256;
	use tanpu_primitives::{
		growth::{AnswerSalt, CheckInSalt, GrowthTotals},
		traits::Citizens,
		CitizenId, Clock, Day, Grams, GrowthMillis, SECONDS_PER_DAY,
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config<Hash = H256> {
		/// The chain's clock.
		type Clock: Clock;

		/// Who the citizens are.
		type Citizens: Citizens<Self::AccountId>;

		/// What their acts add up to.
		type Totals: GrowthTotals;

		/// Who sets themes, questions and equivalents.
		type AuthorityOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Most reward of one answer, thousandths of growth.
		#[pallet::constant]
		type MaxReward: Get<GrowthMillis>;

		/// Most citizens who can answer in a day.
		#[pallet::constant]
		type MaxPlaces: Get<u32>;

		/// Days for which questions can be set ahead, today included.
		#[pallet::constant]
		type MaxAhead: Get<u16>;

		/// Most questions that are not swept.
		#[pallet::constant]
		type MaxQuizzes: Get<u32>;

		/// Seconds after the day in which the answer can be published.
		#[pallet::constant]
		type PublishPeriod: Get<u64>;

		/// Seconds after its publication in which citizens can reveal theirs.
		#[pallet::constant]
		type RevealPeriod: Get<u64>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;

		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper;
	}

	/// What the benchmarks need of the runtime.
	#[cfg(feature = "runtime-benchmarks")]
	pub trait BenchmarkHelper {
		/// Sets the chain's clock.
		fn set_time(seconds: tanpu_primitives::UnixSeconds);
	}

	/// The themes; none until the authority set them.
	#[pallet::storage]
	pub type Themes<T> = StorageValue<_, AllThemes>;

	/// What citizens unlocked. Only of citizens who unlocked something; never taken back.
	#[pallet::storage]
	pub type BadgesOf<T> = StorageMap<_, Twox64Concat, CitizenId, Badges, ValueQuery>;

	/// Growth from right answers. Never falls.
	#[pallet::storage]
	pub type Earned<T> = StorageMap<_, Twox64Concat, CitizenId, GrowthMillis, ValueQuery>;

	/// Questions by day, until they are swept.
	#[pallet::storage]
	pub type Quizzes<T> = CountedStorageMap<_, Twox64Concat, Day, Quiz>;

	/// What citizens committed to, until they reveal it or it is swept.
	#[pallet::storage]
	pub type CheckIns<T> = StorageDoubleMap<_, Twox64Concat, Day, Twox64Concat, CitizenId, H256>;

	/// Of questions that are being swept, the citizen whose commitment went last.
	#[pallet::storage]
	pub type Sweeping<T> = StorageMap<_, Twox64Concat, Day, CitizenId>;

	/// What grams are, for people.
	#[pallet::storage]
	pub type Equivalents<T> = StorageValue<
		_,
		BoundedVec<Equivalent, ConstU32<MAX_EQUIVALENTS>>,
		ValueQuery,
		DefaultEquivalents,
	>;

	/// See [`default_equivalents`].
	#[pallet::type_value]
	pub fn DefaultEquivalents() -> BoundedVec<Equivalent, ConstU32<MAX_EQUIVALENTS>> {
		default_equivalents()
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// The authority set the themes' names and thresholds.
		ThemesSet { thresholds: Vec<GrowthMillis> },
		/// A citizen's growth unlocked a theme, from 0.
		ThemeUnlocked { citizen: CitizenId, theme: u8, growth: GrowthMillis, day: Day },
		/// The authority set a day's question.
		QuestionSet { day: Day, hash: H256, reward: GrowthMillis, places: u32 },
		/// A citizen committed to an answer.
		CheckedIn { citizen: CitizenId, day: Day },
		/// The right answer is known.
		AnswerPublished { day: Day, answer: u8 },
		/// A citizen revealed the answer; the growth that it earned, 0 for a wrong one.
		Answered { citizen: CitizenId, day: Day, answer: u8, growth: GrowthMillis },
		/// A question that is over was removed with what nobody revealed.
		QuizSwept { day: Day },
		/// The authority set the equivalents.
		EquivalentsSet { count: u32 },
	}

	#[pallet::error]
	pub enum Error<T> {
		/// A name or source is empty, not UTF-8, or has control characters.
		TextUnsound,
		/// The first threshold is zero, or they don't rise strictly.
		ThresholdsUnsorted,
		/// The themes were never set.
		ThemesNotSet,
		/// The citizen's growth reaches no further theme.
		NothingToUnlock,
		/// The address is empty or has something else than printable ASCII.
		AddressUnsound,
		/// Fewer than two answers.
		TooFewOptions,
		/// No reward, or more than `MaxReward`.
		RewardOutOfRange,
		/// No places, or more than `MaxPlaces`.
		PlacesOutOfRange,
		/// The day is over, or more than `MaxAhead` days ahead.
		DayOutOfRange,
		/// The day has a question.
		QuestionExists,
		/// Questions that are over have to be swept first.
		TooManyQuizzes,
		/// The day has no question.
		NoQuestion,
		/// The caller isn't a citizen's key.
		NotACitizen,
		/// The day hasn't begun, or is over.
		NotToday,
		/// The citizen committed to an answer on that day.
		AlreadyCheckedIn,
		/// As many citizens answered as the day has places.
		NoPlaceLeft,
		/// The day isn't over.
		DayNotOver,
		/// The answer is known.
		AlreadyPublished,
		/// The time to publish is over.
		PublishedTooLate,
		/// What was published doesn't open the question's hash.
		WrongAnswerHash,
		/// The right answer isn't known yet.
		NotPublished,
		/// The time to reveal is over.
		RevealedTooLate,
		/// The citizen committed to nothing on that day, or revealed it before.
		NotCheckedIn,
		/// What was revealed isn't what the citizen committed to.
		WrongCommitment,
		/// The question isn't over.
		QuizNotOver,
		/// Growth would exceed its type.
		Overflow,
		/// An equivalent of nothing.
		FactorZero,
	}

	#[pallet::call(weight = <T as Config>::WeightInfo)]
	impl<T: Config> Pallet<T> {
		/// Sets the nine themes.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::AuthorityOrigin`].
		///
		/// ## Parameters
		///
		/// - `themes`: names and thresholds, rising strictly from above zero.
		///
		/// ## Details
		///
		/// What is unlocked stays unlocked.
		///
		/// ## Errors
		///
		/// - [`Error::TextUnsound`]: a name that can't be shown.
		/// - [`Error::ThresholdsUnsorted`]: thresholds that don't rise.
		///
		/// ## Events
		///
		/// - [`Event::ThemesSet`].
		#[pallet::call_index(0)]
		pub fn set_themes(origin: OriginFor<T>, themes: Box<AllThemes>) -> DispatchResult {
			T::AuthorityOrigin::ensure_origin(origin)?;
			Self::do_set_themes(*themes)
		}

		/// Unlocks what a citizen's growth reaches.
		///
		/// ## Dispatch Origin
		///
		/// Signed by anybody.
		///
		/// ## Parameters
		///
		/// - `citizen`: whose growth.
		///
		/// ## Details
		///
		/// Growth of all operators and of right answers counts.
		///
		/// ## Errors
		///
		/// - [`Error::ThemesNotSet`]: there are no themes.
		/// - [`Error::NothingToUnlock`]: not enough for the next one.
		/// - [`Error::Overflow`]: the sum exceeds its type.
		///
		/// ## Events
		///
		/// - [`Event::ThemeUnlocked`], one for each.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::unlock().saturating_add(T::Totals::weight()))]
		pub fn unlock(origin: OriginFor<T>, citizen: CitizenId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_unlock(citizen)
		}

		/// Sets the question of a day.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::AuthorityOrigin`].
		///
		/// ## Parameters
		///
		/// - `day`: today or one of the next [`Config::MaxAhead`].
		/// - `question`: see [`Question`].
		///
		/// ## Details
		///
		/// It can't be changed: neither the answer nor the reward moves after somebody answered.
		///
		/// ## Errors
		///
		/// - [`Error::DayOutOfRange`], [`Error::AddressUnsound`], [`Error::TooFewOptions`],
		///   [`Error::RewardOutOfRange`], [`Error::PlacesOutOfRange`]: no question.
		/// - [`Error::QuestionExists`]: the day has one.
		/// - [`Error::TooManyQuizzes`]: old ones are to be swept first.
		///
		/// ## Events
		///
		/// - [`Event::QuestionSet`].
		#[pallet::call_index(2)]
		pub fn set_question(origin: OriginFor<T>, day: Day, question: Question) -> DispatchResult {
			T::AuthorityOrigin::ensure_origin(origin)?;
			Self::do_set_question(day, question)
		}

		/// Commits to an answer to the question of the day.
		///
		/// ## Dispatch Origin
		///
		/// Signed by a citizen's key.
		///
		/// ## Parameters
		///
		/// - `day`: today: a call that arrives after midnight is refused, not counted for tomorrow.
		/// - `commitment`: BLAKE2b-256 of [`tanpu_primitives::growth::check_in_message`].
		///
		/// ## Details
		///
		/// Once a day. It takes one of the day's places.
		///
		/// ## Errors
		///
		/// - [`Error::NotACitizen`]: no citizen's key.
		/// - [`Error::NotToday`]: another day.
		/// - [`Error::NoQuestion`]: there is none.
		/// - [`Error::AlreadyCheckedIn`]: answered before.
		/// - [`Error::NoPlaceLeft`]: the day's budget is used.
		///
		/// ## Events
		///
		/// - [`Event::CheckedIn`].
		#[pallet::call_index(3)]
		pub fn check_in(origin: OriginFor<T>, day: Day, commitment: H256) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_check_in(who, day, commitment)
		}

		/// Publishes the right answer.
		///
		/// ## Dispatch Origin
		///
		/// Signed by anybody who knows what opens the question's hash: the authority made it, and
		/// needs no motion to open it.
		///
		/// ## Parameters
		///
		/// - `day`: whose question.
		/// - `answer`, `salt`: what [`tanpu_primitives::growth::answer_message`] was made of.
		///
		/// ## Details
		///
		/// From midnight, for [`Config::PublishPeriod`].
		///
		/// ## Errors
		///
		/// - [`Error::NoQuestion`]: there is none.
		/// - [`Error::DayNotOver`]: citizens can still answer.
		/// - [`Error::AlreadyPublished`]: it is known.
		/// - [`Error::PublishedTooLate`]: the time is over.
		/// - [`Error::WrongAnswerHash`]: another answer or salt.
		///
		/// ## Events
		///
		/// - [`Event::AnswerPublished`].
		#[pallet::call_index(4)]
		pub fn publish_answer(
			origin: OriginFor<T>,
			day: Day,
			answer: u8,
			salt: AnswerSalt,
		) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_publish_answer(day, answer, salt)
		}

		/// Reveals what a citizen committed to.
		///
		/// ## Dispatch Origin
		///
		/// Signed by anybody who knows the salt: the citizen, or whoever they told.
		///
		/// ## Parameters
		///
		/// - `citizen`, `day`: whose answer to which question.
		/// - `answer`, `salt`: what was committed to.
		///
		/// ## Details
		///
		/// For [`Config::RevealPeriod`] from the publication. A right answer earns the reward.
		///
		/// ## Errors
		///
		/// - [`Error::NoQuestion`]: there is none.
		/// - [`Error::NotPublished`]: the right answer isn't known.
		/// - [`Error::RevealedTooLate`]: the time is over.
		/// - [`Error::NotCheckedIn`]: nothing to reveal.
		/// - [`Error::WrongCommitment`]: another answer, salt, citizen, day or chain.
		/// - [`Error::Overflow`]: growth exceeds its type.
		///
		/// ## Events
		///
		/// - [`Event::Answered`].
		#[pallet::call_index(5)]
		pub fn reveal(
			origin: OriginFor<T>,
			citizen: CitizenId,
			day: Day,
			answer: u8,
			salt: CheckInSalt,
		) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_reveal(citizen, day, answer, salt)
		}

		/// Removes what nobody revealed of a question that is over; at the end the question.
		///
		/// ## Dispatch Origin
		///
		/// Signed by anybody.
		///
		/// ## Parameters
		///
		/// - `day`: whose question.
		/// - `limit`: most commitments to remove in this call.
		///
		/// ## Details
		///
		/// Only what was removed is paid for.
		///
		/// ## Errors
		///
		/// - [`Error::NoQuestion`]: there is none.
		/// - [`Error::QuizNotOver`]: citizens can still answer or reveal, or the authority publish.
		///
		/// ## Events
		///
		/// - [`Event::QuizSwept`], where nothing is left.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::sweep(*limit))]
		pub fn sweep(origin: OriginFor<T>, day: Day, limit: u32) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			Self::do_sweep(day, limit)
		}

		/// Sets what grams are shown as.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::AuthorityOrigin`].
		///
		/// ## Parameters
		///
		/// - `equivalents`: names, grams and sources.
		///
		/// ## Details
		///
		/// They are shown and nothing else: no amount depends on them.
		///
		/// ## Errors
		///
		/// - [`Error::TextUnsound`]: a name or source that can't be shown.
		/// - [`Error::FactorZero`]: an equivalent of nothing.
		///
		/// ## Events
		///
		/// - [`Event::EquivalentsSet`].
		#[pallet::call_index(7)]
		pub fn set_equivalents(
			origin: OriginFor<T>,
			equivalents: BoundedVec<Equivalent, ConstU32<MAX_EQUIVALENTS>>,
		) -> DispatchResult {
			T::AuthorityOrigin::ensure_origin(origin)?;
			Self::do_set_equivalents(equivalents)
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			// Both protect citizens, so both are a day or more.
			assert!(T::RevealPeriod::get() >= SECONDS_PER_DAY, "no time to reveal");
			assert!(T::PublishPeriod::get() >= SECONDS_PER_DAY, "no time to publish");
			assert!(T::MaxAhead::get() > 0 && T::MaxPlaces::get() > 0, "no questions");
			assert!(
				T::MaxQuizzes::get() >= u32::from(T::MaxAhead::get()),
				"questions could not be set as far ahead as allowed"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// The themes, by rising threshold.
		pub fn themes() -> Option<AllThemes> {
			Themes::<T>::get()
		}

		/// What a citizen has grown and unlocked, and what is next.
		pub fn standing(citizen: CitizenId) -> Standing {
			Self::standing_of(citizen)
		}

		/// The question of a day, until it is swept.
		pub fn quiz(day: Day) -> Option<Quiz> {
			Quizzes::<T>::get(day)
		}

		/// What so many grams are: each equivalent with how many of it, in thousandths.
		pub fn equivalents_of(grams: Grams) -> Vec<(Equivalent, u64)> {
			Equivalents::<T>::get()
				.into_iter()
				.map(|equivalent| {
					let count = equivalent.of(grams);
					(equivalent, count)
				})
				.collect()
		}

		/// The grams that a citizen was credited for over all operators, and what they are.
		pub fn equivalents_of_citizen(citizen: CitizenId) -> (Grams, Vec<(Equivalent, u64)>) {
			let grams = T::Totals::grams(citizen);
			(grams, Self::equivalents_of(grams))
		}
	}
}
