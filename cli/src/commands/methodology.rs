//! `tanpu methodology`.

use crate::{
	call::Call,
	cli::{Approval, Global},
	commands::{clock, hex, version_of},
	connection::{At, Chain},
	council::{decide, Motion},
	decimal::{format_scaled, parse_scaled},
	escape::escape_bytes,
	failure::{Done, Failure, Result},
	key, methodology_file,
	output::{fields, table},
	time::{format_time, parse_date, parse_time},
	transaction::send,
	types::{
		api::EvaluationFailure,
		registry::{Content, Methodology, Stage, Texts, Version, PALLET},
	},
};
use codec::Decode;
use serde_json::{json, Value};
use sp_core::{crypto::AccountId32, H256};
use std::{path::PathBuf, time::Duration};
use subxt_signer::sr25519::Keypair;
use tanpu_formula::{
	explain, print_formula, render_steps, Definition, InputKind, Lang, SourceKind, Step,
};
use tanpu_primitives::{ClaimSpec, CreditingRules, MethodologyId, MethodologyRef, VersionNumber};

#[derive(clap::Subcommand, Debug)]
pub enum Command {
	/// Check a methodology file offline: TOML, formula, dimensions, units.
	#[command(
		after_help = "Example:\n  tanpu methodology check methodologies/shenzhen-metro.toml"
	)]
	Check {
		/// The TOML file.
		file: PathBuf,
	},
	/// Publish a methodology file: draft, consultation, council motion. Run it again to go on where
	/// it stands; what is published already is not published twice.
	#[command(after_help = "Examples:\n  \
		tanpu --key-file member.key methodology publish methodologies/shenzhen-metro.toml\n  \
		tanpu --key-file member.key methodology publish metro-2.toml --methodology 0 \
		--effective 2026-01-01T00:00:00+08:00\n  \
		tanpu --suri //Alice methodology publish methodologies/shenzhen-metro.toml --approve-with //Bob")]
	Publish {
		/// The TOML file.
		file: PathBuf,
		/// Publish it as a new version of this methodology.
		#[arg(long)]
		methodology: Option<MethodologyId>,
		/// When it takes effect: `earliest` (now plus the notice period) or a time in RFC 3339.
		#[arg(long, default_value = "earliest", conflicts_with = "effective_date")]
		effective: String,
		/// When it takes effect: from the city's midnight of this date, YYYY-MM-DD.
		#[arg(long, value_name = "DATE")]
		effective_date: Option<String>,
		/// Longest to wait for the end of the consultation, in seconds of real time.
		#[arg(long, default_value_t = 900, value_name = "SECONDS")]
		max_wait: u64,
		#[command(flatten)]
		approval: Approval,
	},
	/// A published version: texts, inputs, parameters with their sources, formula, rules.
	#[command(
		after_help = "Examples:\n  tanpu methodology show 0\n  tanpu methodology show 0 --version 1"
	)]
	Show {
		/// The methodology's number.
		id: MethodologyId,
		/// The version; the latest unless said.
		#[arg(long)]
		version: Option<VersionNumber>,
	},
	/// All published methodologies.
	#[command(after_help = "Example:\n  tanpu methodology list")]
	List,
	/// Compute an example, step by step: from a file offline, or from the chain by number.
	#[command(after_help = "Examples:\n  \
		tanpu methodology evaluate methodologies/shenzhen-metro.toml --input distance=2.52\n  \
		tanpu methodology evaluate 0 --input distance=2.52 --lang zh")]
	Evaluate {
		/// A TOML file, or the number of a published methodology.
		what: String,
		/// The version; the latest unless said.
		#[arg(long)]
		version: Option<VersionNumber>,
		/// An input: name=value. Once for each.
		#[arg(long = "input", value_name = "NAME=VALUE")]
		inputs: Vec<String>,
		/// The language of the steps.
		#[arg(long, value_enum, default_value = "en")]
		lang: Language,
	},
	/// Suspend a methodology at once, as one council member.
	#[command(
		after_help = "Example:\n  tanpu --key-file member.key methodology suspend 0 --reason \"wrong factor\""
	)]
	Suspend {
		/// The methodology's number.
		id: MethodologyId,
		/// Why: one line.
		#[arg(long)]
		reason: String,
	},
	/// End a suspension (council).
	#[command(after_help = "Example:\n  tanpu --key-file member.key methodology resume 0")]
	Resume {
		/// The methodology's number.
		id: MethodologyId,
		#[command(flatten)]
		approval: Approval,
	},
	/// Retire a methodology for good (council).
	#[command(after_help = "Example:\n  tanpu --key-file member.key methodology retire 0")]
	Retire {
		/// The methodology's number.
		id: MethodologyId,
		#[command(flatten)]
		approval: Approval,
	},
}

