//! Texts that a phone scans or a person copies: payment requests and vouchers.
//!
//! A prefix that says what it is, then base32 (RFC 4648, without padding) of
//!
//! - a version, one byte: 1
//! - the content, encoded with SCALE
//! - a checksum: the first four bytes of the BLAKE2b-256 of the prefix in small letters and of all
//!   bytes before.
//!
//! Written in capitals, as a QR code holds these in a fifth less space; read in either.

use crate::{
	failure::{Failure, Result},
	shop::text::read_file,
};
use codec::{Decode, DecodeAll, Encode};
use data_encoding::BASE32_NOPAD;
use pallet_points::PaymentRequest;
use sp_core::H256;
use sp_crypto_hashing::blake2_256;
use std::path::Path;
use tanpu_primitives::{
	voucher::{voucher_message, VoucherSecret},
	CitizenId,
};

const VERSION: u8 = 1;

const CHECKSUM_LEN: usize = 4;

/// Longest file that can hold a text.
const MAX_FILE_LEN: u64 = 4_096;

/// What can be such a text.
pub trait Content: Encode + Decode {
	/// In small letters, colon included.
	const PREFIX: &'static str;
	/// What people call it.
	const NAME: &'static str;
}

impl Content for PaymentRequest {
	const PREFIX: &'static str = "tanpu:pay:";
	const NAME: &'static str = "payment request";
}

/// What a citizen shows to fetch an order.
#[derive(Encode, Decode, Clone, PartialEq, Eq)]
pub struct Voucher {
	pub genesis: H256,
	pub citizen: CitizenId,
	pub number: u32,
	pub secret: VoucherSecret,
}

impl Content for Voucher {
	const PREFIX: &'static str = "tanpu:voucher:";
	const NAME: &'static str = "voucher";
}

// The secret is kept out of every debug print.
impl std::fmt::Debug for Voucher {
	fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
		write!(f, "Voucher({}/{})", self.citizen, self.number)
	}
}

impl Voucher {
	/// What the order that this opens has on chain.
	pub fn commitment(&self) -> H256 {
		let message = voucher_message(self.genesis, self.citizen, self.number, &self.secret);
		H256(blake2_256(&message))
	}
}

/// The content as a text.
pub fn write<T: Content>(content: &T) -> String {
	let mut bytes = vec![VERSION];
	content.encode_to(&mut bytes);
	let checksum = checksum(T::PREFIX, &bytes);
	bytes.extend_from_slice(&checksum);
	format!("{}{}", T::PREFIX.to_ascii_uppercase(), BASE32_NOPAD.encode(&bytes))
}

/// The content of a text; else what is wrong with it. Blanks and line ends in it don't matter.
pub fn read<T: Content>(text: &str) -> Result<T, String> {
	let bare: String =
		text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_uppercase();
	let name = T::NAME;
	let digits = bare.strip_prefix(&T::PREFIX.to_ascii_uppercase()).ok_or_else(|| {
		let found = [PaymentRequest::PREFIX, Voucher::PREFIX]
			.into_iter()
			.zip([PaymentRequest::NAME, Voucher::NAME])
			.find(|(prefix, _)| bare.starts_with(&prefix.to_ascii_uppercase()));
		match found {
			Some((_, found)) => format!("this is a {found}, not a {name}"),
			None => format!("a {name} begins with {}", T::PREFIX),
		}
	})?;
	let miscopied = || format!("the {name} was not copied right: its checksum does not fit");
	let bytes = BASE32_NOPAD.decode(digits.as_bytes()).map_err(|_| miscopied())?;
	let (bytes, found) = bytes
		.len()
		.checked_sub(CHECKSUM_LEN)
		.and_then(|at| bytes.split_at_checked(at))
		.ok_or_else(miscopied)?;
	if found != checksum(T::PREFIX, bytes) {
		return Err(miscopied());
	}
	match bytes.split_first() {
		Some((&VERSION, mut content)) => T::decode_all(&mut content)
			.map_err(|_| format!("the {name} holds something else than this program knows")),
		Some((version, _)) => Err(format!(
			"the {name} is of version {version}, and this program knows version {VERSION}: is there \
			 a newer one?"
		)),
		None => Err(miscopied()),
	}
}

/// A text as it is given on the command line, or the file that holds it.
pub fn read_argument<T: Content>(argument: &str) -> Result<T> {
	let is_text = argument.trim().get(..6).is_some_and(|head| head.eq_ignore_ascii_case("tanpu:"));
	if is_text {
		return read(argument).map_err(Failure::Plain);
	}
	let path = Path::new(argument);
	if !path.exists() {
		return Err(Failure::Usage(format!(
			"expected a {} ({}...) or a file that holds one",
			T::NAME,
			T::PREFIX
		)));
	}
	let bytes = read_file(path, MAX_FILE_LEN)?;
	read(&String::from_utf8_lossy(&bytes))
		.map_err(|message| Failure::Plain(format!("{}: {message}", path.display())))
}

fn checksum(prefix: &str, bytes: &[u8]) -> [u8; CHECKSUM_LEN] {
	let hash = blake2_256(&[prefix.as_bytes(), bytes].concat());
	let mut out = [0; CHECKSUM_LEN];
	out.copy_from_slice(&hash[..CHECKSUM_LEN]);
	out
}

