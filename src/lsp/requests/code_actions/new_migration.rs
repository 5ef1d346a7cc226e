//! New migrations as edits that a client applies: for a key or an index that a finding asks for, a table or a column that code
//! names and nothing creates.

use std::fmt::Write;

use gen_lsp_types::{
    CreateFile, CreateFileOptions, DocumentChange, OptionalVersionedTextDocumentIdentifier, Position, Range, TextDocumentEdit,
    TextDocumentIdentifier, TextEdit, WorkspaceEdit,
};

use crate::draft::{self, Options, Style, Wanted};
use crate::finding::Finding;
use crate::lsp::convert::Known;
use crate::project::now;

/// The migrations that could do something about a finding, each with what it does.
pub(super) fn of(known: &Known<'_>, finding: &Finding) -> Vec<(String, WorkspaceEdit)> {
    let mut made = Vec::new();
    let (Some(connection), Some(table)) = (&finding.connection, &finding.table) else { return made };
    if is_for_phinx(known, connection, table) {
        return made;
    }
    if let Some(remedy) = &finding.remedy {
        let analysis = known.view().analysis;
        let wanted = Wanted { connection: connection.clone(), table: table.clone(), remedy: remedy.clone() };
        let versions = (analysis.oldest_laravel, analysis.laravel);
        let (plans, _) = draft::plan(&analysis.database, versions, &[wanted], Options::default());
        if let Some(plan) = plans.first() {
            let name = match remedy {
                crate::finding::Remedy::Key { .. } => format!("add_foreign_keys_to_{table}_table"),
                crate::finding::Remedy::Index { .. } => format!("add_index_to_{table}_table"),
                crate::finding::Remedy::Unique { .. } => format!("add_unique_index_to_{table}_table"),
            };
            let text = |style: &Style, name: &str| draft::php(plan, style, name);
            let title = match remedy {
                crate::finding::Remedy::Key { columns, target, .. } => {
                    format!("Create a migration: foreign key of `{table}.{}` to `{target}`", columns.join(", "))
                }
                crate::finding::Remedy::Index { columns } => {
                    format!("Create a migration: index on `{table}.{}`", columns.join(", "))
                }
                crate::finding::Remedy::Unique { columns, .. } => {
                    format!("Create a migration: unique index on `{table}.{}`", columns.join(", "))
                }
            };
            made.push((title, create(known, connection, table, &name, text)));
        }
    }
    match (finding.rule, &finding.column) {
        ("unknown-table", _) => {
            let columns = columns_in_code(known, table);
            let title = format!("Create a migration: table `{table}`");
            made.push((title, creating(known, connection, table, &format!("create_{table}_table"), &new_table(table, &columns))));
        }
        ("unknown-column", Some(column)) => {
            let title = format!("Create a migration: column `{table}.{column}`");
            let steps = new_column(table, column);
            made.push((title, creating(known, connection, table, &format!("add_{column}_to_{table}_table"), &steps)));
        }
        _ => {}
    }
    made
}

/// Whether a migration for a table would be one of Phinx's, of which none are written.
pub(in crate::lsp) fn is_for_phinx(known: &Known<'_>, connection: &str, table: &str) -> bool {
    let (sources, analysis) = (known.view().sources, known.view().analysis);
    let style = Style::of(sources, &analysis.migrations, &analysis.database, connection, &[table], analysis.laravel);
    draft::is_for_phinx(&style.folder, sources, &analysis.migrations)
}

/// The columns that code names of a table which is not there.
fn columns_in_code(known: &Known<'_>, table: &str) -> Vec<String> {
    let references = &known.view().analysis.references;
    let own = |used: &crate::references::TableUse| used.table.eq_ignore_ascii_case(table);
    let rows =
        references.rows.iter().filter(|row| own(&row.table)).flat_map(|row| row.columns.iter().map(|(name, _)| name.clone()));
    let named = references.columns.iter().filter(|column| matches!(column.tables.as_slice(), [only] if own(only)));
    let mut columns: Vec<String> = rows.chain(named.map(|column| column.column.clone())).collect();
    let usual = ["id", "created_at", "updated_at"];
    columns.retain(|name| !usual.contains(&name.as_str()) && name.chars().all(|c| c.is_alphanumeric() || c == '_'));
    let mut seen = std::collections::BTreeSet::new();
    columns.retain(|name| seen.insert(name.to_ascii_lowercase()));
    columns
}

/// The call that makes a column whose name is all that is known of it.
fn definition(column: &str) -> String {
    let name = draft::string(column);
    match column {
        _ if column.ends_with("_id") => format!("foreignId({name})"),
        _ if column.ends_with("_at") => format!("timestamp({name})->nullable()"),
        _ if column.starts_with("is_") || column.starts_with("has_") => format!("boolean({name})->default(false)"),
        _ => format!("string({name})"),
    }
}

fn new_table(table: &str, columns: &[String]) -> (String, String) {
    let mut body = "            $table->id();\n".to_owned();
    for column in columns {
        let _ = writeln!(body, "            $table->{};", definition(column));
    }
    body.push_str("            $table->timestamps();\n");
    let name = draft::string(table);
    (
        format!("        Schema::create({name}, function (Blueprint $table) {{\n{body}        }});\n"),
        format!("        Schema::dropIfExists({name});\n"),
    )
}

fn new_column(table: &str, column: &str) -> (String, String) {
    let definition = definition(column);
    // Rows that are there have no value for it.
    let nullable = if definition.contains("->") { "" } else { "->nullable()" };
    let change = |step: String| {
        let name = draft::string(table);
        format!("        Schema::table({name}, function (Blueprint $table) {{\n            $table->{step};\n        }});\n")
    };
    (change(format!("{definition}{nullable}")), change(format!("dropColumn({})", draft::string(column))))
}

/// A migration with these statements on its way up and down, as an edit.
pub(in crate::lsp) fn creating(
    known: &Known<'_>,
    connection: &str,
    table: &str,
    name: &str,
    (up, down): &(String, String),
) -> WorkspaceEdit {
    let named = (connection != known.view().analysis.database.default_connection).then_some(connection);
    create(known, connection, table, name, |style, name| draft::steps(style, name, named, (up, down)))
}

fn create(known: &Known<'_>, connection: &str, table: &str, name: &str, text: impl Fn(&Style, &str) -> String) -> WorkspaceEdit {
    let view = known.view();
    let analysis = view.analysis;
    let style = Style::of(view.sources, &analysis.migrations, &analysis.database, connection, &[table], analysis.laravel);
    let base = name.to_ascii_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "_");
    let name = draft::free_name(&base, &analysis.migrations, &|_| false);
    let path = style.path(&name, now(), &analysis.migrations);
    let uri = crate::lsp::uri::of(&known.snapshot.loaded.project.root.join(path));
    let start = Position { line: 0, character: 0 };
    let whole = TextEdit { range: Range { start, end: start }, new_text: text(&style, &name) };
    let options = CreateFileOptions { overwrite: Some(false), ignore_if_exists: Some(false) };
    let document = OptionalVersionedTextDocumentIdentifier {
        version: None,
        text_document_identifier: TextDocumentIdentifier { uri: uri.clone() },
    };
    let changes = vec![
        DocumentChange::CreateFile(CreateFile { uri, options: Some(options), annotation_id: None }),
        DocumentChange::TextDocumentEdit(TextDocumentEdit { text_document: document, edits: vec![whole.into()] }),
    ];
    WorkspaceEdit { changes: None, document_changes: Some(changes), change_annotations: None }
}
