//! `tanpu export`.

mod cad_trust;
mod tables;
mod ties;

use crate::{
	cli::Global,
	failure::{Done, Failure, Result},
};
use std::{
	io::{BufWriter, Write},
	path::{Path, PathBuf},
};

#[derive(clap::Subcommand, Debug)]
pub enum Command {
	/// Tables for auditors, at one block: operators, classes, issuances, certificates, holders, batches,
	/// positions, and totals that tie.
	#[command(after_help = "Examples:\n  tanpu export csv --out audit\n  \
		tanpu export csv --at 123456 --out audit\n\n\
		Every table is read at the same block. A table that is complete is not read again, so an export \
		that was interrupted goes on where it was; without --at it takes the block that it began with. \
		The files are then added up: totals.csv has for each class where its grams are, checks.csv what \
		was compared. Exit code 1 where something doesn't tie.")]
	Csv {
		/// The block, by number or hash; the latest final one unless said.
		#[arg(long)]
		at: Option<String>,
		/// The folder; made where it isn't there.
		#[arg(long, value_name = "DIR")]
		out: PathBuf,
	},
	/// Projects, issuances and units in the Climate Action Data Trust's data model, as JSON.
	#[command(after_help = "Examples:\n  tanpu export cad-trust --out units.json\n  \
		tanpu export cad-trust --at 123456 --out units.json --country China \
		--registry \"Shenzhen Carbon Inclusion\" --sector 0=Transport\n\n\
		Field names and pick lists are those of the CAD Trust data model, version 1. Its units are whole \
		tonnes and the chain's are grams: unitCount is rounded down, and grams are beside it. Retired and \
		cancelled units have their own serial numbers; those of what is held, for sale or in the buffer are \
		alike, and are given out for the export, the buffer's being the highest.")]
	CadTrust(cad_trust::Arguments),
}

pub async fn run(global: &Global, command: Command) -> Result<Done> {
	match command {
		Command::Csv { at, out } => tables::run(global, at.as_deref(), &out).await,
		Command::CadTrust(arguments) => cad_trust::run(global, arguments).await,
	}
}

/// A file that has its name only once it is complete.
pub struct Unfinished {
	path: PathBuf,
	part: PathBuf,
	file: BufWriter<std::fs::File>,
}

impl Unfinished {
	pub fn create(path: &Path) -> Result<Self> {
		let mut part = path.as_os_str().to_owned();
		part.push(".part");
		let part = PathBuf::from(part);
		let file = std::fs::File::create(&part).map_err(|e| Failure::file("create", &part, e))?;
		Ok(Self { path: path.to_owned(), part, file: BufWriter::new(file) })
	}

	pub fn finish(mut self) -> Result<()> {
		let fail = |e: std::io::Error| Failure::file("write", &self.part, e);
		self.file.flush().map_err(fail)?;
		self.file.get_ref().sync_all().map_err(fail)?;
		std::fs::rename(&self.part, &self.path).map_err(|e| Failure::file("write", &self.path, e))
	}

	pub fn write(&mut self, text: &str) -> Result<()> {
		self.file.write_all(text.as_bytes()).map_err(|e| Failure::file("write", &self.part, e))
	}
}

/// A value of a CSV: quoted where it must be. What a spreadsheet would take for a formula is a text.
pub fn cell(text: &str) -> String {
	let risky = text.starts_with(['=', '+', '-', '@', '\t', '\r']) && text.parse::<f64>().is_err();
	let text = if risky { format!("'{text}") } else { text.to_owned() };
	if text.contains([',', '"', '\n', '\r']) {
		format!("\"{}\"", text.replace('"', "\"\""))
	} else {
		text
	}
}

/// A line of a CSV.
pub fn line<C: AsRef<str>>(cells: impl IntoIterator<Item = C>) -> String {
	let cells: Vec<String> = cells.into_iter().map(|text| cell(text.as_ref())).collect();
	format!("{}\n", cells.join(","))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn cells_are_texts_and_nothing_else() {
		assert_eq!(cell("plain"), "plain");
		assert_eq!(cell("a,b \"c\""), "\"a,b \"\"c\"\"\"");
		assert_eq!(cell("=HYPERLINK(1)"), "'=HYPERLINK(1)");
		assert_eq!(cell("-5"), "-5");
		assert_eq!(line(["1", "x,y"]), "1,\"x,y\"\n");
	}

	#[test]
	fn a_file_has_its_name_when_it_is_complete() {
		let dir = std::env::temp_dir().join(format!("tanpu-export-{}", std::process::id()));
		std::fs::create_dir_all(&dir).unwrap();
		let path = dir.join("x.csv");
		let mut file = Unfinished::create(&path).unwrap();
		file.write("a\n").unwrap();
		assert!(!path.exists());
		file.finish().unwrap();
		assert_eq!(std::fs::read_to_string(&path).unwrap(), "a\n");
		std::fs::remove_dir_all(&dir).unwrap();
	}
}
