//! Tables that packages bring by themselves.

#[path = "support/found.rs"]
mod found;

use found::check;
use tablecheck::schema::Origin;

/// An application with users that requires a package.
fn application(package: &str, version: &str) -> String {
    format!(
        "//- /bootstrap/app.php\n<?php\n//- /composer.json\n{{\"require\": {{\"{package}\": \"{version}\", \"laravel/framework\": \"^10.0\"}}}}
//- /database/migrations/2014_10_12_000000_create_users_table.php
<?php
return new class extends Migration {{ public function up() {{ Schema::create('users', fn (Blueprint $table) => $table->id()); }} }};
"
    )
}

#[test]
fn columns_of_packages_are_known() {
    let code = r"
//- /app/A.php
<?php
DB::table('media')->where('disk', 's3')->update(['aggregate_type' => 'x', 'agregate' => 1]);
//                                                                         ^^^^^^^^ unknown-column
DB::table('mediables')->get();
DB::table('mediable')->get();
//         ^^^^^^^^ unknown-table
//- /database/migrations/2020_01_01_000000_company.php
<?php
return new class extends Migration { public function up() {
    Schema::table('media', fn (Blueprint $table) => $table->unsignedInteger('company_id')->default(0)->after('id'));
    Schema::table('media', fn (Blueprint $table) => $table->dropColumn('nothing'));
//                                                                      ^^^^^^^ unknown-column
} };
";
    let analysis = check(&(application("plank/laravel-mediable", "^5.9") + code));
    let media = &analysis.database.connections["mysql"].tables["media"];
    assert_eq!(media.origin, Origin::Package);
    assert!(media.defined_at.is_none());
    let names: Vec<&str> = media.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names[..3], ["id", "company_id", "disk"]);
    assert_eq!(media.foreign_keys.len(), 1);
}

#[test]
fn what_the_project_makes_itself_counts() {
    let code = r"
//- /database/migrations/2016_06_01_000004_create_oauth_clients_table.php
<?php
return new class extends Migration { public function up() {
    Schema::create('oauth_clients', function (Blueprint $table) { $table->uuid('id')->primary(); $table->string('tenant')->nullable(); });
} };
//- /app/A.php
<?php
DB::table('oauth_clients')->update(['tenant' => 'x', 'redirect' => 1]);
//                                                    ^^^^^^^^ unknown-column
";
    let analysis = check(&(application("laravel/passport", "^11.0") + code));
    let tables = &analysis.database.connections["mysql"].tables;
    assert_eq!(tables["oauth_clients"].origin, Origin::Project);
    assert_eq!(tables["oauth_access_tokens"].origin, Origin::Package);
    let later = check(&application("laravel/passport", "^12.0"));
    assert_eq!(later.database.connections["mysql"].tables.len(), 1, "since 12 its migrations are published");
}

#[test]
fn a_project_may_refuse_a_packages_migrations() {
    let code = r"
//- /app/Providers/AppServiceProvider.php
<?php
class AppServiceProvider extends \Illuminate\Support\ServiceProvider {
    public function register() { \Laravel\Sanctum\Sanctum::ignoreMigrations(); }
}
";
    let without = check(&(application("laravel/sanctum", "^3.2") + code));
    assert_eq!(without.database.connections["mysql"].tables.len(), 1);
    let with = check(&application("laravel/sanctum", "^3.2"));
    assert_eq!(with.database.connections["mysql"].tables.len(), 2);
}

#[test]
fn packages_add_columns_to_users() {
    let code = r"
//- /database/migrations/2020_01_01_000000_more.php
<?php
return new class extends Migration { public function up() {
    Schema::table('users', fn (Blueprint $table) => $table->string('vat')->nullable()->after('pm_type'));
} };
//- /app/A.php
<?php
DB::table('users')->update(['stripe_id' => 'x', 'pm_last_four' => 1, 'pm_last' => 1]);
//                                                                    ^^^^^^^ unknown-column
DB::table('subscriptions')->update(['name' => 'x', 'type' => 1]);
//                                                  ^^^^ unknown-column
";
    check(&(application("laravel/cashier", "^14.0") + code));
    // Before 13 prices were plans.
    let code = r"
//- /app/A.php
<?php
DB::table('subscriptions')->update(['stripe_plan' => 'x', 'stripe_price' => 1]);
//                                                         ^^^^^^^^^^^^ unknown-column
";
    check(&(application("laravel/cashier", "^12.0") + code));
}

#[test]
fn tables_of_bouncer_have_the_names_that_the_project_gives_them() {
    let migration = r"
//- /database/migrations/2021_01_01_000000_create_bouncer_tables.php
<?php
use Silber\Bouncer\Database\Models;
return new class extends Migration { public function up() {
    Schema::create(Models::table('roles'), fn (Blueprint $table) => $table->id());
    Schema::create(Models::table('permissions'), function (Blueprint $table) {
        $table->foreignId('role_id')->constrained(Models::table('roles'));
    });
} };
";
    let tables = |code: &str| {
        let analysis = check(&(application("silber/bouncer", "^1.0") + migration + code));
        let schema = &analysis.database.connections["mysql"];
        assert_eq!(schema.unknown_tables.len(), 0);
        schema.tables.keys().filter(|name| *name != "users").cloned().collect::<Vec<_>>()
    };
    assert_eq!(tables(""), ["permissions", "roles"]);
    let provider = r"
//- /app/Providers/AppServiceProvider.php
<?php
namespace App\Providers;
class AppServiceProvider extends \Illuminate\Support\ServiceProvider {
    public function boot() { \Silber\Bouncer\BouncerFacade::tables(['roles' => 'bouncer_roles']); }
}
";
    assert_eq!(tables(provider), ["bouncer_roles", "permissions"]);
}

#[test]
fn columns_of_cashier_are_known_from_ten_on() {
    let code = r"
//- /app/A.php
<?php
DB::table('users')->where('card_brand', 'visa')->get(['stripe_id', 'stripe_plan']);
//                                                                  ^^^^^^^^^^^ unknown-column
DB::table('subscriptions')->where('stripe_plan', 'x')->get();
";
    let analysis = check(&(application("laravel/cashier", "^10.2") + code));
    let users = &analysis.database.connections["mysql"].tables["users"];
    let names: Vec<&str> = users.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names, ["id", "stripe_id", "card_brand", "card_last_four", "trial_ends_at"]);
}

#[test]
fn a_real_time_facade_is_the_class_behind_it() {
    let code = r"
//- /app/Support/Columns.php
<?php
namespace App\Support;
class Columns {
    public function owned(array $tables) {
        foreach ($tables as $table) {
            \Schema::table($table, fn (\Blueprint $table) => $table->uuid('owner'));
        }
    }
}
//- /database/migrations/2021_01_01_000000_own.php
<?php
use Facades\App\Support\Columns;
return new class extends Migration { public function up() { Columns::owned(['users']); } };
";
    let analysis = check(&(application("laravel/tinker", "^2.0") + code));
    let users = &analysis.database.connections["mysql"].tables["users"];
    assert!(users.column("owner").is_some());
}
