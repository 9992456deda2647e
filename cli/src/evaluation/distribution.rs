//! The distribution of grams over any number of records, in bounded memory.

use std::collections::BTreeMap;

/// Most different values that are kept apart.
const MOST: usize = 1 << 18;

/// How often each number of grams came. Exact as long as there are no more than 262,144 different
/// ones; beyond that, neighbours are counted together, by twos, fours, ...
#[derive(Clone, Default, Debug)]
pub struct Distribution {
	/// Of `value >> shift`.
	counts: BTreeMap<u64, u64>,
	shift: u32,
	count: u64,
	sum: u128,
	min: u64,
	max: u64,
}

/// Bars of equal width.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Histogram {
	/// Where the first bar begins.
	pub start: u64,
	/// Grams in a bar: 1, 2 or 5 times a power of ten.
	pub width: u64,
	/// Records from `start + n * width` up to, but not at, the next one.
	pub bars: Vec<u64>,
	/// Records beyond the last bar, where a few lie far out.
	pub beyond: u64,
}

impl Histogram {
	/// Where the last bar ends.
	pub fn end(&self) -> u64 {
		let bars = u64::try_from(self.bars.len()).unwrap_or(u64::MAX);
		self.start.saturating_add(self.width.saturating_mul(bars))
	}
}

impl Distribution {
	pub fn add(&mut self, grams: u64) {
		self.min = if self.count == 0 { grams } else { self.min.min(grams) };
		self.max = self.max.max(grams);
		self.count += 1;
		self.sum += u128::from(grams);
		*self.counts.entry(grams >> self.shift).or_default() += 1;
		if self.counts.len() > MOST {
			self.shift += 1;
			let mut merged = BTreeMap::new();
			for (value, count) in std::mem::take(&mut self.counts) {
				*merged.entry(value >> 1).or_default() += count;
			}
			self.counts = merged;
		}
	}

	pub fn count(&self) -> u64 {
		self.count
	}

	pub fn sum(&self) -> u128 {
		self.sum
	}

	pub fn min(&self) -> u64 {
		self.min
	}

	pub fn max(&self) -> u64 {
		self.max
	}

	/// Whether every value was kept apart, so that quantiles are exact.
	pub fn is_exact(&self) -> bool {
		self.shift == 0
	}

	/// Hundredths of a gram, rounded down; 0 without records.
	pub fn mean_cents(&self) -> u128 {
		(self.sum * 100).checked_div(u128::from(self.count)).unwrap_or(0)
	}

	/// The smallest value that at least `percent` of 100 records don't exceed (nearest rank).
	pub fn percentile(&self, percent: u64) -> u64 {
		let rank = (u128::from(self.count) * u128::from(percent)).div_ceil(100).max(1);
		let mut seen = 0u128;
		for (value, count) in &self.counts {
			seen += u128::from(*count);
			if seen >= rank {
				return (value << self.shift).clamp(self.min, self.max);
			}
		}
		self.max
	}

	pub fn median(&self) -> u64 {
		self.percentile(50)
	}

	/// About so many bars. Where a few records lie far beyond the others, they are counted apart.
	pub fn histogram(&self, bars: u64) -> Histogram {
		let most = self.percentile(99);
		let upper = if self.max / 3 > most { most.max(1) } else { self.max };
		let lower = if self.min < upper / 2 { 0 } else { self.min };
		let width = nice((upper - lower).div_ceil(bars.max(1)));
		let start = lower / width * width;
		let last = (upper - start) / width;
		let mut histogram = Histogram {
			start,
			width,
			bars: vec![0; usize::try_from(last).unwrap_or(0) + 1],
			beyond: 0,
		};
		for (value, count) in &self.counts {
			let value = (value << self.shift).clamp(self.min, self.max);
			let bar = usize::try_from((value - start) / width).unwrap_or(usize::MAX);
			match histogram.bars.get_mut(bar) {
				Some(bar) => *bar += count,
				None => histogram.beyond += count,
			}
		}
		histogram
	}
}

/// The next 1, 2 or 5 times a power of ten that is no less.
pub fn nice(least: u64) -> u64 {
	let mut power = 1u64;
	loop {
		for factor in [1, 2, 5] {
			match power.checked_mul(factor) {
				Some(step) if step >= least => return step,
				Some(_) => {},
				None => return u64::MAX,
			}
		}
		power = match power.checked_mul(10) {
			Some(power) => power,
			None => return u64::MAX,
		};
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn of(values: impl IntoIterator<Item = u64>) -> Distribution {
		let mut distribution = Distribution::default();
		values.into_iter().for_each(|value| distribution.add(value));
		distribution
	}

	#[test]
	fn what_it_says_is_exact() {
		let distribution = of([5, 1, 9, 1]);
		assert_eq!((distribution.count(), distribution.sum()), (4, 16));
		assert_eq!((distribution.min(), distribution.max()), (1, 9));
		assert_eq!(distribution.mean_cents(), 400);
		assert_eq!((distribution.median(), distribution.percentile(95)), (1, 9));
		assert_eq!(of([1, 1, 3]).mean_cents(), 166);
		assert_eq!(of(1..=100).percentile(95), 95);
		assert_eq!(of([]).mean_cents(), 0);
	}

	#[test]
	fn memory_is_bounded() {
		let distribution = of((0..1_000_000).map(|n| n * 3));
		assert!(distribution.counts.len() <= MOST && !distribution.is_exact());
		assert_eq!(distribution.sum(), 3 * 999_999 * 1_000_000 / 2);
		let median = distribution.median();
		assert!(median.abs_diff(1_499_997) <= 1 << distribution.shift, "{median}");
		assert_eq!((distribution.min(), distribution.max()), (0, 2_999_997));
	}

	#[test]
	fn every_record_is_in_a_bar() {
		for values in [
			vec![0],
			vec![7; 5],
			(0..1_000).collect(),
			(1_000..1_010).collect(),
			(0..1_000).chain([1_000_000]).collect(),
			vec![u64::MAX, 0],
			vec![u64::MAX],
		] {
			let distribution = of(values.iter().copied());
			let histogram = distribution.histogram(36);
			let total: u64 = histogram.bars.iter().sum::<u64>() + histogram.beyond;
			assert_eq!(total, distribution.count(), "{histogram:?}");
			assert!(histogram.bars.len() <= 75, "{histogram:?}");
		}
		let far = of((0..1_000).chain([1_000_000])).histogram(36);
		assert_eq!((far.width, far.beyond), (50, 1));
		assert_eq!(of(1_000..1_010).histogram(36).start, 1_000);
	}

	#[test]
	fn steps_are_round() {
		let found: Vec<u64> = [0, 1, 3, 6, 11, 499, 501].into_iter().map(nice).collect();
		assert_eq!(found, [1, 1, 5, 10, 20, 500, 1_000]);
		assert_eq!(nice(u64::MAX), u64::MAX);
	}
}
