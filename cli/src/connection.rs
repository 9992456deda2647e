//! The connection to a node: state, runtime APIs and metadata at a block.

use crate::{
	failure::{chain_of, Failure, Result},
	output::note,
	shape,
};
use codec::{Decode, DecodeAll, Encode};
use futures::{stream, StreamExt, TryStreamExt};
use scale_info::TypeInfo;
use sp_core::H256;
use sp_crypto_hashing::{blake2_128, blake2_256, twox_128, twox_256, twox_64};
use std::{collections::HashSet, sync::Mutex, time::Duration};
use subxt::{
	backend::LegacyBackend,
	config::{substrate::SubstrateHeader, RpcConfigFor},
	metadata::{Metadata, StorageHasher},
	rpcs::{LegacyRpcMethods, RpcClient},
	OnlineClient, OnlineClientAtBlock, SubstrateConfig,
};

pub type Config = SubstrateConfig;

/// How long a node may take to accept a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// State reads under way at once.
const PARALLEL_READS: usize = 32;

/// Which head to read from, and how long to wait for a transaction.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub enum Wait {
	/// In the best block: quicker, but it can still be undone.
	Best,
	/// In a finalised block: for good.
	Finalized,
}

/// A connection to one node.
pub struct Chain {
	url: String,
	wait: Wait,
	rpc: LegacyRpcMethods<RpcConfigFor<Config>>,
	api: OnlineClient<Config>,
	/// Types whose shape was compared with the metadata, by runtime version.
	checked: Mutex<HashSet<(u32, String)>>,
}

/// The url without a user name and password.
pub fn shown_url(url: &str) -> String {
	match url.split_once("://") {
		Some((scheme, rest)) => {
			let authority_end = rest.find('/').unwrap_or(rest.len());
			match rest[..authority_end].rfind('@') {
				Some(at) => format!("{scheme}://{}", &rest[at + 1..]),
				None => url.to_owned(),
			}
		},
		None => url.to_owned(),
	}
}

impl Chain {
	/// Connects, and refuses another chain than `genesis`.
	pub async fn connect(url: &str, genesis: Option<H256>, wait: Wait) -> Result<Self> {
		let shown = shown_url(url);
		let unreachable = |cause: String| Failure::Unreachable {
			url: shown.clone(),
			what: "can't be reached",
			cause,
		};
		let local = ["ws://127.0.0.1", "ws://localhost", "ws://[::1]"];
		if url.starts_with("ws://") && !local.iter().any(|local| shown.starts_with(local)) {
			note(format!("warning: {shown} is not encrypted; use wss:// to a remote node"));
		}
		let client = tokio::time::timeout(CONNECT_TIMEOUT, RpcClient::from_insecure_url(url))
			.await
			.map_err(|_| unreachable("no answer in 10 seconds".into()))?
			.map_err(|e| unreachable(chain_of(&e)))?;
		let backend = LegacyBackend::<Config>::builder().build(client.clone());
		let connecting = OnlineClient::<Config>::from_backend(std::sync::Arc::new(backend));
		let api = tokio::time::timeout(CONNECT_TIMEOUT, connecting)
			.await
			.map_err(|_| unreachable("no answer in 10 seconds".into()))?
			.map_err(|e| unreachable(chain_of(&e)))?;
		let found = api.genesis_hash();
		if let Some(expected) = genesis.filter(|expected| *expected != found) {
			return Err(Failure::WrongChain {
				url: shown,
				expected: format!("{expected:?}"),
				found: format!("{found:?}"),
			});
		}
		Ok(Self {
			url: url.to_owned(),
			wait,
			rpc: LegacyRpcMethods::new(client),
			api,
			checked: Mutex::new(HashSet::new()),
		})
	}

	/// The same node again, after the connection broke; still the same chain.
	pub async fn reconnect(&self) -> Result<Self> {
		Self::connect(&self.url, Some(self.genesis()), self.wait).await
	}

