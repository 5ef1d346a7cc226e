<?php

namespace App\Services\Reports;

use Illuminate\Support\Facades\DB;

/**
 * For the tax office, in plain SQL that the accountant can read.
 */
class TaxReport
{
    private const ITEMS = 'order_items';

    private const PAID = "status in ('paid', 'shipped')";

    public function byRate(string $from, string $until): array
    {
        $items = self::ITEMS;

        return DB::select("
            select r.name, r.rate, sum(i.total_amount) as net, sum(i.total_amount * r.rate) as tax
            from {$items} as i
            join orders as o on o.id = i.order_id
            join tax_rates as r on r.id = i.tax_rate_id
            where o.placed_at >= :from and o.placed_at < :until and o.".self::PAID.'
            group by r.id, r.name, r.rate
            having sum(i.total_amount) > 0
            order by tax desc
        ', ['from' => $from, 'until' => $until]);
    }

    public function total(string $currency): int
    {
        return (int) DB::scalar(
            'select coalesce(sum(tax_total), 0) from orders where currency_code = ? and deleted_at is null',
            [$currency],
        );
    }

    public function latestRefund(): ?object
    {
        return DB::selectOne(
            'select refunds.id, refunds.amount, payments.provider '
            .'from refunds inner join payments on payments.id = refunds.payment_id '
            .'where refunds.processed_at is not null '
            .'order by refunds.processed_at desc limit 1'
        );
    }

    /** Fills in what old imports left out. */
    public function repair(int $defaultRate): int
    {
        $touched = DB::update('update order_items set tax_rate_id = ?, updated_at = ? where tax_rate_id is null', [$defaultRate, now()]);
        $touched += DB::delete('delete from order_item_shipment where quantity = 0 and shipment_id in (select id from shipments where delivered_at is null)');

        DB::insert('insert into audit_logs (event, new_values) values (?, ?)', ['tax.repaired', json_encode(['rows' => $touched])]);

        return $touched + DB::affectingStatement(
            'update orders set tax_total = (select coalesce(sum(i.total_amount * 0.19), 0) from order_items i where i.order_id = orders.id) where tax_total = 0'
        );
    }

    public function rows(): \Generator
    {
        foreach (DB::cursor('select number, tax_total from orders where placed_at is not null order by number') as $row) {
            yield [$row->number, $row->tax_total];
        }
    }
}
