//! Batches that a device signed.

use crate::{mock::*, Error, Event};
use frame_support::{assert_err_ignore_postinfo, assert_ok, assert_storage_noop, BoundedVec};
use sp_core::{ecdsa, ed25519, sr25519, Pair, H256};
use sp_runtime::{DispatchError, MultiSignature, MultiSigner};
use tanpu_primitives::{device::DeviceEvidence, Row};

const ID: [u8; 32] = [7; 32];
const ROOT: H256 = H256::repeat_byte(3);

fn gate() -> sr25519::Pair {
	sr25519::Pair::from_seed(&[5; 32])
}

fn morning() -> Vec<Row> {
	vec![ride(1, at(TODAY, 9, 0), 20, 500), ride(2, at(TODAY, 9, 0), 20, 500)]
}

fn bounded(rows: Vec<Row>) -> BoundedVec<Row, frame_support::traits::ConstU32<1_000>> {
	rows.try_into().unwrap()
}

/// What a device of operator 0 signs for a batch.
fn evidence(rows: Vec<Row>) -> DeviceEvidence {
	let content = (METRO, Some(ROOT), bounded(rows));
	DeviceEvidence {
		genesis: System::block_hash(0),
		operator: 0,
		batch_id: ID,
		content: H256(sp_io::hashing::blake2_256(&codec::Encode::encode(&content))),
		evidence_root: ROOT,
	}
}

fn send_signed(
	who: u64,
	rows: Vec<Row>,
	device: MultiSigner,
	signature: MultiSignature,
) -> frame_support::dispatch::DispatchResultWithPostInfo {
	use frame_support::traits::UnfilteredDispatchable;
	RuntimeCall::from(crate::Call::submit_with_device {
		id: ID,
		methodology: METRO,
		evidence_root: ROOT,
		rows: bounded(rows),
		device,
		signature,
	})
	.dispatch_bypass_filter(RuntimeOrigin::signed(who))
}

fn sign(evidence: &DeviceEvidence) -> MultiSignature {
	gate().sign(&evidence.message()).into()
}

/// The gate is operator 0's, and the metro's batches must be signed.
fn demanded() {
	alter(METRO, |method| {
		method.rules.evidence_required = true;
		method.rules.device_required = true;
	});
	DeviceKeys::insert(MultiSigner::from(gate().public()), 0);
}

fn refused(rows: Vec<Row>, signature: MultiSignature, error: Error<Test>) {
	assert_storage_noop!(assert_err_ignore_postinfo!(
		send_signed(100, rows, gate().public().into(), signature),
		error
	));
}

#[test]
fn a_device_s_signature_is_demanded_and_taken() {
	build_and_execute(|| {
		demanded();
		assert_storage_noop!(assert_err_ignore_postinfo!(
			submit_as(0, ID, METRO, Some(ROOT), morning()),
			Error::<Test>::DeviceRequired
		));
		let signature = sign(&evidence(morning()));
		assert_ok!(send_signed(100, morning(), gate().public().into(), signature.clone()));
		System::assert_has_event(
			Event::DeviceSigned { index: 0, device: gate().public().into() }.into(),
		);
		assert_eq!(Reports::batch(0).unwrap().credited, 2);
		// Again nothing changes, whoever signs.
		System::reset_events();
		assert_ok!(send_signed(100, morning(), gate().public().into(), signature));
		assert_ok!(submit_as(0, ID, METRO, Some(ROOT), morning()));
		assert_eq!(System::events().len(), 2);
	});
}

#[test]
fn where_it_is_not_demanded_it_must_be_right_all_the_same() {
	build_and_execute(|| {
		DeviceKeys::insert(MultiSigner::from(gate().public()), 0);
		refused(morning(), sign(&evidence(vec![])), Error::<Test>::BadDeviceSignature);
		assert_ok!(send_signed(100, morning(), gate().public().into(), sign(&evidence(morning()))));
	});
}

#[test]
fn nothing_else_is_a_device_s_signature() {
	build_and_execute(|| {
		demanded();
		let right = evidence(morning());
		for other in [
			DeviceEvidence { genesis: H256::zero(), ..right },
			DeviceEvidence { genesis: H256::repeat_byte(9), ..right },
			DeviceEvidence { operator: 1, ..right },
			DeviceEvidence { batch_id: [8; 32], ..right },
			DeviceEvidence { content: H256::zero(), ..right },
			DeviceEvidence { evidence_root: H256::zero(), ..right },
			// Another citizen's rows.
			evidence(vec![ride(1, at(TODAY, 9, 0), 20, 500), ride(3, at(TODAY, 9, 0), 20, 500)]),
		] {
			if other == right {
				continue;
			}
			refused(morning(), sign(&other), Error::<Test>::BadDeviceSignature);
		}
		// Another key, of the same kind and of others.
		let message = right.message();
		let stranger = sr25519::Pair::from_seed(&[6; 32]);
		refused(morning(), stranger.sign(&message).into(), Error::<Test>::BadDeviceSignature);
		let ed = ed25519::Pair::from_seed(&[5; 32]);
		refused(morning(), ed.sign(&message).into(), Error::<Test>::BadDeviceSignature);
		let signed_by = |who, device: MultiSigner, signature, error: Error<Test>| {
			assert_storage_noop!(assert_err_ignore_postinfo!(
				send_signed(who, morning(), device, signature),
				error
			));
		};
		let ec = ecdsa::Pair::from_seed(&[5; 32]);
		let signature: MultiSignature = ec.sign(&message).into();
		signed_by(100, ec.public().into(), signature.clone(), Error::<Test>::UnknownDevice);
		DeviceKeys::insert(MultiSigner::from(ec.public()), 1);
		signed_by(100, ec.public().into(), signature, Error::<Test>::DeviceOfAnother);
		// Another operator with this one's batch.
		signed_by(101, gate().public().into(), sign(&right), Error::<Test>::DeviceOfAnother);
		signed_by(1, gate().public().into(), sign(&right), Error::<Test>::NotAReporter);
		// A device that was removed.
		DeviceKeys::remove(MultiSigner::from(gate().public()));
		refused(morning(), sign(&right), Error::<Test>::UnknownDevice);
		assert_storage_noop!(assert_err_ignore_postinfo!(
			Reports::submit_with_device(
				RuntimeOrigin::root(),
				ID,
				METRO,
				ROOT,
				bounded(morning()),
				gate().public().into(),
				sign(&right)
			),
			DispatchError::BadOrigin
		));
	});
}
