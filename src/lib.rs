//! tablecheck
pub mod analysis;
pub mod catalog;
pub mod cli;
pub mod config;
pub mod eval;
pub mod finding;
pub mod fixture;
pub mod laravel;
pub mod migrator;
pub mod php;
pub mod project;
pub mod references;
pub mod report;
pub mod rules;
pub mod schema;
pub mod source;
pub mod surveyor;
