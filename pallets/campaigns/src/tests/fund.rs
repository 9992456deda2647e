use super::*;

fn fund(who: AccountId, campaign: CampaignId, amount: Balance) -> sp_runtime::DispatchResult {
	Promotions::fund(signed(who), METRO, campaign, amount)
}

#[test]
fn out_of_the_operator_s_free_money() {
	build_and_execute(|| {
		let id = campaign(first(), 0);
		assert_ok!(fund(METRO_KEY, id, 100));
		assert_ok!(fund(METRO_KEY, id, 200));
		System::assert_last_event(
			Event::Funded { operator: METRO, campaign: id, amount: 200, budget: 300 }.into(),
		);
		assert_eq!(Promotions::budgeted(METRO), 300);
		assert_eq!(World::get().free[&METRO], FUND - 300);
		assert_noop!(fund(METRO_KEY, id, FUND), DispatchError::Other("no money"));
	});
}

#[test]
fn out_of_the_sponsor_s_account() {
	build_and_execute(|| {
		let sponsored = Terms { sponsor: Some(SPONSOR), ..terms(first()) };
		assert_ok!(Promotions::create(signed(METRO_KEY), METRO, sponsored));
		assert_noop!(fund(METRO_KEY, 0, 1), Error::<Test>::NotPayer);
		assert_ok!(fund(SPONSOR, 0, 300));
		let world = World::get();
		assert_eq!((world.accounts[&SPONSOR], world.free[&METRO]), (FUND - 300, FUND));
	});
}

#[test]
fn refusals() {
	build_and_execute(|| {
		let id = campaign(first(), 0);
		assert_noop!(fund(METRO_KEY, 9, 1), Error::<Test>::NotFound);
		assert_noop!(Promotions::fund(signed(BUS_KEY), BUS, id, 1), Error::<Test>::NotFound);
		assert_noop!(fund(SPONSOR, id, 1), Error::<Test>::NotPayer);
		assert_noop!(fund(METRO_KEY, id, 0), Error::<Test>::AmountZero);
		World::change(|world| world.free.insert(METRO, Balance::MAX - FUND));
		assert_ok!(fund(METRO_KEY, id, Balance::MAX - FUND));
		World::change(|world| {
			world.free.insert(METRO, FUND + 1);
			world.aside.insert(METRO, 0);
		});
		assert_noop!(fund(METRO_KEY, id, FUND + 1), Error::<Test>::Overflow);
		World::change(|world| world.aside.insert(METRO, Balance::MAX - FUND));
		advance(29);
		assert_ok!(fund(METRO_KEY, id, 1));
		advance(1);
		assert_noop!(fund(METRO_KEY, id, 1), Error::<Test>::Ended);
	});
}
