//! The orphans and the duplicates of a plan as SQL, for those who look after a database.

use std::fmt::Write;

use super::{NewKey, Orphans, Plan, TablePlan};
use crate::schema::{Driver, quoted, quoted_table};

/// The statements that list the duplicates of each unique index, that count the orphans of each key, and those that see to them where they do not stop the migration.
#[must_use]
pub fn sql(plan: &Plan) -> String {
    let mut out = String::new();
    for table in &plan.tables {
        for index in table.indexes.iter().filter(|index| index.unique) {
            let names: Vec<String> = index.columns.iter().map(|column| quoted(column, plan.driver)).collect();
            let set = names.iter().map(|name| format!("{name} IS NOT NULL"));
            let nulls = index.nulls.iter().map(|column| format!("{} IS NULL", quoted(column, plan.driver)));
            let set: Vec<String> = set.chain(nulls).collect();
            let (full, names) = (quoted_table(&plan.prefix, &table.table, plan.driver), names.join(", "));
            let _ = writeln!(out, "-- {}: no two rows may have the same {}", table.table, index.columns.join(", "));
            let _ = writeln!(
                out,
                "SELECT {names}, COUNT(*) AS copies FROM {full} WHERE {} GROUP BY {names} HAVING COUNT(*) > 1;\n",
                set.join(" AND ")
            );
        }
        for key in &table.keys {
            let writer = Statement { plan, table, key };
            let (columns, references) = (key.columns.join(", "), key.references.join(", "));
            let _ = writeln!(out, "-- {}.{columns} refers to {}.{references}", table.table, key.target);
            let _ = writeln!(out, "SELECT COUNT(*) AS orphans FROM {} WHERE {};", writer.child(), writer.condition(false));
            let change = match plan.orphans {
                Orphans::Abort => None,
                Orphans::Null if !key.nullable => None,
                Orphans::Delete => Some(format!("DELETE FROM {}", writer.child())),
                Orphans::Null => {
                    let nulls = key.columns.iter().map(|column| format!("{} = NULL", quoted(column, plan.driver)));
                    Some(format!("UPDATE {} SET {}", writer.child(), nulls.collect::<Vec<_>>().join(", ")))
                }
            };
            if let Some(change) = change {
                let _ = writeln!(out, "{change} WHERE {};", writer.condition(true));
            }
            out.push('\n');
        }
    }
    if out.ends_with("\n\n") {
        out.pop();
    }
    out
}

struct Statement<'p> {
    plan: &'p Plan,
    table: &'p TablePlan,
    key: &'p NewKey,
}

impl Statement<'_> {
    fn child(&self) -> String {
        quoted_table(&self.plan.prefix, &self.table.table, self.plan.driver)
    }

    /// What holds for orphans. MySQL changes no table that the statement reads, unless a derived one stands between.
    fn condition(&self, changes: bool) -> String {
        let driver = self.plan.driver;
        let child = self.child();
        let own = |column: &String| format!("{child}.{}", quoted(column, driver));
        let set = self.key.columns.iter().map(|column| format!("{} IS NOT NULL", own(column)));
        let same = self.key.columns.iter().zip(&self.key.references).map(|(column, key)| {
            format!("{} = {}", self.compared(format!("parent.{}", quoted(key, driver))), self.compared(own(column)))
        });
        let same = same.collect::<Vec<_>>().join(" AND ");
        let mut parent = quoted_table(&self.plan.prefix, &self.key.target, driver);
        if changes && self.table.table == self.key.target {
            let keys: Vec<String> = self.key.references.iter().map(|key| quoted(key, driver)).collect();
            parent = format!("(SELECT DISTINCT {} FROM {parent})", keys.join(", "));
        }
        format!("{} AND NOT EXISTS (SELECT 1 FROM {parent} AS parent WHERE {same})", set.collect::<Vec<_>>().join(" AND "))
    }

    fn compared(&self, name: String) -> String {
        match self.plan.driver {
            _ if !self.key.as_text => name,
            Driver::PgSql | Driver::Sqlite => format!("CAST({name} AS text)"),
            _ => format!("CAST({name} AS char(255))"),
        }
    }
}
