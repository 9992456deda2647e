//! The command line.

use crate::{
	commands,
	connection::{Chain, Wait},
	failure::{Failure, Result},
	output::Output,
	report::users::hex32,
	secret,
};
use clap::{Args, Parser, Subcommand};
use sp_core::H256;
use std::path::PathBuf;
use subxt_signer::sr25519::Keypair;

const EXAMPLES: &str = "\
Examples:
  tanpu chain info
  tanpu methodology check methodologies/shenzhen-metro.toml
  tanpu --key-file bureau.key methodology publish methodologies/shenzhen-metro.toml
  tanpu --key-file operator.key report trips.csv --operator 0 --methodology 0 --users users.csv
  tanpu explain 12:345 --lang zh

Exit codes:
  0  done
  1  failed; or what `methodology diff`, `format --check`, `merchant statement --events`,
     `solvency`, `class show`, `certificate verify` or `export` compared is different, `merchant
     till` was not paid, or a class that `class crank` works on was rejected
  2  the command line is wrong
  3  finished, but some rows were rejected, or points of a sample failed (each is named)
  4  the node can't be reached or stopped, or a fund is short: run the same command again to go on
  5  another chain than --genesis
  6  refused by the chain (the reason is named)";

/// The command line for every role of a Tanpu chain: government, operators, identity providers,
/// citizens, auditors.
#[derive(Parser, Debug)]
#[command(name = "tanpu", version, after_help = EXAMPLES, max_term_width = 100)]
pub struct Cli {
	#[command(flatten)]
	pub global: Global,
	#[command(subcommand)]
	pub command: Command,
}

#[derive(Args, Clone)]
pub struct Global {
	/// The node's WebSocket address.
	#[arg(long, global = true, default_value = "ws://127.0.0.1:9944", env = "TANPU_URL")]
	pub url: String,

	/// Print one JSON document on stdout instead of tables.
	#[arg(long, global = true)]
	pub json: bool,

	/// The signing key as a secret URI: //Alice, a phrase, or 0x and a seed. For development: others
	/// can read it in the process list. Better use --key-file.
	#[arg(long, global = true, env = "TANPU_SURI", hide_env_values = true, value_name = "SECRET")]
	suri: Option<String>,

	/// A file that holds the secret URI of the signing key, readable by its owner only.
	#[arg(long, global = true, value_name = "FILE", conflicts_with = "suri")]
	key_file: Option<PathBuf>,

	/// The genesis hash of the chain that is meant; another chain is refused.
	#[arg(long, global = true, value_name = "HASH", value_parser = parse_hash, env = "TANPU_GENESIS")]
	pub genesis: Option<H256>,

	/// Which block to wait for, and to read from.
	#[arg(long, global = true, value_enum, default_value = "finalized")]
	pub wait: Wait,
}

// The secret is kept out of every debug print.
impl std::fmt::Debug for Global {
	fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
		f.debug_struct("Global")
			.field("url", &crate::connection::shown_url(&self.url))
			.field("json", &self.json)
			.field("wait", &self.wait)
			.finish_non_exhaustive()
	}
}

impl Global {
	pub fn output(&self) -> Output {
		Output { json: self.json }
	}

	pub async fn connect(&self) -> Result<Chain> {
		Chain::connect(&self.url, self.genesis, self.wait).await
	}

	/// The signing key.
	pub fn signer(&self) -> Result<Keypair> {
		match (&self.key_file, &self.suri) {
			(Some(path), _) => secret::keypair_from_file(path),
			(None, Some(suri)) => secret::keypair(suri, "--suri (or TANPU_SURI)"),
			(None, None) => Err(Failure::usage(
				"this command signs: give --key-file FILE (or --suri //Alice for development)",
			)),
		}
	}
}

pub fn parse_hash(text: &str) -> Result<H256, String> {
	hex32(text.trim()).map(H256).ok_or_else(|| "expected 0x and 64 hex digits".into())
}

