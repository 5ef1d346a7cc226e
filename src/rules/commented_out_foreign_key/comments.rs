//! Statements in comments: what they say as PHP, and the edits that take the comment's marks away.

use crate::finding::{Edit, OnDelete};
use crate::php::ast::{Callee, Comment, Expr, ExprKind, Member, Stmt, StmtKind};
use crate::source::{FileId, SourceFile, Span};

/// The longest statement that is looked for, in lines.
const LONGEST: usize = 12;

/// A statement in a comment.
pub(super) struct Statement {
    /// The keys that it declares.
    pub(super) keys: Vec<Written>,
    /// The comments that it stands in.
    pub(super) span: Span,
    /// The variable that it begins with, with its `$`.
    pub(super) variable: String,
    /// The edits that make it code, where nothing else becomes code with it.
    pub(super) edits: Option<Vec<Edit>>,
}

/// A key as a comment writes it.
pub(super) struct Written {
    pub(super) columns: Vec<String>,
    pub(super) target: String,
    pub(super) references: Vec<String>,
    pub(super) on_delete: Option<OnDelete>,
}

/// A line of a comment, without its marks.
struct Line<'c> {
    text: &'c str,
    /// The comment that it belongs to.
    comment: Span,
    /// The marks before it; none in a block.
    marks: Option<Span>,
}

/// The statements in a file's comments that declare foreign keys.
pub(super) fn statements(file: FileId, source: &SourceFile, comments: &[Comment]) -> Vec<Statement> {
    let mut found = Vec::new();
    for group in groups(source, comments) {
        let lines: Vec<Line<'_>> = group.iter().flat_map(|comment| lines(file, source, comment.span)).collect();
        let mut covered = 0;
        let first = found.len();
        let mut at = 0;
        while at < lines.len() {
            let Some((statement, count)) = statement(&lines[at..]) else {
                at += 1;
                continue;
            };
            covered += count;
            at += count;
            found.push(statement);
        }
        // A block becomes code as a whole.
        let blank = lines.iter().filter(|line| line.text.trim().is_empty()).count();
        if let [block] = group
            && is_block(source, block)
            && text_of_comment(source, block).ends_with("*/")
            && let [only] = &mut found[first..]
        {
            only.edits = only.edits.take().filter(|_| covered + blank == lines.len()).map(|_| marks_of_block(block.span));
        } else if group.iter().any(|comment| is_block(source, comment)) {
            found[first..].iter_mut().for_each(|statement| statement.edits = None);
        }
    }
    found
}

fn text_of_comment<'c>(source: &'c SourceFile, comment: &Comment) -> &'c str {
    source.text().get(comment.span.range()).unwrap_or_default()
}

fn is_block(source: &SourceFile, comment: &Comment) -> bool {
    text_of_comment(source, comment).starts_with("/*")
}

/// Comments of one line that follow one another, and blocks by themselves; only those that may declare a key.
fn groups<'c>(source: &SourceFile, comments: &'c [Comment]) -> Vec<&'c [Comment]> {
    let joined = |one: &Comment, next: &Comment| {
        let between = source.text().get(one.span.end as usize..next.span.start as usize).unwrap_or("x");
        let near = between.trim().is_empty() && between.matches('\n').count() <= 1;
        near && !is_block(source, one) && !is_block(source, next)
    };
    let speaks = |group: &&[Comment]| {
        group.iter().any(|comment| ["foreign", "constrained"].iter().any(|word| text_of_comment(source, comment).contains(word)))
    };
    comments.chunk_by(joined).filter(speaks).collect()
}

/// The lines of a comment.
fn lines<'c>(file: FileId, source: &'c SourceFile, comment: Span) -> Vec<Line<'c>> {
    let text = source.text().get(comment.range()).unwrap_or_default();
    if let Some(inner) = text.strip_prefix("/*") {
        let inner = inner.strip_suffix("*/").unwrap_or(inner);
        let bare = |line: &'c str| line.trim().trim_start_matches(['*', '/', '#']).trim();
        return inner.lines().map(|line| Line { text: bare(line), comment, marks: None }).collect();
    }
    let bare = text.trim_start_matches(['/', '#']);
    let bare = bare.strip_prefix(' ').unwrap_or(bare);
    let start = comment.start as usize;
    vec![Line { text: bare, comment, marks: Some(Span::new(file, start, start + text.len() - bare.len())) }]
}

/// The statement that begins with the first of some lines, and how many of them it takes.
fn statement(lines: &[Line<'_>]) -> Option<(Statement, usize)> {
    let first = lines.first()?;
    let variable: String = first.text.trim().chars().take_while(|c| *c == '$' || *c == '_' || c.is_alphanumeric()).collect();
    if !variable.starts_with('$') {
        return None;
    }
    let ends = |line: &Line<'_>| {
        let text = line.text.trim_end();
        text.ends_with(';') || text.contains("; //") || text.contains("; #") || text.contains("; /*")
    };
    let end = lines.iter().take(LONGEST).position(ends);
    let of = &lines[..=end.unwrap_or(0)];
    let code: String = of.iter().fold(String::from("<?php "), |code, line| code + line.text + "\n");
    let close = if end.is_some() { "" } else { ";" };
    let parsed = crate::php::parse(FileId(0), &format!("{code}{close}"));
    let statements = &parsed.statements;
    let key = |statement: &Stmt| match &statement.kind {
        StmtKind::Expr(expr) => key_of(expr),
        _ => None,
    };
    let keys: Vec<Written> = statements.iter().filter_map(key).collect();
    if keys.is_empty() {
        return None;
    }
    let sound = end.is_some() && keys.len() == statements.len() && parsed.errors.is_empty();
    let last = of.last()?.comment;
    let span = Span { end: last.end, ..first.comment };
    let delete = |line: &Line<'_>| Edit { span: line.marks.unwrap_or(line.comment), text: String::new() };
    let edits = sound.then(|| of.iter().map(delete).collect());
    Some((Statement { keys, span, variable, edits }, of.len()))
}

