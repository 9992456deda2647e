//! `tanpu participants`.

use crate::{
	call::Call,
	cli::{parse_account, parse_hash, Approval, Global},
	commands::{bond::bond_of, clock, device::count_of, fund::plancks},
	connection::{At, Chain},
	council::{decide, execute},
	escape::escape_bytes,
	failure::{Done, Failure, Result},
	key,
	money::{money, parse_money},
	output::{fields, grouped, table},
	time::{format_time, parse_time},
	transaction::send,
	types::participants::{LicenceTerms, Participant, Scope, MAX_NAME_LEN, MAX_SCOPE, PALLET},
};
use serde_json::{json, Value};
use sp_core::{crypto::AccountId32, sr25519, H256};
use sp_crypto_hashing::blake2_256;
use tanpu_primitives::{Balance, MethodologyId, ParticipantId};

#[derive(clap::Subcommand, Debug)]
pub enum Command {
	/// All participants.
	#[command(after_help = "Example:\n  tanpu participants list")]
	List,
	/// One participant: licence, reporting keys.
	#[command(after_help = "Example:\n  tanpu participants show 0")]
	Show {
		/// The participant's number.
		participant: ParticipantId,
	},
	/// License a scene operator (council).
	#[command(after_help = "Examples:\n  \
		tanpu --key-file member.key participants license-operator --holder 5F... --name \"Shenzhen Metro\" \
		--entity \"91440300...\" --daily-quota 2000000\n  \
		tanpu --suri //Alice participants license-operator --holder 5F... --name Metro --entity metro \
		--approve-with //Bob")]
	LicenseOperator {
		#[command(flatten)]
		licence: Licence,
		/// Methodologies that it may report under, as 0,3,7; all unless said.
		#[arg(long, value_delimiter = ',')]
		scope: Vec<MethodologyId>,
		/// Records that it may report in a day.
		#[arg(long, default_value_t = 1_000_000)]
		daily_quota: u32,
		/// TANP that must be bonded for it to report: see `tanpu bond`.
		#[arg(long, value_name = "AMOUNT", value_parser = parse_money, default_value = "0")]
		bond: Balance,
	},
	/// License an identity provider (council).
	#[command(after_help = "Example:\n  \
		tanpu --key-file member.key participants license-provider --holder 5F... --name \"City ID\" \
		--entity city-id --attestation-key 5D...")]
	LicenseProvider {
		#[command(flatten)]
		licence: Licence,
		/// The key that signs attestations: SS58 or hex; sr25519.
		#[arg(long, value_parser = parse_account, value_name = "KEY")]
		attestation_key: AccountId32,
	},
	/// License a verifier (council).
	#[command(after_help = "Example:\n  \
		tanpu --key-file member.key participants license-verifier --holder 5F... --name TUV --entity tuv")]
	LicenseVerifier {
		#[command(flatten)]
		licence: Licence,
		/// Methodologies that it may verify, as 0,3,7; all unless said.
		#[arg(long, value_delimiter = ',')]
		scope: Vec<MethodologyId>,
	},
	/// License a merchant (council).
	#[command(after_help = "Example:\n  \
		tanpu --key-file member.key participants license-merchant --holder 5F... --name Cafe --entity cafe")]
	LicenseMerchant {
		#[command(flatten)]
		licence: Licence,
	},
	/// Suspend a participant at once, as one council member; lapses unless the council confirms it.
	#[command(after_help = "Example:\n  \
		tanpu --key-file member.key participants suspend 0 --reason \"forged trips, file 12\"")]
	Suspend {
		/// The participant's number.
		participant: ParticipantId,
		/// The reasons: a text, whose hash goes on chain, or 0x and the hash of a document.
		#[arg(long)]
		reason: String,
	},
	/// Confirm a suspension (council).
	#[command(after_help = "Example:\n  tanpu --key-file member.key participants confirm 0")]
	Confirm {
		/// The participant's number.
		participant: ParticipantId,
		#[command(flatten)]
		approval: Approval,
	},
	/// Lift a suspension (council).
	#[command(after_help = "Example:\n  tanpu --key-file member.key participants lift 0")]
	Lift {
		/// The participant's number.
		participant: ParticipantId,
		#[command(flatten)]
		approval: Approval,
	},
	/// Revoke a licence for good (council).
	#[command(after_help = "Example:\n  tanpu --key-file member.key participants revoke 0")]
	Revoke {
		/// The participant's number.
		participant: ParticipantId,
		#[command(flatten)]
		approval: Approval,
	},
	/// Let a key report for an operator, or no longer; signed by the operator's holder. A key can
	/// always take itself away.
	#[command(after_help = "Examples:\n  \
		tanpu --key-file treasury.key participants set-reporter 0 5C...\n  \
		tanpu --key-file treasury.key participants set-reporter 0 5C... --disable\n  \
		tanpu --key-file reporter.key participants set-reporter 0 5C... --disable")]
	SetReporter {
		/// The operator's number.
		operator: ParticipantId,
		/// The key: SS58 or hex.
		#[arg(value_parser = parse_account)]
		key: AccountId32,
		/// Take the key away: signed by the holder, or by the key itself.
		#[arg(long)]
		disable: bool,
	},
}