/// An account as SS58 or 0x and 64 hex digits.
pub fn parse_account(text: &str) -> Result<sp_core::crypto::AccountId32, String> {
	use sp_core::crypto::Ss58Codec;
	if let Some(bytes) = text.strip_prefix("0x").and_then(hex32) {
		return Ok(sp_core::crypto::AccountId32::new(bytes));
	}
	sp_core::crypto::AccountId32::from_ss58check_with_version(text)
		.map(|(account, _)| account)
		.map_err(|_| "expected an SS58 address, or 0x and 64 hex digits".into())
}

/// A development shortcut of the calls that need the council.
#[derive(Args, Clone, Default)]
pub struct Approval {
	/// DEVELOPMENT ONLY: the secret URI (or @FILE) of another council member that votes aye, so that
	/// the motion is carried and closed at once. Can be given several times. On a real chain each
	/// member votes alone, with `tanpu council vote`.
	#[arg(long, value_name = "SECRET")]
	approve_with: Vec<String>,
}

impl std::fmt::Debug for Approval {
	fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
		write!(f, "Approval({} keys)", self.approve_with.len())
	}
}

impl Approval {
	pub fn keys(&self) -> Result<Vec<Keypair>> {
		self.approve_with
			.iter()
			.map(|secret| secret::keypair_from(secret, "--approve-with"))
			.collect()
	}
}

#[derive(Subcommand, Debug)]
pub enum Command {
	/// What chain this is, and how it stands.
	#[command(subcommand)]
	Chain(commands::chain::Command),
	/// Motions of the council: list, vote, close.
	#[command(subcommand)]
	Council(commands::council::Command),
	/// Stop the chain's business, or one call, and let it go on (council).
	#[command(subcommand)]
	Emergency(commands::emergency::Command),
	/// Methodologies: check, format, publish, comment, show, compare, evaluate, explain.
	#[command(subcommand)]
	Methodology(commands::methodology::Command),
	/// Licences of operators, verifiers, merchants and identity providers.
	#[command(subcommand)]
	Participants(commands::participants::Command),
	/// What stands good for an operator's reductions: bond, take back, show; the replacement fund.
	#[command(subcommand)]
	Bond(commands::bond::Command),
	/// Keys of an operator's gates, chargers, meters and machines: consent, register, remove, list.
	#[command(subcommand)]
	Device(commands::device::Command),
	/// Exclusion groups: which acts exclude each other.
	#[command(subcommand)]
	Groups(commands::groups::Command),
	/// The identity provider's tools: pseudonyms and attestations.
	#[command(subcommand)]
	Identity(commands::identity::Command),
	/// Carbon accounts: open in bulk, enrol, show.
	#[command(subcommand)]
	Accounts(commands::accounts::Command),
	/// Meters, roofs and forests: register them with their holders, show.
	#[command(subcommand)]
	Objects(commands::objects::Command),
	/// Report acts from a CSV file; resumes from what the chain has.
	Report(commands::report::Command),
	/// Explain a record's grams, step by step.
	Explain(commands::explain::Arguments),
	/// Processed batches.
	#[command(subcommand)]
	Batches(commands::batches::Command),
	/// The money behind an operator's points: pay in, take out, show.
	#[command(subcommand)]
	Fund(commands::fund::Command),
	/// Series of points, each with a price and an expiry: open, close, list.
	#[command(subcommand)]
	Series(commands::series::Command),
	/// The end of an operator's points: begin, finish.
	#[command(subcommand)]
	WindUp(commands::wind_up::Command),
	/// Exchange points of one operator into another's, by agreement of both.
	#[command(subcommand)]
	Interchange(commands::interchange::Command),
	/// Taking points back: with a reason, notice and appeal.
	#[command(subcommand)]
	Reversals(commands::reversals::Command),
	/// Whether every point and every merchant can be paid: all sums, worked out again.
	Solvency(commands::solvency::Arguments),
	/// Growth: themes, badges, the question of the day, grams as trees and forest.
	#[command(subcommand)]
	Growth(commands::growth::Command),
	/// Campaigns: bonus points out of a budget that was paid in before.
	#[command(subcommand)]
	Campaigns(commands::campaigns::Command),
	/// The market of verified reductions: orders, bids, operators' pools, citizens' proceeds.
	#[command(subcommand)]
	Market(commands::market::Command),
	/// A merchant's till, what it is owed, statements, settlement and refunds.
	#[command(subcommand)]
	Merchant(commands::merchant::Command),
	/// Pay at a till with points.
	Pay(commands::pay::Arguments),
	/// A citizen's points.
	#[command(subcommand)]
	Points(commands::points::Command),
	/// What merchants offer for points.
	#[command(subcommand)]
	Offers(commands::offers::Command),
	/// Orders of offers: redeem, fetch, dispute, decide.
	#[command(subcommand)]
	Orders(commands::orders::Command),
	/// Classes of reductions: seal, sample, conclude, issue, claim; object, decide, freeze, recall.
	#[command(subcommand)]
	Class(commands::class::Command),
	/// The operator's part in an audit: evidence packages.
	#[command(subcommand)]
	Operator(commands::operator::Command),
	/// The verifier's tools: samples, evidence, opinions.
	#[command(subcommand)]
	Verifier(commands::verifier::Command),
	/// Retire grams that you hold, for good.
	Retire(commands::certificate::retire::Arguments),
	/// Certificates of retirement: show, draw, verify.
	#[command(subcommand)]
	Certificate(commands::certificate::Command),
	/// Follow a gram from the act to the certificate, and back.
	#[command(subcommand)]
	Trace(commands::trace::Command),
	/// Exports at a block: for auditors, and for the Climate Action Data Trust.
	#[command(subcommand)]
	Export(commands::export::Command),
	/// The validator set: apply, leave, be set aside and come back; admit, remove.
	#[command(subcommand)]
	Validator(commands::validator::Command),
	/// TANP against money at a bank: mint for deposits, pay withdrawals out.
	#[command(subcommand)]
	Settlement(commands::settlement::Command),
}

