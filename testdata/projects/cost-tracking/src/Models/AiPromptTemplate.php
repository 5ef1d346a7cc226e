<?php

namespace Acme\AiCosts\Models;

use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Relations\BelongsTo;
use Illuminate\Database\Eloquent\Relations\HasMany;

class AiPromptTemplate extends Model
{
    protected $fillable = ['account_id', 'name', 'body', 'is_public'];

    public function account(): BelongsTo
    {
        return $this->belongsTo(AiAccount::class);
    }

    public function shares(): HasMany
    {
        return $this->hasMany(AiTemplateShare::class, 'template_id');
    }
}
