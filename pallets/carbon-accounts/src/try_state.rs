//! What is always true of accounts and positions.

use crate::{
	pallet::{
		CitizenByKey, CitizenByNullifier, Citizens, Config, FreeCallsUsed, NextCitizenId,
		OperatorTotals, Pallet, Positions, Replacements,
	},
	types::{AccountStatus, ReplacementState, Totals},
};
use alloc::collections::{BTreeMap, BTreeSet};
use frame_support::{ensure, traits::Get};
use sp_runtime::TryRuntimeError;
use tanpu_primitives::{CitizenId, Clock, Grams, OperatorId, Position};

impl<T: Config> Pallet<T> {
	/// Checks every invariant of the pallet. Reads all of its state: for tests and try-runtime.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::try_state_numbers()?;
		Self::try_state_keys()?;
		Self::try_state_replacements()?;
		Self::try_state_free_calls()?;
		Self::try_state_positions()
	}

	/// Numbers are given in sequence, each to one nullifier, and none is ever taken back.
	fn try_state_numbers() -> Result<(), TryRuntimeError> {
		let next = NextCitizenId::<T>::get();
		let mut citizens = 0u32;
		for citizen in Citizens::<T>::iter_keys() {
			ensure!(citizen < next, "accounts: a citizen's number was never given");
			citizens = citizens.saturating_add(1);
		}
		ensure!(citizens == next, "accounts: a number was given and has no citizen");

		let mut named = BTreeSet::<CitizenId>::new();
		for (_, citizen) in CitizenByNullifier::<T>::iter() {
			ensure!(citizen < next, "accounts: a nullifier leads to no citizen");
			ensure!(named.insert(citizen), "accounts: two nullifiers lead to one citizen");
		}
		ensure!(u32::try_from(named.len()) == Ok(next), "accounts: a citizen has no nullifier");
		Ok(())
	}

	/// Keys and citizens that have one lead to each other; a key can sign without a balance; a
	/// closed account has none.
	fn try_state_keys() -> Result<(), TryRuntimeError> {
		let mut keys = 0u32;
		for (key, citizen) in CitizenByKey::<T>::iter() {
			let record =
				Citizens::<T>::get(citizen).ok_or("accounts: a key leads to no citizen")?;
			ensure!(
				record.key.as_ref() == Some(&key),
				"accounts: a key leads to a citizen who has another or none"
			);
			ensure!(
				frame_system::Pallet::<T>::providers(&key) > 0,
				"accounts: a citizen's key can't sign"
			);
			keys = keys.saturating_add(1);
		}
		let mut holders = 0u32;
		for (_, record) in Citizens::<T>::iter() {
			if record.key.is_some() {
				ensure!(record.epoch > 0, "accounts: a key that no statement gave");
				ensure!(
					record.status == AccountStatus::Open,
					"accounts: a closed account has a key"
				);
				holders = holders.saturating_add(1);
			}
		}
		ensure!(keys == holders, "accounts: a citizen's key does not lead to them");
		Ok(())
	}

	/// Only an account that is open and has a key gets another one, no later than the delay; a
	/// statement was accepted for it.
	fn try_state_replacements() -> Result<(), TryRuntimeError> {
		let now = T::Clock::now();
		let latest = now.saturating_add(T::ReplacementDelay::get());
		for (citizen, replacement) in Replacements::<T>::iter() {
			let record =
				Citizens::<T>::get(citizen).ok_or("accounts: a replacement for no citizen")?;
			let old = record.key.ok_or("accounts: a replacement where there is no key")?;
			ensure!(old != replacement.key, "accounts: a key is to replace itself");
			ensure!(record.epoch > 1, "accounts: a replacement that no statement announced");
			ensure!(replacement.due <= latest, "accounts: a replacement later than the delay");
			if let ReplacementState::Vetoed { at } = replacement.state {
				ensure!(at <= now, "accounts: a veto in the future");
			}
		}
		Ok(())
	}

	/// Nobody sends more calls without a fee than a day has, nor in the future.
	fn try_state_free_calls() -> Result<(), TryRuntimeError> {
		for (citizen, calls) in FreeCallsUsed::<T>::iter() {
			ensure!(Citizens::<T>::contains_key(citizen), "accounts: free calls of no citizen");
			ensure!(
				calls.used <= T::FreeCallsPerDay::get(),
				"accounts: more free calls than a day has"
			);
			ensure!(calls.day <= T::Clock::today(), "accounts: free calls in the future");
		}
		Ok(())
	}

	/// Citizens and positions name each other; each position is sound; totals are the sums.
	fn try_state_positions() -> Result<(), TryRuntimeError> {
		let mut sums = BTreeMap::<OperatorId, Totals>::new();
		let mut positions = 0u64;
		for (operator, citizen, position) in Positions::<T>::iter() {
			let (operator, citizen) = (OperatorId::from(operator), CitizenId::from(citizen));
			let record = Citizens::<T>::get(citizen).ok_or("accounts: a position of no citizen")?;
			ensure!(
				record.operators.binary_search(&operator).is_ok(),
				"accounts: a position that its citizen's record does not name"
			);
			ensure!(
				record.status == AccountStatus::Open || !position.enrolled,
				"accounts: a closed account is enrolled"
			);
			Self::try_state_position(&position)?;
			let sum = sums.entry(operator).or_default();
			let overflow = "accounts: an operator's sum exceeds its type";
			sum.grams = sum.grams.checked_add(position.grams).ok_or(overflow)?;
			sum.citizens =
				sum.citizens.checked_add(u32::from(position.enrolled)).ok_or(overflow)?;
			positions = positions.saturating_add(1);
		}
		let mut named = 0u64;
		for (_, record) in Citizens::<T>::iter() {
			ensure!(
				record.operators.is_sorted_by(|a, b| a < b),
				"accounts: a citizen's operators are not in rising order"
			);
			named = named.saturating_add(record.operators.iter().map(|_| 1u64).sum());
		}
		ensure!(named == positions, "accounts: a record names an operator without a position");

		for (operator, totals) in OperatorTotals::<T>::iter() {
			ensure!(
				sums.remove(&operator).unwrap_or_default() == totals,
				"accounts: an operator's totals are not the sums of its positions"
			);
		}
		ensure!(sums.is_empty(), "accounts: an operator has positions and no totals");
		Ok(())
	}

	fn try_state_position(position: &Position) -> Result<(), TryRuntimeError> {
		ensure!(position.carry < 1_000, "accounts: a carry of a whole hundredth or more");
		ensure!(
			position.contributions.is_sorted_by(|a, b| a.0 < b.0),
			"accounts: contributions are not in rising order of class"
		);
		ensure!(
			position.points.is_sorted_by(|a, b| a.0 < b.0),
			"accounts: points are not in rising order of series"
		);
		ensure!(
			position.points.iter().all(|(_, points)| *points > 0),
			"accounts: no points of a series are written down"
		);
		let contributed = position
			.contributions
			.iter()
			.try_fold(0 as Grams, |sum, (_, grams)| sum.checked_add(*grams));
		ensure!(
			contributed.is_some_and(|sum| sum <= position.grams),
			"accounts: more was contributed than credited"
		);
		Ok(())
	}
}
