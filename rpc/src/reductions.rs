//! Verified reductions as JSON: classes, traces, certificates, citizens' contributions.

use crate::{
	convert::{name_of, text, Conventions, Parties},
	error::Error,
	units::{Date, Moment, Quantity},
	View, PAGE,
};
use pallet_verified_reductions::{Given, Issuance, Recall, Referral, Sample, Totals};
use serde::{Deserialize, Serialize};
use sp_core::{crypto::AccountId32, H256};
use sp_runtime::traits::Block as BlockT;
use tanpu_primitives::{
	attestation::disposition_word,
	verification::{
		AdjustmentDeclaration, AdjustmentStatus, ByDisposition, CertificateId, ExchangeFields,
		Opinion as GivenOpinion, RiskKind, UnitType,
	},
	BatchIndex, CitizenId, ClassId, MethodologyId, Month, OperatorId, ParticipantId, VersionNumber,
};
use tanpu_runtime_api::{
	BatchPart, CarbonApi, ClassSummary, ClassView, Contributed, DayRecord, PointsApi, ReductionsApi,
};

answers! {
	/// A class in a list: what an operator's citizens reduced in a month under a methodology
	/// version.
	pub struct ClassEntry {
		pub class: ClassId,
		pub operator: OperatorId,
		/// The operator's name.
		pub name: Option<String>,
		pub methodology: MethodologyId,
		pub version: VersionNumber,
		/// `2026-01`: the month in which the acts ended, by the city's clock.
		pub month: String,
		/// Grams that can be issued: credited and not withdrawn.
		pub grams: Quantity,
		/// The same by what citizens chose.
		pub by_disposition: Dispositions,
		/// Grams ever credited.
		pub credited: Quantity,
		/// Records credited.
		pub records: u32,
		/// Batches that credited it.
		pub batches: u32,
		/// From when it can be sealed.
		pub seals_from: Option<Moment>,
		/// How far it is.
		pub stage: Stage,
		/// Whether it is frozen: nothing of it is moved, claimed or retired.
		pub frozen: bool,
		/// Where its grams are; none before it is sealed.
		pub totals: Option<ClassTotals>,
	}

	/// Grams by what citizens chose for them.
	pub struct Dispositions {
		pub entrusted: Quantity,
		pub self_held: Quantity,
		pub reward_only: Quantity,
	}

	/// Where the grams of a class are.
	pub struct ClassTotals {
		/// All of the following together.
		pub issued: Quantity,
		/// With holders, and not for sale.
		pub held: Quantity,
		/// With holders, in sell orders.
		pub listed: Quantity,
		/// The operator's to sell.
		pub pool: Quantity,
		/// Self-holding citizens' to claim.
		pub claimable: Quantity,
		pub buffer: Quantity,
		pub retired: Quantity,
		pub cancelled: Quantity,
		/// Whether the parts are the whole. Always, on a sound chain.
		pub ties: bool,
	}

	/// A page of classes.
	pub struct Classes {
		/// In rising order of number.
		pub classes: Vec<ClassEntry>,
		/// What to ask for as `first` to go on; none where this was all.
		pub next: Option<ClassId>,
	}

	/// A class with all that became of it.
	pub struct Class {
		#[serde(flatten)]
		pub entry: ClassEntry,
		/// None before it is sealed.
		pub audit: Option<Audit>,
		/// None before it is issued.
		pub issuance: Option<Issued>,
		/// What registries exchange about it.
		pub exchange: Exchange,
		/// Its batches from `firstBatch` on, in the order in which they credited it.
		pub batches_page: Vec<BatchOf>,
		/// What to ask for as `firstBatch` to go on; none where this was all.
		pub next_batch: Option<u32>,
	}

	/// The audit of a class.
	pub struct Audit {
		pub sealed_at: Moment,
		/// Opinions that an issuance needs.
		pub needed: u8,
		/// How often verifiers were assigned.
		pub rounds: u8,
		/// Objections lodged during the notice.
		pub objections: u32,
		/// Why it is the council's to decide, where it is.
		pub referral: Option<String>,
		/// Grams to be issued after the public notice, where it runs or ran out.
		pub noticed: Option<Noticed>,
		/// None before verifiers were drawn.
		pub sample: Option<SampleOf>,
	}

	/// A public notice.
	pub struct Noticed {
		pub grams: Quantity,
		pub until: Moment,
		/// Whether the council decided so.
		pub decided: bool,
	}

	/// A sample and the opinions on it.
	pub struct SampleOf {
		pub seed: H256,
		/// Points, one in each of as many strata of the grams credited.
		pub points: u32,
		pub drawn_at: Moment,
		/// From when no opinion is taken.
		pub until: Moment,
		/// Those assigned, in the order in which they were drawn.
		pub verifiers: Vec<Assigned>,
	}

	/// A verifier that is assigned to a class.
	pub struct Assigned {
		pub verifier: ParticipantId,
		pub name: Option<String>,
		/// None while it said nothing.
		pub opinion: Option<Opinion>,
	}

	/// A verifier's opinion.
	pub struct Opinion {
		/// `unmodified`, `modified`, `adverse`, `disclaimed`.
		pub kind: String,
		/// Grams that it deducts beyond what the failures extrapolate to.
		pub deduction: Quantity,
		/// Points of the sample that failed.
		pub failed: u32,
		/// Points that met a withdrawn record.
		pub void: u32,
		/// Grams that the failures take away, extrapolated to the class.
		pub extrapolated: Quantity,
		/// Hash of the report.
		pub report: H256,
		pub at: Moment,
	}

	/// The issuance of a class.
	pub struct Issued {
		pub at: Moment,
		/// Which pooled buffer stands in for it: `activity`, `technology`, `nature`.
		pub risk: String,
		/// What went into the operator's pool, to self-holding citizens, and was cancelled.
		pub parts: Dispositions,
		/// Until when self-holding citizens can claim, not counting while it was frozen.
		pub claims_until: Moment,
		/// Whether what they left was cancelled.
		pub swept: bool,
		/// Certificates of the class.
		pub certificates: u32,
		/// All its serial numbers.
		pub serials: Option<String>,
		pub recall: Recalled,
	}

	/// What was recalled of a class, and what made it good. In grams.
	pub struct Recalled {
		pub recalled: Quantity,
		pub own_buffer: Quantity,
		pub pool: Quantity,
		pub topped_up: Quantity,
		pub bonded: Quantity,
		pub short: Quantity,
		/// Of the last two: made good since.
		pub replaced: Quantity,
	}

	/// What registries exchange about a class, in the words of the Climate Action Data Trust.
	pub struct Exchange {
		pub corresponding_adjustment_declaration: String,
		pub corresponding_adjustment_status: String,
		pub unit_type: String,
		pub unit_registry_link: String,
		pub authorisation: Option<H256>,
		pub unit_tags: String,
	}

	/// A batch, and its part of a class.
	pub struct BatchOf {
		pub batch: BatchIndex,
		/// The operator's name for it.
		pub id: H256,
		/// Hash of its content: methodology, evidence root and rows.
		pub content: H256,
		/// Merkle root of the evidence.
		pub evidence_root: Option<H256>,
		/// The block and the extrinsic in it that hold the rows and their outcomes.
		pub block: u32,
		pub extrinsic: u32,
		/// Rows reported.
		pub rows: u16,
		/// Rows credited.
		pub credited: u16,
		/// Grams credited, to whatever classes.
		pub grams: Quantity,
		pub processed_at: Moment,
		/// Its grams' places among those credited to the class: from this...
		pub from: Quantity,
		/// ...to before this.
		pub to: Quantity,
	}

	/// Where a gram came from and where it went.
	pub struct Trace {
		pub class: ClassId,
		pub serial: Quantity,
		/// As it stands on certificates.
		pub text: String,
		pub operator: OperatorId,
		pub name: Option<String>,
		pub methodology: MethodologyId,
		pub version: VersionNumber,
		pub month: String,
		/// Its place among the class's credited grams, from 0.
		pub gram: Quantity,
		/// Its place among the grams that the batch credited to the class, from 0: added up over
		/// the batch's outcomes of the class's month, they lead to the row.
		pub offset: Quantity,
		/// The batch, without its part of the class.
		pub batch: TracedBatch,
		/// The certificate that retired it.
		pub certificate: Option<CertificateId>,
		/// Whether it was cancelled.
		pub cancelled: bool,
	}

	/// The batch that credited a gram.
	pub struct TracedBatch {
		pub batch: BatchIndex,
		pub id: H256,
		pub content: H256,
		pub evidence_root: Option<H256>,
		pub block: u32,
		pub extrinsic: u32,
		pub processed_at: Moment,
	}

	/// A retirement.
	pub struct Certificate {
		pub certificate: CertificateId,
		pub class: ClassId,
		/// The serial numbers as text.
		pub serials: String,
		pub from: Quantity,
		pub to: Quantity,
		pub grams: Quantity,
		/// The address that retired them.
		pub by: String,
		/// On whose behalf; empty: their own.
		pub beneficiary: String,
		/// What for; may be empty.
		pub purpose: String,
		pub retired_in: u32,
		pub retired_at: Moment,
		pub operator: OperatorId,
		pub name: Option<String>,
		pub methodology: MethodologyId,
		pub version: VersionNumber,
		pub month: String,
		/// What was recalled of the class since: the certificate stands all the same.
		pub recall: Recalled,
	}

	/// A citizen's grams on their way.
	pub struct Provenance {
		pub citizen: CitizenId,
		/// Contributions that are not settled, by operator and class.
		pub contributions: Vec<ContributionOf>,
		/// What to ask for as `first` to go on; none where this was all.
		pub next: Option<u32>,
		/// Records of days that can still be reported, oldest first: only with the first page.
		pub records: Vec<Record>,
	}

	/// What a citizen contributes to a class.
	pub struct ContributionOf {
		/// What the citizen chose: `entrusted`, `self-held`, `reward-only`.
		pub disposition: String,
		/// Grams credited to the citizen. `class.grams` are everybody's.
		pub contributed: Quantity,
		#[serde(flatten)]
		pub class: ClassEntry,
	}

	/// A record.
	pub struct Record {
		pub day: Date,
		pub batch: BatchIndex,
		/// Its row in the batch.
		pub row: u16,
		pub grams: Quantity,
	}
}

