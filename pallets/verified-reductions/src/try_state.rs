//! What is always true.

use crate::{
	pallet::{
		Buffers, Cases, Certificates, ClassCertificates, Config, Freezes, Issuances,
		NextCertificateId, Objections, Opinions, Pallet, PooledBuffers, Samples,
	},
	types::{Case, Certificate, Issuance, Stage, MAX_ASSIGNED},
};
use alloc::collections::BTreeMap;
use frame_support::{
	ensure,
	traits::{fungibles::Inspect, Get},
};
use sp_runtime::TryRuntimeError;
use tanpu_primitives::{
	verification::{Classes, Opinion, RiskKind},
	Be32, ClassId, Grams,
};

type Check = Result<(), TryRuntimeError>;

impl<T: Config> Pallet<T> {
	/// All invariants of the pallet, storage item by storage item.
	pub fn do_try_state() -> Check {
		for (class, case) in Cases::<T>::iter() {
			Self::try_state_case(class, &case)?;
		}
		Self::try_state_audits()?;
		for (class, issuance) in Issuances::<T>::iter() {
			Self::try_state_issuance(class, &issuance)?;
			Self::try_state_certificates(class, &issuance)?;
		}
		Self::try_state_numbers()?;
		Self::try_state_buffers()
	}

	/// * A sealed class is what it was when it was sealed: nothing was credited or withdrawn since.
	/// * Its grams are those of its dispositions; at most what was credited.
	/// * It is issued if and only if it has an issuance, of no more grams.
	/// * Whose turn is the verifiers' has a sample; who was never drawn has none.
	fn try_state_case(class: ClassId, case: &Case) -> Check {
		ensure!(T::Classes::get(class) == Some(case.info), "reductions: a sealed class changed");
		ensure!(
			case.info.by_disposition.total() == Some(case.info.grams),
			"reductions: dispositions don't add up"
		);
		ensure!(case.info.grams <= case.info.credited, "reductions: more grams than credited");
		ensure!(
			(case.stage == Stage::Issued) == Issuances::<T>::contains_key(class),
			"reductions: issued and not, at once"
		);
		ensure!(
			(case.rounds > 0) == Samples::<T>::contains_key(class),
			"reductions: drawn without a sample, or not drawn with one"
		);
		ensure!(
			case.stage == Stage::Sealed || case.rounds > 0,
			"reductions: beyond sealing without a sample"
		);
		if let Stage::Noticed { grams, .. } = case.stage {
			ensure!(
				(1..=case.info.grams).contains(&grams),
				"reductions: more is to be issued than was credited, or nothing"
			);
		}
		Ok(())
	}

	/// * Samples and objections are of sealed classes, within their bounds; no verifier is assigned
	///   twice.
	/// * Opinions are of those assigned, on points that the sample has, and deduct no more than
	///   there is.
	fn try_state_audits() -> Check {
		for (class, sample) in Samples::<T>::iter() {
			let case = Cases::<T>::get(class).ok_or("reductions: a sample of no class")?;
			ensure!(
				sample.points > 0
					&& sample.points <= T::MaxSample::get()
					&& Grams::from(sample.points) <= case.info.credited,
				"reductions: a sample out of size"
			);
			let mut verifiers = sample.verifiers.to_vec();
			verifiers.sort();
			verifiers.dedup();
			ensure!(
				verifiers.len() == sample.verifiers.len()
					&& verifiers.len() >= usize::from(case.needed),
				"reductions: verifiers assigned twice, or too few"
			);
		}
		for (class, verifier, given) in Opinions::<T>::iter() {
			let case = Cases::<T>::get(class).ok_or("reductions: an opinion on no class")?;
			let sample =
				Samples::<T>::get(class).ok_or("reductions: an opinion without a sample")?;
			ensure!(
				sample.verifiers.contains(&verifier),
				"reductions: an opinion of somebody not assigned"
			);
			ensure!(
				given.failed.saturating_add(given.void) <= sample.points,
				"reductions: an opinion on more points than there are"
			);
			let deduction = match given.opinion {
				Opinion::Modified { deduction } => deduction,
				_ => 0,
			};
			ensure!(
				given.extrapolated <= case.info.grams && deduction <= case.info.grams,
				"reductions: an opinion that deducts more than there is"
			);
		}
		ensure!(
			Samples::<T>::iter_values()
				.all(|sample| sample.verifiers.len() <= usize::try_from(MAX_ASSIGNED).unwrap_or(0)),
			"reductions: too many verifiers"
		);
		for (class, number, _) in Objections::<T>::iter() {
			let case = Cases::<T>::get(class).ok_or("reductions: an objection to no class")?;
			ensure!(
				number < case.objections && case.objections <= T::MaxObjections::get(),
				"reductions: an objection that wasn't counted"
			);
		}
		Ok(())
	}

