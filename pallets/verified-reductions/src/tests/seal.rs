use super::*;

#[test]
fn fixes_what_can_be_issued() {
	build_and_execute(|| {
		let class = metro_class();
		Now::set(CLOSED);
		assert_ok!(Reductions::seal(signed(STRANGER), class));
		let case = Reductions::case(class).unwrap();
		assert_eq!((case.info.grams, case.needed, case.since), (1_000_009, 2, 1));
		assert_eq!((case.stage, case.sealed_at), (Stage::Sealed, CLOSED));
		System::assert_last_event(
			Event::Sealed { class, operator: METRO, grams: 1_000_009, records: 6 }.into(),
		);
		// The methodology's standing makes no difference: see the double.
	});
}

#[test]
fn refusals() {
	build_and_execute(|| {
		let class = metro_class();
		assert_noop!(Reductions::seal(signed(STRANGER), 9), E::ClassNotFound);
		Now::set(CLOSED - 1);
		assert_noop!(Reductions::seal(signed(STRANGER), class), E::NotClosed);
		assert_noop!(Reductions::seal(RuntimeOrigin::none(), class), BadOrigin);
		sealed(class);
		assert_noop!(Reductions::seal(signed(STRANGER), class), E::AlreadySealed);
		let unknown = tanpu_primitives::MethodologyRef { methodology: 9, version: 1 };
		let other = class_of(BUS, unknown, &[(0, Disposition::Entrusted, 1)]);
		assert_noop!(Reductions::seal(signed(STRANGER), other), E::MethodologyNotFound);
	});
}

#[test]
fn try_state_sees_a_sealed_class_change() {
	new_test_ext().execute_with(|| {
		let class = sealed(metro_class());
		check();
		World::change(|world| world.classes.get_mut(&class).unwrap().0.grams += 1);
		assert!(Reductions::do_try_state().is_err());
	});
}
