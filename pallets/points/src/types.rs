//! Funds, series, payments, merchants' books, agreements and reversals.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use sp_core::H256;
use tanpu_primitives::{
	Balance, Be16, CitizenId, Day, LiveSeries, OperatorId, ParticipantId, PointCents, PointParts,
	SeriesId, UnixSeconds,
};

/// Payments, exchange counters and the like that one sweep can remove.
pub const MAX_SWEEP: u32 = 500;

/// Longest period of automatic settlement, in days.
pub const MAX_PERIOD: u16 = 366;

/// A withdrawal that was asked for.
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
	Debug,
)]
pub struct Withdrawal {
	/// Plancks.
	pub amount: Balance,
	/// Unix seconds from which it can be paid out...
	pub from: UnixSeconds,
	/// ...and before which it must be: a request kept for ever would be no notice.
	pub until: UnixSeconds,
}

/// The end of an operator's points.
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
	Debug,
)]
pub struct WindUp {
	/// Unix seconds since which nothing is issued.
	pub began: UnixSeconds,
	/// Unix seconds at which every series has expired that has not before: after the spending period
	/// where the licence is revoked, else after the longest life of a series.
	pub ends: UnixSeconds,
}

/// What stands behind an operator's points.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	PartialEq,
	Eq,
	Debug,
	Default,
)]
pub struct Fund {
	/// Plancks held for this operator.
	pub balance: Balance,
	/// Outstanding points times price, summed over the live series: never above the balance.
	pub liability: Balance,
	/// Plancks set aside for campaigns.
	pub set_aside: Balance,
	/// Series that are not closed, in rising order.
	pub live: LiveSeries,
	/// The number that the next series gets.
	pub next_series: SeriesId,
	/// Unix seconds of the last opening of a series.
	pub last_opened: Option<UnixSeconds>,
	pub withdrawal: Option<Withdrawal>,
	pub wind_up: Option<WindUp>,
	/// Reversals that are pending.
	pub reversals: u32,
}

impl Fund {
	/// Plancks that neither points nor campaigns stand on.
	pub fn free(&self) -> Balance {
		// Never below zero (try_state).
		self.balance.saturating_sub(self.liability).saturating_sub(self.set_aside)
	}

	/// Unix seconds at which a series' points can no longer be spent.
	pub fn expiry(&self, series: &Series) -> UnixSeconds {
		match self.wind_up {
			Some(wind_up) => series.expires.min(wind_up.ends),
			None => series.expires,
		}
	}
}

/// Points of one price and expiry. Neither ever changes; a new price is a new series.
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
	Debug,
)]
pub struct Series {
	/// Plancks per hundredth of a point.
	#[codec(compact)]
	pub price: Balance,
	/// Unix seconds.
	pub opened: UnixSeconds,
	/// Unix seconds from which its points can't be spent. A wind-up can end it earlier.
	pub expires: UnixSeconds,
	/// Hundredths that were ever issued: the sum of the five below.
	#[codec(compact)]
	pub issued: PointCents,
	/// Of these, in citizens' positions.
	#[codec(compact)]
	pub outstanding: PointCents,
	/// Spent, those in escrow included, less what was refunded.
	#[codec(compact)]
	pub spent: PointCents,
	/// Left when the series closed.
	#[codec(compact)]
	pub expired: PointCents,
	/// Taken back by the operator, with notice.
	#[codec(compact)]
	pub reversed: PointCents,
	/// Exchanged for another operator's points.
	#[codec(compact)]
	pub exchanged: PointCents,
	/// Of the spent ones, those in open orders.
	#[codec(compact)]
	pub escrowed: PointCents,
	/// Whether it is closed: nothing of it is outstanding and nothing can come back.
	pub closed: bool,
}

impl Series {
	/// What so many hundredths are worth, in plancks.
	pub fn value(&self, points: PointCents) -> Option<Balance> {
		self.price.checked_mul(Balance::from(points))
	}
}

/// What a merchant's till asks for. It is shown as a code; the citizen signs the payment that names
/// it. Its hash is its name on chain.
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
	Debug,
)]
pub struct PaymentRequest {
	/// Genesis hash of the chain that it is for.
	pub genesis: H256,
	/// Who is paid.
	pub merchant: ParticipantId,
	/// Plancks.
	pub amount: Balance,
	/// Unix seconds from which it can't be paid.
	pub expires: UnixSeconds,
	/// Hash of the receipt, which stays between merchant and citizen.
	pub receipt: H256,
	/// Chosen by the till, so that no two requests are alike.
	pub nonce: u64,
}

impl PaymentRequest {
	/// The request's name: two requests that differ in anything have two.
	pub fn id(&self) -> H256 {
		H256(sp_io::hashing::blake2_256(&("tanpu/till", self).encode()))
	}
}

/// Where a payment is kept: under the day on which its request expired, so that old ones go day by
/// day.
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
pub struct PaymentRef {
	/// The day of [`PaymentRequest::expires`].
	pub day: Day,
	/// [`PaymentRequest::id`].
	pub id: H256,
}

/// A payment, kept while it can be refunded.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Payment {
	pub merchant: ParticipantId,
	pub citizen: CitizenId,
	/// Unix seconds.
	pub paid_at: UnixSeconds,
	/// Plancks that the points were worth.
	#[codec(compact)]
	pub value: Balance,
	/// Plancks that were refunded.
	#[codec(compact)]
	pub refunded: Balance,
	/// What was paid with and is not refunded.
	pub parts: PointParts,
}

