//! Schemas that are not where Laravel has them: migrations that are written for Phinx, Flarum's, and installers' SQL.
//!
//! What the schemas are compared with is what Phinx 0.8.1 to 0.16.5 made of the same migrations in MariaDB.

#[path = "support/uses.rs"]
mod uses;

use tablecheck::analysis::Analysis;
use tablecheck::fixture;
use tablecheck::schema::{Default, Driver, Schema, Table};
use uses::with_uses;

/// Asserts what is found.
#[track_caller]
fn check(fixture: &str) -> Analysis {
    match fixture::compare(&with_uses(fixture)) {
        Ok(analysis) => analysis,
        Err(report) => panic!("{report}"),
    }
}

fn schema(analysis: &Analysis) -> &Schema {
    &analysis.database.connections[&analysis.database.default_connection]
}

/// A project that requires Phinx, with the body of a migration's `change()`.
fn phinx(version: &str, body: &str) -> String {
    let requires = format!("{{\"type\": \"project\", \"require\": {{\"robmorgan/phinx\": \"{version}\"}}}}");
    format!(
        "//- /composer.json\n{requires}\n//- /db/migrations/20200101000000_make.php\n<?php\nuse Phinx\\Db\\Adapter\\MysqlAdapter;\n\
        class Make extends \\Phinx\\Migration\\AbstractMigration {{ public function change() {{\n{body}\n}} }}\n"
    )
}

/// The columns as `name type`, with `null` and the default.
fn columns(table: &Table, driver: Driver) -> Vec<String> {
    let tell = |column: &tablecheck::schema::Column| {
        let mut told = format!("{} {}", column.name, column.ty.sql(driver, 12, false));
        told += if column.nullable { " null" } else { "" };
        match &column.default {
            Some(Default::Literal(text)) => told += &format!(" = {text}"),
            Some(Default::Expression(text)) => told += &format!(" = ({text})"),
            Some(Default::Unknown) => told += " = ?",
            None => {}
        }
        told + if column.auto_increment { " counted" } else { "" }
    };
    table.columns.iter().map(tell).collect()
}

/// The indexes as `kind name (columns)`.
fn indexes(table: &Table) -> Vec<String> {
    table.indexes.iter().map(|index| format!("{} {} ({})", index.kind.as_str(), index.name, index.columns.join(", "))).collect()
}

/// The foreign keys as `name (columns) table (columns) delete update`.
fn keys(table: &Table) -> Vec<String> {
    let tell = |key: &tablecheck::schema::ForeignKey| {
        let actions = [&key.on_delete, &key.on_update].map(|action| action.as_deref().unwrap_or("-"));
        format!("{} ({}) {} ({}) {}", key.name, key.columns.join(", "), key.table, key.references.join(", "), actions.join(" "))
    };
    table.foreign_keys.iter().map(tell).collect()
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
        ->addColumn('e', 'integer', ['null' => true])->addIndex(['b', 'c'])->addIndex('e', ['name' => 'e_index'])
        ->addForeignKey('e', 'a', 'id', ['delete' => 'RESTRICT'])->create();";
    let analysis = check(&(phinx("^0.16", body) + config));
    assert_eq!(schema(&analysis).driver, Driver::PgSql);
    let table = &schema(&analysis).tables["a"];
    let told = columns(table, Driver::PgSql);
    assert_eq!(told, ["id integer counted", "b real null", "c decimal(18,0) null", "d boolean null", "e integer null"]);
    assert_eq!(indexes(table), ["primary a_pkey (id)", "index a_b_c (b, c)", "index e_index (e)"]);
    assert_eq!(keys(table), ["a_e_fkey (e) a (id) restrict -"]);
}

/// An extension of Flarum's with these files, each of which returns a migration.
fn flarum(migrations: &[(&str, &str)]) -> String {
    let requires = "{\"name\": \"acme/forum\", \"type\": \"flarum-extension\", \"require\": {\"flarum/core\": \"^1.8\"}}";
    let mut project = format!("//- /composer.json\n{requires}\n");
    for (name, body) in migrations {
        let imports = "use Flarum\\Database\\Migration as Makes; use Illuminate\\Database\\Schema\\Builder;";
        project += &format!("//- /migrations/{name}.php\n<?php\n{imports}\n{body}\n");
    }
    project
}

