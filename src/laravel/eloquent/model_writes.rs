//! Rows that models write: `User::create([…])`, `$user->update([…])`, `$user->posts()->firstOrCreate([…], […])` and their like.
//!
//! Source: `Illuminate/Database/Eloquent/Builder.php`, `Model.php`, `Relations/HasOneOrMany.php`, `BelongsToMany.php`.

use std::rc::Rc;

use crate::catalog::laravel::Deed;
use crate::eval::{Args, CallSite, HostId, Interp, Object, Value, Why};
use crate::laravel::Laravel;
use crate::laravel::objects::{Query, Thing};
use crate::laravel::query::writes::{keys_of, rows_of};
use crate::php::program::ClassDecl;
use crate::references::{ColumnReference, Fillable, Gap, GapKind, Given, OpenFill, Operation, RowWrite, Seeking, TableUse};
use crate::source::{Sources, Span, is_test};

/// What a method of a model, or of a query for one, does with the arrays that it gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// Attributes, of which mass assignment lets some through.
    Filled,
    /// Attributes, all of which get through.
    Forced,
    /// Conditions, and then attributes.
    Sought,
}

impl Shape {
    /// Of a method, in lower case, that makes models.
    fn of(method: &str) -> Option<Self> {
        Some(match method {
            "create" | "createquietly" | "make" | "createmany" | "createmanyquietly" | "makemany" => Shape::Filled,
            "forcecreate" | "forcecreatequietly" | "forcecreatemany" | "forcecreatemanyquietly" => Shape::Forced,
            "firstorcreate" | "createorfirst" | "updateorcreate" | "firstornew" => Shape::Sought,
            _ => return None,
        })
    }
}

/// Why nothing is said of a name that a row gives a model.
pub(super) const TREATED: &str = "the model may write it to another column";
const FROM_ELSEWHERE: &str = "another function built the row";

