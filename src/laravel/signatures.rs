//! The project's own functions and methods that take tables and columns, as its configuration tells: what their
//! arguments name is noted as if `DB::table()` or a query had got it.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use crate::catalog::laravel::{self as catalog, Deed, QueryMethod, Returns};
use crate::config::{Owner, Role, Signature, Target};
use crate::eval::{Announced, Args, CallSite, Called, HostId, Interp, Text, Value};
use crate::laravel::Laravel;
use crate::laravel::objects::{Connection, Query, Source, TableName, Thing};
use crate::php::ast::Function;
use crate::php::program::ClassDecl;
use crate::references::Operation;
use crate::source::Span;

/// The signatures of a project, by the names of what they describe. All names are in lower case.
#[derive(Clone, Debug, Default)]
pub struct Signatures {
    functions: BTreeMap<String, Arc<Signature>>,
    methods: BTreeMap<String, Vec<(String, Arc<Signature>)>>,
    /// What is described, by names without namespaces.
    names: BTreeSet<String>,
    /// The classes.
    classes: BTreeSet<String>,
}

impl Signatures {
    /// Sorts signatures by what they describe. Of several for one function or method the first one counts.
    #[must_use]
    pub fn new(signatures: &[Signature]) -> Self {
        let mut sorted = Signatures::default();
        for signature in signatures {
            let shared = Arc::new(signature.clone());
            match &signature.target {
                Target::Function(name) => {
                    let name = name.to_ascii_lowercase();
                    sorted.names.extend(name.rsplit('\\').next().map(str::to_owned));
                    sorted.functions.entry(name).or_insert(shared);
                }
                Target::Method { class, method } => {
                    let (class, method) = (class.to_ascii_lowercase(), method.to_ascii_lowercase());
                    sorted.names.insert(method.clone());
                    sorted.methods.entry(method).or_default().push((class.clone(), shared));
                    sorted.classes.insert(class);
                }
            }
        }
        sorted
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.functions.is_empty() && self.methods.is_empty()
    }

