<?php

namespace App\Http\Controllers;

use App\Http\Requests\StoreProductRequest;
use App\Http\Requests\UpdateProductRequest;
use App\Http\Resources\ProductResource;
use App\Models\Product;
use App\Services\SearchService;
use App\Services\SlugGenerator;
use App\Services\TagService;
use Illuminate\Http\Request;
use Illuminate\Http\Resources\Json\AnonymousResourceCollection;
use Illuminate\Http\Response;

class ProductController extends Controller
{
    public function index(Request $request, SearchService $search): AnonymousResourceCollection
    {
        return ProductResource::collection($search->search($request->only('q', 'brand', 'max', 'sort')));
    }

    public function show(Product $product): ProductResource
    {
        return new ProductResource($product->load([
            'brand:id,name,slug',
            'categories' => fn ($query) => $query->select('categories.id', 'categories.name')->orderBy('position'),
            'variants.prices',
            'tags',
        ]));
    }

    public function store(StoreProductRequest $request, SlugGenerator $slugs, TagService $tags): ProductResource
    {
        $product = new Product($request->safe()->except(['categories', 'tags', 'cover']));
        $product->slug = $slugs->forProduct($product->name);
        $product->save();

        $product->categories()->sync($request->validated('categories', []));
        $tags->sync($product, $request->validated('tags', []));

        return new ProductResource($product);
    }

    public function update(UpdateProductRequest $request, Product $product): ProductResource
    {
        $product->update($request->validated());

        return new ProductResource($product->refresh());
    }

    public function destroy(Product $product): Response
    {
        $product->variants()->whereDoesntHave('orderItems')->delete();
        $product->delete();

        return response()->noContent();
    }
}
