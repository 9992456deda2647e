//! A chain of one author: the node's database and executor, and blocks built as the node builds them.

use crate::{rows::Random, Batches, Variant};
use codec::{Decode, Encode};
use hot_ledger_runtime::{
	pallet::{self, DayLog, Layout, Position, DAY, OPERATOR, PAGE, SMALL_PAGE},
	Header, Runtime, RuntimeCall, TxExtension, UncheckedExtrinsic,
};
use sc_client_api::{Backend as _, BlockImportOperation as _, NewBlockState, TrieCacheContext};
use sc_client_db::{Backend, BlocksPruning, DatabaseSettings, DatabaseSource, PruningMode};
use sc_executor::WasmExecutor;
use sp_blockchain::HeaderBackend as _;
use sp_core::{
	storage::well_known_keys,
	traits::{CallContext, CodeExecutor, ReadRuntimeVersion, RuntimeCode},
	H256,
};
use sp_externalities::{Extensions, Externalities};
use sp_runtime::{
	traits::{BlakeTwo256, Header as _},
	ApplyExtrinsicResult, ExtrinsicInclusionMode, StateVersion,
};
use sp_state_machine::{backend::BackendRuntimeCode, Backend as _, OverlayedChanges, StateMachine};
use sp_storage::Storage;
use std::{
	path::Path,
	time::{Duration, Instant},
};

pub type Block = hot_ledger_runtime::Block;

/// What the node runs with.
const CANONICALIZATION_DELAY: u64 = 4_096;
const PRUNING: u32 = 256;

/// Seconds by the clock, and seconds that this thread had a processor.
#[derive(Clone, Copy, Default)]
pub struct Span {
	pub wall: f64,
	pub cpu: f64,
}

/// What one block cost.
#[derive(Clone, Copy, Default)]
pub struct Timing {
	/// Initialising the block and applying its batches.
	pub execution: Span,
	/// Finalising it: the state root, and the little that System does.
	pub root: Span,
	/// Handing the block and its state to the database, which writes on in the background.
	pub commit: Span,
	/// Trie nodes and values that the block adds to the database, and their bytes.
	pub nodes_written: f64,
	pub bytes_written: f64,
}

struct Watch {
	wall: Instant,
	cpu: Duration,
}

impl Watch {
	fn start() -> Self {
		Self { cpu: thread_cpu(), wall: Instant::now() }
	}

	fn stop(self) -> Span {
		Span {
			wall: self.wall.elapsed().as_secs_f64(),
			cpu: thread_cpu().saturating_sub(self.cpu).as_secs_f64(),
		}
	}
}

/// How long this thread has been running on a processor; nothing where the kernel doesn't tell.
fn thread_cpu() -> Duration {
	let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
	let nanoseconds = text.split(' ').next().and_then(|first| first.parse().ok());
	Duration::from_nanos(nanoseconds.unwrap_or(0))
}

pub struct Chain {
	pub variant: Variant,
	backend: Backend<Block>,
	executor: Executor,
	/// Hashes from genesis on.
	hashes: Vec<H256>,
}

impl Chain {
	/// Writes a new chain whose genesis holds a position for every citizen, and a log of the day for
	/// every second one: the middle of a day. Returns the genesis block's hash.
	pub fn create(path: &Path, variant: Variant, citizens: u32, cache: usize) -> H256 {
		let backend = open(path, cache);
		let mut operation = backend.begin_operation().expect("an operation begins");
		let version = state_version(variant);
		let root = operation
			.set_genesis_state(genesis(variant, citizens), true, version)
			.expect("genesis is stored");
		let header =
			Header::new(0, Default::default(), root, Default::default(), Default::default());
		let hash = header.hash();
		operation
			.set_block_data(header, Some(vec![]), None, None, NewBlockState::Final, true)
			.expect("genesis is set");
		backend.commit_operation(operation).expect("genesis is committed");
		hash
	}

