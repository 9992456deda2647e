//! `tanpu campaigns`: bonus points out of a budget that was paid in before.

use crate::{
	call::Call,
	cli::{parse_account, Global},
	commands::{accounts::citizen_of, clock, growth},
	connection::At,
	each::send_each,
	failure::{Done, Failure, Result},
	key,
	money::{money, parse_money, parse_points},
	output::{fields, grouped, points, table},
	rejected::{self, Rejected},
	time::{format_day, parse_date},
	transaction::send,
};
use codec::DecodeAll;
use pallet_campaigns::{Acts, Campaign, CampaignId, Progress, Terms, Trigger, MAX_STREAK};
use pallet_growth::Badges;
use serde_json::{json, Value};
use sp_core::crypto::AccountId32;
use std::path::Path;
use tanpu_primitives::{
	growth::THEMES, Balance, CitizenId, Day, MethodologyId, OperatorId, PointCents,
};

const PALLET: &str = "Campaigns";

type Found = Campaign<AccountId32>;

const CREATE_HELP: &str = "\
Examples:
  tanpu --key-file treasury.key campaigns create --operator 0 --trigger first-act --bonus 5 \
--from tomorrow --until 2026-03-31
  tanpu --key-file treasury.key campaigns create --operator 0 --trigger weekly-acts --acts 10 \
--methodologies 0,2 --bonus 2.50 --from 2026-03-01 --until 2026-03-31 --sponsor 5F...
  tanpu --key-file treasury.key campaigns create --operator 0 --trigger streak --days 7 --bonus 3 \
--from 2026-03-01 --until 2026-03-31
  tanpu --key-file treasury.key campaigns create --operator 0 --trigger theme --theme 1 --bonus 10 \
--from 2026-03-01 --until 2026-03-31

Signed by the operator's treasury. Nothing is paid before the budget is there (`campaigns fund`), and \
the terms never change. A campaign can't be called off.";

#[derive(clap::Subcommand, Debug)]
pub enum Command {
	/// Promise a bonus.
	#[command(after_help = CREATE_HELP)]
	Create(Create),
	/// Set money aside for a campaign: the sponsor's, or without one the operator's own.
	#[command(after_help = "Examples:\n  \
		tanpu --key-file treasury.key campaigns fund 3 --amount 500\n  \
		tanpu --key-file sponsor.key campaigns fund 3 --amount \"1,200.50 TANP\"\n\n\
		Signed by the sponsor, out of their account; without a sponsor by the operator's treasury, out of \
		what is free in its fund. What is left goes back after the end.")]
	Fund {
		/// The campaign's number.
		campaign: CampaignId,
		/// How much, in TANP.
		#[arg(long, value_parser = parse_money)]
		amount: Balance,
	},
	/// Pay citizens what they earned and weren't paid: for themes, and where the budget was empty.
	#[command(after_help = "Examples:\n  tanpu --key-file my.key campaigns claim 3 17\n  \
		tanpu --key-file my.key campaigns claim 3 17 18 5F...\n\n\
		Anybody can send it; the points are the citizens'. Who has nothing due is named, and the others \
		are paid.")]
	Claim {
		/// The campaign's number.
		campaign: CampaignId,
		/// Citizens: numbers, addresses or nullifiers.
		#[arg(required = true)]
		who: Vec<String>,
	},
	/// End a campaign that is over: what is left goes back, and what it kept is removed. Anybody can.
	#[command(after_help = "Example:\n  tanpu --key-file my.key campaigns close 3\n\n\
		Some days after the last one, in which acts are still reported: `campaigns show` tells when.")]
	Close {
		/// The campaign's number.
		campaign: CampaignId,
		/// Most entries to remove in one transaction.
		#[arg(long, default_value_t = 1_000)]
		limit: u32,
	},
	/// All campaigns: trigger, bonus, budget, paid, days left.
	#[command(
		after_help = "Examples:\n  tanpu campaigns list\n  tanpu campaigns list --operator 0"
	)]
	List {
		/// Of this operator only.
		#[arg(long)]
		operator: Option<OperatorId>,
	},
	/// A campaign, and how far a citizen has come.
	#[command(after_help = "Examples:\n  tanpu campaigns show 3\n  \
		tanpu campaigns show 3 --citizen 17")]
	Show {
		/// The campaign's number.
		campaign: CampaignId,
		/// A citizen: number, address or nullifier.
		#[arg(long)]
		citizen: Option<String>,
	},
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
enum Kind {
	/// A citizen's first act: once.
	FirstAct,
	/// So many acts in a week, Monday to Sunday: once a week.
	WeeklyActs,
	/// An act on each of so many days in a row: for each such row.
	Streak,
	/// A theme of growth, unlocked within the campaign: once.
	Theme,
}

