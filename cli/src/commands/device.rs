//! `tanpu device`: keys of an operator's gates, chargers, meters and recycling machines.

use crate::{
	call::Call,
	cli::Global,
	commands::{clock, fund::ensure_operator, hex, objects::read_columns},
	connection::{At, Chain},
	each::send_each,
	failure::{Done, Failure, Result},
	key,
	output::{fields, grouped, table},
	rejected::{self, Rejected},
	secret,
	time::format_time,
	transaction::send,
	types::participants::PALLET,
};
use codec::{DecodeAll, Encode};
use pallet_participants::{Device, DeviceCount, DeviceOwner};
use serde_json::{json, Value};
use sp_core::{sr25519, H256};
use sp_runtime::{MultiSignature, MultiSigner};
use std::{
	collections::HashSet,
	path::{Path, PathBuf},
};
use tanpu_primitives::{
	device::{is_weak, verify, DeviceConsent},
	Balance, OperatorId,
};

/// Registrations in one transaction: each costs the chain a signature check.
const CHUNK: usize = 50;

const CONSENT_HELP: &str = "\
Examples:
  tanpu --genesis 0x... device consent --operator 0 --device-key-file gate-17.key
  (echo key,proof; tanpu device consent --operator 0 --device-key-file gate-17.key) > devices.csv
  tanpu --genesis 0x... device consent --operator 0 --text

The device's key (sr25519) signs that it is this operator's on this chain. Without --genesis the node \
is asked for it. --text prints what is to be signed, for devices that keep their key to themselves and \
sign ed25519 or ECDSA. The answer is a line of the file that `tanpu device register --file` reads, whose first line is \
key,proof.";

const REGISTER_HELP: &str = "\
Examples:
  tanpu --key-file treasury.key device register --operator 0 --device-key-file gate-17.key
  tanpu --key-file treasury.key device register --operator 0 --key 0x01... --proof 0x01...
  tanpu --key-file treasury.key device register --operator 0 --file devices.csv

Signed by the treasury, on which the deposit is held: a stolen reporting key registers nothing. A file has the columns \
key and proof; devices that are registered already are left out, so the command can be run again.
A key is 0x and 64 hex digits (sr25519), or has its kind before it: 00 ed25519, 01 sr25519, 02 ECDSA. \
So is a proof, with 128 digits (ECDSA: 130).";

#[derive(clap::Subcommand, Debug)]
pub enum Command {
	/// Sign with a device's key that it is an operator's. Needs no node where --genesis is given.
	#[command(after_help = CONSENT_HELP)]
	Consent {
		/// Whose device.
		#[arg(long)]
		operator: OperatorId,
		/// A file that holds the secret URI of the device's key.
		#[arg(long, required_unless_present = "text")]
		device_key_file: Option<PathBuf>,
		/// Print what is to be signed, and nothing else.
		#[arg(long, conflicts_with = "device_key_file")]
		text: bool,
	},
	/// Register devices of an operator.
	#[command(after_help = REGISTER_HELP)]
	Register {
		/// Whose devices.
		#[arg(long)]
		operator: OperatorId,
		/// A file that holds the secret URI of the device's key, which signs its consent here.
		#[arg(long, conflicts_with_all = ["key", "file"])]
		device_key_file: Option<PathBuf>,
		/// The device's key.
		#[arg(long, value_parser = parse_key, requires = "proof", conflicts_with = "file")]
		key: Option<MultiSigner>,
		/// What that key signed.
		#[arg(long, value_parser = parse_proof, requires = "key")]
		proof: Option<MultiSignature>,
		/// CSV with the columns key and proof.
		#[arg(long)]
		file: Option<PathBuf>,
	},
	/// Take a device away at once, as when it was stolen; signed by the treasury or a reporting key.
	/// The deposit goes back; the key stays the operator's for ever.
	#[command(after_help = "Example:\n  \
		tanpu --key-file reporter.key device remove 0x01... --operator 0")]
	Remove {
		/// The device's key.
		#[arg(value_parser = parse_key)]
		key: MultiSigner,
		/// Whose device.
		#[arg(long)]
		operator: OperatorId,
	},
	/// The devices of an operator, or whose device a key is.
	#[command(after_help = "Examples:\n  \
		tanpu device list --operator 0\n  \
		tanpu device list --key 0x01...")]
	List {
		/// Of this operator.
		#[arg(long, required_unless_present = "key", conflicts_with = "key")]
		operator: Option<OperatorId>,
		/// Whose this key is.
		#[arg(long, value_parser = parse_key)]
		key: Option<MultiSigner>,
	},
}

