//! Keys of people: what the identity provider and the key itself sign, and how it reaches the chain.
//!
//! Two parties make one statement. The person tells the provider the address of their key; the
//! provider looks at their papers and signs (`tanpu identity attest-key`); the key signs the same
//! text (`tanpu accounts sign-statement`); then anybody can send it (`accounts claim` or
//! `open-own`): it says the same whoever pays the fee.

pub mod attest;
pub mod replacement;
pub mod sign;
pub mod submit;

use crate::{
	commands::{accounts::citizens_of, hex, objects::read_columns},
	connection::At,
	failure::{Failure, Result},
	key,
	rejected::Rejected,
	report::users::hex32,
	secret,
	types::{
		accounts::{AccountStatus, Citizen, KeyAttestation, Replacement, PALLET},
		participants::{self, Participant},
	},
};
use codec::{DecodeAll, Encode};
use sp_core::{crypto::AccountId32, sr25519, H256};
use sp_runtime::{traits::Verify, MultiSignature};
use std::{
	collections::{HashMap, HashSet},
	path::{Path, PathBuf},
};
use subxt_signer::sr25519::Keypair;
use tanpu_primitives::{
	attestation::{Purpose, Statement},
	CitizenId, Nullifier, ParticipantId, UnixSeconds,
};

/// The columns of a file of statements.
const COLUMNS: [&str; 9] = [
	"user",
	"purpose",
	"provider",
	"nullifier",
	"epoch",
	"expires",
	"key",
	"provider_signature",
	"key_signature",
];

/// Keys of made-up people, for scripts.
#[derive(clap::Args, Clone, Default)]
pub struct DevKeys {
	/// DEVELOPMENT ONLY: the secret URI (or @FILE) from which the key of every user is derived, as
	/// SECRET//user: one hand then holds everybody's key. On a real chain each person makes their own.
	#[arg(long, value_name = "SECRET")]
	dev_keys: Option<String>,
}

impl std::fmt::Debug for DevKeys {
	fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
		write!(f, "DevKeys({})", self.dev_keys.is_some())
	}
}

impl DevKeys {
	fn secret(&self) -> Result<Option<String>> {
		match self.dev_keys.as_deref().map(|secret| (secret, secret.strip_prefix('@'))) {
			None => Ok(None),
			Some((_, Some(path))) => {
				let path = Path::new(path);
				secret::warn_if_readable(path);
				let text =
					std::fs::read_to_string(path).map_err(|e| Failure::file("read", path, e))?;
				Ok(Some(text.trim().to_owned()))
			},
			Some((secret, None)) => Ok(Some(secret.to_owned())),
		}
	}

	/// What gives a user their key; none where it isn't asked for.
	fn deriver(&self) -> Result<Option<Deriver>> {
		self.secret()?.map(Deriver::new).transpose()
	}
}

struct Deriver(String);

impl Deriver {
	fn new(secret: String) -> Result<Self> {
		secret::keypair(&secret, "--dev-keys")?;
		Ok(Self(secret))
	}

	fn key(&self, user: &str) -> Result<Keypair, String> {
		// It would be a derivation of another kind, or a password.
		if user.is_empty() || user.contains('/') {
			return Err("no key can be derived for a user whose name has a / or nothing".into());
		}
		secret::keypair(&format!("{}//{user}", self.0), "--dev-keys")
			.map_err(|_| "no key can be derived for this name".to_owned())
	}
}

fn account(key: &Keypair) -> AccountId32 {
	AccountId32::new(key.public_key().0)
}

/// One person's statement, as the file has it.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Row {
	line: u64,
	user: String,
	purpose: Purpose,
	provider: ParticipantId,
	nullifier: Nullifier,
	epoch: u32,
	expires: UnixSeconds,
	key: AccountId32,
	provider_signature: [u8; 64],
	/// None until the key has signed.
	key_signature: Option<MultiSignature>,
}

impl Row {
	/// What both sign.
	fn message(&self, genesis: H256) -> Vec<u8> {
		Statement {
			purpose: self.purpose,
			genesis,
			provider: self.provider,
			nullifier: self.nullifier,
			key: Some(self.key.clone()),
			operator: None,
			disposition: None,
			epoch: self.epoch,
			expires: self.expires,
		}
		.message()
	}

