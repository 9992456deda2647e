//! Evidence packages: what an operator shows of a sample, and how a verifier checks it.
//!
//! A package is one JSON document. For each row that the sample meets it has the raw line as it
//! stands in the operator's file, its salt, and the proof that leads to the evidence root that the
//! chain keeps of the batch. Checking needs the package and the chain, nothing else of the
//! operator's.

use crate::{
	commands::{
		hex,
		methodology::inputs::{all_inputs, credited_day, part_of},
	},
	report::{
		outcome,
		table::{read, Schema},
		users::hex32,
	},
	verified::locate::Opened,
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use tanpu_formula::{print_formula, Definition, Prepared};
use tanpu_primitives::{
	evidence::{self, Node},
	BatchIndex, ClaimSpec, ClassId, CreditingRules, Grams, MethodologyRef, OperatorId, Outcome,
	Row, WHOLE,
};

/// What a package calls itself.
pub const FORMAT: &str = "tanpu-evidence";
/// Its version: another one is refused.
pub const VERSION: u32 = 1;
/// Largest package that is read: a sample of 1,000 points takes about a megabyte.
pub const MAX_LEN: u64 = 64 << 20;

#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
#[serde(deny_unknown_fields)]
pub struct Package {
	pub format: String,
	pub version: u32,
	/// The chain.
	pub genesis: String,
	pub class: ClassId,
	pub operator: OperatorId,
	pub methodology: u16,
	pub methodology_version: u16,
	/// The sample's seed.
	pub seed: String,
	/// Seconds ahead of UTC of times that have no offset.
	pub utc_offset: Option<i32>,
	/// The header lines of the files that the rows are from.
	pub headers: Vec<String>,
	pub rows: Vec<Piece>,
}

/// A row of the operator's file.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
#[serde(deny_unknown_fields)]
pub struct Piece {
	pub batch: BatchIndex,
	pub row: u16,
	/// Which of the headers.
	pub header: usize,
	/// The line, where it is UTF-8...
	#[serde(default, skip_serializing_if = "Option::is_none")]
	pub line: Option<String>,
	/// ...else its bytes in hex.
	#[serde(default, skip_serializing_if = "Option::is_none")]
	pub line_hex: Option<String>,
	pub salt: String,
	/// The siblings on the way up, from the lowest level.
	pub proof: Vec<String>,
}

impl Piece {
	pub fn new(
		batch: BatchIndex,
		row: u16,
		header: usize,
		line: &[u8],
		salt: &[u8; 32],
		proof: &[Node],
	) -> Self {
		let (text, bytes) = match std::str::from_utf8(line) {
			Ok(text) => (Some(text.to_owned()), None),
			Err(_) => (None, Some(hex(line))),
		};
		Self {
			batch,
			row,
			header,
			line: text,
			line_hex: bytes,
			salt: hex(salt),
			proof: proof.iter().map(hex).collect(),
		}
	}

	/// The line's bytes.
	fn bytes(&self) -> Result<Vec<u8>, String> {
		match (&self.line, &self.line_hex) {
			(Some(text), None) => Ok(text.as_bytes().to_vec()),
			(None, Some(bytes)) => hex::decode(bytes.strip_prefix("0x").unwrap_or(bytes))
				.map_err(|_| "line_hex is not hex".into()),
			_ => Err("one of line and line_hex must be there".into()),
		}
	}
}

/// Reads a package; else what is wrong with it.
pub fn parse(text: &[u8]) -> Result<Package, String> {
	#[derive(Deserialize)]
	struct Head {
		format: Option<String>,
		version: Option<u32>,
	}
	let head: Head =
		serde_json::from_slice(text).map_err(|e| format!("not an evidence package: {e}"))?;
	if head.format.as_deref() != Some(FORMAT) {
		return Err(format!("not an evidence package: its format is not {FORMAT}"));
	}
	if head.version != Some(VERSION) {
		return Err(format!(
			"the package is of version {}, and this program knows version {VERSION}",
			head.version.map_or("?".into(), |version| version.to_string())
		));
	}
	serde_json::from_slice(text).map_err(|e| format!("the package is damaged: {e}"))
}

/// What a sound row tells.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sound {
	/// The operator's own name for the person.
	pub user: String,
	/// Grams that the raw row comes to.
	pub computed: Grams,
	/// Grams that the chain credited.
	pub credited: Grams,
}

