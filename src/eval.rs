//! What a PHP expression is worth, as far as it can be known: an abstract interpreter.
//!
//! It knows nothing of Laravel. Calls that leave the project's own code go to a [`Host`]. It never
//! fails and always ends: what it cannot know is [`Value::Unknown`], and steps, depth and sizes are
//! bounded. A condition that is not known takes both ways; what they do is then uncertain.

mod arrays;
mod assign;
mod builtins;
mod callables;
mod calls;
mod cases;
mod classes;
mod conversions;
mod env;
mod expressions;
mod graph;
mod host;
mod instances;
mod join;
mod loops;
mod narrow;
mod numbers;
mod once;
mod operators;
mod parameters;
mod running;
mod statements;
mod strings;
mod switches;
mod text;
mod value;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use foldhash::HashMap;

pub use arrays::{element, key_of, key_value, loose, of_entries, put, set};
pub(crate) use builtins::base64;
pub use builtins::{
    Pattern, Sort, bounds, compare_as, contains, end, ends_with, filtered, folded, in_order, joined, merge_deep, one_end,
    part_of, replace_deep, stable, starts_with, title, trimmed, verdict, without_repetitions,
};
pub use env::Env;
pub use graph::Copier;
/// Marks the number of a question about the schema where code stands on the way on which the answer is no.
pub const OTHERWISE: u32 = 1 << 31;

pub use host::{Announced, ArgValue, Args, CallSite, Called, Fork, Host};
pub use join::{equal, join};
pub use numbers::{compare, loosely_equal};
pub use operators::{binary, concat, to_text};
pub use strings::{Builder, change_first, changed, relative_path, replaced, slice, sliced, unknown_text};
pub use text::{Part, Text, Written};
pub use value::{Array, Callable, ClosureValue, Entry, HostId, Key, Object, Value, Why};

use crate::php::ast::{self, Stmt};
use crate::php::program::{ClassDecl, Program};
use crate::source::{FileId, Span};

/// The folder that `__DIR__` and `base_path()` count from. Nothing outside it exists.
pub const ROOT: &str = "/@project";

/// Bounds of an evaluation.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Expressions and statements that one entry may evaluate.
    pub steps: u32,
    /// Calls inside calls.
    pub calls: u32,
    /// Turns of one loop that a condition ends.
    pub turns: usize,
    /// Elements that one `foreach` goes over.
    pub elements: usize,
}

/// How deep expressions and statements may nest, calls included.
const MAX_NESTING: u32 = 1500;

/// What the evaluation of a statement leads to.
#[derive(Clone, Debug)]
enum Flow<'a> {
    /// The next statement.
    Next,
    /// Out of this many loops.
    Break(u32),
    /// To the next turn of this many loops up.
    Continue(u32),
    /// Out of the function with this value.
    Return(Value<'a>),
    /// An exception or `exit`.
    Exit,
}

/// A function while it is evaluated.
#[derive(Clone, Debug, Default)]
struct Frame<'a> {
    env: Env<'a>,
    this: Option<Value<'a>>,
    scope: Option<ClassDecl<'a>>,
    late: Option<ClassDecl<'a>>,
    /// The declaration of the named function or method around.
    function: Option<&'a ast::Function>,
    /// How many conditions that are not known stood around the call of that function.
    entered: u32,
    /// What a `return` under an unknown condition gave.
    returned: Option<Value<'a>>,
    /// The values of a generator.
    yielded: Option<Array<'a>>,
    args: Vec<Value<'a>>,
}

/// A `try` around the code that is being evaluated.
#[derive(Clone, Copy, Debug)]
pub struct Try<'a> {
    /// Its handlers.
    pub catches: &'a [ast::Catch],
}

/// A closure that nothing has called yet.
struct Pending<'a> {
    closure: Rc<ClosureValue<'a>>,
    literal: &'a ast::Closure,
    function: Option<&'a ast::Function>,
    tries: Vec<Try<'a>>,
    guards: Vec<u32>,
}

