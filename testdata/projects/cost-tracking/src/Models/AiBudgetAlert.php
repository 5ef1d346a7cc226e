<?php

namespace Acme\AiCosts\Models;

use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Relations\BelongsTo;

class AiBudgetAlert extends Model
{
    protected $fillable = ['budget_id', 'user_id', 'threshold', 'spent', 'severity', 'sent_at'];

    protected $casts = ['sent_at' => 'datetime'];

    public function budget(): BelongsTo
    {
        return $this->belongsTo(AiBudget::class, 'budget_id');
    }

    public function user(): BelongsTo
    {
        return $this->belongsTo(User::class);
    }
}
