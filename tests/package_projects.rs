//! Projects that are packages, and what packages do: their order of migrations, their switches, the tables of others.

use tablecheck::analysis::{Analysis, analyze};
use tablecheck::config::Config;
use tablecheck::finding::Severity;
use tablecheck::fixture;
use tablecheck::source::Sources;

/// The fixture with the imports that its files would have, behind their namespaces.
fn with_uses(fixture: &str) -> String {
    const USES: &str = "use Illuminate\\Database\\Migrations\\Migration; use Illuminate\\Database\\Schema\\Blueprint; \
                        use Illuminate\\Support\\Facades\\{DB, Schema}; use Illuminate\\Database\\Eloquent\\Model;";
    let mut lines: Vec<String> = fixture.lines().map(str::to_owned).collect();
    for at in 0..lines.len() {
        if lines[at] == "<?php" {
            let behind = if lines.get(at + 1).is_some_and(|next| next.starts_with("namespace ")) { at + 1 } else { at };
            lines[behind] += " ";
            lines[behind] += USES;
        }
    }
    lines.join("\n")
}

/// Asserts what is found.
#[track_caller]
fn check(fixture: &str) -> Analysis {
    match fixture::compare(&with_uses(fixture)) {
        Ok(analysis) => analysis,
        Err(report) => panic!("{report}"),
    }
}

/// What is told of `composer.json`, which has no comments that could say it: severity, message, help.
fn told_of_composer(fixture: &str) -> Vec<(Severity, String, String)> {
    let sources = Sources::from_files(fixture::parse(&with_uses(fixture)));
    let analysis = analyze(&sources, &Config::default());
    let of_composer = analysis.findings.iter().filter(|finding| sources.path(finding.span.file) == "composer.json");
    of_composer.map(|finding| (finding.severity, finding.message.clone(), finding.help.join("; "))).collect()
}

/// What is told elsewhere: the text that it points at, and the rule.
fn told_of_code(fixture: &str) -> Vec<String> {
    let sources = Sources::from_files(fixture::parse(&with_uses(fixture)));
    let analysis = analyze(&sources, &Config::default());
    let of_code = analysis.findings.iter().filter(|finding| finding.severity > Severity::Note);
    of_code.map(|finding| format!("{} {}", sources.slice(finding.span), finding.rule)).collect()
}

/// A migration or a template of one.
fn migration(path: &str, body: &str) -> String {
    format!("//- /{path}\n<?php\nreturn new class extends Migration {{ public function up() {{\n{body}\n}} }};\n")
}

fn creates(path: &str, table: &str, columns: &str) -> String {
    migration(path, &format!("Schema::create('{table}', function (Blueprint $table) {{ $table->id(); {columns} }});"))
}

fn alters(path: &str, table: &str, columns: &str) -> String {
    migration(path, &format!("Schema::table('{table}', function (Blueprint $table) {{ {columns} }});"))
}

const LIBRARY: &str = r#"
//- /composer.json
{"name": "harbour/berths", "type": "library", "require": {"php": "^8.2", "illuminate/support": "^12.0"}, "autoload": {"psr-4": {"Harbour\\Berths\\": "src/"}}}
"#;

const APPLICATION: &str = r#"
//- /bootstrap/app.php
<?php
//- /artisan
//- /composer.json
{"name": "harbour/app", "require": {"php": "^8.2", "laravel/framework": "^12.0"}, "autoload": {"psr-4": {"App\\": "app/"}}}
"#;

