//! The text that an identity provider signs, and the citizen's new key with it.
//!
//! It is wrapped in `<Bytes>` as wallets wrap everything that they sign raw, and begins with a
//! domain tag: it can never be a valid transaction payload, and no wallet can be made to sign it
//! as one. One builder serves the chain, the CLI and the provider's own tool.

use crate::{
	time::civil, CitizenId, Day, Disposition, GroupId, Nullifier, ObjectId, OperatorId,
	ParticipantId, UnixSeconds,
};
use alloc::{format, string::String, vec::Vec};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use sp_core::{crypto::AccountId32, H256};

/// What the attestation is for. One made for one purpose is refused for another.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
)]
#[allow(clippy::cast_possible_truncation)]
pub enum Purpose {
	/// Opening an account, with or without a key.
	Open,
	/// Claiming an account that was opened without a key.
	Claim,
	/// Replacing the account's key.
	Replace,
}

impl Purpose {
	pub fn word(&self) -> &'static str {
		match self {
			Self::Open => "open",
			Self::Claim => "claim",
			Self::Replace => "replace",
		}
	}
}

/// What an identity provider states about a person.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Statement {
	pub purpose: Purpose,
	/// Genesis hash of the chain that it is for.
	pub genesis: H256,
	/// The provider that signs it.
	pub provider: ParticipantId,
	pub nullifier: Nullifier,
	/// The key that the person holds; none where an operator opens an account for them.
	pub key: Option<AccountId32>,
	/// The operator that may open the account and enrol the person, where they hold no key: what
	/// one operator published can't be used by another to enrol people who never consented.
	pub operator: Option<ParticipantId>,
	/// What the person chose for their grams with that operator; none where a key signs, which
	/// chooses by itself when it enrols. Stated here so that the operator can't choose for them.
	pub disposition: Option<Disposition>,
	/// How many key-changing statements the account has seen; an older one is refused.
	pub epoch: u32,
	/// Unix seconds after which it is void.
	pub expires: UnixSeconds,
}

impl Statement {
	/// The bytes to sign, by the provider and by the new key.
	pub fn message(&self) -> Vec<u8> {
		let key = match &self.key {
			Some(key) => hex(key.as_ref()),
			None => String::from("none"),
		};
		let operator = match self.operator {
			Some(operator) => format!("{operator}"),
			None => String::from("none"),
		};
		let disposition = self.disposition.map_or("none", disposition_word);
		format!(
			"<Bytes>Tanpu identity attestation v1\npurpose: {}\nchain: {}\nprovider: {}\n\
			nullifier: {}\nkey: {}\noperator: {}\ndisposition: {}\nepoch: {}\nexpires: {}</Bytes>",
			self.purpose.word(),
			hex(self.genesis.as_bytes()),
			self.provider,
			hex(&self.nullifier),
			key,
			operator,
			disposition,
			self.epoch,
			self.expires,
		)
		.into_bytes()
	}
}

/// What an identity provider states about a meter, a roof or a forest: who holds which share of it,
/// how many live there, and when its crediting period began.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ObjectStatement<'a> {
	/// Genesis hash of the chain that it is for.
	pub genesis: H256,
	/// The provider that signs it.
	pub provider: ParticipantId,
	/// The operator that may register it.
	pub operator: OperatorId,
	/// The exclusion group in which it is claimed.
	pub group: GroupId,
	pub object: ObjectId,
	/// Citizens and their shares in ten thousandths, in rising order of citizen.
	pub holders: &'a [(CitizenId, u16)],
	/// Members of the household; 0 where there is none.
	pub members: u8,
	/// The first day of the crediting period, where it has one.
	pub crediting_from: Option<Day>,
	/// Which registration of the object this is, from 1; an older statement is refused.
	pub epoch: u32,
	/// Unix seconds after which it is void.
	pub expires: UnixSeconds,
}

impl ObjectStatement<'_> {
	/// The bytes to sign.
	pub fn message(&self) -> Vec<u8> {
		use core::fmt::Write;
		let mut holders = String::new();
		for (citizen, share) in self.holders {
			let comma = if holders.is_empty() { "" } else { "," };
			// Writing to a String can't fail.
			let _ = write!(holders, "{comma}{citizen}:{share}");
		}
		let crediting_from = match self.crediting_from.map(civil) {
			Some((year, month, day)) => format!("{year:04}-{month:02}-{day:02}"),
			None => String::from("none"),
		};
		format!(
			"<Bytes>Tanpu object attestation v1\nchain: {}\nprovider: {}\noperator: {}\n\
			group: {}\nobject: {}\nholders: {}\nmembers: {}\ncrediting from: {}\nepoch: {}\n\
			expires: {}</Bytes>",
			hex(self.genesis.as_bytes()),
			self.provider,
			self.operator,
			self.group,
			hex(&self.object),
			holders,
			self.members,
			crediting_from,
			self.epoch,
			self.expires,
		)
		.into_bytes()
	}
}