/// How far a class is.
#[derive(Serialize, Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "camelCase")]
pub enum Stage {
	/// Not sealed: acts can still be reported, or nobody sealed it yet.
	Open,
	Sealed,
	Sampled,
	Referred,
	Noticed,
	Issued,
	Rejected,
}

fn hash(bytes: [u8; 32]) -> H256 {
	H256(bytes)
}

fn month(month: Month) -> String {
	format!("{:04}-{:02}", 1970 + month / 12, month % 12 + 1)
}

fn dispositions(parts: &ByDisposition) -> Dispositions {
	Dispositions {
		entrusted: parts.entrusted.into(),
		self_held: parts.self_held.into(),
		reward_only: parts.reward_only.into(),
	}
}

fn totals(totals: &Totals) -> ClassTotals {
	let parts = [
		totals.held,
		totals.listed,
		totals.pool,
		totals.claimable,
		totals.buffer,
		totals.retired,
		totals.cancelled,
	];
	let sum: u128 = parts.iter().map(|part| u128::from(*part)).sum();
	ClassTotals {
		issued: totals.issued.into(),
		held: totals.held.into(),
		listed: totals.listed.into(),
		pool: totals.pool.into(),
		claimable: totals.claimable.into(),
		buffer: totals.buffer.into(),
		retired: totals.retired.into(),
		cancelled: totals.cancelled.into(),
		ties: sum == u128::from(totals.issued),
	}
}

