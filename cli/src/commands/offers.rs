//! `tanpu offers`.

use crate::{
	call::Call,
	cli::{parse_hash, Global},
	commands::clock,
	connection::{At, Chain},
	escape::escape_bytes,
	failure::{Done, Failure, Result},
	money::{money, parse_money},
	output::{fields, table},
	shop::{
		read::{self, named, OfferHead, REDEMPTION},
		text::{duration, hash_of_file, parse_duration, plancks, read_file},
	},
	time::{format_time, parse_date, parse_time},
	transaction::send,
	types::{api::ClockReading, participants::Participant},
};
use pallet_point_redemption::{Issuers, Link, OfferId, Terms, MAX_ISSUERS, MAX_URI_LEN};
use serde::Deserialize;
use serde_json::{json, Value};
use sp_core::H256;
use std::{
	collections::BTreeMap,
	path::{Path, PathBuf},
};
use tanpu_primitives::{Balance, OperatorId, ParticipantId, UnixSeconds, SECONDS_PER_DAY};
use tanpu_runtime_api::{OfferView, MAX_PAGE};

/// Longest file of terms.
const MAX_TERMS_LEN: u64 = 65_536;

#[derive(clap::Subcommand, Debug)]
pub enum Command {
	/// Offer something for points; signed by the merchant's holder. A deposit is held for it.
	#[command(after_help = "Examples:\n  \
		tanpu --key-file merchant.key offers create --merchant 3 --title umbrella.md \
		--title-uri https://shop.example/umbrella.md --price 12.50 --stock 100\n  \
		tanpu --key-file merchant.key offers create --merchant 3 --terms umbrella.toml\n\n\
		umbrella.toml, with the options' names; what is given as an option counts before it. Files are \
		looked for beside it:\n\n  \
		title = \"umbrella.md\"\n  \
		title_uri = \"https://shop.example/umbrella.md\"\n  \
		picture = \"umbrella.jpg\"\n  \
		picture_uri = \"https://shop.example/umbrella.jpg\"\n  \
		price = \"12.50\"\n  \
		issuers = [0, 2]\n  \
		stock = 100\n  \
		per_citizen = 2\n  \
		from = \"2026-12-01\"\n  \
		until = \"2026-12-31\"\n  \
		fulfil_within = \"7d\"\n\n\
		Terms never change: another price is another offer. The same terms again make no second offer, \
		unless --again.")]
	Create(Box<Create>),
	/// Add stock to an offer; signed by the merchant's holder.
	#[command(
		after_help = "Example:\n  tanpu --key-file merchant.key offers restock 7 --units 50"
	)]
	Restock {
		/// The offer's number.
		offer: OfferId,
		/// How many more can be ordered.
		#[arg(long)]
		units: u32,
	},
	/// Take no new orders for an offer, for good; signed by the merchant's holder.
	#[command(after_help = "Example:\n  tanpu --key-file merchant.key offers close 7")]
	Close {
		/// The offer's number.
		offer: OfferId,
	},
	/// Remove an offer that is closed or over and has no unfinished orders: the deposit goes back to
	/// the merchant. Anybody can.
	#[command(after_help = "Example:\n  tanpu --key-file any.key offers remove 7")]
	Remove {
		/// The offer's number.
		offer: OfferId,
		/// Entries removed in one transaction; as many are sent as it takes.
		#[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..))]
		limit: u32,
	},
	/// Offers: what, for how much, how many are left.
	#[command(
		after_help = "Examples:\n  tanpu offers list\n  tanpu offers list --merchant 3 --open"
	)]
	List {
		/// Of this merchant only.
		#[arg(long)]
		merchant: Option<ParticipantId>,
		/// Only what can be ordered now.
		#[arg(long)]
		open: bool,
		/// From this number on.
		#[arg(long, default_value_t = 0)]
		from: OfferId,
		/// How many.
		#[arg(long, default_value_t = 100)]
		limit: u32,
	},
	/// One offer, with all its terms.
	#[command(after_help = "Example:\n  tanpu offers show 7")]
	Show {
		/// The offer's number.
		offer: OfferId,
	},
}

