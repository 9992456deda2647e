//! `tanpu identity attest-objects`: an identity provider states who holds what.

use super::{
	day_cell, done, parse_group, read_columns, registrations, rejected_json, rejected_text,
	Rejected,
};
use crate::{
	cli::Global,
	commands::{clock, hex, identity, report::resolve},
	decimal::parse_scaled,
	failure::{Done, Failure, Result},
	hashing::SecretKey,
	output::{fields, grouped},
	report::{
		table::object_id,
		users::{self, Person},
	},
	time::{format_day, format_time, parse_date, parse_time},
	types::objects::{Registration, MAX_BACKDATING, MAX_MEMBERS},
};
use serde_json::json;
use sp_core::H256;
use std::{
	collections::{HashMap, HashSet},
	path::PathBuf,
};
use tanpu_primitives::{
	attestation::ObjectStatement, traits::MAX_HOLDERS, CitizenId, Day, GroupId, ObjectId,
	OperatorId, ParticipantId, UnixSeconds, WHOLE,
};

pub const HELP: &str = "\
Examples:
  tanpu --key-file provider.key identity attest-objects --objects objects.csv --provider 1 \
--operator 0 --group 5 --people people.csv --prf-key-file authority-prf.key --out attestations.csv
  tanpu --key-file provider.key identity attest-objects --objects objects.csv --provider 1 \
--operator 0 --group 5 --users users.csv --out attestations.csv

objects.csv has the columns object, holders and optionally members and crediting_from. object is \
the operator's own identifier: only its hash is signed. holders is user:percent;user:percent, with \
at most two decimals and together at most 100; members is the number of people in the household; \
crediting_from is YYYY-MM-DD. Users are looked up among the provider's own people (user,identity) or \
in a file user,citizen or user,nullifier.

What the chain has already with the same content is left out. Without a node: --genesis 0x... \
--expires TIME --epoch 1, and users by citizen number.";

#[derive(clap::Args, Debug)]
pub struct Arguments {
	/// CSV with the columns object and holders, and optionally members and crediting_from.
	#[arg(long)]
	objects: PathBuf,
	/// The provider's number.
	#[arg(long)]
	provider: ParticipantId,
	/// The operator that may register the objects.
	#[arg(long)]
	operator: OperatorId,
	/// The exclusion group in which they are claimed.
	#[arg(long, value_parser = parse_group)]
	group: GroupId,
	/// Who the holders are: CSV with the columns user and citizen, or user and nullifier.
	#[arg(long, required_unless_present = "people", conflicts_with = "people")]
	users: Option<PathBuf>,
	/// Who the holders are: CSV with the columns user and identity, as for `identity attest`.
	#[arg(long, requires = "prf_key_file")]
	people: Option<PathBuf>,
	/// The authority's PRF key, the same at every provider: needed with --people.
	#[arg(long, requires = "people")]
	prf_key_file: Option<PathBuf>,
	/// The CSV to write.
	#[arg(long)]
	out: PathBuf,
	/// When the attestations run out: RFC 3339, or a number of days from now.
	#[arg(long, default_value = "30")]
	expires: String,
	/// Without a node: which registration of each object this is, from 1.
	#[arg(long)]
	epoch: Option<u32>,
}

/// What the chain says, or whoever runs the command without one.
struct Ground {
	genesis: H256,
	expires: UnixSeconds,
	citizens: HashMap<String, Option<CitizenId>>,
	/// Unknown without a node.
	today: Option<Day>,
	/// Of the objects of the file, in their order.
	found: Vec<Option<Registration>>,
	/// Instead of the chain's next one.
	epoch: Option<u32>,
}

