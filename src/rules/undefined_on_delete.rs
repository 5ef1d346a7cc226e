//! `undefined-on-delete`: a foreign key does not say what happens when the row it refers to is deleted.

use super::words::Words;
use super::{Context, Findings, keys};
use crate::finding::{Finding, OnDelete, Severity};

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    for key in keys::keys(cx) {
        // A dump leaves out what the database does anyway, also where somebody chose it.
        let of_dump = !cx.sources.path(key.at.file).to_ascii_lowercase().ends_with(".php");
        if key.key.on_delete.is_some() || key.key.unsure_actions || of_dump {
            continue;
        }
        let (columns, target) = (keys::list(&key.key.columns), &key.key.table);
        let message = format!("the foreign key of {columns} does not say what happens when its row of `{target}` is deleted");
        let mut finding =
            Finding::new("undefined-on-delete", Severity::Note, key.at, message).on_table(key.connection, &key.table.name);
        if let [column] = key.key.columns.as_slice() {
            finding = finding.on_column(column);
        }
        let nullable = key.columns().is_some_and(|columns| columns.iter().all(|column| column.nullable));
        let words = Words::of_file(cx, key.at.file);
        let (restrict, cascade) = (words.on_delete(OnDelete::Restrict), words.on_delete(OnDelete::Cascade));
        let null = if nullable { format!(", {}", words.on_delete(OnDelete::Null)) } else { String::new() };
        findings
            .push(finding.help(format!("the database refuses the delete; say so with {restrict}, or choose {cascade}{null}")));
    }
}
