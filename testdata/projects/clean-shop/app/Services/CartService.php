<?php

namespace App\Services;

use App\Models\Cart;
use App\Models\CartItem;
use App\Models\Customer;
use App\Models\ProductVariant;
use Illuminate\Support\Str;

class CartService
{
    public function __construct(private readonly PricingService $prices)
    {
    }

    public function open(?Customer $customer = null): Cart
    {
        return Cart::create([
            'customer_id' => $customer?->id,
            'guest_token' => $customer ? null : Str::random(40),
            'currency_code' => config('shop.currency'),
            'expires_at' => now()->addDays(config('shop.carts.lifetime_days')),
        ]);
    }

    public function add(Cart $cart, ProductVariant $variant, int $quantity = 1): CartItem
    {
        $item = $cart->items()->firstOrCreate(
            ['product_variant_id' => $variant->id],
            ['quantity' => 0, 'unit_amount' => $this->prices->amount($variant, $cart->currency_code)],
        );

        $item->increment('quantity', $quantity);

        return $item;
    }

    public function merge(Cart $guest, Cart $own): void
    {
        foreach ($guest->items()->whereNotIn('product_variant_id', $own->items()->select('product_variant_id'))->get() as $item) {
            $item->update(['cart_id' => $own->id]);
        }

        $guest->delete();
    }

    public function total(Cart $cart): int
    {
        return $cart->items->sum(fn (CartItem $item) => $item->quantity * $item->unit_amount);
    }
}
