//! `tanpu operator`.

use crate::{
	cli::Global,
	commands::{clock, report::resolve, version_of},
	failure::{Done, Failure, Result},
	hashing::{evidence_leaf, evidence_salt, SecretKey},
	output::grouped,
	report::{
		pack::{pack, Packed},
		table::{read, Good, Schema},
		users,
	},
	shop::text::write_whole,
	time::parse_offset,
	verified::{
		locate::{meet, points, Opened},
		package::{self, Package, Piece},
		read::{sample, sealed_case},
	},
};
use serde_json::json;
use std::{
	collections::{BTreeMap, BTreeSet},
	path::PathBuf,
};
use tanpu_primitives::{evidence, BatchIndex, ClassId};

#[derive(clap::Subcommand, Debug)]
pub enum Command {
	/// Make the evidence package of a class's sample, for its verifiers.
	#[command(after_help = "Examples:\n  \
		tanpu operator evidence 3 --rows trips-01.csv trips-02.csv --users users.csv \
		--evidence-key evidence.key --out class-3.json\n\n\
		The package has the raw rows that the sample meets, and no others: each with its salt and the \
		proof that leads to the evidence root in its batch. The files, --users, --batch-size, \
		--evidence-key and --utc-offset must be those with which `tanpu report` reported: the batches \
		are made again and recognised by their names. It holds personal data: give it to the class's \
		verifiers only.")]
	Evidence(Evidence),
}

#[derive(clap::Args, Debug)]
pub struct Evidence {
	/// The class.
	class: ClassId,
	/// The CSV files that were reported.
	#[arg(long, required = true, num_args = 1.., value_name = "FILE")]
	rows: Vec<PathBuf>,
	/// Who the users are, as in `tanpu report`.
	#[arg(long)]
	users: PathBuf,
	/// The operator's evidence key, as in `tanpu report`.
	#[arg(long, value_name = "FILE")]
	evidence_key: PathBuf,
	/// Rows in one batch, as in `tanpu report`.
	#[arg(long, default_value_t = 500, value_parser = clap::value_parser!(u32).range(1..=1000))]
	batch_size: u32,
	/// The offset of times that have none, as in `tanpu report`.
	#[arg(long, value_parser = offset, allow_hyphen_values = true)]
	utc_offset: Option<i32>,
	/// Where to write the package.
	#[arg(long, value_name = "FILE")]
	out: PathBuf,
}

fn offset(text: &str) -> Result<i32, String> {
	parse_offset(text).map_err(|e| e.to_string())
}

pub async fn run(global: &Global, command: Command) -> Result<Done> {
	match command {
		Command::Evidence(arguments) => evidence(global, arguments).await,
	}
}

