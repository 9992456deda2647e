//! `tanpu methodology publish`: draft, consultation, motion of the council.

use super::{drafts::draft_head, library::publish_all};
use crate::{
	call::Call,
	cli::{Approval, Global},
	commands::clock,
	connection::{At, Chain},
	council::{decide, Motion},
	failure::{Done, Failure, Result},
	key, methodology_file,
	time::{format_time, parse_date, parse_time},
	transaction::send,
	types::registry::{Content, DraftHead, Methodology, Stage, Version, PALLET},
};
use codec::Decode;
use serde_json::json;
use sp_core::{crypto::AccountId32, H256};
use std::{path::PathBuf, time::Duration};
use subxt_signer::sr25519::Keypair;
use tanpu_primitives::{MethodologyId, MethodologyRef};

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:\n  \
	tanpu --key-file member.key methodology publish methodologies/shenzhen-metro.toml\n  \
	tanpu --key-file member.key methodology publish metro-2.toml --methodology 0 \
	--effective 2026-01-01T00:00:00+08:00\n  \
	tanpu --suri //Alice methodology publish methodologies/shenzhen-metro.toml --approve-with //Bob\n  \
	tanpu --key-file member.key methodology publish bus.toml bicycle.toml walking.toml\n\n\
	Several files go through each stage together, in a few transactions and one wait.")]
pub struct Arguments {
	/// The TOML file; several for several new methodologies.
	#[arg(required = true)]
	files: Vec<PathBuf>,
	/// Publish it as a new version of this methodology.
	#[arg(long)]
	methodology: Option<MethodologyId>,
	/// When it takes effect: `earliest` (now plus the notice period) or a time in RFC 3339.
	#[arg(long, default_value = "earliest", conflicts_with = "effective_date")]
	effective: String,
	/// When it takes effect: from the city's midnight of this date, YYYY-MM-DD.
	#[arg(long, value_name = "DATE")]
	effective_date: Option<String>,
	/// Longest to wait for the end of the consultation, in seconds of real time.
	#[arg(long, default_value_t = 900, value_name = "SECONDS")]
	max_wait: u64,
	#[command(flatten)]
	approval: Approval,
}

pub async fn run(global: &Global, arguments: Arguments) -> Result<Done> {
	let Arguments { files, methodology, effective, effective_date, max_wait, approval } = arguments;
	let mut contents = Vec::new();
	for file in files {
		let content = methodology_file::read(&file)?;
		contents.push((file, content));
	}
	let when = match effective_date {
		Some(date) => Effective::Date(date),
		None if effective == "earliest" => Effective::Earliest,
		None => Effective::Time(effective),
	};
	let max_wait = Duration::from_secs(max_wait);
	if contents.len() > 1 {
		if methodology.is_some() {
			return Err(Failure::usage("--methodology takes one file: a new version of that one"));
		}
		return publish_all(global, contents, when, max_wait, &approval).await;
	}
	let (_, content) = contents.remove(0);
	Publish { content, methodology, when, max_wait }.run(global, &approval).await
}

/// When a version takes effect, as the command line says it.
pub enum Effective {
	Earliest,
	Time(String),
	Date(String),
}

impl Effective {
	/// In Unix seconds, by the chain's clock as it is now, for so many motions at once.
	pub async fn resolve(&self, chain: &Chain, motions: usize) -> Result<u64> {
		let at = chain.head().await?;
		let clock = clock(&at).await?;
		match self {
			Self::Time(text) => {
				parse_time(text, Some(clock.day_offset)).map_err(|e| Failure::Usage(e.to_string()))
			},
			Self::Date(text) => {
				let day = parse_date(text).map_err(|e| Failure::Usage(e.to_string()))?;
				u64::try_from(i64::from(day) * 86_400 - i64::from(clock.day_offset))
					.map_err(|_| Failure::usage("the date is too early"))
			},
			Self::Earliest => {
				let notice: u64 = at.constant(PALLET, "NoticePeriod")?;
				// The motion takes some blocks, and the clock may run fast. A whole minute of real
				// time later, and five seconds for each further motion: a slow node takes some.
				let motions = u64::try_from(motions).unwrap_or(0);
				let slack = (55 + 5 * motions.max(1)) * u64::from(clock.scale.max(1));
				Ok((clock.now + notice + slack).div_ceil(60) * 60)
			},
		}
	}
}

pub struct Publish {
	content: Content,
	methodology: Option<MethodologyId>,
	when: Effective,
	max_wait: Duration,
}

impl Publish {
	async fn run(&self, global: &Global, approval: &Approval) -> Result<Done> {
		let output = global.output();
		let chain = global.connect().await?;
		let hash = self.content.hash();
		if let Some((reference, version)) = published(&chain.head().await?, hash).await? {
			return self.done(global, reference, &version, true).await;
		}
		let key = global.signer()?;
		let approvers = approval.keys()?;
		let draft = self.draft(&chain, &key, hash).await?;
		let ends = match self.open(&chain, &key, draft).await? {
			Some(ends) => ends,
			None => return Err(Failure::plain("the draft is gone; run the same command again")),
		};
		if let Some(ends) = await_end(global, &chain, ends, self.max_wait).await? {
			let clock = clock(&chain.head().await?).await?;
			let ends = format_time(ends, clock.day_offset);
			output.result(
				json!({ "state": "consultation", "draft": draft, "ends": ends }),
				format!(
					"draft {draft} is before the public until {ends}; run the same command again then"
				),
			);
			return Ok(Done::All);
		}
		let motion = self.publish(&chain, &key, &approvers, draft, hash).await?;
		match published(&chain.head().await?, hash).await? {
			Some((reference, version)) => self.done(global, reference, &version, false).await,
			None => {
				output.result(motion.json(), motion.text("publish the methodology"));
				Ok(Done::All)
			},
		}
	}

