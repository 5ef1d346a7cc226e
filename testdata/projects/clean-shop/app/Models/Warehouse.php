<?php

namespace App\Models;

use App\Models\Concerns\HasCode;
use Illuminate\Database\Eloquent\Factories\HasFactory;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Relations\BelongsToMany;
use Illuminate\Database\Eloquent\Relations\HasMany;
use Illuminate\Database\Eloquent\Relations\MorphOne;

class Warehouse extends Model
{
    use HasCode, HasFactory;

    protected $fillable = ['code', 'name', 'city', 'country_code', 'is_active'];

    public function stockLevels(): HasMany
    {
        return $this->hasMany(StockLevel::class);
    }

    public function variants(): BelongsToMany
    {
        return $this->belongsToMany(ProductVariant::class, 'stock_levels')
            ->withPivot(['quantity', 'reserved'])
            ->wherePivot('quantity', '>', 0);
    }

    public function staff(): HasMany
    {
        return $this->hasMany(Staff::class);
    }

    public function shipments(): HasMany
    {
        return $this->hasMany(Shipment::class);
    }

    public function address(): MorphOne
    {
        return $this->morphOne(Address::class, 'addressable');
    }

    public static function codeColumn(): string
    {
        return 'code';
    }
}
