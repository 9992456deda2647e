//! What always holds: each pallet's own invariants, and those between pallets, worked out here anew.

use crate::books::{Books, Seen};
use codec::Encode;
use pallet_verified_reductions::Stage;
use sp_core::H256;
use sp_runtime::TryRuntimeError;
use std::collections::BTreeMap;
use tanpu_primitives::{verification::RiskKind, Be32, ClassId, Grams};
use tanpu_runtime::{
	configs::points::{FundAccount, SettlementAccount},
	*,
};

type Check = Result<(), String>;
/// What a pallet says of itself.
type PalletCheck = fn() -> Result<(), TryRuntimeError>;

/// Whether everything holds. Changes nothing.
pub fn check(books: &mut Books) -> Check {
	pallets()?;
	books.money.check()?;
	books.records.check()?;
	money(books)?;
	deposits(books)?;
	points()?;
	contributions(books)?;
	grams(books)?;
	certificates(books)?;
	proceeds(books)?;
	verification(books)?;
	provenance()?;
	constancy(&mut books.seen)
}

/// Each pallet's own.
fn pallets() -> Check {
	let checks: [(&str, PalletCheck); 15] = [
		("Clock", Clock::do_try_state),
		("Authority", Authority::do_try_state),
		("Participants", Participants::do_try_state),
		("MethodologyRegistry", MethodologyRegistry::do_try_state),
		("CarbonAccounts", CarbonAccounts::do_try_state),
		("ActivityReports", ActivityReports::do_try_state),
		("ObjectRegistry", ObjectRegistry::do_try_state),
		("VerifiedReductions", VerifiedReductions::do_try_state),
		("Points", Points::do_try_state),
		("PointRedemption", PointRedemption::do_try_state),
		("Growth", Growth::do_try_state),
		("Campaigns", Campaigns::do_try_state),
		("ReductionMarket", ReductionMarket::do_try_state),
		("ValidatorSet", ValidatorSet::do_try_state),
		("Settlement", Settlement::do_try_state),
	];
	for (name, check) in checks {
		check().map_err(|error| format!("{name}: {error:?}"))?;
	}
	Ok(())
}

/// * The total issuance is what accounts have, and no account has less than may stand.
/// * What is held on an account, and reserved without a name, is what is reserved there.
/// * The two pots hold what funds, receivables and open orders are; their own money is apart.
fn money(books: &Books) -> Check {
	let mut sum: Balance = 0;
	for (who, account) in frame_system::Account::<Runtime>::iter() {
		let data = account.data;
		sum = sum.checked_add(data.free + data.reserved).ok_or("more money than there can be")?;
		let held: Balance =
			pallet_balances::Holds::<Runtime>::get(&who).iter().map(|hold| hold.amount).sum();
		let named: Balance =
			pallet_balances::Reserves::<Runtime>::get(&who).iter().map(|one| one.amount).sum();
		hold!(held + named <= data.reserved, "{who} holds {held}, of {} reserved", data.reserved);
		// Approvals of assets, proxies and multisigs reserve without a name.
		let unnamed = unnamed_of(&who, books);
		let lost = books.for_pures.get(&who).copied().unwrap_or(0);
		let known = held + named + unnamed;
		hold!(
			(known..=known + lost).contains(&data.reserved),
			"{who} has {} reserved: {held} held, {unnamed} without a name",
			data.reserved
		);
	}
	let issuance = Balances::total_issuance();
	hold!(sum == issuance, "accounts have {sum} of {issuance} issued");

	let funds: Balance =
		pallet_points::Funds::<Runtime>::iter_values().map(|fund| fund.balance).sum();
	let owed: Balance =
		pallet_points::Books::<Runtime>::iter_values().map(|book| book.totals.receivable()).sum();
	let orders: Balance =
		pallet_point_redemption::Orders::<Runtime>::iter_values().map(|order| order.value).sum();
	let on = |account: AccountId| -> Balance {
		pallet_balances::Holds::<Runtime>::get(account).iter().map(|hold| hold.amount).sum()
	};
	let (fund, settlement) = (on(FundAccount::get()), on(SettlementAccount::get()));
	hold!(fund == funds, "the funds' pot holds {fund}, the funds are {funds}");
	hold!(
		settlement == owed + orders,
		"the settlement pot holds {settlement}: {owed} are receivable, {orders} in orders"
	);
	Ok(())
}

