//! What reports and view functions read.

use crate::{
	Config, EvaluationRefusal, Methodologies, MethodologyView, Pallet, Status, SupersededAt,
	VersionView, Versions,
};
use alloc::vec::Vec;
use tanpu_formula::{Outcome, Prepared, Step};
use tanpu_primitives::{
	methodology::MethodologyRefusal, traits, ActiveMethodology, Clock, CreditingRules,
	MethodologyId, MethodologyRef, UnixSeconds, VersionNumber,
};

impl<T: Config> Pallet<T> {
	/// When a version takes effect. That of a later one is also the end of the one before it, which
	/// is eight bytes to read and not a whole version.
	pub(crate) fn effective_of(
		methodology: MethodologyId,
		version: VersionNumber,
	) -> Option<UnixSeconds> {
		match version {
			0 => None,
			1 => Versions::<T>::get(methodology, 1).map(|version| version.effective),
			_ => SupersededAt::<T>::get(methodology, version.checked_sub(1)?),
		}
	}

	pub(crate) fn find_version_at(
		methodology: MethodologyId,
		moment: UnixSeconds,
	) -> Option<VersionNumber> {
		// Versions take effect in their order, so the last that has done so holds.
		let latest = Methodologies::<T>::get(methodology)?.latest;
		(1..=latest).rev().find(|version| {
			Self::effective_of(methodology, *version).is_some_and(|at| at <= moment)
		})
	}

	pub(crate) fn view_methodology(id: MethodologyId) -> Option<MethodologyView<T::AccountId>> {
		let now = T::Clock::now();
		let methodology = Methodologies::<T>::get(id)?;
		let suspended = methodology.status.suspension_at(now).is_some();
		Some(MethodologyView { methodology, suspended, in_force: Self::find_version_at(id, now) })
	}

	pub(crate) fn view_version(
		methodology: MethodologyId,
		version: VersionNumber,
	) -> Option<VersionView> {
		Some(VersionView {
			version: Versions::<T>::get(methodology, version)?,
			effective_until: SupersededAt::<T>::get(methodology, version),
		})
	}

	pub(crate) fn view_evaluation(
		methodology: MethodologyId,
		version: VersionNumber,
		inputs: &[u64],
	) -> Result<Outcome, EvaluationRefusal> {
		let version =
			Versions::<T>::get(methodology, version).ok_or(EvaluationRefusal::NotFound)?;
		Prepared::new(&version.definition)
			.map_err(|_| tanpu_formula::EvalError::Unchecked)
			.and_then(|prepared| prepared.evaluate(inputs))
			.map_err(EvaluationRefusal::Formula)
	}

	pub(crate) fn view_explanation(
		methodology: MethodologyId,
		version: VersionNumber,
		inputs: &[u64],
	) -> Result<Vec<Step>, EvaluationRefusal> {
		let version =
			Versions::<T>::get(methodology, version).ok_or(EvaluationRefusal::NotFound)?;
		tanpu_formula::explain(&version.definition, inputs).map_err(EvaluationRefusal::Formula)
	}
}

impl<T: Config> traits::Methodologies for Pallet<T> {
	/// Three reads, of which the second is the large one.
	fn active(reference: MethodologyRef) -> Result<ActiveMethodology, MethodologyRefusal> {
		let MethodologyRef { methodology: id, version: number } = reference;
		let methodology = Methodologies::<T>::get(id).ok_or(MethodologyRefusal::NotFound)?;
		if matches!(methodology.status, Status::Retired { .. }) {
			return Err(MethodologyRefusal::Retired);
		}
		if methodology.status.suspension_at(T::Clock::now()).is_some() {
			return Err(MethodologyRefusal::Suspended);
		}
		let version = Versions::<T>::get(id, number).ok_or(MethodologyRefusal::NotFound)?;
		Ok(ActiveMethodology {
			definition: version.definition,
			rules: version.rules,
			effective_from: version.effective,
			effective_until: SupersededAt::<T>::get(id, number),
		})
	}

	fn rules(reference: MethodologyRef) -> Option<CreditingRules> {
		Versions::<T>::get(reference.methodology, reference.version).map(|version| version.rules)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_worst(claims: Vec<tanpu_primitives::ClaimSpec>) -> (MethodologyRef, Vec<u64>) {
		crate::worst::publish_worst::<T>(claims)
	}
}