#[derive(clap::Args, Debug)]
pub struct Create {
	/// The merchant's number.
	#[arg(long)]
	merchant: ParticipantId,
	/// A TOML file with the terms.
	#[arg(long, value_name = "FILE")]
	terms: Option<PathBuf>,
	/// Title and description: the file that stands at --title-uri, whose BLAKE2b-256 goes on chain.
	#[arg(long, value_name = "FILE")]
	title: Option<PathBuf>,
	/// Its hash, where the file is not at hand.
	#[arg(long, value_name = "HASH", value_parser = parse_hash, conflicts_with = "title")]
	title_hash: Option<H256>,
	/// Where it is: printable ASCII without blanks.
	#[arg(long, value_name = "URI")]
	title_uri: Option<String>,
	/// A picture, likewise.
	#[arg(long, value_name = "FILE")]
	picture: Option<PathBuf>,
	/// Its hash.
	#[arg(long, value_name = "HASH", value_parser = parse_hash, conflicts_with = "picture")]
	picture_hash: Option<H256>,
	/// Where it is.
	#[arg(long, value_name = "URI")]
	picture_uri: Option<String>,
	/// TANP for one unit.
	#[arg(long, value_parser = parse_money)]
	price: Option<Balance>,
	/// Operators whose points are taken, as 0,2; everybody's unless said.
	#[arg(long, value_delimiter = ',', value_name = "OPERATORS")]
	issuers: Vec<OperatorId>,
	/// Units that can be ordered.
	#[arg(long)]
	stock: Option<u32>,
	/// Units that one citizen can order; 1 unless said.
	#[arg(long)]
	per_citizen: Option<u32>,
	/// From when it can be ordered: a date, RFC 3339; today unless said.
	#[arg(long, value_name = "TIME")]
	from: Option<String>,
	/// Before when: a date, RFC 3339, or a span from the beginning of today; 30d unless said.
	#[arg(long, value_name = "TIME")]
	until: Option<String>,
	/// How long a citizen has to fetch it: 36h, 7d; 7d unless said.
	#[arg(long, value_name = "SPAN")]
	fulfil_within: Option<String>,
	/// Make a second offer of the same terms.
	#[arg(long)]
	again: bool,
}

/// The terms in a TOML file.
#[derive(Deserialize, Default, Debug)]
#[serde(deny_unknown_fields)]
struct TermsFile {
	title: Option<PathBuf>,
	title_hash: Option<String>,
	title_uri: Option<String>,
	picture: Option<PathBuf>,
	picture_hash: Option<String>,
	picture_uri: Option<String>,
	price: Option<String>,
	issuers: Option<Vec<OperatorId>>,
	stock: Option<u32>,
	per_citizen: Option<u32>,
	from: Option<String>,
	until: Option<String>,
	fulfil_within: Option<String>,
}

/// The fields of `Offered`.
type Offered = (OfferId, ParticipantId, Balance, u32);
/// The fields of `Restocked`.
type Restocked = (OfferId, u32, u32);

pub async fn run(global: &Global, command: Command) -> Result<Done> {
	match command {
		Command::Create(create) => self::create(global, *create).await,
		Command::Restock { offer, units } => {
			let chain = global.connect().await?;
			let call = Call::new(REDEMPTION, "restock").arg("offer", &offer).arg("units", &units);
			let included = send(&chain, &global.signer()?, &call).await?;
			chain.at(included.block).await?.check_event::<Restocked>(REDEMPTION, "Restocked")?;
			let event = included
				.find(REDEMPTION, "Restocked")
				.ok_or_else(|| Failure::plain("the restocking left no event"))?;
			let (_, _, left): Restocked = event.decode()?;
			global.output().result(
				json!({ "offer": offer, "units": units, "left": left, "block": included.number }),
				format!(
					"offer {offer} has {units} units more, {left} can be ordered (block {})",
					included.number
				),
			);
			Ok(Done::All)
		},
		Command::Close { offer } => {
			let chain = global.connect().await?;
			let before = read::offer(&chain.best().await?, offer).await?;
			if before.closed {
				global.output().result(
					json!({ "offer": offer, "closed": true, "already": true }),
					format!("offer {offer} is closed already"),
				);
				return Ok(Done::All);
			}
			let call = Call::new(REDEMPTION, "close").arg("offer", &offer);
			let included = send(&chain, &global.signer()?, &call).await?;
			global.output().result(
				json!({ "offer": offer, "closed": true, "already": false, "block": included.number }),
				format!(
					"offer {offer} takes no new orders (block {}); {} unfinished go on",
					included.number, before.orders
				),
			);
			Ok(Done::All)
		},
		Command::Remove { offer, limit } => remove(global, offer, limit).await,
		Command::List { merchant, open, from, limit } => {
			list(global, merchant, open, from, limit).await
		},
		Command::Show { offer } => show(global, offer).await,
	}
}

