<?php

namespace Database\Factories;

use App\Enums\ProductStatus;
use App\Models\Brand;
use App\Models\Product;
use App\Models\TaxRate;
use Illuminate\Database\Eloquent\Factories\Factory;
use Illuminate\Support\Str;

/** @extends Factory<Product> */
class ProductFactory extends Factory
{
    public function definition(): array
    {
        $name = fake()->unique()->words(3, true);

        return [
            'brand_id' => Brand::factory(),
            'tax_rate_id' => TaxRate::factory(),
            'name' => $name,
            'slug' => Str::slug($name),
            'sku' => fake()->unique()->bothify('P-####'),
            'description' => fake()->paragraph(),
            'status' => ProductStatus::Active,
            'published_at' => now()->subDay(),
            'weight' => fake()->numberBetween(50, 5000),
        ];
    }

    public function draft(): static
    {
        return $this->state(['status' => ProductStatus::Draft, 'published_at' => null]);
    }
}
