//! Ways to change the schema besides Laravel's own facade.

#[path = "support/found.rs"]
mod found;

use found::check;

/// A project with one migration.
fn project(up: &str, rest: &str) -> String {
    format!(
        "//- /bootstrap/app.php\n<?php\n//- /artisan\n//- /database/migrations/2024_01_01_000000_a.php\n<?php
return new class extends Migration {{ private $capsule; public function up() {{\n{up}\n}} }};\n{rest}"
    )
}

#[test]
fn a_capsule_may_be_held_in_a_variable_or_a_property() {
    let up = r"
        $made = new \Illuminate\Database\Capsule\Manager;
        $made::schema()->create('bolts', function (Blueprint $table) { $table->id(); });
        $made->getConnection()->getSchemaBuilder()->create('nuts', function (Blueprint $table) { $table->id(); });
        $this->capsule = new \Illuminate\Database\Capsule\Manager();
        $this->capsule->schema()->table('nuts', fn (Blueprint $table) => $table->string('thread')->nullable());";
    let code = r"
//- /app/A.php
<?php
$capsule = new \Illuminate\Database\Capsule\Manager();
$capsule::table('bolts')->where('size', 4)->get();
//                               ^^^^ unknown-column
$capsule->table('nuts')->pluck('thread');
$capsule->table('nut')->get();
//               ^^^ unknown-table
";
    check(&project(up, code));
}

#[test]
fn what_the_sql_says_counts_whatever_method_runs_it() {
    let up = r#"
        Schema::create('ropes', function (Blueprint $table) { $table->id(); $table->string('a'); $table->string('b'); $table->string('c'); });
        DB::select('/* first */ ALTER TABLE ropes RENAME COLUMN a TO length');
        DB::insert("ALTER TABLE ropes ADD COLUMN width int NULL");
        DB::connection()->update('alter table ropes drop column b');
        DB::delete('CREATE TABLE knots (id bigint unsigned primary key)');
        DB::getPdo()->query('ALTER TABLE ropes ADD COLUMN colour varchar(10) NULL');
        DB::selectOne('ALTER TABLE ropes DROP COLUMN c');
        DB::select('select * from ropes');"#;
    let code = r"
//- /app/A.php
<?php
DB::table('ropes')->get(['length', 'width', 'colour']);
DB::table('knots')->where('id', 1)->get();
DB::table('ropes')->get(['a', 'b', 'c']);
//                        ^ unknown-column
//                             ^ unknown-column
//                                  ^ unknown-column
";
    check(&project(up, code));
}

#[test]
fn packages_have_facades_of_their_own_for_the_schema() {
    let up = r"
        \Acme\Pg\Support\Facades\Schema::createExtensionIfNotExists('citext');
        \Acme\Pg\Support\Facades\Schema::create('masts', function (\Acme\Pg\Schema\Blueprint $table) {
            $table->id();
            $table->integer('height');
        });
        \Acme\Pg\Support\Facades\Schema::createView('tall_masts', DB::table('masts')->where('height', '>', 9));";
    let code = r"
//- /app/A.php
<?php
DB::table('masts')->pluck('heigth');
//                         ^^^^^^ unknown-column
DB::table('tall_masts')->pluck('anything');
DB::table('tall_mast')->get();
//         ^^^^^^^^^ unknown-table
";
    let analysis = check(&project(up, code));
    assert_eq!(analysis.summary.unreplayed, 0);
}

#[test]
fn ddl_of_a_class_that_nobody_knows_is_counted() {
    let up = r"
        Schema::create('sails', function (Blueprint $table) { $table->id(); });
        \Acme\Migrator\Tables::make('flags', function (Blueprint $table) { $table->id(); });
        app(\Acme\Migrator\Runner::class)->run('ALTER TABLE sails ADD COLUMN area int NULL');";
    let code = r"
//- /app/A.php
<?php
DB::table('flags')->pluck('colour');
DB::table('sails')->pluck('area');
DB::table('sail')->get();
//         ^^^^ unknown-table
";
    let analysis = check(&project(up, code));
    assert_eq!(analysis.summary.unreplayed, 1);
    let quiet = "app(\\Acme\\Log::class)->info('Create users'); Schema::create('a', fn (Blueprint $table) => $table->id());";
    assert_eq!(check(&project(quiet, "")).summary.unreplayed, 0);
}

