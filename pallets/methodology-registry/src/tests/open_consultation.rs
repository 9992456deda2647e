use crate::{mock::*, Drafts, Error, Event, Stage};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError;

#[test]
fn it_freezes_and_says_until_when() {
	build_and_execute(|| {
		let draft = draft_by(ALICE, None, metro());
		advance(5);
		assert_ok!(Registry::open_consultation(signed(ALICE), draft));
		let (since, ends) = (START + 5, START + 5 + 7 * DAY);
		assert_eq!(
			last_event(),
			Event::ConsultationOpened { draft, content_hash: metro().hash(), ends }
		);
		assert_eq!(Drafts::<Test>::get(draft).unwrap().stage, Stage::Consultation { since, ends });
	});
}

#[test]
fn refusals() {
	build_and_execute(|| {
		let draft = draft_by(ALICE, None, metro());
		assert_noop!(
			Registry::open_consultation(RuntimeOrigin::root(), draft),
			DispatchError::BadOrigin
		);
		assert_noop!(Registry::open_consultation(signed(ALICE), 9), Error::<Test>::DraftNotFound);
		assert_noop!(Registry::open_consultation(signed(BOB), draft), Error::<Test>::NotAuthor);
		assert_ok!(Registry::open_consultation(signed(ALICE), draft));
		// The clock of a consultation can't be restarted.
		assert_noop!(
			Registry::open_consultation(signed(ALICE), draft),
			Error::<Test>::UnderConsultation
		);
	});
}
