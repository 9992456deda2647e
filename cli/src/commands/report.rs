//! `tanpu report`.

use crate::{
	cli::Global,
	commands::{
		accounts::citizens_of,
		fund::{plancks, series_of},
		records,
		series::point_price,
		version_of,
	},
	connection::At,
	failure::{Done, Failure, Result},
	hashing::SecretKey,
	money::money,
	output::{grouped, points, table},
	report::{
		funds::Funding,
		outcome,
		pack::{pack, Packed},
		send::{OnChain, Sending},
		table::{read, Good, Schema, Table},
		users::{self, Person},
	},
	secret::keypair_from_file,
	time::parse_offset,
};
use serde_json::{json, Value};
use std::{
	collections::{BTreeMap, BTreeSet, HashMap},
	path::{Path, PathBuf},
	time::Duration,
};
use tanpu_formula::{Definition, Prepared};
use tanpu_primitives::{
	Balance, CitizenId, MethodologyId, Nullifier, OperatorId, Outcome, PointCents, SeriesId,
	VersionNumber,
};

const HELP: &str = "\
The CSV has the columns user, start, end and one for each input of the methodology; other columns \
are evidence only. Times are RFC 3339, or YYYY-MM-DD HH:MM:SS with --utc-offset. Methodologies that \
claim a register also need object, from, to (and gap: yes/no); those that claim a reference need \
reference; those that claim a site need object, from_day, to_day (YYYY-MM-DD; the period ends with \
the day before to_day). What the chain provides itself (a mean of days, members) has no column.

The same file makes the same batches. Running the same command again sends what the chain does not \
have, and tells what became of every row: nothing is credited twice.

Points are issued only as far as the operator's fund covers them. Where it doesn't, the command tells \
how much is missing, waits for the money and goes on by itself.

Examples:
  tanpu --key-file reporter.key report trips.csv --operator 0 --methodology 0 \\
      --users users.csv --evidence-key evidence.key
  tanpu report trips.csv --operator 0 --methodology 0 --users users.csv --dry-run";

#[derive(clap::Args, Debug)]
#[command(
	after_help = HELP,
	args_conflicts_with_subcommands = true,
	subcommand_negates_reqs = true
)]
pub struct Command {
	#[command(flatten)]
	arguments: Option<Arguments>,
	#[command(subcommand)]
	records: Option<records::Operator>,
}

#[derive(clap::Args, Debug)]
pub struct Arguments {
	/// The CSV of acts.
	file: PathBuf,
	/// The operator's number.
	#[arg(long)]
	operator: OperatorId,
	/// The methodology's number.
	#[arg(long)]
	methodology: MethodologyId,
	/// Its version; the latest unless said.
	#[arg(long)]
	version: Option<VersionNumber>,
	/// Who the users are: user,citizen as `accounts open` writes it, or user,nullifier.
	#[arg(long)]
	users: PathBuf,
	/// The offset of times that have none, such as +08:00.
	#[arg(long, value_parser = offset, allow_hyphen_values = true)]
	utc_offset: Option<i32>,
	/// Rows of the file in one batch.
	#[arg(long, default_value_t = 500, value_parser = clap::value_parser!(u32).range(1..=1000))]
	batch_size: u32,
	/// A file with the operator's evidence key (make one with `tanpu identity new-prf-key`). Each
	/// batch then states the Merkle root of its salted raw rows; some methodologies demand it. The
	/// same key must be used when the report is resumed.
	#[arg(long, value_name = "FILE")]
	evidence_key: Option<PathBuf>,
	/// A file with the secret of a registered device of the operator: it signs each batch with the root
	/// of its evidence. Some methodologies demand it.
	#[arg(long, value_name = "FILE", requires = "evidence_key")]
	device_key_file: Option<PathBuf>,
	/// Read, pack and compute, but send nothing.
	#[arg(long)]
	dry_run: bool,
	/// Print every rejected row, not the first 20 only.
	#[arg(long)]
	verbose: bool,
	/// Write the rejected rows into this CSV: line, user, field, reason.
	#[arg(long, value_name = "FILE")]
	rejects: Option<PathBuf>,
	/// Batches on their way at once.
	#[arg(long, default_value_t = 4)]
	in_flight: usize,
	/// Seconds for which to try to reach a node again that went away.
	#[arg(long, default_value_t = 20)]
	patience: u64,
	/// Where the fund is short, end at once (exit code 4) instead of waiting for money.
	#[arg(long)]
	no_wait_for_funds: bool,
	/// Seconds to wait for money before ending (exit code 4).
	#[arg(long, value_name = "SECONDS", default_value_t = 3_600)]
	funds_timeout: u64,
}

