//! Random economies against a model that knows nothing of the pallet: who has which points, what
//! each fund holds, what each merchant is owed, what is on each account. After every step both must
//! agree on whether it was allowed, and on every unit.

use crate::{mock::*, *};
use frame_support::{storage::with_storage_layer, traits::Get};
use proptest::prelude::*;
use sp_core::H256;
use sp_runtime::DispatchError;
use std::collections::BTreeMap;
use tanpu_primitives::{
	traits::{Budgets, Fines, Issuing, LicenceRefusal, Spending},
	Clock, PointPart,
};

const OPS: u16 = 3;
const SHOPS: u16 = 2;
const PEOPLE: u32 = 4;

/// Operator, series, hundredths.
type Part = (u16, u16, u64);

#[derive(Clone, Debug)]
enum Step {
	Deposit { op: u16, amount: u128 },
	Request { op: u16, amount: u128 },
	Withdraw { op: u16 },
	Open { op: u16, price: u128, days: u64 },
	Close { op: u16, series: u16 },
	WindUp { op: u16, stranger: bool },
	Finish { op: u16 },
	Issue { op: u16, citizen: u32, points: u64 },
	SetAside { op: u16, sponsored: bool, amount: u128 },
	GiveBack { op: u16, sponsored: bool, amount: u128 },
	Grant { op: u16, citizen: u32, points: u64 },
	Pay { citizen: u32, shop: u16, parts: Vec<Part>, less: u128 },
	Refund { payment: usize, share: u64 },
	Settle { shop: u16, share: u128 },
	Schedule { shop: u16, period: u16 },
	Idle,
	Order { citizen: u32, parts: Vec<Part> },
	Release { order: usize, shop: u16 },
	Restore { order: usize },
	Agree { from: u16, to: u16, daily: u128, citizen: u128, days: u64 },
	Cancel { from: u16, to: u16 },
	Exchange { citizen: u32, from: u16, series: u16, points: u64, to: u16 },
	Reverse { op: u16, citizen: u32, series: u16, points: u64 },
	Appeal { op: u16, citizen: u32 },
	Decide { op: u16, citizen: u32, upheld: bool },
	Execute { op: u16, citizen: u32 },
	Void { op: u16, citizen: u32, series: u16, points: u64 },
	Fine { op: u16, amount: u128 },
	Standing { op: u16, standing: u8 },
	Later { hours: u64 },
}

