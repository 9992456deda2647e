//! The Merkle tree over a batch's raw rows, and the proof that one row stands in it.
//!
//! - leaf = BLAKE2b-256 of `0x00`, salt (32 bytes), raw line
//! - parent = BLAKE2b-256 of `0x01`, left, right; the last node of an odd level goes up as it is
//!
//! Of the same shape is the tree that the chain itself makes of what became of each row: its leaves are
//! [`outcome_leaf`]. The chain keeps the root alone, and whoever acts on one row shows the row, its
//! outcome and the way up.
//!
//! Leaves stand in the order of the batch's rows. The salt is the operator's secret for this one
//! row: who is shown it can check the row and learns nothing about the others.

use crate::{Outcome, Row};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use sp_runtime::traits::{BlakeTwo256, Hash};

/// A node of the tree.
pub type Node = [u8; 32];

/// Levels above the leaves of the largest batch: 2^10 rows and more.
pub const MAX_PROOF: usize = 10;
const _: () = assert!(crate::MAX_ROWS <= 1 << MAX_PROOF);

/// The same, as a bound of what a call carries.
pub const MAX_SIBLINGS: u32 = 10;
const _: () = assert!(MAX_SIBLINGS as usize == MAX_PROOF);

/// The leaf of a raw line.
pub fn leaf(salt: &[u8; 32], line: &[u8]) -> Node {
	let mut bytes = Vec::with_capacity(line.len().saturating_add(33));
	bytes.push(0);
	bytes.extend_from_slice(salt);
	bytes.extend_from_slice(line);
	blake2_256(&bytes)
}

/// The leaf of a row with what became of it: BLAKE2b-256 of `0x00` and the SCALE encoding of both.
pub fn outcome_leaf(row: &Row, outcome: &Outcome) -> Node {
	let mut bytes = Vec::with_capacity(64);
	bytes.push(0);
	row.encode_to(&mut bytes);
	outcome.encode_to(&mut bytes);
	blake2_256(&bytes)
}

/// A row of a batch, what became of it, and the proof of both under the batch's root of outcomes.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct RecordProof {
	pub row: Row,
	pub outcome: Outcome,
	/// The siblings on the way up, from the lowest level: see [`prove`].
	pub siblings: BoundedVec<Node, ConstU32<MAX_SIBLINGS>>,
}

impl RecordProof {
	/// Whether it is row `at` of the `rows` rows of a batch with this root.
	pub fn verify(&self, root: &Node, rows: u16, at: u16) -> bool {
		verify_leaf(root, rows, at, outcome_leaf(&self.row, &self.outcome), &self.siblings)
	}
}

fn blake2_256(bytes: &[u8]) -> Node {
	BlakeTwo256::hash(bytes).0
}

fn parent(left: &Node, right: &Node) -> Node {
	let mut bytes = Vec::with_capacity(65);
	bytes.push(1);
	bytes.extend_from_slice(left);
	bytes.extend_from_slice(right);
	blake2_256(&bytes)
}

fn level_above(level: &[Node]) -> Vec<Node> {
	level
		.chunks(2)
		.filter_map(|pair| match pair {
			[left, right] => Some(parent(left, right)),
			[last] => Some(*last),
			_ => None,
		})
		.collect()
}

/// The root over leaves; none without leaves.
pub fn root(leaves: &[Node]) -> Option<Node> {
	let mut level = leaves.to_vec();
	while level.len() > 1 {
		level = level_above(&level);
	}
	level.pop()
}

/// What proves the leaf at `row`: the siblings on the way up, from the lowest level. None where
/// there is no such leaf.
pub fn prove(leaves: &[Node], row: usize) -> Option<Vec<Node>> {
	leaves.get(row)?;
	let mut proof = Vec::new();
	let (mut level, mut at) = (leaves.to_vec(), row);
	while level.len() > 1 {
		// Without a sibling the node goes up as it is.
		if let Some(sibling) = level.get(at ^ 1) {
			proof.push(*sibling);
		}
		level = level_above(&level);
		at >>= 1;
	}
	Some(proof)
}

/// Whether a line with its salt is row `row` of a batch of `rows` rows whose evidence root is
/// `root`. `rows` is what the chain keeps of the batch: with another number a proof could place a
/// line elsewhere.
pub fn verify(
	root: &Node,
	rows: u16,
	row: u16,
	salt: &[u8; 32],
	line: &[u8],
	proof: &[Node],
) -> bool {
	verify_leaf(root, rows, row, leaf(salt, line), proof)
}

/// Whether a leaf is row `row` of `rows` under a root: of evidence, or of outcomes ([`outcome_leaf`]).
pub fn verify_leaf(root: &Node, rows: u16, row: u16, leaf: Node, proof: &[Node]) -> bool {
	if row >= rows {
		return false;
	}
	let mut node = leaf;
	let (mut at, mut width) = (row, rows);
	let mut siblings = proof.iter();
	while width > 1 {
		let has_sibling = (at ^ 1) < width;
		if has_sibling {
			let Some(sibling) = siblings.next() else { return false };
			node = if at & 1 == 0 { parent(&node, sibling) } else { parent(sibling, &node) };
		}
		at >>= 1;
		width = width.div_ceil(2);
	}
	// Nothing may be left over: a proof has one form.
	siblings.next().is_none() && node == *root
}

