<?php

namespace App\Services;

use App\Models\ProductVariant;
use App\Models\StockLevel;
use App\Models\Warehouse;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\LazyCollection;

class StockCount
{
    /** @return LazyCollection<int, StockLevel> */
    public function levels(Warehouse $warehouse): LazyCollection
    {
        return $warehouse->stockLevels()->lazyByIdDesc(200)->where('available', '>', 0);
    }

    public function take(int $variantId, int $pieces): void
    {
        $level = StockLevel::query()
            ->where('product_variant_id', $variantId)
            ->where('quantity', '>=', $pieces)
            ->lockForUpdate()
            ->orderByDesc('quantity')
            ->firstOrFail(['id', 'quantity', 'reserved']);

        DB::table('stock_levels')->where('id', $level->id)->decrementEach(['quantity' => $pieces, 'reserved' => 1], ['updated_at' => now()]);
    }

    public function variants(Warehouse $warehouse): array
    {
        $variants = $warehouse->variants()
            ->wherePivotNotIn('reserved', [0])
            ->orWherePivot('quantity', '>', 100)
            ->withPivot('reorder_point')
            ->select('product_variants.*')
            ->findMany([1, 2, 3]);

        return $variants
            ->where('pivot.quantity', '>', 1)
            ->mapWithKeys(fn (ProductVariant $variant) => [$variant->sku => $variant->pivot->reorder_point])
            ->all();
    }

    public function forgotten(): int
    {
        $n = 0;

        StockLevel::query()->orderedChunkById(100, function ($levels) use (&$n) {
            $n += $levels->where('quantity', 0)->count();
        });

        DB::table('stock_levels')->chunkByIdDesc(100, fn ($rows) => $n += $rows->whereNull('reorder_point')->count(), 'id');

        return $n;
    }

    public function find(int $id): object
    {
        return DB::table('stock_levels')->sharedLock()->findOr($id, ['id', 'quantity'], fn () => (object) ['id' => $id, 'quantity' => 0]);
    }

    public function fill(Warehouse $warehouse, ProductVariant $variant): StockLevel
    {
        $level = $warehouse->stockLevels()->firstOrNew(['product_variant_id' => $variant->id], ['quantity' => 5]);
        $level->setAttribute('reserved', 0);

        if ($level->isDirty('quantity') && $level->getRawOriginal('quantity') === null) {
            $level->save();
        }

        return $level->loadMissing('movements')->loadExists('movements')->loadMin('movements', 'quantity_change')->loadAvg('movements', 'quantity_change');
    }

    public function page(int $after): array
    {
        return [
            DB::table('stock_levels')->forPageAfterId(50, $after)->pluck('id'),
            DB::table('stock_levels')->forPageBeforeId(50, $after, 'id')->pluck('quantity', 'id'),
            StockLevel::query()->offset(10)->limit(5)->average('quantity'),
            StockLevel::query()->existsOr(fn () => StockLevel::query()->numericAggregate('max', ['reserved'])),
        ];
    }
}
