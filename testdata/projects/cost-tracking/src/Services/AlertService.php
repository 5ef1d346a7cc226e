<?php

namespace Acme\AiCosts\Services;

use Acme\AiCosts\Models\AiOptimization;
use Acme\AiCosts\Models\AiPerformanceAlert;
use Illuminate\Support\Facades\DB;

class AlertService
{
    public function raise(string $component, string $severity, string $message): AiPerformanceAlert
    {
        return AiPerformanceAlert::create(compact('component', 'severity', 'message'));
    }

    public function acknowledge(AiPerformanceAlert $alert, int $userId): void
    {
        $alert->update(['acknowledged_by' => $userId, 'acknowledged_at' => now()]);
    }

    /** Closes the alert and opens a piece of work for it, both or neither. */
    public function escalate(AiPerformanceAlert $alert, int $userId): AiOptimization
    {
        try {
            return DB::transaction(function () use ($alert, $userId) {
                DB::table('ai_performance_alerts')->where('id', $alert->id)->update([
                    'resolved_by' => $userId,
                    'resolved_at' => now(),
                ]);

                return AiOptimization::create([
                    'title' => "Look into {$alert->component}",
                    'created_by' => $userId,
                ]);
            });
        } catch (\Throwable $e) {
            report($e);

            throw $e;
        }
    }
}
