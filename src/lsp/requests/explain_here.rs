//! "What do you know here?": what is known of the table at a place, what is not, and why.

use std::fmt::Write;

use gen_lsp_types::{ExecuteCommandParams, Position, TextDocumentIdentifier, Uri};
use lsp_server::{ErrorCode, Request};

use super::references::uses;
use crate::ide::{self, Former, Named};
use crate::lsp::convert::Known;
use crate::lsp::dispatch;
use crate::lsp::server::{Answer, Server};
use crate::schema::Origin;
use crate::source::FileId;

/// The command's name: it takes an address and a position.
pub(in crate::lsp) const COMMAND: &str = "tablecheck.explainHere";

pub(in crate::lsp) fn execute(server: &Server, request: &Request) -> Answer {
    let params: ExecuteCommandParams = match dispatch::params(request) {
        Ok(params) => params,
        Err(answer) => return answer,
    };
    if params.command != COMMAND {
        return Answer::Failed(ErrorCode::InvalidParams, format!("there is no command `{}`", params.command));
    }
    let arguments = serde_json::to_value(&params.arguments).unwrap_or_default();
    let uri = arguments.get(0).and_then(|uri| uri.as_str()).map(Uri::from);
    let position = arguments.get(1).and_then(|place| serde_json::from_value::<Position>(place.clone()).ok());
    let (Some(uri), Some(position)) = (uri, position) else {
        return Answer::Failed(ErrorCode::InvalidParams, format!("`{COMMAND}` takes an address and a position"));
    };
    let path = crate::lsp::uri::file(&uri).unwrap_or_default();
    let Some(project) = server.owner(&path) else {
        return Answer::of(
            "This file does not belong to a project with a `composer.json` or an `artisan`, so tablecheck knows nothing \
            about it.",
        );
    };
    let Some(snapshot) = project.snapshot.clone() else {
        let wait = "tablecheck is still reading the project; ask again in a moment.".to_owned();
        return Answer::of(project.failure.clone().unwrap_or(wait));
    };
    let known = Known { server, snapshot: &snapshot };
    let Some(file) = known.file(&TextDocumentIdentifier { uri }) else {
        return Answer::of("tablecheck skips this file: it is not PHP code of the project, or it is too large.");
    };
    Answer::of(text(&known, file, known.offset(file, position)))
}

/// What there is to say at a place.
fn text(known: &Known<'_>, file: FileId, offset: u32) -> String {
    let view = known.view();
    let mut text = String::new();
    match ide::spot_at(view, file, offset) {
        Some(spot) => {
            for former in spot.meant.iter().filter_map(|named| Former::of(view, named)) {
                let _ = writeln!(text, "{}", former.describe(view, &|span| known.link(span)));
            }
            for named in &spot.means {
                of_table(known, named, &mut text);
            }
        }
        None => {
            let line = view.sources.file(file).position(offset).line;
            let gaps = view.analysis.gaps.iter().filter(|gap| gap.span.file == file);
            let here: Vec<_> = gaps.filter(|gap| view.sources.start(gap.span).line == line).collect();
            for gap in &here {
                let _ = writeln!(text, "Unknown here: {}, because {}.", gap.what, gap.reason);
            }
            if here.is_empty() {
                text.push_str("There is no table or column name here.\n");
            }
        }
    }
    let summary = &view.analysis.summary;
    let _ = writeln!(
        text,
        "\ntablecheck replayed {} migrations of this project, which create {} tables. It resolved {} names of tables and \
        columns; {} are unknown (`tablecheck coverage` lists them).",
        summary.migrations, summary.tables, summary.references, summary.unresolved
    );
    if summary.unreplayed > 0 {
        let unread = crate::report::count(summary.unreplayed, "migration or dump", "migrations or dumps");
        let _ = writeln!(text, "{unread} could not be read, so tables may be missing.");
    }
    text
}

fn of_table(known: &Known<'_>, named: &Named, text: &mut String) {
    let view = known.view();
    let link = |span| known.link(span);
    if let Some(described) = ide::describe(view, named, &link) {
        let _ = writeln!(text, "{described}");
    }
    let Some((_, table)) = view.table(named) else { return };
    if table.open_at.is_some() && table.origin == Origin::Package && table.columns.is_empty() {
        text.push_str("A package brings it, and its columns are not known.\n");
    } else if let Some(at) = table.open_at {
        let _ = writeln!(text, "It may have other columns than these: see {}.", link(at));
    }
    if table.unsure_indexes {
        text.push_str("It may have other indexes than these: some are created or dropped conditionally.\n");
    }
    let references = &view.analysis.references;
    for local in references.local_tables.iter().filter(|local| local.table.eq_ignore_ascii_case(&table.name)) {
        let what = if local.altered { "changes it" } else { "creates a table with this name" };
        let _ = writeln!(text, "Code {what} at run time: {}.", link(local.span));
    }
    let n = uses(known, named).len();
    let _ = writeln!(text, "{n} places use it.");
    let unsure = view.analysis.gaps.iter().filter(|gap| gap.reason.contains(&format!("`{}`", table.name))).take(5);
    for gap in unsure {
        let _ = writeln!(text, "Not checked: {} at {}, because {}.", gap.what, link(gap.span), gap.reason);
    }
}
