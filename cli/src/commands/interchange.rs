//! `tanpu interchange`.

use crate::{
	call::Call,
	cli::Global,
	commands::{
		clock,
		fund::{ensure_operator, fund_of, newest, once, operators, plancks, series_of, PALLET},
		series::{parse_end, point_price},
	},
	connection::{At, Chain},
	failure::{Done, Failure, Result},
	key,
	money::{money, parse_money, parse_points},
	output::{fields, points, table},
	time::{format_time, parse_time},
	transaction::send,
	types::{accounts::PALLET as ACCOUNTS, api::ClockReading},
};
use codec::Compact;
use pallet_points::{Agreement, AgreementTerms};
use serde_json::{json, Value};
use sp_core::crypto::AccountId32;
use subxt_signer::sr25519::Keypair;
use tanpu_primitives::{Balance, Be16, CitizenId, OperatorId, PointCents, SeriesId, UnixSeconds};
use tanpu_runtime_api::Spendable;

#[derive(clap::Subcommand, Debug)]
pub enum Command {
	/// Propose that points of one operator can be exchanged into points of another. One direction
	/// only: the other is another agreement. Signed by the treasury of either.
	#[command(after_help = "Example:\n  \
		tanpu --key-file treasury.key interchange propose --from 0 --to 1 --daily 1000 --citizen-daily 5 \
		--expires 365")]
	Propose {
		#[command(flatten)]
		pair: Pair,
		/// Most that can move in a day, in TANP.
		#[arg(long, value_parser = parse_money)]
		daily: Balance,
		/// Most that one citizen can move in a day, in TANP.
		#[arg(long, value_parser = parse_money)]
		citizen_daily: Balance,
		/// When it ends: a number of days from now, a day, or RFC 3339.
		#[arg(long, default_value = "365")]
		expires: String,
		/// Which of the two proposes; the one whose treasury the key is of unless said.
		#[arg(long)]
		by: Option<OperatorId>,
	},
	/// Accept what the other operator proposed. The terms are said again, so that nothing else is
	/// accepted; `interchange show` prints the command.
	#[command(after_help = "Example:\n  \
		tanpu --key-file treasury.key interchange accept --from 0 --to 1 --daily 1000 --citizen-daily 5 \
		--expires 2027-12-31T00:00:00+08:00")]
	Accept {
		#[command(flatten)]
		pair: Pair,
		/// Most that can move in a day, in TANP.
		#[arg(long, value_parser = parse_money)]
		daily: Balance,
		/// Most that one citizen can move in a day, in TANP.
		#[arg(long, value_parser = parse_money)]
		citizen_daily: Balance,
		/// When it ends: RFC 3339.
		#[arg(long)]
		expires: String,
	},
	/// Take a proposal away, or end an agreement with notice. Signed by the treasury of either.
	#[command(after_help = "Example:\n  \
		tanpu --key-file treasury.key interchange cancel --from 0 --to 1")]
	Cancel {
		#[command(flatten)]
		pair: Pair,
	},
	/// One agreement: terms, what moved today, and the rate now.
	#[command(after_help = "Example:\n  tanpu interchange show --from 0 --to 1")]
	Show {
		#[command(flatten)]
		pair: Pair,
	},
	/// Every agreement.
	#[command(after_help = "Example:\n  tanpu interchange list")]
	List,
	/// Exchange your points of one operator into points of another: signed by the citizen's key.
	#[command(after_help = "Examples:\n  \
		tanpu --key-file my.key interchange exchange 12.50 --from 0 --to 1 --dry-run\n  \
		tanpu --key-file my.key interchange exchange 12.50 --from 0 --to 1\n  \
		tanpu --key-file my.key interchange exchange 12.50 --from 0 --series 2 --to 1 --least 6.25")]
	Exchange {
		/// How many points to give away, at most.
		#[arg(value_parser = parse_points)]
		points: PointCents,
		#[command(flatten)]
		pair: Pair,
		/// Of which series; the one of yours that expires first unless said.
		#[arg(long)]
		series: Option<SeriesId>,
		/// Points to receive at least; what the rate that is shown gives unless said.
		#[arg(long, value_parser = parse_points)]
		least: Option<PointCents>,
		/// Show what would be received, and send nothing.
		#[arg(long)]
		dry_run: bool,
	},
}

#[derive(clap::Args, Clone, Copy, Debug)]
pub struct Pair {
	/// Whose points are given away.
	#[arg(long)]
	from: OperatorId,
	/// Whose points are received.
	#[arg(long)]
	to: OperatorId,
}

