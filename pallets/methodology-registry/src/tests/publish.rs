use crate::{
	mock::*, Content, Drafts, Error, Event, HistoryScale, HistoryScales, Methodologies,
	Methodology, NextMethodologyId, Status, SupersededAt, TextsOf, Version, Versions, WeightInfo,
};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError;
use tanpu_formula::{Input, InputKind, NamedUnit, Origin};

#[test]
fn a_new_methodology() {
	build_and_execute(|| {
		let content = metro();
		let content_hash = content.hash();
		let draft = consulted(None, content.clone());
		let (now, effective) = (Now::get(), Now::get() + 2 * DAY);
		let post = Registry::publish(publishers(), draft, content_hash, effective).unwrap();
		assert_eq!(
			last_event(),
			Event::Published {
				draft,
				methodology: 0,
				version: 1,
				content_hash,
				effective,
				comments: 0
			}
		);
		// Charged by what it was, not by what it might have been.
		assert_eq!(
			post.actual_weight,
			Some(<() as WeightInfo>::publish(content.size(), content.ops()))
		);
		assert_eq!(
			Methodologies::<Test>::get(0),
			Some(Methodology { latest: 1, status: Status::Active, suspendable_from: 0 })
		);
		assert_eq!(
			Versions::<Test>::get(0, 1),
			Some(Version {
				definition: content.definition,
				rules: content.rules,
				content_hash,
				published: now,
				effective
			})
		);
		assert_eq!(TextsOf::<Test>::get(0, 1), Some(content.texts));
		assert_eq!(SupersededAt::<Test>::get(0, 1), None);
		// The draft is gone and its deposit returned.
		assert!(!Drafts::<Test>::contains_key(draft));
		assert_eq!(held(ALICE), 0);
		assert_noop!(
			Registry::publish(publishers(), draft, content_hash, effective),
			Error::<Test>::DraftNotFound
		);
		assert_eq!(published(None, metro()), 1);
	});
}

#[test]
fn a_later_version_leaves_the_earlier_one_as_it_was() {
	build_and_execute(|| {
		let id = published(None, metro());
		let first = (Versions::<Test>::get(id, 1), TextsOf::<Test>::get(id, 1));
		let content = metro_capped(7);
		let draft = consulted(Some(id), content.clone());
		let effective = Now::get() + 30 * DAY;
		assert_ok!(Registry::publish(publishers(), draft, content.hash(), effective));
		assert_eq!(Methodologies::<Test>::get(id).unwrap().latest, 2);
		assert_eq!(Versions::<Test>::get(id, 2).unwrap().rules.max_grams_per_day, 7);
		assert_eq!((Versions::<Test>::get(id, 1), TextsOf::<Test>::get(id, 1)), first);
		assert_eq!(SupersededAt::<Test>::get(id, 1), Some(effective));
		assert_eq!(NextMethodologyId::<Test>::get(), 1);
	});
}

#[test]
fn only_by_the_council_s_majority() {
	build_and_execute(|| {
		let draft = consulted(None, metro());
		let effective = Now::get() + 2 * DAY;
		// Not the proposer, not a member alone, not a smaller majority, not Root.
		for origin in [signed(ALICE), signed(MEMBER), council(), RuntimeOrigin::root()] {
			assert_noop!(
				Registry::publish(origin, draft, metro().hash(), effective),
				DispatchError::BadOrigin
			);
		}
		assert_noop!(
			Registry::publish(RuntimeOrigin::none(), draft, metro().hash(), effective),
			DispatchError::BadOrigin
		);
	});
}

#[test]
fn a_member_s_own_draft_needs_the_majority_too() {
	build_and_execute(|| {
		assert_ok!(Balances::force_set_balance(RuntimeOrigin::root(), MEMBER, FUNDS));
		let draft = draft_by(MEMBER, None, metro());
		assert_ok!(Registry::open_consultation(signed(MEMBER), draft));
		advance(7 * DAY);
		assert_noop!(
			Registry::publish(signed(MEMBER), draft, metro().hash(), Now::get() + 2 * DAY),
			DispatchError::BadOrigin
		);
		assert_ok!(Registry::withdraw_draft(signed(MEMBER), draft));
	});
}

#[test]
fn only_after_the_consultation() {
	build_and_execute(|| {
		let publish =
			|draft| Registry::publish(publishers(), draft, metro().hash(), Now::get() + 2 * DAY);
		assert_noop!(publish(0), Error::<Test>::DraftNotFound);
		let draft = draft_by(ALICE, None, metro());
		assert_noop!(publish(draft), Error::<Test>::NotInConsultation);
		assert_ok!(Registry::open_consultation(signed(ALICE), draft));
		advance(7 * DAY - 1);
		assert_noop!(publish(draft), Error::<Test>::ConsultationNotOver);
		advance(1);
		assert_ok!(publish(draft));
	});
}

