//! `tanpu retire`.

use super::{code_of, json_of, prefix, serials};
use crate::{
	call::Call,
	cli::Global,
	failure::{Done, Failure, Result},
	output::grouped,
	shop::code::write,
	transaction::send,
	verified::read::{self, PALLET},
};
use codec::Compact;
use serde_json::json;
use sp_core::crypto::AccountId32;
use tanpu_primitives::{
	text::{check_text, TextFault},
	verification::{Beneficiary, CertificateId, Purpose, MAX_BENEFICIARY, MAX_PURPOSE},
	ClassId, Grams,
};

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:\n  tanpu --key-file holder.key retire 3 5000\n  \
	tanpu --key-file holder.key retire 3 5000 --beneficiary \"深圳某公司\" \
	--purpose \"2026 年会议碳中和\"\n\n\
	For good: retired grams never come back. Beneficiary and purpose are public for ever. A command that \
	was interrupted may have retired already: look with `tanpu certificate list --class` first.")]
pub struct Arguments {
	/// The class.
	class: ClassId,
	/// How many grams, of those that the signing key holds.
	#[arg(value_parser = clap::value_parser!(u64).range(1..))]
	grams: Grams,
	/// On whose behalf, at most 128 bytes; the signing key's own unless said.
	#[arg(long, default_value = "")]
	beneficiary: String,
	/// What for, at most 256 bytes.
	#[arg(long, default_value = "")]
	purpose: String,
}

/// A text that the chain takes; else what is wrong with it.
pub fn checked(text: &str, most: u32, option: &str) -> Result<Vec<u8>> {
	match check_text(text.as_bytes()) {
		Ok(()) => {},
		Err(TextFault::Empty) if text.is_empty() => {},
		Err(_) => {
			return Err(Failure::Usage(format!(
				"{option} has control, invisible or text-direction characters, or blanks only"
			)))
		},
	}
	if text.len() > usize::try_from(most).unwrap_or(usize::MAX) {
		return Err(Failure::Usage(format!(
			"{option} has {} bytes, at most {most} fit (a Chinese character takes three)",
			text.len()
		)));
	}
	Ok(text.as_bytes().to_vec())
}

pub async fn run(global: &Global, arguments: Arguments) -> Result<Done> {
	let key = global.signer()?;
	let beneficiary = Beneficiary::truncate_from(checked(
		&arguments.beneficiary,
		MAX_BENEFICIARY,
		"--beneficiary",
	)?);
	let purpose = Purpose::truncate_from(checked(&arguments.purpose, MAX_PURPOSE, "--purpose")?);
	let chain = global.connect().await?;
	let call = Call::new(PALLET, "retire")
		.arg("class", &arguments.class)
		.arg("grams", &Compact(arguments.grams))
		.arg("beneficiary", &beneficiary)
		.arg("purpose", &purpose);
	let included = send(&chain, &key, &call).await?;
	let event = included
		.find(PALLET, "Retired")
		.ok_or_else(|| Failure::plain("the chain left no Retired event"))?;
	type Retired = (CertificateId, ClassId, AccountId32, Grams, Grams, Beneficiary, Purpose);
	let (number, ..) = event.decode::<Retired>()?;
	let at = chain.at(included.block).await?;
	let certificate = read::certificate(&at, number).await?;
	let case = read::sealed_case(&at, certificate.class).await?;
	let prefix = prefix(&at)?;
	let code = write(&code_of(&at, number, &certificate).await?);
	let mut json = json_of(number, &certificate, &case, &prefix);
	json["code"] = json!(code);
	global.output().result(
		json,
		format!(
			"certificate {number}: {} g are retired for good (block {})\n{}\ndraw it: tanpu certificate \
			 show {number} --svg certificate-{number}.svg",
			grouped(certificate.grams),
			included.number,
			serials(&prefix, &case, &certificate)
		),
	);
	Ok(Done::All)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn texts_are_checked_before_anything_is_sent() {
		assert_eq!(checked("深圳", 6, "--purpose").unwrap(), "深圳".as_bytes());
		assert!(checked("", 6, "--purpose").unwrap().is_empty());
		for (text, word) in [("深圳市", "9 bytes"), ("a\u{202e}b", "direction"), ("  ", "blanks")]
		{
			let error = checked(text, 6, "--purpose").unwrap_err();
			assert!(error.exit_code() == 2 && error.to_string().contains(word), "{error}");
		}
	}
}
