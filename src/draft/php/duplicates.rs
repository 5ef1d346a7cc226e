//! The method that looks for rows which are there more than once, before an index keeps them apart.

use super::{list, string};
use crate::draft::{NewIndex, Plan, TablePlan};

/// The unique indexes of a plan with their tables.
fn uniques(plan: &Plan) -> impl Iterator<Item = (&TablePlan, &NewIndex)> {
    plan.tables.iter().flat_map(|table| table.indexes.iter().filter(|index| index.unique).map(move |index| (table, index)))
}

/// The call that looks for them, if any index is unique.
pub(super) fn call(plan: &Plan) -> Option<String> {
    let line = |(table, index): (&TablePlan, &NewIndex)| {
        let nulls = if index.nulls.is_empty() { String::new() } else { format!(", [{}]", list(&index.nulls)) };
        format!("            [{}, [{}]{nulls}],\n", string(&table.table), list(&index.columns))
    };
    let lines: String = uniques(plan).map(line).collect();
    (!lines.is_empty()).then(|| format!("        $this->abortOnDuplicates([\n{lines}        ]);\n"))
}

/// The method that it calls.
pub(super) fn method(plan: &Plan) -> Option<String> {
    let db = if plan.named { "DB::connection($this->connection)->table" } else { "DB::table" };
    let some_rows = uniques(plan).any(|(_, index)| !index.nulls.is_empty());
    let text = if some_rows { ABORT.replace(ALL_ROWS, SOME_ROWS) } else { ABORT.to_owned() };
    uniques(plan).next().map(|_| text.replace("DB::table", db))
}

/// How the method goes over indexes of all rows, and how over those that hold only rows in which other columns are NULL.
const ALL_ROWS: &str = "foreach ($indexes as [$table, $columns]) {
            $query = DB::table($table)->select($columns)->groupBy($columns)->havingRaw('count(*) > 1');
";
const SOME_ROWS: &str = "foreach ($indexes as $index) {
            [$table, $columns] = $index;
            $query = DB::table($table)->select($columns)->groupBy($columns)->havingRaw('count(*) > 1');
            foreach ($index[2] ?? [] as $column) {
                $query->whereNull($column);
            }
";

const ABORT: &str = "    /**
     * Stops before any change if rows have duplicate values: the indexes could not be added.
     */
    private function abortOnDuplicates(array $indexes): void
    {
        $found = [];
        foreach ($indexes as [$table, $columns]) {
            $query = DB::table($table)->select($columns)->groupBy($columns)->havingRaw('count(*) > 1');
            foreach ($columns as $column) {
                $query->whereNotNull($column);
            }
            $count = $query->get()->count();
            if ($count > 0) {
                $found[] = sprintf('%s.%s: more than one row for %d of the values', $table, implode(', ', $columns), $count);
            }
        }

        if ($found !== []) {
            throw new RuntimeException(\"Unique indexes cannot be added.\\n\".implode(\"\\n\", $found));
        }
    }
";
