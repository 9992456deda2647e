//! `tanpu trace`: from an act to a certificate, and back.

use crate::{
	cli::Global,
	commands::{
		batches, certificate,
		class::{recall_json, stage_word},
		clock, hex,
	},
	connection::{At, Chain},
	failure::{Done, Failure, Result},
	key,
	output::{grouped, table},
	report::{outcome, send::day_log_key},
	time::format_time,
	types::{
		accounts::{self, Citizen},
		api::ClockReading,
		reports::LogEntry,
	},
	verified::{
		locate::{gram_of_serial, month, serial_from_gram, Opened},
		read::{self, named, PALLET, REPORTS},
		words,
	},
};
use pallet_activity_reports::ClassBatch;
use pallet_verified_reductions::{Case, Issuance, SamplePoint, Stage};
use serde_json::{json, Value};
use std::collections::{btree_map::Entry, BTreeMap, BTreeSet};
use tanpu_primitives::{
	attestation::disposition_word, verification::CertificateId, BatchIndex, Be16, Be32, CitizenId,
	ClassId, Grams, Month, OperatorId, Position, RecordRef,
};

#[derive(clap::Subcommand, Debug)]
pub enum Command {
	/// One gram of a class by its serial number: back to the act, forth to where it is.
	#[command(after_help = "Example:\n  tanpu trace serial 3 1201")]
	Serial {
		/// The class.
		class: ClassId,
		/// The serial number, from 1.
		serial: Grams,
	},
	/// A certificate, back to the acts whose grams it retired.
	#[command(after_help = "Examples:\n  tanpu trace certificate 0\n  \
		tanpu --json trace certificate 0 --limit 1000")]
	Certificate {
		/// The certificate.
		certificate: CertificateId,
		/// Records to name at most.
		#[arg(long, default_value_t = 20)]
		limit: usize,
	},
	/// A citizen's grams, forth to the classes and what became of them.
	#[command(
		after_help = "Examples:\n  tanpu trace citizen 17\n  tanpu trace citizen 17 --operator 0\n\n\
		What a citizen contributed to a class stands in the position until it is settled; the records of \
		days that can still be reported are named one by one. For older ones ask by batch."
	)]
	Citizen {
		/// Number, address or nullifier.
		citizen: String,
		/// With this operator only.
		#[arg(long)]
		operator: Option<OperatorId>,
	},
	/// A batch's grams, forth to classes, serial numbers and certificates.
	#[command(after_help = "Examples:\n  tanpu trace batch 0 12\n  tanpu trace batch 0 0x5d1c...")]
	Batch {
		/// The operator.
		operator: OperatorId,
		/// The batch's number, or its id.
		batch: String,
	},
}

/// The steps of a trace: each with what it is, which one, and what is to be said of it.
#[derive(Default)]
struct Steps {
	rows: Vec<Vec<String>>,
	json: Vec<Value>,
}

impl Steps {
	fn add(&mut self, step: &str, id: impl Into<String>, text: impl Into<String>, json: Value) {
		self.rows.push(vec![step.to_owned(), id.into(), text.into()]);
		let mut json = json;
		json["step"] = json!(step);
		self.json.push(json);
	}

	fn tell(self, global: &Global, of: Value) -> Result<Done> {
		global.output().result(
			json!({ "of": of, "steps": self.json }),
			table(&["step", "which", ""], self.rows),
		);
		Ok(Done::All)
	}
}

pub async fn run(global: &Global, command: Command) -> Result<Done> {
	let chain = global.connect().await?;
	let at = chain.head().await?;
	let clock = clock(&at).await?;
	let tracing = Tracing { chain: &chain, at: &at, clock };
	match command {
		Command::Serial { class, serial } => tracing.serial(global, class, serial).await,
		Command::Certificate { certificate, limit } => {
			tracing.certificate(global, certificate, limit).await
		},
		Command::Citizen { citizen, operator } => tracing.citizen(global, &citizen, operator).await,
		Command::Batch { operator, batch } => tracing.batch(global, operator, &batch).await,
	}
}

struct Tracing<'a> {
	chain: &'a Chain,
	at: &'a At<'a>,
	clock: ClockReading,
}

