//! Whatever is tried in whatever order, bond money is conserved.

use super::*;
use frame_support::traits::fungible::Inspect;
use proptest::prelude::*;
use std::collections::BTreeMap;
use tanpu_primitives::{verification::Bonds as _, Balance};

#[derive(Clone, Debug)]
enum Step {
	Post(ParticipantId, Balance),
	Request(ParticipantId, Balance),
	Cancel(ParticipantId),
	Release(ParticipantId),
	Replace(ParticipantId, u64),
	Price(Balance),
	Spend(Balance),
	Demand(ParticipantId, Balance, i64),
	Suspend(ParticipantId),
	Revoke(ParticipantId),
	Device(ParticipantId, u8),
	Wait(u64),
}

fn step() -> impl Strategy<Value = Step> {
	let id = 0u16..3;
	let amount = 1u128..3_000;
	prop_oneof![
		5 => (id.clone(), amount.clone()).prop_map(|(id, amount)| Step::Post(id, amount)),
		4 => (id.clone(), amount.clone()).prop_map(|(id, amount)| Step::Request(id, amount)),
		1 => id.clone().prop_map(Step::Cancel),
		4 => id.clone().prop_map(Step::Release),
		5 => (id.clone(), 0u64..600).prop_map(|(id, grams)| Step::Replace(id, grams)),
		2 => (0u128..12).prop_map(Step::Price),
		2 => amount.clone().prop_map(Step::Spend),
		2 => (id.clone(), amount, -40i64..400).prop_map(|(id, b, days)| Step::Demand(id, b, days)),
		1 => id.clone().prop_map(Step::Suspend),
		1 => id.clone().prop_map(Step::Revoke),
		1 => (id, 0u8..4).prop_map(|(id, key)| Step::Device(id, key)),
		5 => (0u64..60 * DAY).prop_map(Step::Wait),
	]
}

/// An independent book: what each operator has standing good and on notice, and since when.
#[derive(Default)]
struct Book {
	bonded: Balance,
	notice: Option<(Balance, u64)>,
}

