//! Tables for auditors: read page by page at one block, each file complete or not there.

use super::{line, ties, Unfinished};
use crate::{
	cli::Global,
	commands::clock,
	connection::At,
	failure::{Done, Failure, Result},
	key,
	output::{grouped, table},
	shop::text::write_whole,
	types::{
		participants::{self, LicenceTerms, Participant},
		reports::Batch,
	},
	verified::{
		read::{self, PALLET, REPORTS},
		words,
	},
};
use codec::{Decode, DecodeAll};
use pallet_activity_reports::Class;
use pallet_verified_reductions::{Case, Certificate, Issuance};
use serde_json::{json, Value};
use sp_core::{crypto::AccountId32, H256};
use std::{future::Future, path::Path, pin::Pin};
use tanpu_primitives::{
	attestation::disposition_word,
	verification::{CertificateId, ExchangeFields},
	BatchIndex, Be16, Be32, CitizenId, ClassId, OperatorId, ParticipantId, Position,
};

/// What the folder says of itself.
const MANIFEST: &str = "manifest.json";
/// Entries read at once.
const PAGE: u32 = 500;

/// The tables, in the order in which they are written, and what a row of each is.
const TABLES: [(&str, &str); 7] = [
	(
		"operators",
		"operator,name,holder,owner,licensed,expires,standing",
	),
	(
		"classes",
		"class,operator,methodology,version,month,records,batches,credited,grams,entrusted,self_held,\
		 reward_only,stage,sealed_at,verifiers_needed",
	),
	(
		"issuances",
		"class,issued_at,risk,issued,held,listed,pool,claimable,buffer,retired,cancelled,recalled,own_buffer,\
		 from_pool,topped_up,bonded,short,replaced,certificates,frozen,adjustment_declaration,\
		 adjustment_status",
	),
	(
		"certificates",
		"certificate,class,from,to,grams,by,beneficiary,purpose,block,at",
	),
	("holders", "class,account,grams"),
	(
		"batches",
		"batch,id,operator,methodology,version,rows,credited,grams,block,extrinsic,processed_at,evidence_root",
	),
	("positions", "operator,citizen,enrolled,disposition,grams,unsettled"),
];

pub async fn run(global: &Global, block: Option<&str>, out: &Path) -> Result<Done> {
	let chain = global.connect().await?;
	std::fs::create_dir_all(out).map_err(|e| Failure::file("create", out, e))?;
	let manifest = out.join(MANIFEST);
	let began = began(&manifest)?;
	let genesis = format!("{:?}", chain.genesis());
	let at = match (block, &began) {
		(Some(block), _) => chain.block(block).await?,
		(None, Some((_, hash))) => chain.block(hash).await?,
		(None, None) => chain.finalised().await?,
	};
	let hash = format!("{:?}", at.hash());
	match began {
		Some(before) if before != (genesis.clone(), hash.clone()) => {
			return Err(Failure::Usage(format!(
				"{} holds an export of block {} of the chain {}: take another folder, or empty it",
				out.display(),
				before.1,
				before.0
			)))
		},
		Some(_) => global.output().note(format!("going on with block {} ({hash})", at.number())),
		None => {
			let clock = clock(&at).await?;
			let text = json!({
				"format": "tanpu-export",
				"version": 1,
				"genesis": genesis,
				"block": at.number(),
				"hash": hash,
				"time": clock.now,
				"tables": TABLES.map(|(name, _)| format!("{name}.csv")),
			});
			write_whole(&manifest, &format!("{text:#}\n"))?;
		},
	}
	let export = Export { at: &at, global, out };
	let mut counts: Vec<(String, u64)> = Vec::new();
	for (name, header) in TABLES {
		counts.push((name.to_owned(), export.table(name, header).await?));
	}
	let checked = ties::check(out)?;
	let shown = counts.iter().map(|(name, count)| vec![format!("{name}.csv"), grouped(*count)]);
	let mut text = table(&["table", "rows"], shown);
	for problem in &checked.problems {
		text.push_str(&format!("\nDOES NOT TIE: {problem}"));
	}
	text.push_str(&format!(
		"\n{} of {} comparisons tie at block {}: {}",
		checked.compared - checked.problems.len(),
		checked.compared,
		at.number(),
		out.display()
	));
	let tables: Vec<Value> =
		counts.iter().map(|(name, count)| json!({ "table": name, "rows": count })).collect();
	global.output().result(
		json!({
			"block": at.number(),
			"hash": hash,
			"genesis": genesis,
			"folder": out.display().to_string(),
			"tables": tables,
			"compared": checked.compared,
			"ties": checked.problems.is_empty(),
			"differences": checked.problems,
			"totals": checked.totals,
		}),
		text,
	);
	Ok(if checked.problems.is_empty() { Done::All } else { Done::Different })
}

