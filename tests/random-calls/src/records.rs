//! A book of every reported row and what became of it, from the rows that were sent and the events.

use crate::moves::leaves;
use pallet_activity_reports::{
	Batches, ClassIds, Classes, DayLogs, Event, LogClaim, Objections, OnceClaims, Sweep,
};
use std::collections::{BTreeMap, BTreeSet};
use tanpu_primitives::{
	evidence::{outcome_leaf, prove, root, RecordProof},
	time::month_of,
	traits::Methodologies as _,
	BatchId, BatchIndex, CitizenId, ClassId, Clock as _, Day, Grams, MethodologyRef, OperatorId,
	Outcome, RecordRef, Row,
};
use tanpu_runtime::{Clock, MethodologyRegistry, Runtime, RuntimeCall};

type Check = Result<(), String>;

/// A batch that was processed.
#[derive(Clone)]
pub struct Reported {
	pub operator: OperatorId,
	pub methodology: MethodologyRef,
	pub rows: Vec<Row>,
	pub outcomes: Vec<Outcome>,
	/// Points for a kilogram, in hundredths.
	pub rate: u32,
	pub withdrawn: BTreeSet<u16>,
}

/// A credited record.
pub struct Credited {
	pub operator: OperatorId,
	pub citizen: CitizenId,
	pub class: Option<ClassId>,
	pub day: Option<Day>,
	pub grams: Grams,
	pub rate: u32,
	pub stands: bool,
}

/// All batches, and the objections to what is in them.
#[derive(Clone, Default)]
pub struct Records {
	/// Rows that were sent in this block.
	sent: Vec<(BatchId, Vec<Row>)>,
	pub batches: BTreeMap<BatchIndex, Reported>,
	objections: BTreeMap<RecordRef, OperatorId>,
	/// Made, accepted, upheld, dismissed, lapsed, by operator.
	tallies: BTreeMap<OperatorId, [u32; 5]>,
	/// Hundredths of a point that became due, less those of withdrawn records.
	due: BTreeMap<OperatorId, i128>,
	pub faults: Vec<String>,
}

impl Records {
	/// Notes what a call reports.
	pub fn note(&mut self, call: &RuntimeCall) {
		use pallet_activity_reports::Call;
		for leaf in leaves(call) {
			if let RuntimeCall::ActivityReports(
				Call::submit { id, rows, .. } | Call::submit_with_device { id, rows, .. },
			) = leaf
			{
				self.sent.push((*id, rows.to_vec()));
			}
		}
	}

	/// The block is over.
	pub fn turn(&mut self) {
		self.sent.clear();
	}