/// The three operators; the first two are of one treasury.
fn holder(id: ParticipantId) -> AccountId {
	if id == 2 {
		BUS
	} else {
		METRO
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(200))]

	#[test]
	fn bond_money_is_conserved(steps in prop::collection::vec(step(), 1..80)) {
		build_and_execute(|| {
			for id in 0..3 {
				licensed(holder(id), bonded_terms(500));
			}
			let mut books: BTreeMap<ParticipantId, Book> = (0..3).map(|id| (id, Book::default())).collect();
			let (mut price, mut fund, mut spent) = (0u128, 0u128, 0u128);
			let mut devices: BTreeMap<u8, ParticipantId> = BTreeMap::new();
			let mut next: Option<(u128, u64)> = None;
			for step in steps {
				let now = Now::get();
				if let Some((due, _)) = next.filter(|(_, at)| now >= *at) {
					(price, next) = (due, None);
				}
				match step {
					Step::Post(id, amount) => {
						if Licences::post_bond(signed(holder(id)), id, amount).is_ok() {
							books.get_mut(&id).unwrap().bonded += amount;
						}
					},
					Step::Request(id, amount) => {
						let (book, found) = (books.get_mut(&id).unwrap(), Licences::participant(id).unwrap());
						let lives = found.revoked.is_none() && now < found.expires;
						let fits = book.notice.is_none()
							&& book.bonded >= amount
							&& (!lives || book.bonded - amount >= found.terms.bond());
						let done = Licences::request_bond_release(signed(holder(id)), id, amount);
						prop_assert_eq!(done.is_ok(), fits);
						if fits {
							book.bonded -= amount;
							book.notice = Some((amount, now));
						}
					},
					Step::Cancel(id) => {
						let book = books.get_mut(&id).unwrap();
						let done = Licences::cancel_bond_release(signed(holder(id)), id);
						prop_assert_eq!(done.is_ok(), book.notice.is_some());
						book.bonded += book.notice.take().map_or(0, |(amount, _)| amount);
					},
					Step::Release(id) => {
						let (book, found) = (books.get_mut(&id).unwrap(), Licences::participant(id).unwrap());
						let end = found.revoked.or((now >= found.expires).then_some(found.expires));
						let ready = book.notice.is_some_and(|(_, since)| match end {
							None => now >= since + 30 * DAY && book.bonded >= found.terms.bond(),
							Some(end) => now >= since.max(end) + 365 * DAY,
						});
						let suspended = matches!(standing(id), Standing::Suspended { .. });
						let done = Licences::release_bond(signed(holder(id)), id);
						prop_assert_eq!(done.is_ok(), ready && !suspended, "{:?}", done);
						if done.is_ok() {
							book.notice = None;
						}
					},
					Step::Replace(id, grams) => {
						let book = books.get_mut(&id).unwrap();
						let on_notice = book.notice.map_or(0, |(amount, _)| amount);
						let paid = Licences::replace(id, 1, grams);
						let expected = (book.bonded + on_notice)
							.checked_div(price)
							.map_or(0, |most| most.min(grams.into()));
						prop_assert_eq!(u128::from(paid), expected);
						let amount = expected * price;
						let first = amount.min(on_notice);
						book.notice = book
							.notice
							.map(|(had, since)| (had - first, since))
							.filter(|(left, _)| *left > 0);
						book.bonded -= amount - first;
						fund += amount;
					},
					Step::Price(plancks) => {
						let done = Licences::set_replacement_price(council(), plancks);
						prop_assert_eq!(done.is_ok(), plancks > 0);
						if plancks > 0 {
							let at = if price == 0 { now } else { now + 2 * 86_400 };
							// What counts by now stays until the new one does.
							if at == now {
								price = plancks;
							} else {
								next = Some((plancks, at));
							}
						}
					},
					Step::Spend(amount) => {
						let done = Licences::spend_replacement_fund(council(), 15, amount, REASON);
						prop_assert_eq!(done.is_ok(), amount <= fund);
						if done.is_ok() {
							fund -= amount;
							spent += amount;
						}
					},
					Step::Demand(id, bond, days) => {
						let expires = now.saturating_add_signed(days * 86_400);
						let _ = Licences::amend(council(), id, bonded_terms(bond), expires);
					},
					Step::Suspend(id) => {
						let _ = suspend(id);
					},
					Step::Revoke(id) => {
						let _ = Licences::revoke(council(), id);
					},
					Step::Device(id, number) => {
						use sp_core::Pair;
						let pair = sr25519::Pair::from_seed(&[number + 1; 32]);
						let consent = tanpu_primitives::device::DeviceConsent {
							genesis: System::block_hash(0),
							operator: id,
						};
						let who = signed(holder(id));
						let proof = pair.sign(&consent.message()).into();
						let key = sp_runtime::MultiSigner::from(pair.public());
						if Licences::register_device(who.clone(), id, key.clone(), proof).is_ok() {
							prop_assert!(devices.insert(number, id).is_none());
						} else if Licences::remove_device(who, id, key).is_ok() {
							prop_assert_eq!(devices.remove(&number), Some(id));
						}
					},
					Step::Wait(seconds) => Now::set(now + seconds),
				}
				for who in [METRO, BUS] {
					let due: Balance = books
						.iter()
						.filter(|(id, _)| holder(**id) == who)
						.map(|(_, book)| book.bonded + book.notice.map_or(0, |(amount, _)| amount))
						.sum();
					prop_assert_eq!(held(HoldReason::Bond, who), due);
					let count = devices.values().filter(|id| holder(**id) == who).count();
					prop_assert_eq!(held(HoldReason::Device, who) % count.max(1) as u128, 0);
					prop_assert_eq!(held(HoldReason::Device, who) > 0, count > 0);
				}
				for (id, book) in &books {
					prop_assert_eq!(Licences::bonded(*id), book.bonded);
				}
				prop_assert_eq!(Licences::replacement_fund(), fund);
				prop_assert_eq!(Balances::balance(&15), ENDOWMENT + spent);
				Licences::do_try_state().unwrap();
			}
			Ok(())
		})?;
	}
}
