//! What entrusted grams brought, and paying it out.

use super::{text::grams, trade::event, PALLET};
use crate::{
	call::Call,
	cli::Global,
	commands::{accounts::citizen_of, clock},
	connection::At,
	each::send_each,
	failure::{Done, Failure, Result},
	key,
	money::money,
	output::fields,
	rejected::{self, Rejected},
	shop::text::plancks,
	time::format_time,
	transaction::{account_of, send},
	types::accounts::PALLET as ACCOUNTS,
};
use pallet_reduction_market::{Sales, Share};
use serde_json::json;
use sp_core::crypto::AccountId32;
use std::path::Path;
use tanpu_primitives::{Balance, CitizenId, ClassId};

/// Citizens in one transaction.
const CHUNK: usize = 50;

/// The fields of `ProceedsSwept`.
type Swept = (ClassId, Balance);
/// The fields of `ProceedsClaimed`.
type Claimed = (ClassId, CitizenId, AccountId32, Balance);
/// The fields of `Settled`.
type Settled = (ClassId, CitizenId, u64);

async fn sales(at: &At<'_>, class: ClassId) -> Result<Sales> {
	at.view(PALLET, "sales", (class,)).await
}

fn claim_call(class: ClassId, citizen: CitizenId) -> Call {
	Call::new(PALLET, "claim_proceeds").arg("class", &class).arg("citizen", &citizen)
}

pub async fn claim(global: &Global, class: ClassId, who: &[String]) -> Result<Done> {
	let chain = global.connect().await?;
	let key = global.signer()?;
	let at = chain.best().await?;
	if who.is_empty() {
		// As a transaction of its own, so that it is free.
		let account = account_of(&key);
		let found: Option<CitizenId> =
			at.get(ACCOUNTS, "CitizenByKey", key![account.clone()]).await?;
		let citizen = found.ok_or_else(|| {
			Failure::Plain(format!(
				"{account}, which signs, is no citizen's key: say whom to settle, as `tanpu market claim \
				 {class} 17`"
			))
		})?;
		let included = send(&chain, &key, &claim_call(class, citizen)).await?;
		let paid = match included.find(PALLET, "ProceedsClaimed") {
			Some(_) => event::<Claimed>(&chain, &included, "ProceedsClaimed").await?.3,
			None => 0,
		};
		let settled = match included.find(PALLET, "Settled") {
			Some(_) => Some(event::<Settled>(&chain, &included, "Settled").await?.2),
			None => None,
		};
		let first = settled.map_or_else(String::new, |contributed| {
			format!(" for {} that were entrusted; later sales bring more", grams(contributed))
		});
		global.output().result(
			json!({
				"class": class,
				"citizen": citizen,
				"settled_grams": settled,
				"paid_plancks": plancks(paid),
				"block": included.number,
			}),
			format!(
				"citizen {citizen} has {} TANP of class {class}{first} (block {})",
				money(paid),
				included.number
			),
		);
		return Ok(Done::All);
	}

	let mut citizens = Vec::with_capacity(who.len());
	for who in who {
		let citizen = citizen_of(&at, who).await?;
		if !citizens.contains(&citizen) {
			citizens.push(citizen);
		}
	}
	let before = sales(&at, class).await?;
	let (mut done, mut rejected) = (Vec::new(), Vec::new());
	for chunk in citizens.chunks(CHUNK) {
		let calls: Vec<Call> = chunk.iter().map(|citizen| claim_call(class, *citizen)).collect();
		for (citizen, reason) in chunk.iter().zip(send_each(&chain, &key, &calls).await?) {
			match reason {
				None => done.push(*citizen),
				Some(reason) => {
					let line = citizens.iter().position(|one| one == citizen).unwrap_or(0);
					rejected.push(Rejected::new(line as u64 + 1, &citizen.to_string(), reason));
				},
			}
		}
	}
	if let ([row], [_]) = (rejected.as_slice(), citizens.as_slice()) {
		return Err(Failure::Refused {
			what: format!("{PALLET}.claim_proceeds"),
			reason: row.reason.clone(),
		});
	}
	let after = sales(&chain.head().await?, class).await?;
	let paid = after.claimed.saturating_sub(before.claimed);
	let text = format!(
		"{} citizens were settled ({} TANP of class {class} were paid since); {} TANP wait for who \
		 claims them{}",
		done.len(),
		money(paid),
		money(after.unclaimed()),
		rejected::text(Path::new("argument"), "citizen", &rejected)
	);
	let json = json!({
		"class": class,
		"citizens": done,
		"paid_plancks": plancks(paid),
		"unclaimed_plancks": plancks(after.unclaimed()),
		"rejected": rejected::json("citizen", &rejected),
	});
	global.output().result(json, text);
	Ok(rejected::done(&rejected))
}

