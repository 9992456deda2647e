//! Who validates, on the composed runtime: sessions run block by block, equivocations are signed with
//! real keys.

use super::{points::signed, *};
use codec::{Decode, Encode};
use frame_support::{
	assert_ok,
	traits::{KeyOwnerProofSystem, OnFinalize, OnInitialize},
};
use pallet_validator_set::Standing;
use sp_consensus_babe::{
	digests::{CompatibleDigestItem, PreDigest, SecondaryPlainPreDigest},
	AuthorityId as BabeId, AuthoritySignature as BabeSignature, Slot,
};
use sp_core::H256;
use sp_keystore::{testing::MemoryKeystore, KeystoreExt};
use sp_runtime::{
	transaction_validity::{TransactionSource, TransactionValidityError},
	Digest, DigestItem,
};
use sp_session::MembershipProof;

const FIRST_SLOT: u64 = 600_000_000;

fn two_thirds() -> RuntimeOrigin {
	pallet_collective::RawOrigin::<AccountId, pallet_collective::Instance1>::Members(2, 3).into()
}

fn account(key: Sr25519Keyring) -> AccountId {
	key.to_account_id()
}

fn pre_digest(authority_index: u32, slot: u64) -> DigestItem {
	DigestItem::babe_pre_digest(PreDigest::SecondaryPlain(SecondaryPlainPreDigest {
		authority_index,
		slot: slot.into(),
	}))
}

/// A block by this authority in this slot, without transactions.
fn block(authority_index: u32, slot: u64) {
	let number = System::block_number() + 1;
	let parent = System::parent_hash();
	System::reset_events();
	let digest = Digest { logs: vec![pre_digest(authority_index, slot)] };
	System::initialize(&number, &parent, &digest);
	AllPalletsWithSystem::on_initialize(number);
	assert_ok!(Timestamp::set(RuntimeOrigin::none(), slot * time::SLOT_DURATION));
}

fn end_block() {
	AllPalletsWithSystem::on_finalize(System::block_number());
	let hash = System::finalize().hash();
	frame_system::BlockHash::<Runtime>::insert(System::block_number(), hash);
}

/// The slot of the last block.
fn slot() -> u64 {
	*pallet_babe::CurrentSlot::<Runtime>::get()
}

/// Blocks by everybody in turn but the disabled and `absent`, until another session has begun. The
/// first block of that session stays open.
fn next_session(absent: &[Sr25519Keyring]) {
	let session = Session::current_index();
	let mut turn = 0usize;
	while Session::current_index() == session {
		let authorities: Vec<_> = Session::validators()
			.iter()
			.enumerate()
			.filter(|(index, who)| {
				!Session::disabled_validators().contains(&(*index as u32))
					&& !absent.iter().any(|key| account(*key) == **who)
			})
			.map(|(index, _)| index as u32)
			.collect();
		end_block();
		block(authorities[turn % authorities.len()], slot() + 1);
		turn += 1;
	}
}

/// The four validators of `local`, with this minimum, in the first block.
fn with_four(minimum: u32, test: impl FnOnce()) {
	let mut ext = genesis_of(LOCAL);
	ext.register_extension(KeystoreExt::new(MemoryKeystore::new()));
	ext.execute_with(|| {
		pallet_validator_set::Minimum::<Runtime>::put(minimum);
		block(0, FIRST_SLOT);
		test();
		ValidatorSet::do_try_state().unwrap();
		assert_roots_agree();
	});
}

/// The root that was noted when the session was planned is that of the keys it runs with.
fn assert_roots_agree() {
	let session = Session::current_index();
	let (root, count) =
		pallet_session::historical::HistoricalSessions::<Runtime>::get(session).unwrap();
	assert_eq!(Some(root), ValidatorSet::session_root());
	assert_eq!(count as usize, Session::validators().len());
}

fn index_of(key: Sr25519Keyring) -> u32 {
	let validators = Session::validators();
	validators.iter().position(|who| *who == account(key)).unwrap() as u32
}

fn validates(key: Sr25519Keyring) -> bool {
	let found = Session::validators().contains(&account(key));
	let public: BabeId = key.public().into();
	assert_eq!(Babe::authorities().iter().any(|(id, _)| *id == public), found);
	found
}

fn is_disabled(key: Sr25519Keyring) -> bool {
	Session::disabled_validators().contains(&index_of(key))
}

fn standing(key: Sr25519Keyring) -> Option<Standing> {
	let members = ValidatorSet::members();
	members.iter().find(|member| member.account == account(key)).map(|member| member.standing)
}

/// Keys of its own for the account, registered by it with a proof that it has them.
fn register(key: Sr25519Keyring) -> SessionKeys {
	let made = SessionKeys::generate(&account(key).encode(), None);
	assert_ok!(Session::set_keys(signed(key), made.keys.clone(), made.proof.encode()));
	made.keys
}

