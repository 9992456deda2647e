//! `tanpu objects register`: bulk registration, each object once, whatever happens on the way.

use super::{
	attest::{day, members, sound, Content},
	done, read_columns, registrations, rejected_json, rejected_text, Rejected,
};
use crate::{
	call::Call,
	cli::Global,
	connection::Chain,
	each::send_each,
	failure::{Done, Failure, Result},
	output::{fields, grouped},
	report::table::object_id,
	types::objects::{Registration, PALLET},
};
use serde_json::json;
use sp_core::sr25519;
use std::{collections::HashSet, path::Path, time::Duration};
use subxt_signer::sr25519::Keypair;
use tanpu_primitives::{
	CitizenId, GroupId, ObjectId, OperatorId, ParticipantId, UnixSeconds, MAX_GROUPS,
};

/// The columns of the file, as `tanpu identity attest-objects` writes it.
pub const COLUMNS: [&str; 9] = [
	"object",
	"group",
	"holders",
	"members",
	"crediting_from",
	"provider",
	"epoch",
	"expires",
	"signature",
];

/// Registrations in one transaction: each costs the chain a signature check.
const CHUNK: usize = 50;

/// Times that a transaction is sent again that entered no block.
const ATTEMPTS: u32 = 3;

/// An attestation as the file has it.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Attestation {
	line: u64,
	object: String,
	group: GroupId,
	id: ObjectId,
	content: Content,
	provider: ParticipantId,
	epoch: u32,
	expires: UnixSeconds,
	signature: [u8; 64],
}

/// How an object stands on the chain.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Standing {
	/// Registered with the same content.
	Done,
	/// The attestation is for its next registration.
	Due,
	/// It is for another one.
	Refused(String),
}

pub async fn run(global: &Global, file: &Path, operator: OperatorId) -> Result<Done> {
	let output = global.output();
	let bytes = std::fs::read(file).map_err(|e| Failure::file("read", file, e))?;
	let (list, mut rejected) =
		read(&bytes).map_err(|message| Failure::Plain(format!("{}: {message}", file.display())))?;
	let rows = list.len() + rejected.len();
	let chain = global.connect().await?;
	let key = global.signer()?;
	let all: Vec<&Attestation> = list.iter().collect();
	let standings = standings(&chain, operator, &all).await?;
	let mut due = Vec::new();
	let mut already = 0usize;
	for (attestation, standing) in list.iter().zip(standings) {
		match standing {
			Standing::Done => already += 1,
			Standing::Due => due.push(attestation),
			Standing::Refused(reason) => rejected.push(attestation.rejected(reason)),
		}
	}
	let mut registered = 0usize;
	let bar = output.bar(due.len(), "objects");
	for chunk in due.chunks(CHUNK) {
		let outcomes = register(&chain, &key, operator, chunk).await?;
		for (attestation, outcome) in chunk.iter().zip(outcomes) {
			match outcome {
				None => registered += 1,
				Some(reason) => rejected.push(attestation.rejected(reason)),
			}
		}
		bar.inc(u64::try_from(chunk.len()).unwrap_or(0));
	}
	bar.finish_and_clear();
	rejected.sort_by_key(|row| row.line);
	let text = fields([
		("objects in the file", grouped(rows as u64)),
		("registered before", grouped(already as u64)),
		("registered", grouped(registered as u64)),
		("rejected", grouped(rejected.len() as u64)),
	]);
	let json = json!({
		"objects": rows,
		"already_registered": already,
		"registered": registered,
		"rejected": rejected_json(&rejected),
	});
	output.result(json, format!("{text}{}", rejected_text(file, &rejected)));
	Ok(done(&rejected))
}

/// Sends one chunk; for each of it none, or why it was refused. One that was dropped on the way is
/// sent again, after asking the chain what it has.
async fn register(
	chain: &Chain,
	key: &Keypair,
	operator: OperatorId,
	chunk: &[&Attestation],
) -> Result<Vec<Option<String>>> {
	let mut left: Vec<usize> = (0..chunk.len()).collect();
	let mut outcomes: Vec<Option<String>> = vec![None; chunk.len()];
	let mut attempt = 0;
	while !left.is_empty() {
		let calls: Vec<Call> = left
			.iter()
			.filter_map(|index| chunk.get(*index))
			.map(|attestation| attestation.call())
			.collect();
		match send_each(chain, key, &calls).await {
			Ok(reasons) => {
				for (index, reason) in left.drain(..).zip(reasons) {
					if let Some(outcome) = outcomes.get_mut(index) {
						*outcome = reason;
					}
				}
			},
			Err(Failure::Dropped { .. }) if attempt < ATTEMPTS => {
				attempt += 1;
				tokio::time::sleep(Duration::from_secs(4)).await;
				let asked: Vec<&Attestation> =
					left.iter().filter_map(|index| chunk.get(*index).copied()).collect();
				let standings = standings(chain, operator, &asked).await?;
				let done: HashSet<usize> = left
					.iter()
					.zip(standings)
					.filter(|(_, standing)| *standing == Standing::Done)
					.map(|(index, _)| *index)
					.collect();
				left.retain(|index| !done.contains(index));
			},
			Err(other) => return Err(other),
		}
	}
	Ok(outcomes)
}

