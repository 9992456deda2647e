//! Measures storage layouts of the hot ledger in a real runtime: wasm executed by the node's own
//! executor, state in the node's own database (ParityDB), blocks built, committed and finalised as a
//! block author does it.
//!
//! The layouts are measured side by side: block by block in turn, on the same rows, each on its own
//! database. Whatever else the machine is doing then falls on all of them alike, and the ratio of two
//! layouts is taken round by round before the median.

mod chain;
mod rows;

use chain::{Chain, Timing};
use clap::Parser;
use hot_ledger_runtime::pallet::Layout;
use rows::Pattern;
use serde_json::json;
use std::{path::PathBuf, time::Duration};

#[derive(Parser)]
#[command(about = "Measures storage layouts of the hot ledger side by side")]
struct Args {
	/// Citizens in state, each with a position, every second one with a log of the day;
	/// several sizes separated by commas
	#[arg(long, value_delimiter = ',', default_value = "10000,100000,1000000")]
	citizens: Vec<u32>,
	/// Layouts by their letters, separated by commas; ratios are to the first
	#[arg(long, value_delimiter = ',', default_value = "A,B,C,P,D,V,S")]
	layouts: Vec<String>,
	/// Batches in a block
	#[arg(long, default_value_t = 10)]
	batches: u32,
	/// Rows in a batch
	#[arg(long, default_value_t = 1_000)]
	rows: u32,
	/// Measured blocks for each layout and pattern
	#[arg(long, default_value_t = 9)]
	blocks: u32,
	/// Blocks made before measuring, for each layout and pattern
	#[arg(long, default_value_t = 3)]
	warm_up: u32,
	/// Open classes in every position, 1 to 16, instead of the layout's own number
	#[arg(long, value_parser = clap::value_parser!(u32).range(1..=16))]
	classes: Option<u32>,
	/// Claims in every log of the day, 1 to 32, instead of the layout's own number
	#[arg(long, value_parser = clap::value_parser!(u32).range(1..=32))]
	claims: Option<u32>,
	/// Milliseconds between blocks, in which the database writes out what was committed
	#[arg(long, default_value_t = 300)]
	pause: u64,
	/// Trie cache of each chain in MiB; the node's default is 1024
	#[arg(long, default_value_t = 1_024)]
	cache: usize,
	/// Folder for the databases; it must not exist, and is removed at the end
	#[arg(long)]
	base: Option<PathBuf>,
	/// Run the runtime compiled for this machine instead of wasm, to see wasm's share
	#[arg(long)]
	native: bool,
	/// Print JSON instead of a table
	#[arg(long)]
	json: bool,
}

/// What is measured: a layout, the trie's format, and how large values are.
#[derive(Clone, Copy)]
pub struct Variant {
	letter: &'static str,
	about: &'static str,
	layout: Layout,
	trie: u8,
	/// Open classes in a position: 17 bytes and 12 for each.
	classes: u32,
	/// Claims in a day's log: 1 byte and 9 for each.
	claims: u32,
}

const VARIANTS: [Variant; 7] = [
	Variant {
		letter: "A",
		about: "two maps, big-endian Identity keys, as the chain has it",
		layout: Layout::BigEndian,
		trie: 1,
		classes: 4,
		claims: 7,
	},
	Variant {
		letter: "B",
		about: "two double maps, Blake2_128Concat keys, batches unsorted",
		layout: Layout::Hashed,
		trie: 1,
		classes: 4,
		claims: 7,
	},
	Variant {
		letter: "C",
		about: "pages of 16 citizens, big-endian Identity keys",
		layout: Layout::Paged,
		trie: 1,
		classes: 4,
		claims: 7,
	},
	Variant {
		letter: "P",
		about: "pages of 4 citizens, big-endian Identity keys",
		layout: Layout::PagedSmall,
		trie: 1,
		classes: 4,
		claims: 7,
	},
	Variant {
		letter: "D",
		about: "as A, little-endian keys (SCALE's own)",
		layout: Layout::LittleEndian,
		trie: 1,
		classes: 4,
		claims: 7,
	},
	Variant {
		letter: "V",
		about: "as A, trie format 0: values lie in the nodes whatever their size",
		layout: Layout::BigEndian,
		trie: 0,
		classes: 4,
		claims: 7,
	},
	Variant {
		letter: "S",
		about: "as A, small values, which format 1 keeps in the nodes",
		layout: Layout::BigEndian,
		trie: 1,
		classes: 1,
		claims: 3,
	},
];

