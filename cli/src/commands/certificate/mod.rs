//! `tanpu certificate` and `tanpu retire`.

mod code;
pub mod retire;
mod svg;
mod verify;

use crate::{
	cli::Global,
	commands::{class::recall_json, class::recall_text, clock},
	connection::At,
	escape::escape_bytes,
	failure::{Done, Failure, Result},
	output::{fields, grouped, table},
	shop::{code::write, text::write_whole},
	time::format_time,
	types::api::ClockReading,
	verified::{
		read::{self, PALLET},
		words,
	},
};
use code::{hash_of, Code};
use pallet_verified_reductions::{Case, Certificate, Recall};
use serde_json::{json, Value};
use sp_core::{crypto::AccountId32, H256};
use std::path::PathBuf;
use svg::Entry;
use tanpu_primitives::{suspension::Suspensions, verification::CertificateId, ClassId};

#[derive(clap::Subcommand, Debug)]
pub enum Command {
	/// A certificate: what was retired, for whom, and what became of its class.
	#[command(after_help = "Examples:\n  tanpu certificate show 0\n  \
		tanpu certificate show 0 --svg certificate-0.svg\n\n\
		The SVG has a QR code with what is needed to check it: the chain, the number, the block, the hash. \
		`tanpu certificate verify` takes the file, or what a phone reads.")]
	Show {
		/// The certificate's number.
		certificate: CertificateId,
		/// Draw it into this file.
		#[arg(long, value_name = "FILE")]
		svg: Option<PathBuf>,
	},
	/// Certificates of a class, in the order of their serial numbers.
	#[command(after_help = "Example:\n  tanpu certificate list --class 3")]
	List {
		/// The class.
		#[arg(long)]
		class: ClassId,
		/// The first, counted from 0.
		#[arg(long, default_value_t = 0)]
		from: u32,
		/// How many.
		#[arg(long, default_value_t = 100)]
		limit: u32,
	},
	/// Check a certificate against the chain, with a storage proof.
	#[command(after_help = "Examples:\n  tanpu certificate verify certificate-0.svg\n  \
		tanpu certificate verify TANPU:CERTIFICATE:AEAQC...\n  \
		tanpu certificate verify 0 --at 0x5d1c... --witness wss://other.example\n\n\
		The node gives a block's header and a proof. Both are checked here: the header against its hash, \
		the certificate against the header's state root; so the node can't show a certificate that this \
		block doesn't have. That this block is final, and of this chain, remains the node's word, unless \
		the hash comes from elsewhere (--at HASH) or other nodes have the same (--witness). Exit code 1 \
		where the certificate is not what it says.")]
	Verify(verify::Arguments),
}

pub async fn run(global: &Global, command: Command) -> Result<Done> {
	match command {
		Command::Show { certificate, svg } => show(global, certificate, svg).await,
		Command::List { class, from, limit } => list(global, class, from, limit).await,
		Command::Verify(arguments) => verify::run(global, arguments).await,
	}
}

/// The serial numbers of a certificate, as text.
fn serials(prefix: &str, case: &Case, certificate: &Certificate<AccountId32>) -> String {
	let info = case.info;
	let month = u32::from(info.month);
	let to = certificate.from.saturating_add(certificate.grams).saturating_sub(1);
	format!(
		"{prefix}-{}-{}-{}{:02}-{}-{}-{}-{to}",
		info.methodology.methodology,
		info.methodology.version,
		month / 12 + 1_970,
		month % 12 + 1,
		info.operator,
		certificate.class,
		certificate.from,
	)
}

/// Grams and, from a kilogram on, what people say.
fn mass(grams: u64) -> String {
	match grams {
		0..1_000 => format!("{grams} g CO2e"),
		1_000..1_000_000 => {
			format!("{} g CO2e ({}.{:03} kg)", grouped(grams), grams / 1_000, grams % 1_000)
		},
		_ => format!(
			"{} g CO2e ({}.{:06} t)",
			grouped(grams),
			grouped(grams / 1_000_000),
			grams % 1_000_000
		),
	}
}

