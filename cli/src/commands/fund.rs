//! `tanpu fund`, and what the commands about points have in common.

use crate::{
	call::Call,
	cli::Global,
	commands::clock,
	connection::{At, Chain},
	escape::escape_bytes,
	failure::{Done, Failure, Result},
	key,
	money::{money, parse_money},
	output::{fields, note, table},
	time::format_time,
	transaction::{account_of, send, Included},
	types::{
		api::ClockReading,
		participants::{LicenceTerms, Participant, PALLET as PARTICIPANTS},
	},
};
use codec::Compact;
use pallet_points::{Fund, Series};
use serde_json::{json, Value};
use sp_core::crypto::AccountId32;
use std::collections::BTreeMap;
use subxt_signer::sr25519::Keypair;
use tanpu_primitives::{Balance, OperatorId, ParticipantId, SeriesId, UnixSeconds};

/// `pallet-points` in the runtime.
pub const PALLET: &str = "Points";

#[derive(clap::Subcommand, Debug)]
pub enum Command {
	/// Pay money into an operator's fund. Anybody can; the money becomes the operator's.
	#[command(after_help = "Examples:\n  \
		tanpu --key-file treasury.key fund deposit 10000 --operator 0\n  \
		tanpu --key-file treasury.key fund deposit --up-to 10000 --operator 0\n\n\
		With --up-to the command can be run again: it pays in only what is missing.")]
	Deposit {
		/// How much, in TANP.
		#[arg(value_parser = parse_money, required_unless_present = "up_to")]
		amount: Option<Balance>,
		/// Whose fund.
		#[arg(long)]
		operator: OperatorId,
		/// Pay in what is missing until this much TANP is free in the fund; nothing where it is.
		#[arg(long, value_name = "AMOUNT", value_parser = parse_money, conflicts_with = "amount")]
		up_to: Option<Balance>,
	},
	/// Announce that free money will be taken out of the fund; signed by the treasury. Replaces an
	/// earlier request, and the notice begins anew.
	#[command(after_help = "Example:\n  \
		tanpu --key-file treasury.key fund request-withdrawal 500 --operator 0")]
	RequestWithdrawal {
		/// How much, in TANP: of what is free now.
		#[arg(value_parser = parse_money)]
		amount: Balance,
		/// Whose fund.
		#[arg(long)]
		operator: OperatorId,
	},
	/// Take out of the fund what was announced, once the notice is over; signed by the treasury.
	#[command(after_help = "Example:\n  tanpu --key-file treasury.key fund withdraw --operator 0")]
	Withdraw {
		/// Whose fund.
		#[arg(long)]
		operator: OperatorId,
	},
	/// What is in the fund, what stands on it, what is free, and what is announced.
	#[command(after_help = "Examples:\n  tanpu fund show\n  tanpu fund show --operator 0")]
	Show {
		/// Of this operator only.
		#[arg(long)]
		operator: Option<OperatorId>,
	},
}

pub async fn run(global: &Global, command: Command) -> Result<Done> {
	let chain = global.connect().await?;
	match command {
		Command::Deposit { amount, operator, up_to } => {
			deposit(global, &chain, operator, amount, up_to).await
		},
		Command::RequestWithdrawal { amount, operator } => {
			let call = Call::new(PALLET, "request_withdrawal")
				.arg("operator", &operator)
				.arg("amount", &Compact(amount));
			let included = send(&chain, &global.signer()?, &call).await?;
			let at = chain.at(included.block).await?;
			let clock = clock(&at).await?;
			let asked = fund_of(&at, operator).await?.withdrawal;
			let dates = asked.map_or_else(String::new, |asked| {
				format!(
					"\ntake it out with `tanpu fund withdraw --operator {operator}` from {} and before {}",
					format_time(asked.from, clock.day_offset),
					format_time(asked.until, clock.day_offset)
				)
			});
			global.output().result(
				json!({
					"operator": operator,
					"amount_plancks": plancks(amount),
					"from": asked.map(|asked| asked.from),
					"until": asked.map(|asked| asked.until),
					"block": included.number,
				}),
				format!("a withdrawal of {} TANP is announced{dates}", money(amount)),
			);
			Ok(Done::All)
		},
		Command::Withdraw { operator } => {
			let call = Call::new(PALLET, "withdraw").arg("operator", &operator);
			let included = send(&chain, &global.signer()?, &call).await?;
			let amount = amount_of(&included, "Withdrawn")?;
			global.output().result(
				json!({
					"operator": operator,
					"amount_plancks": plancks(amount),
					"block": included.number,
				}),
				format!("{} TANP are paid out (block {})", money(amount), included.number),
			);
			Ok(Done::All)
		},
		Command::Show { operator } => show(global, &chain, operator).await,
	}
}

