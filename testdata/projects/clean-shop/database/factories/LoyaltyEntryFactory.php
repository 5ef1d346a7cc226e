<?php

namespace Database\Factories;

use App\Models\LoyaltyAccount;
use Illuminate\Database\Eloquent\Factories\Factory;

class LoyaltyEntryFactory extends Factory
{
    public function definition(): array
    {
        return ['loyalty_account_id' => LoyaltyAccount::factory(), 'points' => 10, 'note' => null];
    }
}
