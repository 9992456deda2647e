//! Proofs that a key was a validator's in a session.
//!
//! pallet-session's own proofs for the running session are made from the keys that validators have
//! registered for later. Whoever registered others since would be safe from evidence about the keys
//! that it signs with. So the session's own keys are kept, and every proof, also one about the
//! running session, is checked against the root that was noted when the session was planned.

use crate::{Config, Identification, Pallet, SessionKeys, Sessions};
use codec::{Decode, Encode};
use frame_support::traits::KeyOwnerProofSystem;
use sp_runtime::{traits::OpaqueKeys, KeyTypeId};
use sp_session::MembershipProof;
use sp_trie::{
	accessed_nodes_tracker::AccessedNodesTracker, recorder_ext::RecorderExt,
	trie_types::TrieDBMutBuilderV0, LayoutV0, MemoryDB, RandomState, Recorder, StorageProof, Trie,
	TrieDBBuilder, TrieMut,
};

type Hashing<T> = <T as frame_system::Config>::Hashing;
type Layout<T> = LayoutV0<Hashing<T>>;
type Root<T> = <T as frame_system::Config>::Hash;

/// The trie of a session's keys, as pallet-session's history makes it: (kind, key) to the
/// validator's place, place to the validator.
fn trie_of<T: Config>(
	validators: &[(T::AccountId, T::Keys)],
) -> Option<(MemoryDB<Hashing<T>>, Root<T>)> {
	let mut db = MemoryDB::with_hasher(RandomState::default());
	let mut root = Default::default();
	{
		let mut trie = TrieDBMutBuilderV0::new(&mut db, &mut root).build();
		for (place, (who, keys)) in validators.iter().enumerate() {
			let place = u32::try_from(place).ok()?.encode();
			for kind in T::Keys::key_ids() {
				trie.insert(&(kind, keys.get_raw(*kind)).encode(), &place).ok()?;
			}
			trie.insert(&place, &(who, ()).encode()).ok()?;
		}
	}
	Some((db, root))
}

impl<T: Config> Pallet<T> {
	/// The root of the running session's keys, from the keys themselves.
	pub fn session_root() -> Option<Root<T>> {
		trie_of::<T>(&SessionKeys::<T>::get()).map(|(_, root)| root)
	}
}

impl<T: Config, D: AsRef<[u8]>> KeyOwnerProofSystem<(KeyTypeId, D)> for Pallet<T> {
	type Proof = MembershipProof;
	type IdentificationTuple = Identification<T>;

	fn prove((kind, key): (KeyTypeId, D)) -> Option<Self::Proof> {
		let validators = SessionKeys::<T>::get();
		let (db, root) = trie_of::<T>(&validators)?;
		let mut recorder = Recorder::<Layout<T>>::new();
		{
			let trie =
				TrieDBBuilder::<Layout<T>>::new(&db, &root).with_recorder(&mut recorder).build();
			let place = trie.get(&(kind, key.as_ref()).encode()).ok()??;
			trie.get(&place).ok()??;
		}
		Some(MembershipProof {
			session: T::Sessions::index(),
			trie_nodes: recorder.into_raw_storage_proof(),
			validator_count: u32::try_from(validators.len()).ok()?,
		})
	}

	fn check_proof(
		(kind, key): (KeyTypeId, D),
		proof: Self::Proof,
	) -> Option<Self::IdentificationTuple> {
		let (root, count) = T::Sessions::root(proof.session)?;
		if count != proof.validator_count {
			return None;
		}
		let nodes = StorageProof::new_with_duplicate_nodes_check(proof.trie_nodes).ok()?;
		let mut used = AccessedNodesTracker::<Root<T>>::new(nodes.len());
		let db: MemoryDB<Hashing<T>> = nodes.into_memory_db();
		let found = {
			let trie = TrieDBBuilder::<Layout<T>>::new(&db, &root).with_recorder(&mut used).build();
			let place = trie.get(&(kind, key.as_ref()).encode()).ok()??;
			trie.get(&place).ok()??
		};
		// Nothing but what the proof needs.
		used.ensure_no_unused_nodes().ok()?;
		Identification::<T>::decode(&mut &found[..]).ok()
	}
}
