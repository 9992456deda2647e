//! What one member of the council stops at once: it lapses by time alone unless the council confirms
//! it, and for a while nobody can do it again.

use crate::UnixSeconds;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use sp_core::H256;

/// A suspension, as it was pronounced.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Suspension<AccountId> {
	/// The council member who pronounced it.
	pub by: AccountId,
	/// Hash of the reasons, which are published off chain.
	pub reason: H256,
	/// Unix seconds when it began.
	pub since: UnixSeconds,
	/// Unix seconds from which it is over, unless confirmed.
	pub until: UnixSeconds,
	/// Whether the council confirmed it: then it lasts until the council lifts it.
	pub confirmed: bool,
}

impl<AccountId> Suspension<AccountId> {
	/// Whether it holds at `now`. It lapses by time alone.
	pub fn holds(&self, now: UnixSeconds) -> bool {
		self.confirmed || now < self.until
	}

	/// Seconds that it lasted up to `now`.
	pub fn lasted(&self, now: UnixSeconds) -> u64 {
		let end = if self.confirmed { now } else { now.min(self.until) };
		end.saturating_sub(self.since)
	}
}

/// Why a suspension can't be pronounced, confirmed or lifted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SuspensionRefusal {
	/// It is suspended already.
	Suspended,
	/// An earlier suspension ended too recently.
	CoolingDown,
	/// It isn't suspended, or no longer.
	NotSuspended,
	/// The council confirmed it before.
	Confirmed,
}

/// Whether something is suspended, and all that is kept of its suspensions before.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Suspensions<AccountId> {
	/// The last one, which may have lapsed since; none once it was lifted.
	pub last: Option<Suspension<AccountId>>,
	/// Unix seconds from which a member can suspend (again).
	pub from: UnixSeconds,
	/// Seconds that the ones before `last` lasted together.
	#[codec(compact)]
	pub before: u64,
}

impl<AccountId> Default for Suspensions<AccountId> {
	fn default() -> Self {
		Self { last: None, from: 0, before: 0 }
	}
}

impl<AccountId> Suspensions<AccountId> {
	/// The suspension that holds at `now`.
	pub fn current(&self, now: UnixSeconds) -> Option<&Suspension<AccountId>> {
		self.last.as_ref().filter(|last| last.holds(now))
	}

	/// Seconds of all suspensions up to `now`. Never falls, and stands still while nothing is
	/// suspended.
	pub fn lasted(&self, now: UnixSeconds) -> u64 {
		let last = self.last.as_ref().map_or(0, |last| last.lasted(now));
		self.before.saturating_add(last)
	}

	/// Suspends for `period` seconds; after it nobody can again for `cool_down` seconds. Returns
	/// when it lapses.
	pub fn suspend(
		&mut self,
		by: AccountId,
		reason: H256,
		now: UnixSeconds,
		period: u64,
		cool_down: u64,
	) -> Result<UnixSeconds, SuspensionRefusal> {
		if self.current(now).is_some() {
			return Err(SuspensionRefusal::Suspended);
		}
		if now < self.from {
			return Err(SuspensionRefusal::CoolingDown);
		}
		self.before = self.lasted(now);
		let until = now.saturating_add(period);
		self.last = Some(Suspension { by, reason, since: now, until, confirmed: false });
		// As if it were to lapse; lifting sets it anew.
		self.from = until.saturating_add(cool_down);
		Ok(until)
	}

	/// Makes the present suspension last until it is lifted. One that has lapsed isn't revived.
	pub fn confirm(&mut self, now: UnixSeconds) -> Result<(), SuspensionRefusal> {
		let last = self.last.as_mut().filter(|last| last.holds(now));
		let last = last.ok_or(SuspensionRefusal::NotSuspended)?;
		if last.confirmed {
			return Err(SuspensionRefusal::Confirmed);
		}
		last.confirmed = true;
		Ok(())
	}

	/// Ends the present suspension; the cool-down begins.
	pub fn lift(&mut self, now: UnixSeconds, cool_down: u64) -> Result<(), SuspensionRefusal> {
		if self.current(now).is_none() {
			return Err(SuspensionRefusal::NotSuspended);
		}
		self.before = self.lasted(now);
		self.last = None;
		self.from = now.saturating_add(cool_down);
		Ok(())
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const REASON: H256 = H256::repeat_byte(1);

	fn suspended(now: UnixSeconds) -> Suspensions<u64> {
		let mut kept = Suspensions::default();
		assert_eq!(kept.suspend(1, REASON, now, 72, 720), Ok(now + 72));
		kept
	}

	#[test]
	fn lapses_by_time_and_cools_down() {
		let mut kept = suspended(1_000);
		assert_eq!(kept.suspend(2, REASON, 1_071, 72, 720), Err(SuspensionRefusal::Suspended));
		assert!(kept.current(1_071).is_some() && kept.current(1_072).is_none());
		assert_eq!((kept.lasted(1_010), kept.lasted(5_000)), (10, 72));
		assert_eq!(kept.confirm(1_072), Err(SuspensionRefusal::NotSuspended));
		assert_eq!(kept.lift(1_072, 720), Err(SuspensionRefusal::NotSuspended));
		assert_eq!(kept.suspend(2, REASON, 1_791, 72, 720), Err(SuspensionRefusal::CoolingDown));
		assert_eq!(kept.suspend(2, REASON, 1_792, 72, 720), Ok(1_864));
		assert_eq!((kept.lasted(1_792), kept.lasted(1_800)), (72, 80));
	}

	#[test]
	fn confirmed_lasts_until_lifted() {
		let mut kept = suspended(0);
		assert_eq!(kept.confirm(71), Ok(()));
		assert_eq!(kept.confirm(100), Err(SuspensionRefusal::Confirmed));
		assert!(kept.current(9_999).is_some());
		assert_eq!(kept.lift(10_000, 720), Ok(()));
		assert_eq!(kept.lasted(20_000), 10_000);
		assert_eq!(kept.suspend(1, REASON, 10_719, 72, 720), Err(SuspensionRefusal::CoolingDown));
		assert_eq!(kept.suspend(1, REASON, 10_720, 72, 720), Ok(10_792));
	}
}
