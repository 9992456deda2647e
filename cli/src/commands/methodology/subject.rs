//! What a command is about: a file, or a version on the chain.

use crate::{
	cli::Global,
	commands::version_of,
	connection::At,
	failure::{Failure, Result},
	key, methodology_file,
	types::registry::{Content, Texts, Version, PALLET},
};
use std::path::PathBuf;
use tanpu_primitives::{MethodologyId, MethodologyRef, VersionNumber};

/// A methodology's number, with a version or without: `0` or `0@2`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Number {
	pub methodology: MethodologyId,
	/// None for the latest.
	pub version: Option<VersionNumber>,
}

impl std::str::FromStr for Number {
	type Err = String;

	fn from_str(text: &str) -> Result<Self, String> {
		let (id, version) = match text.split_once('@') {
			Some((id, version)) => (id, Some(version.parse::<VersionNumber>())),
			None => (text, None),
		};
		match (id.parse(), version.transpose()) {
			(Ok(methodology), Ok(version)) => Ok(Self { methodology, version }),
			_ => Err("expected a methodology's number, such as 0 or 0@2".into()),
		}
	}
}

/// A file, or a version on the chain.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Subject {
	File(PathBuf),
	Chain(Number),
}

impl std::str::FromStr for Subject {
	type Err = std::convert::Infallible;

	/// Whatever is no number is a file; a file called `0` is `./0`.
	fn from_str(text: &str) -> Result<Self, Self::Err> {
		Ok(text.parse().map_or_else(|_| Self::File(text.into()), Self::Chain))
	}
}

/// A content, and what people call it.
pub struct Found {
	pub name: String,
	pub content: Content,
	/// None for a file.
	pub reference: Option<MethodologyRef>,
}

impl Subject {
	/// Reads the file, or asks the chain.
	pub async fn find(&self, global: &Global) -> Result<Found> {
		match self {
			Self::File(path) => Ok(Found {
				name: path.display().to_string(),
				content: methodology_file::read(path)?,
				reference: None,
			}),
			Self::Chain(number) => {
				let chain = global.connect().await?;
				let at = chain.head().await?;
				let (reference, texts, version) = published(&at, *number).await?;
				let MethodologyRef { methodology, version: latest } = reference;
				let Version { definition, rules, .. } = version;
				Ok(Found {
					name: format!("{methodology}@{latest}"),
					content: Content { texts, definition, rules },
					reference: Some(reference),
				})
			},
		}
	}
}

/// A published version and its texts.
pub async fn published(at: &At<'_>, number: Number) -> Result<(MethodologyRef, Texts, Version)> {
	let (reference, version) = version_of(at, number.methodology, number.version).await?;
	let texts: Texts = at
		.get(PALLET, "TextsOf", key![reference.methodology, reference.version])
		.await?
		.ok_or_else(|| Failure::plain("the chain holds no texts for it"))?;
	Ok((reference, texts, version))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn numbers_and_files_are_told_apart() {
		let chain = |methodology, version| Subject::Chain(Number { methodology, version });
		assert_eq!("0".parse(), Ok(chain(0, None)));
		assert_eq!("12@3".parse(), Ok(chain(12, Some(3))));
		for file in ["./0", "0@", "@1", "0@x", "a.toml", "70000", "0.toml", "-1"] {
			assert_eq!(file.parse(), Ok(Subject::File(file.into())), "{file}");
		}
		assert!("70000".parse::<Number>().is_err());
	}
}