async fn remove(global: &Global, offer: OfferId, limit: u32) -> Result<Done> {
	let chain = global.connect().await?;
	read::offer(&chain.best().await?, offer).await?;
	let key = global.signer()?;
	let spinner = global.output().spinner("removing what the offer left behind");
	let mut sent = 0u32;
	loop {
		let call = Call::new(REDEMPTION, "remove").arg("offer", &offer).arg("limit", &limit);
		let included = send(&chain, &key, &call).await?;
		sent = sent.saturating_add(1);
		if included.find(REDEMPTION, "OfferRemoved").is_some() {
			spinner.finish_and_clear();
			global.output().result(
				json!({ "offer": offer, "removed": true, "transactions": sent, "block": included.number }),
				format!(
					"offer {offer} is removed, its deposit is the merchant's again (block {})",
					included.number
				),
			);
			return Ok(Done::All);
		}
	}
}

/// Offers from a number on, until `enough` are found.
async fn offers(
	at: &At<'_>,
	from: OfferId,
	wanted: impl Fn(&OfferView) -> bool,
	enough: usize,
) -> Result<Vec<OfferView>> {
	let mut found = Vec::new();
	let mut next = from;
	loop {
		let page: Vec<OfferView> = at.call("PointsApi", "offers", (next,)).await?;
		let full = page.len() as u64 >= u64::from(MAX_PAGE);
		let last = page.last().map(|offer| offer.offer);
		for offer in page {
			if found.len() < enough && wanted(&offer) {
				found.push(offer);
			}
		}
		match last.and_then(|last| last.checked_add(1)) {
			Some(after) if full && found.len() < enough => next = after,
			_ => return Ok(found),
		}
	}
}

async fn list(
	global: &Global,
	merchant: Option<ParticipantId>,
	open: bool,
	from: OfferId,
	limit: u32,
) -> Result<Done> {
	let chain = global.connect().await?;
	let at = chain.head().await?;
	let clock = clock(&at).await?;
	let now = clock.now;
	let wanted = |offer: &OfferView| {
		merchant.is_none_or(|merchant| merchant == offer.merchant)
			&& (!open || head(offer).obstacle(now).is_none())
	};
	let enough = usize::try_from(limit).unwrap_or(usize::MAX);
	let mut found = offers(&at, from, wanted, enough).await?;
	let names = read::participants(&at, found.iter().map(|offer| offer.merchant)).await?;
	if open {
		found.retain(|offer| {
			names.get(&offer.merchant).is_some_and(|found| found.standing(now) == "active")
		});
	}
	let rows = found.iter().map(|offer| {
		vec![
			offer.offer.to_string(),
			named(&names, offer.merchant),
			money(offer.terms.price),
			issuers_text(&offer.terms.issuers),
			offer.left.to_string(),
			offer.terms.per_citizen.to_string(),
			state(&head(offer), names.get(&offer.merchant), now),
			format_time(offer.terms.until, clock.day_offset),
			escape_bytes(&offer.terms.title.uri),
		]
	});
	let headers =
		["offer", "merchant", "TANP", "points of", "left", "each", "state", "until", "title at"];
	let text = table(&headers, rows);
	let list: Vec<Value> = found
		.iter()
		.map(|offer| json_of(offer.offer, &head(offer), names.get(&offer.merchant), now))
		.collect();
	global.output().result(json!(list), text);
	Ok(Done::All)
}

/// What the API tells, as what is stored; it doesn't tell the units ever put on offer.
fn head(offer: &OfferView) -> OfferHead {
	OfferHead {
		merchant: offer.merchant,
		terms: offer.terms.clone(),
		units: offer.terms.stock,
		left: offer.left,
		orders: offer.orders,
		closed: offer.closed,
	}
}

