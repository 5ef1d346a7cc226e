<?php

namespace App\Services\Reports;

use App\Enums\Table;
use App\Models\Order;
use DB;
use Illuminate\Support\Carbon;

class OrderCalendar
{
    public function day(Carbon $day): array
    {
        return [
            'placed' => Order::whereDate('placed_at', $day)->count(),
            'at night' => Order::query()->whereDate('placed_at', $day)->whereTime('placed_at', '<', '06:00')->count(),
            'average' => (int) Order::query()->whereDay('placed_at', $day->day)->whereMonth('placed_at', $day->month)->avg('grand_total'),
            'numbers' => Order::wherePast('placed_at')->whereToday('created_at')->implode('number', ', '),
        ];
    }

    /** @return array<string, int> */
    public function months(int $year): array
    {
        $table = Table::Orders->value;

        return DB::table($table)
            ->whereYear("{$table}.placed_at", $year)
            ->whereNotIn($table.'.status', ['cancelled'])
            ->selectRaw("substr({$table}.placed_at, 1, 7) as month, sum({$table}.grand_total) as total")
            ->groupByRaw('substr(orders.placed_at, 1, 7)')
            ->havingRaw('sum(orders.grand_total) > ?', [0])
            ->orderBy('month')
            ->pluck('total', 'month')
            ->all();
    }

    public function busiestChannel(): ?string
    {
        return DB::table('orders')
            ->select('channel')
            ->selectRaw('count(*) as n')
            ->groupBy('channel')
            ->having('n', '>', 1)
            ->orHavingRaw('max(subtotal) > 0')
            ->orderByDesc('n')
            ->value('channel');
    }

    public function neighbours(Order $order): array
    {
        return [
            'before' => $order->newQuery()->where('placed_at', '<', $order->placed_at)->latest('placed_at')->value('number'),
            'after' => $order->newQuery()->where('placed_at', '>', $order->placed_at)->oldest('placed_at')->value('number'),
            'same total' => $order->newQueryWithoutScopes()->whereKeyNot($order->id)->whereRowValues(
                ['grand_total', 'currency_code'],
                '=',
                [$order->grand_total, $order->currency_code],
            )->exists(),
        ];
    }
}
