use super::*;
use codec::Encode;
use frame_support::{dispatch::GetDispatchInfo, BoundedVec};

#[test]
fn anyone_enacts_after_the_delay_as_root() {
	build_and_execute(|| {
		let index = queue(upgrade());
		Now::set(START + DAY);
		assert_ok!(enact(index));
		let authorized = System::authorized_upgrade().unwrap();
		assert_eq!(authorized.code_hash(), &sp_runtime::testing::H256::repeat_byte(7));
		System::assert_last_event(Event::Enacted { index, result: Ok(()) }.into());
		assert!(QueuedCalls::<Test>::get(index).is_none());
		// Once.
		assert_noop!(enact(index), Error::<Test>::NotFound);
	});
}

#[test]
fn only_between_ready_and_lapsed() {
	build_and_execute(|| {
		let (first, second) = (queue(upgrade()), queue(upgrade()));
		assert_noop!(enact(first), Error::<Test>::NotReady);
		Now::set(START + DAY - 1);
		assert_noop!(enact(first), Error::<Test>::NotReady);
		Now::set(START + 15 * DAY);
		assert_noop!(enact(first), Error::<Test>::AlreadyLapsed);
		Now::set(START + 15 * DAY - 1);
		assert_ok!(enact(first));
		Now::set(START + 15 * DAY + 1);
		assert_noop!(enact(second), Error::<Test>::AlreadyLapsed);
	});
}

#[test]
fn signed_accounts_only() {
	build_and_execute(|| {
		let index = queue(upgrade());
		Now::set(START + DAY);
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root(), council(4)] {
			assert_noop!(Authority::enact(origin, index, Weight::MAX), BadOrigin);
		}
	});
}

#[test]
fn the_list_is_asked_again() {
	build_and_execute(|| {
		let index = queue(upgrade());
		Now::set(START + DAY);
		ListIsEmpty::set(true);
		assert_noop!(enact(index), Error::<Test>::NotListed);
		ListIsEmpty::set(false);
		assert_ok!(enact(index));
	});
}

#[test]
fn another_encoding_of_calls_is_refused() {
	build_and_execute(|| {
		let index = queue(upgrade());
		Now::set(START + DAY);
		TransactionVersion::set(2);
		assert_noop!(enact(index), Error::<Test>::EncodingChanged);
		TransactionVersion::set(1);
		assert_ok!(enact(index));
	});
}

#[test]
fn bytes_that_are_no_call_are_refused() {
	build_and_execute(|| {
		let index = queue(upgrade());
		Now::set(START + DAY);
		let garbage = [vec![255u8; 3], [upgrade().encode(), vec![0]].concat()];
		for bytes in garbage {
			QueuedCalls::<Test>::mutate(index, |queued| {
				queued.as_mut().unwrap().call = BoundedVec::try_from(bytes).unwrap();
			});
			assert_noop!(enact(index), Error::<Test>::NotDecodable);
		}
	});
}

#[test]
fn a_call_that_fails_leaves_the_queue_without_effect() {
	build_and_execute(|| {
		// Wants a signed account, so fails as Root.
		let call: RuntimeCall = frame_system::Call::remark_with_event { remark: vec![1] }.into();
		Listed::set(vec![call.clone()]);
		let index = queue(Box::new(call));
		Now::set(START + DAY);
		assert_ok!(enact(index));
		System::assert_last_event(
			Event::Enacted { index, result: Err(DispatchError::BadOrigin) }.into(),
		);
		assert!(QueuedCalls::<Test>::get(index).is_none());
	});
}

#[test]
fn a_call_can_not_enact_itself() {
	build_and_execute(|| {
		// Even if a list held `enact`: it is gone from the queue before it runs, and Root isn't a
		// signed account.
		let call: RuntimeCall = Call::enact { index: 0, max_weight: Weight::zero() }.into();
		Listed::set(vec![call.clone()]);
		let index = queue(Box::new(call));
		Now::set(START + DAY);
		assert_ok!(enact(index));
		System::assert_last_event(
			Event::Enacted { index, result: Err(DispatchError::BadOrigin) }.into(),
		);
	});
}

#[test]
fn weight_is_charged_in_advance_and_given_back() {
	build_and_execute(|| {
		let index = queue(upgrade());
		Now::set(START + DAY);
		let needed = upgrade().get_dispatch_info().call_weight;
		for too_low in [
			Weight::zero(),
			needed.sub_ref_time(1),
			Weight::from_parts(u64::MAX, needed.proof_size().saturating_sub(1)),
		] {
			if needed.all_lte(too_low) {
				continue;
			}
			assert_noop!(
				Authority::enact(RuntimeOrigin::signed(1), index, too_low),
				Error::<Test>::MaxWeightTooLow
			);
		}
		let max_weight = needed.saturating_add(Weight::from_parts(1_000, 1_000));
		let charged: RuntimeCall = Call::enact { index, max_weight }.into();
		assert_eq!(
			charged.get_dispatch_info().call_weight,
			<() as WeightInfo>::enact().saturating_add(max_weight)
		);
		let post = Authority::enact(RuntimeOrigin::signed(1), index, max_weight).unwrap();
		assert_eq!(post.actual_weight, Some(<() as WeightInfo>::enact().saturating_add(needed)));
	});
}
