//! References by the files that they stand in, so that what is said of some files can be taken out and put in again.

use std::collections::{BTreeMap, BTreeSet};

use super::References;
use crate::source::{FileId, Span};

/// The file that something stands in; none for what stands nowhere.
pub(crate) type Place = Option<FileId>;

/// Does something with each list whose elements stand in a place, with what gives the place of one.
macro_rules! with_lists {
    ($do:ident) => {
        $do!(tables, |it| it.span);
        $do!(columns, |it| it.span);
        $do!(rows, |it| it.call);
        $do!(open_fills, |it| it.call);
        $do!(relations, |it| it.at);
        $do!(model_relations, |it| it.at);
        $do!(equal, |it| it.0);
        $do!(given_keys, |it| it.at);
        $do!(inputs, |it| it.column);
        $do!(strays, |it| it.span);
        $do!(misplaced, |it| it.span);
        $do!(values, |it| it.named);
        $do!(sought, |it| it.at);
        $do!(facts, |it| it.at);
        $do!(made_keys, |it| it.span);
        $do!(calls, |it| it.call);
        $do!(local_tables, |it| it.span);
        $do!(gaps, |it| it.span);
    };
}

impl References {
    /// The references of each place, in the order of the places.
    pub(crate) fn by_place(self) -> BTreeMap<Place, References> {
        let mut places: BTreeMap<Place, References> = BTreeMap::new();
        let References { models, selected, enums, nones, probed, .. } = &self;
        if !(models.is_empty() && selected.is_empty() && enums.is_empty() && nones.is_empty()) {
            let nowhere = References {
                models: models.clone(),
                selected: selected.clone(),
                enums: enums.clone(),
                nones: nones.clone(),
                ..References::default()
            };
            places.insert(None, nowhere);
        }
        for span in probed {
            places.entry(Some(span.file)).or_default().probed.insert(*span);
        }
        let all = self;
        macro_rules! share_out {
            ($list:ident, |$it:ident| $span:expr) => {
                for $it in all.$list {
                    let span: Span = $span;
                    places.entry(Some(span.file)).or_default().$list.push($it);
                }
            };
        }
        with_lists!(share_out);
        places
    }

    /// Leaves out what stands in these places.
    pub(crate) fn leave_out(&mut self, places: &BTreeSet<Place>) {
        if places.contains(&None) {
            self.models.clear();
            self.selected.clear();
            self.enums.clear();
            self.nones.clear();
        }
        let stays = |span: Span| !places.contains(&Some(span.file));
        self.probed.retain(|span| stays(*span));
        let all = self;
        macro_rules! leave_out {
            ($list:ident, |$it:ident| $span:expr) => {
                all.$list.retain(|$it| stays($span));
            };
        }
        with_lists!(leave_out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::references::{Context, ModelTable, Operation, TableReference};

    fn table(name: &str, file: u32) -> TableReference {
        let span = Span { file: FileId(file), start: 0, end: 1 };
        TableReference {
            table: name.to_owned(),
            connection: None,
            operation: Operation::Query,
            span,
            literal: true,
            declared: false,
            call: span,
            context: Context::default(),
        }
    }

    #[test]
    fn what_is_shared_out_is_all_there_is() {
        let model = ModelTable { class: "A".to_owned(), connection: None, table: "as".to_owned(), key: None };
        let all = References {
            tables: vec![table("a", 1), table("b", 2), table("c", 1)],
            models: vec![model],
            probed: [Span { file: FileId(2), start: 3, end: 4 }].into(),
            ..References::default()
        };
        let mut whole = References::default();
        let places = all.clone().by_place();
        assert_eq!(places.keys().copied().collect::<Vec<_>>(), [None, Some(FileId(1)), Some(FileId(2))]);
        for part in places.into_values() {
            whole.absorb(part);
        }
        whole.merge();
        let mut sorted = all;
        sorted.merge();
        assert_eq!(format!("{whole:?}"), format!("{sorted:?}"));
        whole.leave_out(&[None, Some(FileId(1))].into());
        assert_eq!(whole.tables.iter().map(|table| table.table.as_str()).collect::<Vec<_>>(), ["b"]);
        assert!(whole.models.is_empty() && whole.probed.len() == 1);
    }
}
