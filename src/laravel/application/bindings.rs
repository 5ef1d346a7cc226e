//! What service providers bind to names in the container, for whoever asks for these while migrations run.

use crate::eval::{Args, CallSite, Interp, Key, Value, Why};
use crate::laravel::Laravel;
use crate::php::program::ClassDecl;

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// `bind(Name::class, fn () => …)`, `singleton(Name::class, Concrete::class)`, `instance('name', $object)`.
    pub(in crate::laravel) fn bind(cx: &mut Interp<'a, Self>, args: &Args<'a>) -> Option<Value<'a>> {
        let name = args.find(0, "abstract").and_then(|arg| arg.value.as_str())?;
        let concrete = args.value(1).cloned().unwrap_or(Value::Null);
        let concrete = if cx.uncertain > 0 { Value::Unknown(Why::Foreign) } else { concrete };
        Self::bind_to(cx, &name, concrete);
        Some(Value::Null)
    }

    fn bind_to(cx: &mut Interp<'a, Self>, name: &str, concrete: Value<'a>) {
        let name = name.trim_start_matches('\\').to_ascii_lowercase();
        if !EXPLORE && !name.starts_with("illuminate\\") {
            cx.host.application.bindings.insert(name, concrete);
        }
    }

    /// The properties `$bindings` and `$singletons` of a provider.
    pub(crate) fn bind_properties(cx: &mut Interp<'a, Self>, provider: ClassDecl<'a>) {
        for property in ["bindings", "singletons"] {
            if cx.program.property(provider, property).is_none() {
                continue;
            }
            let Some(Value::Array(list)) = cx.declared_property(provider, property, false) else { continue };
            for entry in &list.entries {
                if let Key::Str(name) = &entry.key {
                    Self::bind_to(cx, name, entry.value.clone());
                }
            }
        }
    }

    /// What is bound to a name, made as the container makes it; none if nothing is.
    pub(in crate::laravel) fn bound(cx: &mut Interp<'a, Self>, name: &str, at: CallSite) -> Option<Value<'a>> {
        let key = name.trim_start_matches('\\').to_ascii_lowercase();
        match cx.host.application.bindings.get(&key)?.clone() {
            closure @ Value::Closure(_) => {
                let container = cx.host.make(crate::laravel::objects::Thing::Container);
                Some(cx.call_value(&closure, Args::of(vec![container], at.call), at.call))
            }
            Value::Null => None,
            Value::Str(text) => {
                // One that is bound to itself is made as if nothing was bound.
                let class = text.known().filter(|class| !class.trim_start_matches('\\').eq_ignore_ascii_case(&key))?;
                Self::resolve(cx, &Args::of(vec![Value::string(&*class)], at.call), at)
            }
            value => Some(value),
        }
    }
}
