//! `tanpu growth check-in` and `reveal`: a citizen's answers, hidden until the day is over.

use super::{letter, parse_letter, thousandths, PALLET};
use crate::{
	call::Call,
	cli::{parse_hash, Global},
	commands::{clock, hex, objects::read_columns},
	connection::At,
	each::send_each,
	failure::{Done, Failure, Result},
	hashing::SecretKey,
	key,
	output::table,
	rejected::{self, Rejected},
	secret,
	time::{format_day, parse_date},
	transaction::{account_of, send},
	types::accounts::PALLET as ACCOUNTS,
};
use pallet_growth::Quiz;
use serde_json::{json, Value};
use sp_core::{crypto::AccountId32, H256};
use sp_crypto_hashing::blake2_256;
use std::{
	io::Write,
	path::{Path, PathBuf},
};
use tanpu_primitives::{
	growth::{check_in_message, CheckInSalt},
	CitizenId, Day,
};

pub const CHECK_IN_HELP: &str = "\
Example:
  tanpu --key-file my.key growth check-in --answer B --salts my-answers.csv

The chain gets a hash of your answer and a salt that is drawn here. Both are kept in the file, which \
only you can read, before anything is sent: without it the answer can't be revealed and earns nothing. \
When the right answer is published: tanpu growth reveal --salts my-answers.csv";

pub const REVEAL_HELP: &str = "\
Example:
  tanpu --key-file my.key growth reveal --salts my-answers.csv

Reveals everything that can be revealed now, in one transaction, and says what waits. Whoever has the \
file and pays the fee can do it for you; the growth is yours.";

const COLUMNS: [&str; 5] = ["genesis", "citizen", "day", "answer", "salt"];

/// Reveals in one transaction.
const CHUNK: usize = 50;

#[derive(clap::Args, Debug)]
pub struct CheckIn {
	/// The letter of your answer.
	#[arg(long, value_parser = parse_letter)]
	answer: u8,
	/// The file to keep answer and salt in; made where there is none.
	#[arg(long)]
	salts: PathBuf,
}

/// What was committed to, as the file has it.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Kept {
	line: u64,
	genesis: H256,
	citizen: CitizenId,
	day: Day,
	answer: u8,
	salt: CheckInSalt,
}

impl Kept {
	fn commitment(&self) -> H256 {
		let message =
			check_in_message(self.genesis, self.citizen, self.day, self.answer, &self.salt);
		H256(blake2_256(&message))
	}

	fn line_text(&self) -> String {
		format!(
			"{:?},{},{},{},{}\n",
			self.genesis,
			self.citizen,
			format_day(self.day),
			letter(self.answer),
			hex(self.salt)
		)
	}
}

/// The file's lines; what is wrong is named by its place only, as the file is secret.
fn read(path: &Path) -> Result<Vec<Kept>> {
	secret::warn_if_readable(path);
	let bytes = std::fs::read(path).map_err(|e| Failure::file("read", path, e))?;
	let lines = read_columns(&bytes, COLUMNS, [])
		.map_err(|message| Failure::Plain(format!("{}: {message}", path.display())))?;
	lines
		.into_iter()
		.map(|(line, values, [])| {
			kept(line, &values).ok_or_else(|| {
				Failure::Plain(format!("{}:{line}: not as it was written", path.display()))
			})
		})
		.collect()
}

fn kept(line: u64, [genesis, citizen, day, answer, salt]: &[String; 5]) -> Option<Kept> {
	let mut bytes: CheckInSalt = [0; 16];
	hex::decode_to_slice(salt.strip_prefix("0x").unwrap_or(salt), &mut bytes).ok()?;
	Some(Kept {
		line,
		genesis: parse_hash(genesis).ok()?,
		citizen: citizen.parse().ok()?,
		day: parse_date(day).ok()?,
		answer: parse_letter(answer).ok()?,
		salt: bytes,
	})
}

/// Adds a line, on the disk before this returns.
fn keep(path: &Path, kept: &Kept) -> Result<()> {
	if !path.exists() {
		secret::write_new(path, &format!("{}\n", COLUMNS.join(",")))?;
	}
	let fail = |e: std::io::Error| Failure::file("write", path, e);
	let mut file = std::fs::OpenOptions::new().append(true).open(path).map_err(fail)?;
	file.write_all(kept.line_text().as_bytes()).map_err(fail)?;
	file.sync_all().map_err(fail)
}