fn main() {
	let args = Args::parse();
	let variants: Vec<Variant> = args
		.layouts
		.iter()
		.map(|letter| {
			*VARIANTS.iter().find(|variant| variant.letter == letter).unwrap_or_else(|| {
				fail(&format!("no layout {letter}: there are A, B, C, P, D, V and S"))
			})
		})
		.collect();
	let variants: Vec<Variant> = variants
		.into_iter()
		.map(|variant| Variant {
			classes: args.classes.unwrap_or(variant.classes),
			claims: args.claims.unwrap_or(variant.claims),
			..variant
		})
		.collect();
	if variants.is_empty() || args.blocks == 0 || args.rows == 0 {
		fail("at least one layout, one block and one row are needed");
	}
	if let Some(size) = args.citizens.iter().find(|size| **size < args.rows) {
		fail(&format!("{size} citizens are fewer than the {} rows of a batch", args.rows));
	}
	let base = args
		.base
		.clone()
		.unwrap_or_else(|| std::env::temp_dir().join(format!("hot-ledger-{}", std::process::id())));
	if base.exists() {
		fail(&format!("{} exists", base.display()));
	}

	let mut results = Vec::new();
	for size in &args.citizens {
		results.extend(measure(&args, &variants, *size, &base));
		// Databases of one size are gone before the next is filled.
		let _ = std::fs::remove_dir_all(&base);
	}

	if args.json {
		let out = json!({
			"rows_per_batch": args.rows,
			"batches_per_block": args.batches,
			"blocks": args.blocks,
			"runtime": if args.native { "native" } else { "wasm" },
			"layouts": variants.iter().map(|v| json!({
				"layout": v.letter,
				"about": v.about,
				"position_bytes": 17 + 12 * v.classes,
				"log_bytes": 1 + 9 * v.claims,
			})).collect::<Vec<_>>(),
			"results": results,
		});
		println!("{}", serde_json::to_string_pretty(&out).unwrap_or_default());
	} else {
		print_table(&args, &variants, &results);
	}
}

fn fail(message: &str) -> ! {
	eprintln!("error: {message}");
	std::process::exit(2)
}

/// Measures every variant with `citizens` in state, in both patterns.
fn measure(
	args: &Args,
	variants: &[Variant],
	citizens: u32,
	base: &std::path::Path,
) -> Vec<serde_json::Value> {
	let mut chains = Vec::new();
	for variant in variants {
		eprintln!("{citizens} citizens: filling {} ({})", variant.letter, variant.about);
		let path = base.join(format!("{citizens}-{}", variant.letter));
		let genesis = Chain::create(&path, *variant, citizens, args.cache);
		let bytes = chain::bytes_on_disk(&path);
		chains.push((Chain::open(&path, *variant, genesis, args.cache, args.native), bytes));
	}

	// pattern, variant -> one timing a round
	let mut timings = Pattern::ALL.map(|pattern| (pattern, vec![Vec::new(); variants.len()]));
	for round in 0..args.warm_up + args.blocks {
		for (pattern, timings) in timings.iter_mut() {
			let seed = u64::from(round) << 2 | *pattern as u64;
			let batches = rows::block(seed, *pattern, citizens, args.batches, args.rows);
			// Another order each round: none always follows the same neighbour.
			for turn in 0..chains.len() {
				let at = (turn + round as usize) % chains.len();
				let (chain, _) = &mut chains[at];
				let timing = chain.block(rows::ordered(&batches, chain.variant.layout));
				if round >= args.warm_up {
					timings[at].push(timing);
				}
				std::thread::sleep(Duration::from_millis(args.pause));
			}
		}
		eprint!("\r{citizens} citizens: round {} of {}", round + 1, args.warm_up + args.blocks);
	}
	eprintln!();

	// All layouts with values of one size hold the same positions and logs in the end.
	let rows = u64::from(args.batches) * u64::from(args.rows);
	let credited = rows * Pattern::ALL.len() as u64 * u64::from(args.warm_up + args.blocks);
	for (chain, _) in &chains {
		assert_eq!(chain.rows_credited(), credited, "{}: rows are missing", chain.variant.letter);
		let same = |other: &&(Chain, u64)| other.0.variant.classes == chain.variant.classes;
		if let Some((first, _)) = chains.iter().find(same) {
			for citizen in (0..citizens).step_by((citizens / 500).max(1) as usize) {
				assert_eq!(
					chain.citizen(citizen),
					first.citizen(citizen),
					"{} and {} differ on citizen {citizen}",
					chain.variant.letter,
					first.variant.letter
				);
			}
		}
	}

	let mut results = Vec::new();
	for (pattern, timings) in &timings {
		for (at, timing) in timings.iter().enumerate() {
			let mid = |field: fn(&Timing) -> f64| median(timing.iter().map(field).collect());
			let ratio = |field: fn(&Timing) -> f64| {
				median(timing.iter().zip(&timings[0]).map(|(a, b)| field(a) / field(b)).collect())
			};
			let build = mid(|t| t.execution.wall + t.root.wall);
			let cpu = mid(|t| t.execution.cpu + t.root.cpu);
			results.push(json!({
				"citizens": citizens,
				"pattern": pattern.name(),
				"layout": variants[at].letter,
				"execution_ms": round1(mid(|t| t.execution.wall) * 1e3),
				"root_ms": round1(mid(|t| t.root.wall) * 1e3),
				"commit_ms": round1(mid(|t| t.commit.wall) * 1e3),
				"cpu_execution_ms": round1(mid(|t| t.execution.cpu) * 1e3),
				"cpu_root_ms": round1(mid(|t| t.root.cpu) * 1e3),
				"cpu_commit_ms": round1(mid(|t| t.commit.cpu) * 1e3),
				"rows_per_second": (rows as f64 / build).round(),
				"us_per_row": round1(build * 1e6 / rows as f64),
				"cpu_us_per_row": round1(cpu * 1e6 / rows as f64),
				"ratio": round2(ratio(|t| t.execution.wall + t.root.wall)),
				"cpu_ratio": round2(ratio(|t| t.execution.cpu + t.root.cpu)),
				"nodes_per_row": round2(mid(|t| t.nodes_written) / rows as f64),
				"bytes_per_row": round1(mid(|t| t.bytes_written) / rows as f64),
				"disk_bytes_per_citizen": round1(chains[at].1 as f64 / f64::from(citizens)),
			}));
		}
	}
	results
}