	pub fn read(&mut self, event: &Event<Runtime>) {
		match event {
			Event::BatchProcessed {
				operator,
				id,
				index,
				methodology,
				points_due,
				outcomes,
				grams,
				..
			} => {
				*self.due.entry(*operator).or_default() += i128::from(*points_due);
				let kept = Batches::<Runtime>::get(index).map(|batch| batch.outcomes_root.0);
				let under = |rows: &[Row]| {
					let leaves: Vec<_> =
						rows.iter().zip(outcomes).map(|(row, of)| outcome_leaf(row, of)).collect();
					rows.len() == outcomes.len() && root(&leaves) == kept
				};
				let sent = self.sent.iter().find(|(of, rows)| of == id && under(rows));
				let Some((_, rows)) = sent else {
					self.faults.push(format!("batch {index} is of rows that nobody sent"));
					return;
				};
				let sum: Grams = outcomes.iter().map(|outcome| outcome.grams()).sum();
				if sum != *grams {
					self.faults.push(format!("batch {index} has {grams} g of {sum}"));
				}
				let reported = Reported {
					operator: *operator,
					methodology: *methodology,
					rows: rows.clone(),
					outcomes: outcomes.to_vec(),
					rate: MethodologyRegistry::rules(*methodology)
						.map_or(0, |rules| rules.points_per_kg),
					withdrawn: BTreeSet::new(),
				};
				self.batches.insert(*index, reported);
			},
			// A device's key is one operator's for ever.
			Event::DeviceSigned { index, device } => {
				let key = pallet_participants::DeviceKey::from(device.clone());
				let of = pallet_participants::DeviceKeys::<Runtime>::get(&key);
				let batch = Batches::<Runtime>::get(index);
				if batch.is_none() || of.map(|of| of.operator) != batch.map(|of| of.operator) {
					self.faults.push(format!("batch {index} is signed by another's device"));
				}
			},
			Event::Withdrawn { record, operator, grams, points_reversed, points_borne, .. } => {
				let due = self.due.entry(*operator).or_default();
				*due -= i128::from(*points_reversed) + i128::from(*points_borne);
				let known = self.batches.get_mut(&record.batch).is_some_and(|batch| {
					let outcome = batch.outcomes.get(usize::from(record.row));
					outcome.is_some_and(|outcome| outcome.grams() == *grams && *grams > 0)
						&& batch.operator == *operator
						&& batch.withdrawn.insert(record.row)
				});
				if !known {
					self.faults.push(format!("{record:?} was withdrawn, which didn't stand"));
				}
			},
			Event::Objected { record, operator, .. } => {
				self.tallies.entry(*operator).or_default()[0] += 1;
				if self.objections.insert(*record, *operator).is_some() || !self.stands(*record) {
					self.faults.push(format!("an objection to {record:?}, which can't be"));
				}
			},
			Event::ObjectionAccepted { record } => self.ended(*record, 1, Some(true)),
			Event::ObjectionDecided { record, upheld: true, .. } => {
				self.ended(*record, 2, Some(true));
			},
			Event::ObjectionDecided { record, .. } => self.ended(*record, 3, Some(false)),
			// Its operator may have withdrawn the record since.
			Event::ObjectionLapsed { record } => self.ended(*record, 4, None),
			_ => {},
		}
	}

	fn stands(&self, record: RecordRef) -> bool {
		self.batches.get(&record.batch).is_some_and(|batch| !batch.withdrawn.contains(&record.row))
	}

	/// An objection is over; whether its record is gone now.
	fn ended(&mut self, record: RecordRef, how: usize, gone: Option<bool>) {
		let Some(operator) = self.objections.remove(&record) else {
			self.faults.push(format!("an objection to {record:?} ended that wasn't made"));
			return;
		};
		self.tallies.entry(operator).or_default()[how] += 1;
		if gone.is_some_and(|gone| gone == self.stands(record)) {
			self.faults.push(format!("an objection ended, and {record:?} isn't as decided"));
		}
	}

	/// A record as it was reported; none where it was not credited.
	pub fn credited(&self, record: RecordRef) -> Option<Credited> {
		let batch = self.batches.get(&record.batch)?;
		let at = usize::from(record.row);
		let (row, outcome) = (batch.rows.get(at)?, batch.outcomes.get(at)?);
		let grams = outcome.grams();
		let day = row.last_minute().and_then(Clock::day_of_minute);
		let class = day.and_then(|day| {
			ClassIds::<Runtime>::get((batch.operator, batch.methodology, month_of(day)))
		});
		(grams > 0).then_some(Credited {
			operator: batch.operator,
			citizen: row.citizen,
			class,
			day,
			grams,
			rate: batch.rate,
			stands: !batch.withdrawn.contains(&record.row),
		})
	}

	/// What proves a record.
	pub fn proof(&self, record: RecordRef) -> Option<RecordProof> {
		let batch = self.batches.get(&record.batch)?;
		let at = usize::from(record.row);
		let leaves: Vec<_> = batch
			.rows
			.iter()
			.zip(&batch.outcomes)
			.map(|(row, outcome)| outcome_leaf(row, outcome))
			.collect();
		Some(RecordProof {
			row: batch.rows.get(at)?.clone(),
			outcome: *batch.outcomes.get(at)?,
			siblings: prove(&leaves, at)?.try_into().ok()?,
		})
	}