#[test]
fn tables_of_required_packages_that_are_not_here_are_noted_once() {
    let library = LIBRARY.replace("\"illuminate", "\"harbour/basin\": \"^3.0\", \"illuminate");
    let project = library
        + &creates(
            "database/migrations/2024_01_01_000000_a.php",
            "berth_lists",
            "$table->foreignId('gate_id')->constrained('basin_gates')->restrictOnDelete();",
        )
        + &migration(
            "database/migrations/2024_01_02_000000_b.php",
            "Schema::table('basin_gates', fn (Blueprint $table) => $table->string('colour')->nullable()); DB::table('basin_gates')->delete();",
        )
        + r"
//- /src/Lists.php
<?php
namespace Harbour\Berths;
class Lists extends Model {
    protected $table = 'berth_lists';
    public function gate() { return $this->belongsTo(\Harbour\Basin\Gate::class); }
    public function all() { return DB::table('berth_list')->get(); }
    public function open() { return DB::table('tides')->join('basin_gates', 'basin_gates.id', '=', 'tides.gate_id')->get(); }
    public function users() { return DB::table('users')->join('teams', 'teams.id', '=', 'users.current_team_id')->count(); }
}
";
    let told = told_of_composer(&project);
    let [(Severity::Note, message, help)] = told.as_slice() else { panic!("{told:?}") };
    assert!(message.starts_with("2 tables in "), "{message}");
    assert!(message.ends_with("required packages that are not installed: `harbour/basin`"), "{message}");
    assert!(help.contains("`tables: [basin_gates, tides]`"), "{help}");
    assert_eq!(told_of_code(&project), ["berth_list unknown-table"]);
}

#[test]
fn tables_that_a_package_changes_may_be_its_hosts() {
    let project = LIBRARY.to_owned()
        + &creates("database/migrations/2024_01_01_000000_a.php", "berths", "")
        + &alters(
            "database/migrations/2024_01_02_000000_b.php",
            "berths",
            "$table->foreignId('boat_id')->constrained('boats')->restrictOnDelete();",
        )
        + r"
//- /src/Berths.php
<?php
namespace Harbour\Berths;
class Berths {
    public function boats() { return DB::table('boats')->get(); }
    public function wrong() { return DB::table('berthz')->get(); }
}
";
    let told = told_of_composer(&project);
    let [(Severity::Note, message, help)] = told.as_slice() else { panic!("{told:?}") };
    assert_eq!(message, "1 table in 2 places may belong to the application that installs this package");
    assert_eq!(help, "declare these tables in `tablecheck.yaml`: `tables: [boats]`");
    assert_eq!(told_of_code(&project), ["berthz unknown-table"]);
}

#[test]
fn the_application_of_a_packages_tests_sees_their_tables() {
    let project = LIBRARY.to_owned()
        + &creates("database/migrations/2024_01_01_000000_a.php", "berths", "")
        + r"
//- /tests/TestCase.php
<?php
namespace Harbour\Berths\Tests;
class TestCase {
    protected function setUp(): void { Schema::create('visitors', fn (Blueprint $table) => $table->id()); }
}
//- /workbench/app/Models/Visitor.php
<?php
namespace Workbench\App\Models;
class Visitor extends Model { public $timestamps = false; }
//- /src/Visits.php
<?php
namespace Harbour\Berths;
class Visits { public function all() { return DB::table('visitors')->get(); } }
";
    assert_eq!(told_of_code(&project), ["visitors unknown-table"]);
}

#[test]
fn an_imported_model_says_whose_a_table_is() {
    let application = APPLICATION.replace("\"laravel", "\"moor/tide-kit\": \"^1.0\", \"laravel");
    let code = r"
//- /app/Tides.php
<?php
namespace App;
use Moor\TideKit\Models\{Buoy, Lamp as Light};
use App\Models\Anchor;
class Tides {
    public function buoys(Buoy $buoy) { return DB::table('buoys')->get(); }
    public function lamps() { return DB::table('lamps')->get(); }
    public function gauges() { \Moor\TideKit\Models\Gauge::find(1); return DB::table('gauges')->get(); }
    public function anchors() { return DB::table('anchors')->get(); }
    public function other() { return DB::table('flags')->get(); }
}
";
    let project = application + &creates("database/migrations/2024_01_01_000000_a.php", "ships", "") + code;
    assert_eq!(told_of_code(&project), ["anchors unknown-table", "flags unknown-table"]);
    let told = told_of_composer(&project);
    assert!(told[0].1.starts_with("3 tables in 3 places may come from"), "{told:?}");
}

