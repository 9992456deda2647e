//! The market: orders of holders and bidders, operators' pools, proceeds.

use crate::{methods::text, moves::Move, world::World};
use pallet_reduction_market::{Call, NextOrderId, Orders, PoolOffers, Retirement, SalesOf, Side};
use pallet_verified_reductions::{Cases, Issuances};
use tanpu_primitives::{
	verification::Bonds as _, Balance, Be32, ClassId, Clock as _, Disposition, SECONDS_PER_DAY,
};
use tanpu_runtime::{AccountId, Clock, Participants, ReductionMarket, Runtime};

/// Plancks a gram, at most: so that bonds and money go far.
const DEAREST: u64 = 2_000_000_000;

fn price(world: &mut World) -> Balance {
	Balance::from(world.dice.within(1, DEAREST))
}

fn retirement(world: &mut World) -> Option<Retirement> {
	let named = world.dice.one_in(2);
	let (who, why) = if named { ("A company", "2026") } else { ("", "") };
	let retirement = Retirement { beneficiary: text(who), purpose: text(why) };
	world.dice.one_in(2).then_some(retirement)
}

fn expires(world: &mut World) -> u64 {
	Clock::now() + world.span(60)
}

/// Somebody who holds grams of a class, and how many.
fn holder(world: &mut World, class: ClassId) -> Option<(AccountId, u64)> {
	let all: Vec<_> = pallet_assets::Account::<Runtime>::iter_prefix(class)
		.filter(|(who, _)| world.keys.pair(who).is_some())
		.map(|(who, account)| (who, account.balance))
		.collect();
	world.dice.pick(&all)
}

/// A standing order of one side, where a few tries find one.
fn some_order(world: &mut World, sells: bool) -> Option<u32> {
	let next = u64::from(NextOrderId::<Runtime>::get());
	for _ in 0..30 {
		let order = next.saturating_sub(1 + world.dice.below(40)) as u32;
		let found = Orders::<Runtime>::get(Be32::from(order));
		// Mostly one that hasn't expired.
		let lasts = world.dice.one_in(20);
		if found.is_some_and(|found| {
			matches!(found.side, Side::Sell) == sells && (lasts || Clock::now() < found.expires)
		}) {
			return Some(order);
		}
	}
	world.dice.one_in(10).then_some(next as u32)
}

pub fn choose(world: &mut World) -> Option<Move> {
	match world.dice.below(20) {
		0..=2 => {
			let class = world.issued();
			let (who, has) = holder(world, class)?;
			let grams = world.dice.grams(has);
			let least_lot = 1 + world.dice.below(grams.clamp(1, 20));
			let (price, expires) = (price(world), expires(world));
			Move::signed(&who, Call::sell { class, grams, price, least_lot, expires })
		},
		3 | 4 => {
			let class = world.issued();
			let buyer = world.stranger();
			let grams = world.dice.within(1, 2_000);
			let least_lot = 1 + world.dice.below(20);
			let (price, expires) = (price(world), expires(world));
			let retire = retirement(world);
			let call = Call::bid { class, grams, price, least_lot, expires, retire };
			Move::signed(&buyer, call)
		},
		5..=7 => {
			let order = some_order(world, true)?;
			let found = Orders::<Runtime>::get(Be32::from(order));
			let grams = found.as_ref().map_or(1, |found| world.dice.grams(found.grams));
			let max_price = found.map_or(1, |found| found.price);
			let max_price = if world.dice.one_in(20) { max_price - 1 } else { max_price };
			let buyer = world.stranger();
			let retire = retirement(world);
			Move::signed(&buyer, Call::buy { order, grams, max_price, retire })
		},
		8 | 9 => {
			let order = some_order(world, false)?;
			let found = Orders::<Runtime>::get(Be32::from(order))?;
			let (who, has) = holder(world, found.class)?;
			let grams = world.dice.grams(has.min(found.grams));
			let min_price = found.price + Balance::from(world.dice.one_in(20));
			Move::signed(&who, Call::fill { order, grams, min_price })
		},
		10 => {
			let sells = world.dice.one_in(2);
			let order = some_order(world, sells)?;
			let found = Orders::<Runtime>::get(Be32::from(order))?;
			// Its owner, or anybody where it has expired.
			let anybody = world.stranger();
			let who = if Clock::now() >= found.expires { anybody } else { found.owner };
			Move::signed(&who, Call::cancel { order })
		},
		11..=13 => {
			let class = world.issued();
			let operator = Cases::<Runtime>::get(class)?.info.operator;
			let holder = world.parties.iter().find(|party| party.id == operator)?.holder.clone();
			let pool = Issuances::<Runtime>::get(class)?.pool;
			if world.dice.one_in(8) {
				return Move::signed(&holder, Call::withdraw_pool_offer { class });
			}
			let grams = world.dice.grams(pool);
			let price = price(world).max(ReductionMarket::floor());
			// What the bond can cover, mostly.
			let bonded = Participants::bonded(operator);
			let most = u64::try_from(bonded / price.max(1)).unwrap_or(u64::MAX);
			let grams = if world.dice.one_in(8) { grams } else { grams.min(most) };
			let least_lot = 1 + world.dice.below(20);
			let expires = Clock::now() + SECONDS_PER_DAY + world.span(60);
			let call = Call::offer_pool { class, grams, price, least_lot, expires };
			Move::signed(&holder, call)
		},
		14..=16 => {
			let now = Clock::now();
			let stale = world.dice.one_in(10);
			let offers: Vec<_> = PoolOffers::<Runtime>::iter()
				.filter(|(_, offer)| stale || (offer.opens <= now && now < offer.expires))
				.take(80)
				.collect();
			let (class, offer) = world.dice.pick(&offers)?;
			let class = ClassId::from(class);
			let grams = world.dice.grams(offer.grams);
			let max_price = offer.price;
			let buyer = world.stranger();
			let retire = retirement(world);
			Move::signed(&buyer, Call::buy_from_pool { class, grams, max_price, retire })
		},
		17 | 18 => proceeds(world),
		_ => {
			if world.dice.one_in(4) {
				let price = Balance::from(world.dice.below(1_000));
				return Move::council(Call::set_floor { price });
			}
			if world.dice.one_in(2) {
				return left_over(world);
			}
			// Mostly of one that was issued long ago.
			let now = Clock::now();
			let early = world.dice.one_in(4);
			let sold: Vec<_> = SalesOf::<Runtime>::iter_keys()
				.filter(|class| {
					early
						|| Issuances::<Runtime>::get(class)
							.is_some_and(|found| found.at + 730 * SECONDS_PER_DAY <= now)
				})
				.take(60)
				.collect();
			let class = world.dice.pick(&sold)?;
			let limit = world.dice.below(12) as u32;
			let anybody = world.stranger();
			Move::signed(&anybody, Call::sweep_proceeds { class, limit })
		},
	}
}

