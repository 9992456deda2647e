//! Records taken back and objected to, with real points, real money and the council.

use super::{carbon::*, points::*, *};
use frame_support::{assert_err_ignore_postinfo, assert_noop, assert_ok};
use pallet_activity_reports::{Error, Event};
use pallet_points::PaymentRequest;
use sp_core::{sr25519, H256};
use sp_runtime::{DispatchError, MultiSignature, MultiSigner};
use tanpu_primitives::{
	device::DeviceEvidence, evidence::RecordProof, verification::Classes as _, Clock as _, Outcome,
	RecordRef, Row, SECONDS_PER_DAY,
};

/// The citizen of `with_points`, whose one record is the first of batch 0: 526 g, 443 hundredths.
const WHO: u32 = 3;
const RECORD: RecordRef = RecordRef { batch: 0, row: 0 };
const WHY: H256 = H256::repeat_byte(7);

/// What proves the one row of a batch.
fn proof() -> RecordProof {
	let midnight = Clock::first_minute_of(Clock::today() - 1).unwrap();
	let outcome = outcomes()[0];
	RecordProof { row: ride(WHO, midnight + 480, 21, 1_127), outcome, siblings: Default::default() }
}

fn paid(hundredths: u64) {
	let request = PaymentRequest {
		genesis: System::block_hash(0),
		merchant: SHOP,
		amount: u128::from(hundredths) * currency::CENTS,
		expires: Clock::now() + 600,
		receipt: WHY,
		nonce: hundredths,
	};
	assert_ok!(Points::pay(signed(CITIZEN), request, parts(hundredths)));
}

fn dispatched(call: impl Into<RuntimeCall>, origin: RuntimeOrigin) -> Result<(), DispatchError> {
	call.into().dispatch(origin).map(|_| ()).map_err(|failure| failure.error)
}

/// Grams and points of the citizen, and what is free in the fund.
fn stand() -> (u64, u64, u128) {
	let position = CarbonAccounts::position(0, WHO).unwrap();
	(position.grams, position.points_of(0), Points::solvency(0).unwrap().free)
}

#[test]
fn unspent_points_go_back_and_the_act_is_reported_right() {
	with_points(|| {
		let (_, _, free) = stand();
		let proof = proof();
		let row = proof.row.clone();
		assert_ok!(ActivityReports::withdraw(reporter(), RECORD, proof, WHY));
		assert_eq!(stand(), (0, 0, free + 443 * currency::CENTS));
		let solvency = Points::solvency(0).unwrap();
		assert_eq!((solvency.outstanding, solvency.series[0].1.reversed), (0, 443));
		everything_holds();
		// It was shorter: the same time is free.
		let right = Row { inputs: vec![codec::Compact(500)].try_into().unwrap(), ..row };
		let rows = vec![right].try_into().unwrap();
		assert_ok!(ActivityReports::submit(reporter(), [2; 32], METRO, None, rows));
		assert_eq!(outcomes(), [Outcome::Credited { grams: 233 }]);
		assert_eq!(stand().0, 233);
		let class = ActivityReports::get(0).unwrap();
		assert_eq!((class.grams, class.credited, class.records), (233, 759, 2));
	});
}

#[test]
fn spent_points_are_the_operator_s_loss() {
	with_points(|| {
		let (_, _, free) = stand();
		paid(300);
		assert_ok!(ActivityReports::withdraw(reporter(), RECORD, proof(), WHY));
		assert_eq!(stand(), (0, 0, free + 143 * currency::CENTS));
		let told = System::events().into_iter().rev().find_map(|found| match found.event {
			RuntimeEvent::ActivityReports(Event::Withdrawn {
				points_reversed,
				points_borne,
				claims_freed,
				..
			}) => Some((points_reversed, points_borne, claims_freed)),
			_ => None,
		});
		assert_eq!(told, Some((143, 300, true)));
		// The merchant keeps what it has.
		assert_eq!(Points::receivable(SHOP), 300 * currency::CENTS);
		let growth = CarbonAccounts::position(0, WHO).unwrap().growth;
		assert_eq!(growth, 526_000);
	});
}

#[test]
fn after_the_sealing_nothing_changes() {
	with_points(|| {
		let proof = proof();
		let seals_at = ActivityReports::seals_at(0).unwrap();
		let days = (seals_at - Clock::now()).div_ceil(SECONDS_PER_DAY);
		days_later(days);
		let late = || {
			let call = pallet_activity_reports::Call::withdraw {
				record: RECORD,
				proof: proof.clone(),
				reason: WHY,
			};
			dispatched(call, reporter())
		};
		assert_noop!(late(), Error::<Runtime>::ClassSealed);
		let object = || {
			let call = pallet_activity_reports::Call::object {
				record: RECORD,
				proof: proof.clone(),
				reason: WHY,
			};
			dispatched(call, signed(CITIZEN))
		};
		assert_noop!(object(), Error::<Runtime>::ObjectionTooLate);
		assert_ok!(VerifiedReductions::seal(signed(CITIZEN), 0));
		// Nor with a longer deadline.
		assert_ok!(ActivityReports::set_group(council(), 1, text("rides"), 0, 366, 300, 0));
		assert!(ActivityReports::seals_at(0).unwrap() > Clock::now());
		assert_noop!(late(), Error::<Runtime>::ClassSealed);
		assert_noop!(object(), Error::<Runtime>::ObjectionTooLate);
	});
}