#[test]
fn templates_run_in_the_order_in_which_they_are_published() {
    let folder = "database/migrations";
    let stubs = creates(&format!("{folder}/make_berths.php.stub"), "berths", "$table->string('name');")
        + &creates(
            &format!("{folder}/create_cranes.php.stub"),
            "cranes",
            "$table->foreignId('berth_id')->constrained()->restrictOnDelete();",
        )
        + &alters(&format!("{folder}/add_width.php.stub"), "berths", "$table->integer('width')->after('depth')->nullable();")
        + &alters(&format!("{folder}/deepen.php.stub"), "berths", "$table->integer('depth')->nullable();")
        + &alters(&format!("{folder}/an_old_one.php.stub"), "berths", "$table->dropColumn('name');");
    let code = r"
//- /src/Cranes.php
<?php
namespace Harbour\Berths;
class Cranes {
    public function all() { return DB::table('berths')->whereNotNull('name')->orderBy('width')->pluck('depth'); }
    public function wrong() { return DB::table('berths')->pluck('heigth'); }
//                                                               ^^^^^^ unknown-column
}
";
    let provider = |body: &str| {
        format!(
            "//- /src/BerthServiceProvider.php\n<?php\nnamespace Harbour\\Berths;\nclass BerthServiceProvider extends \\Illuminate\\Support\\ServiceProvider {{ public function boot() {{\n{body}\n}} }}\n"
        )
    };
    let one_by_one = r"
        if ($this->app->runningInConsole()) {
            foreach (['make_berths', 'create_cranes', 'deepen', 'add_width'] as $at => $name) {
                $this->publishes([__DIR__.'/../database/migrations/'.$name.'.php.stub' => database_path('migrations/'.date('Y_m_d_His', time() + $at).'_'.$name.'.php')], 'berths');
            }
        }";
    check(&(LIBRARY.to_owned() + &stubs + &provider(one_by_one) + code));
    let at_once = r"
        $folder = __DIR__.'/../database/migrations/';
        $this->publishesMigrations([
            $folder.'make_berths.php.stub' => database_path('migrations/make_berths.php'),
            $folder.'create_cranes.php.stub' => database_path('migrations/create_cranes.php'),
            $folder.'deepen.php.stub' => database_path('migrations/deepen.php'),
            $folder.'add_width.php.stub' => database_path('migrations/add_width.php'),
        ]);";
    check(&(LIBRARY.to_owned() + &stubs + &provider(at_once) + code));
}

#[test]
fn where_no_order_is_known_nothing_is_said_of_the_time() {
    let folder = "database/migrations";
    let stubs = creates(
        &format!("{folder}/create_a_cranes.php.stub"),
        "cranes",
        "$table->foreignId('berth_id')->constrained()->restrictOnDelete();",
    ) + &creates(&format!("{folder}/create_berths.php.stub"), "berths", "$table->string('name');")
        + &alters(&format!("{folder}/add_b_width.php.stub"), "berths", "$table->integer('width')->after('depth')->nullable();")
        + &alters(&format!("{folder}/add_depth.php.stub"), "berths", "$table->integer('depth')->nullable();")
        + r"
//- /src/Cranes.php
<?php
namespace Harbour\Berths;
class Cranes {
    public function all() { return DB::table('berths')->orderBy('width')->pluck('depth'); }
    public function wrong() { return DB::table('berths')->pluck('heigth'); }
//                                                               ^^^^^^ unknown-column
    public function none() { return DB::table('crane')->get(); }
//                                             ^^^^^ unknown-table
}
";
    check(&(LIBRARY.to_owned() + &stubs));
}

#[test]
fn a_packages_switch_may_be_set_either_way() {
    let body = r"
        Schema::create('berths', function (Blueprint $table) {
            $table->id();
            if (config('berths.teams')) { $table->unsignedBigInteger('team')->nullable(); }
            $table->string('name');
        });
        if (! config('berths.log', false)) { return; }
        Schema::create('berth_logs', fn (Blueprint $table) => $table->id());";
    let project = LIBRARY.to_owned()
        + &migration("database/migrations/2024_01_01_000000_a.php", body)
        + r"
//- /config/berths.php
<?php
return ['teams' => env('BERTH_TEAMS', false), 'log' => false];
//- /src/Berths.php
<?php
namespace Harbour\Berths;
class Berths {
    public function of(int $team) {
        DB::table('berth_logs')->count();
        return DB::table('berths')->when(config('berths.teams'), fn ($query) => $query->where('team', $team))->pluck('name');
    }
    public function wrong() { return DB::table('berths')->pluck('nmae'); }
//                                                               ^^^^ unknown-column
}
";
    check(&project);
}