	/// Whether the node still answers.
	pub async fn is_alive(&self) -> bool {
		matches!(
			tokio::time::timeout(Duration::from_secs(5), self.rpc.system_health()).await,
			Ok(Ok(_))
		)
	}

	pub fn genesis(&self) -> H256 {
		self.api.genesis_hash()
	}

	pub fn url(&self) -> String {
		shown_url(&self.url)
	}

	pub fn wait(&self) -> Wait {
		self.wait
	}

	pub fn rpc(&self) -> &LegacyRpcMethods<RpcConfigFor<Config>> {
		&self.rpc
	}

	/// Makes a failure of an error that came with talking to the node.
	pub fn lost(&self, error: impl std::error::Error + 'static) -> Failure {
		let text = chain_of(&error);
		// The node words it as an error of its client, as broken connections are worded here.
		if let Some(block) = discarded(&text) {
			return Failure::Discarded { url: self.url(), block };
		}
		if is_connection_error(&error.to_string()) || is_connection_error(&text) {
			Failure::Unreachable { url: self.url(), what: "went away", cause: text }
		} else {
			Failure::Plain(format!("the node at {} answered with an error: {text}", self.url()))
		}
	}

	/// The latest finalised block.
	pub async fn finalised(&self) -> Result<At<'_>> {
		let hash = self.rpc.chain_get_finalized_head().await.map_err(|e| self.lost(e))?;
		self.at(hash).await
	}

	/// The best block.
	pub async fn best(&self) -> Result<At<'_>> {
		let hash = self
			.rpc
			.chain_get_block_hash(None)
			.await
			.map_err(|e| self.lost(e))?
			.ok_or_else(|| Failure::plain("the node has no best block"))?;
		self.at(hash).await
	}

	/// The head that `--wait` speaks of.
	pub async fn head(&self) -> Result<At<'_>> {
		match self.wait {
			Wait::Best => self.best().await,
			Wait::Finalized => self.finalised().await,
		}
	}

	/// A block by its hash.
	pub async fn at(&self, hash: H256) -> Result<At<'_>> {
		match self.api.at_block(hash).await {
			Ok(client) => Ok(At { chain: self, client }),
			Err(error) => Err(match self.lost(error) {
				// Headers are kept where states are not: people know blocks by their numbers.
				Failure::Discarded { url, block } => {
					let header = self.rpc.chain_get_header(Some(hash)).await.ok().flatten();
					let number = header.map(|header| header.number.to_string());
					Failure::Discarded { url, block: number.unwrap_or(block) }
				},
				other => other,
			}),
		}
	}

	/// A block by its number or hash; by number of the best chain, and no later than the latest
	/// finalised one.
	pub async fn block(&self, which: &str) -> Result<At<'_>> {
		let which = which.trim();
		if let Some(bytes) = which.strip_prefix("0x").and_then(crate::report::users::hex32) {
			return self.at(H256(bytes)).await;
		}
		let number: u32 = which.parse().map_err(|_| {
			Failure::usage("a block is its number, or its hash: 0x and 64 hex digits")
		})?;
		let finalised = self.finalised().await?.number();
		if u64::from(number) > finalised {
			return Err(Failure::Plain(format!(
				"block {number} is not final yet: the latest final one is {finalised}"
			)));
		}
		let hash = self.hash_of(number).await?;
		self.at(hash.ok_or_else(|| Failure::Plain(format!("the node has no block {number}")))?)
			.await
	}

	/// The hash of a block of the best chain.
	pub async fn hash_of(&self, number: u32) -> Result<Option<H256>> {
		self.rpc.chain_get_block_hash(Some(number.into())).await.map_err(|e| self.lost(e))
	}
}