#[derive(clap::Args, Debug)]
pub struct Create {
	/// Who issues the points.
	#[arg(long)]
	operator: OperatorId,
	/// What earns the bonus.
	#[arg(long, value_enum)]
	trigger: Kind,
	/// With weekly-acts: how many acts.
	#[arg(long, required_if_eq("trigger", "weekly-acts"))]
	acts: Option<u16>,
	/// With streak: how many days, 2 to 30.
	#[arg(long, required_if_eq("trigger", "streak"))]
	days: Option<u8>,
	/// With theme: its number, 1 to 9.
	#[arg(long, required_if_eq("trigger", "theme"))]
	theme: Option<u8>,
	/// Whose acts count, as 0,2; without it every act that the operator reports.
	#[arg(long, value_delimiter = ',')]
	methodologies: Vec<MethodologyId>,
	/// Points for each time that it is earned.
	#[arg(long, value_parser = parse_points)]
	bonus: PointCents,
	/// First day whose acts count: YYYY-MM-DD, today or tomorrow.
	#[arg(long)]
	from: String,
	/// Last day whose acts count: YYYY-MM-DD.
	#[arg(long)]
	until: String,
	/// Who pays in and gets back what is left; without one the operator does, out of its fund.
	#[arg(long, value_parser = parse_account)]
	sponsor: Option<AccountId32>,
}

impl Create {
	fn terms(&self, today: Day) -> Result<Terms<AccountId32>> {
		let usage = |text: String| Err(Failure::Usage(text));
		let only = |given: bool, option: &str, kind: &str| match given {
			true => Err(Failure::Usage(format!("{option} belongs to --trigger {kind}"))),
			false => Ok(()),
		};
		only(self.acts.is_some() && self.trigger != Kind::WeeklyActs, "--acts", "weekly-acts")?;
		only(self.days.is_some() && self.trigger != Kind::Streak, "--days", "streak")?;
		only(self.theme.is_some() && self.trigger != Kind::Theme, "--theme", "theme")?;
		if self.trigger == Kind::Theme && !self.methodologies.is_empty() {
			return usage(
				"--methodologies: a theme is unlocked by growth, whatever it is from".into(),
			);
		}
		let mut list = self.methodologies.clone();
		list.sort_unstable();
		list.dedup();
		let acts = match list.len() {
			0 => Acts::Any,
			_ => Acts::Of(list.try_into().map_err(|_| {
				Failure::usage("--methodologies: a campaign names at most 8 of them")
			})?),
		};
		let trigger = match self.trigger {
			Kind::FirstAct => Trigger::FirstAct { acts },
			Kind::WeeklyActs => Trigger::WeeklyActs { acts, count: self.acts.unwrap_or(0) },
			Kind::Streak => Trigger::Streak { acts, days: self.days.unwrap_or(0) },
			Kind::Theme => {
				// From 1 for people, from 0 on the chain.
				let theme = self.theme.and_then(|theme| theme.checked_sub(1));
				Trigger::Theme { theme: theme.unwrap_or(u8::MAX) }
			},
		};
		if !trigger.is_sound() {
			return usage(format!(
				"the trigger can't be met: --acts is above 0, --days is 2 to {MAX_STREAK}, --theme is 1 \
				 to {THEMES}"
			));
		}
		let (from, until) = (day(&self.from, today)?, day(&self.until, today)?);
		if from > until || until < today {
			return usage(format!(
				"it ends before it begins, or has ended: today is {}",
				format_day(today)
			));
		}
		if self.bonus == 0 {
			return usage("--bonus 0 is no bonus".into());
		}
		Ok(Terms { trigger, bonus: self.bonus, from, until, sponsor: self.sponsor.clone() })
	}
}