/// * What is held as a deposit is what drafts, comments, offers, objections, devices, preimages, seats and
///   session keys say that was paid; what waits for being paid out is what was asked for.
fn deposits(books: &Books) -> Check {
	use pallet_methodology_registry::HoldReason as Registry;
	// A ticket is the amount and nothing else.
	fn amount(ticket: &impl Encode) -> Balance {
		let bytes = ticket.encode();
		bytes.try_into().map_or(0, Balance::from_le_bytes)
	}
	let draft = RuntimeHoldReason::MethodologyRegistry(Registry::Draft);
	let comment = RuntimeHoldReason::MethodologyRegistry(Registry::Comment);
	let offer = RuntimeHoldReason::PointRedemption(pallet_point_redemption::HoldReason::Offer);
	let objection =
		RuntimeHoldReason::VerifiedReductions(pallet_verified_reductions::HoldReason::Objection);
	let order = RuntimeHoldReason::ReductionMarket(pallet_reduction_market::HoldReason::Order);
	let bid = RuntimeHoldReason::ReductionMarket(pallet_reduction_market::HoldReason::Bid);
	let bond = RuntimeHoldReason::Participants(pallet_participants::HoldReason::Bond);
	let mut due = BTreeMap::<(AccountId, Vec<u8>), Balance>::new();
	let mut owe = |who: AccountId, reason: &RuntimeHoldReason, ticket: Balance| {
		*due.entry((who, reason.encode())).or_default() += ticket;
	};
	for found in pallet_methodology_registry::Drafts::<Runtime>::iter_values() {
		owe(found.author, &draft, amount(&found.ticket));
	}
	for found in pallet_methodology_registry::Comments::<Runtime>::iter_values() {
		owe(found.author, &comment, amount(&found.ticket));
	}
	for found in pallet_point_redemption::Offers::<Runtime>::iter_values() {
		let merchant = Participants::participant(found.merchant).ok_or("an offer of nobody")?;
		owe(merchant.holder, &offer, amount(&found.ticket));
	}
	for found in pallet_verified_reductions::Objections::<Runtime>::iter_values() {
		owe(found.by, &objection, amount(&found.ticket));
	}
	for found in pallet_reduction_market::Orders::<Runtime>::iter_values() {
		owe(found.owner.clone(), &order, amount(&found.ticket));
		if let pallet_reduction_market::Side::Bid { .. } = found.side {
			owe(found.owner, &bid, found.price * Balance::from(found.grams));
		}
	}
	for (operator, found) in pallet_participants::Bonds::<Runtime>::iter() {
		let holder = Participants::participant(operator).ok_or("a bond of nobody")?.holder;
		owe(holder, &bond, found.held().ok_or("a bond beyond all money")?);
	}
	let device = RuntimeHoldReason::Participants(pallet_participants::HoldReason::Device);
	for (operator, _, found) in pallet_participants::OperatorDevices::<Runtime>::iter() {
		let holder = Participants::participant(operator).ok_or("a device of nobody")?.holder;
		owe(holder, &device, amount(&found.ticket));
	}
	let preimage = RuntimeHoldReason::Preimage(pallet_preimage::HoldReason::Preimage);
	for status in pallet_preimage::RequestStatusFor::<Runtime>::iter_values() {
		use pallet_preimage::RequestStatus::*;
		let (Unrequested { ticket, .. } | Requested { maybe_ticket: Some(ticket), .. }) = status
		else {
			continue;
		};
		owe(ticket.0, &preimage, amount(&ticket.1));
	}
	for (who, reason, held) in books.money.held() {
		owe(who, &reason, held);
	}
	// What stands good for orders, funds and proceeds is on accounts of its own.
	let pots = [
		FundAccount::get(),
		SettlementAccount::get(),
		configs::market::ProceedsAccount::get(),
		configs::carbon::ReplacementFund::get(),
	];
	for (who, holds) in pallet_balances::Holds::<Runtime>::iter() {
		for hold in holds {
			if !pots.contains(&who) {
				let owed = due.remove(&(who.clone(), hold.id.encode())).unwrap_or(0);
				hold!(
					owed == hold.amount,
					"{who} has {} held for {:?}: {owed} of it is for something",
					hold.amount,
					hold.id
				);
			}
		}
	}
	due.retain(|_, amount| *amount > 0);
	hold!(due.is_empty(), "deposits that are not held: {due:?}");
	Ok(())
}