	/// Opens what `create` wrote out: with empty caches.
	pub fn open(path: &Path, variant: Variant, genesis: H256, cache: usize, native: bool) -> Self {
		let backend = open(path, cache);
		assert_eq!(backend.blockchain().info().best_hash, genesis, "the database was written out");
		Self { variant, backend, executor: Executor::new(native), hashes: vec![genesis] }
	}

	pub fn best(&self) -> H256 {
		*self.hashes.last().expect("there is a genesis")
	}

	/// One call of the runtime as the node's client makes it: a view of the parent's state with the
	/// shared trie cache, and the block's changes so far.
	fn call<R: Decode>(
		&self,
		changes: &mut OverlayedChanges<BlakeTwo256>,
		method: &str,
		data: &[u8],
	) -> R {
		let context = CallContext::Onchain { import: false };
		let state = self
			.backend
			.state_at(self.best(), TrieCacheContext::Trusted)
			.expect("the parent's state is there");
		let code = BackendRuntimeCode::new(&state, context.into());
		let code = code.runtime_code().expect("there is code");
		let mut extensions = Extensions::default();
		let result = StateMachine::new(
			&state,
			changes,
			&self.executor,
			method,
			data,
			&mut extensions,
			&code,
			context,
		)
		.set_parent_hash(self.best())
		.execute()
		.unwrap_or_else(|error| panic!("{method}: {error}"));
		R::decode(&mut &result[..]).unwrap_or_else(|error| panic!("{method} returned: {error}"))
	}

	/// Builds a block of `batches`, commits it and finalises the one before the last.
	pub fn block(&mut self, batches: Batches) -> Timing {
		let extrinsics: Vec<UncheckedExtrinsic> = batches
			.into_iter()
			.map(|rows| {
				let call = pallet::Call::credit { layout: self.variant.layout, rows };
				UncheckedExtrinsic::new_transaction(RuntimeCall::Ledger(call), TxExtension::new())
			})
			.collect();
		let parent = self.best();
		let number = self.hashes.len() as u32;
		let header =
			Header::new(number, Default::default(), Default::default(), parent, Default::default());
		let mut changes = OverlayedChanges::default();
		let mut timing = Timing::default();

		let watch = Watch::start();
		let _: ExtrinsicInclusionMode =
			self.call(&mut changes, "Core_initialize_block", &header.encode());
		for extrinsic in &extrinsics {
			changes.start_transaction();
			let applied: ApplyExtrinsicResult =
				self.call(&mut changes, "BlockBuilder_apply_extrinsic", &extrinsic.encode());
			changes.commit_transaction().expect("it was started");
			applied.expect("the batch is valid").expect("the batch is credited");
		}
		timing.execution = watch.stop();

		let watch = Watch::start();
		let header: Header = self.call(&mut changes, "BlockBuilder_finalize_block", &[]);
		let changes = {
			let state = self
				.backend
				.state_at(parent, TrieCacheContext::Trusted)
				.expect("the parent's state is there");
			changes
				.drain_storage_changes(&state, state_version(self.variant))
				.expect("changes are complete")
		};
		timing.root = watch.stop();
		assert_eq!(changes.transaction_storage_root, *header.state_root());

		for (value, count) in changes.transaction.clone().drain().into_values() {
			if count > 0 {
				timing.nodes_written += 1.0;
				timing.bytes_written += value.len() as f64;
			}
		}

		let hash = header.hash();
		let watch = Watch::start();
		let mut operation = self.backend.begin_operation().expect("an operation begins");
		self.backend
			.begin_state_operation(&mut operation, parent)
			.expect("the parent's state is there");
		operation.update_db_storage(changes.transaction).expect("state is taken");
		operation
			.update_storage(changes.main_storage_changes, changes.child_storage_changes)
			.expect("changes are taken");
		operation
			.set_block_data(header, Some(extrinsics), None, None, NewBlockState::Best, true)
			.expect("the block is taken");
		if let Some(before) = self.hashes.len().checked_sub(2).filter(|at| *at > 0) {
			operation.mark_finalized(self.hashes[before], None).expect("it is finalised");
		}
		self.backend.commit_operation(operation).expect("the block is committed");
		timing.commit = watch.stop();
		self.hashes.push(hash);
		timing
	}

