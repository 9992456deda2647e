//! Runs: as many calls as are asked for, in segments that each begin at genesis.
//!
//! A segment is determined by its seed alone. Where something is broken it is played again, and
//! checked after every call since the last time that everything held: so the call is found that
//! broke it.

use crate::{
	books::Books,
	calls,
	chain::{genesis, idle_room, Chain, Outcome},
	dice::Dice,
	invariants,
	moves::{leaves, named, By, Move},
	watch::Watch,
	world::World,
};
use frame_support::traits::GetCallMetadata;
use sp_keyring::Sr25519Keyring;
use sp_runtime::DispatchError;
use sp_state_machine::BasicExternalities;
use std::{
	collections::BTreeMap,
	panic::{catch_unwind, AssertUnwindSafe},
	sync::{Mutex, OnceLock},
};
use tanpu_runtime::{RuntimeCall, RuntimeEvent, System};

/// Calls after which a run begins at genesis again, so that the state stays small.
pub const SEGMENT: u64 = 100_000;
/// Calls after which the store is tidied.
const TIDY: u64 = 1_000;
/// Slots of a day of the chain's clock.
const SLOTS_PER_DAY: u64 = 20;

/// What became of the calls of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Count {
	pub ok: u64,
	/// By the error's name.
	pub failed: BTreeMap<String, u64>,
}

/// What became of all calls, by pallet and call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
	pub calls: BTreeMap<(&'static str, &'static str), Count>,
	/// Events that were seen, by pallet and name, of the pallets where they say more than the calls.
	pub events: BTreeMap<String, u64>,
	pub blocks: u64,
	pub checks: u64,
}

impl Tally {
	pub fn add(&mut self, other: Self) {
		for (name, count) in other.calls {
			let own = self.calls.entry(name).or_default();
			own.ok += count.ok;
			for (error, times) in count.failed {
				*own.failed.entry(error).or_default() += times;
			}
		}
		for (name, times) in other.events {
			*self.events.entry(name).or_default() += times;
		}
		self.blocks += other.blocks;
		self.checks += other.checks;
	}

	/// How many calls of a name, `Pallet.call`, succeeded.
	pub fn succeeded(&self, name: &str) -> u64 {
		self.calls
			.iter()
			.filter(|((pallet, call), _)| name == format!("{pallet}.{call}"))
			.map(|(_, count)| count.ok)
			.sum()
	}

	fn count(&mut self, call: &RuntimeCall, outcome: &Outcome) {
		let metadata = call.get_call_metadata();
		let own = self.calls.entry((metadata.pallet_name, metadata.function_name)).or_default();
		let error = match outcome {
			Outcome::Ok => {
				own.ok += 1;
				return;
			},
			Outcome::Failed(DispatchError::Module(error)) => {
				error.message.unwrap_or("unnamed").to_owned()
			},
			Outcome::Failed(DispatchError::BadOrigin) => "BadOrigin".to_owned(),
			Outcome::Failed(other) => format!("{other:?}"),
			Outcome::Invalid(invalid) => format!("{invalid:?}"),
			Outcome::Overweight => "overweight".to_owned(),
		};
		*own.failed.entry(error).or_default() += 1;
	}

	fn see(&mut self, events: &[RuntimeEvent]) {
		for event in events {
			if let RuntimeEvent::VerifiedReductions(event) = event {
				let shown = format!("{event:?}");
				let shown = shown.trim_start_matches("Event::");
				let end = shown.find([' ', '{']).unwrap_or(shown.len());
				let name = format!("VerifiedReductions.{}", &shown[..end]);
				*self.events.entry(name).or_default() += 1;
			}
		}
	}
}

/// Something that must hold doesn't.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
	/// The segment's own seed.
	pub seed: u64,
	/// The number of the call after which it was found, from 0.
	pub step: u64,
	/// What is broken.
	pub what: String,
	/// The call, or what else was done.
	pub by: String,
}

/// A segment that was played.
pub struct Segment {
	pub tally: Tally,
	pub made: u64,
	pub broken: Option<Broken>,
}

/// What a pallet thought impossible and logged.
fn defensive() -> &'static Mutex<Option<String>> {
	static SEEN: OnceLock<Mutex<Option<String>>> = OnceLock::new();
	SEEN.get_or_init(Default::default)
}

struct Listener;

impl log::Log for Listener {
	fn enabled(&self, metadata: &log::Metadata<'_>) -> bool {
		metadata.level() == log::Level::Error
	}
	fn log(&self, record: &log::Record<'_>) {
		if self.enabled(record.metadata()) {
			if let Ok(mut seen) = defensive().lock() {
				*seen = Some(format!("{}: {}", record.target(), record.args()));
			}
		}
	}
	fn flush(&self) {}
}