/// A device's key with its consent.
struct Consent {
	line: u64,
	key: MultiSigner,
	proof: MultiSignature,
}

impl Consent {
	fn call(&self, operator: OperatorId) -> Call {
		Call::new(PALLET, "register_device")
			.arg("operator", &operator)
			.arg("key", &self.key)
			.arg("proof", &self.proof)
	}

	fn check(&self, genesis: H256, operator: OperatorId) -> Result<(), String> {
		if is_weak(&self.key) {
			return Err("everybody can sign under this key".into());
		}
		let text = DeviceConsent { genesis, operator }.message();
		if verify(&self.key, &self.proof, &text) {
			Ok(())
		} else {
			Err(format!("the proof is not this key's, for operator {operator} on this chain"))
		}
	}
}

pub async fn run(global: &Global, command: Command) -> Result<Done> {
	match command {
		Command::Consent { operator, device_key_file, text } => {
			let genesis = match global.genesis {
				Some(genesis) => genesis,
				None => global.connect().await?.genesis(),
			};
			let message = DeviceConsent { genesis, operator }.message();
			let shown = String::from_utf8_lossy(&message).into_owned();
			let (false, Some(path)) = (text, device_key_file) else {
				global.output().result(json!({ "text": shown }), shown);
				return Ok(Done::All);
			};
			let consent = sign(&path, &message)?;
			let (key, proof) = (hex(consent.key.encode()), hex(consent.proof.encode()));
			global.output().result(
				json!({ "operator": operator, "key": key, "proof": proof }),
				format!("{key},{proof}"),
			);
			Ok(Done::All)
		},
		Command::Register { operator, device_key_file, key, proof, file } => {
			let chain = global.connect().await?;
			ensure_operator(&chain.head().await?, operator).await?;
			let consent = match (device_key_file, key, proof, file) {
				(Some(path), ..) => {
					let genesis = chain.genesis();
					sign(&path, &DeviceConsent { genesis, operator }.message())?
				},
				(None, Some(key), Some(proof), _) => Consent { line: 0, key, proof },
				(None, _, _, Some(file)) => {
					return register_file(global, &chain, operator, &file).await
				},
				_ => {
					return Err(Failure::usage(
						"say which device: --device-key-file, --key and --proof, or --file",
					))
				},
			};
			register(global, &chain, operator, &consent).await
		},
		Command::Remove { key, operator } => remove(global, operator, &key).await,
		Command::List { operator: Some(operator), .. } => list(global, operator).await,
		Command::List { operator: None, key: Some(key) } => whose(global, &key).await,
		Command::List { .. } => Err(Failure::usage("say which: --operator N, or --key KEY")),
	}
}

fn sign(path: &Path, message: &[u8]) -> Result<Consent> {
	let pair = secret::keypair_from_file(path)?;
	Ok(Consent {
		line: 0,
		key: MultiSigner::Sr25519(sr25519::Public::from_raw(pair.public_key().0)),
		proof: MultiSignature::Sr25519(sr25519::Signature::from_raw(pair.sign(message).0)),
	})
}

async fn register(
	global: &Global,
	chain: &Chain,
	operator: OperatorId,
	consent: &Consent,
) -> Result<Done> {
	let shown = hex(consent.key.encode());
	let owner = owner_of(&chain.head().await?, &consent.key).await?;
	if owner == Some(DeviceOwner { operator, registered: true }) {
		global.output().result(
			json!({ "operator": operator, "key": shown, "changed": false }),
			format!("{shown} is registered for operator {operator} already"),
		);
		return Ok(Done::All);
	}
	consent.check(chain.genesis(), operator).map_err(Failure::Plain)?;
	let included = send(chain, &global.signer()?, &consent.call(operator)).await?;
	global.output().result(
		json!({ "operator": operator, "key": shown, "changed": true, "block": included.number }),
		format!("{shown} is a device of operator {operator} (block {})", included.number),
	);
	Ok(Done::All)
}

