//! Freezing a class, and making good what should not have been issued.

use crate::{
	pallet::{
		Buffers, Cases, Config, Error, Event, Exchange, Freezes, Issuances, Pallet, PooledBuffers,
	},
	types::{Cancellation, Recall, MAX_TOP_UPS},
	weights::WeightInfo,
};
use alloc::vec::Vec;
use frame_support::{dispatch::DispatchResultWithPostInfo, ensure, traits::Get, weights::Weight};
use sp_core::H256;
use sp_runtime::{DispatchError, DispatchResult};
use tanpu_primitives::{
	suspension::SuspensionRefusal,
	verification::{Bonds, ExchangeFields, RiskKind},
	Be32, ClassId, Clock, Grams,
};

impl<T: Config> Pallet<T> {
	/// Whether a class is frozen now.
	pub fn is_frozen(class: ClassId) -> bool {
		Freezes::<T>::get(class).current(T::Clock::now()).is_some()
	}

	/// What of an account's grams of a class can't be moved: all while the class is frozen, but of
	/// the pools' and buffers' own accounts, which only this pallet moves. For the assets pallet's
	/// freezer.
	pub fn frozen_balance(class: ClassId, who: &T::AccountId) -> Option<Grams> {
		let own = *who == Self::pool_account()
			|| RiskKind::ALL.iter().any(|kind| *who == Self::buffer_account(*kind));
		(!own && Self::is_frozen(class)).then_some(Grams::MAX)
	}

	pub(crate) fn do_freeze(by: T::AccountId, class: ClassId, reason: H256) -> DispatchResult {
		ensure!(Issuances::<T>::contains_key(class), Error::<T>::NotIssued);
		let until = Freezes::<T>::try_mutate(class, |kept| {
			let (period, cool_down) = (T::FreezePeriod::get(), T::CoolDown::get());
			kept.suspend(by.clone(), reason, T::Clock::now(), period, cool_down)
				.map_err(Error::<T>::from_suspension)
		})?;
		Self::deposit_event(Event::Frozen { class, by, reason, until });
		Ok(())
	}

	pub(crate) fn do_confirm_freeze(class: ClassId) -> DispatchResult {
		Freezes::<T>::try_mutate(class, |kept| {
			kept.confirm(T::Clock::now()).map_err(Error::<T>::from_suspension)
		})?;
		Self::deposit_event(Event::FreezeConfirmed { class });
		Ok(())
	}

	pub(crate) fn do_unfreeze(class: ClassId) -> DispatchResult {
		Freezes::<T>::try_mutate(class, |kept| {
			kept.lift(T::Clock::now(), T::CoolDown::get()).map_err(Error::<T>::from_suspension)
		})?;
		Self::deposit_event(Event::Unfrozen { class });
		Ok(())
	}

	pub(crate) fn do_recall(
		class: ClassId,
		grams: Grams,
		reason: H256,
	) -> DispatchResultWithPostInfo {
		ensure!(grams > 0, Error::<T>::ZeroGrams);
		let operator = Self::found_case(class).map_err(|_| Error::<T>::NotIssued)?.info.operator;
		let mut issuance = Self::found_issuance(class)?;
		let kind = issuance.kind;
		let recalled = issuance.recall.recalled.checked_add(grams);
		ensure!(
			recalled.is_some_and(|recalled| recalled <= issuance.issued),
			Error::<T>::BeyondIssued
		);

		let own_buffer = grams.min(Buffers::<T>::get(kind, Be32::from(class)));
		Self::take_buffer(kind, class, own_buffer)?;
		let mut rest = grams.saturating_sub(own_buffer);
		let pool = rest.min(issuance.pool);
		Self::burn_pool(class, &mut issuance, pool)?;
		rest = rest.saturating_sub(pool);
		let cancelled = own_buffer.checked_add(pool).ok_or(Error::<T>::Overflow)?;
		Self::count_cancelled(class, &mut issuance, cancelled, Cancellation::Recalled)?;

		let (topped_up, classes) = Self::top_up(kind, class, rest)?;
		rest = rest.saturating_sub(topped_up);
		let bonded = if rest > 0 { T::Bonds::replace(operator, class, rest).min(rest) } else { 0 };
		let short = rest.saturating_sub(bonded);

		let made_good =
			Recall { recalled: grams, own_buffer, pool, topped_up, bonded, short, replaced: 0 };
		issuance.recall = sum(issuance.recall, made_good).ok_or(Error::<T>::Overflow)?;
		Issuances::<T>::insert(class, issuance);
		Self::deposit_event(Event::Recalled { class, reason, made_good });
		Ok(Some(T::WeightInfo::recall(classes).saturating_add(Self::bonds_weight())).into())
	}

