//! `tanpu solvency`: whether every point and every merchant can be paid, worked out again from what
//! the chain holds.

use crate::{
	cli::Global,
	commands::{
		clock,
		fund::{basis_points, coverage, names, plancks},
		series::point_price,
	},
	connection::At,
	escape::escape_bytes,
	failure::{Done, Failure, Result},
	key,
	money::money,
	output::{fields, points, table},
	time::format_time,
	types::{accounts::PALLET as ACCOUNTS, api::ClockReading},
};
use pallet_points::{Fund, MerchantTotals, Series, Solvency, SystemTotals};
use serde_json::{json, Value};
use std::collections::BTreeMap;
use tanpu_primitives::{
	Balance, Be16, Be32, OperatorId, ParticipantId, Position, SeriesId, UnixSeconds,
};

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:\n  tanpu solvency\n  tanpu solvency --operator 0\n  \
	tanpu --json solvency --positions\n\n\
	Everything is read at one block and added up here: of every series what is outstanding times its \
	price, of every operator that the fund covers it and what is set aside, of all funds and of all \
	that merchants and open orders are owed that exactly this much money is held. Exit code 1 where \
	something does not tie.")]
pub struct Arguments {
	/// Show this operator only; everything is added up all the same.
	#[arg(long)]
	operator: Option<OperatorId>,
	/// Also add up what every citizen holds: reads every position of the chain.
	#[arg(long)]
	positions: bool,
}

/// All that is added up.
#[derive(Clone, Debug)]
struct Books {
	operators: Vec<Solvency>,
	merchants: Vec<(ParticipantId, MerchantTotals)>,
	totals: SystemTotals,
	/// What citizens hold of each series, in hundredths; none where that was not asked for.
	held: Option<BTreeMap<(OperatorId, SeriesId), u128>>,
}

pub async fn run(global: &Global, arguments: Arguments) -> Result<Done> {
	let chain = global.connect().await?;
	let at = chain.head().await?;
	let clock = clock(&at).await?;
	let books = read(&at, arguments.positions).await?;
	let wanted = |operator: OperatorId| arguments.operator.is_none_or(|one| one == operator);
	if let Some(operator) = arguments.operator {
		if !books.operators.iter().any(|found| found.operator == operator) {
			return Err(Failure::Plain(format!("operator {operator} has never had a fund")));
		}
	}
	let differences = differences(&books);
	let names = names(&at).await?;
	let name = |id: ParticipantId| names.get(&id).map_or_else(String::new, |n| escape_bytes(n));

	let shown: Vec<&Solvency> =
		books.operators.iter().filter(|found| wanted(found.operator)).collect();
	let mut text = operators_table(&shown, name);
	text.push('\n');
	text.push_str(&series_table(&shown, &clock));
	if arguments.operator.is_none() {
		text.push('\n');
		text.push_str(&merchants_table(&books.merchants, name));
		text.push('\n');
		text.push_str(&totals_table(&books));
	}
	text.push('\n');
	text.push_str(&verdict(&books, &differences, at.number()));

	let mut json = json!({
		"block": at.number(),
		"hash": format!("{:?}", at.hash()),
		"time": clock.now,
		"operators": shown.iter().map(|found| operator_json(found)).collect::<Vec<_>>(),
		"totals": totals_json(&books.totals),
		"positions_added_up": books.held.is_some(),
		"ties": differences.is_empty(),
		"differences": differences,
	});
	if arguments.operator.is_none() {
		json["merchants"] = books.merchants.iter().map(merchant_json).collect();
	}
	global.output().result(json, text);
	Ok(if differences.is_empty() { Done::All } else { Done::Different })
}

async fn read(at: &At<'_>, positions: bool) -> Result<Books> {
	let mut operators: Vec<Solvency> = Vec::new();
	let mut next: Option<OperatorId> = Some(0);
	while let Some(first) = next {
		let page: Vec<Solvency> = at.call("PointsApi", "solvency", (first,)).await?;
		next = page.iter().map(|found| found.operator).max().and_then(|last| last.checked_add(1));
		operators.extend(page);
	}
	let mut merchants: Vec<(ParticipantId, MerchantTotals)> = Vec::new();
	let mut next: Option<ParticipantId> = Some(0);
	while let Some(first) = next {
		let page: Vec<(ParticipantId, MerchantTotals)> =
			at.call("PointsApi", "merchants", (first,)).await?;
		next =
			page.iter().map(|(merchant, _)| *merchant).max().and_then(|last| last.checked_add(1));
		merchants.extend(page);
	}
	let totals: SystemTotals = at.call("PointsApi", "system_totals", ()).await?;
	let held = match positions {
		true => Some(held(at, &operators).await?),
		false => None,
	};
	Ok(Books { operators, merchants, totals, held })
}

