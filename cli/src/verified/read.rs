//! Classes and what became of them, read at a block.

use crate::{
	commands::hex,
	connection::At,
	escape::escape_bytes,
	failure::{Failure, Result},
	key,
	types::{participants, registry},
};
use pallet_activity_reports::Class;
use pallet_verified_reductions::{
	Case, Certificate, CertificateView, Given, Issuance, Sample, Totals,
};
use sp_core::crypto::AccountId32;
use std::collections::BTreeMap;
use tanpu_primitives::{
	suspension::Suspensions, verification::CertificateId, ClassId, MethodologyRef, ParticipantId,
	UnixSeconds,
};

pub const PALLET: &str = "VerifiedReductions";
pub const REPORTS: &str = "ActivityReports";

/// Classes read at once.
pub const PAGE: u32 = 100;

pub async fn class(at: &At<'_>, id: ClassId) -> Result<Class> {
	at.get(REPORTS, "Classes", key![id])
		.await?
		.ok_or_else(|| Failure::Plain(format!("there is no class {id} (see `tanpu class list`)")))
}

pub async fn case(at: &At<'_>, id: ClassId) -> Result<Option<Case>> {
	at.get(PALLET, "Cases", key![id]).await
}

/// The case of a class that must be sealed.
pub async fn sealed_case(at: &At<'_>, id: ClassId) -> Result<Case> {
	match case(at, id).await? {
		Some(case) => Ok(case),
		None => {
			class(at, id).await?;
			Err(Failure::Plain(format!("class {id} is not sealed yet")))
		},
	}
}

pub async fn sample(at: &At<'_>, id: ClassId) -> Result<Option<Sample>> {
	at.get(PALLET, "Samples", key![id]).await
}

/// Opinions of those assigned last.
pub async fn opinions(at: &At<'_>, id: ClassId) -> Result<Vec<(ParticipantId, Given)>> {
	at.entries(PALLET, "Opinions", key![id]).await
}

pub async fn issuance(at: &At<'_>, id: ClassId) -> Result<Option<Issuance>> {
	at.get(PALLET, "Issuances", key![id]).await
}

pub async fn totals(at: &At<'_>, id: ClassId) -> Result<Option<Totals>> {
	at.view(PALLET, "totals", (id,)).await
}

/// When a class can be sealed.
pub async fn seals_at(at: &At<'_>, id: ClassId) -> Result<Option<UnixSeconds>> {
	at.view(REPORTS, "class_seals_at", (id,)).await
}

/// What a class's freezes have been.
pub async fn freezes(at: &At<'_>, id: ClassId) -> Result<Suspensions<AccountId32>> {
	Ok(at.get(PALLET, "Freezes", key![id]).await?.unwrap_or_default())
}

pub async fn certificate(at: &At<'_>, number: CertificateId) -> Result<Certificate<AccountId32>> {
	at.get(PALLET, "Certificates", key![number]).await?.ok_or_else(|| {
		Failure::Plain(format!("there is no certificate {number} in block {}", at.number()))
	})
}

pub async fn certificate_view(
	at: &At<'_>,
	number: CertificateId,
) -> Result<CertificateView<AccountId32>> {
	let found: Option<CertificateView<AccountId32>> =
		at.view(PALLET, "certificate", (number,)).await?;
	found.ok_or_else(|| {
		Failure::Plain(format!("there is no certificate {number} in block {}", at.number()))
	})
}

/// Names of participants, escaped.
pub async fn names(
	at: &At<'_>,
	ids: impl IntoIterator<Item = ParticipantId>,
) -> Result<BTreeMap<ParticipantId, String>> {
	let mut ids: Vec<ParticipantId> = ids.into_iter().collect();
	ids.sort_unstable();
	ids.dedup();
	let keys = ids.iter().map(|id| key![id]).collect();
	let found: Vec<Option<participants::Participant>> =
		at.get_many(participants::PALLET, "Participants", keys).await?;
	Ok(ids
		.into_iter()
		.zip(found)
		.filter_map(|(id, found)| Some((id, escape_bytes(&found?.name))))
		.collect())
}

/// A participant's name, or nothing.
pub fn named(names: &BTreeMap<ParticipantId, String>, id: ParticipantId) -> String {
	match names.get(&id) {
		Some(name) => format!("{id} {name}"),
		None => id.to_string(),
	}
}

/// A methodology version's texts, found by the hash of its content.
pub async fn methodology(
	at: &At<'_>,
	reference: MethodologyRef,
) -> Result<(registry::Version, registry::Texts)> {
	let (_, version) =
		crate::commands::version_of(at, reference.methodology, Some(reference.version)).await?;
	let texts: Option<registry::Texts> =
		at.get(registry::PALLET, "TextsOf", key![reference.methodology, reference.version]).await?;
	let texts = texts.ok_or_else(|| {
		Failure::Plain(format!(
			"the chain has no texts of methodology {} version {} (content {})",
			reference.methodology,
			reference.version,
			hex(version.content_hash)
		))
	})?;
	Ok((version, texts))
}

/// A methodology's title for people, escaped.
pub fn title(texts: &registry::Texts) -> String {
	let (zh, en) = (escape_bytes(&texts.title_zh), escape_bytes(&texts.title_en));
	match (zh.is_empty(), en.is_empty()) {
		(false, false) => format!("{zh} / {en}"),
		(true, _) => en,
		(_, true) => zh,
	}
}