fn day(text: &str, today: Day) -> Result<Day> {
	match text {
		"today" => Ok(today),
		"tomorrow" => Ok(today.saturating_add(1)),
		date => parse_date(date).map_err(|e| Failure::Usage(e.to_string())),
	}
}

pub async fn run(global: &Global, command: Command) -> Result<Done> {
	match command {
		Command::Create(arguments) => create(global, arguments).await,
		Command::Fund { campaign, amount } => fund(global, campaign, amount).await,
		Command::Claim { campaign, who } => claim(global, campaign, &who).await,
		Command::Close { campaign, limit } => close(global, campaign, limit).await,
		Command::List { operator } => list(global, operator).await,
		Command::Show { campaign, citizen } => show(global, campaign, citizen.as_deref()).await,
	}
}

/// Every campaign that is not removed, by number.
async fn all(at: &At<'_>) -> Result<Vec<(OperatorId, Found)>> {
	let lists: Vec<(OperatorId, Vec<Found>)> = at.entries(PALLET, "Campaigns", key![]).await?;
	let mut found: Vec<_> = lists
		.into_iter()
		.flat_map(|(operator, list)| list.into_iter().map(move |one| (operator, one)))
		.collect();
	found.sort_by_key(|(_, campaign)| campaign.id);
	Ok(found)
}

async fn find(at: &At<'_>, id: CampaignId) -> Result<(OperatorId, Found)> {
	all(at).await?.into_iter().find(|(_, campaign)| campaign.id == id).ok_or_else(|| {
		Failure::Plain(format!("there is no campaign {id} (see `tanpu campaigns list`)"))
	})
}

async fn create(global: &Global, arguments: Create) -> Result<Done> {
	let chain = global.connect().await?;
	let at = chain.head().await?;
	let terms = arguments.terms(clock(&at).await?.today)?;
	let most: u16 = at.constant(PALLET, "MaxDays")?;
	if terms.until - terms.from >= most {
		return Err(Failure::Usage(format!("a campaign has at most {most} days")));
	}
	let call =
		Call::new(PALLET, "create").arg("operator", &arguments.operator).arg("terms", &terms);
	let included = send(&chain, &global.signer()?, &call).await?;
	let created = included
		.find(PALLET, "Created")
		.ok_or_else(|| Failure::plain("the campaign left no event"))?;
	let (operator, campaign, _) =
		<(OperatorId, CampaignId, Terms<AccountId32>)>::decode_all(&mut &*created.fields)
			.map_err(|e| Failure::Plain(format!("can't decode the campaign's number: {e}")))?;
	let payer =
		terms.sponsor.as_ref().map_or("the operator's treasury".to_owned(), ToString::to_string);
	global.output().result(
		json!({
			"campaign": campaign,
			"operator": operator,
			"terms": terms_json(&terms),
			"block": included.number,
		}),
		format!(
			"campaign {campaign} of operator {operator}: {} points for {}, {} to {}\n\
			 its budget is empty; {payer} pays in: tanpu campaigns fund {campaign} --amount ...",
			points(terms.bonus),
			trigger_text(&terms.trigger),
			format_day(terms.from),
			format_day(terms.until),
		),
	);
	Ok(Done::All)
}

async fn fund(global: &Global, id: CampaignId, amount: Balance) -> Result<Done> {
	let chain = global.connect().await?;
	let (operator, _) = find(&chain.head().await?, id).await?;
	let call = Call::new(PALLET, "fund")
		.arg("operator", &operator)
		.arg("campaign", &id)
		.arg("amount", &amount);
	let included = send(&chain, &global.signer()?, &call).await?;
	let (_, campaign) = find(&chain.at(included.block).await?, id).await?;
	global.output().result(
		json!({
			"campaign": id,
			"operator": operator,
			"paid_in_plancks": amount.to_string(),
			"budget_plancks": campaign.budget.to_string(),
			"block": included.number,
		}),
		format!(
			"{} TANP set aside for campaign {id}; its budget is {} TANP (block {})",
			money(amount),
			money(campaign.budget),
			included.number
		),
	);
	Ok(Done::All)
}

