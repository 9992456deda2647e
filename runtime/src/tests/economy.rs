//! Random economies on the composed runtime: operators, merchants and citizens do whatever calls let
//! them do, in any order, while time passes over expiries, deadlines, suspensions and wind-ups.
//!
//! After every step all invariants hold, and books that are kept from the events alone agree with the
//! chain: the points of each citizen, recomputed from grams; the money of each fund, merchant and
//! account; the escrow on both sides.

use super::{carbon::*, points::signed, *};
use frame_support::{
	assert_ok,
	traits::{fungible::Inspect, Hooks},
	weights::Weight,
	BoundedVec,
};
use pallet_campaigns::{Acts, Trigger};
use pallet_carbon_accounts::KeyAttestation;
use pallet_growth::{Question, Theme};
use pallet_participants::{LicenceTerms, Scope};
use pallet_point_redemption::{Issuers, Link, OrderId, Terms};
use pallet_points::{AgreementTerms, MerchantTotals, PaymentRef, PaymentRequest};
use sp_core::{sr25519, H256};
use sp_runtime::Permill;
use std::collections::BTreeMap;
use tanpu_primitives::{
	attestation::{Purpose, Statement},
	growth::{answer_message, check_in_message},
	voucher::voucher_message,
	Clock as _, Disposition, Outcome, PointPart, PointParts, Row, SECONDS_PER_DAY,
};

/// Steps of one economy, about a year, and how many economies there are. All are the same in every
/// run.
const STEPS: u32 = 2_000;
const ECONOMIES: u64 = 6;

const OPERATORS: usize = 3;
const SHOPS: usize = 3;
const PEOPLE: usize = 5;

/// SplitMix64 (Sebastiano Vigna, public domain): the same numbers everywhere.
struct Dice(u64);

impl Dice {
	fn next(&mut self) -> u64 {
		self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
		let mut z = self.0;
		z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
		z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
		z ^ (z >> 31)
	}

	/// Below `bound`.
	fn below(&mut self, bound: u64) -> u64 {
		self.next() % bound.max(1)
	}

	fn one_in(&mut self, many: u64) -> bool {
		self.below(many) == 0
	}

	fn pick<T: Clone>(&mut self, list: &[T]) -> Option<T> {
		list.get(self.below(list.len() as u64) as usize).cloned()
	}
}

struct Operator {
	id: u16,
	treasury: AccountId,
	reporter: AccountId,
}

struct Economy {
	dice: Dice,
	operators: Vec<Operator>,
	/// Number and holder.
	shops: Vec<(u16, AccountId)>,
	/// Number and key.
	people: Vec<(u32, AccountId)>,
	sponsor: AccountId,
	payments: Vec<(PaymentRef, u16)>,
	/// The batch that is on its way.
	rows: Vec<Row>,
	nonce: u64,
	succeeded: BTreeMap<&'static str, u32>,
	books: Books,
}

/// What the events say.
#[derive(Default)]
struct Books {
	points: BTreeMap<(u16, u32, u16), u64>,
	carry: BTreeMap<(u16, u32), u64>,
	prices: BTreeMap<(u16, u16), Balance>,
	funds: BTreeMap<u16, Balance>,
	merchants: BTreeMap<u16, MerchantTotals>,
	/// What accounts got and gave, from what they had at first.
	money: BTreeMap<AccountId, Balance>,
	escrow: Balance,
	issued_in: u16,
}

impl Books {
	fn worth(&self, parts: &[PointPart]) -> Balance {
		parts
			.iter()
			.map(|part| self.prices[&(part.operator, part.series)] * Balance::from(part.points))
			.sum()
	}

	fn got(&mut self, who: &AccountId, amount: Balance) {
		if let Some(money) = self.money.get_mut(who) {
			*money += amount;
		}
	}

	fn gave(&mut self, who: &AccountId, amount: Balance) {
		if let Some(money) = self.money.get_mut(who) {
			*money -= amount;
		}
	}

	fn fund(&mut self, operator: u16) -> &mut Balance {
		self.funds.entry(operator).or_default()
	}

	fn read(&mut self, rows: &[Row], shops: &[(u16, AccountId)]) {
		for record in System::events() {
			match record.event {
				RuntimeEvent::Points(event) => self.points_event(event, shops),
				RuntimeEvent::Campaigns(pallet_campaigns::Event::BonusPaid {
					operator,
					citizen,
					points,
					value,
					..
				}) => {
					let series = self.issued_in;
					*self.points.entry((operator, citizen, series)).or_default() += points;
					assert_eq!(value, self.worth(&[PointPart { operator, series, points }]));
				},
				RuntimeEvent::ActivityReports(pallet_activity_reports::Event::BatchProcessed {
					operator,
					outcomes,
					points_due,
					..
				}) => {
					let mut sum = 0;
					for (row, outcome) in rows.iter().zip(&outcomes) {
						let (Outcome::Credited { grams } | Outcome::Capped { grams, .. }) = outcome
						else {
							continue;
						};
						let carry = self.carry.entry((operator, row.citizen)).or_default();
						// 844 hundredths of a point for a kilogram.
						let fine = grams * 844 + *carry;
						*carry = fine % 1_000;
						sum += fine / 1_000;
						let key = (operator, row.citizen, self.issued_in);
						*self.points.entry(key).or_default() += fine / 1_000;
					}
					assert_eq!(sum, points_due);
				},
				RuntimeEvent::PointRedemption(event) => self.redemption_event(event),
				_ => {},
			}
		}
		self.points.retain(|_, points| *points > 0);
	}

