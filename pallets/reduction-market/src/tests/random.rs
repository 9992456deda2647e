//! Random markets against a model that keeps its own books and says what is refused.

use super::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use tanpu_primitives::{CitizenId, ClassId};

#[derive(Clone, Debug)]
enum Step {
	Sell { who: AccountId, class: ClassId, grams: Grams, price: Balance, lot: Grams, days: u64 },
	Bid { who: AccountId, grams: Grams, price: Balance, lot: Grams, days: u64, retire: bool },
	Cancel { who: AccountId, order: OrderId },
	Buy { who: AccountId, order: OrderId, grams: Grams, max: Balance, retire: bool },
	Fill { who: AccountId, order: OrderId, grams: Grams, min: Balance },
	Offer { class: ClassId, grams: Grams, price: Balance, lot: Grams, days: u64 },
	Withdraw { class: ClassId, treasury: bool },
	BuyPool { who: AccountId, class: ClassId, grams: Grams, max: Balance, retire: bool },
	Claim { class: ClassId, citizen: CitizenId },
	Sweep { class: ClassId, limit: u32 },
	Floor(Balance),
	Bond(Balance),
	Freeze(ClassId),
	Recall { class: ClassId, grams: Grams },
	TakeKey,
	Wait(u64),
}

const TRADERS: [AccountId; 3] = [ANN, BEN, CAT];
const CLASSES: [ClassId; 2] = [RIDES, MORE_RIDES];
const CITIZENS: [(CitizenId, Grams); 3] = [(0, 30_000), (1, 20_001), (KEYLESS, 9_999)];

fn step() -> impl Strategy<Value = Step> {
	let who = prop::sample::select(TRADERS.to_vec());
	let class = prop::sample::select(CLASSES.to_vec());
	let grams = prop_oneof![1..60u64, 1..9_000u64];
	let price = 1..12u128;
	let lot = prop_oneof![3 => 1..5u64, 1 => 1..40u64];
	let order = 0..14u32;
	let max = prop_oneof![4 => Just(Balance::MAX), 1 => 1..12u128];
	prop_oneof![
		4 => (who.clone(), class.clone(), grams.clone(), price.clone(), lot.clone(), 0..33u64)
			.prop_map(|(who, class, grams, price, lot, days)| Step::Sell {
				who, class, grams, price, lot, days
			}),
		4 => (who.clone(), grams.clone(), price.clone(), lot.clone(), 0..33u64, any::<bool>())
			.prop_map(|(who, grams, price, lot, days, retire)| Step::Bid {
				who, grams, price, lot, days, retire
			}),
		3 => (who.clone(), order.clone()).prop_map(|(who, order)| Step::Cancel { who, order }),
		8 => (who.clone(), order.clone(), grams.clone(), max.clone(), any::<bool>()).prop_map(
			|(who, order, grams, max, retire)| Step::Buy { who, order, grams, max, retire }
		),
		8 => (who.clone(), order, grams.clone(), prop_oneof![4 => Just(1), 1 => price.clone()])
			.prop_map(|(who, order, grams, min)| Step::Fill { who, order, grams, min }),
		4 => (class.clone(), prop_oneof![grams.clone(), Just(POOL)], price.clone(), lot, 0..33u64)
			.prop_map(|(class, grams, price, lot, days)| Step::Offer {
				class, grams, price, lot, days
			}),
		1 => (class.clone(), any::<bool>())
			.prop_map(|(class, treasury)| Step::Withdraw { class, treasury }),
		10 => (
			prop_oneof![9 => who, 1 => Just(METRO_TREASURY)],
			class.clone(),
			prop_oneof![grams.clone(), Just(POOL)],
			max,
			any::<bool>()
		)
			.prop_map(|(who, class, grams, max, retire)| Step::BuyPool {
				who, class, grams, max, retire
			}),
		8 => (class.clone(), 0..4u32).prop_map(|(class, citizen)| Step::Claim { class, citizen }),
		2 => (class.clone(), prop::sample::select(vec![0u32, 10]))
			.prop_map(|(class, limit)| Step::Sweep { class, limit }),
		1 => (0..4u128).prop_map(Step::Floor),
		1 => prop_oneof![Just(1_000_000), 0..200_000u128].prop_map(Step::Bond),
		1 => class.clone().prop_map(Step::Freeze),
		1 => (class, grams).prop_map(|(class, grams)| Step::Recall { class, grams }),
		1 => Just(Step::TakeKey),
		5 => (1..3 * DAY).prop_map(Step::Wait),
		1 => (1..400 * DAY).prop_map(Step::Wait),
	]
}

