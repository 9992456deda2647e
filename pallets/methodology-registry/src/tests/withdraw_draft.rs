use crate::{mock::*, DraftContents, Drafts, Error, Event};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError;

#[test]
fn the_deposit_comes_back() {
	build_and_execute(|| {
		let draft = draft_by(ALICE, None, metro());
		assert_ok!(Registry::withdraw_draft(signed(ALICE), draft));
		assert_eq!(last_event(), Event::DraftWithdrawn { draft });
		assert_eq!(held(ALICE), 0);
		assert!(!Drafts::<Test>::contains_key(draft));
		assert!(!DraftContents::<Test>::contains_key(draft));
		// The number is never used again.
		assert_eq!(draft_by(ALICE, None, metro()), draft + 1);
	});
}

#[test]
fn also_in_consultation() {
	build_and_execute(|| {
		let draft = consulted(None, metro());
		assert_ok!(Registry::withdraw_draft(signed(ALICE), draft));
		assert_noop!(
			Registry::publish(publishers(), draft, metro().hash(), Now::get() + 3 * DAY),
			Error::<Test>::DraftNotFound
		);
	});
}

#[test]
fn refusals() {
	build_and_execute(|| {
		let draft = draft_by(ALICE, None, metro());
		assert_noop!(
			Registry::withdraw_draft(RuntimeOrigin::root(), draft),
			DispatchError::BadOrigin
		);
		assert_noop!(Registry::withdraw_draft(signed(ALICE), 9), Error::<Test>::DraftNotFound);
		assert_noop!(Registry::withdraw_draft(signed(BOB), draft), Error::<Test>::NotAuthor);
	});
}
