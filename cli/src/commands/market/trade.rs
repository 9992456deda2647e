//! Placing orders and offers, and trading with them.

use super::{
	show::{self, total},
	text::{grams as grams_text, parse_end, price as price_text, retirement},
	Retire, Terms, PALLET,
};
use crate::{
	call::Call,
	cli::{Approval, Global},
	commands::{clock, fund::once},
	connection::Chain,
	council::decide,
	failure::{Done, Failure, Result},
	money::money,
	shop::text::plancks,
	time::format_time,
	transaction::{send, Included},
	types::api::ClockReading,
};
use codec::{Compact, Decode};
use pallet_reduction_market::{OrderId, PoolOffer, Side};
use scale_info::TypeInfo;
use serde_json::{json, Value};
use sp_core::crypto::AccountId32;
use tanpu_primitives::{
	verification::CertificateId, Balance, ClassId, Grams, OperatorId, UnixSeconds,
};

/// The fields of `Placed`.
type Placed = (OrderId, AccountId32, ClassId, bool, Grams, Balance, Grams, UnixSeconds);
/// The fields of `Traded`.
type Traded = (OrderId, ClassId, AccountId32, AccountId32, Grams, Balance, Option<CertificateId>);
/// The fields of `Cancelled`.
type Cancelled = (OrderId, AccountId32, Grams);
/// The fields of `PoolOffered`.
type PoolOffered = (ClassId, PoolOffer);
/// The fields of `PoolSold`.
type PoolSold = (ClassId, OperatorId, AccountId32, Grams, Balance, Balance, Option<CertificateId>);

/// What a transaction's event of this name says.
pub async fn event<T: Decode + TypeInfo + 'static>(
	chain: &Chain,
	included: &Included,
	name: &str,
) -> Result<T> {
	chain.at(included.block).await?.check_event::<T>(PALLET, name)?;
	included
		.find(PALLET, name)
		.ok_or_else(|| Failure::Plain(format!("the transaction left no event {name}")))?
		.decode()
}

/// A call with the terms that orders and offers share; and when it ends.
pub fn with_terms(
	name: &'static str,
	class: ClassId,
	terms: &Terms,
	clock: &ClockReading,
) -> Result<Call> {
	let expires = parse_end(&terms.expires, clock)?;
	if expires <= clock.now {
		return Err(Failure::Usage(format!(
			"--expires {}: that is {}, and it is {} by the chain's clock",
			terms.expires,
			format_time(expires, clock.day_offset),
			format_time(clock.now, clock.day_offset)
		)));
	}
	if terms.lot > terms.grams {
		return Err(Failure::Usage(format!(
			"--lot {} is more than all of it, {}",
			grams_text(terms.lot),
			grams_text(terms.grams)
		)));
	}
	Ok(Call::new(PALLET, name)
		.arg("class", &class)
		.arg("grams", &Compact(terms.grams))
		.arg("price", &Compact(terms.price))
		.arg("least_lot", &Compact(terms.lot))
		.arg("expires", &expires))
}

/// Sends what places an order.
async fn place(global: &Global, chain: &Chain, call: &Call, clock: &ClockReading) -> Result<Done> {
	let included = once(
		send(chain, &global.signer()?, call).await,
		"whether the order was placed is not known: look with `tanpu market orders --of ACCOUNT` before \
		 you place it again",
	)?;
	let (order, _, class, bid, grams, price, least_lot, expires): Placed =
		event(chain, &included, "Placed").await?;
	let all = total(grams, price).unwrap_or_default();
	let what = if bid { "bids for" } else { "sells" };
	let held = if bid { format!("; {} TANP are held for it", money(all)) } else { String::new() };
	global.output().result(
		json!({
			"order": order,
			"class": class,
			"side": if bid { "bid" } else { "sell" },
			"grams": grams,
			"price_plancks_per_gram": plancks(price),
			"least_lot": least_lot,
			"expires": expires,
			"all_plancks": plancks(all),
			"block": included.number,
		}),
		format!(
			"order {order} {what} {} of class {class} at {} TANP a tonne until {} (block {}){held}",
			grams_text(grams),
			price_text(price),
			format_time(expires, clock.day_offset),
			included.number
		),
	);
	Ok(Done::All)
}

