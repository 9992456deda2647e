//! `tanpu emergency`: SafeMode and TxPause.

use crate::{
	call::Call,
	cli::{Approval, Global},
	connection::At,
	council::{decide_by, members, two_thirds},
	escape::escape,
	failure::{Done, Failure, Result},
	key,
	output::fields,
};
use serde_json::json;

/// Stops all business.
const SAFE_MODE: &str = "SafeMode";
/// Stops single calls.
const TX_PAUSE: &str = "TxPause";

#[derive(clap::Subcommand, Debug)]
pub enum Command {
	/// Whether SafeMode holds and until when, and which calls are paused.
	#[command(
		after_help = "Examples:\n  tanpu emergency status\n  tanpu --json emergency status\n\n\
		Exit code 0 whether or not something is stopped: read `safe_mode_until` and `paused`."
	)]
	Status,
	/// Stop the chain's business for a day of blocks (half of the council). Blocks, motions, refunds,
	/// merchants' money and the citizens' way out go on; it ends by itself.
	#[command(after_help = "Example:\n  tanpu --key-file member.key emergency enter\n\n\
		Until the upgrade that mends the cause: emergency extend. What can't be stopped: docs/origins.md.")]
	Enter {
		#[command(flatten)]
		approval: Approval,
	},
	/// Let SafeMode last a day of blocks longer (two thirds of the council).
	#[command(after_help = "Example:\n  tanpu --key-file member.key emergency extend")]
	Extend {
		#[command(flatten)]
		approval: Approval,
	},
	/// Leave SafeMode before its time (half of the council).
	#[command(after_help = "Example:\n  tanpu --key-file member.key emergency exit\n\n\
		Not over a migration that failed: docs/operations.md says why.")]
	Exit {
		#[command(flatten)]
		approval: Approval,
	},
	/// Stop one call, until it is taken back (half of the council).
	#[command(
		after_help = "Example:\n  tanpu --key-file member.key emergency pause Balances.transfer_keep_alive"
	)]
	Pause {
		/// Pallet.call, as polkadot.js Apps and docs/origins.md name them.
		name: String,
		#[command(flatten)]
		approval: Approval,
	},
	/// Let a paused call go on (half of the council).
	#[command(
		after_help = "Example:\n  tanpu --key-file member.key emergency unpause Balances.transfer_keep_alive"
	)]
	Unpause {
		/// Pallet.call, as `emergency status` shows it.
		name: String,
		#[command(flatten)]
		approval: Approval,
	},
}

/// A call's name as TxPause keeps it: pallet, call.
type Name = (Vec<u8>, Vec<u8>);

struct State {
	/// The last block of SafeMode.
	until: Option<u32>,
	/// In the order of their names.
	paused: Vec<Name>,
}

async fn state(at: &At<'_>) -> Result<State> {
	let until = at.get(SAFE_MODE, "EnteredUntil", key![]).await?;
	let paused: Vec<(Name, ())> = at.entries(TX_PAUSE, "PausedCalls", key![]).await?;
	Ok(State { until, paused: paused.into_iter().map(|(name, ())| name).collect() })
}

fn shown((pallet, call): &Name) -> String {
	let text = |bytes: &[u8]| escape(&String::from_utf8_lossy(bytes)).to_string();
	format!("{}.{}", text(pallet), text(call))
}

/// `Pallet.call`, in two.
fn split(name: &str) -> Result<Name> {
	match name.split_once('.') {
		Some((pallet, call)) if !pallet.is_empty() && !call.is_empty() => {
			Ok((pallet.into(), call.into()))
		},
		_ => Err(Failure::usage("a call is named Pallet.call, like Balances.transfer_keep_alive")),
	}
}

/// Names are exact, capitals and all: what isn't a call of this runtime would be paused for nothing.
fn ensure_known(at: &At<'_>, name: &str, (pallet, call): &Name) -> Result<()> {
	let of = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
	let known = at
		.metadata()
		.pallet_by_name(&of(pallet))
		.is_some_and(|pallet| pallet.call_variant_by_name(&of(call)).is_some());
	if known {
		return Ok(());
	}
	Err(Failure::Plain(format!(
		"this chain has no call {}; names are exact (docs/origins.md lists them)",
		escape(name)
	)))
}

