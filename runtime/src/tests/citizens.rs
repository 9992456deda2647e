//! What citizens send without a fee, and how they keep, change and close their accounts, through
//! the transactions that wallets make.

use super::{carbon::*, points::*, *};
use codec::Encode;
use frame_support::{assert_err_ignore_postinfo, assert_ok, traits::Contains};
use pallet_carbon_accounts::{Call as Accounts, KeyAttestation};
use pallet_transaction_payment_rpc_runtime_api::runtime_decl_for_transaction_payment_api::TransactionPaymentApi;
use sp_core::H256;
use sp_runtime::{
	generic::Era,
	transaction_validity::{
		InvalidTransaction, TransactionSource, TransactionValidity, TransactionValidityError,
	},
	ApplyExtrinsicResult,
};
use tanpu_primitives::{
	attestation::{Purpose, Statement},
	Clock as _, Disposition, PointPart, SECONDS_PER_DAY,
};

/// Calls a day.
const FREE: u32 = 20;
/// The citizen of `with_points`.
const WHO: u32 = 3;

const UNPAID: TransactionValidityError =
	TransactionValidityError::Invalid(InvalidTransaction::Payment);
const STALE: TransactionValidityError =
	TransactionValidityError::Invalid(InvalidTransaction::Stale);

fn transaction(
	key: Sr25519Keyring,
	nonce: Nonce,
	tip: Balance,
	call: RuntimeCall,
) -> UncheckedExtrinsic {
	let extension: TxExtension = (
		frame_system::AuthorizeCall::new(),
		frame_system::CheckNonZeroSender::new(),
		frame_system::CheckSpecVersion::new(),
		frame_system::CheckTxVersion::new(),
		frame_system::CheckGenesis::new(),
		frame_system::CheckMortality::from(Era::Immortal),
		frame_system::CheckWeight::new(),
		pallet_carbon_accounts::FeeAllowance::new(
			nonce,
			pallet_transaction_payment::ChargeTransactionPayment::from(tip),
		),
		frame_metadata_hash_extension::CheckMetadataHash::new(false),
		frame_system::WeightReclaim::new(),
	);
	let payload = SignedPayload::new(call.clone(), extension.clone()).expect("payload");
	let signature = payload.using_encoded(|bytes| key.pair().sign(bytes));
	UncheckedExtrinsic::new_signed(call, key.to_account_id().into(), signature.into(), extension)
}

/// What the pool says.
fn validate(transaction: UncheckedExtrinsic) -> TransactionValidity {
	frame_support::storage::with_transaction(|| {
		let source = TransactionSource::External;
		let valid = Executive::validate_transaction(source, transaction, System::parent_hash());
		sp_runtime::TransactionOutcome::Rollback(Ok::<_, sp_runtime::DispatchError>(valid))
	})
	.unwrap()
}

fn nonce_of(key: Sr25519Keyring) -> Nonce {
	System::account_nonce(key.to_account_id())
}

/// Puts a call into the block with the key's next nonce.
fn send(key: Sr25519Keyring, call: RuntimeCall) -> ApplyExtrinsicResult {
	Executive::apply_extrinsic(transaction(key, nonce_of(key), 0, call))
}

fn balance(key: Sr25519Keyring) -> Balance {
	Balances::free_balance(key.to_account_id())
}

fn give(key: Sr25519Keyring, amount: Balance) {
	let (from, to) = (Sr25519Keyring::Alice, key.to_account_id());
	assert_ok!(Balances::transfer_keep_alive(signed(from), to.into(), amount));
}

fn left(key: Sr25519Keyring) -> Option<u32> {
	CarbonAccounts::free_calls_left(key.to_account_id())
}

fn enrol() -> RuntimeCall {
	RuntimeCall::CarbonAccounts(Accounts::enrol { operator: 0, disposition: Disposition::SelfHeld })
}

fn leave() -> RuntimeCall {
	RuntimeCall::CarbonAccounts(Accounts::leave { operator: 0 })
}

