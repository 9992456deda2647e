//! A file per command.

pub mod accounts;
pub mod batches;
pub mod bond;
pub mod campaigns;
pub mod certificate;
pub mod chain;
pub mod class;
pub mod council;
pub mod device;
pub mod emergency;
pub mod explain;
pub mod export;
pub mod fund;
pub mod groups;
pub mod growth;
pub mod identity;
pub mod interchange;
pub mod keys;
pub mod market;
pub mod merchant;
pub mod methodology;
pub mod objects;
pub mod offers;
pub mod operator;
pub mod orders;
pub mod participants;
pub mod pay;
pub mod points;
pub mod records;
pub mod report;
pub mod reversals;
pub mod series;
pub mod settlement;
pub mod solvency;
pub mod trace;
pub mod validator;
pub mod verifier;
pub mod wind_up;

use crate::{
	connection::At,
	failure::{Failure, Result},
	types::{api::ClockReading, registry::Version},
};
use tanpu_primitives::{MethodologyId, MethodologyRef, VersionNumber};

/// The chain's clock.
pub async fn clock(at: &At<'_>) -> Result<ClockReading> {
	at.call("CarbonApi", "clock", ()).await
}

/// A version of a methodology: the one asked for, or the latest.
pub async fn version_of(
	at: &At<'_>,
	methodology: MethodologyId,
	version: Option<VersionNumber>,
) -> Result<(MethodologyRef, Version)> {
	use crate::{key, types::registry::*};
	let version = match version {
		Some(version) => version,
		None => {
			let found: Option<Methodology> =
				at.get(PALLET, "Methodologies", key![methodology]).await?;
			found
				.ok_or_else(|| Failure::Plain(format!("there is no methodology {methodology}")))?
				.latest
		},
	};
	let found: Option<Version> = at.get(PALLET, "Versions", key![methodology, version]).await?;
	let found = found.ok_or_else(|| {
		Failure::Plain(format!("there is no version {version} of methodology {methodology}"))
	})?;
	Ok((MethodologyRef { methodology, version }, found))
}

/// A hash as `0x...`.
pub fn hex(bytes: impl AsRef<[u8]>) -> String {
	format!("0x{}", hex::encode(bytes))
}
