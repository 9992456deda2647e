use crate::{mock::*, Comments, Drafts, Error, Event};
use frame_support::{assert_noop, assert_ok};
use sp_core::H256;
use sp_runtime::DispatchError;

fn commented() -> u32 {
	let draft = in_consultation(metro());
	assert_ok!(Registry::comment(signed(BOB), draft, H256::repeat_byte(5), text("x")));
	draft
}

#[test]
fn the_deposit_comes_back() {
	build_and_execute(|| {
		let draft = commented();
		assert_ok!(Registry::withdraw_comment(signed(BOB), draft, 0));
		assert_eq!(last_event(), Event::CommentWithdrawn { draft, index: 0 });
		assert_eq!(held_for_comments(BOB), 0);
		assert!(!Comments::<Test>::contains_key(draft, 0));
		let entry = Drafts::<Test>::get(draft).unwrap();
		assert_eq!((entry.comments, entry.standing), (1, 0));
		assert_noop!(
			Registry::withdraw_comment(signed(BOB), draft, 0),
			Error::<Test>::CommentNotFound
		);
	});
}

#[test]
fn also_when_the_draft_is_gone() {
	build_and_execute(|| {
		let taken_back = commented();
		assert_ok!(Registry::withdraw_draft(signed(ALICE), taken_back));
		let published = commented();
		advance(7 * DAY);
		let effective = Now::get() + 2 * DAY;
		assert_ok!(Registry::publish(publishers(), published, metro().hash(), effective));
		assert_eq!(held_for_comments(BOB), 2 * comment_deposit(b"x"));
		for draft in [taken_back, published] {
			assert_eq!(Registry::comments(draft, 0, 1).len(), 1);
			assert_ok!(Registry::withdraw_comment(signed(BOB), draft, 0));
		}
		assert_eq!(held_for_comments(BOB), 0);
	});
}

#[test]
fn nobody_but_its_author_removes_a_comment() {
	build_and_execute(|| {
		let draft = commented();
		assert_noop!(
			Registry::withdraw_comment(RuntimeOrigin::root(), draft, 0),
			DispatchError::BadOrigin
		);
		// Neither the drafter nor the council nor a member of it.
		for origin in [signed(ALICE), council(), publishers(), signed(MEMBER)] {
			assert_noop!(Registry::withdraw_comment(origin, draft, 0), Error::<Test>::NotAuthor);
		}
		for (draft, index) in [(draft, 1), (draft + 1, 0)] {
			assert_noop!(
				Registry::withdraw_comment(signed(BOB), draft, index),
				Error::<Test>::CommentNotFound
			);
		}
	});
}
