<?php

namespace Acme\AiCosts\Listeners;

use Acme\AiCosts\Events\CostCalculated;
use Acme\AiCosts\Events\MessageAnswered;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Log;

/**
 * Keeps a record of every calculated cost.
 */
class CostTrackingListener
{
    private int $failures = 0;

    public function handleCostCalculated(CostCalculated $event): void
    {
        try {
            $this->storeCostCalculatedRecord($event);
        } catch (\Exception $e) {
            // Bookkeeping must never disturb the answer to the user.
            $this->failures++;
        }
    }

    public function handleMessageAnswered(MessageAnswered $event): void
    {
        $message = $event->message;

        try {
            DB::table('ai_usage_costs')->insert([
                'user_id' => $event->userId,
                'conversation_id' => (string) $message->conversation_id,
                'message_id' => $message->id,
                'provider' => $event->provider,
                'model' => $message->model ?? 'unknown',
                'input_tokens' => $message->input_tokens,
                'output_tokens' => $message->output_tokens,
                'total_tokens' => $message->input_tokens + $message->output_tokens,
                'input_cost' => $event->inputCost,
                'output_cost' => $event->outputCost,
                'total_cost' => $event->inputCost + $event->outputCost,
                'currency' => config('ai-costs.currency'),
                'metadata' => json_encode(['source' => 'answer']),
                'created_at' => now(),
                'updated_at' => now(),
            ]);
        } catch (\Throwable $e) {
            Log::error('The cost of a message could not be recorded.', [
                'message_id' => $message->id,
                'exception' => $e,
            ]);
        }
    }

    public function failures(): int
    {
        return $this->failures;
    }

    private function storeCostCalculatedRecord(CostCalculated $event): void
    {
        DB::table('ai_cost_tracking')->insert([
            'user_id' => $event->userId,
            'provider' => $event->provider,
            'model' => $event->model,
            'input_tokens' => $event->inputTokens,
            'output_tokens' => $event->outputTokens,
            'cost' => $event->cost,
            'conversation_id' => $event->conversationId,
            'message_id' => $event->messageId,
            'calculated_at' => now(),
            'created_at' => now(),
            'updated_at' => now(),
        ]);
    }
}
