//! Schemas that are not where Laravel has them: Flarum's migrations, and installers' SQL.

#[path = "support/tables.rs"]
mod tables;

use tablecheck::schema::Driver;
use tables::{check, columns, indexes, keys, schema};

/// An extension of Flarum's with these files, each of which returns a migration.
fn flarum(migrations: &[(&str, &str)]) -> String {
    let requires = "{\"name\": \"acme/forum\", \"type\": \"flarum-extension\", \"require\": {\"flarum/core\": \"^1.8\"}}";
    let mut project = format!("//- /composer.json\n{requires}\n");
    for (name, body) in migrations {
        let imports = "use Flarum\\Database\\Migration as Makes; use Illuminate\\Database\\Schema\\Builder;";
        project.extend(["//- /migrations/", name, ".php\n<?php\n", imports, "\n", body, "\n"]);
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
    assert_eq!(indexes(notes), ["primary primary (id)"]);
    let names: Vec<(&str, bool)> = notes.columns.iter().map(|column| (column.name.as_str(), column.conditional)).collect();
    assert_eq!(names, [("id", false), ("text", false), ("pinned", true)]);
}

#[test]
fn installers_may_be_written_for_several_databases() {
    let project = r"
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
";
    check(project);
}

#[test]
fn a_manager_of_connections_outside_of_laravel_has_one_called_default() {
    let project = r"
//- /tablecheck.yaml
migrations: [db/steps]
//- /composer.json
{"
    .to_owned()
        + r#""type": "project", "require": {"illuminate/database": "^11.0"}, "autoload": {"psr-4": {"App\\": "src/"}}}
//- /src/Store.php
<?php
namespace App;
class Store extends \Illuminate\Database\Capsule\Manager {}
//- /db/steps/1-first.php
<?php
return new class () {
    public function up(): void { \App\Store::getPdo()->exec('CREATE TABLE `cards` (`id` int NOT NULL AUTO_INCREMENT PRIMARY KEY, `name` varchar(9))'); }
};
//- /src/Card.php
<?php
namespace App;
class Card extends \Illuminate\Database\Eloquent\Model {
    protected $connection = 'default';
    public $timestamps = false;
    public static function named() { return self::where('nam', 1)->get(); }
//                                                       ^^^ unknown-column
    public static function all2() { return Store::table('cards')->where('nme', 1)->get(); }
//                                                                       ^^^ unknown-column
}
"#;
    check(&project);
}
