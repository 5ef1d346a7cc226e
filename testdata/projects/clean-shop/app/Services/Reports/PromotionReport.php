<?php

namespace App\Services\Reports;

use App\Models\Campaign;
use App\Models\Order;
use App\Models\Product;
use Illuminate\Database\Connection;
use Illuminate\Database\Query\Builder;
use Illuminate\Support\Collection;
use Illuminate\Support\Facades\DB;

class PromotionReport
{
    public function coupons(): Collection
    {
        $used = DB::table('coupon_order')
            ->select('coupon_id')
            ->selectRaw('count(*) as uses, sum(discount_amount) as given')
            ->groupBy('coupon_id');

        return DB::table($used, 'used')
            ->rightJoin('coupons', 'coupons.id', '=', 'used.coupon_id')
            ->joinWhere('campaigns', 'campaigns.coupon_id', '=', DB::raw('coupons.id'))
            ->whereNotNull('used.uses')
            ->orderByDesc('used.given')
            ->orderBy('coupons.code')
            ->get(['coupons.code', 'campaigns.name', 'used.uses', 'used.given']);
    }

    /** Each campaign beside the three newest orders that it brought. */
    public function samples(): Collection
    {
        $newest = Order::query()
            ->select('number as order_number', 'placed_at as ordered_at')
            ->whereColumn('orders.utm_campaign', 'campaigns.code')
            ->latest('placed_at')
            ->limit(3);

        return DB::table('campaigns')->joinLateral($newest, 'samples')->get(['campaigns.name', 'samples.order_number', 'samples.ordered_at']);
    }

    public function share(): Collection
    {
        return DB::table(fn (Builder $query) => $query
            ->from('orders')
            ->whereNotNull('utm_campaign')
            ->groupBy('utm_campaign')
            ->selectRaw('utm_campaign as campaign, sum(grand_total) as turnover'), 'per_campaign')
            ->crossJoinSub(DB::table('orders')->selectRaw('sum(grand_total) as everything'), 'total')
            ->where('per_campaign.turnover', '>', 0)
            ->selectRaw('per_campaign.campaign, per_campaign.turnover * 100.0 / total.everything as percent')
            ->orderByDesc('percent')
            ->pluck('percent', 'campaign');
    }

    public function products(Campaign $campaign): Collection
    {
        return Product::query()
            ->whereAttachedTo($campaign)
            ->orderBy(
                DB::table('campaign_product')->select('position')->whereColumn('product_id', 'products.id')->where('campaign_id', $campaign->id),
            )
            ->orWhereIn('products.id', $campaign->products()->select('products.id'))
            ->whereIntegerInRaw('brand_id', [1, 2])
            ->get($campaign->products()->getRelated()->qualifyColumns(['id', 'name']));
    }

    public function spent(): array
    {
        return DB::transaction(fn (Connection $db) => [
            'sum' => $db->table('campaigns')->rawValue('coalesce(sum(spent), 0)'),
            'first' => $db->table('campaigns')->orderBy('starts_at')->value('name'),
            'most' => $db->table('campaigns')->max('spent'),
            'least' => $db->table(DB::raw('(select spent from campaigns where clicks > 0) as clicked'))->min('spent'),
        ]);
    }

    public function search(string $term): Collection
    {
        return Product::query()
            ->whereFullText(['name', 'description'], $term)
            ->orWhere('products.meta_title', 'like', "%{$term}%")
            ->orderByRaw('match (name, description) against (?) desc, products.published_at', [$term])
            ->get();
    }
}