impl Tracing<'_> {
	fn time(&self, seconds: u64) -> String {
		format_time(seconds, self.clock.day_offset)
	}

	/// The act: record, citizen, inputs, outcome.
	fn act(&self, steps: &mut Steps, opened: &Opened, row: u16) {
		let at = usize::from(row);
		let (Some(found), Some(result)) = (opened.rows.get(at), opened.outcomes.get(at)) else {
			return;
		};
		let inputs: Vec<u64> = found.inputs.iter().map(|input| input.0).collect();
		let list: Vec<String> = inputs.iter().map(ToString::to_string).collect();
		let start = u64::from(found.start) * 60;
		let end = start + u64::from(found.duration) * 60;
		steps.add(
			"citizen",
			found.citizen.to_string(),
			format!("with operator {}", opened.batch.operator),
			json!({ "citizen": found.citizen, "operator": opened.batch.operator }),
		);
		steps.add(
			"act",
			format!("{}:{row}", opened.index),
			format!(
				"{} to {}, raw inputs {}; {} (tanpu explain {}:{row})",
				self.time(start),
				self.time(end),
				list.join(", "),
				outcome::text(result, None),
				opened.index
			),
			json!({
				"record": format!("{}:{row}", opened.index),
				"batch": opened.index,
				"row": row,
				"citizen": found.citizen,
				"start": start,
				"end": end,
				"inputs": inputs,
				"grams": result.grams(),
			}),
		);
	}

	fn reported(&self, steps: &mut Steps, opened: &Opened) {
		let batch = &opened.batch;
		let root = batch.evidence_root.map(|root| format!("{root:?}"));
		steps.add(
			"batch",
			opened.index.to_string(),
			format!(
				"{} rows of operator {}, block {} extrinsic {}, {}; evidence root {}",
				batch.rows,
				batch.operator,
				batch.block,
				batch.extrinsic,
				self.time(batch.processed_at),
				root.as_deref().unwrap_or("none")
			),
			json!({
				"batch": opened.index,
				"id": hex(batch.id),
				"operator": batch.operator,
				"rows": batch.rows,
				"grams": batch.grams,
				"block": batch.block,
				"extrinsic": batch.extrinsic,
				"processed_at": batch.processed_at,
				"evidence_root": root,
			}),
		);
	}

	/// Methodology, class, sample, opinions, issuance: what a class went through.
	async fn class(
		&self,
		steps: &mut Steps,
		id: ClassId,
	) -> Result<Option<(Case, Option<Issuance>)>> {
		let class = read::class(self.at, id).await?;
		let (version, texts) = read::methodology(self.at, class.methodology).await?;
		let reference = class.methodology;
		steps.add(
			"methodology",
			format!("{} v{}", reference.methodology, reference.version),
			format!("{}; published {}", read::title(&texts), self.time(version.published)),
			json!({
				"methodology": reference.methodology,
				"version": reference.version,
				"content_hash": hex(version.content_hash),
				"published": version.published,
			}),
		);
		let case = read::case(self.at, id).await?;
		let sample = read::sample(self.at, id).await?;
		let opinions = read::opinions(self.at, id).await?;
		let verifiers = sample.iter().flat_map(|sample| sample.verifiers.iter().copied());
		let names = read::names(self.at, verifiers.chain([class.operator])).await?;
		let grams = case.as_ref().map_or(class.grams, |case| case.info.grams);
		steps.add(
			"class",
			id.to_string(),
			format!(
				"{} g in {} records of operator {} for {}; {}",
				grouped(grams),
				class.records,
				named(&names, class.operator),
				words::month(class.month),
				match &case {
					Some(case) =>
						format!("{} (sealed {})", stage_word(Some(case)), self.time(case.sealed_at)),
					None => "not sealed yet".into(),
				}
			),
			json!({
				"class": id,
				"operator": class.operator,
				"month": words::month(class.month),
				"grams": grams,
				"records": class.records,
				"stage": stage_word(case.as_ref()),
				"sealed_at": case.as_ref().map(|case| case.sealed_at),
			}),
		);
		let Some(case) = case else { return Ok(None) };
		if let Some(sample) = &sample {
			steps.add(
				"sample",
				format!("{} points", sample.points),
				format!("drawn {}, seed {:?}", self.time(sample.drawn_at), sample.seed),
				json!({
					"points": sample.points,
					"seed": format!("{:?}", sample.seed),
					"drawn_at": sample.drawn_at,
					"verifiers": sample.verifiers.to_vec(),
				}),
			);
		}
		for (verifier, given) in &opinions {
			steps.add(
				"opinion",
				format!("verifier {}", named(&names, *verifier)),
				format!(
					"{}, {} points failed, {}, report {:?}",
					words::opinion_text(&given.opinion),
					given.failed,
					self.time(given.at),
					given.report
				),
				json!({
					"verifier": verifier,
					"opinion": words::opinion(&given.opinion),
					"failed": given.failed,
					"extrapolated": given.extrapolated,
					"report": format!("{:?}", given.report),
					"at": given.at,
				}),
			);
		}
		if let Stage::Noticed { grams, until, .. } = case.stage {
			steps.add(
				"public notice",
				String::new(),
				format!("{} g, until {}", grouped(grams), self.time(until)),
				json!({ "grams": grams, "until": until }),
			);
		}
		let issuance = read::issuance(self.at, id).await?;
		if let Some(issuance) = &issuance {
			let mut text = format!(
				"{} of {} credited g, {}; asset {id}",
				grouped(issuance.issued),
				grouped(case.info.credited),
				self.time(issuance.at)
			);
			if issuance.recall.recalled > 0 {
				text.push_str(&format!(
					"; RECALLED: {}",
					crate::commands::class::recall_text(&issuance.recall)
				));
			}
			steps.add(
				"issuance",
				format!("serials 1 to {}", issuance.issued),
				text,
				json!({
					"issued": issuance.issued,
					"credited": case.info.credited,
					"at": issuance.at,
					"asset": id,
					"recall": recall_json(&issuance.recall),
				}),
			);
		}
		Ok(Some((case, issuance)))
	}

	async fn retired(&self, steps: &mut Steps, number: CertificateId) -> Result<()> {
		let found = read::certificate_view(self.at, number).await?;
		let certificate = &found.certificate;
		let serials = crate::escape::escape_bytes(&found.serials);
		let beneficiary = crate::escape::escape_bytes(&certificate.beneficiary);
		let purpose = crate::escape::escape_bytes(&certificate.purpose);
		steps.add(
			"certificate",
			number.to_string(),
			format!(
				"{} g, {serials}, retired by {} in block {}, {}; beneficiary: {}; purpose: {}",
				grouped(certificate.grams),
				certificate.by,
				certificate.block,
				self.time(certificate.at),
				if beneficiary.is_empty() { "itself" } else { &beneficiary },
				if purpose.is_empty() { "none said" } else { &purpose },
			),
			json!({
				"certificate": number,
				"class": certificate.class,
				"serials": serials,
				"from": certificate.from,
				"grams": certificate.grams,
				"by": certificate.by.to_string(),
				"beneficiary": beneficiary,
				"purpose": purpose,
				"block": certificate.block,
				"at": certificate.at,
			}),
		);
		Ok(())
	}

	/// Where a gram with this serial number is now.
	async fn whereabouts(
		&self,
		steps: &mut Steps,
		class: ClassId,
		serial: Grams,
		issuance: &Issuance,
	) -> Result<()> {
		let found: Option<CertificateId> =
			self.at.view(PALLET, "certificate_of_serial", (class, serial)).await?;
		if let Some(number) = found {
			return self.retired(steps, number).await;
		}
		if serial > issuance.issued.saturating_sub(issuance.cancelled) {
			steps.add(
				"cancelled",
				serial.to_string(),
				"for the common good, unclaimed, or for what was recalled: the events of the class say \
				 which",
				json!({ "serial": serial, "state": "cancelled" }),
			);
			return Ok(());
		}
		let totals = read::totals(self.at, class).await?.unwrap_or_default();
		steps.add(
			"alive",
			serial.to_string(),
			format!(
				"neither retired nor cancelled. Grams of a class are alike while they are held: {} with \
				 holders, {} for sale, {} the operator's to sell, {} citizens' to claim, {} in the buffer",
				grouped(totals.held),
				grouped(totals.listed),
				grouped(totals.pool),
				grouped(totals.claimable),
				grouped(totals.buffer)
			),
			json!({
				"serial": serial,
				"state": "alive",
				"held": totals.held,
				"listed": totals.listed,
				"pool": totals.pool,
				"claimable": totals.claimable,
				"buffer": totals.buffer,
			}),
		);
		Ok(())
	}

	async fn serial(&self, global: &Global, class: ClassId, serial: Grams) -> Result<Done> {
		let point: Option<SamplePoint> = self.at.view(PALLET, "trace", (class, serial)).await?;
		let issuance = read::issuance(self.at, class).await?;
		let (Some(point), Some(issuance)) = (point, issuance.clone()) else {
			let case = read::sealed_case(self.at, class).await?;
			return Err(Failure::Plain(match issuance {
				None => format!(
					"class {class} is not issued ({}): its grams have no serial numbers",
					words::stage(&case.stage)
				),
				Some(found) => {
					format!("class {class} has the serial numbers 1 to {}", found.issued)
				},
			}));
		};
		let credited = read::sealed_case(self.at, class).await?.info.credited;
		if gram_of_serial(serial, issuance.issued, credited) != Some(point.gram) {
			return Err(Failure::Plain(format!(
				"the node lays serial number {serial} over gram {}, which it isn't: don't trust it",
				point.gram
			)));
		}
		let month = read::class(self.at, class).await?.month;
		let opened = Opened::read(self.chain, self.at, point.located.batch).await?;
		let place = self.place(&opened, month, point.located.offset)?;
		let mut steps = Steps::default();
		self.act(&mut steps, &opened, place.0);
		self.reported(&mut steps, &opened);
		self.class(&mut steps, class).await?;
		self.whereabouts(&mut steps, class, serial, &issuance).await?;
		steps.tell(global, json!({ "class": class, "serial": serial, "gram": point.gram }))
	}

	fn place(&self, opened: &Opened, month: Month, offset: Grams) -> Result<(u16, Grams)> {
		let place = opened.place(month, offset, self.clock.day_offset).ok_or_else(|| {
			Failure::Plain(format!(
				"gram {offset} of batch {} is in none of its rows",
				opened.index
			))
		})?;
		Ok((place.row, place.offset))
	}

	async fn certificate(
		&self,
		global: &Global,
		number: CertificateId,
		limit: usize,
	) -> Result<Done> {
		let certificate = read::certificate(self.at, number).await?;
		let class = certificate.class;
		let month = read::class(self.at, class).await?.month;
		let mut steps = Steps::default();
		self.retired(&mut steps, number).await?;
		self.class(&mut steps, class).await?;
		// The records, batch by batch: from one serial number to the first of the next record.
		let to = certificate.from.saturating_add(certificate.grams).saturating_sub(1);
		let issuance = read::issuance(self.at, class)
			.await?
			.ok_or_else(|| Failure::plain("the certificate's class is not issued"))?;
		let credited = read::sealed_case(self.at, class).await?.info.credited;
		let mut opened: Option<Opened> = None;
		let mut serial = certificate.from;
		let mut records = 0usize;
		let mut seen: BTreeSet<BatchIndex> = BTreeSet::new();
		while serial <= to && records < limit {
			let point: Option<SamplePoint> = self.at.view(PALLET, "trace", (class, serial)).await?;
			let Some(point) = point else { break };
			let index = point.located.batch;
			if opened.as_ref().is_none_or(|opened| opened.index != index) {
				opened = Some(Opened::read(self.chain, self.at, index).await?);
			}
			let Some(opened) = &opened else { break };
			let (row, offset) = self.place(opened, month, point.located.offset)?;
			if seen.insert(index) {
				self.reported(&mut steps, opened);
			}
			self.act(&mut steps, opened, row);
			records += 1;
			let grams = opened.outcomes.get(usize::from(row)).map_or(0, |outcome| outcome.grams());
			let next = point.gram.saturating_add(grams.saturating_sub(offset)).max(point.gram + 1);
			match serial_from_gram(next, issuance.issued, credited) {
				Some(next) if next > serial => serial = next,
				_ => break,
			}
		}
		if serial <= to && records >= limit {
			let left = to - serial + 1;
			steps.add(
				"and more",
				format!("{} g", grouped(left)),
				"raise --limit for their records",
				json!({ "left": left }),
			);
		}
		steps.tell(
			global,
			json!({ "certificate": number, "class": class, "from": certificate.from, "to": to }),
		)
	}

	async fn citizen(&self, global: &Global, who: &str, only: Option<OperatorId>) -> Result<Done> {
		let id: CitizenId = crate::commands::accounts::citizen_of(self.at, who).await?;
		let citizen: Citizen = self
			.at
			.get(accounts::PALLET, "Citizens", key![id])
			.await?
			.ok_or_else(|| Failure::Plain(format!("there is no citizen {id}")))?;
		let operators: Vec<OperatorId> = citizen
			.operators
			.iter()
			.copied()
			.filter(|operator| only.is_none_or(|only| only == *operator))
			.collect();
		let keys = operators.iter().map(|o| key![Be16::from(*o), Be32::from(id)]).collect();
		let positions: Vec<Option<Position>> =
			self.at.get_many(accounts::PALLET, "Positions", keys).await?;
		let names = read::names(self.at, operators.iter().copied()).await?;
		let mut steps = Steps::default();
		let records = self.records(id).await?;
		let mut batches: BTreeMap<BatchIndex, Opened> = BTreeMap::new();
		for record in records {
			let opened = match batches.entry(record.batch) {
				Entry::Occupied(found) => found.into_mut(),
				Entry::Vacant(place) => {
					place.insert(Opened::read(self.chain, self.at, record.batch).await?)
				},
			};
			if only.is_some_and(|only| only != opened.batch.operator) {
				continue;
			}
			self.act(&mut steps, opened, record.row);
			let row = opened.rows.get(usize::from(record.row));
			let month = row.and_then(|row| month(row, self.clock.day_offset));
			if let Some(month) = month {
				let key = key![(opened.batch.operator, opened.batch.methodology, month)];
				let class: Option<ClassId> = self.at.get(REPORTS, "ClassIds", key).await?;
				if let Some(class) = class {
					steps.add(
						"in batch and class",
						format!("{} / {class}", record.batch),
						format!("month {}", words::month(month)),
						json!({ "batch": record.batch, "class": class, "month": words::month(month) }),
					);
				}
			}
		}
		let mut classes: BTreeSet<ClassId> = BTreeSet::new();
		for (operator, position) in operators.iter().zip(&positions) {
			let Some(position) = position else { continue };
			steps.add(
				"position",
				format!("operator {}", named(&names, *operator)),
				format!(
					"{} g in all; they are {}",
					grouped(position.grams),
					disposition_word(position.disposition)
				),
				json!({
					"operator": operator,
					"grams": position.grams,
					"disposition": disposition_word(position.disposition),
				}),
			);
			for (class, grams) in &position.contributions {
				classes.insert(*class);
				let case = read::case(self.at, *class).await?;
				steps.add(
					"contributed",
					format!("class {class}"),
					format!("{} g, {}", grouped(*grams), stage_word(case.as_ref())),
					json!({
						"class": class,
						"grams": grams,
						"stage": stage_word(case.as_ref()),
					}),
				);
			}
		}
		for class in classes {
			if let Some((_, Some(issuance))) = self.class(&mut steps, class).await? {
				let list = certificate::of_class(self.at, class, 0, 20).await?;
				for number in &list {
					self.retired(&mut steps, *number).await?;
				}
				if issuance.certificates > 20 {
					steps.add(
						"and more",
						format!("{} certificates", issuance.certificates - 20),
						format!("tanpu certificate list --class {class} --from 20"),
						json!({ "certificates": issuance.certificates }),
					);
				}
			}
		}
		steps.tell(global, json!({ "citizen": id }))
	}

	/// Credited records in the citizen's days that are still kept.
	async fn records(&self, citizen: CitizenId) -> Result<Vec<RecordRef>> {
		let today = self.clock.today;
		let keys =
			(today.saturating_sub(367)..=today).map(|day| day_log_key(day, citizen)).collect();
		let logs: Vec<Option<Vec<LogEntry>>> = self.at.get_many(REPORTS, "DayLogs", keys).await?;
		let mut records: Vec<RecordRef> =
			logs.into_iter().flatten().flatten().map(|entry| entry.record).collect();
		records.sort();
		records.dedup();
		Ok(records)
	}

	async fn batch(&self, global: &Global, operator: OperatorId, which: &str) -> Result<Done> {
		let (index, found) = batches::find(self.at, which, Some(operator)).await?;
		if found.operator != operator {
			return Err(Failure::Plain(format!(
				"batch {index} is of operator {}, not {operator}",
				found.operator
			)));
		}
		let opened = Opened::read(self.chain, self.at, index).await?;
		let mut steps = Steps::default();
		self.reported(&mut steps, &opened);
		let mut months: BTreeMap<Month, (u32, Grams, BTreeSet<CitizenId>)> = BTreeMap::new();
		for (row, outcome) in opened.rows.iter().zip(&opened.outcomes) {
			if outcome.grams() == 0 {
				continue;
			}
			let Some(month) = month(row, self.clock.day_offset) else { continue };
			let entry = months.entry(month).or_default();
			entry.0 += 1;
			entry.1 += outcome.grams();
			entry.2.insert(row.citizen);
		}
		for (month, (records, grams, citizens)) in months {
			let key = key![(operator, found.methodology, month)];
			let class: Option<ClassId> = self.at.get(REPORTS, "ClassIds", key).await?;
			let Some(class) = class else { continue };
			steps.add(
				"credited",
				format!("class {class}"),
				format!(
					"{} g in {records} records of {} citizens for {}",
					grouped(grams),
					citizens.len(),
					words::month(month)
				),
				json!({
					"class": class,
					"grams": grams,
					"records": records,
					"citizens": citizens.len(),
					"month": words::month(month),
				}),
			);
			let Some((case, Some(issuance))) = self.class(&mut steps, class).await? else {
				continue;
			};
			let Some((from, through)) = self.span(class, index).await? else { continue };
			self.certificates_of(&mut steps, class, from, through, &case, &issuance).await?;
		}
		steps.tell(global, json!({ "operator": operator, "batch": index }))
	}

	/// The grams of a class, from and to before, that a batch credited.
	async fn span(&self, class: ClassId, batch: BatchIndex) -> Result<Option<(Grams, Grams)>> {
		let entry = |at: u32| async move {
			self.at.get::<ClassBatch>(REPORTS, "ClassBatches", key![class, at]).await
		};
		// Batches are entered in the order of their numbers.
		let (mut low, mut high) = (0u32, read::class(self.at, class).await?.batches);
		while low < high {
			let middle = low + (high - low) / 2;
			match entry(middle).await? {
				Some(found) if found.batch < batch => low = middle + 1,
				Some(_) => high = middle,
				None => return Ok(None),
			}
		}
		let Some(found) = entry(low).await?.filter(|found| found.batch == batch) else {
			return Ok(None);
		};
		let before = match low.checked_sub(1) {
			Some(before) => entry(before).await?.map_or(0, |found| found.through),
			None => 0,
		};
		Ok(Some((before, found.through)))
	}

	async fn certificates_of(
		&self,
		steps: &mut Steps,
		class: ClassId,
		from: Grams,
		through: Grams,
		case: &Case,
		issuance: &Issuance,
	) -> Result<()> {
		let (issued, credited) = (issuance.issued, case.info.credited);
		let Some(first) = serial_from_gram(from, issued, credited) else { return Ok(()) };
		let last = match serial_from_gram(through, issued, credited) {
			Some(next) => next.saturating_sub(1),
			None => issued,
		};
		steps.add(
			"serial numbers",
			format!("{first} to {last}"),
			format!("of class {class}"),
			json!({ "class": class, "from": first, "to": last }),
		);
		let mut serial = first;
		let mut told = 0;
		while serial <= last && told < 20 {
			let found: Option<CertificateId> =
				self.at.view(PALLET, "certificate_of_serial", (class, serial)).await?;
			let Some(number) = found else { break };
			self.retired(steps, number).await?;
			told += 1;
			let certificate = read::certificate(self.at, number).await?;
			serial = certificate.from.saturating_add(certificate.grams);
		}
		if serial <= last {
			self.whereabouts(steps, class, serial, issuance).await?;
		}
		Ok(())
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn each_step_is_a_row_and_an_object() {
		let mut steps = Steps::default();
		steps.add("act", "4:7", "a ride", json!({ "record": "4:7" }));
		assert_eq!(steps.rows, [["act", "4:7", "a ride"]]);
		assert_eq!(steps.json[0]["step"], "act");
		assert_eq!(steps.json[0]["record"], "4:7");
	}
}