	/// Whether the key signed it.
	fn check_key(&self, genesis: H256) -> Result<MultiSignature, String> {
		let signature = self.key_signature.clone().ok_or(
			"the key has not signed: its holder runs `tanpu accounts sign-statement` on the file",
		)?;
		if signature.verify(self.message(genesis).as_slice(), &self.key) {
			Ok(signature)
		} else {
			Err("key_signature is not this key's over this statement for this chain".into())
		}
	}

	fn attestation(&self, key_signature: MultiSignature) -> KeyAttestation {
		KeyAttestation {
			provider: self.provider,
			nullifier: self.nullifier,
			epoch: self.epoch,
			expires: self.expires,
			key: self.key.clone(),
			provider_signature: sr25519::Signature::from_raw(self.provider_signature),
			key_signature,
		}
	}

	fn rejected(&self, reason: impl Into<String>) -> Rejected {
		Rejected::new(self.line, &self.user, reason)
	}
}

/// A key's signature: 64 bytes of sr25519, as most wallets give it, or with its kind before it.
fn parse_signature(text: &str) -> Option<MultiSignature> {
	let bytes = hex::decode(text.strip_prefix("0x").unwrap_or(text)).ok()?;
	match <[u8; 64]>::try_from(bytes.as_slice()) {
		Ok(bytes) => Some(MultiSignature::Sr25519(sr25519::Signature::from_raw(bytes))),
		Err(_) => MultiSignature::decode_all(&mut bytes.as_slice()).ok(),
	}
}

const NO_SIGNATURE: &str =
	"key_signature is not 128 hex digits (sr25519), nor has its kind (00, 01, 02) before it";

fn parse_purpose(word: &str) -> Option<Purpose> {
	[Purpose::Open, Purpose::Claim, Purpose::Replace]
		.into_iter()
		.find(|purpose| purpose.word() == word)
}

/// The statements of a file; bad rows are named and the others go on.
fn read(path: &Path) -> Result<(Vec<Row>, Vec<Rejected>)> {
	let bytes = std::fs::read(path).map_err(|e| Failure::file("read", path, e))?;
	parse(&bytes).map_err(|message| Failure::Plain(format!("{}: {message}", path.display())))
}

fn parse(bytes: &[u8]) -> Result<(Vec<Row>, Vec<Rejected>), String> {
	let [user, purpose, provider, nullifier, epoch, expires, key, signed, last] = COLUMNS;
	let lines = read_columns(
		bytes,
		[user, purpose, provider, nullifier, epoch, expires, key, signed],
		[last],
	)?;
	let (mut rows, mut rejected) = (Vec::<Row>::new(), Vec::new());
	let (mut people, mut keys) = (HashSet::new(), HashSet::new());
	for (line, values, [key_signature]) in lines {
		let user = values[0].clone();
		match row(line, values, &key_signature) {
			Err(reason) => rejected.push(Rejected::new(line, &user, reason)),
			Ok(row) if !people.insert(row.nullifier) => {
				rejected.push(row.rejected("the person stands in the file twice"));
			},
			Ok(row) if !keys.insert(row.key.clone()) => {
				rejected.push(row.rejected("the key stands in the file twice"));
			},
			Ok(row) => rows.push(row),
		}
	}
	Ok((rows, rejected))
}

fn row(line: u64, values: [String; 8], key_signature: &str) -> Result<Row, String> {
	let [user, purpose, provider, nullifier, epoch, expires, key, provider_signature] = values;
	if user.is_empty() {
		return Err("user is empty".into());
	}
	let mut signature = [0u8; 64];
	let digits = provider_signature.strip_prefix("0x").unwrap_or(&provider_signature);
	hex::decode_to_slice(digits, &mut signature)
		.map_err(|_| "provider_signature is not 128 hex digits")?;
	Ok(Row {
		line,
		user,
		purpose: parse_purpose(&purpose).ok_or("purpose is not open, claim or replace")?,
		provider: provider.parse().map_err(|_| "provider is not a number")?,
		nullifier: hex32(&nullifier).ok_or("nullifier is not 64 hex digits")?,
		epoch: epoch.parse().map_err(|_| "epoch is not a number")?,
		expires: expires.parse().map_err(|_| "expires is not a Unix second")?,
		key: crate::cli::parse_account(&key).map_err(|expected| format!("key: {expected}"))?,
		provider_signature: signature,
		key_signature: match key_signature {
			"" => None,
			text => Some(parse_signature(text).ok_or(NO_SIGNATURE)?),
		},
	})
}

