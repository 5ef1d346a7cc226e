<?php

namespace App\Models;

use Illuminate\Database\Eloquent\Builder;
use Illuminate\Database\Eloquent\Casts\Attribute;
use Illuminate\Database\Eloquent\Factories\HasFactory;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Relations\BelongsTo;
use Illuminate\Database\Eloquent\Relations\HasMany;

class StockLevel extends Model
{
    use HasFactory;

    protected $fillable = ['warehouse_id', 'product_variant_id', 'quantity', 'reserved', 'reorder_point'];

    public function warehouse(): BelongsTo
    {
        return $this->belongsTo(Warehouse::class);
    }

    public function productVariant(): BelongsTo
    {
        return $this->belongsTo(ProductVariant::class);
    }

    public function movements(): HasMany
    {
        return $this->hasMany(InventoryMovement::class);
    }

    protected function available(): Attribute
    {
        return Attribute::get(fn (mixed $value, array $row) => $row['quantity'] - $row['reserved']);
    }

    public function scopeLow(Builder $query): void
    {
        $query->whereNotNull('reorder_point')->whereColumn('quantity', '<=', 'reorder_point');
    }
}