async fn register_file(
	global: &Global,
	chain: &Chain,
	operator: OperatorId,
	file: &Path,
) -> Result<Done> {
	let output = global.output();
	let bytes = std::fs::read(file).map_err(|e| Failure::file("read", file, e))?;
	let (consents, mut rejected) =
		read(&bytes).map_err(|message| Failure::Plain(format!("{}: {message}", file.display())))?;
	let rows = consents.len() + rejected.len();
	let signer = global.signer()?;
	let at = chain.head().await?;
	let keys = consents.iter().map(|consent| key![consent.key]).collect();
	let owners: Vec<Option<DeviceOwner>> = at.get_many(PALLET, "DeviceKeys", keys).await?;
	let (mut already, mut due) = (0usize, Vec::new());
	for (consent, owner) in consents.iter().zip(owners) {
		match owner {
			Some(owner) if owner.operator != operator => {
				rejected.push(consent.rejected(format!("the key is operator {}'s", owner.operator)))
			},
			Some(owner) if owner.registered => already += 1,
			_ => match consent.check(chain.genesis(), operator) {
				Ok(()) => due.push(consent),
				Err(reason) => rejected.push(consent.rejected(reason)),
			},
		}
	}
	let mut registered = 0usize;
	let bar = output.bar(due.len(), "devices");
	for chunk in due.chunks(CHUNK) {
		let calls: Vec<Call> = chunk.iter().map(|consent| consent.call(operator)).collect();
		for (consent, outcome) in chunk.iter().zip(send_each(chain, &signer, &calls).await?) {
			match outcome {
				None => registered += 1,
				Some(reason) => rejected.push(consent.rejected(reason)),
			}
		}
		bar.inc(u64::try_from(chunk.len()).unwrap_or(0));
	}
	bar.finish_and_clear();
	rejected.sort_by_key(|row| row.line);
	let text = fields([
		("devices in the file", grouped(rows as u64)),
		("registered before", grouped(already as u64)),
		("registered", grouped(registered as u64)),
		("rejected", grouped(rejected.len() as u64)),
	]);
	let json = json!({
		"operator": operator,
		"devices": rows,
		"already_registered": already,
		"registered": registered,
		"rejected": rejected::json("key", &rejected),
	});
	output.result(json, format!("{text}{}", rejected::text(file, "key", &rejected)));
	Ok(rejected::done(&rejected))
}

impl Consent {
	fn rejected(&self, reason: impl Into<String>) -> Rejected {
		Rejected::new(self.line, &hex(self.key.encode()), reason)
	}
}

/// The devices of a file; bad rows are named and the others go on.
fn read(bytes: &[u8]) -> Result<(Vec<Consent>, Vec<Rejected>), String> {
	let (mut consents, mut rejected) = (Vec::new(), Vec::new());
	let mut seen = HashSet::new();
	for (line, [key, proof], []) in read_columns(bytes, ["key", "proof"], [])? {
		let parsed = parse_key(&key).and_then(|key| Ok((key, parse_proof(&proof)?)));
		match parsed {
			Err(reason) => rejected.push(Rejected::new(line, &key, reason)),
			Ok((signer, _)) if !seen.insert(signer.encode()) => {
				rejected.push(Rejected::new(line, &key, "the key stands in the file twice"));
			},
			Ok((key, proof)) => consents.push(Consent { line, key, proof }),
		}
	}
	Ok((consents, rejected))
}

