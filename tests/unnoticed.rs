//! Misspelt names in places that are easily passed over: what models say of attributes, what code makes or changes for itself,
//! rows that migrations change, and calls that hand names on.

#[path = "support/body.rs"]
mod body;

const SCHEMA: &str = r"
//- /bootstrap/app.php
<?php
//- /database/migrations/2024_01_01_000000_a.php
<?php
return new class extends Migration { public function up() {
    Schema::create('ports', function (Blueprint $table) { $table->id(); $table->string('title')->nullable(); $table->string('depth')->nullable(); $table->timestamps(); });
    Schema::create('piers', function (Blueprint $table) { $table->id(); $table->foreignId('port_id')->constrained()->cascadeOnDelete(); $table->string('width')->nullable(); });
} };
//- /app/Models/Pier.php
<?php
namespace App\Models;
use Illuminate\Database\Eloquent\Model;
class Pier extends Model { public function port() { return $this->belongsTo(Port::class); } }
";

const PORT: &str = r"//- /app/Models/Port.php
<?php
namespace App\Models;
use Illuminate\Database\Eloquent\Model;
class Port extends Model { public function piers() { return $this->hasMany(Pier::class); } }
";

/// Asserts what is found in further files beside the schema.
#[track_caller]
fn check(files: &str) {
    body::check(SCHEMA, files);
}

/// The same, where the model of ports says nothing of itself.
#[track_caller]
fn check_beside(files: &str) {
    body::check(SCHEMA, &format!("{PORT}{files}"));
}

#[test]
fn what_models_say_of_attributes_that_nothing_gives_them() {
    check(
        r"//- /app/Depth.php
<?php
namespace App;
enum Depth: string { case Low = 'low'; }
//- /app/Money.php
<?php
namespace App;
class Money implements \Illuminate\Contracts\Database\Eloquent\CastsAttributes { }
//- /app/Models/Port.php
<?php
namespace App\Models;
use Illuminate\Database\Eloquent\Casts\AsArrayObject;
use Illuminate\Database\Eloquent\Model;
class Port extends Model {
    protected $casts = ['title' => 'string', 'titel' => 'string', 'dept' => \App\Depth::class, 'price' => \App\Money::class];
//                                            ^^^^^ unknown-column: table `ports` has no column `titel`, and nothing adds this attribute to the model: the cast has no effect
//                                                                 ^^^^ unknown-column: table `ports` has no column `dept`, and nothing adds this attribute to the model: the cast has no effect
    protected $dates = ['created_at', 'opened_on'];
//                                     ^^^^^^^^^ unknown-column: table `ports` has no column `opened_on`, and nothing adds this attribute to the model: the cast has no effect
    protected $hidden = ['depth', 'piers', 'secrte', 'pivot'];
//                                          ^^^^^^ unknown-column: table `ports` has no column `secrte`, and nothing adds this attribute to the model: listing it here has no effect
    protected $appends = ['label', 'lable', 'long_name'];
//                                  ^^^^^ unknown-column: the model appends `lable` but has no accessor for it
    public function getLabelAttribute() { return $this->title; }
    protected function longName(): \Illuminate\Database\Eloquent\Casts\Attribute { return new Attribute(fn () => 'x'); }
    public function piers() { return $this->hasMany(Pier::class); }
}
//- /app/Models/Quay.php
<?php
namespace App\Models;
use Illuminate\Database\Eloquent\Model;
class Quay extends Model {
    protected $table = 'piers';
    protected function casts(): array { return ['width' => 'int', 'widht' => 'int', 'meta->x' => 'array']; }
//                                                                 ^^^^^ unknown-column: table `piers` has no column `widht`, and nothing adds this attribute to the model: the cast has no effect
//                                                                                   ^^^^ unknown-column: table `piers` has no column `meta`, and nothing adds this attribute to the model: the cast has no effect
}
",
    );
}

