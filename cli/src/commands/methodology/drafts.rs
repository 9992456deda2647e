//! Drafts and the comments on them: `tanpu methodology comment`, `comments`, `withdraw-comment`.

use crate::{
	call::Call,
	cli::{parse_hash, Global},
	commands::clock,
	connection::At,
	escape::escape_bytes,
	failure::{Done, Failure, Result},
	key,
	output::table,
	time::format_time,
	transaction::send,
	types::registry::{CommentHead, DraftHead, PALLET},
};
use codec::Decode;
use futures::{stream, StreamExt, TryStreamExt};
use serde_json::json;
use sp_core::H256;
use sp_crypto_hashing::blake2_256;
use std::{ops::Range, path::PathBuf};

/// State reads under way at once.
const PARALLEL: usize = 16;

#[derive(clap::Args, Debug)]
#[command(
	after_help = "Examples:\n  tanpu --key-file me.key methodology comment 3 --file comment.pdf --uri https://example.org/comment.pdf\n  \
	tanpu --key-file me.key methodology comment 3 --hash 0x... --uri https://example.org/comment.pdf\n\n\
	The chain keeps the hash and the place of your document, against a deposit that you have back with \
	`withdraw-comment`. Keep the document itself where the place says."
)]
pub struct Comment {
	/// The draft's number (see `list --drafts`), in consultation.
	draft: u32,
	/// The hash of the document that says it.
	#[arg(long, value_parser = parse_hash, required_unless_present = "file", conflicts_with = "file")]
	hash: Option<H256>,
	/// The document itself: its BLAKE2b-256 is taken, nothing of it is sent.
	#[arg(long)]
	file: Option<PathBuf>,
	/// Where the document is found: one line.
	#[arg(long)]
	uri: String,
}

#[derive(clap::Args, Debug)]
#[command(
	after_help = "Examples:\n  tanpu methodology comments 3\n  tanpu methodology comments 3 --from 100"
)]
pub struct Comments {
	/// The draft's number; it may be published or withdrawn since.
	draft: u32,
	/// The number of the first one.
	#[arg(long, default_value_t = 0)]
	from: u32,
	/// How many numbers to look at.
	#[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=1000))]
	limit: u32,
}

#[derive(clap::Args, Debug)]
#[command(after_help = "Example:\n  tanpu --key-file me.key methodology withdraw-comment 3 0")]
pub struct WithdrawComment {
	/// The draft's number.
	draft: u32,
	/// The comment's number.
	index: u32,
}

/// A draft; none where it was withdrawn, published, or never was.
pub async fn draft_head(at: &At<'_>, id: u32) -> Result<Option<DraftHead>> {
	decoded(at, "Drafts", key![id]).await
}

/// The drafts among so many numbers.
pub async fn draft_heads(at: &At<'_>, ids: Range<u32>) -> Result<Vec<(u32, DraftHead)>> {
	let heads: Vec<_> = stream::iter(ids)
		.map(|id| async move { Ok::<_, Failure>((id, draft_head(at, id).await?)) })
		.buffered(PARALLEL)
		.try_collect()
		.await?;
	Ok(heads.into_iter().filter_map(|(id, head)| Some((id, head?))).collect())
}

/// The beginning of a value whose end is of the runtime's own type.
async fn decoded<T: Decode>(
	at: &At<'_>,
	entry: &'static str,
	key: crate::connection::Key,
) -> Result<Option<T>> {
	at.chain_bytes(PALLET, entry, key)
		.await?
		.map(|bytes| {
			T::decode(&mut bytes.as_slice())
				.map_err(|e| Failure::Plain(format!("can't decode {PALLET}.{entry}: {e}")))
		})
		.transpose()
}

