//! The tables of a methodology file, as they are written.

use serde::Deserialize;
use toml::{Spanned, Value};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
	pub title: Title,
	pub jurisdiction: Spanned<String>,
	pub scenario: Spanned<String>,
	pub formula: Spanned<String>,
	pub document: DocumentTable,
	#[serde(default)]
	pub sections: SectionsTable,
	#[serde(default, rename = "input")]
	pub inputs: Vec<InputTable>,
	#[serde(default, rename = "parameter")]
	pub parameters: Vec<ParameterTable>,
	#[serde(default, rename = "table")]
	pub tables: Vec<TableTable>,
	pub rules: RulesTable,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Title {
	pub zh: Option<Spanned<String>>,
	pub en: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentTable {
	pub uri: Spanned<String>,
	pub hash: Spanned<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct SectionsTable {
	pub applicability: Option<Spanned<String>>,
	pub additionality: Option<Spanned<String>>,
	pub excluded_mechanisms: Option<Spanned<String>>,
	pub monitoring: Option<Spanned<String>>,
	#[serde(default)]
	pub crediting_period_days: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InputTable {
	pub name: Spanned<String>,
	pub label: Option<Spanned<String>>,
	pub unit: Option<Spanned<String>>,
	pub decimals: Option<Spanned<u8>>,
	pub min: Option<Spanned<Value>>,
	pub max: Option<Spanned<Value>>,
	pub values: Option<Vec<Spanned<String>>>,
	/// The chain provides it: the mean of another input over the days before.
	pub mean: Option<Spanned<MeanTable>>,
	/// The chain provides it: the members of the household.
	pub members: Option<Spanned<bool>>,
	/// The chain provides it: the month of the act's day.
	pub month: Option<Spanned<bool>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeanTable {
	/// The name of the input.
	pub of: Spanned<String>,
	pub days: Spanned<u8>,
	pub least: Spanned<u8>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParameterTable {
	pub name: Spanned<String>,
	pub label: Option<Spanned<String>>,
	pub value: Spanned<Value>,
	pub unit: Spanned<String>,
	pub kind: Spanned<String>,
	pub source: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableTable {
	pub name: Spanned<String>,
	pub label: Option<Spanned<String>>,
	pub keys: Vec<Spanned<String>>,
	pub unit: Spanned<String>,
	pub values: Vec<Spanned<Value>>,
	pub kind: Spanned<String>,
	pub source: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RulesTable {
	pub points_per_kg: Spanned<Value>,
	pub growth_per_kg: Spanned<Value>,
	pub max_grams_per_record: Spanned<Value>,
	pub max_grams_per_day: Spanned<Value>,
	pub evidence_required: bool,
	#[serde(default)]
	pub device_required: bool,
	pub operator_share_percent: Spanned<Value>,
	pub verifiers_needed: Spanned<Value>,
	#[serde(default, rename = "claim")]
	pub claims: Vec<Spanned<ClaimTable>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClaimTable {
	pub kind: Spanned<String>,
	pub group: Spanned<u8>,
	pub input: Option<Spanned<String>>,
	pub lasting: Option<Spanned<bool>>,
	pub max_days: Option<Spanned<u16>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupsFile {
	#[serde(default, rename = "group")]
	pub groups: Vec<Spanned<GroupTable>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupTable {
	pub number: Spanned<u8>,
	pub name: Spanned<String>,
	#[serde(default)]
	pub conflicts: Vec<Spanned<u8>>,
	pub deadline_days: Spanned<u16>,
	pub longest_minutes: Spanned<u16>,
	pub tolerance_minutes: Option<Spanned<u16>>,
}