/// A merchant's sums since its first payment, in plancks. They only rise, and each is the sum of the
/// events of its kind.
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
	Debug,
	Default,
)]
pub struct MerchantTotals {
	/// At the till.
	#[codec(compact)]
	pub paid: Balance,
	/// Released from orders.
	#[codec(compact)]
	pub released: Balance,
	/// Paid in by the merchant itself, where a refund was more than its receivable.
	#[codec(compact)]
	pub topped_up: Balance,
	/// Given back to citizens.
	#[codec(compact)]
	pub refunded: Balance,
	/// Paid out to the merchant.
	#[codec(compact)]
	pub settled: Balance,
}

impl MerchantTotals {
	/// What the merchant is owed.
	pub fn receivable(&self) -> Balance {
		// Never below zero (try_state); all the money there is fits the type many times over.
		self.paid
			.saturating_add(self.released)
			.saturating_add(self.topped_up)
			.saturating_sub(self.refunded)
			.saturating_sub(self.settled)
	}

	/// What was added since `earlier`.
	pub fn since(&self, earlier: &Self) -> Self {
		Self {
			paid: self.paid.saturating_sub(earlier.paid),
			released: self.released.saturating_sub(earlier.released),
			topped_up: self.topped_up.saturating_sub(earlier.topped_up),
			refunded: self.refunded.saturating_sub(earlier.refunded),
			settled: self.settled.saturating_sub(earlier.settled),
		}
	}
}

/// Automatic settlement.
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
	Debug,
)]
pub struct Schedule {
	/// Days from one settlement to the next: 1 to [`MAX_PERIOD`].
	pub period: u16,
	/// Plancks below which a date is passed over.
	pub least: Balance,
	/// The next date.
	pub next: Day,
}

/// A merchant's book.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	PartialEq,
	Eq,
	Debug,
	Default,
)]
pub struct MerchantBook {
	pub totals: MerchantTotals,
	/// The day of the last entry: `totals` is what they were at its end, until there is another.
	pub day: Day,
	/// Days of which the sums are kept.
	pub kept: u32,
	/// The last day of which they no longer are.
	pub forgotten: Option<Day>,
	pub schedule: Option<Schedule>,
}

/// What a merchant took and was paid in a period.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
pub struct Statement {
	/// Owed at its beginning.
	pub opening: Balance,
	/// What the events of the period add up to.
	pub movements: MerchantTotals,
	/// Owed at its end.
	pub closing: Balance,
}

/// What two operators agree on for exchanging the points of one into those of the other.
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
	Debug,
)]
pub struct AgreementTerms {
	/// Plancks that can move in a day.
	pub daily: Balance,
	/// Plancks that one citizen can move in a day.
	pub citizen_daily: Balance,
	/// Unix seconds at which it ends.
	pub expires: UnixSeconds,
}

/// An interchange agreement, proposed or in force.
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
	Debug,
)]
pub struct Agreement {
	pub terms: AgreementTerms,
	/// Which of the two proposed it.
	pub proposed_by: OperatorId,
	/// Whether the other accepted.
	pub in_force: bool,
	/// Unix seconds at which it ends: its expiry, or after the notice of a cancellation.
	pub ends: UnixSeconds,
	/// The day that `used` is of.
	pub day: Day,
	/// Plancks that moved on that day.
	pub used: Balance,
}

/// How a reversal stands.
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
	Debug,
)]
#[allow(clippy::cast_possible_truncation)]
pub enum ReversalState {
	/// The notice runs, or ran out without an appeal.
	Noticed,
	/// The council has to decide. The hash is of the citizen's statement.
	Appealed { statement: H256 },
	/// The council rejected the appeal.
	Rejected,
}

/// An operator's announcement that it takes points back.
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
	Debug,
)]
pub struct Reversal {
	pub series: SeriesId,
	/// Hundredths; of these only what is unspent then.
	pub points: PointCents,
	/// Hash of the reasons, which the citizen is told.
	pub reason: H256,
	/// Unix seconds until which the citizen can appeal, and from which it can be carried out...
	pub from: UnixSeconds,
	/// ...and before which it must be.
	pub until: UnixSeconds,
	pub state: ReversalState,
}

/// How far a map whose first key is a day is swept.
///
/// Sweeping goes on where it stopped and looks only once a day for more than there is: a look from
/// the beginning walks, key by key, over all that the block removed so far, so that many sweeps in a
/// block would cost by the square of what they remove.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
pub struct SweepMark<Key> {
	/// What was removed last: nothing lies before it, and nothing will.
	pub last: Option<(Be16, Key)>,
	/// The day on which nothing old was left: nothing gets old before the next.
	pub clean: Option<Day>,
}

impl<Key> Default for SweepMark<Key> {
	fn default() -> Self {
		Self { last: None, clean: None }
	}
}

/// What stands behind an operator's points, for everybody to see.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct Solvency {
	pub operator: OperatorId,
	/// Plancks held.
	pub fund: Balance,
	/// Plancks that outstanding points are worth: never above `fund`.
	pub outstanding: Balance,
	/// Plancks set aside for campaigns.
	pub set_aside: Balance,
	/// Plancks that are neither.
	pub free: Balance,
	/// `fund` in hundredths of a percent of `outstanding`: 10,000 and more; none where nothing is
	/// outstanding.
	pub coverage: Option<u128>,
	/// Live series, rising.
	pub series: alloc::vec::Vec<(SeriesId, Series)>,
	pub withdrawal: Option<Withdrawal>,
	pub wind_up: Option<WindUp>,
}

/// The whole system's money.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
pub struct SystemTotals {
	/// Plancks held for operators.
	pub funds: Balance,
	/// Plancks held for merchants and open orders.
	pub settlement: Balance,
	/// Of these for open orders.
	pub escrow: Balance,
	/// Of these for merchants.
	pub receivables: Balance,
}
