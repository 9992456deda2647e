//! `tanpu methodology evaluate`: one example step by step, or a file of rows at speed.

use super::{
	inputs::{chain_steps, grams_of, raw_inputs},
	publish,
	subject::{published, Number, Subject},
	Language,
};
use crate::{
	cli::Global,
	commands::version_of,
	escape::escape,
	evaluation::{
		chain::{shown, Comparison},
		compute::{Evaluated, Evaluation, Verdict},
		distribution::Distribution,
		plot::{svg, thousands, Caption},
		rows::Refusal,
		source::Source,
	},
	failure::{Done, Failure, Result},
	methodology_file,
	output::{grouped, table},
	report::value,
	types::registry::{Content, Texts},
};
use indicatif::ProgressStyle;
use serde_json::{json, Value};
use std::{
	collections::BTreeMap,
	fs::File,
	io::BufWriter,
	path::{Path, PathBuf},
	time::Instant,
};
use tanpu_formula::{explain, print_formula, render_steps, Definition, Lang, Step};
use tanpu_primitives::{Grams, MethodologyRef};

/// Rows that are computed together.
const CHUNK: usize = 1 << 14;

const HELP: &str = "\
With --csv every row of a file is computed, on all cores, with the crate that the chain runs. The \
columns are the names of the inputs; categories by the names of their values. An input that the \
chain provides (a mean, members, the month) is a column too, or, for a mean, made here of the columns \
day (YYYY-MM-DD) and subject (whose days they are, if there are several) by the chain's rule: the rows \
of a subject in the order of their days. Where there is a column day, the month is that of it. Caps, claims and shares are the chain's and not applied here.

Bad rows are named with file, line, field and reason, the others are computed; then the exit code \
is 3. --on-chain has a node's runtime compute the same rows and compares: native against wasm.

Examples:
  tanpu methodology evaluate methodologies/shenzhen-metro.toml --input distance=2.52
  tanpu methodology evaluate 0 --input distance=2.52 --lang zh
  tanpu methodology evaluate methodologies/rooftop-pv.toml --csv data/pv/rooftop-pv.csv \\
      --out results.csv --plot grams.svg
  tanpu methodology evaluate 3@2 --csv rows.csv --on-chain";

#[derive(clap::Args, Debug)]
#[command(after_help = HELP)]
pub struct Arguments {
	/// A TOML file, or the number of a published methodology: 0, or 0@2 for its second version.
	what: Subject,
	/// An input: name=value. Once for each.
	#[arg(long = "input", value_name = "NAME=VALUE", conflicts_with = "csv")]
	inputs: Vec<String>,
	/// The language of the steps.
	#[arg(long, value_enum, default_value = "en")]
	lang: Language,
	/// Compute every row of this file.
	#[arg(long, value_name = "FILE")]
	csv: Option<PathBuf>,
	/// Write each row's inputs and grams, or the reason why there are none, into this CSV.
	#[arg(long, value_name = "FILE", requires = "csv")]
	out: Option<PathBuf>,
	/// Draw the distribution of grams per record into this SVG.
	#[arg(long, value_name = "FILE", requires = "csv")]
	plot: Option<PathBuf>,
	/// Threads to compute with; all cores unless said.
	#[arg(long, value_name = "N", requires = "csv")]
	threads: Option<usize>,
	/// Have the chain compute the same rows too, at one block, and compare.
	#[arg(long, requires = "csv")]
	on_chain: bool,
	/// How many refused rows to show; --out writes all.
	#[arg(long, value_name = "N", default_value_t = 20, requires = "csv")]
	show: usize,
}

pub async fn run(global: &Global, arguments: Arguments) -> Result<Done> {
	match &arguments.csv {
		Some(file) => rows(global, &arguments, file).await,
		None => example(global, &arguments).await,
	}
}