/// Writes statements: into a new file first, so that an interruption leaves the old one or the new
/// one.
fn write(path: &Path, rows: &[Row]) -> Result<()> {
	let cells = rows.iter().map(|row| {
		vec![
			row.user.clone(),
			row.purpose.word().to_owned(),
			row.provider.to_string(),
			hex(row.nullifier),
			row.epoch.to_string(),
			row.expires.to_string(),
			row.key.to_string(),
			hex(row.provider_signature),
			row.key_signature.as_ref().map(|signature| hex(signature.encode())).unwrap_or_default(),
		]
	});
	write_csv(path, &COLUMNS, cells)
}

fn write_csv(path: &Path, columns: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Result<()> {
	let mut unfinished = path.as_os_str().to_owned();
	unfinished.push(".new");
	let unfinished = PathBuf::from(unfinished);
	let fail = |e: csv::Error| Failure::file("write", path, e);
	let mut writer = csv::Writer::from_path(&unfinished).map_err(fail)?;
	writer.write_record(columns).map_err(fail)?;
	for row in rows {
		writer.write_record(row).map_err(fail)?;
	}
	writer.flush().map_err(|e| Failure::file("write", path, e))?;
	drop(writer);
	std::fs::rename(&unfinished, path).map_err(|e| Failure::file("write", path, e))
}

/// What the chain knows of a person and of the key that is to be theirs.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Known {
	person: Option<(CitizenId, Citizen)>,
	/// The citizen for whom the key acts.
	holder: Option<CitizenId>,
	/// Whether the provider on whom the person's account rests can act.
	rests_on_active: bool,
	/// The replacement of the person's key that is under way.
	replacement: Option<Replacement>,
}

impl Known {
	fn done(&self, key: &AccountId32) -> bool {
		self.person.as_ref().is_some_and(|(_, record)| record.key.as_ref() == Some(key))
	}

	/// Whether this key is announced to take the other's place.
	fn announced(&self, key: &AccountId32) -> bool {
		self.replacement.as_ref().is_some_and(|replacement| replacement.key == *key)
	}

	/// The purpose and the epoch with which `provider` gives this key to the person; none where they
	/// have it, or where it is announced. With `replace`, in the place of another.
	fn due(
		&self,
		provider: ParticipantId,
		key: &AccountId32,
		replace: bool,
	) -> Result<Option<(Purpose, u32)>, String> {
		if self.done(key) || replace && self.announced(key) {
			return Ok(None);
		}
		if let Some(citizen) = self.holder {
			return Err(format!("the key acts for citizen {citizen} already"));
		}
		let Some((citizen, record)) = &self.person else {
			return match replace {
				true => Err("the person has no account whose key could be replaced".into()),
				false => Ok(Some((Purpose::Open, 0))),
			};
		};
		let closed = record.status == AccountStatus::Closed;
		let purpose = match (closed, record.key.is_some(), replace) {
			(true, _, true) => {
				return Err(format!(
					"the account (citizen {citizen}) is closed: it is opened again"
				))
			},
			// By the same person, under the same number.
			(true, _, false) => Purpose::Open,
			(false, true, true) => match &self.replacement {
				// One that nobody answers for any more gives way.
				Some(other) if self.rests_on_active => {
					return Err(format!(
						"another key is announced for citizen {citizen} already: {}",
						other.key
					))
				},
				_ => Purpose::Replace,
			},
			(false, true, false) => {
				return Err(format!(
					"the account (citizen {citizen}) has another key: a key is replaced, not claimed"
				))
			},
			(false, false, true) => {
				return Err(format!(
					"the account (citizen {citizen}) has no key that could be replaced: it is claimed"
				))
			},
			(false, false, false) => Purpose::Claim,
		};
		if record.provider != provider && self.rests_on_active {
			return Err(format!(
				"the account (citizen {citizen}) rests on provider {}, which attests the key",
				record.provider
			));
		}
		Ok(Some((purpose, record.epoch)))
	}
}

