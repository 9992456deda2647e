//! What rows read and write, kept in memory while a batch runs: a citizen's position and day logs
//! are read once and written once, and only if they changed.

use crate::{
	pallet::{ClassBatches, ClassIds, Classes, Config, DayLogs, NextClassId},
	types::{Class, ClassBatch, LogEntry},
};
use alloc::{collections::BTreeMap, vec::Vec};
use core::marker::PhantomData;
use frame_support::BoundedVec;
use tanpu_primitives::{
	traits::Positions, BatchIndex, Be16, Be32, CitizenId, ClassId, Day, Disposition, Grams,
	MethodologyRef, Month, OperatorId, Position,
};

/// A citizen's log of one day.
pub(crate) struct DayLog<T: Config> {
	pub entries: BoundedVec<LogEntry, T::MaxDayLog>,
	pub changed: bool,
}

/// One citizen's position with the operator, and the day logs that the rows touch.
pub(crate) struct Person<T: Config> {
	pub citizen: CitizenId,
	/// None where the citizen can't be credited.
	pub position: Option<Position>,
	/// The day of each credited act, in the order of the rows. Where there is none the position
	/// stays as it was.
	pub acts: Vec<Day>,
	logs: BTreeMap<Day, DayLog<T>>,
}

impl<T: Config> Person<T> {
	pub fn load(operator: OperatorId, citizen: CitizenId) -> Self {
		let position = T::Positions::get(operator, citizen).filter(|position| position.enrolled);
		Self { citizen, position, acts: Vec::new(), logs: BTreeMap::new() }
	}

	pub fn log(&mut self, day: Day) -> &mut DayLog<T> {
		let citizen = self.citizen;
		self.logs.entry(day).or_insert_with(|| DayLog {
			entries: DayLogs::<T>::get(Be16::from(day), Be32::from(citizen)),
			changed: false,
		})
	}

	pub fn logs_read(&self) -> u32 {
		u32::try_from(self.logs.len()).unwrap_or(u32::MAX)
	}

	pub fn store(self, operator: OperatorId) {
		for (day, log) in self.logs {
			if log.changed {
				DayLogs::<T>::insert(Be16::from(day), Be32::from(self.citizen), log.entries);
			}
		}
		if let (false, Some(position)) = (self.acts.is_empty(), self.position) {
			T::Positions::put(operator, self.citizen, position);
		}
	}
}

/// The classes that a batch credits: one for each month in which its acts ended.
pub(crate) struct ClassBook<T> {
	operator: OperatorId,
	methodology: MethodologyRef,
	open: Vec<OpenClass>,
	_config: PhantomData<T>,
}

struct OpenClass {
	id: ClassId,
	class: Class,
	/// Whether the class is in state already.
	stored: bool,
	changed: bool,
}

impl<T: Config> ClassBook<T> {
	pub fn new(operator: OperatorId, methodology: MethodologyRef) -> Self {
		Self { operator, methodology, open: Vec::new(), _config: PhantomData }
	}

	/// The class of a month as a record of so many grams, of a citizen who chose so for them, would
	/// leave it. Nothing changes until it
	/// is handed to [`Self::keep`]. None when a number would exceed its type.
	pub fn with_record(
		&mut self,
		month: Month,
		disposition: Disposition,
		grams: Grams,
	) -> Option<(ClassId, Class)> {
		if !self.open.iter().any(|open| open.class.month == month) {
			self.load(month)?;
		}
		let open = self.open.iter().find(|open| open.class.month == month)?;
		let mut class = open.class;
		class.grams = class.grams.checked_add(grams)?;
		class.by_disposition.add(disposition, grams)?;
		class.credited = class.credited.checked_add(grams)?;
		class.records = class.records.checked_add(1)?;
		Some((open.id, class))
	}

	pub fn keep(&mut self, id: ClassId, class: Class) {
		if let Some(open) = self.open.iter_mut().find(|open| open.id == id) {
			open.class = class;
			open.changed = true;
		}
	}

	fn load(&mut self, month: Month) -> Option<()> {
		let (operator, methodology) = (self.operator, self.methodology);
		let known = ClassIds::<T>::get((operator, methodology, month))
			.and_then(|id| Some((id, Classes::<T>::get(id)?)));
		let (id, class, stored) = match known {
			Some((id, class)) => (id, class, true),
			None => {
				// A number that no record takes in the end goes to the next new class.
				self.open.retain(|open| open.stored || open.changed);
				let new = self.open.iter().filter(|open| !open.stored).count();
				let id = NextClassId::<T>::get().checked_add(u32::try_from(new).ok()?)?;
				// The last number is never given, so that the next one always exists.
				id.checked_add(1)?;
				let by_disposition = Default::default();
				let class = Class {
					operator,
					methodology,
					month,
					grams: 0,
					by_disposition,
					credited: 0,
					records: 0,
					withdrawn: 0,
					sealed: false,
					batches: 0,
				};
				(id, class, false)
			},
		};
		self.open.push(OpenClass { id, class, stored, changed: false });
		Some(())
	}

	/// Writes the classes that were credited, and the batch's part of each.
	pub fn close(&mut self, batch: BatchIndex) {
		for mut open in self.open.drain(..).filter(|open| open.changed) {
			if !open.stored {
				ClassIds::<T>::insert(
					(open.class.operator, open.class.methodology, open.class.month),
					open.id,
				);
				NextClassId::<T>::put(open.id.saturating_add(1));
			}
			let through = open.class.credited;
			ClassBatches::<T>::insert(open.id, open.class.batches, ClassBatch { batch, through });
			// Never more than there are batches.
			open.class.batches = open.class.batches.saturating_add(1);
			Classes::<T>::insert(open.id, open.class);
		}
	}
}
