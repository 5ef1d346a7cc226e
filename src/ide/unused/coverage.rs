//! Of which tables all is known that code does with their columns.

use std::collections::BTreeMap;

use foldhash::{HashMap, HashSet};

use super::Doubt;
use super::uses::{is_of_test, named_in};
use crate::ide::View;
use crate::references::{Gap, GapKind};
use crate::schema::Table;
use crate::source::{FileId, Span};

/// The methods of queries that write the columns which an array names.
const WRITING: [&str; 7] = ["insert", "insertGetId", "insertOrIgnore", "insertUsing", "update", "updateOrInsert", "upsert"];

/// Why the uses of tables' columns are not known as a whole, by the tables' names in lower case.
#[derive(Debug)]
pub(super) struct Coverage {
    doubts: HashMap<String, Doubt>,
}

impl Coverage {
    pub(super) fn new(view: View<'_>) -> Self {
        let mut doubts: HashMap<String, Doubt> = HashMap::default();
        for row in &view.analysis.references.rows {
            // A model's rows are never known as a whole: [`super::Unseen::Fills`] tells of those that take anything.
            let writes_row = WRITING.iter().any(|method| view.sources.slice(row.call).eq_ignore_ascii_case(method));
            if !row.complete && row.fillable.is_none() && writes_row && !is_of_test(view, row.call) {
                doubts.entry(row.table.table.to_ascii_lowercase()).or_insert(Doubt::Row(row.call));
            }
        }
        let tables = tables_by_file(view);
        let mut gaps: BTreeMap<FileId, Span> = BTreeMap::new();
        let is_lost = |gap: &&Gap| gap.kind == GapKind::Column && named_in(gap).is_none() && !is_of_test(view, gap.span);
        for gap in view.analysis.gaps.iter().filter(is_lost) {
            gaps.entry(gap.span.file).or_insert(gap.span);
        }
        // A column that is not known is one of the tables that the same file speaks of.
        for (file, span) in gaps {
            for table in tables.get(&file).into_iter().flatten() {
                doubts.entry(table.clone()).or_insert(Doubt::Column(span));
            }
        }
        Coverage { doubts }
    }

    /// Why not all uses of a table's columns are known, if they are not.
    pub(super) fn doubt(&self, table: &Table) -> Option<Doubt> {
        self.doubts.get(&table.name.to_ascii_lowercase()).cloned()
    }
}

/// The tables that each file speaks of, in lower case.
fn tables_by_file(view: View<'_>) -> HashMap<FileId, HashSet<String>> {
    let references = &view.analysis.references;
    let mut tables: HashMap<FileId, HashSet<String>> = HashMap::default();
    let mut add = |places: [Span; 2], table: &str| {
        for place in places {
            tables.entry(place.file).or_default().insert(table.to_ascii_lowercase());
        }
    };
    for reference in &references.tables {
        add([reference.span, reference.call], &reference.table);
    }
    for reference in &references.columns {
        for used in &reference.tables {
            add([reference.span, reference.call], &used.table);
        }
    }
    for row in &references.rows {
        add([row.call, row.call], &row.table.table);
    }
    tables
}