#[derive(clap::Args, Debug)]
pub struct Licence {
	/// The account that funds and is paid (the treasury): SS58 or hex.
	#[arg(long, value_parser = parse_account)]
	holder: AccountId32,
	/// Public name.
	#[arg(long)]
	name: String,
	/// The legal entity: a text, whose hash goes on chain, or 0x and the hash. Equal for related
	/// parties.
	#[arg(long)]
	entity: String,
	/// When the licence runs out: RFC 3339, or a number of days from now.
	#[arg(long, default_value = "3650")]
	expires: String,
	#[command(flatten)]
	approval: Approval,
}

pub async fn run(global: &Global, command: Command) -> Result<Done> {
	let output = global.output();
	match command {
		Command::List => {
			let chain = global.connect().await?;
			let at = chain.head().await?;
			let clock = clock(&at).await?;
			let all: Vec<(ParticipantId, Participant)> =
				at.entries(PALLET, "Participants", key![]).await?;
			let rows = all.iter().map(|(id, found)| {
				vec![
					id.to_string(),
					found.terms.role().to_owned(),
					escape_bytes(&found.name),
					found.standing(clock.now).to_owned(),
					format_time(found.expires, clock.day_offset),
					found.holder.to_string(),
				]
			});
			let text = table(&["number", "role", "name", "standing", "expires", "holder"], rows);
			let list: Vec<Value> =
				all.iter().map(|(id, found)| participant_json(*id, found, clock.now)).collect();
			output.result(json!(list), text);
		},
		Command::Show { participant } => {
			let chain = global.connect().await?;
			let at = chain.head().await?;
			let clock = clock(&at).await?;
			let found: Participant = at
				.get(PALLET, "Participants", key![participant])
				.await?
				.ok_or_else(|| Failure::Plain(format!("there is no participant {participant}")))?;
			let reporters: Vec<AccountId32> =
				at.get(PALLET, "OperatorReporters", key![participant]).await?.unwrap_or_default();
			let reporters: Vec<String> = reporters.iter().map(ToString::to_string).collect();
			let mut rows = vec![
				("number", participant.to_string()),
				("role", found.terms.role().to_owned()),
				("name", escape_bytes(&found.name)),
				("standing", found.standing(clock.now).to_owned()),
				("terms", terms_text(&found.terms)),
				("holder", found.holder.to_string()),
				("legal entity", format!("{:?}", found.owner)),
				("licensed", format_time(found.registered, clock.day_offset)),
				("expires", format_time(found.expires, clock.day_offset)),
				("reporting keys", reporters.join(", ")),
			];
			let related = related_to(&at, participant, found.owner).await?;
			rows.push(("related parties", list_text(&related)));
			let mut json = participant_json(participant, &found, clock.now);
			if let LicenceTerms::Operator { bond: demanded, .. } = found.terms {
				let bonded = bond_of(&at, participant).await?.bonded;
				let devices = count_of(&at, participant).await?.registered;
				let short = match demanded.saturating_sub(bonded) {
					0 => String::new(),
					short => format!("; can't report until {} more are", money(short)),
				};
				rows.push(("bonded (TANP)", format!("{}{short}", money(bonded))));
				rows.push(("devices", grouped(devices.into())));
				json["bonded_plancks"] = json!(plancks(bonded));
				json["demanded_plancks"] = json!(plancks(demanded));
				json["devices"] = json!(devices);
			}
			if let Some(suspension) = found.suspension(clock.now) {
				let until = if suspension.confirmed {
					"until lifted".to_owned()
				} else {
					format!("until {}", format_time(suspension.until, clock.day_offset))
				};
				rows.push(("suspension", format!("by {}, {until}", suspension.by)));
			}
			json["reporters"] = json!(reporters);
			json["related"] = json!(related);
			output.result(json, fields(rows));
		},
		Command::LicenseOperator { licence, scope, daily_quota, bond } => {
			let scope = scope_of(scope)?;
			license(global, licence, LicenceTerms::Operator { scope, daily_quota, bond }).await?;
		},
		Command::LicenseProvider { licence, attestation_key } => {
			let attestation_key = sr25519::Public::from_raw(attestation_key.into());
			license(global, licence, LicenceTerms::IdentityProvider { attestation_key }).await?;
		},
		Command::LicenseVerifier { licence, scope } => {
			let scope = scope_of(scope)?;
			license(global, licence, LicenceTerms::Verifier { scope }).await?;
		},
		Command::LicenseMerchant { licence } => {
			license(global, licence, LicenceTerms::Merchant).await?;
		},
		Command::Suspend { participant, reason } => {
			let chain = global.connect().await?;
			let call = Call::new(PALLET, "suspend")
				.arg("participant", &participant)
				.arg("reason", &hash_of(&reason));
			let included = execute(&chain, &global.signer()?, &call).await?;
			output.result(
				json!({ "participant": participant, "suspended": true, "block": included.number }),
				format!("participant {participant} is suspended (block {})", included.number),
			);
		},
		Command::Confirm { participant, approval } => {
			motion(global, "confirm_suspension", participant, &approval).await?;
		},
		Command::Lift { participant, approval } => {
			motion(global, "lift_suspension", participant, &approval).await?;
		},
		Command::Revoke { participant, approval } => {
			motion(global, "revoke", participant, &approval).await?;
		},
		Command::SetReporter { operator, key, disable } => {
			let chain = global.connect().await?;
			let at = chain.head().await?;
			let reports_for: Option<ParticipantId> = at.get(PALLET, "Reporters", key![key]).await?;
			let done = reports_for == Some(operator);
			let word = if disable { "no longer reports" } else { "reports" };
			if done != disable {
				// It is as it should be: the same command twice is no error.
				output.result(
					json!({ "operator": operator, "key": key.to_string(), "enabled": !disable, "changed": false }),
					format!("{key} {word} for operator {operator} already"),
				);
				return Ok(Done::All);
			}
			let call = Call::new(PALLET, "set_reporter")
				.arg("participant", &operator)
				.arg("key", &key)
				.arg("enabled", &!disable);
			let included = send(&chain, &global.signer()?, &call).await?;
			output.result(
				json!({ "operator": operator, "key": key.to_string(), "enabled": !disable, "changed": true }),
				format!("{key} {word} for operator {operator} (block {})", included.number),
			);
		},
	}
	Ok(Done::All)
}

