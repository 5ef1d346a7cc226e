<?php

namespace Database\Factories;

use App\Models\Campaign;
use App\Models\Coupon;
use App\Models\Product;
use App\Models\Store;
use Illuminate\Database\Eloquent\Factories\Factory;
use Illuminate\Database\Eloquent\Factories\Sequence;

/** @extends Factory<Campaign> */
class CampaignFactory extends Factory
{
    protected $model = Campaign::class;

    public function definition(): array
    {
        return [
            'store_id' => Store::factory(),
            'name' => fake()->words(2, true),
            'code' => fake()->unique()->bothify('C###'),
            'budget' => fn (array $attributes) => 1000,
            'audience' => ['countries' => []],
            'starts_at' => now()->subDay(),
            'ends_at' => null,
        ];
    }

    public function over(): self
    {
        return $this->set('ends_at', now()->subHour())->state(['spent' => 1000]);
    }

    public function withCoupon(): self
    {
        return $this->for(Coupon::factory()->state(['type' => 'percent', 'value' => 10]));
    }

    public function advertising(int $products = 2): self
    {
        return $this->hasAttached(
            Product::factory()->count($products)->state(new Sequence(['weight' => 10], ['weight' => 20])),
            ['discount_percent' => 15, 'position' => 1],
            'products',
        );
    }
}
