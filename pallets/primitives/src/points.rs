//! Points: what they are counted in, and how pallets issue and spend them.
//!
//! A series of an operator fixes a price, in plancks (the 12th decimal of TANP) per hundredth of a
//! point, and an expiry. The value of points is hundredths times price: exact, nothing rounds.

use crate::{CitizenId, OperatorId, ParticipantId, PointCents, Position};
use alloc::collections::BTreeMap;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, weights::Weight, BoundedVec};
use scale_info::TypeInfo;
use sp_runtime::{DispatchError, DispatchResult};

/// Money in plancks: 10^12 of them are one TANP.
pub type Balance = u128;

/// A series' number with its operator, assigned in sequence from 0 and never again.
pub type SeriesId = u16;

/// Series of one operator that are not closed: also the most that a position can hold points of.
pub const MAX_LIVE_SERIES: u32 = 8;

/// Parts of one payment or order.
pub const MAX_PARTS: u32 = 16;

/// An operator's series that are not closed, in rising order.
pub type LiveSeries = BoundedVec<SeriesId, ConstU32<MAX_LIVE_SERIES>>;

/// Points of one citizen, by series, in rising order; none of them zero.
pub type PointsBySeries = BoundedVec<(SeriesId, PointCents), ConstU32<MAX_LIVE_SERIES>>;

/// Some points of one series of one operator.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Debug,
)]
pub struct PointPart {
	pub operator: OperatorId,
	pub series: SeriesId,
	/// In hundredths; above zero.
	#[codec(compact)]
	pub points: PointCents,
}

/// What is paid with: strictly rising by operator and series, so that no series stands twice.
pub type PointParts = BoundedVec<PointPart, ConstU32<MAX_PARTS>>;

/// What an operator issues in now.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Issue {
	/// The series that new points belong to.
	pub series: SeriesId,
	/// Every series that is not closed, the above among them.
	pub live: LiveSeries,
}

/// Issuing points against an operator's fund.
pub trait Issuing {
	/// The series to issue in. Asked once, when a batch whose methodology gives points is admitted.
	///
	/// Fails, and refuses the batch whole, where no series is open or a wind-up ended issuing.
	fn open(operator: OperatorId) -> Result<Issue, DispatchError>;

	/// Books points that were credited to positions of `operator` in `series`. Called once, at the
	/// end of a batch.
	///
	/// Fails, and refuses the batch whole, where the fund doesn't cover all outstanding points with
	/// these: by one planck is enough.
	fn issue(operator: OperatorId, series: SeriesId, points: PointCents) -> DispatchResult;

	/// Takes back at once what a record that turned out void had given: of so many points of a
	/// series, those that the position still has of it. The caller has read the position and writes
	/// it back. Returns how many were taken: fewer where some are spent, exchanged or expired, and
	/// their money stays where it went.
	fn reverse(
		operator: OperatorId,
		position: &mut Position,
		series: SeriesId,
		points: PointCents,
	) -> Result<PointCents, DispatchError>;

	/// What must be paid into the fund before so many more points can be issued in the newest
	/// series; 0 where they can. For views.
	fn shortfall(operator: OperatorId, points: PointCents) -> Balance;

	/// Upper bound of the weight of [`Self::open`] and [`Self::issue`] together, and of
	/// [`Self::reverse`].
	fn weight() -> Weight {
		Weight::zero()
	}

	/// Gives the operator a series and a fund that covers whatever a benchmark issues.
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_fund(_operator: OperatorId) {}
}

/// Points of a methodology that gives none, or of a test: everything is issued in series 0.
impl Issuing for () {
	fn open(_: OperatorId) -> Result<Issue, DispatchError> {
		Ok(Issue { series: 0, live: BoundedVec::truncate_from(alloc::vec![0]) })
	}

	fn issue(_: OperatorId, _: SeriesId, _: PointCents) -> DispatchResult {
		Ok(())
	}

	fn reverse(
		_: OperatorId,
		position: &mut Position,
		series: SeriesId,
		points: PointCents,
	) -> Result<PointCents, DispatchError> {
		let taken = points.min(position.points_of(series));
		// It has as many.
		let _ = position.take_points(series, taken);
		Ok(taken)
	}

