//! Checking a certificate against the chain.

use super::{
	code::{find, Code},
	fate, json_of, own, prefix,
	svg::{stated, statements},
};
use crate::{
	cli::Global,
	commands::{class::recall_json, clock},
	connection::{At, Chain},
	failure::{Done, Failure, Result},
	key,
	output::fields,
	shop::{code::read as read_code, text::read_file},
	verified::{proof::Proven, read},
};
use pallet_verified_reductions::{Case, Certificate, Issuance};
use serde_json::json;
use sp_core::{crypto::AccountId32, H256};
use sp_crypto_hashing::blake2_256;
use std::path::Path;
use tanpu_primitives::{suspension::Suspensions, verification::CertificateId};

/// Longest file that holds a certificate.
const MAX_FILE_LEN: u64 = 4 << 20;

#[derive(clap::Args, Debug)]
pub struct Arguments {
	/// The certificate's number, its code as a phone reads it, or a file with the code in it.
	certificate: String,
	/// The block, by number or hash; the latest final one unless said. With a hash that you have from
	/// elsewhere the node need not be trusted at all.
	#[arg(long, value_name = "BLOCK")]
	at: Option<String>,
	/// Another node that must have the same block. Can be given several times.
	#[arg(long, value_name = "URL")]
	witness: Vec<String>,
}

/// What is to be checked.
struct Claim {
	number: CertificateId,
	code: Option<Code>,
	/// The SVG, where a file is one.
	document: Option<String>,
}

fn claim(argument: &str) -> Result<Claim> {
	if let Ok(number) = argument.trim().parse() {
		return Ok(Claim { number, code: None, document: None });
	}
	let is_code = argument.trim().get(..6).is_some_and(|head| head.eq_ignore_ascii_case("tanpu:"));
	if is_code {
		let code = read_code::<Code>(argument).map_err(Failure::Plain)?;
		return Ok(Claim { number: code.number, code: Some(code), document: None });
	}
	let path = Path::new(argument);
	if !path.exists() {
		return Err(Failure::usage(
			"expected a certificate's number, its code (TANPU:CERTIFICATE:...), or a file with the code in it",
		));
	}
	let bytes = read_file(path, MAX_FILE_LEN)?;
	let text = String::from_utf8_lossy(&bytes).into_owned();
	let bad = |message: String| Failure::Plain(format!("{}: {message}", path.display()));
	let code = find(&text).ok_or_else(|| bad("there is no certificate's code in it".into()))?;
	let code = read_code::<Code>(code).map_err(bad)?;
	let document = text.contains("<svg").then_some(text);
	Ok(Claim { number: code.number, code: Some(code), document })
}

/// One thing that was checked, and whether it is as it should be.
struct Check {
	what: String,
	right: bool,
}

fn check(what: impl Into<String>, right: bool) -> Check {
	Check { what: what.into(), right }
}

