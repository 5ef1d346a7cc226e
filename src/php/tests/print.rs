//! A short form of syntax trees for expectations.

use crate::php::ast::{
    Arg, ArrayItem, Attribute, Call, Callee, Class, ClassRef, Closure, Expr, ExprKind, Function, Member, Name, NewClass, Param,
    Piece, PropertyDecl, Stmt, StmtKind, Type,
};

fn list<T>(items: &[T], separator: &str, print: impl Fn(&T) -> String) -> String {
    items.iter().map(print).collect::<Vec<_>>().join(separator)
}

pub(super) fn statements(all: &[Stmt]) -> String {
    list(all, "; ", statement)
}

fn block(all: &[Stmt]) -> String {
    format!("{{{}}}", statements(all))
}

fn exprs(all: &[Expr]) -> String {
    list(all, ", ", expr)
}

fn maybe(prefix: &str, value: Option<&Expr>) -> String {
    value.map_or_else(String::new, |value| format!("{prefix}{}", expr(value)))
}

pub(super) fn statement(stmt: &Stmt) -> String {
    match &stmt.kind {
        StmtKind::Expr(value) => expr(value),
        StmtKind::Echo(values) => format!("echo {}", exprs(values)),
        StmtKind::Return(value) => format!("return{}", maybe(" ", value.as_ref())),
        StmtKind::If { branches, otherwise } => {
            let branches = list(branches, " ", |(test, body)| format!("if {} {}", expr(test), block(body)));
            format!("{branches}{}", otherwise.as_ref().map_or(String::new(), |body| format!(" else {}", block(body))))
        }
        StmtKind::While(test, body) => format!("while {} {}", expr(test), block(body)),
        StmtKind::DoWhile(body, test) => format!("do {} while {}", block(body), expr(test)),
        StmtKind::For { init, condition, step, body } => {
            format!("for ({}; {}; {}) {}", exprs(init), exprs(condition), exprs(step), block(body))
        }
        StmtKind::Foreach { subject, key, value, by_ref, body } => format!(
            "foreach {} as{} {}{} {}",
            expr(subject),
            key.as_ref().map_or(String::new(), |key| format!(" {} =>", expr(key))),
            if *by_ref { "&" } else { "" },
            expr(value),
            block(body)
        ),
        StmtKind::Switch { subject, cases } => format!(
            "switch {} {{{}}}",
            expr(subject),
            list(cases, " ", |(test, body)| format!("{} {}", test.as_ref().map_or("default".into(), expr), block(body)))
        ),
        StmtKind::Break(levels) => format!("break {levels}"),
        StmtKind::Continue(levels) => format!("continue {levels}"),
        StmtKind::Try { body, catches, finally } => format!(
            "try {}{}{}",
            block(body),
            list(catches, "", |catch| format!(
                " catch {}{} {}",
                list(&catch.types, "|", name),
                catch.variable.as_ref().map_or(String::new(), |variable| format!(" ${variable}")),
                block(&catch.body)
            )),
            finally.as_ref().map_or(String::new(), |body| format!(" finally {}", block(body)))
        ),
        StmtKind::Documented(name, declared) => format!("/** @var {} ${name} */", ty(declared)),
        StmtKind::Global(names) => format!("global {}", names.join(", ")),
        StmtKind::StaticVars(variables) => {
            format!("static {}", list(variables, ", ", |(name, value)| format!("${name}{}", maybe(" = ", value.as_ref()))))
        }
        StmtKind::Unset(values) => format!("unset({})", exprs(values)),
        StmtKind::Function(it) => function(it),
        StmtKind::Class(it) => class(it),
        StmtKind::Const(all) => {
            format!("const {}", list(all, ", ", |(name, value)| format!("{name} = {}", expr(value))))
        }
        StmtKind::Block(body) => block(body),
        StmtKind::Other(body) => format!("other {}", block(body)),
    }
}

fn name(it: &Name) -> String {
    let fallback = it.fallback.as_ref().map_or(String::new(), |fallback| format!("/{fallback}"));
    format!("{}{fallback}", it.resolved)
}

fn class_ref(it: &ClassRef) -> String {
    match it {
        ClassRef::Named(it) => name(it),
        ClassRef::SelfClass(_) => "self".to_owned(),
        ClassRef::Static(_) => "static".to_owned(),
        ClassRef::Parent(_) => "parent".to_owned(),
        ClassRef::Dynamic(it) => format!("({})", expr(it)),
    }
}

fn member(it: &Member) -> String {
    match it {
        Member::Named(it, _) => it.to_string(),
        Member::Dynamic(it) => format!("{{{}}}", expr(it)),
    }
}

fn arg(it: &Arg) -> String {
    let name = it.name.as_ref().map_or(String::new(), |name| format!("{name}: "));
    format!("{name}{}{}", if it.spread { "..." } else { "" }, expr(&it.value))
}

