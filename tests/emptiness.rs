//! What migrations ask for while they run, of tables that are still empty and of the database's catalog, and what stands under
//! a condition that is not known.

#[path = "support/found.rs"]
mod found;

use found::check;
use tablecheck::analysis::Analysis;
use tablecheck::schema::Table;

/// A project with one migration.
fn project(up: &str, rest: &str) -> String {
    format!(
        "//- /bootstrap/app.php\n<?php\n//- /artisan\n//- /database/migrations/2024_01_01_000000_a.php\n<?php
return new class extends Migration {{ public function up() {{\n{up}\n}} }};\n{rest}"
    )
}

/// A table of the only connection.
fn table<'a>(analysis: &'a Analysis, name: &str) -> &'a Table {
    analysis.database.connections.values().find_map(|schema| schema.table(name)).expect("the table is there")
}

#[test]
fn a_table_without_rows_answers() {
    let up = r"
        Schema::create('crates', function (Blueprint $table) { $table->id(); $table->string('label')->nullable(); });
        Schema::create('seeds', function (Blueprint $table) { $table->id(); });
        DB::table('seeds')->insert(['id' => 1]);
        if (\App\Models\Crate::whereNull('label')->count() === 0) {
            Schema::table('crates', fn (Blueprint $table) => $table->string('counted')->nullable());
        }
        if (DB::table('crates')->get()->isEmpty() && \App\Models\Crate::first() === null) {
            Schema::table('crates', fn (Blueprint $table) => $table->string('empty')->nullable());
        }
        if (! DB::table('crates')->exists()) {
            Schema::table('crates', fn (Blueprint $table) => $table->string('lacking')->nullable());
        }
        if (count(DB::select('select * from crates')) > 0) {
            Schema::table('crates', fn (Blueprint $table) => $table->string('never')->nullable());
        }
        if (DB::table('seeds')->count() > 0) {
            Schema::table('seeds', fn (Blueprint $table) => $table->string('perhaps')->nullable());
        }";
    let code = r"
//- /app/Models/Crate.php
<?php
namespace App\Models;
class Crate extends \Illuminate\Database\Eloquent\Model { public $timestamps = false; }
//- /app/A.php
<?php
DB::table('crates')->where('counted', 1)->where('empty', 1)->where('lacking', 1)->get();
DB::table('crates')->where('never', 1)->get();
//                          ^^^^^ unknown-column
DB::table('seeds')->where('perhaps', 1)->get();
";
    let analysis = check(&project(up, code));
    let conditional: Vec<(&str, bool)> =
        table(&analysis, "crates").columns.iter().map(|column| (column.name.as_str(), column.conditional)).collect();
    assert_eq!(conditional[2..], [("counted", false), ("empty", false), ("lacking", false)]);
}

#[test]
fn whoever_may_have_written_rows_leaves_it_open() {
    let up = r"
        Schema::create('crates', function (Blueprint $table) { $table->id(); });
        Schema::create('jars', function (Blueprint $table) { $table->id(); });
        DB::statement('insert into crates (id) select id from jars');
        if (DB::table('crates')->count() > 0) {
            Schema::table('crates', fn (Blueprint $table) => $table->string('first')->nullable());
        }
        Artisan::call('db:seed', ['--class' => 'JarSeeder']);
        if (DB::table('jars')->exists()) {
            Schema::table('jars', fn (Blueprint $table) => $table->string('second')->nullable());
        }";
    let code = r"
//- /app/A.php
<?php
DB::table('crates')->where('first', 1)->get();
DB::table('jars')->where('second', 1)->get();
";
    let analysis = check(&project(up, code));
    assert!(table(&analysis, "crates").columns[1].conditional && table(&analysis, "jars").columns[1].conditional);
}

#[test]
fn indexes_under_a_condition_may_be_there() {
    let up = r"
        Schema::create('crates', function (Blueprint $table) {
            $table->id();
            $table->string('label');
            if (\Vendor\Feature::isOn('a')) { $table->index('label', 'by_label'); } else { $table->unique(['label'], 'only_label'); }
        });
        if (\Vendor\Feature::isOn('b')) {
            DB::statement('CREATE INDEX by_both ON crates (label, id)');
            Schema::table('crates', fn (Blueprint $table) => $table->string('code')->unique());
        }
        Schema::table('crates', fn (Blueprint $table) => $table->index('id', 'sure'));
        Schema::table('crates', fn (Blueprint $table) => $table->index(['id', 'label'], 'gone'));
        if (\Vendor\Feature::isOn('c')) {
            Schema::table('crates', fn (Blueprint $table) => $table->dropIndex('gone'));
        }";
    let analysis = check(&project(up, ""));
    let mut indexes: Vec<(&str, bool)> =
        table(&analysis, "crates").indexes.iter().map(|index| (index.name.as_str(), index.conditional)).collect();
    indexes.sort_unstable();
    let expected = [
        ("by_both", true),
        ("by_label", true),
        ("crates_code_unique", true),
        ("gone", true),
        ("only_label", true),
        ("primary", false),
        ("sure", false),
    ];
    assert_eq!(indexes, expected);
}