async fn remove(global: &Global, operator: OperatorId, key: &MultiSigner) -> Result<Done> {
	let chain = global.connect().await?;
	let shown = hex(key.encode());
	match owner_of(&chain.head().await?, key).await? {
		Some(owner) if owner.operator == operator && !owner.registered => {
			global.output().result(
				json!({ "operator": operator, "key": shown, "changed": false }),
				format!("{shown} was removed already"),
			);
			return Ok(Done::All);
		},
		Some(owner) if owner.operator != operator => {
			return Err(Failure::Plain(format!(
				"{shown} is a device of operator {}, not of {operator}",
				owner.operator
			)))
		},
		// One that was just registered may not be final yet: the chain decides.
		_ => {},
	}
	let call = Call::new(PALLET, "remove_device").arg("operator", &operator).arg("key", key);
	let included = send(&chain, &global.signer()?, &call).await?;
	global.output().result(
		json!({ "operator": operator, "key": shown, "changed": true, "block": included.number }),
		format!("{shown} is no device of operator {operator} any more (block {})", included.number),
	);
	Ok(Done::All)
}

async fn list(global: &Global, operator: OperatorId) -> Result<Done> {
	let chain = global.connect().await?;
	let at = chain.head().await?;
	ensure_operator(&at, operator).await?;
	let clock = clock(&at).await?;
	let devices: Vec<(MultiSigner, Device<Balance>)> =
		at.entries(PALLET, "OperatorDevices", key![operator]).await?;
	let count = count_of(&at, operator).await?;
	let rows = devices.iter().map(|(key, device)| {
		vec![hex(key.encode()), kind(key).to_owned(), format_time(device.since, clock.day_offset)]
	});
	let text = format!(
		"{}\nregistered: {}; keys ever: {}",
		table(&["key", "kind", "registered"], rows),
		grouped(count.registered.into()),
		grouped(count.ever.into())
	);
	let json: Vec<Value> = devices
		.iter()
		.map(|(key, device)| {
			json!({
				"key": hex(key.encode()),
				"kind": kind(key),
				"registered": device.since,
				"deposit_plancks": device.ticket.to_string(),
			})
		})
		.collect();
	global
		.output()
		.result(json!({ "operator": operator, "keys_ever": count.ever, "devices": json }), text);
	Ok(Done::All)
}

async fn whose(global: &Global, key: &MultiSigner) -> Result<Done> {
	let chain = global.connect().await?;
	let shown = hex(key.encode());
	let owner = owner_of(&chain.head().await?, key).await?;
	let text = match owner {
		None => format!("{shown} was never registered"),
		Some(DeviceOwner { operator, registered: true }) => {
			format!("{shown} is a device of operator {operator}")
		},
		Some(DeviceOwner { operator, registered: false }) => format!(
			"{shown} is not registered; it was a device of operator {operator}, which alone can \
			 register it again"
		),
	};
	let json = json!({
		"key": shown,
		"operator": owner.map(|owner| owner.operator),
		"registered": owner.is_some_and(|owner| owner.registered),
	});
	global.output().result(json, text);
	Ok(Done::All)
}

async fn owner_of(at: &At<'_>, key: &MultiSigner) -> Result<Option<DeviceOwner>> {
	at.get(PALLET, "DeviceKeys", key![key]).await
}

/// How many devices an operator has and had.
pub async fn count_of(at: &At<'_>, operator: OperatorId) -> Result<DeviceCount> {
	Ok(at.get(PALLET, "DeviceCounts", key![operator]).await?.unwrap_or_default())
}

fn kind(key: &MultiSigner) -> &'static str {
	match key {
		MultiSigner::Ed25519(_) => "ed25519",
		MultiSigner::Sr25519(_) => "sr25519",
		MultiSigner::Ecdsa(_) => "ecdsa",
		MultiSigner::Eth(_) => "ethereum",
	}
}

/// A key with its kind before it, or the 32 bytes of sr25519.
pub fn parse_key(text: &str) -> Result<MultiSigner, String> {
	let bad = || "expected 0x and 64 hex digits, or with the kind (00, 01, 02) before".to_owned();
	let bytes = hex::decode(text.trim().strip_prefix("0x").unwrap_or(text.trim()));
	let bytes = bytes.map_err(|_| bad())?;
	match <[u8; 32]>::try_from(bytes.as_slice()) {
		Ok(bytes) => Ok(MultiSigner::Sr25519(sr25519::Public::from_raw(bytes))),
		Err(_) => MultiSigner::decode_all(&mut bytes.as_slice()).map_err(|_| bad()),
	}
}

