//! Adds up what was exported: the files themselves, not the chain again.

use super::line;
use crate::{
	failure::{Failure, Result},
	shop::text::write_whole,
};
use serde_json::{json, Value};
use std::{collections::BTreeMap, path::Path};

/// What a check found.
pub struct Checked {
	pub compared: usize,
	/// What doesn't tie, a sentence each.
	pub problems: Vec<String>,
	/// Over all classes.
	pub totals: Value,
}

/// Rows of a table, without its header.
pub fn rows(path: &Path) -> Result<u64> {
	let mut count = 0;
	each(path, |_| {
		count += 1;
		Ok(())
	})?;
	Ok(count)
}

/// A row's values by the names of their columns.
struct Row<'a> {
	headers: &'a csv::StringRecord,
	record: &'a csv::StringRecord,
}

impl Row<'_> {
	fn text(&self, column: &str) -> Result<&str, String> {
		self.headers
			.iter()
			.position(|header| header == column)
			.and_then(|at| self.record.get(at))
			.ok_or_else(|| format!("the column {column} is missing"))
	}
	fn number(&self, column: &str) -> Result<u128, String> {
		let text = self.text(column)?;
		text.parse().map_err(|_| format!("{column} is '{text}', not a number"))
	}
}

fn each(path: &Path, mut look: impl FnMut(&Row<'_>) -> Result<(), String>) -> Result<()> {
	let fail = |message: String| Failure::Plain(format!("{}: {message}", path.display()));
	let mut reader =
		csv::ReaderBuilder::new().from_path(path).map_err(|e| Failure::file("read", path, e))?;
	let headers = reader.headers().map_err(|e| fail(e.to_string()))?.clone();
	let mut record = csv::StringRecord::new();
	while reader.read_record(&mut record).map_err(|e| fail(e.to_string()))? {
		look(&Row { headers: &headers, record: &record }).map_err(|message| {
			fail(format!("line {}: {message}", record.position().map_or(0, csv::Position::line)))
		})?;
	}
	Ok(())
}

/// The places where an issued gram can be.
const PLACES: [&str; 7] = ["held", "listed", "pool", "claimable", "buffer", "retired", "cancelled"];

#[derive(Default)]
struct Sums {
	/// Issued, and the places in their order.
	issued: u128,
	places: [u128; 7],
	certificates: u128,
	/// Where the next certificate's serial numbers begin.
	next: u128,
	holders: u128,
}

struct Comparison {
	compared: usize,
	problems: Vec<String>,
	lines: String,
}

impl Comparison {
	fn equal(&mut self, what: String, left: u128, right: u128) {
		self.compared += 1;
		let ties = left == right;
		self.lines.push_str(&line([
			what.clone(),
			left.to_string(),
			right.to_string(),
			if ties { "yes" } else { "no" }.to_owned(),
		]));
		if !ties {
			self.problems.push(format!("{what}: {left} is not {right}"));
		}
	}
}

/// Compares the tables of a folder with each other; writes totals.csv and checks.csv.
pub fn check(folder: &Path) -> Result<Checked> {
	let path = |name: &str| folder.join(format!("{name}.csv"));
	let mut classes: BTreeMap<u128, Sums> = BTreeMap::new();
	each(&path("issuances"), |row| {
		let sums = classes.entry(row.number("class")?).or_default();
		sums.issued = row.number("issued")?;
		for (place, name) in sums.places.iter_mut().zip(PLACES) {
			*place = row.number(name)?;
		}
		sums.next = 1;
		Ok(())
	})?;
	let mut comparison =
		Comparison { compared: 0, problems: Vec::new(), lines: "what,left,right,ties\n".into() };
	let mut gaps: Vec<String> = Vec::new();
	let mut certificates = 0u128;
	each(&path("certificates"), |row| {
		let class = row.number("class")?;
		let sums = classes.entry(class).or_default();
		let (from, to) = (row.number("from")?, row.number("to")?);
		if from != sums.next {
			gaps.push(format!(
				"certificate {} of class {class} begins with serial number {from}, not {}",
				row.text("certificate")?,
				sums.next
			));
		}
		sums.next = to + 1;
		sums.certificates += row.number("grams")?;
		certificates += 1;
		Ok(())
	})?;
	each(&path("holders"), |row| {
		classes.entry(row.number("class")?).or_default().holders += row.number("grams")?;
		Ok(())
	})?;
	comparison.equal(
		"certificates whose serial numbers follow each other".into(),
		certificates - u128::try_from(gaps.len()).unwrap_or(0),
		certificates,
	);
	comparison.problems.extend(gaps);

	// What batches credited, and classes have.
	let key = |row: &Row<'_>| -> Result<(u128, u128, u128), String> {
		Ok((row.number("operator")?, row.number("methodology")?, row.number("version")?))
	};
	let mut reported: BTreeMap<(u128, u128, u128), (u128, u128)> = BTreeMap::new();
	let mut operators: BTreeMap<u128, (u128, u128)> = BTreeMap::new();
	each(&path("batches"), |row| {
		reported.entry(key(row)?).or_default().0 += row.number("grams")?;
		Ok(())
	})?;
	each(&path("classes"), |row| {
		reported.entry(key(row)?).or_default().1 += row.number("credited")?;
		operators.entry(row.number("operator")?).or_default().0 += row.number("grams")?;
		Ok(())
	})?;
	each(&path("positions"), |row| {
		operators.entry(row.number("operator")?).or_default().1 += row.number("grams")?;
		Ok(())
	})?;

	let mut totals = format!("class,issued,{},credited_holders,certificates\n", PLACES.join(","));
	let mut all = Sums::default();
	for (class, sums) in &classes {
		let together: u128 = sums.places.iter().sum();
		comparison.equal(
			format!("class {class}: issued = {}", PLACES.join(" + ")),
			sums.issued,
			together,
		);
		let alive: u128 = sums.places[..5].iter().sum();
		comparison.equal(
			format!("class {class}: what accounts hold = {}", PLACES[..5].join(" + ")),
			sums.holders,
			alive,
		);
		comparison.equal(
			format!("class {class}: certificates = retired"),
			sums.certificates,
			sums.places[5],
		);
		totals.push_str(&row_of(&class.to_string(), sums));
		all.issued += sums.issued;
		for (sum, place) in all.places.iter_mut().zip(sums.places) {
			*sum += place;
		}
		all.certificates += sums.certificates;
		all.holders += sums.holders;
	}
	comparison.equal(
		format!("all classes: issued = {}", PLACES.join(" + ")),
		all.issued,
		all.places.iter().sum(),
	);
	totals.push_str(&row_of("all", &all));
	for ((operator, methodology, version), (batches, credited)) in &reported {
		comparison.equal(
			format!(
				"operator {operator}, methodology {methodology} v{version}: credited by batches = in classes"
			),
			*batches,
			*credited,
		);
	}
	for (operator, (classes, positions)) in &operators {
		comparison.equal(
			format!("operator {operator}: in classes = in citizens' positions"),
			*classes,
			*positions,
		);
	}
	write_whole(&path("totals"), &totals)?;
	write_whole(&path("checks"), &comparison.lines)?;
	let mut json = json!({ "issued": text(all.issued) });
	for (name, grams) in PLACES.iter().zip(all.places) {
		json[*name] = text(grams);
	}
	Ok(Checked { compared: comparison.compared, problems: comparison.problems, totals: json })
}

