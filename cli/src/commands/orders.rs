//! `tanpu orders`.

use crate::{
	call::Call,
	cli::{Approval, Global},
	commands::clock,
	connection::{At, Chain},
	council::decide,
	escape::escape_bytes,
	failure::{Done, Failure, Result},
	key,
	money::{money, parse_money, parse_part},
	output::{fields, note, table},
	shop::{
		code::{self, Voucher},
		qr,
		read::{self, named, parts_json, parts_text, OfferHead, Plan, REDEMPTION},
		steps::{self, Situation, Standing, Who},
		text::{
			hash_of_file, hash_of_text, order_name, parse_order, parse_percent, plancks, random,
			write_secret,
		},
	},
	time::format_time,
	transaction::{send, Included},
	types::{api::ClockReading, participants::Participant},
};
use codec::Decode;
use pallet_point_redemption::{Deadlines, OfferId, Order, OrderId, Stage};
use scale_info::TypeInfo;
use serde_json::{json, Value};
use sp_core::H256;
use sp_runtime::Permill;
use std::{
	collections::BTreeMap,
	path::{Path, PathBuf},
};
use tanpu_primitives::{
	voucher::VoucherSecret, Balance, CitizenId, ParticipantId, PointPart, UnixSeconds,
};

#[derive(clap::Subcommand, Debug)]
pub enum Command {
	/// Order something for points; signed by the citizen's key. Prints the voucher with which it is
	/// fetched.
	#[command(after_help = "Examples:\n  \
		tanpu --key-file my.key orders redeem 7\n  \
		tanpu --key-file my.key orders redeem 7 --count 2 --with 2/0:25.00 --qr\n\n\
		The voucher is written into a file that only its owner can read before anything is sent. Who \
		has the voucher can fetch the order: keep it to yourself until you are at the counter. With \
		--voucher FILE the same command again orders once.\n\
		Points are chosen as by `tanpu pay`.")]
	Redeem(Redeem),
	/// Hand an order over: shows the chain the voucher's secret; signed by the merchant's holder.
	#[command(after_help = "Examples:\n  \
		tanpu --key-file merchant.key orders fulfil tanpu:voucher:AEE...\n  \
		tanpu orders fulfil voucher.txt --check\n  \
		tanpu --key-file merchant.key orders fulfil --order 17/0 --secret 0x...\n\n\
		Hand the goods over when the command says that it is done: before that another counter can be \
		quicker with the same voucher. On the command line others can read it in the process list: \
		better use a file.")]
	Fulfil {
		/// The voucher: its text (tanpu:voucher:...), or a file that holds it.
		#[arg(required_unless_present = "order", conflicts_with_all = ["order", "secret"])]
		voucher: Option<String>,
		/// The order as CITIZEN/NUMBER, where there is the bare secret only.
		#[arg(long, value_parser = parse_order, requires = "secret")]
		order: Option<OrderId>,
		/// Its secret: 0x and 32 hex digits.
		#[arg(long, value_parser = parse_secret, requires = "order")]
		secret: Option<Secret>,
		/// Look whether the voucher is right, and send nothing.
		#[arg(long)]
		check: bool,
	},
	/// Give the points back, at any time before the value is released; signed by the merchant's
	/// holder.
	#[command(after_help = "Example:\n  tanpu --key-file merchant.key orders cancel 17/0")]
	Cancel {
		/// The order: CITIZEN/NUMBER.
		#[arg(value_parser = parse_order)]
		order: OrderId,
	},
	/// Send an order that was not fulfilled back to its citizen; `orders show` tells who can when.
	#[command(after_help = "Example:\n  tanpu --key-file my.key orders take-back 17/0")]
	TakeBack {
		/// The order: CITIZEN/NUMBER.
		#[arg(value_parser = parse_order)]
		order: OrderId,
	},
	/// Dispute that an order was fulfilled as offered; signed by the citizen's key.
	#[command(after_help = "Example:\n  \
		tanpu --key-file my.key orders dispute 17/0 --reason-file broken.txt\n\n\
		Only the hash of the reasons goes on chain: send them to the ombudsman.")]
	Dispute {
		/// The order: CITIZEN/NUMBER.
		#[arg(value_parser = parse_order)]
		order: OrderId,
		/// The reasons: a text, whose hash goes on chain, or 0x and the hash of a document.
		#[arg(long, required_unless_present = "reason_file")]
		reason: Option<String>,
		/// A file with the reasons.
		#[arg(long, value_name = "FILE", conflicts_with = "reason")]
		reason_file: Option<PathBuf>,
	},
	/// Decide a dispute (council): the merchant's share; the citizen gets the rest back in points.
	#[command(after_help = "Examples:\n  \
		tanpu --key-file member.key orders resolve 17/0 --to-merchant 50\n  \
		tanpu --suri //Alice orders resolve 17/0 --to-merchant 0 --approve-with //Bob")]
	Resolve {
		/// The order: CITIZEN/NUMBER.
		#[arg(value_parser = parse_order)]
		order: OrderId,
		/// Percent, at most four decimals. Of each part the citizen gets whole hundredths of a point.
		#[arg(long, value_name = "PERCENT", value_parser = parse_percent)]
		to_merchant: Permill,
		#[command(flatten)]
		approval: Approval,
	},
	/// Pay the merchant for a fulfilled order, once the time for disputes is over. Anybody can.
	#[command(after_help = "Example:\n  tanpu --key-file any.key orders release 17/0")]
	Release {
		/// The order: CITIZEN/NUMBER.
		#[arg(value_parser = parse_order)]
		order: OrderId,
	},
	/// Unfinished orders of a citizen or of a merchant, and what can be done with each now.
	#[command(after_help = "Examples:\n  tanpu --key-file my.key orders list\n  \
		tanpu orders list --citizen 17\n  tanpu orders list --merchant 3")]
	List {
		/// The citizen's number, or the key's address.
		#[arg(long)]
		citizen: Option<String>,
		/// The merchant's number.
		#[arg(long, conflicts_with = "citizen")]
		merchant: Option<ParticipantId>,
	},
	/// One order: stage, deadlines, and what everybody can do with it now.
	#[command(after_help = "Example:\n  tanpu orders show 17/0")]
	Show {
		/// The order: CITIZEN/NUMBER.
		#[arg(value_parser = parse_order)]
		order: OrderId,
	},
}

