//! Who names which table and column, where, and how: the facts that the surveyor collects from the
//! project's code, as plain data. Judging them is the rules' work.

mod details;
mod kinds;
mod local;
mod merge;
pub(crate) mod places;

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use details::{
    CastOf, Given, MadeKey, Misplaced, Misplacement, ModelFacts, OpenFill, RowWrite, Seeking, Sought, Stray, WrittenValue,
};
use kinds::Kind;
pub use local::LocalTable;

use crate::source::Span;

/// The name of a table in a guard whose table is not known.
pub const ANY_TABLE: &str = "*";

/// What a piece of code does with the table or column that it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Operation {
    /// `from`, `DB::table`: read or written, which is not known (yet).
    Query,
    Join,
    Select,
    Where,
    Order,
    Group,
    Insert,
    Update,
    Upsert,
    Delete,
    /// A column or table named before a dot, such as `users.id`.
    Qualifier,
    /// A model's `$table`, or the name that Laravel derives for it.
    Model,
    /// `Schema::create` outside the migrations.
    SchemaCreate,
    /// `Schema::table` and other changes.
    SchemaAlter,
    /// `Schema::rename`
    SchemaRename,
    /// `Schema::drop`
    SchemaDrop,
    /// `Schema::hasTable`: a question, which may be answered with no.
    Probe,
    /// `Schema::hasColumn`: the same about one of its columns.
    ProbeColumn,
    /// A foreign key's target.
    ForeignKey,
    Validate,
    Assert,
    /// A model's relation.
    Relation,
    /// A model's `$fillable`.
    Fillable,
    /// A model's `$casts`, `casts()` or `$dates`.
    Cast,
    /// A model's `$hidden` or `$visible`.
    Serialize,
    /// A key of the application's configuration.
    Config,
    /// The same, where only the default of an environment variable makes the framework use it.
    ConfigDefault,
    /// What the framework or a package does by itself.
    Package,
}

impl Operation {
    /// The word that reports use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Operation::Query => "query",
            Operation::Join => "join",
            Operation::Select => "select",
            Operation::Where => "where",
            Operation::Order => "order",
            Operation::Group => "group",
            Operation::Insert => "insert",
            Operation::Update => "update",
            Operation::Upsert => "upsert",
            Operation::Delete => "delete",
            Operation::Qualifier => "qualifier",
            Operation::Model => "model",
            Operation::SchemaCreate => "create-table",
            Operation::SchemaAlter => "alter-table",
            Operation::SchemaRename => "rename-table",
            Operation::SchemaDrop => "drop-table",
            Operation::Probe | Operation::ProbeColumn => "probe",
            Operation::ForeignKey => "foreign-key",
            Operation::Validate => "validate",
            Operation::Assert => "assert",
            Operation::Relation => "relation",
            Operation::Fillable => "fillable",
            Operation::Cast => "cast",
            Operation::Serialize => "serialize",
            Operation::Config | Operation::ConfigDefault => "config",
            Operation::Package => "package",
        }
    }

    /// Whether it only asks.
    #[must_use]
    pub fn asks(self) -> bool {
        matches!(self, Operation::Probe | Operation::ProbeColumn)
    }

    /// Whether it only says of an attribute how a model treats it, should there be one.
    #[must_use]
    pub fn declares(self) -> bool {
        matches!(self, Operation::Fillable | Operation::Cast | Operation::Serialize)
    }

    /// Whether it changes rows.
    #[must_use]
    pub fn writes(self) -> bool {
        matches!(self, Operation::Insert | Operation::Update | Operation::Upsert | Operation::Delete)
    }
}

/// A place where a table is named.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TableReference {
    /// The table's name, without alias and without the connection's prefix.
    pub table: String,
    /// The connection; none is the default one.
    pub connection: Option<String>,
    /// What is done with it. A query that is later written through says so.
    pub operation: Operation,
    /// The text that names it: the part of the literal that spells the table, or the place it is derived from.
    pub span: Span,
    /// Whether `span` spells the name, so that replacing its text mends the code.
    pub literal: bool,
    /// Whether a constant spells it, which may be right where others use it: each use is looked at by itself.
    pub declared: bool,
    /// The call that the name reaches.
    pub call: Span,
    /// What the code around it makes sure of, or hides.
    pub context: Context,
}

/// A place where a column is named.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ColumnReference {
    /// The column's name, without qualifier.
    pub column: String,
    /// The tables that it may belong to; more than one after joins.
    pub tables: Vec<TableUse>,
    /// Whether it may belong to something else too, so that nothing can be said.
    pub open: bool,
    /// The tables that the query itself joins, its own first, where the name does not say which of them is meant and the
    /// database would have to know.
    pub rivals: Vec<TableUse>,
    /// What is done with it.
    pub operation: Operation,
    /// The text that names it.
    pub span: Span,
    /// Whether `span` spells the name.
    pub literal: bool,
    /// Whether a constant spells it, which may be right where others use it: each use is looked at by itself.
    pub declared: bool,
    /// The call that the name reaches.
    pub call: Span,
    /// What the code around it makes sure of, or hides.
    pub context: Context,
}