/// The edits that take away where a block begins and ends.
fn marks_of_block(block: Span) -> Vec<Edit> {
    let edit = |span| Edit { span, text: String::new() };
    vec![edit(Span { end: block.start + 2, ..block }), edit(Span { start: block.end.saturating_sub(2), ..block })]
}

fn key_of(expr: &Expr) -> Option<Written> {
    let mut columns: Vec<String> = Vec::new();
    let mut table = None;
    let mut references: Vec<String> = Vec::new();
    let mut on_delete = None;
    let mut guessed = false;
    let mut current = expr;
    while let ExprKind::Call(call) = &current.kind {
        let Callee::Method { object, name: Member::Named(name, _), .. } = &call.callee else { return None };
        let text = |position: usize| call.args.get(position).and_then(|arg| text_of(&arg.value));
        match name.to_ascii_lowercase().as_str() {
            "on" => table = text(0),
            "references" => references = call.args.first().map(|arg| texts_of(&arg.value)).unwrap_or_default(),
            "ondelete" => on_delete = text(0).and_then(|words| OnDelete::from_sql(&words)),
            "cascadeondelete" => on_delete = Some(OnDelete::Cascade),
            "nullondelete" => on_delete = Some(OnDelete::Null),
            "restrictondelete" => on_delete = Some(OnDelete::Restrict),
            "noactionondelete" => on_delete = Some(OnDelete::NoAction),
            "constrained" => {
                guessed = true;
                table = table.or_else(|| text(0));
                if references.is_empty() {
                    references.extend(text(1));
                }
            }
            "foreign" => columns = call.args.first().map(|arg| texts_of(&arg.value)).unwrap_or_default(),
            "foreignid" | "foreignuuid" | "foreignulid" => columns.extend(text(0)),
            _ => {}
        }
        current = object;
    }
    if !matches!(current.kind, ExprKind::Variable(_)) || columns.is_empty() {
        return None;
    }
    if references.is_empty() {
        references.push("id".to_owned());
    }
    let target = match table {
        Some(table) => table,
        None if guessed => crate::laravel::support::naming::constrained_table(columns.first()?, references.first()?),
        None => return None,
    };
    Some(Written { columns, target, references, on_delete })
}

fn text_of(expr: &Expr) -> Option<String> {
    match &expr.kind {
        ExprKind::String(text) => Some(text.to_string()),
        _ => None,
    }
}

fn texts_of(expr: &Expr) -> Vec<String> {
    match &expr.kind {
        ExprKind::Array(items) => items.iter().filter_map(|item| item.value.as_ref().and_then(text_of)).collect(),
        _ => text_of(expr).into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    /// The keys in the comments of some code, as `column to table.column`, and the code with the comments' marks away.
    fn read(code: &str) -> (Vec<String>, Option<String>) {
        let sources = Sources::from_files([("a.php", code)]);
        let (file, source) = sources.iter().next().expect("there is a file");
        let parsed = crate::php::parse(file, code);
        let found = statements(file, source, &parsed.comments);
        let keys = found.iter().flat_map(|statement| &statement.keys);
        let keys = keys.map(|key| format!("{} to {}.{}", key.columns.join("+"), key.target, key.references.join("+")));
        let mut edits: Vec<Edit> = found.iter().filter_map(|statement| statement.edits.clone()).flatten().collect();
        edits.sort_by_key(|edit| std::cmp::Reverse(edit.span));
        let mended = edits.iter().fold(code.to_owned(), |mut text, edit| {
            text.replace_range(edit.span.range(), &edit.text);
            text
        });
        (keys.collect(), (!edits.is_empty()).then_some(mended))
    }

    #[test]
    fn a_key_may_take_several_lines() {
        let code = "<?php
            // Not yet:
            // $table->foreign('user_id')
            //     ->references('id')->on('users');
            #$table->foreign(['a', 'b'])->references(['c', 'd'])->on('pairs'); // later
            $table->timestamps();";
        let mended = "<?php
            // Not yet:
            $table->foreign('user_id')
                ->references('id')->on('users');
            $table->foreign(['a', 'b'])->references(['c', 'd'])->on('pairs'); // later
            $table->timestamps();";
        let keys = ["user_id to users.id", "a+b to pairs.c+d"].map(str::to_owned).to_vec();
        assert_eq!(read(code), (keys, Some(mended.to_owned())));
    }

    #[test]
    fn a_block_becomes_code_if_it_holds_nothing_else() {
        let code = "<?php /* $table->foreignId('user_id')->constrained(); */ f();";
        let keys = vec!["user_id to users.id".to_owned()];
        assert_eq!(read(code), (keys.clone(), Some("<?php  $table->foreignId('user_id')->constrained();  f();".to_owned())));
        let with_words = "<?php /* Later:\n $table->foreignId('user_id')->constrained();\n */";
        assert_eq!(read(with_words), (keys, None));
    }

    #[test]
    fn what_is_no_statement_stays_a_comment() {
        for code in [
            "<?php // foreign keys come later",
            "<?php // $table->foreign('user_id')->references('id')",
            "<?php // $x = foreign('user_id');",
            "<?php /* $table->foreign(",
            "<?php // $",
        ] {
            assert_eq!(read(code), (Vec::new(), None), "{code}");
        }
        let unfinished = "<?php // $table->foreign('user_id')->references('id')->on('users')";
        assert_eq!(read(unfinished), (vec!["user_id to users.id".to_owned()], None));
    }
}