#[test]
fn only_what_was_voted_on() {
	build_and_execute(|| {
		let draft = consulted(None, metro());
		assert_noop!(
			Registry::publish(publishers(), draft, metro_capped(1).hash(), Now::get() + 2 * DAY),
			Error::<Test>::ContentHashMismatch
		);
	});
}

#[test]
fn only_with_notice() {
	build_and_execute(|| {
		let draft = consulted(None, metro());
		let publish = |effective| Registry::publish(publishers(), draft, metro().hash(), effective);
		let now = Now::get();
		for effective in [0, now, now + 2 * DAY - 1] {
			assert_noop!(publish(effective), Error::<Test>::NoticeTooShort);
		}
		for effective in [now + 365 * DAY + 1, u64::MAX] {
			assert_noop!(publish(effective), Error::<Test>::EffectiveTooFar);
		}
		assert_ok!(publish(now + 365 * DAY));
	});
}

#[test]
fn only_later_than_the_version_before() {
	build_and_execute(|| {
		let draft = consulted(None, metro());
		let first = Now::get() + 60 * DAY;
		assert_ok!(Registry::publish(publishers(), draft, metro().hash(), first));
		let content = metro_capped(1);
		let draft = consulted(Some(0), content.clone());
		let publish = |effective| Registry::publish(publishers(), draft, content.hash(), effective);
		for effective in [Now::get() + 2 * DAY, first - 1, first] {
			assert_noop!(publish(effective), Error::<Test>::EffectiveNotLater);
		}
		assert_ok!(publish(first + 1));
		// The same holds for the third, whose predecessor's date lies elsewhere in storage.
		let content = metro_capped(2);
		let draft = consulted(Some(0), content.clone());
		assert_noop!(
			Registry::publish(publishers(), draft, content.hash(), first + 1),
			Error::<Test>::EffectiveNotLater
		);
		assert_ok!(Registry::publish(publishers(), draft, content.hash(), first + 2));
	});
}

#[test]
fn never_under_a_retired_methodology() {
	build_and_execute(|| {
		let id = published(None, metro());
		let content = metro_capped(1);
		let draft = consulted(Some(id), content.clone());
		assert_ok!(Registry::retire(council(), id));
		assert_noop!(
			Registry::publish(publishers(), draft, content.hash(), Now::get() + 2 * DAY),
			Error::<Test>::MethodologyRetired
		);
	});
}

#[test]
fn a_suspended_one_can_be_put_right() {
	build_and_execute(|| {
		let id = published(None, metro());
		assert_ok!(Registry::suspend(council(), id, text("factor outdated")));
		published(Some(id), metro_capped(1));
		assert_eq!(Methodologies::<Test>::get(id).unwrap().latest, 2);
	});
}

#[test]
fn the_content_is_checked_once_more() {
	new_test_ext().execute_with(|| {
		let draft = consulted(None, metro());
		// As if it had been drafted when checks were laxer.
		let mut content = metro();
		content.rules.claims = Default::default();
		let hash = content.hash();
		crate::DraftContents::<Test>::insert(draft, content);
		Drafts::<Test>::mutate(draft, |draft| draft.as_mut().unwrap().content_hash = hash);
		assert_noop!(
			Registry::publish(publishers(), draft, hash, Now::get() + 2 * DAY),
			Error::<Test>::NoClaims
		);
	});
}

#[test]
fn numbers_run_out_by_name() {
	new_test_ext().execute_with(|| {
		let draft = consulted(None, metro());
		NextMethodologyId::<Test>::put(u16::MAX);
		assert_noop!(
			Registry::publish(publishers(), draft, metro().hash(), Now::get() + 2 * DAY),
			Error::<Test>::NoNumberLeft
		);
		NextMethodologyId::<Test>::put(0);
		let id = published(None, metro());
		let draft = consulted(Some(id), metro());
		Methodologies::<Test>::mutate(id, |entry| entry.as_mut().unwrap().latest = u16::MAX);
		assert_noop!(
			Registry::publish(publishers(), draft, metro().hash(), Now::get() + 2 * DAY),
			Error::<Test>::NoNumberLeft
		);
	});
}

