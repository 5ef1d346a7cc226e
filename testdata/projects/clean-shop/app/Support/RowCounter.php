<?php

namespace App\Support;

use App\Models\Order;
use App\Models\Product;
use Illuminate\Support\Facades\DB;

/**
 * Counts rows for the health page.
 */
class RowCounter
{
    private const WATCHED = ['orders', 'payments', self::QUEUE];

    private const QUEUE = 'jobs';

    /** @return array<string, int> */
    public function all(): array
    {
        $counts = [];

        foreach (self::WATCHED as $table) {
            $counts[$table] = $this->count($table);
        }

        return $counts + [
            'live products' => $this->count((new Product)->getTable(), 'deleted_at'),
            'live orders' => $this->count((new Order)->getTable(), 'deleted_at'),
            'failed jobs' => $this->count('failed_jobs'),
        ];
    }

    private function count(string $table, ?string $mustBeNull = null): int
    {
        return DB::table($table)
            ->when($mustBeNull, fn ($query, string $column) => $query->whereNull($column))
            ->count();
    }
}
