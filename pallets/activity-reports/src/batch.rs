//! A batch: what is refused whole, what is common to its rows, and its end.

use crate::{
	ledger::{ClassBook, Person},
	objects::ObjectBook,
	pallet::{
		BatchIds, Batches, Config, Error, Event, ExclusionGroups, NextBatchIndex, Pallet, Sweep,
	},
	provision::Provision,
	types::{Batch, ExclusionGroup},
	weights::WeightInfo,
};
use alloc::{boxed::Box, vec::Vec};
use codec::Encode;
use core::marker::PhantomData;
use frame_support::{
	dispatch::{DispatchErrorWithPostInfo, DispatchResultWithPostInfo, PostDispatchInfo},
	ensure,
	traits::{ConstU32, Get},
	weights::Weight,
	BoundedVec,
};
use frame_system::pallet_prelude::BlockNumberFor;
use sp_core::H256;
use sp_runtime::{traits::Zero, DispatchError, MultiSignature, MultiSigner};
use tanpu_formula::{Prepared, MAX_COST};
use tanpu_primitives::{
	campaigns::{CampaignHook, MAX_BATCH_BONUSES},
	device::{self, DeviceEvidence},
	evidence,
	methodology::MethodologyRefusal,
	report::{ClaimData, Outcome, Provided, RecordRef, Row, MAX_ROWS},
	traits::{Devices, Issuing, LicenceRefusal, Methodologies, Operators, Positions},
	ActiveMethodology, BatchId, BatchIndex, Clock, CreditingRules, Day, Grams, GroupId, Issue,
	MethodologyRef, OperatorId, PointCents, UnixSeconds, MAX_CLAIMS, MAX_GROUPS,
};

/// What a batch touched, counted for its weight.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Usage {
	pub rows: u32,
	/// Positions read and written.
	pub citizens: u32,
	/// Day logs read and written.
	pub logs: u32,
	/// Registers, sites and references read and written; a register's history with it.
	pub objects: u32,
	/// Histories read and written by rows that name no register.
	pub histories: u32,
	/// Formula evaluations.
	pub evaluations: u32,
}

impl Usage {
	/// The most that these rows can touch, from what they say themselves.
	pub fn bound(rows: &[Row]) -> Self {
		let mut usage = Self::default();
		let mut last = None;
		for row in rows {
			usage.rows = usage.rows.saturating_add(1);
			if last != Some(row.citizen) {
				usage.citizens = usage.citizens.saturating_add(1);
				last = Some(row.citizen);
			}
			let days = if row.duration == 0 { 1 } else { 2 };
			usage.logs = usage.logs.saturating_add(days);
			let objects = u32::try_from(row.claims.len()).unwrap_or(u32::MAX);
			usage.objects = usage.objects.saturating_add(objects);
			// Whether one is kept the rows don't say.
			usage.history(row);
			// A daily total is computed twice: with the new value and with the credited one.
			usage.evaluations = usage.evaluations.saturating_add(2);
		}
		usage
	}

	/// Counts a row's history; a register's goes with the register.
	pub fn history(&mut self, row: &Row) {
		if !row.claims.iter().any(|claim| matches!(claim, ClaimData::Counter { .. })) {
			self.histories = self.histories.saturating_add(1);
		}
	}

	/// What a batch may read and write beyond what the benchmark of `submit` meets, whatever its
	/// rows: that one claims a person's time in one group and one month. A batch can meet all
	/// groups, of its claims and of what they conflict with; the marks and scales of all its
	/// claims; and classes with their numbers and this batch's part of them for 14 months, which
	/// 367 open days may touch.
	pub fn fixed_overhead<T: Config>() -> Weight {
		const CLASSES: u64 = 3 * 13;
		const MARKS: u64 = MAX_CLAIMS as u64 - 1;
		const WRITES: u64 = MARKS + MAX_CLAIMS as u64 + CLASSES;
		const READS: u64 = MAX_GROUPS as u64 - 1 + WRITES;
		T::DbWeight::get().reads_writes(READS, WRITES)
	}

