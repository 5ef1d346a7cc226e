<?php

namespace App\Models;

use App\Models\Builders\LoyaltyAccountBuilder;
use Illuminate\Database\Eloquent\Builder;
use Illuminate\Database\Eloquent\Factories\HasFactory;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Relations\BelongsTo;
use Illuminate\Database\Eloquent\Relations\HasMany;
use Illuminate\Database\Eloquent\Relations\HasOne;
use Illuminate\Database\Eloquent\Relations\HasOneThrough;

/** @method static LoyaltyAccountBuilder query() */
class LoyaltyAccount extends Model
{
    use HasFactory;

    protected $fillable = ['customer_id', 'tier', 'points', 'last_activity_at'];

    protected $casts = ['last_activity_at' => 'datetime', 'points' => 'integer'];

    protected $with = ['customer:id,first_name,last_name,email'];

    protected $withCount = ['entries'];

    public function newEloquentBuilder($query): LoyaltyAccountBuilder
    {
        return new LoyaltyAccountBuilder($query);
    }

    public function customer(): BelongsTo
    {
        return $this->belongsTo(Customer::class);
    }

    public function user(): HasOneThrough
    {
        return $this->hasOneThrough(User::class, Customer::class, 'id', 'id', 'customer_id', 'user_id');
    }

    public function entries(): HasMany
    {
        return $this->hasMany(LoyaltyEntry::class);
    }

    public function latestEntry(): HasOne
    {
        return $this->hasOne(LoyaltyEntry::class)->latestOfMany();
    }

    public function biggestEntry(): HasOne
    {
        return $this->entries()->one()->ofMany('points', 'max');
    }

    public function lastEarned(): HasOne
    {
        return $this->hasOne(LoyaltyEntry::class)->ofMany(
            ['created_at' => 'max', 'id' => 'max'],
            fn (Builder $query) => $query->where('points', '>', 0),
        );
    }
}
