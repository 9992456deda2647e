use super::*;

const WINDOW: u64 = 365 * DAY;

fn claim(citizen: u32) -> sp_runtime::DispatchResult {
	Market::claim_proceeds(signed(key(citizen)), RIDES, citizen)
}

fn sweep() -> frame_support::dispatch::DispatchResultWithPostInfo {
	Market::sweep_proceeds(signed(STRANGER), RIDES, 10)
}

fn buy(grams: Grams) {
	assert_ok!(Market::buy_from_pool(signed(CAT), RIDES, grams, 7, None));
}

/// METRO offers again, and the notice is over.
fn offer_again(grams: Grams) {
	let until = Now::get() + 9 * DAY;
	assert_ok!(Market::offer_pool(signed(METRO_TREASURY), RIDES, grams, 7, 1, until));
	advance(DAY);
}

#[test]
fn unclaimed_money_goes_to_the_common_good() {
	build_and_execute(|| {
		open_pool();
		buy(1_000);
		assert_ok!(claim(0));
		advance(WINDOW - 1);
		assert!(sweep().is_err_and(|e| e.error == Error::<Test>::ClaimsOpen.into()));
		advance(1);
		assert_ok!(sweep());
		event(Event::ProceedsSwept { class: RIDES, swept: 2_800 });
		assert_eq!((money(COMMON_GOOD), held(HoldReason::Proceeds, POT)), (ED + 2_800, 0));
		let sales = Market::sales(RIDES);
		assert_eq!((sales.swept, sales.claimed, sales.unclaimed()), (2_800, 2_800, 0));
		// Those who come late can still settle; there is nothing for them.
		assert_ok!(claim(1));
		assert_eq!(money(key(1)), ED);
	});
}

#[test]
fn the_window_begins_with_the_last_sale() {
	build_and_execute(|| {
		open_pool();
		buy(1_000);
		advance(10 * DAY);
		buy(10);
		Now::set(OPEN + WINDOW);
		assert_noop!(Market::sweep_proceeds(signed(ANN), RIDES, 1), Error::<Test>::ClaimsOpen);
		Now::set(OPEN + 10 * DAY + WINDOW);
		assert_ok!(sweep());
	});
}

#[test]
fn later_sales_are_shared_afresh() {
	build_and_execute(|| {
		open_pool();
		buy(1_000);
		assert_ok!(claim(0));
		advance(WINDOW);
		assert_ok!(sweep());
		offer_again(100);
		buy(100);
		// 560 for the citizens, half of it for citizen 0, who was paid 2,800 before.
		assert_eq!(Market::due(RIDES, 0), Some(280));
		assert_ok!(claim(0));
		assert_ok!(claim(1));
		assert_eq!((money(key(0)), money(key(1))), (ED + 3_080, ED + 186));
		assert_noop!(claim(0), Error::<Test>::NothingToClaim);
		assert_eq!(Market::sales(RIDES).round, 1);
	});
}

#[test]
fn shares_that_nothing_will_come_to_are_removed() {
	build_and_execute(|| {
		for citizen in [0, 1, KEYLESS] {
			assert_ok!(claim(citizen));
		}
		open_pool();
		buy(POOL);
		assert_ok!(claim(0));
		advance(WINDOW);
		let swept = Market::sweep_proceeds(signed(STRANGER), RIDES, 1).unwrap();
		assert_eq!(swept.actual_weight, Some(<() as WeightInfo>::sweep_proceeds(1)));
		assert_eq!(Shares::<Test>::iter().count(), 1);
		assert_ok!(sweep());
		assert_eq!(Shares::<Test>::iter().count(), 0);
		assert_noop!(
			Market::sweep_proceeds(signed(STRANGER), RIDES, 1),
			Error::<Test>::NothingToSweep
		);
		assert_eq!(Market::sales(RIDES).unclaimed(), 0);
	});
}

#[test]
fn refusals() {
	build_and_execute(|| {
		assert_noop!(Market::sweep_proceeds(RuntimeOrigin::none(), RIDES, 1), BadOrigin);
		assert_noop!(Market::sweep_proceeds(signed(ANN), UNISSUED, 1), Error::<Test>::NotIssued);
		assert_noop!(Market::sweep_proceeds(signed(ANN), RIDES, 1), Error::<Test>::NothingToSweep);
		// Shares of a pool that still sells stay.
		assert_ok!(claim(0));
		advance(10 * WINDOW);
		assert_noop!(Market::sweep_proceeds(signed(ANN), RIDES, 1), Error::<Test>::NothingToSweep);
	});
}