#[test]
fn attributes_that_something_gives_a_model() {
    check(
        r"//- /app/Models/Port.php
<?php
namespace App\Models;
use Illuminate\Database\Eloquent\Model;
class Port extends Model {
    protected $casts = [
        'piers_count' => 'int', 'busy' => 'bool', 'last_seen' => 'datetime', 'width' => 'int', 'label' => 'string',
        'pivot_level' => 'int', 'distance' => 'float', 'email' => 'string', 'from_row' => 'int',
    ];
    protected $appends = ['busy'];
    public function getBusyAttribute() { return true; }
    public function setLabelAttribute($value) { $this->attributes['title'] = $value; }
    public function piers() { return $this->hasMany(Pier::class); }
}
//- /app/A.php
<?php
use App\Models\Port;
class A {
    function a(Port $port) { $port->last_seen = now(); return $port; }
    function b() { return Port::join('piers', 'piers.port_id', '=', 'ports.id')->select('ports.*', 'piers.width')->get(); }
    function c() { return Port::selectRaw('ports.*, 3 * id as distance')->get(); }
    function d(Port $port) { $port->setAttribute('email', 'x'); return $port; }
    function e() { return Port::hydrate([['from_row' => 1]]); }
}
//- /app/Models/Tenant.php
<?php
namespace App\Models;
class Tenant extends \Stancl\Tenancy\Database\Models\Tenant { protected $table = 'ports'; protected $casts = ['virtual' => 'array']; }
//- /app/Models/Translated.php
<?php
namespace App\Models;
class Translated extends \Illuminate\Database\Eloquent\Model {
    use \Astrotomic\Translatable\Translatable;
    protected $table = 'ports';
    protected $casts = ['virtual' => 'array'];
}
//- /app/Models/Berth.php
<?php
namespace App\Models;
class Berth extends \Illuminate\Database\Eloquent\Relations\Pivot { protected $casts = ['level' => 'int']; }
",
    );
}

#[test]
fn an_own_set_attribute_that_hands_on() {
    let code = r"
namespace App\Models;
use Illuminate\Database\Eloquent\Model;
class Port extends Model {
    protected $guarded = [];
    public function setAttribute($name, $value) { BODY }
    public static function open() { return self::create(['titel' => 'x']); }
}
";
    let found = "//                                                        ^^^^^ unknown-column: table `ports` has no column `titel`\n}\n";
    for body in [
        "if (is_string($value)) { $value = trim($value); } return parent::setAttribute($name, $value);",
        "parent::setAttribute($name, $value === '' ? null : $value); return $this;",
        "if ($value === null) { return parent::setAttribute($name, ''); } return parent::setAttribute($name, $value);",
    ] {
        let code = code.replace("BODY", body).trim_end().strip_suffix('}').unwrap().to_owned() + found;
        check(&format!("//- /app/Models/Port.php\n<?php{code}"));
    }
    for body in [
        "if (str_starts_with($name, 'x_')) { $this->extra[$name] = $value; return $this; } return parent::setAttribute($name, $value);",
        "$name = strtolower($name); return parent::setAttribute($name, $value);",
        "if ($value) { parent::setAttribute($name, $value); } return $this;",
    ] {
        check(&format!("//- /app/Models/Port.php\n<?php{}", code.replace("BODY", body)));
    }
}

#[test]
fn tables_that_code_changes_for_itself_are_the_migrations_with_what_it_adds() {
    check_beside(
        r"//- /app/Update.php
<?php
class Update {
    function up() { Schema::table('ports', function (Blueprint $table) { $table->string('berths')->nullable(); $table->renameColumn('depth', 'fathoms'); }); }
}
//- /app/A.php
<?php
use App\Models\Port;
Port::where('berths', 1)->where('fathoms', 2)->where('berhts', 3)->get();
//                                                    ^^^^^^ unknown-column: table `ports` has no column `berhts`
DB::table('ports')->insert(['titel' => 'x', 'berths' => 1]);
//                           ^^^^^ unknown-column: table `ports` has no column `titel`
//- /app/Unknown.php
<?php
class Unknown {
    function up(string $column) { Schema::table('piers', function (Blueprint $table) use ($column) { $table->string($column); }); }
    function a() { return DB::table('piers')->where('anything', 1)->get(); }
}
",
    );
}

