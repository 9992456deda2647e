//! Which points pay an amount.
//!
//! The chain takes points that are worth the amount or more, by less than one hundredth of the
//! dearest of them: no change is given, and nobody pays a hundredth too much. What is chosen here
//! keeps more than that: not one hundredth of any of the points could be left away.

use crate::money::money;
use tanpu_primitives::{
	Balance, OperatorId, PointCents, PointPart, SeriesId, UnixSeconds, MAX_PARTS,
};
use tanpu_runtime_api::Spendable;

/// Points of one series in a citizen's purse.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stack {
	pub operator: OperatorId,
	pub series: SeriesId,
	/// Hundredths.
	pub points: PointCents,
	/// Plancks per hundredth; above zero.
	pub price: Balance,
	/// Unix seconds.
	pub expires: UnixSeconds,
}

impl Stack {
	/// From the chain's answer, which has the worth of all of them; none where there are no points.
	pub fn of(found: &Spendable) -> Option<Self> {
		let price = found.value.checked_div(Balance::from(found.points))?;
		(price > 0).then_some(Self {
			operator: found.operator,
			series: found.series,
			points: found.points,
			price,
			expires: found.expires,
		})
	}

	fn value(&self) -> Balance {
		self.price.saturating_mul(Balance::from(self.points))
	}
}

/// Why points don't pay an amount.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CannotPay {
	#[error("all points together are worth {} TANP, {} TANP too little", money(*.value), money(*.missing))]
	Short { value: Balance, missing: Balance },
	#[error(
		"a payment is made of points of at most {MAX_PARTS} series, and the {MAX_PARTS} that are \
		 worth most come to {} TANP",
		money(*.most)
	)]
	TooManySeries { most: Balance },
	#[error("there are only {} points of {}/{} to spend", crate::output::points(*.found), .part.operator, .part.series)]
	NotThere { part: PointPart, found: PointCents },
	#[error("these points are worth {} TANP, {} TANP too little", money(*.value), money(*.missing))]
	Underpaid { value: Balance, missing: Balance },
	#[error(
		"these points are worth {} TANP, {} TANP too much: a hundredth of the dearest can be left \
		 away",
		money(*.value),
		money(*.excess)
	)]
	Overpaid { value: Balance, excess: Balance },
}

/// Points for an amount: the soonest to expire first, among these the dearest; the last step up to
/// the amount is taken with the cheapest, and what is too much by then goes back, the latest to
/// expire first.
pub fn choose(stacks: &[Stack], amount: Balance) -> Result<Vec<PointPart>, CannotPay> {
	let value = stacks.iter().fold(0, |sum: Balance, stack| sum.saturating_add(stack.value()));
	if let Some(missing) = amount.checked_sub(value).filter(|missing| *missing > 0) {
		return Err(CannotPay::Short { value, missing });
	}
	let chosen = at_most_parts(stacks, amount)?;
	let mut left = amount;
	let mut taken: Vec<(Stack, PointCents)> = Vec::with_capacity(chosen.len());
	for stack in chosen {
		let whole = left.checked_div(stack.price).unwrap_or_default();
		let points = stack.points.min(PointCents::try_from(whole).unwrap_or(PointCents::MAX));
		left = left.saturating_sub(stack.price.saturating_mul(Balance::from(points)));
		taken.push((stack, points));
	}
	if left > 0 {
		// Of each stack that has some left a hundredth is worth more than is left to pay.
		let last = taken
			.iter_mut()
			.filter(|(stack, points)| *points < stack.points)
			.min_by_key(|(stack, _)| stack.price);
		if let Some((stack, points)) = last {
			*points = points.saturating_add(1);
			let mut excess = stack.price.saturating_sub(left);
			for (stack, points) in taken.iter_mut().rev() {
				let whole = excess.checked_div(stack.price).unwrap_or_default();
				let back = (*points).min(PointCents::try_from(whole).unwrap_or(PointCents::MAX));
				*points = points.saturating_sub(back);
				excess = excess.saturating_sub(stack.price.saturating_mul(Balance::from(back)));
			}
		}
	}
	let mut parts: Vec<PointPart> = taken
		.into_iter()
		.filter(|(_, points)| *points > 0)
		.map(|(stack, points)| PointPart { operator: stack.operator, series: stack.series, points })
		.collect();
	parts.sort_unstable();
	Ok(parts)
}