/// What the certificate itself says. It never changes.
fn own(
	number: CertificateId,
	certificate: &Certificate<AccountId32>,
	case: &Case,
	prefix: &str,
	offset: i32,
) -> Vec<Entry> {
	let entry = |label, value: String| Entry { label, value, own: true, warning: false };
	let text = |bytes: &[u8], none: &str| match bytes.is_empty() {
		true => none.to_owned(),
		false => escape_bytes(bytes),
	};
	vec![
		entry("证书编号 certificate", number.to_string()),
		entry("序列号 serial numbers", serials(prefix, case, certificate)),
		entry("减排量 amount", mass(certificate.grams)),
		entry("减排月份 vintage", words::month(case.info.month)),
		entry("受益人 beneficiary", text(&certificate.beneficiary, "自用 who retired it")),
		entry("用途 purpose", text(&certificate.purpose, "—")),
		entry("注销人 retired by", certificate.by.to_string()),
		entry(
			"注销时间 retired",
			format!("{}, block {}", format_time(certificate.at, offset), certificate.block),
		),
	]
}

/// What became of the class: grows with time.
fn fate(
	class: ClassId,
	recall: &Recall,
	freezes: &Suspensions<AccountId32>,
	clock: &ClockReading,
) -> Vec<Entry> {
	let entry = |label, value| Entry { label, value, own: false, warning: true };
	let mut out = Vec::new();
	if recall.recalled > 0 {
		out.push(entry(
			"追回 recalled",
			format!("of class {class} {}; this certificate stands", recall_text(recall)),
		));
	}
	if let Some(frozen) = freezes.current(clock.now) {
		let until = match frozen.confirmed {
			true => "until the council lifts it".to_owned(),
			false => format!("until {}", format_time(frozen.until, clock.day_offset)),
		};
		out.push(entry("冻结 frozen", format!("class {class} is frozen, {until}")));
	}
	out
}

fn json_of(
	number: CertificateId,
	certificate: &Certificate<AccountId32>,
	case: &Case,
	prefix: &str,
) -> Value {
	json!({
		"certificate": number,
		"class": certificate.class,
		"serials": serials(prefix, case, certificate),
		"from": certificate.from,
		"to": certificate.from.saturating_add(certificate.grams).saturating_sub(1),
		"grams": certificate.grams,
		"month": words::month(case.info.month),
		"operator": case.info.operator,
		"methodology": case.info.methodology.methodology,
		"version": case.info.methodology.version,
		"by": certificate.by.to_string(),
		"beneficiary": String::from_utf8_lossy(&certificate.beneficiary),
		"purpose": String::from_utf8_lossy(&certificate.purpose),
		"block": certificate.block,
		"at": certificate.at,
		"hash": format!("{:?}", hash_of(certificate)),
	})
}

/// What serial numbers begin with.
fn prefix(at: &At<'_>) -> Result<String> {
	at.constant(PALLET, "SerialPrefix")
}

/// The code of a certificate: names the block in which it was retired.
async fn code_of(
	at: &At<'_>,
	number: CertificateId,
	certificate: &Certificate<AccountId32>,
) -> Result<Code> {
	let block_hash: H256 =
		at.chain.hash_of(certificate.block).await?.ok_or_else(|| {
			Failure::Plain(format!("the node has no block {}", certificate.block))
		})?;
	Ok(Code {
		genesis: at.chain.genesis(),
		number,
		block: certificate.block,
		block_hash,
		hash: hash_of(certificate),
	})
}