/// Two headers for one slot, both signed by the author.
fn two_blocks(who: Sr25519Keyring, slot: u64) -> Box<sp_consensus_babe::EquivocationProof<Header>> {
	let header = |content: u8| {
		let mut header = Header {
			parent_hash: H256::repeat_byte(1),
			number: System::block_number(),
			state_root: H256::repeat_byte(content),
			extrinsics_root: H256::zero(),
			digest: Digest { logs: vec![pre_digest(index_of(who), slot)] },
		};
		let signature: BabeSignature = who.pair().sign(header.hash().as_ref()).into();
		header.digest.push(DigestItem::babe_seal(signature));
		header
	};
	Box::new(sp_consensus_babe::EquivocationProof {
		offender: who.public().into(),
		slot: slot.into(),
		first_header: header(1),
		second_header: header(2),
	})
}

/// Two prevotes in one round, both signed by the voter.
fn two_votes(
	who: Ed25519Keyring,
	set: u64,
	round: u64,
) -> Box<sp_consensus_grandpa::EquivocationProof<Hash, BlockNumber>> {
	let vote = |hash: u8| {
		let target = (H256::repeat_byte(hash), 7u32);
		// The first kind of message is a prevote.
		let payload = sp_consensus_grandpa::localized_payload(round, set, &(0u8, target));
		(target, who.pair().sign(&payload))
	};
	let bytes = (set, 0u8, round, who.public(), vote(1), vote(2)).encode();
	Box::new(Decode::decode(&mut &bytes[..]).unwrap())
}

fn babe_proof(who: Sr25519Keyring) -> MembershipProof {
	let public: BabeId = who.public().into();
	ValidatorSet::prove((sp_consensus_babe::KEY_TYPE, public)).unwrap()
}

fn grandpa_proof(who: Ed25519Keyring) -> MembershipProof {
	let public: sp_consensus_grandpa::AuthorityId = who.public().into();
	ValidatorSet::prove((sp_consensus_grandpa::KEY_TYPE, public)).unwrap()
}

const BOB: Sr25519Keyring = Sr25519Keyring::Bob;
const EVE: Sr25519Keyring = Sr25519Keyring::Eve;

#[test]
fn the_validators_of_genesis_stay() {
	for name in [DEV, DEV_FAST, LOCAL] {
		genesis_of(name).execute_with(|| {
			assert_eq!(ValidatorSet::summary().minimum, 1);
			assert_eq!(ValidatorSet::members().len(), Session::validators().len());
			ValidatorSet::do_try_state().unwrap();
			assert_roots_agree();
		});
	}
	genesis_of(STAGING).execute_with(|| assert_eq!(ValidatorSet::summary().minimum, 4));
	with_four(1, || {
		let before = Session::validators();
		let set = Grandpa::current_set_id();
		for session in 1..=4 {
			next_session(&[]);
			assert_eq!(Session::current_index(), session);
			assert_eq!(Session::validators(), before);
			assert_roots_agree();
		}
		assert_eq!(
			Grandpa::current_set_id(),
			set,
			"nothing changed, so finality hands nothing over"
		);
	});
}

#[test]
fn a_candidate_is_admitted_and_validates_two_sessions_later() {
	with_four(4, || {
		// Keys need a proof of possession, made for this account.
		let made = SessionKeys::generate(&account(EVE).encode(), None);
		assert_noop!(
			Session::set_keys(signed(EVE), made.keys.clone(), vec![]),
			pallet_session::Error::<Runtime>::InvalidProof
		);
		assert_noop!(
			Session::set_keys(signed(BOB), made.keys.clone(), made.proof.encode()),
			pallet_session::Error::<Runtime>::InvalidProof
		);
		assert_noop!(
			ValidatorSet::apply(signed(EVE)),
			pallet_validator_set::Error::<Runtime>::NoKeys
		);
		assert_ok!(Session::set_keys(signed(EVE), made.keys.clone(), made.proof.encode()));
		assert_ok!(ValidatorSet::apply(signed(EVE)));
		assert_noop!(
			ValidatorSet::admit(signed(EVE), account(EVE)),
			sp_runtime::DispatchError::BadOrigin
		);
		assert_ok!(ValidatorSet::admit(two_thirds(), account(EVE)));
		next_session(&[]);
		assert!(!Session::validators().contains(&account(EVE)));
		assert_roots_agree();
		next_session(&[]);
		assert_eq!(Session::validators().len(), 5);
		assert!(Session::validators().contains(&account(EVE)));
		assert!(Babe::authorities().iter().any(|(id, _)| *id == made.keys.babe));
		end_block();
		assert!(Grandpa::grandpa_authorities().iter().any(|(id, _)| *id == made.keys.grandpa));
		assert_eq!(Grandpa::current_set_id(), 1);
		assert_roots_agree();
		block(0, slot() + 1);
	});
}

