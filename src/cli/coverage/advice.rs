//! What a reader can do so that tablecheck understands more.

/// The reasons about which something can be done, and what.
const ADVICE: [(&str, &str); 10] = [
    ("it is a parameter, and no call with a known argument was seen", SIGNATURES),
    ("it comes from code outside the project", SIGNATURES),
    ("the name of a table of its query is not known", SIGNATURES),
    (
        "its query comes from elsewhere, with tables that are not known",
        "write in a comment whose query it is: `@param Builder<Order> $query`",
    ),
    ("its table may have unknown columns", "list its columns under `tables` in tablecheck.yaml"),
    ("it may belong to one of several tables", "write the table before the column: `orders.state`"),
    ("a package, the framework or another database may have the table", "list the table under `tables` in tablecheck.yaml"),
    (
        "code creates or changes its table in ways that tablecheck cannot follow",
        "list the table's columns under `tables` in tablecheck.yaml",
    ),
    ("a migration that names its table has a syntax error", "fix the syntax error"),
    ("the configuration is not part of the project", "write the usual value as the second argument of `config()`"),
];

const SIGNATURES: &str = "describe the function under `signatures` in tablecheck.yaml";

/// What can be done about gaps with this reason, if anything can.
pub(super) fn on(reason: &str) -> Option<&'static str> {
    // Some name a place behind it.
    let is_it = |known: &str| reason.strip_prefix(known).is_some_and(|rest| rest.is_empty() || rest.starts_with(", at "));
    ADVICE.iter().find(|(known, _)| is_it(known)).map(|(_, advice)| *advice)
}
