//! What rows read and write of objects and histories, kept in memory while a batch runs: each is
//! read once and written once, however many rows name it, and only if it changed.

use crate::{
	pallet::{Config, Counters, Histories, OnceClaims, OnceSweep, Sites},
	types::{Counter, History, HistorySubject, OnceClaim, Site},
};
use alloc::{collections::BTreeMap, vec::Vec};
use core::marker::PhantomData;
use tanpu_primitives::{
	report::{Reason, WHOLE},
	traits::{Objects, RegisteredObject},
	Be16, CitizenId, Day, GroupId, MethodologyId, ObjectId,
};

/// An object: its exclusion group, and its id there.
pub(crate) type Key = (GroupId, ObjectId);

/// What a citizen has of an object.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Standing {
	/// The registration, as it is counted; 0 where there is none.
	pub epoch: u32,
	/// In ten thousandths.
	pub share: u16,
	pub members: u8,
	pub crediting_from: Option<Day>,
}

impl Standing {
	/// Of an object that isn't registered: its one holder has all of it.
	pub const UNREGISTERED: Self =
		Self { epoch: 0, share: WHOLE, members: 0, crediting_from: None };
}

/// A value as it stands after the rows so far.
struct Kept<V> {
	value: Option<V>,
	changed: bool,
}

/// Everything of objects that a batch has met.
pub(crate) struct ObjectBook<T> {
	methodology: MethodologyId,
	registered: BTreeMap<Key, Option<RegisteredObject>>,
	counters: BTreeMap<Key, Kept<Counter>>,
	sites: BTreeMap<Key, Kept<Site>>,
	histories: BTreeMap<HistorySubject, Kept<History>>,
	_config: PhantomData<T>,
}

impl<T: Config> ObjectBook<T> {
	pub fn new(methodology: MethodologyId) -> Self {
		Self {
			methodology,
			registered: BTreeMap::new(),
			counters: BTreeMap::new(),
			sites: BTreeMap::new(),
			histories: BTreeMap::new(),
			_config: PhantomData,
		}
	}

	/// What a citizen has of an object; none where it isn't registered.
	///
	/// # Errors
	///
	/// [`Reason::HeldByAnother`] where it is, and not to them.
	pub fn standing(&mut self, key: Key, citizen: CitizenId) -> Result<Option<Standing>, Reason> {
		let object = self.registered.entry(key).or_insert_with(|| T::Objects::get(key.0, &key.1));
		let Some(object) = object else { return Ok(None) };
		let share = object.share(citizen).ok_or(Reason::HeldByAnother)?;
		Ok(Some(Standing {
			// Registrations count from 1: one that didn't would be taken for none.
			epoch: object.epoch.max(1),
			// Nobody has more than all of it.
			share: share.min(WHOLE),
			members: object.members,
			crediting_from: object.crediting_from,
		}))
	}

	pub fn counter(&mut self, key: Key) -> Option<&Counter> {
		read(&mut self.counters, key, || Counters::<T>::get(key))
	}

	pub fn site(&mut self, key: Key) -> Option<&Site> {
		read(&mut self.sites, key, || Sites::<T>::get(key))
	}

	pub fn history(&mut self, subject: HistorySubject) -> Option<&History> {
		let methodology = self.methodology;
		read(&mut self.histories, subject, || Histories::<T>::get((methodology, subject)))
	}

	pub fn keep_history(&mut self, subject: HistorySubject, history: History) {
		keep(&mut self.histories, subject, history);
	}

	/// Takes the claims on objects that were found free.
	pub fn take(
		&mut self,
		counters: Vec<(Key, Counter)>,
		sites: Vec<(Key, Site)>,
		references: Vec<(Key, OnceClaim)>,
	) {
		for (key, counter) in counters {
			keep(&mut self.counters, key, counter);
		}
		for (key, site) in sites {
			keep(&mut self.sites, key, site);
		}
		for (key, claim) in references {
			if let Some(day) = claim.until {
				OnceSweep::<T>::insert(Be16::from(day), key, ());
			}
			OnceClaims::<T>::insert(key, claim);
		}
	}

	/// Writes what changed.
	pub fn close(&mut self) {
		let methodology = self.methodology;
		for (key, counter) in changed(&mut self.counters) {
			Counters::<T>::insert(key, counter);
		}
		for (key, site) in changed(&mut self.sites) {
			Sites::<T>::insert(key, site);
		}
		for (subject, history) in changed(&mut self.histories) {
			Histories::<T>::insert((methodology, subject), history);
		}
	}
}

fn read<K: Ord, V>(
	book: &mut BTreeMap<K, Kept<V>>,
	key: K,
	from_state: impl FnOnce() -> Option<V>,
) -> Option<&V> {
	let kept = book.entry(key).or_insert_with(|| Kept { value: from_state(), changed: false });
	kept.value.as_ref()
}

fn keep<K: Ord, V>(book: &mut BTreeMap<K, Kept<V>>, key: K, value: V) {
	book.insert(key, Kept { value: Some(value), changed: true });
}

fn changed<K: Ord, V>(book: &mut BTreeMap<K, Kept<V>>) -> impl Iterator<Item = (K, V)> {
	core::mem::take(book)
		.into_iter()
		.filter(|(_, kept)| kept.changed)
		.filter_map(|(key, kept)| kept.value.map(|value| (key, value)))
}