	fn redemption_event(&mut self, event: pallet_point_redemption::Event<Runtime>) {
		use pallet_point_redemption::Event::*;
		match event {
			Ordered { value, .. } => self.escrow += value,
			Released { value, .. } | Cancelled { value, .. } | TakenBack { value, .. } => {
				self.escrow -= value
			},
			Resolved { to_merchant, returned, .. } => self.escrow -= to_merchant + returned,
			_ => {},
		}
	}

	fn points_event(&mut self, event: pallet_points::Event<Runtime>, shops: &[(u16, AccountId)]) {
		use pallet_points::Event::*;
		let holder = |merchant| &shops.iter().find(|(id, _)| *id == merchant).unwrap().1;
		match event {
			Deposited { operator, from, amount } => {
				*self.fund(operator) += amount;
				self.gave(&from, amount);
			},
			Withdrawn { operator, to, amount } | WoundUp { operator, to, amount } => {
				*self.fund(operator) -= amount;
				self.got(&to, amount);
			},
			SetAside { operator, from: Some(from), amount } => {
				*self.fund(operator) += amount;
				self.gave(&from, amount);
			},
			GivenBack { operator, to: Some(to), amount } => {
				*self.fund(operator) -= amount;
				self.got(&to, amount);
			},
			SeriesOpened { operator, series, price, .. } => {
				assert_eq!(self.prices.insert((operator, series), price), None);
			},
			SeriesClosed { operator, series, expired, freed } => {
				let points = self
					.points
					.iter()
					.filter(|((of, _, id), _)| (*of, *id) == (operator, series))
					.map(|(_, points)| points)
					.sum::<u64>();
				assert_eq!(points, expired);
				assert_eq!(freed, self.worth(&[PointPart { operator, series, points }]));
				self.points.retain(|(of, _, id), _| (*of, *id) != (operator, series));
			},
			Issued { series, .. } => self.issued_in = series,
			Spent { citizen, parts, value } => {
				assert_eq!(value, self.worth(&parts));
				for part in &parts {
					*self.fund(part.operator) -= self.worth(&[*part]);
					*self.points.get_mut(&(part.operator, citizen, part.series)).unwrap() -=
						part.points;
				}
			},
			Restored { citizen, parts, value } => {
				assert_eq!(value, self.worth(&parts));
				for part in &parts {
					*self.fund(part.operator) += self.worth(&[*part]);
					*self.points.entry((part.operator, citizen, part.series)).or_default() +=
						part.points;
				}
			},
			Paid { merchant, value, amount, .. } => {
				assert!(value >= amount);
				self.merchants.entry(merchant).or_default().paid += value;
			},
			Released { merchant, value } => {
				self.merchants.entry(merchant).or_default().released += value;
			},
			Refunded { merchant, value, topped_up, .. } => {
				let totals = self.merchants.entry(merchant).or_default();
				totals.refunded += value;
				totals.topped_up += topped_up;
				self.gave(holder(merchant), topped_up);
			},
			Settled { merchant, to, amount } => {
				assert_eq!(to, *holder(merchant));
				self.merchants.entry(merchant).or_default().settled += amount;
				self.got(&to, amount);
			},
			PointsExchanged { citizen, from, series, burned, to, into, received, moved } => {
				let given = PointPart { operator: from, series, points: burned };
				let taken = PointPart { operator: to, series: into, points: received };
				assert!(self.worth(&[given]) >= moved && self.worth(&[taken]) == moved);
				*self.points.get_mut(&(from, citizen, series)).unwrap() -= burned;
				*self.points.entry((to, citizen, into)).or_default() += received;
				*self.fund(from) -= moved;
				*self.fund(to) += moved;
			},
			Reversed { operator, citizen, series, points, .. } => {
				let own = self.points.entry((operator, citizen, series)).or_default();
				*own -= points;
			},
			_ => {},
		}
	}
}

fn account(name: &str) -> AccountId {
	AccountId::new(sp_io::hashing::blake2_256(name.as_bytes()))
}

fn by(who: &AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who.clone())
}

fn secret(citizen: u32, number: u32) -> [u8; 16] {
	let mut secret = [3; 16];
	secret[..4].copy_from_slice(&citizen.to_le_bytes());
	secret[4..8].copy_from_slice(&number.to_le_bytes());
	secret
}

