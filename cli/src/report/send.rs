//! Batches onto the chain, each once, whatever happens to the node or the connection.
//!
//! What was sent is never concluded from memory: the chain is asked which batches it has, what it
//! lacks is sent, and then it is asked again. That is also how an interrupted report goes on.

use super::pack::Packed;
use crate::{
	call::Call,
	connection::{At, Chain},
	failure::{Failure, Result},
	key,
	output::Output,
	transaction::{account_of, events_of, next_nonce, send_encoded, Included},
	types::reports::{self, Batch, BatchProcessed},
};
use futures::{stream, StreamExt};
use std::{collections::HashMap, time::Duration};
use subxt_signer::sr25519::Keypair;
use tanpu_primitives::{BatchId, BatchIndex, Be16, MethodologyRef, OperatorId, Outcome};

/// What the chain says of a batch.
#[derive(Clone, Debug)]
pub struct OnChain {
	pub batch: Batch,
	/// One for each row; none where the node no longer keeps the events of the block.
	pub outcomes: Option<Vec<Outcome>>,
	/// Whether this run brought it there.
	pub new: bool,
}

/// How sending is done.
pub struct Sending<'a> {
	pub key: &'a Keypair,
	pub operator: OperatorId,
	pub methodology: MethodologyRef,
	/// Batches on their way at once.
	pub in_flight: usize,
	/// How long to try to reach a node again that went away.
	pub patience: Duration,
	pub output: Output,
}

/// Rounds that bring nothing onto the chain before giving up.
const FRUITLESS_ROUNDS: u32 = 8;

/// How long batches that are on their way are followed after one failed.
const LAST_ONES: Duration = Duration::from_secs(30);

impl Sending<'_> {
	/// Brings all batches onto the chain and returns what it says of each, in their order.
	pub async fn run(&self, chain: Chain, batches: &[Packed]) -> Result<(Chain, Vec<OnChain>)> {
		let mut chain = chain;
		let mut sent: HashMap<BatchId, Sent> = HashMap::new();
		let bar = self.output.bar(batches.len(), "batches");
		let mut fruitless = 0;
		let mut most = 0;
		loop {
			match self.round(&chain, batches, &mut sent, &bar).await {
				Ok(Some(found)) => {
					bar.finish_and_clear();
					return Ok((chain, found));
				},
				Ok(None) => {},
				Err(Failure::Dropped { what, reason }) => {
					self.output.note(format!("{what} did not enter a block ({reason}); again"));
					tokio::time::sleep(Duration::from_secs(3)).await;
				},
				// A node that answers but makes no blocks is not helped by connecting again.
				Err(failure @ Failure::Unreachable { .. }) if !chain.is_alive().await => {
					chain = self.again(&chain, failure).await?;
				},
				Err(failure @ Failure::Plain(_)) if !chain.is_alive().await => {
					chain = self.again(&chain, failure).await?;
				},
				Err(other) => return Err(other),
			}
			if sent.len() > most {
				most = sent.len();
				fruitless = 0;
			} else {
				fruitless += 1;
			}
			if fruitless > FRUITLESS_ROUNDS {
				return Err(Failure::Unreachable {
					url: chain.url(),
					what: "makes no progress",
					cause: "batches were sent several times and did not enter a block".into(),
				});
			}
		}
	}

	/// Connects again, for as long as patience lasts.
	async fn again(&self, chain: &Chain, failure: Failure) -> Result<Chain> {
		let cause = failure.to_string();
		let first = cause.lines().next().unwrap_or_default().to_owned();
		self.output.note(format!("{first}\ntrying to reach it for {} s", self.patience.as_secs()));
		let until = tokio::time::Instant::now() + self.patience;
		loop {
			match chain.reconnect().await {
				Ok(chain) => {
					self.output.note("the node is back; asking what it has");
					return Ok(chain);
				},
				Err(wrong @ Failure::WrongChain { .. }) => return Err(wrong),
				Err(error) if tokio::time::Instant::now() >= until => {
					return Err(match failure {
						Failure::Unreachable { .. } => failure,
						_ => error,
					})
				},
				Err(_) => tokio::time::sleep(Duration::from_secs(1)).await,
			}
		}
	}

	/// Asks the chain, and sends what it lacks. `None` where it was lacking something.
	async fn round(
		&self,
		chain: &Chain,
		batches: &[Packed],
		sent: &mut HashMap<BatchId, Sent>,
		bar: &indicatif::ProgressBar,
	) -> Result<Option<Vec<OnChain>>> {
		let at = chain.head().await?;
		let keys = batches.iter().map(|batch| key![self.operator, batch.id]).collect();
		let indices: Vec<Option<BatchIndex>> =
			at.get_many(reports::PALLET, "BatchIds", keys).await?;
		let lacking: Vec<&Packed> = batches
			.iter()
			.zip(&indices)
			.filter(|(_, index)| index.is_none())
			.map(|(batch, _)| batch)
			.collect();
		bar.set_position(u64::try_from(batches.len() - lacking.len()).unwrap_or(0));
		if lacking.is_empty() {
			let indices: Vec<BatchIndex> = indices.into_iter().flatten().collect();
			return self.read(&at, batches, &indices, sent).await.map(Some);
		}
		let first = next_nonce(chain, &account_of(self.key)).await?;
		let stop = std::cell::Cell::new(false);
		let stopped = &stop;
		let mut work = stream::iter((first..).zip(lacking))
			.map(|(nonce, packed)| async move {
				if stopped.get() {
					return None;
				}
				Some((packed.id, self.send(chain, packed, nonce).await))
			})
			.buffered(self.in_flight.max(1));
		let mut failure: Option<Failure> = None;
		let mut until = None;
		loop {
			let next = match until {
				None => work.next().await,
				Some(until) => match tokio::time::timeout_at(until, work.next()).await {
					Ok(next) => next,
					Err(_) => break,
				},
			};
			match next {
				None => break,
				Some(None) => {},
				Some(Some((id, Ok(included)))) => {
					let outcomes = processed(&included)?;
					let new = outcomes.is_some();
					sent.insert(id, Sent { block: included.number, outcomes, new });
					bar.inc(1);
				},
				// The first error explains those that follow. What is on its way is followed for a
				// while (it can be stuck behind what failed), nothing new is begun.
				Some(Some((_, Err(error)))) => {
					stop.set(true);
					until.get_or_insert_with(|| tokio::time::Instant::now() + LAST_ONES);
					failure.get_or_insert(error);
				},
			}
		}
		drop(work);
		match failure {
			Some(failure) => Err(failure),
			None => Ok(None),
		}
	}

	async fn send(&self, chain: &Chain, packed: &Packed, nonce: u64) -> Result<Included> {
		let at = chain.finalised().await?;
		let call = submit(packed, self.methodology).encode(at.metadata())?;
		send_encoded(chain, &at, self.key, &call, nonce).await
	}

	/// What the chain has of batches that it knows.
	async fn read(
		&self,
		at: &At<'_>,
		batches: &[Packed],
		indices: &[BatchIndex],
		sent: &HashMap<BatchId, Sent>,
	) -> Result<Vec<OnChain>> {
		let keys = indices.iter().map(|index| key![index]).collect();
		let known: Vec<Option<Batch>> = at.get_many(reports::PALLET, "Batches", keys).await?;
		let mut found = Vec::with_capacity(batches.len());
		for ((packed, index), batch) in batches.iter().zip(indices).zip(known) {
			let batch = batch.ok_or_else(|| {
				Failure::Plain(format!("the chain names batch {index} but does not hold it"))
			})?;
			if batch.content != packed.content(self.methodology) {
				return Err(Failure::Refused {
					what: format!("batch 0x{}", hex::encode(packed.id)),
					reason: format!("batch {index} of the chain has the same id and other content"),
				});
			}
			let mine = sent.get(&packed.id).filter(|mine| mine.block == u64::from(batch.block));
			let outcomes = match mine.and_then(|mine| mine.outcomes.clone()) {
				Some(outcomes) => Some(outcomes),
				None => outcomes_of(at.chain, *index, &batch).await?,
			};
			found.push(OnChain { batch, outcomes, new: mine.is_some_and(|mine| mine.new) });
		}
		Ok(found)
	}
}

