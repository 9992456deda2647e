//! What a batch of reports is told.

use crate::mock::*;
use frame_support::assert_ok;
use tanpu_primitives::{
	methodology::MethodologyRefusal, traits::Methodologies as _, ActiveMethodology, MethodologyRef,
};

fn active(methodology: u16, version: u16) -> Result<ActiveMethodology, MethodologyRefusal> {
	Registry::active(MethodologyRef { methodology, version })
}

#[test]
fn versions_follow_one_another_without_gap_or_overlap() {
	build_and_execute(|| {
		let id = published(None, metro());
		let first = Now::get() + 2 * DAY;
		assert_eq!(
			active(id, 1),
			Ok(ActiveMethodology {
				definition: metro_definition(),
				rules: metro_rules(),
				effective_from: first,
				effective_until: None,
			})
		);
		published(Some(id), metro_capped(7));
		let second = Now::get() + 2 * DAY;
		let dates = |version| {
			active(id, version).map(|active| (active.effective_from, active.effective_until))
		};
		assert_eq!(dates(1), Ok((first, Some(second))));
		assert_eq!(dates(2), Ok((second, None)));
		assert_eq!(active(id, 2).unwrap().rules.max_grams_per_day, 7);
	});
}

#[test]
fn refusals() {
	build_and_execute(|| {
		let id = published(None, metro());
		assert_eq!(active(id + 1, 1), Err(MethodologyRefusal::NotFound));
		assert_eq!(active(id, 0), Err(MethodologyRefusal::NotFound));
		assert_eq!(active(id, 2), Err(MethodologyRefusal::NotFound));
		assert_ok!(Registry::suspend(signed(MEMBER), id, text("x")));
		assert_eq!(active(id, 1), Err(MethodologyRefusal::Suspended));
		assert_ok!(Registry::retire(council(), id));
		assert_eq!(active(id, 1), Err(MethodologyRefusal::Retired));
	});
}

#[cfg(feature = "runtime-benchmarks")]
#[test]
fn the_worst_version_is_a_sound_one() {
	use tanpu_primitives::ClaimSpec;
	build_and_execute(|| {
		let claims = vec![
			ClaimSpec::Interval { group: 0 },
			ClaimSpec::Counter { group: 1, input: 0 },
			ClaimSpec::Once { group: 2, lasting: true },
		];
		let (reference, inputs) = Registry::benchmark_worst(claims.clone());
		let active = Registry::active(reference).unwrap();
		assert_eq!((active.effective_from, active.effective_until), (0, None));
		assert_eq!(active.rules.claims.to_vec(), claims);
		let grams = tanpu_formula::evaluate(&active.definition, &inputs).unwrap();
		assert!(grams > 0 && grams <= active.rules.max_grams_per_record);
	});
}
