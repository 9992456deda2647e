//! Offers and orders.

use crate::{calls::points::purse, methods::text, moves::Move, world::World};
use pallet_point_redemption::{
	Call, Customers, Issuers, Link, NextOfferId, Offers, OrderId, Orders, Stage, Terms,
};
use sp_core::H256;
use sp_runtime::Permill;
use tanpu_primitives::{
	voucher::voucher_message, Balance, Clock as _, PointPart, PointParts, SECONDS_PER_DAY,
};
use tanpu_runtime::{constants::currency::CENTS, Clock, Runtime, System};

fn secret(citizen: u32, number: u32) -> [u8; 16] {
	let mut secret = [3; 16];
	secret[..4].copy_from_slice(&citizen.to_le_bytes());
	secret[4..8].copy_from_slice(&number.to_le_bytes());
	secret
}

fn link() -> Link {
	Link { hash: H256::zero(), uri: text("https://shop.example/1") }
}

/// An offer of late, where one stands.
fn some_offer(world: &mut World) -> u32 {
	let next = u64::from(NextOfferId::<Runtime>::get());
	for _ in 0..6 {
		let offer = next.saturating_sub(1 + world.dice.below(25)) as u32;
		if Offers::<Runtime>::contains_key(offer) {
			return offer;
		}
	}
	world.dice.below(next + 1) as u32
}

pub fn choose(world: &mut World) -> Option<Move> {
	let standing = Offers::<Runtime>::iter_keys().take(30).count();
	match world.dice.below(26) {
		0..=3 if standing < 30 => {
			let shop = world.shop()?;
			let from = Clock::now() + world.dice.below(2) * world.dice.below(SECONDS_PER_DAY);
			let stock = world.dice.within(1, 8) as u32;
			let terms = Terms {
				title: link(),
				picture: world.dice.one_in(3).then(link),
				price: 1 + Balance::from(world.dice.below(150 * CENTS as u64)),
				issuers: Issuers::All,
				stock,
				per_citizen: world.dice.within(1, stock.into()) as u32,
				from,
				until: from + world.span(40),
				fulfil_within: world.span(14),
			};
			Move::signed(&shop.holder, Call::offer { merchant: shop.id, terms })
		},
		4..=6 => {
			// An offer that is over goes, so that few stand.
			let offer = some_offer(world);
			let found = Offers::<Runtime>::get(offer)?;
			let holder = world.parties.iter().find(|party| party.id == found.merchant)?;
			let holder = holder.holder.clone();
			match world.dice.below(6) {
				0 => {
					let units = world.dice.below(4) as u32;
					Move::signed(&holder, Call::restock { offer, units })
				},
				1 => Move::signed(&holder, Call::close { offer }),
				_ => {
					let limit = world.dice.below(6) as u32;
					Move::signed(&holder, Call::remove { offer, limit })
				},
			}
		},
		0..=12 => order(world),
		_ => follow(world),
	}
}

fn order(world: &mut World) -> Option<Move> {
	let mut offer = some_offer(world);
	// Mostly one that can be ordered.
	let now = Clock::now();
	for _ in 0..4 {
		let open = Offers::<Runtime>::get(offer)
			.is_some_and(|found| !found.closed && now < found.terms.until && found.left > 0);
		if open {
			break;
		}
		offer = some_offer(world);
	}
	let found = Offers::<Runtime>::get(offer)?;
	let (citizen, key) = world.keyed()?;
	let number = Customers::<Runtime>::get(citizen).next;
	let number = if world.dice.one_in(30) { number.saturating_sub(1) } else { number };
	let count = world.dice.within(1, 2) as u32;
	let mut due = found.terms.price * Balance::from(count);
	let purse = purse(world, citizen);
	if purse.is_empty() && !world.dice.one_in(10) {
		return None;
	}
	let mut parts = Vec::new();
	for (operator, series, have, price) in purse {
		let wanted = u64::try_from(due.div_ceil(price)).unwrap_or(u64::MAX);
		let points = wanted.min(have);
		// Some of one and the rest of the next.
		let points = if world.dice.one_in(3) { points / 2 } else { points };
		if points > 0 && parts.len() < 16 {
			parts.push(PointPart { operator, series, points });
			due = due.saturating_sub(price * Balance::from(points));
		}
	}
	let message = voucher_message(System::block_hash(0), citizen, number, &secret(citizen, number));
	let voucher = H256(sp_io::hashing::blake2_256(&message));
	let max_price = if world.dice.one_in(20) { found.terms.price - 1 } else { Balance::MAX };
	let parts = PointParts::try_from(parts).ok()?;
	Move::signed(&key, Call::redeem { offer, number, count, parts, voucher, max_price })
}

/// What can become of an order.
fn follow(world: &mut World) -> Option<Move> {
	let all: Vec<_> = Orders::<Runtime>::iter().take(60).collect();
	let (citizen, number, found) = world.dice.pick(&all)?;
	let order = OrderId { citizen, number };
	let key = world.key_of(citizen);
	let holder = world.parties.iter().find(|party| party.id == found.merchant)?.holder.clone();
	let anybody = world.stranger();
	let step = match found.stage {
		Stage::Open => world.dice.below(8),
		Stage::Fulfilled { .. } => 6 + world.dice.below(4),
		Stage::Disputed { .. } => 9 + world.dice.below(3),
	};
	match step {
		0..=3 => {
			let of = if world.dice.one_in(20) { number + 1 } else { number };
			Move::signed(&holder, Call::fulfil { order, secret: secret(citizen, of) })
		},
		4 => Move::signed(&holder, Call::cancel { order }),
		5 | 6 => Move::signed(&key, Call::take_back { order }),
		7 => {
			let reason = world.dice.hash();
			Move::signed(&key, Call::dispute { number, reason })
		},
		8 | 9 => Move::signed(&anybody, Call::release { order }),
		_ => {
			let to_merchant = Permill::from_parts(world.dice.below(1_100_000) as u32);
			Move::council(Call::resolve { order, to_merchant })
		},
	}
}
