//! The commands of a Blueprint that are no columns: indexes, keys, drops, renames.

use super::names::{names_of, reason_of_argument};
use crate::eval::{Args, CallSite, HostId, Interp, Value};
use crate::laravel::Laravel;
use crate::laravel::eloquent::models;
use crate::laravel::migrations::blueprint::modifiers::of_collation;
use crate::laravel::objects::{CommandKind, ForeignDraft, IndexDraft, Thing};
use crate::schema::IndexKind;
use crate::source::Span;

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// The set of characters of the table: `$table->charset('latin1')`, `$table->collation = 'utf8_unicode_ci'`.
    pub(in crate::laravel) fn set_charset(cx: &mut Interp<'a, Self>, id: HostId, what: &str, name: &str) {
        let set = if what == "charset" { Some(name.to_ascii_lowercase()) } else { of_collation(name) };
        Self::with_blueprint(cx, id, |blueprint| blueprint.charset = set.or(blueprint.charset.take()));
    }

    /// The commands that are no columns.
    pub(super) fn blueprint_command(
        cx: &mut Interp<'a, Self>,
        id: HostId,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        let written = |position: usize| {
            let names = args.items.get(position).and_then(|arg| names_of(&arg.value, at.call));
            names.and_then(|names| names.first().map(|(_, span)| *span)).unwrap_or(at.call)
        };
        let columns = match method {
            "rawindex" => args.find(0, "expression"),
            _ => args.find(0, "columns"),
        };
        let columns_are_raw = columns.is_some_and(|arg| holds_objects(&arg.value));
        let columns = columns.and_then(|arg| Self::indexed(cx, &arg.value, at.call));
        let raw = columns.as_deref().and_then(plain_parts).unwrap_or_default();
        // A structure of its own, raw SQL, and words of packages whose indexes take conditions.
        let partial = args.find(2, "algorithm").is_some() || !matches!(method, "primary" | "unique" | "index") || columns_are_raw;
        let index = |kind: IndexKind| (kind, columns, args.find(1, "name").and_then(|arg| arg.value.as_str()));
        let made = match method {
            "primary" => index(IndexKind::Primary),
            // `uniqueIndex` is tpetry/laravel-postgresql-enhanced's word for one that may be partial.
            "unique" | "uniqueindex" => index(IndexKind::Unique),
            "index" | "vectorindex" => index(IndexKind::Index),
            "fulltext" => index(IndexKind::Fulltext),
            "spatialindex" => index(IndexKind::Spatial),
            "rawindex" => (IndexKind::Index, Some(raw), args.find(1, "name").and_then(|arg| arg.value.as_str())),
            _ => return Self::blueprint_change(cx, id, method, args, at, &written),
        };
        let (kind, columns, name) = made;
        let Some(columns) = columns else {
            Self::gap(cx, at.call, &format!("columns of {method}()"), reason_of_argument(args.value(0)));
            Self::with_blueprint(cx, id, |blueprint| blueprint.unsure_indexes = true);
            return Some(Value::Host(cx.host.add(Thing::Index)));
        };
        let at_columns = columns.first().map_or(at.call, |(_, span)| *span);
        let columns = columns.into_iter().map(|(name, _)| name).collect();
        let draft = IndexDraft { kind, columns, name: name.map(|name| name.to_string()), partial };
        Self::push(cx, id, CommandKind::Index(draft), at_columns);
        Some(Value::Host(cx.host.add(Thing::Index)))
    }

    /// The columns of an index, of which some may be given as raw SQL (`DB::raw('made_at desc')`).
    fn indexed(cx: &Interp<'a, Self>, value: &Value<'a>, otherwise: Span) -> Option<Vec<(String, Span)>> {
        match value {
            Value::Host(id) => match cx.host.thing(*id) {
                // What is more than names of columns stays as it is written: no column is called so.
                Some(Thing::Expression(sql)) => names_of(sql, otherwise).map(|whole| plain_parts(&whole).unwrap_or(whole)),
                _ => None,
            },
            Value::Array(list) if !list.open && list.entries.iter().any(|entry| matches!(entry.value, Value::Host(_))) => {
                let mut columns = Vec::new();
                for entry in &list.entries {
                    columns.extend(Self::indexed(cx, &entry.value, otherwise)?);
                }
                Some(columns)
            }
            other => names_of(other, otherwise),
        }
    }

    fn blueprint_change(
        cx: &mut Interp<'a, Self>,
        id: HostId,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
        written: &dyn Fn(usize) -> Span,
    ) -> Option<Value<'a>> {
        // The parameters' names, for arguments that are given by name.
        let names: &[&str] = match method {
            "foreign" => &["columns", "name"],
            "renamecolumn" | "renameindex" => &["from", "to"],
            "dropmorphs" => &["name", "indexName"],
            "dropsoftdeletes" | "dropsoftdeletestz" | "dropconstrainedforeignid" | "dropcolumn" => &["column"],
            "dropforeignidfor" | "dropconstrainedforeignidfor" => &["model", "column"],
            "rename" => &["to"],
            "after" => &["column", "callback"],
            "removecolumn" => &["name"],
            _ => &["index"],
        };
        let value = |position: usize| args.find(position, names.get(position).copied().unwrap_or_default()).map(|arg| &arg.value);
        let text = |position: usize| value(position).and_then(Value::as_str).map(|text| text.to_string());
        match method {
            "foreign" => {
                let columns = value(0).and_then(|value| names_of(value, at.call)).unwrap_or_default();
                let span = columns.first().map_or(at.call, |(_, span)| *span);
                let draft = ForeignDraft {
                    columns: columns.into_iter().map(|(name, _)| name).collect(),
                    name: args.find(1, "name").and_then(|arg| arg.value.as_str()).map(|name| name.to_string()),
                    ..ForeignDraft::default()
                };
                let position = Self::push(cx, id, CommandKind::Foreign(draft), span);
                return Some(Value::Host(cx.host.add(Thing::ForeignKey(id, position))));
            }
            "foreignidfor" | "foreignuuidfor" | "foreignulidfor" => return Some(Self::foreign_id_for(cx, id, method, args, at)),
            "dropcolumn" => {
                let mut names = Vec::new();
                for arg in &args.items {
                    match names_of(&arg.value, at.call) {
                        Some(list) => names.extend(list),
                        None => Self::unknown_columns(cx, id, Some(&arg.value), "column of dropColumn()", at),
                    }
                }
                for (name, span) in names {
                    Self::push(cx, id, CommandKind::DropColumn(vec![name]), span);
                }
            }
            "renamecolumn" => match (text(0), text(1)) {
                (Some(mut from), Some(mut to)) => {
                    // doctrine/dbal takes quotes away and sets its own (`AbstractAsset.php`, `trimQuotes`).
                    if cx.host.settings.doctrine_renames {
                        for name in [&mut from, &mut to] {
                            name.retain(|c| !matches!(c, '`' | '"' | '[' | ']'));
                        }
                    }
                    Self::push(cx, id, CommandKind::RenameColumn(from, to), written(0));
                    // What is chained to the command is none of the table's (`Fluent.php`).
                    return Some(Value::Host(cx.host.add(Thing::Index)));
                }
                _ => Self::unknown_columns(cx, id, args.value(0), "columns of renameColumn()", at),
            },
            "droptimestamps" | "droptimestampstz" => {
                let names = vec!["created_at".to_owned(), "updated_at".to_owned()];
                Self::push(cx, id, CommandKind::DropColumn(names), at.call);
            }
            "dropsoftdeletes" | "dropsoftdeletestz" | "dropsoftdeletesdatetime" => {
                let name = text(0).unwrap_or_else(|| "deleted_at".to_owned());
                Self::push(cx, id, CommandKind::DropColumn(vec![name]), at.call);
            }
            "dropremembertoken" => {
                Self::push(cx, id, CommandKind::DropColumn(vec!["remember_token".to_owned()]), at.call);
            }
            "dropnestedset" => {
                let columns = ["_lft", "_rgt", "parent_id"].map(str::to_owned);
                let index = Self::index_name(cx, id, &columns, "index");
                Self::push(cx, id, CommandKind::DropIndex(index), at.call);
                Self::push(cx, id, CommandKind::DropColumn(columns.to_vec()), at.call);
            }
            "dropmorphs" => {
                if let Some(name) = text(0) {
                    let columns = [format!("{name}_type"), format!("{name}_id")];
                    let index = text(1).unwrap_or_else(|| Self::index_name(cx, id, &columns, "index"));
                    Self::push(cx, id, CommandKind::DropIndex(index), at.call);
                    Self::push(cx, id, CommandKind::DropColumn(columns.to_vec()), at.call);
                }
            }
            "dropprimary" => {
                Self::push(cx, id, CommandKind::DropPrimary, at.call);
            }
            "dropunique" | "dropindex" | "dropfulltext" | "dropspatialindex" | "dropforeign" => {
                let kind = method.trim_start_matches("drop").to_owned();
                let name = match value(0) {
                    Some(list @ Value::Array(_)) => names_of(list, at.call).map(|names| {
                        let columns: Vec<String> = names.into_iter().map(|(name, _)| name).collect();
                        Self::index_name(cx, id, &columns, &kind)
                    }),
                    Some(name) => name.as_str().map(|name| name.to_string()),
                    None => None,
                };
                match name {
                    Some(name) if kind == "foreign" => {
                        Self::push(cx, id, CommandKind::DropForeign(name), written(0));
                    }
                    Some(name) => {
                        Self::push(cx, id, CommandKind::DropIndex(name), written(0));
                    }
                    None => {
                        if kind == "foreign" {
                            Self::push(cx, id, CommandKind::DropSomeForeign, at.call);
                        } else {
                            Self::with_blueprint(cx, id, |blueprint| blueprint.unsure_indexes = true);
                        }
                        let reason = reason_of_argument(args.value(0));
                        Self::gap(cx, at.call, &format!("index of {method}()"), reason);
                    }
                }
            }
            "dropconstrainedforeignid" => {
                if let Some(name) = text(0) {
                    let key = Self::index_name(cx, id, std::slice::from_ref(&name), "foreign");
                    Self::push(cx, id, CommandKind::DropForeign(key), written(0));
                    Self::push(cx, id, CommandKind::DropColumn(vec![name]), written(0));
                }
            }
            "dropforeignidfor" | "dropconstrainedforeignidfor" => {
                let model = args.value(0).and_then(|value| models::class_of_value(cx, value));
                let column = text(1).or_else(|| model.and_then(|model| models::foreign_key_of(cx, model)));
                if let Some(name) = column {
                    let both = method == "dropconstrainedforeignidfor";
                    if both || cx.host.settings.laravel <= 11 {
                        let key = Self::index_name(cx, id, std::slice::from_ref(&name), "foreign");
                        Self::push(cx, id, CommandKind::DropForeign(key), at.call);
                    }
                    if both || cx.host.settings.laravel >= 12 {
                        Self::push(cx, id, CommandKind::DropColumn(vec![name]), at.call);
                    }
                }
            }
            "renameindex" => {
                if let (Some(from), Some(to)) = (text(0), text(1)) {
                    Self::push(cx, id, CommandKind::RenameIndex(from, to), at.call);
                }
            }
            "rename" => {
                if let Some(to) = text(0) {
                    Self::push(cx, id, CommandKind::Rename(to), written(0));
                }
            }
            "drop" | "dropifexists" => {
                Self::push(cx, id, CommandKind::Drop, at.call);
            }
            "removecolumn" => {
                let name = text(0);
                Self::with_blueprint(cx, id, |blueprint| {
                    blueprint.commands.retain(
                        |command| !matches!(&command.kind, CommandKind::Column(column) if Some(&column.name) == name.as_ref()),
                    );
                });
            }
            "addcolumn" => return Some(Self::add_column(cx, id, args, at)),
            "after" => {
                let column = text(0);
                let outer = Self::with_blueprint(cx, id, |blueprint| std::mem::replace(&mut blueprint.after, column)).flatten();
                if let Some(callee) = value(1).cloned() {
                    cx.call_value(&callee, Args::of(vec![Value::Host(id)], at.call), at.call);
                }
                Self::with_blueprint(cx, id, |blueprint| blueprint.after = outer);
            }
            "create" | "engine" | "innodb" | "charset" | "collation" | "temporary" | "comment" | "gettable" | "getprefix"
            | "getcolumns" | "getcommands" | "addcommand" => {
                if method == "temporary" {
                    Self::with_blueprint(cx, id, |blueprint| blueprint.temporary = true);
                }
                if let ("charset" | "collation", Some(name)) = (method, text(0)) {
                    Self::set_charset(cx, id, method, &name);
                }
                if method == "getprefix" {
                    let connection = Self::with_blueprint(cx, id, |blueprint| blueprint.connection.clone()).unwrap_or_default();
                    let name = cx.host.connection_name(&connection)?.to_owned();
                    return Some(Value::string(cx.host.settings.connection(&name).prefix));
                }
                if method == "gettable" {
                    let table = Self::with_blueprint(cx, id, |blueprint| blueprint.table.clone()).flatten();
                    return Some(table.map_or(Value::Unknown(crate::eval::Why::Foreign), Value::string));
                }
            }
            _ => return None,
        }
        Some(Value::Host(id))
    }
}