fn attested(purpose: Purpose, key: Sr25519Keyring, epoch: u32) -> KeyAttestation {
	let statement = Statement {
		purpose,
		genesis: System::block_hash(0),
		provider: 1,
		nullifier: [9; 32],
		key: Some(key.to_account_id()),
		operator: None,
		disposition: None,
		epoch,
		expires: Clock::now() + SECONDS_PER_DAY,
	};
	let message = statement.message();
	KeyAttestation {
		provider: 1,
		nullifier: statement.nullifier,
		epoch,
		expires: statement.expires,
		key: key.to_account_id(),
		provider_signature: PROVIDER.pair().sign(&message),
		key_signature: key.pair().sign(&message).into(),
	}
}

/// One of each call that citizens send for themselves, as large as it can be.
fn citizen_calls() -> Vec<RuntimeCall> {
	let hash = H256::zero();
	let parts: Vec<_> =
		(0..16).map(|operator| PointPart { operator, series: 0, points: u64::MAX }).collect();
	let parts: tanpu_primitives::PointParts = parts.try_into().unwrap();
	let request = pallet_points::PaymentRequest {
		genesis: hash,
		merchant: 0,
		amount: 0,
		expires: 0,
		receipt: hash,
		nonce: 0,
	};
	let order = pallet_point_redemption::OrderId { citizen: 0, number: 0 };
	let record = tanpu_primitives::RecordRef { batch: 0, row: 0 };
	let proof = tanpu_primitives::evidence::RecordProof {
		row: super::carbon::ride(0, 0, 30, 252),
		outcome: tanpu_primitives::Outcome::Credited { grams: 117 },
		siblings: vec![[1; 32]; 10].try_into().unwrap(),
	};
	use pallet_growth::Call as Growing;
	use pallet_point_redemption::Call as Orders;
	use pallet_points::Call as Spending;
	vec![
		enrol(),
		leave(),
		Accounts::veto_replacement {}.into(),
		Accounts::complete_replacement { citizen: 0 }.into(),
		Accounts::close {}.into(),
		Spending::pay { request, parts: parts.clone() }.into(),
		Spending::exchange { from: 0, series: 0, points: 1, to: 1, least: 1 }.into(),
		Spending::appeal_reversal { operator: 0, citizen: 0, statement: hash }.into(),
		Orders::redeem { offer: 0, number: 0, count: 1, parts, voucher: hash, max_price: 1 }.into(),
		Orders::take_back { order }.into(),
		Orders::dispute { number: 0, reason: hash }.into(),
		Growing::unlock { citizen: 0 }.into(),
		Growing::check_in { day: 0, commitment: hash }.into(),
		Growing::reveal { citizen: 0, day: 0, answer: 0, salt: [0; 16] }.into(),
		pallet_campaigns::Call::claim { operator: 0, campaign: 0, citizen: 0 }.into(),
		pallet_activity_reports::Call::object { record, proof, reason: hash }.into(),
		pallet_activity_reports::Call::clear_objection { record }.into(),
		pallet_verified_reductions::Call::claim { class: 0, citizen: 0 }.into(),
		pallet_reduction_market::Call::claim_proceeds { class: 0, citizen: 0 }.into(),
	]
}

