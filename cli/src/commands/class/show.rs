//! Classes as people and programs see them.

use super::crank::due;
use crate::{
	cli::Global,
	commands::clock,
	failure::{Done, Failure, Result},
	key,
	output::{fields, grouped, table},
	time::format_time,
	verified::{
		read::{self, named, PALLET, REPORTS},
		words,
	},
};
use pallet_activity_reports::Class;
use pallet_verified_reductions::{Case, Issuance, Stage, Totals};
use serde_json::{json, Value};
use sp_core::{crypto::AccountId32, H256};
use tanpu_primitives::{
	verification::{ByDisposition, ExchangeFields, Opinion},
	ClassId, OperatorId,
};

/// Most numbers that one listing looks at.
const MAX_LIMIT: u32 = 10_000;

pub async fn list(
	global: &Global,
	operator: Option<OperatorId>,
	from: ClassId,
	limit: u32,
) -> Result<Done> {
	if limit > MAX_LIMIT {
		return Err(Failure::Usage(format!("--limit is at most {MAX_LIMIT}")));
	}
	let chain = global.connect().await?;
	let at = chain.head().await?;
	let clock = clock(&at).await?;
	let next: ClassId = at.get(REPORTS, "NextClassId", key![]).await?.unwrap_or_default();
	let ids: Vec<ClassId> = (from..next.min(from.saturating_add(limit))).collect();
	let keys = || ids.iter().map(|id| key![id]).collect();
	let classes: Vec<Option<Class>> = at.get_many(REPORTS, "Classes", keys()).await?;
	let cases: Vec<Option<Case>> = at.get_many(PALLET, "Cases", keys()).await?;
	let names = read::names(&at, classes.iter().flatten().map(|class| class.operator)).await?;
	let mut rows = Vec::new();
	let mut out = Vec::new();
	for ((id, class), case) in ids.iter().zip(classes).zip(cases) {
		let Some(class) = class else { continue };
		if operator.is_some_and(|operator| operator != class.operator) {
			continue;
		}
		let due = due(&at, &clock, *id).await?;
		let stage = stage_word(case.as_ref());
		rows.push(vec![
			id.to_string(),
			named(&names, class.operator),
			format!("{} v{}", class.methodology.methodology, class.methodology.version),
			words::month(class.month),
			grouped(case.as_ref().map_or(class.grams, |case| case.info.grams)),
			grouped(u64::from(class.records)),
			stage.to_owned(),
			due.text(clock.day_offset),
		]);
		out.push(json!({
			"class": id,
			"operator": class.operator,
			"methodology": class.methodology.methodology,
			"version": class.methodology.version,
			"month": words::month(class.month),
			"grams": case.as_ref().map_or(class.grams, |case| case.info.grams),
			"records": class.records,
			"batches": class.batches,
			"stage": stage,
			"next": due.json(),
		}));
	}
	let headers =
		["class", "operator", "methodology", "month", "grams", "records", "stage", "next"];
	let mut text = if rows.is_empty() { "no classes".to_owned() } else { table(&headers, rows) };
	if from.saturating_add(limit) < next {
		text.push_str(&format!("\nthere are {next} in all; go on with --from {}", from + limit));
	}
	global.output().result(json!(out), text);
	Ok(Done::All)
}

/// A word for a class's stage.
pub fn stage_word(case: Option<&Case>) -> &'static str {
	case.map_or("open", |case| words::stage(&case.stage))
}

fn dispositions(grams: &ByDisposition) -> String {
	format!(
		"{} entrusted, {} kept by citizens, {} for the common good",
		grouped(grams.entrusted),
		grouped(grams.self_held),
		grouped(grams.reward_only)
	)
}

fn dispositions_json(grams: &ByDisposition) -> Value {
	json!({
		"entrusted": grams.entrusted,
		"self_held": grams.self_held,
		"reward_only": grams.reward_only,
	})
}