/// Deposits without a name: for approvals, proxies, announcements and calls that wait for signatories.
fn unnamed_of(who: &AccountId, books: &Books) -> Balance {
	// Few accounts approve anything: those without any reserve are not looked up.
	if frame_system::Account::<Runtime>::get(who).data.reserved == 0 {
		return 0;
	}
	let approvals: Balance = pallet_assets::Approvals::<Runtime>::iter()
		.filter(|((_, owner, _), _)| owner == who)
		.map(|(_, approval)| approval.deposit)
		.sum();
	let waiting: Balance = pallet_multisig::Multisigs::<Runtime>::iter()
		.filter(|(_, _, found)| found.depositor == *who)
		.map(|(_, _, found)| found.deposit)
		.sum();
	// For an account without a key who made it pays.
	let is_pure = books.pures.iter().any(|pure| pure.account == *who);
	let own = if is_pure { 0 } else { pallet_proxy::Proxies::<Runtime>::get(who).1 };
	let made = books.pures.iter().filter(|pure| pure.spawner == *who);
	let proxies = own
		+ made.map(|pure| pallet_proxy::Proxies::<Runtime>::get(&pure.account).1).sum::<Balance>();
	let announcements = pallet_proxy::Announcements::<Runtime>::get(who).1;
	approvals + waiting + proxies + announcements
}

/// * issued = outstanding + spent + expired + reversed + exchanged, of every series.
/// * Outstanding points are those in positions; every fund covers them at their price, and what
///   campaigns have.
fn points() -> Check {
	let mut held = BTreeMap::<(u16, u16), u64>::new();
	for (operator, _, position) in pallet_carbon_accounts::Positions::<Runtime>::iter() {
		for (series, points) in &position.points {
			*held.entry((u16::from(operator), *series)).or_default() += points;
		}
		hold!(position.carry < 1_000, "operator {operator:?}: a carry of a whole hundredth");
	}
	let mut worth = BTreeMap::<u16, Balance>::new();
	for (operator, number, series) in pallet_points::SeriesOf::<Runtime>::iter() {
		let used = series.spent + series.expired + series.reversed + series.exchanged;
		hold!(
			series.issued == series.outstanding + used,
			"series {number} of operator {operator}: {} issued, {} outstanding, {used} used",
			series.issued,
			series.outstanding
		);
		if series.closed {
			continue;
		}
		let found = held.get(&(operator, number)).copied().unwrap_or(0);
		hold!(
			found == series.outstanding,
			"series {number} of operator {operator}: {} outstanding, {found} in positions",
			series.outstanding
		);
		*worth.entry(operator).or_default() += series.price * Balance::from(found);
	}
	for (operator, fund) in pallet_points::Funds::<Runtime>::iter() {
		let worth = worth.get(&operator).copied().unwrap_or(0);
		let aside: Balance =
			Campaigns::campaigns_of(operator).iter().map(|campaign| campaign.budget).sum();
		hold!(
			fund.balance >= worth + aside && fund.set_aside == aside,
			"operator {operator}: a fund of {} for {worth} outstanding and {aside} set aside",
			fund.balance
		);
	}
	Ok(())
}

