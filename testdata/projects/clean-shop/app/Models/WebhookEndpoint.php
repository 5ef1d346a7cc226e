<?php

namespace App\Models;

use Illuminate\Database\Eloquent\Builder;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Relations\BelongsTo;
use Illuminate\Database\Eloquent\Relations\HasMany;

class WebhookEndpoint extends Model
{
    protected $fillable = ['created_by', 'url', 'secret', 'events', 'is_active'];

    protected $hidden = ['secret'];

    protected $casts = ['events' => 'array', 'is_active' => 'boolean'];

    public function creator(): BelongsTo
    {
        return $this->belongsTo(User::class, 'created_by');
    }

    public function deliveries(): HasMany
    {
        return $this->hasMany(WebhookDelivery::class);
    }

    public function scopeListeningTo(Builder $query, string $event): void
    {
        $query->where('is_active', true)->whereJsonContains('events', $event);
    }
}
