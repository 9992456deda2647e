//! Sealing, sampling, opinions, issuance, certificates, recall.

use crate::{methods::text, moves::Move, world::World};
use pallet_verified_reductions::{
	Buffers, Call, Case, Cases, Issuances, Objections, Samples, Stage, Verdict,
};
use sp_runtime::Permill;
use tanpu_primitives::{
	verification::{
		AdjustmentDeclaration, AdjustmentStatus, ExchangeFields, Opinion, RiskKind, UnitType,
	},
	ClassId, Clock as _, Disposition,
};
use tanpu_runtime::{Clock, Runtime, VerifiedReductions};

/// A class that is on its way, and where it is: mostly one on which something can be done.
fn on_its_way(world: &mut World) -> (ClassId, Option<Case>) {
	for _ in 0..8 {
		let class = world.class();
		let case = Cases::<Runtime>::get(class);
		match case.as_ref().map(|case| case.stage) {
			Some(Stage::Issued | Stage::Rejected) => {},
			// What can't be sealed yet is tried now and then.
			None => {
				use tanpu_primitives::verification::Classes;
				let seals = <tanpu_runtime::ActivityReports as Classes>::seals_at(class);
				let ready = seals.is_some_and(|at| at <= Clock::now());
				if ready || world.dice.one_in(8) {
					return (class, None);
				}
			},
			Some(_) => return (class, case),
		}
	}
	let class = world.class();
	(class, Cases::<Runtime>::get(class))
}

/// Takes a class a step further.
pub fn crank(world: &mut World) -> Option<Move> {
	let (class, case) = on_its_way(world);
	let anybody = world.stranger();
	let Some(case) = case else { return Move::signed(&anybody, Call::seal { class }) };
	match case.stage {
		Stage::Sealed => Move::signed(&anybody, Call::draw { class }),
		Stage::Sampled => {
			let sample = Samples::<Runtime>::get(class)?;
			let all_in = VerifiedReductions::opinions(class).len() == sample.verifiers.len();
			if all_in || Clock::now() >= sample.until || world.dice.one_in(12) {
				return Move::signed(&anybody, Call::conclude { class });
			}
			opinion(world, class, &case)
		},
		Stage::Referred { .. } => {
			let verdict = match world.dice.below(8) {
				0 => Verdict::Reject,
				1..=3 => Verdict::Reassign,
				_ => Verdict::Issue { grams: world.dice.grams(case.info.grams) },
			};
			Move::council(Call::decide { class, verdict })
		},
		Stage::Noticed { until, .. } => match world.dice.below(12) {
			0 => {
				let content = world.dice.hash();
				Move::signed(&anybody, Call::object { class, content })
			},
			1 if world.dice.one_in(2) => {
				let member = world.member();
				let reason = world.dice.hash();
				Move::signed(&member, Call::halt { class, reason })
			},
			_ if Clock::now() < until && !world.dice.one_in(4) => opinion(world, class, &case),
			_ => Move::signed(&anybody, Call::issue { class }),
		},
		Stage::Issued | Stage::Rejected => settle(world, class),
	}
}

fn opinion(world: &mut World, class: ClassId, case: &Case) -> Option<Move> {
	let sample = Samples::<Runtime>::get(class)?;
	let given = VerifiedReductions::opinions(class);
	let waiting: Vec<_> = sample
		.verifiers
		.iter()
		.copied()
		.filter(|verifier| !given.iter().any(|(who, _)| who == verifier))
		.collect();
	let verifier = world.dice.pick(&waiting).or_else(|| world.dice.pick(&sample.verifiers))?;
	let holder = world.parties.iter().find(|party| party.id == verifier)?.holder.clone();
	let opinion = match world.dice.below(16) {
		0 => Opinion::Adverse,
		1 => Opinion::Disclaimed,
		2..=5 => Opinion::Modified { deduction: world.dice.grams(case.info.grams / 3) },
		_ => Opinion::Unmodified,
	};
	let failed = match world.dice.below(8) {
		0 => world.dice.below(u64::from(sample.points) + 2) as u32,
		1 | 2 => world.dice.below(u64::from(sample.points) / 6 + 1) as u32,
		_ => 0,
	};
	let void = if world.dice.one_in(12) { world.dice.below(3) as u32 } else { 0 };
	let report = world.dice.hash();
	let call = Call::give_opinion { class, verifier, opinion, failed, void, report };
	Move::signed(&holder, call)
}

