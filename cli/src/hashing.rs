//! Pseudonyms of people and the evidence behind a batch.

use crate::failure::{Failure, Result};
use blake2::{
	digest::{consts::U32, KeyInit, Mac},
	Blake2bMac,
};
use std::path::Path;
use tanpu_primitives::{evidence, Nullifier};

/// A 32-byte secret, never printed.
pub struct SecretKey([u8; 32]);

impl SecretKey {
	/// A fresh one from the operating system's randomness.
	pub fn generate() -> Self {
		use sp_core::Pair;
		Self(sp_core::sr25519::Pair::generate().1)
	}

	/// 64 hex digits, with or without 0x, from a file that only its owner should read.
	pub fn from_file(path: &Path) -> Result<Self> {
		crate::secret::warn_if_readable(path);
		let text = std::fs::read_to_string(path).map_err(|e| Failure::file("read", path, e))?;
		let text = text.trim();
		let mut key = [0u8; 32];
		hex::decode_to_slice(text.strip_prefix("0x").unwrap_or(text), &mut key).map_err(|_| {
			Failure::plain(format!(
				"{} does not hold a key: expected 64 hex digits (make one with `tanpu identity \
				 new-prf-key`)",
				path.display()
			))
		})?;
		Ok(Self(key))
	}

	/// Hex, for writing into a key file and nowhere else.
	pub fn to_hex(&self) -> String {
		hex::encode(self.0)
	}

	fn mac(&self, domain: &[u8], parts: &[&[u8]]) -> [u8; 32] {
		// A key of 32 bytes is always accepted (the limit is 64).
		let Ok(mut mac) = <Blake2bMac<U32> as KeyInit>::new_from_slice(&self.0) else {
			unreachable!("32 bytes are a valid BLAKE2b key")
		};
		Mac::update(&mut mac, domain);
		for part in parts {
			Mac::update(&mut mac, part);
		}
		mac.finalize().into_bytes().into()
	}
}

#[cfg(test)]
impl SecretKey {
	pub fn test(byte: u8) -> Self {
		Self([byte; 32])
	}
}

/// An identity number as it is hashed: without spaces, hyphens and dots, capitals, full-width
/// characters as ordinary ones. The same person gives the same text however a clerk typed it.
pub fn normalise_identity(identity: &str) -> String {
	identity
		.chars()
		.map(|c| match u32::from(c) {
			code @ 0xff01..=0xff5e => char::from_u32(code - 0xfee0).unwrap_or(c),
			_ => c,
		})
		.filter(|c| !c.is_whitespace() && !c.is_control() && !matches!(c, '-' | '.' | '\u{feff}'))
		.flat_map(char::to_uppercase)
		.collect()
}

/// The person's pseudonym: keyed BLAKE2b-256 over the normalised identity number. Without the key
/// nobody can compute it from a list of identity numbers.
pub fn nullifier(key: &SecretKey, identity: &str) -> Nullifier {
	key.mac(b"tanpu nullifier v1\0", &[normalise_identity(identity).as_bytes()])
}

/// The salt of one raw row, derived from the operator's evidence key, the row's place in its file
/// and its bytes: nothing needs to be kept but the key and the file, and who is shown the salt of
/// one row learns nothing of another's.
pub fn evidence_salt(key: &SecretKey, place: u64, line: &[u8]) -> [u8; 32] {
	key.mac(b"tanpu evidence salt v1\0", &[&place.to_be_bytes(), line])
}

/// The leaf of one raw row: BLAKE2b-256 over 0x00, its salt and the line. A leaf tells nothing about
/// a row to those who don't hold the key, and the operator can open any single row later.
pub fn evidence_leaf(key: &SecretKey, place: u64, line: &[u8]) -> [u8; 32] {
	evidence::leaf(&evidence_salt(key, place, line), line)
}

/// The root over leaves, as the chain's own crate has it. `None` without leaves.
pub fn merkle_root(leaves: Vec<[u8; 32]>) -> Option<[u8; 32]> {
	evidence::root(&leaves)
}

#[cfg(test)]
mod tests {
	use super::*;
	use sp_crypto_hashing::blake2_256;

	#[test]
	fn one_person_one_nullifier() {
		let key = SecretKey::test(7);
		let one = nullifier(&key, "44030019900101123x");
		assert_eq!(one, nullifier(&key, " 440300 19900101 123X "));
		assert_eq!(one, nullifier(&key, "４４０３００-19900101-123Ｘ"));
		assert_ne!(one, nullifier(&key, "440300199001011239"));
		assert_ne!(one, nullifier(&SecretKey::test(8), "44030019900101123x"));
	}

	#[test]
	fn the_nullifier_is_a_keyed_blake2b_and_stays_so() {
		// Keyed BLAKE2b-256 by Python's hashlib:
		// blake2b(b"tanpu nullifier v1\0" + b"ABC", key=bytes([7]) * 32, digest_size=32)
		let known = "723b95d3819c007245237eb8fdaaf8a33384144bb09251bf9f8c5cdb6a1937d7";
		assert_eq!(hex::encode(nullifier(&SecretKey::test(7), "abc")), known);
	}

	#[test]
	fn roots() {
		let [a, b, c] = [[1u8; 32], [2; 32], [3; 32]];
		assert_eq!(merkle_root(vec![]), None);
		assert_eq!(merkle_root(vec![a]), Some(a));
		let pair = |l: [u8; 32], r: [u8; 32]| blake2_256(&[&[1u8][..], &l, &r].concat());
		assert_eq!(merkle_root(vec![a, b]), Some(pair(a, b)));
		assert_eq!(merkle_root(vec![a, b, c]), Some(pair(pair(a, b), c)));
		assert_ne!(merkle_root(vec![a, b]), merkle_root(vec![b, a]));
	}

	#[test]
	fn leaves_are_salted() {
		let key = SecretKey::test(1);
		let leaf = evidence_leaf(&key, 2, b"row");
		assert_ne!(leaf, evidence_leaf(&SecretKey::test(2), 2, b"row"));
		assert_ne!(leaf, evidence_leaf(&key, 3, b"row"));
		assert_ne!(leaf, evidence_leaf(&key, 2, b"row2"));
		assert_eq!(leaf, evidence_leaf(&key, 2, b"row"));
	}

	#[test]
	fn key_files() {
		let dir = std::env::temp_dir().join(format!("tanpu-key-{}", std::process::id()));
		std::fs::create_dir_all(&dir).unwrap();
		let path = dir.join("prf.key");
		std::fs::write(&path, "not a key, but a secret word").unwrap();
		let error = SecretKey::from_file(&path).err().unwrap().to_string();
		assert!(error.contains("64 hex digits") && !error.contains("secret word"));
		let key = SecretKey::generate();
		std::fs::write(&path, format!("0x{}\n", key.to_hex())).unwrap();
		assert_eq!(nullifier(&SecretKey::from_file(&path).unwrap(), "1"), nullifier(&key, "1"));
		std::fs::remove_dir_all(&dir).unwrap();
	}
}
