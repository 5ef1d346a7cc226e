<?php

namespace Acme\AiCosts\Services;

use Acme\AiCosts\Models\AiBudget;
use Acme\AiCosts\Models\AiBudgetAlert;
use Acme\AiCosts\Models\User;
use Acme\AiCosts\Notifications\BudgetThresholdReached;
use Illuminate\Support\Facades\DB;

class BudgetService
{
    /** What the user may still spend in the given period. */
    public function remaining(int $userId, string $period = 'monthly'): float
    {
        $budget = DB::table('ai_budgets')
            ->where('user_id', $userId)
            ->where('period', $period)
            ->where('is_active', true)
            ->first(['limit_amount', 'current_usage']);

        return $budget === null ? INF : $budget->limit_amount - $budget->current_usage;
    }

    public function hasCustomBudget(int $userId): bool
    {
        return DB::table('ai_user_budgets')
            ->where('user_id', $userId)
            ->exists();
    }

    public function resetCustomBudgets(string $period): int
    {
        return DB::table('ai_user_budgets')->where('period', $period)->update(['current_usage' => 0]);
    }

    public function charge(int $userId, float $amount): void
    {
        DB::table('ai_budgets')
            ->where('user_id', $userId)
            ->where('is_active', true)
            ->increment('current_usage', $amount, ['updated_at' => now()]);

        AiBudget::query()
            ->where('user_id', $userId)
            ->where('is_active', true)
            ->get()
            ->each(fn (AiBudget $budget) => $this->warn($budget));
    }

    private function warn(AiBudget $budget): void
    {
        $percent = (int) floor(100 * $budget->current_usage / max($budget->limit_amount, 0.01));
        $threshold = collect(config('ai-costs.thresholds'))->filter(fn ($t) => $percent >= $t)->max();

        if ($threshold === null) {
            return;
        }

        AiBudgetAlert::create([
            'budget_id' => $budget->id,
            'user_id' => $budget->user_id,
            'threshold' => $threshold,
            'spent' => $budget->current_usage,
            'severity' => $threshold >= 100 ? 'critical' : 'warning',
        ]);

        User::find($budget->user_id)?->notify(new BudgetThresholdReached($budget, $threshold));
    }
}
