<?php

namespace Database\Factories;

use App\Models\Customer;
use Illuminate\Database\Eloquent\Factories\Factory;

class AddressFactory extends Factory
{
    public function definition(): array
    {
        return [
            'addressable_type' => (new Customer)->getMorphClass(),
            'addressable_id' => Customer::factory(),
            'line_one' => fake()->streetAddress(),
            'postal_code' => fake()->postcode(),
            'city' => fake()->city(),
            'country_code' => 'DE',
        ];
    }
}
