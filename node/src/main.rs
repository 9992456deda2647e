//! The Tanpu node: makes, finalises, keeps and serves the chain.

// The SDK's own error type; what returns it is called once or twice.
#![allow(clippy::result_large_err)]

mod chain_spec;
mod cli;
mod command;
mod database;
mod disk;
mod metadata_hash;
mod metrics;
mod production;
mod recovery;
mod rpc;
mod service;

use std::process::ExitCode;

fn main() -> ExitCode {
	match command::run() {
		Ok(()) => ExitCode::SUCCESS,
		Err(error) => {
			eprintln!("Error: {error}");
			ExitCode::FAILURE
		},
	}
}
