//! `tanpu bond`: what stands good for an operator's reductions, and the replacement fund.

use crate::{
	call::Call,
	cli::{parse_account, Approval, Global},
	commands::{
		clock,
		fund::{ensure_operator, ensure_treasury, once, plancks},
		participants::hash_of,
	},
	connection::{At, Chain},
	council::decide,
	escape::escape_bytes,
	failure::{Done, Failure, Result},
	key,
	money::{money, parse_money},
	output::{fields, grouped, table},
	time::format_time,
	transaction::{send, Included},
	types::participants::{LicenceTerms, Participant, PALLET},
};
use codec::{Compact, Decode};
use pallet_participants::{Bond, ReplacementCost};
use scale_info::TypeInfo;
use serde_json::{json, Value};
use sp_core::crypto::AccountId32;
use tanpu_primitives::{Balance, OperatorId, UnixSeconds};

/// Grams of a tonne.
const TONNE: Balance = 1_000_000;

#[derive(clap::Subcommand, Debug)]
pub enum Command {
	/// Bond money of an operator's treasury; signed by the treasury, on which it is held.
	#[command(after_help = "Examples:\n  \
		tanpu --key-file treasury.key bond post 50000 --operator 0\n  \
		tanpu --key-file treasury.key bond post --up-to 50000 --operator 0\n\n\
		With --up-to the command can be run again: it bonds only what is missing.")]
	Post {
		/// How much, in TANP.
		#[arg(value_parser = parse_money, required_unless_present = "up_to")]
		amount: Option<Balance>,
		/// Whose bond.
		#[arg(long)]
		operator: OperatorId,
		/// Bond what is missing until this much TANP stands good; nothing where it does.
		#[arg(long, value_name = "AMOUNT", value_parser = parse_money, conflicts_with = "amount")]
		up_to: Option<Balance>,
	},
	/// Announce that bonded money will be taken back; signed by the treasury. It no longer stands
	/// good, but a recall can still take it until it is released.
	#[command(after_help = "Example:\n  \
		tanpu --key-file treasury.key bond request-release 500 --operator 0\n\n\
		The notice takes 30 days; once the licence was revoked or has run out, 365.")]
	RequestRelease {
		/// How much, in TANP: of what stands good and isn't demanded by the licence.
		#[arg(value_parser = parse_money)]
		amount: Balance,
		/// Whose bond.
		#[arg(long)]
		operator: OperatorId,
	},
	/// Bond again what was announced; signed by the treasury.
	#[command(after_help = "Example:\n  tanpu --key-file treasury.key bond cancel --operator 0")]
	Cancel {
		/// Whose bond.
		#[arg(long)]
		operator: OperatorId,
	},
	/// Take back what was announced, once the notice is over; signed by the treasury.
	#[command(after_help = "Example:\n  tanpu --key-file treasury.key bond release --operator 0")]
	Release {
		/// Whose bond.
		#[arg(long)]
		operator: OperatorId,
	},
	/// What is bonded, what the licence demands, what is on notice and until when.
	#[command(after_help = "Examples:\n  tanpu bond show\n  tanpu bond show --operator 0")]
	Show {
		/// Of this operator only.
		#[arg(long)]
		operator: Option<OperatorId>,
	},
	/// What replacing recalled reductions costs, and what is in the replacement fund; or set that
	/// price (council).
	#[command(after_help = "Examples:\n  \
		tanpu bond price\n  \
		tanpu --key-file member.key bond price --set 85.50\n  \
		tanpu --suri //Alice bond price --set 85.50 --approve-with //Bob\n\n\
		The first price counts at once, another a week after the council decided.")]
	Price {
		/// The new price in TANP for a tonne, with at most 6 decimals.
		#[arg(long, value_name = "AMOUNT", value_parser = parse_price)]
		set: Option<Balance>,
		#[command(flatten)]
		approval: Approval,
	},
	/// Pay out of the replacement fund (council).
	#[command(after_help = "Example:\n  \
		tanpu --key-file member.key bond spend 1200 --to 5F... --reason \"14 t for class 3, file 9\"")]
	Spend {
		/// How much, in TANP.
		#[arg(value_parser = parse_money)]
		amount: Balance,
		/// Who is paid: SS58 or hex.
		#[arg(long, value_parser = parse_account)]
		to: AccountId32,
		/// The reasons: a text, whose hash goes on chain, or 0x and the hash of a document.
		#[arg(long)]
		reason: String,
		#[command(flatten)]
		approval: Approval,
	},
}

