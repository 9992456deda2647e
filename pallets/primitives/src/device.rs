//! The texts that a device signs: that it belongs to an operator, and that it saw what a batch
//! reports.
//!
//! Wrapped and tagged as those of [`crate::attestation`], so that neither is ever a transaction, nor
//! one of them the other. One builder serves the chain, the CLI and the operator's own tools.

use crate::{
	attestation::{hex, push_hex},
	BatchId, OperatorId,
};
use alloc::{format, string::String, vec::Vec};
use sp_core::H256;
use sp_runtime::{
	traits::{IdentifyAccount, Verify},
	MultiSignature, MultiSigner,
};

/// What a device's key signs once, so that nobody registers a key that they don't hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DeviceConsent {
	/// Genesis hash of the chain that it is for.
	pub genesis: H256,
	/// The operator that registers the device.
	pub operator: OperatorId,
}

impl DeviceConsent {
	/// The bytes to sign.
	pub fn message(&self) -> Vec<u8> {
		format!(
			"<Bytes>Tanpu device consent v1\nchain: {}\noperator: {}</Bytes>",
			hex(self.genesis.as_bytes()),
			self.operator,
		)
		.into_bytes()
	}
}

/// What a device's key signs of a batch whose methodology demands it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DeviceEvidence {
	/// Genesis hash of the chain that it is for.
	pub genesis: H256,
	/// The operator that reports the batch.
	pub operator: OperatorId,
	/// The operator's name for the batch.
	pub batch_id: BatchId,
	/// Hash of the batch's content, as the chain keeps it: methodology version, rows, root.
	pub content: H256,
	/// Merkle root of the salted raw rows: see [`crate::evidence`].
	pub evidence_root: H256,
}

impl DeviceEvidence {
	/// The bytes to sign.
	pub fn message(&self) -> Vec<u8> {
		let mut text = String::from("<Bytes>Tanpu device evidence v1\nchain: ");
		push_hex(&mut text, self.genesis.as_bytes());
		text.push_str(&format!("\noperator: {}\nbatch: ", self.operator));
		push_hex(&mut text, &self.batch_id);
		text.push_str("\ncontent: ");
		push_hex(&mut text, self.content.as_bytes());
		text.push_str("\nevidence root: ");
		push_hex(&mut text, self.evidence_root.as_bytes());
		text.push_str("</Bytes>");
		text.into_bytes()
	}
}

/// Whether `device` signed `message`. A signature of another kind than the key is none, and nothing
/// counts under a key under which everybody can sign.
pub fn verify(device: &MultiSigner, signature: &MultiSignature, message: &[u8]) -> bool {
	let same_kind = matches!(
		(device, signature),
		(MultiSigner::Ed25519(_), MultiSignature::Ed25519(_))
			| (MultiSigner::Sr25519(_), MultiSignature::Sr25519(_))
			| (MultiSigner::Ecdsa(_), MultiSignature::Ecdsa(_))
			| (MultiSigner::Eth(_), MultiSignature::Eth(_))
	);
	same_kind && !is_weak(device) && signature.verify(message, &device.clone().into_account())
}

/// Whether signatures under the key need no secret: the group's neutral element, and Curve25519's
/// points of small order (RFC 7748, section 6.1, and 8032; in every encoding that is accepted).
pub fn is_weak(device: &MultiSigner) -> bool {
	match device {
		MultiSigner::Sr25519(key) => key.0 == [0; 32],
		MultiSigner::Ed25519(key) => {
			let mut y = key.0;
			// The sign of x: the point is of the same order with either.
			if let Some(last) = y.last_mut() {
				*last &= 0x7f;
			}
			SMALL_ORDER.contains(&y)
		},
		// Recovered from the signature: there is no such key.
		MultiSigner::Ecdsa(_) | MultiSigner::Eth(_) => false,
	}
}

/// `y` of the points of order 1, 2, 4 and 8, little-endian, also unreduced, without the sign of x.
const SMALL_ORDER: [[u8; 32]; 7] = [
	// 0 and 1.
	[0; 32],
	with_first(1, [0; 32]),
	// The two of order 8.
	[
		0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98,
		0xf0, 0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53,
		0xfc, 0x05,
	],
	[
		0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67,
		0x0f, 0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac,
		0x03, 0x7a,
	],
	// p - 1, p and p + 1, where p is 2^255 - 19.
	with_first(0xec, ALMOST_P),
	with_first(0xed, ALMOST_P),
	with_first(0xee, ALMOST_P),
];

