//! Calls that citizens send without a fee.
//!
//! A citizen need not own any TANP. Each may send [`Config::FreeCallsPerDay`] calls a day of the
//! kinds in [`Config::FreeCall`] for nothing; what is beyond it pays the normal fee. Calls count as
//! they enter a block, so one that fails counts as well.
//!
//! [`FeeAllowance`] wraps the extensions that check the nonce and charge the fee. It carries
//! nothing of its own and looks from outside as the two of them: wallets see what they know.
//!
//! What is free is bounded by people, not by keys: an account takes an identity provider's word for
//! a real person, the count goes by the citizen's number, which outlives keys, and a transaction
//! that carries another call (a batch, a proxy, a multisig) is never free. Free calls count against
//! the block's limits as any others, and they have the lowest priority there is: they fill what
//! payers leave, in the block and in the pool. A citizen who is in a hurry adds a tip and pays.

use crate::{
	pallet::{CitizenByKey, Config, FreeCallsUsed, Pallet},
	types::FreeCalls,
	weights::WeightInfo,
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode};
use frame_support::{
	dispatch::{DispatchInfo, DispatchResult, PostDispatchInfo},
	ensure,
	traits::{Contains, Get},
	weights::Weight,
};
use frame_system::CheckNonce;
use scale_info::{StaticTypeInfo, TypeInfo};
use sp_core::crypto::AccountId32;
use sp_runtime::{
	traits::{
		AsSystemOriginSigner, DispatchInfoOf, DispatchOriginOf, Dispatchable, Implication,
		PostDispatchInfoOf, RefundWeight, TransactionExtension, TransactionExtensionMetadata,
		UniqueSaturatedInto, ValidateResult,
	},
	transaction_validity::{InvalidTransaction, TransactionSource, TransactionValidityError},
};
use tanpu_primitives::{CitizenId, Clock};

impl<T: Config> Pallet<T> {
	/// The citizen for whom a key acts, and how many calls they sent today without a fee.
	pub(crate) fn free_calls_of(who: &AccountId32) -> Option<(CitizenId, u32)> {
		let citizen = CitizenByKey::<T>::get(who)?;
		let FreeCalls { day, used } = FreeCallsUsed::<T>::get(citizen);
		// The clock never goes back; were it to, nothing would be given twice.
		Some((citizen, if day < T::Clock::today() { 0 } else { used }))
	}

	/// Counts a free call of a citizen. False, and nothing changes, where none is left today.
	#[must_use]
	pub(crate) fn take_free_call(citizen: CitizenId) -> bool {
		FreeCallsUsed::<T>::mutate(citizen, |calls| {
			let today = T::Clock::today();
			if calls.day < today {
				*calls = FreeCalls { day: today, used: 0 };
			}
			let left = calls.used < T::FreeCallsPerDay::get();
			if left {
				calls.used = calls.used.saturating_add(1);
			}
			left
		})
	}

	/// Whether `who` could send this call now without a fee, nothing else of theirs being under way.
	pub fn is_free(who: &AccountId32, call: &T::RuntimeCall) -> bool {
		T::FreeCall::contains(call)
			&& Self::free_calls_of(who).is_some_and(|(_, used)| used < T::FreeCallsPerDay::get())
	}
}

/// Checks the nonce, and charges the fee (`S`) unless the call is within its citizen's allowance.
///
/// The nonce belongs to it because the pool judges a transaction before those queued ahead of it
/// have run: as many as the nonce is ahead may each take a free call, so that a transaction beyond
/// the allowance has to be able to pay. In a block nothing is ahead, and the count is exact.
#[derive(Encode, Decode, DecodeWithMemTracking, Clone, PartialEq, Eq)]
pub struct FeeAllowance<T: Config, S> {
	nonce: CheckNonce<T>,
	charge: S,
}