/// Whether some columns of an index are given as raw SQL (`DB::raw()`).
fn holds_objects(columns: &Value<'_>) -> bool {
    match columns {
        Value::Array(list) => list.entries.iter().any(|entry| matches!(entry.value, Value::Host(_))),
        other => matches!(other, Value::Host(_)),
    }
}

/// The columns of an index that is given as raw SQL, where it is nothing but key parts of columns.
fn plain_parts(expression: &[(String, Span)]) -> Option<Vec<(String, Span)>> {
    let parts = expression.iter().flat_map(|(text, span)| text.split(',').map(move |part| (part, *span)));
    parts.map(|(part, span)| Some((column_of_part(part)?.to_owned(), span))).collect()
}

/// The column of a key part: `name`, behind it the length of a prefix (MySQL) and the order. Anything else is an
/// expression, or an operator class that PostgreSQL knows.
fn column_of_part(part: &str) -> Option<&str> {
    let is_length = |text: &str| {
        let digits = text.strip_prefix('(').and_then(|text| text.strip_suffix(')'));
        digits.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let is_order = |word: &str| ["asc", "desc", "nulls", "first", "last"].iter().any(|order| word.eq_ignore_ascii_case(order));
    let mut words = part.split_whitespace();
    let first = words.next()?;
    let (name, length) = first.split_at(first.find('(').unwrap_or(first.len()));
    let name = name.trim_matches(['`', '"']);
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    let is_plain = is_name && (length.is_empty() || is_length(length)) && words.all(|word| is_order(word) || is_length(word));
    is_plain.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::column_of_part;

    #[test]
    fn key_parts_name_their_column() {
        for part in
            ["made_at", " made_at DESC", "`made_at` asc", "made_at(128)", "made_at (10) desc", "\"made_at\" desc nulls last"]
        {
            assert_eq!(column_of_part(part), Some("made_at"), "{part}");
        }
        for part in ["", "lower(name)", "(a + b)", "name text_pattern_ops", "meta->>'a'", "name()"] {
            assert_eq!(column_of_part(part), None, "{part}");
        }
    }
}
