<?php

namespace App\Http\Resources;

use Illuminate\Http\Request;
use Illuminate\Http\Resources\Json\JsonResource;

/** @mixin \App\Models\Product */
class ProductResource extends JsonResource
{
    public function toArray(Request $request): array
    {
        return [
            'name' => $this->name,
            'slug' => $this->slug,
            'sku' => $this->sku,
            'brand' => $this->whenLoaded('brand', fn () => $this->brand?->name),
            'categories' => $this->whenLoaded('categories', fn () => $this->categories->pluck('name')),
            'tags' => $this->whenLoaded('tags', fn () => $this->tags->pluck('name')->join(', ')),
            'rating' => $this->whenAggregated('reviews', 'rating', 'avg'),
            'published_at' => $this->published_at?->toIso8601String(),
        ];
    }
}
