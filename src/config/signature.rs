//! `signatures`: the project's own functions and methods that take tables and columns, as `rules/laravel/query.yaml` has
//! them for Laravel's.

use super::reader::Reader;
use super::yaml::{Kind, Node};
use crate::catalog::laravel::Deed;

/// A function or a method, and what its arguments are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// What is called.
    pub target: Target,
    /// What each argument is, in order.
    pub args: Vec<Argument>,
    /// What is done with what they name.
    pub operation: Deed,
    /// The connection; none is the default one.
    pub connection: Option<String>,
    /// Whether it gives a query on its table.
    pub returns_builder: bool,
}

/// What is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A function, by its full name without a leading backslash.
    Function(String),
    /// A method of a class and of those below it; the class by its full name without a leading backslash.
    Method {
        /// The class.
        class: String,
        /// The method.
        method: String,
    },
}

/// An argument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    /// What it is.
    pub role: Role,
    /// Whose columns it names; none for tables and what names no column.
    pub of: Option<Owner>,
}

/// Whose columns an argument names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// Those of the table that another argument names, by its position from 0.
    Argument(usize),
    /// Those of this table.
    Table(String),
}

/// What an argument is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A table, perhaps with an alias.
    Table,
    /// A column.
    Column,
    /// A column, or an array of columns.
    Columns,
    /// An array whose keys are columns.
    Row,
    /// Such an array, or a list of them.
    Rows,
    /// SQL: a piece of a query on the table that it is told to belong to, else a whole statement.
    Sql,
    /// Anything else.
    Value,
}

impl Role {
    /// Every role, by the word that the file uses.
    pub const ALL: [(&'static str, Role); 7] = [
        ("table", Role::Table),
        ("column", Role::Column),
        ("columns", Role::Columns),
        ("row", Role::Row),
        ("rows", Role::Rows),
        ("sql", Role::Sql),
        ("value", Role::Value),
    ];

    /// The word that the file uses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        Role::ALL.iter().find(|(_, role)| *role == self).map_or("", |(word, _)| word)
    }

    /// Whether it names columns of some table.
    fn needs_owner(self) -> bool {
        !matches!(self, Role::Table | Role::Value)
    }
}

/// What may be done with what the arguments name, by the word that the file uses.
pub(super) const OPERATIONS: [(&str, Deed); 9] = [
    ("query", Deed::Query),
    ("select", Deed::Select),
    ("where", Deed::Where),
    ("order", Deed::Order),
    ("group", Deed::Group),
    ("insert", Deed::Insert),
    ("update", Deed::Update),
    ("upsert", Deed::Upsert),
    ("delete", Deed::Delete),
];
/// What may be given back, by the word that the file uses; the flag is [`Signature::returns_builder`].
pub(super) const RETURNS: [(&str, bool); 2] = [("value", false), ("builder", true)];
/// The keys of a signature.
pub(super) const FIELDS: [&str; 7] = ["class", "method", "function", "args", "operation", "connection", "returns"];
/// The keys of an argument that is told in detail.
pub(super) const ARGUMENT_FIELDS: [&str; 3] = ["role", "of", "table"];

impl Signature {
    /// The word of its operation.
    #[must_use]
    pub fn operation_word(&self) -> &'static str {
        OPERATIONS.iter().find(|(_, deed)| *deed == self.operation).map_or("", |(word, _)| word)
    }
}

/// Reads the list of signatures.
pub(super) fn read(reader: &mut Reader<'_>, node: &Node) -> Vec<Signature> {
    let mut signatures = Vec::new();
    for item in reader.items(node, "signatures", "a list of functions and methods") {
        let before = reader.mistakes.len();
        let signature = read_one(reader, item);
        if let Some(signature) = signature.filter(|_| reader.mistakes.len() == before) {
            reader.note(format!("signatures.{}", signatures.len()), item);
            signatures.push(signature);
        }
    }
    signatures
}

