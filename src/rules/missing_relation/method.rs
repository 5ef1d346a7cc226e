//! Writes the method of a relation into a model, in the style of its file.

use super::imports::{Imports, indent, line_rest};
use crate::finding::{Edit, Fix, Safety};
use crate::php::ast::{Class, File, Function};
use crate::source::Span;

/// Laravel's class of such relations.
const BELONGS_TO: &str = "Illuminate\\Database\\Eloquent\\Relations\\BelongsTo";

/// A relation to be written.
pub(super) struct Relation<'r> {
    /// The method's name.
    pub(super) name: &'r str,
    /// The related class, with its namespace.
    pub(super) related: &'r str,
    /// The column, where Laravel would look for another one.
    pub(super) foreign_key: Option<&'r str>,
    /// The column referred to, where Laravel would look for another one.
    pub(super) owner_key: Option<&'r str>,
    /// Whether it says what it returns.
    pub(super) typed: bool,
}

/// The method as one line, and the edits that write it into the class.
pub(super) fn write(
    relation: &Relation<'_>,
    (text, tree): (&str, &File),
    class: &Class,
    last: Option<&Function>,
) -> Option<(String, Fix)> {
    let mut imports = Imports::of(text, tree, class);
    let related = imports.name(relation.related);
    let returned = if relation.typed { format!(": {}", imports.name(BELONGS_TO)) } else { String::new() };
    let keys = match (relation.foreign_key, relation.owner_key) {
        (foreign_key, Some(owner)) => format!(", '{}', '{owner}'", foreign_key?),
        (Some(foreign_key), None) => format!(", '{foreign_key}'"),
        (None, None) => String::new(),
    };
    let head = format!("public function {}(){returned}", relation.name);
    let body = format!("return $this->belongsTo({related}::class{keys});");

    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let outer = indent(text, class.span.start as usize);
    let inner = inner_indent(text, class, outer);
    let step = inner.strip_prefix(outer).filter(|step| !step.is_empty()).unwrap_or("    ");
    // The brace stands where those of the other methods stand.
    let example = last.or(class.methods.last());
    let opens =
        if example.is_some_and(|method| opens_on_line(text, method)) { " {".to_owned() } else { format!("{line_end}{inner}{{") };
    let method = format!("{inner}{head}{opens}{line_end}{inner}{step}{body}{line_end}{inner}}}");
    let (offset, written) = match last {
        Some(last) => {
            let end = last.span.end as usize;
            let offset = line_rest(text, end);
            // The class may end on the same line.
            let closes = text.get(offset..)?.split('\n').next()?.trim_start().starts_with('}');
            let rest = if closes { format!("{line_end}{outer}") } else { String::new() };
            (offset, format!("{line_end}{line_end}{method}{rest}"))
        }
        None => at_end(text, class, &method, line_end, outer)?,
    };
    let mut edits = imports.edits(line_end);
    edits.push(Edit { span: Span::new(class.span.file, offset, offset), text: written });
    Some((format!("{head} {{ {body} }}"), Fix { safety: Safety::Unsafe, edits }))
}

/// Before the class's last brace: the place, and what is written there.
fn at_end(text: &str, class: &Class, method: &str, line_end: &str, outer: &str) -> Option<(usize, String)> {
    let whole = text.get(class.span.range())?;
    let before = whole.strip_suffix('}')?;
    let kept = before.trim_end();
    let rest = before.get(kept.len()..)?;
    let blank = if kept.ends_with('{') { "" } else { line_end };
    let close = if rest.contains('\n') { String::new() } else { format!("{line_end}{outer}") };
    Some((class.span.start as usize + kept.len(), format!("{line_end}{blank}{method}{close}")))
}

/// The blanks before the members of a class.
fn inner_indent(text: &str, class: &Class, outer: &str) -> String {
    let methods = class.methods.iter().map(|method| method.span.start);
    let properties = class.properties.iter().map(|property| property.span.start);
    let traits = class.traits.iter().flat_map(|used| &used.names).map(|name| name.span.start);
    let constants = class.constants.iter().map(|constant| constant.name_span.start);
    let members = methods.chain(properties).chain(traits).chain(constants);
    let found = members.map(|start| indent(text, start as usize)).find(|found| found.len() > outer.len());
    let tabs = || text.lines().any(|line| line.starts_with('\t'));
    found.map_or_else(|| format!("{outer}{}", if tabs() { "\t" } else { "    " }), str::to_owned)
}

/// Whether the brace of a method stands on the line of its head.
fn opens_on_line(text: &str, method: &Function) -> bool {
    let after_name = text.get(method.name_span.end as usize..method.span.end as usize).unwrap_or_default();
    let head = after_name.split('{').next().unwrap_or_default();
    let close = head.rfind(')').map_or(head, |at| head.get(at..).unwrap_or_default());
    after_name.contains('{') && !close.contains('\n')
}
