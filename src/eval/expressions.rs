//! Expressions.

use std::rc::Rc;

use super::conversions::cast;
use super::operators::binary;
use super::statements::probes_of;
use super::text::Text;
use super::value::{Array, Callable, ClosureValue, Object, Value, Why};
use super::{Host, Interp, ROOT, join};
use crate::php::ast::{self, BinaryOp, Expr, ExprKind, Magic, Member, Piece, UnaryOp};

impl<'a, H: Host<'a>> Interp<'a, H> {
    /// The value of an expression.
    pub fn eval(&mut self, expr: &'a Expr) -> Value<'a> {
        if !self.step() {
            return Value::Unknown(Why::Bound);
        }
        self.nesting += 1;
        let value = self.eval_kind(expr);
        self.nesting -= 1;
        value
    }

    fn eval_kind(&mut self, expr: &'a Expr) -> Value<'a> {
        match &expr.kind {
            ExprKind::Null => Value::Null,
            ExprKind::Bool(value) => Value::Bool(*value),
            ExprKind::Int(value) => Value::Int(*value),
            ExprKind::Float(value) => Value::Float(*value),
            ExprKind::String(text) => {
                if !self.guards.is_empty() {
                    self.host.written_under(&self.guards, text, expr.span);
                }
                Value::Str(Rc::new(self.literal(text, expr.span)))
            }
            ExprKind::Interpolated(pieces) => self.interpolated(pieces),
            ExprKind::Array(items) => self.array_literal(items),
            ExprKind::Variable(name) => self.variable(name),
            ExprKind::VariableVariable(inner) => match self.eval(inner).as_str() {
                Some(name) => self.variable(&name),
                None => Value::Unknown(Why::Variable),
            },
            ExprKind::Property { object, name, .. } => {
                if let Some(value) = self.narrowed_path(expr) {
                    return value;
                }
                let object = self.eval(object);
                self.property_of(&object, name)
            }
            ExprKind::StaticProperty { class, name } => self.static_property(class, name),
            ExprKind::ClassConstant { class, name } => self.class_constant(class, name, expr.span),
            ExprKind::Constant(name) => self.constant(name),
            ExprKind::Magic(magic) => self.magic(*magic, expr),
            ExprKind::Index { base, index } => {
                let base = self.eval(base);
                match index {
                    Some(index) => {
                        let index = self.eval(index);
                        self.index(&base, &index)
                    }
                    None => Value::Unknown(Why::Unsupported),
                }
            }
            ExprKind::Call(call) => self.call(call, expr.span),
            ExprKind::New { class, args } => self.new_object(class, args, expr.span),
            ExprKind::Closure(closure) => self.closure(closure),
            ExprKind::Assign { target, value, by_ref } => self.assignment(target, value, *by_ref),
            ExprKind::AssignOp { op, target, value } => self.assign_op(*op, target, value),
            ExprKind::Unary { op, operand } => self.unary(*op, operand),
            ExprKind::Binary { op, left, right } => self.binary(*op, left, right),
            ExprKind::IncDec { prefix, increment, target } => {
                let old = self.eval(target);
                let new = binary(if *increment { BinaryOp::Add } else { BinaryOp::Sub }, &old, &Value::Int(1));
                self.assign(target, new.clone());
                if *prefix { new } else { old }
            }
            ExprKind::Ternary { condition, then, otherwise } => self.ternary(condition, then.as_deref(), otherwise),
            ExprKind::Cast { to, operand } => {
                let value = self.eval(operand);
                cast(*to, if *to == ast::CastKind::String { self.printable(value) } else { value })
            }
            ExprKind::InstanceOf { operand, class } => self.instance_of(operand, class),
            ExprKind::Match { subject, arms } => self.match_value(subject, arms),
            ExprKind::Isset(list) => self.isset(list),
            ExprKind::Empty(inner) => {
                let value = self.eval(inner);
                value.truth().map_or_else(|| unknown_like(&value), |truth| Value::Bool(!truth))
            }
            ExprKind::Include(path) => self.include(path),
            ExprKind::Throw(inner) => {
                self.eval(inner);
                Value::Unknown(Why::Unsupported)
            }
            ExprKind::Yield(key, value) => {
                let key = key.as_ref().map(|key| self.eval(key));
                let value = value.as_ref().map_or(Value::Null, |value| self.eval(value));
                let list = self.frame.yielded.get_or_insert_with(Array::default);
                match key.as_ref().and_then(super::arrays::key_of) {
                    Some(key) => list.set(key, None, value),
                    None => list.push(value),
                }
                Value::Unknown(Why::Data)
            }
            ExprKind::YieldFrom(inner) => {
                let value = self.eval(inner);
                let list = self.frame.yielded.get_or_insert_with(Array::default);
                match value {
                    Value::Array(array) => {
                        list.open |= array.open;
                        array.entries.iter().for_each(|entry| list.push(entry.value.clone()));
                    }
                    _ => list.open = true,
                }
                Value::Unknown(Why::Data)
            }
            ExprKind::Clone(inner) => {
                let value = self.eval(inner);
                self.clone_value(value)
            }
            ExprKind::Exit(value) => {
                if let Some(value) = value {
                    self.eval(value);
                }
                Value::Unknown(Why::Unsupported)
            }
            ExprKind::Other(children) => {
                for child in children {
                    self.eval(child);
                }
                Value::Unknown(Why::Unsupported)
            }
        }
    }

    /// A string literal with the place of the text between its quotes.
    fn literal(&self, text: &str, span: crate::source::Span) -> Text {
        Text::decoded(text, self.program.sources().slice(span), span)
    }

    fn interpolated(&mut self, pieces: &'a [Piece]) -> Value<'a> {
        let mut whole: Option<Value<'a>> = None;
        for piece in pieces {
            let part = match piece {
                Piece::Text(text, span) => Value::Str(Rc::new(self.literal(text, *span))),
                Piece::Expr(expr) => {
                    let value = self.eval(expr);
                    super::operators::to_text(&self.printable(value))
                }
            };
            whole = Some(match whole {
                Some(whole) => binary(BinaryOp::Concat, &whole, &part),
                None => part,
            });
        }
        whole.unwrap_or_else(|| Value::string(""))
    }

    pub(super) fn variable(&mut self, name: &str) -> Value<'a> {
        if name == "this" {
            return self.frame.this.clone().unwrap_or(Value::Unknown(Why::Variable));
        }
        self.frame.env.get(name).unwrap_or_else(|| self.frame.env.missing())
    }

    fn magic(&self, magic: Magic, expr: &Expr) -> Value<'a> {
        let path = self.program.sources().path(expr.span.file);
        let text = match magic {
            Magic::Dir => match path.rsplit_once('/') {
                Some((folder, _)) => format!("{ROOT}/{folder}"),
                None => ROOT.to_owned(),
            },
            Magic::File => format!("{ROOT}/{path}"),
            Magic::Line => {
                return Value::Int(i64::from(self.program.sources().start(expr.span).line));
            }
            Magic::Class => self.frame.scope.map(|class| class.name().to_owned()).unwrap_or_default(),
            Magic::Namespace => {
                let name = self.frame.scope.map(super::super::php::program::ClassDecl::name).unwrap_or_default();
                name.rsplit_once('\\').map(|(namespace, _)| namespace.to_owned()).unwrap_or_default()
            }
            Magic::Function | Magic::Method | Magic::Trait => {
                self.frame.function.map(|function| function.name.to_string()).unwrap_or_default()
            }
        };
        Value::string(text)
    }

    fn closure(&mut self, literal: &'a ast::Closure) -> Value<'a> {
        let mut captured = super::Env::default();
        if literal.arrow {
            captured = self.frame.env.snapshot();
        } else {
            for (name, by_ref) in &literal.uses {
                if *by_ref {
                    let cell = self.frame.env.share(name);
                    captured.bind(name, cell);
                } else if let Some(value) = self.frame.env.get(name) {
                    captured.set(name, value, false);
                }
            }
        }
        let closure = Rc::new(ClosureValue {
            callable: Callable::Literal(literal),
            captured,
            this: if literal.is_static { None } else { self.frame.this.clone() },
            scope: self.frame.scope,
            late_static: self.frame.late,
        });
        if H::EXPLORE {
            self.pending.push(super::Pending {
                closure: Rc::clone(&closure),
                literal,
                function: self.frame.function,
                tries: self.tries.clone(),
                guards: self.guards.clone(),
            });
        }
        Value::Closure(closure)
    }

    fn unary(&mut self, op: UnaryOp, operand: &'a Expr) -> Value<'a> {
        let value = self.eval(operand);
        match (op, &value) {
            (UnaryOp::Not, value) => value.truth().map_or_else(|| unknown_like(value), |truth| Value::Bool(!truth)),
            (UnaryOp::Minus, Value::Int(number)) => number.checked_neg().map_or(Value::Unknown(Why::Bound), Value::Int),
            (UnaryOp::Minus, Value::Float(number)) => Value::Float(-number),
            (UnaryOp::Plus, Value::Int(_) | Value::Float(_)) => value,
            (UnaryOp::BitNot, Value::Int(number)) => Value::Int(!number),
            (UnaryOp::Minus, value) => binary(BinaryOp::Mul, value, &Value::Int(-1)),
            (UnaryOp::Plus, value) => binary(BinaryOp::Mul, value, &Value::Int(1)),
            _ => Value::Unknown(Why::Data),
        }
    }

    fn binary(&mut self, op: BinaryOp, left: &'a Expr, right: &'a Expr) -> Value<'a> {
        match op {
            BinaryOp::And | BinaryOp::Or => {
                let before = self.host.probes();
                let (decided, subject) = (op == BinaryOp::Or, left);
                let left = self.eval(left);
                if left.truth() == Some(decided) && !H::EXPLORE {
                    return Value::Bool(decided);
                }
                let depth = self.guards.len();
                self.guards.extend(before..self.host.probes());
                self.uncertain += 1;
                let narrowed = match left.truth() {
                    Some(truth) if truth == decided => self.suppose(subject, !decided),
                    Some(_) => Vec::new(),
                    None => self.narrow(subject, !decided),
                };
                let right = self.eval(right);
                self.widen(narrowed);
                self.uncertain -= 1;
                self.guards.truncate(depth);
                match (left.truth(), right.truth()) {
                    (Some(truth), _) | (_, Some(truth)) if truth == decided => Value::Bool(decided),
                    (Some(_), Some(_)) => Value::Bool(!decided),
                    (None, _) | (_, None) => either_unknown(&left, &right),
                }
            }
            BinaryOp::Coalesce => {
                let left = self.eval(left);
                match &left {
                    Value::Null => self.eval(right),
                    Value::Unknown(_) | Value::OneOf(_) => {
                        self.uncertain += 1;
                        let right = self.eval(right);
                        self.uncertain -= 1;
                        let known: Vec<&Value<'a>> = left.choices().iter().filter(|v| !matches!(v, Value::Null)).collect();
                        known.into_iter().fold(right, |whole, value| join(value, &whole))
                    }
                    _ => {
                        self.dead_way(|cx| cx.eval(right));
                        left
                    }
                }
            }
            BinaryOp::Pipe => {
                let argument = self.eval(left);
                let callee = self.eval(right);
                self.call_value(&callee, super::Args::of(vec![argument], right.span), right.span)
            }
            _ => {
                let left = self.eval(left);
                let right = self.eval(right);
                if op == BinaryOp::Concat {
                    return binary(op, &self.printable(left), &self.printable(right));
                }
                binary(op, &left, &right)
            }
        }
    }

    /// A value, or what a host's object is as a string.
    pub(super) fn printable(&mut self, value: Value<'a>) -> Value<'a> {
        match &value {
            Value::Host(_) => H::text_of(self, &value).unwrap_or(value),
            _ => value,
        }
    }

    fn ternary(&mut self, condition: &'a Expr, then: Option<&'a Expr>, otherwise: &'a Expr) -> Value<'a> {
        let before = self.host.probes();
        let subject = self.eval(condition);
        let depth = self.guards.len();
        self.guards.extend(before..self.host.probes());
        let value = match (subject.truth(), then) {
            (Some(true), Some(then)) => {
                self.untaken_way(condition, false, |cx| cx.eval(otherwise));
                self.eval(then)
            }
            (Some(true), None) => {
                self.untaken_way(condition, false, |cx| cx.eval(otherwise));
                subject
            }
            (Some(false), then) => {
                if let Some(then) = then {
                    self.untaken_way(condition, true, |cx| cx.eval(then));
                }
                self.eval(otherwise)
            }
            (None, then) => {
                self.uncertain += 1;
                let before = self.narrow(condition, true);
                let yes = match then {
                    Some(then) => self.option(condition, true, |cx| cx.eval(then)),
                    None => subject.where_truth_may_be(true),
                };
                self.widen(before);
                let before = self.narrow(condition, false);
                let no = self.option(condition, false, |cx| cx.eval(otherwise));
                self.widen(before);
                self.uncertain -= 1;
                join(&yes, &no)
            }
        };
        self.guards.truncate(depth);
        value
    }

    fn isset(&mut self, list: &'a [Expr]) -> Value<'a> {
        let mut answer = Value::Bool(true);
        for expr in list {
            let value = self.eval(expr);
            match value {
                Value::Null => return Value::Bool(false),
                Value::Unknown(why) => answer = Value::Unknown(why),
                Value::OneOf(_) => answer = Value::Unknown(Why::Choices),
                _ => {}
            }
        }
        answer
    }

    /// `include` of a file inside the project: its variables are the ones around.
    fn include(&mut self, expr: &'a Expr) -> Value<'a> {
        let path = self.eval(expr);
        let Some(file) = path.as_str().and_then(|path| self.find_file(&path)) else {
            if let Some(path) = path.as_str() {
                H::unread(self, &path, expr.span);
            }
            return Value::Unknown(Why::Foreign);
        };
        let statements = &self.program.file(file).statements;
        let only_returns = matches!(statements.as_slice(), [only] if matches!(only.kind, ast::StmtKind::Return(_)));
        if only_returns || self.calls.iter().any(|call| call.span.file == file) {
            return self.file_value(file);
        }
        self.start(crate::source::Span::new(file, 0, 0));
        let value = if self.calls.len() > self.limits.calls as usize {
            Value::Unknown(Why::Bound)
        } else {
            match self.block(statements) {
                super::Flow::Return(value) => value,
                _ => Value::Int(1),
            }
        };
        self.calls.pop();
        value
    }

    /// The file of an absolute path below [`ROOT`].
    #[must_use]
    pub fn find_file(&self, path: &str) -> Option<crate::source::FileId> {
        let relative = super::strings::relative_path(path)?;
        self.program.find(&relative)
    }

    pub(super) fn clone_value(&mut self, value: Value<'a>) -> Value<'a> {
        match value {
            Value::Host(id) => H::clone_object(self, id),
            Value::Object(object) => {
                let copy = Object {
                    class: object.class,
                    properties: object.properties.clone(),
                    case: object.case.clone(),
                    exact: object.exact,
                    at: object.at,
                };
                Value::Object(Rc::new(copy))
            }
            Value::OneOf(choices) => {
                let copies: Vec<Value<'a>> = choices.iter().map(|choice| self.clone_value(choice.clone())).collect();
                copies.into_iter().reduce(|whole, value| join(&whole, &value)).unwrap_or(Value::Null)
            }
            other => other,
        }
    }

    /// `$base[$index]`
    pub(super) fn index(&mut self, base: &Value<'a>, index: &Value<'a>) -> Value<'a> {
        match base {
            Value::Array(array) => super::arrays::element(array, index),
            Value::OneOf(choices) => {
                let values: Vec<Value<'a>> = choices.iter().map(|choice| self.index(choice, index)).collect();
                values.into_iter().reduce(|whole, value| join(&whole, &value)).unwrap_or(Value::Null)
            }
            Value::Unknown(why) => Value::Unknown(*why),
            Value::Null | Value::Bool(_) | Value::Int(_) | Value::Float(_) => Value::Null,
            Value::Str(text) => super::strings::letter(text, index).unwrap_or(Value::Unknown(Why::Data)),
            Value::Host(_) | Value::Object(_) => match H::elements(self, base) {
                Some(elements) => super::arrays::element(&elements, index),
                None => H::entry(self, base, index).or_else(|| H::element(self, base)).unwrap_or(Value::Unknown(Why::Data)),
            },
            _ => Value::Unknown(Why::Data),
        }
    }

    /// The value of a member's name that is computed.
    pub(super) fn member_name(&mut self, name: &'a Member) -> Option<Rc<str>> {
        match name {
            Member::Named(name, _) => Some(Rc::from(&**name)),
            Member::Dynamic(expr) => self.eval(expr).as_str(),
        }
    }
}

/// An unknown answer that keeps the question it depends on.
pub(super) fn unknown_like<'a>(value: &Value<'a>) -> Value<'a> {
    value
        .choices()
        .iter()
        .find_map(|choice| match choice {
            Value::Unknown(why) => Some(Value::Unknown(why.of_made())),
            _ => None,
        })
        .unwrap_or(Value::Unknown(Why::Data))
}

/// A value of which no more is known than of two others. It stands for the questions about the schema that both are answers of.
fn either_unknown<'a>(left: &Value<'a>, right: &Value<'a>) -> Value<'a> {
    let asked: Vec<Value<'a>> =
        probes_of(left).chain(probes_of(right)).map(|number| Value::Unknown(Why::Probe(number))).collect();
    match asked.len() {
        0 => unknown_like(if left.truth().is_none() { left } else { right }),
        1 => asked[0].clone(),
        _ => Value::OneOf(asked.into()),
    }
}