impl<T: Config, S: Encode> FeeAllowance<T, S> {
	pub fn new(nonce: T::Nonce, charge: S) -> Self {
		Self { nonce: CheckNonce::from(nonce), charge }
	}

	/// Whether it pays more than it must. A tip of nothing is what its encoding has no other byte
	/// than zero for.
	pub fn tips(&self) -> bool {
		self.charge.using_encoded(|bytes| bytes.iter().any(|byte| *byte != 0))
	}
}

// The type is that of the pair that it wraps.
impl<T: Config, S: StaticTypeInfo> TypeInfo for FeeAllowance<T, S>
where
	CheckNonce<T>: StaticTypeInfo,
{
	type Identity = (CheckNonce<T>, S);

	fn type_info() -> scale_info::Type {
		<(CheckNonce<T>, S)>::type_info()
	}
}

impl<T: Config, S: Encode> core::fmt::Debug for FeeAllowance<T, S> {
	#[cfg(feature = "std")]
	fn fmt(&self, f: &mut core::fmt::Formatter) -> core::fmt::Result {
		write!(f, "FeeAllowance({:?}, {:?})", self.nonce, self.charge.encode())
	}

	#[cfg(not(feature = "std"))]
	fn fmt(&self, _: &mut core::fmt::Formatter) -> core::fmt::Result {
		Ok(())
	}
}

/// What validation found.
pub struct Val<Nonce, Charge> {
	nonce: Nonce,
	fee: Fee<Charge>,
}

enum Fee<Charge> {
	Free(CitizenId),
	Due(Charge),
}

/// What is left to do after the call.
pub struct Pre<Nonce, Charge> {
	nonce: Nonce,
	/// None where the call was free.
	charge: Option<Charge>,
	/// Weight that was declared and not used.
	unspent: Weight,
}

impl<T, S> FeeAllowance<T, S>
where
	T: Config,
	S: TransactionExtension<T::RuntimeCall>,
	T::RuntimeCall: Dispatchable<Info = DispatchInfo, PostInfo = PostDispatchInfo>,
	T::RuntimeOrigin: AsSystemOriginSigner<AccountId32>,
{
	/// The citizen whose allowance covers the call.
	fn covered(&self, origin: &T::RuntimeOrigin, call: &T::RuntimeCall) -> Option<CitizenId> {
		if !T::FreeCall::contains(call) || self.tips() {
			return None;
		}
		let who = origin.as_system_origin_signer()?;
		let (citizen, used) = Pallet::<T>::free_calls_of(who)?;
		let done: u64 = frame_system::Pallet::<T>::account_nonce(who).unique_saturated_into();
		let ahead =
			UniqueSaturatedInto::<u64>::unique_saturated_into(self.nonce.0).saturating_sub(done);
		let left = T::FreeCallsPerDay::get().saturating_sub(used);
		(ahead < u64::from(left)).then_some(citizen)
	}
}