pub async fn run(global: &Global, arguments: Arguments) -> Result<Done> {
	let output = global.output();
	let Arguments { provider, operator, group, .. } = arguments;
	let file = &arguments.objects;
	let key = global.signer()?;
	let people = match (&arguments.users, &arguments.people, &arguments.prf_key_file) {
		(Some(path), _, _) => users::read(path)?,
		(None, Some(path), Some(prf)) => {
			identity::nullifiers_of(path, &SecretKey::from_file(prf)?)?
		},
		_ => return Err(Failure::usage("give --users, or --people and --prf-key-file")),
	};
	let bytes = std::fs::read(file).map_err(|e| Failure::file("read", file, e))?;
	let entries = read_columns(&bytes, ["object", "holders"], ["members", "crediting_from"])
		.map_err(|message| Failure::Plain(format!("{}: {message}", file.display())))?;
	let entries: Vec<Entry> = entries
		.into_iter()
		.map(|(line, [object, holders], [members, crediting_from])| {
			let id = object_id(&object);
			Entry { line, object, id, holders, members, crediting_from }
		})
		.collect();
	let ground = ground(global, &arguments, people, &entries).await?;

	let mut rejected = Vec::new();
	let mut unchanged = 0usize;
	let mut seen = HashSet::new();
	let fail = |e: csv::Error| Failure::file("write", &arguments.out, e);
	let mut writer = csv::Writer::from_path(&arguments.out).map_err(fail)?;
	writer.write_record(super::register::COLUMNS).map_err(fail)?;
	let mut attested = 0usize;
	let bar = output.bar(entries.len(), "objects");
	for (entry, found) in entries.iter().zip(&ground.found) {
		bar.inc(1);
		let twice = !seen.insert(entry.id) && !entry.object.is_empty();
		let content = if twice {
			Err("stands in the file twice".to_owned())
		} else {
			content(entry, &ground.citizens)
				.and_then(|content| fits(content, found.as_ref(), ground.today))
		};
		let content = match content {
			Ok(content) => content,
			Err(reason) => {
				let object = entry.object.clone();
				rejected.push(Rejected { line: entry.line, object, reason });
				continue;
			},
		};
		if found.as_ref().is_some_and(|found| content.is(found, operator, provider)) {
			unchanged += 1;
			continue;
		}
		let last = found.as_ref().map_or(0, |found| found.registered.epoch);
		let epoch = ground.epoch.unwrap_or(last.saturating_add(1));
		let statement = ObjectStatement {
			genesis: ground.genesis,
			provider,
			operator,
			group,
			object: entry.id,
			holders: &content.holders,
			members: content.members,
			crediting_from: content.crediting_from,
			epoch,
			expires: ground.expires,
		};
		let signature = key.sign(&statement.message()).0;
		let holders: Vec<String> =
			content.holders.iter().map(|(citizen, share)| format!("{citizen}:{share}")).collect();
		writer
			.write_record([
				entry.object.clone(),
				group.to_string(),
				holders.join(";"),
				content.members.to_string(),
				day_cell(content.crediting_from),
				provider.to_string(),
				epoch.to_string(),
				ground.expires.to_string(),
				hex(signature),
			])
			.map_err(fail)?;
		attested += 1;
	}
	bar.finish_and_clear();
	writer.flush().map_err(|e| Failure::file("write", &arguments.out, e))?;
	let out = arguments.out.display().to_string();
	let text = fields([
		("objects in the file", grouped(entries.len() as u64)),
		("as the chain has them", grouped(unchanged as u64)),
		("attested", grouped(attested as u64)),
		("rejected", grouped(rejected.len() as u64)),
		("good until", format_time(ground.expires, 0)),
		("written to", out.clone()),
	]);
	let json = json!({
		"objects": entries.len(),
		"unchanged": unchanged,
		"attested": attested,
		"file": out,
		"expires": ground.expires,
		"genesis": format!("{:?}", ground.genesis),
		"rejected": rejected_json(&rejected),
	});
	output.result(json, format!("{text}{}", rejected_text(file, &rejected)));
	Ok(done(&rejected))
}

