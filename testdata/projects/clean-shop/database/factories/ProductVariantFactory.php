<?php

namespace Database\Factories;

use App\Models\Price;
use App\Models\Product;
use App\Models\ProductVariant;
use Illuminate\Database\Eloquent\Factories\Factory;

class ProductVariantFactory extends Factory
{
    public function definition(): array
    {
        return [
            'product_id' => Product::factory(),
            'sku' => fake()->unique()->bothify('V-######'),
            'name' => fake()->unique()->words(2, true),
            'options' => ['colour' => fake()->randomElement(['red', 'green', 'blue'])],
            'barcode' => fake()->ean13(),
        ];
    }

    public function priced(int $amount, string $currency = 'EUR'): static
    {
        return $this->afterCreating(fn (ProductVariant $variant) => Price::create([
            'product_variant_id' => $variant->id,
            'currency_code' => $currency,
            'amount' => $amount,
        ]));
    }
}
