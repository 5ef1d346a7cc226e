<?php

namespace App\Services;

use App\Models\Category;
use App\Models\Coupon;
use App\Models\Product;
use App\Models\ProductVariant;
use App\Models\Warehouse;
use App\Support\Tables;
use Illuminate\Database\Eloquent\Builder;
use Illuminate\Support\Facades\DB;

class CatalogMaintenance
{
    private const PIVOTS = [
        Tables::CATEGORY_PRODUCT => 'product_id',
        Tables::PRODUCT_VENDOR => 'product_id',
        'product_wishlist' => 'product_id',
    ];

    public function detach(int $productId): int
    {
        $removed = 0;

        foreach (self::PIVOTS as $table => $column) {
            $removed += DB::table($table)->where($column, $productId)->delete();
        }

        return $removed + DB::table(Tables::TAGGABLES)->where(['taggable_type' => 'product', 'taggable_id' => $productId])->delete();
    }

    public function cheapVariants(int $below): Builder
    {
        return ProductVariant::query()->where(
            fn (\Illuminate\Database\Query\Builder $query) => $query
                ->from('prices')
                ->whereColumn('prices.product_variant_id', 'product_variants.id')
                ->selectRaw('min(prices.amount)'),
            '<',
            $below,
        );
    }

    public function rename(string $from, string $to): void
    {
        Category::where('name', $from)->get()->each(function (Category $category) use ($to) {
            $category->forceFill(['name' => $to])->saveQuietly();
            $category->products()->where('products.status', 'active')->touch();
        });

        Category::query()->where('name', $to)->lockForUpdate()->updateOrInsert(['slug' => 'new'], ['name' => $to]);
    }

    public function options(): array
    {
        return ProductVariant::query()
            ->whereJsonContains('options->sizes', 'L')
            ->whereJsonContainsKey('options->colour')
            ->select('id', 'options->colour as colour')
            ->orderBy('options->colour')
            ->get()
            ->pluck('colour', 'id')
            ->all();
    }

    public function recolour(string $from, string $to): int
    {
        return ProductVariant::where('options->colour', $from)->update(['options->colour' => $to, 'options->recoloured' => true]);
    }

    public function warehouse(string $code): Warehouse
    {
        return Warehouse::findByCode($code) ?? Warehouse::withCode($code, 'MAIN')->firstOr(['id', 'code'], fn () => Warehouse::forceCreate([
            'code' => $code, 'name' => $code, 'city' => 'Kiel', 'country_code' => 'DE',
        ]));
    }

    public function coupon(string $code): bool
    {
        return Coupon::make(['code' => $code])->isCodeFree($code);
    }

    public function duplicates(): array
    {
        return Product::withTrashed()
            ->toBase()
            ->select('sku')
            ->selectRaw('count(*) as amount')
            ->groupBy('sku')
            ->having('amount', '>', 1)
            ->orHavingNull('sku')
            ->inRandomOrder()
            ->pluck('amount', 'sku')
            ->all();
    }
}
