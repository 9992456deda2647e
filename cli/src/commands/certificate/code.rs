//! What a certificate's QR code holds.

use crate::shop::code::Content;
use codec::{Decode, Encode};
use pallet_verified_reductions::Certificate;
use sp_core::{crypto::AccountId32, H256};
use sp_crypto_hashing::blake2_256;
use tanpu_primitives::verification::CertificateId;

/// What is needed to check a certificate: which one of which chain, and what it said.
#[derive(Encode, Decode, Clone, Copy, PartialEq, Eq, Debug)]
pub struct Code {
	/// The chain.
	pub genesis: H256,
	pub number: CertificateId,
	/// A block whose state has it, by number and hash: that in which it was retired.
	pub block: u32,
	pub block_hash: H256,
	/// BLAKE2b-256 of the certificate as the chain keeps it.
	pub hash: H256,
}

impl Content for Code {
	const PREFIX: &'static str = "tanpu:certificate:";
	const NAME: &'static str = "certificate's code";
}

/// The hash of a certificate: of its bytes as the chain keeps them, which never change.
pub fn hash_of(certificate: &Certificate<AccountId32>) -> H256 {
	H256(blake2_256(&certificate.encode()))
}

/// The code that stands in a document (an SVG, a text), however it is wrapped; none where there is
/// none.
pub fn find(document: &str) -> Option<&str> {
	let prefix = Code::PREFIX.to_ascii_uppercase();
	let start = document.find(&prefix)?;
	let rest = &document[start..];
	let length = rest
		.bytes()
		.skip(prefix.len())
		.take_while(|byte| byte.is_ascii_uppercase() || (b'2'..=b'7').contains(byte))
		.count();
	rest.get(..prefix.len() + length)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::shop::code::{read, write};

	pub fn code() -> Code {
		Code {
			genesis: H256::repeat_byte(1),
			number: 7,
			block: 345,
			block_hash: H256::repeat_byte(2),
			hash: H256::repeat_byte(3),
		}
	}

	#[test]
	fn a_code_is_read_back_from_text_and_document() {
		let text = write(&code());
		assert!(text.starts_with("TANPU:CERTIFICATE:"));
		assert_eq!(read::<Code>(&text), Ok(code()));
		assert_eq!(read::<Code>(&text.to_lowercase()), Ok(code()));
		let document = format!("<svg><metadata>{text}</metadata></svg>");
		assert_eq!(find(&document), Some(text.as_str()));
		assert_eq!(find("<svg/>"), None);
		// A single character changed is noticed.
		let at = text.len() - 30;
		let other = if &text[at..=at] == "A" { "B" } else { "A" };
		let changed = format!("{}{other}{}", &text[..at], &text[at + 1..]);
		assert!(read::<Code>(&changed).unwrap_err().contains("checksum"));
		assert!(read::<Code>("TANPU:PAY:AAAA").unwrap_err().contains("payment request"));
	}
}
