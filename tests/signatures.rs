//! The project's own functions and methods that its configuration describes: what they take is judged as if Laravel's own
//! methods had got it.

use tablecheck::fixture::check;

const MIGRATION: &str = "//- /database/migrations/2024_01_01_000000_create_contacts.php
<?php
use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Database\\Schema\\Blueprint;
use Illuminate\\Support\\Facades\\Schema;
return new class extends Migration {
    public function up(): void {
        Schema::create('contacts', function (Blueprint $table) {
            $table->id();
            $table->string('email');
            $table->string('name')->nullable();
        });
        Schema::create('metrics', function (Blueprint $table) {
            $table->id();
            $table->string('key');
            $table->integer('hits')->default(0);
        });
    }
};
";
/// A class of the project whose methods cannot be followed.
const CRM: &str = "//- /app/Crm.php
<?php
namespace App;
class Crm
{
    public function push(string $table, array $row): void { $this->client->send($table, $row); }
    public static function send(string $table, array $row): void { Client::open()->send($table, $row); }
    public function on(string $table) { return $this->client->on($table); }
}
class SpecialCrm extends Crm {}
";
const METHODS: &str = "//- /tablecheck.yaml
signatures:
  - {class: App\\Crm, method: push, args: [table, row]}
  - {class: App\\Crm, method: send, args: [table, row], operation: update}
  - {class: App\\Crm, method: on, args: [table], returns: builder}
";

fn check_with(parts: &[&str], code: &str) {
    check(&format!("{MIGRATION}{}{code}", parts.concat()));
}

#[test]
fn methods_of_objects_take_tables_and_rows() {
    check_with(
        &[CRM, METHODS],
        "//- /app/Sync.php
<?php
namespace App;
class Sync
{
    public function __construct(private Crm $crm) {}
    public function run(Crm $other, SpecialCrm $special): void
    {
        $this->crm->push('contacts', ['email' => 'a']);
        $this->crm->push('contact', ['email' => 'a']);
        //                ^^^^^^^ unknown-table: table `contact` does not exist
        $other->push('contacts', ['email' => 'a', 'nmae' => 'b']);
        //                                         ^^^^ unknown-column: has no column `nmae`
        $special->push('contacts', ['name' => 'b']);
        //        ^^^^ missing-required-column: leaves out the column `email`
        $other->push(row: ['email' => 'a'], table: 'contact');
        //                                          ^^^^^^^ unknown-table
        (new Crm)->push('contact', []);
        //               ^^^^^^^ unknown-table
        app(Crm::class)->push('contact', []);
        //                     ^^^^^^^ unknown-table
        $table = 'contact';
        //        ^^^^^^^ unknown-table
        $other->push($table, []);
    }
}
",
    );
}

#[test]
fn static_methods_and_those_of_this_are_found() {
    check_with(
        &[CRM, METHODS],
        "//- /app/Sync.php
<?php
namespace App;
class Sync extends Crm
{
    public function run(): void
    {
        Crm::send('contacts', ['name' => 'only some columns']);
        Crm::send('contact', ['name' => 'a']);
        //         ^^^^^^^ unknown-table
        SpecialCrm::send('contacts', ['nmae' => 'a']);
        //                             ^^^^ unknown-column
        $this->push('contact', []);
        //           ^^^^^^^ unknown-table
        static::send('contact', []);
        //            ^^^^^^^ unknown-table
    }
}
",
    );
}

#[test]
fn a_builder_that_is_returned_stands_on_the_table() {
    check_with(
        &[CRM, METHODS],
        "//- /app/Report.php
<?php
namespace App;
class Report
{
    public function run(Crm $crm)
    {
        $crm->on('contacts')->where('email', 'a')->get();
        $crm->on('contacts')->where('emial', 'a')->get();
        //                           ^^^^^ unknown-column
        $crm->on('contacts as c')->join('metrics as m', 'm.key', '=', 'c.email')->orderBy('m.hits')->pluck('c.nmae');
        //                                                                                                    ^^^^ unknown-column
        $crm->on('contact')->get();
        //        ^^^^^^^ unknown-table
        $crm->on($this->table())->where('anything', 1);
    }
}
",
    );
}

