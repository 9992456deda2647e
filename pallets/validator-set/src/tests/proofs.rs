use super::*;
use frame_support::traits::KeyOwnerProofSystem;
use sp_session::MembershipProof;

/// Notes the root of the running session, as pallet-session's history does.
fn note_root() {
	let root = ValidatorSet::session_root().unwrap();
	change(|state| {
		let count = u32::try_from(state.validators.len()).unwrap();
		state.roots.insert(state.index, (root, count));
	});
}

fn key(who: AccountId, seed: u32) -> (sp_runtime::KeyTypeId, [u8; 4]) {
	(KIND, (u32::try_from(who).unwrap() * 1_000 + seed).to_be_bytes())
}

fn prove(who: AccountId, seed: u32) -> Option<MembershipProof> {
	ValidatorSet::prove(key(who, seed))
}

#[test]
fn of_this_session_and_of_an_earlier_one() {
	build_and_execute(4, || {
		note_root();
		for who in 1..=4 {
			let proof = prove(who, 0).unwrap();
			assert_eq!((proof.session, proof.validator_count), (0, 4));
			assert_eq!(ValidatorSet::check_proof(key(who, 0), proof), Some((who, ())));
		}
		let proof = prove(2, 0).unwrap();
		busy_session(1);
		busy_session(1);
		note_root();
		assert_eq!(ValidatorSet::check_proof(key(2, 0), proof), Some((2, ())));
		assert!(prove(9, 0).is_none());
	});
}

#[test]
fn other_keys_registered_since_change_nothing() {
	build_and_execute(4, || {
		note_root();
		set_keys_of(2, 7);
		// Its keys of this session still are the old ones, in this one and the next.
		let proof = prove(2, 0).unwrap();
		assert_eq!(ValidatorSet::check_proof(key(2, 0), proof.clone()), Some((2, ())));
		assert!(prove(2, 7).is_none());
		busy_session(1);
		assert!(prove(2, 0).is_some() && prove(2, 7).is_none());
		busy_session(1);
		assert!(prove(2, 7).is_some() && prove(2, 0).is_none());
		assert_eq!(ValidatorSet::check_proof(key(2, 0), proof), Some((2, ())));
	});
}

#[test]
fn what_is_refused() {
	build_and_execute(4, || {
		note_root();
		let proof = prove(2, 0).unwrap();
		let check = |proof| ValidatorSet::check_proof(key(2, 0), proof);
		assert_eq!(ValidatorSet::check_proof(key(9, 0), proof.clone()), None);
		assert_eq!(check(MembershipProof { session: 7, ..proof.clone() }), None);
		assert_eq!(check(MembershipProof { validator_count: 3, ..proof.clone() }), None);
		assert_eq!(check(MembershipProof { trie_nodes: vec![], ..proof.clone() }), None);
		let mut twice = proof.clone();
		twice.trie_nodes.push(proof.trie_nodes[0].clone());
		assert_eq!(check(twice), None);
		let mut more = proof.clone();
		more.trie_nodes.push(vec![1, 2, 3]);
		assert_eq!(check(more), None);
		for at in 0..proof.trie_nodes.len() {
			let mut bent = proof.clone();
			bent.trie_nodes[at][0] ^= 1;
			assert_eq!(check(bent), None);
		}
	});
}
