<?php

namespace Database\Factories;

use App\Models\Order;
use App\Models\ProductVariant;
use App\Models\TaxRate;
use Illuminate\Database\Eloquent\Factories\Factory;

class OrderItemFactory extends Factory
{
    public function definition(): array
    {
        return [
            'order_id' => Order::factory(),
            'product_variant_id' => ProductVariant::factory(),
            'tax_rate_id' => TaxRate::factory(),
            'sku' => fn (array $attributes) => ProductVariant::find($attributes['product_variant_id'])->sku,
            'name' => fake()->words(3, true),
            'quantity' => 2,
            'unit_amount' => 1250,
            'total_amount' => 2500,
        ];
    }
}