fn recalled(recall: &Recall) -> Recalled {
	Recalled {
		recalled: recall.recalled.into(),
		own_buffer: recall.own_buffer.into(),
		pool: recall.pool.into(),
		topped_up: recall.topped_up.into(),
		bonded: recall.bonded.into(),
		short: recall.short.into(),
		replaced: recall.replaced.into(),
	}
}

fn exchange(fields: &ExchangeFields) -> Exchange {
	let declaration = match fields.adjustment_declaration {
		AdjustmentDeclaration::Unknown => "Unknown",
		AdjustmentDeclaration::NotRequired => "Not Required",
		AdjustmentDeclaration::Committed => "Committed",
	};
	let status = match fields.adjustment_status {
		AdjustmentStatus::NotStarted => "Not Started",
		AdjustmentStatus::Unknown => "Unknown",
		AdjustmentStatus::Pending => "Pending",
		AdjustmentStatus::Completed => "Completed",
	};
	let unit_type = match fields.unit_type {
		UnitType::ReductionTechnical => "Reduction - technical",
		UnitType::ReductionNature => "Reduction - nature",
		UnitType::RemovalTechnical => "Removal - technical",
		UnitType::RemovalNature => "Removal - nature",
	};
	Exchange {
		corresponding_adjustment_declaration: declaration.to_owned(),
		corresponding_adjustment_status: status.to_owned(),
		unit_type: unit_type.to_owned(),
		unit_registry_link: text(&fields.registry_link),
		authorisation: fields.authorisation,
		unit_tags: text(&fields.tags),
	}
}

