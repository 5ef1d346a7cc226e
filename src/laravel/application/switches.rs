//! Switches of the configuration that decide what migrations make. What a package has set for them is not its users' choice, and
//! what the code of an application asks for itself may well be switched on.

use crate::eval::{Interp, Value, Why};
use crate::laravel::Laravel;
use crate::laravel::application::MigrationPath;
use crate::php::ast::{BinaryOp, Callee, ClassRef, Expr, ExprKind, Member, UnaryOp};
use crate::references::{Gap, GapKind};
use crate::source::is_test;

/// The key of the configuration whose value is all that a condition asks for.
fn asked_setting(condition: &Expr) -> Option<&str> {
    match &condition.kind {
        ExprKind::Unary { op: UnaryOp::Not, operand } => asked_setting(operand),
        ExprKind::Cast { operand, .. } | ExprKind::Empty(operand) => asked_setting(operand),
        ExprKind::Binary {
            op: BinaryOp::Identical | BinaryOp::NotIdentical | BinaryOp::Equal | BinaryOp::NotEqual,
            left,
            right,
        } => match (&left.kind, &right.kind) {
            (ExprKind::Null, _) => asked_setting(right),
            (_, ExprKind::Null) => asked_setting(left),
            _ => None,
        },
        ExprKind::Call(call) => {
            let first = &call.args.first()?.value;
            match (&call.callee, &first.kind) {
                (Callee::Function(name), ExprKind::String(key)) if name.base().eq_ignore_ascii_case("config") => Some(key),
                (Callee::Static { class: ClassRef::Named(class), name: Member::Named(name, _) }, ExprKind::String(key))
                    if class.base() == "Config" && name.eq_ignore_ascii_case("get") =>
                {
                    Some(key)
                }
                (Callee::Function(name), _) => {
                    let asks = ["is_null", "filled", "blank", "boolval"].iter().any(|own| name.base().eq_ignore_ascii_case(own));
                    asks.then(|| asked_setting(first))?
                }
                _ => None,
            }
        }
        _ => None,
    }
}

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// What a value of the configuration is worth to a replay. A switch that may be set either way is not known, so that both
    /// ways are taken.
    pub(in crate::laravel) fn switched(cx: &mut Interp<'a, Self>, key: Option<&str>, value: Value<'a>) -> Value<'a> {
        let Value::Bool(on) = value else { return value };
        if EXPLORE {
            return value;
        }
        let migrating = cx.host.replay.migrating;
        let is_open = if Self::is_package(cx) {
            migrating || (!on && cx.host.application.doubting)
        } else {
            migrating && !on && key.is_some_and(|key| Self::is_asked_by_code(cx, key))
        };
        if is_open { Value::Unknown(Why::Config) } else { value }
    }

    /// Whether a condition of a package's migrations asks whether something is set that the package leaves to its users:
    /// `! config('shop.team_model')`.
    pub(in crate::laravel) fn is_unset(cx: &mut Interp<'a, Self>, condition: &'a Expr) -> bool {
        if EXPLORE || !cx.host.replay.migrating || !Self::is_package(cx) {
            return false;
        }
        let Some(key) = asked_setting(condition) else { return false };
        matches!(Self::config_value(cx, key), Value::Null)
    }

    /// The same of a variable of the environment: where code or configuration of an application asks for it too, those that set it
    /// are expected to.
    pub(in crate::laravel) fn switched_by_environment(cx: &mut Interp<'a, Self>, name: &str, value: Value<'a>) -> Value<'a> {
        let is_off = match &value {
            Value::Null | Value::Bool(false) => true,
            value => value.as_str().is_some_and(|text| text.is_empty()),
        };
        let migrating = !EXPLORE && cx.host.replay.migrating;
        if migrating && is_off && !Self::is_package(cx) && Self::is_asked_by_code(cx, name) {
            return Value::Unknown(Why::Config);
        }
        Self::switched(cx, None, value)
    }

    /// Finds the migrations of a package that its providers load only where a switch is set in another way than the package has
    /// set it: those that `ask` finds beside the ones that are known.
    pub(crate) fn ask_switched(cx: &mut Interp<'a, Self>, ask: impl FnOnce(&mut Interp<'a, Self>)) {
        if !Self::is_package(cx) {
            return;
        }
        let known = cx.host.application.discovered.clone();
        let settings = std::sync::Arc::clone(&cx.host.settings);
        let (set, macros) = (cx.host.application.config_set.clone(), cx.host.application.macros.clone());
        let gaps = cx.host.found.gaps.len();
        cx.host.application.doubting = true;
        ask(cx);
        cx.host.application.doubting = false;
        let mut found = std::mem::replace(&mut cx.host.application.discovered, known).migration_paths;
        let known = &mut cx.host.application.discovered.migration_paths;
        found.retain(|new| !known.iter().any(|known| known.path == new.path));
        known.extend(found.into_iter().map(|path| MigrationPath { switched: true, ..path }));
        cx.host.settings = settings;
        cx.host.application.config_set = set;
        cx.host.application.macros = macros;
        cx.host.found.gaps.truncate(gaps);
    }

    /// What was found before a way that code takes only for those who ask for it.
    pub(in crate::laravel) fn before_option(cx: &Interp<'a, Self>) -> [usize; 3] {
        let found = &cx.host.found;
        [found.columns.len(), found.rows.len(), cx.host.query.pending.len()]
    }

    /// Who asks for it may have the columns for it, too: of what was found on the way nothing is said.
    pub(in crate::laravel) fn after_option(cx: &mut Interp<'a, Self>, [columns, rows, pending]: [usize; 3]) {
        let reason = "a setting that is off decides whether it is used";
        for pending in cx.host.query.pending.iter_mut().skip(pending) {
            pending.doubtful = true;
        }
        let found = &mut cx.host.found;
        for column in found.columns.iter_mut().skip(columns).filter(|column| !column.open) {
            column.open = true;
            let what = format!("column `{}`", column.column);
            found.gaps.push(Gap { span: column.span, what, reason: reason.to_owned(), kind: GapKind::Column, is_named: false });
        }
        for row in found.rows.iter_mut().skip(rows) {
            row.complete = false;
            row.columns.clear();
        }
    }

    /// Whether code other than migrations and configuration asks for a key.
    fn is_asked_by_code(cx: &mut Interp<'a, Self>, key: &str) -> bool {
        if let Some(known) = cx.host.application.asked_keys.get(key) {
            return *known;
        }
        let quoted = [format!("'{key}'"), format!("\"{key}\"")];
        // Configuration asks for variables of the environment, and for nothing of itself.
        let is_variable = !key.contains('.') && key.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
        let is_code = move |path: &str| {
            let aside = path
                .split('/')
                .any(|part| matches!(part, "migrations" | "Migrations" | "vendor") || (part == "config" && !is_variable));
            path.ends_with(".php") && !aside && !is_test(path)
        };
        let finders = quoted.each_ref().map(|name| memchr::memmem::Finder::new(name).into_owned());
        let asks = move |text: &str| finders.iter().any(|finder| finder.find(text.as_bytes()).is_some());
        let asked = !cx.program.files_where(move |path, text| is_code(path) && asks(text)).is_empty();
        cx.host.application.asked_keys.insert(key.to_owned(), asked);
        asked
    }
}
