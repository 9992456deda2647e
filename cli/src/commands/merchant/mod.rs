//! `tanpu merchant`.

mod statement;
mod till;

pub use till::ensure_here;

use crate::{
	call::Call,
	cli::Global,
	commands::clock,
	connection::At,
	escape::escape_bytes,
	failure::{Done, Failure, Result},
	key,
	money::{money, parse_money, parse_part},
	output::{fields, note, table},
	shop::{
		choose, code,
		read::{self, parts_json, parts_text, POINTS},
		text::{parse_payment, payment_name, plancks},
	},
	time::{format_day, format_time},
	transaction::{send, Included},
	types::participants::{LicenceTerms, Participant, PALLET as PARTICIPANTS},
};
use codec::Compact;
use pallet_points::{
	MerchantBook, MerchantTotals, Payment, PaymentRef, PaymentRequest, MAX_PERIOD,
};
use serde_json::{json, Value};
use sp_core::{crypto::AccountId32, H256};
use tanpu_primitives::{Balance, CitizenId, Day, ParticipantId, PointPart, PointParts};

#[derive(clap::Subcommand, Debug)]
pub enum Command {
	/// Ask for a payment: shows it as a QR code and waits until it is paid for good.
	#[command(after_help = "Examples:\n  \
		tanpu merchant till --merchant 3 --amount 12.50\n  \
		tanpu merchant till --merchant 3 --amount 12.50 --receipt receipt-0815.txt --valid 10m\n  \
		tanpu --json merchant till --merchant 3 --amount 12.50 --request-file request.txt\n  \
		tanpu merchant till --resume request.txt\n\n\
		No key is needed. Exit code 0: paid, in a finalised block. Exit code 1: not paid, and never \
		will be: the request has expired.\nInterrupted, the request stays good until it expires: go \
		on with --resume.")]
	Till(till::Arguments),
	/// All merchants: how they stand and what they are owed.
	#[command(after_help = "Example:\n  tanpu merchant list")]
	List,
	/// One merchant: licence, what it is owed, its sums since the first payment, its schedule.
	#[command(after_help = "Example:\n  tanpu merchant show 3")]
	Show {
		/// The merchant's number.
		merchant: ParticipantId,
	},
	/// What a merchant took and was paid in a period.
	#[command(after_help = "Examples:\n  \
		tanpu merchant statement 3\n  \
		tanpu merchant statement 3 --from 2026-11-01 --to 2026-11-30 --csv november.csv\n  \
		tanpu merchant statement 3 --from 2026-11-01 --to 2026-11-30 --events\n\n\
		Days are the city's. --events reads every entry of the period back from its block and compares \
		their sums with the statement; exit code 1 where they differ. It needs a node that keeps the \
		state of these blocks (--state-pruning archive).")]
	Statement(statement::Arguments),
	/// Pay out what a merchant is owed, to its own account. Anybody can.
	#[command(after_help = "Examples:\n  \
		tanpu --key-file any.key merchant settle 3\n  \
		tanpu --key-file any.key merchant settle 3 --amount 100")]
	Settle {
		/// The merchant's number.
		merchant: ParticipantId,
		/// TANP; all of it unless said.
		#[arg(long, value_parser = parse_money)]
		amount: Option<Balance>,
	},
	/// Choose automatic settlement, or end it; signed by the merchant's holder.
	#[command(after_help = "Examples:\n  \
		tanpu --key-file merchant.key merchant schedule 3 --every 7 --least 50\n  \
		tanpu --key-file merchant.key merchant schedule 3 --off\n  \
		tanpu --key-file any.key merchant schedule 3 --run")]
	Schedule {
		/// The merchant's number.
		merchant: ParticipantId,
		/// Days from one settlement to the next, 1 to 366; the first is so many days from now.
		#[arg(long, value_name = "DAYS", required_unless_present_any = ["off", "run"])]
		every: Option<u16>,
		/// TANP below which a date is passed over.
		#[arg(long, value_parser = parse_money, default_value = "1", conflicts_with_all = ["off", "run"])]
		least: Balance,
		/// No automatic settlement.
		#[arg(long, conflicts_with_all = ["every", "run"])]
		off: bool,
		/// Settle now, as the schedule's date has come. Anybody can.
		#[arg(long, conflicts_with = "every")]
		run: bool,
	},
	/// Give a citizen back what they paid, or some of it; signed by the merchant's holder.
	#[command(after_help = "Examples:\n  \
		tanpu --key-file merchant.key merchant refund 2026-11-22/0x...\n  \
		tanpu --key-file merchant.key merchant refund request.txt --with 2/0:5.00\n\n\
		The payment is named as `merchant till`, `pay` and `merchant statement --events` show it, or by \
		its request.")]
	Refund {
		/// DAY/ID, or the request (text or file).
		payment: String,
		/// Points to give back, of those that were paid; can be given several times. All that are
		/// left unless said.
		#[arg(long, value_name = "OPERATOR/SERIES:POINTS", value_parser = parse_part)]
		with: Vec<PointPart>,
		/// Pay from the merchant's own account what its receivable is short of.
		#[arg(long)]
		top_up: bool,
	},
}

