//! Contents made to cost: for benchmarks, and for tests of their bounds.
#![allow(
	clippy::arithmetic_side_effects,
	clippy::cast_possible_truncation,
	clippy::expect_used,
	clippy::indexing_slicing,
	clippy::unwrap_used
)]

use crate::{Content, Document, Sections, TextOf, Texts};
use alloc::{format, string::String, vec, vec::Vec};
use codec::Encode;
use sp_core::H256;
use sp_runtime::Permill;
use tanpu_formula::{
	Definition, Fixed, Input, NamedUnit, Op, Parameter, Program, SourceKind, Table, Unit,
	MAX_INPUTS, MAX_OPS, MAX_PARAMETERS, MAX_TABLES,
};
use tanpu_primitives::{ClaimSpec, CreditingRules};

/// Fewest and most encoded bytes that [`sized`] meets with any number of operations.
pub const LEAST: u32 = 6_000;
pub const MOST: u32 = 42_000;

/// Categories of an input that keys a table of 16 x 16 cells, the largest.
const CATEGORIES: usize = 16;
/// Category inputs among the 16; the others are numbers.
const KEYS: u32 = 2;

/// A name of the longest kind.
fn name(kind: &str, index: u32) -> String {
	format!("{kind}_{index:_>width$}", width = 31 - kind.len())
}

fn text(length: usize) -> String {
	"x".repeat(length)
}

fn bounded<const N: u32>(bytes: &[u8]) -> TextOf<N> {
	TextOf::truncate_from(bytes.to_vec())
}

fn number(index: u32) -> Input {
	let unit = if index == 0 { NamedUnit::GramCo2e.into() } else { Unit::one() };
	Input::number(&name("input", index), unit, 0, 0, u64::MAX)
		.and_then(|input| input.with_label(&text(128)))
		.expect("within bounds")
}

fn category(index: u32) -> Input {
	let names: Vec<_> = (0..CATEGORIES as u32).map(|value| name("value", value)).collect();
	Input::category(&name("input", index), names.iter().map(String::as_str))
		.and_then(|input| input.with_label(&text(128)))
		.expect("within bounds")
}

fn parameter(index: u32, value: Fixed) -> Parameter {
	let source = text(128);
	Parameter::new(&name("parameter", index), value, Unit::one(), SourceKind::Official, &source)
		.and_then(|parameter| parameter.with_label(&text(128)))
		.expect("within bounds")
}

fn table(index: u32) -> Table {
	let cells = vec![Fixed::ONE; CATEGORIES * CATEGORIES];
	// The two inputs after the first, so that small definitions have them too.
	Table::new(
		&name("table", index),
		vec![1, 2],
		Unit::one(),
		cells,
		SourceKind::Official,
		&text(128),
	)
	.and_then(|table| table.with_label(&text(128)))
	.expect("within bounds")
}

/// Rules that cap nothing that the worst definition computes.
pub fn rules(claims: Vec<ClaimSpec>) -> CreditingRules {
	CreditingRules {
		points_per_kg: 844,
		growth_per_kg: 1_000,
		max_grams_per_record: crate::MAX_CAP,
		max_grams_per_day: crate::MAX_CAP,
		claims: claims.try_into().expect("within bounds"),
		evidence_required: true,
		device_required: false,
		operator_share: Permill::from_percent(30),
		verifiers_needed: 1,
	}
}

fn texts(section_bytes: usize) -> Texts {
	let mut left = section_bytes;
	let mut section = || {
		let length = left.min(crate::MAX_SECTION_LEN as usize);
		left -= length;
		bounded(text(length).as_bytes())
	};
	Texts {
		title_zh: bounded("最重的方法学".as_bytes()),
		title_en: bounded(b"Worst case"),
		jurisdiction: bounded(b"CN-SZ"),
		scenario: bounded(b"worst"),
		document: Document { hash: H256::repeat_byte(1), uri: bounded(b"https://example.org/") },
		sections: Sections {
			applicability: section(),
			additionality: section(),
			excluded_mechanisms: section(),
			monitoring: section(),
			crediting_period_days: 0,
		},
	}
}

/// Divisors that keep the number large and its divisions on the slow, wide path: 19 and its inverse
/// by turns.
fn divisor(index: u32) -> Fixed {
	match index & 1 {
		0 => Fixed::from_raw(19_000_000_007_000_000_011),
		_ => Fixed::from_raw(52_631_578_927_977_977),
	}
}

