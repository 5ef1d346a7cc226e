<?php

namespace Database\Factories;

use App\Models\Answer;
use App\Models\Question;
use App\Models\User;
use Illuminate\Database\Eloquent\Factories\Factory;

class AnswerFactory extends Factory
{
    protected $model = Answer::class;

    public function definition(): array
    {
        return ['question_id' => Question::factory(), 'user_id' => User::factory(), 'body' => fake()->paragraph(), 'votes' => 0];
    }

    public function accepted(): static
    {
        return $this->state(fn () => ['accepted_at' => now(), 'votes' => 5]);
    }
}
