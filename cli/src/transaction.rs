//! Sending a transaction and following it to its end.

use crate::{
	call::{Call, Encoded},
	connection::{At, Chain, Config, Wait},
	failure::{chain_of, Failure, Result},
};
use codec::{Decode, DecodeAll};
use sp_core::H256;
use std::time::Duration;
use subxt::{
	config::SubstrateExtrinsicParamsBuilder, error::DispatchError, events::Phase,
	rpcs::methods::legacy::TransactionStatus, utils::AccountId32,
};
use subxt_signer::sr25519::Keypair;

/// Blocks for which a transaction can enter the chain. Afterwards it is void, so that one that was
/// lost can be sent again without fear of both taking effect.
const MORTALITY: u64 = 64;

/// Without any news of a transaction for this long, the chain stands still.
const PATIENCE: Duration = Duration::from_secs(180);

/// How often a transaction is signed whose number another one has meanwhile, and the time between: a
/// block's.
const ATTEMPTS: u32 = 4;
const BETWEEN: Duration = Duration::from_secs(3);

/// In what a node says of such a one: the other is in a block, or waits.
const OUTDATED: &str = "outdated";
const NUMBER_IN_USE: &str = "Priority is too low";

/// An event, still encoded.
#[derive(Clone, Debug)]
pub struct Event {
	pub pallet: String,
	pub name: String,
	/// The encoded fields.
	pub fields: Vec<u8>,
}

impl Event {
	pub fn is(&self, pallet: &str, name: &str) -> bool {
		self.pallet == pallet && self.name == name
	}

	/// The fields as a tuple of their types.
	pub fn decode<T: Decode>(&self) -> Result<T> {
		T::decode_all(&mut self.fields.as_slice()).map_err(|e| {
			Failure::Plain(format!("can't decode event {}.{}: {e}", self.pallet, self.name))
		})
	}
}

/// A transaction in a block.
#[derive(Clone, Debug)]
pub struct Included {
	pub block: H256,
	pub number: u64,
	pub events: Vec<Event>,
}

impl Included {
	/// The first event of this name.
	pub fn find(&self, pallet: &str, name: &str) -> Option<&Event> {
		self.events.iter().find(|event| event.is(pallet, name))
	}
}

/// The account of a key.
pub fn account_of(key: &Keypair) -> AccountId32 {
	key.public_key().to_account_id()
}

/// The nonce for the account's next transaction, those waiting in the pool counted.
pub async fn next_nonce(chain: &Chain, account: &AccountId32) -> Result<u64> {
	chain.rpc().system_account_next_index(account).await.map_err(|e| chain.lost(e))
}

/// Sends a call and waits as long as `--wait` says.
pub async fn send(chain: &Chain, key: &Keypair, call: &Call) -> Result<Included> {
	let at = chain.finalised().await?;
	let encoded = call.encode(at.metadata())?;
	let mut attempts = 1;
	loop {
		let nonce = next_nonce(chain, &account_of(key)).await?;
		match send_encoded(chain, &at, key, &encoded, nonce).await {
			// Where several make blocks the best one can be replaced, and for a while the number that
			// the node tells is one that it has. What it didn't take is nowhere: it is signed anew.
			Err(Failure::Dropped { reason, .. })
				if attempts < ATTEMPTS && is_number_taken(&reason) =>
			{
				attempts += 1;
				tokio::time::sleep(BETWEEN).await;
			},
			done => return done,
		}
	}
}

/// Whether a node refused a transaction because it has another with its number.
fn is_number_taken(reason: &str) -> bool {
	reason.contains(OUTDATED) || reason.contains(NUMBER_IN_USE)
}

/// The transaction's bytes, signed.
pub fn sign(at: &At<'_>, key: &Keypair, call: &Encoded, nonce: u64) -> Result<Vec<u8>> {
	let params = SubstrateExtrinsicParamsBuilder::<Config>::new()
		.nonce(nonce)
		.mortal_from_unchecked(MORTALITY, at.number(), at.hash())
		.build();
	let unfit = |e: subxt::error::ExtrinsicError| {
		Failure::Plain(format!("can't make a transaction for this chain: {}", chain_of(&e)))
	};
	let mut signable =
		at.client.transactions().create_signable_offline(call, params).map_err(unfit)?;
	Ok(signable.sign(key).map_err(unfit)?.into_encoded())
}

/// Sends a call with this nonce, mortal from block `at`, and follows it.
pub async fn send_encoded(
	chain: &Chain,
	at: &At<'_>,
	key: &Keypair,
	call: &Encoded,
	nonce: u64,
) -> Result<Included> {
	let title = call.title();
	let bytes = sign(at, key, call, nonce)?;
	let mut progress = chain
		.rpc()
		.author_submit_and_watch_extrinsic(&bytes)
		.await
		.map_err(|e| not_accepted(chain, &title, e))?;
	let dropped = |reason: &str| Failure::Dropped { what: title.clone(), reason: reason.into() };
	let block = loop {
		let stalled = || Failure::Unreachable {
			url: chain.url(),
			what: "makes no progress",
			cause: format!("no news of {title} for {} seconds", PATIENCE.as_secs()),
		};
		let next = tokio::time::timeout(PATIENCE, progress.next()).await.map_err(|_| stalled())?;
		match next {
			None => {
				return Err(Failure::Unreachable {
					url: chain.url(),
					what: "went away",
					cause: format!("the connection closed while {title} was on its way"),
				})
			},
			Some(Err(e)) => return Err(chain.lost(e)),
			Some(Ok(status)) => match status {
				TransactionStatus::InBlock(hash) if chain.wait() == Wait::Best => break hash,
				TransactionStatus::Finalized(hash) => break hash,
				TransactionStatus::FinalityTimeout(_) => return Err(stalled()),
				TransactionStatus::Usurped(_) => {
					return Err(dropped("another transaction took its place (the same nonce)"))
				},
				TransactionStatus::Dropped => return Err(dropped("the pool is full")),
				TransactionStatus::Invalid => return Err(dropped("it is no longer valid")),
				TransactionStatus::Future
				| TransactionStatus::Ready
				| TransactionStatus::Broadcast(_)
				| TransactionStatus::InBlock(_)
				| TransactionStatus::Retracted(_) => {},
			},
		}
	};
	outcome(chain, &title, block, &bytes).await
}