/// What an exchange comes to, by the chain's rule: as many whole hundredths are received as the points
/// are worth, and no more are burned than these need.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Deal {
	/// Hundredths that go.
	burned: PointCents,
	/// Hundredths that come.
	received: PointCents,
	/// Plancks from fund to fund.
	moved: Balance,
}

impl Deal {
	/// Prices are in plancks per hundredth; none beyond the types.
	fn of(points: PointCents, source: Balance, target: Balance) -> Option<Self> {
		let received = source.checked_mul(Balance::from(points))?.checked_div(target)?;
		let moved = received.checked_mul(target)?;
		let burned = moved.div_ceil(source);
		Some(Self {
			burned: PointCents::try_from(burned).ok()?,
			received: PointCents::try_from(received).ok()?,
			moved,
		})
	}
}

pub async fn run(global: &Global, command: Command) -> Result<Done> {
	let chain = global.connect().await?;
	match command {
		Command::Propose { pair, daily, citizen_daily, expires, by } => {
			let key = global.signer()?;
			let at = chain.head().await?;
			let clock = clock(&at).await?;
			let by = match by {
				Some(by) => by,
				None => party(&at, pair, &key).await?,
			};
			let longest: UnixSeconds = at.constant(PALLET, "MaxSeriesLife")?;
			let expires = parse_end(&expires, &clock, longest)
				.map_err(|reason| Failure::Usage(format!("--expires: {reason}")))?;
			let terms = AgreementTerms { daily, citizen_daily, expires };
			let call = Call::new(PALLET, "propose_agreement")
				.arg("from", &pair.from)
				.arg("to", &pair.to)
				.arg("by", &by)
				.arg("terms", &terms);
			let included = send(&chain, &key, &call).await?;
			global.output().result(
				json!({
					"from": pair.from,
					"to": pair.to,
					"by": by,
					"terms": terms_json(&terms),
					"block": included.number,
				}),
				format!(
					"operator {by} proposes {} to {} (block {})\nthe other accepts with:  {}",
					pair.from,
					pair.to,
					included.number,
					accepting(pair, &terms, clock.day_offset)
				),
			);
		},
		Command::Accept { pair, daily, citizen_daily, expires } => {
			let at = chain.head().await?;
			let clock = clock(&at).await?;
			let expires = parse_time(&expires, Some(clock.day_offset))
				.map_err(|e| Failure::Usage(e.to_string()))?;
			let terms = AgreementTerms { daily, citizen_daily, expires };
			let found = agreement(&at, pair).await?;
			if found.terms != terms {
				return Err(Failure::Usage(format!(
					"that is not what was proposed: {} TANP a day, {} TANP a citizen and day, until {}",
					money(found.terms.daily),
					money(found.terms.citizen_daily),
					rfc3339(found.terms.expires, clock.day_offset)
				)));
			}
			let call = Call::new(PALLET, "accept_agreement")
				.arg("from", &pair.from)
				.arg("to", &pair.to)
				.arg("terms", &terms);
			let included = send(&chain, &global.signer()?, &call).await?;
			global.output().result(
				json!({
					"from": pair.from,
					"to": pair.to,
					"terms": terms_json(&terms),
					"block": included.number,
				}),
				format!(
					"points of operator {} can be exchanged into points of operator {} until {} (block {})",
					pair.from,
					pair.to,
					format_time(terms.expires, clock.day_offset),
					included.number
				),
			);
		},
		Command::Cancel { pair } => {
			let call =
				Call::new(PALLET, "cancel_agreement").arg("from", &pair.from).arg("to", &pair.to);
			let included = send(&chain, &global.signer()?, &call).await?;
			let event = included
				.find(PALLET, "AgreementCancelled")
				.ok_or_else(|| Failure::plain("the chain left no AgreementCancelled event"))?;
			let (_, _, ends) = event.decode::<(OperatorId, OperatorId, UnixSeconds)>()?;
			let clock = clock(&chain.at(included.block).await?).await?;
			let when = if ends <= clock.now {
				"is taken away".to_owned()
			} else {
				format!("ends {}", format_time(ends, clock.day_offset))
			};
			global.output().result(
				json!({
					"from": pair.from, "to": pair.to, "ends": ends, "block": included.number,
				}),
				format!(
					"the agreement {} to {} {when} (block {})",
					pair.from, pair.to, included.number
				),
			);
		},
		Command::Show { pair } => show(global, &chain, pair).await?,
		Command::List => list(global, &chain).await?,
		Command::Exchange { points, pair, series, least, dry_run } => {
			exchange(global, &chain, points, pair, series, least, dry_run).await?;
		},
	}
	Ok(Done::All)
}

