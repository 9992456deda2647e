//! `tanpu points`.

use crate::{
	cli::Global,
	commands::clock,
	failure::{Done, Result},
	money::money,
	output::{fields, points, table},
	shop::{
		read::{self, named},
		text::plancks,
	},
	time::format_time,
};
use serde_json::{json, Value};
use tanpu_primitives::Balance;

#[derive(clap::Subcommand, Debug)]
pub enum Command {
	/// What a citizen can spend: points by operator and series, what they are worth, until when.
	#[command(after_help = "Examples:\n  tanpu --key-file my.key points show\n  \
		tanpu points show 17\n  tanpu points show 5F...")]
	Show {
		/// The citizen's number, or the key's address; the one whose key is given unless said.
		citizen: Option<String>,
	},
}

pub async fn run(global: &Global, command: Command) -> Result<Done> {
	let Command::Show { citizen } = command;
	let chain = global.connect().await?;
	let at = chain.head().await?;
	let clock = clock(&at).await?;
	let citizen = read::citizen(&at, citizen.as_deref(), || global.signer()).await?;
	let stacks = read::stacks(&at, citizen).await?;
	let names = read::participants(&at, stacks.iter().map(|stack| stack.operator)).await?;
	let worth = |price: Balance, points: u64| price.saturating_mul(Balance::from(points));
	let total = stacks
		.iter()
		.fold(0, |sum: Balance, stack| sum.saturating_add(worth(stack.price, stack.points)));
	let rows = stacks.iter().map(|stack| {
		vec![
			named(&names, stack.operator),
			stack.series.to_string(),
			points(stack.points),
			money(worth(stack.price, 100)),
			money(worth(stack.price, stack.points)),
			format_time(stack.expires, clock.day_offset),
		]
	});
	let headers = ["operator", "series", "points", "TANP a point", "worth TANP", "to spend before"];
	let body = table(&headers, rows);
	let head = fields([("citizen", citizen.to_string()), ("worth TANP", money(total))]);
	let list: Vec<Value> = stacks
		.iter()
		.map(|stack| {
			json!({
				"operator": stack.operator,
				"series": stack.series,
				"points_cents": stack.points,
				"price_plancks": plancks(stack.price),
				"worth_plancks": plancks(worth(stack.price, stack.points)),
				"expires": stack.expires,
			})
		})
		.collect();
	let json = json!({
		"citizen": citizen,
		"block": at.number(),
		"worth_plancks": plancks(total),
		"spendable": list,
	});
	global.output().result(json, format!("{head}\n{body}"));
	Ok(Done::All)
}
