//! What the commands of shops and shoppers read of the chain, and the plan of a payment.

use crate::{
	commands::accounts,
	connection::At,
	escape::escape_bytes,
	failure::{Failure, Result},
	key,
	money::money,
	output::{points, table},
	shop::{
		choose::{self, Stack},
		steps::Standing,
		text::plancks,
	},
	time::format_time,
	types::{
		accounts::PALLET as ACCOUNTS,
		participants::{LicenceTerms, Participant, PALLET as PARTICIPANTS},
	},
};
use codec::Decode;
use pallet_point_redemption::{OfferId, Terms};
use serde_json::{json, Value};
use sp_core::crypto::AccountId32;
use std::collections::BTreeMap;
use subxt_signer::sr25519::Keypair;
use tanpu_primitives::{
	Balance, CitizenId, OperatorId, ParticipantId, PointPart, PointParts, UnixSeconds,
};
use tanpu_runtime_api::Spendable;

pub const POINTS: &str = "Points";
pub const REDEMPTION: &str = "PointRedemption";

/// A licensed merchant, whatever its standing.
pub async fn merchant(at: &At<'_>, merchant: ParticipantId) -> Result<Participant> {
	let found: Option<Participant> = at.get(PARTICIPANTS, "Participants", key![merchant]).await?;
	found
		.filter(|found| found.terms == LicenceTerms::Merchant)
		.ok_or_else(|| Failure::Plain(format!("participant {merchant} is no merchant")))
}

/// A merchant that can take on something new; else how it stands.
pub async fn active_merchant(
	at: &At<'_>,
	id: ParticipantId,
	now: UnixSeconds,
) -> Result<Participant> {
	let found = merchant(at, id).await?;
	match found.standing(now) {
		"active" => Ok(found),
		standing => Err(Failure::Plain(format!(
			"merchant {id} ({}) is {standing} and can't be paid",
			escape_bytes(&found.name)
		))),
	}
}

/// How a merchant stands, as far as orders go.
pub fn standing(found: Option<&Participant>, now: UnixSeconds) -> Standing {
	match found.map(|found| found.standing(now)) {
		Some("active" | "expired") => Standing::Able,
		Some("suspended") => Standing::Suspended,
		_ => Standing::Stopped,
	}
}

/// Participants by their numbers; those that are none are not in it.
pub async fn participants(
	at: &At<'_>,
	ids: impl IntoIterator<Item = ParticipantId>,
) -> Result<BTreeMap<ParticipantId, Participant>> {
	let mut ids: Vec<ParticipantId> = ids.into_iter().collect();
	ids.sort_unstable();
	ids.dedup();
	let keys = ids.iter().map(|id| key![*id]).collect();
	let found: Vec<Option<Participant>> = at.get_many(PARTICIPANTS, "Participants", keys).await?;
	Ok(ids.into_iter().zip(found).filter_map(|(id, found)| Some((id, found?))).collect())
}

/// `2 Metro`.
pub fn named(all: &BTreeMap<ParticipantId, Participant>, id: ParticipantId) -> String {
	match all.get(&id) {
		Some(found) => format!("{id} {}", escape_bytes(&found.name)),
		None => id.to_string(),
	}
}

/// The citizen for whom a key acts.
pub async fn citizen_of_key(at: &At<'_>, key: &Keypair) -> Result<CitizenId> {
	let account = AccountId32::new(key.public_key().0);
	let found: Option<CitizenId> = at.get(ACCOUNTS, "CitizenByKey", key![account]).await?;
	found.ok_or_else(|| Failure::Plain(format!("{account}, which signs, is no citizen's key")))
}

/// The citizen that is named, or else the one whose key signs.
pub async fn citizen(
	at: &At<'_>,
	who: Option<&str>,
	key: impl FnOnce() -> Result<Keypair>,
) -> Result<CitizenId> {
	match who {
		Some(who) => accounts::citizen_of(at, who).await,
		None => citizen_of_key(at, &key()?).await,
	}
}

/// What a citizen can spend.
pub async fn stacks(at: &At<'_>, citizen: CitizenId) -> Result<Vec<Stack>> {
	let found: Vec<Spendable> = at.call("PointsApi", "spendable", (citizen,)).await?;
	Ok(found.iter().filter_map(Stack::of).collect())
}

/// What a payment is made of.
pub struct Plan {
	pub parts: PointParts,
	/// Plancks that they are worth.
	pub value: Balance,
	rows: Vec<(PointPart, Balance, UnixSeconds)>,
}

impl Plan {
	/// Points for an amount: those that are named, or the best that the citizen has.
	pub async fn make(
		at: &At<'_>,
		citizen: CitizenId,
		named: &[PointPart],
		amount: Balance,
		accepts: impl Fn(OperatorId) -> bool,
	) -> Result<Self> {
		let all = stacks(at, citizen).await?;
		let stacks: Vec<Stack> =
			all.iter().copied().filter(|stack| accepts(stack.operator)).collect();
		let told = |error: choose::CannotPay| {
			let refused = all.len() - stacks.len();
			let hint = match refused {
				0 => String::new(),
				_ => format!(" (points of {refused} other series are not accepted here)"),
			};
			Failure::Plain(format!(
				"citizen {citizen} can't pay {} TANP: {error}{hint}",
				money(amount)
			))
		};
		let parts = match named {
			[] => choose::choose(&stacks, amount).map_err(told)?,
			named => choose::merged(named),
		};
		let value = choose::worth(&stacks, &parts, amount).map_err(told)?;
		let rows = parts
			.iter()
			.filter_map(|part| {
				let stack = stacks
					.iter()
					.find(|stack| (stack.operator, stack.series) == (part.operator, part.series))?;
				let worth = stack.price.checked_mul(Balance::from(part.points))?;
				Some((*part, worth, stack.expires))
			})
			.collect();
		let parts = PointParts::try_from(parts)
			.map_err(|_| Failure::usage("a payment is made of points of at most 16 series"))?;
		Ok(Self { parts, value, rows })
	}

