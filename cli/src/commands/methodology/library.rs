//! Publishing several methodologies at once: each stage for all of them in a few transactions, one
//! consultation waited for, one motion for each.

use super::{
	drafts::draft_head,
	publish::{await_end, published, Effective},
};
use crate::{
	call::{Call, Encoded},
	cli::{Approval, Global},
	commands::clock,
	connection::Chain,
	council::{batch, decide_all},
	failure::{Done, Failure, Result},
	key,
	output::table,
	time::format_time,
	transaction::send,
	types::registry::{Content, Stage, PALLET},
};
use codec::Decode;
use serde_json::{json, Value};
use sp_core::{crypto::AccountId32, H256};
use std::{path::PathBuf, time::Duration};
use subxt_signer::sr25519::Keypair;

/// Drafts in one transaction: their texts and tables can be long.
const DRAFTS_AT_ONCE: usize = 8;

struct Item {
	file: PathBuf,
	content: Content,
	hash: H256,
	draft: Option<u32>,
}

/// Publishes new methodologies, or goes on where they stand.
pub async fn publish_all(
	global: &Global,
	files: Vec<(PathBuf, Content)>,
	when: Effective,
	max_wait: Duration,
	approval: &Approval,
) -> Result<Done> {
	let chain = global.connect().await?;
	let mut items = Vec::new();
	for (file, content) in files {
		let hash = content.hash();
		if published(&chain.head().await?, hash).await?.is_none() {
			items.push(Item { file, content, hash, draft: None });
		} else {
			global.output().note(format!("{} was published already", file.display()));
		}
	}
	if items.is_empty() {
		global.output().result(json!({ "state": "published", "new": [] }), "nothing is left to do");
		return Ok(Done::All);
	}
	let key = global.signer()?;
	let approvers = approval.keys()?;
	draft(&chain, &key, &mut items).await?;
	let ends = open(&chain, &key, &items).await?;
	if let Some(ends) = await_end(global, &chain, ends, max_wait).await? {
		let ends = format_time(ends, clock(&chain.head().await?).await?.day_offset);
		global.output().result(
			json!({ "state": "consultation", "drafts": drafts(&items), "ends": ends }),
			format!(
				"{} drafts are before the public until {ends}; run the same command again then",
				items.len()
			),
		);
		return Ok(Done::All);
	}
	let effective = when.resolve(&chain, items.len()).await?;
	let calls: Vec<Call> = items
		.iter()
		.filter_map(|item| Some((item.draft?, item.hash)))
		.map(|(draft, hash)| {
			Call::new(PALLET, "publish")
				.arg("draft", &draft)
				.arg("content_hash", &hash)
				.arg("effective", &effective)
		})
		.collect();
	decide_all(&chain, &key, &calls, &approvers).await?;
	summary(global, &chain, &items).await
}

fn drafts(items: &[Item]) -> Vec<Option<u32>> {
	items.iter().map(|item| item.draft).collect()
}

/// Drafts what has no draft yet.
async fn draft(chain: &Chain, key: &Keypair, items: &mut [Item]) -> Result<()> {
	let at = chain.head().await?;
	let next: u32 = at.get(PALLET, "NextDraftId", key![]).await?.unwrap_or_default();
	let me = AccountId32::new(key.public_key().0);
	for id in (0..next).rev() {
		let Some(head) = draft_head(&at, id).await? else { continue };
		let mine = head.author == me || matches!(head.stage, Stage::Consultation { .. });
		let same = |item: &&mut Item| item.draft.is_none() && item.hash == head.content_hash;
		if let (true, None, Some(item)) = (mine, head.methodology, items.iter_mut().find(same)) {
			item.draft = Some(id);
		}
	}
	let mut left: Vec<&mut Item> = items.iter_mut().filter(|item| item.draft.is_none()).collect();
	for some in left.chunks_mut(DRAFTS_AT_ONCE) {
		let at = chain.head().await?;
		let calls = some
			.iter()
			.map(|item| {
				Call::new(PALLET, "draft")
					.arg("methodology", &None::<u16>)
					.arg("content", &item.content)
					.encode(at.metadata())
			})
			.collect::<Result<Vec<Encoded>>>()?;
		let included = send(chain, key, &batch(&calls)).await?;
		let drafted = included.events.iter().filter(|event| event.is(PALLET, "Drafted"));
		for (item, event) in some.iter_mut().zip(drafted) {
			let id = u32::decode(&mut event.fields.as_slice())
				.map_err(|e| Failure::Plain(format!("can't decode the draft's number: {e}")))?;
			item.draft = Some(id);
		}
	}
	Ok(())
}

/// Opens the consultations that are not open; returns when the last one ends.
async fn open(chain: &Chain, key: &Keypair, items: &[Item]) -> Result<u64> {
	let at = chain.head().await?;
	let mut calls = Vec::new();
	for draft in items.iter().filter_map(|item| item.draft) {
		let head = draft_head(&at, draft).await?;
		if head.is_some_and(|head| matches!(head.stage, Stage::Drafting)) {
			calls.push(
				Call::new(PALLET, "open_consultation")
					.arg("draft", &draft)
					.encode(at.metadata())?,
			);
		}
	}
	if !calls.is_empty() {
		send(chain, key, &batch(&calls)).await?;
	}
	let at = chain.head().await?;
	let mut last = 0;
	for draft in items.iter().filter_map(|item| item.draft) {
		match draft_head(&at, draft).await?.map(|head| head.stage) {
			Some(Stage::Consultation { ends, .. }) => last = last.max(ends),
			_ => return Err(Failure::plain("a draft is gone; run the same command again")),
		}
	}
	Ok(last)
}

async fn summary(global: &Global, chain: &Chain, items: &[Item]) -> Result<Done> {
	let at = chain.head().await?;
	let offset = clock(&at).await?.day_offset;
	let mut rows = Vec::new();
	let mut list: Vec<Value> = Vec::new();
	for item in items {
		let file = item.file.display().to_string();
		let (number, version, effective) = match published(&at, item.hash).await? {
			Some((reference, stored)) => {
				(json!(reference.methodology), json!(reference.version), Some(stored.effective))
			},
			None => (Value::Null, Value::Null, None),
		};
		let state = if effective.is_some() { "published" } else { "motion open" };
		rows.push(vec![
			file.clone(),
			state.to_owned(),
			number.to_string(),
			effective.map(|time| format_time(time, offset)).unwrap_or_default(),
		]);
		list.push(json!({
			"file": file,
			"state": state,
			"methodology": number,
			"version": version,
			"effective": effective,
			"draft": item.draft,
		}));
	}
	let text = table(&["file", "state", "methodology", "in force from"], rows);
	global.output().result(json!({ "state": "published", "new": list }), text);
	Ok(Done::All)
}
