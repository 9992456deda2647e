//! The origin of every call, found by trying, and written to docs/origins.md.
//!
//! Each call of the metadata is decoded from zeros and dispatched on a fresh chain from every kind of
//! origin there is. Whatever isn't answered with `BadOrigin` or `CallFiltered` has passed the origin's
//! check, and its class is the least that passed. Who among signed accounts is meant is a matter of the
//! call's own state (a licence, a fund, an order): [`WHO`] says it, and a call without an entry fails.
//!
//! `TANPU_WRITE=1 cargo test -p tanpu-runtime origins` writes the document anew.

use super::*;
use crate::configs::{
	carbon::RootCalls,
	emergency::{OpenCalls, OPEN},
	governance::CallFilter,
};
use codec::{Decode, Input};
use frame_support::traits::Contains;
use pallet_collective::Instance1;
use scale_info::{form::PortableForm, PortableRegistry, Registry, TypeDef, TypeDefVariant};
use sp_runtime::DispatchError;
use std::{
	collections::BTreeMap,
	fmt::Write,
	panic::{catch_unwind, AssertUnwindSafe},
};

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/origins.md");

/// Who among signed accounts may, by pallet and call; `*` for all of a pallet's others.
const WHO: &[(&str, &str, &str)] = &[
	("System", "*", "anybody"),
	("System", "apply_authorized_upgrade", "anybody who brings the authorised code"),
	("Babe", "*", "anybody with evidence"),
	("Grandpa", "*", "anybody with evidence"),
	("Session", "*", "the keys' account, with a proof of possession"),
	("Balances", "*", "the account whose money it is"),
	("Assets", "*", "the holder; the owner of a verified reduction is an account without a key"),
	("Council", "*", "a member of the council"),
	("Council", "close", "anybody, once the outcome is certain or the time is over"),
	("CouncilMembership", "*", "closed"),
	("SafeMode", "*", "nobody: not configured"),
	("Preimage", "*", "anybody, against a deposit"),
	("Utility", "*", "anybody; each inner call needs its own origin"),
	("Multisig", "*", "a signatory; the inner call needs its own origin"),
	("Proxy", "*", "the account or its proxy; the inner call needs its own origin"),
	("Settlement", "request_withdrawal", "the owner of the money"),
	("Settlement", "take_back", "the owner, after the deadline"),
	("Settlement", "propose_mint", "an officer who proposes"),
	("Settlement", "report_payment", "an officer who proposes"),
	("Settlement", "drop_mint", "any officer"),
	("Settlement", "*", "an officer who confirms; never what it entered itself"),
	("ValidatorSet", "apply", "an account with session keys"),
	("ValidatorSet", "withdraw", "the candidate"),
	("ValidatorSet", "purge_keys", "the keys' account, out of the set"),
	("ValidatorSet", "*", "the member itself"),
	("Authority", "*", "anybody, in its time"),
	("Participants", "set_reporter", "the licence's holder"),
	("Participants", "register_device", "the operator's holder"),
	("Participants", "remove_device", "the operator's holder or reporting key"),
	("Participants", "*", "the operator's holder"),
	("MethodologyRegistry", "draft", "anybody, against a deposit"),
	("MethodologyRegistry", "comment", "anybody, against a deposit"),
	("MethodologyRegistry", "withdraw_comment", "the comment's author"),
	("MethodologyRegistry", "*", "the draft's author"),
	("CarbonAccounts", "open", "anybody with an identity provider's statement"),
	("CarbonAccounts", "open_for_users", "an operator's reporting key"),
	("CarbonAccounts", "claim", "anybody with an identity provider's statement"),
	("CarbonAccounts", "replace_key", "anybody with an identity provider's statement"),
	("CarbonAccounts", "complete_replacement", "anybody, after the delay"),
	("CarbonAccounts", "*", "the citizen's key"),
	("ActivityReports", "submit", "an operator's reporting key"),
	("ActivityReports", "submit_with_device", "an operator's reporting key"),
	("ActivityReports", "object", "the citizen's key"),
	("ActivityReports", "clear_objection", "anybody, once it has lapsed"),
	("ActivityReports", "withdraw", "the operator's holder or reporting key"),
	("ActivityReports", "uphold_objection", "the operator's holder or reporting key"),
	("ActivityReports", "reject_objection", "the operator's holder or reporting key"),
	("ActivityReports", "sweep", "anybody"),
	("ObjectRegistry", "*", "an operator's reporting key"),
	("VerifiedReductions", "seal", "the class's operator"),
	("VerifiedReductions", "draw", "anybody, once the seed is there"),
	("VerifiedReductions", "give_opinion", "a drawn verifier"),
	("VerifiedReductions", "conclude", "anybody, once the opinions are in"),
	("VerifiedReductions", "object", "anybody, against a bond"),
	("VerifiedReductions", "issue", "anybody, after the notice period"),
	("VerifiedReductions", "claim", "anybody, for the citizen"),
	("VerifiedReductions", "sweep", "anybody"),
	("VerifiedReductions", "retire", "the holder"),
	("VerifiedReductions", "*", "the holder of the licence or the grams"),
	("ReductionMarket", "sell", "the holder of the grams"),
	("ReductionMarket", "bid", "anybody, against the money and a deposit"),
	("ReductionMarket", "cancel", "the order's owner; anybody once it has expired"),
	("ReductionMarket", "buy", "anybody but the order's owner"),
	("ReductionMarket", "fill", "a holder of the grams"),
	("ReductionMarket", "buy_from_pool", "anybody"),
	("ReductionMarket", "claim_proceeds", "the citizen's key; anybody to settle"),
	("ReductionMarket", "sweep_proceeds", "anybody, after the claim window"),
	(
		"ReductionMarket",
		"withdraw_pool_offer",
		"the operator's treasury; anybody once it has expired",
	),
	("ReductionMarket", "*", "the operator's treasury"),
	("Points", "pay", "the citizen's key"),
	("Points", "exchange", "the citizen's key"),
	("Points", "appeal_reversal", "the citizen's key"),
	("Points", "refund", "the merchant"),
	("Points", "settle", "the merchant"),
	("Points", "set_schedule", "the merchant"),
	("Points", "run_schedule", "anybody, when due"),
	("Points", "sweep", "anybody"),
	("Points", "finish_wind_up", "anybody, when due"),
	("Points", "execute_reversal", "anybody, when due"),
	("Points", "begin_wind_up", "the operator; anybody once its licence is revoked"),
	("Points", "deposit", "the operator"),
	("Points", "*", "the operator"),
	("PointRedemption", "redeem", "the citizen's key"),
	("PointRedemption", "take_back", "the citizen's key, after the deadline and grace"),
	("PointRedemption", "dispute", "the citizen's key"),
	("PointRedemption", "release", "anybody, when due"),
	("PointRedemption", "*", "the merchant"),
	("Growth", "sweep", "anybody"),
	("Growth", "publish_answer", "anybody with the answer"),
	("Growth", "*", "the citizen's key"),
	("Campaigns", "claim", "anybody, for the citizen"),
	("Campaigns", "*", "the campaign's sponsor"),
];

