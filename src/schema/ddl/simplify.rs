//! Small rewritings of what the parser does not know, which leave every byte in its place.

use super::names::Tokens;
use crate::schema::Driver;

/// A definition of a column without the options that the parser does not know; none if there are none.
///
/// What is left out changes neither the type (but for `ZEROFILL`, which is made `UNSIGNED`) nor whether the column
/// takes NULL.
pub(super) fn simplified(text: &str, driver: Driver) -> Option<String> {
    let mut out = text.to_owned();
    let mut tokens = Tokens::new(text, 0, driver);
    let has = text.to_ascii_lowercase().contains("unsigned");
    while !tokens.is_done() {
        let start = tokens.offset();
        let instead = if driver.is_mysql() && tokens.eat(&["zerofill"]) {
            if has { "" } else { "unsigned" }
        } else if driver.is_mysql() && tokens.eat(&["persistent"]) {
            "stored"
        } else if tokens.eat(&["collate"]) {
            tokens.name();
            ""
        } else if driver.is_mysql() && tokens.is(&["using", "data"]) {
            tokens.at += 2;
            ""
        } else if driver.is_mysql() && tokens.is(&["with", "parser"]) {
            tokens.at += 3;
            ""
        } else if driver.is_mysql() && (tokens.is(&["column_format"]) || tokens.is(&["storage"])) {
            tokens.at += 2;
            ""
        } else if driver.is_mysql() && (tokens.eat(&["not", "secondary"]) || tokens.eat(&["compressed"])) {
            ""
        } else {
            tokens.at += 1;
            continue;
        };
        let end = tokens.last_end();
        out.replace_range(start..end, &format!("{instead:width$}", width = end - start));
    }
    (out != text).then_some(out)
}

/// A view's statement without `WITH CHECK OPTION`, `WITH NO DATA` and their like at its end.
pub(super) fn without_end(sql: &str, driver: Driver) -> &str {
    let mut tokens = Tokens::new(sql, 0, driver);
    while tokens.skip_past("with") {
        let end = sql.len().min(tokens.last_end() - 4);
        tokens.eat_any(&["local", "cascaded", "no"]);
        let option = tokens.eat(&["check", "option"]) || tokens.eat(&["data"]) || tokens.eat(&["schemabinding"]);
        if option && tokens.is_done() {
            return &sql[..end];
        }
    }
    sql
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_options_leave_blanks() {
        let text = "a int(10) zerofill not null";
        assert_eq!(simplified(text, Driver::MySql).unwrap(), "a int(10) unsigned not null");
        assert_eq!(simplified("a int unsigned zerofill", Driver::MySql).unwrap().trim_end(), "a int unsigned");
        assert_eq!(simplified("a text collate \"C\" null", Driver::PgSql).unwrap(), "a text             null");
        assert_eq!(simplified("a int", Driver::MySql), None);
        assert_eq!(without_end("view v as select 1 with check option", Driver::MySql), "view v as select 1 ");
        assert_eq!(without_end("view v as with x as (y) select 1", Driver::PgSql), "view v as with x as (y) select 1");
    }
}