#[derive(clap::Args, Debug)]
pub struct Redeem {
	/// The offer's number.
	offer: OfferId,
	/// Units.
	#[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
	count: u32,
	/// Points to pay with, all of them; can be given several times.
	#[arg(long, value_name = "OPERATOR/SERIES:POINTS", value_parser = parse_part)]
	with: Vec<PointPart>,
	/// The most TANP that the points may be worth.
	#[arg(long, value_name = "TANP", value_parser = parse_money)]
	max_price: Option<Balance>,
	/// Where to write the voucher; voucher-CITIZEN-NUMBER.txt unless said.
	#[arg(long, value_name = "FILE")]
	voucher: Option<PathBuf>,
	/// Show the voucher as a QR code, too.
	#[arg(long)]
	qr: bool,
}

/// A voucher's bare secret, never printed.
#[derive(Clone)]
pub struct Secret(VoucherSecret);

impl std::fmt::Debug for Secret {
	fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
		f.write_str("Secret")
	}
}

fn parse_secret(text: &str) -> Result<Secret, String> {
	let mut bytes = [0; 16];
	hex::decode_to_slice(text.trim().trim_start_matches("0x"), &mut bytes)
		.map(|()| Secret(bytes))
		// Not repeated: it may be a secret all the same.
		.map_err(|_| "expected 0x and 32 hex digits".into())
}

/// The fields of `Ordered`.
type Ordered = (CitizenId, u32, OfferId, ParticipantId, u32, Balance, UnixSeconds);
/// The fields of `Released` and `TakenBack`, `Cancelled`, `Resolved`.
type Released = (CitizenId, u32, ParticipantId, Balance);
type Cancelled = (CitizenId, u32, Balance);
type TakenBack = (CitizenId, u32, Balance, bool);
type Resolved = (CitizenId, u32, Balance, Balance);