/// The fields of `Settled`.
type Settled = (ParticipantId, AccountId32, Balance);
/// The fields of `Refunded`.
type Refunded = (PaymentRef, ParticipantId, CitizenId, Balance, Balance);

pub async fn run(global: &Global, command: Command) -> Result<Done> {
	match command {
		Command::Till(arguments) => till::run(global, arguments).await,
		Command::List => list(global).await,
		Command::Show { merchant } => show(global, merchant).await,
		Command::Statement(arguments) => statement::run(global, arguments).await,
		Command::Settle { merchant, amount } => settle(global, merchant, amount).await,
		Command::Schedule { merchant, every, least, off: _, run } => {
			if run {
				return run_schedule(global, merchant).await;
			}
			schedule(global, merchant, every.map(|every| (every, least))).await
		},
		Command::Refund { payment, with, top_up } => refund(global, &payment, &with, top_up).await,
	}
}

/// A merchant's book; empty where nothing was ever paid.
pub async fn book(at: &At<'_>, merchant: ParticipantId) -> Result<MerchantBook> {
	Ok(at.get(POINTS, "Books", key![merchant]).await?.unwrap_or_default())
}

fn totals_json(totals: &MerchantTotals) -> Value {
	json!({
		"paid_plancks": plancks(totals.paid),
		"released_plancks": plancks(totals.released),
		"topped_up_plancks": plancks(totals.topped_up),
		"refunded_plancks": plancks(totals.refunded),
		"settled_plancks": plancks(totals.settled),
	})
}

async fn list(global: &Global) -> Result<Done> {
	let chain = global.connect().await?;
	let at = chain.head().await?;
	let clock = clock(&at).await?;
	let all: Vec<(ParticipantId, Participant)> =
		at.entries(PARTICIPANTS, "Participants", key![]).await?;
	let merchants: Vec<_> =
		all.into_iter().filter(|(_, found)| found.terms == LicenceTerms::Merchant).collect();
	let keys = merchants.iter().map(|(id, _)| key![*id]).collect();
	let books: Vec<Option<MerchantBook>> = at.get_many(POINTS, "Books", keys).await?;
	let all: Vec<_> = merchants
		.into_iter()
		.zip(books)
		.map(|((id, found), book)| (id, found, book.unwrap_or_default()))
		.collect();
	let rows = all.iter().map(|(id, found, book)| {
		vec![
			id.to_string(),
			escape_bytes(&found.name),
			found.standing(clock.now).to_owned(),
			money(book.totals.receivable()),
			money(book.totals.paid),
			money(book.totals.released),
			money(book.totals.refunded),
			money(book.totals.settled),
		]
	});
	let headers =
		["number", "name", "standing", "owed TANP", "paid", "released", "refunded", "settled"];
	let text = table(&headers, rows);
	let list: Vec<Value> = all
		.iter()
		.map(|(id, found, book)| {
			json!({
				"merchant": id,
				"name": String::from_utf8_lossy(&found.name),
				"standing": found.standing(clock.now),
				"receivable_plancks": plancks(book.totals.receivable()),
				"totals": totals_json(&book.totals),
			})
		})
		.collect();
	global.output().result(json!(list), text);
	Ok(Done::All)
}

