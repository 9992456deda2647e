use crate::{
	mock::*, Comment, Comments, Drafts, Error, Event, TextOf, MAX_COMMENTS, MAX_COMMENTS_PAGE,
	MAX_URI_LEN,
};
use frame_support::{assert_noop, assert_ok};
use sp_core::H256;
use sp_runtime::{DispatchError, TokenError};

const HASH: H256 = H256::repeat_byte(5);

fn uri() -> TextOf<MAX_URI_LEN> {
	text("https://example.org/意见.pdf")
}

#[test]
fn anybody_comments_while_the_consultation_lasts() {
	build_and_execute(|| {
		let draft = in_consultation(metro());
		assert_ok!(Registry::comment(signed(BOB), draft, HASH, uri()));
		assert_eq!(
			last_event(),
			Event::Commented { draft, index: 0, author: BOB, hash: HASH, uri: uri() }
		);
		let Comment { author, hash, uri: place, at, .. } = Comments::<Test>::get(draft, 0).unwrap();
		assert_eq!((author, hash, place, at), (BOB, HASH, uri(), Now::get()));
		assert_eq!(held_for_comments(BOB), comment_deposit(&uri()));
		// The deposit of the draft is another one.
		assert_eq!((held(BOB), held_for_comments(ALICE)), (0, 0));

		// The same again is another comment; the drafter is anybody too; the last second counts.
		advance(7 * DAY - 1);
		assert_ok!(Registry::comment(signed(BOB), draft, HASH, uri()));
		assert_ok!(Registry::comment(signed(ALICE), draft, HASH, uri()));
		let entry = Drafts::<Test>::get(draft).unwrap();
		assert_eq!((entry.comments, entry.standing), (3, 3));
		advance(1);
		assert_noop!(
			Registry::comment(signed(BOB), draft, HASH, uri()),
			Error::<Test>::ConsultationOver
		);
	});
}

#[test]
fn publication_says_how_many_there_were() {
	build_and_execute(|| {
		let draft = in_consultation(metro());
		for _ in 0..3 {
			assert_ok!(Registry::comment(signed(BOB), draft, HASH, uri()));
		}
		// Taking one back does not make it unsaid.
		assert_ok!(Registry::withdraw_comment(signed(BOB), draft, 1));
		advance(7 * DAY);
		let effective = Now::get() + 2 * DAY;
		assert_ok!(Registry::publish(publishers(), draft, metro().hash(), effective));
		assert!(matches!(last_event(), Event::Published { comments: 3, .. }));
		// They outlive the draft.
		let left: Vec<_> =
			Registry::comments(draft, 0, 100).iter().map(|comment| comment.index).collect();
		assert_eq!(left, [0, 2]);
	});
}

#[test]
fn refusals() {
	build_and_execute(|| {
		let comment = |who, draft, uri| Registry::comment(signed(who), draft, HASH, uri);
		assert_noop!(comment(BOB, 0, uri()), Error::<Test>::DraftNotFound);
		let draft = draft_by(ALICE, None, metro());
		assert_noop!(comment(BOB, draft, uri()), Error::<Test>::NotInConsultation);
		assert_ok!(Registry::open_consultation(signed(ALICE), draft));
		assert_noop!(
			Registry::comment(RuntimeOrigin::root(), draft, HASH, uri()),
			DispatchError::BadOrigin
		);
		assert_noop!(comment(BOB, draft, text("")), Error::<Test>::TextMissing);
		assert_noop!(comment(BOB, draft, text("a\nb")), Error::<Test>::TextForbidden);
		assert_noop!(comment(BOB, draft, text("a\u{202e}b")), Error::<Test>::TextForbidden);
		assert_noop!(comment(POOR, draft, uri()), TokenError::FundsUnavailable);
	});
}

#[test]
fn only_so_many_stand() {
	new_test_ext().execute_with(|| {
		let draft = in_consultation(metro());
		for _ in 0..MAX_COMMENTS {
			assert_ok!(Registry::comment(signed(BOB), draft, HASH, text("x")));
		}
		assert_noop!(
			Registry::comment(signed(ALICE), draft, HASH, text("x")),
			Error::<Test>::TooManyComments
		);
		// Room is made by who takes one back; its number is not given again.
		assert_ok!(Registry::withdraw_comment(signed(BOB), draft, 7));
		assert_ok!(Registry::comment(signed(ALICE), draft, HASH, text("x")));
		assert!(Comments::<Test>::contains_key(draft, MAX_COMMENTS));
		ensure_invariants();

		Drafts::<Test>::mutate(draft, |entry| {
			let entry = entry.as_mut().unwrap();
			(entry.comments, entry.standing) = (u32::MAX, 0);
		});
		assert_noop!(
			Registry::comment(signed(ALICE), draft, HASH, text("x")),
			Error::<Test>::NoNumberLeft
		);
	});
}

#[test]
fn they_are_read_in_pages() {
	build_and_execute(|| {
		let draft = in_consultation(metro());
		for _ in 0..250 {
			assert_ok!(Registry::comment(signed(BOB), draft, HASH, text("x")));
		}
		assert_ok!(Registry::withdraw_comment(signed(BOB), draft, 100));
		let page = |from, limit| -> Vec<u32> {
			Registry::comments(draft, from, limit).iter().map(|comment| comment.index).collect()
		};
		assert_eq!(page(0, u32::MAX), (0..MAX_COMMENTS_PAGE).collect::<Vec<_>>());
		assert_eq!(page(100, 3), [101, 102]);
		assert_eq!(page(240, 100), (240..250).collect::<Vec<_>>());
		assert!(page(0, 0).is_empty());
		assert!(page(u32::MAX, 100).is_empty());
		assert!(Registry::comments(draft + 1, 0, 100).is_empty());
	});
}