fn offset(text: &str) -> Result<i32, String> {
	parse_offset(text).map_err(|e| e.to_string())
}

/// A row that earned nothing, and why.
struct Rejected {
	line: u64,
	user: String,
	field: String,
	cause: String,
	reason: String,
}

/// What the rows of a file came to.
#[derive(Default)]
struct Summary {
	rows: usize,
	credited: usize,
	capped: usize,
	unknown: usize,
	/// The blocks, of batches without outcomes, whose state this node has discarded.
	discarded: BTreeSet<u32>,
	grams: u64,
	/// Hundredths of a point that were issued; in a dry run the most that can be.
	points_due: u64,
	/// Of these, by series; those of batches whose events the node dropped are missing.
	issued: BTreeMap<SeriesId, PointCents>,
	new: usize,
	unchanged: usize,
	rejected: Vec<Rejected>,
	/// Earned nothing, but their readings count for the days to come.
	recorded: Vec<Rejected>,
	/// In a dry run: what the chain provides is known to the chain alone.
	chain_only: usize,
}

pub async fn run(global: &Global, command: Command) -> Result<Done> {
	match command {
		Command { records: Some(command), .. } => records::operator(global, command).await,
		Command { arguments: Some(arguments), .. } => report(global, arguments).await,
		Command { .. } => Err(Failure::usage("name the CSV of acts (see `tanpu report --help`)")),
	}
}

async fn report(global: &Global, arguments: Arguments) -> Result<Done> {
	let file =
		std::fs::read(&arguments.file).map_err(|e| Failure::file("read", &arguments.file, e))?;
	let people = users::read(&arguments.users)?;
	let evidence = arguments.evidence_key.as_deref().map(SecretKey::from_file).transpose()?;
	let key = if arguments.dry_run { None } else { Some(global.signer()?) };
	let chain = global.connect().await?;
	let at = chain.head().await?;
	let (reference, version) = version_of(&at, arguments.methodology, arguments.version).await?;
	if version.rules.evidence_required && evidence.is_none() && !arguments.dry_run {
		return Err(Failure::Usage(format!(
			"methodology {} demands a Merkle root of the evidence: give --evidence-key FILE (make \
			 one with `tanpu identity new-prf-key FILE`)",
			arguments.methodology
		)));
	}
	let device = arguments.device_key_file.as_deref().map(keypair_from_file).transpose()?;
	if version.rules.device_required && device.is_none() && !arguments.dry_run {
		return Err(Failure::Usage(format!(
			"methodology {} demands a device's signature: give --device-key-file FILE (of a device that \
			 the operator has registered)",
			arguments.methodology
		)));
	}
	let citizens = resolve(&at, people).await?;
	let schema = Schema {
		definition: &version.definition,
		rules: &version.rules,
		utc_offset: arguments.utc_offset,
	};
	let rows = read(&file, &schema, &citizens).map_err(|message| {
		Failure::Plain(format!("{} is refused: {message}", arguments.file.display()))
	})?;
	if !rows.ignored.is_empty() {
		global
			.output()
			.note(format!("columns that are evidence only: {}", rows.ignored.join(", ")));
	}
	let batches = pack(
		&rows.good,
		&file,
		arguments.operator,
		reference,
		arguments.batch_size,
		evidence.as_ref(),
	);
	let funding = Funding {
		operator: arguments.operator,
		definition: &version.definition,
		rules: &version.rules,
		wait: (!arguments.no_wait_for_funds)
			.then_some(Duration::from_secs(arguments.funds_timeout)),
		output: global.output(),
	};
	let Some(key) = key else {
		let mut summary = dry(&rows, &batches, &version.definition);
		let all: Vec<&Packed> = batches.iter().collect();
		let most = funding.most_points(&at, &all).await?;
		summary.points_due = most.unwrap_or_default();
		let seen = funding.seen(&at).await?;
		let money = Money {
			free: Some(seen.free),
			missing: most.and_then(|most| seen.missing(most)),
			prices: seen.series.into_iter().collect(),
		};
		return tell(global, &arguments, summary, &money, batches.len(), "would be");
	};
	let sending = Sending {
		key: &key,
		operator: arguments.operator,
		methodology: reference,
		device: device.as_ref(),
		in_flight: arguments.in_flight,
		patience: Duration::from_secs(arguments.patience),
		funding,
		output: global.output(),
	};
	drop(at);
	let (chain, found) = sending.run(chain, &batches).await?;
	let summary = summarise(&rows, &batches, &found, &version.definition);
	let at = chain.head().await?;
	let mut money = Money::default();
	for series in summary.issued.keys() {
		money.prices.push((*series, series_of(&at, arguments.operator, *series).await?.price));
	}
	tell(global, &arguments, summary, &money, batches.len(), "are")
}