/// A disposition as it stands in the text, and in whatever people read and write.
pub fn disposition_word(disposition: Disposition) -> &'static str {
	match disposition {
		Disposition::Entrusted => "entrusted",
		Disposition::SelfHeld => "self-held",
		Disposition::RewardOnly => "reward-only",
	}
}

pub(crate) fn hex(bytes: &[u8]) -> String {
	let mut out = String::new();
	push_hex(&mut out, bytes);
	out
}

/// Appends bytes in hex.
pub(crate) fn push_hex(out: &mut String, bytes: &[u8]) {
	use core::fmt::Write;
	out.push_str("0x");
	for byte in bytes {
		// Writing to a String can't fail.
		let _ = write!(out, "{byte:02x}");
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn every_field_changes_the_message() {
		let base = Statement {
			purpose: Purpose::Open,
			genesis: H256::repeat_byte(1),
			provider: 1,
			nullifier: [2; 32],
			key: Some(AccountId32::new([3; 32])),
			operator: None,
			disposition: None,
			epoch: 0,
			expires: 1_700_000_000,
		};
		let text = String::from_utf8(base.message()).unwrap();
		assert!(
			text.starts_with("<Bytes>Tanpu identity attestation v1\npurpose: open\nchain: 0x0101")
		);
		assert!(text
			.ends_with("operator: none\ndisposition: none\nepoch: 0\nexpires: 1700000000</Bytes>"));
		let dispositions = [Disposition::Entrusted, Disposition::SelfHeld, Disposition::RewardOnly];
		for (disposition, word) in
			dispositions.into_iter().zip(["entrusted", "self-held", "reward-only"])
		{
			let other = Statement { disposition: Some(disposition), ..base.clone() };
			let text = String::from_utf8(other.message()).unwrap();
			assert!(text.contains(&format!("\noperator: none\ndisposition: {word}\nepoch: 0\n")));
		}
		let variants = [
			Statement { purpose: Purpose::Claim, ..base.clone() },
			Statement { purpose: Purpose::Replace, ..base.clone() },
			Statement { genesis: H256::repeat_byte(9), ..base.clone() },
			Statement { provider: 2, ..base.clone() },
			Statement { nullifier: [9; 32], ..base.clone() },
			Statement { key: None, ..base.clone() },
			Statement { operator: Some(1), ..base.clone() },
			Statement { disposition: Some(Disposition::Entrusted), ..base.clone() },
			Statement { epoch: 1, ..base.clone() },
			Statement { expires: 1, ..base.clone() },
		];
		for other in variants {
			assert_ne!(other.message(), base.message());
		}
	}

	#[test]
	fn every_field_of_an_object_changes_the_message() {
		let base = ObjectStatement {
			genesis: H256::repeat_byte(1),
			provider: 1,
			operator: 2,
			group: 3,
			object: [4; 32],
			holders: &[(5, 6_000), (7, 4_000)],
			members: 3,
			crediting_from: Some(17_775),
			epoch: 1,
			expires: 1_700_000_000,
		};
		let byte = |digits: &str| digits.repeat(32);
		assert_eq!(
			String::from_utf8(base.message()).unwrap(),
			format!(
				"<Bytes>Tanpu object attestation v1\nchain: 0x{}\nprovider: 1\noperator: 2\n\
				group: 3\nobject: 0x{}\nholders: 5:6000,7:4000\nmembers: 3\n\
				crediting from: 2018-09-01\nepoch: 1\nexpires: 1700000000</Bytes>",
				byte("01"),
				byte("04"),
			)
		);
		let variants = [
			ObjectStatement { genesis: H256::repeat_byte(9), ..base },
			ObjectStatement { provider: 9, ..base },
			ObjectStatement { operator: 9, ..base },
			ObjectStatement { group: 9, ..base },
			ObjectStatement { object: [9; 32], ..base },
			ObjectStatement { holders: &[(5, 6_000)], ..base },
			ObjectStatement { holders: &[(5, 6_000), (7, 4_001)], ..base },
			ObjectStatement { holders: &[(5, 6_000), (8, 4_000)], ..base },
			ObjectStatement { holders: &[(7, 4_000), (5, 6_000)], ..base },
			ObjectStatement { holders: &[], ..base },
			ObjectStatement { members: 9, ..base },
			ObjectStatement { crediting_from: Some(17_776), ..base },
			ObjectStatement { crediting_from: None, ..base },
			ObjectStatement { epoch: 9, ..base },
			ObjectStatement { expires: 9, ..base },
		];
		let mut seen = alloc::collections::BTreeSet::from([base.message()]);
		for other in variants {
			assert!(seen.insert(other.message()), "{other:?}");
		}
		// Nor is it ever what a provider signs about a person.
		assert!(!base.message().starts_with(b"<Bytes>Tanpu identity"));
	}
}