async fn deposit(
	global: &Global,
	chain: &Chain,
	operator: OperatorId,
	amount: Option<Balance>,
	up_to: Option<Balance>,
) -> Result<Done> {
	let output = global.output();
	let amount = match (amount, up_to) {
		(Some(amount), _) => amount,
		// The best block, not the last final one: what was just paid in must not be paid again.
		(None, Some(wanted)) => {
			let free = fund_of(&chain.best().await?, operator).await?.free();
			let missing = wanted.saturating_sub(free);
			if missing == 0 {
				output.result(
					json!({
						"operator": operator,
						"deposited_plancks": plancks(0),
						"free_plancks": plancks(free),
						"changed": false,
					}),
					format!(
						"{} TANP are free in the fund of operator {operator} already",
						money(free)
					),
				);
				return Ok(Done::All);
			}
			missing
		},
		(None, None) => return Err(Failure::usage("say how much: AMOUNT, or --up-to AMOUNT")),
	};
	let call =
		Call::new(PALLET, "deposit").arg("operator", &operator).arg("amount", &Compact(amount));
	let sent = send(chain, &global.signer()?, &call).await;
	let included = match up_to {
		Some(_) => sent?,
		None => once(
			sent,
			&format!(
				"whether the money was paid in is not known: look with `tanpu fund show --operator \
				 {operator}` before you pay again"
			),
		)?,
	};
	let at = chain.at(included.block).await?;
	let fund = fund_of(&at, operator).await?;
	output.result(
		json!({
			"operator": operator,
			"deposited_plancks": plancks(amount),
			"free_plancks": plancks(fund.free()),
			"changed": true,
			"block": included.number,
		}),
		format!(
			"{} TANP are paid into the fund of operator {operator} (block {}); {} TANP are free in it",
			money(amount),
			included.number,
			money(fund.free())
		),
	);
	Ok(Done::All)
}

async fn show(global: &Global, chain: &Chain, operator: Option<OperatorId>) -> Result<Done> {
	let at = chain.head().await?;
	let clock = clock(&at).await?;
	let Some(operator) = operator else {
		let funds: Vec<(OperatorId, Fund)> = at.entries(PALLET, "Funds", key![]).await?;
		let names = names(&at).await?;
		let rows = funds.iter().map(|(operator, fund)| {
			vec![
				operator.to_string(),
				names.get(operator).map_or_else(String::new, |name| escape_bytes(name)),
				money(fund.balance),
				money(fund.liability),
				money(fund.set_aside),
				money(fund.free()),
				coverage(fund.balance, fund.liability),
				fund.withdrawal.map_or_else(String::new, |asked| money(asked.amount)),
				if fund.wind_up.is_some() { "winding up" } else { "" }.to_owned(),
			]
		});
		let headers = [
			"operator",
			"name",
			"fund (TANP)",
			"outstanding",
			"set aside",
			"free",
			"coverage",
			"announced",
			"",
		];
		let text = table(&headers, rows);
		let list: Vec<Value> =
			funds.iter().map(|(operator, fund)| fund_json(*operator, fund)).collect();
		global.output().result(json!(list), text);
		return Ok(Done::All);
	};
	ensure_operator(&at, operator).await?;
	let fund = fund_of(&at, operator).await?;
	global.output().result(fund_json(operator, &fund), fund_text(operator, &fund, &clock));
	Ok(Done::All)
}

