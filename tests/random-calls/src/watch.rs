//! What is compared before and after a single call: that a stopped call doesn't go through and an open
//! one isn't stopped, who pays a fee, and what is left of a record that was taken back.

use crate::{
	books::Books,
	chain::Outcome,
	moves::{leaves, named, Move},
};
use pallet_activity_reports::{Call as Reports, Counters, Sites};
use pallet_carbon_accounts::CitizenByKey;
use sp_runtime::DispatchError;
use std::{collections::BTreeSet, sync::OnceLock};
use tanpu_primitives::{
	CitizenId, ClaimData, Clock as _, Grams, GroupId, ObjectId, OperatorId, RecordRef,
};
use tanpu_runtime::{
	AccountId, CarbonAccounts, Clock, MethodologyRegistry, Runtime, RuntimeCall, RuntimeEvent,
	SafeMode, System,
};

/// Free calls of a citizen in a day.
const ALLOWANCE: u32 = 20;

/// What a citizen may send for nothing; the same list as the runtime's, written down once more.
const FREE: &[(&str, &[&str])] = &[
	("CarbonAccounts", &["enrol", "leave", "veto_replacement", "complete_replacement", "close"]),
	("Points", &["pay", "exchange", "appeal_reversal"]),
	("PointRedemption", &["redeem", "take_back", "dispute"]),
	("Growth", &["unlock", "check_in", "reveal"]),
	("ActivityReports", &["object", "clear_objection"]),
	("Campaigns", &["claim"]),
	("VerifiedReductions", &["claim", "retire"]),
	("ReductionMarket", &["claim_proceeds"]),
];

/// What goes on whatever is stopped, as docs/origins.md says.
fn open_calls() -> &'static BTreeSet<(String, String)> {
	static OPEN: OnceLock<BTreeSet<(String, String)>> = OnceLock::new();
	OPEN.get_or_init(|| {
		let mut found = BTreeSet::new();
		let mut pallet = "";
		for line in include_str!("../../../docs/origins.md").lines() {
			if let Some(name) = line.strip_prefix("## ") {
				pallet = name;
			}
			let cells: Vec<_> = line.split('|').map(str::trim).collect();
			if let ["", call, _, "yes", ""] = cells[..] {
				found.insert((pallet.to_owned(), call.to_owned()));
			}
		}
		assert!(found.len() > 50, "docs/origins.md says which calls are open");
		found
	})
}

fn is_open(call: &RuntimeCall) -> bool {
	let (pallet, name) = named(call);
	open_calls().contains(&(pallet.to_owned(), name.to_owned()))
}

/// Whether something of SafeMode or TxPause stops this very call.
fn is_stopped(call: &RuntimeCall) -> bool {
	if is_open(call) {
		return false;
	}
	let (pallet, name) = named(call);
	SafeMode::is_entered()
		|| pallet_tx_pause::PausedCalls::<Runtime>::iter_keys()
			.any(|(of, paused)| *of == pallet.as_bytes() && *paused == name.as_bytes())
}

/// What a record's place in the books was.
struct Strike {
	operator: OperatorId,
	citizen: CitizenId,
	grams: Grams,
	/// Grams that the position must have afterwards.
	left: Grams,
	/// The series, and hundredths that must be left in it; none where it is closed.
	points: Option<(u16, u64)>,
	/// Registers and sites whose mark was this record's.
	marks: Vec<(GroupId, ClaimData)>,
}

/// A transaction, and how many free calls its signer's citizen had sent today.
struct Fee {
	signer: AccountId,
	citizen: Option<CitizenId>,
	could_be_free: bool,
}

/// What stood before a call.
pub struct Watch {
	events: usize,
	stopped: bool,
	open: bool,
	/// All that it carries is stopped.
	carries_stopped: bool,
	strike: Option<Strike>,
	fee: Option<Fee>,
	call: (&'static str, &'static str),
}

fn mark(group: GroupId, object: ObjectId, citizen: CitizenId, site: bool) -> u64 {
	if site {
		return Sites::<Runtime>::get((group, object)).map_or(0, |of| of.mark(citizen).into());
	}
	Counters::<Runtime>::get((group, object)).map_or(0, |of| of.mark(citizen))
}

impl Strike {
	fn of(call: &RuntimeCall, books: &Books) -> Option<Self> {
		let RuntimeCall::ActivityReports(call) = call else { return None };
		let record: RecordRef = match call {
			Reports::withdraw { record, .. }
			| Reports::uphold_objection { record }
			| Reports::decide_objection { record, upheld: true } => *record,
			_ => return None,
		};
		let found = books.records.credited(record)?;
		let batch = pallet_activity_reports::Batches::<Runtime>::get(record.batch)?;
		let (operator, citizen) = (found.operator, found.citizen);
		let position = CarbonAccounts::position(operator, citizen)?;
		// Whole hundredths that go with it, of which a part may be in the carry.
		let fine = u128::from(found.grams) * u128::from(found.rate);
		let due = fine.saturating_sub(position.carry.into()).div_ceil(1_000) as u64;
		let points = batch.series.and_then(|number| {
			let closed = pallet_points::SeriesOf::<Runtime>::get(operator, number)?.closed;
			let has = position.points_of(number);
			(!closed).then_some((number, has.saturating_sub(due)))
		});
		use tanpu_primitives::traits::Methodologies as _;
		let rules = MethodologyRegistry::rules(batch.methodology)?;
		let row = &books.records.batches.get(&record.batch)?.rows[usize::from(record.row)];
		let specs = rules.claims.iter().filter(|spec| spec.needs_data());
		let marks = specs
			.zip(&row.claims)
			.map(|(spec, data)| (spec.group(), *data))
			.filter(|(group, data)| match *data {
				ClaimData::Counter { object, to, .. } => mark(*group, object, citizen, false) == to,
				ClaimData::Site { object, to, .. } => {
					mark(*group, object, citizen, true) == u64::from(to)
				},
				ClaimData::Once { .. } => false,
			})
			.collect();
		let left = position.grams.saturating_sub(found.grams);
		Some(Self { operator, citizen, grams: found.grams, left, points, marks })
	}

