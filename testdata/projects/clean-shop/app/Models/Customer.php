<?php

namespace App\Models;

use Illuminate\Database\Eloquent\Casts\Attribute;
use Illuminate\Database\Eloquent\Factories\HasFactory;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Relations\BelongsTo;
use Illuminate\Database\Eloquent\Relations\HasMany;
use Illuminate\Database\Eloquent\Relations\HasManyThrough;
use Illuminate\Database\Eloquent\Relations\HasOne;
use Illuminate\Database\Eloquent\Relations\MorphMany;
use Illuminate\Database\Eloquent\SoftDeletes;
use Illuminate\Notifications\Notifiable;

class Customer extends Model
{
    use HasFactory, Notifiable, SoftDeletes;

    protected $fillable = ['user_id', 'first_name', 'last_name', 'email', 'phone', 'marketing_opt_in'];

    protected $casts = ['marketing_opt_in' => 'boolean'];

    public function user(): BelongsTo
    {
        return $this->belongsTo(User::class);
    }

    public function addresses(): MorphMany
    {
        return $this->morphMany(Address::class, 'addressable');
    }

    public function orders(): HasMany
    {
        return $this->hasMany(Order::class);
    }

    public function orderItems(): HasManyThrough
    {
        return $this->through('orders')->has('items');
    }

    public function carts(): HasMany
    {
        return $this->hasMany(Cart::class);
    }

    public function reviews(): HasMany
    {
        return $this->hasMany(Review::class);
    }

    public function wishlists(): HasMany
    {
        return $this->hasMany(Wishlist::class);
    }

    public function loyaltyAccount(): HasOne
    {
        return $this->hasOne(LoyaltyAccount::class)->withDefault(['tier' => 'bronze', 'points' => 0]);
    }

    public function questions(): HasMany
    {
        return $this->hasMany(Question::class)->withoutGlobalScopes();
    }

    public function latestOrder(): HasOne
    {
        return $this->orders()->one()->latestOfMany('placed_at');
    }

    public function largestOrder(): HasOne
    {
        return $this->hasOne(Order::class)->ofMany('grand_total', 'max');
    }

    public function newsletterSubscriber(): HasOne
    {
        return $this->hasOne(NewsletterSubscriber::class);
    }

    protected function fullName(): Attribute
    {
        return Attribute::make(get: fn () => collect([$this->first_name, $this->last_name])->join(' '));
    }
}
