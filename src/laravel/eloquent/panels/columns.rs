//! Columns that tables, filters and fields name: those that rows are sorted, searched, filtered, grouped and summed up by.
//!
//! Source: `filament/tables` (`Columns/Concerns/CanBeSorted.php`, `CanBeSearched.php`, `CanAggregateRelatedModels.php`,
//! `Table/Concerns/CanSortRecords.php`, `CanGroupRecords.php`, `Filters/SelectFilter.php`, `Grouping/Group.php`),
//! `filament/forms` (`Components/Select.php`, `Repeater.php`), `filament/filament` (`Resources/Resource.php`).

use crate::laravel::eloquent::panels::chain::{Chain, argument, is_literal};
use crate::laravel::eloquent::panels::reader::{Found, Named};
use crate::php::ast::{Arg, Expr, ExprKind, StmtKind};
use crate::php::program::{ClassDecl, Program};
use crate::references::Operation;

/// Filters that ask for the column that they are called after.
const BY_COLUMN: [&str; 2] = ["Filament\\Tables\\Filters\\SelectFilter", "Filament\\Tables\\Filters\\TernaryFilter"];

/// Methods after which they ask for something else, or for nothing.
const NOT_BY_COLUMN: [&str; 11] = [
    "query",
    "queries",
    "modifyQueryUsing",
    "baseQuery",
    "modifyBaseQueryUsing",
    "relationship",
    "hidden",
    "visible",
    "static",
    "form",
    "schema",
];

/// Methods after which a group of rows is not ordered by its column.
const NOT_BY_GROUP: [&str; 3] = ["orderQueryUsing", "groupQueryUsing", "scopeQueryByKeyUsing"];

/// What a resource says otherwise of the search through all resources.
const OWN_SEARCH: [&str; 5] = [
    "getGlobalSearchResults",
    "applyGlobalSearchAttributeConstraints",
    "applyGlobalSearchAttributeConstraint",
    "canGloballySearch",
    "getGlobalSearchEloquentQuery",
];

/// Methods after which a column shows what is worked out.
const COMPUTED: [&str; 9] = ["state", "getStateUsing", "counts", "exists", "avg", "max", "min", "sum", "query"];

impl<'a> Found<'a> {
    /// `$table->defaultSort('name')`, `$table->reorderable('sort')`
    pub(super) fn of_table(&mut self, chain: &Chain<'a>) {
        for method in ["defaultSort", "reorderable"] {
            let Some(args) = chain.last(method) else { continue };
            // `reorderable('sort', $condition)`
            let is_sure = method == "defaultSort" || args.len() == 1;
            let column = args.first().filter(|arg| is_sure && arg.name.is_none()).map(|arg| &arg.value);
            let operation = Operation::Order;
            self.named.extend(column.map(|column| Named { is_order_of_table: true, ..Named::own(column, operation) }));
        }
    }

    /// `$table->defaultGroup('status')`, `$table->groups(['status', 'author.name'])`
    pub(super) fn of_groups(&mut self, chain: &Chain<'a>) {
        let default = chain.last("defaultGroup").and_then(|args| argument(args, 0, "group"));
        let groups = chain.last("groups").and_then(|args| argument(args, 0, "groups")).map(|groups| &groups.kind);
        let items = match groups {
            Some(ExprKind::Array(items)) => items.as_slice(),
            _ => &[],
        };
        let listed = items.iter().filter_map(|item| item.value.as_ref());
        self.named.extend(default.into_iter().chain(listed).map(|column| Named::own(column, Operation::Order)));
    }

    /// `Group::make('status')`
    pub(super) fn of_group(&mut self, chain: &Chain<'a>, made: &'a [Arg]) {
        let column = chain.last("column").unwrap_or(made).first().filter(|_| !chain.calls(&NOT_BY_GROUP));
        self.named.extend(column.map(|column| Named::own(&column.value, Operation::Order)));
    }

    /// `TernaryFilter::make('is_active')`, `SelectFilter::make('state')->options([…])->attribute('status')`
    pub(super) fn of_filter(&mut self, chain: &Chain<'a>, class: &str, made: &'a [Arg]) {
        let is_offered = class.ends_with("\\TernaryFilter") || chain.calls(&["options"]);
        if !BY_COLUMN.contains(&class) || !is_offered || chain.calls(&NOT_BY_COLUMN) {
            return;
        }
        let told = chain.last("attribute").or_else(|| chain.last("column")).unwrap_or(made);
        let column = told.first().map(|arg| &arg.value);
        // With a dot, it is a name as SQL writes it.
        let is_plain = |column: &&Expr| matches!(&column.kind, ExprKind::String(name) if !name.contains('.'));
        self.named.extend(column.filter(is_plain).map(|column| Named::own(column, Operation::Where)));
    }