fn draw() -> Result<CheckInSalt> {
	// From the operating system's randomness; half of it is as long as a salt.
	let digits = SecretKey::generate().to_hex();
	let mut salt: CheckInSalt = [0; 16];
	digits
		.get(..32)
		.and_then(|half| hex::decode_to_slice(half, &mut salt).ok())
		.ok_or_else(|| Failure::plain("can't draw a salt"))?;
	Ok(salt)
}

pub async fn check_in(global: &Global, arguments: CheckIn) -> Result<Done> {
	let CheckIn { answer, salts } = arguments;
	let output = global.output();
	let key = global.signer()?;
	let before = if salts.exists() { read(&salts)? } else { Vec::new() };
	let chain = global.connect().await?;
	let at = chain.head().await?;
	let day = clock(&at).await?.today;
	let account = AccountId32::new(key.public_key().0);
	let citizen: CitizenId = at
		.get(ACCOUNTS, "CitizenByKey", key![account])
		.await?
		.ok_or_else(|| Failure::Plain(format!("{} is no citizen's key", account_of(&key))))?;
	let quiz: Quiz = at
		.get(PALLET, "Quizzes", key![day])
		.await?
		.ok_or_else(|| Failure::Plain(format!("today, {}, has no question", format_day(day))))?;
	if answer >= quiz.question.options {
		return Err(Failure::Usage(format!(
			"answer {}: the question has A to {}",
			letter(answer),
			letter(quiz.question.options.saturating_sub(1))
		)));
	}
	if let Some(found) = commitment(&at, day, citizen).await? {
		let mine = before.iter().find(|kept| kept.commitment() == found);
		let text = match mine {
			Some(kept) => format!("citizen {citizen} has answered {} today", letter(kept.answer)),
			None => format!(
				"citizen {citizen} has answered today, and {} does not hold the salt",
				salts.display()
			),
		};
		let json = json!({
			"citizen": citizen,
			"day": format_day(day),
			"already": true,
			"answer": mine.map(|kept| letter(kept.answer)),
		});
		output.result(json, text);
		return Ok(if mine.is_some() { Done::All } else { Done::Different });
	}
	let genesis = chain.genesis();
	let kept = Kept { line: 0, genesis, citizen, day, answer, salt: draw()? };
	keep(&salts, &kept)?;
	let call = Call::new(PALLET, "check_in").arg("day", &day).arg("commitment", &kept.commitment());
	let included = send(&chain, &key, &call).await?;
	output.result(
		json!({
			"citizen": citizen,
			"day": format_day(day),
			"already": false,
			"answer": letter(answer),
			"block": included.number,
			"file": salts.display().to_string(),
		}),
		format!(
			"citizen {citizen} answered the question of {} (block {}); keep {}: it reveals the answer",
			format_day(day),
			included.number,
			salts.display()
		),
	);
	Ok(Done::All)
}

async fn commitment(at: &At<'_>, day: Day, citizen: CitizenId) -> Result<Option<H256>> {
	at.get(PALLET, "CheckIns", key![day, citizen]).await
}