fn who(pallet: &str, call: &str) -> Option<&'static str> {
	let find = |name: &str| {
		WHO.iter().find(|(p, c, _)| *p == pallet && *c == name).map(|(_, _, who)| *who)
	};
	find(call).or_else(|| find("*"))
}

/// Kinds of origin, from nobody's to Root, least first where one includes the other.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Kind {
	None,
	Stranger,
	MemberSigned,
	Member,
	Share(u32),
	Root,
}

/// Seats of the council that is asked: a half, two thirds and three quarters differ.
const SEATS: u32 = 12;

const KINDS: [Kind; 10] = [
	Kind::None,
	Kind::Stranger,
	Kind::MemberSigned,
	Kind::Member,
	Kind::Share(1),
	Kind::Share(6),
	Kind::Share(8),
	Kind::Share(9),
	Kind::Share(12),
	Kind::Root,
];

fn origin(kind: Kind) -> RuntimeOrigin {
	let member = Sr25519Keyring::Alice.to_account_id();
	match kind {
		Kind::None => RuntimeOrigin::none(),
		Kind::Stranger => RuntimeOrigin::signed(Sr25519Keyring::Ferdie.to_account_id()),
		Kind::MemberSigned => RuntimeOrigin::signed(member),
		Kind::Member => pallet_collective::RawOrigin::<_, Instance1>::Member(member).into(),
		Kind::Share(yes) => {
			pallet_collective::RawOrigin::<AccountId, Instance1>::Members(yes, SEATS).into()
		},
		Kind::Root => RuntimeOrigin::root(),
	}
}

