//! Any text: parsed, compiled, printed, computed.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| tanpu_fuzz::text(data));