/// Chain and block of an export that was begun in a folder.
fn began(manifest: &Path) -> Result<Option<(String, String)>> {
	if !manifest.exists() {
		return Ok(None);
	}
	let bytes = std::fs::read(manifest).map_err(|e| Failure::file("read", manifest, e))?;
	let bad = || Failure::Plain(format!("{} is no manifest of an export", manifest.display()));
	let found: Value = serde_json::from_slice(&bytes).map_err(|_| bad())?;
	if found["format"] != "tanpu-export" || found["version"] != 1 {
		return Err(bad());
	}
	match (found["genesis"].as_str(), found["hash"].as_str()) {
		(Some(genesis), Some(hash)) => Ok(Some((genesis.to_owned(), hash.to_owned()))),
		_ => Err(bad()),
	}
}

struct Export<'a> {
	at: &'a At<'a>,
	global: &'a Global,
	out: &'a Path,
}

/// Where a table goes on, and its rows.
struct Page {
	rows: Vec<String>,
	/// None after the last.
	next: Option<Cursor>,
}

/// A number to go on from, or a raw key.
#[derive(Clone)]
enum Cursor {
	Number(u32),
	Key(Vec<u8>),
}

impl Cursor {
	fn number(&self) -> u32 {
		match self {
			Self::Number(number) => *number,
			Self::Key(_) => 0,
		}
	}
	fn key(&self) -> Option<&[u8]> {
		match self {
			Self::Number(_) => None,
			Self::Key(key) => Some(key),
		}
	}
}

type Reading<'f> = Pin<Box<dyn Future<Output = Result<Page>> + 'f>>;