	fn shortfall(_: OperatorId, _: PointCents) -> Balance {
		0
	}
}

/// What an operator pays for a record that the council found to be wrong.
pub trait Fines {
	/// Takes so much of what is free in the operator's fund, or what there is: outstanding points
	/// stay funded, and what is set aside for bonuses stays. Returns what was taken.
	fn fine(operator: OperatorId, amount: Balance) -> Balance;

	/// Upper bound of the weight of [`Self::fine`].
	fn weight() -> Weight {
		Weight::zero()
	}
}

/// No fines.
impl Fines for () {
	fn fine(_: OperatorId, _: Balance) -> Balance {
		0
	}
}

/// Spending points. All of a call's parts or none; the caller's storage layer undoes what a failure
/// leaves behind.
///
/// Money goes fund -> escrow ([`Self::take`]) and from there to a merchant's receivable
/// ([`Self::release`]) or back ([`Self::restore`]). What is released and restored of an order must
/// add up to what was taken, series by series. A series with points in escrow doesn't close.
pub trait Spending {
	/// What the parts are worth now: for prices and bounds. Fails where a series doesn't exist.
	fn value(parts: &[PointPart]) -> Result<Balance, DispatchError>;

	/// Burns a citizen's points and moves their whole value from the funds into escrow. Returns the
	/// value.
	///
	/// Fails where the parts are not strictly rising, one is of nothing or more than the citizen
	/// has, or a series has expired.
	fn take(citizen: CitizenId, parts: &[PointPart]) -> Result<Balance, DispatchError>;

	/// Gives a merchant what was taken: escrow -> receivable. Returns the value.
	fn release(merchant: ParticipantId, parts: &[PointPart]) -> Result<Balance, DispatchError>;

	/// Gives a citizen back what was taken: escrow -> funds, points into the same series. Returns
	/// the value.
	fn restore(citizen: CitizenId, parts: &[PointPart]) -> Result<Balance, DispatchError>;

	/// Upper bound of the weight of any of these, with so many parts.
	fn weight(_parts: u32) -> Weight {
		Weight::zero()
	}

	/// Gives a citizen, enrolled with each, points of `parts` operators and returns them.
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_points(citizen: CitizenId, parts: u32) -> PointParts;
}

/// Money set aside in an operator's fund for bonus points: a campaign's budget. Nothing else is
/// issued against it, and it can't be withdrawn.
pub trait Budgets<AccountId> {
	/// Sets money aside: out of what is free in the fund, or paid in by `payer`.
	fn set_aside(
		operator: OperatorId,
		payer: Option<&AccountId>,
		amount: Balance,
	) -> DispatchResult;

	/// Ends setting aside: the money is free in the fund again, or paid out to `payee`.
	fn give_back(
		operator: OperatorId,
		payee: Option<&AccountId>,
		amount: Balance,
	) -> DispatchResult;

	/// Issues bonus points into a position that the caller has read and writes back, in the newest
	/// series, out of what is set aside. Returns the money that they took.
	fn grant(
		operator: OperatorId,
		position: &mut Position,
		points: PointCents,
	) -> Result<Balance, DispatchError>;

	/// The price of the newest open series, in plancks per hundredth; none where none is open.
	fn price(operator: OperatorId) -> Option<Balance>;

	/// Upper bound of the weight of any of these.
	fn weight() -> Weight {
		Weight::zero()
	}
}

/// Who a signer is, as a citizen.
pub trait Citizens<AccountId> {
	/// The citizen for whom this key acts.
	fn citizen_of(who: &AccountId) -> Option<CitizenId>;

	/// The key that acts for a citizen; none where they have none.
	fn key_of(citizen: CitizenId) -> Option<AccountId>;

	/// Whether another key was announced to take the place of the citizen's, and neither came nor was
	/// dropped: the present one may be lost or stolen. Under veto, too, until the council decides.
	fn under_replacement(_: CitizenId) -> bool {
		false
	}

	/// Makes the key that of a citizen, and returns the number.
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_citizen(key: &AccountId) -> CitizenId;
}

/// Sums over an operator's positions, by series: what books are checked against. Reads every
/// position: for tests and try-runtime.
pub type Outstanding = BTreeMap<SeriesId, u128>;
