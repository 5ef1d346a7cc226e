//! Goes through all code of a project and collects what it says about tables and columns.
//!
//! Every method and function is evaluated as if somebody had called it with arguments of the right
//! types; where the project's own code calls it with known ones, it is evaluated with these too.

mod at;
mod kept;
mod templates;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use foldhash::{HashMap, HashSet};
use rayon::prelude::*;

pub use at::{AskedRelation, Glimpse, survey_at};
pub use kept::Kept;
use kept::{Facts, Found, Held, Together};
use templates::is_template;

use crate::config::Config;
use crate::eval::{Interp, Limits};
use crate::laravel::{Hooked, Laravel, Settings, is_model, model_of, reach, scopes_join};
use crate::migrator::Replay;
use crate::phases::Observer;
use crate::php::asked::{self, Subject, reach_name, while_noting};
use crate::php::ast::ClassKind;
use crate::php::calls::declared_in;
use crate::php::constants::Constants;
use crate::php::prints::{Mixer, Prints};
use crate::php::program::{ClassDecl, Program};
use crate::references::{Context, Gap, GapKind, ModelTable, Operation, References, Stray, TableReference};
use crate::schema::Database;
use crate::source::{FileId, Span, is_test};

/// Bounds of the evaluation of one method.
const LIMITS: Limits = Limits { steps: 80_000, calls: 6, turns: 48, elements: 48 };

/// The class that migrations are made from.
const MIGRATION: &str = "Illuminate\\Database\\Migrations\\Migration";

/// The class that models' queries are built by.
const BUILDER: &str = "Illuminate\\Database\\Eloquent\\Builder";

/// How many classes that share an abstract parent have its methods looked at as their own.
const MAX_CHILDREN: usize = 12;

/// How code asks for the name of the class that it is called on.
const OWN_NAME: [&str; 4] = ["static::class", "get_called_class(", "class_basename($this", "get_class($this"];

/// Surveys every file that is no migration.
#[must_use]
pub fn survey(
    program: &Program<'_>,
    replay: &Replay,
    settings: &Arc<Settings>,
    config: &Config,
    observer: &dyn Observer,
    kept: Option<(&mut Kept, Prints)>,
) -> Arc<References> {
    let folders = crate::migrator::migration_folders(replay, program.sources());
    let files: Vec<FileId> = program
        .code()
        .iter()
        .copied()
        .filter(|file| {
            let path = program.sources().path(*file);
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            !folders.contains(folder) && !is_left_out(path) && !config.excludes(path) && !is_template(program, *file)
        })
        .collect();
    let several = replay.database.connections.len() > 1 || settings.makes_connections(program.sources());
    let known = Known {
        reaching: Arc::new(reach::functions_that_reach(program, &settings.signatures)),
        hooked: Arc::new(Hooked::find(program)),
        used_traits: used_traits(program),
        scopes_join: scopes_join(program),
        constants: Arc::new(Constants::of(program)),
    };
    let (kept, mut held) = match kept {
        Some((kept, base)) => {
            let held = kept.holding(program.sources(), prints(base, program, settings, several, &known));
            (Some(kept), Some(held))
        }
        None => (None, None),
    };
    let survey = Survey { program, settings, several, known: &known, held: held.as_ref() };
    let parts: Vec<Part> = files.par_chunks(TOGETHER).map(|files| survey.part(files)).collect();
    let mut all = References::default();
    let (mut merged, mut anew) = (0, 0);
    let mut entered: HashMap<Span, u64> = HashMap::default();
    let mut facts = BTreeMap::new();
    for part in parts {
        all.absorb(part.found);
        merge_if_grown(&mut all, &mut merged);
        add(&mut entered, part.entered);
        facts.extend(part.facts);
        anew += part.anew;
    }
    observer.entered(entered.len(), entered.values().sum());
    let of_config = survey_config(program, settings, config);
    let Some(((kept, mut held), config)) = kept.zip(held.take()).zip(Found::new(&of_config)) else {
        all.absorb(of_config);
        all.merge();
        tidy(&mut all);
        return Arc::new(all);
    };
    observer.kept(files.len() - anew, files.len());
    let mut all = if held.is_together() {
        held.brought_up_to_date(&facts, &config)
    } else {
        all.absorb(of_config);
        all.merge();
        Arc::new(all)
    };
    let own = Arc::make_mut(&mut all);
    let untidy = (own.strays.clone(), own.gaps.clone());
    tidy(own);
    let together = Together::new(Arc::clone(&all), untidy, config);
    // Facts of a file that could not be written down are in nothing that is brought up to date.
    let is_whole = facts.len() == files.len();
    *kept = held.followed_by(facts, program.sources(), anew > 0, is_whole.then_some(together));
    all
}

