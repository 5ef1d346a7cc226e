//! `tables`: those that no migration makes.

use super::reader::Reader;
use super::yaml::{Kind, Node};

/// A table that no migration makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclaredTable {
    /// Its name; a `*` in it stands for any text, so that it means several.
    pub name: String,
    /// Its columns; none if they are not told.
    pub columns: Option<Vec<String>>,
    /// Its connection; none is the default one.
    pub connection: Option<String>,
}

/// The keys of a table that is told in detail.
pub(super) const FIELDS: [&str; 2] = ["columns", "connection"];

/// Reads a list of names, or a map from names to columns.
pub(super) fn read(reader: &mut Reader<'_>, node: &Node) -> Vec<DeclaredTable> {
    const WHAT: &str = "a list of tables, or a map from tables to their columns";
    let mut tables = Vec::new();
    if let Kind::List(names) = &node.kind {
        for item in names {
            if let Some(name) = reader.text(item, "tables").and_then(|name| checked(reader, item, &name)) {
                if tables.iter().any(|known: &DeclaredTable| known.name == name) {
                    reader.wrong(item, format!("`{name}` is listed twice"));
                    continue;
                }
                reader.note(format!("tables.{name}"), item);
                tables.push(DeclaredTable { name, columns: None, connection: None });
            }
        }
        return tables;
    }
    for (name, place, value) in reader.entries(node, "tables", WHAT) {
        let Some(name) = checked(reader, place, name) else { continue };
        reader.note(format!("tables.{name}"), place);
        let mut table = DeclaredTable { name, columns: None, connection: None };
        match &value.kind {
            Kind::Map(_) => {
                for (field, _, value) in reader.fields(value, &table.name, "a map", &FIELDS) {
                    match field {
                        "columns" => table.columns = columns(reader, value, &table.name),
                        _ => table.connection = reader.text(value, "connection"),
                    }
                }
            }
            _ => table.columns = columns(reader, value, &table.name),
        }
        if table.columns.is_some() && table.name.contains('*') {
            reader.wrong(place, "a name with `*` matches several tables, so it cannot have columns");
        }
        tables.push(table);
    }
    tables
}

fn columns(reader: &mut Reader<'_>, node: &Node, table: &str) -> Option<Vec<String>> {
    match node.kind {
        Kind::Null => None,
        _ => Some(reader.texts(node, table, "a list of columns")),
    }
}

/// A name with one `*` at most: what a rule compares a name with is how it starts and how it ends.
pub(super) fn checked(reader: &mut Reader<'_>, place: &Node, name: &str) -> Option<String> {
    if name.matches('*').count() > 1 {
        reader.wrong(place, format!("`{name}` has more than one `*`"));
        return None;
    }
    if name.trim().is_empty() {
        reader.wrong(place, "a table has a name");
        return None;
    }
    Some(name.trim().to_owned())
}
