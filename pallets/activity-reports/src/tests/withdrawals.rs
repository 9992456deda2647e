//! Random reports, withdrawals, objections and spending, against a model that knows nothing of the
//! pallet: which records stand, and what follows from these alone.

use crate::{mock::*, Classes, Error, ObjectionTally, MAX_OBJECTIONS};
use proptest::prelude::*;
use sp_runtime::DispatchError;
use std::collections::{BTreeMap, BTreeSet};
use tanpu_primitives::{
	verification::{ByDisposition, Classes as _},
	CitizenId, ClaimData, ClassId, Clock, Disposition, MethodologyRef, OperatorId, Position,
	RecordRef, Row, UnixSeconds,
};

const PEOPLE: u32 = 4;

#[derive(Clone, Debug)]
enum Step {
	Report {
		operator: OperatorId,
		methodology: MethodologyRef,
		acts: Vec<(u32, u16, u32, u64, u8)>,
	},
	Withdraw {
		by: OperatorId,
		record: usize,
	},
	Object {
		by: CitizenId,
		record: usize,
	},
	Uphold {
		by: OperatorId,
		record: usize,
	},
	Reject {
		by: OperatorId,
		record: usize,
	},
	Decide {
		record: usize,
		upheld: bool,
	},
	Clear {
		record: usize,
	},
	Spend {
		operator: OperatorId,
		citizen: CitizenId,
		points: u64,
	},
	Later {
		hours: u64,
	},
}

fn step() -> impl Strategy<Value = Step> {
	let operator = || 0u16..2;
	let record = || 0usize..60;
	let act = (0..PEOPLE, 0u16..9, 0u32..20, 1u64..2_000, 0u8..3);
	let methods = prop::sample::select(vec![METRO, METRO, STEPS, METER, PHONES, TICKETED]);
	prop_oneof![
		6 => (operator(), methods, prop::collection::vec(act, 1..6))
			.prop_map(|(operator, methodology, acts)| Step::Report { operator, methodology, acts }),
		6 => (operator(), record()).prop_map(|(by, record)| Step::Withdraw { by, record }),
		8 => (0..PEOPLE, record()).prop_map(|(by, record)| Step::Object { by, record }),
		2 => (operator(), record()).prop_map(|(by, record)| Step::Uphold { by, record }),
		4 => (operator(), record()).prop_map(|(by, record)| Step::Reject { by, record }),
		4 => (record(), any::<bool>()).prop_map(|(record, upheld)| Step::Decide { record, upheld }),
		2 => record().prop_map(|record| Step::Clear { record }),
		4 => (operator(), 0..PEOPLE, 1u64..400)
			.prop_map(|(operator, citizen, points)| Step::Spend { operator, citizen, points }),
		2 => prop_oneof![4 => 1u64..30, 2 => 100u64..200]
			.prop_map(|hours| Step::Later { hours }),
	]
}

/// A record that was credited.
struct Kept {
	sent: usize,
	row: u16,
	operator: OperatorId,
	citizen: CitizenId,
	class: ClassId,
	grams: u64,
	withdrawn: bool,
	/// Answered, answer before, lapses.
	objection: Option<(bool, UnixSeconds, UnixSeconds)>,
}

#[derive(Default)]
struct Model {
	sent: Vec<Sent>,
	records: Vec<Kept>,
	spent: BTreeMap<OperatorId, u64>,
	tallies: BTreeMap<OperatorId, ObjectionTally>,
	/// When each class closes, and for how long it waits while there is an objection.
	closes: BTreeMap<ClassId, UnixSeconds>,
	until: BTreeMap<ClassId, UnixSeconds>,
	seen: BTreeSet<RecordRef>,
}

impl Model {
	fn pick(&self, at: usize) -> Option<usize> {
		self.records.len().checked_sub(1).map(|last| at % (last + 1))
	}

	fn reference(&self, at: usize) -> RecordRef {
		self.sent[self.records[at].sent].record(self.records[at].row)
	}

