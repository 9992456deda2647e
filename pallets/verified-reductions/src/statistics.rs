//! How many points a sample has, where they lie, and what its failures say of the whole class.

use crate::types::WHOLE;
use alloc::{vec, vec::Vec};
use codec::Encode;
use sp_core::H256;
use sp_runtime::traits::{BlakeTwo256, Hash};
use tanpu_primitives::{Grams, ParticipantId};

/// One, in fixed point: products of two fit in 128 bits with room for a sum.
const ONE: u128 = 1 << 62;

/// What is left outside a one-sided bound of 95 %: rounded down.
const ALPHA: u128 = ONE / 20;

/// Points of a sample: the square root of the records, between `least` and `most`, and never more
/// than grams.
///
/// Of 59 points or more without a failure, the failure rate is below 5 % with 95 % confidence (0.95
/// to the 59th is below 0.05), which is the materiality that ISO 14064-3 verifications of this size
/// work with: so `least` is 60 in production. Beyond that a larger class is worth some more work,
/// but the bound depends on the points and hardly on the class's size; hence the square root.
pub fn points(records: u32, grams: Grams, least: u32, most: u32) -> u32 {
	let wanted = records.isqrt().max(least).min(most);
	u32::try_from(grams).map_or(wanted, |grams| wanted.min(grams))
}

/// The gram at which point `number` of `points` lies, from 0: one in each of as many equal strata.
/// A record is so met in proportion to its grams, and a heavy one surely.
///
/// None where there is no such point, or fewer grams than points.
pub fn point(seed: &H256, number: u32, points: u32, grams: Grams) -> Option<Grams> {
	if number >= points {
		return None;
	}
	let begin = |stratum: u64| {
		u128::from(grams)
			.checked_mul(u128::from(stratum))?
			.checked_div(u128::from(points))
			.and_then(|at| Grams::try_from(at).ok())
	};
	let from = begin(u64::from(number))?;
	let length = begin(u64::from(number).checked_add(1)?)?.checked_sub(from)?;
	let hash = BlakeTwo256::hash(&(seed, number).encode());
	let (first, _) = hash.0.split_first_chunk::<16>()?;
	// 128 bits for at most 64: no place is favoured by more than 2^-64.
	let offset = u128::from_le_bytes(*first).checked_rem(u128::from(length))?;
	from.checked_add(Grams::try_from(offset).ok()?)
}

/// Draws `count` of the eligible verifiers: by lot, those who didn't audit the operator last time
/// before those who did.
pub fn assign(
	eligible: &[ParticipantId],
	last: &[ParticipantId],
	count: usize,
	seed: &H256,
) -> Vec<ParticipantId> {
	let mut lots: Vec<_> = eligible
		.iter()
		.map(|verifier| {
			let lot = BlakeTwo256::hash(&(seed, verifier).encode());
			(last.contains(verifier), lot, *verifier)
		})
		.collect();
	lots.sort();
	lots.into_iter().map(|(_, _, verifier)| verifier).take(count).collect()
}

/// `a * b` in fixed point, rounded up.
fn up(a: u128, b: u128) -> u128 {
	// Neither is more than ONE and a trifle.
	a.saturating_mul(b).saturating_add(ONE.saturating_sub(1)) >> 62
}

/// At least the probability of no more than `failed` failures in `points` points, where each fails
/// with a rate in ten thousandths: every step is rounded up.
fn at_most(failed: u32, points: u32, rate: u32) -> u128 {
	// The rate rounded down makes few failures likelier.
	let rate = ONE.saturating_mul(u128::from(rate)).checked_div(u128::from(WHOLE)).unwrap_or(ONE);
	let rest = ONE.saturating_sub(rate);
	let size = usize::try_from(failed).unwrap_or(usize::MAX).saturating_add(1);
	// How likely each number of failures is after some points.
	let mut likely = vec![0u128; size];
	if let Some(none) = likely.first_mut() {
		*none = ONE;
	}
	for _ in 0..points {
		let mut below = 0;
		for slot in &mut likely {
			let had = *slot;
			*slot = up(had, rest).saturating_add(up(below, rate));
			below = had;
		}
	}
	likely.into_iter().fold(0, u128::saturating_add)
}

/// The upper bound of a class's failure rate, in ten thousandths, with one-sided 95 % confidence,
/// when so many of a sample's points failed: exact for the binomial distribution, and rounded up.
///
/// C. J. Clopper and E. S. Pearson, "The use of confidence or fiducial limits illustrated in the
/// case of the binomial", Biometrika 26 (1934) 404-413. Costs some 14 x points x failed steps.
pub fn upper_bound(failed: u32, points: u32) -> u32 {
	if failed >= points {
		return WHOLE;
	}
	// The lowest rate at which so few failures are unlikely. At the whole all points fail.
	let (mut low, mut high) = (0u32, WHOLE);
	while low.saturating_add(1) < high {
		let middle = low.saturating_add(high) >> 1;
		if at_most(failed, points, middle) <= ALPHA {
			high = middle;
		} else {
			low = middle;
		}
	}
	high
}

