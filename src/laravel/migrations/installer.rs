//! PHP files that make the tables with their own SQL and are named as dumps: what stands in their strings.
//!
//! Nothing of such a file runs. A string with a `CREATE TABLE` in it is read as a dump. What other strings alter may be the way
//! from older tables to those, or may not: it is taken for something that may not run.

use crate::eval::{Interp, Part, Text, Value};
use crate::laravel::Laravel;
use crate::laravel::objects::Connection;
use crate::php::ast::{BinaryOp, Class, Expr, ExprKind, Function, NewClass, Stmt, StmtKind};
use crate::php::program::ClassDecl;
use crate::php::visit::{self, Node};
use crate::schema::ddl::{Action, Ddl, Effects, Statement, Written, parse};
use crate::schema::{Driver, Schema};
use crate::source::{FileId, Span};

/// A string of SQL.
struct Piece {
    sql: String,
    /// Where it is written. If it is laid out, this begins with its first byte.
    at: Span,
    is_laid_out: bool,
    /// Where the parts of it that are not known stood.
    gaps: Vec<usize>,
}

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// Reads the strings of a PHP file.
    pub(in crate::laravel) fn load_installer(cx: &mut Interp<'a, Self>, file: FileId) {
        let connection = Connection::Default;
        let pieces = pieces_of(cx, file);
        let path = cx.host.search_path(&connection);
        let Some(schema) = cx.host.schema_of(&connection) else { return };
        let own = schema.driver;
        let (mut makes, alters): (Vec<Piece>, Vec<Piece>) =
            pieces.into_iter().partition(|piece| mentions(&piece.sql, "create table"));
        // Of tables that are written for several databases, those of the project's own come first.
        makes.sort_by_key(|piece| dialect(&piece.sql).is_some_and(|of| of != own));
        let mut effects = Vec::new();
        for (piece, conditional) in makes.iter().map(|piece| (piece, false)).chain(alters.iter().map(|piece| (piece, true))) {
            let driver = dialect(&piece.sql).filter(|of| !own.is_mysql() || !of.is_mysql()).unwrap_or(own);
            for statement in parse(&piece.sql, driver) {
                effects.push(apply(schema, piece, &statement, conditional, &path));
            }
        }
        for effects in effects {
            Self::note_effects(cx, effects);
        }
    }
}

/// Carries a statement out, unless it makes or adds what is there.
fn apply(schema: &mut Schema, piece: &Piece, statement: &Statement, conditional: bool, path: &[String]) -> Effects {
    match &statement.ddl {
        Ddl::CreateTable(made) if schema.table(bare(schema, &made.name.text)).is_some() => return Effects::default(),
        Ddl::Drop { .. } => return Effects::default(),
        // What is read of rows says nothing of tables.
        Ddl::InsertRows { .. } => return Effects::default(),
        _ if conditional && !matches!(statement.ddl, Ddl::AlterTable { .. } | Ddl::CreateIndex { .. }) => {
            return Effects::default();
        }
        _ => {}
    }
    let statement = &without_known(schema, statement, conditional);
    let effects =
        schema.apply_ddl(statement, Written { at: piece.at, verbatim: piece.is_laid_out, conditional, search_path: path });
    if let Ddl::CreateTable(made) = &statement.ddl
        && piece.gaps.iter().any(|gap| is_inside(&piece.sql, &statement.range, *gap))
    {
        let name = bare(schema, &made.name.text).to_owned();
        if let Some(table) = schema.table_mut(&name) {
            table.open_at.get_or_insert(piece.at);
        }
    }
    effects
}

/// A statement without the columns that are there already, where it may not run.
fn without_known(schema: &Schema, statement: &Statement, conditional: bool) -> Statement {
    let mut statement = statement.clone();
    if let (Ddl::AlterTable { table, actions }, true) = (&mut statement.ddl, conditional)
        && let Some(known) = schema.table(bare(schema, &table.text))
    {
        actions.retain(|action| match action {
            Action::AddColumn { column, .. } => known.column(&column.name.text).is_none(),
            _ => true,
        });
    }
    statement
}

/// A table's name without the connection's prefix, which SQL spells out.
fn bare<'n>(schema: &Schema, name: &'n str) -> &'n str {
    name.strip_prefix(&schema.prefix).unwrap_or(name)
}

