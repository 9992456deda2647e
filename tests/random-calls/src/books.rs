//! Books kept from the events alone, and what was seen once and must never change.

use crate::{money::MoneyBook, records::Records};
use sp_core::H256;
use std::collections::BTreeMap;
use tanpu_primitives::{
	verification::CertificateId, Balance, CitizenId, ClassId, Day, Grams, UnixSeconds,
};
use tanpu_runtime::{AccountId, Runtime, RuntimeEvent};

/// What the events say of a class.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClassBook {
	/// Grams credited.
	pub credited: Grams,
	/// Contributions that were taken out of positions: claimed, or settled by the market.
	pub settled: Grams,
	pub issued: Grams,
	pub retired: Grams,
	pub cancelled: Grams,
	pub recalled: Grams,
	/// Out of the operator's pool, to buyers.
	pub delivered: Grams,
}

/// What was seen of things that never change.
#[derive(Clone, Default)]
pub struct Seen {
	/// Hashes of the values, by what they are of.
	pub fixed: BTreeMap<Vec<u8>, H256>,
	/// Numbers that never fall.
	pub rising: BTreeMap<Vec<u8>, u128>,
}

/// Everything that a run remembers besides the chain.
#[derive(Clone, Default)]
pub struct Books {
	pub classes: BTreeMap<ClassId, ClassBook>,
	/// The last notice of each class: grams, and until when it runs.
	pub noticed: BTreeMap<ClassId, (Grams, UnixSeconds)>,
	/// What the pool of each class earned, and of it what the operator and citizens had, and what was
	/// swept.
	pub sales: BTreeMap<ClassId, [Balance; 4]>,
	pub certificates: BTreeMap<CertificateId, (ClassId, Grams, Grams)>,
	pub seen: Seen,
	pub money: MoneyBook,
	pub records: Records,
	/// Calls that citizens sent for nothing, by day.
	pub free: BTreeMap<(CitizenId, Day), u32>,
	/// Accounts that nobody has the key of, and what it takes to end them.
	pub pures: Vec<Pure>,
	/// What accounts ever reserved for those that they made: it comes back when such an account is
	/// killed, and stays for good where its proxies were removed before.
	pub for_pures: BTreeMap<AccountId, Balance>,
}

/// The deposit for an account with one proxy.
fn pure_deposit() -> Balance {
	use tanpu_runtime::configs::utilities::{ProxyDepositBase, ProxyDepositFactor};
	ProxyDepositBase::get() + ProxyDepositFactor::get()
}

/// An account made for proxies alone.
#[derive(Clone, Debug)]
pub struct Pure {
	pub account: AccountId,
	pub spawner: AccountId,
	pub proxy_type: tanpu_runtime::configs::utilities::ProxyType,
	pub index: u16,
	pub height: u32,
	pub extrinsic: u32,
}

impl Books {
	/// Before the first call.
	pub fn begin(&mut self) {
		self.money.begin();
	}

	/// The block is over.
	pub fn turn(&mut self) {
		self.records.turn();
		let today = <tanpu_runtime::Clock as tanpu_primitives::Clock>::today();
		self.free.retain(|(_, day), _| *day >= today);
	}

	/// Enters the events of a block.
	pub fn read(&mut self, events: &[RuntimeEvent]) {
		for event in events {
			self.money.read(event);
			match event {
				RuntimeEvent::ActivityReports(event) => self.records.read(event),
				RuntimeEvent::Proxy(pallet_proxy::Event::PureCreated {
					pure,
					who,
					proxy_type,
					disambiguation_index,
					at,
					extrinsic_index,
				}) => {
					*self.for_pures.entry(who.clone()).or_default() += pure_deposit();
					self.pures.push(Pure {
						account: pure.clone(),
						spawner: who.clone(),
						proxy_type: *proxy_type,
						index: *disambiguation_index,
						height: *at,
						extrinsic: *extrinsic_index,
					});
				},
				RuntimeEvent::Proxy(pallet_proxy::Event::PureKilled { pure, .. }) => {
					self.pures.retain(|found| found.account != *pure);
				},
				RuntimeEvent::VerifiedReductions(event) => self.reductions(event),
				RuntimeEvent::ReductionMarket(event) => self.market(event),
				_ => {},
			}
		}
	}

	fn market(&mut self, event: &pallet_reduction_market::Event<Runtime>) {
		use pallet_reduction_market::Event::*;
		let (class, changes) = match event {
			PoolSold { class, paid, to_operator, .. } => (class, [*paid, *to_operator, 0, 0]),
			ProceedsClaimed { class, paid, .. } => (class, [0, 0, *paid, 0]),
			ProceedsSwept { class, swept } => (class, [0, 0, 0, *swept]),
			_ => return,
		};
		if changes == [0; 4] {
			return;
		}
		let own = self.sales.entry(*class).or_default();
		for (sum, change) in own.iter_mut().zip(changes) {
			*sum += change;
		}
	}

	fn class(&mut self, class: ClassId) -> &mut ClassBook {
		self.classes.entry(class).or_default()
	}

	fn reductions(&mut self, event: &pallet_verified_reductions::Event<Runtime>) {
		use pallet_verified_reductions::Event::*;
		match event {
			Issued { class, issued, .. } => self.class(*class).issued += issued,
			Noticed { class, grams, until } => {
				self.noticed.insert(*class, (*grams, *until));
			},
			Claimed { class, contributed, .. } => self.class(*class).settled += contributed,
			Delivered { class, grams, .. } => self.class(*class).delivered += grams,
			Retired { certificate, class, from, to, .. } => {
				self.class(*class).retired += to - from + 1;
				self.certificates.insert(*certificate, (*class, *from, *to));
			},
			Cancelled { class, from, to, .. } => self.class(*class).cancelled += to - from + 1,
			Recalled { class, made_good, .. } => self.class(*class).recalled += made_good.recalled,
			_ => {},
		}
	}
}