/// p but for its lowest byte.
const ALMOST_P: [u8; 32] = {
	let mut bytes = [0xff; 32];
	bytes[31] = 0x7f;
	bytes
};

const fn with_first(first: u8, mut bytes: [u8; 32]) -> [u8; 32] {
	bytes[0] = first;
	bytes
}

#[cfg(test)]
mod tests {
	use super::*;
	use sp_core::{ecdsa, ed25519, sr25519, Pair};

	#[test]
	fn every_field_changes_the_consent() {
		let base = DeviceConsent { genesis: H256::repeat_byte(1), operator: 2 };
		assert_eq!(
			String::from_utf8(base.message()).unwrap(),
			format!(
				"<Bytes>Tanpu device consent v1\nchain: 0x{}\noperator: 2</Bytes>",
				"01".repeat(32)
			)
		);
		for other in
			[DeviceConsent { genesis: H256::zero(), ..base }, DeviceConsent { operator: 3, ..base }]
		{
			assert_ne!(other.message(), base.message());
		}
	}

	#[test]
	fn every_field_changes_the_evidence() {
		let base = DeviceEvidence {
			genesis: H256::repeat_byte(1),
			operator: 2,
			batch_id: [3; 32],
			content: H256::repeat_byte(4),
			evidence_root: H256::repeat_byte(5),
		};
		let byte = |digits: &str| digits.repeat(32);
		assert_eq!(
			String::from_utf8(base.message()).unwrap(),
			format!(
				"<Bytes>Tanpu device evidence v1\nchain: 0x{}\noperator: 2\nbatch: 0x{}\n\
				content: 0x{}\nevidence root: 0x{}</Bytes>",
				byte("01"),
				byte("03"),
				byte("04"),
				byte("05"),
			)
		);
		let variants = [
			DeviceEvidence { genesis: H256::zero(), ..base },
			DeviceEvidence { operator: 9, ..base },
			DeviceEvidence { batch_id: [9; 32], ..base },
			DeviceEvidence { content: H256::zero(), ..base },
			DeviceEvidence { evidence_root: H256::zero(), ..base },
		];
		let mut seen = alloc::collections::BTreeSet::from([base.message()]);
		for other in variants {
			assert!(seen.insert(other.message()), "{other:?}");
		}
	}

	#[test]
	fn keys_of_every_kind_sign_and_no_other_kind_counts() {
		let text = b"<Bytes>x</Bytes>";
		let ed = ed25519::Pair::from_seed(&[1; 32]);
		let sr = sr25519::Pair::from_seed(&[1; 32]);
		let ec = ecdsa::Pair::from_seed(&[1; 32]);
		let all: [(MultiSigner, MultiSignature); 3] = [
			(ed.public().into(), ed.sign(text).into()),
			(sr.public().into(), sr.sign(text).into()),
			(ec.public().into(), ec.sign(text).into()),
		];
		for (i, (signer, _)) in all.iter().enumerate() {
			for (j, (_, signature)) in all.iter().enumerate() {
				assert_eq!(verify(signer, signature, text), i == j);
				assert!(!verify(signer, signature, b"<Bytes>y</Bytes>"));
			}
		}
		// The same 32 bytes as a key of another kind make the same account: not the same device.
		let other = MultiSigner::Sr25519(sr25519::Public::from_raw(ed.public().0));
		assert!(!verify(&other, &ed.sign(text).into(), text));
	}

	#[test]
	fn keys_without_a_secret_are_weak() {
		// The neutral element as R and 0 as s.
		let mut forged = [0u8; 64];
		forged[0] = 1;
		let forged = ed25519::Signature::from_raw(forged);
		for y in SMALL_ORDER {
			for sign in [0, 0x80] {
				let mut bytes = y;
				bytes[31] |= sign;
				let key = MultiSigner::Ed25519(ed25519::Public::from_raw(bytes));
				assert!(is_weak(&key));
				assert!(!verify(&key, &forged.into(), b"anything"));
			}
		}
		// What the list is for: the host accepts it.
		let key = ed25519::Public::from_raw(SMALL_ORDER[2]);
		assert!(forged.verify(&b"anything"[..], &key));
		assert!(is_weak(&MultiSigner::Sr25519(sr25519::Public::from_raw([0; 32]))));
		let usual: MultiSigner = ed25519::Pair::from_seed(&[7; 32]).public().into();
		assert!(!is_weak(&usual));
	}
}
