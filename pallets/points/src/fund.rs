//! Funds and series: paying in, taking out, issuing, setting aside.

use crate::{
	pallet::{Books, Config, Error, Event, Funds, HoldReason, Pallet, SeriesOf},
	types::{Fund, MerchantTotals, Series, Solvency, SystemTotals, Withdrawal},
	weights::WeightInfo,
};
use alloc::vec::Vec;
use frame_support::{
	ensure,
	storage::with_storage_layer,
	traits::{
		fungible::{hold::Inspect as _, hold::Mutate as _},
		tokens::{Fortitude, Precision, Preservation, Restriction},
		Get,
	},
	weights::Weight,
};
use sp_runtime::{DispatchError, DispatchResult};
use tanpu_primitives::{
	traits::{Budgets, Fines, Issuing, LicenceRefusal, Operators, Positions},
	Balance, CitizenId, Clock, Issue, OperatorId, ParticipantId, PointCents, Position, SeriesId,
	UnixSeconds,
};

/// The two pots that nobody holds a key for.
#[derive(Clone, Copy)]
pub(crate) enum Pot {
	Funds,
	Settlement,
}

impl Pot {
	fn account<T: Config>(self) -> T::AccountId {
		match self {
			Self::Funds => T::FundAccount::get(),
			Self::Settlement => T::SettlementAccount::get(),
		}
	}
}

impl<T: Config> Pallet<T> {
	/// Holds money of `who` in a pot.
	pub(crate) fn pay_in(who: &T::AccountId, pot: Pot, amount: Balance) -> DispatchResult {
		T::Currency::transfer_and_hold(
			&HoldReason::Points.into(),
			who,
			&pot.account::<T>(),
			amount,
			Precision::Exact,
			Preservation::Preserve,
			Fortitude::Polite,
		)
		.map(|_| ())
	}

	/// Pays held money out of a pot.
	pub(crate) fn pay_out(pot: Pot, who: &T::AccountId, amount: Balance) -> DispatchResult {
		Self::move_held(&pot.account::<T>(), who, amount, Restriction::Free)
	}

	/// Moves held money from one pot into the other.
	pub(crate) fn move_between(from: Pot, to: Pot, amount: Balance) -> DispatchResult {
		Self::move_held(&from.account::<T>(), &to.account::<T>(), amount, Restriction::OnHold)
	}

	fn move_held(
		from: &T::AccountId,
		to: &T::AccountId,
		amount: Balance,
		mode: Restriction,
	) -> DispatchResult {
		T::Currency::transfer_on_hold(
			&HoldReason::Points.into(),
			from,
			to,
			amount,
			Precision::Exact,
			mode,
			// Whatever else anybody brought about on these accounts: the money is owed.
			Fortitude::Force,
		)
		.map(|_| ())
	}

	/// What is held in a pot.
	pub(crate) fn held(pot: Pot) -> Balance {
		T::Currency::balance_on_hold(&HoldReason::Points.into(), &pot.account::<T>())
	}

	pub(crate) fn licence_error(refusal: LicenceRefusal) -> Error<T> {
		match refusal {
			LicenceRefusal::Suspended => Error::OperatorSuspended,
			LicenceRefusal::Revoked => Error::OperatorRevoked,
			LicenceRefusal::Expired => Error::OperatorExpired,
			// Scope and quota are matters of a report.
			LicenceRefusal::NotLicensed
			| LicenceRefusal::OutOfScope
			| LicenceRefusal::QuotaExceeded
			| LicenceRefusal::BondShort => Error::NotAnOperator,
		}
	}

	/// Whether the operator can do anything new.
	pub(crate) fn ensure_licensed(operator: OperatorId) -> Result<(), Error<T>> {
		T::Operators::ensure_licensed(operator, T::Clock::now()).map_err(Self::licence_error)
	}

	/// Whether `who` is the operator's treasury.
	pub(crate) fn ensure_treasury(
		who: &T::AccountId,
		operator: OperatorId,
	) -> Result<(), Error<T>> {
		ensure!(T::Operators::treasury(operator).as_ref() == Some(who), Error::NotTreasury);
		Ok(())
	}

	/// Changes a fund; nothing is written on error.
	pub(crate) fn mutate_fund<R>(
		operator: OperatorId,
		change: impl FnOnce(&mut Fund) -> Result<R, DispatchError>,
	) -> Result<R, DispatchError> {
		Funds::<T>::try_mutate(operator, change)
	}

	/// Changes a series; nothing is written on error.
	pub(crate) fn mutate_series<R>(
		operator: OperatorId,
		series: SeriesId,
		change: impl FnOnce(&mut Series) -> Result<R, DispatchError>,
	) -> Result<R, DispatchError> {
		SeriesOf::<T>::try_mutate(operator, series, |slot| {
			change(slot.as_mut().ok_or(Error::<T>::SeriesNotFound)?)
		})
	}

