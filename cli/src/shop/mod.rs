//! Paying with points: what a phone scans, what a payment is made of, what the commands of shops
//! and shoppers read of the chain.

pub mod choose;
pub mod code;
pub mod qr;
pub mod read;
pub mod steps;
pub mod text;