#[cfg(test)]
mod tests {
	use super::*;

	fn request() -> PaymentRequest {
		PaymentRequest {
			genesis: H256::repeat_byte(0x11),
			merchant: 0x0203,
			amount: 12_500_000_000_000,
			expires: 1_700_000_000,
			receipt: H256::repeat_byte(0x44),
			nonce: 0x0506_0708_090a_0b0c,
		}
	}

	fn voucher() -> Voucher {
		Voucher { genesis: H256::repeat_byte(1), citizen: 7, number: 3, secret: [9; 16] }
	}

	#[test]
	fn there_and_back() {
		let text = write(&request());
		assert_eq!(read(&text), Ok(request()));
		assert_eq!(read(&text.to_lowercase()), Ok(request()));
		let (head, tail) = text.split_at(60);
		assert_eq!(read(&format!("  {head}\n {tail}\n")), Ok(request()));
		assert_eq!(read(&write(&voucher())), Ok(voucher()));
	}

	/// What cli/README.md says, byte by byte: a wallet is written after it.
	#[test]
	fn the_bytes_are_those_of_the_manual() {
		let text = write(&request());
		assert_eq!(text.len(), 10 + 165);
		let bytes = BASE32_NOPAD.decode(&text.as_bytes()["tanpu:pay:".len()..]).unwrap();
		let mut expected = vec![1];
		expected.extend([0x11; 32]);
		expected.extend([0x03, 0x02]);
		expected.extend(12_500_000_000_000u128.to_le_bytes());
		expected.extend(1_700_000_000u64.to_le_bytes());
		expected.extend([0x44; 32]);
		expected.extend([0x0c, 0x0b, 0x0a, 0x09, 0x08, 0x07, 0x06, 0x05]);
		assert_eq!(bytes[..99], expected);
		// By Python's hashlib: blake2b(b"tanpu:pay:" + bytes[:99], digest_size=32).digest()[:4]
		assert_eq!(hex::encode(&bytes[99..]), "5beb6b3e");
		let text = write(&voucher());
		let bytes = BASE32_NOPAD.decode(&text.as_bytes()["tanpu:voucher:".len()..]).unwrap();
		assert_eq!(bytes.len(), 1 + 32 + 4 + 4 + 16 + 4);
		assert_eq!(bytes[33..57], [&[7, 0, 0, 0, 3, 0, 0, 0][..], &[9; 16]].concat());
	}

	#[test]
	fn one_wrong_letter_is_told() {
		let text = write(&request());
		for at in "tanpu:pay:".len()..text.len() {
			let mut wrong = text.clone().into_bytes();
			wrong[at] = if wrong[at] == b'A' { b'B' } else { b'A' };
			let wrong = String::from_utf8(wrong).unwrap();
			assert!(read::<PaymentRequest>(&wrong).unwrap_err().contains("not copied right"));
		}
		for cut in 0..text.len() {
			assert!(read::<PaymentRequest>(&text[..cut]).is_err(), "{cut}");
		}
		assert!(read::<PaymentRequest>(&format!("{text}A")).is_err());
	}

	#[test]
	fn what_it_is_instead_is_said() {
		let wrong = read::<PaymentRequest>(&write(&voucher())).unwrap_err();
		assert_eq!(wrong, "this is a voucher, not a payment request");
		assert!(read::<PaymentRequest>("https://example.com").unwrap_err().contains("tanpu:pay:"));
		// A checksum is one of its own prefix, too.
		let turned = write(&voucher()).replace("VOUCHER", "PAY");
		assert!(read::<PaymentRequest>(&turned).unwrap_err().contains("not copied right"));
		let mut bytes = vec![2];
		bytes.extend(request().encode());
		let sum = checksum("tanpu:pay:", &bytes);
		bytes.extend(sum);
		let newer = format!("tanpu:pay:{}", BASE32_NOPAD.encode(&bytes));
		assert!(read::<PaymentRequest>(&newer).unwrap_err().contains("version 2"));
	}

	#[test]
	fn a_voucher_is_the_chains_and_not_printed() {
		let voucher = voucher();
		let message = voucher_message(H256::repeat_byte(1), 7, 3, &[9; 16]);
		assert_eq!(voucher.commitment(), H256(blake2_256(&message)));
		assert_eq!(format!("{voucher:?}"), "Voucher(7/3)");
	}

	#[test]
	fn arguments_are_texts_or_files() {
		let path = std::env::temp_dir().join(format!("tanpu-request-{}", std::process::id()));
		std::fs::write(&path, format!("{}\n", write(&request()))).unwrap();
		assert_eq!(read_argument::<PaymentRequest>(path.to_str().unwrap()).unwrap(), request());
		std::fs::remove_file(&path).unwrap();
		assert_eq!(read_argument::<PaymentRequest>(&write(&request())).unwrap(), request());
		let missing = read_argument::<PaymentRequest>(path.to_str().unwrap()).unwrap_err();
		assert_eq!(missing.exit_code(), 2);
	}
}