	fn check(&self) -> Result<(), String> {
		let Self { operator, citizen, grams, left, .. } = self;
		let position = CarbonAccounts::position(*operator, *citizen).ok_or("a position is gone")?;
		if position.grams != *left {
			return Err(format!("{grams} g taken back, {} are left of {left}", position.grams));
		}
		if let Some((series, left)) = self.points {
			let has = position.points_of(series);
			if has != left {
				return Err(format!("{has} points of a withdrawn record are left, not {left}"));
			}
		}
		for (group, data) in &self.marks {
			let (object, to, site) = match *data {
				ClaimData::Counter { object, to, .. } => (object, to, false),
				ClaimData::Site { object, to, .. } => (object, to.into(), true),
				ClaimData::Once { .. } => continue,
			};
			if mark(*group, object, *citizen, site) >= to {
				return Err(format!("what a withdrawn record claimed is still taken: {data:?}"));
			}
		}
		Ok(())
	}
}

impl Watch {
	pub fn before(step: &Move, as_transaction: bool, books: &Books) -> Self {
		let call = named(&step.call);
		let all = leaves(&step.call);
		let carries = !(all.len() == 1 && all[0] == &step.call);
		let fee = step.by.signer().filter(|_| as_transaction).map(|signer| Fee {
			signer: signer.clone(),
			citizen: CitizenByKey::<Runtime>::get(signer),
			could_be_free: FREE
				.iter()
				.any(|(pallet, names)| *pallet == call.0 && names.contains(&call.1)),
		});
		Self {
			events: System::event_count() as usize,
			stopped: is_stopped(&step.call),
			open: is_open(&step.call),
			carries_stopped: carries && !all.is_empty() && all.iter().all(|leaf| is_stopped(leaf)),
			strike: Strike::of(&step.call, books),
			fee,
			call,
		}
	}

	/// What is wrong now.
	pub fn after(self, outcome: &Outcome, books: &mut Books) -> Result<(), String> {
		let (pallet, name) = self.call;
		if self.stopped && *outcome == Outcome::Ok {
			return Err(format!("{pallet}.{name} went through while it was stopped"));
		}
		// The council's filter of motions and the closed calls of Assets say the same word.
		if self.open && self.call != ("Council", "propose") {
			if let Outcome::Failed(DispatchError::Module(error)) = outcome {
				let filtered = error.message == Some("CallFiltered");
				let carrier =
					matches!(pallet, "Utility" | "Proxy" | "Multisig" | "Council" | "Authority");
				if filtered && !carrier {
					return Err(format!("{pallet}.{name} must always go on, and is stopped"));
				}
			}
		}
		let new: Vec<_> = System::read_events_no_consensus()
			.skip(self.events)
			.map(|record| record.event)
			.collect();
		if self.carries_stopped {
			if let Some(event) = new.iter().find(|event| is_business(event)) {
				return Err(format!("{pallet}.{name} carried what was stopped: {event:?}"));
			}
		}
		if let (Some(strike), Outcome::Ok) = (&self.strike, outcome) {
			strike.check()?;
		}
		if let Some(fee) = &self.fee {
			fee.check(self.call, outcome, &new, books)?;
		}
		Ok(())
	}
}

impl Fee {
	/// Who isn't in the list, sends a call in another call, or has sent 20 today, pays.
	fn check(
		&self,
		call: (&str, &str),
		outcome: &Outcome,
		new: &[RuntimeEvent],
		books: &mut Books,
	) -> Result<(), String> {
		if let Outcome::Invalid(_) = outcome {
			return Ok(());
		}
		let paid = new.iter().any(|event| {
			matches!(event, RuntimeEvent::TransactionPayment(
				pallet_transaction_payment::Event::TransactionFeePaid { who, .. }
			) if *who == self.signer)
		});
		if paid {
			return Ok(());
		}
		let (pallet, name) = call;
		let Some(citizen) = self.citizen.filter(|_| self.could_be_free) else {
			return Err(format!("{pallet}.{name} by {} was for nothing", self.signer));
		};
		let used = books.free.entry((citizen, Clock::today())).or_default();
		*used += 1;
		if *used > ALLOWANCE {
			return Err(format!("citizen {citizen} sent {used} calls for nothing today"));
		}
		Ok(())
	}
}

/// Whether an event tells of what SafeMode stops.
fn is_business(event: &RuntimeEvent) -> bool {
	match event {
		RuntimeEvent::Balances(event) => matches!(event, pallet_balances::Event::Transfer { .. }),
		RuntimeEvent::System(_)
		| RuntimeEvent::Utility(_)
		| RuntimeEvent::Proxy(_)
		| RuntimeEvent::Multisig(_)
		| RuntimeEvent::Council(_)
		| RuntimeEvent::TransactionPayment(_) => false,
		_ => true,
	}
}
