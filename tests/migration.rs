//! `tablecheck migration` from outside: what it writes, that what it writes leaves nothing to add, and what it refuses.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A migration with a class that has no name, as Laravel writes them since version 9.
fn modern(up: &str) -> String {
    format!(
        "<?php\n\nuse Illuminate\\Database\\Migrations\\Migration;\nuse Illuminate\\Database\\Schema\\Blueprint;\n\
         use Illuminate\\Support\\Facades\\Schema;\n\nreturn new class extends Migration\n{{\n    public function up(): void\n    \
         {{\n{up}\n    }}\n}};\n"
    )
}

/// A project with these files.
fn project(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a file has a folder")).expect("the folder can be made");
        std::fs::write(path, text).expect("the file can be written");
    }
    folder
}

const TABLES: &str = "Schema::create('users', function (Blueprint $table) { $table->id(); });
Schema::create('posts', function (Blueprint $table) { $table->id(); $table->unsignedBigInteger('user_id')->nullable()->index(); });
Schema::create('notes', function (Blueprint $table) { $table->id(); $table->unsignedInteger('post_id'); $table->foreignId('created_by'); });";

/// A project for a version of Laravel with three tables, two keys that are missing and one that is only likely.
fn small(laravel: &str, settings: &str) -> TempDir {
    let composer = format!(r#"{{"require": {{"laravel/framework": "^{laravel}"}}}}"#);
    project(&[
        ("composer.json", &composer),
        ("tablecheck.yaml", settings),
        ("app/Models/Note.php", NOTE),
        ("database/migrations/2024_01_01_000000_create_tables.php", &modern(TABLES)),
    ])
}

/// A relation, without which a column of another type would not be taken for a key.
const NOTE: &str = "<?php namespace App\\Models; class Post extends \\Illuminate\\Database\\Eloquent\\Model {}
class Note extends \\Illuminate\\Database\\Eloquent\\Model { public function post() { return $this->belongsTo(Post::class); } }";

/// Calls the program in a folder, at a time that is always the same.
fn call(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tablecheck"));
    command.current_dir(folder).args(arguments).env("SOURCE_DATE_EPOCH", "1735689600").env_remove("GITHUB_ACTIONS");
    command.stdin(std::process::Stdio::null()).output().expect("the program starts")
}

/// What it prints where it does its work.
fn done(folder: &Path, arguments: &[&str]) -> String {
    let result = call(folder, arguments);
    let errors = String::from_utf8_lossy(&result.stderr).into_owned();
    assert!(result.status.success(), "{arguments:?}: {errors}{}", String::from_utf8_lossy(&result.stdout));
    String::from_utf8(result.stdout).expect("the program prints UTF-8")
}

/// What it says where it cannot do its work.
fn refused(folder: &Path, arguments: &[&str]) -> String {
    let result = call(folder, arguments);
    assert_eq!(result.status.code(), Some(2), "{arguments:?}: {}", String::from_utf8_lossy(&result.stdout));
    String::from_utf8(result.stderr).expect("the program prints UTF-8")
}

/// The migrations of a project, in order.
fn migrations(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder.join("database/migrations")).expect("the folder is there");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("the folder can be read").path()).collect();
    files.sort();
    files
}

/// The text of the last migration.
fn written(folder: &Path) -> String {
    std::fs::read_to_string(migrations(folder).last().expect("there is one")).expect("it can be read")
}

/// The rules that still find something about missing keys.
fn left(folder: &Path, driver: &str) -> String {
    let result = call(folder, &["check", "--format", "concise", "--driver", driver]);
    let lines = String::from_utf8(result.stdout).expect("the program prints UTF-8");
    let about_keys = |line: &&str| ["missing-foreign-key]", "commented-out", "unindexed"].iter().any(|rule| line.contains(rule));
    lines.lines().filter(about_keys).fold(String::new(), |out, line| out + line + "\n")
}

fn copy_of_the_package() -> TempDir {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/projects/cost-tracking");
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    for entry in walkdir::WalkDir::new(&from).into_iter().map(|entry| entry.expect("the repository can be read")) {
        let to = folder.path().join(entry.path().strip_prefix(&from).expect("it lies below"));
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(to).expect("the folder can be made");
        } else {
            std::fs::copy(entry.path(), to).expect("the file can be copied");
        }
    }
    folder
}

