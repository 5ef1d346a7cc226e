//! One spelling for each SQL type: the one that the database itself shows.

use crate::schema::Driver;

/// A type's spelling, and whether the database numbers a column of this type by itself (`serial`).
pub(in crate::schema) fn canonical(written: &str, driver: Driver) -> (String, bool) {
    let lower = lower_outside_quotes(written);
    match driver {
        Driver::MySql | Driver::MariaDb => mysql(&lower),
        Driver::PgSql => pgsql(&lower),
        Driver::Sqlite | Driver::SqlSrv => (lower, false),
    }
}

/// Lower case and single blanks outside of quotes; no blanks around commas and brackets.
fn lower_outside_quotes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut quote = None;
    for char in text.trim().chars() {
        match quote {
            Some(open) => {
                out.push(char);
                if char == open {
                    quote = None;
                }
                continue;
            }
            None if matches!(char, '\'' | '"') => quote = Some(char),
            None => {}
        }
        if char.is_whitespace() {
            if !out.ends_with([' ', ',', '(']) {
                out.push(' ');
            }
            continue;
        }
        if matches!(char, ',' | '(' | ')') && out.ends_with(' ') {
            out.pop();
        }
        out.extend(char.to_lowercase());
    }
    out.trim_end().to_owned()
}

/// The words before the brackets, what is in them with them, and the words behind.
fn apart(text: &str) -> (&str, &str, &str) {
    let Some(open) = text.find('(') else { return (text, "", "") };
    let close = text.rfind(')').map_or(text.len(), |at| at + 1);
    if close <= open {
        return (text, "", "");
    }
    (text[..open].trim(), &text[open..close], text[close..].trim())
}

fn mysql(text: &str) -> (String, bool) {
    let (words, arguments, behind) = apart(text);
    let mut words: Vec<&str> = words.split(' ').chain(behind.split_whitespace()).collect();
    if let Some(at) = words.iter().position(|word| matches!(*word, "character" | "charset" | "collate"))
        && at > 0
    {
        words.truncate(at);
    }
    let unsigned = words.contains(&"unsigned") || words.contains(&"zerofill");
    words.retain(|word| !matches!(*word, "unsigned" | "signed" | "zerofill"));
    let name = match words.join(" ").as_str() {
        "serial" => return ("bigint unsigned".to_owned(), true),
        "bool" | "boolean" => return ("tinyint(1)".to_owned(), false),
        "integer" | "int4" | "int" => "int",
        "int1" | "tinyint" => "tinyint",
        "int2" | "smallint" => "smallint",
        "int3" | "middleint" | "mediumint" => "mediumint",
        "int8" | "bigint" => "bigint",
        "dec" | "numeric" | "fixed" | "decimal" => "decimal",
        "double precision" | "real" | "float8" | "double" => "double",
        "float4" => "float",
        "character varying" | "char varying" | "nvarchar" | "national varchar" | "nchar varying" => "varchar",
        "character" | "nchar" | "national char" | "national character" => "char",
        "long" | "long varchar" => "mediumtext",
        other => return (with(other, arguments, unsigned), false),
    };
    let arguments = match name {
        // The display width says nothing about the type, but a boolean is told by it.
        "tinyint" if arguments == "(1)" && !unsigned => arguments,
        "int" | "tinyint" | "smallint" | "mediumint" | "bigint" => "",
        "decimal" if arguments.is_empty() => "(10,0)",
        "char" if arguments.is_empty() => "(1)",
        _ => arguments,
    };
    if name == "decimal" && !arguments.contains(',') {
        let arguments = format!("{},0)", arguments.trim_end_matches(')'));
        return (with(name, &arguments, unsigned), false);
    }
    (with(name, arguments, unsigned), false)
}

fn with(name: &str, arguments: &str, unsigned: bool) -> String {
    format!("{name}{arguments}{}", if unsigned { " unsigned" } else { "" })
}