/// A language of explanations.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub enum Language {
	/// English.
	En,
	/// Chinese.
	Zh,
}

impl From<Language> for Lang {
	fn from(language: Language) -> Self {
		match language {
			Language::En => Self::En,
			Language::Zh => Self::Zh,
		}
	}
}

pub async fn run(global: &Global, command: Command) -> Result<Done> {
	let output = global.output();
	match command {
		Command::Check { file } => {
			let content = methodology_file::read(&file)?;
			let mut json = content_json(&content.texts, &content.definition, &content.rules);
			json["content_hash"] = json!(format!("{:?}", content.hash()));
			let text = content_text(&content.texts, &content.definition, &content.rules);
			output.result(json, format!("{text}\ncontent hash {:?}\nok", content.hash()));
		},
		Command::Publish { file, methodology, effective, effective_date, max_wait, approval } => {
			let content = methodology_file::read(&file)?;
			let when = match effective_date {
				Some(date) => Effective::Date(date),
				None if effective == "earliest" => Effective::Earliest,
				None => Effective::Time(effective),
			};
			let publish =
				Publish { content, methodology, when, max_wait: Duration::from_secs(max_wait) };
			return publish.run(global, &approval).await;
		},
		Command::Show { id, version } => {
			let chain = global.connect().await?;
			let at = chain.head().await?;
			let (reference, found) = version_of(&at, id, version).await?;
			let texts: Texts = at
				.get(PALLET, "TextsOf", key![id, reference.version])
				.await?
				.ok_or_else(|| Failure::plain("the chain holds no texts for it"))?;
			let methodology: Option<Methodology> =
				at.get(PALLET, "Methodologies", key![id]).await?;
			let until: Option<u64> =
				at.get(PALLET, "SupersededAt", key![id, reference.version]).await?;
			let clock = clock(&at).await?;
			let status = methodology.map_or("?", |m| m.status.text(clock.now));
			let time = |seconds| format_time(seconds, clock.day_offset);
			let head = fields([
				("methodology", format!("{id}, version {}", reference.version)),
				("status", status.to_owned()),
				("published", time(found.published)),
				("in force from", time(found.effective)),
				("in force until", until.map_or("further notice".into(), time)),
				("content hash", format!("{:?}", found.content_hash)),
			]);
			let mut json = content_json(&texts, &found.definition, &found.rules);
			json["methodology"] = json!(id);
			json["version"] = json!(reference.version);
			json["status"] = json!(status);
			json["published"] = json!(found.published);
			json["effective"] = json!(found.effective);
			json["effective_until"] = json!(until);
			json["content_hash"] = json!(format!("{:?}", found.content_hash));
			let text = content_text(&texts, &found.definition, &found.rules);
			output.result(json, format!("{head}\n{text}"));
		},
		Command::List => {
			let chain = global.connect().await?;
			let at = chain.head().await?;
			let clock = clock(&at).await?;
			let all: Vec<(MethodologyId, Methodology)> =
				at.entries(PALLET, "Methodologies", key![]).await?;
			let mut rows = Vec::new();
			let mut list = Vec::new();
			for (id, found) in all {
				let texts: Option<Texts> =
					at.get(PALLET, "TextsOf", key![id, found.latest]).await?;
				let title = texts.as_ref().map_or(String::new(), title);
				let scenario = texts.map_or(String::new(), |t| escape_bytes(&t.scenario));
				let status = found.status.text(clock.now);
				list.push(json!({
					"methodology": id, "latest": found.latest, "status": status,
					"scenario": scenario, "title": title,
				}));
				rows.push(vec![
					id.to_string(),
					found.latest.to_string(),
					status.to_owned(),
					scenario,
					title,
				]);
			}
			let text =
				table(&["methodology", "latest version", "status", "scenario", "title"], rows);
			output.result(json!(list), text);
		},
		Command::Evaluate { what, version, inputs, lang } => {
			evaluate(global, &what, version, &inputs, lang.into()).await?;
		},
		Command::Suspend { id, reason } => {
			let chain = global.connect().await?;
			let call = Call::new(PALLET, "suspend")
				.arg("methodology", &id)
				.arg("reason", &reason.into_bytes());
			let included = crate::council::execute(&chain, &global.signer()?, &call).await?;
			output.result(
				json!({ "methodology": id, "suspended": true, "block": included.number }),
				format!("methodology {id} is suspended (block {})", included.number),
			);
		},
		Command::Resume { id, approval } => motion(global, "resume", id, &approval).await?,
		Command::Retire { id, approval } => motion(global, "retire", id, &approval).await?,
	}
	Ok(Done::All)
}

