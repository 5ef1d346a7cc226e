<?php

namespace App\Services;

use App\Models\Product;
use App\Models\Tag;
use App\Support\Tables;
use Illuminate\Support\Collection;
use Illuminate\Support\Str;

class TagService
{
    /** @param list<string> $names */
    public function sync(Product $product, array $names): void
    {
        $ids = collect($names)
            ->map(fn (string $name) => Tag::firstOrCreate(['slug' => Str::slug($name)], ['name' => $name])->id);

        $product->tags()->sync($ids);
    }

    public function cloud(): Collection
    {
        return app('db')->table('tags')
            ->join(Tables::TAGGABLES, Tables::TAGGABLES.'.tag_id', '=', 'tags.id')
            ->where('taggables.taggable_type', (new Product)->getMorphClass())
            ->groupBy('tags.slug')
            ->selectRaw('tags.slug, count(*) as uses')
            ->pluck('uses', 'slug');
    }

    public function copy(Product $from, Product $to): void
    {
        app('db')->connection()->table(Tables::TAGGABLES)->insertUsing(
            ['tag_id', 'taggable_type', 'taggable_id'],
            app('db')->table(Tables::TAGGABLES)
                ->where('taggable_type', $from->getMorphClass())
                ->where('taggable_id', $from->id)
                ->select('tag_id', 'taggable_type')
                ->selectRaw('? as taggable_id', [$to->id]),
        );
    }
}