fn median(mut values: Vec<f64>) -> f64 {
	values.sort_by(f64::total_cmp);
	let middle = values.len() / 2;
	if values.len() % 2 == 1 {
		values[middle]
	} else {
		(values[middle - 1] + values[middle]) / 2.0
	}
}

fn round1(value: f64) -> f64 {
	(value * 10.0).round() / 10.0
}

fn round2(value: f64) -> f64 {
	(value * 100.0).round() / 100.0
}

fn print_table(args: &Args, variants: &[Variant], results: &[serde_json::Value]) {
	println!(
		"{} batches of {} rows in a block, medians of {} blocks. exec, root, commit: ms a block.",
		args.batches, args.rows, args.blocks
	);
	println!(
		"rows/s and us/row: execution and root. x: time against {}, cpu x: processor time against it.",
		variants[0].letter
	);
	for variant in variants {
		println!(
			"  {}  {}; values of {} and {} bytes",
			variant.letter,
			variant.about,
			17 + 12 * variant.classes,
			1 + 9 * variant.claims
		);
	}
	let head = [
		"citizens",
		"pattern",
		"layout",
		"exec",
		"root",
		"commit",
		"rows/s",
		"us/row",
		"x",
		"cpu us/row",
		"cpu x",
		"nodes/row",
		"bytes/row",
		"disk B/cit",
	];
	let fields = [
		"citizens",
		"pattern",
		"layout",
		"execution_ms",
		"root_ms",
		"commit_ms",
		"rows_per_second",
		"us_per_row",
		"ratio",
		"cpu_us_per_row",
		"cpu_ratio",
		"nodes_per_row",
		"bytes_per_row",
		"disk_bytes_per_citizen",
	];
	println!("\n| {} |", head.join(" | "));
	println!("|{}", "---|".repeat(head.len()));
	for result in results {
		let cells: Vec<String> = fields
			.iter()
			.map(|field| match &result[*field] {
				serde_json::Value::String(text) => text.clone(),
				serde_json::Value::Number(number) => match number.as_u64() {
					Some(whole) => whole.to_string(),
					None => {
						let value = number.as_f64().unwrap_or_default();
						if value >= 1e3 {
							format!("{value:.0}")
						} else {
							value.to_string()
						}
					},
				},
				other => other.to_string(),
			})
			.collect();
		println!("| {} |", cells.join(" | "));
	}
}

/// The batches of a block.
pub type Batches = Vec<Vec<hot_ledger_runtime::pallet::Row>>;
