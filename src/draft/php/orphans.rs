//! The methods that see to rows which refer to rows that do not exist. They use Laravel's query builder alone, so that they run
//! on every driver.

use super::{keys, sees_to, string};
use crate::draft::{NewKey, Orphans, Plan, TablePlan};

/// Whether orphans of a key stop the migration.
pub(super) fn are_refused(plan: &Plan, key: &NewKey) -> bool {
    match plan.orphans {
        Orphans::Abort => true,
        Orphans::Delete => false,
        Orphans::Null => !key.nullable,
    }
}

/// What each of the methods takes: `'posts', ['user_id' => 'id'], 'users'`.
pub(super) fn arguments(table: &TablePlan, key: &NewKey) -> String {
    let pairs = key.columns.iter().zip(&key.references).map(|(column, key)| format!("{} => {}", string(column), string(key)));
    let pairs: Vec<String> = pairs.collect();
    let as_text = if key.as_text { ", true" } else { "" };
    format!("{}, [{}], {}{as_text}", string(&table.table), pairs.join(", "), string(&key.target))
}

/// The call that sees to the orphans of one key.
pub(super) fn call(plan: &Plan, table: &TablePlan, key: &NewKey) -> String {
    let method = if plan.orphans == Orphans::Delete { "deleteOrphans" } else { "forgetOrphans" };
    let row = table.row.as_deref().or(key.columns.first().map(String::as_str)).unwrap_or("id");
    format!("        $this->{method}({}, {});\n", string(row), arguments(table, key))
}

/// The methods that the migration calls.
pub(super) fn methods(plan: &Plan) -> Vec<String> {
    let db = if plan.named { "DB::connection($this->connection)->table" } else { "DB::table" };
    let as_text = keys(plan).any(|(_, key)| key.as_text);
    let mut out = Vec::new();
    if sees_to(plan, Orphans::Abort) {
        out.push(ABORT.to_owned());
    }
    if sees_to(plan, Orphans::Delete) {
        out.push(DELETE.replace("DB::table", db).replace("REFERENCE", &reference(as_text)).replace("PASSED", passed(as_text)));
    }
    if sees_to(plan, Orphans::Null) {
        out.push(FORGET.replace("DB::table", db).replace("REFERENCE", &reference(as_text)).replace("PASSED", passed(as_text)));
    }
    let text = ORPHANS.replace("DB::table", db).replace("REFERENCE", &reference(as_text));
    let (used, compared) =
        if as_text { ("$table, $columns, $parent, $asText", COMPARED_AS_TEXT) } else { ("$table, $columns, $parent", COMPARED) };
    out.push(text.replace("USED", used).replace("COMPARED", compared));
    out
}

fn reference(as_text: bool) -> String {
    let last = if as_text { ", bool $asText = false" } else { "" };
    format!("string $table, array $columns, string $parent{last}")
}

fn passed(as_text: bool) -> &'static str {
    if as_text { "$table, $columns, $parent, $asText" } else { "$table, $columns, $parent" }
}

const ABORT: &str = "    /**
     * Stops before any change if there are orphaned rows: the keys could not be added.
     */
    private function abortOnOrphans(array $references): void
    {
        $found = [];
        foreach ($references as $reference) {
            [$table, $columns, $parent] = $reference;
            $count = $this->orphans(...$reference)->count();
            if ($count > 0) {
                $found[] = sprintf('%s.%s: %d rows refer to no row of %s', $table, implode(', ', array_keys($columns)), $count, $parent);
            }
        }

        if ($found !== []) {
            throw new RuntimeException(\"Foreign keys cannot be added.\\n\".implode(\"\\n\", $found));
        }
    }
";

const DELETE: &str = "    /**
     * Deletes orphaned rows in batches.
     */
    private function deleteOrphans(string $row, REFERENCE): void
    {
        do {
            $rows = $this->orphans(PASSED)->distinct()->limit(500)->pluck(\"$table.$row\");
            DB::table($table)->whereIn($row, $rows)->delete();
        } while ($rows->isNotEmpty());
    }
";

const FORGET: &str = "    /**
     * Sets the columns of orphaned rows to NULL in batches.
     */
    private function forgetOrphans(string $row, REFERENCE): void
    {
        do {
            $rows = $this->orphans(PASSED)->distinct()->limit(500)->pluck(\"$table.$row\");
            DB::table($table)->whereIn($row, $rows)->update(array_fill_keys(array_keys($columns), null));
        } while ($rows->isNotEmpty());
    }
";

const ORPHANS: &str = "    /**
     * The orphaned rows of a table: rows whose parent does not exist. Each column maps to the column it refers to.
     */
    private function orphans(REFERENCE): Builder
    {
        return DB::table($table)
            ->whereNotNull(array_keys($columns))
            ->whereNotExists(function (Builder $query) use (USED) {
                $query->from(\"$parent as parent\");
                foreach ($columns as $column => $key) {
COMPARED                }
            });
    }
";

const COMPARED: &str = "                    $query->whereColumn(\"parent.$key\", \"$table.$column\");
";

/// `char(255)` is a text of the right length to all drivers; what a bare `char` is differs.
const COMPARED_AS_TEXT: &str = "                    if ($asText) {
                        $text = fn (string $name) => 'cast('.$query->getGrammar()->wrap($name).' as char(255))';
                        $query->whereRaw($text(\"parent.$key\").' = '.$text(\"$table.$column\"));
                    } else {
                        $query->whereColumn(\"parent.$key\", \"$table.$column\");
                    }
";
