//! `blueprint`: methods of migrations' tables that come from elsewhere, and the columns that they make.

use super::reader::Reader;
use super::yaml::{Kind, Node};
use crate::catalog::laravel::column_method_names;

/// What a method of a table makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Makes {
    /// A column that its first argument names, as this method of Laravel's does.
    Named(String),
    /// These columns, each as a method of Laravel's makes it.
    Columns(Vec<(String, String)>),
}

/// Reads a map from methods to what they make.
pub(super) fn read(reader: &mut Reader<'_>, node: &Node) -> Vec<(String, Makes)> {
    let names: Vec<&str> = column_method_names().collect();
    let mut methods = Vec::new();
    for (method, place, value) in reader.entries(node, "blueprint", "a map from methods to the columns that they add") {
        reader.note(format!("blueprint.{method}"), place);
        let makes = match &value.kind {
            Kind::Null => Makes::Columns(Vec::new()),
            Kind::Map(_) => {
                let mut columns = Vec::new();
                for (column, _, value) in reader.entries(value, method, "a map from columns to the methods that add them") {
                    columns.extend(known(reader, value, column, &names).map(|kind| (column.to_owned(), kind)));
                }
                Makes::Columns(columns)
            }
            _ => match known(reader, value, method, &names) {
                Some(kind) => Makes::Named(kind),
                None => continue,
            },
        };
        methods.push((method.to_ascii_lowercase(), makes));
    }
    methods
}

/// A method of Laravel's that makes a column with the name that it gets.
fn known(reader: &mut Reader<'_>, node: &Node, key: &str, names: &[&str]) -> Option<String> {
    reader.text(node, key).filter(|word| reader.is_one_of(node, "method for columns", word, names))
}

#[cfg(test)]
mod tests {
    use super::Makes;
    use crate::config::ConfigFile;

    #[test]
    fn a_method_makes_a_column_or_several() {
        let file =
            ConfigFile::read("blueprint:\n  Money: decimal\n  stamps: {made_by: foreignId, made_on: timestampTz}\n  nothing:\n");
        assert_eq!(file.mistakes, []);
        let columns = [("made_by", "foreignId"), ("made_on", "timestampTz")].map(|(a, b)| (a.to_owned(), b.to_owned()));
        assert_eq!(
            file.config.blueprint,
            [
                ("money".to_owned(), Makes::Named("decimal".to_owned())),
                ("stamps".to_owned(), Makes::Columns(columns.to_vec())),
                ("nothing".to_owned(), Makes::Columns(Vec::new())),
            ]
        );
        let wrong = ConfigFile::read("blueprint: {a: strin}\n");
        assert!(wrong.mistakes[0].message.contains("did you mean `string`?"), "{:?}", wrong.mistakes);
    }
}
