//! `FeeAllowance`, the transaction extension.

use crate::{allowance::FeeAllowance, mock::*, weights::WeightInfo, *};
use codec::Encode;
use frame_support::{
	assert_ok,
	dispatch::{GetDispatchInfo, PostDispatchInfo},
	weights::Weight,
};
use frame_system::CheckNonce;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob};
use sp_runtime::{
	traits::{DispatchTransaction, TransactionExtension},
	transaction_validity::{
		InvalidTransaction, TransactionSource, TransactionValidityError, ValidTransaction,
	},
};
use tanpu_primitives::{attestation::Purpose, Disposition, SECONDS_PER_DAY};

type Extension = FeeAllowance<Test, Charge>;

fn enrol() -> RuntimeCall {
	RuntimeCall::CarbonAccounts(Call::enrol { operator: METRO, disposition: Disposition::SelfHeld })
}

fn leave() -> RuntimeCall {
	RuntimeCall::CarbonAccounts(Call::leave { operator: METRO })
}

fn remark() -> RuntimeCall {
	RuntimeCall::System(frame_system::Call::remark { remark: vec![] })
}

fn info(extension: &Extension, call: &RuntimeCall) -> frame_support::dispatch::DispatchInfo {
	let mut info = call.get_dispatch_info();
	info.extension_weight = extension.weight(call);
	info
}

/// What the pool says of a transaction.
fn valid(
	who: Sr25519Keyring,
	nonce: u32,
	tip: u64,
	call: RuntimeCall,
) -> Result<ValidTransaction, TransactionValidityError> {
	let extension = Extension::new(nonce, Charge(tip));
	let info = info(&extension, &call);
	let origin = RuntimeOrigin::signed(who.to_account_id());
	extension
		.validate_only(origin, &call, &info, 0, TransactionSource::External, 0)
		.map(|(valid, ..)| valid)
}

/// Puts a transaction with the next nonce into the block: whether it went in, and what the call
/// said.
fn send(
	who: Sr25519Keyring,
	tip: u64,
	call: RuntimeCall,
) -> Result<sp_runtime::DispatchResultWithInfo<PostDispatchInfo>, TransactionValidityError> {
	let nonce = System::account_nonce(who.to_account_id());
	let extension = Extension::new(nonce, Charge(tip));
	let info = info(&extension, &call);
	extension.dispatch_transaction(RuntimeOrigin::signed(who.to_account_id()), call, &info, 0, 0)
}

fn left(who: Sr25519Keyring) -> Option<u32> {
	CarbonAccounts::free_calls_left(who.to_account_id())
}

const UNPAID: TransactionValidityError =
	TransactionValidityError::Invalid(InvalidTransaction::Payment);

#[test]
fn a_citizen_without_a_balance_sends_so_many_a_day() {
	build_and_execute(|| {
		assert_eq!(left(Alice), None);
		open_with_key(1, Alice);
		assert_eq!(left(Alice), Some(FREE));
		for count in 1..=FREE {
			let call = if count % 2 == 1 { enrol() } else { leave() };
			assert!(CarbonAccounts::is_free(&Alice.to_account_id(), &call));
			assert_ok!(send(Alice, 0, call).unwrap());
			assert_eq!(left(Alice), Some(FREE - count));
			assert_eq!(System::account_nonce(Alice.to_account_id()), count);
		}
		assert!(!CarbonAccounts::is_free(&Alice.to_account_id(), &enrol()));
		assert_eq!(send(Alice, 0, leave()).unwrap_err(), UNPAID);
		// The next day there are as many again, and none is saved up.
		set_now(START + SECONDS_PER_DAY - 1);
		assert_eq!(left(Alice), Some(0));
		set_now(START + 5 * SECONDS_PER_DAY);
		assert_eq!(left(Alice), Some(FREE));
		assert_ok!(send(Alice, 0, leave()).unwrap());
	});
}

#[test]
fn beyond_it_the_normal_fee() {
	build_and_execute(|| {
		open_with_key(1, Alice);
		let alice = Alice.to_account_id();
		set_purse(&alice, FEE + FEE / 2);
		for _ in 0..FREE {
			let _ = send(Alice, 0, leave()).unwrap();
		}
		assert_eq!(purse(&alice), FEE + FEE / 2);
		assert_ok!(send(Alice, 0, enrol()).unwrap());
		assert_eq!(purse(&alice), FEE / 2);
		assert_eq!(left(Alice), Some(0));
		assert_eq!(send(Alice, 0, leave()).unwrap_err(), UNPAID);
	});
}

