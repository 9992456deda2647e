use super::*;
use frame_support::traits::fungibles::metadata::Inspect as _;
use tanpu_primitives::verification::ByDisposition;

#[test]
fn every_gram_has_its_place() {
	build_and_execute(|| {
		let class = noticed(metro_class());
		advance(7 * DAY);
		System::reset_events();
		assert_ok!(Reductions::issue(signed(STRANGER), class));
		// 1,000,009 g, of which 5 %, rounded up, are buffered: 50,001. Of 950,008:
		let parts = ByDisposition {
			entrusted: 665_000,  // 700,001 of 1,000,009: 665,000.5...
			self_held: 190_007,  // 200,008
			reward_only: 94_999, // 100,000
		};
		let exact = |part: u128| (950_008 * part / 1_000_009) as u64;
		assert_eq!(parts.entrusted, exact(700_001));
		assert_eq!(parts.self_held, exact(200_008));
		assert_eq!(parts.reward_only, exact(100_000));
		// What rounding left is buffered too.
		let buffer = 1_000_009 - parts.total().unwrap();
		assert!((50_001..50_004).contains(&buffer));
		let claims_until = Now::get() + 365 * DAY;
		System::assert_has_event(
			Event::Issued {
				class,
				issued: 1_000_009,
				kind: RiskKind::Activity,
				buffer,
				parts,
				claims_until,
			}
			.into(),
		);
		// The highest serial numbers are cancelled for the common good.
		let from = 1_000_009 - parts.reward_only + 1;
		let cause = Cancellation::CommonGood;
		System::assert_has_event(Event::Cancelled { class, from, to: 1_000_009, cause }.into());
		assert_eq!(
			totals(class),
			Totals {
				credited: 1_000_009,
				issued: 1_000_009,
				held: 0,
				listed: 0,
				pool: parts.entrusted,
				claimable: parts.self_held,
				buffer,
				retired: 0,
				cancelled: parts.reward_only,
			}
		);
		assert_eq!(Reductions::pooled_buffers()[0], (RiskKind::Activity, buffer));
		assert_eq!(stage(class), Stage::Issued);
	});
}

#[test]
fn wallets_show_what_it_is() {
	build_and_execute(|| {
		let class = issued(metro_class());
		assert_eq!(Assets::name(class), b"Tanpu 2018-09 method 1@1 operator 10");
		assert_eq!(Assets::symbol(class), b"gCO2e");
		assert_eq!(Assets::decimals(class), 0);
		// The longest name fits.
		let largest = tanpu_primitives::MethodologyRef { methodology: u16::MAX, version: u16::MAX };
		World::change(|world| {
			let rules = world.rules[&RIDES].clone();
			world.rules.insert(largest, rules);
		});
		issued(class_of(u16::MAX, largest, &[(0, Disposition::Entrusted, 100)]));
	});
}

#[test]
fn risks_have_their_buffers() {
	build_and_execute(|| {
		let entrusted = |operator, methodology| {
			issued(class_of(operator, methodology, &[(0, Disposition::Entrusted, 1_000)]))
		};
		let (meters, forests) = (entrusted(METRO, METERS), entrusted(BUS, FORESTS));
		assert_eq!((issuance(meters).kind, totals(meters).buffer), (RiskKind::Technology, 100));
		assert_eq!((issuance(forests).kind, totals(forests).buffer), (RiskKind::Nature, 200));
		// As the council sets them.
		let (council, share) = (signed(COUNCIL), Permill::from_parts(333_333));
		assert_ok!(Reductions::set_buffer_share(council.clone(), RiskKind::Nature, share));
		let kind = RiskKind::Nature;
		assert_ok!(Reductions::set_risk_kind(council, RIDES.methodology, kind));
		let rides = entrusted(METRO, RIDES);
		// Rounded up.
		assert_eq!((issuance(rides).kind, totals(rides).buffer), (kind, 334));
		let pooled = [(RiskKind::Activity, 0), (RiskKind::Technology, 100), (kind, 534)];
		assert_eq!(Reductions::pooled_buffers(), pooled);
	});
}

#[test]
fn a_single_gram() {
	build_and_execute(|| {
		for (citizen, disposition) in
			[(0, Disposition::Entrusted), (1, Disposition::SelfHeld), (2, Disposition::RewardOnly)]
		{
			let class = issued(class_of(METRO, RIDES, &[(citizen, disposition, 1)]));
			// The share is rounded up: all of it is buffered, and nothing is lost.
			assert_eq!((totals(class).buffer, totals(class).issued), (1, 1));
		}
	});
}

#[test]
fn deductions_fall_on_everybody_alike() {
	build_and_execute(|| {
		let class = metro_class();
		for verifier in drawn(class) {
			assert_ok!(opine(class, verifier, Opinion::Modified { deduction: 500_009 }, 0));
		}
		assert_ok!(Reductions::conclude(signed(STRANGER), class));
		advance(7 * DAY);
		assert_ok!(Reductions::issue(signed(STRANGER), class));
		let parts = issuance(class).parts;
		assert_eq!(issuance(class).issued, 500_000);
		// 475,000 g in proportion to 700,001, 200,008 and 100,000.
		assert_eq!(
			(parts.entrusted, parts.self_held, parts.reward_only),
			(332_497, 95_002, 47_499)
		);
	});
}

#[test]
fn refusals() {
	build_and_execute(|| {
		let issue = |class| Reductions::issue(signed(STRANGER), class);
		let class = metro_class();
		assert_noop!(issue(class), E::NotSealed);
		sealed(class);
		assert_noop!(issue(class), E::NotNoticed);
		let class = noticed(class_of(BUS, RIDES, &[(0, Disposition::Entrusted, 1_000)]));
		advance(7 * DAY - 1);
		assert_noop!(issue(class), E::NoticeOpen);
		assert_noop!(Reductions::issue(RuntimeOrigin::none(), class), BadOrigin);
		advance(1);
		let rules = World::change(|world| world.rules.remove(&RIDES)).unwrap();
		assert_noop!(issue(class), E::MethodologyNotFound);
		World::change(|world| world.rules.insert(RIDES, rules));
		assert_ok!(issue(class));
		// A second asset, or the same again, can't be had.
		assert_noop!(issue(class), E::NotNoticed);
	});
}
