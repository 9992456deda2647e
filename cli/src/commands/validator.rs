//! `tanpu validator`.

use crate::{
	call::Call,
	cli::{parse_account, Approval, Global},
	connection::At,
	council::decide,
	failure::{Done, Failure, Result},
	key,
	money::money,
	output::{fields, table},
	transaction::{account_of, send},
};
use codec::{Decode, Encode};
use scale_info::TypeInfo;
use serde_json::json;
use sp_core::crypto::AccountId32;
use tanpu_primitives::Balance;

const PALLET: &str = "ValidatorSet";

/// Three public keys: blocks, finality, discovery.
const KEYS_BYTES: usize = 96;

#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
enum Standing {
	Active,
	Chilled,
	Equivocated,
}

impl Standing {
	fn text(self) -> &'static str {
		match self {
			Self::Active => "active",
			Self::Chilled => "chilled",
			Self::Equivocated => "equivocated",
		}
	}
}

#[derive(Encode, Decode, TypeInfo, Clone, Debug)]
struct Idle {
	sessions: u32,
	expected: u32,
}

#[derive(Encode, Decode, TypeInfo, Clone, Debug)]
struct Member {
	account: AccountId32,
	since: u32,
	standing: Standing,
	idle: Idle,
	deposit: Balance,
}

#[derive(clap::Subcommand, Debug)]
pub enum Command {
	/// Who validates, who is set aside, who would like to.
	#[command(after_help = "Example:\n  tanpu validator status")]
	Status,
	/// Register session keys and become a candidate. The council admits.
	#[command(
		after_help = "Have the validator's own node make the keys, with a proof that it has them. On \
		its machine, for the account that signs here (0x and its public key):\n  \
		curl -H 'Content-Type: application/json' -d '{\"id\":1,\"jsonrpc\":\"2.0\",\
		\"method\":\"author_rotateKeysWithOwner\",\"params\":[\"0x...\"]}' http://127.0.0.1:9944\n\n\
		Example:\n  tanpu --key-file validator.key validator apply --keys 0x... --proof 0x...\n\n\
		The deposit comes back with withdraw, leave, or when the council refuses. Without --keys those \
		that are registered are used."
	)]
	Apply {
		/// The public keys, 96 bytes: 0x and hex digits.
		#[arg(long, requires = "proof")]
		keys: Option<String>,
		/// The proof that came with them.
		#[arg(long, requires = "keys")]
		proof: Option<String>,
	},
	/// Register other session keys, as after a machine was lost. They count from the session after the
	/// next; keep the old ones running until then.
	#[command(after_help = "Example:\n  \
		tanpu --key-file validator.key validator keys --keys 0x... --proof 0x...")]
	Keys {
		/// The public keys, 96 bytes: 0x and hex digits.
		#[arg(long)]
		keys: String,
		/// The proof that came with them.
		#[arg(long)]
		proof: String,
	},
	/// Withdraw a candidacy and get the deposit back.
	#[command(after_help = "Example:\n  tanpu --key-file validator.key validator withdraw")]
	Withdraw,
	/// Leave the set for good and get the deposit back. Keep running until the end of the next session.
	#[command(after_help = "Example:\n  tanpu --key-file validator.key validator leave")]
	Leave,
	/// Be set aside for maintenance; come back with rejoin.
	#[command(after_help = "Example:\n  tanpu --key-file validator.key validator chill")]
	Chill,
	/// Come back after having been set aside. First see to it that the node is in sync and has its keys.
	#[command(after_help = "Example:\n  tanpu --key-file validator.key validator rejoin")]
	Rejoin,
	/// Remove session keys that are no longer in use and get the deposit for them back.
	#[command(after_help = "Example:\n  tanpu --key-file validator.key validator purge-keys")]
	PurgeKeys,
	/// Admit a candidate (council, two thirds). It validates from the session after the next.
	#[command(after_help = "Example:\n  tanpu --key-file member.key validator admit 5F...")]
	Admit {
		/// The candidate's account.
		#[arg(value_parser = parse_account)]
		account: AccountId32,
		#[command(flatten)]
		approval: Approval,
	},
	/// Remove a member, or refuse a candidate (council, two thirds).
	#[command(after_help = "Example:\n  tanpu --key-file member.key validator remove 5F...")]
	Remove {
		/// The account.
		#[arg(value_parser = parse_account)]
		account: AccountId32,
		#[command(flatten)]
		approval: Approval,
	},
}

