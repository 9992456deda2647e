//! Batches of every kind of claim, objects, sweeping.

use crate::{
	keys::sign,
	methods::{text, Kind, GROUPS},
	moves::Move,
	world::World,
};
use codec::Compact;
use pallet_activity_reports::{Call, Counters, Sites};
use pallet_object_registry::{Call as Objects, Registrations};
use sp_core::Pair;
use tanpu_primitives::{
	attestation::ObjectStatement, CitizenId, ClaimData, Clock as _, Day, MethodologyRef, ObjectId,
	ParticipantId, Row,
};
use tanpu_runtime::{Clock, Runtime, System};

/// Objects of each kind there are.
const OBJECTS: u64 = 10;

fn object(kind: Kind, number: u64) -> ObjectId {
	[(kind.group() * 16).wrapping_add(number as u8); 32]
}

/// A batch, or some housekeeping.
pub fn choose(world: &mut World) -> Option<Move> {
	match world.dice.below(40) {
		0 => {
			let back = world.dice.below(40) as Day;
			let day = Clock::today().saturating_sub(back);
			let anybody = world.anybody();
			Move::signed(&anybody, Call::sweep { day })
		},
		1 => {
			let (group, deadline) = world.dice.pick(&GROUPS)?;
			// Changed now and then, so that days close at other times.
			let deadline_days = deadline + world.dice.below(3) as u16;
			let conflicts = if world.dice.one_in(2) { 0 } else { 1 << world.dice.within(1, 5) };
			let tolerance_minutes = world.dice.below(5) as u16;
			Move::council(Call::set_group {
				group,
				name: text("group"),
				conflicts,
				deadline_days,
				longest_minutes: 300,
				tolerance_minutes,
			})
		},
		_ => submit(world),
	}
}

fn submit(world: &mut World) -> Option<Move> {
	let operator = world.operator()?.id;
	let reporter = world.reporter_of(operator)?;
	let (methodology, version, kind) = world.method()?;
	let version = if world.dice.one_in(10) { version.saturating_sub(1).max(1) } else { version };
	let mut rows = Vec::new();
	for _ in 0..world.dice.within(1, 8) {
		let row = row(world, operator, kind)?;
		rows.push(row);
	}
	// Batches are sorted; now and then one isn't.
	if !world.dice.one_in(50) {
		rows.sort_by_key(|row| row.citizen);
	}
	let mut id = [0; 32];
	id[..8].copy_from_slice(&world.nonce().to_le_bytes());
	let methodology = MethodologyRef { methodology, version };
	use tanpu_primitives::traits::Methodologies as _;
	let demanded = tanpu_runtime::MethodologyRegistry::rules(methodology)
		.is_some_and(|rules| rules.device_required);
	if (demanded && !world.dice.one_in(8)) || world.dice.one_in(12) {
		return with_device(world, &reporter, operator, id, methodology, rows);
	}
	let evidence_root = world.dice.one_in(3).then(|| world.dice.hash());
	let rows = rows.try_into().ok()?;
	Move::signed(&reporter, Call::submit { id, methodology, evidence_root, rows })
}

/// The same, signed by a device: mostly one of the operator's own.
fn with_device(
	world: &mut World,
	reporter: &tanpu_runtime::AccountId,
	operator: ParticipantId,
	id: [u8; 32],
	methodology: MethodologyRef,
	rows: Vec<Row>,
) -> Option<Move> {
	use codec::Encode;
	let own: Vec<sp_runtime::MultiSigner> =
		pallet_participants::OperatorDevices::<Runtime>::iter_key_prefix(operator)
			.map(Into::into)
			.collect();
	let devices = &world.keys.devices;
	let any = world.dice.pick(devices)?;
	let pair = match world.dice.pick(&own) {
		Some(key) if !world.dice.one_in(15) => {
			devices.iter().find(|pair| key == pair.public().into()).cloned()?
		},
		_ => any,
	};
	let evidence_root = world.dice.hash();
	let rows: frame_support::BoundedVec<_, _> = rows.try_into().ok()?;
	let content = (methodology, Some(evidence_root), &rows).encode();
	let evidence = tanpu_primitives::device::DeviceEvidence {
		genesis: System::block_hash(0),
		operator,
		batch_id: id,
		content: sp_core::H256(sp_io::hashing::blake2_256(&content)),
		evidence_root,
	};
	let signature = sign(&pair, &evidence.message()).into();
	let device = pair.public().into();
	let call = Call::submit_with_device { id, methodology, evidence_root, rows, device, signature };
	Move::signed(reporter, call)
}