async fn motion(
	global: &Global,
	name: &'static str,
	id: MethodologyId,
	approval: &Approval,
) -> Result<()> {
	let chain = global.connect().await?;
	let call = Call::new(PALLET, name).arg("methodology", &id);
	let motion = decide(&chain, &global.signer()?, &call, &approval.keys()?).await?;
	global.output().result(motion.json(), motion.text(&format!("{name} methodology {id}")));
	Ok(())
}

enum Effective {
	Earliest,
	Time(String),
	Date(String),
}

struct Publish {
	content: Content,
	methodology: Option<MethodologyId>,
	when: Effective,
	max_wait: Duration,
}

/// The beginning of a draft as it is stored; its deposit follows and is not looked at.
#[derive(Decode)]
struct DraftHead {
	author: AccountId32,
	methodology: Option<MethodologyId>,
	content_hash: H256,
	stage: Stage,
}

impl Publish {
	async fn run(&self, global: &Global, approval: &Approval) -> Result<Done> {
		let output = global.output();
		let chain = global.connect().await?;
		let hash = self.content.hash();
		if let Some((reference, version)) = published(&chain.head().await?, hash).await? {
			return self.done(global, reference, &version, true).await;
		}
		let key = global.signer()?;
		let approvers = approval.keys()?;
		let draft = self.draft(&chain, &key, hash).await?;
		let ends = match self.open(&chain, &key, draft).await? {
			Some(ends) => ends,
			None => return Err(Failure::plain("the draft is gone; run the same command again")),
		};
		if let Some(ends) = self.await_end(global, &chain, ends).await? {
			let clock = clock(&chain.head().await?).await?;
			let ends = format_time(ends, clock.day_offset);
			output.result(
				json!({ "state": "consultation", "draft": draft, "ends": ends }),
				format!(
					"draft {draft} is before the public until {ends}; run the same command again then"
				),
			);
			return Ok(Done::All);
		}
		let motion = self.publish(&chain, &key, &approvers, draft, hash).await?;
		match published(&chain.head().await?, hash).await? {
			Some((reference, version)) => self.done(global, reference, &version, false).await,
			None => {
				output.result(motion.json(), motion.text("publish the methodology"));
				Ok(Done::All)
			},
		}
	}