async fn example(global: &Global, arguments: &Arguments) -> Result<Done> {
	let (definition, steps, raw): (Definition, Vec<Step>, Vec<u64>) = match &arguments.what {
		Subject::Chain(Number { methodology, version }) => {
			let chain = global.connect().await?;
			let at = chain.head().await?;
			let (reference, found) = version_of(&at, *methodology, *version).await?;
			let raw = raw_inputs(&found.definition, &arguments.inputs)?;
			let steps = chain_steps(&at, reference, &raw).await?;
			(found.definition, steps, raw)
		},
		Subject::File(file) => {
			let content = methodology_file::read(file)?;
			let raw = raw_inputs(&content.definition, &arguments.inputs)?;
			let steps = explain(&content.definition, &raw)
				.map_err(|e| Failure::Plain(format!("rejected: {e}")))?;
			(content.definition, steps, raw)
		},
	};
	let grams = grams_of(&steps);
	let rendered = render_steps(&definition, &steps, Lang::from(arguments.lang));
	let json = json!({
		"inputs": raw,
		"formula": print_formula(&definition),
		"steps": rendered.lines().collect::<Vec<_>>(),
		"grams": grams,
	});
	let text = format!("{}\n{rendered}", print_formula(&definition).trim_end());
	global.output().result(json, text);
	Ok(Done::All)
}

/// A methodology to compute with.
struct Methodology {
	definition: Definition,
	titles: [String; 2],
	record_cap: Grams,
}

impl Methodology {
	fn of(texts: &Texts, definition: Definition, record_cap: Grams) -> Self {
		let title = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
		Self { definition, titles: [title(&texts.title_en), title(&texts.title_zh)], record_cap }
	}
}

