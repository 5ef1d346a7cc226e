<?php

namespace Acme\AiCosts\Models;

use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Relations\BelongsTo;

class AiOptimization extends Model
{
    protected $table = 'ai_optimization_tracking';

    protected $fillable = ['title', 'status', 'expected_savings', 'assigned_to', 'created_by', 'finished_at'];

    public function assignee(): BelongsTo
    {
        return $this->belongsTo(User::class, 'assigned_to');
    }

    public function creator(): BelongsTo
    {
        return $this->belongsTo(User::class, 'created_by');
    }
}