async fn evidence(global: &Global, arguments: Evidence) -> Result<Done> {
	let key = SecretKey::from_file(&arguments.evidence_key)?;
	let people = users::read(&arguments.users)?;
	let chain = global.connect().await?;
	let at = chain.head().await?;
	let clock = clock(&at).await?;
	let case = sealed_case(&at, arguments.class).await?;
	let drawn = sample(&at, arguments.class).await?.ok_or_else(|| {
		Failure::Plain(format!(
			"the sample of class {} is not drawn yet: tanpu class show {0}",
			arguments.class
		))
	})?;
	let info = case.info;
	let (_, version) =
		version_of(&at, info.methodology.methodology, Some(info.methodology.version)).await?;
	let all = points(&at, arguments.class, drawn.points).await?;
	let bar = global.output().bar(0, "batches of the sample");
	let (batches, met) = meet(&chain, &at, &all, info.month, clock.day_offset, &bar).await?;
	bar.finish_and_clear();
	let mut wanted: BTreeMap<BatchIndex, BTreeSet<u16>> = BTreeMap::new();
	for point in &met {
		let batch = point.point.located.batch;
		// What was withdrawn says nothing of the class, and is nobody's business.
		if !batches.get(&batch).is_some_and(|opened| opened.is_void(point.row)) {
			wanted.entry(batch).or_default().insert(point.row);
		}
	}
	let citizens = resolve(&at, people).await?;
	let mut package = package::empty(
		format!("{:?}", chain.genesis()),
		arguments.class,
		info.operator,
		info.methodology,
		format!("{:?}", drawn.seed),
		arguments.utc_offset,
	);
	let schema = Schema {
		definition: &version.definition,
		rules: &version.rules,
		utc_offset: arguments.utc_offset,
	};
	// One file in memory at a time.
	for path in &arguments.rows {
		if wanted.is_empty() {
			break;
		}
		let file = std::fs::read(path).map_err(|e| Failure::file("read", path, e))?;
		let table = read(&file, &schema, &citizens).map_err(|message| {
			Failure::Plain(format!("{} is refused: {message}", path.display()))
		})?;
		let packed = pack(
			&table.good,
			&file,
			info.operator,
			info.methodology,
			arguments.batch_size,
			Some(&key),
		);
		let found = open(&file, &table.good, &packed, &batches, &mut wanted, &key, &mut package);
		global.output().note(format!(
			"{}: {} batches, {found} of them met by the sample",
			path.display(),
			packed.len()
		));
	}
	if !wanted.is_empty() {
		let list: Vec<String> = wanted
			.keys()
			.map(|index| {
				let block = batches.get(index).map_or(0, |opened| opened.batch.block);
				format!("batch {index} (block {block})")
			})
			.collect();
		return Err(Failure::Plain(format!(
			"{} of {} batches that the sample meets are in none of the files: {}\nAre these the files, \
			 users, evidence key, batch size and offset with which they were reported?",
			wanted.len(),
			batches.len(),
			list.join(", ")
		)));
	}
	package.rows.sort_by_key(|piece| (piece.batch, piece.row));
	let mut text = serde_json::to_string_pretty(&package)
		.map_err(|e| Failure::Plain(format!("can't write the package: {e}")))?;
	text.push('\n');
	write_whole(&arguments.out, &text)?;
	let (rows, size) = (package.rows.len(), text.len());
	global.output().result(
		json!({
			"class": arguments.class,
			"points": met.len(),
			"rows": rows,
			"batches": batches.len(),
			"bytes": size,
			"file": arguments.out.display().to_string(),
		}),
		format!(
			"{}: {rows} rows for the {} points of class {}'s sample, {} bytes. Give it to the verifiers \
			 of the class, and to nobody else.",
			arguments.out.display(),
			met.len(),
			arguments.class,
			grouped(u64::try_from(size).unwrap_or(u64::MAX))
		),
	);
	Ok(Done::All)
}

/// Puts the rows of a file that are wanted into the package, and takes their batches off the list.
/// Returns how many batches those were.
fn open(
	file: &[u8],
	good: &[Good],
	packed: &[Packed],
	batches: &BTreeMap<BatchIndex, Opened>,
	wanted: &mut BTreeMap<BatchIndex, BTreeSet<u16>>,
	key: &SecretKey,
	package: &mut Package,
) -> usize {
	let mut found = 0;
	let line = |origin: usize| good.get(origin).map(|good| (good.place, &file[good.raw.clone()]));
	for packed in packed {
		let index = wanted.keys().copied().find(|index| {
			batches.get(index).is_some_and(|opened| {
				opened.batch.id == packed.id && opened.batch.evidence_root == packed.evidence_root
			})
		});
		let Some(index) = index else { continue };
		let Some(rows) = wanted.remove(&index) else { continue };
		found += 1;
		let header = header_of(file);
		let header = match package.headers.iter().position(|known| *known == header) {
			Some(at) => at,
			None => {
				package.headers.push(header);
				package.headers.len() - 1
			},
		};
		let leaves: Vec<evidence::Node> = packed
			.origins
			.iter()
			.filter_map(|origin| line(*origin))
			.map(|(place, line)| evidence_leaf(key, place, line))
			.collect();
		for row in rows {
			let at = usize::from(row);
			let opened = packed.origins.get(at).and_then(|origin| line(*origin));
			let (Some((place, line)), Some(proof)) = (opened, evidence::prove(&leaves, at)) else {
				continue;
			};
			let salt = evidence_salt(key, place, line);
			package.rows.push(Piece::new(index, row, header, line, &salt, &proof));
		}
	}
	found
}

/// The first line of a file: the names of its columns.
fn header_of(file: &[u8]) -> String {
	let file = file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file);
	let mut lines =
		file.split(|byte| matches!(byte, b'\n' | b'\r')).filter(|line| !line.is_empty());
	String::from_utf8_lossy(lines.next().unwrap_or_default()).into_owned()
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_header_is_the_first_line() {
		assert_eq!(header_of(b"\xef\xbb\xbfuser,start\r\na,b\r\n"), "user,start");
		assert_eq!(header_of(b"\n\nuser,start"), "user,start");
		assert_eq!(header_of(b""), "");
	}
}
