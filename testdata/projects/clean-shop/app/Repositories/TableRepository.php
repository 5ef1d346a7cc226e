<?php

namespace App\Repositories;

use Illuminate\Database\DatabaseManager;
use Illuminate\Database\Query\Builder;
use Illuminate\Support\Collection;
use stdClass;

/**
 * For tables that need no model.
 */
abstract class TableRepository
{
    protected string $table;

    protected string $key = 'id';

    public function __construct(protected DatabaseManager $db)
    {
    }

    public function find(int|string $key): ?stdClass
    {
        return $this->query()->where($this->key, $key)->first();
    }

    public function delete(int|string $key): int
    {
        return $this->query()->where($this->table.'.'.$this->key, $key)->delete();
    }

    public function all(string $orderBy): Collection
    {
        return $this->query()->orderBy($orderBy)->get();
    }

    protected function query(): Builder
    {
        return $this->db->table($this->table);
    }
}