impl<T, S> TransactionExtension<T::RuntimeCall> for FeeAllowance<T, S>
where
	T: Config,
	S: TransactionExtension<T::RuntimeCall>,
	CheckNonce<T>: TransactionExtension<T::RuntimeCall>,
	T::RuntimeCall: Dispatchable<
		Info = DispatchInfo,
		PostInfo = PostDispatchInfo,
		RuntimeOrigin = T::RuntimeOrigin,
	>,
	T::RuntimeOrigin: AsSystemOriginSigner<AccountId32>,
{
	const IDENTIFIER: &'static str = "Use `metadata()`!";

	type Implicit = (
		<CheckNonce<T> as TransactionExtension<T::RuntimeCall>>::Implicit,
		<S as TransactionExtension<T::RuntimeCall>>::Implicit,
	);
	type Val = Val<
		<CheckNonce<T> as TransactionExtension<T::RuntimeCall>>::Val,
		<S as TransactionExtension<T::RuntimeCall>>::Val,
	>;
	type Pre = Pre<
		<CheckNonce<T> as TransactionExtension<T::RuntimeCall>>::Pre,
		<S as TransactionExtension<T::RuntimeCall>>::Pre,
	>;

	fn metadata() -> Vec<TransactionExtensionMetadata> {
		let mut both = <CheckNonce<T> as TransactionExtension<T::RuntimeCall>>::metadata();
		both.extend(S::metadata());
		both
	}

	fn implicit(&self) -> Result<Self::Implicit, TransactionValidityError> {
		Ok((self.nonce.implicit()?, self.charge.implicit()?))
	}

	fn weight(&self, call: &T::RuntimeCall) -> Weight {
		let own =
			if T::FreeCall::contains(call) { T::WeightInfo::free_call() } else { Weight::zero() };
		self.nonce.weight(call).saturating_add(self.charge.weight(call)).saturating_add(own)
	}

	fn validate(
		&self,
		origin: DispatchOriginOf<T::RuntimeCall>,
		call: &T::RuntimeCall,
		info: &DispatchInfoOf<T::RuntimeCall>,
		len: usize,
		self_implicit: Self::Implicit,
		inherited_implication: &impl Implication,
		source: TransactionSource,
	) -> ValidateResult<Self::Val, T::RuntimeCall> {
		let (of_nonce, of_charge) = self_implicit;
		let (nonce_valid, nonce, origin) = self.nonce.validate(
			origin,
			call,
			info,
			len,
			of_nonce,
			inherited_implication,
			source,
		)?;
		if let Some(citizen) = self.covered(&origin, call) {
			// No priority: payers go first.
			return Ok((nonce_valid, Val { nonce, fee: Fee::Free(citizen) }, origin));
		}
		let (valid, charge, origin) = self.charge.validate(
			origin,
			call,
			info,
			len,
			of_charge,
			inherited_implication,
			source,
		)?;
		Ok((nonce_valid.combine_with(valid), Val { nonce, fee: Fee::Due(charge) }, origin))
	}

	fn prepare(
		self,
		val: Self::Val,
		origin: &DispatchOriginOf<T::RuntimeCall>,
		call: &T::RuntimeCall,
		info: &DispatchInfoOf<T::RuntimeCall>,
		len: usize,
	) -> Result<Self::Pre, TransactionValidityError> {
		let nonce = self.nonce.prepare(val.nonce, origin, call, info, len)?;
		let (charge, unspent) = match val.fee {
			Fee::Free(citizen) => {
				// Here and not in the call: what a failing call wrote is undone.
				ensure!(Pallet::<T>::take_free_call(citizen), InvalidTransaction::Payment);
				(None, self.charge.weight(call))
			},
			Fee::Due(val) => {
				let unspent = if T::FreeCall::contains(call) {
					T::WeightInfo::free_call().saturating_sub(T::WeightInfo::free_call_beyond())
				} else {
					Weight::zero()
				};
				(Some(self.charge.prepare(val, origin, call, info, len)?), unspent)
			},
		};
		Ok(Pre { nonce, charge, unspent })
	}

	fn post_dispatch_details(
		pre: Self::Pre,
		info: &DispatchInfoOf<T::RuntimeCall>,
		post_info: &PostDispatchInfoOf<T::RuntimeCall>,
		len: usize,
		result: &DispatchResult,
	) -> Result<Weight, TransactionValidityError> {
		let Pre { nonce, charge, unspent } = pre;
		let of_nonce =
			<CheckNonce<T> as TransactionExtension<T::RuntimeCall>>::post_dispatch_details(
				nonce, info, post_info, len, result,
			)?;
		let unspent = unspent.saturating_add(of_nonce);
		let Some(charge) = charge else { return Ok(unspent) };
		// The fee is for what was used.
		let mut used = *post_info;
		used.refund(unspent);
		let of_charge = S::post_dispatch_details(charge, info, &used, len, result)?;
		Ok(unspent.saturating_add(of_charge))
	}
}
