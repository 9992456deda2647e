//! What may be drafted: every refusal of texts, formula and rules, through the call.

use crate::{
	mock::*, types::*, worst, Content, ContentProblem, Error, Event, Field, RulesProblem,
	TextProblem,
};
use codec::{Decode, Encode, MaxEncodedLen};
use frame_support::{assert_noop, assert_ok};
use tanpu_formula::{
	CheckErrorKind, Declaration, Definition, Dimension, Fixed, Input, InputKind, Name, NamedUnit,
	Op, Operation, Origin, Parameter, SourceKind, Table, Unit, ValueType, MAX_OPS,
};
use tanpu_primitives::{ClaimSpec, MAX_CLAIMS};

fn refused(content: Content, error: Error<Test>, problem: ContentProblem) {
	assert_noop!(Registry::draft(signed(ALICE), None, Box::new(content.clone())), error);
	assert_eq!(Registry::check_content(content), Err(problem));
}

/// A change of the metro methodology that is refused with this error; what the view says.
fn formula(change: impl FnOnce(&mut Definition), error: Error<Test>) -> CheckErrorKind {
	let mut content = metro();
	change(&mut content.definition);
	let problem = Registry::check_content(content.clone()).expect_err("must be refused");
	let ContentProblem::Formula(check) = problem else { panic!("{problem:?}") };
	assert_eq!(Registry::check(content.definition.clone()), Err(check));
	refused(content, error, problem);
	check.kind
}

fn ops(ops: Vec<Op>) -> impl FnOnce(&mut Definition) {
	move |definition| definition.program = program(ops)
}

fn km() -> Unit {
	NamedUnit::Kilometre.into()
}

fn grams() -> Unit {
	NamedUnit::GramCo2e.into()
}

fn constant(unit: Unit) -> Op {
	Op::Const(Fixed::ONE, unit)
}

#[test]
fn dimensions_that_clash_are_named() {
	build_and_execute(|| {
		let mut content = metro();
		content.definition.program =
			program(vec![constant(km()), constant(NamedUnit::KilowattHour.into()), Op::Add]);
		let Err(ContentProblem::Formula(error)) = Registry::check_content(content.clone()) else {
			panic!("must be refused");
		};
		assert_eq!((error.op, error.operation), (2, Some(Operation::Add)));
		assert_eq!(
			error.kind,
			CheckErrorKind::DimensionMismatch {
				left: Dimension { distance: 1, ..Dimension::NONE },
				right: Dimension { energy: 1, ..Dimension::NONE },
			}
		);
		refused(content, Error::FormulaDimensionMismatch, ContentProblem::Formula(error));
	});
}

#[test]
fn paper_is_not_co2e() {
	build_and_execute(|| {
		let kind = formula(ops(vec![constant(NamedUnit::Kilogram.into())]), Error::FormulaNotCo2e);
		assert_eq!(
			kind,
			CheckErrorKind::ResultNotCo2e { found: Dimension { mass: 1, ..Dimension::NONE } }
		);
	});
}

#[test]
fn every_fault_of_a_program_has_its_error() {
	build_and_execute(|| {
		formula(ops(vec![]), Error::FormulaEmpty);
		formula(ops(vec![Op::Add]), Error::FormulaStackUnderflow);
		formula(ops(vec![Op::Input(0); 33]), Error::FormulaStackTooDeep);
		formula(ops(vec![Op::Input(2)]), Error::FormulaIndexOutOfBounds);
		formula(ops(vec![Op::Input(1)]), Error::FormulaCategoryAsNumber);
		formula(ops(vec![Op::IsCategory(0, 0)]), Error::FormulaNumberAsCategory);
		let kind = formula(ops(vec![Op::IsCategory(1, 0), Op::Neg]), Error::FormulaTypeMismatch);
		assert_eq!(
			kind,
			CheckErrorKind::TypeMismatch { expected: ValueType::Number, found: ValueType::Boolean }
		);
		let squares = |times| {
			let mut ops = vec![constant(km())];
			for _ in 0..times {
				ops.push(constant(Unit::new([(NamedUnit::Kilometre, 100)]).unwrap()));
				ops.push(Op::Mul);
			}
			ops
		};
		formula(ops(squares(2)), Error::FormulaExponentOverflow);
		let mut many = vec![constant(grams())];
		for unit in NamedUnit::ALL.iter().take(10) {
			many.extend([constant((*unit).into()), Op::Mul]);
		}
		formula(ops(many), Error::FormulaUnitTooComplex);
		let far = |unit| Unit::new([(unit, 20)]).unwrap();
		formula(
			ops(vec![
				constant(far(NamedUnit::Terajoule)),
				constant(far(NamedUnit::Joule)),
				Op::Add,
			]),
			Error::FormulaConversionOutOfRange,
		);
		formula(
			ops(vec![constant(raw_unit(&[(NamedUnit::Metre, 0)]))]),
			Error::FormulaUnitNotCanonical,
		);
		formula(ops(vec![Op::Input(0), Op::Input(0)]), Error::FormulaResultCount);
	});
}