/// What points are worth.
#[derive(Default)]
struct Money {
	/// Of series: plancks per hundredth of a point. In a dry run, of the one that is open.
	prices: Vec<(SeriesId, Balance)>,
	/// In a dry run: plancks that are free in the fund...
	free: Option<Balance>,
	/// ...and that would have to be paid in at most.
	missing: Option<Balance>,
}

/// The citizens of all users; none where the chain knows no account of the person.
pub async fn resolve(
	at: &At<'_>,
	people: HashMap<String, Person>,
) -> Result<HashMap<String, Option<CitizenId>>> {
	let mut citizens = HashMap::with_capacity(people.len());
	let mut asked: Vec<(String, Nullifier)> = Vec::new();
	for (user, person) in people {
		match person {
			Person::Citizen(citizen) => {
				citizens.insert(user, Some(citizen));
			},
			Person::Nullifier(nullifier) => asked.push((user, nullifier)),
		}
	}
	let nullifiers: Vec<Nullifier> = asked.iter().map(|(_, nullifier)| *nullifier).collect();
	let found = citizens_of(at, &nullifiers).await?;
	citizens.extend(asked.into_iter().zip(found).map(|((user, _), citizen)| (user, citizen)));
	Ok(citizens)
}

/// The rows that were not understood.
fn begin(rows: &Table) -> Summary {
	Summary {
		rows: rows.rows(),
		rejected: rows
			.bad
			.iter()
			.map(|bad| Rejected {
				line: bad.line,
				user: bad.user.clone(),
				field: bad.field.clone(),
				cause: bad.kind.to_owned(),
				reason: bad.reason.clone(),
			})
			.collect(),
		..Default::default()
	}
}

impl Summary {
	fn reject(&mut self, good: &Good, cause: String, reason: String) {
		self.rejected.push(named(good, cause, reason));
	}
}

fn named(good: &Good, cause: String, reason: String) -> Rejected {
	let (line, user) = (good.line, good.user.clone());
	Rejected { line, user, field: String::new(), cause, reason }
}

fn counted(rows: &[Rejected]) -> BTreeMap<&str, usize> {
	let mut causes = BTreeMap::new();
	for row in rows {
		*causes.entry(row.cause.as_str()).or_default() += 1;
	}
	causes
}

