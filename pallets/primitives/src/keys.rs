//! Storage keys that sort as their numbers do.
//!
//! SCALE writes integers little-endian, which scatters neighbours over the trie. The hot ledger is
//! written for many citizens at once in rising order, so its Identity-hashed keys are big-endian:
//! neighbours share trie nodes. Both parts are assigned by the chain, never chosen by a user, so
//! an attacker can't unbalance the trie with them.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

macro_rules! big_endian {
	($(#[$doc:meta])* $name:ident, $int:ty, $len:literal) => {
		$(#[$doc])*
		#[derive(
			Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Copy,
			PartialEq, Eq, PartialOrd, Ord, Debug,
		)]
		pub struct $name(pub [u8; $len]);

		impl From<$int> for $name {
			fn from(value: $int) -> Self {
				Self(value.to_be_bytes())
			}
		}

		impl From<$name> for $int {
			fn from(key: $name) -> Self {
				<$int>::from_be_bytes(key.0)
			}
		}
	};
}

big_endian!(
	/// A `u16` whose encoding sorts as the number does (operators, days).
	Be16, u16, 2
);
big_endian!(
	/// A `u32` whose encoding sorts as the number does (citizens).
	Be32, u32, 4
);

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn encodings_sort_as_numbers() {
		let numbers = [0u32, 1, 255, 256, 65_535, 65_536, u32::MAX];
		let encoded: alloc::vec::Vec<_> = numbers.iter().map(|n| Be32::from(*n).encode()).collect();
		assert!(encoded.windows(2).all(|pair| pair[0] < pair[1]));
		assert!(numbers.iter().all(|n| u32::from(Be32::from(*n)) == *n));
		assert_eq!(u16::from(Be16::from(513)), 513);
	}
}
