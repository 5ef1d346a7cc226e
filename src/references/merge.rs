//! Merging what was seen on several ways through the code.

use std::sync::Arc;

use super::{Context, Operation, References, RelationReference, TableReference};

impl References {
    /// What was seen several times becomes one.
    pub(crate) fn merge(&mut self) {
        let all = self;
        all.tables.sort_by(|a, b| {
            let first = (a.span, &a.table, a.operation, &a.connection, a.declared.then_some(a.call));
            first.cmp(&(b.span, &b.table, b.operation, &b.connection, b.declared.then_some(b.call)))
        });
        all.tables.dedup_by(|next, kept| {
            let same = next.span == kept.span
                && next.table == kept.table
                && next.operation == kept.operation
                && next.connection == kept.connection
                && (!next.declared || next.call == kept.call);
            if same {
                // Of the uses of a model whose table convention names, the first one is told.
                let is_used = |it: &TableReference| it.call != it.span;
                if next.operation == Operation::Model && is_used(next) {
                    kept.call = if is_used(kept) { kept.call.min(next.call) } else { next.call };
                }
                merge_context(&mut kept.context, &next.context);
            }
            same
        });
        all.columns.sort_by(|a, b| {
            let first = (a.span, &a.column, a.operation, a.declared.then_some(a.call));
            first.cmp(&(b.span, &b.column, b.operation, b.declared.then_some(b.call)))
        });
        all.columns.dedup_by(|next, kept| {
            let is_same_use = !next.declared || next.call == kept.call;
            let same = next.span == kept.span && next.column == kept.column && next.operation == kept.operation && is_same_use;
            if same {
                kept.open |= next.open;
                // Reached in several ways, it is ambiguous on some of them at most.
                if kept.rivals != next.rivals {
                    kept.rivals.clear();
                }
                for table in &next.tables {
                    if !kept.tables.contains(table) {
                        kept.tables.push(table.clone());
                    }
                }
                merge_context(&mut kept.context, &next.context);
            }
            same
        });
        all.rows.sort_by(|a, b| {
            let first = (a.call, &a.table.table, a.table.span, &a.columns, &a.filled, a.complete);
            first.cmp(&(b.call, &b.table.table, b.table.span, &b.columns, &b.filled, b.complete))
        });
        all.rows.dedup_by(|next, kept| {
            let same =
                next.call == kept.call && next.table == kept.table && next.columns == kept.columns && next.filled == kept.filled;
            if same {
                kept.complete &= next.complete;
                merge_context(&mut kept.context, &next.context);
            }
            same
        });
        all.open_fills.sort_by(|a, b| (a.call, &a.table.table, a.table.span).cmp(&(b.call, &b.table.table, b.table.span)));
        all.open_fills.dedup();
        all.models.sort();
        all.models.dedup();
        all.relations.sort_by(|a, b| {
            let key = |it: &RelationReference| (it.at, it.table.table.clone(), it.column.clone(), it.target.table.clone());
            key(a).cmp(&key(b))
        });
        all.relations.dedup();
        all.model_relations.sort();
        all.model_relations.dedup();
        all.equal.sort_unstable();
        all.equal.dedup();
        all.given_keys
            .sort_by(|a, b| (a.at, &a.column, &a.target.table, &a.key).cmp(&(b.at, &b.column, &b.target.table, &b.key)));
        all.given_keys
            .dedup_by(|next, kept| next.at == kept.at && next.column == kept.column && next.target.table == kept.target.table);
        all.inputs.sort_by(|a, b| (a.column, &a.attribute).cmp(&(b.column, &b.attribute)));
        all.inputs.dedup();
        all.strays.sort_by(|a, b| (a.span, &a.name, &a.scope, &a.model).cmp(&(b.span, &b.name, &b.scope, &b.model)));
        all.strays.dedup();
        all.values.sort();
        all.values.dedup();
        all.sought.sort();
        all.sought.dedup();
        all.facts.sort();
        all.facts.dedup();
        all.made_keys.sort();
        all.made_keys.dedup();
        all.misplaced.sort();
        all.misplaced.dedup();
        all.calls.sort_by_key(|edge| (edge.call, edge.callee));
        all.calls.dedup_by(|next, kept| {
            let same = next.call == kept.call && next.callee == kept.callee;
            if same {
                merge_context(&mut kept.context, &next.context);
            }
            same
        });
        all.local_tables.sort_by(|a, b| (a.span, &a.table, &a.ends).cmp(&(b.span, &b.table, &b.ends)));
        all.local_tables.dedup_by(|next, kept| {
            let same = next.span == kept.span && next.table == kept.table && next.ends == kept.ends;
            if same {
                kept.merge(next);
            }
            same
        });
        all.gaps.sort_by(|a, b| (a.span, &a.what).cmp(&(b.span, &b.what)));
        // Of those that are alike, some may turn out to be none.
        all.gaps.dedup_by(|next, kept| next.span == kept.span && next.what == kept.what && next.kind == kept.kind);
    }
}

/// What one of several ways to a place makes sure of is taken for made sure: silence is better than a false alarm.
fn merge_context(kept: &mut Context, other: &Context) {
    if other.guards.iter().any(|guard| !kept.guards.contains(guard)) {
        let mut guards = kept.guards.to_vec();
        guards.extend(other.guards.iter().cloned());
        guards.sort();
        guards.dedup();
        kept.guards = Arc::from(guards);
    }
    if kept.swallowed_by.is_empty() {
        kept.swallowed_by = Arc::clone(&other.swallowed_by);
    }
    kept.handled |= other.handled;
    kept.of_tests &= other.of_tests;
}
