//! `tanpu growth set-themes` and `set-equivalents`: the authority's texts and numbers.

use super::{parse_growth, read_toml, Words, PALLET};
use crate::{
	call::Call,
	cli::{Approval, Global},
	council::decide,
	failure::{Done, Failure, Result},
	key,
};
use pallet_growth::{
	is_shown, AllThemes, Equivalent, Text, Theme, MAX_EQUIVALENTS, MAX_NAME_LEN, MAX_SOURCE_LEN,
};
use serde::Deserialize;
use serde_json::json;
use sp_core::{bounded_vec::BoundedVec, ConstU32};
use std::path::Path;
use tanpu_primitives::growth::THEMES;

pub const THEMES_HELP: &str = "\
Examples:
  tanpu --key-file member.key growth set-themes data/growth/themes.toml
  tanpu --suri //Alice growth set-themes data/growth/themes.toml --approve-with //Bob

Nine tables, by rising threshold:
  [[theme]]
  name = { zh = \"萌芽\", en = \"Sprout\" }   # or name = \"Sprout\"; together at most 64 bytes
  threshold = \"500\"                        # growth points, at most 3 decimals

What citizens have unlocked stays unlocked.";

pub const EQUIVALENTS_HELP: &str = "\
Examples:
  tanpu --key-file member.key growth set-equivalents data/growth/equivalents.toml
  tanpu --suri //Alice growth set-equivalents data/growth/equivalents.toml --approve-with //Bob

Up to eight tables:
  [[equivalent]]
  name = { zh = \"树木生长一年\", en = \"tree growing for a year\" }   # together at most 64 bytes
  grams = 6000                                                # grams CO2e of one of it
  source = \"where the factor is from\"                         # at most 256 bytes

They are shown and nothing else: no amount depends on them.";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ThemesFile {
	theme: Vec<ThemeTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ThemeTable {
	name: Words,
	threshold: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EquivalentsFile {
	equivalent: Vec<EquivalentTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EquivalentTable {
	name: Words,
	grams: u64,
	source: String,
}

fn text<const N: u32>(words: &str, what: &str) -> Result<Text<N>, String> {
	if !is_shown(words.as_bytes()) {
		return Err(format!("{what} is empty or has control characters"));
	}
	BoundedVec::try_from(words.as_bytes().to_vec())
		.map_err(|_| format!("{what} has {} bytes, and can have {N}", words.len()))
}

fn all_themes(file: ThemesFile) -> Result<AllThemes, String> {
	let mut themes: Vec<Theme> = Vec::new();
	for (at, table) in file.theme.into_iter().enumerate() {
		let place = |message: String| format!("theme {}: {message}", at + 1);
		let name = text::<MAX_NAME_LEN>(&table.name.joined(), "name").map_err(place)?;
		let threshold = parse_growth(&table.threshold)
			.map_err(|e| place(format!("threshold '{}': {e}", table.threshold)))?;
		if threshold <= themes.last().map_or(0, |before| before.threshold) {
			return Err(place("the threshold does not rise".into()));
		}
		themes.push(Theme { name, threshold });
	}
	let found = themes.len();
	themes.try_into().map_err(|_| format!("{found} themes; expected {THEMES}"))
}

type Equivalents = BoundedVec<Equivalent, ConstU32<MAX_EQUIVALENTS>>;

fn all_equivalents(file: EquivalentsFile) -> Result<Equivalents, String> {
	let mut list = Vec::new();
	for (at, table) in file.equivalent.into_iter().enumerate() {
		let place = |message: String| format!("equivalent {}: {message}", at + 1);
		if table.grams == 0 {
			return Err(place("grams is 0".into()));
		}
		list.push(Equivalent {
			name: text::<MAX_NAME_LEN>(&table.name.joined(), "name").map_err(place)?,
			grams: table.grams,
			source: text::<MAX_SOURCE_LEN>(&table.source, "source").map_err(place)?,
		});
	}
	let found = list.len();
	list.try_into().map_err(|_| format!("{found} equivalents; at most {MAX_EQUIVALENTS}"))
}

pub async fn set_themes(global: &Global, file: &Path, approval: &Approval) -> Result<Done> {
	let themes = all_themes(read_toml(file)?)
		.map_err(|message| Failure::Plain(format!("{}: {message}", file.display())))?;
	let chain = global.connect().await?;
	let before: Option<AllThemes> = chain.head().await?.get(PALLET, "Themes", key![]).await?;
	if before.as_ref() == Some(&themes) {
		let json = json!({ "state": "set", "already": true, "themes": THEMES });
		global.output().result(json, "the themes are so already");
		return Ok(Done::All);
	}
	let call = Call::new(PALLET, "set_themes").arg("themes", &themes);
	let motion = decide(&chain, &global.signer()?, &call, &approval.keys()?).await?;
	global.output().result(motion.json(), motion.text("set the themes"));
	Ok(Done::All)
}

pub async fn set_equivalents(global: &Global, file: &Path, approval: &Approval) -> Result<Done> {
	let list = all_equivalents(read_toml(file)?)
		.map_err(|message| Failure::Plain(format!("{}: {message}", file.display())))?;
	let chain = global.connect().await?;
	// As the runtime answers: it has its own before any were set.
	let before: Vec<(Equivalent, u64)> =
		chain.head().await?.call("PointsApi", "equivalents", (0u64,)).await?;
	if before.iter().map(|(equivalent, _)| equivalent).eq(&list) {
		let json = json!({ "state": "set", "already": true, "equivalents": list.len() });
		global.output().result(json, "the equivalents are so already");
		return Ok(Done::All);
	}
	let call = Call::new(PALLET, "set_equivalents").arg("equivalents", &list);
	let motion = decide(&chain, &global.signer()?, &call, &approval.keys()?).await?;
	global.output().result(motion.json(), motion.text("set the equivalents"));
	Ok(Done::All)
}

#[cfg(test)]
mod tests {
	use super::*;

	fn themes(text: &str) -> Result<AllThemes, String> {
		all_themes(toml::from_str(text).map_err(|e| e.to_string())?)
	}

	#[test]
	fn the_files_of_this_repository_are_good() {
		let read = |name: &str| {
			std::fs::read_to_string(
				Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/growth").join(name),
			)
			.unwrap()
		};
		assert_eq!(themes(&read("themes.toml")).unwrap().len(), THEMES);
		let list = all_equivalents(toml::from_str(&read("equivalents.toml")).unwrap()).unwrap();
		// What the chain begins with.
		assert_eq!(list, pallet_growth::default_equivalents());
	}

	#[test]
	fn themes_are_nine_and_rise() {
		let table = |name: &str, threshold: &str| {
			format!("[[theme]]\nname = \"{name}\"\nthreshold = \"{threshold}\"\n")
		};
		let nine: Vec<String> = (1..=9).map(|n| table("x", &format!("{n}.5"))).collect();
		assert_eq!(themes(&nine.concat()).unwrap()[8].threshold, 9_500);
		assert!(themes(&nine[1..].concat()).unwrap_err().contains("8 themes; expected 9"));
		let mut same = nine.clone();
		same[4] = table("x", "4.5");
		assert!(themes(&same.concat()).unwrap_err().contains("theme 5: the threshold"));
		same[4] = table(&"树".repeat(22), "5.5");
		assert!(themes(&same.concat()).unwrap_err().contains("66 bytes, and can have 64"));
		same[4] = table("x", "5.0001");
		assert!(themes(&same.concat()).unwrap_err().contains("theme 5: threshold '5.0001'"));
		same[0] = table("x", "0");
		assert!(themes(&same.concat()).unwrap_err().contains("theme 1"));
		assert!(themes("[[theme]]\nname = 1\n").is_err());
	}

	#[test]
	fn equivalents_are_something_with_a_source() {
		let parse = |text: &str| all_equivalents(toml::from_str(text).unwrap());
		let good =
			"[[equivalent]]\nname = { zh = \"树\", en = \"tree\" }\ngrams = 6000\nsource = \"s\"\n";
		assert_eq!(parse(good).unwrap()[0].name.as_slice(), "树 / tree".as_bytes());
		assert!(parse(&good.replace("6000", "0")).unwrap_err().contains("grams is 0"));
		assert!(parse(&good.replace("\"s\"", "\" \"")).unwrap_err().contains("source is empty"));
		assert!(parse(&good.repeat(9)).unwrap_err().contains("at most 8"));
	}
}