/// Sums over all classes may be beyond what JSON readers count exactly.
fn text(grams: u128) -> Value {
	json!(grams.to_string())
}

fn row_of(name: &str, sums: &Sums) -> String {
	let mut cells = vec![name.to_owned(), sums.issued.to_string()];
	cells.extend(sums.places.iter().map(ToString::to_string));
	cells.extend([sums.holders.to_string(), sums.certificates.to_string()]);
	line(cells)
}

#[cfg(test)]
mod tests {
	use super::*;

	fn folder(name: &str, change: impl Fn(&str, String) -> String) -> std::path::PathBuf {
		let dir = std::env::temp_dir().join(format!("tanpu-ties-{name}-{}", std::process::id()));
		std::fs::create_dir_all(&dir).unwrap();
		let tables = [
			(
				"issuances",
				"class,issued,held,listed,pool,claimable,buffer,retired,cancelled\n\
				 3,100,20,5,15,10,5,40,5\n4,7,0,0,0,0,0,0,7\n",
			),
			(
				"certificates",
				"certificate,class,from,to,grams,beneficiary\n0,3,1,15,15,\"a, b\"\n1,3,16,40,25,\n",
			),
			("holders", "class,account,grams\n3,x,25\n3,y,30\n"),
			("batches", "batch,operator,methodology,version,grams\n0,0,1,1,100\n1,0,1,1,27\n"),
			(
				"classes",
				"class,operator,methodology,version,credited,grams\n3,0,1,1,120,118\n4,0,1,1,7,7\n",
			),
			("positions", "operator,citizen,grams\n0,1,100\n0,2,25\n"),
		];
		for (name, table) in tables {
			let table = change(name, table.to_owned());
			std::fs::write(dir.join(format!("{name}.csv")), table).unwrap();
		}
		dir
	}

