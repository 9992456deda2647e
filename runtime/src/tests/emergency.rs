//! SafeMode and TxPause on the composed runtime: what stops, and what goes on.

use super::{points::*, *};
use crate::configs::emergency::OpenCalls;
use frame_support::{assert_ok, traits::Contains};
use pallet_carbon_accounts::Call as Accounts;
use pallet_tx_pause::RuntimeCallNameOf;

type Refusal = frame_system::Error<Runtime>;

fn motion(yes: u32) -> RuntimeOrigin {
	pallet_collective::RawOrigin::<AccountId, pallet_collective::Instance1>::Members(yes, 12).into()
}

fn dispatched(call: RuntimeCall, origin: RuntimeOrigin) -> Result<(), sp_runtime::DispatchError> {
	call.dispatch(origin).map(|_| ()).map_err(|failure| failure.error)
}

fn transfer() -> RuntimeCall {
	RuntimeCall::Balances(pallet_balances::Call::transfer_keep_alive {
		dest: Sr25519Keyring::Bob.to_account_id().into(),
		value: currency::UNITS,
	})
}

fn name(pallet: &str, call: &str) -> RuntimeCallNameOf<Runtime> {
	(pallet.as_bytes().to_vec().try_into().unwrap(), call.as_bytes().to_vec().try_into().unwrap())
}

#[test]
fn only_the_council_enters_and_it_ends_by_itself() {
	genesis_of(DEV).execute_with(|| {
		System::set_block_number(1);
		let alice = || signed(Sr25519Keyring::Alice);
		assert_noop!(SafeMode::enter(alice()), pallet_safe_mode::Error::<Runtime>::NotConfigured);
		for origin in [alice(), motion(5), RuntimeOrigin::root()] {
			assert_noop!(SafeMode::force_enter(origin), sp_runtime::DispatchError::BadOrigin);
		}
		assert_ok!(SafeMode::force_enter(motion(6)));
		assert_noop!(SafeMode::extend(alice()), pallet_safe_mode::Error::<Runtime>::NotConfigured);
		assert_noop!(SafeMode::force_extend(motion(7)), sp_runtime::DispatchError::BadOrigin);
		assert_noop!(SafeMode::force_exit(motion(5)), sp_runtime::DispatchError::BadOrigin);
		let until = pallet_safe_mode::EnteredUntil::<Runtime>::get().unwrap();
		assert_eq!(until, 1 + time::DAYS);
		assert_ok!(SafeMode::force_extend(motion(8)));
		assert_ok!(SafeMode::force_exit(motion(6)));
		assert_ok!(SafeMode::force_enter(motion(6)));
		use frame_support::traits::Hooks;
		SafeMode::on_initialize(until + 1);
		assert!(!SafeMode::is_entered());
	});
}

#[test]
fn business_stops_and_the_rest_goes_on() {
	with_points(|| {
		assert_ok!(SafeMode::force_enter(motion(6)));
		// Business, alone and inside another call.
		assert_noop!(dispatched(transfer(), signed(Sr25519Keyring::Alice)), Refusal::CallFiltered);
		let batch =
			RuntimeCall::Utility(pallet_utility::Call::batch_all { calls: vec![transfer()] });
		assert_noop!(dispatched(batch, signed(Sr25519Keyring::Alice)), Refusal::CallFiltered);
		// The citizens' way out.
		let leave = RuntimeCall::CarbonAccounts(Accounts::leave { operator: 0 });
		assert_ok!(dispatched(leave, signed(CITIZEN)));
		let close = RuntimeCall::CarbonAccounts(Accounts::close {});
		assert_ok!(dispatched(close, signed(CITIZEN)));
		// Blocks.
		let now = pallet_timestamp::Now::<Runtime>::get();
		let set = RuntimeCall::Timestamp(pallet_timestamp::Call::set { now: now + 3_000 });
		assert!(OpenCalls::contains(&set));
		assert!(configs::governance::CallFilter::contains(&set));
		// The council and what it decides.
		let remove = RuntimeCall::CouncilMembership(pallet_membership::Call::remove_member {
			who: Sr25519Keyring::Charlie.to_account_id().into(),
		});
		assert_ok!(dispatched(remove, motion(9)));
		let queue = RuntimeCall::Authority(pallet_authority::Call::queue_root {
			call: Box::new(RuntimeCall::System(frame_system::Call::authorize_upgrade {
				code_hash: Hash::zero(),
			})),
		});
		assert_ok!(dispatched(queue, motion(9)));
		// It is over.
		assert_ok!(dispatched(
			RuntimeCall::SafeMode(pallet_safe_mode::Call::force_exit {}),
			motion(6)
		));
		assert_ok!(dispatched(transfer(), signed(Sr25519Keyring::Alice)));
	});
}

#[test]
fn one_call_is_paused_and_what_is_open_never() {
	genesis_of(DEV).execute_with(|| {
		System::set_block_number(1);
		let paused = name("Balances", "transfer_keep_alive");
		assert_noop!(
			TxPause::pause(motion(5), paused.clone()),
			sp_runtime::DispatchError::BadOrigin
		);
		assert_ok!(TxPause::pause(motion(6), paused.clone()));
		assert_noop!(dispatched(transfer(), signed(Sr25519Keyring::Alice)), Refusal::CallFiltered);
		for (pallet, calls) in configs::emergency::OPEN {
			for call in *calls {
				assert_noop!(
					TxPause::pause(motion(12), name(pallet, call)),
					pallet_tx_pause::Error::<Runtime>::Unpausable
				);
			}
		}
		assert_noop!(
			TxPause::pause(motion(12), name("TxPause", "unpause")),
			pallet_tx_pause::Error::<Runtime>::Unpausable
		);
		assert_ok!(TxPause::unpause(motion(6), paused));
		assert_ok!(dispatched(transfer(), signed(Sr25519Keyring::Alice)));
	});
}

#[test]
fn neither_stops_the_other() {
	genesis_of(DEV).execute_with(|| {
		System::set_block_number(1);
		let call = |call: &str| {
			RuntimeCall::TxPause(match call {
				"pause" => {
					pallet_tx_pause::Call::pause { full_name: name("Balances", "transfer_all") }
				},
				_ => pallet_tx_pause::Call::unpause { ident: name("Balances", "transfer_all") },
			})
		};
		// Leaving can't be paused, whenever.
		for exit in ["force_exit", "force_enter", "force_extend"] {
			assert_noop!(
				TxPause::pause(motion(12), name("SafeMode", exit)),
				pallet_tx_pause::Error::<Runtime>::Unpausable
			);
		}
		assert_ok!(SafeMode::force_enter(motion(6)));
		// What is wrong is paused before business goes on.
		assert_ok!(dispatched(call("pause"), motion(6)));
		assert_ok!(dispatched(call("unpause"), motion(6)));
		assert_ok!(dispatched(call("pause"), motion(6)));
		let exit = RuntimeCall::SafeMode(pallet_safe_mode::Call::force_exit {});
		assert_ok!(dispatched(exit, motion(6)));
		let transfer = RuntimeCall::Balances(pallet_balances::Call::transfer_all {
			dest: Sr25519Keyring::Bob.to_account_id().into(),
			keep_alive: true,
		});
		assert_noop!(dispatched(transfer, signed(Sr25519Keyring::Alice)), Refusal::CallFiltered);
	});
}