/// How an offer stands, the merchant's licence with it.
fn state(offer: &OfferHead, merchant: Option<&Participant>, now: UnixSeconds) -> String {
	if let Some(obstacle) = offer.obstacle(now) {
		return obstacle.to_owned();
	}
	match merchant.map(|found| found.standing(now)) {
		Some("active") => "open".to_owned(),
		Some(standing) => format!("merchant {standing}"),
		None => "no merchant".to_owned(),
	}
}

async fn show(global: &Global, id: OfferId) -> Result<Done> {
	let chain = global.connect().await?;
	let at = chain.head().await?;
	let clock = clock(&at).await?;
	let offer = read::offer(&at, id).await?;
	let mut wanted = vec![offer.merchant];
	if let Issuers::Only(list) = &offer.terms.issuers {
		wanted.extend(list.iter());
	}
	let names = read::participants(&at, wanted).await?;
	let terms = &offer.terms;
	let when = |time| format_time(time, clock.day_offset);
	let link = |link: &Link| format!("{} {:?}", escape_bytes(&link.uri), link.hash);
	let text = fields([
		("offer", id.to_string()),
		("merchant", named(&names, offer.merchant)),
		("state", state(&offer, names.get(&offer.merchant), clock.now)),
		("title", link(&terms.title)),
		("picture", terms.picture.as_ref().map_or("none".to_owned(), link)),
		("price TANP", money(terms.price)),
		("points of", issuers_named(&terms.issuers, &names)),
		("left", format!("{} of {}", offer.left, offer.units)),
		("each citizen", terms.per_citizen.to_string()),
		("from", when(terms.from)),
		("until", when(terms.until)),
		("to be fetched within", duration(terms.fulfil_within)),
		("unfinished orders", offer.orders.to_string()),
	]);
	global.output().result(json_of(id, &offer, names.get(&offer.merchant), clock.now), text);
	Ok(Done::All)
}

fn issuers_text(issuers: &Issuers) -> String {
	match issuers {
		Issuers::All => "all".to_owned(),
		Issuers::Only(list) => list.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
	}
}

fn issuers_named(issuers: &Issuers, names: &BTreeMap<ParticipantId, Participant>) -> String {
	match issuers {
		Issuers::All => "every operator".to_owned(),
		Issuers::Only(list) => {
			list.iter().map(|id| named(names, *id)).collect::<Vec<_>>().join(", ")
		},
	}
}

fn json_of(
	id: OfferId,
	offer: &OfferHead,
	merchant: Option<&Participant>,
	now: UnixSeconds,
) -> Value {
	let terms = &offer.terms;
	let link = |link: &Link| json!({ "uri": String::from_utf8_lossy(&link.uri), "hash": format!("{:?}", link.hash) });
	json!({
		"offer": id,
		"merchant": offer.merchant,
		"state": state(offer, merchant, now),
		"title": link(&terms.title),
		"picture": terms.picture.as_ref().map(link),
		"price_plancks": plancks(terms.price),
		"issuers": match &terms.issuers {
			Issuers::All => json!("all"),
			Issuers::Only(list) => json!(list.to_vec()),
		},
		"stock": terms.stock,
		"left": offer.left,
		"per_citizen": terms.per_citizen,
		"from": terms.from,
		"until": terms.until,
		"fulfil_within": terms.fulfil_within,
		"unfinished_orders": offer.orders,
		"closed": offer.closed,
	})
}

async fn create(global: &Global, create: Create) -> Result<Done> {
	let file = match &create.terms {
		Some(path) => read_terms(path)?,
		None => TermsFile::default(),
	};
	let chain = global.connect().await?;
	let at = chain.best().await?;
	let clock = clock(&at).await?;
	let terms = terms_of(&create, file, &clock)?;
	let bounds: (u64, u64) =
		(at.constant(REDEMPTION, "MinFulfilment")?, at.constant(REDEMPTION, "MaxFulfilment")?);
	if !(bounds.0..=bounds.1).contains(&terms.fulfil_within) {
		return Err(Failure::Usage(format!(
			"--fulfil-within {}: this chain takes {} to {}",
			duration(terms.fulfil_within),
			duration(bounds.0),
			duration(bounds.1)
		)));
	}
	read::active_merchant(&at, create.merchant, clock.now).await?;
	if !create.again {
		if let Some(offer) = same(&at, create.merchant, &terms).await? {
			global.output().result(
				json!({ "offer": offer, "already": true }),
				format!("offer {offer} has these terms already (--again makes a second one)"),
			);
			return Ok(Done::All);
		}
	}
	offered(global, &chain, create.merchant, &terms, &clock).await
}

