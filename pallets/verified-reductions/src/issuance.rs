//! Issuing a class, and giving self-holding citizens what is theirs.

use crate::{
	pallet::{
		BufferShares, Buffers, Cases, Config, Error, Event, Issuances, Pallet, PooledBuffers,
		RiskKinds,
	},
	types::{default_share, Cancellation, Issuance, Recall, Stage, Totals},
};
use alloc::{format, vec::Vec};
use frame_support::{
	ensure,
	traits::{
		fungibles::{metadata::Mutate as _, Create, Inspect, Mutate},
		tokens::Preservation,
		Get,
	},
};
use sp_runtime::{traits::AccountIdConversion, DispatchError, DispatchResult};
use tanpu_primitives::{
	traits::{Citizens, Methodologies, Positions},
	verification::{ByDisposition, ClassInfo, Listings, RiskKind},
	Be32, CitizenId, ClaimSpec, ClassId, Clock, CreditingRules, Disposition, Grams, MethodologyRef,
	Month, OperatorId,
};

/// What wallets show after a number.
const SYMBOL: &[u8] = b"gCO2e";

impl<T: Config> Pallet<T> {
	/// The account of pools and of what can be claimed; it owns the assets.
	pub fn pool_account() -> T::AccountId {
		T::PalletId::get().into_sub_account_truncating(0u8)
	}

	/// The account of a risk's buffer.
	pub fn buffer_account(kind: RiskKind) -> T::AccountId {
		let number = match kind {
			RiskKind::Activity => 1u8,
			RiskKind::Technology => 2,
			RiskKind::Nature => 3,
		};
		T::PalletId::get().into_sub_account_truncating(number)
	}

	pub(crate) fn do_issue(class: ClassId) -> DispatchResult {
		let mut case = Self::found_case(class)?;
		let Stage::Noticed { grams: issued, until, .. } = case.stage else {
			return Err(Error::<T>::NotNoticed.into());
		};
		let (info, now) = (case.info, T::Clock::now());
		ensure!(now >= until, Error::<T>::NoticeOpen);
		let rules =
			T::Methodologies::rules(info.methodology).ok_or(Error::<T>::MethodologyNotFound)?;
		let kind = Self::risk_of(info.methodology, &rules);
		let share = BufferShares::<T>::get(kind).unwrap_or_else(|| default_share(kind));
		let insured = share.mul_ceil(issued);
		let parts = divide(issued.saturating_sub(insured), &info).ok_or(Error::<T>::Overflow)?;
		let placed = parts.total().ok_or(Error::<T>::Overflow)?;
		// The share, and what rounding left.
		let buffer = issued.checked_sub(placed).ok_or(Error::<T>::Overflow)?;

		let pools = Self::pool_account();
		T::Assets::create(class, pools.clone(), true, 1)?;
		T::Assets::set(class, &pools, asset_name(&info), SYMBOL.to_vec(), 0)?;
		let pooled = parts.entrusted.checked_add(parts.self_held).ok_or(Error::<T>::Overflow)?;
		Self::mint(class, &pools, pooled)?;
		Self::mint(class, &Self::buffer_account(kind), buffer)?;
		Self::add_buffer(kind, class, buffer)?;

		let claims_until = now.saturating_add(T::ClaimWindow::get());
		let mut issuance = Issuance {
			at: now,
			kind,
			issued,
			parts,
			pool: parts.entrusted,
			claimable: parts.self_held,
			claimed: 0,
			claims_until,
			swept: false,
			retired: 0,
			cancelled: 0,
			certificates: 0,
			recall: Recall::default(),
		};
		Self::deposit_event(Event::Issued { class, issued, kind, buffer, parts, claims_until });
		// Never minted: cancelled as they are issued.
		Self::count_cancelled(class, &mut issuance, parts.reward_only, Cancellation::CommonGood)?;
		Issuances::<T>::insert(class, issuance);
		case.stage = Stage::Issued;
		Cases::<T>::insert(class, case);
		Ok(())
	}