    /// Whether something of this name, in lower case and without its namespace, is described.
    #[must_use]
    pub fn mentions(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// Whether a class is described.
    fn has_class(&self, class: &str) -> bool {
        !self.classes.is_empty() && self.classes.contains(&class.trim_start_matches('\\').to_ascii_lowercase())
    }

    fn function(&self, name: &str) -> Option<Arc<Signature>> {
        self.functions.get(&name.to_ascii_lowercase()).cloned()
    }

    /// The signature of a method of what is an instance of all of these classes, the nearest one's first.
    fn method(&self, classes: &[&str], method: &str) -> Option<Arc<Signature>> {
        let described = self.methods.get(&method.to_ascii_lowercase())?;
        let of = |class: &&str| described.iter().find(|(name, _)| class.eq_ignore_ascii_case(name));
        classes.iter().find_map(of).map(|(_, signature)| signature.clone())
    }
}

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// Notes what a call of something that is described names.
    pub(in crate::laravel) fn call_signed(
        cx: &mut Interp<'a, Self>,
        called: Called<'_, 'a>,
        args: &Args<'a>,
        at: CallSite,
    ) -> Announced<'a> {
        if cx.host.settings.signatures.is_empty() {
            return Announced::Unknown;
        }
        let Some((signature, function)) = Self::signature_of(cx, called) else { return Announced::Unknown };
        let names: Vec<&str> = function.map_or(Vec::new(), |function| function.params.iter().map(|param| &*param.name).collect());
        Self::note_described(cx, &signature, &names, args, at).map_or(Announced::Arguments, Announced::Result)
    }

    /// A method of a class outside the project: what it gives, if that is described.
    pub(in crate::laravel) fn call_foreign(
        cx: &mut Interp<'a, Self>,
        class: &str,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        match Self::call_signed(cx, Called::Foreign(class, method), args, at) {
            Announced::Result(value) => Some(value),
            Announced::Unknown | Announced::Arguments => None,
        }
    }

    /// A static method of a class outside the project, which may be the parent of one of its classes. Of what the project
    /// declares the call was announced before.
    pub(in crate::laravel) fn call_foreign_static(
        cx: &mut Interp<'a, Self>,
        class: &str,
        project: Option<ClassDecl<'a>>,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        let is_foreign = project.is_none_or(|declared| !declared.name().eq_ignore_ascii_case(class));
        if is_foreign { Self::call_foreign(cx, class, method, args, at) } else { None }
    }

    /// Whether the code at hand is that of a function which is described: what it does with its parameters is told.
    pub(in crate::laravel) fn is_signed_here(cx: &Interp<'a, Self>) -> bool {
        let Some(function) = cx.function().filter(|_| !cx.host.settings.signatures.is_empty()) else { return false };
        let called = match cx.scope() {
            Some(class) => Called::Method(class, &function.name),
            None => Called::Function(&function.name),
        };
        Self::signature_of(cx, called).is_some()
    }

    /// The signature of what is called, and its declaration if the project has it.
    fn signature_of(cx: &Interp<'a, Self>, called: Called<'_, 'a>) -> Option<(Arc<Signature>, Option<&'a Function>)> {
        let signatures = &cx.host.settings.signatures;
        match called {
            Called::Function(name) => Some((signatures.function(name)?, cx.program.function(name))),
            Called::Method(class, name) => {
                if !signatures.methods.contains_key(&name.to_ascii_lowercase()) {
                    return None;
                }
                let signature = signatures.method(&cx.program.ancestors(class), name)?;
                Some((signature, cx.program.method(class, name).map(|method| method.function)))
            }
            Called::Foreign(class, name) => Some((signatures.method(&[class.trim_start_matches('\\')], name)?, None)),
        }
    }

    /// An object of a class outside the project that is described.
    pub(in crate::laravel) fn described_object(cx: &mut Interp<'a, Self>, class: &str) -> Option<Value<'a>> {
        cx.host.settings.signatures.has_class(class).then(|| cx.host.make(Thing::Signed(Rc::from(class))))
    }

    fn note_described(
        cx: &mut Interp<'a, Self>,
        signature: &Signature,
        names: &[&str],
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        let connection = signature.connection.as_deref().map_or(Connection::Default, |name| Connection::Named(Rc::from(name)));
        let value =
            |position: usize| args.find(position, names.get(position).copied().unwrap_or_default()).map(|arg| arg.value.clone());
        let what = match &signature.target {
            Target::Function(name) => format!("{name}()"),
            Target::Method { method, .. } => format!("{method}()"),
        };
        let mut queries: BTreeMap<usize, HostId> = BTreeMap::new();
        for (position, _) in signature.args.iter().enumerate().filter(|(_, arg)| arg.role == Role::Table) {
            let id = cx.host.add(Thing::Query(Box::new(Query { connection: connection.clone(), ..Query::default() })));
            match value(position) {
                Some(table) => Self::stand_on(cx, id, &table, None, Deed::Query, at, &what),
                None => Self::open(cx, id),
            }
            queries.insert(position, id);
        }
        for (position, arg) in signature.args.iter().enumerate() {
            let Some(value) = value(position) else { continue };
            let query = match &arg.of {
                Some(Owner::Argument(position)) => queries.get(position).copied(),
                Some(Owner::Table(table)) => Some(Self::query_on(cx, &connection, table, at)),
                None => None,
            };
            match (arg.role, query) {
                (Role::Column | Role::Columns, Some(query)) => Self::column(cx, query, &value, signature.operation, at),
                (Role::Row | Role::Rows, Some(query)) => Self::write_described(cx, query, signature.operation, value, at),
                (Role::Sql, Some(query)) => {
                    // Of SQL nothing else is known than that it becomes part of the query.
                    let deed = if signature.operation == Deed::Query { Deed::Where } else { signature.operation };
                    Self::fragment(cx, query, &value, deed, at);
                }
                (Role::Sql, None) if EXPLORE => {
                    Self::survey_sql(cx, &connection, &Args::of(vec![value], at.call), at);
                }
                _ => {}
            }
        }
        let first = queries.into_values().next();
        first.filter(|_| signature.returns_builder).map(Value::Host)
    }

    /// A query on a table that the configuration names.
    fn query_on(cx: &mut Interp<'a, Self>, connection: &Connection, table: &str, at: CallSite) -> HostId {
        let text = Text::computed(table);
        let place = CallSite { call: at.name, name: at.name };
        let found = Self::note_table(cx, &text, connection, Operation::Query, place);
        let source = |(name, span): (TableName, Span)| Source { table: Some(name.table), alias: name.alias, span };
        let sources: Vec<Source> = found.map(source).into_iter().collect();
        let open = sources.is_empty();
        let query = Query { connection: connection.clone(), sources, has_from: true, open, ..Query::default() };
        cx.host.add(Thing::Query(Box::new(query)))
    }

    /// A row, or rows, for a query to write; keys of conditions, where nothing is written.
    fn write_described(cx: &mut Interp<'a, Self>, query: HostId, operation: Deed, rows: Value<'a>, at: CallSite) {
        if !matches!(operation, Deed::Insert | Deed::Update | Deed::Upsert) {
            for choice in rows.choices() {
                if let Value::Array(row) = choice {
                    let keys = row.entries.iter().filter_map(|entry| entry.key_text.clone());
                    for key in keys.collect::<Vec<_>>() {
                        Self::column(cx, query, &Value::Str(key), operation, at);
                    }
                }
            }
            return;
        }
        let method = QueryMethod {
            methods: Vec::new(),
            args: vec![catalog::Role::Rows],
            params: Vec::new(),
            operation,
            returns: Returns::Value,
            joins: false,
            from: false,
            only: false,
        };
        Self::write(cx, query, &method, "", &Args::of(vec![rows], at.call), at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::ConfigFile;

    #[test]
    fn the_nearest_class_that_is_described_counts() {
        let text = "signatures:
  - {class: App\\Base, method: push, args: [table]}
  - {class: App\\Crm, method: push, args: [value, table]}
  - {function: App\\lookup, args: [table]}
";
        let signatures = Signatures::new(&ConfigFile::read(text).config.signatures);
        let of = |classes: &[&str]| signatures.method(classes, "PUSH").map(|signature| signature.args.len());
        assert_eq!(of(&["App\\Other", "app\\crm", "App\\Base"]), Some(2));
        assert_eq!(of(&["App\\Other", "App\\Base"]), Some(1));
        assert_eq!(of(&["App\\Other"]), None);
        assert!(signatures.mentions("lookup") && signatures.mentions("push") && !signatures.mentions("app\\lookup"));
        assert!(signatures.function("app\\Lookup").is_some() && signatures.has_class("\\App\\CRM"));
    }
}
