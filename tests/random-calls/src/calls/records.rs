//! Records taken back and objected to; devices.

use crate::{keys::sign, moves::Move, world::World};
use pallet_activity_reports::{Call, ObjectionState, Objections};
use pallet_participants::{Call as Participants, OperatorDevices};
use sp_core::Pair;
use sp_runtime::{MultiSignature, MultiSigner};
use tanpu_primitives::{device::DeviceConsent, evidence::RecordProof, Clock as _, RecordRef};
use tanpu_runtime::{AccountId, Clock, Runtime, System};

/// A key that acts for an operator.
fn operators_key(world: &mut World, operator: u16) -> Option<AccountId> {
	if world.dice.one_in(2) {
		return world.reporter_of(operator);
	}
	world.parties.iter().find(|party| party.id == operator).map(|party| party.holder.clone())
}

/// A record of late that was credited, mostly one that stands, with its proof.
fn some(world: &mut World) -> Option<(RecordRef, u16, u32, RecordProof)> {
	let (last, _) = world.books.records.batches.last_key_value()?;
	let last = u64::from(*last);
	for _ in 0..12 {
		let batch = last.saturating_sub(world.dice.below(60)) as u32;
		let Some(rows) = world.books.records.batches.get(&batch).map(|of| of.rows.len()) else {
			continue;
		};
		let record = RecordRef { batch, row: world.dice.below(rows as u64) as u16 };
		let stale = world.dice.one_in(25);
		if let Some(found) = world.books.records.credited(record).filter(|of| of.stands || stale) {
			let proof = world.books.records.proof(record)?;
			return Some((record, found.operator, found.citizen, proof));
		}
	}
	None
}

pub fn choose(world: &mut World) -> Option<Move> {
	let open: Vec<_> = Objections::<Runtime>::iter().take(60).collect();
	if !open.is_empty() && world.dice.below(5) < 3 {
		let (batch, row, found) = world.dice.pick(&open)?;
		let record = RecordRef { batch, row };
		let operator = world.books.records.batches.get(&batch)?.operator;
		let now = Clock::now();
		if now >= found.lapses && !world.dice.one_in(6) {
			let anybody = world.stranger();
			return Move::signed(&anybody, Call::clear_objection { record });
		}
		let answered = found.state != ObjectionState::Open || now >= found.answer_before;
		if answered && !world.dice.one_in(4) {
			// Some are left to lapse.
			if world.dice.one_in(2) {
				return None;
			}
			let upheld = world.dice.one_in(2);
			return Move::council(Call::decide_objection { record, upheld });
		}
		let who = operators_key(world, operator)?;
		let reason = world.dice.hash();
		return match world.dice.below(7) {
			0 | 1 => Move::signed(&who, Call::uphold_objection { record }),
			2..=4 => Move::signed(&who, Call::reject_objection { record, reason }),
			5 => {
				let proof = world.books.records.proof(record)?;
				Move::signed(&who, Call::withdraw { record, proof, reason })
			},
			_ => None,
		};
	}
	let (record, operator, citizen, mut proof) = some(world)?;
	let reason = world.dice.hash();
	// Now and then a proof of something else.
	if world.dice.one_in(25) {
		proof.row.duration = proof.row.duration.wrapping_add(1);
	}
	if world.dice.below(5) < 2 {
		let key = world.key_of(citizen);
		return Move::signed(&key, Call::object { record, proof, reason });
	}
	let who = operators_key(world, operator)?;
	Move::signed(&who, Call::withdraw { record, proof, reason })
}

/// Devices: registered, removed, registered again.
pub fn devices(world: &mut World) -> Option<Move> {
	let operator = world.operator()?.id;
	let who = operators_key(world, operator)?;
	let all: Vec<_> = OperatorDevices::<Runtime>::iter_key_prefix(operator).collect();
	if !all.is_empty() && world.dice.one_in(4) {
		let key: MultiSigner = world.dice.pick(&all)?.into();
		return Move::signed(&who, Participants::remove_device { operator, key });
	}
	let devices = &world.keys.devices;
	let pair = world.dice.pick(devices)?;
	let of = if world.dice.one_in(15) { operator + 1 } else { operator };
	let consent = DeviceConsent { genesis: System::block_hash(0), operator: of };
	let proof: MultiSignature = sign(&pair, &consent.message()).into();
	let key = pair.public().into();
	Move::signed(&who, Participants::register_device { operator, key, proof })
}