/// What citizens hold of each series that is not closed.
async fn held(
	at: &At<'_>,
	operators: &[Solvency],
) -> Result<BTreeMap<(OperatorId, SeriesId), u128>> {
	let mut held = BTreeMap::new();
	for found in operators {
		let live: Vec<SeriesId> = found.series.iter().map(|(id, _)| *id).collect();
		let positions: Vec<(Be32, Position)> =
			at.entries(ACCOUNTS, "Positions", key![Be16::from(found.operator)]).await?;
		for (series, points) in positions.iter().flat_map(|(_, position)| &position.points) {
			// Entries of closed series are worth nothing and stay until the position is touched.
			if live.contains(series) {
				let sum: &mut u128 = held.entry((found.operator, *series)).or_default();
				*sum = sum.saturating_add(u128::from(*points));
			}
		}
	}
	Ok(held)
}

/// Sums beyond the type can't be: they would be shown as a difference.
fn sum(amounts: impl IntoIterator<Item = Balance>) -> Balance {
	amounts.into_iter().fold(0, Balance::saturating_add)
}

fn worth(series: &Series, points: u64) -> Balance {
	series.price.saturating_mul(Balance::from(points))
}

/// Everything that does not tie, in words; nothing where everything does.
fn differences(books: &Books) -> Vec<String> {
	let mut wrong = Vec::new();
	let mut check = |holds: bool, text: &dyn Fn() -> String| {
		if !holds {
			wrong.push(text());
		}
	};
	for found in &books.operators {
		let operator = found.operator;
		let mut outstanding = 0;
		for (id, series) in &found.series {
			let parts = [
				series.outstanding,
				series.spent,
				series.expired,
				series.reversed,
				series.exchanged,
			];
			let parts: u128 = parts.into_iter().map(u128::from).sum();
			check(parts == u128::from(series.issued), &|| {
				format!(
					"series {operator}/{id}: {} points were issued, and their parts come to {} hundredths",
					points(series.issued),
					parts
				)
			});
			check(series.escrowed <= series.spent, &|| {
				format!("series {operator}/{id}: more points are in open orders than were spent")
			});
			if let Some(held) = &books.held {
				let own = held.get(&(operator, *id)).copied().unwrap_or_default();
				check(own == u128::from(series.outstanding), &|| {
					format!(
						"series {operator}/{id}: {} points are outstanding, and citizens hold {own} \
						 hundredths",
						points(series.outstanding)
					)
				});
			}
			outstanding = sum([outstanding, worth(series, series.outstanding)]);
		}
		check(outstanding == found.outstanding, &|| {
			format!(
				"operator {operator}: its series come to {} TANP outstanding, its book says {}",
				money(outstanding),
				money(found.outstanding)
			)
		});
		let needed = sum([outstanding, found.set_aside]);
		check(found.fund >= needed, &|| {
			format!(
				"operator {operator}: the fund has {} TANP, its points and campaigns need {}",
				money(found.fund),
				money(needed)
			)
		});
		check(found.fund.checked_sub(needed) == Some(found.free), &|| {
			format!(
				"operator {operator}: {} TANP are said to be free, of a fund of {} of which {} are needed",
				money(found.free),
				money(found.fund),
				money(needed)
			)
		});
	}
	let totals = &books.totals;
	let funds = sum(books.operators.iter().map(|found| found.fund));
	check(funds == totals.funds, &|| {
		format!(
			"the funds of all operators come to {} TANP, {} are held",
			money(funds),
			money(totals.funds)
		)
	});
	let receivables = sum(books.merchants.iter().map(|(_, book)| book.receivable()));
	check(receivables == totals.receivables, &|| {
		format!(
			"all merchants together are owed {} TANP, {} are held for them",
			money(receivables),
			money(totals.receivables)
		)
	});
	let series = books.operators.iter().flat_map(|found| &found.series);
	let escrow = sum(series.map(|(_, series)| worth(series, series.escrowed)));
	check(escrow == totals.escrow, &|| {
		format!(
			"points in open orders are worth {} TANP, the book says {}",
			money(escrow),
			money(totals.escrow)
		)
	});
	let owed = sum([receivables, escrow]);
	check(owed == totals.settlement, &|| {
		format!(
			"merchants and open orders come to {} TANP, {} are held for both",
			money(owed),
			money(totals.settlement)
		)
	});
	wrong
}