/// These bytes, then one and the same for ever.
struct Then<'a>(&'a [u8], u8);

impl Input for Then<'_> {
	fn remaining_len(&mut self) -> Result<Option<usize>, codec::Error> {
		Ok(None)
	}

	fn read(&mut self, into: &mut [u8]) -> Result<(), codec::Error> {
		for byte in into {
			*byte = match self.0.split_first() {
				Some((first, rest)) => {
					self.0 = rest;
					*first
				},
				None => self.1,
			};
		}
		Ok(())
	}
}

struct Found {
	pallet: String,
	name: String,
	call: RuntimeCall,
}

fn variants(registry: &PortableRegistry, id: u32) -> TypeDefVariant<PortableForm> {
	match &registry.resolve(id).expect("registered").type_def {
		TypeDef::Variant(variants) => variants.clone(),
		other => panic!("not an enum: {other:?}"),
	}
}

/// Every call of the runtime, with arguments of zeros, or of ones where an enum has no zero.
fn calls() -> Vec<Found> {
	let mut registry = Registry::new();
	let id = registry.register_type(&scale_info::meta_type::<RuntimeCall>()).id;
	let registry: PortableRegistry = registry.into();
	let mut found = Vec::new();
	for pallet in variants(&registry, id).variants {
		for call in variants(&registry, pallet.fields[0].ty.id).variants {
			let bytes = [pallet.index, call.index];
			let decoded = (0..3)
				.find_map(|fill| RuntimeCall::decode(&mut Then(&bytes, fill)).ok())
				.unwrap_or_else(|| panic!("{}.{} can't be made up", pallet.name, call.name));
			let decoded = match decoded {
				// What a minority could carry is filtered, whoever proposes it.
				RuntimeCall::Council(pallet_collective::Call::propose {
					proposal,
					length_bound,
					..
				}) => RuntimeCall::Council(pallet_collective::Call::propose {
					threshold: 3,
					proposal,
					length_bound,
				}),
				other => other,
			};
			found.push(Found { pallet: pallet.name.clone(), name: call.name, call: decoded });
		}
	}
	found
}

/// Which kinds of origin pass the call's check.
fn accepted(call: &RuntimeCall, ext: &mut TestExternalities) -> Vec<Kind> {
	KINDS
		.into_iter()
		.filter(|kind| {
			// A dispatch that gets beyond the origin may want what a test has not, such as a wasm
			// executor.
			let outcome = catch_unwind(AssertUnwindSafe(|| {
				ext.execute_with(|| {
					frame_support::storage::with_transaction(|| {
						let result = call.clone().dispatch(origin(*kind));
						sp_runtime::TransactionOutcome::Rollback(Ok::<_, DispatchError>(result))
					})
					.expect("the dispatch's result is inside")
				})
			}));
			let refusals =
				[DispatchError::BadOrigin, frame_system::Error::<Runtime>::CallFiltered.into()];
			match outcome {
				Ok(Err(failure)) => !refusals.contains(&failure.error),
				Ok(Ok(_)) => true,
				Err(_) => {
					*ext = ready();
					true
				},
			}
		})
		.collect()
}