fn step() -> impl Strategy<Value = Step> {
	let op = || 0..OPS;
	let citizen = || 0..PEOPLE;
	let shop = || 30..30 + SHOPS;
	let series = || prop_oneof![9 => Just(0u16), 4 => 1..3u16, 1 => 3..5u16];
	let points = || prop_oneof![16 => 1..40u64, 1 => Just(0), 1 => 40..2_000u64];
	let parts = move || {
		prop::collection::vec((op(), series(), points()), 1..3).prop_map(|mut parts: Vec<Part>| {
			parts.sort();
			parts
		})
	};
	let amount = || prop_oneof![6 => 1..20_000u128, 1 => Just(0u128), 1 => 20_000..900_000u128];
	let index = || 0..20usize;
	prop_oneof![
		4 => (op(), amount()).prop_map(|(op, amount)| Step::Deposit { op, amount }),
		1 => (op(), amount()).prop_map(|(op, amount)| Step::Request { op, amount }),
		1 => op().prop_map(|op| Step::Withdraw { op }),
		3 => (op(), 0..40u128, 20..400u64)
			.prop_map(|(op, price, days)| Step::Open { op, price, days }),
		1 => (op(), series()).prop_map(|(op, series)| Step::Close { op, series }),
		1 => (op(), prop::bool::weighted(0.8))
			.prop_map(|(op, stranger)| Step::WindUp { op, stranger }),
		1 => op().prop_map(|op| Step::Finish { op }),
		10 => (op(), citizen(), points())
			.prop_map(|(op, citizen, points)| Step::Issue { op, citizen, points }),
		1 => (op(), any::<bool>(), amount())
			.prop_map(|(op, sponsored, amount)| Step::SetAside { op, sponsored, amount }),
		1 => (op(), any::<bool>(), amount())
			.prop_map(|(op, sponsored, amount)| Step::GiveBack { op, sponsored, amount }),
		1 => (op(), citizen(), points())
			.prop_map(|(op, citizen, points)| Step::Grant { op, citizen, points }),
		26 => (citizen(), shop(), parts(), prop_oneof![5 => Just(0), 2 => 0..25u128])
			.prop_map(|(citizen, shop, parts, less)| Step::Pay { citizen, shop, parts, less }),
		4 => (index(), 0..4u64).prop_map(|(payment, share)| Step::Refund { payment, share }),
		3 => (shop(), 0..5u128).prop_map(|(shop, share)| Step::Settle { shop, share }),
		1 => (shop(), 0..9u16).prop_map(|(shop, period)| Step::Schedule { shop, period }),
		3 => Just(Step::Idle),
		10 => (citizen(), parts()).prop_map(|(citizen, parts)| Step::Order { citizen, parts }),
		2 => (index(), shop()).prop_map(|(order, shop)| Step::Release { order, shop }),
		2 => index().prop_map(|order| Step::Restore { order }),
		2 => (op(), op(), 0..3_000u128, 0..2_000u128, 0..200u64).prop_map(
			|(from, to, daily, citizen, days)| Step::Agree { from, to, daily, citizen, days }
		),
		1 => (op(), op()).prop_map(|(from, to)| Step::Cancel { from, to }),
		20 => (citizen(), op(), series(), points(), op()).prop_map(
			|(citizen, from, series, points, to)| Step::Exchange {
				citizen, from, series, points, to
			}
		),
		2 => (op(), citizen(), series(), points()).prop_map(
			|(op, citizen, series, points)| Step::Reverse { op, citizen, series, points }
		),
		1 => (op(), citizen()).prop_map(|(op, citizen)| Step::Appeal { op, citizen }),
		1 => (op(), citizen(), any::<bool>())
			.prop_map(|(op, citizen, upheld)| Step::Decide { op, citizen, upheld }),
		2 => (op(), citizen()).prop_map(|(op, citizen)| Step::Execute { op, citizen }),
		3 => (op(), citizen(), series(), points())
			.prop_map(|(op, citizen, series, points)| Step::Void { op, citizen, series, points }),
		1 => (op(), amount()).prop_map(|(op, amount)| Step::Fine { op, amount }),
		1 => (op(), 0..9u8).prop_map(|(op, standing)| Step::Standing { op, standing }),
		5 => prop_oneof![12 => 1..30u64, 4 => 24..200u64, 1 => 700..3_000u64]
			.prop_map(|hours| Step::Later { hours }),
	]
}

/// Mostly a step; now and then some that only make sense in a row.
fn steps() -> impl Strategy<Value = Vec<Step>> {
	let op = || 0..OPS;
	let citizen = || 0..PEOPLE;
	prop_oneof![
		70 => step().prop_map(|step| vec![step]),
		1 => (op(), 1..3_000u128, 160..180u64).prop_map(|(op, amount, hours)| vec![
			Step::Standing { op, standing: 9 },
			Step::Deposit { op, amount },
			Step::Request { op, amount },
			Step::Later { hours },
			Step::Withdraw { op },
		]),
		1 => (op(), any::<bool>(), 2_800..3_000u64).prop_map(|(op, revoked, hours)| {
			let mut all = vec![Step::Standing { op, standing: u8::from(revoked) }];
			all.push(Step::WindUp { op, stranger: false });
			all.push(Step::Later { hours });
			all.extend((0..5).map(|series| Step::Close { op, series }));
			all.push(Step::Finish { op });
			all
		}),
		2 => (op(), citizen(), 1..200u64, any::<bool>(), any::<bool>(), 150..200u64).prop_map(
			|(op, citizen, points, appealed, upheld, hours)| {
				let mut all = vec![Step::Reverse { op, citizen, series: 0, points }];
				if appealed {
					all.push(Step::Appeal { op, citizen });
				}
				all.push(Step::Later { hours });
				all.push(Step::Decide { op, citizen, upheld });
				all.push(Step::Execute { op, citizen });
				all
			}
		),
	]
}

#[derive(Clone, Default)]
struct ModelSeries {
	price: u128,
	expires: u64,
	closed: bool,
	escrowed: u64,
}

#[derive(Clone, Default)]
struct Op {
	fund: u128,
	set_aside: u128,
	standing: Option<LicenceRefusal>,
	series: Vec<ModelSeries>,
	opened: Option<u64>,
	withdrawal: Option<(u128, u64)>,
	ends: Option<u64>,
}

