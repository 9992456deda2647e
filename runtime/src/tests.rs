//! What must hold of the runtime as a whole.

mod bonds;
mod carbon;
mod citizens;
mod economy;
mod emergency;
mod library;
mod market;
mod objects;
mod origins;
mod points;
mod redemption;
mod upgrades;
mod validators;
mod withdrawal;

use crate::{
	configs::system::*,
	constants::{block, currency, time},
	genesis_config_presets::{self as presets, DEV, DEV_FAST, LOCAL, STAGING},
	*,
};
use frame_support::{
	assert_noop,
	dispatch::{DispatchClass, GetDispatchInfo},
	genesis_builder_helper::{build_state, get_preset},
	traits::{Get, PalletInfoAccess},
	weights::WeightToFee,
};
use serde_json::Value;
use sp_consensus_babe::runtime_decl_for_babe_api::BabeApi;
use sp_core::Pair;
use sp_io::TestExternalities;
use sp_keyring::{Ed25519Keyring, Sr25519Keyring};
use sp_runtime::{traits::Dispatchable, BuildStorage};

/// The patch laid over the default genesis, as a chain spec does it (RFC 7386).
fn merge(base: &mut Value, patch: Value) {
	match (base, patch) {
		(Value::Object(base), Value::Object(patch)) => {
			for (key, value) in patch {
				merge(base.entry(key).or_insert(Value::Null), value);
			}
		},
		(base, patch) => *base = patch,
	}
}

fn preset_json(name: &str) -> Value {
	let patch = presets::get_preset(&name.into()).expect("the preset exists");
	serde_json::from_slice(&patch).expect("the preset is JSON")
}

fn genesis_of(name: &str) -> TestExternalities {
	let default = get_preset::<RuntimeGenesisConfig>(&None, |_| None).expect("there is a default");
	let mut config: Value = serde_json::from_slice(&default).expect("the default is JSON");
	merge(&mut config, preset_json(name));
	let mut ext = TestExternalities::new_empty();
	let json = serde_json::to_vec(&config).expect("JSON");
	ext.execute_with(|| build_state::<RuntimeGenesisConfig>(json)).expect("genesis builds");
	ext
}

/// Everything in state but the code.
fn state_contains(ext: &mut TestExternalities, needle: &[u8]) -> bool {
	let has = |bytes: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
	ext.execute_with(|| {
		let mut key = Vec::new();
		while let Some(next) = sp_io::storage::next_key(&key) {
			key = next;
			if has(&key) || sp_io::storage::get(&key).is_some_and(|value| has(&value)) {
				return true;
			}
		}
		false
	})
}

fn well_known_keys() -> Vec<[u8; 32]> {
	Sr25519Keyring::iter()
		.map(|key| key.to_raw_public())
		.chain(Ed25519Keyring::iter().map(|key| key.to_raw_public()))
		.collect()
}

#[test]
fn every_preset_builds() {
	for (name, validators, council) in
		[(DEV, 1, 3), (DEV_FAST, 1, 3), (LOCAL, 4, 3), (STAGING, 0, 0)]
	{
		assert!(presets::preset_names().contains(&name.into()));
		genesis_of(name).execute_with(|| {
			assert_eq!(Session::validators().len(), validators, "{name}");
			assert_eq!(Babe::authorities().len(), validators, "{name}");
			assert_eq!(Grandpa::grandpa_authorities().len(), validators, "{name}");
			assert_eq!(AuthorityDiscovery::authorities().len(), validators, "{name}");
			assert_eq!(pallet_collective::Members::<Runtime, _>::get().len(), council, "{name}");
			assert_eq!(CouncilMembership::members().len(), council, "{name}");
		});
	}
	assert!(presets::get_preset(&"no such preset".into()).is_none());
}

#[test]
fn sdk_tools_find_their_presets() {
	for (theirs, ours) in [("development", DEV), ("local_testnet", LOCAL)] {
		assert_eq!(presets::get_preset(&theirs.into()), presets::get_preset(&ours.into()));
	}
}

#[test]
fn staging_knows_nobody() {
	// The search does find such keys where they are...
	assert!(well_known_keys().iter().any(|key| state_contains(&mut genesis_of(DEV), key)));
	// ...and finds none here.
	let mut staging = genesis_of(STAGING);
	for key in well_known_keys() {
		assert!(!state_contains(&mut staging, &key));
	}
}

#[test]
fn epoch_length_is_one_number() {
	for (name, length) in [(DEV, 100), (DEV_FAST, 40), (LOCAL, 100), (STAGING, 1_200)] {
		genesis_of(name).execute_with(|| {
			assert_eq!(<Runtime as pallet_babe::Config>::EpochDuration::get(), length);
			let configuration = <Runtime as BabeApi<Block>>::configuration();
			assert_eq!(configuration.epoch_length, length);
			assert_eq!(configuration.slot_duration, time::SLOT_DURATION);
		});
	}
}

