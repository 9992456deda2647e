use super::*;

#[test]
fn states_follow_the_clock() {
	build_and_execute(|| {
		assert_eq!(Authority::queued(0), None);
		let index = queue(upgrade());
		for (now, state) in [
			(START, CallState::Waiting),
			(START + DAY - 1, CallState::Waiting),
			(START + DAY, CallState::Ready),
			(START + 15 * DAY - 1, CallState::Ready),
			(START + 15 * DAY, CallState::Lapsed),
		] {
			Now::set(now);
			assert_eq!(Authority::queued(index).unwrap().1, state);
			assert_eq!(Authority::queue(), [(index, state)]);
		}
	});
}