/// How many files in a row are looked at together. What is found in them is merged before the next ones are: most of it is said
/// by several of them.
const TOGETHER: usize = 8;

/// Adds up how often functions were entered.
fn add(all: &mut HashMap<Span, u64>, more: HashMap<Span, u64>) {
    all.reserve(more.len());
    #[expect(clippy::iter_over_hash_type, reason = "a sum has no order")]
    for (function, times) in more {
        *all.entry(function).or_default() += times;
    }
}

/// What looking at a file takes.
struct Survey<'s, 'a> {
    program: &'a Program<'a>,
    settings: &'s Arc<Settings>,
    several: bool,
    known: &'s Known,
    /// What is known of files; none if nobody wants to know what is found for another time.
    held: Option<&'s Held>,
}

/// What was found in some files.
#[derive(Default)]
struct Part {
    found: References,
    /// The functions that were entered, and how often each was.
    entered: HashMap<Span, u64>,
    /// What is to be kept of each file, by its path.
    facts: Vec<(String, Arc<Facts>)>,
    /// How many of the files were looked at anew.
    anew: usize,
}

impl Survey<'_, '_> {
    fn part(&self, files: &[FileId]) -> Part {
        let mut part = Part::default();
        let is_together = self.held.is_some_and(Held::is_together);
        for file in files {
            let path = self.program.sources().path(*file);
            // What is there together is not put together again.
            let known = self.held.and_then(|held| match held.known(path) {
                Some(facts) if is_together => Some((References::default(), Arc::clone(facts))),
                _ => held.facts(path),
            });
            let found = match known {
                Some((found, facts)) => {
                    // What was asked for then is asked for now: mistakes in it are told.
                    for data in facts.asked.data.iter().filter_map(|path| self.program.sources().find_exactly(path)) {
                        let _ = self.program.file(data);
                    }
                    part.facts.push((path.to_owned(), facts));
                    found
                }
                None => self.anew(*file, &mut part),
            };
            part.found.absorb(found);
        }
        part.found.merge();
        part
    }

    fn anew(&self, file: FileId, part: &mut Part) -> References {
        let look = || survey_file(self.program, file, self.settings, self.several, self.known);
        let (found, entered) = if self.held.is_some() {
            let ((found, entered), asked) = while_noting(look);
            let facts = Facts::new(&found, asked).map(Arc::new);
            part.facts.extend(facts.map(|facts| (self.program.sources().path(file).to_owned(), facts)));
            (found, entered)
        } else {
            look()
        };
        add(&mut part.entered, entered);
        part.anew += 1;
        found
    }
}

/// What a program answers by itself.
pub(crate) fn base_prints(program: &Program<'_>) -> Prints {
    let mut ground = Mixer::default();
    ground.text(&format!("{:?}", program.composer())).text(&format!("{:?}", program.sources().links()));
    Prints::of(program, ground.print())
}

/// What all that a survey asks for is answered with.
fn prints(base: Prints, program: &Program<'_>, settings: &Settings, several: bool, known: &Known) -> Prints {
    let sources = program.sources();
    let mut ground = Mixer::default();
    ground.text(&settings.text(sources)).text(&format!("{:?}", known.hooked));
    ground.number(u128::from(known.scopes_join)).number(u128::from(several));
    let mut prints = base.on(ground.print());
    for Span { file, start, .. } in known.reaching.iter() {
        prints.set(Subject::Reach, &reach_name(sources.path(*file), *start), 1);
    }
    for class in program.classes().filter(|class| known.used_traits.contains(&class.key())) {
        prints.set(Subject::Used, &class.name().to_ascii_lowercase(), 1);
    }
    prints
}

/// What is known of all code before the first file is looked at.
struct Known {
    /// The functions that may reach a table.
    reaching: Arc<BTreeSet<Span>>,
    /// The models that other code hooks itself into.
    hooked: Arc<Hooked>,
    /// The traits that classes of the project use.
    used_traits: BTreeSet<Span>,
    /// Whether a scope or a builder of the project joins tables.
    scopes_join: bool,
    /// Where constants are declared.
    constants: Arc<Constants>,
}

impl Known {
    /// Whether a class of the project uses a trait.
    fn uses(&self, class: ClassDecl<'_>) -> bool {
        if asked::is_noted() {
            asked::note(Subject::Used, &class.name().to_ascii_lowercase());
        }
        self.used_traits.contains(&class.key())
    }
}

/// Files that are none of the project's, and those that no application runs: what editors are told.
fn is_left_out(path: &str) -> bool {
    crate::migrator::is_vendored(path) || path.contains(".phpstorm.meta.php")
}

