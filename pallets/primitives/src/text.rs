//! Text that people are shown: what a wallet shows must be what is stored.

/// Why a text is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TextFault {
	/// Nothing that can be seen.
	Empty,
	/// Not UTF-8.
	NotUtf8,
	/// A control, text-direction or invisible character: what a wallet shows wouldn't be what is
	/// stored, and two names could look the same.
	Deceptive,
}

/// Whether a line of text can be shown to people as it is.
pub fn check_text(text: &[u8]) -> Result<(), TextFault> {
	let text = core::str::from_utf8(text).map_err(|_| TextFault::NotUtf8)?;
	if text.chars().any(is_deceptive) {
		return Err(TextFault::Deceptive);
	}
	if text.trim().is_empty() {
		return Err(TextFault::Empty);
	}
	Ok(())
}

/// Control characters; line and paragraph separators; marks, embeddings, overrides and isolates of
/// text direction; characters without width; tags.
fn is_deceptive(character: char) -> bool {
	character.is_control()
		|| matches!(
			character,
			'\u{00AD}' |
				'\u{034F}' | '\u{061C}' |
				'\u{115F}'..='\u{1160}' |
				'\u{17B4}'..='\u{17B5}' |
				'\u{200B}'..='\u{200F}' |
				'\u{2028}'..='\u{202E}' |
				'\u{2060}'..='\u{206F}' |
				'\u{3164}' | '\u{FE00}'..='\u{FE0F}' |
				'\u{FEFF}' | '\u{FFA0}' |
				'\u{FFF0}'..='\u{FFFB}' |
				'\u{E0000}'..='\u{E0FFF}'
		)
}
