//! Splits a text into its statements, as the databases' own clients do.

use std::borrow::Cow;
use std::ops::Range;

use super::lexer::{Kind, Lexer, Token};
use crate::schema::Driver;

/// How many words a statement's beginning is told by.
const HEAD: usize = 16;

/// One statement's text.
pub(super) struct Piece<'t> {
    /// Its bytes in the whole text, without the semicolon.
    pub(super) range: Range<usize>,
    /// The statement with comments replaced by blanks, so that every byte stays where it is.
    pub(super) sql: Cow<'t, str>,
    /// Its first words, in capitals, without names in quotes.
    pub(super) head: Vec<String>,
    /// The lines of data that follow `COPY … FROM stdin`.
    pub(super) data: Option<Range<usize>>,
}

/// The statements of a text.
pub(super) fn split(text: &str, driver: Driver) -> Vec<Piece<'_>> {
    let mut splitter = Splitter { lexer: Lexer::new(text, driver), text, driver, delimiter: ";".to_owned() };
    let mut pieces = Vec::new();
    loop {
        splitter.lexer.skip_blanks();
        splitter.lexer.blanks.clear();
        if splitter.lexer.at >= text.len() {
            return pieces;
        }
        pieces.extend(splitter.statement());
    }
}

struct Splitter<'t> {
    lexer: Lexer<'t>,
    text: &'t str,
    driver: Driver,
    /// What ends a statement; MySQL's clients can change it.
    delimiter: String,
}

impl<'t> Splitter<'t> {
    /// Reads up to the end of the next statement; none if there is nothing but a command for the client.
    fn statement(&mut self) -> Option<Piece<'t>> {
        let start = self.lexer.at;
        if self.client_command() {
            return None;
        }
        let mut head = Vec::new();
        let mut block = Block::new(self.driver);
        let mut end = start;
        loop {
            self.lexer.skip_blanks();
            let at = self.lexer.at;
            let ends = self.text.as_bytes()[at..].starts_with(self.delimiter.as_bytes());
            if ends && (self.delimiter != ";" || block.depth == 0) {
                self.lexer.at += self.delimiter.len();
                break;
            }
            let Some(token) = self.lexer.next() else { break };
            let word = if token.kind == Kind::Word { self.lexer.text(token) } else { "" };
            if self.driver == Driver::SqlSrv && word.eq_ignore_ascii_case("GO") && self.is_alone(token) {
                break;
            }
            if head.len() < HEAD && !word.is_empty() && word.len() < 40 {
                head.push(word.to_ascii_uppercase());
            }
            block.see(token, word, self.text, &head);
            end = token.end;
        }
        if end == start {
            return None;
        }
        let sql = self.clean(start..end);
        let data = self.copied(&head, &sql);
        Some(Piece { range: start..end, sql, head, data })
    }

    /// Skips a line that is meant for the client: `\restrict`, `.open`, `DELIMITER //`.
    fn client_command(&mut self) -> bool {
        let rest = &self.text.as_bytes()[self.lexer.at..];
        let delimiter = self.driver.is_mysql() && rest.len() > 10 && rest[..10].eq_ignore_ascii_case(b"delimiter ");
        let meta = matches!((rest.first(), self.driver), (Some(b'\\'), Driver::PgSql) | (Some(b'.'), Driver::Sqlite));
        if !delimiter && !meta {
            return false;
        }
        if delimiter {
            let line = &rest[10..];
            let new = String::from_utf8_lossy(&line[..memchr::memchr(b'\n', line).unwrap_or(line.len())]);
            if let Some(new) = new.split_whitespace().next() {
                new.clone_into(&mut self.delimiter);
            }
        }
        self.lexer.skip_line();
        true
    }

    /// Whether a token has a line of its own.
    fn is_alone(&self, token: Token) -> bool {
        let blank = [' ', '\t', '\r'];
        let before = self.text[..token.start].trim_end_matches(blank);
        let after = self.text[token.end..].trim_start_matches(blank);
        (before.is_empty() || before.ends_with('\n')) && (after.is_empty() || after.starts_with('\n'))
    }

    /// The text without the comments that were met in it.
    fn clean(&self, range: Range<usize>) -> Cow<'t, str> {
        let text = &self.text[range.clone()];
        let inside = |blank: &&Range<usize>| blank.start >= range.start && blank.end <= range.end;
        if !self.lexer.blanks.iter().any(|blank| inside(&blank)) {
            return Cow::Borrowed(text);
        }
        let mut clean = String::with_capacity(text.len());
        let mut at = range.start;
        for blank in self.lexer.blanks.iter().filter(inside) {
            clean.push_str(&self.text[at..blank.start]);
            clean.extend(std::iter::repeat_n(' ', blank.len()));
            at = blank.end;
        }
        clean.push_str(&self.text[at..range.end]);
        Cow::Owned(clean)
    }

    /// Skips the data behind `COPY … FROM stdin;`, up to the line `\.`.
    fn copied(&mut self, head: &[String], sql: &str) -> Option<Range<usize>> {
        let copies = self.driver == Driver::PgSql && head.first().is_some_and(|word| word == "COPY");
        if !copies || !sql.to_ascii_lowercase().contains("from stdin") {
            return None;
        }
        self.lexer.skip_line();
        let start = (self.lexer.at + 1).min(self.text.len());
        let rest = &self.text.as_bytes()[start..];
        let end = if rest.starts_with(b"\\.") { Some(0) } else { memchr::memmem::find(rest, b"\n\\.").map(|at| at + 1) };
        let end = end.map_or(self.text.len(), |end| start + end);
        self.lexer.at = end;
        if end < self.text.len() {
            self.lexer.skip_line();
        }
        Some(start..end)
    }
}

