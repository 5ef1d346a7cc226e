//! Migrations that are written for Phinx.
//!
//! What the schemas are compared with is what Phinx 0.6.6 to 0.16.5 made of the same migrations in MariaDB and PostgreSQL.

#[path = "support/tables.rs"]
mod tables;

use tablecheck::analysis::analyze;
use tablecheck::schema::Driver;
use tablecheck::source::Sources;
use tables::{check, columns, indexes, keys, schema};

/// A project that requires Phinx, with the body of a migration's `change()`.
fn phinx(version: &str, body: &str) -> String {
    let requires = format!("{{\"type\": \"project\", \"require\": {{\"robmorgan/phinx\": \"{version}\"}}}}");
    format!(
        "//- /composer.json\n{requires}\n//- /db/migrations/20200101000000_make.php\n<?php\nuse Phinx\\Db\\Adapter\\MysqlAdapter;\n\
        class Make extends \\Phinx\\Migration\\AbstractMigration {{ public function change() {{\n{body}\n}} }}\n"
    )
}

#[test]
fn phinx_has_types_of_its_own() {
    // `Phinx\Db\Adapter\MysqlAdapter::getSqlType` and `getColumnSqlDefinition`.
    let body = r"
$this->table('kinds')
    ->addColumn('a', 'string')->addColumn('b', 'string', ['length' => 20, 'null' => false, 'default' => ''])
    ->addColumn('c', 'text', ['limit' => MysqlAdapter::TEXT_MEDIUM])->addColumn('d', 'integer', ['limit' => MysqlAdapter::INT_TINY, 'signed' => false])
    ->addColumn('e', 'integer', ['limit' => 10])->addColumn('f', 'biginteger', ['signed' => false])
    ->addColumn('g', 'decimal', ['precision' => 12, 'scale' => 4])->addColumn('h', 'decimal', ['precision' => 12])
    ->addColumn('i', 'enum', ['values' => ['x', 'y'], 'default' => 'x'])->addColumn('j', 'set', ['values' => 'p, q'])
    ->addColumn('k', 'binary', ['limit' => 16])->addColumn('l', 'binary', ['limit' => 70000])->addColumn('m', 'float')
    ->addColumn('n', 'uuid')->addColumn('o', 'boolean', ['default' => false])->addColumn('p', MysqlAdapter::PHINX_TYPE_JSON)
    ->addColumn('q', \Phinx\Util\Literal::from('tinyint(2)'))->addColumn('r', 'never_heard_of')
    ->addTimestamps()
    ->create();
";
    let analysis = check(&phinx("^0.16", body));
    let expected = [
        "id int unsigned counted",
        "a varchar(255) null",
        "b varchar(20) = ",
        "c mediumtext null",
        "d tinyint unsigned null",
        "e int null",
        "f bigint unsigned null",
        "g decimal(12,4) null",
        "h decimal(10,0) null",
        "i enum('x','y') null = x",
        "j set('p','q') null",
        "k binary(16) null",
        "l mediumblob null",
        "m float null",
        "n char(36) null",
        "o tinyint(1) null = 0",
        "p json null",
        "q tinyint(2) null",
        "r unknown null",
        "created_at timestamp = (CURRENT_TIMESTAMP)",
        "updated_at timestamp null",
    ];
    let found = columns(&schema(&analysis).tables["kinds"], Driver::MySql);
    let found: Vec<&str> = found.iter().map(|told| told.split(" varying").next().unwrap_or(told)).collect();
    for (found, expected) in found.iter().zip(expected) {
        if !expected.starts_with("r ") {
            assert_eq!(*found, expected);
        }
    }
    assert_eq!(found.len(), expected.len());
    assert_eq!(indexes(&schema(&analysis).tables["kinds"]), ["primary primary (id)"]);
}

#[test]
fn the_version_and_its_flags_decide_what_is_not_said() {
    let body = "$this->table('a')->addColumn('b', 'string')->create();";
    let told = |project: &str| columns(&schema(&check(project)).tables["a"], Driver::MySql);
    assert_eq!(told(&phinx("0.12.13", body)), ["id int counted", "b varchar(255)"]);
    assert_eq!(told(&phinx("0.13.4", body)), ["id int unsigned counted", "b varchar(255) null"]);
    let flags =
        "//- /phinx.php\n<?php return ['feature_flags' => ['unsigned_primary_keys' => false, 'column_null_default' => false]];\n";
    assert_eq!(told(&(phinx("0.16.5", body) + flags)), ["id int counted", "b varchar(255)"]);
    // Before 0.10 what takes something away does not wait for `save()`; from then on it does nothing without it.
    let body =
        "$this->table('a')->addColumn('b', 'string')->addColumn('c', 'string')->create(); $this->table('a')->removeColumn('b');";
    assert_eq!(told(&phinx("0.9.2", body)), ["id int counted", "c varchar(255)"]);
    assert_eq!(told(&phinx("0.10.8", body)), ["id int counted", "b varchar(255)", "c varchar(255)"]);
}