pub async fn run(global: &Global, command: Command) -> Result<Done> {
	match command {
		Command::Redeem(arguments) => redeem(global, arguments).await,
		Command::Fulfil { voucher, order, secret, check } => {
			fulfil(global, voucher.as_deref(), order.zip(secret), check).await
		},
		Command::Cancel { order } => cancel(global, order).await,
		Command::TakeBack { order } => take_back(global, order).await,
		Command::Dispute { order, reason, reason_file } => {
			let reason = match (reason, reason_file) {
				(_, Some(file)) => hash_of_file(&file)?,
				(reason, None) => hash_of_text(&reason.unwrap_or_default()),
			};
			dispute(global, order, reason).await
		},
		Command::Resolve { order, to_merchant, approval } => {
			resolve(global, order, to_merchant, &approval).await
		},
		Command::Release { order } => release(global, order).await,
		Command::List { citizen, merchant } => list(global, citizen.as_deref(), merchant).await,
		Command::Show { order } => show(global, order).await,
	}
}

/// An order that isn't finished, and its deadlines.
async fn order(at: &At<'_>, id: OrderId) -> Result<(Order, Deadlines)> {
	let found: Option<(Order, Deadlines)> = at.call("PointsApi", "order", (id,)).await?;
	found.ok_or_else(|| {
		Failure::Plain(format!("there is no order {}, or it is finished", order_name(id)))
	})
}

/// The event that a finished order left, as a tuple of its fields.
async fn finished<T: Decode + TypeInfo + 'static>(
	chain: &Chain,
	included: &Included,
	name: &str,
) -> Result<T> {
	chain.at(included.block).await?.check_event::<T>(REDEMPTION, name)?;
	included
		.find(REDEMPTION, name)
		.ok_or_else(|| Failure::Plain(format!("the transaction left no event {name}")))?
		.decode()
}

/// A call that takes nothing but the order.
fn call_on(name: &'static str, order: OrderId) -> Call {
	Call::new(REDEMPTION, name).arg("order", &order)
}

async fn redeem(global: &Global, arguments: Redeem) -> Result<Done> {
	let key = global.signer()?;
	let chain = global.connect().await?;
	// What was sent before counts, final or not.
	let at = chain.best().await?;
	let clock = clock(&at).await?;
	let citizen = read::citizen_of_key(&at, &key).await?;
	if let Some(path) = arguments.voucher.as_deref().filter(|path| path.exists()) {
		if let Some(done) = ordered_before(global, &at, &arguments, citizen, path).await? {
			return Ok(done);
		}
	}
	let offer = read::offer(&at, arguments.offer).await?;
	if let Some(obstacle) = offer.obstacle(clock.now) {
		return Err(Failure::Plain(format!(
			"offer {} can't be ordered: {obstacle}",
			arguments.offer
		)));
	}
	ensure_units(&at, &arguments, &offer, citizen).await?;
	let merchant = read::active_merchant(&at, offer.merchant, clock.now).await?;
	let price = offer
		.terms
		.price
		.checked_mul(Balance::from(arguments.count))
		.ok_or_else(|| Failure::plain("the price exceeds all the money there can be"))?;
	let issuers = &offer.terms.issuers;
	let plan =
		Plan::make(&at, citizen, &arguments.with, price, |operator| issuers.accept(operator))
			.await?;
	if let Some(most) = arguments.max_price.filter(|most| *most < plan.value) {
		return Err(Failure::Plain(format!(
			"it takes points worth {} TANP, more than --max-price {}",
			money(plan.value),
			money(most)
		)));
	}
	let (number, _): (u32, Vec<(u32, Order)>) =
		at.call("PointsApi", "orders_of", (citizen,)).await?;
	let id = OrderId { citizen, number };
	let path = arguments
		.voucher
		.clone()
		.unwrap_or_else(|| PathBuf::from(format!("voucher-{citizen}-{number}.txt")));
	let voucher = voucher_for(&path, chain.genesis(), id)?;
	let names = read::participants(&at, plan.operators()).await?;
	note(format!(
		"{}\n{}",
		fields([
			("order", order_name(id)),
			("offer", arguments.offer.to_string()),
			("merchant", format!("{} {}", offer.merchant, escape_bytes(&merchant.name))),
			("units", arguments.count.to_string()),
			("price", format!("{} TANP", money(price))),
			("paid with", format!("points worth {} TANP", money(plan.value))),
			("voucher in", path.display().to_string()),
		]),
		plan.text(&names, clock.day_offset)
	));
	let call = Call::new(REDEMPTION, "redeem")
		.arg("offer", &arguments.offer)
		.arg("number", &number)
		.arg("count", &arguments.count)
		.arg("parts", &plan.parts)
		.arg("voucher", &voucher.commitment())
		.arg("max_price", &plan.value);
	let included = send(&chain, &key, &call).await.inspect_err(|_| {
		note(format!(
			"the voucher is in {}; whether the order was made, `tanpu orders show {}` tells",
			path.display(),
			order_name(id)
		));
	})?;
	let ordered: Ordered = finished(&chain, &included, "Ordered").await?;
	let (_, _, _, _, _, value, deadline) = ordered;
	let text = code::write(&voucher);
	if arguments.qr {
		qr::show(&text)?;
	}
	let until = format_time(deadline, clock.day_offset);
	let json = json!({
		"order": order_name(id),
		"citizen": citizen,
		"number": number,
		"offer": arguments.offer,
		"merchant": offer.merchant,
		"count": arguments.count,
		"value_plancks": plancks(value),
		"parts": plan.json(),
		"deadline": deadline,
		"voucher_file": path.display().to_string(),
		"already": false,
		"block": included.number,
	});
	global.output().result(
		json,
		format!(
			"order {} for {} TANP (block {}): to be fetched at merchant {} {} before {until}\n\
			 the voucher, also in {}; show it to nobody but the merchant:\n{text}",
			order_name(id),
			money(value),
			included.number,
			offer.merchant,
			escape_bytes(&merchant.name),
			path.display()
		),
	);
	Ok(Done::All)
}

