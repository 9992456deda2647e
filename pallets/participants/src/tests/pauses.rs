use super::*;
use tanpu_primitives::pauses::Pauses;

fn paused(participant: ParticipantId) -> u64 {
	Licences::paused(participant, Now::get())
}

#[test]
fn grows_while_suspended_and_stands_still_otherwise() {
	build_and_execute(|| {
		let metro = operator(METRO);
		assert_eq!(paused(metro), 0);
		assert_ok!(suspend(metro));
		Now::set(START + HOUR);
		assert_eq!(paused(metro), HOUR);
		// It lapses by time alone.
		Now::set(START + SUSPENSION + DAY);
		assert_eq!(paused(metro), SUSPENSION);

		// Another one, lifted after an hour, adds to it.
		let again = START + SUSPENSION + COOL_DOWN;
		Now::set(again);
		assert_ok!(suspend(metro));
		assert_eq!(paused(metro), SUSPENSION);
		Now::set(again + HOUR);
		assert_ok!(Licences::lift_suspension(council(), metro));
		assert_eq!(paused(metro), SUSPENSION + HOUR);
		Now::set(again + DAY);
		assert_eq!(paused(metro), SUSPENSION + HOUR);

		// A confirmed one goes on, and revoking forgets nothing.
		let third = again + HOUR + COOL_DOWN;
		Now::set(third);
		assert_ok!(suspend(metro));
		assert_ok!(Licences::confirm_suspension(council(), metro));
		Now::set(third + 10 * DAY);
		assert_eq!(paused(metro), SUSPENSION + HOUR + 10 * DAY);
		assert_ok!(Licences::revoke(council(), metro));
		Now::set(third + 20 * DAY);
		assert_eq!(paused(metro), SUSPENSION + HOUR + 10 * DAY);
		assert_eq!(paused(metro + 1), 0);
	});
}