fn args(all: &[Arg]) -> String {
    list(all, ", ", arg)
}

fn arrow(nullsafe: bool) -> &'static str {
    if nullsafe { "?->" } else { "->" }
}

fn call(it: &Call) -> String {
    let callee = match &it.callee {
        Callee::Function(it) => name(it),
        Callee::Dynamic(it) => format!("({})", expr(it)),
        Callee::Method { object, name, nullsafe } => format!("{}{}{}", expr(object), arrow(*nullsafe), member(name)),
        Callee::Static { class, name } => format!("{}::{}", class_ref(class), member(name)),
    };
    format!("{callee}({}{})", args(&it.args), if it.first_class { "..." } else { "" })
}

fn item(it: &ArrayItem) -> String {
    let key = it.key.as_ref().map_or(String::new(), |key| format!("{} => ", expr(key)));
    let mark = if it.spread {
        "..."
    } else if it.by_ref {
        "&"
    } else {
        ""
    };
    format!("{key}{mark}{}", it.value.as_ref().map_or("_".to_owned(), expr))
}

pub(super) fn expr(it: &Expr) -> String {
    match &it.kind {
        ExprKind::Null => "null".to_owned(),
        ExprKind::Bool(it) => it.to_string(),
        ExprKind::Int(it) => it.to_string(),
        ExprKind::Float(it) => format!("{it:?}"),
        ExprKind::String(it) => format!("{it:?}"),
        ExprKind::Interpolated(pieces) => format!("<{}>", list(pieces, " ", piece)),
        ExprKind::Array(items) => format!("[{}]", list(items, ", ", item)),
        ExprKind::Variable(it) => format!("${it}"),
        ExprKind::VariableVariable(it) => format!("${{{}}}", expr(it)),
        ExprKind::Property { object, name, nullsafe } => format!("{}{}{}", expr(object), arrow(*nullsafe), member(name)),
        ExprKind::StaticProperty { class, name } => format!("{}::${}", class_ref(class), member(name)),
        ExprKind::ClassConstant { class, name } => format!("{}::{}", class_ref(class), member(name)),
        ExprKind::Constant(it) => name(it),
        ExprKind::Magic(it) => format!("{it:?}"),
        ExprKind::Index { base, index } => format!("{}[{}]", expr(base), maybe("", index.as_deref())),
        ExprKind::Call(it) => call(it),
        ExprKind::New { class: NewClass::Ref(class), args: all } => format!("new {}({})", class_ref(class), args(all)),
        ExprKind::New { class: NewClass::Anonymous(it), args: all } => format!("new ({}) {}", args(all), class(it)),
        ExprKind::Closure(it) => closure(it),
        ExprKind::Assign { target, value, by_ref } => {
            format!("({} ={} {})", expr(target), if *by_ref { "&" } else { "" }, expr(value))
        }
        ExprKind::AssignOp { op, target, value } => format!("({} {op:?}= {})", expr(target), expr(value)),
        ExprKind::Unary { op, operand } => format!("({op:?} {})", expr(operand)),
        ExprKind::Binary { op, left, right } => format!("({} {op:?} {})", expr(left), expr(right)),
        ExprKind::IncDec { prefix, increment, target } => {
            let operator = if *increment { "++" } else { "--" };
            if *prefix { format!("{operator}{}", expr(target)) } else { format!("{}{operator}", expr(target)) }
        }
        ExprKind::Ternary { condition, then, otherwise } => {
            format!("({} ?{} : {})", expr(condition), maybe(" ", then.as_deref()), expr(otherwise))
        }
        ExprKind::Cast { to, operand } => format!("({to:?}) {}", expr(operand)),
        ExprKind::InstanceOf { operand, class } => format!("({} instanceof {})", expr(operand), class_ref(class)),
        ExprKind::Match { subject, arms } => format!(
            "match {} {{{}}}",
            expr(subject),
            list(arms, ", ", |arm| {
                format!("{} => {}", arm.tests.as_ref().map_or("default".into(), |tests| exprs(tests)), expr(&arm.body))
            })
        ),
        ExprKind::Isset(all) => format!("isset({})", exprs(all)),
        ExprKind::Empty(it) => format!("empty({})", expr(it)),
        ExprKind::Include(it) => format!("include {}", expr(it)),
        ExprKind::Throw(it) => format!("throw {}", expr(it)),
        ExprKind::Yield(key, value) => {
            format!(
                "yield{}{}",
                key.as_ref().map_or(String::new(), |key| format!(" {} =>", expr(key))),
                maybe(" ", value.as_deref())
            )
        }
        ExprKind::YieldFrom(it) => format!("yield from {}", expr(it)),
        ExprKind::Clone(it) => format!("clone {}", expr(it)),
        ExprKind::Exit(it) => format!("exit({})", maybe("", it.as_deref())),
        ExprKind::Other(all) => format!("other({})", exprs(all)),
    }
}

