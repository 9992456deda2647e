//! Themes, badges, the question of the day.

use crate::{methods::text, moves::Move, world::World};
use pallet_growth::{Call, CheckIns, Question, Quizzes, Theme};
use sp_core::H256;
use tanpu_primitives::{
	growth::{answer_message, check_in_message},
	Clock as _,
};
use tanpu_runtime::{Clock, Runtime, System};

pub fn choose(world: &mut World) -> Option<Move> {
	let today = Clock::today();
	let genesis = System::block_hash(0);
	let hash = |bytes: &[u8]| H256(sp_io::hashing::blake2_256(bytes));
	let anybody = world.stranger();
	let has_quiz = Quizzes::<Runtime>::contains_key(today);
	match world.dice.below(12) {
		0..=2 if !has_quiz => {
			let question = Question {
				hash: H256::zero(),
				uri: text("https://quiz.example/1"),
				options: 3,
				answer_hash: hash(&answer_message(genesis, today, 1, &[5; 32])),
				reward: 1_000,
				places: 3,
			};
			Move::council(Call::set_question { day: today, question })
		},
		0..=4 => {
			let (citizen, key) = world.keyed()?;
			let answer = world.dice.below(3) as u8;
			let message = check_in_message(genesis, citizen, today, answer, &[answer; 16]);
			let commitment = hash(&message);
			Move::signed(&key, Call::check_in { day: today, commitment })
		},
		5 | 6 => {
			// Mostly the last ones that nobody answered.
			let all = world.dice.one_in(6);
			let mut days: Vec<_> = Quizzes::<Runtime>::iter()
				.filter(|(day, quiz)| all || (quiz.answer.is_none() && *day < today))
				.map(|(day, _)| day)
				.collect();
			days.sort_unstable();
			let late = days.len().saturating_sub(2);
			let day = world.dice.pick(&days[late..])?;
			Move::signed(&anybody, Call::publish_answer { day, answer: 1, salt: [5; 32] })
		},
		7 | 8 => {
			// Mostly of days whose answer is known.
			let known = !world.dice.one_in(8);
			let all: Vec<_> = CheckIns::<Runtime>::iter_keys()
				.filter(|(day, _)| {
					!known || Quizzes::<Runtime>::get(day).is_some_and(|quiz| quiz.answer.is_some())
				})
				.take(20)
				.collect();
			let (day, citizen) = world.dice.pick(&all)?;
			let answer = world.dice.below(3) as u8;
			Move::signed(&anybody, Call::reveal { citizen, day, answer, salt: [answer; 16] })
		},
		9 => {
			let citizen = world.citizen();
			Move::signed(&anybody, Call::unlock { citizen })
		},
		10 if world.dice.one_in(6) => {
			let scale = world.dice.within(1, 5_000_000);
			let themes = core::array::from_fn(|at| Theme {
				name: text("theme"),
				threshold: scale * (at as u64 + 1),
			});
			Move::council(Call::set_themes { themes: Box::new(themes) })
		},
		10 if world.dice.one_in(4) => {
			let grams = 1 + world.dice.below(100_000);
			let name = text("tree growing for a year");
			let list = vec![pallet_growth::Equivalent { name, grams, source: text("a test") }];
			Move::council(Call::set_equivalents { equivalents: list.try_into().ok()? })
		},
		_ => {
			let days: Vec<_> = Quizzes::<Runtime>::iter_keys().take(20).collect();
			let day = world.dice.pick(&days)?;
			let limit = world.dice.below(5) as u32;
			Move::signed(&anybody, Call::sweep { day, limit })
		},
	}
}