pub async fn show(global: &Global, class: ClassId, citizen: Option<&str>) -> Result<Done> {
	let chain = global.connect().await?;
	let at = chain.head().await?;
	let clock = clock(&at).await?;
	let sales = sales(&at, class).await?;
	let window: u64 = at.constant(PALLET, "ClaimWindow")?;
	let claims_until = (sales.last_sale > 0).then(|| sales.last_sale.saturating_add(window));
	let mut json = json!({
		"class": class,
		"grams": sales.grams,
		"gross_plancks": plancks(sales.gross),
		"to_operator_plancks": plancks(sales.to_operator),
		"claimed_plancks": plancks(sales.claimed),
		"swept_plancks": plancks(sales.swept),
		"unclaimed_plancks": plancks(sales.unclaimed()),
		"settled_grams": sales.settled,
		"last_sale": (sales.last_sale > 0).then_some(sales.last_sale),
		"claims_until": claims_until,
	});
	let when =
		|time: Option<u64>| time.map_or("-".to_owned(), |time| format_time(time, clock.day_offset));
	let mut rows = vec![
		("class", class.to_string()),
		("sold out of the pool", grams(sales.grams)),
		("paid by buyers, TANP", money(sales.gross)),
		("of it the operator's", money(sales.to_operator)),
		("claimed by citizens", money(sales.claimed)),
		("swept for the common good", money(sales.swept)),
		("unclaimed", money(sales.unclaimed())),
		("settled contributions", grams(sales.settled)),
		("can be claimed until", when(claims_until)),
	];
	if let Some(who) = citizen {
		let citizen = citizen_of(&at, who).await?;
		let share: Option<Share> = at.view(PALLET, "share", (class, citizen)).await?;
		let due: Option<Balance> = at.view(PALLET, "due", (class, citizen)).await?;
		let key: Option<AccountId32> = key_of(&at, citizen).await?;
		json["citizen"] = json!({
			"citizen": citizen,
			"settled_grams": share.map(|share| share.contributed),
			"due_plancks": due.map(plancks),
			"has_key": key.is_some(),
		});
		rows.push(("citizen", citizen.to_string()));
		rows.push((
			"their contribution",
			share.map_or_else(
				|| "not settled, or paid for good".to_owned(),
				|share| grams(share.contributed),
			),
		));
		rows.push(("due to them now", due.map_or("-".to_owned(), money)));
		rows.push((
			"paid to",
			key.map_or_else(|| "nobody: no key".to_owned(), |key| key.to_string()),
		));
	}
	global.output().result(json, fields(rows));
	Ok(Done::All)
}

async fn key_of(at: &At<'_>, citizen: CitizenId) -> Result<Option<AccountId32>> {
	use crate::types::accounts::Citizen;
	let found: Option<Citizen> = at.get(ACCOUNTS, "Citizens", key![citizen]).await?;
	Ok(found.and_then(|found| found.key))
}

pub async fn sweep(global: &Global, class: ClassId, limit: u32) -> Result<Done> {
	let chain = global.connect().await?;
	let call = Call::new(PALLET, "sweep_proceeds").arg("class", &class).arg("limit", &limit);
	let included = send(&chain, &global.signer()?, &call).await?;
	let swept = match included.find(PALLET, "ProceedsSwept") {
		Some(_) => event::<Swept>(&chain, &included, "ProceedsSwept").await?.1,
		None => 0,
	};
	global.output().result(
		json!({ "class": class, "swept_plancks": plancks(swept), "block": included.number }),
		format!(
			"{} TANP of class {class} went to the common good (block {})",
			money(swept),
			included.number
		),
	);
	Ok(Done::All)
}
