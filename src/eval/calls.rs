//! Calls: who is called, with which arguments, and how deep.

use std::rc::Rc;

use super::callables::is_telling;
use super::host::{Announced, ArgValue, Args, CallSite, Called, closures};
use super::value::{Callable, ClosureValue, Key, Value, Why};
use super::{Env, Flow, Frame, Host, Interp, builtins, join};
use crate::php::asked::{self, Subject, reach_name};
use crate::php::ast::{self, Arg, Call, Callee, Function};
use crate::php::program::{ClassDecl, Resolved};
use crate::source::Span;

impl<'a, H: Host<'a>> Interp<'a, H> {
    /// A call, or with `name(...)` the closure of what would be called.
    pub(super) fn call(&mut self, call: &'a Call, span: Span) -> Value<'a> {
        let value = self.call_callee(call, span);
        if let Some(left) = self.left_by_host.take() {
            self.left = vec![(0, left)];
        }
        if !self.left.is_empty() {
            self.write_back(&call.args);
        }
        value
    }

    fn call_callee(&mut self, call: &'a Call, span: Span) -> Value<'a> {
        match &call.callee {
            Callee::Function(name) => {
                if call.first_class {
                    let fallback = name.fallback.as_deref().map(Rc::from);
                    return self.callable(Callable::Function(Rc::from(&*name.resolved), fallback));
                }
                if let Some(value) = self.by_reference(name.base(), call) {
                    return value;
                }
                let args = self.arguments(&call.args);
                let at = CallSite { call: span, name: name.span };
                self.call_function(&name.resolved, name.fallback.as_deref(), args, at)
            }
            Callee::Dynamic(callee) => {
                let callee = self.eval(callee);
                if call.first_class {
                    return callee;
                }
                let args = self.arguments(&call.args);
                self.call_keeping(&callee, args, span)
            }
            Callee::Method { object, name, nullsafe } => {
                let receiver = self.eval(object);
                let at = CallSite { call: span, name: name.span() };
                let Some(name) = self.member_name(name) else {
                    let args = self.arguments(&call.args);
                    return H::call_unnamed(self, &receiver, &args, at).unwrap_or_else(|| self.ignored(&args));
                };
                if call.first_class {
                    return self.callable(Callable::Method(receiver, name));
                }
                if *nullsafe && matches!(receiver, Value::Null) {
                    return Value::Null;
                }
                let args = self.arguments(&call.args);
                self.call_method(&receiver, &name, args, at)
            }
            Callee::Static { class, name } => {
                let at = CallSite { call: span, name: name.span() };
                let resolved = match class {
                    ast::ClassRef::Dynamic(expr) => {
                        let value = self.eval(expr);
                        return self.call_static_on(&value, name, call, at);
                    }
                    class => self.program.resolve(class, self.frame.scope, self.frame.late),
                };
                let Some(name) = self.member_name(name) else {
                    let args = self.arguments(&call.args);
                    return self.ignored(&args);
                };
                let forwards = !matches!(class, ast::ClassRef::Named(_));
                match resolved {
                    Resolved::Project(class) if call.first_class => self.callable(Callable::Static(Rc::from(class.name()), name)),
                    Resolved::Project(class) => {
                        let args = self.arguments(&call.args);
                        self.call_static(class, &name, args, at, forwards)
                    }
                    // A closure of a callable is as good as the callable.
                    Resolved::Foreign(class) if *class.resolved == *"Closure" && name.eq_ignore_ascii_case("fromCallable") => {
                        let args = self.arguments(&call.args);
                        args.value(0).cloned().unwrap_or(Value::Unknown(Why::Data))
                    }
                    Resolved::Foreign(class) => {
                        let args = self.arguments(&call.args);
                        let answer =
                            H::call_static(self, &class.resolved, self.frame.late.filter(|_| forwards), &name, &args, at);
                        self.left.clear();
                        answer.unwrap_or_else(|| self.ignored(&args))
                    }
                    Resolved::Unknown => {
                        let args = self.arguments(&call.args);
                        self.ignored(&args)
                    }
                }
            }
        }
    }

    /// `$class::method()`
    fn call_static_on(&mut self, class: &Value<'a>, name: &'a ast::Member, call: &'a Call, at: CallSite) -> Value<'a> {
        let name = self.member_name(name);
        let args = self.arguments(&call.args);
        let Some(name) = name else { return self.ignored(&args) };
        let mut whole: Option<Value<'a>> = None;
        for choice in class.choices() {
            let value = match choice {
                Value::Object(object) => match object.class {
                    Some(class) => self.call_static(class, &name, args.clone(), at, false),
                    None => self.ignored(&args),
                },
                Value::Host(_) => self.call_method(choice, &name, args.clone(), at),
                Value::Str(text) => match text.known() {
                    Some(class) => match self.program.class(&class) {
                        Some(class) => self.call_static(class, &name, args.clone(), at, false),
                        None => H::call_static(self, class.trim_start_matches('\\'), None, &name, &args, at)
                            .unwrap_or_else(|| self.ignored(&args)),
                    },
                    None => self.ignored(&args),
                },
                _ => self.ignored(&args),
            };
            whole = Some(match whole {
                Some(known) => join(&known, &value),
                None => value,
            });
        }
        whole.unwrap_or(Value::Unknown(Why::Data))
    }

    fn callable(&mut self, callable: Callable<'a>) -> Value<'a> {
        Value::Closure(Rc::new(ClosureValue {
            callable,
            captured: Env::default(),
            this: self.frame.this.clone(),
            scope: self.frame.scope,
            late_static: self.frame.late,
        }))
    }

    /// Evaluates arguments; spread arrays are taken apart.
    pub(super) fn arguments(&mut self, args: &'a [Arg]) -> Args<'a> {
        let mut list = Args::default();
        for arg in args {
            let value = self.eval(&arg.value);
            let span = arg.value.span;
            if !arg.spread {
                list.items.push(ArgValue { name: arg.name.as_deref().map(Rc::from), value, span });
                continue;
            }
            match value {
                Value::Array(array) => {
                    list.open |= array.open;
                    for entry in &array.entries {
                        let name = match &entry.key {
                            Key::Int(_) => None,
                            Key::Str(name) => Some(Rc::clone(name)),
                        };
                        list.items.push(ArgValue { name, value: entry.value.clone(), span });
                    }
                }
                _ => list.open = true,
            }
        }
        list
    }

    /// A call of which nothing is known. Closures that it gets are looked into later.
    pub(super) fn ignored(&mut self, args: &Args<'a>) -> Value<'a> {
        H::escaped(self, args);
        self.left.clear();
        Value::Unknown(Why::Foreign)
    }

    pub(super) fn call_function(&mut self, name: &str, fallback: Option<&str>, args: Args<'a>, at: CallSite) -> Value<'a> {
        let declared = self.program.function(name).or_else(|| fallback.and_then(|name| self.program.function(name)));
        let global = fallback.unwrap_or(name);
        let called = if self.program.function(name).is_some() { name } else { global };
        let args_inside = match self.announce(Called::Function(called), &args, at) {
            Ok(args) => args,
            Err(value) => return value,
        };
        // Laravel declares its helpers only where nobody else has; a stand-alone script's own does not count.
        if let Some(function) = declared.filter(|_| !H::owns_function(global)) {
            return self.invoke(function, args_inside.unwrap_or(args), None, None, None, at);
        }
        if let Some(value) = H::call_function(self, global, &args, at) {
            self.left.clear();
            return value;
        }
        if let Some(value) = builtins::call(self, &global.to_ascii_lowercase(), &args, at) {
            self.left.clear();
            return value;
        }
        self.ignored(&args)
    }

    /// Lets the host know of a call. Gives the arguments to follow into the project's code, if they are others; the error is
    /// what the call gives.
    fn announce(&mut self, called: Called<'_, 'a>, args: &Args<'a>, at: CallSite) -> Result<Option<Args<'a>>, Value<'a>> {
        match H::announced(self, called, args, at) {
            Announced::Unknown => Ok(None),
            Announced::Arguments => Ok(Some(Args::entry())),
            Announced::Result(value) => {
                self.left.clear();
                Err(value)
            }
        }
    }

    /// `__call` and `__callStatic` of a project's class.
    fn magic_call(
        &mut self,
        class: ClassDecl<'a>,
        magic: &str,
        name: &str,
        args: &Args<'a>,
        this: Option<Value<'a>>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        let method = self.program.method(class, magic).filter(|method| method.function.body.is_some())?;
        // Magic that calls what only magic answers would go round in circles. A framework's class has magic
        // of its own, which this one would only pass on to.
        let foreign = self.program.foreign_parent(class).is_some();
        if H::EXPLORE || foreign || self.is_running(method.function.span) {
            return None;
        }
        let mut list = super::Array::list(args.items.iter().map(|arg| arg.value.clone()));
        list.open = args.open;
        let args = Args::of(vec![Value::string(name), Value::array(list)], at.call);
        Some(self.invoke(method.function, args, this, Some(method.class), Some(class), at))
    }

    /// A method of a value.
    pub fn call_method(&mut self, receiver: &Value<'a>, name: &str, args: Args<'a>, at: CallSite) -> Value<'a> {
        match receiver {
            Value::Object(object) => {
                let Some(class) = object.class else {
                    return match object.get(name) {
                        Some(callee @ Value::Closure(_)) => self.call_value(&callee, args, at.call),
                        _ => self.ignored(&args),
                    };
                };
                let args_inside = match self.announce(Called::Method(class, name), &args, at) {
                    Ok(args) => args,
                    Err(value) => return value,
                };
                let method = self.program.method(class, name);
                if method.is_some_and(|method| method.function.body.is_none())
                    && let Some(value) = self.left_to_others(class, receiver, name, &args, at)
                {
                    return value;
                }
                if let Some(method) = method {
                    let this = (!method.function.is_static).then(|| receiver.clone());
                    return self.invoke(method.function, args_inside.unwrap_or(args), this, Some(method.class), Some(class), at);
                }
                if let Some(value) = self.enum_method(class, object, name) {
                    return value;
                }
                let answer = H::call_method(self, receiver, name, &args, at);
                self.left.clear();
                answer
                    .or_else(|| self.magic_call(class, "__call", name, &args, Some(receiver.clone()), at))
                    .unwrap_or_else(|| self.ignored(&args))
            }
            Value::Closure(closure) => match &*name.to_ascii_lowercase() {
                "__invoke" => self.call_closure(closure, args),
                "call" | "bindto" => {
                    let mut bound = (**closure).clone();
                    bound.this = args.value(0).cloned();
                    if name.eq_ignore_ascii_case("bindTo") {
                        return Value::Closure(Rc::new(bound));
                    }
                    let mut rest = args;
                    if !rest.items.is_empty() {
                        rest.items.remove(0);
                    }
                    self.call_closure(&bound, rest)
                }
                _ => self.ignored(&args),
            },
            Value::OneOf(choices) => {
                let mut whole: Option<Value<'a>> = None;
                // What is handed to one of several objects may be meant for another one.
                let several = choices.iter().filter(|choice| matches!(choice, Value::Object(_))).count() > 1;
                self.untaken += u32::from(several);
                for choice in choices.iter().filter(|choice| !matches!(choice, Value::Null | Value::Bool(_))) {
                    let value = self.call_method(choice, name, args.clone(), at);
                    whole = Some(match whole {
                        Some(known) => join(&known, &value),
                        None => value,
                    });
                }
                self.untaken -= u32::from(several);
                whole.unwrap_or(Value::Unknown(Why::Data))
            }
            // PHP throws. Where such code is looked at all the same, another value is meant.
            Value::Null => Value::Unknown(Why::Data),
            _ => {
                let answer = H::call_method(self, receiver, name, &args, at);
                self.left.clear();
                answer.unwrap_or_else(|| self.ignored(&args))
            }
        }
    }

    /// A static method, or with `parent::`, `self::` and `static::` any method.
    pub(super) fn call_static(
        &mut self,
        class: ClassDecl<'a>,
        name: &str,
        args: Args<'a>,
        at: CallSite,
        forwards: bool,
    ) -> Value<'a> {
        let args_inside = match self.announce(Called::Method(class, name), &args, at) {
            Ok(args) => args,
            Err(value) => return value,
        };
        let late = if forwards { self.frame.late.or(Some(class)) } else { Some(class) };
        if let Some(method) = self.program.method(class, name)
            && (method.function.is_static || self.frame.this.is_some() || !H::instance_only(self, class, name))
        {
            let this = if method.function.is_static { None } else { self.frame.this.clone() };
            return self.invoke(method.function, args_inside.unwrap_or(args), this, Some(method.class), late, at);
        }
        if let Some(value) = self.enum_static(class, name, &args) {
            return value;
        }
        let asked = if forwards { late.unwrap_or(class) } else { class };
        let answer = H::call_static(self, asked.name(), Some(asked), name, &args, at);
        self.left.clear();
        answer.or_else(|| self.magic_call(asked, "__callStatic", name, &args, None, at)).unwrap_or_else(|| self.ignored(&args))
    }

    /// Calls a function of the project from other code.
    pub fn invoke(
        &mut self,
        function: &'a Function,
        args: Args<'a>,
        this: Option<Value<'a>>,
        scope: Option<ClassDecl<'a>>,
        late: Option<ClassDecl<'a>>,
        at: CallSite,
    ) -> Value<'a> {
        H::on_call(self, function.span, at);
        // What a method gives depends on an object that is known, too.
        let known_object = matches!(&this, Some(Value::Object(object)) if object.exact);
        let tells = known_object || args.items.iter().any(|arg| is_telling(&arg.value));
        // A short function may make a name of its arguments; a long one is only followed if that can matter.
        let short = self.is_short_for(function, &args);
        let follows = short || self.follows(function);
        // What is done to a host's object, such as a query, is done to each of them.
        let acts = matches!(&this, Some(Value::Host(_)));
        let remembers = H::EXPLORE && !(tells && follows) && !acts;
        let key = (function.span, late.map(ClassDecl::key));
        if remembers && let Some(value) = self.summaries.get(&key) {
            let by_reference = function.params.iter().enumerate().filter(|(_, param)| param.by_ref);
            self.left = by_reference.map(|(position, _)| (position, Value::Unknown(Why::Variable))).collect();
            return value.clone();
        }
        let args = if remembers && tells { Args::entry() } else { args };
        let value = self.enter_once(function, args, this, scope, late);
        if remembers && value.is_plain() && !self.is_exhausted() {
            self.summaries.insert(key, value.clone());
        }
        value
    }

    fn follows(&self, function: &Function) -> bool {
        if asked::is_noted() {
            let Span { file, start, .. } = function.span;
            asked::note(Subject::Reach, &reach_name(self.program.sources().path(file), start));
        }
        self.host.follows(function.span)
    }

    /// Evaluates a function's body.
    pub(super) fn enter(
        &mut self,
        function: &'a Function,
        args: Args<'a>,
        this: Option<Value<'a>>,
        scope: Option<ClassDecl<'a>>,
        late: Option<ClassDecl<'a>>,
    ) -> Value<'a> {
        self.left.clear();
        self.note_tried(function.span, false);
        let recursions = self.calls.iter().filter(|call| call.span == function.span).count();
        let too_deep = self.calls.len() >= self.limits.calls as usize || recursions >= if H::EXPLORE { 1 } else { 24 };
        let Some(body) = function.body.as_ref().filter(|_| !too_deep && !self.is_exhausted()) else {
            H::escaped(self, &args);
            let value = self.of_type(function.return_type.as_ref(), scope, late, Why::Bound);
            return H::not_followed(self, value);
        };
        let frame = Frame { this, scope, late, function: Some(function), entered: self.uncertain, ..Frame::default() };
        *self.entered.entry(function.span).or_default() += 1;
        self.start(function.span);
        let tries = std::mem::take(&mut self.tries);
        let (value, inner) = self.in_frame(frame, |cx| {
            cx.bind(&function.params, args, Some(&function.name));
            cx.body(body)
        });
        self.leave_behind(&function.params, &inner);
        self.tries = tries;
        self.calls.pop();
        match value {
            Value::Unknown(why) => self.of_type(function.return_type.as_ref(), scope, late, why),
            value => value,
        }
    }

    /// Runs a body in the current frame and gives what it returns.
    fn body(&mut self, body: &'a [ast::Stmt]) -> Value<'a> {
        let flow = self.block(body);
        if matches!(flow, Flow::Exit) && !self.is_exhausted() {
            self.throw();
        }
        let early = self.frame.returned.take();
        if let Some(yielded) = self.frame.yielded.take() {
            return Value::array(yielded);
        }
        match (flow, early) {
            (Flow::Return(value), Some(early)) => join(&early, &value),
            (Flow::Return(value), None) | (_, Some(value)) => value,
            (_, None) => Value::Null,
        }
    }

    /// Calls a closure.
    pub fn call_closure(&mut self, closure: &ClosureValue<'a>, args: Args<'a>) -> Value<'a> {
        let literal = match &closure.callable {
            Callable::Literal(literal) => *literal,
            Callable::Function(name, fallback) => {
                let at = args.items.first().map_or_else(|| Span::new(crate::source::FileId(0), 0, 0), |arg| arg.span);
                return self.call_function(name, fallback.as_deref(), args, CallSite { call: at, name: at });
            }
            Callable::Method(object, name) => {
                let at = args.items.first().map_or_else(|| Span::new(crate::source::FileId(0), 0, 0), |arg| arg.span);
                return self.call_method(object, name, args, CallSite { call: at, name: at });
            }
            Callable::Static(class, name) => {
                let at = args.items.first().map_or_else(|| Span::new(crate::source::FileId(0), 0, 0), |arg| arg.span);
                return match self.program.class(class) {
                    Some(class) => self.call_static(class, name, args, CallSite { call: at, name: at }, false),
                    None => self.ignored(&args),
                };
            }
        };
        self.left.clear();
        self.note_tried(literal.span, true);
        let recursions = self.calls.iter().filter(|call| call.span == literal.span).count();
        if self.calls.len() >= self.limits.calls as usize || recursions > 1 || self.is_exhausted() {
            H::escaped(self, &args);
            return self.of_type(literal.return_type.as_ref(), closure.scope, closure.late_static, Why::Bound);
        }
        if H::EXPLORE {
            self.invoked.insert(literal.span);
        }
        let frame = Frame {
            env: closure.captured.clone(),
            this: closure.this.clone(),
            scope: closure.scope,
            late: closure.late_static,
            function: self.frame.function,
            entered: self.frame.entered,
            ..Frame::default()
        };
        self.start(literal.span);
        let (value, inner) = self.in_frame(frame, |cx| {
            cx.bind(&literal.params, args, None);
            cx.body(&literal.body)
        });
        self.leave_behind(&literal.params, &inner);
        self.calls.pop();
        match value {
            Value::Unknown(why) => self.of_type(literal.return_type.as_ref(), closure.scope, closure.late_static, why),
            value => value,
        }
    }

    /// Calls every closure among the arguments with unknown values.
    pub fn visit_closures(&mut self, args: &Args<'a>) {
        let found: Vec<Rc<ClosureValue<'a>>> = closures(args).cloned().collect();
        for closure in found {
            self.call_closure(&closure, Args::entry());
        }
    }
}
