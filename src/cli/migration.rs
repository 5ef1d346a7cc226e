//! `tablecheck migration`: writes the migration that adds the foreign keys which `check` misses.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::ask::{agreed, nobody, somebody};
use super::output::remark_shortcomings;
use super::rules::RuleId;
use super::settings::{SchemaArguments, SettingsArguments};
use super::text::{entry, fitted};
use super::{CliError, Outcome, hint};
use crate::draft::{self, LeftOut, Options, Orphans, Plan, Style, TablePlan, Wanted};
use crate::finding::{Finding, OnDelete, Remedy, Severity};
use crate::project::now;
use crate::schema::Driver;
use crate::spelling::nearest;
use crate::workspace::Loaded;

/// Write the migration that adds missing foreign keys and deals with orphaned rows
///
/// By default it adds the keys that `check` warns about; with `--all` also those that `check` only notes. It asks before it
/// writes, and never overwrites a file. Read the migration before you run it: a cascading delete loses rows.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  tablecheck migration                             the keys that `check` warns about
  tablecheck migration --dry-run                   print the migration instead of writing it
  tablecheck migration --table orders --table items.order_id
                                                   the keys of one table, and of one column
  tablecheck migration --orphans=delete            delete rows that refer to missing rows
  tablecheck migration --rule racy-first-or-create
                                                   the unique indexes that code relies on
  tablecheck migration --sql                       print the queries that count such rows

Exit codes: 0 written, printed, or nothing to add; 2 tablecheck could not do its work.")]
pub(super) struct Arguments {
    /// A file or folder of the project; only findings in it are fixed. The default is the paths in the configuration, or the
    /// current folder
    path: Option<PathBuf>,
    /// Add only what this rule asks for: missing-foreign-key, commented-out-foreign-key, unindexed-foreign-key, or
    /// racy-first-or-create, which adds unique indexes after a check for duplicates
    #[arg(long, value_name = "RULE", value_parser = RuleId::of(&ADDING), hide_possible_values = true)]
    rule: Vec<String>,
    /// Add keys only to this table, or to one column of it; includes those that `check` only notes
    #[arg(long, value_name = "TABLE[.COLUMN]")]
    table: Vec<String>,
    /// Also add what `check` only notes
    #[arg(long)]
    all: bool,
    /// What happens to the rows when the row they refer to is deleted
    #[arg(long, value_enum, default_value_t = Deletes::Auto, value_name = "ACTION")]
    on_delete: Deletes,
    /// What the migration does with orphaned rows, which refer to missing rows
    #[arg(long, value_enum, default_value_t = Rows::Abort, value_name = "HOW")]
    orphans: Rows,
    /// PostgreSQL: add the keys without checking the rows, then check the rows without blocking writes
    #[arg(long)]
    not_valid: bool,
    /// Print the migration and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Print the queries that find orphaned rows, and write nothing
    #[arg(long, conflicts_with = "dry_run")]
    sql: bool,
    /// Write without asking
    #[arg(long, short)]
    yes: bool,
    /// The migration's name, without the timestamp
    #[arg(long, value_parser = parse_name)]
    name: Option<String>,
    #[command(flatten)]
    dumps: SchemaArguments,
    #[command(flatten)]
    pub(super) settings: SettingsArguments,
}

/// What a key does on a delete.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Deletes {
    /// Set NULL if the column is nullable; otherwise delete rows that belong to the deleted row, and refuse the delete for others
    Auto,
    /// Delete them, too
    Cascade,
    /// Set their column to NULL
    Null,
    /// Refuse the delete
    Restrict,
}

/// What happens to orphans.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Rows {
    /// Count them and stop before any change
    Abort,
    /// Delete them in batches
    Delete,
    /// Set their column to NULL in batches; stop if it is NOT NULL
    Null,
}

fn parse_name(name: &str) -> Result<String, String> {
    let sound = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        && name.starts_with(|first: char| first.is_ascii_lowercase());
    if sound { Ok(name.to_owned()) } else { Err("use lowercase letters, digits and `_`, as in `add_keys_to_orders`".to_owned()) }
}

