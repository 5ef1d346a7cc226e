<?php

namespace App\Repositories;

use App\Enums\MovementReason;
use Illuminate\Database\ConnectionInterface;
use Illuminate\Support\Collection;

class StockRepository
{
    protected string $table = 'stock_levels';

    protected string $movements = 'inventory_movements';

    public function __construct(private ConnectionInterface $connection)
    {
    }

    public function set(int $warehouseId, int $variantId, int $quantity): void
    {
        $this->connection->table($this->table)->updateOrInsert(
            ['warehouse_id' => $warehouseId, 'product_variant_id' => $variantId],
            ['quantity' => $quantity, 'updated_at' => now()],
        );
    }

    public function move(int $levelId, int $change, MovementReason $reason, ?int $staffId = null): int
    {
        $this->connection->table($this->table)->where('id', $levelId)->increment('quantity', $change, [
            'updated_at' => now(),
        ]);

        return $this->connection->table($this->movements)->insertGetId([
            'stock_level_id' => $levelId,
            'staff_id' => $staffId,
            'quantity_change' => $change,
            'reason' => $reason->value,
        ]);
    }

    public function reserve(int $levelId, int $pieces): bool
    {
        return $this->connection->table($this->table)
            ->where('id', $levelId)
            ->whereRaw('quantity - reserved >= ?', [$pieces])
            ->increment('reserved', $pieces) === 1;
    }

    public function import(array $rows): int
    {
        return $this->connection->table($this->table)->upsert(
            array_map(fn (array $row) => [
                'warehouse_id' => $row['warehouse'],
                'product_variant_id' => $row['variant'],
                'quantity' => $row['count'],
                'reorder_point' => $row['minimum'] ?? null,
            ], $rows),
            ['warehouse_id', 'product_variant_id'],
            ['quantity', 'reorder_point'],
        );
    }

    public function low(): Collection
    {
        return $this->connection->table($this->table)
            ->join('warehouses', 'warehouses.id', '=', "{$this->table}.warehouse_id")
            ->whereColumn('stock_levels.quantity', '<=', 'stock_levels.reorder_point')
            ->where('warehouses.is_active', true)
            ->get(['stock_levels.id', 'warehouses.code', 'stock_levels.quantity']);
    }
}