fn piece(it: &Piece) -> String {
    match it {
        Piece::Text(text, _) => format!("{text:?}"),
        Piece::Expr(it) => expr(it),
    }
}

fn closure(it: &Closure) -> String {
    let uses = list(&it.uses, ", ", |(name, by_ref)| format!("{}${name}", if *by_ref { "&" } else { "" }));
    format!(
        "{}{}{}({}){}{} {}",
        attributes(&it.attributes),
        if it.is_static { "static " } else { "" },
        if it.arrow { "fn" } else { "function" },
        params(&it.params),
        if uses.is_empty() { uses } else { format!(" use ({uses})") },
        returns(it.return_type.as_ref()),
        block(&it.body)
    )
}

fn returns(it: Option<&Type>) -> String {
    it.map_or_else(String::new, |it| format!(": {}", ty(it)))
}

pub(super) fn ty(it: &Type) -> String {
    match it {
        Type::Named(it) => format!("\\{}", it.resolved),
        Type::Builtin(it) => it.to_string(),
        Type::Nullable(it) => format!("?{}", ty(it)),
        Type::Union(all) => format!("({})", list(all, "|", ty)),
        Type::Holding(it, held) => format!("\\{}<{}>", it.resolved, ty(held)),
        Type::Intersection(all) => format!("({})", list(all, "&", ty)),
    }
}

fn attributes(all: &[Attribute]) -> String {
    list(all, "", |it| format!("#[{}({})] ", it.name.resolved, args(&it.args)))
}

fn params(all: &[Param]) -> String {
    list(all, ", ", |it| {
        format!(
            "{}{}{}{}{}${}{}{}",
            attributes(&it.attributes),
            it.promoted.map_or(String::new(), |visibility| format!("{visibility:?} ")),
            it.ty.as_ref().map_or(String::new(), |it| format!("{} ", ty(it))),
            if it.by_ref { "&" } else { "" },
            if it.variadic { "..." } else { "" },
            it.name,
            maybe(" = ", it.default.as_ref()),
            hooks(&it.hooks)
        )
    })
}

fn hooks(all: &[Function]) -> String {
    if all.is_empty() { String::new() } else { format!(" {{{}}}", list(all, " ", function)) }
}

fn function(it: &Function) -> String {
    format!(
        "{}{}{}{:?} {}({}){} {}",
        attributes(&it.attributes),
        if it.is_abstract { "abstract " } else { "" },
        if it.is_static { "static " } else { "" },
        it.visibility,
        it.name,
        params(&it.params),
        returns(it.return_type.as_ref()),
        it.body.as_ref().map_or("-".to_owned(), |body| block(body))
    )
}

fn property(it: &PropertyDecl) -> String {
    format!(
        "{}{}{:?} {}${}{}{}",
        attributes(&it.attributes),
        if it.is_static { "static " } else { "" },
        it.visibility,
        it.ty.as_ref().map_or(String::new(), |it| format!("{} ", ty(it))),
        it.name,
        maybe(" = ", it.default.as_ref()),
        hooks(&it.hooks)
    )
}

pub(super) fn class(it: &Class) -> String {
    let mut members = Vec::new();
    for uses in &it.traits {
        let insteadof = list(&uses.insteadof, "", |(of, method, others)| {
            format!(" [{}::{method} insteadof {}]", name(of), list(others, ", ", name))
        });
        let aliases = list(&uses.aliases, "", |(of, method, alias)| {
            let of = of.as_ref().map_or(String::new(), |of| format!("{}::", name(of)));
            format!(" [{of}{method} as {}]", alias.as_deref().unwrap_or("-"))
        });
        members.push(format!("use {}{insteadof}{aliases}", list(&uses.names, ", ", name)));
    }
    members.extend(it.constants.iter().map(|it| format!("const {} = {}", it.name, expr(&it.value))));
    members.extend(it.cases.iter().map(|it| format!("case {}{}", it.name, maybe(" = ", it.value.as_ref()))));
    members.extend(it.properties.iter().map(property));
    members.extend(it.methods.iter().map(function));
    let clause = |word: &str, names: &[Name]| {
        if names.is_empty() { String::new() } else { format!(" {word} {}", list(names, ", ", name)) }
    };
    format!(
        "{}{}{:?} {}{}{} {{{}}}",
        attributes(&it.attributes),
        if it.is_abstract { "abstract " } else { "" },
        it.kind,
        it.name,
        clause("extends", &it.extends),
        clause("implements", &it.implements),
        members.join("; ")
    )
}
