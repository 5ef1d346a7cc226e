//! Whether a package works on tables of the one application that it is made for: it asks models of it that are not here.

use crate::migrator::is_vendored;
use crate::php::ast::Import;
use crate::rules::Context;

/// Methods that ask a model for rows, and no facade has. A longer name may follow: `whereIn(`.
const QUERIES: [&str; 8] = ["find", "where", "firstOrCreate", "firstOrNew", "updateOrCreate", "join", "leftJoin", "orderBy"];

/// Classes of the global namespace that are no models, with methods of such names: Laravel's aliases
/// (`Illuminate/Support/Facades/Facade.php`, `defaultAliases`) and those of packages.
const NO_MODELS: [&str; 14] = [
    "Arr",
    "Cache",
    "Carbon",
    "Collection",
    "Cookie",
    "DB",
    "Request",
    "Response",
    "Route",
    "Sentinel",
    "Sentry",
    "Str",
    "Storage",
    "View",
];

/// Every application has this model, so it tells none from another.
const EVERYBODYS: [&str; 2] = ["App\\User", "App\\Models\\User"];

/// Whether the code of a package asks models that are neither in it nor in a namespace of another package: classes of the global
/// namespace or of `App`, which every application has its own of.
pub(super) fn works_for_one(cx: &Context<'_>) -> bool {
    cx.program.code().iter().any(|&id| {
        let file = cx.sources.file(id);
        if is_vendored(file.path()) || cx.is_test(id) {
            return false;
        }
        let asks = |import: &&Import| {
            let call = format!("{}::", import.alias);
            let is_query = |(at, _): (usize, &str)| {
                let is_whole = !file.text()[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '\\'));
                is_whole && QUERIES.iter().any(|name| file.text()[at + call.len()..].starts_with(name))
            };
            file.text().match_indices(&call).any(is_query)
        };
        let parsed = cx.program.file(id);
        let is_in_namespace = parsed.namespaces.iter().any(|namespace| !namespace.name.is_empty());
        is_in_namespace && parsed.imports.iter().filter(|import| is_of_host(cx, import)).any(|import| asks(&import))
    })
}

/// Whether an import is a class that only the application can have.
fn is_of_host(cx: &Context<'_>, import: &Import) -> bool {
    let is_global = || !import.path.contains('\\') && !NO_MODELS.contains(&&*import.path);
    let is_apps = || import.path.starts_with("App\\") && !EVERYBODYS.contains(&&*import.path);
    import.is_class
        && (is_global() || is_apps())
        && cx.program.class(&import.path).is_none()
        && cx.program.composer().paths_of(&import.path).is_empty()
}
