<?php

namespace App\Models\Analytics;

use App\Models\Product;
use Illuminate\Database\Eloquent\Builder;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Relations\BelongsTo;

class PageView extends Model
{
    public $timestamps = false;

    protected $connection = 'analytics';

    protected $fillable = ['visitor_id', 'path', 'sku', 'seconds', 'query', 'viewed_at'];

    protected $casts = ['query' => 'array', 'viewed_at' => 'datetime'];

    public function visitor(): BelongsTo
    {
        return $this->belongsTo(Visitor::class);
    }

    /** No relation: the product lies in the other database. */
    public function product(): ?Product
    {
        return Product::firstWhere('sku', $this->sku);
    }

    public function scopeOfProducts(Builder $query): void
    {
        $query->whereNotNull('sku')->whereLike('path', '/products/%');
    }
}
