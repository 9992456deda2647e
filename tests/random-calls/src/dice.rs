//! Chance, the same in every run.

/// SplitMix64 (Sebastiano Vigna, public domain): the same numbers everywhere.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
	pub fn new(seed: u64) -> Self {
		Self(seed)
	}

	/// The seed of the `number`th part of a run.
	pub fn derived(seed: u64, number: u64) -> u64 {
		let mut dice = Self(seed ^ number.wrapping_mul(0xd605_1d5f_b3c5_9a2b));
		dice.next()
	}

	#[allow(clippy::should_implement_trait)]
	pub fn next(&mut self) -> u64 {
		self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
		let mut z = self.0;
		z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
		z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
		z ^ (z >> 31)
	}

	/// Below `bound`; 0 where that is 0.
	pub fn below(&mut self, bound: u64) -> u64 {
		self.next() % bound.max(1)
	}

	/// From `least` to `most`, both included.
	pub fn within(&mut self, least: u64, most: u64) -> u64 {
		least + self.below(most.saturating_sub(least).saturating_add(1))
	}

	pub fn one_in(&mut self, many: u64) -> bool {
		self.below(many) == 0
	}

	pub fn pick<T: Clone>(&mut self, list: &[T]) -> Option<T> {
		list.get(self.below(list.len() as u64) as usize).cloned()
	}

	/// An amount of at most `most`, as one who tries the limits chooses it: mostly a part of it,
	/// often all of it, now and then one more, nothing, or more than there can be.
	pub fn amount(&mut self, most: u128) -> u128 {
		match self.below(40) {
			0 => 0,
			1 => 1,
			2 => most.saturating_add(1),
			3 => most.saturating_mul(2),
			4 if self.one_in(4) => u128::MAX,
			5..=9 => most,
			10 => most.saturating_sub(1),
			_ => {
				let part = most / 100_000 * u128::from(self.below(100_000));
				let rest = most % 100_000;
				part + u128::from(self.below(rest as u64 + 1))
			},
		}
	}

	/// [`Self::amount`] in 64 bits.
	pub fn grams(&mut self, most: u64) -> u64 {
		u64::try_from(self.amount(most.into())).unwrap_or(u64::MAX)
	}

	pub fn hash(&mut self) -> sp_core::H256 {
		let mut bytes = [0; 32];
		for part in bytes.chunks_exact_mut(8) {
			part.copy_from_slice(&self.next().to_le_bytes());
		}
		bytes.into()
	}
}