#[test]
fn calls_that_fail_count() {
	build_and_execute(|| {
		open_with_key(1, Alice);
		for count in 1..=FREE {
			let outcome = send(Alice, 0, leave()).unwrap();
			assert_eq!(outcome.unwrap_err().error, Error::<Test>::NotEnrolled.into());
			assert_eq!(left(Alice), Some(FREE - count));
		}
		assert_eq!(send(Alice, 0, enrol()).unwrap_err(), UNPAID);
	});
}

#[test]
fn the_pool_counts_what_is_queued_ahead() {
	build_and_execute(|| {
		open_with_key(1, Alice);
		for nonce in 0..FREE {
			assert!(valid(Alice, nonce, 0, enrol()).is_ok());
		}
		// One more than the allowance, and however far ahead.
		for nonce in [FREE, FREE + 1, 1_000, u32::MAX] {
			assert_eq!(valid(Alice, nonce, 0, enrol()).unwrap_err(), UNPAID);
		}
		set_purse(&Alice.to_account_id(), FEE);
		assert!(valid(Alice, FREE, 0, enrol()).is_ok());
		set_purse(&Alice.to_account_id(), 0);
		// What has run is no longer ahead.
		assert_ok!(send(Alice, 0, enrol()).unwrap());
		assert!(valid(Alice, FREE - 1, 0, leave()).is_ok());
		assert_eq!(valid(Alice, FREE, 0, leave()).unwrap_err(), UNPAID);
		assert_eq!(
			valid(Alice, 0, 0, leave()).unwrap_err(),
			TransactionValidityError::Invalid(InvalidTransaction::Stale)
		);
	});
}

#[test]
fn validation_changes_nothing() {
	build_and_execute(|| {
		open_with_key(1, Alice);
		frame_support::assert_storage_noop!({
			assert!(valid(Alice, 0, 0, enrol()).is_ok());
			assert!(valid(Alice, 9, 0, enrol()).is_err());
		});
	});
}

#[test]
fn payers_go_first() {
	build_and_execute(|| {
		open_with_key(1, Alice);
		set_purse(&Alice.to_account_id(), 100);
		let free = valid(Alice, 0, 0, enrol()).unwrap();
		assert_eq!(free.priority, 0);
		assert!(valid(Alice, 0, 0, remark()).unwrap().priority > free.priority);
		// Who is in a hurry tips, and pays; nothing is taken of the allowance.
		assert!(valid(Alice, 0, 1, enrol()).unwrap().priority > free.priority);
		assert_ok!(send(Alice, 1, enrol()).unwrap());
		assert_eq!(purse(&Alice.to_account_id()), 100 - FEE - 1);
		assert_eq!(left(Alice), Some(FREE));
		// A free one is ordered and replayed like any other.
		assert_eq!(free.provides.len(), 1);
		assert!(free.requires.is_empty());
		assert!(free.propagate);
	});
}

#[test]
fn other_calls_pay() {
	build_and_execute(|| {
		open_with_key(1, Alice);
		assert_eq!(send(Alice, 0, remark()).unwrap_err(), UNPAID);
		assert!(!CarbonAccounts::is_free(&Alice.to_account_id(), &remark()));
		set_purse(&Alice.to_account_id(), FEE);
		assert_ok!(send(Alice, 0, remark()).unwrap());
		assert_eq!(purse(&Alice.to_account_id()), 0);
		assert_eq!(left(Alice), Some(FREE));
	});
}

#[test]
fn who_is_no_citizen_pays() {
	build_and_execute(|| {
		// An account that can sign, as one with a balance can.
		System::inc_providers(&Bob.to_account_id());
		assert_eq!(send(Bob, 0, enrol()).unwrap_err(), UNPAID);
		set_purse(&Bob.to_account_id(), FEE);
		let outcome = send(Bob, 0, enrol()).unwrap();
		assert_eq!(outcome.unwrap_err().error, Error::<Test>::NotACitizen.into());
		assert_eq!(purse(&Bob.to_account_id()), 0);
		assert_eq!(FreeCallsUsed::<Test>::iter().count(), 0);
	});
}

