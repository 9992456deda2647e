//! The answers, as they stand in JSON: described, with examples, in docs/rpc.md.
//!
//! Names are camelCase. Money, grams, points and growth are [`Quantity`]: strings. Numbers of things
//! (citizens, operators, series, orders) and Unix seconds are JSON numbers.

use crate::units::{Date, Moment, Quantity};
use serde::{Deserialize, Serialize};
use sp_core::H256;
use tanpu_primitives::{
	CitizenId, ClassId, MethodologyId, OperatorId, ParticipantId, SeriesId, UnixSeconds,
	VersionNumber,
};

macro_rules! answers {
	($($(#[$about:meta])* pub struct $name:ident { $($fields:tt)* })*) => { $(
		$(#[$about])*
		#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
		#[serde(rename_all = "camelCase")]
		pub struct $name { $($fields)* }
	)* };
}

/// An answer, and the block whose state it was read from.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
pub struct Answer<Hash, T> {
	pub block: BlockRef<Hash>,
	#[serde(flatten)]
	pub answer: T,
}

/// A block.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
pub struct BlockRef<Hash> {
	pub number: u64,
	pub hash: Hash,
	/// Whether it is finalised: if not, another block may yet take its place.
	pub finalized: bool,
}

answers! {
	/// The chain's clock.
	pub struct Clock {
		pub now: Moment,
		/// Seconds that the city's clock is ahead of UTC.
		pub day_offset: i32,
		/// Chain seconds per second of block time; 1 in production.
		pub scale: u32,
		/// Today by the city's clock.
		pub today: Date,
	}

	/// Who a key or a pseudonym belongs to.
	pub struct CitizenOf {
		/// None where nobody's.
		pub citizen: Option<CitizenId>,
		/// Whether the key or the nullifier was found.
		pub matched: Option<Match>,
	}

	/// A citizen's account.
	pub struct Account {
		pub citizen: CitizenId,
		pub status: AccountStatus,
		/// The address that acts for the citizen; none until they claim the account.
		pub key: Option<String>,
		/// Statements that gave or changed the key so far.
		pub epoch: u32,
		/// The identity provider whose attestation the account rests on.
		pub provider: ParticipantId,
		pub opened: Moment,
		/// Grams CO2e credited, over all operators.
		pub grams: Quantity,
		/// Hundredths of points that can be spent now, over all operators.
		pub spendable_cents: Quantity,
		/// Plancks that they are worth.
		pub spendable_value: Quantity,
		pub growth: Growth,
		/// With each operator, in rising order of its number.
		pub positions: Vec<Position>,
	}

	/// What a citizen has with an operator.
	pub struct Position {
		pub operator: OperatorId,
		/// The operator's name.
		pub name: Option<String>,
		/// Whether acts are still credited.
		pub enrolled: bool,
		/// What becomes of verified grams: `entrusted`, `self-held`, `reward-only`.
		pub disposition: String,
		/// Grams CO2e credited, less what was withdrawn.
		pub grams: Quantity,
		/// Thousandths of growth.
		pub growth_millis: Quantity,
		/// Thousandths of a hundredth of a point that wait for the next credit.
		pub carry: u16,
		/// Hundredths of points that can be spent now.
		pub spendable_cents: Quantity,
		/// Plancks that they are worth.
		pub spendable_value: Quantity,
		/// By series, rising.
		pub points: Vec<Points>,
		/// Grams in classes that are not settled, by class.
		pub contributions: Vec<Contribution>,
	}

	/// A citizen's points of one series.
	pub struct Points {
		pub series: SeriesId,
		/// Hundredths of a point.
		pub cents: Quantity,
		/// Whether they can be spent now: an expired series' points stay written until the position
		/// is next touched.
		pub spendable: bool,
		/// Plancks that they are worth; none where they can't be spent.
		pub value: Option<Quantity>,
		/// When they can no longer be spent; none where they can't be spent.
		pub expires: Option<Moment>,
	}

	/// Grams contributed to a class of pending reductions.
	pub struct Contribution {
		pub class: ClassId,
		pub grams: Quantity,
	}

	/// What a citizen has grown.
	pub struct Growth {
		/// Thousandths in all.
		pub millis: Quantity,
		/// Of it from right answers to the question of the day.
		pub from_answers_millis: Quantity,
		/// Days on which themes were unlocked, from the first.
		pub badges: Vec<Date>,
		/// The growth that unlocks the next theme; none where all are unlocked, or none are set.
		pub next_millis: Option<Quantity>,
		/// What the account's grams are.
		pub equivalents: Vec<Equivalent>,
	}

	/// Grams as something that people can picture.
	pub struct Equivalent {
		pub name: String,
		/// How many of it, in thousandths, rounded down.
		pub count_millis: Quantity,
		/// Grams CO2e of one of it.
		pub grams_each: Quantity,
		/// Where the factor is from.
		pub source: String,
	}

	/// What stands behind points, and what merchants are owed.
	pub struct Solvency {
		/// In rising order of number.
		pub operators: Vec<OperatorSolvency>,
		/// In rising order of number.
		pub merchants: Vec<MerchantSums>,
		/// What to ask for as `first` to go on; none where this was all.
		pub next: Option<ParticipantId>,
		/// Money that is held.
		pub totals: Totals,
		/// All books, not only those above, added up one by one.
		pub books: Books,
		/// Whether both are equal to the planck, every fund covers its points, and the merchants and
		/// orders of all pages make up what is held for them.
		pub ties: bool,
	}

	/// What stands behind an operator's points. Amounts are plancks.
	pub struct OperatorSolvency {
		pub operator: OperatorId,
		pub name: Option<String>,
		/// How its licence stands; points stay spendable whatever it says.
		pub standing: Option<Standing>,
		pub fund: Quantity,
		/// What its outstanding points are worth.
		pub outstanding: Quantity,
		/// Set aside for campaigns.
		pub set_aside: Quantity,
		/// Neither: for new points, or to be withdrawn with notice.
		pub free: Quantity,
		/// The fund in hundredths of a percent of `outstanding`; none where nothing is outstanding.
		pub coverage: Option<Quantity>,
		/// Whether points times price, worked out anew over all live series, are `outstanding`, and
		/// the fund covers them and what is set aside.
		pub covered: bool,
		/// Live series, rising.
		pub series: Vec<Series>,
		pub withdrawal: Option<Withdrawal>,
		pub wind_up: Option<WindUp>,
	}

	/// Points of one price and expiry; counts are hundredths of a point.
	pub struct Series {
		pub series: SeriesId,
		/// Plancks per hundredth of a point.
		pub price: Quantity,
		pub opened: Moment,
		/// From when its points can't be spent; a wind-up can end it earlier.
		pub expires: Moment,
		/// Ever issued: the sum of `outstanding`, `spent`, `expired`, `reversed`, `exchanged`.
		pub issued_cents: Quantity,
		pub outstanding_cents: Quantity,
		/// Less what was refunded.
		pub spent_cents: Quantity,
		/// Of the spent ones, those in open orders.
		pub escrowed_cents: Quantity,
		pub expired_cents: Quantity,
		pub reversed_cents: Quantity,
		pub exchanged_cents: Quantity,
		/// Plancks that the outstanding ones are worth.
		pub outstanding_value: Quantity,
	}

	/// Money that an operator announced to take out.
	pub struct Withdrawal {
		/// Plancks.
		pub amount: Quantity,
		pub from: Moment,
		/// It lapses at this moment.
		pub until: Moment,
	}

	/// The end of an operator's points.
	pub struct WindUp {
		pub began: Moment,
		/// Every series has expired by then.
		pub ends: Moment,
	}

	/// A merchant's sums since its first payment, in plancks.
	pub struct MerchantSums {
		pub merchant: ParticipantId,
		pub name: Option<String>,
		pub standing: Option<Standing>,
		/// What it is owed now: `paid` + `released` + `toppedUp` - `refunded` - `settled`.
		pub receivable: Quantity,
		#[serde(flatten)]
		pub sums: Movements,
	}

	/// What was added to a merchant's book, in plancks.
	pub struct Movements {
		/// At the till.
		pub paid: Quantity,
		/// Released from orders.
		pub released: Quantity,
		/// Paid in by the merchant, where a refund was more than it was owed.
		pub topped_up: Quantity,
		/// Given back to citizens.
		pub refunded: Quantity,
		/// Paid out to the merchant.
		pub settled: Quantity,
	}

	/// Money held, in plancks.
	pub struct Totals {
		/// For operators.
		pub funds: Quantity,
		/// For merchants and open orders.
		pub settlement: Quantity,
		/// Of it for open orders.
		pub escrow: Quantity,
		/// Of it for merchants.
		pub receivables: Quantity,
	}

	/// All books added up, in plancks.
	pub struct Books {
		/// Operators that have or had a fund.
		pub operators: u32,
		/// In their funds.
		pub funds: Quantity,
		/// What their outstanding points are worth, as the funds have it.
		pub outstanding: Quantity,
		/// The same worked out anew: points times price.
		pub series_value: Quantity,
		pub set_aside: Quantity,
		/// Operators whose fund doesn't cover its points: 0.
		pub uncovered: u32,
		/// Merchants that have a book.
		pub merchants: u32,
		/// What they are owed.
		pub receivables: Quantity,
		/// In escrow, as the orders have it.
		pub escrow: Quantity,
	}

	/// A merchant.
	pub struct Merchant {
		#[serde(flatten)]
		pub sums: MerchantSums,
		/// The address that it is paid to.
		pub holder: String,
		/// Automatic settlement; none where it settles itself.
		pub schedule: Option<Schedule>,
		/// The day of its last entry; none where there is none.
		pub last_entry: Option<Date>,
		/// The last day of which the sums are no longer kept.
		pub forgotten: Option<Date>,
	}

	/// Automatic settlement.
	pub struct Schedule {
		pub period_days: u16,
		/// Plancks below which a date is passed over.
		pub least: Quantity,
		pub next: Date,
	}

	/// What a merchant took and was paid in a period, in plancks.
	pub struct Statement {
		pub merchant: ParticipantId,
		pub first_day: Date,
		pub last_day: Date,
		/// Owed at its beginning.
		pub opening: Quantity,
		/// What the events of the period add up to.
		pub movements: Movements,
		/// Owed at its end.
		pub closing: Quantity,
		/// Whether opening and movements make the closing.
		pub ties: bool,
	}

	/// Where a payment is kept.
	pub struct Reference {
		/// The day on which its request expires.
		pub day: Date,
		/// The request's hash.
		pub id: H256,
	}

	/// What a merchant's till asks for.
	pub struct Request {
		/// Genesis hash.
		pub genesis: H256,
		pub merchant: ParticipantId,
		/// Plancks.
		pub amount: Quantity,
		/// Unix seconds.
		pub expires: UnixSeconds,
		/// Hash of the receipt.
		pub receipt: H256,
		/// Chosen by the till.
		pub nonce: Quantity,
	}

	/// A payment at the till.
	pub struct PaymentOf {
		pub reference: Reference,
		/// None where it isn't paid, or so long ago that it can't be refunded any more.
		pub payment: Option<Payment>,
	}

	/// A payment that can still be refunded.
	pub struct Payment {
		pub merchant: ParticipantId,
		pub citizen: CitizenId,
		pub paid_at: Moment,
		/// Plancks that the points were worth: the amount asked for, or slightly more.
		pub value: Quantity,
		/// Plancks that were refunded.
		pub refunded: Quantity,
		/// What was paid with and is not refunded.
		pub parts: Vec<Part>,
	}

	/// Points of one series of one operator.
	pub struct Part {
		pub operator: OperatorId,
		pub series: SeriesId,
		/// Hundredths of a point.
		pub cents: Quantity,
	}

	/// A page of offers.
	pub struct Offers {
		/// In rising order of number.
		pub offers: Vec<Offer>,
		/// What to ask for as `first` to go on; none where this was all.
		pub next: Option<u32>,
	}

	/// An offer.
	pub struct Offer {
		pub offer: u32,
		pub merchant: ParticipantId,
		/// The merchant's name.
		pub name: Option<String>,
		/// How the merchant's licence stands.
		pub standing: Option<Standing>,
		/// Title and description.
		pub title: Link,
		pub picture: Option<Link>,
		/// Plancks for one unit.
		pub price: Quantity,
		/// The operators whose points it takes; none where all.
		pub issuers: Option<Vec<OperatorId>>,
		/// Units put on offer.
		pub stock: u32,
		/// Units that can still be ordered.
		pub left: u32,
		/// Units that one citizen can order.
		pub per_citizen: u32,
		/// Orders that are not finished.
		pub orders: u32,
		pub from: Moment,
		pub until: Moment,
		/// Seconds that a citizen has to fetch what was ordered.
		pub fulfil_within: u64,
		/// Whether the merchant closed it.
		pub closed: bool,
	}

	/// Something published elsewhere.
	pub struct Link {
		/// Hash of its bytes: show it only where they agree.
		pub hash: H256,
		pub uri: String,
	}

	/// One order of a citizen.
	pub struct OrderOf {
		pub citizen: CitizenId,
		pub number: u32,
		/// Whether it is finished: fulfilled and released, or back with the citizen. Then nothing
		/// else of it is kept.
		pub finished: bool,
		pub order: Option<Order>,
	}

	/// A citizen's orders that are not finished.
	pub struct Orders {
		pub citizen: CitizenId,
		/// The number of the next one: how many there were.
		pub next: u32,
		pub orders: Vec<Order>,
	}

	/// An order that is not finished.
	pub struct Order {
		pub number: u32,
		pub offer: u32,
		pub merchant: ParticipantId,
		/// Units ordered.
		pub count: u32,
		/// Plancks in escrow for it.
		pub value: Quantity,
		/// The points that were burned for it.
		pub parts: Vec<Part>,
		/// Hash that the voucher opens.
		pub voucher: H256,
		pub ordered: Moment,
		pub stage: Stage,
		/// When the voucher was shown, or the dispute began; none while it is open.
		pub stage_since: Option<Moment>,
		/// Hash of the citizen's reasons, of a disputed one.
		pub dispute_reason: Option<H256>,
		/// The merchant can fulfil before this.
		pub fulfil_before: Moment,
		/// From then on, an open one can be sent back.
		pub take_back_from: Moment,
		/// The citizen can dispute before this.
		pub dispute_before: Option<Moment>,
		/// From then on, the value can be released to the merchant.
		pub release_from: Option<Moment>,
	}

	/// What a formula gives.
	pub struct Evaluation {
		pub methodology: MethodologyId,
		pub version: VersionNumber,
		/// Raw values, each scaled by its input's decimals.
		pub inputs: Vec<Quantity>,
		/// Grams CO2e.
		pub grams: Quantity,
	}

	/// How a formula comes to it.
	pub struct Explanation {
		pub methodology: MethodologyId,
		pub version: VersionNumber,
		pub inputs: Vec<Quantity>,
		/// Grams CO2e; none where the computation fails.
		pub grams: Option<Quantity>,
		/// Why it fails.
		pub failure: Option<String>,
		/// One for each operation, and the result.
		pub steps: Vec<Step>,
	}

	/// One step of a computation.
	pub struct Step {
		/// Which operation, from 0.
		pub op: u16,
		/// `constant`, `input`, `multiply`, ... `result`.
		pub operation: String,
		/// The declaration that it reads or stores.
		pub reference: Option<Declaration>,
		pub operands: Vec<Value>,
		pub result: Value,
	}

	/// An input, parameter, table or named value of a formula.
	pub struct Declaration {
		pub kind: DeclarationKind,
		pub index: u8,
		pub name: String,
	}

	/// What an operator's fund lacks.
	pub struct Shortfall {
		pub operator: OperatorId,
		/// Hundredths of a point that were asked about.
		pub cents: Quantity,
		/// Plancks to pay in before they can be issued.
		pub shortfall: Quantity,
		/// Plancks per hundredth of a point of the series that is issued in; none where no series is
		/// open for it, so that nothing can be issued whatever is paid in.
		pub price: Option<Quantity>,
		/// Whether they could be issued now, as far as fund and series go.
		pub issuable: bool,
	}
}

/// A payment's reference, or its request: the reference follows from it.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
#[serde(
	untagged,
	expecting = "a reference {day, id}, or a request {genesis, merchant, amount, expires, receipt, \
	nonce}"
)]
pub enum PaymentQuery {
	Reference(Reference),
	Request(Request),
}

#[derive(Serialize, Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "camelCase")]
pub enum Match {
	Key,
	Nullifier,
}

#[derive(Serialize, Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "camelCase")]
pub enum AccountStatus {
	Open,
	Closed,
}

/// How a licence stands.
#[derive(Serialize, Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "camelCase")]
pub enum Standing {
	Active,
	Suspended,
	Expired,
	Revoked,
}

/// How far an order has come.
#[derive(Serialize, Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "camelCase")]
pub enum Stage {
	Open,
	Fulfilled,
	Disputed,
}

#[derive(Serialize, Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "camelCase")]
pub enum DeclarationKind {
	Input,
	Parameter,
	Table,
	Local,
}

/// A value in a computation.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum Value {
	/// In its unit, decimal; at most 18 decimals.
	Number {
		value: String,
		unit: String,
	},
	Boolean {
		value: bool,
	},
	Category {
		value: String,
	},
	/// It counts only where it is used.
	Failed {
		reason: String,
	},
}
