//! Calls: arguments of our own types, encoded after comparing them with the chain's metadata.

use crate::{
	failure::{Failure, Result},
	shape,
};
use codec::Encode;
use scale_info::{form::PortableForm, Field, PortableRegistry, TypeInfo};
use subxt::{
	ext::{
		scale_encode::{EncodeAsFields, Error as EncodeError, FieldIter},
		scale_type_resolver::TypeResolver,
	},
	metadata::Metadata,
	transactions::Payload,
};

type Check = fn(&PortableRegistry, u32) -> Result<(), String>;

struct Argument {
	name: &'static str,
	bytes: Vec<u8>,
	check: Check,
}

/// A call of a pallet, by names; [`Call::encode`] fits it to a runtime.
pub struct Call {
	pallet: &'static str,
	name: &'static str,
	arguments: Vec<Argument>,
}

impl Call {
	pub fn new(pallet: &'static str, name: &'static str) -> Self {
		Self { pallet, name, arguments: Vec::new() }
	}

	/// An argument. It must have this name, and the shape of `T`, on the chain.
	pub fn arg<T: Encode + TypeInfo + 'static>(mut self, name: &'static str, value: &T) -> Self {
		self.arguments.push(Argument { name, bytes: value.encode(), check: shape::same::<T> });
		self
	}

	/// An argument that is a call itself.
	pub fn call_arg(self, name: &'static str, call: &Encoded) -> Self {
		self.raw_arg(name, &call.bytes())
	}

	/// An encoded argument that was checked already.
	pub fn raw_arg(mut self, name: &'static str, bytes: &[u8]) -> Self {
		self.arguments.push(Argument { name, bytes: bytes.to_vec(), check: |_, _| Ok(()) });
		self
	}

	/// `Pallet.call`.
	pub fn title(&self) -> String {
		format!("{}.{}", self.pallet, self.name)
	}

	/// Encodes the call for this runtime.
	pub fn encode(&self, metadata: &Metadata) -> Result<Encoded> {
		let title = self.title();
		let pallet = metadata
			.pallet_by_name(self.pallet)
			.ok_or_else(|| Failure::Plain(format!("the chain has no pallet {}", self.pallet)))?;
		let variant = pallet
			.call_variant_by_name(self.name)
			.ok_or_else(|| Failure::Plain(format!("the chain has no call {title}")))?;
		let unfit = |detail: String| {
			Failure::Plain(format!("this tool does not fit the chain's call {title}: {detail}"))
		};
		let theirs: Vec<&str> =
			variant.fields.iter().map(|field| field.name.as_deref().unwrap_or("_")).collect();
		let ours: Vec<&str> = self.arguments.iter().map(|argument| argument.name).collect();
		if theirs != ours {
			return Err(unfit(format!(
				"it takes ({}) there and ({}) here",
				theirs.join(", "),
				ours.join(", ")
			)));
		}
		let mut arguments = Vec::new();
		for (argument, field) in self.arguments.iter().zip(&variant.fields) {
			(argument.check)(metadata.types(), field.ty.id)
				.map_err(|difference| unfit(format!("in {}, {difference}", argument.name)))?;
			arguments.extend_from_slice(&argument.bytes);
		}
		Ok(Encoded {
			pallet: self.pallet,
			name: self.name,
			index: [pallet.call_index(), variant.index],
			arguments: Arguments(arguments),
		})
	}
}

/// Compares the fields of a call or event with those of a tuple or struct.
pub fn check_fields<T: TypeInfo + 'static>(
	chain: &PortableRegistry,
	fields: &[Field<PortableForm>],
) -> Result<(), String> {
	let mut registry = scale_info::Registry::new();
	let id = registry.register_type(&scale_info::MetaType::new::<T>()).id;
	let ours: PortableRegistry = registry.into();
	shape::same_fields(&ours, id, chain, fields)
}

/// The encoded arguments, one after the other.
pub struct Arguments(Vec<u8>);

impl EncodeAsFields for Arguments {
	fn encode_as_fields_to<R: TypeResolver>(
		&self,
		_: &mut dyn FieldIter<'_, R::TypeId>,
		_: &R,
		out: &mut Vec<u8>,
	) -> Result<(), EncodeError> {
		out.extend_from_slice(&self.0);
		Ok(())
	}
}

/// A call that fits a runtime.
pub struct Encoded {
	pallet: &'static str,
	name: &'static str,
	index: [u8; 2],
	arguments: Arguments,
}

impl Encoded {
	/// As the chain decodes it.
	pub fn bytes(&self) -> Vec<u8> {
		[&self.index[..], &self.arguments.0].concat()
	}

	/// Length of [`Encoded::bytes`].
	pub fn len(&self) -> u32 {
		u32::try_from(2 + self.arguments.0.len()).unwrap_or(u32::MAX)
	}

	pub fn title(&self) -> String {
		format!("{}.{}", self.pallet, self.name)
	}
}

impl Payload for Encoded {
	type CallData = Arguments;

	fn pallet_name(&self) -> &str {
		self.pallet
	}

	fn call_name(&self) -> &str {
		self.name
	}

	fn call_data(&self) -> &Arguments {
		&self.arguments
	}
}
