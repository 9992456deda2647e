//! A chain with only balances and the registry.

use crate::{
	self as pallet_methodology_registry, Content, Document, DraftId, Event, HoldReason, Sections,
	TextOf, Texts,
};
use frame_support::{
	assert_ok, derive_impl, ord_parameter_types, parameter_types,
	traits::{fungible::HoldConsideration, ConstU64, LinearStoragePrice, SortedMembers},
};
use frame_system::EnsureSignedBy;
use sp_core::H256;
use sp_runtime::{BuildStorage, Permill};
use tanpu_formula::{
	Definition, Fixed, Input, NamedUnit, Op, Origin, Parameter, Program, SourceKind, Unit,
};
use tanpu_primitives::{ClaimSpec, Clock, CreditingRules, MethodologyId, UnixSeconds};

pub type AccountId = u64;

pub const ALICE: AccountId = 1;
pub const BOB: AccountId = 2;
/// Can pay nothing.
pub const POOR: AccountId = 3;
pub const MEMBER: AccountId = 11;
pub const OTHER_MEMBER: AccountId = 12;

pub const DAY: u64 = 86_400;
pub const HOUR: u64 = 3_600;
pub const START: UnixSeconds = 1_700_000_000;

pub const DEPOSIT_BASE: u64 = 100;
pub const DEPOSIT_BYTE: u64 = 2;
pub const FUNDS: u64 = 10_000_000;

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(2)]
	pub type Registry = pallet_methodology_registry;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Test>;
	type AccountData = pallet_balances::AccountData<u64>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type AccountStore = System;
}

ord_parameter_types! {
	/// The council speaking with its majority.
	pub const Council: AccountId = 100;
	/// The larger majority that publishes.
	pub const PublishingCouncil: AccountId = 101;
}

pub struct Members;
impl SortedMembers<AccountId> for Members {
	fn sorted_members() -> Vec<AccountId> {
		vec![MEMBER, OTHER_MEMBER]
	}
}

parameter_types! {
	pub static Now: UnixSeconds = START;
	pub const DraftDeposit: RuntimeHoldReason =
		RuntimeHoldReason::Registry(HoldReason::Draft);
	pub const CommentDeposit: RuntimeHoldReason =
		RuntimeHoldReason::Registry(HoldReason::Comment);
}

pub struct TestClock;
impl Clock for TestClock {
	fn now() -> UnixSeconds {
		Now::get()
	}
	fn day_offset() -> i32 {
		28_800
	}
}

impl pallet_methodology_registry::Config for Test {
	type Clock = TestClock;
	type Consideration = HoldConsideration<
		AccountId,
		Balances,
		DraftDeposit,
		LinearStoragePrice<ConstU64<DEPOSIT_BASE>, ConstU64<DEPOSIT_BYTE>, u64>,
	>;
	type CommentConsideration = HoldConsideration<
		AccountId,
		Balances,
		CommentDeposit,
		LinearStoragePrice<ConstU64<DEPOSIT_BASE>, ConstU64<DEPOSIT_BYTE>, u64>,
	>;
	type PublishOrigin = EnsureSignedBy<PublishingCouncil, AccountId>;
	type CouncilOrigin = EnsureSignedBy<Council, AccountId>;
	type MemberOrigin = EnsureSignedBy<Members, AccountId>;
	type ConsultationPeriod = ConstU64<{ 7 * DAY }>;
	type NoticePeriod = ConstU64<{ 2 * DAY }>;
	type MaxLead = ConstU64<{ 365 * DAY }>;
	type SuspensionPeriod = ConstU64<{ 72 * HOUR }>;
	type SuspensionInterval = ConstU64<{ 30 * DAY }>;
	type WeightInfo = ();
}