fn totals_json(totals: &Totals) -> Value {
	json!({
		"credited": totals.credited,
		"issued": totals.issued,
		"held": totals.held,
		"listed": totals.listed,
		"pool": totals.pool,
		"claimable": totals.claimable,
		"buffer": totals.buffer,
		"retired": totals.retired,
		"cancelled": totals.cancelled,
		"ties": ties(totals),
	})
}

/// Whether every issued gram is somewhere.
fn ties(totals: &Totals) -> bool {
	let parts = [
		totals.held,
		totals.listed,
		totals.pool,
		totals.claimable,
		totals.buffer,
		totals.retired,
		totals.cancelled,
	];
	parts.iter().map(|part| u128::from(*part)).sum::<u128>() == u128::from(totals.issued)
}

pub async fn show(global: &Global, id: ClassId) -> Result<Done> {
	let chain = global.connect().await?;
	let at = chain.head().await?;
	let clock = clock(&at).await?;
	let offset = clock.day_offset;
	let class = read::class(&at, id).await?;
	let case = read::case(&at, id).await?;
	let sample = read::sample(&at, id).await?;
	let opinions = read::opinions(&at, id).await?;
	let issuance = read::issuance(&at, id).await?;
	let totals = read::totals(&at, id).await?;
	let due = due(&at, &clock, id).await?;
	let verifiers = sample.iter().flat_map(|sample| sample.verifiers.iter().copied());
	let names = read::names(&at, verifiers.chain([class.operator])).await?;
	let (_, texts) = read::methodology(&at, class.methodology).await?;
	let freezes = read::freezes(&at, id).await?;
	let frozen = freezes.current(clock.now);
	let exchange: ExchangeFields = at.get(PALLET, "Exchange", key![id]).await?.unwrap_or_default();
	// Those whose deposit stands.
	let objections: Vec<(u32, AccountId32, H256)> = at.view(PALLET, "objections", (id,)).await?;
	let grams = case.as_ref().map_or(class.grams, |case| case.info.grams);
	let credited = case.as_ref().map_or(class.credited, |case| case.info.credited);
	let by = case.as_ref().map_or(class.by_disposition, |case| case.info.by_disposition);

	let mut rows = vec![
		("class", id.to_string()),
		("operator", named(&names, class.operator)),
		(
			"methodology",
			format!(
				"{} v{} {}",
				class.methodology.methodology,
				class.methodology.version,
				read::title(&texts)
			),
		),
		("month", words::month(class.month)),
		("records", format!("{} in {} batches", grouped(u64::from(class.records)), class.batches)),
		("grams CO2e", grouped(grams)),
		("  of them", dispositions(&by)),
	];
	if credited != grams {
		rows.push(("  withdrawn", grouped(credited.saturating_sub(grams))));
	}
	rows.push(("stage", stage_word(case.as_ref()).to_owned()));
	rows.push(("next", due.text(offset)));
	if let Some(case) = &case {
		rows.push(("sealed", format_time(case.sealed_at, offset)));
		if let Stage::Noticed { grams, until, decided } = case.stage {
			let by = if decided { " (the council's decision)" } else { "" };
			rows.push((
				"public notice",
				format!("{} g{by}, until {}", grouped(grams), format_time(until, offset)),
			));
		}
		if case.objections > 0 {
			rows.push(("objections", case.objections.to_string()));
		}
	}
	if let Some(sample) = &sample {
		rows.push((
			"sample",
			format!("{} points, drawn {}", sample.points, format_time(sample.drawn_at, offset)),
		));
		let list: Vec<String> = sample.verifiers.iter().map(|id| named(&names, *id)).collect();
		rows.push(("verifiers", list.join(", ")));
		rows.push(("opinions until", format_time(sample.until, offset)));
	}
	if let Some(issuance) = &issuance {
		rows.extend(issuance_rows(issuance, offset));
	}
	if let Some(frozen) = frozen {
		let until = match frozen.confirmed {
			true => "the council lifts it".to_owned(),
			false => format_time(frozen.until, offset),
		};
		rows.push(("FROZEN", format!("by {} until {until}", frozen.by)));
	}
	if issuance.is_some() {
		rows.push((
			"corresponding adjustment",
			format!(
				"declaration: {}, status: {}",
				words::declaration(exchange.adjustment_declaration),
				words::adjustment(exchange.adjustment_status)
			),
		));
	}
	let mut text = fields(rows);
	if !opinions.is_empty() {
		let rows = opinions.iter().map(|(verifier, given)| {
			vec![
				named(&names, *verifier),
				words::opinion_text(&given.opinion),
				given.failed.to_string(),
				given.void.to_string(),
				grouped(given.extrapolated),
				format_time(given.at, offset),
				format!("{:?}", given.report),
			]
		});
		let headers = ["verifier", "opinion", "failed", "void", "deducted g", "given", "report"];
		text = format!("{text}\n{}", table(&headers, rows));
	}
	if let Some(totals) = totals.filter(|_| issuance.is_some()) {
		text = format!("{text}\n{}", totals_table(&totals));
	}
	let json = json!({
		"class": id,
		"operator": class.operator,
		"methodology": class.methodology.methodology,
		"version": class.methodology.version,
		"month": words::month(class.month),
		"records": class.records,
		"batches": class.batches,
		"grams": grams,
		"credited": credited,
		"by_disposition": dispositions_json(&by),
		"stage": stage_word(case.as_ref()),
		"case": case.as_ref().map(case_json),
		"next": due.json(),
		"seals_at": read::seals_at(&at, id).await?,
		"sample": sample.as_ref().map(|sample| json!({
			"seed": format!("{:?}", sample.seed),
			"points": sample.points,
			"drawn_at": sample.drawn_at,
			"until": sample.until,
			"verifiers": sample.verifiers.to_vec(),
		})),
		"opinions": opinions.iter().map(|(verifier, given)| json!({
			"verifier": verifier,
			"opinion": words::opinion(&given.opinion),
			"deduction": match given.opinion {
				Opinion::Modified { deduction } => deduction,
				_ => 0,
			},
			"failed": given.failed,
			"void": given.void,
			"extrapolated": given.extrapolated,
			"report": format!("{:?}", given.report),
			"at": given.at,
		})).collect::<Vec<_>>(),
		"objections": objections.iter().map(|(number, by, content)| json!({
			"objection": number,
			"by": by.to_string(),
			"content": format!("{content:?}"),
		})).collect::<Vec<_>>(),
		"issuance": issuance.as_ref().map(issuance_json),
		"totals": totals.as_ref().filter(|_| issuance.is_some()).map(totals_json),
		"frozen": frozen.is_some(),
		"adjustment_declaration": words::declaration(exchange.adjustment_declaration),
		"adjustment_status": words::adjustment(exchange.adjustment_status),
	});
	global.output().result(json, text);
	if totals.is_some_and(|totals| issuance.is_some() && !ties(&totals)) {
		return Ok(Done::Different);
	}
	Ok(Done::All)
}