#[derive(Clone)]
struct ModelOrder {
	owner: AccountId,
	class: ClassId,
	bid: bool,
	retire: bool,
	grams: Grams,
	price: Balance,
	lot: Grams,
	expires: u64,
}

#[derive(Clone, Copy)]
struct ModelOffer {
	grams: Grams,
	price: Balance,
	lot: Grams,
	opens: u64,
	expires: u64,
}

/// What the model knows of a class.
struct ModelClass {
	unsold: Grams,
	offer: Option<ModelOffer>,
	/// Each payment for the citizens since the last sweep.
	payments: Vec<Balance>,
	last_sale: u64,
	pot: Balance,
	/// What settled citizens were paid since the last sweep.
	settled: BTreeMap<CitizenId, Balance>,
	/// Settled and paid for good.
	done: BTreeSet<CitizenId>,
}

struct Model {
	money: BTreeMap<AccountId, Balance>,
	grams: BTreeMap<(ClassId, AccountId), Grams>,
	retired: BTreeMap<ClassId, Grams>,
	orders: BTreeMap<OrderId, ModelOrder>,
	next: OrderId,
	classes: BTreeMap<ClassId, ModelClass>,
	frozen: BTreeSet<ClassId>,
	floor: Balance,
	bond: Balance,
	has_key: bool,
}

impl Model {
	fn new() -> Self {
		let mut money: BTreeMap<_, _> = TRADERS.map(|who| (who, FUNDS)).into();
		money.insert(METRO_TREASURY, FUNDS);
		money.insert(COMMON_GOOD, ED);
		money.insert(key(0), ED);
		money.insert(key(1), ED);
		money.insert(key(KEYLESS), 0);
		let mut grams = BTreeMap::new();
		for class in CLASSES {
			grams.insert((class, ANN), GRAMS);
			grams.insert((class, BEN), GRAMS);
		}
		let class = || ModelClass {
			unsold: POOL,
			offer: None,
			payments: vec![],
			last_sale: 0,
			pot: 0,
			settled: BTreeMap::new(),
			done: BTreeSet::new(),
		};
		Self {
			money,
			grams,
			retired: BTreeMap::new(),
			orders: BTreeMap::new(),
			next: 0,
			classes: CLASSES.map(|number| (number, class())).into(),
			frozen: BTreeSet::new(),
			floor: 0,
			bond: 1_000_000,
			has_key: false,
		}
	}

	fn grams(&mut self, class: ClassId, who: AccountId) -> &mut Grams {
		self.grams.entry((class, who)).or_default()
	}

	fn money(&mut self, who: AccountId) -> &mut Balance {
		self.money.get_mut(&who).unwrap()
	}

	fn sound(grams: Grams, lot: Grams, days: u64) -> bool {
		(1..=grams).contains(&lot) && (1..=30).contains(&days)
	}

	fn room(&self, who: AccountId) -> bool {
		self.orders.values().filter(|order| order.owner == who).count() < 4
	}

	fn fits(grams: Grams, left: Grams, lot: Grams) -> bool {
		grams > 0 && grams <= left && (grams >= lot || grams == left)
	}

	fn place(&mut self, order: ModelOrder) {
		self.orders.insert(self.next, order);
		self.next += 1;
	}

	fn receive(&mut self, class: ClassId, who: AccountId, grams: Grams, retire: bool) {
		if retire {
			*self.retired.entry(class).or_default() += grams;
		} else {
			*self.grams(class, who) += grams;
		}
	}

	fn take(&mut self, order: OrderId, grams: Grams) {
		let left = self.orders.get_mut(&order).unwrap();
		left.grams -= grams;
		if left.grams == 0 {
			self.orders.remove(&order);
		}
	}

	/// What is on offer of all pools.
	fn offered(&self) -> Balance {
		let value = |offer: ModelOffer| Balance::from(offer.grams) * offer.price;
		self.classes.values().filter_map(|class| class.offer.map(value)).sum()
	}

	/// What a citizen has of all payments: by adding fractions up, not by one product.
	fn entitled(&self, class: ClassId, contributed: Grams) -> Balance {
		let (mut whole, mut rest) = (0, 0);
		for payment in &self.classes[&class].payments {
			let fine = payment * Balance::from(contributed) + rest;
			whole += fine / Balance::from(CONTRIBUTED);
			rest = fine % Balance::from(CONTRIBUTED);
		}
		whole
	}