fn fund_text(operator: OperatorId, fund: &Fund, clock: &ClockReading) -> String {
	let time = |seconds| format_time(seconds, clock.day_offset);
	let series: Vec<String> = fund.live.iter().map(ToString::to_string).collect();
	let mut rows = vec![
		("operator", operator.to_string()),
		("fund (TANP)", money(fund.balance)),
		("outstanding points are worth", money(fund.liability)),
		("set aside for campaigns", money(fund.set_aside)),
		("free", money(fund.free())),
		("coverage", coverage(fund.balance, fund.liability)),
		("series that are not closed", series.join(", ")),
		("reversals pending", fund.reversals.to_string()),
	];
	if let Some(asked) = fund.withdrawal {
		let state = if clock.now < asked.from {
			"the notice runs"
		} else if clock.now < asked.until {
			"can be taken out now"
		} else {
			"lapsed: announce it again"
		};
		rows.push(("withdrawal announced", format!("{} ({state})", money(asked.amount))));
		rows.push(("  from", time(asked.from)));
		rows.push(("  before", time(asked.until)));
	}
	if let Some(wind_up) = fund.wind_up {
		rows.push(("winding up since", time(wind_up.began)));
		rows.push(("  points can be spent until", time(wind_up.ends)));
	}
	fields(rows)
}

fn fund_json(operator: OperatorId, fund: &Fund) -> Value {
	json!({
		"operator": operator,
		"fund_plancks": plancks(fund.balance),
		"outstanding_plancks": plancks(fund.liability),
		"set_aside_plancks": plancks(fund.set_aside),
		"free_plancks": plancks(fund.free()),
		"coverage_basis_points": basis_points(fund.balance, fund.liability).map(plancks),
		"live_series": fund.live.to_vec(),
		"next_series": fund.next_series,
		"last_opened": fund.last_opened,
		"reversals": fund.reversals,
		"withdrawal": fund.withdrawal.map(|asked| json!({
			"amount_plancks": plancks(asked.amount),
			"from": asked.from,
			"until": asked.until,
		})),
		"wind_up": fund.wind_up.map(|wind_up| json!({
			"began": wind_up.began,
			"ends": wind_up.ends,
		})),
	})
}

/// Money in JSON: a text, as many programs read numbers as floats.
pub fn plancks(amount: Balance) -> String {
	amount.to_string()
}

/// Hundredths of a percent; none where nothing is outstanding.
pub fn basis_points(fund: Balance, outstanding: Balance) -> Option<u128> {
	fund.saturating_mul(10_000).checked_div(outstanding)
}

/// How far the fund covers what is outstanding, as `123.45 %`, floored.
pub fn coverage(fund: Balance, outstanding: Balance) -> String {
	match basis_points(fund, outstanding) {
		Some(points) => format!("{}.{:02} %", points / 100, points % 100),
		None => "nothing outstanding".into(),
	}
}

/// An operator's fund; an empty one where it has none.
pub async fn fund_of(at: &At<'_>, operator: OperatorId) -> Result<Fund> {
	Ok(at.get(PALLET, "Funds", key![operator]).await?.unwrap_or_default())
}

/// One series of an operator.
pub async fn series_of(at: &At<'_>, operator: OperatorId, series: SeriesId) -> Result<Series> {
	at.get(PALLET, "SeriesOf", key![operator, series])
		.await?
		.ok_or_else(|| Failure::Plain(format!("operator {operator} has no series {series}")))
}

/// The series in which an operator's points are issued now, as the chain chooses it; none where
/// none is open.
pub async fn newest(
	at: &At<'_>,
	operator: OperatorId,
	fund: &Fund,
	now: UnixSeconds,
) -> Result<Option<(SeriesId, Series)>> {
	if fund.wind_up.is_some() {
		return Ok(None);
	}
	let least: UnixSeconds = at.constant(PALLET, "LeastUse")?;
	for id in fund.live.iter().rev() {
		let series = series_of(at, operator, *id).await?;
		if series.expires >= now.saturating_add(least) {
			return Ok(Some((*id, series)));
		}
	}
	Ok(None)
}