/// * What citizens still contribute to a class and what was settled is what the class was credited.
/// * A citizen who contributes with a disposition is counted under it.
fn contributions(books: &Books) -> Check {
	let mut open = BTreeMap::<ClassId, Grams>::new();
	let mut entrusted = BTreeMap::<(ClassId, u8), Grams>::new();
	for (operator, _, position) in pallet_carbon_accounts::Positions::<Runtime>::iter() {
		for (class, grams) in &position.contributions {
			*open.entry(*class).or_default() += grams;
			*entrusted.entry((*class, position.disposition as u8)).or_default() += grams;
			let of = pallet_activity_reports::Classes::<Runtime>::get(class);
			hold!(
				of.is_some_and(|of| of.operator == u16::from(operator)),
				"a contribution to class {class} with operator {operator:?}"
			);
		}
	}
	for (class, info) in pallet_activity_reports::Classes::<Runtime>::iter() {
		let contributed = open.remove(&class).unwrap_or(0);
		let settled = books.classes.get(&class).map_or(0, |book| book.settled);
		hold!(
			contributed + settled == info.grams,
			"class {class} has {} g: {contributed} in positions, {settled} settled",
			info.grams
		);
		for (kind, most) in [
			info.by_disposition.entrusted,
			info.by_disposition.self_held,
			info.by_disposition.reward_only,
		]
		.into_iter()
		.enumerate()
		{
			let found = entrusted.get(&(class, kind as u8)).copied().unwrap_or(0);
			hold!(found <= most, "class {class}: {found} g of disposition {kind}, of {most}");
		}
		let told = <ActivityReports as tanpu_primitives::verification::Classes>::get(class);
		hold!(told.is_some_and(|told| told.grams == info.grams), "class {class} is told otherwise");
	}
	hold!(open.is_empty(), "contributions to classes that don't exist: {open:?}");
	Ok(())
}

/// * issued = held + listed + pool + claimable + buffer + retired + cancelled, of every class, where
///   what is held is what accounts have of its asset.
/// * An asset's supply is what its accounts have, and no class without an issuance has an asset.
/// * What was issued, retired, cancelled and recalled is what the events say.
fn grams(books: &Books) -> Check {
	let mut on = BTreeMap::<ClassId, BTreeMap<AccountId, Grams>>::new();
	for (class, who, account) in pallet_assets::Account::<Runtime>::iter() {
		on.entry(class).or_default().insert(who, account.balance);
	}
	let pools = VerifiedReductions::pool_account();
	let issuances: BTreeMap<_, _> =
		pallet_verified_reductions::Issuances::<Runtime>::iter().collect();
	for (class, asset) in pallet_assets::Asset::<Runtime>::iter() {
		let holders = on.get(&class).cloned().unwrap_or_default();
		let sum: Grams = holders.values().sum();
		hold!(asset.supply == sum, "class {class}: {} g minted, {sum} with holders", asset.supply);
		hold!(issuances.contains_key(&class), "class {class} has an asset and was not issued");
	}
	for (class, issuance) in &issuances {
		let mut holders = on.remove(class).unwrap_or_default();
		let pool = holders.remove(&pools).unwrap_or(0);
		let buffers: Grams = RiskKind::ALL
			.map(|kind| holders.remove(&VerifiedReductions::buffer_account(kind)).unwrap_or(0))
			.iter()
			.sum();
		let held: Grams = holders.values().sum();
		let totals = VerifiedReductions::totals(*class).ok_or("an issuance without totals")?;
		// Somebody may give grams to the pallet's accounts: they count as held.
		let given = (pool + buffers)
			.checked_sub(totals.pool + totals.claimable + totals.buffer)
			.ok_or_else(|| format!("class {class}: pools and buffers have less than {totals:?}"))?;
		hold!(
			totals.held + totals.listed == held + given,
			"class {class}: {held} g with holders, {given} given to pools, by {totals:?}"
		);
		let out = totals.retired + totals.cancelled;
		let sum = held + given + totals.pool + totals.claimable + totals.buffer + out;
		hold!(sum == issuance.issued, "class {class}: {sum} g of {} issued", issuance.issued);
		let book = books.classes.get(class).cloned().unwrap_or_default();
		let told = (book.issued, book.retired, book.cancelled, book.recalled);
		let kept =
			(issuance.issued, issuance.retired, issuance.cancelled, issuance.recall.recalled);
		hold!(told == kept, "class {class}: events say {told:?}, the chain {kept:?}");
		// What left the pool was delivered, retired or recalled.
		let gone = issuance.parts.entrusted - issuance.pool;
		hold!(
			book.delivered <= gone && gone <= book.delivered + book.retired + book.cancelled,
			"class {class}: {gone} g left the pool, {} to buyers",
			book.delivered
		);
		let case = VerifiedReductions::case(*class).ok_or("an issuance without a case")?;
		hold!(case.stage == Stage::Issued, "class {class} is issued, and {:?}", case.stage);
	}
	hold!(on.is_empty(), "assets of classes that were not issued: {:?}", on.keys());
	for (kind, class, kept) in pallet_verified_reductions::Buffers::<Runtime>::iter() {
		let on = pallet_assets::Account::<Runtime>::get(
			ClassId::from(class),
			VerifiedReductions::buffer_account(kind),
		);
		hold!(
			on.is_some_and(|account| account.balance >= kept),
			"the buffer of class {:?} isn't there",
			Be32::from(ClassId::from(class))
		);
	}
	Ok(())
}