	/// Does the step; whether it is one.
	fn apply(&mut self, step: &Step) -> bool {
		let now = Now::get();
		match *step {
			Step::Sell { who, class, grams, price, lot, days } => {
				let ok = !self.frozen.contains(&class)
					&& Self::sound(grams, lot, days)
					&& *self.grams(class, who) >= grams
					&& self.room(who);
				if ok {
					*self.grams(class, who) -= grams;
					let expires = now + days * DAY;
					self.place(ModelOrder {
						owner: who,
						class,
						bid: false,
						retire: false,
						grams,
						price,
						lot,
						expires,
					});
				}
				ok
			},
			Step::Bid { who, grams, price, lot, days, retire } => {
				let ok = !self.frozen.contains(&RIDES)
					&& Self::sound(grams, lot, days)
					&& self.room(who);
				if ok {
					let expires = now + days * DAY;
					self.place(ModelOrder {
						owner: who,
						class: RIDES,
						bid: true,
						retire,
						grams,
						price,
						lot,
						expires,
					});
				}
				ok
			},
			Step::Cancel { who, order: number } => {
				let Some(order) = self.orders.get(&number).cloned() else { return false };
				let ok = (order.owner == who || now >= order.expires)
					&& (order.bid || !self.frozen.contains(&order.class));
				if ok {
					self.orders.remove(&number);
					if !order.bid {
						*self.grams(order.class, order.owner) += order.grams;
					}
				}
				ok
			},
			Step::Buy { who, order: number, grams, max, retire } => {
				let Some(order) = self.orders.get(&number).cloned() else { return false };
				let ok = !order.bid
					&& order.owner != who
					&& now < order.expires
					&& order.price <= max
					&& !self.frozen.contains(&order.class)
					&& Self::fits(grams, order.grams, order.lot);
				if ok {
					let paid = Balance::from(grams) * order.price;
					*self.money(who) -= paid;
					*self.money(order.owner) += paid;
					self.receive(order.class, who, grams, retire);
					self.take(number, grams);
				}
				ok
			},
			Step::Fill { who, order: number, grams, min } => {
				let Some(order) = self.orders.get(&number).cloned() else { return false };
				let ok = order.bid
					&& order.owner != who
					&& now < order.expires
					&& order.price >= min
					&& !self.frozen.contains(&order.class)
					&& Self::fits(grams, order.grams, order.lot)
					&& *self.grams(order.class, who) >= grams;
				if ok {
					let paid = Balance::from(grams) * order.price;
					*self.money(order.owner) -= paid;
					*self.money(who) += paid;
					*self.grams(order.class, who) -= grams;
					self.receive(order.class, order.owner, grams, order.retire);
					self.take(number, grams);
				}
				ok
			},
			Step::Offer { class, grams, price, lot, days } => {
				let found = &self.classes[&class];
				let expires = now + days * DAY;
				let own = found.offer.map_or(0, |old| Balance::from(old.grams) * old.price);
				let opens = match found.offer {
					Some(old)
						if now < old.expires
							&& price >= old.price && grams <= old.grams
							&& lot <= old.lot =>
					{
						old.opens
					},
					_ => now + DAY,
				};
				let value = Balance::from(grams) * price;
				let ok = !self.frozen.contains(&class)
					&& Self::sound(grams, lot, days)
					&& grams <= found.unsold
					&& price >= self.floor
					&& self.offered() - own + value <= self.bond
					&& expires > opens;
				if ok {
					let offer = ModelOffer { grams, price, lot, opens, expires };
					self.classes.get_mut(&class).unwrap().offer = Some(offer);
				}
				ok
			},
			Step::Withdraw { class, treasury } => {
				let found = self.classes.get_mut(&class).unwrap();
				let ok = found.offer.is_some_and(|offer| treasury || now >= offer.expires);
				if ok {
					found.offer = None;
				}
				ok
			},
			Step::BuyPool { who, class, grams, max, retire } => {
				let (offered, bond, floor) = (self.offered(), self.bond, self.floor);
				let frozen = self.frozen.contains(&class);
				let found = self.classes.get_mut(&class).unwrap();
				let Some(offer) = found.offer.as_mut() else { return false };
				let available = offer.grams.min(found.unsold);
				let ok = !frozen
					&& (offer.opens..offer.expires).contains(&now)
					&& (floor..=max).contains(&offer.price)
					&& Self::fits(grams, available, offer.lot)
					&& offered <= bond;
				if ok {
					let paid = Balance::from(grams) * offer.price;
					let share = paid / 5;
					offer.grams = available - grams;
					if offer.grams == 0 {
						found.offer = None;
					}
					found.unsold -= grams;
					found.payments.push(paid - share);
					found.pot += paid - share;
					found.last_sale = now;
					*self.money(who) -= paid;
					*self.money(METRO_TREASURY) += share;
					self.receive(class, who, grams, retire);
				}
				ok
			},
			Step::Claim { class, citizen } => self.claim(class, citizen),
			Step::Sweep { class, limit } => {
				let found = self.classes.get_mut(&class).unwrap();
				let rests = found.unsold == 0 && !found.settled.is_empty();
				let ok = (found.pot > 0 || rests) && now >= found.last_sale + 365 * DAY;
				if ok {
					if found.pot > 0 {
						found.settled.values_mut().for_each(|paid| *paid = 0);
						found.payments.clear();
					}
					let swept = std::mem::take(&mut found.pot);
					if found.unsold == 0 {
						// None or all of them: which of some go is the storage's business.
						if limit > 0 {
							found.done.extend(std::mem::take(&mut found.settled).into_keys());
						}
					}
					*self.money(COMMON_GOOD) += swept;
				}
				ok
			},
			Step::Floor(price) => {
				self.floor = price;
				true
			},
			Step::Bond(bond) => {
				self.bond = bond;
				true
			},
			Step::Freeze(class) => {
				if !self.frozen.remove(&class) {
					self.frozen.insert(class);
				}
				true
			},
			Step::Recall { class, grams } => {
				let found = self.classes.get_mut(&class).unwrap();
				found.unsold -= grams.min(found.unsold);
				true
			},
			Step::TakeKey => {
				self.has_key = true;
				true
			},
			Step::Wait(_) => true,
		}
	}

