<?php

namespace Acme\AiCosts\Models;

use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Relations\BelongsTo;
use Illuminate\Database\Eloquent\Relations\HasMany;

class AiAccount extends Model
{
    protected $fillable = ['provider_id', 'name', 'organization_id', 'status'];

    public function provider(): BelongsTo
    {
        return $this->belongsTo(AiProvider::class);
    }

    public function conversations(): HasMany
    {
        return $this->hasMany(AiConversation::class, 'account_id');
    }

    /** The account as the provider's console names it. */
    public function label(): string
    {
        return collect([$this->name, $this->organization_id])->filter()->join(', ');
    }
}
