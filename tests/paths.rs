//! What is read of a project and what is not, through the program itself: installed packages, links, and paths that
//! lead out of the root.

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    write(folder.path(), files);
    folder
}

fn write(root: &Path, files: &[(&str, &str)]) {
    for (path, text) in files {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().expect("a file has a folder")).expect("the folder can be made");
        std::fs::write(path, text).expect("the file can be written");
    }
}

/// What the program prints for a project.
fn print(root: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tablecheck"));
    command.env_remove("GITHUB_ACTIONS").env_remove("TEAMCITY_VERSION").env_remove("GITLAB_CI");
    let output = command.current_dir(root).args(arguments).output();
    let output = output.expect("the program starts");
    assert!(output.status.code().is_some_and(|code| code < 2), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("the program prints UTF-8")
}

/// The names of all tables, the project's and packages'.
fn tables(root: &Path) -> Vec<String> {
    let json: serde_json::Value = serde_json::from_str(&print(root, &["schema", "--format", "json"])).expect("it is JSON");
    let connection = &json["connections"]["mysql"];
    let own = connection["tables"].as_object().expect("there are tables");
    let of_packages = connection["packages"]["tables"].as_object();
    let mut names: Vec<String> = own.keys().chain(of_packages.into_iter().flat_map(|tables| tables.keys())).cloned().collect();
    names.sort();
    names
}

/// A migration that makes a table.
fn creates(table: &str) -> String {
    format!(
        "<?php return new class extends \\Illuminate\\Database\\Migrations\\Migration {{ public function up() {{ \\Illuminate\\Support\\Facades\\Schema::create('{table}', function ($table) {{ $table->id(); $table->unsignedBigInteger('user_id'); }}); }} }};"
    )
}

/// A service provider with these statements in `boot`.
fn provider(namespace: &str, name: &str, body: &str) -> String {
    format!(
        "<?php namespace {namespace}; class {name} extends \\Illuminate\\Support\\ServiceProvider {{ public function boot() {{ {body} }} }}"
    )
}

#[test]
fn migrations_of_installed_packages_run_if_their_providers_say_so() {
    let installed = r#"{"packages": [
        {"name": "acme/runs", "install-path": "../acme/runs", "autoload": {"psr-4": {"Acme\\Runs\\": "src/"}}, "extra": {"laravel": {"providers": ["Acme\\Runs\\RunsServiceProvider"]}}},
        {"name": "acme/publishes", "install-path": "../acme/publishes", "autoload": {"psr-4": {"Acme\\Publishes\\": ["src"]}}, "extra": {"laravel": {"providers": ["Acme\\Publishes\\P"]}}},
        {"name": "acme/refused", "install-path": "../acme/refused", "autoload": {"psr-4": {"Acme\\Refused\\": "src/"}}, "extra": {"laravel": {"providers": ["Acme\\Refused\\RefusedServiceProvider"]}}},
        {"name": "acme/library", "install-path": "../acme/library"},
        {"name": "acme/away", "install-path": "../../../away", "autoload": {"psr-4": {"Away\\": ""}}, "extra": {"laravel": {"providers": ["Away\\P"]}}},
        {"name": "laravel/sanctum", "version": "v3.2.0", "install-path": "../laravel/sanctum", "autoload": {"psr-4": {"Laravel\\Sanctum\\": "src/"}}, "extra": {"laravel": {"providers": ["Laravel\\Sanctum\\SanctumServiceProvider"]}}}
    ]}"#;
    let project = folder(&[
        (
            "composer.json",
            r#"{"require": {"laravel/sanctum": "^3.2"}, "extra": {"laravel": {"dont-discover": ["acme/refused"]}}}"#,
        ),
        ("bootstrap/app.php", "<?php"),
        ("database/migrations/2024_01_01_000000_a.php", &creates("users")),
        ("app/A.php", "<?php \\DB::table('parcels')->get(); \\DB::table('parcel')->get();"),
        ("vendor/composer/installed.json", installed),
        (
            "vendor/acme/runs/src/RunsServiceProvider.php",
            &provider("Acme\\Runs", "RunsServiceProvider", "$this->loadMigrationsFrom(__DIR__ . '/../database/migrations');"),
        ),
        ("vendor/acme/runs/src/Other.php", "<?php \\DB::table('no_such_table')->get();"),
        ("vendor/acme/runs/database/migrations/2020_01_01_000000_a.php", &creates("parcels")),
        (
            "vendor/acme/publishes/src/P.php",
            &provider(
                "Acme\\Publishes",
                "P",
                "$this->publishesMigrations([__DIR__ . '/../database/migrations' => database_path('migrations')]);",
            ),
        ),
        ("vendor/acme/publishes/database/migrations/2020_01_01_000000_b.php", &creates("published")),
        (
            "vendor/acme/refused/src/RefusedServiceProvider.php",
            &provider("Acme\\Refused", "RefusedServiceProvider", "$this->loadMigrationsFrom(__DIR__ . '/../migrations');"),
        ),
        ("vendor/acme/refused/migrations/2020_01_01_000000_c.php", &creates("refused")),
        ("vendor/acme/library/migrations/2020_01_01_000000_d.php", &creates("library")),
        (
            "vendor/laravel/sanctum/src/SanctumServiceProvider.php",
            &provider(
                "Laravel\\Sanctum",
                "SanctumServiceProvider",
                "if (Sanctum::shouldRunMigrations()) { $this->loadMigrationsFrom(__DIR__.'/../database/migrations'); }",
            ),
        ),
        ("vendor/laravel/sanctum/database/migrations/2019_12_14_000001_a.php", &creates("personal_access_tokens")),
    ]);
    assert_eq!(tables(project.path()), ["parcels", "personal_access_tokens", "users"]);
    let concise = print(project.path(), &["check", "--format", "concise"]);
    let findings: Vec<&str> = concise.lines().filter(|line| line.contains('[')).collect();
    assert!(findings.len() == 1 && findings[0].contains("app/A.php") && findings[0].contains("`parcel`"), "{concise}");
    assert!(concise.contains("Checked 3 files"), "packages are no files of the project: {concise}");
}

