//! A short run, the same each time.

use crate::{segment, segment_to_the_call, Tally};
use frame_support::traits::GetCallMetadata;
use tanpu_runtime::RuntimeCall;

/// Calls that need not succeed, and why; `*` for all others of a pallet. All that isn't named here must
/// have succeeded at least once: nothing is tested by what never happens.
const EXCEPTIONS: &[(&str, &str, &str)] = &[
	("System", "remark", "happens"),
	("System", "remark_with_event", "happens"),
	("System", "*", "Root alone, or code that authority opened: runtime/src/tests/upgrades.rs"),
	("Timestamp", "set", "each block has it as its inherent"),
	("Babe", "*", "evidence of equivocation: runtime/src/tests/validators.rs; or Root alone"),
	("Grandpa", "*", "evidence of equivocation: runtime/src/tests/validators.rs; or Root alone"),
	("Session", "purge_keys", "closed"),
	("Balances", "force_transfer", "Root alone"),
	("Balances", "force_unreserve", "Root alone"),
	("Balances", "force_set_balance", "Root alone"),
	("Balances", "force_adjust_total_issuance", "Root alone"),
	("Balances", "burn", "closed"),
	("Council", "set_members", "closed"),
	("Council", "kill", "closed"),
	("Council", "release_proposal_cost", "there is no deposit"),
	("CouncilMembership", "change_key", "closed"),
	("SafeMode", "enter", "not configured"),
	("SafeMode", "extend", "not configured"),
	("SafeMode", "force_slash_deposit", "closed"),
	("SafeMode", "release_deposit", "there is no deposit"),
	("SafeMode", "force_release_deposit", "closed"),
	("Scheduler", "*", "Root alone"),
	("Preimage", "request_preimage", "Root alone"),
	("Preimage", "unrequest_preimage", "Root alone"),
	("Utility", "dispatch_as", "Root alone"),
	("Utility", "with_weight", "Root alone"),
	("Utility", "dispatch_as_fallible", "Root alone"),
	("Migrations", "*", "Root alone"),
];

/// Of Assets these alone are open.
const ASSETS: &[&str] = &[
	"transfer",
	"transfer_keep_alive",
	"transfer_all",
	"approve_transfer",
	"cancel_approval",
	"transfer_approved",
];

fn is_excepted(pallet: &str, call: &str) -> bool {
	if pallet == "Assets" {
		return !ASSETS.contains(&call);
	}
	let named = EXCEPTIONS.iter().find(|(of, name, _)| *of == pallet && *name == call);
	let all = EXCEPTIONS.iter().find(|(of, name, _)| *of == pallet && *name == "*");
	named.or(all).is_some_and(|(_, _, why)| *why != "happens")
}

/// Calls that never succeeded and should have.
fn missing_in(tally: &Tally) -> Vec<String> {
	let mut missing = Vec::new();
	for pallet in RuntimeCall::get_module_names() {
		for call in RuntimeCall::get_call_names(pallet) {
			if !is_excepted(pallet, call) && tally.succeeded(&format!("{pallet}.{call}")) == 0 {
				missing.push(format!("{pallet}.{call}"));
			}
		}
	}
	missing
}

#[test]
fn random_calls_break_nothing() {
	let mut tally = Tally::default();
	// More on demand: scripts/fuzz.sh.
	let mut missing = Vec::new();
	// Some four years each: claims can be swept after two. What is rare may take another.
	for seed in 1..=6 {
		let found = segment_to_the_call(seed, 24_000, 1_500);
		if let Some(broken) = found.broken {
			panic!("seed {seed}, call {}: {}\n{}", broken.step, broken.what, broken.by);
		}
		tally.add(found.tally);
		missing = missing_in(&tally);
		if seed > 1 && missing.is_empty() {
			break;
		}
	}
	assert!(missing.is_empty(), "in no run: {missing:?}");
}

#[test]
fn exceptions_name_calls_that_exist() {
	for (pallet, call, _) in EXCEPTIONS {
		assert!(RuntimeCall::get_module_names().contains(pallet), "{pallet}");
		let names = RuntimeCall::get_call_names(pallet);
		assert!(*call == "*" || names.contains(call), "{pallet}.{call}");
	}
}

#[test]
fn a_run_is_determined_by_its_seed() {
	let first = segment(3, 12_000, 6_000, None);
	// However often it is checked.
	let mut second = segment(3, 12_000, 1_000, Some(11_990));
	second.tally.checks = first.tally.checks;
	assert!(first.tally == second.tally);
	assert!(first.tally != segment(4, 600, 300, None).tally);
}
