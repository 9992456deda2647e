//! Drafts, comments, publication, suspension, retirement.

use crate::{
	methods::{text, Kind},
	moves::Move,
	world::World,
};
use pallet_methodology_registry::{Call, Comments, Drafts, NextMethodologyId, Stage};
use tanpu_primitives::{Clock as _, SECONDS_PER_DAY};
use tanpu_runtime::{Clock, Runtime};

pub fn choose(world: &mut World) -> Option<Move> {
	let drafts: Vec<_> = Drafts::<Runtime>::iter().collect();
	if drafts.len() < 3 && world.dice.one_in(4) {
		let first = world.dice.pick(&Kind::ALL)?;
		let number = Kind::ALL.iter().position(|kind| *kind == first)? as u16;
		// Mostly a new version of what there is; new methodologies only now and then.
		let new = world.methods.len() < 9 && world.dice.one_in(4);
		let methodology = (!new).then_some(number);
		let variant = world.dice.below(200) as u8;
		let content = Box::new(first.content(variant));
		let author = world.stranger();
		return Move::signed(&author, Call::draft { methodology, content });
	}
	let anybody = world.stranger();
	if let Some((draft, found)) = world.dice.pick(&drafts) {
		let author = found.author.clone();
		match (found.stage, world.dice.below(14)) {
			(Stage::Drafting, 0..=4) => {
				return Move::signed(&author, Call::open_consultation { draft });
			},
			(Stage::Drafting, 5) => {
				let kind = world.dice.pick(&Kind::ALL)?;
				let content = Box::new(kind.content(world.dice.below(200) as u8));
				return Move::signed(&author, Call::amend_draft { draft, content });
			},
			(Stage::Consultation { .. }, 0..=4) => {
				let effective = Clock::now() + SECONDS_PER_DAY + world.span(5);
				let content_hash = found.content_hash;
				return Move::council(Call::publish { draft, content_hash, effective });
			},
			(_, 6) => return Move::signed(&author, Call::withdraw_draft { draft }),
			(Stage::Consultation { .. }, 7 | 8) => {
				let hash = world.dice.hash();
				let uri = text("https://comments.example/1");
				return Move::signed(&anybody, Call::comment { draft, hash, uri });
			},
			_ => {},
		}
	}
	let count = u64::from(NextMethodologyId::<Runtime>::get());
	let methodology = world.dice.below(count + 1) as u16;
	match world.dice.below(14) {
		0 | 12 | 13 => {
			let member = world.member();
			Move::signed(&member, Call::suspend { methodology, reason: text("a reason") })
		},
		1..=6 => {
			// Mostly one that is suspended.
			let suspended: Vec<_> = (0..count as u16)
				.filter(|id| {
					tanpu_runtime::MethodologyRegistry::methodology(*id)
						.is_some_and(|view| view.suspended)
				})
				.collect();
			let methodology = world.dice.pick(&suspended).unwrap_or(methodology);
			if world.dice.one_in(2) {
				return Move::council(Call::confirm_suspension { methodology });
			}
			Move::council(Call::resume { methodology })
		},
		// The first of each kind stay.
		7 if usize::from(methodology) >= Kind::ALL.len() => {
			Move::council(Call::retire { methodology })
		},
		_ => {
			let all: Vec<_> = Comments::<Runtime>::iter().take(20).collect();
			let (draft, index, comment) = world.dice.pick(&all)?;
			Move::signed(&comment.author, Call::withdraw_comment { draft, index })
		},
	}
}