async fn show(global: &Global, merchant: ParticipantId) -> Result<Done> {
	let chain = global.connect().await?;
	let at = chain.head().await?;
	let clock = clock(&at).await?;
	let found = read::merchant(&at, merchant).await?;
	let book = book(&at, merchant).await?;
	let totals = &book.totals;
	let receivable = totals.receivable();
	let schedule = match &book.schedule {
		Some(schedule) => format!(
			"every {} days from {} TANP on, next {}",
			schedule.period,
			money(schedule.least),
			format_day(schedule.next)
		),
		None => "none: settle by hand".to_owned(),
	};
	let never = *totals == MerchantTotals::default();
	let text = fields([
		("merchant", merchant.to_string()),
		("name", escape_bytes(&found.name)),
		("standing", found.standing(clock.now).to_owned()),
		("paid to", found.holder.to_string()),
		("licence until", format_time(found.expires, clock.day_offset)),
		("owed TANP", money(receivable)),
		("paid at the till", money(totals.paid)),
		("released from orders", money(totals.released)),
		("topped up", money(totals.topped_up)),
		("refunded", money(totals.refunded)),
		("settled", money(totals.settled)),
		("last entry", if never { "none".to_owned() } else { format_day(book.day) }),
		("settlement", schedule),
	]);
	let json = json!({
		"merchant": merchant,
		"name": String::from_utf8_lossy(&found.name),
		"standing": found.standing(clock.now),
		"holder": found.holder.to_string(),
		"expires": found.expires,
		"receivable_plancks": plancks(receivable),
		"totals": totals_json(totals),
		"last_entry": (!never).then(|| format_day(book.day)),
		"schedule": book.schedule.map(|schedule| json!({
			"period_days": schedule.period,
			"least_plancks": plancks(schedule.least),
			"next": format_day(schedule.next),
		})),
	});
	global.output().result(json, text);
	Ok(Done::All)
}

async fn settle(global: &Global, merchant: ParticipantId, amount: Option<Balance>) -> Result<Done> {
	let chain = global.connect().await?;
	let at = chain.best().await?;
	read::merchant(&at, merchant).await?;
	let owed = book(&at, merchant).await?.totals.receivable();
	let wanted = amount.unwrap_or(owed);
	if wanted == 0 && amount.is_none() {
		global.output().result(
			json!({ "merchant": merchant, "settled_plancks": "0", "receivable_plancks": "0" }),
			format!("merchant {merchant} is owed nothing"),
		);
		return Ok(Done::All);
	}
	if wanted > owed {
		return Err(Failure::Plain(format!(
			"merchant {merchant} is owed {} TANP, less than {} TANP",
			money(owed),
			money(wanted)
		)));
	}
	let call =
		Call::new(POINTS, "settle").arg("merchant", &merchant).arg("amount", &Compact(wanted));
	let included = send(&chain, &global.signer()?, &call).await?;
	let at = chain.at(included.block).await?;
	settled(global, &at, &included, merchant).await
}