fn read_one(reader: &mut Reader<'_>, node: &Node) -> Option<Signature> {
    const WHAT: &str = "a map with `class` and `method`, or with `function`";
    let before = reader.mistakes.len();
    let (mut class, mut method, mut function) = (None, None, None);
    let (mut operation, mut connection, mut returns_builder, mut list) = (None, None, None, None);
    if matches!(node.kind, Kind::Null) {
        reader.wrong(node, format!("a signature is {WHAT}"));
        return None;
    }
    for (field, place, value) in reader.fields(node, "signatures", WHAT, &FIELDS) {
        match field {
            "class" => class = reader.text(value, field),
            "method" => method = reader.text(value, field),
            "function" => function = reader.text(value, field),
            "operation" => operation = reader.word(value, field, &OPERATIONS),
            "connection" => connection = reader.text(value, field),
            "returns" => returns_builder = reader.word(value, field, &RETURNS).map(|builder| (builder, place)),
            _ => list = Some(value),
        }
    }
    let plain = |name: String| name.trim_start_matches('\\').to_owned();
    let target = match (class, method, function) {
        (Some(class), Some(method), None) => Target::Method { class: plain(class), method },
        (None, None, Some(function)) => Target::Function(plain(function)),
        _ => {
            if reader.mistakes.len() == before {
                reader.wrong(node, format!("a signature is {WHAT}"));
            }
            return None;
        }
    };
    let Some(list) = list else {
        reader.wrong(node, "a signature says in `args` what its arguments are");
        return None;
    };
    let items = reader.items(list, "args", "a list of roles");
    let mut args: Vec<Argument> = items.iter().filter_map(|item| argument(reader, item)).collect();
    if args.len() == items.len() {
        find_owners(reader, items, &mut args);
    }
    let has_table = args.iter().any(|arg| arg.role == Role::Table);
    if let Some((true, place)) = returns_builder
        && !has_table
    {
        reader.wrong(place, "a builder queries a table: one of `args` has to be `table`");
    }
    // A row is written as `insert()` would write it, unless something else is said.
    let writes = args.iter().any(|arg| matches!(arg.role, Role::Row | Role::Rows));
    let operation = operation.unwrap_or(if writes { Deed::Insert } else { Deed::Query });
    Some(Signature { target, args, operation, connection, returns_builder: returns_builder.is_some_and(|(builder, _)| builder) })
}

fn argument(reader: &mut Reader<'_>, node: &Node) -> Option<Argument> {
    if !matches!(node.kind, Kind::Map(_)) {
        return Some(Argument { role: reader.word(node, "args", &Role::ALL)?, of: None });
    }
    let before = reader.mistakes.len();
    let (mut role, mut of, mut table) = (None, None, None);
    for (field, _, value) in reader.fields(node, "args", "a role", &ARGUMENT_FIELDS) {
        match (field, &value.kind) {
            ("role", _) => role = reader.word(value, field, &Role::ALL),
            ("table", _) => table = reader.text(value, field),
            (_, Kind::Count(number)) => of = usize::try_from(*number).ok(),
            (_, other) => {
                let message = format!("`of` is the position of an argument, from 0, not {}", other.describe());
                reader.wrong(value, message);
            }
        }
    }
    let Some(role) = role else {
        if reader.mistakes.len() == before {
            reader.wrong(node, "an argument has a `role`");
        }
        return None;
    };
    let owner = match (of, table) {
        (Some(_), Some(_)) => {
            reader.wrong(node, "the columns are `of` an argument or of a `table`, not both");
            None
        }
        (Some(position), None) => Some(Owner::Argument(position)),
        (None, table) => table.map(Owner::Table),
    };
    if owner.is_some() && !role.needs_owner() {
        reader.wrong(node, format!("an argument with the role `{}` does not name columns of a table", role.as_str()));
    }
    Some(Argument { role, of: owner })
}

/// Where it goes without saying, columns are those of the one table among the arguments.
fn find_owners(reader: &mut Reader<'_>, items: &[Node], args: &mut [Argument]) {
    let tables: Vec<usize> = args.iter().enumerate().filter(|(_, arg)| arg.role == Role::Table).map(|(at, _)| at).collect();
    for (arg, item) in args.iter_mut().zip(items) {
        if !arg.role.needs_owner() {
            continue;
        }
        match (&arg.of, tables.as_slice()) {
            (Some(Owner::Argument(position)), _) if !tables.contains(position) => {
                reader.wrong(item, format!("`of: {position}` is not an argument with the role `table`; they count from 0"));
            }
            (Some(_), _) => {}
            (None, _) if arg.role == Role::Sql => {}
            (None, [only]) => arg.of = Some(Owner::Argument(*only)),
            (None, _) => {
                reader.wrong(item, "of which table? Set `of` to the position of a `table` argument, or `table` to a name");
            }
        }
    }
}
