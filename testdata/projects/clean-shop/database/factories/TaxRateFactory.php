<?php

namespace Database\Factories;

use Illuminate\Database\Eloquent\Factories\Factory;

class TaxRateFactory extends Factory
{
    public function definition(): array
    {
        return [
            'name' => fake()->unique()->bothify('Rate ##??'),
            'country_code' => fake()->countryCode(),
            'rate' => 0.19,
        ];
    }
}
