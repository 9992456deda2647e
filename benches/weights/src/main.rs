//! Benchmarks the Tanpu pallets in the wasm runtime and writes `pallets/*/src/weights.rs`.
//!
//! Does for our own pallets what the benchmark command of polkadot-sdk does, without pulling in
//! its relay-chain crates: each benchmark is run in the wasm runtime over states in which keys are
//! counted (reads, writes) and then in one where they are not (time), for values of its components
//! from low to high; times and counts are fitted with `frame_benchmarking::Analysis`.

mod write;

use anyhow::{anyhow, bail, Context, Result};
use clap::Parser;
use codec::{Decode, Encode};
use frame_benchmarking::{
	Analysis, BenchmarkBatch, BenchmarkConfig, BenchmarkList, BenchmarkMetadata, BenchmarkResult,
	BenchmarkSelector,
};
use indicatif::{ProgressBar, ProgressStyle};
use sc_client_db::BenchmarkingState;
use sc_executor::WasmExecutor;
use serde_json::Value;
use sp_core::{
	storage::Storage,
	traits::{CallContext, ReadRuntimeVersionExt, RuntimeCode, WrappedRuntimeCode},
};
use sp_externalities::Extensions;
use sp_keystore::{testing::MemoryKeystore, KeystoreExt};
use sp_runtime::{
	traits::{BlakeTwo256, Hash},
	BuildStorage,
};
use sp_state_machine::{OverlayedChanges, StateMachine};
use std::{borrow::Cow, path::PathBuf};
use tanpu_runtime::RuntimeGenesisConfig;

type HostFunctions =
	(sp_io::SubstrateHostFunctions, frame_benchmarking::benchmarking::HostFunctions);

/// Benchmarks the Tanpu pallets and writes their weights.
#[derive(Parser)]
#[command(version)]
struct Args {
	/// Pallets to benchmark, by crate name; all of ours where none is named
	#[arg(long = "pallet", value_name = "NAME")]
	pallets: Vec<String>,

	/// Values of each component, from its lowest to its highest
	#[arg(long, default_value_t = 20)]
	steps: u32,

	/// Runs at each value
	#[arg(long, default_value_t = 5)]
	repeat: u32,

	/// Folder that holds the pallets
	#[arg(long, default_value = "pallets")]
	out: PathBuf,

	/// Lists the benchmarks and runs none
	#[arg(long)]
	list: bool,

	/// Runs each benchmark once at the ends of its components with its checks; writes nothing
	#[arg(long)]
	check: bool,
}

/// Runs of one point in one round: the first finds cold caches.
const RUNS_AT_ONCE: u32 = 2;

/// A fitted benchmark: times in picoseconds.
pub struct Fitted {
	pub name: String,
	pub components: Vec<String>,
	pub time: Analysis,
	pub reads: Analysis,
	pub writes: Analysis,
}

struct Bench {
	executor: WasmExecutor<HostFunctions>,
	code: Vec<u8>,
	code_hash: Vec<u8>,
	genesis: Storage,
}

impl Bench {
	fn new() -> Result<Self> {
		let code = tanpu_runtime::WASM_BINARY
			.ok_or_else(|| anyhow!("the runtime was built without its wasm"))?
			.to_vec();
		let executor = WasmExecutor::<HostFunctions>::builder()
			.with_allow_missing_host_functions(true)
			.build();
		let mut genesis = genesis("dev")?;
		genesis.top.insert(sp_core::storage::well_known_keys::CODE.to_vec(), code.clone());
		let code_hash = BlakeTwo256::hash(&code).as_bytes().to_vec();
		Ok(Self { executor, code, code_hash, genesis })
	}

