//! What anybody does with a class, one transaction each.

use crate::{
	call::Call,
	cli::Global,
	connection::Chain,
	failure::{Done, Failure, Result},
	output::grouped,
	shop::read::citizen,
	transaction::{send, Included},
	verified::{
		read::{self, PALLET},
		words,
	},
};
use codec::Compact;
use pallet_verified_reductions::Stage;
use serde_json::json;
use sp_core::H256;
use subxt_signer::sr25519::Keypair;
use tanpu_primitives::{CitizenId, ClassId, Grams};

/// One of the calls that take a class only.
pub fn call(name: &'static str, class: ClassId) -> Call {
	Call::new(PALLET, name).arg("class", &class)
}

/// Sends one of them, and tells where the class stands then.
pub async fn take(
	chain: &Chain,
	key: &Keypair,
	name: &'static str,
	class: ClassId,
) -> Result<(Included, String)> {
	let included = send(chain, key, &call(name, class)).await?;
	let at = chain.at(included.block).await?;
	let case = read::case(&at, class).await?;
	let told = match (name, case.map(|case| case.stage)) {
		("sweep", _) => "what was left unclaimed is cancelled".to_owned(),
		(_, Some(Stage::Referred { cause })) => {
			format!("the council decides: {}", words::referral(cause))
		},
		(_, Some(Stage::Noticed { grams, .. })) => {
			format!("{} g are in public notice", grouped(grams))
		},
		(_, Some(Stage::Sampled)) => {
			let sample = read::sample(&at, class).await?;
			sample.map_or_else(String::new, |sample| {
				let list: Vec<String> = sample.verifiers.iter().map(ToString::to_string).collect();
				format!("{} points, verifiers {}", sample.points, list.join(", "))
			})
		},
		(_, Some(Stage::Issued)) => {
			let issued = read::issuance(&at, class).await?.map_or(0, |found| found.issued);
			format!("{} g issued", grouped(issued))
		},
		(_, Some(stage)) => words::stage(&stage).to_owned(),
		(_, None) => String::new(),
	};
	Ok((included, told))
}

pub async fn step(global: &Global, name: &'static str, class: ClassId) -> Result<Done> {
	let key = global.signer()?;
	let chain = global.connect().await?;
	let (included, told) = take(&chain, &key, name, class).await?;
	let at = chain.at(included.block).await?;
	let stage = read::case(&at, class).await?.map(|case| words::stage(&case.stage));
	global.output().result(
		json!({ "class": class, "step": name, "stage": stage, "block": included.number }),
		format!("{name} of class {class} (block {}): {told}", included.number),
	);
	Ok(Done::All)
}

pub async fn claim(global: &Global, class: ClassId, who: Option<&str>) -> Result<Done> {
	let key = global.signer()?;
	let chain = global.connect().await?;
	let who = citizen(&chain.head().await?, who, || Ok(key.clone())).await?;
	let included = send(&chain, &key, &call("claim", class).arg("citizen", &who)).await?;
	let event = included
		.find(PALLET, "Claimed")
		.ok_or_else(|| Failure::plain("the chain left no Claimed event"))?;
	let (_, _, contributed, grams) = event.decode::<(ClassId, CitizenId, Grams, Grams)>()?;
	let asset = match grams {
		0 => String::new(),
		_ => format!(" (asset {class}, as wallets show it)"),
	};
	global.output().result(
		json!({
			"class": class,
			"citizen": who,
			"contributed": contributed,
			"grams": grams,
			"block": included.number,
		}),
		format!(
			"citizen {who} contributed {} g to class {class} and has {} g of it{asset} (block {})",
			grouped(contributed),
			grouped(grams),
			included.number
		),
	);
	Ok(Done::All)
}

pub async fn object(global: &Global, class: ClassId, content: H256) -> Result<Done> {
	let key = global.signer()?;
	let chain = global.connect().await?;
	let included = send(&chain, &key, &call("object", class).arg("content", &content)).await?;
	let event = included
		.find(PALLET, "Objected")
		.ok_or_else(|| Failure::plain("the chain left no Objected event"))?;
	let (_, number, ..) = event.decode::<(ClassId, u32, sp_core::crypto::AccountId32, H256)>()?;
	global.output().result(
		json!({
			"class": class,
			"objection": number,
			"content": format!("{content:?}"),
			"block": included.number,
		}),
		format!(
			"objection {number} to class {class}, document {content:?} (block {}); any council member \
			 can halt the issuance\nthe deposit comes back with: tanpu class close-objection {class} \
			 {number}",
			included.number
		),
	);
	Ok(Done::All)
}

pub async fn close_objection(global: &Global, class: ClassId, number: u32) -> Result<Done> {
	let key = global.signer()?;
	let chain = global.connect().await?;
	let included =
		send(&chain, &key, &call("close_objection", class).arg("number", &number)).await?;
	global.output().result(
		json!({ "class": class, "objection": number, "closed": true, "block": included.number }),
		format!(
			"the deposit of objection {number} to class {class} is back (block {})",
			included.number
		),
	);
	Ok(Done::All)
}

pub async fn replace(global: &Global, class: ClassId, with: ClassId, grams: Grams) -> Result<Done> {
	let key = global.signer()?;
	let chain = global.connect().await?;
	let call = call("replace", class).arg("with", &with).arg("grams", &Compact(grams));
	let included = send(&chain, &key, &call).await?;
	let issuance = read::issuance(&chain.at(included.block).await?, class).await?;
	let open = issuance.map_or(0, |found| found.recall.open());
	global.output().result(
		json!({
			"class": class,
			"with": with,
			"grams": grams,
			"open": open,
			"block": included.number,
		}),
		format!(
			"{} g of class {with} are cancelled for what was recalled of class {class} (block {}); {} g are \
			 still to be replaced",
			grouped(grams),
			included.number,
			grouped(open)
		),
	);
	Ok(Done::All)
}
