//! Configuration of every pallet, a file per theme.

pub mod carbon;
pub mod consensus;
pub mod emergency;
pub mod governance;
pub mod market;
pub mod money;
pub mod points;
pub mod redemption;
pub mod reductions;
pub mod system;
pub mod upgrades;
pub mod utilities;