/// Tells what a transaction settled.
async fn settled(
	global: &Global,
	at: &At<'_>,
	included: &Included,
	merchant: ParticipantId,
) -> Result<Done> {
	let left = book(at, merchant).await?.totals.receivable();
	let mut paid: Balance = 0;
	let mut to = None;
	for event in included.events.iter().filter(|event| event.is(POINTS, "Settled")) {
		at.check_event::<Settled>(POINTS, "Settled")?;
		let (_, holder, amount): Settled = event.decode()?;
		paid = paid.saturating_add(amount);
		to = Some(holder);
	}
	let json = json!({
		"merchant": merchant,
		"settled_plancks": plancks(paid),
		"to": to.as_ref().map(ToString::to_string),
		"receivable_plancks": plancks(left),
		"block": included.number,
	});
	let text = match to {
		Some(to) => format!(
			"merchant {merchant}: {} TANP paid out to {to} (block {}); {} TANP are still owed",
			money(paid),
			included.number,
			money(left)
		),
		None => format!(
			"merchant {merchant}: nothing was paid out, as less is owed than the schedule says or \
			 than the account can take (block {})",
			included.number
		),
	};
	global.output().result(json, text);
	Ok(Done::All)
}

async fn schedule(
	global: &Global,
	merchant: ParticipantId,
	schedule: Option<(Day, Balance)>,
) -> Result<Done> {
	match schedule {
		Some((period, _)) if !(1..=MAX_PERIOD).contains(&period) => {
			return Err(Failure::Usage(format!("--every goes from 1 to {MAX_PERIOD} days")));
		},
		Some((_, 0)) => {
			return Err(Failure::usage("--least is nothing: a date would settle nothing"));
		},
		_ => {},
	}
	let chain = global.connect().await?;
	let at = chain.best().await?;
	read::merchant(&at, merchant).await?;
	let before = book(&at, merchant).await?.schedule;
	if before.map(|before| (before.period, before.least)) == schedule {
		// The same again would move the next date.
		global.output().result(
			json!({ "merchant": merchant, "already": true }),
			format!("merchant {merchant}: it is so already"),
		);
		return Ok(Done::All);
	}
	let call =
		Call::new(POINTS, "set_schedule").arg("merchant", &merchant).arg("schedule", &schedule);
	let included = send(&chain, &global.signer()?, &call).await?;
	let after = book(&chain.at(included.block).await?, merchant).await?.schedule;
	let text = match after {
		Some(after) => format!(
			"merchant {merchant} is settled every {} days where {} TANP or more are owed, next on {} \
			 (block {})",
			after.period,
			money(after.least),
			format_day(after.next),
			included.number
		),
		None => format!(
			"merchant {merchant} is no longer settled by itself (block {})",
			included.number
		),
	};
	let json = json!({
		"merchant": merchant,
		"already": false,
		"next": after.map(|after| format_day(after.next)),
		"block": included.number,
	});
	global.output().result(json, text);
	Ok(Done::All)
}

async fn run_schedule(global: &Global, merchant: ParticipantId) -> Result<Done> {
	let chain = global.connect().await?;
	let call = Call::new(POINTS, "run_schedule").arg("merchant", &merchant);
	let included = send(&chain, &global.signer()?, &call).await?;
	let at = chain.at(included.block).await?;
	settled(global, &at, &included, merchant).await
}

/// The reference of a payment by its name, or by its request.
async fn reference(at: &At<'_>, which: &str) -> Result<PaymentRef> {
	if let Some(reference) = parse_payment(which) {
		return Ok(reference);
	}
	let request: PaymentRequest = code::read_argument(which).map_err(|failure| {
		match failure {
		Failure::Usage(_) => Failure::usage(
			"expected a payment as DAY/ID (2026-11-22/0x...), a payment request (tanpu:pay:...), or a \
			 file that holds one",
		),
		other => other,
	}
	})?;
	payment_ref(at, &request).await
}

/// Where the payment of a request is, or would be, kept.
pub async fn payment_ref(at: &At<'_>, request: &PaymentRequest) -> Result<PaymentRef> {
	let found: Option<PaymentRef> = at.call("PointsApi", "payment_ref", (*request,)).await?;
	found.ok_or_else(|| Failure::plain("the request expires after the end of the chain's calendar"))
}

/// A payment, as long as it can be refunded.
pub async fn payment(at: &At<'_>, reference: PaymentRef) -> Result<Option<Payment>> {
	at.call("PointsApi", "payment", (reference,)).await
}