	async fn done(
		&self,
		global: &Global,
		reference: MethodologyRef,
		version: &Version,
		before: bool,
	) -> Result<Done> {
		let MethodologyRef { methodology, version: number } = reference;
		let chain = global.connect().await?;
		let clock = clock(&chain.head().await?).await?;
		let effective = format_time(version.effective, clock.day_offset);
		let json = json!({
			"state": "published",
			"already": before,
			"methodology": methodology,
			"version": number,
			"effective": version.effective,
			"content_hash": format!("{:?}", version.content_hash),
		});
		let word = if before { "was published already" } else { "is published" };
		global.output().result(
			json,
			format!(
				"methodology {methodology} version {number} {word}, in force from {effective}\n\
				 content hash {:?}",
				version.content_hash
			),
		);
		Ok(Done::All)
	}

	/// The draft of this content: one that is there, or a new one.
	async fn draft(&self, chain: &Chain, key: &Keypair, hash: H256) -> Result<u32> {
		let at = chain.head().await?;
		let next: u32 = at.get(PALLET, "NextDraftId", key![]).await?.unwrap_or_default();
		let me = AccountId32::new(key.public_key().0);
		for id in (0..next).rev() {
			let Some(head) = draft_head(&at, id).await? else { continue };
			let mine = head.author == me || matches!(head.stage, Stage::Consultation { .. });
			if head.content_hash == hash && head.methodology == self.methodology && mine {
				return Ok(id);
			}
		}
		let call = Call::new(PALLET, "draft")
			.arg("methodology", &self.methodology)
			.arg("content", &self.content);
		let included = send(chain, key, &call).await?;
		let drafted = included
			.find(PALLET, "Drafted")
			.ok_or_else(|| Failure::plain("the draft left no event"))?;
		u32::decode(&mut drafted.fields.as_slice())
			.map_err(|e| Failure::Plain(format!("can't decode the draft's number: {e}")))
	}

	/// When the consultation ends; opens it where it is not open.
	async fn open(&self, chain: &Chain, key: &Keypair, draft: u32) -> Result<Option<u64>> {
		let ends = |head: Option<DraftHead>| match head.map(|head| head.stage) {
			Some(Stage::Consultation { ends, .. }) => Some(ends),
			_ => None,
		};
		if let Some(ends) = ends(draft_head(&chain.head().await?, draft).await?) {
			return Ok(Some(ends));
		}
		send(chain, key, &Call::new(PALLET, "open_consultation").arg("draft", &draft)).await?;
		Ok(ends(draft_head(&chain.head().await?, draft).await?))
	}

	async fn publish(
		&self,
		chain: &Chain,
		key: &Keypair,
		approvers: &[Keypair],
		draft: u32,
		hash: H256,
	) -> Result<Motion> {
		let effective = self.when.resolve(chain, 1).await?;
		let call = Call::new(PALLET, "publish")
			.arg("draft", &draft)
			.arg("content_hash", &hash)
			.arg("effective", &effective);
		decide(chain, key, &call, approvers).await
	}
}

/// Waits for the end of the consultation; returns it where that would take too long.
pub async fn await_end(
	global: &Global,
	chain: &Chain,
	ends: u64,
	max_wait: Duration,
) -> Result<Option<u64>> {
	let spinner = global.output().spinner("public consultation");
	let begun = tokio::time::Instant::now();
	loop {
		let clock = clock(&chain.head().await?).await?;
		if clock.now >= ends {
			spinner.finish_and_clear();
			return Ok(None);
		}
		let left = (ends - clock.now) / u64::from(clock.scale.max(1));
		if begun.elapsed() + Duration::from_secs(left) > max_wait {
			spinner.finish_and_clear();
			return Ok(Some(ends));
		}
		spinner.set_message(format!("public consultation, about {left} s left"));
		tokio::time::sleep(Duration::from_secs(left.clamp(1, 10))).await;
	}
}

/// The version that has this content.
pub async fn published(at: &At<'_>, hash: H256) -> Result<Option<(MethodologyRef, Version)>> {
	let all: Vec<(MethodologyId, Methodology)> =
		at.entries(PALLET, "Methodologies", key![]).await?;
	for (methodology, found) in all {
		for version in (1..=found.latest).rev() {
			let stored: Option<Version> =
				at.get(PALLET, "Versions", key![methodology, version]).await?;
			if let Some(stored) = stored.filter(|stored| stored.content_hash == hash) {
				return Ok(Some((MethodologyRef { methodology, version }, stored)));
			}
		}
	}
	Ok(None)
}
