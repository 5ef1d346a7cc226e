<?php

namespace App\Services;

use App\Models\Order;
use Illuminate\Database\Query\Builder;
use Illuminate\Support\Collection;
use Illuminate\Support\Facades\DB;

class ReportService
{
    public function bestSellers(int $limit = 10, ?string $channel = null): Collection
    {
        return $this->soldItems()
            ->when($channel, fn (Builder $query) => $query->where('orders.channel', $channel))
            ->groupBy('order_items.sku', 'order_items.name')
            ->selectRaw('order_items.sku, order_items.name, sum(order_items.quantity) as sold')
            ->having('sold', '>', 0)
            ->orderByDesc('sold')
            ->limit($limit)
            ->get();
    }

    public function revenueByCountry(): Collection
    {
        $query = $this->soldItems();

        $query->leftJoin('addresses as billing', 'billing.id', '=', 'orders.billing_address_id');
        $query->groupBy('billing.country_code');
        $query->select('billing.country_code', DB::raw('sum(order_items.total_amount) as revenue'));

        return $query->pluck('revenue', 'country_code');
    }

    public function openOrders(): Collection
    {
        return Order::open()
            ->select(['id', 'number', 'customer_id', 'placed_at'])
            ->with(['customer:id,first_name,last_name', 'items' => fn ($items) => $items->orderBy('sku')])
            ->withCount('items')
            ->withSum('payments as paid', 'amount')
            ->get();
    }

    public function taxes(int $year): Collection
    {
        return collect(DB::select(
            'select t.name, sum(i.total_amount * t.rate) as tax
             from order_items i
             join tax_rates t on t.id = i.tax_rate_id
             join orders o on o.id = i.order_id
             where o.placed_at between ? and ?
             group by t.name',
            ["{$year}-01-01", "{$year}-12-31"],
        ));
    }

    private function soldItems(): Builder
    {
        return DB::table('order_items')
            ->join('orders', 'orders.id', '=', 'order_items.order_id')
            ->whereNull('orders.deleted_at')
            ->whereIn('orders.status', ['paid', 'shipped']);
    }
}
