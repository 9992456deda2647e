use crate::{mock::*, DraftContents, Error, Event};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::{DispatchError, TokenError};

#[test]
fn the_deposit_follows_the_size() {
	build_and_execute(|| {
		let draft = draft_by(ALICE, None, metro());
		let mut longer = metro();
		longer.texts.sections.monitoring = text(&"x".repeat(1_024));
		for content in [longer, metro()] {
			assert_ok!(Registry::amend_draft(signed(ALICE), draft, Box::new(content.clone())));
			let content_hash = content.hash();
			assert_eq!(last_event(), Event::DraftAmended { draft, content_hash });
			assert_eq!(held(ALICE), deposit(&content));
			assert_eq!(DraftContents::<Test>::get(draft), Some(content));
		}
	});
}

#[test]
fn refusals() {
	build_and_execute(|| {
		let draft = draft_by(ALICE, None, metro());
		let amend = |who, draft, content| Registry::amend_draft(who, draft, Box::new(content));
		assert_noop!(amend(RuntimeOrigin::root(), draft, metro()), DispatchError::BadOrigin);
		assert_noop!(amend(signed(ALICE), 9, metro()), Error::<Test>::DraftNotFound);
		assert_noop!(amend(signed(BOB), draft, metro()), Error::<Test>::NotAuthor);
		let mut unsound = metro();
		unsound.rules.max_grams_per_day = 0;
		assert_noop!(amend(signed(ALICE), draft, unsound), Error::<Test>::ZeroCap);
		// Consulted on is frozen.
		assert_ok!(Registry::open_consultation(signed(ALICE), draft));
		assert_noop!(
			amend(signed(ALICE), draft, metro_capped(1)),
			Error::<Test>::UnderConsultation
		);
	});
}

#[test]
fn a_larger_deposit_must_be_paid() {
	build_and_execute(|| {
		assert_ok!(Balances::force_set_balance(
			RuntimeOrigin::root(),
			POOR,
			deposit(&metro()) + 10
		));
		let draft = draft_by(POOR, None, metro());
		let mut longer = metro();
		longer.texts.sections.monitoring = text(&"x".repeat(1_024));
		assert_noop!(
			Registry::amend_draft(signed(POOR), draft, Box::new(longer)),
			TokenError::FundsUnavailable
		);
	});
}