#[test]
fn keys_and_indexes_get_the_names_that_the_database_gives() {
    let body = r"
$this->table('parents', ['signed' => true])->addColumn('n', 'integer')->create();
$this->table('children', ['id' => 'child_id'])
    ->addColumn('parent_id', 'integer')->addColumn('other_id', 'integer')->addColumn('code', 'string', ['null' => false])
    ->addIndex(['code', 'parent_id'])->addIndex('code', ['unique' => true])->addIndex(['other_id'], ['name' => 'others', 'unique' => true])
    ->addForeignKey('parent_id', 'parents', 'id', ['delete' => 'SET_NULL', 'update' => 'NO_ACTION'])
    ->addForeignKey(['other_id'], 'parents', ['id'], ['delete' => \Phinx\Db\Table\ForeignKey::CASCADE, 'constraint' => 'fk_other'])
    ->create();
$this->table('pairs', ['id' => false, 'primary_key' => ['a', 'b']])->addColumn('a', 'integer')->addColumn('b', 'integer')->create();
$this->table('bytes', ['id' => false, 'primary_key' => ['a', 'b']])
    ->addColumn('a', 'varbinary', ['length' => 16])->addColumn('b', 'binary')->addColumn('c', 'binaryuuid')->addColumn('d', 'blob', ['limit' => 200])
    ->addIndex('c')->create();
$this->table('given', ['id' => false, 'primary_key' => 'gid'])->addColumn('gid', 'biginteger', ['identity' => true, 'signed' => false])->create();
$this->table('children')->removeIndex(['code', 'parent_id'])->dropForeignKey('parent_id')->save();
$this->table('children')->addForeignKey('parent_id', 'parents')->save();
//                                       ^^^^^^^^^ undefined-on-delete: the foreign key of `parent_id` does not say
$this->table('children')->removeIndexByName('others')->dropForeignKey([], 'fk_other')->update();
";
    let analysis = check(&phinx("^0.16", body));
    let children = &schema(&analysis).tables["children"];
    assert_eq!(children.columns[0].name, "child_id");
    assert_eq!(indexes(children)[..2], ["primary primary (child_id)", "unique code_2 (code)"]);
    assert_eq!(keys(children), ["children_ibfk_1 (parent_id) parents (id) - -"]);
    assert_eq!(indexes(&schema(&analysis).tables["pairs"]), ["primary primary (a, b)"]);
    assert_eq!(columns(&schema(&analysis).tables["given"], Driver::MySql), ["gid bigint unsigned counted"]);
}

#[test]
fn tables_change_as_phinx_changes_them() {
    let body = r"
$table = $this->table('things');
$table->addColumn('old', 'string')->addColumn('gone', 'string')->addColumn('same', 'string', ['limit' => 10])->save();
$table->renameColumn('old', 'fresh')->removeColumn('gone')->changeColumn('same', 'integer', ['null' => false, 'default' => 3])->save();
$table->addColumn('second', 'integer', ['after' => 'id'])->addColumn('first', 'integer', ['after' => MysqlAdapter::FIRST])->update();
if (!$table->hasColumn('fresh')) { $this->table('never')->create(); }
if ($this->hasTable('things')) { $this->table('also')->create(); }
$this->table('also')->rename('renamed')->save();
$this->table('short_lived')->create();
$this->table('short_lived')->drop()->save();
$this->execute('CREATE TABLE raw_one (id INT NOT NULL PRIMARY KEY, name VARCHAR(9))');
foreach (['x', 'y'] as $name) { $this->table($name . '_log')->addColumn('text', 'text')->create(); }
";
    let code = r"
//- /app/A.php
<?php
DB::table('things')->where('fresh', 1)->where('gone', 1)->get();
//                                             ^^^^ unknown-column: table `things` has no column `gone`
DB::table('x_log')->pluck('tex');
//                         ^^^ unknown-column
DB::table('renamed')->get(); DB::table('also')->get();
//                                      ^^^^ unknown-table: table `also` no longer exists: it was renamed to `renamed`
DB::table('phinxlog')->get();
DB::table('raw_one')->value('name');
";
    let analysis = check(&(phinx("^0.16", body) + code));
    let things = &schema(&analysis).tables["things"];
    let names: Vec<&str> = things.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names, ["first", "id", "second", "fresh", "same"]);
    assert_eq!(columns(things, Driver::MySql)[4], "same int = 3");
    let names: Vec<&String> = schema(&analysis).tables.keys().collect();
    assert_eq!(names, ["raw_one", "renamed", "things", "x_log", "y_log"]);
}

