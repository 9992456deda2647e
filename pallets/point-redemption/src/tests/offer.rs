use super::*;

fn refused(change: impl FnOnce(&mut Terms), error: Error<Test>) {
	build_and_execute(|| {
		let mut terms = terms();
		change(&mut terms);
		assert_noop!(Redemption::offer(signed(SHOP), SHOP_ID, terms), error);
	});
}

#[test]
fn is_stored_as_it_was_made_and_paid_for() {
	build_and_execute(|| {
		assert_ok!(Redemption::offer(signed(SHOP), SHOP_ID, terms()));
		System::assert_last_event(
			Event::Offered { offer: 0, merchant: SHOP_ID, price: 700, stock: 10 }.into(),
		);
		let found = Offers::<Test>::get(0).unwrap();
		assert_eq!((found.merchant, found.units, found.left, found.orders), (SHOP_ID, 10, 10, 0));
		assert_eq!(found.terms, terms());
		let bytes = footprint(&terms(), 10).size;
		assert_eq!(bytes, codec::Encode::encoded_size(&terms()) as u64 + 10 * PURCHASE_BYTES);
		assert_eq!(deposit(SHOP), DEPOSIT_BASE + bytes * DEPOSIT_BYTE);
		assert_eq!(offered(terms()), 1);
	});
}

#[test]
fn only_by_the_holder() {
	build_and_execute(|| {
		for origin in [signed(CAFE), signed(ANN)] {
			assert_noop!(Redemption::offer(origin, SHOP_ID, terms()), Error::<Test>::NotMerchant);
		}
		assert_noop!(Redemption::offer(signed(SHOP), 99, terms()), Error::<Test>::NotMerchant);
		assert_noop!(Redemption::offer(RuntimeOrigin::root(), SHOP_ID, terms()), BadOrigin);
	});
}

#[test]
fn only_with_a_licence_that_can_be_used() {
	build_and_execute(|| {
		for (standing, error) in [
			(SUSPENDED, Error::<Test>::MerchantSuspended),
			(REVOKED, Error::<Test>::MerchantRevoked),
			(EXPIRED, Error::<Test>::MerchantExpired),
		] {
			stand(SHOP_ID, standing);
			assert_noop!(Redemption::offer(signed(SHOP), SHOP_ID, terms()), error);
		}
	});
}

#[test]
fn addresses_can_be_shown() {
	for uri in ["", "https://a b", "https://\u{202e}", "line\nline"] {
		refused(|terms| terms.title = link(uri), Error::AddressUnsound);
		refused(|terms| terms.picture = Some(link(uri)), Error::AddressUnsound);
	}
}

#[test]
fn terms_make_sense() {
	refused(|terms| terms.price = 0, Error::PriceZero);
	refused(|terms| terms.issuers = Issuers::Only(Default::default()), Error::IssuersUnsorted);
	for list in [vec![2, 1], vec![1, 1]] {
		let list = list.try_into().unwrap();
		refused(|terms| terms.issuers = Issuers::Only(list), Error::IssuersUnsorted);
	}
	refused(|terms| terms.stock = 0, Error::StockZero);
	refused(|terms| terms.per_citizen = 0, Error::LimitUnsound);
	refused(|terms| terms.per_citizen = 11, Error::LimitUnsound);
	refused(|terms| terms.until = terms.from, Error::ValidityUnsound);
	refused(|terms| (terms.from, terms.until) = (START - 2, START), Error::ValidityUnsound);
	refused(|terms| terms.fulfil_within = DAY - 1, Error::FulfilmentOutOfRange);
	refused(|terms| terms.fulfil_within = 7 * DAY + 1, Error::FulfilmentOutOfRange);
}

#[test]
fn numbers_and_deposits_end() {
	build_and_execute(|| {
		let rich = Terms { stock: u32::MAX, per_citizen: 1, ..terms() };
		assert_noop!(
			Redemption::offer(signed(SHOP), SHOP_ID, rich),
			DispatchError::Token(TokenError::FundsUnavailable)
		);
		NextOfferId::<Test>::put(u32::MAX);
		assert_noop!(
			Redemption::offer(signed(SHOP), SHOP_ID, terms()),
			Error::<Test>::OffersExhausted
		);
	});
}
