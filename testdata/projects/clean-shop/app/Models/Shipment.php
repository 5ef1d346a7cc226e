<?php

namespace App\Models;

use Illuminate\Database\Eloquent\Builder;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Relations\BelongsTo;
use Illuminate\Database\Eloquent\Relations\BelongsToMany;

class Shipment extends Model
{
    protected $fillable = [
        'order_id', 'warehouse_id', 'carrier', 'tracking_number', 'shipped_at', 'delivered_at', 'cost_net', 'cost_tax',
    ];

    protected $casts = ['shipped_at' => 'datetime', 'delivered_at' => 'datetime'];

    public function order(): BelongsTo
    {
        return $this->belongsTo(Order::class);
    }

    public function warehouse(): BelongsTo
    {
        return $this->belongsTo(Warehouse::class);
    }

    public function items(): BelongsToMany
    {
        return $this->belongsToMany(OrderItem::class, 'order_item_shipment')->withPivot('quantity');
    }

    public function scopeOnTheWay(Builder $query): void
    {
        $query->whereNotNull('shipped_at')->whereNull('delivered_at');
    }
}
