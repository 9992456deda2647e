//! Storage proofs: a value read from a node that need not be trusted for it.
//!
//! The node gives a block's header and the nodes of the state's tree on the way to a key. The header
//! is hashed here and compared with the hash that is meant; the tree is walked here from the
//! header's state root. So a node can't show a value under a block that doesn't have it. What
//! remains to be trusted is the block's hash: that the chain's validators finalised it.

use crate::{
	connection::At,
	failure::{Failure, Result},
};
use codec::DecodeAll;
use sp_core::H256;
use sp_runtime::traits::BlakeTwo256;
use sp_trie::{read_trie_value, LayoutV1, StorageProof};

/// The value of a key under a state root, none where it is proven that there is none. An error where
/// the nodes don't lead there.
pub fn value(root: H256, nodes: &[Vec<u8>], key: &[u8]) -> Result<Option<Vec<u8>>, String> {
	let db = StorageProof::new(nodes.iter().cloned()).into_memory_db::<BlakeTwo256>();
	read_trie_value::<LayoutV1<BlakeTwo256>, _>(&db, &root, key, None, None)
		.map_err(|_| "the proof does not lead from the block's state root to the value".to_owned())
}

/// Several values of a block, proven together.
pub struct Proven {
	pub root: H256,
	pub nodes: Vec<Vec<u8>>,
}

impl Proven {
	/// Fetches header and proof. The header is checked against the block's hash.
	pub async fn fetch(at: &At<'_>, keys: &[Vec<u8>]) -> Result<Self> {
		let root = at.header().await?.state_root;
		let nodes = at.read_proof(keys).await?;
		Ok(Self { root, nodes })
	}

	/// A proven value, its bytes with it.
	pub fn value<T: DecodeAll>(&self, key: &[u8], what: &str) -> Result<Option<(T, Vec<u8>)>> {
		let bytes = value(self.root, &self.nodes, key).map_err(|message| {
			Failure::Plain(format!("{what}: {message}: don't trust this node"))
		})?;
		bytes
			.map(|bytes| {
				let decoded = T::decode_all(&mut bytes.as_slice()).map_err(|e| {
					Failure::Plain(format!("this tool does not fit the chain: {what}: {e}"))
				})?;
				Ok((decoded, bytes))
			})
			.transpose()
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use sp_trie::{trie_types::TrieDBMutBuilderV1, PrefixedMemoryDB, TrieMut};

	/// A state with these values: its root, and the nodes that prove some keys.
	fn state(values: &[(&[u8], &[u8])], proven: &[&[u8]]) -> (H256, Vec<Vec<u8>>) {
		let mut db = PrefixedMemoryDB::<BlakeTwo256>::default();
		let mut root = H256::default();
		{
			let mut trie = TrieDBMutBuilderV1::<BlakeTwo256>::new(&mut db, &mut root).build();
			for (key, value) in values {
				trie.insert(key, value).unwrap();
			}
		}
		let mut recorder = sp_trie::Recorder::<LayoutV1<BlakeTwo256>>::new();
		for key in proven {
			read_trie_value::<LayoutV1<BlakeTwo256>, _>(&db, &root, key, Some(&mut recorder), None)
				.unwrap();
		}
		let nodes = recorder.drain().into_iter().map(|record| record.data).collect();
		(root, nodes)
	}

	fn values() -> Vec<(Vec<u8>, Vec<u8>)> {
		(0u16..200)
			.map(|n| (n.to_be_bytes().repeat(8), vec![n as u8; 1 + n as usize % 70]))
			.collect()
	}

	#[test]
	fn what_is_there_and_what_is_not() {
		let all = values();
		let pairs: Vec<(&[u8], &[u8])> = all.iter().map(|(k, v)| (&k[..], &v[..])).collect();
		let missing = 777u16.to_be_bytes().repeat(8);
		let (root, nodes) = state(&pairs, &[&all[7].0, &all[199].0, &missing]);
		assert_eq!(value(root, &nodes, &all[7].0), Ok(Some(all[7].1.clone())));
		assert_eq!(value(root, &nodes, &all[199].0), Ok(Some(all[199].1.clone())));
		assert_eq!(value(root, &nodes, &missing), Ok(None));
		// A key that the proof does not lead to is unknown, not absent.
		assert!(value(root, &nodes, &all[100].0).is_err());
		assert!(value(root, &[], &all[7].0).is_err());
	}

	#[test]
	fn a_changed_node_another_root_and_a_missing_node_prove_nothing() {
		let all = values();
		let pairs: Vec<(&[u8], &[u8])> = all.iter().map(|(k, v)| (&k[..], &v[..])).collect();
		let (root, nodes) = state(&pairs, &[&all[60].0]);
		assert_eq!(value(root, &nodes, &all[60].0), Ok(Some(all[60].1.clone())));
		for at in 0..nodes.len() {
			for byte in 0..nodes[at].len() {
				let mut forged = nodes.clone();
				forged[at][byte] ^= 1;
				let found = value(root, &forged, &all[60].0);
				assert!(found.is_err(), "node {at} byte {byte}: {found:?}");
			}
			let mut fewer = nodes.clone();
			fewer.remove(at);
			assert!(value(root, &fewer, &all[60].0).is_err());
		}
		assert!(value(H256::repeat_byte(7), &nodes, &all[60].0).is_err());
		// A state that is forged whole has another root.
		let mut other = pairs.clone();
		other[60].1 = b"another certificate";
		let (forged_root, forged) = state(&other, &[&all[60].0]);
		assert_ne!(forged_root, root);
		assert!(value(root, &forged, &all[60].0).is_err());
	}
}
