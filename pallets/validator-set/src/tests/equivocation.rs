use super::*;
use sp_runtime::Perbill;
use sp_staking::{
	offence::{Kind, Offence, OffenceDetails, OffenceError, OnOffenceHandler, ReportOffence},
	SessionIndex,
};

/// One vote too many in a round.
pub struct DoubleVote {
	pub who: AccountId,
	pub session: SessionIndex,
	pub round: u64,
}

impl Offence<Identification<Test>> for DoubleVote {
	const ID: Kind = *b"test:double-vote";
	type Slot = u64;

	fn offenders(&self) -> Vec<Identification<Test>> {
		vec![(self.who, ())]
	}

	fn session_index(&self) -> SessionIndex {
		self.session
	}

	fn validator_set_count(&self) -> u32 {
		4
	}

	fn slot(&self) -> u64 {
		self.round
	}

	fn slash_fraction(&self, _: u32) -> Perbill {
		Perbill::one()
	}
}

frame_support::parameter_types! {
	/// How many reports got through.
	pub static Passed: u32 = 0;
}

/// pallet-offences in a few lines.
struct Next;

impl ReportOffence<AccountId, Identification<Test>, DoubleVote> for Next {
	fn report_offence(_: Vec<AccountId>, offence: DoubleVote) -> Result<(), OffenceError> {
		Passed::mutate(|passed| *passed += 1);
		let details = offence
			.offenders()
			.into_iter()
			.map(|offender| OffenceDetails { offender, reporters: vec![] })
			.collect::<Vec<_>>();
		ValidatorSet::on_offence(&details, &[Perbill::one()], offence.session);
		Ok(())
	}

	fn is_known_offence(_: &[Identification<Test>], _: &u64) -> bool {
		false
	}
}

type Reports = FirstReport<Test, Next>;

pub fn reported(who: AccountId, session: SessionIndex) -> Result<(), OffenceError> {
	Reports::report_offence(vec![], DoubleVote { who, session, round: 1 })
}

fn disabled() -> Vec<AccountId> {
	State::get().disabled.into_iter().collect()
}

#[test]
fn disables_at_once_and_removes() {
	build_and_execute(3, || {
		assert_ok!(reported(2, 0));
		assert!(happened(Event::Equivocated { who: 2, session: 0 }));
		assert_eq!(disabled(), vec![2]);
		busy_session(1);
		assert_eq!(validators(), vec![1, 2, 3, 4]);
		assert_eq!(disabled(), vec![2], "also in the session between");
		assert!(happened(Event::Removed { who: 2 }));
		busy_session(1);
		assert_eq!(validators(), vec![1, 3, 4]);
		assert_eq!(standing(2), None);
	});
}

#[test]
fn stays_disabled_though_the_set_changes() {
	build_and_execute(3, || {
		admitted(5);
		busy_session(1);
		// The set changes as this session ends, and pallet-session forgets who was disabled.
		assert_ok!(reported(2, 1));
		busy_session(1);
		assert_eq!(validators(), vec![1, 2, 3, 4, 5]);
		assert_eq!(disabled(), vec![2]);
		busy_session(1);
		assert_eq!(validators(), vec![1, 3, 4, 5]);
	});
}

#[test]
fn in_the_smallest_set_it_stays_disabled_until_there_is_another() {
	build_and_execute(4, || {
		assert_ok!(reported(2, 0));
		for _ in 0..5 {
			assert_eq!(disabled(), vec![2]);
			assert_eq!(validators(), vec![1, 2, 3, 4]);
			busy_session(1);
		}
		assert_eq!(standing(2), Some(Standing::Equivocated));
		assert_noop!(ValidatorSet::remove(RuntimeOrigin::root(), 2), Error::<Test>::BelowMinimum);
		assert_noop!(ValidatorSet::leave(signed(2)), Error::<Test>::BelowMinimum);
		assert_noop!(ValidatorSet::rejoin(signed(2)), Error::<Test>::NotChilled);
		assert_noop!(ValidatorSet::chill(signed(2)), Error::<Test>::NotActive);
		admitted(5);
		busy_session(1);
		assert_eq!(disabled(), vec![2]);
		busy_session(1);
		assert_eq!(validators(), vec![1, 3, 4, 5]);
	});
}

#[test]
fn with_its_deposit_back() {
	build_and_execute(4, || {
		admitted(5);
		busy_session(1);
		busy_session(1);
		assert_ok!(reported(5, 2));
		assert_eq!(held(5), DEPOSIT);
		busy_session(1);
		assert_eq!(held(5), 0);
	});
}

#[test]
fn once_for_each_offender() {
	build_and_execute(4, || {
		Passed::set(0);
		assert!(!Reports::is_known_offence(&[(2, ())], &1));
		assert_ok!(reported(2, 0));
		assert!(Reports::is_known_offence(&[(2, ())], &2));
		for round in 2..50 {
			let again = DoubleVote { who: 2, session: 0, round };
			assert_eq!(Reports::report_offence(vec![], again), Err(OffenceError::DuplicateReport));
		}
		assert_eq!(Passed::get(), 1);
	});
}

#[test]
fn what_the_council_judged_is_done() {
	build_and_execute(1, || {
		assert_ok!(reported(2, 0));
		busy_session(1);
		busy_session(1);
		admitted(2);
		// Other evidence of the same night.
		assert_eq!(reported(2, 0), Err(OffenceError::DuplicateReport));
		busy_session(1);
		busy_session(1);
		assert_eq!(validators(), vec![1, 2, 3, 4]);
		// It does it again.
		assert_ok!(reported(2, 4));
		assert_eq!(disabled(), vec![2]);
	});
}

#[test]
fn who_has_left_is_disabled_too() {
	build_and_execute(1, || {
		assert_ok!(ValidatorSet::leave(signed(3)));
		assert_ok!(reported(3, 0));
		assert_eq!(disabled(), vec![3]);
		assert_eq!(reported(3, 0), Err(OffenceError::DuplicateReport));
		busy_session(1);
		assert_eq!(disabled(), vec![3]);
		busy_session(1);
		assert_eq!(validators(), vec![1, 2, 4]);
	});
}