fn row(world: &mut World, operator: ParticipantId, kind: Kind) -> Option<Row> {
	let mut citizen = world.citizen();
	for _ in 0..3 {
		if world.is_enrolled(operator, citizen) {
			break;
		}
		citizen = world.citizen();
	}
	let today = Clock::today();
	// Mostly days that are open, and about the border.
	let back = match world.dice.below(30) {
		0 => 0,
		1 => world.dice.below(60) as Day,
		2 => today.saturating_sub(world.closed_through(kind.group())),
		_ => 1 + world.dice.below(6) as Day,
	};
	let day = today.saturating_sub(back);
	let midnight = Clock::first_minute_of(day)?;
	let used =
		if world.dice.one_in(25) { world.dice.next() } else { world.dice.below(kind.most()) };
	let (mut start, mut duration) = (midnight, 1_440);
	let claims = match kind {
		Kind::Rides => {
			start = midnight + world.dice.below(1_440) as u32;
			duration = world.dice.below(90) as u16;
			None
		},
		Kind::Steps => {
			duration = 0;
			start = midnight + world.dice.below(1_440) as u32;
			None
		},
		Kind::Parcels => {
			start = midnight + world.dice.below(1_440) as u32;
			duration = 0;
			// Mostly new; now and then one of before.
			let nonce = world.nonce();
			let number = if world.dice.one_in(6) { world.dice.below(nonce) } else { nonce };
			let mut reference = [7; 32];
			reference[..8].copy_from_slice(&number.to_le_bytes());
			Some(ClaimData::Once { reference })
		},
		Kind::Meters => {
			let number = world.dice.below(OBJECTS);
			let object = object(kind, number);
			let known = Counters::<Runtime>::get((kind.group(), object));
			let from = known.map_or(100, |known| known.mark(citizen));
			let from = if world.dice.one_in(10) { from + world.dice.below(50) } else { from };
			let to = from.saturating_add(used);
			Some(ClaimData::Counter { object, from, to, gap: world.dice.one_in(8) })
		},
		Kind::Roofs => {
			let number = world.dice.below(OBJECTS);
			let object = object(kind, number);
			let registered = Registrations::<Runtime>::get((kind.group(), object));
			let begins = registered
				.as_ref()
				.and_then(|found| found.registered.crediting_from)
				.unwrap_or(day);
			if let Some(found) = &registered {
				let holders: Vec<_> =
					found.registered.holders.iter().map(|(who, _)| *who).collect();
				if !world.dice.one_in(6) {
					citizen = world.dice.pick(&holders).unwrap_or(citizen);
				}
			}
			let from = Sites::<Runtime>::get((kind.group(), object))
				.map_or(begins, |known| known.mark(citizen));
			let to = from.saturating_add(world.dice.within(1, 20) as Day);
			// A period ends with the day of the act, which must be open.
			let to = if world.dice.one_in(10) { to } else { day + 1 };
			start = Clock::first_minute_of(to.saturating_sub(1))?;
			Some(ClaimData::Site { object, from, to })
		},
	};
	Some(Row {
		citizen,
		start,
		duration,
		inputs: vec![Compact(used)].try_into().ok()?,
		claims: claims.into_iter().collect::<Vec<_>>().try_into().ok()?,
	})
}

/// Registers meters and roofs, with holders and shares.
pub fn objects(world: &mut World) -> Option<Move> {
	let kind = if world.dice.one_in(2) { Kind::Meters } else { Kind::Roofs };
	let number = world.dice.below(OBJECTS);
	let object = object(kind, number);
	let operator = world.operator()?.id;
	let reporter = world.reporter_of(operator)?;
	let (provider, signer) = super::accounts::provider(world, None)?;
	let group = kind.group();
	let before = Registrations::<Runtime>::get((group, object));
	// What is registered stays so for a while.
	if before.is_some() && !world.dice.one_in(4) {
		return submit(world);
	}
	let mut holders: Vec<(CitizenId, u16)> = Vec::new();
	let mut left = 10_000;
	for _ in 0..world.dice.within(1, 3) {
		let share = 1 + world.dice.below(left) as u16;
		// Now and then more than the whole together.
		if !world.dice.one_in(12) {
			left = left.saturating_sub(share.into());
		}
		holders.push((world.citizen(), share));
	}
	holders.sort_unstable();
	holders.dedup_by_key(|(citizen, _)| *citizen);
	let epoch = before.as_ref().map_or(0, |found| found.registered.epoch) + 1;
	let epoch = if world.dice.one_in(20) { epoch + 1 } else { epoch };
	let back = world.dice.below(30) as Day;
	let crediting_from = match &before {
		Some(found) => found.registered.crediting_from,
		None => (kind == Kind::Roofs).then(|| Clock::today().saturating_sub(back)),
	};
	let members = if kind == Kind::Meters { world.dice.below(5) as u8 } else { 0 };
	let statement = ObjectStatement {
		genesis: System::block_hash(0),
		provider,
		operator,
		group,
		object,
		holders: &holders,
		members,
		crediting_from,
		epoch,
		expires: Clock::now() + 86_400,
	};
	let signature = sign(world.keys.pair(&signer)?, &statement.message());
	let expires = statement.expires;
	Move::signed(
		&reporter,
		Objects::register {
			group,
			object,
			holders: holders.try_into().ok()?,
			members,
			crediting_from,
			provider,
			epoch,
			expires,
			signature,
		},
	)
}