/// Hears what pallets log as impossible. Once is enough.
pub fn listen() {
	static LISTENER: Listener = Listener;
	if log::set_logger(&LISTENER).is_ok() {
		log::set_max_level(log::LevelFilter::Error);
	}
}

fn said(payload: Box<dyn std::any::Any + Send>) -> String {
	payload
		.downcast_ref::<String>()
		.cloned()
		.or_else(|| payload.downcast_ref::<&str>().map(|text| (*text).to_owned()))
		.unwrap_or_else(|| "a panic without words".to_owned())
}

struct Player {
	world: World,
	chain: Chain,
	tally: Tally,
}

impl Player {
	fn start(seed: u64) -> Self {
		let mut chain = Chain::start();
		let mut dice = Dice::new(seed);
		chain.open(1, &mut dice);
		let world = World::new(seed);
		let mut player = Self { world, chain, tally: Tally::default() };
		player.block(SLOTS_PER_DAY + 2);
		player.world.publish();
		player.block(SLOTS_PER_DAY + 2);
		player
	}

	/// The books with what happened since. Into a copy: moves look into the books, and what they find
	/// must not depend on when somebody checked.
	fn caught_up(&self) -> Books {
		let all = System::read_events_no_consensus();
		let new: Vec<_> = all.map(|record| record.event).collect();
		let mut books = self.world.books.clone();
		books.read(&new);
		books
	}

	/// Ends the block and begins another, so many slots later.
	fn block(&mut self, slots: u64) {
		let room = idle_room(&mut self.world.dice);
		let events = self.chain.close(room);
		self.tally.see(&events);
		self.world.books.read(&events);
		self.world.books.turn();
		self.tally.blocks += 1;
		self.chain.open(slots, &mut self.world.dice);
		self.world.look();
	}

	/// Slots until the next block: mostly little, now and then a season.
	fn pause(&mut self) -> u64 {
		let dice = &mut self.world.dice;
		match dice.below(400) {
			0 => dice.below(200 * SLOTS_PER_DAY),
			1..=3 => dice.below(40 * SLOTS_PER_DAY),
			4..=23 => dice.below(5 * SLOTS_PER_DAY),
			24..=99 => dice.below(SLOTS_PER_DAY),
			_ => 1,
		}
	}

	/// Chooses the next move.
	fn choose(&mut self) -> Option<Move> {
		let world = &mut self.world;
		let mut next = if world.dice.one_in(30) { world.again()? } else { calls::next(world)? };
		if world.dice.one_in(30) {
			next = next.garbled(&mut world.dice)?;
		}
		if world.dice.one_in(25) {
			next.by = match world.dice.below(8) {
				0 => By::Nobody,
				1 => By::Council(1),
				2 => By::Council(3),
				3 => By::Member(world.member()),
				// Root may do to money what it likes; to what is Tanpu's own it may do nothing.
				4 if is_ours(&next.call) => By::Root,
				_ => By::Signed(world.anybody()),
			};
		}
		Some(next)
	}
}

/// Whether a call is of a pallet of Tanpu's own.
fn is_ours(call: &RuntimeCall) -> bool {
	use codec::Encode;
	call.using_encoded(|bytes| bytes.first().is_some_and(|pallet| OURS.contains(pallet)))
}

/// Settlement, ValidatorSet, and from 50 on.
const OURS: &[u8] = &[13, 40, 50, 51, 52, 53, 54, 55, 56, 57, 58, 60, 61, 62, 63];

/// Plays a segment: so many calls, everything checked every so often, and after every call from
/// number `each_from` on.
pub fn segment(seed: u64, calls: u64, check_every: u64, each_from: Option<u64>) -> Segment {
	listen();
	if let Ok(mut seen) = defensive().lock() {
		*seen = None;
	}
	let mut ext = genesis();
	let mut play = ext.execute_with(|| Play {
		player: Player::start(seed),
		seed,
		calls,
		check_every,
		each_from,
		step: 0,
		last: None,
		doing: "the foundation".to_owned(),
		broken: None,
	});
	while play.step < calls && play.broken.is_none() {
		let until = calls.min(play.step + TIDY);
		ext.execute_with(|| play.advance(until));
		// What was removed leaves a gap that every search stumbles over.
		ext = BasicExternalities::new(ext.into_storages());
	}
	Segment { tally: play.player.tally, made: play.step, broken: play.broken }
}

