//! `tanpu methodology suspend`, `confirm`, `resume`, `retire`.

use crate::{
	call::Call,
	cli::{Approval, Global},
	council::{decide, execute},
	failure::{Done, Result},
	types::registry::PALLET,
};
use serde_json::json;
use tanpu_primitives::MethodologyId;

#[derive(clap::Args, Debug)]
#[command(
	after_help = "Example:\n  tanpu --key-file member.key methodology suspend 0 --reason \"wrong factor\""
)]
pub struct Suspend {
	/// The methodology's number.
	id: MethodologyId,
	/// Why: one line.
	#[arg(long)]
	reason: String,
}

#[derive(clap::Args, Debug)]
#[command(after_help = "Example:\n  tanpu --key-file member.key methodology confirm 0")]
pub struct Confirm {
	/// The methodology's number.
	id: MethodologyId,
	#[command(flatten)]
	approval: Approval,
}

#[derive(clap::Args, Debug)]
#[command(after_help = "Example:\n  tanpu --key-file member.key methodology resume 0")]
pub struct Resume {
	/// The methodology's number.
	id: MethodologyId,
	#[command(flatten)]
	approval: Approval,
}

#[derive(clap::Args, Debug)]
#[command(after_help = "Example:\n  tanpu --key-file member.key methodology retire 0")]
pub struct Retire {
	/// The methodology's number.
	id: MethodologyId,
	#[command(flatten)]
	approval: Approval,
}

pub async fn suspend(global: &Global, Suspend { id, reason }: Suspend) -> Result<Done> {
	let chain = global.connect().await?;
	let call =
		Call::new(PALLET, "suspend").arg("methodology", &id).arg("reason", &reason.into_bytes());
	let included = execute(&chain, &global.signer()?, &call).await?;
	global.output().result(
		json!({ "methodology": id, "suspended": true, "block": included.number }),
		format!("methodology {id} is suspended (block {})", included.number),
	);
	Ok(Done::All)
}

pub async fn confirm(global: &Global, Confirm { id, approval }: Confirm) -> Result<Done> {
	motion(global, "confirm_suspension", id, &approval).await
}

pub async fn resume(global: &Global, Resume { id, approval }: Resume) -> Result<Done> {
	motion(global, "resume", id, &approval).await
}

pub async fn retire(global: &Global, Retire { id, approval }: Retire) -> Result<Done> {
	motion(global, "retire", id, &approval).await
}

async fn motion(
	global: &Global,
	name: &'static str,
	id: MethodologyId,
	approval: &Approval,
) -> Result<Done> {
	let chain = global.connect().await?;
	let call = Call::new(PALLET, name).arg("methodology", &id);
	let motion = decide(&chain, &global.signer()?, &call, &approval.keys()?).await?;
	global.output().result(motion.json(), motion.text(&format!("{name} methodology {id}")));
	Ok(Done::All)
}
