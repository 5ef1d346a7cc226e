//! What can be asked of an analysed project at a place of its code: what a name there means, where it comes from, who else names
//! it, what could stand there instead. Pure functions of texts and an analysis, for the command line and for editors.

mod complete;
mod describe;
mod former;
mod hole;
mod impact;
mod migration;
mod rename;
mod resolved;
mod silence;
mod spots;
mod symbols;
mod target;
mod unused;

pub use complete::{Candidate, Completion, Glance, Looker, complete};
pub use describe::{Link, describe, facts, relation, roles, type_of};
pub use former::Former;
pub use impact::{Certainty, Hit, Impact, of as impact};
pub use rename::{Obstacles, Renaming, rename};
pub use resolved::{Resolved, owner_name};
pub use silence::silence;
pub use spots::{Named, Spot, spot_at, spots};
pub use symbols::{MigrationSymbol, Symbol, migration_symbols, workspace_symbols};
pub use target::{Target, find as target};
pub use unused::{Doubt, LeftOut, Needless, Unseen, Unused, UnusedTable, of as unused};

use crate::analysis::Analysis;
use crate::schema::{Schema, Table};
use crate::source::{FileId, Sources, Span};

/// A project that was analysed, with the texts that places in the analysis are of.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The texts.
    pub sources: &'a Sources,
    /// What is known of them.
    pub analysis: &'a Analysis,
}

impl<'a> View<'a> {
    /// Whether a file is a migration that counts.
    #[must_use]
    pub fn is_migration(&self, file: FileId) -> bool {
        self.analysis.migrations.iter().any(|migration| migration.file == file)
    }

    /// The table of a name, and the schema that it belongs to.
    #[must_use]
    pub fn table(&self, named: &Named) -> Option<(&'a Schema, &'a Table)> {
        let schema = self.analysis.database.connections.get(&named.connection)?;
        Some((schema, schema.table(&named.table)?))
    }

    /// Where a table or a column is defined.
    #[must_use]
    pub fn defined_at(&self, named: &Named) -> Option<Span> {
        let (_, table) = self.table(named)?;
        match &named.column {
            Some(column) => table.column(column)?.defined_at.or(table.defined_at),
            None => table.defined_at,
        }
    }
}