async fn offered(
	global: &Global,
	chain: &Chain,
	merchant: ParticipantId,
	terms: &Terms,
	clock: &ClockReading,
) -> Result<Done> {
	let call = Call::new(REDEMPTION, "offer").arg("merchant", &merchant).arg("terms", terms);
	let included = send(chain, &global.signer()?, &call).await?;
	let at = chain.at(included.block).await?;
	at.check_event::<Offered>(REDEMPTION, "Offered")?;
	let event = included
		.find(REDEMPTION, "Offered")
		.ok_or_else(|| Failure::plain("the offer left no event"))?;
	let (offer, ..): Offered = event.decode()?;
	global.output().result(
		json!({ "offer": offer, "already": false, "block": included.number }),
		format!(
			"offer {offer}: {} units at {} TANP, until {} (block {})",
			terms.stock,
			money(terms.price),
			format_time(terms.until, clock.day_offset),
			included.number
		),
	);
	Ok(Done::All)
}

/// An open offer of the merchant with the same terms.
async fn same(at: &At<'_>, merchant: ParticipantId, terms: &Terms) -> Result<Option<OfferId>> {
	let wanted =
		|offer: &OfferView| offer.merchant == merchant && !offer.closed && offer.terms == *terms;
	Ok(offers(at, 0, wanted, 1).await?.first().map(|offer| offer.offer))
}

fn read_terms(path: &Path) -> Result<TermsFile> {
	let bytes = read_file(path, MAX_TERMS_LEN)?;
	let told = |e: &dyn std::fmt::Display| Failure::Plain(format!("{}: {e}", path.display()));
	let text = String::from_utf8(bytes).map_err(|e| told(&e))?;
	let mut terms: TermsFile = toml::from_str(&text).map_err(|e| told(&e))?;
	let folder = path.parent().unwrap_or(Path::new(""));
	for file in [&mut terms.title, &mut terms.picture].into_iter().flatten() {
		*file = folder.join(&*file);
	}
	Ok(terms)
}

fn terms_of(create: &Create, file: TermsFile, clock: &ClockReading) -> Result<Terms> {
	let usage = |message: String| Failure::Usage(message);
	let missing = |what: &str| {
		Failure::Usage(format!("--{what} is missing (or {} in the file)", what.replace('-', "_")))
	};
	let hash = |text: Option<String>| {
		text.map(|text| parse_hash(&text).map_err(Failure::Usage)).transpose()
	};
	let title = link(
		"title",
		(create.title.as_deref(), create.title_hash, create.title_uri.as_deref()),
		(file.title.as_deref(), hash(file.title_hash)?, file.title_uri.as_deref()),
	)?
	.ok_or_else(|| missing("title"))?;
	let picture = link(
		"picture",
		(create.picture.as_deref(), create.picture_hash, create.picture_uri.as_deref()),
		(file.picture.as_deref(), hash(file.picture_hash)?, file.picture_uri.as_deref()),
	)?;
	let price = match (create.price, &file.price) {
		(Some(price), _) => price,
		(None, Some(text)) => parse_money(text).map_err(usage)?,
		(None, None) => return Err(missing("price")),
	};
	if price == 0 {
		return Err(Failure::usage("the price is nothing"));
	}
	let mut issuers = match (create.issuers.as_slice(), file.issuers) {
		([], file) => file.unwrap_or_default(),
		(own, _) => own.to_vec(),
	};
	issuers.sort_unstable();
	issuers.dedup();
	let issuers = match issuers.is_empty() {
		true => Issuers::All,
		false => Issuers::Only(issuers.try_into().map_err(|_| {
			Failure::Usage(format!("an offer names at most {MAX_ISSUERS} issuers"))
		})?),
	};
	let stock = create.stock.or(file.stock).ok_or_else(|| missing("stock"))?;
	let per_citizen = create.per_citizen.or(file.per_citizen).unwrap_or(1);
	if per_citizen == 0 || per_citizen > stock {
		return Err(Failure::Usage(format!(
			"one citizen can order {per_citizen} units of {stock}: expected 1 to {stock}"
		)));
	}
	let today = start_of_today(clock);
	let from = match create.from.as_deref().or(file.from.as_deref()) {
		Some(text) => moment(text, clock)?,
		None => today,
	};
	let until = match create.until.as_deref().or(file.until.as_deref()).unwrap_or("30d") {
		text if parse_duration(text).is_ok() => {
			today.saturating_add(parse_duration(text).unwrap_or_default())
		},
		text => moment(text, clock)?,
	};
	if until <= from || until <= clock.now {
		return Err(Failure::Usage(format!(
			"the offer could be ordered from {} until {}, which is never",
			format_time(from, clock.day_offset),
			format_time(until, clock.day_offset)
		)));
	}
	let within = create.fulfil_within.as_deref().or(file.fulfil_within.as_deref()).unwrap_or("7d");
	let fulfil_within = parse_duration(within).map_err(usage)?;
	Ok(Terms { title, picture, price, issuers, stock, per_citizen, from, until, fulfil_within })
}