fn case_json(case: &Case) -> Value {
	let (cause, notice) = match case.stage {
		Stage::Referred { cause } => (Some(words::referral(cause)), Value::Null),
		Stage::Noticed { grams, until, decided } => {
			(None, json!({ "grams": grams, "until": until, "decided": decided }))
		},
		_ => (None, Value::Null),
	};
	json!({
		"needed": case.needed,
		"sealed_at": case.sealed_at,
		"since_block": case.since,
		"rounds": case.rounds,
		"objections": case.objections,
		"referred_because": cause,
		"notice": notice,
	})
}

fn issuance_rows(issuance: &Issuance, offset: i32) -> Vec<(&'static str, String)> {
	let mut rows = vec![
		(
			"issued",
			format!(
				"{} g, {}, risk: {}",
				grouped(issuance.issued),
				format_time(issuance.at, offset),
				words::risk(issuance.kind)
			),
		),
		("  of them", dispositions(&issuance.parts)),
		("certificates", issuance.certificates.to_string()),
	];
	if issuance.claimable > 0 {
		rows.push(("citizens can claim until", format_time(issuance.claims_until, offset)));
	}
	if issuance.recall.recalled > 0 {
		rows.push(("RECALLED", recall_text(&issuance.recall)));
	}
	rows
}

