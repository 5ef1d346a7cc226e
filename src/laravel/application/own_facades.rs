//! Facades of the project: classes whose static calls go to an object of the container.
//!
//! Sources: `Illuminate/Support/Facades/Facade.php` (`__callStatic`, `getFacadeAccessor`) and, for those that are made
//! on the fly of any class by putting `Facades\` before its name, `Illuminate/Foundation/AliasLoader.php`.

use crate::eval::{Args, CallSite, Interp, Value};
use crate::laravel::Laravel;
use crate::php::program::ClassDecl;

/// What the name of a real-time facade begins with.
const REAL_TIME: &str = "Facades\\";

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// A static call of a class that is a facade of the project.
    pub(in crate::laravel) fn call_own_facade(
        cx: &mut Interp<'a, Self>,
        class: &str,
        declared: Option<ClassDecl<'a>>,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        let behind = match declared {
            None => Value::string(strip_real_time(class)?),
            Some(facade) => Self::accessor(cx, facade, at)?,
        };
        let object = match behind {
            Value::Str(_) => Self::resolve(cx, &Args::of(vec![behind], at.call), at)?,
            object => object,
        };
        Some(cx.call_method(&object, method, args.clone(), at))
    }

    /// Whether a class is a facade that says itself what it stands for.
    pub(in crate::laravel) fn is_own_facade(cx: &Interp<'a, Self>, class: ClassDecl<'a>) -> bool {
        cx.program.is_a(class, &["Illuminate\\Support\\Facades\\Facade"])
            && cx.program.method(class, "getFacadeAccessor").is_some()
    }

    /// What a declared facade says that it stands for.
    fn accessor(cx: &mut Interp<'a, Self>, facade: ClassDecl<'a>, at: CallSite) -> Option<Value<'a>> {
        if !Self::is_own_facade(cx, facade) {
            return None;
        }
        let accessor = cx.program.method(facade, "getFacadeAccessor")?;
        let name = cx.invoke(accessor.function, Args::default(), None, Some(accessor.class), Some(facade), at);
        (!name.is_unknown()).then_some(name)
    }
}

/// The class behind a real-time facade.
fn strip_real_time(class: &str) -> Option<&str> {
    let class = class.trim_start_matches('\\');
    let (start, rest) = class.split_at_checked(REAL_TIME.len())?;
    start.eq_ignore_ascii_case(REAL_TIME).then_some(rest)
}
