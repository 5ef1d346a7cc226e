<?php

namespace Tests\Feature;

use App\Events\OrderPlaced;
use App\Models\Address;
use App\Models\Cart;
use App\Models\Currency;
use App\Models\Customer;
use App\Models\ProductVariant;
use App\Models\StockLevel;
use App\Services\CartService;
use App\Services\CheckoutService;
use Illuminate\Foundation\Testing\RefreshDatabase;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Event;
use PHPUnit\Framework\Attributes\Test;
use Tests\TestCase;

class CheckoutTest extends TestCase
{
    use RefreshDatabase;

    #[Test]
    public function a_cart_becomes_an_order(): void
    {
        Event::fake([OrderPlaced::class]);
        Currency::factory()->create();
        $variant = ProductVariant::factory()->priced(2000)->create();
        $level = StockLevel::factory()->for($variant)->create(['quantity' => 5]);
        $address = Address::factory()->create();
        $customer = Customer::findOrFail($address->addressable_id);

        $cart = app(CartService::class)->open($customer);
        app(CartService::class)->add($cart, $variant, 3);

        $order = app(CheckoutService::class)->place($cart->fresh(), $customer, $address);

        $this->assertDatabaseHas('orders', ['number' => $order->number, 'grand_total' => 6000, 'channel' => 'web']);
        $this->assertDatabaseHas('order_items', ['order_id' => $order->id, 'quantity' => 3, 'total_amount' => 6000]);
        $this->assertDatabaseEmpty('cart_items');
        $this->assertSame(3, DB::table('stock_levels')->where('id', $level->id)->value('reserved'));
        Event::assertDispatched(OrderPlaced::class);
    }

    #[Test]
    public function nothing_is_left_behind_when_stock_runs_out(): void
    {
        Currency::factory()->create();
        $variant = ProductVariant::factory()->priced(2000)->create();
        $address = Address::factory()->create();
        $cart = Cart::create(['currency_code' => 'EUR']);
        app(CartService::class)->add($cart, $variant);

        $this->assertThrows(fn () => app(CheckoutService::class)->place(
            $cart->fresh(),
            Customer::findOrFail($address->addressable_id),
            $address,
        ));

        $this->assertDatabaseEmpty('orders');
        $this->assertDatabaseCount('cart_items', 1);
    }
}
