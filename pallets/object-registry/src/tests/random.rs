//! Random sequences of registrations: whatever operators and providers send, the invariants hold,
//! epochs rise one by one, a crediting period never begins anew, and what is refused changes
//! nothing.

use crate::{mock::*, *};
use proptest::prelude::*;
use std::collections::BTreeMap;
use tanpu_primitives::{
	attestation::ObjectStatement,
	traits::{IdentityProviders, LicenceRefusal, Positions},
	Clock,
};

#[derive(Clone, Debug)]
enum Step {
	Register {
		rival: bool,
		bank: bool,
		group: u8,
		object: u8,
		holders: Vec<(u32, u16)>,
		members: u8,
		/// Days before today; negative is the future.
		crediting: Option<i32>,
		/// Off the object's next epoch.
		epoch: u32,
		/// Seconds from now.
		expires: i64,
		/// What is presented differs from what was signed.
		forged: bool,
	},
	Provider {
		bank: bool,
		suspended: bool,
	},
	Operator {
		rival: bool,
		suspended: bool,
	},
	Enrol {
		rival: bool,
		citizen: u32,
		enrolled: bool,
	},
	Relate {
		rival: bool,
		bank: bool,
	},
	Wait {
		days: u64,
	},
}

fn holders() -> impl Strategy<Value = Vec<(u32, u16)>> {
	prop_oneof![
		// Sound ones mostly.
		6 => prop::collection::btree_map(0..6u32, 1..1_250u16, 1..6)
			.prop_map(|holders| holders.into_iter().collect()),
		1 => prop::collection::vec((0..8u32, 0..12_000u16), 0..9),
	]
}

fn step() -> impl Strategy<Value = Step> {
	let often = || prop::bool::weighted(0.2);
	let crediting = prop_oneof![
		3 => Just(None),
		3 => Just(Some(0)),
		1 => (-2..400i32).prop_map(Some),
	];
	let register = (
		(often(), often(), 4..6u8, 0..3u8),
		holders(),
		0..34u8,
		crediting,
		prop_oneof![8 => Just(0u32), 1 => 1..3u32],
		prop_oneof![8 => Just(600i64), 1 => -10..(LIFE as i64 + 10)],
		prop::bool::weighted(0.05),
	)
		.prop_map(
			|(
				(rival, bank, group, object),
				holders,
				members,
				crediting,
				epoch,
				expires,
				forged,
			)| {
				Step::Register {
					rival,
					bank,
					group,
					object,
					holders,
					members,
					crediting,
					epoch,
					expires,
					forged,
				}
			},
		);
	prop_oneof![
		12 => register,
		1 => (any::<bool>(), often()).prop_map(|(bank, suspended)| Step::Provider { bank, suspended }),
		1 => (any::<bool>(), often())
			.prop_map(|(rival, suspended)| Step::Operator { rival, suspended }),
		1 => (any::<bool>(), 0..6u32, any::<bool>())
			.prop_map(|(rival, citizen, enrolled)| Step::Enrol { rival, citizen, enrolled }),
		1 => (any::<bool>(), any::<bool>()).prop_map(|(rival, bank)| Step::Relate { rival, bank }),
		1 => (0..3u64).prop_map(|days| Step::Wait { days }),
	]
}

fn operator(rival: bool) -> u16 {
	if rival {
		RIVAL
	} else {
		GRID
	}
}

fn provider(bank: bool) -> u16 {
	if bank {
		BANK
	} else {
		POLICE
	}
}

fn standing(suspended: bool) -> Result<(), LicenceRefusal> {
	if suspended {
		Err(LicenceRefusal::Suspended)
	} else {
		Ok(())
	}
}

fn all() -> BTreeMap<(u8, [u8; 32]), Registration> {
	Registrations::<Test>::iter().collect()
}

fn take(step: Step) {
	match step {
		Step::Register {
			rival,
			bank,
			group,
			object,
			holders,
			members,
			crediting,
			epoch,
			expires,
			forged,
		} => {
			let (key, now, today) = ((group, [object; 32]), TestClock::now(), TestClock::today());
			let before = all();
			let last = before.get(&key).map_or(0, |found| found.registered.epoch);
			let text = ObjectStatement {
				genesis: genesis(),
				provider: provider(bank),
				operator: operator(rival),
				group,
				object: key.1,
				holders: &holders,
				members,
				crediting_from: crediting
					.map(|days| u16::try_from(i32::from(today) - days).unwrap()),
				epoch: last + 1 + epoch,
				expires: now.saturating_add_signed(expires),
			};
			let signed = ObjectStatement { members: members ^ u8::from(forged), ..text };
			let used = quota_used(text.operator, today);
			let outcome =
				frame_support::storage::with_storage_layer(|| present(&text, sign(&signed)));
			if outcome.is_err() {
				assert_eq!(all(), before);
				assert_eq!(quota_used(text.operator, today), used);
				return;
			}
			assert!(!forged && epoch == 0 && (0..=LIFE as i64).contains(&expires));
			assert_eq!(quota_used(text.operator, today), used + 1);
			assert!(!World::related(text.operator, text.provider));
			assert!(holders
				.iter()
				.all(|(citizen, _)| World::get(text.operator, *citizen).unwrap().enrolled));
			let mut after = all();
			let written = after.remove(&key).unwrap();
			let first = before.get(&key).and_then(|found| found.registered.crediting_from);
			assert_eq!(written.registered.epoch, last + 1);
			assert_eq!((written.operator, written.provider), (text.operator, text.provider));
			assert_eq!(written.registered.holders.to_vec(), holders);
			assert_eq!(written.registered.crediting_from, text.crediting_from);
			assert!(first.is_none() || first == text.crediting_from);
			// Nothing else changed.
			let mut others = before;
			others.remove(&key);
			assert_eq!(after, others);
		},
		Step::Provider { bank, suspended } => set_provider(provider(bank), standing(suspended)),
		Step::Operator { rival, suspended } => set_operator(operator(rival), standing(suspended)),
		Step::Enrol { rival, citizen, enrolled } => {
			set_enrolled(operator(rival), citizen, enrolled)
		},
		Step::Relate { rival, bank } => relate(operator(rival), provider(bank)),
		Step::Wait { days } => set_now(TestClock::now() + days * DAY),
	}
}

proptest! {
	#![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

	#[test]
	fn any_sequence_keeps_the_invariants(steps in prop::collection::vec(step(), 1..80)) {
		build_and_execute(|| {
			for step in steps {
				let shown = format!("{step:?}");
				take(step);
				if let Err(error) = ObjectRegistry::do_try_state() {
					panic!("{error:?} after {shown}");
				}
			}
		});
	}
}
