//! What a table or a column takes to get another name: the places that spell it, and a migration.

use std::collections::{BTreeMap, BTreeSet};

use super::View;
use super::impact::{Certainty, of as impact};
use super::resolved::Resolved;
use super::spots::Named;
use super::target::{Target, find};
use crate::draft::string;
use crate::finding::Edit;
use crate::references::{Gap, GapKind, Operation, TableUse};
use crate::schema::Whereabouts;
use crate::source::{FileId, Span};

/// All that it takes.
#[derive(Clone, Debug)]
pub struct Renaming {
    /// The edits of code; of migrations that are there none is changed.
    pub edits: Vec<Edit>,
    /// The name of the migration's file, without the time.
    pub name: String,
    /// Its statements on the way up and on the way down.
    pub steps: (String, String),
    /// In how many places code reads an attribute of this name of something: of what, is not known.
    pub n_reads: usize,
    /// In how many places code names a table or a column that is not known: of a column, in files that speak of its table.
    pub n_unknown: usize,
    /// How many edits change what a request calls it, which others send.
    pub n_fields: usize,
}

/// Places that keep a name from being changed, and why.
pub type Obstacles = Vec<(Span, String)>;

/// Works it out.
///
/// # Errors
/// If a place means the name and does not spell it, or may mean another one; or the new name is none, or taken.
pub fn rename(view: View<'_>, named: &Named, new: &str) -> Result<Renaming, (String, Obstacles)> {
    let refuse = |message: String| (message, Vec::new());
    let is_name = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    if !is_name(new) {
        return Err(refuse(format!("`{new}` is not a valid table or column name: use letters, digits and `_`")));
    }
    let Some((schema, table)) = view.table(named) else { return Err(refuse("the table is not known".to_owned())) };
    let old = named.column.as_deref().unwrap_or(&named.table);
    let is_taken = match &named.column {
        Some(_) => table.column(new).is_some(),
        None => schema.table(new).is_some(),
    };
    if is_taken && !new.eq_ignore_ascii_case(old) {
        return Err(refuse(format!("`{new}` already exists")));
    }
    let whole = named.column.as_ref().map_or_else(|| named.table.clone(), |column| format!("{}.{column}", named.table));
    let target = find(&view.analysis.database, &whole, Some(&named.connection)).map_err(refuse)?;
    let mut edits: BTreeMap<Span, Edit> = BTreeMap::new();
    let mut obstacles = Obstacles::new();
    for hit in impact(view, &target, &|_| true).hits {
        let Some(span) = hit.span else { continue };
        // Keys keep their columns, whatever these are called.
        if hit.operation == Operation::ForeignKey.as_str() || (named.column.is_none() && !hit.of_table) {
            continue;
        }
        let spells = view.sources.slice(span).eq_ignore_ascii_case(old);
        if spells && hit.certainty != Certainty::Possible {
            edits.insert(span, Edit { span, text: new.to_owned() });
        } else if hit.certainty == Certainty::Possible {
            obstacles.push((span, format!("`{}` may mean another one here", view.sources.slice(span))));
        } else if hit.operation == Operation::Model.as_str() && hit.resolved == Resolved::Derived {
            match table_property(view, span, new) {
                Some(edit) => drop(edits.insert(edit.span, edit)),
                // A query by a model follows the model.
                None if is_use_of_model(view, span) => {}
                None => obstacles.push((span, format!("`{old}` is derived from a name here; write it out first"))),
            }
        } else {
            obstacles.push((span, format!("`{old}` is built or derived here; write it out first")));
        }
    }
    if let Some(column) = &named.column {
        obstacles.extend(unresolved(view, &target, named, column));
    }
    if !obstacles.is_empty() {
        obstacles.sort();
        obstacles.dedup();
        let n = obstacles.len();
        let places = if n == 1 { "1 place".to_owned() } else { format!("{n} places") };
        return Err((format!("`{old}` is not renamed: in {places} it is not clear what to change"), obstacles));
    }
    let steps = match &named.column {
        Some(column) => (rename_column(&named.table, column, new), rename_column(&named.table, new, column)),
        None => (rename_table(&named.table, new), rename_table(new, &named.table)),
    };
    let name = match &named.column {
        Some(column) => format!("rename_{column}_to_{new}_in_{}_table", named.table),
        None => format!("rename_{}_to_{new}", named.table),
    };
    let n_reads = named.column.as_ref().map_or(0, |column| reads(view, column, &edits));
    let n_unknown = unknown(view, &target, named);
    let fields: BTreeSet<Span> = view.analysis.references.rows.iter().flat_map(|row| &row.rules).copied().collect();
    let n_fields = edits.keys().filter(|span| fields.contains(span)).count();
    let edits = edits.into_values().collect();
    Ok(Renaming { edits, name: name.to_lowercase(), steps, n_reads, n_unknown, n_fields })
}

