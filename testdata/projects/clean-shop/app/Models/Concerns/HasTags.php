<?php

namespace App\Models\Concerns;

use App\Models\Tag;
use Illuminate\Database\Eloquent\Builder;
use Illuminate\Database\Eloquent\Relations\MorphToMany;

trait HasTags
{
    public function tags(): MorphToMany
    {
        return $this->morphToMany(Tag::class, 'taggable');
    }

    public function scopeTagged(Builder $query, string $slug): void
    {
        $query->whereHas('tags', fn (Builder $tags) => $tags->where('tags.slug', $slug));
    }
}