/// The interpreter.
pub struct Interp<'a, H: Host<'a>> {
    /// The code.
    pub program: &'a Program<'a>,
    /// Who answers for code outside the project.
    pub host: H,
    /// Questions about the schema that the code around the current place has asked, by the host's numbers.
    pub guards: Vec<u32>,
    /// The `try` statements of the current function around the current place, from the outside in.
    pub tries: Vec<Try<'a>>,
    /// More than 0 while it is not certain that the code runs.
    pub uncertain: u32,
    /// More than 0 on ways that are looked at although they are not taken with the values that are known.
    pub untaken: u32,
    /// What a host wants to remember: by its own word and a place.
    pub memo: BTreeMap<(&'static str, Span), Value<'a>>,
    /// How many `try` blocks are open, in all functions that are being evaluated.
    open_tries: u32,
    /// An exception is on its way to the next `try`.
    thrown: bool,
    limits: Limits,
    /// Whether calls may be deeper than usual.
    is_deeper: bool,
    steps: u32,
    nesting: u32,
    calls: Vec<running::Running>,
    frame: Frame<'a>,
    /// The functions that were entered, and how often each was.
    entered: HashMap<Span, u64>,
    statics: BTreeMap<(Span, String), Value<'a>>,
    constants: BTreeMap<Span, Value<'a>>,
    files: BTreeMap<FileId, Value<'a>>,
    templates: BTreeMap<Span, Vec<(Rc<str>, Value<'a>)>>,
    summaries: BTreeMap<(Span, Option<Span>), Value<'a>>,
    /// What is known of functions that were evaluated with all that they were called with.
    once: once::Once<'a, H>,
    assigned: BTreeMap<Span, Rc<BTreeSet<String>>>,
    /// Constants of `define()`.
    defined: BTreeMap<String, Value<'a>>,
    pending: Vec<Pending<'a>>,
    invoked: BTreeSet<Span>,
    /// What the last function left in parameters by reference, by their positions.
    left: Vec<(usize, Value<'a>)>,
    /// What a host left in the first argument of the call that it answers.
    left_by_host: Option<Value<'a>>,
    /// Static variables of functions.
    static_variables: BTreeMap<(Span, Rc<str>), Rc<std::cell::RefCell<Value<'a>>>>,
}

impl<'a, H: Host<'a>> Interp<'a, H> {
    /// Which functions were entered, and how often; it is counted anew from now on.
    pub fn take_entered(&mut self) -> HashMap<Span, u64> {
        std::mem::take(&mut self.entered)
    }

    /// An interpreter that has evaluated nothing yet.
    pub fn new(program: &'a Program<'a>, host: H, limits: Limits) -> Self {
        Interp {
            program,
            host,
            guards: Vec::new(),
            tries: Vec::new(),
            uncertain: 0,
            untaken: 0,
            memo: BTreeMap::new(),
            open_tries: 0,
            thrown: false,
            defined: BTreeMap::new(),
            limits,
            is_deeper: false,
            steps: 0,
            nesting: 0,
            calls: Vec::new(),
            frame: Frame::default(),
            entered: HashMap::default(),
            statics: BTreeMap::new(),
            constants: BTreeMap::new(),
            files: BTreeMap::new(),
            templates: BTreeMap::new(),
            summaries: BTreeMap::new(),
            once: once::Once::default(),
            assigned: BTreeMap::new(),
            pending: Vec::new(),
            invoked: BTreeSet::new(),
            left: Vec::new(),
            left_by_host: None,
            static_variables: BTreeMap::new(),
        }
    }

    /// Starts afresh: a new budget of steps, no variables, nothing pending.
    pub fn begin(&mut self) {
        // What is being evaluated has lost count of its steps.
        self.note_unrepeatable();
        self.steps = 0;
        self.nesting = 0;
        self.uncertain = 0;
        self.untaken = 0;
        self.thrown = false;
        self.open_tries = 0;
        self.guards.clear();
        self.tries.clear();
        self.calls.clear();
        self.frame = Frame::default();
        self.pending.clear();
        self.invoked.clear();
    }

    /// Defines a constant.
    fn define(&mut self, name: &str, value: Value<'a>) {
        self.once.changes += 1;
        self.defined.insert(name.to_owned(), value);
    }

    /// Throws an exception: the rest of the innermost `try` is passed over. Only for a run that takes the ways
    /// that the code takes, and only where it is certain.
    pub fn throw(&mut self) {
        // Without a `try` anywhere around, a migration would never have run: then it is the evaluation that errs.
        self.thrown = !H::EXPLORE && self.uncertain == 0 && self.open_tries > 0;
    }

    /// Whether the budget is used up.
    #[must_use]
    pub fn is_exhausted(&self) -> bool {
        self.steps >= self.limits.steps
    }

    /// The function or method that is being evaluated.
    #[must_use]
    pub fn function(&self) -> Option<&'a ast::Function> {
        self.frame.function
    }

    /// Whether a condition that is not known stands around the current place, in the function that it stands in.
    #[must_use]
    pub fn is_conditional_here(&self) -> bool {
        self.uncertain > self.frame.entered
    }

    /// The class whose code is being evaluated.
    #[must_use]
    pub fn scope(&self) -> Option<ClassDecl<'a>> {
        self.frame.scope
    }