	/// What a batch costs of which no row was looked at: its rows are decoded and hashed.
	pub fn refused<T: Config>(rows: u32) -> Weight {
		T::WeightInfo::submit().saturating_add(T::WeightInfo::submit_unchanged(rows))
	}

	/// The weight, where one evaluation costs `cost` units of the formula language.
	pub fn weight<T: Config>(&self, cost: u32) -> Weight {
		let evaluation = T::WeightInfo::evaluate();
		let evaluation = Weight::from_parts(
			evaluation
				.ref_time()
				.saturating_mul(u64::from(cost.min(MAX_COST)))
				.checked_div(u64::from(MAX_COST))
				.unwrap_or(0),
			evaluation.proof_size(),
		);
		// Rows and logs beyond a citizen's first. A row over midnight counts as a row of each day.
		let rows = self.rows.saturating_sub(self.citizens);
		let logs = self.logs.saturating_sub(self.citizens);
		Self::refused::<T>(self.rows)
			.saturating_add(T::WeightInfo::acts(self.citizens, rows, logs))
			.saturating_add(Self::fixed_overhead::<T>())
			.saturating_add(T::WeightInfo::objects(self.objects))
			.saturating_add(T::WeightInfo::histories(self.histories))
			.saturating_add(evaluation.saturating_mul(u64::from(self.evaluations)))
			.saturating_add(T::Issuing::weight())
	}
}

/// The rules of the groups that a batch meets, each read once.
pub(crate) struct GroupBook<T> {
	groups: Vec<(GroupId, Option<ExclusionGroup>)>,
	_config: PhantomData<T>,
}

impl<T: Config> GroupBook<T> {
	pub fn get(&mut self, group: GroupId) -> Option<&ExclusionGroup> {
		let known = self.groups.iter().position(|(id, _)| *id == group);
		let at = match known {
			Some(at) => at,
			None => {
				self.groups.push((group, ExclusionGroups::<T>::get(group)));
				self.groups.len().checked_sub(1)?
			},
		};
		self.groups.get(at)?.1.as_ref()
	}
}

/// The rules of one claim of the methodology.
pub(crate) struct ClaimRules {
	pub group: ExclusionGroup,
	/// The last closed day.
	pub closed_through: Option<Day>,
}

/// What is common to the rows of one batch, and what they add up to.
pub(crate) struct Processor<T: Config> {
	pub rules: CreditingRules,
	pub methodology: MethodologyRef,
	pub effective_from: UnixSeconds,
	pub effective_until: Option<UnixSeconds>,
	pub now: UnixSeconds,
	/// The reporting day, by the city's clock.
	pub today: Day,
	/// Seconds that the city's clock is ahead of UTC; read once for all rows.
	pub day_offset: i32,
	pub prepared: Prepared,
	/// One for each claim of the methodology, in its order.
	pub claims: Vec<ClaimRules>,
	pub groups: GroupBook<T>,
	pub classes: ClassBook<T>,
	pub objects: ObjectBook<T>,
	pub provision: Provision,
	/// What the chain provided to the rows so far.
	pub provided: Vec<Provided>,
	pub credited: u16,
	pub grams: Grams,
	pub points_due: PointCents,
	/// The series that the batch's points are issued in; none where the methodology gives none.
	pub issue: Option<Issue>,
	/// Bonuses that campaigns may still pay in this batch.
	pub bonuses: u32,
	/// What campaigns have used.
	pub hook_weight: Weight,
	pub usage: Usage,
	/// The row's inputs, those that the chain provides among them; kept to allocate once.
	pub inputs: Vec<u64>,
}

/// A device's key and its signature over a batch.
pub(crate) type Signed = (MultiSigner, MultiSignature);