/// A signature with its kind before it, or the 64 bytes of sr25519.
pub fn parse_proof(text: &str) -> Result<MultiSignature, String> {
	let bad = || "expected 0x and 128 hex digits, or with the kind (00, 01, 02) before".to_owned();
	let bytes = hex::decode(text.trim().strip_prefix("0x").unwrap_or(text.trim()));
	let bytes = bytes.map_err(|_| bad())?;
	match <[u8; 64]>::try_from(bytes.as_slice()) {
		Ok(bytes) => Ok(MultiSignature::Sr25519(sr25519::Signature::from_raw(bytes))),
		Err(_) => MultiSignature::decode_all(&mut bytes.as_slice()).map_err(|_| bad()),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use sp_core::Pair;
	use sp_core::{ecdsa, ed25519};

	fn consent(number: u8, genesis: H256, operator: OperatorId) -> Consent {
		let pair = sr25519::Pair::from_seed(&[number; 32]);
		let proof = pair.sign(&DeviceConsent { genesis, operator }.message());
		Consent { line: 2, key: pair.public().into(), proof: proof.into() }
	}

	#[test]
	fn keys_and_proofs_of_every_kind() {
		let bare = "ab".repeat(32);
		let sr = parse_key(&bare).unwrap();
		assert_eq!(parse_key(&format!("0x01{bare}")), Ok(sr.clone()));
		assert_eq!(kind(&sr), "sr25519");
		assert_eq!(kind(&parse_key(&format!("00{bare}")).unwrap()), "ed25519");
		assert_eq!(kind(&parse_key(&format!("0x02{bare}03")).unwrap()), "ecdsa");
		for bad in ["", "0x12", "zz", &format!("09{bare}"), &format!("01{bare}00")] {
			assert!(parse_key(bad).is_err(), "{bad}");
		}
		let bare = "cd".repeat(64);
		assert_eq!(parse_proof(&bare), parse_proof(&format!("0x01{bare}")));
		assert!(matches!(parse_proof(&format!("00{bare}")), Ok(MultiSignature::Ed25519(_))));
		assert!(matches!(parse_proof(&format!("02{bare}00")), Ok(MultiSignature::Ecdsa(_))));
		for bad in ["", "0x12", "zz", &format!("09{bare}")] {
			assert!(parse_proof(bad).is_err(), "{bad}");
		}
	}

	#[test]
	fn a_consent_is_for_one_operator_on_one_chain() {
		let genesis = H256::repeat_byte(3);
		let good = consent(1, genesis, 7);
		assert_eq!(good.check(genesis, 7), Ok(()));
		assert!(good.check(genesis, 8).unwrap_err().contains("operator 8"));
		assert!(good.check(H256::zero(), 7).is_err());
		let weak =
			Consent { key: MultiSigner::Ed25519(ed25519::Public::from_raw([0; 32])), ..good };
		assert!(weak.check(genesis, 7).unwrap_err().contains("everybody"));
		let other = MultiSigner::Ecdsa(ecdsa::Public::from_raw([2; 33]));
		assert!(Consent { key: other, ..consent(1, genesis, 7) }.check(genesis, 7).is_err());
	}

	#[test]
	fn files_are_read_and_bad_rows_named() {
		let (one, two) = (consent(1, H256::zero(), 7), consent(2, H256::zero(), 7));
		let row = |consent: &Consent| {
			format!("{},{}", hex(consent.key.encode()), hex(consent.proof.encode()))
		};
		let text = format!(
			"key,proof\n{}\n{}\n{}\n0x12,{}\n{},0x12\n",
			row(&one),
			row(&two),
			row(&one),
			hex(one.proof.encode()),
			hex(one.key.encode()),
		);
		let (consents, rejected) = read(text.as_bytes()).unwrap();
		assert_eq!(consents.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 3]);
		assert_eq!(rejected.iter().map(|row| row.line).collect::<Vec<_>>(), [4, 5, 6]);
		assert!(rejected[0].reason.contains("twice"));
		assert!(rejected[1].reason.contains("64 hex digits"));
		assert!(rejected[2].reason.contains("128 hex digits"));
		assert!(read(b"key\n").err().unwrap().contains("proof"));
	}
}