#[test]
fn a_table_that_another_test_makes_has_its_columns() {
    check_beside(
        r"//- /tests/OtherTest.php
<?php
class OtherTest extends TestCase {
    function setUp(): void { Schema::create('ports', function ($table) { $table->id(); $table->string('colour'); }); }
}
//- /tests/PortTest.php
<?php
use App\Models\Port;
class PortTest extends TestCase {
    function test_a() { Port::where('titel', 'x')->where('colour', 'y')->get(); }
//                                   ^^^^^ unknown-column: table `ports` has no column `titel`
}
",
    );
}

#[test]
fn a_table_that_may_be_missing_has_known_columns() {
    check(
        r"//- /database/migrations/2024_02_01_000000_b.php
<?php
return new class extends Migration { public function up() {
    if (file_get_contents('/etc/fleet') === 'old') { return; }
    Schema::create('cranes', function (Blueprint $table) { $table->id(); $table->string('load'); });
} };
//- /app/A.php
<?php
DB::table('cranes')->where('laod', 1)->get();
//                          ^^^^ unknown-column: table `cranes` has no column `laod`
if (Schema::hasTable('cranes')) { DB::table('cranes')->where('laod', 1)->get(); }
//                                                            ^^^^ unknown-column: table `cranes` has no column `laod`
if (Schema::hasColumn('cranes', 'reach')) { DB::table('cranes')->where('reach', 1)->get(); }
if (! Schema::hasTable('ports') && Schema::hasTable('cranes')) { DB::table('cranes')->where('port', 1)->get(); }
",
    );
}

#[test]
fn rows_that_migrations_change_are_judged_at_their_own_time() {
    check(
        r"//- /database/migrations/2024_02_01_000000_b.php
<?php
return new class extends Migration { public function up() {
    DB::table('ports')->where('titel', 'x')->update(['dept' => 1]);
//                             ^^^^^ unknown-column: table `ports` has no column `titel` at this point
//                                                    ^^^^ unknown-column: table `ports` has no column `dept` at this point
    foreach (DB::table('ports')->get() as $port) { DB::table('prots')->where('id', $port->id)->delete(); }
//                                                            ^^^^^ unknown-table: table `prots` does not exist: no migration creates it
    DB::table('ports')->orderBy('id')->chunk(10, function ($ports) { DB::table('peirs')->update(['width' => 1]); });
//                                                                              ^^^^^ unknown-table: table `peirs` does not exist: no migration creates it
    if (Schema::hasTable('legacy')) { DB::table('legacy')->where('any', 1)->delete(); }
    if (Schema::hasColumn('ports', 'age')) { DB::table('ports')->update(['age' => 1]); }
} };
//- /database/migrations/2024_03_01_000000_c.php
<?php
return new class extends Migration { public function up() {
    Schema::table('ports', function (Blueprint $table) { $table->string('old_title')->nullable(); });
    DB::table('ports')->update(['old_title' => DB::raw('title')]);
    Schema::table('ports', function (Blueprint $table) { $table->dropColumn('old_title'); });
    DB::table('ports')->whereNull('depth')->update(['depth' => 0]);
    Schema::table('ports', function (Blueprint $table) { $table->renameColumn('depth', 'fathoms'); });
} };
",
    );
}

#[test]
fn a_column_whose_new_type_is_not_known_stays_the_only_thing_that_is_open() {
    for sql in [
        "sprintf('alter table ports modify title varchar(36) collate %s not null', wanted())",
        "'ALTER TABLE `ports` CHANGE `title` `title` ' . wanted() . ' NULL'",
        "'alter table ports modify column depth ' . wanted()",
    ] {
        check(&format!(
            r"//- /database/migrations/2024_02_01_000000_b.php
<?php
return new class extends Migration {{ public function up() {{ DB::statement({sql}); }} }};
//- /app/A.php
<?php
DB::table('ports')->where('titel', 1)->get();
//                         ^^^^^ unknown-column: table `ports` has no column `titel`
"
        ));
    }
    // Which column it is, is not known either.
    check(
        r"//- /database/migrations/2024_02_01_000000_b.php
<?php
return new class extends Migration { public function up() { DB::statement('alter table ports add ' . wanted()); } };
//- /app/A.php
<?php
DB::table('ports')->where('titel', 1)->get();
",
    );
}

