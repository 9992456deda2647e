use crate::{mock::*, DraftContents, Drafts, Error, Event, NextDraftId, Stage};
use frame_support::{assert_noop, assert_ok, traits::tokens::fungible::Inspect};
use sp_runtime::{DispatchError, TokenError};

#[test]
fn anybody_drafts_against_a_deposit() {
	build_and_execute(|| {
		let content = metro();
		let content_hash = content.hash();
		assert_ok!(Registry::draft(signed(ALICE), None, Box::new(content.clone())));
		assert_eq!(
			last_event(),
			Event::Drafted { draft: 0, author: ALICE, methodology: None, content_hash }
		);
		let draft = Drafts::<Test>::get(0).unwrap();
		assert_eq!((draft.author, draft.methodology), (ALICE, None));
		assert_eq!((draft.content_hash, draft.stage), (content_hash, Stage::Drafting));
		assert_eq!(held(ALICE), deposit(&content));
		assert_eq!(DraftContents::<Test>::get(0), Some(content));

		assert_eq!(draft_by(BOB, None, metro()), 1);
		assert_eq!(NextDraftId::<Test>::get(), 2);
	});
}

#[test]
fn a_version_of_an_existing_methodology() {
	build_and_execute(|| {
		let id = published(None, metro());
		let draft = draft_by(BOB, Some(id), metro_capped(1));
		assert_eq!(Drafts::<Test>::get(draft).unwrap().methodology, Some(id));
	});
}

#[test]
fn refusals() {
	build_and_execute(|| {
		assert_noop!(
			Registry::draft(RuntimeOrigin::root(), None, Box::new(metro())),
			DispatchError::BadOrigin
		);
		assert_noop!(
			Registry::draft(signed(ALICE), Some(0), Box::new(metro())),
			Error::<Test>::MethodologyNotFound
		);
		assert_noop!(
			Registry::draft(signed(POOR), None, Box::new(metro())),
			TokenError::FundsUnavailable
		);
		assert_eq!(Balances::balance(&POOR), 0);
		let id = published(None, metro());
		assert_ok!(Registry::retire(council(), id));
		assert_noop!(
			Registry::draft(signed(ALICE), Some(id), Box::new(metro())),
			Error::<Test>::MethodologyRetired
		);
	});
}

#[test]
fn no_number_is_given_twice() {
	new_test_ext().execute_with(|| {
		NextDraftId::<Test>::put(u32::MAX);
		assert_noop!(
			Registry::draft(signed(ALICE), None, Box::new(metro())),
			Error::<Test>::NoNumberLeft
		);
	});
}