async fn rows(global: &Global, arguments: &Arguments, file: &Path) -> Result<Done> {
	let mut pool = rayon::ThreadPoolBuilder::new();
	if let Some(threads) = arguments.threads {
		if threads == 0 {
			return Err(Failure::usage("--threads: expected 1 or more"));
		}
		pool = pool.num_threads(threads);
	}
	let pool = pool.build().map_err(|e| Failure::Plain(format!("can't start threads: {e}")))?;
	// A file alone needs no node.
	let chain = match &arguments.what {
		Subject::File(_) if !arguments.on_chain => None,
		_ => Some(global.connect().await?),
	};
	let at = match &chain {
		Some(chain) => Some(chain.head().await?),
		None => None,
	};
	let mut reference: Option<MethodologyRef> = None;
	let methodology = match (&arguments.what, &at) {
		(Subject::File(path), at) => {
			let content: Content = methodology_file::read(path)?;
			if let Some(at) = at {
				let (found, _) =
					publish::published(at, content.hash()).await?.ok_or_else(|| {
						Failure::Plain(format!(
						"no version on the chain has the content of {}: publish it first, or name a \
						 published one by its number",
						path.display()
					))
					})?;
				reference = Some(found);
			}
			let cap = content.rules.max_grams_per_record;
			Methodology::of(&content.texts, content.definition, cap)
		},
		(Subject::Chain(number), Some(at)) => {
			let (found, texts, version) = published(at, *number).await?;
			reference = Some(found);
			Methodology::of(&texts, version.definition, version.rules.max_grams_per_record)
		},
		(Subject::Chain(_), None) => return Err(Failure::plain("no node was asked")),
	};
	let definition = &methodology.definition;
	let mut source = Source::open(file)?;
	let mut evaluation = Evaluation::new(definition, &source.headers)
		.map_err(|message| Failure::Plain(format!("{} is refused: {message}", file.display())))?;
	let output = global.output();
	let columns = evaluation.columns();
	if !columns.ignored.is_empty() {
		output.note(format!("columns that nothing asks for: {}", columns.ignored.join(", ")));
	}
	if let Some((rule, ..)) = &columns.mean {
		let name = definition.inputs.get(rule.input).map_or("", |input| input.name.as_str());
		output.note(format!("'{name}' is made of the days of the file"));
	}
	let mut results = match &arguments.out {
		Some(path) => Some(Results::create(path, definition)?),
		None => None,
	};
	let mut summary = Summary::new(arguments.show, methodology.record_cap);
	let mut comparison = Comparison::default();
	let bar = output.bar(usize::try_from(source.size).unwrap_or(usize::MAX), "");
	if let Ok(style) = ProgressStyle::with_template("{msg} [{bar:32}] {percent}% {elapsed} {eta}") {
		bar.set_style(style.progress_chars("=> "));
	}
	let begun = Instant::now();
	loop {
		let records = source.next(CHUNK)?;
		if records.is_empty() {
			break;
		}
		let evaluated = pool.install(|| evaluation.run(&records));
		for row in &evaluated {
			summary.add(row, definition);
		}
		if let Some(results) = &mut results {
			results.write(&evaluated, definition)?;
		}
		if let (Some(at), Some(reference), true) = (&at, reference, arguments.on_chain) {
			comparison.add(at, reference, &evaluated).await?;
		}
		bar.set_message(format!("{} rows", grouped(summary.rows)));
		bar.set_position(source.taken());
	}
	bar.finish_and_clear();
	let seconds = begun.elapsed().as_secs_f64();
	if let Some(results) = results {
		results.finish()?;
	}
	if let Some(path) = &arguments.plot {
		let [title, second] = &methodology.titles;
		let name = file.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
		let caption = Caption { title, second, source: &name };
		std::fs::write(path, svg(&summary.grams, &caption))
			.map_err(|e| Failure::file("write", path, e))?;
	}
	let mut text = summary.text(file, arguments.out.as_deref());
	let mut json = summary.json(file, definition);
	json["threads"] = json!(pool.current_num_threads());
	json["seconds"] = json!(seconds);
	if let (Some(at), true) = (&at, arguments.on_chain) {
		let (more, value) = compared(&comparison, at.number(), definition);
		text.push_str(&more);
		json["on_chain"] = value;
	}
	output.result(json, text);
	output.note(format!(
		"{} rows in {seconds:.2} s on {} threads",
		grouped(summary.rows),
		pool.current_num_threads()
	));
	Ok(if comparison.differences > 0 {
		Done::Different
	} else if summary.refused > 0 {
		Done::SomeRejected
	} else {
		Done::All
	})
}

/// What the rows came to.
struct Summary {
	rows: u64,
	computed: u64,
	/// Of the computed ones, those that give no whole gram.
	without: u64,
	/// Of the computed ones, those above what the chain would credit at most.
	above_cap: u64,
	record_cap: Grams,
	refused: u64,
	causes: BTreeMap<&'static str, u64>,
	/// The first refused ones, with their lines.
	shown: Vec<(u64, Refusal)>,
	show: usize,
	grams: Distribution,
}

impl Summary {
	fn new(show: usize, record_cap: Grams) -> Self {
		Self {
			rows: 0,
			computed: 0,
			without: 0,
			above_cap: 0,
			record_cap,
			refused: 0,
			causes: BTreeMap::new(),
			shown: Vec::new(),
			show,
			grams: Distribution::default(),
		}
	}

	fn add(&mut self, row: &Evaluated, definition: &Definition) {
		self.rows += 1;
		if let Verdict::Ran(_, Ok(outcome)) = &row.verdict {
			self.computed += 1;
			self.without += u64::from(outcome.grams == 0);
			self.above_cap += u64::from(outcome.grams > self.record_cap);
			self.grams.add(outcome.grams);
		} else if let Some(refusal) = row.verdict.refusal(definition) {
			self.refused += 1;
			*self.causes.entry(refusal.cause).or_default() += 1;
			if self.shown.len() < self.show {
				self.shown.push((row.line, refusal));
			}
		}
	}