#[test]
fn what_is_free_is_light_and_carries_nothing() {
	use configs::carbon::CitizenCalls;
	let mut heaviest = 0;
	for call in citizen_calls() {
		assert!(CitizenCalls::contains(&call), "{call:?}");
		let info = call.get_dispatch_info();
		// Inside a block's ordinary share, so that payers with a tip or without go first.
		assert_eq!(info.class, DispatchClass::Normal);
		assert!(call.encoded_size() < 512, "{call:?}");
		heaviest = heaviest.max(info.call_weight.ref_time());
		let who = Sr25519Keyring::Bob.to_account_id();
		for carrier in [
			RuntimeCall::Utility(pallet_utility::Call::batch { calls: vec![call.clone()] }),
			RuntimeCall::Utility(pallet_utility::Call::batch_all { calls: vec![call.clone()] }),
			RuntimeCall::Utility(pallet_utility::Call::force_batch { calls: vec![call.clone()] }),
			RuntimeCall::Utility(pallet_utility::Call::as_derivative {
				index: 0,
				call: Box::new(call.clone()),
			}),
			RuntimeCall::Proxy(pallet_proxy::Call::proxy {
				real: who.clone().into(),
				force_proxy_type: None,
				call: Box::new(call.clone()),
			}),
			RuntimeCall::Multisig(pallet_multisig::Call::as_multi_threshold_1 {
				other_signatories: vec![who],
				call: Box::new(call.clone()),
			}),
		] {
			assert!(!CitizenCalls::contains(&carrier), "{carrier:?}");
		}
	}
	// What the configuration says of a citizen's day; closing is at its heaviest but once.
	let day = u64::from(FREE) * heaviest / 1_000_000_000;
	assert!(day <= 250, "{day} ms");
}

#[test]
fn a_citizen_without_money_sends_twenty_a_day() {
	with_points(|| {
		assert_eq!(balance(CITIZEN), 0);
		let pot = Balances::free_balance(configs::money::FeePot::get());
		for sent in 0..FREE {
			assert_eq!(left(CITIZEN), Some(FREE - sent));
			let call = if sent % 2 == 0 { leave() } else { enrol() };
			assert_ok!(send(CITIZEN, call).unwrap());
		}
		assert_eq!(left(CITIZEN), Some(0));
		let next = transaction(CITIZEN, FREE, 0, leave());
		assert_eq!(validate(next.clone()).unwrap_err(), UNPAID);
		assert_eq!(Executive::apply_extrinsic(next.clone()).unwrap_err(), UNPAID);
		assert_eq!(Balances::free_balance(configs::money::FeePot::get()), pot);
		// The same transaction is good the next day.
		days_later(1);
		assert!(validate(next.clone()).is_ok());
		assert_ok!(Executive::apply_extrinsic(next).unwrap());
		CarbonAccounts::do_try_state().unwrap();
	});
}

#[test]
fn beyond_it_a_citizen_pays() {
	with_points(|| {
		give(CITIZEN, currency::UNITS);
		for _ in 0..FREE {
			assert!(send(CITIZEN, leave()).is_ok());
		}
		assert_eq!(balance(CITIZEN), currency::UNITS);
		assert_ok!(send(CITIZEN, enrol()).unwrap());
		let paid = currency::UNITS - balance(CITIZEN);
		assert!((currency::CENTS / 50..currency::CENTS).contains(&paid), "{paid}");
		// A tip is paid with the fee, and nothing is taken of the allowance.
		days_later(1);
		let before = balance(CITIZEN);
		let tipped = transaction(CITIZEN, FREE + 1, currency::CENTS, leave());
		assert_ok!(Executive::apply_extrinsic(tipped).unwrap());
		assert!(before - balance(CITIZEN) > currency::CENTS);
		assert_eq!(left(CITIZEN), Some(FREE));
	});
}

#[test]
fn one_more_than_the_allowance_is_no_good_in_the_pool() {
	with_points(|| {
		for nonce in 0..FREE {
			let valid = validate(transaction(CITIZEN, nonce, 0, leave())).unwrap();
			assert_eq!(valid.priority, 0);
		}
		for nonce in [FREE, FREE + 1, 1_000] {
			let over = transaction(CITIZEN, nonce, 0, leave());
			assert_eq!(validate(over).unwrap_err(), UNPAID);
		}
		give(CITIZEN, currency::UNITS);
		assert!(validate(transaction(CITIZEN, FREE, 0, leave())).unwrap().priority > 0);
	});
}

