//! Motions: how a call reaches the council's origin.

use crate::{
	call::{Call, Encoded},
	connection::{At, Chain},
	failure::{Failure, Result},
	key,
	output::note,
	transaction::{account_of, dispatch_error, send, Included},
};
use codec::{Compact, Decode, Encode};
use scale_info::TypeInfo;
use serde_json::{json, Value};
use sp_core::{crypto::AccountId32, H256};
use sp_crypto_hashing::blake2_256;
use subxt_signer::sr25519::Keypair;

pub const PALLET: &str = "Council";

/// The state of a motion, as `pallet-collective` keeps it.
#[derive(Encode, Decode, TypeInfo, Clone, Debug)]
pub struct Votes {
	pub index: u32,
	pub threshold: u32,
	pub ayes: Vec<AccountId32>,
	pub nays: Vec<AccountId32>,
	pub end: u32,
}

/// Weight as the runtime encodes it.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, Debug)]
pub struct Weight {
	#[codec(compact)]
	pub ref_time: u64,
	#[codec(compact)]
	pub proof_size: u64,
}

/// What became of a call that needs the council.
pub enum Motion {
	/// It is open: so many of the needed votes are there.
	Open { hash: H256, index: u32, ayes: usize, threshold: u32 },
	/// It was carried, executed, and did what it should.
	Executed { hash: H256, included: Included },
}

impl Motion {
	pub fn json(&self) -> Value {
		match self {
			Self::Open { hash, index, ayes, threshold } => json!({
				"state": "open",
				"hash": format!("{hash:?}"),
				"index": index,
				"ayes": ayes,
				"threshold": threshold,
			}),
			Self::Executed { hash, included } => json!({
				"state": "executed",
				"hash": format!("{hash:?}"),
				"block": included.number,
			}),
		}
	}

	pub fn text(&self, what: &str) -> String {
		match self {
			Self::Open { hash, index, ayes, threshold } => format!(
				"{what}: motion {index} is open with {ayes} of {threshold} votes\n\
				 hash {hash:?}\n\
				 other members vote with:  tanpu council vote {index}\n\
				 then anyone closes it:    tanpu council close {index}"
			),
			Self::Executed { included, .. } => {
				format!("{what}: carried and executed in block {}", included.number)
			},
		}
	}
}

pub async fn members(at: &At<'_>) -> Result<Vec<AccountId32>> {
	Ok(at.get(PALLET, "Members", key![]).await?.unwrap_or_default())
}

/// Two thirds of the members, rounded up.
pub fn two_thirds(members: usize) -> u32 {
	u32::try_from((members * 2).div_ceil(3)).unwrap_or(u32::MAX)
}

/// Open motions, in the order of their numbers.
pub async fn open_motions(at: &At<'_>) -> Result<Vec<(H256, Votes)>> {
	let hashes: Vec<H256> = at.get(PALLET, "Proposals", key![]).await?.unwrap_or_default();
	let keys = hashes.iter().map(|hash| key![hash]).collect();
	let votes: Vec<Option<Votes>> = at.get_many(PALLET, "Voting", keys).await?;
	let mut motions: Vec<_> =
		hashes.into_iter().zip(votes).filter_map(|(hash, votes)| Some((hash, votes?))).collect();
	motions.sort_by_key(|(_, votes)| votes.index);
	Ok(motions)
}

/// The encoded call of a motion.
pub async fn proposal(at: &At<'_>, hash: H256) -> Result<Option<Vec<u8>>> {
	at.chain_bytes(PALLET, "ProposalOf", key![hash]).await
}

/// A motion by its number or hash.
pub async fn find(at: &At<'_>, which: &str) -> Result<(H256, Votes)> {
	let motions = open_motions(at).await?;
	let wanted = which.trim();
	motions
		.into_iter()
		.find(|(hash, votes)| wanted == votes.index.to_string() || wanted == format!("{hash:?}"))
		.ok_or_else(|| {
			Failure::Plain(format!("there is no open motion {wanted} (see `tanpu council list`)"))
		})
}

/// Brings a call before the council: proposes it unless it is proposed already, votes aye with the
/// proposer's key and those of `approvers`, and closes it once enough votes are there.
pub async fn decide(
	chain: &Chain,
	member: &Keypair,
	call: &Call,
	approvers: &[Keypair],
) -> Result<Motion> {
	decide_by(chain, member, call, approvers, None).await
}