#[test]
fn postgresql_undoes_a_migration_of_which_a_statement_failed() {
    let up = r"
        Schema::create('crates', function (Blueprint $table) { $table->id(); $table->string('label')->index('by_label'); });
        return; } };
//- /database/migrations/2024_01_02_000000_b.php
<?php
return new class extends Migration { public function up() {
        Schema::table('crates', fn (Blueprint $table) => $table->string('undone')->nullable());
        try {
            Schema::table('crates', fn (Blueprint $table) => $table->index('label', 'by_label'));
        } catch (\Throwable $e) {
        }
        return; } };
//- /database/migrations/2024_01_03_000000_c.php
<?php
return new class extends Migration { public $withinTransaction = false; public function up() {
        Schema::table('crates', fn (Blueprint $table) => $table->string('kept')->nullable());
        try {
            Schema::create('crates', fn (Blueprint $table) => $table->id());
        } catch (\Throwable $e) {
        }
        return; } };
//- /database/migrations/2024_01_04_000000_d.php
<?php
return new class extends Migration { public function up() {
        Schema::table('crates', fn (Blueprint $table) => $table->string('saved')->nullable());
        try {
            DB::transaction(fn () => Schema::table('crates', fn (Blueprint $table) => $table->index('label', 'by_label')));
        } catch (\Throwable $e) {
        }";
    let names = |driver: &str| {
        let rest = format!("//- /tablecheck.yaml\ndriver: {driver}\n//- /app/A.php\n<?php\n");
        let analysis = check(&project(up, &rest));
        table(&analysis, "crates").columns.iter().map(|column| column.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(names("mysql"), ["id", "label", "undone", "kept", "saved"]);
    assert_eq!(names("pgsql"), ["id", "label", "kept", "saved"]);
}

#[test]
fn what_the_catalog_lists() {
    let up = r#"
        Schema::create('ports', fn (Blueprint $table) => $table->id());
        Schema::create('ships', function (Blueprint $table) {
            $table->id(); $table->foreignId('port_id')->constrained(); $table->string('name')->index('by_name'); $table->string('old_flag');
        });
        $keys = DB::select("SELECT CONSTRAINT_NAME FROM information_schema.KEY_COLUMN_USAGE WHERE TABLE_NAME = 'ships' AND REFERENCED_TABLE_NAME = 'ports'");
        foreach ($keys as $key) {
            Schema::table('ships', fn (Blueprint $table) => $table->dropForeign($key->CONSTRAINT_NAME));
        }
        foreach (collect(DB::select('SHOW INDEX FROM ships'))->pluck('Key_name')->unique() as $index) {
            if ($index === 'by_name') { Schema::table('ships', fn (Blueprint $table) => $table->dropIndex($index)); }
        }
        foreach (DB::select('SHOW COLUMNS FROM ships') as $column) {
            if (str_starts_with($column->Field, 'old_')) {
                Schema::table('ships', fn (Blueprint $table) => $table->renameColumn($column->Field, substr($column->Field, 4)));
            }
        }
        foreach (Schema::getConnection()->getDoctrineSchemaManager()->listTableIndexes('ships') as $index) {
            if ($index->getColumns() === ['port_id']) { DB::statement('ALTER TABLE ships ADD COLUMN led int'); }
        }"#;
    let code = r"
//- /tablecheck.yaml
rules: {missing-foreign-key: off}
//- /app/A.php
<?php
DB::table('ships')->where('flag', 1)->where('led', 1)->get();
DB::table('ships')->where('old_flag', 1)->get();
//                         ^^^^^^^^ unknown-column
";
    let analysis = check(&project(up, code));
    let ships = table(&analysis, "ships");
    assert!(ships.foreign_keys.is_empty() && !ships.indexes.iter().any(|index| index.name == "by_name"), "{ships:?}");
}

#[test]
fn methods_may_name_the_tables() {
    let up = r"
        foreach (get_class_methods(__CLASS__) as $method) {
            if (starts_with($method, 'make_')) { Schema::create(substr($method, 5), $this->$method()); }
        }
    }
    private function make_boats() { return function (Blueprint $table) { $table->id(); $table->string('name'); }; }
    private function make_oars() { return function (Blueprint $table) { $table->id(); };";
    let code = r"
//- /app/A.php
<?php
DB::table('boats')->where('name', 1)->get();
DB::table('oars')->where('length', 1)->get();
//                        ^^^^^^ unknown-column
";
    check(&project(up, code));
}

#[test]
fn what_a_switch_of_a_class_decides_is_left_alone() {
    let up = "Schema::create('boats', fn (Blueprint $table) => $table->id());";
    let code = r"
//- /app/Models/Boat.php
<?php
namespace App\Models;
class Boat extends \Illuminate\Database\Eloquent\Model {
    protected static bool $sails = false;
    public static function withSails(bool $sails = true): void { static::$sails = $sails; }
    public static function hasSails(): bool { return static::$sails; }
    public function owner() {
        if (static::hasSails()) { return $this->morphTo(); }
        return null;
    }
    public function sails() { return self::$sails ? $this->newQuery()->where('sail_id', 3)->get() : []; }
}
";
    check(&project(up, code));
}