	/// * The records that stand make up each class and each position, and every day's log that is kept.
	/// * **What they earn is what became due and wasn't taken back, and what is carried**, operator by
	///   operator, exactly.
	/// * Nothing that was withdrawn holds a citizen's time or a reference.
	/// * Objections are those that were made and not ended, and each operator's tally is theirs.
	pub fn check(&self) -> Check {
		if let Some(fault) = self.faults.first() {
			return Err(fault.clone());
		}
		// Standing and ever credited grams, records standing and withdrawn.
		let mut classes = BTreeMap::<ClassId, (Grams, Grams, u32, u32)>::new();
		let mut positions = BTreeMap::<(OperatorId, CitizenId), Grams>::new();
		let mut days = BTreeMap::<(Day, CitizenId), Grams>::new();
		let mut earned = BTreeMap::<OperatorId, i128>::new();
		let swept = Sweep::<Runtime>::get().closed_through;
		for (index, batch) in &self.batches {
			for row in 0..batch.rows.len() as u16 {
				let Some(found) = self.credited(RecordRef { batch: *index, row }) else { continue };
				let class = found.class.ok_or("a record of no class")?;
				let of = classes.entry(class).or_default();
				of.1 += found.grams;
				of.2 += 1;
				if !found.stands {
					of.3 += 1;
					continue;
				}
				of.0 += found.grams;
				*positions.entry((found.operator, found.citizen)).or_default() += found.grams;
				*earned.entry(found.operator).or_default() +=
					i128::from(found.grams) * i128::from(found.rate);
				if let Some(day) = found.day.filter(|day| Some(*day) > swept) {
					*days.entry((day, found.citizen)).or_default() += found.grams;
				}
			}
		}
		for (id, class) in Classes::<Runtime>::iter() {
			let told = classes.remove(&id).unwrap_or_default();
			let kept = (class.grams, class.credited, class.records, class.withdrawn);
			hold!(told == kept, "class {id} is {kept:?}, its records make {told:?}");
		}
		hold!(classes.is_empty(), "records of classes that aren't there: {classes:?}");

		let mut carried = BTreeMap::<OperatorId, i128>::new();
		for (operator, citizen, position) in pallet_carbon_accounts::Positions::<Runtime>::iter() {
			let (operator, citizen) = (u16::from(operator), u32::from(citizen));
			let told = positions.remove(&(operator, citizen)).unwrap_or(0);
			hold!(
				position.grams == told,
				"citizen {citizen} has {} g with {operator}, of records of {told}",
				position.grams
			);
			*carried.entry(operator).or_default() += i128::from(position.carry);
		}
		hold!(positions.is_empty(), "records of nobody: {positions:?}");
		let operators: BTreeSet<_> = earned.keys().chain(self.due.keys()).copied().collect();
		for operator in operators {
			let of = |sums: &BTreeMap<OperatorId, i128>| sums.get(&operator).copied().unwrap_or(0);
			let (earned, due, carried) = (of(&earned), of(&self.due), of(&carried));
			hold!(
				earned == due * 1_000 + carried,
				"operator {operator}: records earn {earned}, {due} are due and {carried} carried"
			);
		}

		for (day, citizen, entries) in DayLogs::<Runtime>::iter() {
			let (day, citizen) = (u16::from(day), u32::from(citizen));
			for entry in &entries {
				if let LogClaim::Interval { .. } = entry.claim {
					hold!(
						self.stands(entry.record),
						"{:?} is withdrawn and takes time",
						entry.record
					);
				}
			}
			if Some(day) > swept {
				let sum: Grams = entries.iter().map(|entry| entry.grams).sum();
				let told = days.remove(&(day, citizen)).unwrap_or(0);
				hold!(sum == told, "citizen {citizen} has {sum} g on day {day}, of {told}");
			}
		}
		hold!(days.is_empty(), "days without their log: {days:?}");
		for (_, claim) in OnceClaims::<Runtime>::iter() {
			hold!(self.stands(claim.record), "{:?} is withdrawn and has a reference", claim.record);
		}

		let open: BTreeSet<_> = Objections::<Runtime>::iter_keys()
			.map(|(batch, row)| RecordRef { batch, row })
			.collect();
		let told: BTreeSet<_> = self.objections.keys().copied().collect();
		hold!(open == told, "objections {open:?}, by the events {told:?}");
		for (operator, told) in &self.tallies {
			let kept = tanpu_runtime::ActivityReports::objection_tally(*operator);
			let kept = [kept.made, kept.accepted, kept.upheld, kept.dismissed, kept.lapsed];
			hold!(kept == *told, "operator {operator}: {kept:?} by tally, {told:?} by the events");
		}
		Ok(())
	}
}