#[test]
fn every_fault_of_named_values_has_its_error() {
	build_and_execute(|| {
		let locals = |names: &[&str], ops: Vec<Op>| {
			let names: Vec<_> = names.iter().map(|name| Name::new(name).unwrap()).collect();
			move |definition: &mut Definition| {
				definition.program = program(ops);
				definition.program.locals = names.try_into().unwrap();
			}
		};
		let value = || constant(grams());
		formula(locals(&["a"], vec![Op::Local(0)]), Error::FormulaLocalNotStored);
		formula(locals(&["a", "b"], vec![value(), Op::Store(1)]), Error::FormulaStoreOutOfOrder);
		formula(
			locals(&["a"], vec![value(), value(), Op::Store(0)]),
			Error::FormulaStoreInsideExpression,
		);
		formula(locals(&["a"], vec![value()]), Error::FormulaLocalUnused);
	});
}

/// A unit as a hostile encoder would write it.
fn raw_unit(factors: &[(NamedUnit, i8)]) -> Unit {
	Unit::decode(&mut &factors.to_vec().encode()[..]).unwrap()
}

/// A name or text as a hostile encoder would write it.
fn raw<T: Decode>(bytes: &[u8]) -> T {
	T::decode(&mut &bytes.to_vec().encode()[..]).unwrap()
}

fn input(definition: &mut Definition, index: usize) -> &mut Input {
	&mut definition.inputs[index]
}

fn table(keys: Vec<u8>, cells: usize) -> Table {
	Table::new("cells", keys, Unit::one(), vec![Fixed::ONE; cells], SourceKind::Platform, "")
		.unwrap()
}

#[test]
fn every_fault_of_a_declaration_has_its_error() {
	build_and_execute(|| {
		formula(|d| input(d, 0).name = raw(b"1st"), Error::FormulaNameInvalid);
		formula(|d| input(d, 0).name = raw(b"select"), Error::FormulaNameReserved);
		let kind =
			formula(|d| input(d, 1).name = Name::new("distance").unwrap(), Error::FormulaNameTaken);
		assert_eq!(kind, CheckErrorKind::DuplicateName(Declaration::Input(1)));
		formula(|d| input(d, 0).label = raw("\u{202e}".as_bytes()), Error::FormulaTextInvalid);
		formula(|d| d.parameters[0].source = raw(b"\x1b[31m"), Error::FormulaTextInvalid);
		formula(
			|d| d.parameters[0].unit = raw_unit(&[(NamedUnit::Metre, 0)]),
			Error::FormulaUnitInvalid,
		);
		let number = |decimals, min, max| {
			move |definition: &mut Definition| {
				input(definition, 0).kind = InputKind::Number { unit: km(), decimals, min, max };
			}
		};
		formula(number(19, 0, 1), Error::FormulaTooManyDecimals);
		formula(number(0, 2, 1), Error::FormulaRangeEmpty);
		let category = |values: Vec<Name>| {
			move |definition: &mut Definition| {
				input(definition, 1).kind =
					InputKind::Category { values: values.try_into().unwrap() };
			}
		};
		formula(category(vec![]), Error::FormulaNoCategories);
		formula(category(vec![raw(b"?")]), Error::FormulaCategoryInvalid);
		formula(category(vec![Name::new("one").unwrap(); 2]), Error::FormulaCategoryTaken);
		let tables = |table: Table| {
			move |definition: &mut Definition| {
				definition.tables = vec![table].try_into().unwrap();
			}
		};
		formula(tables(table(vec![], 1)), Error::FormulaTableKeysInvalid);
		formula(tables(table(vec![1, 1], 4)), Error::FormulaTableKeysInvalid);
		formula(tables(table(vec![0], 2)), Error::FormulaTableKeyNotCategory);
		formula(tables(table(vec![1], 3)), Error::FormulaTableSizeMismatch);
	});
}