pub async fn run(global: &Global, command: Command) -> Result<Done> {
	let chain = global.connect().await?;
	match command {
		Command::Post { amount, operator, up_to } => {
			post(global, &chain, operator, amount, up_to).await
		},
		Command::RequestRelease { amount, operator } => {
			request_release(global, &chain, operator, amount).await
		},
		Command::Cancel { operator } => {
			let included = of_treasury(global, &chain, operator, "cancel_bond_release").await?;
			let amount = amount_of(&included, "BondReleaseCancelled")?;
			changed(global, &chain, operator, &included, amount, "are bonded again").await
		},
		Command::Release { operator } => {
			let included = of_treasury(global, &chain, operator, "release_bond").await?;
			let amount = amount_of(&included, "BondReleased")?;
			changed(global, &chain, operator, &included, amount, "are released").await
		},
		Command::Show { operator: Some(operator) } => show(global, &chain, operator).await,
		Command::Show { operator: None } => show_all(global, &chain).await,
		Command::Price { set: None, .. } => show_price(global, &chain).await,
		Command::Price { set: Some(price), approval } => {
			let call =
				Call::new(PALLET, "set_replacement_price").arg("price", &Compact(price / TONNE));
			let motion = decide(&chain, &global.signer()?, &call, &approval.keys()?).await?;
			let what = format!("a replacement price of {} TANP a tonne", money(price));
			let mut json = motion.json();
			json["price_plancks_per_gram"] = json!(plancks(price / TONNE));
			global.output().result(json, motion.text(&what));
			Ok(Done::All)
		},
		Command::Spend { amount, to, reason, approval } => {
			let call = Call::new(PALLET, "spend_replacement_fund")
				.arg("beneficiary", &to)
				.arg("amount", &Compact(amount))
				.arg("reason", &hash_of(&reason));
			let motion = decide(&chain, &global.signer()?, &call, &approval.keys()?).await?;
			let what = format!("{} TANP of the replacement fund to {to}", money(amount));
			global.output().result(motion.json(), motion.text(&what));
			Ok(Done::All)
		},
	}
}

/// TANP a tonne: the chain keeps plancks a gram.
fn parse_price(text: &str) -> Result<Balance, String> {
	let price = parse_money(text)?;
	if price == 0 || !price.is_multiple_of(TONNE) {
		return Err(format!("`{text}` is no price of a tonne above 0 with at most 6 decimals"));
	}
	Ok(price)
}

async fn post(
	global: &Global,
	chain: &Chain,
	operator: OperatorId,
	amount: Option<Balance>,
	up_to: Option<Balance>,
) -> Result<Done> {
	let key = global.signer()?;
	// The best block, not the last final one: what was just bonded must not be bonded again.
	let at = chain.best().await?;
	ensure_treasury(&at, operator, &key).await?;
	let bonded = bond_of(&at, operator).await?.bonded;
	let amount = match (amount, up_to) {
		(Some(amount), _) => amount,
		(None, Some(wanted)) if wanted <= bonded => {
			global.output().result(
				json!({
					"operator": operator,
					"posted_plancks": plancks(0),
					"bonded_plancks": plancks(bonded),
					"changed": false,
				}),
				format!("{} TANP stand good for operator {operator} already", money(bonded)),
			);
			return Ok(Done::All);
		},
		(None, Some(wanted)) => wanted.saturating_sub(bonded),
		(None, None) => return Err(Failure::usage("say how much: AMOUNT, or --up-to AMOUNT")),
	};
	let call =
		Call::new(PALLET, "post_bond").arg("operator", &operator).arg("amount", &Compact(amount));
	let sent = send(chain, &key, &call).await;
	let included = match up_to {
		Some(_) => sent?,
		None => once(
			sent,
			&format!(
				"whether the money was bonded is not known: look with `tanpu bond show --operator \
				 {operator}` before you bond again"
			),
		)?,
	};
	let bonded = bond_of(&chain.at(included.block).await?, operator).await?.bonded;
	global.output().result(
		json!({
			"operator": operator,
			"posted_plancks": plancks(amount),
			"bonded_plancks": plancks(bonded),
			"changed": true,
			"block": included.number,
		}),
		format!(
			"{} TANP are bonded (block {}); {} TANP stand good for operator {operator}",
			money(amount),
			included.number,
			money(bonded)
		),
	);
	Ok(Done::All)
}

