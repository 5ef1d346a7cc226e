<?php

namespace App\Models\Concerns;

use App\Models\Store;
use App\Support\CurrentStore;
use Illuminate\Database\Eloquent\Builder;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Relations\BelongsTo;

/**
 * For what belongs to one of our stores: reads only the current store's rows, and writes them as its own.
 *
 * @mixin Model
 */
trait BelongsToStore
{
    public static function bootBelongsToStore(): void
    {
        static::addGlobalScope('store', function (Builder $builder) {
            if ($id = app(CurrentStore::class)->id()) {
                $builder->where($builder->qualifyColumn('store_id'), $id);
            }
        });

        static::creating(function (Model $model) {
            $model->store_id ??= app(CurrentStore::class)->id();
        });
    }

    public function store(): BelongsTo
    {
        return $this->belongsTo(Store::class);
    }

    public function scopeOfEveryStore(Builder $query): Builder
    {
        return $query->withoutGlobalScope('store')->orderBy('store_id');
    }
}
