//! Benchmarks: the dearest formula, acts over midnight, shared registers with a history.

// Setting the stage may count freely.
#![allow(clippy::arithmetic_side_effects)]

use super::*;
use crate::{
	history::{feed, Fed, MeanRule},
	objects::ObjectBook,
};
use alloc::{vec, vec::Vec};
use codec::Compact;
use core::hint::black_box;
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{ConstU32, EnsureOrigin, Get},
	BoundedVec,
};
use frame_system::{pallet_prelude::BlockNumberFor, RawOrigin};
use sp_core::{crypto::KeyTypeId, H256};
use sp_runtime::{traits::Zero, MultiSignature, MultiSigner};
use tanpu_formula::{
	Definition, Input, InputKind, Name, NamedUnit, Op, Origin, Prepared, Program, Unit, MAX_COST,
	MAX_MEAN_DAYS,
};
use tanpu_primitives::{
	device::DeviceEvidence,
	evidence::{self, RecordProof},
	report::{ClaimData, Outcome, Row, MAX_ROWS},
	time::MINUTES_PER_DAY,
	traits::{
		Citizens, Devices, Issuing, Methodologies, Objects, Operators, Positions, MAX_HOLDERS,
	},
	ActiveMethodology, Be16, Be32, CitizenId, ClaimSpec, Clock, CreditingRules, Day, MethodologyId,
	MethodologyRef, Minute, ObjectId, OperatorId, Position, RecordRef, MAX_GROUPS,
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

fn reference_id(number: u32) -> ObjectId {
	let mut reference = [0u8; 32];
	reference.iter_mut().zip(number.to_be_bytes()).for_each(|(to, from)| *to = from);
	reference
}

fn reference(number: u32) -> ClaimData {
	ClaimData::Once { reference: reference_id(number) }
}

/// The methodology whose histories are benchmarked, and the last day that they know: so long before
/// the acts that the missing days push out all that was known.
const METHODOLOGY: MethodologyId = 7;
const KNOWN: Day = DAY - 70;

/// The mean of the 31 days before, as it is.
fn usual() -> Definition {
	let unit = Unit::from(NamedUnit::KilogramCo2e);
	let number = |name: &str| {
		let name = Name::new(name).unwrap_or_default();
		let kind = InputKind::Number { unit: unit.clone(), decimals: 2, min: 0, max: u64::MAX };
		Input { name, label: Default::default(), kind, origin: Origin::Reported }
	};
	let mean = number("usual").with_origin(Origin::Mean { of: 0, days: MAX_MEAN_DAYS, least: 1 });
	Definition {
		inputs: BoundedVec::truncate_from(vec![number("used"), mean]),
		program: Program::from_ops(vec![Op::Input(1)]).unwrap_or_default(),
		..Default::default()
	}
}

/// The grams that are reported.
fn plain() -> Definition {
	let kind =
		InputKind::Number { unit: NamedUnit::GramCo2e.into(), decimals: 0, min: 0, max: u64::MAX };
	let name = Name::new("grams").unwrap_or_default();
	Definition {
		inputs: BoundedVec::truncate_from(vec![Input {
			name,
			label: Default::default(),
			kind,
			origin: Origin::Reported,
		}]),
		program: Program::from_ops(vec![Op::Input(0)]).unwrap_or_default(),
		..Default::default()
	}
}

fn register_rules() -> CreditingRules {
	CreditingRules {
		points_per_kg: 1,
		growth_per_kg: 1,
		max_grams_per_record: u64::MAX,
		max_grams_per_day: u64::MAX,
		claims: BoundedVec::truncate_from(vec![ClaimSpec::Counter { group: GROUP, input: 0 }]),
		evidence_required: false,
		device_required: false,
		operator_share: Default::default(),
		verifiers_needed: 1,
	}
}

/// All days known: of a register with a reading, of a citizen but for the day before the last.
fn history(reading: Option<u64>) -> History {
	let all = (1u64 << KEPT_DAYS) - 1;
	let known = if reading.is_some() { all } else { all & !2 };
	let values = vec![Compact(10_000); usize::try_from(known.count_ones()).unwrap_or_default()];
	History {
		last_day: KNOWN,
		known,
		estimated: 0,
		reading,
		values: BoundedVec::truncate_from(values),
	}
}

fn interval() -> Vec<ClaimSpec> {
	vec![ClaimSpec::Interval { group: GROUP }]
}

/// A class of long ago, credited by so many batches of 1,000 g each, all of citizen 0.
pub(crate) fn make_class<T: Config>(
	batches: u32,
	disposition: tanpu_primitives::Disposition,
) -> tanpu_primitives::ClassId {
	let (_, operator) = world::<T>(1);
	let (methodology, _) = T::Methodologies::benchmark_worst(interval());
	let id = NextClassId::<T>::get();
	NextClassId::<T>::put(id + 1);
	let grams = 1_000 * u64::from(batches);
	let mut by_disposition = tanpu_primitives::verification::ByDisposition::default();
	let _ = by_disposition.add(disposition, grams);
	let class = Class {
		operator,
		methodology,
		month: 0,
		grams,
		by_disposition,
		credited: grams,
		records: batches,
		withdrawn: 0,
		sealed: false,
		batches,
	};
	Classes::<T>::insert(id, class);
	for batch in 0..batches {
		let through = 1_000 * (u64::from(batch) + 1);
		ClassBatches::<T>::insert(id, batch, ClassBatch { batch, through });
	}
	let mut position = tanpu_primitives::Position::new(disposition);
	let _ = position.credit(id, grams, 0, 0, None);
	T::Positions::put(operator, 0, position);
	id
}

/// Signatures are made by the keystore, so whatever runs the benchmarks registers a `KeystoreExt`.
const KEYS: KeyTypeId = KeyTypeId(*b"tanp");

/// A record of the last batch of the largest size, ten days ago: of a ride over midnight and three
/// shared registers, which the citizen's two full logs and eight marks each tell of.
fn record_of<T: Config>(
	operator: OperatorId,
	citizen: CitizenId,
) -> Result<(RecordRef, RecordProof), BenchmarkError> {
	let claims: Vec<_> = (1u8..4)
		.map(|group| ClaimSpec::Counter { group, input: 0 })
		.chain(core::iter::once(ClaimSpec::Interval { group: GROUP }))
		.collect();
	let (methodology, _) = T::Methodologies::benchmark_worst(claims);
	let rules = T::Methodologies::rules(methodology)
		.ok_or(BenchmarkError::Stop("the methodology is not published"))?;
	let record = RecordRef { batch: 0, row: 0 };
	let start = T::Clock::first_minute_of(DAY).unwrap_or_default().saturating_sub(10);
	let object = |group: u8| ObjectId::from([group; 32]);
	let data = |group| ClaimData::Counter { object: object(group), from: 50, to: 100, gap: false };
	let row = row(citizen, start, 20, &[50], (1u8..4).map(data).collect());
	for group in 1u8..4 {
		let mut counter = Counter::new(1, 0, record);
		for holder in 0..MAX_HOLDERS {
			let _ = counter.set(citizen.saturating_add(holder), 100, record);
		}
		Counters::<T>::insert((group, object(group)), counter);
	}
	let room = usize::try_from(T::MaxDayLog::get()).unwrap_or_default();
	for day in [DAY - 1, DAY] {
		let entry = |row: usize| LogEntry {
			record: RecordRef { batch: 0, row: u16::try_from(row).unwrap_or_default() },
			methodology: methodology.methodology,
			grams: 1_000,
			claim: LogClaim::Interval { group: GROUP, start, length: 20 },
		};
		let entries = BoundedVec::truncate_from((0..room).map(entry).collect());
		DayLogs::<T>::insert(Be16::from(day), Be32::from(citizen), entries);
	}

	let class = NextClassId::<T>::get();
	NextClassId::<T>::put(class + 1);
	let issue = T::Issuing::open(operator)?;
	let mut position = T::Positions::get(operator, citizen)
		.unwrap_or(Position::new(tanpu_primitives::Disposition::Entrusted));
	let points_due = position
		.credit(class, 2_000, rules.points_per_kg, rules.growth_per_kg, Some(&issue))
		.map_err(|_| BenchmarkError::Stop("the position is full"))?;
	let mut by_disposition = tanpu_primitives::verification::ByDisposition::default();
	let _ = by_disposition.add(position.disposition, 2_000);
	T::Positions::put(operator, citizen, position);
	T::Positions::add_totals(operator, 2_000)?;
	T::Issuing::issue(operator, issue.series, points_due)?;
	let month = tanpu_primitives::time::month_of(DAY);
	ClassIds::<T>::insert((operator, methodology, month), class);
	Classes::<T>::insert(
		class,
		Class {
			operator,
			methodology,
			month,
			grams: 2_000,
			by_disposition,
			credited: 2_000,
			records: 2,
			withdrawn: 0,
			sealed: false,
			batches: 1,
		},
	);

	let outcome = Outcome::Credited { grams: 1_000 };
	let mut leaves = vec![evidence::outcome_leaf(&row, &outcome)];
	leaves.resize(usize::try_from(MAX_ROWS).unwrap_or_default(), [1; 32]);
	let siblings = BoundedVec::truncate_from(evidence::prove(&leaves, 0).unwrap_or_default());
	Batches::<T>::insert(
		0,
		Batch {
			operator,
			id: [1; 32],
			content: H256::zero(),
			methodology,
			evidence_root: None,
			outcomes_root: H256(evidence::root(&leaves).unwrap_or_default()),
			rows: u16::try_from(MAX_ROWS).unwrap_or(u16::MAX),
			credited: 2,
			grams: 2_000,
			points_due,
			series: Some(issue.series),
			block: 0,
			extrinsic: 0,
			processed_at: NOW,
		},
	);
	// As many are withdrawn as can be.
	let rows = (1..u16::try_from(MAX_ROWS).unwrap_or(u16::MAX)).collect();
	Withdrawn::<T>::insert(0, BoundedVec::truncate_from(rows));
	Ok((record, RecordProof { row, outcome, siblings }))
}

/// A citizen with a key who has objected to a record, and as much as they can besides.
fn objected<T: Config>() -> Result<(T::AccountId, RecordRef, RecordProof), BenchmarkError> {
	let (reporter, operator) = world::<T>(1);
	let key: T::AccountId = account("citizen", 0, 0);
	let citizen = T::Citizens::benchmark_citizen(&key);
	let (record, proof) = record_of::<T>(operator, citizen)?;
	let other = |row| RecordRef { batch: 0, row };
	let others: Vec<_> = (1..8).map(other).collect();
	ObjectionsOf::<T>::insert(citizen, BoundedVec::truncate_from(others));
	let origin = RawOrigin::Signed(key);
	Pallet::<T>::object(origin.into(), record, proof.clone(), H256::repeat_byte(1))?;
	Ok((reporter, record, proof))
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

	/// What a batch costs whatever its rows: one row, under a methodology with as many and as large
	/// declarations as there can be and the dearest formula.
	#[benchmark]
	fn submit() {
		let (reporter, operator) = world::<T>(1);
		let (methodology, inputs) = T::Methodologies::benchmark_worst(interval());
		let first = T::Clock::first_minute_of(DAY).unwrap_or_default();
		let rows = BoundedVec::truncate_from(vec![row(0, first, 1, &inputs, vec![])]);

		#[extrinsic_call]
		_(RawOrigin::Signed(reporter), [1; 32], methodology, Some(H256::repeat_byte(1)), rows);

		let batch = Batches::<T>::get(0).map(|batch| (batch.operator, batch.credited > 0));
		assert_eq!(batch, Some((operator, true)));
	}

	/// A row of each of `c` citizens, `n` further rows of theirs on the same day and `l` further rows
	/// on other days, each with a log of its own; all logs have much to be compared with.
	#[benchmark]
	fn acts(c: Linear<1, 400>, n: Linear<0, 300>, l: Linear<0, 300>) -> Result<(), BenchmarkError> {
		let (_, operator) = world::<T>(c);
		ExclusionGroups::<T>::insert(
			GROUP,
			ExclusionGroup { deadline_days: MAX_DEADLINE_DAYS, ..group() },
		);
		let methodology = MethodologyRef { methodology: METHODOLOGY, version: 1 };
		let noon = |day| {
			T::Clock::first_minute_of(day).unwrap_or_default().saturating_add(MINUTES_PER_DAY / 2)
		};
		// Acts of the morning, of another methodology; room is left for those of the afternoon.
		let record = RecordRef { batch: 0, row: 0 };
		let morning = |day| -> BoundedVec<LogEntry, T::MaxDayLog> {
			let taken = T::MaxDayLog::get().saturating_sub(8);
			let entry = |at: u32| LogEntry {
				record,
				methodology: METHODOLOGY.saturating_add(1),
				grams: 1,
				claim: LogClaim::Interval {
					group: GROUP,
					start: noon(day).saturating_sub(at.saturating_add(1).saturating_mul(2)),
					length: 2,
				},
			};
			BoundedVec::truncate_from((0..taken).map(entry).collect())
		};
		let mut rows = Vec::new();
		let mut add = |citizen: u32, day: Day, slot: u32| {
			if slot == 0 {
				DayLogs::<T>::insert(Be16::from(day), Be32::from(citizen), morning(day));
			}
			rows.push(row(citizen, noon(day).saturating_add(slot), 1, &[1_000], vec![]));
		};
		(0..c).for_each(|citizen| add(citizen, DAY, 0));
		(0..n).for_each(|at| add(at % c, DAY, 1 + at / c));
		for at in 0..l {
			let back = Day::try_from(1 + at / c).unwrap_or(Day::MAX);
			add(at % c, DAY.saturating_sub(back), 0);
		}
		rows.sort_by_key(|row| row.citizen);
		let count = u32::try_from(rows.len()).unwrap_or(u32::MAX);
		let rows = BoundedVec::<Row, ConstU32<MAX_ROWS>>::truncate_from(rows);
		let active = ActiveMethodology {
			definition: plain(),
			rules: CreditingRules {
				claims: BoundedVec::truncate_from(interval()),
				..register_rules()
			},
			effective_from: 0,
			effective_until: None,
		};
		let mut processor = Pallet::<T>::prepare(operator, methodology, active, NOW, count)
			.map_err(|_| BenchmarkError::Stop("the methodology is refused"))?;

		#[block]
		{
			let (outcomes, _) = processor.run(operator, 0, &rows);
			processor.close(0);
			Pallet::<T>::deposit_event(Event::BatchProcessed {
				operator,
				id: [1; 32],
				index: 0,
				methodology,
				credited: u32::from(processor.credited),
				grams: processor.grams,
				points_due: processor.points_due,
				outcomes,
				provided: Default::default(),
			});
		}

		assert!(u32::from(processor.credited) >= c.saturating_add(l));
		assert_eq!(processor.usage.logs, c.saturating_add(l));
		Ok(())
	}

	/// `k` registers, one a row, each registered to as many holders as can be, all of them credited
	/// before, with a full history after which as many days are missing as are kept.
	#[benchmark]
	fn objects(k: Linear<1, MAX_ROWS>) -> Result<(), BenchmarkError> {
		let (_, operator) = world::<T>(1);
		let methodology = MethodologyRef { methodology: METHODOLOGY, version: 1 };
		let first = T::Clock::first_minute_of(DAY).unwrap_or_default();
		let record = RecordRef { batch: 0, row: 0 };
		let rows: Vec<Row> = (0..k)
			.map(|number| {
				// Not `object`: so is a benchmark called.
				let meter = reference_id(number);
				let key = (GROUP, meter);
				T::Objects::benchmark_object(GROUP, meter);
				let epoch = T::Objects::get(GROUP, &meter).map_or(0, |found| found.epoch);
				let mut counter = Counter::new(epoch, 0, record);
				for holder in 0..MAX_HOLDERS {
					let _ = counter.set(holder, 1_000_000, record);
				}
				Counters::<T>::insert(key, counter);
				let history = history(Some(1_000_000));
				Histories::<T>::insert(
					(METHODOLOGY, HistorySubject::Register(GROUP, meter)),
					history,
				);
				let claim =
					ClaimData::Counter { object: meter, from: 2_000_000, to: 2_000_100, gap: true };
				row(0, first, 0, &[100], vec![claim])
			})
			.collect();
		let active = ActiveMethodology {
			definition: usual(),
			rules: register_rules(),
			effective_from: 0,
			effective_until: None,
		};
		let mut processor = Pallet::<T>::prepare(operator, methodology, active, NOW, k)
			.map_err(|_| BenchmarkError::Stop("the methodology is refused"))?;
		let rows = BoundedVec::<Row, ConstU32<MAX_ROWS>>::truncate_from(rows);

		let outcomes;
		#[block]
		{
			outcomes = processor.run(operator, 0, &rows).0;
			processor.close(0);
		}

		assert!(outcomes.iter().all(|outcome| outcome.grams() > 0));
		assert_eq!(processor.usage.objects, k);
		Ok(())
	}

	/// `h` citizens' histories, all full, to each of which a day is fed and the mean of the longest
	/// window taken.
	#[benchmark]
	fn histories(h: Linear<1, MAX_ROWS>) -> Result<(), BenchmarkError> {
		for citizen in 0..h {
			let subject = HistorySubject::Citizen(citizen);
			Histories::<T>::insert((METHODOLOGY, subject), history(None));
		}
		let rule = MeanRule::of(&usual(), &[])
			.ok_or(BenchmarkError::Stop("the methodology takes no mean"))?;
		let mut book = ObjectBook::<T>::new(METHODOLOGY);

		let mut means = 0u32;
		#[block]
		{
			for citizen in 0..h {
				let subject = HistorySubject::Citizen(citizen);
				// Before the last day, so that a place in the middle is filled.
				let fed = feed(book.history(subject), KNOWN - 1, 100, None, rule.days);
				if let Ok(Fed::Late(Some(history))) = fed {
					means += u32::from(history.mean(KNOWN, &rule).is_ok());
					book.keep_history(subject, history);
				}
			}
			book.close();
		}
		assert_eq!(means, h);
		Ok(())
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
		Pallet::<T>::submit(
			origin.clone().into(),
			[1; 32],
			methodology,
			Some(H256::repeat_byte(1)),
			rows.clone(),
		)
		.map_err(|_| BenchmarkError::Stop("the first submission fails"))?;

		#[extrinsic_call]
		submit(origin, [1; 32], methodology, Some(H256::repeat_byte(1)), rows);

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

	/// A record to which the citizen has objected: what the council's decision writes, and a proof.
	#[benchmark]
	fn withdraw() -> Result<(), BenchmarkError> {
		let (reporter, record, proof) = objected::<T>()?;

		#[extrinsic_call]
		_(RawOrigin::Signed(reporter), record, proof, H256::repeat_byte(2));

		assert!(Pallet::<T>::is_withdrawn(record));
		assert_eq!(Pallet::<T>::objection(record), None);
		Ok(())
	}

	#[benchmark]
	fn object() -> Result<(), BenchmarkError> {
		let (_, operator) = world::<T>(1);
		let key: T::AccountId = account("citizen", 0, 0);
		let citizen = T::Citizens::benchmark_citizen(&key);
		let (record, proof) = record_of::<T>(operator, citizen)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(key), record, proof, H256::repeat_byte(1));

		assert!(Pallet::<T>::objection(record).is_some());
		Ok(())
	}

	/// Clearing one writes a little more.
	#[benchmark]
	fn reject_objection() -> Result<(), BenchmarkError> {
		let (_, record, _) = objected::<T>()?;
		T::BenchmarkHelper::set_time(
			NOW.saturating_add(T::AnswerPeriod::get()).saturating_add(T::DecisionPeriod::get()),
		);

		#[extrinsic_call]
		clear_objection(RawOrigin::Signed(account::<T::AccountId>("anyone", 0, 0)), record);

		assert_eq!(Pallet::<T>::objection(record), None);
		Ok(())
	}

	/// A device's signature of the dearest kind.
	#[benchmark]
	fn check_device() -> Result<(), BenchmarkError> {
		let (_, operator) = world::<T>(1);
		let key = sp_io::crypto::ecdsa_generate(KEYS, None);
		let device = MultiSigner::Ecdsa(key);
		T::Devices::benchmark_device(operator, device.clone());
		let content = H256::repeat_byte(1);
		let genesis = frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero());
		let evidence_root = H256::repeat_byte(2);
		let evidence =
			DeviceEvidence { genesis, operator, batch_id: [1; 32], content, evidence_root };
		let signature = sp_io::crypto::ecdsa_sign(KEYS, &key, &evidence.message())
			.ok_or(BenchmarkError::Stop("the keystore made this key"))?;
		let signed = (device, MultiSignature::Ecdsa(signature));

		let checked;
		#[block]
		{
			checked =
				Pallet::<T>::check_device(operator, [1; 32], content, Some(evidence_root), &signed);
		}
		assert_eq!(checked, Ok(()));
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::benchmark_ext(), crate::mock::Test);
}