async fn claim(global: &Global, id: CampaignId, who: &[String]) -> Result<Done> {
	/// Claims in one transaction.
	const CHUNK: usize = 50;
	let chain = global.connect().await?;
	let at = chain.head().await?;
	let (operator, campaign) = find(&at, id).await?;
	let mut citizens: Vec<CitizenId> = Vec::new();
	for who in who {
		let citizen = citizen_of(&at, who).await?;
		if !citizens.contains(&citizen) {
			citizens.push(citizen);
		}
	}
	let key = global.signer()?;
	let (mut paid, mut rejected) = (Vec::new(), Vec::new());
	for chunk in citizens.chunks(CHUNK) {
		let calls: Vec<Call> = chunk
			.iter()
			.map(|citizen| {
				Call::new(PALLET, "claim")
					.arg("operator", &operator)
					.arg("campaign", &id)
					.arg("citizen", citizen)
			})
			.collect();
		for (citizen, reason) in chunk.iter().zip(send_each(&chain, &key, &calls).await?) {
			match reason {
				None => paid.push(*citizen),
				Some(reason) => {
					let line = citizens.iter().position(|one| one == citizen).unwrap_or(0);
					rejected.push(Rejected::new(line as u64 + 1, &citizen.to_string(), reason));
				},
			}
		}
	}
	if let ([row], [_]) = (rejected.as_slice(), citizens.as_slice()) {
		return Err(Failure::Refused {
			what: format!("{PALLET}.claim"),
			reason: row.reason.clone(),
		});
	}
	let (_, after) = find(&chain.head().await?, id).await?;
	let value = after.paid.saturating_sub(campaign.paid);
	let text = format!(
		"{} citizens were paid out of campaign {id} ({} TANP since); its budget is {} TANP{}",
		paid.len(),
		money(value),
		money(after.budget),
		rejected::text(Path::new("argument"), "citizen", &rejected)
	);
	let json = json!({
		"campaign": id,
		"citizens": paid,
		"paid_plancks": value.to_string(),
		"budget_plancks": after.budget.to_string(),
		"rejected": rejected::json("citizen", &rejected),
	});
	global.output().result(json, text);
	Ok(rejected::done(&rejected))
}

async fn close(global: &Global, id: CampaignId, limit: u32) -> Result<Done> {
	if limit == 0 {
		return Err(Failure::usage("--limit 0 removes nothing"));
	}
	let chain = global.connect().await?;
	let key = global.signer()?;
	let (operator, before) = find(&chain.head().await?, id).await?;
	let (mut transactions, mut fund) = (0, None);
	loop {
		let call = Call::new(PALLET, "close")
			.arg("operator", &operator)
			.arg("campaign", &id)
			.arg("limit", &limit);
		let included = send(&chain, &key, &call).await?;
		transactions += 1;
		if let Some(closed) = included.find(PALLET, "Closed") {
			let (_, _, returned, to) =
				<(OperatorId, CampaignId, Balance, Option<AccountId32>)>::decode_all(
					&mut &*closed.fields,
				)
				.map_err(|e| Failure::Plain(format!("can't decode what was given back: {e}")))?;
			fund = Some((returned, to));
		}
		if included.find(PALLET, "Removed").is_some() {
			break;
		}
	}
	let back = match &fund {
		Some((returned, Some(to))) => format!("{} TANP went back to {to}", money(*returned)),
		Some((returned, None)) => {
			format!("{} TANP are free in the fund of operator {operator}", money(*returned))
		},
		None => "what was left went back before".to_owned(),
	};
	let json = json!({
		"campaign": id,
		"operator": operator,
		"returned_plancks": fund.as_ref().map(|(returned, _)| returned.to_string()),
		"to": fund.and_then(|(_, to)| to).map(|to| to.to_string()),
		"paid_plancks": before.paid.to_string(),
		"transactions": transactions,
	});
	global.output().result(json, format!("campaign {id} is closed and removed; {back}"));
	Ok(Done::All)
}