/// Follows the blocks of a routine's body, whose statements end with semicolons too.
struct Block {
    driver: Driver,
    depth: usize,
    /// Whether the next token can be the first of a statement inside the body.
    fresh: bool,
    /// The word before was `END`.
    ended: bool,
    /// The word before was `BEGIN`, outside of a routine.
    began: bool,
}

impl Block {
    fn new(driver: Driver) -> Self {
        Block { driver, depth: 0, fresh: false, ended: false, began: false }
    }

    fn see(&mut self, token: Token, word: &str, text: &str, head: &[String]) {
        let word = word.to_ascii_uppercase();
        let word = word.as_str();
        let (ended, began) = (std::mem::take(&mut self.ended), std::mem::take(&mut self.began));
        if began && matches!(word, "TRANSACTION" | "TRAN" | "WORK" | "DISTRIBUTED") {
            self.depth = self.depth.saturating_sub(1);
        }
        let fresh = std::mem::take(&mut self.fresh);
        // A colon stands behind a label.
        if token.kind == Kind::Symbol && matches!(text.as_bytes()[token.start], b';' | b':') {
            self.fresh = true;
            return;
        }
        let routine = is_routine(head);
        if !routine && self.driver != Driver::SqlSrv && !(self.driver == Driver::MariaDb && is_anonymous(head)) {
            return;
        }
        match word {
            "BEGIN" => {
                self.depth += 1;
                self.fresh = true;
                self.began = !routine;
            }
            "CASE" if !ended => self.depth += 1,
            "END" => {
                self.depth = self.depth.saturating_sub(1);
                self.ended = true;
            }
            "IF" | "WHILE" | "REPEAT" | "LOOP" if self.driver.is_mysql() && routine && fresh && !ended => {
                self.depth += 1;
                self.fresh = matches!(word, "REPEAT" | "LOOP");
            }
            "THEN" | "ELSE" | "DO" | "ROW" | "LOOP" | "REPEAT" => self.fresh = true,
            _ => {}
        }
    }
}

/// Whether a statement creates something that has a body.
fn is_routine(head: &[String]) -> bool {
    if !matches!(head.first().map(String::as_str), Some("CREATE" | "ALTER")) {
        return false;
    }
    let kind = head.iter().skip(1).find(|word| {
        matches!(
            word.as_str(),
            "TRIGGER" | "PROCEDURE" | "PROC" | "FUNCTION" | "EVENT" | "PACKAGE" | "TABLE" | "VIEW" | "INDEX" | "KEY"
        )
    });
    kind.is_some_and(|kind| !matches!(kind.as_str(), "TABLE" | "VIEW" | "INDEX" | "KEY"))
}