#[test]
fn what_is_written_leaves_nothing_to_add() {
    for driver in ["mysql", "mariadb", "pgsql", "sqlite"] {
        for orphans in ["abort", "delete", "null"] {
            let folder = copy_of_the_package();
            assert!(!left(folder.path(), driver).is_empty(), "there is something to add");
            let said = done(folder.path(), &["migration", "--all", "--yes", "--driver", driver, "--orphans", orphans]);
            assert!(said.contains("Written: "), "{said}");
            let still = left(folder.path(), driver);
            let nowhere = still.lines().all(|line| line.contains("no table `"));
            assert!(nowhere, "on {driver}, {orphans}: {still}\n{}", written(folder.path()));
            let again = done(folder.path(), &["migration", "--all", "--yes", "--driver", driver]);
            assert!(again.starts_with("Nothing to add."), "{again}");
        }
    }
}

#[test]
fn the_file_comes_after_the_others_and_nothing_else_changes() {
    let folder = small("12.0", "driver: mysql\n");
    let before = written(folder.path());
    let said = done(folder.path(), &["migration", "--yes"]);
    assert!(said.starts_with("database/migrations/2025_01_01_000000_add_missing_foreign_keys.php\n"), "{said}");
    let files = migrations(folder.path());
    assert_eq!(files.len(), 2);
    assert_eq!(std::fs::read_to_string(&files[0]).expect("it can be read"), before);
    assert!(said.contains("notes.post_id becomes bigint unsigned; it was int unsigned"), "{said}");
    assert!(said.contains("notes.post_id refers to posts.id, on delete restrict"), "{said}");
    assert!(said.contains("posts.user_id refers to users.id, on delete set null"), "{said}");
    assert!(said.contains("1 more is likely, but not certain; --all adds it."), "{said}");
    let text = written(folder.path());
    let at = |part: &str| text.find(part).unwrap_or_else(|| panic!("`{part}` in {text}"));
    assert!(at("unsignedBigInteger('post_id')->change()") < at("foreign('post_id')"), "types change first");
    assert!(at("Schema::table('posts'") < at("Schema::table('notes'"), "parents come first");
    assert!(at("abortOnOrphans") < at("Schema::table"), "orphans are looked for first");
    assert!(!text.contains("created_by"), "what is only likely is not added");
}

#[test]
fn what_is_added_can_be_chosen() {
    let folder = small("12.0", "driver: mysql\n");
    let dry = |arguments: &[&str]| done(folder.path(), &[&["migration", "--dry-run"], arguments].concat());
    let one = dry(&["--table", "posts"]);
    assert!(one.starts_with("database/migrations/2025_01_01_000000_add_foreign_keys_to_posts_table.php"), "{one}");
    assert!(one.contains("foreign('user_id')") && !one.contains("post_id"), "{one}");
    let likely = dry(&["--table", "notes.created_by"]);
    assert!(likely.contains("foreign('created_by')") && !likely.contains("'post_id'"), "{likely}");
    assert!(dry(&["--all"]).contains("foreign('created_by')"));
    assert!(dry(&["--rule", "commented-out-foreign-key"]).starts_with("Nothing to add."));
    assert!(dry(&["--on-delete", "cascade"]).contains("on('users')->cascadeOnDelete()"));
    let null = dry(&["--on-delete", "null"]);
    assert!(null.contains("notes.post_id: it is NOT NULL"), "{null}");
    assert!(dry(&["--orphans", "delete"]).contains("$this->deleteOrphans('id', 'posts', ['user_id' => 'id'], 'users');"));
    let named = dry(&["--name", "protect_rows"]);
    assert!(named.starts_with("database/migrations/2025_01_01_000000_protect_rows.php"), "{named}");
    assert_eq!(migrations(folder.path()).len(), 1, "nothing is written");
}

