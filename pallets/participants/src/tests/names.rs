use super::*;

#[test]
fn what_can_be_shown_passes() {
	for text in ["a", "深圳地铁", "Métro № 1 (南山)", "Bank & Sons", "كربون", "פחמן", "🚇"]
	{
		assert_eq!(check_name(text.as_bytes()), Ok(()), "{text}");
	}
}

#[test]
fn control_and_bidirectional_characters_do_not() {
	let controls = ('\u{0}'..='\u{1f}').chain('\u{7f}'..='\u{9f}');
	let direction = ['\u{61c}', '\u{200e}', '\u{200f}']
		.into_iter()
		.chain('\u{202a}'..='\u{202e}')
		.chain('\u{2066}'..='\u{2069}');
	let invisible = [
		'\u{ad}',
		'\u{200b}',
		'\u{200d}',
		'\u{2028}',
		'\u{2060}',
		'\u{feff}',
		'\u{e0041}',
		'\u{fe0f}',
	];
	for character in controls.chain(direction).chain(invisible) {
		let text = format!("a{character}b");
		assert_eq!(check_name(text.as_bytes()), Err(NameFault::Deceptive), "{character:?}");
	}
}

proptest::proptest! {
	/// No bytes make it panic, and what passes can be read back.
	#[test]
	fn any_bytes(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..64)) {
		if check_name(&bytes).is_ok() {
			let text = core::str::from_utf8(&bytes).unwrap();
			assert!(!text.chars().any(char::is_control));
		}
	}
}