async fn ground(
	global: &Global,
	arguments: &Arguments,
	people: HashMap<String, Person>,
	entries: &[Entry],
) -> Result<Ground> {
	let fixed = parse_time(&arguments.expires, None).ok();
	// With the genesis hash, an absolute expiry and the epoch no node is needed.
	if let (Some(genesis), Some(expires), Some(epoch)) = (global.genesis, fixed, arguments.epoch) {
		let citizens = people
			.into_iter()
			.map(|(user, person)| {
				match person {
				Person::Citizen(citizen) => Ok((user, Some(citizen))),
				Person::Nullifier(_) => Err(Failure::usage(
					"without a node --users must give citizen numbers: leave --epoch out to ask one",
				)),
			}
			})
			.collect::<Result<_>>()?;
		let found = vec![None; entries.len()];
		return Ok(Ground { genesis, expires, citizens, today: None, found, epoch: Some(epoch) });
	}
	if arguments.epoch.is_some() {
		return Err(Failure::usage(
			"--epoch is for work without a node, together with --genesis and --expires TIME",
		));
	}
	let chain = global.connect().await?;
	let at = chain.head().await?;
	let clock = clock(&at).await?;
	let expires = match (fixed, arguments.expires.parse::<u64>()) {
		(Some(expires), _) => expires,
		(None, Ok(days)) => clock.now.saturating_add(days.saturating_mul(86_400)),
		(None, Err(_)) => {
			return Err(Failure::Usage(format!(
				"--expires {}: expected RFC 3339 or a number of days",
				arguments.expires
			)))
		},
	};
	let objects: Vec<_> = entries.iter().map(|entry| (arguments.group, entry.id)).collect();
	Ok(Ground {
		genesis: chain.genesis(),
		expires,
		citizens: resolve(&at, people).await?,
		today: Some(clock.today),
		found: registrations(&at, &objects).await?,
		epoch: None,
	})
}

/// A row of objects.csv.
struct Entry {
	line: u64,
	object: String,
	id: ObjectId,
	holders: String,
	members: String,
	crediting_from: String,
}

/// What is stated of an object.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Content {
	/// In rising order of citizen.
	pub holders: Vec<(CitizenId, u16)>,
	pub members: u8,
	pub crediting_from: Option<Day>,
}

impl Content {
	/// Whether the chain has just this.
	pub fn is(&self, found: &Registration, operator: OperatorId, provider: ParticipantId) -> bool {
		let registered = &found.registered;
		(found.operator, found.provider) == (operator, provider)
			&& self.holders == registered.holders[..]
			&& self.members == registered.members
			&& self.crediting_from == registered.crediting_from
	}
}

fn content(
	entry: &Entry,
	citizens: &HashMap<String, Option<CitizenId>>,
) -> Result<Content, String> {
	if entry.object.is_empty() {
		return Err("object is empty".into());
	}
	Ok(Content {
		holders: holders(&entry.holders, citizens)?,
		members: members(&entry.members)?,
		crediting_from: day(&entry.crediting_from)?,
	})
}

/// Members of a household; 0 where nothing is stated.
pub fn members(text: &str) -> Result<u8, String> {
	if text.is_empty() {
		return Ok(0);
	}
	match text.parse() {
		Ok(members) if members <= MAX_MEMBERS => Ok(members),
		_ => Err(format!("members '{text}' is not a number from 0 to {MAX_MEMBERS}")),
	}
}

/// A day; none where nothing is stated.
pub fn day(text: &str) -> Result<Option<Day>, String> {
	if text.is_empty() {
		return Ok(None);
	}
	parse_date(text)
		.map(Some)
		.map_err(|_| format!("crediting_from '{text}' is not a date: expected YYYY-MM-DD"))
}

fn holders(
	text: &str,
	citizens: &HashMap<String, Option<CitizenId>>,
) -> Result<Vec<(CitizenId, u16)>, String> {
	let mut holders = Vec::new();
	for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
		let (user, percent) =
			part.rsplit_once(':').ok_or_else(|| format!("holder '{part}' is not user:percent"))?;
		let (user, percent) = (user.trim(), percent.trim());
		let percent = percent.strip_suffix('%').unwrap_or(percent);
		let share = parse_scaled(percent, 2)
			.map_err(|e| format!("the percentage of holder '{user}' {e}"))?;
		let share = u16::try_from(share).ok().filter(|share| *share <= WHOLE);
		let share = share.ok_or_else(|| format!("holder '{user}' has more than 100 percent"))?;
		let citizen = match citizens.get(user) {
			Some(Some(citizen)) => *citizen,
			Some(None) => return Err(format!("user '{user}' has no account on the chain")),
			None => return Err(format!("there is no user '{user}' in the file of users")),
		};
		if holders.iter().any(|(other, _)| *other == citizen) {
			return Err(format!("holder '{user}' is a citizen who stands here already"));
		}
		holders.push((citizen, share));
	}
	holders.sort_unstable();
	sound(&holders)?;
	Ok(holders)
}

