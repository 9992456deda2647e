//! The numbers that the whole chain agrees on: time, money, limits of a block.

/// Time. A block is at most one per slot; empty slots make blocks fewer, so that durations counted
/// in blocks are lower bounds. Whatever protects a user is measured with the clock instead.
pub mod time {
	use crate::BlockNumber;

	/// Length of a BABE slot, milliseconds. It can never change on a running chain.
	pub const SLOT_DURATION: u64 = 3_000;

	/// Length of an epoch (a session) in production, slots: one hour.
	pub const PRODUCTION_EPOCH_LENGTH: u64 = 1_200;
	/// Length of an epoch in the development presets, slots: five minutes.
	pub const DEVELOPMENT_EPOCH_LENGTH: u64 = 100;
	/// Length of an epoch where the clock is fast, slots: two minutes. A sample is drawn with the
	/// randomness of an epoch that began after its class was sealed.
	pub const FAST_EPOCH_LENGTH: u64 = 40;

	pub const MINUTES: BlockNumber = 20;
	pub const HOURS: BlockNumber = 60 * MINUTES;
	pub const DAYS: BlockNumber = 24 * HOURS;

	const _: () = assert!(SLOT_DURATION * 20 == 60_000, "MINUTES follows SLOT_DURATION");
	const _: () = assert!(PRODUCTION_EPOCH_LENGTH * SLOT_DURATION == 3_600_000);
}

/// The native currency, a settlement unit: one TANP is one unit of the money that the settlement
/// account takes as deposit (one yuan, where the deposits are yuan).
pub mod currency {
	use crate::Balance;

	pub const TOKEN_SYMBOL: &str = "TANP";
	pub const TOKEN_DECIMALS: u8 = 12;
	/// The generic prefix: wallets show the same address for every chain that has no own one.
	pub const SS58_PREFIX: u16 = 42;

	/// One TANP.
	pub const UNITS: Balance = 1_000_000_000_000;
	/// A hundredth of a TANP.
	pub const CENTS: Balance = UNITS / 100;
	/// A millionth of a TANP.
	pub const MICROS: Balance = UNITS / 1_000_000;

	/// What an account must hold to exist: a cent. Enough to make a million idle accounts cost
	/// 10,000 TANP, little enough that a first payment never fails for it. Citizens need none.
	pub const EXISTENTIAL_DEPOSIT: Balance = CENTS;

	/// Deposit for so many storage items and so many bytes kept in state.
	pub const fn deposit(items: u32, bytes: u32) -> Balance {
		let items = (items as Balance).saturating_mul(10 * CENTS);
		items.saturating_add((bytes as Balance).saturating_mul(100 * MICROS))
	}
}

/// What fits in a block.
pub mod block {
	use frame_support::weights::{constants::WEIGHT_REF_TIME_PER_MILLIS, Weight};
	use sp_runtime::Perbill;

	/// Execution time of a full block.
	///
	/// The node proposes during two thirds of a 3-second slot: 2 s, of which the proposer keeps
	/// about 0.24 s for the block's end, so that extrinsics must be through in about 1.76 s. A
	/// block of 1.5 s leaves 0.26 s for a machine somewhat slower than the reference and for the
	/// state root, which no weight counts; overrunning would discard the whole block.
	pub const MAX_WEIGHT: Weight = Weight::from_parts(1_500 * WEIGHT_REF_TIME_PER_MILLIS, u64::MAX);

	/// Share of a block that ordinary transactions may fill; the rest stays free for operational
	/// ones and for inherents and hooks.
	pub const NORMAL_RATIO: Perbill = Perbill::from_percent(75);

	/// Length of a full block, bytes: 4 MiB. The node's proposer uses this same constant.
	pub const MAX_LENGTH: u32 = 4 * 1024 * 1024;
}
