<?php

namespace Database\Factories;

use Illuminate\Database\Eloquent\Factories\Factory;

class CurrencyFactory extends Factory
{
    public function definition(): array
    {
        return ['code' => 'EUR', 'name' => 'Euro', 'symbol' => '€', 'decimals' => 2];
    }

    public function dollar(): static
    {
        return $this->state(['code' => 'USD', 'name' => 'US dollar', 'symbol' => '$']);
    }
}
