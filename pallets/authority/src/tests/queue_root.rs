use super::*;
use codec::Encode;
use frame_support::traits::Hooks;
use sp_runtime::traits::{BlakeTwo256, Hash};

#[test]
fn a_listed_call_is_queued_with_its_times() {
	build_and_execute(|| {
		let call = upgrade();
		let encoded = call.encode();
		assert_eq!(queue(call), 0);
		let queued = QueuedCalls::<Test>::get(0).unwrap();
		assert_eq!(queued.call.to_vec(), encoded);
		assert_eq!((queued.ready, queued.lapses), (START + DAY, START + 15 * DAY));
		System::assert_last_event(
			Event::Queued {
				index: 0,
				call_hash: BlakeTwo256::hash(&encoded),
				ready: START + DAY,
				lapses: START + 15 * DAY,
			}
			.into(),
		);
		// Nothing happened yet.
		assert!(System::authorized_upgrade().is_none());
	});
}

#[test]
fn three_quarters_and_nobody_else() {
	build_and_execute(|| {
		for origin in [
			council(2),
			pallet_collective::RawOrigin::<AccountId, CouncilInstance>::Member(1).into(),
			RuntimeOrigin::signed(1),
			RuntimeOrigin::none(),
			RuntimeOrigin::root(),
		] {
			assert_noop!(Authority::queue_root(origin, upgrade()), BadOrigin);
		}
		assert_ok!(Authority::queue_root(council(3), upgrade()));
		assert_ok!(Authority::queue_root(council(4), upgrade()));
		// Of a council of three it takes all.
		let of_three =
			|yes| pallet_collective::RawOrigin::<AccountId, CouncilInstance>::Members(yes, 3);
		assert_noop!(Authority::queue_root(of_three(2).into(), upgrade()), BadOrigin);
		assert_ok!(Authority::queue_root(of_three(3).into(), upgrade()));
	});
}

#[test]
fn a_motion_can_not_reach_root_directly() {
	build_and_execute(|| {
		use sp_runtime::traits::Dispatchable;
		let before = System::event_count();
		let failed = upgrade().dispatch(council(4)).unwrap_err();
		assert_eq!(failed.error, BadOrigin.into());
		assert_eq!(System::event_count(), before);
		assert!(System::authorized_upgrade().is_none());
	});
}

#[test]
fn what_is_off_the_list_is_refused() {
	build_and_execute(|| {
		let calls: [RuntimeCall; 5] = [
			frame_system::Call::remark { remark: vec![] }.into(),
			frame_system::Call::set_code { code: vec![] }.into(),
			frame_system::Call::set_storage { items: vec![] }.into(),
			frame_system::Call::kill_storage { keys: vec![] }.into(),
			frame_system::Call::authorize_upgrade_without_checks { code_hash: Default::default() }
				.into(),
		];
		for call in calls {
			assert_noop!(
				Authority::queue_root(council(4), Box::new(call)),
				Error::<Test>::NotListed
			);
		}
	});
}

#[test]
fn a_listed_call_inside_another_is_refused() {
	build_and_execute(|| {
		let inner = *upgrade();
		let calls: [RuntimeCall; 8] = [
			pallet_utility::Call::batch { calls: vec![inner.clone()] }.into(),
			pallet_utility::Call::batch_all { calls: vec![inner.clone()] }.into(),
			pallet_utility::Call::force_batch { calls: vec![inner.clone()] }.into(),
			pallet_utility::Call::dispatch_as {
				as_origin: Box::new(frame_system::RawOrigin::Root.into()),
				call: Box::new(inner.clone()),
			}
			.into(),
			pallet_utility::Call::with_weight {
				call: Box::new(inner.clone()),
				weight: Weight::zero(),
			}
			.into(),
			Call::queue_root { call: Box::new(inner.clone()) }.into(),
			Call::enact { index: 0, max_weight: Weight::MAX }.into(),
			pallet_collective::Call::propose {
				threshold: 1,
				proposal: Box::new(inner),
				length_bound: 100,
			}
			.into(),
		];
		for call in calls {
			assert_noop!(
				Authority::queue_root(council(4), Box::new(call)),
				Error::<Test>::NotListed
			);
		}
	});
}