	pub(crate) fn do_deposit(
		who: T::AccountId,
		operator: OperatorId,
		amount: Balance,
	) -> DispatchResult {
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		ensure!(T::Operators::treasury(operator).is_some(), Error::<T>::NotAnOperator);
		Self::mutate_fund(operator, |fund| {
			fund.balance = fund.balance.checked_add(amount).ok_or(Error::<T>::Overflow)?;
			Ok(())
		})?;
		Self::pay_in(&who, Pot::Funds, amount)?;
		Self::deposit_event(Event::Deposited { operator, from: who, amount });
		Ok(())
	}

	/// What taking money out needs at both ends of the notice.
	fn ensure_withdrawable(
		who: &T::AccountId,
		operator: OperatorId,
		fund: &Fund,
	) -> DispatchResult {
		Self::ensure_treasury(who, operator)?;
		Self::ensure_licensed(operator)?;
		ensure!(fund.wind_up.is_none(), Error::<T>::WindingUp);
		Ok(())
	}

	pub(crate) fn do_request_withdrawal(
		who: T::AccountId,
		operator: OperatorId,
		amount: Balance,
	) -> DispatchResult {
		let from = T::Clock::now().saturating_add(T::NoticePeriod::get());
		let until = from.saturating_add(T::NoticePeriod::get());
		Self::mutate_fund(operator, |fund| {
			Self::ensure_withdrawable(&who, operator, fund)?;
			ensure!(amount > 0, Error::<T>::ZeroAmount);
			ensure!(amount <= fund.free(), Error::<T>::NotFree);
			fund.withdrawal = Some(Withdrawal { amount, from, until });
			Ok(())
		})?;
		Self::deposit_event(Event::WithdrawalRequested { operator, amount, from });
		Ok(())
	}

	pub(crate) fn do_withdraw(who: T::AccountId, operator: OperatorId) -> DispatchResult {
		let now = T::Clock::now();
		let amount = Self::mutate_fund(operator, |fund| {
			Self::ensure_withdrawable(&who, operator, fund)?;
			let asked = fund.withdrawal.take().ok_or(Error::<T>::NoRequest)?;
			ensure!(now >= asked.from, Error::<T>::NoticeRuns);
			ensure!(now < asked.until, Error::<T>::RequestLapsed);
			ensure!(asked.amount <= fund.free(), Error::<T>::NotFree);
			fund.balance = fund.balance.checked_sub(asked.amount).ok_or(Error::<T>::NotFree)?;
			Ok(asked.amount)
		})?;
		Self::pay_out(Pot::Funds, &who, amount)?;
		Self::deposit_event(Event::Withdrawn { operator, to: who, amount });
		Ok(())
	}

	pub(crate) fn do_open_series(
		who: T::AccountId,
		operator: OperatorId,
		price: Balance,
		expires: UnixSeconds,
	) -> DispatchResult {
		let now = T::Clock::now();
		let series = Self::mutate_fund(operator, |fund| {
			Self::ensure_withdrawable(&who, operator, fund)?;
			ensure!(price > 0, Error::<T>::ZeroPrice);
			let life = expires.saturating_sub(now);
			ensure!(life >= T::MinSeriesLife::get(), Error::<T>::ExpiryTooNear);
			ensure!(life <= T::MaxSeriesLife::get(), Error::<T>::ExpiryTooFar);
			if let Some(last) = fund.last_opened {
				let next = last.saturating_add(T::SeriesInterval::get());
				ensure!(now >= next, Error::<T>::TooSoon);
			}
			let series = fund.next_series;
			let next = series.checked_add(1).ok_or(Error::<T>::SeriesExhausted)?;
			// Numbers rise, so the list stays sorted.
			fund.live.try_push(series).map_err(|_| Error::<T>::TooManySeries)?;
			fund.next_series = next;
			fund.last_opened = Some(now);
			Ok(series)
		})?;
		SeriesOf::<T>::insert(
			operator,
			series,
			Series {
				price,
				opened: now,
				expires,
				issued: 0,
				outstanding: 0,
				spent: 0,
				expired: 0,
				reversed: 0,
				exchanged: 0,
				escrowed: 0,
				closed: false,
			},
		);
		Self::deposit_event(Event::SeriesOpened { operator, series, price, expires });
		Ok(())
	}

