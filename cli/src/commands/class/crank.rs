//! `tanpu class crank`: time opens each step, and this takes it.

use super::act::take;
use crate::{
	cli::Global,
	commands,
	connection::{At, Chain},
	failure::{Done, Failure, Result},
	key,
	output::grouped,
	time::format_time,
	types::api::ClockReading,
	verified::{
		read::{self, PALLET},
		words,
	},
};
use pallet_verified_reductions::Stage;
use serde_json::{json, Value};
use std::{
	collections::BTreeMap,
	time::{Duration, Instant},
};
use subxt_signer::sr25519::Keypair;
use tanpu_primitives::{ClassId, UnixSeconds};

/// What a class is to go through next.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Due {
	/// This call can be sent now, by anybody.
	Now(&'static str),
	/// Not yet: what it waits for, and until when, where that is known.
	Later { what: String, until: Option<UnixSeconds> },
	/// Issued or rejected: nothing.
	Over { issued: bool },
}

impl Due {
	/// In words.
	pub fn text(&self, offset: i32) -> String {
		match self {
			Self::Now(step) => format!("{step}: due now"),
			Self::Later { what, until: Some(until) } => {
				format!("{what}, until {}", format_time(*until, offset))
			},
			Self::Later { what, until: None } => what.clone(),
			Self::Over { issued: true } => "none: it is issued".into(),
			Self::Over { issued: false } => "none: it is rejected".into(),
		}
	}

	pub fn json(&self) -> Value {
		match self {
			Self::Now(step) => json!({ "step": step, "due": true }),
			Self::Later { what, until } => {
				json!({ "waits_for": what, "until": until, "due": false })
			},
			Self::Over { .. } => Value::Null,
		}
	}
}

/// What a class is to go through next, at this block.
pub async fn due(at: &At<'_>, clock: &ClockReading, class: ClassId) -> Result<Due> {
	let now = clock.now;
	let Some(case) = read::case(at, class).await? else {
		read::class(at, class).await?;
		return Ok(match read::seals_at(at, class).await? {
			Some(closed) if closed <= now => Due::Now("seal"),
			until => {
				Due::Later { what: "its month's end and the reporting deadline".into(), until }
			},
		});
	};
	Ok(match case.stage {
		Stage::Sealed => match randomness(at, case.since).await? {
			None => Due::Now("draw"),
			Some(what) => Due::Later { what, until: None },
		},
		Stage::Sampled => {
			let sample = read::sample(at, class)
				.await?
				.ok_or_else(|| Failure::Plain(format!("class {class} has no sample")))?;
			let given = read::opinions(at, class).await?.len();
			if given >= sample.verifiers.len() || sample.until <= now {
				Due::Now("conclude")
			} else {
				let what = format!(
					"opinions: {given} of {} given, {} needed",
					sample.verifiers.len(),
					case.needed
				);
				Due::Later { what, until: Some(sample.until) }
			}
		},
		Stage::Noticed { until, .. } if until <= now => Due::Now("issue"),
		Stage::Noticed { grams, until, .. } => Due::Later {
			what: format!("the public notice of {} g", grouped(grams)),
			until: Some(until),
		},
		Stage::Referred { cause } => Due::Later {
			what: format!("the council's decision ({})", words::referral(cause)),
			until: None,
		},
		Stage::Issued => Due::Over { issued: true },
		Stage::Rejected => Due::Over { issued: false },
	})
}

/// Why randomness that nobody knew at the sealing isn't there yet; none where it is. BABE's of two
/// epochs ago became known when the epoch before this one began.
async fn randomness(at: &At<'_>, since: u32) -> Result<Option<String>> {
	let delay: u32 = at.constant(PALLET, "RandomnessDelay")?;
	let starts: Option<(u32, u32)> = at.get("Babe", "EpochStart", key![]).await?;
	let (before, now) = starts.unwrap_or_default();
	let wanted = since.saturating_add(delay);
	if before > wanted {
		return Ok(None);
	}
	let length: u64 = at.constant("Babe", "EpochDuration")?;
	let length = u32::try_from(length).unwrap_or(u32::MAX).max(1);
	// The first epoch that begins after `wanted` must be followed by another.
	let first = now.saturating_add(
		wanted.saturating_add(1).saturating_sub(now).div_ceil(length).saturating_mul(length),
	);
	let ready = first.saturating_add(length);
	Ok(Some(format!("randomness that nobody knew when it was sealed, about block {ready}")))
}

/// Between two looks at the chain: as long as the chain's clock needs, but often enough to see what
/// others do.
fn pause(due: &[Due], clock: &ClockReading) -> Duration {
	let shortest = due
		.iter()
		.filter_map(|due| match due {
			Due::Later { until: Some(until), .. } => Some(until.saturating_sub(clock.now)),
			_ => None,
		})
		.min()
		.unwrap_or(u64::MAX);
	Duration::from_secs((shortest / u64::from(clock.scale.max(1))).clamp(3, 12))
}

struct Cranking<'a> {
	global: &'a Global,
	key: Keypair,
	steps: Vec<Value>,
	/// What was told of each class last, so that it is told once.
	told: BTreeMap<ClassId, String>,
}

