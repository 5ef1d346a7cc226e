<?php

namespace App\Models;

use Illuminate\Database\Eloquent\Builder;
use Illuminate\Database\Eloquent\Factories\HasFactory;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Relations\BelongsTo;
use Illuminate\Database\Eloquent\SoftDeletes;

class Review extends Model
{
    use HasFactory, SoftDeletes;

    protected $fillable = ['product_id', 'customer_id', 'rating', 'headline', 'body', 'is_approved', 'approved_by', 'approved_at'];

    protected $casts = ['is_approved' => 'boolean', 'approved_at' => 'datetime'];

    protected static function booted(): void
    {
        static::addGlobalScope('approved', fn (Builder $query) => $query->where('reviews.is_approved', true));
    }

    public function product(): BelongsTo
    {
        return $this->belongsTo(Product::class);
    }

    public function customer(): BelongsTo
    {
        return $this->belongsTo(Customer::class);
    }

    public function approver(): BelongsTo
    {
        return $this->belongsTo(User::class, 'approved_by');
    }
}