	fn waits(&self, class: ClassId) -> bool {
		self.records.iter().any(|kept| kept.class == class && kept.objection.is_some())
	}

	fn seals_at(&self, class: ClassId) -> UnixSeconds {
		let closes = self.closes[&class];
		if self.waits(class) {
			closes.max(self.until[&class])
		} else {
			closes
		}
	}

	fn sealed(&self, at: usize) -> bool {
		Now::get() >= self.seals_at(self.records[at].class)
	}

	fn tally(&mut self, at: usize) -> &mut ObjectionTally {
		self.tallies.entry(self.records[at].operator).or_default()
	}

	/// Whether the objection can still be answered or decided, by what the call finds first.
	fn open(&self, at: usize) -> Result<(bool, UnixSeconds), Error<Test>> {
		let kept = &self.records[at];
		let (answered, answer, lapses) = kept.objection.ok_or(Error::NoObjection)?;
		if Now::get() >= lapses {
			return Err(Error::Lapsed);
		}
		Ok((answered, answer))
	}

	fn step(&mut self, step: Step) {
		let now = Now::get();
		match step {
			Step::Report { operator, methodology, acts } => {
				self.report(operator, methodology, acts)
			},
			Step::Spend { operator, citizen, points } => {
				if spend(operator, citizen, points) {
					*self.spent.entry(operator).or_default() += points;
				}
			},
			Step::Later { hours } => later(hours * 3_600),
			Step::Withdraw { by, record } => {
				let Some(at) = self.pick(record) else { return };
				let sent = &self.sent[self.records[at].sent];
				let proof = sent.proof(self.records[at].row);
				let done = withdraw_as(100 + u64::from(by), self.reference(at), proof);
				let expected = if self.records[at].withdrawn {
					Err(Error::AlreadyWithdrawn)
				} else if by != self.records[at].operator {
					Err(Error::NotTheOperator)
				} else if self.sealed(at) {
					Err(Error::ClassSealed)
				} else {
					Ok(())
				};
				if agree(done, expected) {
					self.records[at].withdrawn = true;
					match self.records[at].objection.take() {
						Some((_, _, lapses)) if now < lapses => self.tally(at).accepted += 1,
						Some(_) => self.tally(at).lapsed += 1,
						None => {},
					}
				}
			},
			Step::Object { by, record } => {
				let Some(at) = self.pick(record) else { return };
				let sent = &self.sent[self.records[at].sent];
				let proof = sent.proof(self.records[at].row);
				let done = object_as(1_000 + u64::from(by), self.reference(at), proof);
				let open = self
					.records
					.iter()
					.filter(|kept| kept.citizen == by && kept.objection.is_some());
				let kept = &self.records[at];
				let expected = if kept.withdrawn {
					Err(Error::AlreadyWithdrawn)
				} else if by != kept.citizen {
					Err(Error::NotYours)
				} else if kept.objection.is_some() {
					Err(Error::AlreadyObjected)
				} else if now >= self.closes[&kept.class] {
					Err(Error::ObjectionTooLate)
				} else if open.count() == MAX_OBJECTIONS as usize {
					Err(Error::TooManyObjections)
				} else {
					Ok(())
				};
				if agree(done, expected) {
					let class = kept.class;
					let lapses = now + ANSWER + DECISION;
					let waits = self.waits(class);
					let until = self.until.entry(class).or_default();
					*until = if waits { lapses.max(*until) } else { lapses };
					self.records[at].objection = Some((false, now + ANSWER, lapses));
					self.tally(at).made += 1;
				}
			},
			Step::Uphold { by, record } => {
				let Some(at) = self.pick(record) else { return };
				let done = uphold_as(100 + u64::from(by), self.reference(at));
				let expected = self.open(at).and_then(|_| {
					if by == self.records[at].operator {
						Ok(())
					} else {
						Err(Error::NotTheOperator)
					}
				});
				if agree(done, expected) {
					self.records[at].withdrawn = true;
					self.records[at].objection = None;
					self.tally(at).accepted += 1;
				}
			},
			Step::Reject { by, record } => {
				let Some(at) = self.pick(record) else { return };
				let done = reject_as(100 + u64::from(by), self.reference(at));
				let expected = self.open(at).and_then(|(answered, answer)| {
					if by != self.records[at].operator {
						Err(Error::NotTheOperator)
					} else if answered {
						Err(Error::AlreadyAnswered)
					} else if now >= answer {
						Err(Error::AnswerTooLate)
					} else {
						Ok(())
					}
				});
				let agreed = agree(done, expected);
				if let (true, Some(objection)) = (agreed, &mut self.records[at].objection) {
					objection.0 = true;
				}
			},
			Step::Decide { record, upheld } => {
				let Some(at) = self.pick(record) else { return };
				let done = decide(self.reference(at), upheld);
				let expected = self.open(at).and_then(|(answered, answer)| {
					if answered || now >= answer {
						Ok(())
					} else {
						Err(Error::AnswerRuns)
					}
				});
				if agree(done, expected) {
					self.records[at].objection = None;
					self.records[at].withdrawn = upheld;
					let tally = self.tally(at);
					if upheld {
						tally.upheld += 1;
						tally.fined += FINE;
					} else {
						tally.dismissed += 1;
					}
				}
			},
			Step::Clear { record } => {
				let Some(at) = self.pick(record) else { return };
				let done = clear(self.reference(at));
				let expected = match self.records[at].objection {
					None => Err(Error::NoObjection),
					Some((_, _, lapses)) if now < lapses => Err(Error::NotLapsed),
					Some(_) => Ok(()),
				};
				if agree(done, expected) {
					self.records[at].objection = None;
					self.tally(at).lapsed += 1;
				}
			},
		}
	}