fn half(members: usize) -> u32 {
	u32::try_from(members.div_ceil(2)).unwrap_or(u32::MAX)
}

pub async fn run(global: &Global, command: Command) -> Result<Done> {
	let chain = global.connect().await?;
	let at = chain.head().await?;
	let state = state(&at).await?;
	let is_paused = |name: &Name| state.paused.contains(name);
	let stopped = || state.until.ok_or_else(|| Failure::Plain("SafeMode does not hold".into()));
	let count = members(&at).await?.len();
	// What would fail when it is carried had better fail before anybody votes.
	let (call, what, threshold, approval) = match command {
		Command::Status => {
			let paused: Vec<String> = state.paused.iter().map(shown).collect();
			let safe_mode = match state.until {
				// What a failed migration leaves.
				Some(u32::MAX) => "without an end (docs/operations.md: A migration failed)".into(),
				Some(until) => format!("until block {until}; now {}", at.number()),
				None => "no".into(),
			};
			let calls = if paused.is_empty() { "none".into() } else { paused.join("\n") };
			global.output().result(
				json!({
					"block": at.number(),
					"safe_mode_until": state.until,
					"paused": paused,
				}),
				fields([("SafeMode", safe_mode), ("paused calls", calls)]),
			);
			return Ok(Done::All);
		},
		Command::Enter { approval } => {
			if let Some(until) = state.until {
				return Err(Failure::Plain(format!(
					"SafeMode holds already, until block {until} (emergency extend)"
				)));
			}
			(Call::new(SAFE_MODE, "force_enter"), "SafeMode".to_owned(), half(count), approval)
		},
		Command::Extend { approval } => {
			stopped()?;
			let call = Call::new(SAFE_MODE, "force_extend");
			(call, "a longer SafeMode".to_owned(), two_thirds(count), approval)
		},
		Command::Exit { approval } => {
			stopped()?;
			let call = Call::new(SAFE_MODE, "force_exit");
			(call, "the end of SafeMode".to_owned(), half(count), approval)
		},
		Command::Pause { name, approval } => {
			let wanted = split(&name)?;
			ensure_known(&at, &name, &wanted)?;
			if is_paused(&wanted) {
				return Err(Failure::Plain(format!("{name} is paused already")));
			}
			let call = Call::new(TX_PAUSE, "pause").arg("full_name", &wanted);
			(call, format!("the pause of {name}"), half(count), approval)
		},
		Command::Unpause { name, approval } => {
			// Not compared with the metadata: an upgrade can have removed what is paused.
			let wanted = split(&name)?;
			if !is_paused(&wanted) {
				return Err(Failure::Plain(format!("{} is not paused", escape(&name))));
			}
			let call = Call::new(TX_PAUSE, "unpause").arg("ident", &wanted);
			(call, format!("the end of the pause of {name}"), half(count), approval)
		},
	};
	let motion =
		decide_by(&chain, &global.signer()?, &call, &approval.keys()?, Some(threshold)).await?;
	global.output().result(motion.json(), motion.text(&what));
	Ok(Done::All)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_call_is_a_pallet_and_a_name() {
		assert_eq!(split("Balances.burn").unwrap(), (b"Balances".to_vec(), b"burn".to_vec()));
		for wrong in ["", "Balances", ".burn", "Balances."] {
			assert!(split(wrong).is_err(), "{wrong}");
		}
		assert_eq!(shown(&split("Balances.burn").unwrap()), "Balances.burn");
		assert!(!shown(&(b"\x1b[2J".to_vec(), b"x".to_vec())).contains('\x1b'));
	}

	#[test]
	fn half_is_rounded_up() {
		assert_eq!([1, 2, 3, 4, 7].map(half), [1, 1, 2, 2, 4]);
	}
}