/// A segment under way.
struct Play {
	player: Player,
	seed: u64,
	calls: u64,
	check_every: u64,
	each_from: Option<u64>,
	/// Calls made.
	step: u64,
	last: Option<Move>,
	/// What else is done, where it is no call.
	doing: String,
	broken: Option<Broken>,
}

impl Play {
	/// Goes on until so many calls are made, or something is broken.
	fn advance(&mut self, until: u64) {
		while self.step < until && self.broken.is_none() {
			self.go();
		}
	}

	/// A call, or another block.
	fn go(&mut self) {
		let each = self.each_from.is_some_and(|from| self.step >= from);
		let done = catch_unwind(AssertUnwindSafe(|| self.act(each)));
		let heard = defensive().lock().ok().and_then(|mut seen| seen.take());
		let heard = heard.filter(|heard| !self.is_known(heard));
		let counted = matches!(done, Ok(Ok(true)));
		let mut what = match (done, heard) {
			(Err(payload), _) => Some(format!("panicked: {}", said(payload))),
			(Ok(Err(what)), _) => Some(what),
			(Ok(Ok(_)), Some(heard)) => Some(format!("thought impossible: {heard}")),
			(Ok(Ok(_)), None) => None,
		};
		self.step += u64::from(counted);
		let step = self.step;
		let due =
			each || (counted && (step.is_multiple_of(self.check_every) || step == self.calls));
		if what.is_none() && due {
			self.player.tally.checks += 1;
			let checked = catch_unwind(AssertUnwindSafe(|| {
				let mut books = self.player.caught_up();
				let held = invariants::check(&mut books);
				self.player.world.books.seen = books.seen;
				held
			}));
			what = match checked {
				Ok(held) => held.err(),
				Err(payload) => Some(format!("the check panicked: {}", said(payload))),
			};
		}
		self.broken = what.map(|what| Broken {
			seed: self.seed,
			step: step.saturating_sub(u64::from(counted)),
			what,
			by: match &self.last {
				Some(Move { by, call }) => format!("{call:?}, by {by:?}"),
				None => self.doing.clone(),
			},
		});
	}

	/// What the SDK logs and isn't ours: pallet-session registers the keys of genesis' validators before
	/// their accounts exist, counts a provider instead of a consumer, and misses the consumer when those
	/// keys are purged; from then on each hold of such an account finds fewer consumers than holds, says so
	/// and counts one. Balances declared before Session would mend it, for a new genesis.
	fn is_known(&self, heard: &str) -> bool {
		let is = |name: (&str, &str)| {
			self.last
				.as_ref()
				.is_some_and(|last| leaves(&last.call).into_iter().any(|call| named(call) == name))
		};
		let alice = Sr25519Keyring::Alice.to_account_id();
		let by_a_founder = self.player.world.books.money.purged
			|| self.last.as_ref().is_some_and(|last| last.by.signer() == Some(&alice));
		heard.contains("underflow in reducing consumer") && is(("ValidatorSet", "purge_keys"))
			|| heard.contains("Defensively bumping a consumer ref") && by_a_founder
	}

	/// Whether a call was made; what is wrong with it.
	fn act(&mut self, each: bool) -> Result<bool, String> {
		let player = &mut self.player;
		if player.world.dice.one_in(14) {
			let slots = player.pause();
			self.last = None;
			if each {
				self.doing = format!("a block {slots} slots later");
			}
			player.block(slots);
			return Ok(false);
		}
		let Some(next) = player.choose() else { return Ok(false) };
		let as_transaction = player.world.burst.is_some() || player.world.dice.one_in(8);
		self.last = Some(next.clone());
		let watch = Watch::before(&next, as_transaction, &player.world.books);
		let outcome = player.chain.make(&next, as_transaction);
		player.tally.count(&next.call, &outcome);
		player.world.remember(&next);
		watch.after(&outcome, &mut player.world.books)?;
		match outcome {
			Outcome::Overweight => Err("it used more weight than it declares".to_owned()),
			_ => Ok(true),
		}
	}
}

/// Plays a segment, and where something is broken finds the call.
pub fn segment_to_the_call(seed: u64, calls: u64, check_every: u64) -> Segment {
	let mut found = segment(seed, calls, check_every, None);
	if let Some(broken) = &found.broken {
		let from = broken.step.saturating_sub(check_every);
		let again = segment(seed, broken.step + 1, check_every, Some(from));
		// The same, nearer to its cause.
		if again.broken.is_some() {
			found.broken = again.broken;
		}
	}
	found
}