async fn request_release(
	global: &Global,
	chain: &Chain,
	operator: OperatorId,
	amount: Balance,
) -> Result<Done> {
	let key = global.signer()?;
	ensure_treasury(&chain.head().await?, operator, &key).await?;
	let call = Call::new(PALLET, "request_bond_release")
		.arg("operator", &operator)
		.arg("amount", &Compact(amount));
	let included = send(chain, &key, &call).await?;
	let (_, _, from) =
		event::<(OperatorId, Balance, UnixSeconds)>(&included, "BondReleaseRequested")?;
	let clock = clock(&chain.at(included.block).await?).await?;
	global.output().result(
		json!({
			"operator": operator,
			"amount_plancks": plancks(amount),
			"from": from,
			"block": included.number,
		}),
		format!(
			"the release of {} TANP is announced (block {})\n\
			 take it with `tanpu bond release --operator {operator}` from {}; later, if the licence \
			 ends before",
			money(amount),
			included.number,
			format_time(from, clock.day_offset)
		),
	);
	Ok(Done::All)
}

/// A call of the treasury that names the operator alone.
async fn of_treasury(
	global: &Global,
	chain: &Chain,
	operator: OperatorId,
	name: &'static str,
) -> Result<Included> {
	let key = global.signer()?;
	ensure_treasury(&chain.head().await?, operator, &key).await?;
	send(chain, &key, &Call::new(PALLET, name).arg("operator", &operator)).await
}

async fn changed(
	global: &Global,
	chain: &Chain,
	operator: OperatorId,
	included: &Included,
	amount: Balance,
	what: &str,
) -> Result<Done> {
	let bonded = bond_of(&chain.at(included.block).await?, operator).await?.bonded;
	global.output().result(
		json!({
			"operator": operator,
			"amount_plancks": plancks(amount),
			"bonded_plancks": plancks(bonded),
			"block": included.number,
		}),
		format!(
			"{} TANP {what} (block {}); {} TANP stand good for operator {operator}",
			money(amount),
			included.number,
			money(bonded)
		),
	);
	Ok(Done::All)
}

fn event<T: Decode>(included: &Included, name: &'static str) -> Result<T> {
	included
		.find(PALLET, name)
		.ok_or_else(|| Failure::Plain(format!("the chain left no {name} event")))?
		.decode()
}

fn amount_of(included: &Included, name: &'static str) -> Result<Balance> {
	let (_, amount) = event::<(OperatorId, Balance)>(included, name)?;
	Ok(amount)
}

/// An operator's bond; an empty one where it has none.
pub async fn bond_of(at: &At<'_>, operator: OperatorId) -> Result<Bond> {
	Ok(at.get(PALLET, "Bonds", key![operator]).await?.unwrap_or_default())
}

/// How long a notice takes.
#[derive(Clone, Copy)]
struct Periods {
	notice: u64,
	liability: u64,
}

impl Periods {
	fn of(at: &At<'_>) -> Result<Self> {
		Ok(Self {
			notice: at.constant(PALLET, "BondNotice")?,
			liability: at.constant(PALLET, "LiabilityPeriod")?,
		})
	}
}

/// A bond with what is to be said about it.
struct Standing {
	operator: OperatorId,
	licence: Participant,
	bond: Bond,
	/// From when what is on notice can be released.
	from: Option<UnixSeconds>,
	now: UnixSeconds,
}

impl Standing {
	fn new(
		operator: OperatorId,
		licence: Participant,
		bond: Bond,
		periods: Periods,
		now: UnixSeconds,
	) -> Self {
		let ended = licence.ended(now);
		let from =
			bond.notice.map(|notice| notice.release_from(ended, periods.notice, periods.liability));
		Self { operator, licence, bond, from, now }
	}

	/// Plancks that are missing for the operator to report.
	fn short(&self) -> Balance {
		self.licence.terms.bond().saturating_sub(self.bond.bonded)
	}

	/// Why what is on notice can't be released now; none where it can.
	fn obstacle(&self) -> Option<&'static str> {
		if self.licence.suspension(self.now).is_some() {
			Some("stays while the operator is suspended")
		} else if self.from.is_some_and(|from| self.now < from) {
			Some("the notice runs")
		} else if self.licence.ended(self.now).is_none() && self.short() > 0 {
			Some("stays: the licence demands more than stands good without it")
		} else {
			None
		}
	}

	fn reporting(&self) -> String {
		match self.short() {
			0 => "yes, as far as the bond is concerned".into(),
			short => format!("no: {} TANP are missing", money(short)),
		}
	}

	fn json(&self) -> Value {
		json!({
			"operator": self.operator,
			"bonded_plancks": plancks(self.bond.bonded),
			"demanded_plancks": plancks(self.licence.terms.bond()),
			"short_plancks": plancks(self.short()),
			"standing": self.licence.standing(self.now),
			"notice": self.bond.notice.map(|notice| json!({
				"amount_plancks": plancks(notice.amount),
				"requested": notice.requested,
				"from": self.from,
				"releasable": self.obstacle().is_none(),
			})),
		})
	}
}

