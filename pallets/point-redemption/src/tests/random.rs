//! Random economies against a model that keeps its own books.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;
use tanpu_primitives::{traits::Citizens, CitizenId};

#[derive(Clone, Debug)]
enum Step {
	Offer { price: Balance, stock: u32, per_citizen: u32, days: u64 },
	Redeem { who: AccountId, offer: OfferId, count: u32, series: usize, extra: u64 },
	Fulfil { order: usize, of: usize, who: AccountId },
	Cancel { order: usize, who: AccountId },
	TakeBack { order: usize, who: AccountId },
	Dispute { order: usize, who: AccountId },
	Resolve { order: usize, share: u32 },
	Release { order: usize },
	Remove { offer: OfferId, limit: u32 },
	Stand(Standing),
	Idle,
	Wait(u64),
}

const SERIES: [(u16, u16, u64); 3] = [(METRO, 0, 7), (METRO, 1, 10), (BUS, 0, 3)];
const PEOPLE: [AccountId; 4] = [ANN, BEN, SHOP, STRANGER];

fn step() -> impl Strategy<Value = Step> {
	let who = prop::sample::select(PEOPLE.to_vec());
	let citizen = prop_oneof![9 => prop::sample::select(vec![ANN, BEN]), 1 => who.clone()];
	let order = 0..9usize;
	prop_oneof![
		1 => (1..2_000u128, 1..20u32, 1..6u32, 1..8u64).prop_map(
			|(price, stock, per_citizen, days)| Step::Offer { price, stock, per_citizen, days }
		),
		12 => (citizen.clone(), 0..4u32, 1..3u32, 0..3usize, 0..10u64).prop_map(
			|(who, offer, count, series, extra)| Step::Redeem {
				who,
				offer,
				count,
				series,
				// Mostly the right number of points.
				extra: extra / 9,
			}
		),
		8 => (order.clone(), 0..18usize, who.clone()).prop_map(|(order, of, who)| Step::Fulfil {
			order,
			// Mostly its own voucher.
			of: if of < 16 { order } else { of - 16 },
			who: if who == STRANGER { who } else { SHOP },
		}),
		1 => (order.clone(), who.clone()).prop_map(|(order, who)| Step::Cancel { order, who }),
		2 => (order.clone(), who).prop_map(|(order, who)| Step::TakeBack { order, who }),
		4 => (order.clone(), citizen).prop_map(|(order, who)| Step::Dispute { order, who }),
		2 => (order.clone(), 0..=100u32).prop_map(|(order, share)| Step::Resolve { order, share }),
		3 => order.prop_map(|order| Step::Release { order }),
		1 => (0..4u32, 0..3u32).prop_map(|(offer, limit)| Step::Remove { offer, limit }),
		2 => (0..12u8).prop_map(|standing| Step::Stand(if standing < 4 { standing } else { ACTIVE })),
		1 => Just(Step::Idle),
		6 => (1..18 * 3_600u64).prop_map(Step::Wait),
		1 => (1..3 * DAY).prop_map(Step::Wait),
	]
}

/// The model: what each order took, and where the events say that it went.
#[derive(Default)]
struct Books {
	orders: BTreeMap<OrderId, Balance>,
	sold: Balance,
	seen: usize,
}

impl Books {
	/// Books the events since the last time.
	fn read(&mut self) {
		let events = System::events();
		for record in &events[self.seen..] {
			let RuntimeEvent::Redemption(event) = &record.event else { continue };
			let id =
				|citizen: &CitizenId, number: &u32| OrderId { citizen: *citizen, number: *number };
			match event {
				Event::Ordered { citizen, number, value, .. } => {
					assert_eq!(self.orders.insert(id(citizen, number), *value), None);
				},
				Event::Released { citizen, number, value, .. } => {
					assert_eq!(self.orders.remove(&id(citizen, number)), Some(*value));
					self.sold += value;
				},
				Event::Cancelled { citizen, number, value }
				| Event::TakenBack { citizen, number, value, .. } => {
					assert_eq!(self.orders.remove(&id(citizen, number)), Some(*value));
				},
				Event::Resolved { citizen, number, to_merchant, returned } => {
					let taken = self.orders.remove(&id(citizen, number)).unwrap();
					assert_eq!(taken, to_merchant + returned);
					self.sold += to_merchant;
				},
				_ => {},
			}
		}
		self.seen = events.len();
	}
}

fn some_order(at: usize) -> OrderId {
	let all: Vec<_> = Orders::<Test>::iter_keys().collect();
	match all.get(at % all.len().max(1)) {
		Some((citizen, number)) => OrderId { citizen: *citizen, number: *number },
		None => OrderId { citizen: 1, number: 0 },
	}
}