#[test]
fn every_fault_of_a_text_has_its_error() {
	build_and_execute(|| {
		let texts = |change: fn(&mut Texts), error, field, problem| {
			let mut content = metro();
			change(&mut content.texts);
			refused(content, error, ContentProblem::Text { field, problem });
		};
		let missing = |change, field| {
			texts(change, Error::TextMissing, field, TextProblem::Missing);
		};
		let forbidden = |change, field| {
			texts(change, Error::TextForbidden, field, TextProblem::Forbidden);
		};
		let no_code = |change, field| {
			texts(change, Error::TextNotACode, field, TextProblem::NotACode);
		};
		missing(
			|texts| {
				texts.title_zh = text("");
				texts.title_en = text("");
			},
			Field::TitleZh,
		);
		missing(|texts| texts.jurisdiction = text(""), Field::Jurisdiction);
		missing(|texts| texts.scenario = text(""), Field::Scenario);
		missing(|texts| texts.document.uri = text(""), Field::DocumentUri);

		forbidden(|texts| texts.title_zh = text("地铁\n"), Field::TitleZh);
		forbidden(|texts| texts.title_en = text("\u{202e}orteM"), Field::TitleEn);
		forbidden(|texts| texts.title_en = vec![0xff].try_into().unwrap(), Field::TitleEn);
		forbidden(|texts| texts.document.uri = text("https://\u{200b}x"), Field::DocumentUri);
		forbidden(|texts| texts.sections.applicability = text("\x07"), Field::Applicability);
		forbidden(|texts| texts.sections.additionality = text("\r"), Field::Additionality);
		forbidden(
			|texts| texts.sections.excluded_mechanisms = text("\u{2066}"),
			Field::ExcludedMechanisms,
		);
		forbidden(|texts| texts.sections.monitoring = text("\u{feff}"), Field::Monitoring);

		no_code(|texts| texts.jurisdiction = text("CN SZ"), Field::Jurisdiction);
		no_code(|texts| texts.scenario = text("地铁"), Field::Scenario);
	});
}

#[test]
fn one_title_is_enough() {
	build_and_execute(|| {
		for change in [(|texts| texts.title_zh = text("")) as fn(&mut Texts), |texts| {
			texts.title_en = text("")
		}] {
			let mut content = metro();
			change(&mut content.texts);
			assert_ok!(Registry::check_content(content));
		}
	});
}

#[test]
fn every_fault_of_rules_has_its_error() {
	build_and_execute(|| {
		let claims = |claims: Vec<ClaimSpec>, error, problem| {
			let mut content = metro();
			content.rules.claims = claims.try_into().unwrap();
			refused(content, error, ContentProblem::Rules(problem));
		};
		claims(vec![], Error::NoClaims, RulesProblem::NoClaims);
		claims(
			vec![ClaimSpec::Interval { group: 64 }],
			Error::GroupOutOfRange,
			RulesProblem::GroupOutOfRange { group: 64 },
		);
		claims(
			vec![ClaimSpec::Interval { group: 3 }, ClaimSpec::Once { group: 3, lasting: true }],
			Error::DuplicateGroup,
			RulesProblem::DuplicateGroup { group: 3 },
		);
		claims(
			vec![ClaimSpec::Interval { group: 3 }, ClaimSpec::Counter { group: 4, input: 2 }],
			Error::ClaimInputMissing,
			RulesProblem::ClaimInputMissing { claim: 1, input: 2 },
		);
		claims(
			vec![ClaimSpec::DailyHighWater { group: 0, input: 2 }],
			Error::ClaimInputMissing,
			RulesProblem::ClaimInputMissing { claim: 0, input: 2 },
		);
		claims(
			vec![ClaimSpec::Counter { group: 0, input: 1 }],
			Error::ClaimInputNotNumber,
			RulesProblem::ClaimInputNotNumber { claim: 0, input: 1 },
		);
		claims(
			vec![ClaimSpec::DailyHighWater { group: 0, input: 1 }],
			Error::ClaimInputNotNumber,
			RulesProblem::ClaimInputNotNumber { claim: 0, input: 1 },
		);

		let rules = |change: fn(&mut Content), error, problem| {
			let mut content = metro();
			change(&mut content);
			refused(content, error, ContentProblem::Rules(problem));
		};
		use RulesProblem::*;
		rules(|c| c.rules.max_grams_per_record = 0, Error::ZeroCap, ZeroCap);
		rules(|c| c.rules.max_grams_per_day = 0, Error::ZeroCap, ZeroCap);
		rules(|c| c.rules.max_grams_per_record = MAX_CAP + 1, Error::CapTooHigh, CapTooHigh);
		rules(|c| c.rules.max_grams_per_day = u64::MAX, Error::CapTooHigh, CapTooHigh);
		rules(
			|c| c.rules.points_per_kg = MAX_POINTS_PER_KG + 1,
			Error::PointsTooHigh,
			PointsTooHigh,
		);
		rules(
			|c| c.rules.growth_per_kg = MAX_GROWTH_PER_KG + 1,
			Error::GrowthTooHigh,
			GrowthTooHigh,
		);
		rules(|c| c.rules.verifiers_needed = 0, Error::VerifiersOutOfRange, VerifiersOutOfRange);
		rules(
			|c| c.rules.verifiers_needed = MAX_VERIFIERS + 1,
			Error::VerifiersOutOfRange,
			VerifiersOutOfRange,
		);
	});
}

