<?php

/*
 * Runs a project's migrations and then the one that `tablecheck migration` wrote, on a real database: up, and down again.
 *
 *   php migration.php DRIVER ADDRESS PROJECT NEW ROWS
 *
 * DRIVER is mysql, pgsql or sqlite; ADDRESS is the socket of MariaDB or the folder of PostgreSQL's; NEW the name of the new
 * migration's file; ROWS a file with the rows that are there before it, as JSON: table, rows. Prints as JSON what the schema
 * and the rows were before, after `up()` and after `down()`, and what the migration said where it stopped.
 *
 * ILLUMINATE may name the folder `src` of another version of laravel/framework than the one that is installed.
 */

declare(strict_types=1);

error_reporting(E_ALL & ~E_DEPRECATED);
if ($source = getenv('ILLUMINATE')) {
    spl_autoload_register(function (string $class) use ($source) {
        $path = str_replace('\\', '/', $class).'.php';
        // Some of Support's classes lie in packages of their own.
        $shared = array_map(fn ($package) => str_replace('Illuminate/Support/', "Illuminate/$package/", $path),
            ['Collections', 'Macroable', 'Conditionable', 'Reflection']);
        foreach ([$path, ...$shared] as $file) {
            if (is_file("$source/$file")) {
                require_once "$source/$file";

                return;
            }
        }
    }, true, true);
    foreach (['Collections/functions', 'Collections/helpers', 'Support/functions', 'Support/helpers'] as $helpers) {
        if (is_file("$source/Illuminate/$helpers.php")) {
            require_once "$source/Illuminate/$helpers.php";
        }
    }
}
require_once 'Illuminate/Database/autoload.php';
require_once __DIR__.'/capsule.php';

[, $driver, $address, $folder, $new, $rows] = $argv;

/** The connection to an empty database of its own. */
function connection(string $driver, string $address): array
{
    $name = 'migration_'.getmypid();
    $own = [];
    if ($driver === 'mysql') {
        (new PDO("mysql:unix_socket=$address", 'root', ''))->exec("create database $name character set utf8mb4");
        $own = ['unix_socket' => $address, 'host' => 'localhost', 'username' => 'root', 'charset' => 'utf8mb4',
            'collation' => 'utf8mb4_unicode_ci'];
    } elseif ($driver === 'pgsql') {
        (new PDO("pgsql:host=$address;dbname=postgres", 'tester', ''))->exec("create database $name");
        $own = ['host' => $address, 'username' => 'tester', 'charset' => 'utf8'];
    } else {
        $name = ':memory:';
        $own = ['foreign_key_constraints' => true];
    }

    return $own + ['driver' => $driver, 'database' => $name, 'password' => '', 'prefix' => '', 'strict' => true];
}

/** What a query gives, each row in one line, sorted. */
function lines($connection, string $sql): array
{
    $lines = array_map(fn ($row) => implode(' ', array_map(fn ($cell) => $cell ?? 'null', (array) $row)), $connection->select($sql));
    sort($lines);

    return $lines;
}

/** The columns, indexes and foreign keys of all tables. */
function schema($connection, string $driver): array
{
    if ($driver === 'mysql') {
        return [
            'columns' => lines($connection, 'select table_name a, column_name b, column_type c, is_nullable d, column_default e
                from information_schema.columns where table_schema = database()'),
            'indexes' => lines($connection, 'select table_name a, index_name b, seq_in_index c, column_name d, non_unique e
                from information_schema.statistics where table_schema = database()'),
            'keys' => lines($connection, 'select k.table_name a, k.constraint_name b, k.column_name c, k.referenced_table_name d,
                k.referenced_column_name e, r.delete_rule f from information_schema.key_column_usage k
                join information_schema.referential_constraints r on r.constraint_schema = k.constraint_schema
                and r.constraint_name = k.constraint_name where k.table_schema = database()'),
        ];
    }
    if ($driver === 'pgsql') {
        return [
            'columns' => lines($connection, "select table_name a, column_name b, data_type c, character_maximum_length d,
                is_nullable e, column_default f from information_schema.columns where table_schema = 'public'"),
            'indexes' => lines($connection, "select indexdef a from pg_indexes where schemaname = 'public'"),
            'keys' => lines($connection, "select conrelid::regclass a, conname b, pg_get_constraintdef(oid) c, convalidated d
                from pg_constraint where contype = 'f'"),
        ];
    }
    $tables = "(select name from sqlite_master where type = 'table' and name not like 'sqlite_%') t";

    return [
        'columns' => lines($connection, "select t.name a, c.name b, lower(c.type) c, c.\"notnull\" d, c.pk e from $tables, pragma_table_info(t.name) c"),
        'indexes' => lines($connection, "select t.name a, i.name b, i.\"unique\" c, s.name d from $tables, pragma_index_list(t.name) i,
            pragma_index_info(i.name) s"),
        'keys' => lines($connection, "select t.name a, k.\"from\" b, k.\"table\" c, k.\"to\" d, k.on_delete e from $tables, pragma_foreign_key_list(t.name) k"),
    ];
}

/** How many rows each table has, and the values of the columns that are named. */
function rows($connection, array $tables): array
{
    $found = [];
    foreach ($tables as $table => $rows) {
        $columns = array_values(array_filter(array_keys($rows[0] ?? []), fn ($name) => str_ends_with($name, '_id') || str_ends_with($name, '_by') || str_ends_with($name, '_to')));
        $found[$table] = ['count' => $connection->table($table)->count(), 'nulls' => []];
        foreach ($columns as $column) {
            $found[$table]['nulls'][$column] = $connection->table($table)->whereNull($column)->count();
        }
    }

    return $found;
}

/** The migration in a file: what it returns, else the class that it declares. */
function migration(string $file): object
{
    $before = get_declared_classes();
    $value = require $file;
    if (is_object($value)) {
        return $value;
    }
    $declared = array_diff(get_declared_classes(), $before);

    return new (end($declared));
}

/** A step of a migration, as Laravel's migrator takes it: in a transaction where the database has those for schemas. */
function step($connection, object $migration, string $method): ?string
{
    $run = fn () => $migration->$method();
    $safe = $connection->getSchemaGrammar()->supportsSchemaTransactions() && $migration->withinTransaction;
    try {
        $safe ? $connection->transaction($run) : $run();
    } catch (Throwable $error) {
        return $error->getMessage();
    }

    return null;
}

$connection = start(connection($driver, $address))->getConnection();
$connection->useDefaultSchemaGrammar();

$files = glob("$folder/database/migrations/*.php");
sort($files);
foreach ($files as $file) {
    if (basename($file) !== $new) {
        migration($file)->up();
    }
}
$tables = json_decode(file_get_contents($rows), true, 512, JSON_THROW_ON_ERROR);
foreach ($tables as $table => $list) {
    foreach (array_chunk($list, 400) as $some) {
        $connection->table($table)->insert($some);
    }
}
$migration = migration("$folder/database/migrations/$new");
$answer = ['before' => ['schema' => schema($connection, $driver), 'rows' => rows($connection, $tables)]];
$answer['stopped'] = step($connection, $migration, 'up');
$answer['up'] = ['schema' => schema($connection, $driver), 'rows' => rows($connection, $tables)];
if ($answer['stopped'] === null) {
    $answer['failed'] = step($connection, $migration, 'down');
    $answer['down'] = ['schema' => schema($connection, $driver)];
}
echo json_encode($answer, JSON_THROW_ON_ERROR), "\n";
