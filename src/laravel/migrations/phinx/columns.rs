//! Columns as Phinx's migrations describe them. Which type is which is data (`rules/laravel/phinx.yaml`).

use super::{Action, Facts};
use crate::catalog::laravel::ColumnSpec;
use crate::catalog::phinx::column_kind;
use crate::eval::{Args, Array, CallSite, HostId, Interp, Value};
use crate::laravel::Laravel;
use crate::laravel::migrations::blueprint::{names_of, plain_text};
use crate::laravel::objects::{ColumnDraft, CommandKind, Connection, Thing};
use crate::schema::types::TypeKind;
use crate::schema::{ColumnType, Default, Driver};

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// `addColumn('name', 'type', [options])`, `changeColumn(…)`
    pub(super) fn phinx_column(cx: &mut Interp<'a, Self>, id: HostId, changes: bool, args: &Args<'a>, at: CallSite) {
        let what = if changes { "column of changeColumn()" } else { "column of addColumn()" };
        let Some(names) = args.find(0, "columnName").and_then(|arg| names_of(&arg.value, at.call)) else {
            Self::open_phinx(cx, id, args.value(0), what, at);
            return;
        };
        let ty = args.find(1, if changes { "newColumnType" } else { "type" }).map(|arg| arg.value.clone());
        let options = args.find(2, "options").map(|arg| arg.value.clone());
        let several = names.len() > 1;
        for (name, span) in names {
            let mut draft = Self::phinx_draft(cx, name, ty.as_ref(), options.as_ref());
            draft.change = changes;
            cx.uncertain += u32::from(several);
            Self::plan(cx, id, Action::Command(CommandKind::Column(Box::new(draft))), span);
            cx.uncertain -= u32::from(several);
        }
    }

    /// `addTimestamps('created_at', 'updated_at')`; `false` leaves one of them out.
    pub(super) fn phinx_timestamps(cx: &mut Interp<'a, Self>, id: HostId, args: &Args<'a>, at: CallSite) {
        for (position, param, usual) in [(0, "createdAt", "created_at"), (1, "updatedAt", "updated_at")] {
            let given = args.find(position, param).map(|arg| arg.value.clone());
            let (name, span) = match &given {
                None | Some(Value::Null) => (usual.to_owned(), at.call),
                Some(Value::Bool(false)) => continue,
                Some(value) => match names_of(value, at.call).as_deref() {
                    Some([(name, span)]) => (name.clone(), *span),
                    _ => {
                        Self::open_phinx(cx, id, Some(value), "columns of addTimestamps()", at);
                        continue;
                    }
                },
            };
            let mut draft = Self::phinx_draft(cx, name, Some(&Value::string("timestamp")), None);
            let is_first = position == 0;
            (draft.nullable, draft.nullable_set) = (!is_first, true);
            draft.default = is_first.then(|| Default::Expression("CURRENT_TIMESTAMP".to_owned()));
            draft.default_set = true;
            Self::plan(cx, id, Action::Command(CommandKind::Column(Box::new(draft))), span);
        }
    }

    /// The column that a table gets by itself.
    pub(super) fn phinx_key(cx: &Interp<'a, Self>, name: String, options: Option<&Array<'a>>) -> ColumnDraft<'a> {
        let mut draft = Self::phinx_draft(cx, name, Some(&Value::string("integer")), None);
        let is_signed = match options.and_then(|options| options.get_str("signed")) {
            Some(Value::Null) | None => Facts::of(cx).unsigned.map(|unsigned| !unsigned),
            Some(given) => given.truth(),
        };
        let is_mysql = Self::phinx_driver(cx).is_mysql();
        match is_signed {
            Some(signed) => draft.ty.unsigned = !signed && is_mysql,
            // Of a type that may have a sign or not nothing is said.
            None if is_mysql => draft.ty = ColumnType::default(),
            None => {}
        }
        if let Some(limit) = options.and_then(|options| options.get_str("limit"))
            && is_mysql
            && let (Some(kind), limit) = (column_kind("integer"), number(limit))
        {
            let sized = limit.and_then(|limit| TypeKind::from_laravel(kind.sized(Some(limit))));
            draft.ty.kind = sized.unwrap_or_default();
        }
        (draft.auto_increment, draft.nullable, draft.nullable_set) = (true, false, true);
        draft
    }

    pub(super) fn phinx_driver(cx: &Interp<'a, Self>) -> Driver {
        cx.host.connection_name(&Connection::Default).map(|name| cx.host.settings.connection(name).driver).unwrap_or_default()
    }

    fn phinx_draft(cx: &Interp<'a, Self>, name: String, ty: Option<&Value<'a>>, options: Option<&Value<'a>>) -> ColumnDraft<'a> {
        let mut draft = Self::draft(cx, name, &ColumnSpec::default());
        let none = Array::default();
        let (facts, is_known) = match options {
            Some(Value::Array(list)) => (&**list, list.is_complete()),
            None | Some(Value::Null) => (&none, true),
            Some(_) => (&none, false),
        };
        draft.ty = Self::phinx_type(cx, ty, facts, is_known);
        (draft.nullable, draft.nullable_set, draft.default_set) = (Facts::of(cx).nullable, true, true);
        if !is_known {
            // What else the options say is not known.
            (draft.nullable, draft.default) = (true, Some(Default::Unknown));
        }
        draft.auto_increment = facts.get_str("identity").and_then(Value::truth) == Some(true);
        match facts.get_str("null") {
            Some(Value::Null) | None => draft.nullable &= !draft.auto_increment,
            // One that may take NULL is taken for one that does.
            Some(given) => draft.nullable = given.truth() != Some(false),
        }
        match facts.get_str("default") {
            None => {}
            Some(Value::Null) => draft.default = None,
            Some(given) => {
                draft.default = Some(match Self::default_of(cx, given) {
                    Default::Literal(text) if text.to_ascii_uppercase().starts_with("CURRENT_TIMESTAMP") => {
                        Default::Expression(text)
                    }
                    default => default,
                });
            }
        }
        if let Some(after) = facts.get_str("after").and_then(Value::as_str) {
            // `MysqlAdapter::FIRST`
            draft.first = &*after == "FIRST";
            draft.after = (!draft.first).then(|| after.to_string());
        }
        draft
    }

    fn phinx_type(cx: &Interp<'a, Self>, ty: Option<&Value<'a>>, facts: &Array<'a>, is_known: bool) -> ColumnType {
        let driver = Self::phinx_driver(cx);
        let name = match ty {
            // `Literal::from('…')` is the type itself.
            Some(Value::Host(raw)) => {
                return match cx.host.thing(*raw) {
                    Some(Thing::Expression(sql)) => {
                        sql.as_str().map_or_else(ColumnType::default, |sql| ColumnType::from_sql(sql.to_ascii_lowercase()))
                    }
                    _ => ColumnType::default(),
                };
            }
            Some(value) => value.as_str(),
            None => None,
        };
        let Some(kind) = name.filter(|_| is_known).and_then(|name| column_kind(&name)) else { return ColumnType::default() };
        let given = ["limit", "length", "precision"].iter().find_map(|key| facts.get_str(key));
        let limit = given.and_then(number);
        let is_lost = |value: &Value<'a>| number(value).is_none() && !matches!(value, Value::Null);
        let scale = facts.get_str("scale").and_then(number);
        if given.is_some_and(is_lost) || facts.get_str("scale").is_some_and(is_lost) {
            return ColumnType::default();
        }
        let word = if driver.is_mysql() { kind.sized(limit) } else { &kind.kind };
        let mut ty = ColumnType::of(TypeKind::from_laravel(word).unwrap_or_default());
        let length = limit.filter(|limit| *limit > 0).or(kind.limit);
        match ty.kind {
            TypeKind::String | TypeKind::Char => ty.length = length,
            TypeKind::Decimal => (ty.total, ty.places) = digits(driver, limit, scale, (kind.total, kind.places)),
            TypeKind::Geometry => ty.subtype = (word != "geometry").then(|| word.to_owned()),
            TypeKind::DateTime | TypeKind::Timestamp | TypeKind::Time => ty.precision = limit,
            TypeKind::Enum | TypeKind::Set => ty.values = values(facts.get_str("values")),
            _ => {}
        }
        ty.unsigned = kind.signed && driver.is_mysql() && facts.get_str("signed").and_then(Value::truth) == Some(false);
        let driver_name = if driver.is_mysql() { "mysql" } else { driver.as_str() };
        ty.raw = match length {
            // What is too long for it becomes a blob.
            Some(length @ 256..) if ty.kind == TypeKind::Binary && driver.is_mysql() => Some(blob(length).to_owned()),
            _ => kind.sql(driver_name, length.unwrap_or_default()),
        };
        if driver == Driver::PgSql && ty.kind == TypeKind::Decimal && limit.or(scale).is_none() {
            ty.raw = Some("numeric".to_owned());
        }
        if driver == Driver::PgSql && matches!(ty.kind, TypeKind::DateTime | TypeKind::Timestamp | TypeKind::Time) {
            let zone = facts.get_str("timezone").and_then(Value::truth) == Some(true);
            let precision = limit.map_or_else(String::new, |precision| format!("({precision})"));
            let name = if ty.kind == TypeKind::Time { "time" } else { "timestamp" };
            ty.raw = Some(format!("{name}{precision} {} time zone", if zone { "with" } else { "without" }));
        }
        if ty.kind == TypeKind::Binary && ty.raw.as_ref().is_some_and(|raw| raw.ends_with(')')) {
            // What has a length can be indexed.
            ty.length = length.or(Some(16));
        }
        if let (Some(raw), true) = (&mut ty.raw, ty.unsigned) {
            raw.push_str(" unsigned");
        }
        ty
    }
}

