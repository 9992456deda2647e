//! What the council decides about the market: what revoked operators left, and the common good.

use super::{
	text::{grams as grams_text, price as price_text},
	trade::with_terms,
	Terms, PALLET,
};
use crate::{
	call::Call,
	cli::{Approval, Global},
	commands::{clock, participants::hash_of},
	council::decide,
	failure::{Done, Result},
	money::money,
	shop::text::plancks,
};
use codec::Compact;
use serde_json::json;
use sp_core::crypto::AccountId32;
use tanpu_primitives::{Balance, ClassId};

pub async fn offer(
	global: &Global,
	class: ClassId,
	terms: &Terms,
	approval: &Approval,
) -> Result<Done> {
	let chain = global.connect().await?;
	let clock = clock(&chain.best().await?).await?;
	let call = with_terms("offer_revoked_pool", class, terms, &clock)?;
	let motion = decide(&chain, &global.signer()?, &call, &approval.keys()?).await?;
	let mut json = motion.json();
	json["class"] = json!(class);
	let what = format!(
		"{} of the pool of class {class} on offer at {} TANP a tonne",
		grams_text(terms.grams),
		price_text(terms.price)
	);
	global.output().result(json, motion.text(&what));
	Ok(Done::All)
}

pub async fn withdraw(global: &Global, class: ClassId, approval: &Approval) -> Result<Done> {
	let chain = global.connect().await?;
	let call = Call::new(PALLET, "withdraw_revoked_pool").arg("class", &class);
	let motion = decide(&chain, &global.signer()?, &call, &approval.keys()?).await?;
	let mut json = motion.json();
	json["class"] = json!(class);
	global
		.output()
		.result(json, motion.text(&format!("the pool of class {class} is no longer on offer")));
	Ok(Done::All)
}

pub async fn show_common_good(global: &Global) -> Result<Done> {
	let chain = global.connect().await?;
	let left: Balance = chain.head().await?.view(PALLET, "common_good", ()).await?;
	global.output().result(
		json!({ "common_good_plancks": plancks(left) }),
		format!("{} TANP of the common good can be spent", money(left)),
	);
	Ok(Done::All)
}

pub async fn spend_common_good(
	global: &Global,
	amount: Balance,
	to: &AccountId32,
	purpose: &str,
	approval: &Approval,
) -> Result<Done> {
	let chain = global.connect().await?;
	let call = Call::new(PALLET, "spend_common_good")
		.arg("recipient", to)
		.arg("amount", &Compact(amount))
		.arg("purpose", &hash_of(purpose));
	let motion = decide(&chain, &global.signer()?, &call, &approval.keys()?).await?;
	let what = format!("{} TANP of the common good to {to}", money(amount));
	global.output().result(motion.json(), motion.text(&what));
	Ok(Done::All)
}
