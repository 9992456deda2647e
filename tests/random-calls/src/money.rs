//! Books of TANP, points and validators, kept from the events alone.

use sp_core::H256;
use std::collections::{BTreeMap, BTreeSet};
use tanpu_primitives::{Balance, Clock as _, Day};
use tanpu_runtime::{
	constants::currency::UNITS, AccountId, Balances, Clock, Runtime, RuntimeEvent, Session,
	Settlement, ValidatorSet,
};

type Check = Result<(), String>;

/// What became of the points of one series.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeriesBook {
	pub issued: u64,
	/// Spent less restored.
	pub spent: i128,
	pub expired: u64,
	pub reversed: u64,
	pub exchanged: u64,
}

/// Money, points and seats.
#[derive(Clone, Default)]
pub struct MoneyBook {
	genesis: Balance,
	minted: Balance,
	burned: Balance,
	limit: Balance,
	today: (Day, Balance),
	/// Records of the bank that counted.
	used: BTreeSet<H256>,
	withdrawals: BTreeMap<u32, (AccountId, Balance)>,
	series: BTreeMap<(u16, u16), SeriesBook>,
	/// Members and candidates, with what they deposited.
	members: BTreeMap<AccountId, Balance>,
	candidates: BTreeMap<AccountId, Balance>,
	/// Validators of genesis, whose keys cost nothing as long as they aren't purged.
	founders: BTreeSet<AccountId>,
	/// Whether one of them purged its keys.
	pub purged: bool,
	/// What the events said that can't be.
	pub faults: Vec<String>,
}

impl MoneyBook {
	/// Before the first call.
	pub fn begin(&mut self) {
		self.genesis = Balances::total_issuance();
		self.founders = Session::validators().into_iter().collect();
		self.members = self.founders.iter().map(|who| (who.clone(), 0)).collect();
	}

	pub fn read(&mut self, event: &RuntimeEvent) {
		match event {
			RuntimeEvent::Settlement(event) => self.settlement(event),
			RuntimeEvent::Points(event) => self.points(event),
			RuntimeEvent::ValidatorSet(event) => self.validators(event),
			_ => {},
		}
	}

	fn settlement(&mut self, event: &pallet_settlement::Event<Runtime>) {
		use pallet_settlement::Event::*;
		match event {
			DailyLimitSet { limit } => self.limit = *limit,
			Minted { record, amount, proposer, confirmer, .. } => {
				self.minted = self.minted.saturating_add(*amount);
				let today = Clock::today();
				let before = if self.today.0 == today { self.today.1 } else { 0 };
				self.today = (today, before.saturating_add(*amount));
				if self.today.1 > self.limit {
					self.faults.push(format!("{} minted today, of {}", self.today.1, self.limit));
				}
				self.counts(record, proposer, confirmer);
			},
			WithdrawalRequested { id, owner, amount, .. } => {
				self.withdrawals.insert(*id, (owner.clone(), *amount));
			},
			Burned { id, owner, amount, record, proposer, confirmer } => {
				self.burned = self.burned.saturating_add(*amount);
				self.ended(*id, owner, Some(*amount));
				self.counts(record, proposer, confirmer);
			},
			WithdrawalRefused { id, owner, .. } | TakenBack { id, owner } => {
				self.ended(*id, owner, None);
			},
			_ => {},
		}
	}

	fn counts(&mut self, record: &H256, proposer: &AccountId, confirmer: &AccountId) {
		if !self.used.insert(*record) {
			self.faults.push(format!("the bank's record {record:?} counted twice"));
		}
		if proposer == confirmer {
			self.faults.push(format!("{proposer} confirmed what it entered"));
		}
	}

	fn ended(&mut self, id: u32, owner: &AccountId, amount: Option<Balance>) {
		let found = self.withdrawals.remove(&id);
		let same = found
			.as_ref()
			.is_some_and(|(of, held)| of == owner && amount.is_none_or(|amount| amount == *held));
		if !same {
			self.faults.push(format!("withdrawal {id} of {owner} ended, which was {found:?}"));
		}
	}

	fn points(&mut self, event: &pallet_points::Event<Runtime>) {
		use pallet_points::Event::*;
		let mut change = |operator: &u16, series: &u16, with: &dyn Fn(&mut SeriesBook)| {
			with(self.series.entry((*operator, *series)).or_default());
		};
		match event {
			Issued { operator, series, points } => {
				change(operator, series, &|of| of.issued += points)
			},
			Spent { parts, .. } => {
				for part in parts {
					let points = i128::from(part.points);
					change(&part.operator, &part.series, &|of| of.spent += points);
				}
			},
			Restored { parts, .. } => {
				for part in parts {
					let points = i128::from(part.points);
					change(&part.operator, &part.series, &|of| of.spent -= points);
				}
			},
			SeriesClosed { operator, series, expired, .. } => {
				change(operator, series, &|of| of.expired += expired);
			},
			PointsExchanged { from, series, burned, .. } => {
				change(from, series, &|of| of.exchanged += burned);
			},
			Reversed { operator, series, points, .. }
			| IssueReversed { operator, series, points } => {
				change(operator, series, &|of| of.reversed += points);
			},
			_ => {},
		}
	}

