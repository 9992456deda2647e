//! Whether the operator's fund covers what a batch gives; how much is missing, and waiting for it.
//!
//! How many points a batch gives the chain alone decides: rows can be rejected or capped. What is
//! computed here is the most that it can be, so nothing is held back on account of it: a batch is sent,
//! and only where the chain refuses it for want of money the report waits.

use super::pack::Packed;
use crate::{
	commands::{
		clock,
		fund::{fund_of, newest},
		series::point_price,
	},
	connection::{At, Chain},
	failure::{Failure, Result},
	money::money,
	output::{points, Output},
};
use std::{
	collections::{BTreeMap, BTreeSet},
	time::Duration,
};
use tanpu_formula::{Definition, Prepared};
use tanpu_primitives::{
	Balance, CitizenId, CreditingRules, OperatorId, PointCents, Position, Row, SeriesId,
};
use tokio::time::Instant;

/// Between two looks at the fund: a block of the fastest chain.
const POLL: Duration = Duration::from_secs(3);

/// Citizens whose carry is asked for at once, the runtime API's limit.
const PAGE: usize = 1_000;

/// What is missing for a batch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cause {
	FundShort,
	NoSeriesOpen,
}

impl Cause {
	/// Why the chain refused a batch, where money or a series mends it.
	pub fn of(failure: &Failure) -> Option<Self> {
		let Failure::Refused { reason, .. } = failure else { return None };
		// `Pallet::Error (what its documentation says)`.
		match reason.split_whitespace().next() {
			Some("Points::FundShort") => Some(Self::FundShort),
			Some("Points::NoSeriesOpen") => Some(Self::NoSeriesOpen),
			_ => None,
		}
	}
}

/// What points can be issued with, at a moment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Seen {
	/// Plancks that are free in the fund.
	pub free: Balance,
	/// The series in which points are issued, and its price in plancks per hundredth.
	pub series: Option<(SeriesId, Balance)>,
}

impl Seen {
	/// Whether more can be issued than at `earlier`.
	fn better(&self, earlier: &Self) -> bool {
		self.series.is_some() && (self.series != earlier.series || self.free > earlier.free)
	}

	/// What is missing for so many more points: none where there is no series.
	pub fn missing(&self, points: PointCents) -> Option<Balance> {
		let (_, price) = self.series?;
		Some(price.saturating_mul(Balance::from(points)).saturating_sub(self.free))
	}
}

/// How a shortage is met.
pub struct Funding<'a> {
	pub operator: OperatorId,
	pub definition: &'a Definition,
	pub rules: &'a CreditingRules,
	/// How long to wait for money; not at all where none.
	pub wait: Option<Duration>,
	pub output: Output,
}

/// What is known of a shortage; begun anew when a batch goes in.
#[derive(Default)]
pub struct Shortage {
	since: Option<Instant>,
	/// What was there when a batch was last sent anew.
	tried: Option<Seen>,
	told: Option<(Cause, Seen)>,
}

