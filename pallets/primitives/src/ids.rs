//! Numbers that the chain gives to things, and the units that it counts in.

/// A citizen's permanent number, assigned in sequence from 0. It outlives every key.
pub type CitizenId = u32;

/// A licence holder's permanent number, assigned in sequence from 0 over all roles.
pub type ParticipantId = u16;

/// A participant that is licensed as a scene operator.
pub type OperatorId = ParticipantId;

/// A methodology's permanent number. A method keeps it through all its versions.
pub type MethodologyId = u16;

/// A version of a methodology, from 1.
pub type VersionNumber = u16;

/// An exclusion group, below 64 so that a row of the conflict matrix is one `u64`.
pub type GroupId = u8;

/// How many exclusion groups there can be.
pub const MAX_GROUPS: GroupId = 64;

/// A processed batch's number, assigned in sequence over all operators.
pub type BatchIndex = u32;

/// A class of pending reductions: one operator, one methodology version, one month.
pub type ClassId = u32;

/// Mass of CO2e in whole grams.
pub type Grams = u64;

/// Points with two decimals: 1 point = 100 of these.
pub type PointCents = u64;

/// Growth in thousandths of a growth point, so that a per-kilogram rate applied to grams is exact.
pub type GrowthMillis = u64;

/// A meter, a ticket, a serial number, a site: 32 bytes that the operator derives from its own
/// identifier (a hash, never the identifier itself).
pub type ObjectId = [u8; 32];

/// A person's pseudonym: a keyed PRF of the identity number, equal at every identity provider.
pub type Nullifier = [u8; 32];

/// A batch's name, chosen by the operator; the CLI takes the hash of the content.
pub type BatchId = [u8; 32];