#[derive(Clone)]
struct ModelPayment {
	at: PaymentRef,
	shop: u16,
	citizen: u32,
	parts: Vec<Part>,
	when: u64,
}

#[derive(Clone, Copy)]
struct ModelAgreement {
	daily: u128,
	citizen: u128,
	expires: u64,
	ends: u64,
}

#[derive(Clone, Copy)]
struct ModelReversal {
	series: u16,
	points: u64,
	from: u64,
	until: u64,
	/// 0: noticed, 1: appealed, 2: rejected.
	state: u8,
}

#[derive(Clone, Default)]
struct Model {
	now: u64,
	ops: Vec<Op>,
	points: BTreeMap<(u16, u16, u32), u64>,
	owed: BTreeMap<u16, u128>,
	schedules: BTreeMap<u16, (u16, u16)>,
	money: BTreeMap<u64, u128>,
	payments: Vec<ModelPayment>,
	orders: Vec<(u32, Vec<Part>)>,
	agreements: BTreeMap<(u16, u16), ModelAgreement>,
	moved: BTreeMap<(u16, u16, u16), u128>,
	own: BTreeMap<(u16, u16, u16, u32), u128>,
	reversals: BTreeMap<(u16, u32), ModelReversal>,
	nonce: u64,
}

impl Model {
	fn new() -> Self {
		let accounts = (0..OPS).map(treasury).chain((30..30 + SHOPS).map(holder)).chain([STRANGER]);
		Self {
			now: START,
			ops: vec![Op::default(); OPS as usize],
			money: accounts.map(|who| (who, ENDOWMENT)).collect(),
			owed: (30..30 + SHOPS).map(|shop| (shop, 0)).collect(),
			..Default::default()
		}
	}

	fn op(&mut self, op: u16) -> &mut Op {
		&mut self.ops[op as usize]
	}

	fn today(&self) -> u16 {
		((self.now + 28_800) / 86_400) as u16
	}

	fn outstanding(&self, op: u16, series: u16) -> u64 {
		self.points.iter().filter(|((o, s, _), _)| (*o, *s) == (op, series)).map(|(_, p)| p).sum()
	}

	fn free(&self, op: u16) -> u128 {
		let own = &self.ops[op as usize];
		let owed: u128 = own
			.series
			.iter()
			.enumerate()
			.map(|(id, series)| u128::from(self.outstanding(op, id as u16)) * series.price)
			.sum();
		own.fund - own.set_aside - owed
	}

	fn licensed(&self, op: u16) -> bool {
		self.ops[op as usize].standing.is_none()
	}

	fn spendable(&self, op: u16, series: u16) -> bool {
		let own = &self.ops[op as usize];
		own.series.get(series as usize).is_some_and(|found| {
			!found.closed && self.now < found.expires.min(own.ends.unwrap_or(u64::MAX))
		})
	}

	fn newest(&self, op: u16) -> Option<u16> {
		let own = &self.ops[op as usize];
		own.ends.is_none().then_some(())?;
		let found = own
			.series
			.iter()
			.rposition(|found| !found.closed && found.expires >= self.now + 7 * DAY)?;
		Some(found as u16)
	}

	fn has(&self, op: u16, series: u16, citizen: u32) -> u64 {
		self.points.get(&(op, series, citizen)).copied().unwrap_or(0)
	}

	fn value(&self, parts: &[Part]) -> u128 {
		parts
			.iter()
			.map(|(op, id, points)| {
				self.ops[*op as usize].series[*id as usize].price * u128::from(*points)
			})
			.sum()
	}

	/// Whether these parts can be spent.
	fn payable(&self, citizen: u32, parts: &[Part]) -> bool {
		parts.windows(2).all(|pair| (pair[0].0, pair[0].1) < (pair[1].0, pair[1].1))
			&& parts.iter().all(|(op, series, points)| {
				*points > 0
					&& self.spendable(*op, *series)
					&& self.has(*op, *series, citizen) >= *points
			})
	}

	fn burn(&mut self, citizen: u32, parts: &[Part]) {
		for (op, series, points) in parts {
			let price = self.ops[*op as usize].series[*series as usize].price;
			*self.points.get_mut(&(*op, *series, citizen)).unwrap() -= points;
			self.op(*op).fund -= price * u128::from(*points);
		}
	}

