<?php

namespace App\Services;

use App\Enums\CouponType;
use App\Models\Coupon;
use App\Models\Order;
use App\Repositories\OrderRepository;
use Illuminate\Database\QueryException;

class CouponService
{
    public function __construct(private readonly OrderRepository $orders)
    {
    }

    public function discount(Coupon $coupon, int $subtotal): int
    {
        if ($subtotal < (int) $coupon->minimum_amount) {
            return 0;
        }

        return match ($coupon->type) {
            CouponType::Percent => intdiv($subtotal * $coupon->value, 100),
            CouponType::Fixed => min($subtotal, $coupon->value),
        };
    }

    /** False when the coupon had been used for this order before. */
    public function redeem(Order $order, string $code): bool
    {
        $coupon = Coupon::usable()->whereCode($code)->firstOrFail();

        try {
            $this->orders->applyCoupon($order, $coupon, $this->discount($coupon, $order->subtotal));
        } catch (QueryException $e) {
            report($e);

            return false;
        }

        $this->orders->recalculate($order);

        return true;
    }
}