async fn list(global: &Global, operator: Option<OperatorId>) -> Result<Done> {
	let chain = global.connect().await?;
	let at = chain.head().await?;
	let today = clock(&at).await?.today;
	let lag: u16 = at.constant(PALLET, "Lag")?;
	let found: Vec<_> = all(&at)
		.await?
		.into_iter()
		.filter(|(of, _)| operator.is_none_or(|wanted| wanted == *of))
		.collect();
	let rows = found.iter().map(|(operator, campaign)| {
		vec![
			campaign.id.to_string(),
			operator.to_string(),
			trigger_text(&campaign.terms.trigger),
			points(campaign.terms.bonus),
			money(campaign.budget),
			money(campaign.paid),
			days_text(campaign, today, lag),
		]
	});
	let headers = ["campaign", "operator", "for", "points", "budget TANP", "paid TANP", "days"];
	let json: Vec<Value> = found
		.iter()
		.map(|(operator, campaign)| campaign_json(*operator, campaign, today, lag))
		.collect();
	let text = if found.is_empty() { "no campaigns".to_owned() } else { table(&headers, rows) };
	global.output().result(json!(json), text);
	Ok(Done::All)
}

async fn show(global: &Global, id: CampaignId, citizen: Option<&str>) -> Result<Done> {
	let chain = global.connect().await?;
	let at = chain.head().await?;
	let today = clock(&at).await?.today;
	let lag: u16 = at.constant(PALLET, "Lag")?;
	let (operator, campaign) = find(&at, id).await?;
	let payer = campaign.terms.sponsor.as_ref();
	let mut rows = vec![
		("campaign", id.to_string()),
		("operator", operator.to_string()),
		("bonus", format!("{} points", points(campaign.terms.bonus))),
		("for", trigger_text(&campaign.terms.trigger)),
		("acts from", format_day(campaign.terms.from)),
		("acts until", format_day(campaign.terms.until)),
		("days", days_text(&campaign, today, lag)),
		("can be closed on", format_day(closing_day(&campaign, lag))),
		("paid for by", payer.map_or("the operator".to_owned(), ToString::to_string)),
		("budget TANP", money(campaign.budget)),
		("paid TANP", money(campaign.paid)),
	];
	let mut json = campaign_json(operator, &campaign, today, lag);
	if let Some(who) = citizen {
		let citizen = citizen_of(&at, who).await?;
		let progress: Option<Progress> = at.get(PALLET, "ProgressOf", key![id, citizen]).await?;
		let text = match (&progress, &campaign.terms.trigger) {
			// Of a theme there is no progress before it is paid: the badge is what counts.
			(None, Trigger::Theme { theme }) => {
				let badges: Badges =
					at.get(growth::PALLET, "BadgesOf", key![citizen]).await?.unwrap_or_default();
				theme_text(badges.get(usize::from(*theme)).copied(), *theme, &campaign)
			},
			_ => progress_text(progress.as_ref(), &campaign.terms.trigger),
		};
		rows.push(("citizen", citizen.to_string()));
		rows.push(("progress", text.clone()));
		json["citizen"] = json!(citizen);
		json["progress"] = json!(text);
		json["due"] = json!(text.ends_with(DUE));
	}
	global.output().result(json, fields(rows));
	Ok(Done::All)
}

/// The first day on which it can be closed.
fn closing_day(campaign: &Found, lag: u16) -> Day {
	campaign.terms.until.saturating_add(1).saturating_add(lag)
}

fn days_text(campaign: &Found, today: Day, lag: u16) -> String {
	let Terms { from, until, .. } = campaign.terms;
	if campaign.closed {
		"closed".to_owned()
	} else if today < from {
		format!("begins in {}", from - today)
	} else if today <= until {
		format!("{} left", u32::from(until - today) + 1)
	} else {
		match closing_day(campaign, lag).checked_sub(today).filter(|left| *left > 0) {
			Some(left) => format!("over; closes in {left}"),
			None => "over; can be closed".to_owned(),
		}
	}
}

fn acts_text(acts: &Acts) -> String {
	match acts {
		Acts::Any => String::new(),
		Acts::Of(list) => {
			let list: Vec<_> = list.iter().map(ToString::to_string).collect();
			format!(" (methodologies {})", list.join(", "))
		},
	}
}

fn trigger_text(trigger: &Trigger) -> String {
	match trigger {
		Trigger::FirstAct { acts } => format!("the first act{}", acts_text(acts)),
		Trigger::WeeklyActs { acts, count } => format!("{count} acts a week{}", acts_text(acts)),
		Trigger::Streak { acts, days } => format!("{days} days in a row{}", acts_text(acts)),
		Trigger::Theme { theme } => format!("theme {}", u16::from(*theme) + 1),
	}
}

