//! Several connections: which database a name speaks of, and of which nothing is known.

#[path = "support/uses.rs"]
mod uses;

use tablecheck::analysis::Analysis;
use tablecheck::fixture;
use uses::with_uses;

/// A project with connections that are configured as Laravel's skeleton does it.
const CONFIG: &str = r"
//- /bootstrap/app.php
<?php
//- /config/database.php
<?php
return [
    'default' => env('DB_CONNECTION', 'mysql'),
    'connections' => [
        'mysql' => ['driver' => 'mysql', 'url' => env('DB_URL'), 'host' => env('DB_HOST', '127.0.0.1'), 'database' => env('DB_DATABASE', 'forge'), 'prefix' => ''],
        'mysql_read' => ['driver' => 'mysql', 'url' => env('DB_URL'), 'host' => env('DB_READ_HOST', '127.0.0.1'), 'database' => env('DB_DATABASE', 'forge'), 'prefix' => ''],
        'replica' => ['driver' => 'mysql', 'host' => 'x', 'url' => env('DB_URL'), 'database' => env('DB_REPLICA', env('DB_DATABASE')), 'prefix' => ''],
        'warehouse' => ['driver' => 'mysql', 'host' => env('WAREHOUSE_HOST'), 'database' => env('WAREHOUSE_DATABASE', 'forge'), 'prefix' => ''],
        'stats' => ['driver' => 'mysql', 'host' => 'stats', 'database' => 'statistics', 'prefix' => 'st_'],
        'legacy' => ['driver' => 'mysql', 'host' => 'old', 'database' => 'old', 'prefix' => ''],
    ],
];
//- /database/migrations/2024_01_01_000000_create_users.php
<?php
return new class extends Migration {
    public function up() {
        Schema::create('users', fn (Blueprint $table) => $table->id());
        Schema::connection('stats')->create('visits', fn (Blueprint $table) => $table->id());
    }
};
//- /database/migrations/2024_01_02_000000_create_facts.php
<?php
return new class extends Migration {
    protected $connection = 'warehouse';
    public function up() {
        Schema::create('facts', fn (Blueprint $table) => $table->id());
    }
};
";

/// Asserts what is found in a project with these connections.
#[track_caller]
fn check(rest: &str) -> Analysis {
    match fixture::compare(&with_uses(&format!("{CONFIG}{rest}"))) {
        Ok(analysis) => analysis,
        Err(report) => panic!("{report}"),
    }
}

#[test]
fn one_name_on_two_connections_is_two_tables() {
    check(
        r"
//- /app/A.php
<?php
DB::table('users')->get();
DB::connection('warehouse')->table('facts')->get();
DB::table('facts')->get();
//         ^^^^^ unknown-table: does not exist on connection `mysql`, only on `warehouse`
DB::connection('warehouse')->table('users')->get();
//                                  ^^^^^ unknown-table: does not exist on connection `warehouse`, only on `mysql`
DB::connection('stats')->table('visits')->get();
class Fact extends Model { protected $connection = 'warehouse'; }
class Visit extends Model { public function getConnectionName() { return 'stats'; } }
class Visitor extends Model { protected $connection = 'stats'; protected $table = 'visitor'; }
//                                                                                 ^^^^^^^ unknown-table
",
    );
}

#[test]
fn connections_to_one_database_are_one_schema() {
    let analysis = check(
        r"
//- /app/A.php
<?php
DB::connection('mysql_read')->table('users')->get();
DB::connection('mysql_read')->table('user')->get();
//                                   ^^^^ unknown-table
DB::connection('replica')->table('users')->get();
DB::connection('mysql::read')->table('users')->get();
class Person extends Model { protected $connection = 'mysql_read'; protected $table = 'users'; }
//- /database/migrations/2024_01_03_000000_on_the_replica.php
<?php
return new class extends Migration {
    public function getConnection() { return 'mysql_read'; }
    public function up() {
        Schema::table('users', fn (Blueprint $table) => $table->string('email'));
        Schema::connection('mysql')->table('users', fn (Blueprint $table) => $table->dropColumn('email'));
    }
};
",
    );
    let names: Vec<&str> = analysis.database.connections.keys().map(String::as_str).collect();
    assert_eq!(names, ["mysql", "stats", "warehouse"]);
}

#[test]
fn the_values_in_the_example_of_an_environment_tell_too() {
    check(
        r"
//- /.env.example
DB_HOST=db
DB_DATABASE=app
WAREHOUSE_HOST=db
WAREHOUSE_DATABASE=app
//- /app/A.php
<?php
DB::connection('warehouse')->table('users')->get();
DB::table('facts')->get();
",
    );
}

#[test]
fn nothing_is_said_of_a_database_that_others_make() {
    check(
        r"
//- /database/migrations/2024_01_03_000000_copy.php
<?php
return new class extends Migration {
    public function up() {
        if (Schema::connection('legacy')->hasTable('customers')) {
            DB::connection('legacy')->table('customers')->update(['a' => 1]);
        }
        Schema::connection('legacy')->table('customers', fn (Blueprint $table) => $table->string('copied'));
    }
};
//- /app/A.php
<?php
DB::connection('legacy')->table('customers')->insert(['name' => 'x']);
DB::connection($unknown)->table('anything')->get();
class Customer extends Model { protected $connection = 'legacy'; protected $table = 'tblCustomer'; }
class Somewhere extends Model { protected $table = 'somewhere'; public function getConnectionName() { return session('database'); } }
",
    );
}