/// A batch that is not refused whole.
enum Admission<T: Config> {
	/// It was processed before.
	Known { operator: OperatorId, index: BatchIndex },
	/// It has its number and its quota.
	New { operator: OperatorId, index: BatchIndex, content: H256, processor: Box<Processor<T>> },
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_submit(
		who: &T::AccountId,
		id: BatchId,
		methodology: MethodologyRef,
		evidence_root: Option<H256>,
		rows: BoundedVec<Row, ConstU32<MAX_ROWS>>,
		signed: Option<Signed>,
	) -> DispatchResultWithPostInfo {
		let count = u32::try_from(rows.len()).unwrap_or(u32::MAX);
		let checking =
			if signed.is_some() { T::WeightInfo::check_device() } else { Weight::zero() };
		let device = signed.as_ref().map(|(device, _)| device.clone());
		let admission =
			Self::admit(who, id, methodology, evidence_root, &rows, signed).map_err(|error| {
				// No row was looked at, but perhaps whether points can be issued.
				let weight = Usage::refused::<T>(count)
					.saturating_add(Usage::fixed_overhead::<T>())
					.saturating_add(T::Issuing::weight())
					.saturating_add(checking);
				DispatchErrorWithPostInfo { post_info: paid(weight), error }
			})?;
		let (operator, index, content, mut processor) = match admission {
			Admission::Known { operator, index } => {
				Self::deposit_event(Event::BatchUnchanged { operator, id, index });
				return Ok(paid(T::WeightInfo::submit_unchanged(count)));
			},
			Admission::New { operator, index, content, processor } => {
				(operator, index, content, processor)
			},
		};

		let (outcomes, outcomes_root) = processor.run(operator, index, &rows);
		let used = processor.usage.weight::<T>(processor.prepared.checked().cost);
		let post_info = paid(used.saturating_add(processor.hook_weight).saturating_add(checking));
		T::Positions::add_totals(operator, processor.grams)
			.and_then(|()| match &processor.issue {
				Some(issue) => T::Issuing::issue(operator, issue.series, processor.points_due),
				None => Ok(()),
			})
			.map_err(|error| DispatchErrorWithPostInfo { post_info, error })?;
		processor.close(index);
		Batches::<T>::insert(
			index,
			Batch {
				operator,
				id,
				content,
				methodology,
				evidence_root,
				outcomes_root,
				rows: u16::try_from(count).unwrap_or(u16::MAX),
				credited: processor.credited,
				grams: processor.grams,
				points_due: processor.points_due,
				series: processor.issue.as_ref().map(|issue| issue.series),
				block: Self::block(),
				extrinsic: frame_system::Pallet::<T>::extrinsic_index().unwrap_or(0),
				processed_at: processor.now,
			},
		);
		BatchIds::<T>::insert(operator, id, index);
		if let Some(device) = device {
			Self::deposit_event(Event::DeviceSigned { index, device });
		}
		Self::deposit_event(Event::BatchProcessed {
			operator,
			id,
			index,
			methodology,
			credited: u32::from(processor.credited),
			grams: processor.grams,
			points_due: processor.points_due,
			outcomes,
			provided: BoundedVec::truncate_from(processor.provided),
		});
		Ok(post_info)
	}

