//! Verified reductions: sealed, sampled, audited, issued, retired, recalled.
//!
//! A gram that can be sold has parents: citizens' acts, a methodology version, verifiers'
//! signatures. No call takes a number of tonnes from anybody; each step follows from the one before:
//!
//! ```text
//!  class --seal--> Sealed --draw--> Sampled --conclude--> Noticed --issue--> Issued
//!                    ^                 |                   |   ^
//!                    | Reassign        | adverse, quorum,  |   | Issue
//!                    |                 v failures          v   |
//!                    +--------------- Referred <--halt-----+   |
//!                                      +-----------------------+
//!                                      +--- Reject ---> Rejected
//! ```
//!
//! No hooks: time alone opens each step, and anybody takes it.
//!
//! # Sample and opinions
//!
//! The sample is drawn once, with randomness that became known after the sealing
//! ([`Config::Randomness`]): points in equal strata of the class's grams, so that a record is met in
//! proportion to what it earned. The same randomness assigns as many verifiers as the methodology
//! needs and some in reserve, none of the operator's owner, those of the operator's last class only
//! where there are no others. Each says within one window how many points failed, what it thinks,
//! and the hash of its report. What failed is extrapolated with the upper bound of 95 % confidence
//! ([`statistics`]); the lowest of the opinions counts. An adverse one, too few, or more failures
//! than can be extrapolated ([`Config::MaxFailures`]): the council decides.
//!
//! # Where each gram is
//!
//! **issued = held + listed + pool + claimable + buffer + retired + cancelled, always, per class.**
//! What is held, listed, in the pool, claimable or buffered is an asset with the class's number;
//! pool and claimable are on one account of this pallet, the buffer of each kind of risk on another.
//! Every part is rounded down, and what is left goes to the buffer.
//!
//! # Serial numbers
//!
//! The grams of a class are numbered from 1. While they are held they are all alike; retirements
//! take the lowest numbers left, cancellations the highest. So the ranges of certificates follow
//! each other, none overlaps another, and two counters are all that is kept. Serial number `s` of
//! `n` stands for the place `(s - 1) x credited / n` among the credited grams: it leads to a batch
//! and a row ([`Pallet::trace`]).
//!
//! # Recall
//!
//! What should not have been issued is made good, **never at the holders' expense**: out of the
//! class's own buffer, then what the operator hasn't sold of it, then the buffers of other classes
//! of the same risk, then the operator's bond. Certificates stay, and show it. The operator's unsold
//! grams go before other classes' buffers: those are everybody's insurance, and the operator should
//! not go on to sell what others had to make good.
//!
//! # Files
//!
//! `audit.rs` (sealing to conclusion), `notice.rs` (objections, the council), `issuance.rs` (issuing,
//! claims), `retirement.rs` (certificates, serial numbers), `recall.rs` (freezing, recalling),
//! `market.rs` (what the market needs), `statistics.rs`.

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

mod audit;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod issuance;
mod market;
#[cfg(test)]
mod mock;
mod notice;
mod recall;
mod retirement;
pub mod statistics;
#[cfg(test)]
mod tests;
mod try_state;
pub mod types;
pub mod weights;

/// What benchmarks need of the runtime.
#[cfg(feature = "runtime-benchmarks")]
pub trait BenchmarkHelper {
	/// Sets the chain's clock to so many Unix seconds.
	fn set_time(now: tanpu_primitives::UnixSeconds);