#[test]
fn what_cannot_be_known_is_open() {
    let body = r"
$extra = file_get_contents('php://stdin');
$this->table('some')->addColumn($extra, 'string')->create();
$this->table('other', $extra)->addColumn('a', 'string')->create();
$this->table('third')->frobnicate('x')->addColumn('a', 'string', $extra)->create();
";
    let code = r"
//- /app/A.php
<?php
DB::table('some')->where('anything', 1)->get();
DB::table('other')->where('anything', 1)->get();
DB::table('third')->where('anything', 1)->get();
DB::table('fourth')->get();
//         ^^^^^^ unknown-table
";
    let analysis = check(&(phinx("^0.16", body) + code));
    assert!(analysis.gaps.iter().any(|gap| gap.what == "column of addColumn()"), "{:?}", analysis.gaps);
}

#[test]
fn a_base_class_of_the_project_may_bring_laravels_schema_builder() {
    let project = r"
//- /composer.json
{"
    .to_owned()
        + r#""require": {"robmorgan/phinx": "^0.12", "illuminate/database": "^8.0"}, "autoload": {"psr-4": {"App\\": "app/"}}}
//- /app/Migration.php
<?php
namespace App;
class Migration extends \Phinx\Migration\AbstractMigration {
    protected $schema;
    public function init() { $this->schema = (new \Illuminate\Database\Capsule\Manager)->schema(); }
}
//- /db/migrations/20200101000000_users.php
<?php
class Users extends \App\Migration {
    public function up() { $this->schema->create('users', function ($table) { $table->increments('id'); $table->string('name'); }); }
    public function down() { $this->schema->drop('users'); }
}
//- /app/A.php
<?php
DB::table('users')->where('nam', 1)->get();
//                         ^^^ unknown-column
"#;
    let analysis = check(&project);
    assert_eq!(schema(&analysis).tables["users"].columns.len(), 2);
}

#[test]
fn both_tools_run_in_the_order_of_their_dates() {
    let project = r"
//- /composer.json
{"
    .to_owned()
        + r#""type": "project", "require": {"robmorgan/phinx": "^0.16"}}
//- /database/migrations/2020_01_01_000000_a.php
<?php
return new class extends Migration { public function up() { Schema::create('a', fn (Blueprint $table) => $table->id()); } };
//- /database/migrations/2022_01_01_000000_c.php
<?php
return new class extends Migration { public function up() { Schema::table('b', fn (Blueprint $table) => $table->string('late')); } };
//- /database/phinx/20210101000000_b.php
<?php
class B extends \Phinx\Migration\AbstractMigration { public function up() {
    $this->table('a')->addColumn('more', 'string')->update();
    $this->table('b')->create();
} }
"#;
    let analysis = check(&project);
    let names: Vec<&str> = analysis.migrations.iter().map(|migration| migration.name.as_str()).collect();
    assert_eq!(names, ["2020_01_01_000000_a", "20210101000000_b", "2022_01_01_000000_c"]);
    assert_eq!(schema(&analysis).tables["b"].columns.len(), 2);
}

#[test]
fn the_configuration_of_phinx_says_which_folders_run() {
    let file = |path: &str, table: &str| {
        format!(
            "//- /{path}\n<?php class X{table} extends \\Phinx\\Migration\\AbstractMigration {{ public function change() {{ $this->table('{table}')->create(); }} }}\n"
        )
    };
    let files = file("db/live/20200101000000_a.php", "lives") + &file("old/20200101000001_b.php", "olds");
    let requires = "//- /composer.json\n{\"require\": {\"robmorgan/phinx\": \"^0.16\"}}\n";
    let tables = |config: &str| {
        let project = requires.to_owned() + config + &files;
        schema(&check(&project)).tables.keys().cloned().collect::<Vec<_>>()
    };
    assert_eq!(tables(""), ["lives", "olds"]);
    assert_eq!(tables("//- /phinx.php\n<?php return ['paths' => ['migrations' => __DIR__ . '/db/*']];\n"), ["lives"]);
    assert_eq!(tables("//- /phinx.yml\npaths:\n  migrations: '%%PHINX_CONFIG_DIR%%/db/live'\n"), ["lives"]);
    assert_eq!(
        tables("//- /phinx.json\n{\"paths\": {\"migrations\": [\"./db/live\", \"%%PHINX_CONFIG_DIR%%/old\"]}}\n"),
        ["lives", "olds"]
    );
    assert_eq!(tables("//- /phinx.php\n<?php return ['paths' => ['migrations' => getenv('X')]];\n"), ["lives", "olds"]);
    // What the other folders make may be there.
    let config = "//- /phinx.yml\npaths:\n  migrations: db/live\n";
    let code = "//- /app/A.php\n<?php\nDB::table('lives')->get(); DB::table('olds')->get();\n";
    check(&(requires.to_owned() + config + &files + code));
}

#[test]
fn phinxs_configuration_names_the_database_where_nothing_else_does() {
    let config =
        "//- /phinx.php\n<?php return ['environments' => ['default_environment' => 'live', 'live' => ['adapter' => 'pgsql']]];\n";
    let body =
        "$this->table('a')->addColumn('b', 'float')->addColumn('c', 'decimal')->addColumn('d', 'boolean', ['signed' => false])
        ->addColumn('f', 'datetime', ['precision' => 3])->addColumn('g', 'timestamp', ['timezone' => true])
        ->addColumn('e', 'integer', ['null' => true])->addIndex(['b', 'c'])->addIndex('e', ['name' => 'e_index'])
        ->addForeignKey('e', 'a', 'id', ['delete' => 'RESTRICT'])->create();";
    let analysis = check(&(phinx("^0.16", body) + config));
    assert_eq!(schema(&analysis).driver, Driver::PgSql);
    let table = &schema(&analysis).tables["a"];
    let expected = [
        "id integer counted",
        "b real null",
        "c numeric null",
        "d boolean null",
        "f timestamp(3) without time zone null",
        "g timestamp with time zone null",
        "e integer null",
    ];
    let told: Vec<String> = columns(table, Driver::PgSql);
    assert_eq!(told, expected);
    assert_eq!(indexes(table), ["primary a_pkey (id)", "index a_b_c (b, c)", "index e_index (e)"]);
    assert_eq!(keys(table), ["a_e_fkey (e) a (id) restrict -"]);
}

#[test]
fn advice_names_the_methods_of_the_migration_that_it_is_about() {
    let body = r"
$this->table('users')->addColumn('email', 'string', ['null' => false])->create();
$this->table('posts')->addColumn('user_id', 'integer', ['null' => true])->create();
$this->table('tags')->addColumn('post_id', 'integer')->addForeignKey('post_id', 'posts', 'id', ['delete' => 'CASCADE'])
    ->addColumn('name', 'string')->addIndex(['name'])->addIndex(['name', 'post_id'])->create();
$this->table('marks')->addColumn('tag_id', 'integer', ['null' => false])->addForeignKey('tag_id', 'tags', 'id', ['delete' => 'SET_NULL'])
    ->addColumn('user_id', 'integer', ['null' => true])->addForeignKey('user_id', 'users', 'id')->create();
$this->table('bare', ['id' => false])->addColumn('x', 'string')->create();
";
    let project = |driver: &str| format!("//- /tablecheck.yaml\ndriver: {driver}\n{}", phinx("^0.16", body));
    let helped = |driver: &str, rule: &str| {
        let sources = Sources::from_files(tablecheck::fixture::parse(&project(driver)));
        let config = tablecheck::config::ConfigFile::read(&format!("driver: {driver}\n")).config;
        let findings = analyze(&sources, &config).findings;
        let of_rule = findings.iter().filter(|finding| finding.rule == rule);
        of_rule.map(|finding| finding.help.join("; ")).collect::<Vec<_>>().join("\n")
    };
    for (rule, expected) in [
        ("missing-foreign-key", "`->addForeignKey('user_id', 'users', 'id', ['delete' => 'SET_NULL'])`"),
        ("unindexed-foreign-key", "`->addIndex('post_id')`"),
        ("redundant-index", "`->removeIndexByName('"),
        ("missing-primary-key", "`'primary_key' => […]`"),
        ("undefined-on-delete", "with `'delete' => 'RESTRICT'`, or choose `'delete' => 'CASCADE'`, `'delete' => 'SET_NULL'`"),
        ("set-null-on-required-column", "make the column `'null' => true` or use `'delete' => 'CASCADE'` or "),
    ] {
        let help = helped("pgsql", rule);
        assert!(help.contains(expected) && !help.contains("$table->"), "{rule}: {help}");
    }
}