	fn text(&self, file: &Path, out: Option<&Path>) -> String {
		let mut rows = vec![
			("rows".to_owned(), grouped(self.rows)),
			("computed".to_owned(), grouped(self.computed)),
		];
		if self.without > 0 {
			rows.push(("  of them without a whole gram".into(), grouped(self.without)));
		}
		if self.above_cap > 0 {
			let name = format!("  of them above the cap of {} g", grouped(self.record_cap));
			rows.push((name, grouped(self.above_cap)));
		}
		rows.push(("refused".into(), grouped(self.refused)));
		for (cause, count) in &self.causes {
			rows.push((format!("  {cause}"), grouped(*count)));
		}
		let grams = &self.grams;
		rows.push(("grams CO2e, total".into(), thousands(grams.sum())));
		if grams.count() > 0 {
			let cents = grams.mean_cents();
			let about = if grams.is_exact() { "" } else { "about " };
			rows.extend([
				("  min".into(), grouped(grams.min())),
				("  mean".into(), format!("{}.{:02}", thousands(cents / 100), cents % 100)),
				("  median".into(), format!("{about}{}", grouped(grams.median()))),
				("  p95".into(), format!("{about}{}", grouped(grams.percentile(95)))),
				("  max".into(), grouped(grams.max())),
			]);
		}
		let mut text =
			table(&["evaluation", ""], rows.into_iter().map(|(name, value)| vec![name, value]));
		if !self.shown.is_empty() {
			text.push_str("\nrefused rows\n");
			let list = self.shown.iter().map(|(line, refusal)| {
				let place = format!("{}:{line}", file.display());
				vec![place, refusal.field.clone(), refusal.reason.clone()]
			});
			text.push_str(&table(&["place", "field", "reason"], list));
		}
		let more = self.refused.saturating_sub(u64::try_from(self.shown.len()).unwrap_or(0));
		if more > 0 {
			let hint = match out {
				Some(path) => format!("all are in {}", path.display()),
				None => "--show N shows more, --out FILE writes all".to_owned(),
			};
			text.push_str(&format!("\nand {} more refused; {hint}", grouped(more)));
		}
		text
	}

	fn json(&self, file: &Path, definition: &Definition) -> Value {
		let grams = &self.grams;
		let quantile = |value: u64| if grams.count() > 0 { json!(value) } else { Value::Null };
		let cents = grams.mean_cents();
		let refusals: Vec<Value> = self
			.shown
			.iter()
			.map(|(line, refusal)| {
				json!({
					"line": line, "field": refusal.field, "cause": refusal.cause,
					"reason": refusal.reason,
				})
			})
			.collect();
		json!({
			"file": file.display().to_string(),
			"formula": print_formula(definition).trim_end(),
			"rows": self.rows,
			"computed": self.computed,
			"without_a_gram": self.without,
			"above_record_cap": self.above_cap,
			"refused": self.refused,
			"refused_by_cause": self.causes,
			"refusals": refusals,
			"grams": {
				"total": total(grams.sum()),
				"min": quantile(grams.min()),
				"mean": format!("{}.{:02}", cents / 100, cents % 100),
				"median": quantile(grams.median()),
				"p95": quantile(grams.percentile(95)),
				"max": quantile(grams.max()),
				"quantiles_exact": grams.is_exact(),
			},
		})
	}
}

/// A number where it is one in JSON, else its digits.
fn total(sum: u128) -> Value {
	u64::try_from(sum).map_or_else(|_| json!(sum.to_string()), |sum| json!(sum))
}

