//! Whether the database's files have the lengths that they must have.
//!
//! ParityDB maps its files into memory. One that was cut off is filled with zeros when it is opened (an
//! index) or kills the process when the missing part is first read (a table): either way without a word.
//! Looking at lengths costs nothing, and catches what a crashed disk or an interrupted copy does.

use std::{fs, io, path::Path};

/// Tables grow in steps of so many bytes.
const TABLE_STEP: u64 = 256 * 1024;
/// An index begins with so many bytes of its own, ...
const INDEX_HEAD: u64 = 16 * 1024;
/// ... and goes on with 2^bits chunks of so many.
const INDEX_CHUNK: u64 = 512;

/// What is wrong with the files in a database's folder; nothing where there are none yet. Lengths are
/// those of parity-db 0.4; a name that it doesn't use is not looked at.
pub fn fault(folder: &Path) -> io::Result<Option<String>> {
	let files = match fs::read_dir(folder) {
		Ok(files) => files,
		Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
		Err(error) => return Err(error),
	};
	let (mut metadata, mut data) = (None, false);
	let mut faults = Vec::new();
	for file in files {
		let file = file?;
		let (name, length) = (file.file_name(), file.metadata()?.len());
		let name = name.to_string_lossy();
		if name == "metadata" {
			metadata = Some(length);
		}
		data |= name.starts_with("table_") || name.starts_with("index_");
		if let Some(due) = wrong_length(&name, length) {
			faults.push(format!("{name} has {length} bytes instead of {due}"));
		}
	}
	if data && metadata.unwrap_or_default() == 0 {
		faults.push("the file \"metadata\" is missing or empty".into());
	}
	faults.sort_unstable();
	let more = faults.len().saturating_sub(3);
	faults.truncate(3);
	if more > 0 {
		faults.push(format!("and {more} more"));
	}
	Ok((!faults.is_empty()).then(|| format!("files were cut off: {}", faults.join("; "))))
}

/// What a file's length must be, where it isn't.
fn wrong_length(name: &str, length: u64) -> Option<String> {
	if name.starts_with("table_") {
		let whole = length > 0 && length.is_multiple_of(TABLE_STEP);
		return (!whole).then(|| format!("a multiple of {TABLE_STEP}"));
	}
	let bits: u32 = name.strip_prefix("index_")?.split_once('_')?.1.parse().ok()?;
	let due = 1u64.checked_shl(bits)?.checked_mul(INDEX_CHUNK)?.checked_add(INDEX_HEAD)?;
	(length != due).then(|| due.to_string())
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn lengths_are_the_databases() {
		assert_eq!(wrong_length("table_05_0c", TABLE_STEP * 3), None);
		assert!(wrong_length("table_05_0c", TABLE_STEP * 3 / 2).is_some());
		assert!(wrong_length("table_05_0c", 0).is_some());
		assert_eq!(wrong_length("index_00_16", (1 << 25) + INDEX_HEAD), None);
		assert_eq!(wrong_length("index_00_16", 1 << 24), Some("33570816".into()));
		for other in ["log0", "lock", "index_x", "index_00_99", "metadata"] {
			assert_eq!(wrong_length(other, 1), None, "{other}");
		}
	}

	#[test]
	fn a_fresh_database_passes_and_a_cut_one_does_not() {
		let folder = std::env::temp_dir().join(format!("tanpu-database-{}", std::process::id()));
		assert_eq!(fault(&folder).unwrap(), None);
		let full = folder.join("full");
		let mut options = parity_db::Options::with_columns(&full, 2);
		options.columns[1].uniform = true;
		{
			let database = parity_db::Db::open_or_create(&options).unwrap();
			for i in 0..500u32 {
				let key = [i.to_be_bytes().to_vec(), vec![7; 28]].concat();
				database.commit(vec![(1, key, Some(vec![1; 100]))]).unwrap();
			}
		}
		assert_eq!(fault(&full).unwrap(), None);
		let table = fs::read_dir(&full)
			.unwrap()
			.map(|file| file.unwrap().path())
			.find(|path| path.file_name().unwrap().to_string_lossy().starts_with("table_"))
			.unwrap();
		fs::OpenOptions::new().write(true).open(&table).unwrap().set_len(1_000).unwrap();
		assert!(fault(&full).unwrap().unwrap().contains("1000 bytes"));
		fs::remove_dir_all(&folder).unwrap();
	}
}
