<?php

/*
 * Runs the migration of a case of `keys` on a real database, then writes and deletes rows.
 *
 *   php keys.php DRIVER ADDRESS PROJECT
 *
 * DRIVER is mysql, pgsql or sqlite; ADDRESS is the socket of MariaDB. Prints as JSON what the database does, what it says
 * where it refuses, how many indexes of the child begin with the key's column, and how many foreign keys it has. For pgsql it prints the statements that
 * Laravel would run, so that PHP needs no driver for it.
 */

declare(strict_types=1);

error_reporting(E_ALL & ~E_DEPRECATED);
require_once 'Illuminate/Database/autoload.php';
require_once __DIR__.'/capsule.php';

[, $driver, $address, $folder] = $argv;

/** The connection to an empty database of its own. */
function connection(string $driver, string $address): array
{
    $own = ['foreign_key_constraints' => true];
    $name = ':memory:';
    if ($driver === 'mysql') {
        $name = 'keys_'.getmypid();
        (new PDO("mysql:unix_socket=$address", 'root', ''))->exec("create database $name character set utf8mb4");
        $own = ['unix_socket' => $address, 'host' => 'localhost', 'username' => 'root', 'charset' => 'utf8mb4'];
    }

    return $own + ['driver' => $driver, 'database' => $name, 'password' => '', 'prefix' => '', 'strict' => true];
}

/** How many indexes of `posts` begin with `user_id`. */
function indexes($connection, string $driver): int
{
    if ($driver === 'mysql') {
        $sql = "select count(*) n from information_schema.STATISTICS where TABLE_SCHEMA = database()"
            ." and TABLE_NAME = 'posts' and COLUMN_NAME = 'user_id' and SEQ_IN_INDEX = 1";
    } else {
        $sql = "select count(*) n from pragma_index_list('posts') l, pragma_index_info(l.name) i"
            ." where i.seqno = 0 and i.name = 'user_id'";
    }

    return (int) $connection->selectOne($sql)->n;
}

/** How many foreign keys `posts` has. */
function keys($connection, string $driver): int
{
    $sql = $driver === 'mysql'
        ? "select count(*) n from information_schema.REFERENTIAL_CONSTRAINTS where CONSTRAINT_SCHEMA = database() and TABLE_NAME = 'posts'"
        : "select count(*) n from pragma_foreign_key_list('posts')";

    return (int) $connection->selectOne($sql)->n;
}

$connection = start(connection($driver, $address))->getConnection();

$answer = ['does' => 'accepts', 'says' => '', 'indexes' => 0, 'keys' => 0];
$migration = $folder.'/database/migrations/2024_01_01_000000_create_tables.php';
require $migration;
if ($driver === 'pgsql') {
    $statements = $connection->pretend(fn () => (new CreateTables)->up());
    echo json_encode(array_column($statements, 'query'), JSON_THROW_ON_ERROR), "\n";
    exit(0);
}
try {
    (new CreateTables)->up();
} catch (Throwable $error) {
    $answer = ['does' => 'refuses the key', 'says' => $error->getMessage()] + $answer;
}
if ($answer['says'] === '') {
    $answer['indexes'] = indexes($connection, $driver);
    $answer['keys'] = keys($connection, $driver);
    try {
        $columns = $connection->getSchemaBuilder()->getColumnListing('users');
        $id = str_contains(file_get_contents($migration), "uuid('id')") ? '00000000-0000-4000-8000-000000000001' : 1;
        $connection->table('users')->insert(['id' => $id] + (in_array('code', $columns, true) ? ['code' => 1] : []));
        $connection->table('posts')->insert(['id' => 1, 'user_id' => $id]);
        $connection->table('users')->where('id', $id)->delete();
    } catch (Throwable $error) {
        $answer = ['does' => 'fails with rows', 'says' => $error->getMessage()] + $answer;
    }
}
echo json_encode($answer, JSON_THROW_ON_ERROR), "\n";
