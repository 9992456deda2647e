//! Burning points for their value, and putting them back.
//!
//! `take` and its opposites keep three things in step: the citizen's position, the series' books and
//! the money. Each call works operator by operator, so that a fund and a position are read and
//! written once; a failure half-way is undone by the caller's storage layer.

use crate::{
	fund::Pot,
	pallet::{Config, Error, Escrow, Event, Pallet, SeriesOf},
	types::Fund,
	weights::WeightInfo,
};
use frame_support::{ensure, weights::Weight};
use sp_runtime::DispatchError;
use tanpu_primitives::{
	traits::{Positions, Spending},
	Balance, CitizenId, Clock, Issue, OperatorId, ParticipantId, PointPart, PointParts, MAX_PARTS,
};

/// Where restored points were.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
	/// In escrow, for an order.
	Escrow,
	/// With a merchant, by a payment.
	Payment,
}

impl<T: Config> Pallet<T> {
	/// Whether parts can be worked through once, in order.
	pub(crate) fn ensure_sound(parts: &[PointPart]) -> Result<PointParts, DispatchError> {
		ensure!(!parts.is_empty(), Error::<T>::NoParts);
		let longest = usize::try_from(MAX_PARTS).unwrap_or(usize::MAX);
		ensure!(parts.len() <= longest, Error::<T>::TooManyParts);
		ensure!(
			parts.is_sorted_by(|a, b| (a.operator, a.series) < (b.operator, b.series)),
			Error::<T>::PartsNotSorted
		);
		ensure!(parts.iter().all(|part| part.points > 0), Error::<T>::EmptyPart);
		Ok(PointParts::truncate_from(parts.to_vec()))
	}

	/// Runs through parts operator by operator: `each` sees the parts and the fund of one.
	fn by_operator(
		parts: &[PointPart],
		mut each: impl FnMut(OperatorId, &[PointPart], &mut Fund) -> Result<Balance, DispatchError>,
	) -> Result<Balance, DispatchError> {
		let mut total: Balance = 0;
		for own in parts.chunk_by(|a, b| a.operator == b.operator) {
			let Some(operator) = own.first().map(|part| part.operator) else { continue };
			let value = Self::mutate_fund(operator, |fund| each(operator, own, fund))?;
			total = total.checked_add(value).ok_or(Error::<T>::Overflow)?;
		}
		Ok(total)
	}

	/// Burns points and moves their value into the settlement pot; the caller says whose it is.
	pub(crate) fn burn(
		citizen: CitizenId,
		parts: &[PointPart],
		escrowed: bool,
	) -> Result<Balance, DispatchError> {
		let sound = Self::ensure_sound(parts)?;
		let now = T::Clock::now();
		let total = Self::by_operator(parts, |operator, own, fund| {
			let mut position =
				T::Positions::get(operator, citizen).ok_or(Error::<T>::InsufficientPoints)?;
			let mut sum: Balance = 0;
			for part in own {
				let value = Self::mutate_series(operator, part.series, |series| {
					let open = !series.closed && now < fund.expiry(series);
					ensure!(open, Error::<T>::SeriesExpired);
					ensure!(
						position.take_points(part.series, part.points),
						Error::<T>::InsufficientPoints
					);
					series.outstanding = series
						.outstanding
						.checked_sub(part.points)
						.ok_or(Error::<T>::InsufficientPoints)?;
					series.spent =
						series.spent.checked_add(part.points).ok_or(Error::<T>::Overflow)?;
					if escrowed {
						series.escrowed =
							series.escrowed.checked_add(part.points).ok_or(Error::<T>::Overflow)?;
					}
					Ok(series.value(part.points).ok_or(Error::<T>::Overflow)?)
				})?;
				sum = sum.checked_add(value).ok_or(Error::<T>::Overflow)?;
			}
			// All of it was covered (try_state).
			fund.liability = fund.liability.checked_sub(sum).ok_or(Error::<T>::FundShort)?;
			fund.balance = fund.balance.checked_sub(sum).ok_or(Error::<T>::FundShort)?;
			position.drop_closed(&fund.live);
			T::Positions::put(operator, citizen, position);
			Ok(sum)
		})?;
		Self::move_between(Pot::Funds, Pot::Settlement, total)?;
		Self::deposit_event(Event::Spent { citizen, parts: sound, value: total });
		Ok(total)
	}

