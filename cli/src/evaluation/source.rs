//! A CSV file as a stream of records with their lines, in bounded memory.

use crate::failure::{Failure, Result};
use std::{
	fs::File,
	io::Read,
	path::{Path, PathBuf},
	sync::{
		atomic::{AtomicU64, Ordering},
		Arc,
	},
};

/// Longest row, in bytes, give or take what is read ahead: what never ends is no CSV.
const MAX_ROW: u64 = 1 << 20;

/// A record and its line in the file, from 1.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Record {
	pub line: u64,
	pub fields: Vec<String>,
}

/// The records of a file, in order.
pub struct Source<R = File> {
	path: PathBuf,
	reader: csv::Reader<Lines<R>>,
	pub headers: Vec<String>,
	/// Bytes in the file.
	pub size: u64,
	taken: Arc<AtomicU64>,
	/// Bytes read for the record at hand.
	of_record: Arc<AtomicU64>,
	record: csv::ByteRecord,
}

impl Source<File> {
	pub fn open(path: &Path) -> Result<Self> {
		let fail = |e: std::io::Error| Failure::file("read", path, e);
		let file = File::open(path).map_err(fail)?;
		let size = file.metadata().map_err(fail)?.len();
		Self::new(file, size, path)
	}
}

impl<R: Read> Source<R> {
	fn new(from: R, size: u64, path: &Path) -> Result<Self> {
		let taken = Arc::new(AtomicU64::new(0));
		let of_record = Arc::new(AtomicU64::new(0));
		let lines = Lines::new(from, taken.clone(), of_record.clone());
		let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(lines);
		let bytes = reader
			.byte_headers()
			.map_err(|e| Failure::Plain(format!("{} is refused: {e}", path.display())))?;
		let headers = texts(bytes);
		if headers.iter().all(String::is_empty) {
			return Err(Failure::Plain(format!("{} is refused: no CSV header", path.display())));
		}
		for (at, header) in headers.iter().enumerate() {
			if !header.is_empty() && headers.iter().take(at).any(|before| before == header) {
				return Err(Failure::Plain(format!(
					"{} is refused: the column '{header}' is there twice",
					path.display()
				)));
			}
		}
		let record = csv::ByteRecord::new();
		Ok(Self { path: path.to_owned(), reader, headers, size, taken, of_record, record })
	}

	/// Bytes read so far.
	pub fn taken(&self) -> u64 {
		self.taken.load(Ordering::Relaxed).min(self.size)
	}

	/// The next records, at most so many; none at the end.
	pub fn next(&mut self, most: usize) -> Result<Vec<Record>> {
		let mut records = Vec::with_capacity(most);
		while records.len() < most {
			self.of_record.store(0, Ordering::Relaxed);
			let begun = self.reader.position().line();
			let more = self.reader.read_byte_record(&mut self.record).map_err(|e| {
				Failure::Plain(format!("{}:{begun}: can't be read: {e}", self.path.display()))
			})?;
			if !more {
				break;
			}
			// Every record ends with a line end (see `Lines`), and blank lines come before it. A
			// quote that is never closed has that line end inside.
			let inner = self.record.as_slice().iter().filter(|byte| **byte == b'\n').count();
			let end = self.reader.position().line();
			let line = end.saturating_sub(1).saturating_sub(u64::try_from(inner).unwrap_or(0));
			let line = line.max(begun);
			records.push(Record { line, fields: texts(&self.record) });
		}
		Ok(records)
	}
}

fn texts(record: &csv::ByteRecord) -> Vec<String> {
	record.iter().map(|field| String::from_utf8_lossy(field).trim().to_owned()).collect()
}

/// The bytes of a text file with plain line ends, without a byte order mark, ending with a line end:
/// so that lines can be counted while they stream by.
struct Lines<R> {
	from: R,
	taken: Arc<AtomicU64>,
	of_record: Arc<AtomicU64>,
	raw: Vec<u8>,
	buffer: Vec<u8>,
	/// What of the buffer was given away.
	given: usize,
	begun: bool,
	/// The last byte of the buffer was a carriage return, and what follows decides about it.
	return_held: bool,
	last: u8,
	ended: bool,
}