#[test]
fn what_the_chain_provides_must_be_had_of_a_claim() {
	build_and_execute(|| {
		assert_ok!(Registry::check_content(electricity()));
		let claims = |claims: Vec<ClaimSpec>| {
			let mut content = electricity();
			content.rules.claims = claims.try_into().unwrap();
			content
		};
		let rules = |content, error, problem| {
			refused(content, error, ContentProblem::Rules(problem));
		};
		let counter = ClaimSpec::Counter { group: 3, input: 0 };
		// What is claimed is what is reported.
		for claim in [
			ClaimSpec::Counter { group: 3, input: 1 },
			ClaimSpec::DailyHighWater { group: 3, input: 1 },
		] {
			rules(
				claims(vec![claim]),
				Error::ClaimInputNotReported,
				RulesProblem::ClaimInputNotReported { claim: 0, input: 1 },
			);
		}
		rules(
			claims(vec![counter, ClaimSpec::DailyHighWater { group: 0, input: 0 }]),
			Error::MeanWithHighWater,
			RulesProblem::MeanWithHighWater { claim: 1 },
		);
		rules(
			claims(vec![counter, ClaimSpec::Counter { group: 0, input: 0 }]),
			Error::SeveralObjects,
			RulesProblem::SeveralObjects { claim: 1 },
		);
		rules(
			claims(vec![ClaimSpec::Interval { group: 3 }]),
			Error::MembersWithoutObject,
			RulesProblem::MembersWithoutObject,
		);
		let mut content = electricity();
		let other = Input::number("night", NamedUnit::KilowattHour.into(), 2, 0, 9).unwrap();
		content.definition.inputs.try_push(other).unwrap();
		content.rules.claims = vec![ClaimSpec::Counter { group: 3, input: 3 }].try_into().unwrap();
		rules(content, Error::MeanNotCounted, RulesProblem::MeanNotCounted { claim: 0, input: 0 });

		// A mean without a register is the citizen's own; members can be those of a site; without
		// mean and members there can be several objects.
		let mut content = claims(vec![ClaimSpec::Interval { group: 3 }]);
		content.definition.inputs.truncate(2);
		assert_ok!(Registry::check_content(content.clone()));
		content.definition.inputs[1].origin = Origin::Members;
		assert!(Registry::check_content(content).is_err(), "kilowatt-hours are no members");
		let mut content = electricity();
		content.definition.inputs[1].origin = Origin::Reported;
		content.rules.claims =
			vec![ClaimSpec::SitePeriod { group: 4, max_days: 30 }].try_into().unwrap();
		content.texts.sections.crediting_period_days = 30;
		assert_ok!(Registry::check_content(content));
		let mut content = metro();
		content.rules.claims =
			vec![counter, ClaimSpec::Counter { group: 5, input: 0 }].try_into().unwrap();
		assert_ok!(Registry::check_content(content));
	});
}

