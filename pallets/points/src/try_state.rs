//! What is always true of points and of the money behind them.

use crate::{
	fund::Pot,
	pallet::{
		Agreements, Books, Config, DayTotals, Due, Escrow, Exchanged, Funds, Pallet, Payments,
		Reversals, SeriesOf, SweptExchanged, SweptPayments,
	},
	types::{Fund, MerchantTotals, Series},
};
use frame_support::{ensure, traits::Get};
use sp_runtime::TryRuntimeError;
use tanpu_primitives::{
	traits::{Positions, Spending},
	Balance, Be16, Day, OperatorId, ParticipantId, SeriesId,
};

const TOO_LARGE: &str = "points: a sum exceeds its type";

impl<T: Config> Pallet<T> {
	/// All invariants of the pallet. Reads all of its state, and every position: for tests and
	/// try-runtime.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::try_state_funds()?;
		Self::try_state_settlement()?;
		Self::try_state_merchants()?;
		Self::try_state_payments()?;
		Self::try_state_agreements()?;
		Self::try_state_swept()
	}

	/// * Nothing is left before what was swept last.
	fn try_state_swept() -> Result<(), TryRuntimeError> {
		if let Some((day, key)) = SweptExchanged::<T>::get().last {
			let last = Exchanged::<T>::hashed_key_for(day, key);
			let first = Exchanged::<T>::iter_keys().next();
			ensure!(
				first.is_none_or(|(day, key)| Exchanged::<T>::hashed_key_for(day, key) > last),
				"points: a counter that no sweep finds"
			);
		}
		if let Some((day, id)) = SweptPayments::<T>::get().last {
			let last = Payments::<T>::hashed_key_for(day, id);
			let first = Payments::<T>::iter_keys().next();
			ensure!(
				first.is_none_or(|(day, id)| Payments::<T>::hashed_key_for(day, id) > last),
				"points: a payment that no sweep finds"
			);
		}
		Ok(())
	}

	/// * What is held equals the sum of all funds.
	/// * Every fund covers what is outstanding and what is set aside.
	/// * Live series are those that aren't closed, in rising order, below the next number.
	/// * The reversals of an operator are counted.
	fn try_state_funds() -> Result<(), TryRuntimeError> {
		let mut held: Balance = 0;
		for (operator, fund) in Funds::<T>::iter() {
			held = held.checked_add(fund.balance).ok_or(TOO_LARGE)?;
			let stood_on = fund.liability.checked_add(fund.set_aside).ok_or(TOO_LARGE)?;
			ensure!(fund.balance >= stood_on, "points: a fund that doesn't cover its points");
			ensure!(
				fund.live.is_sorted_by(|a, b| a < b),
				"points: live series out of order or twice"
			);
			Self::try_state_series(operator, &fund)?;
			let pending = Reversals::<T>::iter_key_prefix(operator).count();
			ensure!(
				u32::try_from(pending) == Ok(fund.reversals)
					&& fund.reversals <= T::MaxReversals::get(),
				"points: pending reversals are miscounted"
			);
		}
		ensure!(held == Self::held(Pot::Funds), "points: the funds' pot holds another sum");
		for (operator, series, _) in SeriesOf::<T>::iter() {
			let known = Funds::<T>::get(operator).next_series > series;
			ensure!(known, "points: a series whose number was never given");
		}
		for (operator, _, _) in Reversals::<T>::iter() {
			ensure!(Funds::<T>::contains_key(operator), "points: a reversal without a fund");
		}
		Ok(())
	}

	/// * issued = outstanding + spent + expired + reversed + exchanged.
	/// * Outstanding points are those in positions.
	/// * What they are worth is the fund's liability.
	fn try_state_series(operator: OperatorId, fund: &Fund) -> Result<(), TryRuntimeError> {
		let positions = T::Positions::outstanding(operator);
		let mut liability: Balance = 0;
		for id in 0..fund.next_series {
			let series: Series =
				SeriesOf::<T>::get(operator, id).ok_or("points: a series is missing")?;
			ensure!(series.price > 0, "points: a series for nothing");
			ensure!(series.opened < series.expires, "points: a series that never was");
			ensure!(
				series.closed != fund.live.contains(&id),
				"points: a series that is both live and closed, or neither"
			);
			let parts = [
				series.outstanding,
				series.spent,
				series.expired,
				series.reversed,
				series.exchanged,
			];
			let sum = parts.iter().try_fold(0u64, |sum, part| sum.checked_add(*part));
			ensure!(sum == Some(series.issued), "points: issued points are lost or made up");
			ensure!(series.escrowed <= series.spent, "points: in escrow and not spent");
			if series.closed {
				ensure!(
					series.outstanding == 0 && series.escrowed == 0,
					"points: something is left of a closed series"
				);
				continue;
			}
			let held = positions.get(&id).copied().unwrap_or_default();
			ensure!(
				held == u128::from(series.outstanding),
				"points: positions hold other points than are outstanding"
			);
			let value = series.value(series.outstanding).ok_or(TOO_LARGE)?;
			liability = liability.checked_add(value).ok_or(TOO_LARGE)?;
		}
		ensure!(liability == fund.liability, "points: a fund's liability is not what it owes");
		let unknown = positions.keys().any(|id: &SeriesId| *id >= fund.next_series);
		ensure!(!unknown, "points: points of a series that there isn't");
		Ok(())
	}

	/// * What is held equals all receivables and the escrow.
	/// * The escrow is what the escrowed points are worth.
	fn try_state_settlement() -> Result<(), TryRuntimeError> {
		let escrow = Escrow::<T>::get();
		let mut owed = escrow;
		for (_, book) in Books::<T>::iter() {
			owed = owed.checked_add(book.totals.receivable()).ok_or(TOO_LARGE)?;
		}
		ensure!(
			owed == Self::held(Pot::Settlement),
			"points: the settlement pot holds another sum"
		);
		let mut escrowed: Balance = 0;
		for (_, _, series) in SeriesOf::<T>::iter() {
			let value = series.value(series.escrowed).ok_or(TOO_LARGE)?;
			escrowed = escrowed.checked_add(value).ok_or(TOO_LARGE)?;
		}
		ensure!(escrow == escrowed, "points: the escrow is not what its points are worth");
		Ok(())
	}

	/// * What comes in covers what went out.
	/// * Sums never fall from day to day, and as many days are kept as are counted.
	/// * The queue of due merchants and their schedules name each other.
	fn try_state_merchants() -> Result<(), TryRuntimeError> {
		let mut scheduled = 0usize;
		for (merchant, book) in Books::<T>::iter() {
			let totals = book.totals;
			let into = totals
				.paid
				.checked_add(totals.released)
				.and_then(|sum| sum.checked_add(totals.topped_up));
			let out = totals.refunded.checked_add(totals.settled);
			ensure!(
				into.zip(out).is_some_and(|(into, out)| into >= out),
				"points: more went out to a merchant than came in"
			);
			ensure!(
				book.kept <= T::MaxStatementDays::get(),
				"points: more days are kept than there is room for"
			);
			Self::try_state_days(merchant, book.kept, book.day, totals)?;
			if let Some(schedule) = book.schedule {
				scheduled = scheduled.saturating_add(1);
				ensure!(
					Due::<T>::contains_key(Be16::from(schedule.next), Be16::from(merchant)),
					"points: a scheduled merchant that is never due"
				);
			}
		}
		ensure!(
			Due::<T>::iter_keys().count() == scheduled,
			"points: a merchant is due that has no schedule"
		);
		for (merchant, _) in DayTotals::<T>::iter_keys() {
			ensure!(
				Books::<T>::contains_key(ParticipantId::from(merchant)),
				"points: sums of a merchant without a book"
			);
		}
		Ok(())
	}

	fn try_state_days(
		merchant: ParticipantId,
		kept: u32,
		today: Day,
		totals: MerchantTotals,
	) -> Result<(), TryRuntimeError> {
		let mut before = MerchantTotals::default();
		let mut days = 0u32;
		for (day, sums) in DayTotals::<T>::iter_prefix(Be16::from(merchant)) {
			days = days.saturating_add(1);
			ensure!(Day::from(day) < today, "points: a day that isn't over is kept");
			ensure!(risen(&before, &sums), "points: a merchant's sums fell");
			before = sums;
		}
		ensure!(risen(&before, &totals), "points: a merchant's sums fell");
		ensure!(days == kept, "points: kept days are miscounted");
		Ok(())
	}

	/// * What is left of a payment is sound, and worth what is not refunded of it.
	fn try_state_payments() -> Result<(), TryRuntimeError> {
		for (_, _, payment) in Payments::<T>::iter() {
			let left = payment
				.value
				.checked_sub(payment.refunded)
				.ok_or("points: more was refunded than paid")?;
			if !payment.parts.is_empty() {
				Self::ensure_sound(&payment.parts)?;
			}
			ensure!(
				<Self as Spending>::value(&payment.parts) == Ok(left),
				"points: what is left of a payment is worth something else"
			);
		}
		Ok(())
	}

	/// * Two operators agree, one of them proposed it, and no more moved than they allow.
	fn try_state_agreements() -> Result<(), TryRuntimeError> {
		for (from, to, agreement) in Agreements::<T>::iter() {
			ensure!(from != to, "points: an agreement of an operator with itself");
			ensure!(
				[from, to].contains(&agreement.proposed_by),
				"points: an agreement that neither party proposed"
			);
			ensure!(agreement.ends <= agreement.terms.expires, "points: an agreement too long");
		}
		Ok(())
	}
}

/// Whether no sum fell.
fn risen(before: &MerchantTotals, after: &MerchantTotals) -> bool {
	before.paid <= after.paid
		&& before.released <= after.released
		&& before.topped_up <= after.topped_up
		&& before.refunded <= after.refunded
		&& before.settled <= after.settled
}
