//! A chain of this pallet alone, with licences and enrolments that tests can change at will.

use crate as pallet_object_registry;
use crate::*;
use frame_support::{derive_impl, traits::ConstU64};
use sp_core::{crypto::AccountId32, sr25519, Pair, H256};
use sp_runtime::{traits::IdentityLookup, BuildStorage, DispatchError, DispatchResult};
use std::{cell::RefCell, collections::BTreeMap};
use tanpu_primitives::{
	attestation::ObjectStatement,
	points::Outstanding,
	traits::{IdentityProviders, LicenceRefusal, Operators, Positions, RegisteredObject},
	CitizenId, Clock, Day, Disposition, Grams, GroupId, MethodologyId, ObjectId, OperatorId,
	ParticipantId, Position, UnixSeconds,
};

/// 2018-09-01T00:00:00+08:00, day 17,775.
pub const START: UnixSeconds = 1_535_731_200;
pub const TODAY: Day = 17_775;
pub const DAY: UnixSeconds = 86_400;
pub const LIFE: UnixSeconds = 30 * DAY;

/// Licensed, with a reporting key.
pub const GRID: OperatorId = 1;
pub const RIVAL: OperatorId = 2;
/// A licensed provider, and another.
pub const POLICE: ParticipantId = 10;
pub const BANK: ParticipantId = 11;

/// Registrations that an operator can make in a day.
pub const QUOTA: u32 = 100;

/// Where the tests register.
pub const METERS: GroupId = 5;
pub const METER: ObjectId = [0xaa; 32];

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
	pub type System = frame_system::Pallet<Test>;

	#[runtime::pallet_index(1)]
	pub type ObjectRegistry = pallet_object_registry::Pallet<Test>;
}

pub type Block = frame_system::mocking::MockBlock<Test>;

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
	type AccountId = AccountId32;
	type Lookup = IdentityLookup<AccountId32>;
}

impl Config for Test {
	type Clock = TestClock;
	type Operators = World;
	type Providers = World;
	type Positions = World;
	type MaxAttestationLife = ConstU64<LIFE>;
	type WeightInfo = ();
}

type Standing = Result<(), LicenceRefusal>;

/// What the doubles say.
pub struct World {
	now: UnixSeconds,
	/// Reporting key and standing of each operator.
	operators: BTreeMap<OperatorId, (AccountId32, Standing)>,
	/// Signing key and standing of each provider.
	providers: BTreeMap<ParticipantId, (sr25519::Public, Standing)>,
	/// Two participants of one owner.
	related: Option<(ParticipantId, ParticipantId)>,
	/// Records taken from an operator's quota of a day.
	used: BTreeMap<(OperatorId, Day), u32>,
	/// Positions, and whether they are enrolled.
	positions: BTreeMap<(OperatorId, CitizenId), bool>,
}

impl Default for World {
	fn default() -> Self {
		let operators =
			[GRID, RIVAL].map(|operator| (operator, (reporter_of(operator), Ok(())))).into();
		let providers = [POLICE, BANK]
			.map(|provider| (provider, (provider_pair(provider).public(), Ok(()))))
			.into();
		let positions = [GRID, RIVAL]
			.into_iter()
			.flat_map(|operator| (0..20).map(move |citizen| ((operator, citizen), true)))
			.collect();
		Self { now: START, operators, providers, related: None, used: BTreeMap::new(), positions }
	}
}

thread_local! {
	static WORLD: RefCell<World> = RefCell::default();
}

fn world<R>(change: impl FnOnce(&mut World) -> R) -> R {
	WORLD.with_borrow_mut(change)
}

pub fn set_now(now: UnixSeconds) {
	world(|world| world.now = now);
}

pub fn set_operator(operator: OperatorId, standing: Standing) {
	world(|world| world.operators.insert(operator, (reporter_of(operator), standing)));
}

pub fn set_provider(provider: ParticipantId, standing: Standing) {
	world(|world| world.providers.insert(provider, (provider_pair(provider).public(), standing)));
}

/// Makes two participants belong to one owner.
pub fn relate(a: ParticipantId, b: ParticipantId) {
	world(|world| world.related = Some((a, b)));
}

/// Enrols a citizen (0 to 19 are from the beginning) or has them leave.
pub fn set_enrolled(operator: OperatorId, citizen: CitizenId, enrolled: bool) {
	world(|world| world.positions.insert((operator, citizen), enrolled));
}

pub fn quota_used(operator: OperatorId, day: Day) -> u32 {
	world(|world| world.used.get(&(operator, day)).copied().unwrap_or(0))
}

/// Uses up an operator's quota of today but for `left`.
pub fn leave_of_quota(operator: OperatorId, left: u32) {
	world(|world| world.used.insert((operator, TestClock::today_at(world.now)), QUOTA - left));
}

pub struct TestClock;

impl TestClock {
	fn today_at(now: UnixSeconds) -> Day {
		Self::day_of(now).unwrap()
	}
}

impl Clock for TestClock {
	fn now() -> UnixSeconds {
		world(|world| world.now)
	}
	fn day_offset() -> i32 {
		28_800
	}
}

