<?php

namespace App\Models\Concerns;

use Illuminate\Database\Eloquent\Builder;
use Illuminate\Support\Str;

trait HasSlug
{
    public static function bootHasSlug(): void
    {
        static::creating(function (self $model) {
            $model->slug ??= Str::of($model->name)->slug()->limit(180, '')->value();
        });
    }

    public function scopeWhereSlug(Builder $query, string $slug): void
    {
        $query->where($this->qualifyColumn('slug'), $slug);
    }

    public function getRouteKeyName(): string
    {
        return 'slug';
    }
}