	fn claim(&mut self, class: ClassId, citizen: CitizenId) -> bool {
		let Some((_, contributed)) = CITIZENS.iter().find(|(number, _)| *number == citizen) else {
			return false;
		};
		if self.classes[&class].done.contains(&citizen) {
			return false;
		}
		let entitled = self.entitled(class, *contributed);
		let can_be_paid = |due: Balance, account: Balance| due > 0 && account + due >= ED;
		let account = self.money[&key(citizen)];
		let known = self.classes[&class].settled.get(&citizen).copied();
		let due = entitled - known.unwrap_or(0);
		let keyed = citizen != KEYLESS || self.has_key;
		let pays = keyed && can_be_paid(due, account);
		if known.is_some() && !pays {
			return false;
		}
		let found = self.classes.get_mut(&class).unwrap();
		let paid = known.unwrap_or(0) + if pays { due } else { 0 };
		if found.unsold == 0 && paid == entitled {
			found.settled.remove(&citizen);
			found.done.insert(citizen);
		} else {
			found.settled.insert(citizen, paid);
		}
		if pays {
			found.pot -= due;
			*self.money(key(citizen)) += due;
		}
		true
	}

	/// The books of the chain are those of the model.
	fn compare(&self) {
		for (who, amount) in &self.money {
			assert_eq!(money(*who), *amount, "money of {who}");
		}
		let pots: Balance = self.classes.values().map(|class| class.pot).sum();
		assert_eq!(held(HoldReason::Proceeds, POT), pots);
		assert_eq!(money(POT), ED + pots);
		for ((class, who), grams) in &self.grams {
			assert_eq!(grams_of(*class, *who), *grams, "grams of {class}, {who}");
		}
		for class in CLASSES {
			let listed = |order: &&ModelOrder| !order.bid && order.class == class;
			let sum: Grams = self.orders.values().filter(listed).map(|order| order.grams).sum();
			assert_eq!(Market::listed(class), sum);
			assert_eq!(grams_of(class, Market::account()), sum);
			assert_eq!(grams_of(class, POOLS), self.classes[&class].unsold);
			let certified: Grams = World::get()
				.certificates
				.iter()
				.filter(|entry| entry.0 == class)
				.map(|entry| entry.1)
				.sum();
			assert_eq!(certified, self.retired.get(&class).copied().unwrap_or_default());
			let offer = self.classes[&class].offer;
			let theirs = PoolOffers::<Test>::get(tanpu_primitives::Be32::from(class));
			assert_eq!(offer.map(|offer| offer.grams), theirs.map(|offer| offer.grams));
			// Settled shares could claim what the model says.
			for (citizen, paid) in &self.classes[&class].settled {
				let contributed = CITIZENS[*citizen as usize].1;
				let due = self.entitled(class, contributed) - paid;
				if let Some(theirs) = Market::due(class, *citizen) {
					assert_eq!(theirs, due);
				}
			}
		}
		assert_eq!(Offered::<Test>::get(METRO), self.offered());
		assert_eq!(Market::order_numbers(), self.orders.keys().copied().collect::<Vec<_>>());
	}
}

