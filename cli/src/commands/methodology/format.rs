//! `tanpu methodology format`: the standard order and layout.

use crate::{
	cli::Global,
	failure::{Done, Failure, Result},
	methodology_file::{self, FileError},
};
use serde_json::json;
use std::path::{Path, PathBuf};

#[derive(clap::Args, Debug)]
#[command(
	after_help = "Examples:\n  tanpu methodology format methodologies/shenzhen-metro.toml\n  \
	tanpu methodology format methodologies/*.toml --check\n  \
	tanpu methodology format draft.toml --stdout\n\n\
	Keys stand in the order of the schema, numbers without superfluous zeros, the formula as the chain \
	prints it back. Comments stay with their keys. What the chain would publish, and its hash, do not \
	change."
)]
pub struct Arguments {
	/// The TOML files.
	#[arg(required = true)]
	files: Vec<PathBuf>,
	/// Change nothing; exit with 1 where something would change.
	#[arg(long, conflicts_with = "stdout")]
	check: bool,
	/// Print the result instead of writing the file.
	#[arg(long)]
	stdout: bool,
}

pub fn run(global: &Global, arguments: Arguments) -> Result<Done> {
	let Arguments { files, check, stdout } = arguments;
	if stdout && files.len() > 1 {
		return Err(Failure::usage("--stdout takes one file"));
	}
	let (mut lines, mut list, mut different) = (Vec::new(), Vec::new(), false);
	for path in &files {
		let source = std::fs::read_to_string(path).map_err(|e| Failure::file("read", path, e))?;
		// So that a whole folder can be named.
		if !stdout && methodology_file::groups::parse(&source).is_ok() {
			lines.push(format!("{}: exclusion groups, left as they are", path.display()));
			continue;
		}
		let formatted = formatted(path, &source)?;
		let changed = formatted != source;
		different |= changed;
		let shown = path.display();
		if stdout {
			global.output().result(json!({ "changed": changed, "text": formatted }), &formatted);
			return Ok(Done::All);
		}
		if changed && !check {
			write(path, &formatted)?;
		}
		lines.push(match (changed, check) {
			(false, _) => format!("{shown}: as it should be"),
			(true, true) => format!("{shown}: would change"),
			(true, false) => format!("{shown}: formatted"),
		});
		list.push(json!({ "file": shown.to_string(), "changed": changed }));
	}
	global.output().result(json!(list), lines.join("\n"));
	Ok(if check && different { Done::Different } else { Done::All })
}

/// The formatted text, which is proven to say the same.
fn formatted(path: &Path, source: &str) -> Result<String> {
	let wrong = |problem| FileError::Wrong { path: path.to_owned(), problem };
	let formatted = methodology_file::format(source).map_err(wrong)?;
	let same = methodology_file::parse(&formatted)
		.is_ok_and(|content| Ok(content) == methodology_file::parse(source));
	if !same {
		return Err(Failure::Plain(format!(
			"{}: the formatted text would not say the same; the file is left as it is, report this",
			path.display()
		)));
	}
	Ok(formatted)
}

/// Writes beside the file and renames, so that an interruption leaves one of the two whole.
fn write(path: &Path, text: &str) -> Result<()> {
	let fail = |e: std::io::Error| Failure::file("write", path, e);
	// A link stays a link.
	let target = std::fs::canonicalize(path).map_err(fail)?;
	let name = target.file_name().unwrap_or_default().to_string_lossy().into_owned();
	let beside = target.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
	let permissions = std::fs::metadata(&target).map_err(fail)?.permissions();
	std::fs::write(&beside, text)
		.and_then(|()| std::fs::set_permissions(&beside, permissions))
		.and_then(|()| std::fs::rename(&beside, &target))
		.map_err(|e| {
			let _ = std::fs::remove_file(&beside);
			fail(e)
		})
}

#[cfg(test)]
mod tests {
	use super::*;

	const METRO: &str = include_str!("../../../../methodologies/shenzhen-metro.toml");

	#[test]
	fn a_file_is_rewritten_once() {
		let path = std::env::temp_dir().join(format!("tanpu-format-{}.toml", std::process::id()));
		let untidy = METRO.replace("scenario = ", "scenario    =   ");
		std::fs::write(&path, &untidy).unwrap();
		let text = formatted(&path, &untidy).unwrap();
		assert_ne!(text, untidy);
		write(&path, &text).unwrap();
		assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
		assert_eq!(formatted(&path, &text).unwrap(), text);
		std::fs::remove_file(&path).unwrap();
		assert!(write(&path, &text).is_err(), "a file that is gone is not made");
	}

	#[test]
	fn a_wrong_file_is_named_with_the_place() {
		let error = formatted("x.toml".as_ref(), "scenario = 1").unwrap_err().to_string();
		assert!(error.starts_with("x.toml:1:"), "{error}");
	}
}