fn summarise(
	rows: &Table,
	batches: &[Packed],
	found: &[OnChain],
	definition: &Definition,
) -> Summary {
	let mut summary = begin(rows);
	for (packed, on_chain) in batches.iter().zip(found) {
		// The totals are the chain's, whether or not the node still has every outcome.
		summary.grams += on_chain.batch.grams;
		summary.points_due += on_chain.batch.points_due;
		if let Some(series) = on_chain.series {
			*summary.issued.entry(series).or_default() += on_chain.batch.points_due;
		}
		if on_chain.new {
			summary.new += 1;
		} else {
			summary.unchanged += 1;
		}
		let Some(outcomes) = &on_chain.outcomes else {
			let credited = usize::from(on_chain.batch.credited);
			summary.credited += credited;
			summary.unknown += packed.rows.len().saturating_sub(credited);
			if on_chain.discarded {
				summary.discarded.insert(on_chain.batch.block);
			}
			continue;
		};
		for (origin, outcome) in packed.origins.iter().zip(outcomes) {
			let Some(good) = rows.good.get(*origin) else { continue };
			match outcome {
				Outcome::Credited { .. } => summary.credited += 1,
				Outcome::Capped { .. } => {
					summary.credited += 1;
					summary.capped += 1;
				},
				Outcome::Rejected(reason) => summary.reject(
					good,
					outcome::cause(reason).to_owned(),
					outcome::detail(reason, Some(definition)),
				),
				Outcome::Recorded(reason) => summary.recorded.push(named(
					good,
					outcome::cause(reason).to_owned(),
					outcome::detail(reason, Some(definition)),
				)),
			}
		}
	}
	summary.rejected.sort_by_key(|rejected| rejected.line);
	summary.recorded.sort_by_key(|recorded| recorded.line);
	summary
}

/// What can't be told of batches whose blocks' states the node has discarded, and who can tell it.
fn discarded_text(blocks: &BTreeSet<u32>) -> Option<String> {
	let (first, last) = (blocks.first()?, blocks.last()?);
	let of = if first == last {
		format!("block {first}")
	} else {
		format!("{} blocks from {first} to {last}", blocks.len())
	};
	Some(format!(
		"\nThis node has discarded the state of {of}: why rows of batches in there were not credited, and \
		 in which series their points are, it can't tell. Nothing was sent again. Run the same command \
		 against a node that keeps all states (--url; it runs with --state-pruning archive).\n"
	))
}

/// What the formula gives for each row, computed here: claims, caps and enrolment are the chain's,
/// and so is every row of a methodology that takes a mean or members.
fn dry(rows: &Table, batches: &[Packed], definition: &Definition) -> Summary {
	let mut summary = begin(rows);
	if definition.reported().count() < definition.inputs.len() {
		summary.chain_only = rows.good.len();
		return summary;
	}
	let prepared = Prepared::new(definition);
	for packed in batches {
		for (origin, row) in packed.origins.iter().zip(&packed.rows) {
			let Some(good) = rows.good.get(*origin) else { continue };
			let inputs: Vec<u64> = row.inputs.iter().map(|input| input.0).collect();
			match prepared.as_ref().map(|prepared| prepared.evaluate(&inputs)) {
				Ok(Ok(computed)) if computed.grams > 0 => {
					summary.credited += 1;
					summary.grams += computed.grams;
				},
				Ok(Ok(_)) => {
					let cause = outcome::cause(&tanpu_primitives::Reason::NoReduction);
					summary.reject(good, cause.to_owned(), cause.to_owned());
				},
				Ok(Err(error)) => {
					let reason = tanpu_primitives::Reason::Formula(error);
					summary.reject(
						good,
						outcome::cause(&reason).to_owned(),
						outcome::detail(&reason, Some(definition)),
					);
				},
				Err(error) => summary.reject(good, "formula".into(), error.to_string()),
			}
		}
	}
	summary.rejected.sort_by_key(|rejected| rejected.line);
	summary
}