fn link() -> Link {
	Link { hash: H256::zero(), uri: b"https://shop.example/1".to_vec().try_into().unwrap() }
}

impl Economy {
	fn new(seed: u64) -> Self {
		let far = Clock::now() + 3_650 * SECONDS_PER_DAY;
		let rich = |who: &AccountId| {
			let money = 1_000_000 * currency::UNITS;
			<Balances as frame_support::traits::fungible::Mutate<_>>::mint_into(who, money)
				.unwrap();
		};
		// Number 0 is the metro, 1 the identity provider.
		let mut operators = vec![Operator {
			id: 0,
			treasury: Sr25519Keyring::DaveStash.to_account_id(),
			reporter: REPORTER.to_account_id(),
		}];
		for id in 2..OPERATORS as u16 + 1 {
			let treasury = account(&format!("treasury {id}"));
			let reporter = account(&format!("reporter {id}"));
			let terms = LicenceTerms::Operator { scope: Scope::All, daily_quota: 10_000, bond: 0 };
			let owner = H256::repeat_byte(id as u8);
			let name = text("Operator");
			assert_ok!(Participants::license(council(), treasury.clone(), name, owner, terms, far));
			assert_ok!(Participants::set_reporter(by(&treasury), id, reporter.clone(), true));
			rich(&treasury);
			operators.push(Operator { id, treasury, reporter });
		}
		let mut shops = Vec::new();
		for id in (OPERATORS as u16 + 1..).take(SHOPS) {
			let holder = account(&format!("shop {id}"));
			let owner = H256::repeat_byte(id as u8);
			let terms = LicenceTerms::Merchant;
			let name = text("Shop");
			assert_ok!(Participants::license(council(), holder.clone(), name, owner, terms, far));
			rich(&holder);
			shops.push((id, holder));
		}
		let mut people = Vec::new();
		for number in 0..PEOPLE as u8 {
			let pair = sr25519::Pair::from_string(&format!("//citizen{number}"), None).unwrap();
			let key = AccountId::from(pair.public());
			let statement = Statement {
				purpose: Purpose::Open,
				genesis: System::block_hash(0),
				provider: 1,
				nullifier: [100 + number; 32],
				key: Some(key.clone()),
				operator: None,
				disposition: None,
				epoch: 0,
				expires: Clock::now() + SECONDS_PER_DAY,
			};
			let message = statement.message();
			let attestation = KeyAttestation {
				provider: 1,
				nullifier: statement.nullifier,
				epoch: 0,
				expires: statement.expires,
				key: key.clone(),
				provider_signature: PROVIDER.pair().sign(&message),
				key_signature: pair.sign(&message).into(),
			};
			assert_ok!(CarbonAccounts::open(signed(Sr25519Keyring::Bob), attestation));
			for operator in &operators {
				assert_ok!(CarbonAccounts::enrol(by(&key), operator.id, Disposition::SelfHeld));
			}
			people.push((CarbonAccounts::citizen_of_key(key.clone()).unwrap(), key));
		}
		let sponsor = account("sponsor");
		rich(&sponsor);
		let themes = core::array::from_fn(|at| Theme {
			name: BoundedVec::truncate_from(b"theme".to_vec()),
			threshold: 4_000_000 * (at as u64 + 1),
		});
		assert_ok!(Growth::set_themes(council(), Box::new(themes)));

		let mut books = Books::default();
		books.prices.insert((0, 0), currency::CENTS);
		books.funds.insert(0, Points::solvency(0).unwrap().fund);
		let holders = operators.iter().map(|operator| &operator.treasury);
		for who in holders.chain(shops.iter().map(|(_, holder)| holder)).chain([&sponsor]) {
			books.money.insert(who.clone(), Balances::total_balance(who));
		}
		System::reset_events();
		Self {
			dice: Dice(seed),
			operators,
			shops,
			people,
			sponsor,
			payments: Vec::new(),
			rows: Vec::new(),
			nonce: 0,
			succeeded: BTreeMap::new(),
			books,
		}
	}

	/// Dispatches a call, and counts it where it succeeds.
	fn go(&mut self, name: &'static str, origin: RuntimeOrigin, call: impl Into<RuntimeCall>) {
		if call.into().dispatch(origin).is_ok() {
			*self.succeeded.entry(name).or_default() += 1;
		}
	}

	fn operator(&mut self) -> (u16, AccountId, AccountId) {
		let at = self.dice.below(OPERATORS as u64) as usize;
		let found = &self.operators[at];
		(found.id, found.treasury.clone(), found.reporter.clone())
	}

	fn person(&mut self) -> (u32, AccountId) {
		self.dice.pick(&self.people).unwrap()
	}

	fn shop(&mut self) -> (u16, AccountId) {
		self.dice.pick(&self.shops).unwrap()
	}

