<?php

namespace App\Models;

use Illuminate\Database\Eloquent\Builder;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Relations\BelongsTo;

/**
 * A row of a view.
 */
class CustomerTotal extends Model
{
    public $timestamps = false;

    public $incrementing = false;

    protected $primaryKey = 'customer_id';

    public function customer(): BelongsTo
    {
        return $this->belongsTo(Customer::class);
    }

    public function scopeSpentMoreThan(Builder $query, int $amount): void
    {
        $query->where('turnover', '>', $amount)->orderByDesc('orders_placed');
    }
}