impl Funding<'_> {
	/// What there is at the best block; none where the methodology gives no points.
	pub async fn look(&self, chain: &Chain) -> Result<Option<Seen>> {
		if self.rules.points_per_kg == 0 {
			return Ok(None);
		}
		self.seen(&chain.best().await?).await.map(Some)
	}

	/// What there is at a block.
	pub async fn seen(&self, at: &At<'_>) -> Result<Seen> {
		let now = clock(at).await?.now;
		let fund = fund_of(at, self.operator).await?;
		let series = newest(at, self.operator, &fund, now).await?;
		Ok(Seen { free: fund.free(), series: series.map(|(id, series)| (id, series.price)) })
	}

	/// The most points that batches can give together; none where the chain alone can compute it.
	pub async fn most_points(
		&self,
		at: &At<'_>,
		batches: &[&Packed],
	) -> Result<Option<PointCents>> {
		let rows = || batches.iter().flat_map(|batch| batch.rows.iter());
		let citizens: BTreeSet<CitizenId> = rows().map(|row| row.citizen).collect();
		let citizens: Vec<CitizenId> = citizens.into_iter().collect();
		let mut carries = BTreeMap::new();
		// For a large report a hundredth more for each citizen will do.
		if citizens.len() <= PAGE {
			let asked = (self.operator, citizens.clone());
			let found: Vec<Option<Position>> =
				at.call("CarbonApi", "positions_with", asked).await?;
			carries.extend(
				citizens
					.into_iter()
					.zip(found)
					.map(|(citizen, found)| (citizen, found.map_or(0, |position| position.carry))),
			);
		}
		Ok(most_points(self.definition, self.rules, rows(), &carries))
	}

	/// Says before anything is sent that the money may not be enough.
	pub async fn warn(&self, chain: &Chain, left: &[&Packed]) -> Result<()> {
		if left.is_empty() || self.rules.points_per_kg == 0 {
			return Ok(());
		}
		let at = chain.best().await?;
		let seen = self.seen(&at).await?;
		let most = self.most_points(&at, left).await?;
		if let Some(missing) = most.and_then(|most| seen.missing(most)).filter(|m| *m > 0) {
			self.output.note(format!(
				"up to {} TANP may be missing in the fund of operator {}: {} are free, and this report \
				 gives up to {} points",
				money(missing),
				self.operator,
				money(seen.free),
				points(most.unwrap_or_default())
			));
		}
		Ok(())
	}

	/// Tells what is missing and waits until there is more. `before` is what there was before the
	/// batches were sent, `refused` the batch that was, `left` all that the chain does not have.
	pub async fn wait(
		&self,
		chain: &Chain,
		shortage: &mut Shortage,
		cause: Cause,
		before: Option<Seen>,
		refused: Option<&Packed>,
		left: &[&Packed],
	) -> Result<()> {
		let at = chain.best().await?;
		let seen = self.seen(&at).await?;
		let own = match refused {
			Some(batch) => self.most_points(&at, &[batch]).await?,
			None => None,
		};
		// Money that came in between is tried at once: but only once with the same.
		let came = before.is_some_and(|before| seen.better(&before));
		let enough = own.is_some_and(|own| seen.missing(own) == Some(0));
		if (came || enough) && shortage.tried != Some(seen) {
			shortage.tried = Some(seen);
			return Ok(());
		}
		let all = self.most_points(&at, left).await?;
		let text = self.text(cause, &seen, own, all, left.len());
		let Some(limit) = self.wait else { return Err(Failure::Unfunded(text)) };
		let since = *shortage.since.get_or_insert_with(Instant::now);
		if shortage.told != Some((cause, seen)) {
			self.output.note(format!(
				"{text}\nwaiting for it, up to {} s (--funds-timeout, --no-wait-for-funds); what was \
				 credited stays, and the same command goes on",
				limit.as_secs()
			));
			shortage.told = Some((cause, seen));
		}
		let label = format!("waiting for the fund of operator {}", self.operator);
		let spinner = self.output.spinner(&label);
		loop {
			if since.elapsed() >= limit {
				spinner.finish_and_clear();
				return Err(Failure::Unfunded(text));
			}
			tokio::time::sleep(POLL.min(limit.saturating_sub(since.elapsed()))).await;
			let now = self.seen(&chain.best().await?).await?;
			if now.better(&seen) {
				spinner.finish_and_clear();
				let series = now.series.map_or(0, |(series, _)| series);
				self.output.note(format!(
					"series {series} is open and {} TANP are free in the fund: going on",
					money(now.free)
				));
				shortage.tried = Some(now);
				return Ok(());
			}
			spinner.set_message(format!("{label}: {} TANP are free", money(now.free)));
		}
	}

	/// What is missing, and how to mend it.
	fn text(
		&self,
		cause: Cause,
		seen: &Seen,
		own: Option<PointCents>,
		all: Option<PointCents>,
		left: usize,
	) -> String {
		let operator = self.operator;
		let (Cause::FundShort, Some((series, price))) = (cause, seen.series) else {
			return self.no_series(all);
		};
		let of_batch = match own {
			Some(own) => format!(
				"a batch gives up to {} points of {} TANP (series {series}), {} TANP in all",
				points(own),
				point_price(price),
				money(price.saturating_mul(Balance::from(own)))
			),
			None => "how many points a batch gives the chain alone can compute".to_owned(),
		};
		// At least what the chain says: that what is free is not enough.
		let missing = |points: Option<PointCents>| {
			points.and_then(|points| seen.missing(points)).map(|missing| missing.max(1))
		};
		let amount = match (missing(own), missing(all)) {
			(Some(own), Some(all)) if left > 1 => format!(
				"up to {} TANP are missing for it, up to {} TANP for the {left} batches that are left\n\
				 pay in with:  tanpu fund deposit {} --operator {operator}",
				money(own),
				money(all.max(own)),
				bare(all.max(own))
			),
			(Some(own), _) => format!(
				"up to {} TANP are missing for it\n\
				 pay in with:  tanpu fund deposit {} --operator {operator}",
				money(own),
				bare(own)
			),
			(None, _) => format!("pay in with:  tanpu fund deposit AMOUNT --operator {operator}"),
		};
		format!(
			"the fund of operator {operator} is short: {of_batch}, and {} TANP are free\n{amount}",
			money(seen.free)
		)
	}

	fn no_series(&self, all: Option<PointCents>) -> String {
		let operator = self.operator;
		let most = all.map_or_else(String::new, |all| {
			format!(" (the batches that are left give up to {} points)", points(all))
		});
		format!(
			"operator {operator} has no open series, so its points have no price{most}\n\
			 open one with:  tanpu series open --operator {operator} --price TANP\n\
			 and pay in with:  tanpu fund deposit AMOUNT --operator {operator}"
		)
	}
}

