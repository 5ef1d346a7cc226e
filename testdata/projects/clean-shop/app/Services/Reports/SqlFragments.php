<?php

namespace App\Services\Reports;

use Illuminate\Support\Facades\DB;

/**
 * SQL that is put together from pieces.
 */
class SqlFragments
{
    public function openCarts(bool $guestsOnly): array
    {
        $sql = 'select carts.id, count(cart_items.id) as items, sum(cart_items.quantity * cart_items.unit_amount) as value';
        $sql .= ' from carts';
        $sql .= ' left join cart_items on cart_items.cart_id = carts.id';

        if ($guestsOnly) {
            $sql .= ' where carts.customer_id is null';
        }

        $sql .= ' group by carts.id order by value desc';

        return DB::select($sql);
    }

    public function sizes(): array
    {
        $sizes = [];

        foreach (['orders', 'order_items', 'payments'] as $table) {
            $sizes[$table] = DB::selectOne(sprintf('select count(*) as n from %s where created_at > ?', $table), [now()->subDay()])->n;
        }

        return $sizes;
    }

    public function median(string $currency): int
    {
        $query = <<<SQL
            select avg(amount) as median
            from (
                select p.amount,
                       row_number() over (partition by p.currency_code order by p.amount) as position,
                       count(*) over (partition by p.currency_code) as total
                from prices p
                where p.currency_code = ?
            ) as ranked
            where ranked.position between ranked.total / 2.0 and ranked.total / 2.0 + 1
            SQL;

        return (int) DB::select($query, [$currency])[0]->median;
    }

    /** The biggest tables, as MySQL knows them. */
    public function biggest(): array
    {
        return DB::select('select table_name, table_rows, data_length from information_schema.tables where table_schema = database() order by data_length desc limit 10');
    }

    public function columnsWithoutComment(string $table): array
    {
        return DB::table('information_schema.columns')
            ->where('table_schema', DB::getDatabaseName())
            ->where('table_name', $table)
            ->where('column_comment', '')
            ->orderBy('ordinal_position')
            ->pluck('column_name')
            ->all();
    }
}
