<?php

namespace Acme\AiCosts\Services;

use Acme\AiCosts\Models\AiUsageCost;
use Illuminate\Support\Collection;
use Illuminate\Support\Facades\DB;

class AnalyticsService
{
    public function costPerModel(int $userId): Collection
    {
        return DB::table('ai_usage_costs as costs')
            ->join('ai_messages as messages', 'messages.id', '=', 'costs.message_id')
            ->where('costs.user_id', $userId)
            ->whereNull('messages.deleted_at')
            ->groupBy('costs.provider', 'costs.model')
            ->select('costs.provider', 'costs.model')
            ->selectRaw('sum(costs.total_cost) as spent, count(*) as calls')
            ->orderByDesc('spent')
            ->limit(config('ai-costs.analytics.top_models'))
            ->get();
    }

    public function costOfConversation(int $conversationId): float
    {
        return (float) DB::table('ai_messages', 'm')
            ->leftJoin('ai_usage_costs as c', function ($join) {
                $join->on('c.message_id', '=', 'm.id')->where('c.currency', config('ai-costs.currency'));
            })
            ->where('m.conversation_id', $conversationId)
            ->sum('c.total_cost');
    }

    /** Days with their spending, oldest first. */
    public function daily(int $days): Collection
    {
        return AiUsageCost::query()
            ->between(now()->subDays($days), now())
            ->get(['created_at', 'total_cost'])
            ->groupBy(fn (AiUsageCost $cost) => $cost->created_at->toDateString())
            ->map(fn (Collection $costs) => $costs->sum('total_cost'))
            ->sortKeys();
    }

    public function providers(): string
    {
        return AiUsageCost::query()->distinct()->orderBy('provider')->pluck('provider')->join(', ', ' and ');
    }
}