	fn report(
		&mut self,
		operator: OperatorId,
		methodology: MethodologyRef,
		acts: Vec<(u32, u16, u32, u64, u8)>,
	) {
		let today = <TestClock as Clock>::today();
		let mut rows: Vec<Row> = acts
			.into_iter()
			.map(|(citizen, ago, slot, amount, object)| {
				let start = at(today - 1 - ago, 0, 0) + slot * 70;
				let row = ride(citizen, start, 20 + (object as u16) * 10, amount);
				match methodology {
					PHONES => {
						let mut row = with_claims(row, vec![once(object)]);
						row.inputs[0].0 = 1;
						row
					},
					TICKETED => with_claims(row, vec![once(object)]),
					METER => {
						let from = u64::from(slot) * 500;
						let claim = ClaimData::Counter {
							object: [object; 32],
							from,
							to: from + amount,
							gap: true,
						};
						with_claims(row, vec![claim])
					},
					_ => row,
				}
			})
			.collect();
		rows.sort_by_key(|row| row.citizen);
		let sent = send(operator, methodology, rows);
		let number = self.sent.len();
		for (row, outcome) in sent.outcomes.iter().enumerate() {
			let grams = outcome.grams();
			if grams == 0 {
				continue;
			}
			let act = &sent.rows[row];
			let day = TestClock::day_of_minute(act.last_minute().unwrap()).unwrap();
			let month = tanpu_primitives::time::month_of(day);
			let class = crate::ClassIds::<Test>::get((operator, methodology, month)).unwrap();
			self.closes.entry(class).or_insert_with(|| Reports::seals_at(class).unwrap());
			assert!(self.seen.insert(sent.record(row as u16)));
			self.records.push(Kept {
				sent: number,
				row: row as u16,
				operator,
				citizen: act.citizen,
				class,
				grams,
				withdrawn: false,
				objection: None,
			});
		}
		self.sent.push(sent);
	}

