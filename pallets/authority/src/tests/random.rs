use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
enum Step {
	Queue(u32),
	Enact(u32),
	Cancel(u32, u32),
	Clear(u32),
	Wait(u64),
}

fn step() -> impl Strategy<Value = Step> {
	prop_oneof![
		3 => (0u32..=4).prop_map(Step::Queue),
		3 => (0u32..12).prop_map(Step::Enact),
		1 => (0u32..=4, 0u32..12).prop_map(|(yes, index)| Step::Cancel(yes, index)),
		1 => (0u32..12).prop_map(Step::Clear),
		3 => (0u64..8 * DAY).prop_map(Step::Wait),
	]
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(200))]

	/// Whatever is tried in whatever order: nothing is enacted that three quarters didn't queue, or
	/// outside its time, or twice.
	#[test]
	fn nothing_is_enacted_early_late_or_twice(steps in prop::collection::vec(step(), 1..60)) {
		build_and_execute(|| {
			// When each call was queued, until it leaves the queue.
			let mut model: BTreeMap<CallIndex, u64> = BTreeMap::new();
			for step in steps {
				let now = Now::get();
				match step {
					Step::Queue(yes) => {
						let index = NextCallIndex::<Test>::get();
						let live = model.values().filter(|at| now < **at + 15 * DAY).count();
						let result = Authority::queue_root(council(yes), upgrade());
						prop_assert_eq!(result.is_ok(), yes >= 3 && live < 4);
						if result.is_ok() {
							model.retain(|_, at| now < *at + 15 * DAY);
							model.insert(index, now);
						}
					},
					Step::Enact(index) => {
						let due = model.get(&index).is_some_and(|at| {
							(*at + DAY..*at + 15 * DAY).contains(&now)
						});
						prop_assert_eq!(enact(index).is_ok(), due);
						let done: RuntimeEvent = Event::Enacted { index, result: Ok(()) }.into();
						let last = System::events().pop().map(|record| record.event);
						prop_assert_eq!(last == Some(done), due);
						System::reset_events();
						if due {
							model.remove(&index);
						}
					},
					Step::Cancel(yes, index) => {
						let result = Authority::cancel(council(yes), index);
						prop_assert_eq!(result.is_ok(), yes >= 2 && model.contains_key(&index));
						if result.is_ok() {
							model.remove(&index);
						}
					},
					Step::Clear(index) => {
						let lapsed = model.get(&index).is_some_and(|at| now >= *at + 15 * DAY);
						let result = Authority::clear_lapsed(RuntimeOrigin::signed(1), index);
						prop_assert_eq!(result.is_ok(), lapsed);
						if lapsed {
							model.remove(&index);
						}
					},
					Step::Wait(seconds) => Now::set(now + seconds),
				}
				prop_assert_eq!(QueuedCalls::<Test>::count() as usize, model.len());
				Authority::do_try_state().unwrap();
			}
			Ok(())
		})?;
	}
}
