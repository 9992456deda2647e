//! `tanpu verifier`.

use crate::{
	call::Call,
	cli::Global,
	commands::{clock, hex},
	connection::{At, Chain},
	failure::{Done, Failure, Result},
	key,
	output::{grouped, table},
	shop::text::{hash_of_file, read_file},
	transaction::{account_of, send},
	types::{api::ClockReading, participants, registry::Version},
	verified::{
		locate::{meet, points, Met, Opened},
		package::{self, Package, Piece, Rules},
		read::{self, PALLET},
		words,
	},
};
use pallet_verified_reductions::{Case, Sample};
use serde_json::{json, Value};
use sp_core::{crypto::AccountId32, H256};
use std::{
	collections::{BTreeMap, HashMap, HashSet},
	path::PathBuf,
};
use tanpu_formula::Prepared;
use tanpu_primitives::{
	verification::Opinion, BatchIndex, ClassId, Grams, OperatorId, ParticipantId,
};

#[derive(clap::Subcommand, Debug)]
pub enum Command {
	/// The classes that a verifier is assigned to, and what it did so far.
	#[command(after_help = "Example:\n  tanpu verifier list 5")]
	List {
		/// The verifier's number.
		verifier: ParticipantId,
	},
	/// The points of a class's sample: batch, row, citizen, grams.
	#[command(
		after_help = "Examples:\n  tanpu verifier sample 3\n  tanpu --json verifier sample 3"
	)]
	Sample {
		/// The class.
		class: ClassId,
	},
	/// Check the operator's evidence package against the chain, point by point.
	#[command(after_help = "Examples:\n  tanpu verifier check 3 class-3.json\n  \
		tanpu --json verifier check 3 class-3.json > checked.json\n\n\
		Of each point: the row stands under the evidence root that the chain keeps; the raw line says what \
		the chain was told; it comes to what was credited. Whether the line is true is for the verifier to \
		find out. Exit code 3 where a point failed.")]
	Check {
		/// The class.
		class: ClassId,
		/// The package, as `tanpu operator evidence` makes it.
		package: PathBuf,
	},
	/// Give a verifier's opinion on a class, with the hash of its report. Signed by the holder.
	#[command(after_help = "Examples:\n  \
		tanpu --key-file verifier.key verifier opinion 3 --opinion unmodified --failed 0 \
		--report report.pdf\n  \
		tanpu --key-file verifier.key verifier opinion 3 --opinion modified --deduction 1200 --failed 2 \
		--report report.pdf\n\n\
		What failed is extrapolated to the class by the chain; a deduction is beyond that. Once: there is no \
		taking back.")]
	Opinion(Given),
}

