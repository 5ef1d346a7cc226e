<?php

namespace App\Models;

use App\Enums\OrderStatus;
use App\Models\Concerns\Auditable;
use Illuminate\Database\Eloquent\Builder;
use Illuminate\Database\Eloquent\Factories\HasFactory;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Relations\BelongsTo;
use Illuminate\Database\Eloquent\Relations\BelongsToMany;
use Illuminate\Database\Eloquent\Relations\HasMany;
use Illuminate\Database\Eloquent\Relations\HasManyThrough;
use Illuminate\Database\Eloquent\Relations\HasOneThrough;
use Illuminate\Database\Eloquent\SoftDeletes;

class Order extends Model
{
    use Auditable, HasFactory, SoftDeletes;

    protected $fillable = [
        'number', 'customer_id', 'billing_address_id', 'shipping_address_id', 'currency_code', 'status', 'channel',
        'subtotal', 'discount_total', 'tax_total', 'shipping_total', 'grand_total', 'external_order_id',
        'customer_note', 'internal_note', 'placed_at', 'utm_source', 'utm_medium', 'utm_campaign',
    ];

    protected function casts(): array
    {
        return ['status' => OrderStatus::class, 'placed_at' => 'datetime', 'grand_total' => 'integer'];
    }

    public function customer(): BelongsTo
    {
        return $this->belongsTo(Customer::class)->withTrashed();
    }

    public function billingAddress(): BelongsTo
    {
        return $this->belongsTo(Address::class, 'billing_address_id');
    }

    public function shippingAddress(): BelongsTo
    {
        return $this->belongsTo(Address::class);
    }

    public function currency(): BelongsTo
    {
        return $this->belongsTo(Currency::class, 'currency_code', 'code');
    }

    public function items(): HasMany
    {
        return $this->hasMany(OrderItem::class);
    }

    public function coupons(): BelongsToMany
    {
        return $this->belongsToMany(Coupon::class)->withPivot('discount_amount')->withTimestamps();
    }

    public function payments(): HasMany
    {
        return $this->hasMany(Payment::class);
    }

    public function refunds(): HasManyThrough
    {
        return $this->hasManyThrough(Refund::class, Payment::class, 'order_id', 'payment_id', 'id', 'id');
    }

    public function latestRefund(): HasOneThrough
    {
        return $this->hasOneThrough(Refund::class, Payment::class)->latest('refunds.processed_at');
    }

    public function shipments(): HasMany
    {
        return $this->hasMany(Shipment::class);
    }

    public function scopePlacedBetween(Builder $query, string $from, string $to): void
    {
        $query->whereBetween('placed_at', [$from, $to]);
    }

    public function scopeOpen(Builder $query): void
    {
        $query->whereIn('status', OrderStatus::open())->latest('placed_at');
    }
}
