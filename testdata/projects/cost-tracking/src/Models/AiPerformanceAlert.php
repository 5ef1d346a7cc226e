<?php

namespace Acme\AiCosts\Models;

use Illuminate\Database\Eloquent\Builder;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Relations\BelongsTo;

class AiPerformanceAlert extends Model
{
    protected $fillable = [
        'component', 'severity', 'message', 'acknowledged_by', 'acknowledged_at', 'resolved_by', 'resolved_at',
    ];

    public function acknowledgedBy(): BelongsTo
    {
        return $this->belongsTo(User::class, 'acknowledged_by');
    }

    public function resolvedBy(): BelongsTo
    {
        return $this->belongsTo(User::class, 'resolved_by');
    }

    public function scopeOpen(Builder $query): void
    {
        $query->whereNull('resolved_at')->latest();
    }
}