/// The order that the voucher in a file was drawn for, where it was made: the same command with the
/// same --voucher orders once.
async fn ordered_before(
	global: &Global,
	at: &At<'_>,
	arguments: &Redeem,
	citizen: CitizenId,
	path: &Path,
) -> Result<Option<Done>> {
	let voucher: Voucher = code::read_argument(&file_argument(path))?;
	if voucher.genesis != at.chain.genesis() || voucher.citizen != citizen {
		// Told where it would be overwritten.
		return Ok(None);
	}
	let id = OrderId { citizen, number: voucher.number };
	let found: Option<(Order, Deadlines)> = at.call("PointsApi", "order", (id,)).await?;
	let Some((order, deadlines)) = found else { return Ok(None) };
	if (order.offer, order.count) != (arguments.offer, arguments.count)
		|| order.voucher != voucher.commitment()
	{
		return Ok(None);
	}
	global.output().result(
		json!({
			"order": order_name(id),
			"already": true,
			"offer": order.offer,
			"merchant": order.merchant,
			"count": order.count,
			"value_plancks": plancks(order.value),
			"deadline": deadlines.fulfil_before,
			"voucher_file": path.display().to_string(),
		}),
		format!("ordered before: order {}, its voucher is in {}", order_name(id), path.display()),
	);
	Ok(Some(Done::All))
}

async fn ensure_units(
	at: &At<'_>,
	arguments: &Redeem,
	offer: &OfferHead,
	citizen: CitizenId,
) -> Result<()> {
	if arguments.count > offer.left {
		return Err(Failure::Plain(format!(
			"offer {} has {} units left",
			arguments.offer, offer.left
		)));
	}
	let had: u32 =
		at.get(REDEMPTION, "Purchases", key![arguments.offer, citizen]).await?.unwrap_or_default();
	let most = offer.terms.per_citizen;
	if had.saturating_add(arguments.count) > most {
		return Err(Failure::Plain(format!(
			"one citizen can order {most} units of offer {}, and citizen {citizen} ordered {had}",
			arguments.offer
		)));
	}
	Ok(())
}

