//! Questions of the day: made ready in two halves, set by one motion, opened when the day is over.
//!
//! A draft holds everything. `questions new` parts it: what everybody may read goes into a document
//! for each day (its hash is on the chain) and a file for the council; answer and salt go into a file
//! of their own, which nobody needs before the day is over.

use super::{
	day_from, letter, parse_day, parse_growth, parse_letter, read_toml, thousandths, Words, PALLET,
};
use crate::{
	call::Call,
	cli::{parse_hash, Approval, Global},
	commands::{clock, hex, objects::read_columns},
	connection::At,
	council::{self, decide},
	each::send_each,
	failure::{Done, Failure, Result},
	hashing::SecretKey,
	key,
	output::{fields, grouped, table},
	rejected::{self, Rejected},
	secret,
	time::{format_day, format_time, parse_date},
	transaction::send,
	types::api::ClockReading,
};
use pallet_growth::{Question, Quiz, MAX_URI_LEN};
use serde::Deserialize;
use serde_json::{json, Value};
use sp_core::{bounded_vec::BoundedVec, H256};
use sp_crypto_hashing::blake2_256;
use std::{
	collections::HashSet,
	fmt::Write,
	path::{Path, PathBuf},
};
use tanpu_primitives::{
	growth::{answer_message, AnswerSalt},
	Day, GrowthMillis, UnixSeconds, SECONDS_PER_DAY,
};

const NEW_HELP: &str = "\
Example:
  tanpu growth questions new draft.toml --first tomorrow --uri-base https://city.example/questions \\
    --publish public/ --out questions.toml --secrets answers.csv

