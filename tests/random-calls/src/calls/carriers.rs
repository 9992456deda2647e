//! Calls in calls: proxies, delayed and not, accounts of several, batches of another's.

use crate::{
	keys::JOINT_THRESHOLD,
	moves::{By, Move},
	world::World,
};
use codec::Encode;
use frame_support::dispatch::GetDispatchInfo;
use pallet_multisig::{Call as Multisig, Multisigs};
use pallet_proxy::{Announcements, Call as Proxy, Proxies};
use sp_runtime::traits::{BlakeTwo256, Hash};
use tanpu_runtime::{
	configs::utilities::ProxyType, constants::currency::CENTS, AccountId, Runtime, RuntimeCall,
};

/// How deep calls are put into calls.
const DEPTH: u8 = 2;

pub fn choose(world: &mut World) -> Option<Move> {
	if world.depth >= DEPTH {
		return None;
	}
	world.depth += 1;
	let found = match world.dice.below(8) {
		0..=4 => proxies(world),
		5 | 6 => joint(world),
		_ => derived(world),
	};
	world.depth -= 1;
	found
}

/// What this account would do, or somebody else.
fn inner(world: &mut World, who: &AccountId) -> Option<RuntimeCall> {
	let mut last = None;
	for _ in 0..24 {
		let Some(found) = super::next(world) else { continue };
		if found.by == By::Signed(who.clone()) {
			return Some(found.call);
		}
		last = Some(found.call);
	}
	last
}

fn kind(world: &mut World) -> ProxyType {
	match world.dice.below(8) {
		0 => ProxyType::Council,
		1 => ProxyType::SessionKeys,
		2 => ProxyType::CancelProxy,
		_ => ProxyType::Any,
	}
}

fn proxies(world: &mut World) -> Option<Move> {
	let all: Vec<_> = Proxies::<Runtime>::iter().take(60).collect();
	let few = all.len() < 6;
	let step = if few && !world.dice.one_in(4) { 0 } else { world.dice.below(30) };
	let helper = {
		let helpers = &world.keys.helpers;
		world.dice.pick(helpers)?
	};
	let helper = match world.keyed() {
		Some((_, key)) if world.dice.one_in(3) => key,
		_ => helper,
	};
	let delay = if world.dice.one_in(3) { world.dice.within(1, 3) as u32 } else { 0 };
	match step {
		0 | 1 => {
			// A citizen, who sends calls for nothing, or anybody.
			let keyed = world.keyed();
			let anybody = world.anybody();
			let real = keyed.filter(|_| few).map_or(anybody, |(_, key)| key);
			// A citizen has no money: it takes a deposit.
			if world.money_of(&real) < 50 * CENTS && !world.dice.one_in(4) {
				use pallet_balances::Call::transfer_keep_alive;
				let payer = world.stranger();
				let call = transfer_keep_alive { dest: real.into(), value: 500 * CENTS };
				return Move::signed(&payer, call);
			}
			let proxy_type = kind(world);
			Move::signed(&real, Proxy::add_proxy { delegate: helper.into(), proxy_type, delay })
		},
		2 => {
			let proxy_type = kind(world);
			let index = world.dice.below(3) as u16;
			Move::signed(&helper, Proxy::create_pure { proxy_type, delay, index })
		},
		3 => {
			let pures = world.books.pures.clone();
			let pure = world.dice.pick(&pures)?;
			// Without a proxy nobody can sign for it.
			if !Proxies::<Runtime>::contains_key(&pure.account) {
				return None;
			}
			let call = Proxy::kill_pure {
				spawner: pure.spawner.into(),
				proxy_type: pure.proxy_type,
				index: pure.index,
				height: pure.height,
				ext_index: pure.extrinsic,
			};
			Move::signed(&pure.account, call)
		},
		4 | 5 => {
			let (real, (list, _)) = world.dice.pick(&all)?;
			if world.dice.one_in(4) {
				return Move::signed(&real, Proxy::remove_proxies {});
			}
			let found = world.dice.pick(&list)?;
			let call = Proxy::remove_proxy {
				delegate: found.delegate.into(),
				proxy_type: found.proxy_type,
				delay: found.delay,
			};
			Move::signed(&real, call)
		},
		6 => {
			let (real, _) = world.dice.pick(&all)?;
			Move::signed(&real, Proxy::poke_deposit {})
		},
		7..=12 => announced(world),
		_ => {
			let (real, (list, _)) = world.dice.pick(&all)?;
			let found = world.dice.pick(&list)?;
			// Now and then what its owner would send for nothing.
			let call = if world.dice.one_in(4) {
				let operator = world.operator()?.id;
				pallet_carbon_accounts::Call::leave { operator }.into()
			} else {
				inner(world, &real)?
			};
			let force_proxy_type = world.dice.one_in(6).then(|| kind(world));
			if found.delay > 0 && !world.dice.one_in(6) {
				let call_hash = BlakeTwo256::hash_of(&call);
				world.announced.push((found.delegate.clone(), real.clone(), call));
				let old = world.announced.len().saturating_sub(20);
				world.announced.drain(..old);
				let call = Proxy::announce { real: real.into(), call_hash };
				return Move::signed(&found.delegate, call);
			}
			let call = Proxy::proxy { real: real.into(), force_proxy_type, call: Box::new(call) };
			Move::signed(&found.delegate, call)
		},
	}
}

