<?php

namespace App\Models;

use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Relations\BelongsToMany;

class Vendor extends Model
{
    protected $fillable = ['name', 'email', 'phone'];

    public function products(): BelongsToMany
    {
        return $this->belongsToMany(Product::class)->withPivot('vendor_sku', 'cost_amount')->withTimestamps();
    }
}
