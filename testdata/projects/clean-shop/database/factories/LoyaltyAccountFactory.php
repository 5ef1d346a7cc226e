<?php

namespace Database\Factories;

use App\Models\Customer;
use App\Models\LoyaltyAccount;
use Illuminate\Database\Eloquent\Factories\Factory;

/** @extends Factory<LoyaltyAccount> */
class LoyaltyAccountFactory extends Factory
{
    public function definition(): array
    {
        return ['customer_id' => Customer::factory(), 'points' => fake()->numberBetween(0, 900)];
    }

    public function tier(string $tier): static
    {
        return $this->state(compact('tier'));
    }

    public function dormant(): static
    {
        return $this->state(['last_activity_at' => now()->subYears(3)]);
    }
}
