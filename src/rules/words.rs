//! What advice tells people to write in a migration: in Laravel's words, or in Phinx's where the table's own migration is written
//! for that.

use super::Context;
use super::keys::php;
use crate::finding::OnDelete;
use crate::schema::Table;
use crate::source::FileId;

/// Whose methods a migration calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Words {
    /// Methods of Laravel's `Blueprint`.
    Laravel,
    /// Methods of Phinx's `Table`.
    Phinx,
}

impl Words {
    /// Those of the migration that creates a table.
    pub(super) fn of(cx: &Context<'_>, table: &Table) -> Words {
        table.defined_at.map_or(Words::Laravel, |at| Words::of_file(cx, at.file))
    }

    /// Those of a migration.
    pub(super) fn of_file(cx: &Context<'_>, file: FileId) -> Words {
        if cx.is_of_phinx(file) { Words::Phinx } else { Words::Laravel }
    }

    /// Adds an index.
    pub(super) fn index(self, columns: &[String]) -> String {
        match self {
            Words::Laravel => format!("`$table->index({})`", php(columns)),
            Words::Phinx => format!("`->addIndex({})`", php(columns)),
        }
    }

    /// Adds a unique index.
    pub(super) fn unique(self, columns: &[String]) -> String {
        let columns: Vec<String> = columns.iter().map(|column| format!("'{column}'")).collect();
        match self {
            Words::Laravel => format!("`$table->unique([{}])`", columns.join(", ")),
            Words::Phinx => format!("`->addIndex([{}], ['unique' => true])`", columns.join(", ")),
        }
    }

    /// Adds a column that MySQL fills: 1 where a condition holds, else NULL.
    pub(super) fn generated(self, column: &str, condition: &str) -> String {
        match self {
            Words::Laravel => format!("`$table->boolean('{column}')->nullable()->storedAs('if({condition}, 1, null)')`"),
            Words::Phinx => {
                format!(
                    "`->addColumn('{column}', Literal::from('tinyint generated always as (if({condition}, 1, null)) stored'))`"
                )
            }
        }
    }

    /// Takes away a table that a migration made, on its way down.
    pub(super) fn drop_table(self, table: &str) -> String {
        match self {
            Words::Laravel => format!("`Schema::dropIfExists('{table}')`"),
            Words::Phinx => format!("`$this->table('{table}')->drop()->save()`"),
        }
    }

    /// Drops an index by its name.
    pub(super) fn drop_index(self, name: &str, is_unique: bool) -> String {
        match (self, is_unique) {
            (Words::Laravel, true) => format!("`$table->dropUnique('{name}')`"),
            (Words::Laravel, false) => format!("`$table->dropIndex('{name}')`"),
            (Words::Phinx, _) => format!("`->removeIndexByName('{name}')`"),
        }
    }

    /// Adds a foreign key of one column.
    pub(super) fn foreign_key(self, column: &str, (table, key): (&str, &str), action: OnDelete) -> String {
        match self {
            Words::Laravel => {
                format!("`$table->foreign('{column}')->references('{key}')->on('{table}')->{}()`", action.method())
            }
            Words::Phinx => {
                format!("`->addForeignKey('{column}', '{table}', '{key}', ['delete' => '{}'])`", action.in_phinx())
            }
        }
    }

    /// Says in a foreign key what a delete does.
    pub(super) fn on_delete(self, action: OnDelete) -> String {
        match self {
            Words::Laravel => format!("`{}()`", action.method()),
            Words::Phinx => format!("`'delete' => '{}'`", action.in_phinx()),
        }
    }

    /// Lets a column be NULL.
    pub(super) fn nullable(self) -> &'static str {
        match self {
            Words::Laravel => "`nullable()`",
            Words::Phinx => "`'null' => true`",
        }
    }

    /// Gives a table a primary key.
    pub(super) fn primary_key(self) -> &'static str {
        match self {
            Words::Laravel => "add `$table->id()`, or `$table->primary([…])` on the columns that identify a row",
            Words::Phinx => {
                "remove `'id' => false`, or name the columns that identify a row: `'primary_key' => […]` in the options of \
                 `table()`"
            }
        }
    }

    /// Runs a statement of SQL.
    pub(super) fn statement(self, sql: &str) -> String {
        match self {
            Words::Laravel => format!("`DB::statement('{sql}')`"),
            Words::Phinx => format!("`$this->execute('{sql}')`"),
        }
    }
}
