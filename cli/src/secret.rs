//! Secrets: where they come from. They appear in no output and no error.

use crate::{
	failure::{Failure, Result},
	output::note,
};
use std::{path::Path, str::FromStr};
use subxt_signer::{sr25519::Keypair, SecretUri};

/// A key pair from a secret URI: a phrase, `0x` and a seed, `//Alice`, with `//hard`, `/soft` and
/// `///password` parts.
pub fn keypair(secret: &str, origin: &str) -> Result<Keypair> {
	// The errors of the parsers may quote what they parsed: they are dropped.
	let bad = || {
		Failure::usage(format!(
			"{origin} is not a secret: expected a phrase of 12 to 24 words, 0x and 64 hex digits, \
			 or a development path like //Alice (what was given is not repeated here)"
		))
	};
	let uri = SecretUri::from_str(secret.trim()).map_err(|_| bad())?;
	Keypair::from_uri(&uri).map_err(|_| bad())
}

/// A key pair from a file that holds the secret URI.
pub fn keypair_from_file(path: &Path) -> Result<Keypair> {
	warn_if_readable(path);
	let text = std::fs::read_to_string(path).map_err(|e| Failure::file("read", path, e))?;
	keypair(&text, &format!("the content of {}", path.display()))
}

/// A secret given as `//Alice`, or as a file that holds it: for the few options that take one.
pub fn keypair_from(argument: &str, option: &str) -> Result<Keypair> {
	match argument.strip_prefix('@') {
		Some(path) => keypair_from_file(Path::new(path)),
		None => keypair(argument, option),
	}
}

/// Warns where others than its owner can read a secret file.
#[cfg(unix)]
pub fn warn_if_readable(path: &Path) {
	use std::os::unix::fs::PermissionsExt;
	if let Ok(meta) = std::fs::metadata(path) {
		if meta.permissions().mode() & 0o077 != 0 {
			note(format!(
				"warning: {} holds a secret and can be read by others; chmod 600 it",
				path.display()
			));
		}
	}
}

#[cfg(not(unix))]
pub fn warn_if_readable(_: &Path) {}

/// Writes a secret into a new file that only its owner can read. Never overwrites.
pub fn write_new(path: &Path, content: &str) -> Result<()> {
	use std::io::Write;
	let mut options = std::fs::OpenOptions::new();
	options.write(true).create_new(true);
	#[cfg(unix)]
	std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
	let mut file = options.open(path).map_err(|e| Failure::file("create", path, e))?;
	file.write_all(content.as_bytes()).map_err(|e| Failure::file("write", path, e))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn development_keys() {
		let alice = keypair("//Alice", "--suri").unwrap();
		let expected = "d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";
		assert_eq!(hex::encode(alice.public_key().0), expected);
	}

	#[test]
	fn a_bad_secret_is_not_repeated() {
		for secret in ["correct horse battery staple", "0xdeadbeef", "hunter2//x///pass"] {
			let error = keypair(secret, "--suri").err().unwrap();
			assert_eq!(error.exit_code(), 2);
			for word in ["horse", "deadbeef", "hunter2", "pass"] {
				assert!(!error.to_string().contains(word), "{error}");
			}
		}
	}
}