/// Places where it is not known which columns of a table are written or named: the one that is renamed may be among them.
fn unresolved(view: View<'_>, target: &Target<'_>, named: &Named, column: &str) -> Obstacles {
    let (references, database) = (&view.analysis.references, &view.analysis.database);
    let is_its = |used: &TableUse| match database.locate(used.connection.as_deref(), &used.table) {
        Whereabouts::Found(places) => places.iter().any(|place| target.is(place.connection, place.table)),
        _ => false,
    };
    let mut obstacles = Obstacles::new();
    // Of models' rows it is told apart what is given.
    let open = references.rows.iter().filter(|row| !row.complete && row.fillable.is_none() && is_its(&row.table));
    obstacles.extend(open.map(|row| (row.call, format!("it is not known whether `{column}` is among these columns"))));
    let fills = references.open_fills.iter().filter(|fill| !fill.fillable.drops_column(column) && is_its(&fill.table));
    obstacles.extend(fills.map(|fill| (fill.call, format!("it is not known whether `{column}` is among these attributes"))));
    let whole = Named { column: None, ..named.clone() };
    let of_table = find(database, &whole.table, Some(&whole.connection)).map(|table| impact(view, &table, &|_| true).hits);
    let places: Vec<Span> = of_table.into_iter().flatten().filter(|hit| hit.of_table).filter_map(|hit| hit.span).collect();
    for gap in view.analysis.gaps.iter().filter(|gap| gap.kind == GapKind::Column && !gap.is_named) {
        let is_told = obstacles.iter().any(|(span, _)| gap.span.contains(*span));
        if !is_told && places.iter().any(|place| gap.span.contains(*place)) {
            obstacles.push((gap.span, format!("it is not known whether this names `{column}`")));
        }
    }
    obstacles
}

/// In how many places a table or a column is named that is not known, and may be this one.
fn unknown(view: View<'_>, target: &Target<'_>, named: &Named) -> usize {
    let references = &view.analysis.references;
    let uses = references.columns.iter().flat_map(|reference| &reference.tables);
    let uses = uses.chain(references.rows.iter().map(|row| &row.table)).map(|used| (used.span.file, &used.table));
    let tables = references.tables.iter().map(|reference| (reference.span.file, &reference.table));
    let files: BTreeSet<FileId> = uses.chain(tables).filter(|(_, table)| target.is_called(table)).map(|(file, _)| file).collect();
    let wanted = if named.column.is_some() { GapKind::Column } else { GapKind::Table };
    let may_be = |gap: &&Gap| {
        let is_near = named.column.is_none() || files.contains(&gap.span.file);
        gap.kind == wanted && !gap.is_named && is_near
    };
    view.analysis.gaps.iter().filter(may_be).count()
}

fn rename_column(table: &str, old: &str, new: &str) -> String {
    format!(
        "        Schema::table({}, function (Blueprint $table) {{\n            $table->renameColumn({}, {});\n        }});\n",
        string(table),
        string(old),
        string(new)
    )
}

fn rename_table(old: &str, new: &str) -> String {
    format!("        Schema::rename({}, {});\n", string(old), string(new))
}

/// The edit that gives a model whose class is named here a `$table`.
fn table_property(view: View<'_>, span: Span, new: &str) -> Option<Edit> {
    let file = view.sources.file(span.file);
    let before = file.text().get(..span.start as usize)?.trim_end();
    if !before.ends_with("class") {
        return None;
    }
    let open = span.end as usize + file.text().get(span.end as usize..)?.find('{')? + 1;
    let text = format!("\n    protected $table = {};\n", string(new));
    Some(Edit { span: Span::new(span.file, open, open), text })
}

/// Whether a place names a model, whose table is told by its class.
fn is_use_of_model(view: View<'_>, span: Span) -> bool {
    let text = view.sources.slice(span);
    let class = text.rsplit('\\').next().unwrap_or(text);
    let models = &view.analysis.references.models;
    models.iter().any(|model| model.class.rsplit('\\').next() == Some(class)) || matches!(class, "self" | "static" | "$this")
}

/// In how many places code reads an attribute of this name, beside the edits.
fn reads(view: View<'_>, column: &str, edits: &BTreeMap<Span, Edit>) -> usize {
    let arrow = format!("->{column}");
    let finder = memchr::memmem::Finder::new(arrow.as_bytes());
    let count = |(id, file): (crate::source::FileId, &crate::source::SourceFile)| {
        let text = file.text();
        let found = finder.find_iter(text.as_bytes()).filter(|at| {
            let end = at + arrow.len();
            let goes_on = text[end..].starts_with(|c: char| c.is_alphanumeric() || c == '_' || c == '(');
            !goes_on && !edits.contains_key(&Span::new(id, at + 2, end))
        });
        found.count()
    };
    view.sources.iter().filter(|(_, file)| file.path().ends_with(".php")).map(count).sum()
}
