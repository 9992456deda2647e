//! Batches onto the chain, each once, whatever happens to the node or the connection.
//!
//! What was sent is never concluded from memory: the chain is asked which batches it has, what it
//! lacks is sent, and then it is asked again. That is also how an interrupted report goes on.

use super::{
	funds::{Cause, Funding, Seen, Shortage},
	pack::Packed,
};
use crate::{
	call::Call,
	commands::fund::PALLET as POINTS,
	connection::{At, Chain},
	failure::{Failure, Result},
	key,
	output::Output,
	transaction::{account_of, events_of, next_nonce, send_encoded, Event, Included},
	types::reports::{self, Batch, BatchProcessed},
};
use futures::{stream, StreamExt};
use sp_core::{sr25519, H256};
use sp_runtime::{MultiSignature, MultiSigner};
use std::{collections::HashMap, time::Duration};
use subxt_signer::sr25519::Keypair;
use tanpu_primitives::{
	device::DeviceEvidence, BatchId, BatchIndex, Be16, MethodologyRef, OperatorId, Outcome,
	PointCents, SeriesId,
};

/// What the chain says of a batch.
#[derive(Clone, Debug)]
pub struct OnChain {
	pub batch: Batch,
	/// One for each row; none where the node no longer keeps the events of the block.
	pub outcomes: Option<Vec<Outcome>>,
	/// The series in which its points were issued; none where there are none, or the node no longer
	/// keeps the events.
	pub series: Option<SeriesId>,
	/// Whether this run brought it there.
	pub new: bool,
	/// Whether the outcomes are unknown because the node has discarded the block's state.
	pub discarded: bool,
}