	fn give(&mut self, citizen: u32, parts: &[Part]) {
		for (op, series, points) in parts {
			let price = self.ops[*op as usize].series[*series as usize].price;
			*self.points.entry((*op, *series, citizen)).or_default() += points;
			self.op(*op).fund += price * u128::from(*points);
		}
	}

	fn pay_out(&mut self, who: u64, amount: u128) {
		*self.money.get_mut(&who).unwrap() += amount;
	}
}

fn as_parts(parts: &[Part]) -> Vec<PointPart> {
	parts.iter().map(|(op, series, points)| part(*op, *series, *points)).collect()
}

type Done = Result<(), DispatchError>;

fn call(run: impl FnOnce() -> Done) -> bool {
	with_storage_layer(run).is_ok()
}

/// Takes a step on chain and in the model; whether each allowed it.
fn take(model: &mut Model, step: Step) -> (bool, bool) {
	let now = model.now;
	match step {
		Step::Deposit { op, amount } => {
			let done = call(|| Points::deposit(signed(STRANGER), op, amount));
			let allowed = amount > 0;
			if allowed {
				model.op(op).fund += amount;
				*model.money.get_mut(&STRANGER).unwrap() -= amount;
			}
			(done, allowed)
		},
		Step::Request { op, amount } => {
			let by = signed(treasury(op));
			let done = call(|| Points::request_withdrawal(by, op, amount));
			let allowed = amount > 0
				&& amount <= model.free(op)
				&& model.licensed(op)
				&& model.op(op).ends.is_none();
			if allowed {
				model.op(op).withdrawal = Some((amount, now + NOTICE));
			}
			(done, allowed)
		},
		Step::Withdraw { op } => {
			let done = call(|| Points::withdraw(signed(treasury(op)), op));
			let Some((amount, from)) = model.op(op).withdrawal else { return (done, false) };
			let allowed = (from..from + NOTICE).contains(&now)
				&& amount <= model.free(op)
				&& model.licensed(op);
			if allowed {
				model.op(op).withdrawal = None;
				model.op(op).fund -= amount;
				model.pay_out(treasury(op), amount);
			}
			(done, allowed)
		},
		Step::Open { op, price, days } => {
			let expires = now + days * DAY;
			let by = signed(treasury(op));
			let done = call(|| Points::open_series(by, op, price, expires));
			let own = &model.ops[op as usize];
			let allowed = model.licensed(op)
				&& own.ends.is_none()
				&& price > 0 && (30..=5 * 365).contains(&days)
				&& own.opened.is_none_or(|opened| now >= opened + DAY)
				&& own.series.iter().filter(|series| !series.closed).count() < 8;
			if allowed {
				model.op(op).opened = Some(now);
				let series = ModelSeries { price, expires, closed: false, escrowed: 0 };
				model.op(op).series.push(series);
			}
			(done, allowed)
		},
		Step::Close { op, series } => {
			let done = call(|| Points::close_series(signed(STRANGER), op, series));
			let own = &model.ops[op as usize];
			let ends = own.ends.unwrap_or(u64::MAX);
			let allowed = own.series.get(series as usize).is_some_and(|found| {
				!found.closed && found.escrowed == 0 && now >= found.expires.min(ends) + REFUND
			});
			if allowed {
				model.points.retain(|(o, s, _), _| (*o, *s) != (op, series));
				model.op(op).series[series as usize].closed = true;
			}
			(done, allowed)
		},
		Step::WindUp { op, stranger } => {
			let who = if stranger { STRANGER } else { treasury(op) };
			let done = call(|| Points::begin_wind_up(signed(who), op));
			let revoked = model.op(op).standing == Some(LicenceRefusal::Revoked);
			let allowed = model.op(op).ends.is_none() && (!stranger || revoked);
			if allowed {
				let most = if revoked { SPENDING } else { <Test as Config>::MaxSeriesLife::get() };
				model.op(op).ends = Some(now + most);
				model.op(op).withdrawal = None;
			}
			(done, allowed)
		},
		Step::Finish { op } => {
			let done = call(|| Points::finish_wind_up(signed(STRANGER), op));
			let own = &model.ops[op as usize];
			let free = model.free(op);
			let allowed = own.ends.is_some()
				&& own.series.iter().all(|series| series.closed)
				&& own.standing != Some(LicenceRefusal::Suspended)
				&& free > 0;
			if allowed {
				model.op(op).fund -= free;
				model.pay_out(treasury(op), free);
			}
			(done, allowed)
		},
		Step::Issue { op, citizen, points } => {
			let done = call(|| issue(op, citizen, points).map(|_| ()));
			let newest = model.newest(op);
			let allowed =
				newest.is_some_and(|series| model.value(&[(op, series, points)]) <= model.free(op));
			if let (true, Some(series)) = (allowed, newest) {
				*model.points.entry((op, series, citizen)).or_default() += points;
			}
			(done, allowed)
		},
		Step::SetAside { op, sponsored, amount } => {
			let payer = sponsored.then_some(STRANGER);
			let done = call(|| Points::set_aside(op, payer.as_ref(), amount));
			let allowed = amount > 0
				&& model.op(op).ends.is_none()
				&& (sponsored || amount <= model.free(op));
			if allowed {
				model.op(op).set_aside += amount;
				if sponsored {
					model.op(op).fund += amount;
					*model.money.get_mut(&STRANGER).unwrap() -= amount;
				}
			}
			(done, allowed)
		},
		Step::GiveBack { op, sponsored, amount } => {
			let payee = sponsored.then_some(STRANGER);
			let done = call(|| Points::give_back(op, payee.as_ref(), amount));
			let allowed = amount <= model.op(op).set_aside;
			if allowed {
				model.op(op).set_aside -= amount;
				if sponsored {
					model.op(op).fund -= amount;
					model.pay_out(STRANGER, amount);
				}
			}
			(done, allowed)
		},
		Step::Grant { op, citizen, points } => {
			let done = call(|| {
				let mut position = Ledger::get((op, citizen)).unwrap();
				Points::grant(op, &mut position, points)?;
				Ledger::insert((op, citizen), position);
				Ok(())
			});
			let newest = model.newest(op);
			let value = newest.map(|series| model.value(&[(op, series, points)]));
			let allowed = points > 0 && value.is_some_and(|v| v <= model.op(op).set_aside);
			if let (true, Some(series), Some(value)) = (allowed, newest, value) {
				model.op(op).set_aside -= value;
				*model.points.entry((op, series, citizen)).or_default() += points;
			}
			(done, allowed)
		},
		Step::Pay { citizen, shop, parts: with, less } => {
			let payable = model.payable(citizen, &with);
			let value = if payable { model.value(&with) } else { 10 };
			let asked = value.saturating_sub(less);
			model.nonce += 1;
			let asked_for = request(shop, asked, model.nonce);
			let on_chain = parts(&as_parts(&with));
			let done = call(|| Points::pay(signed(key(citizen)), asked_for, on_chain));
			let dearest = || {
				with.iter()
					.map(|(op, id, _)| model.ops[*op as usize].series[*id as usize].price)
					.max()
					.unwrap()
			};
			let allowed = payable && asked > 0 && value - asked < dearest();
			if allowed {
				model.burn(citizen, &with);
				*model.owed.get_mut(&shop).unwrap() += value;
				let at = Points::payment_ref(asked_for).unwrap();
				let payment = ModelPayment { at, shop, citizen, parts: with, when: now };
				model.payments.push(payment);
			}
			(done, allowed)
		},
		Step::Refund { payment, share } => {
			let Some(found) = model.payments.get(payment).cloned() else { return (true, true) };
			// All, some, too much.
			let with: Option<Vec<Part>> = (share > 0).then(|| {
				found.parts.iter().map(|(op, id, points)| (*op, *id, points * share / 2)).collect()
			});
			let on_chain = with.as_ref().map(|with| parts(&as_parts(with)));
			let done = call(|| {
				Points::refund(signed(holder(found.shop)), found.at, on_chain)
					.map(|_| ())
					.map_err(|failure| failure.error)
			});
			let with = with.unwrap_or_else(|| found.parts.clone());
			let allowed = now < found.when + REFUND
				&& !with.is_empty()
				&& with.iter().zip(&found.parts).all(|(back, had)| back.2 > 0 && back.2 <= had.2);
			if allowed {
				let value = model.value(&with);
				let owed = model.owed.get_mut(&found.shop).unwrap();
				let top_up = value.saturating_sub(*owed);
				*owed = *owed + top_up - value;
				*model.money.get_mut(&holder(found.shop)).unwrap() -= top_up;
				model.give(found.citizen, &with);
				let left = &mut model.payments[payment].parts;
				for (had, back) in left.iter_mut().zip(&with) {
					had.2 -= back.2;
				}
				left.retain(|had| had.2 > 0);
			}
			(done, allowed)
		},
		Step::Settle { shop, share } => {
			let owed = model.owed[&shop];
			let amount = owed * share / 3;
			let done = call(|| Points::settle(signed(STRANGER), shop, amount));
			let allowed = amount > 0 && amount <= owed;
			if allowed {
				*model.owed.get_mut(&shop).unwrap() -= amount;
				model.pay_out(holder(shop), amount);
			}
			(done, allowed)
		},
		Step::Schedule { shop, period } => {
			let by = signed(holder(shop));
			let schedule = (period != 8).then_some((period, 100));
			let done = call(|| Points::set_schedule(by, shop, schedule));
			let allowed = period > 0;
			if period == 8 {
				model.schedules.remove(&shop);
			} else if allowed {
				let next = model.today() + period;
				model.schedules.insert(shop, (period, next));
			}
			(done, allowed)
		},
		Step::Idle => {
			idle();
			let today = model.today();
			for (shop, (period, next)) in model.schedules.clone() {
				if today >= next {
					model.schedules.insert(shop, (period, today + period));
					let owed = model.owed[&shop];
					if owed >= 100 {
						model.owed.insert(shop, 0);
						model.pay_out(holder(shop), owed);
					}
				}
			}
			(true, true)
		},
		Step::Order { citizen, parts: with } => {
			let done = call(|| Points::take(citizen, &as_parts(&with)).map(|_| ()));
			let allowed = model.payable(citizen, &with);
			if allowed {
				model.burn(citizen, &with);
				for (op, series, points) in &with {
					model.op(*op).series[*series as usize].escrowed += points;
				}
				model.orders.push((citizen, with));
			}
			(done, allowed)
		},
		Step::Release { order, shop } => {
			if order >= model.orders.len() {
				return (true, true);
			}
			let (_, with) = model.orders.remove(order);
			let done = call(|| Points::release(shop, &as_parts(&with)).map(|_| ()));
			for (op, series, points) in &with {
				model.op(*op).series[*series as usize].escrowed -= points;
			}
			*model.owed.get_mut(&shop).unwrap() += model.value(&with);
			(done, true)
		},
		Step::Restore { order } => {
			if order >= model.orders.len() {
				return (true, true);
			}
			let (citizen, with) = model.orders.remove(order);
			let done = call(|| Points::restore(citizen, &as_parts(&with)).map(|_| ()));
			for (op, series, points) in &with {
				model.op(*op).series[*series as usize].escrowed -= points;
			}
			model.give(citizen, &with);
			(done, true)
		},
		Step::Agree { from, to, daily, citizen, days } => {
			let terms = AgreementTerms { daily, citizen_daily: citizen, expires: now + days * DAY };
			let done = call(|| {
				Points::propose_agreement(signed(treasury(from)), from, to, from, terms)?;
				Points::accept_agreement(signed(treasury(to)), from, to, terms)
			});
			let allowed =
				from != to
					&& model.licensed(from)
					&& model.licensed(to)
					&& citizen > 0 && citizen <= daily
					&& days >= 1 && model.agreements.get(&(from, to)).is_none_or(|old| now >= old.ends);
			if allowed {
				let expires = terms.expires;
				let new = ModelAgreement { daily, citizen, expires, ends: expires };
				model.agreements.insert((from, to), new);
			}
			(done, allowed)
		},
		Step::Cancel { from, to } => {
			let by = signed(treasury(to));
			let done = call(|| Points::cancel_agreement(by, from, to));
			let allowed = match model.agreements.get_mut(&(from, to)) {
				Some(agreement) if now + NOTICE < agreement.ends => {
					agreement.ends = now + NOTICE;
					assert!(agreement.ends < agreement.expires);
					true
				},
				_ => false,
			};
			(done, allowed)
		},
		Step::Exchange { citizen, from, series, points, to } => {
			let by = signed(key(citizen));
			let done = call(|| Points::exchange(by, from, series, points, to, 1));
			let allowed = exchange(model, citizen, from, series, points, to).is_some();
			(done, allowed)
		},
		Step::Reverse { op, citizen, series, points } => {
			let by = signed(treasury(op));
			let done =
				call(|| Points::propose_reversal(by, op, citizen, series, points, H256::zero()));
			let own = &model.ops[op as usize];
			let pending = model.reversals.keys().filter(|(of, _)| *of == op).count();
			let allowed = model.licensed(op)
				&& points > 0
				&& own.series.get(series as usize).is_some_and(|s| !s.closed)
				&& !model.reversals.contains_key(&(op, citizen))
				&& pending < 3;
			if allowed {
				let (from, until) = (now + NOTICE, now + 2 * NOTICE);
				let reversal = ModelReversal { series, points, from, until, state: 0 };
				model.reversals.insert((op, citizen), reversal);
			}
			(done, allowed)
		},
		Step::Appeal { op, citizen } => {
			let by = signed(key(citizen));
			let done = call(|| Points::appeal_reversal(by, op, citizen, H256::zero()));
			let allowed = match model.reversals.get_mut(&(op, citizen)) {
				Some(found) if found.state == 0 && now < found.from => {
					found.state = 1;
					true
				},
				_ => false,
			};
			(done, allowed)
		},
		Step::Decide { op, citizen, upheld } => {
			let done = call(|| Points::decide_appeal(signed(COUNCIL), op, citizen, upheld));
			let allowed = match model.reversals.get_mut(&(op, citizen)) {
				Some(found) if found.state == 1 => {
					found.state = 2;
					found.from = found.from.max(now);
					found.until = found.from + NOTICE;
					true
				},
				_ => false,
			};
			if allowed && upheld {
				model.reversals.remove(&(op, citizen));
			}
			(done, allowed)
		},
		Step::Execute { op, citizen } => {
			let by = signed(STRANGER);
			let done = call(|| Points::execute_reversal(by, op, citizen));
			let Some(found) = model.reversals.get(&(op, citizen)).copied() else {
				return (done, false);
			};
			let allowed =
				found.state != 1 && now >= found.from && (now >= found.until || model.licensed(op));
			if allowed {
				model.reversals.remove(&(op, citizen));
				if now < found.until {
					if let Some(points) = model.points.get_mut(&(op, found.series, citizen)) {
						*points = points.saturating_sub(found.points);
					}
				}
			}
			(done, allowed)
		},
		Step::Void { op, citizen, series, points } => {
			let mut taken = None;
			let done = call(|| {
				let mut position = Ledger::get((op, citizen)).unwrap();
				taken = Some(Points::reverse(op, &mut position, series, points)?);
				Ledger::insert((op, citizen), position);
				Ok(())
			});
			let found = model.ops[op as usize].series.get(series as usize);
			let (allowed, live) = (found.is_some(), found.is_some_and(|series| !series.closed));
			if let (true, Some(own)) = (live, model.points.get_mut(&(op, series, citizen))) {
				let expected = points.min(*own);
				*own -= expected;
				assert_eq!(taken, Some(expected));
			} else if allowed {
				assert_eq!(taken, Some(0));
			}
			(done, allowed)
		},
		Step::Fine { op, amount } => {
			let taken = amount.min(model.free(op));
			assert_eq!(Points::fine(op, amount), taken);
			model.op(op).fund -= taken;
			model.pay_out(STRANGER, taken);
			(true, true)
		},
		Step::Standing { op, standing } => {
			let standing = match standing {
				0 => Some(LicenceRefusal::Suspended),
				1 => Some(LicenceRefusal::Revoked),
				2 => Some(LicenceRefusal::Expired),
				_ => None,
			};
			refuse(op, standing);
			model.op(op).standing = standing;
			(true, true)
		},
		Step::Later { hours } => {
			later(hours * 3_600);
			model.now += hours * 3_600;
			(true, true)
		},
	}
}