	/// The series in which points are issued: the newest that lasts long enough to use them.
	pub(crate) fn newest(
		operator: OperatorId,
		fund: &Fund,
	) -> Result<(SeriesId, Series), DispatchError> {
		ensure!(fund.wind_up.is_none(), Error::<T>::WindingUp);
		let soonest = T::Clock::now().saturating_add(T::LeastUse::get());
		fund.live
			.iter()
			.rev()
			.filter_map(|id| Some((*id, SeriesOf::<T>::get(operator, id)?)))
			.find(|(_, series)| series.expires >= soonest)
			.ok_or_else(|| Error::<T>::NoSeriesOpen.into())
	}

	/// Books points as issued in a live series, out of what is free. Returns their value.
	pub(crate) fn book_issue(
		operator: OperatorId,
		fund: &mut Fund,
		series: SeriesId,
		points: PointCents,
	) -> Result<Balance, DispatchError> {
		ensure!(fund.wind_up.is_none(), Error::<T>::WindingUp);
		let value = Self::mutate_series(operator, series, |series| {
			ensure!(!series.closed, Error::<T>::SeriesClosed);
			series.issued = series.issued.checked_add(points).ok_or(Error::<T>::Overflow)?;
			series.outstanding =
				series.outstanding.checked_add(points).ok_or(Error::<T>::Overflow)?;
			Ok(series.value(points).ok_or(Error::<T>::Overflow)?)
		})?;
		ensure!(value <= fund.free(), Error::<T>::FundShort);
		fund.liability = fund.liability.checked_add(value).ok_or(Error::<T>::Overflow)?;
		Self::deposit_event(Event::Issued { operator, series, points });
		Ok(value)
	}

	pub(crate) fn shortfall_of(operator: OperatorId, points: PointCents) -> Balance {
		let fund = Funds::<T>::get(operator);
		let Ok((_, series)) = Self::newest(operator, &fund) else { return 0 };
		let value = series.value(points).unwrap_or(Balance::MAX);
		value.saturating_sub(fund.free())
	}

	/// Every operator that has or had a fund, from `first` on, in rising order. For views: reads all
	/// keys.
	pub fn operators_from(first: OperatorId, most: usize) -> Vec<OperatorId> {
		let mut found: Vec<_> =
			Funds::<T>::iter_keys().filter(|operator| *operator >= first).collect();
		found.sort_unstable();
		found.truncate(most);
		found
	}

	/// Every merchant that was ever paid, from `first` on, in rising order, with its sums. For
	/// views: reads all keys.
	pub fn merchants_from(
		first: ParticipantId,
		most: usize,
	) -> Vec<(ParticipantId, MerchantTotals)> {
		let mut found: Vec<_> =
			Books::<T>::iter_keys().filter(|merchant| *merchant >= first).collect();
		found.sort_unstable();
		found.truncate(most);
		found.into_iter().map(|merchant| (merchant, Books::<T>::get(merchant).totals)).collect()
	}

	pub(crate) fn solvency_of(operator: OperatorId) -> Option<Solvency> {
		let fund = Funds::<T>::try_get(operator).ok()?;
		let series: Vec<_> = fund
			.live
			.iter()
			.filter_map(|id| Some((*id, SeriesOf::<T>::get(operator, id)?)))
			.collect();
		Some(Solvency {
			operator,
			fund: fund.balance,
			outstanding: fund.liability,
			set_aside: fund.set_aside,
			free: fund.free(),
			coverage: fund.balance.saturating_mul(10_000).checked_div(fund.liability),
			series,
			withdrawal: fund.withdrawal,
			wind_up: fund.wind_up,
		})
	}

	pub(crate) fn spendable_of(
		operator: OperatorId,
		citizen: CitizenId,
	) -> Vec<(SeriesId, PointCents, Balance, UnixSeconds)> {
		let fund = Funds::<T>::get(operator);
		let now = T::Clock::now();
		let points = T::Positions::get(operator, citizen).map(|position| position.points);
		points
			.into_iter()
			.flatten()
			.filter_map(|(id, points)| {
				let series = SeriesOf::<T>::get(operator, id)?;
				let expires = fund.expiry(&series);
				(!series.closed && now < expires).then_some(())?;
				Some((id, points, series.value(points)?, expires))
			})
			.collect()
	}

	pub(crate) fn system_totals() -> SystemTotals {
		let settlement = Self::held(Pot::Settlement);
		let escrow = crate::pallet::Escrow::<T>::get();
		SystemTotals {
			funds: Self::held(Pot::Funds),
			settlement,
			escrow,
			receivables: settlement.saturating_sub(escrow),
		}
	}
}

impl<T: Config> Issuing for Pallet<T> {
	fn open(operator: OperatorId) -> Result<Issue, DispatchError> {
		let fund = Funds::<T>::get(operator);
		let (series, _) = Self::newest(operator, &fund)?;
		Ok(Issue { series, live: fund.live })
	}

