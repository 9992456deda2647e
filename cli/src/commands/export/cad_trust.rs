//! The Climate Action Data Trust's data model.
//!
//! Field names, which fields must be there, and pick lists are those of the data model's version 1, as
//! its reference implementation validates them:
//! <https://github.com/Chia-Network/cadt>, `src/validations/{projects,units,issuances}*` and
//! `src/models/governance/governance.stub.json` (seen in 2026-11). What the model has no field for
//! begins with `x_`.

use super::Unfinished;
use crate::{
	cli::Global,
	commands::{certificate, clock},
	connection::At,
	escape::escape_bytes,
	failure::{Done, Failure, Result},
	key,
	output::grouped,
	time::format_day,
	types::registry::Texts,
	verified::{
		read::{self, PALLET, REPORTS},
		words,
	},
};
use pallet_verified_reductions::{Case, Issuance, Totals};
use serde_json::{json, Value};
use std::{collections::BTreeMap, path::PathBuf};
use tanpu_primitives::{
	time::{day_of, month_of},
	verification::{ExchangeFields, Opinion},
	ClassId, Day, Grams, MethodologyId, MethodologyRef, Month, OperatorId,
};

const GRAMS_PER_TONNE: u64 = 1_000_000;

#[derive(clap::Args, Debug)]
pub struct Arguments {
	/// The block, by number or hash; the latest final one unless said.
	#[arg(long)]
	at: Option<String>,
	/// The file.
	#[arg(long, value_name = "FILE")]
	out: PathBuf,
	/// The country, as the CAD Trust's pick list names it.
	#[arg(long, default_value = "China")]
	country: String,
	/// The registry's name.
	#[arg(long, default_value = "Tanpu")]
	registry: String,
	/// The programme's name.
	#[arg(long, default_value = "Carbon inclusion (碳普惠)")]
	program: String,
	/// The sector of a methodology's projects, as METHODOLOGY=SECTOR; "Not specified" unless said. Can
	/// be given several times.
	#[arg(long, value_parser = sector, value_name = "METHODOLOGY=SECTOR")]
	sector: Vec<(MethodologyId, String)>,
	/// Whether the acts are covered by the country's nationally determined contribution.
	#[arg(long, default_value = "Unknown", value_parser = ["Inside NDC", "Outside NDC", "Unknown"])]
	covered_by_ndc: String,
}

fn sector(text: &str) -> Result<(MethodologyId, String), String> {
	text.split_once('=')
		.and_then(|(id, name)| Some((id.parse().ok()?, name.to_owned())))
		.filter(|(_, name)| !name.is_empty())
		.ok_or_else(|| "expected METHODOLOGY=SECTOR, as 0=Transport".into())
}

/// A project: what an operator does under a methodology, whatever its version.
type Project = (OperatorId, MethodologyId);

