//! What a random economy consists of: who is there, what they know, and what they choose from.

use crate::{
	books::Books,
	dice::Dice,
	keys::{nullifier, Keys, PERSONS},
	methods::{self, Kind},
	moves::Move,
};
use pallet_participants::{LicenceTerms, Role, Scope, Standing};
use pallet_points::PaymentRef;
use sp_core::H256;
use std::collections::{BTreeMap, VecDeque};
use tanpu_primitives::{
	Balance, CitizenId, ClassId, Clock as _, MethodologyId, ParticipantId, SECONDS_PER_DAY,
};
use tanpu_runtime::{
	constants::currency::UNITS, AccountId, ActivityReports, Balances, CarbonAccounts, Clock,
	MethodologyRegistry, Participants, Runtime, RuntimeCall,
};

/// Moves that are remembered, to be made again.
const RECENT: usize = 200;

/// A licence holder.
#[derive(Clone, Debug)]
pub struct Party {
	pub id: ParticipantId,
	pub role: Role,
	pub holder: AccountId,
	pub active: bool,
}

/// A random economy.
pub struct World {
	pub dice: Dice,
	pub keys: &'static Keys,
	pub books: Books,
	/// Licence holders, as of the block's beginning.
	pub parties: Vec<Party>,
	/// What each methodology measures.
	pub methods: BTreeMap<MethodologyId, Kind>,
	/// Drafts of ours, and of which kind.
	pub drafts: BTreeMap<u32, Kind>,
	pub payments: Vec<(PaymentRef, ParticipantId)>,
	pub recent: VecDeque<Move>,
	/// So that no two requests, batches or references are alike.
	pub nonce: u64,
	/// Calls that delayed proxies announced: proxy, account, call.
	pub announced: Vec<(AccountId, AccountId, RuntimeCall)>,
	/// Calls that wait for another helper.
	pub joint: Vec<RuntimeCall>,
	/// A citizen who sends call after call, and how many are left.
	pub burst: Option<(AccountId, u32)>,
	/// Calls in calls that are being chosen.
	pub depth: u8,
}

impl World {
	/// A chain after its first block, with groups, methodologies, licences and money.
	pub fn new(seed: u64) -> Self {
		let mut world = Self {
			dice: Dice::new(seed),
			keys: Keys::get(),
			books: Books::default(),
			parties: Vec::new(),
			methods: BTreeMap::new(),
			drafts: BTreeMap::new(),
			payments: Vec::new(),
			recent: VecDeque::new(),
			nonce: 0,
			announced: Vec::new(),
			joint: Vec::new(),
			burst: None,
			depth: 0,
		};
		world.books.begin();
		world.found();
		world.look();
		world
	}

	/// What there is before anything random: every step of it is a call that must succeed.
	fn found(&mut self) {
		let keys = self.keys;
		self.fund();
		for (group, deadline) in methods::GROUPS {
			must(Move::council(pallet_activity_reports::Call::set_group {
				group,
				name: methods::text("group"),
				conflicts: 0,
				deadline_days: deadline,
				longest_minutes: 300,
				tolerance_minutes: 0,
			}));
		}
		for (number, kind) in Kind::ALL.into_iter().enumerate() {
			let content = kind.content(0);
			let author = &keys.council[0];
			let draft = number as u32;
			use pallet_methodology_registry::Call;
			let content = Box::new(content);
			must(Move::signed(author, Call::draft { methodology: None, content }));
			must(Move::signed(author, Call::open_consultation { draft }));
			self.methods.insert(number as MethodologyId, kind);
			self.drafts.insert(draft, kind);
		}
		let far = Clock::now() + 40 * 365 * SECONDS_PER_DAY;
		let license = |holder: &AccountId, owner: u8, terms: LicenceTerms| {
			must(Move::council(pallet_participants::Call::license {
				holder: holder.clone(),
				name: methods::text("Participant"),
				owner: H256::repeat_byte(owner),
				terms,
				expires: far,
			}));
		};
		for (number, holder) in keys.treasuries.iter().take(3).enumerate() {
			let terms = LicenceTerms::Operator { scope: Scope::All, daily_quota: 10_000, bond: 0 };
			license(holder, number as u8, terms);
			must(Move::signed(
				holder,
				pallet_participants::Call::set_reporter {
					participant: number as ParticipantId,
					key: keys.reporters[number].clone(),
					enabled: true,
				},
			));
		}
		for (number, holder) in keys.providers.iter().enumerate() {
			let pair = keys.pair(holder).expect("a known key");
			let attestation_key = sp_core::Pair::public(pair);
			license(holder, 50 + number as u8, LicenceTerms::IdentityProvider { attestation_key });
		}
		for (number, holder) in keys.shops.iter().take(3).enumerate() {
			license(holder, 60 + number as u8, LicenceTerms::Merchant);
		}
		// One of the verifiers is of an operator's owner.
		for (number, holder) in keys.verifiers.iter().take(6).enumerate() {
			let owner = if number == 0 { 0 } else { 70 + number as u8 };
			license(holder, owner, LicenceTerms::Verifier { scope: Scope::All });
		}
	}