	/// * **issued = held + listed + pool + claimable + buffer + retired + cancelled**: the asset's
	///   supply is what is issued and neither retired nor cancelled, and of it the pallet's accounts
	///   have exactly pool, claimable and buffer.
	/// * Not more is issued than was credited, nor placed than issued.
	/// * What can still be claimed is what those who haven't claimed would have, and less than a gram
	///   for each who has.
	/// * Recalls are made good by what is said to have made them good.
	fn try_state_issuance(class: ClassId, issuance: &Issuance) -> Check {
		let case = Cases::<T>::get(class).ok_or("reductions: an issuance of no class")?;
		let Issuance { issued, pool, claimable, retired, cancelled, parts, .. } = issuance;
		let sum = |list: &[Grams]| {
			list.iter().fold(0u128, |sum, part| sum.saturating_add(u128::from(*part)))
		};
		ensure!(*issued <= case.info.grams, "reductions: more issued than credited");
		let supply = T::Assets::total_issuance(class);
		ensure!(
			sum(&[supply, *retired, *cancelled]) == u128::from(*issued),
			"reductions: grams lost or created"
		);
		ensure!(
			sum(&[T::Assets::balance(class, &Self::pool_account())]) >= sum(&[*pool, *claimable]),
			"reductions: pools hold less than they say"
		);
		let buffer = Buffers::<T>::get(issuance.kind, Be32::from(class));
		for kind in RiskKind::ALL {
			let kept = if kind == issuance.kind { buffer } else { 0 };
			ensure!(
				T::Assets::balance(class, &Self::buffer_account(kind)) >= kept,
				"reductions: a buffer holds less than it says"
			);
		}
		ensure!(
			Self::totals_of(class).is_some_and(|totals| {
				let held = [totals.held, totals.listed, totals.pool, totals.claimable];
				let gone = [totals.buffer, totals.retired, totals.cancelled];
				sum(&held).saturating_add(sum(&gone)) == u128::from(totals.issued)
			}),
			"reductions: totals don't tie"
		);
		ensure!(
			*pool <= parts.entrusted && *claimable <= parts.self_held,
			"reductions: a pool grew"
		);
		let all = case.info.by_disposition.self_held;
		ensure!(issuance.claimed <= all, "reductions: more claimed than contributed");
		let left =
			crate::issuance::part(parts.self_held, all.saturating_sub(issuance.claimed), all)
				.ok_or("reductions: self-held grams of nobody")?;
		if issuance.swept || issuance.claimed == all {
			ensure!(*claimable == 0 || all == 0, "reductions: grams that nobody can claim");
		} else {
			ensure!(*claimable >= left, "reductions: less to claim than is due");
		}
		let recall = &issuance.recall;
		ensure!(
			sum(&[recall.own_buffer, recall.pool, recall.topped_up, recall.bonded, recall.short])
				== u128::from(recall.recalled)
				&& recall.recalled <= *issued,
			"reductions: a recall that doesn't add up"
		);
		ensure!(
			u128::from(recall.replaced) <= sum(&[recall.bonded, recall.short]),
			"reductions: more replaced than was missing"
		);
		Ok(())
	}

	/// * A class's certificates follow each other from serial number 1 without a gap: no two share
	///   one.
	/// * Retired and cancelled serial numbers don't overlap.
	fn try_state_certificates(class: ClassId, issuance: &Issuance) -> Check {
		let mut through: Grams = 0;
		for at in 0..issuance.certificates {
			let number = ClassCertificates::<T>::get(class, at)
				.ok_or("reductions: a certificate is missing")?;
			let Certificate { class: of, from, grams, .. } = Certificates::<T>::get(number)
				.ok_or("reductions: a certificate that doesn't exist")?;
			ensure!(
				of == class && grams > 0,
				"reductions: a certificate of another class, or empty"
			);
			ensure!(
				from.checked_sub(1) == Some(through),
				"reductions: serial numbers with a gap, or twice"
			);
			through = through.saturating_add(grams);
		}
		ensure!(through == issuance.retired, "reductions: certificates aren't what is retired");
		ensure!(
			issuance
				.retired
				.checked_add(issuance.cancelled)
				.is_some_and(|gone| gone <= issuance.issued),
			"reductions: serial numbers retired and cancelled"
		);
		Ok(())
	}

	/// * Certificates are numbered without a gap, and each stands with its class.
	fn try_state_numbers() -> Check {
		let next = NextCertificateId::<T>::get();
		let mut count = 0u32;
		for number in Certificates::<T>::iter_keys() {
			ensure!(number < next, "reductions: a certificate number that was never given");
			count = count.saturating_add(1);
		}
		ensure!(count == next, "reductions: a certificate is gone");
		let listed = ClassCertificates::<T>::iter().count();
		ensure!(u32::try_from(listed) == Ok(next), "reductions: a certificate of no class");
		ensure!(
			Freezes::<T>::iter_keys().all(Issuances::<T>::contains_key),
			"reductions: a freeze of what isn't issued"
		);
		Ok(())
	}

	/// * Buffers are of issued classes of that risk, none of them zero; their sums are kept.
	fn try_state_buffers() -> Check {
		let mut sums = BTreeMap::<RiskKind, u128>::new();
		for (kind, class, grams) in Buffers::<T>::iter() {
			let issuance = Issuances::<T>::get(ClassId::from(class))
				.ok_or("reductions: a buffer of no issuance")?;
			ensure!(issuance.kind == kind && grams > 0, "reductions: a buffer misplaced, or empty");
			let sum = sums.entry(kind).or_default();
			*sum = sum.saturating_add(u128::from(grams));
		}
		for kind in RiskKind::ALL {
			ensure!(
				u128::from(PooledBuffers::<T>::get(kind)) == sums.remove(&kind).unwrap_or(0),
				"reductions: a pooled buffer isn't the sum of its parts"
			);
		}
		Ok(())
	}
}