	async fn done(
		&self,
		global: &Global,
		reference: MethodologyRef,
		version: &Version,
		before: bool,
	) -> Result<Done> {
		let MethodologyRef { methodology, version: number } = reference;
		let chain = global.connect().await?;
		let clock = clock(&chain.head().await?).await?;
		let effective = format_time(version.effective, clock.day_offset);
		let json = json!({
			"state": "published",
			"already": before,
			"methodology": methodology,
			"version": number,
			"effective": version.effective,
			"content_hash": format!("{:?}", version.content_hash),
		});
		let word = if before { "was published already" } else { "is published" };
		global.output().result(
			json,
			format!(
				"methodology {methodology} version {number} {word}, in force from {effective}\n\
				 content hash {:?}",
				version.content_hash
			),
		);
		Ok(Done::All)
	}

	/// The draft of this content: one that is there, or a new one.
	async fn draft(&self, chain: &Chain, key: &Keypair, hash: H256) -> Result<u32> {
		let at = chain.head().await?;
		let next: u32 = at.get(PALLET, "NextDraftId", key![]).await?.unwrap_or_default();
		let me = AccountId32::new(key.public_key().0);
		for id in (0..next).rev() {
			let Some(head) = draft_head(&at, id).await? else { continue };
			let mine = head.author == me || matches!(head.stage, Stage::Consultation { .. });
			if head.content_hash == hash && head.methodology == self.methodology && mine {
				return Ok(id);
			}
		}
		let call = Call::new(PALLET, "draft")
			.arg("methodology", &self.methodology)
			.arg("content", &self.content);
		let included = send(chain, key, &call).await?;
		let drafted = included
			.find(PALLET, "Drafted")
			.ok_or_else(|| Failure::plain("the draft left no event"))?;
		u32::decode(&mut drafted.fields.as_slice())
			.map_err(|e| Failure::Plain(format!("can't decode the draft's number: {e}")))
	}

	/// When the consultation ends; opens it where it is not open.
	async fn open(&self, chain: &Chain, key: &Keypair, draft: u32) -> Result<Option<u64>> {
		let ends = |head: Option<DraftHead>| match head.map(|head| head.stage) {
			Some(Stage::Consultation { ends, .. }) => Some(ends),
			_ => None,
		};
		if let Some(ends) = ends(draft_head(&chain.head().await?, draft).await?) {
			return Ok(Some(ends));
		}
		send(chain, key, &Call::new(PALLET, "open_consultation").arg("draft", &draft)).await?;
		Ok(ends(draft_head(&chain.head().await?, draft).await?))
	}

	/// Waits for the end of the consultation; returns it where that would take too long.
	async fn await_end(&self, global: &Global, chain: &Chain, ends: u64) -> Result<Option<u64>> {
		let spinner = global.output().spinner("public consultation");
		let begun = tokio::time::Instant::now();
		loop {
			let clock = clock(&chain.head().await?).await?;
			if clock.now >= ends {
				spinner.finish_and_clear();
				return Ok(None);
			}
			let left = (ends - clock.now) / u64::from(clock.scale.max(1));
			if begun.elapsed() + Duration::from_secs(left) > self.max_wait {
				spinner.finish_and_clear();
				return Ok(Some(ends));
			}
			spinner.set_message(format!("public consultation, about {left} s left"));
			tokio::time::sleep(Duration::from_secs(left.clamp(1, 10))).await;
		}
	}

	async fn publish(
		&self,
		chain: &Chain,
		key: &Keypair,
		approvers: &[Keypair],
		draft: u32,
		hash: H256,
	) -> Result<Motion> {
		let at = chain.head().await?;
		let clock = clock(&at).await?;
		let effective = match &self.when {
			Effective::Time(text) => parse_time(text, Some(clock.day_offset))
				.map_err(|e| Failure::Usage(e.to_string()))?,
			Effective::Date(text) => {
				let day = parse_date(text).map_err(|e| Failure::Usage(e.to_string()))?;
				u64::try_from(i64::from(day) * 86_400 - i64::from(clock.day_offset))
					.map_err(|_| Failure::usage("the date is too early"))?
			},
			Effective::Earliest => {
				let notice: u64 = at.constant(PALLET, "NoticePeriod")?;
				// The motion takes some blocks, and the clock may run fast. A whole minute of real
				// time later, rounded up to an hour of the city's clock where that is near.
				let slack = 60 * u64::from(clock.scale.max(1));
				(clock.now + notice + slack).div_ceil(60) * 60
			},
		};
		let call = Call::new(PALLET, "publish")
			.arg("draft", &draft)
			.arg("content_hash", &hash)
			.arg("effective", &effective);
		decide(chain, key, &call, approvers).await
	}
}

