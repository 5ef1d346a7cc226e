<?php

/*
 * Runs the two migrations of a case of `statements` on a real database.
 *
 *   php statements.php DRIVER ADDRESS PROJECT [SQL]...
 *
 * DRIVER is mariadb, pgsql or sqlite; ADDRESS is the socket of MariaDB. With SQL, these statements run in the place of the
 * second migration. Prints as JSON what the database says to each of the two: null where it accepts. For pgsql it prints the
 * statements that Laravel would run, so that PHP needs no driver for it.
 */

declare(strict_types=1);

error_reporting(E_ALL & ~E_DEPRECATED);
require_once 'Illuminate/Database/autoload.php';
require_once __DIR__.'/capsule.php';

[, $driver, $address, $folder] = $argv;
$instead = array_slice($argv, 4);

/** The connection to an empty database of its own. */
function connection(string $driver, string $address): array
{
    $own = ['driver' => $driver, 'foreign_key_constraints' => true];
    $name = ':memory:';
    if ($driver === 'mariadb') {
        $name = 'statements_'.getmypid();
        (new PDO("mysql:unix_socket=$address", 'root', ''))->exec("create database $name character set utf8mb4");
        $own = ['driver' => 'mysql', 'unix_socket' => $address, 'host' => 'localhost', 'username' => 'root', 'charset' => 'utf8mb4',
            'collation' => 'utf8mb4_unicode_ci'];
    }

    return $own + ['database' => $name, 'password' => '', 'prefix' => '', 'strict' => true];
}

/** A statement with its values written out. */
function whole(array $query): string
{
    $quoted = array_map(fn ($value) => $value === null ? 'null' : (is_int($value) ? (string) $value : "'".str_replace("'", "''", (string) $value)."'"), $query['bindings']);

    return vsprintf(str_replace(['%', '?'], ['%%', '%s'], $query['query']), $quoted);
}

$connection = start(connection($driver, $address))->getConnection();

$files = glob($folder.'/database/migrations/*.php');
sort($files);
$answer = [];
foreach ($files as $position => $file) {
    $migration = require $file;
    $up = function () use ($connection, $migration, $instead, $position) {
        if ($instead === [] || $position === 0) {
            return $migration->up();
        }
        foreach ($instead as $sql) {
            $connection->statement($sql);
        }
    };
    if ($driver === 'pgsql') {
        $answer[] = array_map('whole', $connection->pretend($up));
        continue;
    }
    try {
        $up();
        $answer[] = null;
    } catch (Throwable $error) {
        $answer[] = $error->getMessage();
    }
}
echo json_encode($answer, JSON_THROW_ON_ERROR), "\n";
