<?php

namespace App\Models;

use App\Enums\MovementReason;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Relations\BelongsTo;
use Illuminate\Database\Eloquent\Relations\MorphTo;

class InventoryMovement extends Model
{
    const UPDATED_AT = null;

    protected $fillable = ['stock_level_id', 'staff_id', 'source_type', 'source_id', 'quantity_change', 'reason'];

    protected $casts = ['reason' => MovementReason::class];

    public function stockLevel(): BelongsTo
    {
        return $this->belongsTo(StockLevel::class);
    }

    public function staff(): BelongsTo
    {
        return $this->belongsTo(Staff::class);
    }

    public function source(): MorphTo
    {
        return $this->morphTo();
    }
}