impl ColumnReference {
    /// A column of one table, of which all is known.
    #[must_use]
    pub fn of(
        table: TableUse,
        column: String,
        operation: Operation,
        (span, literal): (Span, bool),
        call: Span,
        context: Context,
    ) -> Self {
        let (open, declared, rivals) = (false, false, Vec::new());
        ColumnReference { column, tables: vec![table], open, rivals, operation, span, literal, declared, call, context }
    }
}

/// A table that a query stands on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TableUse {
    /// The connection; none is the default one.
    pub connection: Option<String>,
    /// The table.
    pub table: String,
    /// Where the query names it.
    pub span: Span,
}

/// A model, and where its rows are.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ModelTable {
    /// The class, with its namespace.
    pub class: String,
    /// The connection; none is the default one.
    pub connection: Option<String>,
    /// The table.
    pub table: String,
    /// Its primary key; none if it is not known, or is several columns.
    pub key: Option<String>,
}

/// A relation that a model's method makes, as far as it reads the row of the model at hand.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ModelRelation {
    /// The class that was looked at, with its namespace; its children have the relation too.
    pub class: String,
    /// The name of the method.
    pub at: Span,
    /// The related class, with its namespace; none if it is not known.
    pub related: Option<String>,
    /// The columns by which it finds the other rows, but for a model's own key where nothing is said.
    pub reads: Vec<OwnColumn>,
    /// The table between the two, if there is one and it is known.
    pub pivot: Option<String>,
}

/// A column of a model's own table, as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum OwnColumn {
    /// This one.
    Named(String),
    /// One whose name starts with this.
    Starting(String),
}

impl OwnColumn {
    /// Whether this column may be the one that is meant.
    #[must_use]
    pub fn may_be(&self, column: &str) -> bool {
        match self {
            OwnColumn::Named(name) => name.eq_ignore_ascii_case(column),
            OwnColumn::Starting(start) => column.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start)),
        }
    }
}

/// One step of a relation that a model declares: this column of this table holds keys of that table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelationReference {
    /// The method that declares it: `belongsTo`, `hasMany` …
    #[serde(deserialize_with = "kinds::read")]
    pub kind: Kind,
    /// The table with the column.
    pub table: TableUse,
    /// The column.
    pub column: String,
    /// The table that the column refers to.
    pub target: TableUse,
    /// The column there.
    pub key: String,
    /// The name of the model's method.
    pub at: Span,
}

/// A column that gets the key of another table's row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenKey {
    /// The table with the column.
    pub table: TableUse,
    /// The column.
    pub column: String,
    /// The table whose row it is.
    pub target: TableUse,
    /// The column there.
    pub key: String,
    /// Where the column is named.
    pub at: Span,
}

/// A rule on a request's input that says that its value is one of a column: `'author' => 'exists:users,id'`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputRule {
    /// The name of the input, without what it stands in.
    pub attribute: String,
    /// The column that has the value.
    pub column: Span,
}

/// What mass assignment lets through to a model's columns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fillable {
    /// Everything.
    All,
    /// These names; what else is given is dropped without a word.
    Listed(Arc<[String]>),
    /// The columns of the table but those of a list; what else is given is dropped without a word.
    Columns,
    /// That is not known.
    Unknown,
}

impl Fillable {
    /// Whether a name that is no column is dropped before it reaches the database; none if that is not known.
    #[must_use]
    pub fn drops(&self, name: &str) -> Option<bool> {
        match self {
            Fillable::All => Some(false),
            Fillable::Listed(names) => Some(!names.iter().any(|listed| listed.split("->").next() == Some(name) || listed == "*")),
            Fillable::Columns => Some(true),
            Fillable::Unknown => None,
        }
    }

    /// Whether a column of the table is dropped for certain: the model lists what is fillable, and not this.
    #[must_use]
    pub fn drops_column(&self, name: &str) -> bool {
        matches!(self, Fillable::Listed(_)) && self.drops(name) == Some(true)
    }
}

/// What the code around a reference makes sure of, or hides.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Context {
    /// The declaration of the function or method that it stands in.
    pub function: Option<Span>,
    /// Tables and columns (`table`, `column`) that a condition around it asked for first; `!column` where the answer was no.
    pub guards: Arc<[(String, Option<String>)]>,
    /// The `catch` clauses of the same function around it that let nobody know, from the inside out.
    pub swallowed_by: Arc<[Span]>,
    /// Whether the innermost `catch` around it that could catch a database error lets somebody know.
    pub handled: bool,
    /// Whether tests alone lead to it, such as to a trait's query of the table of a test's own model.
    pub of_tests: bool,
}

