<?php

namespace Acme\AiCosts\Models;

use Illuminate\Database\Eloquent\Builder;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Relations\HasMany;

class AiProvider extends Model
{
    protected $fillable = ['name', 'slug', 'driver', 'is_active', 'config'];

    protected function casts(): array
    {
        return ['is_active' => 'boolean', 'config' => 'array'];
    }

    public function accounts(): HasMany
    {
        return $this->hasMany(AiAccount::class, 'provider_id');
    }

    public function scopeActive(Builder $query): void
    {
        $query->where('is_active', true)->orderBy('name');
    }
}
