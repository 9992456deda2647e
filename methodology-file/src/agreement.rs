//! Whether claims, inputs and texts go together, as the chain's registry asks for it.

use crate::{
	content::Texts,
	places::{Check, Places},
	schema::File,
};
use tanpu_formula::{Definition, Origin};
use tanpu_primitives::{ClaimSpec, CreditingRules};

/// Checks that what the chain is to provide can be had of what is claimed, and that sites are
/// credited for as long as the texts say.
pub fn check(
	file: &File,
	places: &Places<'_>,
	texts: &Texts,
	definition: &Definition,
	rules: &CreditingRules,
) -> Check<()> {
	let mean = definition.mean().and_then(|(at, input)| match input.origin {
		Origin::Mean { of, .. } => Some((at, of)),
		_ => None,
	});
	let members = definition.members().map(|(at, _)| at);
	let name = |at: usize| definition.inputs.get(at).map_or("?", |input| input.name.as_str());
	let mut object = false;
	for (claim, written) in rules.claims.iter().zip(&file.rules.claims) {
		let written = written.get_ref();
		match (claim, mean) {
			(ClaimSpec::DailyHighWater { .. }, Some((at, _))) => {
				return Err(places.at(
					&written.kind,
					format!(
						"a daily total grows through the day, so that '{}' can't be the mean of \
						 it; expected another claim, or no mean",
						name(at)
					),
				))
			},
			(ClaimSpec::Counter { input, .. }, Some((at, of))) if *input != of => {
				let place = written.input.as_ref().unwrap_or(&written.kind);
				return Err(places.at(
					place,
					format!(
						"'{}' is the mean of '{of}'; expected the counter to count '{of}'",
						name(at),
						of = name(usize::from(of))
					),
				));
			},
			(ClaimSpec::SitePeriod { max_days, .. }, _) => {
				let days = texts.sections.crediting_period_days;
				if u32::from(*max_days) != days {
					let message = format!(
						"max_days is {max_days} and sections.crediting_period_days is {days}; \
						 expected the same"
					);
					return Err(match &written.max_days {
						Some(place) => places.at(place, message),
						None => places.at(&written.kind, message),
					});
				}
			},
			(ClaimSpec::Counter { .. }, _) => {},
			_ => continue,
		}
		if let Some(at) = mean.map(|(at, _)| at).or(members).filter(|_| object) {
			return Err(places.at(
				&written.kind,
				format!(
					"a second claim of an object, where '{}' is that of one; expected one claim \
					 of kind counter or site-period",
					name(at)
				),
			));
		}
		object = true;
	}
	match members.filter(|_| !object).and_then(|at| file.inputs.get(at)) {
		Some(input) => Err(places.at(
			&input.name,
			format!(
				"'{}' takes the members of a household, and no claim names an object to which \
				 they are registered; expected a claim of kind counter or site-period",
				input.name.get_ref()
			),
		)),
		None => Ok(()),
	}
}

#[cfg(test)]
mod tests {
	use crate::{parse, to_toml};

	/// A unit that nothing in the library can take, put in the place of each one that is declared.
	#[test]
	fn a_wrong_unit_planted_anywhere_in_the_library_is_refused_with_the_clash_named() {
		let library = concat!(env!("CARGO_MANIFEST_DIR"), "/../methodologies");
		let mut planted = 0;
		for entry in std::fs::read_dir(library).unwrap() {
			let path = entry.unwrap().path();
			let Ok(content) = crate::read(&path) else { continue };
			let printed = to_toml(&content);
			for (at, _) in printed.match_indices("\nunit = \"") {
				let start = at + "\nunit = \"".len();
				let end = start + printed[start..].find('"').unwrap();
				let source = format!("{}CNY^3{}", &printed[..start], &printed[end..]);
				let shown = format!("{}, {} at {at}", path.display(), &printed[start..end]);
				let problem = parse(&source).expect_err(&shown);
				let told =
					["dimensions differ", "must be a CO2e mass", "in CNY^3", "unit of count"];
				assert!(
					told.iter().any(|words| problem.message.contains(words)),
					"{shown}: {problem}"
				);
				if problem.message.contains("dimensions differ") {
					// The operation, and both dimensions.
					assert!(problem.message.contains("operation "), "{problem}");
					assert!(problem.message.contains("money^3"), "{problem}");
				}
				planted += 1;
			}
		}
		assert!(planted > 0);
	}
}
