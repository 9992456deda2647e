use crate::{mock::*, Error, Event, Methodologies, Status, Suspension};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError;
use tanpu_primitives::{
	methodology::MethodologyRefusal, traits::Methodologies as _, MethodologyRef,
};

fn refusal(methodology: u16) -> Option<MethodologyRefusal> {
	Registry::active(MethodologyRef { methodology, version: 1 }).err()
}

#[test]
fn one_member_suffices_and_it_lapses() {
	build_and_execute(|| {
		let id = published(None, metro());
		let now = Now::get();
		let lapses = now + 72 * HOUR;
		assert_ok!(Registry::suspend(signed(MEMBER), id, text("factor is wrong")));
		assert_eq!(
			last_event(),
			Event::Suspended {
				methodology: id,
				by: Some(MEMBER),
				reason: text("factor is wrong"),
				lapses: Some(lapses)
			}
		);
		let methodology = Methodologies::<Test>::get(id).unwrap();
		assert_eq!(
			methodology.status,
			Status::Suspended(Suspension {
				by: Some(MEMBER),
				reason: text("factor is wrong"),
				since: now,
				lapses: Some(lapses)
			})
		);
		assert_eq!(methodology.suspendable_from, lapses + 30 * DAY);
		assert_eq!(refusal(id), Some(MethodologyRefusal::Suspended));
		Now::set(lapses - 1);
		assert_eq!(refusal(id), Some(MethodologyRefusal::Suspended));
		Now::set(lapses);
		assert_eq!(refusal(id), None);
	});
}

#[test]
fn not_again_within_thirty_days_by_any_member() {
	build_and_execute(|| {
		let id = published(None, metro());
		assert_ok!(Registry::suspend(signed(MEMBER), id, text("x")));
		assert_noop!(
			Registry::suspend(signed(OTHER_MEMBER), id, text("x")),
			Error::<Test>::AlreadySuspended
		);
		advance(72 * HOUR);
		for member in [MEMBER, OTHER_MEMBER] {
			assert_noop!(
				Registry::suspend(signed(member), id, text("x")),
				Error::<Test>::SuspendedRecently
			);
		}
		advance(30 * DAY - 1);
		assert_noop!(
			Registry::suspend(signed(MEMBER), id, text("x")),
			Error::<Test>::SuspendedRecently
		);
		advance(1);
		assert_ok!(Registry::suspend(signed(MEMBER), id, text("x")));
		// Another methodology is another subject.
		let other = published(None, metro());
		assert_ok!(Registry::suspend(signed(MEMBER), other, text("x")));
	});
}

#[test]
fn the_council_is_not_bound_by_a_member_s_limits() {
	build_and_execute(|| {
		let id = published(None, metro());
		assert_ok!(Registry::suspend(signed(MEMBER), id, text("x")));
		assert_noop!(Registry::suspend(council(), id, text("x")), Error::<Test>::AlreadySuspended);
		advance(72 * HOUR);
		assert_ok!(Registry::suspend(council(), id, text("still wrong")));
		assert_eq!(
			last_event(),
			Event::Suspended {
				methodology: id,
				by: None,
				reason: text("still wrong"),
				lapses: None
			}
		);
		advance(1_000 * DAY);
		assert_eq!(refusal(id), Some(MethodologyRefusal::Suspended));
	});
}

#[test]
fn refusals() {
	build_and_execute(|| {
		assert_noop!(
			Registry::suspend(signed(MEMBER), 0, text("x")),
			Error::<Test>::MethodologyNotFound
		);
		let id = published(None, metro());
		for origin in [signed(ALICE), publishers(), RuntimeOrigin::root(), RuntimeOrigin::none()] {
			assert_noop!(Registry::suspend(origin, id, text("x")), DispatchError::BadOrigin);
		}
		assert_noop!(Registry::suspend(signed(MEMBER), id, text("")), Error::<Test>::TextMissing);
		assert_noop!(
			Registry::suspend(signed(MEMBER), id, text("\u{202e}")),
			Error::<Test>::TextForbidden
		);
		assert_ok!(Registry::retire(council(), id));
		assert_noop!(
			Registry::suspend(signed(MEMBER), id, text("x")),
			Error::<Test>::MethodologyRetired
		);
	});
}
