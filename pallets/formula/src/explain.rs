//! Every intermediate step of a computation.

use crate::{
	check::{analyse, Slot},
	eval::{Cell, Machine},
	Definition, EvalError, Fixed, Name, NamedUnit, Op, Operation, Prepared, Unit,
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// A value at a step.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	Serialize,
	Deserialize,
	TypeInfo,
	MaxEncodedLen,
	Clone,
	PartialEq,
	Eq,
	Debug,
)]
#[allow(clippy::cast_possible_truncation)]
pub enum StepValue {
	/// A number in its unit.
	Number {
		/// The number.
		value: Fixed,
		/// Its unit.
		unit: Unit,
	},
	/// A truth value.
	Boolean(bool),
	/// A category's value.
	Category(Name),
	/// A failure; it counts only where it is used.
	Failed(EvalError),
}

/// What a step refers to: which declaration, and its name.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	Serialize,
	Deserialize,
	TypeInfo,
	MaxEncodedLen,
	Clone,
	PartialEq,
	Eq,
	Debug,
)]
#[allow(clippy::cast_possible_truncation)]
pub enum Reference {
	/// An input.
	Input {
		/// Its index.
		index: u8,
		/// Its name.
		name: Name,
	},
	/// A parameter.
	Parameter {
		/// Its index.
		index: u8,
		/// Its name.
		name: Name,
	},
	/// A table.
	Table {
		/// Its index.
		index: u8,
		/// Its name.
		name: Name,
	},
	/// A named intermediate.
	Local {
		/// Its index.
		index: u8,
		/// Its name.
		name: Name,
	},
}

/// One step of a computation.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	Serialize,
	Deserialize,
	TypeInfo,
	Clone,
	PartialEq,
	Eq,
	Debug,
)]
pub struct Step {
	/// Index of the operation; the number of operations for the result.
	pub op: u16,
	/// The operation.
	pub operation: Operation,
	/// The declaration that it reads or stores.
	pub reference: Option<Reference>,
	/// Its operands, first to last, in their own units: at most three. For a lookup and a category
	/// test, the categories.
	pub operands: Vec<StepValue>,
	/// Its result; for the last step grams of CO2e before the floor.
	pub result: StepValue,
}

/// Computes a record and returns every step, at most [`crate::MAX_OPS`] + 1.
///
/// The last step is [`Operation::Result`]: its result is the exact grams of CO2e, or
/// [`StepValue::Failed`] where the record is rejected, so that the step that failed can be seen.
///
/// # Errors
///
/// Those of inputs, and [`EvalError::Unchecked`] for a definition that does not pass the check.
pub fn explain(definition: &Definition, inputs: &[u64]) -> Result<Vec<Step>, EvalError> {
	let analysis = analyse(definition).map_err(|_| EvalError::Unchecked)?;
	let prepared = Prepared::without_codes(definition, &analysis);
	prepared.validate(inputs)?;
	let mut machine = Machine::new();
	// The types on the stack and in the locals, in step with the machine.
	let mut types: Vec<Slot> = Vec::new();
	let mut steps = Vec::with_capacity(analysis.ops.len().saturating_add(1));
	for (index, (op, analysed)) in definition.program.ops.iter().zip(&analysis.ops).enumerate() {
		let taken = usize::from(op.operation().operands());
		let mut operands = Vec::with_capacity(taken);
		for depth in (0..taken).rev() {
			let slot = types.len().checked_sub(depth).and_then(|at| at.checked_sub(1));
			let slot = slot.and_then(|at| types.get(at)).ok_or(EvalError::Unchecked)?;
			let cell = machine.peek(depth).ok_or(EvalError::Unchecked)?;
			operands.push(value(cell, slot)?);
		}
		operands.extend(categories(definition, op, inputs).into_iter().map(StepValue::Category));
		for code in &analysed.codes {
			machine.run(code, &prepared, inputs).ok_or(EvalError::Unchecked)?;
		}
		types.truncate(types.len().saturating_sub(taken));
		let result = if let (Op::Store(_), Some(stored)) = (op, operands.first()) {
			stored.clone()
		} else {
			types.push(analysed.result);
			value(machine.top().ok_or(EvalError::Unchecked)?, &analysed.result)?
		};
		steps.push(Step {
			op: u16::try_from(index).unwrap_or(u16::MAX),
			operation: op.operation(),
			reference: reference(definition, op),
			operands,
			result,
		});
	}
	let last = machine.top().ok_or(EvalError::Unchecked)?;
	let slot = types.last().ok_or(EvalError::Unchecked)?;
	steps.push(Step {
		op: u16::try_from(steps.len()).unwrap_or(u16::MAX),
		operation: Operation::Result,
		reference: None,
		operands: alloc::vec![value(last, slot)?],
		result: match prepared.outcome(last) {
			Ok(outcome) => {
				StepValue::Number { value: outcome.exact, unit: NamedUnit::GramCo2e.into() }
			},
			Err(error) => StepValue::Failed(error),
		},
	});
	Ok(steps)
}

fn value(cell: Cell, slot: &Slot) -> Result<StepValue, EvalError> {
	match (cell, slot) {
		(Cell::Number(value), Slot::Number(powers)) => {
			let unit = powers.to_unit().ok_or(EvalError::Unchecked)?;
			Ok(StepValue::Number { value, unit })
		},
		(Cell::Boolean(value), Slot::Boolean) => Ok(StepValue::Boolean(value)),
		(Cell::Failed(error), _) => Ok(StepValue::Failed(error)),
		_ => Err(EvalError::Unchecked),
	}
}

/// The categories that a lookup or a category test looks at.
fn categories(definition: &Definition, op: &Op, inputs: &[u64]) -> Vec<Name> {
	let reported = |input: &u8| {
		let index = usize::from(*input);
		let raw = usize::try_from(*inputs.get(index)?).ok()?;
		match &definition.inputs.get(index)?.kind {
			crate::InputKind::Category { values } => values.get(raw).cloned(),
			crate::InputKind::Number { .. } => None,
		}
	};
	match op {
		Op::Lookup(table) => definition
			.tables
			.get(usize::from(*table))
			.map(|table| table.keys.iter().filter_map(reported).collect())
			.unwrap_or_default(),
		Op::IsCategory(input, value) => {
			let tested =
				definition.inputs.get(usize::from(*input)).and_then(|input| match &input.kind {
					crate::InputKind::Category { values } => values.get(usize::from(*value)),
					crate::InputKind::Number { .. } => None,
				});
			reported(input).into_iter().chain(tested.cloned()).collect()
		},
		_ => Vec::new(),
	}
}

fn reference(definition: &Definition, op: &Op) -> Option<Reference> {
	match op {
		Op::Input(index) | Op::IsCategory(index, _) => {
			let name = definition.inputs.get(usize::from(*index))?.name.clone();
			Some(Reference::Input { index: *index, name })
		},
		Op::Param(index) => {
			let name = definition.parameters.get(usize::from(*index))?.name.clone();
			Some(Reference::Parameter { index: *index, name })
		},
		Op::Lookup(index) => {
			let name = definition.tables.get(usize::from(*index))?.name.clone();
			Some(Reference::Table { index: *index, name })
		},
		Op::Local(index) | Op::Store(index) => {
			let name = definition.program.locals.get(usize::from(*index))?.clone();
			Some(Reference::Local { index: *index, name })
		},
		_ => None,
	}
}