/// The blob that holds so many bytes.
fn blob(length: u32) -> &'static str {
    match length {
        ..=255 => "tinyblob",
        256..=65_535 => "blob",
        65_536..=16_777_215 => "mediumblob",
        _ => "longblob",
    }
}

/// A number, or a text that is one.
fn number(value: &Value<'_>) -> Option<u32> {
    match value {
        Value::Str(_) => value.as_str().and_then(|text| text.trim().parse().ok()),
        _ => value.as_int().and_then(|number| u32::try_from(number).ok()),
    }
}

/// The digits of a decimal. MySQL's adapter hands them on where both are given and not 0
/// (`MysqlAdapter::getColumnSqlDefinition`), PostgreSQL's one by one, with 18 and 0 for what is not given.
fn digits(
    driver: Driver,
    precision: Option<u32>,
    scale: Option<u32>,
    otherwise: (Option<u32>, Option<u32>),
) -> (Option<u32>, Option<u32>) {
    match (precision, scale) {
        (Some(precision @ 1..), Some(scale @ 1..)) => (Some(precision), Some(scale)),
        _ if driver.is_mysql() => otherwise,
        _ => (Some(precision.unwrap_or(18)), Some(scale.unwrap_or(0))),
    }
}

/// The values of an `enum` or a `set`: a list, or a text with commas.
fn values(given: Option<&Value<'_>>) -> Vec<String> {
    match given {
        Some(Value::Array(list)) if list.is_complete() => {
            let values: Option<Vec<String>> = list.entries.iter().map(|entry| plain_text(&entry.value)).collect();
            values.unwrap_or_default()
        }
        Some(value) => {
            value.as_str().map(|text| text.split(',').map(|value| value.trim().to_owned()).collect()).unwrap_or_default()
        }
        None => Vec::new(),
    }
}
