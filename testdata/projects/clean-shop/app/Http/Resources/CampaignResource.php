<?php

namespace App\Http\Resources;

use Illuminate\Http\Request;
use Illuminate\Http\Resources\Json\JsonResource;

/** @mixin \App\Models\Campaign */
class CampaignResource extends JsonResource
{
    public function toArray(Request $request): array
    {
        return [
            'code' => $this->code,
            'name' => $this->name,
            'running' => $this->is_running,
            'left' => $this->whenAppended('budget_left'),
            'audience' => $this->whenHas('audience'),
            'size' => $this->whenCounted('products'),
            'turnover' => $this->whenHas('turnover', fn () => $this->turnover / 100),
            'average' => $this->whenAggregated('products', 'weight', 'avg'),
            'products' => $this->whenLoaded('products', fn () => $this->products
                ->where('placement.position', '<', 10)
                ->sortBy('placement.discount_percent')
                ->map(fn ($product) => ['sku' => $product->sku, 'off' => $product->placement->discount_percent])),
        ];
    }
}
