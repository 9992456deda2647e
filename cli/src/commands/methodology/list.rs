//! `tanpu methodology list`: what is published, or proposed.

use super::{content::title_in, drafts::draft_heads, Language};
use crate::{
	cli::Global,
	commands::clock,
	connection::At,
	escape::escape_bytes,
	failure::{Done, Result},
	key,
	output::table,
	time::format_time,
	types::{
		api::ClockReading,
		registry::{Content, Methodology, Stage, Texts, Version, PALLET},
	},
};
use serde_json::json;
use tanpu_primitives::{MethodologyId, UnixSeconds, VersionNumber};

#[derive(clap::Args, Debug)]
#[command(
	after_help = "Examples:\n  tanpu methodology list\n  tanpu methodology list --lang zh\n  \
	tanpu methodology list --drafts"
)]
pub struct Arguments {
	/// Drafts that are neither published nor withdrawn, with their comments.
	#[arg(long)]
	drafts: bool,
	/// The language of the titles, where there is one in it.
	#[arg(long, value_enum, default_value = "en")]
	lang: Language,
	/// The number of the first one.
	#[arg(long, default_value_t = 0)]
	from: u32,
	/// How many numbers to look at.
	#[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=1000))]
	limit: u32,
}

pub async fn run(global: &Global, arguments: Arguments) -> Result<Done> {
	let chain = global.connect().await?;
	let at = chain.head().await?;
	let clock = clock(&at).await?;
	if arguments.drafts {
		drafts(global, &at, &clock, &arguments).await?;
	} else {
		methodologies(global, &at, &clock, &arguments).await?;
	}
	Ok(Done::All)
}

/// A page: the numbers to look at, and where the next one begins.
fn page(arguments: &Arguments, next: u32) -> (std::ops::Range<u32>, Option<u32>) {
	let end = arguments.from.saturating_add(arguments.limit);
	(arguments.from..end.min(next).max(arguments.from), (end < next).then_some(end))
}

fn more(text: String, next: Option<u32>) -> String {
	match next {
		Some(next) => format!("{text}\nmore: --from {next}"),
		None => text,
	}
}

async fn methodologies(
	global: &Global,
	at: &At<'_>,
	clock: &ClockReading,
	arguments: &Arguments,
) -> Result<()> {
	let next: MethodologyId =
		at.get(PALLET, "NextMethodologyId", key![]).await?.unwrap_or_default();
	let (ids, next) = page(arguments, next.into());
	let ids: Vec<MethodologyId> = ids.filter_map(|id| id.try_into().ok()).collect();
	let keys = ids.iter().map(|id| key![id]).collect();
	let found: Vec<Option<Methodology>> = at.get_many(PALLET, "Methodologies", keys).await?;
	let found: Vec<(MethodologyId, Methodology)> =
		ids.into_iter().zip(found).filter_map(|(id, found)| Some((id, found?))).collect();
	let keys = found.iter().map(|(id, found)| key![id, found.latest]).collect();
	let texts: Vec<Option<Texts>> = at.get_many(PALLET, "TextsOf", keys).await?;
	let keys = found.iter().map(|(id, _)| key![id, 1u16]).collect();
	let first: Vec<Option<Version>> = at.get_many(PALLET, "Versions", keys).await?;

	let time = |seconds: UnixSeconds| format_time(seconds, clock.day_offset);
	let (mut rows, mut list) = (Vec::new(), Vec::new());
	for (((id, methodology), texts), first) in found.into_iter().zip(texts).zip(first) {
		let latest = methodology.latest;
		let keys = (1..latest).map(|version| key![id, version]).collect();
		let ends: Vec<Option<UnixSeconds>> = at.get_many(PALLET, "SupersededAt", keys).await?;
		let begins: Vec<UnixSeconds> = first
			.map(|version| version.effective)
			.into_iter()
			.chain(ends.into_iter().flatten())
			.collect();
		let force = in_force(&begins, clock.now);
		let status = methodology.status.text(clock.now);
		let scenario = texts.as_ref().map_or(String::new(), |texts| escape_bytes(&texts.scenario));
		let title = texts.as_ref().map_or(String::new(), |texts| title_in(texts, arguments.lang));
		let begin = |version: VersionNumber| {
			usize::from(version).checked_sub(1).and_then(|at| begins.get(at)).copied()
		};
		let from = force.and_then(begin);
		// The last version that is published, where it does not hold yet.
		let coming = begins.last().copied().filter(|begin| *begin > clock.now);
		list.push(json!({
			"methodology": id,
			"scenario": scenario,
			"title": title,
			"latest": latest,
			"in_force": force,
			"effective": from,
			"status": status,
			"versions": begins
				.iter()
				.enumerate()
				.map(|(at, begin)| json!({
					"version": at + 1, "effective": begin, "effective_until": begins.get(at + 1),
				}))
				.collect::<Vec<_>>(),
		}));
		rows.push(vec![
			id.to_string(),
			scenario,
			title,
			force.map_or("none yet".into(), |version| version.to_string()),
			from.map_or(String::new(), time),
			match coming {
				Some(begin) => format!("{latest}, from {}", time(begin)),
				None => latest.to_string(),
			},
			status.to_owned(),
		]);
	}
	let headers =
		["methodology", "scenario", "title", "in force", "since", "latest version", "status"];
	let text = more(table(&headers, rows), next);
	global.output().result(json!({ "methodologies": list, "next": next }), text);
	Ok(())
}

