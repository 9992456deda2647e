//! What stops business: SafeMode, and single calls paused. And seats on the council.

use crate::{
	moves::{named, By, Move},
	world::World,
};
use pallet_safe_mode::Call as Safe;
use pallet_tx_pause::{Call as Pause, PausedCalls};
use tanpu_runtime::{Runtime, SafeMode};

/// Whether anything is stopped that had better go on soon.
pub fn is_urgent() -> bool {
	SafeMode::is_entered() || PausedCalls::<Runtime>::iter_keys().take(3).count() == 3
}

/// Lets go on what is stopped.
pub fn relieve(world: &mut World) -> Option<Move> {
	if SafeMode::is_entered() {
		if world.dice.one_in(6) {
			return Move::council(Safe::force_extend {});
		}
		return Move::council(Safe::force_exit {});
	}
	let paused: Vec<_> = PausedCalls::<Runtime>::iter_keys().collect();
	let ident = world.dice.pick(&paused)?;
	Move::council(Pause::unpause { ident })
}

pub fn choose(world: &mut World) -> Option<Move> {
	match world.dice.below(16) {
		0 => Move::council(Safe::force_enter {}),
		1 => Move::council(Safe::force_extend {}),
		2 => {
			let anybody = world.stranger();
			let call = match world.dice.below(3) {
				0 => Safe::enter {},
				1 => Safe::extend {},
				_ => Safe::release_deposit { account: anybody.clone(), block: 1 },
			};
			Move::signed(&anybody, call)
		},
		3..=6 => {
			let recent = world.again()?;
			let (pallet, call) = named(&recent.call);
			let name = |text: &str| text.as_bytes().to_vec().try_into().ok();
			Move::council(Pause::pause { full_name: (name(pallet)?, name(call)?) })
		},
		7..=12 => relieve(world),
		_ => seats(world),
	}
}

/// Three quarters of three are all of them.
fn seats(world: &mut World) -> Option<Move> {
	use pallet_membership::Call;
	let now = pallet_membership::Members::<Runtime, pallet_membership::Instance1>::get();
	let three = world.keys.council.clone();
	let changed = now.len() != three.len() || !three.iter().all(|who| now.contains(who));
	let who = world.keys.officers[0].clone();
	let member = world.member();
	let (new, old) = (who.clone().into(), member.clone().into());
	let call: Call<Runtime, pallet_membership::Instance1> = match world.dice.below(8) {
		_ if changed && !world.dice.one_in(3) => {
			if world.dice.one_in(2) {
				Call::reset_members { members: three }
			} else {
				Call::remove_member { who: new }
			}
		},
		0 | 1 => Call::add_member { who: new },
		2 => Call::remove_member { who: old },
		3 => Call::swap_member { remove: old, add: new },
		4 => Call::reset_members { members: three },
		5 | 6 => Call::set_prime { who: old },
		_ => Call::clear_prime {},
	};
	Some(Move { by: By::Council(3), call: call.into() })
}