#[test]
fn nobody_is_removed_below_the_minimum() {
	with_four(4, || {
		assert_noop!(
			ValidatorSet::remove(two_thirds(), account(BOB)),
			pallet_validator_set::Error::<Runtime>::BelowMinimum
		);
		assert_noop!(
			ValidatorSet::leave(signed(BOB)),
			pallet_validator_set::Error::<Runtime>::BelowMinimum
		);
		// Nor by dropping its keys.
		let purge = RuntimeCall::Session(pallet_session::Call::purge_keys {});
		assert_noop!(
			purge.dispatch(signed(BOB)).map_err(|failure| failure.error),
			frame_system::Error::<Runtime>::CallFiltered
		);
		assert_noop!(
			ValidatorSet::purge_keys(signed(BOB)),
			pallet_validator_set::Error::<Runtime>::KeysInUse
		);
	});
}

#[test]
fn who_makes_no_blocks_is_chilled_and_comes_back() {
	with_four(3, || {
		next_session(&[]);
		next_session(&[BOB]);
		assert_eq!(standing(BOB), Some(Standing::Active));
		next_session(&[BOB]);
		assert_eq!(standing(BOB), Some(Standing::Chilled));
		next_session(&[BOB]);
		assert!(!validates(BOB));
		assert_ok!(ValidatorSet::rejoin(signed(BOB)));
		next_session(&[]);
		next_session(&[]);
		assert!(validates(BOB));
	});
}

#[test]
fn two_blocks_in_a_slot_disable_and_remove() {
	with_four(3, || {
		next_session(&[]);
		next_session(&[]);
		let evidence = two_blocks(BOB, slot());
		assert_ok!(Babe::report_equivocation_unsigned(
			RuntimeOrigin::none(),
			evidence.clone(),
			babe_proof(BOB)
		));
		assert!(is_disabled(BOB));
		assert_eq!(standing(BOB), Some(Standing::Equivocated));
		// Once is enough, from anybody.
		assert_noop!(
			Babe::report_equivocation(signed(EVE), evidence, babe_proof(BOB))
				.map_err(|failure| failure.error),
			pallet_babe::Error::<Runtime>::DuplicateOffenceReport
		);
		next_session(&[]);
		assert!(is_disabled(BOB), "the session between was planned before");
		assert_eq!(standing(BOB), None);
		next_session(&[]);
		assert!(!validates(BOB));
		assert_eq!(Session::validators().len(), 3);
		assert_roots_agree();
	});
}

#[test]
fn two_votes_in_a_round_disable_in_the_smallest_set() {
	with_four(4, || {
		next_session(&[]);
		let evidence = two_votes(Ed25519Keyring::Bob, Grandpa::current_set_id(), 5);
		assert_ok!(Grandpa::report_equivocation_unsigned(
			RuntimeOrigin::none(),
			evidence,
			grandpa_proof(Ed25519Keyring::Bob)
		));
		for _ in 0..3 {
			assert!(is_disabled(BOB));
			next_session(&[]);
		}
		assert_eq!(Session::validators().len(), 4);
		// Another comes, and Bob goes.
		register(EVE);
		assert_ok!(ValidatorSet::apply(signed(EVE)));
		assert_ok!(ValidatorSet::admit(two_thirds(), account(EVE)));
		next_session(&[]);
		assert!(is_disabled(BOB));
		next_session(&[]);
		assert!(!validates(BOB));
		assert_eq!(Session::validators().len(), 4);
	});
}

#[test]
fn other_keys_are_no_way_out() {
	with_four(3, || {
		next_session(&[]);
		// Bob registers other keys, and then signs twice with those of this session.
		let other = register(BOB);
		let evidence = two_blocks(BOB, slot());
		let proof = babe_proof(BOB);
		assert_ok!(Babe::report_equivocation_unsigned(RuntimeOrigin::none(), evidence, proof));
		assert!(is_disabled(BOB));
		assert!(ValidatorSet::prove((sp_consensus_babe::KEY_TYPE, other.babe)).is_none());
	});
	// Nor is waiting: evidence about keys of an earlier session counts, from proofs made then.
	with_four(3, || {
		next_session(&[]);
		let evidence = two_votes(Ed25519Keyring::Bob, 0, 9);
		let proof = grandpa_proof(Ed25519Keyring::Bob);
		register(BOB);
		for _ in 0..3 {
			next_session(&[]);
			assert_roots_agree();
		}
		assert_eq!(Grandpa::current_set_id(), 1);
		assert_ok!(Grandpa::report_equivocation_unsigned(RuntimeOrigin::none(), evidence, proof));
		assert_eq!(standing(BOB), Some(Standing::Equivocated));
	});
}