/// The one of the two whose treasury the key is of.
async fn party(at: &At<'_>, pair: Pair, key: &Keypair) -> Result<OperatorId> {
	let who = AccountId32::new(key.public_key().0);
	let from = ensure_operator(at, pair.from).await?.holder == who;
	let to = ensure_operator(at, pair.to).await?.holder == who;
	match (from, to) {
		(true, false) => Ok(pair.from),
		(false, true) => Ok(pair.to),
		(true, true) => Err(Failure::usage("the key is the treasury of both: say --by")),
		(false, false) => Err(Failure::Usage(format!(
			"the key is the treasury of neither operator {} nor operator {}",
			pair.from, pair.to
		))),
	}
}

async fn agreement(at: &At<'_>, pair: Pair) -> Result<Agreement> {
	at.get(PALLET, "Agreements", key![pair.from, pair.to]).await?.ok_or_else(|| {
		Failure::Plain(format!(
			"there is no agreement for exchanging points of operator {} into those of operator {} (see \
			 `tanpu interchange list`)",
			pair.from, pair.to
		))
	})
}

/// The command that accepts these terms.
fn accepting(pair: Pair, terms: &AgreementTerms, offset: i32) -> String {
	let bare = |amount| money(amount).replace(',', "");
	format!(
		"tanpu interchange accept --from {} --to {} --daily {} --citizen-daily {} --expires {}",
		pair.from,
		pair.to,
		bare(terms.daily),
		bare(terms.citizen_daily),
		rfc3339(terms.expires, offset)
	)
}

/// A time as one word.
fn rfc3339(seconds: UnixSeconds, offset: i32) -> String {
	format_time(seconds, offset).replacen(' ', "T", 1).replacen(' ', "", 1)
}

fn state(agreement: &Agreement, now: UnixSeconds) -> &'static str {
	match (now < agreement.ends, agreement.in_force) {
		(false, _) => "ended",
		(true, false) => "proposed",
		(true, true) if agreement.ends < agreement.terms.expires => "cancelled, notice runs",
		(true, true) => "in force",
	}
}

/// What moved today.
fn used(agreement: &Agreement, clock: &ClockReading) -> Balance {
	if agreement.day == clock.today {
		agreement.used
	} else {
		0
	}
}

fn terms_json(terms: &AgreementTerms) -> Value {
	json!({
		"daily_plancks": plancks(terms.daily),
		"citizen_daily_plancks": plancks(terms.citizen_daily),
		"expires": terms.expires,
	})
}

fn agreement_json(pair: Pair, agreement: &Agreement, clock: &ClockReading) -> Value {
	json!({
		"from": pair.from,
		"to": pair.to,
		"state": state(agreement, clock.now),
		"in_force": agreement.in_force && clock.now < agreement.ends,
		"proposed_by": agreement.proposed_by,
		"terms": terms_json(&agreement.terms),
		"ends": agreement.ends,
		"used_today_plancks": plancks(used(agreement, clock)),
	})
}

async fn show(global: &Global, chain: &Chain, pair: Pair) -> Result<()> {
	let at = chain.head().await?;
	let clock = clock(&at).await?;
	let found = agreement(&at, pair).await?;
	let mut rows = vec![
		("points of operator", pair.from.to_string()),
		("into points of operator", pair.to.to_string()),
		("state", state(&found, clock.now).to_owned()),
		("proposed by", found.proposed_by.to_string()),
		("most a day (TANP)", money(found.terms.daily)),
		("most a citizen and day (TANP)", money(found.terms.citizen_daily)),
		("moved today (TANP)", money(used(&found, &clock))),
		("agreed until", format_time(found.terms.expires, clock.day_offset)),
		("ends", format_time(found.ends, clock.day_offset)),
	];
	let mut rates = Vec::new();
	let target = newest(&at, pair.to, &fund_of(&at, pair.to).await?, clock.now).await?;
	let source = fund_of(&at, pair.from).await?;
	if let Some((into, target)) = &target {
		for id in &source.live {
			let series = series_of(&at, pair.from, *id).await?;
			if clock.now >= source.expiry(&series) {
				continue;
			}
			let deal = Deal::of(10_000, series.price, target.price);
			let given = deal.map_or_else(|| "?".into(), |deal| points(deal.received));
			rows.push((
				"rate now",
				format!(
					"100.00 points of series {id} ({} TANP each) give {given} of series {into} ({} each)",
					point_price(series.price),
					point_price(target.price)
				),
			));
			rates.push(json!({
				"series": id,
				"price_plancks_per_cent": plancks(series.price),
				"into": into,
				"into_price_plancks_per_cent": plancks(target.price),
			}));
		}
	} else {
		rows.push(("rate now", format!("operator {} has no open series", pair.to)));
	}
	let mut text = fields(rows);
	if !found.in_force && clock.now < found.ends {
		let other = if found.proposed_by == pair.from { pair.to } else { pair.from };
		text.push_str(&format!(
			"\noperator {other} accepts with:  {}",
			accepting(pair, &found.terms, clock.day_offset)
		));
	}
	let mut json = agreement_json(pair, &found, &clock);
	json["rates"] = json!(rates);
	global.output().result(json, text);
	Ok(())
}

