//! `tanpu`: the command line for every role of a Tanpu chain.

mod call;
mod cli;
mod commands;
mod connection;
mod council;
mod each;
mod evaluation;
mod failure;
mod hashing;
mod money;
mod output;
mod rejected;
mod report;
mod secret;
mod shape;
mod shop;
mod time;
mod transaction;
mod types;
mod verified;
mod view;

use clap::Parser;
use cli::{Cli, Command};
use failure::{Done, Failure};
use std::process::ExitCode;
use tanpu_methodology_file::{self as methodology_file, decimal, escape};

#[tokio::main]
async fn main() -> ExitCode {
	let cli = Cli::parse();
	let output = cli.global.output();
	let url = cli.global.url.clone();
	match run(cli).await {
		Ok(done) => ExitCode::from(done.exit_code()),
		Err(failure) => {
			let failure = reachable(failure, &url).await;
			output::note(format!("error: {failure}"));
			if output.json {
				let error = serde_json::json!({
					"error": {
						"kind": failure.kind(),
						"message": failure.to_string(),
						"exit_code": failure.exit_code(),
					}
				});
				output.result(error, "");
			}
			ExitCode::from(failure.exit_code())
		},
	}
}

async fn run(cli: Cli) -> Result<Done, Failure> {
	let Cli { global, command } = cli;
	match command {
		Command::Chain(command) => commands::chain::run(&global, command).await,
		Command::Council(command) => commands::council::run(&global, command).await,
		Command::Emergency(command) => commands::emergency::run(&global, command).await,
		Command::Methodology(command) => commands::methodology::run(&global, command).await,
		Command::Participants(command) => commands::participants::run(&global, command).await,
		Command::Bond(command) => commands::bond::run(&global, command).await,
		Command::Device(command) => commands::device::run(&global, command).await,
		Command::Groups(command) => commands::groups::run(&global, command).await,
		Command::Identity(command) => commands::identity::run(&global, command).await,
		Command::Accounts(command) => commands::accounts::run(&global, command).await,
		Command::Objects(command) => commands::objects::run(&global, command).await,
		Command::Report(arguments) => commands::report::run(&global, arguments).await,
		Command::Explain(arguments) => commands::explain::run(&global, arguments).await,
		Command::Batches(command) => commands::batches::run(&global, command).await,
		Command::Fund(command) => commands::fund::run(&global, command).await,
		Command::Series(command) => commands::series::run(&global, command).await,
		Command::WindUp(command) => commands::wind_up::run(&global, command).await,
		Command::Interchange(command) => commands::interchange::run(&global, command).await,
		Command::Reversals(command) => commands::reversals::run(&global, command).await,
		Command::Solvency(arguments) => commands::solvency::run(&global, arguments).await,
		Command::Growth(command) => commands::growth::run(&global, command).await,
		Command::Campaigns(command) => commands::campaigns::run(&global, command).await,
		Command::Market(command) => commands::market::run(&global, command).await,
		Command::Merchant(command) => commands::merchant::run(&global, command).await,
		Command::Pay(arguments) => commands::pay::run(&global, arguments).await,
		Command::Points(command) => commands::points::run(&global, command).await,
		Command::Offers(command) => commands::offers::run(&global, command).await,
		Command::Orders(command) => commands::orders::run(&global, command).await,
		Command::Class(command) => commands::class::run(&global, command).await,
		Command::Operator(command) => commands::operator::run(&global, command).await,
		Command::Verifier(command) => commands::verifier::run(&global, command).await,
		Command::Retire(arguments) => commands::certificate::retire::run(&global, arguments).await,
		Command::Certificate(command) => commands::certificate::run(&global, command).await,
		Command::Trace(command) => commands::trace::run(&global, command).await,
		Command::Export(command) => commands::export::run(&global, command).await,
		Command::Validator(command) => commands::validator::run(&global, command).await,
		Command::Settlement(command) => commands::settlement::run(&global, command).await,
	}
}

/// An error of the node's that hides that the node went away is told as that.
async fn reachable(failure: Failure, url: &str) -> Failure {
	match failure {
		Failure::Plain(text) if text.contains("answered with an error") => {
			match connection::Chain::connect(url, None, connection::Wait::Finalized).await {
				Err(gone @ Failure::Unreachable { .. }) => gone,
				_ => Failure::Plain(text),
			}
		},
		other => other,
	}
}