/// Every call there is, and whether it can write to published versions. A new call does not compile
/// until somebody has answered that for it.
#[test]
fn no_call_edits_a_published_version() {
	use crate::Call;
	fn adds_versions(call: &Call<Test>) -> bool {
		match call {
			Call::publish { .. } => true,
			Call::draft { .. }
			| Call::amend_draft { .. }
			| Call::withdraw_draft { .. }
			| Call::open_consultation { .. }
			| Call::suspend { .. }
			| Call::confirm_suspension { .. }
			| Call::resume { .. }
			| Call::retire { .. }
			| Call::comment { .. }
			| Call::withdraw_comment { .. }
			| Call::__Ignore(..) => false,
		}
	}
	build_and_execute(|| {
		let id = published(None, metro());
		let history = || {
			let mut all: Vec<_> = Versions::<Test>::iter()
				.map(|(id, number, version)| {
					(id, number, version, TextsOf::<Test>::get(id, number))
				})
				.collect();
			all.sort_by_key(|(id, number, ..)| (*id, *number));
			all
		};
		let before = history();
		let changed = || Box::new(metro_capped(1));
		let draft = crate::NextDraftId::<Test>::get();
		let calls: Vec<(RuntimeOrigin, Call<Test>)> = vec![
			(signed(ALICE), Call::draft { methodology: Some(id), content: Box::new(metro()) }),
			(signed(ALICE), Call::amend_draft { draft, content: changed() }),
			(signed(ALICE), Call::open_consultation { draft }),
			(signed(BOB), Call::comment { draft, hash: Default::default(), uri: text("x") }),
			(signed(BOB), Call::withdraw_comment { draft, index: 0 }),
			(
				publishers(),
				Call::publish {
					draft,
					content_hash: metro_capped(1).hash(),
					effective: Now::get() + 20 * DAY,
				},
			),
			(signed(ALICE), Call::draft { methodology: Some(id), content: Box::new(metro()) }),
			(signed(ALICE), Call::withdraw_draft { draft: draft + 1 }),
			(signed(MEMBER), Call::suspend { methodology: id, reason: text("wrong") }),
			(council(), Call::confirm_suspension { methodology: id }),
			(council(), Call::resume { methodology: id }),
			(council(), Call::retire { methodology: id }),
		];
		for (origin, call) in calls {
			use frame_support::traits::UnfilteredDispatchable;
			let adds = adds_versions(&call);
			if adds {
				advance(7 * DAY);
			}
			let count = history().len();
			assert_ok!(call.dispatch_bypass_filter(origin));
			assert_eq!(history().len(), count + usize::from(adds));
			assert_eq!(history()[..before.len()], before[..]);
		}
	});
}

/// Household electricity with its readings, and their mean, at other decimals or in another unit.
fn electricity_in(unit: NamedUnit, decimals: u8) -> Content {
	let mut content = electricity();
	for input in content.definition.inputs.iter_mut().take(2) {
		input.kind = InputKind::Number { unit: unit.into(), decimals, min: 0, max: 100_000 };
	}
	content
}

#[test]
fn a_history_is_read_as_it_was_written() {
	build_and_execute(|| {
		let id = published(None, electricity());
		let scale = HistoryScale { unit: NamedUnit::KilowattHour.into(), decimals: 2 };
		assert_eq!(HistoryScales::<Test>::get(id), Some(scale.clone()));
		let draft = |content| Registry::draft(signed(ALICE), Some(id), Box::new(content));
		let (wider, other) = (
			electricity_in(NamedUnit::KilowattHour, 3),
			electricity_in(NamedUnit::MegawattHour, 2),
		);
		for content in [&wider, &other] {
			assert_noop!(draft(content.clone()), Error::<Test>::HistoryScaleChanged);
			// As a methodology of its own it has a history of its own.
			assert_ok!(Registry::check_content(content.clone()));
			draft_by(ALICE, None, content.clone());
		}
		let pending = draft_by(ALICE, Some(id), electricity());
		assert_noop!(
			Registry::amend_draft(signed(ALICE), pending, Box::new(wider.clone())),
			Error::<Test>::HistoryScaleChanged
		);

		// More decimals of the mean, other days, another factor are fine; a version without a history
		// in between does not free the next one.
		let mut content = electricity();
		content.definition.inputs[1] =
			Input::number("before", NamedUnit::KilowattHour.into(), 4, 0, u64::MAX)
				.unwrap()
				.with_origin(Origin::Mean { of: 0, days: 31, least: 1 });
		published(Some(id), content);
		published(Some(id), metro());
		assert_noop!(draft(wider), Error::<Test>::HistoryScaleChanged);
		published(Some(id), electricity());
		assert_eq!(HistoryScales::<Test>::get(id), Some(scale));
		assert_eq!(Methodologies::<Test>::get(id).unwrap().latest, 4);
	});
}

#[test]
fn of_two_first_histories_the_earlier_one_counts() {
	build_and_execute(|| {
		let id = published(None, metro());
		assert_eq!(HistoryScales::<Test>::get(id), None);
		let wider = electricity_in(NamedUnit::KilowattHour, 3);
		let first = consulted(Some(id), electricity());
		let second = consulted(Some(id), wider.clone());
		let effective = Now::get() + 2 * DAY;
		assert_ok!(Registry::publish(publishers(), first, electricity().hash(), effective));
		assert_noop!(
			Registry::publish(publishers(), second, wider.hash(), effective + 1),
			Error::<Test>::HistoryScaleChanged
		);
	});
}
