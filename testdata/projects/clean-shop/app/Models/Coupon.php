<?php

namespace App\Models;

use App\Enums\CouponType;
use App\Models\Concerns\HasCode;
use Illuminate\Database\Eloquent\Builder;
use Illuminate\Database\Eloquent\Factories\HasFactory;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Relations\BelongsToMany;

class Coupon extends Model
{
    use HasCode, HasFactory;

    protected $fillable = ['code', 'type', 'value', 'minimum_amount', 'usage_limit', 'starts_at', 'expires_at'];

    protected $casts = ['type' => CouponType::class, 'starts_at' => 'datetime', 'expires_at' => 'datetime'];

    public function orders(): BelongsToMany
    {
        return $this->belongsToMany(Order::class)->withPivot('discount_amount')->withTimestamps();
    }

    public function scopeUsable(Builder $query): void
    {
        $query
            ->where(fn ($q) => $q->whereNull('starts_at')->orWhereDate('starts_at', '<=', now()))
            ->where(fn ($q) => $q->whereNull('expires_at')->orWhere('expires_at', '>', now()))
            ->where(fn ($q) => $q->whereNull('usage_limit')->orWhereColumn('times_used', '<', 'usage_limit'));
    }

    public static function codeColumn(): string
    {
        return 'code';
    }
}
