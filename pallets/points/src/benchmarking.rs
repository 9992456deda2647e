//! Benchmarks: the longest payments, the oldest series, accounts that exist and days that are full.

// Setting the stage may count and fail freely.
#![allow(clippy::arithmetic_side_effects, clippy::cast_possible_truncation, clippy::expect_used)]

use crate::{
	fund::Pot,
	pallet::{
		Agreements, Books, Call, Config, DayTotals, Due, Escrow, Exchanged, Funds, Pallet,
		Payments, Reversals, SeriesOf,
	},
	types::*,
	BenchmarkHelper,
};
use alloc::{vec, vec::Vec};
use frame_benchmarking::v2::*;
use frame_support::traits::{
	fungible::{Inspect, Mutate},
	Get,
};
use frame_system::RawOrigin;
use sp_core::H256;
use tanpu_primitives::{
	traits::{Citizens, Issuing, Merchants, Operators, Positions, Spending},
	Balance, Be16, CitizenId, Clock, Day, LiveSeries, OperatorId, ParticipantId, PointPart,
	PointParts, SeriesId, UnixSeconds, MAX_LIVE_SERIES, MAX_PARTS, SECONDS_PER_DAY,
};

/// The chain's present: 2018-09-09.
const NOW: UnixSeconds = 1_536_422_400;
/// So low that the fund covers whatever a benchmark of reports computes.
const PRICE: Balance = 1;
const POINTS: u64 = 1_000;

/// Plenty, and still far from the type's end.
fn wealth<T: Config>() -> Balance {
	T::Currency::minimum_balance().saturating_mul(1_000_000).max(1_000_000_000_000_000)
}

fn rich<T: Config>(name: &'static str, number: u32) -> T::AccountId {
	let who: T::AccountId = account(name, number, 0);
	T::Currency::mint_into(&who, wealth::<T>()).expect("money is free here");
	who
}

/// Time, and the two pots.
fn world<T: Config>() {
	T::BenchmarkHelper::set_time(NOW);
	for pot in [T::FundAccount::get(), T::SettlementAccount::get()] {
		T::Currency::mint_into(&pot, T::Currency::minimum_balance()).expect("money is free here");
	}
}

fn later<T: Config>(seconds: u64) {
	T::BenchmarkHelper::set_time(T::Clock::now() + seconds);
}

/// Gives an operator money and as many series as there can be, the newest with the longest life.
pub(crate) fn fund_operator<T: Config>(operator: OperatorId) {
	let payer = rich::<T>("payer", operator.into());
	for pot in [T::FundAccount::get(), T::SettlementAccount::get()] {
		if T::Currency::total_balance(&pot) == 0 {
			T::Currency::mint_into(&pot, T::Currency::minimum_balance())
				.expect("money is free here");
		}
	}
	let amount = wealth::<T>() / 2;
	Pallet::<T>::pay_in(&payer, Pot::Funds, amount).expect("the payer is rich");
	let now = T::Clock::now();
	let live: Vec<SeriesId> = (0..MAX_LIVE_SERIES as u16).collect();
	for id in &live {
		SeriesOf::<T>::insert(operator, id, empty_series::<T>(now));
	}
	Funds::<T>::mutate(operator, |fund| {
		fund.balance += amount;
		fund.next_series = live.len() as u16;
		fund.live = LiveSeries::truncate_from(live);
	});
}

fn empty_series<T: Config>(now: UnixSeconds) -> Series {
	Series {
		price: PRICE,
		opened: now,
		expires: now + T::MaxSeriesLife::get(),
		issued: 0,
		outstanding: 0,
		spent: 0,
		expired: 0,
		reversed: 0,
		exchanged: 0,
		escrowed: 0,
		closed: false,
	}
}

fn operator<T: Config>(number: u32) -> (OperatorId, T::AccountId) {
	let treasury = rich::<T>("treasury", number);
	let reporter = account("reporter", number, 0);
	(T::Operators::benchmark_operator(treasury.clone(), reporter), treasury)
}