pub fn new_test_ext() -> sp_io::TestExternalities {
	let storage = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: vec![(ALICE, FUNDS), (BOB, FUNDS)],
			..Default::default()
		},
		..Default::default()
	}
	.build_storage()
	.unwrap();
	let mut ext = sp_io::TestExternalities::new(storage);
	ext.execute_with(|| {
		Now::set(START);
		// No events are kept at block 0.
		System::set_block_number(1);
	});
	ext
}

/// Runs a test, then checks what must always be true.
pub fn build_and_execute(test: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		test();
		ensure_invariants();
	});
}

pub fn ensure_invariants() {
	Registry::do_try_state().unwrap();
	// What is held is what the drafts' contents cost.
	for who in [ALICE, BOB, POOR] {
		let due: u64 = crate::Drafts::<Test>::iter()
			.filter(|(_, draft)| draft.author == who)
			.map(|(id, _)| deposit(&crate::DraftContents::<Test>::get(id).unwrap()))
			.sum();
		assert_eq!(held(who), due, "deposits of {who}");
		let due: u64 = crate::Comments::<Test>::iter_values()
			.filter(|comment| comment.author == who)
			.map(|comment| comment_deposit(&comment.uri))
			.sum();
		assert_eq!(held_for_comments(who), due, "deposits of {who} for comments");
	}
}

pub fn held(who: AccountId) -> u64 {
	use frame_support::traits::fungible::InspectHold;
	Balances::balance_on_hold(&DraftDeposit::get(), &who)
}

pub fn held_for_comments(who: AccountId) -> u64 {
	use frame_support::traits::fungible::InspectHold;
	Balances::balance_on_hold(&CommentDeposit::get(), &who)
}

/// A hash, and a text with its length, of which all here are below 16,384 bytes.
pub fn comment_deposit(uri: &[u8]) -> u64 {
	let length = if uri.len() < 64 { 1 } else { 2 };
	DEPOSIT_BASE + DEPOSIT_BYTE * (32 + length + uri.len() as u64)
}

pub fn deposit(content: &Content) -> u64 {
	DEPOSIT_BASE + DEPOSIT_BYTE * u64::from(content.size())
}

pub fn advance(seconds: u64) {
	Now::set(Now::get() + seconds);
}

pub fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

pub fn council() -> RuntimeOrigin {
	signed(Council::get())
}

pub fn publishers() -> RuntimeOrigin {
	signed(PublishingCouncil::get())
}

pub fn text<const N: u32>(text: &str) -> TextOf<N> {
	text.as_bytes().to_vec().try_into().unwrap()
}

/// `distance * factor` with 46.7 gCO2e per passenger-kilometre, distance with two decimals.
pub fn metro_definition() -> Definition {
	let gram_per_pkm =
		Unit::new([(NamedUnit::GramCo2e, 1), (NamedUnit::PassengerKilometre, -1)]).unwrap();
	let mut definition = Definition::declare(
		vec![
			Input::number("distance", NamedUnit::PassengerKilometre.into(), 2, 0, 20_000).unwrap(),
			Input::category("line", ["one", "two"]).unwrap(),
		],
		vec![Parameter::new(
			"factor",
			Fixed::from_raw(46_700_000_000_000_000_000),
			gram_per_pkm,
			SourceKind::Official,
			"as printed by 深圳商报 2022-09-23",
		)
		.unwrap()],
		vec![],
	)
	.unwrap();
	definition.program = program(vec![Op::Input(0), Op::Param(0), Op::Mul]);
	definition
}

pub fn program(ops: Vec<Op>) -> Program {
	Program::from_ops(ops).unwrap()
}

pub fn metro_rules() -> CreditingRules {
	CreditingRules {
		points_per_kg: 844,
		growth_per_kg: 1_000,
		max_grams_per_record: 5_000,
		max_grams_per_day: 20_000,
		claims: vec![ClaimSpec::Interval { group: 0 }].try_into().unwrap(),
		evidence_required: false,
		device_required: false,
		operator_share: Permill::from_percent(30),
		verifiers_needed: 1,
	}
}

