//! tablecheck: like a type checker, for the tables and foreign keys that Laravel code relies on.
//!
//! It reads a project's migrations and PHP code, runs nothing (no PHP, no database), needs no `vendor/` and no `.env`, and
//! says which table and column names point at nothing and which references between tables
//! no foreign key protects.
//!
//! `PHP files → syntax → values → schema + references → rules → findings → a report`
//!
//! # Principles
//!
//! 1. **A finding is a promise.** What cannot be known is `Unknown` with a reason, and no rule speaks of it.
//! 2. **Silence is explainable.** What was not understood is counted and listed ([`references::Gap`],
//!    `tablecheck coverage`).
//! 3. **Every value knows where it was written** ([`eval::Text`]): a finding points at the literal to change.
//! 4. **Nothing of the project runs, nothing outside it is read**, save its configuration and its repository, which may lie
//!    above it, and what `docs/how-it-works.md` names. Time, memory, depth and size are bounded.
//! 5. **The core is pure**: [`analysis::analyze`] is a function of its arguments. Command line and editor are
//!    shells around it. `tests/tidy.rs` enforces it.
//! 6. **Knowledge is data**: what Laravel's methods mean stands in YAML under `rules/`.
//! 7. **Documentation is executed**: the examples in `rules/*.yaml` and every command of the README
//!    and of `docs/` are tests; the pages of rules are made of the YAML.
//! 8. **Deterministic**: same input, same bytes out.
//! 9. **Laravel's own behaviour is the truth**: `tests/differential/` runs real Laravel beside the replay.
//!
//! # Rooms
//!
//! Dependencies run downwards only. A command turns its arguments into a [`workspace::Workspace`], loads projects from it, asks
//! them its question, and prints the answer or hands it to a report: arguments → workspace → question → report.
//!
//! | room | what it is for |
//! |---|---|
//! | [`cli`] | shell: turns arguments into a workspace and a question, and prints the answer; one file a command |
//! | [`lsp`] | shell: the language server: the protocol, the order of its messages, one file a request |
//! | [`report`] | shell: one file a format |
//! | [`workspace`] | shell: from paths to analysed projects: roots, configurations, baselines, changes, and what is known of a project from one analysis and one run to the next; prints nothing |
//! | [`project`] | shell: finding and reading projects' files, all through [`project::disk`], and what git knows of their changes |
//! | [`fixture`] | for tests: a project in one string, expectations as marks under the code |
//! | [`baseline`] | core: findings that are known, so that only what is new is told |
//! | [`suppression`] | core: comments that silence findings |
//! | [`fixes`] | core: makes the edits that findings carry, and looks again |
//! | [`analysis`] | core: `analyze()`, the only place that orders the steps |
//! | [`engine`] | core: what is known of a project, and what it rests on, as plain data |
//! | [`phases`] | core: which phase of an analysis runs, told to whoever wants to know |
//! | [`draft`] | core: writes the migration that adds missing keys |
//! | [`ide`] | core: what a name at a place means, where it comes from, who else names it, what could stand there instead |
//! | [`rules`] | core: one file a rule, one slice that lists them all |
//! | [`surveyor`] | core: goes through all code and collects what it says of tables and columns |
//! | [`migrator`] | core: replays the migrations in Laravel's order |
//! | [`laravel`] | core: what Laravel does; answers the interpreter for both of them |
//! | [`references`] | core: who names which table and column, where and how, as plain data |
//! | [`schema`] | core: the database as the migrations leave it, how each table came to be, raw DDL and dumps, and what a real `migrate` would refuse |
//! | [`sql`] | core: what the SQL of queries names, each name with its place and scope |
//! | [`eval`] | core: what a PHP expression is worth; knows no Laravel, asks a [`eval::Host`] |
//! | [`php`] | core: the PHP language: syntax tree, names, literals, classes; knows no Laravel |
//! | [`config`] | core: what is set for a run, read from the text of `tablecheck.yaml`, each mistake with its place |
//! | [`catalog`] | core: the YAML under `rules/`, embedded and typed |
//! | [`finding`], [`source`] | core: plain data |
//! | [`spelling`] | core: how far names are apart |
//! | [`threads`] | core: threads to work with, as many as can be had |
//!
//! # One interpreter, one host, two masters
//!
//! [`eval::Interp`] evaluates PHP abstractly. Calls that leave the project's code go to [`laravel::Laravel`],
//! which knows facades, Blueprint, builders and models. The migrator lets it change a [`schema::Database`]
//! and takes the ways that the code would take; the surveyor lets it collect [`references::References`] and
//! takes all ways. A condition that is not known takes both ways, and what they do is uncertain: a table
//! that may be missing is `conditional`, and rules are silent about it.
//!
//! A replay takes the application for one in production (`APP_ENV`), answers `env()` from `.env.example` (or `.env.dist`), for the default
//! connection also from what lies around the code (`src/laravel/application/surroundings.rs`), and
//! `config()` from the project's files, from those that its packages merge, and from what `rules/packages.yaml`
//! knows of well-known packages. Migrations are where service providers, `rules/laravel/places.yaml`, commands and
//! installed packages (the few files that `project::vendor` reads) say they are; each connection, and each tenant's
//! folder, is a schema of its own ([`schema::Places`]), and what nothing runs is taken for a schema that may be meant.
//! Tables of packages whose migrations run by themselves are made from `rules/packages.yaml`. Raw SQL goes through a real
//! parser of SQL; what it does not understand leaves the tables that it mentions open, and rules are silent about open
//! tables. SQL of which not even the first word is known may make any table. A table that only an installed package which nobody
//! knows could make, by its name, is not called missing: every rule that says so asks `src/rules/elsewhere.rs` first, and one note
//! says which tables may be those of packages that are not here. Where migrations change many tables that none of them creates, or create
//! few of those that code names, the database began elsewhere: that is said once, and no table is called missing
//! (`src/rules/begun_elsewhere.rs`). What only a dump in the project has is not called missing, either (`src/rules/dumped.rs`), nor are
//! tables that the file which names them drops, or a test configures (`src/rules/own_tables.rs`). A table whose name a
//! package's configuration chooses is one table: a misspelled name of the project's own is not taken for it (`src/rules/unclear.rs`).
//!
//! Migrations of Phinx and of Flarum become Blueprint commands and go the same way (`src/laravel/migrations/phinx.rs`, `flarum.rs`;
//! what versions of Phinx differ in: `rules/laravel/phinx.yaml`); an installer that the configuration names is laid out as a dump
//! (`installer.rs`).
//!
//! Templates of a package's migrations run in the order in which its providers publish them, else in one in which none lacks
//! anything, and then nothing is said of the time. A switch of a package's own configuration is not its users' choice: what it
//! decides is uncertain (`src/laravel/application/switches.rs`).
//!
//! [`laravel`] has five wings, each with a state of its own: `application/` (configuration, providers, packages, facades),
//! `migrations/` (`Schema`, `Blueprint`, what a migration does), `query/` (builders, the columns they name, raw SQL),
//! `eloquent/` (models, relations, attributes, hooks) and `support/` (strings, collections, names). `dispatch` stands above
//! them and hands each call on; what a handle can be (`objects`) and which functions reach a table (`reach`) stand below.
//!
//! Classes under the framework's names mean what the framework's do, whatever the project declares (helpers for editors, patched
//! copies).
//!
//! What the configuration tells is known beside what the code says: tables that others make are there before the first
//! migration, packages are required, and the project's own functions that have a signature note what their arguments name
//! before they are followed (`src/laravel/signatures.rs`).
//!
//! A survey keeps each column that a query names until the query is complete, because a later call may still join the table
//! it belongs to. A name that is written in another function and chosen by a condition is left alone: the table may be chosen
//! by the same condition. Attributes that code gives a model are columns, unless the model has a mutator or a cast for them, or
//! is made of something that may store them elsewhere, or a hook of its own may take them away; what an object holds counts when
//! the object is saved. A relation may read what some query selects under the name of its key. A `create()` must give what the
//! database requires, unless a default, a hook, an observer, a relation or a package's trait may (`src/laravel/eloquent/hooks.rs`). What comments say of variables, parameters and properties is believed where
//! nothing better is known (`src/php/lower/docs.rs`). Tables that the configuration names are references too
//! (`rules/laravel/config.yaml`).
//!
//! A name is judged in its query: a qualifier that none of the query's tables has is a stray one (`src/laravel/query/strays.rs`),
//! unless the query is never sent to the database or others may add tables to it. Tables that convention gives models and relations are
//! references of their own (`src/laravel/eloquent/uses.rs`); so are those that the framework and packages need by themselves,
//! where code makes them read or write them (`needs:` in `rules/packages.yaml`, `says:` in `rules/laravel/config.yaml`).
//!
//! What a database refuses is judged step by step while migrations are replayed (`src/laravel/migrations/refusals.rs`), against the
//! schema and against the rows that earlier migrations have inserted; which database refuses what is data
//! (`rules/laravel/statements.yaml`), with cases that real servers run, too (`tests/differential/statements.yaml`). Values that are
//! written out are kept with the rows and held against the columns (`src/rules/value_not_in_column/misfit.rs`); what a request lets
//! through is an array with the attributes of its rules (`src/laravel/validation/validated.rs`).
//!
//! A migration's `down()` is replayed on the schema that its `up()` leaves, and undone again (`src/migrator/back.rs`): copies of a
//! schema share their tables until one of the two changes them. Of a change, `src/analysis/deployed.rs` analyses the code of before
//! on the new schema, too, as a deploy lets it run.
//!
//! What a column refers to is told by relations, as the survey evaluates them, by joins, by the keys of rows that are written
//! into it (`src/laravel/query/keys.rs`), by rules on input and by names (`src/rules/evidence.rs`); declared keys are judged by the
//! driver's own rules, those on types by the types that the columns have when the key is made. On a way to which no known
//! value leads, the values that a condition looked at are not known (`src/eval/narrow.rs`).
//!
//! # What is known from before
//!
//! [`analysis::analyze_again`] builds on what earlier analyses of the same project found ([`engine::Known`]). Syntax trees are
//! kept by the fingerprints of their texts ([`php::syntax`]). What a survey found in a file is kept with all that it asked a
//! [`php::program::Program`] for on the way ([`php::asked`]): classes, functions, constants, files, folders, children, and that
//! there are none; it holds while no answer differs ([`php::prints`], `src/surveyor/kept.rs`). In memory it is kept together, too, and
//! where something else is found in a few files, only the places that these speak of are put together again
//! (`src/references/places.rs`). Whoever adds a look-up to a
//! program lets it note what it is asked. The last replay is kept in memory in the same way (`src/migrator/kept.rs`); what it
//! looks for in the texts of all files it asks by [`php::program::Program::files_where`]. The rules run again each time.
//! `tests/again.rs` holds random edits against fresh analyses.
//!
//! What is named and not judged is counted: rules that say a name does not exist give a verdict on each (`unknown_table.rs`,
//! `unknown_column.rs` below `src/rules/`), and what is silent becomes a gap with its reason. `tests/sum.rs` holds that nothing
//! is lost in between.
//!
//! Within one survey, a function is evaluated once for what it is called with (`src/eval/once.rs`): its object, its arguments and
//! all that can be reached from them. The objects of Laravel that it leaves behind are given as copies (`src/laravel/kept.rs`).
//!
//! # In the editor
//!
//! A [`workspace::Session`] keeps a project open: it takes what editors hold and what changes on disk, and answers with a
//! [`workspace::Snapshot`], whose findings are those of a `check` of the same texts (`tests/lsp_agreement.rs`). [`lsp`] owns the
//! protocol: one loop takes messages in their order (`src/lsp/server.rs`), a thread for each project analyses it
//! (`src/lsp/project.rs`), and a request is answered once all is known that came before it (`src/lsp/dispatch.rs`). What a name
//! means, and what could stand at a place, is asked of [`ide`]. For a completion a name is put in at the cursor, and only the
//! function around it is evaluated (`src/ide/hole.rs`, `src/surveyor/at.rs`); in a migration, by the schema as it is before it.
//!
//! # Silence, change, repair
//!
//! Rules know nothing of what is not to be told. `rules::check` leaves out what the configuration or a comment silences
//! ([`suppression`]), and tells of comments that silence nothing. The workspace leaves out what a baseline knows
//! (`src/workspace/baseline.rs`) and, of a change, what was there before: it analyses the project as it was, too
//! (`src/workspace/focus.rs`), with what is known of it as it is, so that what a change breaks in files that it does not touch is
//! told.
//!
//! A finding may carry an edit. The rules offer one only where the place spells the name and nothing else
//! (`src/rules/rename.rs`); [`fixes`] makes those that are wanted and analyses the new texts, until nothing is left to do; the
//! shell shows them or writes the files.
//!
//! What a relation reads of the row of its own model is noted also where nothing is known of the other side
//! (`src/laravel/eloquent/own_columns.rs`). A model of which a part is not known may have any relation, unless
//! `rules/laravel/models.yaml` knows what that part brings; a relation that is offered is written in the style of the file
//! (`src/rules/missing_relation/method.rs`).
//!
//! How much of what is named was resolved is measured from outside, by `benches/recall.rs`, which misspells names in real
//! applications, and by `benches/keys.rs`, which takes foreign keys out of them.
//!
//! A finding may say what a new migration can add to mend it ([`finding::Remedy`]); [`draft`] makes the migration of it, and
//! `tests/differential/migration` runs that on real databases.
//!
//! # Where to change what
//!
//! - a rule: its text and examples in `rules/`, its file in `src/rules/`, and its line in `src/catalog/list.rs`; `UPDATE_EXPECT=1`
//!   writes it into the README and `tablecheck.schema.json`
//! - a statement that a database refuses: `rules/laravel/statements.yaml`, `src/schema/refusal.rs`, a case in
//!   `tests/differential/statements.yaml`
//! - a Blueprint method or a column modifier: `rules/laravel/blueprint.yaml`; a query method: `rules/laravel/query.yaml`
//! - what Filament's classes ask the database for: `src/laravel/eloquent/panels/`; attributes of PHP on models:
//!   `src/laravel/eloquent/class_attributes.rs`
//! - what models do with attributes: `src/laravel/eloquent/attributes.rs`; packages' traits and models: `rules/laravel/models.yaml`
//! - a finding of a real application, true or false: a small project of its own in `tests/findings/`
//! - a key of Laravel's configuration that names a table: `rules/laravel/config.yaml`; what a column's name or use says of a key:
//!   `src/rules/evidence.rs`
//! - whose a table is that no migration makes: `src/rules/elsewhere.rs`; tables of a package: `rules/packages.yaml`; where packages let migrations lie: `rules/laravel/places.yaml`
//! - a key of `tablecheck.yaml`: `src/config/`, its entry in `config::KEYS` with the example that `init` writes, and
//!   `UPDATE_EXPECT=1` for `tablecheck.schema.json` and `docs/configuration.md`
//! - a report's format: `src/report/` and its line in `report::FORMATS`; what findings have in common: `src/report/group.rs`
//! - a diagram of the schema: `src/cli/schema/`; what any of them draws: `src/cli/schema/diagram.rs`
//! - a page of the documentation: `docs/`, and its line in `tests/docs.rs`
//! - what an edit of a name may be: `src/rules/rename.rs`; every fix in an example is tried by `tests/fixes.rs`
//! - how files are opened and written: `src/project/disk.rs`; what git knows of changes: `src/project/git/`
//! - what is looked at, and what is set for it: `src/workspace/`, where every command and request begins
//! - a request of an editor: `src/lsp/requests/`, its line in `src/lsp/dispatch.rs` and its capability in `src/lsp/requests.rs`; what
//!   it says: `src/ide/`
//! - a command: `src/cli/`; what a written migration looks like: `src/draft/php.rs`

pub mod analysis;
pub mod baseline;
pub mod catalog;
pub mod cli;
pub mod config;
pub mod draft;
pub mod engine;
pub mod eval;
pub mod finding;
pub mod fixes;
pub mod fixture;
pub mod ide;
pub mod laravel;
pub mod lsp;
pub mod migrator;
pub mod phases;
pub mod php;
pub mod project;
pub mod references;
pub mod report;
pub mod rules;
pub mod schema;
pub mod source;
pub mod spelling;
pub mod sql;
pub mod suppression;
pub mod surveyor;
pub mod threads;
pub mod workspace;