/// What rows of a class are checked against.
pub struct Rules<'a> {
	pub definition: &'a Definition,
	pub rules: &'a CreditingRules,
	pub prepared: &'a Prepared,
	pub utc_offset: Option<i32>,
	pub day_offset: i32,
}

/// Checks a row of a package against the chain: the proof, that the line is what the chain was told,
/// and that it comes to what was credited.
pub fn check(
	piece: &Piece,
	headers: &[String],
	opened: &Opened,
	rules: &Rules<'_>,
) -> Result<Sound, String> {
	let root = opened.batch.evidence_root.ok_or("the batch states no evidence root")?;
	let line = piece.bytes()?;
	let salt = hex32(&piece.salt).ok_or("the salt is not 64 hex digits")?;
	let proof: Vec<Node> = piece
		.proof
		.iter()
		.map(|node| hex32(node))
		.collect::<Option<_>>()
		.ok_or("the proof is not hex")?;
	if !evidence::verify(&root.0, opened.batch.rows, piece.row, &salt, &line, &proof) {
		return Err(format!(
			"the line is not row {} under the batch's evidence root {root:?}",
			piece.row
		));
	}
	let at = usize::from(piece.row);
	let row = opened.rows.get(at).ok_or("the batch has no such row")?;
	let outcome = opened.outcomes.get(at).ok_or("the batch has no outcome of this row")?;
	let header = headers.get(piece.header).ok_or("the package has no such header")?;
	let (user, raw) = reread(header, &line, row, rules)?;
	same(row, &raw)?;

	let reported: Vec<u64> = row.inputs.iter().map(|input| input.0).collect();
	let provided = opened.provided(piece.row);
	let day = credited_day(row, rules.day_offset);
	let inputs = all_inputs(rules.definition, &reported, provided, day)
		.map_err(|unknown| unknown.text(tanpu_formula::Lang::En).to_owned())?;
	let formula = rules
		.prepared
		.evaluate(&inputs)
		.map_err(|e| format!("the formula rejects the row: {e}"))?
		.grams;
	let share = provided.map_or(WHOLE, |provided| provided.share);
	let computed = part_of(formula, share);
	let capped = part_of(formula.min(rules.rules.max_grams_per_record), share);
	agrees(outcome, computed, capped, is_excess(rules.rules))?;
	Ok(Sound { user, computed, credited: outcome.grams() })
}

/// Reads the raw line again as `tanpu report` did.
fn reread(
	header: &str,
	line: &[u8],
	row: &Row,
	rules: &Rules<'_>,
) -> Result<(String, Row), String> {
	let file = [header.as_bytes(), b"\n", line, b"\n"].concat();
	let schema =
		Schema { definition: rules.definition, rules: rules.rules, utc_offset: rules.utc_offset };
	// Whom the user stands for, only the operator and the identity provider know: the row of the
	// chain says who was credited.
	let none = HashMap::new();
	let unknown =
		read(&file, &schema, &none).map_err(|e| format!("the line can't be read: {e}"))?;
	let user = match (unknown.good.as_slice(), unknown.bad.as_slice()) {
		([], [bad]) => bad.user.clone(),
		_ => return Err("the line is not one row".into()),
	};
	if user.is_empty() {
		return Err("the line names no user".into());
	}
	let known = HashMap::from([(user.clone(), Some(row.citizen))]);
	let table = read(&file, &schema, &known).map_err(|e| format!("the line can't be read: {e}"))?;
	match (table.good.as_slice(), table.bad.as_slice()) {
		([good], []) => Ok((user, good.row.clone())),
		([], [bad]) => Err(format!("the line is no record: {} {}", bad.field, bad.reason)),
		_ => Err("the line is not one row".into()),
	}
}

