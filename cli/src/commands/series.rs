//! `tanpu series`.

use crate::{
	call::Call,
	cli::Global,
	commands::{
		clock,
		fund::{ensure_treasury, fund_of, newest, once, plancks, PALLET},
	},
	connection::Chain,
	failure::{Done, Failure, Result},
	key,
	money::{money, parse_money},
	output::{points, table},
	time::{format_time, parse_date, parse_time},
	transaction::send,
	types::api::ClockReading,
};
use codec::Compact;
use pallet_points::{Fund, Series};
use serde_json::{json, Value};
use tanpu_primitives::{Balance, OperatorId, PointCents, SeriesId, UnixSeconds, SECONDS_PER_DAY};

/// Hundredths of a point in a point.
const CENTS: Balance = 100;

#[derive(clap::Subcommand, Debug)]
pub enum Command {
	/// Open a series: from now on the operator's new points have this price and expiry. Neither can
	/// be changed by anybody; earlier series go on as they are. Signed by the treasury.
	#[command(after_help = "Examples:\n  \
		tanpu --key-file treasury.key series open --operator 0 --price 0.01\n  \
		tanpu --key-file treasury.key series open --operator 0 --price 0.02 --expires 2028-12-31\n  \
		tanpu --key-file treasury.key series open --operator 0 --price 0.01 --unless-open")]
	Open {
		/// Whose.
		#[arg(long)]
		operator: OperatorId,
		/// What a point is worth, in TANP.
		#[arg(long, value_name = "TANP", value_parser = parse_price)]
		price: Balance,
		/// When its points expire: a number of days from now (to the end of that day), a day (its
		/// points can be spent on that day, and no longer), or RFC 3339. Two years unless said, as in
		/// Shanghai.
		#[arg(long, default_value = "730")]
		expires: String,
		/// Do nothing where a series is open already, whatever its price: for scripts.
		#[arg(long)]
		unless_open: bool,
	},
	/// Close an expired series, a refund window after its expiry: what is left of it expires and its
	/// money is free. Anybody can.
	#[command(after_help = "Example:\n  tanpu --key-file any.key series close 0 --operator 0")]
	Close {
		/// The series' number.
		series: SeriesId,
		/// Whose.
		#[arg(long)]
		operator: OperatorId,
	},
	/// Every series: price, dates, and what became of its points.
	#[command(
		after_help = "Examples:\n  tanpu series list\n  tanpu --json series list --operator 0"
	)]
	List {
		/// Of this operator only.
		#[arg(long)]
		operator: Option<OperatorId>,
	},
}

/// The price of a point in TANP, as plancks per hundredth of a point.
pub fn parse_price(text: &str) -> Result<Balance, String> {
	let point = parse_money(text)?;
	if point == 0 {
		return Err("points of no value can't be issued".into());
	}
	if point % CENTS != 0 {
		return Err(format!(
			"the chain keeps the price of a hundredth of a point, exactly; {} TANP for a point is no \
			 multiple of 0.0000000001 TANP, so at most 10 decimals fit",
			money(point)
		));
	}
	Ok(point / CENTS)
}

/// What a point of this price is worth, in TANP.
pub fn point_price(price: Balance) -> String {
	money(price.saturating_mul(CENTS))
}

/// The moment at which something ends: a number of days from now, a day, or RFC 3339. The first two
/// mean the end of that day, at most `longest` seconds from now.
pub fn parse_end(
	text: &str,
	clock: &ClockReading,
	longest: UnixSeconds,
) -> Result<UnixSeconds, String> {
	let end_of = |day: u64| -> Option<UnixSeconds> {
		let local = day.checked_add(1)?.checked_mul(SECONDS_PER_DAY)?;
		local.checked_add_signed(-i64::from(clock.day_offset))
	};
	let text = text.trim();
	if let Ok(days) = text.parse::<u64>() {
		let latest = clock.now.saturating_add(longest);
		let too_many = || format!("at most {} days are possible", longest / SECONDS_PER_DAY);
		if days > longest / SECONDS_PER_DAY {
			return Err(too_many());
		}
		let end = end_of(u64::from(clock.today) + days).ok_or_else(too_many)?;
		return Ok(end.min(latest));
	}
	if let Ok(day) = parse_date(text) {
		return end_of(u64::from(day)).ok_or_else(|| format!("'{text}' is too early"));
	}
	parse_time(text, Some(clock.day_offset)).map_err(|e| e.to_string())
}

