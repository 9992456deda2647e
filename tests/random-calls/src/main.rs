//! Long runs of random calls: see scripts/fuzz.sh.

use clap::Parser;
use std::{io::IsTerminal, process::ExitCode, time::Instant};
use tanpu_random_calls::{dice::Dice, segment_to_the_call, Tally, SEGMENT};

/// Random calls on the whole runtime, everything checked that must always hold.
///
/// The same seed makes the same calls. A run is cut into segments that each begin at genesis, so that
/// it can be taken up at any of them.
#[derive(Parser)]
#[command(after_help = "Exit codes: 0 everything held, 1 something didn't, 2 wrong usage.\n\n\
	Example: tanpu-random-calls --calls 1000000 --seed 7")]
struct Options {
	/// How many calls.
	#[arg(long, default_value_t = 100_000, value_parser = clap::value_parser!(u64).range(1..))]
	calls: u64,
	/// What determines them.
	#[arg(long, default_value_t = 1)]
	seed: u64,
	/// The segment to begin with, from 0: to go on, or to see a fault again.
	#[arg(long, default_value_t = 0)]
	segment: u64,
	/// Calls of a segment.
	#[arg(long, default_value_t = SEGMENT, value_parser = clap::value_parser!(u64).range(1..))]
	segment_calls: u64,
	/// Everything is checked after so many calls.
	#[arg(long, default_value_t = 2_000, value_parser = clap::value_parser!(u64).range(1..))]
	check_every: u64,
}

fn main() -> ExitCode {
	let options = Options::parse();
	if !std::io::stderr().is_terminal() {
		// A panic is a finding and stands in the result; its place is worth a line.
		std::panic::set_hook(Box::new(|info| eprintln!("  {info}")));
	}
	let began = Instant::now();
	let (mut done, mut number, mut tally) = (0, options.segment, Tally::default());
	let mut broken = None;
	while done < options.calls && broken.is_none() {
		let calls = options.segment_calls.min(options.calls - done);
		let seed = Dice::derived(options.seed, number);
		let found = segment_to_the_call(seed, calls, options.check_every);
		done += found.made;
		tally.add(found.tally);
		let rate = done as f64 / began.elapsed().as_secs_f64();
		eprintln!("segment {number}: {done} of {} calls, {rate:.0} a second", options.calls);
		broken = found.broken;
		number += 1;
	}
	table(&tally);
	println!(
		"\n{done} calls in {} blocks, {} checks, {:.0} s",
		tally.blocks,
		tally.checks,
		began.elapsed().as_secs_f64()
	);
	let Some(broken) = broken else {
		println!("Everything held.");
		return ExitCode::SUCCESS;
	};
	let segment = number - 1;
	println!("\nBROKEN in segment {segment}, at call {}: {}", broken.step, broken.what);
	println!("  {}", broken.by);
	println!(
		"To see it again: scripts/fuzz.sh --seed {} --segment {segment} --calls {} --check-every {}",
		options.seed,
		broken.step + 1,
		options.check_every
	);
	ExitCode::FAILURE
}

fn table(tally: &Tally) {
	println!("{:<48}{:>9}{:>9}  errors", "call", "ok", "failed");
	for ((pallet, call), count) in &tally.calls {
		let failed: u64 = count.failed.values().sum();
		let mut errors: Vec<_> = count.failed.iter().collect();
		errors.sort_by_key(|(_, times)| std::cmp::Reverse(**times));
		let errors: Vec<_> =
			errors.iter().map(|(error, times)| format!("{error} {times}")).collect();
		let name = format!("{pallet}.{call}");
		println!("{name:<48}{:>9}{failed:>9}  {}", count.ok, errors.join(", "));
	}
	println!("\n{:<48}{:>9}", "event", "times");
	for (name, times) in &tally.events {
		println!("{name:<48}{times:>9}");
	}
}
