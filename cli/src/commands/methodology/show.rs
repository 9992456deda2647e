//! `tanpu methodology show`: a published version.

use super::{
	content::{content_json, content_text},
	subject::{published, Number},
};
use crate::{
	cli::Global,
	commands::clock,
	failure::{Done, Failure, Result},
	key,
	output::fields,
	time::format_time,
	types::registry::{Methodology, PALLET},
};
use serde_json::json;
use tanpu_primitives::VersionNumber;

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:\n  tanpu methodology show 0\n  tanpu methodology show 0@1\n  \
	tanpu methodology show 0 --version 1")]
pub struct Arguments {
	/// The methodology's number, with a version or without: 0 or 0@1. The latest version unless said.
	id: Number,
	/// The version.
	#[arg(long)]
	version: Option<VersionNumber>,
}

pub async fn run(global: &Global, Arguments { id, version }: Arguments) -> Result<Done> {
	if version.is_some_and(|version| id.version.is_some_and(|other| other != version)) {
		return Err(Failure::usage("two versions are asked for"));
	}
	let id = Number { version: version.or(id.version), ..id };
	let chain = global.connect().await?;
	let at = chain.head().await?;
	let (reference, texts, found) = published(&at, id).await?;
	let id = reference.methodology;
	let methodology: Option<Methodology> = at.get(PALLET, "Methodologies", key![id]).await?;
	let until: Option<u64> = at.get(PALLET, "SupersededAt", key![id, reference.version]).await?;
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
	global.output().result(json, format!("{head}\n{text}"));
	Ok(Done::All)
}