	fn call<R: Decode>(&self, method: &str, data: &[u8], tracking: bool) -> Result<R> {
		let state =
			BenchmarkingState::<BlakeTwo256>::new(self.genesis.clone(), None, false, tracking)
				.map_err(|error| anyhow!("state: {error}"))?;
		let fetcher = WrappedRuntimeCode(Cow::Borrowed(&self.code));
		let runtime_code =
			RuntimeCode { code_fetcher: &fetcher, heap_pages: None, hash: self.code_hash.clone() };
		let mut extensions = Extensions::default();
		// Benchmarks that verify signatures make their keys here.
		extensions.register(KeystoreExt::new(MemoryKeystore::new()));
		extensions.register(ReadRuntimeVersionExt::new(self.executor.clone()));
		let mut changes = OverlayedChanges::default();
		let output = StateMachine::new(
			&state,
			&mut changes,
			&self.executor,
			method,
			data,
			&mut extensions,
			&runtime_code,
			CallContext::Offchain,
		)
		.execute()
		.map_err(|error| anyhow!("{method}: {error}"))?;
		R::decode(&mut &output[..]).with_context(|| format!("{method}: answer can't be decoded"))
	}

	fn list(&self) -> Result<Vec<BenchmarkList>> {
		// The second half, storage infos, isn't needed: decoding stops before it.
		self.call("Benchmark_benchmark_metadata", &false.encode(), false)
	}

	fn run(
		&self,
		list: &BenchmarkList,
		meta: &BenchmarkMetadata,
		components: &[(frame_benchmarking::BenchmarkParameter, u32)],
		repeats: u32,
		tracking: bool,
		verify: bool,
	) -> Result<Vec<BenchmarkResult>> {
		let config = BenchmarkConfig {
			pallet: list.pallet.clone(),
			instance: list.instance.clone(),
			benchmark: meta.name.clone(),
			selected_components: components.to_vec(),
			verify,
			internal_repeats: repeats,
		};
		let answer: std::result::Result<Vec<BenchmarkBatch>, String> =
			self.call("Benchmark_dispatch_benchmark", &config.encode(), tracking)?;
		let batches =
			answer.map_err(|error| anyhow!("{}: {error}", String::from_utf8_lossy(&meta.name)))?;
		Ok(batches.into_iter().flat_map(|batch| batch.results).collect())
	}
}

/// The state of a preset: its patch laid over the default genesis (RFC 7386).
fn genesis(preset: &str) -> Result<Storage> {
	fn merge(base: &mut Value, patch: Value) {
		match (base, patch) {
			(Value::Object(base), Value::Object(patch)) => {
				for (key, value) in patch {
					merge(base.entry(key).or_insert(Value::Null), value);
				}
			},
			(base, patch) => *base = patch,
		}
	}
	let patch = tanpu_runtime::genesis_config_presets::get_preset(&preset.into())
		.ok_or_else(|| anyhow!("there is no preset {preset}"))?;
	let mut config = serde_json::to_value(RuntimeGenesisConfig::default())?;
	merge(&mut config, serde_json::from_slice(&patch)?);
	let config: RuntimeGenesisConfig = serde_json::from_value(config)?;
	config.build_storage().map_err(|error| anyhow!("genesis: {error}"))
}

/// The points at which a benchmark is run: each component from low to high, the others high.
fn points(
	meta: &BenchmarkMetadata,
	steps: u32,
) -> Vec<Vec<(frame_benchmarking::BenchmarkParameter, u32)>> {
	if meta.components.is_empty() {
		return vec![vec![]];
	}
	let mut out = Vec::new();
	for (at, (_, low, high)) in meta.components.iter().enumerate() {
		let steps = steps.clamp(2, (high - low + 1).max(2));
		for step in 0..steps {
			let value =
				low + ((u64::from(high - low) * u64::from(step)) / u64::from(steps - 1)) as u32;
			out.push(
				meta.components
					.iter()
					.enumerate()
					.map(|(i, (name, _, max))| (*name, if i == at { value } else { *max }))
					.collect(),
			);
		}
	}
	out.dedup();
	out
}