/// [`decide`] by so many votes; by two thirds of the members, rounded up, where none is said.
pub async fn decide_by(
	chain: &Chain,
	member: &Keypair,
	call: &Call,
	approvers: &[Keypair],
	threshold: Option<u32>,
) -> Result<Motion> {
	let at = chain.head().await?;
	let members = members(&at).await?;
	let threshold = threshold.unwrap_or_else(|| two_thirds(members.len()));
	let title = call.title();
	let encoded = call.encode(at.metadata())?;
	let hash = H256(blake2_256(&encoded.bytes()));
	ensure_member(&members, member)?;
	for approver in approvers {
		ensure_member(&members, approver)?;
	}
	if at.get::<Votes>(PALLET, "Voting", key![hash]).await?.is_none() {
		let propose = Call::new(PALLET, "propose")
			.arg("threshold", &Compact(threshold))
			.call_arg("proposal", &encoded)
			.arg("length_bound", &Compact(encoded.len()));
		let included = send(chain, member, &propose).await?;
		if let Some(executed) = included.find(PALLET, "Executed") {
			// A council of one: the motion is carried at once.
			ensure_executed(&chain.at(included.block).await?, &title, &executed.fields)?;
			return Ok(Motion::Executed { hash, included });
		}
	} else {
		note(format!("{title} is before the council already; voting on that motion"));
	}
	for voter in std::iter::once(member).chain(approvers) {
		let at = chain.head().await?;
		let Some(votes) = at.get::<Votes>(PALLET, "Voting", key![hash]).await? else { break };
		let account = AccountId32::new(voter.public_key().0);
		if votes.ayes.contains(&account) || votes.ayes.len() >= threshold_of(&votes) {
			continue;
		}
		vote(chain, voter, hash, votes.index, true).await?;
	}
	let at = chain.head().await?;
	let votes: Votes = at.get(PALLET, "Voting", key![hash]).await?.ok_or_else(|| {
		Failure::Plain(format!("the motion on {title} ended before all votes were in"))
	})?;
	if votes.ayes.len() >= threshold_of(&votes) {
		let included = close(chain, member, hash, &votes, &title).await?;
		return Ok(Motion::Executed { hash, included });
	}
	Ok(Motion::Open {
		hash,
		index: votes.index,
		ayes: votes.ayes.len(),
		threshold: votes.threshold,
	})
}

/// Motions that one transaction proposes, votes on or closes: half the places that the council has.
const MOTIONS_AT_ONCE: usize = 16;

/// Brings several calls before the council, each as a motion of its own: proposes those that are
/// not proposed yet, votes aye on all with the member's key and those of `approvers`, and closes
/// the ones that have enough votes. A few transactions in all, not a few for each.
///
/// Returns what became of each, in their order; where one's own call fails, its failure.
pub async fn decide_all(
	chain: &Chain,
	member: &Keypair,
	calls: &[Call],
	approvers: &[Keypair],
) -> Result<Vec<Motion>> {
	let mut motions = Vec::new();
	for calls in calls.chunks(MOTIONS_AT_ONCE) {
		motions.extend(decide_some(chain, member, calls, approvers).await?);
	}
	Ok(motions)
}

