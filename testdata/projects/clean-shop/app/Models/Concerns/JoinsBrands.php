<?php

namespace App\Models\Concerns;

use Illuminate\Database\Eloquent\Builder;

trait JoinsBrands
{
    public function scopeWithBrandName(Builder $query): void
    {
        $query->leftJoin('brands', 'brands.id', '=', $this->qualifyColumn('brand_id'))
            ->addSelect([$this->getTable().'.*', 'brands.name as brand_name', 'brands.website']);
    }

    public function scopeOfBrand(Builder $query, string $slug): void
    {
        $query->where('brands.slug', $slug);
    }
}