#[test]
fn the_style_is_that_of_the_project() {
    let old = "<?php\r\n\r\ndeclare(strict_types=1);\r\n\r\nuse Illuminate\\Support\\Facades\\Schema;\r\n\r\nclass CreateTables extends \
               \\Illuminate\\Database\\Migrations\\Migration\r\n{\r\n\tpublic function up()\r\n\t{\r\n\t\tSchema::create('users', \
               function ($table) { $table->id(); });\r\n\t\tSchema::create('posts', function ($table) { $table->id(); \
               $table->foreignId('user_id'); });\r\n\t}\r\n}\r\n";
    let folder = project(&[
        ("composer.json", r#"{"require": {"laravel/framework": "^8.0"}}"#),
        ("database/migrations/2021_01_01_000000_create_tables.php", old),
    ]);
    done(folder.path(), &["migration", "--yes"]);
    let text = written(folder.path());
    assert!(text.starts_with("<?php\r\n\r\ndeclare(strict_types=1);\r\n\r\nuse "), "{text}");
    assert!(
        text.contains("\r\nclass AddForeignKeysToPostsTable extends Migration\r\n{\r\n\tpublic function up()\r\n\t{\r\n"),
        "{text}"
    );
    assert!(!text.replace("\r\n", "").contains('\n'), "all lines end alike");
    // SQLite drops no keys there.
    assert!(text.contains("if (DB::getDriverName() !== 'sqlite') {\r\n\t\t\t\t$table->dropForeign(['user_id']);"), "{text}");
    assert_eq!(left(folder.path(), "mysql"), "");
}

#[test]
fn other_connections_and_long_names_are_named() {
    let tables = "Schema::connection('reports')->create('users', function (Blueprint $table) { $table->id(); });
Schema::connection('reports')->create('organization_conversation_provider_history_entries', function (Blueprint $table) {
    $table->id(); $table->foreignId('user_id'); });";
    let database = "<?php return ['default' => 'mysql', 'connections' => ['mysql' => ['driver' => 'mysql'],
        'reports' => ['driver' => 'pgsql', 'prefix' => 'r_']]];";
    let folder = project(&[
        ("composer.json", "{}"),
        ("config/database.php", database),
        ("database/migrations/2024_01_01_000000_create_tables.php", &modern(tables)),
    ]);
    let said = done(folder.path(), &["migration", "--yes", "--not-valid"]);
    let text = written(folder.path());
    for part in [
        "protected $connection = 'reports';",
        "public $withinTransaction = false;",
        "Schema::connection($this->connection)->table('organization_conversation_provider_history_entries'",
        "$table->index('user_id', 'ocphe_user_id_index');",
        "$table->foreign('user_id', 'ocphe_user_id_foreign')->references('id')->on('users')->restrictOnDelete()->notValid();",
        "alter table \"r_organization_conversation_provider_history_entries\" validate constraint \"ocphe_user_id_foreign\"",
        "return DB::connection($this->connection)->table($table)",
        "DB::connection($this->connection)->getDriverName() === 'sqlite' ? ['user_id'] : 'ocphe_user_id_foreign'",
        "$table->dropIndex('ocphe_user_id_index');",
    ] {
        assert!(text.contains(part), "`{part}` is missing; it says {said}\n{text}");
    }
    assert_eq!(left(folder.path(), "pgsql"), "");
}

#[test]
fn orphans_as_sql() {
    let folder = small("12.0", "driver: pgsql\n");
    let sql = |arguments: &[&str]| done(folder.path(), &[&["migration", "--sql", "--table", "posts"], arguments].concat());
    let orphans = "\"posts\" WHERE \"posts\".\"user_id\" IS NOT NULL AND NOT EXISTS \
                   (SELECT 1 FROM \"users\" AS parent WHERE parent.\"id\" = \"posts\".\"user_id\");\n";
    let count = format!("-- posts.user_id refers to users.id\nSELECT COUNT(*) AS orphans FROM {orphans}");
    assert_eq!(sql(&[]), count);
    assert_eq!(sql(&["--orphans", "delete"]), format!("{count}DELETE FROM {orphans}"));
    let set = orphans.replacen("\"posts\" ", "\"posts\" SET \"user_id\" = NULL ", 1);
    assert_eq!(sql(&["--orphans", "null"]), format!("{count}UPDATE {set}"));
    assert_eq!(migrations(folder.path()).len(), 1, "nothing is written");
}

#[test]
fn nobody_is_surprised() {
    let folder = small("12.0", "driver: mysql\n");
    for (arguments, expected) in [
        (
            &["migration"][..],
            "nothing was written: this is not a terminal, so tablecheck cannot ask; pass --yes to write, or --dry-run to print",
        ),
        (&["migration", "--table", "order"], "there is no table or column `order`"),
        (&["migration", "--rule", "unknown-table"], "a migration cannot fix `unknown-table`"),
        (&["migration", "--not-valid", "--dry-run"], "--not-valid only works with PostgreSQL"),
        (&["migration", "--name", "../x"], "use lowercase letters, digits and `_`"),
    ] {
        let said = refused(folder.path(), arguments);
        assert!(said.contains(expected), "{arguments:?}: {said}");
    }
    assert_eq!(migrations(folder.path()).len(), 1, "nothing is written");
}

