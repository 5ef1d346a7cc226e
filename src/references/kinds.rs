//! The kinds of relations, by the methods that declare them.

use serde::de::Error;
use serde::{Deserialize, Deserializer};

/// The name of such a method.
pub(super) type Kind = &'static str;

/// Those that say which column refers to which.
const KINDS: [&str; 8] =
    ["belongsTo", "hasOne", "hasMany", "belongsToMany", "hasOneThrough", "hasManyThrough", "morphToMany", "morphedByMany"];

/// Reads one of them.
pub(super) fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Kind, D::Error> {
    let name = <String>::deserialize(deserializer)?;
    KINDS.into_iter().find(|kind| *kind == name).ok_or_else(|| D::Error::custom("no kind of relation"))
}