pub async fn run(global: &Global, arguments: Arguments) -> Result<Done> {
	let chain = global.connect().await?;
	let at = match &arguments.at {
		Some(block) => chain.block(block).await?,
		None => chain.finalised().await?,
	};
	let clock = clock(&at).await?;
	let issued = issued(&at).await?;
	let names = read::names(&at, issued.iter().map(|(_, case)| case.info.operator)).await?;
	let prefix: String = at.constant(PALLET, "SerialPrefix")?;
	let bar = global.output().bar(issued.len(), "classes");
	let mut file = Unfinished::create(&arguments.out)?;
	let head = json!({
		"x_format": "tanpu-cad-trust",
		"x_version": 1,
		"x_dataModel": "https://github.com/Chia-Network/cadt, data model 1",
		"x_genesis": format!("{:?}", chain.genesis()),
		"x_block": at.number(),
		"x_hash": format!("{:?}", at.hash()),
		"x_time": clock.now,
	});
	let head = head.to_string();
	file.write(head.strip_suffix('}').unwrap_or(&head))?;

	// Projects are few; units are written as they are read.
	let mut texts: BTreeMap<MethodologyRef, (u64, Texts)> = BTreeMap::new();
	let mut projects: BTreeMap<Project, Value> = BTreeMap::new();
	file.write(",\n\"units\":[")?;
	let (mut units, mut first) = (0usize, true);
	let mut sums: BTreeMap<&'static str, u128> = BTreeMap::new();
	let mut problems: Vec<String> = Vec::new();
	for (class, case) in &issued {
		let reference = case.info.methodology;
		if let std::collections::btree_map::Entry::Vacant(slot) = texts.entry(reference) {
			let (version, found) = read::methodology(&at, reference).await?;
			slot.insert((version.published, found));
		}
		let Some((published, found)) = texts.get(&reference) else { continue };
		let project = (case.info.operator, reference.methodology);
		let of = ProjectOf {
			arguments: &arguments,
			operator: names.get(&case.info.operator).cloned().unwrap_or_default(),
			prefix: &prefix,
			texts: found,
			published: *published,
			day_offset: clock.day_offset,
		};
		projects.entry(project).or_insert_with(|| of.json(project, reference));
		let reading = Reading { at: &at, prefix: &prefix, arguments: &arguments };
		let found = reading.units(*class, case, &of.operator).await?;
		if !found.ties {
			problems.push(format!("class {class}: its units are not what was issued"));
		}
		for (status, grams) in found.sums {
			*sums.entry(status).or_default() += u128::from(grams);
		}
		for unit in found.units {
			file.write(if first { "\n" } else { ",\n" })?;
			file.write(&unit.to_string())?;
			first = false;
			units += 1;
		}
		bar.inc(1);
	}
	file.write("\n],\n\"projects\":[")?;
	for (number, project) in projects.values().enumerate() {
		file.write(if number == 0 { "\n" } else { ",\n" })?;
		file.write(&project.to_string())?;
	}
	let totals: BTreeMap<&str, String> =
		sums.iter().map(|(status, grams)| (*status, grams.to_string())).collect();
	file.write(&format!("\n],\n\"x_grams\":{}\n}}\n", json!(totals)))?;
	file.finish()?;
	bar.finish_and_clear();
	let mut text = format!(
		"{}: projects {}, units {}, issued classes {}, at block {}",
		arguments.out.display(),
		projects.len(),
		units,
		issued.len(),
		at.number()
	);
	for (status, grams) in &sums {
		text.push_str(&format!(
			"\n  {status}: {} g",
			grouped(u64::try_from(*grams).unwrap_or(u64::MAX))
		));
	}
	for problem in &problems {
		text.push_str(&format!("\nDOES NOT TIE: {problem}"));
	}
	global.output().result(
		json!({
			"file": arguments.out.display().to_string(),
			"block": at.number(),
			"projects": projects.len(),
			"units": units,
			"classes": issued.len(),
			"grams": totals,
			"ties": problems.is_empty(),
			"differences": problems,
		}),
		text,
	);
	Ok(if problems.is_empty() { Done::All } else { Done::Different })
}

/// Issued classes, in the order of their numbers.
async fn issued(at: &At<'_>) -> Result<Vec<(ClassId, Case)>> {
	let next: ClassId = at.get(REPORTS, "NextClassId", key![]).await?.unwrap_or_default();
	let mut found = Vec::new();
	let mut from: ClassId = 0;
	while from < next {
		let to = next.min(from.saturating_add(read::PAGE));
		let keys = (from..to).map(|id| key![id]).collect();
		let cases: Vec<Option<Case>> = at.get_many(PALLET, "Cases", keys).await?;
		let page = (from..to).zip(cases).filter_map(|(id, case)| Some((id, case?)));
		found.extend(
			page.filter(|(_, case)| case.stage == pallet_verified_reductions::Stage::Issued),
		);
		from = to;
	}
	Ok(found)
}