#[test]
fn closing_and_other_keys_give_no_more() {
	build_and_execute(|| {
		let citizen = open_with_key(1, Alice);
		for _ in 0..FREE {
			let _ = send(Alice, 0, leave()).unwrap();
		}
		assert_ok!(CarbonAccounts::close(RuntimeOrigin::signed(Alice.to_account_id())));
		assert_eq!(left(Alice), None);
		assert_ok!(CarbonAccounts::open(sponsor(), attestation(Purpose::Open, 1, Bob, 1)));
		assert_eq!(CarbonAccounts::citizen_of_key(Bob.to_account_id()), Some(citizen));
		assert_eq!(left(Bob), Some(0));
		assert_eq!(send(Bob, 0, enrol()).unwrap_err(), UNPAID);
		// The key of a closed account sends nothing for free.
		assert_eq!(send(Alice, 0, enrol()).unwrap_err(), UNPAID);
	});
}

#[test]
fn spent_nonces_stay_spent_after_closing_and_reopening() {
	build_and_execute(|| {
		open_with_key(1, Alice);
		assert_ok!(send(Alice, 0, enrol()).unwrap());
		assert_ok!(CarbonAccounts::close(RuntimeOrigin::signed(Alice.to_account_id())));
		assert_ok!(CarbonAccounts::open(sponsor(), attestation(Purpose::Open, 1, Alice, 1)));
		assert_eq!(
			valid(Alice, 0, 0, enrol()).unwrap_err(),
			TransactionValidityError::Invalid(InvalidTransaction::Stale)
		);
	});
}

#[test]
fn what_was_not_used_is_given_back() {
	build_and_execute(|| {
		open_with_key(1, Alice);
		let alice = Alice.to_account_id();
		set_purse(&alice, 10 * FEE);
		let nonce = <() as frame_system::ExtensionsWeightInfo>::check_nonce();
		let extension = Extension::new(0, Charge(0));
		assert_eq!(extension.weight(&remark()), nonce + Charge::WEIGHT);
		assert_eq!(
			extension.weight(&enrol()),
			nonce + Charge::WEIGHT + <() as WeightInfo>::free_call()
		);

		// Free: all but the charging is used.
		let call = enrol();
		let declared = info(&extension, &call);
		let post = send(Alice, 0, call).unwrap().unwrap();
		let used = post.calc_actual_weight(&declared);
		assert_eq!(used, declared.total_weight() - Charge::WEIGHT);

		// Beyond it: looked up and not counted; and the fee is for that.
		for _ in 1..FREE {
			let _ = send(Alice, 0, leave()).unwrap();
		}
		let call = enrol();
		let declared = info(&extension, &call);
		let post = send(Alice, 0, call).unwrap().unwrap();
		let uncounted = <() as WeightInfo>::free_call() - <() as WeightInfo>::free_call_beyond();
		assert!(uncounted.all_gt(Weight::zero()) || uncounted.ref_time() > 0);
		assert_eq!(post.calc_actual_weight(&declared), declared.total_weight() - uncounted);
		assert_eq!(charged_for(), declared.total_weight() - uncounted);
	});
}

#[test]
fn from_outside_it_is_the_two_that_it_wraps() {
	type Pair = (CheckNonce<Test>, Charge);
	let names = |metadata: Vec<sp_runtime::traits::TransactionExtensionMetadata>| {
		metadata.into_iter().map(|one| (one.identifier, one.ty, one.implicit)).collect::<Vec<_>>()
	};
	assert_eq!(
		names(<Extension as TransactionExtension<RuntimeCall>>::metadata()),
		names(<Pair as TransactionExtension<RuntimeCall>>::metadata())
	);
	for (nonce, tip) in [(0, 0), (5, 0), (70_000, 1_000_000)] {
		let pair = (CheckNonce::<Test>::from(nonce), Charge(tip));
		let extension = Extension::new(nonce, Charge(tip));
		assert_eq!(extension.encode(), pair.encode());
		assert_eq!(extension.tips(), tip > 0);
		let implicit = TransactionExtension::<RuntimeCall>::implicit(&extension).unwrap();
		assert!(implicit.encode().is_empty());
	}
	assert_eq!(scale_info::meta_type::<Extension>(), scale_info::meta_type::<Pair>());
}