pub async fn sell(global: &Global, class: ClassId, terms: &Terms) -> Result<Done> {
	let chain = global.connect().await?;
	let clock = clock(&chain.best().await?).await?;
	let call = with_terms("sell", class, terms, &clock)?;
	place(global, &chain, &call, &clock).await
}

pub async fn bid(global: &Global, class: ClassId, terms: &Terms, retire: &Retire) -> Result<Done> {
	let retire = retirement(retire)?;
	let chain = global.connect().await?;
	let clock = clock(&chain.best().await?).await?;
	let call = with_terms("bid", class, terms, &clock)?.arg("retire", &retire);
	place(global, &chain, &call, &clock).await
}

pub async fn cancel(global: &Global, number: OrderId) -> Result<Done> {
	let chain = global.connect().await?;
	let before = show::order(&chain.best().await?, number).await?;
	let call = Call::new(PALLET, "cancel").arg("order", &number);
	let included = send(&chain, &global.signer()?, &call).await?;
	let (_, _, grams): Cancelled = event(&chain, &included, "Cancelled").await?;
	let back = match before.side {
		Side::Sell => grams_text(grams),
		Side::Bid { .. } => {
			format!("{} TANP", money(total(grams, before.price).unwrap_or_default()))
		},
	};
	global.output().result(
		json!({
			"order": number,
			"class": before.class,
			"owner": before.owner.to_string(),
			"grams": grams,
			"block": included.number,
		}),
		format!(
			"order {number} is cancelled: {back} and the deposit are {}'s again (block {})",
			before.owner, included.number
		),
	);
	Ok(Done::All)
}

fn retired_text(certificate: Option<CertificateId>) -> String {
	match certificate {
		Some(number) => format!(", retired with certificate {number}"),
		None => String::new(),
	}
}

pub async fn buy(
	global: &Global,
	number: OrderId,
	grams: Grams,
	max_price: Option<Balance>,
	retire: &Retire,
) -> Result<Done> {
	let retire = retirement(retire)?;
	let chain = global.connect().await?;
	let order = show::order(&chain.best().await?, number).await?;
	if order.side != Side::Sell {
		return Err(Failure::Plain(format!(
			"order {number} is a bid: `tanpu market fill {number}` sells to it"
		)));
	}
	let call = Call::new(PALLET, "buy")
		.arg("order", &number)
		.arg("grams", &Compact(grams))
		.arg("max_price", &Compact(max_price.unwrap_or(order.price)))
		.arg("retire", &retire);
	let included = once(
		send(&chain, &global.signer()?, &call).await,
		"whether it was traded is not known: look with `tanpu market orders` what is left of the order \
		 before you trade again",
	)?;
	traded(global, &chain, &included, "bought").await
}

pub async fn fill(
	global: &Global,
	number: OrderId,
	grams: Grams,
	min_price: Option<Balance>,
) -> Result<Done> {
	let chain = global.connect().await?;
	let order = show::order(&chain.best().await?, number).await?;
	if order.side == Side::Sell {
		return Err(Failure::Plain(format!(
			"order {number} sells: `tanpu market buy {number}` buys from it"
		)));
	}
	let call = Call::new(PALLET, "fill")
		.arg("order", &number)
		.arg("grams", &Compact(grams))
		.arg("min_price", &Compact(min_price.unwrap_or(order.price)));
	let included = once(
		send(&chain, &global.signer()?, &call).await,
		"whether it was traded is not known: look with `tanpu market orders` what is left of the order \
		 before you trade again",
	)?;
	traded(global, &chain, &included, "sold").await
}

async fn traded(global: &Global, chain: &Chain, included: &Included, verb: &str) -> Result<Done> {
	let (order, class, seller, buyer, grams, paid, certificate): Traded =
		event(chain, included, "Traded").await?;
	global.output().result(
		json!({
			"order": order,
			"class": class,
			"seller": seller.to_string(),
			"buyer": buyer.to_string(),
			"grams": grams,
			"paid_plancks": plancks(paid),
			"certificate": certificate,
			"block": included.number,
		}),
		format!(
			"{verb} {} of class {class} for {} TANP{} (block {})",
			grams_text(grams),
			money(paid),
			retired_text(certificate),
			included.number
		),
	);
	Ok(Done::All)
}

