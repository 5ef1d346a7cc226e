<?php

namespace App\Http\Controllers;

use App\Http\Requests\StoreCategoryRequest;
use App\Models\Category;
use App\Repositories\ProductRepository;
use Illuminate\Http\JsonResponse;
use Illuminate\Support\Str;

class CategoryController extends Controller
{
    public function index(): JsonResponse
    {
        return response()->json(
            Category::roots()->with('children.children')->withCount('products')->get(['id', 'name', 'slug', 'position'])
        );
    }

    public function show(Category $category, ProductRepository $products): JsonResponse
    {
        return response()->json([
            'category' => $category->only('name', 'slug'),
            'products' => $products->listing($category, config('shop.currency')),
        ]);
    }

    public function store(StoreCategoryRequest $request): JsonResponse
    {
        $category = Category::create([
            'parent_id' => $request->integer('parent_id') ?: null,
            'name' => $request->string('name'),
            'slug' => Str::slug($request->input('name')),
            'position' => 1 + (int) Category::max('position'),
        ]);

        return response()->json($category, 201);
    }
}