#[test]
fn dispatch_as_root_stays_shut() {
	build_and_execute(|| {
		// `dispatch_as` asks for Root itself; neither a member nor a motion has it.
		for origin in [RuntimeOrigin::signed(1), council(4)] {
			assert_noop!(
				Utility::dispatch_as(
					origin,
					Box::new(frame_system::RawOrigin::Root.into()),
					upgrade()
				),
				BadOrigin
			);
		}
	});
}

#[test]
fn size_is_bounded() {
	build_and_execute(|| {
		let remark = |len: usize| -> RuntimeCall {
			frame_system::Call::remark { remark: vec![0; len] }.into()
		};
		// Two bytes of call index and two of length.
		let (fits, too_long) = (remark(252), remark(253));
		assert_eq!(fits.encoded_size(), 256);
		Listed::set(vec![fits.clone(), too_long.clone()]);
		assert_noop!(
			Authority::queue_root(council(3), Box::new(too_long)),
			Error::<Test>::CallTooLarge
		);
		assert_ok!(Authority::queue_root(council(3), Box::new(fits)));
	});
}

#[test]
fn depth_is_bounded() {
	build_and_execute(|| {
		let mut call = *upgrade();
		let mut nested = Vec::new();
		for _ in 0..=MAX_CALL_DEPTH {
			call = Call::queue_root { call: Box::new(call) }.into();
			nested.push(call.clone());
		}
		// Even a list that let nesting pass couldn't be used to overflow the stack.
		Listed::set(nested.clone());
		assert_noop!(
			Authority::queue_root(council(3), Box::new(nested.pop().unwrap())),
			Error::<Test>::NotDecodable
		);
		assert_ok!(Authority::queue_root(council(3), Box::new(nested.pop().unwrap())));
	});
}

#[test]
fn the_queue_is_bounded_and_lapsed_calls_make_room() {
	build_and_execute(|| {
		for _ in 0..3 {
			queue(upgrade());
		}
		Now::mutate(|now| *now += 10);
		queue(upgrade());
		assert_noop!(Authority::queue_root(council(4), upgrade()), Error::<Test>::QueueFull);
		// One second before the first three lapse.
		Now::set(START + 15 * DAY - 1);
		assert_noop!(Authority::queue_root(council(4), upgrade()), Error::<Test>::QueueFull);
		Now::set(START + 15 * DAY);
		assert_eq!(queue(upgrade()), 4);
		assert_eq!(Authority::queue(), [(3, CallState::Ready), (4, CallState::Waiting)]);
		for index in 0..3 {
			System::assert_has_event(Event::Lapsed { index }.into());
		}
	});
}

#[test]
fn the_charge_follows_the_queue() {
	build_and_execute(|| {
		let weight = |q| Some(<() as WeightInfo>::queue_root(q));
		for q in 0..4 {
			let post = Authority::queue_root(council(3), upgrade()).unwrap();
			assert_eq!(post.actual_weight, weight(q));
		}
		use frame_support::dispatch::GetDispatchInfo;
		let call: RuntimeCall = Call::queue_root { call: upgrade() }.into();
		assert_eq!(Some(call.get_dispatch_info().call_weight), weight(4));
	});
}

#[test]
fn indices_are_never_used_again() {
	build_and_execute(|| {
		NextCallIndex::<Test>::put(u32::MAX);
		assert_noop!(Authority::queue_root(council(3), upgrade()), Error::<Test>::IndicesExhausted);
		NextCallIndex::<Test>::put(u32::MAX - 1);
		assert_eq!(queue(upgrade()), u32::MAX - 1);
	});
}

#[test]
fn the_configuration_is_checked() {
	Authority::integrity_test();
}
