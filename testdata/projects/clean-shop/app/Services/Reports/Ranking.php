<?php

namespace App\Services\Reports;

use App\Models\Product;
use App\Models\Review;
use Illuminate\Contracts\Database\Query\Builder as AnyBuilder;
use Illuminate\Database\Eloquent\Builder;
use Illuminate\Support\Collection;

class Ranking
{
    private const COLUMNS = ['id', 'name', 'slug'];

    /** @return Collection<int, array{label: string, net: float}> */
    public function products(?string $brand, bool $withDrafts = false): Collection
    {
        $query = Product::query()->select(array_merge(self::COLUMNS, ['brand_id', 'status']));
        $query = $this->onlyBrand($query, $brand);

        if (! $withDrafts) {
            $query->where('status', '!=', 'draft');
        }

        foreach (['name', 'sku'] as $column) {
            $query->whereNotNull($column);
        }

        $query->tap($this->byRating(...))->when($brand === null, fn ($query) => $query->whereHas('brand'));

        // From here on these are rows in memory, with names of their own.
        return $query->get()
            ->map(fn (Product $product) => [
                'label' => "{$product->name} ({$product->reviews_avg_rating})",
                'net' => (float) $product->reviews_avg_rating,
                'virtual' => $product->status === null,
            ])
            ->where('virtual', false)
            ->whereNotNull('label')
            ->sortByDesc('net')
            ->unique('label')
            ->groupBy('net')
            ->flatten(1);
    }

    public function stars(): array
    {
        $stars = Review::withoutGlobalScopes()
            ->groupBy('rating')
            ->orderBy('rating')
            ->selectRaw('rating, count(*) as amount, max(created_at) as newest')
            ->get();

        return [
            'best' => $stars->firstWhere('amount', $stars->max('amount'))?->rating,
            'spread' => $stars->pluck('amount', 'rating')->all(),
            'newest' => $stars->sum('amount') > 0 ? $stars->where('amount', '>', 1)->pluck('newest')->join(', ') : null,
        ];
    }

    /**
     * @param Builder<Product> $query
     * @return Builder<Product>
     */
    private function onlyBrand(Builder $query, ?string $brand): Builder
    {
        return $brand === null ? $query : $query->whereRelation('brand', 'slug', $brand);
    }

    private function byRating(AnyBuilder $query): void
    {
        $query->withAvg('reviews', 'rating')->withCount('reviews')->orderByDesc('reviews_avg_rating')->orderBy('reviews_count');
    }
}
