//! Whether a type of this program is encoded as the chain's metadata says.
//!
//! The tool encodes and decodes with its own types, and a runtime can be upgraded under it. Before
//! it trusts a byte, the shape of its type is compared with the chain's, field by field: a
//! difference is an error that names the place, never a number that was read wrong.

use scale_info::{
	form::PortableForm, Field, MetaType, PortableRegistry, Registry, TypeDef, TypeDefPrimitive,
	TypeInfo,
};
use std::collections::HashSet;

type Def<'a> = &'a TypeDef<PortableForm>;

/// Checks that `T` is encoded like type `id` of the chain; else says where they differ.
pub fn same<T: TypeInfo + 'static>(chain: &PortableRegistry, id: u32) -> Result<(), String> {
	let mut registry = Registry::new();
	let ours = registry.register_type(&MetaType::new::<T>()).id;
	let ours_registry: PortableRegistry = registry.into();
	Comparison { ours: &ours_registry, theirs: chain, seen: HashSet::new() }.compare(
		ours,
		id,
		&mut String::new(),
	)
}

/// Checks that a struct or tuple has the same fields, in the same order, as a call or event.
pub fn same_fields(
	ours: &PortableRegistry,
	id: u32,
	chain: &PortableRegistry,
	theirs: &[Field<PortableForm>],
) -> Result<(), String> {
	let def = &ours.resolve(id).ok_or("this tool's registry lacks a type")?.type_def;
	let left = fields(def).unwrap_or_else(|| vec![(None, id)]);
	let right: Vec<_> = theirs.iter().map(|f| (f.name.as_deref(), f.ty.id)).collect();
	Comparison { ours, theirs: chain, seen: HashSet::new() }.compare_fields(
		&left,
		&right,
		&mut String::new(),
	)
}

struct Comparison<'a> {
	ours: &'a PortableRegistry,
	theirs: &'a PortableRegistry,
	seen: HashSet<(u32, u32)>,
}

/// A wrapper of a single field is encoded as the field: look through it.
fn unwrap(registry: &PortableRegistry, mut id: u32) -> Option<(u32, Def<'_>)> {
	// Types can't wrap themselves for ever, but foreign metadata may say anything.
	for _ in 0..32 {
		let def = &registry.resolve(id)?.type_def;
		match def {
			TypeDef::Composite(composite) if composite.fields.len() == 1 => {
				id = composite.fields[0].ty.id;
			},
			TypeDef::Tuple(tuple) if tuple.fields.len() == 1 => id = tuple.fields[0].id,
			_ => return Some((id, def)),
		}
	}
	None
}

/// Fields of a struct or tuple.
fn fields(def: Def<'_>) -> Option<Vec<(Option<&str>, u32)>> {
	match def {
		TypeDef::Composite(composite) => {
			Some(composite.fields.iter().map(|f| (f.name.as_deref(), f.ty.id)).collect())
		},
		TypeDef::Tuple(tuple) => Some(tuple.fields.iter().map(|f| (None, f.id)).collect()),
		_ => None,
	}
}

fn kind(def: Def<'_>) -> String {
	match def {
		TypeDef::Composite(composite) => format!("a struct of {} fields", composite.fields.len()),
		TypeDef::Variant(variant) => format!("an enum of {} variants", variant.variants.len()),
		TypeDef::Sequence(_) => "a list".into(),
		TypeDef::Array(array) => format!("an array of {}", array.len),
		TypeDef::Tuple(tuple) => format!("a tuple of {}", tuple.fields.len()),
		TypeDef::Primitive(primitive) => format!("{primitive:?}").to_lowercase(),
		TypeDef::Compact(_) => "a compact number".into(),
		TypeDef::BitSequence(_) => "bits".into(),
	}
}

