//! What becomes of an announced key: `tanpu accounts veto` and `complete`, `tanpu council decide-veto`;
//! and what only a key's holder does: `accounts close`, `accounts free-calls`.

use super::account;
use crate::{
	call::Call,
	cli::{parse_account, Approval, Global},
	commands::clock,
	connection::At,
	council::decide,
	failure::{Done, Failure, Result},
	key,
	time::format_time,
	transaction::send,
	types::accounts::{Replacement, ReplacementState, PALLET},
};
use serde_json::{json, Value};
use sp_core::crypto::AccountId32;
use tanpu_primitives::{CitizenId, UnixSeconds};

#[derive(clap::Subcommand, Debug)]
pub enum Command {
	/// Object to the key that is announced to take your key's place: signed by your key, free of fees.
	/// The council decides then.
	#[command(after_help = "Example:\n  tanpu --key-file my.key accounts veto")]
	Veto,
	/// Carry out the announced replacement of a key, once its delay is over. Anybody can.
	#[command(after_help = "Example:\n  tanpu --key-file anybody.key accounts complete 17")]
	Complete {
		/// The citizen's number.
		citizen: CitizenId,
	},
	/// Close your account: signed by your key. The number and what was earned stay; you can open it
	/// again, with a statement of an identity provider, and nobody else can.
	#[command(after_help = "Example:\n  tanpu --key-file my.key accounts close --yes\n\n\
		To open it again: tanpu identity attest-key, accounts sign-statement, accounts open-own.")]
	Close {
		/// Without it the command says what it would do, and does nothing.
		#[arg(long)]
		yes: bool,
	},
	/// How many transactions a citizen's key can still send today without a fee.
	#[command(after_help = "Examples:\n  tanpu --key-file my.key accounts free-calls\n  \
		tanpu accounts free-calls 5F...")]
	FreeCalls {
		/// The key's address; your own key's where it isn't given.
		#[arg(value_parser = parse_account)]
		key: Option<AccountId32>,
	},
}

/// `tanpu council decide-veto`.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:\n  \
	tanpu --key-file member.key council decide-veto 17 --uphold\n  \
	tanpu --key-file member.key council decide-veto 17 --reject")]
pub struct Decision {
	/// The citizen's number.
	citizen: CitizenId,
	/// The old key is right: it stays, and the announced one is dropped.
	#[arg(long, required_unless_present = "reject", conflicts_with = "reject")]
	uphold: bool,
	/// The new key is right: it takes the old one's place when its delay is over, without another veto.
	#[arg(long)]
	reject: bool,
	#[command(flatten)]
	approval: Approval,
}

/// The replacement of a citizen's key that is under way.
pub async fn under_way(at: &At<'_>, citizen: CitizenId) -> Result<Option<Replacement>> {
	at.get(PALLET, "Replacements", key![citizen]).await
}

/// How it stands, in words.
pub fn text(replacement: &Replacement, day_offset: i32) -> String {
	let Replacement { key, provider, due, state } = replacement;
	let due = format_time(*due, day_offset);
	match state {
		ReplacementState::Announced => format!(
			"{key} takes the key's place from {due}, as provider {provider} says; the old key can veto"
		),
		ReplacementState::Vetoed { at } => format!(
			"{key} was to take the key's place; the old key vetoed at {}: the council decides",
			format_time(*at, day_offset)
		),
		ReplacementState::Confirmed => {
			format!("{key} takes the key's place from {due}: the council rejected a veto")
		},
	}
}

pub fn json(replacement: &Replacement) -> Value {
	let (state, vetoed) = match replacement.state {
		ReplacementState::Announced => ("announced", None),
		ReplacementState::Vetoed { at } => ("vetoed", Some(at)),
		ReplacementState::Confirmed => ("confirmed", None),
	};
	json!({
		"key": replacement.key.to_string(),
		"provider": replacement.provider,
		"due": replacement.due,
		"state": state,
		"vetoed": vetoed,
	})
}

/// The citizen for whom a key acts, and the replacement of it that is under way.
async fn own(at: &At<'_>, key: &AccountId32) -> Result<(CitizenId, Option<Replacement>)> {
	let citizen: CitizenId = at
		.get(PALLET, "CitizenByKey", key![key])
		.await?
		.ok_or_else(|| Failure::Plain(format!("the key {key} acts for no citizen")))?;
	Ok((citizen, under_way(at, citizen).await?))
}

fn none(citizen: CitizenId) -> Failure {
	Failure::Plain(format!("no other key is announced for citizen {citizen}"))
}

/// Why it can't be carried out now.
fn hindrance(replacement: &Replacement, now: UnixSeconds, day_offset: i32) -> Option<String> {
	match replacement.state {
		ReplacementState::Vetoed { .. } => {
			Some("the old key has vetoed: the council decides first (council decide-veto)".into())
		},
		_ if now < replacement.due => Some(format!(
			"it is {} and the delay runs until {}",
			format_time(now, day_offset),
			format_time(replacement.due, day_offset)
		)),
		_ => None,
	}
}