type Source<'a> = (Option<&'a Path>, Option<H256>, Option<&'a str>);

/// What is published elsewhere: options count before the file.
fn link(what: &str, options: Source<'_>, file: Source<'_>) -> Result<Option<Link>> {
	let content = match (options, file) {
		((Some(path), ..), _) => Some(hash_of_file(path)?),
		((None, Some(hash), _), _) => Some(hash),
		(_, (Some(path), None, _)) => Some(hash_of_file(path)?),
		(_, (None, hash, _)) => hash,
		(_, (Some(_), Some(_), _)) => {
			return Err(Failure::Usage(format!("{what} and {what}_hash: one of them is enough")));
		},
	};
	match (content, options.2.or(file.2)) {
		(None, None) => Ok(None),
		(Some(_), None) => Err(Failure::Usage(format!("--{what}-uri is missing: where is it?"))),
		(None, Some(_)) => Err(Failure::Usage(format!(
			"--{what} is missing: the file at --{what}-uri (or --{what}-hash)"
		))),
		(Some(hash), Some(uri)) => {
			let unsound = || {
				Failure::Usage(format!(
					"--{what}-uri is no address: expected 1 to {MAX_URI_LEN} printable ASCII \
					 characters without blanks"
				))
			};
			let uri = uri.as_bytes().to_vec().try_into().map_err(|_| unsound())?;
			let link = Link { hash, uri };
			if !link.is_sound() {
				return Err(unsound());
			}
			Ok(Some(link))
		},
	}
}

/// The beginning of the city's day: offers made again on the same day have the same terms.
fn start_of_today(clock: &ClockReading) -> UnixSeconds {
	let local = u64::from(clock.today).saturating_mul(SECONDS_PER_DAY);
	match u64::try_from(clock.day_offset) {
		Ok(ahead) => local.saturating_sub(ahead),
		Err(_) => local.saturating_add(u64::from(clock.day_offset.unsigned_abs())),
	}
}

