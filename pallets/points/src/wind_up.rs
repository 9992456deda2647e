//! The end of a series, and of an operator's points.

use crate::{
	fund::Pot,
	pallet::{Config, Error, Event, Funds, Pallet},
	types::WindUp,
};
use frame_support::{ensure, traits::Get};
use sp_runtime::DispatchResult;
use tanpu_primitives::{
	traits::{LicenceRefusal, Operators},
	Clock, OperatorId, SeriesId,
};

impl<T: Config> Pallet<T> {
	/// Closes a series: one step, however many hold points of it.
	pub(crate) fn do_close_series(operator: OperatorId, series: SeriesId) -> DispatchResult {
		let now = T::Clock::now();
		let (expired, freed) = Self::mutate_fund(operator, |fund| {
			let (expired, freed) = Self::mutate_series(operator, series, |series| {
				ensure!(!series.closed, Error::<T>::SeriesClosed);
				let closable = fund.expiry(series).saturating_add(T::RefundWindow::get());
				ensure!(now >= closable, Error::<T>::SeriesStillOpen);
				ensure!(series.escrowed == 0, Error::<T>::PointsInEscrow);
				let expired = core::mem::take(&mut series.outstanding);
				series.expired = series.expired.checked_add(expired).ok_or(Error::<T>::Overflow)?;
				series.closed = true;
				Ok((expired, series.value(expired).ok_or(Error::<T>::Overflow)?))
			})?;
			fund.liability = fund.liability.checked_sub(freed).ok_or(Error::<T>::Overflow)?;
			fund.live.retain(|live| *live != series);
			Ok((expired, freed))
		})?;
		Self::deposit_event(Event::SeriesClosed { operator, series, expired, freed });
		Ok(())
	}

	pub(crate) fn do_begin_wind_up(who: T::AccountId, operator: OperatorId) -> DispatchResult {
		let treasury = T::Operators::treasury(operator).ok_or(Error::<T>::NotAnOperator)?;
		let now = T::Clock::now();
		let revoked = T::Operators::ensure_licensed(operator, now) == Err(LicenceRefusal::Revoked);
		ensure!(revoked || who == treasury, Error::<T>::NotTreasury);
		// A series' expiry was promised for ever: an operator that stops of its own accord keeps it, and
		// no series lasts beyond the longest life. One whose licence was revoked can't be held to it.
		let most = if revoked { T::SpendingPeriod::get() } else { T::MaxSeriesLife::get() };
		let ends = now.saturating_add(most);
		Self::mutate_fund(operator, |fund| {
			ensure!(fund.wind_up.is_none(), Error::<T>::WindingUp);
			fund.wind_up = Some(WindUp { began: now, ends });
			fund.withdrawal = None;
			Ok(())
		})?;
		Self::deposit_event(Event::WindUpBegan { operator, ends });
		Ok(())
	}

	pub(crate) fn do_finish_wind_up(operator: OperatorId) -> DispatchResult {
		let treasury = T::Operators::treasury(operator).ok_or(Error::<T>::NotAnOperator)?;
		let standing = T::Operators::ensure_licensed(operator, T::Clock::now());
		ensure!(standing != Err(LicenceRefusal::Suspended), Error::<T>::OperatorSuspended);
		let fund = Funds::<T>::get(operator);
		ensure!(fund.wind_up.is_some(), Error::<T>::NotWindingUp);
		// Series close after the spending period only, but one that never had a series must wait
		// for nothing: there is nobody to wait for.
		ensure!(fund.live.is_empty(), Error::<T>::SeriesLeft);
		let amount = fund.free();
		ensure!(amount > 0, Error::<T>::NothingToPay);
		Self::mutate_fund(operator, |fund| {
			fund.balance = fund.balance.checked_sub(amount).ok_or(Error::<T>::NothingToPay)?;
			Ok(())
		})?;
		Self::pay_out(Pot::Funds, &treasury, amount)?;
		Self::deposit_event(Event::WoundUp { operator, to: treasury, amount });
		Ok(())
	}
}