/// The stacks to pay from, in the order in which they are taken: as many of the first as leave
/// enough with the largest of the others.
fn at_most_parts(stacks: &[Stack], amount: Balance) -> Result<Vec<Stack>, CannotPay> {
	let most = usize::try_from(MAX_PARTS).unwrap_or(usize::MAX);
	let mut ordered = stacks.to_vec();
	ordered.sort_by_key(|stack| {
		(stack.expires, Balance::MAX - stack.price, stack.operator, stack.series)
	});
	if ordered.len() <= most {
		return Ok(ordered);
	}
	let largest = |rest: &[Stack], places: usize| {
		let mut values: Vec<Balance> = rest.iter().map(Stack::value).collect();
		values.sort_unstable_by(|a, b| b.cmp(a));
		values.iter().take(places).fold(0, |sum: Balance, value| sum.saturating_add(*value))
	};
	let best = largest(&ordered, most);
	if best < amount {
		return Err(CannotPay::TooManySeries { most: best });
	}
	let (mut chosen, mut value) = (Vec::with_capacity(most), 0 as Balance);
	for (at, stack) in ordered.iter().enumerate() {
		if chosen.len() == most {
			break;
		}
		let with = value.saturating_add(stack.value());
		let rest = ordered.get(at + 1..).unwrap_or_default();
		if with.saturating_add(largest(rest, most - chosen.len() - 1)) >= amount {
			chosen.push(*stack);
			value = with;
		}
	}
	Ok(chosen)
}

/// Parts as they were named: sorted, those of one series together.
pub fn merged(parts: &[PointPart]) -> Vec<PointPart> {
	let mut parts = parts.to_vec();
	parts.sort_unstable();
	parts.dedup_by(|next, kept| {
		let same = (next.operator, next.series) == (kept.operator, kept.series);
		if same {
			kept.points = kept.points.saturating_add(next.points);
		}
		same
	});
	parts
}