fn verdict(books: &Books, differences: &[String], block: u64) -> String {
	if differences.is_empty() {
		let citizens = match &books.held {
			Some(_) => "; what citizens hold is what is outstanding",
			None => "",
		};
		return format!(
			"every sum ties at block {block}: each fund covers outstanding x price of its series and what is \
			 set aside{citizens}; all funds = {} TANP held; receivables + open orders = {} TANP held",
			money(books.totals.funds),
			money(books.totals.settlement)
		);
	}
	let mut text = format!("SOMETHING DOES NOT TIE at block {block}:");
	for difference in differences {
		text.push_str(&format!("\n  {difference}"));
	}
	text
}

fn operators_table(shown: &[&Solvency], name: impl Fn(ParticipantId) -> String) -> String {
	let rows = shown.iter().map(|found| {
		vec![
			found.operator.to_string(),
			name(found.operator),
			money(found.fund),
			money(found.outstanding),
			coverage(found.fund, found.outstanding),
			money(found.set_aside),
			money(found.free),
			found.withdrawal.map_or_else(String::new, |asked| money(asked.amount)),
			if found.wind_up.is_some() { "winding up" } else { "" }.to_owned(),
		]
	});
	let headers = [
		"operator",
		"name",
		"fund (TANP)",
		"outstanding",
		"coverage",
		"set aside",
		"free",
		"withdrawal announced",
		"",
	];
	table(&headers, rows)
}

fn series_table(shown: &[&Solvency], clock: &ClockReading) -> String {
	let rows = shown.iter().flat_map(|found| {
		found.series.iter().map(move |(id, series)| {
			vec![
				format!("{}/{id}", found.operator),
				points(series.outstanding),
				point_price(series.price),
				money(worth(series, series.outstanding)),
				points(series.escrowed),
				format_time(expiry(found, series), clock.day_offset),
			]
		})
	});
	let headers = [
		"series",
		"outstanding points",
		"TANP a point",
		"worth (TANP)",
		"in open orders",
		"expires",
	];
	table(&headers, rows)
}

/// A wind-up ends a series earlier.
fn expiry(found: &Solvency, series: &Series) -> UnixSeconds {
	Fund { wind_up: found.wind_up, ..Fund::default() }.expiry(series)
}

fn merchants_table(
	merchants: &[(ParticipantId, MerchantTotals)],
	name: impl Fn(ParticipantId) -> String,
) -> String {
	if merchants.is_empty() {
		return "no merchant was ever paid".into();
	}
	let rows = merchants.iter().map(|(merchant, book)| {
		vec![
			merchant.to_string(),
			name(*merchant),
			money(book.paid),
			money(book.released),
			money(book.topped_up),
			money(book.refunded),
			money(book.settled),
			money(book.receivable()),
		]
	});
	let headers = [
		"merchant",
		"name",
		"paid at the till (TANP)",
		"from orders",
		"paid in",
		"refunded",
		"settled",
		"receivable",
	];
	table(&headers, rows)
}

fn totals_table(books: &Books) -> String {
	let outstanding = sum(books.operators.iter().map(|found| found.outstanding));
	fields([
		("held for operators' funds (TANP)", money(books.totals.funds)),
		("outstanding points are worth", money(outstanding)),
		("coverage", coverage(books.totals.funds, outstanding)),
		("set aside for campaigns", money(sum(books.operators.iter().map(|o| o.set_aside)))),
		("free", money(sum(books.operators.iter().map(|found| found.free)))),
		("held for merchants and open orders", money(books.totals.settlement)),
		("receivable by merchants", money(books.totals.receivables)),
		("in open orders", money(books.totals.escrow)),
	])
}

fn operator_json(found: &Solvency) -> Value {
	let series: Vec<Value> = found
		.series
		.iter()
		.map(|(id, series)| {
			json!({
				"series": id,
				"price_plancks_per_cent": plancks(series.price),
				"outstanding_cents": series.outstanding,
				"outstanding_plancks": plancks(worth(series, series.outstanding)),
				"escrowed_cents": series.escrowed,
				"expires": expiry(found, series),
			})
		})
		.collect();
	json!({
		"operator": found.operator,
		"fund_plancks": plancks(found.fund),
		"outstanding_plancks": plancks(found.outstanding),
		"set_aside_plancks": plancks(found.set_aside),
		"free_plancks": plancks(found.free),
		"coverage_basis_points": basis_points(found.fund, found.outstanding).map(plancks),
		"winding_up": found.wind_up.is_some(),
		"withdrawal_plancks": found.withdrawal.map(|asked| plancks(asked.amount)),
		"series": series,
	})
}

