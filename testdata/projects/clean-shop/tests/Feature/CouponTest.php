<?php

namespace Tests\Feature;

use App\Models\Coupon;
use App\Models\Currency;
use App\Models\Order;
use App\Services\CouponService;
use Illuminate\Database\Eloquent\ModelNotFoundException;
use Illuminate\Foundation\Testing\RefreshDatabase;
use Tests\TestCase;

class CouponTest extends TestCase
{
    use RefreshDatabase;

    protected function setUp(): void
    {
        parent::setUp();

        Currency::factory()->create();
    }

    public function test_a_coupon_lowers_the_total(): void
    {
        $order = Order::factory()->withItems(2)->create();
        $coupon = Coupon::factory()->create(['code' => 'TEN']);

        $this->assertTrue(app(CouponService::class)->redeem($order, 'TEN'));

        $this->assertDatabaseHas('coupon_order', [
            'coupon_id' => $coupon->id,
            'order_id' => $order->id,
            'discount_amount' => 500,
        ]);
        $this->assertDatabaseHas('coupons', ['id' => $coupon->id, 'times_used' => 1]);
        $this->assertDatabaseHas('orders', ['id' => $order->id, 'grand_total' => 4500]);
    }

    public function test_an_expired_coupon_is_refused(): void
    {
        Coupon::factory()->expired()->create(['code' => 'LATE']);

        $this->expectException(ModelNotFoundException::class);

        app(CouponService::class)->redeem(Order::factory()->create(), 'LATE');
    }
}
