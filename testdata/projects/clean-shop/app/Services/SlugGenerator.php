<?php

namespace App\Services;

use Illuminate\Support\Facades\DB;
use Illuminate\Support\Str;

class SlugGenerator
{
    /** A slug that is still free in the given table. */
    public function free(string $table, string $name): string
    {
        $slug = Str::of($name)->slug()->limit(180, '')->value();
        $taken = DB::table($table)->where('slug', 'like', $slug.'%')->pluck('slug');

        for ($i = 2, $try = $slug; $taken->contains($try); $i++) {
            $try = "{$slug}-{$i}";
        }

        return $try;
    }

    public function forProduct(string $name): string
    {
        return $this->free('products', $name);
    }

    public function forBrand(string $name): string
    {
        return $this->free('brands', $name);
    }
}