/// The traits that classes of the project use; these are evaluated as part of the classes.
fn used_traits(program: &Program<'_>) -> BTreeSet<Span> {
    let users = program.classes().filter(|class| class.decl.kind != ClassKind::Trait);
    users.flat_map(|class| program.traits(class)).map(ClassDecl::key).collect()
}

fn survey_file<'a>(
    program: &'a Program<'a>,
    file: FileId,
    settings: &Arc<Settings>,
    several_connections: bool,
    known: &Known,
) -> (References, HashMap<Span, u64>) {
    let mut host = Laravel::<'a, true>::new(Arc::clone(settings), of_several(several_connections));
    host.of_tests = is_test(program.sources().path(file));
    host.reaching = Some(Arc::clone(&known.reaching));
    host.constants = Some(Arc::clone(&known.constants));
    host.eloquent.hooked = Some(Arc::clone(&known.hooked));
    host.eloquent.scopes_join = known.scopes_join;
    let mut cx = Interp::new(program, host, LIMITS);
    let tree = program.file(file);
    for class in declared_in(&tree.statements).0 {
        // What it has from others is worked out already.
        let _ = program.class(&class.name);
    }
    cx.run_file(file);
    cx.host.settle();
    cx.host.forget();
    let (classes, functions) = declared_in(&tree.statements);
    for function in functions {
        cx.run_function(function);
        cx.host.settle();
        cx.host.forget();
    }
    Laravel::survey_rules(&mut cx, file);
    let mut merged = 0;
    for class in classes {
        let class = ClassDecl { decl: class };
        if program.is_a(class, &[BUILDER]) {
            // Alone it does not know its table; where a model has its queries built by it, it is looked at once more.
            let others = std::mem::take(&mut cx.host.found);
            survey_class(&mut cx, class, known, &mut merged);
            let mut own = std::mem::replace(&mut cx.host.found, others);
            own.columns.retain(|column| !column.open);
            cx.host.found.absorb(own);
        } else {
            survey_class(&mut cx, class, known, &mut merged);
        }
        // What a constructor made is there for all methods.
        cx.host.forget();
    }
    let mut found = std::mem::take(&mut cx.host.found);
    found.merge();
    (found, cx.take_entered())
}

/// A database of which only matters how many connections there are.
fn of_several(connections: bool) -> Database {
    let mut database = Database::default();
    if connections {
        database.connections.insert("a".to_owned(), crate::schema::Schema::default());
        database.connections.insert("b".to_owned(), crate::schema::Schema::default());
    }
    database
}

/// Merges what was found where it has grown to twice of what was left by the last time: helpers that many methods call are
/// evaluated for each, so that a file says most things hundreds of times, and all of it would fill the memory.
fn merge_if_grown(found: &mut References, merged: &mut usize) {
    /// From how many things on it is worth it.
    const MANY: usize = 4_096;
    let size = |found: &References| {
        let named = found.tables.len() + found.columns.len() + found.rows.len();
        named + found.gaps.len() + found.calls.len() + found.relations.len() + found.equal.len()
    };
    if size(found) > (2 * *merged).max(MANY) {
        found.merge();
        *merged = size(found);
    }
}

/// The configuration is data, and no code of its own.
fn survey_config<'a>(program: &'a Program<'a>, settings: &Arc<Settings>, config: &Config) -> References {
    let host = Laravel::<'a, true>::new(Arc::clone(settings), Database::default());
    let mut cx = Interp::new(program, host, LIMITS);
    Laravel::survey_config(&mut cx, |path| !config.excludes(path));
    std::mem::take(&mut cx.host.found)
}

