//! The text that an identity provider signs, and the citizen's new key with it.
//!
//! It is wrapped in `<Bytes>` as wallets wrap everything that they sign raw, and begins with a
//! domain tag: it can never be a valid transaction payload, and no wallet can be made to sign it
//! as one. One builder serves the chain, the CLI and the provider's own tool.

use crate::{Disposition, Nullifier, ParticipantId, UnixSeconds};
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

/// A disposition as it stands in the text, and in whatever people read and write.
pub fn disposition_word(disposition: Disposition) -> &'static str {
	match disposition {
		Disposition::Entrusted => "entrusted",
		Disposition::SelfHeld => "self-held",
		Disposition::RewardOnly => "reward-only",
	}
}

fn hex(bytes: &[u8]) -> String {
	use core::fmt::Write;
	let mut out = String::from("0x");
	for byte in bytes {
		// Writing to a String can't fail.
		let _ = write!(out, "{byte:02x}");
	}
	out
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
}
