//! Random acts against a model that keeps every act.

use super::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use tanpu_primitives::Clock;

#[derive(Clone, Debug)]
enum Step {
	/// A batch: acts on days so many before today.
	Act {
		citizen: u32,
		back: Vec<u16>,
	},
	Fund(usize, Balance),
	Claim(usize, u32),
	Unlock(u32),
	Price(Option<Balance>),
	Close(usize, u32),
	Wait(u64),
}

fn step(late: u16) -> impl Strategy<Value = Step> {
	prop_oneof![
		8 => (1..4u32, prop::collection::vec(0..=late, 1..5))
			.prop_map(|(citizen, back)| Step::Act { citizen, back }),
		2 => (0..4usize, 1..5_000u128).prop_map(|(at, amount)| Step::Fund(at, amount)),
		2 => (0..4usize, 1..5u32).prop_map(|(at, citizen)| Step::Claim(at, citizen)),
		1 => (1..4u32).prop_map(Step::Unlock),
		1 => prop_oneof![Just(None), (1..20u128).prop_map(Some)].prop_map(Step::Price),
		1 => (0..4usize, 0..3u32).prop_map(|(at, limit)| Step::Close(at, limit)),
		4 => (0..3u64).prop_map(Step::Wait),
	]
}

const WEEKLY: u16 = 3;
const STREAK: u8 = 3;

/// What a citizen's acts earn at most, of the three campaigns of acts.
fn earned(acts: &[Day]) -> [u64; 3] {
	let mut weeks = BTreeMap::<Week, u16>::new();
	acts.iter().for_each(|day| *weeks.entry(week_of(*day)).or_default() += 1);
	let days: BTreeSet<_> = acts.iter().copied().collect();
	let (mut rows, mut row, mut last) = (0, 0, None);
	for day in days {
		row = if last == Some(day - 1) { row + 1 } else { 1 };
		last = Some(day);
		if row % u64::from(STREAK) == 0 {
			rows += 1;
		}
	}
	[
		u64::from(!acts.is_empty()),
		weeks.values().filter(|count| **count >= WEEKLY).count() as u64,
		rows,
	]
}

/// Two of METRO's own and one sponsored; a fourth, of BUS, for a theme.
fn begin() -> [CampaignId; 4] {
	let ids = [campaign(first(), 0), campaign(weekly(WEEKLY), 0), 2, 3];
	let sponsored = Terms { sponsor: Some(SPONSOR), ..terms(streak(STREAK)) };
	assert_ok!(Promotions::create(signed(METRO_KEY), METRO, sponsored));
	let theme = terms(Trigger::Theme { theme: 0 });
	assert_ok!(Promotions::create(signed(BUS_KEY), BUS, theme));
	ids
}

fn place(at: usize) -> (OperatorId, AccountId) {
	[(METRO, METRO_KEY), (METRO, METRO_KEY), (METRO, SPONSOR), (BUS, BUS_KEY)][at]
}

type OperatorId = tanpu_primitives::OperatorId;

/// Bonuses by campaign and citizen, and the money that each campaign paid, as the events say.
#[derive(Default)]
struct Books {
	bonuses: BTreeMap<(CampaignId, u32), u64>,
	paid: BTreeMap<CampaignId, Balance>,
	funded: BTreeMap<CampaignId, Balance>,
	returned: BTreeMap<CampaignId, Balance>,
	seen: usize,
}