/// * What pools earned, and who had it, is what the events say; what nobody had yet is held.
fn proceeds(books: &Books) -> Check {
	use configs::market::ProceedsAccount;
	let mut waiting: Balance = 0;
	let mut found = BTreeMap::new();
	for (class, sales) in pallet_reduction_market::SalesOf::<Runtime>::iter() {
		let parts = sales.to_operator + sales.claimed + sales.swept;
		waiting += sales.gross.checked_sub(parts).ok_or("more paid out than a pool earned")?;
		found.insert(class, [sales.gross, sales.to_operator, sales.claimed, sales.swept]);
	}
	found.retain(|_, parts| parts.iter().any(|part| *part > 0));
	hold!(found == books.sales, "pools earned {found:?}, by the events {:?}", books.sales);
	let held: Balance = pallet_balances::Holds::<Runtime>::get(ProceedsAccount::get())
		.iter()
		.map(|hold| hold.amount)
		.sum();
	hold!(held == waiting, "{held} of proceeds are held, {waiting} are nobody's yet");
	Ok(())
}

/// * Every certificate is the one of which the event spoke, and none other exists.
fn certificates(books: &Books) -> Check {
	let mut found = 0;
	for (number, certificate) in pallet_verified_reductions::Certificates::<Runtime>::iter() {
		found += 1;
		let to = certificate.from + certificate.grams - 1;
		let told = books.certificates.get(&number);
		hold!(
			told == Some(&(certificate.class, certificate.from, to)),
			"certificate {number} is {certificate:?}, the event said {told:?}"
		);
	}
	hold!(found == books.certificates.len(), "a certificate is gone");
	Ok(())
}

