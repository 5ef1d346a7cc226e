<?php

namespace Acme\AiCosts\Models;

use Illuminate\Database\Eloquent\Builder;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Relations\BelongsTo;

class AiUsageCost extends Model
{
    protected $table = 'ai_usage_costs';

    protected $fillable = [
        'user_id', 'conversation_id', 'message_id', 'provider', 'model',
        'input_tokens', 'output_tokens', 'total_tokens',
        'input_cost', 'output_cost', 'total_cost', 'currency', 'metadata',
    ];

    protected $casts = [
        'total_cost' => 'decimal:6',
        'metadata' => 'array',
    ];

    public function user(): BelongsTo
    {
        return $this->belongsTo(User::class, 'user_id');
    }

    public function conversation(): BelongsTo
    {
        return $this->belongsTo(AiConversation::class, 'conversation_id');
    }

    public function message(): BelongsTo
    {
        return $this->belongsTo(AiMessage::class, 'message_id');
    }

    public function scopeBetween(Builder $query, \DateTimeInterface $from, \DateTimeInterface $to): void
    {
        $query->whereBetween('created_at', [$from, $to]);
    }
}
