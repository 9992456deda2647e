mod again;
mod invariants;
mod random;
mod register;