	fn series(&mut self, operator: u16) -> u16 {
		let next = pallet_points::Funds::<Runtime>::get(operator).next_series;
		self.dice.below(u64::from(next) + 1) as u16
	}

	/// Mostly a signature that is wanted.
	fn mostly(&mut self, who: &AccountId) -> RuntimeOrigin {
		if self.dice.one_in(20) {
			return by(&self.sponsor.clone());
		}
		by(who)
	}

	/// What a citizen has that can be spent: operator, series, hundredths, price.
	fn purse(&self, citizen: u32) -> Vec<(u16, u16, u64, Balance)> {
		let mut purse = Vec::new();
		for operator in &self.operators {
			for (series, points, value, _) in Points::spendable(operator.id, citizen) {
				purse.push((operator.id, series, points, value / Balance::from(points)));
			}
		}
		purse.sort_unstable();
		purse
	}

	fn step(&mut self) {
		match self.dice.below(100) {
			0..=19 => self.money_step(),
			20..=29 => self.report(),
			30..=44 => self.till_step(),
			45..=69 => self.order_step(),
			70..=79 => self.campaign_step(),
			80..=84 => self.growth_step(),
			85..=90 => self.standing_step(),
			_ => self.later(),
		}
	}

	fn later(&mut self) {
		let days = match self.dice.below(60) {
			0 | 1 => self.dice.below(40 * 60_000),
			2..=11 => self.dice.below(6 * 60_000),
			_ => self.dice.below(60_000),
		};
		let now = pallet_timestamp::Now::<Runtime>::get() + days;
		pallet_timestamp::Now::<Runtime>::put(now);
		System::set_block_number(System::block_number() + 1);
		let room = if self.dice.one_in(4) { block::MAX_WEIGHT } else { Weight::zero() };
		for used in [
			Points::on_idle(System::block_number(), room),
			PointRedemption::on_idle(System::block_number(), room),
		] {
			assert!(used.all_lte(room));
		}
	}

	fn money_step(&mut self) {
		use pallet_points::Call;
		let (operator, treasury, _) = self.operator();
		let who = self.mostly(&treasury);
		let free = Points::solvency(operator).map_or(0, |found| found.free);
		let now = Clock::now();
		match self.dice.below(24) {
			0..=3 => {
				let amount = Balance::from(self.dice.below(60_000)) * currency::CENTS / 7;
				self.go("deposit", who, Call::deposit { operator, amount });
			},
			4 => {
				let amount = free / Balance::from(1 + self.dice.below(4));
				self.go("request", who, Call::request_withdrawal { operator, amount });
			},
			5 | 6 => self.go("withdraw", who, Call::withdraw { operator }),
			7 | 8 => {
				let price = 1 + Balance::from(self.dice.below(2 * currency::CENTS as u64));
				let expires = now + (20 + self.dice.below(150)) * SECONDS_PER_DAY;
				self.go("open", who, Call::open_series { operator, price, expires });
			},
			9..=11 => {
				let series = self.series(operator);
				self.go("close", who, Call::close_series { operator, series });
			},
			12 if self.dice.one_in(20) => {
				self.go("wind up", who, Call::begin_wind_up { operator });
			},
			13 => self.go("wound up", who, Call::finish_wind_up { operator }),
			14 | 15 => {
				let (to, other, _) = self.operator();
				let daily = Balance::from(self.dice.below(500)) * currency::CENTS;
				let citizen_daily = daily / Balance::from(1 + self.dice.below(3));
				let expires = now + self.dice.below(60) * SECONDS_PER_DAY;
				let terms = AgreementTerms { daily, citizen_daily, expires };
				let (from, by_from) = (operator, who);
				let propose = Call::propose_agreement { from, to, by: from, terms };
				self.go("propose", by_from, propose);
				self.go("accept", by(&other), Call::accept_agreement { from, to, terms });
			},
			16 if self.dice.one_in(3) => {
				let (to, _, _) = self.operator();
				self.go("end", who, Call::cancel_agreement { from: operator, to });
			},
			17..=20 => {
				let (citizen, key) = self.person();
				let agreements: Vec<_> =
					pallet_points::Agreements::<Runtime>::iter_keys().collect();
				let Some((from, to)) = self.dice.pick(&agreements) else { return };
				let mut purse = self.purse(citizen);
				purse.retain(|(operator, ..)| *operator == from);
				let Some((_, series, have, _)) = self.dice.pick(&purse) else { return };
				let most = have.min(600);
				let points = 1 + self.dice.below(most + most / 8);
				let call = Call::exchange { from, series, points, to, least: 0 };
				self.go("exchange", by(&key), call);
			},
			21 => {
				let (citizen, _) = self.person();
				let (series, points) = (self.series(operator), 1 + self.dice.below(300));
				let reason = H256::zero();
				let call = Call::propose_reversal { operator, citizen, series, points, reason };
				self.go("reverse", who, call);
			},
			22 => {
				let pending: Vec<_> = pallet_points::Reversals::<Runtime>::iter_keys().collect();
				let Some((operator, citizen)) = self.dice.pick(&pending) else { return };
				let key = self.people.iter().find(|(id, _)| *id == citizen).unwrap().1.clone();
				let statement = H256::zero();
				let appeal = Call::appeal_reversal { operator, citizen, statement };
				self.go("appeal", by(&key), appeal);
				if self.dice.one_in(2) {
					return;
				}
				let upheld = self.dice.one_in(2);
				self.go("decide", council(), Call::decide_appeal { operator, citizen, upheld });
			},
			_ => {
				for (citizen, _) in self.people.clone() {
					let call = Call::execute_reversal { operator, citizen };
					self.go("execute", who.clone(), call);
				}
			},
		}
	}