/// What becomes of an announced call.
fn announced(world: &mut World) -> Option<Move> {
	// Mostly what waits.
	let mut all = world.announced.clone();
	if !world.dice.one_in(4) {
		all.retain(|(delegate, _, call)| {
			let (list, _) = Announcements::<Runtime>::get(delegate);
			let hash = BlakeTwo256::hash_of(call);
			// Its fields are private: account, hash, height.
			list.iter().any(|found| found.encode()[32..64] == hash.0)
		});
	}
	let (delegate, real, call) = world.dice.pick(&all)?;
	let call_hash = BlakeTwo256::hash_of(&call);
	match world.dice.below(8) {
		0 => Move::signed(&delegate, Proxy::remove_announcement { real: real.into(), call_hash }),
		1 => {
			let call = Proxy::reject_announcement { delegate: delegate.into(), call_hash };
			Move::signed(&real, call)
		},
		_ => {
			let anybody = world.stranger();
			let call = Proxy::proxy_announced {
				delegate: delegate.into(),
				real: real.into(),
				force_proxy_type: None,
				call: Box::new(call),
			};
			Move::signed(&anybody, call)
		},
	}
}

/// Any two of three.
fn joint(world: &mut World) -> Option<Move> {
	let account = world.keys.joint.clone();
	let helpers = world.keys.helpers.clone();
	let at = world.dice.below(helpers.len() as u64) as usize;
	let who = helpers[at].clone();
	let other_signatories: Vec<_> =
		helpers.iter().filter(|helper| **helper != who).cloned().collect();
	let threshold = JOINT_THRESHOLD;
	if world.dice.one_in(8) {
		let call = open_to_all(world, &who)?;
		let call = Multisig::as_multi_threshold_1 { other_signatories, call: Box::new(call) };
		return Move::signed(&who, call);
	}
	let waiting: Vec<_> = Multisigs::<Runtime>::iter_prefix(&account).take(20).collect();
	if waiting.len() < 3 || world.dice.one_in(4) {
		let call = inner(world, &account)?;
		let max_weight = call.get_dispatch_info().call_weight;
		world.joint.push(call.clone());
		let old = world.joint.len().saturating_sub(20);
		world.joint.drain(..old);
		let call = if world.dice.one_in(2) {
			let (call, maybe_timepoint) = (Box::new(call), None);
			Multisig::as_multi { threshold, other_signatories, maybe_timepoint, call, max_weight }
		} else {
			Multisig::approve_as_multi {
				threshold,
				other_signatories,
				maybe_timepoint: None,
				call_hash: BlakeTwo256::hash_of(&call).0,
				max_weight,
			}
		};
		return Move::signed(&who, call);
	}
	let (call_hash, found) = world.dice.pick(&waiting)?;
	let of_depositor =
		|who: &AccountId| helpers.iter().filter(|helper| *helper != who).cloned().collect();
	match world.dice.below(8) {
		0 | 1 => {
			let call = Multisig::cancel_as_multi {
				threshold,
				other_signatories: of_depositor(&found.depositor),
				timepoint: found.when,
				call_hash,
			};
			Move::signed(&found.depositor, call)
		},
		2 => {
			let other_signatories = of_depositor(&found.depositor);
			let call = Multisig::poke_deposit { threshold, other_signatories, call_hash };
			Move::signed(&found.depositor, call)
		},
		3 => {
			let max_weight = Default::default();
			let maybe_timepoint = Some(found.when);
			let call = Multisig::approve_as_multi {
				threshold,
				other_signatories,
				maybe_timepoint,
				call_hash,
				max_weight,
			};
			Move::signed(&who, call)
		},
		_ => {
			let call =
				world.joint.iter().find(|call| BlakeTwo256::hash_of(call).0 == call_hash)?.clone();
			let max_weight = call.get_dispatch_info().call_weight;
			let (call, maybe_timepoint) = (Box::new(call), Some(found.when));
			let call = Multisig::as_multi {
				threshold,
				other_signatories,
				maybe_timepoint,
				call,
				max_weight,
			};
			Move::signed(&who, call)
		},
	}
}

/// An account's own sub-accounts, and one call or else another.
fn derived(world: &mut World) -> Option<Move> {
	use pallet_utility::Call;
	if world.dice.one_in(2) {
		let who = world.anybody();
		let call = Box::new(open_to_all(world, &who)?);
		let index = world.dice.below(4) as u16;
		return Move::signed(&who, Call::as_derivative { index, call });
	}
	let first = super::next(world)?;
	let who = first.by.signer()?.clone();
	let fallback = Box::new(inner(world, &who)?);
	Move::signed(&who, Call::if_else { main: Box::new(first.call), fallback })
}

/// For an account that is nobody: half the time what anybody may.
fn open_to_all(world: &mut World, who: &AccountId) -> Option<RuntimeCall> {
	if world.dice.one_in(2) {
		return inner(world, who);
	}
	Some(frame_system::Call::remark_with_event { remark: vec![5] }.into())
}