	/// Undoes [`Self::burn`]: the value goes back from the settlement pot into the funds. The caller
	/// took it off whose it was.
	pub(crate) fn put_back(
		citizen: CitizenId,
		parts: &[PointPart],
		from: Origin,
	) -> Result<Balance, DispatchError> {
		let sound = Self::ensure_sound(parts)?;
		let total = Self::by_operator(parts, |operator, own, fund| {
			let mut position =
				T::Positions::get(operator, citizen).ok_or(Error::<T>::NoPosition)?;
			let mut sum: Balance = 0;
			for part in own {
				let value = Self::mutate_series(operator, part.series, |series| {
					ensure!(!series.closed, Error::<T>::SeriesClosed);
					if from == Origin::Escrow {
						series.escrowed = series
							.escrowed
							.checked_sub(part.points)
							.ok_or(Error::<T>::NotInEscrow)?;
					}
					series.spent =
						series.spent.checked_sub(part.points).ok_or(Error::<T>::Overflow)?;
					series.outstanding =
						series.outstanding.checked_add(part.points).ok_or(Error::<T>::Overflow)?;
					Ok(series.value(part.points).ok_or(Error::<T>::Overflow)?)
				})?;
				let issue = Issue { series: part.series, live: fund.live.clone() };
				position.add_points(&issue, part.points).map_err(|_| Error::<T>::Overflow)?;
				sum = sum.checked_add(value).ok_or(Error::<T>::Overflow)?;
			}
			fund.liability = fund.liability.checked_add(sum).ok_or(Error::<T>::Overflow)?;
			fund.balance = fund.balance.checked_add(sum).ok_or(Error::<T>::Overflow)?;
			T::Positions::put(operator, citizen, position);
			Ok(sum)
		})?;
		Self::move_between(Pot::Settlement, Pot::Funds, total)?;
		Self::deposit_event(Event::Restored { citizen, parts: sound, value: total });
		Ok(total)
	}

	fn leave_escrow(value: Balance) -> Result<(), DispatchError> {
		Escrow::<T>::try_mutate(|escrow| {
			*escrow = escrow.checked_sub(value).ok_or(Error::<T>::NotInEscrow)?;
			Ok(())
		})
	}

	/// The price of the dearest of the parts, in plancks per hundredth.
	pub(crate) fn dearest(parts: &[PointPart]) -> Result<Balance, DispatchError> {
		parts.iter().try_fold(0, |dearest: Balance, part| {
			let series =
				SeriesOf::<T>::get(part.operator, part.series).ok_or(Error::<T>::SeriesNotFound)?;
			Ok(dearest.max(series.price))
		})
	}
}

impl<T: Config> Spending for Pallet<T> {
	fn value(parts: &[PointPart]) -> Result<Balance, DispatchError> {
		parts.iter().try_fold(0, |sum: Balance, part| {
			let value = SeriesOf::<T>::get(part.operator, part.series)
				.ok_or(Error::<T>::SeriesNotFound)?
				.value(part.points);
			Ok(value.and_then(|value| sum.checked_add(value)).ok_or(Error::<T>::Overflow)?)
		})
	}

	fn take(citizen: CitizenId, parts: &[PointPart]) -> Result<Balance, DispatchError> {
		let value = Self::burn(citizen, parts, true)?;
		Escrow::<T>::try_mutate(|escrow| {
			*escrow = escrow.checked_add(value).ok_or(Error::<T>::Overflow)?;
			Ok(value)
		})
	}

	fn release(merchant: ParticipantId, parts: &[PointPart]) -> Result<Balance, DispatchError> {
		Self::ensure_sound(parts)?;
		let mut total: Balance = 0;
		for part in parts {
			let value = Self::mutate_series(part.operator, part.series, |series| {
				series.escrowed =
					series.escrowed.checked_sub(part.points).ok_or(Error::<T>::NotInEscrow)?;
				Ok(series.value(part.points).ok_or(Error::<T>::Overflow)?)
			})?;
			total = total.checked_add(value).ok_or(Error::<T>::Overflow)?;
		}
		Self::leave_escrow(total)?;
		Self::book(merchant, |totals| {
			totals.released = totals.released.checked_add(total)?;
			Some(())
		})?;
		Self::deposit_event(Event::Released { merchant, value: total });
		Ok(total)
	}

	fn restore(citizen: CitizenId, parts: &[PointPart]) -> Result<Balance, DispatchError> {
		let value = Self::put_back(citizen, parts, Origin::Escrow)?;
		Self::leave_escrow(value)?;
		Ok(value)
	}

	fn weight(parts: u32) -> Weight {
		T::WeightInfo::spend(parts)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_points(citizen: CitizenId, parts: u32) -> PointParts {
		crate::benchmarking::points_of::<T>(citizen, parts)
	}
}
