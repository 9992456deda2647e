//! `tanpu methodology explain`: a formula with hypothetical numbers, step by step.

use super::{
	inputs::{chain_steps, credited, grams_of, raw_inputs, Credited},
	subject::{Found, Subject},
	Language,
};
use crate::{
	cli::Global,
	decimal::parse_scaled,
	failure::{Done, Failure, Result},
};
use serde_json::json;
use tanpu_formula::{explain, print_formula, render_steps, Lang};
use tanpu_primitives::WHOLE;

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:\n  \
	tanpu methodology explain methodologies/shenzhen-metro.toml --input distance=2.52\n  \
	tanpu methodology explain 0@1 --input distance=2.52 --lang zh\n  \
	tanpu methodology explain methodologies/household-electricity.toml --input used=7.5 \
	--input month=july --input usual=10 --input members=3 --share 50\n\n\
	A file is explained offline, a number on the chain by the chain itself. What the chain would provide \
	(a mean of days, the members of a household, the month) is given like any other input. Claims are not looked at.")]
pub struct Arguments {
	/// A TOML file, or a number on the chain such as 0 or 0@1.
	what: Subject,
	/// An input: name=value. Once for each.
	#[arg(long = "input", value_name = "NAME=VALUE")]
	inputs: Vec<String>,
	/// The citizen's share of the object, in percent: at most two decimals.
	#[arg(long, default_value = "100", value_name = "PERCENT", value_parser = share)]
	share: u16,
	/// The language of the steps.
	#[arg(long, value_enum, default_value = "en")]
	lang: Language,
}

fn share(text: &str) -> Result<u16, String> {
	parse_scaled(text, 2)
		.ok()
		.and_then(|share| u16::try_from(share).ok())
		.filter(|share| (1..=WHOLE).contains(share))
		.ok_or_else(|| "expected more than 0 and at most 100, with at most two decimals".into())
}

pub async fn run(global: &Global, arguments: Arguments) -> Result<Done> {
	let Arguments { what, inputs, share, lang } = arguments;
	let lang = Lang::from(lang);
	let Found { name, content, reference } = what.find(global).await?;
	let definition = &content.definition;
	let raw = raw_inputs(definition, &inputs)?;
	let steps = match reference {
		Some(reference) => {
			let chain = global.connect().await?;
			chain_steps(&chain.head().await?, reference, &raw).await?
		},
		None => explain(definition, &raw).map_err(|e| Failure::Plain(format!("rejected: {e}")))?,
	};
	let computed = grams_of(&steps);
	let formula = print_formula(definition);
	let rendered = render_steps(definition, &steps, lang);
	let Credited { grams, lines } =
		credited(computed, content.rules.max_grams_per_record, share, lang);
	let mut steps: Vec<String> = rendered.lines().map(ToOwned::to_owned).collect();
	steps.extend(lines);
	let json = json!({
		"methodology": name,
		"inputs": raw,
		"formula": formula.trim_end(),
		"steps": steps,
		"computed": computed,
		"share": share,
		"grams": grams,
	});
	global.output().result(json, format!("{}\n{}", formula.trim_end(), steps.join("\n")));
	Ok(Done::All)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn shares_are_percents() {
		assert_eq!(share("100"), Ok(10_000));
		assert_eq!(share("33.34"), Ok(3_334));
		assert_eq!(share("0.01"), Ok(1));
		for wrong in ["0", "100.01", "0.001", "-1", "half"] {
			assert!(share(wrong).is_err(), "{wrong}");
		}
	}
}