	fn validators(&mut self, event: &pallet_validator_set::Event<Runtime>) {
		use pallet_validator_set::Event::*;
		let known = match event {
			Applied { who, deposit } => {
				self.candidates.insert(who.clone(), *deposit).is_none()
					&& !self.members.contains_key(who)
			},
			Withdrawn { who } | Refused { who } => self.candidates.remove(who).is_some(),
			Admitted { who } => match self.candidates.remove(who) {
				Some(deposit) => self.members.insert(who.clone(), deposit).is_none(),
				None => false,
			},
			Removed { who } | Left { who } => self.members.remove(who).is_some(),
			// Keys that are registered anew cost what everybody's do.
			KeysPurged { who } => {
				self.purged |= self.founders.remove(who);
				true
			},
			FewerThanMinimum { .. } => false,
			_ => true,
		};
		if !known {
			self.faults.push(format!("of validators: {event:?}"));
		}
	}

	/// * **All TANP there is = genesis + minted - burned**, by the events; what waits for being paid out
	///   is what was asked for and not ended.
	/// * Points of every series are issued, spent, expired, reversed and exchanged as the events say.
	/// * Members and candidates are those that the events name; somebody validates.
	pub fn check(&self) -> Check {
		if let Some(fault) = self.faults.first() {
			return Err(fault.clone());
		}
		let issuance = Balances::total_issuance();
		let due = (self.genesis + self.minted).checked_sub(self.burned);
		hold!(
			due == Some(issuance),
			"{issuance} issued: genesis {}, minted {}, burned {}",
			self.genesis,
			self.minted,
			self.burned
		);
		let (sums, ..) = Settlement::totals();
		hold!(
			(sums.genesis, sums.minted, sums.burned) == (self.genesis, self.minted, self.burned),
			"the settlement office's totals are {sums:?}"
		);
		let open: BTreeMap<_, _> = pallet_settlement::Withdrawals::<Runtime>::iter()
			.map(|(id, found)| (id, (found.owner, found.amount)))
			.collect();
		hold!(
			open == self.withdrawals,
			"withdrawals {open:?}, by the events {:?}",
			self.withdrawals
		);

		for (operator, number, series) in pallet_points::SeriesOf::<Runtime>::iter() {
			let told = self.series.get(&(operator, number)).cloned().unwrap_or_default();
			let kept = SeriesBook {
				issued: series.issued,
				spent: series.spent.into(),
				expired: series.expired,
				reversed: series.reversed,
				exchanged: series.exchanged,
			};
			hold!(told == kept, "series {number} of {operator}: {kept:?}, by the events {told:?}");
		}

		let members: BTreeMap<_, _> = ValidatorSet::members()
			.into_iter()
			.map(|member| (member.account, member.deposit))
			.collect();
		hold!(members == self.members, "members {members:?}, by the events {:?}", self.members);
		let candidates: BTreeMap<_, _> =
			pallet_validator_set::Candidates::<Runtime>::iter().collect();
		hold!(candidates == self.candidates, "candidates {candidates:?}: {:?}", self.candidates);
		hold!(!Session::validators().is_empty(), "nobody validates");
		Ok(())
	}

	/// What is held on accounts for withdrawals, seats and session keys.
	pub fn held(&self) -> Vec<(AccountId, tanpu_runtime::RuntimeHoldReason, Balance)> {
		use tanpu_runtime::RuntimeHoldReason as Reason;
		let withdrawal = Reason::Settlement(pallet_settlement::HoldReason::Withdrawal);
		let seat = Reason::ValidatorSet(pallet_validator_set::HoldReason::Validator);
		let keys = Reason::Session(pallet_session::HoldReason::Keys);
		let paid = self.withdrawals.values().map(|(who, held)| (who.clone(), withdrawal, *held));
		let seats = self.members.iter().chain(&self.candidates);
		let seats = seats.map(|(who, held)| (who.clone(), seat, *held));
		let registered = pallet_session::NextKeys::<Runtime>::iter_keys()
			.filter(|who| !self.founders.contains(who))
			.map(|who| (who, keys, 10 * UNITS));
		paid.chain(seats).chain(registered).collect()
	}
}
