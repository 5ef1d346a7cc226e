<?php

use App\Models\Cart;
use App\Models\Currency;
use App\Models\ProductVariant;
use App\Services\CartService;

use function Pest\Laravel\assertDatabaseHas;
use function Pest\Laravel\assertDatabaseMissing;
use function Pest\Laravel\postJson;

beforeEach(function () {
    Currency::factory()->create();
});

it('opens a cart for a guest', function () {
    postJson('/api/carts')->assertCreated();

    assertDatabaseHas('carts', ['customer_id' => null, 'currency_code' => 'EUR']);
});

it('counts the pieces of a variant up', function () {
    $cart = app(CartService::class)->open();
    $variant = ProductVariant::factory()->priced(1500)->create();

    app(CartService::class)->add($cart, $variant, 2);
    app(CartService::class)->add($cart, $variant);

    assertDatabaseHas('cart_items', ['cart_id' => $cart->id, 'product_variant_id' => $variant->id, 'quantity' => 3]);
    expect(app(CartService::class)->total($cart->fresh()))->toBe(4500);
});

it('forgets the items together with the cart', function () {
    $cart = Cart::create(['guest_token' => 'abc', 'currency_code' => 'EUR']);
    $variant = ProductVariant::factory()->priced(100)->create();
    $item = app(CartService::class)->add($cart, $variant);

    $cart->delete();

    assertDatabaseMissing('cart_items', ['id' => $item->id]);
    $this->assertModelMissing($cart);
});