pub async fn run(global: &Global, command: Command) -> Result<Done> {
	let chain = global.connect().await?;
	match command {
		Command::Open { operator, price, expires, unless_open } => {
			open(global, &chain, operator, price, &expires, unless_open).await
		},
		Command::Close { series, operator } => close(global, &chain, operator, series).await,
		Command::List { operator } => list(global, &chain, operator).await,
	}
}

async fn open(
	global: &Global,
	chain: &Chain,
	operator: OperatorId,
	price: Balance,
	expires: &str,
	unless_open: bool,
) -> Result<Done> {
	let output = global.output();
	let key = global.signer()?;
	let at = chain.best().await?;
	let clock = clock(&at).await?;
	ensure_treasury(&at, operator, &key).await?;
	if unless_open {
		let fund = fund_of(&at, operator).await?;
		if let Some((id, series)) = newest(&at, operator, &fund, clock.now).await? {
			let mut json = series_json(operator, id, &series, &fund, true, clock.now);
			json["changed"] = json!(false);
			output.result(
				json,
				format!(
					"series {id} of operator {operator} is open already: {} TANP a point, until {}",
					point_price(series.price),
					format_time(series.expires, clock.day_offset)
				),
			);
			return Ok(Done::All);
		}
	}
	let longest: UnixSeconds = at.constant(PALLET, "MaxSeriesLife")?;
	let expires = parse_end(expires, &clock, longest)
		.map_err(|reason| Failure::Usage(format!("--expires: {reason}")))?;
	let call = Call::new(PALLET, "open_series")
		.arg("operator", &operator)
		.arg("price", &Compact(price))
		.arg("expires", &expires);
	let included = once(
		send(chain, &key, &call).await,
		&format!("look with `tanpu series list --operator {operator}` before you open another"),
	)?;
	let event = included
		.find(PALLET, "SeriesOpened")
		.ok_or_else(|| Failure::plain("the chain left no SeriesOpened event"))?;
	let (_, series, price, expires) =
		event.decode::<(OperatorId, SeriesId, Balance, UnixSeconds)>()?;
	output.result(
		json!({
			"operator": operator,
			"series": series,
			"price_plancks_per_cent": plancks(price),
			"expires": expires,
			"changed": true,
			"block": included.number,
		}),
		format!(
			"series {series} of operator {operator} is open: {} TANP a point, until {} (block {})",
			point_price(price),
			format_time(expires, clock.day_offset),
			included.number
		),
	);
	Ok(Done::All)
}

async fn close(
	global: &Global,
	chain: &Chain,
	operator: OperatorId,
	series: SeriesId,
) -> Result<Done> {
	let call = Call::new(PALLET, "close_series").arg("operator", &operator).arg("series", &series);
	let included = send(chain, &global.signer()?, &call).await?;
	let event = included
		.find(PALLET, "SeriesClosed")
		.ok_or_else(|| Failure::plain("the chain left no SeriesClosed event"))?;
	let (_, _, expired, freed) = event.decode::<(OperatorId, SeriesId, PointCents, Balance)>()?;
	global.output().result(
		json!({
			"operator": operator,
			"series": series,
			"expired_cents": expired,
			"freed_plancks": plancks(freed),
			"block": included.number,
		}),
		format!(
			"series {series} of operator {operator} is closed: {} points expired, {} TANP are free (block {})",
			points(expired),
			money(freed),
			included.number
		),
	);
	Ok(Done::All)
}

async fn list(global: &Global, chain: &Chain, operator: Option<OperatorId>) -> Result<Done> {
	let at = chain.head().await?;
	let clock = clock(&at).await?;
	let funds: Vec<(OperatorId, Fund)> = match operator {
		Some(operator) => vec![(operator, fund_of(&at, operator).await?)],
		None => at.entries(PALLET, "Funds", key![]).await?,
	};
	let mut rows = Vec::new();
	let mut list = Vec::new();
	for (operator, fund) in &funds {
		let current = newest(&at, *operator, fund, clock.now).await?.map(|(id, _)| id);
		let all: Vec<(SeriesId, Series)> = at.entries(PALLET, "SeriesOf", key![operator]).await?;
		for (id, series) in &all {
			let issuing = current == Some(*id);
			rows.push(vec![
				format!("{operator}/{id}"),
				state(series, fund, issuing, clock.now).to_owned(),
				point_price(series.price),
				format_time(series.opened, clock.day_offset),
				format_time(fund.expiry(series), clock.day_offset),
				points(series.issued),
				points(series.outstanding),
				points(series.spent),
				points(series.expired),
				points(series.reversed),
				points(series.exchanged),
				points(series.escrowed),
			]);
			list.push(series_json(*operator, *id, series, fund, issuing, clock.now));
		}
	}
	let headers = [
		"series",
		"state",
		"TANP a point",
		"opened",
		"expires",
		"issued",
		"outstanding",
		"spent",
		"expired",
		"reversed",
		"exchanged",
		"in orders",
	];
	let text = if rows.is_empty() { "no series".into() } else { table(&headers, rows) };
	global.output().result(json!(list), text);
	Ok(Done::All)
}