#[test]
fn classes_outside_the_project_are_known_by_their_types() {
    check_with(
        &["//- /tablecheck.yaml
signatures:
  - {class: Vendor\\Warehouse, method: load, args: [table, rows]}
"],
        "//- /app/Loading.php
<?php
namespace App;
use Vendor\\Warehouse;
class Loading
{
    public function __construct(private Warehouse $warehouse) {}
    public function run(?Warehouse $given, $unknown): void
    {
        $this->warehouse->load('contact', []);
        //                      ^^^^^^^ unknown-table
        $given->load('contacts', [['email' => 'a'], ['email' => 'b', 'nmae' => 'c']]);
        //                                                            ^^^^ unknown-column
        Warehouse::load('contact', []);
        //               ^^^^^^^ unknown-table
        (new Warehouse)->load('contact', []);
        //                     ^^^^^^^ unknown-table
        app(Warehouse::class)->load('contact', []);
        //                           ^^^^^^^ unknown-table
        $unknown->load('contact', []);
        $this->warehouse->other('contact', []);
    }
}
class OwnWarehouse extends Warehouse
{
    public function run(): void
    {
        $this->load('contact', []);
        //           ^^^^^^^ unknown-table
        parent::load('contact', []);
        //            ^^^^^^^ unknown-table
    }
}
",
    );
}

#[test]
fn functions_are_known_by_their_names() {
    check_with(
        &["//- /tablecheck.yaml
signatures:
  - {function: App\\lookup, args: [table, column, value]}
  - {function: legacy_count, args: [value, table, {role: columns, of: 1}]}
  - {function: bump, args: [{role: column, table: metrics}]}
"],
        "//- /app/functions.php
<?php
namespace App;
function lookup($table, $column, $value) { return remote($table, $column, $value); }
//- /app/Report.php
<?php
namespace App\\Reports;
use function App\\lookup;
function run()
{
    lookup('contacts', 'email', 1);
    lookup('contact', 'email', 1);
    //      ^^^^^^^ unknown-table
    \\App\\lookup('contacts', 'emial', 1);
    //                       ^^^^^ unknown-column
    legacy_count('contact', 'contacts', ['id', 'nmae']);
    //                                          ^^^^ unknown-column
    bump('hits');
    bump('hist');
    //    ^^^^ unknown-column
}
",
    );
}

#[test]
fn sql_is_a_statement_or_a_piece_of_a_query() {
    check_with(
        &["//- /tablecheck.yaml
signatures:
  - {function: run_sql, args: [sql]}
  - {function: filtered, args: [table, {role: sql, of: 0}]}
"],
        "//- /app/Report.php
<?php
function report()
{
    run_sql('select email from contacts');
    run_sql('select email from contact');
    //                         ^^^^^^^ unknown-table
    filtered('contacts', 'emial is not null');
    //                    ^^^^^ unknown-column
}
",
    );
}

#[test]
fn arguments_are_followed_through_the_projects_own_code() {
    check_with(
        &[CRM, METHODS],
        "//- /app/Sync.php
<?php
namespace App;
class Sync
{
    private const TABLE = 'contact';
    public function run(Crm $crm): void
    {
        $crm->push(self::TABLE, []);
        //         ^^^^^^^^^^^ unknown-table
        $this->into($crm, 'contcats');
        //                 ^^^^^^^^ unknown-table
        foreach (['contacts', 'mertics'] as $table) {
        //                     ^^^^^^^ unknown-table
            $crm->push($table, []);
        }
    }
    private function into(Crm $crm, string $table): void { $crm->push($table, $this->rows()); }
}
",
    );
}

#[test]
fn migrations_are_judged_at_their_time() {
    check_with(
        &["//- /tablecheck.yaml
signatures: [{function: seed_table, args: [table, rows]}]
"],
        "//- /database/migrations/2024_01_02_000000_seed.php
<?php
return new class extends Illuminate\\Database\\Migrations\\Migration {
    public function up(): void {
        seed_table('contacts', [['email' => 'a']]);
        seed_table('contact', [['email' => 'a']]);
        //          ^^^^^^^ unknown-table: does not exist
    }
};
",
    );
}

#[test]
fn without_a_signature_nothing_is_said() {
    check_with(
        &[CRM],
        "//- /app/Sync.php
<?php
namespace App;
function run(Crm $crm) { $crm->push('contact', ['nmae' => 1]); bump('hist'); }
",
    );
}

#[test]
fn a_connection_can_be_named() {
    check_with(
        &["//- /tablecheck.yaml
signatures: [{function: remote, args: [table], connection: crm, returns: builder}]
"],
        "//- /app/Sync.php
<?php
function run() { remote('of_another_database')->where('unknown', 1)->get(); }
",
    );
}

#[test]
fn what_is_described_is_not_followed_as_well() {
    let fixture = format!(
        "{MIGRATION}//- /tablecheck.yaml
signatures:
  - {{class: App\\Helper, method: push, args: [table, row]}}
  - {{function: App\\on, args: [table], returns: builder}}
//- /app/A.php
<?php
namespace App;
use Illuminate\\Support\\Facades\\DB;
class Helper
{{
    public function push(string $table, array $row): void {{ DB::table($table)->insert($row); DB::table('metric')->count(); }}
    //                                                                                                  ^^^^^^ unknown-table
}}
function on($table) {{ return DB::table($table); }}
function run(Helper $helper): void
{{
    $helper->push('contacts', ['name' => 1]);
    //       ^^^^ missing-required-column
    on('contacts')->where('emial', 1);
    //                     ^^^^^ unknown-column
}}
"
    );
    let analysis = tablecheck::fixture::compare(&fixture).unwrap_or_else(|report| panic!("{report}"));
    assert_eq!(analysis.gaps, [], "what a described function does with its parameters is told");
}