async fn decide_some(
	chain: &Chain,
	member: &Keypair,
	calls: &[Call],
	approvers: &[Keypair],
) -> Result<Vec<Motion>> {
	let at = chain.head().await?;
	let members = members(&at).await?;
	let threshold = two_thirds(members.len());
	ensure_member(&members, member)?;
	for approver in approvers {
		ensure_member(&members, approver)?;
	}
	let mut motions = Vec::new();
	let mut proposals = Vec::new();
	for call in calls {
		let encoded = call.encode(at.metadata())?;
		let hash = H256(blake2_256(&encoded.bytes()));
		if at.get::<Votes>(PALLET, "Voting", key![hash]).await?.is_none() {
			proposals.push(
				Call::new(PALLET, "propose")
					.arg("threshold", &Compact(threshold))
					.call_arg("proposal", &encoded)
					.arg("length_bound", &Compact(encoded.len()))
					.encode(at.metadata())?,
			);
		}
		motions.push((hash, encoded));
	}
	if !proposals.is_empty() {
		let included = send(chain, member, &batch(&proposals)).await?;
		let at = chain.at(included.block).await?;
		// A council of one: each motion is carried at once.
		let alone = ensure_all_executed(&at, &motions, &included)?;
		if alone == proposals.len() && alone == motions.len() {
			return Ok(executed(&motions, &included));
		}
	}
	for voter in std::iter::once(member).chain(approvers) {
		let at = chain.head().await?;
		let account = AccountId32::new(voter.public_key().0);
		let mut votes = Vec::new();
		for (hash, _) in &motions {
			let Some(sofar) = at.get::<Votes>(PALLET, "Voting", key![hash]).await? else {
				continue;
			};
			if sofar.ayes.contains(&account) || sofar.ayes.len() >= threshold_of(&sofar) {
				continue;
			}
			votes.push(
				Call::new(PALLET, "vote")
					.arg("proposal", hash)
					.arg("index", &Compact(sofar.index))
					.arg("approve", &true)
					.encode(at.metadata())?,
			);
		}
		if !votes.is_empty() {
			send(chain, voter, &batch(&votes)).await?;
		}
	}
	let at = chain.head().await?;
	let mut closings = Vec::new();
	for (hash, encoded) in &motions {
		let Some(votes) = at.get::<Votes>(PALLET, "Voting", key![hash]).await? else { continue };
		if votes.ayes.len() < threshold_of(&votes) {
			continue;
		}
		let weight = weight_of(&at, &encoded.bytes()).await;
		closings.push(
			Call::new(PALLET, "close")
				.arg("proposal_hash", hash)
				.arg("index", &Compact(votes.index))
				.arg("proposal_weight_bound", &weight)
				.arg("length_bound", &Compact(encoded.len()))
				.encode(at.metadata())?,
		);
	}
	let mut closed = None;
	if !closings.is_empty() {
		let included = send(chain, member, &batch(&closings)).await?;
		ensure_all_executed(&chain.at(included.block).await?, &motions, &included)?;
		closed = Some(included);
	}
	let at = chain.head().await?;
	let mut out = Vec::new();
	for (hash, encoded) in &motions {
		match (at.get::<Votes>(PALLET, "Voting", key![hash]).await?, &closed) {
			(Some(votes), _) => out.push(Motion::Open {
				hash: *hash,
				index: votes.index,
				ayes: votes.ayes.len(),
				threshold: votes.threshold,
			}),
			(None, Some(included)) => {
				out.push(Motion::Executed { hash: *hash, included: included.clone() });
			},
			(None, None) => {
				return Err(Failure::Plain(format!(
					"the motion on {} ended before all votes were in",
					encoded.title()
				)))
			},
		}
	}
	Ok(out)
}

fn executed(motions: &[(H256, Encoded)], included: &Included) -> Vec<Motion> {
	motions
		.iter()
		.map(|(hash, _)| Motion::Executed { hash: *hash, included: included.clone() })
		.collect()
}

/// How many motions a block's transaction executed; the first failure of one's own call.
fn ensure_all_executed(
	at: &At<'_>,
	motions: &[(H256, Encoded)],
	included: &Included,
) -> Result<usize> {
	let mut carried = 0;
	for event in included.events.iter().filter(|event| event.is(PALLET, "Executed")) {
		let hash = event.fields.get(..32).map(H256::from_slice);
		let title = motions
			.iter()
			.find(|(of, _)| Some(*of) == hash)
			.map_or_else(|| "a motion".to_owned(), |(_, encoded)| encoded.title());
		ensure_executed(at, &title, &event.fields)?;
		carried += 1;
	}
	Ok(carried)
}

/// Calls in one transaction: all of them, or none.
pub fn batch(calls: &[Encoded]) -> Call {
	let mut bytes = Compact(u32::try_from(calls.len()).unwrap_or(u32::MAX)).encode();
	for call in calls {
		bytes.extend(call.bytes());
	}
	Call::new("Utility", "batch_all").raw_arg("calls", &bytes)
}

/// Proposes an encoded call that was checked already.
pub async fn propose_bytes(
	chain: &Chain,
	member: &Keypair,
	call: &[u8],
	threshold: u32,
) -> Result<Included> {
	let length = u32::try_from(call.len()).unwrap_or(u32::MAX);
	let propose = Call::new(PALLET, "propose")
		.arg("threshold", &Compact(threshold))
		.raw_arg("proposal", call)
		.arg("length_bound", &Compact(length));
	send(chain, member, &propose).await
}

