//! What stands on the market.

use super::{
	text::{grams, price},
	PALLET,
};
use crate::{
	cli::Global,
	commands::clock,
	connection::At,
	escape::escape_bytes,
	failure::{Done, Failure, Result},
	money::money,
	output::table,
	shop::text::plancks,
	time::format_time,
};
use pallet_reduction_market::{OrderId, OrderView, PoolOfferView, Retirement, Side, PAGE};
use serde_json::{json, Value};
use sp_core::crypto::AccountId32;
use tanpu_primitives::{Balance, ClassId, Grams, UnixSeconds};

pub type Order = OrderView<AccountId32>;

/// An order that stands.
pub async fn order(at: &At<'_>, number: OrderId) -> Result<Order> {
	let found: Option<Order> = at.view(PALLET, "order", (number,)).await?;
	found.ok_or_else(|| {
		Failure::Plain(format!("there is no order {number}: it never was, or is finished"))
	})
}

/// The offer of a class's pool.
pub async fn pool(at: &At<'_>, class: ClassId) -> Result<PoolOfferView> {
	let found: Option<PoolOfferView> = at.view(PALLET, "pool_offer", (class,)).await?;
	found.ok_or_else(|| Failure::Plain(format!("the pool of class {class} isn't on offer")))
}

/// All orders, of a class or of every one, in rising order.
async fn all_orders(at: &At<'_>, class: Option<ClassId>) -> Result<Vec<Order>> {
	let mut found = Vec::new();
	let mut next = Some(0);
	while let Some(from) = next {
		let page: Vec<Order> = at.view(PALLET, "orders", (class, from)).await?;
		let full = page.len() as u64 >= u64::from(PAGE);
		next = page.last().and_then(|last| last.order.checked_add(1)).filter(|_| full);
		found.extend(page);
	}
	Ok(found)
}

async fn all_pools(at: &At<'_>, class: Option<ClassId>) -> Result<Vec<PoolOfferView>> {
	if let Some(class) = class {
		let found: Option<PoolOfferView> = at.view(PALLET, "pool_offer", (class,)).await?;
		return Ok(found.into_iter().collect());
	}
	let mut found = Vec::new();
	let mut next = Some(0);
	while let Some(from) = next {
		let page: Vec<PoolOfferView> = at.view(PALLET, "pool_offers", (from,)).await?;
		let full = page.len() as u64 >= u64::from(PAGE);
		next = page.last().and_then(|last| last.class.checked_add(1)).filter(|_| full);
		found.extend(page);
	}
	Ok(found)
}

/// What so many grams cost.
pub fn total(grams: Grams, price: Balance) -> Option<Balance> {
	Balance::from(grams).checked_mul(price)
}

fn total_text(grams: Grams, price: Balance) -> String {
	total(grams, price).map_or_else(|| "beyond all money".to_owned(), money)
}

fn state(open: bool, expires: UnixSeconds, now: UnixSeconds) -> &'static str {
	match (open, expires <= now) {
		(true, _) => "open",
		(false, true) => "expired",
		(false, false) => "closed",
	}
}

fn pool_state(pool: &PoolOfferView, now: UnixSeconds) -> &'static str {
	if !pool.open && now < pool.offer.opens {
		"notice"
	} else {
		state(pool.open, pool.offer.expires, now)
	}
}

fn retire_text(side: &Side) -> String {
	match side {
		Side::Sell => "sell".to_owned(),
		Side::Bid { retire: None } => "bid".to_owned(),
		Side::Bid { retire: Some(Retirement { beneficiary, .. }) } if beneficiary.is_empty() => {
			"bid, to retire".to_owned()
		},
		Side::Bid { retire: Some(Retirement { beneficiary, .. }) } => {
			format!("bid, to retire for {}", escape_bytes(beneficiary))
		},
	}
}

