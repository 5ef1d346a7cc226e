<?php

namespace App\Support;

use Illuminate\Database\ConnectionInterface;

/**
 * Writes rows that come from outside.
 */
class RowStore
{
    public function __construct(private readonly ConnectionInterface $db)
    {
    }

    /** @param array<string, mixed> $row */
    public function store(string $table, array $row): bool
    {
        return $this->db->table($table)->insert($row);
    }

    /** @param list<array<string, mixed>> $rows */
    public function storeMany(string $table, array $rows): void
    {
        foreach (array_chunk($rows, 500) as $chunk) {
            $this->db->table($table)->insertOrIgnore($chunk);
        }
    }

    /**
     * @param array<string, mixed> $where
     * @param array<string, mixed> $row
     */
    public function replace(string $table, array $where, array $row): bool
    {
        return $this->db->table($table)->updateOrInsert($where, $row);
    }

    public function newest(string $table, string $column = 'created_at'): mixed
    {
        return $this->db->table($table)->max($column);
    }
}
