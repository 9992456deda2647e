//! The council's exclusion groups as TOML: which acts exclude each other.

use crate::{
	places::{tables, Check, Places},
	print::quoted,
	schema::{GroupTable, GroupsFile},
	FileError, Problem,
};
use std::{fmt::Write, path::Path};
use tanpu_primitives::{GroupId, MAX_GROUPS};

/// Longest name, in bytes.
pub const MAX_GROUP_NAME: usize = 32;
/// Most days in which an act can be reported.
pub const MAX_DEADLINE_DAYS: u16 = 366;
/// Longest act, in minutes.
pub const MAX_LONGEST_MINUTES: u16 = 1_440;

/// An exclusion group.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Group {
	/// Its number, 0 to 63.
	pub number: GroupId,
	/// Its name.
	pub name: String,
	/// Bit `n` for each group `n` whose acts exclude its own, its own bit always; symmetric over
	/// the groups of a file.
	pub conflicts: u64,
	/// Days after its own in which an act can be reported.
	pub deadline_days: u16,
	/// Longest act, in minutes.
	pub longest_minutes: u16,
	/// Minutes that two acts may overlap, because clocks differ.
	pub tolerance_minutes: u16,
}

impl Group {
	/// Groups whose acts exclude its own, itself left out, rising.
	pub fn others(&self) -> impl Iterator<Item = GroupId> + '_ {
		(0..MAX_GROUPS)
			.filter(move |other| *other != self.number && self.conflicts & (1 << other) != 0)
	}
}

/// Reads a file of groups; a problem names file, line and column.
pub fn read(path: &Path) -> Result<Vec<Group>, FileError> {
	crate::read_with(path, parse)
}

/// The groups of TOML text, in rising order of their numbers. A conflict counts for both groups,
/// whichever of them states it.
pub fn parse(source: &str) -> Result<Vec<Group>, Problem> {
	let file: GroupsFile = tables(source)?;
	let places = Places(source);
	if file.groups.is_empty() {
		return Err(places.problem(0, "no [[group]]; expected at least one"));
	}
	let mut groups: Vec<Group> = Vec::new();
	for table in &file.groups {
		let group = group(table.get_ref(), &places)?;
		if groups.iter().any(|before| before.number == group.number) {
			return Err(places.at(
				&table.get_ref().number,
				format!("group {} is there already; expected another number", group.number),
			));
		}
		groups.push(group);
	}
	for table in &file.groups {
		let number = *table.get_ref().number.get_ref();
		for other in &table.get_ref().conflicts {
			let conflicting = *other.get_ref();
			let mirrored =
				groups.iter_mut().find(|group| group.number == conflicting).ok_or_else(|| {
					places.at(
						other,
						format!("group {conflicting} is not in this file; expected one that is"),
					)
				})?;
			mirrored.conflicts |= 1 << number;
		}
	}
	groups.sort_by_key(|group| group.number);
	Ok(groups)
}

fn group(table: &GroupTable, places: &Places<'_>) -> Check<Group> {
	let GroupTable { number, name, conflicts, deadline_days, longest_minutes, tolerance_minutes } =
		table;
	let number = places.within_range(number, 0..=MAX_GROUPS - 1, "group")?;
	let text = places.line(name, MAX_GROUP_NAME, "the group's name")?;
	let mut bits = 1u64 << number;
	for other in conflicts {
		bits |= 1 << places.within_range(other, 0..=MAX_GROUPS - 1, "group")?;
	}
	let tolerance_minutes = match tolerance_minutes {
		Some(minutes) => places.within_range(minutes, 0..=MAX_LONGEST_MINUTES, "minutes")?,
		None => 0,
	};
	Ok(Group {
		number,
		name: String::from_utf8_lossy(&text).into_owned(),
		conflicts: bits,
		deadline_days: places.within_range(deadline_days, 0..=MAX_DEADLINE_DAYS, "days")?,
		longest_minutes: places.within_range(
			longest_minutes,
			1..=MAX_LONGEST_MINUTES,
			"minutes",
		)?,
		tolerance_minutes,
	})
}

/// Prints groups as a file that reads back to them.
pub fn to_toml(groups: &[Group]) -> String {
	let mut out = String::new();
	for (at, group) in groups.iter().enumerate() {
		if at > 0 {
			out.push('\n');
		}
		let others: Vec<_> = group.others().map(|other| other.to_string()).collect();
		// Writing to a String can't fail.
		let _ = write!(
			out,
			"[[group]]\nnumber = {}\nname = {}\nconflicts = [{}]\ndeadline_days = {}\n\
			 longest_minutes = {}\ntolerance_minutes = {}\n",
			group.number,
			quoted(&group.name),
			others.join(", "),
			group.deadline_days,
			group.longest_minutes,
			group.tolerance_minutes,
		);
	}
	out
}
