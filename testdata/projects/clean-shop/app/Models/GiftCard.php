<?php

namespace App\Models;

use Illuminate\Database\Eloquent\Builder;
use Illuminate\Database\Eloquent\Concerns\HasUlids;
use Illuminate\Database\Eloquent\Factories\HasFactory;
use Illuminate\Database\Eloquent\MassPrunable;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Relations\BelongsTo;
use Illuminate\Database\Eloquent\SoftDeletes;
use Illuminate\Support\Str;

class GiftCard extends Model
{
    use HasFactory, HasUlids, MassPrunable, SoftDeletes;

    const CREATED_AT = 'issued_at';

    const UPDATED_AT = 'changed_at';

    const DELETED_AT = 'voided_at';

    protected $fillable = ['code', 'initial_amount', 'balance', 'currency_code', 'recipient_email', 'message'];

    public function getRouteKeyName(): string
    {
        return 'code';
    }

    public function resolveRouteBinding($value, $field = null): ?Model
    {
        return $this->where($field ?? $this->getRouteKeyName(), Str::upper($value))->first();
    }

    public function orderItem(): BelongsTo
    {
        return $this->belongsTo(OrderItem::class);
    }

    public function currency(): BelongsTo
    {
        return $this->belongsTo(Currency::class, 'currency_code', 'code');
    }

    public function prunable(): Builder
    {
        return static::onlyTrashed()->where('balance', 0)->where('voided_at', '<', now()->subYears(10));
    }

    /** Cards of which something is left. */
    public static function usable(): Builder
    {
        return (new static)->newQuery()->withoutTrashed()->where('balance', '>', 0)->latest();
    }

    public function setRecipientEmailAttribute(?string $value): void
    {
        $this->attributes['recipient_email'] = $value === null ? null : Str::lower($value);
    }
}