fn exchange(
	model: &mut Model,
	citizen: u32,
	from: u16,
	series: u16,
	points: u64,
	to: u16,
) -> Option<()> {
	let agreement = *model.agreements.get(&(from, to))?;
	let into = model.newest(to)?;
	(model.now < agreement.ends && model.licensed(to) && model.spendable(from, series))
		.then_some(())?;
	let source = model.ops[from as usize].series[series as usize].price;
	let target = model.ops[to as usize].series[into as usize].price;
	// One hundredth after the other, as long as the points pay for it.
	let worth = source * u128::from(points);
	let mut received = 0u64;
	while u128::from(received + 1) * target <= worth {
		received += 1;
	}
	let moved = u128::from(received) * target;
	let mut burned = points;
	while burned > 0 && u128::from(burned - 1) * source >= moved {
		burned -= 1;
	}
	let today = model.today();
	let used = model.moved.get(&(today, from, to)).copied().unwrap_or(0) + moved;
	let own = model.own.get(&(today, from, to, citizen)).copied().unwrap_or(0) + moved;
	(received > 0
		&& burned <= model.has(from, series, citizen)
		&& used <= agreement.daily
		&& own <= agreement.citizen)
		.then_some(())?;
	model.moved.insert((today, from, to), used);
	model.own.insert((today, from, to, citizen), own);
	*model.points.get_mut(&(from, series, citizen))? -= burned;
	*model.points.entry((to, into, citizen)).or_default() += received;
	model.op(from).fund -= moved;
	model.op(to).fund += moved;
	Some(())
}