draft.toml is the authority's own and secret; a table for each day:
  [[question]]
  day = \"2026-01-03\"            # or none: with --first, one day after the other
  title = { zh = \"...\", en = \"...\" }
  options = [{ zh = \"...\", en = \"...\" }, \"...\"]   # 2 to 26
  answer = \"B\"                  # the right one, A is the first
  reward = \"1\"                  # growth points, at most 3 decimals
  places = 10000                # how many citizens can answer

Written: --publish gets DAY.json for each day, to be put at URI-BASE/DAY.json; --out gets what the \
council sets with `growth questions set`; --secrets gets day,answer,salt, readable by its owner only, \
for `growth publish-answer`. An existing secrets file is not overwritten.
Without a node: --genesis 0x..., and dates.";

const SET_HELP: &str = "\
Examples:
  tanpu --key-file member.key growth questions set questions.toml
  tanpu --suri //Alice growth questions set questions.toml --approve-with //Bob --json

All days are one motion. What the chain has already is left out, so the command can be run again.";

pub const PUBLISH_HELP: &str = "\
Example:
  tanpu --key-file payer.key growth publish-answer --secrets answers.csv

Sends the answers of all days that are over and open, in one transaction; others wait. Who sends it \
needs no licence: what counts is that it opens the hash which the council set.";

#[derive(clap::Subcommand, Debug)]
pub enum Command {
	/// Part a draft into what is public and what stays secret.
	#[command(after_help = NEW_HELP)]
	New(New),
	/// Set the questions of many days: one motion (council).
	#[command(after_help = SET_HELP)]
	Set {
		/// The TOML file from `growth questions new`.
		file: PathBuf,
		#[command(flatten)]
		approval: Approval,
	},
}

#[derive(clap::Args, Debug)]
pub struct New {
	/// The draft.
	draft: PathBuf,
	/// Day of the first question that has none: YYYY-MM-DD, today or tomorrow.
	#[arg(long, value_name = "DAY")]
	first: Option<String>,
	/// Where the documents will be found: each at this address, a slash and DAY.json.
	#[arg(long)]
	uri_base: String,
	/// The folder for the documents.
	#[arg(long)]
	publish: PathBuf,
	/// The file for the council.
	#[arg(long)]
	out: PathBuf,
	/// The new file for answers and salts.
	#[arg(long)]
	secrets: PathBuf,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DraftFile {
	question: Vec<Draft>,
}

#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
struct Draft {
	day: Option<String>,
	title: Words,
	options: Vec<Words>,
	answer: String,
	reward: String,
	places: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PublicFile {
	question: Vec<Public>,
}

/// What the council sets for a day.
#[derive(Deserialize, Clone, PartialEq, Eq, Debug)]
#[serde(deny_unknown_fields)]
struct Public {
	day: String,
	uri: String,
	hash: String,
	options: u8,
	answer_hash: String,
	reward: String,
	places: u32,
}

pub async fn run(global: &Global, command: Command) -> Result<Done> {
	match command {
		Command::New(arguments) => new(global, arguments).await,
		Command::Set { file, approval } => set(global, &file, &approval).await,
	}
}

/// A day's question in its parts.
struct Parts {
	day: Day,
	document: String,
	question: Question,
	answer: u8,
	salt: AnswerSalt,
}

async fn new(global: &Global, arguments: New) -> Result<Done> {
	let New { draft, first, uri_base, publish, out, secrets } = arguments;
	let file: DraftFile = read_toml(&draft)?;
	let word = |day: &Option<String>| {
		day.as_deref().is_some_and(|day| matches!(day, "today" | "tomorrow" | "yesterday"))
	};
	let offline = global.genesis.filter(|_| !word(&first));
	let (genesis, today) = match offline {
		Some(genesis) => (genesis, 0),
		None => {
			let chain = global.connect().await?;
			(chain.genesis(), clock(&chain.head().await?).await?.today)
		},
	};
	let first = first.map(|first| parse_day(&first, today)).transpose()?;
	let mut parts = Vec::new();
	let mut days = HashSet::new();
	let mut ahead = 0;
	for (at, question) in file.question.iter().enumerate() {
		let bad = |message: String| {
			Failure::Plain(format!("{}: question {}: {message}", draft.display(), at + 1))
		};
		let day = match (&question.day, first) {
			(Some(day), _) => parse_date(day).map_err(|e| bad(e.to_string()))?,
			(None, Some(first)) => {
				ahead += 1;
				day_from(first, ahead - 1)?
			},
			(None, None) => return Err(bad("it has no day: add one, or give --first".into())),
		};
		if !days.insert(day) {
			return Err(bad(format!("{} has a question already", format_day(day))));
		}
		// From the operating system's randomness.
		let mut salt: AnswerSalt = [0; 32];
		hex::decode_to_slice(SecretKey::generate().to_hex(), &mut salt)
			.map_err(|_| Failure::plain("can't draw a salt"))?;
		parts
			.push(part(genesis, day, question, uri_base.trim_end_matches('/'), salt).map_err(bad)?);
	}
	if parts.is_empty() {
		return Err(Failure::Plain(format!("{}: no [[question]]", draft.display())));
	}
	parts.sort_by_key(|part| part.day);
	// Before what depends on it: an answer that is lost can't be published.
	secret::write_new(&secrets, &secrets_text(&parts))?;
	std::fs::create_dir_all(&publish).map_err(|e| Failure::file("create", &publish, e))?;
	for part in &parts {
		let path = publish.join(format!("{}.json", format_day(part.day)));
		std::fs::write(&path, &part.document).map_err(|e| Failure::file("write", &path, e))?;
	}
	std::fs::write(&out, public_text(&parts)).map_err(|e| Failure::file("write", &out, e))?;
	let rows = parts.iter().map(|part| {
		vec![
			format_day(part.day),
			part.question.options.to_string(),
			thousandths(part.question.reward),
			grouped(part.question.places.into()),
			String::from_utf8_lossy(&part.question.uri).into_owned(),
		]
	});
	let text = format!(
		"{}\npublic: {} and {}; SECRET until each day is over: {}",
		table(&["day", "options", "reward", "places", "address"], rows),
		out.display(),
		publish.display(),
		secrets.display()
	);
	let json = json!({
		"questions": parts.len(),
		"first": parts.first().map(|part| format_day(part.day)),
		"last": parts.last().map(|part| format_day(part.day)),
		"file": out.display().to_string(),
		"publish": publish.display().to_string(),
		"secrets": secrets.display().to_string(),
	});
	global.output().result(json, text);
	Ok(Done::All)
}

fn part(
	genesis: H256,
	day: Day,
	draft: &Draft,
	base: &str,
	salt: AnswerSalt,
) -> Result<Parts, String> {
	let options = u8::try_from(draft.options.len())
		.ok()
		.filter(|options| (2..=26).contains(options))
		.ok_or(format!("{} options; expected 2 to 26", draft.options.len()))?;
	let answer = parse_letter(&draft.answer)?;
	if answer >= options {
		return Err(format!("answer {}: there are {options} options", letter(answer)));
	}
	let words = |words: &Words| match words {
		Words::One(text) => json!(text),
		Words::Both { zh, en } => json!({ "zh": zh, "en": en }),
	};
	let document = json!({
		"day": format_day(day),
		"title": words(&draft.title),
		"options": draft
			.options
			.iter()
			.enumerate()
			.map(|(at, text)| json!({
				"letter": letter(u8::try_from(at).unwrap_or(u8::MAX)),
				"text": words(text),
			}))
			.collect::<Vec<_>>(),
	});
	let mut document = serde_json::to_string_pretty(&document).map_err(|e| e.to_string())?;
	document.push('\n');
	let question = Question {
		hash: H256(blake2_256(document.as_bytes())),
		uri: uri(&format!("{base}/{}.json", format_day(day)))?,
		options,
		answer_hash: H256(blake2_256(&answer_message(genesis, day, answer, &salt))),
		reward: parse_growth(&draft.reward)
			.map_err(|e| format!("reward '{}': {e}", draft.reward))?,
		places: draft.places,
	};
	Ok(Parts { day, document, question, answer, salt })
}

fn uri(text: &str) -> Result<BoundedVec<u8, sp_core::ConstU32<MAX_URI_LEN>>, String> {
	if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
		return Err("the address is not printable ASCII".into());
	}
	BoundedVec::try_from(text.as_bytes().to_vec())
		.map_err(|_| format!("the address has {} bytes, and can have {MAX_URI_LEN}", text.len()))
}

fn secrets_text(parts: &[Parts]) -> String {
	let mut text = String::from("day,answer,salt\n");
	for part in parts {
		// Writing to a String can't fail.
		let _ =
			writeln!(text, "{},{},{}", format_day(part.day), letter(part.answer), hex(part.salt));
	}
	text
}

fn public_text(parts: &[Parts]) -> String {
	let mut text =
		String::from("# Made by `tanpu growth questions new`; set by `growth questions set`.\n");
	for Parts { day, question, .. } in parts {
		let _ = write!(
			text,
			"\n[[question]]\nday = \"{}\"\nuri = {}\nhash = \"{}\"\noptions = {}\nanswer_hash = \"{}\"\n\
			 reward = \"{}\"\nplaces = {}\n",
			format_day(*day),
			json!(String::from_utf8_lossy(&question.uri)),
			hex(question.hash),
			question.options,
			hex(question.answer_hash),
			thousandths(question.reward).replace(',', ""),
			question.places,
		);
	}
	text
}

fn question_of(public: &Public) -> Result<(Day, Question), String> {
	let hash = |text: &str, what: &str| parse_hash(text).map_err(|e| format!("{what}: {e}"));
	let question = Question {
		hash: hash(&public.hash, "hash")?,
		uri: uri(&public.uri)?,
		options: public.options,
		answer_hash: hash(&public.answer_hash, "answer_hash")?,
		reward: parse_growth(&public.reward)
			.map_err(|e| format!("reward '{}': {e}", public.reward))?,
		places: public.places,
	};
	if question.options < 2 {
		return Err("fewer than two options".into());
	}
	Ok((parse_date(&public.day).map_err(|e| e.to_string())?, question))
}

async fn quiz(at: &At<'_>, day: Day) -> Result<Option<Quiz>> {
	at.get(PALLET, "Quizzes", key![day]).await
}

async fn set(global: &Global, file: &Path, approval: &Approval) -> Result<Done> {
	let list: PublicFile = read_toml(file)?;
	let chain = global.connect().await?;
	let at = chain.head().await?;
	let today = clock(&at).await?.today;
	let ahead: u16 = at.constant(PALLET, "MaxAhead")?;
	let most_reward: GrowthMillis = at.constant(PALLET, "MaxReward")?;
	let most_places: u32 = at.constant(PALLET, "MaxPlaces")?;
	let (mut calls, mut days, mut already) = (Vec::new(), HashSet::new(), 0usize);
	let mut rejected = Vec::new();
	for (place, public) in list.question.iter().enumerate() {
		let place = place as u64 + 1;
		let (day, question) = match question_of(public) {
			Ok(found) => found,
			Err(reason) => {
				rejected.push(Rejected::new(place, &public.day, reason));
				continue;
			},
		};
		let reason = match quiz(&at, day).await? {
			Some(found) if found.question == question => {
				already += 1;
				continue;
			},
			Some(_) => Some("the day has another question, which can't be changed".to_owned()),
			None if !days.insert(day) => Some("the day stands in the file twice".into()),
			None if day < today => Some("the day is over".into()),
			None if day - today >= ahead => {
				Some(format!("more than {ahead} days ahead, today included"))
			},
			None if !(1..=most_reward).contains(&question.reward) => {
				Some(format!("the reward is 0 or above {}", thousandths(most_reward)))
			},
			None if !(1..=most_places).contains(&question.places) => {
				Some(format!("the places are 0 or more than {}", grouped(most_places.into())))
			},
			None => None,
		};
		match reason {
			Some(reason) => rejected.push(Rejected::new(place, &public.day, reason)),
			None => calls.push(
				Call::new(PALLET, "set_question").arg("day", &day).arg("question", &question),
			),
		}
	}
	let mut parts = Vec::new();
	let mut state = json!({ "state": "nothing to set" });
	if !calls.is_empty() {
		let encoded =
			calls.iter().map(|call| call.encode(at.metadata())).collect::<Result<Vec<_>>>()?;
		let motion =
			decide(&chain, &global.signer()?, &council::batch(&encoded), &approval.keys()?).await?;
		state = motion.json();
		parts.push(motion.text(&format!("set the questions of {} days", calls.len())));
	}
	parts.push(format!("{} questions in the file, {already} set before", list.question.len()));
	let json = json!({
		"questions": list.question.len(),
		"already": already,
		"sent": calls.len(),
		"motion": state,
		"rejected": rejected::json("day", &rejected),
	});
	let text = format!("{}{}", parts.join("\n"), rejected::text(file, "day", &rejected));
	global.output().result(json, text);
	Ok(rejected::done(&rejected))
}

/// The first second after a day.
fn end_of(clock: &ClockReading, day: Day) -> UnixSeconds {
	((u64::from(day) + 1) * SECONDS_PER_DAY).saturating_add_signed(-i64::from(clock.day_offset))
}

pub async fn show(global: &Global, day: &str, document: Option<&Path>) -> Result<Done> {
	let chain = global.connect().await?;
	let at = chain.head().await?;
	let clock = clock(&at).await?;
	let day = parse_day(day, clock.today)?;
	let found = quiz(&at, day)
		.await?
		.ok_or_else(|| Failure::Plain(format!("{} has no question", format_day(day))))?;
	let publish: u64 = at.constant(PALLET, "PublishPeriod")?;
	let reveal: u64 = at.constant(PALLET, "RevealPeriod")?;
	let time = |seconds| format_time(seconds, clock.day_offset);
	let end = end_of(&clock, day);
	let Quiz { question, taken, revealed, answer } = &found;
	let (state, next) = match answer {
		Some((right, published)) => {
			(format!("the answer is {}", letter(*right)), ("reveal until", published + reveal))
		},
		None if day > clock.today => ("to come".to_owned(), ("answer until", end)),
		None if day == clock.today => ("open".to_owned(), ("answer until", end)),
		None if clock.now < end + publish => {
			("over; the answer is not published".to_owned(), ("publish until", end + publish))
		},
		None => ("over; the answer was never published".to_owned(), ("ended", end + publish)),
	};
	let same = match document {
		None => None,
		Some(path) => {
			let bytes = std::fs::read(path).map_err(|e| Failure::file("read", path, e))?;
			Some(blake2_256(&bytes) == question.hash.0)
		},
	};
	let mut rows = vec![
		("day", format_day(day)),
		("state", state.clone()),
		(next.0, time(next.1)),
		("address", String::from_utf8_lossy(&question.uri).into_owned()),
		("hash", hex(question.hash)),
		("options", format!("A to {}", letter(question.options.saturating_sub(1)))),
		("growth for the right one", thousandths(question.reward)),
		("places", grouped(question.places.into())),
		("answered", grouped((*taken).into())),
		("revealed", grouped((*revealed).into())),
	];
	if let Some(same) = same {
		rows.push(("the document", if same { "is this one" } else { "IS ANOTHER ONE" }.to_owned()));
	}
	let json = json!({
		"day": format_day(day),
		"state": state,
		"until": next.1,
		"uri": String::from_utf8_lossy(&question.uri),
		"hash": hex(question.hash),
		"answer_hash": hex(question.answer_hash),
		"options": question.options,
		"reward_millis": question.reward,
		"places": question.places,
		"answered": taken,
		"revealed": revealed,
		"answer": answer.map(|(right, _)| letter(right)),
		"document_is_this": same,
	});
	global.output().result(json, fields(rows));
	Ok(if same == Some(false) { Done::Different } else { Done::All })
}

/// A line of the secrets file.
struct Opening {
	line: u64,
	day: Day,
	answer: u8,
	salt: AnswerSalt,
}

/// What is wrong is named by its line only: the file is secret.
fn read_secrets(path: &Path) -> Result<Vec<Opening>> {
	secret::warn_if_readable(path);
	let bytes = std::fs::read(path).map_err(|e| Failure::file("read", path, e))?;
	let lines = read_columns(&bytes, ["day", "answer", "salt"], [])
		.map_err(|message| Failure::Plain(format!("{}: {message}", path.display())))?;
	lines
		.into_iter()
		.map(|(line, [day, answer, salt], [])| {
			let mut bytes: AnswerSalt = [0; 32];
			let salt = hex::decode_to_slice(salt.strip_prefix("0x").unwrap_or(&salt), &mut bytes);
			match (parse_date(&day), parse_letter(&answer), salt) {
				(Ok(day), Ok(answer), Ok(())) => Ok(Opening { line, day, answer, salt: bytes }),
				_ => Err(Failure::Plain(format!(
					"{}:{line}: expected a day, a letter and 64 hex digits",
					path.display()
				))),
			}
		})
		.collect()
}

pub async fn publish(global: &Global, secrets: &Path) -> Result<Done> {
	let list = read_secrets(secrets)?;
	let chain = global.connect().await?;
	let at = chain.head().await?;
	let clock = clock(&at).await?;
	let period: u64 = at.constant(PALLET, "PublishPeriod")?;
	let genesis = chain.genesis();
	let (mut due, mut rows, mut rejected) = (Vec::new(), Vec::new(), Vec::new());
	for opening in &list {
		let end = end_of(&clock, opening.day);
		let day = format_day(opening.day);
		let state = match quiz(&at, opening.day).await? {
			None if opening.day < clock.today => "over: swept, or never set",
			None => "not set yet",
			Some(quiz) if quiz.answer.is_some() => "published before",
			Some(_) if clock.now < end => "to come: the day is not over",
			Some(_) if clock.now >= end + period => {
				rejected.push(Rejected::new(opening.line, &day, "the time to publish is over"));
				continue;
			},
			Some(quiz) => {
				let message = answer_message(genesis, opening.day, opening.answer, &opening.salt);
				if blake2_256(&message) != quiz.question.answer_hash.0 {
					let reason = "it does not open the day's hash: another chain's or draft's";
					rejected.push(Rejected::new(opening.line, &day, reason));
					continue;
				}
				due.push(opening);
				continue;
			},
		};
		rows.push((opening.day, state.to_owned(), false));
	}
	if !due.is_empty() {
		let calls: Vec<Call> = due
			.iter()
			.map(|opening| {
				Call::new(PALLET, "publish_answer")
					.arg("day", &opening.day)
					.arg("answer", &opening.answer)
					.arg("salt", &opening.salt)
			})
			.collect();
		let reasons = send_each(&chain, &global.signer()?, &calls).await?;
		for (opening, reason) in due.iter().zip(reasons) {
			let day = format_day(opening.day);
			match reason {
				None => {
					rows.push((opening.day, format!("published: {}", letter(opening.answer)), true))
				},
				Some(reason) => rejected.push(Rejected::new(opening.line, &day, reason)),
			}
		}
	}
	rows.sort_by_key(|(day, ..)| *day);
	let published = rows.iter().filter(|(.., now)| *now).count();
	let json: Vec<Value> = rows
		.iter()
		.map(|(day, state, now)| json!({ "day": format_day(*day), "state": state, "now": now }))
		.collect();
	let cells = rows.iter().map(|(day, state, _)| vec![format_day(*day), state.clone()]);
	let text = format!(
		"{}\n{published} published now{}",
		table(&["day", "answer"], cells),
		rejected::text(secrets, "day", &rejected)
	);
	let json = json!({
		"published": published,
		"days": json,
		"rejected": rejected::json("day", &rejected),
	});
	global.output().result(json, text);
	Ok(rejected::done(&rejected))
}

pub async fn sweep(global: &Global, day: &str, limit: u32) -> Result<Done> {
	if limit == 0 {
		return Err(Failure::usage("--limit 0 removes nothing"));
	}
	let chain = global.connect().await?;
	let key = global.signer()?;
	let day = parse_day(day, clock(&chain.head().await?).await?.today)?;
	let mut transactions = 0;
	loop {
		let call = Call::new(PALLET, "sweep").arg("day", &day).arg("limit", &limit);
		let included = send(&chain, &key, &call).await?;
		transactions += 1;
		if included.find(PALLET, "QuizSwept").is_some() {
			break;
		}
	}
	global.output().result(
		json!({ "day": format_day(day), "swept": true, "transactions": transactions }),
		format!("the question of {} is removed", format_day(day)),
	);
	Ok(Done::All)
}

#[cfg(test)]
mod tests {
	use super::*;

	const DRAFT: &str = "[[question]]\ntitle = { zh = \"问\", en = \"which\" }\n\
		options = [{ zh = \"甲\", en = \"a\" }, \"b\", \"c\"]\nanswer = \"B\"\nreward = \"1.5\"\nplaces = 9\n";

	fn draft(text: &str) -> Draft {
		toml::from_str::<DraftFile>(text).unwrap().question[0].clone()
	}

	#[test]
	fn the_secret_part_is_nowhere_else() {
		let genesis = H256::repeat_byte(1);
		let part = part(genesis, 17_775, &draft(DRAFT), "https://x.example/q", [0xab; 32]).unwrap();
		assert_eq!(part.question.uri.as_slice(), b"https://x.example/q/2018-09-01.json");
		assert_eq!((part.question.options, part.question.reward), (3, 1_500));
		assert_eq!(blake2_256(part.document.as_bytes()), part.question.hash.0);
		assert!(part.document.contains("甲") && !part.document.contains("answer"));
		let expected = blake2_256(&answer_message(genesis, 17_775, 1, &[0xab; 32]));
		assert_eq!(part.question.answer_hash.0, expected);
		let (public, secrets) = (public_text(&[part]), String::new());
		assert!(!public.contains(&"ab".repeat(32)) && secrets.is_empty());
		// The council's file reads back to the same question.
		let file: PublicFile = toml::from_str(&public).unwrap();
		let (day, question) = question_of(&file.question[0]).unwrap();
		assert_eq!((day, question.answer_hash.0), (17_775, expected));
		assert_eq!((question.reward, question.places), (1_500, 9));
	}

	#[test]
	fn bad_drafts_are_told() {
		let try_part = |text: &str| {
			part(H256::zero(), 1, &draft(text), "https://x.example", [0; 32]).err().unwrap()
		};
		assert!(try_part(&DRAFT.replace("\"B\"", "\"D\"")).contains("there are 3 options"));
		assert!(try_part(&DRAFT.replace(", \"b\", \"c\"", "")).contains("1 options"));
		assert!(try_part(&DRAFT.replace("1.5", "1.5555")).contains("reward '1.5555'"));
		let long = part(H256::zero(), 1, &draft(DRAFT), &"x".repeat(128), [0; 32]);
		assert!(long.err().unwrap().contains("can have 128"));
		assert!(toml::from_str::<DraftFile>(&DRAFT.replace("places", "place")).is_err());
	}

	#[test]
	fn secrets_read_back_and_are_not_quoted() {
		let dir = std::env::temp_dir().join(format!("tanpu-secrets-{}", std::process::id()));
		std::fs::create_dir_all(&dir).unwrap();
		let path = dir.join("answers.csv");
		let one = part(H256::zero(), 17_775, &draft(DRAFT), "https://x.example", [7; 32]).unwrap();
		secret::write_new(&path, &secrets_text(&[one])).unwrap();
		let read = read_secrets(&path).unwrap();
		assert_eq!((read[0].day, read[0].answer, read[0].salt), (17_775, 1, [7; 32]));
		assert!(secret::write_new(&path, "").is_err());
		let bad = dir.join("bad.csv");
		std::fs::write(&bad, "day,answer,salt\n2018-09-01,B,0xsecret\n").unwrap();
		let error = read_secrets(&bad).err().unwrap().to_string();
		std::fs::remove_dir_all(&dir).unwrap();
		assert!(error.contains("bad.csv:2") && !error.contains("secret\n"), "{error}");
	}

	#[test]
	fn a_day_ends_at_the_city_s_midnight() {
		let clock = ClockReading { now: 0, day_offset: 28_800, scale: 1, today: 0 };
		assert_eq!(end_of(&clock, 17_775), 1_535_731_200 + 86_400);
	}
}