#[derive(clap::Args, Debug)]
pub struct Given {
	/// The class.
	class: ClassId,
	/// What the verifier thinks.
	#[arg(long, value_enum)]
	opinion: Kind,
	/// Grams to deduct, with `modified`.
	#[arg(long, required_if_eq("opinion", "modified"))]
	deduction: Option<Grams>,
	/// Points of the sample that failed.
	#[arg(long)]
	failed: u32,
	/// Points that met a withdrawn record and say nothing; as many as the chain knows of, unless said.
	#[arg(long)]
	void: Option<u32>,
	/// The report; its BLAKE2b-256 hash goes on chain.
	#[arg(long, value_name = "FILE")]
	report: PathBuf,
	/// The verifier's number, where the key holds several licences.
	#[arg(long)]
	verifier: Option<ParticipantId>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
enum Kind {
	/// Fairly stated in all material respects.
	Unmodified,
	/// Fairly stated but for the deduction.
	Modified,
	/// Not fairly stated: the council decides.
	Adverse,
	/// No opinion: the evidence could not be had.
	Disclaimed,
}

impl Given {
	fn opinion(&self) -> Result<Opinion> {
		match (self.opinion, self.deduction) {
			(Kind::Unmodified, None) => Ok(Opinion::Unmodified),
			(Kind::Modified, Some(deduction)) => Ok(Opinion::Modified { deduction }),
			(Kind::Adverse, None) => Ok(Opinion::Adverse),
			(Kind::Disclaimed, None) => Ok(Opinion::Disclaimed),
			_ => Err(Failure::usage("--deduction goes with --opinion modified, and only with it")),
		}
	}
}

pub async fn run(global: &Global, command: Command) -> Result<Done> {
	match command {
		Command::List { verifier } => list(global, verifier).await,
		Command::Sample { class } => sample(global, class).await,
		Command::Check { class, package } => check(global, class, &package).await,
		Command::Opinion(given) => opinion(global, given).await,
	}
}

async fn list(global: &Global, verifier: ParticipantId) -> Result<Done> {
	let chain = global.connect().await?;
	let at = chain.head().await?;
	let clock = clock(&at).await?;
	let record: pallet_verified_reductions::VerifierRecord =
		at.view(PALLET, "verifier_record", (verifier,)).await?;
	let all: Vec<(ClassId, Case)> = at.entries(PALLET, "Cases", key![]).await?;
	let mut rows = Vec::new();
	let mut out = Vec::new();
	for (class, case) in all {
		let Some(sample) = read::sample(&at, class).await? else { continue };
		if !sample.verifiers.contains(&verifier) {
			continue;
		}
		let given = read::opinions(&at, class).await?;
		let own = given.iter().find(|(id, _)| *id == verifier).map(|(_, given)| given);
		let said = own.map_or("none".into(), |given| words::opinion_text(&given.opinion));
		rows.push(vec![
			class.to_string(),
			words::stage(&case.stage).to_owned(),
			crate::time::format_time(sample.until, clock.day_offset),
			said.clone(),
		]);
		out.push(json!({
			"class": class,
			"stage": words::stage(&case.stage),
			"until": sample.until,
			"opinion": own.map(|given| words::opinion(&given.opinion)),
		}));
	}
	let text = format!(
		"verifier {verifier}: {} assigned, {} opinions ({} disclaimed), {} times silent, {} times of \
		 another opinion than others\n{}",
		record.assigned,
		record.given,
		record.disclaimed,
		record.silent,
		record.disagreed,
		table(&["class", "stage", "opinions until", "opinion"], rows)
	);
	global.output().result(
		json!({
			"verifier": verifier,
			"assigned": record.assigned,
			"given": record.given,
			"disclaimed": record.disclaimed,
			"silent": record.silent,
			"disagreed": record.disagreed,
			"classes": out,
		}),
		text,
	);
	Ok(Done::All)
}

/// A class's sample and every row that it meets.
struct Drawn {
	case: Case,
	sample: Sample,
	clock: ClockReading,
	batches: BTreeMap<BatchIndex, Opened>,
	met: Vec<Met>,
}

async fn drawn(global: &Global, chain: &Chain, at: &At<'_>, class: ClassId) -> Result<Drawn> {
	let case = read::sealed_case(at, class).await?;
	let sample = read::sample(at, class)
		.await?
		.ok_or_else(|| Failure::Plain(format!("the sample of class {class} is not drawn yet")))?;
	let clock = clock(at).await?;
	let all = points(at, class, sample.points).await?;
	let bar = global.output().bar(0, "batches of the sample");
	let (batches, met) = meet(chain, at, &all, case.info.month, clock.day_offset, &bar).await?;
	bar.finish_and_clear();
	Ok(Drawn { case, sample, clock, batches, met })
}

impl Drawn {
	/// Citizen and grams of a point's row.
	fn row(&self, met: &Met) -> Option<(u32, Grams)> {
		let opened = self.batches.get(&met.point.located.batch)?;
		let at = usize::from(met.row);
		Some((opened.rows.get(at)?.citizen, opened.outcomes.get(at)?.grams()))
	}