fn funded<T: Config>(number: u32) -> (OperatorId, T::AccountId) {
	let (operator, treasury) = operator::<T>(number);
	fund_operator::<T>(operator);
	(operator, treasury)
}

/// Enrols a citizen and gives them points of the newest series.
fn give<T: Config>(operator: OperatorId, citizen: CitizenId) -> PointPart {
	T::Positions::benchmark_citizens(operator, citizen + 1);
	let issue = <Pallet<T> as Issuing>::open(operator).expect("a series is open");
	let mut position = T::Positions::get(operator, citizen).expect("just enrolled");
	position.add_points(&issue, POINTS).expect("the series is live");
	T::Positions::put(operator, citizen, position);
	<Pallet<T> as Issuing>::issue(operator, issue.series, POINTS).expect("the fund covers it");
	PointPart { operator, series: issue.series, points: POINTS }
}

/// Points of so many operators.
pub(crate) fn points_of<T: Config>(citizen: CitizenId, parts: u32) -> PointParts {
	let mut parts: Vec<_> =
		(0..parts).map(|number| give::<T>(funded::<T>(number).0, citizen)).collect();
	parts.sort();
	PointParts::truncate_from(parts)
}

fn citizen<T: Config>() -> (CitizenId, T::AccountId) {
	let key: T::AccountId = account("citizen", 0, 0);
	(T::Citizens::benchmark_citizen(&key), key)
}

/// A merchant whose book is full: the next entry forgets a day and keeps another.
fn merchant<T: Config>() -> (ParticipantId, T::AccountId) {
	let holder = rich::<T>("holder", 0);
	let merchant = T::Merchants::benchmark_merchant(holder.clone());
	let kept = T::MaxStatementDays::get();
	let today = T::Clock::today();
	let totals = MerchantTotals { paid: 1, settled: 1, ..Default::default() };
	for at in 0..kept {
		let day = today - (kept as Day) - 1 + at as Day;
		DayTotals::<T>::insert(Be16::from(merchant), Be16::from(day), totals);
	}
	let book = MerchantBook { totals, day: today - 1, kept, ..Default::default() };
	Books::<T>::insert(merchant, book);
	(merchant, holder)
}

fn request<T: Config>(merchant: ParticipantId, parts: &[PointPart]) -> PaymentRequest {
	PaymentRequest {
		genesis: frame_system::Pallet::<T>::block_hash(
			frame_system::pallet_prelude::BlockNumberFor::<T>::from(0u32),
		),
		merchant,
		amount: <Pallet<T> as Spending>::value(parts).expect("the series exist"),
		expires: T::Clock::now() + T::MaxRequestLife::get(),
		receipt: H256::repeat_byte(1),
		nonce: 1,
	}
}

/// A merchant that is owed something, and has none of the day's entries yet.
fn owed<T: Config>() -> (ParticipantId, T::AccountId, Balance) {
	let (merchant, holder) = merchant::<T>();
	let amount = wealth::<T>() / 1_000;
	let payer = rich::<T>("payer", 9_999);
	Pallet::<T>::pay_in(&payer, Pot::Settlement, amount).expect("the payer is rich");
	Books::<T>::mutate(merchant, |book| book.totals.topped_up = amount);
	(merchant, holder, amount)
}

fn terms<T: Config>() -> AgreementTerms {
	AgreementTerms {
		daily: Balance::MAX,
		citizen_daily: Balance::MAX,
		expires: T::Clock::now() + T::MaxSeriesLife::get(),
	}
}

fn agreement<T: Config>(by: OperatorId, in_force: bool) -> Agreement {
	let terms = terms::<T>();
	Agreement { terms, proposed_by: by, in_force, ends: terms.expires, day: 0, used: 0 }
}

/// A reversal whose notice has run.
fn pending<T: Config>(operator: OperatorId, citizen: CitizenId, state: ReversalState) {
	let now = T::Clock::now();
	Reversals::<T>::insert(
		operator,
		citizen,
		Reversal {
			series: MAX_LIVE_SERIES as u16 - 1,
			points: POINTS,
			reason: H256::repeat_byte(1),
			from: if state == ReversalState::Noticed { now + 1 } else { now },
			until: now + SECONDS_PER_DAY,
			state,
		},
	);
	Funds::<T>::mutate(operator, |fund| fund.reversals += 1);
}

