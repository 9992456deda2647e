use super::*;

fn create(terms: Terms<AccountId>) -> sp_runtime::DispatchResult {
	Promotions::create(signed(METRO_KEY), METRO, terms)
}

#[test]
fn promises_with_an_empty_budget() {
	build_and_execute(|| {
		assert_ok!(create(terms(first())));
		System::assert_last_event(
			Event::Created { operator: METRO, campaign: 0, terms: terms(first()) }.into(),
		);
		let found = found(0);
		assert_eq!((found.budget, found.paid, found.closed), (0, 0, false));
		assert_eq!(Promotions::closes_on(METRO, 0), Some(TODAY + 29 + 1 + 7));
		assert_eq!(Promotions::closes_on(METRO, 1), None);
	});
}

#[test]
fn only_by_the_treasury_of_a_licensed_operator() {
	build_and_execute(|| {
		for who in [BUS_KEY, SPONSOR] {
			assert_noop!(
				Promotions::create(signed(who), METRO, terms(first())),
				Error::<Test>::NotTreasury
			);
		}
		assert_noop!(Promotions::create(RuntimeOrigin::root(), METRO, terms(first())), BadOrigin);
		for (standing, error) in [
			(1, Error::<Test>::OperatorSuspended),
			(2, Error::<Test>::OperatorRevoked),
			(3, Error::<Test>::OperatorExpired),
			(4, Error::<Test>::OperatorNotLicensed),
		] {
			stand(METRO, standing);
			assert_noop!(create(terms(first())), error);
		}
	});
}

#[test]
fn promises_make_sense() {
	build_and_execute(|| {
		let of = |list: Vec<u16>| Acts::Of(list.try_into().unwrap());
		for trigger in [
			Trigger::FirstAct { acts: of(vec![]) },
			Trigger::FirstAct { acts: of(vec![2, 1]) },
			Trigger::WeeklyActs { acts: of(vec![1, 1]), count: 1 },
			weekly(0),
			streak(1),
			streak(31),
			Trigger::Streak { acts: of(vec![]), days: 3 },
			Trigger::Theme { theme: 9 },
		] {
			assert_noop!(create(terms(trigger)), Error::<Test>::TriggerUnsound);
		}
		assert_noop!(create(Terms { bonus: 0, ..terms(first()) }), Error::<Test>::BonusZero);
		for (from, until) in [(TODAY + 1, TODAY), (TODAY - 2, TODAY - 1), (TODAY, TODAY + 60)] {
			assert_noop!(
				create(Terms { from, until, ..terms(first()) }),
				Error::<Test>::PeriodUnsound
			);
		}
		assert_ok!(create(Terms { until: TODAY + 59, ..terms(first()) }));
	});
}

#[test]
fn so_many_at_once() {
	build_and_execute(|| {
		for _ in 0..3 {
			assert_ok!(create(terms(first())));
		}
		assert_noop!(create(terms(first())), Error::<Test>::TooManyCampaigns);
		// Others have room of their own.
		assert_ok!(Promotions::create(signed(BUS_KEY), BUS, terms(first())));
		NextCampaignId::<Test>::put(u32::MAX);
		assert_noop!(
			Promotions::create(signed(BUS_KEY), BUS, terms(first())),
			Error::<Test>::CampaignsExhausted
		);
	});
}