	/// Officers, and money for everybody, minted as the settlement office does.
	fn fund(&mut self) {
		use pallet_settlement::{Call, Duty};
		let keys = self.keys;
		for (number, who) in keys.officers.iter().enumerate() {
			let duty = if number < 2 { Duty::Propose } else { Duty::Confirm };
			must(Move::council(Call::appoint { who: who.clone(), duty }));
		}
		must(Move::council(Call::set_daily_limit { limit: Balance::MAX }));
		let holders = keys.treasuries.iter().chain(&keys.shops).chain(&keys.verifiers);
		let others = keys.providers.iter().chain(&keys.buyers).chain(&keys.reporters);
		let office = keys.officers.iter().chain(&keys.validators).chain(&keys.helpers);
		let amount = 1_000_000 * UNITS;
		for to in holders.chain(others).chain(office) {
			let record = sp_io::hashing::blake2_256(to.as_ref()).into();
			let (to, entered) = (to.clone(), to.clone());
			must(Move::signed(
				&keys.officers[0],
				Call::propose_mint { to: entered, amount, record },
			));
			must(Move::signed(&keys.officers[2], Call::confirm_mint { to, amount, record }));
		}
		must(Move::council(Call::set_daily_limit { limit: 1_000 * UNITS }));
	}

	/// Publishes what [`Self::found`] drafted; to be called two days later.
	pub fn publish(&mut self) {
		for (draft, kind) in self.drafts.clone() {
			let effective = Clock::now() + SECONDS_PER_DAY;
			let content_hash = kind.content(0).hash();
			must(Move::council(pallet_methodology_registry::Call::publish {
				draft,
				content_hash,
				effective,
			}));
		}
		self.drafts.clear();
	}

	/// Looks at who is licensed: at each block's beginning.
	pub fn look(&mut self) {
		let now = Clock::now();
		self.parties = pallet_participants::Participants::<Runtime>::iter()
			.map(|(id, found)| Party {
				id,
				role: found.terms.role(),
				// Who winds up issues nothing more: others take its place.
				active: found.standing(now) == Standing::Active
					&& pallet_points::Funds::<Runtime>::get(id).wind_up.is_none(),
				holder: found.holder,
			})
			.collect();
		self.parties.sort_by_key(|party| party.id);
	}

	/// Remembers a move.
	pub fn remember(&mut self, step: &Move) {
		self.books.records.note(&step.call);
		if self.recent.len() == RECENT {
			self.recent.pop_front();
		}
		self.recent.push_back(step.clone());
	}

	/// A move that was made before.
	pub fn again(&mut self) -> Option<Move> {
		let at = self.dice.below(self.recent.len() as u64) as usize;
		self.recent.get(at).cloned()
	}

	/// Somebody with a role, mostly one whose licence can be used.
	pub fn party(&mut self, role: Role) -> Option<Party> {
		let all: Vec<_> = self.parties.iter().filter(|party| party.role == role).cloned().collect();
		let active: Vec<_> = all.iter().filter(|party| party.active).cloned().collect();
		if active.is_empty() || self.dice.one_in(12) {
			return self.dice.pick(&all);
		}
		self.dice.pick(&active)
	}

	pub fn operator(&mut self) -> Option<Party> {
		self.party(Role::Operator)
	}

	pub fn shop(&mut self) -> Option<Party> {
		self.party(Role::Merchant)
	}

	/// A key that reports for an operator.
	pub fn reporter_of(&mut self, operator: ParticipantId) -> Option<AccountId> {
		let list = pallet_participants::OperatorReporters::<Runtime>::get(operator);
		self.dice.pick(&list)
	}

	/// A person, and their account where they have one.
	pub fn person(&mut self) -> (usize, Option<(CitizenId, pallet_carbon_accounts::Citizen)>) {
		let person = self.dice.below(PERSONS as u64) as usize;
		let citizen = pallet_carbon_accounts::CitizenByNullifier::<Runtime>::get(nullifier(person));
		let found = citizen.and_then(|citizen| {
			Some((citizen, pallet_carbon_accounts::Citizens::<Runtime>::get(citizen)?))
		});
		(person, found)
	}

	/// A citizen's number.
	pub fn citizen(&mut self) -> CitizenId {
		let count = pallet_carbon_accounts::NextCitizenId::<Runtime>::get();
		// Now and then one that isn't there.
		let most = if self.dice.one_in(60) { count + 1 } else { count };
		self.dice.below(most.into()) as CitizenId
	}

