<?php

namespace Acme\AiCosts\Models;

use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Relations\BelongsTo;
use Illuminate\Database\Eloquent\Relations\HasMany;

class AiBudget extends Model
{
    protected $fillable = ['user_id', 'name', 'period', 'limit_amount', 'current_usage', 'currency', 'is_active'];

    protected $casts = ['is_active' => 'boolean'];

    public function user(): BelongsTo
    {
        return $this->belongsTo(User::class);
    }

    public function alerts(): HasMany
    {
        return $this->hasMany(AiBudgetAlert::class, 'budget_id');
    }

    public function remaining(): float
    {
        return max(0.0, (float) $this->limit_amount - (float) $this->current_usage);
    }
}
