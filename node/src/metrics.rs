//! The chain's own figures on the node's Prometheus endpoint: what was credited, what points are
//! outstanding and what covers them, and how far finality is behind.
//!
//! Read from final state, at most once in [`PERIOD`] and never more than so many entries at a time,
//! so that a node with a million classes does no more work than one with ten. A figure that can't be
//! read keeps its last value; `tanpu_figures_block` says of which block the figures are.

use crate::service::{FullBackend, FullClient};
use codec::Decode;
use sc_client_api::StorageProvider;
use sp_api::ProvideRuntimeApi;
use sp_blockchain::HeaderBackend;
use sp_core::storage::StorageKey;
use std::{
	sync::Arc,
	time::{Duration, Instant},
};
use substrate_prometheus_endpoint::{
	register, Gauge, GaugeVec, Opts, PrometheusError, Registry, F64, U64,
};
use tanpu_runtime::{constants::currency::UNITS, Balance, Hash, Runtime};
use tanpu_runtime_api::{PointsApi, MAX_PAGE};

/// Time between two readings.
const PERIOD: Duration = Duration::from_secs(5);
/// Most classes that are read at a time: all new ones come first, old ones in turn.
const CLASSES_AT_ONCE: usize = 500;
/// The newest classes are read every time: those are credited.
const NEWEST_CLASSES: usize = 100;
/// Most pages of operators that are read at a time.
const OPERATOR_PAGES: u32 = 10;

/// The gauges.
pub struct Metrics {
	block: Gauge<U64>,
	records: Gauge<U64>,
	grams: Gauge<U64>,
	points: Gauge<U64>,
	points_value: Gauge<F64>,
	funds: Gauge<F64>,
	receivables: Gauge<F64>,
	escrow: Gauge<F64>,
	coverage: GaugeVec<F64>,
	coverage_least: Gauge<F64>,
	lag: Gauge<U64>,
	age: Gauge<F64>,
}

impl Metrics {
	/// Registers every gauge; fails where a name is taken.
	pub fn register(registry: &Registry) -> Result<Self, PrometheusError> {
		let whole = |name: &str, help: &str| register(Gauge::<U64>::new(name, help)?, registry);
		let real = |name: &str, help: &str| register(Gauge::<F64>::new(name, help)?, registry);
		Ok(Self {
			block: whole("tanpu_figures_block", "Final block that the figures are of")?,
			records: whole("tanpu_records_credited", "Records credited, in all classes")?,
			grams: whole("tanpu_grams_credited", "Grams CO2e credited, in all classes")?,
			points: whole(
				"tanpu_points_outstanding_hundredths",
				"Points outstanding, in hundredths of a point",
			)?,
			points_value: real(
				"tanpu_points_outstanding_tanp",
				"What outstanding points are worth, in TANP",
			)?,
			funds: real("tanpu_funds_tanp", "Money in operators' funds, in TANP")?,
			receivables: real("tanpu_receivables_tanp", "Money owed to merchants, in TANP")?,
			escrow: real("tanpu_escrow_tanp", "Money in open orders, in TANP")?,
			coverage: register(
				GaugeVec::new(
					Opts::new(
						"tanpu_fund_coverage_ratio",
						"An operator's fund as a multiple of what its outstanding points are worth; \
						 1 and more, always",
					),
					&["operator"],
				)?,
				registry,
			)?,
			coverage_least: real(
				"tanpu_fund_coverage_ratio_least",
				"The least coverage of any operator with points outstanding",
			)?,
			lag: whole("tanpu_finality_lag_blocks", "Blocks from the finalised to the best one")?,
			age: real(
				"tanpu_finality_age_seconds",
				"Seconds since this node last saw a block become final",
			)?,
		})
	}

	/// Reads until the node ends.
	pub async fn run(self, client: Arc<FullClient>) {
		let mut classes = Classes::default();
		let mut read: Option<Hash> = None;
		let mut finalised = (client.info().finalized_hash, Instant::now());
		loop {
			tokio::time::sleep(PERIOD).await;
			let info = client.info();
			if info.finalized_hash != finalised.0 {
				finalised = (info.finalized_hash, Instant::now());
			}
			self.lag.set(info.best_number.saturating_sub(info.finalized_number).into());
			self.age.set(finalised.1.elapsed().as_secs_f64());
			// Old classes are still being caught up with while nothing new is final.
			if read == Some(info.finalized_hash) && classes.complete {
				continue;
			}
			match self.read(&client, info.finalized_hash, &mut classes) {
				Ok(()) => {
					self.block.set(info.finalized_number.into());
					read = Some(info.finalized_hash);
				},
				Err(error) => log::debug!(target: "tanpu-metrics", "not read: {error}"),
			}
		}
	}