	/// Makes the randomness such that it became known in this block or later.
	fn randomness_known_since(block: u32);
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
		traits::{fungibles, Consideration, Footprint, Randomness},
		PalletId,
	};
	use frame_system::pallet_prelude::*;
	use sp_core::H256;
	use sp_runtime::Permill;
	use tanpu_primitives::{
		verification::{
			Beneficiary, ByDisposition, CertificateId, ExchangeFields, Opinion, Purpose, RiskKind,
		},
		Be32, CitizenId, ClassId, Clock, Grams, MethodologyId, OperatorId, ParticipantId,
		UnixSeconds, SECONDS_PER_DAY,
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config<Hash = H256> {
		/// The chain's clock.
		type Clock: Clock;

		/// Classes of pending reductions.
		type Classes: tanpu_primitives::verification::Classes;

		/// Published methodologies.
		type Methodologies: tanpu_primitives::traits::Methodologies;

		/// The ledger that holds citizens' contributions to classes.
		type Positions: tanpu_primitives::traits::Positions;

		/// Citizens' keys.
		type Citizens: tanpu_primitives::traits::Citizens<Self::AccountId>;

		/// Licensed verifiers.
		type Verifiers: tanpu_primitives::verification::Verifiers<Self::AccountId>;

		/// Operators' bonds.
		type Bonds: tanpu_primitives::verification::Bonds;

		/// What of classes is for sale.
		type Listings: tanpu_primitives::verification::Listings;

		/// Issued grams: an asset per class, with the class's number.
		///
		/// Nobody else may create, mint, burn or destroy these assets, nor burn their own by a refund
		/// of the account: holders transfer and approve, and retire here. Its freezer must be
		/// [`Pallet::frozen_balance`].
		type Assets: fungibles::Create<Self::AccountId, AssetId = ClassId, Balance = Grams>
			+ fungibles::Mutate<Self::AccountId>
			+ fungibles::metadata::Mutate<Self::AccountId>;

		/// Randomness, and the block since which it could be known: BABE's of two epochs ago.
		type Randomness: Randomness<H256, BlockNumberFor<Self>>;

		/// Blocks after the sealing before which nothing of the randomness may have been known: an
		/// epoch of BABE, whose blocks reveal it bit by bit; or who seals at its end could choose.
		#[pallet::constant]
		type RandomnessDelay: Get<u32>;

		/// Who decides, confirms, recalls and sets shares: the council.
		type CouncilOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Who halts and freezes: any one member of the council.
		type MemberOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Self::AccountId>;

		/// What an objection deposits.
		type Consideration: Consideration<Self::AccountId, Footprint>;

		/// Where the pools and buffers are.
		#[pallet::constant]
		type PalletId: Get<PalletId>;

		/// What serial numbers begin with: country, city, programme.
		#[pallet::constant]
		type SerialPrefix: Get<&'static str>;

		/// Least points of a sample.
		#[pallet::constant]
		type MinSample: Get<u32>;

		/// Most points of a sample.
		#[pallet::constant]
		type MaxSample: Get<u32>;

		/// The part of a sample above which failures aren't extrapolated: the class is materially
		/// misstated, and the council decides.
		#[pallet::constant]
		type MaxFailures: Get<Permill>;

		/// Verifiers assigned beyond those needed, against silence.
		#[pallet::constant]
		type Reserve: Get<u32>;

		/// Seconds in which opinions are given.
		#[pallet::constant]
		type OpinionWindow: Get<u64>;

		/// Seconds of public notice before an issuance: a day or more.
		#[pallet::constant]
		type NoticePeriod: Get<u64>;

		/// Seconds in which self-holding citizens claim.
		#[pallet::constant]
		type ClaimWindow: Get<u64>;

		/// Seconds that a freeze lasts unless the council confirms it: 72 hours.
		#[pallet::constant]
		type FreezePeriod: Get<u64>;

		/// Seconds from the end of a freeze in which nobody can freeze the class again: 30 days.
		#[pallet::constant]
		type CoolDown: Get<u64>;

		/// Most objections to one issuance.
		#[pallet::constant]
		type MaxObjections: Get<u32>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;

		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper;
	}

	/// An objection as it is stored.
	pub type ObjectionOf<T> =
		Objection<<T as frame_system::Config>::AccountId, <T as Config>::Consideration>;

	/// A certificate as it is stored.
	pub type CertificateOf<T> = Certificate<<T as frame_system::Config>::AccountId>;

	/// Why money is held.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The deposit for an objection.
		Objection,
	}

	/// Sealed classes. Never removed: one for each operator, methodology version and month.
	#[pallet::storage]
	pub type Cases<T> = StorageMap<_, Twox64Concat, ClassId, Case>;

	/// Samples of classes. Never removed.
	#[pallet::storage]
	pub type Samples<T> = StorageMap<_, Twox64Concat, ClassId, Sample>;

	/// Opinions on a class, of those assigned to it last. At most [`MAX_ASSIGNED`] each.
	#[pallet::storage]
	pub type Opinions<T> =
		StorageDoubleMap<_, Twox64Concat, ClassId, Twox64Concat, ParticipantId, Given>;

	/// Verifiers of an operator's class that was drawn last.
	#[pallet::storage]
	pub type LastAssigned<T> = StorageMap<
		_,
		Twox64Concat,
		OperatorId,
		BoundedVec<ParticipantId, ConstU32<MAX_ASSIGNED>>,
		ValueQuery,
	>;

	/// What verifiers did so far.
	#[pallet::storage]
	pub type VerifierRecords<T> =
		StorageMap<_, Twox64Concat, ParticipantId, VerifierRecord, ValueQuery>;

	/// Objections to a class's issuance, numbered from 0, whose deposit wasn't taken back.
	#[pallet::storage]
	pub type Objections<T: Config> =
		StorageDoubleMap<_, Twox64Concat, ClassId, Twox64Concat, u32, ObjectionOf<T>>;

	/// Issued classes. Never removed.
	#[pallet::storage]
	pub type Issuances<T> = StorageMap<_, Twox64Concat, ClassId, Issuance>;

	/// The pooled buffer of each kind of risk, by class in rising order. None of them zero.
	#[pallet::storage]
	pub type Buffers<T> =
		StorageDoubleMap<_, Twox64Concat, RiskKind, Identity, Be32, Grams, ValueQuery>;

	/// The sums of [`Buffers`].
	#[pallet::storage]
	pub type PooledBuffers<T> = StorageMap<_, Twox64Concat, RiskKind, Grams, ValueQuery>;

	/// The part of an issuance that goes to the buffer, where the council has set it.
	#[pallet::storage]
	pub type BufferShares<T> = StorageMap<_, Twox64Concat, RiskKind, Permill>;

	/// The risk of methodologies, where the council has set it.
	#[pallet::storage]
	pub type RiskKinds<T> = StorageMap<_, Twox64Concat, MethodologyId, RiskKind>;

	/// Freezes of classes, lapsed and lifted ones included.
	#[pallet::storage]
	pub type Freezes<T: Config> = StorageMap<
		_,
		Twox64Concat,
		ClassId,
		tanpu_primitives::suspension::Suspensions<T::AccountId>,
		ValueQuery,
	>;

	/// What registries exchange about a class, where the council has set it.
	#[pallet::storage]
	pub type Exchange<T> = StorageMap<_, Twox64Concat, ClassId, ExchangeFields, ValueQuery>;

	/// Retirements. For ever: each is paid for by the grams and the fee.
	#[pallet::storage]
	pub type Certificates<T: Config> = StorageMap<_, Twox64Concat, CertificateId, CertificateOf<T>>;

	/// The number of the next certificate.
	#[pallet::storage]
	pub type NextCertificateId<T> = StorageValue<_, CertificateId, ValueQuery>;

	/// Certificates of a class, numbered from 0 in the order of their serial numbers.
	#[pallet::storage]
	pub type ClassCertificates<T> =
		StorageDoubleMap<_, Twox64Concat, ClassId, Twox64Concat, u32, CertificateId>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A class was sealed: nothing can be credited or withdrawn any more.
		Sealed { class: ClassId, operator: OperatorId, grams: Grams, records: u32 },
		/// Sample and verifiers were drawn.
		Drawn {
			class: ClassId,
			seed: H256,
			points: u32,
			verifiers: BoundedVec<ParticipantId, ConstU32<MAX_ASSIGNED>>,
			until: UnixSeconds,
		},
		/// A verifier gave an opinion.
		OpinionGiven {
			class: ClassId,
			verifier: ParticipantId,
			opinion: Opinion,
			/// Points of the sample that failed.
			failed: u32,
			/// Grams that they take away.
			extrapolated: Grams,
			/// Hash of the report.
			report: H256,
		},
		/// The opinions on a class were counted.
		Concluded {
			class: ClassId,
			/// Opinions that count: unmodified or modified, by those whose licence was not revoked.
			counted: u32,
			/// Verifiers who said nothing.
			silent: u32,
			/// Whether the opinions are of different kinds.
			disagreement: bool,
		},
		/// A class is the council's to decide.
		Referred { class: ClassId, cause: Referral },
		/// The council decided.
		Decided { class: ClassId, verdict: Verdict },
		/// So many grams will be issued after the notice.
		Noticed { class: ClassId, grams: Grams, until: UnixSeconds },
		/// Somebody objects to an issuance.
		Objected { class: ClassId, number: u32, by: T::AccountId, content: H256 },
		/// The deposit of an objection was given back.
		ObjectionClosed { class: ClassId, number: u32 },
		/// An issuance was halted. By none: the council.
		Halted { class: ClassId, by: Option<T::AccountId>, reason: H256 },
		/// A class was issued: serial numbers 1 to `issued`.
		Issued {
			class: ClassId,
			issued: Grams,
			kind: RiskKind,
			buffer: Grams,
			/// The operator's pool, what self-holding citizens can claim, and what is cancelled.
			parts: ByDisposition,
			claims_until: UnixSeconds,
		},
		/// A citizen's contribution to a class was taken out of the position. What it gave: for a
		/// self-holding one grams, else nothing here.
		Claimed { class: ClassId, citizen: CitizenId, contributed: Grams, grams: Grams },
		/// What self-holding citizens left unclaimed was cancelled, the remainder buffered.
		Swept { class: ClassId, cancelled: Grams, buffered: Grams },
		/// Grams went from the operator's pool to a buyer.
		Delivered { class: ClassId, to: T::AccountId, grams: Grams },
		/// Grams were retired: serial numbers `from` to `to`.
		Retired {
			certificate: CertificateId,
			class: ClassId,
			by: T::AccountId,
			from: Grams,
			to: Grams,
			beneficiary: Beneficiary,
			purpose: Purpose,
		},
		/// Grams were cancelled: serial numbers `from` to `to`.
		Cancelled { class: ClassId, from: Grams, to: Grams, cause: Cancellation },
		/// A member froze a class, until then or until the council decides.
		Frozen { class: ClassId, by: T::AccountId, reason: H256, until: UnixSeconds },
		/// The council confirmed a freeze: it no longer lapses.
		FreezeConfirmed { class: ClassId },
		/// The council lifted a freeze.
		Unfrozen { class: ClassId },
		/// Grams were recalled. What made them good: as in [`Recall`], of this recall alone.
		Recalled { class: ClassId, reason: H256, made_good: Recall },
		/// Grams of class `with` were cancelled for what was recalled of `class`.
		Replaced { class: ClassId, with: ClassId, grams: Grams, by: T::AccountId },
		/// What registries exchange about a class was set.
		ExchangeFieldsSet { class: ClassId, fields: ExchangeFields },
		/// The part of issuances that goes to the buffer was set.
		BufferShareSet { kind: RiskKind, share: Permill },
		/// The risk of a methodology was set.
		RiskKindSet { methodology: MethodologyId, kind: RiskKind },
	}

	#[pallet::error]
	pub enum Error<T> {
		/// No such class was credited.
		ClassNotFound,
		/// Acts of the class's month can still be reported or withdrawn.
		NotClosed,
		/// The class is sealed already.
		AlreadySealed,
		/// The class isn't sealed.
		NotSealed,
		/// The methodology version was never published.
		MethodologyNotFound,
		/// Sample and verifiers were drawn already.
		AlreadyDrawn,
		/// Randomness that nobody knew when the class was sealed isn't there yet.
		RandomnessNotReady,
		/// Fewer verifiers could be assigned than the methodology needs.
		NotEnoughVerifiers,
		/// The class isn't waiting for opinions.
		NotSampled,
		/// The verifier isn't assigned to the class.
		NotAssigned,
		/// The caller isn't the holder of the verifier's licence.
		NotVerifier,
		/// No such verifier.
		VerifierNotLicensed,
		/// The verifier is suspended.
		VerifierSuspended,
		/// The verifier's licence was revoked.
		VerifierRevoked,
		/// The verifier's licence has run out.
		VerifierExpired,
		/// The verifier's licence doesn't cover the methodology, or its owner is the operator's.
		VerifierNotEligible,
		/// The window for opinions is over.
		WindowOver,
		/// Opinions can still be given.
		WindowOpen,
		/// The verifier gave its opinion.
		OpinionGivenAlready,
		/// More points failed, or are void, than the sample has; or all are void.
		PointsExceeded,
		/// Points can be void only where records were withdrawn.
		NothingWithdrawn,
		/// A modified opinion deducts something, and at most all grams.
		DeductionOutOfRange,
		/// The class isn't in its public notice.
		NotNoticed,
		/// The class isn't the council's to decide.
		NotReferred,
		/// More grams than the class was credited, or none.
		GramsOutOfRange,
		/// The public notice isn't over.
		NoticeOpen,
		/// The public notice is over.
		NoticeOver,
		/// The council decided already: one member can't halt it.
		CouncilDecided,
		/// As many objections as can be.
		TooManyObjections,
		/// No such objection, or it was closed.
		ObjectionNotFound,
		/// The caller didn't lodge the objection.
		NotObjector,
		/// The class isn't issued or rejected yet.
		Undecided,
		/// The class isn't issued.
		NotIssued,
		/// No grams at all.
		ZeroGrams,
		/// The citizen has no unsettled contribution to the class.
		NothingToClaim,
		/// The citizen entrusted the grams: the market settles them.
		Entrusted,
		/// The citizen didn't entrust the grams.
		NotEntrusted,
		/// The citizen has no key to claim with. The grams wait.
		NoKey,
		/// Grams go to a citizen's key only when that key claims them: it may be lost, and about to be
		/// replaced.
		NotTheCitizen,
		/// Citizens can still claim.
		ClaimsOpen,
		/// Nothing is left to sweep.
		NothingToSweep,
		/// The class is frozen.
		ClassFrozen,
		/// The holder, or the pool, has fewer grams.
		InsufficientGrams,
		/// A text that can't be shown as it is.
		TextDeceptive,
		/// Every certificate number was given.
		CertificatesExhausted,
		/// The class is frozen already.
		AlreadyFrozen,
		/// A freeze of the class ended too recently.
		CoolingDown,
		/// The class isn't frozen, or no longer.
		NotFrozen,
		/// The freeze is confirmed already.
		AlreadyConfirmed,
		/// More grams would be recalled than were issued.
		BeyondIssued,
		/// The recall takes the buffers of more classes than one call can: recall less at once.
		TooManyTopUps,
		/// Nothing of the class is still to be replaced, or less.
		NothingToReplace,
		/// More than half of an issuance would go to the buffer.
		ShareTooHigh,
		/// A number would exceed its type.
		Overflow,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::NoticePeriod::get() >= SECONDS_PER_DAY, "nobody could object in time");
			assert!(T::OpinionWindow::get() >= SECONDS_PER_DAY, "nobody could audit in time");
			assert!(T::ClaimWindow::get() >= SECONDS_PER_DAY, "nobody could claim in time");
			assert!(T::FreezePeriod::get() >= SECONDS_PER_DAY, "nobody could confirm in time");
			assert!(T::CoolDown::get() >= SECONDS_PER_DAY, "freezes could follow each other");
			assert!(T::MinSample::get() > 0, "a sample of nothing");
			assert!(T::MinSample::get() <= T::MaxSample::get(), "no sample has a size");
			// What it costs to extrapolate grows with it.
			assert!(T::MaxSample::get() <= 1_000, "samples are too large to compute with");
			assert!(T::Reserve::get() <= 8, "more verifiers than can be assigned");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call(weight = <T as Config>::WeightInfo)]
	impl<T: Config> Pallet<T> {
		/// Seals a class: fixes what can be issued of it.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by anyone.
		///
		/// ## Parameters
		///
		/// - `class`: its number.
		///
		/// ## Details
		///
		/// From the end of the class's month and the longest deadline of its methodology's exclusion
		/// groups on. Only randomness that becomes known after this block draws the sample.
		///
		/// ## Errors
		///
		/// [`Error::ClassNotFound`], [`Error::AlreadySealed`], [`Error::NotClosed`],
		/// [`Error::MethodologyNotFound`].
		///
		/// ## Events
		///
		/// [`Event::Sealed`].
		#[pallet::call_index(0)]
		pub fn seal(origin: OriginFor<T>, class: ClassId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_seal(class)
		}

		/// Draws the sample of a sealed class and assigns its verifiers.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by anyone.
		///
		/// ## Parameters
		///
		/// - `class`: its number.
		///
		/// ## Details
		///
		/// The sample is drawn once. Where the council had other verifiers assigned, they look at the
		/// same points. The window for opinions begins.
		///
		/// ## Errors
		///
		/// [`Error::NotSealed`], [`Error::AlreadyDrawn`], [`Error::RandomnessNotReady`],
		/// [`Error::NotEnoughVerifiers`].
		///
		/// ## Events
		///
		/// [`Event::Drawn`].
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::draw().saturating_add(Pallet::<T>::verifiers_weight()))]
		pub fn draw(origin: OriginFor<T>, class: ClassId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_draw(class)
		}

		/// Gives a verifier's opinion on a class.
		///
		/// ## Dispatch Origin
		///
		/// Signed by the holder of the verifier's licence.
		///
		/// ## Parameters
		///
		/// - `class`: its number.
		/// - `verifier`: the verifier, which is assigned to it.
		/// - `opinion`: what it thinks. A deduction is beyond what the failures extrapolate to.
		/// - `failed`: points of the sample that failed.
		/// - `void`: points that met a withdrawn record.
		/// - `report`: hash of the report.
		///
		/// ## Details
		///
		/// Once, within the window, while the licence can be used.
		///
		/// ## Errors
		///
		/// [`Error::NotSealed`], [`Error::NotSampled`], [`Error::NotAssigned`],
		/// [`Error::NotVerifier`], [`Error::VerifierNotLicensed`], [`Error::VerifierSuspended`],
		/// [`Error::VerifierRevoked`], [`Error::VerifierExpired`], [`Error::VerifierNotEligible`],
		/// [`Error::WindowOver`], [`Error::OpinionGivenAlready`], [`Error::PointsExceeded`],
		/// [`Error::NothingWithdrawn`], [`Error::DeductionOutOfRange`].
		///
		/// ## Events
		///
		/// [`Event::OpinionGiven`].
		#[pallet::call_index(2)]
		pub fn give_opinion(
			origin: OriginFor<T>,
			class: ClassId,
			verifier: ParticipantId,
			opinion: Opinion,
			failed: u32,
			void: u32,
			report: H256,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_give_opinion(who, class, verifier, opinion, failed, void, report)
		}

		/// Counts the opinions on a class.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by anyone.
		///
		/// ## Parameters
		///
		/// - `class`: its number.
		///
		/// ## Details
		///
		/// After the window, or when all are in. The opinion of a verifier whose licence was revoked
		/// since doesn't count. The lowest counts; the public notice begins, or the council's turn.
		///
		/// ## Errors
		///
		/// [`Error::NotSealed`], [`Error::NotSampled`], [`Error::WindowOpen`].
		///
		/// ## Events
		///
		/// [`Event::Concluded`], and [`Event::Noticed`] or [`Event::Referred`].
		#[pallet::call_index(3)]
		pub fn conclude(origin: OriginFor<T>, class: ClassId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_conclude(class)
		}

		/// Decides about a class that opinions or a halt left to the council.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::CouncilOrigin`].
		///
		/// ## Parameters
		///
		/// - `class`: its number.
		/// - `verdict`: what becomes of it.
		///
		/// ## Details
		///
		/// During a public notice the council can decide otherwise too. What it lets be issued has a
		/// public notice of its own.
		///
		/// ## Errors
		///
		/// [`Error::NotSealed`], [`Error::NotReferred`], [`Error::GramsOutOfRange`],
		/// [`Error::Overflow`].
		///
		/// ## Events
		///
		/// [`Event::Decided`], and [`Event::Noticed`].
		#[pallet::call_index(4)]
		pub fn decide(origin: OriginFor<T>, class: ClassId, verdict: Verdict) -> DispatchResult {
			T::CouncilOrigin::ensure_origin(origin)?;
			Self::do_decide(class, verdict)
		}

		/// Objects to an issuance during its public notice.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by anyone who can pay the deposit.
		///
		/// ## Parameters
		///
		/// - `class`: its number.
		/// - `content`: hash of the objection, which is published off chain.
		///
		/// ## Details
		///
		/// It is on record, and everybody can see it; it stops nothing by itself. The deposit is given
		/// back when the class is issued or rejected.
		///
		/// ## Errors
		///
		/// [`Error::NotSealed`], [`Error::NotNoticed`], [`Error::NoticeOver`],
		/// [`Error::TooManyObjections`]; those of [`Config::Consideration`].
		///
		/// ## Events
		///
		/// [`Event::Objected`].
		#[pallet::call_index(5)]
		pub fn object(origin: OriginFor<T>, class: ClassId, content: H256) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_object(who, class, content)
		}

		/// Takes back the deposit of an objection to a class that is issued or rejected.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by who lodged it.
		///
		/// ## Parameters
		///
		/// - `class`, `number`: the objection.
		///
		/// ## Details
		///
		/// The entry goes; the event of the objection stays.
		///
		/// ## Errors
		///
		/// [`Error::ObjectionNotFound`], [`Error::NotObjector`], [`Error::Undecided`].
		///
		/// ## Events
		///
		/// [`Event::ObjectionClosed`].
		#[pallet::call_index(6)]
		pub fn close_objection(
			origin: OriginFor<T>,
			class: ClassId,
			number: u32,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_close_objection(who, class, number)
		}

		/// Halts an issuance during its public notice: the council decides.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::MemberOrigin`] or [`Config::CouncilOrigin`].
		///
		/// ## Parameters
		///
		/// - `class`: its number.
		/// - `reason`: hash of the reasons, which are published off chain.
		///
		/// ## Details
		///
		/// What the council decided no single member can halt.
		///
		/// ## Errors
		///
		/// [`Error::NotSealed`], [`Error::NotNoticed`], [`Error::CouncilDecided`].
		///
		/// ## Events
		///
		/// [`Event::Halted`], [`Event::Referred`].
		#[pallet::call_index(7)]
		pub fn halt(origin: OriginFor<T>, class: ClassId, reason: H256) -> DispatchResult {
			let by = match T::CouncilOrigin::try_origin(origin) {
				Ok(_) => None,
				Err(origin) => Some(T::MemberOrigin::ensure_origin(origin)?),
			};
			Self::do_halt(by, class, reason)
		}

		/// Issues a class whose public notice is over.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by anyone.
		///
		/// ## Parameters
		///
		/// - `class`: its number.
		///
		/// ## Details
		///
		/// Makes the class's asset, whose units are grams. A share goes to the buffer of its risk,
		/// rounded up; of the rest each disposition has its part, rounded down: what is entrusted goes
		/// to the operator's pool, what is self-held can be claimed, what was for the reward only is
		/// cancelled for the common good. What rounding leaves is buffered.
		///
		/// ## Errors
		///
		/// [`Error::NotSealed`], [`Error::NotNoticed`], [`Error::NoticeOpen`],
		/// [`Error::MethodologyNotFound`], [`Error::Overflow`]; those of [`Config::Assets`].
		///
		/// ## Events
		///
		/// [`Event::Issued`], [`Event::Cancelled`].
		#[pallet::call_index(8)]
		pub fn issue(origin: OriginFor<T>, class: ClassId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_issue(class)
		}

		/// Settles a citizen's contribution to a class.
		///
		/// ## Dispatch Origin
		///
		/// Signed: where it gives grams, by the citizen's key; else by anyone.
		///
		/// ## Parameters
		///
		/// - `class`: its number.
		/// - `citizen`: whose contribution.
		///
		/// ## Details
		///
		/// Self-held grams go to the citizen's key, in proportion to what was contributed, rounded
		/// down; after the sweep there is nothing left to give. A contribution for the reward only,
		/// or of whatever kind to a rejected class, is taken out of the position: it makes room and
		/// frees the disposition.
		///
		/// ## Errors
		///
		/// [`Error::NotSealed`], [`Error::NotIssued`], [`Error::NothingToClaim`],
		/// [`Error::Entrusted`], [`Error::NoKey`], [`Error::NotTheCitizen`], [`Error::ClassFrozen`];
		/// those of [`Config::Assets`].
		///
		/// ## Events
		///
		/// [`Event::Claimed`].
		#[pallet::call_index(9)]
		pub fn claim(origin: OriginFor<T>, class: ClassId, citizen: CitizenId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_claim(&who, class, citizen)
		}

		/// Cancels what self-holding citizens left unclaimed.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by anyone.
		///
		/// ## Parameters
		///
		/// - `class`: its number.
		///
		/// ## Details
		///
		/// After the claim window, which stands still while the class is frozen. It is cancelled for
		/// the common good, so that nobody gains by it; what rounding left is buffered.
		///
		/// ## Errors
		///
		/// [`Error::NotIssued`], [`Error::NothingToSweep`], [`Error::ClassFrozen`],
		/// [`Error::ClaimsOpen`].
		///
		/// ## Events
		///
		/// [`Event::Swept`], [`Event::Cancelled`].
		#[pallet::call_index(10)]
		pub fn sweep(origin: OriginFor<T>, class: ClassId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_sweep(class)
		}

		/// Retires grams that the caller holds, for good.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by the holder.
		///
		/// ## Parameters
		///
		/// - `class`: its number.
		/// - `grams`: how many.
		/// - `beneficiary`: on whose behalf, at most 128 bytes; empty: the caller's own. Public for
		///   ever.
		/// - `purpose`: what for, at most 256 bytes, may be empty. Public for ever.
		///
		/// ## Details
		///
		/// The certificate has the lowest serial numbers that are left.
		///
		/// ## Errors
		///
		/// [`Error::ZeroGrams`], [`Error::TextDeceptive`], [`Error::NotIssued`],
		/// [`Error::ClassFrozen`], [`Error::InsufficientGrams`], [`Error::CertificatesExhausted`].
		///
		/// ## Events
		///
		/// [`Event::Retired`].
		#[pallet::call_index(11)]
		pub fn retire(
			origin: OriginFor<T>,
			class: ClassId,
			#[pallet::compact] grams: Grams,
			beneficiary: Beneficiary,
			purpose: Purpose,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_retire(class, grams, Some(&who), &who, beneficiary, purpose)?;
			Ok(())
		}

		/// Freezes an issued class at once: nothing of it is moved, claimed or retired.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::MemberOrigin`].
		///
		/// ## Parameters
		///
		/// - `class`: its number.
		/// - `reason`: hash of the reasons, which are published off chain.
		///
		/// ## Details
		///
		/// Lapses after [`Config::FreezePeriod`] unless confirmed before. However it ends, nobody can
		/// freeze the class again for [`Config::CoolDown`].
		///
		/// ## Errors
		///
		/// [`Error::NotIssued`], [`Error::AlreadyFrozen`], [`Error::CoolingDown`].
		///
		/// ## Events
		///
		/// [`Event::Frozen`].
		#[pallet::call_index(12)]
		pub fn freeze(origin: OriginFor<T>, class: ClassId, reason: H256) -> DispatchResult {
			let by = T::MemberOrigin::ensure_origin(origin)?;
			Self::do_freeze(by, class, reason)
		}

		/// Makes a freeze last until it is lifted.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::CouncilOrigin`].
		///
		/// ## Parameters
		///
		/// - `class`: its number.
		///
		/// ## Details
		///
		/// Only before it lapses.
		///
		/// ## Errors
		///
		/// [`Error::NotFrozen`], [`Error::AlreadyConfirmed`].
		///
		/// ## Events
		///
		/// [`Event::FreezeConfirmed`].
		#[pallet::call_index(13)]
		pub fn confirm_freeze(origin: OriginFor<T>, class: ClassId) -> DispatchResult {
			T::CouncilOrigin::ensure_origin(origin)?;
			Self::do_confirm_freeze(class)
		}

		/// Ends a freeze, confirmed or not.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::CouncilOrigin`].
		///
		/// ## Parameters
		///
		/// - `class`: its number.
		///
		/// ## Details
		///
		/// The cool-down begins now.
		///
		/// ## Errors
		///
		/// [`Error::NotFrozen`].
		///
		/// ## Events
		///
		/// [`Event::Unfrozen`].
		#[pallet::call_index(14)]
		pub fn unfreeze(origin: OriginFor<T>, class: ClassId) -> DispatchResult {
			T::CouncilOrigin::ensure_origin(origin)?;
			Self::do_unfreeze(class)
		}

		/// Recalls grams that should not have been issued, and has them made good.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::CouncilOrigin`].
		///
		/// ## Parameters
		///
		/// - `class`: its number.
		/// - `grams`: how many; all recalls together at most what was issued.
		/// - `reason`: hash of the reasons, which are published off chain.
		///
		/// ## Details
		///
		/// Out of, in this order: the class's own buffer; the operator's unsold pool; the buffers of
		/// other classes of the same risk, oldest first, at most [`MAX_TOP_UPS`] of them; the
		/// operator's bond. What nothing makes good is on record as short. Holders keep all they have.
		///
		/// ## Errors
		///
		/// [`Error::ZeroGrams`], [`Error::NotIssued`], [`Error::BeyondIssued`],
		/// [`Error::TooManyTopUps`].
		///
		/// ## Events
		///
		/// [`Event::Recalled`], and an [`Event::Cancelled`] for each class that grams of were
		/// cancelled.
		#[pallet::call_index(15)]
		#[pallet::weight(
			T::WeightInfo::recall(MAX_TOP_UPS).saturating_add(Pallet::<T>::bonds_weight())
		)]
		pub fn recall(
			origin: OriginFor<T>,
			class: ClassId,
			#[pallet::compact] grams: Grams,
			reason: H256,
		) -> DispatchResultWithPostInfo {
			T::CouncilOrigin::ensure_origin(origin)?;
			Self::do_recall(class, grams, reason)
		}

		/// Cancels grams that the caller holds for what was recalled of a class and not made good.
		///
		/// ## Dispatch Origin
		///
		/// Signed, by the holder: who spends the replacement fund, or the operator.
		///
		/// ## Parameters
		///
		/// - `class`: whose recall.
		/// - `with`: the class that the grams are of.
		/// - `grams`: how many.
		///
		/// ## Details
		///
		/// At most what is still bonded or short.
		///
		/// ## Errors
		///
		/// [`Error::ZeroGrams`], [`Error::NotIssued`], [`Error::ClassFrozen`],
		/// [`Error::NothingToReplace`], [`Error::InsufficientGrams`].
		///
		/// ## Events
		///
		/// [`Event::Replaced`], [`Event::Cancelled`].
		#[pallet::call_index(16)]
		pub fn replace(
			origin: OriginFor<T>,
			class: ClassId,
			with: ClassId,
			#[pallet::compact] grams: Grams,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_replace(who, class, with, grams)
		}

		/// Sets what registries exchange about a class.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::CouncilOrigin`].
		///
		/// ## Parameters
		///
		/// - `class`: its number.
		/// - `fields`: all of them.
		///
		/// ## Details
		///
		/// For classes that are sealed.
		///
		/// ## Errors
		///
		/// [`Error::NotSealed`], [`Error::TextDeceptive`].
		///
		/// ## Events
		///
		/// [`Event::ExchangeFieldsSet`].
		#[pallet::call_index(17)]
		pub fn set_exchange_fields(
			origin: OriginFor<T>,
			class: ClassId,
			fields: ExchangeFields,
		) -> DispatchResult {
			T::CouncilOrigin::ensure_origin(origin)?;
			Self::do_set_exchange_fields(class, fields)
		}

		/// Sets the part of issuances that goes to the buffer of a risk.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::CouncilOrigin`].
		///
		/// ## Parameters
		///
		/// - `kind`: the risk.
		/// - `share`: at most half.
		///
		/// ## Details
		///
		/// For issuances from now on.
		///
		/// ## Errors
		///
		/// [`Error::ShareTooHigh`].
		///
		/// ## Events
		///
		/// [`Event::BufferShareSet`].
		#[pallet::call_index(18)]
		pub fn set_buffer_share(
			origin: OriginFor<T>,
			kind: RiskKind,
			share: Permill,
		) -> DispatchResult {
			T::CouncilOrigin::ensure_origin(origin)?;
			ensure!(share <= MAX_BUFFER_SHARE, Error::<T>::ShareTooHigh);
			BufferShares::<T>::insert(kind, share);
			Self::deposit_event(Event::BufferShareSet { kind, share });
			Ok(())
		}

		/// Sets the risk of a methodology.
		///
		/// ## Dispatch Origin
		///
		/// [`Config::CouncilOrigin`].
		///
		/// ## Parameters
		///
		/// - `methodology`: its number, all versions.
		/// - `kind`: the risk.
		///
		/// ## Details
		///
		/// For issuances from now on. Where it isn't set: [`RiskKind::Nature`] for one that claims a
		/// site, [`RiskKind::Technology`] for one that claims a register, else
		/// [`RiskKind::Activity`].
		///
		/// ## Errors
		///
		/// None.
		///
		/// ## Events
		///
		/// [`Event::RiskKindSet`].
		#[pallet::call_index(19)]
		pub fn set_risk_kind(
			origin: OriginFor<T>,
			methodology: MethodologyId,
			kind: RiskKind,
		) -> DispatchResult {
			T::CouncilOrigin::ensure_origin(origin)?;
			RiskKinds::<T>::insert(methodology, kind);
			Self::deposit_event(Event::RiskKindSet { methodology, kind });
			Ok(())
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// A sealed class, and how far it is.
		pub fn case(class_id: ClassId) -> Option<Case> {
			Cases::<T>::get(class_id)
		}

		/// A class's sample.
		pub fn sample(class_id: ClassId) -> Option<Sample> {
			Samples::<T>::get(class_id)
		}

		/// Points of a class's sample, `from` a number on, at most 100.
		pub fn sample_points(class_id: ClassId, from: u32) -> Vec<SamplePoint> {
			Self::points_of(class_id, from, 100)
		}

		/// Opinions on a class, of those assigned to it last.
		pub fn opinions(class_id: ClassId) -> Vec<(ParticipantId, Given)> {
			Opinions::<T>::iter_prefix(class_id).collect()
		}

		/// What a verifier did so far.
		pub fn verifier_record(verifier: ParticipantId) -> VerifierRecord {
			VerifierRecords::<T>::get(verifier)
		}

		/// Objections to a class's issuance whose deposit wasn't taken back.
		pub fn objections(class_id: ClassId) -> Vec<(u32, T::AccountId, H256)> {
			Objections::<T>::iter_prefix(class_id)
				.map(|(number, objection)| (number, objection.by, objection.content))
				.collect()
		}

		/// An issued class.
		pub fn issuance(class_id: ClassId) -> Option<Issuance> {
			Issuances::<T>::get(class_id)
		}

		/// Where a sealed class's grams are.
		pub fn totals(class_id: ClassId) -> Option<Totals> {
			Self::totals_of(class_id)
		}

		/// Whether a class is frozen now.
		pub fn frozen(class_id: ClassId) -> bool {
			Self::is_frozen(class_id)
		}

		/// A certificate, with its serial numbers and what became of its class.
		pub fn certificate(number: CertificateId) -> Option<CertificateView<T::AccountId>> {
			Self::view_of(number)
		}

		/// Certificates of a class in the order of their serial numbers, `from` a number on, at most
		/// 100.
		pub fn certificates(class_id: ClassId, from: u32) -> Vec<CertificateId> {
			(from..from.saturating_add(100))
				.map_while(|at| ClassCertificates::<T>::get(class_id, at))
				.collect()
		}

		/// The certificate that has a serial number of a class.
		pub fn certificate_of_serial(class_id: ClassId, serial: Grams) -> Option<CertificateId> {
			Self::find_certificate(class_id, serial)
		}

		/// Serial numbers of a class as text.
		pub fn serials(class_id: ClassId, from: Grams, to: Grams) -> Option<Vec<u8>> {
			Self::serial_text(class_id, from, to)
		}

		/// Where the gram with a serial number of an issued class was credited.
		pub fn trace(class_id: ClassId, serial: Grams) -> Option<SamplePoint> {
			Self::trace_serial(class_id, serial)
		}

		/// What registries exchange about a class.
		pub fn exchange_fields(class_id: ClassId) -> ExchangeFields {
			Exchange::<T>::get(class_id)
		}

		/// The pooled buffers, by risk.
		pub fn pooled_buffers() -> Vec<(RiskKind, Grams)> {
			RiskKind::ALL.map(|kind| (kind, PooledBuffers::<T>::get(kind))).to_vec()
		}
	}
}