fn ready() -> TestExternalities {
	let mut ext = genesis_of(DEV);
	ext.execute_with(|| System::set_block_number(1));
	ext
}

/// What the document says of a call.
fn class(found: &Found, accepted: &[Kind]) -> Result<String, String> {
	let Found { pallet, name, call } = found;
	let has = |kind| accepted.contains(&kind);
	let mut parts = Vec::new();
	let all = [Kind::None, Kind::Stranger, Kind::Member, Kind::Share(1)];
	if all.into_iter().all(has) {
		let who = who(pallet, name).ok_or(format!("{pallet}.{name}: who may? Say so in WHO"))?;
		return Ok(format!("any: {who}"));
	}
	if has(Kind::None) {
		parts.push(match pallet.as_str() {
			"Timestamp" => "nobody: an inherent of the block".into(),
			_ => "unsigned, from the block's author".to_string(),
		});
	}
	if has(Kind::Stranger) {
		let who = who(pallet, name).ok_or(format!("{pallet}.{name}: who may? Say so in WHO"))?;
		parts.push(format!("signed: {who}"));
	} else if has(Kind::MemberSigned) {
		parts.push("any one council member".into());
	}
	let share = [(1, "any council motion"), (6, "1/2"), (8, "2/3"), (9, "3/4"), (12, "all")]
		.into_iter()
		.find(|(votes, _)| has(Kind::Share(*votes)));
	if let Some((votes, name)) = share {
		// More votes never are worth less.
		for more in [6, 8, 9, 12].into_iter().filter(|more| *more > votes) {
			if !has(Kind::Share(more)) {
				return Err(format!(
					"{pallet}.{name}: {more} of {SEATS} are worth less than {votes}"
				));
			}
		}
		parts.push(format!("council: {name}"));
	}
	if has(Kind::Root) && RootCalls::contains(call) {
		parts.push("Root, through `authority` (3/4 and a day)".into());
	}
	if parts.is_empty() {
		parts.push(if has(Kind::Root) { "closed: Root alone".into() } else { "closed".into() });
	}
	Ok(parts.join("; "))
}

fn document() -> String {
	let mut ext = ready();
	let mut pallets: BTreeMap<String, Vec<(String, String, bool)>> = BTreeMap::new();
	let mut order = Vec::new();
	let mut faults = Vec::new();
	for found in calls() {
		let kinds = accepted(&found.call, &mut ext);
		match class(&found, &kinds) {
			Ok(class) => {
				if !pallets.contains_key(&found.pallet) {
					order.push(found.pallet.clone());
				}
				let open = OpenCalls::contains(&found.call);
				pallets.entry(found.pallet).or_default().push((found.name, class, open));
			},
			Err(fault) => faults.push(fault),
		}
	}
	assert!(faults.is_empty(), "{}", faults.join("\n"));
	let mut text = String::from(
		"# Who may call what\n\n\
		 Generated by `runtime/src/tests/origins.rs`, which tries every call from every kind of\n\
		 origin; `cargo test` compares. Shares are of all seats of the council. *Open*: goes on in\n\
		 SafeMode and can't be paused. *Closed: Root alone*: no origin of this chain gets there,\n\
		 because nobody has Root and `authority` doesn't list the call.\n",
	);
	for pallet in order {
		let _ = write!(text, "\n## {pallet}\n\n| call | origin | open |\n|---|---|---|\n");
		for (name, class, open) in &pallets[&pallet] {
			let _ = writeln!(text, "| {name} | {class} | {} |", if *open { "yes" } else { "" });
		}
	}
	text
}