	fn read(&self, client: &FullClient, at: Hash, classes: &mut Classes) -> Result<(), String> {
		classes.read(client, at)?;
		if classes.complete {
			let (records, grams) = classes.sums();
			self.records.set(records);
			self.grams.set(grams);
		}

		let api = client.runtime_api();
		let totals = api.system_totals(at).map_err(|error| error.to_string())?;
		self.funds.set(tanp(totals.funds));
		self.receivables.set(tanp(totals.receivables));
		self.escrow.set(tanp(totals.escrow));

		let (mut points, mut value, mut least) = (0u64, 0 as Balance, f64::INFINITY);
		let mut coverages = Vec::new();
		let mut first = 0;
		for _ in 0..OPERATOR_PAGES {
			let page = api.solvency(at, first).map_err(|error| error.to_string())?;
			for operator in &page {
				for (_, series) in &operator.series {
					points = points.saturating_add(series.outstanding);
				}
				value = value.saturating_add(operator.outstanding);
				if operator.outstanding > 0 {
					let coverage = operator.fund as f64 / operator.outstanding as f64;
					least = least.min(coverage);
					coverages.push((operator.operator, coverage));
				}
			}
			let next = page.last().and_then(|last| last.operator.checked_add(1));
			match next {
				Some(next) if page.len() >= MAX_PAGE as usize => first = next,
				_ => break,
			}
		}
		self.points.set(points);
		self.points_value.set(tanp(value));
		self.coverage.reset();
		for (operator, coverage) in coverages {
			self.coverage.with_label_values(&[&operator.to_string()]).set(coverage);
		}
		// Nothing outstanding is covered by anything.
		self.coverage_least.set(least);
		Ok(())
	}
}

fn tanp(plancks: Balance) -> f64 {
	plancks as f64 / UNITS as f64
}

/// Records and grams of every class, by its number. Classes are never removed, and only those of the
/// months that are open change often.
#[derive(Default)]
struct Classes {
	known: Vec<(u64, u64)>,
	/// Where the next turn through the old ones goes on.
	cursor: usize,
	/// Whether every class was read once.
	complete: bool,
}

impl Classes {
	fn read(&mut self, client: &FullClient, at: Hash) -> Result<(), String> {
		type Reports<T> = pallet_activity_reports::NextClassId<T>;
		let next: u32 = value(client, at, &Reports::<Runtime>::hashed_key())?.unwrap_or_default();
		let count = next as usize;
		let caught_up = self.known.len();
		let end = count.min(caught_up.saturating_add(CLASSES_AT_ONCE));
		for id in caught_up..end {
			self.known.push(class(client, at, id)?);
		}
		self.complete = end == count;
		let newest = caught_up.saturating_sub(NEWEST_CLASSES);
		for id in newest..caught_up {
			self.set(id, class(client, at, id)?);
		}
		for _ in 0..CLASSES_AT_ONCE.min(newest) {
			self.cursor = if self.cursor >= newest { 0 } else { self.cursor };
			self.set(self.cursor, class(client, at, self.cursor)?);
			self.cursor = self.cursor.saturating_add(1);
		}
		Ok(())
	}

	fn set(&mut self, id: usize, value: (u64, u64)) {
		if let Some(known) = self.known.get_mut(id) {
			*known = value;
		}
	}

	fn sums(&self) -> (u64, u64) {
		self.known.iter().fold((0, 0), |(records, grams), (r, g)| {
			(records.saturating_add(*r), grams.saturating_add(*g))
		})
	}
}

/// Records and grams of one class; nothing where there is none of that number.
fn class(client: &FullClient, at: Hash, id: usize) -> Result<(u64, u64), String> {
	let id = u32::try_from(id).map_err(|error| error.to_string())?;
	let key = pallet_activity_reports::Classes::<Runtime>::hashed_key_for(id);
	Ok(value::<pallet_activity_reports::Class>(client, at, &key)?
		.map_or((0, 0), |class| (class.records.into(), class.grams)))
}

fn value<T: Decode>(client: &FullClient, at: Hash, key: &[u8]) -> Result<Option<T>, String> {
	let raw = StorageProvider::<_, FullBackend>::storage(client, at, &StorageKey(key.to_vec()))
		.map_err(|error| error.to_string())?;
	raw.map(|raw| T::decode(&mut &raw.0[..]).map_err(|error| error.to_string())).transpose()
}