/// Makes the migration, and prints or writes it.
pub(super) fn run(arguments: &Arguments, out: &mut dyn Write) -> Result<Outcome, CliError> {
    arguments.path.as_deref().map_or(Ok(()), |path| hint::refuse_table(path, "migration --table"))?;
    let loaded = arguments.settings.workspace_with(&arguments.dumps).load(arguments.path.as_deref())?;
    refuse_unknown(arguments, &loaded)?;
    remark_shortcomings(&loaded);
    let chosen = Chosen::new(arguments, &loaded);
    let options = Options {
        on_delete: match arguments.on_delete {
            Deletes::Auto => None,
            Deletes::Cascade => Some(OnDelete::Cascade),
            Deletes::Null => Some(OnDelete::Null),
            Deletes::Restrict => Some(OnDelete::Restrict),
        },
        orphans: match arguments.orphans {
            Rows::Abort => Orphans::Abort,
            Rows::Delete => Orphans::Delete,
            Rows::Null => Orphans::Null,
        },
        not_valid: arguments.not_valid,
    };
    let analysis = &loaded.analysis;
    let (plans, mut left_out) =
        draft::plan(&analysis.database, (analysis.oldest_laravel, analysis.laravel), &chosen.wanted, options);
    left_out.splice(0..0, chosen.left_out.clone());
    if let Some(plan) = plans.iter().find(|plan| arguments.not_valid && plan.driver != Driver::PgSql) {
        return Err(CliError::Argument(format!(
            "--not-valid only works with PostgreSQL, but the connection `{}` is {}; remove it",
            plan.connection,
            plan.driver.title()
        )));
    }
    if arguments.sql {
        let texts: Vec<String> = plans.iter().map(draft::sql).filter(|text| !text.is_empty()).collect();
        write!(out, "{}", texts.join("\n"))?;
        return Ok(Outcome::Clean);
    }
    let (phinx, plans) = of_phinx(&loaded, plans);
    if !phinx.is_empty() {
        let statements: String = phinx.iter().map(draft::phinx).collect();
        let advice = format!(
            "the project's migrations are written for Phinx, for which tablecheck writes none; create one with \
            `vendor/bin/phinx create`, and put into its `change()`:\n\n{statements}"
        );
        if !arguments.dry_run && plans.is_empty() {
            return Err(CliError::Argument(advice));
        }
        writeln!(out, "{advice}")?;
        if plans.is_empty() {
            return Ok(Outcome::Clean);
        }
    }
    let files = files(arguments, &loaded, &plans);
    verify(&loaded, &files, &chosen)?;
    for file in &files {
        describe(file, &loaded, out)?;
        if arguments.dry_run {
            write!(out, "\n{}", file.text)?;
        }
    }
    say(&files, &left_out, chosen.more, out)?;
    if !arguments.dry_run && !files.is_empty() {
        write_files(arguments.yes, &loaded, &files, out)?;
    }
    Ok(Outcome::Clean)
}

/// The plans for which Phinx runs the migrations, and the others.
fn of_phinx(loaded: &Loaded, plans: Vec<Plan>) -> (Vec<Plan>, Vec<Plan>) {
    let (sources, analysis) = (&loaded.project.sources, &loaded.analysis);
    plans.into_iter().partition(|plan| draft::is_for_phinx(&style(loaded, plan).folder, sources, &analysis.migrations))
}

/// How the project writes the migrations of a plan.
fn style(loaded: &Loaded, plan: &Plan) -> Style {
    let analysis = &loaded.analysis;
    let tables: Vec<&str> = plan.tables.iter().map(|table| table.table.as_str()).collect();
    let sources = &loaded.project.sources;
    Style::of(sources, &analysis.migrations, &analysis.database, &plan.connection, &tables, analysis.laravel)
}

/// The rules that a migration can do something about.
const ADDING: [&str; 4] = ["missing-foreign-key", "commented-out-foreign-key", "unindexed-foreign-key", "racy-first-or-create"];

/// A rule or a table that is not there is a mistake, not an empty choice.
fn refuse_unknown(arguments: &Arguments, loaded: &Loaded) -> Result<(), CliError> {
    if let Some(rule) = arguments.rule.iter().find(|rule| !ADDING.contains(&rule.as_str())) {
        let known = ADDING.join(", ");
        return Err(CliError::Argument(format!("a migration cannot fix `{rule}`; it can fix {known}")));
    }
    let schemas = || loaded.analysis.database.connections.values();
    for name in &arguments.table {
        let exists = schemas().any(|schema| {
            let column = name.rsplit_once('.').and_then(|(table, column)| schema.table(table)?.column(column));
            schema.table(name).is_some() || column.is_some()
        });
        if !exists {
            let names = schemas().flat_map(|schema| schema.tables.values().map(|table| table.name.as_str()));
            let hint = match nearest(name, names) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`tablecheck schema` prints all".to_owned(),
            };
            return Err(CliError::Argument(format!("there is no table or column `{name}`; {hint}")));
        }
    }
    Ok(())
}

/// What was chosen of what rules ask for.
struct Chosen<'l> {
    wanted: Vec<Wanted>,
    /// The findings that the migration is for.
    findings: Vec<&'l Finding>,
    /// Findings that ask for a key which cannot be.
    left_out: Vec<LeftOut>,
    /// How many more `--all` would add.
    more: usize,
}