/// The voucher of an order that is about to be made: on the disk before anything is sent, so that
/// whatever happens then it is not lost. One that an earlier attempt at the same order left is taken
/// again: that attempt may be on its way.
fn voucher_for(path: &Path, genesis: H256, order: OrderId) -> Result<Voucher> {
	if path.exists() {
		let found: Voucher = code::read_argument(&file_argument(path))?;
		if (found.genesis, found.citizen, found.number) != (genesis, order.citizen, order.number) {
			return Err(Failure::Plain(format!(
				"{} holds the voucher of order {}/{}: it is not overwritten; choose another with \
				 --voucher",
				path.display(),
				found.citizen,
				found.number
			)));
		}
		crate::secret::warn_if_readable(path);
		return Ok(found);
	}
	let secret = random()?;
	let voucher = Voucher { genesis, citizen: order.citizen, number: order.number, secret };
	write_secret(path, &format!("{}\n", code::write(&voucher)))?;
	Ok(voucher)
}

/// A path that can't be taken for a text.
fn file_argument(path: &Path) -> String {
	match path.is_absolute() {
		true => path.display().to_string(),
		false => format!("./{}", path.display()),
	}
}

async fn fulfil(
	global: &Global,
	voucher: Option<&str>,
	bare: Option<(OrderId, Secret)>,
	check: bool,
) -> Result<Done> {
	// Before a node is asked: what is no voucher needs none.
	let shown: Option<Voucher> = voucher.map(code::read_argument).transpose()?;
	let chain = global.connect().await?;
	let voucher = match (shown, bare) {
		(Some(voucher), _) => voucher,
		(None, Some((order, Secret(secret)))) => Voucher {
			genesis: chain.genesis(),
			citizen: order.citizen,
			number: order.number,
			secret,
		},
		(None, None) => return Err(Failure::usage("give the voucher, or --order and --secret")),
	};
	if voucher.genesis != chain.genesis() {
		return Err(Failure::WrongChain {
			url: chain.url(),
			expected: format!("{:?} (the voucher's)", voucher.genesis),
			found: format!("{:?}", chain.genesis()),
		});
	}
	let id = OrderId { citizen: voucher.citizen, number: voucher.number };
	let at = chain.best().await?;
	let clock = clock(&at).await?;
	let (order, deadlines) = order(&at, id).await?;
	if order.voucher != voucher.commitment() {
		return Err(Failure::Plain(format!(
			"this is not the voucher of order {}: hand nothing over",
			order_name(id)
		)));
	}
	if order.stage != Stage::Open {
		return Err(Failure::Plain(format!(
			"order {} was fulfilled before: hand nothing over",
			order_name(id)
		)));
	}
	if clock.now >= deadlines.fulfil_before {
		return Err(Failure::Plain(format!(
			"order {} could be fulfilled before {}: hand nothing over",
			order_name(id),
			format_time(deadlines.fulfil_before, clock.day_offset)
		)));
	}
	let what = format!(
		"{} of offer {} for merchant {}, worth {} TANP",
		order.count,
		order.offer,
		order.merchant,
		money(order.value)
	);
	let mut json = json!({
		"order": order_name(id),
		"offer": order.offer,
		"merchant": order.merchant,
		"count": order.count,
		"value_plancks": plancks(order.value),
		"fulfil_before": deadlines.fulfil_before,
	});
	if check {
		json["state"] = json!("open");
		global
			.output()
			.result(json, format!("the voucher is right: {what}; nothing was sent (--check)"));
		return Ok(Done::All);
	}
	let call = call_on("fulfil", id).arg("secret", &voucher.secret);
	let included = send(&chain, &global.signer()?, &call).await?;
	json["state"] = json!("fulfilled");
	json["block"] = json!(included.number);
	let after = self::order(&chain.at(included.block).await?, id).await?.1;
	let from =
		after.release_from.map(|from| format_time(from, clock.day_offset)).unwrap_or_default();
	json["release_from"] = json!(after.release_from);
	global.output().result(
		json,
		format!(
			"order {} is fulfilled (block {}): hand over {what}\nit is paid from {from} on, unless the \
			 citizen disputes",
			order_name(id),
			included.number
		),
	);
	Ok(Done::All)
}

