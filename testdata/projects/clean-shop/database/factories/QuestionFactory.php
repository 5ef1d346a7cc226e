<?php

namespace Database\Factories;

use App\Models\Customer;
use App\Models\Product;
use Illuminate\Database\Eloquent\Factories\Factory;

class QuestionFactory extends Factory
{
    public function definition(): array
    {
        return [
            'product_id' => Product::factory(),
            'customer_id' => Customer::factory(),
            'title' => fake()->sentence(),
            'body' => fake()->optional()->paragraph(),
        ];
    }

    public function hidden(): static
    {
        return $this->state(['is_public' => false]);
    }
}