#[test]
fn a_site_is_credited_as_long_as_the_texts_say() {
	build_and_execute(|| {
		for days in [1, 3_650, u16::MAX] {
			assert_ok!(Registry::check_content(roof(days)));
		}
		refused(
			roof(0),
			Error::SitePeriodEmpty,
			ContentProblem::Rules(RulesProblem::SitePeriodEmpty { claim: 0 }),
		);
		for crediting_period_days in [0, 99, 101, 65_636] {
			let mut content = roof(100);
			content.texts.sections.crediting_period_days = crediting_period_days;
			refused(
				content,
				Error::SitePeriodMismatch,
				ContentProblem::Rules(RulesProblem::SitePeriodMismatch {
					claim: 0,
					max_days: 100,
					crediting_period_days,
				}),
			);
		}
		// A crediting period of something else than a site is for people to read.
		let mut content = metro();
		content.texts.sections.crediting_period_days = 3_650;
		assert_ok!(Registry::check_content(content));
	});
}

#[test]
fn every_fault_of_what_the_chain_provides_has_its_error() {
	build_and_execute(|| {
		let formula = |change: &dyn Fn(&mut Definition), error: Error<Test>, kind| {
			let mut content = electricity();
			change(&mut content.definition);
			let problem = Registry::check_content(content.clone()).unwrap_err();
			let ContentProblem::Formula(check) = problem else { panic!("{problem:?}") };
			assert_eq!(check.kind, kind);
			refused(content, error, problem);
		};
		let mean = |of, days, least| Origin::Mean { of, days, least };
		let second = |name: &str, unit: NamedUnit, origin| {
			Input::number(name, unit.into(), 0, 0, 9).unwrap().with_origin(origin)
		};
		use CheckErrorKind::*;
		formula(
			&|d| {
				let category = Input::category("kind", ["a"]).unwrap();
				d.inputs.try_push(category.with_origin(Origin::Members)).unwrap();
			},
			Error::FormulaProvidedCategory,
			ProvidedCategory { input: 3 },
		);
		formula(
			&|d| d.inputs[1].origin = mean(1, 7, 5),
			Error::FormulaMeanOfNothing,
			MeanOfNothing { input: 1, of: 1 },
		);
		formula(
			&|d| {
				d.inputs[0].kind = InputKind::Number {
					unit: NamedUnit::MegawattHour.into(),
					decimals: 2,
					min: 0,
					max: 9,
				}
			},
			Error::FormulaMeanUnit,
			MeanUnit { input: 1, of: 0 },
		);
		formula(
			&|d| {
				d.inputs[0].kind = InputKind::Number {
					unit: NamedUnit::KilowattHour.into(),
					decimals: 3,
					min: 0,
					max: 9,
				}
			},
			Error::FormulaMeanDecimals,
			MeanDecimals { input: 1, of: 0 },
		);
		formula(
			&|d| d.inputs[1].origin = mean(0, 0, 0),
			Error::FormulaMeanDays,
			MeanDays { input: 1, days: 0 },
		);
		formula(
			&|d| d.inputs[1].origin = mean(0, 7, 8),
			Error::FormulaMeanLeast,
			MeanLeast { input: 1, least: 8, days: 7 },
		);
		formula(
			&|d| {
				d.inputs.try_push(second("other", NamedUnit::KilowattHour, mean(0, 7, 5))).unwrap()
			},
			Error::FormulaSecondMean,
			SecondMean { input: 3 },
		);
		formula(
			&|d| d.inputs[2] = second("members", NamedUnit::Day, Origin::Members),
			Error::FormulaMembersNotCount,
			MembersNotCount { input: 2 },
		);
		formula(
			&|d| d.inputs.try_push(second("others", NamedUnit::Person, Origin::Members)).unwrap(),
			Error::FormulaSecondMembers,
			SecondMembers { input: 3 },
		);
		let month = |name: &str, values: u8| {
			let names: Vec<String> = (0..values).map(|value| format!("m{value}")).collect();
			let values = names.iter().map(String::as_str);
			Input::category(name, values).unwrap().with_origin(Origin::Month)
		};
		formula(
			&|d| d.inputs.try_push(month("month", 4)).unwrap(),
			Error::FormulaMonthNotTwelve,
			MonthNotTwelve { input: 3 },
		);
		formula(
			&|d| {
				d.inputs.try_push(month("month", 12)).unwrap();
				d.inputs.try_push(month("again", 12)).unwrap();
			},
			Error::FormulaSecondMonth,
			SecondMonth { input: 4 },
		);
		// A month needs no object and no history, and nothing is claimed by it.
		let mut content = metro();
		content.definition.inputs.try_push(month("month", 12)).unwrap();
		assert_ok!(Registry::check_content(content.clone()));
		content.rules.claims = vec![ClaimSpec::Counter { group: 3, input: 2 }].try_into().unwrap();
		refused(
			content,
			Error::ClaimInputNotReported,
			ContentProblem::Rules(RulesProblem::ClaimInputNotReported { claim: 0, input: 2 }),
		);
	});
}

