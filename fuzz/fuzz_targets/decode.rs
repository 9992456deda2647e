//! Any bytes as the chain decodes them: checked, computed, explained, printed.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| tanpu_fuzz::decode(data));
