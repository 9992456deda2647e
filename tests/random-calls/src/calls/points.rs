//! Funds, series, the till, interchange, reversals.

use crate::{moves::Move, world::World};
use pallet_points::{AgreementTerms, Agreements, Call, Funds, PaymentRequest, Reversals};
use sp_core::H256;
use tanpu_primitives::{Balance, CitizenId, Clock as _, PointPart, PointParts, SECONDS_PER_DAY};
use tanpu_runtime::{constants::currency::CENTS, Clock, Points, Runtime, System};

/// What a citizen has that can be spent: operator, series, hundredths, price.
pub fn purse(world: &World, citizen: CitizenId) -> Vec<(u16, u16, u64, Balance)> {
	let mut purse = Vec::new();
	for party in &world.parties {
		if party.role == pallet_participants::Role::Operator {
			for (series, points, value, _) in Points::spendable(party.id, citizen) {
				purse.push((party.id, series, points, value / Balance::from(points.max(1))));
			}
		}
	}
	purse.sort_unstable();
	purse
}

fn series(world: &mut World, operator: u16) -> u16 {
	let next = Funds::<Runtime>::get(operator).next_series;
	let back = world.dice.below(10) as u16;
	(next + 1).saturating_sub(back)
}

/// An operator's money and series.
pub fn funds(world: &mut World) -> Option<Move> {
	let party = world.operator()?;
	let (operator, treasury) = (party.id, party.holder);
	let fund = Funds::<Runtime>::get(operator);
	let now = Clock::now();
	// Who has nothing to issue in does that first.
	let idle = fund.live.is_empty() || fund.free() < 50 * CENTS;
	let step = if idle && !world.dice.one_in(4) {
		if fund.free() < 50 * CENTS {
			0
		} else {
			7
		}
	} else {
		world.dice.below(24)
	};
	match step {
		0..=4 => {
			let amount = Balance::from(world.dice.below(60_000)) * CENTS / 7;
			Move::signed(&treasury, Call::deposit { operator, amount })
		},
		5 => {
			let amount = world.dice.amount(fund.free());
			Move::signed(&treasury, Call::request_withdrawal { operator, amount })
		},
		6 => Move::signed(&treasury, Call::withdraw { operator }),
		7..=11 => {
			let price = 1 + Balance::from(world.dice.below(2 * CENTS as u64));
			let expires = now + world.span(200);
			Move::signed(&treasury, Call::open_series { operator, price, expires })
		},
		12..=18 => {
			// Mostly of one that is winding up, where there is one.
			let winding = Funds::<Runtime>::iter()
				.find(|(_, fund)| fund.wind_up.is_some() && !fund.live.is_empty());
			if let (Some((operator, fund)), true) = (winding, world.dice.one_in(2)) {
				let series = world.dice.pick(&fund.live)?;
				let anybody = world.stranger();
				return Move::signed(&anybody, Call::close_series { operator, series });
			}
			let series = series(world, operator);
			let anybody = world.stranger();
			Move::signed(&anybody, Call::close_series { operator, series })
		},
		19 if world.dice.one_in(10) => Move::signed(&treasury, Call::begin_wind_up { operator }),
		_ if world.dice.one_in(6) => {
			// One that is winding up, where there is one.
			let winding = Funds::<Runtime>::iter().find(|(_, fund)| fund.wind_up.is_some());
			let operator = winding.map_or(operator, |(operator, _)| operator);
			let anybody = world.stranger();
			Move::signed(&anybody, Call::finish_wind_up { operator })
		},
		_ => None,
	}
}

