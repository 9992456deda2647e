//! Methodologies and exclusion groups as TOML: what people write, to what the chain runs, and back.
//!
//! [`read()`] and [`parse`] make a checked [`Content`] of a file; whatever is wrong is told with line
//! and column, and with what was expected. [`to_toml`] prints a content, also one that the chain
//! holds, as a file that reads back to the same content. [`groups`] does the same for the council's
//! exclusion groups. The schema is in `cli/README.md`.
//!
//! ```
//! # let source = include_str!("../../methodologies/shenzhen-metro.toml");
//! let content = tanpu_methodology_file::parse(source).unwrap();
//! assert_eq!(tanpu_formula::evaluate(&content.definition, &[252]), Ok(117));
//! let printed = tanpu_methodology_file::to_toml(&content);
//! assert_eq!(tanpu_methodology_file::parse(&printed), Ok(content));
//! ```

mod agreement;
pub mod content;
pub mod decimal;
pub mod escape;
mod format;
pub mod groups;
mod methodology;
mod places;
mod print;
mod schema;

#[cfg(test)]
mod tests;

pub use content::Content;
pub use format::format;
pub use places::Problem;
pub use print::to_toml;

use std::path::{Path, PathBuf};

/// Why a file gave nothing.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
	/// It can't be read, or is no UTF-8.
	#[error("can't read {}: {error}", path.display())]
	Unreadable {
		/// The file.
		path: PathBuf,
		/// What the operating system says.
		error: std::io::Error,
	},
	/// Something in it is wrong.
	#[error("{}:{problem}", path.display())]
	Wrong {
		/// The file.
		path: PathBuf,
		/// What, and where.
		problem: Problem,
	},
}

fn read_with<T>(
	path: &Path,
	parse: impl FnOnce(&str) -> Result<T, Problem>,
) -> Result<T, FileError> {
	let source = std::fs::read_to_string(path)
		.map_err(|error| FileError::Unreadable { path: path.to_owned(), error })?;
	parse(&source).map_err(|problem| FileError::Wrong { path: path.to_owned(), problem })
}

/// Reads a methodology file; a problem names file, line and column.
pub fn read(path: &Path) -> Result<Content, FileError> {
	read_with(path, parse)
}

/// Makes a checked content of TOML text. What it accepts, the chain's registry accepts: texts,
/// formula, units and rules are checked here as there.
pub fn parse(source: &str) -> Result<Content, Problem> {
	methodology::content(source)
}