#[benchmarks]
mod benches {
	use super::*;

	#[benchmark]
	fn deposit() {
		world::<T>();
		let (operator, _) = funded::<T>(0);
		let caller = rich::<T>("caller", 0);
		let amount = wealth::<T>() / 2;
		let before = Funds::<T>::get(operator).balance;

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), operator, amount);

		assert_eq!(Funds::<T>::get(operator).balance, before + amount);
	}

	#[benchmark]
	fn request_withdrawal() {
		world::<T>();
		let (operator, treasury) = funded::<T>(0);

		#[extrinsic_call]
		_(RawOrigin::Signed(treasury), operator, 1);

		assert!(Funds::<T>::get(operator).withdrawal.is_some());
	}

	#[benchmark]
	fn withdraw() {
		world::<T>();
		let (operator, treasury) = funded::<T>(0);
		let amount = Funds::<T>::get(operator).balance;
		Pallet::<T>::do_request_withdrawal(treasury.clone(), operator, amount)
			.expect("all of it is free");
		later::<T>(T::NoticePeriod::get());

		#[extrinsic_call]
		_(RawOrigin::Signed(treasury), operator);

		assert_eq!(Funds::<T>::get(operator).balance, 0);
	}

	#[benchmark]
	fn open_series() {
		world::<T>();
		let (operator, treasury) = funded::<T>(0);
		Funds::<T>::mutate(operator, |fund| {
			fund.live.pop();
		});
		let expires = T::Clock::now() + T::MaxSeriesLife::get();

		#[extrinsic_call]
		_(RawOrigin::Signed(treasury), operator, PRICE, expires);

		assert_eq!(Funds::<T>::get(operator).live.len() as u32, MAX_LIVE_SERIES);
	}

	#[benchmark]
	fn close_series() {
		world::<T>();
		let (operator, _) = funded::<T>(0);
		give::<T>(operator, 0);
		later::<T>(T::MaxSeriesLife::get() + T::RefundWindow::get());
		let series = MAX_LIVE_SERIES as u16 - 1;
		let caller = rich::<T>("caller", 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), operator, series);

		assert!(SeriesOf::<T>::get(operator, series).is_some_and(|series| series.closed));
	}

	#[benchmark]
	fn begin_wind_up() {
		world::<T>();
		let (operator, treasury) = funded::<T>(0);

		#[extrinsic_call]
		_(RawOrigin::Signed(treasury), operator);

		assert!(Funds::<T>::get(operator).wind_up.is_some());
	}

	#[benchmark]
	fn finish_wind_up() {
		world::<T>();
		let (operator, treasury) = funded::<T>(0);
		Pallet::<T>::do_begin_wind_up(treasury, operator).expect("it doesn't yet");
		Funds::<T>::mutate(operator, |fund| fund.live = LiveSeries::default());
		let caller = rich::<T>("caller", 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), operator);

		assert_eq!(Funds::<T>::get(operator).balance, 0);
	}

	/// Each part is of another operator.
	#[benchmark]
	fn pay(p: Linear<1, MAX_PARTS>) {
		world::<T>();
		let (citizen, key) = citizen::<T>();
		let parts = points_of::<T>(citizen, p);
		let (merchant, _) = merchant::<T>();
		let request = request::<T>(merchant, &parts);

		#[extrinsic_call]
		_(RawOrigin::Signed(key), request, parts);

		assert_eq!(Books::<T>::get(merchant).totals.paid, request.amount + 1);
	}

	/// Each part is of another operator; the merchant tops up.
	#[benchmark]
	fn refund(p: Linear<1, MAX_PARTS>) {
		world::<T>();
		let (citizen, key) = citizen::<T>();
		let parts = points_of::<T>(citizen, p);
		let (merchant, holder) = merchant::<T>();
		let request = request::<T>(merchant, &parts);
		Pallet::<T>::do_pay(key, request, parts).expect("a sound payment");
		Pallet::<T>::do_settle(merchant, request.amount).expect("it is owed");
		later::<T>(SECONDS_PER_DAY);
		let payment = Pallet::<T>::payment_ref_of(&request).expect("within the calendar");

		#[extrinsic_call]
		_(RawOrigin::Signed(holder), payment, None);

		assert_eq!(Books::<T>::get(merchant).totals.topped_up, request.amount);
	}

	#[benchmark]
	fn settle() {
		world::<T>();
		let (merchant, _, amount) = owed::<T>();
		let caller = rich::<T>("caller", 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), merchant, amount);

		assert_eq!(Books::<T>::get(merchant).totals.receivable(), 0);
	}

	#[benchmark]
	fn set_schedule() {
		world::<T>();
		let (merchant, holder) = merchant::<T>();
		Pallet::<T>::do_set_schedule(holder.clone(), merchant, Some((1, 1))).expect("a schedule");

		#[extrinsic_call]
		_(RawOrigin::Signed(holder), merchant, Some((2, 1)));

		assert!(Books::<T>::get(merchant).schedule.is_some_and(|schedule| schedule.period == 2));
	}

	#[benchmark]
	fn run_schedule() {
		world::<T>();
		let (merchant, holder, _) = owed::<T>();
		Pallet::<T>::do_set_schedule(holder, merchant, Some((1, 1))).expect("a schedule");
		later::<T>(SECONDS_PER_DAY);
		let caller = rich::<T>("caller", 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), merchant);

		assert_eq!(Books::<T>::get(merchant).totals.receivable(), 0);
	}

	/// Payments of the most parts.
	#[benchmark]
	fn sweep(n: Linear<1, MAX_SWEEP>) {
		world::<T>();
		let part = PointPart { operator: u16::MAX, series: u16::MAX, points: u64::MAX };
		let payment = Payment {
			merchant: 0,
			citizen: 0,
			paid_at: 0,
			value: Balance::MAX,
			refunded: Balance::MAX,
			parts: PointParts::truncate_from(vec![part; MAX_PARTS as usize]),
		};
		for number in 0..n {
			let id = H256(sp_io::hashing::blake2_256(&number.to_be_bytes()));
			Payments::<T>::insert(Be16::from(1), id, payment.clone());
		}
		let caller = rich::<T>("caller", 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), n);

		assert_eq!(Payments::<T>::iter().count(), 0);
	}

	#[benchmark]
	fn propose_agreement() {
		world::<T>();
		let (from, treasury) = funded::<T>(0);
		let (to, _) = funded::<T>(1);
		Agreements::<T>::insert(from, to, agreement::<T>(to, false));

		#[extrinsic_call]
		_(RawOrigin::Signed(treasury), from, to, from, terms::<T>());

		assert!(Agreements::<T>::get(from, to).is_some_and(|found| found.proposed_by == from));
	}

	#[benchmark]
	fn accept_agreement() {
		world::<T>();
		let (from, _) = funded::<T>(0);
		let (to, treasury) = funded::<T>(1);
		Agreements::<T>::insert(from, to, agreement::<T>(from, false));

		#[extrinsic_call]
		_(RawOrigin::Signed(treasury), from, to, terms::<T>());

		assert!(Agreements::<T>::get(from, to).is_some_and(|found| found.in_force));
	}

	#[benchmark]
	fn cancel_agreement() {
		world::<T>();
		let (from, _) = funded::<T>(0);
		let (to, treasury) = funded::<T>(1);
		let before = agreement::<T>(from, true);
		Agreements::<T>::insert(from, to, before);

		#[extrinsic_call]
		_(RawOrigin::Signed(treasury), from, to);

		assert!(Agreements::<T>::get(from, to).is_some_and(|found| found.ends < before.ends));
	}

	/// The series to receive is the oldest of eight: the others expire too soon.
	#[benchmark]
	fn exchange() {
		world::<T>();
		let (citizen, key) = citizen::<T>();
		let (from, _) = funded::<T>(0);
		let (to, _) = funded::<T>(1);
		let part = give::<T>(from, citizen);
		give::<T>(to, citizen);
		for id in 1..MAX_LIVE_SERIES as u16 {
			SeriesOf::<T>::mutate(to, id, |series| {
				if let Some(series) = series {
					series.expires = NOW + 1;
				}
			});
		}
		Agreements::<T>::insert(from, to, agreement::<T>(from, true));

		#[extrinsic_call]
		_(RawOrigin::Signed(key), from, part.series, POINTS, to, POINTS);

		assert_eq!(Exchanged::<T>::iter().count(), 1);
	}

	#[benchmark]
	fn propose_reversal() {
		world::<T>();
		let (operator, treasury) = funded::<T>(0);
		let part = give::<T>(operator, 0);
		let reason = H256::repeat_byte(1);

		#[extrinsic_call]
		_(RawOrigin::Signed(treasury), operator, 0, part.series, POINTS, reason);

		assert!(Reversals::<T>::contains_key(operator, 0));
	}

	#[benchmark]
	fn appeal_reversal() {
		world::<T>();
		let (citizen, key) = citizen::<T>();
		let (operator, _) = funded::<T>(0);
		pending::<T>(operator, citizen, ReversalState::Noticed);
		let statement = H256::repeat_byte(2);

		#[extrinsic_call]
		_(RawOrigin::Signed(key), operator, citizen, statement);

		assert!(Reversals::<T>::get(operator, citizen)
			.is_some_and(|found| found.state == ReversalState::Appealed { statement }));
	}

	#[benchmark]
	fn decide_appeal() -> Result<(), BenchmarkError> {
		use frame_support::traits::EnsureOrigin;
		world::<T>();
		let (operator, _) = funded::<T>(0);
		pending::<T>(operator, 0, ReversalState::Appealed { statement: H256::repeat_byte(2) });
		let origin =
			T::CouncilOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, operator, 0, true);

		assert!(!Reversals::<T>::contains_key(operator, 0));
		Ok(())
	}

	#[benchmark]
	fn execute_reversal() {
		world::<T>();
		let (operator, _) = funded::<T>(0);
		let part = give::<T>(operator, 0);
		pending::<T>(operator, 0, ReversalState::Rejected);
		let caller = rich::<T>("caller", 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), operator, 0);

		let series = SeriesOf::<T>::get(operator, part.series).expect("it exists");
		assert_eq!(series.reversed, POINTS);
	}

	/// Opening and issuing, as a batch does; the series is the oldest of eight.
	#[benchmark]
	fn issue() {
		world::<T>();
		let (operator, _) = funded::<T>(0);
		for id in 1..MAX_LIVE_SERIES as u16 {
			SeriesOf::<T>::mutate(operator, id, |series| {
				if let Some(series) = series {
					series.expires = NOW + 1;
				}
			});
		}

		#[block]
		{
			let found = <Pallet<T> as Issuing>::open(operator).expect("one lasts");
			<Pallet<T> as Issuing>::issue(operator, found.series, POINTS).expect("it is covered");
		}

		assert_eq!(SeriesOf::<T>::get(operator, 0).map(|series| series.issued), Some(POINTS));
	}

	/// Taking into escrow: the dearest of the three.
	#[benchmark]
	fn spend(p: Linear<1, MAX_PARTS>) {
		world::<T>();
		let (citizen, _) = citizen::<T>();
		let parts = points_of::<T>(citizen, p);

		#[block]
		{
			<Pallet<T> as Spending>::take(citizen, &parts).expect("the citizen has them");
		}

		assert!(Escrow::<T>::get() > 0);
	}

	#[benchmark]
	fn idle_check() {
		world::<T>();
		Due::<T>::insert(Be16::from(u16::MAX), Be16::from(1), ());

		#[block]
		{
			Pallet::<T>::idle(frame_support::weights::Weight::MAX);
		}

		assert_eq!(Due::<T>::iter().count(), 1);
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
