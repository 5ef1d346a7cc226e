<?php

namespace App\Repositories;

use App\Models\Campaign;
use App\Models\Product;
use Illuminate\Support\Collection;
use Illuminate\Support\Facades\DB;

/** @extends Repository<Campaign> */
class CampaignRepository extends Repository
{
    protected function model(): string
    {
        return Campaign::class;
    }

    public function byCode(string $code): ?Campaign
    {
        return $this->findBy('code', $code);
    }

    public function listing(): Collection
    {
        return $this->model->query()
            ->select('campaigns.*')
            ->selectRaw('(budget - spent) as budget_left_over')
            ->withTurnover()
            ->withCount(['products', 'products as discounted_count' => fn ($products) => $products->where('discount_percent', '>', 0)])
            ->groupBy('campaigns.id')
            ->having('products_count', '>', 0)
            ->orderByDesc('turnover')
            ->orderBy('discounted_count')
            ->get();
    }

    public function overspent(): Collection
    {
        return $this->query()
            ->whereColumn('spent', '>', 'budget')
            ->whereColumn([['starts_at', '<', 'ends_at'], ['created_at', '<=', 'updated_at']])
            ->pluck('campaigns.name', 'campaigns.id');
    }

    public function click(Campaign $campaign, int $cost): void
    {
        $campaign->incrementEach(['clicks' => 1, 'spent' => $cost], ['updated_at' => now()]);
    }

    public function feature(Campaign $campaign, Product $product, int $percent): void
    {
        $campaign->products()->syncWithoutDetaching([
            $product->id => ['discount_percent' => $percent, 'featured_until' => now()->addWeek()],
        ]);
        $campaign->products()->updateExistingPivot($product->id, ['position' => 0]);
        $campaign->products()->wherePivot('position', '>', 10)->detach();
    }

    /** How many products each campaign shows, without a model. */
    public function sizes(): Collection
    {
        return DB::table(Campaign::TABLE)
            ->leftJoin('campaign_product', Campaign::TABLE.'.id', '=', 'campaign_product.campaign_id')
            ->groupBy(Campaign::TABLE.'.id', Campaign::TABLE.'.code')
            ->select(Campaign::TABLE.'.code')
            ->selectRaw('count(campaign_product.product_id) as products, max(campaign_product.discount_percent) as best')
            ->havingBetween('products', [1, 100])
            ->orderBy('products')
            ->get();
    }
}
