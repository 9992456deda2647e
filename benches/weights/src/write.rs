//! The text of a `weights.rs`.

use crate::Fitted;
use frame_benchmarking::Analysis;
use std::fmt::Write as _;

/// Thousands separated, as clippy wants long numbers.
fn number(value: u128) -> String {
	let digits = value.to_string();
	let mut out = String::new();
	for (at, digit) in digits.chars().enumerate() {
		if at > 0 && (digits.len() - at).is_multiple_of(3) {
			out.push('_');
		}
		out.push(digit);
	}
	out
}

fn arguments(fitted: &Fitted) -> String {
	fitted.components.iter().map(|name| format!("{name}: u32")).collect::<Vec<_>>().join(", ")
}

fn slope(analysis: &Analysis, component: &str) -> u128 {
	analysis
		.names
		.iter()
		.position(|name| name == component)
		.and_then(|at| analysis.slopes.get(at).copied())
		.unwrap_or(0)
}

fn body(fitted: &Fitted, db: &str) -> String {
	let mut out = String::new();
	let _ = writeln!(
		out,
		"\t\t// Shortest run: {} picoseconds.\n\t\tWeight::from_parts({}, 0)",
		// The analysis scales slopes and base from nanoseconds, the minimum it leaves.
		number(fitted.time.minimum.saturating_mul(1_000)),
		number(fitted.time.base)
	);
	for component in &fitted.components {
		let time = slope(&fitted.time, component);
		if time > 0 {
			let _ = writeln!(
				out,
				"\t\t\t.saturating_add(Weight::from_parts({}, 0).saturating_mul({component}.into()))",
				number(time)
			);
		}
	}
	for (what, analysis) in [("reads", &fitted.reads), ("writes", &fitted.writes)] {
		if analysis.base > 0 {
			let _ = writeln!(
				out,
				"\t\t\t.saturating_add({db}::get().{what}({}_u64))",
				number(analysis.base)
			);
		}
		for component in &fitted.components {
			let per = slope(analysis, component);
			if per > 0 {
				let _ = writeln!(
					out,
					"\t\t\t.saturating_add({db}::get().{what}({}_u64.saturating_mul({component}.into())))",
					number(per)
				);
			}
		}
	}
	out
}

fn implementation(fitted: &[Fitted], head: &str, db: &str) -> String {
	let mut out = format!("{head} {{\n");
	for one in fitted {
		let unused: Vec<_> = one
			.components
			.iter()
			.map(|component| {
				let used = [&one.time, &one.reads, &one.writes]
					.iter()
					.any(|analysis| slope(analysis, component) > 0);
				if used {
					format!("{component}: u32")
				} else {
					format!("_{component}: u32")
				}
			})
			.collect();
		let _ = writeln!(
			out,
			"\tfn {}({}) -> Weight {{\n{}\t}}\n",
			one.name,
			unused.join(", "),
			body(one, db)
		);
	}
	out.truncate(out.trim_end().len());
	out.push_str("\n}\n");
	out
}

/// The whole file.
pub fn weights(pallet: &str, fitted: &[Fitted], steps: u32, repeat: u32) -> String {
	let mut out = format!(
		"//! Weights of `{pallet}`, measured in the wasm runtime.\n\
		//!\n\
		//! Written by `scripts/benchmark.sh` ({steps} steps, {repeat} repeats); don't edit.\n\
		//!\n\
		//! Proof size is 0: Tanpu is a chain of its own and proves no block to another.\n\n\
		#![cfg_attr(rustfmt, rustfmt_skip)]\n\
		#![allow(missing_docs)]\n\n\
		use core::marker::PhantomData;\n\
		use frame_support::{{traits::Get, weights::{{constants::ParityDbWeight, Weight}}}};\n\n\
		pub trait WeightInfo {{\n"
	);
	for one in fitted {
		let _ = writeln!(out, "\tfn {}({}) -> Weight;", one.name, arguments(one));
	}
	out.push_str("}\n\n/// Measured times, with the runtime's own price of reads and writes.\n");
	out.push_str("pub struct SubstrateWeight<T>(PhantomData<T>);\n");
	out.push_str(&implementation(
		fitted,
		"impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T>",
		"T::DbWeight",
	));
	out.push_str("\n/// The same for mocks.\n");
	out.push_str(&implementation(fitted, "impl WeightInfo for ()", "ParityDbWeight"));
	out
}
