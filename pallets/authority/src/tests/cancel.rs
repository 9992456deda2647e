use super::*;

#[test]
fn half_of_the_council_stops_a_call() {
	build_and_execute(|| {
		let index = queue(upgrade());
		for origin in [council(1), RuntimeOrigin::signed(1), RuntimeOrigin::root()] {
			assert_noop!(Authority::cancel(origin, index), BadOrigin);
		}
		assert_ok!(Authority::cancel(council(2), index));
		System::assert_last_event(Event::Cancelled { index }.into());
		Now::set(START + DAY);
		assert_noop!(enact(index), Error::<Test>::NotFound);
		assert_noop!(Authority::cancel(council(2), index), Error::<Test>::NotFound);
		// Queued anew it waits anew, under a new index.
		assert_eq!(queue(upgrade()), index + 1);
		assert_noop!(enact(index + 1), Error::<Test>::NotReady);
	});
}

#[test]
fn in_every_state() {
	build_and_execute(|| {
		let indices = [queue(upgrade()), queue(upgrade()), queue(upgrade())];
		for (index, now) in indices.into_iter().zip([START, START + DAY, START + 20 * DAY]) {
			Now::set(now);
			assert_ok!(Authority::cancel(council(2), index));
		}
	});
}
