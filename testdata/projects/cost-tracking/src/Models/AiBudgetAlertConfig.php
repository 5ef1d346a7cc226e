<?php

namespace Acme\AiCosts\Models;

use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Relations\BelongsTo;

class AiBudgetAlertConfig extends Model
{
    protected $fillable = ['user_id', 'project_id', 'organization_id', 'period', 'threshold', 'channels', 'is_enabled'];

    protected $casts = ['channels' => 'array', 'is_enabled' => 'boolean'];

    public function user(): BelongsTo
    {
        return $this->belongsTo(User::class);
    }
}