/// What the council does with pools of operators that are no more, and with the common good.
fn left_over(world: &mut World) -> Option<Move> {
	let purpose = sp_core::H256::repeat_byte(6);
	if world.dice.one_in(4) {
		let recipient = world.stranger();
		let there = u64::try_from(ReductionMarket::common_good()).unwrap_or(u64::MAX);
		let amount = Balance::from(world.dice.below(there.saturating_add(2)));
		return Move::council(Call::spend_common_good { recipient, amount, purpose });
	}
	// Mostly of revoked ones.
	let any = world.dice.one_in(10);
	let pools: Vec<_> = Issuances::<Runtime>::iter()
		.filter(|(_, found)| found.pool > 0)
		.filter(|(class, _)| {
			let Some(case) = Cases::<Runtime>::get(*class) else { return false };
			let operator = pallet_participants::Participants::<Runtime>::get(case.info.operator);
			any || operator.is_some_and(|operator| operator.revoked.is_some())
		})
		.take(60)
		.map(|(class, found)| (class, found.pool))
		.collect();
	let (class, pool) = world.dice.pick(&pools)?;
	if world.dice.one_in(3) {
		return Move::council(Call::withdraw_revoked_pool { class });
	}
	let grams = world.dice.grams(pool);
	let price = price(world).max(ReductionMarket::floor());
	let least_lot = 1 + world.dice.below(20);
	let expires = Clock::now() + SECONDS_PER_DAY + world.span(60);
	Move::council(Call::offer_revoked_pool { class, grams, price, least_lot, expires })
}

/// A citizen takes what a pool earned for them.
fn proceeds(world: &mut World) -> Option<Move> {
	let sold: Vec<_> = SalesOf::<Runtime>::iter_keys().take(200).collect();
	let class = match world.dice.pick(&sold) {
		Some(class) if !world.dice.one_in(4) => class,
		_ => world.issued(),
	};
	let operator = Cases::<Runtime>::get(class)?.info.operator;
	let mut citizen = world.citizen();
	// Somebody who entrusted grams of it, mostly with a key.
	for _ in 0..8 {
		let position = tanpu_runtime::CarbonAccounts::position(operator, citizen);
		if position.is_some_and(|position| {
			position.disposition == Disposition::Entrusted
				&& position.contributions.iter().any(|(of, _)| *of == class)
		}) {
			break;
		}
		citizen = world.citizen();
	}
	let key = world.key_of(citizen);
	Move::signed(&key, Call::claim_proceeds { class, citizen })
}
