//! Columns that models cast to enums: their values are cases, and no keys of other tables.

use crate::eval::Interp;
use crate::laravel::Laravel;
use crate::laravel::eloquent::attributes::casts;
use crate::laravel::eloquent::models::is_model;
use crate::php::ast::ClassKind;
use crate::php::program::ClassDecl;

impl<'a> Laravel<'a, true> {
    /// Notes the columns of a model that are cast to enums of the project.
    pub(crate) fn survey_enums(cx: &mut Interp<'a, Self>, class: ClassDecl<'a>) {
        if class.decl.is_abstract || !is_model(cx.program, class) {
            return;
        }
        let Some(table) = Self::table_of_model(cx, class) else { return };
        for (column, cast) in casts(cx, class) {
            let named = cast.as_str().and_then(|name| cx.program.class(name.trim_start_matches('\\')));
            if named.is_some_and(|class| class.decl.kind == ClassKind::Enum) {
                cx.host.found.enums.insert((table.connection.clone(), table.table.clone(), column.to_string()));
            }
        }
    }
}