#[test]
fn an_objection_against_a_suspended_operator_is_upheld_and_costs_it() {
	with_points(|| {
		paid(43);
		let proof = proof();
		let alice = RuntimeOrigin::signed(Sr25519Keyring::Alice.to_account_id());
		assert_ok!(Participants::suspend(alice, 0, H256::zero()));
		assert_ok!(Participants::confirm_suspension(council(), 0));
		// It can't empty its citizens' accounts now...
		let withdraw = pallet_activity_reports::Call::withdraw {
			record: RECORD,
			proof: proof.clone(),
			reason: WHY,
		};
		assert_noop!(dispatched(withdraw, reporter()), Error::<Runtime>::OperatorSuspended);
		// ...but its citizen can have wrong records struck out.
		assert_ok!(ActivityReports::object(signed(CITIZEN), RECORD, proof, WHY));
		assert_ok!(ActivityReports::reject_objection(reporter(), RECORD, WHY));
		let one = RuntimeOrigin::from(pallet_collective::RawOrigin::Members(1, 3));
		let decide = |origin, upheld| {
			let call = pallet_activity_reports::Call::decide_objection { record: RECORD, upheld };
			dispatched(call, origin)
		};
		assert_noop!(decide(one, true), DispatchError::BadOrigin);
		assert_noop!(decide(reporter(), true), DispatchError::BadOrigin);
		let (_, _, free) = stand();
		let pot = configs::money::FeePot::get();
		let (before, issuance) = (Balances::free_balance(&pot), Balances::total_issuance());
		assert_ok!(decide(council(), true));
		let fine = (free + 400 * currency::CENTS).min(100 * currency::UNITS);
		assert_eq!(stand(), (0, 0, free + 400 * currency::CENTS - fine));
		assert_eq!(Balances::free_balance(&pot), before + fine);
		assert_eq!(Balances::total_issuance(), issuance);
		let tally = ActivityReports::objection_tally(0);
		assert_eq!((tally.made, tally.upheld, tally.fined), (1, 1, fine));
	});
}

#[test]
fn the_class_is_sealed_once_nobody_waits_any_more() {
	with_points(|| {
		let proof = proof();
		let closes = ActivityReports::seals_at(0).unwrap();
		let days = (closes - Clock::now()) / SECONDS_PER_DAY;
		days_later(days);
		assert!(Clock::now() < closes);
		assert_ok!(ActivityReports::object(signed(CITIZEN), RECORD, proof, WHY));
		days_later(1);
		assert!(Clock::now() >= closes);
		assert_noop!(
			VerifiedReductions::seal(signed(CITIZEN), 0),
			pallet_verified_reductions::Error::<Runtime>::NotClosed
		);
		days_later(13);
		assert_ok!(VerifiedReductions::seal(signed(CITIZEN), 0));
		assert_ok!(ActivityReports::clear_objection(signed(CITIZEN), RECORD));
		assert_eq!(ActivityReports::objection_tally(0).lapsed, 1);
	});
}

#[test]
fn an_objection_is_free_of_fees() {
	use frame_support::traits::Contains;
	with_points(|| {
		let call =
			pallet_activity_reports::Call::object { record: RECORD, proof: proof(), reason: WHY };
		assert!(configs::carbon::CitizenCalls::contains(&call.into()));
		let call =
			pallet_activity_reports::Call::withdraw { record: RECORD, proof: proof(), reason: WHY };
		assert!(!configs::carbon::CitizenCalls::contains(&call.into()));
	});
}

#[test]
fn a_device_that_nobody_registered_signs_nothing() {
	with_points(|| {
		let gate = sr25519::Pair::from_seed(&[5; 32]);
		let midnight = Clock::first_minute_of(Clock::today() - 1).unwrap();
		let rows: frame_support::BoundedVec<_, sp_core::ConstU32<1_000>> =
			vec![ride(WHO, midnight + 600, 21, 1_127)].try_into().unwrap();
		let root = H256::repeat_byte(3);
		let content = codec::Encode::encode(&(METRO, Some(root), &rows));
		let signed_by_gate = DeviceEvidence {
			genesis: System::block_hash(0),
			operator: 0,
			batch_id: [5; 32],
			content: H256(sp_io::hashing::blake2_256(&content)),
			evidence_root: root,
		};
		let signature: MultiSignature = gate.sign(&signed_by_gate.message()).into();
		let device: MultiSigner = gate.public().into();
		assert_err_ignore_postinfo!(
			ActivityReports::submit_with_device(
				reporter(),
				[5; 32],
				METRO,
				root,
				rows,
				device,
				signature
			),
			Error::<Runtime>::UnknownDevice
		);
	});
}