fn tell(
	global: &Global,
	arguments: &Arguments,
	summary: Summary,
	prices: &Money,
	batches: usize,
	are: &str,
) -> Result<Done> {
	if let Some(path) = &arguments.rejects {
		write_rejects(path, &summary.rejected)?;
	}
	let causes = counted(&summary.rejected);
	let recorded_causes = counted(&summary.recorded);
	let number = |count: usize| grouped(u64::try_from(count).unwrap_or(u64::MAX));
	let mut rows = vec![
		("rows".to_owned(), number(summary.rows)),
		("credited".to_owned(), number(summary.credited)),
	];
	if summary.capped > 0 {
		rows.push(("  of them capped".into(), number(summary.capped)));
	}
	if summary.chain_only > 0 {
		rows.push(("understood; computed by the chain only".into(), number(summary.chain_only)));
	}
	if !summary.recorded.is_empty() {
		rows.push(("recorded, not credited".into(), number(summary.recorded.len())));
		for (cause, count) in &recorded_causes {
			rows.push((format!("  {cause}"), number(*count)));
		}
	}
	rows.push(("rejected".into(), number(summary.rejected.len())));
	for (cause, count) in &causes {
		rows.push((format!("  {cause}"), number(*count)));
	}
	if summary.unknown > 0 {
		rows.push((
			"not credited, reason no longer kept by this node".into(),
			number(summary.unknown),
		));
	}
	rows.push(("grams CO2e".into(), grouped(summary.grams)));
	let json_batches: Value;
	if arguments.dry_run {
		json_batches = json!({ "packed": batches });
		rows.extend(would_be_issued(&summary, prices));
		rows.push(("batches".into(), format!("{} {are} sent", number(batches))));
	} else {
		json_batches = json!({ "new": summary.new, "unchanged": summary.unchanged });
		rows.push(("points issued".into(), points(summary.points_due)));
		for (series, price) in &prices.prices {
			let issued = summary.issued.get(series).copied().unwrap_or_default();
			rows.push((
				format!("  series {series}, {} TANP a point", point_price(*price)),
				format!("{}, worth {} TANP", points(issued), money(worth(*price, issued))),
			));
		}
		rows.push((
			"batches".into(),
			format!(
				"{} new, {} on the chain already (unchanged)",
				number(summary.new),
				number(summary.unchanged)
			),
		));
	}
	let mut text = table(&["report", ""], rows.into_iter().map(|(name, value)| vec![name, value]));
	let file = arguments.file.display();
	let hint = match &arguments.rejects {
		Some(path) => format!("all are in {}", path.display()),
		None => "--verbose prints all, --rejects FILE writes them".to_owned(),
	};
	let lists = [
		("rejected rows", &summary.rejected, hint.as_str()),
		("recorded rows, not credited", &summary.recorded, "--verbose prints all"),
	];
	for (title, listed, hint) in lists.into_iter().filter(|(_, listed, _)| !listed.is_empty()) {
		let shown = if arguments.verbose { listed.len() } else { 20 };
		let list = listed.iter().take(shown).map(|row| {
			vec![
				format!("{file}:{}", row.line),
				row.user.clone(),
				row.field.clone(),
				row.reason.clone(),
			]
		});
		text.push_str(&format!("\n{title}\n"));
		text.push_str(&table(&["place", "user", "field", "reason"], list));
		let more = listed.len().saturating_sub(shown);
		if more > 0 {
			text.push_str(&format!("\nand {more} more; {hint}"));
		}
	}
	if let Some(dropped) = discarded_text(&summary.discarded) {
		text.push_str(&dropped);
	}
	let list = |rows: &[Rejected]| -> Vec<Value> {
		rows.iter()
			.map(|row| {
				json!({
					"line": row.line, "user": row.user, "field": row.field,
					"cause": row.cause, "reason": row.reason,
				})
			})
			.collect()
	};
	let json = json!({
		"file": file.to_string(),
		"dry_run": arguments.dry_run,
		"rows": summary.rows,
		"credited": summary.credited,
		"capped": summary.capped,
		"rejected": summary.rejected.len(),
		"rejected_by_cause": causes,
		"not_credited_reason_pruned": summary.unknown,
		"discarded_blocks": summary.discarded,
		"grams": summary.grams,
		"points_due_cents": summary.points_due,
		"issued": prices
			.prices
			.iter()
			.filter_map(|(series, price)| {
				let issued = *summary.issued.get(series)?;
				Some(json!({
					"series": series,
					"points_cents": issued,
					"price_plancks_per_cent": plancks(*price),
					"value_plancks": plancks(worth(*price, issued)),
				}))
			})
			.collect::<Vec<_>>(),
		"free_plancks": prices.free.map(plancks),
		"missing_plancks": prices.missing.map(plancks),
		"batches": json_batches,
		"recorded": summary.recorded.len(),
		"recorded_by_cause": recorded_causes,
		"computed_by_the_chain_only": summary.chain_only,
		"rejects": list(&summary.rejected),
		"records": list(&summary.recorded),
	});
	global.output().result(json, text);
	Ok(if summary.rejected.is_empty() && summary.unknown == 0 {
		Done::All
	} else {
		Done::SomeRejected
	})
}