/// Whether shares are what the chain takes, given that holders rise.
pub fn sound(holders: &[(CitizenId, u16)]) -> Result<(), String> {
	if holders.is_empty() {
		return Err("there is no holder".into());
	}
	if holders.len() > MAX_HOLDERS as usize {
		return Err(format!("there are more than {MAX_HOLDERS} holders"));
	}
	if let Some((citizen, _)) = holders.iter().find(|(_, share)| *share == 0) {
		return Err(format!("citizen {citizen} has no share"));
	}
	if holders.iter().map(|(_, share)| u32::from(*share)).sum::<u32>() > u32::from(WHOLE) {
		return Err("the holders have more than 100 percent together".into());
	}
	Ok(())
}

/// Whether the chain can take it: what a provider signs in vain somebody has to sort out later.
fn fits(
	content: Content,
	found: Option<&Registration>,
	today: Option<Day>,
) -> Result<Content, String> {
	let first = found.and_then(|found| found.registered.crediting_from);
	match (first, content.crediting_from, today) {
		(Some(first), stated, _) if stated != Some(first) => Err(format!(
			"its crediting period began on {} and never begins anew: state that day",
			format_day(first)
		)),
		(None, Some(from), Some(today)) if from > today => {
			Err("its crediting period would begin in the future".into())
		},
		(None, Some(from), Some(today)) if today - from > MAX_BACKDATING => Err(format!(
			"its crediting period would have begun more than {MAX_BACKDATING} days ago"
		)),
		_ => Ok(content),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use tanpu_primitives::traits::RegisteredObject;

	fn citizens() -> HashMap<String, Option<CitizenId>> {
		[("anna", Some(7)), ("bert", Some(3)), ("b:2", Some(9)), ("anna2", Some(7)), ("zoe", None)]
			.map(|(user, citizen)| (user.to_owned(), citizen))
			.into()
	}

	#[test]
	fn holders_are_read_and_sorted() {
		let read = |text| holders(text, &citizens());
		assert_eq!(read("anna:60;bert:40"), Ok(vec![(3, 4_000), (7, 6_000)]));
		assert_eq!(read(" anna : 33.33% ; b:2:33.3;"), Ok(vec![(7, 3_333), (9, 3_330)]));
		assert_eq!(read("bert:100"), Ok(vec![(3, 10_000)]));
		for (text, reason) in [
			("", "no holder"),
			("anna", "not user:percent"),
			("anna:x", "'anna' is not a number"),
			("anna:0.001", "3 decimals"),
			("anna:100.01", "more than 100 percent"),
			("anna:900000000000", "more than 100 percent"),
			("anna:60;bert:40.01", "more than 100 percent together"),
			("anna:0", "citizen 7 has no share"),
			("carl:5", "no user 'carl'"),
			("zoe:5", "no account"),
			("anna:5;anna2:5", "stands here already"),
			("anna:-5", "is negative"),
		] {
			let error = read(text).unwrap_err();
			assert!(error.contains(reason), "{text}: {error}");
		}
		let nine: HashMap<_, _> = (0..9).map(|c| (format!("u{c}"), Some(c))).collect();
		let text: Vec<_> = (0..9).map(|c| format!("u{c}:1")).collect();
		assert!(holders(&text.join(";"), &nine).unwrap_err().contains("more than 8"));
		assert!(holders(&text[1..].join(";"), &nine).is_ok());
	}

	#[test]
	fn members_and_days_can_be_absent() {
		assert_eq!((members(""), members("0"), members("32")), (Ok(0), Ok(0), Ok(32)));
		assert!(members("33").is_err() && members("-1").is_err() && members("x").is_err());
		assert_eq!((day(""), day("2018-09-01")), (Ok(None), Ok(Some(17_775))));
		assert!(day("1.9.2018").unwrap_err().contains("YYYY-MM-DD"));
	}

	fn content(crediting_from: Option<Day>) -> Content {
		Content { holders: vec![(3, 10_000)], members: 2, crediting_from }
	}

	fn found(crediting_from: Option<Day>) -> Registration {
		Registration {
			operator: 1,
			registered: RegisteredObject {
				holders: vec![(3, 10_000)].try_into().unwrap(),
				members: 2,
				crediting_from,
				epoch: 4,
			},
			provider: 2,
			since: 5,
		}
	}

	/// Without a node: what is written can be read again, and is signed as the chain rebuilds it.
	#[tokio::test]
	async fn what_is_attested_can_be_registered() {
		use crate::cli::{Cli, Command};
		use clap::Parser;
		use subxt_signer::sr25519::{dev, verify, Signature};

		let dir = std::env::temp_dir().join(format!("tanpu-objects-{}", std::process::id()));
		std::fs::create_dir_all(&dir).unwrap();
		let file = |name: &str| dir.join(name).display().to_string();
		std::fs::write(file("users.csv"), "user,citizen\nanna,7\nbert,3\n").unwrap();
		let objects = "object,holders,members,crediting_from\n\
			meter-1,anna:60;bert:40,3,\n\
			meter-2,carl:100,1,\n\
			meter-1,anna:100,1,\n\
			roof-1,bert:50,,2018-09-01\n";
		std::fs::write(file("objects.csv"), objects).unwrap();
		let genesis = H256::repeat_byte(5);
		let run = |expires: &str| {
			let line = format!(
				"tanpu --suri //Bob --genesis {genesis:?} identity attest-objects --objects {} \
				--users {} --out {} --provider 1 --operator 2 --group 5 --epoch 4 --expires {expires}",
				file("objects.csv"),
				file("users.csv"),
				file("out.csv"),
			);
			Cli::try_parse_from(line.split_whitespace()).unwrap()
		};
		let Cli { global, command: Command::Identity(command) } = run("2018-09-30T00:00:00Z")
		else {
			panic!("another command")
		};
		assert_eq!(identity::run(&global, command).await.unwrap(), Done::SomeRejected);
		let written = std::fs::read(file("out.csv")).unwrap();
		std::fs::remove_dir_all(&dir).unwrap();
		let text = String::from_utf8_lossy(&written);
		assert!(text.contains("meter-1,5,3:4000;7:6000,3,,1,4,1538265600,0x"), "{text}");
		assert!(text.contains("roof-1,5,3:5000,0,2018-09-01,1,4,1538265600,0x"), "{text}");
		assert_eq!(text.lines().count(), 3);

		let signed = super::super::register::signed(&written);
		assert_eq!(signed.len(), 2);
		for (content, id, signature) in signed {
			let statement = ObjectStatement {
				genesis,
				provider: 1,
				operator: 2,
				group: 5,
				object: id,
				holders: &content.holders,
				members: content.members,
				crediting_from: content.crediting_from,
				epoch: 4,
				expires: 1_538_265_600,
			};
			let key = dev::bob().public_key();
			assert!(verify(&Signature(signature), statement.message(), &key));
		}
	}

	#[test]
	fn what_the_chain_has_is_left_out() {
		let there = found(Some(9));
		assert!(content(Some(9)).is(&there, 1, 2));
		assert!(!content(Some(9)).is(&there, 2, 2) && !content(Some(9)).is(&there, 1, 1));
		assert!(!content(None).is(&there, 1, 2));
		assert!(!Content { members: 3, ..content(Some(9)) }.is(&there, 1, 2));
		assert!(!Content { holders: vec![(3, 9_999)], ..content(Some(9)) }.is(&there, 1, 2));
	}

	#[test]
	fn nothing_is_signed_in_vain() {
		let today = Some(1_000);
		assert!(fits(content(Some(1_000)), None, today).is_ok());
		assert!(fits(content(Some(634)), None, today).is_ok());
		assert!(fits(content(Some(633)), None, today).unwrap_err().contains("366 days"));
		assert!(fits(content(Some(1_001)), None, today).unwrap_err().contains("future"));
		// Without a node nobody knows.
		assert!(fits(content(Some(1_001)), None, None).is_ok());
		let there = found(Some(9));
		assert!(fits(content(Some(9)), Some(&there), today).is_ok());
		for other in [None, Some(10)] {
			let error = fits(content(other), Some(&there), today).unwrap_err();
			assert!(error.contains("1970-01-10"), "{error}");
		}
		assert!(fits(content(Some(999)), Some(&found(None)), today).is_ok());
	}
}
