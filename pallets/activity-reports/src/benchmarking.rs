//! Benchmarks: the dearest formula, acts over midnight, references that a day frees.

// Setting the stage may count freely.
#![allow(clippy::arithmetic_side_effects)]

use super::*;
use alloc::{vec, vec::Vec};
use codec::Compact;
use core::hint::black_box;
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{EnsureOrigin, Get},
	BoundedVec,
};
use frame_system::RawOrigin;
use tanpu_formula::{Prepared, MAX_COST};
use tanpu_primitives::{
	report::{ClaimData, Row, MAX_ROWS},
	time::MINUTES_PER_DAY,
	traits::{Issuing, Methodologies, Operators, Positions},
	Be16, Be32, ClaimSpec, Clock, Day, MethodologyRef, Minute, OperatorId, RecordRef, MAX_GROUPS,
};

/// The day of the acts, 2018-09-02, and the chain's present a week later.
const DAY: Day = 17_776;
const NOW: u64 = 1_536_422_400;
const GROUP: u8 = 0;

fn group() -> ExclusionGroup {
	ExclusionGroup {
		name: BoundedVec::truncate_from(vec![b'x'; 32]),
		conflicts: u64::MAX,
		deadline_days: 30,
		longest_minutes: MAX_INTERVAL_MINUTES,
		tolerance_minutes: 5,
		since: 0,
	}
}

/// Time, groups that all conflict, an operator with `citizens` enrolled citizens.
fn world<T: Config>(citizens: u32) -> (T::AccountId, OperatorId) {
	T::BenchmarkHelper::set_time(NOW);
	for id in 0..MAX_GROUPS {
		ExclusionGroups::<T>::insert(id, group());
	}
	let reporter: T::AccountId = account("reporter", 0, 0);
	let operator = T::Operators::benchmark_operator(account("treasury", 0, 0), reporter.clone());
	T::Positions::benchmark_citizens(operator, citizens);
	T::Issuing::benchmark_fund(operator);
	(reporter, operator)
}

fn row(citizen: u32, start: Minute, duration: u16, inputs: &[u64], claims: Vec<ClaimData>) -> Row {
	Row {
		citizen,
		start,
		duration,
		inputs: BoundedVec::truncate_from(inputs.iter().copied().map(Compact).collect()),
		claims: BoundedVec::truncate_from(claims),
	}
}

fn reference(number: u32) -> ClaimData {
	let mut reference = [0u8; 32];
	reference.iter_mut().zip(number.to_be_bytes()).for_each(|(to, from)| *to = from);
	ClaimData::Once { reference }
}