#[test]
fn calls_that_fail_count() {
	with_points(|| {
		assert_ok!(send(CITIZEN, leave()).unwrap());
		for _ in 1..FREE {
			assert!(send(CITIZEN, leave()).unwrap().is_err());
		}
		assert_eq!(send(CITIZEN, enrol()).unwrap_err(), UNPAID);
	});
}

#[test]
fn who_wraps_pays_and_so_does_who_is_no_citizen() {
	with_points(|| {
		let who = Sr25519Keyring::Bob.to_account_id();
		let carriers = [
			RuntimeCall::Utility(pallet_utility::Call::batch { calls: vec![leave()] }),
			RuntimeCall::Proxy(pallet_proxy::Call::proxy {
				real: CITIZEN.to_account_id().into(),
				force_proxy_type: None,
				call: Box::new(leave()),
			}),
			RuntimeCall::Multisig(pallet_multisig::Call::as_multi_threshold_1 {
				other_signatories: vec![who],
				call: Box::new(leave()),
			}),
			RuntimeCall::System(frame_system::Call::remark { remark: vec![] }),
		];
		for carrier in carriers.clone() {
			assert_eq!(send(CITIZEN, carrier).unwrap_err(), UNPAID);
		}
		give(CITIZEN, currency::UNITS);
		for carrier in carriers {
			let before = balance(CITIZEN);
			assert!(send(CITIZEN, carrier).is_ok());
			assert!(balance(CITIZEN) < before);
		}
		assert_eq!(left(CITIZEN), Some(FREE));

		let stranger = Sr25519Keyring::Charlie;
		let before = balance(stranger);
		assert_eq!(left(stranger), None);
		assert!(send(stranger, enrol()).unwrap().is_err());
		assert!(balance(stranger) < before);
		// And without money it doesn't even get in.
		let nobody = transaction(Sr25519Keyring::Two, 0, 0, enrol());
		assert_eq!(validate(nobody).unwrap_err(), UNPAID);
	});
}

#[test]
fn spent_nonces_stay_spent() {
	with_points(|| {
		let free = transaction(CITIZEN, 0, 0, leave());
		assert_ok!(Executive::apply_extrinsic(free.clone()).unwrap());
		// Everything goes, and the account's balance with it.
		give(CITIZEN, currency::UNITS);
		let all = RuntimeCall::Balances(pallet_balances::Call::transfer_all {
			dest: Sr25519Keyring::Bob.to_account_id().into(),
			keep_alive: false,
		});
		assert_ok!(send(CITIZEN, all).unwrap());
		assert_eq!((balance(CITIZEN), nonce_of(CITIZEN)), (0, 2));
		assert_eq!(validate(free.clone()).unwrap_err(), STALE);
		// Nor does closing the account and opening it with the same key give the nonces back...
		assert_ok!(send(CITIZEN, Accounts::close {}.into()).unwrap());
		assert_eq!(validate(free.clone()).unwrap_err(), STALE);
		let again = attested(Purpose::Open, CITIZEN, 1);
		assert_ok!(CarbonAccounts::open(signed(Sr25519Keyring::Bob), again));
		assert_eq!(CarbonAccounts::citizen_of_key(CITIZEN.to_account_id()), Some(WHO));
		assert_eq!(validate(free.clone()).unwrap_err(), STALE);
		// ...nor another key, and back to the first.
		for (key, epoch) in [(Sr25519Keyring::Two, 2), (CITIZEN, 3)] {
			let other = attested(Purpose::Replace, key, epoch);
			assert_ok!(CarbonAccounts::replace_key(signed(Sr25519Keyring::Bob), other));
			days_later(3);
			let complete = Accounts::complete_replacement { citizen: WHO };
			assert_ok!(send(Sr25519Keyring::Bob, complete.into()).unwrap());
			assert_eq!(CarbonAccounts::citizen_of_key(key.to_account_id()), Some(WHO));
		}
		assert_eq!(nonce_of(CITIZEN), 3);
		assert_eq!(validate(free).unwrap_err(), STALE);
		CarbonAccounts::do_try_state().unwrap();
	});
}

