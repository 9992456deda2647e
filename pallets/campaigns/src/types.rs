//! Campaigns, what triggers their bonus, and how far each citizen has come.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use tanpu_primitives::{growth::THEMES, Balance, Day, MethodologyId, PointCents};

/// A campaign's permanent number, from 0, over all operators.
pub type CampaignId = u32;

/// A week from Monday to Sunday by the city's clock; 0 ends with Sunday 1970-01-04.
pub type Week = u16;

/// Most methodologies that a trigger names one by one.
pub const MAX_METHODOLOGIES: u32 = 8;

/// Longest streak, days: as many as progress remembers.
pub const MAX_STREAK: u8 = 30;

/// The week of a day. 1970-01-01 was a Thursday.
pub fn week_of(day: Day) -> Week {
	day.saturating_add(3).checked_div(7).unwrap_or(0)
}

/// Which acts count: the operator names the methodologies of a scenario.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
#[allow(clippy::cast_possible_truncation)]
pub enum Acts {
	/// Every act that the operator reports.
	Any,
	/// Acts under these methodologies, at least one, in strictly rising order.
	Of(BoundedVec<MethodologyId, ConstU32<MAX_METHODOLOGIES>>),
}

impl Acts {
	pub fn count(&self, methodology: MethodologyId) -> bool {
		match self {
			Self::Any => true,
			Self::Of(list) => list.binary_search(&methodology).is_ok(),
		}
	}

	pub fn is_sound(&self) -> bool {
		match self {
			Self::Any => true,
			Self::Of(list) => {
				!list.is_empty() && list.iter().zip(list.iter().skip(1)).all(|(a, b)| a < b)
			},
		}
	}
}

/// What earns the bonus.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
#[allow(clippy::cast_possible_truncation)]
pub enum Trigger {
	/// The first act within the campaign. Once for each citizen.
	FirstAct { acts: Acts },
	/// So many acts within a week, from Monday to Sunday. Once a week. An act of a later batch than
	/// one with acts of the week after next comes too late.
	WeeklyActs { acts: Acts, count: u16 },
	/// An act on each of so many days in a row, 2 to 30. Once for each such row: a day counts in one
	/// of them only, and a row that was complete uses up the days before it too.
	Streak { acts: Acts, days: u8 },
	/// A theme of growth, from 0, unlocked within the campaign. Once for each citizen.
	Theme { theme: u8 },
}

impl Trigger {
	pub fn is_sound(&self) -> bool {
		match self {
			Self::FirstAct { acts } => acts.is_sound(),
			Self::WeeklyActs { acts, count } => acts.is_sound() && *count > 0,
			Self::Streak { acts, days } => acts.is_sound() && (2..=MAX_STREAK).contains(days),
			Self::Theme { theme } => usize::from(*theme) < THEMES,
		}
	}

	/// Whether acts under a methodology count.
	pub fn counts(&self, methodology: MethodologyId) -> bool {
		match self {
			Self::FirstAct { acts } | Self::WeeklyActs { acts, .. } | Self::Streak { acts, .. } => {
				acts.count(methodology)
			},
			Self::Theme { .. } => false,
		}
	}
}

/// What a campaign promises. It never changes.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Terms<AccountId> {
	pub trigger: Trigger,
	/// Hundredths of a point for each time that it is earned, above zero.
	pub bonus: PointCents,
	/// First day whose acts count...
	pub from: Day,
	/// ...and last.
	pub until: Day,
	/// Who pays, and gets back what is left; none: the operator, out of what is free in its fund.
	pub sponsor: Option<AccountId>,
}

/// A campaign.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct Campaign<AccountId> {
	pub id: CampaignId,
	pub terms: Terms<AccountId>,
	/// Money that is left, set aside in the operator's fund; plancks.
	pub budget: Balance,
	/// Money that bonuses took, plancks.
	pub paid: Balance,
	/// Whether it is over and what was left went back.
	pub closed: bool,
}

impl<AccountId> Campaign<AccountId> {
	pub fn lasts_on(&self, day: Day) -> bool {
		!self.closed && (self.terms.from..=self.terms.until).contains(&day)
	}
}

