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
            let mut add = |name: &str, value: &Expr| values.push((value.span, Box::from(name)));
            class.decl.constants.iter().for_each(|constant| add(&constant.name, &constant.value));
            for case in &class.decl.cases {
                if let Some(value) = &case.value {
                    add(&case.name, value);
                }
            }
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
