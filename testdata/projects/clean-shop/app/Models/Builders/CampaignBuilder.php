<?php

namespace App\Models\Builders;

use App\Models\Campaign;
use App\Models\Product;
use Illuminate\Database\Eloquent\Builder;
use Illuminate\Support\Facades\DB;

/** @extends Builder<Campaign> */
class CampaignBuilder extends Builder
{
    public function running(): self
    {
        return $this->where('campaigns.starts_at', '<=', now())->where(function (self $query) {
            $query->whereNull('ends_at')->orWhere('ends_at', '>', now());
        });
    }

    public function forCountry(string $country): self
    {
        return $this->whereJsonContains('audience->countries', $country)->orWhereJsonLength('audience->countries', 0);
    }

    public function advertising(Product $product): self
    {
        return $this->whereHas('products', fn (Builder $products) => $products
            ->whereKey($product->getKey())
            ->where('campaign_product.discount_percent', '>', 0));
    }

    public function withTurnover(): self
    {
        return $this->addSelect(['turnover' => DB::table('orders')
            ->whereColumn('orders.utm_campaign', $this->qualifyColumn('code'))
            ->selectRaw('coalesce(sum(orders.grand_total), 0)')]);
    }

    public function mostClicked(int $count = 5): self
    {
        return $this->orderByDesc('clicks')->orderBy($this->getModel()->getQualifiedKeyName())->limit($count);
    }
}