pub async fn pool_offer(global: &Global, class: ClassId, terms: &Terms) -> Result<Done> {
	let chain = global.connect().await?;
	let clock = clock(&chain.best().await?).await?;
	let call = with_terms("offer_pool", class, terms, &clock)?;
	let included = send(&chain, &global.signer()?, &call).await?;
	let (_, offer): PoolOffered = event(&chain, &included, "PoolOffered").await?;
	let all = total(offer.grams, offer.price).unwrap_or_default();
	global.output().result(
		json!({
			"class": class,
			"operator": offer.operator,
			"grams": offer.grams,
			"price_plancks_per_gram": plancks(offer.price),
			"least_lot": offer.least_lot,
			"opens": offer.opens,
			"expires": offer.expires,
			"all_plancks": plancks(all),
			"block": included.number,
		}),
		format!(
			"{} of the pool of class {class} are on offer at {} TANP a tonne, {} TANP in all, from {} \
			 until {} (block {})",
			grams_text(offer.grams),
			price_text(offer.price),
			money(all),
			format_time(offer.opens, clock.day_offset),
			format_time(offer.expires, clock.day_offset),
			included.number
		),
	);
	Ok(Done::All)
}

pub async fn pool_withdraw(global: &Global, class: ClassId) -> Result<Done> {
	let chain = global.connect().await?;
	show::pool(&chain.best().await?, class).await?;
	let call = Call::new(PALLET, "withdraw_pool_offer").arg("class", &class);
	let included = send(&chain, &global.signer()?, &call).await?;
	global.output().result(
		json!({ "class": class, "withdrawn": true, "block": included.number }),
		format!("the pool of class {class} is no longer on offer (block {})", included.number),
	);
	Ok(Done::All)
}

pub async fn pool_buy(
	global: &Global,
	class: ClassId,
	grams: Grams,
	max_price: Option<Balance>,
	retire: &Retire,
) -> Result<Done> {
	let retire = retirement(retire)?;
	let chain = global.connect().await?;
	let pool = show::pool(&chain.best().await?, class).await?;
	let call = Call::new(PALLET, "buy_from_pool")
		.arg("class", &class)
		.arg("grams", &Compact(grams))
		.arg("max_price", &Compact(max_price.unwrap_or(pool.offer.price)))
		.arg("retire", &retire);
	let included = once(
		send(&chain, &global.signer()?, &call).await,
		"whether it was bought is not known: look with `tanpu market orders` what is left in the pool \
		 before you buy again",
	)?;
	let (_, operator, buyer, grams, paid, to_operator, certificate): PoolSold =
		event(&chain, &included, "PoolSold").await?;
	let to_citizens = paid.saturating_sub(to_operator);
	let json: Value = json!({
		"class": class,
		"operator": operator,
		"buyer": buyer.to_string(),
		"grams": grams,
		"paid_plancks": plancks(paid),
		"to_operator_plancks": plancks(to_operator),
		"to_citizens_plancks": plancks(to_citizens),
		"certificate": certificate,
		"block": included.number,
	});
	let text = format!(
		"bought {} of class {class} for {} TANP{}: {} TANP for operator {operator}, {} TANP for those \
		 who entrusted them (block {})",
		grams_text(grams),
		money(paid),
		retired_text(certificate),
		money(to_operator),
		money(to_citizens),
		included.number
	);
	global.output().result(json, text);
	Ok(Done::All)
}

pub async fn set_floor(global: &Global, price: Balance, approval: &Approval) -> Result<Done> {
	let chain = global.connect().await?;
	let call = Call::new(PALLET, "set_floor").arg("price", &Compact(price));
	let motion = decide(&chain, &global.signer()?, &call, &approval.keys()?).await?;
	let mut json = motion.json();
	json["price_plancks_per_gram"] = plancks(price);
	let text = motion.text(&format!("no pool is sold below {} TANP a tonne", price_text(price)));
	global.output().result(json, text);
	Ok(Done::All)
}
