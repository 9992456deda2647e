//! `tanpu explain`: any gram, back to the act.

use crate::{
	cli::Global,
	commands::{
		batches::{batch, rows_of},
		clock,
		methodology::{
			chain_steps, grams_of,
			inputs::{all_inputs, credited, credited_day, part_of, Credited, Unknown},
			Language,
		},
		version_of,
	},
	connection::{At, Chain},
	failure::{Done, Failure, Result},
	output::table,
	report::{
		outcome, outcome_zh,
		send::{day_log_key, processed_of},
	},
	time::{format_day, format_time, parse_date},
	types::{
		api::ClockReading,
		reports::{LogEntry, PALLET},
	},
};
use serde_json::{json, Value};
use tanpu_formula::{print_formula, render_steps, Lang};
use tanpu_primitives::{CitizenId, Day, Outcome, RecordRef, WHOLE};

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:\n  tanpu explain 12:345\n  tanpu explain 12:345 --lang zh\n  \
	tanpu explain --citizen 17 --date 2018-09-01\n  tanpu explain --citizen 17\n\n\
	The row is read back from its block, computed again by the chain, step by step, and compared \
	with what was credited. Days whose reporting is closed are no longer kept by citizen; their \
	records can still be explained as BATCH:ROW.")]
pub struct Arguments {
	/// The record: batch and row, as 12:345.
	#[arg(value_parser = record, required_unless_present = "citizen", conflicts_with = "citizen")]
	record: Option<RecordRef>,
	/// All records of a citizen in a day.
	#[arg(long)]
	citizen: Option<CitizenId>,
	/// The day, YYYY-MM-DD; without it every day that is still kept.
	#[arg(long, requires = "citizen")]
	date: Option<String>,
	/// The language of the steps.
	#[arg(long, value_enum, default_value = "en")]
	lang: Language,
}

/// A record by its name, such as 12:345.
pub fn record(text: &str) -> Result<RecordRef, String> {
	let parsed = text.split_once(':').and_then(|(batch, row)| {
		Some(RecordRef { batch: batch.parse().ok()?, row: row.parse().ok()? })
	});
	parsed.ok_or_else(|| "expected BATCH:ROW, such as 12:345".into())
}

pub async fn run(global: &Global, arguments: Arguments) -> Result<Done> {
	let chain = global.connect().await?;
	let at = chain.head().await?;
	let clock = clock(&at).await?;
	let lang = Lang::from(arguments.lang);
	let records = match (arguments.record, arguments.citizen) {
		(Some(record), _) => vec![record],
		(None, Some(citizen)) => {
			let found = records_of(&at, &clock, citizen, arguments.date.as_deref()).await?;
			if found.is_empty() {
				let when =
					arguments.date.as_ref().map_or("the days still kept".into(), |d| d.clone());
				global.output().result(
					json!([]),
					format!("nothing is credited to citizen {citizen} for {when}"),
				);
				return Ok(Done::All);
			}
			found
		},
		(None, None) => return Err(Failure::usage("name a record or --citizen")),
	};
	let mut texts = Vec::new();
	let mut list = Vec::new();
	let mut differs = false;
	for record in records {
		let explained = explain(&chain, &at, &clock, record, lang).await?;
		differs |= explained.differs;
		texts.push(explained.text);
		list.push(explained.json);
	}
	let json = if arguments.record.is_some() { list.remove(0) } else { json!(list) };
	global.output().result(json, texts.join("\n\n"));
	if differs {
		return Err(Failure::plain(
			"what was credited is not what the chain computes now: this must not be; report it",
		));
	}
	Ok(Done::All)
}

