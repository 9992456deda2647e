//! Credits rows to positions and day logs, kept in one of several layouts.
//!
//! What a row does is the same in all of them: decode the citizen's position with the operator and
//! the citizen's log of the day, add to both, write both back. Values have the shape and encoding of
//! the chain's own and are held at a constant size, so that only the layout differs.

pub use pallet::*;

#[frame_support::pallet]
pub mod pallet {
	use alloc::vec::Vec;
	use codec::Compact;
	use frame_support::pallet_prelude::*;
	use frame_system::pallet_prelude::*;

	/// Citizens in a page of the paged layouts.
	pub const PAGE: u32 = 16;
	pub const SMALL_PAGE: u32 = 4;

	/// The only operator, and the only day, of the measurement. Neither is a palindrome of bytes.
	pub const OPERATOR: u16 = 7;
	pub const DAY: u16 = 20_000;

	/// How the ledger is keyed and cut.
	#[derive(
		Encode, Decode, DecodeWithMemTracking, TypeInfo, Clone, Copy, PartialEq, Eq, Debug,
	)]
	pub enum Layout {
		/// Two maps, Identity-hashed big-endian keys.
		BigEndian,
		/// Two maps, Identity-hashed keys as SCALE writes integers: little-endian.
		LittleEndian,
		/// Two double maps, each part of the key hashed by Blake2_128Concat.
		Hashed,
		/// Two maps of pages of [`PAGE`] neighbours, Identity-hashed big-endian page numbers.
		Paged,
		/// The same with pages of [`SMALL_PAGE`].
		PagedSmall,
	}

	/// As `tanpu_primitives::Position`.
	#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
	pub struct Position {
		pub disposition: u8,
		pub enrolled: bool,
		#[codec(compact)]
		pub grams: u64,
		#[codec(compact)]
		pub growth: u64,
		#[codec(compact)]
		pub points_due: u64,
		pub carry: u16,
		pub contributions: BoundedVec<(u32, u64), ConstU32<16>>,
	}

	/// One claim of a day: group, start, minutes and grams; 9 bytes.
	#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
	pub struct Claim {
		pub group: u8,
		pub start: u16,
		pub minutes: u16,
		pub grams: u32,
	}

	/// A citizen's log of the day.
	pub type DayLog = BoundedVec<Claim, ConstU32<32>>;

	/// A page: what each of so many neighbours has, if anything.
	pub type PageOf<V> = [Option<V>; PAGE as usize];
	pub type SmallPageOf<V> = [Option<V>; SMALL_PAGE as usize];

	/// One act of one citizen, as much of it as the ledger needs.
	#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, Clone, PartialEq, Eq, Debug)]
	pub struct Row {
		pub citizen: u32,
		pub start: u32,
		#[codec(compact)]
		pub minutes: u16,
		#[codec(compact)]
		pub grams: u64,
	}

	impl Position {
		/// A position with `classes` open classes, as after some months of riding.
		pub fn sample(classes: u32) -> Self {
			Self {
				disposition: 0,
				enrolled: true,
				grams: 100_000,
				growth: 100_000_000,
				points_due: 84_400,
				carry: 400,
				contributions: BoundedVec::truncate_from(
					(0..classes).map(|class| (class, 20_000)).collect(),
				),
			}
		}

		fn credit(&mut self, row: &Row) -> bool {
			let fine = row.grams.saturating_mul(844).saturating_add(u64::from(self.carry));
			self.grams = self.grams.saturating_add(row.grams);
			self.growth = self.growth.saturating_add(row.grams.saturating_mul(1_000));
			self.points_due = self.points_due.saturating_add(fine / 1_000);
			self.carry = u16::try_from(fine % 1_000).unwrap_or_default();
			// The class of the month is there already, as it is but for a month's first row.
			match self.contributions.binary_search_by_key(&0, |(class, _)| *class) {
				Ok(at) => match self.contributions.get_mut(at) {
					Some(entry) => {
						entry.1 = entry.1.saturating_add(row.grams);
						true
					},
					None => false,
				},
				Err(_) => false,
			}
		}
	}

	/// A log with `claims` claims.
	pub fn sample_log(claims: u32) -> DayLog {
		BoundedVec::truncate_from(
			(0..claims)
				.map(|at| Claim {
					group: 1,
					start: u16::try_from(at * 60).unwrap_or_default(),
					minutes: 30,
					grams: 117,
				})
				.collect(),
		)
	}

	/// Notes a claim: checks it against all that the log holds, and replaces the last one, so that
	/// a log is as large after the row as before it. A citizen without a log gets a full one.
	fn note(log: Option<DayLog>, row: &Row, claims: u32) -> DayLog {
		let mut log = log.unwrap_or_else(|| sample_log(claims));
		let start = u16::try_from(row.start % 1_440).unwrap_or_default();
		let end = start.saturating_add(row.minutes);
		let overlaps = log
			.iter()
			.filter(|claim| claim.start < end && start < claim.start.saturating_add(claim.minutes))
			.count();
		log.pop();
		let grams = u32::try_from(row.grams).unwrap_or_default();
		// Times are random, so a claim may overlap one that is there; it is taken all the same, and
		// the group says so, lest the check be optimised away.
		let group = u8::try_from(overlaps).unwrap_or(u8::MAX);
		let _ = log.try_push(Claim { group, start, minutes: row.minutes, grams });
		log
	}

	#[pallet::pallet]
	#[pallet::without_storage_info]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {}

	/// 0 or 1: the version of the trie's format.
	#[pallet::storage]
	pub type TrieVersion<T> = StorageValue<_, u8, ValueQuery>;

	/// Claims that a new log begins with.
	#[pallet::storage]
	pub type ClaimsPerLog<T> = StorageValue<_, u32, ValueQuery>;

	/// Rows credited in all.
	#[pallet::storage]
	pub type RowsCredited<T> = StorageValue<_, u64, ValueQuery>;

	#[pallet::storage]
	pub type PositionsBe<T> = StorageMap<_, Identity, ([u8; 2], [u8; 4]), Position>;
	#[pallet::storage]
	pub type LogsBe<T> = StorageMap<_, Identity, ([u8; 2], [u8; 4]), DayLog>;

	#[pallet::storage]
	pub type PositionsLe<T> = StorageMap<_, Identity, (u16, u32), Position>;
	#[pallet::storage]
	pub type LogsLe<T> = StorageMap<_, Identity, (u16, u32), DayLog>;

	#[pallet::storage]
	pub type PositionsHashed<T> =
		StorageDoubleMap<_, Blake2_128Concat, u16, Blake2_128Concat, u32, Position>;
	#[pallet::storage]
	pub type LogsHashed<T> =
		StorageDoubleMap<_, Blake2_128Concat, u16, Blake2_128Concat, u32, DayLog>;

	#[pallet::storage]
	pub type PositionPages<T> = StorageMap<_, Identity, ([u8; 2], [u8; 4]), PageOf<Position>>;
	#[pallet::storage]
	pub type LogPages<T> = StorageMap<_, Identity, ([u8; 2], [u8; 4]), PageOf<DayLog>>;

	#[pallet::storage]
	pub type SmallPositionPages<T> =
		StorageMap<_, Identity, ([u8; 2], [u8; 4]), SmallPageOf<Position>>;
	#[pallet::storage]
	pub type SmallLogPages<T> = StorageMap<_, Identity, ([u8; 2], [u8; 4]), SmallPageOf<DayLog>>;

	/// Credits rows to pages. Rows are sorted: those of one page are neighbours, and a page is
	/// decoded and encoded once for all of them. This is the best that paging can do.
	macro_rules! credit_pages {
		($rows:expr, $claims:expr, $page:expr, $positions:ty, $logs:ty) => {{
			let mut done = true;
			for rows in $rows.chunk_by(|a, b| a.citizen / $page == b.citizen / $page) {
				let Some(first) = rows.first() else { continue };
				let page = (first.citizen / $page).to_be_bytes();
				let key = (OPERATOR.to_be_bytes(), page);
				let key_of_day = (DAY.to_be_bytes(), page);
				let mut positions = <$positions>::get(key).ok_or(Error::<T>::NotEnrolled)?;
				let mut logs = <$logs>::get(key_of_day).unwrap_or_default();
				for row in rows {
					let slot = usize::try_from(row.citizen % $page).unwrap_or_default();
					let position = positions
						.get_mut(slot)
						.and_then(Option::as_mut)
						.ok_or(Error::<T>::NotEnrolled)?;
					if let Some(log) = logs.get_mut(slot) {
						*log = Some(note(log.take(), row, $claims));
					}
					done &= position.credit(row);
				}
				<$logs>::insert(key_of_day, logs);
				<$positions>::insert(key, positions);
			}
			done
		}};
	}

	#[pallet::event]
	#[pallet::generate_deposit(fn deposit_event)]
	pub enum Event<T: Config> {
		/// A batch was credited: grams of each row, in order.
		BatchCredited { grams: Vec<Compact<u64>> },
	}

	#[pallet::error]
	pub enum Error<T> {
		/// A row's citizen has no position.
		NotEnrolled,
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Credits a batch. Anyone may: this chain lives for the length of a measurement.
		#[pallet::call_index(0)]
		#[pallet::weight(Weight::zero())]
		#[pallet::authorize(|_source, _layout, _rows| Ok(Default::default()))]
		#[pallet::weight_of_authorize(Weight::zero())]
		pub fn credit(origin: OriginFor<T>, layout: Layout, rows: Vec<Row>) -> DispatchResult {
			ensure_authorized(origin)?;
			let claims = ClaimsPerLog::<T>::get();
			let mut done = true;
			match layout {
				Layout::BigEndian => {
					for row in &rows {
						let citizen = row.citizen.to_be_bytes();
						let key = (OPERATOR.to_be_bytes(), citizen);
						let mut position =
							PositionsBe::<T>::get(key).ok_or(Error::<T>::NotEnrolled)?;
						let key_of_day = (DAY.to_be_bytes(), citizen);
						let log = note(LogsBe::<T>::get(key_of_day), row, claims);
						done &= position.credit(row);
						LogsBe::<T>::insert(key_of_day, log);
						PositionsBe::<T>::insert(key, position);
					}
				},
				Layout::LittleEndian => {
					for row in &rows {
						let key = (OPERATOR, row.citizen);
						let mut position =
							PositionsLe::<T>::get(key).ok_or(Error::<T>::NotEnrolled)?;
						let key_of_day = (DAY, row.citizen);
						let log = note(LogsLe::<T>::get(key_of_day), row, claims);
						done &= position.credit(row);
						LogsLe::<T>::insert(key_of_day, log);
						PositionsLe::<T>::insert(key, position);
					}
				},
				Layout::Hashed => {
					for row in &rows {
						let mut position = PositionsHashed::<T>::get(OPERATOR, row.citizen)
							.ok_or(Error::<T>::NotEnrolled)?;
						let log = note(LogsHashed::<T>::get(DAY, row.citizen), row, claims);
						done &= position.credit(row);
						LogsHashed::<T>::insert(DAY, row.citizen, log);
						PositionsHashed::<T>::insert(OPERATOR, row.citizen, position);
					}
				},
				Layout::Paged => {
					done &= credit_pages!(rows, claims, PAGE, PositionPages<T>, LogPages<T>)
				},
				Layout::PagedSmall => {
					done &= credit_pages!(
						rows,
						claims,
						SMALL_PAGE,
						SmallPositionPages<T>,
						SmallLogPages<T>
					)
				},
			}
			ensure!(done, Error::<T>::NotEnrolled);
			RowsCredited::<T>::mutate(|sum| {
				*sum = sum.saturating_add(u64::try_from(rows.len()).unwrap_or_default())
			});
			Self::deposit_event(Event::BatchCredited {
				grams: rows.iter().map(|row| Compact(row.grams)).collect(),
			});
			Ok(())
		}
	}
}
