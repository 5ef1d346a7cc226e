//! What Laravel's helpers make of values: strings, collections, arrays, names.

pub(in crate::laravel) mod collections;
pub mod naming;
pub(in crate::laravel) mod strings;
pub(in crate::laravel) mod tools;