	pub(crate) fn do_claim(
		who: &T::AccountId,
		class: ClassId,
		citizen: CitizenId,
	) -> DispatchResult {
		let case = Self::found_case(class)?;
		let operator = case.info.operator;
		let (contributed, grams) = match case.stage {
			Stage::Rejected => (Self::take_contribution(class, operator, citizen, None)?, 0),
			Stage::Issued => {
				let mut issuance = Self::found_issuance(class)?;
				let position =
					T::Positions::get(operator, citizen).ok_or(Error::<T>::NothingToClaim)?;
				let chosen = position.disposition;
				ensure!(chosen != Disposition::Entrusted, Error::<T>::Entrusted);
				let contributed = Self::take_contribution(class, operator, citizen, Some(chosen))?;
				let gives = chosen == Disposition::SelfHeld && !issuance.swept;
				let grams = if gives {
					let all = case.info.by_disposition.self_held;
					Self::give(who, class, &mut issuance, citizen, contributed, all)?
				} else {
					0
				};
				(contributed, grams)
			},
			_ => return Err(Error::<T>::NotIssued.into()),
		};
		Self::deposit_event(Event::Claimed { class, citizen, contributed, grams });
		Ok(())
	}

	/// Gives a self-holding citizen's part to their key.
	fn give(
		who: &T::AccountId,
		class: ClassId,
		issuance: &mut Issuance,
		citizen: CitizenId,
		contributed: Grams,
		all: Grams,
	) -> Result<Grams, DispatchError> {
		ensure!(!Self::is_frozen(class), Error::<T>::ClassFrozen);
		let key = T::Citizens::key_of(citizen).ok_or(Error::<T>::NoKey)?;
		// Nobody else chooses the moment: the key may be lost, and about to be replaced.
		ensure!(*who == key, Error::<T>::NotTheCitizen);
		let grams = part(issuance.parts.self_held, contributed, all).ok_or(Error::<T>::Overflow)?;
		issuance.claimed = issuance.claimed.checked_add(contributed).ok_or(Error::<T>::Overflow)?;
		issuance.claimable =
			issuance.claimable.checked_sub(grams).ok_or(Error::<T>::InsufficientGrams)?;
		Self::transfer_from_pools(class, &key, grams)?;
		if issuance.claimed == all {
			// The last one: what rounding left.
			Self::buffer_claimable(class, issuance)?;
		}
		Issuances::<T>::insert(class, issuance);
		Ok(grams)
	}

	pub(crate) fn do_sweep(class: ClassId) -> DispatchResult {
		let case = Self::found_case(class).map_err(|_| Error::<T>::NotIssued)?;
		let mut issuance = Self::found_issuance(class)?;
		let all = case.info.by_disposition.self_held;
		ensure!(!issuance.swept && issuance.claimed < all, Error::<T>::NothingToSweep);
		ensure!(!Self::is_frozen(class), Error::<T>::ClassFrozen);
		ensure!(T::Clock::now() >= Self::claims_end(class, &issuance), Error::<T>::ClaimsOpen);
		let left = all.saturating_sub(issuance.claimed);
		let cancelled = part(issuance.parts.self_held, left, all).ok_or(Error::<T>::Overflow)?;
		issuance.claimable =
			issuance.claimable.checked_sub(cancelled).ok_or(Error::<T>::Overflow)?;
		Self::burn(class, &Self::pool_account(), cancelled)?;
		Self::count_cancelled(class, &mut issuance, cancelled, Cancellation::Unclaimed)?;
		issuance.swept = true;
		let buffered = Self::buffer_claimable(class, &mut issuance)?;
		Issuances::<T>::insert(class, issuance);
		Self::deposit_event(Event::Swept { class, cancelled, buffered });
		Ok(())
	}

	/// When what is unclaimed can be swept: the window stands still while the class is frozen.
	pub(crate) fn claims_end(class: ClassId, issuance: &Issuance) -> u64 {
		let frozen = crate::pallet::Freezes::<T>::get(class).lasted(T::Clock::now());
		issuance.claims_until.saturating_add(frozen)
	}

	/// Takes a citizen's contribution to a class out of the position, of the disposition that is
	/// meant. Returns it.
	pub(crate) fn take_contribution(
		class: ClassId,
		operator: OperatorId,
		citizen: CitizenId,
		meant: Option<Disposition>,
	) -> Result<Grams, Error<T>> {
		let mut position =
			T::Positions::get(operator, citizen).ok_or(Error::<T>::NothingToClaim)?;
		ensure!(meant.is_none_or(|meant| meant == position.disposition), Error::<T>::NotEntrusted);
		let at = position
			.contributions
			.binary_search_by_key(&class, |(id, _)| *id)
			.map_err(|_| Error::<T>::NothingToClaim)?;
		let (_, contributed) = position.contributions.remove(at);
		T::Positions::put(operator, citizen, position);
		Ok(contributed)
	}

	/// Moves what is left to claim into the buffer.
	fn buffer_claimable(class: ClassId, issuance: &mut Issuance) -> Result<Grams, DispatchError> {
		let rest = core::mem::take(&mut issuance.claimable);
		Self::transfer_from_pools(class, &Self::buffer_account(issuance.kind), rest)?;
		Self::add_buffer(issuance.kind, class, rest)?;
		Ok(rest)
	}

