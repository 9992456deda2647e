//! From a CSV of acts to credited grams: reading, packing, sending, telling.

pub mod funds;
pub mod outcome;
pub mod outcome_zh;
pub mod pack;
pub mod send;
pub mod table;
pub mod users;
pub mod value;
