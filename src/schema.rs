//! The database as the migrations leave it: connections, tables, columns, indexes, foreign keys,
//! and how each came to be. Knows nothing of PHP; operations arrive as plain data.

mod build;
pub mod ddl;
mod drift;
pub mod driver;
mod dump;
mod export;
mod incident;
mod model;
mod places;
mod refusal;
mod tables;
pub mod types;

pub use build::{Absence, Change, Existence};
pub use drift::{Difference, Drift, compare};
pub use driver::Driver;
pub use dump::Dump;
pub use export::{export, quoted, quoted_table};
pub use incident::{Incident, IncidentKind};
pub use model::{
    Check, Column, Computed, Database, Default, Event, EventKind, ForeignKey, Index, IndexKind, Origin, Row, RowValue, Schema,
    Table, TableEvent, TableEventKind, TableKind, UnknownTable, starts_in_any_order,
};
pub use places::{Located, Places, Whereabouts};
pub use refusal::Refusal;
pub use tables::Tables;
pub use types::ColumnType;