impl Books {
	fn read(&mut self) {
		let events = System::events();
		for record in &events[self.seen..] {
			let RuntimeEvent::Promotions(event) = &record.event else { continue };
			match event {
				Event::BonusPaid { campaign, citizen, points, value, .. } => {
					assert_eq!(*points, BONUS);
					*self.bonuses.entry((*campaign, *citizen)).or_default() += 1;
					*self.paid.entry(*campaign).or_default() += value;
				},
				Event::Funded { campaign, amount, .. } => {
					*self.funded.entry(*campaign).or_default() += amount;
				},
				Event::Closed { campaign, returned, .. } => {
					assert_eq!(self.returned.insert(*campaign, *returned), None);
				},
				_ => {},
			}
		}
		self.seen = events.len();
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(200))]

	/// Whatever comes in whatever order: no bonus that wasn't earned, none twice, no more money than
	/// was paid in, and none lost.
	#[test]
	fn conserved(steps in prop::collection::vec(step(20), 1..120)) {
		build_and_execute(|| {
			let ids = begin();
			let all = World::get().money();
			let mut books = Books::default();
			let mut acts = BTreeMap::<u32, Vec<Day>>::new();
			let mut unlocked = BTreeSet::new();
			for step in steps {
				let today = TestClock::today();
				match step {
					Step::Act { citizen, back } => {
						let days: Vec<_> = back.iter().map(|back| today - back).collect();
						act(citizen, &days);
						let list = acts.entry(citizen).or_default();
						list.extend(days.iter().filter(|day| (TODAY..TODAY + 30).contains(*day)));
					},
					Step::Fund(at, amount) => {
						let (operator, who) = place(at);
						let _ = Promotions::fund(signed(who), operator, ids[at], amount);
					},
					Step::Claim(at, citizen) => {
						let operator = place(at).0;
						let _ =
							Promotions::claim(signed(STRANGER), operator, ids[at], citizen);
					},
					Step::Unlock(citizen) => {
						if unlocked.insert(citizen) {
							World::change(|world| world.themes.insert((citizen, 0), today));
						}
					},
					Step::Price(price) => {
						World::change(|world| match price {
							Some(price) => world.prices.insert(METRO, price),
							None => world.prices.remove(&METRO),
						});
					},
					Step::Close(at, limit) => {
						let operator = place(at).0;
						let _ = Promotions::close(signed(STRANGER), operator, ids[at], limit);
					},
					Step::Wait(days) => advance(days),
				}
				books.read();
				check();
				let world = World::get();
				assert_eq!(world.money(), all);
				for (at, id) in ids.iter().enumerate() {
					let sum = |of: &BTreeMap<_, Balance>| of.get(id).copied().unwrap_or(0);
					let left = Promotions::campaigns_of(place(at).0)
						.iter()
						.find(|found| found.id == *id)
						.map_or(0, |found| found.budget);
					assert_eq!(sum(&books.funded), sum(&books.paid) + sum(&books.returned) + left);
				}
				for citizen in 1..4 {
					let bonuses =
						|at| books.bonuses.get(&(ids[at], citizen)).copied().unwrap_or(0);
					let most = earned(acts.get(&citizen).map_or(&[], |list| list));
					for (at, most) in most.iter().enumerate().take(3) {
						assert!(bonuses(at) <= *most, "{at}: {} of {most}", bonuses(at));
					}
					assert!(bonuses(3) <= u64::from(unlocked.contains(&citizen)));
					let got: u64 = (0..3).map(bonuses).sum();
					assert_eq!(points(citizen), got * BONUS);
				}
			}
		});
	}

	/// With money enough and acts reported on their day, everything that was earned is paid.
	#[test]
	fn complete(steps in prop::collection::vec(step(0), 1..150)) {
		build_and_execute(|| {
			let ids = begin();
			for (at, id) in ids.iter().enumerate().take(3) {
				let (operator, who) = place(at);
				assert_ok!(Promotions::fund(signed(who), operator, *id, 300_000));
			}
			let mut acts = BTreeMap::<u32, Vec<Day>>::new();
			for step in steps {
				let today = TestClock::today();
				match step {
					Step::Act { citizen, back } if today < TODAY + 30 => {
						let days = vec![today; back.len()];
						act(citizen, &days);
						acts.entry(citizen).or_default().extend(days);
					},
					Step::Wait(days) => advance(days),
					_ => {},
				}
			}
			for (citizen, acts) in acts {
				// What was over the number of bonuses of a batch.
				for id in &ids[..3] {
					while claim(*id, citizen).is_ok() {}
				}
				let sum: u64 = earned(&acts).iter().sum();
				assert_eq!(points(citizen), sum * BONUS);
			}
		});
	}
}
