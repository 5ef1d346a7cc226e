//! Whether a 0 or a negative number stands for "none" in a column: then its values are not keys, unless a row is really numbered
//! so.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::php::ast::{Expr, ExprKind, UnaryOp};
use crate::php::program::ClassDecl;
use crate::rules::Context;
use crate::schema::{Column, Default, Table};
use crate::source::{FileId, Span};

/// The columns of tables in which code writes or looks for such a number, in small letters, with the number, and whether that is
/// sure.
pub(super) struct Nones {
    columns: BTreeMap<(String, String), (i64, bool)>,
    /// Those of which a row or a query spells the number out: what an object alone has need not be in the database.
    spelled: BTreeSet<(String, String)>,
}

impl Nones {
    /// Looks through what the code says of columns.
    pub(super) fn new(cx: &Context<'_>) -> Self {
        let (mut columns, mut spelled) = (BTreeMap::new(), BTreeSet::new());
        let place = |table: &str, column: &str| (table.to_ascii_lowercase(), column.to_ascii_lowercase());
        for (_, table, column, number, sure) in &cx.references.nones {
            let known = columns.entry(place(table, column)).or_insert((*number, *sure));
            if *sure && !known.1 {
                *known = (*number, true);
            }
        }
        let classes: OnceCell<Classes> = OnceCell::new();
        let mut note = |table: &str, column: &str, span: Span| {
            if let Some(number) = number_behind(cx, &classes, span).filter(|_| !cx.is_test(span.file)) {
                spelled.insert(place(table, column));
                let known = columns.entry(place(table, column)).or_insert((number, true));
                if !known.1 {
                    *known = (number, true);
                }
            }
        };
        for reference in cx.references.columns.iter().filter(|reference| !reference.open) {
            if let [table] = reference.tables.as_slice() {
                note(&table.table, &reference.column, reference.span);
            }
        }
        for row in &cx.references.rows {
            row.columns.iter().for_each(|(column, span)| note(&row.table.table, column, *span));
        }
        Nones { columns, spelled }
    }

    /// Whether such a number in a column means that it refers to nothing.
    pub(super) fn mean_none(&self, table: &Table, column: &Column, (target, key): (&Table, &Column)) -> bool {
        self.of(table, column).is_some_and(|(_, sure)| sure) && !self.is_numbered_so(target, key)
    }

    /// Whether such a number may mean so.
    pub(super) fn may_mean_none(&self, table: &Table, column: &Column, (target, key): (&Table, &Column)) -> bool {
        self.of(table, column).is_some() && !self.is_numbered_so(target, key)
    }

    /// Whether a row may have such a number itself.
    fn is_numbered_so(&self, table: &Table, key: &Column) -> bool {
        self.spelled.contains(&(table.name.to_ascii_lowercase(), key.name.to_ascii_lowercase()))
    }

    /// The number that means none in a column, or may.
    pub(super) fn number(&self, table: &Table, column: &Column) -> Option<i64> {
        self.of(table, column).map(|(number, _)| number)
    }

    fn of(&self, table: &Table, column: &Column) -> Option<(i64, bool)> {
        self.columns.get(&(table.name.to_ascii_lowercase(), column.name.to_ascii_lowercase())).copied()
    }
}

/// The classes of the project, in the order of their names.
#[derive(Default)]
struct Classes<'a> {
    /// By their names without a namespace, in small letters.
    by_name: BTreeMap<String, Vec<ClassDecl<'a>>>,
    by_file: BTreeMap<FileId, Vec<ClassDecl<'a>>>,
}

impl<'a> Classes<'a> {
    fn new(cx: &Context<'a>) -> Self {
        let mut classes = Classes::default();
        for class in cx.program.classes() {
            classes.by_name.entry(class.base_name().to_ascii_lowercase()).or_default().push(class);
            classes.by_file.entry(class.file()).or_default().push(class);
        }
        classes
    }
}

/// Whether a column is 0 where nothing is said, whatever that means.
pub(super) fn begins_with_zero(column: &Column) -> bool {
    matches!(&column.default, Some(Default::Literal(text)) if text.trim_matches('\'') == "0")
}

/// The number below 1 that stands behind the name of a column: as what it is compared with, is given in a row, or is set to.
fn number_behind<'c>(cx: &Context<'c>, classes: &OnceCell<Classes<'c>>, span: Span) -> Option<i64> {
    let text = cx.sources.file(span.file).text().get(span.end as usize..).unwrap_or_default();
    let line = text.lines().next().unwrap_or_default();
    let rest = line.trim_start_matches(['\'', '"']).trim_start();
    let number = |rest: &str| none_of(cx, classes, span, rest.trim_start());
    let given = rest.strip_prefix("=>").or_else(|| rest.strip_prefix('=').filter(|value| !value.starts_with('=')));
    if let Some(value) = given {
        let value = value.split(',').next().unwrap_or(value);
        return number(value).or_else(|| number(value.split_once("??")?.1));
    }
    let next = rest.strip_prefix(',')?.trim_start();
    let operator = ["'='", "'!='", "'<>'", "'>'", "\"=\"", "\"!=\""];
    let value = operator.iter().find_map(|operator| next.strip_prefix(operator)?.trim_start().strip_prefix(','));
    number(value.unwrap_or(next))
}

/// The number below 1 that a text begins with, if nothing is made of it: in digits, or by the name of a class's constant.
fn none_of<'c>(cx: &Context<'c>, classes: &OnceCell<Classes<'c>>, at: Span, text: &str) -> Option<i64> {
    let end = text.find([')', ']', ',', ';']).unwrap_or(text.len());
    let value = text.get(..end)?.trim();
    let below_one = |text: &str| text.parse::<i64>().ok().filter(|number| *number < 1);
    match value.split_once("::") {
        Some((class, name)) => constant(cx, classes, (at, class), name),
        None => below_one(value.trim_matches(['\'', '"'])),
    }
}

/// What a constant of a class of the project is, if that is a number below 1.
fn constant<'c>(cx: &Context<'c>, classes: &OnceCell<Classes<'c>>, (at, class): (Span, &str), name: &str) -> Option<i64> {
    let is_word = |text: &str| text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '\\'));
    if !is_word(class) || !is_word(name) {
        return None;
    }
    let classes = classes.get_or_init(|| Classes::new(cx));
    let own = matches!(class, "self" | "static");
    let base = class.rsplit('\\').next().unwrap_or(class);
    let is_meant = |class: &ClassDecl<'_>| !own || class.decl.span.contains(at);
    let may_be = if own { classes.by_file.get(&at.file) } else { classes.by_name.get(&base.to_ascii_lowercase()) };
    let may_be = may_be.into_iter().flatten().copied();
    let mut values = may_be.filter(is_meant).filter_map(|class| cx.program.class_constant(class, name));
    let (_, value) = values.next()?;
    literal(value).filter(|number| *number < 1)
}

fn literal(value: &Expr) -> Option<i64> {
    match &value.kind {
        ExprKind::Int(number) => Some(*number),
        ExprKind::Unary { op: UnaryOp::Minus, operand } => literal(operand)?.checked_neg(),
        _ => None,
    }
}
