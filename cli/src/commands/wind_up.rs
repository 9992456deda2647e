//! `tanpu wind-up`.

use crate::{
	call::Call,
	cli::Global,
	commands::{
		clock,
		fund::{ensure_operator, fund_of, plancks, series_of, PALLET},
	},
	failure::{Done, Failure, Result},
	money::money,
	output::points,
	time::format_time,
	transaction::send,
};
use pallet_points::{Fund, Series};
use serde_json::json;
use sp_core::crypto::AccountId32;
use tanpu_primitives::{Balance, OperatorId, SeriesId, UnixSeconds};

#[derive(clap::Subcommand, Debug)]
pub enum Command {
	/// Begin the end of an operator's points: nothing more is issued, and there is no way back. Signed
	/// by the treasury; by anybody where the licence is revoked.
	#[command(after_help = "Example:\n  \
		tanpu --key-file treasury.key wind-up begin --operator 0 --yes\n\n\
		Points of an operator whose licence is revoked can be spent for the spending period that follows, \
		or until their series expires if that is sooner; an operator that stops of its own accord shortens \
		nothing: its series expire as they promised. A refund window later `tanpu series close` closes each series, and `tanpu wind-up \
		finish` pays out what is left.")]
	Begin {
		/// Which.
		#[arg(long)]
		operator: OperatorId,
		/// You know that there is no way back.
		#[arg(long)]
		yes: bool,
	},
	/// Pay what is left of a wound-up fund to the treasury, once every series is closed. Anybody can.
	#[command(after_help = "Example:\n  tanpu --key-file any.key wind-up finish --operator 0")]
	Finish {
		/// Which.
		#[arg(long)]
		operator: OperatorId,
	},
}

pub async fn run(global: &Global, command: Command) -> Result<Done> {
	match command {
		Command::Begin { operator, yes } => begin(global, operator, yes).await,
		Command::Finish { operator } => finish(global, operator).await,
	}
}

async fn begin(global: &Global, operator: OperatorId, yes: bool) -> Result<Done> {
	let chain = global.connect().await?;
	let at = chain.head().await?;
	ensure_operator(&at, operator).await?;
	if !yes {
		let fund = fund_of(&at, operator).await?;
		return Err(Failure::Usage(format!(
			"operator {operator} could never issue a point again (points worth {} TANP are \
			 outstanding): there is no way back. If that is meant, add --yes",
			money(fund.liability)
		)));
	}
	let call = Call::new(PALLET, "begin_wind_up").arg("operator", &operator);
	let included = send(&chain, &global.signer()?, &call).await?;
	let event = included
		.find(PALLET, "WindUpBegan")
		.ok_or_else(|| Failure::plain("the chain left no WindUpBegan event"))?;
	let (_, ends) = event.decode::<(OperatorId, UnixSeconds)>()?;
	let at = chain.at(included.block).await?;
	let offset = clock(&at).await?.day_offset;
	let refunds: UnixSeconds = at.constant(PALLET, "RefundWindow")?;
	let closable = ends.saturating_add(refunds);
	global.output().result(
		json!({
			"operator": operator,
			"ends": ends,
			"closable": closable,
			"block": included.number,
		}),
		format!(
			"the points of operator {operator} come to an end (block {}): each series can be spent until it \
			 expires, {} at the latest; every series can be closed from {} at the latest",
			included.number,
			format_time(ends, offset),
			format_time(closable, offset)
		),
	);
	Ok(Done::All)
}

async fn finish(global: &Global, operator: OperatorId) -> Result<Done> {
	let chain = global.connect().await?;
	let at = chain.head().await?;
	let offset = clock(&at).await?.day_offset;
	let refunds: UnixSeconds = at.constant(PALLET, "RefundWindow")?;
	let fund = fund_of(&at, operator).await?;
	for id in &fund.live {
		let series = series_of(&at, operator, *id).await?;
		global.output().note(left(operator, *id, &series, &fund, refunds, offset));
	}
	let call = Call::new(PALLET, "finish_wind_up").arg("operator", &operator);
	let included = send(&chain, &global.signer()?, &call).await?;
	let event = included
		.find(PALLET, "WoundUp")
		.ok_or_else(|| Failure::plain("the chain left no WoundUp event"))?;
	let (_, to, amount) = event.decode::<(OperatorId, AccountId32, Balance)>()?;
	let left = fund_of(&chain.at(included.block).await?, operator).await?;
	let mut text = format!(
		"{} TANP of the fund of operator {operator} are paid out to {to} (block {})",
		money(amount),
		included.number
	);
	if left.set_aside > 0 {
		text.push_str(&format!(
			"\n{} TANP are set aside for campaigns: run it again when these have ended",
			money(left.set_aside)
		));
	}
	global.output().result(
		json!({
			"operator": operator,
			"to": to.to_string(),
			"amount_plancks": plancks(amount),
			"set_aside_plancks": plancks(left.set_aside),
			"block": included.number,
		}),
		text,
	);
	Ok(Done::All)
}

/// What a series still waits for before the fund can be paid out.
fn left(
	operator: OperatorId,
	id: SeriesId,
	series: &Series,
	fund: &Fund,
	refunds: UnixSeconds,
	offset: i32,
) -> String {
	let closable = fund.expiry(series).saturating_add(refunds);
	let mut text = format!(
		"series {id} is not closed: {} points are outstanding; from {}: tanpu series close {id} --operator \
		 {operator}",
		points(series.outstanding),
		format_time(closable, offset)
	);
	if series.escrowed > 0 {
		text.push_str(&format!(
			" (and once the orders that hold {} points of it are finished)",
			points(series.escrowed)
		));
	}
	text
}
