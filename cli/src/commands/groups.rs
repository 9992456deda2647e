//! `tanpu groups`.

use crate::{
	call::Call,
	cli::{Approval, Global},
	council::{decide, decide_all, Motion},
	escape::escape_bytes,
	failure::{Done, Failure, Result},
	key,
	output::table,
	types::reports::{ExclusionGroup, MAX_GROUP_NAME, PALLET},
};
use serde_json::{json, Value};
use std::{collections::BTreeMap, path::PathBuf};
use tanpu_methodology_file::groups::{self, Group};
use tanpu_primitives::{GroupId, MAX_GROUPS};

#[derive(clap::Subcommand, Debug)]
pub enum Command {
	/// All exclusion groups.
	#[command(after_help = "Example:\n  tanpu groups list")]
	List,
	/// Set all exclusion groups of a file that are not so on the chain (council). Run it again to go
	/// on where it stands; what is so already is left alone.
	#[command(
		after_help = "Each group that differs is a motion of its own, in the order of their \
		numbers: a group can only conflict with one that exists. Groups of the chain that are not in \
		the file stay, but conflict with none that is. With --approve-with every motion is carried at \
		once.\n\n\
		Examples:\n  \
		tanpu --key-file member.key groups apply methodologies/groups.toml\n  \
		tanpu --suri //Alice groups apply methodologies/groups.toml --approve-with //Bob --json"
	)]
	Apply {
		/// The TOML file: [[group]] with number, name, conflicts, deadline_days, longest_minutes,
		/// tolerance_minutes.
		file: PathBuf,
		#[command(flatten)]
		approval: Approval,
	},
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
	if let Command::Apply { file, approval } = &command {
		return apply(global, &groups::read(file)?, approval).await;
	}
	let chain = global.connect().await?;
	match command {
		// Read before a node was asked.
		Command::Apply { .. } => {},
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
			let call = set(&Group {
				number: group,
				name,
				conflicts: bits,
				deadline_days,
				longest_minutes,
				tolerance_minutes,
			});
			let motion = decide(&chain, &global.signer()?, &call, &approval.keys()?).await?;
			output.result(motion.json(), motion.text(&format!("set group {group}")));
		},
	}
	Ok(Done::All)
}

/// The call that sets a group.
fn set(group: &Group) -> Call {
	Call::new(PALLET, "set_group")
		.arg("group", &group.number)
		.arg("name", &group.name.as_bytes().to_vec())
		.arg("conflicts", &group.conflicts)
		.arg("deadline_days", &group.deadline_days)
		.arg("longest_minutes", &group.longest_minutes)
		.arg("tolerance_minutes", &group.tolerance_minutes)
}

async fn apply(global: &Global, wanted: &[Group], approval: &Approval) -> Result<Done> {
	let output = global.output();
	let chain = global.connect().await?;
	let existing: Vec<(GroupId, ExclusionGroup)> =
		chain.head().await?.entries(PALLET, "ExclusionGroups", key![]).await?;
	let calls = plan(existing.into_iter().map(|(number, group)| of_chain(number, group)), wanted);
	let mut motions: Vec<(GroupId, Motion)> = Vec::new();
	if !calls.is_empty() {
		let (key, approvers) = (global.signer()?, approval.keys()?);
		let spinner = output.spinner("motions on the groups");
		let sets: Vec<Call> = calls.iter().map(set).collect();
		let decided = decide_all(&chain, &key, &sets, &approvers).await?;
		spinner.finish_and_clear();
		motions.extend(calls.iter().map(|group| group.number).zip(decided));
	}
	let unchanged = wanted.len().saturating_sub(calls.len());
	let open = motions.iter().filter(|(_, motion)| matches!(motion, Motion::Open { .. })).count();
	let mut text: Vec<String> = calls
		.iter()
		.zip(&motions)
		.map(|(group, (_, motion))| {
			motion.text(&format!("set group {} ({})", group.number, group.name))
		})
		.collect();
	let executed = motions.len().saturating_sub(open);
	text.push(format!(
		"{} groups: {executed} set, {open} before the council, {unchanged} so already",
		wanted.len(),
	));
	if open > 1 {
		text.push("close the motions in the order of their numbers".into());
	}
	let list: Vec<Value> = motions
		.iter()
		.map(|(number, motion)| {
			let mut json = motion.json();
			json["group"] = json!(number);
			json
		})
		.collect();
	let json = json!({
		"groups": wanted.len(), "set": executed, "open": open, "unchanged": unchanged,
		"motions": list,
	});
	output.result(json, text.join("\n"));
	Ok(Done::All)
}

