<?php

namespace App\Services;

use App\Enums\OrderStatus;
use App\Events\OrderPlaced;
use App\Models\Address;
use App\Models\Cart;
use App\Models\Customer;
use App\Models\Order;
use App\Repositories\OrderRepository;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Log;

class CheckoutService
{
    public function __construct(
        private readonly OrderRepository $orders,
        private readonly InventoryService $inventory,
        private readonly CartService $carts,
    ) {
    }

    public function place(Cart $cart, Customer $customer, Address $address, array $campaign = []): Order
    {
        DB::beginTransaction();

        try {
            $order = Order::create([
                'number' => $this->orders->nextNumber(),
                'customer_id' => $customer->id,
                'billing_address_id' => $address->id,
                'shipping_address_id' => $address->id,
                'currency_code' => $cart->currency_code,
                'status' => OrderStatus::Pending,
                'subtotal' => $total = $this->carts->total($cart),
                'grand_total' => $total,
                'placed_at' => now(),
            ]);

            foreach ($cart->items()->with('variant.product')->get() as $item) {
                $this->inventory->reserve($item->variant, $item->quantity);

                $order->items()->create([
                    'product_variant_id' => $item->product_variant_id,
                    'tax_rate_id' => $item->variant->product->tax_rate_id,
                    'sku' => $item->variant->sku,
                    'name' => $item->variant->product->name,
                    'quantity' => $item->quantity,
                    'unit_amount' => $item->unit_amount,
                    'total_amount' => $item->unit_amount * $item->quantity,
                ]);
            }

            DB::table('cart_items')->where('cart_id', $cart->id)->delete();
            DB::commit();
        } catch (\Throwable $e) {
            DB::rollBack();
            Log::error('Checkout failed.', ['cart' => $cart->id, 'exception' => $e]);

            throw $e;
        }

        OrderPlaced::dispatch($order, $campaign);

        return $order;
    }
}
