//! Methodologies: how an act becomes grams of CO2e, as data that the chain itself executes.
//!
//! Any department, or anybody else, drafts a methodology, or a new version of one, against a deposit:
//! who may draft is not restricted, since nothing follows from a draft. Its author opens the
//! public consultation, which freezes it; after the consultation the council publishes exactly
//! what was consulted on, named by its hash, with a date from which it holds and that lies a notice
//! period ahead. **A published version never changes**: no call writes to it again. An act is
//! computed with the version in force when it ended, whatever was published since.
//!
//! While the consultation lasts, anybody comments: the hash of a document and where it is found,
//! against a deposit that its author has back with the comment, at any time, also once the draft is
//! gone. Nobody else, drafter and council included, can remove a comment; its event stays for good.
//!
//! Any one council member can suspend a methodology at once; that lapses by itself unless the
//! council confirms it, and can't be repeated for a while. Retirement is final. While suspended or
//! retired, nothing can be reported under any of its versions; what was credited stays.
//!
//! What a batch of reports needs (definition, rules, dates) lies apart from what people read, so a
//! batch decodes no prose: see [`Versions`] and [`TextsOf`].

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

pub use content::check_content;
pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod comments;
mod content;
mod lifecycle;
mod reading;
mod try_state;
pub mod types;
pub mod weights;
#[cfg(any(test, feature = "runtime-benchmarks"))]
mod worst;

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
		pallet_prelude::*,
		traits::{Consideration, Footprint},
	};
	use frame_system::pallet_prelude::*;
	use sp_core::H256;
	use tanpu_formula::{CheckError, Checked, Definition, Outcome, Step};
	use tanpu_primitives::{Clock, MethodologyId, UnixSeconds, VersionNumber, SECONDS_PER_DAY};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The chain's clock.
		type Clock: Clock;

		/// The deposit for a draft, by its encoded size; given back when it is withdrawn or
		/// published.
		type Consideration: Consideration<Self::AccountId, Footprint>;

		/// The deposit for a comment; given back when its author takes it back.
		type CommentConsideration: Consideration<Self::AccountId, Footprint>;

		/// Who publishes: a majority of the council, never one alone.
		type PublishOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Who confirms and ends suspensions, and retires: a majority of the council. It may also
		/// suspend, without the limits of a single member.
		type CouncilOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// A single council member, who can suspend at once.
		type MemberOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Self::AccountId>;

		/// Shortest public consultation, in seconds.
		#[pallet::constant]
		type ConsultationPeriod: Get<UnixSeconds>;

		/// Seconds that at least lie between publication and effect; a day or more.
		#[pallet::constant]
		type NoticePeriod: Get<UnixSeconds>;

		/// Seconds that at most lie between publication and effect.
		#[pallet::constant]
		type MaxLead: Get<UnixSeconds>;

		/// Seconds after which a member's suspension lapses unless confirmed.
		#[pallet::constant]
		type SuspensionPeriod: Get<UnixSeconds>;

		/// Seconds after a member's suspension in which no member can suspend again.
		#[pallet::constant]
		type SuspensionInterval: Get<UnixSeconds>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	/// Why an account's balance is held.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The deposit for a draft.
		#[codec(index = 0)]
		Draft,
		/// The deposit for a comment to a draft.
		#[codec(index = 1)]
		Comment,
	}

	/// The ticket of a draft's deposit.
	pub type TicketOf<T> = <T as Config>::Consideration;

	/// The ticket of a comment's deposit.
	pub type CommentTicketOf<T> = <T as Config>::CommentConsideration;

	/// The number of the next draft.
	#[pallet::storage]
	pub type NextDraftId<T> = StorageValue<_, DraftId, ValueQuery>;

	/// Drafts that are neither published nor withdrawn. Each is paid for by a deposit.
	#[pallet::storage]
	pub type Drafts<T: Config> =
		StorageMap<_, Twox64Concat, DraftId, Draft<T::AccountId, TicketOf<T>>>;

	/// What the drafts say.
	#[pallet::storage]
	pub type DraftContents<T> = StorageMap<_, Twox64Concat, DraftId, Content>;

	/// Comments to drafts, by their number. Each is paid for by a deposit and stays until its author
	/// takes it back, whatever became of the draft.
	#[pallet::storage]
	pub type Comments<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		DraftId,
		Twox64Concat,
		u32,
		Comment<T::AccountId, CommentTicketOf<T>>,
	>;

	/// The number of the next methodology.
	#[pallet::storage]
	pub type NextMethodologyId<T> = StorageValue<_, MethodologyId, ValueQuery>;

	/// Methodologies, whatever became of them.
	#[pallet::storage]
	pub type Methodologies<T: Config> =
		StorageMap<_, Twox64Concat, MethodologyId, Methodology<T::AccountId>>;

	/// What the chain computes with. An entry is written at publication and never again.
	#[pallet::storage]
	pub type Versions<T> =
		StorageDoubleMap<_, Twox64Concat, MethodologyId, Twox64Concat, VersionNumber, Version>;

	/// What people read about a version. Written at publication and never again.
	#[pallet::storage]
	pub type TextsOf<T> =
		StorageDoubleMap<_, Twox64Concat, MethodologyId, Twox64Concat, VersionNumber, Texts>;

	/// When a version ceases to hold for new acts: the effective date of the next one. A map of its
	/// own, so that publishing writes nothing into history and a batch reads 8 bytes, not the whole
	/// next version.
	#[pallet::storage]
	pub type SupersededAt<T> =
		StorageDoubleMap<_, Twox64Concat, MethodologyId, Twox64Concat, VersionNumber, UnixSeconds>;

	/// How the numbers in a methodology's history of days are to be read. Set by its first version that
	/// makes a baseline of them and never changed: days of before may still be in use.
	#[pallet::storage]
	pub type HistoryScales<T> = StorageMap<_, Twox64Concat, MethodologyId, HistoryScale>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A methodology, or a new version of one, was proposed.
		Drafted {
			/// The draft's number.
			draft: DraftId,
			/// Who proposed it.
			author: T::AccountId,
			/// The methodology of which it is to be a version; none for a new one.
			methodology: Option<MethodologyId>,
			/// Hash of the content.
			content_hash: H256,
		},
		/// A draft has another content now.
		DraftAmended {
			/// The draft.
			draft: DraftId,
			/// Hash of the content.
			content_hash: H256,
		},
		/// A draft is gone and its deposit returned.
		DraftWithdrawn {
			/// The draft.
			draft: DraftId,
		},
		/// A draft is frozen and before the public.
		ConsultationOpened {
			/// The draft.
			draft: DraftId,
			/// Hash of the content.
			content_hash: H256,
			/// Unix seconds before which it can't be published.
			ends: UnixSeconds,
		},
		/// A version was published; it never changes.
		Published {
			/// The draft that it was; gone now.
			draft: DraftId,
			/// The methodology.
			methodology: MethodologyId,
			/// The version.
			version: VersionNumber,
			/// Hash of the content.
			content_hash: H256,
			/// Acts that end at or after this Unix second are computed with it.
			effective: UnixSeconds,
			/// How many comments were given in the consultation.
			comments: u32,
		},
		/// Somebody commented on a draft.
		Commented {
			/// The draft.
			draft: DraftId,
			/// The comment's number among those to the draft.
			index: u32,
			/// Who.
			author: T::AccountId,
			/// Hash of the document.
			hash: H256,
			/// Where the document is found.
			uri: TextOf<MAX_URI_LEN>,
		},
		/// A comment's author took it back, with its deposit.
		CommentWithdrawn {
			/// The draft.
			draft: DraftId,
			/// The comment's number.
			index: u32,
		},
		/// Nothing can be reported under a methodology for now.
		Suspended {
			/// The methodology.
			methodology: MethodologyId,
			/// The member; none where the council itself did it.
			by: Option<T::AccountId>,
			/// Why.
			reason: ReasonText,
			/// When it lapses by itself; none where the council did it.
			lapses: Option<UnixSeconds>,
		},
		/// The council stands behind a member's suspension: it does not lapse any more.
		SuspensionConfirmed {
			/// The methodology.
			methodology: MethodologyId,
		},
		/// The council ended a suspension.
		Resumed {
			/// The methodology.
			methodology: MethodologyId,
		},
		/// Nothing will be reported under a methodology again.
		Retired {
			/// The methodology.
			methodology: MethodologyId,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// No such draft.
		DraftNotFound,
		/// Only the author of the draft, or comment, can do this.
		NotAuthor,
		/// The draft is in consultation, its content is frozen.
		UnderConsultation,
		/// The draft was not opened for consultation.
		NotInConsultation,
		/// The consultation is not over yet.
		ConsultationNotOver,
		/// The draft's content is not the one voted on.
		ContentHashMismatch,
		/// The effective date is less than the notice period ahead.
		NoticeTooShort,
		/// The effective date is not after that of the version before.
		EffectiveNotLater,
		/// The effective date is too far ahead.
		EffectiveTooFar,
		/// No such methodology.
		MethodologyNotFound,
		/// The methodology is retired.
		MethodologyRetired,
		/// All numbers for drafts, methodologies or versions are taken.
		NoNumberLeft,
		/// A suspension is in force already.
		AlreadySuspended,
		/// A member suspended it lately: only the council can now.
		SuspendedRecently,
		/// No suspension is in force.
		NotSuspended,
		/// The suspension is the council's already.
		AlreadyConfirmed,

		/// A required text is empty.
		TextMissing,
		/// A text is not UTF-8, or has control, invisible or text-direction characters.
		TextForbidden,
		/// Jurisdiction or scenario has something else than ASCII letters, digits, `-` and `_`.
		TextNotACode,

		/// The rules claim nothing: an act could be credited any number of times.
		NoClaims,
		/// A claim's exclusion group is beyond the last one possible.
		GroupOutOfRange,
		/// Two claims are in one exclusion group.
		DuplicateGroup,
		/// A claim names an input that there is not.
		ClaimInputMissing,
		/// A claim names an input that is a category.
		ClaimInputNotNumber,
		/// A cap is zero.
		ZeroCap,
		/// A cap is above a million tonnes.
		CapTooHigh,
		/// Too many points per kilogram.
		PointsTooHigh,
		/// Too much growth per kilogram.
		GrowthTooHigh,
		/// The number of verifiers is zero or too high.
		VerifiersOutOfRange,
		/// A claim names an input that the chain provides itself.
		ClaimInputNotReported,
		/// A site period has no days.
		SitePeriodEmpty,
		/// A site period is not the crediting period of the texts.
		SitePeriodMismatch,
		/// A mean of past days can't go together with a daily total.
		MeanWithHighWater,
		/// A counter counts another input than the one of whose past the mean is made.
		MeanNotCounted,
		/// Members are asked for, and no claim names an object that has some.
		MembersWithoutObject,
		/// A mean or members are asked for, and two claims name an object each.
		SeveralObjects,

		/// The formula has no operation.
		FormulaEmpty,
		/// A declared name is not an identifier.
		FormulaNameInvalid,
		/// A declared name is a word of the formula language or a unit.
		FormulaNameReserved,
		/// Two declarations have one name.
		FormulaNameTaken,
		/// A label or source is not printable text.
		FormulaTextInvalid,
		/// A declared unit is not canonical, or its exponents overflow.
		FormulaUnitInvalid,
		/// An input has too many decimals.
		FormulaTooManyDecimals,
		/// An input's smallest value is above its largest.
		FormulaRangeEmpty,
		/// A category input has no values.
		FormulaNoCategories,
		/// A category's value is not an identifier.
		FormulaCategoryInvalid,
		/// A category has one value twice.
		FormulaCategoryTaken,
		/// A table has no keys or the same one twice.
		FormulaTableKeysInvalid,
		/// A table's key is not a category input.
		FormulaTableKeyNotCategory,
		/// A table has not as many cells as its keys demand.
		FormulaTableSizeMismatch,
		/// An operation lacks operands.
		FormulaStackUnderflow,
		/// Too many values on the stack at once.
		FormulaStackTooDeep,
		/// An operation names what is not declared.
		FormulaIndexOutOfBounds,
		/// A category input is used as a number.
		FormulaCategoryAsNumber,
		/// A number input is used as a category.
		FormulaNumberAsCategory,
		/// An operation is given a truth value for a number, or the other way round.
		FormulaTypeMismatch,
		/// An operation's operands measure different things.
		FormulaDimensionMismatch,
		/// An exponent of a unit leaves its range.
		FormulaExponentOverflow,
		/// An intermediate has too many different units.
		FormulaUnitTooComplex,
		/// A conversion factor leaves its range.
		FormulaConversionOutOfRange,
		/// An operation's unit is not canonical.
		FormulaUnitNotCanonical,
		/// A named value is used before it is defined.
		FormulaLocalNotStored,
		/// Named values are defined in another order than declared.
		FormulaStoreOutOfOrder,
		/// A named value is defined inside an expression.
		FormulaStoreInsideExpression,
		/// A named value is declared and never defined.
		FormulaLocalUnused,
		/// The formula leaves another number of values than one.
		FormulaResultCount,
		/// The formula's result is not a mass of CO2e.
		FormulaNotCo2e,
		/// A category input takes a mean or the members of a household.
		FormulaProvidedCategory,
		/// A mean is made of what is not a reported number.
		FormulaMeanOfNothing,
		/// A mean has another unit than what it is a mean of.
		FormulaMeanUnit,
		/// A mean has fewer decimals than what it is a mean of.
		FormulaMeanDecimals,
		/// A mean goes over no day, or too many.
		FormulaMeanDays,
		/// A mean needs no known day, or more than it goes over.
		FormulaMeanLeast,
		/// There is a second mean.
		FormulaSecondMean,
		/// The members of a household are not a whole number in a unit of count.
		FormulaMembersNotCount,
		/// There is a second number of members.
		FormulaSecondMembers,
		/// A month is not a category of twelve values.
		FormulaMonthNotTwelve,
		/// There is a second month.
		FormulaSecondMonth,

		/// The methodology keeps a history in another unit or with other decimals.
		HistoryScaleChanged,
		/// The consultation is over.
		ConsultationOver,
		/// The draft has as many comments as there can be.
		TooManyComments,
		/// No such comment.
		CommentNotFound,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(
				T::NoticePeriod::get() >= SECONDS_PER_DAY,
				"methodology registry: windows that protect a user are a day or more"
			);
			assert!(
				T::MaxLead::get() > T::NoticePeriod::get(),
				"methodology registry: no effective date satisfies both notice and lead"
			);
			assert!(T::SuspensionPeriod::get() > 0, "methodology registry: a suspension must last");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Proposes a methodology or a new version of one.
		///
		/// ## Dispatch Origin
		///
		/// Signed by anybody, who becomes the draft's author.
		///
		/// ## Parameters
		///
		/// - `methodology`: the methodology of which it is to become a version; none for a new one.
		/// - `content`: texts, definition and rules.
		///
		/// ## Details
		///
		/// Takes a deposit for the content's encoded size. The formula, its dimensions included,
		/// and the rules are checked here: what could never be published is never discussed. The
		/// view function `check_content` names the operation that fails and the dimensions that
		/// clash.
		///
		/// ## Errors
		///
		/// - [`Error::MethodologyNotFound`], [`Error::MethodologyRetired`]: about `methodology`.
		/// - [`Error::HistoryScaleChanged`]: the input of whose past a mean is made has another unit
		///   or other decimals than in the methodology's earlier versions.
		/// - `Text…`, `Formula…` and the errors of rules: about `content`, the first problem.
		/// - [`Error::NoNumberLeft`]: four billion drafts were made.
		/// - The deposit's, where the author can't pay it.
		///
		/// ## Events
		///
		/// - [`Event::Drafted`]
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::draft(content.size(), content.ops()))]
		pub fn draft(
			origin: OriginFor<T>,
			methodology: Option<MethodologyId>,
			content: Box<Content>,
		) -> DispatchResult {
			let author = ensure_signed(origin)?;
			Self::do_draft(author, methodology, *content)
		}

		/// Replaces the content of a draft.
		///
		/// ## Dispatch Origin
		///
		/// Signed by the draft's author.
		///
		/// ## Parameters
		///
		/// - `draft`: the draft, not yet in consultation.
		/// - `content`: its new content.
		///
		/// ## Details
		///
		/// The content is checked as in [`Pallet::draft`]; the deposit follows its size.
		///
		/// ## Errors
		///
		/// - [`Error::DraftNotFound`], [`Error::NotAuthor`]
		/// - [`Error::UnderConsultation`]: what the public discusses does not change under it.
		/// - [`Error::HistoryScaleChanged`]: as in [`Pallet::draft`].
		/// - `Text…`, `Formula…` and the errors of rules: about `content`, the first problem.
		/// - The deposit's, where the author can't pay a larger one.
		///
		/// ## Events
		///
		/// - [`Event::DraftAmended`]
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::amend_draft(content.size(), content.ops()))]
		pub fn amend_draft(
			origin: OriginFor<T>,
			draft: DraftId,
			content: Box<Content>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_amend(who, draft, *content)
		}

		/// Takes a draft back, in consultation or not.
		///
		/// ## Dispatch Origin
		///
		/// Signed by the draft's author.
		///
		/// ## Parameters
		///
		/// - `draft`: the draft.
		///
		/// ## Details
		///
		/// Returns the deposit. Comments stay until their authors take them back.
		///
		/// ## Errors
		///
		/// - [`Error::DraftNotFound`], [`Error::NotAuthor`]
		///
		/// ## Events
		///
		/// - [`Event::DraftWithdrawn`]
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::withdraw_draft())]
		pub fn withdraw_draft(origin: OriginFor<T>, draft: DraftId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_withdraw(who, draft)
		}

		/// Puts a draft before the public and freezes it.
		///
		/// ## Dispatch Origin
		///
		/// Signed by the draft's author.
		///
		/// ## Parameters
		///
		/// - `draft`: the draft.
		///
		/// ## Details
		///
		/// It can be published after [`Config::ConsultationPeriod`], or withdrawn. Until then anybody
		/// comments.
		///
		/// ## Errors
		///
		/// - [`Error::DraftNotFound`], [`Error::NotAuthor`]
		/// - [`Error::UnderConsultation`]: it is already.
		///
		/// ## Events
		///
		/// - [`Event::ConsultationOpened`]
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::open_consultation())]
		pub fn open_consultation(origin: OriginFor<T>, draft: DraftId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_open_consultation(who, draft)
		}

		/// Publishes a draft as a version that never changes.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::PublishOrigin`]: a majority of the council.
		///
		/// ## Parameters
		///
		/// - `draft`: the draft, its consultation over.
		/// - `content_hash`: [`Content::hash`] of what is voted on.
		/// - `effective`: Unix seconds; acts that end at or after it are computed with the version.
		///
		/// ## Details
		///
		/// The first version of a new methodology gives it its number. The content is checked once
		/// more, as the checks may be stricter than when it was drafted. The author's deposit is
		/// returned. How many comments there were stands in the event; they stay until their authors
		/// take them back. Charged for the largest content, the rest is refunded.
		///
		/// ## Errors
		///
		/// - [`Error::DraftNotFound`], [`Error::NotInConsultation`], [`Error::ConsultationNotOver`]
		/// - [`Error::ContentHashMismatch`]: another content than the one voted on.
		/// - [`Error::NoticeTooShort`], [`Error::EffectiveTooFar`]: `effective` is less than
		///   [`Config::NoticePeriod`] or more than [`Config::MaxLead`] ahead.
		/// - [`Error::EffectiveNotLater`]: versions take effect in their order.
		/// - [`Error::MethodologyRetired`]
		/// - [`Error::HistoryScaleChanged`]: another version was published since, see
		///   [`Pallet::draft`].
		/// - [`Error::NoNumberLeft`]: 65,535 methodologies or versions were published.
		///
		/// ## Events
		///
		/// - [`Event::Published`]
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::publish(Content::max_size(), tanpu_formula::MAX_OPS))]
		pub fn publish(
			origin: OriginFor<T>,
			draft: DraftId,
			content_hash: H256,
			effective: UnixSeconds,
		) -> DispatchResultWithPostInfo {
			T::PublishOrigin::ensure_origin(origin)?;
			let (len, ops) = Self::do_publish(draft, content_hash, effective)?;
			Ok(Some(T::WeightInfo::publish(len, ops)).into())
		}

		/// Stops reports under a methodology at once.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::MemberOrigin`], any one council member; or [`Config::CouncilOrigin`].
		///
		/// ## Parameters
		///
		/// - `methodology`: the methodology, with all its versions.
		/// - `reason`: why; one line, required.
		///
		/// ## Details
		///
		/// A member's suspension lapses after [`Config::SuspensionPeriod`] unless the council
		/// confirms it, and no member can suspend the same methodology again until
		/// [`Config::SuspensionInterval`] after it ended. The council's own lasts until resumed.
		///
		/// ## Errors
		///
		/// - [`Error::MethodologyNotFound`], [`Error::MethodologyRetired`]
		/// - [`Error::AlreadySuspended`], [`Error::SuspendedRecently`]
		/// - [`Error::TextMissing`], [`Error::TextForbidden`]: about `reason`.
		///
		/// ## Events
		///
		/// - [`Event::Suspended`]
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::suspend())]
		pub fn suspend(
			origin: OriginFor<T>,
			methodology: MethodologyId,
			reason: ReasonText,
		) -> DispatchResult {
			let by = match T::CouncilOrigin::try_origin(origin) {
				Ok(_) => None,
				Err(origin) => Some(T::MemberOrigin::ensure_origin(origin)?),
			};
			Self::do_suspend(methodology, by, reason)
		}

		/// Makes a member's suspension the council's: it lasts until resumed.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::CouncilOrigin`]
		///
		/// ## Parameters
		///
		/// - `methodology`: the methodology.
		///
		/// ## Details
		///
		/// Only before it lapses; afterwards the council can suspend by itself.
		///
		/// ## Errors
		///
		/// - [`Error::MethodologyNotFound`]
		/// - [`Error::NotSuspended`]: never, or it has lapsed.
		/// - [`Error::AlreadyConfirmed`]
		///
		/// ## Events
		///
		/// - [`Event::SuspensionConfirmed`]
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::confirm_suspension())]
		pub fn confirm_suspension(
			origin: OriginFor<T>,
			methodology: MethodologyId,
		) -> DispatchResult {
			T::CouncilOrigin::ensure_origin(origin)?;
			Self::do_confirm_suspension(methodology)
		}

		/// Ends a suspension.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::CouncilOrigin`]
		///
		/// ## Parameters
		///
		/// - `methodology`: the methodology.
		///
		/// ## Details
		///
		/// Where a member had suspended it, no member can again for [`Config::SuspensionInterval`].
		///
		/// ## Errors
		///
		/// - [`Error::MethodologyNotFound`]
		/// - [`Error::NotSuspended`]: never, or it has lapsed.
		///
		/// ## Events
		///
		/// - [`Event::Resumed`]
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::resume())]
		pub fn resume(origin: OriginFor<T>, methodology: MethodologyId) -> DispatchResult {
			T::CouncilOrigin::ensure_origin(origin)?;
			Self::do_resume(methodology)
		}

		/// Ends a methodology for good.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::CouncilOrigin`]
		///
		/// ## Parameters
		///
		/// - `methodology`: the methodology, suspended or not.
		///
		/// ## Details
		///
		/// Nothing is reported under it any more, not even acts that ended before: whoever wants
		/// to spare those gives notice before retiring. Its versions stay, and everything credited
		/// can be recomputed.
		///
		/// ## Errors
		///
		/// - [`Error::MethodologyNotFound`], [`Error::MethodologyRetired`]
		///
		/// ## Events
		///
		/// - [`Event::Retired`]
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::retire())]
		pub fn retire(origin: OriginFor<T>, methodology: MethodologyId) -> DispatchResult {
			T::CouncilOrigin::ensure_origin(origin)?;
			Self::do_retire(methodology)
		}

		/// Comments on a draft.
		///
		/// ## Dispatch Origin
		///
		/// Signed by anybody, who becomes the comment's author.
		///
		/// ## Parameters
		///
		/// - `draft`: the draft, in consultation.
		/// - `hash`: hash of the document that says it.
		/// - `uri`: where the document is found; one line, required.
		///
		/// ## Details
		///
		/// Takes a deposit for what is stored, [`HoldReason::Comment`]. Nobody but its author can
		/// remove the comment, and its event stays.
		///
		/// ## Errors
		///
		/// - [`Error::DraftNotFound`], [`Error::NotInConsultation`]
		/// - [`Error::ConsultationOver`]: nothing is added once the draft can be published.
		/// - [`Error::TextMissing`], [`Error::TextForbidden`]: about `uri`.
		/// - [`Error::TooManyComments`]: [`MAX_COMMENTS`] stand.
		/// - [`Error::NoNumberLeft`]: four billion comments were given.
		/// - The deposit's, where the author can't pay it.
		///
		/// ## Events
		///
		/// - [`Event::Commented`]
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::comment())]
		pub fn comment(
			origin: OriginFor<T>,
			draft: DraftId,
			hash: H256,
			uri: TextOf<MAX_URI_LEN>,
		) -> DispatchResult {
			let author = ensure_signed(origin)?;
			Self::do_comment(author, draft, hash, uri)
		}

		/// Takes a comment back.
		///
		/// ## Dispatch Origin
		///
		/// Signed by the comment's author.
		///
		/// ## Parameters
		///
		/// - `draft`: the draft, whatever became of it.
		/// - `index`: the comment's number.
		///
		/// ## Details
		///
		/// Returns the deposit. At any time: during the consultation, after it, and once the draft
		/// is published or withdrawn.
		///
		/// ## Errors
		///
		/// - [`Error::CommentNotFound`], [`Error::NotAuthor`]
		///
		/// ## Events
		///
		/// - [`Event::CommentWithdrawn`]
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::withdraw_comment())]
		pub fn withdraw_comment(
			origin: OriginFor<T>,
			draft: DraftId,
			index: u32,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_withdraw_comment(who, draft, index)
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// A draft and its content.
		pub fn pending(draft: DraftId) -> Option<(Draft<T::AccountId, TicketOf<T>>, Content)> {
			Drafts::<T>::get(draft).zip(DraftContents::<T>::get(draft))
		}

		/// The comments to a draft that stand, by rising number from `from` on: those among the next
		/// `limit` numbers, of which [`MAX_COMMENTS_PAGE`] are looked at most. Also those to a draft
		/// that is gone; the answer is empty beyond the last.
		pub fn comments(draft: DraftId, from: u32, limit: u32) -> Vec<CommentView<T::AccountId>> {
			Self::view_comments(draft, from, limit)
		}

		/// A methodology's status and the version in force now.
		pub fn methodology(methodology: MethodologyId) -> Option<MethodologyView<T::AccountId>> {
			Self::view_methodology(methodology)
		}

		/// What the chain computes with, and when.
		pub fn version(methodology: MethodologyId, version: VersionNumber) -> Option<VersionView> {
			Self::view_version(methodology, version)
		}

		/// The version with which an act is computed that ends at a Unix second; none before the
		/// first one's effective date.
		pub fn version_at(
			methodology: MethodologyId,
			moment: UnixSeconds,
		) -> Option<VersionNumber> {
			Self::find_version_at(methodology, moment)
		}

		/// What people read about a version.
		pub fn texts(methodology: MethodologyId, version: VersionNumber) -> Option<Texts> {
			TextsOf::<T>::get(methodology, version)
		}

		/// Whole grams CO2e for raw inputs, and the exact result before the floor. Caps, claims and
		/// status are not looked at.
		pub fn evaluate(
			methodology: MethodologyId,
			version: VersionNumber,
			inputs: Vec<u64>,
		) -> Result<Outcome, EvaluationRefusal> {
			Self::view_evaluation(methodology, version, &inputs)
		}

		/// Every step of [`Pallet::evaluate`], with operands and result in their units.
		pub fn explain(
			methodology: MethodologyId,
			version: VersionNumber,
			inputs: Vec<u64>,
		) -> Result<Vec<Step>, EvaluationRefusal> {
			Self::view_explanation(methodology, version, &inputs)
		}

		/// Whether a definition would be accepted; if not, the operation that fails and why, both
		/// dimensions included.
		pub fn check(definition: Definition) -> Result<Checked, CheckError> {
			tanpu_formula::check(&definition)
		}

		/// Whether a content would be accepted, and the hash that the council would vote on; if
		/// not, the first problem in full.
		pub fn check_content(content: Content) -> Result<H256, ContentProblem> {
			crate::check_content(&content).map(|()| content.hash())
		}
	}
}