/// How a kept answer stands.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Standing {
	Due {
		growth: u64,
	},
	/// Nothing to do, and why.
	Rests(&'static str),
	Rejected(&'static str),
}

fn standing(
	kept: &Kept,
	found: Option<H256>,
	quiz: Option<&Quiz>,
	now: u64,
	period: u64,
) -> Standing {
	let (Some(found), Some(quiz)) = (found, quiz) else {
		return Standing::Rests("not on the chain: revealed before, swept, or never arrived");
	};
	if found != kept.commitment() {
		return Standing::Rests("another answer of this day counts");
	}
	match quiz.answer {
		None => Standing::Rests("waits for the right answer to be published"),
		Some((_, published)) if now >= published + period => {
			Standing::Rejected("the time to reveal is over")
		},
		Some((right, _)) => {
			Standing::Due { growth: if right == kept.answer { quiz.question.reward } else { 0 } }
		},
	}
}

pub async fn reveal(global: &Global, salts: &Path) -> Result<Done> {
	let list = read(salts)?;
	let chain = global.connect().await?;
	let at = chain.head().await?;
	let now = clock(&at).await?.now;
	let period: u64 = at.constant(PALLET, "RevealPeriod")?;
	let (mut due, mut rows, mut rejected) = (Vec::new(), Vec::new(), Vec::new());
	for kept in list.iter().filter(|kept| kept.genesis == chain.genesis()) {
		let quiz: Option<Quiz> = at.get(PALLET, "Quizzes", key![kept.day]).await?;
		let found = commitment(&at, kept.day, kept.citizen).await?;
		match standing(kept, found, quiz.as_ref(), now, period) {
			Standing::Due { growth } => due.push((kept, growth)),
			Standing::Rests(why) => rows.push((kept, why.to_owned(), None)),
			Standing::Rejected(why) => {
				rejected.push(Rejected::new(kept.line, &format_day(kept.day), why));
			},
		}
	}
	let mut earned = 0u64;
	for chunk in due.chunks(CHUNK) {
		let calls: Vec<Call> = chunk
			.iter()
			.map(|(kept, _)| {
				Call::new(PALLET, "reveal")
					.arg("citizen", &kept.citizen)
					.arg("day", &kept.day)
					.arg("answer", &kept.answer)
					.arg("salt", &kept.salt)
			})
			.collect();
		let reasons = send_each(&chain, &global.signer()?, &calls).await?;
		for ((kept, growth), reason) in chunk.iter().zip(reasons) {
			match reason {
				None => {
					earned += growth;
					let word = if *growth > 0 { "right" } else { "wrong" };
					rows.push((kept, format!("revealed: {word}"), Some(*growth)));
				},
				Some(reason) => {
					rejected.push(Rejected::new(kept.line, &format_day(kept.day), reason));
				},
			}
		}
	}
	rows.sort_by_key(|(kept, ..)| kept.line);
	let cells = rows.iter().map(|(kept, state, growth)| {
		vec![
			format_day(kept.day),
			kept.citizen.to_string(),
			letter(kept.answer),
			state.clone(),
			growth.map(thousandths).unwrap_or_default(),
		]
	});
	let headers = ["day", "citizen", "answer", "state", "growth"];
	let text = format!(
		"{}\ngrowth earned: {}{}",
		table(&headers, cells),
		thousandths(earned),
		rejected::text(salts, "day", &rejected)
	);
	let days: Vec<Value> = rows
		.iter()
		.map(|(kept, state, growth)| {
			json!({
				"day": format_day(kept.day),
				"citizen": kept.citizen,
				"answer": letter(kept.answer),
				"state": state,
				"growth_millis": growth,
			})
		})
		.collect();
	let json = json!({
		"growth_millis": earned,
		"days": days,
		"rejected": rejected::json("day", &rejected),
	});
	global.output().result(json, text);
	Ok(rejected::done(&rejected))
}

#[cfg(test)]
mod tests {
	use super::*;
	use pallet_growth::Question;

	fn one() -> Kept {
		Kept {
			line: 2,
			genesis: H256::repeat_byte(1),
			citizen: 7,
			day: 17_775,
			answer: 1,
			salt: [9; 16],
		}
	}

	#[test]
	fn answers_are_kept_for_the_owner_only() {
		let path = std::env::temp_dir().join(format!("tanpu-salts-{}.csv", std::process::id()));
		keep(&path, &one()).unwrap();
		keep(&path, &Kept { answer: 2, ..one() }).unwrap();
		let list = read(&path).unwrap();
		#[cfg(unix)]
		{
			use std::os::unix::fs::PermissionsExt;
			assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
		}
		std::fs::write(&path, "genesis,citizen,day,answer,salt\n0x1,1,x,A,0xsecret\n").unwrap();
		let error = read(&path).unwrap_err().to_string();
		std::fs::remove_file(&path).unwrap();
		assert_eq!(list, [one(), Kept { line: 3, answer: 2, ..one() }]);
		assert!(error.contains(".csv:2:") && !error.contains("secret"), "{error}");
	}

	#[test]
	fn salts_differ() {
		assert_ne!(draw().unwrap(), draw().unwrap());
	}

	#[test]
	fn what_can_be_revealed() {
		let question = Question {
			hash: H256::zero(),
			uri: Default::default(),
			options: 3,
			answer_hash: H256::zero(),
			reward: 500,
			places: 9,
		};
		let quiz = |answer| Quiz { question: question.clone(), taken: 1, revealed: 0, answer };
		let kept = one();
		let ask = |found, quiz: &Quiz, now| standing(&kept, found, Some(quiz), now, 10);
		let mine = Some(kept.commitment());
		assert_eq!(ask(mine, &quiz(Some((1, 100))), 109), Standing::Due { growth: 500 });
		assert_eq!(ask(mine, &quiz(Some((0, 100))), 109), Standing::Due { growth: 0 });
		assert!(matches!(ask(mine, &quiz(Some((1, 100))), 110), Standing::Rejected(_)));
		assert!(matches!(ask(mine, &quiz(None), 110), Standing::Rests(_)));
		let other = Some(H256::repeat_byte(3));
		assert!(matches!(ask(other, &quiz(Some((1, 100))), 101), Standing::Rests(_)));
		assert!(matches!(standing(&kept, None, None, 1, 1), Standing::Rests(_)));
	}
}