pub async fn orders(
	global: &Global,
	class: Option<ClassId>,
	of: Option<AccountId32>,
	open: bool,
) -> Result<Done> {
	let chain = global.connect().await?;
	let at = chain.head().await?;
	let clock = clock(&at).await?;
	let now = clock.now;
	let mut orders = all_orders(&at, class).await?;
	orders.retain(|order| of.as_ref().is_none_or(|of| *of == order.owner) && (!open || order.open));
	// Pools are operators', and no account's.
	let mut pools = if of.is_some() { Vec::new() } else { all_pools(&at, class).await? };
	pools.retain(|pool| !open || pool.open);

	let when = |time| format_time(time, clock.day_offset);
	let rows = orders.iter().map(|order| {
		vec![
			order.order.to_string(),
			order.class.to_string(),
			retire_text(&order.side),
			grams(order.grams),
			price(order.price),
			total_text(order.grams, order.price),
			grams(order.least_lot),
			state(order.open, order.expires, now).to_owned(),
			when(order.expires),
			order.owner.to_string(),
		]
	});
	let headers = [
		"order",
		"class",
		"side",
		"left",
		"TANP a t",
		"all of it",
		"least",
		"state",
		"expires",
		"owner",
	];
	let mut text = if orders.is_empty() { "no orders".to_owned() } else { table(&headers, rows) };
	if !pools.is_empty() {
		let rows = pools.iter().map(|pool| {
			vec![
				pool.class.to_string(),
				pool.offer.operator.to_string(),
				grams(pool.available),
				price(pool.offer.price),
				total_text(pool.available, pool.offer.price),
				grams(pool.offer.least_lot),
				pool_state(pool, now).to_owned(),
				when(pool.offer.opens),
				when(pool.offer.expires),
			]
		});
		let headers = [
			"class",
			"operator",
			"in the pool",
			"TANP a t",
			"all of it",
			"least",
			"state",
			"opens",
			"expires",
		];
		text.push_str("\noperators' pools\n");
		text.push_str(&table(&headers, rows));
	} else if of.is_none() {
		text.push_str("\nno pools on offer");
	}
	let orders: Vec<Value> = orders.iter().map(|order| order_json(order, now)).collect();
	let pools: Vec<Value> = pools.iter().map(|pool| pool_json(pool, now)).collect();
	global.output().result(json!({ "orders": orders, "pools": pools }), text);
	Ok(Done::All)
}

fn retire_json(retire: &Option<Retirement>) -> Value {
	match retire {
		None => Value::Null,
		Some(Retirement { beneficiary, purpose }) => json!({
			"beneficiary": String::from_utf8_lossy(beneficiary),
			"purpose": String::from_utf8_lossy(purpose),
		}),
	}
}

fn order_json(order: &Order, now: UnixSeconds) -> Value {
	let (side, retire) = match &order.side {
		Side::Sell => ("sell", Value::Null),
		Side::Bid { retire } => ("bid", retire_json(retire)),
	};
	json!({
		"order": order.order,
		"class": order.class,
		"side": side,
		"retire": retire,
		"grams": order.grams,
		"price_plancks_per_gram": plancks(order.price),
		"least_lot": order.least_lot,
		"expires": order.expires,
		"state": state(order.open, order.expires, now),
		"owner": order.owner.to_string(),
	})
}

fn pool_json(pool: &PoolOfferView, now: UnixSeconds) -> Value {
	json!({
		"class": pool.class,
		"operator": pool.offer.operator,
		"by_council": pool.offer.by_council,
		"grams": pool.offer.grams,
		"available": pool.available,
		"price_plancks_per_gram": plancks(pool.offer.price),
		"least_lot": pool.offer.least_lot,
		"opens": pool.offer.opens,
		"expires": pool.offer.expires,
		"state": pool_state(pool, now),
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use pallet_reduction_market::PoolOffer;

	#[test]
	fn states() {
		assert_eq!(state(true, 10, 9), "open");
		assert_eq!(state(false, 10, 10), "expired");
		assert_eq!(state(false, 10, 9), "closed");
		let offer = PoolOffer {
			operator: 0,
			grams: 9,
			price: 1,
			least_lot: 1,
			by_council: false,
			opens: 5,
			expires: 10,
		};
		let pool = |open| PoolOfferView { class: 0, offer, available: 9, open };
		assert_eq!(pool_state(&pool(false), 4), "notice");
		assert_eq!(pool_state(&pool(true), 5), "open");
		assert_eq!(pool_state(&pool(false), 6), "closed");
		assert_eq!(pool_state(&pool(false), 10), "expired");
	}

	#[test]
	fn foreign_text_is_escaped() {
		let beneficiary = b"a\x1b[31mb".to_vec().try_into().unwrap();
		let side =
			Side::Bid { retire: Some(Retirement { beneficiary, purpose: Default::default() }) };
		assert!(!retire_text(&side).contains('\u{1b}'));
		assert_eq!(retire_text(&Side::Sell), "sell");
	}
}
