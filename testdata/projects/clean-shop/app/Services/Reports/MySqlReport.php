<?php

namespace App\Services\Reports;

use App\Models\Order;
use Illuminate\Support\Collection;
use Illuminate\Support\Facades\DB;

/**
 * What only MySQL can do.
 */
class MySqlReport
{
    public function perMonth(): Collection
    {
        return Order::query()
            ->selectRaw("date_format(placed_at, '%Y-%m') as month, sum(grand_total) as total, group_concat(distinct channel order by channel separator ', ') as channels")
            ->whereRaw('placed_at > now() - interval 1 year')
            ->groupBy('month')
            ->orderByRaw("field(max(status), 'paid', 'shipped'), month desc")
            ->pluck('total', 'month');
    }

    public function upsertRates(array $rates): void
    {
        foreach ($rates as $currency => $rate) {
            DB::statement(
                'insert into exchange_rates (base_currency, quote_currency, rate, fetched_at) values (?, ?, ?, now())
                 on duplicate key update rate = values(rate), fetched_at = values(fetched_at)',
                ['EUR', $currency, $rate],
            );
        }
    }

    public function closeEmptyCarts(): int
    {
        $n = DB::update('update carts c left join cart_items i on i.cart_id = c.id set c.expires_at = now() where i.id is null');

        return $n + DB::delete('delete c from carts as c where c.expires_at < now() - interval 30 day');
    }

    public function options(): array
    {
        return DB::select(<<<'SQL'
            select v.sku, json_unquote(json_extract(v.options, '$.colour')) as colour, v.options->>'$.size' as size,
                   case when s.quantity > 0 then 'in stock' else 'sold out' end as availability,
                   cast(s.quantity as signed) - ifnull(s.reserved, 0) as free
            from product_variants v
            left join stock_levels s on s.product_variant_id = v.id
            where json_contains(v.options, '"L"', '$.sizes') and v.name collate utf8mb4_bin like 'A%'
            having free > 0
            order by if(colour is null, 1, 0), v.sku
            limit 10 offset 5
            SQL);
    }

    public function ranking(): array
    {
        return DB::select(
            'select ranked.* from (
                select o.customer_id, o.grand_total, rank() over w as place, lag(o.grand_total) over w as before_that
                from orders o
                window w as (partition by o.customer_id order by o.grand_total desc)
            ) ranked
            where ranked.place <= 3 and exists (select 1 from customers c where c.id = ranked.customer_id and c.deleted_at is null)'
        );
    }

    public function health(): array
    {
        return [
            'variables' => DB::select("show variables like 'max_connections'"),
            'columns' => DB::select('show columns from orders'),
            'plan' => DB::select('explain select number from orders where status = ?', ['paid']),
            'slow' => DB::select('select digest_text, count_star from performance_schema.events_statements_summary_by_digest limit 5'),
            'version' => DB::scalar('select version()'),
            'now' => DB::selectOne('select now() as time, connection_id() as id')->time,
        ];
    }

    public function lock(): bool
    {
        return (bool) DB::selectOne("select get_lock('orders', 5) as locked")->locked;
    }
}