pub fn metro() -> Content {
	Content {
		texts: Texts {
			title_zh: text("深圳市低碳公共出行碳普惠方法学"),
			title_en: text("Shenzhen low-carbon public transport"),
			jurisdiction: text("CN-SZ"),
			scenario: text("metro"),
			document: Document {
				hash: H256::repeat_byte(7),
				uri: text("https://example.org/methodology.pdf"),
			},
			sections: Sections {
				applicability: text("Rides on the metro.\nOne passenger each."),
				..Default::default()
			},
		},
		definition: metro_definition(),
		rules: metro_rules(),
	}
}

/// The metro methodology with another cap: another content.
pub fn metro_capped(max_grams_per_day: u64) -> Content {
	let mut content = metro();
	content.rules.max_grams_per_day = max_grams_per_day;
	content
}

/// Household electricity: what was used less than the mean of the seven days before, by meter.
pub fn electricity() -> Content {
	let gram_per_kwh =
		Unit::new([(NamedUnit::GramCo2e, 1), (NamedUnit::KilowattHour, -1)]).unwrap();
	let kwh = Unit::from(NamedUnit::KilowattHour);
	let mut content = metro();
	content.texts.scenario = text("electricity");
	content.definition = Definition::declare(
		vec![
			Input::number("used", kwh.clone(), 2, 0, 100_000).unwrap(),
			Input::number("before", kwh, 2, 0, 100_000).unwrap().with_origin(Origin::Mean {
				of: 0,
				days: 7,
				least: 5,
			}),
			Input::number("members", NamedUnit::Person.into(), 0, 1, 20)
				.unwrap()
				.with_origin(Origin::Members),
		],
		vec![Parameter::new(
			"factor",
			Fixed::from_raw(440_300_000_000_000_000_000),
			gram_per_kwh,
			SourceKind::Official,
			"a made-up one, for tests",
		)
		.unwrap()],
		vec![],
	)
	.unwrap();
	content.definition.program =
		program(vec![Op::Input(1), Op::Input(0), Op::Sub, Op::Param(0), Op::Mul]);
	content.rules.claims = vec![ClaimSpec::Counter { group: 3, input: 0 }].try_into().unwrap();
	content
}

/// A photovoltaic roof: what it generated, for the whole days of a site.
pub fn roof(days: u16) -> Content {
	let mut content = metro();
	content.texts.scenario = text("roof");
	content.texts.sections.crediting_period_days = days.into();
	content.rules.claims =
		vec![ClaimSpec::SitePeriod { group: 4, max_days: days }].try_into().unwrap();
	content
}

pub fn draft_by(who: AccountId, methodology: Option<MethodologyId>, content: Content) -> DraftId {
	let id = crate::NextDraftId::<Test>::get();
	assert_ok!(Registry::draft(signed(who), methodology, Box::new(content)));
	id
}

/// A draft of Alice's before the public.
pub fn in_consultation(content: Content) -> DraftId {
	let draft = draft_by(ALICE, None, content);
	assert_ok!(Registry::open_consultation(signed(ALICE), draft));
	draft
}

/// Drafts and lets the consultation pass.
pub fn consulted(methodology: Option<MethodologyId>, content: Content) -> DraftId {
	let draft = draft_by(ALICE, methodology, content);
	assert_ok!(Registry::open_consultation(signed(ALICE), draft));
	advance(7 * DAY);
	draft
}

/// The whole way to a published version, effective after the shortest notice.
pub fn published(methodology: Option<MethodologyId>, content: Content) -> MethodologyId {
	let id = methodology.unwrap_or_else(crate::NextMethodologyId::<Test>::get);
	let hash = content.hash();
	let draft = consulted(methodology, content);
	assert_ok!(Registry::publish(publishers(), draft, hash, Now::get() + 2 * DAY));
	id
}

pub fn last_event() -> Event<Test> {
	match System::events().pop().expect("an event").event {
		RuntimeEvent::Registry(event) => event,
		other => panic!("{other:?}"),
	}
}
