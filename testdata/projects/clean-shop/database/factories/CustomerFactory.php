<?php

namespace Database\Factories;

use App\Models\User;
use Illuminate\Database\Eloquent\Factories\Factory;

class CustomerFactory extends Factory
{
    public function definition(): array
    {
        return [
            'user_id' => null,
            'first_name' => fake()->firstName(),
            'last_name' => fake()->lastName(),
            'email' => fake()->unique()->safeEmail(),
            'marketing_opt_in' => fake()->boolean(),
        ];
    }

    public function withAccount(): static
    {
        return $this->state(fn () => ['user_id' => User::factory()]);
    }
}
