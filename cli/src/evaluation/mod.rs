//! Many rows through a methodology, on this machine, with the crate that the chain runs.

pub mod baseline;
pub mod chain;
pub mod compute;
pub mod distribution;
pub mod plot;
pub mod rows;
pub mod source;