#[cfg(unix)]
#[test]
fn links_within_the_project_are_followed_and_others_are_not() {
    use std::os::unix::fs::symlink;
    let outside = folder(&[("2024_01_01_000000_secret.php", &creates("secrets")), ("package/composer.json", "{}")]);
    let project = folder(&[
        ("composer.json", "{}"),
        ("shared/migrations/2024_01_01_000000_a.php", &creates("users")),
        ("database/schema.sql", "create table from_sql (id int);"),
        (
            "database/more/2024_01_02_000000_b.php",
            "<?php return new class extends \\Illuminate\\Database\\Migrations\\Migration { public function up() { \\DB::unprepared(file_get_contents(base_path('sql/schema.sql'))); } };",
        ),
        (
            "app/Providers/P.php",
            &provider(
                "App\\Providers",
                "P",
                "$this->loadMigrationsFrom(database_path('linked')); $this->loadMigrationsFrom(base_path('away')); $this->loadMigrationsFrom(database_path('more'));",
            ),
        ),
        (
            "vendor/composer/installed.json",
            r#"[{"name": "acme/linked", "autoload": {"psr-4": {"Acme\\": "src/"}}, "extra": {"laravel": {"providers": ["Acme\\P"]}}}]"#,
        ),
        ("vendor/acme/.keep", ""),
    ]);
    let link = |to: &Path, from: &str| symlink(to, project.path().join(from)).expect("a link can be made");
    link(Path::new("../shared/migrations"), "database/linked");
    link(Path::new("database"), "sql");
    link(Path::new("."), "self");
    link(Path::new("circle"), "circle");
    link(outside.path(), "away");
    link(&outside.path().join("package"), "vendor/acme/linked");
    assert_eq!(tables(project.path()), ["from_sql", "users"]);
    let coverage = print(project.path(), &["coverage"]);
    for words in [
        "away: it is a symbolic link that leads out of the project",
        "vendor/acme/linked: it is a symbolic link that leads out of the project",
    ] {
        assert!(coverage.contains(words), "{words}: {coverage}");
    }
}