fn worth(price: Balance, points: PointCents) -> Balance {
	price.saturating_mul(Balance::from(points))
}

/// What a dry run says of points and money.
fn would_be_issued(summary: &Summary, prices: &Money) -> Vec<(String, String)> {
	if summary.chain_only > 0 {
		return Vec::new();
	}
	let mut rows = vec![("points, at most".to_owned(), points(summary.points_due))];
	match prices.prices.first() {
		Some((series, price)) => rows.push((
			format!("  series {series}, {} TANP a point", point_price(*price)),
			format!("worth {} TANP", money(worth(*price, summary.points_due))),
		)),
		None => rows.push(("  series".into(), "none is open: the chain would refuse".into())),
	}
	if let Some(free) = prices.free {
		rows.push(("free in the fund (TANP)".into(), money(free)));
	}
	if let Some(missing) = prices.missing.filter(|missing| *missing > 0) {
		rows.push(("  to be paid in, at most (TANP)".into(), money(missing)));
	}
	rows
}

fn write_rejects(path: &Path, rejected: &[Rejected]) -> Result<()> {
	let fail = |e: csv::Error| Failure::file("write", path, e);
	let mut writer = csv::Writer::from_path(path).map_err(fail)?;
	writer.write_record(["line", "user", "field", "cause", "reason"]).map_err(fail)?;
	for row in rejected {
		let line = row.line.to_string();
		writer
			.write_record([&line, &row.user, &row.field, &row.cause, &row.reason])
			.map_err(fail)?;
	}
	writer.flush().map_err(|e| Failure::file("write", path, e))
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{
		report::table::tests::{metro, read_metro},
		types::reports::Batch,
	};
	use sp_core::H256;
	use tanpu_primitives::{MethodologyRef, Reason};

	const TEXT: &str = "user,start,end,distance\n\
		anna,2018-09-01 08:00:00,2018-09-01 08:30:00,2.52\n\
		bert,2018-09-01 08:00:00,2018-09-01 08:30:00,0\n\
		anna,2018-09-01 09:00:00,2018-09-01 09:30:00,x\n\
		bert,2018-09-01 09:00:00,2018-09-01 09:30:00,10\n";

	fn packed(rows: &Table) -> Vec<Packed> {
		let reference = MethodologyRef { methodology: 0, version: 1 };
		pack(&rows.good, TEXT.as_bytes(), 0, reference, 500, None)
	}

	#[test]
	fn a_dry_run_computes_what_the_formula_gives() {
		let rows = read_metro(TEXT).unwrap();
		let summary = dry(&rows, &packed(&rows), &metro().definition);
		assert_eq!((summary.rows, summary.credited, summary.grams), (4, 2, 117 + 467));
		let lines: Vec<u64> = summary.rejected.iter().map(|rejected| rejected.line).collect();
		assert_eq!(lines, [3, 4]);
		assert!(summary.rejected[0].reason.contains("less than a gram"));
	}

	/// The project's real sample: 95,128 g, as worked out apart from this program.
	#[test]
	fn the_real_trips_come_to_what_they_should() {
		let file = include_bytes!("../../../data/shenzhen-metro-2018-09-01.csv");
		let content = metro();
		let schema = Schema {
			definition: &content.definition,
			rules: &content.rules,
			utc_offset: Some(28_800),
		};
		let mut reader = csv::Reader::from_reader(&file[..]);
		let at = reader.headers().unwrap().iter().position(|name| name == "user").unwrap();
		let people: HashMap<String, Option<CitizenId>> = reader
			.records()
			.zip(0..)
			.map(|(record, number)| (record.unwrap()[at].to_owned(), Some(number)))
			.collect();
		assert_eq!(people.len(), 818);
		let rows = read(file, &schema, &people).unwrap();
		assert_eq!((rows.rows(), rows.bad.len()), (854, 2));
		assert!(rows.bad.iter().all(|bad| bad.field == "distance" && bad.kind == "empty value"));
		let reference = MethodologyRef { methodology: 0, version: 1 };
		let key = SecretKey::test(1);
		let batches = pack(&rows.good, file, 0, reference, 200, Some(&key));
		assert_eq!(batches.len(), 5);
		let summary = dry(&rows, &batches, &content.definition);
		assert_eq!(summary.grams, 95_128);
		assert_eq!(summary.credited, 852 - 245);
	}

	#[test]
	fn outcomes_go_back_to_their_lines() {
		let rows = read_metro(TEXT).unwrap();
		let batches = packed(&rows);
		// In the batch: bert 08:00 (line 3), bert 09:00 (line 5), anna 08:00 (line 2).
		let outcomes = vec![
			Outcome::Rejected(Reason::NoReduction),
			Outcome::Capped { grams: 400, computed: 467 },
			Outcome::Credited { grams: 117 },
		];
		let batch = Batch {
			operator: 0,
			id: batches[0].id,
			content: H256::zero(),
			methodology: MethodologyRef { methodology: 0, version: 1 },
			evidence_root: None,
			outcomes_root: H256::zero(),
			rows: 3,
			credited: 2,
			grams: 517,
			points_due: 436,
			series: Some(2),
			block: 1,
			extrinsic: 1,
			processed_at: 0,
		};
		let (outcomes, series) = (Some(outcomes), Some(2));
		let mut found = OnChain { batch, outcomes, series, new: true, discarded: false };
		let summary = summarise(&rows, &batches, std::slice::from_ref(&found), &metro().definition);
		assert_eq!((summary.credited, summary.capped, summary.grams), (2, 1, 517));
		assert_eq!((summary.new, summary.unchanged, summary.unknown), (1, 0, 0));
		assert_eq!(summary.issued, [(2, 436)].into());
		let lines: Vec<u64> = summary.rejected.iter().map(|rejected| rejected.line).collect();
		assert_eq!(lines, [3, 4]);
		// What is recorded is neither credited nor rejected.
		let mut outcomes = found.outcomes.take().unwrap();
		outcomes[2] = Outcome::Recorded(Reason::BaselineTooShort);
		found.outcomes = Some(outcomes);
		let summary = summarise(&rows, &batches, std::slice::from_ref(&found), &metro().definition);
		assert_eq!((summary.credited, summary.recorded.len(), summary.rejected.len()), (1, 1, 2));
		assert_eq!((summary.recorded[0].line, summary.unknown), (2, 0));
		// A node that pruned the events still tells the totals.
		found.outcomes = None;
		found.new = false;
		found.discarded = true;
		assert_eq!(discarded_text(&summary.discarded), None);
		let summary = summarise(&rows, &batches, &[found], &metro().definition);
		assert_eq!((summary.credited, summary.unknown, summary.grams), (2, 1, 517));
		let text = discarded_text(&summary.discarded).unwrap();
		assert!(text.contains("the state of block 1:"), "{text}");
		assert!(text.contains("--state-pruning archive"), "{text}");
		let text = discarded_text(&[3, 9, 5].into()).unwrap();
		assert!(text.contains("3 blocks from 3 to 9:"), "{text}");
		assert_eq!((summary.new, summary.unchanged), (0, 1));
	}

	#[test]
	fn rejects_are_written() {
		let rows = read_metro(TEXT).unwrap();
		let path = std::env::temp_dir().join(format!("tanpu-rejects-{}.csv", std::process::id()));
		write_rejects(&path, &begin(&rows).rejected).unwrap();
		let text = std::fs::read_to_string(&path).unwrap();
		std::fs::remove_file(&path).unwrap();
		assert!(text.starts_with("line,user,field,cause,reason\n4,anna,distance,bad number,"));
	}
}
