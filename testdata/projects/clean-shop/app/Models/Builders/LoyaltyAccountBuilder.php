<?php

namespace App\Models\Builders;

use Illuminate\Database\Eloquent\Builder;

class LoyaltyAccountBuilder extends Builder
{
    public function inTier(string ...$tiers): static
    {
        $this->whereIn('tier', $tiers);

        return $this;
    }

    public function dormantSince(\DateTimeInterface $date): static
    {
        return $this->where(fn ($query) => $query
            ->whereNull('last_activity_at')
            ->orWhereDate('last_activity_at', '<', $date));
    }

    public function richest(): static
    {
        return $this->reorder('points', 'desc')->orderByDesc('points_spent');
    }
}