fn stage(summary: &ClassSummary) -> Stage {
	use pallet_verified_reductions::Stage as Kept;
	match summary.case.as_ref().map(|case| case.stage) {
		None => Stage::Open,
		Some(Kept::Sealed) => Stage::Sealed,
		Some(Kept::Sampled) => Stage::Sampled,
		Some(Kept::Referred { .. }) => Stage::Referred,
		Some(Kept::Noticed { .. }) => Stage::Noticed,
		Some(Kept::Issued) => Stage::Issued,
		Some(Kept::Rejected) => Stage::Rejected,
	}
}

impl Conventions {
	fn entry(&self, summary: &ClassSummary, parties: &Parties) -> ClassEntry {
		let info = &summary.info;
		ClassEntry {
			class: summary.class,
			operator: info.operator,
			name: name_of(parties, info.operator),
			methodology: info.methodology.methodology,
			version: info.methodology.version,
			month: month(info.month),
			grams: info.grams.into(),
			by_disposition: dispositions(&info.by_disposition),
			credited: info.credited.into(),
			records: info.records,
			batches: info.batches,
			seals_from: summary.seals_at.map(|at| self.moment(at)),
			stage: stage(summary),
			frozen: summary.frozen,
			totals: summary.totals.as_ref().map(totals),
		}
	}

	fn opinion(&self, given: &Given) -> Opinion {
		let (kind, deduction) = match given.opinion {
			GivenOpinion::Unmodified => ("unmodified", 0),
			GivenOpinion::Modified { deduction } => ("modified", deduction),
			GivenOpinion::Adverse => ("adverse", 0),
			GivenOpinion::Disclaimed => ("disclaimed", 0),
		};
		Opinion {
			kind: kind.to_owned(),
			deduction: deduction.into(),
			failed: given.failed,
			void: given.void,
			extrapolated: given.extrapolated.into(),
			report: given.report,
			at: self.moment(given.at),
		}
	}

	fn sample(
		&self,
		sample: &Sample,
		opinions: &[(ParticipantId, Given)],
		parties: &Parties,
	) -> SampleOf {
		SampleOf {
			seed: sample.seed,
			points: sample.points,
			drawn_at: self.moment(sample.drawn_at),
			until: self.moment(sample.until),
			verifiers: sample
				.verifiers
				.iter()
				.map(|verifier| Assigned {
					verifier: *verifier,
					name: name_of(parties, *verifier),
					opinion: opinions
						.iter()
						.find(|(who, _)| who == verifier)
						.map(|(_, given)| self.opinion(given)),
				})
				.collect(),
		}
	}