/// How objects stand on the chain, in their order.
async fn standings(
	chain: &Chain,
	operator: OperatorId,
	list: &[&Attestation],
) -> Result<Vec<Standing>> {
	let at = chain.head().await?;
	let objects: Vec<_> =
		list.iter().map(|attestation| (attestation.group, attestation.id)).collect();
	let found = registrations(&at, &objects).await?;
	Ok(list
		.iter()
		.zip(found)
		.map(|(attestation, found)| attestation.standing(operator, found.as_ref()))
		.collect())
}

impl Attestation {
	fn standing(&self, operator: OperatorId, found: Option<&Registration>) -> Standing {
		if found.is_some_and(|found| self.content.is(found, operator, self.provider)) {
			return Standing::Done;
		}
		let last = found.map_or(0, |found| found.registered.epoch);
		if self.epoch.checked_sub(1) == Some(last) {
			return Standing::Due;
		}
		let there = match last {
			0 => "the object was never registered".to_owned(),
			last => format!("the object was registered {last} times"),
		};
		Standing::Refused(format!(
			"{there}, and this is the attestation of registration {}: it must be attested anew",
			self.epoch
		))
	}

	fn call(&self) -> Call {
		Call::new(PALLET, "register")
			.arg("group", &self.group)
			.arg("object", &self.id)
			.arg("holders", &self.content.holders)
			.arg("members", &self.content.members)
			.arg("crediting_from", &self.content.crediting_from)
			.arg("provider", &self.provider)
			.arg("epoch", &self.epoch)
			.arg("expires", &self.expires)
			.arg("signature", &sr25519::Signature::from_raw(self.signature))
	}

	fn rejected(&self, reason: String) -> Rejected {
		Rejected { line: self.line, object: self.object.clone(), reason }
	}
}

/// What could be read, and what could not. An error refuses the file whole: a column is missing.
fn read(bytes: &[u8]) -> Result<(Vec<Attestation>, Vec<Rejected>), String> {
	let (mut list, mut rejected) = (Vec::new(), Vec::new());
	let mut seen = HashSet::new();
	for (line, row, []) in read_columns(bytes, COLUMNS, [])? {
		let object = row.first().cloned().unwrap_or_default();
		match attestation(line, &row) {
			Ok(row) if !seen.insert((row.group, row.id)) => {
				rejected.push(row.rejected("stands in the file twice".into()));
			},
			Ok(row) => list.push(row),
			Err(reason) => rejected.push(Rejected { line, object, reason }),
		}
	}
	Ok((list, rejected))
}

fn attestation(line: u64, row: &[String; 9]) -> Result<Attestation, String> {
	let [object, group, holders, members_text, crediting_from, provider, epoch, expires, digits] =
		row;
	if object.is_empty() {
		return Err("object is empty".into());
	}
	let mut signature = [0u8; 64];
	hex::decode_to_slice(digits.strip_prefix("0x").unwrap_or(digits), &mut signature)
		.map_err(|_| "signature is not 128 hex digits")?;
	let group = group.parse().ok().filter(|group| *group < MAX_GROUPS);
	Ok(Attestation {
		line,
		object: object.clone(),
		group: group.ok_or_else(|| format!("group is not a number below {MAX_GROUPS}"))?,
		id: object_id(object),
		content: Content {
			holders: shares(holders)?,
			members: members(members_text)?,
			crediting_from: day(crediting_from)?,
		},
		provider: provider.parse().map_err(|_| "provider is not a participant's number")?,
		epoch: epoch.parse().map_err(|_| "epoch is not a number")?,
		expires: expires.parse().map_err(|_| "expires is not a Unix second")?,
		signature,
	})
}