/// A call from one function of the project to another.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CallEdge {
    /// The declaration that is called.
    pub callee: Span,
    /// Where the call stands.
    pub call: Span,
    /// What the code around the call makes sure of, or hides.
    pub context: Context,
}

/// A call that takes a table or a column that could not be worked out, or other code that was not understood.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Gap {
    /// Where.
    pub span: Span,
    /// What it is that is not known, such as `table of DB::table()`.
    pub what: String,
    /// Why.
    pub reason: String,
    /// What was lost.
    pub kind: GapKind,
    /// Whether the name is known and only not judged.
    pub is_named: bool,
}

/// What a place that was not understood would have told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum GapKind {
    /// A table's name.
    Table,
    /// A column's name, or which table it belongs to.
    Column,
    /// Neither.
    Other,
}

/// All that the surveyor found.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct References {
    /// Tables that are named.
    pub tables: Vec<TableReference>,
    /// Columns that are named.
    pub columns: Vec<ColumnReference>,
    /// Names that queries for models give to what they select, with the model's table, both in lower case: attributes
    /// that are read like columns.
    pub selected: BTreeSet<(String, String)>,
    /// Where columns are named that code asks for before it uses them: `Schema::hasColumn('posts', $column)`.
    pub probed: BTreeSet<Span>,
    /// Columns that models cast to enums: connection, table, column.
    pub enums: BTreeSet<(Option<String>, String, String)>,
    /// Columns that get a number below 1, which is no row's key: connection, table, column, number, and whether that is sure.
    pub nones: BTreeSet<(Option<String>, String, String, i64, bool)>,
    /// The models whose tables are known.
    pub models: Vec<ModelTable>,
    /// How models hang together.
    pub relations: Vec<RelationReference>,
    /// What models' relations read of the models' own rows.
    pub model_relations: Vec<ModelRelation>,
    /// The places of two columns that a query takes for the same: `join('users', 'posts.user_id', '=', 'users.id')`.
    pub equal: Vec<(Span, Span)>,
    /// Columns that get the keys of other tables' rows.
    pub given_keys: Vec<GivenKey>,
    /// Rules that say what table an input's value comes from.
    pub inputs: Vec<InputRule>,
    /// Qualifiers that name no table of their query.
    pub strays: Vec<Stray>,
    /// Names that stand where they cannot be ones of columns.
    pub misplaced: Vec<Misplaced>,
    /// Rows that are written.
    pub rows: Vec<RowWrite>,
    /// Attributes that models are given, not all of which are known.
    pub open_fills: Vec<OpenFill>,
    /// Values that are written, where they are written out.
    pub values: Vec<WrittenValue>,
    /// Columns by which code takes rows to be the only ones.
    pub sought: Vec<Sought>,
    /// What models say of the columns of their tables.
    pub facts: Vec<ModelFacts>,
    /// Columns that take keys which Laravel makes.
    pub made_keys: Vec<MadeKey>,
    /// Calls between the project's functions.
    pub calls: Vec<CallEdge>,
    /// Tables that code makes for itself.
    pub local_tables: Vec<LocalTable>,
    /// What could not be worked out.
    pub gaps: Vec<Gap>,
}

impl References {
    /// Takes over what was found elsewhere.
    pub fn absorb(&mut self, other: References) {
        let References {
            tables,
            columns,
            selected,
            probed,
            enums,
            nones,
            models,
            relations,
            model_relations,
            equal,
            given_keys,
            inputs,
            strays,
            misplaced,
            rows,
            open_fills,
            values,
            sought,
            facts,
            made_keys,
            calls,
            local_tables,
            gaps,
        } = other;
        self.tables.extend(tables);
        self.columns.extend(columns);
        self.selected.extend(selected);
        self.probed.extend(probed);
        self.enums.extend(enums);
        self.nones.extend(nones);
        self.models.extend(models);
        self.relations.extend(relations);
        self.model_relations.extend(model_relations);
        self.equal.extend(equal);
        self.given_keys.extend(given_keys);
        self.inputs.extend(inputs);
        self.strays.extend(strays);
        self.misplaced.extend(misplaced);
        self.rows.extend(rows);
        self.open_fills.extend(open_fills);
        self.values.extend(values);
        self.sought.extend(sought);
        self.facts.extend(facts);
        self.made_keys.extend(made_keys);
        self.calls.extend(calls);
        self.local_tables.extend(local_tables);
        self.gaps.extend(gaps);
    }
}