	fn report(&mut self) {
		let (_, _, reporter) = self.operator();
		let today = Clock::today();
		let mut rows: Vec<_> = (0..1 + self.dice.below(6))
			.map(|_| {
				let day = today - self.dice.below(6) as u16;
				let minute = Clock::first_minute_of(day).unwrap() + self.dice.below(1_400) as u32;
				let (citizen, _) = self.person();
				let furthest = if self.dice.one_in(9) { 10_100 } else { 3_000 };
				ride(citizen, minute, 20, self.dice.below(furthest))
			})
			.collect();
		rows.sort_by_key(|row| row.citizen);
		self.rows = rows.clone();
		let mut id = [0; 32];
		id[..8].copy_from_slice(&self.dice.next().to_le_bytes());
		let call = pallet_activity_reports::Call::submit {
			id,
			methodology: METRO,
			evidence_root: None,
			rows: rows.try_into().unwrap(),
		};
		self.go("report", by(&reporter), call);
	}

	fn till_step(&mut self) {
		use pallet_points::Call;
		match self.dice.below(15) {
			0..=7 => {
				let (citizen, key) = self.person();
				let (merchant, _) = self.shop();
				let purse = self.purse(citizen);
				let (mut parts, mut value, mut dearest) = (Vec::new(), 0, 1);
				for (operator, series, have, price) in purse {
					if self.dice.one_in(2) {
						let points = 1 + self.dice.below(have + have / 16);
						parts.push(PointPart { operator, series, points });
						value += price * Balance::from(points);
						dearest = dearest.max(price);
					}
				}
				// Now and then a little too little, or too much.
				let less = Balance::from(self.dice.below(dearest as u64 + dearest as u64 / 8));
				self.nonce += 1;
				let request = PaymentRequest {
					genesis: System::block_hash(0),
					merchant,
					amount: (value + Balance::from(self.dice.one_in(20))).saturating_sub(less),
					expires: Clock::now() + self.dice.below(SECONDS_PER_DAY + 2),
					receipt: H256::zero(),
					nonce: self.nonce,
				};
				let Ok(parts) = PointParts::try_from(parts) else { return };
				self.go("pay", by(&key), Call::pay { request, parts });
				if let Some(payment) = Points::payment_ref(request) {
					self.payments.push((payment, merchant));
				}
			},
			8..=10 => {
				let Some((payment, merchant)) = self.dice.pick(&self.payments) else { return };
				let holder = self.shops.iter().find(|(id, _)| *id == merchant).unwrap().1.clone();
				let parts = match Points::payment(payment).filter(|_| self.dice.one_in(2)) {
					Some(found) => {
						let mut parts = found.parts.clone();
						for part in parts.iter_mut() {
							part.points = 1 + self.dice.below(part.points + 1);
						}
						Some(parts)
					},
					None => None,
				};
				let who = self.mostly(&holder);
				self.go("refund", who, Call::refund { payment, parts });
			},
			11 | 12 => {
				let (merchant, holder) = self.shop();
				let owed = Points::receivable(merchant);
				let amount = owed / Balance::from(1 + self.dice.below(3));
				let who = self.mostly(&holder);
				self.go("settle", who, Call::settle { merchant, amount });
			},
			13 => {
				let (merchant, holder) = self.shop();
				let days = self.dice.below(10) as u16;
				let least = Balance::from(1 + self.dice.below(200)) * currency::CENTS;
				let schedule = (!self.dice.one_in(4)).then_some((days, least));
				self.go("schedule", by(&holder), Call::set_schedule { merchant, schedule });
			},
			_ => {
				let (merchant, _) = self.shop();
				let who = by(&self.sponsor.clone());
				self.go("run schedule", who.clone(), Call::run_schedule { merchant });
				self.go("sweep", who, Call::sweep { limit: 3 });
			},
		}
	}

	fn some_order(&mut self) -> Option<(OrderId, AccountId)> {
		let all: Vec<_> = pallet_point_redemption::Orders::<Runtime>::iter().collect();
		let (citizen, number, order) = self.dice.pick(&all)?;
		let holder = &self.shops.iter().find(|(id, _)| *id == order.merchant)?.1;
		Some((OrderId { citizen, number }, holder.clone()))
	}

