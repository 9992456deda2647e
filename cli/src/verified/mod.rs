//! Verified reductions: what several commands read and compute.

pub mod locate;
pub mod package;
pub mod proof;
pub mod read;
pub mod words;
