//! Columns of tables that can be sorted and searched, and what the table as a whole is ordered by.
//!
//! Source: `filament/tables` (`Columns/Concerns/CanBeSorted.php`, `CanBeSearched.php`, `Table/Concerns/CanSortRecords.php`).

use crate::laravel::eloquent::panels::chain::{Chain, is_literal};
use crate::laravel::eloquent::panels::reader::{Found, Named};
use crate::php::ast::{Arg, Expr, ExprKind};
use crate::references::Operation;

/// Methods after which a column shows what is worked out.
const COMPUTED: [&str; 9] = ["state", "getStateUsing", "counts", "exists", "avg", "max", "min", "sum", "query"];

impl<'a> Found<'a> {
    /// `$table->defaultSort('name')`, `$table->reorderable('sort')`
    pub(super) fn of_table(&mut self, chain: &Chain<'a>) {
        for method in ["defaultSort", "reorderable"] {
            let Some(args) = chain.last(method) else { continue };
            // `reorderable('sort', $condition)`
            let is_sure = method == "defaultSort" || args.len() == 1;
            let column = args.first().filter(|arg| is_sure && arg.name.is_none()).map(|arg| &arg.value);
            let operation = Operation::Order;
            self.named.extend(column.map(|column| Named { relation: None, column, operation, is_order_of_table: true }));
        }
    }

    /// `TextColumn::make('author.name')->sortable()->searchable(['first_name'])`
    pub(super) fn of_column(&mut self, chain: &Chain<'a>, made: &'a [Arg]) {
        let Some(ExprKind::String(name)) = made.first().map(|arg| &arg.value.kind) else { return };
        // Columns that are not shown ask for nothing.
        let is_off = |args: &[Arg]| args.first().is_some_and(|arg| is_literal(&arg.value, "false"));
        let is_hidden = chain.last("hidden").is_some_and(|args| !is_off(args)) || chain.last("visible").is_some_and(is_off);
        if is_hidden || chain.calls(&COMPUTED) {
            self.ordered.insert(name);
            return;
        }
        for (method, operation) in [("sortable", Operation::Order), ("searchable", Operation::Where)] {
            let Some(args) = chain.last(method) else { continue };
            // With a query of its own, or on a condition that is not written out, the column need not be there.
            let is_own = |arg: &Arg| {
                let is_condition = matches!(arg.name.as_deref(), Some("query" | "isGlobal" | "condition"));
                is_condition || matches!(arg.value.kind, ExprKind::Closure(_)) || arg.spread
            };
            if args.iter().any(is_own) {
                self.ordered.insert(name);
                continue;
            }
            let plain = Named { relation: None, column: &made[0].value, operation, is_order_of_table: false };
            match args.iter().find(|arg| arg.name.is_none()).map(|arg| &arg.value) {
                Some(Expr { kind: ExprKind::Array(items), .. }) => {
                    // Of `user.name`, they are columns of the user.
                    let relation = name.rsplit_once('.').map(|(relation, _)| relation.to_owned());
                    let columns = items.iter().filter_map(|item| item.value.as_ref());
                    self.named.extend(columns.map(|column| Named { relation: relation.clone(), column, ..plain }));
                }
                None => self.named.push(plain),
                Some(value) if is_literal(value, "true") => self.named.push(plain),
                Some(_) => {}
            }
        }
    }
}