/// What a transaction did in its block; the dispatch error where it failed.
async fn outcome(chain: &Chain, title: &str, block: H256, bytes: &[u8]) -> Result<Included> {
	let body = chain
		.rpc()
		.chain_get_block(Some(block))
		.await
		.map_err(|e| chain.lost(e))?
		.ok_or_else(|| Failure::Plain(format!("the node has no block {block:?}")))?;
	let position = body
		.block
		.extrinsics
		.iter()
		.position(|extrinsic| extrinsic.0 == bytes)
		.and_then(|position| u32::try_from(position).ok())
		.ok_or_else(|| Failure::Dropped {
			what: title.to_owned(),
			reason: "its block was replaced by another".into(),
		})?;
	let at = chain.at(block).await?;
	let events = events_of(&at, position).await?;
	if let Some(failed) = events.iter().find(|event| event.is("System", "ExtrinsicFailed")) {
		return Err(Failure::Refused {
			what: title.to_owned(),
			reason: dispatch_error(&at, &failed.fields),
		});
	}
	Ok(Included { block, number: at.number(), events })
}

/// The events of one extrinsic of a block.
pub async fn events_of(at: &At<'_>, extrinsic: u32) -> Result<Vec<Event>> {
	let events = at.client.events().fetch().await.map_err(|e| at.lost(e))?;
	let mut found = Vec::new();
	for event in events.iter() {
		let event = event.map_err(|e| {
			Failure::Plain(format!(
				"can't decode the events of block {}: {}",
				at.number(),
				chain_of(&e)
			))
		})?;
		if event.phase() == Phase::ApplyExtrinsic(extrinsic) {
			found.push(Event {
				pallet: event.pallet_name().to_owned(),
				name: event.event_name().to_owned(),
				fields: event.field_bytes().to_vec(),
			});
		}
	}
	Ok(found)
}

/// A dispatch error as `Pallet::Error (what its documentation says)`. Bytes after it don't matter.
pub fn dispatch_error(at: &At<'_>, bytes: &[u8]) -> String {
	// A module error is its variant, the pallet and four bytes of error. What follows it in an event
	// must not be given to the decoder, which takes all that there is for the error.
	let exact = match bytes.first() {
		Some(3) => bytes.get(..6).unwrap_or(bytes),
		_ => bytes,
	};
	match DispatchError::decode_from(exact.to_vec(), at.client.metadata()) {
		Ok(DispatchError::Module(module)) => match module.details() {
			Ok(details) => {
				let docs = details.variant.docs.join(" ");
				let name = format!("{}::{}", details.pallet.name(), details.variant.name);
				match docs.trim() {
					"" => name,
					docs => format!("{name} ({docs})"),
				}
			},
			Err(_) => module.to_string(),
		},
		Ok(other) => other.to_string(),
		Err(_) => format!("an error that this tool can't decode (0x{})", hex::encode(bytes)),
	}
}

/// Why the node did not take a transaction into its pool.
fn not_accepted(chain: &Chain, title: &str, error: subxt::rpcs::Error) -> Failure {
	let subxt::rpcs::Error::User(user) = &error else { return chain.lost(error) };
	let data = user.data.as_ref().map(|data| data.get().trim_matches('"').to_owned());
	let detail = match data {
		Some(data) => format!("{}: {data}", user.message),
		None => user.message.clone(),
	};
	match user.code {
		// Invalid, unknown validity, ...
		1010 | 1011 => {
			let hint = if detail.contains("fees") {
				" (the signing account has too little TANP)"
			} else if detail.contains("exhaust") {
				" (it does not fit into a block: for a report, choose a smaller --batch-size)"
			} else {
				""
			};
			// An outdated or too early nonce is a race, which sending again resolves.
			if detail.contains(OUTDATED) || detail.contains("Stale") {
				return Failure::Dropped { what: title.to_owned(), reason: detail };
			}
			Failure::Refused { what: title.to_owned(), reason: format!("{detail}{hint}") }
		},
		// Temporarily banned, already imported, priority too low, cycle, immediately dropped.
		1012..=1016 => Failure::Dropped { what: title.to_owned(), reason: detail },
		_ => Failure::Refused { what: title.to_owned(), reason: detail },
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_taken_number_is_told_from_other_refusals() {
		// As the node words them.
		for text in [
			"Invalid Transaction: Transaction is outdated",
			"Priority is too low: (4013 vs 4013): The transaction has too low priority to replace another \
			 transaction already in the pool.",
		] {
			assert!(is_number_taken(text), "{text}");
		}
		for text in [
			"Transaction is temporarily banned",
			"Immediately Dropped: The transaction couldn't enter the pool because of the limit",
			"Transaction Already Imported",
		] {
			assert!(!is_number_taken(text), "{text}");
		}
	}
}