	/// Everything that refuses a batch before a row is looked at.
	fn admit(
		who: &T::AccountId,
		id: BatchId,
		methodology: MethodologyRef,
		evidence_root: Option<H256>,
		rows: &BoundedVec<Row, ConstU32<MAX_ROWS>>,
		signed: Option<Signed>,
	) -> Result<Admission<T>, DispatchError> {
		let operator = T::Operators::by_reporter(who).ok_or(Error::<T>::NotAReporter)?;
		ensure!(!rows.is_empty(), Error::<T>::EmptyBatch);
		let count = u32::try_from(rows.len()).unwrap_or(u32::MAX);
		let content =
			H256(sp_io::hashing::blake2_256(&(methodology, evidence_root, rows).encode()));
		if let Some(index) = BatchIds::<T>::get(operator, id) {
			let known = Batches::<T>::get(index).ok_or(Error::<T>::BatchIdReused)?;
			ensure!(known.content == content, Error::<T>::BatchIdReused);
			return Ok(Admission::Known { operator, index });
		}

		let now = T::Clock::now();
		T::Operators::ensure_active(operator, methodology.methodology, now)
			.map_err(Error::<T>::from_licence)?;
		let active = T::Methodologies::active(methodology).map_err(Error::<T>::from_methodology)?;
		ensure!(
			!active.rules.evidence_required || evidence_root.is_some(),
			Error::<T>::EvidenceRootRequired
		);
		match signed {
			Some(signed) => Self::check_device(operator, id, content, evidence_root, &signed)?,
			None => ensure!(!active.rules.device_required, Error::<T>::DeviceRequired),
		}
		ensure!(
			rows.iter().zip(rows.iter().skip(1)).all(|(a, b)| a.citizen <= b.citizen),
			Error::<T>::RowsNotSorted
		);
		let processor = Self::prepare(operator, methodology, active, now, count)?;

		let index = NextBatchIndex::<T>::get();
		let next = index.checked_add(1).ok_or(Error::<T>::NoBatchIndexLeft)?;
		NextBatchIndex::<T>::put(next);
		T::Operators::take_quota(operator, processor.today, count)
			.map_err(Error::<T>::from_licence)?;
		Ok(Admission::New { operator, index, content, processor: Box::new(processor) })
	}

	/// Whether a registered device of the operator signed the batch.
	pub(crate) fn check_device(
		operator: OperatorId,
		batch_id: BatchId,
		content: H256,
		evidence_root: Option<H256>,
		(device, signature): &Signed,
	) -> Result<(), DispatchError> {
		let evidence_root = evidence_root.ok_or(Error::<T>::EvidenceRootRequired)?;
		let owner = T::Devices::operator_of(device).ok_or(Error::<T>::UnknownDevice)?;
		ensure!(owner == operator, Error::<T>::DeviceOfAnother);
		let genesis = frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero());
		let evidence = DeviceEvidence { genesis, operator, batch_id, content, evidence_root };
		let signed = device::verify(device, signature, &evidence.message());
		ensure!(signed, Error::<T>::BadDeviceSignature);
		Ok(())
	}

	/// What is common to all rows, from the methodology and the groups that it claims in.
	pub(crate) fn prepare(
		operator: OperatorId,
		methodology: MethodologyRef,
		active: ActiveMethodology,
		now: UnixSeconds,
		rows: u32,
	) -> Result<Processor<T>, DispatchError> {
		let prepared =
			Prepared::new(&active.definition).map_err(|_| Error::<T>::FormulaNotChecked)?;
		// An act that takes nothing could be credited again and again.
		ensure!(!active.rules.claims.is_empty(), Error::<T>::NothingClaimed);
		let provision = Provision::new::<T>(&active.definition, &active.rules.claims)?;

		// Nothing is computed for a batch whose points nobody could issue.
		let issue = match active.rules.points_per_kg {
			0 => None,
			_ => Some(T::Issuing::open(operator)?),
		};

		let today = T::Clock::today();
		let swept = Sweep::<T>::get().closed_through;
		let mut groups = GroupBook { groups: Vec::new(), _config: PhantomData };
		let mut claims = Vec::with_capacity(active.rules.claims.len());
		for claim in &active.rules.claims {
			let group = claim.group();
			let rules = groups.get(group).cloned().ok_or(Error::<T>::GroupNotDefined)?;
			Self::keep_scale(claim, &active.definition)?;
			let mark = Self::advance_mark(group, rules.deadline_days, today);
			claims.push(ClaimRules { group: rules, closed_through: mark.max(swept) });
		}

		Ok(Processor {
			rules: active.rules,
			methodology,
			effective_from: active.effective_from,
			effective_until: active.effective_until,
			now,
			today,
			day_offset: T::Clock::day_offset(),
			prepared,
			claims,
			groups,
			classes: ClassBook::new(operator, methodology),
			objects: ObjectBook::new(methodology.methodology),
			provision,
			provided: Vec::new(),
			credited: 0,
			grams: 0,
			points_due: 0,
			issue,
			bonuses: MAX_BATCH_BONUSES,
			hook_weight: Weight::zero(),
			usage: Usage { rows, ..Default::default() },
			inputs: Vec::new(),
		})
	}

	/// The most that `submit` can weigh: what isn't known before reading is taken at its worst.
	pub fn submit_weight(rows: &[Row]) -> Weight {
		let bound = Usage::bound(rows);
		bound.weight::<T>(MAX_COST).saturating_add(T::Campaigns::weight(bound.citizens))
	}
}