	pub(crate) fn add_buffer(kind: RiskKind, class: ClassId, grams: Grams) -> DispatchResult {
		if grams == 0 {
			return Ok(());
		}
		let key = Be32::from(class);
		let kept = Buffers::<T>::get(kind, key).checked_add(grams).ok_or(Error::<T>::Overflow)?;
		Buffers::<T>::insert(kind, key, kept);
		PooledBuffers::<T>::try_mutate(kind, |sum| {
			*sum = sum.checked_add(grams).ok_or(Error::<T>::Overflow)?;
			Ok(())
		})
	}

	pub(crate) fn found_issuance(class: ClassId) -> Result<Issuance, Error<T>> {
		Issuances::<T>::get(class).ok_or(Error::<T>::NotIssued)
	}

	/// The risk of a methodology: as set, or as it follows from what it claims.
	fn risk_of(methodology: MethodologyRef, rules: &CreditingRules) -> RiskKind {
		RiskKinds::<T>::get(methodology.methodology).unwrap_or_else(|| {
			let claims = |which: fn(&ClaimSpec) -> bool| rules.claims.iter().any(which);
			if claims(|claim| matches!(claim, ClaimSpec::SitePeriod { .. })) {
				RiskKind::Nature
			} else if claims(|claim| matches!(claim, ClaimSpec::Counter { .. })) {
				RiskKind::Technology
			} else {
				RiskKind::Activity
			}
		})
	}

	fn mint(class: ClassId, to: &T::AccountId, grams: Grams) -> DispatchResult {
		if grams > 0 {
			T::Assets::mint_into(class, to, grams)?;
		}
		Ok(())
	}

	/// Moves grams from the pools' account; nothing where there are none.
	pub(crate) fn transfer_from_pools(
		class: ClassId,
		to: &T::AccountId,
		grams: Grams,
	) -> DispatchResult {
		if grams > 0 {
			let pools = Self::pool_account();
			T::Assets::transfer(class, &pools, to, grams, Preservation::Expendable)?;
		}
		Ok(())
	}

	pub(crate) fn totals_of(class: ClassId) -> Option<Totals> {
		let credited = Cases::<T>::get(class)?.info.grams;
		let Some(issuance) = Issuances::<T>::get(class) else {
			return Some(Totals { credited, ..Default::default() });
		};
		let buffer = Buffers::<T>::get(issuance.kind, Be32::from(class));
		let listed = T::Listings::listed(class);
		let Issuance { issued, pool, claimable, retired, cancelled, .. } = issuance;
		let held = T::Assets::total_issuance(class)
			.saturating_sub(buffer)
			.saturating_sub(pool)
			.saturating_sub(claimable)
			.saturating_sub(listed);
		Some(Totals { credited, issued, held, listed, pool, claimable, buffer, retired, cancelled })
	}
}

/// What each disposition has of so many grams, in proportion to what was credited, rounded down.
fn divide(grams: Grams, info: &ClassInfo) -> Option<ByDisposition> {
	let of = |credited| part(grams, credited, info.grams);
	let ByDisposition { entrusted, self_held, reward_only } = info.by_disposition;
	Some(ByDisposition {
		entrusted: of(entrusted)?,
		self_held: of(self_held)?,
		reward_only: of(reward_only)?,
	})
}

/// `grams * some / all`, rounded down. None where there is none of all, or some is more.
pub(crate) fn part(grams: Grams, some: Grams, all: Grams) -> Option<Grams> {
	if some == 0 {
		return Some(0);
	}
	let fine = u128::from(grams).checked_mul(u128::from(some))?;
	Grams::try_from(fine.checked_div(u128::from(all))?).ok().filter(|part| *part <= grams)
}

/// Year and month of the calendar, as `yyyymm` has them.
pub(crate) fn calendar(month: Month) -> (u16, u16) {
	let year = month.checked_div(12).unwrap_or(0).saturating_add(1970);
	(year, month.checked_rem(12).unwrap_or(0).saturating_add(1))
}

/// What wallets show for the asset: vintage, methodology and operator, at most 47 bytes.
fn asset_name(info: &ClassInfo) -> Vec<u8> {
	let (year, month) = calendar(info.month);
	let MethodologyRef { methodology, version } = info.methodology;
	let operator = info.operator;
	format!("Tanpu {year}-{month:02} method {methodology}@{version} operator {operator}")
		.into_bytes()
}