fn threshold_of(votes: &Votes) -> usize {
	usize::try_from(votes.threshold).unwrap_or(usize::MAX)
}

fn ensure_member(members: &[AccountId32], key: &Keypair) -> Result<()> {
	let account = AccountId32::new(key.public_key().0);
	if members.contains(&account) {
		Ok(())
	} else {
		Err(Failure::Plain(format!("{} is not a member of the council", account_of(key))))
	}
}

pub async fn vote(
	chain: &Chain,
	member: &Keypair,
	hash: H256,
	index: u32,
	approve: bool,
) -> Result<Included> {
	let call = Call::new(PALLET, "vote")
		.arg("proposal", &hash)
		.arg("index", &Compact(index))
		.arg("approve", &approve);
	send(chain, member, &call).await
}

/// Closes a motion; the failure of the motion's own call is a failure here too.
pub async fn close(
	chain: &Chain,
	signer: &Keypair,
	hash: H256,
	votes: &Votes,
	title: &str,
) -> Result<Included> {
	let at = chain.head().await?;
	let bytes = proposal(&at, hash)
		.await?
		.ok_or_else(|| Failure::Plain(format!("the motion {hash:?} has ended")))?;
	let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
	let weight = weight_of(&at, &bytes).await;
	let call = Call::new(PALLET, "close")
		.arg("proposal_hash", &hash)
		.arg("index", &Compact(votes.index))
		.arg("proposal_weight_bound", &weight)
		.arg("length_bound", &Compact(length));
	let included = send(chain, signer, &call).await?;
	match included.find(PALLET, "Executed") {
		Some(executed) => {
			ensure_executed(&chain.at(included.block).await?, title, &executed.fields)?;
			Ok(included)
		},
		None if included.find(PALLET, "Disapproved").is_some() => Err(Failure::Refused {
			what: title.to_owned(),
			reason: "the council voted against it".into(),
		}),
		None => Ok(included),
	}
}

/// What a call may weigh, from the runtime; a generous bound where it does not say.
async fn weight_of(at: &At<'_>, call: &[u8]) -> Weight {
	let length = u32::try_from(call.len()).unwrap_or(u32::MAX);
	let fallback = Weight { ref_time: 200_000_000_000, proof_size: 500_000 };
	let mut arguments = call.to_vec();
	length.encode_to(&mut arguments);
	let answer = at
		.chain
		.rpc()
		.state_call("TransactionPaymentCallApi_query_call_info", Some(&arguments), Some(at.hash()))
		.await;
	match answer {
		Ok(bytes) => Weight::decode(&mut bytes.as_slice()).unwrap_or(fallback),
		Err(_) => fallback,
	}
}

/// `Executed` and `MemberExecuted` hold the hash and the result of the motion's call.
fn ensure_executed(at: &At<'_>, title: &str, fields: &[u8]) -> Result<()> {
	match fields.get(32) {
		Some(0) => Ok(()),
		Some(_) => Err(Failure::Refused {
			what: title.to_owned(),
			reason: dispatch_error(at, fields.get(33..).unwrap_or_default()),
		}),
		None => Err(Failure::plain("can't decode the result of a motion")),
	}
}

/// Has one member alone execute a call (a suspension).
pub async fn execute(chain: &Chain, member: &Keypair, call: &Call) -> Result<Included> {
	let at = chain.finalised().await?;
	let encoded: Encoded = call.encode(at.metadata())?;
	let execute = Call::new(PALLET, "execute")
		.call_arg("proposal", &encoded)
		.arg("length_bound", &Compact(encoded.len()));
	let included = send(chain, member, &execute).await?;
	if let Some(executed) = included.find(PALLET, "MemberExecuted") {
		ensure_executed(&chain.at(included.block).await?, &call.title(), &executed.fields)?;
	}
	Ok(included)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn two_thirds_are_rounded_up() {
		let thresholds: Vec<u32> = (1..=7).map(two_thirds).collect();
		assert_eq!(thresholds, [1, 2, 2, 3, 4, 4, 5]);
	}
}