/// Whether something that is not known stands where columns are listed: not before a name, as a prefix does, and not behind the
/// last bracket.
fn is_inside(sql: &str, range: &std::ops::Range<usize>, gap: usize) -> bool {
    let Some(before) = sql.get(range.start..gap).filter(|_| gap < range.end) else { return false };
    let after = sql.get(gap..range.end).unwrap_or_default();
    let is_prefix = after.starts_with(|c: char| c.is_alphanumeric() || c == '_')
        && before.ends_with(|c: char| c.is_whitespace() || "`\"[(.".contains(c));
    before.contains('(') && after.contains(')') && !is_prefix
}

/// Whether a text says these words, in any case and with any blanks between them.
fn mentions(sql: &str, words: &str) -> bool {
    let mut text = sql.split_whitespace().map(str::to_ascii_lowercase).collect::<Vec<_>>().join(" ");
    text.push(' ');
    text.contains(words)
}

/// The database that a text is written for, by words that no other one knows.
fn dialect(sql: &str) -> Option<Driver> {
    let lower = sql.to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    if has(&["auto_increment", "engine=", "engine ="]) {
        Some(Driver::MySql)
    } else if has(&["autoincrement"]) {
        Some(Driver::Sqlite)
    } else if has(&["serial primary key", "bigserial", "nextval(", "timestamptz", "generated by default as identity"]) {
        Some(Driver::PgSql)
    } else if has(&["identity(1,1)", "nvarchar("]) {
        Some(Driver::SqlSrv)
    } else {
        None
    }
}

/// The strings of a file that make or change tables, in the order in which they are written.
fn pieces_of<'a, const EXPLORE: bool>(cx: &mut Interp<'a, Laravel<'a, EXPLORE>>, file: FileId) -> Vec<Piece> {
    let mut strings: Vec<(&'a Expr, Option<ClassDecl<'a>>)> = Vec::new();
    let tree = cx.program.file(file);
    strings_in(&tree.statements, None, &mut strings);
    tree.declarations(&mut |stmt: &'a Stmt| match &stmt.kind {
        StmtKind::Function(function) => strings_of(function, None, &mut strings),
        StmtKind::Class(class) => strings_of_class(class, &mut strings),
        _ => {}
    });
    strings.sort_by_key(|(expr, _)| expr.span.start);
    let mut pieces = Vec::new();
    for (expr, scope) in strings {
        cx.begin();
        let Value::Str(text) = cx.value_in(expr, scope) else { continue };
        let Some(piece) = laid_out(&text).or_else(|| put_together(&text)) else { continue };
        if ["create table", "alter table", "create index", "create unique index"].iter().any(|words| mentions(&piece.sql, words))
        {
            pieces.push(piece);
        }
    }
    pieces
}

/// The text with each part where it stands in the file, and blanks for what the file has between them, so that all places in it can
/// be told. None if the parts do not stand there in their order.
fn laid_out(text: &Text) -> Option<Piece> {
    let start = text.parts().iter().find_map(|part| match part {
        Part::Known(_, written) => written.map(|written| written.span),
        Part::Unknown(_) => None,
    })?;
    let base = start.start as usize;
    let (mut sql, mut gaps) = (String::new(), Vec::new());
    // What is known but written elsewhere, such as the value of a constant.
    let mut waiting = String::new();
    let mut is_lost = false;
    for part in text.parts() {
        match part {
            Part::Unknown(_) => is_lost = true,
            Part::Known(known, written) => {
                let here = written.filter(|written| {
                    written.span.file == start.file && written.span.start as usize >= base + sql.len() + waiting.len()
                });
                let Some(written) = here else {
                    waiting.push_str(known);
                    continue;
                };
                let room = (written.span.start as usize - base).checked_sub(sql.len() + waiting.len())?;
                put_blanks(&mut sql, room);
                sql.push_str(&waiting);
                waiting.clear();
                if std::mem::take(&mut is_lost) {
                    gaps.push(sql.len());
                }
                sql.push_str(known);
                let length = (written.span.end - written.span.start) as usize;
                sql.extend(std::iter::repeat_n(' ', length.checked_sub(known.len())?));
            }
        }
    }
    if is_lost {
        gaps.push(sql.len());
    }
    let end = base + sql.len();
    waiting.is_empty().then(|| Piece { sql, at: Span::new(start.file, base, end), is_laid_out: true, gaps })
}

