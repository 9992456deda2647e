//! Many calls in one transaction, of which each succeeds or fails for itself.

use crate::{
	call::{Call, Encoded},
	connection::Chain,
	failure::{Failure, Result},
	transaction::{account_of, dispatch_error, next_nonce, send_encoded, Included},
};
use codec::{Compact, Encode};
use subxt_signer::sr25519::Keypair;

/// Sends calls in one transaction; for each of them none, or why it was refused.
pub async fn send_each(
	chain: &Chain,
	key: &Keypair,
	calls: &[Call],
) -> Result<Vec<Option<String>>> {
	let at = chain.finalised().await?;
	let encoded =
		calls.iter().map(|call| call.encode(at.metadata())).collect::<Result<Vec<_>>>()?;
	let call = together(&encoded).encode(at.metadata())?;
	let nonce = next_nonce(chain, &account_of(key)).await?;
	let included = send_encoded(chain, &at, key, &call, nonce).await?;
	items(chain, &included, calls.len()).await
}

/// The transaction's call.
fn together(calls: &[Encoded]) -> Call {
	let mut bytes = Compact(u32::try_from(calls.len()).unwrap_or(u32::MAX)).encode();
	for call in calls {
		bytes.extend(call.bytes());
	}
	Call::new("Utility", "force_batch").raw_arg("calls", &bytes)
}

/// What became of each call of [`together`].
async fn items(chain: &Chain, included: &Included, count: usize) -> Result<Vec<Option<String>>> {
	let at = chain.at(included.block).await?;
	let reasons: Vec<Option<String>> = included
		.events
		.iter()
		.filter_map(|event| {
			if event.is("Utility", "ItemCompleted") {
				Some(None)
			} else if event.is("Utility", "ItemFailed") {
				Some(Some(dispatch_error(&at, &event.fields)))
			} else {
				None
			}
		})
		.collect();
	if reasons.len() != count {
		return Err(Failure::Plain(format!(
			"the chain told of {} calls where {count} were sent",
			reasons.len()
		)));
	}
	Ok(reasons)
}
