//! `tanpu merchant till`: a payment request, and the wait for its payment.

use crate::{
	cli::{parse_hash, Global},
	commands::{
		clock,
		merchant::{payment, payment_ref, receipt_hash},
	},
	connection::{At, Chain},
	escape::escape_bytes,
	failure::{Done, Failure, Result},
	money::{money, parse_money},
	output::{fields, note},
	shop::{
		code, qr, read,
		read::POINTS,
		text::{duration, parse_duration, payment_name, plancks, random, write_whole},
	},
	time::format_time,
	types::{api::ClockReading, participants::Participant},
};
use pallet_points::{Payment, PaymentRef, PaymentRequest};
use serde_json::json;
use sp_core::H256;
use std::{path::PathBuf, time::Duration};
use tanpu_primitives::{Balance, ParticipantId};

/// Between two looks at the chain.
const LOOK: Duration = Duration::from_millis(700);

/// Between two attempts at a node that went away.
const RETRY: Duration = Duration::from_secs(2);

#[derive(clap::Args, Debug)]
pub struct Arguments {
	/// The merchant's number.
	#[arg(long, required_unless_present = "resume")]
	merchant: Option<ParticipantId>,
	/// TANP to be paid.
	#[arg(long, value_parser = parse_money, required_unless_present = "resume")]
	amount: Option<Balance>,
	/// The receipt, whose BLAKE2b-256 the payment names. It stays between merchant and citizen.
	#[arg(long, value_name = "FILE")]
	receipt: Option<PathBuf>,
	/// The receipt's hash.
	#[arg(long, value_name = "HASH", value_parser = parse_hash, conflicts_with = "receipt")]
	receipt_hash: Option<H256>,
	/// How long the request is good for, by the chain's clock: 90s, 5m, 12h; at most what the chain
	/// allows.
	#[arg(long, value_parser = parse_duration, default_value = "5m")]
	valid: u64,
	/// Where to write the request's text as soon as it is made, for scripts.
	#[arg(long, value_name = "FILE")]
	request_file: Option<PathBuf>,
	/// Wait for a request that was made before: its text, or a file that holds it.
	#[arg(
		long,
		value_name = "REQUEST",
		conflicts_with_all = ["merchant", "amount", "receipt", "receipt_hash", "valid"]
	)]
	resume: Option<String>,
}

/// How a request stands.
enum State {
	Waiting { seen: bool },
	Paid { payment: Payment, block: u64 },
	Expired,
}

pub async fn run(global: &Global, arguments: Arguments) -> Result<Done> {
	let chain = global.connect().await?;
	let at = chain.best().await?;
	let clock = clock(&at).await?;
	let (request, merchant) = match &arguments.resume {
		Some(which) => resumed(&at, which).await?,
		None => made(&at, &arguments, &clock).await?,
	};
	let reference = payment_ref(&at, &request).await?;
	let text = code::write(&request);
	if let Some(path) = &arguments.request_file {
		write_whole(path, &format!("{text}\n"))?;
	}
	qr::show(&text)?;
	note(&text);
	note(fields([
		("merchant", format!("{} {}", request.merchant, escape_bytes(&merchant.name))),
		("amount", format!("{} TANP", money(request.amount))),
		("good until", format_time(request.expires, clock.day_offset)),
		("payment", payment_name(&reference)),
	]));
	let (state, chain) = wait(global, chain, &request, reference).await?;
	drop(chain);
	let mut json = json!({
		"merchant": request.merchant,
		"amount_plancks": plancks(request.amount),
		"expires": request.expires,
		"receipt": format!("{:?}", request.receipt),
		"payment": payment_name(&reference),
		"request": text,
	});
	match state {
		State::Paid { payment, block } => {
			json["state"] = json!("paid");
			json["citizen"] = json!(payment.citizen);
			json["value_plancks"] = plancks(payment.value);
			json["paid_at"] = json!(payment.paid_at);
			json["final_block"] = json!(block);
			let human = format!(
				"PAID by citizen {}: {} TANP for {} TANP, final (block {block})\npayment {}",
				payment.citizen,
				money(payment.value),
				money(request.amount),
				payment_name(&reference)
			);
			global.output().result(json, human);
			Ok(Done::All)
		},
		_ => {
			json["state"] = json!("expired");
			global.output().result(
				json,
				format!(
					"NOT PAID: the request of {} TANP has expired and can't be paid any more",
					money(request.amount)
				),
			);
			Ok(Done::Missed)
		},
	}
}