async fn draft_head(at: &At<'_>, id: u32) -> Result<Option<DraftHead>> {
	at.chain_bytes(PALLET, "Drafts", key![id])
		.await?
		.map(|bytes| {
			DraftHead::decode(&mut bytes.as_slice())
				.map_err(|e| Failure::Plain(format!("can't decode draft {id}: {e}")))
		})
		.transpose()
}

/// The version that has this content.
async fn published(at: &At<'_>, hash: H256) -> Result<Option<(MethodologyRef, Version)>> {
	let all: Vec<(MethodologyId, Methodology)> =
		at.entries(PALLET, "Methodologies", key![]).await?;
	for (methodology, found) in all {
		for version in (1..=found.latest).rev() {
			let stored: Option<Version> =
				at.get(PALLET, "Versions", key![methodology, version]).await?;
			if let Some(stored) = stored.filter(|stored| stored.content_hash == hash) {
				return Ok(Some((MethodologyRef { methodology, version }, stored)));
			}
		}
	}
	Ok(None)
}

async fn evaluate(
	global: &Global,
	what: &str,
	version: Option<VersionNumber>,
	inputs: &[String],
	lang: Lang,
) -> Result<()> {
	let (definition, steps, raw): (Definition, Vec<Step>, Vec<u64>) = match what.parse() {
		Ok(id) => {
			let chain = global.connect().await?;
			let at = chain.head().await?;
			let (reference, found) = version_of(&at, id, version).await?;
			let raw = raw_inputs(&found.definition, inputs)?;
			let steps = chain_steps(&at, reference, &raw).await?;
			(found.definition, steps, raw)
		},
		Err(_) => {
			let content = methodology_file::read(what.as_ref())?;
			let raw = raw_inputs(&content.definition, inputs)?;
			let steps = explain(&content.definition, &raw)
				.map_err(|e| Failure::Plain(format!("rejected: {e}")))?;
			(content.definition, steps, raw)
		},
	};
	let grams = grams_of(&steps);
	let rendered = render_steps(&definition, &steps, lang);
	let json = json!({
		"inputs": raw,
		"formula": print_formula(&definition),
		"steps": rendered.lines().collect::<Vec<_>>(),
		"grams": grams,
	});
	let text = format!("{}\n{rendered}", print_formula(&definition).trim_end());
	global.output().result(json, text);
	Ok(())
}

/// Every step, as the chain computes it.
pub async fn chain_steps(at: &At<'_>, reference: MethodologyRef, raw: &[u64]) -> Result<Vec<Step>> {
	let steps: Result<Vec<Step>, EvaluationFailure> =
		at.call("CarbonApi", "explain", (reference, raw.to_vec())).await?;
	steps.map_err(|failure| match failure {
		EvaluationFailure::Methodology(refusal) => Failure::Plain(format!(
			"the chain does not compute with methodology {} version {}: {refusal:?}",
			reference.methodology, reference.version
		)),
		EvaluationFailure::Formula(error) => Failure::Plain(format!("rejected: {error}")),
	})
}

/// What the last step credits; none where it is rejected.
pub fn grams_of(steps: &[Step]) -> Option<u64> {
	match &steps.last()?.result {
		tanpu_formula::StepValue::Number { value, .. } => value.floor_to_u64(),
		_ => None,
	}
}

