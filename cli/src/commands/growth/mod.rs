//! `tanpu growth`: themes, badges, the question of the day, and what grams are for people.

mod answers;
mod questions;
mod settings;
mod show;

use crate::{
	cli::{Approval, Global},
	commands::{accounts::citizen_of, methodology::Language},
	failure::{Done, Failure, Result},
	time::{format_day, parse_date},
};
use serde::{de::DeserializeOwned, Deserialize};
use std::path::{Path, PathBuf};
use tanpu_primitives::Day;

pub const PALLET: &str = "Growth";

/// What stands between the Chinese and the English half of a name on the chain.
const BETWEEN: &str = " / ";

#[derive(clap::Subcommand, Debug)]
pub enum Command {
	/// What a citizen has grown: badges, the next theme, and their grams in trees and forest.
	#[command(
		after_help = "Examples:\n  tanpu growth show 17\n  tanpu growth show 5F... --lang zh"
	)]
	Show {
		/// The citizen's number, the key's address, or 0x and the nullifier.
		who: String,
		/// The language.
		#[arg(long, value_enum, default_value = "en")]
		lang: Language,
	},
	/// The nine themes and the growth that unlocks them.
	#[command(after_help = "Example:\n  tanpu growth themes --lang zh")]
	Themes {
		/// The language.
		#[arg(long, value_enum, default_value = "en")]
		lang: Language,
	},
	/// Set the nine themes (council).
	#[command(after_help = settings::THEMES_HELP)]
	SetThemes {
		/// The TOML file: nine [[theme]] with name and threshold.
		file: PathBuf,
		#[command(flatten)]
		approval: Approval,
	},
	/// Set what grams are shown as: trees, mu of forest, ... (council).
	#[command(after_help = settings::EQUIVALENTS_HELP)]
	SetEquivalents {
		/// The TOML file: up to eight [[equivalent]] with name, grams and source.
		file: PathBuf,
		#[command(flatten)]
		approval: Approval,
	},
	/// Unlock what citizens' growth reaches. Anybody can.
	#[command(after_help = "Example:\n  tanpu --key-file my.key growth unlock 17 18\n\n\
		Who has reached nothing further is left out; nothing is sent then.")]
	Unlock {
		/// Citizens: numbers, addresses or nullifiers.
		#[arg(required = true)]
		who: Vec<String>,
	},
	/// Questions of coming days: make them ready, set them.
	#[command(subcommand)]
	Questions(questions::Command),
	/// The question of a day and what became of it.
	#[command(after_help = "Examples:\n  tanpu growth question today\n  \
		tanpu growth question 2026-01-03 --document 2026-01-03.json\n\n\
		--document compares what you downloaded with the hash that the chain has: exit code 1 where it is \
		another one.")]
	Question {
		/// YYYY-MM-DD, today, tomorrow or yesterday.
		day: String,
		/// The published question.
		#[arg(long)]
		document: Option<PathBuf>,
	},
	/// Publish the right answers of days that are over. Run it each day; what is published is left.
	#[command(after_help = questions::PUBLISH_HELP)]
	PublishAnswer {
		/// The secrets from `growth questions new`.
		#[arg(long)]
		secrets: PathBuf,
	},
	/// Answer the question of today: signed by the citizen's own key. The answer stays hidden.
	#[command(after_help = answers::CHECK_IN_HELP)]
	CheckIn(answers::CheckIn),
	/// Reveal answers once the right ones are published, and earn growth for right ones.
	#[command(after_help = answers::REVEAL_HELP)]
	Reveal {
		/// The file that `growth check-in` keeps.
		#[arg(long)]
		salts: PathBuf,
	},
	/// Remove what is left of a question that is over. Anybody can.
	#[command(after_help = "Example:\n  tanpu --key-file my.key growth sweep 2026-01-03")]
	Sweep {
		/// YYYY-MM-DD.
		day: String,
		/// Most answers that nobody revealed to remove in one transaction.
		#[arg(long, default_value_t = 1_000)]
		limit: u32,
	},
}

pub async fn run(global: &Global, command: Command) -> Result<Done> {
	match command {
		Command::Show { who, lang } => show::show(global, &who, lang).await,
		Command::Themes { lang } => show::themes(global, lang).await,
		Command::SetThemes { file, approval } => {
			settings::set_themes(global, &file, &approval).await
		},
		Command::SetEquivalents { file, approval } => {
			settings::set_equivalents(global, &file, &approval).await
		},
		Command::Unlock { who } => show::unlock(global, &who).await,
		Command::Questions(command) => questions::run(global, command).await,
		Command::Question { day, document } => {
			questions::show(global, &day, document.as_deref()).await
		},
		Command::PublishAnswer { secrets } => questions::publish(global, &secrets).await,
		Command::CheckIn(arguments) => answers::check_in(global, arguments).await,
		Command::Reveal { salts } => answers::reveal(global, &salts).await,
		Command::Sweep { day, limit } => questions::sweep(global, &day, limit).await,
	}
}

