use super::*;

fn set(
	who: AccountId,
	operator: ParticipantId,
	key: AccountId,
	on: bool,
) -> sp_runtime::DispatchResult {
	Licences::set_reporter(signed(who), operator, key, on)
}

#[test]
fn the_holder_enables_and_disables() {
	build_and_execute(|| {
		let metro = operator(METRO);
		assert_ok!(set(METRO, metro, 77, true));
		System::assert_last_event(
			Event::ReporterSet { operator: metro, key: 77, enabled: true }.into(),
		);
		assert_eq!(Licences::by_reporter(&77), Some(metro));
		assert_ok!(set(METRO, metro, 78, true));
		assert_eq!(Licences::reporters_of(metro), [77, 78]);
		assert_ok!(set(METRO, metro, 77, false));
		System::assert_last_event(
			Event::ReporterSet { operator: metro, key: 77, enabled: false }.into(),
		);
		assert_eq!(Licences::by_reporter(&77), None);
		assert_ok!(set(METRO, metro, 78, false));
		assert!(!OperatorReporters::<Test>::contains_key(metro));
	});
}

#[test]
fn nobody_but_the_holder() {
	build_and_execute(|| {
		let metro = operator(METRO);
		operator(BUS);
		assert_ok!(set(METRO, metro, 77, true));
		assert_ok!(set(METRO, metro, 79, true));
		for who in [BUS, COUNCIL, MEMBERS[0], 77] {
			assert_noop!(set(who, metro, 78, true), Error::<Test>::NotHolder);
			assert_noop!(set(who, metro, 79, false), Error::<Test>::NotHolder);
			// Nor by itself.
			assert_noop!(set(who, metro, who, true), Error::<Test>::NotHolder);
		}
		assert_noop!(Licences::set_reporter(RuntimeOrigin::none(), metro, 78, true), BadOrigin);
		assert_noop!(Licences::set_reporter(RuntimeOrigin::root(), metro, 78, true), BadOrigin);
		assert_noop!(set(METRO, 9, 78, true), Error::<Test>::NotFound);
	});
}

#[test]
fn a_key_can_always_leave() {
	build_and_execute(|| {
		let (metro, bus) = (operator(METRO), operator(BUS));
		let shop = licensed(12, LicenceTerms::Merchant);
		assert_ok!(set(METRO, metro, 77, true));
		// Only from where it is.
		assert_noop!(set(77, bus, 77, false), Error::<Test>::NotReporter);
		assert_noop!(set(78, metro, 78, false), Error::<Test>::NotReporter);
		assert_noop!(set(77, shop, 77, false), Error::<Test>::NotAnOperator);
		assert_noop!(set(77, 9, 77, false), Error::<Test>::NotFound);
		assert_ok!(set(77, metro, 77, false));
		System::assert_last_event(
			Event::ReporterSet { operator: metro, key: 77, enabled: false }.into(),
		);
		assert_eq!(Licences::by_reporter(&77), None);
		assert!(!OperatorReporters::<Test>::contains_key(metro));
		assert_noop!(set(77, metro, 77, false), Error::<Test>::NotReporter);
		// Its own operator takes it.
		assert_ok!(set(BUS, bus, 77, true));
		assert_ok!(set(BUS, bus, 78, true));
		assert_ok!(suspend(bus));
		assert_ok!(set(77, bus, 77, false));
		assert_ok!(Licences::revoke(council(), bus));
		assert_ok!(set(78, bus, 78, false));
	});
}

#[test]
fn operators_only() {
	build_and_execute(|| {
		for terms in [
			LicenceTerms::Merchant,
			LicenceTerms::Verifier { scope: Scope::All },
			provider_terms(1),
		] {
			let other = licensed(METRO, terms);
			assert_noop!(set(METRO, other, 77, true), Error::<Test>::NotAnOperator);
			assert_noop!(set(METRO, other, 77, false), Error::<Test>::NotAnOperator);
		}
	});
}

#[test]
fn a_key_reports_for_one_operator() {
	build_and_execute(|| {
		let (metro, bus) = (operator(METRO), operator(BUS));
		let second = operator(METRO);
		assert_ok!(set(METRO, metro, 77, true));
		assert_noop!(set(METRO, metro, 77, true), Error::<Test>::AlreadyReporter);
		assert_noop!(set(BUS, bus, 77, true), Error::<Test>::ReporterTaken);
		// Not for the same holder's other operator either.
		assert_noop!(set(METRO, second, 77, true), Error::<Test>::ReporterTaken);
		assert_noop!(set(BUS, bus, 77, false), Error::<Test>::NotReporter);
		assert_noop!(set(BUS, bus, 78, false), Error::<Test>::NotReporter);
		assert_ok!(set(METRO, metro, 77, false));
		assert_ok!(set(BUS, bus, 77, true));
	});
}

#[test]
fn no_treasury_is_a_reporting_key() {
	build_and_execute(|| {
		let (metro, bus) = (operator(METRO), operator(BUS));
		let shop = licensed(12, LicenceTerms::Merchant);
		assert_ok!(Licences::revoke(council(), shop));
		for key in [METRO, BUS, 12] {
			assert_noop!(set(METRO, metro, key, true), Error::<Test>::ReporterIsHolder);
			assert_noop!(set(BUS, bus, key, true), Error::<Test>::ReporterIsHolder);
		}
	});
}

#[test]
fn so_many_keys_and_no_more() {
	build_and_execute(|| {
		let metro = operator(METRO);
		for key in 70..73 {
			assert_ok!(set(METRO, metro, key, true));
		}
		assert_noop!(set(METRO, metro, 73, true), Error::<Test>::TooManyReporters);
		assert_ok!(set(METRO, metro, 71, false));
		assert_ok!(set(METRO, metro, 73, true));
		assert_eq!(Licences::reporters_of(metro), [70, 72, 73]);
	});
}

#[test]
fn also_while_suspended_or_expired() {
	build_and_execute(|| {
		let metro = operator(METRO);
		assert_ok!(set(METRO, metro, 70, true));
		assert_ok!(suspend(metro));
		assert_ok!(set(METRO, metro, 70, false));
		assert_ok!(set(METRO, metro, 71, true));
		Now::set(EXPIRES);
		assert_ok!(set(METRO, metro, 71, false));
		assert_ok!(set(METRO, metro, 72, true));
		assert_eq!(Licences::ensure_licensed(metro, EXPIRES), Err(LicenceRefusal::Expired));
	});
}

#[test]
fn a_revoked_operator_can_only_give_keys_up() {
	build_and_execute(|| {
		let metro = operator(METRO);
		assert_ok!(set(METRO, metro, 70, true));
		assert_ok!(Licences::revoke(council(), metro));
		assert_noop!(set(METRO, metro, 71, true), Error::<Test>::AlreadyRevoked);
		assert_ok!(set(METRO, metro, 70, false));
	});
}