async fn motion(
	global: &Global,
	name: &'static str,
	participant: ParticipantId,
	approval: &Approval,
) -> Result<()> {
	let chain = global.connect().await?;
	let call = Call::new(PALLET, name).arg("participant", &participant);
	let motion = decide(&chain, &global.signer()?, &call, &approval.keys()?).await?;
	let what = format!("{} of participant {participant}", name.replace('_', " "));
	global.output().result(motion.json(), motion.text(&what));
	Ok(())
}

async fn license(global: &Global, licence: Licence, terms: LicenceTerms) -> Result<()> {
	let chain = global.connect().await?;
	if licence.name.len() > MAX_NAME_LEN {
		return Err(Failure::Usage(format!(
			"the name has {} bytes, at most {MAX_NAME_LEN} fit",
			licence.name.len()
		)));
	}
	let owner = hash_of(&licence.entity);
	if let Some(id) = existing(&chain, &licence, owner, &terms).await? {
		global.output().result(
			json!({ "state": "licensed", "already": true, "participant": id }),
			format!("{} is participant {id} already", licence.name),
		);
		return Ok(());
	}
	let clock = clock(&chain.head().await?).await?;
	let expires = match licence.expires.parse::<u64>() {
		// Whole days, so that members who propose the same within a day propose the same call.
		Ok(days) => (clock.now / 86_400 + days) * 86_400,
		Err(_) => parse_time(&licence.expires, Some(clock.day_offset))
			.map_err(|e| Failure::Usage(e.to_string()))?,
	};
	let call = Call::new(PALLET, "license")
		.arg("holder", &licence.holder)
		.arg("name", &licence.name.clone().into_bytes())
		.arg("owner", &owner)
		.arg("terms", &terms)
		.arg("expires", &expires);
	let motion = decide(&chain, &global.signer()?, &call, &licence.approval.keys()?).await?;
	let mut json = motion.json();
	let mut text = motion.text(&format!("license {} as {}", licence.name, terms.role()));
	if let Some(id) = existing(&chain, &licence, owner, &terms).await? {
		let related = related_to(&chain.head().await?, id, owner).await?;
		json["participant"] = json!(id);
		json["related"] = json!(related);
		text.push_str(&format!("\n{} is participant {id}", licence.name));
		if !related.is_empty() {
			text.push_str(&format!("; of the same owner: {}", list_text(&related)));
		}
	}
	global.output().result(json, text);
	Ok(())
}