fn raw_inputs(definition: &Definition, given: &[String]) -> Result<Vec<u64>> {
	let mut values = std::collections::HashMap::new();
	for pair in given {
		let (name, value) = pair
			.split_once('=')
			.ok_or_else(|| Failure::Usage(format!("--input {pair}: expected name=value")))?;
		if !definition.inputs.iter().any(|input| input.name.as_str() == name) {
			let known: Vec<_> = definition.inputs.iter().map(|input| input.name.as_str()).collect();
			return Err(Failure::Usage(format!(
				"there is no input '{name}'; the inputs are {}",
				known.join(", ")
			)));
		}
		values.insert(name, value);
	}
	definition
		.inputs
		.iter()
		.map(|input| {
			let name = input.name.as_str();
			let text = values.get(name).ok_or_else(|| {
				Failure::Usage(format!("input '{name}' is missing: --input {name}=..."))
			})?;
			match &input.kind {
				InputKind::Number { decimals, .. } => parse_scaled(text, *decimals)
					.map_err(|e| Failure::Usage(format!("input '{name}': '{text}' {e}"))),
				InputKind::Category { values } => values
					.iter()
					.position(|value| value.as_str() == *text)
					.and_then(|at| u64::try_from(at).ok())
					.ok_or_else(|| Failure::Usage(format!("input '{name}': no value '{text}'"))),
			}
		})
		.collect()
}

fn title(texts: &Texts) -> String {
	let parts: Vec<String> = [&texts.title_zh, &texts.title_en]
		.iter()
		.filter(|title| !title.is_empty())
		.map(|title| escape_bytes(title))
		.collect();
	parts.join(" / ")
}

fn kind_word(kind: SourceKind) -> &'static str {
	match kind {
		SourceKind::Official => "official",
		SourceKind::Reference => "reference",
		SourceKind::Platform => "platform",
	}
}

fn claim_text(claim: &ClaimSpec) -> String {
	match claim {
		ClaimSpec::Interval { group } => format!("a person's time, group {group}"),
		ClaimSpec::DailyHighWater { group, input } => {
			format!("a person's daily total of input {input}, group {group}")
		},
		ClaimSpec::Counter { group, input } => {
			format!("a register's range of input {input}, group {group}")
		},
		ClaimSpec::Once { group, lasting: true } => format!("a reference, for ever, group {group}"),
		ClaimSpec::Once { group, .. } => format!("a reference of a day, group {group}"),
	}
}

fn inputs_rows(definition: &Definition) -> Vec<Vec<String>> {
	definition
		.inputs
		.iter()
		.map(|input| {
			let (unit, range) = match &input.kind {
				InputKind::Number { unit, decimals, min, max } => (
					unit.to_string(),
					format!(
						"{} to {}",
						format_scaled(*min, *decimals),
						format_scaled(*max, *decimals)
					),
				),
				InputKind::Category { values } => (
					"category".into(),
					values.iter().map(|v| v.as_str()).collect::<Vec<_>>().join(", "),
				),
			};
			vec![input.name.to_string(), input.label.to_string(), unit, range]
		})
		.collect()
}

