use super::*;
use frame_support::traits::fungibles::Mutate;
use sp_runtime::TokenError;

/// A class of which citizen 2 holds 142,499 g.
fn held() -> (ClassId, AccountId) {
	let class = issued(metro_class());
	assert_ok!(claim(class, 2));
	(class, KEYS + 2)
}

fn text<const N: u32>(text: &str) -> frame_support::BoundedVec<u8, sp_core::ConstU32<N>> {
	text.as_bytes().to_vec().try_into().unwrap()
}

#[test]
fn a_certificate_for_ever() {
	build_and_execute(|| {
		let (class, holder) = held();
		let before = totals(class);
		let (beneficiary, purpose) = (text("深圳某公司"), text("annual meeting 2018"));
		assert_ok!(Reductions::retire(
			signed(holder),
			class,
			1_000,
			beneficiary.clone(),
			purpose.clone()
		));
		System::assert_last_event(
			Event::Retired {
				certificate: 0,
				class,
				by: holder,
				from: 1,
				to: 1_000,
				beneficiary: beneficiary.clone(),
				purpose: purpose.clone(),
			}
			.into(),
		);
		assert_ok!(retire(class, holder, 1));
		assert_ok!(retire(class, holder, 99));
		let certificate = Reductions::certificate(0).unwrap();
		assert_eq!(certificate.certificate.beneficiary, beneficiary);
		assert_eq!(certificate.certificate.purpose, purpose);
		assert_eq!(certificate.serials, b"CN-SZ-TP-1-1-201809-10-0-1-1000");
		let serials = |number| Reductions::certificate(number).unwrap().serials;
		assert_eq!(serials(1), b"CN-SZ-TP-1-1-201809-10-0-1001-1001");
		assert_eq!(serials(2), b"CN-SZ-TP-1-1-201809-10-0-1002-1100");
		assert_eq!(Reductions::certificate(3), None);
		assert_eq!(Reductions::certificates(class, 1), [1, 2]);
		assert_eq!(totals(class).retired, 1_100);
		assert_eq!(totals(class).held, before.held - 1_100);
		// From the serial number to the certificate, and to the batch.
		let of = |serial| Reductions::certificate_of_serial(class, serial);
		assert_eq!([1, 1_000, 1_001, 1_002, 1_100].map(of), [0, 0, 1, 2, 2].map(Some));
		assert_eq!([0, 1_101, u64::MAX].map(of), [None; 3]);
	});
}

#[test]
fn to_the_last_gram() {
	build_and_execute(|| {
		let (class, holder) = held();
		let all = balance(class, holder);
		assert_noop!(retire(class, holder, all + 1), E::InsufficientGrams);
		assert_ok!(retire(class, holder, all));
		assert_noop!(retire(class, holder, 1), E::InsufficientGrams);
		assert_eq!(totals(class).held, 0);
	});
}

#[test]
fn grams_are_an_asset() {
	build_and_execute(|| {
		let (class, holder) = held();
		assert_ok!(Assets::transfer(signed(holder), class, ANN, 500));
		assert_ok!(retire(class, ANN, 500));
		// Nobody but the pallet makes or takes any.
		assert!(Assets::mint(signed(holder), class, holder, 1).is_err());
		assert!(Assets::burn(signed(holder), class, holder, 1).is_err());
		assert!(Assets::start_destroy(signed(holder), class).is_err());
		assert!(Assets::create(signed(ANN), 77, ANN, 1).is_err());
		// What is sent to the pallet's own accounts is gone for the sender and changes no book.
		let before = totals(class);
		let pools = Reductions::pool_account();
		assert_ok!(<Assets as Mutate<_>>::transfer(
			class,
			&holder,
			&pools,
			3,
			frame_support::traits::tokens::Preservation::Expendable
		));
		assert_eq!(totals(class), before);
		assert_ok!(Reductions::do_try_state());
		// Taken back for the mock's own, narrower check.
		assert_ok!(<Assets as Mutate<_>>::transfer(
			class,
			&pools,
			&holder,
			3,
			frame_support::traits::tokens::Preservation::Expendable
		));
	});
}

#[test]
fn refusals() {
	build_and_execute(|| {
		assert_noop!(retire(0, ANN, 1), E::NotIssued);
		let (class, holder) = held();
		assert_noop!(retire(class, holder, 0), E::ZeroGrams);
		assert_noop!(retire(class, ANN, 1), E::InsufficientGrams);
		assert_noop!(retire(class + 1, holder, 1), E::NotIssued);
		let bad = |beneficiary: &str, purpose: &str| {
			Reductions::retire(signed(holder), class, 1, text(beneficiary), text(purpose))
		};
		for deceptive in ["a\u{202e}b", "a\nb", "\u{200b}", "  ", "\u{1b}[2J"] {
			assert_noop!(bad(deceptive, ""), E::TextDeceptive);
			assert_noop!(bad("", deceptive), E::TextDeceptive);
		}
		let not_text = vec![0xff].try_into().unwrap();
		assert_noop!(
			Reductions::retire(signed(holder), class, 1, not_text, Default::default()),
			E::TextDeceptive
		);
		assert_ok!(Reductions::freeze(signed(MEMBER), class, REASON));
		assert_noop!(retire(class, holder, 1), E::ClassFrozen);
		advance(3 * DAY);
		assert_ok!(retire(class, holder, 1));
		NextCertificateId::<Test>::put(u32::MAX);
		assert_noop!(retire(class, holder, 1), E::CertificatesExhausted);
		NextCertificateId::<Test>::put(1);
		let none = RuntimeOrigin::none();
		assert_noop!(
			Reductions::retire(none, class, 1, Default::default(), Default::default()),
			BadOrigin
		);
	});
}

#[test]
fn a_frozen_class_doesn_t_move() {
	build_and_execute(|| {
		let (class, holder) = held();
		assert_ok!(Reductions::freeze(signed(MEMBER), class, REASON));
		assert!(Reductions::frozen(class));
		let send = || Assets::transfer(signed(holder), class, ANN, 1);
		assert_noop!(send(), pallet_assets::Error::<Test>::BalanceLow);
		let _ = TokenError::Frozen;
		advance(3 * DAY);
		assert_ok!(send());
	});
}
