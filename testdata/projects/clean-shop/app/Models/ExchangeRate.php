<?php

namespace App\Models;

use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Relations\BelongsTo;

class ExchangeRate extends Model
{
    public $timestamps = false;

    protected $fillable = ['base_currency', 'quote_currency', 'rate', 'fetched_at'];

    protected $casts = ['rate' => 'decimal:8', 'fetched_at' => 'immutable_datetime'];

    public function base(): BelongsTo
    {
        return $this->belongsTo(Currency::class, 'base_currency', 'code');
    }

    public function quote(): BelongsTo
    {
        return $this->belongsTo(Currency::class, 'quote_currency', 'code');
    }
}