/// What parts are worth, where they are there and the chain would take them for the amount.
pub fn worth(stacks: &[Stack], parts: &[PointPart], amount: Balance) -> Result<Balance, CannotPay> {
	let (mut value, mut dearest) = (0 as Balance, 0 as Balance);
	for part in parts {
		let stack = stacks
			.iter()
			.find(|stack| (stack.operator, stack.series) == (part.operator, part.series));
		let found = stack.map_or(0, |stack| stack.points);
		let Some(stack) = stack.filter(|stack| part.points <= stack.points) else {
			return Err(CannotPay::NotThere { part: *part, found });
		};
		value = value.saturating_add(stack.price.saturating_mul(Balance::from(part.points)));
		dearest = dearest.max(stack.price);
	}
	match value.checked_sub(amount) {
		None => Err(CannotPay::Underpaid { value, missing: amount.saturating_sub(value) }),
		Some(excess) if excess >= dearest => Err(CannotPay::Overpaid { value, excess }),
		Some(_) => Ok(value),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	fn stack(operator: u16, points: u64, price: u128, expires: u64) -> Stack {
		Stack { operator, series: 0, points, price, expires }
	}

	fn part(operator: u16, points: u64) -> PointPart {
		PointPart { operator, series: 0, points }
	}

	#[test]
	fn the_soonest_to_expire_go_first() {
		let purse = [stack(0, 100, 10, 900), stack(1, 100, 10, 500), stack(2, 100, 10, 700)];
		assert_eq!(choose(&purse, 500), Ok(vec![part(1, 50)]));
		assert_eq!(choose(&purse, 1_500), Ok(vec![part(1, 100), part(2, 50)]));
		assert_eq!(choose(&purse, 3_000), Ok(vec![part(0, 100), part(1, 100), part(2, 100)]));
		// Of those that expire together the dearest.
		let purse = [stack(0, 100, 10, 900), stack(1, 100, 30, 900)];
		assert_eq!(choose(&purse, 300), Ok(vec![part(1, 10)]));
	}

	#[test]
	fn the_last_step_is_the_cheapest() {
		let purse = [stack(0, 100, 30, 500), stack(1, 100, 7, 900)];
		// 3 x 30 and 2 x 7 make 104 of 105: a third hundredth of the cheap one.
		assert_eq!(choose(&purse, 105), Ok(vec![part(0, 3), part(1, 3)]));
		// Nothing cheaper is left.
		assert_eq!(choose(&[stack(0, 100, 30, 500)], 31), Ok(vec![part(0, 2)]));
		// 40 is paid with 30 and 1 x 7, 3 are missing and only thirties are left: with a second
		// one the seven goes back.
		let purse = [stack(0, 100, 30, 500), stack(1, 1, 7, 900)];
		assert_eq!(choose(&purse, 40), Ok(vec![part(0, 2)]));
	}

	#[test]
	fn what_is_short_is_said() {
		let purse = [stack(0, 10, 30, 500)];
		assert_eq!(choose(&purse, 301), Err(CannotPay::Short { value: 300, missing: 1 }));
		assert_eq!(choose(&[], 1), Err(CannotPay::Short { value: 0, missing: 1 }));
		// Twenty small series, of which sixteen don't make it.
		let purse: Vec<Stack> = (0..20).map(|at| stack(at, 10, 1, 500)).collect();
		assert_eq!(choose(&purse, 161), Err(CannotPay::TooManySeries { most: 160 }));
		assert_eq!(choose(&purse, 160).map(|parts| parts.len()), Ok(16));
		// A large one that expires last has to come along.
		let mut purse = purse;
		purse.push(stack(99, 1_000, 1, 9_000));
		let parts = choose(&purse, 200).unwrap();
		assert_eq!((parts.len(), parts[15]), (16, part(99, 50)));
	}

	#[test]
	fn what_is_named_is_checked() {
		let purse = [stack(0, 100, 30, 500), stack(1, 100, 7, 900)];
		assert_eq!(worth(&purse, &[part(0, 2)], 60), Ok(60));
		assert_eq!(
			worth(&purse, &[part(0, 2)], 61),
			Err(CannotPay::Underpaid { value: 60, missing: 1 })
		);
		assert_eq!(
			worth(&purse, &[part(0, 2)], 30),
			Err(CannotPay::Overpaid { value: 60, excess: 30 })
		);
		// 37 for 8 is within a hundredth of the dearest, and the chain takes it.
		assert_eq!(worth(&purse, &[part(0, 1), part(1, 1)], 8), Ok(37));
		assert_eq!(
			worth(&purse, &[part(0, 101)], 3_030),
			Err(CannotPay::NotThere { part: part(0, 101), found: 100 })
		);
		assert!(worth(&purse, &[part(5, 1)], 1).unwrap_err().to_string().contains("0.00 points"));
		let named = merged(&[part(1, 2), part(0, 1), part(1, 3)]);
		assert_eq!(named, [part(0, 1), part(1, 5)]);
	}

	/// `do_pay` and `ensure_price`, word for word.
	fn chain_takes(purse: &[Stack], parts: &[PointPart], amount: u128) -> Result<(), &'static str> {
		let stack_of = |part: &PointPart| {
			purse
				.iter()
				.find(|stack| (stack.operator, stack.series) == (part.operator, part.series))
		};
		if parts.is_empty() {
			return Err("NoParts");
		}
		if parts.len() > 16 {
			return Err("TooManyParts");
		}
		if !parts.is_sorted_by(|a, b| (a.operator, a.series) < (b.operator, b.series)) {
			return Err("PartsNotSorted");
		}
		let (mut value, mut dearest) = (0u128, 0u128);
		for part in parts {
			let stack = stack_of(part).ok_or("SeriesNotFound")?;
			if part.points == 0 {
				return Err("EmptyPart");
			}
			if part.points > stack.points {
				return Err("InsufficientPoints");
			}
			value += stack.price * u128::from(part.points);
			dearest = dearest.max(stack.price);
		}
		let more = value.checked_sub(amount).ok_or("Underpaid")?;
		if more >= dearest {
			return Err("Overpaid");
		}
		// And not one hundredth of any part could be left away.
		for part in parts {
			if stack_of(part).ok_or("SeriesNotFound")?.price <= more {
				return Err("a hundredth too much");
			}
		}
		Ok(())
	}

	fn purses(most: usize) -> impl Strategy<Value = Vec<Stack>> {
		let price = prop_oneof![1u128..20, 1u128..1_000_000_000_000];
		let one = (0u64..2_000, price, 0u64..5);
		prop::collection::vec(one, 0..=most).prop_map(|list| {
			list.into_iter()
				.enumerate()
				.filter(|(_, (points, ..))| *points > 0)
				.map(|(at, (points, price, expires))| Stack {
					operator: u16::try_from(at / 3).unwrap(),
					series: u16::try_from(at % 3).unwrap(),
					points,
					price,
					expires,
				})
				.collect()
		})
	}

	fn of_all(purse: &[Stack]) -> u128 {
		purse.iter().map(Stack::value).sum()
	}

	proptest! {
		#![proptest_config(ProptestConfig::with_cases(4_000))]

		/// Whatever the purse: paid if and only if it is worth the amount, by the chain's rule.
		#[test]
		fn the_chain_takes_what_is_chosen(purse in purses(16), share in 1u128..1_100) {
			let total = of_all(&purse);
			let amount = (total * share / 1_000).max(1);
			match choose(&purse, amount) {
				Ok(parts) => {
					prop_assert!(total >= amount);
					prop_assert_eq!(chain_takes(&purse, &parts, amount), Ok(()));
					prop_assert!(worth(&purse, &parts, amount).is_ok());
				},
				Err(error) => {
					prop_assert_eq!(error, CannotPay::Short { value: total, missing: amount - total });
				},
			}
		}

		/// With more series than a payment can have: paid if the sixteen largest are worth it.
		#[test]
		fn many_series_are_no_obstacle(purse in purses(40), share in 1u128..1_000) {
			let mut values: Vec<u128> = purse.iter().map(Stack::value).collect();
			values.sort_unstable_by(|a, b| b.cmp(a));
			let most: u128 = values.iter().take(16).sum();
			let amount = (of_all(&purse) * share / 1_000).max(1);
			match choose(&purse, amount) {
				Ok(parts) => {
					prop_assert_eq!(chain_takes(&purse, &parts, amount), Ok(()));
				},
				Err(CannotPay::TooManySeries { most: said }) => {
					prop_assert_eq!(said, most);
					prop_assert!(most < amount);
				},
				Err(CannotPay::Short { .. }) => prop_assert!(of_all(&purse) < amount),
				Err(other) => prop_assert!(false, "{}", other),
			}
		}
	}
}