#[test]
fn rules_at_their_bounds_are_accepted() {
	build_and_execute(|| {
		let mut content = metro();
		content.rules.claims = vec![
			ClaimSpec::Interval { group: 0 },
			ClaimSpec::Counter { group: 63, input: 0 },
			ClaimSpec::DailyHighWater { group: 1, input: 0 },
			ClaimSpec::Once { group: 2, lasting: false },
		]
		.try_into()
		.unwrap();
		assert_eq!(content.rules.claims.len(), MAX_CLAIMS as usize);
		content.rules.max_grams_per_record = MAX_CAP;
		content.rules.max_grams_per_day = 1;
		content.rules.points_per_kg = MAX_POINTS_PER_KG;
		content.rules.growth_per_kg = MAX_GROWTH_PER_KG;
		content.rules.verifiers_needed = MAX_VERIFIERS;
		let hash = content.hash();
		assert_eq!(Registry::check_content(content.clone()), Ok(hash));
		draft_by(ALICE, None, content);
		// A million tonnes at the highest rate is still a number of points.
		assert!(MAX_CAP.checked_mul(MAX_POINTS_PER_KG.into()).is_some());
		assert!(MAX_CAP.checked_mul(MAX_GROWTH_PER_KG.into()).is_some());
	});
}

#[test]
fn worst_contents_are_sound() {
	build_and_execute(|| {
		let definition = worst::definition();
		assert_eq!(definition.program.ops.len() as u32, MAX_OPS);
		assert_ok!(Registry::check(definition.clone()));
		// The whole formula runs: no failure, and a result that any cap lets through.
		let grams = tanpu_formula::evaluate(&definition, &worst::inputs()).unwrap();
		assert!((1..10_000).contains(&grams), "{grams}");
		for bytes in [worst::LEAST, 20_000, worst::MOST] {
			for ops in [2, 64, MAX_OPS] {
				let content = worst::sized(bytes, ops);
				assert_eq!(content.ops(), ops);
				assert!(content.size().abs_diff(bytes) <= 8, "{} for {bytes}", content.size());
				draft_by(BOB, None, content);
			}
		}
		assert!(Content::max_size() as usize == Content::max_encoded_len());
		assert!(Content::max_size() < 100_000, "{}", Content::max_size());
	});
}

#[test]
fn the_hash_covers_everything() {
	let base = metro().hash();
	let changes: [fn(&mut Content); 6] = [
		|c| c.texts.title_en = text("Other"),
		|c| c.texts.document.hash = sp_core::H256::zero(),
		|c| c.texts.sections.crediting_period_days = 1,
		|c| c.definition.parameters[0].value = Fixed::ONE,
		|c| c.rules.points_per_kg += 1,
		|c| c.rules.claims = vec![ClaimSpec::Interval { group: 1 }].try_into().unwrap(),
	];
	for change in changes {
		let mut content = metro();
		change(&mut content);
		assert_ne!(content.hash(), base);
	}
	assert_eq!(base.0, sp_io::hashing::blake2_256(&metro().encode()));
}

#[test]
fn parameters_name_their_source() {
	build_and_execute(|| {
		let mut content = metro();
		content
			.definition
			.parameters
			.try_push(
				Parameter::new("spare", Fixed::ONE, km(), SourceKind::Platform, "council").unwrap(),
			)
			.unwrap();
		let draft = draft_by(ALICE, None, content.clone());
		assert_eq!(Registry::pending(draft).unwrap().1, content);
		assert!(matches!(last_event(), Event::Drafted { .. }));
	});
}