struct Sent {
	block: u64,
	/// None where the chain had the batch already.
	outcomes: Option<Vec<Outcome>>,
	new: bool,
}

/// The call that reports a batch.
pub fn submit(packed: &Packed, methodology: MethodologyRef) -> Call {
	Call::new(reports::PALLET, "submit")
		.arg("id", &packed.id)
		.arg("methodology", &methodology)
		.arg("evidence_root", &packed.evidence_root)
		.arg("rows", &packed.rows)
}

fn processed(included: &Included) -> Result<Option<Vec<Outcome>>> {
	match included.find(reports::PALLET, "BatchProcessed") {
		Some(event) => Ok(Some(event.decode::<BatchProcessed>()?.outcomes)),
		None => Ok(None),
	}
}

/// The outcomes of a batch's rows; none where the node has pruned the block's state.
pub async fn outcomes_of(
	chain: &Chain,
	index: BatchIndex,
	batch: &Batch,
) -> Result<Option<Vec<Outcome>>> {
	Ok(processed_of(chain, index, batch).await?.map(|processed| processed.outcomes))
}

/// The event that a batch left in its block; none where the node has pruned the block's state.
pub async fn processed_of(
	chain: &Chain,
	index: BatchIndex,
	batch: &Batch,
) -> Result<Option<BatchProcessed>> {
	let Some(hash) = chain.hash_of(batch.block).await? else { return Ok(None) };
	let events = async {
		let at = chain.at(hash).await?;
		at.check_event::<BatchProcessed>(reports::PALLET, "BatchProcessed")?;
		events_of(&at, batch.extrinsic).await
	};
	let events = match events.await {
		Ok(events) => events,
		Err(unreachable @ Failure::Unreachable { .. }) => return Err(unreachable),
		Err(_) if chain.is_alive().await => return Ok(None),
		Err(other) => return Err(other),
	};
	for event in events.iter().filter(|event| event.is(reports::PALLET, "BatchProcessed")) {
		let processed: BatchProcessed = event.decode()?;
		if processed.index == index {
			return Ok(Some(processed));
		}
	}
	Ok(None)
}

/// The outcomes of a citizen's day live in the day's log, keyed big-endian.
pub fn day_log_key(day: u16, citizen: u32) -> crate::connection::Key {
	key![Be16::from(day), tanpu_primitives::Be32::from(citizen)]
}
