//! `tablecheck config`: what is set for a project, and where each value comes from.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;

use super::settings::SettingsArguments;
use super::{CliError, Outcome};
use crate::catalog;
use crate::config::json_schema::json_schema;
use crate::config::{Argument, DeclaredTable, Ignored, Level, Makes, Owner, Signature, Target};
use crate::workspace::Configured;

/// Print the settings of a project, and where each value comes from
///
/// The output is itself a configuration file. It has every key with its value, and a comment with its source: the command line, a
/// line of the project's file, or the default.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  tablecheck config                                    of the project in this folder
  tablecheck config --schema > tablecheck.schema.json  for editors that complete and check YAML")]
pub(super) struct Arguments {
    /// A file or folder of the project
    #[arg(default_value = ".")]
    path: PathBuf,
    /// Print the JSON Schema of the configuration file instead
    #[arg(long)]
    schema: bool,
    #[command(flatten)]
    settings: SettingsArguments,
}

/// The widest value that comments behind it are aligned with, in characters.
const WIDTH: usize = 60;

/// Prints the configuration, or the schema.
pub(super) fn run(arguments: &Arguments, out: &mut dyn Write) -> Result<Outcome, CliError> {
    if arguments.schema {
        serde_json::to_writer_pretty(&mut *out, &json_schema()).map_err(io::Error::from)?;
        writeln!(out)?;
        return Ok(Outcome::Clean);
    }
    let configured = arguments.settings.workspace().configuration(&arguments.path)?;
    let mut page = Page { configured: &configured, forced: arguments.settings.driver.is_some(), lines: Vec::new() };
    page.write();
    match &configured.shown {
        Some(path) => writeln!(out, "# The configuration in {path}.")?,
        None => writeln!(out, "# There is no configuration file.")?,
    }
    let width = page.lines.iter().map(|(value, _)| value.chars().count()).filter(|width| *width <= WIDTH).max().unwrap_or(0);
    for (value, origin) in &page.lines {
        match origin {
            Some(origin) => writeln!(out, "{value:width$}  # {origin}")?,
            None => writeln!(out, "{value}")?,
        }
    }
    Ok(Outcome::Clean)
}

/// What is printed: lines of YAML, each with where its value comes from.
struct Page<'c> {
    configured: &'c Configured,
    forced: bool,
    lines: Vec<(String, Option<String>)>,
}

impl Page<'_> {
    fn write(&mut self) {
        let config = &self.configured.config;
        self.list("paths", config.paths.iter().map(|path| scalar(path)).collect());
        self.list("exclude", config.exclude.patterns().iter().map(|pattern| scalar(pattern)).collect());
        self.lines.push(("rules:".to_owned(), None));
        for rule in catalog::rules() {
            let level = config.rules.get(&rule.id).copied().unwrap_or(Level::Severity(rule.severity));
            let origin = self.origin(&format!("rules.{}", rule.id));
            self.lines.push((format!("  {}: {}", rule.id, level.as_str()), Some(origin)));
        }
        self.list("ignore", config.ignore.iter().map(ignored).collect());
        let baseline = config.baseline.as_deref().map_or_else(|| "null".to_owned(), scalar);
        self.lines.push((format!("baseline: {baseline}"), Some(self.origin("baseline"))));
        self.lines.push((format!("fail_on: {}", config.fail_on.as_str()), Some(self.origin("fail_on"))));
        let driver = config.driver.map_or("null", |driver| driver.as_str());
        let origin = if self.forced { "--driver".to_owned() } else { self.origin("driver") };
        self.lines.push((format!("driver: {driver}"), Some(origin)));
        self.lines.push((format!("relationships: {}", config.relationships.as_str()), Some(self.origin("relationships"))));
        let connections = config.connections.iter().map(|(name, connection)| {
            let driver = connection.driver.map(|driver| format!("driver: {driver}"));
            let prefix = connection.prefix.as_ref().map(|prefix| format!("prefix: {}", scalar(prefix)));
            (name.clone(), map(driver.into_iter().chain(prefix)))
        });
        self.map("connections", connections.collect());
        self.list("schema", config.schema.iter().map(|path| scalar(path)).collect());
        self.list("migrations", config.migrations.iter().map(|path| scalar(path)).collect());
        self.map("tables", config.tables.iter().map(|table| (table.name.clone(), columns(table))).collect());
        let packages = config.packages.iter().map(|package| match package.version.as_str() {
            "" => scalar(&package.name),
            version => scalar(&format!("{}:{version}", package.name)),
        });
        self.list("packages", packages.collect());
        self.list("signatures", config.signatures.iter().map(signature).collect());
        self.map("blueprint", config.blueprint.iter().map(|(method, makes)| (method.clone(), made(makes))).collect());
    }

    fn list(&mut self, key: &str, values: Vec<String>) {
        if values.is_empty() {
            self.lines.push((format!("{key}: []"), Some(self.origin(key))));
            return;
        }
        self.lines.push((format!("{key}:"), None));
        for (index, value) in values.into_iter().enumerate() {
            self.lines.push((format!("  - {value}"), Some(self.origin(&format!("{key}.{index}")))));
        }
    }

    fn map(&mut self, key: &str, values: Vec<(String, String)>) {
        if values.is_empty() {
            self.lines.push((format!("{key}: {{}}"), Some(self.origin(key))));
            return;
        }
        self.lines.push((format!("{key}:"), None));
        for (name, value) in values {
            let origin = self.origin(&format!("{key}.{name}"));
            self.lines.push((format!("  {}: {value}", scalar(&name)), Some(origin)));
        }
    }

    /// Where a value comes from: a line of the file, or nowhere.
    fn origin(&self, key: &str) -> String {
        match (self.configured.file.line_of(key), &self.configured.shown) {
            (Some(line), Some(path)) => format!("{path}:{line}"),
            _ => "default".to_owned(),
        }
    }
}

