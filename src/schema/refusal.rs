//! Why a database refuses a statement, whatever the data. Which database does is data: `rules/laravel/statements.yaml`.

use super::driver::Driver;
use crate::source::Span;

/// Why a database refuses a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A column is dropped that a foreign key of the same table needs.
    ColumnOfKey {
        /// The column.
        column: String,
        /// Where the key is made.
        key_at: Option<Span>,
    },
    /// A column is dropped to which a foreign key of another table refers.
    ReferencedColumn {
        /// The column.
        column: String,
        /// The table with the key.
        by: String,
        /// Where the key is made.
        key_at: Option<Span>,
    },
    /// A table is dropped to which a foreign key of another table refers.
    ReferencedTable {
        /// The table with the key.
        by: String,
        /// Where the key is made.
        key_at: Option<Span>,
    },
    /// SQLite drops no column that an index holds (`ALTER TABLE DROP COLUMN`).
    IndexedColumn {
        /// The column.
        column: String,
        /// The index.
        index: String,
        /// Where the index is made.
        index_at: Option<Span>,
    },
    /// A column is dropped that a unique index or the primary key holds beside others.
    ColumnOfUnique {
        /// The column.
        column: String,
        /// The index.
        index: String,
        /// Whether it is the primary key.
        is_primary: bool,
        /// Where the index is made.
        index_at: Option<Span>,
    },
    /// An index is dropped that a foreign key needs.
    IndexOfKey {
        /// The index.
        index: String,
        /// The table with the key.
        by: String,
        /// The columns of the key.
        columns: Vec<String>,
        /// Where the key is made.
        key_at: Option<Span>,
    },
    /// A second column that numbers itself.
    SecondAutoIncrement {
        /// The column.
        column: String,
        /// The first one.
        first: String,
        /// Where that is made.
        first_at: Option<Span>,
    },
    /// A name of an index or a constraint is taken.
    NameTaken {
        /// The name.
        name: String,
        /// The table that has it.
        by: String,
        /// Where it is made.
        made_at: Option<Span>,
        /// Whether it is a foreign key's.
        of_key: bool,
    },
    /// An index on a column without a length to index.
    IndexWithoutLength {
        /// The column.
        column: String,
        /// Its type in SQL.
        ty: String,
        /// Where it is made.
        made_at: Option<Span>,
    },
    /// An index of more bytes than InnoDB allows.
    IndexTooLong {
        /// The columns.
        columns: Vec<String>,
        /// How many bytes they have.
        bytes: u64,
        /// How many an index may have.
        most: u64,
    },
    /// A literal default of a type that takes none.
    LiteralDefault {
        /// The column.
        column: String,
        /// Its type in SQL.
        ty: String,
    },
    /// A change of type that needs a `USING`.
    NoCast {
        /// The column.
        column: String,
        /// Its type in SQL before.
        from: String,
        /// And after.
        to: String,
    },
    /// A foreign key to columns that become unique only by a later command.
    NotUniqueYet {
        /// The columns referred to.
        references: Vec<String>,
        /// The table.
        target: String,
    },
    /// A table gets more columns than the database lets it have.
    TooManyColumns {
        /// How many it may have.
        most: u64,
    },
    /// A row of a table may get longer than the database lets it.
    RowTooLong {
        /// How many bytes it may have then.
        bytes: u64,
        /// How many are allowed.
        most: u64,
    },
    /// A column is changed so that it takes no NULL, and a row has NULL there.
    NullInRows {
        /// The column.
        column: String,
        /// Where the row is inserted.
        row_at: Span,
    },
    /// A column is made shorter than a text that a row has there.
    TextTooLong {
        /// The column.
        column: String,
        /// How many characters it holds then.
        length: u32,
        /// How many the row's text has.
        has: usize,
        /// Where the row is inserted.
        row_at: Span,
    },
    /// Columns are to be unique, and two rows have the same values there.
    RowsNotUnique {
        /// The columns.
        columns: Vec<String>,
        /// Where the second row is inserted.
        row_at: Span,
    },
    /// A foreign key is added, and a row refers to none of the other table, which is empty.
    RowWithoutParent {
        /// The column.
        column: String,
        /// What the row has there.
        value: String,
        /// The table referred to.
        target: String,
        /// Where the row is inserted.
        row_at: Span,
    },
    /// A column that takes no NULL and has no default, on a table with rows.
    NoValueForRows {
        /// The column.
        column: String,
        /// Where rows were inserted before.
        filled_at: Span,
    },
}