/// The version for acts that end now, of the times at which each takes effect.
fn in_force(begins: &[UnixSeconds], now: UnixSeconds) -> Option<VersionNumber> {
	// They take effect in their order.
	let count = begins.iter().take_while(|begin| **begin <= now).count();
	VersionNumber::try_from(count).ok().filter(|count| *count > 0)
}

async fn drafts(
	global: &Global,
	at: &At<'_>,
	clock: &ClockReading,
	arguments: &Arguments,
) -> Result<()> {
	let next: u32 = at.get(PALLET, "NextDraftId", key![]).await?.unwrap_or_default();
	let (ids, next) = page(arguments, next);
	let heads = draft_heads(at, ids).await?;
	let keys = heads.iter().map(|(id, _)| key![id]).collect();
	let contents: Vec<Option<Content>> = at.get_many(PALLET, "DraftContents", keys).await?;
	let (mut rows, mut list) = (Vec::new(), Vec::new());
	for ((id, head), content) in heads.into_iter().zip(contents) {
		let texts = content.map(|content| content.texts);
		let scenario = texts.as_ref().map_or(String::new(), |texts| escape_bytes(&texts.scenario));
		let title = texts.as_ref().map_or(String::new(), |texts| title_in(texts, arguments.lang));
		let (stage, ends) = match head.stage {
			Stage::Drafting => ("drafting", None),
			Stage::Consultation { ends, .. } if clock.now >= ends => ("consulted", Some(ends)),
			Stage::Consultation { ends, .. } => ("consultation", Some(ends)),
		};
		list.push(json!({
			"draft": id,
			"methodology": head.methodology,
			"scenario": scenario,
			"title": title,
			"stage": stage,
			"ends": ends,
			"comments": head.comments,
			"standing": head.standing,
			"author": head.author.to_string(),
			"content_hash": format!("{:?}", head.content_hash),
		}));
		rows.push(vec![
			id.to_string(),
			head.methodology.map_or("a new one".into(), |id| format!("version of {id}")),
			scenario,
			title,
			match ends {
				Some(ends) => format!("{stage}, until {}", format_time(ends, clock.day_offset)),
				None => stage.to_owned(),
			},
			match head.comments == head.standing {
				true => head.comments.to_string(),
				false => format!("{}, {} stand", head.comments, head.standing),
			},
			head.author.to_string(),
		]);
	}
	let headers = ["draft", "of", "scenario", "title", "stage", "comments", "author"];
	let text = more(table(&headers, rows), next);
	global.output().result(json!({ "drafts": list, "next": next }), text);
	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_version_in_force() {
		assert_eq!(in_force(&[], 5), None);
		assert_eq!(in_force(&[6], 5), None);
		assert_eq!(in_force(&[5], 5), Some(1));
		assert_eq!(in_force(&[5, 7, 9], 6), Some(1));
		assert_eq!(in_force(&[5, 7, 9], 8), Some(2));
		assert_eq!(in_force(&[5, 7, 9], 9), Some(3));
	}

	#[test]
	fn pages_are_bounded() {
		let page = |from, next| {
			page(&Arguments { drafts: false, lang: Language::En, from, limit: 100 }, next)
		};
		assert_eq!(page(0, 0), (0..0, None));
		assert_eq!(page(0, 100), (0..100, None));
		assert_eq!(page(0, 101), (0..100, Some(100)));
		assert_eq!(page(100, 101), (100..101, None));
		assert_eq!(page(500, 101), (500..500, None));
		assert_eq!(page(u32::MAX, u32::MAX), (u32::MAX..u32::MAX, None));
	}
}