#[test]
fn sqlite_before_laravel_11_is_told_so() {
    let folder = small("10.0", "driver: sqlite\n");
    let said = done(folder.path(), &["migration", "--dry-run", "--rule", "missing-foreign-key"]);
    assert!(
        said.contains("posts.user_id: before version 11, Laravel cannot add foreign keys to existing SQLite tables"),
        "{said}"
    );
    assert!(said.starts_with("Nothing to add."), "{said}");
}

#[test]
fn migrations_that_are_named_one_by_one_have_no_time() {
    let provider = "<?php namespace Acme; class PackageProvider extends \\Spatie\\LaravelPackageTools\\PackageServiceProvider {
        public function configurePackage($package): void { $package->name('acme')->hasMigrations(['create_tables']); } }";
    let folder = project(&[
        ("composer.json", r#"{"require": {"spatie/laravel-package-tools": "^1.0"}, "autoload": {"psr-4": {"Acme\\": "src/"}}}"#),
        ("src/PackageProvider.php", provider),
        ("database/migrations/create_tables.php", &modern(TABLES)),
    ]);
    let said = done(folder.path(), &["migration", "--dry-run"]);
    assert!(
        said.starts_with("database/migrations/add_foreign_keys_to_posts_table.php\n") && said.contains("name it after them"),
        "{said}"
    );
}

#[test]
fn where_the_database_has_no_keys_none_is_missed() {
    let folder = small("12.0", "relationships: none\n");
    assert_eq!(left(folder.path(), "mysql"), "");
    assert!(done(folder.path(), &["migration", "--all", "--dry-run"]).starts_with("Nothing to add."));
}