/// Names of all participants, as the chain has them.
pub async fn names(at: &At<'_>) -> Result<BTreeMap<ParticipantId, Vec<u8>>> {
	let all: Vec<(ParticipantId, Participant)> =
		at.entries(PARTICIPANTS, "Participants", key![]).await?;
	Ok(all.into_iter().map(|(id, found)| (id, found.name)).collect())
}

/// Every operator there ever was, in rising order.
pub async fn operators(at: &At<'_>) -> Result<Vec<OperatorId>> {
	let all: Vec<(ParticipantId, Participant)> =
		at.entries(PARTICIPANTS, "Participants", key![]).await?;
	Ok(all
		.into_iter()
		.filter(|(_, found)| matches!(found.terms, LicenceTerms::Operator { .. }))
		.map(|(id, _)| id)
		.collect())
}

/// The licence of an operator; that there is none is said.
pub async fn ensure_operator(at: &At<'_>, operator: OperatorId) -> Result<Participant> {
	let found: Option<Participant> = at.get(PARTICIPANTS, "Participants", key![operator]).await?;
	found
		.filter(|found| matches!(found.terms, LicenceTerms::Operator { .. }))
		.ok_or_else(|| Failure::Plain(format!("participant {operator} is no operator")))
}

/// A call of the treasury alone: another key is told which one is meant, before anything is sent.
pub async fn ensure_treasury(at: &At<'_>, operator: OperatorId, key: &Keypair) -> Result<()> {
	let holder = ensure_operator(at, operator).await?.holder;
	if AccountId32::new(key.public_key().0) == holder {
		return Ok(());
	}
	Err(Failure::Usage(format!(
		"this is for the treasury of operator {operator} to sign, {holder}; the key given is that of {}",
		account_of(key)
	)))
}

/// For a call that must not be sent twice: where it is not known whether it took effect, says how to
/// find out.
pub fn once(sent: Result<Included>, how: &str) -> Result<Included> {
	if let Err(Failure::Unreachable { .. } | Failure::Dropped { .. }) = &sent {
		note(format!("attention: {how}"));
	}
	sent
}

/// The amount of an event of the points pallet that ends with it.
pub fn amount_of(included: &Included, event: &'static str) -> Result<Balance> {
	let found = included
		.find(PALLET, event)
		.ok_or_else(|| Failure::Plain(format!("the chain left no {event} event")))?;
	let (_, _, amount) = found.decode::<(OperatorId, AccountId32, Balance)>()?;
	Ok(amount)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::money::TANP;

	#[test]
	fn coverage_is_floored() {
		assert_eq!(coverage(0, 0), "nothing outstanding");
		assert_eq!(coverage(TANP, TANP), "100.00 %");
		assert_eq!(coverage(2 * TANP, 3 * TANP), "66.66 %");
		assert_eq!(coverage(1_000_000 * TANP, TANP), "100000000.00 %");
	}

	#[test]
	fn a_fund_says_what_can_be_taken_out_and_when() {
		let clock = ClockReading { now: 50, day_offset: 28_800, scale: 1, today: 0 };
		let mut fund = Fund { balance: 5 * TANP, liability: 2 * TANP, ..Fund::default() };
		let text = fund_text(7, &fund, &clock);
		assert!(text.contains("3.00") && text.contains("250.00 %") && !text.contains("announced"));
		fund.withdrawal = Some(pallet_points::Withdrawal { amount: TANP, from: 60, until: 70 });
		assert!(fund_text(7, &fund, &clock).contains("the notice runs"));
		let later = ClockReading { now: 60, ..clock };
		assert!(fund_text(7, &fund, &later).contains("can be taken out now"));
		let lapsed = ClockReading { now: 70, ..clock };
		assert!(fund_text(7, &fund, &lapsed).contains("lapsed"));
		assert_eq!(fund_json(7, &fund)["free_plancks"], "3000000000000");
	}
}