impl Export<'_> {
	/// Writes a table unless it is complete. Returns how many rows it has.
	async fn table(&self, name: &str, header: &str) -> Result<u64> {
		let path = self.out.join(format!("{name}.csv"));
		if path.exists() {
			let rows = ties::rows(&path)?;
			self.global.output().note(format!("{name}.csv is complete: {} rows", grouped(rows)));
			return Ok(rows);
		}
		let bar = self.global.output().spinner(&format!("{name}.csv"));
		let mut file = Unfinished::create(&path)?;
		file.write(&format!("{header}\n"))?;
		let mut count = 0u64;
		let mut next = Some(Cursor::Number(0));
		while let Some(cursor) = next {
			let page = self.page(name, cursor).await?;
			for row in &page.rows {
				file.write(row)?;
			}
			count += u64::try_from(page.rows.len()).unwrap_or(0);
			bar.set_message(format!("{name}.csv: {} rows", grouped(count)));
			next = page.next;
		}
		file.finish()?;
		bar.finish_and_clear();
		Ok(count)
	}

	fn page<'f>(&'f self, name: &str, cursor: Cursor) -> Reading<'f> {
		match name {
			"operators" => Box::pin(self.operators()),
			"classes" => Box::pin(self.classes(cursor.number())),
			"issuances" => Box::pin(self.issuances(cursor.number())),
			"certificates" => Box::pin(self.certificates(cursor.number())),
			"holders" => Box::pin(self.holders(cursor)),
			"batches" => Box::pin(self.batches(cursor.number())),
			_ => Box::pin(self.positions(cursor)),
		}
	}

	async fn operators(&self) -> Result<Page> {
		let now = clock(self.at).await?.now;
		let all: Vec<(ParticipantId, Participant)> =
			self.at.entries(participants::PALLET, "Participants", key![]).await?;
		let rows = all
			.iter()
			.filter(|(_, found)| matches!(found.terms, LicenceTerms::Operator { .. }))
			.map(|(id, found)| {
				line([
					id.to_string(),
					String::from_utf8_lossy(&found.name).into_owned(),
					found.holder.to_string(),
					format!("{:?}", found.owner),
					found.registered.to_string(),
					found.expires.to_string(),
					found.standing(now).to_owned(),
				])
			})
			.collect();
		Ok(Page { rows, next: None })
	}

	/// The numbers from `from` on, at most a page, and where to go on.
	async fn numbers(
		&self,
		pallet: &str,
		counter: &str,
		from: u32,
	) -> Result<(Vec<u32>, Option<Cursor>)> {
		let end: u32 = self.at.get(pallet, counter, key![]).await?.unwrap_or_default();
		let to = end.min(from.saturating_add(PAGE));
		Ok(((from..to).collect(), (to < end).then_some(Cursor::Number(to))))
	}

	async fn classes(&self, from: ClassId) -> Result<Page> {
		let (ids, next) = self.numbers(REPORTS, "NextClassId", from).await?;
		let keys = || ids.iter().map(|id| key![id]).collect();
		let classes: Vec<Option<Class>> = self.at.get_many(REPORTS, "Classes", keys()).await?;
		let cases: Vec<Option<Case>> = self.at.get_many(PALLET, "Cases", keys()).await?;
		let mut rows = Vec::new();
		for ((id, class), case) in ids.iter().zip(classes).zip(cases) {
			let Some(class) = class else { continue };
			let (credited, grams, by) = match &case {
				Some(case) => (case.info.credited, case.info.grams, case.info.by_disposition),
				None => (class.credited, class.grams, class.by_disposition),
			};
			rows.push(line([
				id.to_string(),
				class.operator.to_string(),
				class.methodology.methodology.to_string(),
				class.methodology.version.to_string(),
				words::month(class.month),
				class.records.to_string(),
				class.batches.to_string(),
				credited.to_string(),
				grams.to_string(),
				by.entrusted.to_string(),
				by.self_held.to_string(),
				by.reward_only.to_string(),
				case.as_ref().map_or("open", |case| words::stage(&case.stage)).to_owned(),
				case.as_ref().map_or(String::new(), |case| case.sealed_at.to_string()),
				case.as_ref().map_or(String::new(), |case| case.needed.to_string()),
			]));
		}
		Ok(Page { rows, next })
	}

	async fn issuances(&self, from: ClassId) -> Result<Page> {
		let (ids, next) = self.numbers(REPORTS, "NextClassId", from).await?;
		let keys = ids.iter().map(|id| key![id]).collect();
		let found: Vec<Option<Issuance>> = self.at.get_many(PALLET, "Issuances", keys).await?;
		let now = clock(self.at).await?.now;
		let mut rows = Vec::new();
		for (id, issuance) in ids.iter().zip(found) {
			let Some(issuance) = issuance else { continue };
			let totals = read::totals(self.at, *id).await?.ok_or_else(|| {
				Failure::Plain(format!("the chain tells no totals of the issued class {id}"))
			})?;
			let frozen = read::freezes(self.at, *id).await?.current(now).is_some();
			let exchange: ExchangeFields =
				self.at.get(PALLET, "Exchange", key![id]).await?.unwrap_or_default();
			let recall = issuance.recall;
			let numbers = [
				issuance.issued,
				totals.held,
				totals.listed,
				totals.pool,
				totals.claimable,
				totals.buffer,
				totals.retired,
				totals.cancelled,
				recall.recalled,
				recall.own_buffer,
				recall.pool,
				recall.topped_up,
				recall.bonded,
				recall.short,
				recall.replaced,
				u64::from(issuance.certificates),
			];
			let mut cells = vec![
				id.to_string(),
				issuance.at.to_string(),
				words::risk(issuance.kind).to_owned(),
			];
			cells.extend(numbers.iter().map(ToString::to_string));
			cells.push(if frozen { "yes" } else { "no" }.to_owned());
			cells.push(words::declaration(exchange.adjustment_declaration).to_owned());
			cells.push(words::adjustment(exchange.adjustment_status).to_owned());
			rows.push(line(cells));
		}
		Ok(Page { rows, next })
	}

	async fn certificates(&self, from: CertificateId) -> Result<Page> {
		let (ids, next) = self.numbers(PALLET, "NextCertificateId", from).await?;
		let keys = ids.iter().map(|id| key![id]).collect();
		let found: Vec<Option<Certificate<AccountId32>>> =
			self.at.get_many(PALLET, "Certificates", keys).await?;
		let mut rows = Vec::new();
		for (id, found) in ids.iter().zip(found) {
			let found = found.ok_or_else(|| {
				Failure::Plain(format!("certificate {id} is not there: certificates never go"))
			})?;
			rows.push(line([
				id.to_string(),
				found.class.to_string(),
				found.from.to_string(),
				found.from.saturating_add(found.grams).saturating_sub(1).to_string(),
				found.grams.to_string(),
				found.by.to_string(),
				String::from_utf8_lossy(&found.beneficiary).into_owned(),
				String::from_utf8_lossy(&found.purpose).into_owned(),
				found.block.to_string(),
				found.at.to_string(),
			]));
		}
		Ok(Page { rows, next })
	}

	/// What holders have of the assets: pools and buffers are accounts of the pallet's.
	async fn holders(&self, cursor: Cursor) -> Result<Page> {
		let page = self.at.page("Assets", "Account", &[], cursor.key(), PAGE).await?;
		let next = following(&page);
		let mut rows = Vec::new();
		for (key, value) in page {
			let (class, account) = holder(&key).ok_or_else(|| {
				Failure::plain("this tool does not fit the chain's Assets.Account")
			})?;
			// The balance comes first; what follows is the runtime's own and not looked at.
			let grams = u64::decode(&mut value.as_slice())
				.map_err(|_| Failure::plain("this tool does not fit the chain's Assets.Account"))?;
			rows.push(line([class.to_string(), account.to_string(), grams.to_string()]));
		}
		Ok(Page { rows, next })
	}

	async fn batches(&self, from: BatchIndex) -> Result<Page> {
		let (ids, next) = self.numbers(REPORTS, "NextBatchIndex", from).await?;
		let keys = ids.iter().map(|id| key![id]).collect();
		let found: Vec<Option<Batch>> = self.at.get_many(REPORTS, "Batches", keys).await?;
		let rows = ids
			.iter()
			.zip(found)
			.filter_map(|(id, found)| Some((id, found?)))
			.map(|(id, found)| {
				let root = found.evidence_root.map(|root: H256| format!("{root:?}"));
				line([
					id.to_string(),
					crate::commands::hex(found.id),
					found.operator.to_string(),
					found.methodology.methodology.to_string(),
					found.methodology.version.to_string(),
					found.rows.to_string(),
					found.credited.to_string(),
					found.grams.to_string(),
					found.block.to_string(),
					found.extrinsic.to_string(),
					found.processed_at.to_string(),
					root.unwrap_or_default(),
				])
			})
			.collect();
		Ok(Page { rows, next })
	}

	async fn positions(&self, cursor: Cursor) -> Result<Page> {
		let page = self.at.page("CarbonAccounts", "Positions", &[], cursor.key(), PAGE).await?;
		let next = following(&page);
		let mut rows = Vec::new();
		for (key, value) in page {
			let bad =
				|| Failure::plain("this tool does not fit the chain's CarbonAccounts.Positions");
			let (operator, citizen) = <(Be16, Be32)>::decode_all(&mut key.as_slice())
				.map(|(operator, citizen)| (OperatorId::from(operator), CitizenId::from(citizen)))
				.map_err(|_| bad())?;
			let position = Position::decode_all(&mut value.as_slice()).map_err(|_| bad())?;
			let unsettled: Vec<String> = position
				.contributions
				.iter()
				.map(|(class, grams)| format!("{class}:{grams}"))
				.collect();
			rows.push(line([
				operator.to_string(),
				citizen.to_string(),
				if position.enrolled { "yes" } else { "no" }.to_owned(),
				disposition_word(position.disposition).to_owned(),
				position.grams.to_string(),
				unsettled.join(" "),
			]));
		}
		Ok(Page { rows, next })
	}
}

