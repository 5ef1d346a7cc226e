//! What the names in a migration's `Schema` and `Blueprint` calls stand for, by the calls that take them. No evaluation: names
//! that are put together are not found, and a text that is being written need not make sense as a whole.

use crate::php::ast::{Arg, Call, Callee, ClassRef, Closure, Expr, ExprKind, File, Function, Member, NewClass, Stmt, StmtKind};
use crate::php::visit::{self, Node};
use crate::source::Span;

/// A string in a migration that names something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Literal {
    /// The string with its quotes.
    pub(super) span: Span,
    /// What it says.
    pub(super) text: String,
    /// What it names.
    pub(super) role: Role,
}

impl Literal {
    /// The string without its quotes.
    pub(super) fn inside(&self) -> Span {
        Span { start: self.span.start + 1, end: self.span.end.saturating_sub(1), ..self.span }
    }
}

/// What a string in a migration names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A table that is there.
    Table,
    /// A table that is made or gets this name.
    NewTable,
    /// A column that is there, of this table where it is written out.
    Column(Option<String>),
    /// A column that is made or gets this name.
    NewColumn(Option<String>),
}

/// Methods of `Schema` whose first argument is a table that is there.
const ON_TABLES: [&str; 14] = [
    "table",
    "drop",
    "dropifexists",
    "rename",
    "hastable",
    "hascolumn",
    "hascolumns",
    "dropcolumns",
    "getcolumnlisting",
    "getcolumntype",
    "getcolumns",
    "hasindex",
    "whentablehascolumn",
    "whentabledoesnthavecolumn",
];
/// Of these, the ones whose second argument names columns of it.
const ON_COLUMNS: [&str; 6] =
    ["hascolumn", "hascolumns", "dropcolumns", "getcolumntype", "whentablehascolumn", "whentabledoesnthavecolumn"];

/// Methods of `Blueprint` and its columns that take names of columns that are there.
const OF_COLUMNS: [&str; 12] = [
    "after",
    "index",
    "unique",
    "primary",
    "fulltext",
    "spatialindex",
    "foreign",
    "dropcolumn",
    "dropcolumns",
    "renamecolumn",
    "dropconstrainedforeignid",
    "removecolumn",
];
/// Methods that take names of columns only in an array: a string is the name of an index or a key.
const OF_COLUMNS_IN_ARRAYS: [&str; 6] =
    ["dropforeign", "dropindex", "dropunique", "dropprimary", "dropfulltext", "dropspatialindex"];
/// Methods whose first argument is a table that is there.
const OF_TABLES: [&str; 2] = ["on", "constrained"];
/// Methods of columns whose argument is a word or a value.
const OF_VALUES: [&str; 12] = [
    "default",
    "comment",
    "charset",
    "collation",
    "ondelete",
    "onupdate",
    "storedas",
    "virtualas",
    "engine",
    "algorithm",
    "rename",
    "type",
];

/// All strings of a file whose meaning the calls around them tell, in the order in which they are written.
pub(super) fn literals(file: &File) -> Vec<Literal> {
    let mut finder = Finder::default();
    finder.statements(&file.statements, None);
    let mut found = finder.found;
    found.sort_by_key(|literal| literal.span);
    found.dedup_by_key(|literal| literal.span);
    found
}

#[derive(Default)]
struct Finder {
    found: Vec<Literal>,
}

impl Finder {
    /// Looks through statements; in a closure of `Schema::table`, with the name of its table.
    fn statements(&mut self, statements: &[Stmt], table: Option<&str>) {
        let mut look = |node: Node<'_>| self.node(&node, table);
        visit::statements(statements, &mut look);
    }

    /// Answers whether what is below it is still to be looked at.
    fn node(&mut self, node: &Node<'_>, table: Option<&str>) -> bool {
        match node {
            Node::Stmt(stmt) => {
                match &stmt.kind {
                    StmtKind::Class(class) => self.functions(&class.methods),
                    StmtKind::Function(function) => self.functions(std::slice::from_ref(&**function)),
                    _ => {}
                }
                true
            }
            Node::Expr(expr) => match &expr.kind {
                ExprKind::New { class: NewClass::Anonymous(class), .. } => {
                    self.functions(&class.methods);
                    true
                }
                ExprKind::Call(call) if is_of_schema(&call.callee) => {
                    self.schema(call);
                    false
                }
                ExprKind::Call(call) => {
                    self.blueprint(call, table, None);
                    // The rest of the chain was looked at with it.
                    !matches!(call.callee, Callee::Method { .. })
                }
                _ => true,
            },
        }
    }

    fn functions(&mut self, functions: &[Function]) {
        for function in functions {
            self.statements(function.body.as_deref().unwrap_or_default(), None);
        }
    }