fn is_anonymous(head: &[String]) -> bool {
    matches!(head, [begin, not, ..] if begin == "BEGIN" && not == "NOT")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str, driver: Driver) -> Vec<&str> {
        split(text, driver).into_iter().map(|piece| &text[piece.range]).collect()
    }

    #[test]
    fn semicolons_end_statements_outside_of_strings_and_comments() {
        assert_eq!(parts(" a ';' ; -- ; \n b /* ; */ c;;d", Driver::Sqlite), ["a ';'", "b /* ; */ c", "d"]);
        assert_eq!(parts("", Driver::MySql), Vec::<&str>::new());
        assert_eq!(parts("do $$ begin a; end $$; b", Driver::PgSql), ["do $$ begin a; end $$", "b"]);
        assert_eq!(split("a /* x */ b", Driver::Sqlite)[0].sql, "a         b");
    }

    #[test]
    fn bodies_of_routines_stay_whole() {
        let body = "CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE b SET c = CASE WHEN 1 THEN 2 END; DELETE FROM d; END";
        assert_eq!(parts(&format!("{body}; x"), Driver::Sqlite), [body, "x"]);
        let body = "CREATE DEFINER=`a`@`b` PROCEDURE p() BEGIN IF x THEN SET y = IF(1, 2, 3); END IF; WHILE z DO SET y = 1; \
                    END WHILE; l: LOOP LEAVE l; END LOOP; CASE y WHEN 1 THEN SET z = 2; END CASE; END";
        assert_eq!(parts(&format!("{body}; x"), Driver::MySql), [body, "x"]);
        let body = "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW IF NEW.a THEN SET NEW.b = 1; END IF";
        assert_eq!(parts(&format!("{body}; x"), Driver::MySql), [body, "x"]);
        let body = "CREATE TRIGGER IF NOT EXISTS t BEFORE INSERT ON a FOR EACH ROW SET NEW.b = 1";
        assert_eq!(parts(&format!("{body}; x"), Driver::MySql), [body, "x"]);
        assert_eq!(parts("BEGIN; a; COMMIT", Driver::PgSql), ["BEGIN", "a", "COMMIT"]);
        assert_eq!(
            parts("BEGIN TRAN; a; IF 1=1 BEGIN b; END; c", Driver::SqlSrv),
            ["BEGIN TRAN", "a", "IF 1=1 BEGIN b; END", "c"]
        );
        assert_eq!(parts("CREATE TABLE a (trigger_at int); b", Driver::MySql).len(), 2);
    }

    #[test]
    fn delimiters_change_for_clients_of_mysql() {
        let text = "DELIMITER ;;\n/*!50003 CREATE*/ /*!50003 TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN x; END */;;\nDELIMITER ;\ny;";
        let pieces = split(text, Driver::MySql);
        assert_eq!(pieces.len(), 2);
        assert_eq!(pieces[0].head[..2], ["CREATE", "TRIGGER"]);
        assert!(pieces[0].sql.trim_end().ends_with("x; END"), "{}", pieces[0].sql);
        assert_eq!(&text[pieces[1].range.clone()], "y");
    }

    #[test]
    fn lines_for_the_client_and_copied_rows_are_no_statements() {
        let text = "\\restrict abc\nSET x;\nCOPY a (b) FROM stdin;\n1\t;'\n2\t\n\\.\n\nd;\\unrestrict abc";
        let pieces = split(text, Driver::PgSql);
        let heads: Vec<&str> = pieces.iter().map(|piece| piece.head[0].as_str()).collect();
        assert_eq!(heads, ["SET", "COPY", "D"]);
        assert_eq!(&text[pieces[1].data.clone().unwrap()], "1\t;'\n2\t\n");
        assert_eq!(parts(".mode list\na;", Driver::Sqlite), ["a"]);
        assert_eq!(parts("a\nGO\nb\n go \n", Driver::SqlSrv), ["a", "b"]);
    }
}
