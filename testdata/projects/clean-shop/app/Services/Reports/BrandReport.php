<?php

namespace App\Services\Reports;

use App\Models\Brand;
use App\Models\Product;
use Illuminate\Database\Eloquent\Builder;
use Illuminate\Support\Collection;
use Illuminate\Support\Facades\DB;

class BrandReport
{
    public function listing(?string $slug = null, bool $sold = false): Collection
    {
        $query = Product::query()->withBrandName()->when($slug, fn (Builder $products) => $products->ofBrand($slug));

        if ($sold) {
            $this->joinSales($query);
            $query->where('items.quantity', '>', 0)->orderBy('variants.sku');
        }

        return $query
            ->whereNotNull('brands.logo_path')
            ->where('products.name', '!=', '')
            ->orderBy('brand_name')
            ->orderBy('website')
            ->get()
            ->groupBy('brand_name')
            ->map(fn (Collection $products, string $brand) => [
                'brand' => $brand,
                'names' => $products->pluck('name')->join(', ', ' and '),
                'first' => $products->sortBy('published_at')->first()?->website,
            ])
            ->where('first', '!=', null)
            ->values();
    }

    /** Brands beside the one that comes next in the alphabet. */
    public function pairs(): Collection
    {
        return DB::table('brands as a')
            ->join('brands as b', fn ($join) => $join->on('b.name', '>', 'a.name')->on('b.id', '!=', 'a.id'))
            ->whereNotExists(fn ($query) => $query
                ->from('brands as between')
                ->whereColumn('between.name', '>', 'a.name')
                ->whereColumn('between.name', '<', 'b.name'))
            ->select('a.name', 'b.name as next_name', 'b.slug as next_slug')
            ->orderBy('a.name')
            ->get();
    }

    /** Counted in a sub-query that goes by the name of the table. */
    public function counts(): Collection
    {
        return Product::query()
            ->fromSub(Product::query()->select('brand_id')->selectRaw('count(*) as amount, max(weight) as heaviest')->groupBy('brand_id'), 'products')
            ->withoutGlobalScopes()
            ->where('amount', '>', 1)
            ->orderByDesc('heaviest')
            ->pluck('amount', 'brand_id');
    }

    public function newest(): Collection
    {
        $newest = DB::table('products as newer')
            ->select('newer.published_at')
            ->whereColumn('newer.brand_id', 'brands.id')
            ->latest('newer.published_at')
            ->limit(1);

        return Brand::query()
            ->select('brands.*')
            ->selectSub($newest, 'newest_at')
            ->withCasts(['newest_at' => 'datetime'])
            ->withCount('products')
            ->having('products_count', '>=', 0)
            ->groupBy('brands.id')
            ->orderByRaw('newest_at is null, newest_at desc')
            ->get()
            ->filter(fn (Brand $brand) => $brand->newest_at?->isFuture())
            ->sortByDesc('products_count');
    }

    private function joinSales(Builder $query): void
    {
        $query->join('product_variants as variants', 'variants.product_id', '=', 'products.id')
            ->join('order_items as items', 'items.product_variant_id', '=', 'variants.id');
    }
}
