//! JSON, TOML and the like: numbers, units, names and texts as their text, the rest as derived.

use crate::{Fixed, Name, Text, Unit};
use alloc::string::String;
use serde::{de::Error, Deserialize, Deserializer, Serialize, Serializer};

macro_rules! as_text {
	($($type:ty),*) => { $(
		impl Serialize for $type {
			fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
				serializer.collect_str(self)
			}
		}

		impl<'de> Deserialize<'de> for $type {
			fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
				String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
			}
		}
	)* };
}

as_text!(Fixed, Name, Text, Unit);