/// A date (its beginning, by the city's clock) or a time.
fn moment(text: &str, clock: &ClockReading) -> Result<UnixSeconds> {
	if let Ok(today) = parse_date(text) {
		return Ok(start_of_today(&ClockReading { today, ..*clock }));
	}
	parse_time(text, Some(clock.day_offset)).map_err(|e| Failure::Usage(e.to_string()))
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::cli::{Cli, Command as Top};
	use clap::Parser;

	fn clock() -> ClockReading {
		// 2018-09-01 08:00:00 +08:00
		ClockReading { now: 1_535_760_000, day_offset: 28_800, scale: 1, today: 17_775 }
	}

	fn create(arguments: &[&str]) -> Create {
		let line = ["tanpu", "offers", "create", "--merchant", "3"].iter().chain(arguments);
		match Cli::try_parse_from(line).unwrap().command {
			Top::Offers(Command::Create(create)) => *create,
			other => panic!("{other:?}"),
		}
	}

	fn hash() -> String {
		format!("{:?}", H256::repeat_byte(7))
	}

	fn least() -> Vec<String> {
		["--title-hash", &hash(), "--title-uri", "https://a.example/t", "--price", "12.50"]
			.iter()
			.map(ToString::to_string)
			.chain(["--stock".to_owned(), "9".to_owned()])
			.collect()
	}

	fn with<'a>(base: &'a [String], more: &[&'a str]) -> Vec<&'a str> {
		base.iter().map(String::as_str).chain(more.iter().copied()).collect()
	}

	#[test]
	fn the_least_that_makes_an_offer() {
		let base = least();
		let terms = terms_of(&create(&with(&base, &[])), TermsFile::default(), &clock()).unwrap();
		assert_eq!((terms.price, terms.stock, terms.per_citizen), (12_500_000_000_000, 9, 1));
		assert_eq!(terms.issuers, Issuers::All);
		// From the city's midnight, so that the same command on the same day has the same terms.
		assert_eq!(terms.from, 1_535_731_200);
		assert_eq!(terms.until, terms.from + 30 * 86_400);
		assert_eq!(terms.fulfil_within, 7 * 86_400);
		assert!(terms.picture.is_none() && terms.issuers.is_sound() && terms.title.is_sound());
	}

	#[test]
	fn what_is_wrong_is_named() {
		let base = least();
		let told = |more: &[&str]| {
			let create = create(&with(&base, more));
			terms_of(&create, TermsFile::default(), &clock()).unwrap_err().to_string()
		};
		assert!(told(&["--per-citizen", "10"]).contains("expected 1 to 9"));
		assert!(told(&["--until", "2018-09-01"]).contains("never"));
		assert!(told(&["--until", "soon"]).contains("not a time"));
		assert!(told(&["--fulfil-within", "7"]).contains("time span"));
		assert!(told(&["--picture-uri", "https://a.example/p"]).contains("--picture is missing"));
		let missing = terms_of(&create(&[]), TermsFile::default(), &clock()).unwrap_err();
		assert!(missing.to_string().contains("--title is missing"));
		let blank = ["--title-hash", &hash(), "--title-uri", "a b", "--price", "1", "--stock", "1"];
		let error = terms_of(&create(&blank), TermsFile::default(), &clock()).unwrap_err();
		assert!(error.to_string().contains("without blanks"));
	}

	#[test]
	fn a_file_of_terms_and_options_before_it() {
		let folder = std::env::temp_dir().join(format!("tanpu-offer-{}", std::process::id()));
		std::fs::create_dir_all(&folder).unwrap();
		std::fs::write(folder.join("t.md"), "An umbrella").unwrap();
		let path = folder.join("offer.toml");
		let text = "title = \"t.md\"\ntitle_uri = \"https://a.example/t\"\nprice = \"3\"\n\
			issuers = [2, 0, 2]\nstock = 5\nper_citizen = 2\nfrom = \"2018-09-02\"\n\
			until = \"2018-09-10T00:00:00+08:00\"\nfulfil_within = \"36h\"\n";
		std::fs::write(&path, text).unwrap();
		let file = read_terms(&path).unwrap();
		let terms = terms_of(&create(&["--price", "4"]), file, &clock()).unwrap();
		assert_eq!(terms.title.hash, hash_of_file(&folder.join("t.md")).unwrap());
		assert_eq!(terms.price, 4_000_000_000_000);
		assert_eq!(terms.issuers, Issuers::Only(vec![0, 2].try_into().unwrap()));
		assert_eq!((terms.from, terms.until), (1_535_817_600, 1_536_508_800));
		assert_eq!(terms.fulfil_within, 36 * 3_600);
		std::fs::write(&path, format!("{text}colour = \"red\"\n")).unwrap();
		let error = read_terms(&path).unwrap_err().to_string();
		assert!(error.contains("offer.toml") && error.contains("colour"), "{error}");
		std::fs::remove_dir_all(&folder).unwrap();
	}
}