impl Operators<AccountId32> for World {
	fn by_reporter(who: &AccountId32) -> Option<OperatorId> {
		world(|world| world.operators.iter().find(|(_, (key, _))| key == who).map(|(id, _)| *id))
	}
	fn treasury(_: OperatorId) -> Option<AccountId32> {
		None
	}
	fn ensure_active(operator: OperatorId, _: MethodologyId, now: UnixSeconds) -> Standing {
		Self::ensure_licensed(operator, now)
	}
	fn ensure_licensed(operator: OperatorId, _: UnixSeconds) -> Standing {
		world(|world| match world.operators.get(&operator) {
			Some((_, standing)) => *standing,
			None => Err(LicenceRefusal::NotLicensed),
		})
	}
	fn take_quota(operator: OperatorId, today: Day, records: u32) -> Standing {
		world(|world| {
			let used = world.used.entry((operator, today)).or_default();
			if *used + records > QUOTA {
				return Err(LicenceRefusal::QuotaExceeded);
			}
			*used += records;
			Ok(())
		})
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_operator(_: AccountId32, reporter: AccountId32) -> OperatorId {
		world(|world| world.operators.insert(77, (reporter, Ok(()))));
		77
	}
}

impl IdentityProviders for World {
	fn attestation_key(
		provider: ParticipantId,
		_: UnixSeconds,
	) -> Result<sr25519::Public, LicenceRefusal> {
		world(|world| match world.providers.get(&provider) {
			Some((key, standing)) => standing.map(|()| *key),
			None => Err(LicenceRefusal::NotLicensed),
		})
	}
	fn related(a: ParticipantId, b: ParticipantId) -> bool {
		let related = world(|world| world.related);
		related == Some((a, b)) || related == Some((b, a))
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_provider(key: sr25519::Public) -> ParticipantId {
		world(|world| world.providers.insert(78, (key, Ok(()))));
		78
	}
}

impl Positions for World {
	fn get(operator: OperatorId, citizen: CitizenId) -> Option<Position> {
		let enrolled = world(|world| world.positions.get(&(operator, citizen)).copied())?;
		Some(Position { enrolled, ..Position::new(Disposition::Entrusted) })
	}
	fn put(_: OperatorId, _: CitizenId, _: Position) {}
	fn add_totals(_: OperatorId, _: Grams) -> Result<(), DispatchError> {
		Ok(())
	}
	fn take_totals(_: OperatorId, _: Grams) -> Result<(), DispatchError> {
		Ok(())
	}
	fn outstanding(_: OperatorId) -> Outstanding {
		Outstanding::new()
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_citizens(operator: OperatorId, count: u32) {
		(0..count).for_each(|citizen| set_enrolled(operator, citizen, true));
	}
}

/// The operator's reporting key; it never signs in these tests.
fn reporter_of(operator: OperatorId) -> AccountId32 {
	let [high, low] = operator.to_be_bytes();
	let mut bytes = [0xee; 32];
	bytes[0] = high;
	bytes[1] = low;
	AccountId32::new(bytes)
}

pub fn reporter(operator: OperatorId) -> RuntimeOrigin {
	RuntimeOrigin::signed(reporter_of(operator))
}

pub fn provider_pair(provider: ParticipantId) -> sr25519::Pair {
	sr25519::Pair::from_string(&format!("//provider//{provider}"), None).unwrap()
}

pub fn genesis() -> H256 {
	System::block_hash(0)
}

/// What POLICE states about METER for GRID: a household of three, two of whom share it. Not valid
/// for longer than a day.
pub fn statement() -> ObjectStatement<'static> {
	ObjectStatement {
		genesis: genesis(),
		provider: POLICE,
		operator: GRID,
		group: METERS,
		object: METER,
		holders: &[(3, 6_000), (7, 4_000)],
		members: 3,
		crediting_from: None,
		epoch: 1,
		expires: TestClock::now() + DAY,
	}
}

/// Presents content with a signature, as the operator that the statement names.
pub fn present(statement: &ObjectStatement, signature: sr25519::Signature) -> DispatchResult {
	ObjectRegistry::register(
		reporter(statement.operator),
		statement.group,
		statement.object,
		statement.holders.to_vec().try_into().unwrap(),
		statement.members,
		statement.crediting_from,
		statement.provider,
		statement.epoch,
		statement.expires,
		signature,
	)
}

/// The provider's signature over a statement as it stands.
pub fn sign(statement: &ObjectStatement) -> sr25519::Signature {
	provider_pair(statement.provider).sign(&statement.message())
}

/// Presents a statement as it stands, signed by its provider.
pub fn register(statement: &ObjectStatement) -> DispatchResult {
	present(statement, sign(statement))
}

/// What METER is registered as.
pub fn meter() -> Option<RegisteredObject> {
	<ObjectRegistry as tanpu_primitives::traits::Objects>::get(METERS, &METER)
}

fn new_test_ext() -> sp_io::TestExternalities {
	world(|world| *world = World::default());
	let storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
	sp_io::TestExternalities::from(storage)
}

/// Runs a test in block 1 and checks every invariant after it.
pub fn build_and_execute(test: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		System::set_block_number(1);
		test();
		ObjectRegistry::do_try_state().unwrap();
	});
}

#[cfg(feature = "runtime-benchmarks")]
pub fn benchmark_ext() -> sp_io::TestExternalities {
	use sp_keystore::{testing::MemoryKeystore, KeystoreExt};
	let mut ext = new_test_ext();
	ext.register_extension(KeystoreExt::new(MemoryKeystore::new()));
	ext
}