#[test]
fn the_council_decides_about_a_veto() {
	with_points(|| {
		let new = Sr25519Keyring::Two;
		let replace = attested(Purpose::Replace, new, 1);
		assert_ok!(CarbonAccounts::replace_key(signed(Sr25519Keyring::Bob), replace));
		assert_ok!(send(CITIZEN, Accounts::veto_replacement {}.into()).unwrap());
		for origin in [
			RuntimeOrigin::root(),
			signed(Sr25519Keyring::Alice),
			pallet_collective::RawOrigin::Members(1, 3).into(),
		] {
			let refused = CarbonAccounts::decide_veto(origin, WHO, false);
			assert_eq!(refused.unwrap_err(), sp_runtime::DispatchError::BadOrigin);
		}
		assert_ok!(CarbonAccounts::decide_veto(council(), WHO, false));
		days_later(3);
		assert_ok!(CarbonAccounts::complete_replacement(signed(Sr25519Keyring::Bob), WHO));
		// Points, orders and all else are the new key's; it has no money either.
		assert_eq!(balance(new), 0);
		assert_eq!(CarbonAccounts::position(0, WHO).unwrap().points_of(0), 443);
		assert_ok!(send(new, leave()).unwrap());
		// The old key pays, as anybody does who is no citizen.
		assert_eq!(send(CITIZEN, leave()).unwrap_err(), UNPAID);
	});
}

#[test]
fn an_account_with_orders_does_not_close_and_points_survive_closing() {
	with_points(|| {
		super::redemption::offered();
		let order = super::redemption::ordered(0);
		assert_err_ignore_postinfo!(
			CarbonAccounts::close(signed(CITIZEN)),
			pallet_carbon_accounts::Error::<Runtime>::OrdersUnfinished
		);
		assert_ok!(PointRedemption::cancel(signed(SHOP_HOLDER), order));
		assert_ok!(CarbonAccounts::close(signed(CITIZEN)));
		assert_eq!(CarbonAccounts::position(0, WHO).unwrap().points_of(0), 443);
		Points::do_try_state().unwrap();
		let again = attested(Purpose::Open, Sr25519Keyring::Two, 1);
		assert_ok!(CarbonAccounts::open(signed(Sr25519Keyring::Bob), again));
		let request = pallet_points::PaymentRequest {
			genesis: System::block_hash(0),
			merchant: SHOP,
			amount: 443 * currency::CENTS,
			expires: Clock::now() + 600,
			receipt: H256::repeat_byte(5),
			nonce: 7,
		};
		let pay = pallet_points::Call::pay { request, parts: parts(443) };
		assert_ok!(send(Sr25519Keyring::Two, pay.into()).unwrap());
		Points::do_try_state().unwrap();
		CarbonAccounts::do_try_state().unwrap();
	});
}

#[test]
fn wallets_are_told_that_it_costs_nothing() {
	with_points(|| {
		let fee = |key, tip, call| {
			let transaction = transaction(key, nonce_of(key), tip, call);
			let len = transaction.encoded_size() as u32;
			let details = Runtime::query_fee_details(transaction.clone(), len);
			let info = Runtime::query_info(transaction, len);
			assert_eq!(details.final_fee(), info.partial_fee);
			info.partial_fee
		};
		let normal = fee(Sr25519Keyring::Charlie, 0, leave());
		assert!(normal > 0);
		assert_eq!(fee(CITIZEN, 0, leave()), 0);
		assert_eq!(fee(CITIZEN, 1, leave()), normal);
		let batch = RuntimeCall::Utility(pallet_utility::Call::batch { calls: vec![leave()] });
		assert!(fee(CITIZEN, 0, batch) > 0);
		for _ in 0..FREE {
			assert!(send(CITIZEN, leave()).is_ok());
		}
		assert!(fee(CITIZEN, 0, leave()) > 0);
	});
}