async fn cancel(global: &Global, id: OrderId) -> Result<Done> {
	let chain = global.connect().await?;
	order(&chain.best().await?, id).await?;
	let included = send(&chain, &global.signer()?, &call_on("cancel", id)).await?;
	let (.., value): Cancelled = finished(&chain, &included, "Cancelled").await?;
	global.output().result(
		json!({ "order": order_name(id), "returned_plancks": plancks(value), "block": included.number }),
		format!(
			"order {} is cancelled: points worth {} TANP are citizen {}'s again (block {})",
			order_name(id),
			money(value),
			id.citizen,
			included.number
		),
	);
	Ok(Done::All)
}

async fn take_back(global: &Global, id: OrderId) -> Result<Done> {
	let chain = global.connect().await?;
	order(&chain.best().await?, id).await?;
	let included = send(&chain, &global.signer()?, &call_on("take_back", id)).await?;
	let (_, _, value, lapsed): TakenBack = finished(&chain, &included, "TakenBack").await?;
	let remark = match lapsed {
		true => "; it counts as left to lapse: who often does so can have one open order at a time",
		false => "",
	};
	global.output().result(
		json!({
			"order": order_name(id), "returned_plancks": plancks(value), "lapsed": lapsed,
			"block": included.number,
		}),
		format!(
			"order {} is taken back: points worth {} TANP are citizen {}'s again (block {}){remark}",
			order_name(id),
			money(value),
			id.citizen,
			included.number
		),
	);
	Ok(Done::All)
}

async fn dispute(global: &Global, id: OrderId, reason: H256) -> Result<Done> {
	let key = global.signer()?;
	let chain = global.connect().await?;
	let at = chain.best().await?;
	// The call names the number only: the citizen is whose key signs.
	let citizen = read::citizen_of_key(&at, &key).await?;
	if citizen != id.citizen {
		return Err(Failure::Plain(format!(
			"order {} is not that of citizen {citizen}, whose key signs",
			order_name(id)
		)));
	}
	order(&at, id).await?;
	let call = Call::new(REDEMPTION, "dispute").arg("number", &id.number).arg("reason", &reason);
	let included = send(&chain, &key, &call).await?;
	let at = chain.at(included.block).await?;
	let clock = clock(&at).await?;
	let (_, deadlines) = order(&at, id).await?;
	let from =
		deadlines.release_from.map(|from| format_time(from, clock.day_offset)).unwrap_or_default();
	global.output().result(
		json!({
			"order": order_name(id), "reason": format!("{reason:?}"),
			"release_from": deadlines.release_from, "block": included.number,
		}),
		format!(
			"order {} is in dispute (block {}); without a decision the merchant is paid from {from} on\n\
			 hash of the reasons {reason:?}: send them to the ombudsman",
			order_name(id),
			included.number
		),
	);
	Ok(Done::All)
}

async fn resolve(
	global: &Global,
	id: OrderId,
	to_merchant: Permill,
	approval: &Approval,
) -> Result<Done> {
	let chain = global.connect().await?;
	let (found, _) = order(&chain.best().await?, id).await?;
	if !matches!(found.stage, Stage::Disputed { .. }) {
		return Err(Failure::Plain(format!("order {} is not in dispute", order_name(id))));
	}
	let call = call_on("resolve", id).arg("to_merchant", &to_merchant);
	let motion = decide(&chain, &global.signer()?, &call, &approval.keys()?).await?;
	let mut json = motion.json();
	let mut text = motion.text(&format!("order {}", order_name(id)));
	json["order"] = json!(order_name(id));
	if let crate::council::Motion::Executed { included, .. } = &motion {
		let (_, _, paid, returned): Resolved = finished(&chain, included, "Resolved").await?;
		json["to_merchant_plancks"] = plancks(paid);
		json["returned_plancks"] = plancks(returned);
		text.push_str(&format!(
			"\n{} TANP to merchant {}, {} TANP back to citizen {} in points",
			money(paid),
			found.merchant,
			money(returned),
			id.citizen
		));
	}
	global.output().result(json, text);
	Ok(Done::All)
}