/// The longest program of divisions, over as many and as large declarations as there can be.
pub fn definition() -> Definition {
	let mut inputs = vec![number(0)];
	inputs.extend((1..=KEYS).map(category));
	inputs.extend((KEYS + 1..MAX_INPUTS).map(number));
	let parameters: Vec<_> = (0..MAX_PARAMETERS)
		.map(|index| match index {
			// The last division brings the result down to some hundred grams.
			31 => parameter(index, Fixed::from_integer(10_000_000_000_000_000).unwrap()),
			_ => parameter(index, divisor(index)),
		})
		.collect();
	let tables = (0..MAX_TABLES).map(table).collect();
	let mut definition = Definition::declare(inputs, parameters, tables).expect("within bounds");
	let mut ops = vec![Op::Input(0)];
	while ops.len() < MAX_OPS as usize - 3 {
		// 30 of the parameters, an even number, so that they cancel out.
		ops.extend([Op::Param((ops.len() / 2 % 30) as u8), Op::Div]);
	}
	ops.extend([Op::Convert(NamedUnit::KilogramCo2e.into()), Op::Param(31), Op::Div]);
	definition.program = Program::from_ops(ops).expect("within bounds");
	definition
}

/// Raw values that run the whole of [`definition`].
pub fn inputs() -> Vec<u64> {
	let mut inputs = vec![u64::MAX; MAX_INPUTS as usize];
	for (index, input) in inputs.iter_mut().enumerate() {
		match index as u32 {
			// A kilogram in the end.
			0 => *input = 10_000_000_000_000_000_000,
			index if index <= KEYS => *input = CATEGORIES as u64 - 1,
			_ => {},
		}
	}
	inputs
}

/// A content that passes the checks, of about `bytes` encoded bytes ([`LEAST`] to [`MOST`] are met
/// closely) and `ops` operations (2 or more), each one that converts.
pub fn sized(bytes: u32, ops: u32) -> Content {
	let bytes = bytes as usize;
	let mut content = Content {
		texts: texts(0),
		definition: Definition::declare(vec![number(0)], vec![], vec![]).expect("within bounds"),
		rules: rules(vec![ClaimSpec::Interval { group: 0 }]),
	};
	let units = [NamedUnit::KilogramCo2e, NamedUnit::TonneCo2e];
	let mut program = vec![Op::Input(0)];
	program.extend((1..ops).map(|index| Op::Convert(units[index as usize % 2].into())));
	content.definition.program = Program::from_ops(program).expect("within bounds");

	// The largest pieces first, as long as they fit; prose for what is left.
	let fits = |content: &Content, more: usize| content.encoded_size() + more <= bytes;
	for index in 1..MAX_INPUTS {
		let input = category(index);
		if fits(&content, input.encoded_size()) {
			content.definition.inputs.try_push(input).expect("within bounds");
		}
	}
	for index in 0..MAX_TABLES {
		let table = table(index);
		if content.definition.inputs.len() > KEYS as usize && fits(&content, table.encoded_size()) {
			content.definition.tables.try_push(table).expect("within bounds");
		}
	}
	for index in 0..MAX_PARAMETERS {
		let parameter = parameter(index, Fixed::ONE);
		if fits(&content, parameter.encoded_size()) {
			content.definition.parameters.try_push(parameter).expect("within bounds");
		}
	}
	content.texts = texts(bytes.saturating_sub(content.encoded_size()));
	content
}

/// Puts the worst version straight into storage, in force since the beginning.
#[cfg(feature = "runtime-benchmarks")]
pub fn publish_worst<T: crate::Config>(
	claims: Vec<ClaimSpec>,
) -> (tanpu_primitives::MethodologyRef, Vec<u64>) {
	use crate::{
		Methodologies, Methodology, NextMethodologyId, Status, TextsOf, Version, Versions,
	};

	let content = Content { texts: texts(4_096), definition: definition(), rules: rules(claims) };
	let content_hash = content.hash();
	let methodology = NextMethodologyId::<T>::get();
	NextMethodologyId::<T>::put(methodology + 1);
	Methodologies::<T>::insert(
		methodology,
		Methodology { latest: 1, status: Status::Active, suspendable_from: 0 },
	);
	let Content { texts, definition, rules } = content;
	Versions::<T>::insert(
		methodology,
		1,
		Version { definition, rules, content_hash, published: 0, effective: 0 },
	);
	TextsOf::<T>::insert(methodology, 1, texts);
	(tanpu_primitives::MethodologyRef { methodology, version: 1 }, inputs())
}
