//! `match` and `switch`: which of several cases is taken, and what is known of the subject in each.

use super::{Flow, Host, Interp, Value, Why, join};
use crate::php::ast::{self, Expr, ExprKind, Stmt};

impl<'a, H: Host<'a>> Interp<'a, H> {
    pub(super) fn match_value(&mut self, subject: &'a Expr, arms: &'a [ast::MatchArm]) -> Value<'a> {
        let looked_at = subject;
        let subject = self.eval(subject);
        let mut result: Option<Value<'a>> = None;
        let mut decided = false;
        let mut before = Vec::new();
        self.uncertain += 1;
        for arm in arms {
            let mut answer = Some(false);
            for test in arm.tests.iter().flatten() {
                let test = self.eval(test);
                match super::equal(&subject, &test, true) {
                    Some(true) if answer == Some(false) => answer = Some(true),
                    Some(_) => {}
                    None => answer = None,
                }
            }
            let is_default = arm.tests.is_none();
            if (decided || (answer == Some(false) && !is_default)) && !H::EXPLORE {
                continue;
            }
            let certain = !decided && result.is_none() && answer == Some(true);
            if certain {
                self.uncertain -= 1;
            }
            let narrowed = match arm.tests.as_deref() {
                Some([test]) => self.narrow_case(looked_at, test, true),
                _ => Vec::new(),
            };
            let value = self.eval(&arm.body);
            self.widen(narrowed);
            if certain {
                self.uncertain += 1;
            }
            for test in arm.tests.iter().flatten() {
                before.extend(self.narrow_case(looked_at, test, false));
            }
            if decided || (answer == Some(false) && !is_default) || matches!(arm.body.kind, ExprKind::Throw(_)) {
                continue;
            }
            decided |= answer == Some(true);
            result = Some(match result {
                Some(known) => join(&known, &value),
                None => value,
            });
        }
        self.widen(before);
        self.uncertain -= 1;
        result.unwrap_or(Value::Unknown(Why::Unsupported))
    }

    pub(super) fn switch(&mut self, subject: &'a Expr, cases: &'a [(Option<Expr>, Vec<Stmt>)]) -> Flow<'a> {
        let looked_at = subject;
        let subject = self.eval(subject);
        let mut chosen = None;
        let mut unsure = false;
        for (index, (test, _)) in cases.iter().enumerate() {
            let Some(test) = test else { continue };
            let test = self.eval(test);
            match super::equal(&subject, &test, false) {
                Some(true) if !unsure => {
                    chosen = Some(index);
                    break;
                }
                Some(false) => {}
                _ => unsure = true,
            }
        }
        let unbroken = |flow| match flow {
            Flow::Break(levels) | Flow::Continue(levels) if levels <= 1 => Flow::Next,
            Flow::Break(levels) => Flow::Break(levels - 1),
            Flow::Continue(levels) => Flow::Continue(levels - 1),
            flow => flow,
        };
        if unsure {
            let has_default = cases.iter().any(|(test, _)| test.is_none());
            return self.cases(looked_at, cases, has_default, &unbroken);
        }
        let chosen = chosen.or_else(|| cases.iter().position(|(test, _)| test.is_none()));
        for (index, (test, body)) in cases.iter().enumerate() {
            if chosen != Some(index) {
                self.dead_way(|cx| {
                    if let Some(test) = test {
                        cx.narrow_case(looked_at, test, true);
                    }
                    cx.block(body)
                });
            }
        }
        match chosen {
            Some(index) => unbroken(self.fall_through(&cases[index..])),
            None => Flow::Next,
        }
    }

    /// Runs a case and those below it until one leaves.
    fn fall_through(&mut self, cases: &'a [(Option<Expr>, Vec<Stmt>)]) -> Flow<'a> {
        for (_, body) in cases {
            match self.block(body) {
                Flow::Next => {}
                flow => return flow,
            }
        }
        Flow::Next
    }

    fn cases(
        &mut self,
        subject: &'a Expr,
        cases: &'a [(Option<Expr>, Vec<Stmt>)],
        has_default: bool,
        unbroken: &dyn Fn(Flow<'a>) -> Flow<'a>,
    ) -> Flow<'a> {
        match cases {
            [] => Flow::Next,
            [_] if has_default => unbroken(self.fall_through(cases)),
            [(test, _), rest @ ..] => self.both_ways(
                &[],
                |cx| {
                    if let Some(test) = test {
                        cx.narrow_case(subject, test, true);
                    }
                    unbroken(cx.fall_through(cases))
                },
                |cx| {
                    if let Some(test) = test {
                        cx.narrow_case(subject, test, false);
                    }
                    cx.cases(subject, rest, has_default, unbroken)
                },
            ),
        }
    }
}
