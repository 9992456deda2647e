//! What to do when the database can't be used: said where the node ends, because whoever runs it
//! reads that first, perhaps at night.
//!
//! A database can always be given up: the chain comes back from the other nodes. What must be kept are
//! the keys, which are not in it.

use crate::{database, disk::Disk};
use sc_service::{error::Error, Configuration};
use std::{
	panic::{set_hook, take_hook, PanicHookInfo},
	path::{Path, PathBuf},
};

/// What stands before and after the cause.
#[derive(Clone, Debug)]
pub struct Advice {
	database: PathBuf,
	chain: String,
	disk: Option<Disk>,
}

impl Advice {
	/// None where the database is not in a folder.
	pub fn new(config: &Configuration, disk: Option<Disk>) -> Option<Self> {
		Some(Self {
			database: config.database.path()?.to_path_buf(),
			chain: config.chain_spec.id().into(),
			disk,
		})
	}

	/// Refuses a database whose files were cut off.
	pub fn check(&self) -> Result<(), Error> {
		match database::fault(&self.database) {
			Ok(None) => Ok(()),
			Ok(Some(cause)) => Err(Error::Other(self.explain(&cause))),
			Err(error) => Err(Error::Other(self.explain(&error.to_string()))),
		}
	}

	/// The cause, and what to do about it.
	fn explain(&self, cause: &str) -> String {
		let path = self.database.display();
		if in_use(cause) {
			return format!(
				"The database {path} is in use: another node runs on this folder ({cause}).\n\
				 Two nodes with the same keys would accuse each other: end the other one first."
			);
		}
		format!(
			"The database {path} of the chain \"{}\" can't be used: {cause}\n\n{}",
			self.chain,
			steps(&self.database)
		)
	}

	/// An error of starting the node, with what to do where it comes from the database.
	pub fn on_start(&self, error: Error) -> Error {
		match error {
			Error::Client(cause) => Error::Other(self.explain(&cause.to_string())),
			other => other,
		}
	}

	/// An error of a node that ran.
	pub fn on_end(&self, error: Error) -> Error {
		match error {
			Error::Other(text) if text.starts_with("Essential task failed") => {
				if let Some(text) = self.disk.as_ref().and_then(Disk::shortage) {
					return Error::Other(text);
				}
				Error::Other(format!(
					"A part that the node can't be without has ended; the log above says which and why.\n\
					 Where it was the database {}:\n\n{}",
					self.database.display(),
					steps(&self.database)
				))
			},
			other => other,
		}
	}

	/// The database speaks of damage that it finds while it runs by panicking, in whatever thread. The
	/// explanation is printed after the usual report would have called it a bug: so, before it.
	pub fn on_panic(self) {
		let usual = take_hook();
		set_hook(Box::new(move |info| {
			if let Some(cause) = database_fault(info) {
				eprintln!("\n{}\n", self.explain(&cause));
			}
			usual(info);
		}));
	}
}

fn steps(database: &Path) -> String {
	// PATH/paritydb/full: what purge-chain removes is the folder above.
	let folder = database.parent().unwrap_or(database);
	format!(
		"If the disk is full or was taken away, make room or mount it, and start again.\n\
		 Otherwise the database is damaged. It holds no keys and comes back from the other nodes:\n  \
		 1. end the node; move {folder} away, or delete it (tanpu-node purge-chain, with the same --chain \
		 and --base-path)\n  \
		 2. a validator waits until the others have finalised blocks made after it ended, some minutes: \
		 it no longer knows what it voted for\n  \
		 3. start again with the same arguments; --sync warp is the fastest",
		folder = folder.display()
	)
}

fn in_use(cause: &str) -> bool {
	let cause = cause.to_lowercase();
	cause.contains("in use") || cause.contains("lock")
}

/// The message, where the panic is the database's.
fn database_fault(info: &PanicHookInfo<'_>) -> Option<String> {
	let payload = info.payload();
	let text = payload
		.downcast_ref::<&'static str>()
		.map(|text| (*text).to_string())
		.or_else(|| payload.downcast_ref::<String>().cloned())
		.unwrap_or_default();
	let file = info.location().map(|location| location.file()).unwrap_or_default();
	is_database_fault(&text, file).then(|| format!("{text} ({file})"))
}

fn is_database_fault(text: &str, file: &str) -> bool {
	text.to_lowercase().contains("database error")
		|| ["/parity-db-", "/sc-client-db-"].iter().any(|part| file.contains(part))
}

#[cfg(test)]
mod tests {
	use super::*;

	fn advice() -> Advice {
		Advice {
			database: "/data/chains/tanpu/paritydb/full".into(),
			chain: "tanpu".into(),
			disk: None,
		}
	}

	#[test]
	fn damage_is_named_with_the_way_back() {
		let error = sp_blockchain::Error::Backend("Corruption: Bad metadata".into());
		let text = advice().on_start(Error::Client(error)).to_string();
		for part in ["/paritydb/full", "Bad metadata", "purge-chain", "--sync warp", "no keys"] {
			assert!(text.contains(part), "{part}: {text}");
		}
	}

	#[test]
	fn nobody_is_told_to_delete_a_database_in_use() {
		let error = sp_blockchain::Error::Backend("Database file is in use".into());
		let text = advice().on_start(Error::Client(error)).to_string();
		assert!(text.contains("another node"), "{text}");
		assert!(!text.contains("purge-chain"), "{text}");
	}

	#[test]
	fn other_errors_stay_as_they_are() {
		let error = advice().on_start(Error::Other("no telemetry".into()));
		assert_eq!(error.to_string(), "Other: no telemetry");
	}

	#[test]
	fn the_databases_panics_are_known() {
		assert!(is_database_fault("Critical database error: Io(UnexpectedEof)", "src/x.rs"));
		assert!(is_database_fault("range end index 9", "/registry/parity-db-0.4.13/src/file.rs"));
		assert!(!is_database_fault("no such thing", "node/src/service.rs"));
	}
}