#[test]
#[should_panic(expected = "epochs.length must be")]
fn absurd_epoch_length_is_refused() {
	let _ = epochs::GenesisConfig::<Runtime> { length: 1, ..Default::default() }.build_storage();
}

#[test]
fn there_is_no_sudo() {
	for pallet in <AllPalletsWithSystem as frame_support::traits::PalletsInfoAccess>::infos() {
		assert!(!pallet.module_name.contains("sudo"), "{}", pallet.name);
	}
}

#[test]
fn indices_are_where_the_tools_expect_them() {
	assert_eq!(System::index(), 0);
	assert_eq!(Epochs::index(), 9);
	assert_eq!(Balances::index(), 10);
	assert_eq!(Council::index(), 20);
	assert_eq!(Scheduler::index(), 30);
	assert_eq!(Clock::index(), 50);
	assert_eq!(ActivityReports::index(), 55);
	assert_eq!(ObjectRegistry::index(), 56);
	assert_eq!(ReductionMarket::index(), 58);
}

#[test]
fn token_is_the_same_everywhere() {
	assert_eq!(currency::UNITS, 10u128.pow(currency::TOKEN_DECIMALS.into()));
	assert_eq!(<Runtime as frame_system::Config>::SS58Prefix::get(), currency::SS58_PREFIX);
}

#[test]
fn block_limits_hold_together() {
	let weights = RuntimeBlockWeights::get();
	assert_eq!(weights.max_block, block::MAX_WEIGHT);
	assert!(weights.clone().validate().is_ok());
	let length = RuntimeBlockLength::get();
	assert_eq!(*length.max.get(DispatchClass::Mandatory), block::MAX_LENGTH);
	assert_eq!(*length.max.get(DispatchClass::Normal), block::MAX_LENGTH / 4 * 3);
}

#[test]
fn fees_are_what_the_comments_say() {
	type Price = <Runtime as pallet_transaction_payment::Config>::WeightToFee;
	let transfer = RuntimeCall::Balances(pallet_balances::Call::transfer_keep_alive {
		dest: Sr25519Keyring::Bob.to_account_id().into(),
		value: currency::UNITS,
	});
	let base = RuntimeBlockWeights::get().get(DispatchClass::Normal).base_extrinsic;
	let fee = Price::weight_to_fee(&(base + transfer.get_dispatch_info().call_weight));
	assert!((currency::CENTS / 20..currency::CENTS).contains(&fee), "{fee}");
	assert_eq!(Price::weight_to_fee(&block::MAX_WEIGHT), 15 * currency::UNITS);
}

#[test]
fn fees_reach_the_pot_and_nothing_is_lost() {
	use configs::money::FeePot;
	use frame_support::traits::OnUnbalanced;
	type ToPot = frame_support::traits::tokens::imbalance::ResolveTo<FeePot, Balances>;
	genesis_of(STAGING).execute_with(|| {
		let before = Balances::total_issuance();
		let credit = <Balances as frame_support::traits::fungible::Balanced<AccountId>>::issue(1);
		ToPot::on_unbalanced(credit);
		assert_eq!(Balances::free_balance(FeePot::get()), currency::EXISTENTIAL_DEPOSIT + 1);
		assert_eq!(Balances::total_issuance(), before + 1);
	});
}

#[test]
fn council_is_not_root() {
	let all_of_council = RuntimeOrigin::from(pallet_collective::RawOrigin::Members(3, 3));
	let remark = || Box::new(RuntimeCall::System(frame_system::Call::remark { remark: vec![] }));
	let calls = [
		RuntimeCall::System(frame_system::Call::set_code { code: vec![] }),
		RuntimeCall::System(frame_system::Call::set_storage { items: vec![] }),
		RuntimeCall::System(frame_system::Call::authorize_upgrade { code_hash: Hash::zero() }),
		RuntimeCall::Scheduler(pallet_scheduler::Call::schedule {
			when: 10,
			maybe_periodic: None,
			priority: 0,
			call: remark(),
		}),
		RuntimeCall::Utility(pallet_utility::Call::dispatch_as {
			as_origin: Box::new(frame_system::RawOrigin::Root.into()),
			call: remark(),
		}),
		RuntimeCall::Council(pallet_collective::Call::set_members {
			new_members: vec![],
			prime: None,
			old_count: 3,
		}),
		RuntimeCall::Grandpa(pallet_grandpa::Call::note_stalled {
			delay: 1,
			best_finalized_block_number: 1,
		}),
		RuntimeCall::Balances(pallet_balances::Call::force_set_balance {
			who: Sr25519Keyring::Bob.to_account_id().into(),
			new_free: 1,
		}),
	];
	genesis_of(DEV).execute_with(|| {
		for call in calls {
			assert_noop!(
				call.dispatch(all_of_council.clone()).map_err(|failure| failure.error),
				sp_runtime::DispatchError::BadOrigin
			);
		}
	});
}

