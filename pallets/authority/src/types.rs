//! A queued call and the states that time takes it through.

use codec::{Decode, Encode, MaxEncodedLen};
use frame_support::{
	pallet_prelude::{ConstU32, Get},
	BoundedVec, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound,
};
use scale_info::TypeInfo;
use tanpu_primitives::UnixSeconds;

/// A queued call's number, assigned in sequence from 0.
pub type CallIndex = u32;

/// Name of a government department, UTF-8.
pub type DepartmentName = BoundedVec<u8, ConstU32<64>>;

/// How deep a queued call may nest when it is decoded. Listed calls are flat (a hash, a few
/// numbers); anything deeper only costs stack.
pub const MAX_CALL_DEPTH: u32 = 8;

/// A call that waits to be dispatched as Root.
#[derive(
	Encode, Decode, MaxEncodedLen, TypeInfo, CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound,
)]
#[scale_info(skip_type_params(Size))]
#[codec(mel_bound(Size: Get<u32>))]
pub struct QueuedCall<Size: Get<u32>> {
	/// The encoded call.
	pub call: BoundedVec<u8, Size>,
	/// Unix seconds from which it can be enacted.
	pub ready: UnixSeconds,
	/// Unix seconds from which it no longer can.
	pub lapses: UnixSeconds,
	/// How the runtime that queued it encodes calls.
	pub transaction_version: u32,
}

/// Where a queued call stands.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
#[allow(clippy::cast_possible_truncation)]
pub enum CallState {
	/// The delay isn't over.
	Waiting,
	/// It can be enacted.
	Ready,
	/// It can't be enacted any more.
	Lapsed,
}

impl<Size: Get<u32>> QueuedCall<Size> {
	/// The state at `now`. Times are half open: ready from `ready` on, lapsed from `lapses` on.
	pub fn state(&self, now: UnixSeconds) -> CallState {
		if now < self.ready {
			CallState::Waiting
		} else if now < self.lapses {
			CallState::Ready
		} else {
			CallState::Lapsed
		}
	}
}
