//! `tanpu growth show`, `themes` and `unlock`.

use super::{citizen_of, in_language, thousandths, PALLET};
use crate::{
	call::Call,
	cli::Global,
	commands::methodology::Language,
	connection::At,
	each::send_each,
	failure::{Done, Failure, Result},
	key,
	output::{grouped, growth, table},
	rejected::{self, Rejected},
	time::format_day,
	types::accounts::{Citizen, PALLET as ACCOUNTS},
};
use pallet_growth::{AllThemes, Equivalent, Standing};
use serde_json::{json, Value};
use std::path::Path;
use tanpu_primitives::{CitizenId, Grams, OperatorId, Position};

/// Words of the view.
struct Labels {
	citizen: &'static str,
	growth: &'static str,
	answers: &'static str,
	grams: &'static str,
	badges: &'static str,
	next: &'static str,
	to_go: &'static str,
	unlock: &'static str,
	all: &'static str,
	themes: [&'static str; 4],
	equivalents: [&'static str; 3],
}

const ENGLISH: Labels = Labels {
	citizen: "citizen",
	growth: "growth",
	answers: "of it from answers",
	grams: "grams CO2e",
	badges: "badges",
	next: "next theme",
	to_go: "to go",
	unlock: "reached: tanpu growth unlock",
	all: "all are unlocked",
	themes: ["theme", "name", "growth", "unlocked"],
	equivalents: ["as much as", "of what", "source"],
};

const CHINESE: Labels = Labels {
	citizen: "市民编号",
	growth: "成长值",
	answers: "其中答题所得",
	grams: "减排量（克二氧化碳当量）",
	badges: "徽章",
	next: "下一主题",
	to_go: "还差",
	unlock: "已达到，可解锁：tanpu growth unlock",
	all: "已全部解锁",
	themes: ["主题", "名称", "所需成长值", "解锁日期"],
	equivalents: ["相当于", "什么", "系数来源"],
};

fn labels(lang: Language) -> &'static Labels {
	match lang {
		Language::En => &ENGLISH,
		Language::Zh => &CHINESE,
	}
}

async fn standing(at: &At<'_>, citizen: CitizenId) -> Result<Standing> {
	at.call("PointsApi", "standing", (citizen,)).await
}

async fn all_themes(at: &At<'_>) -> Result<Option<AllThemes>> {
	at.get(PALLET, "Themes", key![]).await
}

pub async fn show(global: &Global, who: &str, lang: Language) -> Result<Done> {
	let chain = global.connect().await?;
	let at = chain.head().await?;
	let citizen = citizen_of(&at, who).await?;
	if at.get::<Citizen>(ACCOUNTS, "Citizens", key![citizen]).await?.is_none() {
		return Err(Failure::Plain(format!("there is no citizen {citizen}")));
	}
	let standing = standing(&at, citizen).await?;
	let themes = all_themes(&at).await?;
	let positions: Vec<(OperatorId, Position)> =
		at.call("CarbonApi", "positions_of", (citizen,)).await?;
	let grams: Grams = positions.iter().map(|(_, position)| position.grams).sum();
	let equivalents: Vec<(Equivalent, u64)> = at.call("PointsApi", "equivalents", (grams,)).await?;
	let json = json!({
		"citizen": citizen,
		"growth_millis": standing.growth,
		"from_answers_millis": standing.from_answers,
		"grams": grams,
		"badges": standing.badges.iter().map(|day| format_day(*day)).collect::<Vec<_>>(),
		"next_threshold_millis": standing.next,
		"to_unlock": standing.next.is_some_and(|next| next <= standing.growth),
		"themes": themes.as_ref().map(|themes| themes_json(themes, lang, &standing)),
		"equivalents": equivalents
			.iter()
			.map(|(equivalent, count)| json!({
				"name": in_language(&equivalent.name, lang),
				"thousandths": count,
				"grams_of_one": equivalent.grams,
				"source": String::from_utf8_lossy(&equivalent.source),
			}))
			.collect::<Vec<_>>(),
	});
	global.output().result(json, text(&standing, themes.as_ref(), grams, &equivalents, lang));
	Ok(Done::All)
}

fn text(
	standing: &Standing,
	themes: Option<&AllThemes>,
	grams: Grams,
	equivalents: &[(Equivalent, u64)],
	lang: Language,
) -> String {
	let words = labels(lang);
	let unlocked = standing.badges.len();
	let next = match (themes.and_then(|themes| themes.get(unlocked)), themes) {
		(Some(theme), _) => {
			let name = in_language(&theme.name, lang);
			match theme.threshold.checked_sub(standing.growth).filter(|missing| *missing > 0) {
				Some(missing) => format!("{name} ({} {})", words.to_go, growth(missing)),
				None => format!("{name} ({} {})", words.unlock, standing.citizen),
			}
		},
		(None, Some(_)) => words.all.to_owned(),
		(None, None) => "-".to_owned(),
	};
	let head = table(
		&[words.citizen, &standing.citizen.to_string()],
		[
			vec![words.growth.to_owned(), growth(standing.growth)],
			vec![words.answers.to_owned(), growth(standing.from_answers)],
			vec![words.grams.to_owned(), grouped(grams)],
			vec![
				words.badges.to_owned(),
				format!("{unlocked} / {}", themes.map_or(0, |themes| themes.len())),
			],
			vec![words.next.to_owned(), next],
		],
	);
	let mut parts = vec![head];
	if let Some(themes) = themes {
		let rows = themes.iter().enumerate().map(|(at, theme)| {
			let day = standing.badges.get(at).map(|day| format_day(*day)).unwrap_or_default();
			vec![(at + 1).to_string(), in_language(&theme.name, lang), growth(theme.threshold), day]
		});
		parts.push(table(&words.themes, rows));
	}
	if !equivalents.is_empty() {
		let rows = equivalents.iter().map(|(equivalent, count)| {
			vec![
				thousandths(*count),
				in_language(&equivalent.name, lang),
				String::from_utf8_lossy(&equivalent.source).into_owned(),
			]
		});
		parts.push(table(&words.equivalents, rows));
	}
	parts.join("\n")
}

/// Themes are numbered from 1 for people.
fn themes_json(themes: &AllThemes, lang: Language, standing: &Standing) -> Value {
	themes
		.iter()
		.enumerate()
		.map(|(at, theme)| {
			json!({
				"theme": at + 1,
				"name": in_language(&theme.name, lang),
				"threshold_millis": theme.threshold,
				"unlocked": standing.badges.get(at).map(|day| format_day(*day)),
			})
		})
		.collect()
}

pub async fn themes(global: &Global, lang: Language) -> Result<Done> {
	let chain = global.connect().await?;
	let Some(themes) = all_themes(&chain.head().await?).await? else {
		let text = "no themes are set: the council does, with `tanpu growth set-themes`";
		global.output().result(json!([]), text);
		return Ok(Done::All);
	};
	let words = labels(lang);
	let rows = themes.iter().enumerate().map(|(at, theme)| {
		vec![(at + 1).to_string(), in_language(&theme.name, lang), growth(theme.threshold)]
	});
	let [theme, name, threshold, _] = words.themes;
	let text = table(&[theme, name, threshold], rows);
	let json: Vec<Value> = themes
		.iter()
		.enumerate()
		.map(|(at, theme)| {
			json!({
				"theme": at + 1,
				"name": in_language(&theme.name, lang),
				"threshold_millis": theme.threshold,
			})
		})
		.collect();
	global.output().result(json!(json), text);
	Ok(Done::All)
}

pub async fn unlock(global: &Global, who: &[String]) -> Result<Done> {
	/// Unlockings in one transaction.
	const CHUNK: usize = 50;
	let chain = global.connect().await?;
	let at = chain.head().await?;
	let mut due = Vec::new();
	let mut citizens = Vec::new();
	for (place, who) in who.iter().enumerate() {
		let citizen = citizen_of(&at, who).await?;
		let standing = standing(&at, citizen).await?;
		let reached = standing.next.is_some_and(|next| next <= standing.growth);
		if reached && !citizens.contains(&citizen) {
			due.push((place, citizen));
		}
		citizens.push(citizen);
	}
	let mut rejected = Vec::new();
	for chunk in due.chunks(CHUNK) {
		let calls: Vec<Call> = chunk
			.iter()
			.map(|(_, citizen)| Call::new(PALLET, "unlock").arg("citizen", citizen))
			.collect();
		let reasons = send_each(&chain, &global.signer()?, &calls).await?;
		for ((place, citizen), reason) in chunk.iter().zip(reasons) {
			if let Some(reason) = reason {
				rejected.push(Rejected::new(*place as u64 + 1, &citizen.to_string(), reason));
			}
		}
	}
	let at = chain.head().await?;
	let (mut rows, mut list) = (Vec::new(), Vec::new());
	for citizen in &citizens {
		let standing = standing(&at, *citizen).await?;
		let new = due.iter().any(|(_, due)| due == citizen);
		let next = standing.next.map_or("-".to_owned(), growth);
		rows.push(vec![
			citizen.to_string(),
			growth(standing.growth),
			standing.badges.len().to_string(),
			next,
			if new { "unlocked now" } else { "nothing to unlock" }.to_owned(),
		]);
		list.push(json!({
			"citizen": citizen,
			"growth_millis": standing.growth,
			"badges": standing.badges.len(),
			"next_threshold_millis": standing.next,
			"unlocked_now": new,
		}));
	}
	let text = table(&["citizen", "growth", "themes", "next at", "now"], rows);
	let json = json!({ "citizens": list, "rejected": rejected::json("citizen", &rejected) });
	let text = format!("{text}{}", rejected::text(Path::new("argument"), "citizen", &rejected));
	global.output().result(json, text);
	Ok(rejected::done(&rejected))
}

#[cfg(test)]
mod tests {
	use super::*;
	use pallet_growth::{default_equivalents, Theme};

