<?php

namespace Database\Factories\Analytics;

use App\Models\Analytics\Visitor;
use Illuminate\Database\Eloquent\Factories\Factory;

/** @extends Factory<Visitor> */
class VisitorFactory extends Factory
{
    protected $model = Visitor::class;

    public function definition(): array
    {
        return ['cookie' => fake()->uuid(), 'email' => null, 'first_seen_at' => now()];
    }
}