#[test]
fn flarums_migrations_return_what_is_to_be_done() {
    let project = flarum(&[
        (
            "2020_01_01_000000_create_badges",
            "return Makes::createTable('badges', function (Blueprint $table) { $table->increments('id'); $table->string('title'); });",
        ),
        (
            "2020_01_02_000000_add",
            "return Makes::addColumns('badges', ['colour' => ['string', 'length' => 20, 'nullable' => true], 'rank' => ['type' => 'integer', 'unsigned' => true, 'default' => 0], 'gone' => ['boolean']]);",
        ),
        ("2020_01_03_000000_drop", "return Makes::dropColumns('badges', ['gone' => ['boolean']]);"),
        ("2020_01_04_000000_rename", "return Makes::renameColumn('badges', 'title', 'name');"),
        ("2020_01_05_000000_rename", "return Makes::renameColumns('badges', ['rank' => 'place']);"),
        (
            "2020_01_06_000000_make",
            "return Makes::createTableIfNotExists('badges', function (Blueprint $table) { $table->uuid('other'); });",
        ),
        (
            "2020_01_07_000000_make",
            "return Makes::createTableIfNotExists('seals', function (Blueprint $table) { $table->increments('id'); });",
        ),
        ("2020_01_08_000000_rename", "return Makes::renameTable('seals', 'stamps');"),
        ("2020_01_09_000000_settings", "return Makes::addSettings(['a' => 1]);"),
        ("2020_01_09_000001_permissions", "return Makes::addPermissions(['a.b' => 3]);"),
        (
            "2020_01_10_000000_closures",
            "return ['up' => function (Builder $schema) { if (!$schema->hasColumn('badges', 'icon')) { $schema->table('badges', function (Blueprint $table) { $table->string('icon'); }); } },\n'down' => function (Builder $schema) { $schema->drop('badges'); }];",
        ),
        ("2020_01_11_000000_core", "return Makes::addColumns('users', ['badge_count' => ['integer', 'default' => 0]]);"),
    ]);
    let code = r"
//- /src/A.php
<?php
DB::table('badges')->where('name', 1)->where('title', 1)->get();
//                                            ^^^^^ unknown-column
DB::table('users')->where('whatever', 1)->where('badge_count', 1)->get();
DB::table('discussions')->join('tags', 'tags.id', '=', 'discussions.tag')->get();
DB::table('seals')->get();
//         ^^^^^ unknown-table
";
    let analysis = check(&(project + code));
    let badges = &schema(&analysis).tables["badges"];
    let expected = [
        "id int unsigned counted",
        "name varchar(255)",
        "colour varchar(20) null",
        "place int unsigned = 0",
        "icon varchar(255)",
    ];
    assert_eq!(columns(badges, Driver::MySql), expected);
    assert!(schema(&analysis).tables.contains_key("stamps"));
    let silent = analysis.gaps.iter().filter(|gap| gap.reason == "its table may have unknown columns").count();
    assert_eq!(silent, 3, "{:?}", analysis.gaps);
}

#[test]
fn what_a_migration_of_flarums_returns_may_not_be_known() {
    let project = flarum(&[
        (
            "2020_01_01_000000_a",
            "return Makes::createTable('badges', function (Blueprint $table) { $table->increments('id'); });",
        ),
        ("2020_01_02_000000_b", "return Makes::frobnicate('badges');"),
    ]);
    check(&(project + "//- /src/A.php\n<?php\nDB::table('anything')->get();\n"));
}

#[test]
fn flarums_core_runs_before_its_extensions() {
    let package = |name: &str, requires: &str| format!("{{\"name\": \"{name}\", \"require\": {{{requires}}}}}");
    let file = |path: &str, body: &str| format!("//- /{path}\n<?php\nuse Flarum\\Database\\Migration as Makes;\n{body}\n");
    let project = format!("//- /extensions/b/composer.json\n{}\n", package("flarum/b", ""))
        + &format!("//- /extensions/a/composer.json\n{}\n", package("flarum/a", "\"flarum/b\": \"*\""))
        + &format!("//- /core/composer.json\n{}\n//- /composer.json\n{{}}\n", package("flarum/core", ""))
        + &file(
            "core/migrations/2020_01_01_000000_a.php",
            "return Makes::createTable('people', fn (Blueprint $table) => $table->increments('id'));",
        )
        + &file("extensions/a/migrations/2015_01_01_000000_x.php", "return Makes::addColumns('likes', ['b' => ['string']]);")
        + &file(
            "extensions/b/migrations/2015_01_01_000000_x.php",
            "return Makes::createTable('likes', fn (Blueprint $table) => $table->increments('id'));",
        )
        + &file("extensions/b/migrations/2015_01_02_000000_y.php", "return Makes::addColumns('people', ['a' => ['string']]);");
    let analysis = check(&project);
    let tables = &schema(&analysis).tables;
    assert_eq!((tables["people"].columns.len(), tables["likes"].columns.len()), (2, 2));
}

