//! Who there is: always the same keys.

use rand_chacha::{rand_core::SeedableRng, ChaCha20Rng};
use sp_core::{sr25519, Pair};
use sp_keyring::Sr25519Keyring;
use std::{collections::BTreeMap, sync::OnceLock};
use tanpu_runtime::AccountId;

/// Persons who may have an account.
pub const PERSONS: usize = 14;
/// Keys that they use, of which each person may use any that is free.
pub const PERSON_KEYS: usize = 40;
/// Accounts of each kind of licence holder.
pub const HOLDERS: usize = 8;
/// Reporting keys: a revoked operator keeps its own.
pub const REPORTERS: usize = 32;

/// Devices: each is one operator's for ever.
pub const DEVICES: usize = 24;

/// All keys of a run.
pub struct Keys {
	pairs: BTreeMap<AccountId, sr25519::Pair>,
	pub persons: Vec<AccountId>,
	pub treasuries: Vec<AccountId>,
	pub reporters: Vec<AccountId>,
	pub shops: Vec<AccountId>,
	pub verifiers: Vec<AccountId>,
	pub providers: Vec<AccountId>,
	/// Holders of grams who are nothing else, and sponsors.
	pub buyers: Vec<AccountId>,
	pub council: Vec<AccountId>,
	/// Two who enter what happened at the bank, and two who confirm it.
	pub officers: Vec<AccountId>,
	/// Who would validate.
	pub validators: Vec<AccountId>,
	/// Proxies of others, and the signatories of [`Self::joint`], in its order.
	pub helpers: Vec<AccountId>,
	/// The account that any two of the helpers can use. One of the buyers.
	pub joint: AccountId,
	/// Keys of gates and meters.
	pub devices: Vec<sr25519::Pair>,
}

/// Helpers that a call of [`Keys::joint`] takes.
pub const JOINT_THRESHOLD: u16 = 2;

impl Keys {
	/// Made once: deriving keys takes time.
	pub fn get() -> &'static Self {
		static KEYS: OnceLock<Keys> = OnceLock::new();
		KEYS.get_or_init(Self::make)
	}

	fn make() -> Self {
		// Hard derivations: what is softly derived signs with a random nonce of its own.
		let mut pairs = BTreeMap::new();
		let mut some = |name: &str, count: usize| -> Vec<AccountId> {
			(0..count)
				.map(|number| {
					let pair = sr25519::Pair::from_string(&format!("//{name}//{number}"), None)
						.expect("a path of words and numbers");
					let account = AccountId::from(pair.public());
					pairs.insert(account.clone(), pair);
					account
				})
				.collect()
		};
		let persons = some("person", PERSON_KEYS);
		let treasuries = some("treasury", HOLDERS);
		let reporters = some("reporter", REPORTERS);
		let shops = some("shop", HOLDERS);
		let verifiers = some("verifier", HOLDERS);
		let providers = some("provider", 2);
		let mut buyers = some("buyer", 4);
		let officers = some("officer", 4);
		let validators = some("validator", 4);
		let mut helpers = some("helper", 3);
		helpers.sort();
		let joint = tanpu_runtime::Multisig::multi_account_id(&helpers, JOINT_THRESHOLD);
		buyers.push(joint.clone());
		let device = |number| sr25519::Pair::from_string(&format!("//device//{number}"), None);
		let devices = (0..DEVICES).map(|number| device(number).expect("a path")).collect();
		let members = [Sr25519Keyring::Alice, Sr25519Keyring::Bob, Sr25519Keyring::Charlie];
		let council: Vec<_> = members.iter().map(|member| member.to_account_id()).collect();
		pairs.extend(members.iter().map(|member| (member.to_account_id(), member.pair())));
		Self {
			pairs,
			persons,
			treasuries,
			reporters,
			shops,
			verifiers,
			providers,
			buyers,
			council,
			officers,
			validators,
			helpers,
			joint,
			devices,
		}
	}

	/// The key of one of these accounts.
	pub fn pair(&self, account: &AccountId) -> Option<&sr25519::Pair> {
		self.pairs.get(account)
	}

	/// Everybody.
	pub fn all(&self) -> impl Iterator<Item = &AccountId> {
		self.pairs.keys()
	}
}

/// A signature that depends on the key and the message alone. Others hold a random number, and a call that
/// holds one would have another hash in each run, and another place among the multisigs that wait.
pub fn sign(pair: &sr25519::Pair, message: &[u8]) -> sr25519::Signature {
	let transcript = schnorrkel::signing_context(b"substrate").bytes(message);
	let transcript = schnorrkel::context::attach_rng(transcript, ChaCha20Rng::from_seed([0; 32]));
	let pair: &schnorrkel::Keypair = pair.as_ref();
	pair.sign(transcript).into()
}

/// A person's nullifier.
pub fn nullifier(person: usize) -> [u8; 32] {
	[person as u8; 32]
}
