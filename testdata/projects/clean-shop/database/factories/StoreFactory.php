<?php

namespace Database\Factories;

use App\Models\Campaign;
use App\Models\Store;
use Illuminate\Database\Eloquent\Factories\Factory;

/** @extends Factory<Store> */
class StoreFactory extends Factory
{
    protected $model = Store::class;

    public function definition(): array
    {
        return [
            'name' => fake()->company(),
            'domain' => fake()->unique()->domainName(),
            'country_code' => fake()->randomElement(['DE', 'FR']),
            'settings' => ['theme' => 'plain', 'shipping' => ['international' => true]],
        ];
    }

    public function abroad(): static
    {
        return $this->state(fn (array $attributes) => ['country_code' => $attributes['country_code'] === 'DE' ? 'AT' : 'FR']);
    }

    public function configure(): static
    {
        return $this->afterCreating(fn (Store $store) => $store->forceFill(['settings->created_by' => 'factory'])->save());
    }

    public function busy(int $campaigns = 3): static
    {
        return $this->has(Campaign::factory()->count($campaigns)->sequence(['clicks' => 10], ['clicks' => 500, 'spent' => 90]), 'campaigns');
    }
}