#[test]
fn a_method_that_nobody_knows_may_make_the_columns_of_its_own_closure() {
    let up = r"
        Schema::create('ships', fn (Blueprint $table) => $table->id());
        Schema::create('voyages', function (Blueprint $table) {
            $table->id();
            $table->unique(['ship_id', 'number']);
            $table->refersTo('ship_id', 'ships.id')->nullable();
            $table->foreign('ship_id')->references('id')->on('ships')->restrictOnDelete();
        });
        Schema::table('ships', function (Blueprint $table) {
            $table->numberLike('imo');
            $table->index('imo');
            $table->string('flag')->after('imo')->nullable();
        });";
    check(&project(up, ""));
}

#[test]
fn the_dump_of_another_connection_is_read() {
    let rest = r"
//- /config/database.php
<?php
return ['default' => 'mysql', 'connections' => [
    'mysql' => ['driver' => 'mysql', 'database' => 'a'],
    'archive' => ['driver' => 'mysql', 'database' => 'b'],
    'pgsql' => ['driver' => 'pgsql', 'database' => 'a'],
]];
//- /database/schema/archive-schema.sql
CREATE TABLE `papers` (`id` bigint unsigned NOT NULL AUTO_INCREMENT, `title` varchar(255) NOT NULL, PRIMARY KEY (`id`));
//- /database/schema/pgsql-schema.sql
CREATE TABLE ships (id bigint NOT NULL);
//- /database/schema/lost-schema.sql
CREATE TABLE lost (id bigint NOT NULL);
//- /app/A.php
<?php
class Paper extends Model { protected $connection = 'archive'; }
DB::connection('archive')->table('papers')->get(['title', 'colour', 'subtitel']);
//                                                                   ^^^^^^^^ unknown-column
DB::connection('archive')->table('paper')->get();
//                                ^^^^^ unknown-table
";
    let up = r"
        Schema::create('ships', fn (Blueprint $table) => $table->id());
        Schema::connection('archive')->table('papers', fn (Blueprint $table) => $table->string('colour')->nullable());";
    let analysis = check(&project(up, rest));
    assert!(!analysis.database.connections.contains_key("pgsql"), "nothing speaks to it");
    assert!(analysis.gaps.iter().any(|gap| gap.what == "the dump database/schema/lost-schema.sql"));
}

#[test]
fn what_is_bound_to_an_interface_is_followed() {
    let code = |provider: &str| {
        format!(
            r"
//- /app/Dialect.php
<?php
interface Dialect {{ public function rest(Blueprint $table): void; public function table(): string; }}
//- /app/PlainDialect.php
<?php
class PlainDialect implements Dialect {{
    public function rest(Blueprint $table): void {{ $table->json('rest'); }}
    public function table(): string {{ return 'plain'; }}
}}
//- /app/helpers.php
<?php
function dialect(): Dialect {{ return app(Dialect::class); }}
//- /app/Boot.php
<?php
class Boot extends \Illuminate\Support\ServiceProvider {{ {provider} }}
//- /app/A.php
<?php
DB::table('plain')->get(['rest', 'rests']);
//                                ^^^^^ unknown-column
DB::table('plains')->get();
//         ^^^^^^ unknown-table
"
        )
    };
    let up = "Schema::create(dialect()->table(), function (Blueprint $table) { $table->id(); dialect()->rest($table); });";
    for provider in [
        "public function register() { $this->app->bind(Dialect::class, fn ($app) => new PlainDialect()); }",
        "public function register() { $this->app->singleton(Dialect::class, PlainDialect::class); }",
        "public function boot() { app()->instance(Dialect::class, new PlainDialect); }",
        "public $singletons = [Dialect::class => PlainDialect::class];",
    ] {
        check(&project(up, &code(provider)));
    }
}
