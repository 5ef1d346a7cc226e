//! Where constants are declared: what is written there is meant where it is used.

use super::ast::Expr;
use super::program::Program;
use crate::source::Span;

/// The values of all constants of classes and cases of enums, by their places.
#[derive(Debug, Default)]
pub struct Constants {
    /// In order; none contains another.
    values: Vec<(Span, Box<str>)>,
}

impl Constants {
    /// Those of a program.
    #[must_use]
    pub fn of(program: &Program<'_>) -> Self {
        let mut values = Vec::new();
        for class in program.classes() {
            let constants = class.decl.constants.iter().map(|constant| (&constant.name, &constant.value));
            let cases = class.decl.cases.iter().filter_map(|case| Some((&case.name, case.value.as_ref()?)));
            values.extend(constants.chain(cases).map(|(name, value): (&Box<str>, &Expr)| (value.span, name.clone())));
        }
        values.sort();
        Constants { values }
    }

    /// The name of the constant in whose value a place lies.
    #[must_use]
    pub fn name_at(&self, place: Span) -> Option<&str> {
        let after = self.values.partition_point(|(value, _)| *value <= place || value.contains(place));
        let (value, name) = self.values.get(after.checked_sub(1)?)?;
        value.contains(place).then_some(name)
    }
}
