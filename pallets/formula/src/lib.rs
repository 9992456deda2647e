//! The formula language of Tanpu's methodologies.
//!
//! A methodology publishes a [`Definition`]: typed inputs, parameters with their source, lookup
//! tables and a bounded postfix [`Program`]. [`check`] proves, once, when it is published, that
//! the program is well formed and that its result is a mass of CO2e. [`Prepared`] then computes
//! rows of activity data, fast and without panicking; [`explain`] shows every intermediate step.
//! With `std`, [`text`] turns human text into a program and back.
//!
//! # How quantities are carried
//!
//! Every number is a [`Fixed`] (18 decimals) **in the unit it was written in**; the unit of every
//! intermediate is known when the formula is checked.
//!
//! - `*` and `/` multiply and divide numbers and units; nothing is converted.
//! - `+`, `-`, comparisons, `min`, `max`, `clamp` and `select` need equal dimensions. Where units
//!   differ, the later operand is converted into the unit of the first one by an exact rational
//!   factor (`km` and `m`: 1/1000), one rounding.
//! - The result is converted into `gCO2e`, one rounding, then floored to a whole gram.
//!
//! So a factor of 0.4403 kg/kWh is never squeezed into grams per joule, and 10 kWh of it are 4403 g,
//! not 4402.
//!
//! # What the chain provides
//!
//! An input is reported with each act, or provided by the chain ([`Origin`]): the mean of a reported
//! number over the days before, rounded down at the input's own decimals ([`mean_raw`]), the
//! members of a household, or the month of the act's day. To [`Prepared::evaluate`] they are inputs like any other, in their place
//! and checked against their range; [`explain`] and its text tell them apart.
//!
//! # Rounding
//!
//! Addition, subtraction, comparison are exact. Multiplication, division and conversion each round
//! once, toward zero, at the 18th decimal. What leaves the 128 bits is an error, never wrapped
//! or saturated.
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(
	test,
	allow(
		clippy::arithmetic_side_effects,
		clippy::cast_possible_truncation,
		clippy::cast_possible_wrap,
		clippy::cast_precision_loss,
		clippy::cast_sign_loss,
		clippy::expect_used,
		clippy::indexing_slicing,
		clippy::panic,
		clippy::unreachable,
		clippy::unwrap_used
	)
)]
#![deny(missing_docs)]

extern crate alloc;

mod check;
mod dimension;
mod eval;
mod explain;
mod fixed;
mod json;
mod program;
#[cfg(feature = "std")]
pub mod text;
mod types;
mod units;

#[cfg(test)]
mod tests;

pub use check::{check, CheckError, CheckErrorKind, Checked, Declaration, ValueType, MAX_COST};
pub use dimension::Dimension;
pub use eval::{evaluate, evaluate_exact, EvalError, Outcome, Prepared, Verdict};
pub use explain::{explain, Reference, Step, StepValue};
pub use fixed::{Fixed, FixedError};
pub use program::{Op, Operation, Program};
#[cfg(feature = "std")]
pub use text::{
	compile, parse_formula, print_formula, render_steps, FormulaError, Lang, ParseError,
};
pub use types::*;
pub use units::{parse_unit, Factor, NamedUnit, Unit, UnitError};
