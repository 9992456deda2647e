//! What is checked before a content enters the chain.

use crate::{
	types::{Content, ContentProblem, Field, RulesProblem, TextProblem, Texts},
	Config, Error, MAX_CAP, MAX_GROWTH_PER_KG, MAX_POINTS_PER_KG, MAX_VERIFIERS,
};
use tanpu_formula::{CheckErrorKind, Definition, Input, InputKind, Origin};
use tanpu_primitives::{ids::MAX_GROUPS, ClaimSpec, CreditingRules};

/// Checks texts, formula and rules, in this order, and that they agree with each other.
///
/// # Errors
///
/// The first problem.
pub fn check_content(content: &Content) -> Result<(), ContentProblem> {
	check_texts(&content.texts)
		.map_err(|(field, problem)| ContentProblem::Text { field, problem })?;
	tanpu_formula::check(&content.definition).map_err(ContentProblem::Formula)?;
	check_rules(&content.rules, &content.definition)
		.and_then(|()| check_sites(&content.rules, &content.texts))
		.map_err(ContentProblem::Rules)
}

/// Checks the texts for people.
fn check_texts(texts: &Texts) -> Result<(), (Field, TextProblem)> {
	for (field, title) in [(Field::TitleZh, &texts.title_zh), (Field::TitleEn, &texts.title_en)] {
		if !is_printable(title, Lines::One) {
			return Err((field, TextProblem::Forbidden));
		}
	}
	if texts.title_zh.is_empty() && texts.title_en.is_empty() {
		return Err((Field::TitleZh, TextProblem::Missing));
	}
	check_code(&texts.jurisdiction).map_err(|problem| (Field::Jurisdiction, problem))?;
	check_code(&texts.scenario).map_err(|problem| (Field::Scenario, problem))?;
	check_line(&texts.document.uri).map_err(|problem| (Field::DocumentUri, problem))?;
	let sections = &texts.sections;
	for (field, text) in [
		(Field::Applicability, &sections.applicability),
		(Field::Additionality, &sections.additionality),
		(Field::ExcludedMechanisms, &sections.excluded_mechanisms),
		(Field::Monitoring, &sections.monitoring),
	] {
		if !is_printable(text, Lines::Many) {
			return Err((field, TextProblem::Forbidden));
		}
	}
	Ok(())
}

/// Checks a required text of one line.
pub(crate) fn check_line(text: &[u8]) -> Result<(), TextProblem> {
	if text.is_empty() {
		Err(TextProblem::Missing)
	} else if !is_printable(text, Lines::One) {
		Err(TextProblem::Forbidden)
	} else {
		Ok(())
	}
}

/// Checks a required word that becomes part of serial numbers.
fn check_code(text: &[u8]) -> Result<(), TextProblem> {
	if text.is_empty() {
		Err(TextProblem::Missing)
	} else if !text.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')) {
		Err(TextProblem::NotACode)
	} else {
		Ok(())
	}
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Lines {
	One,
	Many,
}

/// Whether a text is UTF-8 without characters that could make a wallet or a terminal show something
/// other than what is stored.
fn is_printable(text: &[u8], lines: Lines) -> bool {
	core::str::from_utf8(text).is_ok_and(|text| {
		text.chars().all(|character| {
			(character == '\n' && lines == Lines::Many) || !is_deceptive(character)
		})
	})
}

