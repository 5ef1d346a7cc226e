<?php

namespace App\Repositories;

use App\Models\Category;
use App\Models\Product;
use App\Support\Tables;
use Illuminate\Database\Query\Builder;
use Illuminate\Database\Query\JoinClause;
use Illuminate\Support\Collection;
use Illuminate\Support\Facades\DB;

class ProductRepository
{
    /** Published products of a category with their cheapest price. */
    public function listing(Category $category, string $currency): Collection
    {
        $table = (new Product)->getTable();

        return DB::table($table)
            ->join(Tables::CATEGORY_PRODUCT.' as cp', 'cp.product_id', '=', $table.'.id')
            ->join('product_variants as v', 'v.product_id', '=', 'products.id')
            ->join('prices as p', function (JoinClause $join) use ($currency) {
                $join->on('p.product_variant_id', '=', 'v.id')->where('p.currency_code', $currency);
            })
            ->where('cp.category_id', $category->id)
            ->whereNull('products.deleted_at')
            ->groupBy('products.id', 'products.name', 'products.slug')
            ->select(['products.id', 'products.name', 'products.slug', DB::raw('min(p.amount) as cheapest')])
            ->orderBy('cheapest')
            ->get();
    }

    /** Products that nobody has ordered yet. */
    public function neverOrdered(): Collection
    {
        return DB::table('products')
            ->whereNotExists(function (Builder $query) {
                $query->select(DB::raw(1))
                    ->from('order_items')
                    ->join('product_variants', 'product_variants.id', '=', 'order_items.product_variant_id')
                    ->whereColumn('product_variants.product_id', 'products.id');
            })
            ->pluck('name', 'sku');
    }

    public function attachToCategories(Product $product, array $categoryIds): int
    {
        return DB::table(Tables::CATEGORY_PRODUCT)->insertOrIgnore(array_map(
            fn (int $id) => ['category_id' => $id, 'product_id' => $product->id],
            $categoryIds,
        ));
    }

    public function retire(int $productId): bool
    {
        return Product::query()->whereKey($productId)->update(['status' => 'retired', 'published_at' => null]) > 0;
    }

    public function withRatings(): Collection
    {
        $ratings = DB::table('reviews')
            ->select('product_id', DB::raw('avg(rating) as average'))
            ->where('is_approved', true)
            ->groupBy('product_id');

        return DB::table('products')
            ->leftJoinSub($ratings, 'ratings', 'ratings.product_id', '=', 'products.id')
            ->select('products.id', 'products.name', 'ratings.average')
            ->orderByDesc('ratings.average')
            ->get();
    }
}