async fn made(
	at: &At<'_>,
	arguments: &Arguments,
	clock: &ClockReading,
) -> Result<(PaymentRequest, Participant)> {
	let (Some(id), Some(amount)) = (arguments.merchant, arguments.amount) else {
		return Err(Failure::usage("give --merchant and --amount, or --resume"));
	};
	if amount == 0 {
		return Err(Failure::usage("--amount is nothing"));
	}
	let most: u64 = at.constant(POINTS, "MaxRequestLife")?;
	if arguments.valid > most {
		return Err(Failure::Usage(format!(
			"--valid {}: this chain takes requests of at most {}",
			duration(arguments.valid),
			duration(most)
		)));
	}
	let merchant = read::active_merchant(at, id, clock.now).await?;
	let request = PaymentRequest {
		genesis: at.chain.genesis(),
		merchant: id,
		amount,
		expires: clock.now.saturating_add(arguments.valid),
		receipt: receipt_hash(arguments.receipt.as_deref(), arguments.receipt_hash)?,
		nonce: u64::from_le_bytes(random()?),
	};
	Ok((request, merchant))
}

async fn resumed(at: &At<'_>, which: &str) -> Result<(PaymentRequest, Participant)> {
	let request: PaymentRequest = code::read_argument(which)?;
	ensure_here(&request, at)?;
	let merchant = read::merchant(at, request.merchant).await?;
	Ok((request, merchant))
}

/// Refuses a request of another chain.
pub fn ensure_here(request: &PaymentRequest, at: &At<'_>) -> Result<()> {
	if request.genesis == at.chain.genesis() {
		return Ok(());
	}
	Err(Failure::WrongChain {
		url: at.chain.url(),
		expected: format!("{:?} (the payment request's)", request.genesis),
		found: format!("{:?}", at.chain.genesis()),
	})
}

/// Waits until the request is paid or expired in a finalised block: only there neither changes.
async fn wait(
	global: &Global,
	chain: Chain,
	request: &PaymentRequest,
	reference: PaymentRef,
) -> Result<(State, Chain)> {
	let mut chain = chain;
	let spinner = global.output().spinner("waiting for the payment");
	let (mut told, mut gone) = (false, false);
	loop {
		match look(&chain, request, reference).await {
			Ok(State::Waiting { seen }) => {
				if seen && !told {
					note("seen in a block, waiting for finality");
					spinner.set_message("waiting for finality");
				} else if told && !seen {
					note("the block was replaced by another: waiting for the payment");
					spinner.set_message("waiting for the payment");
				}
				told = seen;
				gone = false;
				tokio::time::sleep(LOOK).await;
			},
			Ok(done) => {
				spinner.finish_and_clear();
				return Ok((done, chain));
			},
			// A fork was read that has been discarded meanwhile: the next look is at what replaced it.
			Err(Failure::Discarded { .. }) => tokio::time::sleep(LOOK).await,
			// The customer may be paying at this moment: the node is asked until it is back.
			Err(Failure::Unreachable { url, what, .. }) => {
				if !gone {
					note(format!(
						"the node at {url} {what}: waiting for it; the request can be paid all the same"
					));
				}
				gone = true;
				tokio::time::sleep(RETRY).await;
				match chain.reconnect().await {
					Ok(again) => chain = again,
					Err(Failure::Unreachable { .. }) => {},
					Err(other) => return Err(other),
				}
			},
			Err(other) => {
				// A node that is going away can answer anything before it is gone.
				if chain.is_alive().await {
					return Err(other);
				}
				tokio::time::sleep(RETRY).await;
			},
		}
	}
}

async fn look(chain: &Chain, request: &PaymentRequest, reference: PaymentRef) -> Result<State> {
	let at = chain.finalised().await?;
	if let Some(payment) = payment(&at, reference).await? {
		return Ok(State::Paid { payment, block: at.number() });
	}
	// No later block takes it either: its time is later.
	if clock(&at).await?.now >= request.expires {
		return Ok(State::Expired);
	}
	let best = chain.best().await?;
	Ok(State::Waiting { seen: payment(&best, reference).await?.is_some() })
}