#[cfg(test)]
mod tests {
	use super::*;
	use alloc::{format, vec};

	fn salt(row: usize) -> [u8; 32] {
		blake2_256(&row.to_be_bytes())
	}

	fn line(row: usize) -> Vec<u8> {
		format!("card-{row},2018-09-01 08:03:11,2.52").into_bytes()
	}

	fn leaves(rows: usize) -> Vec<Node> {
		(0..rows).map(|row| leaf(&salt(row), &line(row))).collect()
	}

	#[test]
	fn every_row_of_every_size_is_proved_and_nothing_else() {
		for rows in (1..=33).chain([255, 256, 257, 999, 1_000]) {
			let leaves = leaves(rows);
			let root = root(&leaves).unwrap();
			let rows = rows as u16;
			let check = |row: u16, of: usize, proof: &[Node]| {
				verify(&root, rows, row, &salt(of), &line(of), proof)
			};
			for row in (0..rows).step_by(if rows > 40 { 37 } else { 1 }) {
				let at = usize::from(row);
				let proof = prove(&leaves, at).unwrap();
				assert!(proof.len() <= MAX_PROOF);
				assert!(check(row, at, &proof));
				// Another row's line, another place, a changed line or salt.
				for other in 0..rows.min(8) {
					assert_eq!(check(row, usize::from(other), &proof), other == row);
					assert_eq!(check(other, at, &proof), other == row);
				}
				let mut wrong = line(at);
				wrong[0] ^= 1;
				assert!(!verify(&root, rows, row, &salt(at), &wrong, &proof));
				assert!(!verify(&root, rows, row, &salt(at + 1), &line(at), &proof));
				// A proof too long, too short, or changed.
				let mut longer = proof.clone();
				longer.push([0; 32]);
				assert!(!check(row, at, &longer));
				if !proof.is_empty() {
					assert!(!check(row, at, &proof[1..]));
					let mut changed = proof.clone();
					changed[0][0] ^= 1;
					assert!(!check(row, at, &changed));
				}
			}
			assert!(!check(rows, 0, &[]));
			assert_eq!(prove(&leaves, usize::from(rows)), None);
		}
		assert_eq!(root(&[]), None);
		assert!(!verify(&[0; 32], 0, 0, &salt(0), &line(0), &[]));
	}

	#[test]
	fn the_tree_is_as_the_operator_s_tool_makes_it() {
		let [a, b, c] = [[1u8; 32], [2; 32], [3; 32]];
		let pair = |l: &[u8; 32], r: &[u8; 32]| blake2_256(&[&[1u8][..], &l[..], &r[..]].concat());
		assert_eq!(root(&[a]), Some(a));
		assert_eq!(root(&[a, b]), Some(pair(&a, &b)));
		assert_eq!(root(&[a, b, c]), Some(pair(&pair(&a, &b), &c)));
		assert_eq!(prove(&[a, b, c], 2), Some(vec![pair(&a, &b)]));
		assert_eq!(leaf(&[7; 32], b"x"), blake2_256(&[&[0u8][..], &[7; 32], b"x"].concat()));
	}

	#[test]
	fn outcomes_are_proved_with_their_rows() {
		use crate::Reason;
		let row = |citizen| Row {
			citizen,
			start: 7,
			duration: 1,
			inputs: BoundedVec::truncate_from(vec![codec::Compact(9)]),
			claims: Default::default(),
		};
		let outcomes = [
			Outcome::Credited { grams: 5 },
			Outcome::Rejected(Reason::NoReduction),
			Outcome::Capped { grams: 5, computed: 6 },
		];
		let leaves: Vec<_> = (0..)
			.zip(&outcomes)
			.map(|(citizen, outcome)| outcome_leaf(&row(citizen), outcome))
			.collect();
		let root = root(&leaves).unwrap();
		for (at, outcome) in outcomes.iter().enumerate() {
			let siblings = BoundedVec::truncate_from(prove(&leaves, at).unwrap());
			let proof = RecordProof { row: row(at as u32), outcome: *outcome, siblings };
			for place in 0..4 {
				assert_eq!(proof.verify(&root, 3, place), usize::from(place) == at);
			}
			let other = RecordProof { outcome: Outcome::Credited { grams: 500 }, ..proof.clone() };
			assert!(!other.verify(&root, 3, at as u16));
			let other = RecordProof { row: row(9), ..proof };
			assert!(!other.verify(&root, 3, at as u16));
		}
	}

	#[test]
	fn a_node_is_no_leaf() {
		// A line cut so that salt and line spell two nodes: the prefix tells them apart.
		let [a, b] = [[1u8; 32], [2; 32]];
		let top = root(&[a, b]).unwrap();
		assert!(!verify(&top, 1, 0, &a, &b, &[]));
	}
}