impl<'l> Chosen<'l> {
    fn new(arguments: &Arguments, loaded: &'l Loaded) -> Self {
        let mut chosen = Chosen { wanted: Vec::new(), findings: Vec::new(), left_out: Vec::new(), more: 0 };
        for finding in &loaded.analysis.findings {
            let (Some(connection), Some(table)) = (&finding.connection, &finding.table) else { continue };
            let of_rule = match arguments.rule.as_slice() {
                [] => finding.rule.ends_with("foreign-key"),
                rules => rules.iter().any(|rule| rule == finding.rule),
            };
            if !of_rule || !loaded.is_span_asked_for(finding.span) || !is_of_table(arguments, finding) {
                continue;
            }
            let Some(remedy) = &finding.remedy else {
                if matches!(finding.rule, "missing-foreign-key" | "commented-out-foreign-key") {
                    let place = finding.column.as_ref().map_or_else(|| table.clone(), |column| format!("{table}.{column}"));
                    chosen.left_out.push(LeftOut { place, reason: finding.message.clone() });
                }
                continue;
            };
            // Rows that code looks for before it makes one may be made elsewhere, where two of them are right.
            let is_chosen = !arguments.rule.is_empty() && finding.rule != "racy-first-or-create";
            if finding.severity == Severity::Note && !arguments.all && arguments.table.is_empty() && !is_chosen {
                chosen.more += 1;
                continue;
            }
            chosen.wanted.push(Wanted { connection: connection.clone(), table: table.clone(), remedy: remedy.clone() });
            chosen.findings.push(finding);
        }
        chosen
    }
}

fn is_of_table(arguments: &Arguments, finding: &Finding) -> bool {
    let Some(table) = &finding.table else { return false };
    let means = |name: &String| {
        let column = || finding.column.as_ref().is_some_and(|column| name.eq_ignore_ascii_case(&format!("{table}.{column}")));
        name.eq_ignore_ascii_case(table) || column()
    };
    arguments.table.is_empty() || arguments.table.iter().any(means)
}

/// A migration to write.
struct File<'p> {
    plan: &'p Plan,
    /// Whether its name says when it runs.
    dated: bool,
    /// Relative to the project's root.
    path: String,
    text: String,
}

fn files<'p>(arguments: &Arguments, loaded: &Loaded, plans: &'p [Plan]) -> Vec<File<'p>> {
    let analysis = &loaded.analysis;
    let mut names = BTreeSet::new();
    let file = |plan: &'p Plan| {
        let tables: Vec<&str> = plan.tables.iter().map(|table| table.table.as_str()).collect();
        let style = style(loaded, plan);
        let is_unique = |table: &TablePlan| table.keys.is_empty() && table.indexes.iter().all(|index| index.unique);
        let what = if plan.tables.iter().all(is_unique) { "unique_indexes" } else { "foreign_keys" };
        let suited = match tables.as_slice() {
            [only] => format!("add_{what}_to_{}_table", only.replace(|c: char| !c.is_ascii_alphanumeric(), "_")),
            _ => format!("add_missing_{what}"),
        };
        let name = arguments.name.clone().unwrap_or(suited).to_ascii_lowercase();
        let name = draft::free_name(&name, &analysis.migrations, &|name| names.contains(name));
        names.insert(name.clone());
        let path = style.path(&name, now(), &analysis.migrations);
        File { plan, dated: style.dated, path, text: draft::php(plan, &style, &name) }
    };
    plans.iter().map(file).collect()
}