fn interval() -> Vec<ClaimSpec> {
	vec![ClaimSpec::Interval { group: GROUP }]
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn set_group() -> Result<(), BenchmarkError> {
		T::BenchmarkHelper::set_time(NOW);
		let origin =
			T::GroupOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		for id in 0..MAX_GROUPS {
			let conflicts = bit(id);
			ExclusionGroups::<T>::insert(id, ExclusionGroup { conflicts, ..group() });
		}

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, GROUP, group().name, u64::MAX, 366, MAX_INTERVAL_MINUTES, 5);

		assert_eq!(
			ExclusionGroups::<T>::get(MAX_GROUPS - 1).map(|g| g.conflicts_with(0)),
			Some(true)
		);
		Ok(())
	}

	/// `n` rows of `c` citizens over `l` day logs: one for each citizen, and one more for each
	/// first act that runs over midnight. Further acts of a citizen follow in the same day, until
	/// its log is full.
	#[benchmark]
	fn submit(n: Linear<1, MAX_ROWS>, c: Linear<1, MAX_ROWS>, l: Linear<1, { 2 * MAX_ROWS }>) {
		let citizens = c.min(n);
		let (reporter, operator) = world::<T>(citizens);
		let (methodology, inputs) = T::Methodologies::benchmark_worst(interval());
		let first = T::Clock::first_minute_of(DAY).unwrap_or_default();
		// Every row touches one log; those over midnight a second one.
		let over_midnight = l.saturating_sub(citizens);
		let mut rows: Vec<Row> = (0..n)
			.map(|at| {
				let slot = at / citizens;
				let start = if at < over_midnight && slot == 0 {
					first + MINUTES_PER_DAY - 1
				} else {
					first + slot
				};
				let duration = if at < over_midnight && slot == 0 { 2 } else { 1 };
				row(at % citizens, start, duration, &inputs, vec![])
			})
			.collect();
		rows.sort_by_key(|row| row.citizen);
		let rows = BoundedVec::truncate_from(rows);

		#[extrinsic_call]
		_(RawOrigin::Signed(reporter), [1; 32], methodology, None, rows);

		let batch = Batches::<T>::get(0).map(|batch| (batch.operator, batch.credited > 0));
		assert_eq!(batch, Some((operator, true)));
	}

	/// `k` references that a day frees, one a row, of one citizen.
	#[benchmark]
	fn objects(k: Linear<1, MAX_ROWS>) {
		let (reporter, _) = world::<T>(1);
		let claims = vec![ClaimSpec::Once { group: GROUP, lasting: false }];
		let (methodology, inputs) = T::Methodologies::benchmark_worst(claims);
		let first = T::Clock::first_minute_of(DAY).unwrap_or_default();
		let rows = (0..k).map(|at| row(0, first, 0, &inputs, vec![reference(at)])).collect();
		let rows = BoundedVec::truncate_from(rows);

		#[extrinsic_call]
		submit(RawOrigin::Signed(reporter), [1; 32], methodology, None, rows);

		assert!(Batches::<T>::get(0).is_some_and(|batch| batch.credited > 0));
	}

	/// The dearest formula, as many times as together cost [`MAX_COST`] or more. No formula that
	/// exists costs so much at once, and batches are charged by their formula's share of it: one
	/// evaluation here would make all of them too cheap.
	#[benchmark]
	fn evaluate() -> Result<(), BenchmarkError> {
		T::BenchmarkHelper::set_time(NOW);
		let (methodology, inputs) = T::Methodologies::benchmark_worst(interval());
		let active = T::Methodologies::active(methodology)
			.map_err(|_| BenchmarkError::Stop("the methodology is not published"))?;
		let prepared = Prepared::new(&active.definition)
			.map_err(|_| BenchmarkError::Stop("the formula does not pass the check"))?;

		let times = MAX_COST.div_ceil(prepared.checked().cost.max(1));
		let mut computed = 0u32;
		#[block]
		{
			for _ in 0..times {
				// Not to be computed once for all.
				if black_box(prepared.evaluate(black_box(inputs.as_slice()))).is_ok() {
					computed += 1;
				}
			}
		}
		assert_eq!(computed, times);
		Ok(())
	}

	/// The same batch of `n` rows again.
	#[benchmark]
	fn submit_unchanged(n: Linear<1, MAX_ROWS>) -> Result<(), BenchmarkError> {
		let (reporter, _) = world::<T>(1);
		let (methodology, inputs): (MethodologyRef, Vec<u64>) =
			T::Methodologies::benchmark_worst(interval());
		let first = T::Clock::first_minute_of(DAY).unwrap_or_default();
		let rows = BoundedVec::<Row, _>::truncate_from(
			(0..n).map(|at| row(0, first + at, 1, &inputs, vec![])).collect(),
		);
		let origin = RawOrigin::Signed(reporter);
		Pallet::<T>::submit(origin.clone().into(), [1; 32], methodology, None, rows.clone())
			.map_err(|_| BenchmarkError::Stop("the first submission fails"))?;

		#[extrinsic_call]
		submit(origin, [1; 32], methodology, None, rows);

		assert_eq!(NextBatchIndex::<T>::get(), 1);
		Ok(())
	}

	/// A step that removes `n` logs and `n` references.
	#[benchmark]
	fn sweep(n: Linear<1, SWEEP_STEP>) -> Result<(), BenchmarkError> {
		world::<T>(0);
		let record = RecordRef { batch: 0, row: 0 };
		let entry = LogEntry { record, methodology: 1, grams: 1, claim: LogClaim::Tally };
		let entries = vec![entry; usize::try_from(T::MaxDayLog::get()).unwrap_or_default()];
		for number in 0..n {
			DayLogs::<T>::insert(
				Be16::from(DAY),
				Be32::from(number),
				BoundedVec::truncate_from(entries.clone()),
			);
			if let ClaimData::Once { reference } = reference(number) {
				let key = (GROUP, reference);
				OnceSweep::<T>::insert(Be16::from(DAY), key, ());
				OnceClaims::<T>::insert(key, OnceClaim { until: Some(DAY), record });
			}
		}
		T::BenchmarkHelper::set_time(NOW + 60 * 86_400);

		#[extrinsic_call]
		_(RawOrigin::Signed(account::<T::AccountId>("anyone", 0, 0)), DAY);

		assert!(Sweep::<T>::get().closed_through == Some(DAY));
		Ok(())
	}

	/// Seeing in an idle block that nothing is due.
	#[benchmark]
	fn sweep_check() {
		T::BenchmarkHelper::set_time(NOW);
		Sweep::<T>::put(SweepState { planned_on: Some(T::Clock::today()), ..Default::default() });

		#[block]
		{
			Pallet::<T>::sweep_idle(frame_support::weights::Weight::MAX);
		}

		assert_eq!(Sweep::<T>::get().target, None);
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