async fn show(global: &Global, chain: &Chain, operator: OperatorId) -> Result<Done> {
	let at = chain.head().await?;
	let clock = clock(&at).await?;
	let licence = ensure_operator(&at, operator).await?;
	let bond = bond_of(&at, operator).await?;
	let standing = Standing::new(operator, licence, bond, Periods::of(&at)?, clock.now);
	let mut rows = vec![
		("operator", operator.to_string()),
		("name", escape_bytes(&standing.licence.name)),
		("standing", standing.licence.standing(clock.now).to_owned()),
		("stands good (TANP)", money(bond.bonded)),
		("demanded by the licence", money(standing.licence.terms.bond())),
		("can report", standing.reporting()),
	];
	if let (Some(notice), Some(from)) = (bond.notice, standing.from) {
		let state = standing.obstacle().unwrap_or("can be released now");
		rows.push(("on notice", format!("{} ({state})", money(notice.amount))));
		rows.push(("  announced", format_time(notice.requested, clock.day_offset)));
		rows.push(("  can be released from", format_time(from, clock.day_offset)));
	}
	let price = cost_of(&at).await?.at(clock.now);
	let mut json = standing.json();
	if let Some(grams) = bond.held().and_then(|held| held.checked_div(price)) {
		let grams = u64::try_from(grams).unwrap_or(u64::MAX);
		rows.push(("pays for (g)", grouped(grams)));
		json["pays_for_grams"] = json!(grams);
	}
	global.output().result(json, fields(rows));
	Ok(Done::All)
}

async fn show_all(global: &Global, chain: &Chain) -> Result<Done> {
	let at = chain.head().await?;
	let clock = clock(&at).await?;
	let periods = Periods::of(&at)?;
	let all: Vec<(OperatorId, Participant)> = at.entries(PALLET, "Participants", key![]).await?;
	let operators: Vec<(OperatorId, Participant)> = all
		.into_iter()
		.filter(|(_, found)| matches!(found.terms, LicenceTerms::Operator { .. }))
		.collect();
	let keys = operators.iter().map(|(operator, _)| key![operator]).collect();
	let bonds: Vec<Option<Bond>> = at.get_many(PALLET, "Bonds", keys).await?;
	let standings: Vec<Standing> = operators
		.into_iter()
		.zip(bonds)
		.map(|((operator, licence), bond)| {
			Standing::new(operator, licence, bond.unwrap_or_default(), periods, clock.now)
		})
		.collect();
	let rows = standings.iter().map(|standing| {
		vec![
			standing.operator.to_string(),
			escape_bytes(&standing.licence.name),
			standing.licence.standing(clock.now).to_owned(),
			money(standing.bond.bonded),
			money(standing.licence.terms.bond()),
			money(standing.short()),
			standing.bond.notice.map_or_else(String::new, |notice| money(notice.amount)),
			standing.from.map_or_else(String::new, |from| format_time(from, clock.day_offset)),
		]
	});
	let headers = [
		"operator",
		"name",
		"standing",
		"stands good (TANP)",
		"demanded",
		"missing",
		"on notice",
		"until",
	];
	let text = table(&headers, rows);
	let list: Vec<Value> = standings.iter().map(Standing::json).collect();
	global.output().result(json!(list), text);
	Ok(Done::All)
}

/// An account, as the chain has it.
#[derive(Decode, TypeInfo)]
#[allow(dead_code)]
struct AccountInfo {
	nonce: u32,
	consumers: u32,
	providers: u32,
	sufficients: u32,
	data: AccountData,
}

#[derive(Decode, TypeInfo)]
#[allow(dead_code)]
struct AccountData {
	free: Balance,
	reserved: Balance,
	frozen: Balance,
	flags: u128,
}

/// Plancks of the replacement fund that can be spent: all but what keeps its account.
async fn replacement_money(at: &At<'_>) -> Result<Balance> {
	let fund: AccountId32 = at.constant(PALLET, "ReplacementFund")?;
	let least: Balance = at.constant("Balances", "ExistentialDeposit")?;
	let found: Option<AccountInfo> = at.get("System", "Account", key![fund]).await?;
	Ok(found.map_or(0, |found| found.data.free.saturating_sub(least)))
}