#[test]
fn paths_that_lead_out_are_refused_and_listed() {
    let outside = folder(&[
        ("secret/schema.sql", "create table secrets (id int);"),
        (
            "secret/include.php",
            "<?php \\Illuminate\\Support\\Facades\\Schema::create('included', function ($table) { $table->id(); });",
        ),
        ("secret/migrations/2024_01_01_000000_a.php", &creates("outside")),
        (
            "project/composer.json",
            r#"{"repositories": [{"type": "path", "url": "../secret"}, {"type": "path", "url": "packages/*"}]}"#,
        ),
        ("project/database/migrations/2024_01_01_000000_a.php", &creates("users")),
        (
            "project/database/migrations/2024_01_02_000000_b.php",
            "<?php return new class extends \\Illuminate\\Database\\Migrations\\Migration { public function up() {
                \\DB::unprepared(file_get_contents(__DIR__ . '/../../../secret/schema.sql'));
                \\DB::unprepared(\\File::get('/etc/passwd'));
                include base_path('../secret/include.php');
                require '/etc/hosts';
            } };",
        ),
        (
            "project/app/Providers/P.php",
            &provider("App\\Providers", "P", "$this->loadMigrationsFrom(__DIR__ . '/../../../secret/migrations');"),
        ),
        (
            "project/app/Console/C.php",
            "<?php namespace App; class C { public function handle() { \\Artisan::call('migrate', ['--path' => '/secret/migrations', '--realpath' => true]); } }",
        ),
    ]);
    let project = outside.path().join("project");
    assert_eq!(tables(&project), ["users"]);
    let coverage = print(&project, &["coverage"]);
    for words in [
        "composer.json:1: packages in ../secret",
        "P.php:1: migrations in /app/Providers/../../../secret/migrations",
        "C.php:1: migrations in /secret/migrations",
        "000000_b.php:2: the file /database/migrations/../../../secret/schema.sql",
        "000000_b.php:3: the file /etc/passwd",
        "000000_b.php:4: the file /../secret/include.php",
        "000000_b.php:5: the file /etc/hosts",
    ] {
        assert!(coverage.contains(words), "{words}: {coverage}");
    }
    assert!(!coverage.contains("packages in packages/*"), "{coverage}");
}

#[test]
fn the_schema_tells_what_is_the_projects_from_what_packages_bring_and_from_what_nothing_runs() {
    let change = "<?php return new class extends \\Illuminate\\Database\\Migrations\\Migration { public function up() { \\Illuminate\\Support\\Facades\\Schema::table('media', fn ($table) => $table->integer('company_id')); } };";
    let project = folder(&[
        (
            "composer.json",
            r#"{"require": {"laravel/framework": "^10.0", "laravel/passport": "^11.0", "laravel/cashier": "^14.0", "plank/laravel-mediable": "^5.9"}}"#,
        ),
        ("bootstrap/app.php", "<?php"),
        ("database/migrations/2014_01_01_000000_a.php", &creates("users")),
        ("database/migrations/2020_01_01_000000_media.php", change),
        ("database/migrations/old/2013_01_01_000000_old.php", &creates("old")),
    ]);
    let json: serde_json::Value =
        serde_json::from_str(&print(project.path(), &["schema", "--format", "json"])).expect("it is JSON");
    let names = |value: &serde_json::Value| value.as_object().expect("it is a map").keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&json["connections"]), ["mysql"], "nobody knows whether old tables are there");
    let connection = &json["connections"]["mysql"];
    assert_eq!(names(&connection["tables"]), ["media", "users"], "a table that the project changes is the project's");
    assert_eq!(names(&connection["tables"]["users"]["columns"]), ["id", "user_id"]);
    assert!(connection["tables"]["media"]["columns"]["company_id"].is_object());
    let of_packages = names(&connection["packages"]["tables"]);
    assert!(
        of_packages.contains(&"oauth_clients".to_owned()) && of_packages.contains(&"mediables".to_owned()),
        "{of_packages:?}"
    );
    assert!(connection["packages"]["columns"]["users"]["stripe_id"].is_object());
    let text = print(project.path(), &["schema"]);
    assert!(text.contains("\noauth_clients  (from a package)\n") && !text.contains("\nold"), "{text}");
    assert!(print(project.path(), &["schema", "--connection", "old"]).contains("\nold  ("));
}
