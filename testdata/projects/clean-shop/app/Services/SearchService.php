<?php

namespace App\Services;

use App\Models\Product;
use Illuminate\Contracts\Pagination\LengthAwarePaginator;
use Illuminate\Support\Str;

class SearchService
{
    private const SORTABLE = ['name', 'published_at', 'sku'];

    public function search(array $filters): LengthAwarePaginator
    {
        $query = Product::published()->with(['brand', 'cover', 'defaultVariant.prices']);

        if ($term = Str::of($filters['q'] ?? '')->trim()->value()) {
            $query->where(function ($query) use ($term) {
                $query->where('products.name', 'like', "%{$term}%")
                    ->orWhere('sku', $term)
                    ->orWhereHas('tags', fn ($tags) => $tags->where('slug', Str::slug($term)));
            });
        }

        if (isset($filters['brand'])) {
            $query->whereHas('brand', fn ($brands) => $brands->where('slug', $filters['brand']));
        }

        if (isset($filters['max'])) {
            $query->whereHas('variants.prices', function ($prices) use ($filters) {
                $prices->where('currency_code', config('shop.currency'))->where('amount', '<=', $filters['max']);
            });
        }

        $sort = in_array($filters['sort'] ?? '', self::SORTABLE, true) ? $filters['sort'] : 'name';

        return $query->withAvg('reviews', 'rating')->orderBy($sort)->paginate(24);
    }
}