#[test]
fn names_in_closures_and_arguments_that_are_handed_on() {
    check_beside(
        r"//- /app/A.php
<?php
use App\Models\Port;
class A {
    private $kept = [];
    private ?string $kind = null;
    function a() { return $this->keep('a', fn () => Port::where('titel', 'x')->get()); }
//                                                               ^^^^^ unknown-column: table `ports` has no column `titel`
    function b() { $column = 'detph'; return $this->keep('b', function () use ($column) { return Port::where($column, 'x')->get(); }); }
//                            ^^^^^ unknown-column: table `ports` has no column `detph`
    private function keep(string $key, callable $make) { if (! isset($this->kept[$key])) { $this->kept[$key] = $make(); } return $this->kept[$key]; }
    function c() { if ($this->kind !== null) { return $this->by('titel'); } }
//                                                               ^^^^^ unknown-column: table `ports` has no column `titel`
    private function by(string $column) { return Port::where($column, 1)->get(); }
    function d() { return $this->either('weight', false); }
    private function either(string $column, bool $here) { if ($here) { return Port::where($column, 1)->get(); } return []; }
}
",
    );
}

#[test]
fn what_a_query_selects_says_nothing_of_its_conditions() {
    check_beside(
        r"//- /app/A.php
<?php
use App\Models\Port;
class A {
    function a(string $column) { return DB::table('ports')->where('titel', 'x')->value($column); }
//                                                                 ^^^^^ unknown-column: table `ports` has no column `titel`
    function b(array $columns) { return Port::where('titel', 'x')->select($columns)->orderBy('anything')->get(); }
//                                                   ^^^^^ unknown-column: table `ports` has no column `titel`
}
",
    );
}

#[test]
fn a_loop_whose_first_turn_only_notes_that_it_is_the_first() {
    check(
        r"//- /app/A.php
<?php
$first = true;
foreach (DB::table('ports')->get() as $port) {
    if ($first) { $first = false; continue; }
    DB::table('ports')->where('titel', $port->id)->delete();
//                             ^^^^^ unknown-column: table `ports` has no column `titel`
}
$previous = null;
foreach (DB::table('ports')->get() as $port) {
    if ($previous === null) { $previous = $port; continue; }
    DB::table('ports')->where('detph', $previous->id)->delete();
//                             ^^^^^ unknown-column: table `ports` has no column `detph`
}
",
    );
}

#[test]
fn a_method_that_the_project_only_asks_for_is_the_framework_s() {
    check(
        r"//- /tests/Counts.php
<?php
namespace Tests;
trait Counts {
    abstract protected function assertDatabaseHas($table, array $data, $connection = null);
    function seen() { $this->assertDatabaseHas('prots', ['id' => 1]); }
//                                              ^^^^^ unknown-table: table `prots` does not exist: no migration creates it
}
//- /tests/PortTest.php
<?php
namespace Tests;
class PortTest extends \Illuminate\Foundation\Testing\TestCase { use Counts; function test_a() { $this->seen(); } }
",
    );
}

#[test]
fn questions_about_tables_of_any_model_excuse_none() {
    check(
        r"//- /app/Models/Crane.php
<?php
namespace App\Models;
class Crane extends \Illuminate\Database\Eloquent\Model { protected $table = 'carnes'; }
//                                                                            ^^^^^^ unknown-table: table `carnes` does not exist: no migration creates it
//- /app/Models/Buoy.php
<?php
namespace App\Models;
class Buoy extends \Illuminate\Database\Eloquent\Model { protected $table = 'bouys'; }
//- /app/A.php
<?php
use App\Models\{Buoy, Crane};
class A {
    function all() { return $this->there(Crane::class); }
    function there(string $model) { return Schema::hasTable((new $model)->getTable()); }
    function one() { return Schema::hasTable((new Buoy)->getTable()); }
}
",
    );
}

