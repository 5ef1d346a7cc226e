//! Code lenses above migrations: which table, how many columns, who uses it; a click tells what the server knows.

use gen_lsp_types::{CodeLens, CodeLensParams, Command};
use serde_json::json;

use super::explain_here::COMMAND;
use super::references::uses;
use crate::ide::{self, Named};
use crate::lsp::convert::{Known, Places};

pub(in crate::lsp) fn code_lens(known: &Known<'_>, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>, String> {
    let Some(file) = known.file(&params.text_document) else { return Ok(None) };
    let view = known.view();
    if !view.is_migration(file) {
        return Ok(None);
    }
    let mut places = Places::default();
    let mut lenses: Vec<CodeLens> = Vec::new();
    let spots = ide::spots(view, file);
    for symbol in ide::migration_symbols(view, file) {
        let Some(spot) = spots.iter().find(|spot| spot.span == symbol.span) else { continue };
        let Some(named) = spot.means.first().filter(|named| named.column.is_none()) else { continue };
        let range = places.range(known, symbol.span);
        let arguments = [json!(params.text_document.uri), json!(range.start)];
        lenses.push(CodeLens {
            range,
            command: Some(Command {
                title: title(known, named),
                tooltip: None,
                command: COMMAND.to_owned(),
                arguments: serde_json::from_value(json!(arguments)).ok(),
            }),
            data: None,
        });
    }
    Ok(Some(lenses))
}

fn title(known: &Known<'_>, named: &Named) -> String {
    let count = |n: usize, one: &str| format!("{n} {one}{}", if n == 1 { "" } else { "s" });
    let columns = known.view().table(named).map_or(0, |(_, table)| table.columns.len());
    let used = uses(known, named).len();
    format!("{}: {}, {}", named.table, count(columns, "column"), count(used, "use"))
}
