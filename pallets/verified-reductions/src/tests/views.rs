use super::*;

#[test]
fn nothing_is_shown_of_what_doesn_t_exist() {
	build_and_execute(|| {
		assert_eq!(Reductions::case(0), None);
		assert_eq!(Reductions::sample(0), None);
		assert!(Reductions::sample_points(0, 0).is_empty());
		assert!(Reductions::opinions(0).is_empty());
		assert_eq!(Reductions::issuance(0), None);
		assert_eq!(Reductions::totals(0), None);
		assert_eq!(Reductions::certificate(0), None);
		assert!(Reductions::certificates(0, 0).is_empty());
		assert_eq!(Reductions::certificate_of_serial(0, 1), None);
		assert_eq!(Reductions::serials(0, 1, 2), None);
		assert_eq!(Reductions::trace(0, 1), None);
		let class = sealed(metro_class());
		let credited = Totals { credited: 1_000_009, ..Default::default() };
		assert_eq!(Reductions::totals(class), Some(credited));
		assert!(Reductions::sample_points(class, 0).is_empty());
	});
}

#[test]
fn a_serial_number_leads_to_its_batch() {
	build_and_execute(|| {
		let class = metro_class();
		for verifier in drawn(class) {
			assert_ok!(opine(class, verifier, Opinion::Modified { deduction: 500_009 }, 0));
		}
		assert_ok!(Reductions::conclude(signed(STRANGER), class));
		advance(7 * DAY);
		assert_ok!(Reductions::issue(signed(STRANGER), class));
		let trace = |serial| Reductions::trace(class, serial);
		// 500,000 serial numbers over 1,000,009 credited grams.
		assert_eq!(trace(1).map(|point| (point.gram, point.located.batch)), Some((0, 0)));
		assert_eq!(trace(500_000).map(|point| point.gram), Some(1_000_006));
		assert_eq!(trace(299_998).unwrap().located.batch, 0);
		assert_eq!(trace(299_999).unwrap().located.batch, 1);
		assert_eq!([0, 500_001, u64::MAX].map(trace), [None; 3]);
		// Each is another gram's.
		let grams: Vec<_> = (1..2_000).map(|serial| trace(serial).unwrap().gram).collect();
		assert!(grams.windows(2).all(|two| two[0] < two[1]));
	});
}
