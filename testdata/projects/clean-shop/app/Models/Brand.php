<?php

namespace App\Models;

use App\Models\Concerns\HasMedia;
use App\Models\Concerns\HasSlug;
use Illuminate\Database\Eloquent\Factories\HasFactory;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Relations\HasMany;

class Brand extends Model
{
    use HasFactory, HasMedia, HasSlug;

    protected $fillable = ['name', 'slug', 'website', 'logo_path'];

    public function products(): HasMany
    {
        return $this->hasMany(Product::class);
    }
}