/// Puts blanks behind a text, but before a quote that it ends with: what follows is the rest of a name.
fn put_blanks(sql: &mut String, room: usize) {
    let quote = if room > 0 && sql.ends_with(['`', '"', '[', '\'']) { sql.pop() } else { None };
    sql.extend(std::iter::repeat_n(' ', room).chain(quote));
}

/// The text without what is not known, at the place of its longest part.
fn put_together(text: &Text) -> Option<Piece> {
    let (mut gaps, mut offset) = (Vec::new(), 0);
    for part in text.parts() {
        match part {
            Part::Known(known, _) => offset += known.len(),
            Part::Unknown(_) => gaps.push(offset),
        }
    }
    let sql = text.filled("").known()?.to_string();
    Some(Piece { sql, at: text.written()?, is_laid_out: false, gaps })
}

fn strings_of_class<'a>(class: &'a Class, strings: &mut Vec<(&'a Expr, Option<ClassDecl<'a>>)>) {
    let scope = Some(ClassDecl { decl: class });
    let constants = class.constants.iter().map(|constant| &constant.value);
    let properties = class.properties.iter().filter_map(|property| property.default.as_ref());
    for value in constants.chain(properties) {
        visit::expression(value, &mut |node| take(node, scope, strings));
    }
    class.methods.iter().for_each(|method| strings_of(method, scope, strings));
}

fn strings_of<'a>(function: &'a Function, scope: Option<ClassDecl<'a>>, strings: &mut Vec<(&'a Expr, Option<ClassDecl<'a>>)>) {
    strings_in(function.body.as_deref().unwrap_or_default(), scope, strings);
}

fn strings_in<'a>(body: &'a [Stmt], scope: Option<ClassDecl<'a>>, strings: &mut Vec<(&'a Expr, Option<ClassDecl<'a>>)>) {
    visit::statements(body, &mut |node| take(node, scope, strings));
}

/// Takes a string as a whole, with all that is put together with it.
fn take<'a>(node: Node<'a>, scope: Option<ClassDecl<'a>>, strings: &mut Vec<(&'a Expr, Option<ClassDecl<'a>>)>) -> bool {
    let Node::Expr(expr) = node else { return true };
    if let ExprKind::New { class: NewClass::Anonymous(class), .. } = &expr.kind {
        strings_of_class(class, strings);
    }
    let is_string = match &expr.kind {
        ExprKind::String(_) | ExprKind::Interpolated(_) => true,
        ExprKind::Binary { op, .. } => *op == BinaryOp::Concat,
        _ => false,
    };
    if is_string {
        strings.push((expr, scope));
    }
    !is_string
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_is_a_prefix_an_end_or_a_list_of_columns() {
        let sql = "CREATE TABLE users (id int, ) ENGINE=InnoDB ";
        let range = 0..sql.len();
        assert!(!is_inside(sql, &range, 13), "before the name");
        assert!(is_inside(sql, &range, 28), "among the columns");
        assert!(!is_inside(sql, &range, sql.len()), "behind the brackets");
    }

    #[test]
    fn a_text_is_laid_out_as_it_is_written() {
        let span = |start: usize, end: usize| Span::new(FileId(0), start, end);
        // "a `{$p}users` b"
        let text = Text::literal("a `", span(1, 4), true)
            .concat(&Text::unknown(crate::eval::Why::Variable))
            .concat(&Text::literal("users` b", span(8, 16), true));
        let piece = laid_out(&text).expect("the parts stand in their order");
        assert_eq!((piece.sql.as_str(), piece.at.start, piece.gaps.as_slice()), ("a     `users` b", 1, [7].as_slice()));
        // 'a ' . self::P . 'users', where the value of the constant is longer than what names it.
        let text = Text::literal("a ", span(1, 3), true).concat(&Text::computed("a_rather_long_prefix_")).concat(&Text::literal(
            "users",
            span(8, 13),
            true,
        ));
        assert!(laid_out(&text).is_none());
        assert_eq!(put_together(&text).map(|piece| piece.sql).as_deref(), Some("a a_rather_long_prefix_users"));
    }

    #[test]
    fn words_tell_the_database() {
        assert_eq!(dialect("id INT AUTO_INCREMENT"), Some(Driver::MySql));
        assert_eq!(dialect("id INTEGER PRIMARY KEY AUTOINCREMENT"), Some(Driver::Sqlite));
        assert_eq!(dialect("id SERIAL PRIMARY KEY"), Some(Driver::PgSql));
        assert_eq!(dialect("id int"), None);
    }
}