/// How sending is done.
pub struct Sending<'a> {
	pub key: &'a Keypair,
	pub operator: OperatorId,
	pub methodology: MethodologyRef,
	/// Signs each batch, where the methodology demands it.
	pub device: Option<&'a Keypair>,
	/// Batches on their way at once.
	pub in_flight: usize,
	/// How long to try to reach a node again that went away.
	pub patience: Duration,
	/// What is done where the fund is short.
	pub funding: Funding<'a>,
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
		let mut bar = self.output.bar(batches.len(), "batches");
		let mut shortage = Shortage::default();
		let mut fruitless = 0;
		let mut most = 0;
		let left = self.lacking(&chain.head().await?, batches).await?;
		self.funding.warn(&chain, &left).await?;
		loop {
			let mut waited = false;
			let mut outcome = self.round(&chain, batches, &mut sent, &bar).await;
			if sent.len() > most {
				shortage = Shortage::default();
			}
			if let Err(Stop { failure, batch, before }) = &outcome {
				if let Some(cause) = Cause::of(failure) {
					bar.finish_and_clear();
					let refused = batches.iter().find(|packed| Some(packed.id) == *batch);
					let more = self.funded(&chain, &mut shortage, cause, *before, refused, batches);
					outcome = more.await.map(|()| None).map_err(Stop::from);
					bar = self.output.bar(batches.len(), "batches");
					waited = true;
				}
			}
			match outcome.map_err(|stop| stop.failure) {
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
			if sent.len() > most || waited {
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

	/// Waits until there is more money for what the chain does not have.
	async fn funded(
		&self,
		chain: &Chain,
		shortage: &mut Shortage,
		cause: Cause,
		before: Option<Seen>,
		refused: Option<&Packed>,
		batches: &[Packed],
	) -> Result<()> {
		let left = self.lacking(&chain.best().await?, batches).await?;
		self.funding.wait(chain, shortage, cause, before, refused, &left).await
	}

	/// The batches that the chain does not have.
	async fn lacking<'p>(&self, at: &At<'_>, batches: &'p [Packed]) -> Result<Vec<&'p Packed>> {
		let keys = batches.iter().map(|batch| key![self.operator, batch.id]).collect();
		let indices: Vec<Option<BatchIndex>> =
			at.get_many(reports::PALLET, "BatchIds", keys).await?;
		let lacking = batches.iter().zip(indices).filter(|(_, index)| index.is_none());
		Ok(lacking.map(|(batch, _)| batch).collect())
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
	) -> Result<Option<Vec<OnChain>>, Stop> {
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
			return Ok(Some(self.read(&at, batches, &indices, sent).await?));
		}
		let before = self.funding.look(chain).await?;
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
		let mut failure: Option<(BatchId, Failure)> = None;
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
					let (outcomes, series) = match processed(&included.events, None)? {
						Some((processed, series)) => (Some(processed.outcomes), series),
						None => (None, None),
					};
					let new = outcomes.is_some();
					sent.insert(id, Sent { block: included.number, outcomes, series, new });
					bar.inc(1);
				},
				// The first error explains those that follow. What is on its way is followed for a
				// while (it can be stuck behind what failed), nothing new is begun.
				Some(Some((id, Err(error)))) => {
					stop.set(true);
					until.get_or_insert_with(|| tokio::time::Instant::now() + LAST_ONES);
					failure.get_or_insert((id, error));
				},
			}
		}
		drop(work);
		match failure {
			Some((id, failure)) => Err(Stop { failure, batch: Some(id), before }),
			None => Ok(None),
		}
	}

	async fn send(&self, chain: &Chain, packed: &Packed, nonce: u64) -> Result<Included> {
		let at = chain.finalised().await?;
		let call = match (self.device, packed.evidence_root) {
			(Some(device), Some(root)) => self.submit_signed(packed, device, root, chain.genesis()),
			_ => submit(packed, self.methodology),
		};
		let call = call.encode(at.metadata())?;
		send_encoded(chain, &at, self.key, &call, nonce).await
	}

	/// The call that reports a batch with a device's signature.
	fn submit_signed(&self, packed: &Packed, device: &Keypair, root: H256, genesis: H256) -> Call {
		let evidence = DeviceEvidence {
			genesis,
			operator: self.operator,
			batch_id: packed.id,
			content: packed.content(self.methodology),
			evidence_root: root,
		};
		let key = sr25519::Public::from_raw(device.public_key().0);
		let signature = sr25519::Signature::from_raw(device.sign(&evidence.message()).0);
		Call::new(reports::PALLET, "submit_with_device")
			.arg("id", &packed.id)
			.arg("methodology", &self.methodology)
			.arg("evidence_root", &root)
			.arg("rows", &packed.rows)
			.arg("device", &MultiSigner::from(key))
			.arg("signature", &MultiSignature::from(signature))
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
			let told = mine.and_then(|mine| Some((mine.outcomes.clone()?, mine.series)));
			let mut discarded = false;
			let (outcomes, series) = match told {
				Some((outcomes, series)) => (Some(outcomes), series),
				None => match look_up(at.chain, *index, &batch).await? {
					LookedUp::Found(processed, series) => (Some(processed.outcomes), series),
					LookedUp::Discarded => {
						discarded = true;
						(None, None)
					},
					LookedUp::Unreadable => (None, None),
				},
			};
			let new = mine.is_some_and(|mine| mine.new);
			found.push(OnChain { batch, outcomes, series, new, discarded });
		}
		Ok(found)
	}
}

struct Sent {
	block: u64,
	/// None where the chain had the batch already.
	outcomes: Option<Vec<Outcome>>,
	series: Option<SeriesId>,
	new: bool,
}

/// Why a round ended early.
struct Stop {
	failure: Failure,
	/// The batch that was refused.
	batch: Option<BatchId>,
	/// What points could be issued with before the batches were sent.
	before: Option<Seen>,
}

impl From<Failure> for Stop {
	fn from(failure: Failure) -> Self {
		Self { failure, batch: None, before: None }
	}
}

/// The call that reports a batch.
pub fn submit(packed: &Packed, methodology: MethodologyRef) -> Call {
	Call::new(reports::PALLET, "submit")
		.arg("id", &packed.id)
		.arg("methodology", &methodology)
		.arg("evidence_root", &packed.evidence_root)
		.arg("rows", &packed.rows)
}

/// A batch that was processed, and the series in which its points were issued.
type Processed = (BatchProcessed, Option<SeriesId>);