	fn order_step(&mut self) {
		use pallet_point_redemption::Call;
		let offers: Vec<_> = pallet_point_redemption::Offers::<Runtime>::iter().collect();
		match self.dice.below(26) {
			0 | 1 => {
				let (merchant, holder) = self.shop();
				let from = Clock::now() + self.dice.below(2) * self.dice.below(SECONDS_PER_DAY);
				let stock = 1 + self.dice.below(8) as u32;
				let terms = Terms {
					title: link(),
					picture: None,
					price: 1 + Balance::from(self.dice.below(150 * currency::CENTS as u64)),
					issuers: Issuers::All,
					stock,
					per_citizen: 1 + self.dice.below(u64::from(stock)) as u32,
					from,
					until: from + (1 + self.dice.below(40)) * SECONDS_PER_DAY,
					fulfil_within: (1 + self.dice.below(14)) * SECONDS_PER_DAY,
				};
				self.go("offer", by(&holder), Call::offer { merchant, terms });
			},
			2 | 3 => {
				let Some((offer, found)) = self.dice.pick(&offers) else { return };
				let shop = self.shops.iter().find(|(id, _)| *id == found.merchant).unwrap();
				let holder = shop.1.clone();
				match self.dice.below(4) {
					0 => self.go("restock", by(&holder), Call::restock { offer, units: 2 }),
					1 => self.go("close offer", by(&holder), Call::close { offer }),
					_ => {
						let limit = self.dice.below(3) as u32;
						self.go("remove", by(&holder), Call::remove { offer, limit });
					},
				}
			},
			4..=13 => {
				let Some((offer, found)) = self.dice.pick(&offers) else { return };
				let (citizen, key) = self.person();
				let number = PointRedemption::customer(citizen).next;
				let count = 1 + self.dice.below(2) as u32;
				let mut due = found.terms.price * Balance::from(count);
				let mut parts = Vec::new();
				for (operator, series, have, price) in self.purse(citizen) {
					let wanted = due.div_ceil(price) as u64;
					let points = wanted.min(have);
					// Some of one and the rest of the next.
					let points = if self.dice.one_in(3) { points / 2 } else { points };
					if points > 0 {
						parts.push(PointPart { operator, series, points });
						due = due.saturating_sub(price * Balance::from(points));
					}
				}
				let Ok(parts) = PointParts::try_from(parts) else { return };
				let message = voucher_message(
					System::block_hash(0),
					citizen,
					number,
					&secret(citizen, number),
				);
				let voucher = H256(sp_io::hashing::blake2_256(&message));
				let max_price = Balance::MAX;
				let call = Call::redeem { offer, number, count, parts, voucher, max_price };
				self.go("redeem", by(&key), call);
			},
			kind => {
				let Some((order, holder)) = self.some_order() else { return };
				let key = self.people.iter().find(|(id, _)| *id == order.citizen).unwrap();
				let (key, number) = (key.1.clone(), order.number);
				match kind {
					14..=17 => {
						let who = self.mostly(&holder);
						let of = if self.dice.one_in(20) { number + 1 } else { number };
						let secret = secret(order.citizen, of);
						self.go("fulfil", who, Call::fulfil { order, secret });
					},
					18 => {
						let who = self.mostly(&holder);
						self.go("cancel", who, Call::cancel { order });
					},
					19 | 20 => {
						let who = self.mostly(&key);
						self.go("take back", who, Call::take_back { order });
					},
					21 | 22 => {
						let reason = H256::zero();
						self.go("dispute", by(&key), Call::dispute { number, reason });
					},
					23 => {
						let share = self.dice.below(1_100_000) as u32;
						let to_merchant = Permill::from_parts(share);
						self.go("resolve", council(), Call::resolve { order, to_merchant });
					},
					_ => {
						let who = by(&self.sponsor.clone());
						self.go("release", who, Call::release { order });
					},
				}
			},
		}
	}

	fn campaign_step(&mut self) {
		use pallet_campaigns::Call;
		let (operator, treasury, _) = self.operator();
		let list = Campaigns::campaigns_of(operator);
		match self.dice.below(8) {
			0 => {
				let from = Clock::today();
				let trigger = match self.dice.below(4) {
					0 => Trigger::FirstAct { acts: Acts::Any },
					1 => Trigger::WeeklyActs { acts: Acts::Any, count: 2 },
					2 => Trigger::Streak { acts: Acts::Any, days: 2 },
					_ => Trigger::Theme { theme: self.dice.below(9) as u8 },
				};
				let sponsor = self.dice.one_in(2).then(|| self.sponsor.clone());
				let terms = pallet_campaigns::Terms {
					trigger,
					bonus: 1 + self.dice.below(60),
					from,
					until: from + self.dice.below(20) as u16,
					sponsor,
				};
				self.go("campaign", by(&treasury), Call::create { operator, terms });
			},
			kind => {
				let Some(found) = self.dice.pick(&list) else { return };
				let campaign = found.id;
				match kind {
					1..=3 => {
						let payer = found.terms.sponsor.unwrap_or(treasury);
						let amount = Balance::from(self.dice.below(3_000)) * currency::CENTS / 3;
						let call = Call::fund { operator, campaign, amount };
						self.go("budget", by(&payer), call);
					},
					4 | 5 => {
						let (citizen, key) = self.person();
						let call = Call::claim { operator, campaign, citizen };
						self.go("claim", by(&key), call);
					},
					_ => {
						let limit = self.dice.below(3) as u32;
						let call = Call::close { operator, campaign, limit };
						self.go("close campaign", by(&treasury), call);
					},
				}
			},
		}
	}

