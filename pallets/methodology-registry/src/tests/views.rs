use crate::{mock::*, ContentProblem, EvaluationRefusal, Status};
use codec::{Decode, Encode};
use frame_support::{
	assert_ok,
	view_functions::{DispatchViewFunction, ViewFunctionId, ViewFunctionIdPrefix},
};
use tanpu_formula::{EvalError, Fixed, NamedUnit, Op, Operation, StepValue};

#[test]
fn a_methodology_and_its_versions() {
	build_and_execute(|| {
		assert_eq!(Registry::methodology(0), None);
		assert_eq!(Registry::version(0, 1), None);
		assert_eq!(Registry::texts(0, 1), None);
		assert_eq!(Registry::version_at(0, u64::MAX), None);

		let id = published(None, metro());
		let first = Now::get() + 2 * DAY;
		let view = Registry::methodology(id).unwrap();
		assert_eq!((view.suspended, view.in_force), (false, None));
		assert_eq!(view.methodology.status, Status::Active);
		assert_eq!(Registry::version(id, 1).unwrap().effective_until, None);
		assert_eq!(Registry::texts(id, 1), Some(metro().texts));

		published(Some(id), metro_capped(7));
		let second = Now::get() + 2 * DAY;
		assert_eq!(Registry::methodology(id).unwrap().in_force, Some(1));
		assert_eq!(Registry::version(id, 1).unwrap().effective_until, Some(second));
		let expected = [
			(0, None),
			(first - 1, None),
			(first, Some(1)),
			(second - 1, Some(1)),
			(second, Some(2)),
			(u64::MAX, Some(2)),
		];
		for (moment, version) in expected {
			assert_eq!(Registry::version_at(id, moment), version, "{moment}");
		}

		assert_ok!(Registry::suspend(signed(MEMBER), id, text("x")));
		assert!(Registry::methodology(id).unwrap().suspended);
		advance(72 * HOUR);
		assert!(!Registry::methodology(id).unwrap().suspended);
	});
}

#[test]
fn a_ride_s_grams_step_by_step() {
	build_and_execute(|| {
		let id = published(None, metro());
		// 2.52 km at 46.7 g are 117.684 g.
		let outcome = Registry::evaluate(id, 1, vec![252, 0]).unwrap();
		assert_eq!(outcome.grams, 117);
		assert_eq!(outcome.exact, Fixed::from_raw(117_684_000_000_000_000_000));
		let steps = Registry::explain(id, 1, vec![252, 0]).unwrap();
		let operations: Vec<_> = steps.iter().map(|step| step.operation).collect();
		assert_eq!(
			operations,
			[Operation::Input, Operation::Param, Operation::Mul, Operation::Result]
		);
		assert_eq!(
			steps.last().unwrap().result,
			StepValue::Number { value: outcome.exact, unit: NamedUnit::GramCo2e.into() }
		);
	});
}

#[test]
fn what_can_t_be_computed_says_why() {
	build_and_execute(|| {
		let id = published(None, metro());
		let refused = |version, inputs: Vec<u64>, refusal| {
			assert_eq!(Registry::evaluate(id, version, inputs.clone()), Err(refusal));
			assert_eq!(Registry::explain(id, version, inputs), Err(refusal));
		};
		refused(2, vec![252, 0], EvaluationRefusal::NotFound);
		let formula = EvaluationRefusal::Formula;
		refused(1, vec![252], formula(EvalError::WrongInputCount { expected: 2 }));
		refused(1, vec![0; 1_000], formula(EvalError::WrongInputCount { expected: 2 }));
		refused(1, vec![20_001, 0], formula(EvalError::InputOutOfRange { input: 0 }));
		refused(1, vec![252, 2], formula(EvalError::UnknownCategory { input: 1 }));
	});
}

#[test]
fn checks_before_anything_is_paid() {
	build_and_execute(|| {
		assert_ok!(Registry::check(metro_definition()));
		assert_eq!(Registry::check_content(metro()), Ok(metro().hash()));
		let mut content = metro();
		content.definition.program = program(vec![Op::Input(0)]);
		let error = Registry::check(content.definition.clone()).unwrap_err();
		assert_eq!(Registry::check_content(content), Err(ContentProblem::Formula(error)));
	});
}

#[test]
fn a_pending_draft() {
	build_and_execute(|| {
		assert!(Registry::pending(0).is_none());
		let draft = draft_by(ALICE, None, metro());
		let (entry, content) = Registry::pending(draft).unwrap();
		assert_eq!((entry.author, content), (ALICE, metro()));
	});
}

/// Through the door that a wallet uses: encoded arguments in, encoded answer out.
#[test]
fn they_are_reachable_by_their_ids() {
	build_and_execute(|| {
		let id = published(None, metro());
		let call = |name: &str, arguments: Vec<u8>| {
			let metadata = Registry::pallet_view_functions_metadata();
			let function = metadata
				.into_iter()
				.find(|function| function.name == name)
				.unwrap_or_else(|| panic!("no view function {name}"));
			let id = ViewFunctionId::decode(&mut &function.id[..]).unwrap();
			assert_eq!(id.prefix, Registry::prefix());
			let mut output = Vec::new();
			<Registry as DispatchViewFunction>::dispatch_view_function(
				&id,
				&mut &arguments[..],
				&mut output,
			)
			.unwrap();
			output
		};
		assert_eq!(
			call("evaluate", (id, 1u16, vec![252u64, 0]).encode()),
			Registry::evaluate(id, 1, vec![252, 0]).encode()
		);
		assert_eq!(
			call("check_content", metro().encode()),
			Registry::check_content(metro()).encode()
		);
		assert_eq!(call("texts", (id, 1u16).encode()), Registry::texts(id, 1).encode());
		let draft = in_consultation(metro());
		let hash = sp_core::H256::repeat_byte(5);
		assert_ok!(Registry::comment(signed(BOB), draft, hash, text("x")));
		let comments = Registry::comments(draft, 0, 100);
		assert_eq!(comments.len(), 1);
		assert_eq!(call("comments", (draft, 0u32, 100u32).encode()), comments.encode());
	});
}
