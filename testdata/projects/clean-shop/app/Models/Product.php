<?php

namespace App\Models;

use App\Enums\ProductStatus;
use App\Models\Concerns\Auditable;
use App\Models\Concerns\HasMedia;
use App\Models\Concerns\HasSlug;
use App\Models\Concerns\HasTags;
use App\Models\Concerns\JoinsBrands;
use Illuminate\Database\Eloquent\Builder;
use Illuminate\Database\Eloquent\Factories\HasFactory;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Relations\BelongsTo;
use Illuminate\Database\Eloquent\Relations\BelongsToMany;
use Illuminate\Database\Eloquent\Relations\HasMany;
use Illuminate\Database\Eloquent\Relations\HasManyThrough;
use Illuminate\Database\Eloquent\Relations\HasOne;
use Illuminate\Database\Eloquent\SoftDeletes;

class Product extends Model
{
    use Auditable, HasFactory, HasMedia, HasSlug, HasTags, JoinsBrands, SoftDeletes;

    protected $fillable = [
        'brand_id', 'tax_rate_id', 'name', 'slug', 'sku', 'description', 'meta_title',
        'meta_description', 'status', 'published_at', 'weight',
    ];

    protected $attributes = ['status' => 'draft'];

    protected function casts(): array
    {
        return ['status' => ProductStatus::class, 'published_at' => 'datetime', 'weight' => 'integer'];
    }

    public function brand(): BelongsTo
    {
        return $this->belongsTo(Brand::class);
    }

    public function taxRate(): BelongsTo
    {
        return $this->belongsTo(TaxRate::class);
    }

    public function categories(): BelongsToMany
    {
        return $this->belongsToMany(Category::class);
    }

    public function vendors(): BelongsToMany
    {
        return $this->belongsToMany(Vendor::class)->withPivot('vendor_sku', 'cost_amount')->withTimestamps();
    }

    public function wishlists(): BelongsToMany
    {
        return $this->belongsToMany(Wishlist::class, 'product_wishlist', 'product_id', 'wishlist_id')->withTimestamps();
    }

    public function campaigns(): BelongsToMany
    {
        return $this->belongsToMany(Campaign::class, 'campaign_product')
            ->using(CampaignProduct::class)
            ->withPivot(['position', 'discount_percent', 'featured_until'])
            ->withTimestamps();
    }

    public function questions(): HasMany
    {
        return $this->hasMany(Question::class);
    }

    public function variants(): HasMany
    {
        return $this->hasMany(ProductVariant::class);
    }

    public function defaultVariant(): HasOne
    {
        return $this->hasOne(ProductVariant::class)->where('is_default', true);
    }

    public function prices(): HasManyThrough
    {
        return $this->hasManyThrough(Price::class, ProductVariant::class);
    }

    public function reviews(): HasMany
    {
        return $this->hasMany(Review::class);
    }

    public function latestReview(): HasOne
    {
        return $this->hasOne(Review::class)->latestOfMany();
    }

    public function scopePublished(Builder $query): void
    {
        $query->where('products.status', ProductStatus::Active)->where('products.published_at', '<=', now());
    }

    public function scopeInCategory(Builder $query, Category $category): void
    {
        $query->whereRelation('categories', 'categories.id', $category->id);
    }
}
