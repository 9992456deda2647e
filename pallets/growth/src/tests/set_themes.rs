use super::*;

#[test]
fn nine_of_them() {
	build_and_execute(|| {
		assert_eq!(Growth::themes(), None);
		assert_ok!(set_themes(themes()));
		let thresholds = (1..=9).map(|at| at * 1_000).collect();
		System::assert_last_event(Event::ThemesSet { thresholds }.into());
		assert_eq!(Growth::themes(), Some(themes()));
	});
}

#[test]
fn refusals() {
	build_and_execute(|| {
		only_the_authority(|origin| Growth::set_themes(origin, Box::new(themes())));
		for name in [&b""[..], b"  ", b"a\nb", b"\xff"] {
			let mut bad = themes();
			bad[4].name = name.to_vec().try_into().unwrap();
			assert_noop!(set_themes(bad), Error::<Test>::TextUnsound);
		}
		for (at, threshold) in [(0, 0), (3, 3_000), (8, 1)] {
			let mut bad = themes();
			bad[at].threshold = threshold;
			assert_noop!(set_themes(bad), Error::<Test>::ThresholdsUnsorted);
		}
	});
}