/// The block, as the node names it, whose state it says that it has discarded; none where it says
/// something else. The words are those of sc-client-db's `UnknownBlock`, which has no code of its own.
fn discarded(text: &str) -> Option<String> {
	let (_, rest) = text.split_once("tate already discarded for ")?;
	let name: String =
		rest.trim_start_matches('`').chars().take_while(char::is_ascii_alphanumeric).collect();
	Some(if name.is_empty() { "(unknown)".to_owned() } else { name })
}

/// Whether an error means that the connection is gone rather than that the answer is no.
pub fn is_connection_error(text: &str) -> bool {
	let text = text.to_ascii_lowercase();
	[
		"client error",
		"connection",
		"background task",
		"restart",
		"networking",
		"timeout",
		"timed out",
	]
	.iter()
	.any(|word| text.contains(word))
}

/// A block of a chain.
pub struct At<'c> {
	pub chain: &'c Chain,
	pub client: OnlineClientAtBlock<Config>,
}

/// The key of a storage map, each part encoded.
pub type Key = Vec<Vec<u8>>;

/// `key![a, b]`: the encoded parts of a storage key.
#[macro_export]
macro_rules! key {
	($($part:expr),* $(,)?) => { vec![$(codec::Encode::encode(&$part)),*] };
}

impl At<'_> {
	pub fn hash(&self) -> H256 {
		self.client.block_hash()
	}

	pub fn number(&self) -> u64 {
		self.client.block_number()
	}

	pub fn metadata(&self) -> &Metadata {
		self.client.metadata_ref()
	}

	/// Makes a failure of an error that came with reading this block.
	pub fn lost(&self, error: impl std::error::Error + 'static) -> Failure {
		match self.chain.lost(error) {
			Failure::Discarded { url, .. } => {
				Failure::Discarded { url, block: self.number().to_string() }
			},
			other => other,
		}
	}

	fn check<T: TypeInfo + 'static>(&self, id: u32, what: String) -> Result<()> {
		let entry = (self.client.spec_version(), what);
		let mut checked = self.chain.checked.lock().unwrap_or_else(|e| e.into_inner());
		if checked.contains(&entry) {
			return Ok(());
		}
		shape::same::<T>(self.metadata().types(), id).map_err(|difference| {
			Failure::Plain(format!(
				"this tool does not fit the chain's runtime (spec version {}): in {}, {difference}",
				entry.0, entry.1
			))
		})?;
		checked.insert(entry);
		Ok(())
	}

	fn entry(&self, pallet: &str, entry: &str) -> Result<(Vec<StorageHasher>, u32)> {
		let info = self
			.metadata()
			.pallet_by_name(pallet)
			.and_then(|pallet| pallet.storage())
			.and_then(|storage| storage.entry_by_name(entry))
			.ok_or_else(|| Failure::Plain(format!("the chain has no storage {pallet}.{entry}")))?;
		Ok((info.keys().map(|key| key.hasher).collect(), info.value_ty()))
	}

	fn storage_key(
		&self,
		pallet: &str,
		entry: &str,
		hashers: &[StorageHasher],
		parts: &[Vec<u8>],
	) -> Vec<u8> {
		let mut key = twox_128(pallet.as_bytes()).to_vec();
		key.extend(twox_128(entry.as_bytes()));
		for (hasher, part) in hashers.iter().zip(parts) {
			hash_into(*hasher, part, &mut key);
		}
		key
	}

	/// A storage value, `None` where there is none.
	pub async fn get<T>(&self, pallet: &str, entry: &str, key: Key) -> Result<Option<T>>
	where
		T: Decode + TypeInfo + 'static,
	{
		Ok(self.get_many(pallet, entry, vec![key]).await?.pop().flatten())
	}

	/// A storage value, still encoded: for calls, whose type only the chain knows.
	pub async fn chain_bytes(
		&self,
		pallet: &str,
		entry: &str,
		key: Key,
	) -> Result<Option<Vec<u8>>> {
		let (hashers, _) = self.entry(pallet, entry)?;
		let key = self.storage_key(pallet, entry, &hashers, &key);
		let hash = Some(self.hash());
		self.chain.rpc.state_get_storage(&key, hash).await.map_err(|e| self.lost(e))
	}

	/// Many values of a storage map, in the order of the keys.
	pub async fn get_many<T>(
		&self,
		pallet: &str,
		entry: &str,
		keys: Vec<Key>,
	) -> Result<Vec<Option<T>>>
	where
		T: Decode + TypeInfo + 'static,
	{
		let (hashers, value) = self.entry(pallet, entry)?;
		self.check::<T>(value, format!("storage {pallet}.{entry}"))?;
		if let Some(key) = keys.iter().find(|key| key.len() != hashers.len()) {
			return Err(Failure::Plain(format!(
				"this tool does not fit the chain: storage {pallet}.{entry} has {} keys there and \
				 {} here",
				hashers.len(),
				key.len()
			)));
		}
		let hash = self.hash();
		stream::iter(keys)
			.map(|key| {
				let key = self.storage_key(pallet, entry, &hashers, &key);
				async move {
					let bytes = self
						.chain
						.rpc
						.state_get_storage(&key, Some(hash))
						.await
						.map_err(|e| self.lost(e))?;
					bytes
						.map(|bytes| {
							T::decode_all(&mut bytes.as_slice()).map_err(|e| {
								Failure::Plain(format!("can't decode {pallet}.{entry}: {e}"))
							})
						})
						.transpose()
				}
			})
			.buffered(PARALLEL_READS)
			.try_collect()
			.await
	}

	/// All keys and values under the first parts of a map's key; all but the last part must be
	/// given, and its hasher must keep the key. In the order of the keys.
	pub async fn entries<K, T>(&self, pallet: &str, entry: &str, first: Key) -> Result<Vec<(K, T)>>
	where
		K: Decode + Ord,
		T: Decode + TypeInfo + 'static,
	{
		let (hashers, value) = self.entry(pallet, entry)?;
		self.check::<T>(value, format!("storage {pallet}.{entry}"))?;
		let last = match hashers.get(first.len()) {
			Some(hasher) if first.len() + 1 == hashers.len() => *hasher,
			_ => {
				return Err(Failure::Plain(format!(
					"this tool does not fit the chain: storage {pallet}.{entry} has {} keys there",
					hashers.len()
				)))
			},
		};
		let skip = match last {
			StorageHasher::Identity => 0,
			StorageHasher::Twox64Concat => 8,
			StorageHasher::Blake2_128Concat => 16,
			_ => return Err(Failure::Plain(format!("the keys of {pallet}.{entry} are hashed"))),
		};
		let prefix = self.storage_key(pallet, entry, &hashers, &first);
		let hash = self.hash();
		let mut keys: Vec<Vec<u8>> = Vec::new();
		loop {
			const PAGE: u32 = 1_000;
			let start = keys.last().map(Vec::as_slice);
			let page = self
				.chain
				.rpc
				.state_get_keys_paged(&prefix, PAGE, start, Some(hash))
				.await
				.map_err(|e| self.lost(e))?;
			let full = page.len() as u64 >= u64::from(PAGE);
			keys.extend(page);
			if !full {
				break;
			}
		}
		let mut entries: Vec<(K, T)> = stream::iter(keys)
			.map(|key| {
				let prefix = prefix.len();
				async move {
					let bytes = self
						.chain
						.rpc
						.state_get_storage(&key, Some(hash))
						.await
						.map_err(|e| self.lost(e))?
						.unwrap_or_default();
					let bad = |e: codec::Error| {
						Failure::Plain(format!("can't decode {pallet}.{entry}: {e}"))
					};
					let part = key.get(prefix + skip..).unwrap_or_default();
					let key = K::decode_all(&mut &*part).map_err(bad)?;
					let value = T::decode_all(&mut bytes.as_slice()).map_err(bad)?;
					Ok::<_, Failure>((key, value))
				}
			})
			.buffered(PARALLEL_READS)
			.try_collect()
			.await?;
		entries.sort_by(|(left, _), (right, _)| left.cmp(right));
		Ok(entries)
	}

	/// All keys and values of a map with two keys, whose hashers must keep them. In the order of the
	/// keys.
	pub async fn all_entries<K1, K2, T>(
		&self,
		pallet: &str,
		entry: &str,
	) -> Result<Vec<((K1, K2), T)>>
	where
		K1: Decode + Ord,
		K2: Decode + Ord,
		T: Decode + TypeInfo + 'static,
	{
		let (hashers, value) = self.entry(pallet, entry)?;
		self.check::<T>(value, format!("storage {pallet}.{entry}"))?;
		let kept = |hasher: &StorageHasher| match hasher {
			StorageHasher::Identity => Some(0),
			StorageHasher::Twox64Concat => Some(8),
			StorageHasher::Blake2_128Concat => Some(16),
			_ => None,
		};
		let [Some(first), Some(second)] = hashers.iter().map(kept).collect::<Vec<_>>()[..] else {
			return Err(Failure::Plain(format!(
				"this tool does not fit the chain: the keys of storage {pallet}.{entry} are others"
			)));
		};
		let prefix = self.storage_key(pallet, entry, &[], &[]);
		let hash = Some(self.hash());
		let mut keys: Vec<Vec<u8>> = Vec::new();
		loop {
			const PAGE: u32 = 1_000;
			let page = self
				.chain
				.rpc
				.state_get_keys_paged(&prefix, PAGE, keys.last().map(Vec::as_slice), hash)
				.await
				.map_err(|e| self.lost(e))?;
			let full = page.len() as u64 >= u64::from(PAGE);
			keys.extend(page);
			if !full {
				break;
			}
		}
		let bad = |e: codec::Error| Failure::Plain(format!("can't decode {pallet}.{entry}: {e}"));
		let mut entries: Vec<((K1, K2), T)> = stream::iter(keys)
			.map(|key| {
				let prefix = prefix.len();
				async move {
					let bytes = self
						.chain
						.rpc
						.state_get_storage(&key, hash)
						.await
						.map_err(|e| self.lost(e))?
						.unwrap_or_default();
					let mut rest = key.get(prefix + first..).unwrap_or_default();
					let one = K1::decode(&mut rest).map_err(bad)?;
					let mut rest = rest.get(second..).unwrap_or_default();
					let two = K2::decode_all(&mut rest).map_err(bad)?;
					let value = T::decode_all(&mut bytes.as_slice()).map_err(bad)?;
					Ok::<_, Failure>(((one, two), value))
				}
			})
			.buffered(PARALLEL_READS)
			.try_collect()
			.await?;
		entries.sort_by(|(left, _), (right, _)| left.cmp(right));
		Ok(entries)
	}

	/// Calls a method of a runtime API with a tuple of arguments.
	pub async fn call<A, T>(&self, api: &str, method: &str, arguments: A) -> Result<T>
	where
		A: Encode,
		T: Decode + TypeInfo + 'static,
	{
		if let Some(info) = self
			.metadata()
			.runtime_api_trait_by_name(api)
			.and_then(|api| api.method_by_name(method))
		{
			self.check::<T>(info.output_ty(), format!("runtime API {api}.{method}"))?;
		}
		let bytes = self
			.chain
			.rpc
			.state_call(&format!("{api}_{method}"), Some(&arguments.encode()), Some(self.hash()))
			.await
			.map_err(|e| self.lost(e))?;
		T::decode_all(&mut bytes.as_slice())
			.map_err(|e| Failure::Plain(format!("can't decode the answer of {api}.{method}: {e}")))
	}

	/// The header of this block, and whether it is the one that the hash names: the hash is worked
	/// out again.
	pub async fn header(&self) -> Result<SubstrateHeader<H256>> {
		let found = self
			.chain
			.rpc
			.chain_get_header(Some(self.hash()))
			.await
			.map_err(|e| self.lost(e))?
			.ok_or_else(|| Failure::Plain(format!("the node has no block {:?}", self.hash())))?;
		if blake2_256(&found.encode()) != self.hash().0 {
			return Err(Failure::Plain(format!(
				"the node gave another header than that of block {:?}: don't trust it",
				self.hash()
			)));
		}
		Ok(found)
	}

	/// Whether the chain's runtime keeps such values.
	pub fn has_storage(&self, pallet: &str, entry: &str) -> bool {
		self.entry(pallet, entry).is_ok()
	}

	/// The key of a storage value as the state has it.
	pub fn full_key(&self, pallet: &str, entry: &str, key: Vec<Vec<u8>>) -> Result<Vec<u8>> {
		let (hashers, _) = self.entry(pallet, entry)?;
		Ok(self.storage_key(pallet, entry, &hashers, &key))
	}

	/// The nodes of the state's tree that lead to these keys.
	pub async fn read_proof(&self, keys: &[Vec<u8>]) -> Result<Vec<Vec<u8>>> {
		let hash = Some(self.hash());
		let keys = keys.iter().map(Vec::as_slice);
		let proof =
			self.chain.rpc.state_get_read_proof(keys, hash).await.map_err(|e| self.lost(e))?;
		Ok(proof.proof.into_iter().map(|node| node.0).collect())
	}

	/// A page of raw keys (what follows the first parts of the key, hashes included) and values, in
	/// the order of the state, after `after`: a raw key that an earlier page ended with. Memory is
	/// bounded by the page.
	pub async fn page(
		&self,
		pallet: &str,
		entry: &str,
		first: &[Vec<u8>],
		after: Option<&[u8]>,
		size: u32,
	) -> Result<Vec<(Vec<u8>, Vec<u8>)>> {
		let (hashers, _) = self.entry(pallet, entry)?;
		let prefix = self.storage_key(pallet, entry, &hashers, first);
		let start = after.map(|after| [prefix.as_slice(), after].concat());
		let hash = Some(self.hash());
		let keys = self
			.chain
			.rpc
			.state_get_keys_paged(&prefix, size, start.as_deref(), hash)
			.await
			.map_err(|e| self.lost(e))?;
		stream::iter(keys)
			.map(|key| {
				let length = prefix.len();
				async move {
					let value = self
						.chain
						.rpc
						.state_get_storage(&key, hash)
						.await
						.map_err(|e| self.lost(e))?
						.unwrap_or_default();
					Ok((key.get(length..).unwrap_or_default().to_vec(), value))
				}
			})
			.buffered(PARALLEL_READS)
			.try_collect()
			.await
	}

	/// A constant of a pallet.
	pub fn constant<T>(&self, pallet: &str, name: &str) -> Result<T>
	where
		T: Decode + TypeInfo + 'static,
	{
		let constant = self
			.metadata()
			.pallet_by_name(pallet)
			.and_then(|pallet| pallet.constant_by_name(name))
			.ok_or_else(|| Failure::Plain(format!("the chain has no constant {pallet}.{name}")))?;
		self.check::<T>(constant.ty(), format!("constant {pallet}.{name}"))?;
		T::decode_all(&mut constant.value())
			.map_err(|e| Failure::Plain(format!("can't decode {pallet}.{name}: {e}")))
	}

	/// Checks the fields of an event, given as a tuple, before its bytes are decoded.
	pub fn check_event<T: TypeInfo + 'static>(&self, pallet: &str, event: &str) -> Result<()> {
		let id = format!("event {pallet}.{event}");
		let variant = self
			.metadata()
			.pallet_by_name(pallet)
			.and_then(|pallet| pallet.event_variants())
			.and_then(|events| events.iter().find(|variant| variant.name == event))
			.ok_or_else(|| Failure::Plain(format!("the chain has no {id}")))?;
		crate::call::check_fields::<T>(self.metadata().types(), &variant.fields).map_err(
			|difference| {
				Failure::Plain(format!(
					"this tool does not fit the chain's runtime: in {id}, {difference}"
				))
			},
		)
	}
}