    /// `TextColumn::make('total')->sum('items', 'price')`
    fn of_aggregates(&mut self, chain: &Chain<'a>) {
        for (method, args) in &chain.links {
            let is_aggregate = ["avg", "max", "min", "sum"].iter().any(|name| method.eq_ignore_ascii_case(name));
            let relation = argument(args, 0, "relationship").map(|relation| &relation.kind);
            if let (true, Some(ExprKind::String(relation)), Some(column)) = (is_aggregate, relation, argument(args, 1, "column"))
            {
                self.named.push(Named::of(relation.to_string(), column, Operation::Select));
            }
        }
    }

    /// What a field for the rows of a relation says of their columns: `searchable(['first_name'])`, `orderColumn('sort')`.
    pub(super) fn of_field(&mut self, chain: &Chain<'a>, class: &str, path: &str) {
        let is_changed = chain.last("relationship").is_some_and(|args| args.len() > 2);
        if let Some(ExprKind::Array(items)) = chain.last("searchable").and_then(|args| args.first()).map(|arg| &arg.value.kind)
            && !is_changed
            && !chain.calls(&["getSearchResultsUsing"])
        {
            let columns = items.iter().filter_map(|item| item.value.as_ref());
            self.named
                .extend(columns.map(|column| Named { is_of_form: true, ..Named::of(path.to_owned(), column, Operation::Where) }));
        }
        if class.ends_with("\\Repeater")
            && let Some(column) = chain.last("orderColumn").and_then(|args| argument(args, 0, "column"))
        {
            self.named.push(Named { is_of_form: true, ..Named::of(path.to_owned(), column, Operation::Order) });
        }
    }

    /// `getGloballySearchableAttributes()` of a resource: what the search through all resources looks at.
    pub(super) fn of_search(&mut self, program: &Program<'a>, class: ClassDecl<'a>) {
        let is_off = program.property(class, "isGloballySearchable").is_some();
        let is_own = OWN_SEARCH.iter().any(|method| program.method(class, method).is_some());
        let Some(found) = program.method(class, "getGloballySearchableAttributes").filter(|_| !is_off && !is_own) else { return };
        let Some([only]) = found.function.body.as_deref() else { return };
        if let StmtKind::Return(Some(Expr { kind: ExprKind::Array(items), .. })) = &only.kind {
            for item in items.iter().filter(|item| !item.spread && item.key.is_none()) {
                self.named.extend(item.value.as_ref().map(|column| Named::own(column, Operation::Where)));
            }
        }
    }

    /// `TextColumn::make('author.name')->sortable()->searchable(['first_name'])`
    pub(super) fn of_column(&mut self, chain: &Chain<'a>, made: &'a [Arg]) {
        let Some(ExprKind::String(name)) = made.first().map(|arg| &arg.value.kind) else { return };
        // Columns that are not shown ask for nothing.
        let is_off = |args: &[Arg]| args.first().is_some_and(|arg| is_literal(&arg.value, "false"));
        let is_hidden = chain.last("hidden").is_some_and(|args| !is_off(args)) || chain.last("visible").is_some_and(is_off);
        if !is_hidden {
            self.of_aggregates(chain);
        }
        if is_hidden || chain.calls(&COMPUTED) {
            self.ordered.insert(name);
            return;
        }
        for (method, operation) in [("sortable", Operation::Order), ("searchable", Operation::Where)] {
            let Some(args) = chain.last(method) else { continue };
            // With a query of its own, or on a condition that is not written out, the column need not be there.
            let is_own = |arg: &Arg| {
                let is_condition = matches!(arg.name.as_deref(), Some("query" | "isGlobal" | "condition"));
                is_condition || matches!(arg.value.kind, ExprKind::Closure(_)) || arg.spread
            };
            if args.iter().any(is_own) {
                self.ordered.insert(name);
                continue;
            }
            let plain = Named::own(&made[0].value, operation);
            match args.iter().find(|arg| arg.name.is_none()).map(|arg| &arg.value) {
                Some(Expr { kind: ExprKind::Array(items), .. }) => {
                    // Of `user.name`, they are columns of the user.
                    let relation = name.rsplit_once('.').map(|(relation, _)| relation.to_owned());
                    let columns = items.iter().filter_map(|item| item.value.as_ref());
                    self.named.extend(columns.map(|column| Named { relation: relation.clone(), column, ..plain }));
                }
                None => self.named.push(plain),
                Some(value) if is_literal(value, "true") => self.named.push(plain),
                Some(_) => {}
            }
        }
    }
}