#[test]
fn repositories_hand_on_to_their_model() {
    check_beside(
        r"//- /app/PortRepository.php
<?php
namespace App;
use App\Models\Port;
class PortRepository extends \Prettus\Repository\Eloquent\BaseRepository { function model() { return Port::class; } }
//- /app/A.php
<?php
class A {
    function __construct(private \App\PortRepository $ports) { }
    function a() { return $this->ports->findByField('titel', 'x'); }
//                                                   ^^^^^ unknown-column: table `ports` has no column `titel`
    function b() { return $this->ports->findWhere(['titel' => 'x', ['depth', '>', 3]]); }
//                                                  ^^^^^ unknown-column: table `ports` has no column `titel`
    function c() { return $this->ports->whereNotNull('title')->orderBy('detph')->get(); }
//                                                                      ^^^^^ unknown-column: table `ports` has no column `detph`
    function d() { return $this->ports->create(['anything' => 1]); }
}
",
    );
}

#[test]
fn rules_in_attributes_of_properties() {
    check(
        r"//- /app/Form.php
<?php
namespace App;
use Livewire\Attributes\Validate;
class Form extends \Livewire\Component {
    #[Validate('required|exists:prots,id')]
//                              ^^^^^ unknown-table: table `prots` does not exist: no migration creates it
    public $port;
    #[Validate(['required', 'exists:ports,titel'])]
//                                        ^^^^^ unknown-column: table `ports` has no column `titel`
    public $title;
}
",
    );
}

#[test]
fn columns_beside_a_table_that_does_not_exist() {
    check(
        r"//- /app/A.php
<?php
DB::table('prots')->where('titel', 1)->where('anything', 2)->get();
//         ^^^^^ unknown-table: table `prots` does not exist: no migration creates it
//                         ^^^^^ unknown-column: table `ports` has no column `titel`, and table `prots` of the same query does not exist
DB::table('bollards')->where('title', 1)->where('anything', 2)->get();
//         ^^^^^^^^ unknown-table: table `bollards` does not exist: no migration creates it
",
    );
}

#[test]
fn tests_may_run_migrations_under_another_configuration() {
    check(
        r"//- /config/quays.php
<?php
return ['table' => 'quays', 'key' => 'quay_no'];
//- /database/migrations/2024_02_01_000000_b.php
<?php
return new class extends Migration { public function up() {
    Schema::create(config('quays.table'), function (Blueprint $table) { $table->id(); $table->integer(config('quays.key')); });
} };
//- /app/A.php
<?php
DB::table('quays')->where('quay_nr', 1)->get();
//                         ^^^^^^^ unknown-column: table `quays` has no column `quay_nr`
//- /tests/QuayTest.php
<?php
class QuayTest extends \Illuminate\Foundation\Testing\TestCase {
    function setUp(): void { config()->set('quays.key', 'other_no'); $migration = include __DIR__ . '/../database/migrations/2024_02_01_000000_b.php'; $migration->up(); }
    function test_a() { DB::table('quays')->where('other_no', 1)->get(); }
}
",
    );
}

#[test]
fn what_is_not_judged_is_counted() {
    let project = format!(
        r"{SCHEMA}{PORT}//- /app/A.php
<?php
class A {{
    function open(string $column) {{ Schema::table('piers', function (Blueprint $table) use ($column) {{ $table->string($column); }}); }}
    function b() {{ return DB::table('piers')->where('anything', 1)->where('width', 2)->get(); }}
    function c() {{ if (Schema::hasColumn('ports', 'age')) {{ DB::table('ports')->where('age', 1)->get(); }} }}
}}
"
    );
    let analysis = tablecheck::fixture::compare(&body::uses::with_uses(project.trim_start_matches('\n'))).unwrap();
    let reasons: Vec<(&str, &str)> = analysis.gaps.iter().map(|gap| (gap.what.as_str(), gap.reason.as_str())).collect();
    assert!(
        reasons.contains(&(
            "column `anything`",
            "code creates or changes its table in ways that tablecheck cannot follow, at app/A.php:3"
        )),
        "{reasons:?}"
    );
    assert!(reasons.contains(&("column `age`", "the code around it checks first whether it exists")), "{reasons:?}");
    assert!(!reasons.iter().any(|(what, _)| what.contains("width")), "{reasons:?}");
}
