//! From a citizen's act to a certificate and back, over the pallets' own books: what
//! [`ReductionsApi`](tanpu_runtime_api::ReductionsApi) answers.

use crate::{ActivityReports, CarbonAccounts, Clock, Runtime, VerifiedReductions};
use alloc::{collections::BTreeSet, vec::Vec};
use pallet_activity_reports::{Batches, ClassBatches, NextClassId};
use pallet_verified_reductions::ClassCertificates;
use tanpu_primitives::{
	verification::{CertificateId, Classes as _},
	Be16, Be32, CitizenId, ClassId, Clock as _, Day, Grams,
};
use tanpu_runtime_api::{
	BatchPart, ClassSummary, ClassView, Contributed, DayRecord, Trace, MAX_PAGE, MAX_RECORD_DAYS,
};

fn page(limit: u32) -> usize {
	usize::try_from(limit.min(MAX_PAGE)).unwrap_or(0)
}

fn summary(class: ClassId) -> Option<ClassSummary> {
	let case = VerifiedReductions::case(class);
	Some(ClassSummary {
		class,
		info: match &case {
			Some(case) => case.info,
			None => <ActivityReports as tanpu_primitives::verification::Classes>::get(class)?,
		},
		seals_at: ActivityReports::seals_at(class),
		case,
		totals: VerifiedReductions::totals(class),
		frozen: VerifiedReductions::frozen(class),
	})
}

pub fn class(class: ClassId) -> Option<ClassView> {
	let issuance = VerifiedReductions::issuance(class);
	Some(ClassView {
		summary: summary(class)?,
		sample: VerifiedReductions::sample(class),
		opinions: VerifiedReductions::opinions(class),
		serials: issuance
			.as_ref()
			.and_then(|issuance| VerifiedReductions::serials(class, 1, issuance.issued)),
		issuance,
		exchange: VerifiedReductions::exchange_fields(class),
	})
}

pub fn classes(first: ClassId, limit: u32) -> Vec<ClassSummary> {
	(first..NextClassId::<Runtime>::get()).filter_map(summary).take(page(limit)).collect()
}

pub fn class_batches(class: ClassId, first: u32, limit: u32) -> Vec<BatchPart> {
	let mut from = match first.checked_sub(1) {
		Some(before) => match ClassBatches::<Runtime>::get(class, before) {
			Some(before) => before.through,
			None => return Vec::new(),
		},
		None => 0,
	};
	(first..)
		.take(page(limit))
		.map_while(|at| {
			let part = ClassBatches::<Runtime>::get(class, at)?;
			let batch = Batches::<Runtime>::get(part.batch)?;
			let begins = core::mem::replace(&mut from, part.through);
			Some(BatchPart { index: part.batch, batch, from: begins, to: part.through })
		})
		.collect()
}

pub fn trace(class: ClassId, serial: Grams) -> Option<Trace> {
	let point = VerifiedReductions::trace(class, serial)?;
	let issuance = VerifiedReductions::issuance(class)?;
	Some(Trace {
		point,
		batch: Batches::<Runtime>::get(point.located.batch)?,
		info: VerifiedReductions::case(class)?.info,
		certificate: VerifiedReductions::certificate_of_serial(class, serial),
		// Cancellations take the highest numbers.
		cancelled: serial > issuance.issued.saturating_sub(issuance.cancelled),
		serial: VerifiedReductions::serials(class, serial, serial)?,
	})
}

pub fn certificates_of(class: ClassId, first: u32, limit: u32) -> Vec<CertificateId> {
	(first..)
		.take(page(limit))
		.map_while(|at| ClassCertificates::<Runtime>::get(class, at))
		.collect()
}

pub fn contributions(citizen: CitizenId, first: u32, limit: u32) -> Vec<Contributed> {
	let skipped = usize::try_from(first).unwrap_or(usize::MAX);
	// At most 64 operators with 16 classes each.
	CarbonAccounts::positions(citizen)
		.into_iter()
		.flat_map(|(operator, position)| {
			let disposition = position.disposition;
			position
				.contributions
				.into_iter()
				.map(move |(class, grams)| (operator, disposition, class, grams))
		})
		.skip(skipped)
		.take(page(limit))
		.filter_map(|(operator, disposition, class, grams)| {
			Some(Contributed { operator, disposition, grams, class: summary(class)? })
		})
		.collect()
}

pub fn records(citizen: CitizenId) -> Vec<DayRecord> {
	let today = Clock::today();
	let swept: Day = pallet_activity_reports::Sweep::<Runtime>::get()
		.swept_through
		.map_or(0, |day| day.saturating_add(1));
	let first = today.saturating_sub(MAX_RECORD_DAYS).max(swept);
	// A ride over midnight stands in both days.
	let mut seen = BTreeSet::new();
	(first..=today)
		.flat_map(|day| {
			let log = pallet_activity_reports::DayLogs::<Runtime>::get(
				Be16::from(day),
				Be32::from(citizen),
			);
			log.into_iter().map(move |entry| (day, entry))
		})
		.filter(|(_, entry)| entry.grams > 0 && seen.insert((entry.record, entry.grams)))
		.map(|(day, entry)| DayRecord { day, record: entry.record, grams: entry.grams })
		.take(page(MAX_PAGE))
		.collect()
}