/// The credited records in the logs of a citizen's days.
async fn records_of(
	at: &At<'_>,
	clock: &ClockReading,
	citizen: CitizenId,
	date: Option<&str>,
) -> Result<Vec<RecordRef>> {
	let days: Vec<Day> = match date {
		Some(date) => vec![parse_date(date).map_err(|e| Failure::Usage(e.to_string()))?],
		// No day is kept longer than the longest reporting deadline, a year.
		None => (clock.today.saturating_sub(367)..=clock.today).collect(),
	};
	let keys = days.iter().map(|day| day_log_key(*day, citizen)).collect();
	let logs: Vec<Option<Vec<LogEntry>>> = at.get_many(PALLET, "DayLogs", keys).await?;
	let mut records: Vec<RecordRef> =
		logs.into_iter().flatten().flatten().map(|entry| entry.record).collect();
	// A ride over midnight stands in two days.
	records.sort();
	records.dedup();
	Ok(records)
}

struct Explained {
	text: String,
	json: Value,
	differs: bool,
}

async fn explain(
	chain: &Chain,
	at: &At<'_>,
	clock: &ClockReading,
	record: RecordRef,
	lang: Lang,
) -> Result<Explained> {
	let RecordRef { batch: index, row: number } = record;
	let found = batch(at, index).await?;
	let rows = rows_of(chain, &found).await?;
	let row = rows.get(usize::from(number)).ok_or_else(|| {
		Failure::Plain(format!("batch {index} has the rows 0 to {}", rows.len().saturating_sub(1)))
	})?;
	let reference = found.methodology;
	let (_, version) = version_of(at, reference.methodology, Some(reference.version)).await?;
	let reported: Vec<u64> = row.inputs.iter().map(|input| input.0).collect();
	let processed = processed_of(chain, index, &found).await?;
	let outcome = processed
		.as_ref()
		.and_then(|processed| processed.outcomes.get(usize::from(number)).copied());
	let provided = processed
		.as_ref()
		.and_then(|processed| processed.provided.iter().find(|provided| provided.row == number));
	let share = provided.map_or(WHOLE, |provided| provided.share);
	// Inputs out of range, or without what the chain would have provided, have no steps; the
	// outcome says so.
	let day = credited_day(row, clock.day_offset);
	let raw = all_inputs(&version.definition, &reported, provided, day);
	let steps = match &raw {
		Ok(raw) => match chain_steps(at, reference, raw).await {
			Ok(steps) => Ok(steps),
			Err(Failure::Plain(reason)) => Err(reason),
			Err(other) => return Err(other),
		},
		Err(_) if processed.is_none() => Err(Unknown::Dropped.text(lang).to_owned()),
		Err(unknown) => Err(unknown.text(lang).to_owned()),
	};
	let computed = steps.as_ref().ok().and_then(|steps| grams_of(steps));
	let mut steps_text = match &steps {
		Ok(steps) => render_steps(&version.definition, steps, lang),
		Err(reason) => reason.clone(),
	};
	// A cap is told by the outcome; here it shows what was shared.
	let earns = matches!(outcome, Some(Outcome::Credited { .. } | Outcome::Capped { .. }));
	if earns && share != WHOLE {
		let Credited { lines, .. } =
			credited(computed, version.rules.max_grams_per_record, share, lang);
		for line in lines {
			steps_text.push('\n');
			steps_text.push_str(&line);
		}
	}
	let credited = outcome.as_ref().map(Outcome::grams);
	let differs = differs(outcome.as_ref(), computed.map(|grams| part_of(grams, share)));
	let start = u64::from(row.start) * 60;
	let end = start + u64::from(row.duration) * 60;
	let chinese = lang == Lang::Zh;
	let pick = |english: &'static str, zh: &'static str| if chinese { zh } else { english };
	let told = |outcome: &Outcome| match lang {
		Lang::En => outcome::text(outcome, Some(&version.definition)),
		Lang::Zh => outcome_zh::text(outcome, &version.definition),
	};
	let verdict = match (&outcome, differs) {
		(None, _) if steps.is_err() => pick(
			"the node no longer keeps the outcome of this record",
			"本节点已不保存该记录的结果",
		)
		.to_owned(),
		(None, _) => pick(
			"the node no longer keeps the outcome of this record; computed again above",
			"本节点已不保存该记录的结果；以上为重新计算",
		)
		.to_owned(),
		(Some(outcome), false) => format!("{}: {}", pick("on chain", "链上"), told(outcome)),
		(Some(outcome), true) => format!(
			"{}: {}; {}",
			pick("on chain", "链上"),
			told(outcome),
			pick("NOT what is computed now", "与重新计算不符"),
		),
	};
	let formula = print_formula(&version.definition);
	let head = table(
		&[pick("record", "记录"), &format!("{index}:{number}")],
		[
			vec![pick("citizen", "市民").to_owned(), row.citizen.to_string()],
			vec![pick("operator", "运营方").to_owned(), found.operator.to_string()],
			vec![
				pick("methodology", "方法学").to_owned(),
				format!("{} v{}", reference.methodology, reference.version),
			],
			vec![pick("start", "开始").to_owned(), format_time(start, clock.day_offset)],
			vec![pick("end", "结束").to_owned(), format_time(end, clock.day_offset)],
			vec![pick("block", "区块").to_owned(), format!("{}:{}", found.block, found.extrinsic)],
			vec![pick("formula", "公式").to_owned(), formula.trim_end().replace('\n', " ")],
		],
	);
	let json = json!({
		"record": format!("{index}:{number}"),
		"batch": index,
		"row": number,
		"citizen": row.citizen,
		"operator": found.operator,
		"methodology": reference.methodology,
		"version": reference.version,
		"start": start,
		"end": end,
		"day": day.map(format_day),
		"inputs": raw.as_ref().unwrap_or(&reported),
		"reported": reported,
		"provided": provided.map(|provided| json!({
			"mean": provided.mean, "members": provided.members, "share": provided.share,
		})),
		"formula": formula.trim_end(),
		"steps": steps_text.lines().collect::<Vec<_>>(),
		"computed": computed,
		"credited": credited,
		"state": outcome.as_ref().map(outcome::state),
		"outcome": outcome.as_ref().map(|o| outcome::text(o, Some(&version.definition))),
		"agrees": outcome.as_ref().map(|_| !differs),
		"block": found.block,
		"extrinsic": found.extrinsic,
	});
	Ok(Explained { text: format!("{head}\n{steps_text}\n{verdict}"), json, differs })
}

