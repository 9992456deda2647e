//! `tanpu methodology check`: everything for which the chain would refuse a file, with its place.

use super::content::{content_json, content_text};
use crate::{
	cli::Global,
	failure::{Done, Result},
	methodology_file,
};
use serde_json::json;
use std::path::PathBuf;

#[derive(clap::Args, Debug)]
#[command(after_help = "Example:\n  tanpu methodology check methodologies/shenzhen-metro.toml")]
pub struct Arguments {
	/// The TOML file.
	file: PathBuf,
}

pub fn run(global: &Global, Arguments { file }: Arguments) -> Result<Done> {
	let content = methodology_file::read(&file)?;
	let mut json = content_json(&content.texts, &content.definition, &content.rules);
	json["content_hash"] = json!(format!("{:?}", content.hash()));
	let text = content_text(&content.texts, &content.definition, &content.rules);
	global.output().result(json, format!("{text}\ncontent hash {:?}\nok", content.hash()));
	Ok(Done::All)
}
