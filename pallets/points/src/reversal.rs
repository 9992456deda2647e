//! Taking points back: with a reason, notice and appeal.

use crate::{
	pallet::{Config, Error, Event, Pallet, Reversals, SeriesOf},
	types::{Reversal, ReversalState},
};
use frame_support::{ensure, traits::Get};
use sp_core::H256;
use sp_runtime::{DispatchError, DispatchResult};
use tanpu_primitives::{
	traits::Positions, CitizenId, Clock, OperatorId, PointCents, Position, SeriesId,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_propose_reversal(
		who: T::AccountId,
		operator: OperatorId,
		citizen: CitizenId,
		series: SeriesId,
		points: PointCents,
		reason: H256,
	) -> DispatchResult {
		Self::ensure_treasury(&who, operator)?;
		Self::ensure_licensed(operator)?;
		ensure!(points > 0, Error::<T>::ZeroAmount);
		let found = SeriesOf::<T>::get(operator, series).ok_or(Error::<T>::SeriesNotFound)?;
		ensure!(!found.closed, Error::<T>::SeriesClosed);
		ensure!(T::Positions::get(operator, citizen).is_some(), Error::<T>::NoPosition);
		ensure!(!Reversals::<T>::contains_key(operator, citizen), Error::<T>::ReversalPending);
		Self::mutate_fund(operator, |fund| {
			ensure!(fund.reversals < T::MaxReversals::get(), Error::<T>::TooManyReversals);
			fund.reversals = fund.reversals.saturating_add(1);
			Ok(())
		})?;
		let from = T::Clock::now().saturating_add(T::NoticePeriod::get());
		let until = from.saturating_add(T::NoticePeriod::get());
		let state = ReversalState::Noticed;
		Reversals::<T>::insert(
			operator,
			citizen,
			Reversal { series, points, reason, from, until, state },
		);
		Self::deposit_event(Event::ReversalProposed {
			operator,
			citizen,
			series,
			points,
			reason,
			from,
		});
		Ok(())
	}

	pub(crate) fn do_appeal_reversal(
		operator: OperatorId,
		citizen: CitizenId,
		statement: H256,
	) -> DispatchResult {
		Reversals::<T>::try_mutate(operator, citizen, |slot| {
			let reversal = slot.as_mut().ok_or(Error::<T>::NoReversal)?;
			ensure!(reversal.state == ReversalState::Noticed, Error::<T>::AlreadyAppealed);
			ensure!(T::Clock::now() < reversal.from, Error::<T>::AppealTooLate);
			reversal.state = ReversalState::Appealed { statement };
			Self::deposit_event(Event::ReversalAppealed { operator, citizen, statement });
			Ok(())
		})
	}

	pub(crate) fn do_decide_appeal(
		operator: OperatorId,
		citizen: CitizenId,
		upheld: bool,
	) -> DispatchResult {
		let mut reversal = Reversals::<T>::get(operator, citizen).ok_or(Error::<T>::NoReversal)?;
		ensure!(matches!(reversal.state, ReversalState::Appealed { .. }), Error::<T>::NotAppealed);
		if upheld {
			Self::remove_reversal(operator, citizen)?;
		} else {
			reversal.state = ReversalState::Rejected;
			reversal.from = reversal.from.max(T::Clock::now());
			reversal.until = reversal.from.saturating_add(T::NoticePeriod::get());
			Reversals::<T>::insert(operator, citizen, reversal);
		}
		Self::deposit_event(Event::AppealDecided { operator, citizen, upheld });
		Ok(())
	}

	pub(crate) fn do_execute_reversal(operator: OperatorId, citizen: CitizenId) -> DispatchResult {
		let reversal = Reversals::<T>::get(operator, citizen).ok_or(Error::<T>::NoReversal)?;
		let now = T::Clock::now();
		ensure!(!matches!(reversal.state, ReversalState::Appealed { .. }), Error::<T>::UnderAppeal);
		ensure!(now >= reversal.from, Error::<T>::NoticeRuns);
		if now >= reversal.until {
			Self::remove_reversal(operator, citizen)?;
			Self::deposit_event(Event::ReversalLapsed { operator, citizen });
			return Ok(());
		}
		Self::ensure_licensed(operator)?;
		Self::remove_reversal(operator, citizen)?;

		let id = reversal.series;
		let mut position = T::Positions::get(operator, citizen).ok_or(Error::<T>::NoPosition)?;
		let points = Self::mutate_fund(operator, |fund| {
			let (points, value) = Self::mutate_series(operator, id, |series| {
				// Points of a closed series may still be written in the position: they are nothing.
				let left = if series.closed { 0 } else { position.points_of(id) };
				let points = reversal.points.min(left);
				ensure!(position.take_points(id, points), Error::<T>::InsufficientPoints);
				series.outstanding =
					series.outstanding.checked_sub(points).ok_or(Error::<T>::InsufficientPoints)?;
				series.reversed =
					series.reversed.checked_add(points).ok_or(Error::<T>::Overflow)?;
				Ok((points, series.value(points).ok_or(Error::<T>::Overflow)?))
			})?;
			fund.liability = fund.liability.checked_sub(value).ok_or(Error::<T>::FundShort)?;
			position.drop_closed(&fund.live);
			Ok(points)
		})?;
		T::Positions::put(operator, citizen, position);
		Self::deposit_event(Event::Reversed {
			operator,
			citizen,
			series: id,
			points,
			reason: reversal.reason,
		});
		Ok(())
	}

	/// Takes back at once what a position still has of points that a void record gave. Returns how
	/// many were taken. The caller writes the position.
	pub(crate) fn reverse_issue(
		operator: OperatorId,
		position: &mut Position,
		id: SeriesId,
		points: PointCents,
	) -> Result<PointCents, DispatchError> {
		let found = SeriesOf::<T>::get(operator, id).ok_or(Error::<T>::SeriesNotFound)?;
		// Points of a closed series may still be written in the position: they are nothing.
		let left = if found.closed { 0 } else { position.points_of(id) };
		let points = points.min(left);
		if points == 0 {
			return Ok(0);
		}
		Self::mutate_fund(operator, |fund| {
			let value = Self::mutate_series(operator, id, |series| {
				ensure!(position.take_points(id, points), Error::<T>::InsufficientPoints);
				series.outstanding =
					series.outstanding.checked_sub(points).ok_or(Error::<T>::InsufficientPoints)?;
				series.reversed =
					series.reversed.checked_add(points).ok_or(Error::<T>::Overflow)?;
				Ok(series.value(points).ok_or(Error::<T>::Overflow)?)
			})?;
			fund.liability = fund.liability.checked_sub(value).ok_or(Error::<T>::FundShort)?;
			Ok(())
		})?;
		Self::deposit_event(Event::IssueReversed { operator, series: id, points });
		Ok(points)
	}

	fn remove_reversal(operator: OperatorId, citizen: CitizenId) -> DispatchResult {
		Reversals::<T>::remove(operator, citizen);
		Self::mutate_fund(operator, |fund| {
			// It was counted (try_state).
			fund.reversals = fund.reversals.saturating_sub(1);
			Ok(())
		})
	}
}