/// What the comparison with the chain came to.
fn compared(comparison: &Comparison, block: u64, definition: &Definition) -> (String, Value) {
	let Comparison { compared, differences, shown: list } = comparison;
	let mut text = format!(
		"\ncompared with the chain's runtime at block {block}: {} rows, {} differences",
		grouped(*compared),
		grouped(*differences)
	);
	let inputs = |raw: &[u64]| -> String {
		let pairs: Vec<_> = definition
			.inputs
			.iter()
			.zip(raw)
			.map(|(input, raw)| format!("{}={}", input.name, value::shown(input, *raw)))
			.collect();
		pairs.join(" ")
	};
	if !list.is_empty() {
		text.push('\n');
		let rows = list.iter().map(|found| {
			let line = found.line.to_string();
			vec![line, inputs(&found.raw), shown(&found.native), shown(&found.chain)]
		});
		text.push_str(&table(&["line", "inputs", "here", "on chain"], rows));
	}
	let list: Vec<Value> = list
		.iter()
		.map(|found| {
			json!({
				"line": found.line, "raw": found.raw, "native": shown(&found.native),
				"chain": shown(&found.chain),
			})
		})
		.collect();
	let json = json!({
		"block": block, "compared": compared, "differences": differences, "first": list,
	});
	(text, json)
}

/// The CSV of results: a row for each of the file, in its order.
struct Results {
	writer: csv::Writer<BufWriter<File>>,
	path: PathBuf,
}

impl Results {
	fn create(path: &Path, definition: &Definition) -> Result<Self> {
		let file = File::create(path).map_err(|e| Failure::file("write", path, e))?;
		let mut writer = csv::Writer::from_writer(BufWriter::new(file));
		let names = definition.inputs.iter().map(|input| input.name.as_str());
		let header = std::iter::once("line").chain(names);
		writer
			.write_record(header.chain(["grams", "exact", "field", "reason"]))
			.map_err(|e| Failure::file("write", path, e))?;
		Ok(Self { writer, path: path.to_owned() })
	}

	fn write(&mut self, rows: &[Evaluated], definition: &Definition) -> Result<()> {
		for row in rows {
			let mut cells = vec![row.line.to_string()];
			match &row.verdict {
				Verdict::Ran(raw, _) => {
					let inputs = definition.inputs.iter().zip(raw);
					cells.extend(inputs.map(|(input, raw)| value::shown(input, *raw)));
				},
				Verdict::Refused(_) => {
					cells.extend(definition.inputs.iter().map(|_| String::new()));
				},
			}
			let last = match (&row.verdict, row.verdict.refusal(definition)) {
				(Verdict::Ran(_, Ok(outcome)), _) => {
					[outcome.grams.to_string(), outcome.exact.to_string(), "".into(), "".into()]
				},
				(_, Some(refusal)) => {
					["".into(), "".into(), refusal.field, escape(&refusal.reason).into_owned()]
				},
				(_, None) => Default::default(),
			};
			cells.extend(last);
			self.writer.write_record(&cells).map_err(|e| Failure::file("write", &self.path, e))?;
		}
		Ok(())
	}

