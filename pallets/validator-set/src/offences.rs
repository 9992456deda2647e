//! Who signed two things where it may sign one.

use crate::{Config, Event, Members, Offenders, Pallet, Sessions, Standing};
use alloc::vec::Vec;
use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};
use sp_runtime::Perbill;
use sp_staking::{
	offence::{Offence, OffenceDetails, OffenceError, OnOffenceHandler, ReportOffence},
	SessionIndex,
};

/// A validator as proofs name it.
pub type Identification<T> = (<T as frame_system::Config>::AccountId, ());

impl<T: Config> Pallet<T> {
	/// Whether there is something to do about an offence: its author isn't known already, and was
	/// not admitted by the council since.
	fn is_news(who: &T::AccountId, session: SessionIndex) -> bool {
		let members = Members::<T>::get();
		let since = members.iter().find(|member| member.account == *who).map(|member| member.since);
		!Offenders::<T>::contains_key(who) && since.is_none_or(|since| session >= since)
	}
}

impl<T: Config> OnOffenceHandler<T::AccountId, Identification<T>, Weight> for Pallet<T> {
	/// Disables at once, as far as the session's limit allows, and from the session after the next
	/// leaves the offender out, unless the minimum needs it.
	fn on_offence(
		offenders: &[OffenceDetails<T::AccountId, Identification<T>>],
		_: &[Perbill],
		session: SessionIndex,
	) -> Weight {
		for OffenceDetails { offender: (who, ()), .. } in offenders {
			if !Self::is_news(who, session) {
				continue;
			}
			Offenders::<T>::insert(who, session);
			Members::<T>::mutate(|members| {
				if let Some(member) = members.iter_mut().find(|member| member.account == *who) {
					member.standing = Standing::Equivocated;
				}
			});
			T::Sessions::disable(who);
			Self::deposit_event(Event::Equivocated { who: who.clone(), session });
		}
		let number = u64::try_from(offenders.len()).unwrap_or(u64::MAX);
		T::DbWeight::get().reads_writes(4u64.saturating_mul(number), 3u64.saturating_mul(number))
	}
}

/// Passes the first report of an offender on and none after it.
///
/// Each offence that is reported stays in state, and reporting is free. Who has the keys can sign
/// pairs of votes for any number of rounds; the first pair is what matters.
pub struct FirstReport<T, Next>(PhantomData<(T, Next)>);

impl<T, Next, O> ReportOffence<T::AccountId, Identification<T>, O> for FirstReport<T, Next>
where
	T: Config,
	Next: ReportOffence<T::AccountId, Identification<T>, O>,
	O: Offence<Identification<T>>,
{
	fn report_offence(reporters: Vec<T::AccountId>, offence: O) -> Result<(), OffenceError> {
		let session = offence.session_index();
		let news = |(who, ()): &Identification<T>| Pallet::<T>::is_news(who, session);
		if !offence.offenders().iter().any(news) {
			return Err(OffenceError::DuplicateReport);
		}
		Next::report_offence(reporters, offence)
	}

	fn is_known_offence(offenders: &[Identification<T>], slot: &O::Slot) -> bool {
		offenders.iter().all(|(who, ())| Offenders::<T>::contains_key(who))
			|| Next::is_known_offence(offenders, slot)
	}
}