/// Attributes on their way into a model.
struct Filling<'v, 'a> {
    class: ClassDecl<'a>,
    /// The query that names the table, if there is one.
    query: Option<HostId>,
    attributes: &'v Value<'a>,
    shape: Shape,
    operation: Operation,
    /// The object that holds them until it is saved; none if they are written at once.
    holder: Option<Rc<Object<'a>>>,
}

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// A method of a query for models, or of a relation, that makes models. None if it is another one.
    pub(in crate::laravel) fn make_models(
        cx: &mut Interp<'a, Self>,
        id: HostId,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        // Those of relations that save what others made.
        if matches!(method, "save" | "savequietly" | "savemany" | "savemanyquietly") {
            args.items.iter().take(1).for_each(|arg| Self::saved(cx, &arg.value));
            return Some(args.value(0).cloned().unwrap_or(Value::Unknown(Why::Data)));
        }
        let shape = Shape::of(method)?;
        let Some(model) = Self::query(cx, id).and_then(|query| query.model) else { return Some(Value::Unknown(Why::Data)) };
        let first = args.find(0, "attributes").map(|arg| arg.value.clone());
        let second = args.find(1, "values").map(|arg| arg.value.clone());
        let made = cx.some_object(model, Why::Data);
        let is_empty = |list: &Value<'a>| matches!(list, Value::Array(list) if list.entries.is_empty() && list.is_complete());
        if method.contains("many") && first.as_ref().is_some_and(is_empty) {
            return Some(cx.host.make(Thing::Collection(None, Some(Box::new(made)))));
        }
        let holder = match &made {
            Value::Object(object) if matches!(method, "make" | "firstornew") => Some(Rc::clone(object)),
            _ => None,
        };
        let filling = |attributes, shape| Filling {
            class: model,
            query: Some(id),
            attributes,
            shape,
            operation: Operation::Insert,
            holder: holder.clone(),
        };
        if holder.is_none() && shape == Shape::Sought {
            let own = Self::query(cx, id).and_then(|query| query.fills.clone());
            let keys = first.as_ref().and_then(keys_of);
            let columns = own.zip(keys).map(|(own, keys)| own.into_iter().chain(keys).collect());
            if let Some(table) = Self::table_of_query(cx, id) {
                cx.host.note_sought(Seeking::FirstOrCreate, &table, columns, at.name);
            }
        }
        if holder.is_none() {
            let table = Self::table_of_query(cx, id).filter(|_| !EXPLORE);
            let connection = Self::query(cx, id).map(|query| query.connection.clone()).unwrap_or_default();
            Self::may_have_rows(cx, table.as_ref().map(|table| (&connection, table.table.as_str())));
            let sought = second.as_ref().filter(|_| shape == Shape::Sought);
            Self::inserted(cx, (id, model), first.as_ref(), sought, at);
        }
        if shape == Shape::Sought {
            if let Some(Value::Array(conditions)) = &first {
                Self::conditions(cx, id, conditions, Deed::Where, at);
            }
            if let Some(values) = &second {
                Self::fill(cx, &filling(values, shape), at);
            }
        } else if let Some(attributes) = &first {
            Self::fill(cx, &filling(attributes, shape), at);
        }
        Some(if method.contains("many") { cx.host.make(Thing::Collection(None, Some(Box::new(made)))) } else { made })
    }

    /// `new User([…])`
    pub(in crate::laravel) fn constructed_model(
        cx: &mut Interp<'a, Self>,
        (class, object): (ClassDecl<'a>, &Value<'a>),
        args: &Args<'a>,
        at: CallSite,
    ) {
        let Some(attributes) = args.value(0) else { return };
        Self::hold(cx, (class, object), attributes, Shape::Filled, Operation::Insert, at);
    }

    /// Attributes that an object gets and has until it is saved.
    fn hold(
        cx: &mut Interp<'a, Self>,
        (class, object): (ClassDecl<'a>, &Value<'a>),
        attributes: &Value<'a>,
        shape: Shape,
        operation: Operation,
        at: CallSite,
    ) {
        if let Value::Object(object) = object {
            let holder = Some(Rc::clone(object));
            Self::fill(cx, &Filling { class, query: None, attributes, shape, operation, holder }, at);
        }
    }

    /// A method of a model's object that takes attributes or a column.
    pub(in crate::laravel) fn change_model(
        cx: &mut Interp<'a, Self>,
        (class, object): (ClassDecl<'a>, &Value<'a>),
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) {
        let first = args.value(0).cloned();
        let write =
            |attributes, shape| Filling { class, query: None, attributes, shape, operation: Operation::Update, holder: None };
        match (method, &first) {
            ("update" | "updatequietly" | "updateorfail", Some(attributes)) => {
                Self::fill(cx, &write(attributes, Shape::Filled), at);
                Self::saved(cx, object);
            }
            ("update" | "updatequietly" | "updateorfail", None) => Self::saved(cx, object),
            ("fill", Some(attributes)) => {
                Self::hold(cx, (class, object), attributes, Shape::Filled, Operation::Update, at);
            }
            ("forcefill", Some(attributes)) => {
                Self::hold(cx, (class, object), attributes, Shape::Forced, Operation::Update, at);
            }
            ("increment" | "decrement" | "incrementquietly" | "decrementquietly", Some(column)) => {
                let Value::Host(query) = Self::model_query(cx, class) else { return };
                Self::column(cx, query, column, Deed::Update, at);
                if let Some(extra) = args.value(2).cloned() {
                    Self::fill(cx, &write(&extra, Shape::Forced), at);
                }
            }
            _ => {}
        }
    }

    /// What a factory gives a model, which is not guarded then.
    pub(in crate::laravel) fn manufacture(cx: &mut Interp<'a, Self>, class: ClassDecl<'a>, attributes: &Value<'a>, at: CallSite) {
        let (shape, operation) = (Shape::Forced, Operation::Insert);
        Self::fill(cx, &Filling { class, query: None, attributes, shape, operation, holder: None }, at);
    }

    /// What a factory gives a model that it does not save.
    pub(in crate::laravel) fn made(
        cx: &mut Interp<'a, Self>,
        model: (ClassDecl<'a>, &Value<'a>),
        attributes: &Value<'a>,
        at: CallSite,
    ) {
        Self::hold(cx, model, attributes, Shape::Forced, Operation::Insert, at);
    }

    /// Notes the columns that attributes name.
    fn fill(cx: &mut Interp<'a, Self>, filling: &Filling<'_, 'a>, at: CallSite) {
        if !EXPLORE {
            return;
        }
        let rows = rows_of(filling.attributes);
        let table = match filling.query {
            Some(id) => Self::table_of_query(cx, id),
            None => Self::table_of_model(cx, filling.class),
        };
        let Some(table) = table else { return };
        let known = Self::attributes_of(cx, filling.class);
        let fillable = if filling.shape == Shape::Forced { Fillable::All } else { known.fillable.clone() };
        if rows.iter().any(|row| !row.complete) {
            let open = OpenFill { table: table.clone(), fillable: fillable.clone(), call: at.name };
            cx.host.found.open_fills.push(open);
        }
        if rows.iter().all(|row| row.columns.is_empty()) {
            return;
        }
        if filling.operation == Operation::Insert && filling.holder.is_none() {
            Self::timestamps(cx, filling.class, &table);
        }
        let context = Self::context(cx);
        let here = cx.function().map(|function| function.span);
        let is_factory = cx.program.sources().path(at.call.file).ends_with("Factory.php");
        let in_test = is_test(cx.program.sources().path(at.call.file));
        let several = rows.len() > 1;
        for row in rows {
            cx.host.give_all(&table, &row);
            // What a hook puts in the place of a NULL is not known where hooks are not. A factory's definition leaves it to
            // others to write something there.
            let has_null = row.values.iter().any(|(_, value, _)| matches!(value, Given::Null));
            let fills = if has_null && !is_factory { Self::filled_by_itself(cx, filling.class) } else { None };
            let is_stored = |name: &str, value: &Given| {
                let filled = || fills.as_ref().is_none_or(|fills| fills.contains(&name.to_ascii_lowercase()));
                let is_null = matches!(value, Given::Null);
                known.is_kept(name) && !fillable.drops_column(name) && !(is_null && (filled() || !known.is_stored_as_is(name)))
            };
            cx.host.note_values(&table, &row, is_stored);
            let (mut written, mut lost) = (Vec::new(), Vec::new());
            for (name, span) in row.columns {
                let bare = name.split("->").next().unwrap_or(&name);
                // What another function put together may be meant for more than this model, which matters where the model drops
                // it. So may what a request lets through, which a model without guard writes as it is.
                let is_input = row.inputs.contains(&span);
                let dropped = fillable.drops(bare);
                let reaches = || {
                    dropped == Some(false)
                        && !Self::is_borrowed(cx, Some(span), several)
                        && !is_refused(cx.program.sources(), span)
                };
                let is_here = here.is_none_or(|here| here.contains(span));
                let is_own = if is_input { dropped.is_some() } else { is_here || reaches() };
                if !is_own || !known.needs_column(bare) {
                    let reason = if is_own { TREATED } else { FROM_ELSEWHERE };
                    Self::may_write(cx, (&table, filling.operation), (bare, span), reason, at);
                    continue;
                }
                match dropped {
                    // An array that also serves something else may well hold more than the model takes.
                    Some(true) if is_input || !at.call.contains(span) => {}
                    Some(true) => lost.push((name, span)),
                    _ => written.push((name, span)),
                }
            }
            let write = |columns, fillable| RowWrite {
                table: table.clone(),
                operation: filling.operation,
                columns,
                // Laravel and the model itself give more columns a value.
                complete: false,
                filled: Vec::new(),
                fillable: Some(fillable),
                rules: row.inputs.clone(),
                replaced: row.replaced.clone(),
                call: at.name,
                context: context.clone(),
            };
            // What is dropped is lost whether the object is saved or not; a test may want to see just that.
            let held = filling.holder.as_ref();
            let ways = [(lost, held.filter(|_| in_test)), (written, held)];
            for (columns, holder) in ways.into_iter().filter(|(columns, _)| !columns.is_empty()) {
                match holder {
                    None => cx.host.found.rows.push(write(columns, fillable.clone())),
                    Some(holder) => Self::wait(cx, holder, write(columns, fillable.clone())),
                }
            }
        }
    }

    /// Notes a name that a row gives a model, and that may be written to another column or to none.
    pub(super) fn may_write(
        cx: &mut Interp<'a, Self>,
        (table, operation): (&TableUse, Operation),
        (name, span): (&str, Span),
        reason: &str,
        at: CallSite,
    ) {
        let literal = cx.program.sources().slice(span) == name;
        if !literal {
            return;
        }
        let context = Self::context(cx);
        let found = ColumnReference::of(table.clone(), name.to_owned(), operation, (span, literal), at.name, context);
        cx.host.found.columns.push(ColumnReference { open: true, ..found });
        let (what, reason, kind) = (format!("column `{name}`"), reason.to_owned(), GapKind::Column);
        cx.host.found.gaps.push(Gap { span, what, reason, kind, is_named: true });
    }

    /// Notes all that the insert of a new model gives a value, if that is known.
    fn inserted(
        cx: &mut Interp<'a, Self>,
        (id, model): (HostId, ClassDecl<'a>),
        first: Option<&Value<'a>>,
        second: Option<&Value<'a>>,
        at: CallSite,
    ) {
        let Some(mut filled) = Self::query(cx, id).and_then(|query| query.fills.clone()).filter(|_| EXPLORE) else { return };
        let Some(own) = Self::filled_by_itself(cx, model) else { return };
        let Some(table) = Self::table_of_query(cx, id) else { return };
        let known = Self::attributes_of(cx, model);
        let path = cx.program.sources().path(at.name.file);
        let is_guarded = !is_forced(cx.program.sources().slice(at.name)) && !path.to_ascii_lowercase().contains("seed");
        filled.extend(own.iter().cloned());
        if is_refused(cx.program.sources(), at.call) {
            return;
        }
        let mut rules = Vec::new();
        for attributes in first.into_iter().chain(second) {
            let rows = rows_of(attributes);
            // Of several rows, or several possible ones, the one that gives the least would have to be known.
            let [row] = rows.as_slice() else { return };
            let empty = matches!(attributes, Value::Array(list) if list.entries.is_empty() && list.is_complete());
            // A mutator, or a cast's class, may give other columns a value, too.
            let sources = cx.program.sources();
            let is_odd = |(name, span): &(String, Span)| !known.is_stored_as_is(name) || is_refused(sources, *span);
            if !(row.complete || empty) || row.columns.iter().any(is_odd) {
                return;
            }
            let given = row.columns.iter().map(|(name, _)| name.split("->").next().unwrap_or(name));
            // What is not fillable is dropped, but for seeders, which Laravel runs without guard (`SeedCommand.php`).
            let drops = |name: &str| is_guarded && known.fillable.drops_column(name);
            filled.extend(given.filter(|name| !drops(name)).map(str::to_owned));
            rules.extend(row.inputs.iter().copied());
        }
        filled.sort();
        filled.dedup();
        let context = Self::context(cx);
        cx.host.found.rows.push(RowWrite { rules, ..RowWrite::inserted(table, filled, at.name, context) });
    }

    /// The table of a model, as a query for it would name it.
    pub(in crate::laravel) fn table_of_model(cx: &mut Interp<'a, Self>, class: ClassDecl<'a>) -> Option<TableUse> {
        let query: Query<'a> = Self::new_model_query(cx, class);
        query.sources.first()?.used_on(&query.connection)
    }
}

/// Whether a method gives a model all attributes, whatever is fillable.
fn is_forced(method: &str) -> bool {
    method.to_ascii_lowercase().starts_with("force")
}

/// Whether a test wants to see that what is written there is refused: it never reaches the database.
pub(super) fn is_refused(sources: &Sources, written: Span) -> bool {
    const EXPECTING: [&str; 4] = ["expectException", "assertThrows", "->toThrow(", "->throws("];
    let file = sources.file(written.file);
    if !is_test(file.path()) {
        return false;
    }
    let (before, behind) = file.text().split_at_checked(written.start as usize).unwrap_or_default();
    let before = &before[before.rfind("function ").unwrap_or(0)..];
    let behind = behind.split("function ").next().unwrap_or_default();
    EXPECTING.iter().any(|words| before.contains(words) || behind.contains(words))
}
