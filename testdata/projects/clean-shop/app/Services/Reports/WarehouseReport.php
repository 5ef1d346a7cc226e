<?php

namespace App\Services\Reports;

use App\Models\Order;
use App\Models\StockLevel;
use App\Queries\Scopes\ByWarehouse;
use Illuminate\Support\Collection;
use Illuminate\Support\Facades\DB;

class WarehouseReport
{
    public function levels(?string $code): Collection
    {
        return StockLevel::query()
            ->tap(new ByWarehouse($code))
            ->where('house.is_active', true)
            ->orderBy('house.city')
            ->get(['stock_levels.id', 'stock_levels.quantity', 'house.city']);
    }

    /** With a sub-query that is written as SQL. */
    public function paid(): Collection
    {
        return DB::table('orders')
            ->joinSub('select order_id, sum(amount) as paid from payments group by order_id', 'p', 'p.order_id', '=', 'orders.id')
            ->where('p.paid', '>', 0)
            ->orderBy('paid')
            ->pluck('paid', 'orders.number');
    }

    public function unpaid(): Collection
    {
        $payments = DB::table('payments')->whereColumn('payments.order_id', 'o.id')->where('payments.status', 'captured');

        return DB::table('orders as o')->whereNotExists($payments)->whereNull('o.deleted_at')->pluck('o.number');
    }

    /** @param list<int> $ids */
    public function labels(array $ids): Collection
    {
        return Order::with('items')->find([1, ...$ids])
            ->map(fn (Order $order) => ['label' => $order->number, 'heavy' => $order->items->sum('quantity') > 10])
            ->toBase()
            ->where('heavy', true)
            ->pluck('label');
    }

    public function late(): Collection
    {
        return Order::with('customer')->find([1, 2, 3])->where('is_late', true)->whereNotNull('customer.email')->pluck('customer.full_name', 'number');
    }
}