#[test]
fn installers_hold_their_tables_in_strings() {
    let project = r#"
//- /tablecheck.yaml
schema: [app/Install.php]
//- /composer.json
{"type": "project"}
//- /app/Install.php
<?php
class Install {
    const USERS = 'CREATE TABLE `users` (`id` int NOT NULL AUTO_INCREMENT, `name` varchar(50) NOT NULL, PRIMARY KEY (`id`)) ENGINE=InnoDB';
    public function tables($charset) {
        $sql = "
            CREATE TABLE `notes` (
                `id` int(11) NOT NULL AUTO_INCREMENT,
                `text` text,
                PRIMARY KEY (`id`)
            ) ENGINE=InnoDB;
            CREATE TABLE IF NOT EXISTS `links` (`url` varchar(200), `note_id` int, UNIQUE (`url`)) ENGINE=InnoDB;";
//                                                                  ^^^^^^^^^ missing-foreign-key
        return [self::USERS, $sql, <<<SQL
            CREATE TABLE `{$this->prefix}marks` (
                id INT AUTO_INCREMENT PRIMARY KEY, note_id INT NOT NULL,
                FOREIGN KEY (note_id) REFERENCES `{$this->prefix}notes` (id) ON DELETE CASCADE) $charset
SQL, "CREATE TABLE {$this->prefix}tags (id INT AUTO_INCREMENT PRIMARY KEY, note_id INT NOT NULL) $charset",
//                                                                         ^^^^^^^ missing-foreign-key
            'CREATE TABLE ' . $this->prefix . 'flags (id int primary key, label varchar(9))', "CREATE TABLE open_one (id int $this->more)"];
    }
    public function update() {
        return ['ALTER TABLE `notes` ADD COLUMN `text` text', 'ALTER TABLE `notes` ADD COLUMN `pinned` int NULL', 'DROP TABLE `links`',
            'CREATE TABLE `users` (`old` int)', 'ALTER TABLE `users` DROP COLUMN `name`'];
    }
}
//- /app/A.php
<?php
DB::table('notes')->where('txt', 1)->where('pinned', 1)->get();
//                         ^^^ unknown-column
DB::table('links')->where('note_id', 1)->where('name', 1)->get();
//                                              ^^^^ unknown-column
DB::table('marks')->where('note_id', 1)->where('nope', 1)->get();
//                                              ^^^^ unknown-column
DB::table('flags')->where('label', 1)->get();
DB::table('open_one')->where('anything', 1)->get();
DB::table('users')->where('old', 1)->get();
//                         ^^^ unknown-column
DB::table('absent')->get();
//         ^^^^^^ unknown-table
"#;
    let analysis = check(project);
    let notes = &schema(&analysis).tables["notes"];
    assert_eq!(
        keys(&schema(&analysis).tables["marks"])[0].split(' ').skip(1).collect::<Vec<_>>().join(" "),
        "(note_id) notes (id) cascade -"
    );
    let names: Vec<(&str, bool)> = notes.columns.iter().map(|column| (column.name.as_str(), column.conditional)).collect();
    assert_eq!(names, [("id", false), ("text", false), ("pinned", true)]);
}

#[test]
fn installers_may_be_written_for_several_databases() {
    let project = r#"
//- /tablecheck.yaml
schema: [install.php]
driver: sqlite
//- /install.php
<?php
$mysql = 'CREATE TABLE users (id INT NOT NULL AUTO_INCREMENT, only_mysql INT, PRIMARY KEY (id)) ENGINE=InnoDB';
$sqlite = 'CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT)';
//- /app/A.php
<?php
DB::table('users')->where('only_mysql', 1)->get();
//                         ^^^^^^^^^^ unknown-column
"#;
    check(project);
}