	fn read<V: Decode>(&self, key: &[u8]) -> Option<V> {
		let state = self
			.backend
			.state_at(self.best(), TrieCacheContext::Untrusted)
			.expect("the best block's state is there");
		let value = state.storage(key).expect("state can be read")?;
		Some(V::decode(&mut &value[..]).expect("it decodes"))
	}

	pub fn rows_credited(&self) -> u64 {
		self.read(&pallet::RowsCredited::<Runtime>::hashed_key()).unwrap_or(0)
	}

	/// What a citizen has, whatever the layout.
	pub fn citizen(&self, citizen: u32) -> (Option<Position>, Option<DayLog>) {
		let (position, log) = keys(self.variant.layout, citizen);
		match page_size(self.variant.layout) {
			Some(size) => {
				// A page is an array: its slots follow one another.
				let slot = (citizen % size) as usize;
				(self.slot(&position, slot), self.slot(&log, slot))
			},
			None => (self.read(&position), self.read(&log)),
		}
	}

	fn slot<V: Decode>(&self, page: &[u8], slot: usize) -> Option<V> {
		let state = self
			.backend
			.state_at(self.best(), TrieCacheContext::Untrusted)
			.expect("the best block's state is there");
		let value = state.storage(page).expect("state can be read")?;
		let mut rest = &value[..];
		let mut next = || Option::<V>::decode(&mut rest).expect("a slot decodes");
		for _ in 0..slot {
			next();
		}
		next()
	}
}

/// Citizens in a page, where the layout has pages.
fn page_size(layout: Layout) -> Option<u32> {
	match layout {
		Layout::Paged => Some(PAGE),
		Layout::PagedSmall => Some(SMALL_PAGE),
		Layout::BigEndian | Layout::LittleEndian | Layout::Hashed => None,
	}
}

fn state_version(variant: Variant) -> StateVersion {
	if variant.trie == 0 {
		StateVersion::V0
	} else {
		StateVersion::V1
	}
}

/// What runs the runtime.
#[derive(Clone)]
enum Executor {
	/// The node's: wasm compiled by wasmtime, pooled instances.
	Wasm(WasmExecutor<sp_io::SubstrateHostFunctions>),
	/// The same runtime compiled for this machine. No node runs so; what is left is the ledger's
	/// cost without wasm's.
	Native,
}

impl Executor {
	fn new(native: bool) -> Self {
		if native {
			Self::Native
		} else {
			Self::Wasm(WasmExecutor::builder().build())
		}
	}
}

impl ReadRuntimeVersion for Executor {
	fn read_runtime_version(
		&self,
		code: &[u8],
		ext: &mut dyn Externalities,
	) -> Result<Vec<u8>, String> {
		match self {
			Self::Wasm(executor) => executor.read_runtime_version(code, ext),
			Self::Native => Ok(hot_ledger_runtime::VERSION.encode()),
		}
	}
}

impl CodeExecutor for Executor {
	type Error = String;

	fn call(
		&self,
		ext: &mut dyn Externalities,
		code: &RuntimeCode,
		method: &str,
		data: &[u8],
		context: CallContext,
	) -> (Result<Vec<u8>, String>, bool) {
		match self {
			Self::Wasm(executor) => {
				let (result, native) = executor.call(ext, code, method, data, context);
				(result.map_err(|error| error.to_string()), native)
			},
			Self::Native => {
				let result = sp_externalities::set_and_run_with_externalities(ext, || {
					hot_ledger_runtime::api::dispatch(method, data)
				});
				(result.ok_or_else(|| format!("there is no {method}")), true)
			},
		}
	}
}

