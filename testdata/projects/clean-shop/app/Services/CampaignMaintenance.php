<?php

namespace App\Services;

use App\Models\Campaign;
use App\Models\CampaignProduct;
use App\Models\Product;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Log;

class CampaignMaintenance
{
    public function repair(): void
    {
        CampaignProduct::query()->whereNull('featured_until')->orWhereNull('updated_at')->update(['discount_percent' => 0]);

        Campaign::withoutGlobalScopes()
            ->doesntExistOr(fn () => Campaign::withoutGlobalScopes()->lazyByIdDesc(10)->each(fn (Campaign $campaign) => $campaign->forceFill(['clicks' => 0])->saveQuietly()));

        Log::debug(Campaign::query()->where('budget', '>', 0)->orderBy('ends_at')->toRawSql());
    }

    public function copyTo(Campaign $campaign, int $storeId): Campaign
    {
        $copy = $campaign->replicate(['clicks', 'spent'])->fill(['store_id' => $storeId, 'code' => "{$campaign->code}-{$storeId}"]);
        $copy->saveOrFail();
        $copy->products()->sync($campaign->products->mapWithKeys(fn (Product $product) => [
            $product->id => ['position' => $product->placement->position, 'discount_percent' => $product->placement->discount_percent],
        ]));

        return $copy;
    }

    /** The three best products of each campaign. */
    public function best(): array
    {
        return Campaign::withoutGlobalScopes()
            ->with(['products' => fn ($products) => $products->limit(3)->reorder('campaign_product.discount_percent', 'desc')])
            ->get(['id', 'name'])
            ->mapWithKeys(fn (Campaign $campaign) => [$campaign->name => $campaign->products->pluck('name')->all()])
            ->all();
    }

    public function sellers(): array
    {
        $sold = DB::table('order_items')->select('product_variant_id')->selectRaw('sum(quantity) as pieces')->groupBy('product_variant_id');

        return DB::table('product_variants as v')
            ->rightJoinSub($sold, 'sold', 'sold.product_variant_id', '=', 'v.id')
            ->join('campaign_product as cp', fn ($join) => $join->on('cp.product_id', 'v.product_id')->orOn('cp.position', '<', 'sold.pieces'))
            ->groupBy('v.sku')
            ->selectRaw('v.sku, max(sold.pieces) as pieces, min(cp.position) as position')
            ->havingBetween('pieces', [1, 1000])
            ->orHavingNotNull('position')
            ->orHavingBetween('position', [0, 3])
            ->orderByDesc('pieces')
            ->offset(0)->limit(10)
            ->pluck('pieces', 'sku')
            ->all();
    }

    public function reset(): void
    {
        Campaign::query()->fillAndInsert([['store_id' => 1, 'name' => 'Draft', 'code' => 'DRAFT', 'audience' => ['countries' => []]]]);
        Campaign::query()->where('code', 'DRAFT')->sole()->forceDelete();
    }

    public function empty(): void
    {
        DB::table('campaign_product')->truncate();
        Campaign::query()->withAttributes(['name' => 'Unnamed'])->where('name', '')->forceDelete();
    }

    public function unseen(Product $product): bool
    {
        return $product->campaigns()->wherePivotNull('featured_until')->orWherePivotIn('position', [7, 8])->wherePivotNotBetween('discount_percent', [1, 5])->doesntExist()
            && ! $product->campaigns()->withPivotValue('position', 3)->exists()
            && DB::table('campaign_product')->whereNested(fn ($query) => $query->where('product_id', $product->id)->orWhere('position', 3))->average('discount_percent') === null;
    }
}
