use super::*;
use frame_support::traits::fungible::Inspect;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use tanpu_primitives::Clock as _;

#[derive(Clone, Debug)]
enum Step {
	Propose(AccountId, u64, u64),
	Confirm(AccountId, u64, u64),
	Drop(u64),
	Request(AccountId, u64),
	Report(WithdrawalId, u64),
	Pay(WithdrawalId, u64, u64),
	Refuse(WithdrawalId),
	Back(AccountId, WithdrawalId),
	Wait(u64),
}

fn step() -> impl Strategy<Value = Step> {
	let (who, number, id) = (10u64..=12, 0u64..6, 0u32..8);
	let amount = prop_oneof![Just(50u64), Just(100), 0u64..6_000];
	prop_oneof![
		2 => (who.clone(), amount.clone(), number.clone()).prop_map(|(a, b, c)| Step::Propose(a, b, c)),
		3 => (who.clone(), amount.clone(), number.clone()).prop_map(|(a, b, c)| Step::Confirm(a, b, c)),
		1 => number.clone().prop_map(Step::Drop),
		2 => (who.clone(), amount.clone()).prop_map(|(a, b)| Step::Request(a, b)),
		2 => (id.clone(), number.clone()).prop_map(|(a, b)| Step::Report(a, b)),
		3 => (id.clone(), amount, number).prop_map(|(a, b, c)| Step::Pay(a, b, c)),
		1 => id.clone().prop_map(Step::Refuse),
		2 => (who, id).prop_map(|(a, b)| Step::Back(a, b)),
		1 => (0u64..4 * DAY).prop_map(Step::Wait),
	]
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(256))]

	/// Whatever is tried in whatever order: what each owner has is what a ledger kept beside says, no
	/// record counts twice, and no day mints beyond the limit.
	#[test]
	fn money_comes_and_goes_with_records_only(steps in prop::collection::vec(step(), 1..120)) {
		build_and_execute(|| {
			let mut owned: BTreeMap<AccountId, u64> = [(10, 1_000), (11, 1_000), (12, 0)].into();
			let mut open: BTreeMap<WithdrawalId, (AccountId, u64)> = BTreeMap::new();
			let mut used: BTreeSet<u64> = BTreeSet::new();
			let mut day = (0, 0);
			for step in steps {
				match step {
					Step::Propose(to, amount, number) => {
						let _ = propose(to, amount, number);
					},
					Step::Confirm(to, amount, number) => {
						if confirm(to, amount, number).is_ok() {
							prop_assert!(used.insert(number));
							*owned.get_mut(&to).unwrap() += amount;
							let today = TestClock::today();
							day = if day.0 == today { (today, day.1 + amount) } else { (today, amount) };
							prop_assert!(day.1 <= LIMIT);
						}
					},
					Step::Drop(number) => {
						let _ = Settlement::drop_mint(signed(CONFIRMER), record(number), reason());
					},
					Step::Request(who, amount) => {
						let id = NextWithdrawalId::<Test>::get();
						if Settlement::request_withdrawal(signed(who), amount, record(99)).is_ok() {
							open.insert(id, (who, amount));
						}
					},
					Step::Report(id, number) => {
						let _ = Settlement::report_payment(signed(PROPOSER), id, record(number));
					},
					Step::Pay(id, amount, number) => {
						// Half of the time with the right amount.
						let amount = open.get(&id).filter(|_| number % 2 == 0).map_or(amount, |w| w.1);
						let by = signed(CONFIRMER);
						if Settlement::confirm_payment(by, id, amount, record(number)).is_ok() {
							prop_assert!(used.insert(number));
							let (who, held) = open.remove(&id).unwrap();
							prop_assert_eq!(held, amount);
							*owned.get_mut(&who).unwrap() -= amount;
						}
					},
					Step::Refuse(id) => {
						let done = Settlement::refuse_withdrawal(signed(CONFIRMER), id, reason());
						prop_assert_eq!(done.is_ok(), open.remove(&id).is_some());
					},
					Step::Back(who, id) => {
						if Settlement::take_back(signed(who), id).is_ok() {
							prop_assert_eq!(open.remove(&id).unwrap().0, who);
						}
					},
					Step::Wait(seconds) => Now::set(Now::get() + seconds),
				}
				for (who, amount) in &owned {
					prop_assert_eq!(<Balances as Inspect<_>>::total_balance(who), *amount);
				}
				Settlement::do_try_state().unwrap();
			}
			Ok(())
		})?;
	}
}