/// Payments, refunds, settlement.
pub fn till(world: &mut World) -> Option<Move> {
	match world.dice.below(16) {
		0..=7 => {
			let (citizen, key) = world.keyed()?;
			let merchant = world.shop()?.id;
			let purse = purse(world, citizen);
			if purse.is_empty() && !world.dice.one_in(10) {
				return None;
			}
			let (mut parts, mut value, mut dearest) = (Vec::new(), 0, 1);
			for (operator, series, have, price) in purse {
				if parts.len() < 16 && world.dice.one_in(2) {
					let points = 1 + world.dice.below(have + have / 16);
					parts.push(PointPart { operator, series, points });
					value += price * Balance::from(points);
					dearest = dearest.max(price);
				}
			}
			// Now and then a little too little, or too much.
			let less = Balance::from(world.dice.below(dearest as u64 + dearest as u64 / 8));
			let more = Balance::from(world.dice.one_in(20));
			let request = PaymentRequest {
				genesis: System::block_hash(0),
				merchant,
				amount: (value + more).saturating_sub(less),
				expires: Clock::now() + world.dice.below(SECONDS_PER_DAY + 2),
				receipt: H256::zero(),
				nonce: world.nonce(),
			};
			if let Some(payment) = Points::payment_ref(request) {
				world.payments.push((payment, merchant));
				let old = world.payments.len().saturating_sub(60);
				world.payments.drain(..old);
			}
			Move::signed(&key, Call::pay { request, parts: PointParts::try_from(parts).ok()? })
		},
		8..=10 => {
			let payments = world.payments.clone();
			let (payment, merchant) = world.dice.pick(&payments)?;
			let holder = world.parties.iter().find(|party| party.id == merchant)?.holder.clone();
			let parts = match Points::payment(payment).filter(|_| world.dice.one_in(2)) {
				Some(found) => {
					let mut parts = found.parts.clone();
					for part in parts.iter_mut() {
						part.points = 1 + world.dice.below(part.points + 1);
					}
					Some(parts)
				},
				None => None,
			};
			Move::signed(&holder, Call::refund { payment, parts })
		},
		kind => {
			let shop = world.shop()?;
			let merchant = shop.id;
			let anybody = world.stranger();
			match kind {
				11 | 12 => {
					let amount = world.dice.amount(Points::receivable(merchant));
					Move::signed(&anybody, Call::settle { merchant, amount })
				},
				13 => {
					let days = world.dice.below(10) as u16;
					let least = Balance::from(1 + world.dice.below(200)) * CENTS;
					let schedule = (!world.dice.one_in(4)).then_some((days, least));
					Move::signed(&shop.holder, Call::set_schedule { merchant, schedule })
				},
				14 => Move::signed(&anybody, Call::run_schedule { merchant }),
				_ => {
					let limit = world.dice.below(6) as u32;
					Move::signed(&anybody, Call::sweep { limit })
				},
			}
		},
	}
}

/// Agreements, and points exchanged under them.
pub fn interchange(world: &mut World) -> Option<Move> {
	let first = world.operator()?;
	let mut second = world.operator()?;
	if first.id == second.id && !world.dice.one_in(10) {
		second = world.operator()?;
	}
	let (from, to) = (first.id, second.id);
	let stands = Points::agreement(from, to);
	match world.dice.below(12) {
		0..=2 => {
			let now = Clock::now();
			let daily = Balance::from(world.dice.below(500)) * CENTS;
			let citizen_daily = daily / Balance::from(world.dice.within(1, 3));
			let terms = AgreementTerms { daily, citizen_daily, expires: now + world.span(400) };
			let by = if world.dice.one_in(2) { &first } else { &second };
			let call = Call::propose_agreement { from, to, by: by.id, terms };
			Move::signed(&by.holder, call)
		},
		3..=5 => {
			let stands = stands?;
			let terms = stands.terms;
			// Who didn't propose it accepts it.
			let other = if stands.proposed_by == first.id { &second } else { &first };
			let by = if world.dice.one_in(10) { &first } else { other };
			Move::signed(&by.holder, Call::accept_agreement { from, to, terms })
		},
		6 if world.dice.one_in(3) => {
			Move::signed(&first.holder, Call::cancel_agreement { from, to })
		},
		_ => {
			let now = Clock::now();
			let agreements: Vec<_> = Agreements::<Runtime>::iter()
				.filter(|(_, _, agreement)| agreement.ends > now)
				.map(|(from, to, _)| (from, to))
				.collect();
			let (from, to) = world.dice.pick(&agreements)?;
			let (citizen, key) = world.keyed()?;
			let mut purse = purse(world, citizen);
			purse.retain(|(operator, ..)| *operator == from);
			let (_, series, have, _) = world.dice.pick(&purse)?;
			let points = world.dice.grams(have.min(2_000));
			let least = if world.dice.one_in(10) { points } else { 0 };
			Move::signed(&key, Call::exchange { from, series, points, to, least })
		},
	}
}

/// Reversals, appeals, decisions.
pub fn reversals(world: &mut World) -> Option<Move> {
	let pending: Vec<_> = Reversals::<Runtime>::iter_keys().collect();
	if pending.is_empty() || world.dice.one_in(4) {
		let party = world.operator()?;
		let operator = party.id;
		let citizen = world.citizen();
		let found: Vec<_> = Points::spendable(operator, citizen);
		let (series, points) = match world.dice.pick(&found) {
			Some((series, points, ..)) => (series, world.dice.grams(points)),
			None => (series(world, operator), 100),
		};
		let reason = world.dice.hash();
		let call = Call::propose_reversal { operator, citizen, series, points, reason };
		return Move::signed(&party.holder, call);
	}
	let (operator, citizen) = world.dice.pick(&pending)?;
	match world.dice.below(4) {
		0 => {
			let key = world.key_of(citizen);
			let statement = world.dice.hash();
			Move::signed(&key, Call::appeal_reversal { operator, citizen, statement })
		},
		1 => {
			let upheld = world.dice.one_in(2);
			Move::council(Call::decide_appeal { operator, citizen, upheld })
		},
		_ => {
			let anybody = world.stranger();
			Move::signed(&anybody, Call::execute_reversal { operator, citizen })
		},
	}
}
