//! Motions, Root's list, money between accounts, batches.

use crate::{
	moves::{By, Move},
	world::World,
};
use frame_support::weights::Weight;
use tanpu_primitives::Balance;
use tanpu_runtime::{constants::currency::CENTS, AccountId, Hash, Runtime, RuntimeCall};

pub fn choose(world: &mut World) -> Option<Move> {
	match world.dice.below(16) {
		12 => preimages(world),
		13 => {
			let member = world.member();
			use pallet_authority::Call;
			let name = (!world.dice.one_in(4)).then(|| crate::methods::text("Ecology bureau"));
			let call = Call::set_department { who: member, name };
			Some(Move { by: By::Council(3), call: call.into() })
		},
		14 => {
			let anybody = world.stranger();
			let remark = vec![1, 2, 3];
			let call = match world.dice.below(2) {
				0 => frame_system::Call::remark { remark },
				_ => frame_system::Call::remark_with_event { remark },
			};
			Move::signed(&anybody, call)
		},
		0..=3 => {
			let (from, to) = (world.anybody(), world.anybody());
			let spare = world.money_of(&from);
			let most = if world.dice.one_in(12) { spare } else { spare.min(100 * CENTS) };
			let value: Balance = world.dice.amount(most);
			use pallet_balances::Call;
			if world.dice.one_in(30) {
				return Move::signed(&from, Call::upgrade_accounts { who: vec![to] });
			}
			// Not what stands for somebody: only a citizen's own.
			if world.dice.one_in(12) {
				let (_, key) = world.keyed()?;
				let keep_alive = world.dice.one_in(2);
				return Move::signed(&key, Call::transfer_all { dest: to.into(), keep_alive });
			}
			if world.dice.one_in(8) {
				Move::signed(&from, Call::transfer_allow_death { dest: to.into(), value })
			} else {
				Move::signed(&from, Call::transfer_keep_alive { dest: to.into(), value })
			}
		},
		4 | 15 => {
			let call: RuntimeCall = if world.dice.one_in(2) {
				frame_system::Call::authorize_upgrade { code_hash: Hash::repeat_byte(1) }.into()
			} else {
				frame_system::Call::set_code { code: vec![] }.into()
			};
			let call = pallet_authority::Call::queue_root { call: Box::new(call) };
			Some(Move { by: By::Council(world.dice.within(2, 3) as u32), call: call.into() })
		},
		5 => {
			use pallet_authority::Call;
			let queued: Vec<_> = pallet_authority::QueuedCalls::<Runtime>::iter_keys().collect();
			let index = world.dice.pick(&queued).unwrap_or_default();
			let anybody = world.stranger();
			match world.dice.below(3) {
				0 => Move::council(Call::cancel { index }),
				1 => Move::signed(&anybody, Call::clear_lapsed { index }),
				_ => {
					let max_weight = Weight::MAX;
					Move::signed(&anybody, Call::enact { index, max_weight })
				},
			}
		},
		6..=8 => motion(world),
		// Several at once: all of them, or as far as they go.
		_ => {
			if world.depth > 1 {
				return None;
			}
			world.depth += 1;
			let first = super::next(world);
			let mut calls = Vec::new();
			for _ in 0..world.dice.below(3) {
				calls.extend(super::next(world).map(|more| more.call));
			}
			world.depth -= 1;
			let first = first?;
			calls.insert(0, first.call);
			let call: pallet_utility::Call<Runtime> = match world.dice.below(3) {
				0 => pallet_utility::Call::batch { calls },
				1 => pallet_utility::Call::batch_all { calls },
				_ => pallet_utility::Call::force_batch { calls },
			};
			Some(Move { by: first.by, call: call.into() })
		},
	}
}

/// What others may need the bytes of.
fn preimages(world: &mut World) -> Option<Move> {
	use pallet_preimage::{Call, PreimageFor};
	let anybody = world.stranger();
	let all: Vec<_> = PreimageFor::<Runtime>::iter_keys().take(20).collect();
	match world.dice.below(6) {
		0..=2 if all.len() < 10 => {
			let bytes = world.dice.hash().0.to_vec();
			Move::signed(&anybody, Call::note_preimage { bytes })
		},
		3 => {
			let (hash, _) = world.dice.pick(&all)?;
			Move::signed(&anybody, Call::ensure_updated { hashes: vec![hash] })
		},
		_ => {
			let (hash, _) = world.dice.pick(&all)?;
			use pallet_preimage::{RequestStatus, RequestStatusFor};
			let noted = RequestStatusFor::<Runtime>::get(hash);
			let by = match noted {
				Some(RequestStatus::Unrequested { ticket, .. }) => ticket.0,
				_ => anybody,
			};
			Move::signed(&by, Call::unnote_preimage { hash })
		},
	}
}

/// A motion of the council, from its proposal to its execution.
fn motion(world: &mut World) -> Option<Move> {
	use codec::{Decode, Encode};
	use pallet_collective::{Call, Instance1, ProposalOf, Proposals, Voting};
	let member = world.member();
	let open = Proposals::<Runtime, Instance1>::get();
	if open.is_empty() || (open.len() < 4 && world.dice.one_in(3)) {
		let proposal = loop {
			let found = super::participants::choose(world)?;
			if matches!(found.by, By::Council(_)) {
				break found.call;
			}
			if world.dice.one_in(8) {
				return None;
			}
		};
		let length_bound = proposal.encoded_size() as u32;
		let proposal = Box::new(proposal);
		return Move::signed(&member, Call::propose { threshold: 2, proposal, length_bound });
	}
	let hash = world.dice.pick(&open)?;
	if world.dice.one_in(15) {
		return Move::council(Call::disapprove_proposal { proposal_hash: hash });
	}
	if world.dice.one_in(6) {
		let remark = frame_system::Call::remark_with_event { remark: vec![4] };
		let proposal: Box<RuntimeCall> = Box::new(remark.into());
		let length_bound = proposal.encoded_size() as u32;
		return Move::signed(&member, Call::execute { proposal, length_bound });
	}
	// Its fields are private: index, threshold, ayes, nays.
	let votes = Voting::<Runtime, Instance1>::get(hash)?.encode();
	type Votes = (u32, u32, Vec<AccountId>, Vec<AccountId>);
	let (index, _, ayes, nays) = Votes::decode(&mut &votes[..]).ok()?;
	if ayes.len() >= 2 || nays.len() >= 2 || world.dice.one_in(8) {
		let call = ProposalOf::<Runtime, Instance1>::get(hash)?;
		let length_bound = call.encoded_size() as u32;
		let proposal_weight_bound = Weight::MAX;
		let anybody = world.stranger();
		let call = Call::close { proposal_hash: hash, index, proposal_weight_bound, length_bound };
		return Move::signed(&anybody, call);
	}
	let approve = !world.dice.one_in(5);
	Move::signed(&member, Call::vote { proposal: hash, index, approve })
}