fn play(step: Step) {
	match step {
		Step::Offer { price, stock, per_citizen, days } => {
			let now = Now::get();
			let _ = Redemption::offer(
				signed(SHOP),
				SHOP_ID,
				Terms {
					price,
					stock,
					per_citizen,
					from: now,
					until: now + 20 * DAY,
					fulfil_within: days * DAY,
					..terms()
				},
			);
		},
		Step::Redeem { who, offer, count, series, extra } => {
			let (operator, number, price) = SERIES[series];
			let due = Offers::<Test>::get(offer).map_or(1, |found| found.terms.price)
				* Balance::from(count);
			let points = (due as u64).div_ceil(price) + extra;
			let result = redeem_with(who, offer, count, &[part(operator, number, points)]);
			// A hundredth too much is never taken.
			assert!(extra == 0 || result.is_err());
		},
		Step::Fulfil { order, of, who } => {
			let (order, of) = (some_order(order), some_order(of));
			let result = Redemption::fulfil(signed(who), order, secret(of.citizen, of.number));
			assert!(result.is_err() || (order == of && who == SHOP));
		},
		Step::Cancel { order, who } => {
			assert!(Redemption::cancel(signed(who), some_order(order)).is_err() || who == SHOP);
		},
		Step::TakeBack { order, who } => {
			let _ = Redemption::take_back(signed(who), some_order(order));
		},
		Step::Dispute { order, who } => {
			let id = some_order(order);
			let result = Redemption::dispute(signed(who), id.number, REASON);
			assert!(result.is_err() || World::citizen_of(&who).is_some());
		},
		Step::Resolve { order, share } => {
			let share = Permill::from_percent(share);
			let _ = Redemption::resolve(signed(OMBUDSMAN), some_order(order), share);
		},
		Step::Release { order } => {
			let _ = Redemption::release(signed(STRANGER), some_order(order));
		},
		Step::Remove { offer, limit } => {
			let _ = Redemption::remove(signed(STRANGER), offer, limit);
		},
		Step::Stand(standing) => stand(SHOP_ID, standing),
		Step::Idle => Redemption::turn(&mut frame_support::weights::WeightMeter::new()),
		Step::Wait(seconds) => advance(seconds),
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(200))]

	/// Whatever is tried in whatever order: no money and no point appears or disappears, each order
	/// ends once and for what it took, and a few weeks later everything is finished.
	#[test]
	fn conserved(steps in prop::collection::vec(step(), 1..200)) {
		build_and_execute(|| {
			let mut books = Books::default();
			let all = money(&World::get());
			for per_citizen in [4, 7] {
				assert_ok!(Redemption::offer(
					signed(SHOP),
					SHOP_ID,
					Terms { stock: 40, per_citizen, until: START + 40 * DAY, ..terms() }
				));
			}
			for step in steps {
				// Calls are storage layers of their own: so are they on chain.
				let _ = frame_support::storage::with_storage_layer(|| {
					play(step.clone());
					Ok::<_, DispatchError>(())
				});
				books.read();
				check();
				let world = World::get();
				assert_eq!(money(&world), all);
				assert_eq!(books.orders.values().sum::<Balance>(), world.escrow);
				assert_eq!(books.sold, receivable(SHOP_ID));
				// Every point is where its money is: spent points are in escrow or sold.
				let spent: Balance = world
					.prices
					.iter()
					.map(|((operator, series), price)| {
						let left: u64 = [1, 2]
							.iter()
							.map(|citizen| world.points[&(*citizen, *operator, *series)])
							.sum();
						Balance::from(2 * POINTS - left) * price
					})
					.sum();
				assert_eq!(spent, world.escrow + books.sold);
			}
			// Nothing is stuck, whatever the merchant's standing.
			advance(60 * DAY);
			for (citizen, number) in Orders::<Test>::iter_keys().collect::<Vec<_>>() {
				let id = OrderId { citizen, number };
				assert!(
					Redemption::release(signed(STRANGER), id).is_ok()
						|| Redemption::take_back(signed(STRANGER), id).is_ok()
				);
			}
			books.read();
			assert!(books.orders.is_empty());
			assert_eq!(World::get().escrow, 0);
			for offer in Offers::<Test>::iter_keys().collect::<Vec<_>>() {
				assert_ok!(Redemption::remove(signed(STRANGER), offer, 100));
			}
			assert_eq!(deposit(SHOP), 0);
			assert_eq!(Purchases::<Test>::iter().count(), 0);
		});
	}
}
