//! What is always true.

use crate::{
	pallet::{
		ClassOrders, Config, HoldReason, Listed, NextOrderId, Offered, OrderCounts, Orders, Pallet,
		PoolOffers, SalesOf, Shares,
	},
	types::{part_of, Side},
};
use alloc::{collections::BTreeMap, vec::Vec};
use codec::Encode;
use frame_support::{
	ensure,
	traits::{fungible::InspectHold, fungibles::Inspect, Get},
};
use sp_runtime::TryRuntimeError;
use tanpu_primitives::{verification::Reductions, Balance, ClassId, Grams, OperatorId};

type Check = Result<(), TryRuntimeError>;

impl<T: Config> Pallet<T> {
	/// All invariants of the pallet, storage item by storage item.
	pub fn do_try_state() -> Check {
		Self::try_state_orders()?;
		Self::try_state_pools()?;
		Self::try_state_proceeds()
	}

	/// * Numbers were given, terms are sound, the index has each order and nothing else.
	/// * Accounts have as many orders as counted, within the bound.
	/// * What is listed of a class is in its sell orders, and the market's account has it.
	/// * What is held of a bidder is what all their bids would cost.
	fn try_state_orders() -> Check {
		let next = NextOrderId::<T>::get();
		let mut listed = BTreeMap::<ClassId, u128>::new();
		// Accounts don't sort: by their encoding.
		let mut owners = BTreeMap::<Vec<u8>, (T::AccountId, u32, Balance)>::new();
		let mut count = 0usize;
		for (key, order) in Orders::<T>::iter() {
			count = count.saturating_add(1);
			ensure!(u32::from(key) < next, "market: an order number that was never given");
			ensure!(
				order.grams > 0 && order.price > 0 && order.least_lot > 0,
				"market: an order of nothing"
			);
			ensure!(
				ClassOrders::<T>::contains_key(order.class, key),
				"market: an order that its class doesn't know"
			);
			let value = Self::value(order.grams, order.price)
				.map_err(|_| "market: an order beyond all money")?;
			let held = match order.side {
				Side::Sell => {
					let sum = listed.entry(order.class).or_default();
					*sum = sum.saturating_add(u128::from(order.grams));
					0
				},
				Side::Bid { .. } => value,
			};
			let owner = owners.entry(order.owner.encode()).or_insert((order.owner, 0, 0));
			owner.1 = owner.1.saturating_add(1);
			owner.2 = owner.2.saturating_add(held);
		}
		ensure!(ClassOrders::<T>::iter().count() == count, "market: an index of no order");
		ensure!(
			OrderCounts::<T>::iter().count() == owners.len(),
			"market: orders counted of somebody who has none"
		);
		for (owner, orders, held) in owners.into_values() {
			ensure!(
				OrderCounts::<T>::get(&owner) == orders && orders <= T::MaxOrders::get(),
				"market: an account's orders miscounted"
			);
			ensure!(
				T::Currency::balance_on_hold(&HoldReason::Bid.into(), &owner) == held,
				"market: money held isn't what bids cost"
			);
		}
		ensure!(Listed::<T>::iter().count() == listed.len(), "market: grams listed of no order");
		for (class, sum) in listed {
			ensure!(
				u128::from(Listed::<T>::get(class)) == sum,
				"market: listed isn't what orders sell"
			);
			ensure!(
				u128::from(T::Assets::balance(class, &Self::account())) >= sum,
				"market: the account has less than is listed"
			);
		}
		Ok(())
	}

	/// * Offers are of issued classes, by their operators, of sound terms.
	/// * What an operator has on offer is the sum of its own offers; the council offers only what
	///   revoked ones left.
	fn try_state_pools() -> Check {
		let mut offered = BTreeMap::<OperatorId, Balance>::new();
		for (class, offer) in PoolOffers::<T>::iter() {
			let pool = T::Reductions::pool(ClassId::from(class))
				.ok_or("market: an offer of what isn't issued")?;
			ensure!(pool.operator == offer.operator, "market: an offer of another's pool");
			ensure!(
				offer.grams > 0 && offer.price > 0 && offer.least_lot > 0,
				"market: an offer of nothing"
			);
			ensure!(offer.opens < offer.expires, "market: an offer that never opens");
			Self::value(offer.grams, offer.price)
				.map_err(|_| "market: an offer beyond all money")?;
			if offer.by_council {
				ensure!(
					Self::is_revoked(offer.operator),
					"market: the council sells what an operator could"
				);
				continue;
			}
			let value = Self::bound_by(&offer).map_err(|_| "market: an offer beyond all money")?;
			let sum = offered.entry(offer.operator).or_default();
			*sum = sum.saturating_add(value);
		}
		ensure!(Offered::<T>::iter().count() == offered.len(), "market: on offer, and nothing is");
		ensure!(
			offered.iter().all(|(operator, sum)| Offered::<T>::get(operator) == *sum),
			"market: what is on offer isn't the sum of offers"
		);
		Ok(())
	}

	/// * **gross = to the operator + claimed + swept + unclaimed**, and what is unclaimed of all
	///   classes is what is held on the account of proceeds: to the planck.
	/// * Nobody was paid more than their part of what came in; what all shares could claim is there.
	/// * No more was settled than was contributed.
	fn try_state_proceeds() -> Check {
		let mut unclaimed: Balance = 0;
		for (class, sales) in SalesOf::<T>::iter() {
			let pool = T::Reductions::pool(class).ok_or("market: sales of what isn't issued")?;
			let left = sales.unclaimed();
			let gone = [sales.to_operator, sales.claimed, sales.swept, left];
			let sum = gone.iter().try_fold(0, |sum: Balance, part| sum.checked_add(*part));
			ensure!(sum == Some(sales.gross), "market: proceeds lost or created");
			ensure!(left <= sales.accrued, "market: more unclaimed than came in");
			ensure!(sales.settled <= pool.contributed, "market: more settled than contributed");
			unclaimed = unclaimed.saturating_add(left);

			let (mut due, mut contributed): (Balance, Grams) = (0, 0);
			for (_, share) in Shares::<T>::iter_prefix(class) {
				ensure!(share.round <= sales.round, "market: a share of a round to come");
				let paid = if share.round == sales.round { share.paid } else { 0 };
				let entitled = part_of(sales.accrued, share.contributed, pool.contributed)
					.ok_or("market: a share of nothing")?;
				let own = entitled.checked_sub(paid).ok_or("market: paid more than is due")?;
				due = due.saturating_add(own);
				contributed = contributed.saturating_add(share.contributed);
			}
			ensure!(due <= left, "market: more is due than is there");
			ensure!(contributed <= sales.settled, "market: shares that were never settled");
		}
		ensure!(
			T::Currency::balance_on_hold(&HoldReason::Proceeds.into(), &T::ProceedsAccount::get())
				== unclaimed,
			"market: what is held isn't what is unclaimed"
		);
		ensure!(
			Shares::<T>::iter_keys().all(|(class, _)| SalesOf::<T>::contains_key(class)),
			"market: a share without books"
		);
		Ok(())
	}

	/// Keys sort as their numbers do.
	#[cfg(test)]
	pub(crate) fn order_numbers() -> Vec<u32> {
		Orders::<T>::iter_keys().map(Into::into).collect()
	}
}