/// Everything that both know.
fn compare(model: &Model) {
	for op in 0..OPS {
		let own = &model.ops[op as usize];
		let on_chain = fund(op);
		assert_eq!(on_chain.balance, own.fund, "fund of {op}");
		assert_eq!(on_chain.free(), model.free(op), "free of {op}");
		assert_eq!(usize::from(on_chain.next_series), own.series.len());
		for id in 0..on_chain.next_series {
			assert_eq!(series(op, id).outstanding, model.outstanding(op, id));
			assert_eq!(series(op, id).escrowed, own.series[id as usize].escrowed);
			if series(op, id).closed {
				continue;
			}
			for citizen in 0..PEOPLE {
				assert_eq!(points_of(op, citizen, id), model.has(op, id, citizen));
			}
		}
	}
	for (shop, owed) in &model.owed {
		assert_eq!(Points::receivable(*shop), *owed, "owed to {shop}");
	}
	for (who, money) in &model.money {
		assert_eq!(free(*who), *money, "money of {who}");
	}
	let escrow: u128 = model.orders.iter().map(|(_, with)| model.value(with)).sum();
	assert_eq!(Escrow::<Test>::get(), escrow);
}

/// A world in which something can happen at once.
fn opening() -> Vec<Step> {
	let mut steps = Vec::new();
	for op in 0..OPS {
		steps.push(Step::Deposit { op, amount: 20_000 });
		steps.push(Step::Open { op, price: 7 + 3 * u128::from(op), days: 200 });
		for citizen in 0..PEOPLE {
			steps.push(Step::Issue { op, citizen, points: 100 });
		}
	}
	for (from, to) in [(0, 1), (1, 0), (1, 2)] {
		steps.push(Step::Agree { from, to, daily: 3_000, citizen: 900, days: 190 });
	}
	steps
}