/// * What the runtime API tells of classes, grams and citizens is what storage has, and every gram
///   leads to a batch of its class and to the one certificate that has it.
fn provenance() -> Check {
	use tanpu_runtime_api::reductions::runtime_decl_for_reductions_api::ReductionsApi;
	let mut first = 0;
	let mut classes = 0;
	loop {
		let page = <Runtime as ReductionsApi<Block>>::classes(first, 7);
		let Some(last) = page.last() else { break };
		first = last.class + 1;
		classes += page.len();
		for summary in &page {
			let class = summary.class;
			let told = <Runtime as ReductionsApi<Block>>::class(class);
			hold!(told.is_some_and(|told| told.summary == *summary), "class {class} is told twice");
		}
	}
	let count = pallet_activity_reports::Classes::<Runtime>::iter_keys().count();
	hold!(classes == count, "{classes} classes are told of {count}");
	// A few of them, gram by gram: all would take too long.
	for (class, issuance) in pallet_verified_reductions::Issuances::<Runtime>::iter().take(25) {
		let parts = <Runtime as ReductionsApi<Block>>::class_batches(class, 0, 1_000);
		let credited = parts.last().map_or(0, |part| part.to);
		let certificates = <Runtime as ReductionsApi<Block>>::certificates_of(class, 0, 1_000);
		for serial in [1, issuance.retired, issuance.retired + 1, issuance.issued] {
			if !(1..=issuance.issued).contains(&serial) {
				continue;
			}
			let traced = <Runtime as ReductionsApi<Block>>::trace(class, serial)
				.ok_or_else(|| format!("class {class}: gram {serial} leads nowhere"))?;
			let (gram, located) = (traced.point.gram, traced.point.located);
			let part = parts.iter().find(|part| (part.from..part.to).contains(&gram));
			hold!(
				part.is_some_and(
					|part| part.index == located.batch && part.from + located.offset == gram
				),
				"class {class}: gram {serial} leads to {located:?} of {credited} credited"
			);
			let retired = serial <= issuance.retired;
			hold!(
				traced.certificate.is_some() == retired
					&& traced.certificate.is_none_or(|number| certificates.contains(&number))
					&& !(retired && traced.cancelled),
				"class {class}: gram {serial} leads to certificate {:?}",
				traced.certificate
			);
		}
	}
	for citizen in 0..pallet_carbon_accounts::NextCitizenId::<Runtime>::get() {
		let told = <Runtime as ReductionsApi<Block>>::contributions(citizen, 0, 1_000);
		let kept: usize = CarbonAccounts::positions(citizen)
			.iter()
			.map(|(_, position)| position.contributions.len())
			.sum();
		hold!(told.len() == kept, "citizen {citizen}: {} of {kept} contributions", told.len());
		for record in <Runtime as ReductionsApi<Block>>::records(citizen) {
			let batch = pallet_activity_reports::Batches::<Runtime>::get(record.record.batch)
				.ok_or("a record of no batch")?;
			hold!(
				record.record.row < batch.rows,
				"citizen {citizen}: {record:?} isn't in its batch"
			);
		}
	}
	Ok(())
}

/// * What verifiers agreed on, and nothing else, is noticed: enough of them, none adverse, none of the
///   operator's owner.
/// * Nothing is issued but what was noticed last, and not before the notice was over.
fn verification(books: &Books) -> Check {
	use tanpu_primitives::{verification::Opinion, Clock as _};
	let now = Clock::now();
	for (class, case) in pallet_verified_reductions::Cases::<Runtime>::iter() {
		let operator = Participants::participant(case.info.operator).ok_or("a class of nobody")?;
		if let Some(sample) = VerifiedReductions::sample(class) {
			for verifier in &sample.verifiers {
				let found = Participants::participant(*verifier).ok_or("a verifier that isn't")?;
				hold!(
					found.owner != operator.owner,
					"class {class}: verifier {verifier} is of its operator's owner"
				);
			}
		}
		let Stage::Noticed { grams, decided, .. } = case.stage else { continue };
		hold!(grams <= case.info.grams, "class {class}: {grams} g noticed, more than it has");
		if decided {
			continue;
		}
		let opinions = VerifiedReductions::opinions(class);
		let agree = opinions.iter().filter(|(_, given)| {
			matches!(given.opinion, Opinion::Unmodified | Opinion::Modified { .. })
		});
		let agreed = agree.clone().count();
		let adverse = opinions.iter().any(|(verifier, given)| {
			let revoked = Participants::participant(*verifier)
				.is_some_and(|found| found.standing(now) == pallet_participants::Standing::Revoked);
			given.opinion == Opinion::Adverse && !revoked
		});
		hold!(
			agreed >= usize::from(case.needed) && !adverse,
			"class {class} is noticed with {agreed} of {} opinions, adverse: {adverse}",
			case.needed
		);
		let deducted = agree.clone().map(|(_, given)| match given.opinion {
			Opinion::Modified { deduction } => given.extrapolated.saturating_add(deduction),
			_ => given.extrapolated,
		});
		// The lowest counts, of those whose licence was not revoked at the conclusion.
		let least = deducted.min().unwrap_or(0);
		hold!(
			grams <= case.info.grams.saturating_sub(least),
			"class {class}: {grams} g noticed, though everybody deducts {least}"
		);
	}
	for (class, issuance) in pallet_verified_reductions::Issuances::<Runtime>::iter() {
		let noticed = books.noticed.get(&class);
		hold!(
			noticed.is_some_and(|(grams, until)| {
				*grams == issuance.issued && *until <= issuance.at
			}),
			"class {class}: {} g issued at {}, noticed {noticed:?}",
			issuance.issued,
			issuance.at
		);
	}
	Ok(())
}