async fn release(global: &Global, id: OrderId) -> Result<Done> {
	let chain = global.connect().await?;
	order(&chain.best().await?, id).await?;
	let included = send(&chain, &global.signer()?, &call_on("release", id)).await?;
	let (_, _, merchant, value): Released = finished(&chain, &included, "Released").await?;
	global.output().result(
		json!({
			"order": order_name(id), "merchant": merchant, "value_plancks": plancks(value),
			"block": included.number,
		}),
		format!(
			"order {}: merchant {merchant} is owed {} TANP more (block {})",
			order_name(id),
			money(value),
			included.number
		),
	);
	Ok(Done::All)
}

/// Orders with their deadlines.
async fn with_deadlines(
	at: &At<'_>,
	ids: impl Iterator<Item = OrderId>,
) -> Result<Vec<(OrderId, Order, Deadlines)>> {
	let mut all = Vec::new();
	for id in ids {
		let found: Option<(Order, Deadlines)> = at.call("PointsApi", "order", (id,)).await?;
		if let Some((order, deadlines)) = found {
			all.push((id, order, deadlines));
		}
	}
	Ok(all)
}

async fn list(
	global: &Global,
	citizen: Option<&str>,
	merchant: Option<ParticipantId>,
) -> Result<Done> {
	let chain = global.connect().await?;
	let at = chain.head().await?;
	let clock = clock(&at).await?;
	let (who, ids) = match merchant {
		Some(merchant) => {
			read::merchant(&at, merchant).await?;
			// The chain has no list by merchant.
			let all: Vec<((CitizenId, u32), Order)> = at.all_entries(REDEMPTION, "Orders").await?;
			let ids = all
				.into_iter()
				.filter(|(_, order)| order.merchant == merchant)
				.map(|((citizen, number), _)| OrderId { citizen, number })
				.collect::<Vec<_>>();
			(Who::Merchant, ids)
		},
		None => {
			let citizen = read::citizen(&at, citizen, || global.signer()).await?;
			let (_, mut own): (u32, Vec<(u32, Order)>) =
				at.call("PointsApi", "orders_of", (citizen,)).await?;
			own.sort_by_key(|(number, _)| *number);
			let ids =
				own.into_iter().map(|(number, _)| OrderId { citizen, number }).collect::<Vec<_>>();
			(Who::Citizen, ids)
		},
	};
	let all = with_deadlines(&at, ids.into_iter()).await?;
	let names = read::participants(&at, all.iter().map(|(_, order, _)| order.merchant)).await?;
	let rows = all.iter().map(|(id, order, deadlines)| {
		let situation = situation(order, deadlines, &names, &clock);
		let mut can = situation.can(who);
		for more in situation.can(Who::Anybody) {
			if !can.iter().any(|(command, _)| *command == more.0) {
				can.push(more);
			}
		}
		vec![
			order_name(*id),
			order.offer.to_string(),
			named(&names, order.merchant),
			order.count.to_string(),
			money(order.value),
			situation.stage().to_owned(),
			situation.next(),
			steps::list(&can),
		]
	});
	let last = match who {
		Who::Merchant => "the merchant can now",
		_ => "the citizen can now",
	};
	let headers = ["order", "offer", "merchant", "units", "worth TANP", "stage", "next", last];
	let text = table(&headers, rows);
	let list: Vec<Value> = all
		.iter()
		.map(|(id, order, deadlines)| {
			order_json(*id, order, &situation(order, deadlines, &names, &clock))
		})
		.collect();
	global.output().result(json!(list), text);
	Ok(Done::All)
}

fn situation<'a>(
	order: &'a Order,
	deadlines: &'a Deadlines,
	names: &BTreeMap<ParticipantId, Participant>,
	clock: &ClockReading,
) -> Situation<'a> {
	let merchant: Standing = read::standing(names.get(&order.merchant), clock.now);
	Situation { order, deadlines, merchant, now: clock.now, offset: clock.day_offset }
}