/// Whether the chain was told what the line says.
fn same(chain: &Row, raw: &Row) -> Result<(), String> {
	if chain.start != raw.start || chain.duration != raw.duration {
		return Err(format!(
			"the line says minute {} for {} minutes, the chain was told minute {} for {}",
			raw.start, raw.duration, chain.start, chain.duration
		));
	}
	if chain.inputs != raw.inputs {
		let list = |row: &Row| {
			row.inputs.iter().map(|input| input.0.to_string()).collect::<Vec<_>>().join(", ")
		};
		return Err(format!(
			"the line says inputs {} (as raw numbers), the chain was told {}",
			list(raw),
			list(chain)
		));
	}
	if chain.claims != raw.claims {
		return Err(
			"the line claims another register, reference or site than the chain was told".into()
		);
	}
	Ok(())
}

/// Whether a record is credited with what its day's total exceeds an earlier one by.
fn is_excess(rules: &CreditingRules) -> bool {
	rules.claims.iter().any(|claim| matches!(claim, ClaimSpec::DailyHighWater { .. }))
}

/// Whether what was credited follows from what is computed. A daily total is credited with the
/// excess only, and caps of a day depend on other records: then it can't be more.
fn agrees(outcome: &Outcome, computed: Grams, capped: Grams, excess: bool) -> Result<(), String> {
	let credited = outcome.grams();
	let fits = match outcome {
		Outcome::Credited { grams } if excess => *grams <= capped,
		Outcome::Credited { grams } => *grams == computed && *grams == capped,
		Outcome::Capped { grams, computed: then } if excess => {
			then <= &computed && *grams <= capped
		},
		Outcome::Capped { grams, computed: then } => *then == computed && *grams <= capped,
		Outcome::Rejected(reason) | Outcome::Recorded(reason) => {
			return Err(format!("the chain did not credit it: {}", outcome::cause(reason)))
		},
	};
	if fits {
		Ok(())
	} else {
		Err(format!("the chain credited {credited} g, the line comes to {computed} g"))
	}
}

/// Persons by the operator's name, as far as the rows tell: one name for two citizens, or two names
/// for one, each as a sentence.
pub fn identities<'a>(rows: impl IntoIterator<Item = (&'a str, u32)>) -> Vec<String> {
	let mut citizens: HashMap<&str, u32> = HashMap::new();
	let mut users: HashMap<u32, &str> = HashMap::new();
	let mut found = Vec::new();
	for (user, citizen) in rows {
		let before = *citizens.entry(user).or_insert(citizen);
		if before != citizen {
			found.push(format!("user '{user}' stands for the citizens {before} and {citizen}"));
		}
		let before = *users.entry(citizen).or_insert(user);
		if before != user {
			found.push(format!("citizen {citizen} is called '{before}' and '{user}'"));
		}
	}
	found.sort();
	found.dedup();
	found
}

/// The methodology that a package is made for, in words: for the head of a check.
pub fn formula(definition: &Definition) -> String {
	print_formula(definition).trim_end().replace('\n', " ")
}