/// Plancks of a gram; 0 where the council has set none.
async fn cost_of(at: &At<'_>) -> Result<ReplacementCost> {
	Ok(at.get(PALLET, "ReplacementPrice", key![]).await?.unwrap_or_default())
}

async fn show_price(global: &Global, chain: &Chain) -> Result<Done> {
	let at = chain.head().await?;
	let clock = clock(&at).await?;
	let (cost, fund) = (cost_of(&at).await?, replacement_money(&at).await?);
	let price = cost.at(clock.now);
	let next = cost.next.filter(|(_, from)| clock.now < *from);
	let to_come = next.map_or_else(String::new, |(price, from)| {
		format!(
			"\nfrom {} it costs {} TANP a tonne",
			format_time(from, clock.day_offset),
			money(price.saturating_mul(TONNE))
		)
	});
	let text = match price {
		0 => "the council has set no replacement price: recalls take nothing of bonds".to_owned(),
		price => format!(
			"replacing recalled reductions costs {} TANP a tonne",
			money(price.saturating_mul(TONNE))
		),
	};
	global.output().result(
		json!({
			"price_plancks_per_gram": plancks(price),
			"next": next.map(|(price, from)| json!({
				"price_plancks_per_gram": plancks(price),
				"from": from,
			})),
			"fund_plancks": plancks(fund),
		}),
		format!("{text}{to_come}\n{} TANP are in the replacement fund", money(fund)),
	);
	Ok(Done::All)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{
		money::TANP,
		types::participants::{Scope, Suspension, Suspensions},
	};
	use pallet_participants::ReleaseNotice;
	use sp_core::H256;

	const PERIODS: Periods = Periods { notice: 30, liability: 365 };

	fn licence(bond: Balance) -> Participant {
		Participant {
			name: b"Metro".to_vec(),
			holder: AccountId32::new([1; 32]),
			owner: H256::zero(),
			terms: LicenceTerms::Operator { scope: Scope::All, daily_quota: 1, bond },
			registered: 0,
			expires: 1_000,
			suspensions: Suspensions::default(),
			revoked: None,
		}
	}

	fn notice(bonded: Balance) -> Bond {
		Bond { bonded, notice: Some(ReleaseNotice { amount: 5, requested: 100 }) }
	}

	fn at(licence: &Participant, bond: Bond, now: UnixSeconds) -> Standing {
		Standing::new(7, licence.clone(), bond, PERIODS, now)
	}

	#[test]
	fn prices_are_of_a_tonne_and_exact() {
		assert_eq!(parse_price("85.50"), Ok(85 * TANP + TANP / 2));
		assert_eq!(parse_price("0.000001"), Ok(TONNE));
		for bad in ["0", "0.0000001", "1.0000001", "x"] {
			assert!(parse_price(bad).is_err(), "{bad}");
		}
	}

	#[test]
	fn a_bond_says_what_is_missing() {
		let standing = at(&licence(10), Bond { bonded: 4, notice: None }, 0);
		assert_eq!(standing.short(), 6);
		assert!(standing.reporting().starts_with("no"));
		assert_eq!(standing.json()["short_plancks"], "6");
		assert_eq!(at(&licence(10), Bond { bonded: 11, notice: None }, 0).short(), 0);
	}

	#[test]
	fn a_notice_says_when_it_can_be_released() {
		let runs = |licence: &Participant, bond, now| at(licence, bond, now).obstacle();
		assert_eq!(at(&licence(10), notice(10), 129).from, Some(130));
		assert_eq!(runs(&licence(10), notice(10), 129), Some("the notice runs"));
		assert_eq!(runs(&licence(10), notice(10), 130), None);
		assert!(runs(&licence(11), notice(10), 130).unwrap().contains("demands more"));
		// The licence is over: a year from its end, and nothing is demanded.
		let revoked = Participant { revoked: Some(120), ..licence(11) };
		assert_eq!(at(&revoked, notice(0), 130).from, Some(485));
		assert_eq!(runs(&revoked, notice(0), 484), Some("the notice runs"));
		assert_eq!(runs(&revoked, notice(0), 485), None);
		assert_eq!(at(&licence(0), notice(0), 1_000).from, Some(1_365));
		let mut suspended = licence(0);
		suspended.suspensions.last = Some(Suspension {
			by: AccountId32::new([2; 32]),
			reason: H256::zero(),
			since: 120,
			until: 192,
			confirmed: false,
		});
		assert!(runs(&suspended, notice(0), 191).unwrap().contains("suspended"));
		assert_eq!(runs(&suspended, notice(0), 192), None);
	}
}
