<?php

namespace App\Models;

use Illuminate\Database\Eloquent\Builder;
use Illuminate\Database\Eloquent\Factories\HasFactory;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Relations\HasMany;

class TaxRate extends Model
{
    use HasFactory;

    protected $guarded = [];

    protected $casts = ['rate' => 'float', 'is_default' => 'boolean', 'valid_from' => 'date', 'valid_until' => 'date'];

    public function products(): HasMany
    {
        return $this->hasMany(Product::class);
    }

    public function orderItems(): HasMany
    {
        return $this->hasMany(OrderItem::class);
    }

    public function scopeForCountry(Builder $query, string $country): Builder
    {
        return $query->where('country_code', $country)->orderByDesc('is_default');
    }
}