/// The participant that this licence would be, if it is there and not revoked.
async fn existing(
	chain: &Chain,
	licence: &Licence,
	owner: H256,
	terms: &LicenceTerms,
) -> Result<Option<ParticipantId>> {
	let at = chain.head().await?;
	let all: Vec<(ParticipantId, Participant)> = at.entries(PALLET, "Participants", key![]).await?;
	Ok(all
		.into_iter()
		.find(|(_, found)| {
			found.holder == licence.holder
				&& found.owner == owner
				&& found.name == licence.name.as_bytes()
				&& found.terms == *terms
				&& found.revoked.is_none()
		})
		.map(|(id, _)| id))
}

/// The other participants of an owner.
async fn related_to(
	at: &At<'_>,
	participant: ParticipantId,
	owner: H256,
) -> Result<Vec<ParticipantId>> {
	let mut related: Vec<ParticipantId> =
		at.get(PALLET, "Related", key![owner]).await?.unwrap_or_default();
	related.retain(|other| *other != participant);
	Ok(related)
}

fn list_text(list: &[ParticipantId]) -> String {
	let list: Vec<String> = list.iter().map(ToString::to_string).collect();
	list.join(", ")
}

fn scope_of(mut list: Vec<MethodologyId>) -> Result<Scope> {
	if list.is_empty() {
		return Ok(Scope::All);
	}
	list.sort_unstable();
	list.dedup();
	if list.len() > MAX_SCOPE {
		return Err(Failure::Usage(format!("a scope names at most {MAX_SCOPE} methodologies")));
	}
	Ok(Scope::Only(list))
}

/// A hash as it is given, or that of a text.
pub fn hash_of(text: &str) -> H256 {
	parse_hash(text).unwrap_or_else(|_| H256(blake2_256(text.as_bytes())))
}

fn terms_text(terms: &LicenceTerms) -> String {
	let covers = |scope: &Scope| match scope {
		Scope::All => "all methodologies".to_owned(),
		Scope::Only(list) => {
			let list: Vec<String> = list.iter().map(ToString::to_string).collect();
			format!("methodologies {}", list.join(", "))
		},
	};
	match terms {
		LicenceTerms::Operator { scope, daily_quota, bond } => {
			let bond = match bond {
				0 => "no bond".to_owned(),
				bond => format!("a bond of {} TANP", money(*bond)),
			};
			format!("{}; {daily_quota} records a day; {bond}", covers(scope))
		},
		LicenceTerms::Verifier { scope } => covers(scope),
		LicenceTerms::Merchant => "accepts points".into(),
		LicenceTerms::IdentityProvider { attestation_key } => {
			format!("signs with {}", AccountId32::new(attestation_key.0))
		},
	}
}

fn participant_json(id: ParticipantId, found: &Participant, now: u64) -> Value {
	json!({
		"participant": id,
		"role": found.terms.role(),
		"name": String::from_utf8_lossy(&found.name),
		"standing": found.standing(now),
		"terms": terms_text(&found.terms),
		"holder": found.holder.to_string(),
		"owner": format!("{:?}", found.owner),
		"registered": found.registered,
		"expires": found.expires,
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn scopes_rise() {
		assert_eq!(scope_of(vec![]).unwrap(), Scope::All);
		assert_eq!(scope_of(vec![7, 3, 3, 0]).unwrap(), Scope::Only(vec![0, 3, 7]));
		assert!(scope_of((0..65).collect()).is_err());
	}

	#[test]
	fn hashes_are_taken_as_they_are() {
		let hash = H256::repeat_byte(7);
		assert_eq!(hash_of(&format!("{hash:?}")), hash);
		assert_eq!(hash_of("metro"), H256(blake2_256(b"metro")));
	}
}