/// What a project is described with.
struct ProjectOf<'a> {
	arguments: &'a Arguments,
	operator: String,
	prefix: &'a str,
	texts: &'a Texts,
	published: u64,
	day_offset: i32,
}

impl ProjectOf<'_> {
	fn json(&self, (operator, methodology): Project, reference: MethodologyRef) -> Value {
		let id = project_id(self.prefix, operator, methodology);
		let title = read::title(self.texts);
		let link = escape_bytes(&self.texts.document.uri);
		let sector = self
			.arguments
			.sector
			.iter()
			.find(|(id, _)| *id == methodology)
			.map_or("Not specified", |(_, name)| name);
		json!({
			"currentRegistry": self.arguments.registry,
			"projectId": id,
			"originProjectId": id,
			"registryOfOrigin": self.arguments.registry,
			"program": self.arguments.program,
			"projectName": format!("{title} ({})", self.operator),
			"projectLink": if link.is_empty() { id.clone() } else { link },
			"projectDeveloper": self.operator,
			"sector": sector,
			"projectType": escape_bytes(&self.texts.scenario),
			"projectTags": Value::Null,
			"coveredByNDC": self.arguments.covered_by_ndc,
			"ndcInformation": Value::Null,
			"projectStatus": "Registered",
			"projectStatusDate": day(self.published, self.day_offset),
			"unitMetric": "tCO2e",
			"methodology": format!("{title} --- Version {}", reference.version),
			"validationBody": Value::Null,
			"validationDate": Value::Null,
			"projectLocations": [{
				"country": self.arguments.country,
				"inCountryRegion": escape_bytes(&self.texts.jurisdiction),
				"geographicIdentifier": escape_bytes(&self.texts.jurisdiction),
			}],
		})
	}
}

fn project_id(prefix: &str, operator: OperatorId, methodology: MethodologyId) -> String {
	format!("{prefix}-{methodology}-{operator}")
}

fn day(seconds: u64, offset: i32) -> String {
	day_of(seconds, offset).map_or_else(String::new, format_day)
}

/// First and last day of a month; none beyond what the chain counts.
fn days_of(month: Month) -> Option<(Day, Day)> {
	// 30.4 = 152 / 5 days a month: near it, and then day by day.
	let near = u32::from(month) * 152 / 5;
	let mut day = Day::try_from(near).ok()?;
	while month_of(day) < month {
		day = day.checked_add(1)?;
	}
	while day > 0 && month_of(day - 1) >= month {
		day -= 1;
	}
	let first = day;
	while month_of(day.checked_add(1)?) == month {
		day += 1;
	}
	(month_of(first) == month).then_some((first, day))
}

/// The units of a class.
struct Units {
	units: Vec<Value>,
	/// Grams by status.
	sums: Vec<(&'static str, Grams)>,
	/// Whether they are all that was issued.
	ties: bool,
}

struct Reading<'a> {
	at: &'a At<'a>,
	prefix: &'a str,
	arguments: &'a Arguments,
}

/// A block of serial numbers: status, why, owner, first and last.
struct Block {
	status: &'static str,
	reason: Option<String>,
	owner: Option<String>,
	from: Grams,
	to: Grams,
	link: Option<String>,
}

/// The blocks of what is neither retired nor cancelled, laid over the serial numbers that are left: the
/// buffer's are the highest, since cancellations take these. None where they aren't as many.
fn alive(totals: &Totals, operator: &str) -> Option<Vec<Block>> {
	let end = totals.issued.checked_sub(totals.cancelled)?;
	let mut from = totals.retired.checked_add(1)?;
	let owner = |name: &str| Some(name.to_owned());
	let parts = [
		("Held", owner("holders of the asset"), totals.held),
		("For Sale", owner("holders of the asset"), totals.listed),
		("For Sale", owner(operator), totals.pool),
		("Held", owner("citizens, to be claimed"), totals.claimable),
		("Buffer", None, totals.buffer),
	];
	let mut blocks = Vec::new();
	for (status, owner, grams) in parts {
		if grams == 0 {
			continue;
		}
		let to = from.checked_add(grams)?.checked_sub(1)?;
		blocks.push(Block { status, reason: None, owner, from, to, link: None });
		from = to.checked_add(1)?;
	}
	(from == end.checked_add(1)?).then_some(blocks)
}