	fn growth_step(&mut self) {
		use pallet_growth::Call;
		let (citizen, key) = self.person();
		let today = Clock::today();
		let genesis = System::block_hash(0);
		let hash = |bytes: &[u8]| H256(sp_io::hashing::blake2_256(bytes));
		match self.dice.below(8) {
			0 | 1 => {
				let question = Question {
					hash: H256::zero(),
					uri: b"https://quiz.example/1".to_vec().try_into().unwrap(),
					options: 3,
					answer_hash: hash(&answer_message(genesis, today, 1, &[5; 32])),
					reward: 1_000,
					places: 3,
				};
				self.go("question", council(), Call::set_question { day: today, question });
			},
			2 | 3 => {
				let answer = self.dice.below(3) as u8;
				let message = check_in_message(genesis, citizen, today, answer, &[answer; 16]);
				let commitment = hash(&message);
				self.go("check in", by(&key), Call::check_in { day: today, commitment });
			},
			4 => {
				for day in today - 3..today {
					let call = Call::publish_answer { day, answer: 1, salt: [5; 32] };
					self.go("publish", by(&key), call);
				}
			},
			5 => {
				for (day, citizen) in pallet_growth::CheckIns::<Runtime>::iter_keys() {
					for answer in 0..3 {
						let call = Call::reveal { citizen, day, answer, salt: [answer; 16] };
						self.go("reveal", by(&key), call);
					}
				}
			},
			6 => self.go("unlock", by(&key), Call::unlock { citizen }),
			_ => {
				for day in today - 10..today {
					self.go("quiz sweep", by(&key), Call::sweep { day, limit: 1 });
				}
			},
		}
	}

	fn standing_step(&mut self) {
		use pallet_participants::Call;
		let everybody: Vec<_> = self
			.operators
			.iter()
			.map(|operator| operator.id)
			.chain(self.shops.iter().map(|(id, _)| *id))
			.collect();
		let participant = self.dice.pick(&everybody).unwrap();
		let reason = H256::zero();
		match self.dice.below(40) {
			0..=5 => {
				let alice = signed(Sr25519Keyring::Alice);
				self.go("suspend", alice, Call::suspend { participant, reason });
			},
			6..=9 => {
				for participant in everybody {
					self.go("confirm", council(), Call::confirm_suspension { participant });
				}
			},
			10..=24 => {
				for participant in everybody {
					self.go("lift", council(), Call::lift_suspension { participant });
				}
			},
			25 if self.dice.one_in(3) => self.go("revoke", council(), Call::revoke { participant }),
			_ => {},
		}
	}

	fn check(&self) {
		assert_ok!(Points::do_try_state());
		assert_ok!(PointRedemption::do_try_state());
		assert_ok!(Growth::do_try_state());
		assert_ok!(Campaigns::do_try_state());

		let books = &self.books;
		assert_eq!(books.escrow, PointRedemption::escrowed());
		assert_eq!(books.escrow, pallet_points::Escrow::<Runtime>::get());
		for operator in &self.operators {
			let fund = pallet_points::Funds::<Runtime>::get(operator.id);
			assert_eq!(fund.balance, books.funds.get(&operator.id).copied().unwrap_or(0));
			assert_eq!(fund.set_aside, Campaigns::budgeted(operator.id));
			for (citizen, _) in &self.people {
				let position = CarbonAccounts::position(operator.id, *citizen).unwrap();
				let own: Vec<_> = books
					.points
					.iter()
					.filter(|((of, who, _), _)| (*of, who) == (operator.id, citizen))
					.map(|((_, _, series), points)| (*series, *points))
					.collect();
				let mut written = position.points.to_vec();
				// Entries of closed series go when the position is next touched.
				written.retain(|(series, _)| fund.live.contains(series));
				assert_eq!(written, own);
				let carry = books.carry.get(&(operator.id, *citizen)).copied().unwrap_or(0);
				assert_eq!(u64::from(position.carry), carry);
			}
		}
		for (shop, _) in &self.shops {
			let totals = books.merchants.get(shop).copied().unwrap_or_default();
			assert_eq!(Points::merchant_book(*shop).totals, totals);
			// The statement of all days says the same.
			if let Some(statement) = Points::statement(*shop, 0, Clock::today()) {
				assert_eq!((statement.movements, statement.opening), (totals, 0));
			}
		}
		for (who, money) in &books.money {
			assert_eq!(Balances::total_balance(who), *money);
		}
	}

