//! A call and who makes it.

use crate::keys::Keys;
use codec::{Decode, Encode};
use frame_support::traits::GetCallMetadata;
use tanpu_runtime::{AccountId, RuntimeCall, RuntimeOrigin};

/// Who makes a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
	/// Whoever signs.
	Signed(AccountId),
	/// So many of the three members of the council, by a motion.
	Council(u32),
	/// One member, through the council's `execute`.
	Member(AccountId),
	/// Nobody can be Root; a call that it could make and others can't is a hole.
	Root,
	/// An unsigned transaction.
	Nobody,
}

impl By {
	pub fn origin(&self) -> RuntimeOrigin {
		match self {
			Self::Signed(who) => RuntimeOrigin::signed(who.clone()),
			Self::Council(yes) => pallet_collective::RawOrigin::Members(*yes, 3).into(),
			Self::Member(who) => pallet_collective::RawOrigin::Member(who.clone()).into(),
			Self::Root => RuntimeOrigin::root(),
			Self::Nobody => RuntimeOrigin::none(),
		}
	}

	/// The account that signs, where its key is known.
	pub fn signer(&self) -> Option<&AccountId> {
		match self {
			Self::Signed(who) if Keys::get().pair(who).is_some() => Some(who),
			_ => None,
		}
	}
}

/// A call and who makes it.
#[derive(Clone, Debug)]
pub struct Move {
	pub by: By,
	pub call: RuntimeCall,
}

impl Move {
	pub fn signed(who: &AccountId, call: impl Into<RuntimeCall>) -> Option<Self> {
		Some(Self { by: By::Signed(who.clone()), call: call.into() })
	}

	/// By two thirds of the council.
	pub fn council(call: impl Into<RuntimeCall>) -> Option<Self> {
		Some(Self { by: By::Council(2), call: call.into() })
	}

	/// `Pallet.call`.
	pub fn name(&self) -> String {
		let metadata = self.call.get_call_metadata();
		format!("{}.{}", metadata.pallet_name, metadata.function_name)
	}

	/// The call with a few bytes of its arguments changed; none where that is no call any more.
	pub fn garbled(&self, dice: &mut crate::dice::Dice) -> Option<Self> {
		let mut bytes = self.call.encode();
		// Pallet and call stay: only arguments are garbage.
		let arguments = bytes.len().checked_sub(2).filter(|arguments| *arguments > 0)?;
		for _ in 0..dice.within(1, 3) {
			let at = 2 + dice.below(arguments as u64) as usize;
			bytes[at] = match dice.below(4) {
				0 => 0,
				1 => 0xff,
				2 => bytes[at] ^ (1 << dice.below(8)),
				_ => dice.below(256) as u8,
			};
		}
		let call = RuntimeCall::decode(&mut &bytes[..]).ok()?;
		Some(Self { by: self.by.clone(), call })
	}
}

/// The calls that a call carries in the end; itself where it carries none.
pub fn leaves(call: &RuntimeCall) -> Vec<&RuntimeCall> {
	use pallet_collective::Call as Council;
	use pallet_multisig::Call as Multisig;
	use pallet_proxy::Call as Proxy;
	use pallet_utility::Call as Utility;
	let inner: Vec<&RuntimeCall> = match call {
		RuntimeCall::Utility(
			Utility::batch { calls }
			| Utility::batch_all { calls }
			| Utility::force_batch { calls },
		) => calls.iter().collect(),
		RuntimeCall::Utility(Utility::if_else { main, fallback }) => vec![main, fallback],
		RuntimeCall::Utility(Utility::as_derivative { call, .. })
		| RuntimeCall::Multisig(
			Multisig::as_multi { call, .. } | Multisig::as_multi_threshold_1 { call, .. },
		)
		| RuntimeCall::Proxy(Proxy::proxy { call, .. } | Proxy::proxy_announced { call, .. }) => {
			vec![call]
		},
		RuntimeCall::Council(
			Council::execute { proposal: call, .. } | Council::propose { proposal: call, .. },
		) => vec![call],
		_ => return vec![call],
	};
	inner.into_iter().flat_map(leaves).collect()
}

/// `(pallet, call)`.
pub fn named(call: &RuntimeCall) -> (&'static str, &'static str) {
	let metadata = call.get_call_metadata();
	(metadata.pallet_name, metadata.function_name)
}