/// An empty package.
pub fn empty(
	genesis: String,
	class: ClassId,
	operator: OperatorId,
	methodology: MethodologyRef,
	seed: String,
	utc_offset: Option<i32>,
) -> Package {
	Package {
		format: FORMAT.into(),
		version: VERSION,
		genesis,
		class,
		operator,
		methodology: methodology.methodology,
		methodology_version: methodology.version,
		seed,
		utc_offset,
		headers: Vec::new(),
		rows: Vec::new(),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{
		hashing::{evidence_leaf, evidence_salt, SecretKey},
		report::{
			pack::pack,
			table::tests::{metro, people},
		},
		types::{registry::Content, reports::Batch},
	};
	use tanpu_primitives::Reason;

	const REF: MethodologyRef = MethodologyRef { methodology: 0, version: 1 };
	const OFFSET: i32 = 28_800;

	/// A batch on a chain, and the package that opens all of its rows.
	struct Case {
		content: Content,
		prepared: Prepared,
		opened: Opened,
		package: Package,
	}

	impl Case {
		fn new() -> Self {
			let text = "user,start,end,distance,gate\n\
				anna,2018-09-01 08:00:00,2018-09-01 08:30:00,2.52,\"1, 北\"\n\
				bert,2018-09-01 09:00:00,2018-09-01 09:20:00,10,2\n\
				anna,2018-09-01 18:00:00,2018-09-01 18:30:00,7.5,3\n";
			let content = metro();
			let prepared = Prepared::new(&content.definition).unwrap();
			let schema = Schema {
				definition: &content.definition,
				rules: &content.rules,
				utc_offset: Some(OFFSET),
			};
			let table = read(text.as_bytes(), &schema, &people()).unwrap();
			let key = SecretKey::test(3);
			let packed = pack(&table.good, text.as_bytes(), 0, REF, 500, Some(&key)).remove(0);
			let line = |origin: usize| &text.as_bytes()[table.good[origin].raw.clone()];
			let leaves: Vec<Node> = packed
				.origins
				.iter()
				.map(|at| evidence_leaf(&key, table.good[*at].place, line(*at)))
				.collect();
			let mut package = empty("0x00".into(), 0, 0, REF, "0x00".into(), Some(OFFSET));
			package.headers.push("user,start,end,distance,gate".into());
			for (row, origin) in packed.origins.iter().enumerate() {
				let salt = evidence_salt(&key, table.good[*origin].place, line(*origin));
				let proof = evidence::prove(&leaves, row).unwrap();
				package.rows.push(Piece::new(4, row as u16, 0, line(*origin), &salt, &proof));
			}
			let outcomes = packed
				.rows
				.iter()
				.map(|row| Outcome::Credited {
					grams: prepared.evaluate(&[row.inputs[0].0]).unwrap().grams,
				})
				.collect();
			let batch = Batch {
				operator: 0,
				id: packed.id,
				content: packed.content(REF),
				methodology: REF,
				evidence_root: packed.evidence_root,
				outcomes_root: Default::default(),
				rows: packed.rows.len() as u16,
				credited: 3,
				grams: 0,
				points_due: 0,
				series: None,
				block: 1,
				extrinsic: 1,
				processed_at: 0,
			};
			let rows = packed.rows.to_vec();
			let opened =
				Opened { index: 4, batch, rows, outcomes, provided: vec![], withdrawn: vec![] };
			Self { content, prepared, opened, package }
		}

		fn check(&self, at: usize) -> Result<Sound, String> {
			let rules = Rules {
				definition: &self.content.definition,
				rules: &self.content.rules,
				prepared: &self.prepared,
				utc_offset: self.package.utc_offset,
				day_offset: OFFSET,
			};
			check(&self.package.rows[at], &self.package.headers, &self.opened, &rules)
		}
	}

	#[test]
	fn an_honest_package_passes_and_reads_back() {
		let case = Case::new();
		// Sorted by citizen: bert is 1, anna 3.
		let users: Vec<String> = (0..3).map(|at| case.check(at).unwrap().user).collect();
		assert_eq!(users, ["bert", "anna", "anna"]);
		let bert = case.check(0).unwrap();
		assert_eq!((bert.computed, bert.credited), (467, 467));
		let text = serde_json::to_vec(&case.package).unwrap();
		assert_eq!(parse(&text), Ok(case.package));
	}

	#[test]
	fn every_kind_of_tampering_is_found() {
		let fails = |change: &dyn Fn(&mut Case), word: &str| {
			let mut case = Case::new();
			change(&mut case);
			let error = case.check(1).unwrap_err();
			assert!(error.contains(word), "{word}: {error}");
		};
		let line = |case: &mut Case, from: &str, to: &str| {
			let line = case.package.rows[1].line.take().unwrap();
			case.package.rows[1].line = Some(line.replace(from, to));
		};
		// The line, its salt, its place, its proof.
		fails(&|case| line(case, "2.52", "2.53"), "evidence root");
		fails(&|case| line(case, "北", "南"), "evidence root");
		fails(&|case| case.package.rows[1].salt = hex([1; 32]), "evidence root");
		fails(&|case| case.package.rows[1].salt = "no".into(), "salt");
		fails(&|case| case.package.rows[1].row = 2, "evidence root");
		fails(&|case| drop(case.package.rows[1].proof.pop()), "evidence root");
		fails(&|case| case.package.rows[1].proof.push(hex([0; 32])), "evidence root");
		fails(&|case| case.package.rows[1].proof[0] = "x".into(), "not hex");
		fails(&|case| case.package.rows[1].line_hex = Some("0x00".into()), "one of line");
		// What the chain has.
		fails(&|case| case.opened.batch.evidence_root = None, "no evidence root");
		fails(&|case| case.opened.rows[1].start += 1, "minute");
		fails(&|case| case.opened.rows[1].inputs[0].0 = 251, "inputs");
		fails(
			&|case| case.opened.outcomes[1] = Outcome::Credited { grams: 118 },
			"credited 118 g, the line comes to 117 g",
		);
		fails(&|case| case.opened.outcomes[1] = Outcome::Credited { grams: 116 }, "credited 116 g");
		fails(
			&|case| case.opened.outcomes[1] = Outcome::Rejected(Reason::NotEnrolled),
			"did not credit",
		);
		// Another mapping of the columns: the proof doesn't cover the header, the chain's row does.
		fails(&|case| case.package.headers[0] = "user,start,end,gate,distance".into(), "no record");
		fails(&|case| case.package.headers[0] = "user,end,start,distance,gate".into(), "no record");
		fails(&|case| case.package.headers[0] = "gate,start,end,distance".into(), "");
		fails(&|case| case.package.headers.clear(), "header");
		fails(&|case| case.package.utc_offset = Some(0), "minute");
	}

	#[test]
	fn caps_and_excess_are_bounds() {
		let credited = |grams| Outcome::Credited { grams };
		let capped = |grams, computed| Outcome::Capped { grams, computed };
		assert!(agrees(&credited(9), 9, 9, false).is_ok());
		assert!(agrees(&credited(9), 10, 9, false).is_err());
		assert!(agrees(&credited(5), 9, 9, true).is_ok());
		assert!(agrees(&credited(10), 9, 9, true).is_err());
		assert!(agrees(&capped(5, 9), 9, 7, false).is_ok());
		assert!(agrees(&capped(8, 9), 9, 7, false).is_err());
		assert!(agrees(&capped(5, 8), 9, 7, false).is_err());
		assert!(agrees(&capped(5, 8), 9, 7, true).is_ok());
	}

	#[test]
	fn other_documents_are_refused_by_name() {
		assert!(parse(b"{}").unwrap_err().contains("format"));
		assert!(parse(b"nonsense").unwrap_err().contains("not an evidence package"));
		let newer = br#"{"format":"tanpu-evidence","version":2,"more":1}"#;
		assert!(parse(newer).unwrap_err().contains("version 2"));
		let damaged = br#"{"format":"tanpu-evidence","version":1}"#;
		assert!(parse(damaged).unwrap_err().contains("damaged"));
	}

	#[test]
	fn bytes_that_are_no_text_are_kept() {
		let piece = Piece::new(0, 0, 0, b"\xb1\xb1,1", &[0; 32], &[]);
		assert_eq!((piece.line.as_deref(), piece.bytes().unwrap()), (None, b"\xb1\xb1,1".to_vec()));
		let piece = Piece::new(0, 0, 0, "北,1".as_bytes(), &[0; 32], &[]);
		assert_eq!(piece.bytes().unwrap(), "北,1".as_bytes());
	}

	#[test]
	fn one_person_has_one_name() {
		assert!(identities([("a", 1), ("b", 2), ("a", 1)]).is_empty());
		assert_eq!(
			identities([("a", 1), ("a", 2), ("b", 1)]),
			["citizen 1 is called 'a' and 'b'", "user 'a' stands for the citizens 1 and 2"]
		);
	}
}