/// How a text about somebody ends who is owed a bonus.
const DUE: &str = "; a bonus is due: tanpu campaigns claim";

fn theme_text(unlocked: Option<Day>, theme: u8, campaign: &Found) -> String {
	let theme = u16::from(theme) + 1;
	match unlocked {
		None => format!("theme {theme} is not unlocked"),
		Some(day) if campaign.lasts_on(day) => {
			format!("theme {theme} was unlocked on {}{DUE}", format_day(day))
		},
		Some(day) => format!("theme {theme} was unlocked on {}, out of time", format_day(day)),
	}
}

fn progress_text(progress: Option<&Progress>, trigger: &Trigger) -> String {
	let due = progress.is_some_and(|progress| progress.settled().is_some());
	let suffix = if due { DUE } else { "" };
	let text = match (progress, trigger) {
		(None, _) => "no act yet".to_owned(),
		(Some(Progress::Once { paid: true }), _) => "paid".to_owned(),
		(Some(Progress::Once { paid: false }), _) => "earned".to_owned(),
		(Some(Progress::Weeks { this, last, .. }), _) => {
			let goal = match trigger {
				Trigger::WeeklyActs { count, .. } => *count,
				_ => 0,
			};
			let week = |(acts, earned): &(u16, bool)| {
				format!(
					"{} of {goal}{}",
					grouped(u64::from(*acts)),
					if *earned { ", earned" } else { "" }
				)
			};
			format!("latest week with an act: {}; the week before: {}", week(this), week(last))
		},
		(Some(Progress::Days { last, bits, .. }), _) => {
			format!("{} unpaid days in a row up to {}", bits.trailing_ones(), format_day(*last))
		},
	};
	format!("{text}{suffix}")
}

fn terms_json(terms: &Terms<AccountId32>) -> Value {
	let acts = |acts: &Acts| match acts {
		Acts::Any => Value::Null,
		Acts::Of(list) => json!(list.as_slice()),
	};
	let trigger = match &terms.trigger {
		Trigger::FirstAct { acts: of } => json!({ "kind": "first-act", "methodologies": acts(of) }),
		Trigger::WeeklyActs { acts: of, count } => {
			json!({ "kind": "weekly-acts", "acts": count, "methodologies": acts(of) })
		},
		Trigger::Streak { acts: of, days } => {
			json!({ "kind": "streak", "days": days, "methodologies": acts(of) })
		},
		Trigger::Theme { theme } => json!({ "kind": "theme", "theme": u16::from(*theme) + 1 }),
	};
	json!({
		"trigger": trigger,
		"bonus_cents": terms.bonus,
		"from": format_day(terms.from),
		"until": format_day(terms.until),
		"sponsor": terms.sponsor.as_ref().map(ToString::to_string),
	})
}