/// Makes sure that the migrations do what they are for: replayed with them, the project has none of the findings. Of those
/// whose order is told elsewhere nothing can be made sure.
fn verify(loaded: &Loaded, files: &[File<'_>], chosen: &Chosen<'_>) -> Result<(), CliError> {
    if files.is_empty() {
        return Ok(());
    }
    let new = files.iter().map(|file| (file.path.clone(), file.text.clone()));
    let _again = loaded.again();
    let after = loaded.analyze(&loaded.project.sources.with_files(new));
    let is_for = |finding: &&&Finding| files.iter().any(|file| file.dated && adds(file.plan, finding));
    let is_left = |finding: &&&Finding| {
        let same = |other: &Finding| other.rule == finding.rule && other.message == finding.message;
        after.findings.iter().any(same)
    };
    if let Some(finding) = chosen.findings.iter().filter(is_for).find(is_left) {
        return Err(CliError::Argument(format!(
            "nothing was written: even with the migration it would still be true that {}; please report this",
            finding.message
        )));
    }
    Ok(())
}

/// Whether a plan adds what a finding asks for.
fn adds(plan: &Plan, finding: &Finding) -> bool {
    let Some(table) = plan.tables.iter().find(|table| Some(&table.table) == finding.table.as_ref()) else { return false };
    match &finding.remedy {
        Some(Remedy::Key { columns, .. }) => table.keys.iter().any(|key| key.columns == *columns),
        Some(Remedy::Index { columns }) => table.indexes.iter().any(|index| index.columns == *columns),
        Some(Remedy::Unique { columns, nulls }) => {
            table.indexes.iter().any(|index| index.unique && index.columns == *columns && index.nulls == *nulls)
        }
        None => false,
    }
}

/// Says what a migration adds.
fn describe(file: &File<'_>, loaded: &Loaded, out: &mut dyn Write) -> io::Result<()> {
    let plan = file.plan;
    writeln!(out, "{}", loaded.way.to(&file.path))?;
    for table in &plan.tables {
        for change in &table.changes {
            let (old, new) = &change.sql;
            writeln!(out, "  {}.{} becomes {new}; it was {old}", table.table, change.column)?;
        }
        for key in &table.keys {
            let (columns, references) = (key.columns.join(", "), key.references.join(", "));
            let action = key.on_delete.as_str();
            writeln!(out, "  {}.{columns} refers to {}.{references}, on delete {action}", table.table, key.target)?;
        }
        for index in &table.indexes {
            let what = if index.unique { "a unique index" } else { "an index" };
            let rows =
                if index.nulls.is_empty() { String::new() } else { format!(", of rows without {}", index.nulls.join(", ")) };
            writeln!(out, "  {}: {what} on {}{rows}", table.table, index.columns.join(", "))?;
        }
    }
    if !file.dated {
        let note = "note: the migrations next to it have no order of their own; name it after them, where they are listed";
        writeln!(out, "{}", entry("  ", note))?;
    }
    for note in notes(plan, loaded) {
        writeln!(out, "{}", entry("  ", &format!("note: {note}")))?;
    }
    Ok(())
}

/// What to know before the migration runs.
fn notes(plan: &Plan, loaded: &Loaded) -> Vec<&'static str> {
    let mut notes = Vec::new();
    let has_keys = plan.tables.iter().any(|table| !table.keys.is_empty());
    if plan.driver.is_mysql() && has_keys {
        notes.push("MySQL copies a table while it adds a key, and blocks writes to it meanwhile");
    }
    let changes = plan.tables.iter().any(|table| !table.changes.is_empty());
    let dbal = loaded.project.sources.find("composer.json").map(|file| loaded.project.sources.file(file).text());
    if changes && plan.laravel < 10 && !dbal.is_some_and(|text| text.contains("doctrine/dbal")) {
        notes.push("before Laravel 10, changing a column's type needs the package doctrine/dbal");
    }
    notes
}

/// Says what is not added.
fn say(files: &[File<'_>], left_out: &[LeftOut], more: usize, out: &mut dyn Write) -> io::Result<()> {
    if files.is_empty() {
        writeln!(out, "Nothing to add.")?;
    }
    if !left_out.is_empty() {
        writeln!(out, "\nnot added:")?;
        for LeftOut { place, reason } in left_out {
            // Some reasons name it themselves.
            let place = if reason.contains(&format!("`{place}`")) { String::new() } else { format!("{place}: ") };
            writeln!(out, "{}", entry("  ", &format!("{place}{reason}")))?;
        }
    }
    if more > 0 {
        let (it, them) = if more == 1 { ("is", "it") } else { ("are", "them") };
        let more = format!("{more} more {it} likely, but not certain; --all adds {them}.");
        writeln!(out, "\n{}", fitted(&more))?;
    }
    Ok(())
}

fn write_files(sure: bool, loaded: &Loaded, files: &[File<'_>], out: &mut dyn Write) -> Result<(), CliError> {
    let what = if let [only] = files { loaded.way.to(&only.path) } else { format!("{} migrations", files.len()) };
    if !sure {
        if !somebody() {
            return Err(nobody());
        }
        if !agreed(&format!("Write {what}?"), out)? {
            writeln!(out, "Nothing was written.")?;
            return Ok(());
        }
    }
    for file in files {
        loaded.project.create(&file.path, &file.text).map_err(|refusal| {
            let path = loaded.project.root.join(&file.path);
            CliError::Argument(format!("cannot write {}: {refusal}; nothing was changed", path.display()))
        })?;
    }
    writeln!(out, "\n{}", fitted(&format!("Written: {what}. Read it before you run it.")))?;
    Ok(())
}
