//! `tanpu council`.

use crate::{
	cli::Global,
	commands::{keys, records},
	council::{close, find, members, open_motions, proposal, vote},
	failure::{Done, Failure, Result},
	output::table,
};
use serde_json::json;
use sp_core::H256;

#[derive(clap::Subcommand, Debug)]
pub enum Command {
	/// Open motions and how they stand.
	#[command(after_help = "Example:\n  tanpu council list")]
	List,
	/// Propose an encoded call, as polkadot.js Apps shows it.
	#[command(after_help = "Example:\n  tanpu --key-file member.key council propose 0x0001081234")]
	Propose {
		/// The encoded call: 0x and hex digits.
		call: String,
		/// Votes needed; two thirds of the members, rounded up, unless said.
		#[arg(long)]
		threshold: Option<u32>,
	},
	/// Vote on a motion.
	#[command(after_help = "Examples:\n  tanpu --key-file member.key council vote 3\n  \
		tanpu --key-file member.key council vote 3 --nay")]
	Vote {
		/// The motion's number or hash.
		motion: String,
		/// Vote against it.
		#[arg(long)]
		nay: bool,
	},
	/// Decide an objection to a record (council).
	DecideObjection(records::Decision),
	/// Decide whether a citizen's veto against another key holds (council).
	DecideVeto(keys::replacement::Decision),
	/// Close a motion that has enough votes, or whose time is over: carried, it is executed.
	#[command(after_help = "Example:\n  tanpu --key-file anybody.key council close 3")]
	Close {
		/// The motion's number or hash.
		motion: String,
	},
}

pub async fn run(global: &Global, command: Command) -> Result<Done> {
	if let Command::DecideObjection(decision) = command {
		return records::council(global, decision).await;
	}
	if let Command::DecideVeto(decision) = command {
		return keys::replacement::council(global, decision).await;
	}
	let chain = global.connect().await?;
	let output = global.output();
	match command {
		// Above.
		Command::DecideObjection(_) | Command::DecideVeto(_) => {},
		Command::List => {
			let at = chain.head().await?;
			let total = members(&at).await?.len();
			let mut rows = Vec::new();
			let mut list = Vec::new();
			for (hash, votes) in open_motions(&at).await? {
				let call = match proposal(&at, hash).await? {
					Some(bytes) => title(&at, &bytes),
					None => "?".into(),
				};
				rows.push(vec![
					votes.index.to_string(),
					call.clone(),
					format!("{} of {} (of {total} members)", votes.ayes.len(), votes.threshold),
					votes.nays.len().to_string(),
					format!("block {}", votes.end),
					format!("{hash:?}"),
				]);
				list.push(json!({
					"index": votes.index,
					"hash": format!("{hash:?}"),
					"call": call,
					"threshold": votes.threshold,
					"ayes": votes.ayes.iter().map(ToString::to_string).collect::<Vec<_>>(),
					"nays": votes.nays.iter().map(ToString::to_string).collect::<Vec<_>>(),
					"end": votes.end,
				}));
			}
			let text = if rows.is_empty() {
				"no open motions".into()
			} else {
				table(&["motion", "call", "ayes", "nays", "ends", "hash"], rows)
			};
			output.result(json!(list), text);
		},
		Command::Propose { call, threshold } => {
			let key = global.signer()?;
			let bytes = hex::decode(call.trim().trim_start_matches("0x"))
				.map_err(|_| Failure::usage("the call is not hex"))?;
			let at = chain.head().await?;
			let count = members(&at).await?.len();
			let threshold = threshold.unwrap_or_else(|| crate::council::two_thirds(count));
			// Decoding proves that it is a call of this runtime before a vote is held on it.
			at.client
				.transactions()
				.from_call_data_bytes(&bytes)
				.map_err(|e| Failure::Plain(format!("not a call of this chain's runtime: {e}")))?;
			let name = title(&at, &bytes);
			let included = crate::council::propose_bytes(&chain, &key, &bytes, threshold).await?;
			let hash = H256(sp_crypto_hashing::blake2_256(&bytes));
			let index = find(&chain.head().await?, &format!("{hash:?}"))
				.await
				.map(|(_, votes)| votes.index)
				.ok();
			let text = match index {
				Some(index) => format!("{name}: motion {index}, hash {hash:?}"),
				None => format!("{name}: executed in block {}", included.number),
			};
			output.result(json!({ "hash": format!("{hash:?}"), "index": index }), text);
		},
		Command::Vote { motion, nay } => {
			let key = global.signer()?;
			let (hash, votes) = find(&chain.head().await?, &motion).await?;
			let included = vote(&chain, &key, hash, votes.index, !nay).await?;
			let word = if nay { "nay" } else { "aye" };
			output.result(
				json!({ "motion": votes.index, "vote": word, "block": included.number }),
				format!("voted {word} on motion {} in block {}", votes.index, included.number),
			);
		},
		Command::Close { motion } => {
			let key = global.signer()?;
			let at = chain.head().await?;
			let (hash, votes) = find(&at, &motion).await?;
			let name = match proposal(&at, hash).await? {
				Some(bytes) => title(&at, &bytes),
				None => format!("motion {}", votes.index),
			};
			let included = close(&chain, &key, hash, &votes, &name).await?;
			output.result(
				json!({ "motion": votes.index, "call": name, "block": included.number }),
				format!("motion {} ({name}) is closed in block {}", votes.index, included.number),
			);
		},
	}
	Ok(Done::All)
}

/// `Pallet.call` of an encoded call.
fn title(at: &crate::connection::At<'_>, bytes: &[u8]) -> String {
	let found = match bytes {
		[pallet, call, ..] => at.metadata().pallet_by_call_index(*pallet).and_then(|pallet| {
			let call = pallet.call_variant_by_index(*call)?;
			Some(format!("{}.{}", pallet.name(), call.name))
		}),
		_ => None,
	};
	found.unwrap_or_else(|| "unknown call".into())
}