fn campaign_json(operator: OperatorId, campaign: &Found, today: Day, lag: u16) -> Value {
	json!({
		"campaign": campaign.id,
		"operator": operator,
		"terms": terms_json(&campaign.terms),
		"budget_plancks": campaign.budget.to_string(),
		"paid_plancks": campaign.paid.to_string(),
		"closed": campaign.closed,
		"days": days_text(campaign, today, lag),
		"closes_on": format_day(closing_day(campaign, lag)),
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use clap::Parser;

	fn terms(options: &str) -> Result<Terms<AccountId32>, String> {
		let line = format!("tanpu campaigns create --operator 0 --bonus 2.5 {options}");
		let cli = crate::cli::Cli::try_parse_from(line.split(' ')).map_err(|e| e.to_string())?;
		let crate::cli::Command::Campaigns(Command::Create(arguments)) = cli.command else {
			panic!("another command");
		};
		arguments.terms(17_775).map_err(|e| e.to_string())
	}

	const PERIOD: &str = "--from tomorrow --until 2018-09-30";

	#[test]
	fn terms_are_made_of_options() {
		let first = terms(&format!("--trigger first-act {PERIOD}")).unwrap();
		assert_eq!(first.trigger, Trigger::FirstAct { acts: Acts::Any });
		assert_eq!((first.bonus, first.from, first.until), (250, 17_776, 17_804));
		let weekly =
			terms(&format!("--trigger weekly-acts --acts 10 --methodologies 2,0,2 {PERIOD}"))
				.unwrap();
		let acts = Acts::Of(vec![0, 2].try_into().unwrap());
		assert_eq!(weekly.trigger, Trigger::WeeklyActs { acts, count: 10 });
		let streak = terms(&format!("--trigger streak --days 7 {PERIOD}")).unwrap();
		assert_eq!(streak.trigger, Trigger::Streak { acts: Acts::Any, days: 7 });
		let theme = terms(&format!("--trigger theme --theme 9 {PERIOD}")).unwrap();
		assert_eq!(theme.trigger, Trigger::Theme { theme: 8 });
	}

	#[test]
	fn what_makes_no_campaign_is_refused() {
		for (options, reason) in [
			("--trigger weekly-acts", "--acts"),
			("--trigger streak", "--days"),
			("--trigger theme", "--theme"),
			("--trigger first-act --days 3", "belongs to --trigger streak"),
			("--trigger theme --theme 1 --methodologies 1", "unlocked by growth"),
			("--trigger theme --theme 0", "can't be met"),
			("--trigger theme --theme 10", "can't be met"),
			("--trigger streak --days 1", "can't be met"),
			("--trigger streak --days 31", "can't be met"),
			("--trigger weekly-acts --acts 0", "can't be met"),
			("--trigger first-act --methodologies 1,2,3,4,5,6,7,8,9", "at most 8"),
		] {
			let error = terms(&format!("{options} {PERIOD}")).unwrap_err();
			assert!(error.contains(reason), "{options}: {error}");
		}
		let over = terms("--trigger first-act --from 2018-08-01 --until 2018-08-31").unwrap_err();
		assert!(over.contains("today is 2018-09-01"), "{over}");
		let around = terms("--trigger first-act --from 2018-10-01 --until 2018-09-30").unwrap_err();
		assert!(around.contains("ends before it begins"), "{around}");
	}

	fn campaign(trigger: Trigger) -> Found {
		let terms = Terms { trigger, bonus: 100, from: 100, until: 109, sponsor: None };
		Campaign { id: 1, terms, budget: 5, paid: 6, closed: false }
	}

	#[test]
	fn days_are_counted_for_people() {
		let one = campaign(Trigger::Theme { theme: 0 });
		let text = |today| days_text(&one, today, 14);
		assert_eq!(text(98), "begins in 2");
		assert_eq!((text(100), text(109)), ("10 left".into(), "1 left".into()));
		assert_eq!(
			(text(110), text(123)),
			("over; closes in 14".into(), "over; closes in 1".into())
		);
		assert_eq!(text(124), "over; can be closed");
		assert_eq!(days_text(&Found { closed: true, ..one.clone() }, 124, 14), "closed");
	}

	#[test]
	fn progress_is_told() {
		let weekly = Trigger::WeeklyActs { acts: Acts::Any, count: 2 };
		let progress = Progress::new(&weekly).with_act(&weekly, 100);
		let text = progress_text(Some(&progress), &weekly);
		assert!(text.contains("1 of 2; the week before: 0 of 2"), "{text}");
		let text = progress_text(Some(&progress.with_act(&weekly, 100)), &weekly);
		assert!(text.contains("2 of 2") && text.contains("a bonus is due"), "{text}");
		let streak = Trigger::Streak { acts: Acts::Any, days: 5 };
		let progress = Progress::new(&streak).with_act(&streak, 100).with_act(&streak, 101);
		let text = progress_text(Some(&progress), &streak);
		assert!(text.starts_with("2 unpaid days in a row up to 1970-04-12"), "{text}");
		let theme = Trigger::Theme { theme: 0 };
		let one = campaign(theme.clone());
		assert_eq!(theme_text(None, 0, &one), "theme 1 is not unlocked");
		assert!(theme_text(Some(105), 0, &one).ends_with(DUE));
		assert!(theme_text(Some(99), 0, &one).ends_with("out of time"));
		assert_eq!(progress_text(Some(&Progress::Once { paid: true }), &theme), "paid");
	}
}
