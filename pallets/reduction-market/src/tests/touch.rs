use super::*;
use tanpu_primitives::verification::Proceeds;

#[test]
fn the_first_issued_class_is_paid() {
	build_and_execute(|| {
		open_pool();
		assert_ok!(Market::buy_from_pool(signed(CAT), RIDES, 100, 7, None));
		Market::touch(0, &[UNISSUED, RIDES, MORE_RIDES]);
		assert_eq!(money(key(0)), ED + 280);
		// One class a touch.
		assert_eq!(Market::share(MORE_RIDES, 0), None);
		assert!(Market::share(RIDES, 0).is_some());
	});
}

#[test]
fn a_key_under_replacement_is_not_paid_and_nothing_is_lost() {
	build_and_execute(|| {
		open_pool();
		assert_ok!(Market::buy_from_pool(signed(CAT), RIDES, 100, 7, None));
		World::change(|world| world.replaced.insert(0));
		Market::touch(0, &[RIDES]);
		assert_eq!((money(key(0)), Market::due(RIDES, 0)), (ED, Some(280)));
		// Of a share that was settled before nothing changes.
		let before = sp_io::storage::root(sp_runtime::StateVersion::V1);
		Market::touch(0, &[RIDES]);
		assert_eq!(before, sp_io::storage::root(sp_runtime::StateVersion::V1));
		World::change(|world| world.replaced.remove(&0));
		Market::touch(0, &[RIDES]);
		assert_eq!(money(key(0)), ED + 280);
	});
}

#[test]
fn it_never_fails_and_then_changes_nothing() {
	build_and_execute(|| {
		for (citizen, classes) in
			[(0, &[][..]), (0, &[UNISSUED][..]), (77, &[RIDES][..]), (0, &[UNISSUED, 8, 9][..])]
		{
			let before = sp_io::storage::root(sp_runtime::StateVersion::V1);
			Market::touch(citizen, classes);
			assert_eq!(before, sp_io::storage::root(sp_runtime::StateVersion::V1));
		}
		let claiming = <() as WeightInfo>::claim_proceeds();
		assert!(<Market as Proceeds>::weight().all_gte(claiming));
	});
}
