use crate::{
	is_shown, themes::rise, BadgesOf, CheckIns, Config, Equivalents, Pallet, Quizzes, Sweeping,
	Themes,
};
use frame_support::{ensure, traits::Get};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// All invariants of the pallet, storage item by storage item.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::try_state_themes()?;
		Self::try_state_quizzes()?;
		Self::try_state_equivalents()
	}

	/// * Thresholds rise strictly from above zero; names can be shown.
	/// * Nobody has a record of no badges; days of badges don't fall.
	fn try_state_themes() -> Result<(), TryRuntimeError> {
		if let Some(themes) = Themes::<T>::get() {
			ensure!(rise(&themes), "growth: thresholds that don't rise");
			ensure!(
				themes.iter().all(|theme| is_shown(&theme.name)),
				"growth: a name that can't be shown"
			);
		}
		for (_, badges) in BadgesOf::<T>::iter() {
			ensure!(!badges.is_empty(), "growth: a record of no badges");
			ensure!(
				badges.iter().zip(badges.iter().skip(1)).all(|(a, b)| a <= b),
				"growth: a theme unlocked before the one below it"
			);
		}
		Ok(())
	}

	/// * No more questions than allowed.
	/// * Places, taken ones and revealed ones fall in this order; what was taken and not revealed is
	///   committed to.
	/// * Nothing is revealed before the answer is known, and no commitment is without a question.
	fn try_state_quizzes() -> Result<(), TryRuntimeError> {
		ensure!(Quizzes::<T>::count() <= T::MaxQuizzes::get(), "growth: too many questions");
		for (day, quiz) in Quizzes::<T>::iter() {
			ensure!(
				quiz.question.places >= quiz.taken && quiz.taken >= quiz.revealed,
				"growth: more answers than places"
			);
			ensure!(
				quiz.revealed == 0 || quiz.answer.is_some(),
				"growth: revealed before the answer was known"
			);
			let open = CheckIns::<T>::iter_key_prefix(day).count();
			ensure!(
				u32::try_from(open).ok() == quiz.taken.checked_sub(quiz.revealed),
				"growth: commitments miscounted"
			);
		}
		ensure!(
			CheckIns::<T>::iter_keys().all(|(day, _)| Quizzes::<T>::contains_key(day)),
			"growth: a commitment without its question"
		);
		for (day, last) in Sweeping::<T>::iter() {
			ensure!(Quizzes::<T>::contains_key(day), "growth: a sweep without its question");
			let last = CheckIns::<T>::hashed_key_for(day, last);
			ensure!(
				CheckIns::<T>::iter_key_prefix(day)
					.all(|citizen| CheckIns::<T>::hashed_key_for(day, citizen) > last),
				"growth: a commitment that no sweep finds"
			);
		}
		Ok(())
	}

	/// * Names and sources can be shown, factors are above zero.
	fn try_state_equivalents() -> Result<(), TryRuntimeError> {
		for equivalent in Equivalents::<T>::get() {
			ensure!(
				equivalent.grams > 0 && is_shown(&equivalent.name) && is_shown(&equivalent.source),
				"growth: an equivalent without factor, name or source"
			);
		}
		Ok(())
	}
}