#[test]
fn what_proves_nothing_is_refused() {
	with_four(3, || {
		next_session(&[]);
		let slot = slot();
		let report = |evidence, proof| {
			Babe::report_equivocation_unsigned(RuntimeOrigin::none(), evidence, proof)
				.map_err(|failure| failure.error)
		};
		// One block twice.
		let mut same = two_blocks(BOB, slot);
		same.second_header = same.first_header.clone();
		assert_noop!(
			report(same, babe_proof(BOB)),
			pallet_babe::Error::<Runtime>::InvalidEquivocationProof
		);
		// Somebody else's signature.
		let mut other = two_blocks(BOB, slot);
		other.offender = Sr25519Keyring::Alice.public().into();
		assert_noop!(
			report(other, babe_proof(Sr25519Keyring::Alice)),
			pallet_babe::Error::<Runtime>::InvalidEquivocationProof
		);
		// Another session's proof, another's proof.
		let late = MembershipProof { session: 0, ..babe_proof(BOB) };
		for proof in [late, babe_proof(Sr25519Keyring::Alice)] {
			assert_noop!(
				report(two_blocks(BOB, slot), proof),
				pallet_babe::Error::<Runtime>::InvalidKeyOwnershipProof
			);
		}
		let votes = two_votes(Ed25519Keyring::Bob, 1, 5);
		assert_noop!(
			Grandpa::report_equivocation_unsigned(
				RuntimeOrigin::none(),
				votes,
				grandpa_proof(Ed25519Keyring::Bob)
			)
			.map_err(|failure| failure.error),
			pallet_grandpa::Error::<Runtime>::InvalidEquivocationProof
		);
	});
}

#[test]
fn nodes_report_through_the_pool() {
	use sp_runtime::{generic::Preamble, transaction_validity::InvalidTransaction};
	with_four(3, || {
		next_session(&[]);
		let call = RuntimeCall::Babe(pallet_babe::Call::report_equivocation_unsigned {
			equivocation_proof: two_blocks(BOB, slot()),
			key_owner_proof: babe_proof(BOB),
		});
		let transaction = <Runtime as frame_system::offchain::CreateBare<
			pallet_babe::Call<Runtime>,
		>>::create_bare(call.clone());
		assert!(matches!(transaction.preamble, Preamble::Bare(_)));
		let validate = |source| {
			Executive::validate_transaction(source, transaction.clone(), System::parent_hash())
		};
		assert_ok!(validate(TransactionSource::Local));
		assert_eq!(
			validate(TransactionSource::External),
			Err(TransactionValidityError::Invalid(InvalidTransaction::Call))
		);
		assert_ok!(call.dispatch(RuntimeOrigin::none()));
		assert_eq!(
			validate(TransactionSource::Local),
			Err(TransactionValidityError::Invalid(InvalidTransaction::Stale))
		);
	});
}

#[test]
fn proofs_come_through_the_runtime_apis() {
	use sp_consensus_grandpa::runtime_decl_for_grandpa_api::GrandpaApi;
	with_four(3, || {
		let babe: BabeId = BOB.public().into();
		let opaque = <Runtime as BabeApi<Block>>::generate_key_ownership_proof(
			Slot::from(slot()),
			babe.clone(),
		)
		.unwrap();
		let proof: MembershipProof = opaque.decode().unwrap();
		assert_eq!(
			ValidatorSet::check_proof((sp_consensus_babe::KEY_TYPE, babe), proof),
			Some((account(BOB), ()))
		);
		let grandpa: sp_consensus_grandpa::AuthorityId = Ed25519Keyring::Bob.public().into();
		let opaque =
			<Runtime as GrandpaApi<Block>>::generate_key_ownership_proof(0, grandpa.clone())
				.unwrap();
		let proof: MembershipProof = opaque.decode().unwrap();
		assert_eq!(
			ValidatorSet::check_proof((sp_consensus_grandpa::KEY_TYPE, grandpa), proof),
			Some((account(BOB), ()))
		);
	});
}

#[test]
fn history_is_as_long_as_evidence_counts() {
	let sessions: u32 = <Runtime as pallet_validator_set::Config>::EvidenceSessions::get();
	let entries: u64 = <Runtime as pallet_grandpa::Config>::MaxSetIdSessionEntries::get();
	assert!(entries > u64::from(sessions) + 1);
	let members: u32 = <Runtime as pallet_validator_set::Config>::MaxMembers::get();
	assert_eq!(members, 100);
}
