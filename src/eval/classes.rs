//! Classes: constants, properties, enum cases, new objects.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::host::{Args, CallSite};
use super::text::Text;
use super::value::{Array, Key, Object, Value, Why};
use super::{Frame, Host, Interp, join};
use crate::php::ast::{Arg, ClassKind, ClassRef, Expr, ExprKind, Member, Name, NewClass};
use crate::php::program::{ClassDecl, Resolved};
use crate::php::visit::{self, Node};
use crate::source::Span;

impl<'a, H: Host<'a>> Interp<'a, H> {
    /// A constant by name.
    pub(super) fn constant(&mut self, name: &'a Name) -> Value<'a> {
        let declared = self
            .program
            .constant(&name.resolved)
            .or_else(|| name.fallback.as_deref().and_then(|name| self.program.constant(name)));
        if let Some(expr) = declared {
            return self.constant_value(expr, None);
        }
        let global = name.fallback.as_deref().unwrap_or(&name.resolved);
        if let Some(value) = self.defined.get(global) {
            return value.clone();
        }
        super::builtins::constant(global).unwrap_or(Value::Unknown(Why::Foreign))
    }

    /// The value of a constant's expression, seen from the class that declares it. Evaluated once.
    fn constant_value(&mut self, expr: &'a Expr, class: Option<ClassDecl<'a>>) -> Value<'a> {
        if let Some(value) = self.constants.get(&expr.span) {
            return value.clone();
        }
        // A constant that is defined by itself finds this.
        self.constants.insert(expr.span, Value::Unknown(Why::Bound));
        let frame = Frame { scope: class, late: class, ..Frame::default() };
        let (value, _) = self.in_frame(frame, |cx| cx.eval(expr));
        self.constants.insert(expr.span, value.clone());
        value
    }

    /// `Class::NAME`, `Class::class`, an enum case.
    pub(super) fn class_constant(&mut self, class: &'a ClassRef, name: &'a Member, span: Span) -> Value<'a> {
        let Some(name) = self.member_name(name) else { return Value::Unknown(Why::Data) };
        if let ClassRef::Dynamic(expr) = class {
            let value = self.eval(expr);
            let mut whole: Option<Value<'a>> = None;
            for choice in value.choices() {
                let class = match choice {
                    Value::Object(object) => object.class,
                    Value::Str(text) => text.known().and_then(|name| self.program.class(&name)),
                    _ => None,
                };
                let value = match class {
                    Some(class) => self.constant_of(class, &name, span),
                    None if *name == *"class" => H::property(self, choice, "::class").unwrap_or(Value::Unknown(Why::Foreign)),
                    None => Value::Unknown(Why::Foreign),
                };
                whole = Some(match whole {
                    Some(known) => join(&known, &value),
                    None => value,
                });
            }
            return whole.unwrap_or(Value::Unknown(Why::Data));
        }
        match self.program.resolve(class, self.frame.scope, self.frame.late) {
            Resolved::Project(class) => self.constant_of(class, &name, span),
            Resolved::Foreign(class) if name.eq_ignore_ascii_case("class") => {
                Value::Str(Rc::new(Text::class(&class.resolved, Some(span))))
            }
            // PHP's own numbers (ext/pdo/php_pdo_driver.h).
            Resolved::Foreign(class) if *class.resolved == *"PDO" => match &*name {
                "ATTR_SERVER_VERSION" => Value::Int(4),
                "ATTR_DRIVER_NAME" => Value::Int(16),
                _ => Value::Unknown(Why::Foreign),
            },
            Resolved::Foreign(class) => H::class_constant(&class.resolved, &name).unwrap_or(Value::Unknown(Why::Foreign)),
            Resolved::Unknown => Value::Unknown(Why::Foreign),
        }
    }

    fn constant_of(&mut self, class: ClassDecl<'a>, name: &str, span: Span) -> Value<'a> {
        if name.eq_ignore_ascii_case("class") {
            return Value::Str(Rc::new(Text::class(class.name(), Some(span))));
        }
        if let Some(case) = self.enum_case(class, name) {
            return case;
        }
        match self.program.class_constant(class, name) {
            Some((owner, expr)) => self.constant_value(expr, Some(owner)),
            None => Value::Unknown(Why::Foreign),
        }
    }

    /// The value of a class's constant by name.
    pub fn constant_named(&mut self, class: ClassDecl<'a>, name: &str) -> Option<Value<'a>> {
        let (owner, expr) = self.program.class_constant(class, name)?;
        Some(self.constant_value(expr, Some(owner)))
    }

    fn enum_case(&mut self, class: ClassDecl<'a>, name: &str) -> Option<Value<'a>> {
        let case = class.decl.cases.iter().find(|case| *case.name == *name)?;
        let value = case.value.as_ref().map(|value| self.constant_value(value, Some(class)));
        let mut properties = vec![(Rc::from("name"), Value::Str(Rc::new(Text::literal(&case.name, case.name_span, true))))];
        if let Some(value) = value {
            properties.push((Rc::from("value"), value));
        }
        let object = Object {
            class: Some(class),
            properties: properties.into(),
            case: Some(Rc::from(&*case.name)),
            exact: true,
            at: Some(case.name_span),
        };
        Some(Value::Object(Rc::new(object)))
    }

    /// `cases()`, `from()` and `tryFrom()` of an enum.
    pub(super) fn enum_static(&mut self, class: ClassDecl<'a>, name: &str, args: &Args<'a>) -> Option<Value<'a>> {
        if class.decl.kind != ClassKind::Enum {
            return None;
        }
        let names: Vec<String> = class.decl.cases.iter().map(|case| case.name.to_string()).collect();
        let cases: Vec<Value<'a>> = names.iter().filter_map(|name| self.enum_case(class, name)).collect();
        match &*name.to_ascii_lowercase() {
            "cases" => Some(Value::array(Array::list(cases))),
            "from" | "tryfrom" => {
                let wanted = args.value(0)?.clone();
                cases.into_iter().find(|case| match case {
                    Value::Object(object) => {
                        object.get("value").is_some_and(|value| super::equal(&value, &wanted, false) == Some(true))
                    }
                    _ => false,
                })
            }
            _ => None,
        }
    }

    /// A method that every enum has, called on a case.
    pub(super) fn enum_method(&mut self, class: ClassDecl<'a>, _object: &Object<'a>, name: &str) -> Option<Value<'a>> {
        self.enum_static(class, name, &Args::default())
    }

    /// `new Class(…)`
    pub(super) fn new_object(&mut self, class: &'a NewClass, args: &'a [Arg], span: Span) -> Value<'a> {
        let at = CallSite { call: span, name: span };
        match class {
            NewClass::Anonymous(class) => {
                let args = self.arguments(args);
                self.construct(ClassDecl { decl: class }, args, at)
            }
            NewClass::Ref(ClassRef::Dynamic(expr)) => {
                let value = self.eval(expr);
                let args = self.arguments(args);
                let name = match &value {
                    Value::Str(text) => text.known(),
                    Value::Object(object) => object.class.map(|class| Rc::from(class.name())),
                    _ => None,
                };
                match name {
                    Some(name) => match self.program.class(&name) {
                        Some(class) => self.construct(class, args, at),
                        None => {
                            H::construct(self, name.trim_start_matches('\\'), &args, at).unwrap_or_else(|| self.ignored(&args))
                        }
                    },
                    None => self.ignored(&args),
                }
            }
            NewClass::Ref(class) => {
                let args = self.arguments(args);
                match self.program.resolve(class, self.frame.scope, self.frame.late) {
                    Resolved::Project(class) => self.construct(class, args, at),
                    Resolved::Foreign(name) if *name.resolved == *"stdClass" => {
                        Value::Object(Object::new(None, true, Some(span)))
                    }
                    Resolved::Foreign(name) => {
                        H::construct(self, &name.resolved, &args, at).unwrap_or_else(|| self.ignored(&args))
                    }
                    Resolved::Unknown => self.ignored(&args),
                }
            }
        }
    }

    /// A new object of a class of the project, its constructor run.
    pub fn construct(&mut self, class: ClassDecl<'a>, args: Args<'a>, at: CallSite) -> Value<'a> {
        let object = Value::Object(Object::new(Some(class), true, Some(at.call)));
        if let Some(method) = self.program.method(class, "__construct")
            && method.function.body.is_some()
        {
            H::on_call(self, method.function.span, at);
            self.enter_once(method.function, args, Some(object.clone()), Some(method.class), Some(class));
        } else {
            H::constructed(self, class, &object, &args, at);
        }
        object
    }

    /// Some object of a class, of which nothing else is known.
    pub fn some_object(&mut self, class: ClassDecl<'a>, why: Why) -> Value<'a> {
        if class.decl.kind == ClassKind::Enum {
            return Value::Unknown(why);
        }
        Value::Object(Object::new(Some(class), false, None))
    }

    /// The object that a method of a class sees as `$this` when nothing is known of who made it: its
    /// constructor (and a test's `setUp`) ran with arguments of the right types.
    pub fn object_of(&mut self, class: ClassDecl<'a>) -> Value<'a> {
        let object = Object::new(Some(class), false, None);
        if let Some(properties) = self.templates.get(&class.key()).cloned() {
            // What one method does to a query must not be seen by the others.
            let own = |(name, value): (Rc<str>, Value<'a>)| match value {
                Value::Host(made) => (name, H::clone_object(self, made)),
                value => (name, value),
            };
            *object.properties.borrow_mut() = properties.into_iter().map(own).collect();
            return Value::Object(object);
        }
        self.templates.insert(class.key(), Vec::new());
        let this = Value::Object(Rc::clone(&object));
        for name in ["__construct", "setUp"] {
            if let Some(method) = self.program.method(class, name)
                && method.function.body.is_some()
            {
                self.begin();
                self.enter(method.function, Args::entry(), Some(this.clone()), Some(method.class), Some(class));
                self.pending.clear();
            }
        }
        let assigned = self.assigned_properties(class);
        let mut properties = object.properties.borrow().clone();
        for (name, value) in &mut properties {
            if assigned.contains(&**name) {
                *value = join(value, &Value::Unknown(Why::Property));
            }
        }
        self.templates.insert(class.key(), properties);
        self.object_of(class)
    }

    /// The properties that methods of a class (other than its constructor) give a value.
    pub fn assigned_properties(&mut self, class: ClassDecl<'a>) -> Rc<BTreeSet<String>> {
        if let Some(known) = self.assigned.get(&class.key()) {
            return Rc::clone(known);
        }
        let mut names = BTreeSet::new();
        for method in self.program.methods(class) {
            let name = &*method.function.name;
            if name.eq_ignore_ascii_case("__construct") || name == "setUp" {
                continue;
            }
            visit::statements(method.function.body.as_deref().unwrap_or_default(), &mut |node| {
                if let Node::Expr(Expr { kind: ExprKind::Assign { target, .. } | ExprKind::AssignOp { target, .. }, .. }) = node {
                    let mut target = target;
                    while let ExprKind::Index { base, .. } = &target.kind {
                        target = base;
                    }
                    if let ExprKind::Property { object, name: Member::Named(name, _), .. } = &target.kind
                        && matches!(&object.kind, ExprKind::Variable(this) if **this == *"this")
                    {
                        names.insert(name.to_string());
                    }
                }
                true
            });
        }
        let names = Rc::new(names);
        self.assigned.insert(class.key(), Rc::clone(&names));
        names
    }

    /// `$object->name`
    pub(super) fn property_of(&mut self, object: &Value<'a>, name: &'a Member) -> Value<'a> {
        match self.member_name(name) {
            Some(name) => self.property(object, &name),
            None => Value::Unknown(Why::Data),
        }
    }

    /// A property of a value, by name.
    pub fn property(&mut self, object: &Value<'a>, name: &str) -> Value<'a> {
        match object {
            Value::Object(inner) => self.read_property(inner, name),
            Value::OneOf(choices) => {
                let values: Vec<Value<'a>> = choices
                    .iter()
                    .filter(|choice| !matches!(choice, Value::Null))
                    .map(|choice| self.property(choice, name))
                    .collect();
                values.into_iter().reduce(|whole, value| join(&whole, &value)).unwrap_or(Value::Null)
            }
            Value::Null => Value::Null,
            other => H::property(self, other, name).unwrap_or(Value::Unknown(Why::Data)),
        }
    }

    fn read_property(&mut self, object: &Rc<Object<'a>>, name: &str) -> Value<'a> {
        if let Some(value) = object.get(name) {
            return value;
        }
        let Some(class) = object.class else { return Value::Unknown(Why::Data) };
        let Some(value) = self.declared_property(class, name, object.exact) else {
            return H::property(self, &Value::Object(Rc::clone(object)), name).unwrap_or(Value::Unknown(Why::Data));
        };
        object.set(name, value.clone());
        value
    }

    /// What a declaration says of a property's value.
    pub fn declared_property(&mut self, class: ClassDecl<'a>, name: &str, exact: bool) -> Option<Value<'a>> {
        let Some((owner, declaration)) = self.program.property(class, name) else {
            let constructor = self.program.method(class, "__construct")?;
            let param = constructor.function.params.iter().find(|p| p.promoted.is_some() && *p.name == *name)?;
            return Some(self.of_type(param.ty.as_ref(), Some(constructor.class), Some(class), Why::Property));
        };
        let value = match &declaration.default {
            Some(default) => {
                let frame = Frame { scope: Some(owner), late: Some(class), ..Frame::default() };
                self.in_frame(frame, |cx| cx.eval(default)).0
            }
            // Nothing has given it a value yet.
            None if exact && declaration.ty.is_none() && !H::EXPLORE => Value::Null,
            None => self.of_type(declaration.ty.as_ref(), Some(owner), Some(class), Why::Property),
        };
        if !exact && self.program.is_redeclared(class, name) {
            return Some(Value::Unknown(Why::Property));
        }
        if exact || !self.assigned_properties(class).contains(name) {
            return Some(value);
        }
        Some(match value {
            Value::Null => self.of_type(declaration.ty.as_ref(), Some(owner), Some(class), Why::Property),
            value => join(&value, &Value::Unknown(Why::Property)),
        })
    }

    pub(super) fn set_property(&mut self, object: &Value<'a>, name: &str, value: Value<'a>) {
        for choice in object.choices() {
            if let Value::Object(inner) = choice {
                let old = if self.uncertain > 0 { inner.get(name) } else { None };
                let value = old.map_or_else(|| value.clone(), |old| join(&old, &value));
                inner.set(name, value);
            }
        }
    }

    fn static_owner(&self, class: &'a ClassRef, name: &str) -> Option<(ClassDecl<'a>, Option<&'a Expr>)> {
        let Resolved::Project(class) = self.program.resolve(class, self.frame.scope, self.frame.late) else { return None };
        let (owner, declaration) = self.program.property(class, name)?;
        Some((owner, declaration.default.as_ref()))
    }

    /// `Class::$name`
    pub(super) fn static_property(&mut self, class: &'a ClassRef, name: &'a Member) -> Value<'a> {
        let Some(name) = self.member_name(name) else { return Value::Unknown(Why::Data) };
        let Some((owner, default)) = self.static_owner(class, &name) else { return Value::Unknown(Why::Foreign) };
        let key = (owner.key(), name.to_string());
        if let Some(value) = self.statics.get(&key).cloned() {
            if !value.is_plain() {
                self.note_unrepeatable();
            }
            return value;
        }
        let value = match default {
            Some(default) => {
                let frame = Frame { scope: Some(owner), late: Some(owner), ..Frame::default() };
                self.in_frame(frame, |cx| cx.eval(default)).0
            }
            None => Value::Unknown(Why::Property),
        };
        self.statics.insert(key, value.clone());
        value
    }

    pub(super) fn set_static_property(&mut self, class: &'a ClassRef, name: &'a Member, value: Value<'a>) {
        let Some(name) = self.member_name(name) else { return };
        let Some((owner, _)) = self.static_owner(class, &name) else { return };
        let old = if self.uncertain > 0 || H::EXPLORE { Some(self.static_property_named(owner, class, &name)) } else { None };
        let value = old.map_or_else(|| value.clone(), |old| join(&old, &value));
        let before = self.statics.insert((owner.key(), name.to_string()), value.clone());
        if !value.is_plain() || before.is_none_or(|before| !super::join::same(&before, &value)) {
            self.once.changes += 1;
        }
    }

    fn static_property_named(&mut self, owner: ClassDecl<'a>, _class: &'a ClassRef, name: &str) -> Value<'a> {
        let known = self.statics.get(&(owner.key(), name.to_owned())).cloned();
        known.unwrap_or(Value::Unknown(Why::Property))
    }

    /// The values of an enum's cases, for hosts.
    pub fn enum_values(&mut self, class: ClassDecl<'a>) -> Vec<Value<'a>> {
        match self.enum_static(class, "cases", &Args::default()) {
            Some(Value::Array(cases)) => cases.entries.iter().map(|entry| entry.value.clone()).collect(),
            _ => Vec::new(),
        }
    }

    /// The element of an array value under a string key.
    #[must_use]
    pub fn member<'v>(value: &'v Value<'a>, key: &str) -> Option<&'v Value<'a>> {
        match value {
            Value::Array(array) => array.get(&Key::Str(Rc::from(key))).map(|entry| &entry.value),
            _ => None,
        }
    }
}