	fn audit(&self, view: &ClassView, parties: &Parties) -> Option<Audit> {
		use pallet_verified_reductions::Stage as Kept;
		let case = view.summary.case.as_ref()?;
		let referral = match case.stage {
			Kept::Referred { cause } => Some(match cause {
				Referral::Adverse => "adverse",
				Referral::Quorum => "quorum",
				Referral::Failures => "failures",
				Referral::NothingLeft => "nothingLeft",
				Referral::Halted => "halted",
			}),
			_ => None,
		};
		let noticed = match case.stage {
			Kept::Noticed { grams, until, decided } => {
				Some(Noticed { grams: grams.into(), until: self.moment(until), decided })
			},
			_ => None,
		};
		Some(Audit {
			sealed_at: self.moment(case.sealed_at),
			needed: case.needed,
			rounds: case.rounds,
			objections: case.objections,
			referral: referral.map(str::to_owned),
			noticed,
			sample: view.sample.as_ref().map(|sample| self.sample(sample, &view.opinions, parties)),
		})
	}

	fn issued(&self, issuance: &Issuance, serials: Option<&[u8]>) -> Issued {
		let risk = match issuance.kind {
			RiskKind::Activity => "activity",
			RiskKind::Technology => "technology",
			RiskKind::Nature => "nature",
		};
		Issued {
			at: self.moment(issuance.at),
			risk: risk.to_owned(),
			parts: dispositions(&issuance.parts),
			claims_until: self.moment(issuance.claims_until),
			swept: issuance.swept,
			certificates: issuance.certificates,
			serials: serials.map(text),
			recall: recalled(&issuance.recall),
		}
	}

	fn batch(&self, part: &BatchPart) -> BatchOf {
		let batch = &part.batch;
		BatchOf {
			batch: part.index,
			id: hash(batch.id),
			content: batch.content,
			evidence_root: batch.evidence_root,
			block: batch.block,
			extrinsic: batch.extrinsic,
			rows: batch.rows,
			credited: batch.credited,
			grams: batch.grams.into(),
			processed_at: self.moment(batch.processed_at),
			from: part.from.into(),
			to: part.to.into(),
		}
	}

	fn certificate(
		&self,
		number: CertificateId,
		found: &pallet_verified_reductions::CertificateView<AccountId32>,
		class: &ClassSummary,
		parties: &Parties,
	) -> Certificate {
		let kept = &found.certificate;
		let entry = self.entry(class, parties);
		Certificate {
			certificate: number,
			class: kept.class,
			serials: text(&found.serials),
			from: kept.from.into(),
			to: kept.from.saturating_add(kept.grams).saturating_sub(1).into(),
			grams: kept.grams.into(),
			by: self.address(&kept.by),
			beneficiary: text(&kept.beneficiary),
			purpose: text(&kept.purpose),
			retired_in: kept.block,
			retired_at: self.moment(kept.at),
			operator: entry.operator,
			name: entry.name,
			methodology: entry.methodology,
			version: entry.version,
			month: entry.month,
			recall: recalled(&found.recall),
		}
	}

	fn contribution(&self, found: &Contributed, parties: &Parties) -> ContributionOf {
		ContributionOf {
			disposition: disposition_word(found.disposition).to_owned(),
			contributed: found.grams.into(),
			class: self.entry(&found.class, parties),
		}
	}
}

fn record(record: &DayRecord) -> Record {
	Record {
		day: Date(record.day),
		batch: record.record.batch,
		row: record.record.row,
		grams: record.grams.into(),
	}
}

/// One more than a page, to see whether there is more.
fn page_and_one() -> u32 {
	u32::try_from(PAGE).unwrap_or(u32::MAX).saturating_add(1)
}

