<?php

namespace Acme\AiCosts\Tests\Feature;

use Acme\AiCosts\Models\AiBudget;
use Acme\AiCosts\Services\BudgetService;
use Acme\AiCosts\Tests\TestCase;
use Illuminate\Foundation\Testing\RefreshDatabase;
use Illuminate\Support\Facades\DB;

class BudgetServiceTest extends TestCase
{
    use RefreshDatabase;

    public function test_what_is_left_is_the_limit_less_the_usage(): void
    {
        DB::table('ai_budgets')->insert([
            'user_id' => 7,
            'name' => 'Research',
            'limit_amount' => 100,
            'current_usage' => 40,
        ]);

        $this->assertEqualsWithDelta(60.0, (new BudgetService)->remaining(7), 0.001);
    }

    public function test_a_charge_near_the_limit_raises_an_alert(): void
    {
        $budget = AiBudget::create(['user_id' => 7, 'name' => 'Research', 'limit_amount' => 10]);

        (new BudgetService)->charge(7, 9.5);

        $this->assertDatabaseHas('ai_budget_alerts', ['budget_id' => $budget->id, 'threshold' => 90]);
        $this->assertDatabaseMissing('ai_budget_alerts', ['severity' => 'critical']);
    }
}
