//! The voucher of an order: what the citizen commits to, and shows at the shop.
//!
//! The citizen's wallet draws a secret of 128 bits and puts only the hash on chain. Whoever shows
//! the secret proves that the order is theirs; the merchant who reveals it proves that the citizen
//! stood at the counter. The hash names the chain, the citizen and the order, so that a secret that
//! was revealed once opens nothing else, here or on another chain.

use crate::CitizenId;
use alloc::vec::Vec;
use codec::Encode;
use sp_core::H256;

/// Sets these bytes apart from everything else that is hashed.
pub const VOUCHER_DOMAIN: &[u8; 16] = b"tanpu/voucher/v1";

/// Bytes of a voucher's secret: 128 bits, drawn at random for each order.
pub const VOUCHER_SECRET_LEN: usize = 16;

/// What the citizen shows at the shop.
pub type VoucherSecret = [u8; VOUCHER_SECRET_LEN];

/// The bytes whose BLAKE2b-256 is the commitment of the citizen's order `number`. All parts have a
/// fixed length, so no two vouchers give the same bytes.
pub fn voucher_message(
	genesis: H256,
	citizen: CitizenId,
	number: u32,
	secret: &VoucherSecret,
) -> Vec<u8> {
	(VOUCHER_DOMAIN, genesis, citizen, number, secret).encode()
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn every_part_changes_the_message() {
		let base = voucher_message(H256::repeat_byte(1), 2, 3, &[4; 16]);
		assert_eq!(base.len(), 16 + 32 + 4 + 4 + 16);
		for other in [
			voucher_message(H256::repeat_byte(9), 2, 3, &[4; 16]),
			voucher_message(H256::repeat_byte(1), 9, 3, &[4; 16]),
			voucher_message(H256::repeat_byte(1), 2, 9, &[4; 16]),
			voucher_message(H256::repeat_byte(1), 2, 3, &[9; 16]),
		] {
			assert_ne!(other, base);
		}
	}
}