/// What was recalled, and how it was made good.
pub fn recall_text(recall: &pallet_verified_reductions::Recall) -> String {
	let parts = [
		(recall.own_buffer, "out of its buffer"),
		(recall.pool, "out of the operator's unsold grams"),
		(recall.topped_up, "topped up by buffers of other classes"),
		(recall.bonded, "paid for by the operator's bond"),
		(recall.short, "made good by nothing so far"),
	];
	let made: Vec<String> = parts
		.iter()
		.filter(|(grams, _)| *grams > 0)
		.map(|(grams, how)| format!("{} {how}", grouped(*grams)))
		.collect();
	let mut text = format!("{} g: {}", grouped(recall.recalled), made.join(", "));
	if recall.replaced > 0 {
		text.push_str(&format!("; {} replaced by other grams since", grouped(recall.replaced)));
	}
	text
}

pub fn recall_json(recall: &pallet_verified_reductions::Recall) -> Value {
	json!({
		"recalled": recall.recalled,
		"own_buffer": recall.own_buffer,
		"pool": recall.pool,
		"topped_up": recall.topped_up,
		"bonded": recall.bonded,
		"short": recall.short,
		"replaced": recall.replaced,
		"open": recall.open(),
	})
}

fn issuance_json(issuance: &Issuance) -> Value {
	json!({
		"at": issuance.at,
		"risk": words::risk(issuance.kind),
		"issued": issuance.issued,
		"parts": dispositions_json(&issuance.parts),
		"claims_until": issuance.claims_until,
		"swept": issuance.swept,
		"certificates": issuance.certificates,
		"recall": recall_json(&issuance.recall),
	})
}

fn totals_table(totals: &Totals) -> String {
	let rows = [
		("issued", totals.issued),
		("held", totals.held),
		("for sale by holders", totals.listed),
		("the operator's to sell", totals.pool),
		("citizens' to claim", totals.claimable),
		("buffer", totals.buffer),
		("retired", totals.retired),
		("cancelled", totals.cancelled),
	];
	let rows = rows.iter().map(|(name, grams)| vec![(*name).to_owned(), grouped(*grams)]);
	let verdict = if ties(totals) {
		"every issued gram is in one of these places"
	} else {
		"THE PARTS ARE NOT WHAT WAS ISSUED"
	};
	format!("{}\n{verdict}", table(&["where", "grams"], rows))
}

#[cfg(test)]
mod tests {
	use super::*;
	use pallet_verified_reductions::Recall;

	#[test]
	fn a_gram_too_many_or_few_is_noticed() {
		let totals = Totals {
			credited: 110,
			issued: 100,
			held: 40,
			listed: 5,
			pool: 15,
			claimable: 10,
			buffer: 5,
			retired: 20,
			cancelled: 5,
		};
		assert!(ties(&totals));
		assert!(!ties(&Totals { held: 41, ..totals }));
		assert!(!ties(&Totals { cancelled: 4, ..totals }));
		// No sum is taken modulo anything.
		assert!(!ties(&Totals { held: u64::MAX, retired: 61, ..totals }));
	}

	#[test]
	fn a_recall_is_told_in_full() {
		let recall = Recall {
			recalled: 100,
			own_buffer: 5,
			pool: 20,
			topped_up: 30,
			bonded: 40,
			short: 5,
			replaced: 3,
		};
		let text = recall_text(&recall);
		for part in ["100 g", "5 out of its buffer", "30 topped up", "3 replaced", "5 made good by"]
		{
			assert!(text.contains(part), "{part}: {text}");
		}
		assert!(
			!recall_text(&Recall { recalled: 1, pool: 1, ..Default::default() }).contains("bond")
		);
	}
}
