use super::*;

fn equivalent(name: &str, grams: u64, source: &str) -> Equivalent {
	Equivalent {
		name: name.as_bytes().to_vec().try_into().unwrap(),
		grams,
		source: source.as_bytes().to_vec().try_into().unwrap(),
	}
}

fn set(list: Vec<Equivalent>) -> sp_runtime::DispatchResult {
	Growth::set_equivalents(signed(AUTHORITY), list.try_into().unwrap())
}

#[test]
fn begin_with_documented_ones() {
	build_and_execute(|| {
		let shown = Growth::equivalents_of(330_000);
		assert_eq!(shown.iter().map(|(_, count)| *count).collect::<Vec<_>>(), [55_000, 2_000]);
		for (equivalent, _) in &shown {
			let source = String::from_utf8(equivalent.source.to_vec()).unwrap();
			assert!(source.contains("EPA") && source.ends_with("not official)"), "{source}");
		}
		// 1.00 t an acre of 4,046.856 m2, a mu of 2,000/3 m2; 0.060 t a tree in ten years.
		assert_eq!((1_000_000.0 / 4_046.856 * 2_000.0 / 3.0_f64 / 1_000.0).round(), 165.0);
		assert_eq!(shown[0].0.grams, 60_000 / 10);
		act(1, 6_000);
		let (grams, shown) = Growth::equivalents_of_citizen(1);
		assert_eq!((grams, shown[0].1), (6_000, 1_000));
	});
}

#[test]
fn can_be_set() {
	build_and_execute(|| {
		assert_ok!(set(vec![equivalent("树", 18_300, "某市林业局 2026")]));
		System::assert_last_event(Event::EquivalentsSet { count: 1 }.into());
		assert_eq!(Growth::equivalents_of(18_299)[0].1, 999);
		assert_eq!(Growth::equivalents_of(u64::MAX)[0].1, 1_008_018_801_842_052_000);
		assert_ok!(set(vec![]));
		assert_eq!(Growth::equivalents_of(1), []);
		assert_eq!(equivalent("x", 1, "y").of(u64::MAX), u64::MAX);
	});
}

#[test]
fn refusals() {
	build_and_execute(|| {
		only_the_authority(|origin| Growth::set_equivalents(origin, Default::default()));
		assert_noop!(set(vec![equivalent("", 1, "s")]), Error::<Test>::TextUnsound);
		assert_noop!(set(vec![equivalent("n", 1, "\u{7}")]), Error::<Test>::TextUnsound);
		assert_noop!(set(vec![equivalent("n", 0, "s")]), Error::<Test>::FactorZero);
	});
}