fn order_json(id: OrderId, order: &Order, situation: &Situation<'_>) -> Value {
	let can = |who| situation.can(who).into_iter().map(|(command, _)| command).collect::<Vec<_>>();
	let deadlines = situation.deadlines;
	json!({
		"order": order_name(id),
		"citizen": id.citizen,
		"number": id.number,
		"offer": order.offer,
		"merchant": order.merchant,
		"count": order.count,
		"value_plancks": plancks(order.value),
		"parts": parts_json(&order.parts),
		"stage": situation.stage(),
		"ordered": order.ordered,
		"fulfil_before": deadlines.fulfil_before,
		"take_back_from": deadlines.take_back_from,
		"dispute_before": deadlines.dispute_before,
		"release_from": deadlines.release_from,
		"reason": match order.stage {
			Stage::Disputed { reason, .. } => Some(format!("{reason:?}")),
			_ => None,
		},
		"can": {
			"citizen": can(Who::Citizen),
			"merchant": can(Who::Merchant),
			"anybody": can(Who::Anybody),
			"council": can(Who::Council),
		},
	})
}

async fn show(global: &Global, id: OrderId) -> Result<Done> {
	let chain = global.connect().await?;
	let at = chain.head().await?;
	let clock = clock(&at).await?;
	let (order, deadlines) = order(&at, id).await?;
	let names = read::participants(&at, [order.merchant]).await?;
	let situation = situation(&order, &deadlines, &names, &clock);
	let when = |time: UnixSeconds| format_time(time, clock.day_offset);
	let mut rows = vec![
		("order", order_name(id)),
		("stage", situation.stage().to_owned()),
		("offer", order.offer.to_string()),
		("merchant", named(&names, order.merchant)),
		("units", order.count.to_string()),
		("worth TANP", money(order.value)),
		("paid with", parts_text(&order.parts)),
		("ordered", when(order.ordered)),
	];
	match order.stage {
		Stage::Open => {
			rows.push(("fulfil before", when(deadlines.fulfil_before)));
			rows.push(("goes back from", when(deadlines.take_back_from)));
		},
		Stage::Fulfilled { at } => rows.push(("fulfilled", when(at))),
		Stage::Disputed { at, reason } => {
			rows.push(("disputed", when(at)));
			rows.push(("reasons", format!("{reason:?}")));
		},
	}
	rows.extend(deadlines.dispute_before.map(|time| ("dispute before", when(time))));
	rows.extend(deadlines.release_from.map(|time| ("released from", when(time))));
	for (name, who) in [
		("citizen can now", Who::Citizen),
		("merchant can now", Who::Merchant),
		("anybody can now", Who::Anybody),
		("council can now", Who::Council),
	] {
		rows.push((name, steps::list(&situation.can(who))));
	}
	global.output().result(order_json(id, &order, &situation), fields(rows));
	Ok(Done::All)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_voucher_is_written_first_and_taken_again() {
		let folder = std::env::temp_dir().join(format!("tanpu-orders-{}", std::process::id()));
		std::fs::create_dir_all(&folder).unwrap();
		let path = folder.join("voucher.txt");
		let (genesis, order) = (H256::repeat_byte(1), OrderId { citizen: 7, number: 3 });
		let voucher = voucher_for(&path, genesis, order).unwrap();
		let written = std::fs::read_to_string(&path).unwrap();
		assert_eq!(code::read(&written), Ok(voucher.clone()));
		// The same order again has the same voucher; another order's file is not overwritten.
		assert_eq!(voucher_for(&path, genesis, order).unwrap(), voucher);
		for (genesis, order) in [
			(genesis, OrderId { number: 4, ..order }),
			(genesis, OrderId { citizen: 8, ..order }),
			(H256::zero(), order),
		] {
			let error = voucher_for(&path, genesis, order).unwrap_err().to_string();
			assert!(error.contains("order 7/3") && error.contains("--voucher"), "{error}");
		}
		assert_eq!(std::fs::read_to_string(&path).unwrap(), written);
		std::fs::write(&path, "something else").unwrap();
		assert!(voucher_for(&path, genesis, order).is_err());
		assert_eq!(std::fs::read_to_string(&path).unwrap(), "something else");
		std::fs::remove_dir_all(&folder).unwrap();
	}

	#[test]
	fn bare_secrets_are_not_repeated() {
		assert_eq!(parse_secret(&format!("0x{}", "07".repeat(16))).unwrap().0, [7; 16]);
		let error = parse_secret("0xdeadbeef").unwrap_err();
		assert!(!error.contains("dead"));
		assert_eq!(format!("{:?}", parse_secret(&"07".repeat(16)).unwrap()), "Secret");
	}
}
