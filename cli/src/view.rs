//! View functions of pallets: what a pallet answers by name.

use crate::{
	connection::At,
	failure::{Failure, Result},
	shape,
};
use codec::{Decode, DecodeAll, Encode};
use scale_info::TypeInfo;

/// Why the chain didn't run a view function, as `frame-support` has it.
#[derive(Decode, Debug)]
enum DispatchFailure {
	NotImplemented,
	NotFound(#[allow(dead_code)] [u8; 32]),
	Codec,
}

impl At<'_> {
	/// Asks a view function of a pallet, with a tuple of arguments.
	pub async fn view<A, T>(&self, pallet: &str, name: &str, arguments: A) -> Result<T>
	where
		A: Encode,
		T: Decode + TypeInfo + 'static,
	{
		let function = self
			.metadata()
			.pallet_by_name(pallet)
			.and_then(|pallet| pallet.view_function_by_name(name))
			.ok_or_else(|| Failure::Plain(format!("the chain has no view {pallet}.{name}")))?;
		shape::same::<T>(self.metadata().types(), function.output_ty()).map_err(|difference| {
			Failure::Plain(format!(
				"this tool does not fit the chain's runtime: in view {pallet}.{name}, {difference}"
			))
		})?;
		let asked = (*function.query_id(), arguments.encode()).encode();
		let method = "RuntimeViewFunction_execute_view_function";
		let bytes = self
			.chain
			.rpc()
			.state_call(method, Some(&asked), Some(self.hash()))
			.await
			.map_err(|e| self.lost(e))?;
		let bad = |e: codec::Error| {
			Failure::Plain(format!("can't decode the answer of {pallet}.{name}: {e}"))
		};
		let answer = Result::<Vec<u8>, DispatchFailure>::decode_all(&mut bytes.as_slice())
			.map_err(bad)?
			.map_err(|e| {
				Failure::Plain(format!("the chain didn't answer {pallet}.{name}: {e:?}"))
			})?;
		T::decode_all(&mut answer.as_slice()).map_err(bad)
	}
}
