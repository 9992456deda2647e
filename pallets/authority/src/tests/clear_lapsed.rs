use super::*;

#[test]
fn anyone_clears_what_has_lapsed() {
	build_and_execute(|| {
		let index = queue(upgrade());
		let clear = || Authority::clear_lapsed(RuntimeOrigin::signed(5), index);
		assert_noop!(clear(), Error::<Test>::NotLapsed);
		Now::set(START + 15 * DAY - 1);
		assert_noop!(clear(), Error::<Test>::NotLapsed);
		Now::set(START + 15 * DAY);
		assert_noop!(Authority::clear_lapsed(RuntimeOrigin::none(), index), BadOrigin);
		assert_ok!(clear());
		System::assert_last_event(Event::Lapsed { index }.into());
		assert_noop!(clear(), Error::<Test>::NotFound);
	});
}
