//! Exchanging points of one operator into points of another (通兑), by agreement of both.

use crate::{
	pallet::{Agreements, Config, Error, Event, Exchanged, Funds, Pallet, SeriesOf},
	types::{Agreement, AgreementTerms},
};
use frame_support::{ensure, traits::Get};
use sp_runtime::{DispatchError, DispatchResult};
use tanpu_primitives::{
	traits::{Citizens, Operators, Positions},
	Balance, Be16, CitizenId, Clock, Issue, OperatorId, PointCents, SeriesId, SECONDS_PER_DAY,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_propose_agreement(
		who: T::AccountId,
		from: OperatorId,
		to: OperatorId,
		by: OperatorId,
		terms: AgreementTerms,
	) -> DispatchResult {
		ensure!(from != to, Error::<T>::SameOperator);
		ensure!(by == from || by == to, Error::<T>::NotAParty);
		let other = if by == from { to } else { from };
		ensure!(T::Operators::treasury(other).is_some(), Error::<T>::NotAnOperator);
		Self::ensure_treasury(&who, by)?;
		Self::ensure_licensed(by)?;
		ensure!(
			terms.citizen_daily > 0 && terms.citizen_daily <= terms.daily,
			Error::<T>::BadLimits
		);
		let now = T::Clock::now();
		let life = terms.expires.saturating_sub(now);
		ensure!((SECONDS_PER_DAY..=T::MaxSeriesLife::get()).contains(&life), Error::<T>::BadExpiry);
		let old = Agreements::<T>::get(from, to);
		let standing = old.is_some_and(|old| old.in_force && now < old.ends);
		ensure!(!standing, Error::<T>::AgreementInForce);
		// A new agreement doesn't begin the day anew.
		let (day, used) = old.map_or((0, 0), |old| (old.day, old.used));
		let agreement =
			Agreement { terms, proposed_by: by, in_force: false, ends: terms.expires, day, used };
		Agreements::<T>::insert(from, to, agreement);
		Self::deposit_event(Event::AgreementProposed { from, to, by, terms });
		Ok(())
	}

	pub(crate) fn do_accept_agreement(
		who: T::AccountId,
		from: OperatorId,
		to: OperatorId,
		terms: AgreementTerms,
	) -> DispatchResult {
		let mut agreement = Agreements::<T>::get(from, to).ok_or(Error::<T>::NoAgreement)?;
		ensure!(!agreement.in_force, Error::<T>::AgreementInForce);
		let accepting = if agreement.proposed_by == from { to } else { from };
		Self::ensure_treasury(&who, accepting)?;
		Self::ensure_licensed(accepting)?;
		ensure!(agreement.terms == terms, Error::<T>::TermsMismatch);
		ensure!(T::Clock::now() < agreement.ends, Error::<T>::AgreementEnded);
		agreement.in_force = true;
		Agreements::<T>::insert(from, to, agreement);
		Self::deposit_event(Event::AgreementAccepted { from, to });
		Ok(())
	}

	pub(crate) fn do_cancel_agreement(
		who: T::AccountId,
		from: OperatorId,
		to: OperatorId,
	) -> DispatchResult {
		let mut agreement = Agreements::<T>::get(from, to).ok_or(Error::<T>::NoAgreement)?;
		ensure!(
			[from, to].into_iter().any(|party| Self::ensure_treasury(&who, party).is_ok()),
			Error::<T>::NotTreasury
		);
		let now = T::Clock::now();
		if !agreement.in_force {
			if agreement.day == T::Clock::today() && agreement.used > 0 {
				// What moved today counts for the next agreement too.
				ensure!(now < agreement.ends, Error::<T>::NoAgreement);
				agreement.ends = now;
				Agreements::<T>::insert(from, to, agreement);
			} else {
				Agreements::<T>::remove(from, to);
			}
			Self::deposit_event(Event::AgreementCancelled { from, to, ends: now });
			return Ok(());
		}
		let ends = now.saturating_add(T::NoticePeriod::get());
		ensure!(ends < agreement.ends, Error::<T>::AlreadyCancelled);
		agreement.ends = ends;
		Agreements::<T>::insert(from, to, agreement);
		Self::deposit_event(Event::AgreementCancelled { from, to, ends });
		Ok(())
	}

	pub(crate) fn do_exchange(
		who: T::AccountId,
		from: OperatorId,
		series: SeriesId,
		points: PointCents,
		to: OperatorId,
		least: PointCents,
	) -> DispatchResult {
		let citizen = T::Citizens::citizen_of(&who).ok_or(Error::<T>::NotACitizen)?;
		ensure!(points > 0, Error::<T>::ZeroAmount);
		let mut agreement = Agreements::<T>::get(from, to)
			.filter(|agreement| agreement.in_force)
			.ok_or(Error::<T>::NoAgreement)?;
		ensure!(T::Clock::now() < agreement.ends, Error::<T>::AgreementEnded);
		Self::ensure_licensed(to)?;

		let (into, target) = Self::newest(to, &Funds::<T>::get(to))?;
		let source = SeriesOf::<T>::get(from, series).ok_or(Error::<T>::SeriesNotFound)?;
		let deal = Deal::of(points, source.price, target.price).ok_or(Error::<T>::Overflow)?;
		ensure!(deal.received > 0, Error::<T>::NothingReceived);
		ensure!(deal.received >= least, Error::<T>::BelowLeast);
		Self::count_exchange(&mut agreement, (from, to, citizen), deal.moved)?;
		Agreements::<T>::insert(from, to, agreement);
		Self::burn_for_exchange(citizen, from, series, &deal)?;
		Self::issue_for_exchange(citizen, to, into, &deal)?;
		Self::deposit_event(Event::PointsExchanged {
			citizen,
			from,
			series,
			burned: deal.burned,
			to,
			into,
			received: deal.received,
			moved: deal.moved,
		});
		Ok(())
	}

	/// Counts against the day's limits.
	fn count_exchange(
		agreement: &mut Agreement,
		key: (OperatorId, OperatorId, CitizenId),
		moved: Balance,
	) -> DispatchResult {
		let today = T::Clock::today();
		let before = if agreement.day == today { agreement.used } else { 0 };
		let used = before.checked_add(moved).ok_or(Error::<T>::Overflow)?;
		ensure!(used <= agreement.terms.daily, Error::<T>::DailyLimit);
		agreement.day = today;
		agreement.used = used;
		Exchanged::<T>::try_mutate(Be16::from(today), key, |own| {
			*own = own.checked_add(moved).ok_or(Error::<T>::Overflow)?;
			ensure!(*own <= agreement.terms.citizen_daily, Error::<T>::CitizenLimit);
			Ok(())
		})
	}

	fn burn_for_exchange(
		citizen: CitizenId,
		from: OperatorId,
		id: SeriesId,
		deal: &Deal,
	) -> DispatchResult {
		let now = T::Clock::now();
		let mut position = T::Positions::get(from, citizen).ok_or(Error::<T>::NoPosition)?;
		Self::mutate_fund(from, |fund| {
			let value = Self::mutate_series(from, id, |series| {
				ensure!(!series.closed && now < fund.expiry(series), Error::<T>::SeriesExpired);
				ensure!(position.take_points(id, deal.burned), Error::<T>::InsufficientPoints);
				series.outstanding = series
					.outstanding
					.checked_sub(deal.burned)
					.ok_or(Error::<T>::InsufficientPoints)?;
				series.exchanged =
					series.exchanged.checked_add(deal.burned).ok_or(Error::<T>::Overflow)?;
				Ok(series.value(deal.burned).ok_or(Error::<T>::Overflow)?)
			})?;
			fund.liability = fund.liability.checked_sub(value).ok_or(Error::<T>::FundShort)?;
			fund.balance = fund.balance.checked_sub(deal.moved).ok_or(Error::<T>::FundShort)?;
			position.drop_closed(&fund.live);
			Ok(())
		})?;
		T::Positions::put(from, citizen, position);
		Ok(())
	}

	fn issue_for_exchange(
		citizen: CitizenId,
		to: OperatorId,
		series: SeriesId,
		deal: &Deal,
	) -> DispatchResult {
		let mut position = T::Positions::get(to, citizen)
			.filter(|position| position.enrolled)
			.ok_or(Error::<T>::NotEnrolled)?;
		let live = Self::mutate_fund(to, |fund| {
			fund.balance = fund.balance.checked_add(deal.moved).ok_or(Error::<T>::Overflow)?;
			Self::book_issue(to, fund, series, deal.received)?;
			Ok(fund.live.clone())
		})?;
		position
			.add_points(&Issue { series, live }, deal.received)
			.map_err(|_| DispatchError::from(Error::<T>::Overflow))?;
		T::Positions::put(to, citizen, position);
		Ok(())
	}
}

/// What an exchange comes to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Deal {
	/// Hundredths that go.
	pub burned: PointCents,
	/// Hundredths that come.
	pub received: PointCents,
	/// Plancks from fund to fund: what `received` is worth, never more than `burned` is.
	pub moved: Balance,
}

impl Deal {
	/// As many whole hundredths as `points` are worth, and as few burned as they need. None beyond
	/// the types.
	pub fn of(points: PointCents, source: Balance, target: Balance) -> Option<Self> {
		let worth = source.checked_mul(Balance::from(points))?;
		let received = worth.checked_div(target)?;
		let moved = received.checked_mul(target)?;
		// Rounded up, and no more than `points`, as `moved` is no more than their worth.
		let burned = moved.checked_add(source.checked_sub(1)?)?.checked_div(source)?;
		Some(Self {
			burned: PointCents::try_from(burned).ok()?,
			received: PointCents::try_from(received).ok()?,
			moved,
		})
	}
}
