//! Random days against a model that knows every answer.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;
use tanpu_primitives::Clock;

#[derive(Clone, Debug)]
enum Step {
	Ask(Day),
	CheckIn(AccountId, u8),
	Publish(Day),
	Reveal(u32, Day, u8),
	Sweep(Day, u32),
	Unlock(u32),
	Act(u32, u64),
	Wait(u64),
}

fn step() -> impl Strategy<Value = Step> {
	let citizen = 1..6u32;
	prop_oneof![
		2 => (0..4u16).prop_map(Step::Ask),
		5 => (ANN..ANN + 5, 0..4u8).prop_map(|(who, answer)| Step::CheckIn(who, answer)),
		3 => (0..4u16).prop_map(Step::Publish),
		5 => (citizen.clone(), 0..4u16, 0..4u8).prop_map(|(who, day, answer)| {
			Step::Reveal(who, day, answer)
		}),
		1 => (0..9u16, 0..3u32).prop_map(|(day, limit)| Step::Sweep(day, limit)),
		2 => citizen.clone().prop_map(Step::Unlock),
		1 => (citizen, 0..3_000u64).prop_map(|(who, growth)| Step::Act(who, growth)),
		3 => (1..2 * DAY).prop_map(Step::Wait),
	]
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(200))]

	/// A citizen earns exactly the rewards of the days on which they committed to the right answer
	/// and revealed it; no day gives more than its budget; no badge ever goes.
	#[test]
	fn earned_once_and_within_the_budget(steps in prop::collection::vec(step(), 1..150)) {
		build_and_execute(|| {
			assert_ok!(set_themes(themes()));
			let mut committed = BTreeMap::<(u32, Day), u8>::new();
			let mut earned = BTreeMap::<u32, u64>::new();
			let mut by_day = BTreeMap::<Day, u64>::new();
			let mut badges = BTreeMap::<u32, usize>::new();
			for step in steps {
				let today = TestClock::today();
				match step {
					Step::Ask(ahead) => {
						let day = today + ahead;
						let _ = Growth::set_question(signed(AUTHORITY), day, question(day));
					},
					Step::CheckIn(who, answer) => {
						if check_in(who, answer).is_ok() {
							let key = ((who - 10) as u32, today);
							assert_eq!(committed.insert(key, answer), None);
						}
					},
					Step::Publish(back) => {
						let _ = publish(today - back);
					},
					Step::Reveal(citizen, back, answer) => {
						let day = today - back;
						if reveal(citizen, day, answer).is_ok() {
							assert!(day < today);
							assert_eq!(committed.remove(&(citizen, day)), Some(answer));
							if answer == 2 {
								*earned.entry(citizen).or_default() += 500;
								*by_day.entry(day).or_default() += 500;
							}
						}
					},
					Step::Sweep(back, limit) => {
						let _ = Growth::sweep(signed(STRANGER), today - back, limit);
					},
					Step::Unlock(citizen) => {
						let _ = Growth::unlock(signed(STRANGER), citizen);
					},
					Step::Act(citizen, growth) => act(citizen, growth),
					Step::Wait(seconds) => advance(seconds),
				}
				Growth::do_try_state().unwrap();
				for citizen in 1..6 {
					let standing = Growth::standing(citizen);
					let model = earned.get(&citizen).copied().unwrap_or_default();
					assert_eq!(standing.from_answers, model);
					let before = badges.insert(citizen, standing.badges.len()).unwrap_or_default();
					assert!(standing.badges.len() >= before);
				}
				assert!(by_day.values().all(|sum| *sum <= 500 * u64::from(PLACES)));
			}
		});
	}
}
