//! What can go wrong, and the exit code that a script sees.

use std::path::Path;

/// How a command ended when nothing failed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Done {
	/// Everything was done.
	All,
	/// It finished, but some rows were rejected (each is named in the output).
	SomeRejected,
	/// It finished, and what it compared is not equal.
	Different,
	/// It finished, and what it waited for did not come.
	Missed,
}

impl Done {
	pub fn exit_code(self) -> u8 {
		match self {
			Self::All => 0,
			Self::Different | Self::Missed => 1,
			Self::SomeRejected => 3,
		}
	}
}

/// Why a command failed. The text is for people; the variant decides the exit code.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
	/// Anything without a code of its own: a file that can't be read, bad content, ...
	#[error("{0}")]
	Plain(String),
	/// The command line asks for something impossible.
	#[error("{0}")]
	Usage(String),
	/// The node can't be reached, went away, or stands still.
	#[error(
		"the node at {url} {what}: {cause}\nNothing is lost: what the chain has is kept there. \
		 Start the node and run the same command again; it goes on from what the chain says."
	)]
	Unreachable { url: String, what: &'static str, cause: String },
	/// The node answered that it has dropped the state that was asked for.
	#[error(
		"the node at {url} has discarded the state of block {block}: it keeps that of the latest blocks \
		 only. Ask one that keeps all of them (--url; it runs with --state-pruning archive). Where this \
		 was the latest block when the command began, run it again."
	)]
	Discarded {
		url: String,
		/// Its number where that is known, otherwise its hash.
		block: String,
	},
	/// Another chain than the one expected.
	#[error("wrong chain at {url}: expected genesis {expected}, found {found}")]
	WrongChain { url: String, expected: String, found: String },
	/// The chain answered, and the answer is no.
	#[error("{what} was refused by the chain: {reason}")]
	Refused { what: String, reason: String },
	/// An operator's fund is short, or has no open series, and nobody mended it in time.
	#[error(
		"{0}\nNothing is lost and nothing was credited twice: what the chain has stays. Once the money is \
		 there, run the same command again; it goes on."
	)]
	Unfunded(String),
	/// A transaction left the pool without entering a block; it can be sent again.
	#[error("{what} was dropped before it entered a block: {reason}")]
	Dropped { what: String, reason: String },
}

impl Failure {
	pub fn exit_code(&self) -> u8 {
		match self {
			Self::Plain(_) | Self::Discarded { .. } | Self::Dropped { .. } => 1,
			Self::Usage(_) => 2,
			Self::Unreachable { .. } | Self::Unfunded(_) => 4,
			Self::WrongChain { .. } => 5,
			Self::Refused { .. } => 6,
		}
	}

	/// A word for programs.
	pub fn kind(&self) -> &'static str {
		match self {
			Self::Plain(_) => "failure",
			Self::Usage(_) => "usage",
			Self::Unreachable { .. } => "unreachable",
			Self::Discarded { .. } => "state-discarded",
			Self::WrongChain { .. } => "wrong-chain",
			Self::Refused { .. } => "refused",
			Self::Unfunded(_) => "unfunded",
			Self::Dropped { .. } => "dropped",
		}
	}

	pub fn plain(text: impl Into<String>) -> Self {
		Self::Plain(text.into())
	}

	pub fn usage(text: impl Into<String>) -> Self {
		Self::Usage(text.into())
	}

	/// A file that could not be read or written.
	pub fn file(doing: &str, path: &Path, error: impl std::fmt::Display) -> Self {
		Self::Plain(format!("can't {doing} {}: {error}", path.display()))
	}
}

impl From<tanpu_methodology_file::FileError> for Failure {
	fn from(error: tanpu_methodology_file::FileError) -> Self {
		Self::Plain(error.to_string())
	}
}

pub type Result<T, E = Failure> = std::result::Result<T, E>;

/// An error with everything that caused it, on one line.
pub fn chain_of(error: &(dyn std::error::Error + 'static)) -> String {
	let mut text = error.to_string();
	let mut source = error.source();
	while let Some(cause) = source {
		let more = cause.to_string();
		if !text.contains(&more) {
			text.push_str(": ");
			text.push_str(&more);
		}
		source = cause.source();
	}
	// The layers of the RPC client say the same of each other.
	text.replace("RPC error: client error: ", "")
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn exit_codes_are_those_of_the_manual() {
		let unreachable =
			Failure::Unreachable { url: "ws://x".into(), what: "is gone", cause: "y".into() };
		let wrong = Failure::WrongChain {
			url: "ws://x".into(),
			expected: "0x01".into(),
			found: "0x02".into(),
		};
		assert_eq!(Failure::plain("a").exit_code(), 1);
		assert_eq!(Failure::usage("a").exit_code(), 2);
		assert_eq!(Done::SomeRejected.exit_code(), 3);
		assert_eq!(Done::Different.exit_code(), 1);
		assert_eq!(Done::Missed.exit_code(), 1);
		assert_eq!(unreachable.exit_code(), 4);
		// Running the same command again doesn't help, so it is not exit code 4.
		let discarded = Failure::Discarded { url: "ws://x".into(), block: "53".into() };
		assert_eq!((discarded.exit_code(), discarded.kind()), (1, "state-discarded"));
		let text = discarded.to_string();
		assert!(text.contains("ws://x") && text.contains("block 53:"), "{text}");
		assert!(text.contains("--state-pruning archive"), "{text}");
		assert_eq!(wrong.exit_code(), 5);
		assert_eq!(Failure::Unfunded("short".into()).exit_code(), 4);
		assert!(Failure::Unfunded("short".into()).to_string().contains("same command again"));
		let refused = Failure::Refused { what: "a".into(), reason: "b".into() };
		assert_eq!(refused.exit_code(), 6);
		let text = wrong.to_string();
		assert!(text.contains("0x01") && text.contains("0x02"));
	}
}
