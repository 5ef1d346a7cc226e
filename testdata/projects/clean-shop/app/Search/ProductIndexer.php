<?php

namespace App\Search;

use App\Models\Product;

class ProductIndexer
{
    public function index(Product $product): bool
    {
        return Index::table('products_v2')->insert(['objectID' => $product->id, 'headline' => $product->name, 'popularity' => 1.5]);
    }

    public function similar(Product $product): array
    {
        return Index::table('products_v2')
            ->select('objectID', 'headline')
            ->where('brand_names', $product->brand?->name)
            ->orderBy('popularity')
            ->get();
    }
}