fn hash_into(hasher: StorageHasher, part: &[u8], key: &mut Vec<u8>) {
	match hasher {
		StorageHasher::Blake2_128 => key.extend(blake2_128(part)),
		StorageHasher::Blake2_256 => key.extend(blake2_256(part)),
		StorageHasher::Blake2_128Concat => {
			key.extend(blake2_128(part));
			key.extend(part);
		},
		StorageHasher::Twox128 => key.extend(twox_128(part)),
		StorageHasher::Twox256 => key.extend(twox_256(part)),
		StorageHasher::Twox64Concat => {
			key.extend(twox_64(part));
			key.extend(part);
		},
		StorageHasher::Identity => key.extend(part),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn urls_are_shown_without_credentials() {
		assert_eq!(shown_url("wss://user:pass@node.example/x@y"), "wss://node.example/x@y");
		assert_eq!(shown_url("ws://127.0.0.1:9944"), "ws://127.0.0.1:9944");
		assert_eq!(shown_url("nonsense"), "nonsense");
	}

	#[tokio::test]
	async fn an_unreachable_node_is_exit_code_4() {
		// Port 9 (discard) is closed on any machine that builds this.
		let error = Chain::connect("ws://user:secret@127.0.0.1:9", None, Wait::Finalized).await;
		let error = error.err().unwrap();
		assert_eq!(error.exit_code(), 4);
		assert!(!error.to_string().contains("secret"), "{error}");
	}

	#[test]
	fn a_discarded_state_is_not_a_lost_connection() {
		use subxt::rpcs::{Error, UserError};
		let answer = |message: &str| {
			let user = UserError { code: 4003, message: message.into(), data: None };
			discarded(&chain_of(&Error::User(user)))
		};
		let hash = "0x3500000000000000000000000000000000000000000000000000000000000009";
		for text in [
			format!("Client error: UnknownBlock: State already discarded for {hash}"),
			format!("UnknownBlock: Unable to pin: state already discarded for `{hash}`"),
		] {
			assert_eq!(answer(&text).as_deref(), Some(hash), "{text}");
		}
		// As a node that keeps 32 states answered.
		let seen = "Cannot construct OnlineClientAtBlock: failed to obtain spec version for block \
			 61bf: Backend error: RPC error: RPC error: User error: Client error: UnknownBlock: State \
			 already discarded for 0x61bf95b7 (4003)";
		assert_eq!(discarded(seen).as_deref(), Some("0x61bf95b7"));
		assert!(is_connection_error(seen), "so it has to be asked first");
		assert_eq!(answer("State already discarded for ").as_deref(), Some("(unknown)"));
		for text in [
			"Client error: UnknownBlock: Header was not found in the database",
			"Client error: Execution failed",
			"The background task closed connection closed; restart required",
		] {
			assert_eq!(answer(text), None, "{text}");
		}
		assert!(is_connection_error("RPC error: client error: connection closed"));
	}

	#[test]
	fn storage_keys_follow_the_hashers() {
		let mut key = Vec::new();
		hash_into(StorageHasher::Identity, &[1, 2], &mut key);
		assert_eq!(key, [1, 2]);
		key.clear();
		hash_into(StorageHasher::Twox64Concat, &[1, 2], &mut key);
		assert_eq!((key.len(), &key[8..]), (10, &[1u8, 2][..]));
		key.clear();
		hash_into(StorageHasher::Blake2_128Concat, &[1, 2], &mut key);
		assert_eq!((key.len(), &key[16..]), (18, &[1u8, 2][..]));
	}
}