/// Where a page of raw keys goes on; none where it was the last.
fn following(page: &[(Vec<u8>, Vec<u8>)]) -> Option<Cursor> {
	let full = page.len() >= usize::try_from(PAGE).unwrap_or(usize::MAX);
	page.last().filter(|_| full).map(|(key, _)| Cursor::Key(key.clone()))
}

/// Asset and account of a key whose hashers keep both (Blake2_128Concat).
fn holder(key: &[u8]) -> Option<(ClassId, AccountId32)> {
	let class = ClassId::decode(&mut key.get(16..20)?).ok()?;
	let account: [u8; 32] = key.get(36..68)?.try_into().ok()?;
	(key.len() == 68).then(|| (class, AccountId32::new(account)))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_holder_s_key_is_taken_apart() {
		let mut key = vec![9; 16];
		key.extend([7, 0, 0, 0]);
		key.extend([8; 16]);
		key.extend([5; 32]);
		assert_eq!(holder(&key), Some((7, AccountId32::new([5; 32]))));
		key.push(0);
		assert_eq!(holder(&key), None);
		assert_eq!(holder(&key[..40]), None);
	}

	#[test]
	fn a_short_page_is_the_last() {
		let entry = |n: u32| (n.to_be_bytes().to_vec(), vec![]);
		assert!(following(&[entry(1)]).is_none());
		let full: Vec<_> = (0..PAGE).map(entry).collect();
		assert_eq!(following(&full).unwrap().key(), Some(&(PAGE - 1).to_be_bytes()[..]));
	}
}
