//! A plan as a migration's PHP.

mod duplicates;
mod orphans;

use super::{NewIndex, NewKey, Orphans, Plan, Style, TablePlan, TypeChange};
use crate::laravel::support::naming;
use crate::schema::{Driver, quoted, quoted_table};

/// A string of PHP.
#[must_use]
pub fn string(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}

/// The migration's text. `name` is that of its file without the time; a class is called after it.
#[must_use]
pub fn php(plan: &Plan, style: &Style, name: &str) -> String {
    let writer = Writer { plan, typed: if style.typed { ": void" } else { "" } };
    file(style, name, &writer.body())
}

/// A migration that does this on its way up and this on its way down: statements, indented as those of a method are. `connection`
/// is named where it is not the default one.
#[must_use]
pub fn steps(style: &Style, name: &str, connection: Option<&str>, (up, down): (&str, &str)) -> String {
    let typed = if style.typed { ": void" } else { "" };
    let property = connection.map(|name| format!("    protected $connection = {};\n\n", string(name))).unwrap_or_default();
    let method = |name: &str, body: &str| format!("    public function {name}(){typed}\n    {{\n{body}    }}\n");
    file(style, name, &format!("{property}{}\n{}", method("up", up), method("down", down)))
}

/// A migration's file around the members of its class, in the project's style.
fn file(style: &Style, name: &str, body: &str) -> String {
    let mut imports = vec!["Illuminate\\Database\\Migrations\\Migration", "Illuminate\\Database\\Schema\\Blueprint"];
    if body.contains("): Builder") {
        imports.push("Illuminate\\Database\\Query\\Builder");
    }
    if body.contains("DB::") {
        imports.push("Illuminate\\Support\\Facades\\DB");
    }
    imports.push("Illuminate\\Support\\Facades\\Schema");
    imports.retain(|import| !import.ends_with("Blueprint") || body.contains("Blueprint"));
    imports.sort_unstable();
    let imports: Vec<String> = imports.iter().map(|import| format!("use {import};\n")).collect();
    let strict = if style.strict { "declare(strict_types=1);\n\n" } else { "" };
    let (head, end) = if style.anonymous {
        ("return new class extends Migration".to_owned(), "};")
    } else {
        (format!("class {} extends Migration", naming::studly(name)), "}")
    };
    let mut text = format!("<?php\n\n{strict}{}\n{head}\n{{\n{body}{end}\n", imports.concat());
    if style.tabs {
        let line = |line: &str| {
            let rest = line.trim_start_matches("    ");
            let depth = (line.len() - rest.len()) / 4;
            "\t".repeat(depth) + rest
        };
        text = text.lines().map(line).collect::<Vec<_>>().join("\n") + "\n";
    }
    if style.crlf { text.replace('\n', "\r\n") } else { text }
}

struct Writer<'p> {
    plan: &'p Plan,
    typed: &'static str,
}

