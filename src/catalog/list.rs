//! The one list of the rules.

/// Hands every rule, in the order in which rules are told, to a macro: its id, which is the name of its file in `rules/`, and its
/// module in `src/rules/`.
macro_rules! for_each_rule {
    ($macro:ident) => {
        $macro! {
            "unknown-table" unknown_table,
            "unknown-column" unknown_column,
            "table-not-in-query" table_not_in_query,
            "ambiguous-column" ambiguous_column,
            "missing-required-column" missing_required_column,
            "duplicate-table" duplicate_table,
            "duplicate-column" duplicate_column,
            "impossible-statement" impossible_statement,
            "failing-rollback" failing_rollback,
            "irreversible-migration" irreversible_migration,
            "breaks-running-code" breaks_running_code,
            "rewritten-history" rewritten_history,
            "value-not-in-column" value_not_in_column,
            "cast-does-not-fit" cast_does_not_fit,
            "model-table-disagree" model_table_disagree,
            "type-mismatch" type_mismatch,
            "upsert-without-unique-index" upsert_without_unique_index,
            "racy-first-or-create" racy_first_or_create,
            "missing-primary-key" missing_primary_key,
            "unknown-index" unknown_index,
            "swallowed-database-error" swallowed_database_error,
            "missing-foreign-key" missing_foreign_key,
            "dangling-foreign-key" dangling_foreign_key,
            "foreign-key-type-mismatch" foreign_key_type_mismatch,
            "foreign-key-target-not-unique" foreign_key_target_not_unique,
            "set-null-on-required-column" set_null_on_required_column,
            "duplicate-foreign-key" duplicate_foreign_key,
            "unindexed-foreign-key" unindexed_foreign_key,
            "redundant-index" redundant_index,
            "undefined-on-delete" undefined_on_delete,
            "blocked-delete" blocked_delete,
            "impossible-reference" impossible_reference,
            "seeder-order" seeder_order,
            "cascade-bypassed-by-soft-deletes" cascade_bypassed_by_soft_deletes,
            "missing-relation" missing_relation,
            "identifier-too-long" identifier_too_long,
            "ineffective-index-modifier" ineffective_index_modifier,
            "unknown-modifier" unknown_modifier,
            "commented-out-foreign-key" commented_out_foreign_key,
            "unused-suppression" unused_suppression,
        }
    };
}

pub(crate) use for_each_rule;
