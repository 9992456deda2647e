//! Rows into batches: the same file makes the same batches, so that the chain recognises what it
//! has.

use super::table::Good;
use crate::hashing::{evidence_leaf, merkle_root, SecretKey};
use codec::Encode;
use sp_core::{bounded::BoundedVec, H256};
use sp_crypto_hashing::blake2_256;
use tanpu_primitives::{report::MAX_ROWS, BatchId, MethodologyRef, OperatorId, Row};

/// A batch, ready to send.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Packed {
	pub id: BatchId,
	pub evidence_root: Option<H256>,
	/// In rising order of citizens, as the chain demands; of one citizen by start.
	pub rows: BoundedVec<Row, sp_core::ConstU32<MAX_ROWS>>,
	/// For each row its index among the good rows.
	pub origins: Vec<usize>,
}

impl Packed {
	/// What the chain keeps of the content: the hash of (methodology, evidence root, rows).
	pub fn content(&self, methodology: MethodologyRef) -> H256 {
		H256(blake2_256(&(methodology, self.evidence_root, &self.rows).encode()))
	}
}

/// Packs rows. A batch holds those of `size` successive places of the file; a bad row leaves its
/// place empty, so that mending it changes its own batch only.
pub fn pack(
	good: &[Good],
	file: &[u8],
	operator: OperatorId,
	methodology: MethodologyRef,
	size: u32,
	evidence: Option<&SecretKey>,
) -> Vec<Packed> {
	let size = u64::from(size.clamp(1, MAX_ROWS));
	let mut batches = Vec::new();
	let mut rest = 0;
	while rest < good.len() {
		let chunk = good[rest].place / size;
		let end = rest + good[rest..].partition_point(|row| row.place / size == chunk);
		let mut origins: Vec<usize> = (rest..end).collect();
		origins.sort_by_key(|at| {
			let Good { row, place, .. } = &good[*at];
			(row.citizen, row.start, *place)
		});
		let evidence_root = evidence.and_then(|key| {
			let leaves = origins
				.iter()
				.map(|at| evidence_leaf(key, good[*at].place, &file[good[*at].raw.clone()]))
				.collect();
			merkle_root(leaves).map(H256)
		});
		let rows =
			BoundedVec::truncate_from(origins.iter().map(|at| good[*at].row.clone()).collect());
		// The place of the chunk is part of the name: a chunk that stands in the file twice is two
		// batches, of which the second is credited nothing, rather than one that is taken for both.
		let name = (b"tanpu batch v1", operator, methodology, chunk, evidence_root, &rows);
		let id = blake2_256(&name.encode());
		batches.push(Packed { id, evidence_root, rows, origins });
		rest = end;
	}
	batches
}

#[cfg(test)]
mod tests {
	use super::{
		super::table::tests::{metro, people, read_metro},
		*,
	};

	const REF: MethodologyRef = MethodologyRef { methodology: 0, version: 1 };

	fn line(user: &str, minute: u32, distance: &str) -> String {
		let time = |m: u32| format!("2018-09-01 {:02}:{:02}:00", m / 60, m % 60);
		format!("{user},{},{},{distance}\n", time(minute), time(minute + 5))
	}

	fn file(lines: &[String]) -> String {
		format!("user,start,end,distance\n{}", lines.concat())
	}

	fn packed(text: &str, size: u32, key: Option<u8>) -> Vec<Packed> {
		let table = read_metro(text).unwrap();
		let key = key.map(SecretKey::test);
		pack(&table.good, text.as_bytes(), 1, REF, size, key.as_ref())
	}

	fn lines() -> Vec<String> {
		(0..7)
			.map(|n| line(if n % 2 == 0 { "anna" } else { "bert" }, 100 - n * 10, "1.5"))
			.collect()
	}

	#[test]
	fn packing_is_deterministic_and_sorted() {
		let text = file(&lines());
		let batches = packed(&text, 3, Some(1));
		assert_eq!(batches, packed(&text, 3, Some(1)));
		assert_eq!(batches.iter().map(|b| b.rows.len()).collect::<Vec<_>>(), [3, 3, 1]);
		for batch in &batches {
			let keys: Vec<_> = batch.rows.iter().map(|row| (row.citizen, row.start)).collect();
			assert!(keys.windows(2).all(|pair| pair[0] <= pair[1]), "{keys:?}");
			assert_eq!(batch.rows.len(), batch.origins.len());
		}
		// Rows 0..3 are anna 100, bert 90, anna 80; bert's number is lower.
		assert_eq!(batches[0].origins, [1, 2, 0]);
		let mut all: Vec<usize> = batches.iter().flat_map(|b| b.origins.clone()).collect();
		all.sort();
		assert_eq!(all, (0..7).collect::<Vec<_>>());
		assert_eq!(people()["bert"], Some(1));
		assert!(metro().rules.evidence_required);
	}

	#[test]
	fn names_depend_on_everything() {
		let text = file(&lines());
		let id = |size, key| packed(&text, size, key)[0].id;
		assert_ne!(id(3, None), id(3, Some(1)));
		assert_ne!(id(3, Some(1)), id(3, Some(2)));
		assert_ne!(id(3, None), id(2, None));
		let table = read_metro(&text).unwrap();
		let other = pack(&table.good, text.as_bytes(), 2, REF, 3, None);
		assert_ne!(other[0].id, id(3, None));
		// The evidence binds bytes that the chain never sees.
		let spaced = text.replacen("1.5", "1.50", 1);
		assert_eq!(packed(&spaced, 3, None)[0].id, id(3, None));
		assert_ne!(packed(&spaced, 3, Some(1))[0].id, id(3, Some(1)));
	}

	#[test]
	fn appending_and_mending_change_their_own_batch_only() {
		let mut rows = lines();
		let before = packed(&file(&rows), 3, Some(1));
		rows.push(line("anna", 200, "1"));
		let after = packed(&file(&rows), 3, Some(1));
		assert_eq!(before[..2], after[..2]);
		assert_ne!(before[2].id, after[2].id);
		let whole = after;
		rows[0] = line("nobody", 100, "1.5");
		let broken = packed(&file(&rows), 3, Some(1));
		assert_ne!(whole[0].id, broken[0].id);
		assert_eq!(whole[1].id, broken[1].id);
		assert_eq!(whole[2].id, broken[2].id);
	}

	#[test]
	fn a_repeated_chunk_is_two_batches() {
		let one = lines()[..2].to_vec();
		let twice: Vec<String> = one.iter().chain(&one).cloned().collect();
		let batches = packed(&file(&twice), 2, None);
		assert_eq!(batches[0].rows, batches[1].rows);
		assert_ne!(batches[0].id, batches[1].id);
	}
}