#[test]
fn an_applications_switch_counts_where_the_code_does_not_ask_for_it() {
    let body = r"
        Schema::create('berths', function (Blueprint $table) {
            $table->id();
            if (config('berths.teams')) { $table->unsignedBigInteger('team')->nullable(); }
            if (config('berths.flags')) { $table->unsignedBigInteger('flag')->nullable(); }
        });";
    let project = APPLICATION.to_owned()
        + &migration("database/migrations/2024_01_01_000000_a.php", body)
        + r"
//- /config/berths.php
<?php
return ['teams' => false, 'flags' => false];
//- /app/Berths.php
<?php
namespace App;
class Berths {
    public function of(int $team) {
        $query = DB::table('berths');
        if (config('berths.teams')) { $query->where('team', $team); }
        return $query->where('flag', 1)->get();
//                            ^^^^ unknown-column
    }
}
";
    check(&project);
}

#[test]
fn a_folder_behind_a_switch_changes_nothing_for_certain() {
    let project = LIBRARY.to_owned()
        + &creates("migrations/always/2024_01_01_000000_a.php", "berths", "$table->string('rank');")
        + &alters("migrations/extra/grades/2024_01_02_000000_b.php", "berths", "$table->dropColumn('rank');")
        + &creates("migrations/extra/grades/2024_01_03_000000_c.php", "berth_grades", "")
        + r"
//- /src/BerthServiceProvider.php
<?php
namespace Harbour\Berths;
class BerthServiceProvider extends \Illuminate\Support\ServiceProvider {
    public function boot() {
        $this->loadMigrationsFrom(__DIR__.'/../migrations/always');
        foreach (['grades'] as $extra) { $this->extra($extra); }
        foreach (app('berths.parts')->all() as $part) { $this->loadMigrationsFrom($part->folder()); }
    }
    private function extra(string $name) {
        if (config('berths.extras.'.$name, false)) { $this->loadMigrationsFrom(__DIR__.'/../migrations/extra/'.$name); }
    }
}
//- /src/Berths.php
<?php
namespace Harbour\Berths;
class Berths {
    public function ranks() { DB::table('berth_grades')->count(); return DB::table('berths')->pluck('rank'); }
    public function wrong() { return DB::table('berths')->pluck('wrongly'); }
//                                                               ^^^^^^^ unknown-column
}
";
    check(&project);
}

#[test]
fn configuration_is_merged_key_by_key_by_every_method_of_a_provider() {
    for method in ["registeringPackage", "packageRegistered", "bootingPackage", "packageBooted"] {
        let project = LIBRARY.to_owned()
            + &migration(
                "database/migrations/2024_01_01_000000_a.php",
                "Schema::create(config('berths.tables.prefix').'lists', function (Blueprint $table) { $table->id(); $table->string('name'); });",
            )
            + &r"
//- /src/BerthServiceProvider.php
<?php
namespace Harbour\Berths;
class BerthServiceProvider extends \Spatie\LaravelPackageTools\PackageServiceProvider {
    public function configurePackage(\Spatie\LaravelPackageTools\Package $package): void { $package->name('berths'); }
    public function METHOD(): void { $this->mergeConfigFrom(__DIR__.'/../config/tables.php', 'berths.tables'); }
}
//- /config/tables.php
<?php
return ['prefix' => 'hb_'];
//- /src/Lists.php
<?php
namespace Harbour\Berths;
class Lists {
    public function all() { return DB::table('hb_lists')->pluck('nmae'); }
//                                                               ^^^^ unknown-column
}
"
            .replace("METHOD", method);
        check(&project);
    }
    let project = APPLICATION.replace("\"laravel", "\"spatie/laravel-permission\": \"^6.0\", \"laravel")
        + &migration(
            "database/migrations/2024_01_01_000000_a.php",
            "Schema::create(config('permission.table_names')['roles'], function (Blueprint $table) { $table->id(); $table->string('name'); });",
        )
        + r"
//- /config/permission.php
<?php
return ['cache' => ['key' => 'x']];
//- /app/Roles.php
<?php
DB::table('roles')->pluck('nmae');
//                         ^^^^ unknown-column
DB::table('rolls')->get();
//         ^^^^^ unknown-table
";
    check(&project);
}
