//! Who is logged in: the model behind `auth()->user()`, `$request->user()` and their like, and the columns that credentials name.
//!
//! Source: `Illuminate/Auth/AuthManager.php`, `EloquentUserProvider.php` (`retrieveByCredentials`).

use std::rc::Rc;

use crate::catalog::laravel::Deed;
use crate::eval::{Args, Array, CallSite, Interp, Key, Value, Why, join};
use crate::laravel::Laravel;
use crate::laravel::eloquent::models;
use crate::laravel::objects::Thing;
use crate::php::program::ClassDecl;

/// The classes that a project's users have where the configuration does not say.
const USERS: [&str; 2] = ["App\\Models\\User", "App\\User"];

/// How many models a user with a token may be one of.
const MAX_OTHERS: usize = 4;

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// The model that a guard's users are, by the guard's name; of the default one if none is given.
    pub(in crate::laravel) fn user_model(cx: &mut Interp<'a, Self>, guard: Option<&str>) -> Option<ClassDecl<'a>> {
        let text = |cx: &mut Interp<'a, Self>, key: &str| Self::config_value(cx, key).as_str();
        let guard = match guard {
            Some(guard) => Rc::from(guard),
            None => text(cx, "auth.defaults.guard").unwrap_or_else(|| Rc::from("web")),
        };
        let listed = text(cx, &format!("auth.guards.{guard}.provider"));
        // A guard that the configuration does not list is one that a package or a provider of services adds.
        let is_laravels = matches!(&*guard, "web" | "api" | "sanctum");
        let provider = listed.or_else(|| is_laravels.then(|| Rc::from("users")))?;
        let named = text(cx, &format!("auth.providers.{provider}.model"));
        let class = match &named {
            Some(name) => cx.program.class(name),
            // Of a provider that the configuration does not list, nobody knows the model.
            None if *provider != *"users" => None,
            None => USERS.iter().find_map(|name| cx.program.class(name)),
        };
        class.filter(|class| models::is_model(cx.program, *class))
    }

    /// The user who is logged in.
    pub(in crate::laravel) fn user(cx: &mut Interp<'a, Self>, guard: Option<&str>) -> Option<Value<'a>> {
        let class = Self::user_model(cx, guard)?;
        let user = Self::found(cx, class);
        // Who logs in with a token is the one that the token is for, whatever the guard's own model is.
        let by_token = guard.is_none_or(|guard| matches!(guard, "sanctum" | "api"));
        let others = cx.host.eloquent.hooked.clone().filter(|_| by_token && EXPLORE);
        let others = others.iter().flat_map(|hooked| hooked.with_tokens()).filter_map(|name| cx.program.class(name));
        // Middleware makes the guard that it asks for the default one (`Illuminate/Auth/Middleware/Authenticate.php`).
        let asked = cx.host.eloquent.hooked.clone().filter(|_| guard.is_none() && EXPLORE);
        let names: Vec<String> = asked.iter().flat_map(|hooked| hooked.guards()).map(str::to_owned).collect();
        let by_middleware: Vec<ClassDecl<'a>> = names.iter().filter_map(|name| Self::user_model(cx, Some(name))).collect();
        let others = others.chain(by_middleware).filter(|other| other.key() != class.key());
        let others: Vec<ClassDecl<'a>> = others.take(MAX_OTHERS).collect();
        Some(others.into_iter().fold(user, |user, other| join(&user, &Self::found(cx, other))))
    }

    /// A call on a guard, or on the manager of all, which acts as the default one.
    pub(in crate::laravel) fn call_guard(
        cx: &mut Interp<'a, Self>,
        guard: Option<&Rc<str>>,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        let lower = method.to_ascii_lowercase();
        let remember = match lower.as_str() {
            "login" | "loginusingid" | "attempt" => Some(1),
            "attemptwhen" => Some(2),
            _ => None,
        };
        if let Some(position) = remember {
            let class = Self::user_model(cx, guard.map(|guard| &**guard))?;
            let remember = args.find(position, "remember").map(|arg| arg.value.clone());
            Self::remembers(cx, class, remember.as_ref(), at);
        }
        match lower.as_str() {
            "login" => Some(Value::Null),
            "user" | "authenticate" | "getuser" | "loginusingid" | "onceusingid" => Self::user(cx, guard.map(|guard| &**guard)),
            "guard" => {
                let named = args.value(0).and_then(Value::as_str);
                Some(cx.host.make(Thing::Guard(named)))
            }
            "attempt" | "attemptwhen" | "validate" | "once" => {
                let class = Self::user_model(cx, guard.map(|guard| &**guard))?;
                if let Some(Value::Array(credentials)) = args.value(0).cloned() {
                    Self::credentials(cx, class, &credentials, at);
                }
                Some(Value::Unknown(Why::Data))
            }
            _ => None,
        }
    }

    /// `['email' => …, 'password' => …, fn ($query) => …]`: conditions for users, but for passwords.
    fn credentials(cx: &mut Interp<'a, Self>, class: ClassDecl<'a>, credentials: &Rc<Array<'a>>, at: CallSite) {
        let Value::Host(query) = Self::model_query(cx, class) else { return };
        for entry in &credentials.entries {
            match (&entry.key, &entry.key_text) {
                // A guard for tokens reads the request itself (`RequestGuard.php`, `validate`).
                (Key::Str(name), Some(text)) if !name.contains("password") && &**name != "request" => {
                    Self::column(cx, query, &Value::Str(Rc::clone(text)), Deed::Where, at);
                }
                _ => {}
            }
            if matches!(entry.value, Value::Closure(_)) {
                cx.call_value(&entry.value, Args::of(vec![Value::Host(query)], at.call), at.call);
            }
        }
    }

    /// A call on a request.
    pub(in crate::laravel) fn call_request(
        cx: &mut Interp<'a, Self>,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Option<Value<'a>> {
        match method.to_ascii_lowercase().as_str() {
            "user" => {
                let guard = args.value(0).and_then(Value::as_str);
                Self::user(cx, guard.as_deref())
            }
            "validate" => Self::validate_with(cx, args.value(0), at),
            "validatewithbag" => Self::validate_with(cx, args.value(1), at),
            _ => None,
        }
    }
}