proptest! {
	#![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

	#[test]
	fn every_unit_is_where_the_model_has_it(steps in prop::collection::vec(steps(), 20..110)) {
		build_and_execute(|| {
			let mut model = Model::new();
			for step in opening().into_iter().chain(steps.into_iter().flatten()) {
				let shown = format!("{step:?}");
				let (done, allowed) = take(&mut model, step);
				assert_eq!(done, allowed, "chain and model differ on {shown}");
				compare(&model);
				if let Err(error) = Points::do_try_state() {
					panic!("{error:?} after {shown}");
				}
			}
			statements_add_up();
		});
	}
}

/// Each merchant's statement equals the events, and it has what it says.
fn statements_add_up() {
	for shop in 30..30 + SHOPS {
		let (mut paid, mut released, mut refunded, mut topped_up, mut settled) = (0, 0, 0, 0, 0);
		for record in System::events() {
			let RuntimeEvent::Points(event) = record.event else { continue };
			match event {
				Event::Paid { merchant, value, .. } if merchant == shop => paid += value,
				Event::Released { merchant, value } if merchant == shop => released += value,
				Event::Refunded { merchant, value, topped_up: own, .. } if merchant == shop => {
					refunded += value;
					topped_up += own;
				},
				Event::Settled { merchant, amount, .. } if merchant == shop => settled += amount,
				_ => {},
			}
		}
		let totals = MerchantTotals { paid, released, topped_up, refunded, settled };
		assert_eq!(Points::merchant_book(shop).totals, totals);
		let today = TestClock::today();
		if let Some(statement) = Points::statement(shop, 0, today) {
			assert_eq!((statement.opening, statement.movements), (0, totals));
			assert_eq!(statement.closing, Points::receivable(shop));
		}
		// On its account is what it began with, what it was paid, less what it paid in.
		assert_eq!(free(holder(shop)), ENDOWMENT + settled - topped_up);
	}
}