pub async fn run(global: &Global, arguments: Arguments) -> Result<Done> {
	let claim = claim(&arguments.certificate)?;
	let chain = global.connect().await?;
	if let Some(code) = claim.code.filter(|code| code.genesis != chain.genesis()) {
		return Err(Failure::WrongChain {
			url: chain.url(),
			expected: format!("{:?}", code.genesis),
			found: format!("{:?}", chain.genesis()),
		});
	}
	let finalised = chain.finalised().await?.number();
	let at = match &arguments.at {
		Some(block) => chain.block(block).await?,
		None => chain.finalised().await?,
	};
	let number = claim.number;
	let mut checks = vec![check(
		format!("the header of block {} has the hash {:?}", at.number(), at.hash()),
		true,
	)];
	// Which class it is of, the node says; the proof tells whether that is so.
	let told: Option<Certificate<AccountId32>> =
		at.get(read::PALLET, "Certificates", key![number]).await?;
	let class = told.as_ref().map(|told| told.class).unwrap_or_default();
	let keys = [
		key_of("Certificates", number),
		key_of("Cases", class),
		key_of("Issuances", class),
		key_of("Freezes", class),
	];
	for (entry, id, key) in [("Certificates", number, &keys[0]), ("Cases", class, &keys[1])] {
		if at.full_key(read::PALLET, entry, key![id])? != *key {
			return Err(Failure::Plain(format!(
				"this tool does not fit the chain's runtime: {entry} are kept elsewhere"
			)));
		}
	}
	let proven = Proven::fetch(&at, &keys).await?;
	let certificate = proven.value::<Certificate<AccountId32>>(&keys[0], "the certificate")?;
	let Some((certificate, bytes)) = certificate else {
		global.output().result(
			json!({
				"certificate": number,
				"genuine": false,
				"block": at.number(),
				"block_hash": format!("{:?}", at.hash()),
				"reason": "no such certificate",
			}),
			format!(
				"there is NO certificate {number} in block {} ({:?}): proven by its state",
				at.number(),
				at.hash()
			),
		);
		return Ok(Done::Different);
	};
	checks.push(check("the block's state has the certificate: proven", true));
	let case = proven.value::<Case>(&keys[1], "the class")?;
	let (case, _) = case
		.ok_or_else(|| Failure::plain("the certificate's class is not there: this must not be"))?;
	let issuance = proven.value::<Issuance>(&keys[2], "the issuance")?;
	let recall = issuance.map(|(found, _)| found.recall).unwrap_or_default();
	let freezes = proven
		.value::<Suspensions<AccountId32>>(&keys[3], "freezes")?
		.map(|(found, _)| found)
		.unwrap_or_default();

	if let Some(code) = claim.code {
		checks.push(check(
			"it is the certificate that the code was made of",
			H256(blake2_256(&bytes)) == code.hash,
		));
		checks.push(check(
			format!("it was retired in block {}, as the code says", code.block),
			code.block == certificate.block,
		));
		let own = chain.hash_of(code.block).await?;
		checks.push(check(
			format!("block {} of this chain has the hash that the code names", code.block),
			own == Some(code.block_hash),
		));
	}
	let clock = clock(&at).await?;
	let prefix = prefix(&at)?;
	let mut entries = own(number, &certificate, &case, &prefix, clock.day_offset);
	if let Some(document) = &claim.document {
		checks.push(check(
			"the file says what the certificate says",
			stated(document) == statements(&entries),
		));
	}
	for url in &arguments.witness {
		let same = witness(url, &chain, &at).await?;
		checks.push(check(
			format!("{} has the same block {}", crate::connection::shown_url(url), at.number()),
			same,
		));
	}
	entries.extend(fate(certificate.class, &recall, &freezes, &clock));
	let trusted = trusted(&arguments, &at, finalised);
	let genuine = checks.iter().all(|check| check.right);

	let mut text = fields(entries.iter().map(|entry| (entry.label, entry.value.clone())));
	for check in &checks {
		let mark = if check.right { "ok   " } else { "WRONG" };
		text.push_str(&format!("\n{mark} {}", check.what));
	}
	text.push_str(&format!("\ntrusted, not checked: {trusted}"));
	text.push_str(match genuine {
		true => "\nthe certificate is genuine",
		false => "\nTHE CERTIFICATE IS NOT WHAT IT SAYS",
	});
	let mut json = json_of(number, &certificate, &case, &prefix);
	json["genuine"] = json!(genuine);
	json["checked_at"] = json!({ "block": at.number(), "hash": format!("{:?}", at.hash()) });
	json["checks"] =
		checks.iter().map(|check| json!({ "what": check.what, "right": check.right })).collect();
	json["trusted"] = json!(trusted);
	json["recall"] = recall_json(&recall);
	json["topped_up"] = json!(recall.topped_up > 0);
	json["frozen"] = json!(freezes.current(clock.now).is_some());
	global.output().result(json, text);
	Ok(if genuine { Done::All } else { Done::Different })
}

/// Where the pallet keeps an entry by its number. Not asked of the node: one that lies about the
/// place could show another value there.
fn key_of(entry: &str, number: u32) -> Vec<u8> {
	use sp_crypto_hashing::{twox_128, twox_64};
	let number = number.to_le_bytes();
	[
		&twox_128(read::PALLET.as_bytes())[..],
		&twox_128(entry.as_bytes()),
		&twox_64(&number),
		&number,
	]
	.concat()
}

/// Whether another node has the same block at this height.
async fn witness(url: &str, chain: &Chain, at: &At<'_>) -> Result<bool> {
	let other = Chain::connect(url, Some(chain.genesis()), chain.wait()).await?;
	let number = u32::try_from(at.number()).unwrap_or(u32::MAX);
	let final_there = other.finalised().await?.number();
	if final_there < at.number() {
		return Err(Failure::Plain(format!(
			"{}: block {number} is not final there yet (it is at {final_there}): try again",
			crate::connection::shown_url(url)
		)));
	}
	Ok(other.hash_of(number).await? == Some(at.hash()))
}

/// What the check rests on.
fn trusted(arguments: &Arguments, at: &At<'_>, finalised: u64) -> String {
	let by_hash = arguments.at.as_deref().is_some_and(|at| at.trim().starts_with("0x"));
	let mut text = match by_hash {
		true => "that the hash you gave is a final block of this chain".to_owned(),
		false => format!(
			"that block {} is final and of this chain, as {} says (no proof of finality is read); take the \
			 hash from elsewhere with --at HASH, or ask more nodes with --witness URL",
			at.number(),
			at.chain.url()
		),
	};
	if by_hash && at.number() > finalised {
		text.push_str("; the node calls it NOT final");
	}
	text.push_str("; and the clock that says whether a freeze has lapsed");
	text
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_places_are_those_of_the_pallet() {
		// twox_128("VerifiedReductions") and so on, as a storage map with Twox64Concat has them.
		let key = key_of("Certificates", 5);
		assert_eq!(key.len(), 16 + 16 + 8 + 4);
		assert_eq!(key[40..], [5, 0, 0, 0]);
		assert_ne!(key_of("Certificates", 5), key_of("Certificates", 6));
		assert_ne!(key_of("Certificates", 5)[..32], key_of("Cases", 5)[..32]);
	}

	#[test]
	fn what_is_to_be_checked() {
		assert_eq!(claim(" 7 ").unwrap().number, 7);
		assert_eq!(claim("nothing-of-the-kind").err().unwrap().exit_code(), 2);
		assert!(claim("TANPU:CERTIFICATE:AAAA").err().unwrap().to_string().contains("checksum"));
	}
}