/// How far a citizen has come in a campaign.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
)]
#[allow(clippy::cast_possible_truncation)]
pub enum Progress {
	/// Of what is earned once: whether it was paid.
	Once { paid: bool },
	/// The latest week with an act and the one before it: acts, and whether they earned the bonus.
	/// `owed` were earned, in whichever week, and not paid.
	Weeks { week: Week, this: (u16, bool), last: (u16, bool), owed: u16 },
	/// Days with an act that no complete row has used: bit `n` is the day `n` before `last`. Days up
	/// to `used` are used. `owed` rows were completed and not paid.
	Days { last: Day, bits: u32, used: Day, owed: u16 },
}

impl Progress {
	/// Nothing yet.
	pub fn new(trigger: &Trigger) -> Self {
		match trigger {
			Trigger::FirstAct { .. } | Trigger::Theme { .. } => Self::Once { paid: false },
			Trigger::WeeklyActs { .. } => {
				Self::Weeks { week: 0, this: (0, false), last: (0, false), owed: 0 }
			},
			Trigger::Streak { .. } => Self::Days { last: 0, bits: 0, used: 0, owed: 0 },
		}
	}

	/// With one more act, and what it earned. Acts come in any order: the latest act's week and the
	/// one before it, or the 32 days up to it, are remembered. What was earned is owed until it is
	/// paid, however long ago it was.
	pub fn with_act(self, trigger: &Trigger, day: Day) -> Self {
		match (self, trigger) {
			(
				Self::Weeks { week, mut this, mut last, mut owed },
				Trigger::WeeklyActs { count, .. },
			) => {
				let of = week_of(day);
				let mut add = |counted: &mut (u16, bool)| {
					counted.0 = counted.0.saturating_add(1);
					if counted.0 >= *count && !counted.1 {
						counted.1 = true;
						owed = owed.saturating_add(1);
					}
				};
				match of.checked_sub(week) {
					Some(0) => add(&mut this),
					Some(ahead) => {
						last = if ahead == 1 { this } else { (0, false) };
						this = (0, false);
						add(&mut this);
					},
					None if of.saturating_add(1) == week => add(&mut last),
					None => {},
				}
				Self::Weeks { week: week.max(of), this, last, owed }
			},
			(Self::Days { last, bits, used, owed }, Trigger::Streak { days, .. }) => {
				if day <= used {
					return self;
				}
				let (last, bits) = match day.checked_sub(last) {
					Some(ahead) => (day, bits.checked_shl(u32::from(ahead)).unwrap_or(0) | 1),
					None => {
						let back = u32::from(last.saturating_sub(day));
						(last, bits | 1u32.checked_shl(back).unwrap_or(0))
					},
				};
				match first_row(bits, u32::from(*days)) {
					None => Self::Days { last, bits, used, owed },
					Some(back) => {
						// Its days, and what lies before them, are used.
						let newer = 1u32.checked_shl(back).unwrap_or(0).saturating_sub(1);
						Self::Days {
							last,
							bits: bits & newer,
							used: last.saturating_sub(u16::try_from(back).unwrap_or(u16::MAX)),
							owed: owed.saturating_add(1),
						}
					},
				}
			},
			// That there is progress is the act.
			_ => self,
		}
	}

	/// What progress is once a bonus that is due was paid; none where none is due. Of themes it
	/// doesn't know.
	pub fn settled(self) -> Option<Self> {
		match self {
			Self::Once { paid } => (!paid).then_some(Self::Once { paid: true }),
			Self::Weeks { week, this, last, owed } => {
				Some(Self::Weeks { week, this, last, owed: owed.checked_sub(1)? })
			},
			Self::Days { last, bits, used, owed } => {
				Some(Self::Days { last, bits, used, owed: owed.checked_sub(1)? })
			},
		}
	}
}

/// The bit in which the oldest row of so many set bits ends. One more act completes no more than one
/// row: on either side of it there are fewer days than a row has.
fn first_row(bits: u32, days: u32) -> Option<u32> {
	let mut row = 0u32;
	// From bit 31 down.
	(0..u32::BITS).rev().find(|back| {
		let set = bits.checked_shr(*back).unwrap_or(0) & 1 == 1;
		row = if set { row.saturating_add(1) } else { 0 };
		row == days
	})
}