impl Cranking<'_> {
	/// Takes every step of a class that is due, and tells what it waits for then.
	async fn turn(&mut self, chain: &Chain, class: ClassId) -> Result<(Due, ClockReading)> {
		loop {
			let at = chain.head().await?;
			let clock = commands::clock(&at).await?;
			let due = due(&at, &clock, class).await?;
			let Due::Now(step) = due else {
				let text = due.text(clock.day_offset);
				if self.told.get(&class) != Some(&text) {
					self.global.output().note(match &due {
						Due::Over { issued: true } => format!("class {class} is issued"),
						Due::Over { issued: false } => format!("class {class} is rejected"),
						_ => format!("class {class} waits for {text}"),
					});
					self.told.insert(class, text);
				}
				return Ok((due, clock));
			};
			drop(at);
			match take(chain, &self.key, step, class).await {
				Ok((included, told)) => {
					self.global.output().note(format!(
						"class {class}: {step} in block {}: {told}",
						included.number
					));
					self.steps.push(json!({
						"class": class,
						"step": step,
						"block": included.number,
					}));
				},
				// Somebody else took the step, or another block decides: look again.
				Err(Failure::Refused { reason, .. })
					if step == "draw" && reason.contains("RandomnessNotReady") =>
				{
					let what = "randomness that nobody knew when it was sealed".to_owned();
					return Ok((Due::Later { what, until: None }, clock));
				},
				Err(refused @ Failure::Refused { .. }) => {
					let at = chain.head().await?;
					let clock = commands::clock(&at).await?;
					if self::due(&at, &clock, class).await? == Due::Now(step) {
						return Err(refused);
					}
				},
				Err(Failure::Dropped { what, reason }) => {
					self.global.output().note(format!("{what} was dropped ({reason}): again"));
					tokio::time::sleep(Duration::from_secs(3)).await;
				},
				Err(other) => return Err(other),
			}
		}
	}
}

pub async fn run(
	global: &Global,
	classes: &[ClassId],
	wait: bool,
	timeout: Option<u64>,
	patience: u64,
) -> Result<Done> {
	let mut classes = classes.to_vec();
	classes.sort_unstable();
	classes.dedup();
	let mut cranking =
		Cranking { global, key: global.signer()?, steps: Vec::new(), told: BTreeMap::new() };
	let mut chain = global.connect().await?;
	let began = Instant::now();
	let mut states: BTreeMap<ClassId, Due> = BTreeMap::new();
	let mut last = None;
	let mut expired = false;
	loop {
		let mut lost = None;
		for class in &classes {
			if matches!(states.get(class), Some(Due::Over { .. })) {
				continue;
			}
			match cranking.turn(&chain, *class).await {
				Ok((due, clock)) => {
					states.insert(*class, due);
					last = Some(clock);
				},
				// Also where a fork whose state was being read has been discarded.
				Err(gone @ (Failure::Unreachable { .. } | Failure::Discarded { .. })) if wait => {
					lost = Some(gone);
					break;
				},
				Err(other) => return Err(other),
			}
		}
		if let Some(gone) = lost {
			global.output().note(format!("{gone}\ntrying to reach it again"));
			chain = reach(&chain, Duration::from_secs(patience)).await.ok_or(gone)?;
			continue;
		}
		let open = states.values().any(|due| !matches!(due, Due::Over { .. }));
		if !wait || !open {
			break;
		}
		if timeout.is_some_and(|seconds| began.elapsed() >= Duration::from_secs(seconds)) {
			expired = true;
			break;
		}
		let due: Vec<Due> = states.values().cloned().collect();
		let pause = last.as_ref().map_or(Duration::from_secs(6), |clock| pause(&due, clock));
		tokio::time::sleep(pause).await;
	}
	let offset = last.map_or(0, |clock| clock.day_offset);
	let lines: Vec<String> = states
		.iter()
		.map(|(class, due)| match due {
			Due::Over { issued: true } => format!("class {class} is issued"),
			Due::Over { issued: false } => format!("class {class} is rejected"),
			due => format!("class {class} waits for {}", due.text(offset)),
		})
		.collect();
	let list: Vec<Value> = states
		.iter()
		.map(|(class, due)| {
			let state = match due {
				Due::Over { issued: true } => "issued",
				Due::Over { issued: false } => "rejected",
				_ => "waiting",
			};
			json!({ "class": class, "state": state, "next": due.json() })
		})
		.collect();
	global.output().result(
		json!({ "classes": list, "steps": cranking.steps, "timed_out": expired }),
		lines.join("\n"),
	);
	let rejected = states.values().any(|due| *due == Due::Over { issued: false });
	Ok(if rejected || expired { Done::Missed } else { Done::All })
}

/// The node again, within some time.
async fn reach(chain: &Chain, patience: Duration) -> Option<Chain> {
	let began = Instant::now();
	loop {
		match chain.reconnect().await {
			Ok(chain) => return Some(chain),
			Err(_) if began.elapsed() < patience => {
				tokio::time::sleep(Duration::from_secs(2)).await;
			},
			Err(_) => return None,
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn it_looks_again_when_something_is_due_but_not_all_the_time() {
		let clock = |scale| ClockReading { now: 1_000, day_offset: 0, scale, today: 0 };
		let later = |until| Due::Later { what: String::new(), until };
		let seconds = |due: &[Due], scale| pause(due, &clock(scale)).as_secs();
		assert_eq!(seconds(&[later(Some(1_007))], 1), 7);
		assert_eq!(seconds(&[later(Some(1_001))], 1), 3);
		assert_eq!(seconds(&[later(Some(99_999))], 1), 12);
		assert_eq!(seconds(&[later(None)], 1), 12);
		assert_eq!(seconds(&[later(Some(90_000)), later(Some(8_200))], 1_440), 5);
		assert_eq!(seconds(&[Due::Over { issued: true }], 0), 12);
	}

	#[test]
	fn what_is_next_is_said() {
		assert_eq!(Due::Now("seal").text(0), "seal: due now");
		let waits = Due::Later { what: "opinions".into(), until: Some(1_535_731_200) };
		assert_eq!(waits.text(28_800), "opinions, until 2018-09-01 00:00:00 +08:00");
		assert_eq!(Due::Over { issued: false }.json(), Value::Null);
		assert_eq!(Due::Now("issue").json()["due"], true);
	}
}