	/// Cancels buffers of other classes for a class, the oldest first. Returns how many grams, and of
	/// how many classes.
	fn top_up(
		kind: RiskKind,
		class: ClassId,
		wanted: Grams,
	) -> Result<(Grams, u32), DispatchError> {
		let (mut rest, mut classes) = (wanted, 0u32);
		if rest == 0 {
			return Ok((0, 0));
		}
		// One more than are taken: whether there is one decides whether to ask for less at once.
		let most = usize::try_from(MAX_TOP_UPS).unwrap_or(0).saturating_add(1);
		let others: Vec<(Be32, Grams)> = Buffers::<T>::iter_prefix(kind).take(most).collect();
		for (other, kept) in others {
			if rest == 0 {
				break;
			}
			ensure!(classes < MAX_TOP_UPS, Error::<T>::TooManyTopUps);
			let other = ClassId::from(other);
			let taken = rest.min(kept);
			Self::take_buffer(kind, other, taken)?;
			let mut issuance = Self::found_issuance(other)?;
			Self::count_cancelled(other, &mut issuance, taken, Cancellation::TopUp { class })?;
			Issuances::<T>::insert(other, issuance);
			rest = rest.saturating_sub(taken);
			classes = classes.saturating_add(1);
		}
		Ok((wanted.saturating_sub(rest), classes))
	}

	/// Takes grams out of a class's part of the buffer and burns them.
	fn take_buffer(kind: RiskKind, class: ClassId, grams: Grams) -> DispatchResult {
		if grams == 0 {
			return Ok(());
		}
		let key = Be32::from(class);
		let left = Buffers::<T>::get(kind, key).checked_sub(grams).ok_or(Error::<T>::Overflow)?;
		if left == 0 {
			Buffers::<T>::remove(kind, key);
		} else {
			Buffers::<T>::insert(kind, key, left);
		}
		PooledBuffers::<T>::try_mutate(kind, |sum| {
			*sum = sum.checked_sub(grams).ok_or(Error::<T>::Overflow)?;
			Ok::<_, DispatchError>(())
		})?;
		Self::burn(class, &Self::buffer_account(kind), grams)
	}

	pub(crate) fn do_replace(
		who: T::AccountId,
		class: ClassId,
		with: ClassId,
		grams: Grams,
	) -> DispatchResult {
		ensure!(grams > 0, Error::<T>::ZeroGrams);
		let mut recalled = Self::found_issuance(class)?;
		ensure!(grams <= recalled.recall.open(), Error::<T>::NothingToReplace);
		ensure!(Issuances::<T>::contains_key(with), Error::<T>::NotIssued);
		ensure!(!Self::is_frozen(with), Error::<T>::ClassFrozen);
		recalled.recall.replaced =
			recalled.recall.replaced.checked_add(grams).ok_or(Error::<T>::Overflow)?;
		// Written before the other is read: they may be the same.
		Issuances::<T>::insert(class, recalled);
		Self::burn_held(with, &who, grams)?;
		let mut given = Self::found_issuance(with)?;
		Self::count_cancelled(with, &mut given, grams, Cancellation::Replacement { class })?;
		Issuances::<T>::insert(with, given);
		Self::deposit_event(Event::Replaced { class, with, grams, by: who });
		Ok(())
	}

	pub(crate) fn do_set_exchange_fields(class: ClassId, fields: ExchangeFields) -> DispatchResult {
		ensure!(Cases::<T>::contains_key(class), Error::<T>::NotSealed);
		Self::ensure_text(&fields.registry_link)?;
		Self::ensure_text(&fields.tags)?;
		Exchange::<T>::insert(class, &fields);
		Self::deposit_event(Event::ExchangeFieldsSet { class, fields });
		Ok(())
	}

	/// What taking a bond weighs.
	pub fn bonds_weight() -> Weight {
		T::Bonds::weight()
	}
}

/// Two recalls of a class together.
fn sum(a: Recall, b: Recall) -> Option<Recall> {
	Some(Recall {
		recalled: a.recalled.checked_add(b.recalled)?,
		own_buffer: a.own_buffer.checked_add(b.own_buffer)?,
		pool: a.pool.checked_add(b.pool)?,
		topped_up: a.topped_up.checked_add(b.topped_up)?,
		bonded: a.bonded.checked_add(b.bonded)?,
		short: a.short.checked_add(b.short)?,
		replaced: a.replaced.checked_add(b.replaced)?,
	})
}

impl<T: Config> Error<T> {
	fn from_suspension(refusal: SuspensionRefusal) -> Self {
		match refusal {
			SuspensionRefusal::Suspended => Self::AlreadyFrozen,
			SuspensionRefusal::CoolingDown => Self::CoolingDown,
			SuspensionRefusal::NotSuspended => Self::NotFrozen,
			SuspensionRefusal::Confirmed => Self::AlreadyConfirmed,
		}
	}
}