#[test]
fn the_document_says_what_the_runtime_does() {
	// What gets beyond the origin may panic for want of a host; that is expected here.
	let hook = std::panic::take_hook();
	std::panic::set_hook(Box::new(|_| {}));
	let text = catch_unwind(document);
	std::panic::set_hook(hook);
	let text = text.unwrap_or_else(|fault| std::panic::resume_unwind(fault));
	if std::env::var_os("TANPU_WRITE").is_some() {
		std::fs::write(PATH, &text).expect("docs/origins.md can be written");
	}
	let kept = std::fs::read_to_string(PATH).unwrap_or_default();
	if kept != text {
		let differ: Vec<_> = text
			.lines()
			.filter(|line| !kept.lines().any(|other| other == *line))
			.map(|line| format!("+ {line}"))
			.chain(
				kept.lines()
					.filter(|line| !text.lines().any(|other| other == *line))
					.map(|line| format!("- {line}")),
			)
			.collect();
		panic!(
			"docs/origins.md isn't what the runtime does (write it with TANPU_WRITE=1):\n{}",
			differ.join("\n")
		);
	}
}

#[test]
fn who_names_calls_that_exist() {
	let found = calls();
	for (pallet, name, _) in WHO {
		assert!(
			found
				.iter()
				.any(|found| found.pallet == *pallet && (*name == "*" || found.name == *name)),
			"{pallet}.{name}"
		);
	}
	for (pallet, names) in OPEN {
		for name in *names {
			assert!(
				found.iter().any(|found| found.pallet == *pallet && found.name == *name),
				"{pallet}.{name}"
			);
		}
	}
}

/// Signed by anybody who likes, nothing reaches Root or the council's share: not round a batch,
/// a proxy, a multisig or `dispatch_as`.
#[test]
fn no_carrier_leads_round_the_list() {
	let target = || {
		Box::new(RuntimeCall::System(frame_system::Call::authorize_upgrade {
			code_hash: Hash::zero(),
		}))
	};
	let root = || Box::new(OriginCaller::system(frame_system::RawOrigin::Root));
	let carriers = [
		RuntimeCall::Utility(pallet_utility::Call::batch_all { calls: vec![*target()] }),
		RuntimeCall::Utility(pallet_utility::Call::dispatch_as {
			as_origin: root(),
			call: target(),
		}),
		RuntimeCall::Utility(pallet_utility::Call::with_weight {
			call: target(),
			weight: Default::default(),
		}),
		RuntimeCall::Scheduler(pallet_scheduler::Call::schedule {
			when: 10,
			maybe_periodic: None,
			priority: 0,
			call: target(),
		}),
		RuntimeCall::Multisig(pallet_multisig::Call::as_multi_threshold_1 {
			other_signatories: vec![Sr25519Keyring::Bob.to_account_id()],
			call: target(),
		}),
		RuntimeCall::Proxy(pallet_proxy::Call::proxy {
			real: Sr25519Keyring::Ferdie.to_account_id().into(),
			force_proxy_type: None,
			call: target(),
		}),
		RuntimeCall::Authority(pallet_authority::Call::queue_root {
			call: Box::new(RuntimeCall::Utility(pallet_utility::Call::batch {
				calls: vec![*target()],
			})),
		}),
		RuntimeCall::Authority(pallet_authority::Call::queue_root {
			call: Box::new(RuntimeCall::System(frame_system::Call::set_code { code: vec![] })),
		}),
	];
	for kind in [Kind::Stranger, Kind::MemberSigned, Kind::Member, Kind::Share(SEATS)] {
		for call in &carriers {
			let mut ext = ready();
			ext.execute_with(|| {
				let _ = call.clone().dispatch(origin(kind));
				assert!(System::authorized_upgrade().is_none(), "{kind:?} {call:?}");
				assert_eq!(pallet_authority::QueuedCalls::<Runtime>::count(), 0);
			});
		}
	}
	assert!(!CallFilter::contains(&RuntimeCall::Session(pallet_session::Call::purge_keys {})));
}