fn merchant_json((merchant, book): &(ParticipantId, MerchantTotals)) -> Value {
	json!({
		"merchant": merchant,
		"paid_plancks": plancks(book.paid),
		"released_plancks": plancks(book.released),
		"topped_up_plancks": plancks(book.topped_up),
		"refunded_plancks": plancks(book.refunded),
		"settled_plancks": plancks(book.settled),
		"receivable_plancks": plancks(book.receivable()),
	})
}

fn totals_json(totals: &SystemTotals) -> Value {
	json!({
		"funds_plancks": plancks(totals.funds),
		"settlement_plancks": plancks(totals.settlement),
		"escrow_plancks": plancks(totals.escrow),
		"receivables_plancks": plancks(totals.receivables),
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	type Change = fn(&mut Books);

	/// One series of 10 hundredths at 7 plancks: 4 outstanding, 6 spent, 1 of these in an order.
	fn books() -> Books {
		let series = Series {
			price: 7,
			opened: 0,
			expires: 9,
			issued: 10,
			outstanding: 4,
			spent: 6,
			expired: 0,
			reversed: 0,
			exchanged: 0,
			escrowed: 1,
			closed: false,
		};
		let operator = Solvency {
			operator: 3,
			fund: 50,
			outstanding: 28,
			set_aside: 12,
			free: 10,
			coverage: Some(17_857),
			series: vec![(0, series)],
			withdrawal: None,
			wind_up: None,
		};
		let book = MerchantTotals { paid: 42, settled: 7, ..MerchantTotals::default() };
		Books {
			operators: vec![operator],
			merchants: vec![(5, book)],
			totals: SystemTotals { funds: 50, settlement: 42, escrow: 7, receivables: 35 },
			held: Some([((3, 0), 4)].into()),
		}
	}

	#[test]
	fn books_that_tie_tie() {
		let books = books();
		assert_eq!(differences(&books), Vec::<String>::new());
		assert!(verdict(&books, &[], 8).starts_with("every sum ties at block 8"));
	}

	/// Every number changed by one, one at a time: each change is found.
	#[test]
	fn a_single_unit_anywhere_is_found() {
		let changes: [(&str, Change); 18] = [
			("fund above", |b| b.operators[0].fund += 1),
			("fund below", |b| b.operators[0].fund -= 1),
			("outstanding", |b| b.operators[0].outstanding -= 1),
			("set aside", |b| b.operators[0].set_aside += 1),
			("free", |b| b.operators[0].free += 1),
			("price", |b| b.operators[0].series[0].1.price += 1),
			("issued", |b| b.operators[0].series[0].1.issued += 1),
			("series outstanding", |b| b.operators[0].series[0].1.outstanding += 1),
			("spent", |b| b.operators[0].series[0].1.spent -= 1),
			("expired", |b| b.operators[0].series[0].1.expired += 1),
			("reversed", |b| b.operators[0].series[0].1.reversed += 1),
			("exchanged", |b| b.operators[0].series[0].1.exchanged += 1),
			("escrowed", |b| b.operators[0].series[0].1.escrowed += 1),
			("merchant", |b| b.merchants[0].1.paid += 1),
			("funds held", |b| b.totals.funds += 1),
			("settlement held", |b| b.totals.settlement += 1),
			("escrow", |b| b.totals.escrow -= 1),
			("citizens", |b| b.held = Some([((3, 0), 5)].into())),
		];
		for (what, change) in changes {
			let mut changed = books();
			change(&mut changed);
			let found = differences(&changed);
			assert!(!found.is_empty(), "{what}");
			assert!(verdict(&changed, &found, 8).contains("DOES NOT TIE"));
		}
		let mut missing = books();
		missing.merchants.clear();
		assert!(!differences(&missing).is_empty());
		let mut missing = books();
		missing.operators.clear();
		assert!(!differences(&missing).is_empty());
	}

	#[test]
	fn nothing_at_all_ties() {
		let totals = SystemTotals { funds: 0, settlement: 0, escrow: 0, receivables: 0 };
		let nothing = Books { operators: vec![], merchants: vec![], totals, held: None };
		assert!(differences(&nothing).is_empty());
	}
}
