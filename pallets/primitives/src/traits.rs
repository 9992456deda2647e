//! What a pallet needs of another. The runtime ties them together.

pub use crate::points::{Budgets, Citizens, Fines, Issuing, Spending};
use crate::{
	methodology::MethodologyRefusal, points::Outstanding, ActiveMethodology, CitizenId,
	CreditingRules, Day, Grams, GroupId, MethodologyId, MethodologyRef, ObjectId, OperatorId,
	ParticipantId, Position, UnixSeconds,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use sp_runtime::DispatchError;

/// Why a participant can't act now.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
)]
#[allow(clippy::cast_possible_truncation)]
pub enum LicenceRefusal {
	/// No such participant, or licensed for another role.
	NotLicensed,
	/// Suspended by a council member or the council.
	Suspended,
	/// Revoked for good.
	Revoked,
	/// The licence has run out.
	Expired,
	/// The licence does not cover this methodology.
	OutOfScope,
	/// The day's quota of records would be exceeded.
	QuotaExceeded,
	/// The operator's bond is less than the licence demands: it can't report.
	BondShort,
}

/// Licensed scene operators.
pub trait Operators<AccountId> {
	/// The operator on whose behalf this key may report.
	fn by_reporter(who: &AccountId) -> Option<OperatorId>;

	/// The account that funds and is paid: apart from the reporting keys.
	fn treasury(operator: OperatorId) -> Option<AccountId>;

	/// Whether the operator may report under a methodology at `now`.
	fn ensure_active(
		operator: OperatorId,
		methodology: MethodologyId,
		now: UnixSeconds,
	) -> Result<(), LicenceRefusal>;

	/// Whether the operator may act at all at `now` (open accounts, enrol), whatever the scope.
	fn ensure_licensed(operator: OperatorId, now: UnixSeconds) -> Result<(), LicenceRefusal>;

	/// Takes `records` from the quota of the reporting day `today`: days in the past count against
	/// the day on which they are reported.
	fn take_quota(operator: OperatorId, today: Day, records: u32) -> Result<(), LicenceRefusal>;

	/// Makes an operator with `reporter` as its reporting key that may report under anything.
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_operator(treasury: AccountId, reporter: AccountId) -> OperatorId;
}

/// Keys of operators' devices: gates, chargers, meters, recycling machines.
pub trait Devices {
	/// The operator whose device signs with this key; none where the key isn't registered, or no
	/// longer.
	fn operator_of(device: &sp_runtime::MultiSigner) -> Option<OperatorId>;

	/// Registers a device of the operator.
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_device(operator: OperatorId, device: sp_runtime::MultiSigner);
}

/// No devices.
impl Devices for () {
	fn operator_of(_: &sp_runtime::MultiSigner) -> Option<OperatorId> {
		None
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_device(_: OperatorId, _: sp_runtime::MultiSigner) {}
}

/// Licensed identity providers.
pub trait IdentityProviders {
	/// The sr25519 public key whose attestations count at `now`.
	fn attestation_key(
		provider: ParticipantId,
		now: UnixSeconds,
	) -> Result<sp_core::sr25519::Public, LicenceRefusal>;

	/// Whether two participants, of whichever role and standing, belong to one owner: neither then
	/// vouches independently for what the other does. False where one doesn't exist.
	fn related(a: ParticipantId, b: ParticipantId) -> bool;

	/// Makes a provider with this key, of another owner than any operator's.
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_provider(key: sp_core::sr25519::Public) -> ParticipantId;
}

/// Licensed merchants.
pub trait Merchants<AccountId> {
	/// The account to which a merchant is paid; also of a suspended, expired or revoked one: what it
	/// is owed stays owed. None where there is no such merchant.
	fn holder(merchant: ParticipantId) -> Option<AccountId>;

	/// Whether the merchant can take on anything new at `now`: payments, offers, orders. The refusal
	/// says how it stands.
	fn ensure_active(merchant: ParticipantId, now: UnixSeconds) -> Result<(), LicenceRefusal>;