#[test]
fn unique_indexes_of_rows_that_are_not_deleted_are_partial() {
    let request = "<?php\nnamespace App\\Http\\Requests;\nuse Illuminate\\Validation\\Rule;\nclass BoatRequest extends \\Illuminate\\Foundation\\Http\\FormRequest\n{\n    \
                   public function rules(): array\n    {\n        return ['sail' => [Rule::unique('boats')->ignore($this->boat)->whereNull('deleted_at')], \
                   'port' => 'unique:boats,port'];\n    }\n}\n";
    let up = "Schema::create('boats', function (Blueprint $table) { $table->id(); $table->string('sail'); $table->string('port'); \
              $table->softDeletes(); $table->unique(['sail', 'deleted_at']); });";
    let of = |driver: &str| {
        project(&[
            ("composer.json", r#"{"require": {"laravel/framework": "^12.0"}, "autoload": {"psr-4": {"App\\": "app/"}}}"#),
            (
                "config/database.php",
                &format!("<?php return ['default' => 'main', 'connections' => ['main' => ['driver' => '{driver}']]];"),
            ),
            ("app/Http/Requests/BoatRequest.php", request),
            ("database/migrations/2024_01_01_000000_create_boats_table.php", &modern(up)),
        ])
    };
    let pgsql = of("pgsql");
    let said = done(pgsql.path(), &["migration", "--rule", "racy-first-or-create", "--yes"]);
    assert!(said.contains("  boats: a unique index on sail, of rows without deleted_at\n"), "{said}");
    let text =
        std::fs::read_to_string(pgsql.path().join("database/migrations/2025_01_01_000000_add_unique_indexes_to_boats_table.php"))
            .expect("it was written");
    let parts = [
        "            ['boats', ['sail'], ['deleted_at']],\n",
        "            $table->unique('port');\n",
        "        DB::statement('create unique index \"boats_sail_unique\" on \"boats\" (\"sail\") where \"deleted_at\" is null');\n",
        "            $table->dropIndex('boats_sail_unique');\n",
        "            foreach ($index[2] ?? [] as $column) {\n",
    ];
    for part in parts {
        assert!(text.contains(part), "{part}\n{text}");
    }
    let sql = done(of("sqlite").path(), &["migration", "--rule", "racy-first-or-create", "--sql"]);
    assert!(sql.contains("WHERE \"sail\" IS NOT NULL AND \"deleted_at\" IS NULL GROUP BY"), "{sql}");
    let mariadb = done(of("mariadb").path(), &["migration", "--rule", "racy-first-or-create", "--dry-run"]);
    assert!(mariadb.contains("boats.sail: MariaDB has no unique index of some rows"), "{mariadb}");
    assert!(mariadb.contains("unique('port')") && !mariadb.contains("unique('sail'"), "{mariadb}");
}

#[test]
fn unique_indexes_are_added_after_a_look_for_duplicates() {
    let request = "<?php\nnamespace App\\Http\\Requests;\nuse Illuminate\\Validation\\Rule;\nclass BoatRequest extends \\Illuminate\\Foundation\\Http\\FormRequest\n{\n    \
                   public function rules(): array\n    {\n        return ['sail' => 'unique:boats', 'name' => [Rule::unique('boats')->where('port', $this->port)], \
                   'story' => 'unique:boats', 'long' => [Rule::unique('boats', 'crew')->where('log', $this->log)]];\n    }\n}\n";
    let desk = "<?php\nnamespace App;\nclass Boat extends \\Illuminate\\Database\\Eloquent\\Model { protected $guarded = []; }\nclass Desk { function run($k) { return Boat::firstOrCreate(['kind' => $k]); } }\n";
    let up = "Schema::create('boats', function (Blueprint $table) { $table->id(); $table->string('sail'); $table->string('name'); $table->integer('port');
$table->text('story'); $table->string('crew', 600); $table->string('log', 600); $table->string('kind'); });";
    let folder = project(&[
        ("composer.json", r#"{"require": {"laravel/framework": "^12.0"}, "autoload": {"psr-4": {"App\\": "app/"}}}"#),
        ("app/Http/Requests/BoatRequest.php", request),
        ("app/Desk.php", desk),
        ("database/migrations/2024_01_01_000000_create_boats_table.php", &modern(up)),
    ]);
    // Without the rule's name only keys are added.
    assert!(done(folder.path(), &["migration", "--dry-run"]).contains("Nothing to add."));
    let sql = done(folder.path(), &["migration", "--rule", "racy-first-or-create", "--sql"]);
    let counts = "SELECT `sail`, COUNT(*) AS copies FROM `boats` WHERE `sail` IS NOT NULL GROUP BY `sail` HAVING COUNT(*) > 1;\n";
    assert!(sql.contains(counts), "{sql}");
    let said = done(folder.path(), &["migration", "--rule", "racy-first-or-create", "--yes"]);
    assert!(said.contains("  boats: a unique index on name, port\n"), "{said}");
    assert!(said.contains("boats.story: MySQL does not allow a unique index on text"), "{said}");
    assert!(said.contains("boats.crew, log: an index on these columns is longer than MySQL allows"), "{said}");
    assert!(said.contains("1 more is likely, but not certain; --all adds it."), "{said}");
    let text = std::fs::read_to_string(
        folder.path().join("database/migrations/2025_01_01_000000_add_unique_indexes_to_boats_table.php"),
    )
    .expect("it was written");
    let parts = [
        "        $this->abortOnDuplicates([\n            ['boats', ['sail']],\n            ['boats', ['name', 'port']],\n        ]);\n",
        "            $table->unique('sail');\n",
        "            $table->dropUnique(['name', 'port']);\n",
        "    private function abortOnDuplicates(array $indexes): void\n",
    ];
    for part in parts {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(!text.contains("abortOnOrphans"), "{text}");
    let all = done(folder.path(), &["migration", "--rule", "racy-first-or-create", "--all", "--dry-run"]);
    assert!(all.contains("  boats: a unique index on kind\n") && !all.contains("unique('sail')"), "{all}");
}

#[test]
fn for_phinx_statements_are_told_and_nothing_is_written() {
    let up = "$this->table('users')->create();
$this->table('posts')->addColumn('user_id', 'integer', ['signed' => false, 'null' => true])->create();";
    let migration =
        format!("<?php\nclass Make extends \\Phinx\\Migration\\AbstractMigration {{ public function change() {{\n{up}\n}} }}\n");
    let project = project(&[
        ("composer.json", r#"{"type": "project", "require": {"robmorgan/phinx": "^0.16"}}"#),
        ("db/migrations/20200101000000_make.php", &migration),
    ]);
    let statement = "$this->table('posts')\n    ->addIndex('user_id')\n    ->addForeignKey('user_id', 'users', 'id', ['delete' => 'SET_NULL'])\n    ->update();\n";
    let told = refused(project.path(), &["migration", "--yes"]);
    assert!(told.contains("written for Phinx, for which tablecheck writes none") && told.contains(statement), "{told}");
    assert!(done(project.path(), &["migration", "--dry-run"]).contains(statement));
    let files = std::fs::read_dir(project.path().join("db/migrations")).expect("the folder is there").count();
    assert_eq!(files, 1, "nothing was written");
}
