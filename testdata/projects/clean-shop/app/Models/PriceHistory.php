<?php

namespace App\Models;

use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Relations\BelongsTo;

class PriceHistory extends Model
{
    public const UPDATED_AT = null;

    protected $fillable = ['price_id', 'changed_by', 'old_amount', 'new_amount'];

    public function price(): BelongsTo
    {
        return $this->belongsTo(Price::class);
    }

    public function author(): BelongsTo
    {
        return $this->belongsTo(User::class, 'changed_by');
    }
}