pub async fn run(global: &Global, command: Command) -> Result<Done> {
	let chain = global.connect().await?;
	let at = chain.head().await?;
	let output = global.output();
	match command {
		Command::Veto => {
			let signer = global.signer()?;
			let (citizen, replacement) = own(&at, &account(&signer)).await?;
			let replacement = replacement.ok_or_else(|| none(citizen))?;
			let included = send(&chain, &signer, &Call::new(PALLET, "veto_replacement")).await?;
			output.result(
				json!({
					"citizen": citizen,
					"vetoed": replacement.key.to_string(),
					"block": included.number,
				}),
				format!(
					"{} does not take your key's place unless the council says so (block {})",
					replacement.key, included.number
				),
			);
		},
		Command::Complete { citizen } => {
			let signer = global.signer()?;
			let clock = clock(&at).await?;
			let replacement = under_way(&at, citizen).await?.ok_or_else(|| none(citizen))?;
			if let Some(reason) = hindrance(&replacement, clock.now, clock.day_offset) {
				return Err(Failure::Plain(format!("citizen {citizen}: {reason}")));
			}
			let call = Call::new(PALLET, "complete_replacement").arg("citizen", &citizen);
			let included = send(&chain, &signer, &call).await?;
			output.result(
				json!({
					"citizen": citizen,
					"key": replacement.key.to_string(),
					"block": included.number,
				}),
				format!(
					"citizen {citizen} acts by {} from now on (block {})",
					replacement.key, included.number
				),
			);
		},
		Command::Close { yes } => {
			let signer = global.signer()?;
			let (citizen, _) = own(&at, &account(&signer)).await?;
			if !yes {
				return Err(Failure::Usage(format!(
					"this closes the account of citizen {citizen}: you leave every operator, and the key \
					 acts for nobody. What was earned stays under the number. Say --yes"
				)));
			}
			let included = send(&chain, &signer, &Call::new(PALLET, "close")).await?;
			output.result(
				json!({ "citizen": citizen, "closed": true, "block": included.number }),
				format!("the account of citizen {citizen} is closed (block {})", included.number),
			);
		},
		Command::FreeCalls { key } => {
			let key = match key {
				Some(key) => key,
				None => account(&global.signer()?),
			};
			let left: Option<u32> = at.view(PALLET, "free_calls_left", (key.clone(),)).await?;
			let left =
				left.ok_or_else(|| Failure::Plain(format!("the key {key} acts for no citizen")))?;
			output.result(
				json!({ "key": key.to_string(), "left": left }),
				format!(
					"{left} more transactions today are free; after them the normal fee is paid"
				),
			);
		},
	}
	Ok(Done::All)
}

pub async fn council(global: &Global, decision: Decision) -> Result<Done> {
	let Decision { citizen, uphold, reject: _, approval } = decision;
	let chain = global.connect().await?;
	let at = chain.head().await?;
	// What would fail when it is carried had better fail before anybody votes.
	let replacement = under_way(&at, citizen).await?.ok_or_else(|| none(citizen))?;
	if !matches!(replacement.state, ReplacementState::Vetoed { .. }) {
		return Err(Failure::Plain(format!(
			"nobody has vetoed the key announced for citizen {citizen}"
		)));
	}
	let call = Call::new(PALLET, "decide_veto").arg("citizen", &citizen).arg("upheld", &uphold);
	let motion = decide(&chain, &global.signer()?, &call, &approval.keys()?).await?;
	let word = if uphold { "upheld" } else { "rejected" };
	let mut json = motion.json();
	json["citizen"] = json!(citizen);
	json["upheld"] = json!(uphold);
	global.output().result(json, motion.text(&format!("the veto of citizen {citizen}: {word}")));
	Ok(Done::All)
}

#[cfg(test)]
mod tests {
	use super::*;

	fn replacement(state: ReplacementState) -> Replacement {
		Replacement { key: AccountId32::new([7; 32]), provider: 1, due: 1_000, state }
	}

	#[test]
	fn what_hinders_it_is_said() {
		use ReplacementState::{Announced, Confirmed, Vetoed};
		assert!(hindrance(&replacement(Announced), 999, 0)
			.unwrap()
			.contains("the delay runs until"));
		assert_eq!(hindrance(&replacement(Announced), 1_000, 0), None);
		assert!(hindrance(&replacement(Confirmed), 999, 0).is_some());
		assert_eq!(hindrance(&replacement(Confirmed), 1_000, 0), None);
		let vetoed = replacement(Vetoed { at: 5 });
		assert!(hindrance(&vetoed, 2_000, 0).unwrap().contains("council"));
		assert_eq!(json(&vetoed)["vetoed"], 5);
		assert!(text(&vetoed, 0).contains("the council decides"));
		assert!(text(&replacement(Announced), 0).contains("can veto"));
		assert!(text(&replacement(Confirmed), 0).contains("rejected a veto"));
	}
}