/// What an extrinsic's events say of a batch: of the one with this number, or of the first.
fn processed(events: &[Event], index: Option<BatchIndex>) -> Result<Option<Processed>> {
	let mut issued: Option<(OperatorId, SeriesId, PointCents)> = None;
	for event in events {
		if event.is(POINTS, "Issued") {
			issued = Some(event.decode()?);
		} else if event.is(reports::PALLET, "BatchProcessed") {
			let processed: BatchProcessed = event.decode()?;
			// A batch's points are issued last; what comes before is bonus points of campaigns, or
			// another batch's.
			let series = issued
				.take()
				.filter(|(operator, _, points)| {
					(*operator, *points) == (processed.operator, processed.points_due)
				})
				.map(|(_, series, _)| series);
			if index.is_none_or(|index| index == processed.index) {
				return Ok(Some((processed, series)));
			}
		}
	}
	Ok(None)
}

/// What a node still has of the event that a batch left in its block.
enum LookedUp {
	Found(BatchProcessed, Option<SeriesId>),
	/// The node has discarded the block's state, and the event with it.
	Discarded,
	/// The node does not have the block, or the event is one of another runtime.
	Unreadable,
}

/// The event that a batch left in its block; none where the node has discarded the block's state.
pub async fn processed_of(
	chain: &Chain,
	index: BatchIndex,
	batch: &Batch,
) -> Result<Option<BatchProcessed>> {
	Ok(issued_of(chain, index, batch).await?.map(|(processed, _)| processed))
}

/// The same, with the series in which its points were issued.
pub async fn issued_of(
	chain: &Chain,
	index: BatchIndex,
	batch: &Batch,
) -> Result<Option<Processed>> {
	Ok(match look_up(chain, index, batch).await? {
		LookedUp::Found(processed, series) => Some((processed, series)),
		LookedUp::Discarded | LookedUp::Unreadable => None,
	})
}

async fn look_up(chain: &Chain, index: BatchIndex, batch: &Batch) -> Result<LookedUp> {
	let Some(hash) = chain.hash_of(batch.block).await? else { return Ok(LookedUp::Unreadable) };
	let events = async {
		let at = chain.at(hash).await?;
		at.check_event::<BatchProcessed>(reports::PALLET, "BatchProcessed")?;
		events_of(&at, batch.extrinsic).await
	};
	let events = match events.await {
		Ok(events) => events,
		Err(Failure::Discarded { .. }) => return Ok(LookedUp::Discarded),
		Err(unreachable @ Failure::Unreachable { .. }) => return Err(unreachable),
		Err(_) if chain.is_alive().await => return Ok(LookedUp::Unreadable),
		Err(other) => return Err(other),
	};
	Ok(match processed(&events, Some(index))? {
		Some((processed, series)) => LookedUp::Found(processed, series),
		None => LookedUp::Unreadable,
	})
}

/// The outcomes of a citizen's day live in the day's log, keyed big-endian.
pub fn day_log_key(day: u16, citizen: u32) -> crate::connection::Key {
	key![Be16::from(day), tanpu_primitives::Be32::from(citizen)]
}

#[cfg(test)]
mod tests {
	use super::*;
	use codec::Encode;

	fn issued(operator: OperatorId, series: SeriesId, points: PointCents) -> Event {
		let fields = (operator, series, points).encode();
		Event { pallet: POINTS.into(), name: "Issued".into(), fields }
	}

	fn batch(index: BatchIndex, points_due: PointCents) -> Event {
		let fields = BatchProcessed {
			operator: 3,
			id: [7; 32],
			index,
			methodology: MethodologyRef { methodology: 0, version: 1 },
			credited: 0,
			grams: 0,
			points_due,
			outcomes: vec![],
			provided: vec![],
		}
		.encode();
		Event { pallet: reports::PALLET.into(), name: "BatchProcessed".into(), fields }
	}

	#[test]
	fn a_batch_knows_the_series_of_its_points() {
		let series = |events: &[Event], index| {
			processed(events, index).unwrap().map(|(found, series)| (found.index, series))
		};
		// Bonus points first, then the batch's own; another batch in the same transaction.
		let events = [issued(3, 1, 50), issued(3, 2, 80), batch(5, 80), batch(6, 0)];
		assert_eq!(series(&events, None), Some((5, Some(2))));
		assert_eq!(series(&events, Some(6)), Some((6, None)));
		assert_eq!(series(&events, Some(7)), None);
		// Only a bonus, and a batch of no points.
		assert_eq!(series(&[issued(3, 1, 50), batch(5, 0)], None), Some((5, None)));
		assert_eq!(series(&[], None), None);
	}
}
