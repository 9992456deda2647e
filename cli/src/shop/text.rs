//! Names, times and shares as people write them.

use crate::{
	cli::parse_hash,
	failure::{Failure, Result},
	report::users::hex32,
	time::{format_day, parse_date},
};
use pallet_point_redemption::OrderId;
use pallet_points::PaymentRef;
use serde_json::{json, Value};
use sp_core::H256;
use sp_crypto_hashing::blake2_256;
use sp_runtime::Permill;
use std::{
	io::{Read, Write},
	path::{Path, PathBuf},
};
use tanpu_primitives::Balance;

/// Plancks in a JSON document: as text, since many readers of JSON round what is above 2^53.
pub fn plancks(amount: Balance) -> Value {
	json!(amount.to_string())
}

/// Seconds of `90s`, `5m`, `12h` or `7d`.
pub fn parse_duration(text: &str) -> Result<u64, String> {
	let bad = || format!("`{text}` is no time span: expected 90s, 5m, 12h or 7d");
	let text = text.trim();
	let (digits, unit) =
		text.len().checked_sub(1).and_then(|at| text.split_at_checked(at)).ok_or_else(bad)?;
	let seconds: u64 = match unit {
		"s" => 1,
		"m" => 60,
		"h" => 3_600,
		"d" => 86_400,
		_ => return Err(bad()),
	};
	if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
		return Err(bad());
	}
	digits
		.parse::<u64>()
		.ok()
		.and_then(|number| number.checked_mul(seconds))
		.filter(|seconds| *seconds > 0)
		.ok_or_else(bad)
}

/// Seconds as `5m`, in the largest unit that they are a whole number of.
pub fn duration(seconds: u64) -> String {
	for (unit, letter) in [(86_400, 'd'), (3_600, 'h'), (60, 'm')] {
		if seconds >= unit && seconds.is_multiple_of(unit) {
			return format!("{}{letter}", seconds / unit);
		}
	}
	format!("{seconds}s")
}

/// `CITIZEN/NUMBER`: a citizen's order.
pub fn parse_order(text: &str) -> Result<OrderId, String> {
	text.trim()
		.split_once('/')
		.and_then(|(citizen, number)| {
			Some(OrderId { citizen: citizen.parse().ok()?, number: number.parse().ok()? })
		})
		.ok_or_else(|| format!("`{text}` is no order: expected CITIZEN/NUMBER, as 17/0"))
}

pub fn order_name(order: OrderId) -> String {
	format!("{}/{}", order.citizen, order.number)
}

/// `DAY/ID`: where the chain keeps a payment.
pub fn parse_payment(text: &str) -> Option<PaymentRef> {
	let (day, id) = text.trim().split_once('/')?;
	let id = H256(id.strip_prefix("0x").and_then(hex32)?);
	Some(PaymentRef { day: parse_date(day).ok()?, id })
}

pub fn payment_name(payment: &PaymentRef) -> String {
	format!("{}/{:?}", format_day(payment.day), payment.id)
}

/// A share in percent with at most four decimals, exactly.
pub fn parse_percent(text: &str) -> Result<Permill, String> {
	let bad = || format!("`{text}` is no share: expected 0 to 100 percent, at most four decimals");
	let bare = text.trim();
	let bare = bare.strip_suffix('%').unwrap_or(bare);
	let (whole, fraction) = bare.split_once('.').unwrap_or((bare, "0"));
	let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
	if !digits(whole) || !digits(fraction) || fraction.len() > 4 {
		return Err(bad());
	}
	let parts: u32 = format!("{whole}{fraction:0<4}").parse().map_err(|_| bad())?;
	if parts > 1_000_000 {
		return Err(bad());
	}
	Ok(Permill::from_parts(parts))
}

/// A hash as it is given, or that of a text.
pub fn hash_of_text(text: &str) -> H256 {
	parse_hash(text).unwrap_or_else(|_| H256(blake2_256(text.as_bytes())))
}

/// BLAKE2b-256 of a file.
pub fn hash_of_file(path: &Path) -> Result<H256> {
	let bytes = std::fs::read(path).map_err(|e| Failure::file("read", path, e))?;
	Ok(H256(blake2_256(&bytes)))
}

/// A file of at most so many bytes.
pub fn read_file(path: &Path, most: u64) -> Result<Vec<u8>> {
	let fail = |e: std::io::Error| Failure::file("read", path, e);
	let mut bytes = Vec::new();
	std::fs::File::open(path)
		.map_err(fail)?
		.take(most.saturating_add(1))
		.read_to_end(&mut bytes)
		.map_err(fail)?;
	if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > most {
		return Err(Failure::Plain(format!("{} has more than {most} bytes", path.display())));
	}
	Ok(bytes)
}