impl<T: Config> Processor<T> {
	/// Computes every row and writes what it credits; citizen by citizen, as the rows are sorted.
	/// Classes and objects are written by [`Self::close`]. Returns what became of each row, and the
	/// Merkle root over it.
	pub(crate) fn run(
		&mut self,
		operator: OperatorId,
		batch: BatchIndex,
		rows: &BoundedVec<Row, ConstU32<MAX_ROWS>>,
	) -> (BoundedVec<Outcome, ConstU32<MAX_ROWS>>, H256) {
		let mut outcomes = Vec::with_capacity(rows.len());
		let mut leaves = Vec::with_capacity(rows.len());
		let mut person: Option<Person<T>> = None;
		for (at, row) in rows.iter().enumerate() {
			let mut current = match person.take() {
				Some(same) if same.citizen == row.citizen => same,
				previous => {
					self.leave(operator, previous);
					Person::load(operator, row.citizen)
				},
			};
			// At most MAX_ROWS, far below the type's bound.
			let record = RecordRef { batch, row: u16::try_from(at).unwrap_or(u16::MAX) };
			let outcome = self.row(record, row, &mut current).unwrap_or_else(Outcome::Rejected);
			leaves.push(evidence::outcome_leaf(row, &outcome));
			outcomes.push(outcome);
			person = Some(current);
		}
		self.leave(operator, person);
		// A batch has at least one row.
		let root = evidence::root(&leaves).unwrap_or_default();
		(BoundedVec::truncate_from(outcomes), H256(root))
	}

	/// Writes what rows of several citizens share.
	pub(crate) fn close(&mut self, batch: BatchIndex) {
		self.classes.close(batch);
		self.objects.close();
	}

	fn leave(&mut self, operator: OperatorId, person: Option<Person<T>>) {
		if let Some(mut person) = person {
			self.usage.citizens = self.usage.citizens.saturating_add(1);
			self.usage.logs = self.usage.logs.saturating_add(person.logs_read());
			if let (false, Some(position)) = (person.acts.is_empty(), person.position.as_mut()) {
				let used = T::Campaigns::credited(
					operator,
					person.citizen,
					self.methodology.methodology,
					&person.acts,
					position,
					&mut self.bonuses,
				);
				self.hook_weight = self.hook_weight.saturating_add(used);
			}
			person.store(operator);
		}
	}
}

impl<T: Config> Error<T> {
	pub(crate) fn from_licence(refusal: LicenceRefusal) -> DispatchError {
		match refusal {
			LicenceRefusal::NotLicensed => Error::<T>::NotLicensed,
			LicenceRefusal::Suspended => Error::<T>::OperatorSuspended,
			LicenceRefusal::Revoked => Error::<T>::OperatorRevoked,
			LicenceRefusal::Expired => Error::<T>::LicenceExpired,
			LicenceRefusal::OutOfScope => Error::<T>::OutOfScope,
			LicenceRefusal::QuotaExceeded => Error::<T>::QuotaExceeded,
			LicenceRefusal::BondShort => Error::<T>::BondShort,
		}
		.into()
	}

	fn from_methodology(refusal: MethodologyRefusal) -> DispatchError {
		match refusal {
			MethodologyRefusal::NotFound => Error::<T>::MethodologyNotFound,
			MethodologyRefusal::Suspended => Error::<T>::MethodologySuspended,
			MethodologyRefusal::Retired => Error::<T>::MethodologyRetired,
		}
		.into()
	}
}

fn paid(weight: Weight) -> PostDispatchInfo {
	Some(weight).into()
}

// A row of the conflict matrix is one `u64`.
const _: () = assert!(MAX_GROUPS == 64);
