<?php

namespace App\Services;

use App\Enums\MovementReason;
use App\Events\StockDepleted;
use App\Exceptions\OutOfStockException;
use App\Models\ProductVariant;
use App\Models\Staff;
use App\Models\StockLevel;
use App\Repositories\StockRepository;

class InventoryService
{
    public function __construct(private readonly StockRepository $stock)
    {
    }

    public function reserve(ProductVariant $variant, int $pieces): void
    {
        $level = StockLevel::query()
            ->whereBelongsTo($variant)
            ->whereHas('warehouse', fn ($query) => $query->where('is_active', true))
            ->orderByRaw('warehouse_id = ? desc', [$variant->preferred_warehouse_id])
            ->get()
            ->first(fn (StockLevel $level) => $level->available >= $pieces);

        if ($level === null || ! $this->stock->reserve($level->id, $pieces)) {
            throw OutOfStockException::for($variant, $pieces);
        }
    }

    public function correct(StockLevel $level, int $quantity, Staff $staff): void
    {
        $this->stock->move($level->id, $quantity - $level->quantity, MovementReason::Correction, $staff->id);

        $level->refresh();

        if ($level->reorder_point !== null && $level->quantity <= $level->reorder_point) {
            StockDepleted::dispatch($level);
        }
    }

    public function totalOf(ProductVariant $variant): int
    {
        return $variant->stockLevels()->sum('quantity');
    }
}
