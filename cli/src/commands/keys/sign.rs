//! `tanpu accounts sign-statement`: the person's half.

use super::{account, parse_signature, read, write, DevKeys, Row, NO_SIGNATURE};
use crate::{
	cli::Global,
	failure::{Done, Failure, Result},
	output::{fields, grouped, note},
	rejected::{self, Rejected},
};
use serde_json::json;
use sp_core::{crypto::AccountId32, sr25519, H256};
use sp_runtime::MultiSignature;
use std::path::PathBuf;

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:\n  \
	tanpu --key-file my.key accounts sign-statement statement.csv\n  \
	tanpu accounts sign-statement statement.csv --text\n  \
	tanpu accounts sign-statement statement.csv --signature 0x...\n\n\
	The statement is what the identity provider made with `tanpu identity attest-key`. Your key signs \
	the same text, so that nobody is given a key that they don't hold. Any wallet can sign it, too: \
	--text prints it, --signature takes what the wallet answered.\nWithout a node: --genesis 0x...")]
pub struct Arguments {
	/// The statements; completed in place unless there is --out.
	file: PathBuf,
	/// Where to write them instead.
	#[arg(long)]
	out: Option<PathBuf>,
	/// Print what is to be signed, and nothing else.
	#[arg(long, conflicts_with_all = ["out", "signature", "dev_keys"])]
	text: bool,
	/// What a wallet signed, where the file holds one statement.
	#[arg(long, value_name = "HEX", conflicts_with = "dev_keys")]
	signature: Option<String>,
	#[command(flatten)]
	dev: DevKeys,
}

pub async fn run(global: &Global, arguments: Arguments) -> Result<Done> {
	let output = global.output();
	let (mut rows, mut rejected) = read(&arguments.file)?;
	let genesis = match global.genesis {
		Some(genesis) => genesis,
		None => global.connect().await?.genesis(),
	};
	if arguments.text {
		let texts: Vec<_> = rows
			.iter()
			.map(|row| {
				let text = String::from_utf8_lossy(&row.message(genesis)).into_owned();
				json!({ "line": row.line, "user": row.user, "text": text })
			})
			.collect();
		let human: Vec<String> =
			texts.iter().filter_map(|entry| entry["text"].as_str().map(str::to_owned)).collect();
		output.result(json!(texts), human.join("\n\n"));
		return Ok(rejected::done(&rejected));
	}
	let signed = if let Some(text) = &arguments.signature {
		let signature = parse_signature(text).ok_or_else(|| Failure::usage(NO_SIGNATURE))?;
		let [row] = rows.as_mut_slice() else {
			return Err(Failure::usage("--signature takes a file with one statement"));
		};
		row.key_signature = Some(signature);
		row.check_key(genesis).map_err(Failure::Plain)?;
		1
	} else if let Some(deriver) = arguments.dev.deriver()? {
		note("DEVELOPMENT ONLY: every key is derived from --dev-keys");
		sign(&mut rows, genesis, &mut rejected, |row| deriver.key(&row.user))
	} else {
		let key = global.signer()?;
		let mine = account(&key);
		let signed = sign(&mut rows, genesis, &mut Vec::new(), |_| Ok(key.clone()));
		if signed == 0 && !rows.iter().any(|row| row.key == mine) {
			return Err(Failure::Plain(format!(
				"{}: no statement is about the key {mine}",
				arguments.file.display()
			)));
		}
		signed
	};
	let unsigned = rows.iter().filter(|row| row.key_signature.is_none()).count();
	let out = arguments.out.as_ref().unwrap_or(&arguments.file);
	if !rejected.is_empty() && arguments.out.is_none() {
		// Rows that can't be read would be lost from the provider's file.
		return Err(Failure::Plain(format!(
			"{}:{}: {} (give --out, and only the good rows go there)",
			arguments.file.display(),
			rejected.first().map_or(0, |row| row.line),
			rejected.first().map_or("", |row| row.reason.as_str()),
		)));
	}
	write(out, &rows)?;
	let text = fields([
		("statements", grouped(rows.len() as u64)),
		("signed", grouped(signed as u64)),
		("not signed", grouped(unsigned as u64)),
		("written to", out.display().to_string()),
	]);
	let json = json!({
		"statements": rows.len(),
		"signed": signed,
		"unsigned": unsigned,
		"file": out.display().to_string(),
		"rejected": rejected::json("user", &rejected),
	});
	output.result(json, format!("{text}{}", rejected::text(&arguments.file, "user", &rejected)));
	Ok(rejected::done(&rejected))
}

/// Signs the statements about the key that is given for each; returns how many.
fn sign(
	rows: &mut [Row],
	genesis: H256,
	rejected: &mut Vec<Rejected>,
	key_of: impl Fn(&Row) -> Result<subxt_signer::sr25519::Keypair, String>,
) -> usize {
	let mut signed = 0;
	for row in rows {
		let key = match key_of(row) {
			Ok(key) => key,
			Err(reason) => {
				rejected.push(row.rejected(reason));
				continue;
			},
		};
		if AccountId32::new(key.public_key().0) != row.key {
			continue;
		}
		let signature = sr25519::Signature::from_raw(key.sign(&row.message(genesis)).0);
		row.key_signature = Some(MultiSignature::Sr25519(signature));
		signed += 1;
	}
	signed
}

#[cfg(test)]
mod tests {
	use super::{
		super::tests::{keypair, signed},
		*,
	};

	#[test]
	fn a_key_signs_its_own_statement_only() {
		let mut rows = [signed("anna", 1), signed("bert", 2)];
		for row in &mut rows {
			row.key_signature = None;
		}
		let genesis = H256::repeat_byte(5);
		let anna = keypair("anna");
		assert_eq!(sign(&mut rows, genesis, &mut Vec::new(), |_| Ok(anna.clone())), 1);
		assert!(rows[0].check_key(genesis).is_ok());
		assert_eq!(rows[1].key_signature, None);
	}
}
