//! What the council, and each of its members, does with classes.

use super::{act::call, Decision};
use crate::{
	call::Call,
	cli::{parse_hash, Approval, Global},
	council::{decide, execute},
	failure::{Done, Failure, Result},
	key,
	output::grouped,
	verified::{
		read::{sealed_case, PALLET},
		words,
	},
};
use codec::Compact;
use pallet_verified_reductions::Verdict;
use serde_json::json;
use sp_core::H256;
use sp_runtime::Permill;
use tanpu_primitives::{
	verification::{
		AdjustmentDeclaration, AdjustmentStatus, ExchangeFields, ExchangeText, RiskKind, UnitType,
		MAX_EXCHANGE_TEXT,
	},
	ClassId, Grams, MethodologyId,
};

#[derive(clap::Args, Debug)]
pub struct Fields {
	/// Whether the host country declared a corresponding adjustment (Article 6.2).
	#[arg(long, value_enum)]
	adjustment_declaration: Option<Declaration>,
	/// How far the corresponding adjustment is.
	#[arg(long, value_enum)]
	adjustment_status: Option<Status>,
	/// What the units are.
	#[arg(long, value_enum)]
	unit_type: Option<Unit>,
	/// Where the registry shows the units; at most 128 bytes.
	#[arg(long, value_name = "LINK")]
	registry_link: Option<String>,
	/// The hash of the host country's letter of authorisation, or none.
	#[arg(long, value_name = "HASH|none", value_parser = authorisation)]
	authorisation: Option<Letter>,
	/// Labels, separated by commas; at most 128 bytes.
	#[arg(long)]
	tags: Option<String>,
}

/// A letter's hash; none takes away what was there.
#[derive(Clone, Copy, Debug)]
pub struct Letter(Option<H256>);