    /// `Schema::method(…)`, perhaps behind a connection.
    fn schema(&mut self, call: &Call) {
        let Some(name) = method_of(&call.callee).map(str::to_ascii_lowercase) else { return };
        let subject = given(call, 0, &["table", "from"]);
        let first = subject.and_then(|arg| text(&arg.value)).map(str::to_owned);
        if name == "create" {
            self.argument(subject, &Role::NewTable);
        } else if ON_TABLES.contains(&name.as_str()) {
            self.argument(subject, &Role::Table);
        }
        let second = given(call, 1, &["column", "columns", "index", "to"]);
        if name == "rename" {
            self.argument(second, &Role::NewTable);
        } else if ON_COLUMNS.contains(&name.as_str()) || (name == "hasindex" && second.is_some_and(is_array)) {
            self.argument(second, &Role::Column(first.clone()));
        }
        for arg in &call.args {
            self.closure(&arg.value, first.as_deref());
        }
    }

    fn closure(&mut self, value: &Expr, table: Option<&str>) {
        if let ExprKind::Closure(closure) = &value.kind {
            let Closure { body, .. } = &**closure;
            self.statements(body, table);
        }
    }

    /// A call of a chain behind a variable: `$table->foreign('user_id')->references('id')->on('users')`. `target` is what
    /// `on()` names further out.
    fn blueprint(&mut self, call: &Call, table: Option<&str>, target: Option<&str>) {
        let Some(name) = method_of(&call.callee).map(str::to_ascii_lowercase) else { return };
        let first = given(call, 0, &["table", "column", "columns", "from"]);
        let target = if name == "on" { first.and_then(|arg| text(&arg.value)) } else { target };
        let own = || table.map(str::to_owned);
        let name = name.as_str();
        if OF_TABLES.contains(&name) {
            self.argument(first, &Role::Table);
            if name == "constrained" {
                let target = first.and_then(|arg| text(&arg.value)).map(str::to_owned);
                let target = target.or_else(|| key_behind(&call.callee).map(table_of_key));
                self.argument(given(call, 1, &["column"]), &Role::Column(target));
            }
        } else if name == "references" {
            let target = target.or_else(|| table_behind(&call.callee)).map(str::to_owned);
            // Where the table is not written yet, it is the one that the key's column is named after.
            let target = target.or_else(|| key_behind(&call.callee).map(table_of_key));
            self.argument(first, &Role::Column(target));
        } else if OF_COLUMNS.contains(&name) {
            self.argument(first, &Role::Column(own()));
            if matches!(name, "dropcolumn" | "removecolumn") {
                call.args.iter().skip(1).for_each(|arg| self.argument(Some(arg), &Role::Column(own())));
            } else if name == "renamecolumn" {
                self.argument(given(call, 1, &["to"]), &Role::NewColumn(own()));
            }
        } else if OF_COLUMNS_IN_ARRAYS.contains(&name) {
            if first.is_some_and(is_array) {
                self.argument(first, &Role::Column(own()));
            }
        } else if table.is_some()
            && is_on_variable(&call.callee)
            && !OF_VALUES.contains(&name)
            && first.is_some_and(|arg| matches!(arg.value.kind, ExprKind::String(_)))
        {
            self.argument(first, &Role::NewColumn(own()));
        }
        for arg in &call.args {
            self.closure(&arg.value, table);
        }
        if let Callee::Method { object, .. } = &call.callee
            && let ExprKind::Call(inner) = &object.kind
        {
            if is_of_schema(&inner.callee) {
                self.schema(inner);
            } else {
                self.blueprint(inner, table, target);
            }
        }
    }

    /// What an argument names: a string, or the strings of an array.
    fn argument(&mut self, arg: Option<&Arg>, role: &Role) {
        let Some(arg) = arg else { return };
        let values: Vec<&Expr> = match &arg.value.kind {
            ExprKind::Array(items) => items.iter().filter_map(|item| item.value.as_ref()).collect(),
            _ => vec![&arg.value],
        };
        for value in values {
            if let ExprKind::String(text) = &value.kind {
                self.found.push(Literal { span: value.span, text: text.to_string(), role: role.clone() });
            }
        }
    }
}

/// The argument of a call at a position, or by one of these names.
fn given<'c>(call: &'c Call, at: usize, names: &[&str]) -> Option<&'c Arg> {
    let named = call.args.iter().find(|arg| arg.name.as_deref().is_some_and(|name| names.contains(&name)));
    named.or_else(|| call.args.get(at).filter(|arg| arg.name.is_none()))
}

fn is_array(arg: &Arg) -> bool {
    matches!(arg.value.kind, ExprKind::Array(_))
}