impl Refusal {
    /// Its name, as `rules/laravel/statements.yaml` has it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Refusal::ColumnOfKey { .. } => "column-of-key",
            Refusal::ReferencedColumn { .. } => "referenced-column",
            Refusal::ReferencedTable { .. } => "referenced-table",
            Refusal::IndexedColumn { .. } => "indexed-column",
            Refusal::ColumnOfUnique { .. } => "column-of-unique",
            Refusal::IndexOfKey { .. } => "index-of-key",
            Refusal::SecondAutoIncrement { .. } => "second-auto-increment",
            Refusal::NameTaken { of_key: false, .. } => "index-name-taken",
            Refusal::NameTaken { of_key: true, .. } => "key-name-taken",
            Refusal::IndexWithoutLength { .. } => "index-without-length",
            Refusal::IndexTooLong { .. } => "index-too-long",
            Refusal::LiteralDefault { .. } => "literal-default",
            Refusal::NoCast { .. } => "no-cast",
            Refusal::NotUniqueYet { .. } => "not-unique-yet",
            Refusal::NoValueForRows { .. } => "no-value-for-rows",
            Refusal::NullInRows { .. } => "null-in-rows",
            Refusal::TextTooLong { .. } => "text-too-long",
            Refusal::RowsNotUnique { .. } => "rows-not-unique",
            Refusal::RowWithoutParent { .. } => "row-without-parent",
            Refusal::TooManyColumns { .. } => "too-many-columns",
            Refusal::RowTooLong { .. } => "row-too-long",
        }
    }

    /// What is wrong, as a sentence without a full stop.
    #[must_use]
    pub fn message(&self, table: &str, driver: Driver) -> String {
        let name = driver.title();
        let list = |columns: &[String]| columns.iter().map(|column| format!("`{column}`")).collect::<Vec<_>>().join(", ");
        match self {
            Refusal::ColumnOfKey { column, .. } => {
                format!("{name} does not drop `{table}.{column}`: a foreign key needs it")
            }
            Refusal::ReferencedColumn { column, by, .. } => {
                format!("{name} does not drop `{table}.{column}`: a foreign key of `{by}` refers to it")
            }
            Refusal::ReferencedTable { by, .. } => {
                format!("{name} does not drop `{table}`: a foreign key of `{by}` refers to it")
            }
            Refusal::IndexedColumn { column, index, .. } => {
                format!("SQLite does not drop `{table}.{column}`: the index `{index}` uses it")
            }
            Refusal::ColumnOfUnique { column, index, is_primary, .. } => {
                let what = if *is_primary { "the primary key".to_owned() } else { format!("the unique index `{index}`") };
                format!("MariaDB does not drop `{table}.{column}` alone: {what} also uses other columns")
            }
            Refusal::IndexOfKey { index, by, columns, .. } => {
                let whose = if by == table { String::new() } else { format!(" in `{by}`") };
                format!("{name} does not drop the index `{index}`: the foreign key of {}{whose} needs it", list(columns))
            }
            Refusal::SecondAutoIncrement { column, first, .. } => {
                format!("`{table}.{column}` is a second auto-increment column next to `{first}`, but a table can have only one")
            }
            Refusal::NameTaken { name: taken, by, of_key, .. } => {
                let what = if *of_key { "a foreign key" } else { "an index" };
                let whose = if by == table { "this table".to_owned() } else { format!("`{by}`") };
                format!("the name `{taken}` is taken: {what} of {whose} already has it, and {}", scope(driver, *of_key))
            }
            Refusal::IndexWithoutLength { column, ty, .. } if ty.eq_ignore_ascii_case("json") => {
                format!("{name} does not index `{table}.{column}`, which is json")
            }
            Refusal::IndexWithoutLength { column, ty, .. } => {
                format!("{name} needs a length to index `{table}.{column}`, which is {ty}")
            }
            Refusal::IndexTooLong { columns, bytes, most } => {
                format!("an index on {} would need {bytes} bytes, but {name} allows {most}", list(columns))
            }
            Refusal::LiteralDefault { column, ty } => {
                format!("{name} allows no literal default for `{table}.{column}`, which is {ty}")
            }
            Refusal::NoCast { column, from, to } => {
                format!("PostgreSQL does not convert `{table}.{column}` from {from} to {to} by itself")
            }
            Refusal::NotUniqueYet { references, target } => format!(
                "a later command makes {} of `{target}` unique, but PostgreSQL needs that before a foreign key refers to it",
                list(references)
            ),
            Refusal::TooManyColumns { most } => {
                format!("`{table}` gets more than {most} columns, which {name} does not allow")
            }
            Refusal::RowTooLong { bytes, most } => {
                format!("the texts of `{table}` may need {bytes} bytes in a row, but {name} allows {most}")
            }
            Refusal::NullInRows { column, .. } => {
                format!("`{table}.{column}` becomes NOT NULL, but a row has NULL there at this point")
            }
            Refusal::TextTooLong { column, length, has, .. } => format!(
                "`{table}.{column}` is shortened to {length} characters, but a row has a text of {has} there at this point"
            ),
            Refusal::RowsNotUnique { columns, .. } => {
                format!("{} of `{table}` cannot become unique: two rows have the same values at this point", list(columns))
            }
            Refusal::RowWithoutParent { column, value, target, .. } => {
                format!(
                    "`{table}.{column}` cannot get a foreign key: a row has `{value}` there, and `{target}` is empty at this point"
                )
            }
            Refusal::NoValueForRows { column, .. } => {
                format!(
                    "`{table}` has rows at this point, and they get no value for `{column}`: it is NOT NULL without a default"
                )
            }
        }
    }

    /// What to do.
    #[must_use]
    pub fn help(&self, driver: Driver) -> String {
        match self {
            Refusal::ColumnOfKey { column, .. } => {
                format!(
                    "drop the key first: `$table->dropForeign(['{column}'])`, or `$table->dropConstrainedForeignId('{column}')`"
                )
            }
            Refusal::ReferencedColumn { by, .. } => format!("drop the foreign key of `{by}` first"),
            Refusal::ReferencedTable { by, .. } => format!("drop `{by}` or its foreign key first"),
            Refusal::IndexedColumn { index, .. } => format!("drop the index first: `$table->dropIndex('{index}')`"),
            Refusal::ColumnOfUnique { is_primary: true, .. } => "drop the primary key first: `$table->dropPrimary()`".to_owned(),
            Refusal::ColumnOfUnique { index, .. } => format!("drop the index first: `$table->dropUnique('{index}')`"),
            Refusal::IndexOfKey { .. } if driver == Driver::PgSql => "drop the foreign key first".to_owned(),
            Refusal::IndexOfKey { .. } => {
                "drop the foreign key first, or create another index on these columns before".to_owned()
            }
            Refusal::SecondAutoIncrement { .. } => {
                "`id()` and `increments()` count by themselves: use `foreignId()` or `integer()`, whose second argument is \
                `autoIncrement`, not a length"
                    .to_owned()
            }
            Refusal::NameTaken { .. } => "give it another name, or let Laravel choose the name".to_owned(),
            Refusal::IndexWithoutLength { ty, .. } if ty == "json" => {
                "make the column a `string()`, or index a generated column that holds what matters of it".to_owned()
            }
            Refusal::IndexWithoutLength { column, .. } => format!(
                "make `{column}` a `string()`, or index a part of it with raw SQL, for example `DB::raw('{column}(100)')`: in a unique \
                index, that part has to tell the rows apart"
            ),
            Refusal::IndexTooLong { .. } => "shorten the columns, or index fewer of them".to_owned(),
            Refusal::LiteralDefault { ty, .. } => {
                let or = if driver == Driver::MySql { " (MariaDB allows it)" } else { "" };
                let expression = if ty.eq_ignore_ascii_case("json") { "'(JSON_ARRAY())'" } else { r#""('')""# };
                format!("write an expression, for example `new Expression({expression})`, or set the default in the model{or}")
            }
            Refusal::NoCast { column, to, .. } => {
                format!("say how to convert it: `ALTER TABLE … ALTER COLUMN {column} TYPE {to} USING {column}::{to}`")
            }
            Refusal::NotUniqueYet { .. } => {
                "add the key in a separate `Schema::table()` after it, or create the primary key before it: `$table->primary(…)`"
                    .to_owned()
            }
            Refusal::TooManyColumns { .. } => "move some of them to another table".to_owned(),
            Refusal::RowTooLong { .. } => {
                "shorten the columns, or make some of them `text()`, which is stored elsewhere".to_owned()
            }
            Refusal::NullInRows { .. } => "update the rows first, or leave the column nullable".to_owned(),
            Refusal::TextTooLong { .. } => "shorten the texts first".to_owned(),
            Refusal::RowsNotUnique { .. } => "remove or change the duplicates first".to_owned(),
            Refusal::RowWithoutParent { .. } => "insert the rows referred to first, or write NULL".to_owned(),
            Refusal::NoValueForRows { .. } => "give it a default, or make it nullable and fill it first".to_owned(),
        }
    }

    /// Another place that belongs to it, with what is there.
    #[must_use]
    pub fn label(&self) -> Option<(Span, &'static str)> {
        let (at, said) = match self {
            Refusal::ColumnOfKey { key_at, .. }
            | Refusal::ReferencedColumn { key_at, .. }
            | Refusal::ReferencedTable { key_at, .. }
            | Refusal::IndexOfKey { key_at, .. } => (*key_at, "the foreign key is created here"),
            Refusal::IndexedColumn { index_at, .. } | Refusal::ColumnOfUnique { index_at, .. } => {
                (*index_at, "the index is created here")
            }
            Refusal::SecondAutoIncrement { first_at, .. } => (*first_at, "the first one"),
            Refusal::NameTaken { made_at, .. } => (*made_at, "the name is used here"),
            Refusal::IndexWithoutLength { made_at, .. } => (*made_at, "the column is added here"),
            Refusal::NoValueForRows { filled_at, .. } => (Some(*filled_at), "rows are inserted here"),
            Refusal::NullInRows { row_at, .. }
            | Refusal::TextTooLong { row_at, .. }
            | Refusal::RowsNotUnique { row_at, .. }
            | Refusal::RowWithoutParent { row_at, .. } => (Some(*row_at), "the row is inserted here"),
            Refusal::IndexTooLong { .. }
            | Refusal::LiteralDefault { .. }
            | Refusal::TooManyColumns { .. }
            | Refusal::RowTooLong { .. }
            | Refusal::NoCast { .. }
            | Refusal::NotUniqueYet { .. } => (None, ""),
        };
        at.map(|at| (at, said))
    }
}

/// Within what a name must be the only one.
fn scope(driver: Driver, of_key: bool) -> &'static str {
    match driver {
        Driver::PgSql if of_key => "constraint names are unique per table",
        Driver::PgSql => "in PostgreSQL, index names are unique per schema",
        Driver::Sqlite => "in SQLite, index names are unique per database",
        _ if of_key => "foreign key names are unique per database",
        _ => "index names are unique per table",
    }
}
