//! What can be done with an order, by whom, now. The chain decides; this only tells beforehand.

use crate::time::format_time;
use pallet_point_redemption::{Deadlines, Order, Stage};
use tanpu_primitives::UnixSeconds;

/// Whether a merchant can act.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
	/// Or its licence ran out: what was ordered before is still handed over.
	Able,
	Suspended,
	/// Revoked, or no merchant at all.
	Stopped,
}

/// Who asks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Who {
	Citizen,
	Merchant,
	Anybody,
	Council,
}

/// An order at a moment.
pub struct Situation<'a> {
	pub order: &'a Order,
	pub deadlines: &'a Deadlines,
	pub merchant: Standing,
	pub now: UnixSeconds,
	/// Of the city's clock, for showing times.
	pub offset: i32,
}

impl Situation<'_> {
	pub fn stage(&self) -> &'static str {
		match self.order.stage {
			Stage::Open => "open",
			Stage::Fulfilled { .. } => "fulfilled",
			Stage::Disputed { .. } => "disputed",
		}
	}

	/// The commands that the chain would take, by command and remark.
	pub fn can(&self, who: Who) -> Vec<(&'static str, String)> {
		let at = |time: UnixSeconds| format_time(time, self.offset);
		let open = self.order.stage == Stage::Open;
		let over = self.now >= self.deadlines.take_back_from;
		let released = self.deadlines.release_from.is_some_and(|from| self.now >= from);
		let mut can = Vec::new();
		match who {
			Who::Citizen => {
				if open && self.can_fulfil() {
					let until = at(self.deadlines.fulfil_before);
					can.push(("show the voucher", format!("before {until}")));
				}
				if open && (over || self.merchant != Standing::Able) {
					can.push(("take-back", String::new()));
				}
				if let Some(before) = self.deadlines.dispute_before.filter(|end| self.now < *end) {
					can.push(("dispute", format!("before {}", at(before))));
				}
			},
			Who::Merchant => {
				if open && self.can_fulfil() {
					can.push(("fulfil", format!("before {}", at(self.deadlines.fulfil_before))));
				}
				can.push(("cancel", "the points go back".into()));
				if released {
					can.push(("release", String::new()));
				}
			},
			Who::Anybody => {
				if open && (over || self.merchant == Standing::Stopped) {
					can.push(("take-back", String::new()));
				}
				if released {
					can.push(("release", String::new()));
				}
			},
			Who::Council => {
				if matches!(self.order.stage, Stage::Disputed { .. }) {
					can.push(("resolve", String::new()));
				}
			},
		}
		can
	}

	/// What comes by itself, and when.
	pub fn next(&self) -> String {
		let at = |time: UnixSeconds| format_time(time, self.offset);
		match (self.order.stage, self.deadlines.release_from) {
			(Stage::Open, _) => format!("goes back from {}", at(self.deadlines.take_back_from)),
			(_, Some(from)) => format!("the merchant's from {}", at(from)),
			(_, None) => String::new(),
		}
	}

	fn can_fulfil(&self) -> bool {
		self.merchant == Standing::Able && self.now < self.deadlines.fulfil_before
	}
}

/// `fulfil (before ...), cancel`.
pub fn list(can: &[(&'static str, String)]) -> String {
	let words: Vec<String> = can
		.iter()
		.map(|(command, remark)| match remark.as_str() {
			"" => (*command).to_owned(),
			remark => format!("{command} ({remark})"),
		})
		.collect();
	words.join(", ")
}

#[cfg(test)]
mod tests {
	use super::*;
	use sp_core::H256;

	fn order(stage: Stage) -> Order {
		Order {
			offer: 0,
			merchant: 3,
			count: 1,
			parts: Default::default(),
			value: 10,
			voucher: H256::zero(),
			ordered: 100,
			deadline: 1_000,
			paused_before: 0,
			stage,
		}
	}

	fn can(stage: Stage, merchant: Standing, now: u64, who: Who) -> Vec<&'static str> {
		let (dispute_before, release_from) = match stage {
			Stage::Open => (None, None),
			Stage::Fulfilled { at } => (Some(at + 200), Some(at + 200)),
			Stage::Disputed { at, .. } => (None, Some(at + 700)),
		};
		let deadlines =
			Deadlines { fulfil_before: 1_000, take_back_from: 1_100, dispute_before, release_from };
		let order = order(stage);
		let situation =
			Situation { order: &order, deadlines: &deadlines, merchant, now, offset: 0 };
		situation.can(who).into_iter().map(|(command, _)| command).collect()
	}

	#[test]
	fn an_open_order() {
		use Standing::*;
		let open = |merchant, now, who| can(Stage::Open, merchant, now, who);
		assert_eq!(open(Able, 999, Who::Citizen), ["show the voucher"]);
		assert_eq!(open(Able, 999, Who::Merchant), ["fulfil", "cancel"]);
		// In the grace nothing but the merchant's cancelling.
		assert!(open(Able, 1_000, Who::Citizen).is_empty());
		assert_eq!(open(Able, 1_000, Who::Merchant), ["cancel"]);
		assert!(open(Able, 1_099, Who::Anybody).is_empty());
		assert_eq!(open(Able, 1_100, Who::Citizen), ["take-back"]);
		assert_eq!(open(Able, 1_100, Who::Anybody), ["take-back"]);
		// Of a suspended merchant the citizen alone takes it back, of a revoked one anybody.
		assert_eq!(open(Suspended, 500, Who::Citizen), ["take-back"]);
		assert!(open(Suspended, 500, Who::Anybody).is_empty());
		assert_eq!(open(Suspended, 500, Who::Merchant), ["cancel"]);
		assert_eq!(open(Stopped, 500, Who::Anybody), ["take-back"]);
		assert!(open(Able, 500, Who::Council).is_empty());
	}

	#[test]
	fn a_fulfilled_and_a_disputed_order() {
		let done = |now, who| can(Stage::Fulfilled { at: 500 }, Standing::Able, now, who);
		assert_eq!(done(699, Who::Citizen), ["dispute"]);
		assert!(done(699, Who::Anybody).is_empty());
		assert!(done(700, Who::Citizen).is_empty());
		assert_eq!(done(700, Who::Anybody), ["release"]);
		assert_eq!(done(700, Who::Merchant), ["cancel", "release"]);
		let stage = Stage::Disputed { at: 500, reason: H256::zero() };
		let disputed = |now, who| can(stage, Standing::Suspended, now, who);
		assert!(disputed(600, Who::Citizen).is_empty());
		assert_eq!(disputed(600, Who::Council), ["resolve"]);
		assert_eq!(disputed(600, Who::Merchant), ["cancel"]);
		assert_eq!(disputed(1_200, Who::Anybody), ["release"]);
		// It can be late, as long as nobody released the order.
		assert_eq!(disputed(1_200, Who::Council), ["resolve"]);
	}

	#[test]
	fn remarks_stand_in_brackets() {
		let words = [("fulfil", "before noon".to_owned()), ("cancel", String::new())];
		assert_eq!(list(&words), "fulfil (before noon), cancel");
		assert_eq!(list(&[]), "");
	}
}
