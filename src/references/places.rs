//! The places in references, so that what was found among some files can be said of the same files under other numbers.

use std::sync::Arc;

use super::{
    CallEdge, ColumnReference, Context, Gap, GivenKey, InputRule, LocalTable, ModelRelation, References, RelationReference,
    RowWrite, TableReference, TableUse,
};
use crate::source::Span;

type Each<'e> = &'e mut dyn FnMut(&mut Span);

impl References {
    /// Hands out every place, to be changed.
    pub fn each_place(&mut self, each: Each<'_>) {
        // Taken apart, so that no field is forgotten.
        let References {
            tables,
            columns,
            selected: _,
            models: _,
            relations,
            model_relations,
            equal,
            given_keys,
            inputs,
            rows,
            calls,
            local_tables,
            gaps,
        } = self;
        for TableReference { table: _, connection: _, operation: _, span, literal: _, call, context: around } in tables {
            each(span);
            each(call);
            context(around, each);
        }
        for column in columns {
            let ColumnReference { column: _, tables, open: _, rivals, operation: _, span, literal: _, call, context: around } =
                column;
            tables.iter_mut().chain(rivals).for_each(|used| table_use(used, each));
            each(span);
            each(call);
            context(around, each);
        }
        for RelationReference { kind: _, table, column: _, target, key: _, at } in relations {
            table_use(table, each);
            table_use(target, each);
            each(at);
        }
        for ModelRelation { class: _, at, related: _, reads: _, pivot: _ } in model_relations {
            each(at);
        }
        for (one, other) in equal {
            each(one);
            each(other);
        }
        for GivenKey { table, column: _, target, key: _, at } in given_keys {
            table_use(table, each);
            table_use(target, each);
            each(at);
        }
        for InputRule { attribute: _, column } in inputs {
            each(column);
        }
        for row in rows {
            let RowWrite { table, operation: _, columns, complete: _, filled: _, fillable: _, call, context: around } = row;
            table_use(table, each);
            for (_, span) in columns {
                each(span);
            }
            each(call);
            context(around, each);
        }
        for CallEdge { callee, call, context: around } in calls {
            each(callee);
            each(call);
            context(around, each);
        }
        for LocalTable { connection: _, table: _, columns: _, altered: _, span } in local_tables {
            each(span);
        }
        for Gap { span, what: _, reason: _, kind: _ } in gaps {
            each(span);
        }
    }
}

fn table_use(used: &mut TableUse, each: Each<'_>) {
    let TableUse { connection: _, table: _, span } = used;
    each(span);
}

fn context(context: &mut Context, each: Each<'_>) {
    let Context { function, guards: _, swallowed_by, handled: _ } = context;
    if let Some(span) = function {
        each(span);
    }
    if !swallowed_by.is_empty() {
        let mut spans = swallowed_by.to_vec();
        spans.iter_mut().for_each(each);
        *swallowed_by = Arc::from(spans);
    }
}
