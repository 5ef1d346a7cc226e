//! Where migrations are found, and which schema each folder of them belongs to.

#[path = "support/found.rs"]
mod found;

use found::check;
use tablecheck::analysis::Analysis;

/// The tables of each connection.
fn tables(analysis: &Analysis) -> Vec<String> {
    let connections = analysis.database.connections.iter();
    connections.flat_map(|(name, schema)| schema.tables.keys().map(move |table| format!("{name}.{table}"))).collect()
}

/// The file of a migration that makes a table.
fn creates(path: &str, table: &str) -> String {
    format!(
        "//- /{path}\n<?php\nreturn new class extends Migration {{ public function up() {{ Schema::create('{table}', fn (Blueprint $table) => $table->id()); }} }};\n"
    )
}

#[test]
fn tenants_have_schemas_of_their_own() {
    let central = creates("database/migrations/2024_01_01_000000_a.php", "users")
        + &creates("database/migrations/2024_01_02_000000_b.php", "plans");
    let tenant = creates("database/migrations/tenant/2024_01_01_000000_a.php", "users")
        + &creates("database/migrations/tenant/2024_01_02_000000_b.php", "orders");
    let rest = r"
//- /bootstrap/app.php
<?php
//- /composer.json
{'require': {'stancl/tenancy': '^3.8'}}
//- /database/migrations/tenant/2024_01_03_000000_c.php
<?php
return new class extends Migration { public function up() {
    Schema::table('users', fn (Blueprint $table) => $table->string('name')->nullable());
    Schema::create('lines', function (Blueprint $table) {
        $table->id();
        $table->foreignId('order_id')->constrained()->restrictOnDelete();
        $table->foreignId('article_id')->constrained()->restrictOnDelete();
//      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ dangling-foreign-key
    });
} };
//- /app/A.php
<?php
DB::table('users')->insert(['name' => 'in tenants']);
DB::table('users')->insert(['nome' => 'in none']);
//                           ^^^^ unknown-column
DB::table('orders')->get();
DB::table('plans')->get();
DB::table('order')->get();
//         ^^^^^ unknown-table
class Plan extends Model { use \Stancl\Tenancy\Database\Concerns\CentralConnection; protected $table = 'orders'; }
//                                                                                                      ^^^^^^ unknown-table
class Order extends Model { use \Stancl\Tenancy\Database\Concerns\TenantConnection; }
class Other extends Model { protected $connection = 'tenant'; protected $table = 'plans'; }
//                                                                                ^^^^^ unknown-table
";
    let rest = rest.replace("{'require': {'stancl/tenancy': '^3.8'}}", r#"{"require": {"stancl/tenancy": "^3.8"}}"#);
    let analysis = check(&(central + &tenant + &rest));
    assert_eq!(tables(&analysis), ["mysql.plans", "mysql.users", "tenant.lines", "tenant.orders", "tenant.users"]);
}

#[test]
fn the_configuration_says_where_tenants_migrations_are() {
    let files = creates("database/migrations/2024_01_01_000000_a.php", "users")
        + &creates("database/migrations/school/2024_01_01_000000_b.php", "pupils")
        + &creates("Modules/Exam/Database/Migrations/tenant/2024_01_01_000000_c.php", "exams")
        + &creates("database/migrations/school/sports/2024_01_01_000000_d.php", "teams")
        + r#"
//- /composer.json
{"require": {"stancl/tenancy": "^3.8"}}
//- /config/tenancy.php
<?php
return ['migration_parameters' => ['--force' => true, '--path' => [database_path('migrations/school'), database_path('migrations')]]];
"#;
    let expected = ["mysql.users", "tenant.exams", "tenant.pupils", "tenant.teams", "tenant.users"];
    assert_eq!(tables(&check(&files)), expected);
}

#[test]
fn landlords_and_tenants() {
    let files = creates("database/migrations/landlord/2024_01_01_000000_a.php", "tenants")
        + &creates("database/migrations/tenant/2024_01_01_000000_a.php", "orders")
        + r#"
//- /bootstrap/app.php
<?php
//- /composer.json
{"require": {"spatie/laravel-multitenancy": "^4.0"}}
//- /config/multitenancy.php
<?php
return ['tenant_database_connection_name' => 'tenant', 'landlord_database_connection_name' => 'landlord'];
//- /app/A.php
<?php
class Order extends Model { use \Spatie\Multitenancy\Models\Concerns\UsesTenantConnection; protected $table = 'orders'; }
class Wrong extends Model { use \Spatie\Multitenancy\Models\Concerns\UsesLandlordConnection; protected $table = 'orders'; }
//                                                                                                               ^^^^^^ unknown-table: only on `tenant`
DB::table('orders')->join('tenants', 'orders.id', 'tenants.id')->get();
DB::table('order')->get();
//         ^^^^^ unknown-table
"#;
    assert_eq!(tables(&check(&files)), ["landlord.tenants", "tenant.orders"]);
}

#[test]
fn providers_say_where_migrations_are() {
    let names = ["one", "two", "three", "four", "five", "six"];
    let mut files: String =
        names.iter().map(|name| creates(&format!("packages/{name}/migrations/2024_01_01_000000_{name}.php"), name)).collect();
    files += &creates("database/migrations/2024/2024_01_01_000000_a.php", "deep");
    files += r#"
//- /config/places.php
<?php return ['three' => base_path('packages/three/migrations')];
//- /app/Providers/AppServiceProvider.php
<?php
class AppServiceProvider extends \Illuminate\Support\ServiceProvider {
    public function boot(): void {
        $this->loadMigrationsFrom([__DIR__ . '/../../packages/one/migrations']);
        $this->callAfterResolving('migrator', fn ($migrator) => $migrator->path(base_path('packages/two/migrations')));
        $this->loadMigrationsFrom(config('places.three'));
        $this->app->make('migrator')->path(base_path('packages/four/migrations'));
        $this->app->afterResolving('migrator', function ($migrator) {
            foreach (['five'] as $name) { $migrator->path(base_path("packages/$name/migrations/")); }
        });
        app('migrator')->path(base_path('packages/six/migrations/2024_01_01_000000_six.php'));
        $this->loadMigrationsFrom(array_merge([database_path('migrations')], glob(database_path('migrations/*'), GLOB_ONLYDIR)));
        $this->publishesMigrations([__DIR__ . '/../../stubs' => database_path('migrations')]);
    }
}
"#;
    let found = tables(&check(&files));
    assert_eq!(found, ["mysql.deep", "mysql.five", "mysql.four", "mysql.one", "mysql.six", "mysql.three", "mysql.two"]);
}

#[test]
fn modules_have_their_folders() {
    let files = creates("Modules/Blog/Database/Migrations/2024_01_01_000000_a.php", "posts")
        + &creates("Modules/Shop/database/migrations/2024_01_01_000000_b.php", "orders")
        + r#"
//- /composer.json
{"require": {"nwidart/laravel-modules": "^11"}}
//- /Modules/Shop/Providers/ShopServiceProvider.php
<?php
class ShopServiceProvider extends \Illuminate\Support\ServiceProvider {
    protected $moduleName = 'Shop';
    public function boot() { $this->loadMigrationsFrom(module_path($this->moduleName, 'database/migrations')); }
}
"#;
    assert_eq!(tables(&check(&files)), ["mysql.orders", "mysql.posts"]);
    let modular = creates("app-modules/blog/database/migrations/2024_01_01_000000_a.php", "posts")
        + "//- /composer.json\n{\"require\": {\"internachi/modular\": \"^2\"}}\n";
    assert_eq!(tables(&check(&modular)), ["mysql.posts"]);
}

#[test]
fn commands_name_folders() {
    let files = creates("database/migrations/2024_01_01_000000_a.php", "users")
        + &creates("database/later/2024_01_01_000000_a.php", "later")
        + &creates("database/migrations/stats/2024_01_01_000000_a.php", "visits")
        + &creates("database/migrations/customer/2024_01_01_000000_a.php", "orders")
        + &creates("database/migrations/scripted/2024_01_01_000000_a.php", "scripted")
        + r#"
//- /bootstrap/app.php
<?php
//- /composer.json
{"scripts": {"setup": ["@php artisan migrate --force --path=database/migrations/scripted"]}}
//- /app/Console/Setup.php
<?php
class Setup extends \Illuminate\Console\Command {
    const FOLDER = 'database/later';
    public function handle() {
        $this->call('migrate', ['--path' => self::FOLDER, '--force' => true]);
        \Artisan::call('migrate', ['--path' => ['database/migrations/stats'], '--database' => 'stats']);
        \Artisan::call('migrate:fresh', ['--path' => database_path('migrations/customer'), '--database' => $this->name(), '--realpath' => true]);
    }
}
//- /app/A.php
<?php
DB::table('orders')->get();
DB::table('visits')->get();
//         ^^^^^^ unknown-table: only on `stats`
DB::connection('stats')->table('visits')->get();
"#;
    let found = tables(&check(&files));
    assert_eq!(found, ["customer.orders", "mysql.later", "mysql.scripted", "mysql.users", "stats.visits"]);
}

#[test]
fn folders_that_nothing_runs_may_be_run_by_somebody() {
    let files = creates("database/migrations/2024_01_01_000000_a.php", "users")
        + &creates("database/migrations/archive/2020_01_01_000000_a.php", "old")
        + r"
//- /database/migrations/archive/2020_01_02_000000_b.php
<?php
return new class extends Migration { public function up() { Schema::table('users', fn (Blueprint $table) => $table->string('extra')); } };
//- /bootstrap/app.php
<?php
//- /app/A.php
<?php
DB::table('old')->get();
DB::connection('mysql')->table('old')->get();
DB::table('users')->insert(['extra' => 1]);
DB::table('older')->get();
//         ^^^^^ unknown-table
";
    let analysis = check(&files);
    assert_eq!(tables(&analysis), ["archive.old", "mysql.users"]);
    assert!(analysis.gaps.iter().any(|gap| gap.what == "migrations in database/migrations/archive"), "{:?}", analysis.gaps);
}

#[test]
fn a_package_publishes_templates() {
    let provider = r"
//- /src/ShopServiceProvider.php
<?php
class ShopServiceProvider extends \Spatie\LaravelPackageTools\PackageServiceProvider {
    public function configurePackage(\Spatie\LaravelPackageTools\Package $package): void {
        $package->name('shop')->hasConfigFile()->hasMigrations(['make_orders', 'add_total_to_orders'])->hasMigration('create_zones_table');
    }
}
//- /database/migrations/add_total_to_orders.php.stub
<?php
return new class extends Migration { public function up() {
    Schema::table('orders', fn (Blueprint $table) => $table->integer('total')->nullable());
} };
//- /src/Order.php
<?php
DB::table('orders')->insert(['total' => 1, 'tax' => 2]);
//                                          ^^^ unknown-column
";
    let files = creates("database/migrations/create_zones_table.php.stub", "zones")
        + &creates("database/migrations/make_orders.php.stub", "orders")
        + &creates("database/migrations/more.stub", "ignored")
        + provider;
    assert_eq!(tables(&check(&files)), ["mysql.orders", "mysql.zones"]);
    // In an application a template is no migration, unless it belongs to a package of its own that nobody published.
    let application =
        files.replace("//- /src/", "//- /packages/shop/src/").replace("//- /database/", "//- /packages/shop/database/")
            + &creates("database/migrations/2024_01_01_000000_a.php", "users")
            + &creates("database/migrations/2024_01_02_000000_create_zones_table.php", "zones")
            + "//- /bootstrap/app.php\n<?php\n";
    assert_eq!(tables(&check(&application)), ["mysql.orders", "mysql.users", "mysql.zones"]);
}

#[test]
fn paths_that_lead_out_of_the_project_are_refused() {
    let files = creates("database/migrations/2024_01_01_000000_a.php", "users")
        + r"
//- /app/Providers/AppServiceProvider.php
<?php
class AppServiceProvider extends \Illuminate\Support\ServiceProvider {
    public function boot(): void {
        $this->loadMigrationsFrom(__DIR__ . '/../../../elsewhere/migrations');
        $this->loadMigrationsFrom('/etc/migrations');
    }
}
";
    let gaps: Vec<(String, String)> = check(&files).gaps.into_iter().map(|gap| (gap.what, gap.reason)).collect();
    let expected = [
        ("migrations in /app/Providers/../../../elsewhere/migrations", "the path leads out of the project"),
        ("migrations in /etc/migrations", "the path is not below the project"),
    ];
    for (what, reason) in expected {
        assert!(gaps.contains(&(what.to_owned(), reason.to_owned())), "{gaps:?}");
    }
}