/// Citizens and ten thousandths, as they were signed.
fn shares(text: &str) -> Result<Vec<(CitizenId, u16)>, String> {
	let holders = text
		.split(';')
		.map(|part| {
			let (citizen, share) = part.split_once(':')?;
			Some((citizen.trim().parse().ok()?, share.trim().parse().ok()?))
		})
		.collect::<Option<Vec<(CitizenId, u16)>>>()
		.ok_or("holders is not citizen:share;citizen:share")?;
	sound(&holders)?;
	Ok(holders)
}

/// What a file holds, and its signatures.
#[cfg(test)]
pub fn signed(bytes: &[u8]) -> Vec<(Content, ObjectId, [u8; 64])> {
	let (list, rejected) = read(bytes).unwrap();
	assert!(rejected.is_empty());
	list.into_iter().map(|row| (row.content, row.id, row.signature)).collect()
}

#[cfg(test)]
mod tests {
	use super::*;
	use tanpu_primitives::traits::RegisteredObject;

	fn line(object: &str) -> String {
		format!("{object},5,3:6000;7:4000,2,2018-09-01,1,2,99,0x{}\n", "ab".repeat(64))
	}

	fn text(lines: &[String]) -> String {
		format!("{}\n{}", COLUMNS.join(","), lines.concat())
	}

	#[test]
	fn attestations_are_read() {
		let (list, rejected) = read(text(&[line("meter-1"), line("meter-2")]).as_bytes()).unwrap();
		assert!(rejected.is_empty());
		let content = Content {
			holders: vec![(3, 6_000), (7, 4_000)],
			members: 2,
			crediting_from: Some(17_775),
		};
		let expected = Attestation {
			line: 3,
			object: "meter-2".into(),
			group: 5,
			id: object_id("meter-2"),
			content,
			provider: 1,
			epoch: 2,
			expires: 99,
			signature: [0xab; 64],
		};
		assert_eq!(list[1], expected);
	}

	#[test]
	fn bad_rows_are_named_and_the_others_go_on() {
		let good = line("meter-1");
		let lines = [
			good.clone(),
			good.replace("meter-1", ""),
			good.replace(",5,", ",64,"),
			good.replace("3:6000;", "3;"),
			good.replace("6000", "0"),
			good.replace("6000", "6001"),
			good.replace(",2,2018-09-01", ",33,2018-09-01"),
			good.replace("2018-09-01", "yesterday"),
			good.replace(",1,2,99,", ",x,2,99,"),
			good.replace(",1,2,99,", ",1,x,99,"),
			good.replace(",1,2,99,", ",1,2,x,"),
			good.replace("0xab", "0x"),
			good.clone(),
			"meter-9\n".to_owned(),
		];
		let (list, rejected) = read(text(&lines).as_bytes()).unwrap();
		assert_eq!(list.len(), 1);
		let reasons = [
			"object is empty",
			"group is not",
			"holders is not",
			"has no share",
			"more than 100",
			"members '33'",
			"crediting_from 'yesterday'",
			"provider is not",
			"epoch is not",
			"expires is not",
			"signature is not",
			"twice",
			"signature is not",
		];
		assert_eq!(rejected.len(), reasons.len());
		for (at, (row, reason)) in rejected.iter().zip(reasons).enumerate() {
			assert_eq!(row.line, at as u64 + 3);
			assert!(row.reason.contains(reason), "{row:?}");
		}
		assert!(read(b"object,group\n").unwrap_err().contains("signature"));
	}

	#[test]
	fn the_chain_is_asked_what_is_to_be_done() {
		let (list, _) = read(text(&[line("meter-1")]).as_bytes()).unwrap();
		let second = &list[0];
		let found = |epoch, share| Registration {
			operator: 4,
			registered: RegisteredObject {
				holders: vec![(3, 6_000), (7, share)].try_into().unwrap(),
				members: 2,
				crediting_from: Some(17_775),
				epoch,
			},
			provider: 1,
			since: 0,
		};
		assert_eq!(second.standing(4, Some(&found(2, 4_000))), Standing::Done);
		assert_eq!(second.standing(4, Some(&found(1, 4_000))), Standing::Done);
		assert_eq!(second.standing(4, Some(&found(1, 3_000))), Standing::Due);
		// Another operator's.
		assert_eq!(second.standing(5, Some(&found(1, 4_000))), Standing::Due);
		let Standing::Refused(reason) = second.standing(4, Some(&found(2, 3_000))) else {
			panic!()
		};
		assert!(reason.contains("registered 2 times"), "{reason}");
		let Standing::Refused(reason) = second.standing(4, None) else { panic!() };
		assert!(reason.contains("never registered"), "{reason}");
	}
}