#[cfg(test)]
mod tests {
	use super::*;
	use clap::CommandFactory;

	#[test]
	fn the_command_line_is_consistent() {
		Cli::command().debug_assert();
	}

	#[test]
	fn every_command_has_help_and_an_example() {
		fn visit(command: &clap::Command, path: &str) {
			assert!(command.get_about().is_some(), "{path} has no description");
			let leaf = command.get_subcommands().next().is_none();
			if leaf && !path.ends_with(" help") {
				let help = command.get_after_help().map(|help| help.to_string());
				assert!(help.is_some_and(|help| help.contains("tanpu ")), "{path} has no example");
			}
			for sub in command.get_subcommands() {
				visit(sub, &format!("{path} {}", sub.get_name()));
			}
		}
		visit(&Cli::command(), "tanpu");
	}

	#[test]
	fn secrets_are_not_in_debug_prints_or_errors() {
		let line = ["tanpu", "--suri", "very secret words", "chain", "info"];
		let cli = Cli::try_parse_from(line).unwrap();
		assert!(!format!("{cli:?}").contains("secret words"));
		let error = cli.global.signer().err().unwrap().to_string();
		assert!(!error.contains("secret words"));
		let line = ["tanpu", "--suri", "very secret words", "chain", "nonsense"];
		let error = Cli::try_parse_from(line).unwrap_err().to_string();
		assert!(!error.contains("secret words"));
		let line = ["tanpu", "--suri", "very secret words", "--key-file", "x", "chain", "info"];
		assert!(!Cli::try_parse_from(line).unwrap_err().to_string().contains("secret words"));
	}

	#[test]
	fn accounts_and_hashes() {
		let alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
		let hex = "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";
		assert_eq!(parse_account(alice), parse_account(hex));
		assert!(parse_account("5Grwva").is_err());
		assert!(parse_hash("0x12").is_err());
		assert!(parse_hash(hex).is_ok());
	}
}