impl<Block, Api> View<'_, Block, Api>
where
	Block: BlockT,
	Api: sp_api::ApiExt<Block> + CarbonApi<Block> + PointsApi<Block> + ReductionsApi<Block>,
{
	pub(crate) fn class(&self, class: ClassId, first_batch: u32) -> Result<Class, Error> {
		let view = self.api.class(self.at, class)?.ok_or(Error::UnknownClass(class))?;
		let assigned = view.sample.iter().flat_map(|sample| sample.verifiers.iter().copied());
		let parties = self.parties(assigned.chain([view.summary.info.operator]))?;
		let mut batches = self.api.class_batches(self.at, class, first_batch, page_and_one())?;
		let next_batch = (batches.len() > PAGE)
			.then(|| first_batch.saturating_add(page_and_one()).saturating_sub(1));
		batches.truncate(PAGE);
		let issuance = view.issuance.as_ref();
		Ok(Class {
			entry: self.write.entry(&view.summary, &parties),
			audit: self.write.audit(&view, &parties),
			issuance: issuance.map(|issuance| self.write.issued(issuance, view.serials.as_deref())),
			exchange: exchange(&view.exchange),
			batches_page: batches.iter().map(|part| self.write.batch(part)).collect(),
			next_batch,
		})
	}

	pub(crate) fn classes(&self, first: ClassId) -> Result<Classes, Error> {
		let mut found = self.api.classes(self.at, first, page_and_one())?;
		let next = found.get(PAGE).map(|class| class.class);
		found.truncate(PAGE);
		let parties = self.parties(found.iter().map(|class| class.info.operator))?;
		Ok(Classes {
			classes: found.iter().map(|class| self.write.entry(class, &parties)).collect(),
			next,
		})
	}

	pub(crate) fn trace(&self, class: ClassId, serial: Quantity) -> Result<Trace, Error> {
		let unknown = || Error::UnknownSerial { class, serial: serial.0 };
		let number = u64::try_from(serial.0).map_err(|_| unknown())?;
		let Some(found) = self.api.trace(self.at, class, number)? else {
			let known = self.api.class(self.at, class)?;
			return Err(known.map_or(Error::UnknownClass(class), |_| unknown()));
		};
		let (info, batch) = (&found.info, &found.batch);
		let parties = self.parties([info.operator])?;
		Ok(Trace {
			class,
			serial,
			text: text(&found.serial),
			operator: info.operator,
			name: name_of(&parties, info.operator),
			methodology: info.methodology.methodology,
			version: info.methodology.version,
			month: month(info.month),
			gram: found.point.gram.into(),
			offset: found.point.located.offset.into(),
			batch: TracedBatch {
				batch: found.point.located.batch,
				id: hash(batch.id),
				content: batch.content,
				evidence_root: batch.evidence_root,
				block: batch.block,
				extrinsic: batch.extrinsic,
				processed_at: self.write.moment(batch.processed_at),
			},
			certificate: found.certificate,
			cancelled: found.cancelled,
		})
	}

	pub(crate) fn certificate(&self, number: CertificateId) -> Result<Certificate, Error> {
		let unknown = Error::UnknownCertificate(number);
		let found = self.api.certificate(self.at, number)?.ok_or(unknown.clone())?;
		let class = self.api.class(self.at, found.certificate.class)?.ok_or(unknown)?.summary;
		let parties = self.parties([class.info.operator])?;
		Ok(self.write.certificate(number, &found, &class, &parties))
	}

	pub(crate) fn provenance(&self, citizen: CitizenId, first: u32) -> Result<Provenance, Error> {
		self.record(citizen)?;
		let mut found = self.api.contributions(self.at, citizen, first, page_and_one())?;
		let next =
			(found.len() > PAGE).then(|| first.saturating_add(page_and_one()).saturating_sub(1));
		found.truncate(PAGE);
		let parties = self.parties(found.iter().map(|one| one.operator))?;
		let records = if first == 0 { self.api.records(self.at, citizen)? } else { Vec::new() };
		Ok(Provenance {
			citizen,
			contributions: found.iter().map(|one| self.write.contribution(one, &parties)).collect(),
			next,
			records: records.iter().map(record).collect(),
		})
	}
}
