<?php

namespace Database\Factories;

use App\Enums\OrderStatus;
use App\Models\Customer;
use App\Models\OrderItem;
use Illuminate\Database\Eloquent\Factories\Factory;

class OrderFactory extends Factory
{
    public function definition(): array
    {
        return [
            'number' => fake()->unique()->bothify('2025-######'),
            'customer_id' => Customer::factory(),
            'currency_code' => 'EUR',
            'status' => OrderStatus::Pending,
            'subtotal' => 5000,
            'grand_total' => 5000,
            'placed_at' => now(),
        ];
    }

    public function paid(): static
    {
        return $this->state(['status' => OrderStatus::Paid]);
    }

    public function withItems(int $count = 2): static
    {
        return $this->has(OrderItem::factory()->count($count), 'items');
    }
}