	/// What stands follows from the records alone.
	fn check(&self) {
		check_all();
		let standing = || self.records.iter().filter(|kept| !kept.withdrawn);
		for operator in 0..2 {
			for citizen in 0..PEOPLE {
				let position = Ledger::get((operator, citizen)).unwrap();
				let own = || {
					standing().filter(|kept| (kept.operator, kept.citizen) == (operator, citizen))
				};
				assert_eq!(position.grams, own().map(|kept| kept.grams).sum::<u64>());
				let mut contributions: BTreeMap<ClassId, u64> = BTreeMap::new();
				own().for_each(|kept| *contributions.entry(kept.class).or_default() += kept.grams);
				assert_eq!(
					position.contributions.into_inner(),
					contributions.into_iter().collect::<Vec<_>>()
				);
			}
			assert_eq!(Spent::get(operator), self.spent.get(&operator).copied());
			let tally = self.tallies.get(&operator).copied().unwrap_or_default();
			assert_eq!(Reports::objection_tally(operator), tally);
		}
		for (id, class) in Classes::<Test>::iter() {
			let of = || self.records.iter().filter(|kept| kept.class == id);
			let mut by = ByDisposition::default();
			for kept in of().filter(|kept| !kept.withdrawn) {
				by.add(disposition(kept.citizen), kept.grams).unwrap();
			}
			assert_eq!((class.by_disposition, Some(class.grams)), (by, by.total()));
			assert_eq!(class.credited, of().map(|kept| kept.grams).sum::<u64>());
			assert_eq!(class.records as usize, of().count());
			assert_eq!(class.withdrawn as usize, of().filter(|kept| kept.withdrawn).count());
			assert_eq!(Reports::seals_at(id), Some(self.seals_at(id)));
		}
		for (at, kept) in self.records.iter().enumerate() {
			let record = self.reference(at);
			assert_eq!(Reports::objection(record).is_some(), kept.objection.is_some());
			assert_eq!(Reports::withdrawn_rows(record.batch).contains(&kept.row), kept.withdrawn);
		}
	}
}

fn disposition(citizen: CitizenId) -> Disposition {
	match citizen % 3 {
		0 => Disposition::Entrusted,
		1 => Disposition::SelfHeld,
		_ => Disposition::RewardOnly,
	}
}

/// Both say the same; whether it was done.
fn agree(done: Result<(), DispatchError>, expected: Result<(), Error<Test>>) -> bool {
	assert_eq!(done, expected.map_err(DispatchError::from));
	done.is_ok()
}

/// No time and no reference is held by two records that stand.
fn nothing_twice(model: &Model) {
	let mut time: BTreeMap<CitizenId, Vec<(u32, u32)>> = BTreeMap::new();
	let mut phones = BTreeSet::new();
	let mut meters: BTreeMap<[u8; 32], Vec<(u64, u64)>> = BTreeMap::new();
	for kept in model.records.iter().filter(|kept| !kept.withdrawn) {
		let sent = &model.sent[kept.sent];
		let row = &sent.rows[usize::from(kept.row)];
		let methodology = Reports::batch(sent.index).unwrap().methodology;
		if methodology == METRO || methodology == TICKETED {
			let end = row.start + u32::from(row.duration);
			time.entry(kept.citizen).or_default().push((row.start, end));
		}
		for claim in &row.claims {
			match claim {
				ClaimData::Once { reference } if methodology == PHONES => {
					assert!(phones.insert(*reference), "a phone twice");
				},
				ClaimData::Counter { object, from, to, .. } => {
					meters.entry(*object).or_default().push((*from, *to));
				},
				_ => {},
			}
		}
	}
	for mut of in time.into_values() {
		of.sort();
		assert!(of.windows(2).all(|pair| pair[0].1 <= pair[1].0), "time twice");
	}
	for mut of in meters.into_values() {
		of.sort();
		assert!(of.windows(2).all(|pair| pair[0].1 <= pair[1].0), "a unit twice");
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(128))]

	#[test]
	fn what_stands_is_what_was_not_withdrawn(steps in prop::collection::vec(step(), 1..60)) {
		new_test_ext().execute_with(|| {
			for operator in 0..2 {
				for citizen in 0..PEOPLE {
					Ledger::insert((operator, citizen), Position::new(disposition(citizen)));
				}
			}
			let mut model = Model::default();
			for step in steps {
				model.step(step);
				model.check();
			}
			nothing_twice(&model);
		});
	}
}