#[test]
fn membership_takes_three_quarters_and_not_root() {
	let add = |who: Sr25519Keyring| {
		RuntimeCall::CouncilMembership(pallet_membership::Call::add_member {
			who: who.to_account_id().into(),
		})
	};
	genesis_of(DEV).execute_with(|| {
		let two_of_three = RuntimeOrigin::from(pallet_collective::RawOrigin::Members(2, 3));
		assert!(add(Sr25519Keyring::Dave).dispatch(two_of_three).is_err());
		assert!(add(Sr25519Keyring::Dave).dispatch(RuntimeOrigin::root()).is_err());
		let all = RuntimeOrigin::from(pallet_collective::RawOrigin::Members(3, 3));
		assert!(add(Sr25519Keyring::Dave).dispatch(all).is_ok());
		assert_eq!(pallet_collective::Members::<Runtime, _>::get().len(), 4);
	});
}

#[test]
fn proxies_of_the_council_cannot_move_money() {
	use configs::utilities::ProxyType;
	use frame_support::traits::InstanceFilter;
	let transfer = RuntimeCall::Balances(pallet_balances::Call::transfer_all {
		dest: Sr25519Keyring::Bob.to_account_id().into(),
		keep_alive: false,
	});
	for proxy in [ProxyType::Council, ProxyType::SessionKeys, ProxyType::CancelProxy] {
		assert!(!proxy.filter(&transfer));
		assert!(!proxy.is_superset(&ProxyType::Any));
	}
	assert!(ProxyType::Any.filter(&transfer));
}

#[test]
fn metadata_has_what_wallets_need() {
	use codec::Decode;
	genesis_of(DEV).execute_with(|| {
		for version in [14, 15, 16] {
			assert!(Runtime::metadata_versions().contains(&version));
			let opaque = Runtime::metadata_at_version(version).expect("the version exists");
			assert!(!Vec::<u8>::decode(&mut &codec::Encode::encode(&opaque)[..])
				.unwrap()
				.is_empty());
		}
	});
	let names: Vec<_> =
		<TxExtension as sp_runtime::traits::TransactionExtension<RuntimeCall>>::metadata()
			.iter()
			.map(|extension| extension.identifier)
			.collect();
	assert_eq!(
		names,
		[
			"AuthorizeCall",
			"CheckNonZeroSender",
			"CheckSpecVersion",
			"CheckTxVersion",
			"CheckGenesis",
			"CheckMortality",
			"CheckWeight",
			"CheckNonce",
			"ChargeTransactionPayment",
			"CheckMetadataHash",
			"WeightReclaim"
		]
	);
}

#[test]
fn a_signed_transfer_is_valid_and_pays() {
	use codec::Encode;
	use sp_runtime::generic::Era;
	let (alice, bob) = (Sr25519Keyring::Alice, Sr25519Keyring::Bob);
	genesis_of(DEV).execute_with(|| {
		let call = RuntimeCall::Balances(pallet_balances::Call::transfer_keep_alive {
			dest: bob.to_account_id().into(),
			value: currency::UNITS,
		});
		let extension: TxExtension = (
			frame_system::AuthorizeCall::new(),
			frame_system::CheckNonZeroSender::new(),
			frame_system::CheckSpecVersion::new(),
			frame_system::CheckTxVersion::new(),
			frame_system::CheckGenesis::new(),
			frame_system::CheckMortality::from(Era::Immortal),
			frame_system::CheckWeight::new(),
			pallet_carbon_accounts::FeeAllowance::new(
				0,
				pallet_transaction_payment::ChargeTransactionPayment::from(0),
			),
			frame_metadata_hash_extension::CheckMetadataHash::new(false),
			frame_system::WeightReclaim::new(),
		);
		let payload = SignedPayload::new(call.clone(), extension.clone()).expect("payload");
		let signature = payload.using_encoded(|bytes| alice.pair().sign(bytes));
		let transaction = UncheckedExtrinsic::new_signed(
			call,
			alice.to_account_id().into(),
			signature.into(),
			extension,
		);
		let issuance = Balances::total_issuance();
		System::set_block_number(1);
		let outcome = Executive::apply_extrinsic(transaction).expect("valid");
		assert!(outcome.is_ok(), "{outcome:?}");
		assert_eq!(Balances::total_issuance(), issuance);
		let pot = Balances::free_balance(configs::money::FeePot::get());
		assert!(pot > currency::EXISTENTIAL_DEPOSIT);
	});
}