    /// `$this` of the code that is being evaluated.
    #[must_use]
    pub fn this(&self) -> Option<&Value<'a>> {
        self.frame.this.as_ref()
    }

    /// Evaluates a file's statements as a run of their own and returns what the file returns.
    pub fn run_file(&mut self, file: FileId) -> Value<'a> {
        self.begin();
        let value = self.statements_of(&self.program.file(file).statements);
        self.run_pending();
        value
    }

    /// The value that a file returns, evaluated once, in the middle of something else.
    pub fn file_value(&mut self, file: FileId) -> Value<'a> {
        if let Some(value) = self.files.get(&file) {
            return value.clone();
        }
        // An include that comes back to itself finds this.
        self.files.insert(file, Value::Unknown(Why::Bound));
        let outer = std::mem::take(&mut self.frame);
        let value = self.statements_of(&self.program.file(file).statements);
        self.frame = outer;
        self.files.insert(file, value.clone());
        value
    }

    /// The value of an expression by itself, seen from a class.
    pub fn value_in(&mut self, expr: &'a ast::Expr, class: Option<ClassDecl<'a>>) -> Value<'a> {
        let frame = Frame { scope: class, late: class, ..Frame::default() };
        self.in_frame(frame, |cx| cx.eval(expr)).0
    }

    fn statements_of(&mut self, statements: &'a [Stmt]) -> Value<'a> {
        match self.block(statements) {
            Flow::Return(value) => value,
            _ => self.frame.returned.take().unwrap_or(Value::Null),
        }
    }

    /// Evaluates a method as a run of its own, with nothing known of its arguments but their types.
    pub fn run_method(&mut self, object: &Value<'a>, class: ClassDecl<'a>, name: &str) -> Value<'a> {
        self.begin();
        self.go_on_with_method(object, class, name)
    }

    /// The same for code that may not run at all.
    pub fn run_method_perhaps(&mut self, object: &Value<'a>, class: ClassDecl<'a>, name: &str) -> Value<'a> {
        self.begin();
        self.uncertain = 1;
        let value = self.go_on_with_method(object, class, name);
        self.uncertain = 0;
        value
    }

    fn go_on_with_method(&mut self, object: &Value<'a>, class: ClassDecl<'a>, name: &str) -> Value<'a> {
        let value = match self.program.method(class, name) {
            Some(method) => {
                let late = match object {
                    Value::Object(object) => object.class.or(Some(class)),
                    _ => Some(class),
                };
                let this = (!method.function.is_static).then(|| object.clone());
                self.enter(method.function, Args::entry(), this, Some(method.class), late)
            }
            None => Value::Unknown(Why::Foreign),
        };
        self.run_pending();
        value
    }

    /// Evaluates a method as a run of its own, on something that is no object of its class but has its methods.
    pub fn run_function_of(
        &mut self,
        function: &'a ast::Function,
        this: &Value<'a>,
        owner: ClassDecl<'a>,
        late: ClassDecl<'a>,
    ) -> Value<'a> {
        self.begin();
        let value = self.enter(function, Args::entry(), Some(this.clone()), Some(owner), Some(late));
        self.run_pending();
        value
    }

    /// Evaluates a function as a run of its own, with nothing known of its arguments but their types.
    pub fn run_function(&mut self, function: &'a ast::Function) -> Value<'a> {
        self.begin();
        let value = self.enter(function, Args::entry(), None, None, None);
        self.run_pending();
        value
    }

    /// Evaluates the closures that were made but never called, so that their bodies are seen too.
    fn run_pending(&mut self) {
        while let Some(pending) = self.pending.pop() {
            if self.invoked.contains(&pending.literal.span) {
                continue;
            }
            self.tries = pending.tries;
            self.guards = pending.guards;
            self.frame.function = pending.function;
            self.uncertain += 1;
            let args = H::handed_to(self, pending.literal).unwrap_or_else(Args::entry);
            let _ = self.call_closure(&pending.closure, args);
            self.uncertain -= 1;
        }
        self.tries.clear();
        self.guards.clear();
    }

    /// Counts many steps at once.
    pub fn spend(&mut self, steps: usize) {
        self.steps = self.steps.saturating_add(u32::try_from(steps).unwrap_or(u32::MAX));
    }

    /// Counts a step. False when the budget is used up or the nesting too deep.
    fn step(&mut self) -> bool {
        self.steps = self.steps.saturating_add(1);
        if self.nesting >= MAX_NESTING {
            self.note_unrepeatable();
            return false;
        }
        self.steps < self.limits.steps
    }
}
