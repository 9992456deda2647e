//! Weights measured for this runtime, a file per pallet.
//!
//! Empty so far: the base pallets use the measurements that ship with them
//! (`pallet_x::weights::SubstrateWeight<Runtime>`), with ParityDB's constants for reads and writes.
//! A measured file `weights/pallet_x.rs` is declared here and named in the pallet's `WeightInfo`.
