use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::pallet_prelude::DispatchResult;
use scale_info::TypeInfo;
use sp_staking::SessionIndex;

/// How a member of the set stands.
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
pub enum Standing {
	/// Validates.
	Active,
	/// Set aside, by its own wish or because it made no blocks; comes back by its own call.
	Chilled,
	/// Signed two things where it may sign one. Leaves as soon as the others are enough.
	Equivocated,
}

/// What an active member has missed since it last made a block.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Idle {
	/// Sessions without a block of its own, one after the other.
	pub sessions: u32,
	/// Blocks that would have been its fair share in them.
	pub expected: u32,
}

/// A validator that the council admitted, or that genesis named.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct Member<AccountId, Balance> {
	pub account: AccountId,
	/// The session in which it was admitted. It validates from the one after the next.
	pub since: SessionIndex,
	pub standing: Standing,
	pub idle: Idle,
	/// What is held of its money until it leaves; nothing of those of genesis.
	pub deposit: Balance,
}

/// Why a member was chilled.
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
pub enum ChillReason {
	/// It asked for it.
	Asked,
	/// It made no block in so many sessions, in which so many were its share.
	Offline { sessions: u32, expected: u32 },
}

/// The set in numbers.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
pub struct Summary {
	/// Fewest validators with registered keys.
	pub minimum: u32,
	pub members: u32,
	/// Active members with registered keys.
	pub active: u32,
	pub chilled: u32,
	pub equivocated: u32,
	pub candidates: u32,
	/// Validators of the session that runs.
	pub validating: u32,
}

/// What this pallet needs of sessions. The runtime ties it to pallet-session and its history.
pub trait Sessions<AccountId> {
	/// A validator's keys, all kinds together.
	type Keys;
	/// A root of the trie of a session's keys.
	type Root;

	/// The session that runs.
	fn index() -> SessionIndex;
	/// Its validators.
	fn validators() -> Vec<AccountId>;
	/// The validators of the next session with the keys that they will use. While one session gives
	/// way to the next, those of the one that begins.
	fn queued() -> Vec<(AccountId, Self::Keys)>;
	/// Everybody with registered keys, in order. Only asked at genesis.
	fn registered() -> Vec<AccountId>;
	/// The keys that an account has registered. Registering takes a proof of possession.
	fn keys(who: &AccountId) -> Option<Self::Keys>;
	/// Removes an account's keys and gives its deposit for them back.
	fn purge(who: &AccountId) -> DispatchResult;
	/// Disables a validator of the running session, as far as the limit of disabled ones allows.
	fn disable(who: &AccountId);
	/// The root of a session's keys and the number of its validators, while they are kept.
	fn root(session: SessionIndex) -> Option<(Self::Root, u32)>;
	/// Forgets the roots of sessions before this one.
	fn prune_before(session: SessionIndex);

	/// Registers some keys for the account, others for each seed.
	#[cfg(feature = "runtime-benchmarks")]
	fn register(who: &AccountId, seed: u32);
}
