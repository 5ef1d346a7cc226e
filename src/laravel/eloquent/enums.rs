//! Columns that models cast to enums: their values are cases, and no keys of other tables.

use crate::eval::Interp;
use crate::laravel::Laravel;
use crate::laravel::eloquent::attributes::casts;
use crate::php::program::ClassDecl;
use crate::references::TableUse;

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// Notes the columns of a model that are cast to enums of the project.
    pub(in crate::laravel) fn enum_columns(cx: &mut Interp<'a, Self>, class: ClassDecl<'a>, table: &TableUse) {
        for (column, cast) in casts(cx, class) {
            if cast.as_str().is_some_and(|name| Self::is_enum(cx, name.trim_start_matches('\\'))) {
                cx.host.found.enums.insert((table.connection.clone(), table.table.clone(), column.to_string()));
            }
        }
    }
}