	/// Whether a point met a record that was withdrawn.
	fn is_void(&self, met: &Met) -> bool {
		let opened = self.batches.get(&met.point.located.batch);
		opened.is_some_and(|opened| opened.is_void(met.row))
	}
}

async fn sample(global: &Global, class: ClassId) -> Result<Done> {
	let chain = global.connect().await?;
	let at = chain.head().await?;
	let drawn = drawn(global, &chain, &at, class).await?;
	let mut rows = Vec::new();
	let mut out = Vec::new();
	for met in &drawn.met {
		let batch = met.point.located.batch;
		let (citizen, grams) = drawn.row(met).unwrap_or_default();
		let found = drawn.batches.get(&batch).map(|opened| &opened.batch);
		let root = found.and_then(|batch| batch.evidence_root);
		rows.push(vec![
			met.number.to_string(),
			format!("{batch}:{}", met.row),
			citizen.to_string(),
			grouped(grams),
			grouped(met.point.gram),
			match drawn.is_void(met) {
				true => "void: the record was withdrawn".into(),
				false => root.map_or("none".into(), |root| format!("{root:?}")),
			},
		]);
		out.push(json!({
			"point": met.number,
			"gram": met.point.gram,
			"batch": batch,
			"row": met.row,
			"record": format!("{batch}:{}", met.row),
			"citizen": citizen,
			"grams": grams,
			"void": drawn.is_void(met),
			"batch_id": found.map(|batch| hex(batch.id)),
			"block": found.map(|batch| batch.block),
			"evidence_root": root.map(|root| format!("{root:?}")),
		}));
	}
	let headers = ["point", "record", "citizen", "grams", "its gram of the class", "evidence root"];
	let text = format!(
		"class {class}: {} points in {} records of {} batches\n{}",
		drawn.met.len(),
		records(&drawn.met),
		drawn.batches.len(),
		table(&headers, rows)
	);
	global.output().result(
		json!({
			"class": class,
			"seed": format!("{:?}", drawn.sample.seed),
			"until": drawn.sample.until,
			"verifiers": drawn.sample.verifiers.to_vec(),
			"records": records(&drawn.met),
			"points": out,
		}),
		text,
	);
	Ok(Done::All)
}

/// How many records the points meet: a heavy one is met more than once.
fn records(met: &[Met]) -> usize {
	let mut found: Vec<_> = met.iter().map(|met| (met.point.located.batch, met.row)).collect();
	found.sort_unstable();
	found.dedup();
	found.len()
}

async fn check(global: &Global, class: ClassId, path: &std::path::Path) -> Result<Done> {
	let bytes = read_file(path, package::MAX_LEN)?;
	let package = package::parse(&bytes)
		.map_err(|message| Failure::Plain(format!("{}: {message}", path.display())))?;
	let chain = global.connect().await?;
	let at = chain.head().await?;
	let drawn = drawn(global, &chain, &at, class).await?;
	ensure_meant(&package, &chain, class, &drawn)
		.map_err(|message| Failure::Plain(format!("{}: {message}", path.display())))?;
	let reference = drawn.case.info.methodology;
	let (_, version): (_, Version) =
		crate::commands::version_of(&at, reference.methodology, Some(reference.version)).await?;
	let prepared = Prepared::new(&version.definition)
		.map_err(|e| Failure::Plain(format!("the chain's methodology can't be computed: {e}")))?;
	let rules = Rules {
		definition: &version.definition,
		rules: &version.rules,
		prepared: &prepared,
		utc_offset: package.utc_offset,
		day_offset: drawn.clock.day_offset,
	};
	let verdicts = verdicts(&package, &drawn, &rules);
	let mut rows = Vec::new();
	let mut out = Vec::new();
	let (mut failed, mut void) = (0usize, 0usize);
	for (met, verdict) in drawn.met.iter().zip(&verdicts) {
		let record = format!("{}:{}", met.point.located.batch, met.row);
		let (citizen, grams) = drawn.row(met).unwrap_or_default();
		let is_void = drawn.is_void(met);
		let (state, why) = match verdict {
			_ if is_void => {
				void += 1;
				("void", "the record was withdrawn: it says nothing".to_owned())
			},
			Ok(sound) => ("pass", format!("user '{}'", sound.user)),
			Err(why) => {
				failed += 1;
				("FAIL", why.clone())
			},
		};
		rows.push(vec![
			met.number.to_string(),
			record.clone(),
			citizen.to_string(),
			grouped(grams),
			state.to_owned(),
			why,
		]);
		out.push(json!({
			"point": met.number,
			"record": record,
			"batch": met.point.located.batch,
			"row": met.row,
			"citizen": citizen,
			"credited": grams,
			"computed": verdict.as_ref().ok().map(|sound| sound.computed),
			"user": verdict.as_ref().ok().map(|sound| sound.user.clone()),
			"void": is_void,
			"pass": verdict.is_ok() && !is_void,
			"reason": verdict.as_ref().err().filter(|_| !is_void),
		}));
	}
	let known: Vec<(&str, u32)> = drawn
		.met
		.iter()
		.zip(&verdicts)
		.filter_map(|(met, verdict)| {
			Some((verdict.as_ref().ok()?.user.as_str(), drawn.row(met)?.0))
		})
		.collect();
	let confused = package::identities(known);
	let met: HashSet<(BatchIndex, u16)> =
		drawn.met.iter().map(|met| (met.point.located.batch, met.row)).collect();
	let unused =
		package.rows.iter().filter(|piece| !met.contains(&(piece.batch, piece.row))).count();
	let passed = verdicts.len() - failed - void;
	let headers = ["point", "record", "citizen", "grams", "", "why"];
	let mut text = table(&headers, rows);
	text.push_str(&format!(
		"\n{passed} of {} points pass, {failed} fail, {void} are void; the columns are: {}",
		verdicts.len(),
		package.headers.join(" | ")
	));
	if unused > 0 {
		text.push_str(&format!("\n{unused} rows of the package were not asked for"));
	}
	for line in &confused {
		text.push_str(&format!("\nATTENTION: {line}"));
	}
	global.output().result(
		json!({
			"class": class,
			"points": out,
			"passed": passed,
			"failed": failed,
			"void": void,
			"identities": confused,
			"unasked_rows": unused,
			"headers": package.headers,
			"formula": package::formula(&version.definition),
		}),
		text,
	);
	Ok(if failed == 0 { Done::All } else { Done::SomeRejected })
}

/// Whether a package is about this sample of this chain.
fn ensure_meant(
	package: &Package,
	chain: &Chain,
	class: ClassId,
	drawn: &Drawn,
) -> Result<(), String> {
	let genesis = format!("{:?}", chain.genesis());
	let seed = format!("{:?}", drawn.sample.seed);
	let info = drawn.case.info;
	let (operator, methodology): (OperatorId, _) = (info.operator, info.methodology);
	for (what, found, due) in [
		("the chain with the genesis", package.genesis.clone(), genesis),
		("class", package.class.to_string(), class.to_string()),
		("operator", package.operator.to_string(), operator.to_string()),
		("methodology", package.methodology.to_string(), methodology.methodology.to_string()),
		("version", package.methodology_version.to_string(), methodology.version.to_string()),
		("the sample with the seed", package.seed.clone(), seed),
	] {
		if found != due {
			return Err(format!("the package is for {what} {found}, not {due}"));
		}
	}
	Ok(())
}

/// For each point, whether its row is sound. A row is checked once.
fn verdicts(
	package: &Package,
	drawn: &Drawn,
	rules: &Rules<'_>,
) -> Vec<Result<package::Sound, String>> {
	let mut pieces: HashMap<(BatchIndex, u16), &Piece> = HashMap::new();
	for piece in &package.rows {
		pieces.entry((piece.batch, piece.row)).or_insert(piece);
	}
	let mut known: HashMap<(BatchIndex, u16), Result<package::Sound, String>> = HashMap::new();
	drawn
		.met
		.iter()
		.map(|met| {
			let place = (met.point.located.batch, met.row);
			known
				.entry(place)
				.or_insert_with(|| {
					let piece = pieces.get(&place).ok_or("the package has no such row")?;
					let opened =
						drawn.batches.get(&place.0).ok_or("the chain has no such batch")?;
					package::check(piece, &package.headers, opened, rules)
				})
				.clone()
		})
		.collect()
}

/// Points that met a withdrawn record. What was withdrawn before sealing stays so: all verifiers count
/// the same.
async fn void_points(global: &Global, chain: &Chain, at: &At<'_>, class: ClassId) -> Result<u32> {
	let case = read::sealed_case(at, class).await?;
	if case.info.credited == case.info.grams {
		return Ok(0);
	}
	let drawn = drawn(global, chain, at, class).await?;
	let void = drawn.met.iter().filter(|met| drawn.is_void(met)).count();
	Ok(u32::try_from(void).unwrap_or(u32::MAX))
}

async fn opinion(global: &Global, given: Given) -> Result<Done> {
	let key = global.signer()?;
	let opinion = given.opinion()?;
	let report: H256 = hash_of_file(&given.report)?;
	let chain = global.connect().await?;
	let at = chain.head().await?;
	let sample = read::sample(&at, given.class).await?.ok_or_else(|| {
		Failure::Plain(format!("the sample of class {} is not drawn yet", given.class))
	})?;
	let account = AccountId32::new(key.public_key().0);
	let verifier = match given.verifier {
		Some(verifier) => verifier,
		None => assigned(&at, &sample, &account).await?.ok_or_else(|| {
			Failure::Plain(format!(
				"{} holds the licence of none of the verifiers {} of class {}",
				account_of(&key),
				sample.verifiers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
				given.class
			))
		})?,
	};
	let void = match given.void {
		Some(void) => void,
		None => void_points(global, &chain, &at, given.class).await?,
	};
	let before = read::opinions(&at, given.class).await?;
	if let Some((_, before)) = before.iter().find(|(id, _)| *id == verifier) {
		let same = (before.opinion, before.failed, before.void, before.report)
			== (opinion, given.failed, void, report);
		if same {
			global.output().result(
				told(&given, verifier, &opinion, void, before.extrapolated, &report, Value::Null),
				format!("verifier {verifier} gave this opinion already"),
			);
			return Ok(Done::All);
		}
		return Err(Failure::Plain(format!(
			"verifier {verifier} gave another opinion on class {}: {}",
			given.class,
			words::opinion_text(&before.opinion)
		)));
	}
	let call = Call::new(PALLET, "give_opinion")
		.arg("class", &given.class)
		.arg("verifier", &verifier)
		.arg("opinion", &opinion)
		.arg("failed", &given.failed)
		.arg("void", &void)
		.arg("report", &report);
	let included = send(&chain, &key, &call).await?;
	let event = included
		.find(PALLET, "OpinionGiven")
		.ok_or_else(|| Failure::plain("the chain left no OpinionGiven event"))?;
	let (_, _, _, _, extrapolated, _) =
		event.decode::<(ClassId, ParticipantId, Opinion, u32, Grams, H256)>()?;
	global.output().result(
		told(&given, verifier, &opinion, void, extrapolated, &report, json!(included.number)),
		format!(
			"verifier {verifier} on class {}: {}, {} of {} points failed, which takes away {} g \
			 (block {})\nreport {report:?}: keep the file as it is",
			given.class,
			words::opinion_text(&opinion),
			given.failed,
			sample.points,
			grouped(extrapolated),
			included.number
		),
	);
	Ok(Done::All)
}

fn told(
	given: &Given,
	verifier: ParticipantId,
	opinion: &Opinion,
	void: u32,
	extrapolated: Grams,
	report: &H256,
	block: Value,
) -> Value {
	json!({
		"class": given.class,
		"verifier": verifier,
		"opinion": words::opinion(opinion),
		"deduction": given.deduction.unwrap_or(0),
		"failed": given.failed,
		"void": void,
		"extrapolated": extrapolated,
		"report": format!("{report:?}"),
		"block": block,
	})
}

/// The verifier of a sample whose licence an account holds.
async fn assigned(
	at: &At<'_>,
	sample: &Sample,
	account: &AccountId32,
) -> Result<Option<ParticipantId>> {
	let keys = sample.verifiers.iter().map(|id| key![id]).collect();
	let found: Vec<Option<participants::Participant>> =
		at.get_many(participants::PALLET, "Participants", keys).await?;
	Ok(sample
		.verifiers
		.iter()
		.zip(found)
		.find(|(_, found)| found.as_ref().is_some_and(|found| found.holder == *account))
		.map(|(id, _)| *id))
}

#[cfg(test)]
mod tests {
	use super::*;
	use pallet_verified_reductions::SamplePoint;
	use tanpu_primitives::verification::Located;

	fn given(opinion: Kind, deduction: Option<Grams>) -> Result<Opinion> {
		Given {
			class: 0,
			opinion,
			deduction,
			failed: 0,
			void: None,
			report: "x".into(),
			verifier: None,
		}
		.opinion()
	}

	#[test]
	fn a_deduction_goes_with_a_modified_opinion_only() {
		assert_eq!(given(Kind::Unmodified, None).unwrap(), Opinion::Unmodified);
		let modified = Opinion::Modified { deduction: 5 };
		assert_eq!(given(Kind::Modified, Some(5)).unwrap(), modified);
		assert_eq!(given(Kind::Adverse, Some(5)).unwrap_err().exit_code(), 2);
		assert!(given(Kind::Modified, None).is_err());
	}

	#[test]
	fn a_heavy_record_is_met_twice_and_counted_once() {
		let met = |number, batch, row| Met {
			number,
			point: SamplePoint { gram: 0, located: Located { batch, offset: 0 } },
			row,
		};
		assert_eq!(records(&[met(0, 1, 1), met(1, 1, 1), met(2, 2, 1)]), 2);
	}
}
