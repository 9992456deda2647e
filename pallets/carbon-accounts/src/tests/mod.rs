mod claim;
mod enrol;
mod invariants;
mod leave;
mod open;
mod open_for_users;
mod positions;
mod random;