/// What the chain knows of people and keys, in their order.
async fn known(
	at: &At<'_>,
	now: UnixSeconds,
	people: &[(Nullifier, AccountId32)],
) -> Result<Vec<Known>> {
	let nullifiers: Vec<Nullifier> = people.iter().map(|(nullifier, _)| *nullifier).collect();
	let citizens = citizens_of(at, &nullifiers).await?;
	let there: Vec<CitizenId> = citizens.iter().flatten().copied().collect();
	let keys = there.iter().map(|citizen| key![citizen]).collect();
	let records: Vec<Option<Citizen>> = at.get_many(PALLET, "Citizens", keys).await?;
	let records: HashMap<CitizenId, Citizen> =
		there.into_iter().zip(records).filter_map(|(id, record)| Some((id, record?))).collect();
	let keys = records.keys().map(|citizen| key![citizen]).collect();
	let under_way: Vec<Option<Replacement>> = at.get_many(PALLET, "Replacements", keys).await?;
	let under_way: HashMap<CitizenId, Replacement> = records
		.keys()
		.copied()
		.zip(under_way)
		.filter_map(|(id, found)| Some((id, found?)))
		.collect();
	let keys = people.iter().map(|(_, key)| key![key]).collect();
	let holders: Vec<Option<CitizenId>> = at.get_many(PALLET, "CitizenByKey", keys).await?;
	let mut active: HashMap<ParticipantId, bool> = HashMap::new();
	for record in records.values() {
		if let std::collections::hash_map::Entry::Vacant(slot) = active.entry(record.provider) {
			let found: Option<Participant> =
				at.get(participants::PALLET, "Participants", key![record.provider]).await?;
			slot.insert(found.is_some_and(|found| found.standing(now) == "active"));
		}
	}
	Ok(citizens
		.into_iter()
		.zip(holders)
		.map(|(citizen, holder)| {
			let person = citizen.and_then(|id| records.get(&id).map(|record| (id, record.clone())));
			let rests_on_active = person
				.as_ref()
				.is_some_and(|(_, record)| active.get(&record.provider) == Some(&true));
			let replacement = citizen.and_then(|id| under_way.get(&id).cloned());
			Known { person, holder, rests_on_active, replacement }
		})
		.collect())
}

#[cfg(test)]
mod tests {
	use super::*;

	pub fn keypair(user: &str) -> Keypair {
		Deriver::new("//Test".into()).unwrap().key(user).unwrap()
	}

	pub fn signed(user: &str, byte: u8) -> Row {
		let key = keypair(user);
		let mut row = Row {
			line: 2,
			user: user.into(),
			purpose: Purpose::Claim,
			provider: 1,
			nullifier: [byte; 32],
			epoch: 0,
			expires: 99,
			key: account(&key),
			provider_signature: [byte; 64],
			key_signature: None,
		};
		let signature = key.sign(&row.message(H256::zero())).0;
		row.key_signature = Some(MultiSignature::Sr25519(sr25519::Signature::from_raw(signature)));
		row
	}

	#[test]
	fn files_are_read_as_they_are_written() {
		let path = std::env::temp_dir().join(format!("tanpu-keys-{}.csv", std::process::id()));
		let mut rows = vec![signed("anna", 1), signed("bert", 2)];
		rows[1].line = 3;
		rows[1].key_signature = None;
		write(&path, &rows).unwrap();
		let (read, rejected) = read(&path).unwrap();
		std::fs::remove_file(&path).unwrap();
		assert!(rejected.is_empty(), "{rejected:?}");
		assert_eq!(read, rows);
	}

	#[test]
	fn bad_rows_are_named_and_the_others_go_on() {
		let path = std::env::temp_dir().join(format!("tanpu-bad-{}.csv", std::process::id()));
		write(&path, &[signed("anna", 1)]).unwrap();
		let text = std::fs::read_to_string(&path).unwrap();
		std::fs::remove_file(&path).unwrap();
		let (header, good) = text.split_once('\n').unwrap();
		let other = good.replace(&"01".repeat(32), &"09".repeat(32));
		let lines = [
			good.to_owned(),
			good.replace("anna", ""),
			good.replace("claim", "lend"),
			good.replace(",1,0x", ",x,0x"),
			good.replace(",0,99,", ",x,99,"),
			good.replace(",0,99,", ",0,x,"),
			good.replace(",5", ",6"),
			good.to_owned(),
			other,
			"carl\n".to_owned(),
		];
		let (rows, rejected) = parse(format!("{header}\n{}", lines.concat()).as_bytes()).unwrap();
		assert_eq!(rows.len(), 1);
		let reasons = [
			"user is empty",
			"purpose is not",
			"provider is not",
			"epoch is not",
			"expires is not",
			"key: expected",
			"person stands in the file twice",
			"key stands in the file twice",
			"provider_signature is not",
		];
		assert_eq!(rejected.len(), reasons.len(), "{rejected:?}");
		for (at, (row, reason)) in rejected.iter().zip(reasons).enumerate() {
			assert_eq!(row.line, at as u64 + 3);
			assert!(row.reason.contains(reason), "{row:?}");
		}
		assert!(parse(b"user,key\n").unwrap_err().contains("nullifier"));
	}

