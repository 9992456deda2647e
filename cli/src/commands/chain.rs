//! `tanpu chain`.

use crate::{
	cli::Global,
	commands::clock,
	council,
	escape::escape,
	failure::{Done, Failure, Result},
	output::fields,
	time::{format_day, format_time},
};
use serde_json::json;

#[derive(clap::Subcommand, Debug)]
pub enum Command {
	/// Genesis, name, heads, the chain's clock and the council.
	#[command(after_help = "Examples:\n  tanpu chain info\n  tanpu --json chain info")]
	Info,
}

pub async fn run(global: &Global, command: Command) -> Result<Done> {
	let Command::Info = command;
	let chain = global.connect().await?;
	let name = chain.rpc().system_chain().await.map_err(|e| chain.lost(e))?;
	let node = chain.rpc().system_version().await.map_err(|e| chain.lost(e))?;
	let best = chain.best().await?;
	let finalised = chain.finalised().await?;
	let clock = clock(&best).await.map_err(|failure| match failure {
		Failure::Plain(text) => {
			Failure::Plain(format!("{text}\nIs {} a Tanpu chain?", escape(&name)))
		},
		other => other,
	})?;
	let members: Vec<String> =
		council::members(&best).await?.iter().map(ToString::to_string).collect();
	let genesis = format!("{:?}", chain.genesis());
	let now = format_time(clock.now, clock.day_offset);
	let rows = [
		("chain", name.clone()),
		("genesis", genesis.clone()),
		("node", node.clone()),
		("runtime", format!("spec version {}", best.client.spec_version())),
		("best block", format!("{} {:?}", best.number(), best.hash())),
		("finalised block", format!("{} {:?}", finalised.number(), finalised.hash())),
		("chain time", format!("{now} (scale {})", clock.scale)),
		("today", format_day(clock.today)),
		("council", members.join("\n")),
	];
	let json = json!({
		"chain": name,
		"genesis": genesis,
		"node": node,
		"spec_version": best.client.spec_version(),
		"best": { "number": best.number(), "hash": format!("{:?}", best.hash()) },
		"finalised": { "number": finalised.number(), "hash": format!("{:?}", finalised.hash()) },
		"clock": {
			"now": clock.now,
			"local": now,
			"day_offset": clock.day_offset,
			"scale": clock.scale,
			"today": format_day(clock.today),
		},
		"council": members,
	});
	// The council's cell has several lines.
	let text = fields(rows[..rows.len() - 1].iter().map(|(name, value)| (*name, value)));
	let council = rows[rows.len() - 1].1.clone();
	global.output().result(json, format!("{text}\ncouncil:\n{council}"));
	Ok(Done::All)
}