async fn show(global: &Global, number: CertificateId, svg: Option<PathBuf>) -> Result<Done> {
	let chain = global.connect().await?;
	let at = chain.head().await?;
	let clock = clock(&at).await?;
	let certificate = read::certificate(&at, number).await?;
	let class = certificate.class;
	let case = read::sealed_case(&at, class).await?;
	let recall = read::issuance(&at, class).await?.map(|found| found.recall).unwrap_or_default();
	let freezes = read::freezes(&at, class).await?;
	let names = read::names(&at, [case.info.operator]).await?;
	let (_, texts) = read::methodology(&at, case.info.methodology).await?;
	let prefix = prefix(&at)?;
	let code = write(&code_of(&at, number, &certificate).await?);

	let mut entries = own(number, &certificate, &case, &prefix, clock.day_offset);
	let reference = case.info.methodology;
	let more = |label, value| Entry { label, value, own: false, warning: false };
	entries.push(more(
		"方法学 methodology",
		format!("{} v{} {}", reference.methodology, reference.version, read::title(&texts)),
	));
	entries.push(more("运营方 operator", read::named(&names, case.info.operator)));
	entries.extend(fate(class, &recall, &freezes, &clock));

	if let Some(path) = &svg {
		let foot = [
			format!("链 chain {:?}", chain.genesis()),
			format!("as of block {}, {}", at.number(), format_time(clock.now, clock.day_offset)),
			"核验 check it: tanpu certificate verify FILE, or what a phone reads of the code"
				.into(),
		];
		let title = "核证减排量注销证书 Retirement certificate";
		write_whole(path, &svg::draw(title, &entries, &code, &foot)?)?;
	}
	let mut text = fields(entries.iter().map(|entry| (entry.label, entry.value.clone())));
	text.push_str(&format!("\n{code}"));
	if let Some(path) = &svg {
		text.push_str(&format!("\ndrawn into {}", path.display()));
	}
	let mut json = json_of(number, &certificate, &case, &prefix);
	json["code"] = json!(code);
	json["genesis"] = json!(format!("{:?}", chain.genesis()));
	json["recall"] = recall_json(&recall);
	json["topped_up"] = json!(recall.topped_up > 0);
	json["frozen"] = json!(freezes.current(clock.now).is_some());
	json["operator_name"] = json!(names.get(&case.info.operator));
	json["svg"] = json!(svg.map(|path| path.display().to_string()));
	global.output().result(json, text);
	Ok(Done::All)
}

async fn list(global: &Global, class: ClassId, from: u32, limit: u32) -> Result<Done> {
	let chain = global.connect().await?;
	let at = chain.head().await?;
	let clock = clock(&at).await?;
	let case = read::sealed_case(&at, class).await?;
	let prefix = prefix(&at)?;
	let numbers = of_class(&at, class, from, limit).await?;
	let mut rows = Vec::new();
	let mut out = Vec::new();
	for number in numbers {
		let certificate = read::certificate(&at, number).await?;
		rows.push(vec![
			number.to_string(),
			serials(&prefix, &case, &certificate),
			grouped(certificate.grams),
			escape_bytes(&certificate.beneficiary),
			escape_bytes(&certificate.purpose),
			format_time(certificate.at, clock.day_offset),
		]);
		out.push(json_of(number, &certificate, &case, &prefix));
	}
	let headers = ["certificate", "serial numbers", "grams", "beneficiary", "purpose", "retired"];
	let text = match rows.is_empty() {
		true => format!("nothing of class {class} is retired"),
		false => table(&headers, rows),
	};
	global.output().result(json!(out), text);
	Ok(Done::All)
}

/// Certificates of a class by their place, at most so many.
pub async fn of_class(
	at: &At<'_>,
	class: ClassId,
	from: u32,
	limit: u32,
) -> Result<Vec<CertificateId>> {
	let mut found: Vec<CertificateId> = Vec::new();
	let limit = usize::try_from(limit).unwrap_or(usize::MAX);
	while found.len() < limit {
		let next = from.saturating_add(u32::try_from(found.len()).unwrap_or(u32::MAX));
		let page: Vec<CertificateId> = at.view(PALLET, "certificates", (class, next)).await?;
		let last = page.len() < 100;
		found.extend(page);
		if last {
			break;
		}
	}
	found.truncate(limit);
	Ok(found)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn masses_are_exact() {
		assert_eq!(mass(999), "999 g CO2e");
		assert_eq!(mass(95_128), "95,128 g CO2e (95.128 kg)");
		assert_eq!(mass(1_234_567_890), "1,234,567,890 g CO2e (1,234.567890 t)");
	}
}
