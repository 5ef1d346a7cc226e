//! spatie/laravel-package-tools: service providers that describe a package instead of loading its parts.
//!
//! Source: `Package.php`, `PackageServiceProvider.php`, `Concerns/PackageServiceProvider/ProcessMigrations.php`.

use std::rc::Rc;

use crate::eval::{Args, Array, CallSite, HostId, Interp, ROOT, Value, Why};
use crate::laravel::Laravel;
use crate::laravel::application::MigrationPath;
use crate::laravel::objects::Thing;
use crate::php::program::ClassDecl;
use crate::source::Span;

/// What a provider says of its package's migrations.
#[derive(Clone, Debug, Default)]
pub(in crate::laravel) struct Described {
    /// The folder of the provider.
    folder: String,
    /// The names of the files.
    names: Vec<(String, Span)>,
    /// Whether they run without being published.
    runs: bool,
    /// The folder of which all count, and where that is said.
    discovers: Option<(String, Span)>,
}

impl<'a, const EXPLORE: bool> Laravel<'a, EXPLORE> {
    /// Lets a provider describe its package, and notes where its migrations are.
    pub(crate) fn describe_package(cx: &mut Interp<'a, Self>, object: &Value<'a>, class: ClassDecl<'a>, at: CallSite) {
        let described = cx.program.method(class, "configurePackage").is_some_and(|method| method.function.body.is_some());
        if !described || !cx.program.ancestors(class).iter().any(|name| name.ends_with("PackageServiceProvider")) {
            return;
        }
        let path = cx.program.sources().path(class.file());
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let folder = folder.strip_suffix("/Providers").unwrap_or(folder).to_owned();
        let id = cx.host.add(Thing::Described(Box::new(Described { folder: folder.clone(), ..Described::default() })));
        if let Value::Object(object) = object {
            object.set("package", Value::Host(id));
        }
        cx.call_method(object, "configurePackage", Args::of(vec![Value::Host(id)], at.call), at);
        let Some(Thing::Described(described)) = cx.host.thing(id) else { return };
        let Described { names, runs, discovers, .. } = (**described).clone();
        let sources = cx.program.sources();
        let home = match folder.rsplit_once('/') {
            Some((home, _)) => format!("{home}/"),
            None => String::new(),
        };
        if let Some((folder, at)) = discovers {
            cx.host.application.discovered.migration_paths.push(MigrationPath {
                path: format!("{ROOT}/{home}{}", folder.trim_matches('/')),
                at,
                switched: false,
            });
        }
        for (name, at) in names {
            let name = name.trim_end_matches(".stub").trim_end_matches(".php");
            let file = [".php", ".php.stub", ".stub", ".stub.php"]
                .iter()
                .map(|ending| format!("{home}database/migrations/{name}{ending}"));
            let Some(file) = file.into_iter().find(|path| sources.find(path).is_some()) else { continue };
            // What an application has published under another date is its own now.
            let base = name.rsplit('/').next().unwrap_or(name);
            let copied = |(path, _): (&str, _)| {
                path != file && path.strip_suffix(".php").is_some_and(|path| path.ends_with(&format!("_{base}")))
            };
            let published = crate::migrator::is_vendored(&file) || sources.under("database/migrations/").any(copied);
            if runs || !published {
                cx.host.application.discovered.migration_paths.push(MigrationPath {
                    path: format!("{ROOT}/{file}"),
                    at,
                    switched: false,
                });
            }
        }
    }

    /// The names of a described package's migrations.
    pub(in crate::laravel) fn described_property(cx: &Interp<'a, Self>, id: HostId, name: &str) -> Option<Value<'a>> {
        let Some(Thing::Described(described)) = cx.host.thing(id) else { return None };
        let names = described.names.iter().map(|(name, _)| Value::string(name.as_str()));
        (name == "migrationFileNames").then(|| Value::array(Array::list(names)))
    }

    /// A call on what describes a package.
    pub(in crate::laravel) fn call_described(
        cx: &mut Interp<'a, Self>,
        id: HostId,
        method: &str,
        args: &Args<'a>,
        at: CallSite,
    ) -> Value<'a> {
        let Some(Thing::Described(described)) = cx.host.thing_mut(id) else { return Value::Host(id) };
        match method.to_ascii_lowercase().as_str() {
            "hasmigration" | "hasmigrations" => {
                for arg in &args.items {
                    let listed: Vec<_> = match &arg.value {
                        Value::Array(list) => list.entries.iter().filter_map(|entry| entry.value.as_str()).collect(),
                        value => value.as_str().into_iter().collect(),
                    };
                    described.names.extend(listed.iter().map(|name| (name.to_string(), at.call)));
                }
            }
            "basepath" => {
                let below = args.value(0).map_or(Some(Rc::from("")), Value::as_str);
                let path = |below: Rc<str>| format!("{ROOT}/{}/{}", described.folder, below.trim_start_matches('/'));
                return below.map_or(Value::Unknown(Why::Data), |below| Value::string(path(below).trim_end_matches('/')));
            }
            "runsmigrations" => described.runs = args.value(0).is_none_or(|value| value.truth() != Some(false)),
            "discoversmigrations" if args.value(0).is_none_or(|value| value.truth() != Some(false)) => {
                let folder = args.value(1).and_then(Value::as_str);
                described.discovers =
                    Some((folder.map_or_else(|| "database/migrations".to_owned(), |folder| folder.to_string()), at.call));
            }
            _ => {}
        }
        Value::Host(id)
    }
}