	pub fn operators(&self) -> impl Iterator<Item = OperatorId> + '_ {
		self.parts.iter().map(|part| part.operator)
	}

	pub fn text(&self, names: &BTreeMap<ParticipantId, Participant>, offset: i32) -> String {
		let rows = self.rows.iter().map(|(part, worth, expires)| {
			vec![
				named(names, part.operator),
				part.series.to_string(),
				points(part.points),
				money(*worth),
				format_time(*expires, offset),
			]
		});
		table(&["operator", "series", "points", "worth TANP", "would expire"], rows)
	}

	pub fn json(&self) -> Value {
		self.rows
			.iter()
			.map(|(part, worth, expires)| {
				json!({
					"operator": part.operator,
					"series": part.series,
					"points_cents": part.points,
					"worth_plancks": plancks(*worth),
					"expires": expires,
				})
			})
			.collect()
	}
}

/// Parts without their worth, as `2/0:12.34`.
pub fn parts_text(parts: &[PointPart]) -> String {
	let words: Vec<String> = parts
		.iter()
		.map(|part| format!("{}/{}:{}", part.operator, part.series, points(part.points)))
		.collect();
	words.join(", ")
}

pub fn parts_json(parts: &[PointPart]) -> Value {
	parts
		.iter()
		.map(|part| {
			json!({
				"operator": part.operator, "series": part.series, "points_cents": part.points,
			})
		})
		.collect()
}

/// The beginning of an offer as it is stored. The deposit follows, whose type is the runtime's own
/// and not looked at.
#[derive(Decode, Clone, PartialEq, Eq, Debug)]
pub struct OfferHead {
	pub merchant: ParticipantId,
	pub terms: Terms,
	/// Units ever put on offer.
	pub units: u32,
	/// Units that can still be ordered.
	pub left: u32,
	/// Orders that are not finished.
	pub orders: u32,
	pub closed: bool,
}

impl OfferHead {
	/// Why nobody can order it now; none where they can.
	pub fn obstacle(&self, now: UnixSeconds) -> Option<&'static str> {
		if self.closed {
			Some("closed")
		} else if now < self.terms.from {
			Some("not yet")
		} else if now >= self.terms.until {
			Some("over")
		} else if self.left == 0 {
			Some("sold out")
		} else {
			None
		}
	}
}

/// An offer that was not removed.
pub async fn offer(at: &At<'_>, offer: OfferId) -> Result<OfferHead> {
	let bytes = at
		.chain_bytes(REDEMPTION, "Offers", key![offer])
		.await?
		.ok_or_else(|| Failure::Plain(format!("there is no offer {offer}, or it was removed")))?;
	OfferHead::decode(&mut bytes.as_slice())
		.map_err(|e| Failure::Plain(format!("can't decode {REDEMPTION}.Offers: {e}")))
}

#[cfg(test)]
mod tests {
	use super::*;
	use codec::Encode;
	use pallet_point_redemption::{Issuers, Link, Offer};
	use sp_core::H256;

	fn terms() -> Terms {
		let uri = |text: &str| text.as_bytes().to_vec().try_into().unwrap();
		Terms {
			title: Link { hash: H256::repeat_byte(1), uri: uri("https://a.example/t") },
			picture: Some(Link { hash: H256::repeat_byte(2), uri: uri("ipfs://b") }),
			price: 7,
			issuers: Issuers::Only(vec![1, 3].try_into().unwrap()),
			stock: 9,
			per_citizen: 2,
			from: 100,
			until: 200,
			fulfil_within: 86_400,
		}
	}

	fn head() -> OfferHead {
		OfferHead { merchant: 4, terms: terms(), units: 9, left: 5, orders: 1, closed: false }
	}

	#[test]
	fn an_offer_is_decoded_as_the_pallet_encodes_it() {
		let stored = Offer {
			merchant: 4,
			terms: terms(),
			units: 9,
			left: 5,
			orders: 1,
			closed: false,
			ticket: 77u128,
		};
		assert_eq!(OfferHead::decode(&mut stored.encode().as_slice()), Ok(head()));
	}

	#[test]
	fn obstacles() {
		assert_eq!(head().obstacle(99), Some("not yet"));
		assert_eq!(head().obstacle(100), None);
		assert_eq!(head().obstacle(200), Some("over"));
		assert_eq!(OfferHead { left: 0, ..head() }.obstacle(100), Some("sold out"));
		assert_eq!(OfferHead { closed: true, ..head() }.obstacle(100), Some("closed"));
	}

	#[test]
	fn parts_are_written_as_they_are_read() {
		let part = PointPart { operator: 2, series: 1, points: 1_234 };
		assert_eq!(parts_text(&[part]), "2/1:12.34");
		assert_eq!(crate::money::parse_part(&parts_text(&[part])), Ok(part));
	}
}