fn run(step: &Step) -> bool {
	let texts = |retire: bool| if retire { retirement() } else { None };
	let now = Now::get();
	match *step {
		Step::Sell { who, class, grams, price, lot, days } => {
			Market::sell(signed(who), class, grams, price, lot, now + days * DAY).is_ok()
		},
		Step::Bid { who, grams, price, lot, days, retire } => {
			let until = now + days * DAY;
			Market::bid(signed(who), RIDES, grams, price, lot, until, texts(retire)).is_ok()
		},
		Step::Cancel { who, order } => Market::cancel(signed(who), order).is_ok(),
		Step::Buy { who, order, grams, max, retire } => {
			Market::buy(signed(who), order, grams, max, texts(retire)).is_ok()
		},
		Step::Fill { who, order, grams, min } => {
			Market::fill(signed(who), order, grams, min).is_ok()
		},
		Step::Offer { class, grams, price, lot, days } => {
			let who = signed(METRO_TREASURY);
			Market::offer_pool(who, class, grams, price, lot, now + days * DAY).is_ok()
		},
		Step::Withdraw { class, treasury } => {
			let who = if treasury { METRO_TREASURY } else { STRANGER };
			Market::withdraw_pool_offer(signed(who), class).is_ok()
		},
		Step::BuyPool { who, class, grams, max, retire } => {
			Market::buy_from_pool(signed(who), class, grams, max, texts(retire)).is_ok()
		},
		Step::Claim { class, citizen } => {
			Market::claim_proceeds(signed(key(citizen)), class, citizen).is_ok()
		},
		Step::Sweep { class, limit } => {
			Market::sweep_proceeds(signed(STRANGER), class, limit).is_ok()
		},
		Step::Floor(price) => Market::set_floor(signed(COUNCIL), price).is_ok(),
		Step::Bond(bond) => {
			World::change(|world| world.bonds.insert(METRO, bond));
			true
		},
		Step::Freeze(class) => {
			World::change(|world| {
				if !world.frozen.remove(&class) {
					world.frozen.insert(class);
				}
			});
			true
		},
		Step::Recall { class, grams } => {
			let unsold = World::get().classes[&class].unsold;
			if unsold > 0 {
				cancel_unsold(class, grams.min(unsold));
			}
			true
		},
		Step::TakeKey => {
			World::change(|world| world.keys.insert(KEYLESS, key(KEYLESS)));
			true
		},
		Step::Wait(seconds) => {
			advance(seconds);
			true
		},
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(96))]

	/// Money to the planck, grams to the gram, and no call is taken or refused that the model sees
	/// otherwise.
	#[test]
	fn random_markets_tie(steps in prop::collection::vec(step(), 1..120)) {
		new_test_ext().execute_with(|| {
			let mut model = Model::new();
			for step in &steps {
				let wanted = model.apply(step);
				let done = run(step);
				assert_eq!(done, wanted, "{step:?}");
				model.compare();
			}
			Market::do_try_state().unwrap();
		});
	}

	/// However the same purchases and claims are interleaved, everybody has the same in the end.
	#[test]
	fn the_order_of_claims_changes_nothing(
		purchases in prop::collection::vec((1..50u64, prop::collection::vec(0..3u32, 0..4)), 1..40),
	) {
		let run = |claims: bool| new_test_ext().execute_with(|| {
			World::change(|world| world.keys.insert(KEYLESS, key(KEYLESS)));
			let until = START + 20 * DAY;
			let who = signed(METRO_TREASURY);
			assert_ok!(Market::offer_pool(who, RIDES, POOL, 7, 1, until));
			Now::set(OPEN);
			for (grams, citizens) in &purchases {
				assert_ok!(Market::buy_from_pool(signed(CAT), RIDES, *grams, 7, None));
				for citizen in citizens.iter().filter(|_| claims) {
					let _ = Market::claim_proceeds(signed(key(*citizen)), RIDES, *citizen);
				}
			}
			// Enough that everybody's account can begin.
			assert_ok!(Market::buy_from_pool(signed(CAT), RIDES, 100, 7, None));
			for citizen in 0..3 {
				let _ = Market::claim_proceeds(signed(key(citizen)), RIDES, citizen);
			}
			Market::do_try_state().unwrap();
			[0, 1, KEYLESS].map(|citizen| money(key(citizen)))
		});
		assert_eq!(run(true), run(false));
	}
}