impl Comparison<'_> {
	fn compare(&mut self, ours: u32, theirs: u32, path: &mut String) -> Result<(), String> {
		let missing = |side: &str| format!("{path}: {side} registry lacks a type");
		let (ours, our_def) = unwrap(self.ours, ours).ok_or_else(|| missing("this tool's"))?;
		let (theirs, their_def) =
			unwrap(self.theirs, theirs).ok_or_else(|| missing("the chain's"))?;
		if !self.seen.insert((ours, theirs)) {
			return Ok(());
		}
		let differ = |path: &str| {
			let place = if path.is_empty() { "it" } else { path.trim_start_matches('.') };
			Err(format!("{place} is {} here and {} on the chain", kind(our_def), kind(their_def)))
		};
		if let (Some(left), Some(right)) = (fields(our_def), fields(their_def)) {
			return self.compare_fields(&left, &right, path);
		}
		match (our_def, their_def) {
			(TypeDef::Variant(left), TypeDef::Variant(right)) => {
				if left.variants.len() != right.variants.len() {
					return differ(path);
				}
				for mine in &left.variants {
					let length = path.len();
					path.push_str("::");
					path.push_str(&mine.name);
					let Some(other) = right.variants.iter().find(|v| v.index == mine.index) else {
						return Err(format!("{path} does not exist on the chain"));
					};
					if mine.name != other.name {
						return Err(format!("{path} is {} on the chain", other.name));
					}
					let left: Vec<_> =
						mine.fields.iter().map(|f| (f.name.as_deref(), f.ty.id)).collect();
					let right: Vec<_> =
						other.fields.iter().map(|f| (f.name.as_deref(), f.ty.id)).collect();
					self.compare_fields(&left, &right, path)?;
					path.truncate(length);
				}
				Ok(())
			},
			(TypeDef::Sequence(left), TypeDef::Sequence(right)) => {
				let length = path.len();
				path.push_str("[]");
				self.compare(left.type_param.id, right.type_param.id, path)?;
				path.truncate(length);
				Ok(())
			},
			(TypeDef::Array(left), TypeDef::Array(right)) if left.len == right.len => {
				self.compare(left.type_param.id, right.type_param.id, path)
			},
			(TypeDef::Compact(left), TypeDef::Compact(right)) => {
				self.compare(left.type_param.id, right.type_param.id, path)
			},
			(TypeDef::Primitive(left), TypeDef::Primitive(right)) if left == right => Ok(()),
			// A string is encoded as a list of bytes.
			(TypeDef::Primitive(TypeDefPrimitive::Str), TypeDef::Sequence(_))
			| (TypeDef::Sequence(_), TypeDef::Primitive(TypeDefPrimitive::Str)) => Ok(()),
			_ => differ(path),
		}
	}

	fn compare_fields(
		&mut self,
		left: &[(Option<&str>, u32)],
		right: &[(Option<&str>, u32)],
		path: &mut String,
	) -> Result<(), String> {
		if left.len() != right.len() {
			let place = if path.is_empty() { "it" } else { path.trim_start_matches('.') };
			let names = |list: &[(Option<&str>, u32)]| {
				list.iter().map(|(name, _)| name.unwrap_or("_")).collect::<Vec<_>>().join(", ")
			};
			return Err(format!(
				"{place} has the fields ({}) here and ({}) on the chain",
				names(left),
				names(right)
			));
		}
		for (at, ((my_name, mine), (their_name, theirs))) in left.iter().zip(right).enumerate() {
			if let (Some(my_name), Some(their_name)) = (my_name, their_name) {
				if my_name != their_name {
					return Err(format!(
						"{}.{my_name} is called {their_name} on the chain",
						path.trim_start_matches('.')
					));
				}
			}
			let length = path.len();
			path.push('.');
			match my_name {
				Some(name) => path.push_str(name),
				None => path.push_str(&at.to_string()),
			}
			self.compare(*mine, *theirs, path)?;
			path.truncate(length);
		}
		Ok(())
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use codec::Compact;

	fn registry<T: TypeInfo + 'static>() -> (PortableRegistry, u32) {
		let mut registry = Registry::new();
		let id = registry.register_type(&MetaType::new::<T>()).id;
		(registry.into(), id)
	}

	fn check<Ours: TypeInfo + 'static, Theirs: TypeInfo + 'static>() -> Result<(), String> {
		let (chain, id) = registry::<Theirs>();
		same::<Ours>(&chain, id)
	}

	#[allow(dead_code)]
	#[derive(TypeInfo)]
	struct Wrapped(Vec<u8>);

	#[allow(dead_code)]
	#[derive(TypeInfo)]
	struct Pair {
		number: u32,
		text: Wrapped,
	}

	mod other {
		use super::*;
		#[allow(dead_code)]
		#[derive(TypeInfo)]
		pub struct Pair {
			number: u16,
			text: Vec<u8>,
		}
		#[allow(dead_code)]
		#[derive(TypeInfo)]
		pub struct Renamed {
			count: u32,
			text: Vec<u8>,
		}
		#[allow(dead_code)]
		#[derive(TypeInfo)]
		pub enum Choice {
			A,
			C(u8),
		}
	}

	#[allow(dead_code)]
	#[derive(TypeInfo)]
	enum Choice {
		A,
		B(u8),
	}

	#[test]
	fn equal_encodings_pass() {
		assert_eq!(check::<Pair, (u32, Vec<u8>)>(), Ok(()));
		assert_eq!(check::<[u8; 32], sp_core::H256>(), Ok(()));
		assert_eq!(check::<String, Vec<u8>>(), Ok(()));
		assert_eq!(check::<tanpu_primitives::Be32, [u8; 4]>(), Ok(()));
		assert_eq!(check::<tanpu_primitives::Row, tanpu_primitives::Row>(), Ok(()));
		assert_eq!(check::<Vec<Compact<u64>>, Vec<Compact<u64>>>(), Ok(()));
	}

	#[test]
	fn differences_are_named() {
		let error = check::<Pair, other::Pair>().unwrap_err();
		assert_eq!(error, "number is u32 here and u16 on the chain");
		let error = check::<Pair, other::Renamed>().unwrap_err();
		assert!(error.contains("number is called count"), "{error}");
		let error = check::<Vec<Choice>, Vec<other::Choice>>().unwrap_err();
		assert!(error.contains("::B is C on the chain"), "{error}");
		assert!(check::<Compact<u64>, u64>().is_err());
		assert!(check::<[u8; 32], [u8; 20]>().is_err());
		assert!(check::<(u8, u8), (u8, u8, u8)>().unwrap_err().contains("(_, _) here"));
	}
}