	fn finish(mut self) -> Result<()> {
		self.writer.flush().map_err(|e| Failure::file("write", &self.path, e))
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::cli::{Cli, Command as Top};
	use clap::Parser;

	/// Runs a command line offline; how it ended, and what it left in the files.
	fn evaluate(rows: &str, more: &[&str]) -> (Result<Done>, String, String) {
		use std::sync::atomic::{AtomicU32, Ordering};
		static COUNT: AtomicU32 = AtomicU32::new(0);
		let number = COUNT.fetch_add(1, Ordering::Relaxed);
		let dir = std::env::temp_dir().join(format!("tanpu-rows-{}-{number}", std::process::id()));
		std::fs::create_dir_all(&dir).unwrap();
		let path = |name: &str| dir.join(name).display().to_string();
		std::fs::write(path("rows.csv"), rows).unwrap();
		let metro = concat!(env!("CARGO_MANIFEST_DIR"), "/../methodologies/shenzhen-metro.toml");
		let (csv, out, plot) = (path("rows.csv"), path("out.csv"), path("plot.svg"));
		let line = [
			&["tanpu", "methodology", "evaluate", metro, "--csv", &csv][..],
			&["--out", &out, "--plot", &plot],
			more,
		]
		.concat();
		let cli = Cli::try_parse_from(line).unwrap();
		let Top::Methodology(super::super::Command::Evaluate(arguments)) = cli.command else {
			panic!()
		};
		let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
		let done = runtime.block_on(run(&cli.global, arguments));
		let text = |name: &str| std::fs::read_to_string(path(name)).unwrap_or_default();
		let found = (done, text("out.csv"), text("plot.svg"));
		std::fs::remove_dir_all(&dir).unwrap();
		found
	}

	#[test]
	fn good_rows_are_computed_and_bad_ones_named() {
		let rows = "distance,card\n2.52,a\n,b\n100.01,c\n0,d\nx,e\n10,f\n";
		let (done, out, plot) = evaluate(rows, &["--threads", "1"]);
		assert_eq!(done.unwrap(), Done::SomeRejected);
		assert_eq!(
			out,
			"line,distance,grams,exact,field,reason\n\
			 2,2.52,117,117.684,,\n\
			 3,,,,distance,is empty\n\
			 4,,,,distance,'100.01' is outside 0.00 to 100.00\n\
			 5,0.00,0,0,,\n\
			 6,,,,distance,'x' is not a number (digits and one decimal point)\n\
			 7,10.00,467,467,,\n"
		);
		assert!(plot.contains("3 records, 584 g CO2e in all"), "{plot}");
		assert!(plot.contains("Shenzhen low-carbon public transport"));
	}

	#[test]
	fn more_rows_than_a_chunk_stay_in_order() {
		let count = CHUNK * 2 + 3;
		let rows: String = std::iter::once("distance\n".to_owned())
			.chain((0..count).map(|n| format!("{}.{:02}\n", n / 100 % 100, n % 100)))
			.collect();
		let (done, out, _) = evaluate(&rows, &[]);
		assert_eq!(done.unwrap(), Done::All);
		assert_eq!(out.lines().count(), count + 1);
		for (at, line) in out.lines().skip(1).enumerate() {
			let raw = u64::try_from(at % 10_000).unwrap();
			let expected =
				format!("{},{}.{:02},{},", at + 2, raw / 100, raw % 100, raw * 467 / 1_000);
			assert!(line.starts_with(&expected), "{line}: {expected}");
		}
	}

	#[test]
	fn a_file_without_the_columns_is_refused() {
		let (done, ..) = evaluate("km\n1\n", &[]);
		let error = done.err().unwrap().to_string();
		assert!(error.contains("'distance' is missing; the file has: km"), "{error}");
		assert!(evaluate("", &[]).0.is_err());
	}

	#[test]
	fn the_summary_is_that_of_the_rows() {
		let mut summary = Summary::new(1, 100);
		let definition = crate::report::table::tests::metro().definition;
		let prepared = tanpu_formula::Prepared::new(&definition).unwrap();
		for (line, raw) in [(2, 252), (3, 0), (4, 10_001), (5, 10_002)] {
			let verdict = Verdict::Ran(vec![raw], prepared.evaluate(&[raw]));
			summary.add(&Evaluated { line, verdict }, &definition);
		}
		let json = summary.json(Path::new("x.csv"), &definition);
		assert_eq!(json["rows"], 4);
		assert_eq!(json["computed"], 2);
		assert_eq!(json["without_a_gram"], 1);
		assert_eq!(json["above_record_cap"], 1);
		assert_eq!(json["refused_by_cause"]["input out of range"], 2);
		assert_eq!(json["refusals"][0]["field"], "distance");
		assert_eq!(json["grams"]["total"], 117);
		assert_eq!(json["grams"]["mean"], "58.50");
		let text = summary.text(Path::new("x.csv"), None);
		assert!(text.contains("x.csv:4") && text.contains("and 1 more refused"), "{text}");
	}
}