impl Reading<'_> {
	async fn units(&self, class: ClassId, case: &Case, operator: &str) -> Result<Units> {
		let at = self.at;
		let issuance = read::issuance(at, class)
			.await?
			.ok_or_else(|| Failure::Plain(format!("class {class} has no issuance")))?;
		let totals = read::totals(at, class)
			.await?
			.ok_or_else(|| Failure::Plain(format!("class {class} has no totals")))?;
		let exchange: ExchangeFields =
			at.get(PALLET, "Exchange", key![class]).await?.unwrap_or_default();
		let issued = self.issuance_json(class, case, &issuance).await?;
		let mut blocks = Vec::new();
		let numbers = certificate::of_class(at, class, 0, issuance.certificates).await?;
		for number in numbers {
			let found = read::certificate(at, number).await?;
			let beneficiary = escape_bytes(&found.beneficiary);
			let purpose = escape_bytes(&found.purpose);
			let behalf = match beneficiary.as_str() {
				"" => String::new(),
				name => format!(" for {name}"),
			};
			blocks.push(Block {
				status: "Retired",
				reason: Some(format!(
					"retired{behalf}: {}",
					if purpose.is_empty() { "no purpose stated" } else { &purpose }
				)),
				owner: Some(found.by.to_string()),
				from: found.from,
				to: found.from.saturating_add(found.grams).saturating_sub(1),
				link: Some(format!("certificate {number}")),
			});
		}
		let living = alive(&totals, operator);
		let ties = living.is_some()
			&& blocks.iter().map(|block| block.to - block.from + 1).sum::<Grams>()
				== totals.retired;
		blocks.extend(living.unwrap_or_default());
		if totals.cancelled > 0 {
			blocks.push(Block {
				status: "Cancelled",
				reason: Some("given to the common good, unclaimed, or for a recall".into()),
				owner: None,
				from: totals.issued.saturating_sub(totals.cancelled).saturating_add(1),
				to: totals.issued,
				link: None,
			});
		}
		let mut sums: BTreeMap<&'static str, Grams> = BTreeMap::new();
		for block in &blocks {
			*sums.entry(block.status).or_default() += block.to - block.from + 1;
		}
		let units =
			blocks.iter().map(|block| self.unit(class, case, &exchange, &issued, block)).collect();
		Ok(Units { units, sums: sums.into_iter().collect(), ties })
	}

	/// The issuance as the model has it: the period, and who verified.
	async fn issuance_json(
		&self,
		class: ClassId,
		case: &Case,
		issuance: &Issuance,
	) -> Result<Value> {
		let offset = clock(self.at).await?.day_offset;
		let opinions = read::opinions(self.at, class).await?;
		let names = read::names(self.at, opinions.iter().map(|(verifier, _)| *verifier)).await?;
		let bodies: Vec<String> = opinions
			.iter()
			.filter(|(_, given)| {
				matches!(given.opinion, Opinion::Unmodified | Opinion::Modified { .. })
			})
			.map(|(verifier, _)| read::named(&names, *verifier))
			.collect();
		let last = opinions.iter().map(|(_, given)| given.at).max().unwrap_or(issuance.at);
		let (first, end) = days_of(case.info.month)
			.map(|(first, last)| (format_day(first), format_day(last)))
			.unwrap_or_default();
		Ok(json!({
			"startDate": first,
			"endDate": end,
			"verificationApproach": format!(
				"sample drawn on chain, {} opinions; class {class}",
				opinions.len()
			),
			"verificationDate": day(last, offset),
			"verificationBody": match bodies.is_empty() {
				true => "decided by the authority".to_owned(),
				false => bodies.join("; "),
			},
		}))
	}

	fn unit(
		&self,
		class: ClassId,
		case: &Case,
		exchange: &ExchangeFields,
		issuance: &Value,
		block: &Block,
	) -> Value {
		let info = case.info;
		let month = u32::from(info.month);
		let (year, month) = (month / 12 + 1_970, month % 12 + 1);
		let MethodologyRef { methodology, version } = info.methodology;
		let prefix = self.prefix;
		let serial = |number: Grams| {
			format!(
				"{prefix}-{methodology}-{version}-{year}{month:02}-{}-{class}-{number}",
				info.operator
			)
		};
		let grams = block.to - block.from + 1;
		let link = match exchange.registry_link.is_empty() {
			false => escape_bytes(&exchange.registry_link),
			true => format!("{:?}/class/{class}", self.at.chain.genesis()),
		};
		let tags = escape_bytes(&exchange.tags);
		json!({
			"x_projectId": project_id(prefix, info.operator, methodology),
			"x_class": class,
			"x_grams": grams,
			"x_certificate": block.link,
			"x_authorisation": exchange.authorisation.map(|hash| format!("{hash:?}")),
			"projectLocationId": Value::Null,
			"unitOwner": block.owner,
			"countryJurisdictionOfOwner": self.arguments.country,
			"inCountryJurisdictionOfOwner": Value::Null,
			"unitBlockStart": serial(block.from),
			"unitBlockEnd": serial(block.to),
			"unitCount": grams / GRAMS_PER_TONNE,
			"vintageYear": year,
			"unitType": words::unit_type(exchange.unit_type),
			"marketplace": Value::Null,
			"marketplaceLink": Value::Null,
			"marketplaceIdentifier": format!("asset {class}"),
			"unitTags": if tags.is_empty() { Value::Null } else { json!(tags) },
			"unitStatus": block.status,
			"unitStatusReason": block.reason,
			"unitRegistryLink": link,
			"correspondingAdjustmentDeclaration": words::declaration(exchange.adjustment_declaration),
			"correspondingAdjustmentStatus": words::adjustment(exchange.adjustment_status),
			"issuance": issuance,
		})
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use tanpu_primitives::time::civil;

	fn totals() -> Totals {
		Totals {
			credited: 100,
			issued: 100,
			held: 20,
			listed: 5,
			pool: 15,
			claimable: 0,
			buffer: 5,
			retired: 40,
			cancelled: 15,
		}
	}

	#[test]
	fn what_lives_fills_the_serial_numbers_that_are_left() {
		let blocks = alive(&totals(), "Metro").unwrap();
		let spans: Vec<_> =
			blocks.iter().map(|block| (block.status, block.from, block.to)).collect();
		assert_eq!(
			spans,
			[("Held", 41, 60), ("For Sale", 61, 65), ("For Sale", 66, 80), ("Buffer", 81, 85)]
		);
		assert!(alive(&Totals { held: 21, ..totals() }, "Metro").is_none());
		assert!(alive(&Totals { buffer: 4, ..totals() }, "Metro").is_none());
		assert!(alive(&Totals { cancelled: 101, ..totals() }, "Metro").is_none());
	}

	#[test]
	fn months_have_their_days() {
		for month in [0u16, 1, 671, 672, 673, 697, 2_000] {
			let (first, last) = days_of(month).unwrap();
			assert_eq!((month_of(first), month_of(last)), (month, month));
			assert_eq!(civil(first).2, 1);
			assert_eq!(civil(last + 1).2, 1);
		}
		assert_eq!(days_of(673).map(|(first, last)| last - first + 1), Some(28));
	}

	#[test]
	fn sectors_are_named() {
		assert_eq!(sector("0=Transport"), Ok((0, "Transport".into())));
		assert!(sector("Transport").is_err());
		assert!(sector("0=").is_err());
	}
}
