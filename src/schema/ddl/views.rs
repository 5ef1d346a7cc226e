//! The columns that a query gives, as far as its list of columns says so.

use sqlparser::ast::{CreateView, Expr, Query, SelectItem, SetExpr};

use super::locate::Locator;
use super::{Ddl, Selected};

/// `CREATE VIEW`
pub(super) fn create_view(parsed: &CreateView, at: &Locator<'_>) -> Ddl {
    let mut columns = selected(&parsed.query, at);
    if !parsed.columns.is_empty() {
        columns = Selected { columns: parsed.columns.iter().map(|column| at.word(&column.name)).collect(), open: false };
    }
    Ddl::CreateView {
        name: at.name(&parsed.name),
        columns,
        query: Some(parsed.query.to_string()),
        replaces: parsed.or_replace || parsed.or_alter,
        if_not_exists: parsed.if_not_exists,
    }
}

/// The columns of a query.
pub(super) fn selected(query: &Query, at: &Locator<'_>) -> Selected {
    let mut body = &*query.body;
    loop {
        body = match body {
            SetExpr::Query(inner) => &inner.body,
            SetExpr::SetOperation { left, .. } => left,
            SetExpr::Select(select) => return items(&select.projection, at),
            _ => return Selected { columns: Vec::new(), open: true },
        };
    }
}

fn items(items: &[SelectItem], at: &Locator<'_>) -> Selected {
    let mut selected = Selected::default();
    for item in items {
        match item {
            SelectItem::UnnamedExpr(Expr::Identifier(name)) | SelectItem::ExprWithAlias { alias: name, .. } => {
                selected.columns.push(at.word(name));
            }
            SelectItem::UnnamedExpr(Expr::CompoundIdentifier(names)) => {
                selected.columns.extend(names.last().map(|name| at.word(name)));
            }
            // What a database calls an expression without a name differs.
            _ => selected.open = true,
        }
    }
    selected
}
