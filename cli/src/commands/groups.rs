//! `tanpu groups`.

use crate::{
	call::Call,
	cli::{Approval, Global},
	council::decide,
	escape::escape_bytes,
	failure::{Done, Failure, Result},
	key,
	output::table,
	types::reports::{ExclusionGroup, MAX_GROUP_NAME, PALLET},
};
use serde_json::json;
use tanpu_primitives::{GroupId, MAX_GROUPS};

#[derive(clap::Subcommand, Debug)]
pub enum Command {
	/// All exclusion groups.
	#[command(after_help = "Example:\n  tanpu groups list")]
	List,
	/// Set an exclusion group (council): which acts exclude each other, and how long they can be
	/// reported.
	#[command(after_help = "Examples:\n  \
		tanpu --key-file member.key groups set 1 --name rides --deadline-days 14\n  \
		tanpu --key-file member.key groups set 2 --name walking --conflicts 1")]
	Set {
		/// The group's number, 0 to 63.
		group: GroupId,
		/// Its name.
		#[arg(long)]
		name: String,
		/// Groups whose acts exclude its own, as 1,2; its own are always excluded.
		#[arg(long, value_delimiter = ',')]
		conflicts: Vec<GroupId>,
		/// Days after its own in which an act can be reported.
		#[arg(long, default_value_t = 14)]
		deadline_days: u16,
		/// Longest act, in minutes.
		#[arg(long, default_value_t = 300)]
		longest_minutes: u16,
		/// Minutes that two acts may overlap, because clocks differ.
		#[arg(long, default_value_t = 0)]
		tolerance_minutes: u16,
		#[command(flatten)]
		approval: Approval,
	},
}

pub async fn run(global: &Global, command: Command) -> Result<Done> {
	let output = global.output();
	let chain = global.connect().await?;
	match command {
		Command::List => {
			let at = chain.head().await?;
			let all: Vec<(GroupId, ExclusionGroup)> =
				at.entries(PALLET, "ExclusionGroups", key![]).await?;
			let rows = all.iter().map(|(id, group)| {
				vec![
					id.to_string(),
					escape_bytes(&group.name),
					conflicts_text(group.conflicts),
					format!("{} days", group.deadline_days),
					format!("{} min", group.longest_minutes),
					format!("{} min", group.tolerance_minutes),
				]
			});
			let headers = ["group", "name", "conflicts with", "deadline", "longest", "tolerance"];
			let text = table(&headers, rows);
			let list: Vec<_> = all
				.iter()
				.map(|(id, group)| {
					json!({
						"group": id,
						"name": String::from_utf8_lossy(&group.name),
						"conflicts": groups_of(group.conflicts),
						"deadline_days": group.deadline_days,
						"longest_minutes": group.longest_minutes,
						"tolerance_minutes": group.tolerance_minutes,
					})
				})
				.collect();
			output.result(json!(list), text);
		},
		Command::Set {
			group,
			name,
			conflicts,
			deadline_days,
			longest_minutes,
			tolerance_minutes,
			approval,
		} => {
			if group >= MAX_GROUPS || conflicts.iter().any(|other| *other >= MAX_GROUPS) {
				return Err(Failure::usage("groups go from 0 to 63"));
			}
			if name.is_empty() || name.len() > MAX_GROUP_NAME {
				return Err(Failure::Usage(format!("a name has 1 to {MAX_GROUP_NAME} bytes")));
			}
			let bits = conflicts.iter().chain([&group]).fold(0u64, |bits, other| bits | 1 << other);
			let at = chain.head().await?;
			let before: Option<ExclusionGroup> =
				at.get(PALLET, "ExclusionGroups", key![group]).await?;
			let same = before.is_some_and(|before| {
				before.name == name.as_bytes()
					&& before.conflicts == bits
					&& before.deadline_days == deadline_days
					&& before.longest_minutes == longest_minutes
					&& before.tolerance_minutes == tolerance_minutes
			});
			if same {
				output.result(
					json!({ "state": "set", "already": true, "group": group }),
					format!("group {group} is so already"),
				);
				return Ok(Done::All);
			}
			let call = Call::new(PALLET, "set_group")
				.arg("group", &group)
				.arg("name", &name.into_bytes())
				.arg("conflicts", &bits)
				.arg("deadline_days", &deadline_days)
				.arg("longest_minutes", &longest_minutes)
				.arg("tolerance_minutes", &tolerance_minutes);
			let motion = decide(&chain, &global.signer()?, &call, &approval.keys()?).await?;
			output.result(motion.json(), motion.text(&format!("set group {group}")));
		},
	}
	Ok(Done::All)
}

fn groups_of(conflicts: u64) -> Vec<u8> {
	(0..MAX_GROUPS).filter(|group| conflicts & (1 << group) != 0).collect()
}

fn conflicts_text(conflicts: u64) -> String {
	groups_of(conflicts).iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