/// Whether what was credited can't have come of the citizen's share of what is computed. A daily total is credited with the
/// excess only, so that less than computed is no difference.
fn differs(outcome: Option<&Outcome>, computed: Option<u64>) -> bool {
	match (outcome, computed) {
		(None | Some(Outcome::Rejected(_) | Outcome::Recorded(_)), _) => false,
		(Some(Outcome::Credited { grams }), Some(computed)) => *grams > computed,
		(Some(Outcome::Capped { grams, computed: then }), Some(computed)) => {
			*then > computed || grams > then
		},
		(Some(_), None) => true,
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use tanpu_primitives::Reason;

	#[test]
	fn records_are_named_by_batch_and_row() {
		assert_eq!(record("12:345"), Ok(RecordRef { batch: 12, row: 345 }));
		assert!(record("12").is_err());
		assert!(record("12:x").is_err());
		assert!(record("1:99999").is_err());
	}

	#[test]
	fn a_gram_too_many_is_noticed() {
		assert!(!differs(Some(&Outcome::Credited { grams: 117 }), Some(117)));
		assert!(differs(Some(&Outcome::Credited { grams: 118 }), Some(117)));
		assert!(differs(Some(&Outcome::Credited { grams: 1 }), None));
		assert!(!differs(Some(&Outcome::Capped { grams: 5, computed: 9 }), Some(9)));
		assert!(!differs(Some(&Outcome::Rejected(Reason::NotEnrolled)), Some(9)));
		assert!(!differs(Some(&Outcome::Recorded(Reason::LateDay)), None));
		assert!(!differs(None, Some(9)));
	}
}