fn of_chain(number: GroupId, group: ExclusionGroup) -> Group {
	Group {
		number,
		name: String::from_utf8_lossy(&group.name).into_owned(),
		conflicts: group.conflicts | 1 << number,
		deadline_days: group.deadline_days,
		longest_minutes: group.longest_minutes,
		tolerance_minutes: group.tolerance_minutes,
	}
}

/// What to set so that the chain has the groups of a file, in this order. A conflict with a group
/// that does not exist yet is left out; that group's own call brings it, as the chain keeps the
/// matrix symmetric.
fn plan(existing: impl Iterator<Item = Group>, wanted: &[Group]) -> Vec<Group> {
	let mut state: BTreeMap<GroupId, Group> = existing.map(|group| (group.number, group)).collect();
	let mut calls = Vec::new();
	for group in wanted {
		let known = state.keys().fold(1u64 << group.number, |bits, number| bits | 1 << number);
		let target = Group { conflicts: group.conflicts & known, ..group.clone() };
		if state.get(&group.number) == Some(&target) {
			continue;
		}
		for (number, other) in &mut state {
			let own = 1u64 << target.number;
			if target.conflicts & (1 << number) != 0 {
				other.conflicts |= own;
			} else {
				other.conflicts &= !own;
			}
		}
		state.insert(target.number, target.clone());
		calls.push(target);
	}
	calls
}

fn groups_of(conflicts: u64) -> Vec<u8> {
	(0..MAX_GROUPS).filter(|group| conflicts & (1 << group) != 0).collect()
}

fn conflicts_text(conflicts: u64) -> String {
	groups_of(conflicts).iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
	use super::*;

	fn group(number: GroupId, conflicts: &[GroupId]) -> Group {
		Group {
			number,
			name: format!("group {number}"),
			conflicts: conflicts.iter().fold(1 << number, |bits, other| bits | 1 << other),
			deadline_days: 14,
			longest_minutes: 300,
			tolerance_minutes: 0,
		}
	}

	/// Does as the pallet does, and refuses a conflict with what doesn't exist.
	fn executed(state: &[Group], calls: &[Group]) -> Vec<Group> {
		let mut state: BTreeMap<GroupId, Group> =
			state.iter().map(|group| (group.number, group.clone())).collect();
		for call in calls {
			for other in call.others() {
				assert!(state.contains_key(&other), "conflict with {other}, not defined");
			}
			for (number, other) in &mut state {
				if (other.conflicts >> call.number) & 1 != (call.conflicts >> number) & 1 {
					other.conflicts ^= 1 << call.number;
				}
			}
			state.insert(call.number, call.clone());
		}
		state.into_values().collect()
	}

	#[test]
	fn a_file_is_applied_in_an_order_in_which_conflicts_exist() {
		let wanted = [group(1, &[2, 5]), group(2, &[1, 5]), group(5, &[1, 2]), group(7, &[])];
		let calls = plan(std::iter::empty(), &wanted);
		assert_eq!(calls.len(), 4);
		let state = executed(&[], &calls);
		assert_eq!(state, wanted);
		// Again: nothing is left to do.
		assert!(plan(state.iter().cloned(), &wanted).is_empty());
		// From every point where it was interrupted.
		for done in 0..=calls.len() {
			let state = executed(&[], &calls[..done]);
			let rest = plan(state.iter().cloned(), &wanted);
			assert_eq!(rest, calls[done..]);
			assert_eq!(executed(&state, &rest), wanted);
		}
	}

	#[test]
	fn only_what_differs_is_set() {
		let wanted = [group(1, &[2]), group(2, &[1]), group(3, &[])];
		// A conflict too many, which setting one of the two mends for both.
		let state = [group(1, &[2, 3]), group(2, &[1]), group(3, &[1])];
		let calls = plan(state.iter().cloned(), &wanted);
		assert_eq!(calls, [group(1, &[2])]);
		assert_eq!(executed(&state, &calls), wanted);
		// Another deadline.
		let mut state = wanted.clone();
		state[1].deadline_days = 3;
		let calls = plan(state.iter().cloned(), &wanted);
		assert_eq!(calls, [group(2, &[1])]);
		assert_eq!(executed(&state, &calls), wanted);
		// A group that the file doesn't have stays, without conflicts with those that it has.
		let state = [group(1, &[2, 9]), group(2, &[1]), group(3, &[]), group(9, &[1])];
		let calls = plan(state.iter().cloned(), &wanted);
		let after = executed(&state, &calls);
		assert_eq!(after[..3], wanted);
		assert_eq!(after[3], group(9, &[]));
	}
}