pub async fn run(global: &Global, command: Command) -> Result<Done> {
	match command {
		Command::Status => status(global).await,
		Command::Apply { keys, proof } => apply(global, keys.zip(proof)).await,
		Command::Keys { keys, proof } => {
			let call = set_keys(&keys, &proof)?;
			let chain = global.connect().await?;
			let included = send(&chain, &global.signer()?, &call).await?;
			global.output().result(
				json!({ "state": "registered", "block": included.number }),
				format!(
					"the keys are registered (block {}); they count from the session after the next",
					included.number
				),
			);
			Ok(Done::All)
		},
		Command::Withdraw => {
			act(global, "withdraw", "withdrawn", "the candidacy is withdrawn").await
		},
		Command::Leave => {
			let text = "left; keep the node running until the end of the next session";
			act(global, "leave", "left", text).await
		},
		Command::Chill => {
			let text =
				"set aside from the session after the next; come back with: tanpu validator rejoin";
			act(global, "chill", "chilled", text).await
		},
		Command::Rejoin => {
			let text = "active again from the session after the next";
			act(global, "rejoin", "active", text).await
		},
		Command::PurgeKeys => act(global, "purge_keys", "purged", "the keys are removed").await,
		Command::Admit { account, approval } => {
			let chain = global.connect().await?;
			let at = chain.head().await?;
			if member(&at, &account).await?.is_some() {
				global.output().result(
					json!({ "state": "admitted", "already": true }),
					format!("{account} is a member already"),
				);
				return Ok(Done::All);
			}
			let call = Call::new(PALLET, "admit").arg("who", &account);
			let motion = decide(&chain, &global.signer()?, &call, &approval.keys()?).await?;
			global
				.output()
				.result(motion.json(), motion.text(&format!("admit validator {account}")));
			Ok(Done::All)
		},
		Command::Remove { account, approval } => {
			let chain = global.connect().await?;
			let call = Call::new(PALLET, "remove").arg("who", &account);
			let motion = decide(&chain, &global.signer()?, &call, &approval.keys()?).await?;
			global
				.output()
				.result(motion.json(), motion.text(&format!("remove validator {account}")));
			Ok(Done::All)
		},
	}
}

async fn members(at: &At<'_>) -> Result<Vec<Member>> {
	Ok(at.get(PALLET, "Members", key![]).await?.unwrap_or_default())
}

async fn member(at: &At<'_>, who: &AccountId32) -> Result<Option<Member>> {
	Ok(members(at).await?.into_iter().find(|member| member.account == *who))
}

fn bytes(what: &str, text: &str) -> Result<Vec<u8>> {
	text.trim()
		.strip_prefix("0x")
		.and_then(|digits| hex::decode(digits).ok())
		.ok_or_else(|| Failure::Usage(format!("--{what}: expected 0x and hex digits")))
}

fn set_keys(keys: &str, proof: &str) -> Result<Call> {
	let (keys, proof) = (bytes("keys", keys)?, bytes("proof", proof)?);
	if keys.len() != KEYS_BYTES {
		return Err(Failure::Usage(format!(
			"--keys: {} bytes; the three public keys have {KEYS_BYTES}",
			keys.len()
		)));
	}
	Ok(Call::new("Session", "set_keys").raw_arg("keys", &keys).arg("proof", &proof))
}

