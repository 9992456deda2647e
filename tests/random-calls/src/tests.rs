//! A short run, the same each time.

use crate::{segment, segment_to_the_call, Tally};

/// Calls that must have succeeded: nothing is tested by what never happens.
const HAPPENS: &[&str] = &[
	"ActivityReports.submit",
	"ActivityReports.set_group",
	"Assets.approve_transfer",
	"Assets.transfer",
	"Assets.transfer_approved",
	"Campaigns.close",
	"Campaigns.create",
	"Campaigns.fund",
	"CarbonAccounts.claim",
	"CarbonAccounts.close",
	"CarbonAccounts.complete_replacement",
	"CarbonAccounts.enrol",
	"CarbonAccounts.leave",
	"CarbonAccounts.open",
	"CarbonAccounts.open_for_users",
	"CarbonAccounts.replace_key",
	"Council.close",
	"Council.vote",
	"Growth.check_in",
	"Growth.reveal",
	"Growth.unlock",
	"MethodologyRegistry.publish",
	"MethodologyRegistry.suspend",
	"ObjectRegistry.register",
	"Participants.amend",
	"Participants.lift_suspension",
	"Participants.revoke",
	"Participants.suspend",
	"PointRedemption.fulfil",
	"PointRedemption.offer",
	"PointRedemption.redeem",
	"PointRedemption.release",
	"PointRedemption.take_back",
	"Points.close_series",
	"Points.deposit",
	"Points.exchange",
	"Points.execute_reversal",
	"Points.open_series",
	"Points.pay",
	"Points.refund",
	"Points.settle",
	"Participants.post_bond",
	"ReductionMarket.bid",
	"ReductionMarket.buy",
	"ReductionMarket.buy_from_pool",
	"ReductionMarket.cancel",
	"ReductionMarket.claim_proceeds",
	"ReductionMarket.fill",
	"ReductionMarket.offer_pool",
	"ReductionMarket.sell",
	"VerifiedReductions.claim",
	"VerifiedReductions.conclude",
	"VerifiedReductions.decide",
	"VerifiedReductions.draw",
	"VerifiedReductions.freeze",
	"VerifiedReductions.give_opinion",
	"VerifiedReductions.issue",
	"VerifiedReductions.object",
	"VerifiedReductions.recall",
	"VerifiedReductions.retire",
	"VerifiedReductions.seal",
	"VerifiedReductions.unfreeze",
];

#[test]
fn random_calls_break_nothing() {
	let mut tally = Tally::default();
	// More on demand: scripts/fuzz.sh.
	for seed in [1, 2, 3, 4] {
		let found = segment_to_the_call(seed, 12_000, 1_500);
		if let Some(broken) = found.broken {
			panic!("seed {seed}, call {}: {}\n{}", broken.step, broken.what, broken.by);
		}
		tally.add(found.tally);
	}
	let missing: Vec<_> = HAPPENS.iter().filter(|name| tally.succeeded(name) == 0).collect();
	assert!(missing.is_empty(), "in no run: {missing:?}");
}

#[test]
fn a_run_is_determined_by_its_seed() {
	let first = segment(3, 600, 300, None);
	// However often it is checked.
	let mut second = segment(3, 600, 100, Some(590));
	second.tally.checks = first.tally.checks;
	assert!(first.tally == second.tally);
	assert!(first.tally != segment(4, 600, 300, None).tally);
}