fn survey_class<'a>(cx: &mut Interp<'a, Laravel<'a, true>>, class: ClassDecl<'a>, known: &Known, merged: &mut usize) {
    let decl = class.decl;
    if decl.kind == ClassKind::Interface || (decl.kind == ClassKind::Trait && known.uses(class)) {
        return;
    }
    // Helpers of migrations run at the time of each: what is there in the end says nothing of them.
    let is_helper = decl.is_abstract || cx.program.method(class, "up").is_none();
    if is_helper && cx.program.is_a(class, &[MIGRATION]) {
        let (what, reason) = (format!("class `{}`", decl.name), "migrations call it, each at another point".to_owned());
        cx.host.found.gaps.push(Gap { span: decl.name_span, what, reason, kind: GapKind::Other, is_named: false });
        return;
    }
    survey_table(cx, class);
    Laravel::survey_members(cx, class);
    Laravel::survey_panels(cx, class);
    Laravel::survey_own_builder(cx, class);
    let line = cx.program.lineage(class);
    let models = is_model(cx.program, class);
    let overrides = |ancestor: &ClassDecl<'a>| {
        let properties = decl.properties.iter().any(|own| ancestor.decl.properties.iter().any(|other| other.name == own.name));
        let constants = decl.constants.iter().any(|own| ancestor.decl.constants.iter().any(|other| other.name == own.name));
        // What it makes of the name of the class at hand is each class's own; models inherit much that none of them calls.
        let text = cx.program.sources().slice(ancestor.decl.span);
        properties || constants || (!models && OWN_NAME.iter().any(|words| text.contains(words)))
    };
    // What a test's own class has from the code that it tests is evaluated where the test calls it.
    let in_reach = |ancestor: &&ClassDecl<'a>| !cx.host.of_tests || is_test(cx.program.sources().path(ancestor.file()));
    let of_interest: Vec<Span> =
        line.iter().skip(1).filter(in_reach).filter(|a| overrides(a)).take(MAX_CHILDREN).map(|a| a.key()).collect();
    for method in cx.program.methods(class) {
        let own = method.class.key() == class.key();
        if method.function.body.is_none() || !(own || of_interest.contains(&method.class.key())) {
            continue;
        }
        survey_method(cx, class, &method.function.name);
        merge_if_grown(&mut cx.host.found, merged);
    }
    for property in &decl.properties {
        for hook in &property.hooks {
            cx.run_function(hook);
            cx.host.settle();
        }
    }
}

/// Notes the table that a model has.
fn survey_table<'a>(cx: &mut Interp<'a, Laravel<'a, true>>, class: ClassDecl<'a>) {
    let decl = class.decl;
    if let Some(model) = model_of(cx, class)
        && !decl.is_abstract
        && model.connection_known
        && let Some((table, span)) = model.table
    {
        let known = ModelTable { class: model.class, connection: model.connection.clone(), table: table.clone(), key: model.key };
        cx.host.found.models.push(known);
        let is_named = model.explicit || span == decl.name_span;
        if is_named {
            let literal = cx.program.sources().slice(span) == table;
            cx.host.found.tables.push(TableReference {
                table,
                connection: model.connection,
                operation: Operation::Model,
                span,
                literal: literal && model.explicit,
                declared: false,
                // What the class itself says is told whether somebody uses it or not.
                call: if model.explicit { decl.span } else { model.span },
                context: Context::default(),
            });
        }
    }
}

fn survey_method<'a>(cx: &mut Interp<'a, Laravel<'a, true>>, class: ClassDecl<'a>, name: &str) {
    let object = cx.object_of(class);
    let given = cx.run_method(&object, class, name);
    // Whoever gets the queries that it gives or keeps may add tables to them.
    Laravel::give_away(cx, &given);
    Laravel::give_away(cx, &object);
    Laravel::joined_by_table(cx, class, name, &given);
    Laravel::survey_definition(cx, class, name, &given);
    Laravel::survey_channels(cx, class, name, &given);
    // Another method of the class gets another object.
    cx.host.forget_unsaved();
    cx.host.settle();
}

/// What is a name of the query on another way is no stray one; what was resolved in one place is no gap.
fn tidy(all: &mut References) {
    // On one of several ways to a place the table may be there.
    let in_query = |stray: &Stray| {
        all.columns.binary_search_by_key(&stray.column, |column| column.span).is_ok()
            || all.tables.binary_search_by_key(&stray.span, |table| table.span).is_ok()
    };
    let strays = std::mem::take(&mut all.strays).into_iter().filter(|stray| !in_query(stray)).collect();
    all.strays = strays;
    let lost = |column: bool| all.gaps.iter().filter(move |gap| (gap.kind == GapKind::Column) == column).map(|gap| gap.span);
    let (lost_tables, lost_columns): (HashSet<Span>, HashSet<Span>) = (lost(false).collect(), lost(true).collect());
    let calls = all.tables.iter().map(|table| table.call);
    let resolved: HashSet<Span> = calls.filter(|call| lost_tables.contains(call)).collect();
    let columns = all.columns.iter().filter(|column| !column.open).flat_map(|column| [column.call, column.span]);
    let resolved_columns: HashSet<Span> = columns.filter(|span| lost_columns.contains(span)).collect();
    all.gaps.retain(|gap| match gap.kind {
        GapKind::Column => !resolved_columns.contains(&gap.span),
        GapKind::Table | GapKind::Other => !resolved.contains(&gap.span),
    });
    all.gaps.dedup_by(|next, kept| next.span == kept.span && next.what == kept.what);
}
