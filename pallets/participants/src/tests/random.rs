use super::*;
use proptest::prelude::*;
use tanpu_primitives::Clock;

#[derive(Clone, Debug)]
enum Step {
	License(AccountId, u8),
	Amend(ParticipantId, u8, i64),
	Suspend(ParticipantId, usize),
	Confirm(ParticipantId),
	Lift(ParticipantId),
	Revoke(ParticipantId),
	SetReporter(AccountId, ParticipantId, AccountId, bool),
	Report(ParticipantId, u32),
	Wait(u64),
}

fn terms(kind: u8) -> LicenceTerms {
	match kind {
		0 => operator_terms(100),
		1 => LicenceTerms::Operator { scope: only(&[1, 2]), daily_quota: 10, bond: 0 },
		2 => LicenceTerms::Verifier { scope: Scope::All },
		3 => LicenceTerms::Merchant,
		_ => provider_terms(kind),
	}
}

fn step() -> impl Strategy<Value = Step> {
	// Few accounts, so that holders and keys get into each other's way.
	let account = 10u64..18;
	let id = 0u16..8;
	prop_oneof![
		3 => (account.clone(), 0u8..6).prop_map(|(who, kind)| Step::License(who, kind)),
		1 => (id.clone(), 0u8..6, -5i64..100).prop_map(|(id, kind, days)| Step::Amend(id, kind, days)),
		4 => (id.clone(), 0usize..3).prop_map(|(id, member)| Step::Suspend(id, member)),
		1 => id.clone().prop_map(Step::Confirm),
		1 => id.clone().prop_map(Step::Lift),
		1 => id.clone().prop_map(Step::Revoke),
		6 => (account.clone(), id.clone(), account, any::<bool>())
			.prop_map(|(who, id, key, on)| Step::SetReporter(who, id, key, on)),
		3 => (id, 0u32..80).prop_map(|(id, records)| Step::Report(id, records)),
		4 => (0u64..20 * DAY).prop_map(Step::Wait),
	]
}

/// Per participant: when each suspension by a member began and ended.
type History = std::collections::BTreeMap<ParticipantId, Vec<(u64, u64)>>;

proptest! {
	#![proptest_config(ProptestConfig::with_cases(200))]

	/// Whatever is tried in whatever order: two suspensions of one subject lie 30 days apart,
	/// unconfirmed ones last 72 hours at most, a revoked participant stays revoked, the day's
	/// records stay within the quota, and all invariants hold after each step.
	#[test]
	fn licences_stay_sound(steps in prop::collection::vec(step(), 1..80)) {
		build_and_execute(|| {
			let mut history = History::new();
			let mut revoked = std::collections::BTreeSet::new();
			for step in steps {
				let now = Now::get();
				match step {
					Step::License(holder, kind) => {
						let _ = Licences::license(
							council(), holder, name("x"), REASON, terms(kind), now + 60 * DAY,
						);
					},
					Step::Amend(id, kind, days) => {
						let expires = now.saturating_add_signed(days * 86_400);
						let _ = Licences::amend(council(), id, terms(kind), expires);
					},
					Step::Suspend(id, member) => {
						let by = signed(MEMBERS[member]);
						if Licences::suspend(by, id, REASON).is_ok() {
							let spans = history.entry(id).or_default();
							if let Some((_, end)) = spans.last() {
								prop_assert!(now >= end.saturating_add(COOL_DOWN));
							}
							spans.push((now, now + SUSPENSION));
						}
					},
					Step::Confirm(id) => {
						if Licences::confirm_suspension(council(), id).is_ok() {
							let span = history.get_mut(&id).unwrap().last_mut().unwrap();
							prop_assert!(now < span.1);
							span.1 = u64::MAX;
						}
					},
					Step::Lift(id) => {
						if Licences::lift_suspension(council(), id).is_ok() {
							let span = history.get_mut(&id).unwrap().last_mut().unwrap();
							prop_assert!(now < span.1);
							span.1 = now;
						}
					},
					Step::Revoke(id) => {
						if Licences::revoke(council(), id).is_ok() {
							prop_assert!(revoked.insert(id));
						}
					},
					Step::SetReporter(who, id, key, on) => {
						let _ = Licences::set_reporter(signed(who), id, key, on);
					},
					Step::Report(id, records) => {
						let before = Licences::quota_left(id);
						let taken = Licences::take_quota(id, TestClock::today(), records);
						match before {
							None => prop_assert!(taken.is_err()),
							Some(left) if records == 0 || records <= left => {
								prop_assert_eq!(taken, Ok(()));
								prop_assert_eq!(Licences::quota_left(id), Some(left - records));
							},
							left => {
								prop_assert_eq!(taken, Err(LicenceRefusal::QuotaExceeded));
								prop_assert_eq!(Licences::quota_left(id), left);
							},
						}
					},
					Step::Wait(seconds) => Now::set(now + seconds),
				}
				let now = Now::get();
				for id in 0..NextParticipantId::<Test>::get() {
					let found = Licences::participant(id).unwrap();
					let last = history.get(&id).and_then(|spans| spans.last());
					let suspended = last.is_some_and(|(_, end)| now < *end);
					let expected = if revoked.contains(&id) {
						Err(LicenceRefusal::Revoked)
					} else if suspended {
						Err(LicenceRefusal::Suspended)
					} else if now >= found.expires {
						Err(LicenceRefusal::Expired)
					} else {
						Ok(())
					};
					prop_assert_eq!(found.ensure_active(now), expected);
				}
				Licences::do_try_state().unwrap();
			}
			Ok(())
		})?;
	}
}