impl<R: Read> Lines<R> {
	fn new(from: R, taken: Arc<AtomicU64>, of_record: Arc<AtomicU64>) -> Self {
		Self {
			from,
			taken,
			of_record,
			raw: vec![0; 1 << 16],
			buffer: Vec::new(),
			given: 0,
			begun: false,
			return_held: false,
			last: b'\n',
			ended: false,
		}
	}

	fn fill(&mut self) -> std::io::Result<()> {
		let mut filled = self.from.read(&mut self.raw)?;
		// A mark of three bytes can come in pieces.
		while !self.begun && filled > 0 && filled < 3 {
			let more = self.from.read(&mut self.raw[filled..])?;
			if more == 0 {
				break;
			}
			filled += more;
		}
		self.taken.fetch_add(u64::try_from(filled).unwrap_or(0), Ordering::Relaxed);
		let mut bytes = &self.raw[..filled];
		if !self.begun {
			bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
			self.begun = true;
		}
		self.buffer.clear();
		self.given = 0;
		for byte in bytes {
			// A carriage return alone is a line end too.
			if self.return_held {
				self.buffer.push(b'\n');
				self.return_held = false;
				if *byte == b'\n' {
					continue;
				}
			}
			if *byte == b'\r' {
				self.return_held = true;
			} else {
				self.buffer.push(*byte);
			}
		}
		if filled == 0 {
			self.ended = true;
			if self.return_held || self.last != b'\n' {
				self.buffer.push(b'\n');
			}
		}
		if let Some(last) = self.buffer.last() {
			self.last = *last;
		}
		Ok(())
	}
}

impl<R: Read> Read for Lines<R> {
	fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
		while self.given == self.buffer.len() && !self.ended {
			self.fill()?;
		}
		let rest = &self.buffer[self.given..];
		let count = rest.len().min(out.len());
		let more = u64::try_from(count).unwrap_or(u64::MAX);
		if self.of_record.fetch_add(more, Ordering::Relaxed) > MAX_ROW {
			return Err(std::io::Error::other(
				"the row is longer than 1 MiB: is a quote never closed?",
			));
		}
		out[..count].copy_from_slice(&rest[..count]);
		self.given += count;
		Ok(count)
	}
}

#[cfg(test)]
pub mod tests {
	use super::*;

	/// Gives a few bytes at a time.
	pub struct Slow<'a>(pub &'a [u8]);

	impl Read for Slow<'_> {
		fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
			let count = self.0.len().min(out.len()).min(2);
			out[..count].copy_from_slice(&self.0[..count]);
			self.0 = &self.0[count..];
			Ok(count)
		}
	}

	fn read(text: &str) -> Result<Vec<Record>> {
		let mut source = Source::new(Slow(text.as_bytes()), 0, Path::new("x.csv"))?;
		let mut all = Vec::new();
		loop {
			let records = source.next(2)?;
			if records.is_empty() {
				return Ok(all);
			}
			all.extend(records);
		}
	}

	#[test]
	fn lines_are_counted_whatever_ends_them() {
		for end in ["\n", "\r\n"] {
			for tail in ["", end] {
				let text = [
					"\u{feff}day,note",
					"1, two ",
					"",
					"2,\"two",
					"lines\"",
					"3,\"a \"\"word\"\"\"",
				]
				.join(end) + tail;
				let records = read(&text).unwrap();
				let lines: Vec<u64> = records.iter().map(|record| record.line).collect();
				assert_eq!(lines, [2, 4, 6], "{text:?}");
				assert_eq!(records[0].fields, ["1", "two"]);
				assert_eq!(records[1].fields, ["2", "two\nlines"]);
				assert_eq!(records[2].fields, ["3", "a \"word\""]);
			}
		}
	}

	#[test]
	fn files_that_are_no_table_are_refused() {
		assert!(read("").err().unwrap().to_string().contains("no CSV header"));
		assert!(read("a,b,a\n").err().unwrap().to_string().contains("'a' is there twice"));
		let endless = format!("a\n1\n\"{}", "x\n".repeat(700_000));
		let error = read(&endless).err().unwrap().to_string();
		assert!(error.contains("x.csv:3: ") && error.contains("never closed"), "{error}");
		// One that is closed by the end of the file is a row.
		let records = read("a\n1\n\"2").unwrap();
		assert_eq!((records[1].line, records[1].fields[0].as_str()), (3, "2"));
	}
}