#[test]
fn a_prefix_is_no_part_of_a_name() {
    check(
        r"
//- /app/A.php
<?php
DB::connection('stats')->table('visits')->get();
DB::connection('stats')->table('st_visits')->get();
//                              ^^^^^^^^^ unknown-table: Laravel adds the prefix `st_` to `st_visits` again
DB::connection('stats')->table('visit')->get();
//                              ^^^^^ unknown-table
",
    );
}

#[test]
fn mysql_names_of_other_databases_are_followed() {
    check(
        r"
//- /app/A.php
<?php
DB::table('statistics.visits')->get();
DB::table('statistics.visit')->get();
//                    ^^^^^ unknown-table
DB::table('forge.users')->get();
DB::table('forge.user')->get();
//               ^^^^ unknown-table
DB::table('elsewhere.whatever')->get();
DB::table('information_schema.tables')->get();
",
    );
}

/// PostgreSQL, with a search path.
fn check_pgsql(path: &str, rest: &str) -> Analysis {
    let config = format!(
        "
//- /config/database.php
<?php
return ['default' => 'pgsql', 'connections' => ['pgsql' => ['driver' => 'pgsql', 'database' => 'app', {path}]]];
"
    );
    match fixture::compare(&with_uses(&format!("{config}{rest}"))) {
        Ok(analysis) => analysis,
        Err(report) => panic!("{report}"),
    }
}

#[test]
fn schemas_of_postgresql_are_part_of_names_unless_they_are_searched() {
    let rest = r"
//- /database/migrations/2024_01_01_000000_create.php
<?php
return new class extends Migration {
    public function up() {
        DB::statement('CREATE SCHEMA IF NOT EXISTS censo');
        Schema::create('public.users', fn (Blueprint $table) => $table->id());
        Schema::create('censo.etapas', function (Blueprint $table) {
            $table->id();
            $table->foreignId('user_id')->index()->constrained('public.users')->restrictOnDelete();
        });
        Schema::create('censo.moved', fn (Blueprint $table) => $table->id());
        Schema::create('log', fn (Blueprint $table) => $table->id());
        DB::statement('ALTER TABLE log SET SCHEMA audit');
        DB::unprepared('SET search_path TO censo; CREATE TABLE alunos (id bigserial primary key)');
        Schema::table('users', fn (Blueprint $table) => $table->string('name')->nullable());
    }
};
//- /app/A.php
<?php
DB::table('users')->insert(['name' => 'x']);
DB::table('public.users')->insert(['names' => 'x']);
//                                  ^^^^^ unknown-column
DB::table('user')->get();
//         ^^^^ unknown-table
DB::table('censo.etapas')->get();
DB::table('censo.etapa')->get();
//         ^^^^^^^^^^^ unknown-table
DB::table('etapas')->get();
DB::table('audit.log')->get();
DB::table('other.users')->get();
class Etapa extends Model { protected $table = 'censo.etapas'; }
";
    let analysis = check_pgsql("'search_path' => 'public'", rest);
    let tables: Vec<&str> = analysis.database.connections["pgsql"].tables.keys().map(String::as_str).collect();
    assert_eq!(tables, ["alunos", "audit.log", "censo.etapas", "censo.moved", "users"]);
    check_pgsql("'schema' => ['public']", rest);
    check_pgsql("'prefix' => ''", rest);
}

#[test]
fn a_search_path_makes_names_with_and_without_a_schema_one() {
    check_pgsql(
        r#"'search_path' => '"$user", app'"#,
        r"
//- /database/migrations/2024_01_01_000000_create.php
<?php
return new class extends Migration {
    public function up() {
        Schema::create('users', fn (Blueprint $table) => $table->id());
        DB::statement('ALTER TABLE app.users ADD COLUMN name text');
    }
};
//- /app/A.php
<?php
DB::table('app.users')->insert(['name' => 'x', 'mail' => 'y']);
//                                              ^^^^ unknown-column
",
    );
}

#[test]
fn where_nothing_is_made_on_the_default_connection_it_is_somebody_elses() {
    check(
        r"
//- /.env.example
DB_CONNECTION=legacy
//- /app/A.php
<?php
DB::connection('mysql')->table('users')->get();
",
    );
    let all_elsewhere = r"
//- /config/database.php
<?php
return ['default' => 'sqlite', 'connections' => ['sqlite' => ['driver' => 'sqlite', 'database' => ':memory:'], 'app' => ['driver' => 'mysql', 'database' => 'a']]];
//- /database/migrations/2024_01_01_000000_create.php
<?php
return new class extends Migration {
    protected $connection = 'app';
    public function up() { Schema::create('users', fn (Blueprint $table) => $table->id()); }
};
//- /app/A.php
<?php
DB::table('users')->get();
class User extends Model {}
";
    fixture::check(&with_uses(all_elsewhere));
}