	#[test]
	fn a_citizen_sees_badges_next_theme_and_equivalents() {
		let themes: AllThemes = std::array::from_fn(|at| Theme {
			name: format!("题{at} / T{at}").into_bytes().try_into().unwrap(),
			threshold: (at as u64 + 1) * 1_000,
		});
		let standing = Standing {
			citizen: 7,
			growth: 2_500,
			from_answers: 500,
			badges: vec![17_775, 17_776].try_into().unwrap(),
			next: Some(3_000),
		};
		let list: Vec<_> =
			default_equivalents().into_iter().map(|e| (e.clone(), e.of(9_000))).collect();
		let english = text(&standing, Some(&themes), 9_000, &list, Language::En);
		for part in ["2.500", "0.500", "2 / 9", "T2 (to go 0.500)", "2018-09-01", "1.500", "EPA"] {
			assert!(english.contains(part), "{part}: {english}");
		}
		let chinese = text(&standing, Some(&themes), 9_000, &list, Language::Zh);
		for part in ["成长值", "题2", "还差 0.500", "树木生长一年"] {
			assert!(chinese.contains(part), "{part}: {chinese}");
		}
		let reached = Standing { growth: 3_000, ..standing };
		let english = text(&reached, Some(&themes), 0, &list, Language::En);
		assert!(english.contains("reached: tanpu growth unlock 7"), "{english}");
	}
}