/// Writes a file so that whoever looks at it finds all of it, or what was there before.
pub fn write_whole(path: &Path, text: &str) -> Result<()> {
	let mut unfinished = path.as_os_str().to_owned();
	unfinished.push(".new");
	let unfinished = PathBuf::from(unfinished);
	std::fs::write(&unfinished, text).map_err(|e| Failure::file("write", &unfinished, e))?;
	std::fs::rename(&unfinished, path).map_err(|e| Failure::file("write", path, e))
}

/// Writes a secret into a new file that only its owner can read, and waits until the disk has it.
pub fn write_secret(path: &Path, text: &str) -> Result<()> {
	let mut options = std::fs::OpenOptions::new();
	options.write(true).create_new(true);
	#[cfg(unix)]
	std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
	let mut file = options.open(path).map_err(|e| Failure::file("create", path, e))?;
	file.write_all(text.as_bytes())
		.and_then(|()| file.sync_all())
		.map_err(|e| Failure::file("write", path, e))?;
	#[cfg(unix)]
	{
		// The name, too; a file system that can't is no reason to stop.
		let folder = match path.parent() {
			Some(folder) if !folder.as_os_str().is_empty() => folder,
			_ => Path::new("."),
		};
		if let Ok(folder) = std::fs::File::open(folder) {
			let _ = folder.sync_all();
		}
	}
	Ok(())
}

/// Bytes of the operating system's randomness.
pub fn random<const N: usize>() -> Result<[u8; N]> {
	let mut bytes = [0; N];
	getrandom::fill(&mut bytes)
		.map_err(|e| Failure::Plain(format!("the system gives no randomness: {e}")))?;
	Ok(bytes)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn spans() {
		for (text, seconds) in [("90s", 90), ("5m", 300), ("12h", 43_200), ("7d", 604_800)] {
			assert_eq!(parse_duration(text), Ok(seconds));
			assert_eq!(parse_duration(&duration(seconds)), Ok(seconds));
		}
		for bad in ["", "5", "m", "0m", "-5m", "1.5h", "5 m", "５m", "99999999999999999999d"] {
			assert!(parse_duration(bad).is_err(), "{bad}");
		}
		assert_eq!(duration(0), "0s");
		assert_eq!(duration(90), "90s");
	}

	#[test]
	fn names_there_and_back() {
		let order = OrderId { citizen: 17, number: 3 };
		assert_eq!(parse_order(&order_name(order)), Ok(order));
		let payment = PaymentRef { day: 17_775, id: H256::repeat_byte(7) };
		assert!(payment_name(&payment).starts_with("2018-09-01/0x0707"));
		assert_eq!(parse_payment(&payment_name(&payment)), Some(payment));
		for bad in ["17", "17/", "/3", "17/x", "4294967296/0"] {
			assert!(parse_order(bad).is_err(), "{bad}");
		}
		assert_eq!(parse_payment("2018-09-01/0707"), None);
		assert_eq!(parse_payment("0x07"), None);
	}

	#[test]
	fn shares() {
		for (text, parts) in [("0", 0), ("100", 1_000_000), ("33.34%", 333_400), ("0.0001", 1)] {
			assert_eq!(parse_percent(text), Ok(Permill::from_parts(parts)));
		}
		for bad in ["", "101", "100.0001", "-1", "1.00001", "1.", ".5", "x"] {
			assert!(parse_percent(bad).is_err(), "{bad}");
		}
	}

	#[test]
	fn secrets_are_their_owners_and_never_overwritten() {
		let path = std::env::temp_dir().join(format!("tanpu-voucher-{}", std::process::id()));
		let _ = std::fs::remove_file(&path);
		write_secret(&path, "one").unwrap();
		#[cfg(unix)]
		{
			use std::os::unix::fs::PermissionsExt;
			assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
		}
		assert!(write_secret(&path, "two").is_err());
		assert_eq!(read_file(&path, 3).unwrap(), b"one");
		assert!(read_file(&path, 2).is_err());
		write_whole(&path, "three").unwrap();
		assert_eq!(read_file(&path, 9).unwrap(), b"three");
		std::fs::remove_file(&path).unwrap();
	}

	#[test]
	fn randomness_differs() {
		assert_ne!(random::<16>().unwrap(), random::<16>().unwrap());
	}

	#[test]
	fn hashes() {
		let hash = H256::repeat_byte(7);
		assert_eq!(hash_of_text(&format!("{hash:?}")), hash);
		assert_eq!(hash_of_text("late"), H256(blake2_256(b"late")));
	}
}