	/// Makes a merchant that is paid to `holder`.
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_merchant(holder: AccountId) -> ParticipantId;
}

/// Published methodologies.
pub trait Methodologies {
	/// A version under which acts can be reported; history never changes, so superseded versions
	/// stay reportable for acts that ended while they were in force.
	fn active(reference: MethodologyRef) -> Result<ActiveMethodology, MethodologyRefusal>;

	/// The rules of a published version, whatever became of it since: what was credited under it is
	/// verified and issued by them. One read.
	fn rules(reference: MethodologyRef) -> Option<CreditingRules>;

	/// Publishes a version of the most expensive kind: the longest formula, the most inputs and
	/// claims, in force since the beginning. Returns it and inputs that run the whole formula.
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_worst(
		claims: alloc::vec::Vec<crate::ClaimSpec>,
	) -> (MethodologyRef, alloc::vec::Vec<u64>);
}

/// The hot ledger of positions: one key per operator and citizen, read and written once a batch.
pub trait Positions {
	/// The position, if the citizen is enrolled with the operator (or was: see
	/// [`Position::enrolled`]).
	fn get(operator: OperatorId, citizen: CitizenId) -> Option<Position>;

	/// Writes back what [`Positions::get`] returned, with credits added. Together with `totals`
	/// below it keeps the ledger's sums.
	fn put(operator: OperatorId, citizen: CitizenId, position: Position);

	/// Adds a batch's sums to the operator's totals.
	fn add_totals(operator: OperatorId, grams: Grams) -> Result<(), DispatchError>;

	/// Takes the grams of a record that was withdrawn from the operator's totals.
	fn take_totals(operator: OperatorId, grams: Grams) -> Result<(), DispatchError>;

	/// Sums of points over all of the operator's positions, by series, those of closed series that
	/// are still written among them. Reads them all: for tests and try-runtime.
	fn outstanding(operator: OperatorId) -> Outstanding;

	/// Makes citizens `0..count` exist and enrolled with `operator`.
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_citizens(operator: OperatorId, count: u32);
}

/// What a citizen must see through before the account closes, because only their key can.
pub trait Unfinished {
	/// Orders of the citizen that are not finished. Each ends by itself within a bounded time, and
	/// nobody but the citizen makes them: nobody can keep an account open against their will.
	fn orders(citizen: CitizenId) -> u32;

	/// Upper bound of the weight of [`Self::orders`].
	fn weight() -> frame_support::weights::Weight {
		frame_support::weights::Weight::zero()
	}
}

/// Nobody orders anything.
impl Unfinished for () {
	fn orders(_: CitizenId) -> u32 {
		0
	}
}

/// Most citizens that can share an object.
pub const MAX_HOLDERS: u32 = 8;

/// A meter, roof or forest, as registered with the attestation of an identity provider.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct RegisteredObject {
	/// Who has which share of what it earns, in ten thousandths, in rising order of citizen; at
	/// most [`crate::report::WHOLE`] together. What is missing to the whole is nobody's.
	pub holders: BoundedVec<(CitizenId, u16), ConstU32<MAX_HOLDERS>>,
	/// Members of the household, as attested; 0 where it has none (a roof).
	pub members: u8,
	/// The first day of its crediting period, where it has one.
	pub crediting_from: Option<Day>,
	/// How often it was registered, from 1. A new registration starts registers afresh at the
	/// highest credited reading: what an earlier holder didn't claim is nobody's.
	pub epoch: u32,
}

impl RegisteredObject {
	/// The citizen's share in ten thousandths; none where they hold nothing of it.
	pub fn share(&self, citizen: CitizenId) -> Option<u16> {
		self.holders.iter().find(|(holder, _)| *holder == citizen).map(|(_, share)| *share)
	}
}

/// Registered objects.
pub trait Objects {
	/// The object of this id in an exclusion group, if it is registered.
	fn get(group: GroupId, object: &ObjectId) -> Option<RegisteredObject>;

	/// Registers an object with [`MAX_HOLDERS`] holders, `0..MAX_HOLDERS` among them.
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_object(group: GroupId, object: ObjectId);
}

/// Nothing is registered.
impl Objects for () {
	fn get(_: GroupId, _: &ObjectId) -> Option<RegisteredObject> {
		None
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_object(_: GroupId, _: ObjectId) {}
}
