//! Commands that run migrations of certain folders: `Artisan::call('migrate', ['--path' => …])` and Composer's scripts.

use crate::eval::{Args, Interp, Value};
use crate::laravel::Laravel;
use crate::php::ast::{Expr, ExprKind, Function};
use crate::php::calls::declared_in;
use crate::php::program::ClassDecl;
use crate::php::visit::{self, Node};
use crate::source::{FileId, Span, is_test};

/// A command that runs the migrations of certain folders.
#[derive(Clone, Debug)]
pub(in crate::laravel) struct MigrateCommand {
    /// The folders, as they are written.
    pub(in crate::laravel) paths: Vec<String>,
    /// On which connection.
    pub(in crate::laravel) database: Database,
    /// Whether it runs for every tenant.
    pub(in crate::laravel) for_tenants: bool,
    /// Where it is written.
    pub(in crate::laravel) at: Span,
}

/// The connection that a command names.
#[derive(Clone, Debug)]
pub(in crate::laravel) enum Database {
    /// None.
    Default,
    /// By name.
    Named(String),
    /// By a name that could not be worked out.
    Unknown,
}

/// Every such command in the project's code and Composer file, tests apart.
pub(in crate::laravel) fn migrate_commands<'a, const EXPLORE: bool>(
    cx: &mut Interp<'a, Laravel<'a, EXPLORE>>,
) -> Vec<MigrateCommand> {
    let sources = cx.program.sources();
    let mut found = Vec::new();
    if let Some(file) = sources.find("composer.json") {
        let json = serde_json::from_str::<serde_json::Value>(sources.file(file).text()).unwrap_or_default();
        let scripts = json.get("scripts").and_then(serde_json::Value::as_object);
        let lines = scripts.into_iter().flat_map(|scripts| scripts.values());
        let lines = lines.flat_map(|script| script.as_array().map_or_else(|| vec![script], |list| list.iter().collect()));
        found.extend(lines.filter_map(serde_json::Value::as_str).filter_map(|line| from_line(line, Span::new(file, 0, 0))));
    }
    let calls =
        |path: &str, text: &str| path.ends_with(".php") && text.contains("--path") && text.contains("migrate") && !is_test(path);
    for file in cx.program.files_where(calls) {
        run_all(cx, file);
    }
    found.append(&mut cx.host.application.discovered.commands);
    found
}

/// Evaluates a file's functions that call commands. What they do besides is undone.
fn run_all<'a, const EXPLORE: bool>(cx: &mut Interp<'a, Laravel<'a, EXPLORE>>, file: FileId) {
    let (database, found) = (std::mem::take(&mut cx.host.database), std::mem::take(&mut cx.host.found));
    let settings = std::sync::Arc::clone(&cx.host.settings);
    let (classes, functions) = declared_in(&cx.program.file(file).statements);
    for function in functions.into_iter().filter(|function| calls_commands(function)) {
        cx.run_function(function);
    }
    for class in classes {
        for method in class.methods.iter().filter(|method| calls_commands(method)) {
            let class = ClassDecl { decl: class };
            let object = cx.object_of(class);
            cx.run_method(&object, class, &method.name);
        }
    }
    cx.host.database = database;
    cx.host.found = found;
    cx.host.settings = settings;
}

/// Whether a function calls a command with its name written out.
fn calls_commands(function: &Function) -> bool {
    let mut calls = false;
    visit::statements(function.body.as_deref().unwrap_or_default(), &mut |node| {
        if let Node::Expr(Expr { kind: ExprKind::String(text), .. }) = node {
            calls |= text.split_whitespace().any(is_migrate);
        }
        !calls
    });
    calls
}

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// `Artisan::call('migrate', […])`, `$this->call('migrate', […])`
    pub(in crate::laravel) fn call_command(cx: &mut Interp<'a, Self>, args: &Args<'a>, at: Span) {
        if !EXPLORE && cx.host.replay.migrating {
            Self::command_writes_rows(cx, args);
        }
        if !EXPLORE && let Some(command) = from_arguments(args, at) {
            cx.host.application.discovered.commands.push(command);
        }
    }
}

fn from_arguments(args: &Args<'_>, at: Span) -> Option<MigrateCommand> {
    let name = args.value(0)?.as_str()?;
    let mut command = from_line(&name, at).or_else(|| is_migrate(&name).then(|| MigrateCommand::new(&name, at)))?;
    if let Some(Value::Array(options)) = args.value(1) {
        for choice in options.get_str("--path").map(Value::choices).unwrap_or_default() {
            let listed = match choice {
                Value::Array(list) => list.entries.iter().filter_map(|entry| entry.value.as_str()).collect(),
                path => path.as_str().into_iter().collect::<Vec<_>>(),
            };
            command.paths.extend(listed.iter().map(ToString::to_string));
        }
        match options.get_str("--database") {
            None | Some(Value::Null) => {}
            Some(name) => command.database = name.as_str().map_or(Database::Unknown, |name| Database::Named(name.to_string())),
        }
    }
    (!command.paths.is_empty()).then_some(command)
}

impl MigrateCommand {
    fn new(name: &str, at: Span) -> Self {
        let for_tenants = name.split_whitespace().any(|word| word.starts_with("tenants:"));
        MigrateCommand { paths: Vec::new(), database: Database::Default, for_tenants, at }
    }
}

/// `migrate`, `migrate:fresh`, `tenants:migrate`
fn is_migrate(word: &str) -> bool {
    let word = word.trim_matches(['"', '\'']);
    word == "migrate" || word.starts_with("migrate:") || word.ends_with(":migrate")
}

/// A command as a shell would get it; none if it runs no migrations of certain folders.
fn from_line(line: &str, at: Span) -> Option<MigrateCommand> {
    if !line.split_whitespace().any(is_migrate) {
        return None;
    }
    let mut command = MigrateCommand::new(line, at);
    let mut words = line.split_whitespace().map(|word| word.trim_matches(['"', '\'']));
    while let Some(word) = words.next() {
        let (option, value) = match word.split_once('=') {
            Some((option, value)) => (option, Some(value.trim_matches(['"', '\'']))),
            None if matches!(word, "--path" | "--database") => (word, words.next()),
            None => continue,
        };
        match (option, value) {
            ("--path", Some(path)) if !path.contains('$') => command.paths.push(path.to_owned()),
            ("--database", Some(name)) => command.database = Database::Named(name.to_owned()),
            _ => {}
        }
    }
    (!command.paths.is_empty()).then_some(command)
}
