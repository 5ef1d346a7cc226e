<?php

namespace App\Http\Controllers;

use App\Http\Requests\StoreReviewRequest;
use App\Models\Product;
use App\Models\Review;
use Illuminate\Http\JsonResponse;
use Illuminate\Http\RedirectResponse;
use Illuminate\Http\Request;

class ReviewController extends Controller
{
    public function index(Product $product): JsonResponse
    {
        return response()->json([
            'average' => round((float) $product->reviews()->avg('rating'), 1),
            'reviews' => $product->reviews()->with('customer:id,first_name')->latest()->limit(20)->get(),
        ]);
    }

    public function store(StoreReviewRequest $request, Product $product): RedirectResponse
    {
        $product->reviews()->create([
            'customer_id' => $request->user()->customer->id,
            'rating' => $request->integer('rating'),
            'headline' => $request->input('headline'),
            'body' => $request->input('body'),
        ]);

        return back()->with('status', 'Thank you.');
    }

    public function approve(Request $request, int $id): JsonResponse
    {
        $review = Review::withoutGlobalScope('approved')->findOrFail($id);

        $review->fill(['is_approved' => true, 'approved_by' => $request->user()->id, 'approved_at' => now()])->save();

        return response()->json($review);
    }
}