/// Grams of a class that a sample's failures take away: the upper bound of the failure rate, rounded
/// up. None where nothing failed: then the sample gives no reason to deduct, and its size bounds
/// what it could have missed.
pub fn extrapolate(grams: Grams, failed: u32, points: u32) -> Grams {
	if failed == 0 {
		return 0;
	}
	let bound = upper_bound(failed, points);
	u128::from(grams)
		.checked_mul(u128::from(bound))
		.map(|fine| fine.div_ceil(u128::from(WHOLE)))
		.and_then(|part| Grams::try_from(part).ok())
		.unwrap_or(grams)
		.min(grams)
}

#[cfg(test)]
mod tests {
	use super::*;

	/// Made with Python's fractions: the least rate in ten thousandths at which the exact binomial
	/// probability is at most 1/20.
	const KNOWN: [(u32, u32, u32); 13] = [
		// Exactly 1/20 at 9,500: rounding up takes the next.
		(0, 1, 9501),
		(0, 20, 1392),
		(0, 59, 496),
		(0, 60, 488),
		(1, 60, 767),
		(3, 60, 1242),
		(12, 60, 3039),
		(0, 300, 100),
		(1, 300, 158),
		(5, 300, 348),
		(60, 300, 2419),
		(299, 300, 9999),
		(1, 2, 9747),
	];

	#[test]
	fn bounds_are_those_of_clopper_and_pearson() {
		for (failed, points, bound) in KNOWN {
			assert_eq!(upper_bound(failed, points), bound, "{failed} of {points}");
		}
		assert_eq!(upper_bound(5, 5), WHOLE);
		assert_eq!(upper_bound(0, 0), WHOLE);
	}

	#[test]
	fn bounds_rise_with_failures_and_fall_with_points() {
		for points in [1, 2, 20, 60, 300] {
			let mut last = 0;
			for failed in (0..=points).step_by(if points > 60 { 17 } else { 1 }) {
				let bound = upper_bound(failed, points);
				assert!(bound > last && bound >= failed * WHOLE / points, "{failed} of {points}");
				last = bound;
			}
		}
		for failed in [0, 1, 5] {
			assert!(upper_bound(failed, 60) > upper_bound(failed, 120));
		}
	}

	#[test]
	fn nothing_failed_takes_nothing_and_all_takes_all() {
		assert_eq!(extrapolate(1_000_000, 0, 60), 0);
		assert_eq!(extrapolate(1_000_000, 60, 60), 1_000_000);
		assert_eq!(extrapolate(u64::MAX, 60, 60), u64::MAX);
		assert_eq!(extrapolate(7, 1, 60), 1);
		assert_eq!(extrapolate(0, 1, 60), 0);
	}

	#[test]
	fn sizes() {
		assert_eq!(points(1, u64::MAX, 60, 300), 60);
		assert_eq!(points(10_000, u64::MAX, 60, 300), 100);
		assert_eq!(points(u32::MAX, u64::MAX, 60, 300), 300);
		assert_eq!(points(10_000, 7, 60, 300), 7);
	}

	#[test]
	fn one_point_in_each_stratum() {
		let seed = H256::repeat_byte(7);
		for (count, grams) in
			[(1, 1), (3, 3), (7, 100), (60, 61), (60, 12_345_678), (300, u64::MAX)]
		{
			for number in 0..count {
				let at = u128::from(point(&seed, number, count, grams).unwrap());
				let begin = |n: u32| u128::from(grams) * u128::from(n) / u128::from(count);
				assert!((begin(number)..begin(number + 1)).contains(&at));
			}
			assert_eq!(point(&seed, count, count, grams), None);
		}
		assert_eq!(point(&seed, 0, 0, 5), None);
		assert_ne!(point(&seed, 3, 60, 1 << 40), point(&H256::zero(), 3, 60, 1 << 40));
	}

	#[test]
	fn points_lie_anywhere() {
		// Every gram of a small class is met, about equally often.
		let mut met = [0u32; 10];
		for n in 0..2_000u32 {
			let seed = BlakeTwo256::hash(&n.encode());
			for number in 0..2 {
				met[point(&seed, number, 2, 10).unwrap() as usize] += 1;
			}
		}
		assert!(met.iter().all(|times| (300..500).contains(times)), "{met:?}");
	}

	#[test]
	fn lots() {
		let eligible: Vec<_> = (1..=6).collect();
		let mut drawn = [0u32; 7];
		for n in 0..600u32 {
			let seed = BlakeTwo256::hash(&n.encode());
			let three = assign(&eligible, &[2, 5], 3, &seed);
			assert!(three.len() == 3 && !three.contains(&2) && !three.contains(&5));
			three.iter().for_each(|one| drawn[usize::from(*one)] += 1);
			// Those of the last time only where there are no others.
			let five = assign(&eligible, &[2, 5], 5, &seed);
			assert!(five.contains(&2) != five.contains(&5));
			let all = assign(&eligible, &[], 9, &seed);
			assert_eq!(all.len(), 6);
		}
		assert!([1, 3, 4, 6].iter().all(|one| (380..520).contains(&drawn[*one])), "{drawn:?}");
	}
}