	fn issue(operator: OperatorId, series: SeriesId, points: PointCents) -> DispatchResult {
		if points == 0 {
			return Ok(());
		}
		Self::mutate_fund(operator, |fund| {
			Self::book_issue(operator, fund, series, points).map(|_| ())
		})
	}

	fn reverse(
		operator: OperatorId,
		position: &mut Position,
		series: SeriesId,
		points: PointCents,
	) -> Result<PointCents, DispatchError> {
		Self::reverse_issue(operator, position, series, points)
	}

	fn shortfall(operator: OperatorId, points: PointCents) -> Balance {
		Self::shortfall_of(operator, points)
	}

	fn weight() -> Weight {
		T::WeightInfo::issue()
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_fund(operator: OperatorId) {
		crate::benchmarking::fund_operator::<T>(operator);
	}
}

impl<T: Config> Fines for Pallet<T> {
	fn fine(operator: OperatorId, amount: Balance) -> Balance {
		let Ok(fund) = Funds::<T>::try_get(operator) else { return 0 };
		let taken = amount.min(fund.free());
		if taken == 0 {
			return 0;
		}
		// All or nothing: a fine that can't be paid out doesn't hold up what it is for.
		let paid = with_storage_layer(|| {
			Self::mutate_fund(operator, |fund| {
				fund.balance = fund.balance.checked_sub(taken).ok_or(Error::<T>::NotFree)?;
				Ok(())
			})?;
			Self::pay_out(Pot::Funds, &T::FineBeneficiary::get(), taken)
		});
		if paid.is_err() {
			return 0;
		}
		Self::deposit_event(Event::Fined { operator, amount: taken });
		taken
	}

	fn weight() -> Weight {
		// As much as issuing, and a payment.
		T::WeightInfo::issue().saturating_add(T::WeightInfo::deposit())
	}
}

impl<T: Config> Budgets<T::AccountId> for Pallet<T> {
	fn set_aside(
		operator: OperatorId,
		payer: Option<&T::AccountId>,
		amount: Balance,
	) -> DispatchResult {
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		ensure!(T::Operators::treasury(operator).is_some(), Error::<T>::NotAnOperator);
		Self::mutate_fund(operator, |fund| {
			ensure!(fund.wind_up.is_none(), Error::<T>::WindingUp);
			if payer.is_some() {
				fund.balance = fund.balance.checked_add(amount).ok_or(Error::<T>::Overflow)?;
			}
			ensure!(amount <= fund.free(), Error::<T>::NotFree);
			fund.set_aside = fund.set_aside.checked_add(amount).ok_or(Error::<T>::Overflow)?;
			Ok(())
		})?;
		if let Some(payer) = payer {
			Self::pay_in(payer, Pot::Funds, amount)?;
		}
		Self::deposit_event(Event::SetAside { operator, from: payer.cloned(), amount });
		Ok(())
	}

	fn give_back(
		operator: OperatorId,
		payee: Option<&T::AccountId>,
		amount: Balance,
	) -> DispatchResult {
		if amount == 0 {
			return Ok(());
		}
		Self::mutate_fund(operator, |fund| {
			fund.set_aside = fund.set_aside.checked_sub(amount).ok_or(Error::<T>::BudgetShort)?;
			if payee.is_some() {
				// What is set aside is part of the balance (try_state).
				fund.balance = fund.balance.checked_sub(amount).ok_or(Error::<T>::FundShort)?;
			}
			Ok(())
		})?;
		if let Some(payee) = payee {
			Self::pay_out(Pot::Funds, payee, amount)?;
		}
		Self::deposit_event(Event::GivenBack { operator, to: payee.cloned(), amount });
		Ok(())
	}

	fn grant(
		operator: OperatorId,
		position: &mut Position,
		points: PointCents,
	) -> Result<Balance, DispatchError> {
		ensure!(points > 0, Error::<T>::ZeroAmount);
		ensure!(position.enrolled, Error::<T>::NotEnrolled);
		Self::mutate_fund(operator, |fund| {
			let (series, found) = Self::newest(operator, fund)?;
			let value = found.value(points).ok_or(Error::<T>::Overflow)?;
			// What was set aside is free for these points and no others.
			fund.set_aside = fund.set_aside.checked_sub(value).ok_or(Error::<T>::BudgetShort)?;
			Self::book_issue(operator, fund, series, points)?;
			position
				.add_points(&Issue { series, live: fund.live.clone() }, points)
				.map_err(|_| Error::<T>::Overflow)?;
			Ok(value)
		})
	}

	fn price(operator: OperatorId) -> Option<Balance> {
		let fund = Funds::<T>::get(operator);
		Self::newest(operator, &fund).ok().map(|(_, series)| series.price)
	}

	fn weight() -> Weight {
		// As much as issuing, and a payment.
		T::WeightInfo::issue().saturating_add(T::WeightInfo::deposit())
	}
}