	fn play(&mut self) {
		let issuance = Balances::total_issuance();
		for step in 0..STEPS {
			self.step();
			self.books.read(&self.rows, &self.shops);
			System::reset_events();
			self.check();
			assert_eq!(Balances::total_issuance(), issuance);
			if step % 20 == 0 {
				self.statements();
			}
		}
	}

	/// Days in which nobody does anything.
	fn wait(&mut self, days: u64) {
		days_later(days);
		System::set_block_number(System::block_number() + 1);
	}

	/// Everything comes to its end: nothing is left with nobody.
	fn end(&mut self) {
		let stranger = by(&self.sponsor.clone());
		let operators: Vec<_> =
			self.operators.iter().map(|found| (found.id, found.treasury.clone())).collect();
		for (operator, treasury) in &operators {
			let call = pallet_points::Call::begin_wind_up { operator: *operator };
			self.go("wind up", by(treasury), call);
		}
		self.wait(45);
		for (citizen, number) in pallet_point_redemption::Orders::<Runtime>::iter_keys() {
			use pallet_point_redemption::Call;
			let order = OrderId { citizen, number };
			self.go("release", stranger.clone(), Call::release { order });
			self.go("take back", stranger.clone(), Call::take_back { order });
		}
		assert_eq!(PointRedemption::escrowed(), 0);
		// The longest series lasts two years, and 30 days for refunds: stopping ends none sooner.
		self.wait(730);
		for (operator, _) in operators {
			use pallet_points::Call;
			for found in Campaigns::campaigns_of(operator) {
				let campaign = found.id;
				let call = pallet_campaigns::Call::close { operator, campaign, limit: 99 };
				self.go("close campaign", stranger.clone(), call);
			}
			for series in pallet_points::Funds::<Runtime>::get(operator).live {
				let call = Call::close_series { operator, series };
				self.go("close", stranger.clone(), call);
			}
			let participant = operator;
			let lift = pallet_participants::Call::lift_suspension { participant };
			self.go("lift", council(), lift);
			self.go("wound up", stranger.clone(), Call::finish_wind_up { operator });
		}
		for (merchant, _) in self.shops.clone() {
			let amount = Points::receivable(merchant);
			let call = pallet_points::Call::settle { merchant, amount };
			self.go("settle", stranger.clone(), call);
		}
		self.books.read(&[], &self.shops);
		self.check();
		let totals = Points::totals();
		assert_eq!((totals.funds, totals.settlement), (0, 0));
	}

	/// Wherever a merchant cuts its year in two, the halves fit and add up.
	fn statements(&mut self) {
		let today = Clock::today();
		let cut = today - 1 - self.dice.below(200) as u16;
		for (shop, _) in &self.shops {
			let totals = Points::merchant_book(*shop).totals;
			let before = Points::statement(*shop, 0, cut).unwrap();
			let after = Points::statement(*shop, cut + 1, today).unwrap();
			assert_eq!((before.opening, before.closing), (0, after.opening));
			assert_eq!(after.closing, totals.receivable());
			assert_eq!(totals.since(&before.movements), after.movements);
		}
	}
}

#[test]
fn random_economies_keep_every_unit() {
	let mut succeeded = BTreeMap::<&str, u32>::new();
	// More on demand: TANPU_ECONOMIES=1000 cargo test -p tanpu-runtime economies
	let economies = std::env::var("TANPU_ECONOMIES").map(|count| count.parse().unwrap());
	for seed in 0..economies.unwrap_or(ECONOMIES) {
		with_metro(|_| {
			let mut economy = Economy::new(seed);
			economy.play();
			economy.end();
			for (name, count) in economy.succeeded {
				*succeeded.entry(name).or_default() += count;
			}
		});
	}
	println!("{succeeded:?}");
	// Nothing is tested by what never happens.
	for name in [
		"accept",
		"appeal",
		"budget",
		"campaign",
		"cancel",
		"check in",
		"claim",
		"close",
		"close campaign",
		"close offer",
		"confirm",
		"decide",
		"deposit",
		"dispute",
		"end",
		"exchange",
		"execute",
		"fulfil",
		"lift",
		"offer",
		"open",
		"pay",
		"propose",
		"publish",
		"question",
		"quiz sweep",
		"redeem",
		"refund",
		"release",
		"remove",
		"report",
		"request",
		"resolve",
		"restock",
		"reveal",
		"reverse",
		"revoke",
		"run schedule",
		"schedule",
		"settle",
		"suspend",
		"sweep",
		"take back",
		"unlock",
		"wind up",
		"withdraw",
		"wound up",
	] {
		assert!(succeeded.contains_key(name), "no economy had a {name}");
	}
}