	#[test]
	fn what_ties_ties() {
		let dir = folder("good", |_, table| table);
		let checked = check(&dir).unwrap();
		assert_eq!(checked.problems, [] as [&str; 0]);
		// One of serial numbers, three for each class, one of all, one of batches, one of positions.
		assert_eq!(checked.compared, 10);
		assert_eq!(checked.totals["issued"], "107");
		assert_eq!(checked.totals["cancelled"], "12");
		let totals = std::fs::read_to_string(dir.join("totals.csv")).unwrap();
		assert!(totals.ends_with("all,107,20,5,15,10,5,40,12,55,40\n"), "{totals}");
		assert_eq!(rows(&dir.join("certificates.csv")).unwrap(), 2);
		std::fs::remove_dir_all(&dir).unwrap();
	}

	#[test]
	fn a_single_gram_anywhere_is_found() {
		let changes = [
			("issuances", "3,100,", "3,101,", "class 3: issued"),
			("issuances", ",20,5,15", ",21,5,14", ""),
			("certificates", "16,40,25", "16,41,26", "certificates = retired"),
			("certificates", "1,3,16,", "1,3,17,", "begins with serial number 17, not 16"),
			("holders", "3,y,30", "3,y,31", "what accounts hold"),
			("holders", "3,y,30", "4,y,30", "class 4: what accounts hold"),
			("batches", ",27\n", ",26\n", "credited by batches"),
			("classes", ",120,118", ",120,117", "positions"),
			("positions", "0,2,25", "0,2,24", "positions"),
		];
		for (at, (table, from, to, word)) in changes.into_iter().enumerate() {
			let dir = folder(&format!("bad{at}"), |name, text| match name == table {
				true => text.replace(from, to),
				false => text,
			});
			let found = check(&dir).unwrap().problems;
			// One change leaves the sum as it is: what holders have still ties.
			assert_eq!(found.is_empty(), word.is_empty(), "{table} {to}: {found:?}");
			assert!(word.is_empty() || found.iter().any(|line| line.contains(word)), "{found:?}");
			std::fs::remove_dir_all(&dir).unwrap();
		}
	}

	#[test]
	fn a_damaged_table_is_named() {
		let dir = folder("damaged", |name, text| match name {
			"holders" => text.replace("25", "x"),
			_ => text,
		});
		let error = check(&dir).err().unwrap().to_string();
		assert!(error.contains("holders.csv") && error.contains("line 2"), "{error}");
		std::fs::remove_dir_all(&dir).unwrap();
	}
}
