//! `tablecheck references`: every place that names a table or a column, where that could be worked out; or those that would
//! break if one of them got another name; or what no place names.

mod listing;
mod place;
mod print;
mod unused;

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::settings::{SchemaArguments, SettingsArguments};
use super::{CliError, DataFormat, Outcome, hint};
use crate::ide::{self, View};

/// List every place that names a table or a column
///
/// Below each table, with its connection and the number of references, each line shows the operation and the column. If a name is written in one place and used in another,
/// the line points at where it is written and says where it is used. Names marked `derived` are not written anywhere: they follow
/// from Laravel's conventions, or are built from parts.
///
/// With --of, it lists only places that would break if that table or column were renamed or dropped: queries, models, joins,
/// validation, assertions, and foreign keys. Certain uses come first, then uses that may mean another table's column, then mere
/// existence checks. Migrations are history and not listed, except for foreign keys that still exist in the end.
///
/// With --unused, it lists the tables, columns and indexes of the whole project that the code does not seem to use, and what
/// might still use them. It does not list names that occur anywhere in the code, templates or scripts, or tables of the framework
/// and of packages. If some uses of a table's columns are unknown, it lists only redundant indexes of that table. Check before
/// you drop anything: other programs may use the database.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  tablecheck references                       of the project in this folder
  tablecheck references app/Models            of one folder
  tablecheck references --format json         for other tools
  tablecheck references --of orders           what would break without the table `orders`
  tablecheck references --of orders.status    what would break without one of its columns
  tablecheck references app --of orders.id --format json
  tablecheck references --unused              what seems to be unused

Exit codes: 0 printed; 2 tablecheck could not do its work, such as a table or column that does not exist.")]
pub(super) struct Arguments {
    /// A file or folder of the project; the default is the paths in the configuration, or the current folder
    path: Option<PathBuf>,
    /// List only what would break if this table or column were renamed or dropped
    #[arg(long, value_name = "TABLE[.COLUMN]")]
    of: Option<String>,
    /// List tables, columns and indexes that nothing seems to use
    #[arg(long, conflicts_with = "of")]
    unused: bool,
    /// With --of: only the table on this connection
    #[arg(long, value_name = "NAME", requires = "of")]
    connection: Option<String>,
    /// How to print the references
    #[arg(short, long, value_enum, default_value_t = DataFormat::Text)]
    format: DataFormat,
    #[command(flatten)]
    dumps: SchemaArguments,
    #[command(flatten)]
    pub(super) settings: SettingsArguments,
}

/// The version of the JSON contract.
const VERSION: u32 = 1;

/// Prints the references.
pub(super) fn run(arguments: &Arguments, out: &mut dyn Write) -> Result<Outcome, CliError> {
    arguments.path.as_deref().map_or(Ok(()), |path| hint::refuse_table(path, "references --of"))?;
    let loaded = arguments.settings.workspace_with(&arguments.dumps).load(arguments.path.as_deref())?;
    if arguments.unused {
        let view = View { sources: &loaded.project.sources, analysis: &loaded.analysis };
        let unused = ide::unused(view, &loaded.project.other_texts());
        match arguments.format {
            DataFormat::Text => unused::text(&unused, &loaded, out)?,
            DataFormat::Json => unused::json(&unused, &loaded, out)?,
        }
        return Ok(Outcome::Clean);
    }
    match (&arguments.of, arguments.format) {
        (Some(name), format) => {
            let target = ide::target(&loaded.analysis.database, name, arguments.connection.as_deref());
            let target = target.map_err(CliError::Argument)?;
            let view = View { sources: &loaded.project.sources, analysis: &loaded.analysis };
            let impact = ide::impact(view, &target, &|span| loaded.is_span_asked_for(span));
            match format {
                DataFormat::Text => print::text(&impact, &loaded, &target, out)?,
                DataFormat::Json => print::json(&impact, &loaded, &target, out)?,
            }
        }
        (None, DataFormat::Text) => listing::text(&loaded, out)?,
        (None, DataFormat::Json) => listing::json(&loaded, out)?,
    }
    Ok(Outcome::Clean)
}