/// A text in both languages or in one.
#[derive(Deserialize, Clone, PartialEq, Eq, Debug)]
#[serde(untagged)]
enum Words {
	One(String),
	Both { zh: String, en: String },
}

impl Words {
	/// As the chain has it: both halves, Chinese first.
	fn joined(&self) -> String {
		match self {
			Self::One(text) => text.clone(),
			Self::Both { zh, en } => format!("{zh}{BETWEEN}{en}"),
		}
	}
}

/// The half of a text from the chain in a language; the whole where it has no halves.
fn in_language(text: &[u8], lang: Language) -> String {
	let text = String::from_utf8_lossy(text);
	match (text.split_once(BETWEEN), lang) {
		(Some((zh, _)), Language::Zh) => zh.to_owned(),
		(Some((_, en)), Language::En) => en.to_owned(),
		(None, _) => text.into_owned(),
	}
}

/// Thousandths with three decimals: `0.123`.
fn thousandths(number: u64) -> String {
	crate::output::growth(number)
}

/// A day by its date or by a word.
fn parse_day(text: &str, today: Day) -> Result<Day> {
	let day = match text {
		"today" => Some(today),
		"tomorrow" => today.checked_add(1),
		"yesterday" => today.checked_sub(1),
		date => return parse_date(date).map_err(|e| Failure::Usage(e.to_string())),
	};
	day.ok_or_else(|| Failure::usage("there is no such day"))
}

/// An answer's letter, from A.
fn letter(answer: u8) -> String {
	match answer {
		0..=25 => char::from(b'A' + answer).to_string(),
		_ => format!("number {}", u16::from(answer) + 1),
	}
}

/// An answer from its letter.
fn parse_letter(text: &str) -> Result<u8, String> {
	match text.trim().as_bytes() {
		[letter @ b'A'..=b'Z'] => Ok(letter - b'A'),
		[letter @ b'a'..=b'z'] => Ok(letter - b'a'),
		_ => Err("expected the answer's letter: A, B, C, ...".into()),
	}
}

/// Thousandths from a number with at most three decimals.
fn parse_growth(text: &str) -> Result<u64, String> {
	crate::decimal::parse_scaled(text, 3).map_err(|e| e.to_string())
}

/// A TOML file; what is wrong is named with line and column.
fn read_toml<T: DeserializeOwned>(path: &Path) -> Result<T> {
	let text = std::fs::read_to_string(path).map_err(|e| Failure::file("read", path, e))?;
	toml::from_str(&text).map_err(|e| {
		let at = e.span().map_or(0, |span| span.start);
		let before = text.get(..at).unwrap_or_default();
		let line = before.matches('\n').count() + 1;
		let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
		Failure::Plain(format!("{}:{line}:{column}: {}", path.display(), e.message().trim()))
	})
}

/// Days from one on, so many: what a table of questions without days gets.
fn day_from(first: Day, ahead: usize) -> Result<Day> {
	u16::try_from(ahead).ok().and_then(|ahead| first.checked_add(ahead)).ok_or_else(|| {
		Failure::Plain(format!("there is no day {ahead} after {}", format_day(first)))
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn names_have_two_halves_or_one() {
		let both = Words::Both { zh: "树".into(), en: "tree".into() };
		assert_eq!(both.joined(), "树 / tree");
		assert_eq!(in_language(both.joined().as_bytes(), Language::Zh), "树");
		assert_eq!(in_language(both.joined().as_bytes(), Language::En), "tree");
		assert_eq!(in_language(b"tree", Language::Zh), "tree");
	}

	#[test]
	fn answers_have_letters() {
		for answer in 0..26 {
			assert_eq!(parse_letter(&letter(answer)), Ok(answer));
		}
		assert_eq!(parse_letter("b"), Ok(1));
		assert_eq!(letter(26), "number 27");
		for bad in ["", "0", "1", "AB", "é"] {
			assert!(parse_letter(bad).is_err());
		}
	}

	#[test]
	fn days_have_words() {
		assert_eq!(parse_day("today", 9).unwrap(), 9);
		assert_eq!(parse_day("tomorrow", 9).unwrap(), 10);
		assert_eq!(parse_day("yesterday", 9).unwrap(), 8);
		assert_eq!(parse_day("1970-01-02", 9).unwrap(), 1);
		assert!(parse_day("yesterday", 0).is_err());
		assert_eq!(parse_day("soon", 9).unwrap_err().exit_code(), 2);
	}

	#[test]
	fn a_wrong_file_is_named_with_line_and_column() {
		#[derive(Deserialize, Debug)]
		#[serde(deny_unknown_fields)]
		#[allow(dead_code)]
		struct File {
			a: u8,
		}
		let path = std::env::temp_dir().join(format!("tanpu-toml-{}.toml", std::process::id()));
		std::fs::write(&path, "a = 1\nb = 2\n").unwrap();
		let error = read_toml::<File>(&path).unwrap_err().to_string();
		std::fs::remove_file(&path).unwrap();
		assert!(error.contains(".toml:2:1: "), "{error}");
	}
}