/// The calls that a call is chained to, the nearest first.
fn behind(callee: &Callee) -> impl Iterator<Item = &Call> {
    std::iter::successors(call_behind(callee), |call| call_behind(&call.callee))
}

fn call_behind(callee: &Callee) -> Option<&Call> {
    match callee {
        Callee::Method { object, .. } => match &object.kind {
            ExprKind::Call(call) => Some(call),
            _ => None,
        },
        _ => None,
    }
}

/// The table that `on()` names before a call of the same chain.
fn table_behind(callee: &Callee) -> Option<&str> {
    let on = behind(callee).find(|call| method_of(&call.callee) == Some("on"))?;
    text(&given(on, 0, &["table"])?.value)
}

/// The column of the key that a chain begins with: `foreign('user_id')`, `foreignId('user_id')`.
fn key_behind(callee: &Callee) -> Option<&str> {
    let first = behind(callee).find(|call| method_of(&call.callee).is_some_and(|name| name.starts_with("foreign")))?;
    text(&given(first, 0, &["column", "columns"])?.value)
}

/// The table that a key's column is named after, as `constrained()` takes it: `users` by `user_id`.
fn table_of_key(column: &str) -> String {
    let stem = column.rsplit_once('_').map_or(column, |(stem, _)| stem);
    crate::laravel::support::naming::plural(stem)
}

fn text(expr: &Expr) -> Option<&str> {
    match &expr.kind {
        ExprKind::String(text) => Some(text),
        _ => None,
    }
}

fn method_of(callee: &Callee) -> Option<&str> {
    match callee {
        Callee::Method { name: Member::Named(name, _), .. } | Callee::Static { name: Member::Named(name, _), .. } => Some(name),
        _ => None,
    }
}

/// Whether a call stands right behind a variable: `$table->string('name')`.
fn is_on_variable(callee: &Callee) -> bool {
    matches!(callee, Callee::Method { object, .. } if matches!(object.kind, ExprKind::Variable(_)))
}

/// Whether a method is called on the `Schema` facade, or on what it or `DB::connection()` gives.
fn is_of_schema(callee: &Callee) -> bool {
    match callee {
        Callee::Static { class: ClassRef::Named(name), .. } => name.base() == "Schema",
        Callee::Method { object, .. } => match &object.kind {
            ExprKind::Call(call) => {
                let name = method_of(&call.callee).unwrap_or_default();
                let is_door =
                    matches!(&call.callee, Callee::Static { class: ClassRef::Named(class), .. } if class.base() == "Schema");
                name == "getSchemaBuilder" || (name == "connection" && is_door)
            }
            _ => false,
        },
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    fn told(code: &str) -> Vec<String> {
        let text = format!("<?php return new class extends Migration {{ public function up() {{ {code} }} }};");
        let file = crate::php::parse(FileId(0), &text);
        let role = |role: &Role| match role {
            Role::Table => "table".to_owned(),
            Role::NewTable => "new table".to_owned(),
            Role::Column(of) => format!("column of {}", of.as_deref().unwrap_or("?")),
            Role::NewColumn(of) => format!("new column of {}", of.as_deref().unwrap_or("?")),
        };
        literals(&file).iter().map(|literal| format!("{}: {}", literal.text, role(&literal.role))).collect()
    }

    #[test]
    fn names_mean_what_the_calls_around_them_say() {
        let code = "Schema::table('orders', function (Blueprint $table) {
            $table->string('code', 20)->default('x')->after('id');
            $table->foreign('user_id')->references('id')->on('users')->onDelete('cascade');
            $table->foreignId('shop_id')->constrained('shops');
            $table->dropColumn(['a', 'b']);
            $table->dropIndex('orders_a_index');
            $table->dropUnique(['c']);
            if ($x) { $table->index(['d', 'e'], 'named'); }
        });
        Schema::connection('other')->create('logs', fn ($table) => $table->id());
        if (Schema::hasColumn('users', 'name')) { Schema::rename('old', 'new'); }";
        let expected = [
            "orders: table",
            "code: new column of orders",
            "id: column of orders",
            "user_id: column of orders",
            "id: column of users",
            "users: table",
            "shop_id: new column of orders",
            "shops: table",
            "a: column of orders",
            "b: column of orders",
            "c: column of orders",
            "d: column of orders",
            "e: column of orders",
            "logs: new table",
            "users: table",
            "name: column of users",
            "old: table",
            "new: new table",
        ];
        assert_eq!(told(code), expected);
    }

    #[test]
    fn other_calls_name_nothing() {
        assert!(
            told("DB::table('orders')->where('id', 1); $x->after('y')->z('w'); f('a');").iter().all(|told| told.ends_with('?'))
        );
    }
}