	/// A citizen who has a key.
	pub fn keyed(&mut self) -> Option<(CitizenId, AccountId)> {
		for _ in 0..5 {
			let citizen = self.citizen();
			let found = pallet_carbon_accounts::Citizens::<Runtime>::get(citizen);
			if let Some(key) = found.and_then(|found| found.key) {
				return Some((citizen, key));
			}
		}
		None
	}

	/// The key of a citizen, or somebody else's where they have none.
	pub fn key_of(&mut self, citizen: CitizenId) -> AccountId {
		match pallet_carbon_accounts::Citizens::<Runtime>::get(citizen).and_then(|found| found.key)
		{
			Some(key) => key,
			None => self.anybody(),
		}
	}

	/// Anybody at all.
	pub fn anybody(&mut self) -> AccountId {
		let count = self.keys.all().count() as u64;
		let at = self.dice.below(count) as usize;
		self.keys.all().nth(at).cloned().unwrap_or_else(|| self.keys.council[0].clone())
	}

	/// Somebody without any role.
	pub fn stranger(&mut self) -> AccountId {
		let buyers = &self.keys.buyers;
		self.dice.pick(buyers).unwrap_or_else(|| self.keys.council[0].clone())
	}

	pub fn member(&mut self) -> AccountId {
		let council = &self.keys.council;
		self.dice.pick(council).unwrap_or_else(|| self.keys.council[0].clone())
	}

	/// A class, mostly a recent one.
	pub fn class(&mut self) -> ClassId {
		let count = u64::from(pallet_activity_reports::NextClassId::<Runtime>::get());
		match self.dice.below(40) {
			0 => self.dice.below(count + 2) as ClassId,
			1..=8 => self.dice.below(count) as ClassId,
			_ => count.saturating_sub(1 + self.dice.below(count.min(45))) as ClassId,
		}
	}

	/// An issued class, where one is soon found.
	pub fn issued(&mut self) -> ClassId {
		for _ in 0..12 {
			let class = self.class();
			if pallet_verified_reductions::Issuances::<Runtime>::contains_key(class) {
				return class;
			}
		}
		self.class()
	}

	/// So many seconds, mostly whole days.
	pub fn span(&mut self, most_days: u64) -> u64 {
		let days = self.dice.below(most_days + 1);
		if self.dice.one_in(4) {
			days * SECONDS_PER_DAY + self.dice.below(SECONDS_PER_DAY)
		} else {
			days * SECONDS_PER_DAY
		}
	}

	pub fn nonce(&mut self) -> u64 {
		self.nonce += 1;
		self.nonce
	}

	/// Money that an account could spend.
	pub fn money_of(&self, who: &AccountId) -> Balance {
		use frame_support::traits::{
			fungible::Inspect,
			tokens::{Fortitude, Preservation},
		};
		Balances::reducible_balance(who, Preservation::Preserve, Fortitude::Polite)
	}

	/// A methodology that acts can be reported under, with the version in force.
	pub fn method(&mut self) -> Option<(MethodologyId, u16, Kind)> {
		let list: Vec<_> = self.methods.iter().map(|(id, kind)| (*id, *kind)).collect();
		let (id, kind) = self.dice.pick(&list)?;
		let view = MethodologyRegistry::methodology(id)?;
		let version = view.in_force.unwrap_or(view.methodology.latest);
		Some((id, version, kind))
	}

	/// Grams of a class that an account holds.
	pub fn held(&self, class: ClassId, who: &AccountId) -> u64 {
		pallet_assets::Account::<Runtime>::get(class, who).map_or(0, |account| account.balance)
	}

	/// How far the day of a group is closed: for rows near the border.
	pub fn closed_through(&self, group: u8) -> u16 {
		ActivityReports::closed_through(group).unwrap_or(0)
	}

	/// Whether a citizen has a position with an operator in which acts are credited.
	pub fn is_enrolled(&self, operator: ParticipantId, citizen: CitizenId) -> bool {
		CarbonAccounts::position(operator, citizen).is_some_and(|position| position.enrolled)
	}

	/// Whether a participant is there: for names that calls return.
	pub fn knows(&self, participant: ParticipantId) -> bool {
		Participants::participant(participant).is_some()
	}
}

/// Makes a move of the foundation, which can't fail.
fn must(step: Option<Move>) {
	use sp_runtime::traits::Dispatchable;
	let Some(Move { by, call }) = step else { return };
	let shown = format!("{call:?}");
	if let Err(failure) = RuntimeCall::dispatch(call, by.origin()) {
		panic!("the foundation fails: {shown:.300}: {:?}", failure.error);
	}
}