async fn list(global: &Global, chain: &Chain) -> Result<()> {
	let at = chain.head().await?;
	let clock = clock(&at).await?;
	let mut rows = Vec::new();
	let mut list = Vec::new();
	for from in operators(&at).await? {
		let found: Vec<(OperatorId, Agreement)> =
			at.entries(PALLET, "Agreements", key![from]).await?;
		for (to, agreement) in found {
			rows.push(vec![
				from.to_string(),
				to.to_string(),
				state(&agreement, clock.now).to_owned(),
				money(agreement.terms.daily),
				money(agreement.terms.citizen_daily),
				money(used(&agreement, &clock)),
				format_time(agreement.ends, clock.day_offset),
			]);
			list.push(agreement_json(Pair { from, to }, &agreement, &clock));
		}
	}
	let headers =
		["points of", "into", "state", "a day (TANP)", "a citizen and day", "moved today", "ends"];
	let text = if rows.is_empty() { "no agreements".into() } else { table(&headers, rows) };
	global.output().result(json!(list), text);
	Ok(())
}

async fn exchange(
	global: &Global,
	chain: &Chain,
	given: PointCents,
	pair: Pair,
	series: Option<SeriesId>,
	least: Option<PointCents>,
	dry_run: bool,
) -> Result<()> {
	let key = global.signer()?;
	let at = chain.head().await?;
	let clock = clock(&at).await?;
	let account = AccountId32::new(key.public_key().0);
	let citizen: CitizenId = at
		.get(ACCOUNTS, "CitizenByKey", key![account])
		.await?
		.ok_or_else(|| Failure::Plain(format!("no citizen has the key {account}")))?;
	let found = agreement(&at, pair).await?;
	let own: Vec<Spendable> = at.call("PointsApi", "spendable", (citizen,)).await?;
	let source = own
		.iter()
		.filter(|part| part.operator == pair.from && series.is_none_or(|id| id == part.series))
		.min_by_key(|part| (part.expires, part.series))
		.ok_or_else(|| {
			let of = series.map_or_else(String::new, |series| format!(" in series {series}"));
			Failure::Plain(format!("you have no points of operator {}{of} to spend", pair.from))
		})?;
	if given > source.points {
		return Err(Failure::Plain(format!(
			"you have {} points in series {} of operator {}, fewer than {}",
			points(source.points),
			source.series,
			pair.from,
			points(given)
		)));
	}
	let price = series_of(&at, pair.from, source.series).await?.price;
	let (into, target) = newest(&at, pair.to, &fund_of(&at, pair.to).await?, clock.now)
		.await?
		.ok_or_else(|| Failure::Plain(format!("operator {} has no open series", pair.to)))?;
	let deal = Deal::of(given, price, target.price)
		.ok_or_else(|| Failure::plain("the amount is beyond what the chain can count"))?;
	let moved: Balance = at
		.get(PALLET, "Exchanged", key![Be16::from(clock.today), (pair.from, pair.to, citizen)])
		.await?
		.unwrap_or_default();
	let left_today = found.terms.daily.saturating_sub(used(&found, &clock));
	let left_own = found.terms.citizen_daily.saturating_sub(moved).min(left_today);
	let text = fields([
		("you give", format!("{} of series {}/{}", points(deal.burned), pair.from, source.series)),
		("you receive", format!("{} of series {}/{into}", points(deal.received), pair.to)),
		("worth (TANP)", money(deal.moved)),
		("they expire", format_time(target.expires, clock.day_offset)),
		("you can still move today (TANP)", money(left_own)),
	]);
	let mut json = json!({
		"citizen": citizen,
		"from": pair.from,
		"series": source.series,
		"burned_cents": deal.burned,
		"to": pair.to,
		"into": into,
		"received_cents": deal.received,
		"moved_plancks": plancks(deal.moved),
		"expires": target.expires,
		"left_today_plancks": plancks(left_own),
		"sent": false,
	});
	if dry_run {
		global.output().result(json, text);
		return Ok(());
	}
	global.output().note(text);
	let call = Call::new(PALLET, "exchange")
		.arg("from", &pair.from)
		.arg("series", &source.series)
		.arg("points", &Compact(given))
		.arg("to", &pair.to)
		.arg("least", &Compact(least.unwrap_or(deal.received)));
	let included = once(
		send(chain, &key, &call).await,
		"whether the points were exchanged is not known: look with `tanpu accounts show` before you \
		 exchange again",
	)?;
	let event = included
		.find(PALLET, "PointsExchanged")
		.ok_or_else(|| Failure::plain("the chain left no PointsExchanged event"))?;
	let (_, _, _, burned, _, into, received, moved) = event.decode::<(
		CitizenId,
		OperatorId,
		SeriesId,
		PointCents,
		OperatorId,
		SeriesId,
		PointCents,
		Balance,
	)>()?;
	json["burned_cents"] = json!(burned);
	json["into"] = json!(into);
	json["received_cents"] = json!(received);
	json["moved_plancks"] = json!(plancks(moved));
	json["left_today_plancks"] = json!(plancks(left_own.saturating_sub(moved)));
	json["sent"] = json!(true);
	json["block"] = json!(included.number);
	global.output().result(
		json,
		format!(
			"{} points of operator {} became {} points of operator {} (block {})",
			points(burned),
			pair.from,
			points(received),
			pair.to,
			included.number
		),
	);
	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::money::TANP;

	#[test]
	fn an_exchange_is_the_chains() {
		// 0.01 TANP a point into 0.03: 10.00 points are worth 3.33 and a third; 9.99 are enough.
		let deal = Deal::of(1_000, TANP / 10_000, 3 * TANP / 10_000).unwrap();
		assert_eq!((deal.burned, deal.received), (999, 333));
		assert_eq!(deal.moved, 999 * TANP / 10_000);
		// There and back never gains.
		let back = Deal::of(deal.received, 3 * TANP / 10_000, TANP / 10_000).unwrap();
		assert_eq!((back.burned, back.received), (333, 999));
		assert_eq!(Deal::of(1, 1, 2), Some(Deal { burned: 0, received: 0, moved: 0 }));
		assert_eq!(Deal::of(1, 1, 0), None);
		assert_eq!(Deal::of(u64::MAX, u128::MAX, 1), None);
	}

	#[test]
	fn an_agreement_is_proposed_in_force_cancelled_ended() {
		let terms = AgreementTerms { daily: 1_000 * TANP, citizen_daily: TANP / 2, expires: 100 };
		let mut found =
			Agreement { terms, proposed_by: 0, in_force: false, ends: 100, day: 3, used: 7 };
		assert_eq!(state(&found, 99), "proposed");
		found.in_force = true;
		assert_eq!(state(&found, 99), "in force");
		assert_eq!(state(&found, 100), "ended");
		found.ends = 50;
		assert_eq!(state(&found, 49), "cancelled, notice runs");
		let clock = ClockReading { now: 0, day_offset: 0, scale: 1, today: 3 };
		assert_eq!(
			(used(&found, &clock), used(&found, &ClockReading { today: 4, ..clock })),
			(7, 0)
		);
	}

	#[test]
	fn the_command_that_accepts_says_the_terms_exactly() {
		let terms =
			AgreementTerms { daily: 1_234 * TANP, citizen_daily: 1, expires: 1_535_731_200 };
		let line = accepting(Pair { from: 3, to: 4 }, &terms, 28_800);
		assert!(line.contains("--daily 1234.00 --citizen-daily 0.000000000001"), "{line}");
		assert!(line.ends_with("--expires 2018-09-01T00:00:00+08:00"), "{line}");
		assert_eq!(parse_time("2018-09-01T00:00:00+08:00", None), Ok(terms.expires));
	}
}