async fn refund(global: &Global, which: &str, with: &[PointPart], top_up: bool) -> Result<Done> {
	let chain = global.connect().await?;
	let at = chain.best().await?;
	let reference = reference(&at, which).await?;
	let name = payment_name(&reference);
	let found = payment(&at, reference).await?.ok_or_else(|| {
		Failure::Plain(format!(
			"there is no payment {name}, or the time for refunding it is over for long"
		))
	})?;
	let wanted = match with {
		[] => None,
		with => Some(choose::merged(with)),
	};
	let parts = wanted.clone().unwrap_or_else(|| found.parts.to_vec());
	if parts.is_empty() {
		return Err(Failure::Plain(format!("all of payment {name} was refunded before")));
	}
	let mut value: Balance = 0;
	for part in &parts {
		let left = found
			.parts
			.iter()
			.find(|own| (own.operator, own.series) == (part.operator, part.series))
			.map_or(0, |own| own.points);
		if part.points > left {
			return Err(Failure::Plain(format!(
				"payment {name} has {} left to refund, not {}",
				parts_text(&[PointPart { points: left, ..*part }]),
				parts_text(&[*part])
			)));
		}
		let series: Option<pallet_points::Series> =
			at.get(POINTS, "SeriesOf", key![part.operator, part.series]).await?;
		let worth = series.and_then(|series| series.value(part.points)).unwrap_or_default();
		value = value.saturating_add(worth);
	}
	let owed = book(&at, found.merchant).await?.totals.receivable();
	let short = value.saturating_sub(owed);
	if short > 0 && !top_up {
		return Err(Failure::Plain(format!(
			"the refund is worth {} TANP and merchant {} is owed {} TANP: the other {} TANP would \
			 come out of its own account; say --top-up if they may",
			money(value),
			found.merchant,
			money(owed),
			money(short)
		)));
	}
	note(format!(
		"refunding citizen {}: {}, worth {} TANP",
		found.citizen,
		parts_text(&parts),
		money(value)
	));
	let parts = match wanted {
		Some(parts) => Some(
			PointParts::try_from(parts)
				.map_err(|_| Failure::usage("--with names points of more than 16 series"))?,
		),
		None => None,
	};
	let call = Call::new(POINTS, "refund").arg("payment", &reference).arg("parts", &parts);
	let included = send(&chain, &global.signer()?, &call).await?;
	let at = chain.at(included.block).await?;
	at.check_event::<Refunded>(POINTS, "Refunded")?;
	let event = included
		.find(POINTS, "Refunded")
		.ok_or_else(|| Failure::plain("the refund left no event"))?;
	let (_, merchant, citizen, value, topped_up): Refunded = event.decode()?;
	let left = payment(&at, reference).await?;
	let left: &[PointPart] = left.as_ref().map_or(&[], |left| &left.parts);
	let rest = match left {
		[] => "nothing of the payment is left".to_owned(),
		left => format!("left of the payment: {}", parts_text(left)),
	};
	let own = match topped_up {
		0 => String::new(),
		own => format!(", {} TANP of it from its own account", money(own)),
	};
	let json = json!({
		"payment": name,
		"merchant": merchant,
		"citizen": citizen,
		"refunded_plancks": plancks(value),
		"topped_up_plancks": plancks(topped_up),
		"left": parts_json(left),
		"block": included.number,
	});
	global.output().result(
		json,
		format!(
			"merchant {merchant} refunded {} TANP to citizen {citizen}{own} (block {}); {rest}",
			money(value),
			included.number
		),
	);
	Ok(Done::All)
}

/// The hash of a receipt: of a file, or as it is given; zeros where there is none.
fn receipt_hash(file: Option<&std::path::Path>, hash: Option<H256>) -> Result<H256> {
	match (file, hash) {
		(Some(file), _) => crate::shop::text::hash_of_file(file),
		(None, hash) => Ok(hash.unwrap_or_default()),
	}
}
