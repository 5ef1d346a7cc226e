<?php

/*
 * Reads a database's schema: tables by name, without the connection's prefix, each with `kind`, `columns`, `indexes`
 * and `foreign_keys`. Everything is read from the database's own catalogue and not through Laravel, whose ways of
 * reading are part of what is tested.
 */

declare(strict_types=1);

/** A table's or an index's list as a JSON object even where it is empty. */
function as_map(array $items): array|stdClass
{
    return $items === [] ? new stdClass : $items;
}

/** The name without the connection's prefix. */
function without_prefix(string $name, string $prefix): string
{
    return $prefix !== '' && str_starts_with($name, $prefix) ? substr($name, strlen($prefix)) : $name;
}

function mysql_tables(PDO $pdo, string $prefix): array
{
    $rows = function (string $sql) use ($pdo) {
        return $pdo->query($sql)->fetchAll(PDO::FETCH_ASSOC);
    };
    $tables = [];
    $sql = 'select TABLE_NAME t, TABLE_TYPE kind from information_schema.TABLES where TABLE_SCHEMA = database()'
        ." and TABLE_TYPE in ('BASE TABLE', 'VIEW') order by t";
    foreach ($rows($sql) as $row) {
        $kind = $row['kind'] === 'VIEW' ? 'view' : 'table';
        $tables[$row['t']] = ['kind' => $kind, 'columns' => [], 'indexes' => [], 'foreign_keys' => []];
    }
    $sql = 'select TABLE_NAME t, COLUMN_NAME name, COLUMN_TYPE type, IS_NULLABLE nullable, COLUMN_DEFAULT standard, EXTRA extra'
        .' from information_schema.COLUMNS where TABLE_SCHEMA = database() order by t, ORDINAL_POSITION';
    foreach ($rows($sql) as $row) {
        $tables[$row['t']]['columns'][$row['name']] = [
            'type' => $row['type'],
            'nullable' => $row['nullable'] === 'YES',
            // MariaDB spells the absence of a default of a nullable column as the word.
            'default' => $row['standard'] === 'NULL' ? null : $row['standard'],
            'auto_increment' => str_contains($row['extra'], 'auto_increment'),
        ];
    }
    $sql = 'select TABLE_NAME t, INDEX_NAME name, COLUMN_NAME `column`, NON_UNIQUE several, INDEX_TYPE type'
        .' from information_schema.STATISTICS where TABLE_SCHEMA = database() order by t, name, SEQ_IN_INDEX';
    foreach ($rows($sql) as $row) {
        $index = &$tables[$row['t']]['indexes'][$row['name']];
        $kinds = ['FULLTEXT' => 'fulltext', 'SPATIAL' => 'spatial'];
        $kind = $row['name'] === 'PRIMARY' ? 'primary' : ((int) $row['several'] === 0 ? 'unique' : 'index');
        $index['name'] = $row['name'];
        $index['columns'][] = $row['column'];
        $index['kind'] = $kinds[$row['type']] ?? $kind;
        unset($index);
    }
    $sql = 'select k.TABLE_NAME t, k.CONSTRAINT_NAME name, k.COLUMN_NAME `column`, k.REFERENCED_TABLE_NAME target,'
        .' k.REFERENCED_COLUMN_NAME there, r.DELETE_RULE on_delete, r.UPDATE_RULE on_update'
        .' from information_schema.KEY_COLUMN_USAGE k join information_schema.REFERENTIAL_CONSTRAINTS r'
        .' on r.CONSTRAINT_SCHEMA = k.CONSTRAINT_SCHEMA and r.TABLE_NAME = k.TABLE_NAME and r.CONSTRAINT_NAME = k.CONSTRAINT_NAME'
        .' where k.TABLE_SCHEMA = database() order by t, name, k.ORDINAL_POSITION';
    foreach ($rows($sql) as $row) {
        $key = &$tables[$row['t']]['foreign_keys'][$row['name']];
        $key['name'] = $row['name'];
        $key['columns'][] = $row['column'];
        $key['references']['table'] = without_prefix($row['target'], $prefix);
        $key['references']['columns'][] = $row['there'];
        $key['on_delete'] = strtolower($row['on_delete']);
        $key['on_update'] = strtolower($row['on_update']);
        unset($key);
    }

    return finished($tables, $prefix);
}

function sqlite_tables(PDO $pdo, string $prefix): array
{
    $rows = function (string $sql) use ($pdo) {
        return $pdo->query($sql)->fetchAll(PDO::FETCH_ASSOC);
    };
    $tables = [];
    $sql = "select name, type, sql from sqlite_master where type in ('table', 'view')"
        ." and name not like 'sqlite\\_%' escape '\\' order by name";
    foreach ($rows($sql) as ['name' => $name, 'type' => $kind, 'sql' => $sql]) {
        $quoted = '"'.str_replace('"', '""', $name).'"';
        $table = ['kind' => $kind, 'columns' => [], 'indexes' => [], 'foreign_keys' => []];
        $primary = [];
        // `table_xinfo` also knows generated columns, unlike `table_info`.
        foreach ($rows("pragma table_xinfo($quoted)") as $row) {
            if ((int) $row['pk'] > 0) {
                $primary[(int) $row['pk']] = $row['name'];
            }
            $table['columns'][$row['name']] = [
                'type' => $row['type'],
                'nullable' => (int) $row['notnull'] === 0,
                'default' => $row['dflt_value'],
                'auto_increment' => false,
            ];
        }
        ksort($primary);
        if ($primary !== []) {
            $table['indexes'][] = ['name' => 'primary', 'columns' => array_values($primary), 'kind' => 'primary'];
        }
        // A lone INTEGER PRIMARY KEY is the number of the row: SQLite numbers it with or without AUTOINCREMENT.
        if (count($primary) === 1 && strtoupper($table['columns'][$primary[1]]['type']) === 'INTEGER') {
            $table['columns'][$primary[1]]['auto_increment'] = true;
        }
        foreach ($rows("pragma index_list($quoted)") as $index) {
            if ($index['origin'] === 'pk') {
                continue;
            }
            $columns = array_column($rows('pragma index_info("'.str_replace('"', '""', $index['name']).'")'), 'name');
            $table['indexes'][] = [
                'name' => $index['name'],
                'columns' => $columns,
                'kind' => (int) $index['unique'] === 1 ? 'unique' : 'index',
            ];
        }
        foreach ($rows("pragma foreign_key_list($quoted)") as $row) {
            $key = &$table['foreign_keys'][$row['id']];
            // Laravel 8 gives foreign keys no names on SQLite.
            $key['name'] = null;
            $key['columns'][] = $row['from'];
            $key['references']['table'] = without_prefix($row['table'], $prefix);
            $key['references']['columns'][] = $row['to'];
            $key['on_delete'] = strtolower($row['on_delete']);
            $key['on_update'] = strtolower($row['on_update']);
            unset($key);
        }
        $tables[$name] = $table;
    }

    return finished($tables, $prefix);
}

/** Drops the prefix, and turns what was collected by name into lists. */
function finished(array $tables, string $prefix): array
{
    $done = [];
    foreach ($tables as $name => $table) {
        $table['columns'] = as_map($table['columns']);
        $table['indexes'] = array_values($table['indexes']);
        $table['foreign_keys'] = array_values($table['foreign_keys']);
        $done[without_prefix((string) $name, $prefix)] = $table;
    }

    return $done;
}
