<?php

namespace Database\Factories;

use Illuminate\Database\Eloquent\Factories\Factory;

class WarehouseFactory extends Factory
{
    public function definition(): array
    {
        return [
            'code' => fake()->unique()->bothify('WH##'),
            'name' => fake()->company(),
            'city' => fake()->city(),
            'country_code' => 'DE',
        ];
    }
}