/// Settles somebody's contribution to a class.
fn settle(world: &mut World, class: ClassId) -> Option<Move> {
	let case = Cases::<Runtime>::get(class)?;
	let operator = case.info.operator;
	let mut citizen = world.citizen();
	// Somebody who contributed.
	for _ in 0..8 {
		let position = tanpu_runtime::CarbonAccounts::position(operator, citizen);
		let contributes = position.as_ref().is_some_and(|position| {
			position.contributions.iter().any(|(of, _)| *of == class)
				&& (position.disposition != Disposition::Entrusted || case.stage == Stage::Rejected)
		});
		if contributes {
			break;
		}
		citizen = world.citizen();
	}
	let key = world.key_of(citizen);
	Move::signed(&key, Call::claim { class, citizen })
}

/// Somebody who holds grams of a class, and how many.
fn holder(world: &mut World, class: ClassId) -> Option<(tanpu_runtime::AccountId, u64)> {
	let all: Vec<_> = pallet_assets::Account::<Runtime>::iter_prefix(class)
		.filter(|(who, _)| world.keys.pair(who).is_some())
		.map(|(who, account)| (who, account.balance))
		.collect();
	world.dice.pick(&all)
}

/// What holders and citizens do with issued grams.
pub fn hold(world: &mut World) -> Option<Move> {
	let class = world.issued();
	match world.dice.below(12) {
		0..=4 => settle(world, class),
		5..=8 => {
			let (who, has) = holder(world, class)?;
			let most = if world.dice.one_in(2) { has } else { has.min(50) };
			let grams = world.dice.grams(most);
			let beneficiary = if world.dice.one_in(2) { text("") } else { text("A company") };
			let purpose = if world.dice.one_in(20) { text("\u{202e}") } else { text("2026") };
			Move::signed(&who, Call::retire { class, grams, beneficiary, purpose })
		},
		9 => {
			let anybody = world.stranger();
			// Mostly one that was issued long ago.
			let now = Clock::now();
			let old: Vec<_> = Issuances::<Runtime>::iter()
				.filter(|(class, issuance)| {
					issuance.at + 730 * 86_400 <= now
						&& VerifiedReductions::totals(*class).is_some_and(|of| of.claimable > 0)
				})
				.map(|(class, _)| class)
				.take(60)
				.collect();
			let class = world.dice.pick(&old).unwrap_or(class);
			Move::signed(&anybody, Call::sweep { class })
		},
		10 => {
			// What was recalled and not made good.
			let open: Vec<_> = Issuances::<Runtime>::iter()
				.filter(|(_, issuance)| issuance.recall.open() > 0)
				.map(|(class, issuance)| (class, issuance.recall.open()))
				.take(20)
				.collect();
			let (recalled, missing) = world.dice.pick(&open)?;
			let (who, has) = holder(world, class)?;
			let grams = world.dice.grams(has.min(missing));
			Move::signed(&who, Call::replace { class: recalled, with: class, grams })
		},
		_ => {
			let all: Vec<_> = Objections::<Runtime>::iter().take(20).collect();
			let (class, number, objection) = world.dice.pick(&all)?;
			Move::signed(&objection.by, Call::close_objection { class, number })
		},
	}
}