	#[test]
	fn the_key_signs_for_one_chain_and_one_statement() {
		let row = signed("anna", 1);
		assert!(row.check_key(H256::zero()).is_ok());
		assert!(row.check_key(H256::repeat_byte(1)).unwrap_err().contains("this chain"));
		for other in [
			Row { purpose: Purpose::Open, ..row.clone() },
			Row { epoch: 1, ..row.clone() },
			Row { expires: 98, ..row.clone() },
			Row { key: account(&keypair("bert")), ..row.clone() },
		] {
			assert!(other.check_key(H256::zero()).is_err());
		}
		let unsigned = Row { key_signature: None, ..row };
		assert!(unsigned.check_key(H256::zero()).unwrap_err().contains("sign-statement"));
	}

	#[test]
	fn signatures_of_wallets_are_understood() {
		let bare = "ab".repeat(64);
		let signature = parse_signature(&format!("0x{bare}")).unwrap();
		assert_eq!(parse_signature(&format!("0x01{bare}")), Some(signature));
		assert!(matches!(parse_signature(&format!("00{bare}")), Some(MultiSignature::Ed25519(_))));
		assert!(matches!(parse_signature(&format!("02{bare}00")), Some(MultiSignature::Ecdsa(_))));
		for bad in ["", "0x12", "zz", &format!("09{bare}")] {
			assert_eq!(parse_signature(bad), None);
		}
	}

	#[test]
	fn the_chain_says_what_is_due() {
		let key = account(&keypair("anna"));
		let record = Citizen {
			key: None,
			epoch: 3,
			provider: 1,
			opened: 0,
			status: AccountStatus::Open,
			operators: vec![],
		};
		let with = |record: &Citizen| Known {
			person: Some((7, record.clone())),
			holder: None,
			rests_on_active: true,
			replacement: None,
		};
		assert_eq!(Known::default().due(1, &key, false), Ok(Some((Purpose::Open, 0))));
		assert_eq!(with(&record).due(1, &key, false), Ok(Some((Purpose::Claim, 3))));
		let theirs = Citizen { key: Some(key.clone()), ..record.clone() };
		assert_eq!(with(&theirs).due(1, &key, false), Ok(None));
		let other = account(&keypair("bert"));
		assert!(with(&theirs).due(1, &other, false).unwrap_err().contains("another key"));
		assert_eq!(with(&theirs).due(1, &other, true), Ok(Some((Purpose::Replace, 3))));
		let announced = Replacement {
			key: other.clone(),
			provider: 1,
			due: 0,
			state: crate::types::accounts::ReplacementState::Announced,
		};
		let pending = Known { replacement: Some(announced), ..with(&theirs) };
		assert_eq!(pending.due(1, &other, true), Ok(None));
		let third = account(&keypair("carl"));
		assert!(pending.due(1, &third, true).unwrap_err().contains("announced"));
		assert!(with(&record).due(1, &key, true).unwrap_err().contains("no key"));
		assert!(Known::default().due(1, &key, true).unwrap_err().contains("no account"));
		let closed = Citizen { status: AccountStatus::Closed, ..record.clone() };
		assert_eq!(with(&closed).due(1, &key, false), Ok(Some((Purpose::Open, 3))));
		assert!(with(&closed).due(1, &key, true).unwrap_err().contains("closed"));
		let error = with(&record).due(2, &key, false).unwrap_err();
		assert!(error.contains("rests on provider 1"), "{error}");
		let free = Known { rests_on_active: false, ..with(&record) };
		assert_eq!(free.due(2, &key, false), Ok(Some((Purpose::Claim, 3))));
		let taken = Known { holder: Some(9), ..Known::default() };
		assert!(taken.due(1, &key, false).unwrap_err().contains("citizen 9"));
	}

	#[test]
	fn development_keys_are_derived_by_name_and_never_shown() {
		assert_eq!(
			account(&keypair("anna")),
			account(&secret::keypair("//Test//anna", "test").unwrap())
		);
		let deriver = Deriver::new("//Test".into()).unwrap();
		for bad in ["", "a/b", "a//b"] {
			assert!(deriver.key(bad).is_err());
		}
		assert!(Deriver::new("secret words".into()).err().unwrap().exit_code() == 2);
		let dev = DevKeys { dev_keys: Some("//Secret".into()) };
		assert!(!format!("{dev:?}").contains("Secret"));
	}
}
