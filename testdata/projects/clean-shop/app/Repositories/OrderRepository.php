<?php

namespace App\Repositories;

use App\Models\Coupon;
use App\Models\Order;
use App\Support\Tables;
use Illuminate\Database\DatabaseManager;
use Illuminate\Support\LazyCollection;
use stdClass;

class OrderRepository
{
    private const ITEMS = 'order_items';

    public function __construct(private readonly DatabaseManager $db)
    {
    }

    public function nextNumber(): string
    {
        $last = $this->db->table('orders')->max('number');

        return sprintf('%s-%06d', now()->format('Y'), (int) substr((string) $last, 5) + 1);
    }

    public function recalculate(Order $order): void
    {
        $subtotal = $this->db->table(self::ITEMS)->where('order_id', $order->id)->sum('total_amount');
        $discount = $this->db->connection()->table(Tables::COUPON_ORDER)->where('order_id', $order->id)->sum('discount_amount');

        $order->update([
            'subtotal' => $subtotal,
            'discount_total' => $discount,
            'grand_total' => max(0, $subtotal - $discount) + $order->shipping_total,
        ]);
    }

    public function applyCoupon(Order $order, Coupon $coupon, int $discount): void
    {
        $this->db->transaction(function () use ($order, $coupon, $discount) {
            $order->coupons()->attach($coupon->id, ['discount_amount' => $discount]);
            $coupon->increment('times_used');
        });
    }

    public function find(string $number): ?stdClass
    {
        return $this->db->table('orders', 'o')
            ->join('customers as c', 'c.id', 'o.customer_id')
            ->leftJoin('addresses as a', 'a.id', '=', 'o.shipping_address_id')
            ->where('o.number', $number)
            ->whereNull('o.deleted_at')
            ->first(['o.*', 'c.email', 'c.first_name', 'c.last_name', 'a.city as ship_to']);
    }

    /** @return LazyCollection<int, stdClass> */
    public function export(string $from, string $to): LazyCollection
    {
        return $this->db->table('orders')
            ->whereBetween('orders.placed_at', [$from, $to])
            ->select('orders.id', 'orders.number', 'orders.grand_total', 'orders.channel')
            ->selectSub(
                fn ($query) => $query->from('payments')
                    ->whereColumn('payments.order_id', 'orders.id')
                    ->where('payments.status', 'captured')
                    ->selectRaw('coalesce(sum(payments.amount), 0)'),
                'paid'
            )
            ->lazyById(500, 'orders.id', 'id');
    }
}