fn open(path: &Path, cache: usize) -> Backend<Block> {
	let settings = DatabaseSettings {
		trie_cache_maximum_size: Some(cache << 20),
		state_pruning: Some(PruningMode::blocks_pruning(PRUNING)),
		source: DatabaseSource::ParityDb { path: path.into() },
		blocks_pruning: BlocksPruning::KeepFinalized,
		pruning_filters: Vec::new(),
		metrics_registry: None,
	};
	Backend::new(settings, CANONICALIZATION_DELAY).expect("the database opens")
}

/// Keys of a citizen's position and log.
fn keys(layout: Layout, citizen: u32) -> (Vec<u8>, Vec<u8>) {
	let operator = OPERATOR.to_be_bytes();
	let day = DAY.to_be_bytes();
	let number = citizen.to_be_bytes();
	let page = (citizen / page_size(layout).unwrap_or(1)).to_be_bytes();
	match layout {
		Layout::BigEndian => (
			pallet::PositionsBe::<Runtime>::hashed_key_for((operator, number)),
			pallet::LogsBe::<Runtime>::hashed_key_for((day, number)),
		),
		Layout::LittleEndian => (
			pallet::PositionsLe::<Runtime>::hashed_key_for((OPERATOR, citizen)),
			pallet::LogsLe::<Runtime>::hashed_key_for((DAY, citizen)),
		),
		Layout::Hashed => (
			pallet::PositionsHashed::<Runtime>::hashed_key_for(OPERATOR, citizen),
			pallet::LogsHashed::<Runtime>::hashed_key_for(DAY, citizen),
		),
		Layout::Paged => (
			pallet::PositionPages::<Runtime>::hashed_key_for((operator, page)),
			pallet::LogPages::<Runtime>::hashed_key_for((day, page)),
		),
		Layout::PagedSmall => (
			pallet::SmallPositionPages::<Runtime>::hashed_key_for((operator, page)),
			pallet::SmallLogPages::<Runtime>::hashed_key_for((day, page)),
		),
	}
}

fn genesis(variant: Variant, citizens: u32) -> Storage {
	let mut storage = Storage::default();
	let code = hot_ledger_runtime::WASM_BINARY.expect("the runtime was built");
	storage.top.insert(well_known_keys::CODE.to_vec(), code.to_vec());
	storage
		.top
		.insert(pallet::TrieVersion::<Runtime>::hashed_key().to_vec(), variant.trie.encode());
	storage
		.top
		.insert(pallet::ClaimsPerLog::<Runtime>::hashed_key().to_vec(), variant.claims.encode());

	let position = Position::sample(variant.classes);
	let log = pallet::sample_log(variant.claims);
	let logged = |citizen: u32| Random(u64::from(citizen)).next() & 1 == 0;
	if let Some(size) = page_size(variant.layout) {
		for first in (0..citizens).step_by(size as usize) {
			// As an array of options encodes: its slots one after the other.
			let (mut positions, mut logs) = (Vec::new(), Vec::new());
			for citizen in first..first.saturating_add(size) {
				let there = citizen < citizens;
				there.then_some(&position).encode_to(&mut positions);
				(there && logged(citizen)).then_some(&log).encode_to(&mut logs);
			}
			let (position_key, log_key) = keys(variant.layout, first);
			storage.top.insert(position_key, positions);
			storage.top.insert(log_key, logs);
		}
	} else {
		let (position, log) = (position.encode(), log.encode());
		for citizen in 0..citizens {
			let (position_key, log_key) = keys(variant.layout, citizen);
			storage.top.insert(position_key, position.clone());
			if logged(citizen) {
				storage.top.insert(log_key, log.clone());
			}
		}
	}
	storage
}

/// Bytes that a folder takes on disk; files with holes count what they hold.
pub fn bytes_on_disk(path: &Path) -> u64 {
	use std::os::unix::fs::MetadataExt;
	let Ok(entries) = std::fs::read_dir(path) else { return 0 };
	entries
		.flatten()
		.map(|entry| match entry.metadata() {
			Ok(meta) if meta.is_dir() => bytes_on_disk(&entry.path()),
			Ok(meta) => meta.blocks() * 512,
			Err(_) => 0,
		})
		.sum()
}