/// An amount as a command takes it.
fn bare(amount: Balance) -> String {
	money(amount).replace(',', "")
}

/// The most points that rows can give: every row credited, none capped by the day or shared. A carry
/// that isn't known counts as all but a whole hundredth. None where the chain provides an input.
pub fn most_points<'r>(
	definition: &Definition,
	rules: &CreditingRules,
	rows: impl Iterator<Item = &'r Row>,
	carries: &BTreeMap<CitizenId, u16>,
) -> Option<PointCents> {
	if rules.points_per_kg == 0 {
		return Some(0);
	}
	if definition.reported().count() < definition.inputs.len() {
		return None;
	}
	let prepared = Prepared::new(definition).ok()?;
	// Hundredths of a point per kilogram times grams: thousandths of a hundredth.
	let mut fine: BTreeMap<CitizenId, u128> = BTreeMap::new();
	for row in rows {
		let inputs: Vec<u64> = row.inputs.iter().map(|input| input.0).collect();
		let Ok(computed) = prepared.evaluate(&inputs) else { continue };
		let grams = computed.grams.min(rules.max_grams_per_record);
		let sum = fine.entry(row.citizen).or_default();
		*sum = sum.saturating_add(u128::from(grams) * u128::from(rules.points_per_kg));
	}
	let total = fine
		.into_iter()
		.filter(|(_, fine)| *fine > 0)
		.map(|(citizen, fine)| {
			fine.saturating_add(u128::from(carries.get(&citizen).copied().unwrap_or(999))) / 1_000
		})
		.fold(0, u128::saturating_add);
	PointCents::try_from(total).ok()
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{
		money::TANP,
		report::{
			pack::pack,
			table::tests::{metro, read_metro},
		},
	};
	use tanpu_primitives::MethodologyRef;

	const TEXT: &str = "user,start,end,distance\n\
		anna,2018-09-01 08:00:00,2018-09-01 08:30:00,2.52\n\
		bert,2018-09-01 08:00:00,2018-09-01 08:30:00,0\n\
		bert,2018-09-01 09:00:00,2018-09-01 09:30:00,10\n";

	#[test]
	fn the_most_points_are_those_of_all_rows_and_carries() {
		let content = metro();
		let rows = read_metro(TEXT).unwrap();
		let reference = MethodologyRef { methodology: 0, version: 1 };
		let batches = pack(&rows.good, TEXT.as_bytes(), 0, reference, 500, None);
		let rate = u64::from(content.rules.points_per_kg);
		let most = |carries: &BTreeMap<CitizenId, u16>| {
			most_points(&content.definition, &content.rules, batches[0].rows.iter(), carries)
		};
		let citizens: Vec<CitizenId> = batches[0].rows.iter().map(|row| row.citizen).collect();
		let none = citizens.iter().map(|citizen| (*citizen, 0)).collect();
		// 117 g and 467 g, each citizen's floored.
		assert_eq!(most(&none), Some(117 * rate / 1_000 + 467 * rate / 1_000));
		assert_eq!(
			most(&BTreeMap::new()),
			Some((117 * rate).div_ceil(1_000) + (467 * rate).div_ceil(1_000))
		);
		let mut rules = content.rules.clone();
		rules.points_per_kg = 0;
		let rows = batches[0].rows.iter();
		assert_eq!(most_points(&content.definition, &rules, rows, &none), Some(0));
	}

	#[test]
	fn only_a_shortage_is_waited_for() {
		let refused = |reason: &str| Failure::Refused {
			what: "ActivityReports.submit".into(),
			reason: reason.into(),
		};
		let short =
			"Points::FundShort (The fund does not cover all outstanding points with these.)";
		assert_eq!(Cause::of(&refused(short)), Some(Cause::FundShort));
		assert_eq!(Cause::of(&refused("Points::NoSeriesOpen")), Some(Cause::NoSeriesOpen));
		assert_eq!(Cause::of(&refused("Points::WindingUp")), None);
		assert_eq!(Cause::of(&refused("Other::FundShort")), None);
		assert_eq!(Cause::of(&Failure::plain(short)), None);
	}

	#[test]
	fn what_is_missing_is_named_to_the_planck() {
		let content = metro();
		let funding = Funding {
			operator: 4,
			definition: &content.definition,
			rules: &content.rules,
			wait: None,
			output: Output { json: false },
		};
		// 0.01 TANP a point.
		let seen = Seen { free: TANP / 2, series: Some((2, TANP / 10_000)) };
		assert_eq!(seen.missing(10_000), Some(TANP / 2));
		assert_eq!(seen.missing(5_000), Some(0));
		let text = funding.text(Cause::FundShort, &seen, Some(10_000), Some(123_456_700), 3);
		for part in [
			"operator 4 is short",
			"100.00 points",
			"0.50 TANP are free",
			"0.50 TANP are missing",
			"12,345.17 TANP for the 3 batches",
			"tanpu fund deposit 12345.17 --operator 4",
		] {
			assert!(text.contains(part), "{part}: {text}");
		}
		// The chain said no: something is missing, whatever was computed here.
		let text = funding.text(Cause::FundShort, &seen, Some(5_000), Some(5_000), 1);
		assert!(text.contains("deposit 0.000000000001"), "{text}");
		let text = funding.text(Cause::FundShort, &seen, None, None, 1);
		assert!(text.contains("the chain alone"), "{text}");
		let none = Seen { free: TANP, series: None };
		let text = funding.text(Cause::NoSeriesOpen, &none, Some(1), Some(1), 1);
		assert!(text.contains("no open series") && text.contains("series open"), "{text}");
	}

	#[test]
	fn more_money_or_another_series_is_better() {
		let seen = |free, series| Seen { free, series };
		let old = seen(5, Some((0, 7)));
		assert!(seen(6, Some((0, 7))).better(&old));
		assert!(seen(5, Some((1, 3))).better(&old));
		assert!(!seen(5, Some((0, 7))).better(&old));
		assert!(!seen(4, Some((0, 7))).better(&old));
		assert!(!seen(9, None).better(&old));
		assert!(seen(0, Some((0, 7))).better(&seen(5, None)));
	}
}