pub async fn comment(global: &Global, arguments: Comment) -> Result<Done> {
	let Comment { draft, hash, file, uri } = arguments;
	let hash = match (hash, file) {
		(Some(hash), _) => hash,
		(None, Some(path)) => {
			let bytes = std::fs::read(&path).map_err(|e| Failure::file("read", &path, e))?;
			H256(blake2_256(&bytes))
		},
		(None, None) => return Err(Failure::usage("give --hash or --file")),
	};
	let chain = global.connect().await?;
	let call = Call::new(PALLET, "comment")
		.arg("draft", &draft)
		.arg("hash", &hash)
		.arg("uri", &uri.into_bytes());
	let included = send(&chain, &global.signer()?, &call).await?;
	let event = included
		.find(PALLET, "Commented")
		.ok_or_else(|| Failure::plain("the comment left no event"))?;
	let (_, index) = <(u32, u32)>::decode(&mut event.fields.as_slice())
		.map_err(|e| Failure::Plain(format!("can't decode the comment's number: {e}")))?;
	global.output().result(
		json!({
			"draft": draft, "comment": index, "hash": format!("{hash:?}"),
			"block": included.number,
		}),
		format!("comment {index} on draft {draft} (block {})\nhash {hash:?}", included.number),
	);
	Ok(Done::All)
}

pub async fn comments(global: &Global, arguments: Comments) -> Result<Done> {
	let Comments { draft, from, limit } = arguments;
	let chain = global.connect().await?;
	let at = chain.head().await?;
	let clock = clock(&at).await?;
	let head = draft_head(&at, draft).await?;
	let end = from.saturating_add(limit);
	// How many there are is known of a draft that is there.
	let to = head.as_ref().map_or(end, |head| head.comments.min(end)).max(from);
	let at = &at;
	let found: Vec<(u32, Option<CommentHead>)> = stream::iter(from..to)
		.map(|index| async move {
			Ok::<_, Failure>((index, decoded(at, "Comments", key![draft, index]).await?))
		})
		.buffered(PARALLEL)
		.try_collect()
		.await?;
	let found: Vec<(u32, CommentHead)> =
		found.into_iter().filter_map(|(index, comment)| Some((index, comment?))).collect();
	let more = match &head {
		Some(head) => end < head.comments,
		None => found.last().is_some_and(|(index, _)| index.saturating_add(1) == end),
	};
	let list: Vec<_> = found
		.iter()
		.map(|(index, comment)| {
			json!({
				"comment": index,
				"author": comment.author.to_string(),
				"hash": format!("{:?}", comment.hash),
				"uri": String::from_utf8_lossy(&comment.uri),
				"at": comment.at,
			})
		})
		.collect();
	let rows = found.iter().map(|(index, comment)| {
		vec![
			index.to_string(),
			format_time(comment.at, clock.day_offset),
			comment.author.to_string(),
			format!("{:?}", comment.hash),
			escape_bytes(&comment.uri),
		]
	});
	let mut text = match &head {
		Some(head) => format!(
			"draft {draft}: {} comments were given, {} stand\n",
			head.comments, head.standing
		),
		None => format!("draft {draft} is published, withdrawn or never was\n"),
	};
	text.push_str(&table(&["comment", "given", "author", "hash", "where"], rows));
	if more {
		text.push_str(&format!("\nthere may be more: --from {end}"));
	}
	global.output().result(
		json!({
			"draft": draft,
			"given": head.as_ref().map(|head| head.comments),
			"standing": head.as_ref().map(|head| head.standing),
			"comments": list,
			"next": more.then_some(end),
		}),
		text,
	);
	Ok(Done::All)
}

pub async fn withdraw_comment(global: &Global, arguments: WithdrawComment) -> Result<Done> {
	let WithdrawComment { draft, index } = arguments;
	let chain = global.connect().await?;
	let call = Call::new(PALLET, "withdraw_comment").arg("draft", &draft).arg("index", &index);
	let included = send(&chain, &global.signer()?, &call).await?;
	global.output().result(
		json!({ "draft": draft, "comment": index, "withdrawn": true, "block": included.number }),
		format!("comment {index} on draft {draft} is taken back (block {})", included.number),
	);
	Ok(Done::All)
}
