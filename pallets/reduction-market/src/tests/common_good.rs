use super::*;
use sp_core::H256;

const FOR: H256 = H256::repeat_byte(7);

fn spend(to: AccountId, amount: Balance) -> sp_runtime::DispatchResult {
	Market::spend_common_good(signed(COUNCIL), to, amount, FOR)
}

/// 2,800 plancks that nobody claimed.
fn swept() {
	open_pool();
	assert_ok!(Market::buy_from_pool(signed(CAT), RIDES, 500, 7, None));
	advance(365 * DAY);
	assert_ok!(Market::sweep_proceeds(signed(STRANGER), RIDES, 10));
	assert_eq!(Market::common_good(), 2_800);
}

#[test]
fn the_council_pays_from_it() {
	build_and_execute(|| {
		swept();
		assert_ok!(spend(STRANGER, 2_000));
		event(Event::CommonGoodSpent { recipient: STRANGER, amount: 2_000, purpose: FOR });
		assert_eq!((money(STRANGER), Market::common_good()), (2_000, 800));
		assert_ok!(spend(STRANGER, 800));
		// The account stays.
		assert_eq!(money(COMMON_GOOD), ED);
		assert_noop!(spend(STRANGER, 1), Error::<Test>::CommonGoodShort);
	});
}

#[test]
fn never_what_citizens_can_claim() {
	build_and_execute(|| {
		open_pool();
		assert_ok!(Market::buy_from_pool(signed(CAT), RIDES, 1_000, 7, None));
		assert_eq!((held(HoldReason::Proceeds, POT), Market::common_good()), (5_600, 0));
		assert_noop!(spend(STRANGER, ED), Error::<Test>::CommonGoodShort);
	});
}

#[test]
fn refusals() {
	build_and_execute(|| {
		swept();
		for who in [METRO_TREASURY, ANN, COMMON_GOOD] {
			let call = Market::spend_common_good(signed(who), ANN, 1, FOR);
			assert_eq!(call, Err(BadOrigin.into()));
		}
		assert_noop!(Market::spend_common_good(RuntimeOrigin::none(), ANN, 1, FOR), BadOrigin);
		assert_noop!(spend(ANN, 0), Error::<Test>::ZeroAmount);
		assert_noop!(spend(COMMON_GOOD, 1), Error::<Test>::BadRecipient);
		assert_noop!(spend(Pot::get(), 1), Error::<Test>::BadRecipient);
		assert_noop!(spend(ANN, 2_801), Error::<Test>::CommonGoodShort);
		assert_noop!(spend(ANN, Balance::MAX), Error::<Test>::CommonGoodShort);
		assert_noop!(spend(STRANGER, ED - 1), TokenError::BelowMinimum);
	});
}