/// How a series stands: `issuing` where new points are of it.
fn state(series: &Series, fund: &Fund, issuing: bool, now: UnixSeconds) -> &'static str {
	if series.closed {
		"closed"
	} else if now >= fund.expiry(series) {
		"expired"
	} else if issuing {
		"issuing"
	} else {
		"spendable"
	}
}

fn series_json(
	operator: OperatorId,
	id: SeriesId,
	series: &Series,
	fund: &Fund,
	issuing: bool,
	now: UnixSeconds,
) -> Value {
	json!({
		"operator": operator,
		"series": id,
		"state": state(series, fund, issuing, now),
		"price_plancks_per_cent": plancks(series.price),
		"opened": series.opened,
		"expires": fund.expiry(series),
		"issued_cents": series.issued,
		"outstanding_cents": series.outstanding,
		"outstanding_plancks": series.value(series.outstanding).map(plancks),
		"spent_cents": series.spent,
		"expired_cents": series.expired,
		"reversed_cents": series.reversed,
		"exchanged_cents": series.exchanged,
		"escrowed_cents": series.escrowed,
		"closed": series.closed,
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::money::TANP;

	#[test]
	fn a_price_is_exact_or_refused() {
		assert_eq!(parse_price("0.01"), Ok(TANP / 10_000));
		assert_eq!(parse_price("1"), Ok(TANP / 100));
		assert_eq!(parse_price("0.0000000001"), Ok(1));
		assert_eq!(point_price(TANP / 10_000), "0.01");
		let reason = parse_price("0.00000000015").unwrap_err();
		assert!(reason.contains("0.00000000015 TANP") && reason.contains("multiple"), "{reason}");
		for bad in ["0", "-1", "x", "0.0000000000001"] {
			assert!(parse_price(bad).is_err(), "{bad}");
		}
	}

	#[test]
	fn an_end_is_days_a_day_or_a_time() {
		let day = SECONDS_PER_DAY;
		let longest = 1_825 * day;
		// Noon of 2018-09-01 by the city's clock.
		let clock =
			ClockReading { now: 1_535_774_400, day_offset: 28_800, scale: 1, today: 17_775 };
		let midnight = 1_535_731_200;
		let end = |text: &str| parse_end(text, &clock, longest);
		// To the end of the day, so that the least number of days is never a moment short.
		assert_eq!(end("30"), Ok(midnight + 31 * day));
		assert_eq!(end("730"), Ok(midnight + 731 * day));
		// But never longer than the chain allows.
		assert_eq!(end("1825"), Ok(clock.now + longest));
		assert!(end("1826").is_err());
		assert_eq!(end("2018-10-01"), Ok(midnight + 31 * day));
		assert_eq!(end("2018-10-01T00:00:00+08:00"), Ok(midnight + 30 * day));
		assert_eq!(end("2018-10-01 00:00"), Ok(midnight + 30 * day));
		assert!(end("soon").is_err());
		assert!(end("18446744073709551615").is_err());
	}

	#[test]
	fn a_series_is_issuing_spendable_expired_closed() {
		let mut series = Series {
			price: 1,
			opened: 0,
			expires: 100,
			issued: 7,
			outstanding: 7,
			spent: 0,
			expired: 0,
			reversed: 0,
			exchanged: 0,
			escrowed: 0,
			closed: false,
		};
		let mut fund = Fund::default();
		assert_eq!(state(&series, &fund, true, 99), "issuing");
		assert_eq!(state(&series, &fund, false, 99), "spendable");
		assert_eq!(state(&series, &fund, false, 100), "expired");
		// A wind-up ends it earlier.
		fund.wind_up = Some(pallet_points::WindUp { began: 0, ends: 50 });
		assert_eq!(state(&series, &fund, false, 50), "expired");
		series.closed = true;
		assert_eq!(state(&series, &fund, false, 50), "closed");
	}
}
