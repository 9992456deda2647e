//! `tanpu pay`.

use crate::{
	call::Call,
	cli::Global,
	commands::{
		clock,
		merchant::{ensure_here, payment, payment_ref},
	},
	connection::At,
	escape::escape_bytes,
	failure::{Done, Failure, Result},
	money::{money, parse_part},
	output::{fields, note},
	shop::{
		code,
		read::{self, Plan, POINTS},
		text::{duration, hash_of_file, payment_name, plancks},
	},
	time::format_time,
	transaction::send,
	types::{api::ClockReading, participants::Participant},
};
use pallet_points::{PaymentRef, PaymentRequest};
use serde_json::json;
use sp_core::H256;
use std::path::PathBuf;
use tanpu_primitives::{Balance, CitizenId, ParticipantId, PointPart};

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:\n  \
	tanpu --key-file my.key pay tanpu:pay:AE2DC...\n  \
	tanpu --key-file my.key pay request.txt --dry-run\n  \
	tanpu --key-file my.key pay request.txt --with 2/0:10.00 --with 5/1:2.50\n\n\
	Without --with the points that expire soonest are spent first, among these the dearest; the last \
	step up to the amount is taken with the cheapest. What is paid is at least the amount, and not one \
	hundredth of a point could be left away.\nA request of another chain, one that has expired or was \
	paid is refused before anything is sent. Run again after an interruption, it pays once.")]
pub struct Arguments {
	/// The payment request: its text (tanpu:pay:...), or a file that holds it.
	request: String,
	/// Points to pay with, all of them; can be given several times.
	#[arg(long, value_name = "OPERATOR/SERIES:POINTS", value_parser = parse_part)]
	with: Vec<PointPart>,
	/// The receipt that the merchant gave: refuses to pay where the request names another.
	#[arg(long, value_name = "FILE")]
	receipt: Option<PathBuf>,
	/// Show what would be paid, and send nothing.
	#[arg(long)]
	dry_run: bool,
}

/// The fields of `Paid`.
type Paid = (PaymentRef, ParticipantId, CitizenId, Balance, Balance, H256);

pub async fn run(global: &Global, arguments: Arguments) -> Result<Done> {
	let request: PaymentRequest = code::read_argument(&arguments.request)?;
	if let Some(receipt) = &arguments.receipt {
		if hash_of_file(receipt)? != request.receipt {
			return Err(Failure::Plain(format!(
				"the request is not for {}: it names another receipt",
				receipt.display()
			)));
		}
	}
	let key = global.signer()?;
	let chain = global.connect().await?;
	// What was sent before counts, final or not.
	let at = chain.best().await?;
	ensure_here(&request, &at)?;
	let clock = clock(&at).await?;
	let citizen = read::citizen_of_key(&at, &key).await?;
	let reference = payment_ref(&at, &request).await?;
	if let Some(paid) = payment(&at, reference).await? {
		if paid.citizen != citizen {
			return Err(Failure::plain("the request was paid before, by another citizen"));
		}
		global.output().result(
			json!({
				"state": "paid",
				"already": true,
				"payment": payment_name(&reference),
				"merchant": paid.merchant,
				"citizen": citizen,
				"value_plancks": plancks(paid.value),
			}),
			format!("paid before, with {} TANP: {}", money(paid.value), payment_name(&reference)),
		);
		return Ok(Done::All);
	}
	let merchant = payable(&at, &request, &clock).await?;
	let plan = Plan::make(&at, citizen, &arguments.with, request.amount, |_| true).await?;
	let names = read::participants(&at, plan.operators()).await?;
	let head = fields([
		("merchant", format!("{} {}", request.merchant, escape_bytes(&merchant.name))),
		("amount", format!("{} TANP", money(request.amount))),
		("paid with", format!("points worth {} TANP", money(plan.value))),
		("good until", format_time(request.expires, clock.day_offset)),
		("citizen", citizen.to_string()),
	]);
	let shown = format!("{head}\n{}", plan.text(&names, clock.day_offset));
	let mut json = json!({
		"payment": payment_name(&reference),
		"merchant": request.merchant,
		"merchant_name": String::from_utf8_lossy(&merchant.name),
		"citizen": citizen,
		"amount_plancks": plancks(request.amount),
		"value_plancks": plancks(plan.value),
		"parts": plan.json(),
	});
	if arguments.dry_run {
		json["state"] = json!("not-sent");
		global.output().result(json, format!("{shown}\nnothing was sent (--dry-run)"));
		return Ok(Done::All);
	}
	note(&shown);
	let call = Call::new(POINTS, "pay").arg("request", &request).arg("parts", &plan.parts);
	let included = send(&chain, &key, &call).await?;
	chain.at(included.block).await?.check_event::<Paid>(POINTS, "Paid")?;
	let event =
		included.find(POINTS, "Paid").ok_or_else(|| Failure::plain("the payment left no event"))?;
	let (paid, _, _, value, _, _): Paid = event.decode()?;
	json["state"] = json!("paid");
	json["already"] = json!(false);
	json["block"] = json!(included.number);
	json["value_plancks"] = plancks(value);
	global.output().result(
		json,
		format!(
			"paid {} TANP to merchant {} {} (block {})\npayment {}",
			money(value),
			request.merchant,
			escape_bytes(&merchant.name),
			included.number,
			payment_name(&paid)
		),
	);
	Ok(Done::All)
}

/// The merchant of a request that the chain would take now; else why it would not.
async fn payable(
	at: &At<'_>,
	request: &PaymentRequest,
	clock: &ClockReading,
) -> Result<Participant> {
	if request.amount == 0 {
		return Err(Failure::plain("the request is for nothing"));
	}
	if clock.now >= request.expires {
		return Err(Failure::Plain(format!(
			"the request expired on {}: ask the merchant for another",
			format_time(request.expires, clock.day_offset)
		)));
	}
	let most: u64 = at.constant(POINTS, "MaxRequestLife")?;
	if request.expires.saturating_sub(clock.now) > most {
		return Err(Failure::Plain(format!(
			"the request is good until {}, longer than the {} that this chain allows",
			format_time(request.expires, clock.day_offset),
			duration(most)
		)));
	}
	read::active_merchant(at, request.merchant, clock.now).await
}