/// Control, invisible and text-direction characters, line and paragraph separators, annotations and
/// tags.
fn is_deceptive(character: char) -> bool {
	character.is_control()
		|| matches!(character,
			'\u{00ad}' | '\u{061c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' |
			'\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' |
			'\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Checks crediting rules against the definition that they go with.
fn check_rules(rules: &CreditingRules, definition: &Definition) -> Result<(), RulesProblem> {
	if rules.claims.is_empty() {
		return Err(RulesProblem::NoClaims);
	}
	let mut groups = 0u64;
	for (index, claim) in rules.claims.iter().enumerate() {
		let group = claim.group();
		let bit = (group < MAX_GROUPS)
			.then(|| 1u64.checked_shl(u32::from(group)))
			.flatten()
			.ok_or(RulesProblem::GroupOutOfRange { group })?;
		if groups & bit != 0 {
			return Err(RulesProblem::DuplicateGroup { group });
		}
		groups |= bit;
		let (ClaimSpec::DailyHighWater { input, .. } | ClaimSpec::Counter { input, .. }) = *claim
		else {
			continue;
		};
		let claim = number_of(index);
		match definition.inputs.get(usize::from(input)) {
			None => return Err(RulesProblem::ClaimInputMissing { claim, input }),
			Some(found) if found.origin != Origin::Reported => {
				return Err(RulesProblem::ClaimInputNotReported { claim, input })
			},
			Some(Input { kind: InputKind::Category { .. }, .. }) => {
				return Err(RulesProblem::ClaimInputNotNumber { claim, input })
			},
			Some(_) => {},
		}
	}
	check_provided(rules, definition)?;
	let caps = [rules.max_grams_per_record, rules.max_grams_per_day];
	if caps.contains(&0) {
		return Err(RulesProblem::ZeroCap);
	}
	if caps.iter().any(|cap| *cap > MAX_CAP) {
		return Err(RulesProblem::CapTooHigh);
	}
	if rules.points_per_kg > MAX_POINTS_PER_KG {
		return Err(RulesProblem::PointsTooHigh);
	}
	if rules.growth_per_kg > MAX_GROWTH_PER_KG {
		return Err(RulesProblem::GrowthTooHigh);
	}
	if !(1..=MAX_VERIFIERS).contains(&rules.verifiers_needed) {
		return Err(RulesProblem::VerifiersOutOfRange);
	}
	Ok(())
}

/// Checks that what the chain is to provide can be had of what is claimed.
fn check_provided(rules: &CreditingRules, definition: &Definition) -> Result<(), RulesProblem> {
	let mean = definition.mean().and_then(|(_, input)| match input.origin {
		Origin::Mean { of, .. } => Some(of),
		_ => None,
	});
	let members = definition.members().is_some();
	let mut object = false;
	for (index, claim) in rules.claims.iter().enumerate() {
		let claim_number = number_of(index);
		match *claim {
			ClaimSpec::DailyHighWater { .. } if mean.is_some() => {
				return Err(RulesProblem::MeanWithHighWater { claim: claim_number })
			},
			ClaimSpec::Counter { input: counted, .. } => {
				if let Some(input) = mean.filter(|of| *of != counted) {
					return Err(RulesProblem::MeanNotCounted { claim: claim_number, input });
				}
			},
			ClaimSpec::SitePeriod { .. } => {},
			_ => continue,
		}
		if object && (mean.is_some() || members) {
			return Err(RulesProblem::SeveralObjects { claim: claim_number });
		}
		object = true;
	}
	if members && !object {
		return Err(RulesProblem::MembersWithoutObject);
	}
	Ok(())
}

/// Checks that sites are credited for as long as the texts say.
fn check_sites(rules: &CreditingRules, texts: &Texts) -> Result<(), RulesProblem> {
	let crediting_period_days = texts.sections.crediting_period_days;
	for (index, claim) in rules.claims.iter().enumerate() {
		let ClaimSpec::SitePeriod { max_days, .. } = *claim else { continue };
		let claim = number_of(index);
		if max_days == 0 {
			return Err(RulesProblem::SitePeriodEmpty { claim });
		}
		if u32::from(max_days) != crediting_period_days {
			return Err(RulesProblem::SitePeriodMismatch {
				claim,
				max_days,
				crediting_period_days,
			});
		}
	}
	Ok(())
}

/// The index of a claim, of which there are at most MAX_CLAIMS.
fn number_of(claim: usize) -> u8 {
	u8::try_from(claim).unwrap_or(u8::MAX)
}

impl<T: Config> From<TextProblem> for Error<T> {
	fn from(problem: TextProblem) -> Self {
		match problem {
			TextProblem::Missing => Self::TextMissing,
			TextProblem::Forbidden => Self::TextForbidden,
			TextProblem::NotACode => Self::TextNotACode,
		}
	}
}

impl<T: Config> From<RulesProblem> for Error<T> {
	fn from(problem: RulesProblem) -> Self {
		match problem {
			RulesProblem::NoClaims => Self::NoClaims,
			RulesProblem::GroupOutOfRange { .. } => Self::GroupOutOfRange,
			RulesProblem::DuplicateGroup { .. } => Self::DuplicateGroup,
			RulesProblem::ClaimInputMissing { .. } => Self::ClaimInputMissing,
			RulesProblem::ClaimInputNotNumber { .. } => Self::ClaimInputNotNumber,
			RulesProblem::ZeroCap => Self::ZeroCap,
			RulesProblem::CapTooHigh => Self::CapTooHigh,
			RulesProblem::PointsTooHigh => Self::PointsTooHigh,
			RulesProblem::GrowthTooHigh => Self::GrowthTooHigh,
			RulesProblem::VerifiersOutOfRange => Self::VerifiersOutOfRange,
			RulesProblem::ClaimInputNotReported { .. } => Self::ClaimInputNotReported,
			RulesProblem::SitePeriodEmpty { .. } => Self::SitePeriodEmpty,
			RulesProblem::SitePeriodMismatch { .. } => Self::SitePeriodMismatch,
			RulesProblem::MeanWithHighWater { .. } => Self::MeanWithHighWater,
			RulesProblem::MeanNotCounted { .. } => Self::MeanNotCounted,
			RulesProblem::MembersWithoutObject => Self::MembersWithoutObject,
			RulesProblem::SeveralObjects { .. } => Self::SeveralObjects,
		}
	}
}

impl<T: Config> From<CheckErrorKind> for Error<T> {
	fn from(kind: CheckErrorKind) -> Self {
		match kind {
			CheckErrorKind::EmptyProgram => Self::FormulaEmpty,
			CheckErrorKind::InvalidName(_) => Self::FormulaNameInvalid,
			CheckErrorKind::ReservedName(_) => Self::FormulaNameReserved,
			CheckErrorKind::DuplicateName(_) => Self::FormulaNameTaken,
			CheckErrorKind::InvalidText(_) => Self::FormulaTextInvalid,
			CheckErrorKind::InvalidUnit(_) => Self::FormulaUnitInvalid,
			CheckErrorKind::TooManyDecimals { .. } => Self::FormulaTooManyDecimals,
			CheckErrorKind::EmptyRange { .. } => Self::FormulaRangeEmpty,
			CheckErrorKind::NoCategories { .. } => Self::FormulaNoCategories,
			CheckErrorKind::InvalidCategory { .. } => Self::FormulaCategoryInvalid,
			CheckErrorKind::DuplicateCategory { .. } => Self::FormulaCategoryTaken,
			CheckErrorKind::InvalidTableKeys { .. } => Self::FormulaTableKeysInvalid,
			CheckErrorKind::KeyNotCategory { .. } => Self::FormulaTableKeyNotCategory,
			CheckErrorKind::TableSize { .. } => Self::FormulaTableSizeMismatch,
			CheckErrorKind::StackUnderflow { .. } => Self::FormulaStackUnderflow,
			CheckErrorKind::StackTooDeep => Self::FormulaStackTooDeep,
			CheckErrorKind::IndexOutOfBounds { .. } => Self::FormulaIndexOutOfBounds,
			CheckErrorKind::CategoryAsNumber { .. } => Self::FormulaCategoryAsNumber,
			CheckErrorKind::NumberAsCategory { .. } => Self::FormulaNumberAsCategory,
			CheckErrorKind::TypeMismatch { .. } => Self::FormulaTypeMismatch,
			CheckErrorKind::DimensionMismatch { .. } => Self::FormulaDimensionMismatch,
			CheckErrorKind::ExponentOverflow => Self::FormulaExponentOverflow,
			CheckErrorKind::UnitTooComplex => Self::FormulaUnitTooComplex,
			CheckErrorKind::ConversionOutOfRange => Self::FormulaConversionOutOfRange,
			CheckErrorKind::UnitNotCanonical => Self::FormulaUnitNotCanonical,
			CheckErrorKind::LocalNotStored { .. } => Self::FormulaLocalNotStored,
			CheckErrorKind::StoreOutOfOrder { .. } => Self::FormulaStoreOutOfOrder,
			CheckErrorKind::StoreInsideExpression { .. } => Self::FormulaStoreInsideExpression,
			CheckErrorKind::LocalsNotStored { .. } => Self::FormulaLocalUnused,
			CheckErrorKind::ResultCount { .. } => Self::FormulaResultCount,
			CheckErrorKind::ResultNotCo2e { .. } => Self::FormulaNotCo2e,
			CheckErrorKind::ProvidedCategory { .. } => Self::FormulaProvidedCategory,
			CheckErrorKind::MeanOfNothing { .. } => Self::FormulaMeanOfNothing,
			CheckErrorKind::MeanUnit { .. } => Self::FormulaMeanUnit,
			CheckErrorKind::MeanDecimals { .. } => Self::FormulaMeanDecimals,
			CheckErrorKind::MeanDays { .. } => Self::FormulaMeanDays,
			CheckErrorKind::MeanLeast { .. } => Self::FormulaMeanLeast,
			CheckErrorKind::SecondMean { .. } => Self::FormulaSecondMean,
			CheckErrorKind::MembersNotCount { .. } => Self::FormulaMembersNotCount,
			CheckErrorKind::SecondMembers { .. } => Self::FormulaSecondMembers,
			CheckErrorKind::MonthNotTwelve { .. } => Self::FormulaMonthNotTwelve,
			CheckErrorKind::SecondMonth { .. } => Self::FormulaSecondMonth,
		}
	}
}

impl<T: Config> From<ContentProblem> for Error<T> {
	fn from(problem: ContentProblem) -> Self {
		match problem {
			ContentProblem::Text { problem, .. } => problem.into(),
			ContentProblem::Formula(error) => error.kind.into(),
			ContentProblem::Rules(problem) => problem.into(),
		}
	}
}
