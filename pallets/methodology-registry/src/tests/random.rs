//! Random lives of methodologies: whatever is called in whatever order, what must always be true is
//! true after every call, and history never changes.

use crate::{
	mock::*, Drafts, Methodologies, NextDraftId, NextMethodologyId, SupersededAt, TextsOf, Version,
	Versions,
};
use frame_support::{
	storage::{with_transaction, TransactionOutcome},
	traits::UnfilteredDispatchable,
};
use proptest::prelude::*;
use std::collections::BTreeMap;
use tanpu_formula::InputKind;
use tanpu_primitives::{traits::Methodologies as _, MethodologyRef};

type History = BTreeMap<(u16, u16), (Version, crate::Texts)>;

fn history() -> History {
	Versions::<Test>::iter()
		.map(|(id, number, version)| {
			((id, number), (version, TextsOf::<Test>::get(id, number).unwrap()))
		})
		.collect()
}

fn any_origin() -> impl Strategy<Value = RuntimeOrigin> {
	prop_oneof![
		Just(ALICE),
		Just(BOB),
		Just(POOR),
		Just(MEMBER),
		Just(Council::get()),
		Just(PublishingCouncil::get())
	]
	.prop_map(signed)
}

#[derive(Clone, Debug)]
enum Step {
	Draft { methodology: Option<u16>, cap: u64 },
	Amend { draft: u32, cap: u64 },
	Withdraw { draft: u32 },
	Open { draft: u32 },
	Publish { draft: u32, right_hash: bool, lead: u64 },
	Suspend { methodology: u16 },
	Confirm { methodology: u16 },
	Resume { methodology: u16 },
	Retire { methodology: u16 },
	Comment { draft: u32, sound: bool },
	Uncomment { draft: u32, index: u32 },
	Wait { seconds: u64 },
}

/// Few numbers, so that steps meet; the right origin mostly.
fn any_step() -> impl Strategy<Value = (Option<RuntimeOrigin>, Step)> {
	let draft = || 0u32..6;
	let methodology = || 0u16..3;
	let step = prop_oneof![
		4 => (prop::option::of(methodology()), 0u64..6)
			.prop_map(|(methodology, cap)| Step::Draft { methodology, cap }),
		1 => (draft(), 0u64..6).prop_map(|(draft, cap)| Step::Amend { draft, cap }),
		1 => draft().prop_map(|draft| Step::Withdraw { draft }),
		5 => draft().prop_map(|draft| Step::Open { draft }),
		6 => (draft(), prop::bool::weighted(0.9), 0u64..40)
			.prop_map(|(draft, right_hash, lead)| Step::Publish {
				draft,
				right_hash,
				lead: lead * DAY
			}),
		2 => methodology().prop_map(|methodology| Step::Suspend { methodology }),
		1 => methodology().prop_map(|methodology| Step::Confirm { methodology }),
		1 => methodology().prop_map(|methodology| Step::Resume { methodology }),
		1 => methodology().prop_map(|methodology| Step::Retire { methodology }),
		4 => (draft(), prop::bool::weighted(0.9))
			.prop_map(|(draft, sound)| Step::Comment { draft, sound }),
		2 => (draft(), 0u32..3).prop_map(|(draft, index)| Step::Uncomment { draft, index }),
		5 => (0u64..12).prop_map(|days| Step::Wait { seconds: days * DAY }),
	];
	(prop::option::weighted(0.2, any_origin()), step)
}

fn call_of(step: &Step) -> Option<(RuntimeOrigin, crate::Call<Test>)> {
	use crate::Call;
	// A cap of 0 is unsound; the last ones keep a history, read in two ways.
	let content = |cap: u64| {
		let mut content = match cap {
			4 | 5 => electricity(),
			_ => metro_capped(cap),
		};
		if cap == 5 {
			for input in content.definition.inputs.iter_mut().take(2) {
				if let InputKind::Number { decimals, .. } = &mut input.kind {
					*decimals = 3;
				}
			}
		}
		Box::new(content)
	};
	Some(match step.clone() {
		Step::Draft { methodology, cap } => {
			(signed(ALICE), Call::draft { methodology, content: content(cap) })
		},
		Step::Amend { draft, cap } => {
			(signed(ALICE), Call::amend_draft { draft, content: content(cap) })
		},
		Step::Withdraw { draft } => (signed(ALICE), Call::withdraw_draft { draft }),
		Step::Open { draft } => (signed(ALICE), Call::open_consultation { draft }),
		Step::Publish { draft, right_hash, lead } => {
			let content_hash = Drafts::<Test>::get(draft)
				.filter(|_| right_hash)
				.map(|draft| draft.content_hash)
				.unwrap_or_default();
			let effective = Now::get() + lead;
			(publishers(), Call::publish { draft, content_hash, effective })
		},
		Step::Suspend { methodology } => {
			(signed(MEMBER), Call::suspend { methodology, reason: text("x") })
		},
		Step::Confirm { methodology } => (council(), Call::confirm_suspension { methodology }),
		Step::Resume { methodology } => (council(), Call::resume { methodology }),
		Step::Retire { methodology } => (council(), Call::retire { methodology }),
		Step::Comment { draft, sound } => {
			let uri = text(if sound { "x" } else { "" });
			(signed(BOB), Call::comment { draft, hash: Default::default(), uri })
		},
		Step::Uncomment { draft, index } => (signed(BOB), Call::withdraw_comment { draft, index }),
		Step::Wait { seconds } => {
			advance(seconds);
			return None;
		},
	})
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]

	#[test]
	fn history_never_changes(steps in prop::collection::vec(any_step(), 1..80)) {
		new_test_ext().execute_with(|| {
			let mut known = History::new();
			let mut ends = BTreeMap::new();
			for (origin, step) in steps {
				let Some((right, call)) = call_of(&step) else { continue };
				let before = sp_io::storage::root(sp_runtime::StateVersion::V1);
				let result = with_transaction(|| {
					let result = call.dispatch_bypass_filter(origin.unwrap_or(right));
					if result.is_ok() {
						TransactionOutcome::Commit(Ok::<_, sp_runtime::DispatchError>(result))
					} else {
						TransactionOutcome::Rollback(Ok(result))
					}
				})
				.unwrap();
				if result.is_err() {
					let after = sp_io::storage::root(sp_runtime::StateVersion::V1);
					assert_eq!(before, after, "{step:?} failed and left a trace");
				}
				ensure_invariants();
				// All that was ever published is there as it was, and so is where it ends.
				let now = history();
				for (key, version) in &known {
					assert_eq!(now.get(key), Some(version), "{step:?}");
				}
				for (key, end) in &ends {
					assert_eq!(SupersededAt::<Test>::get(key, 1), Some(*end));
				}
				ends.extend(
					(0..3).filter_map(|id| Some((id, SupersededAt::<Test>::get(id, 1)?))),
				);
				known = now;
			}
			// Numbers only rise, and nothing is reportable that the status forbids.
			assert!(Drafts::<Test>::iter_keys().all(|id| id < NextDraftId::<Test>::get()));
			assert_eq!(
				Methodologies::<Test>::iter_keys().count(),
				usize::from(NextMethodologyId::<Test>::get())
			);
			for id in 0..NextMethodologyId::<Test>::get() {
				let view = Registry::methodology(id).unwrap();
				let retired = matches!(view.methodology.status, crate::Status::Retired { .. });
				let active = Registry::active(MethodologyRef { methodology: id, version: 1 });
				assert_eq!(active.is_ok(), !view.suspended && !retired);
			}
		});
	}
}
