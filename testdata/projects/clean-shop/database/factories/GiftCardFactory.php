<?php

namespace Database\Factories;

use Illuminate\Database\Eloquent\Factories\Factory;

class GiftCardFactory extends Factory
{
    public function definition(): array
    {
        return [
            'code' => fake()->unique()->bothify('GIFT####'),
            'initial_amount' => $amount = 2500,
            'balance' => $amount,
            'currency_code' => 'EUR',
            'issued_at' => now(),
        ];
    }

    public function empty(): static
    {
        return $this->state(['balance' => 0, 'voided_at' => now()->subYears(11)]);
    }
}
