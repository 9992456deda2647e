//! Growth: what a citizen's acts add up to, the daily question, and themes.

use crate::{CitizenId, Day, Grams, GrowthMillis};
use alloc::vec::Vec;
use codec::Encode;
use frame_support::weights::Weight;
use sp_core::H256;

/// How many themes there are to unlock.
pub const THEMES: usize = 9;

/// Sets a citizen's answer apart from everything else that is hashed.
pub const CHECK_IN_DOMAIN: &[u8; 17] = b"tanpu/check-in/v1";

/// Sets the right answer apart from everything else that is hashed.
pub const ANSWER_DOMAIN: &[u8; 15] = b"tanpu/answer/v1";

/// What hides a citizen's answer until it is revealed: drawn at random for each day.
pub type CheckInSalt = [u8; 16];

/// What hides the right answer until the day is over.
pub type AnswerSalt = [u8; 32];

/// The bytes whose BLAKE2b-256 a citizen commits to. They name chain, citizen and day: a commitment
/// that somebody else copies can't be opened by them.
pub fn check_in_message(
	genesis: H256,
	citizen: CitizenId,
	day: Day,
	answer: u8,
	salt: &CheckInSalt,
) -> Vec<u8> {
	(CHECK_IN_DOMAIN, genesis, citizen, day, answer, salt).encode()
}

/// The bytes whose BLAKE2b-256 the authority publishes with a question.
pub fn answer_message(genesis: H256, day: Day, answer: u8, salt: &AnswerSalt) -> Vec<u8> {
	(ANSWER_DOMAIN, genesis, day, answer, salt).encode()
}

/// What a citizen's acts add up to, over all operators.
pub trait GrowthTotals {
	/// Growth from credited acts, in thousandths; 0 where there is no such citizen.
	fn growth(citizen: CitizenId) -> GrowthMillis;

	/// Grams CO2e credited.
	fn grams(citizen: CitizenId) -> Grams;

	/// Upper bound of the weight of either.
	fn weight() -> Weight {
		Weight::zero()
	}

	/// Makes a citizen with so much growth and with as many positions as there can be.
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_growth(growth: GrowthMillis) -> CitizenId;
}

/// Themes that citizens unlocked.
pub trait Themes {
	/// The day on which a citizen unlocked a theme, from 0.
	fn unlocked_on(citizen: CitizenId, theme: u8) -> Option<Day>;

	/// Makes a citizen have unlocked all themes on a day.
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_unlock(citizen: CitizenId, day: Day);
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn every_part_changes_the_message() {
		let genesis = H256::repeat_byte(1);
		let base = check_in_message(genesis, 2, 3, 4, &[5; 16]);
		assert_eq!(base.len(), 17 + 32 + 4 + 2 + 1 + 16);
		for other in [
			check_in_message(H256::zero(), 2, 3, 4, &[5; 16]),
			check_in_message(genesis, 9, 3, 4, &[5; 16]),
			check_in_message(genesis, 2, 9, 4, &[5; 16]),
			check_in_message(genesis, 2, 3, 9, &[5; 16]),
			check_in_message(genesis, 2, 3, 4, &[9; 16]),
		] {
			assert_ne!(other, base);
		}
		let base = answer_message(genesis, 3, 4, &[5; 32]);
		assert_eq!(base.len(), 15 + 32 + 2 + 1 + 32);
		for other in [
			answer_message(H256::zero(), 3, 4, &[5; 32]),
			answer_message(genesis, 9, 4, &[5; 32]),
			answer_message(genesis, 3, 9, &[5; 32]),
			answer_message(genesis, 3, 4, &[9; 32]),
		] {
			assert_ne!(other, base);
		}
	}
}