fn ignored(ignored: &Ignored) -> String {
    let list = |key: &str, texts: &[String]| {
        (!texts.is_empty()).then(|| format!("{key}: {}", sequence(texts.iter().map(|text| scalar(text)))))
    };
    let parts = [list("paths", ignored.paths.patterns()), list("rules", &ignored.rules), list("tables", &ignored.tables)];
    let reason = ignored.reason.as_deref().map(|reason| format!("reason: {}", scalar(reason)));
    map(parts.into_iter().flatten().chain(reason))
}

fn made(makes: &Makes) -> String {
    match makes {
        Makes::Named(method) => method.clone(),
        Makes::Columns(columns) => map(columns.iter().map(|(column, method)| format!("{}: {method}", scalar(column)))),
    }
}

fn columns(table: &DeclaredTable) -> String {
    let columns = table.columns.as_ref().map(|columns| sequence(columns.iter().map(|column| scalar(column))));
    match &table.connection {
        None => columns.unwrap_or_else(|| "null".to_owned()),
        Some(connection) => {
            let connection = format!("connection: {}", scalar(connection));
            map([connection].into_iter().chain(columns.map(|columns| format!("columns: {columns}"))))
        }
    }
}

fn signature(signature: &Signature) -> String {
    let target = match &signature.target {
        Target::Function(name) => format!("function: {}", scalar(name)),
        Target::Method { class, method } => format!("class: {}, method: {}", scalar(class), scalar(method)),
    };
    let args = format!("args: {}", sequence(signature.args.iter().map(argument)));
    let operation = format!("operation: {}", signature.operation_word());
    let connection = signature.connection.as_ref().map(|connection| format!("connection: {}", scalar(connection)));
    let returns = signature.returns_builder.then(|| "returns: builder".to_owned());
    map([target, args, operation].into_iter().chain(connection).chain(returns))
}

fn argument(argument: &Argument) -> String {
    let role = argument.role.as_str();
    match &argument.of {
        None => role.to_owned(),
        Some(Owner::Argument(position)) => format!("{{role: {role}, of: {position}}}"),
        Some(Owner::Table(table)) => format!("{{role: {role}, table: {}}}", scalar(table)),
    }
}

fn sequence(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}

fn map(fields: impl Iterator<Item = String>) -> String {
    format!("{{{}}}", fields.collect::<Vec<_>>().join(", "))
}

/// A text as YAML, in quotes where it needs them.
fn scalar(text: &str) -> String {
    let plain = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '/' | '.' | '\\'))
        && !["true", "false", "null", "yes", "no", "on", "off", "y", "n"].iter().any(|word| text.eq_ignore_ascii_case(word));
    if plain { text.to_owned() } else { serde_json::to_string(text).unwrap_or_default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::ConfigFile;

    #[test]
    fn what_is_printed_says_the_same_again() {
        let text = "paths: [app, 'src dir']
exclude: ['**/Legacy']
rules: {unknown-table: off}
ignore: [{paths: [tests, 'a b'], rules: [unknown-table]}, {tables: ['x_*'], reason: 'so: it is'}]
baseline: known.yaml
fail_on: never
driver: pgsql
relationships: none
connections: {a: {driver: mysql}, 'on': {prefix: 'x: y'}}
tables: {a: [id, \"q'\\\"\"], 'b*': ~, c: {connection: old}}
packages: ['a/b:^2', c/d]
signatures:
  - {class: App\\Crm, method: push, args: [table, row, {role: column, table: 'x y'}], connection: c}
  - {function: f, args: [value, table, sql], returns: builder, operation: select}
blueprint: {money: decimal, stamps: {made_by: foreignId, 'a b': string}, nothing: ~}
";
        let file = ConfigFile::read(text);
        assert_eq!(file.mistakes, []);
        let configured =
            Configured { config: file.config.clone(), file, shown: Some("a.yaml".to_owned()), folder: PathBuf::new() };
        let mut page = Page { configured: &configured, forced: false, lines: Vec::new() };
        page.write();
        let printed: String = page.lines.iter().flat_map(|(value, _)| [value.as_str(), "\n"]).collect();
        let again = ConfigFile::read(&printed);
        assert_eq!(again.mistakes, [], "{printed}");
        let told = |config: &crate::config::Config| {
            let rules = config.rules.iter().filter(|(_, level)| **level == Level::Off).count();
            let parts = (&config.paths, config.exclude.patterns(), rules, config.fail_on, (config.driver, config.relationships));
            let known = (format!("{:?}", config.ignore), &config.baseline);
            let known = (known, &config.blueprint);
            let others = (known, &config.connections, &config.tables, &config.packages, &config.signatures);
            format!("{parts:?} {others:?}")
        };
        assert_eq!(told(&again.config), told(&configured.config), "{printed}");
        let origin =
            |key: &str| page.lines.iter().find(|(value, _)| value.trim_start().starts_with(key)).and_then(|(_, at)| at.clone());
        assert_eq!(origin("fail_on"), Some("a.yaml:6".to_owned()));
        assert_eq!(origin("unknown-column"), Some("default".to_owned()));
        assert_eq!(origin("- {function"), Some("a.yaml:14".to_owned()));
    }
}