fn content_text(texts: &Texts, definition: &Definition, rules: &CreditingRules) -> String {
	let mut parts = vec![fields([
		("title", title(texts)),
		("jurisdiction", escape_bytes(&texts.jurisdiction)),
		("scenario", escape_bytes(&texts.scenario)),
		("document", escape_bytes(&texts.document.uri)),
		(
			"document hash",
			if texts.document.hash.is_zero() {
				"unknown".into()
			} else {
				format!("{:?}", texts.document.hash)
			},
		),
		("applicability", escape_bytes(&texts.sections.applicability)),
		("additionality", escape_bytes(&texts.sections.additionality)),
		("excluded mechanisms", escape_bytes(&texts.sections.excluded_mechanisms)),
		("monitoring", escape_bytes(&texts.sections.monitoring)),
	])];
	parts.push(format!(
		"inputs\n{}",
		table(&["input", "label", "unit", "range"], inputs_rows(definition))
	));
	if !definition.parameters.is_empty() {
		let rows = definition.parameters.iter().map(|parameter| {
			vec![
				parameter.name.to_string(),
				parameter.label.to_string(),
				format!("{} {}", parameter.value, parameter.unit),
				kind_word(parameter.kind).to_owned(),
				parameter.source.to_string(),
			]
		});
		let headers = ["parameter", "label", "value", "kind", "source"];
		parts.push(format!("parameters\n{}", table(&headers, rows)));
	}
	if !definition.tables.is_empty() {
		let rows = definition.tables.iter().map(|found| {
			let values: Vec<_> = found.values.iter().map(ToString::to_string).collect();
			vec![
				found.name.to_string(),
				found.label.to_string(),
				format!("{} ({})", values.join(", "), found.unit),
				kind_word(found.kind).to_owned(),
				found.source.to_string(),
			]
		});
		let headers = ["table", "label", "values", "kind", "source"];
		parts.push(format!("tables\n{}", table(&headers, rows)));
	}
	parts.push(format!("formula\n{}", print_formula(definition).trim_end()));
	let claims: Vec<_> = rules.claims.iter().map(claim_text).collect();
	parts.push(format!(
		"rules (the platform's own)\n{}",
		fields([
			("points per kg", crate::output::points(u64::from(rules.points_per_kg))),
			("growth per kg", rules.growth_per_kg.to_string()),
			("most grams per record", rules.max_grams_per_record.to_string()),
			("most grams per citizen and day", rules.max_grams_per_day.to_string()),
			("claims", claims.join("; ")),
			("evidence root required", rules.evidence_required.to_string()),
			("operator's share", format!("{:?}", rules.operator_share)),
			("verifiers needed", rules.verifiers_needed.to_string()),
		])
	));
	parts.join("\n")
}

fn content_json(texts: &Texts, definition: &Definition, rules: &CreditingRules) -> Value {
	let string = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
	let inputs: Vec<Value> = definition
		.inputs
		.iter()
		.map(|input| match &input.kind {
			InputKind::Number { unit, decimals, min, max } => json!({
				"name": input.name.as_str(), "label": input.label.as_str(),
				"unit": unit.to_string(), "decimals": decimals,
				"min": format_scaled(*min, *decimals), "max": format_scaled(*max, *decimals),
			}),
			InputKind::Category { values } => json!({
				"name": input.name.as_str(), "label": input.label.as_str(),
				"values": values.iter().map(|value| value.as_str()).collect::<Vec<_>>(),
			}),
		})
		.collect();
	let parameters: Vec<Value> = definition
		.parameters
		.iter()
		.map(|parameter| {
			json!({
				"name": parameter.name.as_str(), "label": parameter.label.as_str(),
				"value": parameter.value.to_string(), "unit": parameter.unit.to_string(),
				"kind": kind_word(parameter.kind), "source": parameter.source.as_str(),
			})
		})
		.collect();
	json!({
		"title": { "zh": string(&texts.title_zh), "en": string(&texts.title_en) },
		"jurisdiction": string(&texts.jurisdiction),
		"scenario": string(&texts.scenario),
		"document": { "uri": string(&texts.document.uri), "hash": hex(texts.document.hash) },
		"sections": {
			"applicability": string(&texts.sections.applicability),
			"additionality": string(&texts.sections.additionality),
			"excluded_mechanisms": string(&texts.sections.excluded_mechanisms),
			"monitoring": string(&texts.sections.monitoring),
			"crediting_period_days": texts.sections.crediting_period_days,
		},
		"inputs": inputs,
		"parameters": parameters,
		"formula": print_formula(definition).trim_end(),
		"rules": {
			"points_cents_per_kg": rules.points_per_kg,
			"growth_per_kg": rules.growth_per_kg,
			"max_grams_per_record": rules.max_grams_per_record,
			"max_grams_per_day": rules.max_grams_per_day,
			"claims": rules.claims.iter().map(claim_text).collect::<Vec<_>>(),
			"evidence_required": rules.evidence_required,
			"operator_share_ppm": rules.operator_share.deconstruct(),
			"verifiers_needed": rules.verifiers_needed,
		},
	})
}