impl Writer<'_> {
    /// The members of the class.
    fn body(&self) -> String {
        let plan = self.plan;
        let has_keys = plan.tables.iter().any(|table| !table.keys.is_empty());
        let mut body = Vec::new();
        if plan.named {
            body.push(format!("    protected $connection = {};\n", string(&plan.connection)));
        }
        if plan.not_valid && has_keys {
            // In one transaction the locks of all keys would be held until the last row is checked.
            body.push("    public $withinTransaction = false;\n".to_owned());
        }
        body.push(self.method("up", &self.up()));
        body.push(self.method("down", &self.down()));
        if has_keys {
            body.extend(orphans::methods(plan));
        }
        body.extend(duplicates::method(plan));
        body.join("\n")
    }

    fn method(&self, name: &str, body: &str) -> String {
        format!("    public function {name}(){}\n    {{\n{body}    }}\n", self.typed)
    }

    /// The facade of the connection: `DB`, or what speaks to another one.
    fn facade(&self, name: &str) -> String {
        if self.plan.named { format!("{name}::connection($this->connection)->") } else { format!("{name}::") }
    }

    fn up(&self) -> String {
        let plan = self.plan;
        let counted: Vec<(&TablePlan, &NewKey)> = keys(plan).filter(|(_, key)| orphans::are_refused(plan, key)).collect();
        let mut steps = Vec::new();
        if !counted.is_empty() {
            let lines: Vec<String> =
                counted.iter().map(|(table, key)| format!("            [{}],\n", orphans::arguments(table, key))).collect();
            steps.push(format!("        $this->abortOnOrphans([\n{}        ]);\n", lines.concat()));
        }
        steps.extend(duplicates::call(plan));
        for table in &plan.tables {
            let cleaned = table.keys.iter().filter(|key| !orphans::are_refused(plan, key));
            let cleaned: String = cleaned.map(|key| orphans::call(plan, table, key)).collect();
            steps.extend(Some(cleaned).filter(|cleaned| !cleaned.is_empty()));
            steps.extend(table.changes.iter().map(|change| self.change(table, change)));
            let whole = table.indexes.iter().filter(|index| index.nulls.is_empty());
            let indexes = whole.map(|index| line(&format!("$table->{}({});", index.method(), named(index))));
            let keys = table.keys.iter().map(|key| format!("            {}\n", self.key(key)));
            let lines: String = indexes.chain(keys).collect();
            steps.extend(Some(lines).filter(|lines| !lines.is_empty()).map(|lines| self.schema_table(&table.table, &lines)));
            let partial = table.indexes.iter().filter(|index| !index.nulls.is_empty());
            steps.extend(partial.map(|index| self.partial_index(table, index)));
        }
        if plan.not_valid {
            for (table, key) in keys(plan) {
                let sql = format!(
                    "alter table {} validate constraint \"{}\"",
                    quoted_table(&plan.prefix, &table.table, Driver::PgSql),
                    key.full_name
                );
                steps.push(format!("        {}statement({});\n", self.facade("DB"), string(&sql)));
            }
        }
        steps.join("\n")
    }

    fn down(&self) -> String {
        let mut steps = Vec::new();
        for table in self.plan.tables.iter().rev() {
            let mut lines = String::new();
            for key in table.keys.iter().rev() {
                lines += &self.drop_key(key);
            }
            for index in table.indexes.iter().rev() {
                let what = index.name.as_ref().map_or_else(|| format!("[{}]", list(&index.columns)), |name| string(name));
                // PostgreSQL makes a constraint of a unique index, unless it is one of some rows.
                let method = if index.unique && index.nulls.is_empty() { "dropUnique" } else { "dropIndex" };
                lines.push_str(&line(&format!("$table->{method}({what});")));
            }
            steps.push(self.schema_table(&table.table, &lines));
            for change in table.changes.iter().rev() {
                steps.push(self.schema_table(&table.table, &format!("            $table->{}->change();\n", change.old)));
            }
        }
        steps.join("\n")
    }

    fn schema_table(&self, table: &str, lines: &str) -> String {
        let schema = self.facade("Schema");
        let table = string(table);
        format!("        {schema}table({table}, function (Blueprint $table) {{\n{lines}        }});\n")
    }

    /// The statement that makes an index of some rows.
    fn partial_index(&self, table: &TablePlan, index: &NewIndex) -> String {
        let driver = self.plan.driver;
        let quote = |columns: &[String]| columns.iter().map(|column| quoted(column, driver)).collect::<Vec<_>>();
        let conditions: Vec<String> = quote(&index.nulls).iter().map(|column| format!("{column} is null")).collect();
        let sql = format!(
            "create unique index {} on {} ({}) where {}",
            quoted(index.name.as_deref().unwrap_or_default(), driver),
            quoted_table(&self.plan.prefix, &table.table, driver),
            quote(&index.columns).join(", "),
            conditions.join(" and ")
        );
        format!("        {}statement({});\n", self.facade("DB"), string(&sql))
    }

    fn key(&self, key: &NewKey) -> String {
        let name = key.name.as_ref().map(|name| format!(", {}", string(name))).unwrap_or_default();
        let late = if self.plan.not_valid { "->notValid()" } else { "" };
        format!(
            "$table->foreign({}{name})->references({})->on({})->{}(){late};",
            one_or_list(&key.columns),
            one_or_list(&key.references),
            string(&key.target),
            key.on_delete.method(),
        )
    }

    fn drop_key(&self, key: &NewKey) -> String {
        let driver = format!("{}getDriverName()", self.facade("DB"));
        let columns = format!("[{}]", list(&key.columns));
        if self.plan.laravel < 11 {
            let what = key.name.as_ref().map_or(columns, |name| string(name));
            // SQLite has no key to drop there.
            return format!(
                "            if ({driver} !== 'sqlite') {{\n                $table->dropForeign({what});\n            }}\n"
            );
        }
        match &key.name {
            None => format!("            $table->dropForeign({columns});\n"),
            // SQLite knows keys by their columns alone.
            Some(name) => {
                format!("            $table->dropForeign({driver} === 'sqlite' ? {columns} : {});\n", string(name))
            }
        }
    }

    fn change(&self, table: &TablePlan, change: &TypeChange) -> String {
        let plain = self.schema_table(&table.table, &format!("            $table->{}->change();\n", change.new));
        let Some(ty) = &change.pgsql else { return plain };
        // PostgreSQL wants to be told how strings become another type, which Laravel does not do.
        let column = quoted(&change.column, Driver::PgSql);
        let full = quoted_table(&self.plan.prefix, &table.table, Driver::PgSql);
        let sql = format!("alter table {full} alter column {column} type {ty} using {column}::{ty}");
        let db = self.facade("DB");
        let indented = plain.lines().fold(String::new(), |out, line| out + "    " + line + "\n");
        format!(
            "        if ({db}getDriverName() === 'pgsql') {{\n            {db}statement({});\n        }} else {{\n{indented}        }}\n",
            string(&sql)
        )
    }
}

/// A statement in a closure of `Schema::table`.
fn line(statement: &str) -> String {
    format!("            {statement}\n")
}

/// All keys of a plan with their tables.
fn keys(plan: &Plan) -> impl Iterator<Item = (&TablePlan, &NewKey)> {
    plan.tables.iter().flat_map(|table| table.keys.iter().map(move |key| (table, key)))
}

impl NewIndex {
    /// The method of Blueprint that makes it.
    fn method(&self) -> &'static str {
        if self.unique { "unique" } else { "index" }
    }
}

/// What `index()` takes.
fn named(index: &NewIndex) -> String {
    let name = index.name.as_ref().map(|name| format!(", {}", string(name))).unwrap_or_default();
    format!("{}{name}", one_or_list(&index.columns))
}

fn list(columns: &[String]) -> String {
    columns.iter().map(|column| string(column)).collect::<Vec<_>>().join(", ")
}

fn one_or_list(columns: &[String]) -> String {
    match columns {
        [only] => string(only),
        more => format!("[{}]", list(more)),
    }
}

/// Whether any rows are seen to in some way.
fn sees_to(plan: &Plan, how: Orphans) -> bool {
    keys(plan).any(|(_, key)| if orphans::are_refused(plan, key) { how == Orphans::Abort } else { how == plan.orphans })
}
