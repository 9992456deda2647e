use super::*;
use tanpu_primitives::verification::Reductions as _;

/// A class of which 100 g are short, and another of which ANN holds 500.
fn short() -> (ClassId, ClassId) {
	let entrusted =
		|operator| issued(class_of(operator, METERS, &[(0, Disposition::Entrusted, 1_000)]));
	let class = entrusted(METRO);
	assert_ok!(Reductions::deliver(class, &BEN, 900));
	assert_ok!(Reductions::recall(signed(COUNCIL), class, 200, REASON));
	assert_eq!(issuance(class).recall.short, 100);
	let other = entrusted(BUS);
	assert_ok!(Reductions::deliver(other, &ANN, 500));
	(class, other)
}

#[test]
fn other_grams_are_cancelled_for_it() {
	build_and_execute(|| {
		let (class, other) = short();
		let replace = |with, grams| Reductions::replace(signed(ANN), class, with, grams);
		assert_ok!(replace(other, 60));
		System::assert_last_event(
			Event::Replaced { class, with: other, grams: 60, by: ANN }.into(),
		);
		assert_eq!((issuance(class).recall.open(), balance(other, ANN)), (40, 440));
		assert_eq!((totals(other).cancelled, totals(class).cancelled), (60, 100));
		assert_noop!(replace(other, 41), E::NothingToReplace);
		assert_ok!(replace(other, 40));
		assert_noop!(replace(other, 1), E::NothingToReplace);
		assert_eq!(issuance(class).recall.replaced, 100);
	});
}

#[test]
fn its_own_grams_too() {
	build_and_execute(|| {
		let (class, _) = short();
		assert_ok!(Reductions::replace(signed(BEN), class, class, 30));
		assert_eq!((issuance(class).recall.open(), totals(class).held), (70, 870));
		let cause = Cancellation::Replacement { class };
		System::assert_has_event(Event::Cancelled { class, from: 871, to: 900, cause }.into());
	});
}

#[test]
fn refusals() {
	build_and_execute(|| {
		let (class, other) = short();
		let replace = |class, with, grams| Reductions::replace(signed(ANN), class, with, grams);
		assert_noop!(replace(class, other, 0), E::ZeroGrams);
		assert_noop!(replace(9, other, 1), E::NotIssued);
		assert_noop!(replace(class, 9, 1), E::NotIssued);
		assert_noop!(replace(other, class, 1), E::NothingToReplace);
		assert_noop!(replace(class, class, 1), E::InsufficientGrams);
		assert_ok!(Reductions::freeze(signed(MEMBER), other, REASON));
		assert_noop!(replace(class, other, 1), E::ClassFrozen);
		let none = RuntimeOrigin::none();
		assert_noop!(Reductions::replace(none, class, other, 1), BadOrigin);
	});
}
