use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use sp_core::H256;
use tanpu_primitives::UnixSeconds;

/// Hash of a bank's own reference for one payment, in or out.
pub type RecordRef = H256;

/// The number of a withdrawal. Never used again.
pub type WithdrawalId = u32;

/// A short text in UTF-8 that says why.
pub type Reason = BoundedVec<u8, ConstU32<128>>;

/// What an officer does. Nobody has both duties.
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
pub enum Duty {
	/// Enters what happened at the bank.
	Propose,
	/// Compares it with the bank's statement, and makes it count.
	Confirm,
}

/// A deposit that one officer has entered.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct Mint<AccountId, Balance> {
	pub to: AccountId,
	pub amount: Balance,
	pub proposer: AccountId,
}

/// A payment out that one officer has entered.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct Payment<AccountId> {
	pub record: RecordRef,
	pub proposer: AccountId,
	/// When a payment was first entered: it counts for the owner's waiting, whatever comes later.
	pub first: UnixSeconds,
}

/// Money that its owner wants paid out, held until then.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct Withdrawal<AccountId, Balance> {
	pub owner: AccountId,
	pub amount: Balance,
	/// Hash of where the money goes: the owner's account at the bank. The settlement office has it.
	pub destination: H256,
	/// Unix seconds until which a payment can be entered.
	pub deadline: UnixSeconds,
	pub payment: Option<Payment<AccountId>>,
}

/// What one record was used for, for ever.
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
pub enum Use {
	Deposit,
	Withdrawal,
}

/// All TANP there is, by where it came from and went.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Totals<Balance> {
	/// What genesis issued.
	pub genesis: Balance,
	pub minted: Balance,
	pub burned: Balance,
}
