use super::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Debug)]
enum Step {
	Keys(AccountId, u32),
	Apply(AccountId),
	Withdraw(AccountId),
	Admit(AccountId),
	Remove(AccountId),
	Leave(AccountId),
	Chill(AccountId),
	Rejoin(AccountId),
	Purge(AccountId),
	Equivocate(AccountId),
	/// A session in which these make no blocks.
	Session(BTreeSet<AccountId>),
}

fn step() -> impl Strategy<Value = Step> {
	let who = 1u64..=9;
	prop_oneof![
		1 => (who.clone(), 0u32..4).prop_map(|(who, seed)| Step::Keys(who, seed)),
		3 => who.clone().prop_map(Step::Apply),
		1 => who.clone().prop_map(Step::Withdraw),
		3 => who.clone().prop_map(Step::Admit),
		2 => who.clone().prop_map(Step::Remove),
		1 => who.clone().prop_map(Step::Leave),
		1 => who.clone().prop_map(Step::Chill),
		2 => who.clone().prop_map(Step::Rejoin),
		1 => who.clone().prop_map(Step::Purge),
		1 => who.clone().prop_map(Step::Equivocate),
		4 => prop::collection::btree_set(who, 0..3).prop_map(Step::Session),
	]
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(128))]

	/// Whatever is tried in whatever order: a session never has fewer validators than the minimum,
	/// each of them has keys, no proven offender in it is enabled below the limit, and money is
	/// held for members and candidates and for nobody else.
	#[test]
	fn the_set_never_falls_below_the_minimum(
		minimum in 1u32..=4,
		steps in prop::collection::vec(step(), 1..80),
	) {
		build_and_execute(minimum, || {
			// Who owes a deposit.
			let mut deposits: BTreeMap<AccountId, u64> = BTreeMap::new();
			for step in steps {
				match step {
					Step::Keys(who, seed) => set_keys_of(who, seed),
					Step::Apply(who) => {
						if ValidatorSet::apply(signed(who)).is_ok() {
							prop_assert!(deposits.insert(who, DEPOSIT).is_none());
						}
					},
					Step::Withdraw(who) => {
						if ValidatorSet::withdraw(signed(who)).is_ok() {
							prop_assert!(deposits.remove(&who).is_some());
						}
					},
					Step::Admit(who) => {
						let _ = ValidatorSet::admit(RuntimeOrigin::root(), who);
					},
					Step::Remove(who) => {
						if ValidatorSet::remove(RuntimeOrigin::root(), who).is_ok() {
							deposits.remove(&who);
						}
					},
					Step::Leave(who) => {
						if ValidatorSet::leave(signed(who)).is_ok() {
							deposits.remove(&who);
						}
					},
					Step::Chill(who) => {
						let _ = ValidatorSet::chill(signed(who));
					},
					Step::Rejoin(who) => {
						let _ = ValidatorSet::rejoin(signed(who));
					},
					Step::Purge(who) => {
						let _ = ValidatorSet::purge_keys(signed(who));
					},
					Step::Equivocate(who) => {
						if validators().contains(&who) {
							let _ = equivocation::reported(who, State::get().index);
						}
					},
					Step::Session(idle) => {
						let blocks: Vec<_> = validators()
							.into_iter()
							.filter(|who| !idle.contains(who))
							.map(|who| (who, 20))
							.collect();
						next_session(&blocks);
						// Members that equivocated leave with their deposit.
						deposits.retain(|who, _| {
							standing(*who).is_some() || Candidates::<Test>::contains_key(who)
						});
						prop_assert!(validators().len() >= minimum as usize);
						let limit = (validators().len() - 1) / 3;
						let guilty = validators()
							.into_iter()
							.filter(|who| Offenders::<Test>::contains_key(who))
							.count();
						prop_assert!(State::get().disabled.len() >= guilty.min(limit));
					},
				}
				for who in 1..=9 {
					prop_assert_eq!(held(who), deposits.get(&who).copied().unwrap_or(0));
				}
			}
			Ok(())
		})?;
	}
}