fn main() -> Result<()> {
	let args = Args::parse();
	let bench = Bench::new()?;
	let lists = bench.list()?;
	let ours: Vec<&BenchmarkList> = lists
		.iter()
		.filter(|list| {
			let name = String::from_utf8_lossy(&list.pallet).replace('_', "-");
			let own = args.out.join(name.trim_start_matches("pallet-")).is_dir();
			own && (args.pallets.is_empty() || args.pallets.contains(&name))
		})
		.collect();
	if ours.is_empty() {
		bail!("no pallet of that name has benchmarks in the runtime");
	}
	if args.list {
		for list in ours {
			for meta in &list.benchmarks {
				println!(
					"{}::{} {:?}",
					String::from_utf8_lossy(&list.pallet),
					String::from_utf8_lossy(&meta.name),
					meta.components
				);
			}
		}
		return Ok(());
	}

	let mut failed = 0;
	for list in ours {
		let pallet = String::from_utf8_lossy(&list.pallet).replace('_', "-");
		let mut fitted = Vec::new();
		for meta in &list.benchmarks {
			let name = String::from_utf8_lossy(&meta.name).to_string();
			let points = points(meta, if args.check { 2 } else { args.steps });
			let rounds = if args.check { 0 } else { args.repeat.div_ceil(RUNS_AT_ONCE) };
			let length = points.len() as u64 * (1 + u64::from(rounds));
			let bar = ProgressBar::new(length).with_style(ProgressStyle::with_template(
				"{prefix:45} [{bar:30}] {pos}/{len} {elapsed}",
			)?);
			bar.set_prefix(format!("{pallet}::{name}"));
			let mut time = Vec::new();
			let mut shortest = u128::MAX;
			let mut counts = Vec::new();
			let mut error = None;
			for point in &points {
				let run = (|| -> Result<()> {
					bench.run(list, meta, point, 1, false, true)?;
					if !args.check {
						counts.extend(bench.run(list, meta, point, 1, true, false)?);
					}
					Ok(())
				})();
				if let Err(reason) = run {
					error = Some(reason);
					break;
				}
				bar.inc(1);
			}
			// All points in each round: a machine that is slow for a while is slow for all of them, and
			// no component gets the blame.
			let mut runs_of = vec![Vec::new(); points.len()];
			if error.is_none() {
				for _ in 0..rounds {
					for (runs, point) in runs_of.iter_mut().zip(&points) {
						runs.extend(bench.run(list, meta, point, RUNS_AT_ONCE, false, false)?);
						bar.inc(1);
					}
				}
			}
			for mut runs in runs_of {
				runs.sort_by_key(|run| run.extrinsic_time);
				shortest = shortest.min(runs.first().map_or(u128::MAX, |run| run.extrinsic_time));
				// The median, against a machine that was slow for a round.
				let middle = runs.len() / 2;
				time.extend(runs.into_iter().nth(middle));
			}
			bar.finish();
			if let Some(reason) = error {
				eprintln!("{pallet}::{name}: {reason:#}");
				failed += 1;
				continue;
			}
			if args.check {
				println!("{pallet}::{name}: ok");
				continue;
			}
			let fit = |results: &Vec<BenchmarkResult>, selector| {
				Analysis::min_squares_iqr(results, selector)
					.or_else(|_| Analysis::median_slopes(results, selector))
					.map_err(|reason| anyhow!("{pallet}::{name}: {reason:?}"))
			};
			let mut measured = fit(&time, BenchmarkSelector::ExtrinsicTime)?;
			measured.minimum = shortest;
			fitted.push(Fitted {
				components: meta.components.iter().map(|(name, ..)| name.to_string()).collect(),
				time: measured,
				reads: fit(&counts, BenchmarkSelector::Reads)?,
				writes: fit(&counts, BenchmarkSelector::Writes)?,
				name,
			});
		}
		if !args.check && failed == 0 {
			let path = args.out.join(pallet.trim_start_matches("pallet-")).join("src/weights.rs");
			std::fs::write(&path, write::weights(&pallet, &fitted, args.steps, args.repeat))
				.with_context(|| path.display().to_string())?;
			println!("wrote {}", path.display());
		}
	}
	if failed > 0 {
		bail!("{failed} benchmarks failed; nothing was written for their pallets");
	}
	Ok(())
}