fn pgsql(text: &str) -> (String, bool) {
    let text = text.strip_prefix("pg_catalog.").or_else(|| text.strip_prefix("public.")).unwrap_or(text);
    let (words, arguments, behind) = apart(text);
    let array = if text.ends_with(']') { text.find('[').map_or("", |at| &text[at..]) } else { "" };
    let words = words.split('[').next().unwrap_or(words).trim();
    let zone = |name: &str, behind: &str| match behind {
        "with time zone" => format!("{name}{arguments} with time zone{array}"),
        _ => format!("{name}{arguments} without time zone{array}"),
    };
    let name = match words.trim_matches('"') {
        "serial" | "serial4" => return ("integer".to_owned(), true),
        "bigserial" | "serial8" => return ("bigint".to_owned(), true),
        "smallserial" | "serial2" => return ("smallint".to_owned(), true),
        "int" | "int4" | "integer" => "integer",
        "int8" | "bigint" => "bigint",
        "int2" | "smallint" => "smallint",
        "bool" => "boolean",
        "varchar" | "char varying" | "character varying" => "character varying",
        "char" | "character" | "bpchar" => "character",
        "decimal" | "dec" | "numeric" => "numeric",
        "float8" | "float" | "double precision" => "double precision",
        "float4" | "real" => "real",
        "timestamptz" | "timestamp with time zone" => return (zone("timestamp", "with time zone"), false),
        "timetz" | "time with time zone" => return (zone("time", "with time zone"), false),
        "timestamp" | "timestamp without time zone" => return (zone("timestamp", behind), false),
        "time" | "time without time zone" => return (zone("time", behind), false),
        other => other,
    };
    let arguments = match (name, arguments) {
        ("character", "") => "(1)",
        ("double precision", _) => "",
        ("numeric", digits) if !digits.is_empty() && !digits.contains(',') => {
            return (format!("numeric{},0){array}", digits.trim_end_matches(')')), false);
        }
        (_, arguments) => arguments,
    };
    (format!("{name}{arguments}{array}"), false)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(driver: Driver, cases: &[(&str, &str)]) {
        for (written, expected) in cases {
            assert_eq!(canonical(written, driver).0, *expected, "{written}");
        }
    }

    #[test]
    fn types_are_spelled_as_the_database_does() {
        check(
            Driver::MySql,
            &[
                ("BIGINT(20) UNSIGNED", "bigint unsigned"),
                ("INTEGER", "int"),
                ("bool", "tinyint(1)"),
                ("TINYINT(1)", "tinyint(1)"),
                ("tinyint(4)", "tinyint"),
                ("NUMERIC(12, 4)", "decimal(12,4)"),
                ("decimal(5)", "decimal(5,0)"),
                ("decimal", "decimal(10,0)"),
                ("ENUM('A', 'b c')", "enum('A','b c')"),
                ("VARCHAR(255) CHARACTER SET utf8", "varchar(255)"),
                ("CHARACTER VARYING(20)", "varchar(20)"),
                ("DOUBLE PRECISION", "double"),
                ("timestamp", "timestamp"),
                ("SERIAL", "bigint unsigned"),
            ],
        );
        check(
            Driver::PgSql,
            &[
                ("VARCHAR(255)", "character varying(255)"),
                ("CHARACTER VARYING(255)", "character varying(255)"),
                ("TIMESTAMP(0) WITHOUT TIME ZONE", "timestamp(0) without time zone"),
                ("TIMESTAMP", "timestamp without time zone"),
                ("TIMESTAMPTZ(3)", "timestamp(3) with time zone"),
                ("bigserial", "bigint"),
                ("FLOAT8", "double precision"),
                ("TEXT[]", "text[]"),
                ("INT[]", "integer[]"),
                ("VARCHAR(10)[]", "character varying(10)[]"),
                ("public.citext", "citext"),
                ("NUMERIC(10,2)", "numeric(10,2)"),
                ("char", "character(1)"),
            ],
        );
        check(Driver::Sqlite, &[("VARCHAR", "varchar"), ("Varchar (255)", "varchar(255)"), ("INTEGER", "integer")]);
        assert!(canonical("bigserial", Driver::PgSql).1);
    }
}