/// Freezing, recalls, what the council sets.
pub fn council(world: &mut World) -> Option<Move> {
	let class = world.issued();
	let reason = world.dice.hash();
	match world.dice.below(16) {
		0..=2 => {
			let member = world.member();
			Move::signed(&member, Call::freeze { class, reason })
		},
		3..=7 => {
			// Mostly one that is frozen.
			let now = Clock::now();
			let frozen: Vec<_> = pallet_verified_reductions::Freezes::<Runtime>::iter()
				.filter(|(_, kept)| kept.current(now).is_some())
				.map(|(class, _)| class)
				.collect();
			let class = world.dice.pick(&frozen).unwrap_or(class);
			if world.dice.one_in(3) {
				Move::council(Call::confirm_freeze { class })
			} else {
				Move::council(Call::unfreeze { class })
			}
		},
		8..=11 => {
			let issuance = Issuances::<Runtime>::get(class)?;
			let left = issuance.issued.saturating_sub(issuance.recall.recalled);
			let buffer =
				Buffers::<Runtime>::get(issuance.kind, tanpu_primitives::Be32::from(class));
			let most = match world.dice.below(4) {
				0 => left,
				1 => buffer,
				_ => left / 10,
			};
			let grams = world.dice.grams(most);
			Move::council(Call::recall { class, grams, reason })
		},
		12 => {
			let kind = world.dice.pick(&RiskKind::ALL)?;
			let share = Permill::from_parts(world.dice.below(520_000) as u32);
			Move::council(Call::set_buffer_share { kind, share })
		},
		13 => {
			let kind = world.dice.pick(&RiskKind::ALL)?;
			let methodology = world.dice.below(9) as u16;
			Move::council(Call::set_risk_kind { methodology, kind })
		},
		14 => {
			let fields = ExchangeFields {
				adjustment_declaration: AdjustmentDeclaration::Committed,
				adjustment_status: AdjustmentStatus::Pending,
				unit_type: UnitType::ReductionNature,
				registry_link: text("https://registry.example/1"),
				authorisation: world.dice.one_in(2).then_some(reason),
				tags: text("a,b"),
			};
			Move::council(Call::set_exchange_fields { class, fields })
		},
		_ => {
			let (class, _) = on_its_way(world);
			Move::council(Call::halt { class, reason })
		},
	}
}

/// Grams as assets: transfers and approvals, and calls that nobody may make.
pub fn assets(world: &mut World) -> Option<Move> {
	use pallet_assets::Call;
	let class = world.issued();
	let (who, has) = holder(world, class)?;
	let amount = world.dice.grams(has);
	let other = match world.dice.below(12) {
		// To where the pallet keeps pools and buffers.
		0 => VerifiedReductions::pool_account(),
		1 => VerifiedReductions::buffer_account(RiskKind::Activity),
		_ => world.anybody(),
	};
	let id = codec::Compact(class);
	match world.dice.below(12) {
		0..=3 => Move::signed(&who, Call::transfer { id, target: other.into(), amount }),
		4 => Move::signed(&who, Call::transfer_keep_alive { id, target: other.into(), amount }),
		5 => {
			let keep_alive = world.dice.one_in(2);
			Move::signed(&who, Call::transfer_all { id, dest: other.into(), keep_alive })
		},
		6 | 7 => {
			let call = Call::approve_transfer { id, delegate: other.into(), amount };
			Move::signed(&who, call)
		},
		8 | 9 => {
			let all: Vec<_> = pallet_assets::Approvals::<Runtime>::iter().take(20).collect();
			let ((class, owner, delegate), approval) = world.dice.pick(&all)?;
			let id = codec::Compact(class);
			if world.dice.one_in(3) {
				let call = Call::cancel_approval { id, delegate: delegate.into() };
				return Move::signed(&owner, call);
			}
			let amount = world.dice.grams(approval.amount);
			let call = Call::transfer_approved {
				id,
				owner: owner.into(),
				destination: who.into(),
				amount,
			};
			Move::signed(&delegate, call)
		},
		10 => match world.dice.below(5) {
			0 => Move::signed(&who, Call::burn { id, who: who.clone().into(), amount }),
			1 => Move::signed(&who, Call::mint { id, beneficiary: who.clone().into(), amount }),
			2 => Move::signed(&who, Call::refund { id, allow_burn: true }),
			3 => Move::signed(&who, Call::start_destroy { id }),
			_ => Move::signed(&who, Call::touch { id }),
		},
		_ => {
			let admin: tanpu_runtime::AccountId = who.clone();
			let id = codec::Compact(world.dice.below(1_000) as u32);
			Move::signed(&who, Call::create { id, admin: admin.into(), min_balance: 1 })
		},
	}
}