/// * Published methodology versions, nullifiers' numbers, prices and expiries of series,
///   certificates and samples never change, and none of them goes.
/// * Growth, certificates, retired and cancelled grams never fall.
fn constancy(seen: &mut Seen) -> Check {
	let mut fixed = BTreeMap::new();
	let mut fix = |key: Vec<u8>, value: Vec<u8>| {
		fixed.insert(key, H256(sp_io::hashing::blake2_256(&value)));
	};
	for (id, version, entry) in pallet_methodology_registry::Versions::<Runtime>::iter() {
		fix(("version", id, version).encode(), entry.encode());
	}
	for (nullifier, citizen) in pallet_carbon_accounts::CitizenByNullifier::<Runtime>::iter() {
		fix(("nullifier", nullifier).encode(), citizen.encode());
	}
	for (operator, number, series) in pallet_points::SeriesOf::<Runtime>::iter() {
		let promise = (series.price, series.opened, series.expires);
		fix(("series", operator, number).encode(), promise.encode());
	}
	for (number, certificate) in pallet_verified_reductions::Certificates::<Runtime>::iter() {
		fix(("certificate", number).encode(), certificate.encode());
	}
	for (class, sample) in pallet_verified_reductions::Samples::<Runtime>::iter() {
		fix(("sample", class).encode(), (sample.seed, sample.points).encode());
	}
	for (class, case) in pallet_verified_reductions::Cases::<Runtime>::iter() {
		fix(("case", class).encode(), (case.info, case.sealed_at, case.needed).encode());
	}
	for (index, batch) in pallet_activity_reports::Batches::<Runtime>::iter() {
		let told = (batch.operator, batch.id, batch.content, batch.grams, batch.points_due);
		fix(("batch", index).encode(), told.encode());
	}
	for (key, before) in &seen.fixed {
		hold!(fixed.get(key) == Some(before), "what never changes did, or is gone: {key:?}");
	}
	seen.fixed = fixed;

	let mut rising = BTreeMap::new();
	for (operator, citizen, position) in pallet_carbon_accounts::Positions::<Runtime>::iter() {
		rising.insert(("growth", operator, citizen).encode(), u128::from(position.growth));
	}
	for (class, issuance) in pallet_verified_reductions::Issuances::<Runtime>::iter() {
		rising.insert(("retired", class).encode(), issuance.retired.into());
		rising.insert(("cancelled", class).encode(), issuance.cancelled.into());
		rising.insert(("recalled", class).encode(), issuance.recall.recalled.into());
	}
	for (merchant, book) in pallet_points::Books::<Runtime>::iter() {
		rising.insert(("settled", merchant).encode(), book.totals.settled);
		rising.insert(("paid", merchant).encode(), book.totals.paid);
	}
	for (citizen, account) in pallet_carbon_accounts::Citizens::<Runtime>::iter() {
		rising.insert(("epoch", citizen).encode(), account.epoch.into());
	}
	for (key, before) in &seen.rising {
		hold!(
			rising.get(key).is_some_and(|now| now >= before),
			"what never falls did: {key:?} from {before} to {:?}",
			rising.get(key)
		);
	}
	seen.rising = rising;
	Ok(())
}