fn authorisation(text: &str) -> Result<Letter, String> {
	match text {
		"none" => Ok(Letter(None)),
		hash => parse_hash(hash).map(|hash| Letter(Some(hash))),
	}
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Declaration {
	Unknown,
	NotRequired,
	Committed,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Status {
	NotStarted,
	Unknown,
	Pending,
	Completed,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Unit {
	ReductionTechnical,
	ReductionNature,
	RemovalTechnical,
	RemovalNature,
}

impl Fields {
	/// These, over what was set before.
	fn over(self, before: ExchangeFields) -> Result<ExchangeFields> {
		let text = |given: Option<String>, kept: ExchangeText, name: &str| match given {
			None => Ok(kept),
			Some(text) => ExchangeText::try_from(text.into_bytes()).map_err(|bytes| {
				Failure::Usage(format!(
					"{name} has {} bytes, at most {MAX_EXCHANGE_TEXT} fit",
					bytes.len()
				))
			}),
		};
		Ok(ExchangeFields {
			adjustment_declaration: match self.adjustment_declaration {
				None => before.adjustment_declaration,
				Some(Declaration::Unknown) => AdjustmentDeclaration::Unknown,
				Some(Declaration::NotRequired) => AdjustmentDeclaration::NotRequired,
				Some(Declaration::Committed) => AdjustmentDeclaration::Committed,
			},
			adjustment_status: match self.adjustment_status {
				None => before.adjustment_status,
				Some(Status::NotStarted) => AdjustmentStatus::NotStarted,
				Some(Status::Unknown) => AdjustmentStatus::Unknown,
				Some(Status::Pending) => AdjustmentStatus::Pending,
				Some(Status::Completed) => AdjustmentStatus::Completed,
			},
			unit_type: match self.unit_type {
				None => before.unit_type,
				Some(Unit::ReductionTechnical) => UnitType::ReductionTechnical,
				Some(Unit::ReductionNature) => UnitType::ReductionNature,
				Some(Unit::RemovalTechnical) => UnitType::RemovalTechnical,
				Some(Unit::RemovalNature) => UnitType::RemovalNature,
			},
			registry_link: text(self.registry_link, before.registry_link, "--registry-link")?,
			authorisation: self.authorisation.map_or(before.authorisation, |letter| letter.0),
			tags: text(self.tags, before.tags, "--tags")?,
		})
	}
}

async fn motion(global: &Global, call: Call, approval: &Approval, what: &str) -> Result<Done> {
	let key = global.signer()?;
	let approvers = approval.keys()?;
	let chain = global.connect().await?;
	let motion = decide(&chain, &key, &call, &approvers).await?;
	global.output().result(motion.json(), motion.text(what));
	Ok(Done::All)
}

pub async fn of_class(
	global: &Global,
	name: &'static str,
	class: ClassId,
	approval: &Approval,
) -> Result<Done> {
	let what = format!("{} of class {class}", name.replace('_', " "));
	motion(global, call(name, class), approval, &what).await
}

pub async fn decide_class(
	global: &Global,
	class: ClassId,
	decision: &Decision,
	approval: &Approval,
) -> Result<Done> {
	let (verdict, what) = match decision {
		Decision { issue: Some(grams), .. } => (
			Verdict::Issue { grams: *grams },
			format!("issue {} g of class {class}", grouped(*grams)),
		),
		Decision { reject: true, .. } => (Verdict::Reject, format!("reject class {class}")),
		_ => (Verdict::Reassign, format!("assign other verifiers to class {class}")),
	};
	let call = call("decide", class).arg("verdict", &verdict);
	motion(global, call, approval, &what).await
}

pub async fn halt(
	global: &Global,
	class: ClassId,
	reason: H256,
	as_council: bool,
	approval: &Approval,
) -> Result<Done> {
	let call = call("halt", class).arg("reason", &reason);
	if as_council {
		let what = format!("halt the issuance of class {class}");
		return motion(global, call, approval, &what).await;
	}
	if !approval.keys()?.is_empty() {
		return Err(Failure::usage(
			"--approve-with goes with --as-council: one member halts alone",
		));
	}
	let key = global.signer()?;
	let chain = global.connect().await?;
	let included = execute(&chain, &key, &call).await?;
	global.output().result(
		json!({ "class": class, "halted": true, "block": included.number }),
		format!(
			"the issuance of class {class} is halted (block {}); the council decides: tanpu class decide \
			 {class} ...",
			included.number
		),
	);
	Ok(Done::All)
}

pub async fn freeze(global: &Global, class: ClassId, reason: H256) -> Result<Done> {
	let key = global.signer()?;
	let chain = global.connect().await?;
	let call = call("freeze", class).arg("reason", &reason);
	let included = execute(&chain, &key, &call).await?;
	let period: u64 = chain.at(included.block).await?.constant(PALLET, "FreezePeriod")?;
	global.output().result(
		json!({ "class": class, "frozen": true, "block": included.number }),
		format!(
			"class {class} is frozen (block {}): it lapses after {} hours unless the council confirms it",
			included.number,
			period / 3_600
		),
	);
	Ok(Done::All)
}

pub async fn recall(
	global: &Global,
	class: ClassId,
	grams: Grams,
	reason: H256,
	approval: &Approval,
) -> Result<Done> {
	let call = call("recall", class).arg("grams", &Compact(grams)).arg("reason", &reason);
	motion(global, call, approval, &format!("recall {} g of class {class}", grouped(grams))).await
}

pub async fn buffer_share(
	global: &Global,
	kind: RiskKind,
	share: Permill,
	approval: &Approval,
) -> Result<Done> {
	let call = Call::new(PALLET, "set_buffer_share").arg("kind", &kind).arg("share", &share);
	let what =
		format!("{} of issuances to the buffer of {}", words::percent(share), words::risk(kind));
	motion(global, call, approval, &what).await
}

pub async fn risk_kind(
	global: &Global,
	methodology: MethodologyId,
	kind: RiskKind,
	approval: &Approval,
) -> Result<Done> {
	let call =
		Call::new(PALLET, "set_risk_kind").arg("methodology", &methodology).arg("kind", &kind);
	let what = format!("risk of methodology {methodology}: {}", words::risk(kind));
	motion(global, call, approval, &what).await
}

pub async fn exchange_fields(
	global: &Global,
	class: ClassId,
	fields: Fields,
	approval: &Approval,
) -> Result<Done> {
	let chain = global.connect().await?;
	let at = chain.head().await?;
	sealed_case(&at, class).await?;
	let before: ExchangeFields = at.get(PALLET, "Exchange", key![class]).await?.unwrap_or_default();
	let fields = fields.over(before.clone())?;
	if fields == before {
		global.output().result(
			json!({ "class": class, "changed": false }),
			format!("the fields of class {class} are so already"),
		);
		return Ok(Done::All);
	}
	let call = call("set_exchange_fields", class).arg("fields", &fields);
	motion(global, call, approval, &format!("exchange fields of class {class}")).await
}

#[cfg(test)]
mod tests {
	use super::*;

	fn given() -> Fields {
		Fields {
			adjustment_declaration: None,
			adjustment_status: None,
			unit_type: None,
			registry_link: None,
			authorisation: None,
			tags: None,
		}
	}

	#[test]
	fn what_is_not_given_stays() {
		let before = ExchangeFields {
			adjustment_status: AdjustmentStatus::Pending,
			registry_link: ExchangeText::truncate_from(b"https://x".to_vec()),
			authorisation: Some(H256::repeat_byte(7)),
			..Default::default()
		};
		assert_eq!(given().over(before.clone()).unwrap(), before);
		let fields = Fields {
			adjustment_declaration: Some(Declaration::Committed),
			authorisation: Some(Letter(None)),
			tags: Some("metro".into()),
			..given()
		};
		let after = fields.over(before.clone()).unwrap();
		assert_eq!(after.adjustment_declaration, AdjustmentDeclaration::Committed);
		assert_eq!(after.adjustment_status, AdjustmentStatus::Pending);
		assert_eq!(
			(after.authorisation, after.registry_link),
			(None, before.registry_link.clone())
		);
		assert_eq!(after.tags.to_vec(), b"metro");
		let long = Fields { tags: Some("x".repeat(129)), ..given() };
		assert_eq!(long.over(before).unwrap_err().exit_code(), 2);
	}
}