async fn status(global: &Global) -> Result<Done> {
	let chain = global.connect().await?;
	let at = chain.head().await?;
	let validators: Vec<AccountId32> =
		at.get("Session", "Validators", key![]).await?.unwrap_or_default();
	let session: u32 = at.get("Session", "CurrentIndex", key![]).await?.unwrap_or_default();
	// The chain's default where genesis said nothing.
	let minimum: u32 = at.get(PALLET, "Minimum", key![]).await?.unwrap_or(4);
	let members = members(&at).await?;
	let candidates: Vec<(AccountId32, Balance)> = at.entries(PALLET, "Candidates", key![]).await?;
	let mut rows = Vec::new();
	let mut list = Vec::new();
	for Member { account, since, standing, idle, deposit } in &members {
		let blocks: u32 = at.get(PALLET, "Authored", key![account]).await?.unwrap_or_default();
		let validates = validators.contains(account);
		rows.push(vec![
			account.to_string(),
			standing.text().into(),
			if validates { "yes" } else { "no" }.into(),
			blocks.to_string(),
			format!("{} sessions", idle.sessions),
			since.to_string(),
		]);
		list.push(json!({
			"account": account.to_string(),
			"standing": standing.text(),
			"validates": validates,
			"blocks": blocks,
			"idle_sessions": idle.sessions,
			"missed_blocks": idle.expected,
			"since_session": since,
			"deposit_plancks": deposit.to_string(),
		}));
	}
	let active = members.iter().filter(|member| member.standing == Standing::Active).count();
	let mut text = fields([
		("session", session.to_string()),
		("validating", validators.len().to_string()),
		("active members", format!("{active} (never fewer than {minimum})")),
	]);
	text.push('\n');
	text.push_str(&table(
		&["member", "standing", "validates", "blocks this session", "without a block for", "since"],
		rows,
	));
	for (account, deposit) in &candidates {
		text.push_str(&format!("\ncandidate {account}, deposit {} TANP", money(*deposit)));
	}
	global.output().result(
		json!({
			"session": session,
			"minimum": minimum,
			"validators": validators.iter().map(ToString::to_string).collect::<Vec<_>>(),
			"members": list,
			"candidates": candidates.iter().map(|(who, _)| who.to_string()).collect::<Vec<_>>(),
		}),
		text,
	);
	Ok(Done::All)
}

async fn apply(global: &Global, keys: Option<(String, String)>) -> Result<Done> {
	let set = keys.map(|(keys, proof)| set_keys(&keys, &proof)).transpose()?;
	let signer = global.signer()?;
	let who = account_of(&signer);
	let chain = global.connect().await?;
	let at = chain.head().await?;
	if member(&at, &AccountId32::new(who.0)).await?.is_some() {
		return Err(Failure::Plain(format!(
			"{who} is a member already; to register other keys: tanpu validator keys"
		)));
	}
	let deposit: Balance = at.constant(PALLET, "Deposit")?;
	if let Some(call) = set {
		let included = send(&chain, &signer, &call).await?;
		global.output().note(format!("the keys are registered (block {})", included.number));
	}
	let found: Option<Balance> = at.get(PALLET, "Candidates", key![who]).await?;
	if found.is_some() {
		global.output().result(
			json!({ "state": "candidate", "already": true, "account": who.to_string() }),
			format!("{who} is a candidate already"),
		);
		return Ok(Done::All);
	}
	let included = send(&chain, &signer, &Call::new(PALLET, "apply")).await?;
	global.output().result(
		json!({
			"state": "candidate",
			"account": who.to_string(),
			"deposit_plancks": deposit.to_string(),
			"block": included.number,
		}),
		format!(
			"{who} is a candidate (block {}); {} TANP are held. The council admits: tanpu validator \
			 admit {who}",
			included.number,
			money(deposit)
		),
	);
	Ok(Done::All)
}

async fn act(global: &Global, name: &'static str, state: &str, text: &str) -> Result<Done> {
	let chain = global.connect().await?;
	let included = send(&chain, &global.signer()?, &Call::new(PALLET, name)).await?;
	global.output().result(
		json!({ "state": state, "block": included.number }),
		format!("{text} (block {})", included.number),
	);
	Ok(Done::All)
}
